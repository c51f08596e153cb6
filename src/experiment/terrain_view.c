#include "terrain_view.h"

#include "gradus/table.h"

#include <math.h>

enum { DOTS_WIDE = 2, DOTS_HIGH = 4 }; /* in a cell: as many as braille has */

static const double MARGIN = 0.05; /* of the height of a curve, above and below it */
static const double EQUAL = 1e-9;  /* minima that are no further apart are equally low */

gr_box gr_terrain_window(const gr_terrain *terrain, const gr_view_request *request)
{
    const gr_limits *w = &request->window;
    gr_box box = terrain->box;

    if (w->x_low < w->x_high) {
        box.x_low = w->x_low;
        box.x_high = w->x_high;
    }
    if (w->y_low < w->y_high) {
        box.y_low = w->y_low;
        box.y_high = w->y_high;
    }
    return box;
}

bool gr_terrain_shows(const gr_terrain *terrain, const gr_box *box, double x, double y)
{
    return x >= box->x_low && x <= box->x_high &&
           (terrain->dims == 1 || (y >= box->y_low && y <= box->y_high));
}

static double between(double low, double high, size_t i, size_t count)
{
    return low + (high - low) * ((double)i / (double)count);
}

static void fill(const gr_terrain *terrain, const gr_box *box, size_t columns, size_t rows,
                 double *values)
{
    for (size_t k = 0; k < rows; k++) {
        for (size_t i = 0; i < columns; i++) {
            const double at[] = { between(box->x_low, box->x_high, 2 * i + 1, 2 * columns),
                                  between(box->y_low, box->y_high, 2 * k + 1, 2 * rows) };
            values[k * columns + i] = gr_terrain_value(terrain, at, NULL);
        }
    }
}

static bool add_field(const gr_terrain *terrain, const gr_box *box, const gr_view_request *request,
                      gr_view *view, gr_error *err)
{
    size_t columns = DOTS_WIDE * (size_t)request->columns, rows = DOTS_HIGH * (size_t)request->rows;
    gr_shape *shape = gr_view_add(view, GR_SHAPE_FIELD, GR_ROLE_CONTOUR, "f", err);
    double *values = gr_arena_alloc(&view->arena, columns * rows, sizeof *values, err);

    if (shape == NULL || values == NULL)
        return false;
    shape->plot = "contour";
    fill(terrain, box, columns, rows, values);
    shape->as.field = (gr_field){ .columns = columns,
                                  .rows = rows,
                                  .x0 = box->x_low,
                                  .x1 = box->x_high,
                                  .y0 = box->y_low,
                                  .y1 = box->y_high,
                                  .values = values,
                                  .decades = true };
    return true;
}

/* Both axes end where the curve does: what else is drawn is not to flatten it. */
static void frame(const gr_box *box, const double *y, size_t count, gr_limits *window)
{
    double low = (double)INFINITY, high = -(double)INFINITY;

    for (size_t i = 0; i < count; i++) {
        low = y[i] < low ? y[i] : low;
        high = y[i] > high ? y[i] : high;
    }
    double margin = (high - low) * MARGIN;
    window->x_low = box->x_low;
    window->x_high = box->x_high;
    if (isfinite(margin)) {
        window->y_low = low - margin;
        window->y_high = high + margin;
    }
}

static bool add_curve(const gr_terrain *terrain, const gr_box *box, const gr_view_request *request,
                      gr_view *view, gr_error *err)
{
    size_t count = DOTS_WIDE * (size_t)request->columns + 1;
    gr_shape *shape = gr_view_add(view, GR_SHAPE_SERIES, GR_ROLE_CONTOUR, "f(x)", err);
    double *x = gr_arena_alloc(&view->arena, count, sizeof *x, err);
    double *y = gr_arena_alloc(&view->arena, count, sizeof *y, err);

    if (shape == NULL || x == NULL || y == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        x[i] = between(box->x_low, box->x_high, i, count - 1);
        y[i] = gr_terrain_value(terrain, &x[i], NULL);
    }
    frame(box, y, count, &view->window);
    shape->as.series = (gr_series){ .count = count, .x = x, .y = y };
    shape->mark = ""; /* it has no present point */
    shape->aside = true;
    return true;
}

bool gr_terrain_add(const gr_terrain *terrain, const gr_box *box, const gr_view_request *request,
                    gr_view *view, gr_error *err)
{
    return terrain->dims == 1 ? add_curve(terrain, box, request, view, err)
                              : add_field(terrain, box, request, view, err);
}

double gr_terrain_least(const gr_terrain *terrain)
{
    const gr_surface *surface = terrain->surface;
    double least = gr_missing();

    for (size_t i = 0; i < surface->minimum_count; i++)
        least = surface->minima[i].f >= least ? least : surface->minima[i].f;
    return least;
}

bool gr_terrain_add_minima(const gr_terrain *terrain, const gr_box *box, gr_view *view,
                           gr_error *err)
{
    const gr_surface *surface = terrain->surface;
    size_t count = surface->minimum_count, inside = 0;
    double least = gr_terrain_least(terrain);

    if (count == 0)
        return true;
    double *x = gr_arena_alloc(&view->arena, count, sizeof *x, err);
    double *y = gr_arena_alloc(&view->arena, count, sizeof *y, err);
    const char **marks = gr_arena_alloc(&view->arena, count, sizeof *marks, err);
    gr_shape *shape = gr_view_add(view, GR_SHAPE_POINTS, GR_ROLE_MARK, "minima", err);
    if (x == NULL || y == NULL || marks == NULL || shape == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        const gr_minimum *m = &surface->minima[i];
        x[inside] = m->x;
        y[inside] = terrain->dims > 1 ? m->y : m->f;
        marks[inside] = m->f - least <= EQUAL * (1 + fabs(least)) ? "+" : "·";
        inside += gr_terrain_shows(terrain, box, m->x, m->y);
    }
    shape->mark = "+";
    shape->aside = true;
    shape->as.points = (gr_points){ .count = inside, .x = x, .y = y, .marks = marks };
    return true;
}
