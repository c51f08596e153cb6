#include "gradus/chart.h"

#include <math.h>
#include <stdio.h>

/* --- limits --- */

gr_limits gr_chart_no_limits(void)
{
    double none = (double)NAN;

    return (gr_limits){ none, none, none, none };
}

static void widen(double *least, double *most, const double *values, size_t count, bool log)
{
    double low, high;

    if (values == NULL || !gr_ticks_extent(values, count, log, &low, &high))
        return;
    *least = isnan(*least) || low < *least ? low : *least;
    *most = isnan(*most) || high > *most ? high : *most;
}

static void join_series(gr_limits *l, const gr_series *s, const gr_figure *figure)
{
    widen(&l->x_low, &l->x_high, s->x, s->count, figure->x.log);
    widen(&l->y_low, &l->y_high, s->y, s->count, figure->y.log);
    widen(&l->y_low, &l->y_high, s->low, s->count, figure->y.log);
    widen(&l->y_low, &l->y_high, s->high, s->count, figure->y.log);
}

static void join_points(gr_limits *l, const gr_points *p, const gr_figure *figure)
{
    widen(&l->x_low, &l->x_high, p->x, p->count, figure->x.log);
    widen(&l->y_low, &l->y_high, p->y, p->count, figure->y.log);
}

static void join_field(gr_limits *l, const gr_field *f, const gr_figure *figure)
{
    const double xs[] = { f->x0, f->x1 }, ys[] = { f->y0, f->y1 };

    widen(&l->x_low, &l->x_high, xs, 2, figure->x.log);
    widen(&l->y_low, &l->y_high, ys, 2, figure->y.log);
}

static bool has_kind(const gr_view *view, gr_shape_kind kind)
{
    for (size_t i = 0; i < view->count; i++)
        if (view->shapes[i].kind == kind)
            return true;
    return false;
}

void gr_chart_join(gr_limits *limits, const gr_view *view)
{
    bool field = has_kind(view, GR_SHAPE_FIELD);

    for (size_t i = 0; i < view->count; i++) {
        const gr_shape *shape = &view->shapes[i];
        if (shape->kind == GR_SHAPE_FIELD)
            join_field(limits, &shape->as.field, view->figure);
        else if (shape->kind == GR_SHAPE_SERIES && !field)
            join_series(limits, &shape->as.series, view->figure);
        else if (shape->kind == GR_SHAPE_POINTS && !field)
            join_points(limits, &shape->as.points, view->figure);
    }
}

/* --- the frame --- */

static bool has_axes(const gr_shape *shape)
{
    return shape->kind == GR_SHAPE_SERIES || shape->kind == GR_SHAPE_POINTS ||
           shape->kind == GR_SHAPE_FIELD;
}

static bool is_map(const gr_view *view)
{
    return view->figure->map || has_kind(view, GR_SHAPE_FIELD);
}

int gr_chart_axis_rows(const gr_view *view)
{
    for (size_t i = 0; i < view->count; i++)
        if (has_axes(&view->shapes[i]))
            return view->figure->bare ? 0 : gr_axes_rows(is_map(view));
    return 0;
}

/* A picture: limits as they are, and square units, two of them in the height of a cell. */
static gr_axes bare_axes(gr_rect rect, const gr_limits *l)
{
    gr_axes axes = { .plot = rect, .map = true };
    double wide = l->x_high - l->x_low, high = l->y_high - l->y_low;

    axes.x = (gr_ticks){ .low = l->x_low, .high = l->x_high };
    axes.y = (gr_ticks){ .low = l->y_low, .high = l->y_high };
    double scale =
        rect.width / wide < 2 * rect.height / high ? rect.width / wide : 2 * rect.height / high;
    if (scale > 1)
        scale = floor(scale); /* every pixel the same size */
    axes.plot.width = (int)(wide * scale) > 0 ? (int)(wide * scale) : 1;
    axes.plot.height = (int)ceil(high * scale / 2) > 0 ? (int)ceil(high * scale / 2) : 1;
    return axes;
}

gr_axes gr_chart_axes(const gr_view *view, gr_rect rect)
{
    gr_frame frame = { .limits = view->fixed ? view->limits : gr_chart_no_limits(),
                       .x_log = view->figure->x.log,
                       .y_log = view->figure->y.log,
                       .map = is_map(view),
                       .exact = has_kind(view, GR_SHAPE_FIELD),
                       .no_bottom = view->x_elsewhere,
                       .x_title = view->figure->x.label };
    const gr_limits *l = &frame.limits;

    if (!view->fixed)
        gr_chart_join(&frame.limits, view);
    if (view->figure->bare && l->x_high > l->x_low && l->y_high > l->y_low)
        return bare_axes(rect, l);
    return gr_axes_make(rect, &frame);
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
