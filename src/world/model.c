#include "gradus/world.h"

#include <string.h>

/* --- making --- */

static size_t count_words(const char *const *words)
{
    size_t count = 0;

    while (words[count] != NULL)
        count++;
    return count;
}

bool gr_model_make(gr_model *model, size_t states, const char *const *actions, size_t features,
                   gr_arena *arena, gr_error *err)
{
    size_t count = count_words(actions);
    double *seen = gr_arena_alloc(arena, states * features, sizeof *seen, err);
    double *blind = gr_arena_alloc(arena, count, sizeof *blind, err);
    int *places = gr_arena_alloc(arena, 2 * states, sizeof *places, err);
    double *shares = gr_arena_alloc(arena, 2 * states * count, sizeof *shares, err);
    double *numbers = gr_arena_alloc(arena, 2 * states, sizeof *numbers, err);
    bool *marks = gr_arena_alloc(arena, 2 * states, sizeof *marks, err);

    if (seen == NULL || blind == NULL || places == NULL || shares == NULL || numbers == NULL ||
        marks == NULL)
        return false;
    for (size_t s = 0; s < states; s++)
        seen[s * features] = 1;
    for (size_t a = 0; a < count; a++)
        blind[a] = 1 / (double)count;
    for (size_t k = 0; k < states * count; k++)
        shares[states * count + k] = 1 / (double)count;
    *model = (gr_model){ .space = { .states = states,
                                    .actions = count,
                                    .action_names = actions,
                                    .features = features,
                                    .seen = seen,
                                    .x = places,
                                    .y = places + states,
                                    .blind = blind },
                         .start = numbers,
                         .cost = numbers + states,
                         .failure = marks,
                         .terminal = marks + states,
                         .expert = shares,
                         .error = shares + states * count };
    return true;
}

/* What an action leads to, outcomes that lead to one state being one. */
static size_t spread(const uint32_t *next, size_t actions, size_t chosen, double slip,
                     gr_outcome out[GR_ACTIONS_MAX])
{
    size_t count = 0;

    for (size_t i = 0; i < actions; i++) {
        size_t a = (chosen + i) % actions, k = 0;
        double p = i == 0 ? 1 - slip : slip / (double)(actions - 1);
        if (!(p > 0))
            continue;
        while (k < count && out[k].state != next[a])
            k++;
        if (k == count)
            out[count++] = (gr_outcome){ next[a], 0 };
        out[k].probability += p;
    }
    return count;
}

bool gr_model_link(gr_model *model, const uint32_t *next, double slip, gr_arena *arena,
                   gr_error *err)
{
    size_t actions = model->space.actions, pairs = model->space.states * actions, total = 0;
    uint32_t *first = gr_arena_alloc(arena, pairs + 1, sizeof *first, err);
    gr_outcome found[GR_ACTIONS_MAX];

    model->next = gr_arena_alloc(arena, pairs, sizeof *next, err);
    if (first == NULL || model->next == NULL)
        return false;
    memcpy(model->next, next, pairs * sizeof *next);
    for (size_t k = 0; k < pairs; k++) {
        first[k] = (uint32_t)total;
        total += spread(next + k / actions * actions, actions, k % actions, slip, found);
    }
    first[pairs] = (uint32_t)total;
    gr_outcome *outcomes = gr_arena_alloc(arena, total, sizeof *outcomes, err);
    if (outcomes == NULL)
        return false;
    for (size_t k = 0; k < pairs; k++)
        spread(next + k / actions * actions, actions, k % actions, slip, outcomes + first[k]);
    model->first = first;
    model->outcomes = outcomes;
    return true;
}

/* --- walking --- */

size_t gr_share_draw(const double *shares, size_t count, gr_rng *rng)
{
    double left = gr_rng_uniform(rng);
    size_t last = 0;

    for (size_t i = 0; i < count; i++) {
        if (!(shares[i] > 0))
            continue;
        last = i;
        if (left < shares[i])
            return i;
        left -= shares[i];
    }
    return last;
}

size_t gr_share_best(const double *shares, size_t count)
{
    size_t best = 0;

    for (size_t i = 1; i < count; i++)
        if (shares[i] > shares[best])
            best = i;
    return best;
}

uint32_t gr_model_begin(const gr_model *model, gr_rng *rng)
{
    return (uint32_t)gr_share_draw(model->start, model->space.states, rng);
}

uint32_t gr_model_act(const gr_model *model, uint32_t state, size_t action, gr_rng *rng)
{
    size_t k = state * model->space.actions + action, last = model->first[k + 1] - 1u;
    double left = gr_rng_uniform(rng);

    for (size_t i = model->first[k]; i < last; i++) {
        if (left < model->outcomes[i].probability)
            return model->outcomes[i].state;
        left -= model->outcomes[i].probability;
    }
    return model->outcomes[last].state;
}
