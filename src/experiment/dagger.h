/* dagger.h - what dagger*.c share. */
#ifndef GRADUS_DAGGER_H
#define GRADUS_DAGGER_H

#include "gradus/evaluate.h"
#include "gradus/experiment.h"
#include "gradus/learner.h"
#include "gradus/rollout.h"

/* How the labels of a round are collected. */
typedef enum gr_collect {
    GR_COLLECT_DAGGER, /* the learner walks, the expert labels every state */
    GR_COLLECT_DEMOS,  /* the expert walks, with the noise that is set */
    GR_COLLECT_DART,   /* the expert walks, with noise as large as the learner's own error */
    GR_COLLECT_GATE    /* the learner walks, the expert takes over where it errs */
} gr_collect;

typedef struct gr_dagger_setup {
    gr_model model;
    const gr_learner *learner;
    size_t learner_knobs; /* index of its first one in gr_values.numbers */
    size_t learned;       /* numbers of what it has learned */
    long demos, rounds, episodes, horizon, trials;
    bool calm;
    double expert_cost, expert_failing, *expert_visits; /* exact */
} gr_dagger_setup;

/* What is to be done next inside a round. */
typedef enum gr_dagger_stage {
    GR_DAGGER_ROLL,
    GR_DAGGER_LABEL,
    GR_DAGGER_AGGREGATE,
    GR_DAGGER_FIT,
    GR_DAGGER_ACT,   /* the matrix of what it does */
    GR_DAGGER_EXACT, /* what that costs, exactly, */
    GR_DAGGER_TRIALS /* and by trying */
} gr_dagger_stage;

typedef struct gr_dagger_state {
    long round; /* the last whole one; -1 before round 0 */
    gr_dagger_stage stage;
    long piece;                 /* of the stage */
    gr_streams teach, trial;
    uint64_t seed; /* of a learner that begins at random */
    gr_collect collect;           /* of the round, since it may change from one to the next; */
    double beta, noise, teaching; /* of the round; the mean cost of its episodes */
    size_t first_visit;         /* row of the log at which the round's episodes begin */
    size_t labels, env_steps, failures, fits, episodes;
    gr_evaluation exact;
    double trial_sum, trial_squares;
    /* of the last whole round */
    double J, J_mc, J_se, J_best, failing, missed, loss;
    long best;
    double numbers[]; /* see dagger_arrays */
} gr_dagger_state;

typedef struct gr_dagger_arrays {
    double *counts;  /* labels: states rows of actions */
    double *fresh;   /* those of this round, until they are aggregated */
    double *learned;
    double *shares;  /* what the learner does */
    double *now, *visits; /* see gr_distributions */
} gr_dagger_arrays;

gr_dagger_arrays gr_dagger_arrays_of(const gr_dagger_setup *s, gr_dagger_state *now);
size_t gr_dagger_numbers(const gr_dagger_setup *s);
gr_fit gr_dagger_fit(const gr_job *job, const double *counts);

/* Tracks of the log: gr_visit rows, and one row a round. */
enum { GR_DAGGER_VISITS, GR_DAGGER_ROUNDS };

typedef struct gr_dagger_round {
    double labels, beta, J, J_se;
} gr_dagger_round;

/* dagger_round.c */
gr_progress gr_dagger_init(const gr_job *job, void *state, gr_rng rng);
gr_progress gr_dagger_advance(const gr_job *job, void *state, bool fine);

/* dagger_table.c */
extern const gr_table_spec gr_dagger_tables[];
bool gr_dagger_table(const gr_job *job, const void *state, int which, gr_table *table,
                     gr_error *err);

/* dagger_view.c, dagger_map.c */
extern const gr_figure gr_dagger_figures[];
bool gr_dagger_view(const gr_job *job, const void *state, const gr_view_request *request,
                    gr_view *view, gr_error *err);
bool gr_dagger_view_map(const gr_job *job, const gr_dagger_state *now,
                        const gr_view_request *request, bool data, gr_view *view, gr_error *err);

#endif
