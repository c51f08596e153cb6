/* From lr to end along half a wave of the cosine: slowly at first and at last. (I. Loshchilov and
 * F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017, without restarts.)
 */
#include "schedule_cosine.h"

#include "gradus/elementary.h"
#include "gradus/schedule.h"
#include "optim_params.h"

static const double PI = 3.14159265358979323846;

enum { LENGTH, END };

static const gr_param params[] = {
    GR_UPDATES("length", "200", "updates that it takes from lr to end"),
    GR_AMOUNT("end", "0", "rate that it ends at, and stays at"),
    { .name = NULL },
};

double gr_half_wave(double lr, double end, double length, long k)
{
    double done = (double)(k - 1) / length;

    return done < 1 ? lr + (end - lr) * (0.5 * (1 - gr_cos(PI * done))) : end;
}

static double rate(const double *knobs, double lr, long k)
{
    return gr_half_wave(lr, knobs[END], knobs[LENGTH], k);
}

const gr_schedule gr_schedule_cosine = {
    .name = "cosine",
    .summary = "from lr to end along half a wave of the cosine, over length updates",
    .params = params,
    .rate = rate,
};
