/* mixture - a sum of K normal distributions whose weights, means and widths the network gives (C.
 * Bishop, "Mixture Density Networks", 1994): outputs are K numbers whose softmax are the weights, K
 * means, K numbers s with widths w = floor + e^s. Learned by maximum likelihood, E = -log sum_k p_k
 * N(a; m_k, w_k), summed as e to differences from the greatest term. With g_k the share that part k
 * has in the density at a,
 *
 *   dE/dlogit_k = p_k - g_k,   dE/dm_k = g_k (m_k - a) / w_k^2,
 *   dE/ds_k = g_k (1 - (a - m_k)^2 / w_k^2) e^s_k / w_k
 */
#include "normal.h"

#include "gradus/head.h"

#include <math.h>

enum { COMPONENTS, FLOOR };

static const gr_param params[] = {
    [COMPONENTS] = { .name = "components",
                     .kind = GR_PARAM_INTEGER,
                     .initial = "3",
                     .low = 1,
                     .high = GR_MIXTURE_PARTS,
                     .help = "normal distributions that are added up" },
    [FLOOR] = GR_FLOOR_PARAM,
    { .name = NULL },
};

static size_t count_of(const gr_head_job *job)
{
    return (size_t)job->knobs[COMPONENTS];
}

static size_t outputs(const gr_head_job *job)
{
    return 3 * count_of(job);
}

/* Means side by side over the range: parts that begin alike would learn alike. */
static void begin(const gr_head_job *job, double *biases)
{
    size_t n = count_of(job);
    double apart = (job->high - job->low) / (double)n;

    for (size_t k = 0; k < n; k++) {
        biases[n + k] = job->low + ((double)k + 0.5) * apart;
        biases[2 * n + k] = gr_normal_output(apart / 4, job->knobs[FLOOR]);
    }
}

static size_t parts(const gr_head_job *job, const double *y, gr_mixture_part *out)
{
    size_t n = count_of(job);
    double most = y[0], all = 0;

    for (size_t k = 1; k < n; k++)
        most = y[k] > most ? y[k] : most;
    for (size_t k = 0; k < n; k++) {
        out[k].weight = gr_exp(y[k] - most);
        all += out[k].weight;
    }
    for (size_t k = 0; k < n; k++) {
        out[k].weight /= all;
        out[k].mean = y[n + k];
        out[k].sd = gr_normal_width(y[2 * n + k], job->knobs[FLOOR]);
    }
    return n;
}

/* The log of the density; and in `shares`, unless NULL, what each part has of it. */
static double log_of(const gr_mixture_part *part, size_t n, double action, double *shares)
{
    double terms[GR_MIXTURE_PARTS], most = -(double)INFINITY, all = 0;

    for (size_t k = 0; k < n; k++) {
        terms[k] = gr_log(part[k].weight) + gr_normal_log(action, part[k].mean, part[k].sd);
        most = terms[k] > most ? terms[k] : most;
    }
    for (size_t k = 0; k < n; k++) {
        terms[k] = gr_exp(terms[k] - most);
        all += terms[k];
    }
    for (size_t k = 0; shares != NULL && k < n; k++)
        shares[k] = terms[k] / all;
    return most + gr_log(all);
}

static double log_density(const gr_head_job *job, const double *y, double action)
{
    gr_mixture_part part[GR_MIXTURE_PARTS];

    return log_of(part, parts(job, y, part), action, NULL);
}

static void slope_of(const gr_head_job *job, const gr_mixture_part *part, const double *shares,
                     double action, double scale, double *slope)
{
    size_t n = count_of(job);

    for (size_t k = 0; k < n; k++) {
        double w = part[k].sd, away = (part[k].mean - action) / w;
        slope[k] = scale * (part[k].weight - shares[k]);
        slope[n + k] = scale * (shares[k] * away / w);
        slope[2 * n + k] = scale * (shares[k] * (1 - away * away) * ((w - job->knobs[FLOOR]) / w));
    }
}

static void loss(const gr_head_job *job, size_t rows, const double *y, const double *targets,
                 double scale, double *sum, double *slope)
{
    size_t n = count_of(job);
    gr_mixture_part part[GR_MIXTURE_PARTS];
    double shares[GR_MIXTURE_PARTS];

    for (size_t m = 0; m < rows; m++) {
        parts(job, y + m * 3 * n, part);
        *sum -= log_of(part, n, targets[m], shares);
        if (slope != NULL)
            slope_of(job, part, shares, targets[m], scale, slope + m * 3 * n);
    }
}

static double below(const gr_head_job *job, const double *y, double action)
{
    gr_mixture_part part[GR_MIXTURE_PARTS];
    size_t n = parts(job, y, part);
    double sum = 0;

    for (size_t k = 0; k < n; k++)
        sum += part[k].weight * gr_normal_below(action, part[k].mean, part[k].sd);
    return sum;
}

static double mean(const gr_head_job *job, const double *y)
{
    gr_mixture_part part[GR_MIXTURE_PARTS];
    size_t n = parts(job, y, part);
    double sum = 0;

    for (size_t k = 0; k < n; k++)
        sum += part[k].weight * part[k].mean;
    return sum;
}

/* The densest of the means. */
static double best(const gr_head_job *job, const double *y)
{
    gr_mixture_part part[GR_MIXTURE_PARTS];
    size_t n = parts(job, y, part), at = 0;
    double most = -(double)INFINITY;

    for (size_t k = 0; k < n; k++) {
        double density = log_of(part, n, part[k].mean, NULL);
        at = density > most ? k : at;
        most = density > most ? density : most;
    }
    return part[at].mean;
}

static double draw(const gr_head_job *job, const double *y, gr_rng *rng)
{
    gr_mixture_part part[GR_MIXTURE_PARTS];
    size_t n = parts(job, y, part), k = 0;
    double left = gr_rng_uniform(rng);

    while (k + 1 < n && left >= part[k].weight)
        left -= part[k++].weight;
    return part[k].mean + part[k].sd * gr_rng_normal(rng);
}

const gr_head gr_head_mixture = {
    .name = "mixture",
    .summary = "some normal distributions, weighted: a hump for each answer",
    .params = params,
    .outputs = outputs,
    .begin = begin,
    .loss = loss,
    .log_density = log_density,
    .below = below,
    .mean = mean,
    .best = best,
    .draw = draw,
    .parts = parts,
};
