/* line - series as curves on axes, with bands. NaN is a gap, a single point a marker, infinity a
 * `^` or `v` on the frame. All series of a view are drawn together, by the first of them: bands
 * first, then dotted curves, then the others, then marks. */
#include "curve.h"
#include "gradus/plot.h"

#include <math.h>

enum { DOTTED_GAP = 4 };

static bool is_first(const gr_view *view, const gr_shape *shape)
{
    for (size_t i = 0; i < view->count && &view->shapes[i] != shape; i++)
        if (view->shapes[i].kind == GR_SHAPE_SERIES)
            return false;
    return true;
}

gr_series gr_curve_series(const gr_axes *axes, const gr_shape *shape, double room[4])
{
    if (!shape->across || shape->as.series.count == 0)
        return shape->as.series;
    room[0] = axes->x.low;
    room[1] = axes->x.high;
    room[2] = room[3] = shape->as.series.y[0];
    return (gr_series){ .count = 2, .x = room, .y = room + 2 };
}

/* --- layers, from the lowest --- */

static bool draw_band(gr_dots *dots, const gr_axes *axes, const gr_shape *shape, size_t index,
                      gr_error *err)
{
    const gr_series *s = &shape->as.series;

    return s->low == NULL || s->high == NULL ||
           gr_curve_band(dots, axes, s, (int)index, shape->role, err);
}

static bool draw_curve(gr_dots *dots, const gr_axes *axes, const gr_shape *shape, bool dotted)
{
    double room[4];
    const gr_series s = gr_curve_series(axes, shape, room);
    gr_pen pen = { .dots = dots, .role = shape->role, .gap = dotted ? DOTTED_GAP : 1 };

    for (size_t i = 0; shape->dotted == dotted && i < s.count; i++)
        gr_pen_to(&pen, gr_axes_x(axes, s.x[i]), gr_axes_y(axes, s.y[i]));
    gr_pen_lift(&pen);
    return true;
}

typedef enum layer { BANDS, DOTTED, SOLID, LAYERS } layer;

static bool draw_layer(gr_dots *dots, const gr_axes *axes, const gr_view *view, layer which,
                       gr_error *err)
{
    for (size_t i = 0; i < view->count; i++) {
        const gr_shape *shape = &view->shapes[i];
        if (shape->kind != GR_SHAPE_SERIES)
            continue;
        if (which == BANDS ? !draw_band(dots, axes, shape, i, err)
                           : !draw_curve(dots, axes, shape, which == DOTTED))
            return false;
    }
    return true;
}

static bool draw(gr_canvas *canvas, gr_rect rect, const gr_view *view, const gr_shape *shape,
                 gr_error *err)
{
    gr_axes axes = gr_chart_axes(view, rect);
    bool good = true;

    gr_chart_frame(view, shape, &axes, canvas);
    if (axes.plot.width < 1 || axes.plot.height < 1 || !is_first(view, shape))
        return true;
    for (layer which = BANDS; which < LAYERS && good; which++) {
        gr_dots dots;
        if (!gr_dots_init(&dots, axes.plot, canvas->ascii, err))
            return false;
        good = draw_layer(&dots, &axes, view, which, err);
        gr_dots_put(&dots, canvas);
        gr_dots_clear(&dots);
    }
    return good;
}

/* --- marks --- */

/* What is infinite stands on the frame. */
static void draw_infinite(gr_canvas *canvas, const gr_shape *shape, const gr_axes *axes)
{
    const gr_series *s = &shape->as.series;

    for (size_t i = 0; i < s->count; i++)
        if (isinf(s->y[i]))
            gr_chart_mark(axes, canvas, s->x[i], s->y[i], "^", shape->role);
}

static void marks(gr_canvas *canvas, gr_rect rect, const gr_view *view, const gr_shape *shape)
{
    gr_axes axes = gr_chart_axes(view, rect);

    if (axes.plot.width < 1 || axes.plot.height < 1)
        return;
    draw_infinite(canvas, shape, &axes);
    gr_curve_marks(canvas, &axes, shape);
    gr_chart_note(view, shape, &axes, canvas);
}

const gr_plot gr_plot_line = {
    .name = "line",
    .summary = "curves on axes, linear or log, with bands",
    .shape = GR_SHAPE_SERIES,
    .draw = draw,
    .marks = marks,
};
