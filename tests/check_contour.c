/* Level lines: every dot lies on its level, every level has its dots, one in four; and who wins a
 * cell when curves and markers are drawn over them. */
#include "gradus/plot.h"

#include <float.h>
#include <locale.h>
#include <math.h>

#include "gradus/chart.h"
#include "gradus/elementary.h"
#include "gradus/levels.h"
#include "gradus/memory.h"
#include "support.h"

enum { COLUMNS = 240, ROWS = 160, WIDTH = 64, HEIGHT = 24, MOST = 4000 };

static const gr_figure plain = { .name = "plain" };
static const gr_figure logarithmic = { .name = "log", .x = { .log = true }, .y = { .log = true } };

static double values[COLUMNS * ROWS];

typedef double function(double x, double y);

static double valley(double x, double y)
{
    return x * x / 2 + 25 * y * y;
}

static double saddle(double x, double y)
{
    return x * y;
}

static double logs(double x, double y)
{
    return gr_log(x) + gr_log(y);
}

static gr_field field_of(function *f, double x0, double x1, double y0, double y1)
{
    for (int r = 0; r < ROWS; r++)
        for (int c = 0; c < COLUMNS; c++)
            values[r * COLUMNS + c] =
                f(x0 + (x1 - x0) * (c + 0.5) / COLUMNS, y0 + (y1 - y0) * (r + 0.5) / ROWS);
    return (gr_field){
        .columns = COLUMNS, .rows = ROWS, .x0 = x0, .x1 = x1, .y0 = y0, .y1 = y1, .values = values
    };
}

static gr_view view_of(const gr_figure *figure, const gr_field *field)
{
    gr_view view = { .figure = figure, .title = "f", .count = 1 };

    view.shapes[0] = (gr_shape){ .kind = GR_SHAPE_FIELD, .role = GR_ROLE_CONTOUR };
    view.shapes[0].as.field = *field;
    return view;
}

static gr_canvas drawn(const gr_view *view, int width, int height, bool ascii, const char *kind)
{
    gr_canvas canvas = { 0 };
    gr_error err = { 0 };

    ck_assert(gr_canvas_init(&canvas, width, height, ascii, &err));
    ck_assert_msg(
        gr_figure_draw(&canvas, gr_canvas_rect(&canvas), view, gr_plot_find(kind, &err), &err),
        "%s", err.message);
    return canvas;
}

static gr_axes axes_of(const gr_view *view, int width, int height)
{
    return gr_chart_axes(view, (gr_rect){ 0, 1, width, height - 1 });
}

/* --- the dots of a drawing --- */

typedef struct dot {
    long column, row; /* in dots from the upper left of the plot */
    double x, y;      /* in the axes */
} dot;

typedef struct dots {
    dot list[MOST];
    size_t count;
    double wide, high; /* what a dot is in units of x and y; of the logarithm on log axes */
} dots;

static void add_dots(dots *out, const gr_axes *axes, int column, int row, uint32_t bits)
{
    static const uint32_t braille[4][2] = { { 1, 8 }, { 2, 16 }, { 4, 32 }, { 64, 128 } };

    for (int y = 0; y < 4; y++)
        for (int x = 0; x < 2; x++) {
            if ((bits & braille[y][x]) == 0)
                continue;
            ck_assert_uint_lt(out->count, MOST);
            dot *d = &out->list[out->count++];
            *d = (dot){ .column = 2 * column + x, .row = 4 * row + y };
            d->x = gr_ticks_value(&axes->x, ((double)d->column + 0.5) / (2 * axes->plot.width));
            d->y = gr_ticks_value(&axes->y, 1 - ((double)d->row + 0.5) / (4 * axes->plot.height));
        }
}

static dots *read_dots(const gr_canvas *canvas, const gr_axes *axes)
{
    static dots out;
    const gr_ticks *x = &axes->x, *y = &axes->y;

    out.count = 0;
    out.wide = (x->log ? x->to - x->from : x->high - x->low) / (2 * axes->plot.width);
    out.high = (y->log ? y->to - y->from : y->high - y->low) / (4 * axes->plot.height);
    for (int r = 0; r < axes->plot.height; r++)
        for (int c = 0; c < axes->plot.width; c++) {
            const gr_cell *cell = gr_canvas_cell(canvas, axes->plot.x + c, axes->plot.y + r);
            if (cell->character == ' ')
                continue;
            ck_assert_int_eq(cell->role, GR_ROLE_CONTOUR);
            ck_assert_uint_eq(cell->character & ~0xFFu, 0x2800);
            add_dots(&out, axes, c, r, cell->character & 0xFF);
        }
    return &out;
}

/* How far a value is from the nearest level. */
static double off_level(double value, const double *levels, size_t count)
{
    double least = (double)INFINITY;

    for (size_t i = 0; i < count; i++)
        least = fabs(value - levels[i]) < least ? fabs(value - levels[i]) : least;
    return least;
}

/* By how much the valley changes over one dot. */
static double change_at(const dots *all, const dot *d)
{
    return fabs(d->x) * all->wide + fabs(50 * d->y) * all->high + 25 * all->high * all->high;
}

START_TEST(dots_lie_on_the_ellipse)
{
    gr_field field = field_of(valley, -10, 2, -2, 2);
    gr_view view = view_of(&plain, &field);
    gr_canvas canvas = drawn(&view, WIDTH, HEIGHT, false, "contour");
    gr_axes axes = axes_of(&view, WIDTH, HEIGHT);
    const dots *all = read_dots(&canvas, &axes);
    double levels[GR_LEVELS_MAX];
    size_t count = gr_levels_choose(&field, gr_levels_wanted(axes.plot.height), levels);

    ck_assert_uint_eq(count, 4);
    ck_assert_uint_gt(all->count, 60);
    for (size_t i = 0; i < all->count; i++) {
        const dot *d = &all->list[i];
        double off = off_level(valley(d->x, d->y), levels, count);
        ck_assert_msg(off <= change_at(all, d), "at (%g, %g) f is %g off its level", d->x, d->y,
                      off);
    }
    gr_canvas_clear(&canvas);
}
END_TEST

static long steps_between(const dot *d, double column, double row)
{
    double dx = fabs((double)d->column + 0.5 - column), dy = fabs((double)d->row + 0.5 - row);

    return (long)ceil(dx > dy ? dx : dy);
}

/* From any point of each ellipse inside the plot there is a dot of it within the gap. */
START_TEST(the_ellipse_has_its_dots)
{
    gr_field field = field_of(valley, -10, 2, -2, 2);
    gr_view view = view_of(&plain, &field);
    gr_canvas canvas = drawn(&view, WIDTH, HEIGHT, false, "contour");
    gr_axes axes = axes_of(&view, WIDTH, HEIGHT);
    const dots *all = read_dots(&canvas, &axes);
    double levels[GR_LEVELS_MAX], way = 0;
    size_t count = gr_levels_choose(&field, gr_levels_wanted(axes.plot.height), levels);

    for (size_t k = 0; k < count; k++) {
        double last_x = (double)NAN, last_y = (double)NAN;
        for (int i = 0; i <= 2000; i++) {
            double x = sqrt(2 * levels[k]) * gr_cos(i * 3.14159265358979 / 1000);
            double y = sqrt(levels[k] / 25) * gr_sin(i * 3.14159265358979 / 1000);
            double column = gr_axes_x(&axes, x) * 2, row = gr_axes_y(&axes, y) * 4;
            bool inside = x > -9.8 && x < 1.8 && fabs(y) < 1.9;
            long nearest = 1000;
            for (size_t d = 0; inside && d < all->count; d++) {
                long steps = steps_between(&all->list[d], column, row);
                nearest = steps < nearest ? steps : nearest;
            }
            ck_assert_msg(!inside || nearest <= 4, "no dot near (%g, %g)", x, y);
            double dx = fabs(column - last_x), dy = fabs(row - last_y);
            way += inside && !isnan(last_x) ? (dx > dy ? dx : dy) : 0;
            last_x = inside ? column : (double)NAN;
            last_y = row;
        }
    }
    ck_assert_msg(fabs((double)all->count / (way / 4) - 1) < 0.2, "%zu dots on a way of %g",
                  all->count, way);
    gr_canvas_clear(&canvas);
}
END_TEST

/* On log axes x y = constant is a straight line down. */
START_TEST(on_log_axes)
{
    static const double levels[] = { 3, 5, 7 };
    gr_field field = field_of(logs, 1, 100, 1, 100);
    field.levels = levels;
    field.level_count = 3;
    gr_view view = view_of(&logarithmic, &field);
    gr_canvas canvas = drawn(&view, WIDTH, HEIGHT, false, "contour");
    gr_axes axes = axes_of(&view, WIDTH, HEIGHT);
    const dots *all = read_dots(&canvas, &axes);

    ck_assert(axes.x.low == 1 && axes.x.high == 100);
    ck_assert_uint_gt(all->count, 20);
    for (size_t i = 0; i < all->count; i++) {
        double off = off_level(logs(all->list[i].x, all->list[i].y), levels, 3);
        ck_assert_msg(off <= all->wide + all->high, "off by %g at (%g, %g)", off, all->list[i].x,
                      all->list[i].y);
    }
    gr_canvas_clear(&canvas);
}
END_TEST

/* --- saddles, gaps, room --- */

/* Four values: the mean of 1 joins the corners of 3, and a line cuts off each of -1, a quarter of
 * the side from it. */
START_TEST(a_saddle_in_one_square)
{
    static const double corners[2][4] = { { 3, -1, -1, 3 }, { -1, 3, 3, -1 } };
    static const double level[] = { 0 };

    for (int turn = 0; turn < 2; turn++) {
        gr_field field = { .columns = 2,
                           .rows = 2,
                           .x0 = -0.5,
                           .x1 = 1.5,
                           .y0 = -0.5,
                           .y1 = 1.5,
                           .values = corners[turn],
                           .levels = level,
                           .level_count = 1 };
        gr_view view = view_of(&plain, &field);
        gr_canvas canvas = drawn(&view, WIDTH, HEIGHT, false, "contour");
        gr_axes axes = axes_of(&view, WIDTH, HEIGHT);
        const dots *all = read_dots(&canvas, &axes);
        ck_assert_uint_ge(all->count, 4);
        for (size_t i = 0; i < all->count; i++) {
            double x = all->list[i].x, y = all->list[i].y;
            double across = turn == 0 ? fabs(x - y) : fabs(x + y - 1);
            ck_assert_msg(fabs(across - 0.75) <= all->wide + all->high, "a dot at (%g, %g)", x, y);
        }
        gr_canvas_clear(&canvas);
    }
}
END_TEST

START_TEST(a_gap_where_nothing_is_known)
{
    static const double levels[] = { -0.5, 0, 0.5 };
    gr_field field = field_of(saddle, -1, 1, -1, 1);
    field.levels = levels;
    field.level_count = 3;
    gr_view view = view_of(&plain, &field);
    gr_canvas whole = drawn(&view, WIDTH, HEIGHT, false, "contour");
    gr_axes axes = axes_of(&view, WIDTH, HEIGHT);
    int lost = 0;

    for (int r = 0; r < ROWS; r++)
        for (int c = COLUMNS / 2; c < COLUMNS; c++)
            values[r * COLUMNS + c] = r % 2 == 0 ? (double)NAN : (double)INFINITY;
    gr_canvas half = drawn(&view, WIDTH, HEIGHT, false, "contour");
    for (int y = axes.plot.y; y < axes.plot.y + axes.plot.height; y++)
        for (int x = axes.plot.x; x < axes.plot.x + axes.plot.width; x++) {
            uint32_t a = gr_canvas_cell(&whole, x, y)->character;
            uint32_t b = gr_canvas_cell(&half, x, y)->character;
            int column = x - axes.plot.x, middle = axes.plot.width / 2;
            if (column < middle - 1)
                ck_assert_uint_eq(a, b);
            if (column > middle)
                ck_assert_uint_eq(b, ' ');
            lost += a != b;
        }
    ck_assert_int_gt(lost, 20);
    gr_canvas_clear(&whole);
    gr_canvas_clear(&half);
}
END_TEST

static bool has_dots(const gr_canvas *canvas)
{
    for (int i = 0; i < canvas->width * canvas->height; i++)
        if (canvas->cells[i].role == GR_ROLE_CONTOUR && canvas->cells[i].character != ' ')
            return true;
    return false;
}

/* Left out in ASCII and where there is little room; and it is not heat. */
START_TEST(where_lines_are_drawn)
{
    static const struct {
        int width, height;
        bool ascii, drawn;
    } rows[] = { { 64, 24, false, true },
                 { 64, 24, true, false },
                 { 42, 7, false, true },
                 { 42, 4, false, false },
                 { 16, 10, false, false } };
    gr_field field = field_of(valley, -10, 2, -2, 2);
    gr_view view = view_of(&plain, &field);

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_canvas canvas = drawn(&view, rows[i].width, rows[i].height, rows[i].ascii, "contour");
        ck_assert_msg(has_dots(&canvas) == rows[i].drawn, "row %zu", i);
        for (int k = 0; k < canvas.width * canvas.height; k++)
            ck_assert_int_eq(canvas.cells[k].heat, 0);
        gr_canvas_clear(&canvas);
    }
    gr_canvas heat = drawn(&view, WIDTH, HEIGHT, false, "heat");
    ck_assert(!has_dots(&heat));
    gr_canvas_clear(&heat);
}
END_TEST

/* --- levels --- */

START_TEST(levels_are_log_spaced)
{
    gr_field field = field_of(valley, -10, 2, -2, 2);
    double levels[GR_LEVELS_MAX], lower[GR_LEVELS_MAX], low, high;

    ck_assert(gr_ticks_extent(values, COLUMNS * ROWS, false, &low, &high));
    for (size_t wanted = 2; wanted <= GR_LEVELS_MAX; wanted++) {
        ck_assert_uint_eq(gr_levels_choose(&field, wanted, levels), wanted);
        double ratio = (levels[1] - low) / (levels[0] - low);
        ck_assert(levels[0] > low && levels[wanted - 1] < high && ratio > 1.05);
        for (size_t i = 1; i < wanted; i++)
            ck_assert_double_eq_tol((levels[i] - low) / (levels[i - 1] - low), ratio, 1e-9);
    }
    gr_levels_choose(&field, 3, levels);
    for (int i = 0; i < COLUMNS * ROWS; i++)
        values[i] -= 64; /* on both sides of zero: the same lines */
    ck_assert_uint_eq(gr_levels_choose(&field, 3, lower), 3);
    for (int i = 0; i < 3; i++)
        ck_assert_double_eq_tol(levels[i] - 64, lower[i], 1e-9);
}
END_TEST

START_TEST(levels_of_odd_fields)
{
    static const double flat[] = { 2, 2, 2, 2 }, unknown[] = { NAN, NAN, NAN, NAN };
    static const double huge[] = { -DBL_MAX, DBL_MAX, 0, INFINITY }, few[] = { 0, 0, 0, 1 };
    static const double own[] = { 0.5 };
    double levels[GR_LEVELS_MAX] = { 0 };
    gr_field field = { .columns = 2, .rows = 2, .x1 = 1, .y1 = 1, .values = flat };

    ck_assert_uint_eq(gr_levels_choose(&field, 3, levels), 0);
    field.values = unknown;
    ck_assert_uint_eq(gr_levels_choose(&field, 3, levels), 0);
    field.values = huge;
    ck_assert_uint_eq(gr_levels_choose(&field, 3, levels), 3);
    ck_assert(levels[0] > -DBL_MAX && levels[0] < levels[1] && levels[2] < DBL_MAX);
    field.values = few; /* flat for the most part: from a tenth of the height downwards */
    ck_assert_uint_eq(gr_levels_choose(&field, 2, levels), 2);
    ck_assert(levels[0] > 0.1 / 30 && levels[0] < levels[1] && levels[1] < 1);
    field.low = 0, field.high = 0.1; /* what is above the scale does not count */
    ck_assert_uint_eq(gr_levels_choose(&field, 2, levels), 2);
    ck_assert(levels[1] < 0.1);
    field.levels = own, field.level_count = 1;
    ck_assert_uint_eq(gr_levels_choose(&field, 3, levels), 1);
    ck_assert_double_eq(levels[0], 0.5);
    field = (gr_field){ .values = flat };
    ck_assert_uint_eq(gr_levels_choose(&field, 3, levels), 0);
}
END_TEST

/* --- who wins a cell --- */

enum { THINGS = 4 };

/* Everything runs through the middle row; the shapes come in each of 24 orders. */
START_TEST(who_wins_a_cell)
{
    static const double x[] = { -0.99, 0.99 }, y[] = { 0, 0 }, middle[] = { 0 };
    static const double level[] = { 0 };
    static const char *const plus[] = { "+" };
    gr_field field = field_of(saddle, -1, 1, -1, 1);
    gr_shape things[THINGS] = { { .kind = GR_SHAPE_FIELD, .role = GR_ROLE_CONTOUR },
                                { .kind = GR_SHAPE_SERIES, .role = GR_ROLE_GHOST, .dotted = true },
                                { .kind = GR_SHAPE_SERIES, .role = GR_ROLE_SERIES1 },
                                { .kind = GR_SHAPE_POINTS, .role = GR_ROLE_MARK } };

    field.levels = level, field.level_count = 1;
    things[0].as.field = field;
    things[1].as.series = (gr_series){ .count = 2, .x = x, .y = y };
    things[2].as.series = (gr_series){ .count = 2, .x = x, .y = y };
    things[3].as.points = (gr_points){ 1, middle, middle, plus };
    for (int order = 0; order < 24; order++) {
        gr_view view = { .figure = &plain, .title = "f" };
        int left[THINGS] = { 0, 1, 2, 3 }, rest = order;
        for (int n = THINGS; n > 0; rest /= n, n--) {
            view.shapes[view.count++] = things[left[rest % n]];
            for (int i = rest % n; i + 1 < n; i++)
                left[i] = left[i + 1];
        }
        gr_canvas canvas = drawn(&view, 65, 24, false, "contour");
        gr_axes axes = axes_of(&view, 65, 24);
        int row = axes.plot.y + (int)gr_axes_y(&axes, 0), ghosts = 0;
        for (int c = 1; c + 2 < axes.plot.width; c++) {
            const gr_cell *cell = gr_canvas_cell(&canvas, axes.plot.x + c, row);
            bool at_mark = c == (int)gr_axes_x(&axes, 0);
            ck_assert_msg(cell->role == (at_mark ? GR_ROLE_MARK : GR_ROLE_SERIES1),
                          "order %d, column %d: role %d", order, c, cell->role);
            ghosts += cell->role == GR_ROLE_GHOST;
        }
        ck_assert_uint_eq(
            gr_canvas_cell(&canvas, axes.plot.x + axes.plot.width - 1, row)->character, 0x25CF);
        ck_assert(has_dots(&canvas) && ghosts == 0); /* the level line down the middle */
        gr_canvas_clear(&canvas);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("contour");
    TCase *tcase = gr_test_case(made, "contour");

    tcase_add_test(tcase, dots_lie_on_the_ellipse);
    tcase_add_test(tcase, the_ellipse_has_its_dots);
    tcase_add_test(tcase, on_log_axes);
    tcase_add_test(tcase, a_saddle_in_one_square);
    tcase_add_test(tcase, a_gap_where_nothing_is_known);
    tcase_add_test(tcase, where_lines_are_drawn);
    tcase_add_test(tcase, levels_are_log_spaced);
    tcase_add_test(tcase, levels_of_odd_fields);
    tcase_add_test(tcase, who_wins_a_cell);
    return made;
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    return gr_test_main(suite());
}
