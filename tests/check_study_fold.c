/* Bands over seeds and summaries over a knob, against quantiles computed another way: values are
 * put in order by counting how many are smaller, and shares are fractions of whole numbers. */
#include "runs.h"
#include "toy.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* --- the other way --- */

/* Quantile of tenths (1, 5 or 9) among values; NaN without any. */
static double quantile(const double *values, size_t count, size_t tenths)
{
    double sorted[GR_STUDY_RUNS + 1] = { 0 };

    for (size_t i = 0; i < count; i++) {
        size_t rank = 0;
        for (size_t k = 0; k < count; k++)
            rank += values[k] < values[i] || (values[k] == values[i] && k < i);
        sorted[rank] = values[i];
    }
    size_t place = count > 0 ? (count - 1) * tenths : 0;
    double rest = (double)(place % 10);
    return count > 0 ? (sorted[place / 10] * (10 - rest) + sorted[place / 10 + 1] * rest) / 10
                     : (double)NAN;
}

static void assert_near(double value, double expected)
{
    ck_assert_msg((isnan(value) && isnan(expected)) || value == expected ||
                      fabs(value - expected) <= 1e-14 * (1 + fabs(expected)),
                  "%.17g is not %.17g", value, expected);
}

/* A column of the present row of runs made without a study; those that have ended before the step
 * are left out. */
static size_t values_at(const char *settings, uint64_t first, size_t seeds, long step,
                        const char *column, double *values)
{
    size_t count = 0;

    for (size_t i = 0; i < seeds; i++) {
        gr_run *run = gr_test_born(&gr_toy, settings, first + i, gr_test_keep);
        gr_test_seek(run, step);
        const gr_table *trace = gr_run_trace(run);
        size_t at = (size_t)gr_columns_find(gr_run_columns(run), column);
        if (gr_run_step_number(run) == step && !isnan(gr_table_cell(trace, (size_t)step, at)))
            values[count++] = gr_table_cell(trace, (size_t)step, at);
        gr_run_free(run);
    }
    return count;
}

/* The point of a series is the median and the band of these runs. */
static void assert_spread(const gr_series *series, size_t point, const char *settings, size_t seeds,
                          long step, const char *column)
{
    double values[GR_STUDY_RUNS];
    size_t count = values_at(settings, 1, seeds, step, column, values);

    assert_near(series->y[point], quantile(values, count, 5));
    assert_near(series->low[point], quantile(values, count, 1));
    assert_near(series->high[point], quantile(values, count, 9));
}

/* --- studies --- */

static void make(gr_study *study, size_t groups, const char *const *settings, size_t seeds,
                 gr_arrangement arrange)
{
    gr_error err;

    *study = (gr_study){ .count = 0 };
    for (size_t g = 0; g < groups; g++)
        for (size_t i = 0; i < seeds; i++) {
            gr_run *run = gr_test_born(&gr_toy, settings[g], 1 + i, gr_test_keep);
            ck_assert(i == 0 ? gr_study_add(study, run, &err)
                             : gr_study_add_seed(study, run, &err));
        }
    study->arrange = arrange;
}

static void seek(gr_study *study, long step)
{
    gr_error err;

    ck_assert_msg(gr_study_seek(study, step, 0, &err), "%s", err.message);
}

static gr_view view_of(const gr_study *study, const gr_figure *figure)
{
    const gr_view_request request = { .figure = figure, .columns = 40, .rows = 10 };
    gr_view view = { .count = 0 };
    gr_error err;

    ck_assert_msg(gr_study_view(study, &request, &view, &err), "%s", err.message);
    return view;
}

static const gr_figure *path(void)
{
    return &gr_toy.figures[gr_experiment_figure(&gr_toy, "path")];
}

/* A column that only every third row has. */
static const gr_figure gaps = {
    .name = "gaps",
    .title = "gaps",
    .layers = { { .shape = GR_SHAPE_SERIES,
                  .role = GR_ROLE_SERIES1,
                  .label = "third",
                  .x = "step",
                  .y = "third" } },
    .count = 1,
};

/* --- bands --- */

static const char *const two[] = { "stride=0.1", "stride=0.3" };

/* From one seed to the most there are: quantiles on values and between them. */
START_TEST(bands)
{
    for (size_t seeds = 1; seeds <= GR_STUDY_SEEDS; seeds++) {
        gr_study study;
        make(&study, 2, two, seeds, GR_ARRANGE_BAND);
        seek(&study, 3);
        gr_view view = view_of(&study, path());
        ck_assert_uint_eq(view.count, 2);
        for (size_t g = 0; g < 2; g++) {
            const gr_series *series = &view.shapes[g].as.series;
            ck_assert_uint_eq(series->count, 4);
            gr_assert_text(view.shapes[g].mark, g == 0 ? "1" : "2");
            ck_assert(series->x[3] == 3);
            assert_spread(series, 3, two[g], seeds, 3, "x");
            ck_assert(series->low[3] <= series->y[3] && series->y[3] <= series->high[3]);
        }
        gr_view_clear(&view);
        gr_study_clear(&study);
    }
}
END_TEST

/* The whole way, after steps back as well: the band ends at the present step. */
START_TEST(bands_along_the_way)
{
    gr_study study;

    make(&study, 2, two, 7, GR_ARRANGE_BAND);
    seek(&study, 12);
    seek(&study, 8);
    gr_view view = view_of(&study, path());
    for (size_t g = 0; g < 2; g++) {
        ck_assert_uint_eq(view.shapes[g].as.series.count, 9);
        for (long step = 0; step <= 8; step++) {
            ck_assert(view.shapes[g].as.series.x[step] == (double)step);
            assert_spread(&view.shapes[g].as.series, (size_t)step, two[g], 7, step, "x");
        }
    }
    gr_view_clear(&view);
    gr_study_clear(&study);
}
END_TEST

/* Rows in which no run has a number are missing. */
START_TEST(bands_with_gaps)
{
    gr_study study;

    make(&study, 1, two, 5, GR_ARRANGE_BAND);
    seek(&study, 6);
    gr_view view = view_of(&study, &gaps);
    const gr_series *series = &view.shapes[0].as.series;
    ck_assert_uint_eq(series->count, 7);
    for (size_t i = 0; i < 7; i++) {
        ck_assert_int_eq(!isnan(series->y[i]), i % 3 == 0);
        ck_assert_int_eq(!isnan(series->low[i]), i % 3 == 0);
        assert_spread(series, i, two[0], 5, (long)i, "third");
    }
    gr_view_clear(&view);
    gr_study_clear(&study);
}
END_TEST

/* Two of five seeds end at step 3: from there on the band is of the other three. */
START_TEST(bands_of_runs_that_end_early)
{
    static const char *const ways[] = { "", "finish=3", "", "finish=3", "" };
    gr_study study = { .arrange = GR_ARRANGE_BAND };
    gr_error err;

    for (size_t i = 0; i < GR_LEN(ways); i++) {
        gr_run *run = gr_test_born(&gr_toy, ways[i], i + 1, gr_test_keep);
        ck_assert(i == 0 ? gr_study_add(&study, run, &err) : gr_study_add_seed(&study, run, &err));
    }
    seek(&study, 6);
    gr_view view = view_of(&study, path());
    const gr_series *series = &view.shapes[0].as.series;
    ck_assert_uint_eq(series->count, 7);
    for (long step = 0; step <= 6; step++) {
        double values[GR_LEN(ways)];
        size_t count = 0;
        for (size_t i = 0; i < GR_LEN(ways); i++)
            count += values_at(ways[i], i + 1, 1, step, "x", &values[count]);
        ck_assert_uint_eq(count, step <= 3 ? 5 : 3);
        assert_near(series->y[step], quantile(values, count, 5));
        assert_near(series->low[step], quantile(values, count, 1));
        assert_near(series->high[step], quantile(values, count, 9));
    }
    gr_view_clear(&view);
    gr_study_clear(&study);
}
END_TEST

/* A ghost has no part in a band; it is drawn over it, with the mark of the fork. */
START_TEST(bands_and_a_ghost)
{
    gr_study study;

    make(&study, 1, two, 4, GR_ARRANGE_BAND);
    seek(&study, 4);
    ck_assert(gr_study_fork(&study, NULL));
    gr_view view = view_of(&study, path());
    ck_assert_uint_eq(view.count, 3);
    assert_spread(&view.shapes[0].as.series, 4, two[0], 4, 4, "x");
    ck_assert(view.shapes[1].dotted && view.shapes[1].as.series.low == NULL);
    gr_assert_text(view.shapes[1].mark, "g");
    gr_assert_text(view.shapes[2].as.points.marks[0], "|");
    gr_assert_text(view.note, "median of 4 seeds");
    gr_view_clear(&view);
    gr_study_clear(&study);
}
END_TEST

/* --- a knob on x --- */

static const char *const strides[] = { "stride=0.1", "stride=0.2", "stride=0.4" };

START_TEST(summary)
{
    gr_study study;

    make(&study, 3, strides, 6, GR_ARRANGE_SUMMARY);
    study.over = "stride";
    seek(&study, 5);
    gr_view view = view_of(&study, path());
    ck_assert_uint_eq(view.count, 1);
    const gr_series *series = &view.shapes[0].as.series;
    ck_assert_uint_eq(series->count, 3);
    ck_assert(view.shapes[0].each);
    gr_assert_text(view.shapes[0].mark, "o");
    for (size_t g = 0; g < 3; g++) {
        ck_assert(series->x[g] == gr_values_number(gr_run_values(study.runs[6 * g]), "stride"));
        assert_spread(series, g, strides[g], 6, 5, "x");
    }
    gr_assert_text(view.title, "path at step 5, by stride");
    gr_assert_text(view.figure->x.label, "stride");
    ck_assert(view.figure->x.log);
    ck_assert_ptr_eq(view.figure->y.label, path()->y.label);
    gr_view_clear(&view);
    gr_study_clear(&study);
}
END_TEST

/* The axis of x is the knob's own, with its unit, and on a log scale where the knob has one. */
START_TEST(axis_of_a_summary)
{
    static const char *const settings[] = { "shift=-1", "shift=1" };
    gr_study study;

    make(&study, 2, settings, 1, GR_ARRANGE_SUMMARY);
    study.over = "shift";
    seek(&study, 2);
    gr_view view = view_of(&study, path());
    gr_assert_text(view.figure->x.label, "shift");
    gr_assert_text(view.figure->x.unit, "m");
    ck_assert(!view.figure->x.log);
    ck_assert(view.shapes[0].as.series.x[0] == -1 && view.shapes[0].as.series.x[1] == 1);
    gr_view_clear(&view);
    gr_study_clear(&study);
}
END_TEST

/* A line for each combination of the other knobs, of whatever kind they are. */
START_TEST(lines_of_a_summary)
{
    static const char *const others[][2] = {
        { "load=1", "load=2" },      { "mode=plain", "mode=wild" },  { "noisy=yes", "noisy=no" },
        { "label=a", "label=b" },    { "layers=3-2", "layers=2-3" }, { "columns=all", "columns=1" },
        { "batch=6", "batch=full" },
    };

    for (size_t i = 0; i < GR_LEN(others); i++) {
        char settings[4][60];
        const char *list[4];
        gr_study study;
        for (size_t g = 0; g < 4; g++) {
            snprintf(settings[g], sizeof settings[g], "%s %s", strides[g / 2], others[i][g % 2]);
            list[g] = settings[g];
        }
        make(&study, 4, list, 2, GR_ARRANGE_SUMMARY);
        study.over = "stride";
        seek(&study, 3);
        gr_view view = view_of(&study, path());
        ck_assert_msg(view.count == 2, "%s, %s: %zu lines", others[i][0], others[i][1], view.count);
        for (size_t line = 0; line < 2; line++) {
            ck_assert_uint_eq(view.shapes[line].as.series.count, 2);
            gr_assert_text(view.shapes[line].mark, line == 0 ? "1" : "2");
            assert_spread(&view.shapes[line].as.series, 0, list[line], 2, 3, "x");
            assert_spread(&view.shapes[line].as.series, 1, list[line + 2], 2, 3, "x");
        }
        gr_view_clear(&view);
        gr_study_clear(&study);
    }
}
END_TEST

/* At step 0 too, and after steps back: the row is the present one. */
START_TEST(summary_of_the_present)
{
    gr_study study;

    make(&study, 3, strides, 3, GR_ARRANGE_SUMMARY);
    study.over = "stride";
    for (long step = 4; step >= 0; step -= 2) {
        seek(&study, step);
        gr_view view = view_of(&study, path());
        for (size_t g = 0; g < 3; g++)
            assert_spread(&view.shapes[0].as.series, g, strides[g], 3, step, "x");
        gr_view_clear(&view);
    }
    gr_study_clear(&study);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = {
        bands,
        bands_along_the_way,
        bands_with_gaps,
        bands_of_runs_that_end_early,
        bands_and_a_ghost,
        summary,
        axis_of_a_summary,
        lines_of_a_summary,
        summary_of_the_present,
    };
    Suite *s = suite_create("study fold");
    TCase *all = gr_test_case(s, "fold");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, tests[i]);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
