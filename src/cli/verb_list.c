#include "cli.h"

#include "gradus/experiment.h"
#include "gradus/lesson.h"
#include "gradus/paths.h"
#include "gradus/plot.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A family of things that can be listed: one row here. */
typedef struct family {
    const char *name;
    bool (*print)(gr_error *err);
} family;

static void print_row(const char *name, const char *summary)
{
    printf("%-20s  %s\n", name, summary);
}

static bool print_experiments(gr_error *err)
{
    (void)err;
    for (size_t i = 0; i < gr_experiment_count(); i++)
        print_row(gr_experiment_at(i)->name, gr_experiment_at(i)->summary);
    return true;
}

static bool print_plots(gr_error *err)
{
    (void)err;
    for (size_t i = 0; i < gr_plot_count(); i++)
        print_row(gr_plot_at(i)->name, gr_plot_at(i)->summary);
    return true;
}

static bool print_lesson(const struct gr_path_entry *entry, gr_error *err)
{
    gr_error found = { 0 };
    gr_lesson *lesson = gr_lesson_load(entry->path, NULL, &found);

    if (found.kind == GR_ERROR_MEMORY)
        return gr_fail(err, found.kind, "%s", found.message);
    print_row(entry->name, lesson != NULL ? lesson->title : found.message);
    gr_lesson_free(lesson);
    return true;
}

static bool print_lessons(gr_error *err)
{
    gr_paths paths = { 0 };
    bool good = gr_path_list(GR_PATH_LESSON, &paths, err);

    for (size_t i = 0; good && i < paths.count; i++)
        good = print_lesson(&paths.entries[i], err);
    gr_paths_clear(&paths);
    return good;
}

static const family families[] = {
    { "experiments", print_experiments },
    { "lessons", print_lessons },
    { "plots", print_plots },
};

static int print_all(void)
{
    gr_error err;

    for (size_t i = 0; i < GR_LEN(families); i++) {
        printf("%s%s\n", i > 0 ? "\n" : "", families[i].name);
        if (!families[i].print(&err))
            return gr_cli_fail(&err);
    }
    return EXIT_SUCCESS;
}

static int print_one(const char *name)
{
    gr_error err;
    gr_text names = { 0 };

    for (size_t i = 0; i < GR_LEN(families); i++) {
        if (strcmp(families[i].name, name) == 0) {
            gr_text_clear(&names);
            return families[i].print(&err) ? EXIT_SUCCESS : gr_cli_fail(&err);
        }
        gr_text_addf(&names, "%s%s", i > 0 ? ", " : "", families[i].name);
    }
    int status = gr_cli_usage(&gr_verb_list, "unknown family '%s'; there are: %s", name,
                              gr_text_string(&names));
    gr_text_clear(&names);
    return status;
}

static int run(int argc, char **argv)
{
    int option = gr_cli_option(argc, argv, &gr_verb_list);

    if (option != -1)
        return gr_cli_other(&gr_verb_list, option);
    if (argc - optind > 1)
        return gr_cli_usage(&gr_verb_list, "one family at a time; '%s' is too much",
                            argv[optind + 1]);
    return optind < argc ? print_one(argv[optind]) : print_all();
}

static const char *family_name(size_t i)
{
    return i < GR_LEN(families) ? families[i].name : NULL;
}

static const gr_cli_entry rows[] = {
    { .argument = "FAMILY",
      .help = "what to list",
      .initial = "all",
      .optional = true,
      .word = family_name },
    { 0 },
};

const gr_verb gr_verb_list = {
    .name = "list",
    .summary = "list what there is",
    .options = rows,
    .run = run,
};
