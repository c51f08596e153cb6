/* What modes exports: densities over a grid, actions, the network, the demonstrations. */
#include "modes.h"

#include "gradus/elementary.h"

#include <stdio.h>

enum { DENSITY, SAMPLES, PARAMETERS, DATASET };

const gr_table_spec gr_modes_tables[] = {
    [DENSITY] = { "density", "the density of the action over a grid of it and of the first number "
                             "of the state; empty where the head tells none" },
    [SAMPLES] = { "samples",
                  "1000 actions, in the states of the demonstrations one after the other" },
    [PARAMETERS] = { "parameters", "all weights and biases of the chosen head's network" },
    [DATASET] = { "dataset", "the demonstrations: the state's numbers, the action" },
    { .name = NULL },
};

static bool column(gr_table *out, const char *name, gr_error *err)
{
    return gr_columns_add(&out->columns, name, "", GR_DECIMALS_AUTO, err);
}

/* --- density --- */

enum { STATES = 41, ACTIONS = 101 };

static bool density(const gr_modes_scene *c, gr_table *out)
{
    const gr_head_job head = gr_modes_head(c->s, c->now, 0);
    double low, high, state[GR_MODES_STATES], at = c->now->low, to = c->now->high;
    size_t states = gr_modes_has_disc(c->s) ? 1 : STATES;

    gr_modes_state_range(c, &low, &high);
    for (size_t i = 0; i < states * ACTIONS; i++) {
        double *row = gr_table_append(out, c->err);
        if (row == NULL)
            return false;
        row[0] = low + (high - low) * ((double)(i / ACTIONS) + 0.5) / (double)states;
        row[1] = at + (to - at) * (double)(i % ACTIONS) / (ACTIONS - 1);
        gr_modes_state_at(c, row[0], state);
        if (head.head->log_density != NULL)
            row[2] = gr_exp(
                head.head->log_density(&head, gr_modes_outputs(c->job, c->now, 0, state), row[1]));
    }
    return true;
}

/* --- rows of states and actions --- */

enum { DRAWN = 1000 };

static bool name_columns(const gr_modes_setup *s, gr_table *out, gr_error *err)
{
    char name[GR_COLUMN_NAME];

    for (size_t i = 0; i < s->states; i++) {
        snprintf(name, sizeof name, "s%zu", i);
        if (!column(out, name, err))
            return false;
    }
    return column(out, "a", err);
}

static bool rows(const gr_modes_scene *c, bool drawn, gr_table *out)
{
    gr_rng rng = gr_rng_stream(&c->now->look, "samples");
    size_t count = gr_modes_count(c->job, c->now, false), wanted = drawn ? DRAWN : count;
    double state[GR_MODES_STATES], action;

    for (size_t i = 0; count > 0 && i < wanted; i++) {
        double *row = gr_table_append(out, c->err);
        if (row == NULL)
            return false;
        gr_modes_sample(c->job, c->now, false, i % count, state, &action);
        if (drawn)
            gr_modes_act(c->job, c->now, 0, state, 1, gr_modes_how(c->job), &rng, &action);
        for (size_t k = 0; k < c->s->states; k++)
            row[k] = gr_modes_raw(c->s, k, state[k]);
        row[c->s->states] = action;
    }
    return true;
}

static bool parameters(const gr_modes_scene *c, gr_table *out)
{
    gr_weight_layer layers[GR_NETWORK_LAYERS];
    const gr_network *network = &c->s->fitters[0].network;
    gr_modes_arrays a = gr_modes_arrays_of(c->s, (gr_modes_state *)(uintptr_t)c->now, 0);

    gr_network_weights(network, a.params, layers);
    return gr_weights_table(layers, network->count, out, c->err);
}

bool gr_modes_table(const gr_job *job, const void *at, int which, gr_table *out, gr_error *err)
{
    const gr_modes_scene c = { .job = job, .s = job->setup, .now = at, .err = err };

    if (which == PARAMETERS)
        return parameters(&c, out);
    if (which == DENSITY)
        return column(out, "s0", err) && column(out, "a", err) && column(out, "density", err) &&
               density(&c, out);
    return name_columns(c.s, out, err) && rows(&c, which == SAMPLES, out);
}
