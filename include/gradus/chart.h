/* chart.h - what the plot kinds of charts and maps share: one frame around all shapes of a view.
 *
 * Series, points and fields of one view lie on the same axes, whose limits are computed over all of
 * them. Each shape is drawn by its own plot kind, so each asks for the same frame; only the first
 * of them draws it.
 */
#ifndef GRADUS_CHART_H
#define GRADUS_CHART_H

#include "gradus/axes.h"
#include "gradus/dots.h"
#include "gradus/view.h"

/* Limits of nothing, and the same widened by what a view has on its axes. A field outweighs all
 * else. */
gr_limits gr_chart_no_limits(void);
void gr_chart_join(gr_limits *limits, const gr_view *view);

/* Rows that the x axis of a view takes below its plot: 0 for pictures and what has no axes. */
int gr_chart_axis_rows(const gr_view *view);

/* The frame for all series, points and fields of a view. */
gr_axes gr_chart_axes(const gr_view *view, gr_rect rect);

/* Draw the frame, if `shape` is the first that needs it. */
void gr_chart_frame(const gr_view *view, const gr_shape *shape, const gr_axes *axes,
                    gr_canvas *canvas);

/* Likewise, in the emptiest corner of the plot, the view's remark, and how many values a log axis
 * had to leave out. */
void gr_chart_note(const gr_view *view, const gr_shape *shape, const gr_axes *axes,
                   gr_canvas *canvas);

/* A mark at a place of the plot, clipped to it. What lies beyond the limits is a `^` or `v` on the
 * frame. */
void gr_chart_mark(const gr_axes *axes, gr_canvas *canvas, double x, double y, const char *mark,
                   gr_role role);

#endif
