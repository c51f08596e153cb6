/* l2 - one output, the action itself, learned by squared error: of all answers to a state the one
 * that errs least in mean square is their mean. It has no density and always does the same. */
#include "gradus/head.h"
#include "gradus/loss.h"

static size_t outputs(const gr_head_job *job)
{
    (void)job;
    return 1;
}

static void loss(const gr_head_job *job, size_t rows, const double *y, const double *targets,
                 double scale, double *sum, double *slope)
{
    (void)job;
    gr_loss_squared(rows, 1, y, targets, scale, sum, slope);
}

static double below(const gr_head_job *job, const double *y, double action)
{
    (void)job;
    return y[0] < action ? 1 : 0;
}

static double answer(const gr_head_job *job, const double *y)
{
    (void)job;
    return y[0];
}

static double draw(const gr_head_job *job, const double *y, gr_rng *rng)
{
    (void)job, (void)rng;
    return y[0];
}

const gr_head gr_head_l2 = {
    .name = "l2",
    .summary = "one number, learned by squared error: the mean of all answers",
    .outputs = outputs,
    .loss = loss,
    .below = below,
    .mean = answer,
    .best = answer,
    .draw = draw,
};
