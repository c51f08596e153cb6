/* elementary.c - SLEEF's deterministic functions behind the names of elementary.h.
 *
 * The forms are declared here, not by <sleef.h>, which hides the wider ones unless the whole file
 * is compiled for AVX and declares unsuffixed names that the library does not export.
 *
 * A scalar is lane 0 of the two-wide form. The d1_*purec forms are left alone: at ties of the
 * argument reduction, such as exp(0x1.62e42fefa39f1p-2), they differ from the vector forms.
 */
#include "gradus/elementary.h"

#include <stdalign.h>
#include <string.h>

enum { WIDEST = 8 };

/* A form's address without its type; whoever calls it knows the type. */
typedef void (*form)(void);

/* Calls a form on one whole vector: out = f(x), or f(x, y) if it takes two. */
typedef void gate(form f, const double *x, const double *y, double *out);

#if defined __x86_64__ && !defined __ILP32__
#include <emmintrin.h>
#define NAME_2(name, accuracy) Sleef_cinz_##name##d2_##accuracy##sse2
#define NAME_4(name, accuracy) Sleef_cinz_##name##d4_##accuracy##avx
#define NAME_8(name, accuracy) Sleef_cinz_##name##d8_##accuracy##avx512fnofma
#define LOAD                   _mm_loadu_pd
#define STORE                  _mm_storeu_pd
#define SPLAT                  _mm_set1_pd
#define FIRST                  _mm_cvtsd_f64
typedef __m128d pair;

/* The gates for wide vectors load the first two vector registers, call, and store the first. They
 * are in assembly because clang decides by the flags of the whole file how a wide vector is passed:
 * without -mavx it goes to the stack, even between functions with the attribute target("avx"),
 * while SLEEF looks for it in registers. */
#define GATE(name, vector)                                                                         \
    ".p2align 4\n"                                                                                 \
    ".globl " name "\n"                                                                            \
    ".hidden " name "\n"                                                                           \
    ".type " name ", @function\n" name ":\n"                                                       \
    "    .cfi_startproc\n"                                                                         \
    "    endbr64\n"                                                                                \
    "    pushq %rbx\n"                                                                             \
    "    .cfi_adjust_cfa_offset 8\n"                                                               \
    "    .cfi_rel_offset %rbx, 0\n"                                                                \
    "    movq %rcx, %rbx\n"                                                                        \
    "    vmovupd (%rsi), %" vector "0\n"                                                           \
    "    vmovupd (%rdx), %" vector "1\n"                                                           \
    "    callq *%rdi\n"                                                                            \
    "    vmovupd %" vector "0, (%rbx)\n"                                                           \
    "    vzeroupper\n"                                                                             \
    "    popq %rbx\n"                                                                              \
    "    .cfi_adjust_cfa_offset -8\n"                                                              \
    "    .cfi_restore %rbx\n"                                                                      \
    "    retq\n"                                                                                   \
    "    .cfi_endproc\n"                                                                           \
    ".size " name ", . - " name "\n"
__asm__(".pushsection .text\n" GATE("gr_gate_4", "ymm") GATE("gr_gate_8", "zmm") ".popsection\n");

__attribute__((visibility("hidden"))) gate gr_gate_4, gr_gate_8;

#define DECLARE_WIDE(name, accuracy)                                                               \
    void NAME_4(name, accuracy)(void);                                                             \
    void NAME_8(name, accuracy)(void);
#define WIDE(name, accuracy) NAME_4(name, accuracy), NAME_8(name, accuracy)

#elif defined __aarch64__
#include <arm_neon.h>
#define NAME_2(name, accuracy) Sleef_cinz_##name##d2_##accuracy##advsimdnofma
#define LOAD                   vld1q_f64
#define STORE                  vst1q_f64
#define SPLAT                  vdupq_n_f64
#define FIRST(v)               vgetq_lane_f64(v, 0)
typedef float64x2_t pair;

/* The widest here is 2, so these are never reached. */
#define gr_gate_4              NULL
#define gr_gate_8              NULL
#define DECLARE_WIDE(name, accuracy)
#define WIDE(name, accuracy) NULL, NULL

#else
#error "gradus needs x86-64 or aarch64: no deterministic elementary functions for this processor"
#endif

static void gate_2_unary(form f, const double *x, const double *y, double *out)
{
    (void)y;
    STORE(out, ((pair(*)(pair))f)(LOAD(x)));
}

static void gate_2_binary(form f, const double *x, const double *y, double *out)
{
    STORE(out, ((pair(*)(pair, pair))f)(LOAD(x), LOAD(y)));
}

/* One function at every width. */
typedef struct forms {
    gate *gate_2;
    form by_2, by_4, by_8;
} forms;

/* A short tail as a whole vector. The other lanes hold 1, at which every function is cheap. */
static void pad(size_t n, const double *x, double *lanes)
{
    for (size_t i = 0; i < WIDEST; i++)
        lanes[i] = i < n ? x[i] : 1.0;
}

/* Whole vectors, then one padded vector for the rest. */
static void sweep(gate *call, form f, size_t width, size_t n, const double *x, const double *y,
                  double *out)
{
    for (; n >= width; n -= width, x += width, y += width, out += width)
        call(f, x, y, out);
    if (n > 0) {
        alignas(64) double a[WIDEST], b[WIDEST];
        pad(n, x, a);
        pad(n, y, b);
        call(f, a, b, a);
        memcpy(out, a, n * sizeof *out);
    }
}

/* An array that a narrower vector holds is not worth a wide one, which would be mostly padding. */
static void apply(const forms *f, size_t n, const double *x, const double *y, double *out)
{
    size_t width = (size_t)gr_simd_width();

    while (width > 2 && n <= width / 2)
        width /= 2;
    switch (width) {
    case 8:
        sweep(gr_gate_8, f->by_8, 8, n, x, y, out);
        break;
    case 4:
        sweep(gr_gate_4, f->by_4, 4, n, x, y, out);
        break;
    default:
        sweep(f->gate_2, f->by_2, 2, n, x, y, out);
    }
}

#define DEFINE_UNARY(name, accuracy)                                                               \
    pair NAME_2(name, accuracy)(pair);                                                             \
    DECLARE_WIDE(name, accuracy)                                                                   \
    double gr_##name(double x)                                                                     \
    {                                                                                              \
        return FIRST(NAME_2(name, accuracy)(SPLAT(x)));                                            \
    }                                                                                              \
    void gr_##name##_array(size_t n, const double *x, double *y)                                   \
    {                                                                                              \
        static const forms f = { gate_2_unary, (form)NAME_2(name, accuracy),                       \
                                 WIDE(name, accuracy) };                                           \
        apply(&f, n, x, x, y);                                                                     \
    }
GR_ELEMENTARY(DEFINE_UNARY)

pair NAME_2(pow, u10)(pair, pair);
DECLARE_WIDE(pow, u10)

double gr_pow(double x, double y)
{
    return FIRST(NAME_2(pow, u10)(SPLAT(x), SPLAT(y)));
}

void gr_pow_array(size_t n, const double *x, const double *y, double *out)
{
    static const forms f = { gate_2_binary, (form)NAME_2(pow, u10), WIDE(pow, u10) };
    apply(&f, n, x, y, out);
}

/* The compiler's built-in asks the operating system too: whether it saves the wide registers. */
static int widest(void)
{
#if defined __x86_64__
    /* SLEEF's AVX-512 forms use integer instructions of AVX2 too. */
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx2"))
        return 8;
    if (__builtin_cpu_supports("avx"))
        return 4;
#endif
    return 2;
}

/* One of the project's two mutable statics; 0 until the first use or choice. It cannot change a
 * result, only how fast it comes. */
static int simd_width;

int gr_simd_width(void)
{
    if (simd_width == 0)
        simd_width = widest();
    return simd_width;
}

bool gr_simd_choose(const char *text, bool *fell_back)
{
    int most = widest(), wanted = most;

    if (text != NULL) {
        if (strlen(text) != 1 || strchr("248", text[0]) == NULL)
            return false;
        wanted = text[0] - '0';
    }
    *fell_back = wanted > most;
    simd_width = *fell_back ? most : wanted;
    return true;
}
