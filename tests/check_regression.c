/* A line by gradient descent: least squares against the normal equations, derivatives against
 * central differences, the rate that diverges, batches, raw against standardised, bad files. */
#include "runs.h"

#include "gradus/csv.h"
#include "gradus/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIT, RESIDUALS, TERMS };
enum { THETA0, THETA1, LEAST, CONDITION, LIMIT, INTERCEPT, SLOPE };

static const gr_experiment *regression(void)
{
    return gr_experiment_find("regression", NULL);
}

static gr_run *run_with(const char *knobs)
{
    return gr_test_run(regression(), knobs, gr_test_keep);
}

static double cell(const gr_run *run, const char *column)
{
    double row[16];

    gr_run_row(run, row);
    return row[gr_columns_find(gr_run_columns(run), column)];
}

static double fit_of(const gr_run *run, size_t column)
{
    gr_table table = { 0 };

    ck_assert(gr_run_table(run, FIT, &table, NULL));
    double value = gr_table_cell(&table, 0, column);
    gr_table_clear(&table);
    return value;
}

/* Both relative to the larger one or to 1. */
static void near(double got, double expected, double tolerance)
{
    double size = fabs(expected) > 1 ? fabs(expected) : 1;

    ck_assert_msg(fabs(got - expected) <= tolerance * size, "%.17g, expected %.17g", got, expected);
}

/* --- least squares --- */

/* The normal equations [n, sx; sx, sxx] theta = [sy, sxy] of all rows, in long double. */
typedef struct normal {
    long double n, sx, sxx, sy, sxy, syy;
} normal;

static normal equations(const char *file, size_t x, size_t y)
{
    gr_csv csv;
    normal e = { 0 };

    ck_assert(gr_csv_load(gr_test_source(file), &csv, NULL));
    for (size_t r = 0; r < csv.rows; r++) {
        long double a = gr_csv_number(&csv, r, x), b = gr_csv_number(&csv, r, y);
        e.n += 1, e.sx += a, e.sxx += a * a, e.sy += b, e.sxy += a * b, e.syy += b * b;
    }
    gr_csv_clear(&csv);
    return e;
}

static const struct {
    const char *file, *knobs;
    size_t x, y;
} files[] = {
    { "datasets/cars.csv", "standardise=no", 0, 1 },
    { "datasets/cars.csv", "standardise=no inputs=dist targets=speed", 1, 0 },
    { "datasets/faithful.csv", "data=faithful.csv standardise=no", 0, 1 },
};

START_TEST(least_squares_solves_the_normal_equations)
{
    const normal e = equations(files[_i].file, files[_i].x, files[_i].y);
    gr_run *run = run_with(files[_i].knobs);
    long double det = e.n * e.sxx - e.sx * e.sx;
    long double a = (e.sxx * e.sy - e.sx * e.sxy) / det, b = (e.n * e.sxy - e.sx * e.sy) / det;
    long double J = (e.syy - a * e.sy - b * e.sxy) / 2, trace = e.n + e.sxx;
    long double root = sqrtl(trace * trace - 4 * det), large = (trace + root) / 2;

    near(fit_of(run, THETA0), (double)a, 1e-12);
    near(fit_of(run, THETA1), (double)b, 1e-12);
    near(fit_of(run, LEAST), (double)J, 1e-12);
    near(fit_of(run, CONDITION), (double)(large * large / det), 1e-11);
    near(fit_of(run, LIMIT), (double)(2 / large), 1e-12);
    gr_run_free(run);
}
END_TEST

/* dist = -17.5791 + 3.9324 speed, residual sum of squares 11353.52 on 48 degrees of freedom. */
START_TEST(cars_have_their_well_known_line)
{
    gr_run *run = run_with("");

    ck_assert_double_eq_tol(fit_of(run, INTERCEPT), -17.5791, 5e-5);
    ck_assert_double_eq_tol(fit_of(run, SLOPE), 3.9324, 5e-5);
    ck_assert_double_eq_tol(2 * fit_of(run, LEAST), 11353.52, 5e-3);
    ck_assert_double_eq_tol(fit_of(run, CONDITION), 1, 1e-12);
    gr_run_free(run);
}
END_TEST

/* An x that never changes: a level line, and no finite condition. */
START_TEST(an_x_that_never_changes_has_a_level_line)
{
    char *folder = gr_test_folder();
    const char *path = gr_test_path(folder, "flat.csv");
    gr_text knobs = { 0 };

    gr_test_write(path, "x,y\n2,1\n2,4\n2,7\n", 16);
    gr_text_addf(&knobs, "standardise=no data=%s", path);
    gr_run *run = run_with(gr_text_string(&knobs));
    ck_assert_double_eq(fit_of(run, THETA0), 4);
    ck_assert_double_eq(fit_of(run, THETA1), 0);
    ck_assert(isinf(fit_of(run, CONDITION)));
    gr_text_clear(&knobs);
    gr_run_free(run);
    gr_test_folder_remove(folder);
}
END_TEST

/* --- derivatives --- */

static double J_at(double theta0, double theta1)
{
    char knobs[120];

    snprintf(knobs, sizeof knobs, "standardise=no start0=%.17g start1=%.17g", theta0, theta1);
    gr_run *run = run_with(knobs);
    double J = cell(run, "J");
    gr_run_free(run);
    return J;
}

/* J is quadratic: central differences are exact but for rounding. */
START_TEST(derivatives_are_central_differences)
{
    const double at[][2] = { { 0, 0 }, { -17.5, 3.9 }, { 12.25, -1.5 } };
    const double *t = at[_i], h = 0.25;
    char knobs[120];

    snprintf(knobs, sizeof knobs, "standardise=no start0=%.17g start1=%.17g", t[0], t[1]);
    gr_run *run = run_with(knobs);
    near(cell(run, "g0"), (J_at(t[0] + h, t[1]) - J_at(t[0] - h, t[1])) / (2 * h), 1e-9);
    near(cell(run, "g1"), (J_at(t[0], t[1] + h) - J_at(t[0], t[1] - h)) / (2 * h), 1e-9);
    gr_run_free(run);
}
END_TEST

START_TEST(derivatives_vanish_at_least_squares)
{
    gr_run *run = run_with("standardise=no");
    char knobs[120];

    snprintf(knobs, sizeof knobs, "standardise=no start0=%.17g start1=%.17g", fit_of(run, THETA0),
             fit_of(run, THETA1));
    gr_run *there = run_with(knobs);
    ck_assert_double_eq_tol(cell(there, "g0"), 0, 1e-9);
    ck_assert_double_eq_tol(cell(there, "g1"), 0, 1e-8);
    near(cell(there, "J"), fit_of(run, LEAST), 1e-13);
    gr_run_free(there);
    gr_run_free(run);
}
END_TEST

/* Three samples and whole numbers, from the line y = 0: errors -1, -3, -8. */
START_TEST(one_update_by_hand)
{
    char *folder = gr_test_folder();
    const char *path = gr_test_path(folder, "three.csv");
    gr_text knobs = { 0 };
    gr_table terms = { 0 };

    gr_test_write(path, "x,y\n0,1\n1,3\n2,8\n", 16);
    gr_text_addf(&knobs, "standardise=no lr=0.125 data=%s", path);
    gr_run *run = run_with(gr_text_string(&knobs));
    ck_assert_double_eq(cell(run, "J"), 37);
    ck_assert_double_eq(cell(run, "g0"), -12);
    ck_assert_double_eq(cell(run, "g1"), -19);
    ck_assert(gr_is_missing(cell(run, "test")));
    gr_test_seek(run, 1);
    ck_assert_double_eq(cell(run, "theta0"), 1.5);
    ck_assert_double_eq(cell(run, "theta1"), 2.375);
    ck_assert(gr_run_table(run, TERMS, &terms, NULL));
    ck_assert_uint_eq(terms.rows, 3);
    ck_assert_double_eq(gr_table_cell(&terms, 2, 4), -8);
    ck_assert_double_eq(gr_table_cell(&terms, 2, 5), -16);
    gr_table_clear(&terms);
    gr_text_clear(&knobs);
    gr_run_free(run);
    gr_test_folder_remove(folder);
}
END_TEST

/* --- the rate --- */

/* At `share` of the limit 2/L. */
static gr_run *run_at(const char *more, double share, long steps)
{
    char knobs[160];
    gr_run *run = run_with(more);

    snprintf(knobs, sizeof knobs, "%s%slr=%.17g", more, more[0] != '\0' ? " " : "",
             share * fit_of(run, LIMIT));
    gr_run_free(run);
    run = gr_test_run(regression(), knobs, gr_test_lean);
    gr_test_seek(run, steps);
    return run;
}

START_TEST(it_converges_below_the_limit_and_diverges_above)
{
    static const char *const inputs[] = { "", "standardise=no" };
    gr_run *below = run_at(inputs[_i], 0.98, 500), *above = run_at(inputs[_i], 1.05, 2000);

    ck_assert_int_eq(gr_run_state(below), GR_RUN_GOING);
    ck_assert(cell(below, "J") < 0.2 * 62451.5);
    ck_assert_int_eq(gr_run_state(above), GR_RUN_DIVERGED);
    gr_run_free(below);
    gr_run_free(above);
}
END_TEST

/* Whatever the units: everything times a thousand diverges no sooner. */
START_TEST(diverging_goes_by_the_size_of_J)
{
    char *folder = gr_test_folder();
    const char *path = gr_test_path(folder, "large.csv");
    gr_text knobs = { 0 };

    gr_test_write(path, "x,y\n1,1e15\n2,3e15\n3,2e15\n", 25);
    gr_text_addf(&knobs, "lr=0.3 data=%s", path);
    gr_run *run = run_with(gr_text_string(&knobs));
    gr_test_seek(run, 100);
    ck_assert_int_eq(gr_run_state(run), GR_RUN_GOING);
    near(cell(run, "J"), fit_of(run, LEAST), 1e-9);
    gr_text_clear(&knobs);
    gr_run_free(run);
    gr_test_folder_remove(folder);
}
END_TEST

/* --- raw and standardised --- */

START_TEST(raw_and_standardised_reach_the_same_line)
{
    gr_run *raw = run_at("standardise=no", 0.9, 60000), *standard = run_at("", 0.6, 200);
    gr_table a = { 0 }, b = { 0 };

    ck_assert(gr_run_table(raw, RESIDUALS, &a, NULL) &&
              gr_run_table(standard, RESIDUALS, &b, NULL));
    ck_assert_uint_eq(a.rows, 50);
    for (size_t i = 0; i < a.rows; i++)
        for (size_t c = 0; c < a.columns.count; c++)
            near(gr_table_cell(&a, i, c), gr_table_cell(&b, i, c), 1e-9);
    gr_table_clear(&a);
    gr_table_clear(&b);
    gr_run_free(raw);
    gr_run_free(standard);
}
END_TEST

/* --- batches --- */

/* The rate is too small to leave the line, so that all batches of an epoch have the same one: their
 * gradients, weighted by their sizes, are the gradient, and each sample is in one of them. The
 * first step tells that it is such a gradient that moves the line. */
START_TEST(the_mean_of_an_epochs_batches_is_the_gradient)
{
    static const struct {
        const char *knobs;
        long updates;
    } cases[] = { { "batch=10 lr=1e-200", 5 },
                  { "batch=32 lr=1e-200", 2 },
                  { "batch=1 lr=1e-200", 50 } };
    gr_run *run = run_with(cases[_i].knobs);
    double sum[2] = { 0 }, g[] = { cell(run, "g0"), cell(run, "g1") };
    size_t seen[50] = { 0 };

    for (long k = 1; k <= cases[_i].updates; k++) {
        gr_table terms = { 0 };
        gr_test_seek(run, k);
        ck_assert(gr_run_table(run, TERMS, &terms, NULL));
        double count = (double)terms.rows, batch[2] = { 0 };
        for (size_t i = 0; i < terms.rows; i++) {
            seen[(size_t)gr_table_cell(&terms, i, 0)]++;
            batch[0] += 50 / count * gr_table_cell(&terms, i, 4);
            batch[1] += 50 / count * gr_table_cell(&terms, i, 5);
        }
        if (k == 1)
            near(cell(run, "theta0") / -1e-200, batch[0], 1e-12);
        sum[0] += count / 50 * batch[0];
        sum[1] += count / 50 * batch[1];
        gr_table_clear(&terms);
    }
    near(sum[0], g[0], 1e-12);
    near(sum[1], g[1], 1e-12);
    for (size_t i = 0; i < 50; i++)
        ck_assert_uint_eq(seen[i], 1);
    gr_run_free(run);
}
END_TEST

/* A batch of all samples, in any order but for rounding, is the full batch. */
START_TEST(a_batch_of_everything_is_the_full_batch)
{
    gr_run *full = run_with("batch=full"), *all = run_with("batch=50");

    gr_test_seek(full, 20);
    gr_test_seek(all, 20);
    ck_assert_double_eq(cell(full, "theta1"), cell(all, "theta1"));
    gr_run_free(full);
    gr_run_free(all);
}
END_TEST

START_TEST(a_test_part_is_held_out)
{
    gr_run *run = run_with("test=0.3");
    gr_table residuals = { 0 };
    double squares = 0, held = 0;

    gr_test_seek(run, 30);
    ck_assert(gr_run_table(run, RESIDUALS, &residuals, NULL));
    for (size_t i = 0; i < residuals.rows; i++) {
        double left = gr_table_cell(&residuals, i, 5);
        if (gr_table_cell(&residuals, i, 1) == 0)
            continue;
        held += 1;
        squares += left * left;
    }
    ck_assert_double_eq(held, 15);
    near(cell(run, "test"), sqrt(squares / held), 1e-12);
    gr_table_clear(&residuals);
    gr_run_free(run);
}
END_TEST

/* --- what is refused --- */

static const struct {
    const char *bytes, *knobs, *message;
    gr_error_kind kind;
} faults[] = {
    { "x,y\n1,2\n3,\n", "", ":3:3: a missing value", GR_ERROR_DATA },
    { "x,y\n1,2\n3,n/a\n", "", ":3:3: 'n/a' is no finite number", GR_ERROR_DATA },
    { "x,y\n1,2\n3,4,5\n", "", ":3:", GR_ERROR_DATA },
    { "x,y\n", "", "no samples", GR_ERROR_DATA },
    { "x,y\n1,2\n", "inputs=z", ":1:1: no column 'z'", GR_ERROR_DATA },
    { "x,y\n1,2\n", "targets=x", "column 0 of", GR_ERROR_USAGE },
    { "x,y,z\n1,2,3\n", "inputs=x,y", "knob inputs: 2 columns; a line has one x", GR_ERROR_USAGE },
    { "x,y,z\n1,2,3\n", "targets=y..z", "knob targets: 2 columns; a line has one y",
      GR_ERROR_USAGE },
    { "x,y\n1,2\n", "batch=2", "2 samples, but there are 1 to learn from", GR_ERROR_USAGE },
    { "x,y\n1,2\n", "test=0.9", "are all of them; leave one to learn from", GR_ERROR_USAGE },
};

START_TEST(a_bad_file_is_refused_with_its_place)
{
    char *folder = gr_test_folder();
    const char *path = gr_test_path(folder, "bad.csv");
    gr_text knobs = { 0 };
    gr_values values;
    gr_error err = { 0 };

    gr_test_write(path, faults[_i].bytes, strlen(faults[_i].bytes));
    gr_text_addf(&knobs, "data=%s%s%s", path, faults[_i].knobs[0] != '\0' ? " " : "",
                 faults[_i].knobs);
    gr_test_values(regression(), gr_text_string(&knobs), &values);
    gr_run *run = gr_run_new(regression(), &values, 1, gr_test_lean, &err);
    ck_assert_ptr_null(run);
    ck_assert_msg(err.kind == faults[_i].kind, "%s", err.message);
    gr_assert_message(err, faults[_i].message);
    gr_values_clear(&values);
    gr_text_clear(&knobs);
    gr_test_folder_remove(folder);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("regression");
    TCase *all = gr_test_case(s, "regression");

    tcase_add_loop_test(all, least_squares_solves_the_normal_equations, 0, GR_LEN(files));
    tcase_add_test(all, cars_have_their_well_known_line);
    tcase_add_test(all, an_x_that_never_changes_has_a_level_line);
    tcase_add_loop_test(all, derivatives_are_central_differences, 0, 3);
    tcase_add_test(all, derivatives_vanish_at_least_squares);
    tcase_add_test(all, one_update_by_hand);
    tcase_add_loop_test(all, it_converges_below_the_limit_and_diverges_above, 0, 2);
    tcase_add_test(all, diverging_goes_by_the_size_of_J);
    tcase_add_test(all, raw_and_standardised_reach_the_same_line);
    tcase_add_loop_test(all, the_mean_of_an_epochs_batches_is_the_gradient, 0, 3);
    tcase_add_test(all, a_batch_of_everything_is_the_full_batch);
    tcase_add_test(all, a_test_part_is_held_out);
    tcase_add_loop_test(all, a_bad_file_is_refused_with_its_place, 0, GR_LEN(faults));
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
