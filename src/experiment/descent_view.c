/* The figures of `descent`. Those that are more than curves over the steps are made elsewhere: the
 * surface with the way down it, the first-order view of all directions, the arithmetic of one
 * update. */
#include "descent_scene.h"
#include "terrain_view.h"

enum { SURFACE, STEP, F, DISTANCE, RATE, COORDINATES, DIRECTIONS, UPDATE, UPDATE_Y };

#define CURVE(column, role_)                                                                       \
    {                                                                                              \
        .shape = GR_SHAPE_SERIES, .role = role_, .label = column, .x = "step", .y = column         \
    }

#define SURFACE_LAYERS                                                                             \
    { .shape = GR_SHAPE_FIELD, .role = GR_ROLE_CONTOUR, .label = "f" },                            \
        { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_CONTOUR, .label = "f" },                       \
        { .shape = GR_SHAPE_POINTS, .role = GR_ROLE_MARK, .label = "minima" },                     \
    {                                                                                              \
        .shape = GR_SHAPE_SERIES, .role = GR_ROLE_SERIES1, .label = "path", .x = "x", .y = "y",    \
        .instead_of_y = "f"                                                                        \
    }

const gr_figure gr_descent_figures[] = {
    [SURFACE] = { .name = "surface",
                  .title = "surface",
                  .x = { .label = "x" },
                  .y = { .label = "y" },
                  .layers = { SURFACE_LAYERS },
                  .count = 4 },
    [STEP] = { .name = "step",
               .title = "step",
               .x = { .label = "x" },
               .y = { .label = "y" },
               .layers = { SURFACE_LAYERS },
               .count = 4 },
    [F] = { .name = "f",
            .title = "f against step",
            .x = { .label = "step" },
            .y = { .label = "f", .log = true },
            .layers = { CURVE("f", GR_ROLE_SERIES1) },
            .count = 1 },
    [DISTANCE] = { .name = "distance",
                   .title = "distance to the nearest minimum",
                   .x = { .label = "step" },
                   .y = { .label = "distance", .log = true },
                   .layers = { CURVE("distance", GR_ROLE_SERIES1) },
                   .count = 1 },
    [RATE] = { .name = "rate",
               .title = "learning rate against step",
               .x = { .label = "step" },
               .y = { .label = "lr" },
               .layers = { CURVE("lr", GR_ROLE_SERIES1) },
               .count = 1 },
    [COORDINATES] = { .name = "coordinates",
                      .title = "1 x and 2 y against step",
                      .x = { .label = "step" },
                      .y = { .label = "x, y" },
                      .layers = { CURVE("x", GR_ROLE_SERIES1), CURVE("y", GR_ROLE_SERIES2) },
                      .count = 2 },
    [DIRECTIONS] = { .name = "directions",
                     .title = "slope by degrees",
                     .x = { .label = "degrees from -gradient" },
                     .y = { .label = "slope" },
                     .layers = { { .shape = GR_SHAPE_SERIES,
                                   .role = GR_ROLE_SERIES1,
                                   .label = "slope" } },
                     .count = 1 },
    [UPDATE] = { .name = "update",
                 .title = "update",
                 .layers = { { .shape = GR_SHAPE_TABLE, .role = GR_ROLE_TEXT, .label = "terms" } },
                 .count = 1 },
    [UPDATE_Y] = { .name = "update_y",
                   .title = "update of y",
                   .layers = { { .shape = GR_SHAPE_TABLE,
                                 .role = GR_ROLE_TEXT,
                                 .label = "terms" } },
                   .count = 1 },
    { .name = NULL },
};

/* --- what figures share --- */

gr_shape *gr_descent_add_series(const gr_descent_scene *c, gr_role role, const char *label,
                                size_t count, double **x, double **y)
{
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_SERIES, role, label, c->err);

    *x = gr_arena_alloc(&c->view->arena, count, sizeof **x, c->err);
    *y = gr_arena_alloc(&c->view->arena, count, sizeof **y, c->err);
    if (shape == NULL || *x == NULL || *y == NULL)
        return NULL;
    shape->as.series = (gr_series){ .count = count, .x = *x, .y = *y };
    shape->mark = "";
    return shape;
}

bool gr_descent_add_start(const gr_descent_scene *c, const gr_box *box)
{
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_POINTS, GR_ROLE_SERIES1, NULL, c->err);
    double *place = gr_arena_alloc(&c->view->arena, 2, sizeof *place, c->err);

    if (shape == NULL || place == NULL)
        return false;
    place[0] = c->now->origin[0];
    place[1] =
        c->s->terrain.dims > 1 ? c->now->origin[1] : gr_terrain_value(&c->s->terrain, place, NULL);
    shape->mark = "○";
    size_t shown = gr_terrain_shows(&c->s->terrain, box, place[0], place[1]);
    shape->as.points = (gr_points){ .count = shown, .x = place, .y = place + 1 };
    return true;
}

const char *gr_descent_name(const gr_descent_scene *c)
{
    const gr_surface *surface = c->s->terrain.surface;
    const gr_value *typed =
        surface->prepare != NULL ? gr_values_find(c->job->values, "formula", NULL) : NULL;

    return typed != NULL ? typed->text : surface->name;
}

const char *gr_descent_number(const gr_descent_scene *c, double value)
{
    char number[GR_NUMBER_SIZE];

    gr_number_shown(value, GR_DECIMALS_AUTO, number);
    return gr_arena_strdup(&c->view->arena, number, c->err);
}

/* --- all of them --- */

static bool view_update_x(const gr_descent_scene *c)
{
    return gr_descent_view_update(c, 0);
}

static bool view_update_y(const gr_descent_scene *c)
{
    return gr_descent_view_update(c, 1);
}

static bool view_surface(const gr_descent_scene *c)
{
    return c->s->terrain.dims == 1 ? gr_descent_view_curve(c) : gr_descent_view_map(c);
}

bool gr_descent_view(const gr_job *job, const void *state, const gr_view_request *request,
                     gr_view *view, gr_error *err)
{
    static bool (*const views[])(const gr_descent_scene *) = {
        [SURFACE] = view_surface,
        [STEP] = view_surface,
        [DIRECTIONS] = gr_descent_view_directions,
        [UPDATE] = view_update_x,
        [UPDATE_Y] = view_update_y,
    };
    long figure = request->figure - gr_descent_figures;
    const gr_descent_scene c = { job, job->setup, state, request, figure == STEP, view, err };

    return views[figure] == NULL || views[figure](&c); /* the others are curves of columns */
}
