/* J seen from above: its level lines over both thetas, where it is least, where the run began. */
#include "regression.h"

#include <math.h>

enum { DOTS_WIDE = 2, DOTS_HIGH = 4 }; /* in a cell: as many as braille has */

static const double BEYOND =
    1.25; /* what is shown around the least J, by how far off the start is */

/* J at any thetas, from its closed form about its least: exact, and no sum over the data for each
 * of thousands of dots. */
typedef struct bowl {
    const gr_line_fit *fit;
    double n, x, xx; /* the Hessian: count, sum of x, sum of squares */
} bowl;

static bowl bowl_of(const gr_regression_setup *s)
{
    bowl b = { .fit = &s->fit, .n = (double)s->samples.train_count };

    for (size_t i = 0; i < s->samples.train_count; i++) {
        double x = gr_line_x(&s->samples, s->samples.train[i]);
        b.x += x;
        b.xx += x * x;
    }
    return b;
}

static double height(const bowl *b, double theta0, double theta1)
{
    double p = theta0 - b->fit->theta[0], q = theta1 - b->fit->theta[1];

    return b->fit->J + 0.5 * (b->n * (p * p) + 2 * (b->x * (p * q)) + b->xx * (q * q));
}

/* Around the least J so that the start is in it; of a standardised x, whose level lines are
 * circles, as far along both thetas. */
static gr_limits box_of(const gr_regression_scene *c)
{
    const gr_limits *asked = &c->request->window;
    const double *least = c->s->fit.theta;
    double half[2];

    for (size_t i = 0; i < 2; i++) {
        half[i] = BEYOND * fabs(c->s->start[i] - least[i]);
        half[i] = half[i] > 0 ? half[i] : 1 + fabs(least[i]);
    }
    if (c->s->standardised)
        half[0] = half[1] = half[0] > half[1] ? half[0] : half[1];
    gr_limits box = { least[0] - half[0], least[0] + half[0], least[1] - half[1],
                      least[1] + half[1] };
    if (asked->x_low < asked->x_high)
        box.x_low = asked->x_low, box.x_high = asked->x_high;
    if (asked->y_low < asked->y_high)
        box.y_low = asked->y_low, box.y_high = asked->y_high;
    return box;
}

static double middle(double low, double high, size_t i, size_t count)
{
    return low + (high - low) * (((double)i + 0.5) / (double)count);
}

static bool add_field(const gr_regression_scene *c, const gr_limits *box)
{
    size_t columns = DOTS_WIDE * (size_t)c->request->columns;
    size_t rows = DOTS_HIGH * (size_t)c->request->rows;
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_FIELD, GR_ROLE_CONTOUR, "J", c->err);
    double *values = gr_arena_alloc(&c->view->arena, columns * rows, sizeof *values, c->err);
    const bowl b = bowl_of(c->s);

    if (shape == NULL || values == NULL)
        return false;
    for (size_t i = 0; i < columns * rows; i++)
        values[i] = height(&b, middle(box->x_low, box->x_high, i % columns, columns),
                           middle(box->y_low, box->y_high, i / columns, rows));
    shape->plot = "contour";
    shape->as.field = (gr_field){ .columns = columns,
                                  .rows = rows,
                                  .x0 = box->x_low,
                                  .x1 = box->x_high,
                                  .y0 = box->y_low,
                                  .y1 = box->y_high,
                                  .values = values,
                                  .decades = true };
    return true;
}

/* A place, if it is in the box. */
static bool add_place(const gr_regression_scene *c, const gr_limits *box, gr_role role,
                      const char *label, const char *mark, const double theta[2])
{
    double *x, *y;
    gr_shape *shape = gr_regression_add(c, GR_SHAPE_POINTS, role, label, 1, &x, &y);

    if (shape == NULL)
        return false;
    x[0] = theta[0];
    y[0] = theta[1];
    shape->mark = mark;
    shape->as.points.count = theta[0] >= box->x_low && theta[0] <= box->x_high &&
                             theta[1] >= box->y_low && theta[1] <= box->y_high;
    return true;
}

static bool say_where(const gr_regression_scene *c)
{
    const gr_line_fit *fit = &c->s->fit;
    const char *a = gr_regression_number(c, c->now->theta[0]);
    const char *b = gr_regression_number(c, c->now->theta[1]);
    const char *p = gr_regression_number(c, fit->theta[0]);
    const char *q = gr_regression_number(c, fit->theta[1]);
    const char *limit = gr_regression_number(c, fit->limit);
    const char *J = gr_regression_number(c, gr_regression_J(c));

    if (a == NULL || b == NULL || p == NULL || q == NULL || limit == NULL || J == NULL)
        return false;
    c->view->note = gr_arena_printf(&c->view->arena, c->err, "J %s", J);
    c->view->says = gr_arena_printf(
        &c->view->arena, c->err,
        "valley. J over the thetas, at theta0 %s and theta1 %s after %ld updates; it is least at "
        "%s "
        "and %s. The valley is %.4g times steeper across than along; gradient descent diverges "
        "from a rate of %s on.",
        a, b, c->now->step, p, q, fit->condition, limit);
    return c->view->note != NULL && c->view->says != NULL;
}

bool gr_regression_view_map(const gr_regression_scene *c)
{
    const gr_limits box = box_of(c);

    c->view->title = c->s->standardised ? "J, x standardised" : "J, x as it is";
    return add_field(c, &box) &&
           add_place(c, &box, GR_ROLE_MARK, "least squares", "+", c->s->fit.theta) &&
           add_place(c, &box, GR_ROLE_SERIES1, NULL, "○", c->s->start) && say_where(c);
}
