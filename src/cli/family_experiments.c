#include "family.h"

#include "gradus/run.h"

#include <stdio.h>

static const char *name_of(size_t index)
{
    return gr_experiment_at(index)->name;
}

static const char *summary_of(size_t index)
{
    return gr_experiment_at(index)->summary;
}

static const gr_param *params_of(size_t index)
{
    return gr_experiment_at(index)->params;
}

static const gr_family members = { "experiment", gr_experiment_count, name_of, summary_of,
                                   params_of };

/* --- showing --- */

/* With the knobs of the family members that are chosen by default. */
static bool print_values(const gr_values *values, gr_error *err)
{
    bool good = true;

    printf("\nknobs\n");
    for (size_t i = 0; good && i < values->count; i++) {
        gr_text name = { 0 };
        gr_values_name(values, i, &name);
        good = gr_text_ok(&name, err) &&
               gr_cli_print_knob(gr_text_string(&name), values->items[i].param, err);
        gr_text_clear(&name);
    }
    return good;
}

static void print_columns(const gr_columns *columns)
{
    printf("\ncolumns\n  ");
    for (size_t i = 0; i < columns->count; i++)
        printf("%s%s", i > 0 ? "," : "", columns->list[i].name);
    printf("\n");
}

static void print_parts(const gr_experiment *experiment)
{
    if (experiment->tables != NULL && experiment->tables[0].name != NULL)
        printf("\ntables\n");
    for (size_t i = 0; experiment->tables != NULL && experiment->tables[i].name != NULL; i++)
        gr_cli_print_row(experiment->tables[i].name, experiment->tables[i].summary);
    printf("\nfigures\n");
    for (size_t i = 0; experiment->figures[i].name != NULL; i++)
        gr_cli_print_row(experiment->figures[i].name, experiment->figures[i].title);
    if (gr_experiment_phases(experiment) > 0)
        printf("\nphases of a step\n");
    for (size_t i = 0; i < gr_experiment_phases(experiment); i++)
        gr_cli_print_row(experiment->phases[i].name, experiment->phases[i].summary);
}

static bool show(size_t index, gr_error *err)
{
    const gr_experiment *experiment = gr_experiment_at(index);
    gr_values values;

    if (!gr_values_init(&values, experiment->params, err))
        return false;
    gr_run *run = gr_run_new(experiment, &values, 1, (gr_run_keep){ .trace = false }, err);
    bool good = run != NULL;
    if (good) {
        gr_cli_print_title(experiment->name, "experiment", experiment->summary);
        good = print_values(&values, err);
    }
    if (good) {
        print_columns(gr_run_columns(run));
        print_parts(experiment);
    }
    gr_run_free(run);
    gr_values_clear(&values);
    return good;
}

const gr_cli_family gr_cli_family_experiments = {
    .name = "experiments",
    .members = &members,
    .show = show,
};
