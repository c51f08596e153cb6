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
    size_t applied; /* events applied so far */
    gr_shared_setup *setup;
    gr_job job; /* points into this run */
    void *state;
    size_t state_size;
    gr_logbook log;
    long step;
    size_t phase;
    bool inside;
    gr_run_status status;

    /* caches */
    gr_shared_setup *first_setup; /* that of the initial values */
    gr_table trace; /* has no rows unless they are kept */
    gr_history history;
};

/* A state block for the values, prepared and zeroed. All or nothing. */
typedef struct gr_body {
    gr_shared_setup *setup;
    void *state, *scratch;
    size_t state_size;
} gr_body;

bool gr_body_make(gr_body *body, const gr_experiment *experiment, const gr_values *values,
                  gr_shared_setup *setup, gr_error *err);
void gr_body_clear(gr_body *body);

/* Put a body in the place of the run's present one. */
void gr_run_install(gr_run *run, gr_body *body);

/* Apply the next event of the log to the present state. */
bool gr_run_apply_next(gr_run *run, gr_error *err);

/* Forget the events that have not been applied, and all that followed from them. */
void gr_run_cut_future(gr_run *run);

void gr_event_clear(gr_event *event);
bool gr_events_copy(gr_event **copy, const gr_event *events, size_t count, gr_error *err);
void gr_events_free(gr_event *events, size_t count);

#endif
