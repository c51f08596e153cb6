/* bins - a table look-up with bins against a line, on the same data.
 *
 * A place x is uniform in [-1, 1]^dims, and the expert's action is u = -gain x_1, or the same of
 * the sum of all coordinates. The table cuts each coordinate into `bins` bins and keeps the mean
 * label of each cell; in a cell without one its fallback decides. The line is fitted by least
 * squares. Each step draws more samples; errors are root mean squares over the whole box, worked
 * out exactly.
 *
 * What is known: a table with every cell right errs by |gain| w / sqrt(12), w being the width of a
 * bin; of N samples in M equal cells M (1 - (1 - 1/M)^N) are filled on average; and it takes
 * M (ln M + 0.577) samples to fill all of them (coupon collector).
 *
 * In the closed loop x_1' = 1.1 x_1 + u the expert's gain brings x_1 to 0. The table knows one
 * action a cell, and leaves a limit cycle about as wide as a bin; `cycle` is its width in bins,
 * `held` how many of 200 steps x_1 stays within the box, from 0.8. */
#include "bins.h"

#include "gradus/number.h"

#include <math.h>

enum { FIRST, SUM, SWITCH };
static const char *const expert_words[] = { "first", "sum", "switch", NULL };
static const char *const fallback_words[] = { "mean", "nearest", "stop", NULL };
static const char *const pace_words[] = { "double", "even", NULL };

static const gr_param params[] = {
    { .name = "dims",
      .kind = GR_PARAM_INTEGER,
      .initial = "1",
      .low = 1,
      .high = GR_BINS_DIMS,
      .help = "coordinates of a place" },
    { .name = "bins",
      .kind = GR_PARAM_INTEGER,
      .initial = "11",
      .low = 1,
      .high = 10000,
      .log_scale = true,
      .help = "bins of each coordinate: the table has bins^dims cells" },
    { .name = "samples",
      .kind = GR_PARAM_INTEGER,
      .initial = "10000",
      .low = 1,
      .high = 10000000,
      .log_scale = true,
      .help = "how many there are in the end" },
    { .name = "batch",
      .kind = GR_PARAM_INTEGER,
      .unit = "samples",
      .initial = "10",
      .low = 1,
      .high = 1000000,
      .log_scale = true,
      .help = "samples of step 0" },
    { .name = "pace",
      .kind = GR_PARAM_CHOICE,
      .initial = "double",
      .words = pace_words,
      .help = "each further step doubles the samples, or adds as many as step 0" },
    { .name = "fallback",
      .kind = GR_PARAM_CHOICE,
      .initial = "mean",
      .words = fallback_words,
      .help = "in an empty cell: the mean of all labels, the nearest filled cell's, or 0" },
    { .name = "expert",
      .kind = GR_PARAM_CHOICE,
      .initial = "first",
      .words = expert_words,
      .help = "u = -k x1, -k (x1 + x2 + ...), or -k times the sign of x1" },
    { .name = "gain",
      .kind = GR_PARAM_NUMBER,
      .initial = "0.6",
      .low = -10,
      .high = 10,
      .help = "k, how hard the expert steers" },
    { .name = "jitter",
      .kind = GR_PARAM_NUMBER,
      .initial = "0.05",
      .low = 0,
      .high = 10,
      .log_scale = true,
      .help = "standard deviation of what is added to each label" },
    { .name = NULL },
};

static const gr_phase phases[] = {
    { "draw", "samples are drawn, each into its cell" },
    { "fit", "empty cells look for a neighbour, and the line is fitted" },
    { "judge", "errors over the whole box, and a drive" },
    { .name = NULL },
};

/* --- setup --- */

static bool count_cells(gr_bins_setup *s, gr_error *err)
{
    double cells = 1;

    for (size_t j = 0; j < s->dims; j++)
        cells *= (double)s->bins;
    if (cells * sizeof(gr_bins_cell) > 1073741824.0)
        return gr_fail(err, GR_ERROR_USAGE,
                       "%zu^%zu are %.3g cells, over 1 GiB of them; lower bins or dims", s->bins,
                       s->dims, cells);
    s->cells = (size_t)cells;
    return true;
}

static bool prepare(void **out, const gr_values *values, gr_arena *arena, gr_error *err)
{
    gr_bins_setup *s = gr_arena_alloc(arena, 1, sizeof *s, err);

    if (s == NULL)
        return false;
    s->dims = (size_t)gr_values_number(values, "dims");
    s->bins = (size_t)gr_values_number(values, "bins");
    s->width = 2 / (double)s->bins;
    s->fallback = (gr_bins_fallback)gr_values_number(values, "fallback");
    s->jitter = gr_values_number(values, "jitter");
    s->batch = (size_t)gr_values_number(values, "batch");
    s->samples = (size_t)gr_values_number(values, "samples");
    s->doubling = gr_values_number(values, "pace") == 0;
    for (size_t j = 0; j < s->dims; j++) {
        bool counts = j == 0 || gr_values_number(values, "expert") == SUM;
        s->stride[j] = j == 0 ? 1 : s->stride[j - 1] * s->bins;
        s->expert[j + 1] = counts ? -gr_values_number(values, "gain") : 0;
    }
    s->switches = gr_values_number(values, "expert") == SWITCH;
    *out = s;
    return count_cells(s, err);
}

static size_t state_size(const gr_job *job)
{
    const gr_bins_setup *s = job->setup;

    return sizeof(gr_bins_state) + s->cells * sizeof(gr_bins_cell);
}

/* Steps behind the first batch; at least one, since 0 would mean that nobody knows. */
static long length(const gr_job *job)
{
    const gr_bins_setup *s = job->setup;
    long steps = 0;

    if (!s->doubling)
        steps = (long)((s->samples + s->batch - 1) / s->batch) - 1;
    for (size_t reached = s->batch; s->doubling && reached < s->samples; reached *= 2)
        steps++;
    return steps > 0 ? steps : 1;
}

/* --- rows --- */

static const struct {
    const char *name;
    int decimals;
} column_list[] = {
    { "samples", GR_DECIMALS_COUNT },    { "cells", GR_DECIMALS_COUNT },
    { "filled", GR_DECIMALS_COUNT },     { "filled_expected", GR_DECIMALS_AUTO },
    { "rms_table", GR_DECIMALS_AUTO },   { "rms_quantum", GR_DECIMALS_AUTO },
    { "rms_linear", GR_DECIMALS_AUTO },  { "cycle", GR_DECIMALS_AUTO },
    { "held_table", GR_DECIMALS_COUNT }, { "held_linear", GR_DECIMALS_COUNT },
};

static bool columns(const gr_job *job, gr_columns *columns, gr_error *err)
{
    (void)job;
    for (size_t i = 0; i < GR_LEN(column_list); i++)
        if (!gr_columns_add(columns, column_list[i].name, "", column_list[i].decimals, err))
            return false;
    return true;
}

static void measure(const gr_job *job, const void *at, double *row)
{
    const gr_bins_setup *s = job->setup;
    const gr_bins_state *now = at;
    const double cells[] = {
        (double)now->samples,    (double)s->cells,
        (double)now->filled,     gr_bins_expected((double)s->cells, (double)now->samples),
        now->rms_table,          gr_bins_quantum(s),
        now->rms_linear,         now->cycle,
        (double)now->held_table, (double)now->held_linear
    };

    _Static_assert(GR_LEN(cells) == GR_LEN(column_list), "a cell for each column");
    for (size_t i = 0; i < GR_LEN(cells); i++)
        row[i] = cells[i];
}

/* --- export --- */

enum { CELLS, DATASET, LINE, LOOP };

static const gr_table_spec tables[] = {
    [CELLS] = { "cells", "the filled cells: their middles, how many labels, and their mean" },
    [DATASET] = { "dataset", "every sample with its label" },
    [LINE] = { "line", "the terms of the fitted line beside the expert's, where it is one" },
    [LOOP] = { "loop", "x_1 step by step under the table, the line and the expert" },
    { .name = NULL },
};

static bool place_columns(const gr_bins_setup *s, gr_columns *columns, gr_error *err)
{
    static const char *const names[GR_BINS_DIMS] = { "x1", "x2", "x3", "x4", "x5", "x6" };

    for (size_t j = 0; j < s->dims; j++)
        if (!gr_columns_add(columns, names[j], "", GR_DECIMALS_AUTO, err))
            return false;
    return true;
}

static bool cells_table(const gr_bins_setup *s, const gr_bins_state *now, gr_table *out,
                        gr_error *err)
{
    if (!place_columns(s, &out->columns, err) ||
        !gr_columns_add(&out->columns, "count", "", GR_DECIMALS_COUNT, err) ||
        !gr_columns_add(&out->columns, "u", "", GR_DECIMALS_AUTO, err))
        return false;
    for (size_t i = 0; i < s->cells; i++) {
        double row[GR_BINS_DIMS + 2];
        if (now->cells[i].count == 0)
            continue;
        for (size_t j = 0; j < s->dims; j++)
            row[j] = gr_bins_middle(s, i, j);
        row[s->dims] = now->cells[i].count;
        row[s->dims + 1] = gr_bins_cell_act(s, now, i);
        if (!gr_table_add(out, row, err))
            return false;
    }
    return true;
}

/* They are not kept: the same streams draw them again. */
static bool dataset(const gr_bins_setup *s, const gr_bins_state *now, gr_table *out, gr_error *err)
{
    gr_bins_streams streams = now->first;
    gr_bins_sample sample = { { 0 }, 0 };

    if (!place_columns(s, &out->columns, err) ||
        !gr_columns_add(&out->columns, "u", "", GR_DECIMALS_AUTO, err))
        return false;
    for (size_t i = 0; i < now->samples; i++) {
        double row[GR_BINS_DIMS + 1];
        gr_bins_draw(s, &streams, &sample);
        for (size_t j = 0; j < s->dims; j++)
            row[j] = sample.x[j];
        row[s->dims] = sample.u;
        if (!gr_table_add(out, row, err))
            return false;
    }
    return true;
}

static bool line(const gr_bins_setup *s, const gr_bins_state *now, gr_table *out, gr_error *err)
{
    if (!gr_columns_add(&out->columns, "term", "", GR_DECIMALS_COUNT, err) ||
        !gr_columns_add(&out->columns, "fitted", "", GR_DECIMALS_AUTO, err) ||
        !gr_columns_add(&out->columns, "expert", "", GR_DECIMALS_AUTO, err))
        return false;
    for (size_t j = 0; j <= s->dims; j++)
        if (!gr_table_add(out,
                          (const double[]){ (double)j, now->linear[j],
                                            s->switches ? gr_missing() : s->expert[j] },
                          err))
            return false;
    return true;
}

static bool loop(const gr_bins_setup *s, const gr_bins_state *now, gr_table *out, gr_error *err)
{
    static const char *const names[] = { "table", "line", "expert" };
    double paths[3][GR_BINS_LOOP + 1];
    size_t counts[3];

    if (!gr_columns_add(&out->columns, "t", "", GR_DECIMALS_COUNT, err))
        return false;
    for (size_t r = 0; r < 3; r++) {
        if (!gr_columns_add(&out->columns, names[r], "", GR_DECIMALS_AUTO, err))
            return false;
        counts[r] = gr_bins_drive(s, now, (gr_bins_rule)r, paths[r]);
    }
    for (size_t t = 0; t <= GR_BINS_LOOP; t++) {
        double row[4] = { (double)t };
        for (size_t r = 0; r < 3; r++)
            row[r + 1] = t < counts[r] ? paths[r][t] : gr_missing();
        if (!gr_table_add(out, row, err))
            return false;
    }
    return true;
}

static bool table(const gr_job *job, const void *at, int which, gr_table *out, gr_error *err)
{
    static bool (*const makers[])(const gr_bins_setup *, const gr_bins_state *, gr_table *,
                                  gr_error *) = { cells_table, dataset, line, loop };

    return makers[which](job->setup, at, out, err);
}

const gr_experiment gr_experiment_bins = {
    .name = "bins",
    .summary = "a table of bins against a line: what remembers, and what generalises",
    .params = params,
    .figures = gr_bins_figures,
    .tables = tables,
    .phases = phases,
    .prepare = prepare,
    .columns = columns,
    .state_size = state_size,
    .init = gr_bins_init,
    .advance = gr_bins_advance,
    .measure = measure,
    .view = gr_bins_view,
    .table = table,
    .length = length,
};
