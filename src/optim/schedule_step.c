/* A staircase: lr drop^floor((k-1)/every). */
#include "gradus/schedule.h"

#include "gradus/elementary.h"
#include "optim_params.h"

#include <math.h>

enum { EVERY, DROP };

static const gr_param params[] = {
    GR_UPDATES("every", "50", "updates from one drop to the next"),
    GR_FACTOR("drop", "0.5", "factor of each drop"),
    { .name = NULL },
};

static double rate(const double *knobs, double lr, long k)
{
    return lr * gr_pow(knobs[DROP], floor((double)(k - 1) / knobs[EVERY]));
}

const gr_schedule gr_schedule_step = {
    .name = "step",
    .summary = "lr drop^floor((k-1)/every): a staircase",
    .params = params,
    .rate = rate,
};
