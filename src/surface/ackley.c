/* Ackley's function: a nearly flat plain with small dents and one deep funnel. There are local
 * minima near the pairs of whole numbers; only the global one is listed. It is the tip of a cone,
 * where no gradient exists: 0 stands for it. With (cos 2 pi x + cos 2 pi y)/2 = 1 - sin^2 pi x -
 * sin^2 pi y nothing cancels near it. (D. H. Ackley, A Connectionist Machine for Genetic
 * Hillclimbing, Kluwer, 1987.) */
#include "gradus/surface.h"

#include "gradus/elementary.h"
#include "pi.h"

#include <math.h>

static const gr_param params[] = { GR_START("x", "2.3"), GR_START("y", "-1.7"), { .name = NULL } };

static const gr_minimum minima[] = { { 0, 0, 0 } };

static const double E = 2.71828182845904523536;

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double x = at[0], y = at[1], sx = gr_sin(PI * x), sy = gr_sin(PI * y);
    double r = sqrt(0.5 * (x * x + y * y));
    double funnel = gr_expm1(-0.2 * r), dents = gr_expm1(-(sx * sx + sy * sy));

    (void)terrain;
    if (gradient != NULL) {
        double inwards = r > 0 ? 2 * (1 + funnel) / r : 0, wave = 2 * PI * E * (1 + dents);
        gradient[0] = inwards * x + wave * (sx * gr_cos(PI * x));
        gradient[1] = inwards * y + wave * (sy * gr_cos(PI * y));
    }
    return -20 * funnel - E * dents;
}

const gr_surface gr_surface_ackley = {
    .name = "ackley",
    .summary = "a dented plain with one funnel; a cone at its bottom",
    .formula = "e + 20 - 20 e^(-r/5) - e^((cos(2 pi x) + cos(2 pi y))/2)",
    .dims = 2,
    .params = params,
    .box = { -5, 5, -5, 5 },
    .minima = minima,
    .minimum_count = GR_LEN(minima),
    .value = value,
};
