/* network.h - fully connected networks: forward, backward, their weights.
 *
 * A network is a list of layers: h' = act(W h + b), act being applied to each number, but for the last
 * layer, which is linear: what its outputs mean is the loss's business (head.h). Parameters are one
 * flat vector of `parameters.size` numbers made of named tensors W1, b1, W2, b2, ...: W is stored
 * with a row for each input and a column for each output, so that vectors lie along the outputs. Any
 * optimizer moves that vector.
 *
 * Samples come as rows. Every sum has one order: over inputs from the first, over samples from the
 * first, so that results depend neither on the machine nor on how many samples are worked on at a
 * time. The backward pass is that of Rumelhart, Hinton and Williams, "Learning Representations by
 * Back-Propagating Errors", 1986.
 */
#ifndef GRADUS_NETWORK_H
#define GRADUS_NETWORK_H

#include "gradus/memory.h"
#include "gradus/optimizer.h"
#include "gradus/random.h"
#include "gradus/weights.h"

/* So many samples at a time leave room for their numbers in the nearest cache. */
enum { GR_NETWORK_LAYERS = 16, GR_NETWORK_CHUNK = 32 };

typedef enum gr_activation {
    GR_ACTIVATION_IDENTITY,
    GR_ACTIVATION_SIGMOID,
    GR_ACTIVATION_TANH,
    GR_ACTIVATION_RELU,
    GR_ACTIVATION_SOFTPLUS,
    GR_ACTIVATIONS
} gr_activation;

/* Their names, NULL behind them. */
extern const char *const gr_activation_words[];

typedef enum gr_initializer {
    GR_INIT_GLOROT, /* uniform in +-sqrt(6/(in + out)) (X. Glorot and Y. Bengio, 2010) */
    GR_INIT_HE,     /* normal with variance 2/in (K. He et al., 2015) */
    GR_INITS
} gr_initializer;

extern const char *const gr_init_words[]; /* likewise */

typedef struct gr_dense {
    size_t inputs, outputs;
    size_t weights, biases; /* where they begin in the parameters */
    gr_activation activation;
} gr_dense;

/* Plain data without pointers to itself, but for the list of tensors: made by gr_network_make and not
 * copied. */
typedef struct gr_network {
    gr_dense layers[GR_NETWORK_LAYERS];
    size_t count;
    size_t inputs, outputs;
    gr_tensor tensors[2 * GR_NETWORK_LAYERS];
    gr_tensors parameters;
    char names[2 * GR_NETWORK_LAYERS][8];
} gr_network;

/* `sizes` are the inputs, then the outputs of each layer: count of them, 2 to GR_NETWORK_LAYERS + 1. */
bool gr_network_make(gr_network *network, const double *sizes, size_t count,
                     gr_activation activation, gr_error *err);

/* Weights of an initialiser, biases 0. */
void gr_network_init(const gr_network *network, gr_initializer how, gr_rng *rng, double *params);

/* --- passes --- */

/* Numbers of room that the passes need for up to `rows` samples at a time, rows <=
 * GR_NETWORK_CHUNK. */
size_t gr_network_room(const gr_network *network, size_t rows);

/* The outputs of `rows` samples, rows of network->outputs numbers; they lie in `room`, which keeps
 * what the backward pass needs. */
const double *gr_network_forward(const gr_network *network, const double *params,
                                 const double *inputs, size_t rows, double *room);

/* The weights of each layer but the first with a row for each output, as the backward pass over
 * several samples wants them: network->parameters.size numbers, made anew whenever the parameters
 * change. */
void gr_network_turn(const gr_network *network, const double *params, double *turned);

/* After the forward pass of the same samples: `slope` holds the gradient by the outputs, rows of
 * network->outputs, and is overwritten. The gradient by the parameters is added to `gradient`; that
 * by the inputs goes to `by_inputs`, rows of network->inputs, unless it is NULL. `turned` is NULL or
 * what gr_network_turn made: it pays from some samples on, and its sums have another order. */
void gr_network_backward(const gr_network *network, const double *params, const double *turned,
                         const double *inputs, size_t rows, double *slope, double *room,
                         double *gradient, double *by_inputs);

/* Where the numbers of its layers lie in `numbers`, the parameters or their gradient: count of them,
 * for weights.h. */
void gr_network_weights(const gr_network *network, double *numbers,
                        gr_weight_layer layers[GR_NETWORK_LAYERS]);

/* --- checking --- */

/* A function whose gradient is checked: its value at x, and with `gradient` also that. */
typedef double gr_differentiable(void *context, const double *x, double *gradient);

/* The largest relative difference between the gradient and central differences over all `count`
 * coordinates of x: |g - d| / max(1, |g|, |d|), d with steps of `step` * max(1, |x|). x is left as it
 * was. `room` has count numbers. */
double gr_gradient_gap(gr_differentiable *function, void *context, double *x, size_t count,
                       double step, double *room);

#endif
