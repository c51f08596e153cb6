/* recall.h - how well one question is remembered, by the reviews it has had.
 *
 * A question that was closed in its lesson is asked again after a day, and each time that it is
 * right at once and without help the gap grows: 1, 3, 7, 16, 35 days, which is about doubled each
 * time and fits a term; the last gap stays. A wrong first answer, or looking at the answer, brings
 * it back to the first gap; one that is right with help waits the same gap once more. What follows
 * the first answer is learning and decides nothing.
 *
 * Sources. Being asked beats reading again, after days though not after minutes: Roediger &
 * Karpicke 2006, Psychological Science 17, 249. Going on to ask what was right once beats dropping
 * it: Karpicke & Roediger 2007, Journal of Memory and Language 57, 151. Growing gaps end no better
 * than equal ones, but more is right on the way: Kang, Lindsey, Mozer & Pashler 2014, Psychonomic
 * Bulletin & Review 21, 1544. These numbers of days are ours; none of the sources prescribes any.
 *
 * In the record (record.h) a review is rows of the event `review`, of the question's own lesson: an
 * answer as it was typed, with `correct`, or what else was done in the words below, without. The
 * params begin with `review=N`, which variant of its drawn numbers it is.
 */
#ifndef GRADUS_RECALL_H
#define GRADUS_RECALL_H

#include <stdbool.h>
#include <stddef.h>

#define GR_RECALL_ASKED    "ask"
#define GR_RECALL_HINT     "hint"
#define GR_RECALL_PAGE     "page" /* the lesson's page was opened beside it */
#define GR_RECALL_SOLUTION "solution"
#define GR_RECALL_SKIP     "skip" /* it stays due */
#define GR_RECALL_SURE     "confidence"

/* All zero: never reviewed. */
typedef struct gr_recall {
    size_t times;     /* so many reviews were decided */
    size_t gap;       /* so many gaps are behind it: which one it waits for now */
    bool still_right; /* the last review that was decided was right alone */
    long variant;     /* of the review that was begun last; 0: none */
    bool helped;      /* that one, before it was decided */
    bool decided;     /* its first answer is given, or it was shown */
} gr_recall;

/* Days that a question waits whose `gap` is this; past the last gap, the last. */
long gr_recall_days(size_t gap);

/* Take one row: its value, what `correct` says (NaN for nothing), its params. True when the review
 * was decided by it. */
bool gr_recall_take(gr_recall *recall, const char *value, double correct, const char *params);

#endif
