/* rows - a field of few rows as lines of text: in front of each its name, below them what the
 * shades stand for. A field of more rows than there are lines is drawn as `heat`. */
#include "gradus/chart.h"
#include "gradus/number.h"
#include "gradus/plot.h"
#include "gradus/shades.h"

#include <string.h>

enum { LINES_MAX = 3, LEAST_COLUMNS = 10, COLUMNS_A_TICK = 6 };

extern const gr_plot gr_plot_heat;

/* --- names and shades --- */

/* The name of a row, or where its middle lies on y. */
static const char *name_of(const gr_field *f, size_t row, char text[GR_NUMBER_SIZE])
{
    double high = (f->y1 - f->y0) / (double)f->rows;

    if (f->row_names != NULL)
        return f->row_names[row];
    gr_number_tick(f->y0 + ((double)row + 0.5) * high, high, text);
    return text;
}

static int widest_name(const gr_field *f)
{
    char text[GR_NUMBER_SIZE];
    int widest = 0;

    for (size_t i = 0; i < f->rows; i++) {
        int width = (int)gr_text_width(name_of(f, i, text));
        widest = width > widest ? width : widest;
    }
    return widest;
}

/* --- the key --- */

/* ".05", as in a row of them the noughts tell nothing */
static const char *short_number(double value, char text[GR_NUMBER_SIZE])
{
    gr_number_tick(value, 0, text);
    return strncmp(text, "0.", 2) == 0 ? text + 1 : text;
}

static int key_columns(const gr_shape *shape)
{
    char text[GR_NUMBER_SIZE];
    int columns = shape->label != NULL ? (int)gr_text_width(shape->label) + 2 : 0;

    for (int i = 0; i < GR_HEATS; i++)
        columns += (int)strlen(short_number(shape->as.field.shades[i], text)) + 3;
    return columns - 1;
}

/* From which value on each shade is. */
static void draw_key(gr_canvas *canvas, gr_rect line, const gr_shape *shape)
{
    char text[GR_NUMBER_SIZE];
    int x = line.x;

    if (shape->label != NULL)
        x += gr_canvas_text(canvas, x, line.y, line.width, shape->label, GR_ROLE_DIM) + 2;
    for (int i = 0; i < GR_HEATS; i++) {
        const char *from = short_number(shape->as.field.shades[i], text);
        x += gr_canvas_text(canvas, x, line.y, (int)strlen(from), from, GR_ROLE_DIM) + 1;
        gr_canvas_heat(canvas, x, line.y, i + 1);
        x += 2;
    }
}

/* --- rows --- */

/* How the lines of a rectangle are spent. Of several panels that with the axis has the key too. */
typedef struct plan {
    int each; /* lines of a row */
    int left; /* columns of names, the blank behind them included */
    bool axis, key;
} plan;

static plan plan_for(const gr_shape *shape, gr_rect rect, bool no_axis)
{
    const gr_field *f = &shape->as.field;
    int rows = (int)f->rows, spare = rect.height - rows;
    plan p = { .left = widest_name(f) + 1 };

    p.axis = !no_axis && spare >= 1;
    p.key = f->shades != NULL && !no_axis && spare >= p.axis + 1 && key_columns(shape) <= rect.width;
    p.each = (rect.height - p.axis - p.key) / rows;
    p.each = p.each > LINES_MAX ? LINES_MAX : p.each;
    p.left = rect.width - p.left < LEAST_COLUMNS ? 0 : p.left;
    return p;
}

/* The field's column where a column of the plot begins, so that the first shows the start; `columns`
 * of it where there is none. */
static size_t column_at(const gr_field *f, const gr_axes *axes, int x)
{
    double share = (x + 0.1) / axes->plot.width;
    double at = (gr_ticks_value(&axes->x, share) - f->x0) / (f->x1 - f->x0) * (double)f->columns;

    return at >= 0 && at < (double)f->columns ? (size_t)at : f->columns;
}

static void draw_row(gr_canvas *canvas, const gr_field *f, const gr_shades *shades,
                     const gr_axes *axes, const plan *p, size_t row)
{
    char text[GR_NUMBER_SIZE];
    int y = axes->plot.y + (int)(f->rows - 1 - row) * p->each;

    if (p->left > 0)
        gr_canvas_text_right(canvas, axes->plot.x - p->left, y + (p->each - 1) / 2, p->left - 1,
                             name_of(f, row, text), GR_ROLE_AXIS);
    for (int x = 0; x < axes->plot.width; x++) {
        size_t column = column_at(f, axes, x);
        int level =
            column < f->columns ? gr_shade(shades, f->values[row * f->columns + column]) : 0;
        for (int i = 0; i < p->each && level > 0; i++)
            gr_canvas_heat(canvas, axes->plot.x + x, y + i, level);
    }
}

static gr_axes axes_for(const gr_view *view, gr_rect rect, const gr_field *f, const plan *p)
{
    gr_limits limits = view->fixed ? view->limits : gr_chart_no_limits();
    int width = rect.width - p->left;
    gr_axes axes = { .plot = { rect.x + p->left, rect.y, width, (int)f->rows * p->each },
                     .left = p->left > 0 ? p->left - 1 : 0,
                     .bottom = p->axis,
                     .map = true,
                     .x_title = view->figure->x.label };

    if (!view->fixed)
        gr_chart_join(&limits, view);
    gr_ticks_make_inside(&axes.x, limits.x_low, limits.x_high, false, width / COLUMNS_A_TICK + 1);
    return axes;
}

static bool draw(gr_canvas *canvas, gr_rect rect, const gr_view *view, const gr_shape *shape,
                 gr_error *err)
{
    const gr_field *f = &shape->as.field;
    gr_shades shades;

    if (f->rows < 1 || f->columns < 1 || f->rows > (size_t)rect.height || rect.width < 1)
        return gr_plot_heat.draw(canvas, rect, view, shape, err);
    plan p = plan_for(shape, rect, view->x_elsewhere || view->figure->bare);
    gr_axes axes = axes_for(view, rect, f, &p);
    gr_shades_of(f, &shades); /* without any, nothing is shaded, but named all the same */
    gr_axes_draw(&axes, canvas);
    for (size_t row = 0; row < f->rows; row++)
        draw_row(canvas, f, &shades, &axes, &p, row);
    if (p.key)
        draw_key(canvas,
                 (gr_rect){ rect.x, axes.plot.y + axes.plot.height + p.axis, rect.width, 1 },
                 shape);
    return true;
}

/* Its rows, the axis and the key. */
static int rows(const gr_shape *shape)
{
    const gr_field *f = &shape->as.field;

    return (f->rows < 1000 ? (int)f->rows : 1000) + 1 + (f->shades != NULL);
}

const gr_plot gr_plot_rows = {
    .name = "rows",
    .summary = "a field of few rows: their names, their shades, and what the shades stand for",
    .shape = GR_SHAPE_FIELD,
    .draw = draw,
    .rows = rows,
};
