/* bins: a second table, made from the exported data and judged by drawing places, against the exact
 * errors; coverage and coupons; nearest cells by looking at all; the drive. */
#include "figures.h"
#include "runs.h"

#include "experiment/bins.h"
#include "gradus/elementary.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const gr_experiment *bins(void)
{
    return gr_experiment_find("bins", NULL);
}

static gr_run *run_of(const char *settings, uint64_t seed)
{
    gr_run *run = gr_test_born(bins(), settings, seed, gr_test_keep);

    gr_test_seek(run, gr_run_length(run));
    return run;
}

static double cell(const gr_run *run, const char *column)
{
    long found = gr_columns_find(gr_run_columns(run), column);
    double row[16];

    ck_assert_msg(found >= 0, "no column %s", column);
    gr_run_row(run, row);
    return row[found];
}

static double knob(const gr_run *run, const char *name)
{
    return gr_values_number(gr_run_values(run), name);
}

static gr_table table_of(const gr_run *run, const char *name)
{
    gr_table table = { 0 };
    gr_error err;

    ck_assert_msg(gr_run_table(run, (int)gr_experiment_table(bins(), name), &table, &err), "%s",
                  err.message);
    return table;
}

/* --- what is known --- */

START_TEST(test_rounding)
{
    static const char *const cases[] = { "bins=5",
                                         "bins=11",
                                         "bins=20 gain=-2",
                                         "bins=8 dims=2",
                                         "bins=8 dims=2 expert=sum",
                                         "bins=5 dims=3 expert=sum fallback=nearest",
                                         "bins=10 jitter=0" };
    char settings[150];

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        snprintf(settings, sizeof settings, "%s samples=100000", cases[i]);
        gr_run *run = run_of(settings, 1);
        double w = 2 / knob(run, "bins"), terms = knob(run, "expert") == 1 ? knob(run, "dims") : 1;
        double quantum = fabs(knob(run, "gain")) * w / sqrt(12) * sqrt(terms);
        ck_assert_double_eq(cell(run, "samples"), 100000);
        gr_test_close(cell(run, "rms_quantum"), quantum, 1e-12, settings);
        ck_assert_double_lt(fabs(cell(run, "rms_table") / quantum - 1), 0.02);
        ck_assert_double_ge(cell(run, "rms_table"), quantum);
        gr_run_free(run);
    }
    /* a switch: no error but in a cell that it halves; the best line misses half of it */
    gr_run *run = run_of("expert=switch bins=20 samples=100000", 1);
    ck_assert_double_eq(cell(run, "rms_quantum"), 0);
    ck_assert_double_lt(cell(run, "rms_table"), 0.001);
    gr_test_close(cell(run, "rms_linear"), 0.3, 1e-4, "line");
    gr_run_free(run);
    run = run_of("expert=switch bins=9 samples=100000", 1);
    gr_test_close(cell(run, "rms_quantum"), 0.6 / 3, 1e-12, "switch");
    gr_test_close(cell(run, "rms_table"), 0.2, 1e-3, "table");
    gr_run_free(run);
    run = run_of("gain=1 bins=2 samples=10", 1);
    gr_test_shown(cell(run, "rms_quantum"), "0.2887"); /* of a width of 1 */
    gr_run_free(run);
}
END_TEST

/* Twenty bins in four dimensions: almost nothing is filled, and a line needs no more than that. */
START_TEST(test_many_cells)
{
    gr_run *run = run_of("dims=4 bins=20 samples=1000", 1);

    ck_assert_double_eq(cell(run, "cells"), 160000);
    ck_assert_double_lt(cell(run, "filled"), 1600);
    ck_assert_double_gt(cell(run, "filled"), 900);
    ck_assert_double_lt(cell(run, "rms_linear"), 0.02);
    ck_assert_double_gt(cell(run, "rms_table"), 10 * cell(run, "rms_linear"));
    /* the table's driver leaves the box, the line's stays in it */
    ck_assert_double_lt(cell(run, "held_table"), 10);
    ck_assert_double_eq(cell(run, "held_linear"), GR_BINS_LOOP);
    ck_assert(isnan(cell(run, "cycle")));
    gr_run_free(run);
}
END_TEST

/* --- coverage --- */

START_TEST(test_coverage)
{
    static const char *const cases[] = { "dims=4 bins=20 samples=1000",
                                         "dims=4 bins=20 samples=100000",
                                         "dims=2 bins=100 samples=20000",
                                         "dims=3 bins=20 samples=20000" };

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        gr_run *run = run_of(cases[i], 1);
        double M = cell(run, "cells");
        long N = (long)cell(run, "samples");
        double expected = M * (double)(1 - gr_test_power(1 - 1 / (long double)M, N));
        gr_test_close(cell(run, "filled_expected"), expected, 1e-9, cases[i]);
        ck_assert_double_lt(fabs(cell(run, "filled") / expected - 1), 0.01);
        gr_run_free(run);
    }
    gr_run *run = run_of("bins=1 samples=3 batch=3", 1);
    ck_assert_double_eq(cell(run, "filled_expected"), 1);
    ck_assert_double_eq(cell(run, "filled"), 1);
    gr_run_free(run);
}
END_TEST

/* Of many seeds, at each number of samples. */
START_TEST(test_coverage_mean)
{
    gr_sample filled[12] = { { 0, 0, 0 } };
    double expected[12];

    for (uint64_t seed = 1; seed <= 400; seed++) {
        gr_run *run = run_of("dims=2 bins=6 batch=7 pace=even samples=84", seed);
        ck_assert_uint_eq(gr_run_trace(run)->rows, 12);
        for (size_t i = 0; i < 12; i++) {
            gr_sample_add(&filled[i], gr_table_cell(gr_run_trace(run), i, 3));
            expected[i] = gr_table_cell(gr_run_trace(run), i, 4);
        }
        gr_run_free(run);
    }
    for (size_t i = 0; i < 12; i++)
        gr_test_within(&filled[i], expected[i], 0, "filled");
}
END_TEST

/* Until all are filled: M (1 + 1/2 + ... + 1/M) samples on average, about M (ln M + 0.577). */
START_TEST(test_coupons)
{
    enum { M = 20 };
    double harmonic = 0;
    gr_sample taken = { 0 };

    for (int k = 1; k <= M; k++)
        harmonic += 1.0 / k;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        gr_run *run = gr_test_born(bins(), "bins=20 batch=1 pace=even samples=1000 jitter=0", seed,
                                   gr_test_keep);
        do
            gr_test_seek(run, gr_run_step_number(run) + 1);
        while (cell(run, "filled") < M);
        gr_sample_add(&taken, cell(run, "samples"));
        gr_run_free(run);
    }
    gr_test_within(&taken, M * harmonic, 0, "harmonic");
    gr_test_within(&taken, gr_bins_coupons(M), 1, "M (ln M + 0.577)");
    gr_test_shown(gr_bins_coupons(M), "71.46");
    gr_test_close(gr_bins_coupons(1000) / 1000, 6.9078 + 0.5772, 1e-4, "coupons");
}
END_TEST

/* --- a second table --- */

typedef struct second {
    size_t dims, bins, count, cells;
    double *x, *u; /* samples */
    double *sum, *number;
    double all;
} second;

static size_t bin_of(double x, size_t bins)
{
    size_t bin = 0;

    while (bin + 1 < bins && x >= -1 + 2 * (double)(bin + 1) / (double)bins)
        bin++;
    return bin;
}

static size_t cell_of(const second *t, const double *x)
{
    size_t number = 0;

    for (size_t j = t->dims; j-- > 0;)
        number = number * t->bins + bin_of(x[j], t->bins);
    return number;
}

static second learn(const gr_run *run)
{
    gr_table data = table_of(run, "dataset");
    second t = { (size_t)knob(run, "dims"),
                 (size_t)knob(run, "bins"),
                 data.rows,
                 1,
                 NULL,
                 NULL,
                 NULL,
                 NULL,
                 0 };

    for (size_t j = 0; j < t.dims; j++)
        t.cells *= t.bins;
    t.x = calloc(t.count * t.dims, sizeof *t.x);
    t.u = calloc(t.count, sizeof *t.u);
    t.sum = calloc(2 * t.cells, sizeof *t.sum);
    t.number = t.sum + t.cells;
    for (size_t i = 0; i < t.count; i++) {
        for (size_t j = 0; j < t.dims; j++)
            t.x[i * t.dims + j] = gr_table_cell(&data, i, j);
        t.u[i] = gr_table_cell(&data, i, t.dims);
        size_t where = cell_of(&t, t.x + i * t.dims);
        t.sum[where] += t.u[i];
        t.number[where]++;
        t.all += t.u[i] / (double)t.count;
    }
    gr_table_clear(&data);
    return t;
}

static void forget(second *t)
{
    free(t->x);
    free(t->u);
    free(t->sum);
}

static double expert(const gr_run *run, const double *x)
{
    size_t terms = knob(run, "expert") == 1 ? (size_t)knob(run, "dims") : 1;
    double sum = 0;

    for (size_t j = 0; j < terms; j++)
        sum += x[j];
    if (knob(run, "expert") == 2)
        sum = x[0] > 0 ? 1 : -1;
    return -knob(run, "gain") * sum;
}

static double look_up(const second *t, const double *x, bool mean)
{
    size_t where = cell_of(t, x);

    return t->number[where] > 0 ? t->sum[where] / t->number[where] : mean ? t->all : 0;
}

static const char *const judged[] = { "samples=40",
                                      "samples=15 fallback=stop",
                                      "dims=2 bins=9 samples=100",
                                      "dims=2 bins=9 samples=100 expert=sum fallback=stop",
                                      "dims=3 bins=5 samples=60 gain=3",
                                      "dims=3 bins=6 samples=2000 expert=sum jitter=0.5" };

/* The exact error lies within three standard errors of that at 100,000 places. */
START_TEST(test_judged)
{
    gr_run *run = run_of(judged[_i], 3);
    second t = learn(run);
    gr_rng rng = gr_rng_seeded(9);
    gr_sample square = { 0 }, line_square = { 0 };
    gr_table line = table_of(run, "line");
    bool mean = knob(run, "fallback") == 0;
    double filled = 0;

    for (size_t i = 0; i < t.cells; i++)
        filled += t.number[i] > 0;
    ck_assert_double_eq(cell(run, "filled"), filled);
    ck_assert_double_eq(cell(run, "samples"), (double)t.count);
    for (int i = 0; i < 100000; i++) {
        double x[GR_BINS_DIMS];
        for (size_t j = 0; j < t.dims; j++)
            x[j] = 2 * gr_rng_uniform(&rng) - 1;
        double off = look_up(&t, x, mean) - expert(run, x);
        gr_sample_add(&square, off * off);
        off = gr_table_cell(&line, 0, 1) - expert(run, x);
        for (size_t j = 0; j < t.dims; j++)
            off += gr_table_cell(&line, j + 1, 1) * x[j];
        gr_sample_add(&line_square, off * off);
    }
    gr_test_within(&square, cell(run, "rms_table") * cell(run, "rms_table"), 0, judged[_i]);
    gr_test_within(&line_square, cell(run, "rms_linear") * cell(run, "rms_linear"), 0, "line");
    gr_table_clear(&line);
    forget(&t);
    gr_run_free(run);
}
END_TEST

/* The labels are the expert's with noise of the size that was asked for, places uniform. */
START_TEST(test_data)
{
    gr_run *run = run_of("dims=3 jitter=0.3 expert=sum samples=20000", 1);
    second t = learn(run);
    gr_sample noise = { 0 }, square = { 0 }, place[3] = { { 0, 0, 0 } }, spread = { 0 };

    for (size_t i = 0; i < t.count; i++) {
        double off = t.u[i] - expert(run, t.x + i * 3);
        gr_sample_add(&noise, off);
        gr_sample_add(&square, off * off);
        gr_sample_add(&spread, t.x[i * 3 + 1] * t.x[i * 3 + 1]);
        for (size_t j = 0; j < 3; j++) {
            ck_assert_double_le(fabs(t.x[i * 3 + j]), 1);
            gr_sample_add(&place[j], t.x[i * 3 + j]);
        }
    }
    gr_test_within(&noise, 0, 0, "noise");
    gr_test_within(&square, 0.09, 0, "its square");
    gr_test_within(&spread, 1.0 / 3, 0, "x^2");
    for (size_t j = 0; j < 3; j++)
        gr_test_within(&place[j], 0, 0, "x");
    forget(&t);
    gr_run_free(run);
}
END_TEST

/* --- the line --- */

/* What is left over is at right angles to all terms: that is least squares. */
START_TEST(test_line)
{
    static const char *const cases[] = { "samples=20", "dims=3 samples=50 expert=sum",
                                         "dims=6 bins=3 samples=3000 jitter=2" };

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        gr_run *run = run_of(cases[i], 2);
        second t = learn(run);
        gr_table line = table_of(run, "line");
        double square = 0;
        for (size_t term = 0; term <= t.dims; term++) {
            double along = 0;
            for (size_t k = 0; k < t.count; k++) {
                const double *x = t.x + k * t.dims;
                double left = t.u[k] - gr_table_cell(&line, 0, 1);
                for (size_t j = 0; j < t.dims; j++)
                    left -= gr_table_cell(&line, j + 1, 1) * x[j];
                along += left * (term > 0 ? x[term - 1] : 1);
            }
            gr_test_close(along / (double)t.count, 0, 1e-10, "residual along a term");
            double off = gr_table_cell(&line, term, 1) - gr_table_cell(&line, term, 2);
            square += term > 0 ? off * off / 3 : off * off;
        }
        gr_test_close(cell(run, "rms_linear"), sqrt(square), 1e-12, "rms_linear");
        gr_table_clear(&line);
        forget(&t);
        gr_run_free(run);
    }
    /* labels without noise: nothing is left */
    gr_run *run = run_of("dims=5 bins=3 jitter=0 samples=10 expert=sum", 1);
    ck_assert_double_lt(cell(run, "rms_linear"), 1e-9);
    gr_run_free(run);
    run = run_of("dims=5 bins=3 batch=1 samples=2", 1); /* fewer than terms */
    ck_assert_double_lt(cell(run, "rms_linear"), 2);
    gr_run_free(run);
}
END_TEST

/* --- nearest cells --- */

static size_t apart(const gr_bins_setup *s, size_t a, size_t b)
{
    size_t steps = 0;

    for (size_t j = 0; j < s->dims; j++) {
        long one = (long)(a / s->stride[j] % s->bins), other = (long)(b / s->stride[j] % s->bins);
        steps += (size_t)labs(one - other);
    }
    return steps;
}

START_TEST(test_nearest)
{
    static const char *const cases[] = { "bins=50 samples=5", "dims=2 bins=17 samples=12",
                                         "dims=3 bins=9 samples=20", "dims=4 bins=5 samples=3",
                                         "dims=6 bins=3 samples=9" };
    gr_values values;
    gr_arena arena = { 0 };
    gr_job job = { 0 };
    void *setup;
    char settings[100];

    snprintf(settings, sizeof settings, "%s batch=3 fallback=nearest", cases[_i]);
    gr_test_values(bins(), settings, &values);
    ck_assert(bins()->prepare(&setup, &values, &arena, NULL));
    job.values = &values;
    job.setup = setup;
    gr_bins_state *now = calloc(1, bins()->state_size(&job));
    bins()->init(&job, now, gr_rng_seeded(1));
    const gr_bins_setup *s = setup;
    for (gr_progress p = GR_PART; p != GR_FINISHED; p = bins()->advance(&job, now, false)) {
        if (p != GR_STEP)
            continue;
        for (size_t i = 0; i < s->cells; i++) {
            size_t least = SIZE_MAX, source = now->cells[i].source;
            for (size_t k = 0; k < s->cells; k++)
                if (now->cells[k].count > 0 && apart(s, i, k) < least)
                    least = apart(s, i, k);
            if (now->cells[source].count == 0 || apart(s, i, source) != least)
                ck_abort_msg("cell %zu asks %zu, %zu steps off, not %zu", i, source,
                             apart(s, i, source), least);
            if (gr_bins_cell_act(s, now, i) != gr_bins_cell_act(s, now, source))
                ck_abort_msg("cell %zu does not do what %zu does", i, source);
        }
    }
    free(now);
    gr_arena_clear(&arena);
    gr_values_clear(&values);
}
END_TEST

/* --- the drive --- */

/* The table's way by hand, and the expert's: half of what it was. */
START_TEST(test_loop)
{
    gr_run *run = run_of("bins=7 samples=100 fallback=stop", 4);
    second t = learn(run);
    gr_table loop = table_of(run, "loop");
    double x = 0.8, low = 1, high = -1;

    for (size_t k = 0; k <= GR_BINS_LOOP; k++) {
        gr_test_close(gr_table_cell(&loop, k, 1), x, 1e-12, "table");
        gr_test_close(gr_table_cell(&loop, k, 3), 0.8 * (double)gr_test_power(0.5L, (long)k), 1e-12,
                      "expert");
        low = k >= GR_BINS_LOOP / 2 && x < low ? x : low;
        high = k >= GR_BINS_LOOP / 2 && x > high ? x : high;
        x = 1.1 * x + look_up(&t, &x, false);
    }
    gr_test_close(cell(run, "cycle"), (high - low) / (2.0 / 7), 1e-9, "cycle");
    ck_assert_double_eq(cell(run, "held_table"), GR_BINS_LOOP);
    gr_table_clear(&loop);
    forget(&t);
    gr_run_free(run);
}
END_TEST

/* At the set point a table knows no small actions: it goes to and fro, about a bin wide, however
 * many samples there are, and narrower only by more bins. The line comes to rest. */
START_TEST(test_cycle)
{
    char settings[100];
    double widest = 0;

    for (int b = 4; b <= 60; b += b < 20 ? 1 : 7)
        for (uint64_t seed = 1; seed <= 5; seed++) {
            snprintf(settings, sizeof settings, "bins=%d samples=100000", b);
            gr_run *run = run_of(settings, seed);
            double cycle = cell(run, "cycle");
            ck_assert_double_gt(cycle, 0.2);
            ck_assert_double_lt(cycle, 1.3);
            widest = cycle > widest ? cycle : widest;
            gr_table loop = table_of(run, "loop");
            double rest = gr_table_cell(&loop, GR_BINS_LOOP, 2);
            ck_assert_double_eq_tol(gr_table_cell(&loop, GR_BINS_LOOP - 1, 2), rest, 1e-12);
            ck_assert_double_lt(fabs(rest), 0.01);
            gr_table_clear(&loop);
            gr_run_free(run);
        }
    ck_assert_double_gt(widest, 0.9);
}
END_TEST

/* --- steps --- */

static void check_samples(const char *settings, const double *expected, size_t count)
{
    gr_run *run = run_of(settings, 1);

    ck_assert_uint_eq(gr_run_trace(run)->rows, count);
    ck_assert_int_eq(gr_run_state(run), GR_RUN_FINISHED);
    for (size_t i = 0; i < count; i++)
        ck_assert_double_eq(gr_table_cell(gr_run_trace(run), i, 1), expected[i]);
    gr_run_free(run);
}

START_TEST(test_pace)
{
    check_samples("batch=10 samples=100", (const double[]){ 10, 20, 40, 80, 100 }, 5);
    check_samples("batch=10 samples=80", (const double[]){ 10, 20, 40, 80 }, 4);
    check_samples("batch=30 pace=even samples=100", (const double[]){ 30, 60, 90, 100 }, 4);
    check_samples("batch=100 samples=100", (const double[]){ 100 }, 1);
    check_samples("batch=500 samples=100", (const double[]){ 100 }, 1);
}
END_TEST

/* However it is cut into steps, the samples and what is learned from them are the same. */
START_TEST(test_cut)
{
    gr_run *all = run_of("dims=2 samples=30000 batch=30000 fallback=nearest", 1);
    gr_run *some = run_of("dims=2 samples=30000 batch=7 fallback=nearest", 1);

    for (int which = 0; bins()->tables[which].name != NULL; which++) {
        gr_table a = table_of(all, bins()->tables[which].name);
        gr_table b = table_of(some, bins()->tables[which].name);
        ck_assert_uint_eq(a.rows, b.rows);
        ck_assert_int_eq(memcmp(a.cells, b.cells, a.rows * a.columns.count * sizeof *a.cells), 0);
        gr_table_clear(&a);
        gr_table_clear(&b);
    }
    gr_run_free(all);
    gr_run_free(some);
}
END_TEST

START_TEST(test_too_many)
{
    static const gr_setting settings[] = { { "dims", "6" }, { "bins", "30" } };
    gr_values values;
    gr_error err = { 0 };

    ck_assert(gr_values_init(&values, bins()->params, &err));
    ck_assert(gr_values_apply(&values, settings, GR_LEN(settings), &err));
    ck_assert_ptr_null(gr_run_new(bins(), &values, 1, gr_test_lean, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    gr_assert_message(err, "1 GiB");
    gr_assert_message(err, "lower bins or dims");
    gr_values_clear(&values);
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("bins");
    TCase *all = gr_test_case(suite, "bins");

    tcase_add_test(all, test_rounding);
    tcase_add_test(all, test_many_cells);
    tcase_add_test(all, test_coverage);
    tcase_add_test(all, test_coverage_mean);
    tcase_add_test(all, test_coupons);
    tcase_add_loop_test(all, test_judged, 0, (int)GR_LEN(judged));
    tcase_add_test(all, test_data);
    tcase_add_test(all, test_line);
    tcase_add_loop_test(all, test_nearest, 0, 5);
    tcase_add_test(all, test_loop);
    tcase_add_test(all, test_cycle);
    tcase_add_test(all, test_pace);
    tcase_add_test(all, test_cut);
    tcase_add_test(all, test_too_many);
    return suite;
}

int main(void)
{
    return gr_test_main(suite());
}
