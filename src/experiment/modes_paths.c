/* The road with the disc: how experts pass it, and where the policy would go. */
#include "modes.h"

#include "gradus/elementary.h"
#include "gradus/obstacle.h"

#include <math.h>

enum { POINTS = 81, EXPERTS = 8, POLICY = 8, ROUND = 49 };

static bool add_disc(const gr_modes_scene *c)
{
    double *x, *y;
    gr_shape *shape = gr_modes_series(c, GR_ROLE_WARN, "disc", "", ROUND, &x, &y);

    for (size_t i = 0; shape != NULL && i < ROUND; i++) {
        double turn = 2 * 3.14159265358979323846 * (double)i / (ROUND - 1);
        x[i] = 1 + GR_OBSTACLE_RADIUS * gr_cos(turn);
        y[i] = GR_OBSTACLE_RADIUS * gr_sin(turn);
    }
    return shape != NULL;
}

/* The way of an aim, up to the disc where it meets that. */
static bool add_path(const gr_modes_scene *c, gr_role role, const char *label, double aim,
                     bool dotted)
{
    double *x, *y, crash = gr_obstacle_crash(aim), end = gr_is_missing(crash) ? 2 : crash;
    gr_shape *shape = gr_modes_series(c, role, label, "", POINTS, &x, &y);

    if (shape == NULL)
        return false;
    shape->dotted = dotted;
    for (size_t i = 0; i < POINTS; i++) {
        x[i] = end * (double)i / (POINTS - 1);
        y[i] = gr_obstacle_path(aim, x[i]);
    }
    return true;
}

/* The first demonstrations; and of the student's own the aim in hand. */
static bool add_experts(const gr_modes_scene *c)
{
    size_t count = gr_modes_count(c->job, c->now, false);
    double state, action;

    for (size_t i = 0; i < count && i < EXPERTS; i++) {
        size_t index = c->s->source == GR_MODES_OWNED && count > EXPERTS ? count - EXPERTS + i : i;
        gr_modes_sample(c->job, c->now, false, index, &state, &action);
        if (!add_path(c, GR_ROLE_EXPERT, i == 0 ? "experts" : NULL, action, true))
            return false;
    }
    return !c->now->driving || add_path(c, GR_ROLE_MARK, "your aim", c->now->aim, false);
}

/* Aims as they are driven: one action, or the mean of those of the blind steps. */
static void draw_aims(const gr_modes_scene *c, double *aims, size_t count)
{
    size_t each = gr_modes_redrawn(c->job);
    gr_rng rng = gr_rng_stream(&c->now->look, "paths");
    double ahead = 1, actions[GR_MODES_BLIND];

    for (size_t i = 0; i < count; i++) {
        gr_modes_act(c->job, c->now, 0, &ahead, each, gr_modes_how(c->job), &rng, actions);
        aims[i] = 0;
        for (size_t k = 0; k < each; k++)
            aims[i] += actions[k] / (double)each;
    }
}

static bool add_crashes(const gr_modes_scene *c, const double *aims, size_t count, size_t *crashes)
{
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_POINTS, GR_ROLE_WRONG, "crash", c->err);
    double *x = gr_arena_alloc(&c->view->arena, 2 * count, sizeof *x, c->err);

    *crashes = 0;
    if (shape == NULL || x == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        double crash = gr_obstacle_crash(aims[i]);
        if (gr_is_missing(crash))
            continue;
        x[*crashes] = crash;
        x[count + (*crashes)++] = gr_obstacle_path(aims[i], crash);
    }
    shape->mark = "X";
    shape->as.points = (gr_points){ .count = *crashes, .x = x, .y = x + count };
    return true;
}

static bool add_policy(const gr_modes_scene *c, size_t *crashes)
{
    double aims[POLICY];

    draw_aims(c, aims, POLICY);
    for (size_t i = 0; i < POLICY; i++)
        if (!add_path(c, GR_ROLE_LEARNER, i == 0 ? "policy" : NULL, aims[i], false))
            return false;
    return add_crashes(c, aims, POLICY, crashes);
}

static bool tell_own(const gr_modes_scene *c)
{
    gr_arena *arena = &c->view->arena;
    double aim = c->now->aim;
    size_t count = c->now->own_count;

    c->view->title = "your demonstrations";
    c->view->note = gr_arena_printf(arena, c->err, "aim %.1f   %zu recorded", aim, count);
    c->view->says = gr_arena_printf(
        arena, c->err, "paths. You demonstrate. The aim is %.1f, %zu are recorded.", aim, count);
    return c->view->note != NULL && c->view->says != NULL;
}

static bool tell(const gr_modes_scene *c, size_t crashes)
{
    gr_arena *arena = &c->view->arena;
    const char *name = c->s->fitters[0].head->name;
    double percent = 100 * gr_modes_collision(c->job, c->now, 0);

    c->view->title = gr_arena_printf(arena, c->err, "experts ... , %s drawn", name);
    c->view->note = gr_arena_printf(arena, c->err, "crash %.1f %%", percent);
    c->view->says = gr_arena_printf(
        arena, c->err,
        "paths. The disc has radius 0.3 and stands in the middle of the way; experts pass above "
        "and below it. Of %d cars that %s drives, %zu hit it; of all it would be %.1f percent.",
        POLICY, name, crashes, percent);
    return c->view->title != NULL && c->view->note != NULL && c->view->says != NULL;
}

/* Before anything is learned there is no policy worth a path. */
static bool tell_experts(const gr_modes_scene *c)
{
    c->view->title = "experts";
    c->view->note = "nothing learned yet";
    c->view->says = "paths. The disc has radius 0.3 and stands in the middle of the way; experts "
                    "pass above and below it. Nothing is learned yet.";
    return true;
}

bool gr_modes_paths(const gr_modes_scene *c)
{
    size_t crashes = 0;

    if (!gr_modes_has_disc(c->s)) {
        c->view->note = "no disc";
        c->view->says = "paths. These data have no disc to pass; look at density or samples.";
        return true;
    }
    c->view->window = (gr_limits){ 0, 2, c->s->source == GR_MODES_OWNED ? -1 : -0.8,
                                   c->s->source == GR_MODES_OWNED ? 1 : 0.8 };
    if (!add_experts(c) || !add_disc(c))
        return false;
    if (c->now->driving)
        return tell_own(c);
    if (c->now->made == 0)
        return tell_experts(c);
    return add_policy(c, &crashes) && tell(c, crashes);
}
