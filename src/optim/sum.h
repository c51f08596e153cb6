/* sum.h - sums along an index that a compiler vectorises, with the same bits at every vector width;
 * private to src/optim.
 *
 * Number i goes to partial sum i mod 8, and the eight are added in one fixed tree. The forms agree
 * to the bit, whichever of them is fed the same numbers. */
#ifndef GRADUS_SUM_H
#define GRADUS_SUM_H

#include <stddef.h>

enum { GR_SUM_PARTS = 8 };

/* A sum that is fed number by number; zeroed at first. */
typedef struct gr_sum {
    double part[GR_SUM_PARTS];
    size_t count;
} gr_sum;

void gr_sum_add(gr_sum *sum, double value);
double gr_sum_total(const gr_sum *sum);
double gr_sum_mean(const gr_sum *sum);

/* The mean of n numbers, and of their squares with `plus` added to each; n > 0. */
double gr_mean(size_t n, const double *x);
double gr_mean_square(size_t n, const double *x, double plus);

#endif
