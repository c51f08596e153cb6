#include "toy_view.h"

#include <math.h>

const gr_figure gr_toy_figures[] = {
    { .name = "path",
      .title = "path",
      .x = { .label = "step" },
      .y = { .label = "x", .unit = "m" },
      .layers = { { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_SERIES1, .label = "x", .x = "step",
                    .y = "x" } },
      .count = 1 },
    { .name = "band",
      .title = "weights",
      .x = { .label = "weight" },
      .y = { .label = "value", .log = true },
      .layers = { { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_SERIES2, .label = "weights" } },
      .count = 1 },
    { .name = "marks",
      .title = "marks",
      .layers = { { .shape = GR_SHAPE_POINTS, .role = GR_ROLE_SERIES3, .label = "marks" } },
      .count = 1 },
    { .name = "field",
      .title = "field",
      .layers = { { .shape = GR_SHAPE_FIELD, .role = GR_ROLE_CONTOUR, .label = "pull" } },
      .count = 1 },
    { .name = "board",
      .title = "board",
      .layers = { { .shape = GR_SHAPE_CELLS, .role = GR_ROLE_TEXT, .label = "board" } },
      .count = 1 },
    { .name = "bars",
      .title = "bars",
      .layers = { { .shape = GR_SHAPE_BARS, .role = GR_ROLE_SERIES1, .label = "weights" } },
      .count = 1 },
    { .name = "net",
      .title = "net",
      .layers = { { .shape = GR_SHAPE_GRAPH, .role = GR_ROLE_SERIES1, .label = "net" } },
      .count = 1 },
    { .name = "sheet",
      .title = "sheet",
      .layers = { { .shape = GR_SHAPE_TABLE, .role = GR_ROLE_TEXT, .label = "sheet" } },
      .count = 1 },
    { .name = "words",
      .title = "words",
      .layers = { { .shape = GR_SHAPE_TEXT, .role = GR_ROLE_TEXT, .label = "words" } },
      .count = 1 },
    { .name = "all",
      .title = "field, path and present",
      .x = { .label = "step" },
      .y = { .label = "x", .unit = "m" },
      .layers = { { .shape = GR_SHAPE_FIELD, .role = GR_ROLE_CONTOUR, .label = "pull" },
                  { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_SERIES1, .label = "x", .x = "step",
                    .y = "x" },
                  { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_SERIES2, .label = "loss",
                    .x = "step", .y = "loss" },
                  { .shape = GR_SHAPE_POINTS, .role = GR_ROLE_MARK, .label = "present" } },
      .count = 4 },
    { .name = NULL },
};

/* --- one maker a shape --- */

static double *numbers(gr_view *view, size_t count, gr_error *err)
{
    return gr_arena_alloc(&view->arena, count, sizeof(double), err);
}

/* Weights with a band around them, the third of them a gap. */
static bool make_series(const gr_toy_picture *p, gr_view *view, gr_shape *shape, gr_error *err)
{
    double *x = numbers(view, p->width, err), *y = numbers(view, p->width, err);
    double *low = numbers(view, p->width, err), *high = numbers(view, p->width, err);

    if (x == NULL || y == NULL || low == NULL || high == NULL)
        return false;
    for (size_t i = 0; i < p->width; i++) {
        x[i] = (double)i;
        y[i] = i == 2 ? (double)NAN : p->weights[i];
        low[i] = y[i] - 0.1;
        high[i] = y[i] + 0.1;
    }
    shape->as.series = (gr_series){ .count = p->width, .x = x, .y = y, .low = low, .high = high };
    return true;
}

static bool make_points(const gr_toy_picture *p, gr_view *view, gr_shape *shape, gr_error *err)
{
    static const char *const marks[] = { "+", "X" };
    double *x = numbers(view, 2, err), *y = numbers(view, 2, err);

    if (x == NULL || y == NULL)
        return false;
    x[0] = 0;
    y[0] = 0;
    x[1] = p->x;
    y[1] = p->velocity;
    shape->as.points = (gr_points){ .count = 2, .x = x, .y = y, .marks = marks };
    return true;
}

static bool make_field(const gr_toy_picture *p, gr_view *view, gr_shape *shape, gr_error *err)
{
    enum { COLUMNS = 5, ROWS = 4 };
    double *values = numbers(view, COLUMNS * ROWS, err);

    if (values == NULL)
        return false;
    for (size_t i = 0; i < COLUMNS * ROWS; i++)
        values[i] = (double)(i % COLUMNS) - p->x * (double)(i / COLUMNS);
    shape->as.field = (gr_field){ .columns = COLUMNS, .rows = ROWS, .x0 = -1, .x1 = 1, .y1 = 3,
                                  .values = values };
    return true;
}

static bool make_board(const gr_toy_picture *p, gr_view *view, gr_shape *shape, gr_error *err)
{
    gr_board_cell *cells = gr_arena_alloc(&view->arena, p->width, sizeof *cells, err);

    if (cells == NULL)
        return false;
    for (size_t i = 0; i < p->width; i++)
        cells[i] = (gr_board_cell){ .glyph = i % 2 == 0 ? "." : "#", .mark = i == 1 ? "+" : NULL,
                                    .heat = i == 0 ? (double)NAN : (double)i / (double)p->width,
                                    .role = GR_ROLE_TEXT };
    shape->as.board = (gr_board){ .columns = p->width, .rows = 1, .cells = cells };
    return true;
}

static bool make_bars(const gr_toy_picture *p, gr_view *view, gr_shape *shape, gr_error *err)
{
    const char **labels = gr_arena_alloc(&view->arena, p->width, sizeof *labels, err);

    if (labels == NULL)
        return false;
    for (size_t i = 0; i < p->width; i++) {
        labels[i] = gr_arena_printf(&view->arena, err, "w%zu", i);
        if (labels[i] == NULL)
            return false;
    }
    shape->as.bars = (gr_bars){ .count = p->width, .labels = labels, .values = p->weights,
                                .present = (long)p->width - 1 };
    return true;
}

static bool make_graph(const gr_toy_picture *p, gr_view *view, gr_shape *shape, gr_error *err)
{
    gr_link *links = gr_arena_alloc(&view->arena, p->layers, sizeof *links, err);
    const double **layers = gr_arena_alloc(&view->arena, p->layers, sizeof *layers, err);

    if (links == NULL || layers == NULL)
        return false;
    for (size_t i = 0; i < p->layers; i++) {
        double *units = numbers(view, (size_t)p->sizes[i], err);
        if (units == NULL)
            return false;
        for (size_t k = 0; k < (size_t)p->sizes[i]; k++)
            units[k] = p->x / (double)(k + 1);
        layers[i] = units;
        links[i] = (gr_link){ (gr_link_state)(i % 3), "?" };
    }
    shape->as.graph = (gr_graph){ .layers = p->layers, .sizes = p->sizes, .links = links,
                                  .activations = layers };
    return true;
}

static bool make_sheet(const gr_toy_picture *p, gr_view *view, gr_shape *shape, gr_error *err)
{
    static const char *const titles[] = { "what", "value" };
    static const bool right[] = { false, true };
    const char **cells = gr_arena_alloc(&view->arena, 4, sizeof *cells, err);
    const char *x = gr_arena_printf(&view->arena, err, "%.3f", p->x);
    const char *velocity = gr_arena_printf(&view->arena, err, "%.3f", p->velocity);

    if (cells == NULL || x == NULL || velocity == NULL)
        return false;
    cells[0] = "x";
    cells[1] = x;
    cells[2] = "velocity";
    cells[3] = velocity;
    shape->as.sheet = (gr_sheet){ .columns = 2, .rows = 2, .titles = titles, .cells = cells,
                                  .right = right };
    return true;
}

static bool make_text(const gr_toy_picture *p, gr_view *view, gr_shape *shape, gr_error *err)
{
    const char **lines = gr_arena_alloc(&view->arena, 2, sizeof *lines, err);

    if (lines == NULL)
        return false;
    lines[0] = "the particle stands at";
    lines[1] = gr_arena_printf(&view->arena, err, "x = %.3f", p->x);
    shape->as.text = (gr_lines){ .count = 2, .lines = lines };
    return lines[1] != NULL;
}

typedef bool maker(const gr_toy_picture *, gr_view *, gr_shape *, gr_error *);

static maker *const makers[GR_SHAPES] = {
    [GR_SHAPE_SERIES] = make_series, [GR_SHAPE_POINTS] = make_points,
    [GR_SHAPE_FIELD] = make_field,   [GR_SHAPE_CELLS] = make_board,
    [GR_SHAPE_BARS] = make_bars,     [GR_SHAPE_GRAPH] = make_graph,
    [GR_SHAPE_TABLE] = make_sheet,   [GR_SHAPE_TEXT] = make_text,
};

/* The layers without columns, in their order. */
bool gr_toy_view(const gr_toy_picture *picture, const gr_view_request *request, gr_view *view,
                 gr_error *err)
{
    for (size_t i = 0; i < request->figure->count; i++) {
        const gr_figure_layer *layer = &request->figure->layers[i];
        if (layer->y != NULL)
            continue;
        gr_shape *shape = gr_view_add(view, layer->shape, layer->role, layer->label, err);
        if (shape == NULL || !makers[layer->shape](picture, view, shape, err))
            return false;
    }
    view->note = gr_arena_printf(&view->arena, err, "x %.3f", picture->x);
    view->says = gr_arena_printf(&view->arena, err, "%s. x is %.3f.", view->title, picture->x);
    return view->note != NULL && view->says != NULL;
}
