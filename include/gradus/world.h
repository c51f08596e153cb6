/* world.h - finite worlds with experts, as tables.
 *
 * A world is a const struct that fills in a gr_model from its knobs: which state follows which
 * action with which probability, what a state costs, where it begins, and what its expert intends.
 * Everything else (walking, exact evaluation, learning, drawing) works on the model and knows no
 * world by name. Only the world's builder writes to it.
 *
 * Time. A trajectory of horizon T is s_0, a_0, s_1, ..., a_{T-1}, s_T. The cost of a step is that of
 * the state that it leads to, so J is the sum of cost(s_t) over t = 1 .. T, and at most T where
 * costs are at most 1.
 *
 * Standing still. A row of a policy may add up to less than 1: for the rest nothing is done and the
 * state stays.
 *
 * Slip. With probability `slip` another action than the chosen one is carried out, each of the
 * others equally often. It is part of the world: the expert slips too, and labels what it intended.
 */
#ifndef GRADUS_WORLD_H
#define GRADUS_WORLD_H

#include "gradus/memory.h"
#include "gradus/param.h"
#include "gradus/random.h"
#include "gradus/space.h"

#include <stdint.h>

typedef struct gr_outcome {
    uint32_t state;
    double probability; /* > 0 */
} gr_outcome;

/* What stands on a cell of the map. */
typedef enum gr_tile { GR_TILE_FREE, GR_TILE_WALL, GR_TILE_HAZARD, GR_TILE_GOAL } gr_tile;

typedef struct gr_model {
    gr_space space;
    double *start;        /* per state the probability of beginning there */
    uint32_t *next;       /* where action a leads in state s unless it slips, by s * actions + a */
    uint32_t *first;      /* of state s and action a, with k = s * actions + a: outcomes */
    gr_outcome *outcomes; /* first[k] .. first[k + 1] - 1; their probabilities add up to 1 */
    double *cost;         /* per state, of being there after a step: 0 to 1 */
    bool *failure;        /* per state: being there is what must not happen */
    bool *terminal;       /* per state: nothing changes any more, nothing is decided */
    double *expert;       /* shares of what the expert intends */

    /* of whoever errs with a fixed rate, beside the expert's demonstrations */
    bool *astray;    /* per state: errors happen here; NULL: everywhere */
    double *error;   /* shares of the actions of an error; that of the label is left out and
                              the rest scaled up */
    bool *charted;   /* per state: an expert that does not slip comes here, so that plain
                              demonstrations label it; NULL: everywhere */
    uint32_t *alike; /* per state: the one that it looks like to whoever learned from plain
                              demonstrations; NULL: itself */

    /* the map */
    size_t columns, rows;
    gr_tile *tiles;     /* rows * columns of them, the first row on top */
    uint32_t *state_at; /* per cell its state, GR_NO_STATE for none */
    bool road;                /* the map is one column of lanes, drawn against time */
} gr_model;

#define GR_NO_STATE UINT32_MAX

typedef struct gr_world {
    const char *name, *summary;
    const gr_param *params;
    /* `knobs` are the values of `params`, of which texts and files come as `values` has them. All
     * that the model points to lives in the arena. Refuses impossible knobs and maps. */
    bool (*build)(gr_model *model, const gr_value *knobs, gr_arena *arena, gr_error *err);
} gr_world;

/* The registry, in the order of worlds.def, and as a family of knobs. */
size_t gr_world_count(void);
const gr_world *gr_world_at(size_t index);
extern const gr_family gr_world_family;

/* The model of the FAMILY knob `world` of these values. */
bool gr_world_prepare(gr_model *model, const gr_values *values, gr_arena *arena, gr_error *err);

/* --- the roads, which experiments also build themselves --- */

/* The lane: rows -edge .. edge, and the car should stay in row 0, where the expert brings it back.
 * Actions: left, straight, right. In row 0 a wrong turn takes it `recover` rows off at once; beside
 * it every action moves one row, up to the edge. Costs 1 in each row but 0. Errors of a fixed rate
 * happen within one row of the lane: farther out the way back is plain. */
bool gr_lane_build(gr_model *model, long recover, long edge, double slip, gr_arena *arena,
                   gr_error *err);

/* The cliff: what is off the lane stays off (N. Swamy et al., "Of Moments and Matching", 2021). */
bool gr_cliff_build(gr_model *model, double slip, gr_arena *arena, gr_error *err);

/* The forgetful world: where a step leads follows from its action alone, not from where it was. */
bool gr_forgetful_build(gr_model *model, double slip, gr_arena *arena, gr_error *err);

/* The copy chain (M. Kaariainen, "Lower Bounds for Reductions", 2006): say again the bit that was
 * said before. State 0: the last one was right; 1: it was wrong, and to copy it is wrong too.
 * Actions: copy, flip. Whoever sees the bit alone cannot tell the two states apart: `astray` is
 * everywhere, the expert flips in state 1. */
bool gr_copy_build(gr_model *model, double slip, gr_arena *arena, gr_error *err);

/* --- making a model --- */

/* All arrays of a model of so many states and actions, zeroed, but for outcomes, map, names and the
 * arrays of errors and charts. Features: the first is 1. */
bool gr_model_make(gr_model *model, size_t states, const char *const *actions, size_t features,
                   gr_arena *arena, gr_error *err);

/* Outcomes of a world in which action a in state s leads to next[s * actions + a], which is copied,
 * but for slips. */
bool gr_model_link(gr_model *model, const uint32_t *next, double slip, gr_arena *arena,
                   gr_error *err);

/* The expert of least expected cost, by value iteration with discount `GR_DISCOUNT` (R. Bellman,
 * "Dynamic Programming", 1957): of equally good actions the first, or with `undecided` all equally
 * often; with probability `imperfect` any other. Fills model->expert. */
#define GR_DISCOUNT 0.99
bool gr_model_plan(gr_model *model, bool undecided, double imperfect, gr_arena *arena,
                   gr_error *err);

/* --- walking --- */

/* Where a trajectory begins, and where an action leads to. One draw each. */
uint32_t gr_model_begin(const gr_model *model, gr_rng *rng);
uint32_t gr_model_act(const gr_model *model, uint32_t state, size_t action, gr_rng *rng);

/* An action of these shares; the last one with a share takes what rounding leaves. One draw. */
size_t gr_share_draw(const double *shares, size_t count, gr_rng *rng);

/* The first action with the greatest share. */
size_t gr_share_best(const double *shares, size_t count);

#endif
