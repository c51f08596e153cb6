/* evaluate.h - what a policy costs, exactly: by propagating the state distribution.
 *
 * For a finite world J(pi) needs no sampling: the distribution at t + 1 is that at t, times what the
 * policy does, times where that leads. A rollout of the same policy agrees with it within its
 * standard error. Policies are matrices of shares (space.h); a horizon is a number of steps
 * (world.h says which costs count).
 */
#ifndef GRADUS_EVALUATE_H
#define GRADUS_EVALUATE_H

#include "gradus/world.h"

/* One step of the distribution: to[s'] = sum over s, a of from[s] policy[s, a] P(s' | s, a), and
 * what stands still stays. `to` is overwritten; both have model->space.states numbers. */
void gr_propagate(const gr_model *model, const double *policy, const double *from, double *to);

/* The expected cost and the probability of failure of a distribution. */
double gr_expected_cost(const gr_model *model, const double *distribution);
double gr_failing(const gr_model *model, const double *distribution);

/* An evaluation in progress. `now` and `visits` are arrays of the caller's of states numbers each;
 * `next` is room for as many. */
typedef struct gr_evaluation {
    long t, horizon;
    double cost;    /* expected cost of steps 1 .. t */
    double failing; /* probability of being in a failure at t */
} gr_evaluation;

typedef struct gr_distributions {
    double *now;    /* at time t */
    double *next;
    double *visits; /* the mean of the distributions at times 0 .. t - 1: where decisions are made */
} gr_distributions;

void gr_evaluate_begin(const gr_model *model, long horizon, gr_evaluation *evaluation,
                       gr_distributions *at);

/* Some steps, about a millisecond's; true once t is the horizon. The result is in cost, failing and
 * visits; a horizon of 0 leaves visits at the start. */
bool gr_evaluate_piece(const gr_model *model, const double *policy, gr_evaluation *evaluation,
                       gr_distributions *at);

/* The same in one go, of `next` and `now` that the arena gives. */
bool gr_evaluate(const gr_model *model, const double *policy, long horizon,
                 gr_evaluation *evaluation, double *visits, gr_error *err);

/* --- comparing two policies by where they go --- */

/* The largest ratio of visits, learner to expert: infinite where the learner goes and the expert
 * never does; and how much of the learner's visits lies there (J. Spencer et al., "Feedback in
 * Imitation Learning", 2021: the hard regime is where the ratio is not bounded). Terminal states,
 * where nothing is decided, do not count. */
typedef struct gr_shift {
    double ratio, unseen;
} gr_shift;

gr_shift gr_shift_between(const gr_model *model, const double *learner, const double *expert);

/* The share of the visits to states where something is decided that lies in states with a label. */
double gr_coverage(const gr_model *model, const double *visits, const double *counts);

/* The share of its decisions, on the distribution `visits`, at which a policy differs from the
 * expert. */
double gr_disagreement(const gr_model *model, const double *policy, const double *visits);

#endif
