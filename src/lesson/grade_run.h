/* grade_run.h - the runs of a hand-in, made again. Private to src/lesson/grade*.c. */
#ifndef GRADUS_GRADE_RUN_H
#define GRADUS_GRADE_RUN_H

#include "grade_private.h"
#include "grade_read.h"
#include "own_data.h"

/* What the runs of a hand-in share. */
typedef struct gr_handed_runs {
    const gr_class *class;
    const gr_class_lesson *about;
    const gr_handed *handed;
    gr_own_data own; /* files that came along */
    double work;     /* what the runs so far have taken */
} gr_handed_runs;

/* Judge the run in one row: status and message of `result`. False only when there is no memory. */
bool gr_handed_run(gr_handed_runs *runs, size_t row, gr_result *result, gr_arena *arena,
                   gr_error *err);

#endif
