/* Value iteration, in place and sweeping to and fro (Gauss-Seidel), until no value moves by more
 * than a hair of itself.
 *
 * The value of a state is what is saved of the most that could have to be paid, 1 a step for ever:
 * to save most is to pay least. Sums of savings have positive terms only, so that a state a thousand
 * steps from the goal, where next to nothing is left to save, still tells the better way by all
 * its digits; of two costs just below 100 it could not. */
#include "gradus/world.h"

#include <math.h>

enum { SWEEPS_MAX = 100000 };
static const double STILL = 1e-13, TIE = 1e-9; /* as shares of a value */

/* What is saved from now on when action a is taken in state s. */
static double saving(const gr_model *model, const double *values, size_t s, size_t a)
{
    size_t k = s * model->space.actions + a;
    double sum = 0;

    for (size_t i = model->first[k]; i < model->first[k + 1]; i++) {
        const gr_outcome *o = &model->outcomes[i];
        sum += o->probability * (1 - model->cost[o->state] + GR_DISCOUNT * values[o->state]);
    }
    return sum;
}

static double most(const gr_model *model, const double *values, size_t s)
{
    double best = saving(model, values, s, 0);

    for (size_t a = 1; a < model->space.actions; a++) {
        double other = saving(model, values, s, a);
        best = other > best ? other : best;
    }
    return best;
}

/* What no action changes saves the same for ever. */
static double for_ever(const gr_model *model, size_t s)
{
    return (1 - model->cost[s]) / (1 - GR_DISCOUNT);
}

/* Whether a value has moved. */
static bool sweep(const gr_model *model, double *values, bool backwards)
{
    size_t states = model->space.states;
    bool moved = false;

    for (size_t i = 0; i < states; i++) {
        size_t s = backwards ? states - 1 - i : i;
        if (model->terminal[s])
            continue;
        double value = most(model, values, s);
        moved = moved || fabs(value - values[s]) > STILL * value;
        values[s] = value;
    }
    return moved;
}

/* The shares of what the expert means in a state. */
static void mean(const gr_model *model, const double *values, size_t s, bool undecided,
                 double imperfect)
{
    size_t actions = model->space.actions, good = 0;
    double *shares = model->expert + s * actions, best = most(model, values, s);
    bool chosen[GR_ACTIONS_MAX] = { false };

    for (size_t a = 0; a < actions; a++) {
        chosen[a] = saving(model, values, s, a) >= (1 - TIE) * best && (undecided || good == 0);
        good += chosen[a];
    }
    if (good == actions)
        imperfect = 0; /* there is no other action to mean */
    for (size_t a = 0; a < actions; a++)
        shares[a] = chosen[a] ? (1 - imperfect) / (double)good
                              : imperfect / (double)(actions - good);
}

bool gr_model_plan(gr_model *model, bool undecided, double imperfect, gr_arena *arena,
                   gr_error *err)
{
    size_t states = model->space.states;
    double *values = gr_arena_alloc(arena, states, sizeof *values, err);
    bool moved = true;

    if (values == NULL)
        return false;
    for (size_t s = 0; s < states; s++)
        values[s] = model->terminal[s] ? for_ever(model, s) : 0;
    for (int i = 0; i < SWEEPS_MAX && moved; i++)
        moved = sweep(model, values, i % 2 == 1);
    for (size_t s = 0; s < states; s++)
        mean(model, values, s, undecided, imperfect);
    return true;
}
