/* experiment.h - an experiment is a type: one const struct, one file, one row in experiments.def.
 *
 * It says which knobs it has, what it measures and shows, and how one step is made. It holds no
 * data of its own: the run owns setup, state, scratch and log, and hands them over in a gr_job.
 *
 *   setup    everything that follows from knobs and files, made once by `prepare`; immutable
 *   state    one flat block without pointers, zeroed at birth, its random generator inside it;
 *            going back is memcpy, so no experiment writes undo code
 *   scratch  room for one piece of work; meaningless between calls, never saved
 *   log      append-only rows: what grows while running
 *
 * The same values and seed give the same bytes on every machine; see elementary.h and random.h.
 */
#ifndef GRADUS_EXPERIMENT_H
#define GRADUS_EXPERIMENT_H

#include "gradus/logbook.h"
#include "gradus/param.h"
#include "gradus/random.h"
#include "gradus/table.h"
#include "gradus/view.h"

typedef enum gr_progress {
    GR_PART,     /* a bounded piece of work (5 ms at most) is done; the step is not */
    GR_PHASE,    /* with `fine` only: a named phase has ended; the step is not done */
    GR_STEP,     /* a whole step is done */
    GR_FINISHED, /* a whole step is done, and it was the last */
    GR_DIVERGED  /* a whole step is done, and its numbers have left the finite; none follows */
} gr_progress;

typedef struct gr_job {
    const gr_values *values;
    const void *setup;
    void *scratch;
    gr_logbook *log;
} gr_job;

/* A table that can be exported at the present step. */
typedef struct gr_table_spec {
    const char *name; /* NULL ends a list */
    const char *summary;
} gr_table_spec;

/* A named stage inside one step. */
typedef struct gr_phase {
    const char *name; /* NULL ends a list */
    const char *summary;
} gr_phase;

/* Something that the student can do to a run: drive, label, take over. */
typedef struct gr_action_spec {
    const char *name; /* NULL ends a list; the index is what `act` is handed */
    const char *summary;
    bool steps; /* it is carried out by the next step, which whoever is not on the clock then makes */
} gr_action_spec;

/* What the student's keys do now. */
typedef enum gr_control {
    GR_CONTROL_NONE,  /* there is nothing to take control of */
    GR_CONTROL_WATCH, /* the learner acts; the student may take over */
    GR_CONTROL_LABEL, /* the learner acts; the student says what it should do */
    GR_CONTROL_DRIVE  /* the student acts */
} gr_control;

/* What whoever is at the wheel has to see at a glance. */
typedef struct gr_wheel {
    char place[24]; /* "run 4" */
    char spent[40]; /* "8 of 40 labels"; */
    double share;   /* of that, 0 to 1 */
} gr_wheel;

typedef struct gr_experiment {
    const char *name, *summary;
    const gr_param *params;
    const gr_figure *figures;
    const gr_table_spec *tables;   /* NULL for none, as with phases and actions */
    const gr_phase *phases;
    const gr_action_spec *actions;

    /* Derive the setup from the knobs; all of it lives in the arena. Refuses, with an error, what
     * the knobs alone make impossible or over 1 GiB. */
    bool (*prepare)(void **setup, const gr_values *values, gr_arena *arena, gr_error *err);

    /* The columns of the trace behind `step`, which the run writes itself. */
    bool (*columns)(const gr_job *job, gr_columns *columns, gr_error *err);

    size_t (*state_size)(const gr_job *job);
    size_t (*scratch_size)(const gr_job *job); /* NULL: none */

    /* Bring a zeroed state to step 0. May return GR_PART; advance then finishes step 0. `rng` is
     * seeded with the run's seed: take named streams from it (gr_rng_stream). */
    gr_progress (*init)(const gr_job *job, void *state, gr_rng rng);

    /* One piece of work, cut by counted work and never by a clock. With `fine` it also stops at
     * the end of each phase but the last. Fine and coarse give equal bytes. */
    gr_progress (*advance)(const gr_job *job, void *state, bool fine);

    /* Fill one row behind its `step`: cells come as missing. Called for recorded rows only. */
    void (*measure)(const gr_job *job, const void *state, double *row);

    /* Make the shapes of the layers that have no columns. The view comes with its title set. */
    bool (*view)(const gr_job *job, const void *state, const gr_view_request *request,
                 gr_view *view, gr_error *err);

    /* Fill the table `which`: columns, then rows. */
    bool (*table)(const gr_job *job, const void *state, int which, gr_table *table, gr_error *err);

    /* The number of steps that a run takes by default; 0: until it finishes. */
    long (*length)(const gr_job *job);

    /* Optional. How many numbers a run of so many steps works on beyond those of its state and its
     * rows: samples that each step goes through, a search before step 0. An upper bound, from
     * which limits on a run are counted before it is made. */
    double (*work)(const gr_job *job, long steps);

    /* Optional; without it 0. What is to be added to a column where a log axis shows it, so that
     * its values are positive; gr_missing() where nothing is known that would make them so: the
     * axis is then linear. */
    double (*lift)(const gr_job *job, const char *column);

    /* Optional. What should be said beside the numbers, since they alone do not tell it: a sentence
     * without capital and full stop; NULL: nothing. */
    const char *(*warning)(const gr_job *job, const void *state);

    /* Optional. False when the action is not possible now, with the reason (GR_ERROR_USAGE), which
     * the run puts behind the action's name; the state is then unchanged. */
    bool (*act)(const gr_job *job, void *state, int action, gr_error *err);

    /* Optional; without it GR_CONTROL_NONE. `clock` says whether time goes on while the student
     * acts; else each of the student's actions is a step. */
    gr_control (*control)(const gr_job *job, const void *state, bool *clock);

    /* Optional, beside `control`. */
    void (*wheel)(const gr_job *job, const void *state, gr_wheel *wheel);

    /* Optional. Carry a state over to changed knobs that otherwise count from the start only. The
     * new state is zeroed. False: not possible, begin again. */
    bool (*adopt)(const gr_job *old, const void *old_state, const gr_job *job, void *state);
} gr_experiment;

/* The registry, in the order of experiments.def. */
size_t gr_experiment_count(void);
const gr_experiment *gr_experiment_at(size_t index);

/* By name; the error lists what exists. */
const gr_experiment *gr_experiment_find(const char *name, gr_error *err);

/* Index of a figure or table of that name, or -1. */
long gr_experiment_figure(const gr_experiment *experiment, const char *name);
long gr_experiment_table(const gr_experiment *experiment, const char *name);
size_t gr_experiment_phases(const gr_experiment *experiment);

#endif
