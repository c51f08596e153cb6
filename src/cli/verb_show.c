#include "cli.h"
#include "family.h"

#include <getopt.h>
#include <stdlib.h>

static int run(int argc, char **argv)
{
    gr_error err = { 0 };
    int option = gr_cli_option(argc, argv, &gr_verb_show);

    if (option != -1)
        return gr_cli_other(&gr_verb_show, option);
    if (argc - optind != 1)
        return gr_cli_usage(&gr_verb_show, "name one thing to show");
    return gr_cli_family_show(argv[optind], &err) ? EXIT_SUCCESS : gr_cli_fail(&err);
}

/* Each with a blank behind it. */
#define GR_CLI_FAMILY(name) #name " "
static const char family_names[] =
#include "families.def"
    ;
#undef GR_CLI_FAMILY

static const gr_cli_entry rows[] = {
    { .argument = "NAME",
      .help = "what to show, by a name that `gradus list` says",
      .listed = family_names,
      .files = "md" },
    { 0 },
};

const gr_verb gr_verb_show = {
    .name = "show",
    .summary = "say what something is: knobs, columns, tables, formula",
    .options = rows,
    .run = run,
};
