/* notebook.h - the lab book: what a student did in a lesson, as Markdown to keep and to hand on.
 *
 * Page by page, as far as they were opened: predictions and answers as they were typed and what came
 * of them, explanations of questions that are closed, figures in words, the numbers of the last
 * step, the run as a capsule, and the student's own notes. It is made from the record alone: each
 * page's run is made again.
 */
#ifndef GRADUS_NOTEBOOK_H
#define GRADUS_NOTEBOOK_H

#include "gradus/csv.h"
#include "gradus/lesson.h"

/* Append the lab book of a lesson, by the rows of a record. */
bool gr_notebook_put(gr_text *out, const gr_lesson *lesson, const gr_csv *rows, gr_error *err);

/* The name of a lab book where none is given: notes-030-parameters.md. Appended. It does not begin
 * with the number: in the folder it is saved to, `gradus 030` would take it for the lesson. */
bool gr_notebook_name(const gr_lesson *lesson, gr_text *path, gr_error *err);

/* Save it. An older lab book of the same lesson is replaced; any other file of that name is
 * GR_ERROR_USAGE and left alone. */
bool gr_notebook_save(const char *path, const gr_lesson *lesson, const gr_csv *rows,
                      gr_error *err);

#endif
