/* sketch_bounds.h - where a curve that is asked for may be drawn, and what it is held against.
 *
 * It is drawn over the page's first figure, which shows the column against `step`, from the step at
 * which the run waits to the page's last. The axis shows what is given, the values up to there and
 * those of the page's ghost, with room around them that tells nothing of what comes: on a log axis
 * five decades up to the next above, else 0 and the next round number beyond the largest. The
 * question's `range` or the figure's own `y` go before that.
 *
 * All of this follows from the lesson alone, not from what a student did to the run.
 */
#ifndef GRADUS_SKETCH_BOUNDS_H
#define GRADUS_SKETCH_BOUNDS_H

#include "gradus/lesson.h"
#include "gradus/sketch.h"

typedef struct gr_sketch_bounds {
    const gr_figure *figure;
    const char *name, *unit; /* of the column; `unit` may be "" */
    int decimals;            /* as gr_number_shown takes it */
    size_t column;           /* in the trace */
    bool log;
    long first, last;
    double start;       /* the value at the first step; NaN where the axis can show none */
    double low, high;   /* what the axis shows at least */
    double least, most; /* the pen reaches a tick beyond that */
    double tick;        /* about a fifth of a linear axis; 0 of a log one */
} gr_sketch_bounds;

/* The bounds of a question for a curve. GR_ERROR_DATA, with the place in the lesson, where the page
 * has no such curve to draw. `file` stands in the message. */
bool gr_sketch_bounds_find(const gr_item *item, const gr_lab *lab, const char *file,
                           gr_sketch_bounds *bounds, gr_error *err);

/* Whether a sketch has points enough and keeps within them; GR_ERROR_USAGE says where they are. */
bool gr_sketch_bounds_hold(const gr_sketch_bounds *bounds, const gr_sketch *sketch, gr_error *err);

/* "steps 0 to 60, f from 0.001 to 10000": appended. */
void gr_sketch_bounds_put(const gr_sketch_bounds *bounds, gr_text *out);

/* What comes true: the page's run made again, the value of step k at (*truth)[k], `last` + 1 of
 * them; NaN where it has ended before. Heap, the caller's. */
bool gr_sketch_truth(const gr_sketch_bounds *bounds, const gr_lab *lab, double **truth,
                     gr_error *err);

#endif
