/* run.h - one experiment in progress.
 *
 * A run IS (experiment, values, seed, event log). Everything else it holds, its state, its trace
 * and its keyframes, follows from these and can be dropped and made again without changing a byte.
 *
 * Position. The run stands at a whole step, or inside the next one: gr_run_step_number says the
 * last whole step (-1 while step 0 is not finished), gr_run_phase how many phases of the next one
 * are done. Rows, keyframes and events sit at whole steps.
 *
 * Events. A knob set or an action taken at step s is the event of step s + 1: it is applied before
 * that step. Going back keeps the future until a new event cuts it. Setting a `live` knob, or one
 * that the experiment can adopt, goes on from here; any other setting, and any at all when the run
 * has ended, begins the run again at step 0 with the new value and an empty event log.
 *
 * Life cycle: gr_run_new, then gr_run_advance (piece by piece) or gr_run_seek, then gr_run_free.
 */
#ifndef GRADUS_RUN_H
#define GRADUS_RUN_H

#include "gradus/experiment.h"

typedef struct gr_run gr_run;

typedef enum gr_run_status {
    GR_RUN_GOING,    /* another step can follow */
    GR_RUN_FINISHED, /* the present step is the last one */
    GR_RUN_DIVERGED
} gr_run_status;

typedef struct gr_event {
    long step;   /* applied before the step of this number */
    char *knob;  /* set this knob ... */
    char *value; /* ... to this text; both NULL for an action */
    int action;
} gr_event;

/* What a run keeps for its comfort; zeroed: nothing, as in batch runs. */
typedef struct gr_run_keep {
    bool trace;           /* a row for every step */
    size_t history_bytes; /* room for keyframes */
} gr_run_keep;

enum { GR_HISTORY_BYTES = 64 << 20 }; /* for all runs of one study together */

/* A run at birth: values are copied. `init` has been called once; where it needs more pieces the
 * run stands at step -1 and gr_run_advance finishes step 0. */
gr_run *gr_run_new(const gr_experiment *experiment, const gr_values *values, uint64_t seed,
                   gr_run_keep keep, gr_error *err);
void gr_run_free(gr_run *run);

/* A copy that stands where `run` stands and shares its setup. Inside a step the copy stands at the
 * whole step before it. */
gr_run *gr_run_fork(const gr_run *run, gr_error *err);

/* Hand the keyframes up to the present step over from the run that `run` was forked of, or that
 * has the same past; it goes on without any. */
void gr_run_take_history(gr_run *run, gr_run *from);

/* --- queries --- */

const gr_experiment *gr_run_experiment(const gr_run *run);
const gr_values *gr_run_values(const gr_run *run);  /* the present ones */
const gr_values *gr_run_initial(const gr_run *run); /* those it was born with */
uint64_t gr_run_seed(const gr_run *run);
const gr_event *gr_run_events(const gr_run *run, size_t *count); /* the future's included */
long gr_run_step_number(const gr_run *run);
size_t gr_run_phase(const gr_run *run);
bool gr_run_inside(const gr_run *run);   /* between two whole steps */
long gr_run_furthest(const gr_run *run); /* the last step with a row in the trace */
gr_run_status gr_run_state(const gr_run *run);
long gr_run_diverged_at(const gr_run *run); /* as far as it has been seen; -1: nowhere */
long gr_run_length(const gr_run *run);      /* the default number of steps; 0: until FINISHED */
const gr_columns *gr_run_columns(const gr_run *run); /* `step` first */
const gr_table *gr_run_trace(const gr_run *run);     /* row k is step k; kept if asked for */
size_t gr_run_history_used(const gr_run *run);

/* How many numbers this run would work on in so many steps, one that is written counted as 100: in
 * units of about 10 ns on the machines of 2025. Known before the first step is made. */
double gr_run_work(const gr_run *run, long steps);

/* The row of the last whole step: gr_run_columns()->count numbers. It is what was measured when
 * that step had ended, and taken from the trace; where none is kept, ask before anything else
 * happens. */
void gr_run_row(const gr_run *run, double *row);

/* Fill `view` (zero-initialised; clear it afterwards) with the experiment's shapes of a figure. */
bool gr_run_view(const gr_run *run, const gr_view_request *request, gr_view *view, gr_error *err);

/* What is added to a column of the trace on a log axis, or gr_missing(); see gr_experiment. */
double gr_run_lift(const gr_run *run, const char *column);

/* What the student's keys do; `clock` (may be NULL) whether time goes on meanwhile. */
gr_control gr_run_control(const gr_run *run, bool *clock);

/* What is to be seen of that at a glance; false where the experiment has nothing to say. */
bool gr_run_wheel(const gr_run *run, gr_wheel *wheel);

/* What should be said beside its numbers, or NULL; see gr_experiment. */
const char *gr_run_warning(const gr_run *run);

/* The action of that name, -1 for none. */
int gr_run_action(const gr_run *run, const char *name);

/* Fill `table` (zero-initialised) with table number `which` at the present step. */
bool gr_run_table(const gr_run *run, int which, gr_table *table, gr_error *err);

/* --- moving --- */

/* One piece of work forwards. At the end of the run nothing happens and the progress says so. An
 * error (no memory) leaves the run at its last whole step. */
bool gr_run_advance(gr_run *run, bool fine, gr_progress *progress, gr_error *err);

/* To the end of the present step if inside one. */
bool gr_run_complete(gr_run *run, gr_error *err);

/* `count` whole steps, or as many as there are; the fast path. */
bool gr_run_steps(gr_run *run, long count, gr_error *err);

/* Stand at the nearest remembered whole step at or before `step`; steps forwards do the rest. */
bool gr_run_rewind(gr_run *run, long step, gr_error *err);

/* Stand exactly at a whole step, and `phases` phases into the next: rewind and advance. Beyond
 * the end it stops at the end. */
bool gr_run_seek(gr_run *run, long step, size_t phases, gr_error *err);

/* Leave the unfinished step: stand at the last whole one again, as if it had not been begun. Before
 * step 0 there is none: the run stands at its very beginning again. */
bool gr_run_cancel(gr_run *run, gr_error *err);

/* --- events --- */

typedef enum gr_set_result {
    GR_SET_SAME,      /* the knob has that value already; nothing happened */
    GR_SET_LIVE,      /* goes on from here */
    GR_SET_RESTARTED, /* began again at step 0 */
} gr_set_result;

/* Set knobs, all or nothing; `result` may be NULL. Cuts the future and, unless the values are the
 * same, leaves an unfinished step. */
bool gr_run_set(gr_run *run, const gr_setting *settings, size_t count, gr_set_result *result,
                gr_error *err);

/* Whether gr_run_set would begin again at step 0, for whoever wants to keep the old run. */
bool gr_run_would_restart(const gr_run *run, const gr_setting *settings, size_t count);

/* Take an action, at the last whole step. Refused by the experiment: GR_ERROR_USAGE, the future as
 * it was. Cuts the future. */
bool gr_run_act(gr_run *run, int action, gr_error *err);

/* Born again with another seed; events are dropped. */
bool gr_run_reseed(gr_run *run, uint64_t seed, gr_error *err);

/* Append an event to the log without applying it, as a capsule does before a replay; events must
 * come in the order of their steps, and lie after the present one. What was computed of the future
 * is forgotten. */
bool gr_run_schedule(gr_run *run, const gr_event *event, gr_error *err);

/* How much memory keyframes may take from now on; drops what is over. */
void gr_run_limit_history(gr_run *run, size_t bytes);

/* For tests: drop every keyframe. */
void gr_run_forget(gr_run *run);

#endif
