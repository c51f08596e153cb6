/* formulas.h - what the tests of gradients share: a text as an expression of x, y, z. */
#ifndef GRADUS_TESTS_FORMULAS_H
#define GRADUS_TESTS_FORMULAS_H

#include "gradus/expression.h"
#include "support.h"

enum { GR_TEST_NAMES = 3 };

extern const char *const gr_test_names[GR_TEST_NAMES]; /* x, y, z */

/* The same number, -0 not being 0; or both NaN and `a` the plain one. */
bool gr_test_same_bits(double a, double b);

/* Parsed and bound, or the test fails. */
gr_expression *gr_test_bound(const char *text, const char *const *names, size_t count);

/* The gradient of a text at a point, and its value, which must be the one that there is without a
 * gradient. */
double gr_test_gradient(const char *text, const double at[GR_TEST_NAMES],
                        double gradient[GR_TEST_NAMES]);

#endif
