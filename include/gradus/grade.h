/* grade.h - marking a class by running everything again.
 *
 * In:  FOLDER/submitted/STUDENT/LESSON/x.csv   hand-ins as homework.h has them; of several files in
 *                                              a folder the last one by name
 *      FOLDER/roster.csv                       optional: student_id, and any of last_name,
 *                                              first_name, email, duedate
 * Out: grades.csv                              a row for each student and lesson: assignment,
 *                                              duedate, timestamp, student_id, last_name,
 *                                              first_name, email, raw_score,
 *                                              late_submission_penalty, score, max_score
 *      items.csv                               a row for each question, run and bad file: student,
 *                                              lesson, item, score, max, attempts, hints, status
 *                                              (grades.def), manual, message
 *      feedback/STUDENT/LESSON.txt             what each student may read: never a right answer
 *      report.md                               what the class found hard
 *
 * Nothing in a hand-in is believed. Answers are marked again with the lesson's own expressions,
 * runs are made again and compared. Attempts, hints and confidence cannot be proved, and are taken
 * as they are told. The timestamp is the last that the hand-in has; penalties are left to the
 * instructor (always 0).
 *
 * A mark in the column `manual` of an items.csv that is there already counts in the place of
 * `score`, and is kept when the class is graded again. Nothing else is taken from there. The same
 * hand-ins give the same bytes, whatever the number of jobs.
 *
 * Each hand-in is marked in a process of its own (guard.h). Held to: GR_HAND_IN_BYTES,
 * GR_HAND_IN_ROWS, GR_HAND_IN_RUNS, GR_HAND_IN_WORK (the numbers that all its runs together work
 * on, by gr_run_work, counted for each before it is made), GR_HAND_IN_MEMORY, GR_HAND_IN_SECONDS of
 * processor time. Links are not followed; what lies deeper is not looked at; files that a run reads
 * are those that `gradus list` knows, by name, and those that came along as data, which lie in a
 * folder in $TMPDIR meanwhile. A bad hand-in is a row, never the end.
 */
#ifndef GRADUS_GRADE_H
#define GRADUS_GRADE_H

#include "gradus/homework.h"
#include "gradus/pool.h"

#define GR_HAND_IN_WORK 5e8

enum {
    GR_HAND_IN_BYTES = 1 << 20,
    GR_HAND_IN_ROWS = 1000,
    GR_HAND_IN_RUNS = 100,
    GR_HAND_IN_SECONDS = 30
};

#define GR_HAND_IN_MEMORY ((size_t)2 << 30)

typedef enum gr_grade_status {
#define GR_GRADE(id, word) GR_GRADE_##id,
#include "gradus/grades.def"
#undef GR_GRADE
    GR_GRADE_STATUSES
} gr_grade_status;

const char *gr_grade_word(gr_grade_status status);

/* Grade what is in `folder` into `output`, a folder that is made where it is missing. Lessons are
 * looked for by the names of their folders (paths.h). `watch` may end it; then nothing is written.
 * What was done is told in `words`. */
bool gr_grade(const char *folder, const char *output, size_t jobs, gr_pool_watch *watch,
              gr_text *words, gr_error *err);

/* How one hand-in stands, or that it is missing. Texts are clean, of one line, and in the arena. */
typedef struct gr_standing {
    const char *student, *lesson;
    const char *stamp;          /* when it was handed in; "" unknown */
    bool missing;               /* nothing was */
    size_t questions, answered; /* of the lesson, if there is one; predictions count too */
    double points, max;         /* as far as they are known */
    size_t by_hand;             /* answers that wait for a mark by hand */
    size_t failed;              /* claims that do not hold, what cannot be read or made again */
    const char *graded;         /* "yes"; "no"; "changed", handed in anew since; "" nobody looked */
    const char *why;            /* what the first that failed says, or why it is missing */
    size_t number;              /* in the order that grading has */
} gr_standing;

typedef struct gr_standings {
    gr_standing *list; /* by student, then lesson */
    size_t count;
    size_t strays; /* files beside the students' folders: nobody's, not read */
    gr_arena arena;
} gr_standings;

/* What gr_grade would find, with nothing written. `grades` (NULL: none) is a folder that grading
 * wrote: marks by hand in its items.csv are heeded, and its grades.csv tells what was graded. When
 * `watch` ends it there is nothing. */
bool gr_grade_look(const char *folder, const char *grades, size_t jobs, gr_pool_watch *watch,
                   gr_standings *standings, gr_error *err);
void gr_standings_clear(gr_standings *standings); /* harmless on a zeroed one */

#endif
