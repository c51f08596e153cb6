/* descender.h - an optimizer at its default knobs, at a rate that stays, going down a terrain;
 * private to src/experiment. What `descent` does at the constant schedule without noise, update by
 * update and bit by bit, for whoever runs many of them. */
#ifndef GRADUS_DESCENDER_H
#define GRADUS_DESCENDER_H

#include "gradus/optimizer.h"
#include "gradus/surface.h"

/* Made once; it points into itself, so it stays where it is. */
typedef struct gr_descender {
    const gr_optimizer *optimizer;
    const gr_terrain *terrain; /* borrowed */
    gr_tensor point;           /* (x, y) is one tensor */
    gr_tensors tensors;
    size_t slots;                     /* doubles that its owner keeps for it */
    double knobs[GR_OPTIMIZER_KNOBS]; /* defaults */
} gr_descender;

/* Where one stands; flat. */
typedef struct gr_descender_state {
    long t;                           /* updates made */
    double knobs[GR_OPTIMIZER_KNOBS]; /* the rate is the first */
    double x[2], f, gradient[2];      /* value and gradient of the present point */
} gr_descender_state;

/* An optimizer that can find a rate of its own (a knob `relative`) is told not to. */
bool gr_descender_prepare(gr_descender *descender, const gr_optimizer *optimizer,
                          const gr_terrain *terrain, gr_error *err);

/* To the terrain's start with empty slots; one update. Both are false when the run has diverged:
 * |f| > 1e12, or a number of the point, its value or its gradient is not finite. */
bool gr_descender_start(const gr_descender *descender, double rate, gr_descender_state *now,
                        double *slots);
bool gr_descender_update(const gr_descender *descender, gr_descender_state *now, double *slots);

#endif
