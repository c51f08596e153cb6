#include "cli.h"

#include "gradus/lesson.h"
#include "gradus/paths.h"
#include "gradus/plot.h"
#include "gradus/run.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- an experiment --- */

static bool print_knob(const gr_values *values, size_t i, gr_error *err)
{
    const gr_param *param = values->items[i].param;
    gr_text name = { 0 }, allowed = { 0 };

    gr_values_name(values, i, &name);
    gr_param_allowed(param, &allowed);
    bool good = gr_text_ok(&name, err) && gr_text_ok(&allowed, err);
    if (good) {
        printf("  %-16s  %s\n", gr_text_string(&name), param->help);
        printf("  %-16s  %s; default %s%s%s%s\n", "", gr_text_string(&allowed), param->initial,
               param->unit != NULL && param->unit[0] != '\0' ? "; in " : "",
               param->unit != NULL ? param->unit : "",
               param->live ? "; may change in mid-run" : "");
    }
    gr_text_clear(&name);
    gr_text_clear(&allowed);
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
        printf("  %-16s  %s\n", experiment->tables[i].name, experiment->tables[i].summary);
    printf("\nfigures\n");
    for (size_t i = 0; experiment->figures[i].name != NULL; i++)
        printf("  %-16s  %s\n", experiment->figures[i].name, experiment->figures[i].title);
    if (gr_experiment_phases(experiment) > 0)
        printf("\nphases of a step\n");
    for (size_t i = 0; i < gr_experiment_phases(experiment); i++)
        printf("  %-16s  %s\n", experiment->phases[i].name, experiment->phases[i].summary);
}

static bool show_experiment(const gr_experiment *experiment, gr_error *err)
{
    gr_values values;

    if (!gr_values_init(&values, experiment->params, err))
        return false;
    gr_run *run = gr_run_new(experiment, &values, 1, (gr_run_keep){ .trace = false }, err);
    bool good = run != NULL;
    if (good)
        printf("%s: %s\n\nknobs\n", experiment->name, experiment->summary);
    for (size_t i = 0; good && i < values.count; i++)
        good = print_knob(&values, i, err);
    if (good) {
        print_columns(gr_run_columns(run));
        print_parts(experiment);
    }
    gr_run_free(run);
    gr_values_clear(&values);
    return good;
}

/* --- a lesson --- */

static bool show_lesson(const char *name, gr_error *err)
{
    gr_text path = { 0 };
    gr_lesson *lesson = NULL;

    if (gr_path_find(name, GR_PATH_LESSON, &path, err))
        lesson = gr_lesson_load(gr_text_string(&path), NULL, err);
    gr_text_clear(&path);
    if (lesson == NULL)
        return false;
    gr_cli_print("%s: %s\n", lesson->name, lesson->title);
    if (lesson->objective[0] != '\0')
        printf("%s\n", lesson->objective);
    printf("\npages\n");
    for (size_t i = 0; i < lesson->page_count; i++)
        printf("  %zu  %s\n", i + 1, lesson->pages[i].title);
    gr_lesson_free(lesson);
    return true;
}

/* --- by name --- */

static bool show(const char *name, gr_error *err)
{
    const gr_experiment *experiment = gr_experiment_find(name, NULL);
    const gr_plot *plot = gr_plot_find(name, NULL);

    if (experiment != NULL)
        return show_experiment(experiment, err);
    if (plot != NULL) {
        printf("%s: %s\n", plot->name, plot->summary);
        return true;
    }
    if (show_lesson(name, err) || err->kind != GR_ERROR_IO)
        return err->kind == GR_ERROR_NONE;
    if (strchr(name, '/') != NULL)
        return false;
    return gr_fail(err, GR_ERROR_USAGE, "nothing is called '%s'; `gradus list` says what there is",
                   name);
}

static int run(int argc, char **argv)
{
    gr_error err = { 0 };
    int option = gr_cli_option(argc, argv, &gr_verb_show);

    if (option != -1)
        return gr_cli_other(&gr_verb_show, option);
    if (argc - optind != 1)
        return gr_cli_usage(&gr_verb_show, "name one thing to show");
    return show(argv[optind], &err) ? EXIT_SUCCESS : gr_cli_fail(&err);
}

static const gr_cli_entry rows[] = {
    { .argument = "NAME",
      .help = "an experiment, a lesson or a plot kind",
      .listed = "experiments lessons plots",
      .files = "md" },
    { 0 },
};

const gr_verb gr_verb_show = {
    .name = "show",
    .summary = "say what something is: knobs, columns and tables of an experiment",
    .options = rows,
    .run = run,
};
