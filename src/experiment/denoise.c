/* denoise - noise becomes actions, a step at a time, with a denoiser that is exact.
 *
 * A crowd of `crowd` numbers begins as standard normal noise and takes the way back of diffusion.h,
 * a noise level a step; what the noise is tells the exact denoiser of the mixture of two normal
 * distributions around +1 (with probability p) and -1. So nothing is learned here, and what comes
 * out wrong is the sampler's: its levels, its variance, its number of steps.
 *
 * Columns: `kept` is alpha-bar of what the crowd is now (0 as noise alone, 1 at the end), `above`
 * the share over 0, `valley` the share within -0.5 .. 0.5, `sd` the deviation of those above 0.
 * `left` is alpha-bar of the last level: over 0.001, noise alone is not where sampling should
 * begin. */
#include "gradus/diffusion.h"
#include "gradus/elementary.h"
#include "gradus/experiment.h"

#include <math.h>
#include <string.h>

enum { CROWD_MOST = 100000, PIECE = 2000, TRACKED = 2, BARS = 15, ROWS = 40 };

/* Of the picture of all steps: where it ends, and the shares of a row that are the least and the
 * most to be seen. */
static const double END = 2.5, FAINT = 0.004, DENSE = 0.12;

static const gr_param params[] = {
    { .name = "p",
      .kind = GR_PARAM_NUMBER,
      .initial = "0.5",
      .low = 0,
      .high = 1,
      .low_open = true,
      .high_open = true,
      .help = "share of the actions around +1; the others lie around -1" },
    { .name = "sd",
      .kind = GR_PARAM_NUMBER,
      .initial = "0.05",
      .low = 0,
      .low_open = true,
      .high = 1,
      .help = "deviation of both kinds" },
    { .name = "T",
      .kind = GR_PARAM_INTEGER,
      .unit = "levels",
      .initial = "100",
      .low = 1,
      .high = GR_NOISE_LEVELS,
      .log_scale = true,
      .help = "noise levels between the action and noise alone" },
    { .name = "noise",
      .kind = GR_PARAM_CHOICE,
      .initial = "cosine",
      .words = gr_noise_curve_words,
      .help = "how it grows: cosine, or linear, betas 1e-4 to 2e-2 whatever T is" },
    { .name = "variance",
      .kind = GR_PARAM_CHOICE,
      .initial = "small",
      .words = gr_noise_variance_words,
      .help = "of the steps back with ddpm" },
    { .name = "sampler",
      .kind = GR_PARAM_CHOICE,
      .initial = "ddpm",
      .words = gr_noise_sampler_words,
      .help = "ddpm: all levels, with noise; ddim: some of them, without" },
    { .name = "calls",
      .kind = GR_PARAM_INTEGER,
      .initial = "10",
      .low = 1,
      .high = GR_NOISE_LEVELS,
      .help = "levels that ddim goes through" },
    { .name = "crowd",
      .kind = GR_PARAM_INTEGER,
      .initial = "2000",
      .low = 10,
      .high = CROWD_MOST,
      .log_scale = true,
      .help = "actions that are drawn at once" },
    { .name = NULL },
};

typedef struct denoise_setup {
    gr_noising noising;
    gr_mixture_part parts[2];
    gr_known_mixture known;
    gr_reverse reverse;
    size_t crowd, steps;
} denoise_setup;

typedef struct denoise_state {
    gr_rng rng;
    size_t step, done; /* of the crowd in the step under way */
    double x[];
} denoise_state;

/* The log's only track: where the first of the crowd were, and how all were spread, a row a step.
 */
typedef struct moment {
    double x[TRACKED];
    double shares[ROWS];
} moment;

static bool prepare(void **out, const gr_values *values, gr_arena *arena, gr_error *err)
{
    denoise_setup *s = gr_arena_alloc(arena, 1, sizeof *s, err);
    double p = gr_values_number(values, "p"), sd = gr_values_number(values, "sd");

    if (s == NULL ||
        !gr_noising_make(&s->noising, (gr_noise_curve)gr_values_number(values, "noise"),
                         (size_t)gr_values_number(values, "T"), arena, err))
        return false;
    s->parts[0] = (gr_mixture_part){ p, 1, sd };
    s->parts[1] = (gr_mixture_part){ 1 - p, -1, sd };
    s->known = (gr_known_mixture){ &s->noising, s->parts, 2 };
    s->reverse = (gr_reverse){
        .noising = &s->noising,
        .sampler = (gr_noise_sampler)gr_values_number(values, "sampler"),
        .variance = (gr_noise_variance)gr_values_number(values, "variance"),
        .calls = (size_t)gr_values_number(values, "calls"),
    };
    s->crowd = (size_t)gr_values_number(values, "crowd");
    s->steps = gr_reverse_steps(&s->reverse);
    *out = s;
    return true;
}

static size_t state_size(const gr_job *job)
{
    const denoise_setup *s = job->setup;

    return sizeof(denoise_state) + s->crowd * sizeof(double);
}

static size_t scratch_size(const gr_job *job)
{
    (void)job;
    return PIECE * sizeof(double);
}

static long length(const gr_job *job)
{
    (void)job;
    return 0;
}

static double work(const gr_job *job, long steps)
{
    const denoise_setup *s = job->setup;
    double all = (double)steps < (double)s->steps ? (double)steps : (double)s->steps;

    return 20 * (double)s->crowd * (all + 1); /* exps, logs and roots */
}

/* --- steps --- */

static void write_moment(const gr_job *job, const denoise_state *now)
{
    const denoise_setup *s = job->setup;
    moment here = { 0 };

    memcpy(here.x, now->x, sizeof here.x);
    for (size_t i = 0; i < s->crowd; i++) {
        double row = floor((now->x[i] + END) / (2 * END) * ROWS);
        if (row >= 0 && row < ROWS)
            here.shares[(size_t)row] += 1 / (double)s->crowd;
    }
    gr_logbook_append(job->log, 0, &here, sizeof here);
}

static gr_progress init(const gr_job *job, void *at, gr_rng rng)
{
    const denoise_setup *s = job->setup;
    denoise_state *now = at;

    now->rng = gr_rng_stream(&rng, "noise");
    for (size_t i = 0; i < s->crowd; i++)
        now->x[i] = gr_rng_normal(&now->rng);
    write_moment(job, now);
    return GR_STEP;
}

static gr_progress advance(const gr_job *job, void *at, bool fine)
{
    const denoise_setup *s = job->setup;
    denoise_state *now = at;
    size_t left = s->crowd - now->done, rows = left < PIECE ? left : PIECE;
    double *noise = job->scratch, *x = now->x + now->done;
    gr_known_mixture known = s->known;

    (void)fine;
    gr_mixture_denoise(&known, rows, x, gr_reverse_level(&s->reverse, now->step), noise);
    gr_reverse_step(&s->reverse, now->step, rows, noise, x, &now->rng);
    now->done += rows;
    if (now->done < s->crowd)
        return GR_PART;
    now->done = 0;
    now->step++;
    write_moment(job, now);
    return now->step == s->steps ? GR_FINISHED : GR_STEP;
}

/* --- rows --- */

typedef struct counted {
    double above, valley, sd;
} counted;

static counted count(const denoise_setup *s, const denoise_state *now)
{
    double above = 0, valley = 0, mean = 0, square = 0, all = (double)s->crowd;

    for (size_t i = 0; i < s->crowd; i++) {
        double x = now->x[i];
        valley += fabs(x) < 0.5;
        if (x <= 0)
            continue;
        above++;
        mean += x;
        square += x * x;
    }
    if (above < 2)
        return (counted){ above / all, valley / all, gr_missing() };
    mean /= above;
    double variance = square / above - mean * mean;
    return (counted){ above / all, valley / all, sqrt(variance > 0 ? variance : 0) };
}

/* Alpha-bar of what the crowd is. */
static double kept_now(const denoise_setup *s, const denoise_state *now)
{
    if (now->step == s->steps)
        return 1;
    return s->noising.kept[gr_reverse_level(&s->reverse, now->step)];
}

static bool columns(const gr_job *job, gr_columns *columns, gr_error *err)
{
    static const char *const names[] = { "kept", "above", "valley", "sd", "left" };

    (void)job;
    for (size_t i = 0; i < GR_LEN(names); i++)
        if (!gr_columns_add(columns, names[i], "", GR_DECIMALS_AUTO, err))
            return false;
    return true;
}

static void measure(const gr_job *job, const void *at, double *row)
{
    const denoise_setup *s = job->setup;
    const denoise_state *now = at;
    const counted c = count(s, now);

    row[0] = kept_now(s, now);
    row[1] = c.above;
    row[2] = c.valley;
    row[3] = c.sd;
    row[4] = gr_noising_left(&s->noising);
}

/* --- what is exported --- */

static const gr_table_spec tables[] = {
    { "samples", "the crowd as it is now" },
    { "levels", "alpha-bar and beta of each noise level" },
    { .name = NULL },
};

static bool table(const gr_job *job, const void *at, int which, gr_table *out, gr_error *err)
{
    const denoise_setup *s = job->setup;
    const denoise_state *now = at;
    size_t rows = which == 0 ? s->crowd : s->noising.levels;

    if (!gr_columns_add(&out->columns, which == 0 ? "a" : "level", "", GR_DECIMALS_AUTO, err) ||
        (which == 1 && (!gr_columns_add(&out->columns, "kept", "", GR_DECIMALS_AUTO, err) ||
                        !gr_columns_add(&out->columns, "beta", "", GR_DECIMALS_AUTO, err))))
        return false;
    for (size_t i = 0; i < rows; i++) {
        double *row = gr_table_append(out, err);
        if (row == NULL)
            return false;
        row[0] = which == 0 ? now->x[i] : (double)i;
        if (which == 1) {
            row[1] = s->noising.kept[i];
            row[2] = 1 - s->noising.kept[i] / (i > 0 ? s->noising.kept[i - 1] : 1);
        }
    }
    return true;
}

/* --- figures --- */

enum { CLOUD, WAYS, ABOVE };

static const gr_figure figures[] = {
    [CLOUD] = { .name = "cloud",
                .title = "crowd",
                .layers = { { .shape = GR_SHAPE_BARS,
                              .role = GR_ROLE_LEARNER,
                              .label = "actions" } },
                .count = 1 },
    [WAYS] = { .name = "ways",
               .title = "the crowd at each step",
               .x = { .label = "step" },
               .y = { .label = "action" },
               .layers = { { .shape = GR_SHAPE_FIELD, .role = GR_ROLE_HEAT, .label = "crowd" },
                           { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_MARK, .label = "ways" } },
               .count = 2 },
    [ABOVE] = { .name = "above",
                .title = "share above 0, p dotted",
                .x = { .label = "step" },
                .y = { .label = "above" },
                .layers = { { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_SERIES3, .label = "p" },
                            { .shape = GR_SHAPE_SERIES,
                              .role = GR_ROLE_SERIES1,
                              .label = "above",
                              .x = "step",
                              .y = "above" } },
                .count = 2 },
    { .name = NULL },
};

static bool add_bars(const denoise_setup *s, const denoise_state *now, gr_view *view, gr_error *err)
{
    static const char *const labels[BARS] = { "1.75",  "1.5",  "1.25",  "1",     "0.75",
                                              "0.5",   "0.25", "0",     "-0.25", "-0.5",
                                              "-0.75", "-1",   "-1.25", "-1.5",  "-1.75" };
    gr_shape *shape = gr_view_add(view, GR_SHAPE_BARS, GR_ROLE_LEARNER, "actions", err);
    double *values = gr_arena_alloc(&view->arena, BARS, sizeof *values, err);

    if (shape == NULL || values == NULL)
        return false;
    for (size_t i = 0; i < s->crowd; i++) {
        double bar = floor((1.875 - now->x[i]) / 0.25);
        bar = bar > 0 ? bar < BARS ? bar : BARS - 1 : 0;
        values[(size_t)bar] += 1 / (double)s->crowd;
    }
    for (size_t i = 0; i < BARS; i++)
        values[i] = floor(1000 * values[i] + 0.5) / 1000;
    shape->as.bars = (gr_bars){ BARS, labels, values, -1 };
    return true;
}

/* How the crowd was spread at each step so far. */
static bool add_field(const gr_job *job, const denoise_state *now, gr_view *view, gr_error *err)
{
    const denoise_setup *s = job->setup;
    gr_shape *shape = gr_view_add(view, GR_SHAPE_FIELD, GR_ROLE_HEAT, "crowd", err);
    size_t steps = s->steps + 1;
    double *values = gr_arena_alloc(&view->arena, steps * ROWS, sizeof *values, err);

    if (shape == NULL || values == NULL)
        return false;
    for (size_t i = 0; i < steps * ROWS; i++) {
        size_t step = i % steps;
        const moment *here = step <= now->step ? gr_logbook_row(job->log, 0, step) : NULL;
        double share = here != NULL ? here->shares[i / steps] : 0;
        values[i] = share >= FAINT ? share : (double)NAN;
    }
    shape->as.field = (gr_field){ .columns = steps,
                                  .rows = ROWS,
                                  .x0 = -0.5,
                                  .x1 = (double)steps - 0.5,
                                  .y0 = -END,
                                  .y1 = END,
                                  .values = values,
                                  .high = DENSE };
    return true;
}

static bool add_ways(const gr_job *job, const denoise_state *now, gr_view *view, gr_error *err)
{
    size_t rows = now->step + 1;

    for (size_t k = 0; k < TRACKED; k++) {
        gr_shape *shape =
            gr_view_add(view, GR_SHAPE_SERIES, GR_ROLE_MARK, k == 0 ? "ways" : NULL, err);
        double *x = gr_arena_alloc(&view->arena, 2 * rows, sizeof *x, err);
        if (shape == NULL || x == NULL)
            return false;
        for (size_t i = 0; i < rows; i++) {
            const moment *here = gr_logbook_row(job->log, 0, i);
            x[i] = (double)i;
            x[rows + i] = here->x[k];
        }
        shape->mark = "";
        shape->as.series = (gr_series){ .count = rows, .x = x, .y = x + rows };
    }
    return true;
}

/* What the share above 0 should come to. */
static bool add_aim(const denoise_setup *s, gr_view *view, gr_error *err)
{
    gr_shape *shape = gr_view_add(view, GR_SHAPE_SERIES, GR_ROLE_SERIES3, "p", err);
    double *x = gr_arena_alloc(&view->arena, 2, sizeof *x, err);

    if (shape == NULL || x == NULL)
        return false;
    x[1] = s->parts[0].weight;
    shape->mark = "";
    shape->dotted = shape->across = true;
    shape->as.series = (gr_series){ .count = 1, .x = x, .y = x + 1 };
    return true;
}

static bool view_it(const gr_job *job, const void *at, const gr_view_request *request,
                    gr_view *view, gr_error *err)
{
    const denoise_setup *s = job->setup;
    const denoise_state *now = at;
    const counted c = count(s, now);
    bool warn = gr_noising_left(&s->noising) > GR_NOISE_LEFT;
    gr_arena *arena = &view->arena;

    view->note = gr_arena_printf(arena, err, "above 0: %.3f", c.above);
    view->says = gr_arena_printf(
        arena, err,
        "%s. After %zu of %zu steps a share of %.3f is above 0 and %.3f lies within -0.5 and "
        "0.5.%s",
        view->figure->name, now->step, s->steps, c.above, c.valley,
        warn ? " Note: the last noise level still shows the data; sampling begins with noise alone."
             : "");
    view->remark = warn ? "! T too few for these betas" : NULL;
    if (view->note == NULL || view->says == NULL)
        return false;
    if (request->figure == &figures[CLOUD])
        return add_bars(s, now, view, err);
    if (request->figure == &figures[WAYS])
        return add_field(job, now, view, err) && add_ways(job, now, view, err);
    view->window = (gr_limits){ 0, (double)s->steps, 0, 1 };
    return add_aim(s, view, err);
}

static const char *warning(const gr_job *job, const void *at)
{
    const denoise_setup *s = job->setup;

    (void)at;
    return gr_noising_warning(&s->noising);
}

const gr_experiment gr_experiment_denoise = {
    .name = "denoise",
    .summary = "noise becomes actions, a step at a time, with an exact denoiser",
    .params = params,
    .figures = figures,
    .tables = tables,
    .prepare = prepare,
    .columns = columns,
    .state_size = state_size,
    .scratch_size = scratch_size,
    .init = init,
    .advance = advance,
    .measure = measure,
    .view = view_it,
    .table = table,
    .length = length,
    .work = work,
    .warning = warning,
};
