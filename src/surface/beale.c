/* Beale's function: steep walls round a flat floor, and a saddle at (0, 1) on the way. (E. M. L.
 * Beale, "On an iterative method for finding a local minimum of a function of more than one
 * variable", Princeton University, Statistical Techniques Research Group, report 25, 1958.) */
#include "gradus/surface.h"

#include <math.h>

static const gr_param params[] = { GR_START("x", "1"), GR_START("y", "1.5"), { .name = NULL } };

static const gr_minimum minima[] = { { 3, 0.5, 0 } };

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double x = at[0], y = at[1], y2 = y * y, y3 = y2 * y;
    double a = 1.5 + x * (y - 1), b = 2.25 + x * (y2 - 1), c = 2.625 + x * (y3 - 1);

    (void)terrain;
    if (gradient != NULL) {
        gradient[0] = 2 * (a * (y - 1) + b * (y2 - 1) + c * (y3 - 1));
        gradient[1] = 2 * x * (a + 2 * b * y + 3 * c * y2);
    }
    return a * a + b * b + c * c;
}

const gr_surface gr_surface_beale = {
    .name = "beale",
    .summary = "steep walls, a flat floor, and a saddle at (0, 1)",
    .formula = "sum over k of (c_k - x + x y^k)^2, c = 1.5, 2.25, 2.625",
    .dims = 2,
    .params = params,
    .box = { -4.5, 4.5, -4.5, 4.5 },
    .minima = minima,
    .minimum_count = GR_LEN(minima),
    .value = value,
};
