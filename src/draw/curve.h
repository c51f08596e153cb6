/* curve.h - the parts of a curve on axes: for plot_line.c. */
#ifndef GRADUS_DRAW_CURVE_H
#define GRADUS_DRAW_CURVE_H

#include "gradus/chart.h"

/* A light shade between `low` and `high` of a series, `offset` as in gr_dots_shade. */
bool gr_curve_band(gr_dots *dots, const gr_axes *axes, const gr_series *s, int offset, gr_role role,
                   gr_error *err);

/* A series as it is drawn: a level from edge to edge, by means of `room`; every other as it is. */
gr_series gr_curve_series(const gr_axes *axes, const gr_shape *shape, double room[4]);

/* The mark of a series on its curve: at the present point, and up to three times before, each where
 * no other curve is near; with `each` at every point. All curves stand on the canvas already. */
void gr_curve_marks(gr_canvas *canvas, const gr_axes *axes, const gr_shape *shape);

#endif
