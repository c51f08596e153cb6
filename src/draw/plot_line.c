/* line - a series as a curve on axes; with a band its edges are dotted. NaN is a gap, a single point
 * a marker. A mark stands on the curve two or three times, each where no other curve is near. */
#include "gradus/chart.h"
#include "gradus/plot.h"

#include <math.h>

enum { BAND_GAP = 3, DOTTED_GAP = 4, MARKS = 3 };

static void draw_curve(gr_dots *dots, const gr_axes *axes, const gr_series *s, const double *y,
                       int gap, gr_role role)
{
    for (size_t i = 0; i < s->count; i++) {
        double x1 = gr_axes_x(axes, s->x[i]), y1 = gr_axes_y(axes, y[i]);
        gr_dots_point(dots, x1, y1, role);
        if (i + 1 < s->count)
            gr_dots_line(dots, x1, y1, gr_axes_x(axes, s->x[i + 1]), gr_axes_y(axes, y[i + 1]),
                         gap, gap > 1 ? (int)(i % (size_t)gap) : 0, role);
    }
}

/* The distance in rows from the nearest other curve of the view at a point. */
static double room_at(const gr_view *view, const gr_shape *shape, const gr_axes *axes, size_t i)
{
    double mine = gr_axes_y(axes, shape->as.series.y[i]), least = (double)INFINITY;

    for (size_t k = 0; k < view->count; k++) {
        const gr_shape *other = &view->shapes[k];
        if (other == shape || other->kind != GR_SHAPE_SERIES || i >= other->as.series.count)
            continue;
        double distance = fabs(gr_axes_y(axes, other->as.series.y[i]) - mine);
        if (distance < least)
            least = distance;
    }
    return least;
}

/* In each third of the curve its mark, where the others are furthest away. */
static void draw_marks(gr_canvas *canvas, const gr_view *view, const gr_shape *shape,
                       const gr_axes *axes)
{
    const gr_series *s = &shape->as.series;

    for (size_t part = 0; part < MARKS; part++) {
        size_t begin = s->count * part / MARKS, end = s->count * (part + 1) / MARKS, best = end;
        double most = -1;
        for (size_t i = begin; i < end; i++) {
            double room = room_at(view, shape, axes, i);
            if (room > most && !isnan(gr_axes_y(axes, s->y[i]))) {
                most = room;
                best = i;
            }
        }
        if (best < end)
            gr_chart_mark(axes, canvas, s->x[best], s->y[best], shape->mark, shape->role);
    }
}

/* What is infinite stands on the frame. */
static void draw_infinite(gr_canvas *canvas, const gr_shape *shape, const gr_axes *axes)
{
    const gr_series *s = &shape->as.series;

    for (size_t i = 0; i < s->count; i++)
        if (isinf(s->y[i]))
            gr_chart_mark(axes, canvas, s->x[i], s->y[i], "^", shape->role);
}

static void draw_present(gr_canvas *canvas, const gr_shape *shape, const gr_axes *axes)
{
    const gr_series *s = &shape->as.series;

    for (size_t i = s->count; i > 0; i--) {
        if (isnan(s->y[i - 1]))
            continue;
        gr_chart_mark(axes, canvas, s->x[i - 1], s->y[i - 1],
                      shape->mark != NULL ? shape->mark : "●", shape->role);
        return;
    }
}

static bool draw(gr_canvas *canvas, gr_rect rect, const gr_view *view, const gr_shape *shape,
                 gr_error *err)
{
    const gr_series *s = &shape->as.series;
    gr_axes axes = gr_chart_axes(view, rect);
    gr_dots dots;

    gr_chart_frame(view, shape, &axes, canvas);
    if (axes.plot.width < 1 || axes.plot.height < 1)
        return true;
    if (!gr_dots_init(&dots, axes.plot, canvas->ascii, err))
        return false;
    if (s->low != NULL && s->high != NULL) {
        draw_curve(&dots, &axes, s, s->low, BAND_GAP, GR_ROLE_CONTOUR);
        draw_curve(&dots, &axes, s, s->high, BAND_GAP, GR_ROLE_CONTOUR);
    }
    draw_curve(&dots, &axes, s, s->y, shape->dotted ? DOTTED_GAP : 1, shape->role);
    gr_dots_put(&dots, canvas);
    gr_dots_clear(&dots);
    draw_infinite(canvas, shape, &axes);
    if (shape->mark != NULL && s->count > 8)
        draw_marks(canvas, view, shape, &axes);
    if (!shape->dotted)
        draw_present(canvas, shape, &axes);
    return true;
}

const gr_plot gr_plot_line = {
    .name = "line",
    .summary = "curves on axes, linear or log, with bands",
    .shape = GR_SHAPE_SERIES,
    .draw = draw,
};
