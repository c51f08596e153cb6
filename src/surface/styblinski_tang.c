/* The function of Styblinski and Tang: the same double well along each axis, so four minima. (M. A.
 * Styblinski and T.-S. Tang, "Experiments in nonconvex optimization: stochastic approximation with
 * function smoothing and simulated annealing", Neural Networks 3(4), 1990.) */
#include "gradus/surface.h"

#include <math.h>

static const gr_param params[] = { GR_START("x", "-0.5"), GR_START("y", "4.5"), { .name = NULL } };

static const gr_minimum minima[] = {
    { -2.9035340277711771, -2.9035340277711771, -78.332331407542831 },
    { -2.9035340277711771, 2.7468027709908370, -64.195612359055358 },
    { 2.7468027709908370, -2.9035340277711771, -64.195612359055358 },
    { 2.7468027709908370, 2.7468027709908370, -50.058893310567885 },
};

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double sum = 0;

    (void)terrain;
    for (size_t i = 0; i < 2; i++) {
        double t = at[i], square = t * t;
        if (gradient != NULL)
            gradient[i] = t * (2 * square - 16) + 2.5;
        sum += t * (t * (square - 16) + 5);
    }
    return 0.5 * sum;
}

const gr_surface gr_surface_styblinski_tang = {
    .name = "styblinski_tang",
    .summary = "a double well along each axis: four minima",
    .formula = "1/2 (x^4 - 16 x^2 + 5 x + y^4 - 16 y^2 + 5 y)",
    .dims = 2,
    .params = params,
    .box = { -5, 5, -5, 5 },
    .minima = minima,
    .minimum_count = GR_LEN(minima),
    .value = value,
};
