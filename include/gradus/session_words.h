/* session_words.h - how a session and its questions stand, in words: the same on the screen and in
 * the plain dialogue.
 */
#ifndef GRADUS_SESSION_WORDS_H
#define GRADUS_SESSION_WORDS_H

#include "gradus/session.h"

/* "paused", "waiting for your prediction", "diverged", "finished", "end of page"; "" without an
 * experiment. */
const char *gr_session_standing(const gr_session *session);

/* How the lesson stands at its end: "the lesson is done, right with help", on a page before its last
 * one "all questions are done", or "3 questions open, the first on page 2". */
void gr_session_ending(const gr_session *session, char out[80]);

/* A text of a question with the student's own numbers in it. */
void gr_item_words(const gr_session *session, const gr_item *item, const char *text, gr_text *out);

/* "guess", "fairly", "certain" for 1, 2, 3; "" otherwise. */
const char *gr_confidence_word(int confidence);

/* The text of an answer: of a number, or of a chosen option. */
void gr_item_answer_text(const gr_session *session, const gr_item *item, double value,
                         gr_text *out);

/* The name in front of its field: its own, else the column that it is about where that is one, else
 * "answer"; of a line with several blanks which of them is being typed. */
void gr_item_label(const gr_session *session, const gr_item *item, gr_text *out);

/* A line with its blanks: what is given as numbers, what is open in brackets as far as it is typed,
 * or once it is closed what is right. */
void gr_item_line(const gr_session *session, const gr_item *item, gr_text *out);

/* The same as Markdown has code: each of its lines behind four blanks. */
void gr_item_line_code(const gr_session *session, const gr_item *item, gr_text *out);

/* The last answer to a question, and its right one. */
void gr_item_said(const gr_session *session, const gr_item *item, gr_text *out);
void gr_item_key(const gr_session *session, const gr_item *item, gr_text *out);

/* Of a curve that was drawn: "a curve of 5 points"; how far it is off, "0.36 decades", "0.42 m";
 * and what came of it, "You drew a curve of 5 points; it is off by 0.36 decades, a factor of 2.3
 * (root mean square, steps 0 to 58)." */
void gr_item_curve_said(const gr_session *session, const gr_item *item, gr_text *out);
void gr_item_gap(const gr_session *session, const gr_item *item, gr_text *out);
void gr_item_curve_outcome(const gr_session *session, const gr_item *item, gr_text *out);

/* What came of a question that is closed, in one line: "You said 100; it is 99, off by 1." (the
 * truth once the run has come to the end of the page), "99, right alone", "99, shown". */
void gr_item_outcome(const gr_session *session, const gr_item *item, gr_text *out);

/* What is wrong with the last answer to a question that is still open: "not 98, attempt 2". */
void gr_item_rejection(const gr_session *session, const gr_item *item, gr_text *out);

#endif
