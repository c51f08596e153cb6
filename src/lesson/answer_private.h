/* answer_private.h - what marking and checking share. Private to src/lesson/. */
#ifndef GRADUS_ANSWER_PRIVATE_H
#define GRADUS_ANSWER_PRIVATE_H

#include "gradus/answer.h"

/* As gr_lab_evaluate, for several students at once out of the same runs: `values` has `count` of
 * the first, then of the second, and so on. All of `drawn` (NULL: one student without any) have the
 * same names. */
bool gr_lab_evaluate_each(const gr_lab *lab, const char *file, const gr_drawn *drawn,
                          size_t students, const gr_formula *formulas, size_t count, double *values,
                          gr_error *err);

/* The same out of runs on which somebody acts: drives, hands back, takes back, by chance, but the same
 * at each call. What then comes to something else is not known before the student has acted. */
bool gr_lab_evaluate_driven(const gr_lab *lab, const char *file, const gr_drawn *drawn,
                            size_t students, const gr_formula *formulas, size_t count,
                            double *values, gr_error *err);

/* The expressions of a question by which it is marked: how many, and they themselves in a fixed
 * order, into an array with room for so many. */
size_t gr_item_formula_count(const gr_item *item);
void gr_item_formulas(const gr_item *item, gr_formula *formulas);

/* Whether a text fits a pattern, in which `*` stands for any text: letters of either case of ASCII,
 * and runs of blanks as one, none at the ends. */
bool gr_text_matches(const char *pattern, const char *text);

/* What is typed as a value, NaN of a text. GR_ERROR_USAGE says what is typed instead. */
bool gr_item_read_typed(const gr_item *item, const char *typed, double *value, gr_error *err);

/* As gr_item_predict; `truth` is the value of its expression, NULL: not known yet. */
bool gr_item_foretold(const gr_item *item, const gr_lab *lab, const char *file,
                      const gr_drawn *drawn, const double *truth, const char *typed,
                      gr_prediction *prediction, gr_error *why, gr_error *err);

/* As gr_item_mark, by the values of those expressions. */
bool gr_item_judge(const gr_item *item, const double *values, const char *typed,
                   gr_marking *marking, gr_error *err);

#endif
