/* loops - recorded inputs replayed against inputs that follow from the state.
 *
 * A linear plant, x' = a x + u + w with w ~ N(0, noise^2). The expert's law is u = -gain x. Without
 * noise it drives from `start` along the nominal path, x' = (a - gain) x, and its inputs are
 * recorded. Open loop replays them whatever happens; closed loop applies the law to the state it
 * sees. Both meet the same noise.
 *
 * The deviation from the nominal path is a sum of independent terms, so its standard deviation is
 * known: noise sqrt(sum a^{2i}) and noise sqrt(sum (a - gain)^{2i}), i < t. They stand beside those
 * of `runs` sampled runs.
 *
 * With a `chunk` of k > 1 the closed loop looks at the state before every k-th step only and
 * replays in between what the law would have done from there without noise (action chunks: T. Zhao
 * et al., "Learning Fine-Grained Bimanual Manipulation", RSS 2023). Its variance j steps after a
 * look at which it was V is (a - gain)^{2j} V + noise^2 sum a^{2i}, i < j. */
#include "loops.h"

#include <math.h>
#include <stdio.h>

enum { HORIZON_MAX = 1000, RUNS_MAX = 100000, PIECE = 20000 };

static const gr_param params[] = {
    { .name = "a",
      .kind = GR_PARAM_NUMBER,
      .initial = "1.1",
      .low = -2,
      .high = 2,
      .help = "what the plant makes of x in a step by itself; beyond 1 errors grow" },
    { .name = "gain",
      .kind = GR_PARAM_NUMBER,
      .initial = "0.6",
      .low = -2,
      .high = 4,
      .help = "the expert's law: u = -gain x" },
    { .name = "noise",
      .kind = GR_PARAM_NUMBER,
      .initial = "0.01",
      .low = 0,
      .high = 10,
      .log_scale = true,
      .help = "standard deviation of what disturbs each step" },
    { .name = "horizon",
      .kind = GR_PARAM_INTEGER,
      .unit = "steps",
      .initial = "50",
      .low = 1,
      .high = HORIZON_MAX,
      .log_scale = true,
      .help = "T, the number of steps" },
    { .name = "start",
      .kind = GR_PARAM_NUMBER,
      .initial = "1",
      .low = -100,
      .high = 100,
      .help = "x at step 0, in the recording and in every run" },
    { .name = "chunk",
      .kind = GR_PARAM_INTEGER,
      .unit = "steps",
      .initial = "1",
      .low = 1,
      .high = HORIZON_MAX,
      .log_scale = true,
      .help = "closed loop: it looks at the state before every so many steps" },
    { .name = "runs",
      .kind = GR_PARAM_INTEGER,
      .initial = "200",
      .low = 2,
      .high = RUNS_MAX,
      .log_scale = true,
      .help = "runs that the sampled standard deviations are of" },
    { .name = NULL },
};

/* --- setup --- */

static bool prepare(void **out, const gr_values *values, gr_arena *arena, gr_error *err)
{
    gr_loops_setup *s = gr_arena_alloc(arena, 1, sizeof *s, err);

    if (s == NULL)
        return false;
    *s = (gr_loops_setup){ .a = gr_values_number(values, "a"),
                           .gain = gr_values_number(values, "gain"),
                           .noise = gr_values_number(values, "noise"),
                           .start = gr_values_number(values, "start"),
                           .horizon = (long)gr_values_number(values, "horizon"),
                           .runs = (long)gr_values_number(values, "runs"),
                           .chunk = (long)gr_values_number(values, "chunk") };
    *out = s;
    return true;
}

static size_t state_size(const gr_job *job)
{
    const gr_loops_setup *s = job->setup;

    return sizeof(gr_loops_state) + 3 * (size_t)s->runs * sizeof(double);
}

static long length(const gr_job *job)
{
    return ((const gr_loops_setup *)job->setup)->horizon;
}

/* --- stepping --- */

static void remember(const gr_job *job, const gr_loops_state *now)
{
    const gr_loops_row row = { now->open.sd, now->closed.sd };

    gr_logbook_append(job->log, 0, &row, sizeof row);
}

static gr_progress init(const gr_job *job, void *at, gr_rng rng)
{
    const gr_loops_setup *s = job->setup;
    gr_loops_state *now = at;

    now->first = gr_rng_stream(&rng, "first");
    now->others = gr_rng_stream(&rng, "others");
    now->nominal = s->start;
    for (long i = 0; i < 3 * s->runs; i++)
        now->x[i] = s->start;
    remember(job, now);
    return GR_STEP;
}

/* The recorded input, the nominal path, and how far both loops will scatter. */
static void step_exactly(const gr_loops_setup *s, gr_loops_state *now)
{
    double pole = s->a - s->gain, w = s->noise * s->noise;
    bool looks = now->step % s->chunk == 0;

    now->u_nominal = -s->gain * now->nominal;
    now->nominal = s->a * now->nominal + now->u_nominal;
    now->open_variance = s->a * s->a * now->open_variance + w;
    now->planned = pole * pole * (looks ? now->planned + now->fresh : now->planned);
    now->fresh = s->a * s->a * (looks ? 0 : now->fresh) + w;
}

static void add(gr_loops_sample *sample, double deviation)
{
    sample->sum += deviation;
    sample->squares += deviation * deviation;
}

static void step_run(const gr_loops_setup *s, gr_loops_state *now, long i)
{
    double *open = now->x + i, *closed = open + s->runs, *believed = closed + s->runs;
    double w = s->noise * gr_rng_normal(i == 0 ? &now->first : &now->others);

    if (now->step % s->chunk == 0)
        *believed = *closed;
    double u = -s->gain * *believed;
    *believed = s->a * *believed + u;
    *closed = s->a * *closed + u + w;
    *open = s->a * *open + now->u_nominal + w;
    now->u_closed = i == 0 ? u : now->u_closed;
    add(&now->open, *open - now->nominal);
    add(&now->closed, *closed - now->nominal);
}

/* Of normal numbers; the standard error of a standard deviation is sd / sqrt(2 (n - 1)). */
static void summarise(gr_loops_sample *sample, double n)
{
    double variance = (sample->squares - sample->sum * sample->sum / n) / (n - 1);

    sample->sd = variance > 0 ? sqrt(variance) : 0;
    sample->se = sample->sd / sqrt(2 * (n - 1));
}

double gr_loops_open_sd(const gr_loops_state *now)
{
    return sqrt(now->open_variance);
}

double gr_loops_closed_sd(const gr_loops_state *now)
{
    return sqrt(now->planned + now->fresh);
}

static bool is_finite(const gr_loops_state *now)
{
    return isfinite(now->nominal) && isfinite(now->open_variance) &&
           isfinite(now->planned + now->fresh) && isfinite(now->open.squares) &&
           isfinite(now->closed.squares);
}

static gr_progress advance(const gr_job *job, void *at, bool fine)
{
    const gr_loops_setup *s = job->setup;
    gr_loops_state *now = at;

    (void)fine;
    if (now->piece == 0) {
        now->open = now->closed = (gr_loops_sample){ 0 };
        step_exactly(s, now);
    }
    for (long end = now->piece + PIECE; now->piece < end && now->piece < s->runs; now->piece++)
        step_run(s, now, now->piece);
    if (now->piece < s->runs)
        return GR_PART;
    now->piece = 0;
    now->step++;
    summarise(&now->open, (double)s->runs);
    summarise(&now->closed, (double)s->runs);
    remember(job, now);
    if (!is_finite(now))
        return GR_DIVERGED;
    return now->step == s->horizon ? GR_FINISHED : GR_STEP;
}

/* --- rows --- */

static const char *const column_names[] = {
    "x_open",  "x_closed",  "x_nominal", "open_sd",   "closed_sd", "ratio",
    "open_mc", "closed_mc", "open_se",   "closed_se", "u_open",    "u_closed",
};

static bool columns(const gr_job *job, gr_columns *columns, gr_error *err)
{
    (void)job;
    for (size_t i = 0; i < GR_LEN(column_names); i++)
        if (!gr_columns_add(columns, column_names[i], "", GR_DECIMALS_AUTO, err))
            return false;
    return true;
}

/* At step 0 nothing has scattered yet: only the three x are there. */
static void measure(const gr_job *job, const void *at, double *row)
{
    const gr_loops_setup *s = job->setup;
    const gr_loops_state *now = at;
    double open = gr_loops_open_sd(now), closed = gr_loops_closed_sd(now);
    const double cells[] = { gr_loops_open(now)[0],
                             gr_loops_closed(s, now)[0],
                             now->nominal,
                             open,
                             closed,
                             closed > 0 ? open / closed : gr_missing(),
                             now->open.sd,
                             now->closed.sd,
                             now->open.se,
                             now->closed.se,
                             now->u_nominal,
                             now->u_closed };

    _Static_assert(GR_LEN(cells) == GR_LEN(column_names), "a cell for each column");
    for (size_t i = 0; i < (now->step > 0 ? GR_LEN(cells) : 3); i++)
        row[i] = cells[i];
}

/* --- export --- */

enum { RECORDING, RUNS };

static const gr_table_spec tables[] = {
    [RECORDING] = { "recording",
                    "the expert's path without noise, and the inputs that are replayed" },
    [RUNS] = { "runs", "every sampled run at this step" },
    { .name = NULL },
};

static bool add_columns(gr_columns *columns, const char *const *names, gr_error *err)
{
    for (size_t i = 0; i < 3; i++)
        if (!gr_columns_add(columns, names[i], "", i == 0 ? GR_DECIMALS_COUNT : GR_DECIMALS_AUTO,
                            err))
            return false;
    return true;
}

static bool recording(const gr_loops_setup *s, gr_table *out, gr_error *err)
{
    static const char *const names[] = { "t", "x", "u" };
    double x = s->start;

    if (!add_columns(&out->columns, names, err))
        return false;
    for (long t = 0; t < s->horizon; t++) {
        double u = -s->gain * x;
        if (!gr_table_add(out, (const double[]){ (double)t, x, u }, err))
            return false;
        x = s->a * x + u;
    }
    return true;
}

static bool table(const gr_job *job, const void *at, int which, gr_table *out, gr_error *err)
{
    static const char *const names[] = { "number", "x_open", "x_closed" };
    const gr_loops_setup *s = job->setup;
    const gr_loops_state *now = at;

    if (which == RECORDING)
        return recording(s, out, err);
    if (!add_columns(&out->columns, names, err))
        return false;
    for (long i = 0; i < s->runs; i++)
        if (!gr_table_add(
                out,
                (const double[]){ (double)i, gr_loops_open(now)[i], gr_loops_closed(s, now)[i] },
                err))
            return false;
    return true;
}

const gr_experiment gr_experiment_loops = {
    .name = "loops",
    .summary = "open loop against closed loop: replay an expert's inputs, or feed back the state",
    .params = params,
    .figures = gr_loops_figures,
    .tables = tables,
    .prepare = prepare,
    .columns = columns,
    .state_size = state_size,
    .init = init,
    .advance = advance,
    .measure = measure,
    .view = gr_loops_view,
    .table = table,
    .length = length,
};
