/* A table of bins: cells, what is done in them, and how a car fares that is driven by it. */
#include "bins.h"

#include "gradus/elementary.h"
#include "gradus/number.h"

#include <math.h>
#include <string.h>

/* --- cells --- */

static size_t bin_of(const gr_bins_setup *s, double x)
{
    double bin = floor((x + 1) / s->width), last = (double)(s->bins - 1);

    return (size_t)(bin < 0 ? 0 : bin > last ? last : bin);
}

size_t gr_bins_cell_at(const gr_bins_setup *s, const double *x)
{
    size_t cell = 0;

    for (size_t j = 0; j < s->dims; j++)
        cell += bin_of(s, x[j]) * s->stride[j];
    return cell;
}

double gr_bins_middle(const gr_bins_setup *s, size_t cell, size_t dim)
{
    return ((double)(cell / s->stride[dim] % s->bins) + 0.5) * s->width - 1;
}

/* --- actions --- */

double gr_bins_cell_act(const gr_bins_setup *s, const gr_bins_state *now, size_t cell)
{
    const gr_bins_cell *c = &now->cells[cell];

    if (c->count > 0)
        return c->sum / (double)c->count;
    if (s->fallback == GR_BINS_STOP)
        return 0;
    if (s->fallback == GR_BINS_MEAN)
        return now->label_sum / (double)now->samples;
    c = &now->cells[c->source];
    return c->sum / (double)c->count;
}

static double weigh(const gr_bins_setup *s, const double *weights, const double *x)
{
    double u = weights[0];

    for (size_t j = 0; j < s->dims; j++)
        u += weights[j + 1] * x[j];
    return u;
}

static double expert_act(const gr_bins_setup *s, const double *x)
{
    if (s->switches)
        return x[0] > 0 ? s->expert[1] : x[0] < 0 ? -s->expert[1] : 0;
    return weigh(s, s->expert, x);
}

/* Of a line that of the middle; so is that of a switch, which has all of a cell on one side but for
 * a cell whose middle it is. */
double gr_bins_cell_mean(const gr_bins_setup *s, size_t cell)
{
    double x[GR_BINS_DIMS];

    for (size_t j = 0; j < s->dims; j++)
        x[j] = gr_bins_middle(s, cell, j);
    return expert_act(s, x);
}

double gr_bins_act(const gr_bins_setup *s, const gr_bins_state *now, gr_bins_rule rule,
                   const double *x)
{
    if (rule == GR_BINS_TABLE)
        return gr_bins_cell_act(s, now, gr_bins_cell_at(s, x));
    return rule == GR_BINS_LINEAR ? weigh(s, now->linear, x) : expert_act(s, x);
}

/* --- samples --- */

void gr_bins_draw(const gr_bins_setup *s, gr_bins_streams *streams, gr_bins_sample *sample)
{
    for (size_t j = 0; j < s->dims; j++)
        sample->x[j] = 2 * gr_rng_uniform(&streams->place) - 1;
    sample->u = expert_act(s, sample->x) + s->jitter * gr_rng_normal(&streams->jitter);
}

/* --- the closed loop --- */

size_t gr_bins_drive(const gr_bins_setup *s, const gr_bins_state *now, gr_bins_rule rule,
                     double path[GR_BINS_LOOP + 1])
{
    double x[GR_BINS_DIMS] = { GR_BINS_FROM };
    gr_rng rng = now->loop;
    size_t count = 0;

    while (count <= GR_BINS_LOOP && fabs(x[0]) <= 1) {
        path[count++] = x[0];
        for (size_t j = 1; j < s->dims; j++)
            x[j] = 2 * gr_rng_uniform(&rng) - 1;
        x[0] = GR_BINS_PLANT * x[0] + gr_bins_act(s, now, rule, x);
    }
    return count;
}

double gr_bins_cycle(const gr_bins_setup *s, const double *path, size_t count)
{
    double low = path[GR_BINS_LOOP / 2], high = low;

    if (count <= GR_BINS_LOOP)
        return gr_missing();
    for (size_t t = GR_BINS_LOOP / 2; t < count; t++) {
        low = path[t] < low ? path[t] : low;
        high = path[t] > high ? path[t] : high;
    }
    return (high - low) / s->width;
}

/* --- formulas --- */

double gr_bins_quantum(const gr_bins_setup *s)
{
    double squares = 0, odd = (double)(s->bins % 2);

    if (s->switches) /* the cells in the middle, if there are such */
        return fabs(s->expert[1]) * sqrt(odd / (double)s->bins);
    for (size_t j = 1; j <= s->dims; j++)
        squares += s->expert[j] * s->expert[j];
    return sqrt(squares / 12) * s->width;
}

double gr_bins_expected(double cells, double samples)
{
    if (!(cells > 1))
        return samples > 0 ? cells : 0;
    return -cells * gr_expm1(samples * gr_log1p(-1 / cells));
}

double gr_bins_coupons(double cells)
{
    return cells * (gr_log(cells) + 0.5772156649015329);
}
