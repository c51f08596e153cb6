/* The narrow valley: 1/2 (x^2 + kappa y^2), kappa times steeper across than along. */
#include "gradus/surface.h"

#include <math.h>

enum { KAPPA };

static const gr_param params[] = {
    GR_START("x", "-9"),
    GR_START("y", "1.7"),
    { .name = "kappa",
      .kind = GR_PARAM_NUMBER,
      .initial = "50",
      .high = (double)INFINITY,
      .low_open = true,
      .high_open = true,
      .log_scale = true,
      .help = "how many times steeper it is across than along" },
    { .name = NULL },
};

static const gr_minimum minima[] = { { 0, 0, 0 } };

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double kappa = terrain->knobs[KAPPA], x = at[0], y = at[1];

    if (gradient != NULL) {
        gradient[0] = x;
        gradient[1] = kappa * y;
    }
    return 0.5 * (x * x + kappa * (y * y));
}

const gr_surface gr_surface_valley = {
    .name = "valley",
    .summary = "a long valley with steep sides; one minimum",
    .formula = "1/2 (x^2 + kappa y^2)",
    .dims = 2,
    .params = params,
    .box = { -10, 10, -4, 4 },
    .minima = minima,
    .minimum_count = GR_LEN(minima),
    .value = value,
};
