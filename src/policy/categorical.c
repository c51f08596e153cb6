/* categorical - the range of the actions cut into bins of equal width, and a probability for each:
 * softmax of the outputs, learned by cross-entropy. The label of an action is the bin whose centre
 * is nearest; the action of a bin is its centre, so that even a perfect head errs by up to half a
 * bin, width / sqrt(12) in root mean square. Its density is flat over a bin. */
#include "gradus/elementary.h"
#include "gradus/head.h"
#include "gradus/loss.h"

#include <math.h>
#include <string.h>

enum { BINS, BINS_MAX = 256 };

static const gr_param params[] = {
    [BINS] = { .name = "bins",
               .kind = GR_PARAM_INTEGER,
               .initial = "11",
               .low = 2,
               .high = BINS_MAX,
               .help = "parts of the actions' range, each with a probability of its own" },
    { .name = NULL },
};

static size_t outputs(const gr_head_job *job)
{
    return (size_t)job->knobs[BINS];
}

static double bin_width(const gr_head_job *job)
{
    return (job->high - job->low) / job->knobs[BINS];
}

static double centre(const gr_head_job *job, size_t bin)
{
    return job->low + ((double)bin + 0.5) * bin_width(job);
}

/* The bin of the nearest centre. */
static double bin_of(const gr_head_job *job, double action)
{
    double bin = floor((action - job->low) / bin_width(job)), last = job->knobs[BINS] - 1;

    return bin > 0 ? (bin < last ? bin : last) : 0;
}

static void feed(const gr_head_job *job, size_t rows, const double *states, const double *actions,
                 gr_rng *rng, double *inputs, double *targets)
{
    (void)rng;
    memcpy(inputs, states, rows * job->states * sizeof *inputs);
    for (size_t m = 0; m < rows; m++)
        targets[m] = bin_of(job, actions[m]);
}

static void loss(const gr_head_job *job, size_t rows, const double *y, const double *targets,
                 double scale, double *sum, double *slope)
{
    gr_loss_cross_entropy(rows, outputs(job), y, targets, scale, sum, slope);
}

/* The probabilities. */
static void shares_of(const gr_head_job *job, const double *y, double *shares)
{
    size_t count = outputs(job);
    double most = y[0], all = 0;

    for (size_t i = 1; i < count; i++)
        most = y[i] > most ? y[i] : most;
    for (size_t i = 0; i < count; i++)
        shares[i] = y[i] - most;
    gr_exp_array(count, shares, shares);
    for (size_t i = 0; i < count; i++)
        all += shares[i];
    for (size_t i = 0; i < count; i++)
        shares[i] /= all;
}

static double log_density(const gr_head_job *job, const double *y, double action)
{
    double bin = bin_of(job, action), sum = 0;

    if (action < job->low || action > job->high)
        return -(double)INFINITY;
    gr_loss_cross_entropy(1, outputs(job), y, &bin, 1, &sum, NULL);
    return -sum - gr_log(bin_width(job));
}

/* Of the actions that it takes, which are centres. */
static double below(const gr_head_job *job, const double *y, double action)
{
    double shares[BINS_MAX], sum = 0;

    shares_of(job, y, shares);
    for (size_t i = 0; i < outputs(job) && centre(job, i) < action; i++)
        sum += shares[i];
    return sum;
}

static double mean(const gr_head_job *job, const double *y)
{
    double shares[BINS_MAX], sum = 0;

    shares_of(job, y, shares);
    for (size_t i = 0; i < outputs(job); i++)
        sum += shares[i] * centre(job, i);
    return sum;
}

static double best(const gr_head_job *job, const double *y)
{
    size_t most = 0;

    for (size_t i = 1; i < outputs(job); i++)
        most = y[i] > y[most] ? i : most;
    return centre(job, most);
}

static double draw(const gr_head_job *job, const double *y, gr_rng *rng)
{
    double shares[BINS_MAX], left = gr_rng_uniform(rng);
    size_t i = 0;

    shares_of(job, y, shares);
    while (i + 1 < outputs(job) && left >= shares[i])
        left -= shares[i++];
    return centre(job, i);
}

const gr_head gr_head_categorical = {
    .name = "categorical",
    .summary = "a probability for each of some bins: any shape, as fine as the bins are",
    .params = params,
    .outputs = outputs,
    .feed = feed,
    .loss = loss,
    .log_density = log_density,
    .below = below,
    .mean = mean,
    .best = best,
    .draw = draw,
};
