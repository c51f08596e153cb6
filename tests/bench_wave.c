/* An experiment for the benches: figures that change as much as a figure can in one step.
 *
 *   curve    one more point of a curve on axes that stay
 *   growing  the same on axes that grow with it
 *   wave     a curve that moves as a whole
 *   heat     a smooth field that moves as a whole, a value for each half cell
 */
#include "bench.h"

#include "gradus/elementary.h"

typedef struct state {
    long step;
} state;

static const gr_param params[] = { { .name = NULL } };

static const gr_figure figures[] = {
    { .name = "curve",
      .title = "curve",
      .x = { .label = "step" },
      .y = { .label = "loss" },
      .layers = { { .shape = GR_SHAPE_POINTS, .role = GR_ROLE_DIM, .label = "ends" },
                  { .shape = GR_SHAPE_SERIES,
                    .role = GR_ROLE_SERIES1,
                    .label = "loss",
                    .x = "step",
                    .y = "loss" } },
      .count = 2 },
    { .name = "growing",
      .title = "growing",
      .x = { .label = "step" },
      .y = { .label = "loss" },
      .layers = { { .shape = GR_SHAPE_SERIES,
                    .role = GR_ROLE_SERIES1,
                    .label = "loss",
                    .x = "step",
                    .y = "loss" } },
      .count = 1 },
    { .name = "wave",
      .title = "wave",
      .x = { .label = "x" },
      .y = { .label = "y" },
      .layers = { { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_SERIES1, .label = "wave" } },
      .count = 1 },
    { .name = "heat",
      .title = "heat",
      .x = { .label = "x" },
      .y = { .label = "y" },
      .layers = { { .shape = GR_SHAPE_FIELD, .role = GR_ROLE_CONTOUR, .label = "heat" } },
      .count = 1 },
    { .name = NULL },
};

static bool prepare(void **setup, const gr_values *values, gr_arena *arena, gr_error *err)
{
    (void)values;
    *setup = gr_arena_alloc(arena, 1, sizeof(double), err);
    return *setup != NULL;
}

static bool columns(const gr_job *job, gr_columns *columns, gr_error *err)
{
    (void)job;
    return gr_columns_add(columns, "loss", "", 3, err);
}

static size_t state_size(const gr_job *job)
{
    (void)job;
    return sizeof(state);
}

static gr_progress init(const gr_job *job, void *at, gr_rng rng)
{
    (void)job, (void)rng;
    ((state *)at)->step = 0;
    return GR_STEP;
}

static gr_progress advance(const gr_job *job, void *at, bool fine)
{
    state *now = at;

    (void)job, (void)fine;
    now->step++;
    return GR_STEP;
}

/* Falls as losses do, with noise that is the same every time. */
static void measure(const gr_job *job, const void *at, double *row)
{
    long step = ((const state *)at)->step;

    (void)job;
    row[0] = gr_exp(-(double)step / 50) + (double)(step * 7919 % 101) / 1000;
}

/* --- shapes --- */

/* The corners of the plot; they keep its axes where they are. */
static bool make_ends(gr_view *view, gr_shape *shape, gr_error *err)
{
    static const char *const marks[] = { ".", "." };
    double *x = gr_arena_alloc(&view->arena, 2, sizeof *x, err);
    double *y = gr_arena_alloc(&view->arena, 2, sizeof *y, err);

    if (x == NULL || y == NULL)
        return false;
    x[1] = GR_WAVE_STEPS;
    y[1] = 1.2;
    shape->as.points = (gr_points){ .count = 2, .x = x, .y = y, .marks = marks };
    return true;
}

static bool make_wave(long step, gr_view *view, gr_shape *shape, gr_error *err)
{
    enum { COUNT = 200 };
    double *x = gr_arena_alloc(&view->arena, COUNT, sizeof *x, err);
    double *y = gr_arena_alloc(&view->arena, COUNT, sizeof *y, err);

    if (x == NULL || y == NULL)
        return false;
    for (size_t i = 0; i < COUNT; i++) {
        x[i] = (double)i / COUNT;
        y[i] = gr_sin(12 * x[i] + 0.2 * (double)step);
    }
    shape->as.series = (gr_series){ .count = COUNT, .x = x, .y = y };
    return true;
}

static bool make_heat(long step, const gr_view_request *request, gr_view *view, gr_shape *shape,
                      gr_error *err)
{
    size_t wide = (size_t)request->columns, high = 2 * (size_t)request->rows;
    double *values = gr_arena_alloc(&view->arena, wide * high, sizeof *values, err);

    if (values == NULL)
        return false;
    for (size_t i = 0; i < wide * high; i++) {
        double x = (double)(i % wide) / (double)wide, y = (double)(i / wide) / (double)high;
        values[i] = gr_sin(9 * x + 0.3 * (double)step) * gr_cos(7 * y - 0.2 * (double)step);
    }
    shape->as.field =
        (gr_field){ .columns = wide, .rows = high, .x1 = 1, .y1 = 1, .values = values };
    return true;
}

static bool view(const gr_job *job, const void *at, const gr_view_request *request, gr_view *view,
                 gr_error *err)
{
    const gr_figure_layer *layer = &request->figure->layers[0];
    long step = ((const state *)at)->step;

    (void)job;
    view->note = gr_arena_printf(&view->arena, err, "step %ld", step);
    view->says = view->note;
    if (view->note == NULL || layer->y != NULL)
        return view->note != NULL;
    gr_shape *shape = gr_view_add(view, layer->shape, layer->role, layer->label, err);
    if (shape == NULL)
        return false;
    if (layer->shape == GR_SHAPE_POINTS)
        return make_ends(view, shape, err);
    if (layer->shape == GR_SHAPE_SERIES)
        return make_wave(step, view, shape, err);
    return make_heat(step, request, view, shape, err);
}

static long length(const gr_job *job)
{
    (void)job;
    return GR_WAVE_STEPS;
}

const gr_experiment gr_wave = {
    .name = "wave",
    .summary = "figures that change as much as they can",
    .params = params,
    .figures = figures,
    .prepare = prepare,
    .columns = columns,
    .state_size = state_size,
    .init = init,
    .advance = advance,
    .measure = measure,
    .view = view,
    .length = length,
};
