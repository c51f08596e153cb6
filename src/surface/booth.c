/* Booth's function: a round bowl, the sum of the squared errors of two linear equations. Its
 * eigenvalues are 2 and 18. */
#include "gradus/surface.h"

#include <math.h>

static const gr_param params[] = { GR_START("x", "-9"), GR_START("y", "-8"), { .name = NULL } };

static const gr_minimum minima[] = { { 1, 3, 0 } };

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double x = at[0], y = at[1], a = x + 2 * y - 7, b = 2 * x + y - 5;

    (void)terrain;
    if (gradient != NULL) {
        gradient[0] = 2 * a + 4 * b;
        gradient[1] = 4 * a + 2 * b;
    }
    return a * a + b * b;
}

const gr_surface gr_surface_booth = {
    .name = "booth",
    .summary = "a plain bowl; eigenvalues 2 and 18",
    .formula = "(x + 2 y - 7)^2 + (2 x + y - 5)^2",
    .dims = 2,
    .params = params,
    .box = { -10, 10, -10, 10 },
    .minima = minima,
    .minimum_count = GR_LEN(minima),
    .value = value,
};
