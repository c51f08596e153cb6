/* gaussian - a mean and a width, both learned by maximum likelihood: -log N(a; m, w). The first
 * output is the mean, the second s the width by w = floor + e^s. By the outputs
 *
 *   dE/dm = (m - a) / w^2,   dE/ds = (1 - (a - m)^2 / w^2) e^s / w
 */
#include "normal.h"

#include "gradus/head.h"

enum { FLOOR };

static const gr_param params[] = {
    [FLOOR] = GR_FLOOR_PARAM,
    { .name = NULL },
};

static size_t outputs(const gr_head_job *job)
{
    (void)job;
    return 2;
}

static void begin(const gr_head_job *job, double *biases)
{
    biases[0] = (job->low + job->high) / 2;
    biases[1] = gr_normal_output((job->high - job->low) / 4, job->knobs[FLOOR]);
}

static double width(const gr_head_job *job, const double *y)
{
    return gr_normal_width(y[1], job->knobs[FLOOR]);
}

static double log_density(const gr_head_job *job, const double *y, double action)
{
    return gr_normal_log(action, y[0], width(job, y));
}

static void loss(const gr_head_job *job, size_t rows, const double *y, const double *targets,
                 double scale, double *sum, double *slope)
{
    for (size_t m = 0; m < rows; m++, y += 2) {
        double w = width(job, y), away = (y[0] - targets[m]) / w;
        *sum -= gr_normal_log(targets[m], y[0], w);
        if (slope == NULL)
            continue;
        slope[2 * m] = scale * (away / w);
        slope[2 * m + 1] = scale * ((1 - away * away) * ((w - job->knobs[FLOOR]) / w));
    }
}

static double below(const gr_head_job *job, const double *y, double action)
{
    return gr_normal_below(action, y[0], width(job, y));
}

static double mean(const gr_head_job *job, const double *y)
{
    (void)job;
    return y[0];
}

static double draw(const gr_head_job *job, const double *y, gr_rng *rng)
{
    return y[0] + width(job, y) * gr_rng_normal(rng);
}

static size_t parts(const gr_head_job *job, const double *y, gr_mixture_part *out)
{
    out[0] = (gr_mixture_part){ 1, y[0], width(job, y) };
    return 1;
}

const gr_head gr_head_gaussian = {
    .name = "gaussian",
    .summary = "a mean and a width: one hump, however many answers there are",
    .params = params,
    .outputs = outputs,
    .begin = begin,
    .loss = loss,
    .log_density = log_density,
    .below = below,
    .mean = mean,
    .best = mean,
    .draw = draw,
    .parts = parts,
};
