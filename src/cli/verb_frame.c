#include "cli.h"

#include "gradus/app.h"
#include "gradus/paths.h"
#include "gradus/term.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SETTINGS_MAX = 64, SIZES_MAX = 16 };

typedef struct request {
    long page, step; /* step -1: as first opened */
    const char *item; /* NULL: the page as it opens; else as it stands when this is asked */
    struct {
        int width, height;
    } sizes[SIZES_MAX];
    size_t size_count; /* 0: that of the usual terminal */
    gr_color color;
    bool ascii, light;
    gr_setting settings[SETTINGS_MAX]; /* KNOB=VALUE, split at the = */
    size_t setting_count;
} request;

/* Split KNOB=VALUE in place. */
static bool take_setting(request *r, char *text, gr_error *err)
{
    char *equals = strchr(text, '=');

    if (equals == NULL || equals == text)
        return gr_fail(err, GR_ERROR_USAGE, "'%s' is no assignment; write KNOB=VALUE", text);
    if (r->setting_count == SETTINGS_MAX)
        return gr_fail(err, GR_ERROR_USAGE, "more than %d settings", SETTINGS_MAX);
    *equals = '\0';
    r->settings[r->setting_count++] = (gr_setting){ text, equals + 1 };
    return true;
}

static bool take_size(request *r, const char *text, gr_error *err)
{
    if (r->size_count == SIZES_MAX)
        return gr_fail(err, GR_ERROR_USAGE, "more than %d sizes", SIZES_MAX);
    if (!gr_cli_size(text, &r->sizes[r->size_count].width, &r->sizes[r->size_count].height, err))
        return false;
    r->size_count++;
    return true;
}

static const char *theme_name(size_t i)
{
    static const char *const names[] = { "dark", "light" };

    return i < GR_LEN(names) ? names[i] : NULL;
}

static bool take_theme(request *r, const char *text, gr_error *err)
{
    r->light = strcmp(text, theme_name(1)) == 0;
    return r->light || strcmp(text, theme_name(0)) == 0 ||
           gr_fail(err, GR_ERROR_USAGE, "unknown theme '%s'; there are: %s, %s", text,
                   theme_name(0), theme_name(1));
}

static bool take_option(request *r, int option, char *text, gr_error *err)
{
    switch (option) {
    case 's': return take_setting(r, text, err);
    case GR_OPTION_PAGE: return gr_cli_whole(text, 1, 100000, "--page", &r->page, err);
    case GR_OPTION_ITEM: r->item = text; return true;
    case GR_OPTION_STEP: return gr_cli_whole(text, 0, 10000000, "--step", &r->step, err);
    case GR_OPTION_SIZE: return take_size(r, text, err);
    case GR_OPTION_COLOR: return gr_color_read(text, &r->color, err);
    case GR_OPTION_THEME: return take_theme(r, text, err);
    default: r->ascii = true; return true;
    }
}

/* An experiment by name, or a lesson. */
static gr_session *open_session(const request *r, const char *name, gr_error *err)
{
    const gr_experiment *experiment = gr_experiment_find(name, NULL);
    gr_text path = { 0 };
    gr_lesson *lesson = NULL;

    if (experiment != NULL)
        lesson = gr_lesson_around(experiment, r->settings, r->setting_count, err);
    else if (gr_path_find(name, GR_PATH_LESSON, &path, err))
        lesson = gr_lesson_load(gr_text_string(&path), NULL, err);
    gr_text_clear(&path);
    return lesson != NULL ? gr_session_new(lesson, err) : NULL;
}

/* To the page of a question, and on to where it is asked; those before it on the page are passed
 * over as a student in a hurry would. */
static bool pass_over(gr_session *session, const gr_item *open, gr_error *err)
{
    if (open == NULL)
        return gr_session_aim(session, 1000000000, 0, err) && gr_session_settle(session, err);
    return open->kind == GR_ITEM_PREDICT ? gr_session_skip(session, err)
                                         : gr_session_show(session, err);
}

static bool go_to_item(gr_session *session, const char *id, gr_error *err)
{
    const gr_lesson *lesson = session->lesson;
    size_t i = 0;

    while (i < lesson->item_count && strcmp(lesson->items[i]->id, id) != 0)
        i++;
    if (i == lesson->item_count)
        return gr_fail(err, GR_ERROR_USAGE, "--item %s: there is no such question in %s", id,
                       lesson->name);
    const gr_item *item = lesson->items[i];
    if (!gr_session_open(session, item->page, err))
        return false;
    for (size_t tries = 0; gr_session_item(session) != item; tries++) {
        if (tries > 2 * lesson->item_count)
            return gr_fail(err, GR_ERROR_DATA, "--item %s: it is never asked on its page", id);
        if (!pass_over(session, gr_session_item(session), err))
            return false;
    }
    return true;
}

static bool set_up(gr_session *session, const request *r, bool settings, gr_error *err)
{
    if ((size_t)r->page > session->lesson->page_count)
        return gr_fail(err, GR_ERROR_USAGE, "--page %ld: %s has %zu", r->page,
                       session->lesson->name, session->lesson->page_count);
    if (!gr_session_open(session, (size_t)r->page - 1, err))
        return false;
    if (settings && r->setting_count > 0 && session->study.count == 0)
        return gr_fail(err, GR_ERROR_USAGE, "page %ld has no experiment to set", r->page);
    for (size_t i = 0; settings && i < r->setting_count; i++)
        if (!gr_study_set(&session->study, r->settings[i].knob, r->settings[i].value, err))
            return false;
    if (r->item != NULL && !go_to_item(session, r->item, err))
        return false;
    if (r->step < 0 || session->study.count == 0)
        return true;
    session->uncovered = true;
    return gr_session_aim(session, r->step, 0, err) && gr_session_settle(session, err);
}

static bool print_size(gr_app *app, const request *r, size_t i, gr_output *out, gr_error *err)
{
    gr_canvas canvas = { 0 };
    bool good = gr_canvas_init(&canvas, r->sizes[i].width, r->sizes[i].height, app->ascii, err) &&
                gr_app_draw(app, &canvas, err);

    if (good)
        gr_canvas_write_on(&canvas, r->color, r->light, out);
    gr_canvas_clear(&canvas);
    return good;
}

/* The same session on each size, one below the other. */
static bool print_frame(gr_session *session, const request *r, gr_error *err)
{
    gr_app app;
    gr_output out = { 0 };

    gr_app_around(&app, session, r->ascii || !gr_term_is_utf8());
    app.on_live = app.on_live && r->item == NULL;
    bool good = gr_output_open(&out, "-", err);
    for (size_t i = 0; good && i < r->size_count; i++) {
        good = print_size(&app, r, i, &out, err);
        if (!good)
            gr_output_abort(&out);
    }
    good = good && gr_output_commit(&out, err);
    gr_app_clear(&app);
    return good;
}

static int run(int argc, char **argv)
{
    request r = { .page = 1, .step = -1, .sizes = { { 80, 24 } } };
    gr_error err;

    for (int option; (option = gr_cli_option(argc, argv, &gr_verb_frame)) != -1;) {
        if (option == '?' || option == GR_OPTION_HELP)
            return gr_cli_other(&gr_verb_frame, option);
        if (!take_option(&r, option, optarg, &err))
            return gr_cli_fail(&err);
    }
    r.size_count += r.size_count == 0;
    if (argc - optind != 1)
        return gr_cli_usage(&gr_verb_frame, "name one lesson or experiment");
    gr_session *session = open_session(&r, argv[optind], &err);
    if (session == NULL)
        return gr_cli_fail(&err);
    bool is_lesson = gr_experiment_find(argv[optind], NULL) == NULL;
    if (!set_up(session, &r, is_lesson, &err)) {
        gr_session_free(session);
        return gr_cli_fail(&err);
    }
    return print_frame(session, &r, &err) ? EXIT_SUCCESS : gr_cli_fail(&err);
}

static const gr_cli_entry rows[] = {
    { .argument = "LESSON",
      .help = "a lesson: a name (030-parameters), a number (030) or a file",
      .or_next = true,
      .listed = "lessons",
      .files = "md" },
    { .argument = "EXPERIMENT",
      .help = "an experiment, as a lesson of one page",
      .listed = "experiments" },
    { .value = GR_OPTION_PAGE,
      .name = "page",
      .argument = "P",
      .help = "the page of a lesson",
      .initial = "1",
      .shown = "pages" },
    { .value = GR_OPTION_ITEM,
      .name = "item",
      .argument = "ID",
      .help = "the page of this question, when it is asked" },
    { .value = 's',
      .name = "set",
      .argument = "KNOB=VALUE",
      .help = "set a knob",
      .many = true,
      .shown = "knobs" },
    { .value = GR_OPTION_STEP,
      .name = "step",
      .argument = "K",
      .help = "at this step, with nothing covered",
      .initial = "as first opened" },
    { .value = GR_OPTION_SIZE,
      .name = "size",
      .argument = "WxH",
      .help = "columns and rows; again for more screens, one below the other",
      .many = true,
      .initial = "80x24" },
    { .value = GR_OPTION_COLOR,
      .name = "color",
      .argument = "WHAT",
      .help = "colours",
      .initial = "never",
      .word = gr_color_name },
    { .value = GR_OPTION_THEME,
      .name = "theme",
      .argument = "WHAT",
      .help = "what the background is",
      .initial = "dark",
      .word = theme_name },
    { .value = GR_OPTION_ASCII, .name = "ascii", .help = "without any character outside ASCII" },
    { 0 },
};

const gr_verb gr_verb_frame = {
    .name = "frame",
    .summary = "print one screen as text",
    .options = rows,
    .run = run,
};
