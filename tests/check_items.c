/* Questions of every kind: what is refused where it stands, what is proved, how each is marked,
 * what the record keeps, what the screen shows, and what happens without memory. */
#include "apps.h"
#include "sessions.h"
#include "starve.h"
#include "support.h"

#include "gradus/session_words.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD      "---\ntitle: T\n---\n\n## P\n\n"
#define LAB       "```experiment\nexperiment: parameters\nset: {layers: 5-8-4-3}\n```\n\n"
#define ASK(rest) HEAD LAB "```ask\nid: a\nquestion: q?\n" rest "```\n"
#define ORDER                                                                                      \
    ASK("draw: {a: 3..9}\nitems:\n- {text: all, by: last.total}\n- {text: least, by: $a - 10}\n"   \
        "- {text: five, by: 1 + 4}\n- {text: 'half of them', by: last.total / 2}\n")
#define TEXT                                                                                       \
    ASK("accept: [momentum, 'heavy   Ball', '*inert*']\nwrong: {'*descent': That is without "      \
        "it.}\n"                                                                                   \
        "hints: [m...]\nexplain: It rolls on.\n")
#define KEPT HEAD "```ask\nid: a\nquestion: Why?\nkind: text\npoints: 3\n```\n"

/* --- reading --- */

static const struct {
    const char *text, *message;
} faults[] = {
    { ASK("kind: essay\n"),
      "t.md:15:7: unknown kind 'essay'; there are: number, choice, order, text" },
    { ASK("items: [{text: a, by: 1}]\n"), "t.md:15:8: an order has 2 to 9 items" },
    { ASK("items: [{text: a, by: 1}, {text: b}]\n"), "'by' is missing" },
    { ASK("items: [{text: a, by: 1}, {text: b, when: 1}]\n"),
      "unknown key 'when'; allowed: text, by" },
    { ASK("items: [{text: a, by: 1}, {text: b, by: 1 +}]\n"), "t.md:15:41: " },
    { ASK("items: [{text: a, by: 1}, {text: b, by: 2}]\nanswer: 3\n"),
      "t.md:16:1: answer belongs to kind: number" },
    { ASK("items: [{text: a, by: 1}, {text: b, by: 2}]\nwrong: {21: no}\n"),
      "t.md:16:1: an order says itself" },
    { ASK("kind: order\n"), "'items' is missing" },
    { ASK("accept: []\n"), "t.md:15:9: nothing is accepted" },
    { ASK("accept: ['a*']\n"), "t.md:15:10: the first text accepted is the one that is shown" },
    { ASK("accept: [a, ' ']\n"), "t.md:15:13: an empty text cannot be typed" },
    { ASK("accept: [a]\ntolerance: 1\n"), "t.md:16:1: tolerance belongs to kind: number" },
    { ASK("accept: [a]\nanswer: 1\n"), "t.md:16:1: answer belongs to kind: number" },
    { ASK("answer: 1\nlabel: a name that is longer\n"),
      "t.md:16:8: a label is one line of 1 to 16 columns" },
    { ASK("answer: 1\nlabel: ''\n"), "t.md:16:8: a label is one line" },
    { ASK("answer: 1\nlabel: \"a\\nb\"\n"), "t.md:16:8: a label is one line" },
    { ASK("options: [{text: a, when: 1}, {text: b, when: 0}]\nlabel: x\n"),
      "t.md:16:1: a choice has no field that a label could name" },
    { ASK("answer: $k\ndraw: {k: 1..2}\nlabel: f at $n\n"), "'$n' is no drawn number" },
    { ASK("kind: text\nwrong: {a: b}\n"), "t.md:16:1: a text without `accept` is not marked" },
    { ASK("answer: 1\naccept: [a]\nkind: number\n"), "t.md:16:1: accept belongs to kind: text" },
    { HEAD LAB "```predict\nid: p\nquestion: q\nof: 1\nskip: maybe\n```\n",
      "t.md:16:7: 'skip' is" },
    { ASK("answer: 1\nrequire: 3\n"), "t.md:16:10: 'require' is" },
    { ASK("answer: 1\nskip: no\n"), "t.md:16:1: unknown key 'skip'" },
    { HEAD "```experiment\nexperiment: parameters\nlock: [lr]\n```\n", "t.md:9:8: " },
    { HEAD LAB "```predict\nid: p\nquestion: q\nkind: text\nof: 1\n```\n",
      "unknown kind 'text'; there are: number, choice" },
};

START_TEST(faults_are_told_where_they_stand)
{
    gr_error err = { 0 };
    const char *text = faults[_i].text;

    ck_assert_msg(gr_lesson_read("t.md", text, strlen(text), NULL, &err) == NULL, "accepted: %s",
                  text);
    gr_assert_message(err, faults[_i].message);
}
END_TEST

/* --- proving --- */

static const struct {
    const char *text, *message;
} proofs[] = {
    { ORDER, NULL },
    { TEXT, NULL },
    { KEPT, NULL },
    { ASK("items: [{text: a, by: 1}, {text: b, by: 2 - 1}]\n"),
      "t.md:13:1: the items have no order" },
    { ASK("items: [{text: a, by: 1}, {text: b, by: 1 / 0}]\n"), "the items have no order" },
    { ASK("draw: {k: 1..9}\nitems: [{text: a, by: $k}, {text: b, by: 7}]\n"),
      "the items have no order: values that are equal or not finite, as drawn for a student: k=7" },
    { ASK("items: [{text: a, by: 1}, {text: b, by: last.foo}]\n"), "t.md:15:41: column 1: " },
    { ASK("accept: [moment, '*um']\nwrong: {Momentum: no}\n"),
      "t.md:16:9: this listed mistake is the right answer" },
    { HEAD "```ask\nid: a\nquestion: q\nanswer: 3\n```\n",
      "t.md:8:1: a question needs an experiment on this page or before it" },
};

START_TEST(what_does_not_hold_is_found)
{
    gr_lesson *lesson = gr_test_lesson(proofs[_i].text);
    gr_findings findings = { 0 };
    gr_error err = { 0 };

    ck_assert(gr_lesson_check(lesson, &findings, &err));
    const char *first = findings.count > 0 ? findings.list[0].message : "";
    ck_assert_msg(findings.count == (proofs[_i].message != NULL), "%zu: %s", findings.count, first);
    if (proofs[_i].message != NULL)
        ck_assert_msg(strstr(first, proofs[_i].message) != NULL, "message is: %s", first);
    gr_findings_clear(&findings);
    gr_lesson_free(lesson);
}
END_TEST

/* --- orders --- */

START_TEST(an_order_says_how_many_are_in_place)
{
    static const char *const unreadable[] = { "", "234", "12345", "1123", "0123", "abcd", "1.34" };
    gr_session *session = gr_test_session(ORDER);
    gr_error err = { 0 };

    for (size_t i = 0; i < GR_LEN(unreadable); i++) {
        ck_assert(!gr_test_answer(session, unreadable[i], &err) && err.kind == GR_ERROR_USAGE);
        ck_assert_int_eq(gr_test_item(session)->attempts, 0);
    }
    gr_test_answered(session, "2314"); /* least, five, half, all is right: 2341 */
    gr_test_words(session, gr_item_rejection, "not 2314, 2 of 4 in place, attempt 1");
    gr_test_answered(session, "1234");
    gr_test_words(session, gr_item_rejection, "not 1234, 0 of 4 in place, attempt 2");
    gr_test_answered(session, "2, 3 41");
    ck_assert(gr_test_item(session)->right && gr_test_item(session)->key == 2341);
    gr_test_words(session, gr_item_outcome, "2341, right with help");
    gr_session_free(session);
}
END_TEST

START_TEST(an_order_is_shown)
{
    gr_session *session = gr_test_session(ORDER);
    gr_error err = { 0 };

    ck_assert(gr_session_show(session, &err));
    gr_test_words(session, gr_item_outcome, "2341, shown");
    gr_session_free(session);
}
END_TEST

/* --- texts --- */

static const struct {
    const char *typed;
    bool right, known;
} texts[] = {
    { "momentum", true, false },
    { "  MomentuM ", true, false },
    { "heavy ball", true, false },
    { "heavy \t ball", true, false },
    { "heavyball", false, false },
    { "momentums", false, false },
    { "it is inertia", true, false },
    { "INERT", true, false },
    { "Steepest Descent", false, true },
    { "descents", false, false },
    { "*", false, false },
    { "moment um", false, false },
    { "\xC3\xA4", false, false },
    { "ininert", true, false },
};

START_TEST(a_text_is_right_by_its_patterns)
{
    gr_session *session = gr_test_session(TEXT);
    const gr_item *item = session->lesson->items[0];

    gr_test_answered(session, texts[_i].typed);
    ck_assert(gr_test_item(session)->right == texts[_i].right);
    ck_assert((gr_test_item(session)->message != NULL) == texts[_i].known);
    if (texts[_i].known)
        gr_assert_text(gr_test_item(session)->message, item->mistakes[0].message);
    gr_session_free(session);
}
END_TEST

/* A pattern with many stars against a text that nearly fits takes time in their product at most. */
START_TEST(stars_do_not_take_long)
{
    char lesson[2048], typed[GR_TYPED_MAX];
    size_t used = (size_t)snprintf(lesson, sizeof lesson, ASK("%s"), "");

    used -= strlen("```\n");
    used += (size_t)snprintf(lesson + used, sizeof lesson - used, "accept: [x, '");
    for (int i = 0; i < 400; i++)
        used += (size_t)snprintf(lesson + used, sizeof lesson - used, "*a");
    snprintf(lesson + used, sizeof lesson - used, "*b']\n```\n");
    memset(typed, 'a', sizeof typed - 1);
    typed[sizeof typed - 1] = '\0';
    gr_session *session = gr_test_session(lesson);
    gr_test_answered(session, typed);
    ck_assert(!gr_test_item(session)->right);
    typed[sizeof typed - 2] = 'B';
    gr_test_answered(session, typed);
    ck_assert(gr_test_item(session)->right);
    gr_session_free(session);
}
END_TEST

START_TEST(a_text_without_key_is_kept)
{
    gr_session *session = gr_test_session(KEPT);
    gr_error err = { 0 };

    ck_assert(!gr_session_show(session, &err));
    gr_assert_text(err.message, "this answer is marked by hand; there is none to show");
    ck_assert(!gr_test_answer(session, "  ", &err));
    gr_test_answered(session, "Because it falls.");
    ck_assert(gr_test_item(session)->closed && gr_test_item(session)->kept &&
              !gr_test_item(session)->right);
    gr_test_words(session, gr_item_outcome, "'Because it falls.', kept to be marked by hand");
    gr_assert_text(gr_session_progress(session), "tried");
    gr_session_free(session);
}
END_TEST

/* --- the record --- */

static gr_csv rows;

static const char *cell(size_t row, const char *column)
{
    size_t index;

    ck_assert(gr_csv_find(&rows, column, &index, NULL));
    return gr_csv_text(&rows, row, index);
}

static gr_session *followed(const char *text, gr_record *record)
{
    gr_session *session = gr_test_session(text);
    gr_error err = { 0 };

    ck_assert(gr_session_follow(session, record, &err));
    session->confidence = true;
    return session;
}

/* What stands after answering, and after taking it up again. */
static void kept_and_resumed(const char *text, const char *wrong, const char *right,
                             const char *correct)
{
    char *folder = gr_test_folder();
    gr_error err = { 0 };

    setenv("XDG_STATE_HOME", folder, 1);
    gr_record *record = gr_record_open("ada", NULL, &err);
    gr_session *session = followed(text, record);
    if (wrong != NULL)
        gr_test_answered(session, wrong);
    gr_session_sure(session, 3);
    gr_test_answered(session, right);
    ck_assert_ptr_eq(session->unsure, session->lesson->items[0]);
    gr_session_sure(session, 0);
    ck_assert_ptr_null(session->unsure);
    ck_assert(gr_record_rows(record, &rows, &err));
    size_t last = wrong != NULL ? 3 : 1;
    ck_assert_uint_eq(rows.rows, last + 1);
    if (wrong != NULL) {
        gr_assert_text(cell(1, "value"), wrong);
        gr_assert_text(cell(1, "correct"), "0");
        gr_assert_text(cell(2, "event"), "confidence");
        gr_assert_text(cell(2, "confidence"), "3");
        gr_assert_text(cell(2, "attempt"), "1");
    }
    gr_assert_text(cell(last, "value"), right);
    gr_assert_text(cell(last, "correct"), correct);
    gr_assert_text(cell(last, "score"), correct);
    gr_assert_text(gr_lesson_progress(session->lesson, &rows), gr_session_progress(session));
    gr_csv_clear(&rows);
    gr_item_state before = *gr_test_item(session);
    gr_session_free(session);
    session = followed(text, record);
    gr_item_state *state = gr_test_item(session);
    ck_assert(state->closed && state->right == before.right && state->kept == before.kept);
    gr_assert_text(state->answered, before.answered);
    gr_session_free(session);
    gr_record_close(record);
    gr_test_folder_remove(folder);
}

START_TEST(the_record_keeps_each_kind)
{
    kept_and_resumed(ORDER, "1234", "2341", "1");
    kept_and_resumed(TEXT, "gradient, \"descent\"", "heavy ball", "1");
    kept_and_resumed(KEPT, NULL, "1 + the rest, \"quoted\"", "");
}
END_TEST

/* --- the screen --- */

static gr_app app_of(const char *text)
{
    gr_app app;

    gr_app_around(&app, gr_test_session(text), false);
    return app;
}

START_TEST(an_order_is_typed)
{
    gr_app app = app_of(ORDER);

    gr_test_shows(&app, "  4  half of them");
    gr_test_press(&app, "2 2 9 3 1");
    gr_test_shows(&app, "[ 231 ");
    gr_test_press(&app, "Enter");
    gr_test_says(&app, GR_MESSAGE_ERROR, "type all numbers 1 to 4 in order, each once");
    gr_test_press(&app, "4 Enter j");
    gr_test_shows(&app, "not 2314, 2 of 4 in place,");
    gr_test_press(&app, "2 3 4 1 Enter 1");
    gr_test_shows(&app, "=  2341, right with help");
    gr_app_clear(&app);
}
END_TEST

START_TEST(a_text_is_written)
{
    gr_app app = app_of(TEXT);

    gr_test_shows(&app, "Enter write  h hint  a show answer");
    gr_test_press(&app, "m h");
    gr_test_shows(&app, "hint 1 of 1");
    gr_test_press(&app, "Enter Enter");
    gr_test_says(&app, GR_MESSAGE_ERROR, "type an answer first");
    gr_test_type(&app, "Q has? descent");
    gr_test_shows(&app, "has? descent");
    gr_test_press(&app, "Enter Enter");
    gr_test_shows(&app, "That is without it.");
    gr_test_press(&app, "Enter x Esc");
    gr_test_hides(&app, "[ x");
    gr_test_press(&app, "Enter");
    gr_test_type(&app, "HEAVY ball");
    gr_test_press(&app, "Enter");
    gr_test_shows(&app, "You said 'HEAVY ball'.");
    gr_test_press(&app, "1");
    gr_test_shows(&app, "=  momentum, right with help");
    gr_test_shows(&app, "It rolls on.");
    gr_app_clear(&app);
}
END_TEST

/* Code stands without its backquotes wherever a question has words; a star is itself. */
START_TEST(code_is_told_from_its_marks)
{
    gr_app app = app_of(HEAD LAB "```ask\nid: a\nquestion: What is `total` times 2*1?\n"
                             "options:\n- {text: 'a `few`', when: last.total < 50}\n"
                             "- {text: 'the `lot`', when: last.total > 50}\n"
                             "hints: ['Look at `total`.']\nwrong: {1: 'No, `total` is more.'}\n"
                             "explain: It is `99`.\n```\n");

    gr_test_shows(&app, "What is total times 2*1?");
    gr_test_shows(&app, "1  a few");
    gr_test_press(&app, "h");
    gr_test_shows(&app, "Look at total.");
    gr_test_press(&app, "1 Enter");
    gr_test_shows(&app, "You said a few.");
    gr_test_press(&app, "1");
    gr_test_shows(&app, "No, total is more.");
    gr_test_press(&app, "2 Enter 1");
    gr_test_shows(&app, "=  the lot, right with help");
    gr_test_shows(&app, "It is 99.");
    gr_test_hides(&app, "`");
    gr_app_clear(&app);
}
END_TEST

START_TEST(a_long_text_is_refused_whole)
{
    gr_app app = app_of(KEPT);

    gr_test_press(&app, "Enter");
    for (int i = 0; i < GR_TYPED_MAX; i++)
        gr_test_type(&app, "x");
    gr_test_press(&app, "Enter");
    gr_test_says(&app, GR_MESSAGE_ERROR, "an answer has at most 511 bytes");
    gr_test_press(&app, "Backspace Enter 2");
    gr_test_shows(&app, "kept to be marked by hand");
    gr_app_clear(&app);
}
END_TEST

/* --- what an instructor forbids --- */

#define PREDICT "```predict\nid: p\nquestion: q\nof: last.total\nskip: no\nrequire: yes\n```\n"
#define TWO                                                                                        \
    HEAD LAB PREDICT "\n## Q\n\n"                                                                  \
                     "```ask\nid: b\nquestion: q\nanswer: 1\n```\n\n## R\n"

START_TEST(a_prediction_that_is_needed_is_not_skipped)
{
    gr_session *session = gr_test_session(TWO);
    gr_error err = { 0 };

    ck_assert(!gr_session_skip(session, &err));
    gr_assert_text(err.message, "this prediction cannot be skipped; a guess will do");
    ck_assert(!gr_session_aim(session, 1, 0, &err));
    gr_assert_text(err.message, "predict first; a guess will do");
    gr_session_free(session);
}
END_TEST

START_TEST(a_page_waits_for_what_is_required)
{
    gr_app app = app_of(TWO);

    gr_test_press(&app, "n");
    gr_test_says(&app, GR_MESSAGE_ERROR, "page 1 has a question that is to be answered first");
    gr_test_type(&app, ":page 3");
    gr_test_press(&app, "Enter");
    gr_test_says(&app, GR_MESSAGE_ERROR, "page 1 has a question that is to be answered first");
    gr_test_press(&app, "Esc Esc 1 Enter 2 n");
    ck_assert_uint_eq(app.session->page, 1);
    gr_test_press(&app, "n p p"); /* this one's question is not required */
    ck_assert_uint_eq(app.session->page, 0);
    gr_app_clear(&app);
}
END_TEST

START_TEST(locked_knobs_are_not_free)
{
    gr_session *session = gr_test_session(
        HEAD
        "```experiment\nexperiment: parameters\nset: {layers: 5-3, bias: no}\nlock: [bias]\n```\n");
    gr_error err = { 0 };

    ck_assert(gr_session_set(session, "layers", "4-3", &err));
    ck_assert(!gr_session_set(session, "bias", "yes", &err));
    gr_assert_text(err.message, "knob bias is not free on this page; free are: layers");
    gr_session_free(session);
}
END_TEST

/* --- without memory --- */

typedef struct scene {
    const char *text, *wrong, *right;
} scene;

static void play(gr_starving *s, void *context)
{
    const scene *made = context;
    gr_error err = { 0 };
    gr_findings findings = { 0 };
    gr_lesson *lesson;

    while (!gr_test_fed(
        s, (lesson = gr_lesson_read("t.md", made->text, strlen(made->text), NULL, &err)) != NULL,
        &err))
        ;
    while (!gr_test_fed(s, gr_lesson_check(lesson, &findings, &err), &err))
        gr_findings_clear(&findings);
    ck_assert_uint_eq(findings.count, 0);
    gr_findings_clear(&findings);
    gr_session *session = gr_session_new(lesson, &err);
    if (!gr_test_fed(s, session != NULL, &err))
        session = gr_test_session(made->text);
    while (!gr_test_fed(s, gr_test_answer(session, made->wrong, &err), &err))
        ;
    ck_assert(!gr_test_item(session)->right);
    while (!gr_test_fed(s, gr_test_answer(session, made->right, &err), &err))
        ;
    ck_assert(gr_test_item(session)->right && gr_test_item(session)->attempts == 2);
    gr_session_free(session);
}

static const scene scenes[] = {
    { ORDER, "1234", "2341" },
    { TEXT, "descent", "inert" },
};

START_TEST(without_memory_nothing_is_lost)
{
    scene one = scenes[_i];

    gr_test_starve(one.right, play, &one);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("items");
    TCase *tcase = gr_test_case(suite, "items");

    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_loop_test(tcase, faults_are_told_where_they_stand, 0, GR_LEN(faults));
    tcase_add_loop_test(tcase, what_does_not_hold_is_found, 0, GR_LEN(proofs));
    tcase_add_test(tcase, an_order_says_how_many_are_in_place);
    tcase_add_test(tcase, an_order_is_shown);
    tcase_add_loop_test(tcase, a_text_is_right_by_its_patterns, 0, GR_LEN(texts));
    tcase_add_test(tcase, stars_do_not_take_long);
    tcase_add_test(tcase, a_text_without_key_is_kept);
    tcase_add_test(tcase, the_record_keeps_each_kind);
    tcase_add_test(tcase, an_order_is_typed);
    tcase_add_test(tcase, a_text_is_written);
    tcase_add_test(tcase, code_is_told_from_its_marks);
    tcase_add_test(tcase, a_long_text_is_refused_whole);
    tcase_add_test(tcase, a_prediction_that_is_needed_is_not_skipped);
    tcase_add_test(tcase, a_page_waits_for_what_is_required);
    tcase_add_test(tcase, locked_knobs_are_not_free);
    tcase_add_loop_test(tcase, without_memory_nothing_is_lost, 0, GR_LEN(scenes));
    return gr_test_main(suite);
}
