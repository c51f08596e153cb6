#include "figures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void gr_test_close(double actual, double expected, double tolerance, const char *what)
{
    double scale = fabs(expected) > 1 ? fabs(expected) : 1;

    ck_assert_msg(fabs(actual - expected) <= tolerance * scale, "%s: %.15g, not %.15g", what,
                  actual, expected);
}

void gr_test_shown(double actual, const char *printed)
{
    const char *point = strchr(printed, '.');
    double unit = 1;

    for (size_t i = point != NULL ? strlen(point + 1) : 0; i > 0; i--)
        unit /= 10;
    ck_assert_msg(fabs(actual - atof(printed)) <= 0.5000001 * unit, "%.10g does not show as %s",
                  actual, printed);
}

long double gr_test_power(long double base, long exponent)
{
    long double product = 1;

    for (; exponent > 0; exponent /= 2, base *= base)
        product *= exponent % 2 == 1 ? base : 1;
    return product;
}

void gr_sample_add(gr_sample *sample, double value)
{
    sample->count++;
    sample->sum += value;
    sample->squares += value * value;
}

double gr_sample_mean(const gr_sample *sample)
{
    return sample->sum / sample->count;
}

double gr_sample_error(const gr_sample *sample)
{
    double mean = gr_sample_mean(sample);
    double variance = (sample->squares - mean * sample->sum) / (sample->count - 1);

    return variance > 0 ? sqrt(variance / sample->count) : 0;
}

void gr_test_within(const gr_sample *sample, double value, double unit, const char *what)
{
    double mean = gr_sample_mean(sample), error = gr_sample_error(sample);

    ck_assert_msg(fabs(mean - value) <= 3 * error + unit / 2,
                  "%s: %.10g is not within three standard errors of %.10g +- %.3g", what, value,
                  mean, error);
}
