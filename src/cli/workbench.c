/* gradus without a verb: the workbench. */
#include "cli.h"

#include "gradus/paths.h"
#include "gradus/plain.h"
#include "gradus/term.h"
#include "gradus/tui.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

static int print_version(void)
{
    printf("gradus %s\n", GRADUS_VERSION);
    return EXIT_SUCCESS;
}

/* NO_COLOR, set and not empty, asks for none. Whoever says in his settings what he wants wants it.
 */
static void heed_no_color(gr_settings *settings)
{
    const char *no = getenv("NO_COLOR");

    if (settings->color_given || no == NULL || no[0] == '\0')
        return;
    settings->color = GR_COLOR_MONO;
    settings->color_given = true;
}

/* What options said, over the settings of the user's file. */
static bool load_settings(const gr_color *color, bool ascii, gr_settings *settings, gr_error *err)
{
    if (!gr_settings_load(settings, err))
        return false;
    if (color != NULL)
        settings->color = *color;
    settings->color_given |= color != NULL;
    if (ascii)
        settings->glyphs = GR_GLYPH_SET_ASCII;
    heed_no_color(settings);
    return true;
}

static bool is_there(const char *lesson, gr_error *err)
{
    gr_text path = { 0 };
    bool found = lesson == NULL || gr_path_find(lesson, GR_PATH_LESSON, &path, err);

    gr_text_clear(&path);
    return found;
}

/* Where no screen can be shown, the dialogue takes its place; one line says why, unless there is
 * nothing to go on with. */
static bool run_lesson(const char *lesson, const gr_settings *settings, gr_error *err)
{
    gr_error why;

    if (gr_term_usable(&why))
        return gr_tui_run(lesson, settings, err);
    if (!is_there(lesson, err))
        return false;
    fprintf(stderr, "gradus: %s; going on line by line, as with --plain\n", why.message);
    return gr_plain_run(lesson, err);
}

static int run(int argc, char **argv)
{
    gr_color color = GR_COLOR_256, *given = NULL;
    bool ascii = false, plain = false;
    gr_settings settings;
    gr_error err;

    for (int option; (option = gr_cli_option(argc, argv, &gr_verb_workbench)) != -1;) {
        if (option == GR_OPTION_VERSION)
            return print_version();
        if (option == GR_OPTION_ASCII)
            ascii = true;
        else if (option == GR_OPTION_PLAIN)
            plain = true;
        else if (option != GR_OPTION_COLOR)
            return gr_cli_other(&gr_verb_workbench, option);
        else if (!gr_color_read(optarg, &color, &err))
            return gr_cli_fail(&err);
        else
            given = &color;
    }
    if (argc - optind > 1)
        return gr_cli_usage(&gr_verb_workbench, "one lesson at a time; '%s' is too much",
                            argv[optind + 1]);
    const char *lesson = optind < argc ? argv[optind] : NULL;
    if (plain ? gr_plain_run(lesson, &err)
              : load_settings(given, ascii, &settings, &err) && run_lesson(lesson, &settings, &err))
        return EXIT_SUCCESS;
    return gr_cli_fail(&err);
}

static const gr_cli_entry rows[] = {
    { .value = GR_OPTION_COLOR,
      .name = "color",
      .argument = "WHAT",
      .help = "colours",
      .initial = "what the terminal has, or mono with NO_COLOR",
      .word = gr_color_name },
    { .value = GR_OPTION_PLAIN,
      .name = "plain",
      .help = "the same lessons as a dialogue in lines, for screen readers and pipes" },
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
    .notes = "Keys, colours for a light background and more can be set in gradus/settings.yaml of "
             "$XDG_CONFIG_HOME or ~/.config; options go before it.",
    .options = rows,
    .run = run,
};
