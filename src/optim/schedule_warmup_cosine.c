/* Up to lr in a straight line, so that means that begin at 0 have time to fill, and then down along
 * half a wave of the cosine, whose first update has lr once more. (P. Goyal and others, "Accurate,
 * Large Minibatch SGD: Training ImageNet in 1 Hour", 2017, for the warm-up.) */
#include "gradus/schedule.h"

#include "optim_params.h"
#include "schedule_cosine.h"

enum { WARMUP, LENGTH, END };

static const gr_param params[] = {
    GR_UPDATES("warmup", "10", "updates that it takes up to lr"),
    GR_UPDATES("length", "200", "updates that it takes from lr to end"),
    GR_AMOUNT("end", "0", "rate that it ends at, and stays at"),
    { .name = NULL },
};

static double rate(const double *knobs, double lr, long k)
{
    double warmup = knobs[WARMUP];

    if ((double)k <= warmup)
        return lr * ((double)k / warmup);
    return gr_half_wave(lr, knobs[END], knobs[LENGTH], k - (long)warmup);
}

const gr_schedule gr_schedule_warmup_cosine = {
    .name = "warmup_cosine",
    .summary = "up to lr over warmup updates, then as cosine",
    .params = params,
    .rate = rate,
};
