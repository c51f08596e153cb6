/* The surface seen from above, with what is known of the update in hand as arrows. */
#include "descent_scene.h"
#include "terrain_view.h"

#include <math.h>

enum { HALVINGS = 6 };

static const double ARROW_SHARE = 0.25; /* of what is shown */
static const double SHORTER = 0.25;     /* each than the one before, by this share of the first */
static const double NEAR = 1.2;         /* half of what is shown of a step, by its length */

/* --- what is shown --- */

/* How far a step goes along each axis: the last one, or the one that is being made. */
static void step_of(const gr_descent_scene *c, double step[2])
{
    size_t dx = gr_optimizer_terms(c->s->optimizer) - 2;

    for (size_t i = 0; i < 2; i++) {
        gr_term_value values[GR_TERMS];
        step[i] = 0;
        if (!c->now->told || i >= c->s->terrain.dims)
            continue;
        gr_descent_explain(c->s, c->now, i, values);
        step[i] = values[dx].value;
    }
}

/* A gradient that is taken ahead of the point is to be seen too. */
static double scale_with_probe(const gr_descent_scene *c, const double step[2], double scale)
{
    double at[2], columns = c->request->columns, rows = 2.0 * c->request->rows;

    if (!c->now->told || c->s->optimizer->probe == NULL)
        return scale;
    const gr_update update = gr_descent_update(c->s, c->now);
    c->s->optimizer->probe(&update, c->now->slots + c->s->slots, c->now->before, at);
    double wide = fabs(at[0] - c->now->before[0] - step[0] / 2) / columns;
    double high = fabs(at[1] - c->now->before[1] - step[1] / 2) / rows;
    double least = NEAR * (wide > high ? wide : high);
    return least > scale ? least : scale;
}

/* The neighbourhood of a step, with x and y to one scale: a cell is twice as high as wide. */
static gr_box neighbourhood(const gr_descent_scene *c)
{
    double step[2], columns = c->request->columns, rows = 2.0 * c->request->rows;
    const double *from = c->now->told ? c->now->before : c->now->x;

    step_of(c, step);
    double wide = fabs(step[0]) / columns, high = fabs(step[1]) / rows;
    double scale = NEAR * (wide > high ? wide : high);
    scale = scale_with_probe(c, step, scale);
    if (!(scale > 0 && isfinite(scale)))
        return c->s->terrain.box;
    double x = from[0] + step[0] / 2, y = from[1] + step[1] / 2;
    return (gr_box){ x - scale * columns, x + scale * columns, y - scale * rows, y + scale * rows };
}

static gr_box box_of(const gr_descent_scene *c)
{
    const gr_limits *w = &c->request->window;
    gr_box box = gr_terrain_window(&c->s->terrain, c->request);

    if (!c->near)
        return box;
    gr_box near = neighbourhood(c);
    if (!(w->x_low < w->x_high)) {
        box.x_low = near.x_low;
        box.x_high = near.x_high;
    }
    if (!(w->y_low < w->y_high)) {
        box.y_low = near.y_low;
        box.y_high = near.y_high;
    }
    return box;
}

/* A straight line; `mark` stands at its end when it is not "". */
static bool add_line(const gr_descent_scene *c, gr_role role, const char *label,
                     const double from[2], const double to[2], const char *mark)
{
    double *x, *y;
    gr_shape *shape = gr_descent_add_series(c, role, label, 2, &x, &y);

    if (shape == NULL)
        return false;
    for (size_t i = 0; i < 2; i++) {
        x[i] = i == 0 ? from[0] : to[0];
        y[i] = i == 0 ? from[1] : to[1];
    }
    shape->dotted = true;
    shape->aside = true;
    if (mark[0] == '\0')
        return true;
    gr_shape *end = gr_view_add(c->view, GR_SHAPE_POINTS, role, NULL, c->err);
    if (end == NULL)
        return false;
    end->mark = mark;
    end->aside = true;
    end->as.points = (gr_points){ .count = 1, .x = x + 1, .y = y + 1 };
    return true;
}

/* --- arrows: the vectors of an update --- */

typedef struct arrow {
    double from[2], way[2];
    const char *mark;
} arrow;

/* Letters stand one behind the other where arrows point the same way: each arrow is shorter than
 * the one before. */
static double share_of(size_t drawn)
{
    return ARROW_SHARE * (1 - SHORTER * (double)(drawn < 3 ? drawn : 3));
}

/* The direction in which a term says to go, as long as `share` of what is shown; false where it
 * says nothing. */
static bool direction_of(const gr_descent_scene *c, const gr_box *box, size_t term, double share,
                         double way[2])
{
    double wide = box->x_high - box->x_low, high = box->y_high - box->y_low, most = 0;

    for (size_t i = 0; i < 2; i++) {
        gr_term_value values[GR_TERMS];
        gr_descent_explain(c->s, c->now, i, values);
        way[i] = values[term].value * c->s->optimizer->terms[term].arrow;
        if (gr_is_missing(values[term].value) || !isfinite(way[i]))
            return false;
        double length = fabs(way[i]) / (i == 0 ? wide : high);
        most = length > most ? length : most;
    }
    way[0] *= share / most;
    way[1] *= share / most;
    return most > 0 && isfinite(1 / most);
}

static const char *mark_of(const gr_term *term)
{
    static const char *const letters[] = { "g", "m", "v", "u", "c", "b" };

    for (size_t i = 0; i < GR_LEN(letters); i++)
        if (letters[i][0] == term->name[0])
            return letters[i];
    return "d";
}

/* A gradient points from where it was taken, which may be ahead of the point; all else from the
 * point. */
static void origin_of(const gr_descent_scene *c, const gr_term *term, double from[2])
{
    const gr_update update = gr_descent_update(c->s, c->now);

    from[0] = c->now->before[0];
    from[1] = c->now->before[1];
    if (term->part == GR_UPDATE_GRADIENT && c->s->optimizer->probe != NULL)
        c->s->optimizer->probe(&update, c->now->slots + c->s->slots, c->now->before, from);
}

/* Whether an arrow of that letter is there that points the same way: m^ lies on m. */
static bool is_drawn(const arrow *a, const arrow *drawn, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const double *p = a->way, *q = drawn[i].way;
        double cross = p[0] * q[1] - p[1] * q[0], dot = p[0] * q[0] + p[1] * q[1];
        if (a->mark == drawn[i].mark && dot > 0 && fabs(cross) < 1e-3 * dot)
            return true;
    }
    return false;
}

/* What would leave the picture ends inside it. */
static void shorten(const gr_descent_scene *c, const gr_box *box, arrow *a)
{
    for (int i = 0; i < HALVINGS; i++) {
        if (gr_terrain_shows(&c->s->terrain, box, a->from[0] + a->way[0], a->from[1] + a->way[1]))
            return;
        a->way[0] /= 2;
        a->way[1] /= 2;
    }
}

static bool add_arrow(const gr_descent_scene *c, const gr_box *box, size_t term, arrow *drawn,
                      size_t *count)
{
    static const gr_role roles[] = { GR_ROLE_SERIES2, GR_ROLE_SERIES3, GR_ROLE_SERIES4,
                                     GR_ROLE_SERIES1 };
    const gr_term *which = &c->s->optimizer->terms[term];
    arrow a = { .mark = mark_of(which) };

    if (!direction_of(c, box, term, share_of(*count), a.way) || is_drawn(&a, drawn, *count))
        return true;
    origin_of(c, which, a.from);
    shorten(c, box, &a);
    drawn[(*count)++] = a;
    const double to[] = { a.from[0] + a.way[0], a.from[1] + a.way[1] };
    return add_line(c, roles[which->part], which->name, a.from, to, a.mark);
}

/* What is known so far of the step that is being made; the step itself is the end of the path. Once
 * it is made its arrows stay in the figure of its neighbourhood alone. */
static bool add_arrows(const gr_descent_scene *c, const gr_box *box)
{
    const gr_term *terms = c->s->optimizer->terms;
    arrow drawn[GR_TERMS];
    size_t count = 0;

    if (c->now->phase == 0 && !(c->near && c->now->told))
        return true;
    for (size_t i = 0; terms[i].name != NULL; i++) {
        bool shown = (size_t)terms[i].part < gr_descent_parts(c->now) &&
                     terms[i].part != GR_UPDATE_STEP && terms[i].arrow != 0;
        if (shown && !add_arrow(c, box, i, drawn, &count))
            return false;
    }
    return true;
}

/* --- words --- */

/* "rosenbrock, at x -1.059, y 1.153; the gradient is (-55.9, 6.27); the distance to the nearest
 * minimum is 2.065. The step here was (0.04304, 0.04903) and changed f by -0.3512." */
static bool say_where(const gr_descent_scene *c)
{
    const gr_descent_state *now = c->now;
    const char *x = gr_descent_number(c, now->x[0]), *y = gr_descent_number(c, now->x[1]);
    const char *gx = gr_descent_number(c, now->gradient[0]);
    const char *gy = gr_descent_number(c, now->gradient[1]);
    double way = gr_terrain_distance(&c->s->terrain, now->x);
    const char *far = gr_descent_number(c, way), *name = gr_descent_name(c), *step = "";

    if (x == NULL || y == NULL || gx == NULL || gy == NULL || far == NULL || name == NULL)
        return false;
    if (now->told && now->phase == 0) {
        const char *dx = gr_descent_number(c, now->x[0] - now->before[0]);
        const char *dy = gr_descent_number(c, now->x[1] - now->before[1]);
        double was = gr_terrain_value(&c->s->terrain, now->before, NULL);
        const char *change = gr_descent_number(c, now->f - was);
        if (dx == NULL || dy == NULL || change == NULL)
            return false;
        step = gr_arena_printf(&c->view->arena, c->err,
                               " The step here was (%s, %s) and changed f by %s.", dx, dy, change);
        if (step == NULL)
            return false;
    }
    c->view->says = gr_arena_printf(
        &c->view->arena, c->err, "%s, at x %s, y %s; the gradient is (%s, %s)%s%s.%s", name, x, y,
        gx, gy, isnan(way) ? "" : "; the distance to the nearest minimum is ",
        isnan(way) ? "" : far, step);
    return c->view->says != NULL;
}

bool gr_descent_view_map(const gr_descent_scene *c)
{
    const gr_terrain *terrain = &c->s->terrain;
    const gr_box box = box_of(c);
    const char *f = gr_descent_number(c, c->now->f);

    if (f == NULL)
        return false;
    c->view->title = gr_descent_name(c);
    c->view->note = gr_arena_printf(&c->view->arena, c->err, "f %s", f);
    return c->view->title != NULL && c->view->note != NULL &&
           gr_terrain_add(terrain, &box, c->request, c->view, c->err) &&
           gr_terrain_add_minima(terrain, &box, c->view, c->err) && gr_descent_add_start(c, &box) &&
           add_arrows(c, &box) && say_where(c);
}
