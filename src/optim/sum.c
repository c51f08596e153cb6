#include "sum.h"

void gr_sum_add(gr_sum *sum, double value)
{
    sum->part[sum->count++ % GR_SUM_PARTS] += value;
}

double gr_sum_total(const gr_sum *sum)
{
    const double *p = sum->part;

    return ((p[0] + p[1]) + (p[2] + p[3])) + ((p[4] + p[5]) + (p[6] + p[7]));
}

double gr_sum_mean(const gr_sum *sum)
{
    return gr_sum_total(sum) / (double)sum->count;
}

double gr_mean(size_t n, const double *x)
{
    gr_sum sum = { { 0 }, n };
    size_t i = 0;

    for (; i + GR_SUM_PARTS <= n; i += GR_SUM_PARTS)
        for (size_t k = 0; k < GR_SUM_PARTS; k++)
            sum.part[k] += x[i + k];
    for (size_t k = 0; i + k < n; k++)
        sum.part[k] += x[i + k];
    return gr_sum_mean(&sum);
}

double gr_mean_square(size_t n, const double *x, double plus)
{
    gr_sum sum = { { 0 }, n };
    size_t i = 0;

    for (; i + GR_SUM_PARTS <= n; i += GR_SUM_PARTS)
        for (size_t k = 0; k < GR_SUM_PARTS; k++)
            sum.part[k] += x[i + k] * x[i + k] + plus;
    for (size_t k = 0; i + k < n; k++)
        sum.part[k] += x[i + k] * x[i + k] + plus;
    return gr_sum_mean(&sum);
}
