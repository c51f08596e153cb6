/* The command line: `:` and a word, with what it needs behind it. */
#include "app_private.h"

#include "gradus/homework.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- arguments --- */

static bool whole(const char *text, long least, long most, const char *what, long *value,
                  gr_error *err)
{
    char *end;
    long read = strtol(text, &end, 10);

    if (text[0] == '\0' || *end != '\0' || strchr(" \t+", text[0]) != NULL || read < least ||
        read > most)
        return gr_fail(err, GR_ERROR_USAGE, "%s '%.40s'; write a whole number from %ld to %ld",
                       what, text, least, most);
    *value = read;
    return true;
}

static bool on_page(const gr_app *app, gr_error *err)
{
    return app->session != NULL ||
           gr_fail(err, GR_ERROR_USAGE, "open a lesson first: Enter, or :open 030");
}

static bool with_experiment(const gr_app *app, gr_error *err)
{
    if (!on_page(app, err))
        return false;
    return app->session->study.count > 0 ||
           gr_fail(err, GR_ERROR_USAGE, "this page has no experiment");
}

static bool is_file_name(const char *name, gr_error *err)
{
    return strcmp(name, "-") != 0 ||
           gr_fail(err, GR_ERROR_USAGE, "type the name of a file, as :hand-in 030.csv");
}

/* --- commands --- */

static bool run_export(gr_app *app, const char *rest, gr_error *err)
{
    return with_experiment(app, err) && gr_app_export(app, rest, err);
}

static void say_handed_in(gr_app *app, const char *name, const char *words)
{
    static const char program[] = "gradus: ";
    const char *first =
        strncmp(words, program, sizeof program - 1) == 0 ? words + sizeof program - 1 : words;

    if (words[0] != '\0')
        gr_app_say(app, GR_MESSAGE_NOTE, "saved %s; %.*s", name, (int)strcspn(first, "\n"), first);
    else
        gr_app_say(app, GR_MESSAGE_DONE, "saved %s: look at it, then hand it in", name);
}

/* What a session has recorded, in one file for whoever marks it. */
static bool run_hand_in(gr_app *app, const char *rest, gr_error *err)
{
    gr_text path = { 0 }, words = { 0 };
    bool done = on_page(app, err) && gr_app_in_lesson(app, err);

    if (done && rest[0] == '\0')
        done = gr_homework_name(app->session->lesson, &path, err);
    const char *name = rest[0] != '\0' ? rest : gr_text_string(&path);
    done = done && is_file_name(name, err) &&
           gr_homework_save(app->session->lesson, name, &words, err);
    if (done)
        say_handed_in(app, name, gr_text_string(&words));
    gr_text_clear(&path);
    gr_text_clear(&words);
    return done;
}

static bool run_load(gr_app *app, const char *rest, gr_error *err)
{
    return gr_app_load_capsule(app, rest, err);
}

static bool run_messages(gr_app *app, const char *rest, gr_error *err)
{
    (void)rest;
    (void)err;
    app->help = app->listing = true;
    app->help_chosen = 0;
    return true;
}

static bool run_note(gr_app *app, const char *rest, gr_error *err)
{
    if (!on_page(app, err) || !gr_app_has_record(app, err))
        return false;
    if (rest[0] == '\0')
        return gr_fail(err, GR_ERROR_USAGE, "write the words of the note behind :note");
    gr_session_tell(app->session, GR_ENTRY_NOTE, rest);
    gr_app_say(app, GR_MESSAGE_DONE, "noted; %s writes the lab book",
               gr_app_key_of(app, GR_ACTION_NOTEBOOK));
    return true;
}

static bool run_open(gr_app *app, const char *rest, gr_error *err)
{
    gr_text path = { 0 };
    bool opened = gr_path_find(rest, GR_PATH_LESSON, &path, err) &&
                  gr_app_open_lesson(app, gr_text_string(&path), err);

    gr_text_clear(&path);
    return opened;
}

static bool run_page(gr_app *app, const char *rest, gr_error *err)
{
    long page;

    return on_page(app, err) &&
           whole(rest, 1, (long)app->session->lesson->page_count, "page", &page, err) &&
           gr_app_turn(app, (size_t)page - 1, err);
}

static bool run_quit(gr_app *app, const char *rest, gr_error *err)
{
    (void)rest;
    return gr_do_QUIT(app, err);
}

static bool run_seed(gr_app *app, const char *rest, gr_error *err)
{
    long seed;

    app->playing = false;
    return with_experiment(app, err) && whole(rest, 0, 2000000000, "seed", &seed, err) &&
           gr_session_reseed(app->session,
                             (uint64_t)seed - gr_run_seed(gr_session_run(app->session)), err);
}

static bool run_set(gr_app *app, const char *rest, gr_error *err)
{
    char knob[128];
    size_t length = strcspn(rest, " =");
    const char *value = rest + length + strspn(rest + length, " =");

    if (!with_experiment(app, err))
        return false;
    if (length == 0 || length >= sizeof knob || value[0] == '\0')
        return gr_fail(err, GR_ERROR_USAGE, "write a knob and a value, as :set lr 0.1");
    memcpy(knob, rest, length);
    knob[length] = '\0';
    app->playing = false;
    return gr_session_set(app->session, knob, value, err);
}

static bool run_speed(gr_app *app, const char *rest, gr_error *err)
{
    long speed;

    if (!whole(rest, 1, GR_SPEED_MAX, "speed", &speed, err))
        return false;
    app->speed = (int)speed;
    return true;
}

static bool run_step(gr_app *app, const char *rest, gr_error *err)
{
    long step;

    app->playing = false;
    return with_experiment(app, err) && whole(rest, 0, 1000000000, "step", &step, err) &&
           gr_session_aim(app->session, step, 0, err);
}

/* --- the table --- */

static const gr_command commands[] = {
#define GR_COMMAND(id, word, arguments, help) { word, arguments, help },
#include "gradus/commands.def"
#undef GR_COMMAND
};

static bool (*const runs[])(gr_app *, const char *rest, gr_error *) = {
#define GR_COMMAND(id, word, arguments, help) run_##id,
#include "gradus/commands.def"
#undef GR_COMMAND
};

size_t gr_command_count(void)
{
    return GR_LEN(commands);
}

const gr_command *gr_command_at(size_t index)
{
    return &commands[index];
}

/* An action by the name that the settings know it by; of several contexts the one of this screen.
 */
static gr_action_id action_named(const gr_app *app, const char *name)
{
    gr_action_id found = GR_ACTION_NONE;
    char id_text[GR_ACTION_ID];
    gr_context place = gr_app_place(app);

    for (int id = 0; id < GR_ACTIONS; id++) {
        gr_context context = gr_action_at((gr_action_id)id)->context;
        gr_action_id_text((gr_action_id)id, id_text);
        if (gr_context_reaches(place, context) && strcmp(id_text, name) == 0)
            found = (gr_action_id)id;
    }
    return found;
}

/* The command most like what was typed. */
static bool unknown(const char *word, gr_error *err)
{
    const char *nearest = "";
    size_t best = 3;

    for (size_t i = 0; i < GR_LEN(commands); i++) {
        const char *known = commands[i].word;
        size_t far = gr_edit_distance(word, strlen(word), known, strlen(known));
        if (far < best) {
            best = far;
            nearest = known;
        }
    }
    if (nearest[0] != '\0')
        return gr_fail(err, GR_ERROR_USAGE, "no command '%.40s'; did you mean :%s?", word, nearest);
    return gr_fail(err, GR_ERROR_USAGE, "no command '%.20s'; Esc, then ? tells all of them", word);
}

/* The word of a command, and what stands behind it. */
static const char *split(const char *typed, char word[64])
{
    typed += strspn(typed, " :");
    size_t length = strcspn(typed, " ");
    snprintf(word, 64, "%.*s", (int)(length < 63 ? length : 63), typed);
    return typed + length + strspn(typed + length, " ");
}

bool gr_command_run(gr_app *app, const char *typed, gr_error *err)
{
    char word[64];
    const char *rest = split(typed, word);

    if (word[0] == '\0')
        return true;
    for (size_t i = 0; i < GR_LEN(commands); i++) {
        if (strcmp(commands[i].word, word) != 0)
            continue;
        if (commands[i].arguments[0] == '\0' && rest[0] != '\0')
            return gr_fail(err, GR_ERROR_USAGE, ":%s takes nothing behind it", word);
        return runs[i](app, rest, err);
    }
    gr_action_id id = action_named(app, word);
    if (id == GR_ACTION_NONE)
        return unknown(word, err);
    gr_app_do(app, id);
    return true;
}
