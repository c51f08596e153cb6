/* compounding: the dials of recovery and of the expert's share, what the fallback decides, the
 * figures that were sampled, and the bounds as inequalities. */
#include "figures.h"
#include "runs.h"

#include "gradus/elementary.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { P_OFF = 1, TOTAL = 3 };
enum { EPISODES = 20000 }; /* as many as the quoted ones */

static const char *const rates[] = { "0", "1e-6", "0.001", "0.02", "0.37", "1" };

static const gr_experiment *compounding(void)
{
    return gr_experiment_find("compounding", NULL);
}

/* --- closed forms --- */

/* What is off the lane stays off. */
static double clone_lane(long t, double e)
{
    long double E = (long double)e;

    return e > 0 ? (double)((long double)t - (1 - E) * (1 - gr_test_power(1 - E, t)) / E) : 0;
}

static double clone_off(long t, double e)
{
    return (double)(1 - gr_test_power(1 - (long double)e, t));
}

/* Off with probability `leaves` and then back with `back`: P(off_t) = s (1 - l^t). */
static double returning(long t, double leaves, double back)
{
    long double out = (long double)leaves, in = (long double)back, l = 1 - out - in;

    if (!(out + in > 0))
        return 0;
    return (double)(out / (out + in) * ((long double)t - l * (1 - gr_test_power(l, t)) / (1 - l)));
}

/* Each error costs u steps; P[t] is the chance of deciding on the lane, or of the last step beside
 * it, at t. */
static double u_steps(long horizon, double e, long u)
{
    long double *p = calloc((size_t)(horizon + u) + 1, sizeof *p), cost = 0, E = (long double)e;

    p[0] = 1;
    for (long t = 0; t < horizon; t++) {
        long lasts = u < horizon - t ? u : horizon - t;
        p[t + 1] += (1 - E) * p[t];
        p[t + u] += E * p[t];
        cost += E * p[t] * (long double)lasts;
    }
    free(p);
    return (double)cost;
}

/* --- runs --- */

static gr_run *run_of(const char *settings, const char *rate, long horizon)
{
    char all[200];

    snprintf(all, sizeof all, "%s horizon=%ld%s%s", settings, horizon,
             rate != NULL ? " epsilon=" : "", rate != NULL ? rate : "");
    gr_run *run = gr_test_run(compounding(), all, gr_test_keep);
    gr_test_seek(run, horizon);
    ck_assert_int_eq(gr_run_step_number(run), horizon);
    ck_assert_int_eq(gr_run_state(run), GR_RUN_FINISHED);
    return run;
}

static double cell(const gr_run *run, long step, size_t column)
{
    ck_assert_uint_lt((size_t)step, gr_run_trace(run)->rows);
    return gr_table_cell(gr_run_trace(run), (size_t)step, column);
}

static double total_of(const char *settings, const char *rate, long horizon)
{
    gr_run *run = run_of(settings, rate, horizon);
    double total = cell(run, horizon, TOTAL);

    gr_run_free(run);
    return total;
}

/* --- dials --- */

static const struct {
    long u;
    const char *cost;
} recoveries[] = {
    { 1, "2.000" }, { 2, "3.9027" }, { 5, "9.0912" }, { 10, "16.3157" }, { 50, "44.187" }
};

START_TEST(test_recover)
{
    char settings[100];
    static const long others[] = { 1, 2, 3, 4, 7, 20, 50, 99, 100, 101, 500, 10000 };

    for (size_t i = 0; i < GR_LEN(recoveries); i++) {
        snprintf(settings, sizeof settings, "learner=dagger recover=%ld", recoveries[i].u);
        gr_test_shown(total_of(settings, "0.02", 100), recoveries[i].cost);
    }
    for (size_t i = 0; i < GR_LEN(others); i++)
        for (size_t k = 0; k < GR_LEN(rates); k++) {
            snprintf(settings, sizeof settings, "learner=dagger recover=%ld", others[i]);
            double e = atof(rates[k]), total = total_of(settings, rates[k], 100);
            gr_test_close(total, u_steps(100, e, others[i]), 1e-9, settings);
            ck_assert_double_le(total, (double)others[i] * 100 * e * (1 + 1e-12));
        }
    /* a clone that goes straight on never comes back, however short the way */
    gr_test_close(total_of("recover=5", "0.02", 100), clone_lane(100, 0.02), 1e-9, "clone");
    /* from a cliff there is no way back: u = T */
    gr_test_close(total_of("learner=dagger recover=100", "0.02", 100), clone_lane(100, 0.02), 1e-9,
                  "u = T");
}
END_TEST

static const struct {
    const char *beta, *cost;
} shares[] = { { "1", "0" },      { "0.5", "1.94" },  { "0.25", "5.50" },
               { "0.1", "14.1" }, { "0.02", "37.7" }, { "0", "57.5" } };

START_TEST(test_beta)
{
    static const char *const others[] = {
        "0", "1e-4", "0.001", "0.01", "0.3", "0.77", "0.999", "1"
    };
    char settings[100];

    for (size_t i = 0; i < GR_LEN(shares); i++) {
        snprintf(settings, sizeof settings, "beta=%s", shares[i].beta);
        gr_test_shown(total_of(settings, "0.02", 100), shares[i].cost);
    }
    for (size_t i = 0; i < GR_LEN(others); i++)
        for (size_t k = 0; k < GR_LEN(rates); k++) {
            double b = atof(others[i]), e = atof(rates[k]);
            snprintf(settings, sizeof settings, "beta=%s", others[i]);
            gr_test_close(total_of(settings, rates[k], 100), returning(100, (1 - b) * e, b), 1e-9,
                          settings);
        }
}
END_TEST

/* --- the fallback decides --- */

/* Walks on a lane: off it with probability `leaves`, back to it with probability `back`. */
static gr_sample walk_lane(double leaves, double back, uint64_t seed)
{
    gr_rng rng = gr_rng_seeded(seed);
    gr_sample sample = { 0 };

    for (long i = 0; i < EPISODES; i++) {
        double cost = 0;
        bool off = false;
        for (long t = 0; t < 100; t++) {
            double u = gr_rng_uniform(&rng);
            off = off ? u >= back : u < leaves;
            cost += off;
        }
        gr_sample_add(&sample, cost);
    }
    return sample;
}

/* A figure that was sampled, and the exact one, against a sample of ours. */
static void agree(double leaves, double back, const char *settings, double quoted, double unit)
{
    gr_sample sample = walk_lane(leaves, back, 1);

    gr_test_within(&sample, total_of(settings, "0.02", 100), 0, settings);
    gr_test_within(&sample, quoted, unit, settings);
}

START_TEST(test_fallback)
{
    agree(0.02, 0, "fallback=majority", 57.9, 0.1);
    agree(0.02, 0.5, "fallback=random", 3.82, 0.01);
    for (size_t k = 0; k < GR_LEN(rates); k++) {
        double e = atof(rates[k]);
        gr_test_close(total_of("fallback=random", rates[k], 300), returning(300, e, 0.5), 1e-9,
                      "random");
    }
    /* T eps / (eps + 1/2) but for the beginning: linear in T already */
    gr_test_close(total_of("fallback=random", "0.02", 100) / (2 / 0.52), 1, 0.01, "level");
    gr_test_close(total_of("fallback=random", "0.001", 200) /
                      total_of("fallback=random", "0.001", 100),
                  2, 0.02, "linear");
    /* a learner with labels has no use for it */
    gr_test_close(total_of("learner=dagger fallback=random", "0.02", 100), 2, 1e-9, "dagger");
}
END_TEST

/* The other sampled figures of the same table. */
START_TEST(test_sampled)
{
    agree(0.02, 0.98, "learner=dagger", 2.001, 0.001);
    agree(0.02, 0.02, "world=copy", 38.3, 0.1);
}
END_TEST

/* --- bounds --- */

/* How far the distribution at the end is from the expert's, who never leaves the lane. */
static double distance_from_expert(gr_run *run, size_t middle)
{
    gr_table table = { 0 };
    gr_error err;
    double distance = 0;

    ck_assert(gr_run_table(run, 0, &table, &err));
    for (size_t i = 0; i < table.rows; i++)
        distance += fabs(gr_table_cell(&table, i, 1) - (i == middle));
    gr_table_clear(&table);
    return distance;
}

START_TEST(test_bounds)
{
    static const char *const others[] = { "world=cliff", "world=copy", "world=forgetful",
                                          "learner=dagger", "fallback=random" };
    static const long horizons[] = { 1, 2, 10, 50, 200 };

    for (size_t i = 0; i < GR_LEN(horizons); i++)
        for (size_t k = 0; k < GR_LEN(rates); k++) {
            double e = atof(rates[k]), T = (double)horizons[i], slack = 1e-12;
            gr_run *run = run_of("world=lane", rates[k], horizons[i]);
            double distance = distance_from_expert(run, 1);
            gr_test_close(distance, 2 * clone_off(horizons[i], e), 1e-9, "distance");
            ck_assert_double_le(distance, 2 * T * e + slack);
            ck_assert_double_le(cell(run, horizons[i], P_OFF), T * e + slack);
            ck_assert_double_le(cell(run, horizons[i], TOTAL), T * (T + 1) * e / 2 + slack);
            gr_run_free(run);
            for (size_t w = 0; w < GR_LEN(others); w++)
                ck_assert_double_le(total_of(others[w], rates[k], horizons[i]), T * T * e + slack);
        }
}
END_TEST

/* The error rate that leaves 95 of 100 runs whole. */
START_TEST(test_success)
{
    static const struct {
        long horizon;
        const char *quoted; /* in thousandths */
    } cases[] = { { 10, "5.1" }, { 100, "0.51" }, { 500, "0.10" } };

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        double rate = 1 - gr_pow(0.95, 1 / (double)cases[i].horizon);
        char text[GR_NUMBER_SIZE];
        gr_number_exact(rate, text);
        gr_test_shown(rate * 1000, cases[i].quoted);
        gr_run *run = run_of("world=cliff", text, cases[i].horizon);
        gr_test_close(cell(run, cases[i].horizon, P_OFF), 0.05, 1e-12, "failures");
        gr_run_free(run);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("compounding_dials");
    TCase *all = gr_test_case(suite, "compounding_dials");

    tcase_add_test(all, test_recover);
    tcase_add_test(all, test_beta);
    tcase_add_test(all, test_fallback);
    tcase_add_test(all, test_sampled);
    tcase_add_test(all, test_bounds);
    tcase_add_test(all, test_success);
    return suite;
}

int main(void)
{
    return gr_test_main(suite());
}
