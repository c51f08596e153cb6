#include "cli.h"
#include "family.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool print_row(void *context, const char *name, const char *summary, gr_error *err)
{
    (void)context;
    (void)err;
    printf("%-20s  %s\n", name, summary);
    return true;
}

static int print_all(void)
{
    const gr_cli_family *family;
    gr_error err;

    for (size_t i = 0; (family = gr_cli_family_at(i)) != NULL; i++) {
        printf("%s%s\n", i > 0 ? "\n" : "", family->name);
        if (!gr_cli_family_each(family, print_row, NULL, &err))
            return gr_cli_fail(&err);
    }
    return EXIT_SUCCESS;
}

static int unknown(const char *name)
{
    const gr_cli_family *family;
    gr_text names = { 0 };

    for (size_t i = 0; (family = gr_cli_family_at(i)) != NULL; i++)
        gr_text_addf(&names, "%s%s", i > 0 ? ", " : "", family->name);
    int status = gr_cli_usage(&gr_verb_list, "unknown family '%s'; there are: %s", name,
                              gr_text_string(&names));
    gr_text_clear(&names);
    return status;
}

static int print_one(const char *name)
{
    const gr_cli_family *family;
    gr_error err;

    for (size_t i = 0; (family = gr_cli_family_at(i)) != NULL; i++)
        if (strcmp(family->name, name) == 0)
            return gr_cli_family_each(family, print_row, NULL, &err) ? EXIT_SUCCESS
                                                                     : gr_cli_fail(&err);
    return unknown(name);
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
    const gr_cli_family *family = gr_cli_family_at(i);

    return family != NULL ? family->name : NULL;
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
