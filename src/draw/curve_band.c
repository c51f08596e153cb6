#include "curve.h"

#include <math.h>

/* The band in each column of dots, in cells from the top; top > bottom: nothing there. */
typedef struct band {
    double *top, *bottom;
    int columns;
    double scale; /* columns a cell */
} band;

static bool make_band(band *b, const gr_dots *dots, gr_error *err)
{
    int columns = dots->rect.width * (dots->ascii ? 1 : 2);
    double *room = gr_alloc(2 * (size_t)columns, sizeof *room, err);

    if (room == NULL)
        return false;
    *b = (band){ room, room + columns, columns, dots->ascii ? 1 : 2 };
    for (int i = 0; i < columns; i++) {
        b->top[i] = (double)INFINITY;
        b->bottom[i] = -(double)INFINITY;
    }
    return true;
}

/* A height in cells. Below all that a log axis can show is below the plot. */
static double height_at(const gr_axes *axes, double value)
{
    double y = gr_axes_y(axes, value);

    return isnan(y) && !isnan(value) ? (double)INFINITY : y;
}

static void include(band *b, int column, double top, double bottom)
{
    if (column < 0 || column >= b->columns)
        return;
    b->top[column] = top < b->top[column] ? top : b->top[column];
    b->bottom[column] = bottom > b->bottom[column] ? bottom : b->bottom[column];
}

/* One end of a piece: where it is, and from where to where the band reaches there. */
typedef struct edge {
    double x, top, bottom;
} edge;

static edge edge_at(const gr_axes *axes, const band *b, const gr_series *s, size_t i)
{
    return (edge){ gr_axes_x(axes, s->x[i]) * b->scale, height_at(axes, s->high[i]),
                   height_at(axes, s->low[i]) };
}

static bool is_known(const edge *e)
{
    return isfinite(e->x) && !isnan(e->top) && !isnan(e->bottom);
}

/* Straight between two values, of which one may be infinite. */
static double between(double from, double to, double t)
{
    if (!isfinite(from) || !isfinite(to))
        return t < 0.5 ? from : to;
    return from + (to - from) * t;
}

static void fill_piece(band *b, const edge *from, const edge *to)
{
    double first = ceil(from->x - 0.5), last = floor(to->x - 0.5), width = to->x - from->x;

    first = first < 0 ? 0 : first;
    last = last > b->columns - 1 ? b->columns - 1 : last;
    for (double c = first; c <= last && width > 0; c++) {
        double t = (c + 0.5 - from->x) / width;
        include(b, (int)c, between(from->top, to->top, t), between(from->bottom, to->bottom, t));
    }
}

bool gr_curve_band(gr_dots *dots, const gr_axes *axes, const gr_series *s, int offset, gr_role role,
                   gr_error *err)
{
    band b;
    edge last = { .x = (double)NAN };

    if (!make_band(&b, dots, err))
        return false;
    for (size_t i = 0; i < s->count; i++) {
        edge here = edge_at(axes, &b, s, i);
        if (is_known(&here) && here.x >= 0 && here.x < b.columns)
            include(&b, (int)here.x, here.top, here.bottom);
        if (is_known(&here) && is_known(&last))
            fill_piece(&b, last.x < here.x ? &last : &here, last.x < here.x ? &here : &last);
        last = here;
    }
    for (int i = 0; i < b.columns; i++)
        if (b.top[i] <= b.bottom[i])
            gr_dots_shade(dots, i, b.top[i], b.bottom[i], offset, role);
    gr_free(b.top);
    return true;
}
