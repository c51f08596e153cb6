/* The experiment `loops`: standard deviations against sums worked out on their own, the sampled
 * ones against those, chunks, and what is exported. */
#include "runs.h"

#include "gradus/memory.h"

#include <math.h>
#include <stdio.h>

enum { RECORDING, RUNS };

static const gr_experiment *experiment(void)
{
    return gr_experiment_find("loops", NULL);
}

static gr_run *ended(const char *settings)
{
    gr_run *run = gr_test_run(experiment(), settings, gr_test_keep);

    gr_test_seek(run, gr_run_length(run));
    return run;
}

static double at(const gr_run *run, long step, const char *column)
{
    long index = gr_columns_find(gr_run_columns(run), column);

    ck_assert_int_ge(index, 0);
    return gr_table_cell(gr_run_trace(run), (size_t)step, (size_t)index);
}

static void check_near(double is, long double expected, long double relative)
{
    ck_assert_msg(fabsl(is - expected) <= relative * fabsl(expected), "%.17g, not %.17Lg", is,
                  expected);
}

/* --- closed forms --- */

/* sqrt(sum pole^{2i}), i < t, term by term. */
static long double spread(long double pole, long t)
{
    long double sum = 0, term = 1;

    for (long i = 0; i < t; i++, term *= pole * pole)
        sum += term;
    return sqrtl(sum);
}

/* As they are printed. */
START_TEST(test_printed)
{
    static const struct {
        long t;
        const char *open, *closed, *ratio;
    } rows[] = {
        { 10, "0.0522", "0.01155", "4.52" },
        { 25, "0.2354", "0.01155", "20.4" },
        { 50, "2.5616", "0.01155", "221.8" },
        { 100, "300.7", "0.01155", "26043" },
    };
    static const int decimals[] = { 4, 4, 4, 1 }, ratio_decimals[] = { 2, 1, 1, 0 };
    gr_run *run = ended("horizon=100");
    char text[40];

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        snprintf(text, sizeof text, "%.*f", decimals[i], at(run, rows[i].t, "open_sd"));
        gr_assert_text(text, rows[i].open);
        snprintf(text, sizeof text, "%.5f", at(run, rows[i].t, "closed_sd"));
        gr_assert_text(text, rows[i].closed);
        snprintf(text, sizeof text, "%.*f", ratio_decimals[i], at(run, rows[i].t, "ratio"));
        gr_assert_text(text, rows[i].ratio);
    }
    check_near(at(run, 100, "closed_sd"), 0.01L / sqrtl(0.75L), 1e-9L);
    gr_run_free(run);
}
END_TEST

static const struct {
    const char *settings;
    long double a, gain, noise, start;
} plants[] = {
    { "", 1.1L, 0.6L, 0.01L, 1 },
    { "a=0.9", 0.9L, 0.6L, 0.01L, 1 },
    { "a=0.9 gain=0 start=-3", 0.9L, 0, 0.01L, -3 },
    { "a=1 gain=1 noise=2", 1, 1, 2, 1 },
    { "a=-1.2 gain=-0.5 noise=0.3 start=7", -1.2L, -0.5L, 0.3L, 7 },
    { "a=1.5 gain=2.9 noise=1e-4 start=0", 1.5L, 2.9L, 1e-4L, 0 },
};

START_TEST(test_closed_forms)
{
    gr_run *run = ended(plants[_i].settings);
    long double a = plants[_i].a, pole = a - plants[_i].gain, noise = plants[_i].noise;

    for (long t = 1; t <= 50; t++) {
        check_near(at(run, t, "open_sd"), noise * spread(a, t), 1e-9L);
        check_near(at(run, t, "closed_sd"), noise * spread(pole, t), 1e-9L);
        check_near(at(run, t, "ratio"), spread(a, t) / spread(pole, t), 1e-9L);
        long double path = plants[_i].start * powl(pole, t);
        ck_assert(fabsl(at(run, t, "x_nominal") - path) <= 1e-9L * fabsl(plants[_i].start));
    }
    gr_run_free(run);
}
END_TEST

/* A plant that forgets keeps a replay near: its scatter never passes noise / sqrt(1 - a^2). */
START_TEST(test_stable)
{
    gr_run *run = ended("a=0.9 horizon=1000");

    for (long t = 1; t <= 1000; t++)
        ck_assert(at(run, t, "open_sd") <= 0.01 / sqrt(1 - 0.81) * (1 + 1e-12));
    ck_assert(at(run, 1000, "ratio") < 2.2);
    gr_run_free(run);
}
END_TEST

/* Before the first step nothing has scattered; without noise nothing ever does. */
START_TEST(test_no_noise)
{
    gr_run *run = ended("noise=0");

    for (long t = 0; t <= 50; t++) {
        ck_assert(at(run, t, "x_open") == at(run, t, "x_nominal"));
        ck_assert(at(run, t, "x_closed") == at(run, t, "x_nominal"));
        ck_assert(gr_is_missing(at(run, t, "ratio")));
        ck_assert(t == 0 ? gr_is_missing(at(run, t, "open_sd")) : at(run, t, "open_sd") == 0);
        ck_assert(t == 0 || at(run, t, "closed_mc") == 0);
    }
    gr_run_free(run);
}
END_TEST

/* --- samples --- */

static void check_sampled(const gr_run *run, long t, const char *name)
{
    char exact[20], sampled[20], error[20];

    snprintf(exact, sizeof exact, "%s_sd", name);
    snprintf(sampled, sizeof sampled, "%s_mc", name);
    snprintf(error, sizeof error, "%s_se", name);
    double sd = at(run, t, exact), mc = at(run, t, sampled), se = at(run, t, error);
    ck_assert_msg(fabs(mc - sd) <= 0.02 * sd, "step %ld: %s is %g, sampled %g", t, exact, sd, mc);
    ck_assert_msg(fabs(mc - sd) <= 4 * se, "step %ld: %s is %g, sampled %g +- %g", t, exact, sd, mc,
                  se);
    check_near(se, mc / sqrtl(2 * 19999.0L), 1e-12L);
}

/* 20,000 runs come within 2 % of the formula. */
START_TEST(test_sampled)
{
    static const char *const settings[] = { "", "a=0.9", "chunk=7", "a=1 gain=1.5 start=0" };
    static const long steps[] = { 1, 10, 25, 50, 99, 100 };
    char all[100];

    for (size_t i = 0; i < GR_LEN(settings); i++) {
        snprintf(all, sizeof all, "runs=20000 horizon=100 %s", settings[i]);
        gr_run *run = ended(all);
        for (size_t k = 0; k < GR_LEN(steps); k++) {
            check_sampled(run, steps[k], "open");
            check_sampled(run, steps[k], "closed");
        }
        gr_run_free(run);
    }
}
END_TEST

/* The path that is drawn is the same however many runs stand behind it. */
START_TEST(test_first_run)
{
    gr_run *few = ended("runs=2"), *many = ended("runs=777");

    for (long t = 0; t <= 50; t++) {
        ck_assert(at(few, t, "x_open") == at(many, t, "x_open"));
        ck_assert(at(few, t, "x_closed") == at(many, t, "x_closed"));
    }
    ck_assert(at(few, 50, "open_mc") != at(many, 50, "open_mc"));
    gr_run_free(few);
    gr_run_free(many);
}
END_TEST

/* Both loops meet the same noise: of the plant alone, without a law, they make the same path. */
START_TEST(test_same_noise)
{
    gr_run *run = ended("gain=0");

    for (long t = 0; t <= 50; t++)
        ck_assert(at(run, t, "x_open") == at(run, t, "x_closed"));
    gr_run_free(run);
}
END_TEST

/* --- chunks --- */

/* j steps after the last look, at which the variance was V. */
static long double chunked(long double a, long double pole, long chunk, long t)
{
    long double at_look = 0;

    for (long look = 0; look + chunk < t; look += chunk)
        at_look = powl(pole, 2 * chunk) * at_look + powl(spread(a, chunk), 2);
    long since = t - (t - 1) / chunk * chunk;
    return sqrtl(powl(pole, 2 * since) * at_look + powl(spread(a, since), 2));
}

START_TEST(test_chunks)
{
    static const long chunks[] = { 1, 2, 7, 25, 50, 1000 };
    char settings[40];

    for (size_t i = 0; i < GR_LEN(chunks); i++) {
        snprintf(settings, sizeof settings, "chunk=%ld", chunks[i]);
        gr_run *run = ended(settings);
        for (long t = 1; t <= 50; t++)
            check_near(at(run, t, "closed_sd"), 0.01L * chunked(1.1L, 0.5L, chunks[i], t), 1e-9L);
        gr_run_free(run);
    }
}
END_TEST

/* One that looks only at the start replays. */
START_TEST(test_one_look)
{
    gr_run *run = ended("chunk=50");

    for (long t = 1; t <= 50; t++) {
        ck_assert(at(run, t, "x_closed") == at(run, t, "x_open"));
        ck_assert(at(run, t, "u_closed") == at(run, t, "u_open"));
        ck_assert(at(run, t, "closed_sd") == at(run, t, "open_sd"));
    }
    gr_run_free(run);
}
END_TEST

/* --- export --- */

START_TEST(test_recording)
{
    gr_run *run = ended("start=2");
    gr_table table = { 0 };

    ck_assert(gr_run_table(run, RECORDING, &table, NULL));
    ck_assert_uint_eq(table.rows, 50);
    for (size_t t = 0; t < table.rows; t++) {
        ck_assert(gr_table_cell(&table, t, 0) == (double)t);
        ck_assert(gr_table_cell(&table, t, 1) == at(run, (long)t, "x_nominal"));
        ck_assert(gr_table_cell(&table, t, 2) == at(run, (long)t + 1, "u_open"));
        check_near(gr_table_cell(&table, t, 2), -0.6L * gr_table_cell(&table, t, 1), 1e-15L);
    }
    gr_table_clear(&table);
    gr_run_free(run);
}
END_TEST

/* The standard deviation of a column about its own mean, in two passes. */
static long double deviation(const gr_table *table, size_t column)
{
    long double mean = 0, sum = 0;

    for (size_t i = 0; i < table->rows; i++)
        mean += gr_table_cell(table, i, column) / (long double)table->rows;
    for (size_t i = 0; i < table->rows; i++)
        sum += powl(gr_table_cell(table, i, column) - mean, 2);
    return sqrtl(sum / (long double)(table->rows - 1));
}

START_TEST(test_runs)
{
    gr_run *run = ended("runs=500 horizon=20");
    gr_table table = { 0 };

    ck_assert(gr_run_table(run, RUNS, &table, NULL));
    ck_assert_uint_eq(table.rows, 500);
    ck_assert(gr_table_cell(&table, 0, 1) == at(run, 20, "x_open"));
    ck_assert(gr_table_cell(&table, 0, 2) == at(run, 20, "x_closed"));
    check_near(at(run, 20, "open_mc"), deviation(&table, 1), 1e-9L);
    check_near(at(run, 20, "closed_mc"), deviation(&table, 2), 1e-9L);
    gr_table_clear(&table);
    gr_run_free(run);
}
END_TEST

/* --- moving --- */

START_TEST(test_back_and_forth)
{
    gr_run *run = ended("runs=30001 horizon=12"), *straight = ended("runs=30001 horizon=12");

    gr_run_limit_history(run, 2000000); /* a keyframe has 720 kB: some are let go */
    for (long k = 1; k < 14; k++)
        gr_test_seek(run, k * 5 % 13);
    gr_test_seek(run, 12);
    gr_test_same(run, straight);
    gr_run_free(run);
    gr_run_free(straight);
}
END_TEST

/* A step of many runs is cut into pieces. */
START_TEST(test_pieces)
{
    gr_run *run = gr_test_run(experiment(), "runs=100000", gr_test_lean);
    gr_progress progress = GR_PART;
    int pieces = 0;

    while (progress != GR_STEP) {
        ck_assert(gr_run_advance(run, false, &progress, NULL));
        pieces++;
    }
    ck_assert_int_ge(pieces, 5);
    gr_run_free(run);
}
END_TEST

START_TEST(test_diverges)
{
    gr_run *run = ended("a=2 gain=1.9 horizon=1000");
    long last = gr_run_step_number(run);

    ck_assert_int_eq(gr_run_state(run), GR_RUN_DIVERGED);
    ck_assert_int_gt(last, 500);
    ck_assert_int_lt(last, 520);
    ck_assert(isfinite(at(run, last - 1, "open_mc")) && isfinite(at(run, last - 1, "open_sd")));
    gr_run_free(run);
}
END_TEST

/* --- figures --- */

static void view_of(const gr_run *run, const char *name, gr_view *view)
{
    long figure = gr_experiment_figure(experiment(), name);
    gr_view_request request = { .columns = 42, .rows = 10 };

    ck_assert_int_ge(figure, 0);
    request.figure = &experiment()->figures[figure];
    ck_assert(gr_run_view(run, &request, view, NULL));
}

/* The marks are what was sampled. */
START_TEST(test_marks)
{
    gr_run *run = ended("");
    gr_view view = { 0 };

    view_of(run, "spread", &view);
    ck_assert_uint_eq(view.count, 1);
    const gr_points *points = &view.shapes[0].as.points;
    ck_assert_uint_eq(points->count, 20);
    for (size_t i = 0; i < points->count; i++)
        ck_assert(points->y[i] ==
                  at(run, (long)points->x[i], i % 2 == 0 ? "open_mc" : "closed_mc"));
    ck_assert_ptr_nonnull(strstr(view.says, "2.562"));
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

/* The recording is drawn from the start on, all of it. */
START_TEST(test_recorded)
{
    static const char *const names[][2] = { { "paths", "x_nominal" }, { "inputs", "u_open" } };
    gr_run *begun = gr_test_run(experiment(), "", gr_test_lean), *run = ended("");
    gr_view view = { 0 };

    view_of(begun, names[_i][0], &view);
    const gr_series *path = &view.shapes[0].as.series;
    ck_assert_uint_eq(path->count, 51);
    for (size_t t = (size_t)_i; t < path->count; t++)
        ck_assert(path->y[t] == at(run, (long)t, names[_i][1]));
    ck_assert(_i == 0 || isnan(path->y[0]));
    gr_view_clear(&view);
    gr_run_free(begun);
    gr_run_free(run);
}
END_TEST

static Suite *suite(void)
{
    static const TTest *const *const tests[] = {
        &test_printed,        &test_stable, &test_no_noise, &test_sampled,   &test_first_run,
        &test_same_noise,     &test_chunks, &test_one_look, &test_recording, &test_runs,
        &test_back_and_forth, &test_pieces, &test_diverges, &test_marks,
    };
    Suite *s = suite_create("loops");
    TCase *all = gr_test_case(s, "loops");

    tcase_add_loop_test(all, test_closed_forms, 0, (int)GR_LEN(plants));
    tcase_add_loop_test(all, test_recorded, 0, 2);
    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, *tests[i]);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
