/* answer.h - keys are computed, not stored: an answer is an expression over a run made again.
 */
#ifndef GRADUS_ANSWER_H
#define GRADUS_ANSWER_H

#include "gradus/draws.h"
#include "gradus/expression.h"
#include "gradus/run.h"

/* The names that an expression about one run may use, and the numbers behind them. */
typedef struct gr_run_names {
    gr_scope_run scope;
    const char **columns, **knobs, **tables;
    double *knob_values;
    gr_arena arena;
} gr_run_names;

bool gr_run_names_make(gr_run_names *names, const gr_run *run, gr_error *err);
void gr_run_names_clear(gr_run_names *names);

/* How many runs a page's experiment is, groups times seeds; and one of them, from 0, as the page
 * first shows it. */
size_t gr_lab_runs(const gr_lab *lab);
gr_run *gr_lab_start(const gr_lab *lab, size_t number, gr_run_keep keep, gr_error *err);

/* The run that stands beside the page's own as a ghost, at its last step; NULL where there is none.
 * It is the caller's. */
bool gr_lab_ghost(const gr_lab *lab, gr_run **run, gr_error *err);

/* How many steps the page goes; the run tells its length. 0: until it ends. */
long gr_lab_steps(const gr_lab *lab, const gr_run *run);

/* Several expressions over the experiment run from start to end, in bounded pieces, so that the
 * caller can look at the keyboard in between. Lesson, file and `drawn` (NULL: none) are borrowed.
 */
typedef struct gr_evaluation gr_evaluation;

gr_evaluation *gr_evaluation_new(const gr_lab *lab, const char *file, const gr_drawn *drawn,
                                 const gr_formula *formulas, size_t count, gr_error *err);
bool gr_evaluation_piece(gr_evaluation *evaluation, bool *done, gr_error *err);
double gr_evaluation_share(const gr_evaluation *evaluation); /* made of all; 0: that is not known */
void gr_evaluation_values(gr_evaluation *evaluation, double *values); /* `count`, once it is done */
void gr_evaluation_free(gr_evaluation *evaluation);

/* The values of several expressions over the experiment run from start to end; of compared runs
 * `run[2].last.f` is the second's, a name alone the first's. Nothing is run for expressions
 * that ask nothing of a run. `drawn` (NULL: none) are the numbers behind `$a`. `file` stands in
 * messages, which carry the expression's place. */
bool gr_lab_evaluate(const gr_lab *lab, const char *file, const gr_drawn *drawn,
                     const gr_formula *formulas, size_t count, double *values, gr_error *err);

/* The first step at which the goal of an experiment holds; -1: never. */
bool gr_lab_goal(const gr_lab *lab, const char *file, long *step, gr_error *err);

/* Whether a question is about an experiment; a text to be typed is not. */
bool gr_item_needs_lab(const gr_item *item);

/* The verdict on a typed answer. */
typedef enum gr_verdict {
    GR_VERDICT_UNREADABLE,
    GR_VERDICT_WRONG,
    GR_VERDICT_RIGHT,
    GR_VERDICT_KEPT /* to be marked by hand */
} gr_verdict;

typedef struct gr_marking {
    gr_verdict verdict;
    double value;        /* what was typed; of a text NaN */
    double key;          /* the right value; a choice: its option, from 1; an order: its digits */
    double parts[GR_BLANKS_MAX];  /* fill: what was typed, one number a blank; */
    double blanks[GR_BLANKS_MAX]; /* the right values of all blanks; */
    size_t wrong_blank;           /* the first wrong one of those typed, from 1; 0: none */
    size_t in_place, places; /* order: how many stand where they belong, of how many */
    const char *message; /* of a known mistake; NULL for none. Borrowed from the lesson */
} gr_marking;

/* Mark a typed answer of a student whose numbers are `drawn` (NULL for a question without any): a
 * number in any form, an option's number, the numbers of all items in a row, a text, or the
 * numbers of the last blanks with `;` between them. Of what cannot be read as an answer nothing but the
 * verdict is known, and nothing is run for it. `typed` NULL asks for the key alone. */
bool gr_item_mark(const gr_item *item, const gr_lab *lab, const char *file, const gr_drawn *drawn,
                  const char *typed, gr_marking *marking, gr_error *err);

/* What comes of a prediction: what was typed, what comes true, and how far off it was. */
typedef struct gr_prediction {
    bool readable; /* else the others are NaN, and nothing was run */
    double value;  /* a number, an option's number; of a curve how many points it has */
    double truth;  /* of a curve how far it is off */
    double miss;   /* the distance from what comes true; of a choice 0 or 1; of a curve its gap (see
                      sketch.h), NaN where there is nothing to hold it against */
} gr_prediction;

/* `drawn` as above. What cannot be read as a prediction is told in `why` (may be NULL), and no
 * error. */
bool gr_item_predict(const gr_item *item, const gr_lab *lab, const char *file,
                     const gr_drawn *drawn, const char *typed, gr_prediction *prediction,
                     gr_error *why, gr_error *err);

#endif
