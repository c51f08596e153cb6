/* axes.h - the frame of a chart: a left axis and a bottom axis with ticks, around a plot.
 *
 *     100┤                       labels, ticks and axis at the left
 *        │
 *      10┤
 *        └┴─────────┴─────────┴  the bottom axis, its ticks
 *         0        10        20  and their labels, ending under their ticks
 *
 * A map has the labels alone, without lines, and its title of x between the last two of them:
 *
 *      1   ...
 *     -1   ...
 *        -10    -8    -6  x -4
 *
 * Where there is little room parts go, in this order: the title, labels on the left, the bottom
 * axis and its labels. Units stand in the heading of the figure, not here.
 */
#ifndef GRADUS_AXES_H
#define GRADUS_AXES_H

#include "gradus/axis_ticks.h"
#include "gradus/canvas.h"
#include "gradus/view.h"

/* What a frame is asked to be. */
typedef struct gr_frame {
    gr_limits limits;
    bool x_log, y_log;
    bool map;
    bool x_exact, y_exact; /* the axis ends at its limits, else at the ticks around them */
    bool no_bottom;      /* the x axis stands elsewhere */
    bool strip;          /* a row of marks and its key stand where the labels of x would */
    const char *x_title; /* on a map; NULL or "" when it has none */
} gr_frame;

typedef struct gr_axes {
    gr_rect plot; /* the cells inside the axes */
    gr_ticks x, y;
    int left;    /* columns of labels at the left */
    bool bottom; /* there is a bottom axis, */
    bool strip;  /* or room for a row of marks and its key in its place */
    bool map;
    const char *x_title;
} gr_axes;

/* Lay a frame out in a rectangle; see gr_ticks_make for the limits. */
gr_axes gr_axes_make(gr_rect rect, const gr_frame *frame);

/* The rows that the bottom axis takes where there is room for it. */
int gr_axes_rows(bool map);

void gr_axes_draw(const gr_axes *axes, gr_canvas *canvas);

/* A position in the plot in cells, as dots.h takes it: 0 at its left, its height at its bottom. NaN
 * for what cannot be shown. */
double gr_axes_x(const gr_axes *axes, double x);
double gr_axes_y(const gr_axes *axes, double y);

/* A bottom axis alone: the corner at column `corner`, `length` cells of axis right of it, labels in
 * the row below, none left of `corner` or in column `end` and beyond. */
void gr_axis_bottom(gr_canvas *canvas, const gr_ticks *ticks, int corner, int length, int end,
                    int y);

/* Where a tick stands on such an axis: a cell from 0 to length - 1. */
int gr_axis_cell(const gr_ticks *ticks, double value, int length);

#endif
