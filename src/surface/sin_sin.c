/* Two waves, one 10/3 as fast as the other: in the box three minima, the lowest in the middle.
 * From the left gradient descent ends in the first; a strong momentum goes on to the next.
 * (P. Hansen, B. Jaumard and S.-H. Lu, "Global optimization of univariate Lipschitz functions: II",
 * Mathematical Programming 55, 1992.) */
#include "gradus/surface.h"

#include "gradus/elementary.h"

#include <math.h>

static const gr_param params[] = { GR_START("x", "2.8"), { .name = NULL } };

static const gr_minimum minima[] = {
    { 3.3872517184446308, 0, -1.1999207839326850 },
    { 5.1457352902561280, 0, -1.8995993491521134 },
    { 7.0001491168622538, 0, -0.31699550187324781 },
};

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double x = at[0], fast = 10 * x / 3;

    (void)terrain;
    if (gradient != NULL)
        gradient[0] = gr_cos(x) + 10 * gr_cos(fast) / 3;
    return gr_sin(x) + gr_sin(fast);
}

const gr_surface gr_surface_sin_sin = {
    .name = "sin_sin",
    .summary = "one dimension; two waves, three minima",
    .formula = "sin x + sin(10 x / 3)",
    .dims = 1,
    .params = params,
    .box = { 2.7, 7.5, 0, 0 },
    .minima = minima,
    .minimum_count = GR_LEN(minima),
    .value = value,
};
