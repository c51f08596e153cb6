/* gradus without a verb: the workbench. */
#include "cli.h"

#include "open.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

static int print_version(void)
{
    printf("gradus %s\n", GRADUS_VERSION);
    return EXIT_SUCCESS;
}

static int run(int argc, char **argv)
{
    gr_cli_opening opening = { .lesson = NULL };
    gr_error err;
    bool taken;

    for (int option; (option = gr_cli_option(argc, argv, &gr_verb_workbench)) != -1;) {
        if (option == GR_OPTION_VERSION)
            return print_version();
        if (!gr_cli_opening_take(&opening, option, &taken, &err))
            return gr_cli_fail(&err);
        if (!taken)
            return gr_cli_other(&gr_verb_workbench, option);
    }
    if (argc - optind > 1)
        return gr_cli_usage(&gr_verb_workbench, "one lesson at a time; '%s' is too much",
                            argv[optind + 1]);
    opening.lesson = optind < argc ? argv[optind] : NULL;
    return gr_cli_open(&opening, &err) ? EXIT_SUCCESS : gr_cli_fail(&err);
}

static const gr_cli_entry rows[] = {
    GR_CLI_OPENING_ROWS,
    { .argument = "LESSON",
      .help = "open this lesson: a name (030-parameters), a number (030) or a file",
      .optional = true,
      .listed = "lessons",
      .files = "md" },
    { .value = GR_OPTION_VERSION,
      .name = "version",
      .help = "say which gradus this is",
      .alone = true },
    { 0 },
};

const gr_verb gr_verb_workbench = {
    .name = "",
    .summary = "a workbench for learning-based control in the terminal: lessons to step through",
    .notes = "Keys, colours for a light background and more can be set in gradus/settings.yaml of "
             "$XDG_CONFIG_HOME or ~/.config; options go before it.",
    .options = rows,
    .run = run,
};
