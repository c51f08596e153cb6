/* session_private.h - what session*.c share. */
#ifndef GRADUS_SESSION_PRIVATE_H
#define GRADUS_SESSION_PRIVATE_H

#include "gradus/session.h"

/* Close a question as predicted, mark what stands in its field, close it as shown: whatever page
 * the session is at. */
bool gr_session_predicted(gr_session *session, const gr_item *item, double value, gr_error *err);
bool gr_session_asked(gr_session *session, const gr_item *item, gr_error *err);
bool gr_session_shown(gr_session *session, const gr_item *item, gr_error *err);

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

/* Tell the record of a question. */
void gr_session_tell_item(gr_session *session, gr_entry_kind event, const gr_item *item,
                          const char *value);

/* Tell the record that the run is at the end of its page, that it began anew with another seed. */
void gr_session_told_run(gr_session *session);
void gr_session_told_seed(gr_session *session);

#endif
