/* The function of Goldstein and Price: a product whose values span six decades, with one global
 * minimum and three that are local. (A. A. Goldstein and J. F. Price, "On descent from local
 * minima", Mathematics of Computation 25(115), 1971.) */
#include "gradus/surface.h"

#include <math.h>

static const gr_param params[] = { GR_START("x", "0.2"), GR_START("y", "-0.5"), { .name = NULL } };

static const gr_minimum minima[] = {
    { 0, -1, 3 },
    { -0.6, -0.4, 30 },
    { 1.8, 0.2, 84 },
    { 1.2, 0.8, 840 },
};

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double x = at[0], y = at[1], s = x + y + 1, d = 2 * x - 3 * y;
    double p = 19 - 14 * (x + y) + 3 * ((x + y) * (x + y));
    double q = 18 - 32 * x + 48 * y + 3 * (d * d);
    double a = 1 + s * s * p, b = 30 + d * d * q;

    (void)terrain;
    if (gradient != NULL) {
        double slope = 2 * s * p + s * s * (6 * (x + y) - 14); /* of a, along x and y alike */
        gradient[0] = slope * b + a * (4 * d * q + d * d * (12 * d - 32));
        gradient[1] = slope * b + a * (d * d * (48 - 18 * d) - 6 * d * q);
    }
    return a * b;
}

const gr_surface gr_surface_goldstein_price = {
    .name = "goldstein_price",
    .summary = "values over six decades; three local minima",
    .formula = "(1 + (x+y+1)^2 p(x, y)) (30 + (2x-3y)^2 q(x, y))",
    .dims = 2,
    .params = params,
    .box = { -2, 2, -3, 1 },
    .minima = minima,
    .minimum_count = GR_LEN(minima),
    .value = value,
};
