/* The workbench played by keys, without a terminal: what each key does, and that every screen can
 * be drawn at every size. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gradus/file.h"
#include "gradus/plan.h"
#include "apps.h"

/* Pages of lessons/030-parameters.md, from 0. */
enum {
    TOTAL = 0,
    LAYER_TWO = 1,
    WORKED = 2,
    TELLS_NOT = 6,
    ONE_LAYER = 7,
    WHOLE_NET = 8,
    DOUBLED = 9,
    PAGES = 10
};

static const char *knob(const gr_app *app, const char *name)
{
    return gr_values_text(gr_run_values(gr_session_run(app->session)), name);
}

static const gr_item_state *first_item(const gr_app *app)
{
    return gr_session_state(app->session, gr_session_page(app->session)->items[0]);
}

static void assert_step(const gr_app *app, long step)
{
    ck_assert_int_eq(gr_session_step(app->session), step);
}

/* --- the action table --- */

/* The next name of a list separated by blanks. */
static const char *next_key(const char *at, gr_key *key)
{
    char name[32];
    int taken = 0;

    if (sscanf(at, "%31s%n", name, &taken) != 1)
        return NULL;
    *key = gr_key_named(name);
    ck_assert_msg(*key != GR_KEY_NONE, "there is no key %s", name);
    return at + taken;
}

START_TEST(actions_have_keys_and_words)
{
    gr_bindings bindings;

    gr_bindings_init(&bindings);
    for (int id = 0; id < GR_ACTIONS; id++) {
        const gr_action *action = gr_action_at((gr_action_id)id);
        const char *at = action->keys;
        gr_key key;
        size_t keys = 0;
        ck_assert(action->name[0] != '\0' && action->help[0] != '\0');
        for (; (at = next_key(at, &key)) != NULL; keys++)
            ck_assert_msg((int)gr_action_of_key(&bindings, action->context, key) == id,
                          "a key of '%s' (%s) does something else", action->help, action->keys);
        ck_assert_uint_gt(keys, 0);
    }
    ck_assert_int_eq(gr_action_of_key(&bindings, GR_CONTEXT_PAGE, '~'), GR_ACTION_NONE);
    ck_assert_int_eq(gr_action_of_key(&bindings, GR_CONTEXT_PAGE, GR_KEY_NONE), GR_ACTION_NONE);
}
END_TEST

static bool has_key(const char *keys, gr_key wanted)
{
    gr_key key;

    while ((keys = next_key(keys, &key)) != NULL)
        if (key == wanted)
            return true;
    return false;
}

START_TEST(no_key_twice_in_a_context)
{
    for (int a = 0; a < GR_ACTIONS; a++) {
        const gr_action *first = gr_action_at((gr_action_id)a);
        for (int b = a + 1; b < GR_ACTIONS; b++) {
            const gr_action *second = gr_action_at((gr_action_id)b);
            const char *at = first->keys;
            gr_key key;
            while (first->context == second->context && (at = next_key(at, &key)) != NULL)
                ck_assert_msg(!has_key(second->keys, key), "'%s' and '%s' share a key", first->help,
                              second->help);
        }
    }
}
END_TEST

/* --- predicting and moving --- */

START_TEST(predict_then_play)
{
    gr_app app = gr_test_app(TOTAL, false);

    gr_test_shows(&app, "waiting for your prediction");
    gr_test_press(&app, "Right");
    gr_test_says(&app, GR_MESSAGE_ERROR, "predict first, or s to skip");
    gr_test_press(&app, "Space");
    gr_test_says(&app, GR_MESSAGE_ERROR, "predict first");
    gr_test_press(&app, "Enter");
    gr_test_says(&app, GR_MESSAGE_ERROR, "type an answer first");
    gr_test_press(&app, "1 0 5 Backspace 0");
    gr_assert_text(first_item(&app)->typed, "100");
    ck_assert_int_eq(gr_app_interval(&app), 0);
    gr_test_press(&app, "Enter");
    gr_test_shows(&app, "You said 100.");
    gr_test_shows(&app, "sure?  1 guess");
    gr_test_shows(&app, "digits how sure  Enter leave it out  ? help");
    gr_test_press(&app, "2");
    gr_test_says(&app, GR_MESSAGE_PLAIN, "sure: fairly");
    gr_test_hides(&app, "1 guess");
    ck_assert_int_eq(first_item(&app)->confidence, 2);
    for (int ticks = 0; gr_app_interval(&app) != 0; ticks++) {
        ck_assert_int_lt(ticks, 10);
        gr_app_tick(&app);
        gr_test_work(&app);
    }
    assert_step(&app, 3);
    gr_test_shows(&app, "You said 100; it is 99, off by 1.");
    gr_test_shows(&app, "you predicted 100");
    gr_test_shows(&app, "finished");
    gr_app_clear(&app);
}
END_TEST

START_TEST(skip_and_pause)
{
    gr_app app = gr_test_app(TOTAL, false);

    gr_test_press(&app, "s");
    gr_test_shows(&app, "Prediction skipped.");
    ck_assert_int_eq(gr_app_interval(&app), 0);
    gr_test_press(&app, "Space");
    assert_step(&app, 1);
    ck_assert_int_gt(gr_app_interval(&app), 0);
    gr_app_tick(&app);
    gr_test_work(&app);
    assert_step(&app, 2);
    gr_test_press(&app, "Space");
    ck_assert_int_eq(gr_app_interval(&app), 0);
    gr_app_tick(&app);
    ck_assert(!gr_app_busy(&app));
    assert_step(&app, 2);
    gr_app_clear(&app);
}
END_TEST

START_TEST(play_stops_at_a_prediction)
{
    gr_app app = gr_test_app(LAYER_TWO, false);

    gr_test_press(&app, "Space");
    for (int i = 0; i < 5; i++) {
        gr_app_tick(&app);
        gr_test_work(&app);
    }
    assert_step(&app, 1);
    ck_assert_int_eq(gr_app_interval(&app), 0);
    gr_test_press(&app, "Right");
    gr_test_says(&app, GR_MESSAGE_ERROR, "predict first");
    gr_app_clear(&app);
}
END_TEST

START_TEST(forward_and_back)
{
    static const struct {
        const char *keys;
        long step;
    } rows[] = {
        { ".", 1 },         { "Right", 2 },   { ",", 1 },    { "l", 2 },     { "h", 1 },
        { "Left", 0 },      { "2 .", 2 },     { "2 ,", 0 },  { "1 0 .", 3 }, { "g", 0 },
        { "G", 3 },         { "2 g", 2 },     { "Home", 0 }, { "End", 3 },   { "9 9 ,", 0 },
        { "1 ? Esc .", 1 }, { "1 2 3 g", 3 }, { "~ ,", 2 },  { "2 ~ ,", 1 }, { "0 .", 2 },
    };
    gr_app app = gr_test_app(WORKED, false);

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_test_press(&app, rows[i].keys);
        ck_assert_msg(gr_session_step(app.session) == rows[i].step, "row %zu: step %ld", i,
                      gr_session_step(app.session));
        ck_assert_int_eq(app.count, 0);
    }
    gr_test_press(&app, "G .");
    gr_test_says(&app, GR_MESSAGE_NOTE, "this is the last step");
    gr_test_press(&app, "g ,");
    gr_test_says(&app, GR_MESSAGE_NOTE, "this is the start");
    gr_test_press(&app, "1 2");
    gr_test_says(&app, GR_MESSAGE_PLAIN, "12");
    gr_test_shows(&app, "12\n");
    gr_test_press(&app, "F");
    gr_test_says(&app, GR_MESSAGE_ERROR, "no parts");
    gr_test_press(&app, "Ctrl-C");
    gr_test_says(&app, GR_MESSAGE_ERROR, "nothing to stop");
    gr_app_clear(&app);
}
END_TEST

START_TEST(stop_the_work)
{
    gr_app app = gr_test_app(WORKED, false);

    gr_app_key(&app, '3');
    gr_app_key(&app, '.');
    ck_assert(gr_app_busy(&app));
    gr_app_work(&app);
    gr_app_show_progress(&app, 2000);
    gr_test_shows(&app, "to step 3");
    gr_test_shows(&app, "33 %   4 s left   Ctrl-C stop");
    gr_app_key(&app, 'n');
    gr_test_says(&app, GR_MESSAGE_NOTE, "still working");
    gr_app_key(&app, GR_KEY_CTRL_C);
    ck_assert(!gr_app_busy(&app));
    gr_test_says(&app, GR_MESSAGE_DONE, "stopped after step 1");
    assert_step(&app, 1);
    gr_test_shows(&app, "= stopped after step 1");
    gr_app_clear(&app);
}
END_TEST

/* --- knobs --- */

START_TEST(knobs_by_steps)
{
    gr_app app = gr_test_app(WORKED, false);

    gr_test_shows(&app, ">layers 5-8-4-3");
    gr_test_press(&app, "G ]");
    gr_test_shows(&app, ">bias yes");
    gr_test_press(&app, "+");
    gr_assert_text(knob(&app, "bias"), "no");
    assert_step(&app, 0);
    gr_test_press(&app, "-");
    gr_assert_text(knob(&app, "bias"), "yes");
    gr_test_press(&app, "=");
    gr_assert_text(knob(&app, "bias"), "no");
    gr_test_press(&app, "]");
    gr_test_shows(&app, ">layers");
    gr_test_press(&app, "[");
    gr_test_shows(&app, ">bias");
    gr_test_press(&app, "r");
    gr_assert_text(knob(&app, "bias"), "yes");
    gr_app_clear(&app);
}
END_TEST

START_TEST(knobs_typed)
{
    gr_app app = gr_test_app(WORKED, false);

    gr_test_press(&app, ". Enter");
    gr_assert_text(app.typed, "5-8-4-3");
    gr_test_press(&app, "Backspace 2");
    gr_assert_text(app.typed, "5-8-4-2");
    gr_test_press(&app, "Esc Enter 5 - x");
    gr_assert_text(app.typed, "5-x"); /* the first letter took the place of all */
    gr_test_shows(&app, "[ 5-x          ]");
    gr_test_press(&app, "Enter");
    ck_assert_int_eq(app.message_kind, GR_MESSAGE_ERROR);
    ck_assert_int_eq(app.field, GR_FIELD_KNOB);
    gr_assert_text(app.typed, "5-x");
    gr_assert_text(knob(&app, "layers"), "5-8-4-3");
    assert_step(&app, 1);
    gr_test_press(&app, "Backspace 3 Enter");
    ck_assert_int_eq(app.field, GR_FIELD_NONE);
    gr_assert_text(knob(&app, "layers"), "5-3");
    assert_step(&app, 0);
    gr_test_press(&app, "Enter 7 Esc");
    gr_assert_text(knob(&app, "layers"), "5-3");
    ck_assert_int_eq(app.field, GR_FIELD_NONE);
    ck_assert(!app.quit);
    gr_app_clear(&app);
}
END_TEST

START_TEST(knobs_that_are_not_free)
{
    gr_app app = gr_test_app(ONE_LAYER, false);

    gr_test_press(&app, "Tab ] +");
    gr_test_says(&app, GR_MESSAGE_ERROR, "knob bias is not free on this page; free are: none");
    gr_test_press(&app, "- Enter"); /* refused before anything is typed in vain */
    gr_test_says(&app, GR_MESSAGE_ERROR, "not free");
    ck_assert_int_eq(app.field, GR_FIELD_NONE);
    gr_assert_text(knob(&app, "bias"), "yes");
    gr_app_clear(&app);
}
END_TEST

/* --- export --- */

static char *trace_of(const gr_app *app)
{
    gr_text text = { 0 };
    gr_output out = { 0 };
    gr_error err;

    gr_output_memory(&out, &text);
    ck_assert(gr_plan_write_trace(gr_session_run(app->session), &out, &err));
    ck_assert(gr_output_commit(&out, &err));
    return text.bytes;
}

START_TEST(export_writes_the_trace)
{
    gr_app app = gr_test_app(WORKED, false);
    char *folder = gr_test_folder();
    const char *path = gr_test_path(folder, "sum.csv");

    gr_test_press(&app, "2 . e");
    gr_assert_text(app.typed, "parameters.csv");
    gr_test_shows(&app, "parameters.run.yaml");
    gr_test_type(&app, path);
    gr_assert_text(app.typed, path);
    gr_test_press(&app, "Enter");
    gr_test_says(&app, GR_MESSAGE_DONE, "3 rows");
    ck_assert_int_eq(app.field, GR_FIELD_NONE);
    char *expected = trace_of(&app), *found = gr_test_read(path, NULL);
    gr_assert_text(found, expected);
    free(found);
    free(expected);
    found = gr_test_read(gr_test_path(folder, "sum.run.yaml"), NULL);
    ck_assert_ptr_nonnull(strstr(found, "parameters"));
    free(found);
    gr_app_clear(&app);
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(export_that_fails_stays_open)
{
    gr_app app = gr_test_app(WORKED, false);
    char *folder = gr_test_folder();

    gr_test_press(&app, "e");
    gr_test_type(&app, gr_test_path(folder, "nowhere/sum.csv"));
    gr_test_press(&app, "Enter");
    gr_test_says(&app, GR_MESSAGE_ERROR, "cannot save");
    ck_assert_int_eq(app.field, GR_FIELD_EXPORT);
    gr_test_press(&app, "Esc e - Enter");
    gr_test_says(&app, GR_MESSAGE_ERROR, "type the name of a file");
    gr_test_press(&app, "Backspace Backspace Enter");
    gr_test_says(&app, GR_MESSAGE_ERROR, "type the name of a file");
    static const char *const devices[] = { "/dev/stdout", "/dev/fd/2", "/dev/null" };
    for (size_t i = 0; i < GR_LEN(devices); i++) {
        gr_test_press(&app, "Esc e");
        gr_test_type(&app, devices[i]);
        gr_test_press(&app, "Enter");
        gr_test_says(&app, GR_MESSAGE_ERROR, "is no file; type the name of one");
    }
    gr_test_press(&app, "Esc");
    ck_assert_int_eq(app.field, GR_FIELD_NONE);
    gr_app_clear(&app);
    gr_test_folder_remove(folder);
}
END_TEST

/* --- pages and questions --- */

START_TEST(pages_to_the_last)
{
    gr_app app = gr_test_app(TOTAL, false);
    char place[32];

    gr_test_press(&app, "p");
    gr_test_says(&app, GR_MESSAGE_NOTE, "this is the first page");
    for (int page = 1; page <= PAGES; page++) {
        snprintf(place, sizeof place, "page %d of %d", page, PAGES);
        gr_test_shows(&app, place);
        gr_test_press(&app, "n");
    }
    gr_test_says(&app, GR_MESSAGE_NOTE,
                 "this is the last page; 9 questions open, the first on page 1; q all lessons");
    ck_assert_uint_eq(app.session->page, PAGES - 1);
    gr_test_press(&app, "p p");
    ck_assert_uint_eq(app.session->page, PAGES - 3);
    gr_test_press(&app, "q"); /* there is no catalogue behind it */
    ck_assert(app.quit);
    gr_app_clear(&app);
}
END_TEST

START_TEST(wrong_then_hints_then_shown)
{
    gr_app app = gr_test_app(ONE_LAYER, false);

    gr_test_press(&app, "1 0 0 Enter");
    gr_test_hides(&app, "not 100, attempt 1"); /* before it is said how sure that was */
    gr_test_press(&app, "Enter");
    gr_test_shows(&app, "not 100, attempt 1");
    ck_assert_int_eq(first_item(&app)->confidence, 0);
    gr_test_shows(&app, "Those are its weights;");
    gr_assert_text(first_item(&app)->typed, "");
    gr_test_press(&app, "1 / Enter");
    ck_assert_int_eq(app.message_kind, GR_MESSAGE_ERROR);
    ck_assert_int_eq(first_item(&app)->attempts, 1);
    gr_test_press(&app, "Backspace Delete h");
    gr_test_shows(&app, "hint 1 of 2");
    gr_test_press(&app, "h");
    ck_assert_uint_eq(first_item(&app)->hints, 2);
    gr_test_press(&app, "h");
    gr_test_says(&app, GR_MESSAGE_ERROR, "no more hints; a shows the answer");
    gr_test_press(&app, "s");
    gr_test_says(&app, GR_MESSAGE_ERROR, "a question is not skipped");
    gr_test_press(&app, "a");
    gr_test_shows(&app, "105, shown");
    ck_assert(first_item(&app)->closed && first_item(&app)->shown && !first_item(&app)->right);
    gr_test_shows(&app, "tried");
    gr_app_clear(&app);
}
END_TEST

START_TEST(choices_by_arrows_and_digits)
{
    static const struct {
        const char *keys, *typed;
    } rows[] = { { "Up", "3" },       { "Up", "2" },   { "Down", "3" }, { "Down", "1" },
                 { "4", "1" },        { "Up", "3" },   { "2", "2" },    { "0", "2" },
                 { "Backspace", "" }, { "Down", "1" }, { "1 3", "3" } };
    gr_app app = gr_test_app(DOUBLED, false);

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_test_press(&app, rows[i].keys);
        gr_assert_text(first_item(&app)->typed, rows[i].typed);
    }
    gr_test_press(&app, "Enter Enter");
    gr_test_shows(&app, "That would need both sides of");
    gr_test_press(&app, "2 Enter j"); /* a moving key leaves it out as well */
    ck_assert(first_item(&app)->right);
    gr_test_shows(&app, "almost double, right with");
    gr_app_clear(&app);
}
END_TEST

/* While a question is open, what it does not take keeps its meaning on the page. */
START_TEST(an_open_question_is_no_trap)
{
    gr_app app = gr_test_app(WHOLE_NET, false);

    gr_test_press(&app, ".");
    gr_assert_text(first_item(&app)->typed, "."); /* a number may begin with a point */
    gr_test_press(&app, "Backspace Right");
    assert_step(&app, 1);
    gr_test_press(&app, "e");
    ck_assert_int_eq(app.field, GR_FIELD_EXPORT);
    gr_test_press(&app, "Esc 1 e 2");
    gr_assert_text(first_item(&app)->typed, "1e2");
    gr_test_press(&app, "Tab ,");
    assert_step(&app, 0);
    gr_test_press(&app, "Tab p");
    ck_assert_uint_eq(app.session->page, ONE_LAYER);
    gr_app_clear(&app);
}
END_TEST

/* --- help, unknown keys, paste --- */

START_TEST(help_opens_moves_closes)
{
    gr_app app = gr_test_app(ONE_LAYER, false);

    for (int open = 0; open < 3; open++) {
        static const char *const keys[][2] = { { "?", "Esc" }, { "F1", "q" }, { "?", "?" } };
        gr_test_press(&app, keys[open][0]);
        ck_assert(app.help);
        gr_test_shows(&app, "While a question is open");
        gr_test_press(&app, keys[open][1]);
        ck_assert(!app.help && !app.quit);
    }
    gr_test_press(&app, "?");
    char *top = gr_test_picture(&app, 80, 24);
    gr_test_press(&app, "j Down PgDn PgDn PgDn");
    gr_test_hides(&app, "While a question is open");
    gr_test_press(&app, "k Up PgUp PgUp PgUp k");
    char *again = gr_test_picture(&app, 80, 24);
    gr_assert_text(again, top);
    for (int i = 0; i < 300; i++)
        gr_test_press(&app, "j");
    gr_test_shows(&app, "leave at once; everything is kept");
    free(top);
    free(again);
    gr_app_clear(&app);
}
END_TEST

START_TEST(help_names_every_action)
{
    gr_app app = gr_test_app(WORKED, false);

    gr_test_press(&app, "? Tab");
    ck_assert_uint_eq(gr_help_count(&app), GR_ACTIONS + gr_command_count());
    for (int id = 0; id < GR_ACTIONS; id++) {
        const gr_action *action = gr_action_at((gr_action_id)id);
        ck_assert_msg(gr_test_shows_at(&app, 120, 130, action->help), "the help does not say '%s'",
                      action->help);
        ck_assert_msg(gr_test_shows_at(&app, 120, 130, app.bindings.of[id].first),
                      "the help does not name the key '%s'", app.bindings.of[id].first);
    }
    gr_app_clear(&app);
}
END_TEST

START_TEST(unknown_keys_do_nothing)
{
    static const gr_key keys[] = { GR_KEY_NONE,
                                   1,
                                   7,
                                   26,
                                   '~',
                                   '@',
                                   '%',
                                   '"',
                                   'x',
                                   'Z',
                                   0xE9,
                                   0x6F22,
                                   0x10FFFF,
                                   GR_KEY_F1 + 1,
                                   GR_KEY_F1 + 1000,
                                   UINT32_MAX };
    static const char *const states[] = { "", "Tab", "?", ". Tab", "2 ." };

    for (size_t s = 0; s < GR_LEN(states) * PAGES; s++) {
        gr_app app = gr_test_app(s % PAGES, false);
        gr_test_press(&app, states[s / PAGES]);
        app.message_kind = GR_MESSAGE_NONE;
        char *before = gr_test_picture(&app, 80, 24);
        for (size_t i = 0; i < GR_LEN(keys); i++)
            gr_app_key(&app, keys[i]);
        char *after = gr_test_picture(&app, 80, 24);
        gr_assert_text(after, before);
        ck_assert(!app.quit && !app.redraw && !gr_app_busy(&app) && app.count == 0);
        free(before);
        free(after);
        gr_app_clear(&app);
    }
}
END_TEST

START_TEST(paste_goes_into_open_fields_only)
{
    gr_app app = gr_test_app(WORKED, false);
    char much[2 * GR_FIELD_MAX];

    gr_app_paste(&app, "nq Q\n.");
    ck_assert(!app.quit && app.session->page == WORKED && app.field == GR_FIELD_NONE);
    gr_assert_text(app.typed, "");
    gr_test_press(&app, "Enter");
    gr_app_paste(&app, "2-3\n"); /* a newline does not accept */
    gr_assert_text(app.typed, "2-3");
    gr_test_press(&app, "- 4");
    gr_assert_text(app.typed, "2-3-4");
    gr_app_paste(&app, "\x1B[31m-é\xFF");
    gr_assert_text(app.typed, "2-3-4\uFFFD[31m-é\uFFFD");
    memset(much, 'a', sizeof much);
    much[sizeof much - 1] = '\0';
    gr_app_paste(&app, much);
    ck_assert_uint_lt(strlen(app.typed), GR_FIELD_MAX);
    gr_test_press(&app, "Esc Enter F1");
    gr_app_paste(&app, "9"); /* the field is behind the help */
    gr_test_press(&app, "Esc");
    gr_assert_text(app.typed, "5-8-4-3");
    gr_app_clear(&app);
    app = gr_test_app(ONE_LAYER, false);
    gr_app_paste(&app, "105");
    gr_assert_text(first_item(&app)->typed, "");
    gr_app_clear(&app);
}
END_TEST

/* Nothing to step, no knobs, and a question about nothing: every key is harmless. */
START_TEST(a_page_without_an_experiment)
{
    static const char text[] = "---\ntitle: T\n---\n\n## P\n\n漢字 text\n\n"
                               "```ask\nid: a\nquestion: q\nanswer: 1\n```\n";
    gr_error err = { 0 };
    gr_app app;
    gr_lesson *lesson = gr_lesson_read("t.md", text, sizeof text - 1, NULL, &err);
    gr_session *session = lesson != NULL ? gr_session_new(lesson, &err) : NULL;

    ck_assert_msg(session != NULL, "%s", err.message);
    gr_app_around(&app, session, false);
    for (gr_key key = 1; key <= GR_KEY_F1; key = key == 255 ? GR_KEY_FIRST : key + 1) {
        gr_app_key(&app, key);
        gr_test_work(&app);
        for (int i = 0; i < 4; i++) {
            static const int sizes[][2] = { { 10, 3 }, { 30, 8 }, { 45, 14 }, { 80, 24 } };
            free(gr_test_picture(&app, sizes[i][0], sizes[i][1]));
        }
    }
    ck_assert(!gr_session_state(session, session->lesson->items[0])->closed);
    gr_app_clear(&app);
}
END_TEST

START_TEST(redraw_and_quit)
{
    gr_app app = gr_test_app(WORKED, false);

    gr_test_press(&app, "Ctrl-L");
    ck_assert(app.redraw && !app.quit);
    gr_test_press(&app, "? Q");
    ck_assert(app.quit);
    gr_app_clear(&app);
}
END_TEST

/* --- every size --- */

/* Screens: a page, keys that answer on it, and keys that only look. */
static const struct {
    size_t page;
    const char *done, *looking;
} screens[] = {
    { TOTAL, "", "" },
    { TOTAL, "1 0 0 Enter . G", "" },
    { WORKED, "2 .", "" },
    { WORKED, "G", "Tab" },
    { WORKED, "G", "?" },
    { WORKED, "2 .", "e" },
    { WORKED, "", "] Enter" },
    { WORKED, "", "~ 1 2" },
    { TELLS_NOT, ".", "Tab Enter 9" },
    { DOUBLED, "1 Enter h", "" },
};

static gr_app screen_app(size_t i, bool ascii)
{
    gr_app app = gr_test_app(screens[i].page, ascii);

    gr_test_press(&app, screens[i].done);
    return app;
}

static bool same_cells(const gr_canvas *a, const gr_canvas *b)
{
    for (int y = 0; y < a->height; y++)
        for (int x = 0; x < a->width; x++) {
            const gr_cell *one = gr_canvas_cell(a, x, y), *other = gr_canvas_cell(b, x, y);
            if (one->character != other->character || one->role != other->role ||
                one->heat != other->heat || one->bold != other->bold)
                return false;
        }
    return true;
}

/* What was drawn before leaves no trace: a new app with the same session and keys draws the same.
 */
static void check_size(gr_app *app, const char *looking, int width, int height)
{
    gr_app fresh;
    gr_canvas mine = { 0 }, anew = { 0 };

    gr_app_around(&fresh, app->session, app->ascii);
    gr_test_press(&fresh, looking);
    gr_test_draw(app, &mine, width, height);
    gr_test_draw(&fresh, &anew, width, height);
    if (!same_cells(&mine, &anew))
        ck_abort_msg("%dx%d after other sizes: another picture", width, height);
    gr_canvas_clear(&mine);
    gr_canvas_clear(&anew);
}

START_TEST(every_size)
{
    static const int sizes[][2] = {
        { 39, 12 }, { 79, 23 },  { 79, 24 },  { 80, 23 },   { 80, 24 },
        { 81, 25 }, { 120, 40 }, { 160, 50 }, { 300, 100 }, { 300, 1 },
        { 1, 100 }, { 100, 12 }, { 60, 20 },  { 60, 100 },  { 20, 100 }
    };
    gr_app app = screen_app((size_t)_i, false);

    gr_test_press(&app, screens[_i].looking);
    for (int height = 1; height <= 30; height++)
        for (int width = 1; width <= 45; width++)
            check_size(&app, screens[_i].looking, width, height);
    for (size_t i = 0; i < GR_LEN(sizes); i++)
        check_size(&app, screens[_i].looking, sizes[i][0], sizes[i][1]);
    gr_app_clear(&app);
}
END_TEST

static bool is_glyph(uint32_t character)
{
    static const char *const glyphs[] = {
#define GR_GLYPH(id, utf8, ascii) utf8,
#include "gradus/glyphs.def"
#undef GR_GLYPH
    };
    char encoded[5] = "";

    encoded[gr_utf8_encode(character, encoded)] = '\0';
    for (size_t i = 0; i < GR_LEN(glyphs); i++)
        if (strcmp(glyphs[i], encoded) == 0)
            return true;
    return character >= 0x2800 && character <= 0x28FF;
}

static void check_characters(gr_app *app, const char *lesson, int width, int height)
{
    gr_canvas canvas = { 0 };

    gr_test_draw(app, &canvas, width, height);
    for (int i = 0; i < width * height; i++) {
        uint32_t c = canvas.cells[i].character;
        char encoded[5] = "";
        encoded[gr_utf8_encode(c, encoded)] = '\0';
        bool half = c == 0 && i % width > 0 && !app->ascii; /* of a wide one */
        if (!half && (c < ' ' || c > '~') &&
            (app->ascii || !(is_glyph(c) || strstr(lesson, encoded) != NULL)))
            ck_abort_msg("%dx%d draws U+%04X", width, height, (unsigned)c);
    }
    gr_canvas_clear(&canvas);
}

START_TEST(known_characters_only)
{
    static const int sizes[][2] = { { 12, 3 }, { 30, 8 }, { 45, 14 }, { 80, 24 }, { 160, 50 } };
    char *lesson = gr_test_read(gr_test_source("lessons/030-parameters.md"), NULL);

    for (int ascii = 0; ascii < 2; ascii++) {
        gr_app app = screen_app((size_t)_i, ascii == 1);
        gr_test_press(&app, screens[_i].looking);
        for (size_t i = 0; i < GR_LEN(sizes); i++)
            check_characters(&app, lesson, sizes[i][0], sizes[i][1]);
        gr_app_clear(&app);
    }
    free(lesson);
}
END_TEST

START_TEST(messages_in_every_layout)
{
    static const int sizes[][2] = { { 160, 50 }, { 80, 24 }, { 60, 20 }, { 40, 12 },
                                    { 30, 8 },   { 20, 5 },  { 16, 3 },  { 16, 1 } };
    gr_app app = gr_test_app(TOTAL, false);

    gr_test_press(&app, "Right");
    for (size_t i = 0; i < GR_LEN(sizes); i++)
        ck_assert_msg(gr_test_shows_at(&app, sizes[i][0], sizes[i][1], "x predict first"),
                      "no message at %dx%d", sizes[i][0], sizes[i][1]);
    gr_test_press(&app, "9");
    ck_assert(!gr_test_shows_at(&app, 80, 24, "x predict first"));
    gr_app_clear(&app);
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("app");
    TCase *tcase = gr_test_case(made, "app");

    tcase_add_test(tcase, actions_have_keys_and_words);
    tcase_add_test(tcase, no_key_twice_in_a_context);
    tcase_add_test(tcase, predict_then_play);
    tcase_add_test(tcase, skip_and_pause);
    tcase_add_test(tcase, play_stops_at_a_prediction);
    tcase_add_test(tcase, forward_and_back);
    tcase_add_test(tcase, stop_the_work);
    tcase_add_test(tcase, knobs_by_steps);
    tcase_add_test(tcase, knobs_typed);
    tcase_add_test(tcase, knobs_that_are_not_free);
    tcase_add_test(tcase, export_writes_the_trace);
    tcase_add_test(tcase, export_that_fails_stays_open);
    tcase_add_test(tcase, pages_to_the_last);
    tcase_add_test(tcase, wrong_then_hints_then_shown);
    tcase_add_test(tcase, choices_by_arrows_and_digits);
    tcase_add_test(tcase, an_open_question_is_no_trap);
    tcase_add_test(tcase, help_opens_moves_closes);
    tcase_add_test(tcase, help_names_every_action);
    tcase_add_test(tcase, unknown_keys_do_nothing);
    tcase_add_test(tcase, paste_goes_into_open_fields_only);
    tcase_add_test(tcase, a_page_without_an_experiment);
    tcase_add_test(tcase, redraw_and_quit);
    tcase_add_loop_test(tcase, every_size, 0, (int)GR_LEN(screens));
    tcase_add_loop_test(tcase, known_characters_only, 0, (int)GR_LEN(screens));
    tcase_add_test(tcase, messages_in_every_layout);
    return made;
}

int main(void)
{
    char folder[] = "/tmp/gradus-app-XXXXXX"; /* keys pressed at random export into it */

    setlocale(LC_CTYPE, "C.UTF-8"); /* widths come from the C library */
    if (mkdtemp(folder) == NULL || chdir(folder) != 0)
        return EXIT_FAILURE;
    int status = gr_test_main(suite());
    unlink("parameters.csv");
    unlink("parameters.run.yaml");
    if (chdir("/") != 0 || rmdir(folder) != 0)
        return EXIT_FAILURE;
    return status;
}
