/* grade_read.h - a hand-in as it was read. Private to src/lesson/grade*.c. */
#ifndef GRADUS_GRADE_READ_H
#define GRADUS_GRADE_READ_H

#include "gradus/homework.h"

typedef struct gr_handed {
    const char *path; /* borrowed; stands in messages */
    gr_csv csv;
    size_t columns[GR_HOMEWORK_COLUMNS];
    const char *stamp; /* the last row's time; "" where it is no time. Borrowed */
} gr_handed;

/* Read a hand-in under an open folder. What is wrong is told with its place. */
bool gr_handed_read(int root, const char *path, gr_handed *handed, gr_error *err);
void gr_handed_clear(gr_handed *handed);

const char *gr_handed_text(const gr_handed *handed, size_t row, gr_homework_column column);

/* A whole number from 0 to `most`; empty is 0. */
bool gr_handed_whole(const gr_handed *handed, size_t row, gr_homework_column column, double most,
                     double *value, gr_error *err);

/* An error at a cell. */
bool gr_handed_fail(const gr_handed *handed, size_t row, gr_homework_column column, gr_error *err,
                    const char *format, ...) __attribute__((format(printf, 5, 6)));

#endif
