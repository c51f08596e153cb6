/* run_private.h - the inside of a gr_run. Private to src/run/run*.c. */
#ifndef GRADUS_RUN_PRIVATE_H
#define GRADUS_RUN_PRIVATE_H

#include "keyframe.h"

struct gr_run {
    const gr_experiment *experiment;
    uint64_t seed;
    gr_run_keep keep;

    /* what the run is */
    gr_values initial;
    gr_event *events;
    size_t event_count, event_capacity;

    /* where it stands */
    gr_values values;
    size_t applied;  /* events applied so far */
    size_t standing; /* inside a step: how many had been applied before it was begun */
    gr_shared_setup *setup;
    gr_job job; /* points into this run */
    void *state;
    size_t state_size;
    gr_logbook log;
    long step;
    size_t phase;
    bool inside;
    bool lost; /* the state is not that of this place: a failure came in between; cancel, or the
                  next piece of work, makes it again */
    gr_run_status status;

    /* caches */
    long diverged_at; /* as far as it has been seen; -1: nowhere */
    gr_shared_setup *first_setup; /* that of the initial values */
    gr_table trace; /* has no rows unless they are kept */
    gr_history history;
};

/* Put a body in the place of the run's present one. */
void gr_run_install(gr_run *run, gr_body *body);

/* Apply the next event of the log to the present state. */
bool gr_run_apply_next(gr_run *run, gr_error *err);

/* Forget the events that have not been applied, and all that followed from them. */
void gr_run_cut_future(gr_run *run);

/* How many events had been applied at the last whole step, and the values there. */
size_t gr_run_standing(const gr_run *run);
bool gr_run_values_after(const gr_run *run, size_t applied, gr_values *out, gr_error *err);

/* Stand at the present whole step as it was when the first `applied` events had been applied. */
bool gr_run_undo(gr_run *run, size_t applied, gr_error *err);

void gr_event_clear(gr_event *event);
bool gr_events_copy(gr_event **copy, const gr_event *events, size_t count, gr_error *err);
void gr_events_free(gr_event *events, size_t count);

#endif
