/* Training: gradients and Adam against an independent implementation, the rows, batches, files that
 * are refused. */
#include "runs.h"

#include "gradus/csv.h"
#include "gradus/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const char *data(const char *name)
{
    char path[64];

    snprintf(path, sizeof path, "tests/data/net_%s.csv", name);
    return gr_test_source(path);
}

static const gr_experiment *train(void)
{
    return gr_experiment_find("train", NULL);
}

/* --- an independent implementation --- */

enum { UPDATES = 100 };

static gr_run *reference_run(const char *loss, const char *activation)
{
    gr_text knobs = { 0 };

    gr_text_addf(&knobs, "data=%s", data("samples"));
    gr_text_addf(&knobs, " init=%s", data("init"));
    gr_text_addf(&knobs, " order=%s layers=3-5-4-2 inputs=x0..x2 lr=0.01", data("order"));
    gr_text_addf(&knobs, " targets=%s loss=%s activation=%s",
                 loss[0] == 'm' ? "t0,t1" : "class", loss, activation);
    gr_run *run = gr_test_run(train(), gr_text_string(&knobs), gr_test_lean);
    gr_text_clear(&knobs);
    return run;
}

/* The rows of a case are in the order of the exported tables: the largest relative difference. */
static double gap(const gr_run *run, int table, const gr_csv *csv, size_t first, size_t column)
{
    gr_table made = { 0 };
    double most = 0;

    ck_assert(gr_run_table(run, table, &made, NULL));
    for (size_t i = 0; i < made.rows; i++) {
        double expected = gr_csv_number(csv, first + i, column);
        double got = gr_table_cell(&made, i, 4), size = fabs(expected) > 1 ? fabs(expected) : 1;
        for (size_t c = 0; c < 4; c++) /* the same place; kinds are words */
            if (c != 1)
                ck_assert_double_eq(gr_table_cell(&made, i, c),
                                    gr_csv_number(csv, first + i, c + 2));
        most = fabs(got - expected) / size > most ? fabs(got - expected) / size : most;
    }
    gr_table_clear(&made);
    return most;
}

START_TEST(gradients_and_adam_agree_with_another_implementation)
{
    gr_csv csv;

    ck_assert(gr_csv_load(data("expected"), &csv, NULL));
    size_t numbers = csv.rows / 10, first = (size_t)_i * numbers;
    gr_run *run = reference_run(gr_csv_text(&csv, first, 0), gr_csv_text(&csv, first, 1));
    double gradient = gap(run, 1, &csv, first, 6);
    gr_test_seek(run, UPDATES);
    double after = gap(run, 0, &csv, first, 7);
    ck_assert_msg(gradient < 1e-10 && after < 1e-10, "%s %s: gradient %g, after Adam %g",
                  gr_csv_text(&csv, first, 0), gr_csv_text(&csv, first, 1), gradient, after);
    gr_run_free(run);
    gr_csv_clear(&csv);
}
END_TEST

/* --- rows --- */

static double cell(const gr_run *run, const char *column)
{
    double row[16];

    gr_run_row(run, row);
    return row[gr_columns_find(gr_run_columns(run), column)];
}

/* Of one line through two points: squared errors 1 and 9, then one step of gradient descent. */
START_TEST(rows_say_what_they_promise)
{
    char *folder = gr_test_folder();
    const char *samples = gr_test_path(folder, "two.csv"), *init = gr_test_path(folder, "w.csv");
    gr_text knobs = { 0 };

    gr_test_write(samples, "x,y\n0,1\n1,5\n", 12);
    gr_test_write(init, "layer,kind,row,col,value\n0,W,0,0,2\n0,b,0,0,0\n", 45);
    gr_text_addf(&knobs, "data=%s init=%s layers=1-1 loss=mse batch=full optimizer=gd lr=0.1", samples,
                 init);
    gr_run *run = gr_test_run(train(), gr_text_string(&knobs), gr_test_keep);
    ck_assert_double_eq(cell(run, "loss"), 5);
    ck_assert_double_eq(cell(run, "train_error"), sqrt(5));
    ck_assert(gr_is_missing(cell(run, "batch_loss")) && gr_is_missing(cell(run, "test_error")));
    gr_test_seek(run, 1);
    ck_assert_double_eq(cell(run, "batch_loss"), 5);
    ck_assert_double_eq(cell(run, "epoch"), 1);
    /* W: 2 + 0.1*2*3*1/2, b: 0 + 0.1*2*(1 + 3)/2 */
    ck_assert_double_eq_tol(cell(run, "loss"), (0.6 * 0.6 + 2.3 * 2.3) / 2, 1e-12);
    gr_text_clear(&knobs);
    gr_run_free(run);
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(a_test_part_is_held_out)
{
    gr_run *run = gr_test_run(train(), "test=0.25 layers=64-16-10", gr_test_lean);
    gr_table predictions = { 0 };
    size_t held = 0;

    ck_assert(gr_run_table(run, 2, &predictions, NULL));
    ck_assert_uint_eq(predictions.rows, 1797);
    for (size_t i = 0; i < predictions.rows; i++)
        held += gr_table_cell(&predictions, i, 1) != 0;
    ck_assert_uint_eq(held, 449);
    gr_test_seek(run, 600);
    ck_assert(cell(run, "test_error") < 0.3 && cell(run, "train_error") < 0.3);
    gr_table_clear(&predictions);
    gr_run_free(run);
}
END_TEST

/* Each epoch goes through all samples once. */
START_TEST(an_epoch_is_every_sample)
{
    gr_run *run = gr_test_run(train(), "batch=500 layers=64-10", gr_test_lean);

    gr_test_seek(run, 4); /* 500 + 500 + 500 + 297 */
    ck_assert_double_eq(cell(run, "epoch"), 1);
    gr_test_seek(run, 6);
    ck_assert_double_eq_tol(cell(run, "epoch"), 1 + 1000.0 / 1797, 1e-12);
    gr_run_free(run);
}
END_TEST

START_TEST(too_large_a_rate_diverges)
{
    gr_run *run = gr_test_run(train(), "data=cars.csv loss=mse layers=1-1 batch=full optimizer=gd "
                                       "lr=1", gr_test_lean);

    gr_test_seek(run, 100);
    ck_assert_int_eq(gr_run_state(run), GR_RUN_DIVERGED);
    ck_assert_int_lt(gr_run_step_number(run), 20);
    gr_run_free(run);
}
END_TEST

/* --- what is refused --- */

static const struct {
    const char *bytes, *knobs, *message;
    gr_error_kind kind;
} faults[] = {
    { "x,y\n1,2\n3,\n", "layers=1-1", ":3:3: a missing value", GR_ERROR_DATA },
    { "x,y\n1,2\n3,n/a\n", "layers=1-1", ":3:3: 'n/a' is no finite number", GR_ERROR_DATA },
    { "x,y\n1,2\nnan,3\n", "layers=1-1", ":3:1: 'nan' is no finite number", GR_ERROR_DATA },
    { "x,y\n1,2\n3,4,5\n", "layers=1-1", ":3:", GR_ERROR_DATA },
    { "x,y\n", "layers=1-1", "no samples", GR_ERROR_DATA },
    { "", "layers=1-1", "", GR_ERROR_DATA },
    { "x,y\n1,2\n", "layers=1-1 inputs=z", ":1:1: no column 'z'", GR_ERROR_DATA },
    { "x,y\n1,2\n", "layers=1-1 targets=7", ":1:1: there is no column 7; they go from 0 to 1",
      GR_ERROR_DATA },
    { "x,y\n1,2\n", "layers=1-1 inputs=x,x", "column 0 of", GR_ERROR_USAGE },
    { "x,y\n1,2\n", "layers=2-1", "begins with 2 inputs, but 1 columns are inputs; begin with 1",
      GR_ERROR_USAGE },
    { "x,y\n1,2\n", "layers=1-3", "ends with 3 outputs, but 1 columns are targets; end with 1",
      GR_ERROR_USAGE },
    { "x,y\n1,0.5\n", "layers=1-2 loss=cross_entropy", ":2:3: class 0.5", GR_ERROR_DATA },
    { "x,y\n1,2\n", "layers=1-1 batch=2", "2 samples, but there are 1 to learn from",
      GR_ERROR_USAGE },
    { "x,y\n1,2\n", "layers=1-1 test=0.9", "are all of them; leave one to learn from",
      GR_ERROR_USAGE },
};

START_TEST(a_bad_file_is_refused_with_its_place)
{
    char *folder = gr_test_folder();
    const char *path = gr_test_path(folder, "bad.csv");
    gr_text knobs = { 0 };
    gr_values values;
    gr_error err = { 0 };

    gr_test_write(path, faults[_i].bytes, strlen(faults[_i].bytes));
    gr_text_addf(&knobs, "data=%s loss=mse %s%s", path,
                 strstr(faults[_i].knobs, "batch") != NULL ? "" : "batch=1 ", faults[_i].knobs);
    gr_test_values(train(), gr_text_string(&knobs), &values);
    gr_run *run = gr_run_new(train(), &values, 1, gr_test_lean, &err);
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
    Suite *s = suite_create("train");
    TCase *all = gr_test_case(s, "training");

    tcase_add_loop_test(all, gradients_and_adam_agree_with_another_implementation, 0, 10);
    tcase_add_test(all, rows_say_what_they_promise);
    tcase_add_test(all, a_test_part_is_held_out);
    tcase_add_test(all, an_epoch_is_every_sample);
    tcase_add_test(all, too_large_a_rate_diverges);
    tcase_add_loop_test(all, a_bad_file_is_refused_with_its_place, 0, GR_LEN(faults));
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
