/* lesson.h - a lesson: a Markdown file that is alive.
 *
 * The file begins with YAML front matter between lines of `---` (title, objective, minutes,
 * requires). Each `##` heading begins a page. Fenced blocks with these info strings are live, their
 * body YAML:
 *
 *   experiment   experiment, set, free, lock, plots, steps, goal, compare, ghost,
 *                drive
 *   predict      id, question, kind (choice, number, curve), options, of, at, range, label, points,
 *                draw, skip, require
 *   ask          id, question, kind (choice, number, order, text), answer, options, items, accept,
 *                label, tolerance, points, hints, wrong, explain, draw, require
 *   fill         id, question, text, blanks, label, tolerance, points, hints, wrong, explain, draw,
 *                require
 *
 * A page without an experiment keeps that of the page before. What is wrong is told with file, line
 * and column; loading goes on after an error so that an author sees all of them.
 *
 * A lesson is immutable once loaded.
 */
#ifndef GRADUS_LESSON_H
#define GRADUS_LESSON_H

#include "gradus/prose.h"
#include "gradus/recall.h"
#include "gradus/study.h"

enum { GR_LESSON_BYTES = 1 << 20, GR_LAB_PLOTS = 4, GR_ID_MAX = 40, GR_DRAWS_MAX = 8, GR_BLANKS_MAX = 8 };
enum { GR_LABEL_MAX = 16 }; /* columns */

/* Where something stands in the lesson's file. */
typedef struct gr_place {
    long line, column;
} gr_place;

/* A text that is an expression, and where it stands. NULL text: none. */
typedef struct gr_formula {
    const char *text;
    gr_place place;
} gr_formula;

/* What `plots` names: a figure, the plot kind to draw it with ("" for the default), and the part of
 * it to show. A lesson knows no plot kinds: `gradus check` says when there is none of that name. */
typedef struct gr_lab_plot {
    const gr_figure *figure;
    const char *kind;
    gr_limits window; /* of x and of y, where low < high; else what the data need */
    gr_place place;
} gr_lab_plot;

/* One of the groups of runs that are compared: its settings, on top of the page's own. */
typedef struct gr_lab_group {
    const gr_setting *settings;
    size_t setting_count;
} gr_lab_group;

/* An `experiment` block. */
typedef struct gr_lab {
    const gr_experiment *experiment;
    const gr_setting *settings;
    size_t setting_count;
    const char **free; /* knobs that the student may change */
    size_t free_count;
    gr_lab_plot plots[GR_LAB_PLOTS];
    size_t plot_count;
    long steps; /* how far the page goes; 0: the experiment's own length */
    gr_formula goal;
    gr_arrangement arrange;
    const gr_lab_group *groups;
    size_t group_count;  /* at least 1 */
    const char *over;    /* summary: the knob on x */
    uint64_t first_seed; /* of each group; */
    size_t seeds;        /* so many runs, one after the other */
    bool driven;         /* the student acts */
    const gr_lab_group *ghost; /* a run that was made before and is only looked at; NULL: none */
    gr_place place;
} gr_lab;

typedef enum gr_item_kind { GR_ITEM_PREDICT, GR_ITEM_ASK } gr_item_kind;
typedef enum gr_answer_kind {
    GR_ANSWER_NUMBER,
    GR_ANSWER_CHOICE,
    GR_ANSWER_ORDER, /* the options' numbers in a row, 3142 */
    GR_ANSWER_TEXT,
    GR_ANSWER_FILL, /* the blanks of a worked line, of a `fill` block: 8; 48 */
    GR_ANSWER_CURVE, /* predict: a column over step, as a sketch: 0:1000; 10:120 */
    GR_ANSWER_KINDS
} gr_answer_kind;

typedef struct gr_option {
    const char *text;
    gr_formula when; /* ask: true for the right one; order: what they are put in order by;
                        fill: the value of the blank whose name `text` is, in the line's order */
} gr_option;

/* A known mistake and what to say of it. */
typedef struct gr_mistake {
    gr_formula when; /* number: the value of the mistaken answer; choice: the option's number;
                        text: no expression but a pattern as in `accept` */
    const char *message;
} gr_mistake;

/* A number that is drawn for each student: a whole one from least to most, called `$name`. */
typedef struct gr_draw {
    const char *name;
    long least, most;
} gr_draw;

/* Whose a question is that a review asks again. */
typedef struct gr_again {
    const struct gr_lesson *lesson; /* borrowed, as its question is */
    const struct gr_item *item;
    gr_recall recall; /* before this review */
    long variant;     /* of the drawn numbers, from 1 */
} gr_again;

typedef struct gr_item {
    gr_item_kind kind;
    gr_answer_kind answer_kind;
    const char *id, *question;
    const char *label; /* the name in front of its field; NULL: none of its own */
    gr_option *options;
    size_t option_count;
    const char *line;    /* fill: the worked line, with {{name}} for each blank */
    const char **accept; /* text: patterns of what is right, the first one a text itself */
    size_t accept_count; /* 0: a text is kept, to be marked by hand */
    gr_formula of; /* predict: what it is about; of a curve no expression but a column's name */
    double low, high; /* curve: what the axis shows where low < high; see sketch_bounds.h */
    long at;       /* predict: the run waits at this step */
    gr_formula answer;
    double absolute, relative; /* tolerances: right within either */
    double points;
    const char **hints;
    size_t hint_count;
    gr_mistake *mistakes;
    size_t mistake_count;
    const char *explain;
    gr_draw draws[GR_DRAWS_MAX]; /* in texts and expressions of the item; see draws.h */
    size_t draw_count;
    bool required; /* pages behind its own open once it is closed */
    bool needed;   /* predict: it cannot be skipped */
    gr_place place;
    size_t number; /* in the lesson, from 0 */
    size_t page;
    const gr_again *again; /* in a review; NULL: a question of its own lesson */
} gr_item;

typedef struct gr_page {
    const char *title;
    long line;
    const gr_block *blocks; /* slots stand for items, by their number on this page */
    size_t block_count;
    const gr_item **items;
    size_t item_count;
    const gr_lab *lab; /* its own or that of the page before; NULL: none so far */
} gr_page;

typedef struct gr_lesson {
    const char *file;   /* path */
    const char *name;   /* "030-parameters" */
    const char *number; /* "030", or "" */
    const char *title, *objective;
    long minutes;
    const char **required;
    size_t required_count;
    const gr_page *pages;
    size_t page_count;
    const gr_item **items; /* of all pages */
    size_t item_count;
    bool review; /* made by gr_review_lesson: every page asks one question of another lesson */
    gr_arena arena;
} gr_lesson;

/* Whether its answers are not marked but kept, to be marked by hand. */
bool gr_item_is_kept(const gr_item *item);

/* What a linter has to say. */
typedef struct gr_finding {
    bool warning;
    const char *message; /* with file, line and column in front */
} gr_finding;

typedef struct gr_findings {
    gr_finding *list;
    size_t count, capacity, errors;
    gr_arena arena;
} gr_findings;

/* Take the error that `err` holds as a finding and go on; false only when there is no memory. */
bool gr_findings_add(gr_findings *findings, const gr_error *found, bool warning, gr_error *err);
void gr_findings_clear(gr_findings *findings);

/* Load a lesson from a path. With errors in the file NULL, `err` being the first of them and
 * `findings` (may be NULL) all. */
gr_lesson *gr_lesson_load(const char *path, gr_findings *findings, gr_error *err);

/* The same from memory; `file` stands in messages and gives the name. */
gr_lesson *gr_lesson_read(const char *file, const char *bytes, size_t length,
                          gr_findings *findings, gr_error *err);

/* A lesson of one page made around an experiment at these settings, for `gradus frame NAME` and
 * for trying one out without a lesson. */
gr_lesson *gr_lesson_around(const gr_experiment *experiment, const gr_setting *settings,
                            size_t count, gr_error *err);

void gr_lesson_free(gr_lesson *lesson);

/* Prove what can be proved: each question's own answer is right and its start is not, exactly one
 * option is true, goals are reached within their steps and not before the first, predictions are
 * about something that has a value. Findings are added; false only when there is no memory. */
bool gr_lesson_check(const gr_lesson *lesson, gr_findings *findings, gr_error *err);

#endif
