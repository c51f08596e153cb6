/* session_private.h - what session*.c share. */
#ifndef GRADUS_SESSION_PRIVATE_H
#define GRADUS_SESSION_PRIVATE_H

#include "gradus/session.h"

/* Close a question as predicted by what stands in its field, mark that, close it as shown: whatever
 * page the session is at. */
bool gr_session_predicted(gr_session *session, const gr_item *item, gr_error *err);
bool gr_session_asked(gr_session *session, const gr_item *item, gr_error *err);
bool gr_session_shown(gr_session *session, const gr_item *item, gr_error *err);

/* The file of the lesson that a question is from. */
const char *gr_session_file_of(const gr_session *session, const gr_item *item);

/* session_weigh.c: the values of the expressions that a question is marked by, as they are known,
 * or found now; NULL: none could be found. Those of the session, until it weighs another. */
const double *gr_session_weights(gr_session *session, const gr_item *item, gr_error *err);
void gr_session_weigh_no_more(gr_session *session); /* what is under way is given up */
bool gr_session_weigh_piece(gr_session *session, bool *done, gr_error *err);
void gr_weighing_clear(gr_weighing *weighing);

/* Find the values of the blanks of a page, those that are given being shown. */
bool gr_session_fill_in(gr_session *session, size_t page, gr_error *err);

/* Write a row, of this lesson where it names none. Of a review the record is told what was asked and
 * answered, each under the question's own lesson, and nothing else. */
void gr_session_put(gr_session *session, gr_entry *entry);

/* session_review.c: what happened to a question that is asked again; that the page's question is
 * being asked, once. */
void gr_session_told_review(gr_session *session, gr_entry_kind event, const gr_item *item,
                            const char *value);
void gr_session_told_asked(gr_session *session);

/* The curve that a page asks for, where it can be drawn, else NULL; and get it ready, as far as it
 * is drawn, or as it was predicted. */
bool gr_session_find_curve(const gr_session *session, size_t page, const gr_item **curve,
                           gr_sketch_bounds *bounds, gr_error *err);
void gr_session_begin_curve(gr_session *session, const gr_item *curve,
                            const gr_sketch_bounds *bounds);

/* Tell the record of a question. */
void gr_session_tell_item(gr_session *session, gr_entry_kind event, const gr_item *item,
                          const char *value);

/* Tell the record that the run is at the end of its page, that it began anew with another seed. */
void gr_session_told_run(gr_session *session);
void gr_session_told_seed(gr_session *session);

#endif
