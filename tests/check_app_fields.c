/* The fields of the workbench: search in the catalogue and in the help, commands; and the keys for
 * speed, forks, seeds, landmarks and zoom. */
#include "apps.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A page of lessons/030-parameters.md. */
enum { WORKED = 2 };

/* --- the catalogue --- */

/* The lessons of the tree. */
static gr_app catalogue(void)
{
    gr_error err = { 0 };
    gr_app app;

    ck_assert_msg(gr_app_init(&app, NULL, false, &err), "%s", err.message);
    ck_assert_uint_ge(app.catalogue.count, 3);
    return app;
}

static const char *chosen(const gr_app *app)
{
    return app->catalogue.entries[app->catalogue.chosen].name;
}

static gr_catalogue_entry numbered(gr_lesson *lesson, const char *number)
{
    lesson->number = number;
    return (gr_catalogue_entry){ .lesson = lesson };
}

/* Each row of the table by its first and its last number. */
START_TEST(chapters)
{
    static const struct {
        const char *number, *title;
    } rows[] = {
        { "000", "Start" },   { "009", "Start" },    { "010", "Networks" },  { "049", "Networks" },
        { "050", "Descent" }, { "199", "Descent" },  { "200", "Imitation" }, { "899", "Imitation" },
        { "900", "More" },    { "9999999", "More" },
    };
    gr_lesson lesson = { .number = "" };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_catalogue_entry entry = numbered(&lesson, rows[i].number);
        gr_assert_text(gr_catalogue_chapter(&entry), rows[i].title);
    }
    gr_catalogue_entry without = numbered(&lesson, ""), broken = { .problem = "x" };
    ck_assert_ptr_null(gr_catalogue_chapter(&without));
    ck_assert_ptr_null(gr_catalogue_chapter(&broken));
    gr_catalogue_entry one = numbered(&lesson, "010");
    const char *title = gr_catalogue_chapter(&one);
    one = numbered(&lesson, "030");
    ck_assert_ptr_eq(gr_catalogue_chapter(&one), title); /* one pointer a chapter */
}
END_TEST

/* A chapter's title stands above its lessons, and not among what a search has found. */
START_TEST(chapters_on_the_screen)
{
    gr_app app = catalogue();

    gr_test_shows(&app, "Networks");
    gr_test_press(&app, "/");
    gr_test_type(&app, "neuron");
    gr_test_hides(&app, "Networks");
    gr_test_press(&app, "Esc");
    gr_test_shows(&app, "Networks");
    gr_app_clear(&app);
}
END_TEST

/* Number, title, objective and page titles, letters of either case. */
START_TEST(search_looks_everywhere)
{
    static const struct {
        const char *part, *name;
    } rows[] = {
        { "020", "020-neuron" },
        { "ONE NEURON", "020-neuron" },
        { "where do they sit?", "030-parameters" }, /* a page, and the end of the objective */
        { "what does a machine see, and", "010-images" },
        { "the worked sum", "030-parameters" },
        { "paramETERS?", "030-parameters" },
    };
    gr_app app = catalogue();

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_catalogue_search(&app.catalogue, rows[i].part);
        ck_assert_msg(gr_catalogue_shown(&app.catalogue) == 1, "'%s' finds %zu", rows[i].part,
                      gr_catalogue_shown(&app.catalogue));
        gr_assert_text(chosen(&app), rows[i].name);
    }
    gr_app_clear(&app);
}
END_TEST

/* What is chosen is always shown, if anything is. */
START_TEST(search_keeps_the_chosen_one)
{
    gr_app app = catalogue();
    gr_catalogue *all = &app.catalogue;

    gr_catalogue_search(all, "check yourself"); /* in all three */
    gr_test_press(&app, "Down");
    gr_assert_text(chosen(&app), "020-neuron");
    gr_catalogue_search(all, "neuron");
    gr_assert_text(chosen(&app), "020-neuron");
    gr_catalogue_search(all, "parameters?");
    gr_assert_text(chosen(&app), "030-parameters");
    gr_catalogue_search(all, "xyzzy");
    ck_assert_uint_eq(gr_catalogue_shown(all), 0);
    ck_assert_uint_lt(all->chosen, all->count);
    gr_catalogue_move(all, 1);
    gr_catalogue_move(all, -1);
    ck_assert_uint_lt(all->chosen, all->count);
    gr_catalogue_search(all, "");
    ck_assert_uint_eq(gr_catalogue_shown(all), all->count);
    gr_app_clear(&app);
}
END_TEST

/* Of more than the filter holds its beginning counts. */
START_TEST(search_for_much)
{
    gr_app app = catalogue();
    char much[200];

    memset(much, 'a', sizeof much);
    much[sizeof much - 1] = '\0';
    gr_catalogue_search(&app.catalogue, much);
    ck_assert_uint_eq(strlen(app.catalogue.filter), sizeof app.catalogue.filter - 1);
    ck_assert_uint_eq(gr_catalogue_shown(&app.catalogue), 0);
    gr_app_clear(&app);
}
END_TEST

START_TEST(search_by_keys)
{
    gr_app app = catalogue();
    char count[40];

    gr_test_press(&app, "/");
    ck_assert_int_eq(app.field, GR_FIELD_SEARCH);
    gr_test_type(&app, "check yourself");
    snprintf(count, sizeof count, "%zu of %zu match", gr_catalogue_shown(&app.catalogue),
             app.catalogue.count);
    gr_test_shows(&app, count);
    gr_test_press(&app, "Down Down Up"); /* arrows move while typing */
    gr_assert_text(chosen(&app), "020-neuron");
    gr_assert_text(app.typed, "check yourself");
    gr_test_press(&app, "Backspace Backspace");
    gr_assert_text(app.catalogue.filter, "check yourse");
    gr_test_press(&app, "Esc");
    ck_assert_int_eq(app.field, GR_FIELD_NONE);
    gr_assert_text(app.catalogue.filter, "");
    gr_assert_text(chosen(&app), "020-neuron");
    ck_assert_uint_eq(gr_catalogue_shown(&app.catalogue), app.catalogue.count);
    gr_app_clear(&app);
}
END_TEST

/* Whoever knows a lesson's number types it. */
START_TEST(search_by_number)
{
    gr_app app = catalogue();

    gr_test_press(&app, "0 2");
    ck_assert_int_eq(app.field, GR_FIELD_SEARCH);
    gr_assert_text(app.typed, "02");
    gr_test_press(&app, "0 Enter");
    ck_assert_ptr_nonnull(app.session);
    gr_assert_text(app.session->lesson->name, "020-neuron");
    gr_app_clear(&app);
}
END_TEST

START_TEST(search_opens_what_it_found)
{
    gr_app app = catalogue();

    gr_test_press(&app, "/ x y z z y Enter");
    gr_test_says(&app, GR_MESSAGE_ERROR, "there is no lesson to open");
    ck_assert_int_eq(app.field, GR_FIELD_SEARCH);
    ck_assert_ptr_null(app.session);
    gr_test_shows(&app, "0 of");
    gr_test_press(&app, "Esc / p a r a m Enter");
    ck_assert_ptr_nonnull(app.session);
    gr_assert_text(app.session->lesson->name, "030-parameters");
    ck_assert_int_eq(app.field, GR_FIELD_NONE);
    gr_test_press(&app, "Tab q"); /* back: the catalogue is whole again */
    ck_assert_ptr_null(app.session);
    gr_assert_text(app.catalogue.filter, "");
    gr_assert_text(chosen(&app), "030-parameters");
    gr_app_clear(&app);
}
END_TEST

/* --- the help --- */

/* What is chosen is done where the help was opened. */
START_TEST(help_does_what_is_chosen)
{
    gr_app app = gr_test_app(WORKED, false);

    gr_test_press(&app, "? / d o w n");
    ck_assert_uint_lt(gr_help_count(&app), GR_ACTIONS);
    gr_test_press(&app, "Esc / t y p e Space a Space v a l u e");
    ck_assert_uint_eq(gr_help_count(&app), 1);
    gr_test_press(&app, "Enter");
    ck_assert(!app.help);
    ck_assert_int_eq(app.field, GR_FIELD_KNOB);
    gr_test_press(&app, "Esc ? / l i n e Space a b o v e Enter");
    ck_assert(app.help); /* not here */
    gr_test_says(&app, GR_MESSAGE_ERROR, "can be done");
    gr_test_press(&app, "Esc / n o t e Space o f Enter"); /* a command: its words are still to come */
    ck_assert(!app.help);
    ck_assert_int_eq(app.field, GR_FIELD_COMMAND);
    gr_test_press(&app, "x");
    gr_assert_text(app.typed, "note x");
    gr_test_press(&app, "Esc ? / x y z z y");
    ck_assert_uint_eq(gr_help_count(&app), 0);
    gr_test_shows(&app, "nothing matches");
    gr_app_clear(&app);
}
END_TEST

/* --- commands --- */

static void command(gr_app *app, const char *text)
{
    gr_test_press(app, ":");
    gr_test_type(app, text);
    gr_test_press(app, "Enter");
}

START_TEST(commands)
{
    gr_app app = gr_test_app(WORKED, false);

    command(&app, "page 3");
    ck_assert_uint_eq(app.session->page, 2);
    command(&app, "  page 1");
    ck_assert_uint_eq(app.session->page, 0);
    command(&app, "seed 7");
    ck_assert_uint_eq(gr_run_seed(gr_session_run(app.session)), 7);
    command(&app, "speed 16");
    ck_assert_int_eq(app.speed, 16);
    command(&app, "zoom");
    ck_assert(app.zoomed);
    command(&app, "");
    ck_assert_int_eq(app.field, GR_FIELD_NONE);
    gr_test_press(&app, ": Backspace");
    ck_assert_int_eq(app.field, GR_FIELD_NONE);
    command(&app, "messages");
    ck_assert(app.help && app.listing);
    gr_app_clear(&app);
}
END_TEST

START_TEST(commands_refused)
{
    static const struct {
        const char *text, *message;
    } rows[] = {
        { "pgae 3", "no command 'pgae'; did you mean :page?" },
        { "xyzzy", "no command 'xyzzy'; Esc, then ? tells all of them" },
        { "page", "page ''; write a whole number from 1 to" },
        { "page 99", "page '99'; write a whole number from 1 to" },
        { "page 1x", "page '1x'; write" },
        { "step -1", "step '-1'; write a whole number from 0" },
        { "speed 0", "speed '0'; write a whole number from 1 to 64" },
        { "set lr", "write a knob and a value, as :set lr 0.1" },
        { "set nothing 3", "is not free on this page" },
        { "open nowhere", "nowhere" },
        { "quit now", ":quit takes nothing behind it" },
        { "messages all", ":messages takes nothing behind it" },
        { "export", "type the name of a file" },
        { "note", "no record is kept of this page" },
    };
    gr_app app = gr_test_app(WORKED, false);

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        command(&app, rows[i].text);
        gr_test_says(&app, GR_MESSAGE_ERROR, rows[i].message);
        ck_assert(!app.quit);
        ck_assert_int_eq(app.field, GR_FIELD_COMMAND); /* to be mended */
        gr_test_press(&app, "Esc");
    }
    command(&app, "messages");
    ck_assert_uint_eq(gr_help_count(&app), GR_LEN(rows));
    gr_app_clear(&app);
}
END_TEST

/* --- speed, zoom, seeds, forks --- */

START_TEST(speeds)
{
    gr_app app = gr_test_app(WORKED, false);

    gr_test_press(&app, "> > >");
    ck_assert_int_eq(app.speed, 64);
    gr_test_press(&app, ">");
    gr_test_says(&app, GR_MESSAGE_PLAIN, "as fast as steps can be drawn");
    gr_test_press(&app, ">");
    ck_assert_int_eq(app.speed, GR_SPEED_DRAWN);
    gr_test_press(&app, "< < < < < < < < <");
    ck_assert_int_eq(app.speed, 1);
    gr_test_says(&app, GR_MESSAGE_PLAIN, "1 step a second");
    gr_app_clear(&app);
}
END_TEST

START_TEST(fork_reseed_landmarks_zoom)
{
    gr_app app = gr_test_app(WORKED, false);

    gr_test_press(&app, "s . . f");
    gr_test_says(&app, GR_MESSAGE_DONE, "forked at step 2");
    ck_assert_uint_eq(app.session->study.count, 2);
    gr_test_press(&app, "R");
    ck_assert_uint_eq(app.session->study.count, 1);
    ck_assert_uint_eq(gr_run_seed(gr_session_run(app.session)), 2);
    gr_test_press(&app, ". . . g }");
    gr_test_says(&app, GR_MESSAGE_NOTE, "no landmark after this step");
    gr_test_press(&app, "g {");
    gr_test_says(&app, GR_MESSAGE_NOTE, "no landmark before this step");
    char *both = gr_test_picture(&app, 80, 24);
    gr_test_press(&app, "z");
    char *alone = gr_test_picture(&app, 80, 24);
    ck_assert_str_ne(both, alone);
    ck_assert(app.zoomed && app.on_live);
    gr_test_press(&app, "z");
    free(both);
    free(alone);
    gr_app_clear(&app);
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("app fields");
    TCase *tcase = gr_test_case(made, "fields");

    tcase_add_test(tcase, chapters);
    tcase_add_test(tcase, chapters_on_the_screen);
    tcase_add_test(tcase, search_looks_everywhere);
    tcase_add_test(tcase, search_keeps_the_chosen_one);
    tcase_add_test(tcase, search_for_much);
    tcase_add_test(tcase, search_by_keys);
    tcase_add_test(tcase, search_by_number);
    tcase_add_test(tcase, search_opens_what_it_found);
    tcase_add_test(tcase, help_does_what_is_chosen);
    tcase_add_test(tcase, commands);
    tcase_add_test(tcase, commands_refused);
    tcase_add_test(tcase, speeds);
    tcase_add_test(tcase, fork_reseed_landmarks_zoom);
    return made;
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8"); /* widths come from the C library */
    return gr_test_main(suite());
}
