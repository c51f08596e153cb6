/* The lecture's: lr decay^(k-1). */
#include "gradus/schedule.h"

#include "gradus/elementary.h"
#include "optim_params.h"

enum { DECAY };

static const gr_param params[] = {
    GR_FACTOR("decay", "0.99", "factor from one update to the next"),
    { .name = NULL },
};

static double rate(const double *knobs, double lr, long k)
{
    return lr * gr_pow(knobs[DECAY], (double)(k - 1));
}

const gr_schedule gr_schedule_exponential = {
    .name = "exponential",
    .summary = "lr decay^(k-1): the same factor with each update",
    .params = params,
    .rate = rate,
};
