/* A narrow valley that lies across the axes: 1/2 z'Az, where A has the eigenvalue 1 along (4, 3)
 * and 25 along (-3, 4). A rate of its own for each of x and y, which the valley along the axes
 * rewards, gains little here. */
#include "gradus/surface.h"

#include <math.h>

static const gr_param params[] = { GR_START("x", "-4"), GR_START("y", "3.3"), { .name = NULL } };

static const gr_minimum minima[] = { { 0, 0, 0 } };

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double x = at[0], y = at[1], gx = 9.64 * x - 11.52 * y, gy = 16.36 * y - 11.52 * x;

    (void)terrain;
    if (gradient != NULL) {
        gradient[0] = gx;
        gradient[1] = gy;
    }
    return 0.5 * (x * gx + y * gy);
}

const gr_surface gr_surface_valley_rotated = {
    .name = "valley_rotated",
    .summary = "the valley turned off the axes; eigenvalues 1 and 25",
    .formula = "1/2 (9.64 x^2 - 23.04 x y + 16.36 y^2)",
    .dims = 2,
    .params = params,
    .box = { -6, 6, -6, 6 },
    .minima = minima,
    .minimum_count = GR_LEN(minima),
    .value = value,
};
