/* panels.h - a rectangle split into panels of one size, for the runs of a study side by side.
 *
 * Panels are strips, one above the other: that suits trajectories along a valley and curves over
 * steps alike. Only where strips would be too flat they stand in two columns or more. The plots of
 * all panels are equally high and wide, so that one look compares them; the x axis stands under the
 * lowest panel of each column and is that of all above it.
 */
#ifndef GRADUS_PANELS_H
#define GRADUS_PANELS_H

#include "gradus/canvas.h"

enum { GR_PANELS_MAX = 8 };

typedef struct gr_panel {
    gr_rect rect; /* heading, plot and, where it has one, the x axis */
    bool x_axis;  /* else gr_view.x_elsewhere is to be set */
} gr_panel;

/* Split `rect` for `count` figures (1 to GR_PANELS_MAX) whose x axis takes `axis_rows`
 * (gr_chart_axis_rows). False when a panel would have less than a heading and three rows of plot:
 * there is room for one figure only, then. */
bool gr_panels_make(gr_rect rect, size_t count, int axis_rows, gr_panel panels[GR_PANELS_MAX]);

#endif
