/* The experiment `image`: pixels against the file, read here in another way; what is shown against
 * sums made here; bad files; and the figures that stand in the lesson's prose. */
#include "runs.h"

#include "gradus/memory.h"
#include "gradus/plot.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROWS = 16, COLUMNS = 12, PIXELS = ROWS * COLUMNS };

static const gr_experiment *experiment(void)
{
    return gr_experiment_find("image", NULL);
}

/* The grey values of lincoln.csv: every run of digits in the file. */
static void read_lincoln(int values[PIXELS])
{
    char *text = gr_test_read(gr_test_source("datasets/lincoln.csv"), NULL);
    int count = 0;

    for (char *at = strtok(text, ",\r\n"); at != NULL; at = strtok(NULL, ",\r\n")) {
        ck_assert_int_lt(count, PIXELS);
        values[count++] = atoi(at);
    }
    ck_assert_int_eq(count, PIXELS);
    free(text);
}

static char *csv_of(const char *settings, const char *table, long steps)
{
    gr_plan plan;

    gr_test_plan(&plan, experiment(), settings);
    plan.table = table != NULL ? (int)gr_experiment_table(experiment(), table) : plan.table;
    plan.steps = steps;
    char *text = gr_test_csv(&plan, 1);
    gr_plan_clear(&plan);
    return text;
}

/* --- rows and columns --- */

START_TEST(test_every_pixel)
{
    int values[PIXELS];
    gr_text rows = { 0 }, table = { 0 };

    read_lincoln(values);
    gr_text_add(&rows, "step,row,column,value\n0,,,\n");
    gr_text_add(&table, "row,column,value\n");
    for (int r = 0, step = 1; r < ROWS; r++) {
        for (int c = 0; c < COLUMNS; c++, step++) {
            gr_text_addf(&rows, "%d,%d,%d,%d\n", step, r, c, values[r * COLUMNS + c]);
            gr_text_addf(&table, "%d,%d,%d\n", r, c, values[r * COLUMNS + c]);
        }
    }
    gr_test_equal(csv_of("", NULL, -1), strdup(gr_text_string(&rows)));
    gr_test_equal(csv_of("brightness=40 threshold=128", NULL, -1), strdup(gr_text_string(&rows)));
    gr_test_equal(csv_of("", "pixels", -1), strdup(gr_text_string(&table)));
    gr_test_equal(csv_of("brightness=-9 white=7", "pixels", 3), strdup(gr_text_string(&table)));
    gr_text_clear(&rows);
    gr_text_clear(&table);
}
END_TEST

static const char *setting_of(const char *folder, const char *text)
{
    static char setting[400];

    gr_test_write(gr_test_path(folder, "p.csv"), text, strlen(text));
    snprintf(setting, sizeof setting, "file=%s", gr_test_path(folder, "p.csv"));
    return setting;
}

START_TEST(test_other_pictures)
{
    char *folder = gr_test_folder();

    gr_test_equal(csv_of(setting_of(folder, "1,2,3\n-4,.5,6e2\n"), NULL, -1),
                  strdup("step,row,column,value\n0,,,\n1,0,0,1\n2,0,1,2\n3,0,2,3\n4,1,0,-4\n"
                         "5,1,1,0.5\n6,1,2,600\n"));
    gr_test_equal(csv_of(setting_of(folder, "left,right\n7,8\n"), "pixels", 0),
                  strdup("row,column,value\n0,0,7\n0,1,8\n"));
    gr_test_equal(csv_of(setting_of(folder, "9"), NULL, -1),
                  strdup("step,row,column,value\n0,,,\n1,0,0,9\n"));
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(test_course_of_a_run)
{
    gr_run *run = gr_test_run(experiment(), "", gr_test_keep);
    size_t events;

    ck_assert_int_eq(gr_run_length(run), PIXELS);
    gr_test_seek(run, 20);
    ck_assert_int_eq(gr_test_set(run, "brightness", "40"), GR_SET_LIVE);
    ck_assert_int_eq(gr_test_set(run, "threshold", "100"), GR_SET_LIVE);
    gr_run_events(run, &events);
    ck_assert_uint_eq(events, 2);
    ck_assert_int_eq(gr_run_step_number(run), 20);
    gr_test_seek(run, 1000);
    ck_assert_int_eq(gr_run_step_number(run), PIXELS);
    ck_assert_int_eq(gr_run_state(run), GR_RUN_FINISHED);
    gr_run_free(run);
}
END_TEST

/* --- what is shown --- */

static void view_of(const gr_run *run, const char *figure, int columns, int rows, gr_view *view)
{
    long which = gr_experiment_figure(experiment(), figure);
    const gr_view_request request = { .figure = &experiment()->figures[which],
                                      .columns = columns,
                                      .rows = rows };
    gr_error err;

    *view = (gr_view){ 0 };
    ck_assert_msg(gr_run_view(run, &request, view, &err), "%s", err.message);
}

typedef int shown_as(int value);

static int as_it_is(int value)
{
    return value;
}

static int brighter_by_40(int value)
{
    return value > 215 ? 255 : value + 40;
}

static int darker_by_100(int value)
{
    return value < 100 ? 0 : value - 100;
}

static int from_128(int value)
{
    return value / 128 * 255; /* 0 or 255: no value is 256 or more */
}

static int from_128_but_40_brighter(int value)
{
    return (value + 40) / 128 > 0 ? 255 : 0;
}

static const struct {
    const char *settings;
    shown_as *shown;
} knobs[] = { { "", as_it_is },
              { "brightness=40", brighter_by_40 },
              { "brightness=-100", darker_by_100 },
              { "threshold=128", from_128 },
              { "threshold=128 brightness=40", from_128_but_40_brighter } };

/* Shades, numbers and vector all show the same. */
START_TEST(test_shown)
{
    int values[PIXELS];
    gr_run *run = gr_test_run(experiment(), knobs[_i].settings, gr_test_lean);
    gr_view picture, numbers, vector;

    read_lincoln(values);
    view_of(run, "picture", 42, 18, &picture);
    view_of(run, "numbers", 80, 18, &numbers);
    view_of(run, "vector", 42, 18, &vector);
    const gr_field *field = &picture.shapes[0].as.field;
    ck_assert_uint_eq(field->columns, COLUMNS);
    ck_assert_uint_eq(field->rows, ROWS);
    ck_assert(field->low == 0 && field->high == 255);
    ck_assert_uint_eq(numbers.shapes[0].as.text.count, ROWS + 1);
    for (size_t r = 0; r < ROWS; r++) {
        char *at = (char *)numbers.shapes[0].as.text.lines[r + 1]; /* 0 is the heading */
        ck_assert_uint_eq(strtoul(at, &at, 10), r);
        for (size_t c = 0; c < COLUMNS; c++) {
            int expected = knobs[_i].shown(values[r * COLUMNS + c]);
            ck_assert(field->values[(ROWS - 1 - r) * COLUMNS + c] == expected);
            ck_assert(vector.shapes[0].as.series.y[r * COLUMNS + c] == expected);
            ck_assert(vector.shapes[0].as.series.x[r * COLUMNS + c] ==
                      (double)(r * COLUMNS + c + 1));
            ck_assert_int_eq((int)strtol(at, &at, 10), expected);
        }
    }
    gr_view_clear(&picture);
    gr_view_clear(&numbers);
    gr_view_clear(&vector);
    gr_run_free(run);
}
END_TEST

static void check_note(gr_run *run, long step, const char *note)
{
    gr_view view;

    gr_test_seek(run, step);
    view_of(run, "picture", 42, 18, &view);
    gr_assert_text(view.note, note);
    gr_view_clear(&view);
}

START_TEST(test_notes)
{
    gr_run *run = gr_test_run(experiment(), "", gr_test_keep);

    check_note(run, 0, "16 x 12");
    check_note(run, 1, "row 0, column 0 = 157");
    check_note(run, 14, "row 1, column 1 = 182");
    check_note(run, PIXELS, "row 15, column 11 = 218");
    gr_run_free(run);
    run = gr_test_run(experiment(), "brightness=40", gr_test_keep);
    check_note(run, 1, "row 0, column 0 = 157 shown 197");
    check_note(run, PIXELS, "row 15, column 11 = 218 shown 255");
    gr_run_free(run);
}
END_TEST

/* The cursor stands in the present pixel, the vector is read up to it. */
START_TEST(test_cursor)
{
    gr_run *run = gr_test_run(experiment(), "", gr_test_keep);
    gr_view picture, vector;

    for (long step = 0; step <= PIXELS; step++) {
        gr_test_seek(run, step);
        view_of(run, "picture", 42, 18, &picture);
        view_of(run, "vector", 42, 18, &vector);
        ck_assert_uint_eq(picture.count, step > 0 ? 2 : 1);
        ck_assert_uint_eq(vector.shapes[1].as.series.count, (size_t)step);
        for (size_t i = 0; step > 0 && i < picture.shapes[1].as.points.count; i++) {
            double x = floor(picture.shapes[1].as.points.x[i]);
            double y = floor(picture.shapes[1].as.points.y[i]);
            ck_assert((ROWS - 1 - y) * COLUMNS + x == (double)(step - 1));
        }
        gr_view_clear(&picture);
        gr_view_clear(&vector);
    }
    gr_run_free(run);
}
END_TEST

/* In a window of any size the present pixel is in brackets, and no line is wider than there is
 * room; a window that holds all of a row stays where it is. */
static void check_window(const gr_run *run, const int *values, long step, int columns, int rows)
{
    char bracketed[20];
    gr_view view;
    size_t found = 0;

    snprintf(bracketed, sizeof bracketed, "[%3d]", step > 0 ? values[step - 1] : 0);
    view_of(run, "numbers", columns, rows, &view);
    const gr_lines *text = &view.shapes[0].as.text;
    for (size_t i = 0; i < text->count; i++) {
        ck_assert_msg(strlen(text->lines[i]) <= (size_t)columns, "%s", text->lines[i]);
        const char *at = strstr(text->lines[i], bracketed);
        found += at != NULL;
        ck_assert(at == NULL || strtol(text->lines[i], NULL, 10) == (step - 1) / COLUMNS);
        ck_assert(at == NULL || at - text->lines[i] == 2 + 4 * ((step - 1) % COLUMNS) ||
                  columns < 2 + 4 * COLUMNS + 3);
    }
    ck_assert_uint_eq(found, step > 0);
    ck_assert_uint_le(text->count, (size_t)(rows > 2 ? rows - 1 : 2));
    gr_view_clear(&view);
}

START_TEST(test_windows)
{
    static const int sizes[][2] = { { 9, 3 }, { 20, 4 }, { 38, 5 }, { 42, 18 }, { 64, 34 } };
    gr_run *run = gr_test_run(experiment(), "", gr_test_keep);
    int values[PIXELS];

    read_lincoln(values);
    for (long step = 0; step <= PIXELS; step++) {
        gr_test_seek(run, step);
        for (size_t i = 0; i < GR_LEN(sizes); i++)
            check_window(run, values, step, sizes[i][0], sizes[i][1]);
    }
    gr_run_free(run);
}
END_TEST

/* Pixels too small to be seen one by one: no cell shows one of them alone. */
START_TEST(test_reduced)
{
    char *folder = gr_test_folder();
    gr_text text = { 0 };
    gr_canvas canvas;
    gr_view view;

    for (int i = 0; i < 16 * 64; i++)
        gr_text_addf(&text, "%d%s", (i / 64 + i % 64) % 2 * 255, i % 64 < 63 ? "," : "\n");
    gr_run *run =
        gr_test_run(experiment(), setting_of(folder, gr_text_string(&text)), gr_test_lean);
    view_of(run, "picture", 20, 3, &view);
    ck_assert(gr_canvas_init(&canvas, 20, 3, false, NULL));
    ck_assert(gr_figure_draw(&canvas, gr_canvas_rect(&canvas), &view, NULL, NULL));
    for (int y = 1; y < 3; y++) { /* 16 columns of 4 pixels, in rows of 2 times 4 */
        for (int x = 0; x < 16; x++) {
            const gr_cell *cell = gr_canvas_cell(&canvas, x, y);
            ck_assert_int_eq(cell->heat, 4); /* from 127.5 up */
            ck_assert_int_eq(cell->ink, 4);
        }
        ck_assert_int_eq(gr_canvas_cell(&canvas, 16, y)->heat, 0);
    }
    gr_canvas_clear(&canvas);
    gr_view_clear(&view);
    gr_run_free(run);
    gr_text_clear(&text);
    gr_test_folder_remove(folder);
}
END_TEST

/* One press of a key changes what is seen: knobs of grey values go in tens. */
static void check_presses(const char *knob, const char *first, const char *second)
{
    gr_run *run = gr_test_run(experiment(), "", gr_test_keep);
    const char *const expected[] = { first, second };

    for (size_t i = 0; i < GR_LEN(expected); i++) {
        const gr_values *values = gr_run_values(run);
        gr_text next = { 0 };
        ck_assert(gr_values_neighbour(values, gr_values_index(values, knob), 1, &next, NULL));
        gr_assert_text(gr_text_string(&next), expected[i]);
        gr_test_set(run, knob, gr_text_string(&next));
        gr_text_clear(&next);
    }
    gr_run_free(run);
}

START_TEST(test_presses)
{
    check_presses("brightness", "10", "20");
    check_presses("threshold", "0", "10");
}
END_TEST

/* --- white --- */

static void check_scale(const char *folder, const char *text, const char *knob, double low,
                        double high)
{
    char settings[500];
    gr_view view;

    snprintf(settings, sizeof settings, "%s %s", setting_of(folder, text), knob);
    gr_run *run = gr_test_run(experiment(), settings, gr_test_lean);
    view_of(run, "picture", 42, 18, &view);
    ck_assert(view.shapes[0].as.field.low == low);
    ck_assert(view.shapes[0].as.field.high == high);
    gr_view_clear(&view);
    gr_run_free(run);
}

START_TEST(test_white)
{
    char *folder = gr_test_folder();

    check_scale(folder, "0,0.25\n", "", 0, 1);
    check_scale(folder, "0,1\n", "", 0, 1);
    check_scale(folder, "0,2\n", "", 0, 16);
    check_scale(folder, "0,17\n", "", 0, 255);
    check_scale(folder, "0,256\n", "", 0, 65535);
    check_scale(folder, "-3,70000\n", "", -3, 70000);
    check_scale(folder, "0,2\n", "white=3", 0, 3);
    gr_test_folder_remove(folder);
}
END_TEST

/* --- bad files --- */

static const struct {
    const char *bytes, *place, *message;
} bad[] = {
    { "1,2\n3\n", ":2:1: ", "a row of 1" },
    { "1,2\n3,4,5\n", ":2:", "the first row has 2" },
    { "1,2\n3,dark\n", ":2:3: ", "'dark' is no pixel; a pixel is a finite number" },
    { "1,dark\n3,4\n", ":1:3: ", "'dark' is no pixel" },
    { "1,2\n3,nan\n", ":2:3: ", "'nan' is no pixel; a pixel is a finite number" },
    { "1,-inf\n", ":1:3: ", "'-inf' is no pixel" },
    { "1,\n", ":1:3: ", "an empty cell" },
    { "1;2\n3;4\n", ":2:1: ", "'3;4' is no pixel" },
    { "a,b\n", ":1:1: ", "no picture" },
    { "", ":1:1: ", "no rows" },
    { "\n\n", ":1:1: ", "no rows" },
    { "1,\"2\n", ":1:3: ", "never closed" },
    { "1,2\n3,\033[2J\n", ":2:3: ", "control character U+001B" },
};

static void check_refused(const char *settings, const char *place, const char *message)
{
    gr_values values;
    gr_error err;

    gr_test_values(experiment(), settings, &values);
    ck_assert_ptr_null(gr_run_new(experiment(), &values, 1, gr_test_keep, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_DATA);
    gr_assert_message(err, place);
    gr_assert_message(err, message);
    gr_values_clear(&values);
}

START_TEST(test_bad_files)
{
    char *folder = gr_test_folder();

    check_refused(setting_of(folder, bad[_i].bytes), bad[_i].place, bad[_i].message);
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(test_huge)
{
    char *folder = gr_test_folder();
    gr_text text = { 0 };

    for (int i = 0; i < 1001; i++) {
        for (int k = 0; k < 999; k++)
            gr_text_add(&text, "1,");
        gr_text_add(&text, "1\n");
    }
    check_refused(setting_of(folder, gr_text_string(&text)),
                  ":1001:1: ", "more than 1000000 pixels; at 1000 a row there may be 1000 rows");
    gr_text_truncate(&text, 2000 * 1000);
    gr_run *run =
        gr_test_run(experiment(), setting_of(folder, gr_text_string(&text)), gr_test_lean);
    ck_assert_int_eq(gr_run_length(run), 1000000);
    gr_run_free(run);
    gr_text_clear(&text);
    gr_test_folder_remove(folder);
}
END_TEST

/* --- the lesson --- */

static void check_says(const char *lesson, const char *before, int number, const char *after)
{
    char part[200];

    snprintf(part, sizeof part, "%s%d%s", before, number, after);
    ck_assert_msg(strstr(lesson, part) != NULL, "the lesson does not say '%s'", part);
}

/* The figures in its prose follow from the file. */
START_TEST(test_prose)
{
    char *lesson = gr_test_read(gr_test_source("lessons/010-images.md"), NULL);
    int values[PIXELS], forehead = 4 * COLUMNS + 4, black = 255, white = 0;

    read_lincoln(values);
    for (int i = 0; i < PIXELS; i++) {
        black = values[i] < black ? values[i] : black;
        white = values[i] > white ? values[i] : white;
    }
    check_says(lesson, "from ", black, ",\nblack,");
    check_says(lesson, "up to ", white, ", white");
    check_says(lesson, "There are ", ROWS, " rows like row 0");
    check_says(lesson, "16 rows of ", COLUMNS, " numbers");
    check_says(lesson, "In a picture ", COLUMNS, " wide");
    check_says(lesson, "X[i, j] is entry ", COLUMNS, "*i + j + 1");
    check_says(lesson, "The last column is number ", COLUMNS - 1, ", so there are 12");
    check_says(lesson, "Step ", forehead + 1, " reads the forehead");
    check_says(lesson, "explain: ", values[forehead], " and $b make more than 255");
    check_says(lesson, "draw: {b: ", 20, "..90}");
    ck_assert_int_gt(values[forehead] + 20, 255);
    free(lesson);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = { test_every_pixel, test_other_pictures, test_course_of_a_run,
                                   test_notes,       test_cursor,         test_windows,
                                   test_white,       test_reduced,        test_presses,
                                   test_huge,                test_prose };
    Suite *s = suite_create("image");
    TCase *all = gr_test_case(s, "image");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, tests[i]);
    tcase_add_loop_test(all, test_shown, 0, GR_LEN(knobs));
    tcase_add_loop_test(all, test_bad_files, 0, GR_LEN(bad));
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
