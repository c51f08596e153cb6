#include "gradus/network.h"

#include "activation.h"

#include "gradus/kernel.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const char *const gr_init_words[] = { "glorot", "he", NULL };

/* --- making --- */

static void name_tensor(gr_network *n, size_t index, const char *kind, gr_tensor tensor)
{
    snprintf(n->names[index], sizeof n->names[index], "%s%u", kind, (unsigned)(index / 2 + 1) % 1000);
    tensor.name = n->names[index];
    n->tensors[index] = tensor;
}

static void add_layer(gr_network *n, size_t inputs, size_t outputs, gr_activation activation)
{
    size_t weights = n->parameters.size, biases = weights + inputs * outputs;

    n->layers[n->count] = (gr_dense){ inputs, outputs, weights, biases, activation };
    name_tensor(n, 2 * n->count, "W", (gr_tensor){ .rows = inputs, .columns = outputs,
                                                   .offset = weights });
    name_tensor(n, 2 * n->count + 1, "b", (gr_tensor){ .rows = 1, .columns = outputs,
                                                       .offset = biases });
    n->parameters.size = biases + outputs;
    n->count++;
}

bool gr_network_make(gr_network *network, const double *sizes, size_t count,
                     gr_activation activation, gr_error *err)
{
    double total = 0;

    if (count < 2 || count > GR_NETWORK_LAYERS + 1)
        return gr_fail(err, GR_ERROR_USAGE, "a network of %zu sizes; write 2 to %d, as 5-8-4-3",
                       count, GR_NETWORK_LAYERS + 1);
    for (size_t i = 0; i + 1 < count; i++)
        total += (sizes[i] + 1) * sizes[i + 1];
    if (!(total <= 1e7))
        return gr_fail(err, GR_ERROR_USAGE, "a network of %.4g parameters; use at most 1e7", total);
    *network = (gr_network){ .inputs = (size_t)sizes[0], .outputs = (size_t)sizes[count - 1] };
    for (size_t i = 0; i + 1 < count; i++)
        add_layer(network, (size_t)sizes[i], (size_t)sizes[i + 1],
                  i + 2 < count ? activation : GR_ACTIVATION_IDENTITY);
    network->parameters.list = network->tensors;
    network->parameters.count = 2 * network->count;
    return true;
}

/* One draw for each weight, in their order. */
void gr_network_init(const gr_network *network, gr_initializer how, gr_rng *rng, double *params)
{
    memset(params, 0, network->parameters.size * sizeof *params);
    for (size_t l = 0; l < network->count; l++) {
        const gr_dense *layer = &network->layers[l];
        double in = (double)layer->inputs, reach = sqrt(6 / (in + (double)layer->outputs));
        for (size_t i = 0; i < layer->inputs * layer->outputs; i++)
            params[layer->weights + i] = how == GR_INIT_HE
                                             ? sqrt(2 / in) * gr_rng_normal(rng)
                                             : reach * (2 * gr_rng_uniform(rng) - 1);
    }
}

void gr_network_weights(const gr_network *network, double *numbers,
                        gr_weight_layer layers[GR_NETWORK_LAYERS])
{
    for (size_t l = 0; l < network->count; l++) {
        const gr_dense *layer = &network->layers[l];
        layers[l] = (gr_weight_layer){ layer->inputs, layer->outputs, numbers + layer->weights, 1,
                                       layer->outputs, numbers + layer->biases };
    }
}

/* --- room: what each layer gives, then two slopes --- */

static size_t widest(const gr_network *n)
{
    size_t most = n->inputs;

    for (size_t l = 0; l < n->count; l++)
        most = n->layers[l].outputs > most ? n->layers[l].outputs : most;
    return most;
}

/* Two numbers of each output: before and after its activation. */
static size_t kept(const gr_network *n)
{
    size_t sum = 0;

    for (size_t l = 0; l < n->count; l++)
        sum += 2 * n->layers[l].outputs;
    return sum;
}

size_t gr_network_room(const gr_network *network, size_t rows)
{
    return rows * (kept(network) + 2 * widest(network));
}

/* --- forward --- */

typedef struct place {
    double *before, *after;
} place;

/* Where a layer's numbers lie. */
static place place_of(const gr_network *n, size_t layer, size_t rows, double *room)
{
    for (size_t l = 0; l < layer; l++)
        room += 2 * rows * n->layers[l].outputs;
    return (place){ room, room + rows * n->layers[layer].outputs };
}

const double *gr_network_forward(const gr_network *network, const double *params,
                                 const double *inputs, size_t rows, double *room)
{
    const double *in = inputs;

    for (size_t l = 0; l < network->count; l++) {
        const gr_dense *layer = &network->layers[l];
        place at = place_of(network, l, rows, room);
        gr_product_make(&(gr_product){ .rows = rows, .columns = layer->outputs,
                                       .depth = layer->inputs, .a = in, .a_row = layer->inputs,
                                       .a_depth = 1, .b = params + layer->weights,
                                       .b_row = layer->outputs, .start = params + layer->biases,
                                       .c = at.before, .c_row = layer->outputs });
        gr_activate(layer->activation, rows * layer->outputs, at.before, at.after);
        in = at.after;
    }
    return in;
}

/* --- backward --- */

void gr_network_turn(const gr_network *network, const double *params, double *turned)
{
    for (size_t l = 1; l < network->count; l++) {
        const gr_dense *layer = &network->layers[l];
        gr_transpose(params + layer->weights, layer->outputs, layer->inputs, layer->outputs,
                     turned + layer->weights, layer->inputs);
    }
}

/* slope_in = slope W^T. */
static void through_weights(const gr_dense *layer, const double *params, const double *turned,
                            size_t rows, const double *slope, double *out)
{
    if (turned == NULL) {
        for (size_t m = 0; m < rows; m++)
            gr_rows_times(params + layer->weights, layer->outputs, layer->inputs, layer->outputs,
                          slope + m * layer->outputs, out + m * layer->inputs);
        return;
    }
    memset(out, 0, rows * layer->inputs * sizeof *out);
    gr_product_make(&(gr_product){ .rows = rows, .columns = layer->inputs,
                                   .depth = layer->outputs, .a = slope, .a_row = layer->outputs,
                                   .a_depth = 1, .b = turned + layer->weights,
                                   .b_row = layer->inputs, .c = out, .c_row = layer->inputs });
}

/* gradient += in^T slope; the biases' += the sum over samples. */
static void into_weights(const gr_dense *layer, size_t rows, const double *in, const double *slope,
                         double *gradient)
{
    static const double one = 1;

    gr_product_make(&(gr_product){ .rows = layer->inputs, .columns = layer->outputs,
                                   .depth = rows, .a = in, .a_row = 1, .a_depth = layer->inputs,
                                   .b = slope, .b_row = layer->outputs,
                                   .c = gradient + layer->weights, .c_row = layer->outputs });
    gr_product_make(&(gr_product){ .rows = 1, .columns = layer->outputs, .depth = rows, .a = &one,
                                   .b = slope, .b_row = layer->outputs,
                                   .c = gradient + layer->biases, .c_row = layer->outputs });
}

void gr_network_backward(const gr_network *network, const double *params, const double *turned,
                         const double *inputs, size_t rows, double *slope, double *room,
                         double *gradient, double *by_inputs)
{
    size_t wide = rows * widest(network);
    double *slopes[2] = { room + rows * kept(network), room + rows * kept(network) + wide };

    for (size_t l = network->count; l-- > 0;) {
        const gr_dense *layer = &network->layers[l];
        place at = place_of(network, l, rows, room);
        const double *in = l > 0 ? place_of(network, l - 1, rows, room).after : inputs;
        double *out = l > 0 ? slopes[l % 2] : by_inputs;
        gr_activate_back(layer->activation, rows * layer->outputs, at.before, at.after, slope);
        into_weights(layer, rows, in, slope, gradient);
        if (out == NULL)
            return;
        through_weights(layer, params, l > 0 ? turned : NULL, rows, slope, out);
        slope = out;
    }
}
