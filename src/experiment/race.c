/* race - optimizers go down one surface from one start, an update of each a step, and a stated
 * metric says who is ahead. Each may use the same number of gradients, `budget`.
 *
 * A race is only as fair as its learning rates. Either all take the same rate; or each takes the
 * best of `rate_count` rates, spaced evenly on a log scale: before step 0 every method runs its
 * whole budget at every rate, and the rate that ends with the smallest metric is its own. A run
 * that diverges, by the rule of `descent`, counts as infinitely bad; of equal rates the smallest
 * wins. Everything else is at its defaults.
 *
 * In the race itself a method that diverges leaves it: its row is written as it came, then its
 * cells are missing. When all have left it, the run has diverged. */
#include "race.h"

#include "gradus/elementary.h"

#include <math.h>
#include <stdio.h>

enum { PIECE = 4096 }; /* updates in one piece of the sweep: under a millisecond, or a few */

static const char *const rate_words[] = { "equal", "best", NULL };
static const char *const metric_words[] = { "f", "distance", NULL };

#define RATE(title, value, low_, low_end, words)                                                   \
    {                                                                                              \
        .name = title, .kind = GR_PARAM_NUMBER, .initial = value, .low = low_,                     \
        .high = (double)INFINITY, .low_open = low_end, .high_open = true, .log_scale = true,       \
        .help = words                                                                              \
    }

static const gr_param params[] = {
    { .name = "surface",
      .kind = GR_PARAM_FAMILY,
      .initial = "rosenbrock",
      .family = &gr_surface_family,
      .help = "what to descend on" },
    { .name = "methods",
      .kind = GR_PARAM_TEXT,
      .initial = "gd, momentum, rmsprop, adam",
      .help = "who races: names of optimizers, between commas or blanks" },
    { .name = "rates",
      .kind = GR_PARAM_CHOICE,
      .initial = "best",
      .words = rate_words,
      .help = "learning rates: all lr, or each the best of its own sweep" },
    RATE("lr", "0.001", 0, false, "the learning rate of all, where rates are equal"),
    { .name = "budget",
      .kind = GR_PARAM_INTEGER,
      .unit = "gradients",
      .initial = "200",
      .low = 1,
      .high = 100000,
      .log_scale = true,
      .help = "gradients that each may use; as many steps" },
    { .name = "metric",
      .kind = GR_PARAM_CHOICE,
      .initial = "f",
      .words = metric_words,
      .help = "what is to be small: f, or the distance to the nearest known minimum" },
    RATE("rate_low", "1e-5", 0, true, "the smallest rate of the sweep"),
    RATE("rate_high", "1", 0, true, "the largest rate of the sweep"),
    { .name = "rate_count",
      .kind = GR_PARAM_INTEGER,
      .initial = "21",
      .low = 2,
      .high = 101,
      .help = "rates of the sweep, evenly spaced on a log scale" },
    { .name = NULL },
};

enum { RESULT, SWEEP };

static const gr_table_spec tables[] = {
    [RESULT] = { "result", "a row a method: its rate, the metric and where it stands" },
    [SWEEP] = { "sweep", "a row a rate: the metric of each method after the whole budget" },
    { .name = NULL },
};

/* --- setup --- */

/* A rate on the way from low to high, with 15 digits, so that a decade is one and a rate can be
 * typed. */
static double rate_at(double low, double high, double share)
{
    double rate = low * gr_pow(high / low, share);
    char text[GR_NUMBER_SIZE];
    int length = snprintf(text, sizeof text, "%.15g", rate);

    gr_number_read(text, (size_t)length, &rate);
    return rate;
}

static bool make_rates(gr_race_setup *s, const gr_values *values, gr_arena *arena, gr_error *err)
{
    double low = gr_values_number(values, "rate_low"), high = gr_values_number(values, "rate_high");

    s->rate_count = (size_t)gr_values_number(values, "rate_count");
    double *rates = gr_arena_alloc(arena, s->rate_count, sizeof *rates, err);
    if (rates == NULL)
        return false;
    if (!(low < high) || isinf(high / low))
        return gr_fail(err, GR_ERROR_USAGE,
                       "knobs rate_low and rate_high: a sweep from %s to %s; the first must be "
                       "smaller than the second%s",
                       gr_values_text(values, "rate_low"), gr_values_text(values, "rate_high"),
                       low < high ? ", by a factor below 1.8e308" : "");
    for (size_t i = 0; i < s->rate_count; i++)
        rates[i] = rate_at(low, high, (double)i / (double)(s->rate_count - 1));
    rates[0] = low;
    rates[s->rate_count - 1] = high;
    s->rates = rates;
    return true;
}

static bool check_metric(const gr_race_setup *s, gr_error *err)
{
    const gr_surface *surface = s->terrain.surface;

    return !s->distance || surface->minimum_count > 0 ||
           gr_fail(err, GR_ERROR_USAGE,
                   "knob metric: of %s no minimum is known to be distant from; use f",
                   surface->name);
}

static bool prepare(void **out, const gr_values *values, gr_arena *arena, gr_error *err)
{
    gr_race_setup *s = gr_arena_alloc(arena, 1, sizeof *s, err);

    if (s == NULL || !gr_terrain_prepare(&s->terrain, values, arena, err) ||
        !gr_race_enter(s, gr_values_text(values, "methods"), err) ||
        !make_rates(s, values, arena, err))
        return false;
    s->best = gr_values_number(values, "rates") != 0;
    s->distance = gr_values_number(values, "metric") != 0;
    s->lr = gr_values_number(values, "lr");
    s->budget = (long)gr_values_number(values, "budget");
    s->sweep = s->numbers;
    s->numbers += gr_race_runs(s);
    *out = s;
    return check_metric(s, err);
}

static size_t state_size(const gr_job *job)
{
    const gr_race_setup *s = job->setup;

    return sizeof(gr_race_state) + s->numbers * sizeof(double);
}

/* --- what is asked of a race --- */

double gr_race_metric(const gr_race_setup *s, const gr_descender_state *at)
{
    return s->distance ? gr_terrain_distance(&s->terrain, at->x) : at->f;
}

size_t gr_race_runs(const gr_race_setup *s)
{
    return s->best ? s->count * s->rate_count : 0;
}

double gr_race_swept(const gr_race_setup *s, const gr_race_state *now, size_t method, size_t rate)
{
    size_t run = method * s->rate_count + rate;

    return run < now->swept ? now->numbers[s->sweep + run] : gr_missing();
}

size_t gr_race_best_rate(const gr_race_setup *s, const gr_race_state *now, size_t method)
{
    double least = (double)INFINITY;
    size_t best = 0;

    for (size_t i = 0; i < s->rate_count; i++) {
        double cell = gr_race_swept(s, now, method, i);
        if (cell < least) { /* neither what is missing nor what is infinite */
            least = cell;
            best = i;
        }
    }
    return best;
}

static bool is_ahead(const gr_racer *a, const gr_racer *b)
{
    if ((a->diverged < 0) != (b->diverged < 0))
        return a->diverged < 0;
    return a->diverged < 0 && a->metric < b->metric;
}

void gr_race_rank(const gr_race_setup *s, const gr_race_state *now, size_t order[GR_RACE_MOST])
{
    for (size_t i = 0; i < s->count; i++) {
        size_t at = i;
        for (; at > 0 && is_ahead(&now->racers[i], &now->racers[order[at - 1]]); at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
}

/* --- the race --- */

static void measure_racer(const gr_race_setup *s, gr_racer *racer)
{
    racer->metric = gr_race_metric(s, &racer->at);
    if (racer->at.t == 0 || (racer->diverged < 0 && racer->metric < racer->best))
        racer->best = racer->metric;
}

/* Write down where all stand. The run goes on, or ends here. */
static gr_progress end_step(const gr_job *job, const gr_race_state *now)
{
    const gr_race_setup *s = job->setup;
    gr_race_point row[GR_RACE_MOST] = { { .metric = 0 } };
    size_t left = 0;

    for (size_t i = 0; i < s->count; i++) {
        const gr_racer *racer = &now->racers[i];
        bool gone = racer->diverged >= 0 && racer->diverged < now->step;
        row[i] = gone ? (gr_race_point){ { gr_missing(), gr_missing() }, gr_missing() }
                      : (gr_race_point){ { racer->at.x[0], racer->at.x[1] }, racer->metric };
        left += racer->diverged < 0;
    }
    gr_logbook_append(job->log, GR_RACE_POINTS, row, s->count * sizeof *row);
    if (left == 0)
        return GR_DIVERGED;
    return now->step == s->budget ? GR_FINISHED : GR_STEP;
}

static gr_progress start_race(const gr_job *job, gr_race_state *now)
{
    const gr_race_setup *s = job->setup;

    now->step = 0;
    for (size_t i = 0; i < s->count; i++) {
        const gr_race_method *method = &s->methods[i];
        gr_racer *racer = &now->racers[i];
        double rate = s->best ? s->rates[gr_race_best_rate(s, now, i)] : s->lr;
        double *slots = now->numbers + method->slots;
        racer->diverged = gr_descender_start(&method->descender, rate, &racer->at, slots) ? -1 : 0;
        measure_racer(s, racer);
    }
    return end_step(job, now);
}

static gr_progress move_all(const gr_job *job, gr_race_state *now)
{
    const gr_race_setup *s = job->setup;

    now->step++;
    for (size_t i = 0; i < s->count; i++) {
        const gr_race_method *method = &s->methods[i];
        gr_racer *racer = &now->racers[i];
        if (racer->diverged >= 0)
            continue;
        if (!gr_descender_update(&method->descender, &racer->at, now->numbers + method->slots))
            racer->diverged = now->step;
        measure_racer(s, racer);
    }
    return end_step(job, now);
}

/* --- the sweep before it --- */

/* The present run of the sweep moves by one update, or from nowhere to its start. */
static bool move_run(const gr_race_setup *s, gr_race_state *now, size_t method)
{
    const gr_descender *descender = &s->methods[method].descender;
    double *slots = now->numbers + s->methods[method].slots;
    gr_descender_state *at = &now->racers[method].at;

    if (now->running)
        return gr_descender_update(descender, at, slots);
    now->running = true;
    return gr_descender_start(descender, s->rates[now->swept % s->rate_count], at, slots);
}

static void sweep_on(const gr_race_setup *s, gr_race_state *now)
{
    size_t method = now->swept / s->rate_count;
    bool good = move_run(s, now, method);
    const gr_descender_state *at = &now->racers[method].at;

    if (good && at->t < s->budget)
        return;
    double metric = good ? gr_race_metric(s, at) : (double)INFINITY;
    now->numbers[s->sweep + now->swept++] = metric;
    now->running = false;
}

static gr_progress sweep(const gr_job *job, gr_race_state *now)
{
    const gr_race_setup *s = job->setup;

    for (int work = 0; work < PIECE && now->swept < gr_race_runs(s); work++)
        sweep_on(s, now);
    return now->swept < gr_race_runs(s) ? GR_PART : start_race(job, now);
}

/* --- moving --- */

static gr_progress init(const gr_job *job, void *at, gr_rng rng)
{
    const gr_race_setup *s = job->setup;
    gr_race_state *now = at;

    (void)rng; /* nothing is random */
    now->step = -1;
    return s->best ? GR_PART : start_race(job, now);
}

static gr_progress advance(const gr_job *job, void *at, bool fine)
{
    gr_race_state *now = at;

    (void)fine;
    return now->step < 0 ? sweep(job, now) : move_all(job, now);
}

enum { UPDATE = 8 }; /* numbers that one update works on, about */

/* The sweep is over before step 0. */
static double work(const gr_job *job, long steps)
{
    const gr_race_setup *s = job->setup;

    (void)steps;
    return (double)gr_race_runs(s) * (double)s->budget * UPDATE;
}

static long length(const gr_job *job)
{
    return ((const gr_race_setup *)job->setup)->budget;
}

/* --- rows and tables --- */

static bool add_methods(const gr_race_setup *s, gr_columns *columns, gr_error *err)
{
    for (size_t i = 0; i < s->count; i++)
        if (!gr_columns_add(columns, gr_optimizer_words[s->methods[i].index], "", GR_DECIMALS_AUTO,
                            err))
            return false;
    return true;
}

static bool columns(const gr_job *job, gr_columns *columns, gr_error *err)
{
    return add_methods(job->setup, columns, err);
}

static void measure(const gr_job *job, const void *at, double *row)
{
    const gr_race_setup *s = job->setup;
    const gr_race_state *now = at;

    for (size_t i = 0; i < s->count; i++)
        if (now->racers[i].diverged < 0 || now->racers[i].diverged == now->step)
            row[i] = now->racers[i].metric;
}

static bool add_result(const gr_race_setup *s, const gr_race_state *now, size_t method,
                       gr_table *out, gr_error *err)
{
    const gr_racer *racer = &now->racers[method];
    const gr_descender_state *at = &racer->at;
    double *row = gr_table_append(out, err);

    if (row == NULL)
        return false;
    row[0] = (double)s->methods[method].index;
    if (now->step < 0)
        return true;
    row[1] = at->knobs[0];
    row[2] = racer->metric;
    row[3] = racer->best;
    row[4] = at->f;
    row[5] = gr_terrain_distance(&s->terrain, at->x);
    row[6] = at->x[0];
    if (s->terrain.dims > 1)
        row[7] = at->x[1];
    if (racer->diverged >= 0)
        row[8] = (double)racer->diverged;
    return true;
}

/* In the order of the knob; a method that has left the race stands where it left it. */
static bool result(const gr_race_setup *s, const gr_race_state *now, gr_table *out, gr_error *err)
{
    static const char *const names[] = { "rate", "metric", "best", "f", "distance", "x", "y" };

    if (!gr_columns_add_words(&out->columns, "method", gr_optimizer_words, err))
        return false;
    for (size_t i = 0; i < GR_LEN(names); i++)
        if (!gr_columns_add(&out->columns, names[i], "", GR_DECIMALS_AUTO, err))
            return false;
    if (!gr_columns_add(&out->columns, "diverged", "", GR_DECIMALS_COUNT, err))
        return false;
    for (size_t i = 0; i < s->count; i++)
        if (!add_result(s, now, i, out, err))
            return false;
    return true;
}

/* No rows where nothing is swept. */
static bool swept(const gr_race_setup *s, const gr_race_state *now, gr_table *out, gr_error *err)
{
    if (!gr_columns_add(&out->columns, "rate", "", GR_DECIMALS_AUTO, err) ||
        !add_methods(s, &out->columns, err))
        return false;
    for (size_t i = 0; s->best && i < s->rate_count; i++) {
        double *row = gr_table_append(out, err);
        if (row == NULL)
            return false;
        row[0] = s->rates[i];
        for (size_t k = 0; k < s->count; k++)
            row[1 + k] = gr_race_swept(s, now, k, i);
    }
    return true;
}

static bool table(const gr_job *job, const void *at, int which, gr_table *out, gr_error *err)
{
    return which == RESULT ? result(job->setup, at, out, err) : swept(job->setup, at, out, err);
}

const gr_experiment gr_experiment_race = {
    .name = "race",
    .summary = "optimizers race down a surface, each with the same budget of gradients",
    .params = params,
    .figures = gr_race_figures,
    .tables = tables,
    .prepare = prepare,
    .columns = columns,
    .state_size = state_size,
    .init = init,
    .advance = advance,
    .measure = measure,
    .view = gr_race_view,
    .table = table,
    .length = length,
    .work = work,
};
