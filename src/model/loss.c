#include "gradus/loss.h"

#include "gradus/elementary.h"

#include <math.h>

void gr_loss_squared(size_t rows, size_t outputs, const double *y, const double *targets,
                     double scale, double *sum, double *slope)
{
    for (size_t i = 0; i < rows * outputs; i++) {
        double away = y[i] - targets[i];
        *sum += away * away;
        if (slope != NULL)
            slope[i] = scale * (2 * away);
    }
}

static size_t largest(const double *y, size_t count)
{
    size_t best = 0;

    for (size_t i = 1; i < count; i++)
        if (y[i] > y[best])
            best = i;
    return best;
}

/* log of the sum of e^y, beside the largest y. */
static double log_sum(const double *y, size_t count, double most)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += gr_exp(y[i] - most);
    return gr_log(sum);
}

void gr_loss_cross_entropy(size_t rows, size_t outputs, const double *y, const double *targets,
                           double scale, double *sum, double *slope)
{
    for (size_t m = 0; m < rows; m++) {
        const double *row = y + m * outputs;
        double most = row[largest(row, outputs)], log_all = log_sum(row, outputs, most);
        size_t target = (size_t)targets[m];
        *sum += log_all - (row[target] - most);
        for (size_t i = 0; slope != NULL && i < outputs; i++)
            slope[m * outputs + i] =
                scale * (gr_exp(row[i] - most - log_all) - (i == target ? 1 : 0));
    }
}

double gr_loss_wrong_classes(size_t rows, size_t outputs, const double *y, const double *targets)
{
    double wrong = 0;

    for (size_t m = 0; m < rows; m++)
        wrong += largest(y + m * outputs, outputs) != (size_t)targets[m];
    return wrong;
}
