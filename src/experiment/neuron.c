/* neuron - the arithmetic of a forward pass, one part a step.
 *
 * A unit multiplies each input by a weight, adds the products up in the order of its inputs, adds
 * its bias, and puts the sum through its activation. A step is one of these parts: a product, the
 * bias, or the activation; unit after unit, layer after layer. What a layer puts out is what the
 * next one takes in. All units have the same activation.
 *
 * Columns
 *   layer    the weight layer, from 0          (on the screen layers and units count from 1)
 *   unit     the unit in that layer, from 0
 *   term     what this step adds: weight times input, or the bias; missing at an activation
 *   partial  the unit's sum so far, this step's term counted; at an activation the whole sum
 *   output   what the unit puts out; missing until its activation
 * Row 0 is the start: nothing has been added, and all of it is missing.
 *
 * Without a file the weights are taken from the knob `weights` in the order of layers, units and
 * inputs, begun again where the list ends, and every unit has the bias `bias`; the inputs likewise
 * come from `inputs`. So a list that is too short or too long is no error: `layers` can be changed
 * before the lists are.
 */
#include "neuron.h"

#include "gradus/elementary.h"

#include <math.h>
#include <string.h>

enum { UNITS_MAX = 4096, WEIGHTS_MAX = 100000 };

/* --- activations --- */

static double identity(double sum)
{
    return sum;
}

static double step(double sum)
{
    return sum >= 0 ? 1 : 0;
}

static double sigmoid(double sum)
{
    return 1 / (1 + gr_exp(-sum));
}

static double relu(double sum)
{
    return sum > 0 ? sum : 0;
}

/* In the order of activation_names. */
static const gr_neuron_activation activations[] = {
    { "identity", identity, false }, { "step", step, true },  { "sigmoid", sigmoid, false },
    { "tanh", gr_tanh, false },      { "relu", relu, false },
};

/* --- knobs --- */

static const char *const activation_names[] = {
    "identity", "step", "sigmoid", "tanh", "relu", NULL
};
static const char *const no_file[] = { "none", NULL };

static const gr_param params[] = {
    { .name = "layers",
      .kind = GR_PARAM_LAYERS,
      .unit = "units",
      .initial = "2-1",
      .low = 1,
      .high = 1024,
      .help = "units of each layer, inputs first" },
    { .name = "inputs",
      .kind = GR_PARAM_TEXT,
      .initial = "2, 3",
      .help = "the numbers that go in, separated by commas; begun again where they end" },
    { .name = "activation",
      .kind = GR_PARAM_CHOICE,
      .initial = "sigmoid",
      .words = activation_names,
      .help = "what every unit makes of its sum" },
    { .name = "weights",
      .kind = GR_PARAM_TEXT,
      .initial = "0.5, -1",
      .help = "unit by unit, one for each input; begun again where they end" },
    { .name = "bias",
      .kind = GR_PARAM_NUMBER,
      .initial = "0.25",
      .low = -1e6,
      .high = 1e6,
      .help = "the bias of every unit" },
    { .name = "file",
      .kind = GR_PARAM_FILE,
      .initial = "none",
      .words = no_file,
      .help = "a CSV layer,kind,row,col,value in place of weights and bias" },
    { .name = NULL },
};

/* --- setup --- */

static bool make_layer(gr_neuron_layer *layer, const double *in, size_t inputs, size_t units,
                       gr_arena *arena, gr_error *err)
{
    *layer = (gr_neuron_layer){ .inputs = inputs, .units = units, .in = in };
    layer->weights = gr_arena_alloc(arena, inputs * units, sizeof *layer->weights, err);
    layer->biases = gr_arena_alloc(arena, units, sizeof *layer->biases, err);
    layer->sums = gr_arena_alloc(arena, units, sizeof *layer->sums, err);
    layer->outputs = gr_arena_alloc(arena, units, sizeof *layer->outputs, err);
    return layer->weights != NULL && layer->biases != NULL && layer->sums != NULL &&
           layer->outputs != NULL;
}

static bool check_size(const gr_value *sizes, gr_error *err)
{
    double units = 0, weights = 0;

    for (size_t i = 0; i < sizes->count; i++) {
        units += sizes->list[i];
        weights += i > 0 ? sizes->list[i - 1] * sizes->list[i] : 0;
    }
    if (units <= UNITS_MAX && weights <= WEIGHTS_MAX)
        return true;
    return gr_fail(
        err, GR_ERROR_USAGE,
        "knob layers: %.0f units and %.0f weights; at most %d and %d are stepped through", units,
        weights, UNITS_MAX, WEIGHTS_MAX);
}

static bool make_layers(gr_neuron_setup *net, const gr_value *sizes, gr_arena *arena, gr_error *err)
{
    double *copy = gr_arena_alloc(arena, sizes->count, sizeof *copy, err);

    net->count = sizes->count - 1;
    net->layers = gr_arena_alloc(arena, net->count, sizeof *net->layers, err);
    net->inputs = gr_arena_alloc(arena, (size_t)sizes->list[0], sizeof *net->inputs, err);
    net->typed = gr_arena_strdup(arena, sizes->text, err);
    if (copy == NULL || net->layers == NULL || net->inputs == NULL || net->typed == NULL)
        return false;
    memcpy(copy, sizes->list, sizes->count * sizeof *copy);
    net->sizes = copy;
    for (size_t l = 0; l < net->count; l++) {
        gr_neuron_layer *layer = &net->layers[l];
        if (!make_layer(layer, l == 0 ? net->inputs : layer[-1].outputs, (size_t)copy[l],
                        (size_t)copy[l + 1], arena, err))
            return false;
        layer->steps = net->steps;
        net->steps += layer->units * (layer->inputs + 2);
    }
    return true;
}

/* --- the arithmetic --- */

double gr_neuron_term(const gr_neuron_layer *layer, size_t unit, size_t part)
{
    return part < layer->inputs ? layer->weights[unit * layer->inputs + part] * layer->in[part]
                                : layer->biases[unit];
}

double gr_neuron_partial(const gr_neuron_layer *layer, size_t unit, size_t parts)
{
    double sum = 0;

    for (size_t i = 0; i < parts && i <= layer->inputs; i++)
        sum = i == 0 ? gr_neuron_term(layer, unit, 0) : sum + gr_neuron_term(layer, unit, i);
    return sum;
}

static void sum_up(gr_neuron_setup *net, gr_neuron_layer *layer, size_t unit)
{
    double sum = 0;

    for (size_t i = 0; i <= layer->inputs; i++) {
        sum = i == 0 ? gr_neuron_term(layer, unit, 0) : sum + gr_neuron_term(layer, unit, i);
        if (fabs(sum) > net->most)
            net->most = fabs(sum);
    }
    layer->sums[unit] = sum;
    layer->outputs[unit] = net->activation->of(sum);
}

static bool prepare(void **out, const gr_values *values, gr_arena *arena, gr_error *err)
{
    const gr_value *sizes = gr_values_find(values, "layers", err);
    gr_neuron_setup *net = gr_arena_alloc(arena, 1, sizeof *net, err);

    if (net == NULL || !check_size(sizes, err) || !make_layers(net, sizes, arena, err))
        return false;
    net->activation = &activations[(size_t)gr_values_number(values, "activation")];
    if (!gr_neuron_read(net, values, arena, err))
        return false;
    for (size_t l = 0; l < net->count; l++)
        for (size_t u = 0; u < net->layers[l].units; u++)
            sum_up(net, &net->layers[l], u);
    gr_neuron_measure_sheet(net);
    *out = net;
    return true;
}

/* --- steps --- */

gr_neuron_place gr_neuron_at(const gr_neuron_setup *net, size_t done)
{
    gr_neuron_place at = { .layer_number = net->count - 1 };
    size_t index = done > 0 ? done - 1 : 0;

    while (net->layers[at.layer_number].steps > index)
        at.layer_number--;
    at.layer = &net->layers[at.layer_number];
    index -= at.layer->steps;
    at.unit = index / (at.layer->inputs + 2);
    at.part = index % (at.layer->inputs + 2);
    at.done = done > 0 ? at.part + 1 : 0;
    return at;
}

static size_t state_size(const gr_job *job)
{
    (void)job;
    return sizeof(gr_neuron_state);
}

static gr_progress init(const gr_job *job, void *at, gr_rng rng)
{
    (void)job, (void)at, (void)rng; /* a zeroed state has added nothing */
    return GR_STEP;
}

/* The number that a step has come to. */
static double result(const gr_neuron_place *at)
{
    return at->part > at->layer->inputs ? at->layer->outputs[at->unit]
                                        : gr_neuron_partial(at->layer, at->unit, at->part + 1);
}

static gr_progress advance(const gr_job *job, void *state, bool fine)
{
    const gr_neuron_setup *net = job->setup;
    gr_neuron_state *now = state;

    (void)fine;
    now->done++;
    gr_neuron_place at = gr_neuron_at(net, now->done);
    if (!isfinite(result(&at)))
        return GR_DIVERGED;
    return now->done == net->steps ? GR_FINISHED : GR_STEP;
}

static long length(const gr_job *job)
{
    return (long)((const gr_neuron_setup *)job->setup)->steps;
}

/* --- columns --- */

static bool columns(const gr_job *job, gr_columns *columns, gr_error *err)
{
    (void)job;
    return gr_columns_add(columns, "layer", "", GR_DECIMALS_COUNT, err) &&
           gr_columns_add(columns, "unit", "", GR_DECIMALS_COUNT, err) &&
           gr_columns_add(columns, "term", "", GR_DECIMALS_AUTO, err) &&
           gr_columns_add(columns, "partial", "", GR_DECIMALS_AUTO, err) &&
           gr_columns_add(columns, "output", "", GR_DECIMALS_AUTO, err);
}

static void measure(const gr_job *job, const void *state, double *row)
{
    const gr_neuron_state *now = state;
    gr_neuron_place at = gr_neuron_at(job->setup, now->done);

    if (now->done == 0)
        return;
    row[0] = (double)at.layer_number;
    row[1] = (double)at.unit;
    if (at.part <= at.layer->inputs)
        row[2] = gr_neuron_term(at.layer, at.unit, at.part);
    else
        row[4] = at.layer->outputs[at.unit];
    row[3] = gr_neuron_partial(at.layer, at.unit, at.part + 1);
}

/* --- export --- */

static const gr_table_spec tables[] = {
    { "weights", "all weights (W) and biases (b), in the form that `file` reads" },
    { NULL, NULL },
};

gr_weight_layer gr_neuron_weights(const gr_neuron_layer *layer)
{
    return (gr_weight_layer){ layer->inputs, layer->units, layer->weights, layer->inputs, 1,
                              layer->biases };
}

static bool table(const gr_job *job, const void *state, int which, gr_table *out, gr_error *err)
{
    const gr_neuron_setup *net = job->setup;
    gr_weight_layer *layers = gr_alloc(net->count, sizeof *layers, err);

    (void)state, (void)which;
    if (layers == NULL)
        return false;
    for (size_t l = 0; l < net->count; l++)
        layers[l] = gr_neuron_weights(&net->layers[l]);
    bool made = gr_weights_table(layers, net->count, out, err);
    gr_free(layers);
    return made;
}

const gr_experiment gr_experiment_neuron = {
    .name = "neuron",
    .summary = "the arithmetic of a forward pass: one neuron, a layer, several layers",
    .params = params,
    .figures = gr_neuron_figures,
    .tables = tables,
    .prepare = prepare,
    .columns = columns,
    .state_size = state_size,
    .init = init,
    .advance = advance,
    .measure = measure,
    .view = gr_neuron_view,
    .table = table,
    .length = length,
};
