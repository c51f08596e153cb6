/* Easom's function: a hole in a plain that is flat to all the digits. Far off the gradient is too
 * small to lead anywhere, and underflows to 0. Around the hole lie four hardly visible dips. (E. E.
 * Easom, A survey of global optimization techniques, thesis, University of Louisville, 1990.) */
#include "gradus/surface.h"

#include "gradus/elementary.h"
#include "pi.h"

#include <math.h>

static const gr_param params[] = { GR_START("x", "2.1"), GR_START("y", "4.3"), { .name = NULL } };

static const gr_minimum minima[] = {
    { 3.1415926535897932, 3.1415926535897932, -1 },
    { 1.3049954504376675, 1.3049954504376675, -8.1102238915700659e-5 },
    { 1.3049954504376675, 4.9781898567419190, -8.1102238915700659e-5 },
    { 4.9781898567419190, 1.3049954504376675, -8.1102238915700659e-5 },
    { 4.9781898567419190, 4.9781898567419190, -8.1102238915700659e-5 },
};

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double x = at[0], y = at[1], u = x - PI, v = y - PI;
    double cx = gr_cos(x), cy = gr_cos(y), bell = gr_exp(-(u * u) - v * v);

    (void)terrain;
    if (gradient != NULL) {
        gradient[0] = bell * cy * (gr_sin(x) + 2 * u * cx);
        gradient[1] = bell * cx * (gr_sin(y) + 2 * v * cy);
    }
    return -(cx * cy * bell);
}

const gr_surface gr_surface_easom = {
    .name = "easom",
    .summary = "one hole in a plain without slope",
    .formula = "-cos x cos y e^(-(x - pi)^2 - (y - pi)^2)",
    .dims = 2,
    .params = params,
    .box = { 0, 6.3, 0, 6.3 },
    .minima = minima,
    .minimum_count = GR_LEN(minima),
    .value = value,
};
