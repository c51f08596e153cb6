/* regression - a line through two columns of a CSV by gradient descent, an update a step.
 *
 *   h(x) = theta0 + theta1 x
 *   J    = 1/2 sum (h(x_i) - y_i)^2        over the samples learned from, a sum and no mean
 *   g0   = sum (h(x_i) - y_i)              the partial derivatives of J
 *   g1   = sum (h(x_i) - y_i) x_i
 *
 * A row has J and both derivatives at its thetas, over all samples learned from. What an update
 * uses is the same sum over its batch, times samples / batch: its mean over the batches of an
 * epoch, weighted by their sizes, is the gradient. Batches are cut from a permutation that is drawn
 * anew for each epoch (the last one may be smaller); the full batch goes in the file's order.
 *
 * `test` is the root mean square error over the samples held out, in the target's unit. The thetas
 * are those of the x that is fitted: with `standardise` theta0 is the value at the mean of x, and
 * theta1 the rise over one standard deviation of x, both of the samples learned from. The table
 * `fit` has them in the units of the file too. */
#include "regression.h"
#include "learning_knobs.h"

#include "gradus/elementary.h"

#include <math.h>
#include <string.h>

static const double DIVERGED_BEYOND = 1e12; /* times J at the start */

static const char *const first_words[] = { "first", NULL };

static const gr_param params[] = {
    { .name = "data",
      .kind = GR_PARAM_FILE,
      .initial = "cars.csv",
      .help = "a CSV of numbers, a sample a line" },
    { .name = "inputs",
      .kind = GR_PARAM_COLUMNS,
      .initial = "first",
      .words = first_words,
      .help = "the column that is x: a name, or a number from 0" },
    { .name = "targets",
      .kind = GR_PARAM_COLUMNS,
      .initial = "last",
      .words = GR_WORD("last"),
      .help = "the column that is y: a name, or a number from 0" },
    { .name = "standardise",
      .kind = GR_PARAM_YESNO,
      .initial = "yes",
      .help = "give x mean 0 and deviation 1 over the samples learned from" },
    GR_BATCH_KNOB("full", 10000000, "samples of an update; full: all of them"),
    { .name = "test",
      .kind = GR_PARAM_NUMBER,
      .initial = "0",
      .low = 0,
      .high = 1,
      .high_open = true,
      .help = "share of the samples that is held out" },
    { .name = "start0",
      .kind = GR_PARAM_NUMBER,
      .initial = "0",
      .low = -1e6,
      .high = 1e6,
      .help = "theta0 at step 0" },
    { .name = "start1",
      .kind = GR_PARAM_NUMBER,
      .initial = "0",
      .low = -1e6,
      .high = 1e6,
      .help = "theta1 at step 0" },
    GR_OPTIMIZER_KNOB("gd"),
    GR_SCHEDULE_KNOB,
    { .name = NULL },
};

static const gr_phase phases[] = {
    { "gradient", "both partial derivatives over one batch" },
    { "step", "the optimizer moves the line" },
    { .name = NULL },
};

/* --- setup --- */

/* The list of columns that a knob names; of a word what it stands for. */
static const char *list_of(const gr_values *values, const char *knob, const char *word)
{
    const gr_value *value = gr_values_find(values, knob, NULL);

    return value->word >= 0 ? word : value->text;
}

static bool load(gr_regression_setup *s, const gr_values *values, gr_arena *arena, gr_error *err)
{
    const char *file = gr_values_text(values, "data");

    if (!gr_samples_load(&s->samples, file, list_of(values, "inputs", "0"),
                         list_of(values, "targets", NULL), arena, err))
        return false;
    if (s->samples.inputs != 1)
        return gr_fail(err, GR_ERROR_USAGE, "knob inputs: %zu columns; a line has one x",
                       s->samples.inputs);
    return s->samples.targets == 1 ||
           gr_fail(err, GR_ERROR_USAGE, "knob targets: %zu columns; a line has one y",
                   s->samples.targets);
}

/* The test part is the same whatever the run's seed makes of the rest: that of seed 1 of the data.
 */
static bool split(gr_regression_setup *s, const gr_values *values, gr_error *err)
{
    gr_rng base = gr_rng_seeded(1), rng = gr_rng_stream(&base, "split");

    if (!gr_samples_split(&s->samples, gr_values_number(values, "test"), &rng, err))
        return false;
    s->standardised = gr_values_yes(values, "standardise");
    if (s->standardised)
        gr_samples_standardise(&s->samples);
    s->fit = gr_line_least_squares(&s->samples);
    return true;
}

static bool batches(gr_regression_setup *s, const gr_values *values, gr_error *err)
{
    const gr_value *batch = gr_values_find(values, "batch", err);
    size_t most = s->samples.train_count;

    s->batch = batch->word >= 0 ? most : (size_t)batch->number;
    return s->batch <= most ||
           gr_fail(err, GR_ERROR_USAGE,
                   "knob batch: %zu samples, but there are %zu to learn from; use at most that, or "
                   "full",
                   s->batch, most);
}

static bool prepare(void **out, const gr_values *values, gr_arena *arena, gr_error *err)
{
    gr_regression_setup *s = gr_arena_alloc(arena, 1, sizeof *s, err);

    if (s == NULL)
        return false;
    s->optimizer = gr_optimizer_at((size_t)gr_values_number(values, "optimizer"));
    s->schedule = gr_schedule_at((size_t)gr_values_number(values, "schedule"));
    s->knobs = gr_values_index(values, "optimizer") + 1; /* a member's knobs follow it */
    s->schedule_knobs = gr_values_index(values, "schedule") + 1;
    s->theta = (gr_tensor){ "theta", 1, 2, 0 };
    s->tensors = (gr_tensors){ &s->theta, 1, 2 };
    s->slots = s->optimizer->slots(&s->tensors);
    s->start[0] = gr_values_number(values, "start0");
    s->start[1] = gr_values_number(values, "start1");
    *out = s;
    return load(s, values, arena, err) && split(s, values, err) && batches(s, values, err);
}

/* --- state --- */

double *gr_regression_slots(gr_regression_state *now)
{
    return now->numbers;
}

size_t *gr_regression_shuffled(const gr_regression_setup *s, const gr_regression_state *now)
{
    return (size_t *)(uintptr_t)(now->numbers + s->slots);
}

static size_t state_size(const gr_job *job)
{
    const gr_regression_setup *s = job->setup;

    return sizeof(gr_regression_state) + s->slots * sizeof(double) +
           s->samples.train_count * sizeof(size_t);
}

static double value_at(const gr_regression_setup *s, const double theta[2])
{
    gr_line_sums sums = { 0 };

    gr_line_add(&s->samples, theta, s->samples.train, s->samples.train_count, &sums);
    return sums.J;
}

static gr_progress init(const gr_job *job, void *at, gr_rng rng)
{
    const gr_regression_setup *s = job->setup;
    gr_regression_state *now = at;
    size_t *shuffled = gr_regression_shuffled(s, now);

    now->order = gr_rng_stream(&rng, "order");
    memcpy(shuffled, s->samples.train, s->samples.train_count * sizeof *shuffled);
    memcpy(now->theta, s->start, sizeof now->theta);
    memcpy(now->before, s->start, sizeof now->before);
    now->first = value_at(s, s->start);
    if (s->optimizer->start != NULL)
        s->optimizer->start(&s->tensors, job->values->numbers + s->knobs, now->numbers);
    return GR_STEP;
}

/* --- batches --- */

/* Updates of an epoch. */
static size_t epoch_updates(const gr_regression_setup *s)
{
    return (s->samples.train_count + s->batch - 1) / s->batch;
}

const size_t *gr_regression_batch(const gr_regression_setup *s, const gr_regression_state *now,
                                  long number, size_t *count)
{
    size_t at = (size_t)(number - 1) % epoch_updates(s) * s->batch;
    size_t left = s->samples.train_count - at;

    *count = s->batch < left ? s->batch : left;
    return gr_regression_shuffled(s, now) + at;
}

long gr_regression_told(const gr_regression_state *now)
{
    return now->step + (now->phase > 0);
}

double gr_regression_scale(const gr_regression_setup *s, size_t count)
{
    return (double)s->samples.train_count / (double)count;
}

/* --- one update --- */

static gr_update update_of(const gr_job *job, const gr_regression_state *now)
{
    const gr_regression_setup *s = job->setup;
    const double *values = job->values->numbers;

    return (gr_update){ .tensors = &s->tensors,
                        .knobs = values + s->knobs,
                        .rate = s->schedule->rate(values + s->schedule_knobs, values[s->knobs],
                                                  now->step + 1),
                        .t = now->step + 1,
                        .gradient = now->used };
}

static void begin_update(const gr_regression_setup *s, gr_regression_state *now,
                         const gr_update *update)
{
    bool shuffles = s->batch < s->samples.train_count;

    if (shuffles && (size_t)now->step % epoch_updates(s) == 0)
        gr_rng_shuffle(&now->order, s->samples.train_count, gr_regression_shuffled(s, now));
    memcpy(now->before, now->theta, sizeof now->before);
    memcpy(now->probe, now->theta, sizeof now->probe);
    now->rate = update->rate;
    if (s->optimizer->probe != NULL)
        s->optimizer->probe(update, now->numbers, now->theta, now->probe);
    now->sum = (gr_line_sums){ 0 };
}

enum { PIECE = 500000 }; /* samples in one piece: a millisecond or two */

/* Add up the batch; false while there is more of it. */
static bool add_up(const gr_regression_setup *s, gr_regression_state *now)
{
    size_t count, rest;
    const size_t *which = gr_regression_batch(s, now, now->step + 1, &count);

    rest = count - now->done < PIECE ? count - now->done : PIECE;
    gr_line_add(&s->samples, now->probe, which + now->done, rest, &now->sum);
    now->done += rest;
    if (now->done < count)
        return false;
    for (size_t i = 0; i < 2; i++)
        now->used[i] = gr_regression_scale(s, count) * now->sum.g[i];
    now->sum.J *= gr_regression_scale(s, count);
    return true;
}

static gr_progress move(const gr_regression_setup *s, gr_regression_state *now,
                        const gr_update *update)
{
    bool large = !(now->sum.J <= DIVERGED_BEYOND * (now->first + s->fit.J));

    s->optimizer->update(update, now->numbers, now->theta);
    now->done = 0;
    now->phase = 0;
    now->step++;
    bool finite = isfinite(now->theta[0]) && isfinite(now->theta[1]);
    return large || !finite ? GR_DIVERGED : GR_STEP;
}

static gr_progress advance(const gr_job *job, void *at, bool fine)
{
    const gr_regression_setup *s = job->setup;
    gr_regression_state *now = at;
    const gr_update update = update_of(job, now);

    if (now->phase == 0) {
        if (now->done == 0)
            begin_update(s, now, &update);
        if (!add_up(s, now))
            return GR_PART;
        if (fine) {
            now->phase = 1;
            return GR_PHASE;
        }
    }
    return move(s, now, &update);
}

/* --- rows --- */

static bool columns(const gr_job *job, gr_columns *columns, gr_error *err)
{
    static const char *const names[] = { "theta0", "theta1", "J", "g0", "g1", "test" };

    (void)job;
    for (size_t i = 0; i < GR_LEN(names); i++)
        if (!gr_columns_add(columns, names[i], "", GR_DECIMALS_AUTO, err))
            return false;
    return true;
}

static void measure(const gr_job *job, const void *at, double *row)
{
    const gr_regression_setup *s = job->setup;
    const gr_regression_state *now = at;
    gr_line_sums sums = { 0 };

    gr_line_add(&s->samples, now->theta, s->samples.train, s->samples.train_count, &sums);
    row[0] = now->theta[0];
    row[1] = now->theta[1];
    row[2] = sums.J;
    row[3] = sums.g[0];
    row[4] = sums.g[1];
    row[5] = gr_line_error(&s->samples, now->theta, s->samples.test, s->samples.test_count);
}

static long length(const gr_job *job)
{
    (void)job;
    return 100;
}

/* A batch for each update, all samples in a row. */
static double work(const gr_job *job, long steps)
{
    const gr_regression_setup *s = job->setup;

    return ((double)steps + 1) * ((double)s->batch + (double)s->samples.count);
}

const gr_experiment gr_experiment_regression = {
    .name = "regression",
    .summary = "a line through data by gradient descent, beside least squares",
    .params = params,
    .figures = gr_regression_figures,
    .tables = gr_regression_tables,
    .phases = phases,
    .prepare = prepare,
    .columns = columns,
    .state_size = state_size,
    .init = init,
    .advance = advance,
    .measure = measure,
    .view = gr_regression_view,
    .table = gr_regression_table,
    .length = length,
    .work = work,
};
