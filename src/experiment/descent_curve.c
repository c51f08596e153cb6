/* A function of one variable: its curve, the first-order view of it from where the last step began,
 * and how far that is off. */
#include "descent_scene.h"
#include "terrain_view.h"

#include <math.h>

static const double REACH = 0.25; /* of the tangent to either side, of what is shown */

/* The first order at a point: f(a) + slope (x - a). */
typedef struct tangent {
    double a, f, slope;
} tangent;

/* At the point that the last step left; before there is one, at the start. */
static tangent tangent_of(const gr_descent_scene *c)
{
    bool moved = c->now->step > 0 && c->now->phase == 0;
    tangent t = { .a = moved ? c->now->before[0] : c->now->x[0] };

    t.f = gr_terrain_value(&c->s->terrain, &t.a, &t.slope);
    return t;
}

static double foretold(const tangent *t, double x)
{
    return t->f + t->slope * (x - t->a);
}

static bool add_line(const gr_descent_scene *c, gr_role role, const char *label,
                     const double from[2], const double to[2])
{
    double *x, *y;
    gr_shape *shape = gr_descent_add_series(c, role, label, 2, &x, &y);

    if (shape == NULL)
        return false;
    x[0] = from[0], x[1] = to[0];
    y[0] = from[1], y[1] = to[1];
    shape->dotted = true;
    shape->aside = true;
    return true;
}

/* The nearest x to `x` where the line lies within the frame; NaN where it leaves it at once. */
static double within(const gr_descent_scene *c, const tangent *t, double x)
{
    const gr_limits *frame = &c->view->window;
    double y = foretold(t, x);
    double edge = y < frame->y_low ? frame->y_low : y > frame->y_high ? frame->y_high : y;

    x = edge == y ? x : t->a + (edge - t->f) / t->slope;
    return x < frame->x_low ? frame->x_low : x > frame->x_high ? frame->x_high : x;
}

/* The tangent as far as the frame shows it, and from its end at the present point up or down to the
 * curve: its error. */
static bool add_tangent(const gr_descent_scene *c, const tangent *t)
{
    const gr_limits *frame = &c->view->window;
    double reach = (frame->x_high - frame->x_low) * REACH, d = fabs(c->now->x[0] - t->a);

    reach = d > reach ? d : reach;
    double left = within(c, t, t->a - reach), right = within(c, t, t->a + reach);
    const double low[] = { left, foretold(t, left) }, high[] = { right, foretold(t, right) };
    if (!add_line(c, GR_ROLE_SERIES2, "Taylor", low, high))
        return false;
    if (d == 0)
        return true;
    double end = foretold(t, c->now->x[0]);
    end = end < frame->y_low ? frame->y_low : end > frame->y_high ? frame->y_high : end;
    const double from[] = { c->now->x[0], end }, to[] = { c->now->x[0], c->now->f };
    return add_line(c, GR_ROLE_SERIES4, "error", from, to);
}

/* At rest the line is right, whatever the last bits of f say. */
static double without_rounding(double error, double f)
{
    return fabs(error) <= 1e-12 * (1 + fabs(f)) ? 0 : error;
}

/* "f -0.1526, error 4.614e-5" */
static bool tell(const gr_descent_scene *c, const tangent *t)
{
    const char *name = gr_descent_name(c), *x = gr_descent_number(c, c->now->x[0]);
    const char *f = gr_descent_number(c, c->now->f), *a = gr_descent_number(c, t->a);
    const char *slope = gr_descent_number(c, c->now->gradient[0]);
    double line = foretold(t, c->now->x[0]), error = without_rounding(c->now->f - line, c->now->f);
    const char *guess = gr_descent_number(c, line), *off = gr_descent_number(c, error);
    gr_arena *arena = &c->view->arena;

    if (name == NULL || x == NULL || f == NULL || a == NULL || slope == NULL || guess == NULL ||
        off == NULL)
        return false;
    bool moved = t->a != c->now->x[0];
    c->view->title = name;
    c->view->note = moved ? gr_arena_printf(arena, c->err, "f %s, error %s", f, off)
                          : gr_arena_printf(arena, c->err, "f %s", f);
    c->view->says =
        moved ? gr_arena_printf(arena, c->err,
                                "%s, at x %s; the slope is %s. The tangent at x %s foretold f %s; "
                                "it is %s, an error of %s.",
                                name, x, slope, a, guess, f, off)
              : gr_arena_printf(arena, c->err, "%s, at x %s with f %s; the slope is %s.", name, x,
                                f, slope);
    return c->view->note != NULL && c->view->says != NULL;
}

bool gr_descent_view_curve(const gr_descent_scene *c)
{
    const gr_terrain *terrain = &c->s->terrain;
    const gr_box box = gr_terrain_window(terrain, c->request);
    const tangent t = tangent_of(c);

    if (!gr_terrain_add(terrain, &box, c->request, c->view, c->err))
        return false;
    if (box.y_low < box.y_high) { /* what was asked for */
        c->view->window.y_low = box.y_low;
        c->view->window.y_high = box.y_high;
    }
    return gr_terrain_add_minima(terrain, &box, c->view, c->err) && gr_descent_add_start(c, &box) &&
           add_tangent(c, &t) && tell(c, &t);
}
