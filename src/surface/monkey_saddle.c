/* The monkey saddle: three ways down and three up, and at 0 neither slope nor curvature. It has no
 * minimum. */
#include "gradus/surface.h"

#include <math.h>

static const gr_param params[] = { GR_START("x", "0.7"), GR_START("y", "0.2"), { .name = NULL } };

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double x = at[0], y = at[1], u = x * x, v = y * y;

    (void)terrain;
    if (gradient != NULL) {
        gradient[0] = 3 * (u - v);
        gradient[1] = -6 * (x * y);
    }
    return x * (u - 3 * v);
}

const gr_surface gr_surface_monkey_saddle = {
    .name = "monkey_saddle",
    .summary = "a saddle with three ways down; flat at 0; no minimum",
    .formula = "x^3 - 3 x y^2",
    .dims = 2,
    .params = params,
    .box = { -2, 2, -2, 2 },
    .value = value,
};
