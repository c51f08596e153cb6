/* grade_private.h - what grade*.c share. */
#ifndef GRADUS_GRADE_PRIVATE_H
#define GRADUS_GRADE_PRIVATE_H

#include "gradus/grade.h"
#include "gradus/guard.h"
#include "gradus/paths.h"

/* A lesson that somebody has handed in. */
typedef struct gr_class_lesson {
    const char *folder; /* its name in the hand-ins */
    gr_lesson *lesson;  /* NULL: there is none, and why: */
    const char *problem;
    uint64_t digest;
    double points;
} gr_class_lesson;

/* What one student has handed in of one lesson. */
typedef struct gr_hand_in {
    const char *student, *lesson; /* the folders' names, made clean */
    const char *path;             /* under the class's folder; NULL: there is none */
    gr_grade_status status;       /* of what is known before it is opened, and */
    const char *problem;          /* why it is not opened; NULL: it is */
    size_t about;                 /* which lesson; not where it has a problem */
    size_t enrolled;              /* which row of the roster; roster_count: none */
    const char *stamp;            /* when; "" unknown */
} gr_hand_in;

typedef struct gr_enrolled {
    const char *id, *last, *first, *email, *due;
} gr_enrolled;

/* What came of one question, one run, or a whole file. Numbers are missing where there are none. */
typedef struct gr_result {
    size_t hand_in;
    const char *item; /* "": the whole file */
    gr_grade_status status;
    double score, max, attempts, hints;
    double first; /* ask: 1 when the first answer was right, 0 when not */
    double confidence;
    double miss;         /* predict: how far it was off */
    const char *wrong;   /* the first answer, where it was wrong */
    const char *message; /* for the student */
    const char *manual;  /* "": none */
} gr_result;

typedef struct gr_class {
    int root; /* the class's folder, open */
    gr_hand_in *list;
    size_t count, capacity;
    size_t strays; /* files where there should be students' folders: nobody's */
    gr_class_lesson *lessons;
    size_t lesson_count, lesson_capacity;
    gr_enrolled *roster;
    size_t roster_count, roster_capacity;
    gr_paths data;   /* what a run may read, by name */
    gr_text scratch; /* a folder for files that came along, while it is graded */
    gr_result *results;
    size_t result_count, result_capacity;
    gr_arena arena;
} gr_class;

/* grade_find.c: who has handed in what; and those of the roster who have not. */
bool gr_class_open(gr_class *class, const char *folder, gr_error *err);
void gr_class_clear(gr_class *class);

/* grade_roster.c */
bool gr_class_enroll(gr_class *class, gr_error *err);
size_t gr_class_enrolled(const gr_class *class, const char *student);

/* grade.c: mark all of them, in workers. There are results once watch->done has reached the count. */
bool gr_class_mark(gr_class *class, size_t jobs, gr_pool_watch *watch, gr_error *err);

/* grade_mark.c: mark one hand-in that has no problem. Adds rows to `out`, as gr_result_put does. */
typedef struct gr_marked {
    const gr_class *class;
    size_t hand_in;
} gr_marked;
gr_guard_work gr_hand_in_mark; /* the context is a gr_marked */

/* grade_result.c: results as rows of CSV, from a worker to the parent; in the second `stamp` is
 * that of the hand-in. */
void gr_result_put_header(gr_output *out);
void gr_result_put(gr_output *out, const gr_result *result, const char *stamp);
bool gr_results_take(gr_class *class, const gr_text *rows, gr_error *err);
gr_result gr_result_new(size_t hand_in, const char *item);

/* What a result counts: the mark by hand, else the score. */
double gr_result_points(const gr_result *result);

/* grade_manual.c: take over the marks by hand of an items.csv that is there already. */
bool gr_class_take_manual(gr_class *class, const char *output, gr_error *err);

/* grade_write.c, grade_report.c: the files. */
bool gr_class_write(const gr_class *class, const char *output, gr_error *err);
bool gr_class_report(const gr_class *class, const char *output, gr_error *err);

/* The lesson of a hand-in; NULL where it is not known. */
const gr_class_lesson *gr_class_lesson_of(const gr_class *class, const gr_hand_in *hand_in);

#endif
