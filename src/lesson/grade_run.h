/* grade_run.h - the runs of a hand-in, made again. Private to src/lesson/grade*.c. */
#ifndef GRADUS_GRADE_RUN_H
#define GRADUS_GRADE_RUN_H

#include "grade_private.h"
#include "grade_read.h"

/* Judge the run in one row: status and message of `result`. `work` is what the hand-in's runs have
 * taken so far, and grows. False only when there is no memory. */
bool gr_handed_run(const gr_class *class, const gr_class_lesson *about, const gr_handed *handed,
                   size_t row, double *work, gr_result *result, gr_arena *arena, gr_error *err);

#endif
