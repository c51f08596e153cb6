/* landmark.h - steps of a run worth going to, among those that have been made: where the page's
 * goal first held, where the first column that it plots was lowest, and where the run diverged.
 */
#ifndef GRADUS_LANDMARK_H
#define GRADUS_LANDMARK_H

#include "gradus/lesson.h"
#include "gradus/run.h"

enum { GR_LANDMARKS = 3 };

typedef struct gr_landmark {
    long step;
    char what[80]; /* "lowest f" */
} gr_landmark;

typedef struct gr_landmarks {
    gr_landmark list[GR_LANDMARKS]; /* in the order of their steps */
    size_t count;
} gr_landmarks;

/* The landmarks in the trace of a run; none where it keeps no trace. A goal that looks into a table
 * has none. */
bool gr_landmarks_find(gr_landmarks *landmarks, const gr_lab *lab, const gr_run *run,
                       gr_error *err);

/* The nearest one after `step` (direction 1) or before it (-1), or NULL. */
const gr_landmark *gr_landmark_from(const gr_landmarks *landmarks, long step, int direction);

#endif
