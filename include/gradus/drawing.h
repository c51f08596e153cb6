/* drawing.h - a curve while it is being drawn: a pen over a sketch, and the way back.
 *
 * The pen stands at a step and a value. Moved along the steps it follows what is drawn, and beyond
 * that keeps its height; lifted or lowered it sets a point where it is. It keeps within the bounds.
 * A drawing begins with one point, the value that is given at the first step.
 */
#ifndef GRADUS_DRAWING_H
#define GRADUS_DRAWING_H

#include "gradus/sketch_bounds.h"

enum { GR_DRAWING_UNDO = 32 };

typedef struct gr_drawing_state {
    gr_sketch sketch;
    long step; /* of the pen */
    double value;
} gr_drawing_state;

typedef struct gr_drawing {
    gr_sketch_bounds bounds;
    gr_drawing_state now;
    gr_drawing_state before[GR_DRAWING_UNDO]; /* the changes, the oldest first; */
    size_t undo;                              /* so many of them */
    bool lifting; /* the last change is a lift that goes on here: both are undone as one */
} gr_drawing;

/* Begin with a sketch as text, the pen on its last point; anew where it does not keep within the
 * bounds, or is "". */
void gr_drawing_begin(gr_drawing *drawing, const gr_sketch_bounds *bounds, const char *text);

/* How many steps the pen goes at a time: about a thirtieth of all, a round number. */
long gr_drawing_stride(const gr_drawing *drawing);

/* Move the pen along the steps, back where it is negative; it stops at the ends. */
void gr_drawing_across(gr_drawing *drawing, long steps);

/* Lift the pen, lower it where it is negative, and set a point: on a log axis ten notches are a
 * decade (1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8: Renard's R'10 of ISO 497), on a linear one a
 * tick. GR_ERROR_USAGE when there is no place for one more point. */
bool gr_drawing_lift(gr_drawing *drawing, long notches, gr_error *err);

/* Set a point where the pen is; take the one away that is there. */
bool gr_drawing_point(gr_drawing *drawing, gr_error *err);
bool gr_drawing_remove(gr_drawing *drawing, gr_error *err);

/* All points away but the given one; and the last change undone. */
void gr_drawing_clear(gr_drawing *drawing);
bool gr_drawing_undo(gr_drawing *drawing, gr_error *err);

#endif
