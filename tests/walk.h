/* walk.h - an optimizer moved by hand: tensors, slots and knobs without an experiment around it.
 * x and slots are heap blocks of just the size that the optimizer asked for, so that a sanitizer
 * or valgrind sees a step beyond them. */
#ifndef GRADUS_TESTS_WALK_H
#define GRADUS_TESTS_WALK_H

#include "gradus/optimizer.h"

typedef struct gr_walk {
    const gr_optimizer *optimizer;
    gr_tensors tensors;
    gr_tensor *list;
    double knobs[GR_OPTIMIZER_KNOBS], rate;
    double *x, *gradient, *slots;
    size_t slot_count;
    long t;
} gr_walk;

/* The gradient at a point. */
typedef void gr_walk_gradient(size_t n, const double *x, double *gradient);

const gr_optimizer *gr_walk_optimizer(const char *name);

/* `shapes` as "5x1 4x3"; knobs at their defaults but for `settings`, "lr=0.1 relative=no"; the rate
 * is lr. x is 0. */
void gr_walk_begin(gr_walk *walk, const char *optimizer, const char *shapes, const char *settings);
void gr_walk_end(gr_walk *walk);

/* The place of a knob; fails the test where there is none. */
size_t gr_walk_knob(const gr_walk *walk, const char *name);

/* The update that comes next, with the gradient as it is in the walk. */
gr_update gr_walk_next(const gr_walk *walk);

/* Make it; with a gradient given, and with that of a function at x or where the optimizer probes.
 */
void gr_walk_move(gr_walk *walk);
void gr_walk_given(gr_walk *walk, const double *gradient);
void gr_walk_down(gr_walk *walk, gr_walk_gradient *gradient);

/* x becomes first, first + 1, ... */
void gr_walk_place(gr_walk *walk, double first);

/* The test fails unless both agree within a tolerance, relative to max(1, |expected|). */
void gr_walk_close(double actual, double expected, double tolerance);

#endif
