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

/* So that a run that has not begun stands at the left end of its axis. */
static void reach_out(gr_limits *limits, double reach)
{
    const double ends[] = { 0, reach };

    if (reach > 0)
        widen(&limits->x_low, &limits->x_high, ends, GR_LEN(ends), false);
}

static void look_through(gr_limits *limits, const gr_limits *window)
{
    if (window->x_low < window->x_high) {
        limits->x_low = window->x_low;
        limits->x_high = window->x_high;
    }
    if (window->y_low < window->y_high) {
        limits->y_low = window->y_low;
        limits->y_high = window->y_high;
    }
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
    reach_out(limits, view->x_reach);
    look_through(limits, &view->window);
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

/* At least one and at most all there are, whatever rounding has done. */
static int cells_of(double length, int most)
{
    int cells = length < most ? (int)length : most;

    return cells > 0 ? cells : 1;
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
    axes.plot.width = cells_of(wide * scale, rect.width);
    axes.plot.height = cells_of(ceil(high * scale / 2), rect.height);
    return axes;
}

gr_axes gr_chart_axes(const gr_view *view, gr_rect rect)
{
    bool field = has_kind(view, GR_SHAPE_FIELD);
    gr_frame frame = { .limits = view->fixed ? view->limits : gr_chart_no_limits(),
                       .x_log = view->figure->x.log,
                       .y_log = view->figure->y.log,
                       .map = is_map(view),
                       .x_exact = field || view->window.x_low < view->window.x_high,
                       .y_exact = field || view->window.y_low < view->window.y_high,
                       .no_bottom = view->x_elsewhere,
                       .strip = view->strip.count > 0,
                       .x_title = view->figure->x.label };
    const gr_limits *l = &frame.limits;

    if (!view->fixed)
        gr_chart_join(&frame.limits, view);
    if (view->figure->bare && isfinite(l->x_high - l->x_low) && l->x_high > l->x_low &&
        isfinite(l->y_high - l->y_low) && l->y_high > l->y_low)
        return bare_axes(rect, l);
    return gr_axes_make(rect, &frame);
}

static int clamp(double place, int cells)
{
    if (!(place > 0))
        return 0;
    return place >= cells ? cells - 1 : (int)place;
}

/* The row of marks right below the plot, and their key. */
static void draw_strip(const gr_strip *strip, const gr_axes *axes, gr_canvas *canvas)
{
    int y = axes->plot.y + axes->plot.height, left = axes->plot.x - axes->left - 1;

    for (size_t i = 0; i < strip->count; i++) {
        double column = gr_axes_x(axes, strip->x[i]);
        if (column >= 0 && column <= axes->plot.width)
            gr_canvas_text(canvas, axes->plot.x + clamp(column, axes->plot.width), y, 1,
                           strip->marks[i], strip->roles[i]);
    }
    if (strip->name != NULL && (int)gr_text_width(strip->name) <= axes->left)
        gr_canvas_text(canvas, left, y, axes->left, strip->name, GR_ROLE_AXIS);
    if (strip->key != NULL)
        gr_canvas_text(canvas, axes->plot.x, y + 1, axes->plot.width, strip->key, GR_ROLE_AXIS);
}

void gr_chart_frame(const gr_view *view, const gr_shape *shape, const gr_axes *axes,
                    gr_canvas *canvas)
{
    for (size_t i = 0; &view->shapes[i] != shape; i++)
        if (has_axes(&view->shapes[i]))
            return;
    if (!view->figure->bare)
        gr_axes_draw(axes, canvas);
    if (axes->strip && axes->plot.width > 0)
        draw_strip(&view->strip, axes, canvas);
}

/* --- what a log axis cannot show --- */

static size_t not_shown(const gr_figure *figure, const double *x, const double *y, size_t count)
{
    size_t found = 0;

    for (size_t i = 0; i < count; i++)
        if (!(figure->x.log && figure->y.log && x[i] == 0 && y[i] == 0)) /* nothing, after nothing */
            found += (figure->y.log && y[i] <= 0) || (figure->x.log && x[i] <= 0);
    return found;
}

static size_t all_not_shown(const gr_view *view)
{
    size_t found = 0;

    if (!view->figure->x.log && !view->figure->y.log)
        return 0;
    for (size_t i = 0; i < view->count; i++) {
        const gr_series *s = &view->shapes[i].as.series;
        const gr_points *p = &view->shapes[i].as.points;
        if (view->shapes[i].kind == GR_SHAPE_SERIES)
            found += not_shown(view->figure, s->x, s->y, s->count);
        else if (view->shapes[i].kind == GR_SHAPE_POINTS)
            found += not_shown(view->figure, p->x, p->y, p->count);
    }
    return found;
}

static bool counts_values(const gr_shape *shape)
{
    return shape->kind == GR_SHAPE_SERIES || shape->kind == GR_SHAPE_POINTS;
}

/* Cells of a row that show something. */
static int busy(const gr_canvas *canvas, int x, int y, int width)
{
    int count = 0;

    for (int i = 0; i < width; i++)
        count += gr_canvas_cell(canvas, x + i, y)->character != ' ';
    return count;
}

static void put_in_corner(gr_canvas *canvas, const gr_rect *p, const char *text, gr_role role)
{
    int width = (int)gr_text_width(text), right = p->x + p->width - width;
    int below = p->y + p->height - 1;
    const int corners[][2] = { { right, p->y }, { right, below }, { p->x, below }, { p->x, p->y } };
    size_t best = 0;

    if (width > p->width)
        return;
    for (size_t i = 1; i < GR_LEN(corners); i++)
        if (busy(canvas, corners[i][0], corners[i][1], width) <
            busy(canvas, corners[best][0], corners[best][1], width))
            best = i;
    gr_canvas_text(canvas, corners[best][0], corners[best][1], width, text, role);
}

void gr_chart_note(const gr_view *view, const gr_shape *shape, const gr_axes *axes,
                   gr_canvas *canvas)
{
    const gr_rect p = gr_rect_clip(axes->plot, gr_canvas_rect(canvas));
    char text[64];

    for (size_t i = 0; &view->shapes[i] != shape; i++)
        if (counts_values(&view->shapes[i]))
            return;
    if (p.height <= 1)
        return;
    if (view->remark != NULL)
        put_in_corner(canvas, &p, view->remark, GR_ROLE_HEADING);
    size_t left_out = all_not_shown(view);
    if (left_out == 0)
        return;
    snprintf(text, sizeof text, "%zu value%s <= 0 not shown", left_out, left_out > 1 ? "s" : "");
    put_in_corner(canvas, &p, text, GR_ROLE_DIM);
}

/* --- marks --- */

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
