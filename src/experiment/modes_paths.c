/* The road with the disc: how experts pass it, and where the policy would go. */
#include "modes.h"

#include "gradus/obstacle.h"

#include <math.h>

enum { POINTS = 81, EXPERTS = 8, POLICY = 8, CHORDS_LEAST = 16, CHORDS_MOST = 200 };

/* Solid, of so many chords that no row of dots is without. */
static bool add_disc(const gr_modes_scene *c)
{
    size_t dots = 4 * (size_t)(c->request->rows > 0 ? c->request->rows : 0);
    size_t chords = dots < CHORDS_LEAST ? CHORDS_LEAST : dots > CHORDS_MOST ? CHORDS_MOST : dots;
    double *x, *y;
    gr_shape *shape = gr_modes_series(c, GR_ROLE_WARN, "disc", "", 3 * chords, &x, &y);

    for (size_t i = 0; shape != NULL && i < chords; i++) {
        double at = 2 * ((double)i + 0.5) / (double)chords - 1, half = sqrt(1 - at * at);
        x[3 * i] = 1 - GR_OBSTACLE_RADIUS * half;
        x[3 * i + 1] = 1 + GR_OBSTACLE_RADIUS * half;
        y[3 * i] = y[3 * i + 1] = GR_OBSTACLE_RADIUS * at;
        x[3 * i + 2] = y[3 * i + 2] = (double)NAN;
    }
    return shape != NULL;
}

/* The way of an aim, up to the disc where it meets that. */
static bool add_path(const gr_modes_scene *c, gr_role role, const char *label, const char *mark,
                     double aim)
{
    double *x, *y, crash = gr_obstacle_crash(aim), end = gr_is_missing(crash) ? 2 : crash;
    gr_shape *shape = gr_modes_series(c, role, label, mark, POINTS, &x, &y);

    if (shape == NULL)
        return false;
    for (size_t i = 0; i < POINTS; i++) {
        x[i] = end * (double)i / (POINTS - 1);
        y[i] = gr_obstacle_path(aim, x[i]);
    }
    return true;
}

static bool is_own(const gr_modes_scene *c)
{
    return c->s->source == GR_MODES_OWNED;
}

/* The first demonstrations, of the student's own the last; a letter on the first to either side. */
static bool add_experts(const gr_modes_scene *c)
{
    size_t count = gr_modes_count(c->job, c->now, false);
    double state, action;
    bool marked[2] = { false, false };

    for (size_t i = 0; i < count && i < EXPERTS; i++) {
        size_t index = is_own(c) && count > EXPERTS ? count - EXPERTS + i : i;
        gr_modes_sample(c->job, c->now, false, index, &state, &action);
        const char *mark = marked[action > 0] ? "" : is_own(c) ? "y" : "e";
        marked[action > 0] = true;
        if (!add_path(c, GR_ROLE_EXPERT, i == 0 ? "experts" : NULL, mark, action))
            return false;
    }
    return true;
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

/* Each a curve of its own, so that the X stands over the ends of the paths. */
static bool add_crashes(const gr_modes_scene *c, const double *aims, size_t count, size_t *crashes)
{
    double *x, *y;
    gr_shape *shape = gr_modes_series(c, GR_ROLE_WRONG, "crash", "X", 2 * count, &x, &y);

    *crashes = 0;
    if (shape == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        double crash = gr_obstacle_crash(aims[i]);
        if (gr_is_missing(crash))
            continue;
        x[2 * *crashes] = crash;
        y[2 * *crashes] = gr_obstacle_path(aims[i], crash);
        x[2 * *crashes + 1] = y[2 * *crashes + 1] = (double)NAN;
        ++*crashes;
    }
    shape->each = true;
    shape->as.series.count = 2 * *crashes;
    return true;
}

static bool add_policy(const gr_modes_scene *c, size_t *crashes)
{
    double aims[POLICY];

    draw_aims(c, aims, POLICY);
    for (size_t i = 0; i < POLICY; i++)
        if (!add_path(c, GR_ROLE_LEARNER, i == 0 ? "policy" : NULL, i == 0 ? "c" : "", aims[i]))
            return false;
    return add_crashes(c, aims, POLICY, crashes);
}

/* The aim in hand, and where it would end. */
static bool add_aim(const gr_modes_scene *c)
{
    size_t crashes;

    return add_path(c, GR_ROLE_MARK, "your aim", "", c->now->aim) &&
           add_crashes(c, &c->now->aim, 1, &crashes);
}

static bool tell_own(const gr_modes_scene *c)
{
    gr_arena *arena = &c->view->arena;
    double aim = c->now->aim;
    size_t count = c->now->own_count;

    c->view->title = "you drive";
    c->view->note = gr_arena_printf(arena, c->err, "aim %.1f%s   %zu recorded", aim,
                                    gr_is_missing(gr_obstacle_crash(aim)) ? "" : " crashes", count);
    c->view->says = gr_arena_printf(
        arena, c->err, "paths. You demonstrate. The aim is %.1f, %zu are recorded.", aim, count);
    return c->view->note != NULL && c->view->says != NULL;
}

static bool tell(const gr_modes_scene *c, size_t crashes)
{
    gr_arena *arena = &c->view->arena;
    const char *name = c->s->fitters[0].head->name;
    double percent = 100 * gr_modes_collision(c->job, c->now, 0);

    c->view->title =
        gr_arena_printf(arena, c->err, is_own(c) ? "y yours, c %s" : "e experts, c %s", name);
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
    c->view->title = is_own(c) ? "y yours" : "e experts";
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
    c->view->window = (gr_limits){ 0, 2, is_own(c) ? -1 : -0.75, is_own(c) ? 1 : 0.75 };
    if (!add_disc(c) || !add_experts(c))
        return false;
    if (c->now->driving)
        return add_aim(c) && tell_own(c);
    if (c->now->made == 0)
        return tell_experts(c);
    return add_policy(c, &crashes) && tell(c, crashes);
}
