/* Matyas's function: a flat bowl that lies along the diagonal. Its eigenvalues are 0.04 along x = y
 * and 1 across. */
#include "gradus/surface.h"

#include <math.h>

static const gr_param params[] = { GR_START("x", "-8"), GR_START("y", "5"), { .name = NULL } };

static const gr_minimum minima[] = { { 0, 0, 0 } };

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double x = at[0], y = at[1];

    (void)terrain;
    if (gradient != NULL) {
        gradient[0] = 0.52 * x - 0.48 * y;
        gradient[1] = 0.52 * y - 0.48 * x;
    }
    return 0.26 * (x * x + y * y) - 0.48 * (x * y);
}

const gr_surface gr_surface_matyas = {
    .name = "matyas",
    .summary = "a bowl that is flat along x = y; eigenvalues 0.04 and 1",
    .formula = "0.26 (x^2 + y^2) - 0.48 x y",
    .dims = 2,
    .params = params,
    .box = { -10, 10, -10, 10 },
    .minima = minima,
    .minimum_count = GR_LEN(minima),
    .value = value,
};
