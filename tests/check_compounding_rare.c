/* compounding in the world of rare states: no error rate is given, it follows from so many
 * demonstrations. Against the same law worked out another way, label by label, and against tables
 * that are drawn and walked with. The quoted figures were sampled: they lie within three standard
 * errors of 20,000 walks, the number that is quoted for the other sampled figures. */
#include "figures.h"
#include "runs.h"

#include "gradus/elementary.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { P_OFF = 1, COST, TOTAL, BOUND_CLONE, BOUND_DAGGER };
enum { KINDS_MAX = 50, WALKS = 20000 };

static const gr_experiment *compounding(void)
{
    return gr_experiment_find("compounding", NULL);
}

typedef struct price {
    double failing, dense;
} price;

static price run_of(long demos, long horizon, long kinds, bool shared)
{
    char settings[150];

    snprintf(settings, sizeof settings, "world=rare demos=%ld horizon=%ld kinds=%ld tables=%s",
             demos, horizon, kinds, shared ? "shared" : "each");
    gr_run *run = gr_test_run(compounding(), settings, gr_test_keep);
    gr_test_seek(run, horizon);
    size_t end = (size_t)horizon;
    price paid = { gr_table_cell(gr_run_trace(run), end, P_OFF),
                   gr_table_cell(gr_run_trace(run), end, TOTAL) };
    gr_run_free(run);
    return paid;
}

/* --- label by label --- */

/* How likely it is that k of `rare` states of probability q have no label after m labels: with each
 * one it stays k, or one of them is met. Positive terms only. */
static void missing(long rare, long double q, long m, long double *p)
{
    for (long k = 0; k <= rare; k++)
        p[k] = k == rare;
    for (long i = 0; i < m; i++)
        for (long k = 0; k <= rare; k++) {
            long double kept = p[k] * (1 - (long double)k * q);
            p[k] = kept + (k < rare ? p[k + 1] * (long double)(k + 1) * q : 0);
        }
}

/* Once met, a state without a label fails for the rest. */
static price worked_out(long demos, long horizon, long kinds, bool shared)
{
    long rare = kinds - 1, m = demos * (shared ? horizon : 1);
    long double p[KINDS_MAX], q = 1 / (long double)m, failing = 0, dense = 0, met[KINDS_MAX],
                              one = 0;

    missing(rare, q, m, p);
    for (long k = 0; k <= rare; k++) {
        met[k] = 1;
        one += p[k] * (long double)k * q;
    }
    long double fresh = 1;
    for (long t = 0; t < horizon; t++) {
        failing = 0;
        for (long k = 0; k <= rare; k++) {
            met[k] *= 1 - (long double)k * q;
            failing += p[k] * (1 - met[k]);
        }
        fresh *= 1 - one;
        failing = shared ? failing : 1 - fresh;
        dense += failing;
    }
    return (price){ (double)failing, (double)dense };
}

/* --- tables that are drawn --- */

/* How many of the rare states have no label in a table of m. */
static long draw_table(gr_rng *rng, long rare, long m)
{
    bool seen[KINDS_MAX] = { false };
    long left = rare;

    for (long i = 0; i < m; i++) {
        uint64_t state = gr_rng_below(rng, (uint64_t)m);
        if (state < (uint64_t)rare && !seen[state]) {
            seen[state] = true;
            left--;
        }
    }
    return left;
}

static long walk(gr_rng *rng, long demos, long horizon, long rare, bool shared)
{
    long m = demos * (shared ? horizon : 1), left = draw_table(rng, rare, m);

    for (long t = 0; t < horizon; t++) {
        if (gr_rng_below(rng, (uint64_t)m) < (uint64_t)left)
            return horizon - t;
        left = shared ? left : draw_table(rng, rare, m);
    }
    return 0;
}

typedef struct samples {
    gr_sample failing, dense;
} samples;

static samples walk_all(long demos, long horizon, long rare, bool shared)
{
    gr_rng rng = gr_rng_seeded(1);
    samples s = { 0 };

    for (long i = 0; i < WALKS; i++) {
        double cost = (double)walk(&rng, demos, horizon, rare, shared);
        gr_sample_add(&s.failing, cost > 0);
        gr_sample_add(&s.dense, cost);
    }
    return s;
}

/* --- what is quoted --- */

static const struct {
    long horizon;
    bool shared;
    double failing, dense, unit;
} quoted[] = {
    { 10, true, 0.160, 0.90, 0.01 }, { 20, true, 0.159, 1.72, 0.01 },
    { 40, true, 0.159, 3.36, 0.01 }, { 80, true, 0.159, 6.63, 0.01 },
    { 160, true, 0.159, 13.2, 0.1 }, { 10, false, 0.848, 5.9, 0.1 },
    { 20, false, 0.978, 15.3, 0.1 }, { 40, false, 1.00, 35.2, 0.1 },
    { 80, false, 1.00, 75.2, 0.1 },  { 160, false, 1.00, 155, 1 },
};

START_TEST(test_quoted)
{
    long H = quoted[_i].horizon;
    bool shared = quoted[_i].shared;
    samples s = walk_all(40, H, 19, shared);
    price exact = run_of(40, H, 20, shared);

    gr_test_within(&s.failing, quoted[_i].failing, quoted[_i].failing < 1 ? 0.001 : 0.01,
                   "quoted P(fail)");
    gr_test_within(&s.dense, quoted[_i].dense, quoted[_i].unit, "quoted dense cost");
    gr_test_within(&s.failing, exact.failing, 1e-4, "P(fail)");
    gr_test_within(&s.dense, exact.dense, 0, "dense cost");
}
END_TEST

/* --- the law --- */

static const struct {
    long demos, horizon, kinds;
} cases[] = { { 40, 10, 20 },  { 40, 160, 20 },  { 1, 40, 20 },    { 2, 1, 2 },
              { 19, 1, 20 },   { 2000, 20, 20 }, { 49, 3, 50 },    { 500, 4, 50 },
              { 60, 100, 50 }, { 7, 30, 3 },     { 20000, 50, 50 } };

START_TEST(test_law)
{
    price exact = run_of(cases[_i].demos, cases[_i].horizon, cases[_i].kinds, true);
    price law = worked_out(cases[_i].demos, cases[_i].horizon, cases[_i].kinds, true);

    gr_test_close(exact.failing, law.failing, 1e-11, "P(fail), shared");
    gr_test_close(exact.dense, law.dense, 1e-11, "dense cost, shared");
    if (cases[_i].demos < cases[_i].kinds - 1)
        return;
    exact = run_of(cases[_i].demos, cases[_i].horizon, cases[_i].kinds, false);
    law = worked_out(cases[_i].demos, cases[_i].horizon, cases[_i].kinds, false);
    gr_test_close(exact.failing, law.failing, 1e-11, "P(fail), each");
    gr_test_close(exact.dense, law.dense, 1e-11, "dense cost, each");
}
END_TEST

static double slope(double whole, double half)
{
    return gr_log(whole / half) / gr_log(2);
}

/* One table for all steps: failing does not grow with the horizon, dense cost as the horizon. A
 * table for each: as H and as H^2, while it is rare. */
START_TEST(test_growth)
{
    for (long H = 10; H <= 80; H *= 2) {
        price half = run_of(40, H, 20, true), whole = run_of(40, 2 * H, 20, true);
        ck_assert_double_lt(fabs(whole.failing - half.failing), 0.01);
        ck_assert_double_lt(whole.failing, 19 / (2.718281828 * 40));
    }
    price few = run_of(40, 10, 20, true), many = run_of(40, 160, 20, true);
    ck_assert_double_lt(fabs(few.failing - many.failing), 0.01);
    ck_assert_double_lt(fabs(slope(many.dense, few.dense) / 4 - 1), 0.05);

    price half = run_of(2000, 10, 20, false), whole = run_of(2000, 20, 20, false);
    ck_assert_double_lt(fabs(slope(whole.failing, half.failing) - 1), 0.05);
    ck_assert_double_lt(fabs(slope(whole.dense, half.dense) - 2), 0.1);
}
END_TEST

/* So many labels that a state goes without one with probability 1/e: no rounding adds up. */
START_TEST(test_many)
{
    gr_run *run =
        gr_test_run(compounding(), "world=rare demos=1e6 horizon=10000 kinds=50", gr_test_keep);
    double rate = 49 / 1e10 * gr_exp(-1 - 0.5e-10);

    gr_test_seek(run, 1);
    const double *row = gr_table_row(gr_run_trace(run), 1);
    ck_assert_double_le(fabs(row[P_OFF] / rate - 1), 1e-12);
    ck_assert_double_le(fabs(row[BOUND_CLONE] / (rate / 2) - 1), 1e-12);
    gr_run_free(run);
}
END_TEST

/* The bounds are those of the error rate that follows: (S - 1) (1 - 1/m)^m / m a step. */
START_TEST(test_bounds)
{
    gr_run *run = gr_test_run(compounding(), "world=rare demos=40 horizon=10", gr_test_keep);
    double e = 19.0 / 400 * gr_pow(1 - 1.0 / 400, 400);

    gr_test_seek(run, 10);
    for (size_t t = 0; t <= 10; t++) {
        const double *row = gr_table_row(gr_run_trace(run), t);
        gr_test_close(row[BOUND_CLONE], (double)(t * t) * e / 2, 1e-12, "bound_clone");
        gr_test_close(row[BOUND_DAGGER], 10 * (double)t * e, 1e-12, "bound_dagger");
        ck_assert_double_eq(row[COST], t > 0 ? row[P_OFF] : 0);
        ck_assert_double_le(row[TOTAL], (double)(t * (t + 1)) * e / 2 + 1e-12);
    }
    gr_run_free(run);
}
END_TEST

/* Rare states that would be more than all there is. */
START_TEST(test_refused)
{
    static const gr_setting settings[] = {
        { "world", "rare" }, { "tables", "each" }, { "demos", "18" }, { "kinds", "20" }
    };
    gr_values values;
    gr_error err = { 0 };

    ck_assert(gr_values_init(&values, compounding()->params, &err));
    ck_assert(gr_values_apply(&values, settings, GR_LEN(settings), &err));
    ck_assert_ptr_null(gr_run_new(compounding(), &values, 1, gr_test_lean, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    gr_assert_message(err, "demos");
    gr_assert_message(err, "kinds");
    gr_values_clear(&values);
    run_of(19, 5, 20, false);
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("compounding_rare");
    TCase *all = gr_test_case(suite, "compounding_rare");

    tcase_add_loop_test(all, test_quoted, 0, (int)GR_LEN(quoted));
    tcase_add_loop_test(all, test_law, 0, (int)GR_LEN(cases));
    tcase_add_test(all, test_growth);
    tcase_add_test(all, test_many);
    tcase_add_test(all, test_bounds);
    tcase_add_test(all, test_refused);
    return suite;
}

int main(void)
{
    return gr_test_main(suite());
}
