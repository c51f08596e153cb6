/* contour - a field as level lines, one dot in four along each: as many as there is room for, none
 * in ASCII. The lines are those of marching squares between the middles of four cells; next to a
 * value that is not finite there is none. */
#include "gradus/chart.h"
#include "gradus/levels.h"
#include "gradus/plot.h"

#include <math.h>

enum { GAP = 4, LEAST_WIDTH = 20, LEAST_HEIGHT = 4 };

static const double CROWDED = 0.3; /* of all dots, if no dot of the lines were left out */

/* A place in the plot, in dots. */
typedef struct dot {
    double x, y;
} dot;

/* Four neighbouring values: at the corners in turn. */
typedef struct square {
    dot at[4];
    double height[4]; /* above the level */
} square;

/* --- where values stand --- */

static double middle(double from, double to, size_t i, size_t count)
{
    return from + (to - from) * (((double)i + 0.5) / (double)count);
}

static dot place_of(const gr_field *f, const gr_axes *axes, size_t column, size_t row)
{
    return (dot){ gr_axes_x(axes, middle(f->x0, f->x1, column, f->columns)) * 2,
                  gr_axes_y(axes, middle(f->y0, f->y1, row, f->rows)) * 4 };
}

/* --- lines --- */

/* Where the level crosses a side, by the heights at its ends: of unlike sign. */
static dot crossing(const square *q, int side)
{
    int next = (side + 1) % 4;
    double a = q->height[side], b = q->height[next];
    double t = a / (a - b);

    t = isfinite(t) ? t : fabs(a) < fabs(b) ? 0 : 1;
    return (dot){ q->at[side].x + (q->at[next].x - q->at[side].x) * t,
                  q->at[side].y + (q->at[next].y - q->at[side].y) * t };
}

static void put(gr_dots *dots, double x, double y)
{
    gr_dots_point(dots, x / 2, y / 4, GR_ROLE_CONTOUR);
}

/* Of a piece of a line those dots whose place along its main direction is a multiple of GAP: they
 * follow each other from piece to piece, however short the pieces are. */
static void put_piece(gr_dots *dots, dot from, dot to, int phase)
{
    double dx = to.x - from.x, dy = to.y - from.y;
    bool flat = fabs(dx) >= fabs(dy);
    double begin = flat ? from.x : from.y, end = flat ? to.x : to.y;
    double low = begin < end ? begin : end, high = begin < end ? end : begin;

    if (!(fabs(low) < 1e6 && fabs(high) < 1e6))
        return;
    for (double k = ceil((low - 0.5 - phase) / GAP); k * GAP + phase + 0.5 < high; k++) {
        double at = k * GAP + phase + 0.5, t = (at - begin) / (end - begin);
        put(dots, flat ? at : from.x + dx * t, flat ? from.y + dy * t : at);
    }
}

/* The sides that a level crosses, two or four. Where all four are crossed, the mean of the corners
 * says which pairs belong together. */
static void put_square(gr_dots *dots, const square *q, int phase)
{
    int sides[4], count = 0;

    for (int i = 0; i < 4; i++)
        if ((q->height[i] < 0) != (q->height[(i + 1) % 4] < 0))
            sides[count++] = i;
    if (count == 0)
        return;
    double mean = q->height[0] / 4 + q->height[1] / 4 + q->height[2] / 4 + q->height[3] / 4;
    int first = count == 4 && (mean < 0) == (q->height[0] < 0) ? 1 : 0;
    for (int i = 0; i < count; i += 2)
        put_piece(dots, crossing(q, sides[(first + i + count - 1) % count]),
                  crossing(q, sides[(first + i) % count]), phase);
}

/* The square whose first corner is at a column and row; false where a value is missing. */
static bool take_square(const gr_field *f, const gr_axes *axes, size_t column, size_t row,
                        double level, square *q)
{
    static const size_t right[] = { 0, 1, 1, 0 }, up[] = { 0, 0, 1, 1 };
    int below = 0;

    for (int i = 0; i < 4; i++) {
        double value = f->values[(row + up[i]) * f->columns + column + right[i]];
        if (!isfinite(value))
            return false;
        q->height[i] = value / 2 - level / 2;
        below += q->height[i] < 0;
    }
    for (size_t i = 0; i < 4 && below % 4 != 0; i++)
        q->at[i] = place_of(f, axes, column + right[i], row + up[i]);
    return below % 4 != 0;
}

static void draw_level(gr_dots *dots, const gr_field *f, const gr_axes *axes, double level,
                       int phase)
{
    square q;

    for (size_t row = 0; row + 1 < f->rows; row++)
        for (size_t column = 0; column + 1 < f->columns; column++)
            if (take_square(f, axes, column, row, level, &q))
                put_square(dots, &q, phase);
}

/* How much of the plot a line takes: the squares it crosses, each as large as its share of dots. */
static double length_of(const gr_field *f, const gr_axes *axes, double level)
{
    double columns = (double)f->columns, rows = (double)f->rows, crossed = 0;
    double wide = 2 * axes->plot.width / columns, high = 4 * axes->plot.height / rows;
    square q;

    for (size_t row = 0; row + 1 < f->rows; row++)
        for (size_t column = 0; column + 1 < f->columns; column++)
            crossed += take_square(f, axes, column, row, level, &q);
    return crossed * (wide > high ? wide : high);
}

/* The lowest levels, as long as their lines leave room between them: where there are many hollows,
 * rings around the deepest say more than a plot full of dots. */
static size_t count_shown(const gr_field *f, const gr_axes *axes, const double *levels,
                          size_t count)
{
    double dots = 8.0 * axes->plot.width * axes->plot.height, taken = 0;

    for (size_t i = 0; i < count; i++) {
        taken += length_of(f, axes, levels[i]);
        if (i > 0 && taken > CROWDED * dots)
            return i;
    }
    return count;
}

static bool draw(gr_canvas *canvas, gr_rect rect, const gr_view *view, const gr_shape *shape,
                 gr_error *err)
{
    const gr_field *f = &shape->as.field;
    gr_axes axes = gr_chart_axes(view, rect);
    double levels[GR_LEVELS_MAX];
    gr_dots dots;

    gr_chart_frame(view, shape, &axes, canvas);
    if (canvas->ascii || axes.plot.width < LEAST_WIDTH || axes.plot.height < LEAST_HEIGHT)
        return true;
    if (!gr_dots_init(&dots, axes.plot, false, err))
        return false;
    size_t count = gr_levels_choose(f, gr_levels_wanted(axes.plot.height), levels);
    if (f->levels == NULL)
        count = count_shown(f, &axes, levels, count);
    for (size_t i = 0; i < count; i++)
        draw_level(&dots, f, &axes, levels[i], i % 2 == 0 ? 0 : GAP / 2);
    gr_dots_put(&dots, canvas);
    gr_dots_clear(&dots);
    return true;
}

const gr_plot gr_plot_contour = {
    .name = "contour",
    .summary = "a field as level lines, log spaced",
    .shape = GR_SHAPE_FIELD,
    .draw = draw,
};
