#include "journey.h"

#include "runs.h"
#include "starve.h"

#include <stdlib.h>

static gr_run *born(const gr_journey *j, gr_error *err)
{
    gr_values values;
    gr_run *run = NULL;

    if (!gr_values_init(&values, j->experiment->params, err))
        return NULL;
    if (gr_values_apply(&values, j->settings, j->count, err))
        run = gr_run_new(j->experiment, &values, 1, gr_test_keep, err);
    gr_values_clear(&values);
    return run;
}

static bool change(gr_run *run, const gr_journey *j, gr_error *err)
{
    return j->change == NULL || gr_run_set(run, j->change, 1, NULL, err);
}

static bool look(const gr_run *run, const gr_experiment *experiment, gr_error *err)
{
    for (const gr_figure *figure = experiment->figures; figure->name != NULL; figure++) {
        const gr_view_request request = { .figure = figure, .columns = 8, .rows = 4 };
        gr_view view = { 0 };
        bool seen = gr_run_view(run, &request, &view, err);
        gr_view_clear(&view);
        if (!seen)
            return false;
    }
    return true;
}

static bool read_tables(const gr_run *run, const gr_experiment *experiment, gr_error *err)
{
    for (int i = 0; experiment->tables[i].name != NULL; i++) {
        gr_table table = { 0 };
        bool made = gr_run_table(run, i, &table, err);
        gr_table_clear(&table);
        if (!made)
            return false;
    }
    return true;
}

static bool deed(gr_run *run, const gr_journey *j, int i, gr_error *err)
{
    switch (i) {
    case 0:
        return gr_run_seek(run, 3, 0, err);
    case 1:
        return change(run, j, err);
    case 2:
        return gr_run_seek(run, 5, 1, err);
    case 3:
        return look(run, j->experiment, err);
    case 4:
        return read_tables(run, j->experiment, err);
    default:
        return gr_run_seek(run, 4, 0, err);
    }
}

static void play(gr_starving *s, void *context)
{
    gr_journey *j = context;
    gr_error err = { 0 };
    gr_run *run = born(j, &err);

    if (!gr_test_fed(s, run != NULL, &err))
        run = born(j, &err);
    for (int i = 0; i <= 5; i++)
        if (!gr_test_fed(s, deed(run, j, i, &err), &err))
            ck_assert_msg(deed(run, j, i, &err), "deed %d: %s", i, err.message);
    gr_test_feed(s);
    char *csv = gr_test_trace(run);
    if (j->csv == NULL)
        j->csv = strdup(csv);
    gr_test_equal(csv, strdup(j->csv));
    gr_run_free(run);
}

void gr_test_journey(gr_journey *j, const char *name)
{
    gr_starving well_fed = { .over = true };

    play(&well_fed, j);
    gr_test_starve(name, play, j);
    free(j->csv);
}
