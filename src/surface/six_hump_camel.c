/* The camel with six humps: six minima in pairs, f(-x, -y) = f(x, y); one pair is global. (L. C. W.
 * Dixon and G. P. Szego, "The global optimization problem: an introduction", in Towards Global
 * Optimisation 2, 1978.) */
#include "gradus/surface.h"

#include <math.h>

static const gr_param params[] = { GR_START("x", "1.6"), GR_START("y", "0.9"), { .name = NULL } };

static const gr_minimum minima[] = {
    { 0.089842013100318062, -0.71265640302073963, -1.0316284534898774 },
    { -0.089842013100318062, 0.71265640302073963, -1.0316284534898774 },
    { 1.7036067149699809, -0.79608356867262512, -0.21546382438371764 },
    { -1.7036067149699809, 0.79608356867262512, -0.21546382438371764 },
    { 1.6071047529201972, 0.56865145488413137, 2.1042503103112583 },
    { -1.6071047529201972, -0.56865145488413137, 2.1042503103112583 },
};

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double x = at[0], y = at[1], u = x * x, v = y * y;

    (void)terrain;
    if (gradient != NULL) {
        gradient[0] = x * (8 - 8.4 * u + 2 * (u * u)) + y;
        gradient[1] = x + y * (16 * v - 8);
    }
    return u * (4 - 2.1 * u + u * u / 3) + x * y + 4 * v * (v - 1);
}

const gr_surface gr_surface_six_hump_camel = {
    .name = "six_hump_camel",
    .summary = "six minima in pairs, two of them global",
    .formula = "(4 - 2.1 x^2 + x^4/3) x^2 + x y + (4 y^2 - 4) y^2",
    .dims = 2,
    .params = params,
    .box = { -2, 2, -1.1, 1.1 },
    .minima = minima,
    .minimum_count = GR_LEN(minima),
    .value = value,
};
