#include "gradus/kernel.h"

#include "gradus/elementary.h"

#include <string.h>

/* Rows of the highest tile and vectors of the widest: enough independent sums to hide the time that
 * an addition takes, and few enough to stay in registers. */
enum { TALL = 8, WIDE = 8 };

/* From so many rows on it pays to copy the columns of B that are in use, so many depths at a time, to
 * where no vector crosses a line of the cache and none puts another out of it. */
enum { PACKED_ROWS = 16, DEPTH = 128 };

/* Depths from .. from + depth - 1 of some columns of B. A sum goes on from slab to slab in C, with
 * the bits that it would have had in a register. */
typedef struct slab {
    size_t from, depth;
    const double *b;
    size_t b_row;
} slab;

static slab whole(const gr_product *p, size_t column)
{
    return (slab){ 0, p->depth, p->b + column, p->b_row };
}

#if defined __clang__
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 16")
#endif

#define TILE(name) one_##name
#define LANES 1
#define TARGET
#include "kernel_tile.h"

#define TILE(name) two_##name
#define LANES 2
#define TARGET
#include "kernel_tile.h"

#if defined __x86_64__

#define TILE(name) four_##name
#define LANES 4
#define TARGET __attribute__((target("avx")))
#include "kernel_tile.h"

#define TILE(name) eight_##name
#define LANES 8
#define TARGET __attribute__((target("avx512f")))
#include "kernel_tile.h"

static size_t wide_columns(const gr_product *p)
{
    int width = gr_simd_width();
    size_t n = width == 8 ? eight_columns(p, 0) : 0;

    return width >= 4 ? four_columns(p, n) : n;
}

#else

static size_t wide_columns(const gr_product *p)
{
    (void)p;
    return 0;
}

#endif

void gr_product_make(const gr_product *product)
{
    one_columns(product, two_columns(product, wide_columns(product)));
}

/* --- along rows --- */

enum { PARTS = 8 };

typedef double pair __attribute__((vector_size(16), aligned(8), may_alias));

/* Eight partial sums in four pairs of lanes: the same additions whatever the processor. */
static double dot(const double *a, const double *x, size_t count)
{
    pair sums[PARTS / 2] = { { 0 } };
    double parts[PARTS];
    size_t n = 0;

    for (; n + PARTS <= count; n += PARTS)
        for (size_t i = 0; i < PARTS / 2; i++)
            sums[i] += *(const pair *)(const void *)(a + n + 2 * i) *
                       *(const pair *)(const void *)(x + n + 2 * i);
    memcpy(parts, sums, sizeof parts);
    for (size_t i = 0; n + i < count; i++)
        parts[i] += a[n + i] * x[n + i];
    return ((parts[0] + parts[4]) + (parts[2] + parts[6])) +
           ((parts[1] + parts[5]) + (parts[3] + parts[7]));
}

void gr_rows_times(const double *a, size_t a_row, size_t rows, size_t columns, const double *x,
                   double *out)
{
    for (size_t m = 0; m < rows; m++)
        out[m] = dot(a + m * a_row, x, columns);
}

/* --- transposing --- */

enum { BLOCK = 8 };

static void turn_numbers(const double *from, size_t from_row, size_t rows, size_t columns, double *to,
                         size_t to_row)
{
    for (size_t m = 0; m < rows; m++)
        for (size_t n = 0; n < columns; n++)
            to[n * to_row + m] = from[m * from_row + n];
}

/* BLOCK by BLOCK, in squares of two by two. */
static void turn_block(const double *from, size_t from_row, double *to, size_t to_row)
{
    for (size_t n = 0; n < BLOCK; n += 2)
        for (size_t m = 0; m < BLOCK; m += 2) {
            pair upper = *(const pair *)(const void *)(from + m * from_row + n);
            pair lower = *(const pair *)(const void *)(from + (m + 1) * from_row + n);
            *(pair *)(void *)(to + n * to_row + m) = (pair){ upper[0], lower[0] };
            *(pair *)(void *)(to + (n + 1) * to_row + m) = (pair){ upper[1], lower[1] };
        }
}

void gr_transpose(const double *from, size_t from_row, size_t rows, size_t columns, double *to,
                  size_t to_row)
{
    for (size_t n = 0; n < columns; n += BLOCK)
        for (size_t m = 0; m < rows; m += BLOCK) {
            const double *block = from + m * from_row + n;
            double *turned = to + n * to_row + m;
            if (m + BLOCK <= rows && n + BLOCK <= columns)
                turn_block(block, from_row, turned, to_row);
            else
                turn_numbers(block, from_row, rows - m < BLOCK ? rows - m : BLOCK,
                             columns - n < BLOCK ? columns - n : BLOCK, turned, to_row);
        }
}
