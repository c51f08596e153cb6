/* parameters - how many numbers does a dense network learn?
 *
 * A layer with n inputs and m outputs has one weight for each pair, n*m, and with biases one more
 * number for each output: n*m + m. Step k counts layer k.
 */
#include "gradus/experiment.h"

#include <math.h>
#include <string.h>

static const double exact_max = 9007199254740992.0; /* 2^53: what adds up to it may be more */

static const gr_param params[] = {
    { .name = "layers",
      .kind = GR_PARAM_LAYERS,
      .unit = "units",
      .initial = "5-8-4-3",
      .low = 1,
      .high = 100000000,
      .help = "units of each layer, inputs first" },
    { .name = "bias",
      .kind = GR_PARAM_YESNO,
      .initial = "yes",
      .help = "whether each output adds a bias" },
    { .name = NULL },
};

typedef struct count {
    double inputs, outputs, weights, biases, parameters, total;
} count;

typedef struct setup {
    const double *sizes;
    size_t layers; /* weight layers: one fewer than there are sizes */
    const count *counts;
} setup;

typedef struct state {
    size_t counted; /* layers counted so far */
} state;

/* --- the counting --- */

static count count_layer(double inputs, double outputs, bool bias, double before)
{
    count c = { .inputs = inputs, .outputs = outputs, .weights = inputs * outputs,
                .biases = bias ? outputs : 0 };

    c.parameters = c.weights + c.biases;
    c.total = before + c.parameters;
    return c;
}

static bool prepare(void **out, const gr_values *values, gr_arena *arena, gr_error *err)
{
    const gr_value *layers = gr_values_find(values, "layers", err);
    bool bias = gr_values_yes(values, "bias");
    size_t n = layers->count - 1;
    setup *made = gr_arena_alloc(arena, 1, sizeof *made, err);
    double *sizes = made != NULL ? gr_arena_alloc(arena, n + 1, sizeof *sizes, err) : NULL;
    count *counts = sizes != NULL ? gr_arena_alloc(arena, n, sizeof *counts, err) : NULL;

    if (counts == NULL)
        return false;
    memcpy(sizes, layers->list, (n + 1) * sizeof *sizes);
    for (size_t i = 0; i < n; i++) {
        counts[i] = count_layer(sizes[i], sizes[i + 1], bias, i > 0 ? counts[i - 1].total : 0);
        if (counts[i].total >= exact_max)
            return gr_fail(err, GR_ERROR_USAGE,
                           "knob layers: layer %zu brings the total to %.4g; counts from 2^53 = "
                           "%.0f on would be rounded; use smaller layers",
                           i + 1, counts[i].total, exact_max);
    }
    *made = (setup){ .sizes = sizes, .layers = n, .counts = counts };
    *out = made;
    return true;
}

static bool columns(const gr_job *job, gr_columns *columns, gr_error *err)
{
    static const char *const names[] = { "inputs", "outputs",    "weights",
                                         "biases", "parameters", "total" };

    (void)job;
    for (size_t i = 0; i < GR_LEN(names); i++)
        if (!gr_columns_add(columns, names[i], "", GR_DECIMALS_COUNT, err))
            return false;
    return true;
}

static size_t state_size(const gr_job *job)
{
    (void)job;
    return sizeof(state);
}

static gr_progress init(const gr_job *job, void *at, gr_rng rng)
{
    (void)job, (void)at, (void)rng; /* a zeroed state has counted nothing */
    return GR_STEP;
}

static gr_progress advance(const gr_job *job, void *at, bool fine)
{
    const setup *net = job->setup;
    state *now = at;

    (void)fine;
    now->counted++;
    return now->counted == net->layers ? GR_FINISHED : GR_STEP;
}

static void measure(const gr_job *job, const void *at, double *row)
{
    const setup *net = job->setup;
    const state *now = at;

    if (now->counted == 0) {
        row[5] = 0; /* the rest of row 0 is missing: nothing has been counted */
        return;
    }
    const count *c = &net->counts[now->counted - 1];
    const double cells[] = { c->inputs, c->outputs,    c->weights,
                             c->biases, c->parameters, c->total };
    memcpy(row, cells, sizeof cells);
}

static long length(const gr_job *job)
{
    return (long)((const setup *)job->setup)->layers;
}

/* --- pictures --- */

static const gr_figure figures[] = {
    { .name = "network",
      .title = "layers",
      .layers = { { .shape = GR_SHAPE_GRAPH, .role = GR_ROLE_SERIES1, .label = "network" } },
      .count = 1 },
    { .name = "count",
      .title = "count",
      .layers = { { .shape = GR_SHAPE_TABLE, .role = GR_ROLE_TEXT, .label = "count" } },
      .count = 1 },
    { .name = "share",
      .title = "by layer",
      .x = { .label = "parameters" },
      .y = { .label = "layer" },
      .layers = { { .shape = GR_SHAPE_BARS, .role = GR_ROLE_SERIES1, .label = "parameters" } },
      .count = 1 },
    { .name = NULL },
};

/* "total ?", "total 48 + 36 + ?", "total 48 + 36 + 15 = 99"; only the sum for deep networks. */
static const char *worked_total(const setup *net, size_t counted, gr_view *view, gr_error *err)
{
    gr_text text = { 0 };
    bool all = counted == net->layers;

    gr_text_add(&text, "total ");
    for (size_t i = 0; net->layers <= 4 && i < counted; i++)
        gr_text_addf(&text, "%s%.0f", i > 0 ? " + " : "", net->counts[i].parameters);
    if (net->layers > 4 && counted > 0)
        gr_text_addf(&text, "%.0f", net->counts[counted - 1].total);
    if (!all)
        gr_text_add(&text, counted > 0 ? " + ?" : "?");
    else if (net->layers > 1 && net->layers <= 4)
        gr_text_addf(&text, " = %.0f", net->counts[counted - 1].total);
    const char *note = gr_text_ok(&text, err)
                           ? gr_arena_strdup(&view->arena, text.bytes, err)
                           : NULL;
    gr_text_clear(&text);
    return note;
}

static bool view_network(const setup *net, const state *now, const char *typed, gr_view *view,
                         gr_error *err)
{
    gr_shape *shape = gr_view_add(view, GR_SHAPE_GRAPH, GR_ROLE_SERIES1, "network", err);
    gr_link *links = gr_arena_alloc(&view->arena, net->layers, sizeof *links, err);

    if (shape == NULL || links == NULL)
        return false;
    for (size_t i = 0; i < net->layers; i++) {
        bool present = i == now->counted && i > 0;
        links[i].state = i < now->counted ? GR_LINK_DONE
                         : present        ? GR_LINK_PRESENT
                                          : GR_LINK_FAINT;
        links[i].label = i < now->counted
                             ? gr_arena_printf(&view->arena, err, "%.0f", net->counts[i].parameters)
                             : "?";
        if (links[i].label == NULL)
            return false;
    }
    shape->as.graph = (gr_graph){ .layers = net->layers + 1, .sizes = net->sizes, .links = links };
    view->title = gr_arena_printf(&view->arena, err, "layers %s", typed);
    view->says = gr_arena_printf(&view->arena, err,
                                 "network. %zu layers of %s units, fully connected.",
                                 net->layers + 1, typed);
    return view->title != NULL && view->says != NULL;
}

enum { SHEET_COLUMNS = 6 };

/* One row of the sheet: what is counted with its numbers, what is not as '?'. */
static bool sheet_row(const setup *net, size_t i, size_t counted, const char **cells,
                      gr_view *view, gr_error *err)
{
    const count *c = &net->counts[i];
    gr_arena *arena = &view->arena;

    cells[0] = gr_arena_printf(arena, err, "%zu", i + 1);
    cells[1] = gr_arena_printf(arena, err, "%.0f", c->inputs);
    cells[2] = gr_arena_printf(arena, err, "%.0f", c->outputs);
    if (i < counted) {
        cells[3] = gr_arena_printf(arena, err, "%.0f*%.0f = %.0f", c->inputs, c->outputs,
                                   c->weights);
        cells[4] = gr_arena_printf(arena, err, "%.0f", c->biases);
        cells[5] = gr_arena_printf(arena, err, "%.0f", c->parameters);
    } else {
        cells[3] = i == counted ? gr_arena_printf(arena, err, "%.0f*%.0f = ?", c->inputs,
                                                  c->outputs)
                                : "?";
        cells[4] = cells[5] = "?";
    }
    for (size_t k = 0; k < SHEET_COLUMNS; k++)
        if (cells[k] == NULL)
            return false;
    return true;
}

static void widen(int *width, const char *cell)
{
    int needed = (int)strlen(cell);

    *width = needed > *width ? needed : *width;
}

/* As wide as the columns are once all is counted, so that they stay where they are. */
static const char **sheet_titles(const setup *net, const char *total, gr_view *view, gr_error *err)
{
    static const char *const names[SHEET_COLUMNS] = { "layer",   "in",     "out",
                                                      "weights", "biases", "sum" };
    const char **titles = gr_arena_alloc(&view->arena, SHEET_COLUMNS, sizeof *titles, err);
    const char *cells[SHEET_COLUMNS];
    int widths[SHEET_COLUMNS] = { [SHEET_COLUMNS - 1] = (int)strlen(total) };

    for (size_t i = 0; i < net->layers && titles != NULL; i++) {
        if (!sheet_row(net, i, net->layers, cells, view, err))
            return NULL;
        for (size_t k = 0; k < SHEET_COLUMNS; k++)
            widen(&widths[k], cells[k]);
    }
    for (size_t k = 0; k < SHEET_COLUMNS && titles != NULL; k++) {
        titles[k] = gr_arena_printf(&view->arena, err, "%*s", widths[k], names[k]);
        if (titles[k] == NULL)
            return NULL;
    }
    return titles;
}

static bool view_count(const setup *net, const state *now, gr_view *view, gr_error *err)
{
    static const bool right[SHEET_COLUMNS] = { true, true, true, true, true, true };
    size_t rows = net->layers + 1;
    gr_shape *shape = gr_view_add(view, GR_SHAPE_TABLE, GR_ROLE_TEXT, "count", err);
    const char **cells = gr_arena_alloc(&view->arena, rows * SHEET_COLUMNS, sizeof *cells, err);

    const char *total = gr_arena_printf(&view->arena, err, "%.0f",
                                        net->counts[net->layers - 1].total);
    const char **titles = total != NULL ? sheet_titles(net, total, view, err) : NULL;

    if (shape == NULL || cells == NULL || titles == NULL)
        return false;
    for (size_t i = 0; i < net->layers; i++)
        if (!sheet_row(net, i, now->counted, cells + i * SHEET_COLUMNS, view, err))
            return false;
    const char **last = cells + net->layers * SHEET_COLUMNS;
    for (size_t k = 0; k < SHEET_COLUMNS; k++)
        last[k] = "";
    last[0] = "total";
    last[5] = now->counted == net->layers ? total : "?";
    shape->as.sheet = (gr_sheet){ .columns = SHEET_COLUMNS, .rows = rows, .titles = titles,
                                  .cells = cells, .right = right,
                                  .present = (long)now->counted - 1 };
    view->says = gr_arena_printf(&view->arena, err, "table. %zu of %zu layers counted.",
                                 now->counted, net->layers);
    return view->says != NULL;
}

static bool view_share(const setup *net, const state *now, gr_view *view, gr_error *err)
{
    gr_shape *shape = gr_view_add(view, GR_SHAPE_BARS, GR_ROLE_SERIES1, "parameters", err);
    const char **labels = gr_arena_alloc(&view->arena, net->layers, sizeof *labels, err);
    double *values = gr_arena_alloc(&view->arena, net->layers, sizeof *values, err);

    if (shape == NULL || labels == NULL || values == NULL)
        return false;
    for (size_t i = 0; i < net->layers; i++) {
        labels[i] = gr_arena_printf(&view->arena, err, "%zu", i + 1);
        values[i] = i < now->counted ? net->counts[i].parameters : (double)NAN;
        if (labels[i] == NULL)
            return false;
    }
    shape->as.bars = (gr_bars){ .count = net->layers, .labels = labels, .values = values,
                                .present = (long)now->counted - 1 };
    view->says = gr_arena_printf(&view->arena, err, "bars. Parameters of %zu of %zu layers.",
                                 now->counted, net->layers);
    return view->says != NULL;
}

static bool view(const gr_job *job, const void *at, const gr_view_request *request, gr_view *view,
                 gr_error *err)
{
    const setup *net = job->setup;
    const state *now = at;

    view->note = worked_total(net, now->counted, view, err);
    if (view->note == NULL)
        return false;
    if (request->figure == &figures[0])
        return view_network(net, now, gr_values_text(job->values, "layers"), view, err);
    return request->figure == &figures[1] ? view_count(net, now, view, err)
                                          : view_share(net, now, view, err);
}

/* --- export --- */

static const gr_table_spec tables[] = {
    { "layers", "one row for each layer counted so far" },
    { NULL, NULL },
};

static bool table(const gr_job *job, const void *at, int which, gr_table *out, gr_error *err)
{
    const setup *net = job->setup;
    const state *now = at;

    (void)which;
    if (!gr_columns_add(&out->columns, "layer", "", GR_DECIMALS_COUNT, err) ||
        !gr_columns_add(&out->columns, "units", "", GR_DECIMALS_COUNT, err) ||
        !gr_columns_add(&out->columns, "parameters", "", GR_DECIMALS_COUNT, err))
        return false;
    for (size_t i = 0; i < now->counted; i++) { /* in files layers count from 0 */
        const double row[] = { (double)i, net->counts[i].outputs, net->counts[i].parameters };
        if (!gr_table_add(out, row, err))
            return false;
    }
    return true;
}

const gr_experiment gr_experiment_parameters = {
    .name = "parameters",
    .summary = "count the weights and biases of a dense network, layer by layer",
    .params = params,
    .figures = figures,
    .tables = tables,
    .prepare = prepare,
    .columns = columns,
    .state_size = state_size,
    .init = init,
    .advance = advance,
    .measure = measure,
    .view = view,
    .table = table,
    .length = length,
};
