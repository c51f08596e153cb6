#include "gradus/axes.h"

#include "gradus/number.h"

#include <math.h>
#include <string.h>

enum { LEAST_COLUMNS = 10, LEAST_ROWS = 3, BOTTOM_ROWS = 2, COLUMNS_A_TICK = 8, ROWS_A_TICK = 2 };

/* --- layout --- */

static int widest_label(const gr_ticks *ticks)
{
    char text[GR_NUMBER_SIZE];
    int widest = 0;

    for (size_t i = 0; i < ticks->count; i++) {
        int width = (int)gr_number_tick(ticks->at[i], ticks->step, text);
        widest = width > widest ? width : widest;
    }
    return widest;
}

static int most_ticks(int cells, int a_tick)
{
    int count = cells / a_tick + 1;

    return count < 2 ? 2 : count;
}

gr_axes gr_axes_make(gr_rect rect, double x_low, double x_high, bool x_log, double y_low,
                     double y_high, bool y_log)
{
    gr_axes axes = { .plot = rect };

    axes.bottom = rect.height >= LEAST_ROWS + BOTTOM_ROWS;
    if (axes.bottom)
        axes.plot.height -= BOTTOM_ROWS;
    gr_ticks_make(&axes.y, y_low, y_high, y_log, most_ticks(axes.plot.height - 1, ROWS_A_TICK));
    axes.left = widest_label(&axes.y);
    if (rect.width - axes.left - 1 < LEAST_COLUMNS)
        axes.left = 0;
    axes.plot.x += axes.left + 1;
    axes.plot.width -= axes.left + 1;
    if (axes.plot.width < 0)
        axes.plot.width = 0;
    gr_ticks_make(&axes.x, x_low, x_high, x_log, most_ticks(axes.plot.width, COLUMNS_A_TICK));
    return axes;
}

/* --- places --- */

/* A share of `cells` cells in cells. */
static double in_cells(const gr_axes *axes, double share, int cells)
{
    return axes->picture ? share * cells : share * (cells - 1) + 0.5;
}

double gr_axes_x(const gr_axes *axes, double x)
{
    double place = gr_ticks_place(&axes->x, x);

    return isnan(place) ? place : in_cells(axes, place, axes->plot.width);
}

double gr_axes_y(const gr_axes *axes, double y)
{
    double place = gr_ticks_place(&axes->y, y);

    return isnan(place) ? place : in_cells(axes, 1 - place, axes->plot.height);
}

int gr_axis_cell(const gr_ticks *ticks, double value, int length)
{
    double place = gr_ticks_place(ticks, value) * (length - 1);

    if (!(place > 0))
        return 0;
    return place > length - 1 ? length - 1 : (int)rint(place);
}

/* --- drawing --- */

void gr_axis_bottom(gr_canvas *canvas, const gr_ticks *ticks, int corner, int length, int end,
                    int y)
{
    char text[GR_NUMBER_SIZE];
    int taken = corner - 2; /* the last column with a label */

    gr_canvas_glyph(canvas, corner, y, GR_GLYPH_CORNER, GR_ROLE_AXIS);
    for (int x = 0; x < length; x++)
        gr_canvas_glyph(canvas, corner + 1 + x, y, GR_GLYPH_LINE, GR_ROLE_AXIS);
    for (size_t i = 0; i < ticks->count; i++) {
        int x = corner + 1 + gr_axis_cell(ticks, ticks->at[i], length);
        int width = (int)gr_number_tick(ticks->at[i], ticks->step, text);
        int start = x - width + 1 < corner ? corner : x - width + 1;
        gr_canvas_glyph(canvas, x, y, GR_GLYPH_TICK_BOTTOM, GR_ROLE_AXIS);
        if (start <= taken + 1 || start + width > end)
            continue;
        gr_canvas_text(canvas, start, y + 1, width, text, GR_ROLE_AXIS);
        taken = start + width - 1;
    }
}

static void draw_left(const gr_axes *axes, gr_canvas *canvas)
{
    char text[GR_NUMBER_SIZE];
    int axis = axes->plot.x - 1, last = -1;

    for (int y = 0; y < axes->plot.height; y++)
        gr_canvas_glyph(canvas, axis, axes->plot.y + y, GR_GLYPH_RULE, GR_ROLE_AXIS);
    for (size_t i = axes->y.count; i > 0; i--) { /* from the top */
        int row = (int)floor(gr_axes_y(axes, axes->y.at[i - 1]));
        if (row == last) /* never two on one row */
            continue;
        last = row;
        gr_canvas_glyph(canvas, axis, axes->plot.y + row, GR_GLYPH_TICK_LEFT, GR_ROLE_AXIS);
        gr_number_tick(axes->y.at[i - 1], axes->y.step, text);
        if (axes->left > 0)
            gr_canvas_text_right(canvas, axis - axes->left, axes->plot.y + row, axes->left, text,
                                 GR_ROLE_AXIS);
    }
}

void gr_axes_draw(const gr_axes *axes, gr_canvas *canvas)
{
    if (axes->plot.width < 1 || axes->plot.height < 1)
        return;
    draw_left(axes, canvas);
    if (axes->bottom)
        gr_axis_bottom(canvas, &axes->x, axes->plot.x - 1, axes->plot.width,
                       axes->plot.x + axes->plot.width, axes->plot.y + axes->plot.height);
}
