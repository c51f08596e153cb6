/* neuron.h - what the files of the experiment `neuron` share. Private to src/experiment/neuron*.c.
 *
 * The parts of a unit with n inputs count from 0: n products of a weight and an input, then the
 * bias (part n), then the activation (part n + 1). Step k of a run is the k-th part of the whole
 * net, unit after unit, layer after layer.
 */
#ifndef GRADUS_NEURON_H
#define GRADUS_NEURON_H

#include "gradus/experiment.h"
#include "gradus/weights.h"

/* One weight layer: unit u adds weights[u * inputs + i] * in[i] over its inputs, then biases[u]. */
typedef struct gr_neuron_layer {
    size_t inputs, units;
    double *weights, *biases;
    const double *in; /* the net's inputs, or what the layer before puts out */
    double *sums, *outputs;
    size_t steps; /* of the layers before this one */
} gr_neuron_layer;

typedef struct gr_neuron_activation {
    const char *name;
    double (*of)(double sum);
    bool jumps; /* at 0: no line is drawn across */
} gr_neuron_activation;

typedef struct gr_neuron_setup {
    const char *typed;   /* 2-3-1 */
    const double *sizes; /* of the inputs and of each layer */
    gr_neuron_layer *layers;
    size_t count; /* of weight layers */
    double *inputs;
    const gr_neuron_activation *activation;
    size_t steps;  /* of the whole net */
    double most;   /* the largest partial sum in size */
    int widths[4]; /* of the columns of the sheet, over all units */
} gr_neuron_setup;

typedef struct gr_neuron_state {
    size_t done; /* parts */
} gr_neuron_state;

/* A part of the net. */
typedef struct gr_neuron_place {
    const gr_neuron_layer *layer;
    size_t layer_number, unit, part;
    size_t done; /* parts of this unit that are done, this one counted: 0 at step 0 only */
} gr_neuron_place;

/* neuron.c: where a step is, and its arithmetic. */
gr_neuron_place gr_neuron_at(const gr_neuron_setup *net, size_t done);
double gr_neuron_term(const gr_neuron_layer *layer, size_t unit, size_t part);
double gr_neuron_partial(const gr_neuron_layer *layer, size_t unit, size_t parts);

/* The numbers of a layer, as its file and its table have them. */
gr_weight_layer gr_neuron_weights(const gr_neuron_layer *layer);

/* neuron_read.c: the numbers of the knobs or of the file, into layers that have their room. */
bool gr_neuron_read(gr_neuron_setup *net, const gr_values *values, gr_arena *arena, gr_error *err);

/* neuron_sheet.c: the sum as a table, and as a line. */
void gr_neuron_measure_sheet(gr_neuron_setup *net);
bool gr_neuron_view_sum(const gr_neuron_setup *net, const gr_neuron_place *at, gr_view *view,
                        gr_error *err);

/* "0.5*2 + -1*3 = -2.000" and "sigmoid(-2.000) = 0.1192" where the unit's whole sum fits in `room`
 * columns, else "sum -2.000" and "output 0.1192". NULL on failure. */
const char *gr_neuron_note(const gr_neuron_setup *net, const gr_neuron_place *at, int room,
                           gr_arena *arena, gr_error *err);

/* neuron_view.c */
extern const gr_figure gr_neuron_figures[];
bool gr_neuron_view(const gr_job *job, const void *state, const gr_view_request *request,
                    gr_view *view, gr_error *err);

#endif
