/* plan.h - what `gradus run` does: the runs of one experiment that a command line asks for.
 *
 * A plan is an experiment, values for some of its knobs, seeds, and what to write of each run. With
 * several values or seeds it is a sweep: its runs are the cross product, the last assigned knob
 * fastest, seeds innermost, and they are numbered from 1 in that order whatever computes them.
 *
 * The CSV of a single run has the columns of its trace, `step` first. That of a sweep has `run`,
 * one `set_<knob>` for each varied knob (`set_seed` with several seeds), then those columns.
 */
#ifndef GRADUS_PLAN_H
#define GRADUS_PLAN_H

#include "gradus/output.h"
#include "gradus/pool.h"
#include "gradus/run.h"

/* The values of one knob, in the order given. */
typedef struct gr_plan_axis {
    const char *knob;
    const char **values;
    size_t count, capacity;
} gr_plan_axis;

typedef struct gr_plan {
    const gr_experiment *experiment;
    gr_plan_axis *axes;
    size_t axis_count, axis_capacity;
    uint64_t first_seed, last_seed;
    long steps;             /* -1: the experiment's own length */
    long every;             /* record each K-th row and the last; 0: the last only */
    int table;              /* write this table at the last step instead of the trace; -1: no */
    size_t first_run, last_run; /* these only, by number; last_run 0: to the end */
    size_t shard, shards;   /* every shards-th run, beginning with number `shard` (from 1) */
    gr_event *events;       /* of every run; knobs and values live in the arena */
    size_t event_count, event_capacity;
    gr_arena arena;
} gr_plan;

void gr_plan_init(gr_plan *plan, const gr_experiment *experiment);
void gr_plan_clear(gr_plan *plan);

/* Assign `KNOB=VALUE[,VALUE...]`. A comma separates values of NUMBER, INTEGER, YESNO, CHOICE and
 * FAMILY knobs; values of other kinds are whole. A knob assigned again, by its short or its full
 * name, gets further values. */
bool gr_plan_assign(gr_plan *plan, const char *assignment, gr_error *err);

/* One more value of a knob, whole. */
bool gr_plan_add_value(gr_plan *plan, const char *knob, const char *value, gr_error *err);

/* "7" or "1..20". */
bool gr_plan_seeds(gr_plan *plan, const char *text, gr_error *err);

/* "2/3": every third run, beginning with the second. */
bool gr_plan_shard(gr_plan *plan, const char *text, gr_error *err);

/* "7", "38..6000", or "38.." for all from there on. That there are so many is for gr_plan_check. */
bool gr_plan_runs(gr_plan *plan, const char *text, gr_error *err);

bool gr_plan_add_event(gr_plan *plan, const gr_event *event, gr_error *err);

/* How many runs there are in all, whatever the shard. */
bool gr_plan_count(const gr_plan *plan, size_t *count, gr_error *err);
bool gr_plan_is_sweep(const gr_plan *plan);

/* Of `count` runs, how many are in the shard and in the range; and the number of the i-th of these,
 * from 0. */
size_t gr_plan_chosen(const gr_plan *plan, size_t count);
size_t gr_plan_number(const gr_plan *plan, size_t i);

/* Values (initialised here) and seed of run number `run`, from 1. */
bool gr_plan_case(const gr_plan *plan, size_t run, gr_values *values, uint64_t *seed,
                  gr_error *err);

/* Whether all runs have valid values, and those of the range exist: a knob that one of the
 * combinations lacks is told before the first of them is made. */
bool gr_plan_check(const gr_plan *plan, gr_error *err);

/* A run number `run` at birth, its events scheduled. */
gr_run *gr_plan_start(const gr_plan *plan, size_t run, gr_run_keep keep, gr_error *err);

/* Write the header, which all runs must share: it is that of run 1. */
bool gr_plan_write_header(const gr_plan *plan, gr_output *out, gr_error *err);

/* Compute run number `run` and write its rows; a divergence is told in `words` (may be NULL). */
bool gr_plan_write_run(const gr_plan *plan, size_t run, gr_output *out, gr_text *words,
                       gr_error *err);

/* The whole CSV, with up to `jobs` worker processes; the bytes do not depend on their number. */
bool gr_plan_write(const gr_plan *plan, size_t jobs, gr_output *out, gr_text *words,
                   gr_error *err);

/* The same, watched: see gr_pool_run_watched. When it is stopped, `out` has the header and the first
 * watch->done runs of those chosen. */
bool gr_plan_write_watched(const gr_plan *plan, size_t jobs, gr_pool_watch *watch, gr_output *out,
                           gr_text *words, gr_error *err);

/* Write what a live run has recorded up to its present step, as gr_plan_write would. */
bool gr_plan_write_trace(const gr_run *run, gr_output *out, gr_error *err);

/* A plan that makes this run again: the knobs set at its start, seed, events and present step. */
bool gr_plan_from_run(gr_plan *plan, const gr_run *run, gr_error *err);

#endif
