/* review.h - which questions are to be asked again, when, and as what.
 *
 * Everything follows from the rows of a record, the lessons there are, and a `now` that the caller
 * gives, in seconds since 1970: nothing here looks at a clock. What is asked again is each `ask`
 * and `fill` that was closed in its lesson, answered or shown. Predictions and texts that are
 * marked by hand are not, and what a lesson has no more is passed over. recall.h says what a review
 * does to the gap until the next one.
 *
 * A question counts as due from four hours before its gap is full, so that whoever works at about
 * the same time of day finds it.
 *
 * A sitting is a lesson made of what is due, a page for each question: the page that it comes from,
 * without the other questions. A session (session.h) asks it as it asks any lesson.
 */
#ifndef GRADUS_REVIEW_H
#define GRADUS_REVIEW_H

#include "gradus/lesson.h"
#include "gradus/record.h"

enum { GR_REVIEW_MOST = 5 };

typedef struct gr_review_item {
    const gr_lesson *lesson; /* borrowed, as the question is */
    const gr_item *item;
    gr_recall recall;
    bool closed;   /* in its lesson; the others never get due */
    int64_t since; /* when it was, or when the last review was decided */
    int64_t due;
} gr_review_item;

/* Every question that is reviewed, in the order of the lessons and of each lesson's file. */
typedef struct gr_review {
    gr_review_item *items;
    size_t count;
} gr_review;

/* The lessons are borrowed; NULL among them is passed over. Clear it with gr_review_clear. */
bool gr_review_make(gr_review *review, const gr_lesson *const *lessons, size_t count,
                    const gr_csv *rows, gr_error *err);
void gr_review_clear(gr_review *review); /* harmless on a zeroed or cleared one */

bool gr_review_is_due(const gr_review_item *of, int64_t now);

/* What a lesson's questions come to; NULL: of all lessons. */
typedef struct gr_review_sums {
    size_t closed;      /* in their lessons, */
    size_t reviewed;    /* of these once at least, */
    size_t still_right; /* and right alone at their last review */
    size_t due;
    int64_t next; /* when the next gets due that is not; meaningless when all closed ones are */
} gr_review_sums;

gr_review_sums gr_review_sum(const gr_review *review, const gr_lesson *lesson, int64_t now);

/* What is asked in a sitting: of the questions that are due those of different lessons first, then
 * the ones that have waited longest, then in the order of the lessons. Returns how many; the
 * pointers are borrowed. */
size_t gr_review_choose(const gr_review *review, int64_t now,
                        const gr_review_item *chosen[GR_REVIEW_MOST]);

/* A lesson that asks these, at least one, with numbers drawn anew for a student (""or "-": of no
 * name). It borrows from the lessons that the questions are of. */
gr_lesson *gr_review_lesson(const gr_review_item *const *chosen, size_t count, const char *student,
                            gr_error *err);

/* "1 right alone at review, 3 items due", with `between` in the place of ", "; nothing where there
 * is neither. Appended. */
void gr_review_say(const gr_review_sums *sums, const char *between, gr_text *out);

/* Why nothing is asked, a sentence: "Nothing is due for review; the next question is in 2 days." */
void gr_review_say_next(const gr_review_sums *sums, int64_t now, gr_text *out);

/* "in 2 days", "in 5 hours", "now". */
void gr_review_say_wait(int64_t seconds, gr_text *out);

#endif
