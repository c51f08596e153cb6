/* What `race` shows: the metric of all over the steps and their ways over the surface; the sweep
 * that gave them their rates; and the result, which is the legend of the other three. */
#include "race_scene.h"
#include "terrain_view.h"

#include <math.h>

enum { RACE, MAP, SWEEP, RESULT };

const gr_figure gr_race_figures[] = {
    [RACE] = { .name = "race",
               .title = "f against step",
               .x = { .label = "step" },
               .y = { .label = "metric", .log = true },
               .layers = { { .shape = GR_SHAPE_SERIES,
                             .role = GR_ROLE_SERIES1,
                             .label = "methods" } },
               .count = 1 },
    [MAP] = { .name = "map",
              .title = "surface",
              .x = { .label = "x" },
              .y = { .label = "y" },
              .layers = { { .shape = GR_SHAPE_FIELD, .role = GR_ROLE_CONTOUR, .label = "f" },
                          { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_SERIES1, .label = "paths" },
                          { .shape = GR_SHAPE_POINTS, .role = GR_ROLE_MARK, .label = "minima" } },
              .count = 3 },
    [SWEEP] = { .name = "sweep",
                .title = "sweep",
                .x = { .label = "rate", .log = true },
                .y = { .label = "metric", .log = true },
                .layers = { { .shape = GR_SHAPE_SERIES,
                              .role = GR_ROLE_SERIES1,
                              .label = "methods" },
                            { .shape = GR_SHAPE_POINTS, .role = GR_ROLE_SERIES1, .label = "best" },
                            { .shape = GR_SHAPE_TEXT, .role = GR_ROLE_TEXT, .label = "rule" } },
                .count = 3 },
    [RESULT] = { .name = "result",
                 .title = "result",
                 .layers = { { .shape = GR_SHAPE_TABLE,
                               .role = GR_ROLE_TEXT,
                               .label = "methods" } },
                 .count = 1 },
    { .name = NULL },
};

/* --- shapes --- */

gr_shape *gr_race_add_series(const gr_race_scene *c, size_t method, size_t count, double **x,
                             double **y)
{
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_SERIES, gr_race_role(method),
                                  gr_race_name(c, method), c->err);

    *x = gr_arena_alloc(&c->view->arena, count, sizeof **x, c->err);
    *y = gr_arena_alloc(&c->view->arena, count, sizeof **y, c->err);
    if (shape == NULL || *x == NULL || *y == NULL)
        return NULL;
    shape->as.series = (gr_series){ .count = count, .x = *x, .y = *y };
    shape->mark = "";
    shape->aside = true; /* letters of two races on one picture would say nothing */
    return shape;
}

bool gr_race_add_letter(const gr_race_scene *c, size_t method, double x, double y)
{
    double *at = gr_arena_alloc(&c->view->arena, 2, sizeof *at, c->err);
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_POINTS, gr_race_role(method), NULL, c->err);

    if (at == NULL || shape == NULL)
        return false;
    at[0] = x;
    at[1] = y;
    shape->mark = c->s->methods[method].letter;
    shape->aside = true;
    shape->as.points = (gr_points){ .count = 1, .x = at, .y = at + 1 };
    return true;
}

/* --- the log --- */

/* The points of a method: all steps so far. */
static const gr_race_point *point_at(const gr_race_scene *c, size_t step, size_t method)
{
    const gr_race_point *row = gr_logbook_row(c->log, GR_RACE_POINTS, step);

    return &row[method];
}

static size_t count_steps(const gr_race_scene *c)
{
    return gr_logbook_rows(c->log, GR_RACE_POINTS);
}

/* --- race --- */

/* A curve without points: the whole budget on the axis, so that it stays while the race goes on. */
static bool add_budget(const gr_race_scene *c)
{
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_SERIES, GR_ROLE_DIM, NULL, c->err);
    double *ends = gr_arena_alloc(&c->view->arena, 4, sizeof *ends, c->err);

    if (shape == NULL || ends == NULL)
        return false;
    ends[1] = (double)c->s->budget;
    ends[2] = ends[3] = (double)NAN;
    shape->aside = true;
    shape->as.series = (gr_series){ .count = 2, .x = ends, .y = ends + 2 };
    return true;
}

static bool view_race(const gr_race_scene *c)
{
    double *x, *y;
    size_t count = count_steps(c);
    double shift = gr_race_shift(c);
    const char *name = gr_race_axis_name(c);

    if (name == NULL)
        return false;
    c->view->title = gr_arena_printf(&c->view->arena, c->err, "%s against step", name);
    for (size_t m = 0; m < c->s->count; m++) {
        gr_shape *shape = gr_race_add_series(c, m, count, &x, &y);
        if (shape == NULL)
            return false;
        shape->mark = c->s->methods[m].letter;
        for (size_t k = 0; k < count; k++) {
            x[k] = (double)k;
            y[k] = point_at(c, k, m)->metric + shift;
        }
    }
    return c->view->title != NULL && add_budget(c) && gr_race_say_ranking(c) &&
           gr_race_note_leader(c);
}

/* --- map --- */

/* The letter of a method at the last of its places that is shown. */
static bool add_last(const gr_race_scene *c, size_t method, const double *x, const double *y,
                     size_t count)
{
    while (count > 0 && isnan(x[count - 1]))
        count--;
    return count == 0 || gr_race_add_letter(c, method, x[count - 1], y[count - 1]);
}

static bool add_path(const gr_race_scene *c, size_t method)
{
    double *x, *y;
    size_t count = count_steps(c);

    if (gr_race_add_series(c, method, count, &x, &y) == NULL)
        return false;
    for (size_t k = 0; k < count; k++) {
        x[k] = point_at(c, k, method)->x[0];
        y[k] = point_at(c, k, method)->x[1];
    }
    return add_last(c, method, x, y, count);
}

/* In one dimension: where it was on the curve, and its letter where it is now. What has left the
 * picture is not to stretch it. */
static bool add_places(const gr_race_scene *c, size_t method)
{
    gr_box box = gr_terrain_window(&c->s->terrain, c->request);
    size_t count = count_steps(c);
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_POINTS, gr_race_role(method),
                                  gr_race_name(c, method), c->err);
    double *x = gr_arena_alloc(&c->view->arena, count, sizeof *x, c->err);
    double *y = gr_arena_alloc(&c->view->arena, count, sizeof *y, c->err);

    if (shape == NULL || x == NULL || y == NULL)
        return false;
    for (size_t k = 0; k < count; k++) {
        x[k] = point_at(c, k, method)->x[0];
        bool inside = x[k] >= box.x_low && x[k] <= box.x_high;
        x[k] = inside ? x[k] : (double)NAN;
        y[k] = inside ? gr_terrain_value(&c->s->terrain, &x[k], NULL) : (double)NAN;
    }
    shape->mark = "·";
    shape->aside = true;
    shape->as.points = (gr_points){ .count = count, .x = x, .y = y };
    return add_last(c, method, x, y, count);
}

static bool add_start(const gr_race_scene *c)
{
    const gr_terrain *terrain = &c->s->terrain;
    gr_box box = gr_terrain_window(terrain, c->request);
    double *at = gr_arena_alloc(&c->view->arena, 2, sizeof *at, c->err);
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_POINTS, GR_ROLE_MARK, "start", c->err);

    if (at == NULL || shape == NULL)
        return false;
    at[0] = terrain->start[0];
    at[1] = terrain->dims > 1 ? terrain->start[1] : gr_terrain_value(terrain, at, NULL);
    shape->mark = "○";
    shape->aside = true;
    bool inside = gr_terrain_shows(terrain, &box, at[0], at[1]);
    shape->as.points = (gr_points){ .count = inside, .x = at, .y = at + 1 };
    return true;
}

static bool say_places(const gr_race_scene *c)
{
    bool flat = c->s->terrain.dims == 1;
    gr_text says = { 0 };
    char x[GR_NUMBER_SIZE], y[GR_NUMBER_SIZE];

    gr_text_addf(&says, "map of %s. ", c->s->terrain.surface->name);
    if (c->now->step >= 0)
        gr_text_addf(&says, "Ahead: %s; ", c->view->note);
    for (size_t m = 0; m < c->s->count && c->now->step >= 0; m++) {
        gr_number_shown(c->now->racers[m].at.x[0], GR_DECIMALS_AUTO, x);
        gr_number_shown(c->now->racers[m].at.x[1], GR_DECIMALS_AUTO, y);
        gr_text_addf(&says, "%s%s %s (%s%s%s)", m > 0 ? ", " : "", gr_race_name(c, m),
                     c->now->racers[m].diverged < 0 ? "is at" : "diverged at", x, flat ? "" : ", ",
                     flat ? "" : y);
    }
    if (c->now->step < 0)
        gr_race_add_progress(c, &says);
    gr_text_add(&says, ".");
    return gr_race_keep(c, &says, &c->view->says);
}

static bool view_map(const gr_race_scene *c)
{
    const gr_terrain *terrain = &c->s->terrain;
    const gr_box box = gr_terrain_window(terrain, c->request);

    c->view->title = terrain->surface->name;
    if (!gr_terrain_add(terrain, &box, c->request, c->view, c->err) ||
        !gr_terrain_add_minima(terrain, &box, c->view, c->err) || !add_start(c))
        return false;
    for (size_t m = 0; m < c->s->count; m++)
        if (terrain->dims == 1 ? !add_places(c, m) : !add_path(c, m))
            return false;
    return gr_race_note_leader(c) && say_places(c);
}

/* --- all of them --- */

bool gr_race_view(const gr_job *job, const void *state, const gr_view_request *request,
                  gr_view *view, gr_error *err)
{
    static bool (*const views[])(const gr_race_scene *) = { [RACE] = view_race,
                                                            [MAP] = view_map,
                                                            [SWEEP] = gr_race_view_sweep,
                                                            [RESULT] = gr_race_view_result };
    const gr_race_scene c = { job->setup, state, job->log, request, view, err };

    return views[request->figure - gr_race_figures](&c);
}
