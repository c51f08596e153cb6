/* fitting.h - what the learners of this folder share: chances from scores, and steps of the
 * optimizers' own Adam at its defaults, but for the rate. Private to src/policy/. */
#ifndef GRADUS_FITTING_H
#define GRADUS_FITTING_H

#include "gradus/optimizer.h"

/* In place: e to each score, divided by their sum. */
void gr_to_chances(double *scores, size_t count);

/* Numbers that Adam remembers of such a parameter vector. */
size_t gr_adam_slots(const gr_tensors *tensors);

/* It remembers nothing. */
void gr_adam_begin(const gr_tensors *tensors, double *slots);

/* Update t = 1, 2, ... of x. */
void gr_adam_step(const gr_tensors *tensors, double rate, long t, const double *gradient,
                  double *slots, double *x);

#endif
