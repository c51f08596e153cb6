/* Curves: the pen, dotted curves, bands and marks, against drawings made the long way. */
#include "gradus/dots.h"
#include "gradus/plot.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include "gradus/chart.h"
#include "gradus/elementary.h"
#include "gradus/memory.h"
#include "gradus/random.h"
#include "support.h"

enum { WIDTH = 40, HEIGHT = 12, CELLS = WIDTH * HEIGHT, MANY = 20000 };

static gr_dots new_dots(bool ascii)
{
    gr_dots dots;
    gr_error err = { 0 };

    ck_assert(gr_dots_init(&dots, (gr_rect){ 0, 0, WIDTH, HEIGHT }, ascii, &err));
    return dots;
}

static int count_dots(const gr_dots *dots)
{
    int count = 0;

    for (int i = 0; i < CELLS; i++)
        for (int bit = 0; bit < 8; bit++)
            count += (dots->bits[i] >> bit) & 1;
    return count;
}

static void assert_same(const gr_dots *a, const gr_dots *b)
{
    for (int i = 0; i < CELLS; i++)
        ck_assert_msg(a->bits[i] == b->bits[i], "cell %d %d: %02x, not %02x", i % WIDTH, i / WIDTH,
                      a->bits[i], b->bits[i]);
}

/* --- the pen --- */

/* A walk of many small pieces: as many lines, one by one, make the same dots. */
START_TEST(pieces_in_one_column_are_one)
{
    for (uint64_t seed = 1; seed <= 20; seed++) {
        gr_rng rng = gr_rng_seeded(seed);
        gr_dots fast = new_dots(false), slow = new_dots(false);
        gr_pen pen = { .dots = &fast, .role = GR_ROLE_SERIES1, .gap = 1 };
        double x = 0, y = HEIGHT / 2.0;
        for (int i = 0; i < 2000; i++) {
            double nx = x + 0.02 * gr_rng_uniform(&rng), ny = y + 2 * gr_rng_uniform(&rng) - 1;
            ny = ny < -3 ? -3 : ny > HEIGHT + 3 ? HEIGHT + 3 : ny;
            gr_pen_to(&pen, x, y);
            gr_dots_line(&slow, x, y, nx, ny, 1, 0, GR_ROLE_SERIES1);
            x = nx;
            y = ny;
        }
        gr_pen_to(&pen, x, y);
        gr_pen_lift(&pen);
        assert_same(&fast, &slow);
        gr_dots_clear(&fast);
        gr_dots_clear(&slow);
    }
}
END_TEST

/* A dotted line in a thousand pieces has the dots of the line in one piece. */
START_TEST(dots_follow_the_way)
{
    for (int ascii = 0; ascii < 2; ascii++) {
        gr_dots whole = new_dots(ascii), cut = new_dots(ascii);
        gr_pen one = { .dots = &whole, .role = GR_ROLE_GHOST, .gap = 4 };
        gr_pen many = { .dots = &cut, .role = GR_ROLE_GHOST, .gap = 4 };
        gr_pen_to(&one, 0.3, 2.2);
        gr_pen_to(&one, WIDTH - 0.3, 2.2);
        gr_pen_lift(&one);
        for (int i = 0; i <= 1000; i++)
            gr_pen_to(&many, 0.3 + (WIDTH - 0.6) * i / 1000 + 1e-9, 2.2);
        gr_pen_lift(&many);
        assert_same(&whole, &cut);
        ck_assert_int_eq(count_dots(&whole), WIDTH / 2);
        gr_dots_clear(&whole);
        gr_dots_clear(&cut);
    }
}
END_TEST

/* What lies outside is cut off and costs nothing: the line goes on where it comes back. */
START_TEST(far_outside)
{
    gr_dots dots = new_dots(false), dotted = new_dots(false);
    gr_pen pen = { .dots = &dots, .role = GR_ROLE_SERIES1, .gap = 1 };
    gr_pen dotter = { .dots = &dotted, .role = GR_ROLE_SERIES1, .gap = 4 };
    const double xs[] = { 5.2, 5.2, 10.2, 10.2, 15.2, NAN, 20.2, INFINITY, 25.2 };
    const double ys[] = { 6.1, -1e300, -1e300, 1e300, 1e300, 3, 6.1, 6.1, 6.1 };

    for (int turn = 0; turn < 1000; turn++) {
        for (size_t i = 0; i < GR_LEN(xs); i++) {
            gr_pen_to(&pen, xs[i], ys[i]);
            gr_pen_to(&dotter, xs[i], ys[i]);
        }
        gr_pen_lift(&pen);
        gr_pen_lift(&dotter);
    }
    for (int row = 0; row < HEIGHT; row++) {
        const uint8_t *bits = dots.bits + row * WIDTH;
        ck_assert_uint_eq(bits[5], row < 6 ? 0x47 : row == 6 ? 0x01 : 0);
        ck_assert_uint_eq(bits[10], 0x47); /* the left column of the cell, whole */
        ck_assert_uint_eq(bits[15], 0);
        ck_assert_uint_eq(bits[22], 0);
    }
    ck_assert_int_gt(count_dots(&dotted), 10);
    gr_dots_clear(&dots);
    gr_dots_clear(&dotted);
}
END_TEST

/* --- series as drawn --- */

static const gr_figure plain = { .name = "plain" };
static const gr_figure log_y = { .name = "log", .y = { .log = true } };
static double steps[MANY], first[MANY], second[MANY], lows[MANY], highs[MANY];

static gr_shape *add(gr_view *view, gr_role role, const double *y, size_t count, const char *mark)
{
    gr_shape *shape = &view->shapes[view->count++];

    *shape = (gr_shape){ .kind = GR_SHAPE_SERIES, .role = role, .mark = mark };
    shape->as.series = (gr_series){ .count = count, .x = steps, .y = y };
    for (size_t i = 0; i < count; i++)
        steps[i] = (double)i;
    return shape;
}

static gr_canvas drawn(const gr_view *view, int width, int height, bool ascii)
{
    gr_canvas canvas = { 0 };
    gr_error err = { 0 };

    ck_assert(gr_canvas_init(&canvas, width, height, ascii, &err));
    ck_assert_msg(gr_figure_draw(&canvas, gr_canvas_rect(&canvas), view, NULL, &err), "%s",
                  err.message);
    return canvas;
}

static void assert_drawn(const gr_view *view, int width, int height, bool ascii,
                         const char *expected)
{
    gr_canvas canvas = drawn(view, width, height, ascii);
    gr_output out = { 0 };
    gr_text text = { 0 };
    gr_error err = { 0 };

    gr_output_memory(&out, &text);
    gr_canvas_write(&canvas, GR_COLOR_NEVER, &out);
    ck_assert(gr_output_commit(&out, &err));
    gr_assert_text(gr_text_string(&text), expected);
    gr_text_clear(&text);
    gr_canvas_clear(&canvas);
}

/* Each curve has its letter two to four times, each on it and none on the other. */
START_TEST(marks_stand_on_their_curves)
{
    gr_view view = { .figure = &plain, .title = "f" };
    int found[2] = { 0, 0 };

    for (int i = 0; i < 100; i++) {
        first[i] = 50 + 40 * gr_sin(i * 0.05);
        second[i] = 50 - 40 * gr_sin(i * 0.05);
    }
    add(&view, GR_ROLE_SERIES1, first, 100, "a");
    add(&view, GR_ROLE_SERIES2, second, 100, "b");
    gr_canvas canvas = drawn(&view, 64, 24, false);
    gr_axes axes = gr_chart_axes(&view, (gr_rect){ 0, 1, 64, 23 });
    for (int r = 0; r < axes.plot.height; r++)
        for (int c = 0; c < axes.plot.width; c++) {
            const gr_cell *cell = gr_canvas_cell(&canvas, axes.plot.x + c, axes.plot.y + r);
            int which = cell->character == 'a' ? 0 : cell->character == 'b' ? 1 : -1;
            if (which < 0)
                continue;
            double x = gr_ticks_value(&axes.x, (c + 0.0) / (axes.plot.width - 1));
            double y = 50 + (which == 0 ? 40 : -40) * gr_sin(x * 0.05);
            ck_assert_msg(fabs(gr_axes_y(&axes, y) - r - 0.5) < 1, "%c at %d %d",
                          (int)cell->character, c, r);
            ck_assert_int_eq(cell->role, view.shapes[which].role);
            found[which]++;
        }
    for (int i = 0; i < 2; i++)
        ck_assert_msg(found[i] >= 3 && found[i] <= 4, "%d marks", found[i]);
    gr_canvas_clear(&canvas);
}
END_TEST

/* One step stands at the left end of an axis that has room for more; more data go beyond it, and a
 * window is what was asked for. */
START_TEST(an_axis_reaches_out)
{
    static const struct {
        size_t count;
        double reach, window, low, high;
    } rows[] = { { 1, 10, 0, 0, 10 }, { 0, 10, 0, 0, 10 }, { 31, 10, 0, 0, 30 },
                 { 31, 10, 4, 0, 4 }, { 31, 0, 0, 0, 30 }, { 1, 3, 0, 0, 3 } };

    for (int i = 0; i < 61; i++)
        first[i] = i;
    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_view view = { .figure = &plain, .x_reach = rows[i].reach };
        gr_limits limits = gr_chart_no_limits();
        view.window.x_high = rows[i].window;
        add(&view, GR_ROLE_SERIES1, first, rows[i].count, NULL);
        gr_chart_join(&limits, &view);
        ck_assert_msg(limits.x_low == rows[i].low && limits.x_high == rows[i].high,
                      "row %zu: %g to %g", i, limits.x_low, limits.x_high);
        gr_view_clear(&view);
    }
}
END_TEST

/* Between low and high, lighter than the curve, and no cell of the curve is lost. */
START_TEST(a_band_is_a_light_shade)
{
    gr_view bare = { .figure = &plain, .title = "f" }, view = bare;

    for (int i = 0; i < 61; i++) {
        first[i] = i;
        lows[i] = i - 20;
        highs[i] = i + 20;
    }
    gr_shape *shape = add(&view, GR_ROLE_SERIES1, first, 61, NULL);
    shape->as.series.low = lows;
    shape->as.series.high = highs;
    add(&bare, GR_ROLE_SERIES1, first, 61, NULL);
    bare.fixed = true;
    bare.limits = gr_chart_no_limits();
    gr_chart_join(&bare.limits, &view);
    gr_canvas with = drawn(&view, 64, 24, false), without = drawn(&bare, 64, 24, false);
    gr_axes axes = gr_chart_axes(&view, (gr_rect){ 0, 1, 64, 23 });
    int shaded = 0, bits = 0, expected = 0;
    for (int r = 0; r < axes.plot.height; r++)
        for (int c = 0; c < axes.plot.width; c++) {
            uint32_t a = gr_canvas_cell(&with, axes.plot.x + c, axes.plot.y + r)->character;
            uint32_t b = gr_canvas_cell(&without, axes.plot.x + c, axes.plot.y + r)->character;
            double x = gr_ticks_value(&axes.x, (double)c / (axes.plot.width - 1));
            double off = fabs(gr_axes_y(&axes, x) - r - 0.5);
            double reach = gr_axes_y(&axes, 0) - gr_axes_y(&axes, 20);
            expected += b == ' ' && off < reach - 1.5;
            if (b != ' ') {
                ck_assert_uint_eq(a, b);
                continue;
            }
            ck_assert_msg(a == ' ' || off < reach + 1.5, "a shade at %d %d", c, r);
            shaded += a != ' ';
            for (uint32_t rest = a == ' ' ? 0 : a & 0xFF; rest != 0; rest &= rest - 1)
                bits++;
        }
    ck_assert_int_ge(shaded, expected);
    ck_assert_int_gt(expected, 100);
    ck_assert_msg(bits <= 2 * shaded, "%d dots in %d cells", bits, shaded);
    gr_canvas_clear(&with);
    gr_canvas_clear(&without);
}
END_TEST

/* On a log axis a band whose lower end is not positive reaches down to the axis. */
START_TEST(a_band_below_a_log_axis)
{
    gr_view view = { .figure = &log_y, .title = "f" };

    for (int i = 0; i < 20; i++) {
        first[i] = 100;
        lows[i] = i < 10 ? 10 : -1;
        highs[i] = i == 15 ? (double)INFINITY : 200;
    }
    gr_shape *shape = add(&view, GR_ROLE_SERIES1, first, 20, NULL);
    shape->as.series.low = lows;
    shape->as.series.high = highs;
    gr_canvas canvas = drawn(&view, 40, 12, false);
    gr_axes axes = gr_chart_axes(&view, (gr_rect){ 0, 1, 40, 11 });
    int below[2] = { 0, 0 }, lowest = axes.plot.y + (int)gr_axes_y(&axes, 10);
    for (int c = 0; c < axes.plot.width; c++)
        below[c > axes.plot.width / 2] +=
            gr_canvas_cell(&canvas, axes.plot.x + c, lowest)->character != ' ';
    ck_assert_int_gt(below[0], 10);
    ck_assert_int_gt(below[1], 10);
    gr_canvas_clear(&canvas);
}
END_TEST

/* --- by hand --- */

START_TEST(single_and_flat)
{
    gr_view one = { .figure = &plain, .title = "f" }, flat = one;

    first[0] = first[1] = first[2] = first[3] = 5;
    add(&one, GR_ROLE_SERIES1, first, 1, NULL);
    add(&flat, GR_ROLE_SERIES1, first, 4, NULL);
    assert_drawn(&one, 20, 8, true,
                 "f\n"
                 "6+\n"
                 " |\n"
                 "5+         @\n"
                 " |\n"
                 "4+\n"
                 " ++--------+-------+\n"
                 " -1        0       1\n");
    assert_drawn(&flat, 20, 8, true,
                 "f\n"
                 "6+\n"
                 " |\n"
                 "5+-------------@\n"
                 " |\n"
                 "4+\n"
                 " ++--------+-------+\n"
                 "  0        2       4\n");
}
END_TEST

/* Thirds of a cell, a bar where steep, and every second cell of a dotted curve. */
START_TEST(forms_in_ascii)
{
    gr_view view = { .figure = &plain, .title = "f" };

    for (int i = 0; i < 18; i++)
        first[i] = i < 12 ? i / 2.0 : i == 12 ? 20 : 10;
    for (int i = 0; i < 18; i++)
        second[i] = 15;
    add(&view, GR_ROLE_SERIES1, first, 18, NULL);
    add(&view, GR_ROLE_GHOST, second, 18, "g")->dotted = true;
    gr_canvas canvas = drawn(&view, 60, 14, true);
    gr_axes axes = gr_chart_axes(&view, (gr_rect){ 0, 1, 60, 13 });
    int bars = 0, seen[128] = { 0 };
    for (int r = 0; r < axes.plot.height; r++)
        for (int c = 0; c + 1 < axes.plot.width; c++) {
            const gr_cell *cell = gr_canvas_cell(&canvas, axes.plot.x + c, axes.plot.y + r);
            ck_assert(cell->character == ' ' || strchr("'-_|@g", (int)cell->character) != NULL);
            seen[cell->character & 127] += cell->role == GR_ROLE_SERIES1;
            bars += cell->character == '|';
            const gr_cell *next = gr_canvas_cell(&canvas, axes.plot.x + c + 1, axes.plot.y + r);
            if (cell->role == GR_ROLE_GHOST && cell->character != 'g')
                ck_assert(next->role != GR_ROLE_GHOST || next->character == 'g');
        }
    ck_assert(seen['\''] > 3 && seen['-'] > 3 && seen['_'] > 3 && bars > 3);
    gr_canvas_clear(&canvas);
}
END_TEST

/* Twenty thousand points make the picture of their extremes in each column. */
START_TEST(many_points)
{
    gr_view view = { .figure = &plain, .title = "f" };
    gr_rng rng = gr_rng_seeded(7);

    for (int i = 0; i < MANY; i++) {
        first[i] = gr_rng_uniform(&rng);
        first[i] = i % 2 == 0 ? first[i] * 0.01 : 1 - first[i] * 0.01;
    }
    add(&view, GR_ROLE_SERIES1, first, MANY, NULL);
    gr_canvas canvas = drawn(&view, 60, 14, false);
    gr_axes axes = gr_chart_axes(&view, (gr_rect){ 0, 1, 60, 13 });
    for (int r = 1; r + 1 < axes.plot.height; r++)
        for (int c = 1; c + 1 < axes.plot.width; c++)
            ck_assert_uint_eq(gr_canvas_cell(&canvas, axes.plot.x + c, axes.plot.y + r)->character,
                              0x28FF);
    gr_canvas_clear(&canvas);
}
END_TEST

/* What a log axis cannot show is counted, over all curves and both axes. */
START_TEST(what_is_not_shown)
{
    gr_view view = { .figure = &log_y, .title = "f" };

    for (int i = 0; i < 20; i++)
        first[i] = i < 3 ? -i : 1000; /* 0, -1, -2 */
    add(&view, GR_ROLE_SERIES1, first, 20, NULL);
    gr_canvas canvas = drawn(&view, 60, 12, true);
    gr_text text = { 0 };
    gr_output out = { 0 };
    gr_error err = { 0 };
    gr_output_memory(&out, &text);
    gr_canvas_write(&canvas, GR_COLOR_NEVER, &out);
    ck_assert(gr_output_commit(&out, &err));
    ck_assert_msg(strstr(gr_text_string(&text), "3 values <= 0 not shown") != NULL, "%s",
                  gr_text_string(&text));
    gr_text_clear(&text);
    gr_canvas_clear(&canvas);
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("curves");
    TCase *tcase = gr_test_case(made, "curves");

    tcase_add_test(tcase, pieces_in_one_column_are_one);
    tcase_add_test(tcase, dots_follow_the_way);
    tcase_add_test(tcase, far_outside);
    tcase_add_test(tcase, marks_stand_on_their_curves);
    tcase_add_test(tcase, an_axis_reaches_out);
    tcase_add_test(tcase, a_band_is_a_light_shade);
    tcase_add_test(tcase, a_band_below_a_log_axis);
    tcase_add_test(tcase, single_and_flat);
    tcase_add_test(tcase, forms_in_ascii);
    tcase_add_test(tcase, many_points);
    tcase_add_test(tcase, what_is_not_shown);
    return made;
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    return gr_test_main(suite());
}
