/* Every plot kind with every shape of its kind at every size: nothing outside the rectangle, and no
 * character that is not on the list. A new row of plots.def is tested from the moment it exists. */
#include "gradus/plot.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shapes.h"
#include "support.h"

static const gr_figure figures[] = {
    { .name = "plain", .title = "plain" },
    { .name = "logarithmic",
      .title = "with axes",
      .x = { .label = "parameters", .unit = "s", .log = true },
      .y = { .label = "漢字", .unit = "m", .log = true } },
    { .name = "picture", .title = "bare", .bare = true },
};

static const int widths[] = { 1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11,  12, 13,
                              15, 16, 20, 24, 25, 33, 40, 42, 64, 89, 120, 200 };
static const int heights[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 18, 24, 33, 60 };

enum { LEFT = 3, ABOVE = 2 };

static const gr_cell sentinel = {
    .character = 'Z', .role = GR_ROLE_COVER, .heat = 5, .ink = 4, .bold = true
};

/* --- a canvas that notices --- */

/* Blank in the rectangle, sentinels around it. */
static gr_canvas prepared(gr_rect rect, bool ascii, bool room)
{
    gr_canvas canvas = { 0 };
    gr_error err = { 0 };

    ck_assert(gr_canvas_init(&canvas, rect.width + (room ? 2 * LEFT : 0),
                             rect.height + (room ? 2 * ABOVE : 0), ascii, &err));
    for (int i = 0; i < canvas.width * canvas.height; i++)
        canvas.cells[i] = sentinel;
    gr_canvas_wipe(&canvas, rect);
    return canvas;
}

static bool allowed(const gr_canvas *canvas, uint32_t character)
{
    if (character >= ' ' && character < 0x7F)
        return true;
    if (canvas->ascii)
        return false;
    if ((character >= 0x2800 && character <= 0x28FF) || gr_test_shapes_use(character))
        return true;
    for (int i = 0; i < GR_GLYPHS; i++)
        if (gr_canvas_glyph_of(canvas, (gr_glyph)i) == character)
            return true;
    return false;
}

static bool same_cell(const gr_cell *a, const gr_cell *b)
{
    return a->character == b->character && a->role == b->role && a->heat == b->heat &&
           a->ink == b->ink && a->bold == b->bold;
}

static bool inside(gr_rect r, int x, int y)
{
    return x >= r.x && x < r.x + r.width && y >= r.y && y < r.y + r.height;
}

/* Half of a wide character stands beside its other half. */
static bool whole(const gr_canvas *canvas, int x, int y)
{
    const gr_cell *cell = gr_canvas_cell(canvas, x, y);

    if (cell->character == 0)
        return x > 0 && gr_character_width(gr_canvas_cell(canvas, x - 1, y)->character) == 2;
    return gr_character_width(cell->character) != 2 ||
           (x + 1 < canvas->width && gr_canvas_cell(canvas, x + 1, y)->character == 0);
}

static void check_canvas(const gr_canvas *canvas, gr_rect rect, const char *what)
{
    for (int y = 0; y < canvas->height; y++) {
        for (int x = 0; x < canvas->width; x++) {
            const gr_cell *cell = gr_canvas_cell(canvas, x, y);
            if (!inside(rect, x, y)) {
                if (!same_cell(cell, &sentinel))
                    ck_abort_msg("%s in %dx%d: outside at %d %d stands U+%04X", what, rect.width,
                                 rect.height, x - rect.x, y - rect.y, cell->character);
                continue;
            }
            if (cell->role >= GR_ROLES || cell->heat > GR_HEATS || cell->ink > GR_HEATS ||
                !whole(canvas, x, y) || (cell->character != 0 && !allowed(canvas, cell->character)))
                ck_abort_msg("%s in %dx%d: at %d %d stands U+%04X", what, rect.width, rect.height,
                             x - rect.x, y - rect.y, cell->character);
        }
    }
}

/* --- one plot --- */

static gr_view view_of(const gr_shape *shape, size_t figure)
{
    gr_view view = { .figure = &figures[figure], .title = "a title", .note = "total 48 + ?" };

    if (shape != NULL)
        view.shapes[view.count++] = *shape;
    return view;
}

static bool draw_alone(const gr_plot *plot, gr_canvas *canvas, gr_rect rect, const gr_view *view,
                       gr_error *err)
{
    if (!plot->draw(canvas, rect, view, &view->shapes[0], err))
        return false;
    if (plot->marks != NULL)
        plot->marks(canvas, rect, view, &view->shapes[0]);
    return true;
}

/* Draw twice, by the plot kind itself or as a figure: the same each time. */
static void draw_checked(const gr_plot *plot, const gr_test_shape *one, gr_rect rect, bool ascii,
                         bool room, size_t figure)
{
    gr_view view = view_of(&one->shape, figure);
    gr_error err = { 0 };
    gr_canvas canvas = prepared(rect, ascii, room), again = prepared(rect, ascii, room);
    char what[120];

    snprintf(what, sizeof what, "%s, %s%s%s", plot->name, one->name, ascii ? ", ASCII" : "",
             figure == 1 ? ", log" : figure == 2 ? ", a picture" : "");
    for (gr_canvas *c = &canvas; c != NULL; c = c == &canvas ? &again : NULL)
        if (room ? !draw_alone(plot, c, rect, &view, &err)
                 : !gr_figure_draw(c, rect, &view, plot, &err))
            ck_abort_msg("%s: %s", what, err.message);
    check_canvas(&canvas, rect, what);
    if (memcmp(canvas.cells, again.cells,
               (size_t)(canvas.width * canvas.height) * sizeof *canvas.cells) != 0)
        ck_abort_msg("%s: two drawings differ", what);
    gr_canvas_clear(&canvas);
    gr_canvas_clear(&again);
}

static void draw_sizes(const gr_plot *plot, const gr_test_shape *one)
{
    for (size_t w = 0; w < GR_LEN(widths); w++) {
        for (size_t h = 0; h < GR_LEN(heights); h++) {
            gr_rect within = { LEFT, ABOVE, widths[w], heights[h] };
            gr_rect all = { 0, 0, widths[w], heights[h] };
            bool ascii = (w + h) % 2 == 0;
            draw_checked(plot, one, within, ascii, true, h % 2);
            draw_checked(plot, one, within, !ascii, true, w % 2);
            draw_checked(plot, one, all, ascii, false, w % 2);
            draw_checked(plot, one, within, ascii, true, 2);
        }
    }
}

/* One test for each plot kind. */
START_TEST(a_plot_at_every_size)
{
    const gr_plot *plot = gr_plot_at((size_t)_i);
    size_t count, drawn = 0;
    const gr_test_shape *shapes = gr_test_shapes(&count);

    for (size_t i = 0; i < count; i++) {
        if (shapes[i].shape.kind != plot->shape)
            continue;
        draw_sizes(plot, &shapes[i]);
        drawn++;
    }
    ck_assert_msg(drawn >= 3, "%s has %zu shapes to draw", plot->name, drawn);
}
END_TEST

/* --- the registry --- */

START_TEST(the_registry)
{
    gr_error err = { 0 };

    for (size_t i = 0; i < gr_plot_count(); i++) {
        const gr_plot *plot = gr_plot_at(i);
        ck_assert(plot->name[0] != '\0' && plot->summary[0] != '\0' && plot->draw != NULL);
        ck_assert_ptr_eq(gr_plot_find(plot->name, &err), plot);
        ck_assert_int_eq(gr_plot_for(plot->shape)->shape, plot->shape);
    }
    ck_assert_ptr_null(gr_plot_find("pie", &err));
    ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    gr_assert_message(err, "unknown plot kind 'pie'; there are: network, table, bars");
}
END_TEST

/* --- figures --- */

/* The rows of a canvas, as text. */
static void assert_drawn(gr_view *view, int width, int height, bool ascii, const char *expected)
{
    gr_canvas canvas = { 0 };
    gr_output out = { 0 };
    gr_text text = { 0 };
    gr_error err = { 0 };

    ck_assert(gr_canvas_init(&canvas, width, height, ascii, &err));
    ck_assert_msg(gr_figure_draw(&canvas, gr_canvas_rect(&canvas), view, NULL, &err), "%s",
                  err.message);
    gr_output_memory(&out, &text);
    gr_canvas_write(&canvas, GR_COLOR_NEVER, &out);
    ck_assert(gr_output_commit(&out, &err));
    gr_assert_text(gr_text_string(&text), expected);
    gr_text_clear(&text);
    gr_canvas_clear(&canvas);
}

/* The number of the moment stays to the last. */
START_TEST(the_number_stays)
{
    gr_view view = view_of(NULL, 0);

    assert_drawn(&view, 30, 1, false, "a title           total 48 + ?\n");
    assert_drawn(&view, 16, 1, false, "a   total 48 + ?\n");
    assert_drawn(&view, 12, 1, false, "total 48 + ?\n");
    assert_drawn(&view, 4, 1, false, " + ?\n");
    assert_drawn(&view, 1, 1, false, "?\n");
    view.note = NULL;
    assert_drawn(&view, 5, 1, false, "a\n");
    view.note = "";
    assert_drawn(&view, 9, 2, false, "a title\n\n");
}
END_TEST

/* Where there is no number the right end names the scale, if all of it fits. */
START_TEST(the_scale_is_named)
{
    static const double one[] = { 1, 10 };
    static const gr_figure log_x = { .name = "x", .title = "x", .x = { .log = true } };
    gr_shape shape = { .kind = GR_SHAPE_SERIES, .role = GR_ROLE_SERIES1 };

    shape.as.series = (gr_series){ .count = 2, .x = one, .y = one };
    gr_view view = view_of(&shape, 1);
    view.note = NULL;
    assert_drawn(&view, 30, 1, true, "a title, m            both log\n");
    assert_drawn(&view, 20, 1, true, "a title, m  both log\n");
    assert_drawn(&view, 19, 1, true, "a title, m\n");
    view.figure = &log_x;
    assert_drawn(&view, 30, 1, true, "a title            x log scale\n");
    view.figure = &figures[0];
    assert_drawn(&view, 30, 1, true, "a title\n");
}
END_TEST

START_TEST(bars_by_hand)
{
    static const char *const labels[] = { "1", "two", "3", "4" };
    static const double values[] = { 10, 5.5, -0.0, (double)NAN };
    gr_shape shape = { .kind = GR_SHAPE_BARS, .role = GR_ROLE_SERIES1 };

    shape.as.bars = (gr_bars){ 4, labels, values, 0 };
    gr_view view = view_of(&shape, 0);
    assert_drawn(&view, 34, 7, false,
                 "a title               total 48 + ?\n"
                 "  1 ┤━━━━━━━━━━━━━━━━━━━━━━━ 10\n"
                 "two ┤━━━━━━━━━━━━━ 5.500\n"
                 "  3 ┤ 0\n"
                 "  4 ┤ ?\n"
                 "    └┴──────────┴──────────┴\n"
                 "     0          5         10\n");
    assert_drawn(&view, 14, 4, true,
                 "  total 48 + ?\n"
                 "  1 +=== 10\n"
                 "two +== 5.500\n"
                 "  3 + 0\n");
}
END_TEST

/* A number that does not fit is left out, since a part of it would be another number. */
START_TEST(no_part_of_a_number)
{
    static const char *const labels[] = { "1", "2" };
    static const double values[] = { 12345, 1e5 };
    gr_shape shape = { .kind = GR_SHAPE_BARS, .role = GR_ROLE_SERIES1 };

    shape.as.bars = (gr_bars){ 2, labels, values, -1 };
    gr_view view = view_of(&shape, 0);
    view.note = "total 12345 + 100000 = 112345";
    assert_drawn(&view, 8, 3, true, "  112345\n1 +12345\n2 +1e5\n");
    assert_drawn(&view, 30, 1, true, " total 12345 + 100000 = 112345\n");
    assert_drawn(&view, 28, 1, true, "a title               112345\n");
    assert_drawn(&view, 5, 1, true, "a\n");
}
END_TEST

START_TEST(a_net_by_hand)
{
    static const double sizes[] = { 1, 100000000, 1 };
    static const gr_link links[] = { { GR_LINK_DONE, "2e8" }, { GR_LINK_FAINT, "?" } };
    gr_shape shape = { .kind = GR_SHAPE_GRAPH, .role = GR_ROLE_SERIES1 };

    shape.as.graph = (gr_graph){ .layers = 3, .sizes = sizes, .links = links };
    gr_view view = view_of(&shape, 0);
    assert_drawn(&view, 21, 5, true,
                 "a title  total 48 + ?\n"
                 "        . @.  .\n"
                 " @. ..    :     .. @\n"
                 "       .  @  .\n"
                 " 1  2e8  1e8  ?    1\n");
    assert_drawn(&view, 11, 5, true,
                 "a    48 + ?\n"
                 "        ...\n"
                 " @. ..   :\n"
                 "       . @\n"
                 " 1  2e8 1e8\n");
}
END_TEST

/* Values behind the units, with fewer digits in less room; links that count are solid. */
START_TEST(a_net_with_values)
{
    static const double sizes[] = { 2, 2 };
    static const double in[] = { 1, -0.123456 }, out[] = { -1.23456e-10, NAN };
    static const double *const values[] = { in, out };
    static const gr_link links[] = { { GR_LINK_PRESENT, "relu" } };
    static const gr_spot spot = { 1, 1, 1 };
    gr_shape shape = { .kind = GR_SHAPE_GRAPH, .role = GR_ROLE_SERIES1 };

    shape.as.graph = (gr_graph){ 2, sizes, links, values, &spot };
    gr_view view = view_of(&shape, 0);
    assert_drawn(&view, 32, 6, true,
                 "a title             total 48 + ?\n"
                 "@ 1.000  -__.  .  .  ..@ -1e-10\n"
                 "            '--_.  .\n"
                 "             .  '--_\n"
                 "@ -0.1235 ..  .  .  ''-@ ?\n"
                 "2        relu          2\n");
    assert_drawn(&view, 20, 6, true,
                 "a       total 48 + ?\n"
                 "@ 1.000  | @ -1e-10\n"
                 "         |.\n"
                 "         .|\n"
                 "@ -0.1235.|@ ?\n"
                 "2  relu    2\n");
    assert_drawn(&view, 14, 6, true,
                 "  total 48 + ?\n"
                 "@ 1   | @\n"
                 "      |.\n"
                 "      .|\n"
                 "@ -0.1.|@ ?\n"
                 "2 relu  2\n");
    assert_drawn(&view, 13, 6, true,
                 " total 48 + ?\n"
                 " @-_ .  .  @\n"
                 "    '-_ .\n"
                 "      '-_\n"
                 " @ ..  . '-@\n"
                 " 2  relu   2\n");
}
END_TEST

/* The first digits of the values behind the left layer, dots where there are dots. */
static void check_inputs(const gr_view *view, const char *expected)
{
    gr_canvas canvas = { 0 };
    char seen[6] = "";

    ck_assert(gr_canvas_init(&canvas, 30, 7, true, NULL) &&
              gr_figure_draw(&canvas, gr_canvas_rect(&canvas), view, NULL, NULL));
    for (int y = 1; y <= 5; y++) {
        bool dots = gr_canvas_cell(&canvas, 0, y)->character == ':';
        seen[y - 1] = (char)gr_canvas_cell(&canvas, dots ? 0 : 2, y)->character;
    }
    gr_assert_text(seen, expected);
    gr_canvas_clear(&canvas);
}

/* What does not fit is left out around the unit that is worked out; a single one never is. */
START_TEST(a_wide_net)
{
    static const double sizes[] = { 9, 1 };
    static const double in[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 }, out[] = { 10 };
    static const double *const values[] = { in, out };
    static const gr_link links[] = { { GR_LINK_PRESENT, "" } };
    static gr_spot spot = { 1, 0, 0 };
    gr_shape shape = { .kind = GR_SHAPE_GRAPH, .role = GR_ROLE_SERIES1 };

    shape.as.graph = (gr_graph){ 2, sizes, links, values, &spot };
    static const char *const seen[] = { "123:9", "123:9", "123:9", "123:9", "1:4:9", "1:5:9",
                                        "1:6:9", "1:789", "1:789", "1:789", "1:789" };
    gr_view view = view_of(&shape, 0);
    for (spot.added = 0; spot.added <= 10; spot.added++)
        check_inputs(&view, seen[spot.added]);
}
END_TEST

/* A gap, an infinite value on the frame, what a log axis cannot show, and the present point. */
START_TEST(a_line_by_hand)
{
    static const double x[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
    static const double y[] = { 1, 1000, (double)INFINITY, (double)NAN, 10, 10, -1, 100, 10 };
    gr_shape shape = { .kind = GR_SHAPE_SERIES, .role = GR_ROLE_SERIES1 };

    shape.as.series = (gr_series){ .count = GR_LEN(x), .x = x, .y = y };
    gr_view view = view_of(&shape, 1);
    assert_drawn(&view, 60, 10, true,
                 "a title, m                                      total 48 + ?\n"
                 "1000+               _-         ^      1 value <= 0 not shown\n"
                 "    |             _-\n"
                 " 100+          _-'                                    -\n"
                 "    |       _-'                                        -_\n"
                 "  10+     -'                               -----        '@\n"
                 "    |  _-'\n"
                 "   1+-'\n"
                 "    ++-----------------------------------------------------+\n"
                 "     1                                                    10\n");
}
END_TEST

/* Where there is no room for all of a board the present row is in sight. */
START_TEST(a_board_that_is_too_high)
{
    static const char *const letters[] = { "a", "b", "c", "d", "e" };
    static const struct {
        size_t present;
        const char *seen;
    } rows[] = { { 0, "title\na\nb\nc\n" }, { 1, "title\na\nb\nc\n" },
                 { 2, "title\nb\nc\nd\n" }, { 3, "title\nc\nd\ne\n" },
                 { 4, "title\nc\nd\ne\n" }, { 9, "title\nc\nd\ne\n" } };
    gr_board_cell cells[GR_LEN(letters)];
    gr_shape shape = { .kind = GR_SHAPE_CELLS, .role = GR_ROLE_HEAT };

    for (size_t i = 0; i < GR_LEN(letters); i++)
        cells[i] = (gr_board_cell){ .glyph = letters[i], .heat = (double)NAN };
    for (size_t i = 0; i < GR_LEN(rows); i++) {
        shape.as.board = (gr_board){ 1, GR_LEN(letters), cells, rows[i].present };
        gr_view view = view_of(&shape, 0);
        view.title = "title";
        view.note = NULL;
        assert_drawn(&view, 8, 4, true, rows[i].seen);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("plots");
    TCase *tcase = gr_test_case(made, "plots");

    tcase_add_loop_test(tcase, a_plot_at_every_size, 0, (int)gr_plot_count());
    tcase_add_test(tcase, the_registry);
    tcase_add_test(tcase, the_number_stays);
    tcase_add_test(tcase, the_scale_is_named);
    tcase_add_test(tcase, bars_by_hand);
    tcase_add_test(tcase, no_part_of_a_number);
    tcase_add_test(tcase, a_net_by_hand);
    tcase_add_test(tcase, a_net_with_values);
    tcase_add_test(tcase, a_wide_net);
    tcase_add_test(tcase, a_line_by_hand);
    tcase_add_test(tcase, a_board_that_is_too_high);
    return made;
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8"); /* widths come from the C library */
    return gr_test_main(suite());
}
