/* What `neuron` shows: the sum with its numbers, the network with its values, and where a unit's
 * sum falls on its activation. */
#include "neuron.h"

#include <math.h>
#include <string.h>

enum { SENTENCE_COLUMNS = 200 };

const gr_figure gr_neuron_figures[] = {
    { .name = "sum",
      .title = "sum",
      .layers = { { .shape = GR_SHAPE_TABLE, .role = GR_ROLE_TEXT, .label = "sum" } },
      .count = 1 },
    { .name = "network",
      .title = "network",
      .layers = { { .shape = GR_SHAPE_GRAPH, .role = GR_ROLE_SERIES1, .label = "network" } },
      .count = 1 },
    { .name = "activation",
      .title = "output against sum",
      .x = { .label = "sum" },
      .y = { .label = "output" },
      .layers = { { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_SERIES1, .label = "activation" } },
      .count = 1 },
    { .name = NULL },
};

/* --- the network --- */

static gr_link_state state_of(const gr_neuron_setup *net, const gr_neuron_place *at, size_t l,
                              size_t done)
{
    const gr_neuron_layer *layer = &net->layers[l];

    if (done > 0 && l == at->layer_number)
        return GR_LINK_PRESENT;
    return done >= layer->steps + layer->units * (layer->inputs + 2) ? GR_LINK_DONE : GR_LINK_FAINT;
}

/* What a layer has put out so far. */
static const double *known_outputs(const gr_neuron_layer *layer, size_t done, gr_arena *arena,
                                   gr_error *err)
{
    double *values = gr_arena_alloc(arena, layer->units, sizeof *values, err);

    for (size_t u = 0; values != NULL && u < layer->units; u++) {
        bool known = done >= layer->steps + (u + 1) * (layer->inputs + 2);
        values[u] = known ? layer->outputs[u] : (double)NAN;
    }
    return values;
}

static bool fill_graph(const gr_neuron_setup *net, const gr_neuron_place *at, size_t done,
                       gr_graph *graph, gr_arena *arena, gr_error *err)
{
    gr_link *links = gr_arena_alloc(arena, net->count, sizeof *links, err);
    const double **values = gr_arena_alloc(arena, net->count + 1, sizeof *values, err);
    gr_spot *spot = gr_arena_alloc(arena, 1, sizeof *spot, err);

    if (links == NULL || values == NULL || spot == NULL)
        return false;
    values[0] = net->inputs;
    for (size_t l = 0; l < net->count; l++) {
        links[l] = (gr_link){ state_of(net, at, l, done), net->activation->name };
        values[l + 1] = known_outputs(&net->layers[l], done, arena, err);
        if (values[l + 1] == NULL)
            return false;
    }
    *spot = (gr_spot){ at->layer_number + 1, at->unit, at->done };
    *graph = (gr_graph){ .layers = net->count + 1,
                         .sizes = net->sizes,
                         .links = links,
                         .activations = values,
                         .spot = done > 0 ? spot : NULL };
    return true;
}

static bool view_network(const gr_neuron_setup *net, const gr_neuron_place *at, size_t done,
                         gr_view *view, gr_error *err)
{
    gr_shape *shape = gr_view_add(view, GR_SHAPE_GRAPH, GR_ROLE_SERIES1, "network", err);

    return shape != NULL && fill_graph(net, at, done, &shape->as.graph, &view->arena, err);
}

/* --- the activation --- */

enum { SAMPLES = 201, PAST = 2 };

/* How far the curve goes to both sides: 5, 10, 20, 50, so that all sums of the net fall on it. */
static double reach_of(double most)
{
    static const double factors[] = { 2, 2, 2.5 };
    double reach = 5;

    for (size_t i = 0; reach < most && isfinite(reach); i++)
        reach *= factors[i % GR_LEN(factors)];
    return isfinite(reach) ? reach : 5;
}

/* The curve; behind it, past a gap, the point where the sum so far falls, which the plot marks as
 * its end. */
static bool view_activation(const gr_neuron_setup *net, const gr_neuron_place *at, gr_view *view,
                            gr_error *err)
{
    const gr_neuron_activation *activation = net->activation;
    double reach = reach_of(net->most);
    gr_shape *shape = gr_view_add(view, GR_SHAPE_SERIES, GR_ROLE_SERIES1, activation->name, err);
    double *x = gr_arena_alloc(&view->arena, SAMPLES + PAST, sizeof *x, err);
    double *y = gr_arena_alloc(&view->arena, SAMPLES + PAST, sizeof *y, err);

    if (shape == NULL || x == NULL || y == NULL)
        return false;
    for (size_t i = 0; i < SAMPLES; i++) {
        x[i] = reach * ((double)i / (SAMPLES / 2) - 1);
        bool gap = activation->jumps && i == SAMPLES / 2 - 1;
        y[i] = gap ? (double)NAN : activation->of(x[i]);
    }
    x[SAMPLES] = y[SAMPLES] = (double)NAN;
    x[SAMPLES + 1] = gr_neuron_partial(at->layer, at->unit, at->done);
    y[SAMPLES + 1] = at->done > 0 ? activation->of(x[SAMPLES + 1]) : (double)NAN; /* no sum yet */
    shape->mark = at->done > 0 ? NULL : ""; /* nothing stands on the curve yet */
    shape->as.series = (gr_series){ .count = SAMPLES + PAST, .x = x, .y = y };
    view->title = activation->name;
    return true;
}

/* --- all of them --- */

/* What the picture says, in one sentence. */
static const char *sentence(const gr_neuron_setup *net, const gr_neuron_place *at, const char *name,
                            gr_arena *arena, gr_error *err)
{
    const char *line = gr_neuron_note(net, at, SENTENCE_COLUMNS, arena, err);

    if (line == NULL)
        return NULL;
    return gr_arena_printf(arena, err, "%s of %s units. Layer %zu, unit %zu: %s.", name, net->typed,
                           at->layer_number + 1, at->unit + 1, line);
}

bool gr_neuron_view(const gr_job *job, const void *state, const gr_view_request *request,
                    gr_view *view, gr_error *err)
{
    const gr_neuron_setup *net = job->setup;
    size_t done = ((const gr_neuron_state *)state)->done;
    gr_neuron_place at = gr_neuron_at(net, done);
    bool network = request->figure == &gr_neuron_figures[1];
    int room = network ? request->columns - (int)strlen(request->figure->title) - 2 : 0;

    view->note = gr_neuron_note(net, &at, room, &view->arena, err);
    view->says = sentence(net, &at, request->figure->name, &view->arena, err);
    if (view->note == NULL || view->says == NULL)
        return false;
    if (network)
        return view_network(net, &at, done, view, err);
    return request->figure == &gr_neuron_figures[0] ? gr_neuron_view_sum(net, &at, view, err)
                                                    : view_activation(net, &at, view, err);
}
