/* From lr to end in a straight line. */
#include "gradus/schedule.h"

#include "optim_params.h"

enum { LENGTH, END };

static const gr_param params[] = {
    GR_UPDATES("length", "200", "updates that it takes from lr to end"),
    GR_AMOUNT("end", "0", "rate that it ends at, and stays at"),
    { .name = NULL },
};

static double rate(const double *knobs, double lr, long k)
{
    double done = (double)(k - 1) / knobs[LENGTH];

    return done < 1 ? lr + (knobs[END] - lr) * done : knobs[END];
}

const gr_schedule gr_schedule_linear = {
    .name = "linear",
    .summary = "from lr to end in a straight line, over length updates",
    .params = params,
    .rate = rate,
};
