/* A quartic whose flat inflexion at 0 holds up a descent from the left. */
#include "gradus/surface.h"

#include <math.h>

static const gr_param params[] = { GR_START("x", "-1"), { .name = NULL } };

static const gr_minimum minima[] = { { 2.25, 0, -6.54296875 } };

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double x = at[0];

    (void)terrain;
    if (gradient != NULL)
        gradient[0] = (4 * x - 9) * (x * x);
    return (x - 3) * (x * x * x) + 2;
}

const gr_surface gr_surface_quartic = {
    .name = "quartic",
    .summary = "one dimension; flat at 0, where it goes on downwards",
    .formula = "x^4 - 3 x^3 + 2",
    .dims = 1,
    .params = params,
    .box = { -1.5, 3.5, 0, 0 },
    .minima = minima,
    .minimum_count = GR_LEN(minima),
    .value = value,
};
