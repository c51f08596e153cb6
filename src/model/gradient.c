/* The gradient check. */
#include "gradus/network.h"

#include <math.h>

static double larger(double a, double b)
{
    return a > b ? a : b;
}

double gr_gradient_gap(gr_differentiable *function, void *context, double *x, size_t count,
                       double step, double *room)
{
    double gap = 0;

    function(context, x, room);
    for (size_t i = 0; i < count; i++) {
        double here = x[i], h = step * larger(1, fabs(here));
        x[i] = here + h;
        double above = function(context, x, NULL);
        x[i] = here - h;
        double below = function(context, x, NULL);
        x[i] = here;
        double d = (above - below) / (2 * h), g = room[i];
        double away = fabs(g - d) / larger(1, larger(fabs(g), fabs(d)));
        gap = away > gap || away != away ? away : gap;
    }
    return gap;
}
