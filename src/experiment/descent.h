/* descent.h - one run of an optimizer down a surface; private to descent*.c and race*.c. */
#ifndef GRADUS_DESCENT_H
#define GRADUS_DESCENT_H

#include "gradus/experiment.h"
#include "gradus/optimizer.h"
#include "gradus/schedule.h"
#include "gradus/surface.h"

typedef struct gr_descent_setup {
    const gr_optimizer *optimizer;
    const gr_schedule *schedule;
    gr_terrain terrain;
    gr_tensor point; /* (x, y) is one tensor */
    gr_tensors tensors;
    size_t slots;            /* doubles */
    size_t noise, tolerance; /* places of knobs among the values */
    size_t knobs, knob_count, schedule_knobs;
} gr_descent_setup;

/* What an update was made of stays with the state until the next, so that its arithmetic can be
 * shown. Behind the state lie the slots, twice: as they are, and as they were before that update.
 */
typedef struct gr_descent_state {
    gr_rng noise;
    long step;                   /* updates made, which the schedule counts */
    long t;                      /* updates made by this optimizer */
    size_t phase;                /* parts of the next update that have been looked at */
    bool told;                   /* there is an update to explain: of this optimizer */
    double f, x[2], gradient[2]; /* exact, at the present point */
    double rate, knobs[GR_OPTIMIZER_KNOBS], used[2], before[2]; /* of the update: its start too */
    bool exact;       /* that update uses the gradient as it is, where the point is */
    double origin[2]; /* where the run began */
    double slots[];
} gr_descent_state;

extern const gr_figure gr_descent_figures[];

bool gr_descent_view(const gr_job *job, const void *state, const gr_view_request *request,
                     gr_view *view, gr_error *err);

/* The update that led here, or of which phases have been seen. */
gr_update gr_descent_update(const gr_descent_setup *setup, const gr_descent_state *now);

/* Its arithmetic for a coordinate. */
void gr_descent_explain(const gr_descent_setup *setup, const gr_descent_state *now,
                        size_t coordinate, gr_term_value values[GR_TERMS]);

/* The parts of that update that can be seen: none before the first. */
size_t gr_descent_parts(const gr_descent_state *now);

#endif
