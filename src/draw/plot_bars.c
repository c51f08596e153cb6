/* bars - a value for each label, as horizontal bars over an axis with ticks. */
#include "gradus/axes.h"
#include "gradus/number.h"
#include "gradus/plot.h"

#include <math.h>
#include <string.h>

enum { TICK_ROOM = 8, AXIS_ROWS = 2 };

typedef struct bar_layout {
    gr_rect rect;
    int labels, values; /* columns for labels and for values */
    int left, length;   /* where bars begin, and the longest */
    size_t first, visible;
    int pitch; /* rows from one bar to the next */
    bool axis, known;
    gr_ticks ticks;
} bar_layout;

static int widest_label(const gr_bars *bars)
{
    int width = 1;

    for (size_t i = 0; i < bars->count; i++) {
        int mine = (int)gr_text_width(bars->labels[i]);
        width = mine > width ? mine : width;
    }
    return width;
}

/* Counts show all their digits, other values four. */
static void value_text(double value, char out[GR_NUMBER_SIZE])
{
    bool whole = isfinite(value) && floor(value) == value && fabs(value) < 1e15;

    if (isnan(value))
        strcpy(out, "?");
    else
        gr_number_shown(value, whole ? GR_DECIMALS_COUNT : GR_DECIMALS_AUTO, out);
}

static int widest_value(const gr_bars *bars)
{
    char text[GR_NUMBER_SIZE];
    int width = 1;

    for (size_t i = 0; i < bars->count; i++) {
        value_text(bars->values[i], text);
        int mine = (int)strlen(text);
        width = mine > width ? mine : width;
    }
    return width;
}

static bar_layout lay_out(gr_rect rect, const gr_bars *bars)
{
    bar_layout l = { .rect = rect, .labels = widest_label(bars), .values = widest_value(bars) };
    double low = 0, high = 0;

    if (l.labels > rect.width / 3)
        l.labels = rect.width / 3;
    l.left = rect.x + l.labels + 2;
    l.length = rect.width - l.labels - 2 - l.values - 1;
    l.length = l.length > 0 ? l.length : 0;
    l.axis = rect.height >= AXIS_ROWS + 2 && l.length >= TICK_ROOM;
    size_t rows = (size_t)(rect.height - (l.axis ? AXIS_ROWS : 0));
    l.visible = bars->count < rows ? bars->count : rows;
    if (bars->present >= 0 && (size_t)bars->present >= l.visible)
        l.first = (size_t)bars->present + 1 - l.visible;
    l.pitch = 2 * l.visible <= rows && l.visible == bars->count ? 2 : 1;
    l.known = gr_ticks_extent(bars->values, bars->count, false, &low, &high);
    if (!l.known)
        high = 1;
    int wanted = l.length / TICK_ROOM + 1;
    gr_ticks_make(&l.ticks, low < 0 ? low : 0, high > 0 ? high : 0, false, wanted);
    return l;
}

/* How many cells a bar of this value fills. */
static int cells_of(const bar_layout *l, double value)
{
    if (l->length == 0)
        return 0;
    return value > 0 ? gr_axis_cell(&l->ticks, value, l->length) + 1
                     : gr_axis_cell(&l->ticks, value, l->length);
}

/* A number behind its bar, in a shorter form where there is little room; never a part of it. */
static void draw_value(gr_canvas *canvas, const bar_layout *l, int x, int y, double value)
{
    char text[GR_NUMBER_SIZE];
    int room = l->rect.x + l->rect.width - x;

    value_text(value, text);
    if ((int)strlen(text) > room)
        gr_number_tick(value, 0, text);
    if ((int)strlen(text) <= room)
        gr_canvas_text(canvas, x, y, room, text, GR_ROLE_TEXT);
}

static void draw_bar(gr_canvas *canvas, const bar_layout *l, const gr_bars *bars, size_t i, int y,
                     gr_role role)
{
    double value = bars->values[i];
    int zero = cells_of(l, 0), end = isnan(value) ? 0 : cells_of(l, value);

    gr_canvas_text_right(canvas, l->rect.x, y, l->labels, bars->labels[i], GR_ROLE_TEXT);
    if (l->labels + 1 < l->rect.width)
        gr_canvas_glyph(canvas, l->left - 1, y, GR_GLYPH_TICK_LEFT, GR_ROLE_AXIS);
    if (l->pitch > 1 && l->labels + 1 < l->rect.width)
        gr_canvas_glyph(canvas, l->left - 1, y + 1, GR_GLYPH_RULE, GR_ROLE_AXIS);
    if (!isnan(value))
        for (int x = zero < end ? zero : end; x < (zero < end ? end : zero); x++)
            gr_canvas_glyph(canvas, l->left + x, y, GR_GLYPH_BAR, role);
    int behind = end > zero ? end : zero;
    draw_value(canvas, l, l->left + behind + (l->length > 0 ? 1 : 0), y, value);
    if ((long)i == bars->present)
        gr_canvas_embolden(canvas, (gr_rect){ l->rect.x, y, l->rect.width, 1 });
}

static void draw_axis(gr_canvas *canvas, const bar_layout *l, int y)
{
    int end = l->rect.x + l->rect.width;
    gr_ticks none = { .low = 0, .high = 1 }; /* nothing known, nothing to measure by */

    gr_axis_bottom(canvas, l->known ? &l->ticks : &none, l->left - 1, l->length, end, y);
}

static bool draw(gr_canvas *canvas, gr_rect rect, const gr_view *view, const gr_shape *shape,
                 gr_error *err)
{
    const gr_bars *bars = &shape->as.bars;

    (void)view, (void)err;
    if (bars->count == 0)
        return true;
    bar_layout l = lay_out(rect, bars);
    for (size_t i = 0; i < l.visible; i++)
        draw_bar(canvas, &l, bars, l.first + i, rect.y + (int)i * l.pitch, shape->role);
    if (l.axis)
        draw_axis(canvas, &l, rect.y + (int)l.visible * l.pitch);
    return true;
}

static int rows(const gr_shape *shape)
{
    return shape->as.bars.count < 1000 ? 2 * (int)shape->as.bars.count + AXIS_ROWS : 2000;
}

const gr_plot gr_plot_bars = {
    .name = "bars",
    .summary = "a bar for each label, over an axis",
    .shape = GR_SHAPE_BARS,
    .draw = draw,
    .rows = rows,
};
