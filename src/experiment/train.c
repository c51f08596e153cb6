/* train - a network learns from the rows of a CSV, an update a step.
 *
 * Each update takes the gradient of the mean loss of one batch to an optimizer. mse is the mean over
 * samples and outputs of the squared error; cross_entropy the mean over samples of -log of the
 * probability of the right class, softmax over the outputs (natural logarithm). Step 0 is before any
 * update. `loss` is over all samples learned from, after the update, and computed for rows that are
 * recorded only; `batch_loss` is that of the update's batch before it. train_error and test_error are
 * the share of wrong classes, or with mse the root of the mean square error.
 *
 * Batches are cut from a permutation that is drawn anew for each epoch (the last batch of an epoch
 * may be smaller), the full batch goes in the file's order, and `order` names a file of batches. */
#include "train.h"
#include "learning_knobs.h"

#include "gradus/elementary.h"

#include <math.h>
#include <string.h>

static const double DIVERGED_BEYOND = 1e12;

static const char *const loss_words[] = { "mse", "cross_entropy", NULL };

static const gr_param params[] = {
    { .name = "data",
      .kind = GR_PARAM_FILE,
      .initial = "digits.csv",
      .help = "a CSV of numbers, a sample a line" },
    { .name = "inputs",
      .kind = GR_PARAM_COLUMNS,
      .initial = "rest",
      .words = GR_WORD("rest"),
      .help = "columns that are read: names, numbers from 0, ranges 0..63; rest: all but the targets" },
    { .name = "targets",
      .kind = GR_PARAM_COLUMNS,
      .initial = "last",
      .words = GR_WORD("last"),
      .help = "columns to be predicted; with cross_entropy one of class numbers from 0" },
    { .name = "layers",
      .kind = GR_PARAM_LAYERS,
      .initial = "64-32-10",
      .low = 1,
      .high = 10000,
      .help = "units: the inputs, each hidden layer, the outputs" },
    { .name = "activation",
      .kind = GR_PARAM_CHOICE,
      .initial = "relu",
      .words = gr_activation_words,
      .help = "of the hidden layers; the last layer is linear" },
    { .name = "loss",
      .kind = GR_PARAM_CHOICE,
      .initial = "cross_entropy",
      .words = loss_words,
      .help = "mse for numbers, cross_entropy for classes" },
    { .name = "init",
      .kind = GR_PARAM_FILE,
      .initial = "glorot",
      .words = gr_init_words,
      .help = "how weights begin, or a CSV layer,kind,row,col,value" },
    GR_BATCH_KNOB("32", 10000000, "samples of an update; full: all of them"),
    { .name = "order",
      .kind = GR_PARAM_FILE,
      .initial = "shuffle",
      .words = GR_WORD("shuffle"),
      .help = "drawn anew each epoch, or a CSV step,i0,i1,...: each update's samples, from step 0 on" },
    { .name = "test",
      .kind = GR_PARAM_NUMBER,
      .initial = "0",
      .low = 0,
      .high = 1,
      .high_open = true,
      .help = "share of the samples that is held out" },
    { .name = "standardise",
      .kind = GR_PARAM_YESNO,
      .initial = "no",
      .help = "give each input mean 0 and deviation 1 over the samples learned from" },
    GR_OPTIMIZER_KNOB("adam"),
    GR_SCHEDULE_KNOB,
    { .name = NULL },
};

static const gr_phase phases[] = {
    { "gradient", "loss and gradient of one batch" },
    { "step", "the optimizer moves the weights" },
    { .name = NULL },
};

/* --- state --- */

/* Numbers from one array to the next, so that each begins with a line of the cache. */
static size_t stride(const gr_train_setup *s)
{
    size_t line = GR_CACHE_LINE / sizeof(double);

    return (s->network.parameters.size + line - 1) / line * line;
}

static size_t numbers(const gr_train_setup *s)
{
    size_t probe = s->optimizer->probe != NULL ? s->network.parameters.size : 0;

    return 2 * stride(s) + s->slots + probe;
}

gr_train_arrays gr_train_arrays_of(const gr_train_setup *s, gr_train_state *now)
{
    gr_train_arrays a = { .params = now->numbers };

    a.gradient = a.params + stride(s);
    a.slots = a.gradient + stride(s);
    a.probe = s->optimizer->probe != NULL ? a.slots + s->slots : a.params;
    a.shuffled = (size_t *)(void *)(now->numbers + numbers(s));
    return a;
}

static size_t state_size(const gr_job *job)
{
    const gr_train_setup *s = job->setup;

    return sizeof(gr_train_state) + numbers(s) * sizeof(double) +
           s->samples.train_count * sizeof(size_t);
}

static size_t scratch_size(const gr_job *job)
{
    const gr_train_setup *s = job->setup;

    return gr_batch_room(&s->network, &s->samples) * sizeof(double);
}

static gr_progress init(const gr_job *job, void *at, gr_rng rng)
{
    const gr_train_setup *s = job->setup;
    gr_train_state *now = at;
    gr_train_arrays a = gr_train_arrays_of(s, now);
    gr_rng weights = gr_rng_stream(&rng, "init");

    now->order = gr_rng_stream(&rng, "order");
    now->batch_loss = gr_missing();
    memcpy(a.shuffled, s->samples.train, s->samples.train_count * sizeof *a.shuffled);
    if (s->begin != NULL)
        memcpy(a.params, s->begin, s->network.parameters.size * sizeof *a.params);
    else
        gr_network_init(&s->network, s->init, &weights, a.params);
    if (s->optimizer->start != NULL)
        s->optimizer->start(&s->network.parameters, job->values->numbers + s->knobs, a.slots);
    return GR_STEP;
}

/* --- batches --- */

/* Updates of an epoch. */
static size_t epoch_updates(const gr_train_setup *s)
{
    return (s->samples.train_count + s->batch - 1) / s->batch;
}

/* The samples of the next update. */
static const size_t *batch_of(const gr_train_setup *s, const gr_train_state *now,
                              const gr_train_arrays *a, size_t *count)
{
    size_t at = (size_t)now->step % epoch_updates(s) * s->batch;
    size_t left = s->samples.train_count - at;

    *count = s->batch;
    if (s->order != NULL)
        return s->order + (size_t)now->step % s->order_count * s->batch;
    *count = s->batch < left ? s->batch : left;
    return a->shuffled + at;
}

static void begin_update(const gr_train_setup *s, gr_train_state *now, const gr_train_arrays *a,
                         const gr_update *update)
{
    bool shuffles = s->order == NULL && s->batch < s->samples.train_count;

    if (shuffles && (size_t)now->step % epoch_updates(s) == 0)
        gr_rng_shuffle(&now->order, s->samples.train_count, a->shuffled);
    if (s->optimizer->probe != NULL)
        s->optimizer->probe(update, a->slots, a->params, a->probe);
    memset(a->gradient, 0, s->network.parameters.size * sizeof *a->gradient);
    now->batch_sum = 0;
}

/* What a sum over so many samples is divided by for its mean. */
static double mean_of(const gr_train_setup *s, size_t count)
{
    return (double)count * (s->classes ? 1 : (double)s->network.outputs);
}

static gr_batch batch_with(const gr_train_setup *s, const double *at, const size_t *which,
                           size_t count)
{
    return (gr_batch){ .network = &s->network,
                       .samples = &s->samples,
                       .loss = s->classes ? gr_loss_cross_entropy : gr_loss_squared,
                       .params = at,
                       .which = which,
                       .count = count,
                       .scale = 1 / mean_of(s, count) };
}

/* --- one update --- */

static gr_update update_of(const gr_job *job, const gr_train_state *now, const gr_train_arrays *a)
{
    const gr_train_setup *s = job->setup;
    const double *values = job->values->numbers;

    return (gr_update){ .tensors = &s->network.parameters,
                        .knobs = values + s->knobs,
                        .rate = s->schedule->rate(values + s->schedule_knobs, values[s->knobs],
                                                  now->step + 1),
                        .t = now->step + 1,
                        .gradient = a->gradient };
}

enum { PIECE = 8000000 }; /* weights times samples in one piece: a millisecond or so */

/* Samples that one piece has time for, whole chunks. */
static size_t piece_samples(const gr_train_setup *s)
{
    size_t samples = PIECE / s->network.parameters.size + 1;

    return (samples + GR_NETWORK_CHUNK - 1) / GR_NETWORK_CHUNK * GR_NETWORK_CHUNK;
}

/* Add up the batch; false while there is more of it. */
static bool add_up(const gr_job *job, gr_train_state *now, const gr_train_arrays *a)
{
    const gr_train_setup *s = job->setup;
    size_t count;
    const size_t *which = batch_of(s, now, a, &count);
    gr_batch batch = batch_with(s, a->probe, which, count);
    gr_batch_sums sums = { .loss = now->batch_sum, .gradient = a->gradient };
    size_t to = count - now->done < piece_samples(s) ? count : now->done + piece_samples(s);

    gr_batch_add(&batch, now->done, to, &sums, job->scratch);
    now->batch_sum = sums.loss;
    now->done = to;
    if (to < count)
        return false;
    now->batch_loss = now->batch_sum / mean_of(s, count);
    return true;
}

static gr_progress move(const gr_train_setup *s, gr_train_state *now, const gr_train_arrays *a,
                        const gr_update *update)
{
    bool diverged = !(fabs(now->batch_loss) <= DIVERGED_BEYOND);

    s->optimizer->update(update, a->slots, a->params);
    now->done = 0;
    now->phase = 0;
    now->step++;
    for (size_t i = 0; !diverged && i < s->network.count; i++) /* a bias of each layer tells */
        diverged = !isfinite(a->params[s->network.layers[i].biases]);
    return diverged ? GR_DIVERGED : GR_STEP;
}

static gr_progress advance(const gr_job *job, void *at, bool fine)
{
    const gr_train_setup *s = job->setup;
    gr_train_state *now = at;
    gr_train_arrays a = gr_train_arrays_of(s, now);
    const gr_update update = update_of(job, now, &a);

    if (now->phase == 0) {
        if (now->done == 0)
            begin_update(s, now, &a, &update);
        if (!add_up(job, now, &a))
            return GR_PART;
        if (fine) {
            now->phase = 1;
            return GR_PHASE;
        }
    }
    return move(s, now, &a, &update);
}

/* --- rows --- */

void gr_train_judge(const gr_job *job, const gr_train_state *now, const size_t *which,
                    size_t count, double *loss, double *error)
{
    const gr_train_setup *s = job->setup;
    gr_train_arrays a = gr_train_arrays_of(s, (gr_train_state *)(uintptr_t)now);
    gr_batch batch = batch_with(s, a.params, which, count);
    gr_batch_sums sums = { 0 };

    *loss = *error = gr_missing();
    if (count == 0)
        return;
    gr_batch_add(&batch, 0, count, &sums, job->scratch);
    *loss = sums.loss / mean_of(s, count);
    *error = s->classes ? sums.wrong / (double)count : sqrt(*loss);
}

static bool columns(const gr_job *job, gr_columns *columns, gr_error *err)
{
    static const char *const names[] = { "epoch", "loss", "batch_loss", "train_error",
                                         "test_error" };

    (void)job;
    for (size_t i = 0; i < GR_LEN(names); i++)
        if (!gr_columns_add(columns, names[i], "", GR_DECIMALS_AUTO, err))
            return false;
    return true;
}

/* An epoch is one pass over the samples learned from. */
static double epochs(const gr_train_setup *s, long step)
{
    size_t updates = epoch_updates(s), k = (size_t)step;
    double whole = (double)(k / updates), rest = (double)(k % updates * s->batch);

    if (s->order != NULL)
        return (double)(k * s->batch) / (double)s->samples.train_count;
    return whole + rest / (double)s->samples.train_count;
}

static void measure(const gr_job *job, const void *at, double *row)
{
    const gr_train_setup *s = job->setup;
    const gr_train_state *now = at;
    double unused;

    row[0] = epochs(s, now->step);
    gr_train_judge(job, now, s->samples.train, s->samples.train_count, &row[1], &row[3]);
    row[2] = now->batch_loss;
    gr_train_judge(job, now, s->samples.test, s->samples.test_count, &unused, &row[4]);
}

static long length(const gr_job *job)
{
    (void)job;
    return 500;
}

enum { PRODUCTS = 8 }; /* of a matrix product that take as long as one number elsewhere, or less */

/* Forward and twice backward for a batch, forward for each sample in a row. */
static double work(const gr_job *job, long steps)
{
    const gr_train_setup *s = job->setup;
    double weights = (double)s->network.parameters.size;
    double samples = 3 * (double)s->batch + (double)s->samples.count;

    return ((double)steps + 1) * weights * samples / PRODUCTS;
}

const gr_experiment gr_experiment_train = {
    .name = "train",
    .summary = "a network learns from a CSV, batch by batch",
    .params = params,
    .figures = gr_train_figures,
    .tables = gr_train_tables,
    .phases = phases,
    .prepare = gr_train_prepare,
    .columns = columns,
    .state_size = state_size,
    .scratch_size = scratch_size,
    .init = init,
    .advance = advance,
    .measure = measure,
    .view = gr_train_view,
    .table = gr_train_table,
    .length = length,
    .work = work,
};
