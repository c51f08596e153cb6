/* The experiment `injection`: standard deviations against closed forms, labels, least squares, what
 * is paid, the bill, how it moves and what it draws. What noise does to a path, and the tube, are
 * in check_injection_plant.c. */
#include "injection_runs.h"

#include "gradus/memory.h"

#include <math.h>
#include <stdio.h>

/* --- the standard deviation of a learned gain --- */

/* One demonstration of 50 steps on the scalar plant: within 4 % of the short formula, and of what
 * it is printed as. */
START_TEST(test_printed)
{
    static const struct {
        double noise;
        const char *printed;
    } rows[] = {
        { 0, "0.0433" },   { 0.05, "0.0409" }, { 0.1, "0.0355" },
        { 0.2, "0.0252" }, { 0.4, "0.0146" },
    };
    double formula = 0.05 / sqrt(4.0 / 3 + 49 * rows[_i].noise * rows[_i].noise / 0.75);
    char settings[80], text[20];

    snprintf(settings, sizeof settings, "demos=1 repeats=20000 noise=%g", rows[_i].noise);
    gr_run *run = gr_noise_ended(settings);
    snprintf(text, sizeof text, "%.4f", formula);
    gr_assert_text(text, rows[_i].printed);
    snprintf(text, sizeof text, "%.4f", gr_noise_last(run, "formula"));
    gr_assert_text(text, rows[_i].printed);
    gr_noise_near(gr_noise_last(run, "sd"), formula, 0.04L);
    gr_noise_near(gr_noise_last(run, "mean"), 0.6L, 0.002L);
    gr_noise_near(gr_noise_last(run, "sd_se"), gr_noise_last(run, "sd") / sqrtl(2 * 19999.0L),
                  1e-12L);
    gr_run_free(run);
}
END_TEST

/* More demonstrations: as 1/sqrt(m). */
START_TEST(test_demonstrations)
{
    gr_run *run = gr_noise_ended("demos=16 repeats=5000 noise=0.2");

    for (long m = 1; m <= 16; m++) {
        gr_noise_near(gr_noise_at(run, m, "formula"),
                      gr_noise_at(run, 1, "formula") / sqrtl((long double)m), 1e-12L);
        gr_noise_near(gr_noise_at(run, m, "sd"), gr_noise_at(run, m, "formula"), 0.04L);
    }
    gr_run_free(run);
}
END_TEST

/* With noise that begins under way, the sums of squares add up. */
START_TEST(test_noise_changes)
{
    gr_run *run = gr_test_run(gr_noise_experiment(), "noise=0 repeats=5000", gr_test_keep);
    long double squares = 2 * 4 / 3.0L;

    gr_test_seek(run, 2);
    ck_assert_int_eq(gr_test_set(run, "noise", "0.4"), GR_SET_LIVE);
    gr_test_seek(run, 5);
    for (int t = 1; t < 50; t++)
        squares += 3 * 0.16L / 0.75L * (1 - powl(0.25L, t));
    squares += 3 * 4 / 3.0L;
    gr_noise_near(gr_noise_last(run, "formula"), 0.05L / sqrtl(squares), 1e-9L);
    gr_noise_near(gr_noise_last(run, "sd"), gr_noise_last(run, "formula"), 0.04L);
    ck_assert(gr_noise_at(run, 2, "reach") == 0 && gr_noise_last(run, "reach") > 0.4);
    gr_run_free(run);
}
END_TEST

/* --- labels --- */

static double mean_of(const gr_table *table, size_t column, size_t less)
{
    double sum = 0;

    for (size_t i = 0; i < table->rows; i++)
        sum += gr_table_cell(table, i, column) - gr_table_cell(table, i, less);
    return sum / (double)table->rows;
}

static double size_of(const gr_table *table, size_t column, size_t less)
{
    double sum = 0;

    for (size_t i = 0; i < table->rows; i++) {
        double d = gr_table_cell(table, i, column) - gr_table_cell(table, i, less);
        sum += d * d;
    }
    return sqrt(sum / (double)table->rows);
}

/* What the expert meant follows from the state alone; the noise is in what was carried out, and in
 * the label only if that is stored. */
START_TEST(test_label_is_meant)
{
    bool executed = _i == 1;
    gr_run *run =
        gr_noise_ended(executed ? "repeats=2 noise=0.3 store=executed" : "repeats=2 noise=0.3");
    gr_table table;

    gr_noise_dataset(run, &table);
    ck_assert_uint_eq(table.rows, 1000);
    for (size_t i = 0; i < table.rows; i++) {
        const double *row = gr_table_row(&table, i);
        ck_assert(row[DEMO] == (double)(i / 50) && row[T] == (double)(i % 50));
        ck_assert(row[INTENDED] == -0.6 * row[X]);
        ck_assert(row[EXECUTED] == row[INTENDED] + row[NOISE]);
        if (row[T] > 0)
            ck_assert(fabs(row[X] - (1.1 * row[X - (long)table.columns.count] +
                                     row[EXECUTED - (long)table.columns.count])) < 1e-12);
        else
            ck_assert(row[X] == 1);
    }
    size_t stored = executed ? EXECUTED : INTENDED;
    gr_noise_near(size_of(&table, LABEL, stored), 0.05L, 0.1L);
    ck_assert(fabs(mean_of(&table, LABEL, stored)) < 3 * 0.05 / sqrt(1000));
    gr_noise_near(size_of(&table, EXECUTED, INTENDED), 0.3L, 0.1L);
    gr_table_clear(&table);
    gr_run_free(run);
}
END_TEST

/* The gain in the row is that of least squares over the table, by the normal equations. */
START_TEST(test_least_squares)
{
    static const char *const settings[] = { "", "plant=inertia", "plant=inertia augment=3",
                                            "store=executed duration=7 augment=2" };
    char all[100];
    long double S[3] = { 0, 0, 0 }, b[2] = { 0, 0 };
    gr_table table;

    snprintf(all, sizeof all, "repeats=3 demos=4 noise=0.2 %s", settings[_i]);
    gr_run *run = gr_noise_ended(all);
    gr_noise_dataset(run, &table);
    for (size_t i = 0; i < table.rows; i++) {
        const double *row = gr_table_row(&table, i);
        S[0] += (long double)row[X] * row[X];
        S[1] += (long double)row[X] * row[V];
        S[2] += (long double)row[V] * row[V];
        b[0] -= (long double)row[X] * row[LABEL];
        b[1] -= (long double)row[V] * row[LABEL];
    }
    if (strstr(settings[_i], "inertia") != NULL) {
        long double det = S[0] * S[2] - S[1] * S[1];
        gr_noise_near(gr_noise_last(run, "gain"), (S[2] * b[0] - S[1] * b[1]) / det, 1e-9L);
        gr_noise_near(gr_noise_last(run, "damping"), (S[0] * b[1] - S[1] * b[0]) / det, 1e-9L);
    } else {
        gr_noise_near(gr_noise_last(run, "gain"), b[0] / S[0], 1e-9L);
        ck_assert(gr_is_missing(gr_noise_last(run, "damping")));
    }
    gr_table_clear(&table);
    gr_run_free(run);
}
END_TEST

/* Without anything to tell it the learner does nothing; what the data leave open it takes as small
 * as it goes. */
START_TEST(test_nothing_to_learn_from)
{
    gr_run *run = gr_noise_ended("start=0 noise=0 demos=2");
    double cost = 0;

    ck_assert(gr_noise_last(run, "gain") == 0 && gr_noise_last(run, "failing") == 1);
    ck_assert(gr_is_missing(gr_noise_last(run, "formula")));
    for (int t = 1; t <= 50; t++)
        cost += fmin(pow(1.21, t), 4);
    gr_noise_near(gr_noise_last(run, "J"), cost, 1e-9L);
    gr_run_free(run);
    run = gr_noise_ended("plant=inertia horizon=1 jitter=0 noise=0 demos=1");
    gr_noise_near(gr_noise_last(run, "gain"), 0.6L, 1e-12L);
    ck_assert(gr_noise_last(run, "damping") == 0);
    gr_run_free(run);
}
END_TEST

/* --- storing what was carried out --- */

/* Independent noise is then one more error of the label: a larger one than it cures. */
START_TEST(test_executed)
{
    gr_run *run = gr_noise_ended("demos=1 repeats=20000 noise=0.4 store=executed");
    double formula = sqrt(0.05 * 0.05 + 0.4 * 0.4) / sqrt(4.0 / 3 + 49 * 0.16 / 0.75);

    gr_noise_near(gr_noise_last(run, "formula"), formula, 0.01L);
    gr_noise_near(gr_noise_last(run, "sd"), formula, 0.04L);
    ck_assert(gr_noise_last(run, "sd") > 2.5 * 0.0433); /* without noise it is better */
    gr_run_free(run);
}
END_TEST

/* Pulses push the same way again, so that they follow from the state, and the learner copies them:
 * the gain comes out lower by E[x n] / E[x x]. */
START_TEST(test_executed_pulses)
{
    long double cross = 0, squares = 0, square[3];
    const gr_noise_plant p = { .pole = 0.5L, .start = 1, .noise = 0.4L };
    gr_run *run = gr_noise_ended("demos=10 repeats=2000 noise=0.4 store=executed duration=10");

    for (long t = 0; t < 50; t++) {
        long double z = 0;
        for (long i = t - t % 10; i < t; i++)
            z = 0.5L * z + 0.4L * gr_noise_shape(i % 10, 10);
        cross += z * 0.4L * gr_noise_shape(t % 10, 10);
        gr_noise_pulses(&p, 10, t, square);
        squares += powl(0.25L, t) + square[0];
    }
    gr_noise_near(gr_noise_last(run, "mean"), 0.6L - cross / squares, 0.01L);
    ck_assert(gr_noise_last(run, "mean") < 0.2);
    ck_assert(gr_is_missing(gr_noise_last(run, "formula")));
    ck_assert(gr_noise_last(run, "J") > 20 * gr_noise_last(run, "J_expert"));
    gr_run_free(run);
}
END_TEST

/* --- costs --- */

static const gr_noise_plant plain = { .pole = 0.5L, .start = 1, .noise = 0.2L };

START_TEST(test_costs)
{
    gr_run *run = gr_noise_ended("demos=1 repeats=20000 noise=0.2 edge=100 test=0.7");
    long double square[3], teaching = 0, expert = 0;

    for (long t = 1; t <= 50; t++) {
        gr_noise_pulses(&plain, 1, t, square);
        teaching += powl(0.25L, t) + square[0];
        expert += 0.49L * powl(0.25L, t);
    }
    gr_noise_near(gr_noise_last(run, "J_expert"), expert, 1e-9L);
    gr_noise_near(gr_noise_last(run, "teaching"), teaching, 0.01L);
    /* f(p) = p^2/(1 - p^2) bends by f'' = (2 + 6 p^2)/(1 - p^2)^3 */
    long double bent = 3.5L / powl(0.75L, 3) / 2 * powl(gr_noise_last(run, "sd"), 2) * 0.49L;
    gr_noise_near(gr_noise_last(run, "J") - (double)expert, bent, 0.15L);
    gr_run_free(run);
    run = gr_noise_ended("jitter=0 noise=0.2");
    gr_noise_near(gr_noise_last(run, "J"), gr_noise_last(run, "J_expert"), 1e-9L);
    ck_assert(gr_noise_last(run, "sd") < 1e-9);
    gr_run_free(run);
}
END_TEST

/* Few labels off the path, and some learners leave the road; noise keeps them on it. */
START_TEST(test_noise_pays)
{
    gr_run *calm = gr_noise_ended("start=0.1 noise=0 demos=1"),
           *noisy = gr_noise_ended("start=0.1 noise=0.1 demos=1");

    ck_assert(gr_noise_last(calm, "failing") > 0.05 && gr_noise_last(noisy, "failing") == 0);
    ck_assert(gr_noise_last(calm, "J") > 10 * gr_noise_last(noisy, "J"));
    ck_assert(gr_noise_last(calm, "teaching") < gr_noise_last(noisy, "teaching"));
    gr_run_free(calm);
    gr_run_free(noisy);
}
END_TEST

/* --- the bill --- */

START_TEST(test_bill)
{
    gr_run *run = gr_noise_ended("demos=7 horizon=30 noise=0.6 augment=2");

    for (long m = 0; m <= 7; m++) {
        ck_assert(gr_noise_at(run, m, "env_steps") == 30.0 * (double)m);
        ck_assert(gr_noise_at(run, m, "labels") == 30.0 * (double)m);
        ck_assert(gr_noise_at(run, m, "fits") == (double)m);
        ck_assert(m == 0 || gr_noise_at(run, m, "failures") >= gr_noise_at(run, m - 1, "failures"));
    }
    ck_assert(gr_is_missing(gr_noise_at(run, 0, "gain")) &&
              gr_is_missing(gr_noise_at(run, 0, "J")));
    gr_run_free(run);
}
END_TEST

/* Failures are the demonstrations of the table that went past the edge. */
START_TEST(test_failures)
{
    gr_run *run = gr_noise_ended("demos=30 noise=0.8");
    gr_table table;
    double found = 0;

    gr_noise_dataset(run, &table);
    for (size_t demo = 0; demo < 30; demo++) {
        bool left = false;
        for (size_t t = 0; t < 50; t++) {
            const double *row = gr_table_row(&table, demo * 50 + t);
            left = left || fabs(row[X]) > 2 || fabs(1.1 * row[X] + row[EXECUTED]) > 2;
        }
        found += left;
    }
    ck_assert(found > 3 && gr_noise_last(run, "failures") == found);
    gr_table_clear(&table);
    gr_run_free(run);
}
END_TEST

/* --- moving --- */

/* The learner that is drawn is the same however many there are beside it. */
START_TEST(test_first_learner)
{
    gr_run *few = gr_noise_ended("repeats=2 augment=2"),
           *many = gr_noise_ended("repeats=500 augment=2");

    for (long m = 1; m <= 20; m++)
        ck_assert(gr_noise_at(few, m, "gain") == gr_noise_at(many, m, "gain"));
    gr_run_free(few);
    gr_run_free(many);
}
END_TEST

START_TEST(test_back_and_forth)
{
    const char *settings = "demos=9 repeats=1500 augment=3 plant=inertia duration=5";
    gr_run *run = gr_noise_ended(settings), *straight = gr_noise_ended(settings);

    gr_run_limit_history(run, 200000); /* a keyframe has 60 kB: some are let go */
    for (long k = 1; k < 12; k++)
        gr_test_seek(run, k * 4 % 10);
    gr_test_seek(run, 9);
    gr_test_same(run, straight);
    gr_run_free(run);
    gr_run_free(straight);
}
END_TEST

/* A step is cut into pieces; with `fine` it stops between demonstrations and fits. */
START_TEST(test_pieces)
{
    gr_run *run = gr_test_run(gr_noise_experiment(), "repeats=10000", gr_test_lean);
    gr_progress progress = GR_PART;
    int pieces = 0, phases = 0;

    for (; progress != GR_STEP; pieces++) {
        ck_assert(gr_run_advance(run, true, &progress, NULL));
        phases += progress == GR_PHASE;
    }
    ck_assert_int_eq(phases, 1);
    ck_assert_int_ge(pieces, 40);
    gr_run_free(run);
}
END_TEST

static void check_refused(const char *settings, const char *words)
{
    gr_values values;
    gr_error err = { 0 };

    gr_test_values(gr_noise_experiment(), settings, &values);
    ck_assert_ptr_null(gr_run_new(gr_noise_experiment(), &values, 1, gr_test_lean, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    gr_assert_message(err, words);
    gr_values_clear(&values);
}

START_TEST(test_refusals)
{
    check_refused("a=1.7", "a - gain is 1.1; between -1 and 1");
    check_refused("a=0 gain=1", "a - gain is -1");
    check_refused("plant=inertia gain=0", "gain > 0");
    check_refused("demos=1000 horizon=1000 augment=20", "lower demos, horizon or augment");
}
END_TEST

/* --- figures --- */

static void view_of(const gr_run *run, const char *name, gr_view *view)
{
    long figure = gr_experiment_figure(gr_noise_experiment(), name);
    gr_view_request request = { .columns = 42, .rows = 10 };

    ck_assert_int_ge(figure, 0);
    request.figure = &gr_noise_experiment()->figures[figure];
    ck_assert(gr_run_view(run, &request, view, NULL));
}

/* The last demonstration of the table, with labels made in between or not. */
START_TEST(test_demonstration)
{
    gr_run *run = gr_noise_ended(_i == 1 ? "augment=2" : "");
    gr_view view = { 0 };
    gr_table table;

    gr_noise_dataset(run, &table);
    view_of(run, "demonstration", &view);
    ck_assert_uint_eq(view.count, 3);
    const gr_series *noise = &view.shapes[1].as.series, *path = &view.shapes[2].as.series;
    ck_assert_uint_eq(path->count, 50);
    for (size_t t = 0; t < 50; t++) {
        const double *row = gr_table_row(&table, (19 * 50 + t) * (_i == 1 ? 3 : 1));
        ck_assert(path->x[t] == row[T] && path->y[t] == row[X] && noise->y[t] == row[NOISE]);
    }
    gr_view_clear(&view);
    gr_table_clear(&table);
    gr_run_free(run);
}
END_TEST

START_TEST(test_laws)
{
    gr_run *run = gr_noise_ended("");
    gr_view view = { 0 };

    view_of(run, "labels", &view);
    ck_assert_uint_eq(view.count, 3);
    ck_assert(view.shapes[1].as.series.y[1] == -0.6);
    ck_assert(view.shapes[2].as.series.y[1] == -gr_noise_last(run, "gain"));
    gr_view_clear(&view);
    view_of(run, "bill", &view);
    gr_assert_text(view.shapes[0].as.sheet.cells[1], "1000");
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

static Suite *suite(void)
{
    static const TTest *const *const tests[] = {
        &test_demonstrations,
        &test_noise_changes,

        &test_nothing_to_learn_from,
        &test_executed,
        &test_executed_pulses,
        &test_costs,
        &test_noise_pays,

        &test_bill,
        &test_failures,
        &test_first_learner,
        &test_back_and_forth,
        &test_pieces,
        &test_refusals,
        &test_laws,
    };
    static const struct {
        const TTest *const *test;
        int count;
    } loops[] = {
        { &test_printed, 5 },
        { &test_label_is_meant, 2 },
        { &test_least_squares, 4 },

        { &test_demonstration, 2 },
    };
    Suite *s = suite_create("injection");
    TCase *all = gr_test_case(s, "injection");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, *tests[i]);
    for (size_t i = 0; i < GR_LEN(loops); i++)
        tcase_add_loop_test(all, *loops[i].test, 0, loops[i].count);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
