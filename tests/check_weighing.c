/* What a question is marked by is found in pieces, ahead of the answer: with the same numbers as in
 * one go, once for all attempts, with a bar, and so that it can be stopped. */
#include "apps.h"
#include "sessions.h"
#include "starve.h"

#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#define LAB                                                                                        \
    "---\ntitle: T\n---\n\n## P\n\n```experiment\nexperiment: descent\n"                           \
    "set: {surface: valley, lr: 0.01, tolerance: 0}\nsteps: 200\n```\n\n"
#define PREDICT                                                                                    \
    LAB "```predict\nid: p\nquestion: Where?\nkind: choice\noptions: [left, right, there]\n"       \
        "of: 1 + (last.x > 0) + (last.f < 10)\n```\n"
#define ASK                                                                                        \
    LAB "```ask\nid: a\nquestion: How many?\nanswer: last.step\nwrong: {last.step + 1: One too "   \
        "many.}\n```\n"

static gr_formula formula(const char *text)
{
    return (gr_formula){ .text = (char *)(uintptr_t)text, .place = { 1, 1 } };
}

START_TEST(pieces_come_to_the_same)
{
    gr_lesson *lesson = gr_test_lesson(PREDICT);
    const gr_lab *lab = lesson->pages[0].lab;
    const gr_formula both[] = { formula("last.f"), formula("steps_to(f < 100)") };
    double at_once[2], values[2], share = 0;
    gr_error err;
    bool done = false;
    int pieces = 0;

    ck_assert(gr_lab_evaluate(lab, "t", NULL, both, 2, at_once, &err));
    gr_evaluation *evaluation = gr_evaluation_new(lab, "t", NULL, both, 2, &err);
    ck_assert_ptr_nonnull(evaluation);
    for (; !done; pieces++) {
        double now = gr_evaluation_share(evaluation);
        ck_assert(now >= share && now <= 1);
        share = now;
        ck_assert(gr_evaluation_piece(evaluation, &done, &err));
    }
    ck_assert_int_ge(pieces, 200);
    ck_assert_double_eq(gr_evaluation_share(evaluation), 1);
    gr_evaluation_values(evaluation, values);
    for (int i = 0; i < 2; i++)
        ck_assert(isfinite(values[i]) && values[i] == at_once[i]);
    gr_evaluation_free(evaluation);
    gr_lesson_free(lesson);
}
END_TEST

/* Arithmetic alone runs nothing. */
START_TEST(what_asks_nothing_is_done_at_once)
{
    gr_lesson *lesson = gr_test_lesson(PREDICT);
    const gr_formula one = formula("6*7");
    gr_error err;
    bool done = false;
    double value;

    gr_evaluation *evaluation = gr_evaluation_new(lesson->pages[0].lab, "t", NULL, &one, 1, &err);
    ck_assert(gr_evaluation_piece(evaluation, &done, &err));
    ck_assert(done);
    gr_evaluation_values(evaluation, &value);
    ck_assert_double_eq(value, 42);
    gr_evaluation_free(evaluation);
    gr_lesson_free(lesson);
}
END_TEST

/* --- a session --- */

START_TEST(once_for_all_attempts)
{
    gr_session *session = gr_test_session(ASK);
    gr_error err;

    ck_assert(isnan(gr_session_weighed(session)));
    ck_assert(gr_session_weigh(session, &err));
    ck_assert(session->moving);
    ck_assert(gr_session_weighed(session) < 1);
    ck_assert(gr_session_settle(session, &err));
    ck_assert(isnan(gr_session_weighed(session)));
    ck_assert_int_eq(gr_session_step(session), 0); /* the student's own run stands where it stood */
    const double *values = session->weighing.values;
    ck_assert_ptr_nonnull(values);
    gr_test_answered(session, "7");
    ck_assert(!gr_test_item(session)->right);
    gr_test_answered(session, "201");
    gr_assert_text(gr_test_item(session)->message, "One too many.");
    gr_test_answered(session, "200");
    ck_assert(gr_test_item(session)->right);
    ck_assert_ptr_eq(session->weighing.values, values);
    gr_session_free(session);
}
END_TEST

START_TEST(stopped_it_is_as_if_never_begun)
{
    gr_session *session = gr_test_session(PREDICT);
    const gr_item *item = session->lesson->items[0];
    gr_error err;
    double truth;

    ck_assert(gr_lab_evaluate(session->lab, "t", NULL, &item->of, 1, &truth, &err));
    ck_assert(gr_session_weigh(session, &err));
    ck_assert(gr_session_piece(session, &err));
    ck_assert(session->moving);
    ck_assert(gr_session_cancel(session, &err));
    ck_assert(!session->moving && session->weighing.item == NULL);
    ck_assert(!gr_test_item(session)->closed);
    gr_test_answered(session, "3");
    ck_assert_double_eq(gr_test_item(session)->key, truth);
    gr_session_free(session);
}
END_TEST

/* --- the screen --- */

static gr_app app_of(const char *text)
{
    gr_app app;

    gr_app_around(&app, gr_test_session(text), false);
    app.confidence = false;
    return app;
}

START_TEST(the_screen_says_so_and_can_be_stopped)
{
    gr_app app = app_of(PREDICT);
    const gr_item_state *state = gr_test_item(app.session);

    gr_app_key(&app, '3');
    gr_app_key(&app, GR_KEY_ENTER);
    ck_assert(app.waiting && gr_app_busy(&app) && !state->closed);
    gr_test_shows(&app, "working");
    gr_test_shows(&app, "Ctrl-C stop");
    gr_app_work(&app);
    gr_app_show_progress(&app, 700);
    gr_test_shows(&app, "finding out");
    gr_app_key(&app, '1'); /* what is being checked stays */
    gr_assert_text(state->typed, "3");
    gr_app_key(&app, GR_KEY_CTRL_C);
    gr_test_says(&app, GR_MESSAGE_DONE, "the question is still open");
    ck_assert(!app.waiting && !gr_app_busy(&app) && !state->closed);
    gr_test_press(&app, "Enter");
    ck_assert(state->closed && app.playing);
    ck_assert_double_eq(state->value, 3);
    gr_app_clear(&app);
}
END_TEST

START_TEST(the_answer_is_shown_the_same_way)
{
    gr_app app = app_of(ASK);
    const gr_item_state *state = gr_test_item(app.session);

    gr_app_key(&app, 'a');
    ck_assert(app.waiting && !state->closed);
    gr_test_work(&app);
    ck_assert(state->shown);
    ck_assert_double_eq(state->key, 200);
    gr_app_clear(&app);
}
END_TEST

/* Nothing is found out for what cannot be read. */
START_TEST(what_is_no_answer_is_told_at_once)
{
    gr_app app = app_of(ASK);

    gr_app_key(&app, GR_KEY_ENTER);
    gr_test_says(&app, GR_MESSAGE_ERROR, "type an answer first");
    ck_assert(!app.waiting && !gr_app_busy(&app));
    gr_app_clear(&app);
}
END_TEST

static void play(gr_starving *s, void *context)
{
    gr_lesson *lesson;
    gr_session *session;
    gr_error err;

    do
        lesson = gr_lesson_read("t.md", context, strlen(context), NULL, &err);
    while (!gr_test_fed(s, lesson != NULL, &err));
    session = gr_session_new(lesson, &err);
    if (!gr_test_fed(s, session != NULL, &err))
        session = gr_test_session(context);
    while (!gr_test_fed(s, gr_session_weigh(session, &err), &err))
        ;
    while (session->moving)
        if (!gr_test_fed(s, gr_session_piece(session, &err), &err))
            ck_assert(gr_session_weigh(session, &err));
    gr_test_feed(s);
    gr_test_answered(session, "200");
    ck_assert_double_eq(gr_test_item(session)->key, 200);
    gr_session_free(session);
}

START_TEST(without_memory_it_says_so)
{
    gr_test_starve("weighing", play, ASK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("weighing");
    TCase *tcase = gr_test_case(suite, "weighing");

    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_test(tcase, pieces_come_to_the_same);
    tcase_add_test(tcase, what_asks_nothing_is_done_at_once);
    tcase_add_test(tcase, once_for_all_attempts);
    tcase_add_test(tcase, stopped_it_is_as_if_never_begun);
    tcase_add_test(tcase, the_screen_says_so_and_can_be_stopped);
    tcase_add_test(tcase, the_answer_is_shown_the_same_way);
    tcase_add_test(tcase, what_is_no_answer_is_told_at_once);
    tcase_add_test(tcase, without_memory_it_says_so);
    return gr_test_main(suite);
}
