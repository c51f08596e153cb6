/* The plain saddle. A descent that begins nearly on the x axis goes to 0 at first, and leaves it
 * along y. It has no minimum. */
#include "gradus/surface.h"

#include <math.h>

static const gr_param params[] = { GR_START("x", "-1.5"),
                                   GR_START("y", "0.001"),
                                   { .name = NULL } };

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double x = at[0], y = at[1];

    (void)terrain;
    if (gradient != NULL) {
        gradient[0] = 2 * x;
        gradient[1] = -2 * y;
    }
    return x * x - y * y;
}

const gr_surface gr_surface_saddle = {
    .name = "saddle",
    .summary = "down to 0 along x, away from it along y; no minimum",
    .formula = "x^2 - y^2",
    .dims = 2,
    .params = params,
    .box = { -2, 2, -2, 2 },
    .value = value,
};
