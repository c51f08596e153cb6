/* The camel with three humps: the global minimum at 0 between two local ones, f(-x, -y) = f(x, y).
 * (L. C. W. Dixon and G. P. Szego, Towards Global Optimisation 2, 1978.) */
#include "gradus/surface.h"

#include <math.h>

static const gr_param params[] = { GR_START("x", "-1.9"), GR_START("y", "1.6"), { .name = NULL } };

static const gr_minimum minima[] = {
    { 0, 0, 0 },
    { 1.7475523458302889, -0.87377617291514445, 0.29863844223685982 },
    { -1.7475523458302889, 0.87377617291514445, 0.29863844223685982 },
};

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double x = at[0], y = at[1], u = x * x;

    (void)terrain;
    if (gradient != NULL) {
        gradient[0] = x * (4 - 4.2 * u + u * u) + y;
        gradient[1] = x + 2 * y;
    }
    return u * (2 - 1.05 * u + u * u / 6) + x * y + y * y;
}

const gr_surface gr_surface_three_hump_camel = {
    .name = "three_hump_camel",
    .summary = "three minima; the lowest stands between two traps",
    .formula = "2 x^2 - 1.05 x^4 + x^6/6 + x y + y^2",
    .dims = 2,
    .params = params,
    .box = { -2.2, 2.2, -2.2, 2.2 },
    .minima = minima,
    .minimum_count = GR_LEN(minima),
    .value = value,
};
