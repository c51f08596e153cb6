/* All directions that a step could take, and what the first order says of them. */
#include "descent_scene.h"

#include "gradus/elementary.h"

#include <math.h>

enum { ANGLES = 145 };

static const double PI = 3.14159265358979323846;

/* The change of f over a step of length r that is turned away from -gradient, by its length; and
 * what the first order says of it. In one dimension there are two directions. */
bool gr_descent_view_directions(const gr_descent_scene *c)
{
    const double *g = c->now->gradient;
    bool flat = c->s->terrain.dims == 1;
    double steep = sqrt(g[0] * g[0] + g[1] * g[1]), *x, *y, *first_x, *first_y;
    double length = steep * (c->now->step > 0 ? c->now->rate : c->now->knobs[0]);
    size_t count = flat ? 3 : ANGLES;
    gr_shape *shape =
        gr_descent_add_series(c, GR_ROLE_SERIES1, "change of f by length", count, &x, &y);
    gr_shape *first =
        gr_descent_add_series(c, GR_ROLE_SERIES2, "first order", count, &first_x, &first_y);

    if (shape == NULL || first == NULL)
        return false;
    first->dotted = true;
    c->view->window.x_low = -180;
    c->view->window.x_high = 180;
    for (size_t i = 0; i < count; i++) {
        double turn = -1 + 2 * ((double)i / (double)(count - 1)), u = gr_cos(PI * turn),
               v = gr_sin(PI * turn);
        double way[] = { -(g[0] * u - g[1] * v) / steep, -(g[1] * u + g[0] * v) / steep };
        const double to[] = { c->now->x[0] + length * way[0], c->now->x[1] + length * way[1] };
        x[i] = first_x[i] = 180 * turn;
        y[i] = (gr_terrain_value(&c->s->terrain, to, NULL) - c->now->f) / length;
        first_y[i] = -steep * u;
    }
    char number[GR_NUMBER_SIZE];
    gr_number_shown(length, GR_DECIMALS_AUTO, number);
    c->view->says =
        "The change of f over a step of this length, divided by it, for each direction; "
        "-gradient is at 0 degrees.";
    c->view->note = gr_arena_printf(&c->view->arena, c->err, "step length %s", number);
    return c->view->note != NULL;
}
