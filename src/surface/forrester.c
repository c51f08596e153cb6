/* Forrester's function: a shallow minimum, a flat inflexion at 1/3, and a deep minimum. (A. I. J.
 * Forrester, A. Sobester and A. J. Keane, Engineering Design via Surrogate Modelling, Wiley, 2008.)
 */
#include "gradus/surface.h"

#include "gradus/elementary.h"

#include <math.h>

static const gr_param params[] = { GR_START("x", "0.25"), { .name = NULL } };

static const gr_minimum minima[] = {
    { 0.14258918932471630, 0, -0.98632540632108140 },
    { 0.75724875784185587, 0, -6.0207400557670828 },
};

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double u = 6 * at[0] - 2, s = gr_sin(2 * u);

    (void)terrain;
    if (gradient != NULL)
        gradient[0] = 12 * u * (s + u * gr_cos(2 * u));
    return u * u * s;
}

const gr_surface gr_surface_forrester = {
    .name = "forrester",
    .summary = "one dimension; a shallow minimum beside a deep one",
    .formula = "(6 x - 2)^2 sin(12 x - 4)",
    .dims = 1,
    .params = params,
    .box = { 0, 1, 0, 0 },
    .minima = minima,
    .minimum_count = GR_LEN(minima),
    .value = value,
};
