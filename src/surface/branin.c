/* Branin's function: three minima, all equally low, along a bent trough. Outside the box there are
 * more. (F. H. Branin, "Widely convergent method for finding multiple solutions of simultaneous
 * nonlinear equations", IBM Journal of Research and Development 16(5), 1972; the constants as in L.
 * C. W. Dixon and G. P. Szego, Towards Global Optimisation 2, 1978.) */
#include "gradus/surface.h"

#include "gradus/elementary.h"
#include "pi.h"

#include <math.h>

static const gr_param params[] = { GR_START("x", "2.5"), GR_START("y", "7.5"), { .name = NULL } };

static const gr_minimum minima[] = {
    { -3.1415926535897932, 12.275, 0.39788735772973834 },
    { 3.1415926535897932, 2.275, 0.39788735772973834 },
    { 9.4247779607693797, 2.475, 0.39788735772973834 },
};

static const double B = 5.1 / (4 * PI * PI), C = 5 / PI, HEIGHT = 10 - 10 / (8 * PI);

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double x = at[0], u = at[1] + x * (C - B * x) - 6;

    (void)terrain;
    if (gradient != NULL) {
        gradient[0] = 2 * u * (C - 2 * B * x) - HEIGHT * gr_sin(x);
        gradient[1] = 2 * u;
    }
    return u * u + HEIGHT * gr_cos(x) + 10;
}

const gr_surface gr_surface_branin = {
    .name = "branin",
    .summary = "three equally low minima in a bent trough",
    .formula = "(y-5.1x^2/(4pi^2)+5x/pi-6)^2 + 10(1-1/(8pi)) cos x + 10",
    .dims = 2,
    .params = params,
    .box = { -5, 10, 0, 15 },
    .minima = minima,
    .minimum_count = GR_LEN(minima),
    .value = value,
};
