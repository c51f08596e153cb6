#include "sessions.h"

#include <stdio.h>
#include <string.h>

gr_lesson *gr_test_lesson(const char *text)
{
    gr_error err = { 0 };
    gr_lesson *lesson = gr_lesson_read("t.md", text, strlen(text), NULL, &err);

    ck_assert_msg(lesson != NULL, "%s\n%s", err.message, text);
    return lesson;
}

gr_session *gr_test_session(const char *text)
{
    gr_error err = { 0 };
    gr_session *session = gr_session_new(gr_test_lesson(text), &err);

    ck_assert_msg(session != NULL, "%s", err.message);
    return session;
}

gr_item_state *gr_test_item(gr_session *session)
{
    return gr_session_state(session, session->lesson->items[0]);
}

bool gr_test_answer(gr_session *session, const char *typed, gr_error *err)
{
    gr_item_state *state = gr_test_item(session);

    snprintf(state->typed, sizeof state->typed, "%s", typed);
    return gr_session_answer(session, err);
}

void gr_test_answered(gr_session *session, const char *typed)
{
    gr_error err = { 0 };

    ck_assert_msg(gr_test_answer(session, typed, &err), "'%s': %s", typed, err.message);
}

void gr_test_go(gr_session *session, long step)
{
    gr_error err = { 0 };

    ck_assert_msg(gr_session_aim(session, step, 0, &err) && gr_session_settle(session, &err), "%s",
                  err.message);
}

void gr_test_words(gr_session *session,
                   void (*make)(const gr_session *, const gr_item *, gr_text *),
                   const char *expected)
{
    gr_text text = { 0 };

    make(session, session->lesson->items[0], &text);
    gr_assert_text(gr_text_string(&text), expected);
    gr_text_clear(&text);
}
