/* rerun.h - a run made again only to see what comes of it. Private to src/lesson/. */
#ifndef GRADUS_LESSON_RERUN_H
#define GRADUS_LESSON_RERUN_H

#include "gradus/capsule.h"

enum { GR_RERUN_LAST = 400 }; /* bytes of the last row's text */

typedef struct gr_rerun {
    uint64_t digest; /* of its CSV */
    gr_text last;    /* the last row, as `step=3 total=99`: as many columns as there is room for */
} gr_rerun;

/* Make the plan's runs; nothing is kept of them but this. */
bool gr_rerun_make(const gr_plan *plan, gr_rerun *made, gr_error *err);
void gr_rerun_clear(gr_rerun *made);

#endif
