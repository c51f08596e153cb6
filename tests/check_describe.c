/* Figures in words: every shape made by hand, and every figure of every experiment at the start, in
 * the middle and at the end. */
#include "gradus/describe.h"

#include "gradus/canvas.h"
#include "gradus/study.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runs.h"
#include "shapes.h"
#include "support.h"

/* --- what holds for every description --- */

static bool is_clean(const char *text, size_t length, bool lines)
{
    gr_text_fault fault;

    if (!gr_text_check(text, length, &fault) || memchr(text, '\t', length) != NULL)
        return false;
    for (size_t i = 0; i < length;) {
        uint32_t character = 0;
        i += gr_utf8_decode(text + i, length - i, &character);
        if ((character >= 0x2500 && character <= 0x259F) ||
            (character >= 0x2800 && character <= 0x28FF) || (character == '\n' && !lines))
            return false;
    }
    return true;
}

/* The line of a view, as a rotating static string. */
static const char *line_of(const gr_view *view)
{
    static char kept[4][4096];
    static int turn;
    gr_text line = { 0 }, rows = { 0 };
    gr_error err = { 0 };
    char *out = kept[turn++ % 4];

    ck_assert_msg(gr_describe_line(view, &line, &err), "%s", err.message);
    ck_assert_msg(gr_describe_rows(view, &rows, &err), "%s", err.message);
    ck_assert_uint_gt(line.length, 4);
    ck_assert_msg(line.length < sizeof kept[0], "%s", line.bytes);
    ck_assert_msg(is_clean(line.bytes, line.length, false), "%s", line.bytes);
    ck_assert_msg(strchr(".?!", line.bytes[line.length - 1]) != NULL, "%s", line.bytes);
    ck_assert(is_clean(gr_text_string(&rows), rows.length, true));
    if (rows.length > 0)
        ck_assert_int_eq(rows.bytes[rows.length - 1], '\n');
    strcpy(out, line.bytes);
    gr_text_clear(&line);
    gr_text_clear(&rows);
    return out;
}

static const char *rows_of(const gr_view *view)
{
    static char kept[8192];
    gr_text rows = { 0 };
    gr_error err = { 0 };

    ck_assert_msg(gr_describe_rows(view, &rows, &err), "%s", err.message);
    ck_assert_uint_lt(rows.length, sizeof kept);
    strcpy(kept, gr_text_string(&rows));
    gr_text_clear(&rows);
    return kept;
}

/* --- figures made by hand --- */

static const gr_figure course = {
    .name = "f", .title = "f against step", .x = { .label = "step" }, .y = { .label = "f" }
};
static const gr_figure logarithmic = { .name = "loss",
                                       .title = "loss",
                                       .x = { .label = "time", .unit = "s", .log = true },
                                       .y = { .label = "loss", .unit = "m", .log = true } };
static const gr_figure bare = { .name = "picture", .title = "picture", .bare = true };

static gr_view view_of(const gr_figure *figure, gr_shape_kind kind)
{
    gr_view view = { .figure = figure, .title = figure->title, .count = 1 };

    view.shapes[0] = (gr_shape){ .kind = kind, .role = GR_ROLE_SERIES1, .label = "f" };
    return view;
}

static const double steps[] = { 0, 1, 2, 3, 4 };

static const char *course_of(const gr_figure *figure, size_t count, const double *y)
{
    gr_view view = view_of(figure, GR_SHAPE_SERIES);

    view.shapes[0].as.series = (gr_series){ .count = count, .x = steps, .y = y };
    return line_of(&view);
}

START_TEST(courses)
{
    static const double falling[] = { 1080, 9, 0.25, 0.36, 0.3705 };
    static const double flat[] = { 3, 3, 3, 3, 3 };
    static const double odd[] = { NAN, 2, INFINITY, -1, NAN };
    static const double none[] = { NAN, INFINITY, -INFINITY, NAN, NAN };

    gr_assert_text(course_of(&course, 5, falling),
                   "f against step: 5 points, from 1080 at step 0 to 0.3705 at step 4, lowest "
                   "0.2500 at step 2.");
    gr_assert_text(course_of(&course, 5, flat), "f against step: 5 points, all 3 at step 0 to 4.");
    gr_assert_text(course_of(&course, 1, flat), "f against step: one point, 3 at step 0.");
    gr_assert_text(course_of(&course, 0, NULL), "f against step: no points.");
    gr_assert_text(course_of(&course, 5, odd),
                   "f against step: 5 points, from 2 at step 1 to -1 at step 3, 2 gaps, 1 "
                   "infinite.");
    gr_assert_text(course_of(&course, 5, none),
                   "f against step: 5 points, none that can be drawn, 3 gaps, 2 infinite.");
}
END_TEST

START_TEST(log_axes)
{
    static const double y[] = { 100, 10, -1, 0, 1e-9 };

    gr_assert_text(course_of(&logarithmic, 5, y),
                   "loss, loss [m] against time [s], time on a log scale, loss on a log scale: 5 "
                   "points, from 10 at time 1 to 1.000e-9 at time 4, 3 not positive and so not on "
                   "the log scale.");
}
END_TEST

START_TEST(ghosts_marks_and_bands)
{
    static const double y[] = { 5, 4, 3 }, low[] = { 4, 3, 2 }, high[] = { 6, 5, 4 };
    gr_view view = view_of(&course, GR_SHAPE_SERIES);

    view.shapes[0].as.series = (gr_series){ 3, steps, y, low, high };
    view.shapes[0].mark = "1";
    view.shapes[1] = view.shapes[2] = view.shapes[0];
    view.shapes[1].as.series.low = NULL;
    view.shapes[1].role = GR_ROLE_GHOST;
    view.shapes[1].dotted = true;
    view.shapes[1].mark = "g";
    view.shapes[2].as.series = (gr_series){ .count = 0 };
    view.shapes[2].dotted = true;
    view.shapes[2].mark = NULL;
    view.count = 3;
    gr_assert_text(line_of(&view),
                   "f against step: f (marked 1): 3 points, from 5 at step 0 to 3 at step 2, band "
                   "at the end from 2 to 4; f (ghost, marked g): 3 points, from 5 at step 0 to 3 "
                   "at step 2; f (dotted): no points.");
}
END_TEST

START_TEST(marks_at_places)
{
    static const double x[] = { 0, 1.5, NAN, 4, 5, 6, 9 }, y[] = { 1, -2, 3, INFINITY, 0, 0, 7 };
    static const char *const marks[] = { "+", "→", "X", "●" };
    gr_view view = view_of(&bare, GR_SHAPE_POINTS);

    view.shapes[0].as.points = (gr_points){ 4, x, y, marks };
    gr_assert_text(line_of(&view),
                   "picture: 4 marks: + at (0, 1), > at (1.500, -2), one gap, 1 infinite.");
    view.shapes[0].as.points = (gr_points){ 7, x, y, NULL };
    gr_assert_text(line_of(&view),
                   "picture: 7 marks, from (0, -2) to (9, 7), one gap, 1 infinite.");
}
END_TEST

START_TEST(fields_and_boards)
{
    static const double values[] = { 5, 2, NAN, 7, 9, 8 };
    static gr_board_cell cells[6];
    static const char *const glyphs[] = { "▒", ".", ".", "→", "#", NULL };
    gr_view view = view_of(&bare, GR_SHAPE_FIELD);

    view.shapes[0].as.field = (gr_field){
        .columns = 3, .rows = 2, .x0 = -1, .x1 = 1, .y0 = 10, .y1 = 20, .values = values
    };
    gr_assert_text(line_of(&view),
                   "picture: field of 3 by 2 values from (-1, 10) to (1, 20), lowest 2 at (0, 10), "
                   "highest 9 at (0, 20), one gap.");
    for (size_t i = 0; i < 6; i++)
        cells[i] = (gr_board_cell){ .glyph = glyphs[i],
                                    .mark = i == 4 ? "@" : NULL,
                                    .heat = i == 0 ? (double)NAN : (double)i / 10 };
    view.shapes[0] = (gr_shape){ .kind = GR_SHAPE_CELLS,
                                 .as.board = { .columns = 3, .rows = 2, .cells = cells } };
    gr_assert_text(line_of(&view),
                   "picture: board of 3 by 2 cells, 1 of '#', 2 of '.', 1 of '>', 1 of '#', 1 of "
                   "' ', @ at column 2, row 2, shades from 0.1000 to 0.5000 at column 3, row 2.");
    gr_assert_text(rows_of(&view), "#..\n>@ \n");
}
END_TEST

START_TEST(bars_and_networks)
{
    static const char *const labels[] = { "first", "second", "third" };
    static const double values[] = { 48, 36, NAN }, sizes[] = { 5, 2, 1 }, hidden[] = { 0.5, -1 };
    static const double *const activations[] = { NULL, hidden, NULL };
    static const gr_link links[] = { { GR_LINK_DONE, "12" }, { GR_LINK_FAINT, NULL } };
    gr_view view = view_of(&bare, GR_SHAPE_BARS);

    view.shapes[0].as.bars = (gr_bars){ 3, labels, values, 1 };
    gr_assert_text(line_of(&view),
                   "picture: 3 bars, lowest 36 for second, highest 48 for first, 1 not known yet. "
                   "Now 36 for second.");
    gr_assert_text(rows_of(&view), "first: 48\nsecond: 36\nthird: unknown\n");
    view.shapes[0] =
        (gr_shape){ .kind = GR_SHAPE_GRAPH, .as.graph = { 3, sizes, links, activations, NULL } };
    gr_assert_text(line_of(&view), "picture: 3 layers of 5, 2, 1 units, fully connected; between "
                                   "the layers 1 done 1 to come.");
    gr_assert_text(rows_of(&view), "from layer 1 to 2, 5 to 2 units: 12, done\n"
                                   "layer 2: 0.5000, -1\n"
                                   "from layer 2 to 3, 2 to 1 units: to come\n");
}
END_TEST

START_TEST(tables_and_text)
{
    static const char *const titles[] = { "layer", "in", "" };
    static const char *const cells[] = { "1", "5", "x", "2", "", "y\tz" };
    static const char *const lines[] = { "one", "two\033[2J" };
    gr_view view = view_of(&bare, GR_SHAPE_TABLE);

    view.shapes[0].as.sheet = (gr_sheet){ 3, 2, titles, cells, NULL, 1, NULL, NULL };
    gr_assert_text(line_of(&view), "picture: table of 2 rows and 3 columns: layer, in, untitled. "
                                   "Now layer 2, y z.");
    gr_assert_text(rows_of(&view), "layer 1, in 5, x\nlayer 2, y z\n");
    view.shapes[0] = (gr_shape){ .kind = GR_SHAPE_TEXT, .as.text = { 2, lines } };
    gr_assert_text(line_of(&view), "picture: 2 lines of text.");
    gr_assert_text(rows_of(&view), "one\ntwo\xEF\xBF\xBD[2J\n");
}
END_TEST

/* What the experiment says comes first, then the curves of the trace, of which it knows nothing,
 * then the number of the moment. */
START_TEST(what_is_said)
{
    static const double y[] = { 5, 4 };
    static const gr_figure mixed = {
        .name = "m",
        .title = "m",
        .x = { .label = "step" },
        .layers = { { .shape = GR_SHAPE_FIELD, .label = "made" },
                    { .shape = GR_SHAPE_SERIES, .label = "f", .x = "step", .y = "f" } },
        .count = 2
    };
    gr_view view = view_of(&mixed, GR_SHAPE_SERIES);

    view.shapes[0].as.series = (gr_series){ .count = 2, .x = steps, .y = y };
    view.says = "map. All\nis well.";
    view.note = "f 4";
    gr_assert_text(line_of(&view),
                   "map. All is well. 2 points, from 5 at step 0 to 4 at step 1. f 4.");
    view.count = 0;
    gr_assert_text(line_of(&view), "map. All is well. f 4.");
    view.says = NULL;
    gr_assert_text(line_of(&view), "m: nothing to see yet. f 4.");
}
END_TEST

/* --- the worst shapes, and what is long --- */

START_TEST(any_shape)
{
    size_t count;
    const gr_test_shape *shapes = gr_test_shapes(&count);

    for (size_t i = 0; i < count; i++) {
        gr_view view = view_of(&bare, GR_SHAPE_TEXT);
        view.shapes[0] = shapes[i].shape;
        const char *alone = line_of(&view);
        ck_assert_msg(strlen(alone) < 2000, "%s: %s", shapes[i].name, alone);
        view.figure = &logarithmic;
        view.shapes[1] = shapes[(i + 1) % count].shape;
        view.count = 2;
        ck_assert_str_ne(line_of(&view), alone);
    }
}
END_TEST

START_TEST(long_tables_show_the_present_row)
{
    static char text[400][16];
    static const char *cells[400];
    static const char *const titles[] = { "row" };
    gr_view view = view_of(&bare, GR_SHAPE_TABLE);

    for (int i = 0; i < 400; i++) {
        snprintf(text[i], sizeof text[i], "%d", i);
        cells[i] = text[i];
    }
    view.shapes[0].as.sheet = (gr_sheet){ 1, 400, titles, cells, NULL, 200, NULL, NULL };
    const char *rows = rows_of(&view);
    ck_assert_ptr_nonnull(strstr(rows, "(188 before)\nrow 188\n"));
    ck_assert_ptr_nonnull(strstr(rows, "\nrow 200\n"));
    ck_assert_ptr_nonnull(strstr(rows, "row 211\n(188 more)\n"));
    view.shapes[0].as.sheet.present = 399;
    rows = rows_of(&view);
    ck_assert_ptr_nonnull(strstr(rows, "(376 before)\nrow 376\n"));
    ck_assert_ptr_null(strstr(rows, "more"));
}
END_TEST

/* --- the experiments --- */

/* With a ghost beside it, as after a fork. */
static void every_figure(const gr_study *study)
{
    const gr_experiment *experiment = gr_run_experiment(gr_study_focus(study));

    for (size_t i = 0; experiment->figures[i].name != NULL; i++) {
        gr_view_request request = { .figure = &experiment->figures[i], .columns = 60, .rows = 20 };
        gr_view view = { .count = 0 };
        gr_error err = { 0 };
        ck_assert_msg(gr_study_view(study, &request, &view, &err), "%s", err.message);
        line_of(&view);
        view.says = NULL; /* and from the shapes alone */
        const char *line = line_of(&view);
        ck_assert_msg(strncmp(line, view.title, strlen(view.title)) == 0, "%s", line);
        for (size_t k = 0; k < view.count; k++)
            ck_assert_msg(view.count < 2 || view.shapes[k].label == NULL ||
                              strstr(line, view.shapes[k].label) != NULL,
                          "%s: no word of %s", line, view.shapes[k].label);
        if (study->count > 1 && request.figure->layers[0].x != NULL)
            ck_assert_msg(strstr(line, "ghost") != NULL, "%s", line);
        gr_view_clear(&view);
    }
}

START_TEST(every_experiment)
{
    const gr_experiment *experiment = gr_experiment_at((size_t)_i);
    gr_run *run = gr_test_run(experiment, "", gr_test_keep);
    gr_study study = { .count = 0 };
    gr_error err = { 0 };
    long length = gr_run_length(run) > 0 ? gr_run_length(run) : 40;

    ck_assert(gr_study_add(&study, run, &err));
    for (int part = 0; part <= 2; part++) {
        ck_assert(gr_study_seek(&study, length * part / 2, 0, &err));
        every_figure(&study);
    }
    ck_assert(gr_study_fork(&study, &err));
    ck_assert(gr_study_seek(&study, length / 3, 0, &err));
    every_figure(&study);
    gr_study_clear(&study);
}
END_TEST

/* A failed allocation is an error, and what was there stays. */
START_TEST(no_memory)
{
    static const double y[] = { 5, 4 };
    gr_view view = view_of(&course, GR_SHAPE_SERIES);
    gr_error err = { 0 };
    bool done = false;

    view.shapes[0].as.series = (gr_series){ .count = 2, .x = steps, .y = y };
    for (unsigned long n = 1; !done; n++) {
        gr_text line = { 0 };
        gr_alloc_fail_at(n, false);
        done = gr_describe_line(&view, &line, &err);
        gr_alloc_fail_at(0, false);
        if (!done)
            ck_assert_int_eq(err.kind, GR_ERROR_MEMORY);
        gr_text_clear(&line);
        ck_assert_uint_lt(n, 100);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("describe");
    TCase *tc = gr_test_case(suite, "describe");

    setlocale(LC_ALL, "");
    tcase_add_test(tc, courses);
    tcase_add_test(tc, log_axes);
    tcase_add_test(tc, ghosts_marks_and_bands);
    tcase_add_test(tc, marks_at_places);
    tcase_add_test(tc, fields_and_boards);
    tcase_add_test(tc, bars_and_networks);
    tcase_add_test(tc, tables_and_text);
    tcase_add_test(tc, what_is_said);
    tcase_add_test(tc, any_shape);
    tcase_add_test(tc, long_tables_show_the_present_row);
    tcase_add_test(tc, no_memory);
    tcase_add_loop_test(tc, every_experiment, 0, (int)gr_experiment_count());
    return gr_test_main(suite);
}
