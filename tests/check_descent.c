/* descent: facts that are known in closed form, its ends, its rows and its noise. Its phases, and
 * what changes under way, are in check_descent_changes.c; that each optimizer goes its right way is
 * in check_trajectories.c. */
#include "runs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Columns of the trace. */
enum { STEP, X, Y, F, GX, GY, LR, DISTANCE };

#define VALLEY "surface=valley x=-9 y=1.7 "

static const gr_experiment *descent(void)
{
    return gr_experiment_find("descent", NULL);
}

static gr_run *run_to(const char *settings, long step)
{
    gr_run *run = gr_test_run(descent(), settings, gr_test_keep);

    gr_test_seek(run, step);
    return run;
}

static double cell(const gr_run *run, long step, size_t column)
{
    ck_assert_uint_lt((size_t)step, gr_run_trace(run)->rows);
    return gr_table_cell(gr_run_trace(run), (size_t)step, column);
}

/* --- the lecture's valley --- */

/* f after 60 steps, and the first step with f < 0.001, as the rules give them in Python. */
typedef struct fact {
    const char *settings;
    double f; /* 4 digits; 0: not known */
    long reached;
} fact;

static const fact facts[] = {
    { VALLEY "optimizer=gd lr=0.0385", 0.3705, 136 },
    { VALLEY "optimizer=gd lr=0.004", 25.04, 1324 },
    { VALLEY "optimizer=momentum lr=0.004 gamma=0.9", 0.1058, 112 },
    { VALLEY "optimizer=momentum lr=(2/(sqrt(50)+1))^2 gamma=((sqrt(50)-1)/(sqrt(50)+1))^2", 0,
      35 },
};

START_TEST(test_panels)
{
    const fact *known = &facts[_i];
    gr_run *run = run_to(known->settings, known->reached);
    char f[GR_NUMBER_SIZE], expected[GR_NUMBER_SIZE];

    if (known->f > 0) {
        gr_number_shown(cell(run, 60, F), GR_DECIMALS_AUTO, f);
        gr_number_shown(known->f, GR_DECIMALS_AUTO, expected);
        gr_assert_text(f, expected);
    }
    for (long step = 0; step < known->reached; step++)
        ck_assert_msg(cell(run, step, F) >= 0.001, "f < 0.001 at step %ld already", step);
    ck_assert_double_lt(cell(run, known->reached, F), 0.001);
    gr_run_free(run);
}
END_TEST

/* The best rate of a quadratic: both coordinates shrink by (kappa - 1) / (kappa + 1). */
START_TEST(test_best_rate)
{
    static const char *const kappas[] = { "2", "10", "50" };
    char settings[100];

    for (size_t i = 0; i < 3; i++) {
        double kappa = atof(kappas[i]), rate = (kappa - 1) / (kappa + 1);
        snprintf(settings, sizeof settings, VALLEY "kappa=%s optimizer=gd lr=2/(1+%s)", kappas[i],
                 kappas[i]);
        gr_run *run = run_to(settings, 15);
        for (long step = 1; step <= 15; step++) {
            double x = cell(run, step - 1, X), y = cell(run, step - 1, Y);
            ck_assert_double_eq_tol(cell(run, step, X), rate * x, 1e-14 * fabs(x));
            ck_assert_double_eq_tol(cell(run, step, Y), -rate * y, 1e-14 * fabs(y));
        }
        gr_run_free(run);
    }
}
END_TEST

/* x_t = (1 - lr l)^t x_0 along an axis of curvature l: exact but for rounding, at any rate. */
START_TEST(test_power)
{
    static const double rates[] = { 0.001, 0.02, 0.0385, 0.04, 0.041 };
    char settings[100];

    for (size_t i = 0; i < 5; i++) {
        snprintf(settings, sizeof settings, VALLEY "optimizer=gd lr=%.15g", rates[i]);
        gr_run *run = run_to(settings, 40);
        double x = -9, y = 1.7;
        for (long step = 0; step <= 40; step++) {
            ck_assert_double_le(fabs(cell(run, step, X) - x), 1e-13 * fabs(x));
            ck_assert_double_le(fabs(cell(run, step, Y) - y), 1e-13 * fabs(y));
            x *= 1 - rates[i];
            y *= 1 - rates[i] * 50;
        }
        gr_run_free(run);
    }
}
END_TEST

/* --- its ends --- */

/* Beyond 2 / L: all rows but the last are within bounds. At 2 / L y only flips. */
START_TEST(test_diverges)
{
    gr_run *run = run_to(VALLEY "optimizer=gd lr=0.05", 5000);
    long last = gr_run_step_number(run);

    ck_assert_int_eq(gr_run_state(run), GR_RUN_DIVERGED);
    ck_assert_int_eq(gr_run_diverged_at(run), last);
    ck_assert_uint_eq(gr_run_trace(run)->rows, (size_t)last + 1);
    for (long step = 0; step < last; step++)
        ck_assert_double_le(fabs(cell(run, step, F)), 1e12);
    ck_assert(!(fabs(cell(run, last, F)) <= 1e12));
    gr_run_free(run);

    run = run_to(VALLEY "x=0 optimizer=gd lr=0.04", 300);
    ck_assert_int_eq(gr_run_state(run), GR_RUN_GOING);
    ck_assert_double_eq_tol(cell(run, 300, Y), 1.7, 1e-12);
    ck_assert_double_eq_tol(cell(run, 299, Y), -1.7, 1e-12);
    gr_run_free(run);
}
END_TEST

/* What grows beyond all numbers at once, and what falls without end. */
START_TEST(test_diverges_at_once)
{
    gr_run *run = run_to("surface=rosenbrock x=1e4 y=0 optimizer=gd lr=1", 10);

    ck_assert_int_eq(gr_run_state(run), GR_RUN_DIVERGED);
    ck_assert_int_eq(gr_run_step_number(run), 0);
    gr_run_free(run);
    run = run_to("surface=valley x=1 y=1 optimizer=gd lr=1e300", 10);
    ck_assert_int_eq(gr_run_state(run), GR_RUN_DIVERGED);
    ck_assert_int_eq(gr_run_step_number(run), 1);
    ck_assert(!isfinite(cell(run, 1, F)));
    gr_run_free(run);
}
END_TEST

static double steepness(const gr_run *run, long step)
{
    double gx = cell(run, step, GX), gy = cell(run, step, GY);

    return sqrt(gx * gx + gy * gy);
}

START_TEST(test_finishes)
{
    static const char *const tolerances[] = { "1e-8", "0.001", "2" };
    char settings[100];

    for (size_t i = 0; i < 3; i++) {
        double tolerance = atof(tolerances[i]);
        snprintf(settings, sizeof settings, VALLEY "optimizer=gd lr=0.03 tolerance=%s",
                 tolerances[i]);
        gr_run *run = run_to(settings, 5000);
        long last = gr_run_step_number(run);
        ck_assert_int_eq(gr_run_state(run), GR_RUN_FINISHED);
        ck_assert_int_gt(last, 0);
        for (long step = 0; step < last; step++)
            ck_assert_double_ge(steepness(run, step), tolerance);
        ck_assert_double_lt(steepness(run, last), tolerance);
        gr_run_free(run);
    }
}
END_TEST

/* The default is 1e-8, and 0 never ends a run: not even at rest in a minimum. */
/* Gradients whose squares no double holds. */
START_TEST(test_extreme_tolerance)
{
    gr_run *small = run_to("surface=formula formula=1e-170*x x=1 tolerance=1e-180", 20);
    gr_run *large = run_to("surface=formula formula=1e200*x x=0 tolerance=1e201", 20);
    gr_run *steep = run_to("surface=formula formula=1e200*x x=0 tolerance=1e199", 1);

    ck_assert_int_eq(gr_run_step_number(small), 20);
    ck_assert_int_eq(gr_run_step_number(large), 0);
    ck_assert_int_eq(gr_run_state(large), GR_RUN_FINISHED);
    ck_assert_int_eq(gr_run_state(steep), GR_RUN_DIVERGED);
    gr_run_free(small);
    gr_run_free(large);
    gr_run_free(steep);
}
END_TEST

START_TEST(test_tolerance)
{
    gr_run *usual = run_to(VALLEY "optimizer=gd lr=0.03", 5000);
    gr_run *set = run_to(VALLEY "optimizer=gd lr=0.03 tolerance=1e-8", 5000);
    gr_run *rest = run_to("surface=valley x=0 y=0 optimizer=gd tolerance=0", 500);

    ck_assert_int_eq(gr_run_step_number(usual), gr_run_step_number(set));
    ck_assert_int_eq(gr_run_state(rest), GR_RUN_GOING);
    ck_assert_int_eq(gr_run_step_number(rest), 500);
    ck_assert_double_eq(cell(rest, 500, F), 0);
    gr_run_free(usual);
    gr_run_free(set);
    gr_run_free(rest);
    rest = run_to("surface=valley x=0 y=0 optimizer=gd", 500);
    ck_assert_int_eq(gr_run_state(rest), GR_RUN_FINISHED);
    ck_assert_int_eq(gr_run_step_number(rest), 0);
    gr_run_free(rest);
}
END_TEST

/* --- rows --- */

START_TEST(test_columns)
{
    static const char *const names[] = { "step", "x", "y", "f", "gx", "gy", "lr", "distance" };
    gr_run *run = run_to("", 0);

    ck_assert_uint_eq(gr_run_columns(run)->count, 8);
    for (size_t i = 0; i < 8; i++)
        gr_assert_text(gr_run_columns(run)->list[i].name, names[i]);
    ck_assert_int_eq(gr_run_length(run), 200);
    gr_run_free(run);
}
END_TEST

/* In one dimension y and gy are missing; the rate is missing before the first update. */
START_TEST(test_missing)
{
    gr_run *flat = run_to("surface=quartic x=3 optimizer=gd lr=0.001", 5);
    gr_run *run = run_to(VALLEY "optimizer=gd lr=0.001", 5);

    for (long step = 0; step <= 5; step++) {
        ck_assert(gr_is_missing(cell(flat, step, Y)) && gr_is_missing(cell(flat, step, GY)));
        for (size_t i = X; i <= DISTANCE; i++) {
            bool absent = (i == LR && step == 0);
            ck_assert(gr_is_missing(cell(run, step, i)) == absent);
            absent = absent || i == Y || i == GY;
            ck_assert(gr_is_missing(cell(flat, step, i)) == absent);
        }
    }
    ck_assert_double_eq(cell(run, 1, LR), 0.001);
    gr_run_free(flat);
    gr_run_free(run);
}
END_TEST

/* The distance to the nearest known minimum: of the valley (0, 0), of the quartic 2.25. */
START_TEST(test_distance)
{
    gr_run *flat = run_to("surface=quartic x=3 optimizer=gd lr=0.001", 9);
    gr_run *run = run_to(VALLEY "optimizer=gd lr=0.03", 9);

    for (long step = 0; step <= 9; step++) {
        double x = cell(run, step, X), y = cell(run, step, Y);
        ck_assert_double_eq_tol(cell(run, step, DISTANCE), sqrt(x * x + y * y), 1e-14);
        x = cell(flat, step, X);
        ck_assert_double_eq_tol(cell(flat, step, DISTANCE), fabs(x - 2.25), 1e-14);
    }
    gr_run_free(flat);
    gr_run_free(run);
}
END_TEST

/* The schedule of the lecture: lr decay^(k-1). */
START_TEST(test_rate)
{
    gr_run *run = run_to(VALLEY "optimizer=gd lr=0.02 schedule=exponential decay=0.5", 8);
    double x = -9, y = 1.7, rate = 0.02;

    for (long step = 1; step <= 8; step++) {
        x -= rate * x;
        y -= rate * 50 * y;
        ck_assert_double_eq_tol(cell(run, step, LR), rate, 1e-16);
        ck_assert_double_eq_tol(cell(run, step, X), x, 1e-14);
        ck_assert_double_eq_tol(cell(run, step, Y), y, 1e-14);
        rate *= 0.5;
    }
    gr_run_free(run);
}
END_TEST

/* --- noise --- */

#define NOISY VALLEY "optimizer=gd lr=0.01 noise=2 tolerance=0"

static gr_run *seeded(uint64_t seed)
{
    gr_run *run = gr_test_born(descent(), NOISY, seed, gr_test_keep);

    gr_test_seek(run, 50);
    return run;
}

START_TEST(test_noise_by_seed)
{
    gr_run *a = seeded(3), *b = seeded(3), *c = seeded(4), *quiet = run_to(VALLEY "lr=0.01", 50);

    gr_test_same(a, b);
    for (long step = 1; step <= 50; step++) {
        ck_assert_double_ne(cell(a, step, X), cell(c, step, X));
        ck_assert_double_ne(cell(a, step, Y), cell(quiet, step, Y));
    }
    gr_test_seek(a, 7);
    gr_run_forget(a);
    gr_test_seek(a, 50);
    gr_test_same(a, b);
    gr_run_free(a);
    gr_run_free(b);
    gr_run_free(c);
    gr_run_free(quiet);
}
END_TEST

/* The row's gradient is the exact one at its point; what the update used is off from it by numbers
 * whose mean is 0 and whose deviation is `noise`. */
START_TEST(test_noise_is_in_the_update)
{
    enum { COUNT = 2000 };
    gr_run *run = run_to(NOISY, COUNT);
    double sum = 0, squares = 0;

    for (long step = 0; step < COUNT; step++) {
        ck_assert_double_eq(cell(run, step, GX), cell(run, step, X));
        ck_assert_double_eq(cell(run, step, GY), 50 * cell(run, step, Y));
        for (size_t i = 0; i < 2; i++) {
            double used = (cell(run, step, X + i) - cell(run, step + 1, X + i)) / 0.01;
            double error = used - cell(run, step, GX + i);
            sum += error;
            squares += error * error;
        }
    }
    /* Deviation of the mean 2 / sqrt(4000) = 0.032; of the variance 4 sqrt(2 / 4000) = 0.089. */
    ck_assert_double_eq_tol(sum / (2 * COUNT), 0, 0.13);
    ck_assert_double_eq_tol(squares / (2 * COUNT), 4, 0.36);
    gr_run_free(run);
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("descent");
    TCase *valley = gr_test_case(suite, "valley"), *ends = gr_test_case(suite, "ends");
    TCase *rows = gr_test_case(suite, "rows");

    tcase_add_loop_test(valley, test_panels, 0, (int)(sizeof facts / sizeof facts[0]));
    tcase_add_test(valley, test_best_rate);
    tcase_add_test(valley, test_power);
    tcase_add_test(ends, test_diverges);
    tcase_add_test(ends, test_diverges_at_once);
    tcase_add_test(ends, test_finishes);
    tcase_add_test(ends, test_tolerance);
    tcase_add_test(ends, test_extreme_tolerance);
    tcase_add_test(rows, test_columns);
    tcase_add_test(rows, test_missing);
    tcase_add_test(rows, test_distance);
    tcase_add_test(rows, test_rate);
    tcase_add_test(rows, test_noise_by_seed);
    tcase_add_test(rows, test_noise_is_in_the_update);
    return suite;
}

int main(void)
{
    return gr_test_main(suite());
}
