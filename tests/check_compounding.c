/* compounding: the closed forms of small worlds, row by row, at the knob values that are quoted for
 * them and at others. Its dials, what was
 * sampled, and bounds are in check_compounding_dials.c, the world of rare states in
 * check_compounding_rare.c. */
#include "figures.h"
#include "gradus/elementary.h"
#include "runs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Columns of the trace. */
enum { STEP, P_OFF, COST, TOTAL, BOUND_CLONE, BOUND_DAGGER };

static const char *const rates[] = { "0",   "1e-6", "0.001", "0.005", "0.02",
                                     "0.1", "0.37", "0.5",   "0.9",   "1" };
enum { HORIZON = 400 };

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

static double copy_chain(long t, double e)
{
    long double E = (long double)e, T = (long double)t;

    return e > 0 ? (double)(T / 2 - (1 - gr_test_power(1 - 2 * E, t + 1)) / (4 * E) + 0.5L) : 0;
}

static double copy_off(long t, double e)
{
    return (double)((1 - gr_test_power(1 - 2 * (long double)e, t)) / 2);
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

/* --- rows --- */

/* The chance of being off, and the cost so far, of the first t steps: the horizon changes neither.
 */
typedef double form(long t, double e);

static double dagger_off(long t, double e)
{
    return t > 0 ? e : 0;
}

static double linear(long t, double e)
{
    return (double)t * e;
}

static const struct {
    const char *settings;
    form *off, *total;
    long u; /* steps that an error costs; 0: all that are left */
} worlds[] = {
    { "world=lane", clone_off, clone_lane, 1 },
    { "world=lane fallback=stop", clone_off, clone_lane, 1 },
    { "world=lane fallback=nearest", clone_off, clone_lane, 1 },
    { "world=lane learner=dagger", dagger_off, linear, 1 },
    { "world=cliff", clone_off, clone_lane, 0 },
    { "world=cliff learner=dagger", clone_off, clone_lane, 0 },
    { "world=cliff fallback=random", clone_off, clone_lane, 0 },
    { "world=forgetful", dagger_off, linear, 1 },
    { "world=forgetful learner=dagger", dagger_off, linear, 1 },
    { "world=copy", copy_off, copy_chain, 1 },
    { "world=copy learner=dagger", dagger_off, linear, 1 },
};

START_TEST(test_rows)
{
    for (size_t k = 0; k < GR_LEN(rates); k++) {
        double e = atof(rates[k]), u = (double)(worlds[_i].u > 0 ? worlds[_i].u : HORIZON);
        gr_run *run = run_of(worlds[_i].settings, rates[k], HORIZON);
        for (long t = 0; t <= HORIZON; t++) {
            double at = (double)t;
            ck_assert_double_eq(cell(run, t, STEP), at);
            gr_test_close(cell(run, t, P_OFF), worlds[_i].off(t, e), 1e-12, "p_off");
            ck_assert_double_eq(cell(run, t, COST), t > 0 ? cell(run, t, P_OFF) : 0);
            gr_test_close(cell(run, t, TOTAL), worlds[_i].total(t, e), 1e-9, "total");
            gr_test_close(cell(run, t, BOUND_CLONE), at * at * e / 2, 1e-12, "bound_clone");
            gr_test_close(cell(run, t, BOUND_DAGGER), u * at * e, 1e-12, "bound_dagger");
        }
        gr_run_free(run);
    }
}
END_TEST

START_TEST(test_columns)
{
    static const char *const names[] = { "step",  "p_off",       "cost",
                                         "total", "bound_clone", "bound_dagger" };
    gr_run *run = run_of("world=lane", "0.02", 1);
    const gr_columns *columns = gr_run_columns(run);

    ck_assert_uint_eq(columns->count, GR_LEN(names));
    for (size_t i = 0; i < GR_LEN(names); i++)
        gr_assert_text(columns->list[i].name, names[i]);
    ck_assert_int_eq(gr_run_length(run), 1);
    gr_run_free(run);
}
END_TEST

/* One step, the longest horizon, and a learner that always errs or never does. */
START_TEST(test_extremes)
{
    static const long horizons[] = { 1, 10, 100, 400 };

    for (size_t i = 0; i < GR_LEN(horizons); i++) {
        double T = (double)horizons[i];
        ck_assert_double_eq(total_of("world=lane", "0", horizons[i]), 0);
        ck_assert_double_eq(total_of("world=lane", "1", horizons[i]), T);
        ck_assert_double_eq(total_of("world=cliff", "1", horizons[i]), T);
        ck_assert_double_eq(total_of("world=copy", "0", horizons[i]), 0);
        ck_assert_double_eq(total_of("world=copy", "1", horizons[i]), floor((T + 1) / 2));
        ck_assert_double_eq(total_of("world=lane learner=dagger", "1", horizons[i]), T);
    }
    for (size_t k = 0; k < GR_LEN(worlds); k++)
        gr_test_close(total_of(worlds[k].settings, "0.02", 1), 0.02, 1e-15, "one step");
    gr_test_close(total_of("world=lane", "0.001", 10000), clone_lane(10000, 0.001), 1e-9, "long");
    gr_test_close(total_of("world=copy", "0.001", 10000), copy_chain(10000, 0.001), 1e-9, "long");
    gr_test_close(total_of("learner=dagger", "0.02", 10000), 200, 1e-9, "long");
}
END_TEST

/* --- what is quoted --- */

static const struct {
    long horizon;
    const char *rate, *clone, *copy, *dagger;
} quoted[] = {
    { 10, "0.005", "0.2709", "0.2669", "0.05" }, { 25, "0.005", "1.5618", "1.5022", "0.125" },
    { 50, "0.005", "5.8842", "5.4478", "0.25" }, { 100, "0.001", "4.8874", "4.7324", "0.1" },
    { 100, "0.005", "21.548", "18.619", "0.5" }, { 100, "0.02", "57.498", "38.202", "2.0" },
    { 200, "0.02", "151.86", "88.003", "4.0" },  { 400, "0.001", "70.516", "62.518", "0.4" },
};

START_TEST(test_quoted)
{
    long T = quoted[_i].horizon;
    const char *e = quoted[_i].rate;

    gr_test_shown(total_of("world=lane", e, T), quoted[_i].clone);
    gr_test_shown(total_of("world=cliff", e, T), quoted[_i].clone);
    gr_test_shown(total_of("world=copy", e, T), quoted[_i].copy);
    gr_test_shown(total_of("world=lane learner=dagger", e, T), quoted[_i].dagger);
    gr_test_shown(total_of("world=forgetful", e, T), quoted[_i].dagger);
}
END_TEST

/* --- growth --- */

static double slope(const char *settings, const char *rate, long horizon)
{
    return gr_log(total_of(settings, rate, 2 * horizon) / total_of(settings, rate, horizon)) /
           gr_log(2);
}

/* Of a least-squares line through (log T, log J). */
static double fitted_slope(const char *rate, const long *horizons, size_t count)
{
    double x = 0, y = 0, xx = 0, xy = 0, n = (double)count;

    for (size_t i = 0; i < count; i++) {
        double a = gr_log((double)horizons[i]);
        double b = gr_log(total_of("world=lane", rate, horizons[i]));
        x += a;
        y += b;
        xx += a * a;
        xy += a * b;
    }
    return (n * xy - x * y) / (n * xx - x * x);
}

START_TEST(test_slopes)
{
    static const long window[] = { 25, 50, 100, 200 };
    static const char *const small[] = { "1.96", "1.96", "1.95", "1.90" };
    static const char *const large[] = { "1.76", "1.61", "1.40", "1.21" };

    for (size_t i = 0; i < GR_LEN(window); i++) {
        double of_small = slope("world=lane", "0.001", window[i]);
        gr_test_shown(of_small, small[i]);
        gr_test_shown(slope("world=lane", "0.02", window[i]), large[i]);
        ck_assert_double_ge(of_small, 1.90);
        ck_assert_double_le(of_small, 2.00);
        gr_test_close(slope("learner=dagger", "0.001", window[i]), 1, 1e-9, "slope");
        gr_test_close(slope("learner=dagger", "0.02", window[i]), 1, 1e-9, "slope");
        gr_test_close(slope("world=forgetful", "0.02", window[i]), 1, 1e-9, "slope");
    }
    double fit = fitted_slope("0.001", window, GR_LEN(window));
    ck_assert_double_ge(fit, 1.90);
    ck_assert_double_le(fit, 2.00);
}
END_TEST

/* The figure tells the slope, and where it is no longer 2. */
START_TEST(test_growth_figure)
{
    gr_run *run = run_of("world=lane", "0.001", 200);
    const gr_experiment *experiment = compounding();
    gr_view_request request = { .columns = 40, .rows = 12 };
    gr_view view = { 0 };
    gr_error err;

    request.figure = &experiment->figures[gr_experiment_figure(experiment, "growth")];
    ck_assert(gr_run_view(run, &request, &view, &err));
    gr_assert_text(view.note, "slope 1.95 from 100 to 200");
    ck_assert_ptr_null(strstr(view.says, "saturates"));
    gr_view_clear(&view);
    gr_run_free(run);

    run = run_of("world=lane", "0.02", 100);
    view = (gr_view){ 0 };
    ck_assert(gr_run_view(run, &request, &view, &err));
    gr_assert_text(view.note, "slope 1.61 from 50 to 100");
    ck_assert_ptr_nonnull(strstr(view.says, "saturates"));
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

/* --- rows of the picture --- */

static const struct {
    const char *knobs, *names[8]; /* from the lowest */
} rows[] = {
    { "horizon=3", { "-1", "0", "+1" } },
    { "horizon=3 recover=3", { "-3", "-2", "-1", "0", "+1", "+2", "+3" } },
    { "horizon=3 recover=50", { "-50", "-33", "-16", "0", "+16", "+33", "+50" } },
    { "horizon=3 world=cliff", { "-1", "0", "+1" } },
    { "horizon=3 world=copy", { "wrong", "right" } },
    { "horizon=3 world=rare", { "off", "on" } },
};

/* Each has its name, and together they hold all that there is. */
START_TEST(test_rows_of_where)
{
    gr_run *run = gr_test_run(compounding(), rows[_i].knobs, gr_test_keep);
    const gr_experiment *experiment = compounding();
    gr_view_request request = { .columns = 40, .rows = 12 };
    gr_view view = { 0 };
    gr_error err;

    request.figure = &experiment->figures[gr_experiment_figure(experiment, "where")];
    gr_test_seek(run, gr_run_length(run));
    ck_assert(gr_run_view(run, &request, &view, &err));
    const gr_field *field = &view.shapes[0].as.field;
    for (size_t i = 0; i < field->rows; i++)
        gr_assert_text(field->row_names[i], rows[_i].names[i]);
    ck_assert_ptr_null(rows[_i].names[field->rows]);
    for (size_t t = 0; t < field->columns; t++) {
        double all = 0;
        for (size_t i = 0; i < field->rows; i++)
            all += isnan(field->values[i * field->columns + t])
                       ? 0
                       : field->values[i * field->columns + t];
        ck_assert_double_eq_tol(all, 1, 1e-12);
    }
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

/* --- figures of any horizon --- */

static const char *const pictured[] = {
    "horizon=1",
    "horizon=10000",
    "horizon=30 recover=1000",
    "horizon=300 world=copy",
    "horizon=1 world=rare demos=19",
    "horizon=5 epsilon=0",
    "horizon=2 epsilon=1",
};

START_TEST(test_pictures)
{
    gr_run *run = gr_test_run(compounding(), pictured[_i], gr_test_keep);
    const gr_experiment *experiment = compounding();
    gr_error err;

    for (int stop = 0; stop < 2; stop++) {
        for (size_t i = 0; experiment->figures[i].name != NULL; i++) {
            const gr_view_request request = { .figure = &experiment->figures[i],
                                              .columns = 30,
                                              .rows = 10 };
            gr_view view = { 0 };
            ck_assert_msg(gr_run_view(run, &request, &view, &err), "%s", err.message);
            ck_assert_uint_gt(strlen(view.says), 10);
            gr_view_clear(&view);
        }
        gr_test_seek(run, gr_run_length(run));
    }
    gr_run_free(run);
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("compounding");
    TCase *all = gr_test_case(suite, "compounding");

    tcase_add_loop_test(all, test_rows, 0, (int)GR_LEN(worlds));
    tcase_add_test(all, test_columns);
    tcase_add_test(all, test_extremes);
    tcase_add_loop_test(all, test_quoted, 0, (int)GR_LEN(quoted));
    tcase_add_test(all, test_slopes);
    tcase_add_test(all, test_growth_figure);
    tcase_add_loop_test(all, test_rows_of_where, 0, (int)GR_LEN(rows));
    tcase_add_loop_test(all, test_pictures, 0, (int)GR_LEN(pictured));
    return suite;
}

int main(void)
{
    return gr_test_main(suite());
}
