/* lanes.h - a loop over arrays, compiled once for each vector width and chosen at run time.
 *
 *     static GR_LANES_BODY void move_any(size_t n, double rate, const double *g, double *x)
 *     {
 *         for (size_t i = 0; i < n; i++)
 *             x[i] -= rate * g[i];
 *     }
 *     GR_LANES(move, (size_t n, double rate, const double *g, double *x), (n, rate, g, x))
 *
 * makes a static function `move`. Each element goes through the same operations one after the other,
 * rounded each time, so the width decides speed only; what sums over the elements does not belong
 * here. See gr_simd_width in elementary.h.
 */
#ifndef GRADUS_LANES_H
#define GRADUS_LANES_H

#include "gradus/elementary.h"

#define GR_LANES_BODY inline __attribute__((always_inline))

/* gcc turns loops into vectors from -O3 on, clang from -O2 on. Neither takes the widest unasked. */
#if defined __clang__
#define GR_LANES_LEVEL
#define GR_LANES_EIGHT __attribute__((target("avx512f"), min_vector_width(512)))
#else
#define GR_LANES_LEVEL __attribute__((optimize("O3")))
#define GR_LANES_EIGHT __attribute__((target("avx512f,prefer-vector-width=512")))
#endif

#if defined __x86_64__

#define GR_LANES(name, parameters, arguments)                                                      \
    GR_LANES_LEVEL GR_LANES_EIGHT static void name##_eight parameters                              \
    {                                                                                              \
        name##_any arguments;                                                                      \
    }                                                                                              \
    GR_LANES_LEVEL __attribute__((target("avx"))) static void name##_four parameters               \
    {                                                                                              \
        name##_any arguments;                                                                      \
    }                                                                                              \
    GR_LANES_LEVEL static void name##_two parameters                                               \
    {                                                                                              \
        name##_any arguments;                                                                      \
    }                                                                                              \
    static void name parameters                                                                    \
    {                                                                                              \
        switch (gr_simd_width()) {                                                                 \
        case 8: name##_eight arguments; break;                                                     \
        case 4: name##_four arguments; break;                                                      \
        default: name##_two arguments; break;                                                      \
        }                                                                                          \
    }

#else

#define GR_LANES(name, parameters, arguments)                                                      \
    static void name parameters                                                                    \
    {                                                                                              \
        name##_any arguments;                                                                      \
    }

#endif

#endif
