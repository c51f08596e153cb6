#include "terrain_view.h"

enum { CURVE_DOTS = 2 }; /* points of a curve in a cell: as many as braille has */

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

static bool add_field(const gr_terrain *terrain, const gr_view_request *request, gr_view *view,
                      gr_error *err)
{
    gr_box box = gr_terrain_window(terrain, request);
    size_t columns = 2 * (size_t)request->columns, rows = 4 * (size_t)request->rows;
    gr_shape *shape = gr_view_add(view, GR_SHAPE_FIELD, GR_ROLE_CONTOUR, "f", err);
    double *values = gr_arena_alloc(&view->arena, columns * rows, sizeof *values, err);

    if (shape == NULL || values == NULL)
        return false;
    shape->plot = "contour";
    fill(terrain, &box, columns, rows, values);
    shape->as.field = (gr_field){ .columns = columns,
                                  .rows = rows,
                                  .x0 = box.x_low,
                                  .x1 = box.x_high,
                                  .y0 = box.y_low,
                                  .y1 = box.y_high,
                                  .values = values };
    return true;
}

static bool add_curve(const gr_terrain *terrain, const gr_view_request *request, gr_view *view,
                      gr_error *err)
{
    gr_box box = gr_terrain_window(terrain, request);
    size_t count = CURVE_DOTS * (size_t)request->columns + 1;
    gr_shape *shape = gr_view_add(view, GR_SHAPE_SERIES, GR_ROLE_CONTOUR, "f(x)", err);
    double *x = gr_arena_alloc(&view->arena, count, sizeof *x, err);
    double *y = gr_arena_alloc(&view->arena, count, sizeof *y, err);

    if (shape == NULL || x == NULL || y == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        x[i] = between(box.x_low, box.x_high, i, count - 1);
        y[i] = gr_terrain_value(terrain, &x[i], NULL);
    }
    shape->as.series = (gr_series){ .count = count, .x = x, .y = y };
    shape->mark = ""; /* it has no present point */
    shape->aside = true;
    return true;
}

bool gr_terrain_add(const gr_terrain *terrain, const gr_view_request *request, gr_view *view,
                    gr_error *err)
{
    return terrain->dims == 1 ? add_curve(terrain, request, view, err)
                              : add_field(terrain, request, view, err);
}

bool gr_terrain_add_minima(const gr_terrain *terrain, const gr_view_request *request, gr_view *view,
                           gr_error *err)
{
    const gr_surface *surface = terrain->surface;
    gr_box box = gr_terrain_window(terrain, request);
    size_t count = surface->minimum_count, inside = 0;

    if (count == 0)
        return true;
    double *x = gr_arena_alloc(&view->arena, count, sizeof *x, err);
    double *y = gr_arena_alloc(&view->arena, count, sizeof *y, err);
    gr_shape *shape = gr_view_add(view, GR_SHAPE_POINTS, GR_ROLE_MARK, "minima", err);
    if (x == NULL || y == NULL || shape == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        const gr_minimum *m = &surface->minima[i];
        x[inside] = m->x;
        y[inside] = terrain->dims > 1 ? m->y : m->f;
        inside += gr_terrain_shows(terrain, &box, m->x, m->y);
    }
    shape->mark = "+";
    shape->aside = true;
    shape->as.points = (gr_points){ .count = inside, .x = x, .y = y };
    return true;
}
