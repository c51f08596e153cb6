/* Rosenbrock's banana. (H. H. Rosenbrock, "An automatic method for finding the greatest or least
 * value of a function", The Computer Journal 3(3), 1960.) */
#include "gradus/surface.h"

#include <math.h>

static const gr_param params[] = { GR_START("x", "-1.2"), GR_START("y", "1"), { .name = NULL } };

static const gr_minimum minima[] = { { 1, 1, 0 } };

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double x = at[0], a = 1 - x, b = at[1] - x * x;

    (void)terrain;
    if (gradient != NULL) {
        gradient[0] = -2 * a - 400 * x * b;
        gradient[1] = 200 * b;
    }
    return a * a + 100 * (b * b);
}

const gr_surface gr_surface_rosenbrock = {
    .name = "rosenbrock",
    .summary = "a curved valley with a flat floor; easy to find, slow to follow",
    .formula = "(1 - x)^2 + 100 (y - x^2)^2",
    .dims = 2,
    .params = params,
    .box = { -2, 2, -1, 3 },
    .minima = minima,
    .minimum_count = GR_LEN(minima),
    .value = value,
};
