/* draws.h - numbers of each student's own, in a question.
 *
 * `draw: {a: 3..9}` in a question makes `$a` a whole number from 3 to 9 wherever the question has a
 * text or an expression. It follows from the student's name, the lesson's, the question's id and
 * the number of the practice alone, so that everyone who knows these, a grader for one, has the
 * same number: they are hashed (64-bit FNV-1a) into the seed of a generator whose stream "draw"
 * gives one number after the other, in the order of the lesson's file.
 */
#ifndef GRADUS_DRAWS_H
#define GRADUS_DRAWS_H

#include "gradus/lesson.h"

typedef struct gr_drawn {
    const char *names[GR_DRAWS_MAX]; /* the lesson's */
    double values[GR_DRAWS_MAX];
    size_t count;
} gr_drawn;

/* The numbers of a student. `practice` is 0 for those that count, 1, 2, ... for what is practised
 * afterwards, -1, -2, ... for what is asked again in reviews. A student of no name (NULL, "" or "-")
 * has numbers too, always the same ones. */
void gr_item_draw(const gr_item *item, const char *student, const char *lesson, long practice,
                  gr_drawn *drawn);

/* "a=3 b=7", as in the record. */
void gr_drawn_put(const gr_drawn *drawn, gr_text *out);

/* A text of the question with each `$a` replaced by its number; a `$` before no drawn name stays.
 */
void gr_drawn_say(const gr_drawn *drawn, const char *text, gr_text *out);

/* Where a text names a number that is not drawn, `$` and a letter; NULL: nowhere. */
const char *gr_drawn_unknown(const gr_drawn *drawn, const char *text);

#endif
