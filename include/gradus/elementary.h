/* elementary.h - exp, log, sin and their kin, with the same bits on every machine.
 *
 * The C library's versions return different last bits depending on whether the processor has
 * FMA, so one seed would give two histories. These come from SLEEF's deterministic forms (N.
 * Shibata and F. Petrogalli, "SLEEF: A Portable Vectorized Library of C Standard Mathematical
 * Functions", IEEE TPDS 31(6), 2020), which use no FMA and return the same bits at every vector
 * width, on x86-64 and on aarch64.
 *
 * Invariants
 *   - An array form gives each element exactly what the scalar form gives for it: the result does
 *     not depend on the vector width, on the array's length, or on the element's neighbours.
 *   - No function sets errno or fails. Outside a function's domain the result is NaN (of either
 *     sign), past its range +-inf or a zero, as in C17 annex F. The floating-point exception flags
 *     are unspecified; the rounding mode must be to nearest.
 *   - Errors are bounded in ulps (spacings of doubles at the exact value; 2^-1074 for subnormal
 *     values): 1.0, and 1.5 for erfc. tests/check_elementary.c holds every function to its bound.
 *
 * Three ends of the range are cut short. exp and pow are infinite where the value is past
 * 1.79769e308 (the largest double is 1.797693e308); log1p is infinite for x > 1e307; erfc may be
 * off by 3 ulp for x > 26.2, where its value is below 1e-300.
 *
 * From the C library's <math.h> the project uses only what IEEE 754 defines exactly: sqrt, fabs,
 * floor, ceil, trunc, rint, round, copysign, ldexp, frexp, fmod.
 */
#ifndef GRADUS_ELEMENTARY_H
#define GRADUS_ELEMENTARY_H

#include <float.h>
#include <stdbool.h>
#include <stddef.h>

/* Options that let the compiler reorder or fuse arithmetic break the promises above. */
#if defined __FAST_MATH__ || __FINITE_MATH_ONLY__ || defined __ASSOCIATIVE_MATH__ ||               \
    defined __RECIPROCAL_MATH__
#error "gradus must not be compiled with -ffast-math, -Ofast or parts of them: results would change"
#endif
#if FLT_EVAL_METHOD != 0
#error "gradus needs double arithmetic that is rounded to double (on x86: SSE2, -mfpmath=sse)"
#endif

/*
 * The functions of one argument: X(name, SLEEF's word for the bound), u10 for 1.0 and u15 for 1.5.
 *
 *   exp    e^x            log    natural logarithm        sin, cos   x in radians, any size
 *   expm1  e^x - 1        log1p  log(1 + x)               tanh       hyperbolic tangent
 *   erfc   1 - erf(x)
 *
 * Each row declares two functions, here for exp:
 *
 *   double gr_exp(double x);
 *   void gr_exp_array(size_t n, const double *x, double *y);
 *
 * The array form stores f(x[i]) in y[i] for i < n. y may be x itself, but must not overlap it in
 * any other way. No alignment is needed, nothing beyond n is read or written, and n may be 0.
 */
#define GR_ELEMENTARY(X)                                                                           \
    X(exp, u10)                                                                                    \
    X(expm1, u10)                                                                                  \
    X(log, u10)                                                                                    \
    X(log1p, u10)                                                                                  \
    X(sin, u10)                                                                                    \
    X(cos, u10)                                                                                    \
    X(tanh, u10)                                                                                   \
    X(erfc, u15)

#define GR_DECLARE(name, accuracy)                                                                 \
    double gr_##name(double x);                                                                    \
    void gr_##name##_array(size_t n, const double *x, double *y);
GR_ELEMENTARY(GR_DECLARE)
#undef GR_DECLARE

/* x^y, within 1.0 ulp. A negative x needs a whole y (else NaN); pow(x, 0) and pow(1, y) are 1 even
 * for NaN, as in C17. */
double gr_pow(double x, double y);

/* out[i] = x[i]^y[i] for i < n. out may be x or y themselves; otherwise as the arrays above. */
void gr_pow_array(size_t n, const double *x, const double *y, double *out);

/*
 * The vector width, in doubles. It decides speed only.
 *
 *   2   SSE2, or Advanced SIMD on aarch64: every processor has it
 *   4   AVX (AVX2 is not implied)
 *   8   AVX-512F with AVX2
 */

/* The width in use. Until gr_simd_choose is called it is the widest that the processor and the
 * operating system support. */
int gr_simd_width(void);

/*
 * Chooses the width: text is the value of GRADUS_SIMD ("2", "4" or "8"), or NULL for the widest.
 * A width that the processor lacks is replaced by its widest; *fell_back says whether that was
 * done (gr_simd_width() then names the replacement). Any other text returns false and changes
 * nothing.
 */
bool gr_simd_choose(const char *text, bool *fell_back);

#endif
