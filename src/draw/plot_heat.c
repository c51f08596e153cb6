/* heat - a field as shades, two values a cell. Level 1 is the lowest value, 6 the highest; what is
 * not finite stays blank. */
#include "gradus/chart.h"
#include "gradus/plot.h"
#include "gradus/shades.h"

#include <math.h>

/* Where an axis cuts a grid of `count` cells at a share of its length, in cells from the first. */
static double grid_place(const gr_ticks *ticks, double share, double from, double to, size_t count)
{
    return (gr_ticks_value(ticks, share) - from) / (to - from) * (double)count;
}

/* The mean of the values at [left, right) x [low, high): where a picture is larger than its plot,
 * none of it is left out. What is not finite does not count. */
static double mean_of(const gr_field *f, size_t left, size_t right, size_t low, size_t high)
{
    double sum = 0, count = 0;

    for (size_t k = low; k < high; k++) {
        for (size_t i = left; i < right; i++) {
            double value = f->values[k * f->columns + i];
            sum += isfinite(value) ? value : 0;
            count += isfinite(value);
        }
    }
    return sum / count; /* NaN where there is none */
}

/* The first and the last but one of `count` cells around a place, as far as there are. */
static size_t start_of(double place, size_t count)
{
    double first = floor(place - (double)count / 2 + 0.5);

    return first > 0 ? (size_t)first : 0;
}

static size_t end_of(size_t first, size_t count, size_t most)
{
    size_t wanted = first + (count > 0 ? count : 1);

    return wanted < most ? wanted : most;
}

/* The cells between two places of a grid, at least one, as far as there are. */
static void cells_between(double from, double to, size_t most, size_t *first, size_t *end)
{
    *first = from > 0 ? (size_t)from : 0;
    *end = to > (double)*first + 1 ? (size_t)ceil(to) : *first + 1;
    *end = *end < most ? *end : most;
}

/* The greatest value of the cells that a place of the plot covers. */
static double peak_at(const gr_field *f, const gr_axes *axes, int column, int half)
{
    double width = axes->plot.width, height = 2 * axes->plot.height, peak = (double)NAN;
    size_t left, right, low, high;

    cells_between(grid_place(&axes->x, column / width, f->x0, f->x1, f->columns),
                  grid_place(&axes->x, (column + 1) / width, f->x0, f->x1, f->columns), f->columns,
                  &left, &right);
    cells_between(grid_place(&axes->y, 1 - (half + 1) / height, f->y0, f->y1, f->rows),
                  grid_place(&axes->y, 1 - half / height, f->y0, f->y1, f->rows), f->rows, &low,
                  &high);
    for (size_t k = low; k < high; k++)
        for (size_t i = left; i < right; i++)
            if (!(f->values[k * f->columns + i] <= peak) && isfinite(f->values[k * f->columns + i]))
                peak = f->values[k * f->columns + i];
    return peak;
}

/* The value at a place of the plot; columns and half rows from its upper left corner. */
static double value_at(const gr_field *f, const gr_axes *axes, int column, int half)
{
    double width = axes->plot.width, height = 2 * axes->plot.height;
    double i = grid_place(&axes->x, (column + 0.5) / width, f->x0, f->x1, f->columns);
    double k = grid_place(&axes->y, 1 - (half + 0.5) / height, f->y0, f->y1, f->rows);
    size_t wide = (size_t)((double)f->columns / width), high = (size_t)((double)f->rows / height);

    if (!(i >= 0 && k >= 0 && i < (double)f->columns && k < (double)f->rows))
        return (double)NAN;
    if (!f->decades || wide * high < 2)
        return f->values[(size_t)k * f->columns + (size_t)i];
    size_t left = start_of(i, wide), low = start_of(k, high);
    return mean_of(f, left, end_of(left, wide, f->columns), low, end_of(low, high, f->rows));
}

/* Whether the grid is the whole of a picture: then its pixels may be smaller than half a cell. */
static bool is_picture(const gr_view *view, const gr_field *f, const gr_axes *axes)
{
    return view->figure->bare && axes->x.low == f->x0 && axes->x.high == f->x1 &&
           axes->y.low == f->y0 && axes->y.high == f->y1;
}

/* The value at a place of a picture. */
static double pixel_at(const gr_field *f, const gr_axes *axes, int column, int half)
{
    double wide = (double)f->columns / axes->plot.width;
    double high = (double)f->rows / (2 * axes->plot.height);
    size_t left = (size_t)(column * wide), right = (size_t)((column + 1) * wide);
    size_t top = (size_t)(half * high), bottom = (size_t)((half + 1) * high);

    if (wide <= 1 || high <= 1 || right > f->columns || bottom > f->rows)
        return value_at(f, axes, column, half);
    return mean_of(f, left, right, f->rows - bottom, f->rows - top);
}

static bool draw(gr_canvas *canvas, gr_rect rect, const gr_view *view, const gr_shape *shape,
                 gr_error *err)
{
    const gr_field *f = &shape->as.field;
    gr_axes axes = gr_chart_axes(view, rect);
    gr_shades shades;
    bool picture = is_picture(view, f, &axes);
    double (*at)(const gr_field *, const gr_axes *, int, int) = picture    ? pixel_at
                                                                : f->peaks ? peak_at
                                                                           : value_at;

    (void)err;
    gr_chart_frame(view, shape, &axes, canvas);
    if (!gr_shades_of(f, &shades))
        return true;
    for (int y = 0; y < axes.plot.height; y++) {
        for (int x = 0; x < axes.plot.width; x++) {
            int upper = gr_shade(&shades, at(f, &axes, x, 2 * y));
            int lower = gr_shade(&shades, at(f, &axes, x, 2 * y + 1));
            if (upper > 0 || lower > 0)
                gr_canvas_heats(canvas, axes.plot.x + x, axes.plot.y + y, upper, lower);
        }
    }
    return true;
}

const gr_plot gr_plot_heat = {
    .name = "heat",
    .summary = "a field as shades",
    .shape = GR_SHAPE_FIELD,
    .draw = draw,
};
