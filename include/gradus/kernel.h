/* kernel.h - products of matrices, with the same bits on every machine.
 *
 * Each number of a product is a sum over k from 0 upwards, multiply, round, add, round, whatever the
 * vector width: vectors lie along the columns of the result, so that neither the width nor the shape
 * of a tile changes the order of any sum. There are tiles for vectors of 8, 4 and 2 doubles
 * (AVX-512, AVX, SSE2 or Advanced SIMD); gr_simd_width() chooses at run time, see elementary.h.
 */
#ifndef GRADUS_KERNEL_H
#define GRADUS_KERNEL_H

#include <stdbool.h>
#include <stddef.h>

/* C = start + A B, of `rows` by `columns` numbers, summed over `depth`.
 *
 * A's number of row m at depth k is a[m * a_row + k * a_depth], so that A may be a transpose. B and C
 * lie row by row: b[k * b_row + n], c[m * c_row + n]. Each sum starts from start[n], or from what is
 * in C where start is NULL: then a long depth can be worked through in parts without changing a bit.
 * C overlaps neither A nor B. */
typedef struct gr_product {
    size_t rows, columns, depth;
    const double *a;
    size_t a_row, a_depth;
    const double *b;
    size_t b_row;
    const double *start;
    double *c;
    size_t c_row;
} gr_product;

void gr_product_make(const gr_product *product);

/* out[m] = sum over n of a[m * a_row + n] * x[n] for `rows` rows of `columns` numbers: the product of
 * a matrix with a vector along its rows. Eight partial sums, n modulo 8, added as
 * ((0+4)+(2+6)) + ((1+5)+(3+7)), on every path. */
void gr_rows_times(const double *a, size_t a_row, size_t rows, size_t columns, const double *x,
                   double *out);

/* to[n * to_row + m] = from[m * from_row + n]. */
void gr_transpose(const double *from, size_t from_row, size_t rows, size_t columns, double *to,
                  size_t to_row);

#endif
