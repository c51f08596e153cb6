/* A parabola with a wave on it. From the right gradient descent ends in the dent at 3.8, at every
 * rate at which it ends; momentum can leave it. */
#include "gradus/surface.h"

#include "gradus/elementary.h"

#include <math.h>

static const gr_param params[] = { GR_START("x", "5.5"), { .name = NULL } };

static const gr_minimum minima[] = {
    { -1.3064400083695110, 0, -7.9458233756152834 },
    { 3.8374671064990487, 0, 8.3155855794774588 },
};

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double x = at[0];

    (void)terrain;
    if (gradient != NULL)
        gradient[0] = 2 * x + 10 * gr_cos(x);
    return x * x + 10 * gr_sin(x);
}

const gr_surface gr_surface_x2_sin = {
    .name = "x2_sin",
    .summary = "one dimension; a parabola with a wave on it",
    .formula = "x^2 + 10 sin x",
    .dims = 1,
    .params = params,
    .box = { -6, 6, 0, 0 },
    .minima = minima,
    .minimum_count = GR_LEN(minima),
    .value = value,
};
