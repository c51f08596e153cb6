/* The plants of `injection`: what noise does to a path against sums of pulse responses, and labels
 * from a tube. */
#include "injection_runs.h"

#include "gradus/memory.h"

#include <math.h>
#include <stdio.h>

/* --- what noise does to a path --- */

static const gr_noise_plant plants[] = {
    { "noise=0.2 start=1", false, 0.5L, 1, 0.2L, 0.05L },
    { "a=0.8 gain=1.3 noise=0.3 start=2 jitter=0.1", false, -0.5L, 2, 0.3L, 0.1L },
    { "a=1.5 gain=0.7 noise=0.01 start=0", false, 0.8L, 0, 0.01L, 0.05L },
    { "plant=inertia noise=0.2 start=1", true, 0, 1, 0.2L, 0.05L },
};

static const long durations[] = { 1, 2, 3, 10, 37, 50, 100 };

START_TEST(test_reach_and_formula)
{
    const gr_noise_plant *p = &plants[_i % (int)GR_LEN(plants)];
    long duration = durations[_i / (int)GR_LEN(plants)];
    long double reach = 0, S[3] = { 0, 0, 0 }, square[3], z[2] = { p->start, 0 };
    char settings[120];

    for (long t = 0; t < 50; t++) {
        gr_noise_pulses(p, duration, t, square);
        S[0] += z[0] * z[0] + square[0];
        S[1] += z[0] * z[1] + square[1];
        S[2] += z[1] * z[1] + square[2];
        gr_noise_closed(p, z);
        gr_noise_pulses(p, duration, t + 1, square);
        reach += square[0] / 50;
    }
    long double inverse = p->inertia ? S[2] / (S[0] * S[2] - S[1] * S[1]) : 1 / S[0];
    snprintf(settings, sizeof settings, "demos=1 repeats=2 duration=%ld %s", duration, p->settings);
    gr_run *run = gr_noise_ended(settings);
    gr_noise_near(gr_noise_last(run, "reach"), sqrtl(reach), 1e-9L);
    gr_noise_near(gr_noise_last(run, "formula"), p->jitter * sqrtl(inverse), 1e-9L);
    gr_run_free(run);
}
END_TEST

START_TEST(test_sampled_reach)
{
    static const char *const settings[] = { "", "duration=10", "plant=inertia",
                                            "plant=inertia duration=25" };
    char all[100];

    snprintf(all, sizeof all, "demos=1 repeats=20000 edge=100 %s", settings[_i]);
    gr_run *run = gr_noise_ended(all);
    gr_noise_near(gr_noise_last(run, "reach_mc"), gr_noise_last(run, "reach"), 0.02L);
    gr_run_free(run);
}
END_TEST

static double reach_of(const char *name, long duration)
{
    char settings[80];

    snprintf(settings, sizeof settings, "demos=1 repeats=2 plant=%s duration=%ld", name, duration);
    gr_run *run = gr_noise_ended(settings);
    double reach = gr_noise_last(run, "reach");
    gr_run_free(run);
    return reach;
}

/* With inertia a pulse of d steps reaches about sqrt(d) as far as independent noise of the same
 * root mean square; where there is none it is soon no farther. */
START_TEST(test_pulses_reach_farther)
{
    for (long d = 4; d <= 25; d += 7) {
        double ratio = reach_of("inertia", d) / reach_of("inertia", 1);
        ck_assert_msg(ratio > 0.75 * sqrt((double)d) && ratio < sqrt((double)d), "%ld: %g", d,
                      ratio);
    }
    ck_assert(reach_of("scalar", 25) / reach_of("scalar", 1) < 1.8);
}
END_TEST

/* --- the tube --- */

/* Labels around a state are those of the law, for either plant; the box is what a disturbance can
 * do. */
START_TEST(test_tube)
{
    static const char *const names[] = { "scalar", "inertia" };
    static const gr_noise_plant loops[] = { { .pole = 0.5L }, { .inertia = true } };
    const gr_noise_plant *p = &loops[_i];
    long double half[2] = { 0, 0 }, z[2] = { 0, 0 }, widest[2] = { 0, 0 };
    char settings[100];
    gr_table table;

    z[p->inertia] = p->inertia ? 0.1L : 1;
    for (int i = 0; i < 3000; i++, gr_noise_closed(p, z)) {
        half[0] += 0.1L * fabsl(z[0]);
        half[1] += 0.1L * fabsl(z[1]);
    }
    snprintf(settings, sizeof settings, "plant=%s augment=20 noise=0 demos=2 jitter=0", names[_i]);
    gr_run *run = gr_noise_ended(settings);
    ck_assert(gr_noise_last(run, "label_error") < 1e-9);
    gr_noise_dataset(run, &table);
    ck_assert_uint_eq(table.rows, 2 * 50 * 21);
    for (size_t i = 0; i < table.rows; i++) {
        const double *row = gr_table_row(&table, i), *shown = gr_table_row(&table, i / 21 * 21);
        ck_assert(row[MADE] == (double)(i % 21 > 0));
        ck_assert(fabs(row[LABEL] - row[INTENDED]) < 1e-12);
        for (int k = 0; k < 2; k++)
            widest[k] = fmaxl(widest[k], fabsl(row[X + k] - shown[X + k]));
    }
    for (int k = 0; k < 2; k++)
        ck_assert(widest[k] <= half[k] * (1 + 1e-9L) && widest[k] >= half[k] * 0.99L);
    gr_noise_near(gr_noise_last(run, "gain"), 0.6L, 1e-9L);
    gr_table_clear(&table);
    gr_run_free(run);
}
END_TEST

START_TEST(test_tube_formula)
{
    static const char *const settings[] = { "augment=10 noise=0", "augment=10 noise=0.1",
                                            "augment=5 noise=0 plant=inertia",
                                            "augment=3 noise=0.2 tube=1 store=executed" };
    char all[100];

    snprintf(all, sizeof all, "demos=1 repeats=10000 %s", settings[_i]);
    gr_run *run = gr_noise_ended(all);
    gr_noise_near(gr_noise_last(run, "sd"), gr_noise_last(run, "formula"), 0.04L);
    gr_run_free(run);
}
END_TEST

/* One demonstration with a tube is worth as much as the expert; a bound that cuts the law makes the
 * labels wrong by as much as was cut. */
START_TEST(test_tube_worth)
{
    gr_run *run = gr_noise_ended("plant=inertia augment=20 tube=1 noise=0 demos=1");

    gr_noise_near(gr_noise_last(run, "J"), gr_noise_last(run, "J_expert"), 1e-3L);
    ck_assert(gr_noise_last(run, "env_steps") == 50 && gr_noise_last(run, "labels") == 50);
    gr_run_free(run);
    run = gr_noise_ended("augment=20 noise=0 demos=1 bound=0.3");
    ck_assert(gr_noise_last(run, "label_error") > 0.11 &&
              gr_noise_last(run, "label_error") <= 0.6 * 0.2 + 1e-12);
    ck_assert(gr_is_missing(gr_noise_last(run, "formula")) &&
              gr_is_missing(gr_noise_last(run, "reach")));
    gr_run_free(run);
}
END_TEST

static Suite *suite(void)
{
    static const struct {
        const TTest *const *test;
        int count;
    } loops[] = {
        { &test_pulses_reach_farther, 1 },
        { &test_sampled_reach, 4 },
        { &test_tube, 2 },
        { &test_tube_formula, 4 },
        { &test_tube_worth, 1 },
        { &test_reach_and_formula, (int)(GR_LEN(plants) * GR_LEN(durations)) },
    };
    Suite *s = suite_create("injection_plant");
    TCase *all = gr_test_case(s, "injection_plant");

    for (size_t i = 0; i < GR_LEN(loops); i++)
        tcase_add_loop_test(all, *loops[i].test, 0, loops[i].count);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
