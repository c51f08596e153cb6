/* The figures of modes; those of curves are here, what is drawn otherwise in files of its own. */
#include "modes.h"

enum { PATHS, STRIPS, DENSITY, COMPONENTS, SAMPLES, LOSS, NLL, COLLISION };

#define MADE(kind, role_, words)                                                                   \
    {                                                                                              \
        .shape = kind, .role = role_, .label = words                                               \
    }
#define CURVE(column, role_)                                                                       \
    {                                                                                              \
        .shape = GR_SHAPE_SERIES, .role = role_, .label = column, .x = "step", .y = column         \
    }

const gr_figure gr_modes_figures[] = {
    [PATHS] = { .name = "paths",
                .title = "paths",
                .x = { .label = "road" },
                .y = { .label = "aside" },
                .map = true,
                .layers = { MADE(GR_SHAPE_SERIES, GR_ROLE_WARN, "disc"),
                            MADE(GR_SHAPE_SERIES, GR_ROLE_EXPERT, "experts"),
                            MADE(GR_SHAPE_SERIES, GR_ROLE_LEARNER, "policy"),
                            MADE(GR_SHAPE_SERIES, GR_ROLE_WRONG, "crash") },
                .count = 4 },
    [STRIPS] = { .name = "strips",
                 .title = "head, crash, actions",
                 .x = { .label = "action" },
                 .layers = { MADE(GR_SHAPE_FIELD, GR_ROLE_HEAT, "share") },
                 .count = 1 },
    [DENSITY] = { .name = "density",
                  .title = "action given state",
                  .x = { .label = "state" },
                  .y = { .label = "action" },
                  .map = true,
                  .layers = { MADE(GR_SHAPE_FIELD, GR_ROLE_HEAT, "density"),
                              MADE(GR_SHAPE_SERIES, GR_ROLE_MARK, "data"),
                              MADE(GR_SHAPE_SERIES, GR_ROLE_LEARNER, "means") },
                  .count = 3 },
    [COMPONENTS] = { .name = "components",
                     .title = "density of the action",
                     .x = { .label = "action" },
                     .y = { .label = "density" },
                     .layers = { MADE(GR_SHAPE_SERIES, GR_ROLE_GHOST, "data"),
                                 MADE(GR_SHAPE_SERIES, GR_ROLE_SERIES2, "components"),
                                 MADE(GR_SHAPE_SERIES, GR_ROLE_SERIES1, "density") },
                     .count = 3 },
    [SAMPLES] = { .name = "samples",
                  .title = "actions drawn",
                  .layers = { MADE(GR_SHAPE_BARS, GR_ROLE_LEARNER, "actions") },
                  .count = 1 },
    [LOSS] = { .name = "loss",
               .title = "loss",
               .x = { .label = "step" },
               .y = { .label = "loss" },
               .layers = { CURVE("loss", GR_ROLE_SERIES1) },
               .count = 1 },
    [NLL] = { .name = "nll",
              .title = "1 nll, 2 on fresh samples",
              .x = { .label = "step" },
              .y = { .label = "nll" },
              .layers = { CURVE("nll", GR_ROLE_SERIES1), CURVE("test_nll", GR_ROLE_SERIES2) },
              .count = 2 },
    [COLLISION] = { .name = "collision",
                    .title = "share that hits the disc",
                    .x = { .label = "step" },
                    .y = { .label = "collision" },
                    .layers = { CURVE("collision", GR_ROLE_SERIES1) },
                    .count = 1 },
    { .name = NULL },
};

/* --- what the pictures share --- */

gr_shape *gr_modes_series(const gr_modes_scene *c, gr_role role, const char *label,
                          const char *mark, size_t count, double **x, double **y)
{
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_SERIES, role, label, c->err);

    *x = gr_arena_alloc(&c->view->arena, 2 * count, sizeof **x, c->err);
    if (shape == NULL || *x == NULL)
        return NULL;
    *y = *x + count;
    shape->mark = mark;
    shape->as.series = (gr_series){ .count = count, .x = *x, .y = *y };
    return shape;
}

void gr_modes_state_at(const gr_modes_scene *c, double value, double *state)
{
    const gr_samples *data = &c->s->samples;

    for (size_t i = 0; i < c->s->states; i++)
        state[i] = 0;
    state[0] = data->count > 0 ? (value - data->mean[0]) / data->sd[0] : value;
}

void gr_modes_state_range(const gr_modes_scene *c, double *low, double *high)
{
    size_t count = gr_modes_count(c->job, c->now, false);
    double state[GR_MODES_STATES], action;

    *low = *high = 1;
    for (size_t i = 0; i < count; i++) {
        gr_modes_sample(c->job, c->now, false, i, state, &action);
        double value = gr_modes_raw(c->s, 0, state[0]);
        *low = i == 0 || value < *low ? value : *low;
        *high = i == 0 || value > *high ? value : *high;
    }
    if (*high - *low < 1e-9) {
        *low -= 0.5;
        *high += 0.5;
    }
}

/* --- curves --- */

static const char *shown(const gr_modes_scene *c, double value)
{
    char text[GR_NUMBER_SIZE];

    if (gr_is_missing(value))
        return "not told";
    gr_number_shown(value, GR_DECIMALS_AUTO, text);
    return gr_arena_strdup(&c->view->arena, text, c->err);
}

static bool view_curve(const gr_modes_scene *c, size_t which)
{
    const char *name = c->s->fitters[0].head->name;
    double value = which == LOSS  ? gr_modes_loss(c->job, c->now, 0)
                   : which == NLL ? gr_modes_nll(c->job, c->now, 0, false)
                                  : gr_modes_collision(c->job, c->now, 0);
    const char *text = shown(c, value);

    if (text == NULL)
        return false;
    if (which == COLLISION)
        c->view->window = (gr_limits){ .y_low = 0, .y_high = 1 };
    c->view->note = gr_arena_printf(&c->view->arena, c->err, "%s %s", name, text);
    c->view->says =
        gr_arena_printf(&c->view->arena, c->err, "%s. After %ld updates of %s it is %s.",
                        c->view->figure->name, c->now->made, name, text);
    return c->view->note != NULL && c->view->says != NULL;
}

/* What should be known of the head's knobs goes before what is seen. */
static bool add_warning(const gr_modes_scene *c)
{
    const gr_head_job head = gr_modes_head(c->s, c->now, 0);
    const char *warning = head.head->warning != NULL ? head.head->warning(&head) : NULL;

    if (warning == NULL || c->view->says == NULL)
        return true;
    c->view->remark = "! alpha-bar left";
    c->view->says =
        gr_arena_printf(&c->view->arena, c->err, "%s Note: %s.", c->view->says, warning);
    return c->view->says != NULL;
}

bool gr_modes_view(const gr_job *job, const void *at, const gr_view_request *request, gr_view *view,
                   gr_error *err)
{
    static bool (*const makers[])(const gr_modes_scene *) = {
        [PATHS] = gr_modes_paths,      [STRIPS] = gr_modes_strips,     [DENSITY] = gr_modes_density,
        [COMPONENTS] = gr_modes_slice, [SAMPLES] = gr_modes_histogram,
    };
    const gr_modes_scene c = { job, job->setup, at, request, view, err };
    size_t which = (size_t)(request->figure - gr_modes_figures);
    bool made = which < GR_LEN(makers) ? makers[which](&c) : view_curve(&c, which);

    return made && add_warning(&c);
}
