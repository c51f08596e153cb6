/* A line over samples: sums of errors, and least squares in closed form. */
#include "regression.h"

#include <math.h>

double gr_line_at(const double theta[2], double x)
{
    return theta[0] + theta[1] * x;
}

double gr_line_x(const gr_samples *samples, size_t sample)
{
    return samples->x[sample * samples->inputs];
}

void gr_line_add(const gr_samples *samples, const double theta[2], const size_t *which,
                 size_t count, gr_line_sums *sums)
{
    for (size_t i = 0; i < count; i++) {
        double x = gr_line_x(samples, which[i]);
        double error = gr_line_at(theta, x) - samples->t[which[i]];
        sums->J += 0.5 * (error * error);
        sums->g[0] += error;
        sums->g[1] += error * x;
    }
}

double gr_line_error(const gr_samples *samples, const double theta[2], const size_t *which,
                     size_t count)
{
    gr_line_sums sums = { 0 };

    if (count == 0)
        return gr_missing();
    gr_line_add(samples, theta, which, count, &sums);
    return sqrt(2 * sums.J / (double)count);
}

typedef struct moments {
    double count, x, y; /* how many, and the means */
    double xx, xy;      /* sums of products of distances to the means */
} moments;

/* About the means: far from 0 the plain sums of squares would lose the digits that tell the slope.
 */
static moments moments_of(const gr_samples *s)
{
    moments m = { .count = (double)s->train_count };

    for (size_t i = 0; i < s->train_count; i++) {
        m.x += gr_line_x(s, s->train[i]);
        m.y += s->t[s->train[i]];
    }
    m.x /= m.count;
    m.y /= m.count;
    for (size_t i = 0; i < s->train_count; i++) {
        double x = gr_line_x(s, s->train[i]) - m.x, y = s->t[s->train[i]] - m.y;
        m.xx += x * x;
        m.xy += x * y;
    }
    return m;
}

/* Of [n, n mean; n mean, xx + n mean^2], whose determinant is n xx: the smaller eigenvalue comes
 * from that, being lost in the difference of two large numbers. */
static void eigenvalues(const moments *m, double *large, double *small)
{
    double corner = m->xx + m->count * (m->x * m->x), off = m->count * m->x;
    double half = (m->count - corner) / 2;

    *large = (m->count + corner) / 2 + sqrt(half * half + off * off);
    *small = m->count * m->xx / *large;
}

gr_line_fit gr_line_least_squares(const gr_samples *samples)
{
    const moments m = moments_of(samples);
    gr_line_sums sums = { 0 };
    gr_line_fit fit = { 0 };
    double large, small;

    eigenvalues(&m, &large, &small);
    fit.theta[1] = m.xx > 0 ? m.xy / m.xx : 0;
    fit.theta[0] = m.y - fit.theta[1] * m.x;
    gr_line_add(samples, fit.theta, samples->train, samples->train_count, &sums);
    fit.J = sums.J;
    fit.condition = small > 0 ? large / small : (double)INFINITY;
    fit.limit = 2 / large;
    return fit;
}

void gr_line_plain(const gr_samples *samples, const double theta[2], double plain[2])
{
    plain[1] = theta[1] / samples->sd[0];
    plain[0] = theta[0] - plain[1] * samples->mean[0];
}
