/* homework.h - what a student hands in of one lesson: one CSV that can be read before it is sent.
 *
 * It is made from the student's record (record.h) of that lesson alone: a row for each question
 * that anything was done about, in the lesson's order, then the runs, then the notes. The columns:
 *
 *   format      1
 *   gradus      the version that made it
 *   student     as in the record; a grader wants the same name on the folder
 *   lesson      its name: 030-parameters
 *   digest      FNV-1a of the lesson file's bytes, in 16 hexadecimal digits: which version it was
 *   kind        predict, ask, run, data or note
 *   item        id of the question; of a run `page 2` or `export 1`; of data the file's name; of a
 *               note `note 1`
 *   first       the first answer, as typed
 *   answer      the last one; of a run its last row, as `step=3 total=99`; of data what is in the
 *               file, one piece a row; of a note its words
 *   correct     ask: 1 right, 0 wrong, as the student was told
 *   attempts    answers given
 *   hints       hints opened
 *   shown       1: the answer was shown
 *   skipped     1
 *   confidence  1 guess, 2 fairly, 3 certain: of the last answer
 *   params      the numbers drawn for this student: a=3 b=7
 *   capsule     the run, in one line (capsule.h), with the digest of its numbers
 *   time        of the last event that the row is about: 2026-11-22T21:40:27Z
 *
 * What does not apply is empty. The runs are the last one of each page, and those others that were
 * exported; each is made again while the file is written, so that its digest and its last row are
 * true. The files that they read go with them as data, unless they are gradus's own.
 */
#ifndef GRADUS_HOMEWORK_H
#define GRADUS_HOMEWORK_H

#include "gradus/lesson.h"
#include "gradus/record.h"

typedef enum gr_homework_column {
#define GR_HOMEWORK(id, name) GR_HOMEWORK_##id,
#include "gradus/homework.def"
#undef GR_HOMEWORK
    GR_HOMEWORK_COLUMNS
} gr_homework_column;

enum { GR_HOMEWORK_VERSION = 1 };

const char *gr_homework_column_name(gr_homework_column column);

/* Write the hand-in of `student` by the rows of a record. GR_ERROR_IO where they tell nothing of
 * the lesson. What is left out, a run that cannot be made again, is told in `words`. */
bool gr_homework_write(const gr_lesson *lesson, const char *student, const gr_csv *rows,
                       gr_output *out, gr_text *words, gr_error *err);

/* The same for whoever this is, of their own record, to a file ("-": standard output). */
bool gr_homework_save(const gr_lesson *lesson, const char *path, gr_text *words, gr_error *err);

/* The name of a hand-in where none is given: 030-parameters-anna.csv. Appended. */
bool gr_homework_name(const gr_lesson *lesson, gr_text *path, gr_error *err);

#endif
