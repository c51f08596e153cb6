/* batch.h - loss and gradient of a network over samples, in chunks.
 *
 * Sums run over the samples one after the other, whatever the chunks, so that a batch can be worked
 * through in pieces without changing a bit.
 */
#ifndef GRADUS_BATCH_H
#define GRADUS_BATCH_H

#include "gradus/loss.h"
#include "gradus/network.h"
#include "gradus/samples.h"

typedef struct gr_batch {
    const gr_network *network;
    const gr_samples *samples;
    gr_loss_function *loss;
    const double *params;
    const size_t *which; /* numbers of samples */
    size_t count;
    double scale; /* of the gradient: 1 / (samples * outputs) for a mean */
} gr_batch;

/* What is summed up: the loss; and the gradient, or where that is NULL the wrong classes of a single
 * target. */
typedef struct gr_batch_sums {
    double loss, wrong;
    double *gradient;
} gr_batch_sums;

/* Numbers of room that gr_batch_add needs. */
size_t gr_batch_room(const gr_network *network, const gr_samples *samples);

/* Add samples from .. to - 1 of the batch to the sums. */
void gr_batch_add(const gr_batch *batch, size_t from, size_t to, gr_batch_sums *sums, double *room);

#endif
