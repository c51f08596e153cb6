/* Two wells side by side, the left one deeper: from the right a small rate ends in the wrong one.
 */
#include "gradus/surface.h"

#include <math.h>

static const gr_param params[] = { GR_START("x", "1.7"), { .name = NULL } };

static const gr_minimum minima[] = {
    { -1.0466805318046023, 0, -0.35238607380003642 },
    { 0.94564927392359144, 0, -0.15263944177378456 },
};

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double x = at[0], u = x * x;

    (void)terrain;
    if (gradient != NULL)
        gradient[0] = x * (u - 1) + 0.1;
    return x * (x * (0.25 * u - 0.5) + 0.1);
}

const gr_surface gr_surface_double_well = {
    .name = "double_well",
    .summary = "one dimension; two wells, the left one deeper",
    .formula = "x^4/4 - x^2/2 + 0.1 x",
    .dims = 1,
    .params = params,
    .box = { -1.8, 1.8, 0, 0 },
    .minima = minima,
    .minimum_count = GR_LEN(minima),
    .value = value,
};
