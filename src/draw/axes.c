#include "gradus/axes.h"

#include "gradus/number.h"

#include <math.h>
#include <string.h>

enum {
    LEAST_COLUMNS = 10,
    LEAST_ROWS = 3,
    BOTTOM_ROWS = 2,
    STRIP_ROWS = 2,
    COLUMNS_A_TICK = 8,
    ROWS_A_TICK = 2,
    COLUMNS_ON_MAP = 6
};

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

int gr_axes_rows(bool map)
{
    return map ? 1 : BOTTOM_ROWS;
}

static void make_ticks(gr_ticks *ticks, double low, double high, bool log, bool exact, int wanted)
{
    if (exact)
        gr_ticks_make_inside(ticks, low, high, log, wanted);
    else
        gr_ticks_make(ticks, low, high, log, wanted);
}

gr_axes gr_axes_make(gr_rect rect, const gr_frame *frame)
{
    gr_axes axes = { .plot = rect, .map = frame->map, .x_title = frame->x_title };
    const gr_limits *limits = &frame->limits;
    int rows = frame->strip ? STRIP_ROWS : gr_axes_rows(frame->map);
    bool room = !frame->no_bottom && rect.height >= LEAST_ROWS + rows;

    axes.bottom = room && !frame->strip;
    axes.strip = room && frame->strip;
    if (room)
        axes.plot.height -= rows;
    make_ticks(&axes.y, limits->y_low, limits->y_high, frame->y_log, frame->y_exact,
               most_ticks(axes.plot.height - !frame->map, ROWS_A_TICK));
    axes.left = widest_label(&axes.y);
    if (rect.width - axes.left - 1 < LEAST_COLUMNS)
        axes.left = 0;
    int taken = axes.left > 0 || !frame->map ? axes.left + 1 : 0;
    axes.plot.x += taken;
    axes.plot.width -= taken;
    if (axes.plot.width < 0)
        axes.plot.width = 0;
    make_ticks(&axes.x, limits->x_low, limits->x_high, frame->x_log, frame->x_exact,
               most_ticks(axes.plot.width, frame->map ? COLUMNS_ON_MAP : COLUMNS_A_TICK));
    return axes;
}

/* --- places --- */

/* On a chart the limits are the middles of the outermost cells, where their ticks stand; a map
 * reaches from edge to edge, as the field on it does. */
static double position(double place, int cells, bool map)
{
    return map ? place * cells : place * (cells - 1) + 0.5;
}

double gr_axes_x(const gr_axes *axes, double x)
{
    return position(gr_ticks_place(&axes->x, x), axes->plot.width, axes->map);
}

double gr_axes_y(const gr_axes *axes, double y)
{
    return position(1 - gr_ticks_place(&axes->y, y), axes->plot.height, axes->map);
}

int gr_axis_cell(const gr_ticks *ticks, double value, int length)
{
    double place = gr_ticks_place(ticks, value) * (length - 1);

    if (!(place > 0))
        return 0;
    return place > length - 1 ? length - 1 : (int)floor(place + 0.5); /* where a curve has it */
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

static int cell_of(double position, int cells)
{
    int cell = (int)floor(position);

    return cell >= cells ? cells - 1 : cell;
}

static void draw_left(const gr_axes *axes, gr_canvas *canvas)
{
    char text[GR_NUMBER_SIZE];
    int axis = axes->plot.x - 1, last = -1;

    for (int y = 0; y < axes->plot.height && !axes->map; y++)
        gr_canvas_glyph(canvas, axis, axes->plot.y + y, GR_GLYPH_RULE, GR_ROLE_AXIS);
    for (size_t i = axes->y.count; i > 0; i--) { /* from the top */
        int row = cell_of(gr_axes_y(axes, axes->y.at[i - 1]), axes->plot.height);
        if (row == last) /* never two on one row */
            continue;
        last = row;
        if (!axes->map)
            gr_canvas_glyph(canvas, axis, axes->plot.y + row, GR_GLYPH_TICK_LEFT, GR_ROLE_AXIS);
        gr_number_tick(axes->y.at[i - 1], axes->y.step, text);
        if (axes->left > 0)
            gr_canvas_text_right(canvas, axis - axes->left, axes->plot.y + row, axes->left, text,
                                 GR_ROLE_AXIS);
    }
}

/* The labels of a map's x axis, each ending under its tick, and the title in the last gap. */
static void draw_below(const gr_axes *axes, gr_canvas *canvas, int y)
{
    char text[GR_NUMBER_SIZE];
    int left = axes->left > 0 ? axes->plot.x - axes->left - 1 : axes->plot.x;
    int taken = left - 2, gap = left, room = 0;

    for (size_t i = 0; i < axes->x.count; i++) {
        int cell = cell_of(gr_axes_x(axes, axes->x.at[i]), axes->plot.width);
        int end = axes->plot.x + cell + 1;
        int width = (int)gr_number_tick(axes->x.at[i], axes->x.step, text);
        int start = end - width < left ? left : end - width;
        if (start <= taken + 1 || start + width > axes->plot.x + axes->plot.width)
            continue;
        gr_canvas_text(canvas, start, y, width, text, GR_ROLE_AXIS);
        gap = taken + 1;
        room = start - gap;
        taken = start + width - 1;
    }
    int needed = axes->x_title != NULL ? (int)gr_text_width(axes->x_title) : 0;
    if (needed > 0 && gap > left && room >= needed + 2)
        gr_canvas_text(canvas, gap + (room - needed) / 2, y, needed, axes->x_title, GR_ROLE_DIM);
}

void gr_axes_draw(const gr_axes *axes, gr_canvas *canvas)
{
    int below = axes->plot.y + axes->plot.height;

    if (axes->plot.width < 1 || axes->plot.height < 1)
        return;
    if (!axes->map || axes->left > 0)
        draw_left(axes, canvas);
    if (axes->bottom && axes->map)
        draw_below(axes, canvas, below);
    else if (axes->bottom)
        gr_axis_bottom(canvas, &axes->x, axes->plot.x - 1, axes->plot.width,
                       axes->plot.x + axes->plot.width, below);
}
