/* lr / (1 + rate (k-1)), which falls like 1/k in the end: its sum has no bound, that of its squares
 * has one, as stochastic descent wants it. (H. Robbins and S. Monro, "A Stochastic Approximation
 * Method", 1951.) */
#include "gradus/schedule.h"

#include "optim_params.h"

enum { RATE };

static const gr_param params[] = {
    GR_AMOUNT("rate", "0.01", "how fast it falls: at k = 1 + 1/rate half of lr is left"),
    { .name = NULL },
};

static double rate(const double *knobs, double lr, long k)
{
    return lr / (1 + knobs[RATE] * (double)(k - 1));
}

const gr_schedule gr_schedule_inverse_time = {
    .name = "inverse_time",
    .summary = "lr / (1 + rate (k-1)): in the end like 1/k",
    .params = params,
    .rate = rate,
};
