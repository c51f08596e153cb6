/* axis_ticks.h - where the ticks of an axis stand.
 *
 * Ticks lie at 1, 2, 5 times a power of ten, on a log axis at decades; where two are wanted they
 * may be the ends alone. Limits round outwards to whole ticks. Flat data, and such as differ only
 * past the tenth digit, get one tick of room on either side; values that are not finite, and on a
 * log axis those that are not positive, do not count. Past 1e307 ticks end at the last double.
 */
#ifndef GRADUS_AXIS_TICKS_H
#define GRADUS_AXIS_TICKS_H

#include <stdbool.h>
#include <stddef.h>

enum { GR_TICKS_MAX = 24 };

typedef struct gr_ticks {
    bool log;
    double low, high; /* the limits of the axis */
    double from, to;  /* of a log axis their logarithms */
    double step;      /* between ticks; 0 on a log axis */
    double at[GR_TICKS_MAX];
    size_t count;
} gr_ticks;

/* Ticks for values between low and high, about `wanted` of them (2 or more) but never more. */
void gr_ticks_make(gr_ticks *ticks, double low, double high, bool log, int wanted);

/* The same, but the axis ends at low and high themselves and ticks lie between them; a log axis
 * within a decade has those of a linear one. Flat data and numbers near the ends of the doubles are
 * as above. */
void gr_ticks_make_inside(gr_ticks *ticks, double low, double high, bool log, int wanted);

/* Where a value lies between the limits: 0 at low, 1 at high; NaN when it cannot be shown. */
double gr_ticks_place(const gr_ticks *ticks, double value);

/* The value at a place: the inverse of gr_ticks_place, to within rounding. */
double gr_ticks_value(const gr_ticks *ticks, double place);

/* The smallest and largest of the values that count; false when there are none. */
bool gr_ticks_extent(const double *values, size_t count, bool log, double *low, double *high);

#endif
