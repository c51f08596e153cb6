/* Himmelblau's function: four minima, all equally low, so that the start alone decides which is
 * found. (D. M. Himmelblau, Applied Nonlinear Programming, McGraw-Hill, 1972.) */
#include "gradus/surface.h"

#include <math.h>

static const gr_param params[] = { GR_START("x", "-1"), GR_START("y", "-1"), { .name = NULL } };

static const gr_minimum minima[] = {
    { 3, 2, 0 },
    { 3.5844283403304917, -1.8481265269644036, 0 },
    { -3.7793102533777469, -3.2831859912861694, 0 },
    { -2.8051180869527449, 3.1313125182505730, 0 },
};

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double x = at[0], y = at[1], a = x * x + y - 11, b = x + y * y - 7;

    (void)terrain;
    if (gradient != NULL) {
        gradient[0] = 4 * x * a + 2 * b;
        gradient[1] = 2 * a + 4 * y * b;
    }
    return a * a + b * b;
}

const gr_surface gr_surface_himmelblau = {
    .name = "himmelblau",
    .summary = "four equally low minima; the start decides which",
    .formula = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    .dims = 2,
    .params = params,
    .box = { -5, 5, -5, 5 },
    .minima = minima,
    .minimum_count = GR_LEN(minima),
    .value = value,
};
