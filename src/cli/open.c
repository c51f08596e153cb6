#include "open.h"

#include "cli.h"

#include "gradus/paths.h"
#include "gradus/plain.h"
#include "gradus/term.h"
#include "gradus/tui.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

bool gr_cli_opening_take(gr_cli_opening *opening, int option, bool *taken, gr_error *err)
{
    *taken = true;
    if (option == GR_OPTION_ASCII)
        opening->ascii = true;
    else if (option == GR_OPTION_PLAIN)
        opening->plain = true;
    else if (option == GR_OPTION_COLOR)
        return opening->color_given = gr_color_read(optarg, &opening->color, err);
    else
        *taken = false;
    return true;
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
static bool load_settings(const gr_cli_opening *opening, gr_settings *settings, gr_error *err)
{
    if (!gr_settings_load(settings, err))
        return false;
    if (opening->color_given)
        settings->color = opening->color;
    settings->color_given |= opening->color_given;
    if (opening->ascii)
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
static bool open_screen(const gr_cli_opening *opening, gr_error *err)
{
    gr_settings settings;
    gr_error why;

    if (!load_settings(opening, &settings, err))
        return false;
    if (gr_term_usable(&why))
        return gr_tui_run(opening->lesson, opening->review, &settings, err);
    if (!is_there(opening->lesson, err))
        return false;
    fprintf(stderr, "gradus: %s; going on line by line, as with --plain\n", why.message);
    return gr_plain_run(opening->lesson, opening->review, err);
}

bool gr_cli_open(const gr_cli_opening *opening, gr_error *err)
{
    return opening->plain ? gr_plain_run(opening->lesson, opening->review, err)
                          : open_screen(opening, err);
}
