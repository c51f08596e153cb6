/* The experiment `race`: every curve and every cell of the sweep against a run of `descent` with
 * the same settings, bit by bit; the sweep against a closed form; the rules of the race.
 * What it shows is in check_race_view.c. */
#include "runs.h"

#include "gradus/memory.h"
#include "gradus/optimizer.h"
#include "gradus/surface.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { RESULT, SWEEP };
enum { METHOD, RATE, METRIC, BEST, F, DISTANCE, X, Y, DIVERGED };

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

static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b) && gr_is_missing(a) == gr_is_missing(b));
}

/* --- descent with the same settings --- */

/* A descent as the race would do it, to the end of the budget. */
static gr_run *descent_of(const char *surface, const char *optimizer, double rate, long budget)
{
    char settings[300], lr[GR_NUMBER_SIZE];
    const char *fixed = strcmp(optimizer, "adafactor") == 0 ? " relative=no" : "";

    gr_number_exact(rate, lr);
    snprintf(settings, sizeof settings, "%s optimizer=%s lr=%s tolerance=0%s", surface, optimizer,
             lr, fixed);
    gr_run *run = gr_test_run(gr_experiment_find("descent", NULL), settings, gr_test_keep);
    gr_test_seek(run, budget);
    return run;
}

static double last(const gr_run *run, const char *column)
{
    const gr_table *trace = gr_run_trace(run);

    return gr_table_cell(trace, trace->rows - 1,
                         (size_t)gr_columns_find(gr_run_columns(run), column));
}

/* A column of the race is that of the descent, its last row included, then missing. */
static void check_curve(const gr_run *race, size_t method, const gr_run *descent,
                        const char *column)
{
    const gr_table *ours = gr_run_trace(race), *theirs = gr_run_trace(descent);
    size_t there = (size_t)gr_columns_find(gr_run_columns(descent), column);

    ck_assert_uint_ge(ours->rows, theirs->rows);
    for (size_t i = 0; i < ours->rows; i++) {
        double expected = i < theirs->rows ? gr_table_cell(theirs, i, there) : gr_missing();
        double is = gr_table_cell(ours, i, 1 + method);
        ck_assert_msg(same(is, expected), "%s, step %zu: %.17g, descent %.17g",
                      gr_run_columns(race)->list[1 + method].name, i, is, expected);
    }
}

static void check_row_of_result(const gr_run *race, size_t method, const gr_run *descent)
{
    static const char *const names[] = { [F] = "f", [DISTANCE] = "distance", [X] = "x", [Y] = "y" };
    bool diverged = gr_run_state(descent) == GR_RUN_DIVERGED;
    double left = cell(race, RESULT, method, DIVERGED);

    for (size_t i = F; i <= Y; i++)
        ck_assert_msg(same(cell(race, RESULT, method, i), last(descent, names[i])), "%s", names[i]);
    if (diverged)
        ck_assert(left == (double)gr_run_step_number(descent));
    else
        ck_assert(gr_is_missing(left));
}

/* The smallest metric up to where it diverged, that row left out. */
static double smallest(const gr_run *race, size_t method)
{
    const gr_table *trace = gr_run_trace(race);
    double left = cell(race, RESULT, method, DIVERGED), least = (double)INFINITY;

    for (size_t i = 0; i < trace->rows && !(i > 0 && (double)i >= left); i++) {
        double value = gr_table_cell(trace, i, 1 + method);
        least = value < least ? value : least;
    }
    return least;
}

static const struct {
    const char *surface, *rules;
    long budget;
} races[] = {
    { "surface=rosenbrock", "rates=best", 200 },
    { "surface=rosenbrock", "rates=equal lr=0.001", 200 },
    { "surface=rosenbrock", "rates=equal lr=0.02 metric=distance", 150 },
    { "surface=valley kappa=7 x=3 y=-2", "rates=best metric=distance rate_count=9", 33 },
    { "surface=valley", "rates=equal lr=0.05", 400 },
    { "surface=quartic", "rates=best rate_high=0.2 rate_count=5", 60 },
    { "surface=quartic x=-3", "rates=equal lr=0.3", 40 },
};

static gr_run *race_number(size_t i)
{
    char settings[400];

    snprintf(settings, sizeof settings, "%s %s %s budget=%ld", races[i].surface, ALL,
             races[i].rules, races[i].budget);
    return ended(settings);
}

START_TEST(test_as_descent)
{
    gr_run *race = race_number((size_t)_i);
    const gr_columns *columns = gr_run_columns(race);
    const char *metric = strstr(races[_i].rules, "distance") != NULL ? "distance" : "f";

    ck_assert_uint_eq(columns->count, 1 + 11);
    for (size_t m = 0; m + 1 < columns->count; m++) {
        double rate = cell(race, RESULT, m, RATE);
        gr_run *descent =
            descent_of(races[_i].surface, columns->list[1 + m].name, rate, races[_i].budget);
        check_curve(race, m, descent, metric);
        check_row_of_result(race, m, descent);
        ck_assert(same(cell(race, RESULT, m, METRIC), last(descent, metric)));
        ck_assert(cell(race, RESULT, m, BEST) == smallest(race, m));
        gr_run_free(descent);
    }
    gr_run_free(race);
}
END_TEST

/* Each cell is where a descent at that rate ends; inf where it diverges. The rate of the race is
 * that of the smallest cell, the first of equals. */
START_TEST(test_sweep)
{
    gr_run *race = race_number((size_t)_i);
    const char *metric = strstr(races[_i].rules, "distance") != NULL ? "distance" : "f";
    gr_table sweep = { 0 };

    ck_assert(gr_run_table(race, SWEEP, &sweep, NULL));
    for (size_t m = 1; m < sweep.columns.count; m++) {
        size_t best = 0;
        for (size_t i = 0; i < sweep.rows; i++) {
            gr_run *descent = descent_of(races[_i].surface, sweep.columns.list[m].name,
                                         gr_table_cell(&sweep, i, 0), races[_i].budget);
            bool diverged = gr_run_state(descent) == GR_RUN_DIVERGED;
            double expected = diverged ? (double)INFINITY : last(descent, metric);
            ck_assert(gr_table_cell(&sweep, i, m) == expected);
            if (gr_table_cell(&sweep, i, m) < gr_table_cell(&sweep, best, m))
                best = i;
            gr_run_free(descent);
        }
        ck_assert(sweep.rows == 0 ||
                  cell(race, RESULT, m - 1, RATE) == gr_table_cell(&sweep, best, 0));
    }
    ck_assert_uint_eq(sweep.rows == 0, strstr(races[_i].rules, "equal") != NULL);
    gr_table_clear(&sweep);
    gr_run_free(race);
}
END_TEST

/* --- a closed form --- */

/* On the valley gd multiplies x by 1 - lr and y by 1 - kappa lr in each update. */
static long double gd_on_valley(long double rate, long steps)
{
    long double x = -9, y = 1.7L;

    for (long i = 0; i < steps; i++) {
        x *= 1 - rate;
        y *= 1 - 50 * rate;
    }
    return (x * x + 50 * y * y) / 2;
}

START_TEST(test_closed_form)
{
    gr_run *run = ended("surface=valley methods=gd budget=50 rate_low=1e-3 rate_high=0.1");
    size_t best = 0;

    for (size_t i = 0; i < 21; i++) {
        double rate = cell(run, SWEEP, i, 0), is = cell(run, SWEEP, i, 1);
        long double expected = gd_on_valley(rate, 50);
        ck_assert(fabsl(is - expected) <= 1e-9L * expected || (expected > 1e12L && isinf(is)));
        best = expected < gd_on_valley(cell(run, SWEEP, best, 0), 50) ? i : best;
    }
    ck_assert_uint_gt(best, 0);
    ck_assert_uint_lt(best, 20);
    ck_assert(cell(run, RESULT, 0, RATE) == cell(run, SWEEP, best, 0));
    gr_run_free(run);
}
END_TEST

/* --- rates --- */

START_TEST(test_rates)
{
    gr_run *run = race_of("budget=1 methods=gd");
    static const struct {
        size_t row;
        double rate;
    } decades[] = { { 0, 1e-5 }, { 4, 1e-4 }, { 8, 1e-3 }, { 12, 0.01 }, { 16, 0.1 }, { 20, 1 } };

    for (size_t i = 0; i < GR_LEN(decades); i++)
        ck_assert(cell(run, SWEEP, decades[i].row, 0) == decades[i].rate);
    for (size_t i = 1; i < 21; i++) {
        double factor = cell(run, SWEEP, i, 0) / cell(run, SWEEP, i - 1, 0);
        ck_assert(fabs(factor - pow(10, 0.25)) < 1e-13);
    }
    gr_run_free(run);
    run = race_of("budget=1 methods=gd rate_low=0.037 rate_high=0.29 rate_count=101");
    ck_assert(cell(run, SWEEP, 0, 0) == 0.037 && cell(run, SWEEP, 100, 0) == 0.29);
    gr_run_free(run);
    run = race_of("budget=1 methods=gd rate_low=1/3 rate_high=2/3 rate_count=2");
    ck_assert(cell(run, SWEEP, 0, 0) == 1.0 / 3 && cell(run, SWEEP, 1, 0) == 2.0 / 3);
    gr_run_free(run);
}
END_TEST

/* At a minimum every gradient is exactly 0: all rates are as good, the first is taken, and nobody
 * stops before the budget is used. */
START_TEST(test_equals)
{
    gr_run *run = ended("x=1 y=1 budget=17");

    ck_assert_int_eq(gr_run_step_number(run), 17);
    for (size_t m = 0; m < 4; m++) {
        ck_assert(cell(run, RESULT, m, RATE) == 1e-5);
        ck_assert(cell(run, RESULT, m, METRIC) == 0);
    }
    gr_run_free(run);
}
END_TEST

/* The search for the best rates is known before it is made: 8 numbers an update. */
START_TEST(test_work)
{
    gr_run *some = race_of("methods=gd,adam rate_count=5 budget=1000");
    gr_run *more = race_of("methods=gd,adam rate_count=5 budget=3000");
    gr_run *none = race_of("methods=gd,adam rates=equal budget=3000");

    ck_assert(gr_run_work(more, 7) - gr_run_work(some, 7) == 2000.0 * 10 * 8);
    ck_assert(gr_run_work(none, 7) < 2000.0 * 10 * 8);
    gr_run_free(some);
    gr_run_free(more);
    gr_run_free(none);
}
END_TEST

/* --- how it ends --- */

START_TEST(test_budget)
{
    static const long budgets[] = { 1, 2, 199, 1000 };
    char settings[60];

    for (size_t i = 0; i < GR_LEN(budgets); i++) {
        snprintf(settings, sizeof settings, "methods=adam rate_count=2 budget=%ld", budgets[i]);
        gr_run *run = race_of(settings);
        ck_assert_int_eq(gr_run_length(run), budgets[i]);
        gr_test_seek(run, budgets[i] - 1);
        ck_assert_int_eq(gr_run_state(run), GR_RUN_GOING);
        gr_test_seek(run, budgets[i] + 10);
        ck_assert_int_eq(gr_run_step_number(run), budgets[i]);
        ck_assert_int_eq(gr_run_state(run), GR_RUN_FINISHED);
        gr_run_free(run);
    }
}
END_TEST

/* One diverges and the other goes on to the end. */
START_TEST(test_one_diverges)
{
    gr_run *run = ended("methods=gd,adam rates=equal lr=0.1");
    const gr_table *trace = gr_run_trace(run);
    size_t left = (size_t)cell(run, RESULT, 0, DIVERGED);

    ck_assert_int_eq(gr_run_state(run), GR_RUN_FINISHED);
    ck_assert_uint_gt(left, 1);
    ck_assert_uint_lt(left, 20);
    for (size_t i = 0; i < trace->rows; i++) {
        double f = gr_table_cell(trace, i, 1);
        ck_assert(i > left ? gr_is_missing(f) : i == left ? !(f <= 1e12) : f <= 1e12);
        ck_assert(gr_table_cell(trace, i, 2) < 1e12);
    }
    gr_run_free(run);
}
END_TEST

/* All diverge, at all rates: each stands with the lowest one, and the run has diverged. */
START_TEST(test_all_diverge)
{
    gr_run *run = ended("methods=gd,momentum rate_low=1 rate_high=100 rate_count=4");

    ck_assert_int_eq(gr_run_state(run), GR_RUN_DIVERGED);
    ck_assert_int_lt(gr_run_step_number(run), 20);
    for (size_t m = 0; m < 2; m++) {
        ck_assert(cell(run, RESULT, m, RATE) == 1);
        ck_assert(cell(run, RESULT, m, DIVERGED) <= (double)gr_run_step_number(run));
        for (size_t i = 0; i < 4; i++)
            ck_assert(cell(run, SWEEP, i, 1 + m) == (double)INFINITY);
    }
    gr_run_free(run);
}
END_TEST

/* A start from which nobody can move. */
START_TEST(test_diverged_start)
{
    static const char *const rules[] = { "x=1e200 rates=best", "x=1e200 rates=equal" };

    for (size_t i = 0; i < GR_LEN(rules); i++) {
        gr_run *run = ended(rules[i]);
        ck_assert_int_eq(gr_run_state(run), GR_RUN_DIVERGED);
        ck_assert_int_eq(gr_run_step_number(run), 0);
        ck_assert(cell(run, RESULT, 3, DIVERGED) == 0);
        gr_run_free(run);
    }
}
END_TEST

/* --- what is refused --- */

static void check_refused(const char *knob, const char *value, const char *part)
{
    gr_values values;
    gr_error err = { 0 };

    gr_test_values(experiment(), "", &values);
    ck_assert_msg(gr_values_set(&values, knob, value, &err), "%s", err.message);
    ck_assert_ptr_null(gr_run_new(experiment(), &values, 1, gr_test_lean, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    gr_assert_message(err, part);
    gr_values_clear(&values);
}

START_TEST(test_refused)
{
    check_refused("methods", "gd, sgd", "knob methods: unknown optimizer 'sgd'; there are: gd, mo");
    check_refused("methods", "g", "unknown optimizer 'g'");
    check_refused("methods", "gd;adam", "unknown optimizer 'gd;adam'");
    check_refused("methods", "", "knob methods: no optimizer is named; there are: gd, momentum");
    check_refused("methods", " , ", "no optimizer is named; there are: gd");
    check_refused("methods", "adam gd,adam", "knob methods: 'adam' is there twice");
    check_refused("rate_low", "1", "knobs rate_low and rate_high: a sweep from 1 to 1");
    check_refused("rate_high", "1e-6", "must be smaller than the second");
    check_refused("rate_high", "1e308", "by a factor below");
}
END_TEST

/* Who races is the same however the names are parted. */
START_TEST(test_separators)
{
    static const char *const texts[] = { "gd adam", " gd,,adam, ", "gd\tadam", "gd\nadam" };
    char *first = NULL;
    gr_values values;

    for (size_t i = 0; i < GR_LEN(texts); i++) {
        gr_test_values(experiment(), "budget=5", &values);
        ck_assert(gr_values_set(&values, "methods", texts[i], NULL));
        gr_run *run = gr_run_new(experiment(), &values, 1, gr_test_keep, NULL);
        gr_test_seek(run, 5);
        char *trace = gr_test_trace(run);
        if (first == NULL)
            first = strdup(trace);
        gr_test_equal(trace, strdup(first));
        gr_run_free(run);
        gr_values_clear(&values);
    }
    ck_assert_msg(strstr(first, "step,gd,adam\n") != NULL, "%s", first);
    free(first);
}
END_TEST

/* The distance is no metric where no minimum is known. */
START_TEST(test_metric)
{
    const gr_surface *surface = gr_surface_at((size_t)_i);
    const gr_setting settings[] = { { "surface", surface->name }, { "metric", "distance" } };
    gr_values values;
    gr_error err = { 0 };

    gr_test_values(experiment(), "", &values);
    ck_assert(gr_values_apply(&values, settings, GR_LEN(settings), &err));
    gr_run *run = gr_run_new(experiment(), &values, 1, gr_test_lean, &err);
    ck_assert_int_eq(run != NULL, surface->minimum_count > 0);
    if (run == NULL)
        gr_assert_message(err, "no minimum is known");
    gr_run_free(run);
    gr_values_clear(&values);
}
END_TEST

/* --- moving --- */

START_TEST(test_back_and_forth)
{
    gr_run *there = ended("budget=60"), *back = ended("budget=60");

    for (long step = 59; step >= 0; step -= 1 + step % 3) {
        gr_run *direct = race_of("budget=60");
        gr_test_seek(direct, step);
        gr_test_seek(back, step);
        gr_test_equal(gr_test_present(direct), gr_test_present(back));
        gr_run_free(direct);
    }
    gr_run_forget(back);
    gr_test_seek(back, 31);
    gr_test_seek(back, 60);
    gr_test_same(there, back);
    gr_run_free(there);
    gr_run_free(back);
}
END_TEST

/* Before step 0 the sweep goes on in pieces, and what is known of it can be seen. Cancelled it
 * begins again. */
START_TEST(test_sweep_in_pieces)
{
    gr_run *run = gr_test_born(experiment(), "budget=1000", 1, gr_test_keep), *direct;
    gr_progress progress = GR_PART;
    int pieces = 0;

    ck_assert_int_eq(gr_run_step_number(run), -1);
    for (; progress == GR_PART && pieces < 3; pieces++)
        ck_assert(gr_run_advance(run, false, &progress, NULL));
    ck_assert_int_eq(progress, GR_PART);
    ck_assert(!gr_is_missing(cell(run, SWEEP, 0, 1)) && gr_is_missing(cell(run, SWEEP, 0, 4)));
    ck_assert(gr_is_missing(cell(run, RESULT, 0, RATE)));
    ck_assert(gr_run_cancel(run, NULL));
    ck_assert_int_eq(gr_run_step_number(run), -1);
    ck_assert(gr_is_missing(cell(run, SWEEP, 0, 1)));
    gr_test_seek(run, 1000);
    direct = ended("budget=1000");
    gr_test_same(run, direct);
    gr_run_free(run);
    gr_run_free(direct);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("race");
    TCase *numbers = gr_test_case(s, "numbers"), *rules = gr_test_case(s, "rules");
    TCase *moves = gr_test_case(s, "moves");

    tcase_add_loop_test(numbers, test_as_descent, 0, GR_LEN(races));
    tcase_add_loop_test(numbers, test_sweep, 0, GR_LEN(races));
    tcase_add_test(numbers, test_closed_form);
    tcase_add_test(rules, test_rates);
    tcase_add_test(rules, test_equals);
    tcase_add_test(rules, test_work);
    tcase_add_test(rules, test_budget);
    tcase_add_test(rules, test_one_diverges);
    tcase_add_test(rules, test_all_diverge);
    tcase_add_test(rules, test_diverged_start);
    tcase_add_test(rules, test_refused);
    tcase_add_test(rules, test_separators);
    tcase_add_loop_test(rules, test_metric, 0, (int)gr_surface_count());
    tcase_add_test(moves, test_back_and_forth);
    tcase_add_test(moves, test_sweep_in_pieces);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
