/* figures.h - numbers held against what they should be: by formula, as they were printed, and as
 * they were sampled. */
#ifndef GRADUS_TESTS_FIGURES_H
#define GRADUS_TESTS_FIGURES_H

#include "support.h"

/* Within a tolerance, relative to max(1, |expected|). */
void gr_test_close(double actual, double expected, double tolerance, const char *what);

/* As printed, to its last digit: "57.498", "1.90", "2.0". */
void gr_test_shown(double actual, const char *printed);

/* base^exponent, for closed forms; exponent >= 0. */
long double gr_test_power(long double base, long exponent);

/* Numbers that were drawn; zero-initialise. */
typedef struct gr_sample {
    double count, sum, squares;
} gr_sample;

void gr_sample_add(gr_sample *sample, double value);
double gr_sample_mean(const gr_sample *sample);
double gr_sample_error(const gr_sample *sample); /* standard error of the mean */

/* The value lies within three standard errors of the mean, and half of what one in the last digit of
 * it is worth if it was printed (else 0). */
void gr_test_within(const gr_sample *sample, double value, double unit, const char *what);

#endif
