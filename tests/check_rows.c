/* A field as lines of text: names, shades from the first value on, the key; and what goes where
 * there is less room. */
#include "gradus/plot.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include "support.h"

enum { COLUMNS = 20, ROWS = 2, WIDTH = 46 };

static const gr_figure figure = { .name = "where", .x = { .label = "step" } };
static const double shades[] = { 0.01, 0.05, 0.15, 0.3, 0.5, 0.75 };
static const char *const names[] = { "wrong", "right" };

/* The lower row rises through all shades, the upper is what is left; nothing is known past the
 * sixteenth column. */
static gr_view made(bool own, double values[ROWS * COLUMNS])
{
    static const double rising[] = { 0,   0.009, 0.01, 0.049, 0.05, 0.149, 0.15, 0.299,
                                     0.3, 0.499, 0.5,  0.749, 0.75, 0.9,   1,    1 };
    gr_view view = { .figure = &figure, .title = "where", .count = 1 };

    for (size_t i = 0; i < COLUMNS; i++) {
        bool known = i < GR_LEN(rising);
        values[i] = known ? rising[i] : (double)NAN;
        values[COLUMNS + i] = known ? 1 - rising[i] : (double)NAN;
    }
    view.shapes[0] = (gr_shape){ .kind = GR_SHAPE_FIELD, .role = GR_ROLE_HEAT, .label = "share" };
    view.shapes[0].as.field = (gr_field){ .columns = COLUMNS,
                                          .rows = ROWS,
                                          .x0 = -0.5,
                                          .x1 = 19.5,
                                          .y0 = 0,
                                          .y1 = 2,
                                          .values = values,
                                          .low = 0,
                                          .high = 1,
                                          .shades = own ? shades : NULL,
                                          .row_names = names };
    return view;
}

/* Draws, and compares line by line; NULL ends them. */
static void expect(const gr_view *view, int width, int height, const char *const *lines)
{
    gr_canvas canvas = { 0 };
    gr_error err = { 0 };

    ck_assert(gr_canvas_init(&canvas, width, height, true, &err));
    ck_assert(
        gr_figure_draw(&canvas, gr_canvas_rect(&canvas), view, gr_plot_find("rows", &err), &err));
    for (int y = 0; lines[y] != NULL; y++) {
        char text[200] = "";
        for (int x = 0; x < width; x++)
            text[x] = (char)gr_cell_character(gr_canvas_cell(&canvas, x, y), GR_COLOR_NEVER);
        for (size_t end = strlen(text); end > 0 && text[end - 1] == ' '; end--)
            text[end - 1] = '\0';
        ck_assert_str_eq(text, lines[y]);
    }
    gr_canvas_clear(&canvas);
}

static const char *const whole[] = { "where",
                                     "right @@@@@@@@@@@@@@########++++::",
                                     "wrong     ....::::++++****####@@@@@@@@",
                                     "       0         5        10  step  15",
                                     "share  .01 . .05 : .15 + .3 * .5 # .75 @",
                                     NULL };

START_TEST(names_shades_axis_and_key)
{
    double values[ROWS * COLUMNS];
    gr_view view = made(true, values);

    ck_assert_int_eq(gr_figure_rows(&view, gr_plot_find("rows", NULL)), 5);
    expect(&view, WIDTH, 5, whole);
}
END_TEST

/* First the key goes, then the axis; with room to spare rows are up to three lines high, named in
 * the middle. */
START_TEST(less_room_and_more)
{
    double values[ROWS * COLUMNS];
    gr_view view = made(true, values);

    expect(&view, WIDTH, 4, (const char *const[]){ whole[0], whole[1], whole[2], whole[3], NULL });
    expect(&view, WIDTH, 3, (const char *const[]){ whole[0], whole[1], whole[2], NULL });
    const char *const high[] = { whole[0],
                                 "      @@@@@@@@@@@@@@########++++::",
                                 whole[1],
                                 "      @@@@@@@@@@@@@@########++++::",
                                 "          ....::::++++****####@@@@@@@@",
                                 whole[2],
                                 "          ....::::++++****####@@@@@@@@",
                                 whole[3],
                                 whole[4],
                                 "",
                                 NULL };
    expect(&view, WIDTH, 12, high);
}
END_TEST

START_TEST(even_shades_need_no_key)
{
    double values[ROWS * COLUMNS];
    gr_view view = made(false, values);
    const char *const even[] = { "where",
                                 "right @@@@@@@@@@@@@@####****::::......",
                                 "wrong ..............::::++**####@@@@@@",
                                 whole[3],
                                 "",
                                 NULL };

    expect(&view, WIDTH, 5, even);
}
END_TEST

/* A name would leave too little of the plot. */
START_TEST(a_narrow_plot_has_no_names)
{
    double values[ROWS * COLUMNS];
    gr_view view = made(true, values);

    expect(&view, 15, 3, (const char *const[]){ "where", "@@@@@@###+:", "  .::+**#@@@", NULL });
}
END_TEST

enum { FINE = 41 };

/* One row of 41 is full, and there are six half lines for all of them. */
static gr_view fine_made(bool peaks, double values[FINE])
{
    gr_view view = { .figure = &figure, .title = "where", .count = 1 };

    for (size_t i = 0; i < FINE; i++)
        values[i] = i == FINE / 2 ? 1 : (double)NAN;
    view.shapes[0] = (gr_shape){ .kind = GR_SHAPE_FIELD, .role = GR_ROLE_HEAT };
    view.shapes[0].as.field = (gr_field){ .columns = 1,
                                          .rows = FINE,
                                          .x0 = 0,
                                          .x1 = 1,
                                          .y0 = 0,
                                          .y1 = FINE,
                                          .values = values,
                                          .low = 0,
                                          .high = 1,
                                          .peaks = peaks };
    return view;
}

static size_t shaded(const gr_view *view, int height)
{
    gr_canvas canvas = { 0 };
    gr_error err = { 0 };
    size_t count = 0;

    ck_assert(gr_canvas_init(&canvas, 12, height, true, &err));
    ck_assert(gr_figure_draw(&canvas, gr_canvas_rect(&canvas), view, NULL, &err));
    for (int y = 0; y < height; y++)
        count += gr_canvas_cell(&canvas, 11, y)->heat > 0;
    gr_canvas_clear(&canvas);
    return count;
}

/* However low the plot is, the row is somewhere in it; without being asked for it may lie between
 * the places that are looked at. */
START_TEST(a_narrow_line_is_not_lost)
{
    double values[FINE];
    gr_view with = fine_made(true, values);
    size_t lost = 0;

    for (int height = 4; height < 40; height++)
        ck_assert_uint_ge(shaded(&with, height), 1);
    gr_view without = fine_made(false, values);
    for (int height = 4; height < 20; height++)
        lost += shaded(&without, height) == 0;
    ck_assert_uint_gt(lost, 0);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("rows");
    TCase *tcase = gr_test_case(s, "rows");

    tcase_add_test(tcase, names_shades_axis_and_key);
    tcase_add_test(tcase, less_room_and_more);
    tcase_add_test(tcase, even_shades_need_no_key);
    tcase_add_test(tcase, a_narrow_plot_has_no_names);
    tcase_add_test(tcase, a_narrow_line_is_not_lost);
    return s;
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    return gr_test_main(suite());
}
