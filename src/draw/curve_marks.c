#include "curve.h"

#include <math.h>

enum { PARTS = 3, TRIES = 25, FAR = 8, LEAST_WIDTH = 16, LEAST_HEIGHT = 3 };

typedef struct spot {
    int column, row; /* cells of the plot */
} spot;

/* --- where the others are --- */

/* Whether a cell belongs to another curve, marker or text. */
static bool is_others(const gr_canvas *canvas, const gr_axes *axes, spot at, gr_role role)
{
    if (at.column < 0 || at.row < 0 || at.column >= axes->plot.width || at.row >= axes->plot.height)
        return false;
    const gr_cell *cell = gr_canvas_cell(canvas, axes->plot.x + at.column, axes->plot.y + at.row);
    bool empty = cell->character == ' ' || cell->character == 0x2800 ||
                 cell->role == GR_ROLE_CONTOUR || cell->role == GR_ROLE_HEAT;
    return !empty && cell->role != role;
}

static bool is_crowded(const gr_canvas *canvas, const gr_axes *axes, spot at, int distance,
                       gr_role role)
{
    for (int dy = -distance; dy <= distance; dy++) {
        bool edge = dy == -distance || dy == distance;
        for (int dx = -2 * distance; dx <= 2 * distance; dx++) {
            if (!edge && dx > -2 * distance + 1 && dx < 2 * distance - 1)
                continue; /* looked at before */
            if (is_others(canvas, axes, (spot){ at.column + dx, at.row + dy }, role))
                return true;
        }
    }
    return false;
}

/* How many rows, or twice as many columns, there are to the nearest of the others. */
static int room_at(const gr_canvas *canvas, const gr_axes *axes, spot at, gr_role role)
{
    for (int distance = 0; distance < FAR; distance++)
        if (is_crowded(canvas, axes, at, distance, role))
            return distance;
    return FAR;
}

/* --- where this curve is --- */

static bool is_within(const gr_axes *axes, double x, double y)
{
    return x >= 0 && y >= 0 && x < axes->plot.width && y < axes->plot.height; /* NaN is not */
}

/* The cell at a share of the way, by points; false in a gap and outside. */
static bool spot_at(const gr_axes *axes, const gr_series *s, double share, spot *out)
{
    double at = share * (double)(s->count - 1);
    size_t i = (size_t)at, next = i + 1 < s->count ? i + 1 : i;
    double t = at - (double)i;
    double x0 = gr_axes_x(axes, s->x[i]), y0 = gr_axes_y(axes, s->y[i]);
    double x = x0 + (gr_axes_x(axes, s->x[next]) - x0) * t;
    double y = y0 + (gr_axes_y(axes, s->y[next]) - y0) * t;

    if (!is_within(axes, x, y))
        return false;
    *out = (spot){ (int)x, (int)y };
    return true;
}

static bool is_apart(spot at, const spot *placed, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int dx = at.column - placed[i].column, dy = at.row - placed[i].row;
        if (dx > -6 && dx < 6 && dy > -2 && dy < 2)
            return false;
    }
    return true;
}

/* --- marks --- */

static void put_mark(gr_canvas *canvas, const gr_axes *axes, spot at, const gr_shape *shape)
{
    gr_canvas_text(canvas, axes->plot.x + at.column, axes->plot.y + at.row, 1, shape->mark,
                   shape->role);
}

/* The roomiest place in one part of the curve, of equal ones the one nearest its middle. */
static bool find_spot(const gr_canvas *canvas, const gr_axes *axes, const gr_series *s,
                      gr_role role, int part, const spot *placed, size_t count, spot *best)
{
    int most = 0;

    for (int i = 0; i < TRIES; i++) {
        int off = i % 2 == 0 ? i / 2 : -(i + 1) / 2; /* from the middle outwards */
        double share = (part + 0.5 + 0.8 * off / TRIES) / PARTS;
        spot at;
        if (!spot_at(axes, s, share, &at) || !is_apart(at, placed, count))
            continue;
        int room = room_at(canvas, axes, at, role);
        if (room > most) {
            most = room;
            *best = at;
        }
    }
    return most > 0;
}

/* The last point that is known. */
static bool present(const gr_series *s, size_t *out)
{
    for (size_t i = s->count; i > 0; i--) {
        if (isnan(s->y[i - 1]) || isnan(s->x[i - 1]))
            continue;
        *out = i - 1;
        return true;
    }
    return false;
}

static void mark_each(gr_canvas *canvas, const gr_axes *axes, const gr_shape *shape)
{
    const gr_series *s = &shape->as.series;

    for (size_t i = 0; i < s->count; i++)
        gr_chart_mark(axes, canvas, s->x[i], s->y[i], shape->mark, shape->role);
}

void gr_curve_marks(gr_canvas *canvas, const gr_axes *axes, const gr_shape *shape)
{
    double room[4];
    const gr_series level = gr_curve_series(axes, shape, room), *s = &level;
    spot placed[PARTS + 1];
    size_t count = 0, last;

    if (shape->each && shape->mark != NULL)
        mark_each(canvas, axes, shape);
    if (shape->each || !present(s, &last))
        return;
    if (shape->mark != NULL && axes->plot.width >= LEAST_WIDTH &&
        axes->plot.height >= LEAST_HEIGHT) {
        double x = gr_axes_x(axes, s->x[last]), y = gr_axes_y(axes, s->y[last]);
        if (is_within(axes, x, y))
            placed[count++] = (spot){ (int)x, (int)y };
        for (int part = 0; part < PARTS; part++) {
            if (!find_spot(canvas, axes, s, shape->role, part, placed, count, &placed[count]))
                continue;
            put_mark(canvas, axes, placed[count], shape);
            count++;
        }
    }
    if (shape->mark != NULL || !shape->dotted)
        gr_chart_mark(axes, canvas, s->x[last], s->y[last], shape->mark != NULL ? shape->mark : "●",
                      shape->role);
}
