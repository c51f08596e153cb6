/* Levy's function, number 13 of its collection: a bowl with many ridges. There are dozens of local
 * minima; only the global one is listed. (A. V. Levy, A. Montalvo, S. Gomez and A. Calderon,
 * "Topics in global optimization", Lecture Notes in Mathematics 909, 1982.) */
#include "gradus/surface.h"

#include "gradus/elementary.h"
#include "pi.h"

#include <math.h>

static const gr_param params[] = { GR_START("x", "-1.7"), GR_START("y", "2.8"), { .name = NULL } };

static const gr_minimum minima[] = { { 1, 1, 0 } };

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double x = at[0], y = at[1], u = x - 1, v = y - 1;
    double a = gr_sin(3 * PI * x), b = gr_sin(3 * PI * y), c = gr_sin(2 * PI * y);

    (void)terrain;
    if (gradient != NULL) {
        double b_slope = 6 * PI * b * gr_cos(3 * PI * y), c_slope = 4 * PI * c * gr_cos(2 * PI * y);
        gradient[0] = 6 * PI * a * gr_cos(3 * PI * x) + 2 * u * (1 + b * b);
        gradient[1] = u * u * b_slope + 2 * v * (1 + c * c) + v * v * c_slope;
    }
    return a * a + u * u * (1 + b * b) + v * v * (1 + c * c);
}

const gr_surface gr_surface_levy13 = {
    .name = "levy13",
    .summary = "a bowl with ridges, three or two to each unit",
    .formula = "sin^2 3pi x + (x-1)^2 (1+sin^2 3pi y) + (y-1)^2 (1+sin^2 2pi y)",
    .dims = 2,
    .params = params,
    .box = { -4, 6, -4, 6 },
    .minima = minima,
    .minimum_count = GR_LEN(minima),
    .value = value,
};
