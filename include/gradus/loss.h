/* loss.h - what the outputs of a network mean, and how far they are from what they should be.
 *
 * A loss takes `rows` samples, rows of `outputs` numbers and rows of `targets` numbers. It adds each
 * sample's loss to *sum, one after the other, so that the sum has the same bits however the samples
 * are cut into chunks; and fills `slope` (unless NULL) with `scale` times the gradient of the sum by
 * the outputs. Logarithms are natural.
 */
#ifndef GRADUS_LOSS_H
#define GRADUS_LOSS_H

#include <stddef.h>

typedef void gr_loss_function(size_t rows, size_t outputs, const double *y, const double *targets,
                              double scale, double *sum, double *slope);

/* The sum over outputs of (y - t)^2, as many targets as outputs. */
gr_loss_function gr_loss_squared;

/* -log softmax(y)[t]: one target, a class number from 0 to outputs - 1. */
gr_loss_function gr_loss_cross_entropy;

/* How many samples are wrong: of classes whether the largest output is another; of numbers the
 * squared error, of which the root of the mean is taken by whoever asks. */
double gr_loss_wrong_classes(size_t rows, size_t outputs, const double *y, const double *targets);

#endif
