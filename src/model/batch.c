#include "gradus/batch.h"

enum { FEW = 4 }; /* samples of a batch that do not pay for turning the weights */

/* Room: inputs, targets, slopes of a chunk, that of the passes, then turned weights. */
size_t gr_batch_room(const gr_network *network, const gr_samples *samples)
{
    size_t row = samples->inputs + samples->targets + network->outputs;

    return GR_NETWORK_CHUNK * row + gr_network_room(network, GR_NETWORK_CHUNK) +
           network->parameters.size;
}

static double *turned_in(const gr_batch *b, double *room)
{
    return room + gr_batch_room(b->network, b->samples) - b->network->parameters.size;
}

static void add_chunk(const gr_batch *b, size_t from, size_t rows, gr_batch_sums *sums,
                      double *room)
{
    double *x = room, *t = x + GR_NETWORK_CHUNK * b->samples->inputs;
    double *slope = t + GR_NETWORK_CHUNK * b->samples->targets;
    double *passes = slope + GR_NETWORK_CHUNK * b->network->outputs;
    bool back = sums->gradient != NULL;

    gr_samples_gather(b->samples, b->which + from, rows, x, t);
    const double *y = gr_network_forward(b->network, b->params, x, rows, passes);
    b->loss(rows, b->network->outputs, y, t, b->scale, &sums->loss, back ? slope : NULL);
    if (!back && b->samples->targets == 1)
        sums->wrong += gr_loss_wrong_classes(rows, b->network->outputs, y, t);
    if (back)
        gr_network_backward(b->network, b->params, b->count < FEW ? NULL : turned_in(b, room), x,
                            rows, slope, passes, sums->gradient, NULL);
}

void gr_batch_add(const gr_batch *batch, size_t from, size_t to, gr_batch_sums *sums, double *room)
{
    if (sums->gradient != NULL && batch->count >= FEW)
        gr_network_turn(batch->network, batch->params, turned_in(batch, room));
    while (from < to) {
        size_t rows = to - from < GR_NETWORK_CHUNK ? to - from : GR_NETWORK_CHUNK;
        add_chunk(batch, from, rows, sums, room);
        from += rows;
    }
}
