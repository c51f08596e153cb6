/* The figures of the experiment `race`, in words and numbers; how it moves is in check_race.c. */
#include "runs.h"

#include "gradus/memory.h"

#include <math.h>

enum { RESULT };
enum { RATE = 1, METRIC, X = 6, Y };
enum { MAP = 1, SWEEP_FIGURE, RESULT_FIGURE };

static const char ALL[] =
    "methods=gd,momentum,nag,nag_lookahead,adagrad,rmsprop,adam,adamw,lion,signum,adafactor";

static const gr_experiment *experiment(void)
{
    return gr_experiment_find("race", NULL);
}

static gr_run *race_of(const char *settings)
{
    return gr_test_run(experiment(), settings, gr_test_keep);
}

static gr_run *ended(const char *settings)
{
    gr_run *run = race_of(settings);

    gr_test_seek(run, gr_run_length(run));
    return run;
}

/* A cell of a table at the present step. */
static double cell(const gr_run *run, int which, size_t row, size_t column)
{
    gr_table table = { 0 };

    ck_assert(gr_run_table(run, which, &table, NULL));
    ck_assert_uint_lt(row, table.rows);
    double value = gr_table_cell(&table, row, column);
    gr_table_clear(&table);
    return value;
}

/* --- results --- */

/* The rows of the figure `result`: "m momentum 0.0032 3.181e-4\n..." */
static void check_result(const char *settings, const char *expected)
{
    gr_run *run = ended(settings);
    const gr_view_request request = { .figure = &experiment()->figures[RESULT_FIGURE],
                                      .columns = 42,
                                      .rows = 10 };
    gr_view view = { 0 };
    gr_text text = { 0 };

    ck_assert(gr_run_view(run, &request, &view, NULL));
    const gr_sheet *sheet = &view.shapes[0].as.sheet;
    for (size_t i = 0; i < sheet->rows * sheet->columns; i++)
        gr_text_addf(&text, "%s%s", sheet->cells[i], (i + 1) % sheet->columns > 0 ? " " : "\n");
    gr_assert_text(gr_text_string(&text), expected);
    gr_text_clear(&text);
    gr_view_clear(&view);
    gr_run_free(run);
}

/* The results that the lesson about races rests on. */
START_TEST(test_results)
{
    check_result("", "m momentum 0.0032 3.181e-4\nr rmsprop 0.18 6.537e-4\na adam 1 0.01403\n"
                     "g gd 0.0032 0.2533\n");
    check_result("rates=equal", "m momentum 0.001 0.03519\ng gd 0.001 3.462\n"
                                "r rmsprop 0.001 4.248\na adam 0.001 4.450\n");
    check_result("rates=equal lr=0.02 methods=adam,gd", "a adam 0.02 3.681\ng gd 0.02 diverged\n");
}
END_TEST

/* --- figures --- */

static void check_view(const gr_run *run, size_t figure, gr_view *view)
{
    const gr_view_request request = { .figure = &experiment()->figures[figure],
                                      .columns = 42,
                                      .rows = 12 };
    gr_error err = { 0 };

    ck_assert_msg(gr_run_view(run, &request, view, &err), "%s", err.message);
    ck_assert(view->count > 0);
    ck_assert(view->says != NULL && view->says[0] != '\0');
}

/* All figures inside the sweep: none of them knows more than has been computed. */
START_TEST(test_views_in_sweep)
{
    gr_run *run = gr_test_born(experiment(), "budget=3000", 1, gr_test_keep);
    gr_progress progress;
    gr_view view;

    ck_assert(gr_run_advance(run, false, &progress, NULL));
    ck_assert(gr_run_advance(run, false, &progress, NULL));
    for (size_t i = 0; experiment()->figures[i].name != NULL; i++) {
        view = (gr_view){ 0 };
        check_view(run, i, &view);
        ck_assert_msg(strcmp(view.note, "sweep: 2 of 84 runs") == 0, "%s", view.note);
        if (i == SWEEP_FIGURE)
            ck_assert_msg(strstr(view.says, "adam not known yet") != NULL, "%s", view.says);
        gr_view_clear(&view);
    }
    gr_run_free(run);
}
END_TEST

static void check_note(const char *settings, long step, size_t figure, const char *note,
                       const char *says)
{
    gr_run *run = race_of(settings);
    gr_view view = { 0 };

    gr_test_seek(run, step);
    check_view(run, figure, &view);
    gr_assert_text(view.note != NULL ? view.note : "", note);
    ck_assert_msg(strstr(view.says, says) != NULL, "%s", view.says);
    gr_view_clear(&view);
    gr_run_free(run);
}

START_TEST(test_words)
{
    check_note("", 200, 0, "momentum 3.181e-4",
               "best of 21 rates, by f: momentum 3.181e-4, rmsprop 6.537e-4, adam 0.01403, gd 0.2");
    check_note("rates=equal", 200, 0, "momentum 0.03519", "one rate for all, by f: momentum");
    check_note("metric=distance rates=equal", 0, 0, "gd 2.200", "by distance: gd 2.200");
    check_note("", 200, MAP, "momentum 3.181e-4", "gd is at (0.4973, 0.2448), momentum");
    check_note("surface=quartic methods=gd rates=equal", 0, MAP, "gd 6.000", "gd is at (-1.000).");
    check_note("", 0, SWEEP_FIGURE, "21 rates from 1e-5 to 1", "rmsprop 6.537e-4 at 0.18, adam");
    check_note("methods=gd rate_low=1 rate_high=2", 9, SWEEP_FIGURE, "21 rates from 1 to 2",
               "gd diverged at all.");
    check_note("rates=equal lr=0.25", 0, SWEEP_FIGURE, "", "There is none: the rate is 0.25 for");
    check_note("methods=gd,momentum rates=equal lr=1", 9, 0, "all diverged",
               "gd diverged, momentum diverged.");
}
END_TEST

/* Every letter once; the first letter of the name for the first that has it. */
START_TEST(test_letters)
{
    check_result("rates=equal lr=0 budget=1 methods=adam,adamw,adagrad",
                 "a adam 0 24.20\nd adamw 0 24.20\ng adagrad 0 24.20\n");
    gr_run *run = race_of(ALL);
    gr_view view = { 0 };
    check_view(run, RESULT_FIGURE, &view);
    const gr_sheet *sheet = &view.shapes[0].as.sheet;
    ck_assert_uint_eq(sheet->rows, 11);
    for (size_t i = 0; i < sheet->rows; i++)
        for (size_t k = 0; k < i; k++)
            ck_assert_str_ne(sheet->cells[i * sheet->columns], sheet->cells[k * sheet->columns]);
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

/* The best of each method stands on its curve in the sweep; on the map its path ends where it is.
 */
START_TEST(test_points)
{
    gr_run *run = ended("methods=rmsprop,gd");
    gr_view view = { 0 };

    check_view(run, SWEEP_FIGURE, &view);
    ck_assert_uint_eq(view.count, 4);
    gr_assert_text(view.shapes[1].mark, "r");
    ck_assert(view.shapes[1].as.points.x[0] == cell(run, RESULT, 0, RATE));
    ck_assert(view.shapes[1].as.points.y[0] == cell(run, RESULT, 0, METRIC));
    gr_view_clear(&view);
    view = (gr_view){ 0 };
    check_view(run, MAP, &view);
    const gr_shape *path = &view.shapes[view.count - 2], *end = &view.shapes[view.count - 1];
    ck_assert_uint_eq(path->as.series.count, 201);
    ck_assert(path->as.series.x[0] == -1.2 && path->as.series.y[0] == 1);
    ck_assert(path->as.series.x[200] == cell(run, RESULT, 1, X));
    ck_assert(path->as.series.y[200] == cell(run, RESULT, 1, Y));
    gr_assert_text(end->mark, "g");
    ck_assert(end->as.points.x[0] == cell(run, RESULT, 1, X));
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

/* Where the lowest minimum is below 0, a log axis shows the height above it, and says so. */
START_TEST(test_depth)
{
    gr_run *run = ended("surface=quartic methods=gd,adam budget=30");
    const gr_table *trace = gr_run_trace(run);
    gr_view view = { 0 };

    check_view(run, 0, &view);
    gr_assert_text(view.title, "f + 6.543 against step");
    for (size_t m = 0; m < 2; m++)
        for (size_t i = 0; i < trace->rows; i++)
            ck_assert(view.shapes[m].as.series.y[i] == gr_table_cell(trace, i, 1 + m) + 6.54296875);
    gr_view_clear(&view);
    view = (gr_view){ 0 };
    check_view(run, SWEEP_FIGURE, &view);
    gr_assert_text(view.title, "final f + 6.543 by rate");
    ck_assert(view.shapes[1].as.points.y[0] == cell(run, RESULT, 0, METRIC) + 6.54296875);
    gr_view_clear(&view);
    gr_run_free(run);
    run = ended("surface=quartic methods=gd,adam budget=30 metric=distance");
    view = (gr_view){ 0 };
    check_view(run, 0, &view);
    gr_assert_text(view.title, "distance against step");
    ck_assert(view.shapes[0].as.series.y[30] == cell(run, RESULT, 0, METRIC));
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("race_view");
    TCase *figures = gr_test_case(s, "figures");

    tcase_add_test(figures, test_results);
    tcase_add_test(figures, test_views_in_sweep);
    tcase_add_test(figures, test_words);
    tcase_add_test(figures, test_letters);
    tcase_add_test(figures, test_points);
    tcase_add_test(figures, test_depth);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
