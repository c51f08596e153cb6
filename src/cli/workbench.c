/* gradus without a verb: the workbench. */
#include "cli.h"

#include "gradus/tui.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

static int print_version(void)
{
    printf("gradus %s\n", GRADUS_VERSION);
    return EXIT_SUCCESS;
}

/* NO_COLOR, set and not empty, asks for none. */
static gr_color default_color(void)
{
    const char *no = getenv("NO_COLOR");

    return no != NULL && no[0] != '\0' ? GR_COLOR_MONO : GR_COLOR_256;
}

static int run(int argc, char **argv)
{
    gr_color color = default_color();
    bool ascii = false;
    gr_error err;

    for (int option; (option = gr_cli_option(argc, argv, &gr_verb_workbench)) != -1;) {
        if (option == GR_OPTION_VERSION)
            return print_version();
        if (option == GR_OPTION_ASCII)
            ascii = true;
        else if (option != GR_OPTION_COLOR)
            return gr_cli_other(&gr_verb_workbench, option);
        else if (!gr_color_read(optarg, &color, &err))
            return gr_cli_fail(&err);
    }
    if (argc - optind > 1)
        return gr_cli_usage(&gr_verb_workbench, "one lesson at a time; '%s' is too much",
                            argv[optind + 1]);
    if (gr_tui_run(optind < argc ? argv[optind] : NULL, color, ascii, &err))
        return EXIT_SUCCESS;
    return gr_cli_fail(&err);
}

static const gr_cli_entry rows[] = {
    { .value = GR_OPTION_COLOR,
      .name = "color",
      .argument = "WHAT",
      .help = "colours",
      .initial = "256, or mono with NO_COLOR",
      .word = gr_color_name },
    { .value = GR_OPTION_ASCII,
      .name = "ascii",
      .help = "draw without any character outside ASCII" },
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
    .options = rows,
    .run = run,
};
