#include "gradus/schedule.h"

static double rate(const double *knobs, double lr, long k)
{
    (void)knobs;
    (void)k;
    return lr;
}

const gr_schedule gr_schedule_constant = {
    .name = "constant",
    .summary = "lr, always",
    .rate = rate,
};
