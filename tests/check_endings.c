/* What the screen says around a question: the name of its field, what came of it where another one
 * follows, and that nothing is left to do. */
#include "apps.h"
#include "support.h"

#include "gradus/session_words.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#define HEAD      "---\ntitle: T\n---\n\n## P\n\n"
#define LAB       "```experiment\nexperiment: parameters\nset: {layers: 5-8-4-3}\n```\n\n"
#define ASK(rest) HEAD LAB "```ask\nid: a\nquestion: q?\n" rest "```\n"

static gr_app app_of(const char *text)
{
    gr_error err = { 0 };
    gr_lesson *lesson = gr_lesson_read("t.md", text, strlen(text), NULL, &err);
    gr_session *session = lesson != NULL ? gr_session_new(lesson, &err) : NULL;
    gr_app app;

    ck_assert_msg(session != NULL, "%s", err.message);
    gr_app_around(&app, session, false);
    app.confidence = false;
    return app;
}

/* --- fields --- */

static const struct {
    const char *text, *field;
} labels[] = {
    { ASK("answer: last.total\n"), ">total  [ " },
    { ASK("answer: last.total + 1\n"), ">answer  [ " },
    { ASK("answer: last.total\nlabel: of all layers\n"), ">of all layers  [ " },
    { ASK("answer: $k\ndraw: {k: 7..7}\nlabel: f at $k\n"), ">f at 7  [ " },
    { HEAD LAB "```predict\nid: p\nquestion: q\nof: last.total\nlabel: all\n```\n", ">all  [ " },
    { HEAD LAB "```fill\nid: f\ntext: '{{u}}'\nblanks: {u: 8}\nlabel: units\n```\n", ">units  [ " },
};

START_TEST(a_field_has_its_name)
{
    gr_app app = app_of(labels[_i].text);

    gr_test_shows(&app, labels[_i].field);
    gr_app_clear(&app);
}
END_TEST

/* --- what came of it --- */

START_TEST(what_only_rounding_tells_apart_is_foreseen)
{
    gr_app app =
        app_of(HEAD LAB "```predict\nid: p\nquestion: q\nof: 0.1 + 0.2 + 0*last.total\n```\n");

    gr_test_press(&app, "0 . 3 Enter");
    const gr_item_state *state = gr_session_state(app.session, app.session->lesson->items[0]);
    ck_assert(state->value != state->key);
    gr_test_press(&app, "G 9 Right");
    gr_test_shows(&app, "You said 0.3000, and so it is.");
    gr_app_clear(&app);
}
END_TEST

#define TWO_PAGES                                                                                  \
    HEAD LAB "```ask\nid: a\nquestion: q\nanswer: 1\n```\n\n## Q\n\n"                              \
             "```ask\nid: b\nquestion: q\ndraw: {k: 2..3}\nanswer: $k\n```\n"

START_TEST(the_end_is_told)
{
    gr_app app = app_of(TWO_PAGES);

    gr_test_press(&app, "n n");
    gr_test_says(&app, GR_MESSAGE_NOTE,
                 "this is the last page; 2 questions open, the first on page "
                 "1; q all lessons");
    gr_test_press(&app, "a");
    gr_test_says(&app, GR_MESSAGE_NOTE, "1 question open, on page 1; q all lessons");
    gr_test_shows(&app, "q all lessons  ? help");
    gr_test_hides(&app, "next page");
    gr_test_press(&app, "p");
    gr_test_hides(&app, "all lessons");
    gr_test_press(&app, "1 Enter");
    gr_test_says(&app, GR_MESSAGE_DONE, "all questions are done; n next page"); /* one was shown */
    gr_test_shows(&app, "n next page");
    gr_test_press(&app, "n n");
    gr_test_says(&app, GR_MESSAGE_NOTE, "this is the last page; the lesson is done; q all lessons");
    gr_test_press(&app, "v 9 Enter"); /* practice is no end */
    ck_assert_int_eq(app.message_kind, GR_MESSAGE_NONE);
    gr_app_clear(&app);
}
END_TEST

/* The next question may take the place of the last one. */
START_TEST(an_outcome_is_told_where_another_question_follows)
{
    gr_app app = app_of(HEAD LAB "```ask\nid: a\nquestion: q\nanswer: 1\n```\n\n"
                                 "```ask\nid: b\nquestion: q\nanswer: 2\n```\n\n"
                                 "```ask\nid: c\nquestion: q\nanswer: 3\n```\n");

    gr_test_press(&app, "1 Enter");
    gr_test_says(&app, GR_MESSAGE_DONE, "1, right alone");
    gr_test_press(&app, "3 Enter");
    ck_assert_int_eq(app.message_kind, GR_MESSAGE_NONE);
    gr_test_press(&app, "a");
    gr_test_says(&app, GR_MESSAGE_NOTE, "2, shown");
    gr_app_clear(&app);
}
END_TEST

START_TEST(the_end_is_told_when_it_was_said_how_sure)
{
    gr_app app = app_of(ASK("answer: 3\n"));

    app.confidence = true;
    gr_test_press(&app, "2 Enter 1");
    gr_test_says(&app, GR_MESSAGE_PLAIN, "sure: guess");
    gr_test_press(&app, "3 Enter");
    ck_assert_int_eq(app.message_kind, GR_MESSAGE_NONE);
    gr_test_press(&app, "2");
    gr_test_says(&app, GR_MESSAGE_DONE, "the lesson is done, right with help; q all lessons");
    gr_app_clear(&app);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("endings");
    TCase *tcase = gr_test_case(suite, "endings");

    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_loop_test(tcase, a_field_has_its_name, 0, GR_LEN(labels));
    tcase_add_test(tcase, what_only_rounding_tells_apart_is_foreseen);
    tcase_add_test(tcase, an_outcome_is_told_where_another_question_follows);
    tcase_add_test(tcase, the_end_is_told);
    tcase_add_test(tcase, the_end_is_told_when_it_was_said_how_sure);
    return gr_test_main(suite);
}
