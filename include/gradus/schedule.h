/* schedule.h - schedules: the learning rate of each update.
 *
 * A schedule is fixed in advance: the rate of update k = 1, 2, ... follows from k, the optimizer's
 * lr and the schedule's own knobs alone. The first update has k = 1, and all but warmup_cosine give
 * it lr itself.
 */
#ifndef GRADUS_SCHEDULE_H
#define GRADUS_SCHEDULE_H

#include "gradus/param.h"

enum { GR_SCHEDULE_KNOBS = 4 };

typedef struct gr_schedule {
    const char *name, *summary;
    const gr_param *params;                                 /* NULL: none */
    double (*rate)(const double *knobs, double lr, long k); /* knobs in the order of params */
} gr_schedule;

size_t gr_schedule_count(void);
const gr_schedule *gr_schedule_at(size_t index);
extern const gr_family gr_schedule_family;
size_t gr_schedule_knobs(const gr_schedule *schedule);

#endif
