/* heat - a field as shades, two values a cell. Level 1 is the lowest value, 6 the highest; what is
 * not finite stays blank. */
#include "gradus/chart.h"
#include "gradus/plot.h"

#include <math.h>

/* The shade of a value between the limits of the field. */
static int level_of(double value, double low, double high)
{
    if (!isfinite(value))
        return 0;
    /* halves, since the whole range may be more than a double holds */
    double share = high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0.5;
    int level = 1 + (int)floor(share * GR_HEATS);
    return level > GR_HEATS ? GR_HEATS : level < 1 ? 1 : level;
}

/* The value at a place of the plot; columns and half rows from its upper left corner. */
static double value_at(const gr_field *f, const gr_axes *axes, int column, int half)
{
    double x = gr_ticks_value(&axes->x, (column + 0.5) / axes->plot.width);
    double y = gr_ticks_value(&axes->y, 1 - (half + 0.5) / (2 * axes->plot.height));
    double i = (x - f->x0) / (f->x1 - f->x0) * (double)f->columns;
    double k = (y - f->y0) / (f->y1 - f->y0) * (double)f->rows;

    if (!(i >= 0 && k >= 0 && i < (double)f->columns && k < (double)f->rows))
        return (double)NAN;
    return f->values[(size_t)k * f->columns + (size_t)i];
}

static bool draw(gr_canvas *canvas, gr_rect rect, const gr_view *view, const gr_shape *shape,
                 gr_error *err)
{
    const gr_field *f = &shape->as.field;
    gr_axes axes = gr_chart_axes(view, rect);
    double low = f->low, high = f->high;

    (void)err;
    gr_chart_frame(view, shape, &axes, canvas);
    if (low == high && !gr_ticks_extent(f->values, f->columns * f->rows, false, &low, &high))
        return true;
    for (int y = 0; y < axes.plot.height; y++) {
        for (int x = 0; x < axes.plot.width; x++) {
            int upper = level_of(value_at(f, &axes, x, 2 * y), low, high);
            int lower = level_of(value_at(f, &axes, x, 2 * y + 1), low, high);
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
