/* compounding.h - what compounding*.c share. */
#ifndef GRADUS_COMPOUNDING_H
#define GRADUS_COMPOUNDING_H

#include "gradus/evaluate.h"
#include "gradus/experiment.h"

enum { GR_COMPOUNDING_BINS = 7 };

typedef struct gr_compounding_setup {
    gr_model model;
    double *policy;   /* shares of the actions, errors and the expert's share in */
    long horizon;
    double epsilon;   /* the error rate that the bounds are about */
    double recover;   /* steps that an error costs at most: u */
    size_t bins;      /* rows of the picture */
    size_t *bin_of;   /* per state its row, 0 the lowest */
    const char *const *bin_names;
} gr_compounding_setup;

typedef struct gr_compounding_state {
    long step;
    double off, cost, total;
    double now[]; /* the distribution over the states */
} gr_compounding_state;

/* A row of the log, of the step of its number. */
typedef struct gr_compounding_row {
    double total;
    double share[GR_COMPOUNDING_BINS];
} gr_compounding_row;

double gr_compounding_bound_clone(const gr_compounding_setup *s, double t);
double gr_compounding_bound_dagger(const gr_compounding_setup *s, double t);

extern const gr_figure gr_compounding_figures[];
bool gr_compounding_view(const gr_job *job, const void *state, const gr_view_request *request,
                         gr_view *view, gr_error *err);

/* compounding_rare.c: the world of rare states, as a model of two actions, `known` and `unknown`.
 *
 * Each step shows one of `kinds` states: a common one or one of the rare others, each with
 * probability q = 1/m, where m is how many labels a table has: demos * horizon when one table serves
 * all steps, demos when each step has its own. Whoever meets a state without a label falls off a
 * cliff. With `shared` the number of rare states without a label is drawn once for a trajectory,
 * since it is the same table all along. (After D. Foster, A. Block and D. Misra, "Is Behavior
 * Cloning All You Need?", 2024.)
 *
 * A state of the model is that number, k, while nothing has been met: action `unknown` is due with
 * probability unknown[k]; the last state is off. `mean` is the mean of that probability. */
enum { GR_RARE_KINDS_MAX = 50 };

typedef struct gr_rare {
    gr_model model;
    double *unknown;
    double mean;
} gr_rare;

bool gr_rare_build(gr_rare *rare, long demos, long horizon, long kinds, bool shared,
                   gr_arena *arena, gr_error *err);

#endif
