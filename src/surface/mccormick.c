/* McCormick's function: a trough along x = y + 1 whose floor falls in waves, each minimum pi to the
 * left of the one before and lower. Two of them lie in the box, outside it there are more. (G. P.
 * McCormick, "Computability of global solutions to factorable nonconvex programs: part I",
 * Mathematical Programming 10, 1976.) */
#include "gradus/surface.h"

#include "gradus/elementary.h"

#include <math.h>

static const gr_param params[] = { GR_START("x", "-1"), GR_START("y", "3.5"), { .name = NULL } };

static const gr_minimum minima[] = {
    { -0.54719755119659774, -1.5471975511965977, -1.9132229549810364 },
    { 2.5943951023931955, 1.5943951023931955, 1.2283696986087568 },
};

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    double x = at[0], y = at[1], d = x - y;

    (void)terrain;
    if (gradient != NULL) {
        double c = gr_cos(x + y);
        gradient[0] = c + 2 * d - 1.5;
        gradient[1] = c - 2 * d + 2.5;
    }
    return gr_sin(x + y) + d * d - 1.5 * x + 2.5 * y + 1;
}

const gr_surface gr_surface_mccormick = {
    .name = "mccormick",
    .summary = "a trough whose floor goes down in waves",
    .formula = "sin(x + y) + (x - y)^2 - 1.5 x + 2.5 y + 1",
    .dims = 2,
    .params = params,
    .box = { -1.5, 4, -3, 4 },
    .minima = minima,
    .minimum_count = GR_LEN(minima),
    .value = value,
};
