#include "gradus/loss.h"

#include "gradus/elementary.h"

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

enum { BLOCK = 64 };

/* e^(y - most), kept where `kept` is not NULL; their sum in their order. */
static double sum_exp(const double *y, size_t count, double most, double *kept)
{
    double block[BLOCK], sum = 0;

    for (size_t from = 0; from < count; from += BLOCK) {
        size_t n = count - from < BLOCK ? count - from : BLOCK;
        double *e = kept != NULL ? kept + from : block;
        for (size_t i = 0; i < n; i++)
            e[i] = y[from + i] - most;
        gr_exp_array(n, e, e);
        for (size_t i = 0; i < n; i++)
            sum += e[i];
    }
    return sum;
}

void gr_loss_cross_entropy(size_t rows, size_t outputs, const double *y, const double *targets,
                           double scale, double *sum, double *slope)
{
    for (size_t m = 0; m < rows; m++) {
        const double *row = y + m * outputs;
        double *by = slope != NULL ? slope + m * outputs : NULL;
        double most = row[largest(row, outputs)], all = sum_exp(row, outputs, most, by);
        size_t target = (size_t)targets[m];
        *sum += gr_log(all) - (row[target] - most);
        /* probability less 1 for the right class, less 0 for the others */
        for (size_t i = 0; by != NULL && i < outputs; i++)
            by[i] = scale * (by[i] / all - (i == target ? 1 : 0));
    }
}

double gr_loss_wrong_classes(size_t rows, size_t outputs, const double *y, const double *targets)
{
    double wrong = 0;

    for (size_t m = 0; m < rows; m++)
        wrong += largest(y + m * outputs, outputs) != (size_t)targets[m];
    return wrong;
}
