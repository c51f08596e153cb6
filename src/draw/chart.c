#include "gradus/chart.h"

#include <math.h>
#include <stdio.h>

typedef struct extent {
    double low, high;
    bool any;
} extent;

static void widen(extent *e, const double *values, size_t count, bool log)
{
    double low, high;

    if (values == NULL || !gr_ticks_extent(values, count, log, &low, &high))
        return;
    e->low = !e->any || low < e->low ? low : e->low;
    e->high = !e->any || high > e->high ? high : e->high;
    e->any = true;
}

static bool has_axes(const gr_shape *shape)
{
    return shape->kind == GR_SHAPE_SERIES || shape->kind == GR_SHAPE_POINTS ||
           shape->kind == GR_SHAPE_FIELD;
}

static void widen_by(const gr_shape *shape, const gr_figure *figure, extent *x, extent *y)
{
    bool x_log = figure->x.log, y_log = figure->y.log;

    if (shape->kind == GR_SHAPE_SERIES) {
        const gr_series *s = &shape->as.series;
        widen(x, s->x, s->count, x_log);
        widen(y, s->y, s->count, y_log);
        widen(y, s->low, s->count, y_log);
        widen(y, s->high, s->count, y_log);
    } else if (shape->kind == GR_SHAPE_POINTS) {
        widen(x, shape->as.points.x, shape->as.points.count, x_log);
        widen(y, shape->as.points.y, shape->as.points.count, y_log);
    } else if (shape->kind == GR_SHAPE_FIELD) {
        const double xs[] = { shape->as.field.x0, shape->as.field.x1 };
        const double ys[] = { shape->as.field.y0, shape->as.field.y1 };
        widen(x, xs, 2, x_log);
        widen(y, ys, 2, y_log);
    }
}

/* At least one and at most all there are, whatever rounding has done. */
static int cells_of(double length, int most)
{
    int cells = length < most ? (int)length : most;

    return cells > 0 ? cells : 1;
}

/* A picture: limits as they are, and square units, two of them in the height of a cell. */
static gr_axes bare_axes(gr_rect rect, const extent *x, const extent *y)
{
    gr_axes axes = { .plot = rect, .picture = true };
    double wide = x->high - x->low, high = y->high - y->low;

    axes.x = (gr_ticks){ .low = x->low, .high = x->high };
    axes.y = (gr_ticks){ .low = y->low, .high = y->high };
    double scale =
        rect.width / wide < 2 * rect.height / high ? rect.width / wide : 2 * rect.height / high;
    if (scale > 1)
        scale = floor(scale); /* every pixel the same size */
    axes.plot.width = cells_of(wide * scale, rect.width);
    axes.plot.height = cells_of(ceil(high * scale / 2), rect.height);
    return axes;
}

gr_axes gr_chart_axes(const gr_view *view, gr_rect rect)
{
    extent x = { .any = false }, y = { .any = false };
    double nothing = (double)NAN;

    for (size_t i = 0; i < view->count; i++)
        widen_by(&view->shapes[i], view->figure, &x, &y);
    if (view->figure->bare && isfinite(x.high - x.low) && x.high > x.low &&
        isfinite(y.high - y.low) && y.high > y.low)
        return bare_axes(rect, &x, &y);
    return gr_axes_make(rect, x.any ? x.low : nothing, x.any ? x.high : nothing,
                        view->figure->x.log, y.any ? y.low : nothing, y.any ? y.high : nothing,
                        view->figure->y.log);
}

/* How many values a log axis cannot show. */
static size_t not_shown(const gr_view *view)
{
    size_t count = 0;

    for (size_t i = 0; view->figure->y.log && i < view->count; i++) {
        const gr_series *s = &view->shapes[i].as.series;
        if (view->shapes[i].kind != GR_SHAPE_SERIES)
            continue;
        for (size_t k = 0; k < s->count; k++)
            count += s->y[k] <= 0;
    }
    return count;
}

void gr_chart_frame(const gr_view *view, const gr_shape *shape, const gr_axes *axes,
                    gr_canvas *canvas)
{
    char text[64];

    for (size_t i = 0; i < view->count && &view->shapes[i] != shape; i++)
        if (has_axes(&view->shapes[i]))
            return;
    if (view->figure->bare)
        return;
    gr_axes_draw(axes, canvas);
    size_t left_out = not_shown(view);
    if (left_out == 0)
        return;
    snprintf(text, sizeof text, "%zu value%s <= 0 not shown", left_out, left_out > 1 ? "s" : "");
    gr_canvas_text_right(canvas, axes->plot.x, axes->plot.y, axes->plot.width, text, GR_ROLE_DIM);
}

static int clamp(double place, int cells)
{
    if (!(place > 0))
        return 0;
    return place >= cells ? cells - 1 : (int)place;
}

void gr_chart_mark(const gr_axes *axes, gr_canvas *canvas, double x, double y, const char *mark,
                   gr_role role)
{
    double column = gr_axes_x(axes, x), row = gr_axes_y(axes, y);
    const gr_rect *plot = &axes->plot;

    if (isnan(column) || isnan(row) || plot->width < 1 || plot->height < 1)
        return;
    if (column < 0 || column > plot->width)
        return;
    if (row < 0 || row > plot->height)
        mark = row < 0 ? "^" : "v";
    gr_canvas_text(canvas, plot->x + clamp(column, plot->width), plot->y + clamp(row, plot->height),
                   1, mark, role);
}
