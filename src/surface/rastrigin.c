/* Rastrigin's function: a bowl full of dents. There is a local minimum near every pair of whole
 * numbers; only the global one is listed. 10 - 10 cos 2 pi t is computed as 20 sin^2 pi t, so that
 * nothing cancels near 0. (L. A. Rastrigin, Systems of Extremal Control, Nauka, 1974, in Russian.)
 */
#include "gradus/surface.h"

#include "gradus/elementary.h"
#include "pi.h"

#include <math.h>

static const gr_param params[] = { GR_START("x", "-2.7"), GR_START("y", "3.3"), { .name = NULL } };

static const gr_minimum minima[] = { { 0, 0, 0 } };

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double sum = 0;

    (void)terrain;
    for (size_t i = 0; i < 2; i++) {
        double t = at[i], s = gr_sin(PI * t);
        if (gradient != NULL)
            gradient[i] = 2 * t + 40 * PI * s * gr_cos(PI * t);
        sum += t * t + 20 * (s * s);
    }
    return sum;
}

const gr_surface gr_surface_rastrigin = {
    .name = "rastrigin",
    .summary = "a bowl with a dent near every pair of whole numbers",
    .formula = "20 + x^2 - 10 cos(2 pi x) + y^2 - 10 cos(2 pi y)",
    .dims = 2,
    .params = params,
    .box = { -5.12, 5.12, -5.12, 5.12 },
    .minima = minima,
    .minimum_count = GR_LEN(minima),
    .value = value,
};
