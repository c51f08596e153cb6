/* Keys of the user's own: dispatch, hint line, help and messages all follow what is bound. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gradus/app.h"
#include "gradus/settings.h"
#include "support.h"

static const char name[] = "s.yaml";

static gr_settings settings_of(const char *text)
{
    gr_error err = { 0 };
    gr_settings settings;

    gr_settings_init(&settings);
    ck_assert_msg(gr_settings_read(name, text, strlen(text), &settings, &err), "%s: %s", text,
                  err.message);
    return settings;
}

static gr_app app_at(size_t page, const gr_bindings *bindings)
{
    gr_error err = { 0 };
    gr_app app;
    gr_lesson *lesson = gr_lesson_load(gr_test_source("lessons/030-parameters.md"), NULL, &err);
    gr_session *session = lesson != NULL ? gr_session_new(lesson, &err) : NULL;

    ck_assert_msg(session != NULL && gr_session_open(session, page, &err), "%s", err.message);
    gr_app_around(&app, session, false);
    app.bindings = *bindings;
    return app;
}

static void press(gr_app *app, const char *key)
{
    gr_app_key(app, gr_key_named(key));
    for (int i = 0; gr_app_busy(app); i++) {
        if (i == 10000)
            ck_abort_msg("the work does not end");
        gr_app_work(app);
    }
}

static char *text_of(const gr_canvas *canvas)
{
    gr_text text = { 0 };
    gr_output out = { 0 };
    gr_error err;

    gr_output_memory(&out, &text);
    gr_canvas_write(canvas, GR_COLOR_NEVER, &out);
    ck_assert(gr_output_commit(&out, &err));
    return text.bytes;
}

static char *screen(gr_app *app, int width, int height)
{
    gr_canvas canvas;
    gr_error err = { 0 };

    ck_assert(gr_canvas_init(&canvas, width, height, false, &err));
    ck_assert_msg(gr_app_draw(app, &canvas, &err), "%s", err.message);
    char *text = text_of(&canvas);
    gr_canvas_clear(&canvas);
    return text;
}

static bool shows(gr_app *app, const char *part)
{
    char *text = screen(app, 120, 160);
    bool found = strstr(text, part) != NULL;

    free(text);
    return found;
}

/* Whether some row of the screen says the one and then the other. */
static bool has_row(gr_app *app, const char *first, const char *second)
{
    char *text = screen(app, 120, 160), *rest = text, *row;
    bool found = false;

    while (!found && (row = strsep(&rest, "\n")) != NULL) {
        const char *at = strstr(row, first);
        found = at != NULL && strstr(at, second) != NULL;
    }
    free(text);
    return found;
}

enum { WORKED = 2, ASKED = 7 }; /* pages of the lesson: without a question, with a number's */

/* The settings that give one action the key F5, by its name in its context. */
static gr_settings rebound(gr_action_id id)
{
    char text[120], action[GR_ACTION_ID];

    gr_action_id_text(id, action);
    snprintf(text, sizeof text, "keys: {%s.%s: F5}", gr_context_name(gr_action_at(id)->context),
             action);
    return settings_of(text);
}

static const gr_key f5 = GR_KEY_F1 + 4;

START_TEST(every_action_takes_another_key)
{
    gr_action_id id = (gr_action_id)_i;
    const gr_action *action = gr_action_at(id);
    gr_settings standard = settings_of(""), mine = rebound(id);
    const gr_binding *old = &standard.bindings.of[id];
    char action_id[GR_ACTION_ID], text[80];

    ck_assert_int_eq(gr_action_of_key(&standard.bindings, action->context, f5), GR_ACTION_NONE);
    ck_assert_int_eq(gr_action_of_key(&mine.bindings, action->context, f5), id);
    for (size_t i = 0; i < old->count; i++) {
        ck_assert_int_eq(gr_action_of_key(&standard.bindings, action->context, old->keys[i]), id);
        ck_assert_int_ne(gr_action_of_key(&mine.bindings, action->context, old->keys[i]), id);
    }
    gr_action_id_text(id, action_id);
    snprintf(text, sizeof text, "keys: {%s: F5}", action_id);
    gr_settings plain = settings_of(text);
    for (int other = 0; other < GR_ACTIONS; other++)
        gr_assert_text(plain.bindings.of[other].names, mine.bindings.of[other].names);
}
END_TEST

/* Every row of the help has the key that is bound; those of the help itself stand in its hints. */
START_TEST(help_shows_every_key)
{
    gr_action_id id = (gr_action_id)_i;
    gr_settings mine = rebound(id);
    gr_app app = app_at(WORKED, &mine.bindings);
    press(&app, mine.bindings.of[GR_ACTION_HELP].first);
    ck_assert(app.help);
    press(&app, mine.bindings.of[GR_ACTION_HELP_ALL].first);
    if (gr_action_at(id)->context != GR_CONTEXT_HELP)
        ck_assert_msg(has_row(&app, "F5", gr_action_at(id)->name), "not in the help: %s",
                      gr_action_at(id)->name);
    gr_app_clear(&app);
}
END_TEST

static char *hints_of(const gr_bindings *bindings, gr_hints hints)
{
    gr_canvas canvas;
    gr_error err;

    ck_assert(gr_canvas_init(&canvas, 300, 1, false, &err));
    gr_hints_draw(&canvas, gr_canvas_rect(&canvas), bindings, hints, true);
    char *text = text_of(&canvas);
    gr_canvas_clear(&canvas);
    return text;
}

static void check_hint(gr_hints hints, const char *word, gr_action_id first, gr_action_id second)
{
    const gr_action_id ids[] = { first, second };
    char expected[60];

    for (size_t i = 0; i < 2; i++) {
        gr_action_id other = ids[1 - i];
        if (ids[i] >= GR_ACTIONS)
            continue;
        gr_settings mine = rebound(ids[i]);
        const char *with = other < GR_ACTIONS ? mine.bindings.of[other].first : "";
        snprintf(expected, sizeof expected, "%s%s%s %s", i == 0 ? "F5" : with,
                 with[0] != '\0' ? " " : "", i == 0 ? with : "F5", word);
        char *shown = hints_of(&mine.bindings, hints);
        ck_assert_msg(strstr(shown, expected) != NULL, "no '%s' in: %s", expected, shown);
        free(shown);
    }
}

START_TEST(hints_show_every_key)
{
#define GR_HINT(hints, rank, word, first, second)                                                  \
    check_hint(GR_HINTS_##hints, word, GR_ACTION_##first, GR_ACTION_##second);
#include "../src/tui/hints.def"
#undef GR_HINT
}
END_TEST

START_TEST(hints_without_a_key)
{
    gr_settings mine = settings_of("keys: {play: \"\", knob_left: \"\"}");
    char *shown = hints_of(&mine.bindings, GR_HINTS_PAGE);

    ck_assert_ptr_null(strstr(shown, "play"));
    ck_assert_ptr_null(strstr(shown, "["));
    ck_assert_ptr_nonnull(strstr(shown, "] knob"));
    free(shown);
    gr_settings both = settings_of("keys: {knob_right: \"\", knob_left: \"\"}");
    shown = hints_of(&both.bindings, GR_HINTS_PAGE);
    ck_assert_ptr_null(strstr(shown, "knob"));
    free(shown);
}
END_TEST

START_TEST(the_new_key_works)
{
    gr_settings mine = settings_of("keys: {step: x, back: Ctrl-B, help: F2, show: z}");
    gr_app app = app_at(ASKED, &mine.bindings);

    press(&app, "a");
    ck_assert_ptr_nonnull(gr_session_item(app.session));
    press(&app, "z");
    ck_assert_ptr_null(gr_session_item(app.session));
    ck_assert_int_eq(gr_session_step(app.session), 0);
    press(&app, ".");
    press(&app, "Right");
    ck_assert_int_eq(gr_session_step(app.session), 0);
    press(&app, "x");
    ck_assert_int_eq(gr_session_step(app.session), 1);
    press(&app, ",");
    ck_assert_int_eq(gr_session_step(app.session), 1);
    press(&app, "Ctrl-B");
    ck_assert_int_eq(gr_session_step(app.session), 0);
    press(&app, "Ctrl-B");
    gr_assert_text(app.message, "this is the start; x steps forward");
    ck_assert(shows(&app, "x step  Ctrl-B back"));
    press(&app, "?");
    ck_assert(!app.help);
    press(&app, "F2");
    ck_assert(app.help);
    gr_app_clear(&app);
}
END_TEST

/* What the settings refuse as typed is what the fields take, no more and no less: the key is bound
 * past the settings, and does its deed only where it is not typed. */
START_TEST(typed_keys_are_those_that_fields_take)
{
    char key[2] = { (char)_i, '\0' };
    gr_settings mine = settings_of("");

    ck_assert(gr_binding_read(_i == ' ' ? "Space" : key, &mine.bindings.of[GR_ACTION_SHOW], NULL));
    gr_app app = app_at(ASKED, &mine.bindings);
    const gr_item *item = gr_session_item(app.session);
    ck_assert_ptr_nonnull(item);
    gr_app_key(&app, '1');
    gr_app_key(&app, (gr_key)_i);
    bool typed = strlen(gr_session_state(app.session, item)->typed) == 2;
    ck_assert_int_eq(typed, gr_context_types(GR_CONTEXT_ITEM, (gr_key)_i));
    gr_app_clear(&app);

    gr_bindings_init(&mine.bindings);
    ck_assert(gr_binding_read(_i == ' ' ? "Space" : key, &mine.bindings.of[GR_ACTION_FINE], NULL));
    app = app_at(WORKED, &mine.bindings);
    app.on_live = true;
    app.count = 1;
    gr_app_key(&app, (gr_key)_i);
    ck_assert_int_eq(app.count > 1, gr_context_types(GR_CONTEXT_PAGE, (gr_key)_i));
    gr_app_clear(&app);
}
END_TEST

/* The help screen as it is with keys of one's own; look at it when it has changed. */
START_TEST(golden_help)
{
    gr_settings mine = settings_of("keys:\n"
                                   "  step: x F7 Right\n"
                                   "  back: \"\"\n"
                                   "  play: Ctrl-P Space F8 F9\n"
                                   "  help: F2\n"
                                   "  close_help: w\n"
                                   "  hint: \"\\u00e9\"\n");
    gr_app app = app_at(WORKED, &mine.bindings);

    press(&app, "F2");
    char *seen = screen(&app, 80, 24);
    if (getenv("GRADUS_UPDATE") != NULL)
        gr_test_write(gr_test_source("tests/data/help_rebound.txt"), seen, strlen(seen));
    char *expected = gr_test_read(gr_test_source("tests/data/help_rebound.txt"), NULL);
    size_t same = 0;
    while (seen[same] == expected[same] && seen[same] != '\0')
        same++;
    ck_assert_msg(seen[same] == expected[same],
                  "the help is another from '%.40s' on; if it should be, make the file anew with "
                  "GRADUS_UPDATE=1 in the environment",
                  seen + same);
    free(expected);
    free(seen);
    gr_app_clear(&app);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("bindings");
    TCase *keys = gr_test_case(s, "keys");

    tcase_add_loop_test(keys, every_action_takes_another_key, 0, GR_ACTIONS);
    tcase_add_loop_test(keys, help_shows_every_key, 0, GR_ACTIONS);
    tcase_add_test(keys, hints_show_every_key);
    tcase_add_test(keys, hints_without_a_key);
    tcase_add_test(keys, the_new_key_works);
    tcase_add_loop_test(keys, typed_keys_are_those_that_fields_take, ' ', 127);
    tcase_add_test(keys, golden_help);
    return s;
}

int main(void)
{
    setlocale(LC_ALL, "");
    return gr_test_main(suite());
}
