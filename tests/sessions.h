/* sessions.h - a lesson that a test writes, opened, and its first question answered. Everything
 * here but gr_test_answer fails the test on an error. */
#ifndef GRADUS_TESTS_SESSIONS_H
#define GRADUS_TESTS_SESSIONS_H

#include "gradus/session.h"
#include "support.h"

/* The text stands in t.md, as messages say. */
gr_lesson *gr_test_lesson(const char *text);
gr_session *gr_test_session(const char *text);

gr_item_state *gr_test_item(gr_session *session);

bool gr_test_answer(gr_session *session, const char *typed, gr_error *err);
void gr_test_answered(gr_session *session, const char *typed);

/* To a step, with the work that it takes. */
void gr_test_go(gr_session *session, long step);

/* What a function of session_words.h says of the first question. */
void gr_test_words(gr_session *session,
                   void (*make)(const gr_session *, const gr_item *, gr_text *),
                   const char *expected);

#endif
