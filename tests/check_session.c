/* One student in one lesson: gates, answers, hints, progress, knobs, pages. */
#include "gradus/session.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "support.h"

/* Pages of lessons/030-parameters.md, from 0. */
enum {
    TOTAL = 0,
    LAYER_TWO = 1,
    WORKED = 2,
    NO_BIAS = 4,
    SHARE = 5,
    ONE_LAYER = 7,
    WHOLE_NET = 8,
    DOUBLED = 9
};

static gr_session *session_of(gr_lesson *lesson, size_t page)
{
    gr_error err = { 0 };

    ck_assert(lesson != NULL);
    gr_session *session = gr_session_new(lesson, &err);
    ck_assert_msg(session != NULL && gr_session_open(session, page, &err), "%s", err.message);
    return session;
}

static gr_session *session_at(size_t page)
{
    gr_error err = { 0 };

    return session_of(gr_lesson_load(gr_test_source("lessons/030-parameters.md"), NULL, &err),
                      page);
}

#define HEAD "---\ntitle: T\n---\n\n## P\n\n"
#define NET  "```experiment\nexperiment: parameters\nset: {layers: 5-8-4-3, bias: yes}\n```\n\n"

static gr_session *session_from(const char *text)
{
    gr_error err = { 0 };
    gr_lesson *lesson = gr_lesson_read("t.md", text, strlen(text), NULL, &err);

    ck_assert_msg(lesson != NULL, "%s", err.message);
    return session_of(lesson, 0);
}

static void refused(bool done, const gr_error *err, const char *message)
{
    ck_assert(!done);
    ck_assert_int_eq(err->kind, GR_ERROR_USAGE);
    gr_assert_text(err->message, message);
}

/* An action on the session is refused with exactly this message. */
#define assert_refused(call, message)                                                              \
    do {                                                                                           \
        gr_error err = { 0 };                                                                      \
        refused(call, &err, message);                                                              \
    } while (0)

#define assert_done(call)                                                                          \
    do {                                                                                           \
        gr_error err = { 0 };                                                                      \
        ck_assert_msg(call, "%s", err.message);                                                    \
    } while (0)

static void go(gr_session *session, long step)
{
    assert_done(gr_session_aim(session, step, 0, &err) && gr_session_settle(session, &err));
}

static void type(gr_session *session, const char *text)
{
    const gr_item *item = gr_session_item(session);

    ck_assert(item != NULL);
    snprintf(gr_session_state(session, item)->typed, GR_TYPED_MAX, "%s", text);
}

static void answer(gr_session *session, const char *text)
{
    type(session, text);
    assert_done(gr_session_answer(session, &err));
}

static const gr_item_state *item_on(const gr_session *session, size_t number)
{
    return gr_session_state(session, gr_session_page(session)->items[number]);
}

static const char *knob(const gr_session *session, const char *name)
{
    return gr_values_text(gr_run_values(gr_session_run(session)), name);
}

/* --- the gate --- */

START_TEST(a_gate_holds_from_the_start)
{
    gr_session *session = session_at(TOTAL);

    gr_assert_text(gr_session_gate(session)->id, "total");
    ck_assert_ptr_eq(gr_session_item(session), gr_session_gate(session));
    assert_refused(gr_session_aim(session, 1, 0, &err), "predict first, or s to skip");
    assert_refused(gr_session_aim(session, 0, 1, &err), "predict first, or s to skip");
    ck_assert(!session->moving);
    go(session, 0);
    go(session, -5);
    ck_assert_int_eq(gr_session_step(session), 0);
    answer(session, "100");
    ck_assert_ptr_null(gr_session_gate(session));
    ck_assert(item_on(session, 0)->value == 100 && item_on(session, 0)->key == 99);
    ck_assert(item_on(session, 0)->closed && !item_on(session, 0)->skipped);
    go(session, 1000);
    ck_assert_int_eq(gr_session_step(session), 3);
    ck_assert(gr_session_at_end(session));
    gr_session_free(session);
}
END_TEST

START_TEST(a_gate_within_the_run_stops_it_there)
{
    gr_session *session = session_at(LAYER_TWO);

    ck_assert_ptr_null(gr_session_gate(session));
    ck_assert_ptr_null(gr_session_item(session));
    go(session, 3);
    ck_assert_int_eq(gr_session_step(session), 1);
    gr_assert_text(gr_session_gate(session)->id, "layer-two");
    assert_refused(gr_session_aim(session, 2, 0, &err), "predict first, or s to skip");
    go(session, 0); /* back is always free */
    ck_assert_ptr_null(gr_session_gate(session));
    assert_refused(gr_session_answer(session, &err), "no question is open on this page");
    assert_refused(gr_session_skip(session, &err), "no question is open on this page");
    go(session, 1);
    answer(session, "40");
    ck_assert(item_on(session, 0)->key == 36);
    go(session, 2);
    ck_assert_int_eq(gr_session_step(session), 2);
    gr_session_free(session);
}
END_TEST

START_TEST(two_gates_one_after_the_other)
{
    gr_session *session =
        session_from(HEAD NET "```predict\nid: one\nquestion: q\nof: last.total\nat: 1\n```\n\n"
                              "```predict\nid: two\nquestion: q\nof: last.total\nat: 2\n```\n");

    go(session, 3);
    ck_assert_int_eq(gr_session_step(session), 1);
    answer(session, "1");
    go(session, 3);
    ck_assert_int_eq(gr_session_step(session), 2);
    gr_assert_text(gr_session_gate(session)->id, "two");
    assert_done(gr_session_skip(session, &err));
    go(session, 3);
    ck_assert_int_eq(gr_session_step(session), 3);
    gr_session_free(session);
}
END_TEST

START_TEST(what_is_due_first_holds_first)
{
    gr_session *session =
        session_from(HEAD NET "```predict\nid: late\nquestion: q\nof: last.total\nat: 2\n```\n\n"
                              "```predict\nid: soon\nquestion: q\nof: last.total\nat: 1\n```\n");

    go(session, 3);
    ck_assert_int_eq(gr_session_step(session), 1);
    gr_assert_text(gr_session_gate(session)->id, "soon");
    answer(session, "1");
    go(session, 3);
    gr_assert_text(gr_session_gate(session)->id, "late");
    gr_session_free(session);
}
END_TEST

START_TEST(uncovered_nothing_holds)
{
    gr_session *session = session_at(TOTAL);

    session->uncovered = true;
    ck_assert_ptr_null(gr_session_gate(session));
    go(session, 3);
    ck_assert_int_eq(gr_session_step(session), 3);
    gr_session_free(session);
}
END_TEST

START_TEST(skipping_is_for_predictions)
{
    gr_session *session = session_at(SHARE);

    assert_refused(gr_session_show(session, &err),
                   "a prediction has no answer yet; guess, or s to skip");
    assert_refused(gr_session_hint(session, &err), "this question has no hints");
    assert_done(gr_session_skip(session, &err));
    ck_assert(item_on(session, 0)->closed && item_on(session, 0)->skipped);
    ck_assert_int_eq(item_on(session, 0)->attempts, 0);
    ck_assert_ptr_null(gr_session_item(session));
    go(session, 2);
    assert_done(gr_session_open(session, ONE_LAYER, &err));
    assert_refused(gr_session_skip(session, &err), "a question is not skipped; a shows its answer");
    gr_session_free(session);
}
END_TEST

/* --- answers --- */

START_TEST(what_cannot_be_read_is_no_attempt)
{
    static const char *const unreadable[] = { "",      "x",  "1/", "--",  "1 2",
                                              "total", "1e", "(3", "nan", "3 > 2" };
    gr_session *session = session_at(ONE_LAYER);
    gr_error err = { 0 };

    for (size_t i = 0; i < GR_LEN(unreadable); i++) {
        type(session, unreadable[i]);
        ck_assert_msg(!gr_session_answer(session, &err), "accepted: %s", unreadable[i]);
        ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
        ck_assert_int_eq(item_on(session, 0)->attempts, 0);
        ck_assert(!item_on(session, 0)->closed && isnan(item_on(session, 0)->value));
        gr_assert_text(item_on(session, 0)->typed, unreadable[i]);
    }
    gr_assert_text(gr_session_progress(session), "seen");
    gr_session_free(session);
}
END_TEST

START_TEST(choices_have_numbers)
{
    static const char *const wrong[] = { "0", "4", "1.5", "-1", "inf" };
    gr_session *session = session_at(DOUBLED);

    for (size_t i = 0; i < GR_LEN(wrong); i++) {
        type(session, wrong[i]);
        assert_refused(gr_session_answer(session, &err), "there are answers 1 to 3");
    }
    answer(session, "1");
    ck_assert(!item_on(session, 0)->closed && item_on(session, 0)->key == 2);
    ck_assert_ptr_null(item_on(session, 0)->message);
    answer(session, "3");
    gr_assert_text(item_on(session, 0)->message,
                   "That would need both sides of a layer to double.");
    answer(session, "2");
    ck_assert(item_on(session, 0)->right && item_on(session, 0)->closed);
    ck_assert_int_eq(item_on(session, 0)->attempts, 3);
    gr_session_free(session);
}
END_TEST

START_TEST(known_mistakes)
{
    static const struct {
        const char *typed, *message;
    } rows[] = {
        { "100", "Those are its weights; each output adds a bias." },
        { "10*10", "Those are its weights; each output adds a bias." },
        { "120", "One bias for each output, not for each input." },
        { "220", "That is layer 1." },
        { "104", NULL },
        { "-105", NULL },
        { "inf", NULL },
    };
    gr_session *session = session_at(ONE_LAYER);

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        answer(session, rows[i].typed);
        const gr_item_state *state = item_on(session, 0);
        ck_assert(!state->closed && !state->right && state->key == 105);
        ck_assert_int_eq(state->attempts, (int)i + 1);
        gr_assert_text(state->typed, "");
        ck_assert((state->message == NULL) == (rows[i].message == NULL));
        if (rows[i].message != NULL)
            gr_assert_text(state->message, rows[i].message);
    }
    answer(session, "20*5 + 5");
    ck_assert(item_on(session, 0)->right && item_on(session, 0)->message == NULL);
    assert_refused(gr_session_answer(session, &err), "no question is open on this page");
    gr_session_free(session);
}
END_TEST

START_TEST(tolerances)
{
    static const struct {
        const char *tolerance, *typed;
        bool right;
    } rows[] = {
        { "", "99.00001", true },           { "", "99.001", false },
        { "tolerance: 0.5", "99.5", true }, { "tolerance: 0.5", "98.4", false },
        { "tolerance: 1%", "98.01", true }, { "tolerance: 1%", "100", false },
        { "tolerance: 0", "99", true },     { "tolerance: 0", "99.0000001", false },
    };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        char text[400];
        snprintf(text, sizeof text,
                 HEAD NET "```ask\nid: a\nquestion: q\nanswer: last.total\n%s\n```\n",
                 rows[i].tolerance);
        gr_session *session = session_from(text);
        answer(session, rows[i].typed);
        ck_assert_msg(item_on(session, 0)->right == rows[i].right, "%s: %s", rows[i].tolerance,
                      rows[i].typed);
        gr_session_free(session);
    }
}
END_TEST

START_TEST(hints_to_the_last)
{
    gr_session *session = session_at(ONE_LAYER);

    assert_done(gr_session_hint(session, &err));
    assert_done(gr_session_hint(session, &err));
    assert_refused(gr_session_hint(session, &err), "no more hints; a shows the answer");
    ck_assert_uint_eq(item_on(session, 0)->hints, 2);
    assert_done(gr_session_show(session, &err));
    ck_assert(item_on(session, 0)->shown && item_on(session, 0)->closed);
    ck_assert(!item_on(session, 0)->right && item_on(session, 0)->key == 105);
    assert_refused(gr_session_hint(session, &err), "no question is open on this page");
    assert_refused(gr_session_show(session, &err), "no question is open on this page");
    gr_session_free(session);
}
END_TEST

/* A lesson that no linter has seen: its question has nothing to be asked about. */
START_TEST(a_question_without_an_experiment)
{
    static const char *const texts[] = {
        HEAD "```ask\nid: a\nquestion: q\nanswer: 1\n```\n",
        HEAD "```predict\nid: a\nquestion: q\nof: 1\n```\n",
    };

    for (size_t i = 0; i < GR_LEN(texts); i++) {
        gr_session *session = session_from(texts[i]);
        const char *message = "there is no experiment that this question is about";
        type(session, "1");
        assert_refused(gr_session_answer(session, &err), message);
        assert_refused(gr_session_show(session, &err), message);
        ck_assert(!item_on(session, 0)->closed && item_on(session, 0)->attempts == 0);
        assert_refused(gr_session_aim(session, 1, 0, &err), "this page has no experiment to step");
        assert_refused(gr_session_reset(session, &err), "this page has no experiment");
        assert_refused(gr_session_set(session, "bias", "no", &err),
                       "knob bias is not free on this page; free are: none");
        ck_assert(gr_session_at_end(session) && gr_session_steps(session) == 0);
        ck_assert_ptr_null(gr_session_run(session));
        gr_session_free(session);
    }
}
END_TEST

/* --- progress --- */

#define ASK(id) "```ask\nid: " id "\nquestion: q\nanswer: last.total\nhints: [h]\n```\n\n"

START_TEST(progress_is_honest)
{
    /* a answer, w wrong answer, h hint, s show; for two questions */
    static const struct {
        const char *done, *word;
    } rows[] = {
        { "", "seen" },
        { "h", "seen" },
        { "w", "tried" },
        { "a", "tried" },
        { "as", "tried" },
        { "aa", "right alone" },
        { "awa", "right with help" },
        { "haa", "right with help" },
        { "aha", "right with help" },
        { "wawa", "right with help" },
    };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_session *session = session_from(HEAD NET ASK("a") ASK("b"));
        for (const char *at = rows[i].done; *at != '\0'; at++) {
            if (*at == 'a' || *at == 'w')
                answer(session, *at == 'a' ? "99" : "98");
            else
                assert_done(*at == 'h' ? gr_session_hint(session, &err)
                                       : gr_session_show(session, &err));
        }
        ck_assert_msg(strcmp(gr_session_progress(session), rows[i].word) == 0, "'%s': %s",
                      rows[i].done, gr_session_progress(session));
        gr_session_free(session);
    }
}
END_TEST

START_TEST(progress_without_questions)
{
    gr_session *session = session_from(HEAD NET "text\n");

    gr_assert_text(gr_session_progress(session), "seen");
    gr_session_free(session);
    session = session_at(TOTAL);
    answer(session, "7");
    gr_assert_text(gr_session_progress(session), "tried");
    gr_session_free(session);
}
END_TEST

/* --- knobs and pages --- */

START_TEST(knobs_free_and_not)
{
    gr_session *session = session_at(WORKED);

    const gr_values *values = gr_run_values(gr_session_run(session));
    ck_assert(gr_session_is_free(session, gr_values_find(values, "bias", NULL)));
    gr_value stranger = values->items[0]; /* as that knob, of another run */
    ck_assert(!gr_session_is_free(session, &stranger));
    assert_refused(gr_session_set(session, "foo", "1", &err),
                   "knob foo is not free on this page; free are: layers, bias");
    go(session, 2);
    gr_error bad = { 0 };
    ck_assert(!gr_session_set(session, "layers", "5-x", &bad) && bad.kind == GR_ERROR_USAGE);
    gr_assert_text(knob(session, "layers"), "5-8-4-3");
    ck_assert_int_eq(gr_session_step(session), 2);
    assert_done(gr_session_set(session, "layers", "2-3-4-5-6", &err));
    gr_assert_text(knob(session, "layers"), "2-3-4-5-6");
    ck_assert_int_eq(gr_session_step(session), 0);
    ck_assert_int_eq(gr_session_steps(session), 4);
    assert_done(gr_session_set(session, "bias", "no", &err));
    go(session, 4);
    assert_done(gr_session_reset(session, &err));
    gr_assert_text(knob(session, "layers"), "5-8-4-3");
    gr_assert_text(knob(session, "bias"), "yes");
    ck_assert_int_eq(gr_session_step(session), 0);
    ck_assert_uint_eq(session->study.count, 1);
    assert_done(gr_session_open(session, ONE_LAYER, &err));
    assert_refused(gr_session_set(session, "bias", "no", &err),
                   "knob bias is not free on this page; free are: none");
    gr_session_free(session);
}
END_TEST

/* What a student tries out does not change the key. */
START_TEST(keys_are_of_the_page)
{
    gr_session *session = session_from(HEAD NET ASK("a"));

    assert_done(gr_session_set(session, "bias", "no", &err));
    answer(session, "84");
    ck_assert(!item_on(session, 0)->right);
    answer(session, "99");
    ck_assert(item_on(session, 0)->right);
    gr_session_free(session);
}
END_TEST

START_TEST(pages_keep_or_begin_experiments)
{
    gr_session *session = session_at(ONE_LAYER);

    go(session, 1);
    ck_assert(gr_session_at_end(session));
    assert_done(gr_session_open(session, WHOLE_NET, &err)); /* keeps that of the page before */
    ck_assert_int_eq(gr_session_step(session), 1);
    assert_done(gr_session_open(session, ONE_LAYER, &err));
    ck_assert_int_eq(gr_session_step(session), 1);
    assert_done(gr_session_open(session, DOUBLED, &err)); /* has one of its own */
    ck_assert_int_eq(gr_session_step(session), 0);
    gr_assert_text(knob(session, "layers"), "10-40-5");
    assert_done(gr_session_open(session, WHOLE_NET, &err));
    ck_assert_int_eq(gr_session_step(session), 0);
    gr_assert_text(knob(session, "layers"), "10-20-5");
    gr_session_free(session);
}
END_TEST

START_TEST(answers_outlive_their_page)
{
    gr_session *session = session_at(TOTAL);

    answer(session, "100");
    go(session, 2);
    assert_done(gr_session_open(session, NO_BIAS, &err));
    gr_assert_text(gr_session_gate(session)->id, "no-bias");
    assert_done(gr_session_open(session, TOTAL, &err));
    ck_assert_int_eq(gr_session_step(session), 0);
    ck_assert(item_on(session, 0)->closed && item_on(session, 0)->value == 100);
    ck_assert_ptr_null(gr_session_gate(session));
    go(session, 3);
    gr_session_free(session);
}
END_TEST

/* A page that cannot begin leaves the old one as it is. */
START_TEST(a_page_that_cannot_open)
{
    gr_session *session = session_from(HEAD NET "## Q\n\n```experiment\nexperiment: parameters\n"
                                                "set: {layers: 100000000-100000000}\n```\n");
    gr_error err = { 0 };

    go(session, 2);
    ck_assert(!gr_session_open(session, 1, &err));
    ck_assert_uint_eq(session->page, 0);
    ck_assert_int_eq(gr_session_step(session), 2);
    gr_assert_text(knob(session, "layers"), "5-8-4-3");
    go(session, 3);
    gr_session_free(session);
}
END_TEST

/* --- moving --- */

START_TEST(steps_of_the_page)
{
    gr_session *session = session_at(ONE_LAYER);

    ck_assert_int_eq(gr_session_steps(session), 1);
    go(session, 9);
    ck_assert_int_eq(gr_session_step(session), 1);
    ck_assert(gr_session_at_end(session));
    ck_assert_int_eq(gr_run_state(gr_session_run(session)), GR_RUN_GOING);
    go(session, 0);
    ck_assert(!gr_session_at_end(session));
    gr_session_free(session);
}
END_TEST

START_TEST(pieces_and_cancelling)
{
    gr_session *session = session_at(WORKED);

    assert_done(gr_session_aim(session, 3, 0, &err));
    ck_assert(session->moving);
    assert_done(gr_session_piece(session, &err));
    ck_assert(session->moving);
    ck_assert_int_eq(gr_session_step(session), 1);
    assert_done(gr_session_cancel(session, &err));
    ck_assert(!session->moving);
    ck_assert_int_eq(gr_session_step(session), 1);
    assert_done(gr_session_settle(session, &err));
    ck_assert_int_eq(gr_session_step(session), 1);
    for (long step = 3; step >= 0; step--) { /* back and forth: the same rows */
        go(session, step);
        go(session, 3);
        go(session, step);
        ck_assert_int_eq(gr_session_step(session), step);
        ck_assert_int_eq(gr_study_furthest(&session->study), 3);
    }
    gr_session_free(session);
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("session");
    TCase *tcase = gr_test_case(made, "session");

    tcase_add_test(tcase, a_gate_holds_from_the_start);
    tcase_add_test(tcase, a_gate_within_the_run_stops_it_there);
    tcase_add_test(tcase, two_gates_one_after_the_other);
    tcase_add_test(tcase, what_is_due_first_holds_first);
    tcase_add_test(tcase, uncovered_nothing_holds);
    tcase_add_test(tcase, skipping_is_for_predictions);
    tcase_add_test(tcase, what_cannot_be_read_is_no_attempt);
    tcase_add_test(tcase, choices_have_numbers);
    tcase_add_test(tcase, known_mistakes);
    tcase_add_test(tcase, tolerances);
    tcase_add_test(tcase, hints_to_the_last);
    tcase_add_test(tcase, a_question_without_an_experiment);
    tcase_add_test(tcase, progress_is_honest);
    tcase_add_test(tcase, progress_without_questions);
    tcase_add_test(tcase, knobs_free_and_not);
    tcase_add_test(tcase, keys_are_of_the_page);
    tcase_add_test(tcase, pages_keep_or_begin_experiments);
    tcase_add_test(tcase, answers_outlive_their_page);
    tcase_add_test(tcase, a_page_that_cannot_open);
    tcase_add_test(tcase, steps_of_the_page);
    tcase_add_test(tcase, pieces_and_cancelling);
    return made;
}

int main(void)
{
    return gr_test_main(suite());
}
