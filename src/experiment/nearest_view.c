/* The figures of `nearest`: a test sample beside its nearest one, the two errors as numbers and as
 * curves. */
#include "nearest.h"

#include <math.h>

const gr_figure nearest_figures[] = {
    { .name = "pair",
      .title = "sample, nearest",
      .bare = true,
      .layers = { { .shape = GR_SHAPE_FIELD, .role = GR_ROLE_HEAT, .label = "samples" } },
      .count = 1 },
    { .name = "score",
      .title = "errors",
      .layers = { { .shape = GR_SHAPE_TABLE, .role = GR_ROLE_TEXT, .label = "errors" } },
      .count = 1 },
    { .name = "error",
      .title = "share wrong so far",
      .x = { .label = "step" },
      .y = { .label = "error" },
      .layers = { { .shape = GR_SHAPE_SERIES,
                    .role = GR_ROLE_SERIES2,
                    .label = "test",
                    .x = "step",
                    .y = "test_error" },
                  { .shape = GR_SHAPE_SERIES,
                    .role = GR_ROLE_SERIES1,
                    .label = "train",
                    .x = "step",
                    .y = "train_error" },
                  { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_GHOST, .label = "limits" } },
      .count = 3 },
    { .name = NULL },
};

/* --- two samples side by side --- */

enum { GAP = 1 }; /* pixels between them */

/* A square where the features make one, else a single row. */
static size_t height_of(size_t features)
{
    size_t side = (size_t)rint(sqrt((double)features));

    return side * side == features ? side : 1;
}

/* A field has its first row at the bottom, a picture on top. */
static void put_sample(const nearest_setup *data, size_t sample, size_t x, size_t width,
                       double *values)
{
    size_t rows = height_of(data->features), columns = data->features / rows;
    const double *inputs = data->inputs + sample * data->features;

    for (size_t i = 0; i < data->features; i++)
        values[(rows - 1 - i / columns) * width + x + i % columns] = inputs[i];
}

/* Before the first step the sample that will be first, and nothing beside it. */
static bool view_pair(const nearest_setup *data, const nearest_state *now, gr_view *view,
                      gr_error *err)
{
    size_t rows = height_of(data->features), columns = data->features / rows;
    size_t width = 2 * columns + GAP;
    gr_shape *shape = gr_view_add(view, GR_SHAPE_FIELD, GR_ROLE_HEAT, "samples", err);
    double *values = gr_arena_alloc(&view->arena, rows * width, sizeof *values, err);

    if (shape == NULL || values == NULL)
        return false;
    for (size_t i = 0; i < rows * width; i++)
        values[i] = (double)NAN;
    put_sample(data, now->tested > 0 ? now->sample : now->order[0], 0, width, values);
    if (now->tested > 0)
        put_sample(data, now->closest, columns + GAP, width, values);
    shape->as.field = (gr_field){ .columns = width,
                                  .rows = rows,
                                  .x1 = (double)width,
                                  .y1 = (double)rows,
                                  .values = values,
                                  .low = data->low,
                                  .high = data->high };
    return true;
}

static bool say_pair(const nearest_setup *data, const nearest_state *now, gr_view *view,
                     gr_error *err)
{
    int label = data->labels[now->sample];
    bool wrong = now->guess != label;

    view->note = "guess ? for ?";
    view->says = "pair. No sample has been looked at.";
    if (now->tested == 0)
        return true;
    view->note = gr_arena_printf(&view->arena, err, "guess %d for %d%s", now->guess, label,
                                 wrong ? ", wrong" : "");
    view->says = gr_arena_printf(&view->arena, err,
                                 "pair. Sample %zu of class %d is nearest to sample %zu of class "
                                 "%d; the guess %d is %s.",
                                 now->sample, label, now->closest, data->labels[now->closest],
                                 now->guess, wrong ? "wrong" : "right");
    return view->note != NULL && view->says != NULL;
}

/* --- the errors --- */

enum { PARTS = 2, SHEET_COLUMNS = 4 };

/* The numbers of the parts are those of their curves in the figure `error`. */
static bool score_row(const char *part, size_t seen, size_t all, size_t wrong, const char **cells,
                      gr_arena *arena, gr_error *err)
{
    cells[0] = part;
    char digits[GR_NUMBER_SIZE];
    int width = (int)gr_number_shown((double)all, GR_DECIMALS_COUNT, digits);

    cells[1] = gr_arena_printf(arena, err, "%*zu of %zu", width, seen, all);
    cells[2] = gr_arena_printf(arena, err, "%zu", wrong);
    cells[3] = seen > 0 ? gr_arena_printf(arena, err, "%.3f", (double)wrong / (double)seen) : "?";
    return cells[1] != NULL && cells[2] != NULL && cells[3] != NULL;
}

static bool view_score(const nearest_setup *data, const nearest_state *now, gr_view *view,
                       gr_error *err)
{
    static const char *const titles[] = { "part", "seen", "wrong", "error" };
    static const bool right[] = { false, true, true, true };
    gr_arena *arena = &view->arena;
    gr_shape *shape = gr_view_add(view, GR_SHAPE_TABLE, GR_ROLE_TEXT, "errors", err);
    const char **cells = gr_arena_alloc(arena, PARTS * SHEET_COLUMNS, sizeof *cells, err);

    if (shape == NULL || cells == NULL ||
        !score_row("1 train", now->trained, data->train, now->train_wrong, cells, arena, err) ||
        !score_row("2 test", now->tested, data->test, now->test_wrong, cells + SHEET_COLUMNS, arena,
                   err))
        return false;
    shape->as.sheet = (gr_sheet){ .columns = SHEET_COLUMNS,
                                  .rows = PARTS,
                                  .titles = titles,
                                  .cells = cells,
                                  .right = right,
                                  .present = -1 };
    return true;
}

static bool say_errors(const nearest_state *now, gr_view *view, gr_error *err)
{
    double tested = (double)now->tested;

    view->note = now->tested == 0 ? "test error ?"
                                  : gr_arena_printf(&view->arena, err, "test error %.3f",
                                                    (double)now->test_wrong / tested);
    view->says = gr_arena_printf(&view->arena, err,
                                 "%s. Of the training part %zu of %zu are wrong, of the test part "
                                 "%zu of %zu.",
                                 view->figure->name, now->train_wrong, now->trained,
                                 now->test_wrong, now->tested);
    return view->note != NULL && view->says != NULL;
}

/* A curve without points: all steps on one axis and errors up to a half on the other, so that they
 * rarely move while the run goes on. The curves themselves come from the trace. */
static bool view_limits(const nearest_setup *data, gr_view *view, gr_error *err)
{
    gr_shape *shape = gr_view_add(view, GR_SHAPE_SERIES, GR_ROLE_GHOST, "limits", err);
    double *ends = gr_arena_alloc(&view->arena, 8, sizeof *ends, err);

    if (shape == NULL || ends == NULL)
        return false;
    for (int i = 0; i < 8; i++)
        ends[i] = (double)NAN;
    ends[0] = 0;
    ends[1] = (double)data->test;
    ends[6] = 0;
    ends[7] = 0.5;
    shape->dotted = true;
    shape->as.series = (gr_series){ .count = 4, .x = ends, .y = ends + 4 };
    return true;
}

bool nearest_view(const gr_job *job, const void *at, const gr_view_request *request, gr_view *view,
                  gr_error *err)
{
    const nearest_setup *data = job->setup;
    const nearest_state *now = at;

    if (request->figure == &nearest_figures[0])
        return say_pair(data, now, view, err) && view_pair(data, now, view, err);
    if (!say_errors(now, view, err))
        return false;
    return request->figure == &nearest_figures[1] ? view_score(data, now, view, err)
                                                  : view_limits(data, view, err);
}
