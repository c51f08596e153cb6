#include "dagger_runs.h"

#include <math.h>
#include <stdlib.h>

const gr_experiment *gr_dagger(void)
{
    return gr_experiment_find("dagger", NULL);
}

gr_run *gr_dagger_end(const char *settings, uint64_t seed)
{
    gr_run *run = gr_test_born(gr_dagger(), settings, seed, gr_test_keep);
    long rounds = (long)gr_values_number(gr_run_values(run), "rounds");

    gr_test_seek(run, rounds);
    ck_assert_int_eq(gr_run_step_number(run), rounds);
    return run;
}

double gr_dagger_cell(const gr_run *run, long round, const char *column)
{
    long found = gr_columns_find(gr_run_columns(run), column);

    ck_assert_msg(found >= 0, "no column %s", column);
    ck_assert_uint_lt((size_t)round, gr_run_trace(run)->rows);
    return gr_table_cell(gr_run_trace(run), (size_t)round, (size_t)found);
}

gr_table gr_dagger_table_of(const gr_run *run, const char *name)
{
    long which = gr_experiment_table(gr_dagger(), name);
    gr_table table = { 0 };
    gr_error err;

    ck_assert_int_ge(which, 0);
    ck_assert_msg(gr_run_table(run, (int)which, &table, &err), "%s", err.message);
    return table;
}

/* --- the data --- */

/* Each assertion is a message to the harness: there are too many cells for one each. */
static double field(const gr_table *table, size_t row, const char *name)
{
    long column = gr_columns_find(&table->columns, name);

    if (column < 0)
        ck_abort_msg("no field %s", name);
    return gr_table_cell(table, row, (size_t)column);
}

static long action(const gr_table *table, size_t row, const char *name)
{
    double value = field(table, row, name);

    return isnan(value) ? -1 : (long)value;
}

gr_dagger_data gr_dagger_dataset(const gr_run *run)
{
    gr_table t = gr_dagger_table_of(run, "dataset");
    gr_dagger_data data = { calloc(t.rows + 1, sizeof *data.rows), t.rows };

    for (size_t i = 0; i < t.rows; i++)
        data.rows[i] = (gr_dagger_step){
            .episode = (long)field(&t, i, "episode"),
            .round = (long)field(&t, i, "round"),
            .t = (long)field(&t, i, "t"),
            .intended = action(&t, i, "expert_action"),
            .executed = action(&t, i, "executed_action"),
            .state = (size_t)field(&t, i, "state"),
            .control = field(&t, i, "expert_in_control") != 0,
            .labelled = field(&t, i, "labelled") != 0,
            .terminated = field(&t, i, "terminated") != 0,
            .truncated = field(&t, i, "truncated") != 0,
            .success = field(&t, i, "success") != 0,
        };
    gr_table_clear(&t);
    return data;
}

void gr_dagger_dataset_free(gr_dagger_data *data)
{
    free(data->rows);
    *data = (gr_dagger_data){ 0 };
}
