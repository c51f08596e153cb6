/* sketch.h - a curve drawn by hand: a few points, whole steps and values, joined by straight lines.
 *
 * On a log axis the lines are straight in the logarithm of the value. As text a sketch is
 *
 *     0:1000; 10:120; 30:3.2
 *
 * step:value with `;` between the points, in any order; a value is a number as it may be typed
 * anywhere, 1/3 or 1e-3. The same text is typed in the plain dialogue, stands in the record and
 * goes with a hand-in.
 */
#ifndef GRADUS_SKETCH_H
#define GRADUS_SKETCH_H

#include "gradus/error.h"

#include <stddef.h>

enum { GR_SKETCH_POINTS = 12, GR_SKETCH_LEAST = 2, GR_SKETCH_STEPS = 10000 };
enum { GR_SKETCH_TEXT = 400 }; /* room for any sketch as text, with its NUL */

/* Zero-initialise it. */
typedef struct gr_sketch {
    long steps[GR_SKETCH_POINTS];    /* ascending, from 0 to GR_SKETCH_STEPS */
    double values[GR_SKETCH_POINTS]; /* finite */
    size_t count;
} gr_sketch;

/* GR_ERROR_USAGE for what is no point, for a step given twice, and for too many. "" has none. */
bool gr_sketch_read(const char *text, gr_sketch *sketch, gr_error *err);

/* Its text, in the order of the steps; it reads back as the same sketch. */
void gr_sketch_text(const gr_sketch *sketch, char out[GR_SKETCH_TEXT]);

/* Put a point at a step, or move the one that is there; false when there is no place for one more.
 */
bool gr_sketch_set(gr_sketch *sketch, long step, double value);

/* Take the point at a step away; false when there is none. */
bool gr_sketch_remove(gr_sketch *sketch, long step);
bool gr_sketch_has(const gr_sketch *sketch, long step);

/* The value at a step; NaN outside the steps that the points span. With `log` all values are
 * positive. */
double gr_sketch_at(const gr_sketch *sketch, bool log, long step);

/* How far it is from the truth, a column of the trace with the value of step k at truth[k], `count`
 * of them: the root mean square of the difference over the whole steps that the points span, with
 * `log` of the difference in decades, log10(drawn) - log10(true). Steps without a true value that
 * such an axis could show are left out; NaN when all are. */
double gr_sketch_gap(const gr_sketch *sketch, bool log, const double *truth, size_t count);

#endif
