/* nearest - what it means to do well on data that were not learned from.
 *
 * The samples of a CSV are shuffled with the run's stream "split". The first ones are the test
 * part, the next ones the training part, so that the test part stays the same when more are learned
 * from. The nearest neighbour rule (T. Cover and P. Hart, "Nearest Neighbor Pattern
 * Classification", IEEE Trans. Information Theory 13, 1967) learns by keeping the training part: a
 * sample gets the label that most of its k nearest ones have, by Euclidean distance. Of equally
 * near ones the earlier in the training part goes first, of equally frequent labels that of the
 * nearest.
 *
 * Step k classifies the k-th sample of the test part, after its share of the training part: both
 * parts end with the last step. An error is the share of wrong guesses among those made so far.
 */
#include "nearest.h"

#include "gradus/csv.h"
#include "gradus/paths.h"

#include <math.h>

enum { SAMPLES_MAX = 20000, FEATURES_MAX = 4096, CLASSES_MAX = 100 };

enum { PIECE = 1000000 }; /* squared differences in one piece of work: about a millisecond */

static const gr_param params[] = {
    { .name = "data",
      .kind = GR_PARAM_FILE,
      .initial = "digits.csv",
      .help = "a CSV of numbers, a sample a line; the last column is its class, from 0" },
    { .name = "train",
      .kind = GR_PARAM_INTEGER,
      .unit = "samples",
      .initial = "100",
      .low = 1,
      .high = SAMPLES_MAX,
      .log_scale = true,
      .help = "how many samples are learned from" },
    { .name = "test",
      .kind = GR_PARAM_INTEGER,
      .unit = "samples",
      .initial = "200",
      .low = 1,
      .high = SAMPLES_MAX,
      .log_scale = true,
      .help = "how many others are held back and classified, one a step" },
    { .name = "neighbours",
      .kind = GR_PARAM_INTEGER,
      .initial = "1",
      .low = 1,
      .high = NEAREST_NEIGHBOURS_MAX,
      .help = "how many nearest samples decide" },
    { .name = NULL },
};

/* --- data --- */

static bool check_shape(const gr_csv *csv, gr_error *err)
{
    if (csv->columns >= 2 && csv->columns <= FEATURES_MAX + 1 && csv->rows >= 2 &&
        csv->rows <= SAMPLES_MAX)
        return true;
    return gr_fail_at(err, csv->name, 1, 1,
                      "%zu samples of %zu columns; there may be 2 to %d samples of 2 to %d columns",
                      csv->rows, csv->columns, SAMPLES_MAX, FEATURES_MAX + 1);
}

static bool is_class(double value)
{
    return value >= 0 && value < CLASSES_MAX && floor(value) == value;
}

static bool check_cell(const gr_csv *csv, size_t r, size_t c, gr_error *err)
{
    double value = gr_csv_number(csv, r, c);
    const char *text = gr_csv_text(csv, r, c);
    bool label = c + 1 == csv->columns;
    long line, column;

    if (label ? is_class(value) : isfinite(value))
        return true;
    gr_csv_place(csv, r, c, &line, &column);
    if (label)
        return gr_fail_at(err, csv->name, line, column,
                          "'%.40s' is no class; the last column holds whole numbers from 0 to %d",
                          text, CLASSES_MAX - 1);
    return gr_fail_at(err, csv->name, line, column, "'%.40s' is no finite number", text);
}

static bool check_cells(const gr_csv *csv, gr_error *err)
{
    for (size_t r = 0; r < csv->rows; r++)
        for (size_t c = 0; c < csv->columns; c++)
            if (!check_cell(csv, r, c, err))
                return false;
    return true;
}

static bool copy_samples(nearest_setup *data, const gr_csv *csv, gr_arena *arena, gr_error *err)
{
    size_t features = csv->columns - 1;
    double *inputs = gr_arena_alloc(arena, csv->rows * features, sizeof *inputs, err);
    int *labels = gr_arena_alloc(arena, csv->rows, sizeof *labels, err);

    if (inputs == NULL || labels == NULL)
        return false;
    data->low = data->high = gr_csv_number(csv, 0, 0);
    for (size_t r = 0; r < csv->rows; r++) {
        for (size_t c = 0; c < features; c++) {
            double value = gr_csv_number(csv, r, c);
            inputs[r * features + c] = value;
            data->low = value < data->low ? value : data->low;
            data->high = value > data->high ? value : data->high;
        }
        labels[r] = (int)gr_csv_number(csv, r, features);
    }
    data->samples = csv->rows;
    data->features = features;
    data->inputs = inputs;
    data->labels = labels;
    return true;
}

static bool read_data(nearest_setup *data, const char *file, gr_arena *arena, gr_error *err)
{
    gr_text path = { 0 };
    gr_csv csv = { 0 };
    bool good = gr_path_find(file, GR_PATH_DATA, &path, err) &&
                gr_csv_load(gr_text_string(&path), &csv, err) && check_shape(&csv, err) &&
                check_cells(&csv, err) && copy_samples(data, &csv, arena, err);

    gr_csv_clear(&csv);
    gr_text_clear(&path);
    return good;
}

static bool prepare(void **out, const gr_values *values, gr_arena *arena, gr_error *err)
{
    nearest_setup *data = gr_arena_alloc(arena, 1, sizeof *data, err);

    if (data == NULL || !read_data(data, gr_values_text(values, "data"), arena, err))
        return false;
    data->train = (size_t)gr_values_number(values, "train");
    data->test = (size_t)gr_values_number(values, "test");
    data->neighbours = (size_t)gr_values_number(values, "neighbours");
    if (data->train + data->test > data->samples)
        return gr_fail(err, GR_ERROR_USAGE,
                       "knobs train and test: %zu + %zu samples, but there are %zu; use fewer",
                       data->train, data->test, data->samples);
    if (data->neighbours > data->train)
        return gr_fail(err, GR_ERROR_USAGE,
                       "knob neighbours: %zu of %zu training samples; use fewer, or train on more",
                       data->neighbours, data->train);
    *out = data;
    return true;
}

/* --- the rule --- */

static double squared_distance(const nearest_setup *data, size_t a, size_t b)
{
    const double *x = data->inputs + a * data->features, *y = data->inputs + b * data->features;
    double sum = 0;

    for (size_t i = 0; i < data->features; i++)
        sum += (x[i] - y[i]) * (x[i] - y[i]);
    return sum;
}

/* Among the nearest so far, which are sorted; of equally near ones the earlier stays in front. */
static void insert(nearest_state *now, size_t room, size_t sample, double distance)
{
    size_t at = now->count;

    if (at == room && distance >= now->distances[at - 1])
        return;
    if (at < room)
        now->count++;
    else
        at--;
    for (; at > 0 && now->distances[at - 1] > distance; at--) {
        now->distances[at] = now->distances[at - 1];
        now->nearest[at] = now->nearest[at - 1];
    }
    now->distances[at] = distance;
    now->nearest[at] = sample;
}

static int majority(const nearest_setup *data, const nearest_state *now)
{
    int votes[CLASSES_MAX] = { 0 }, best = data->labels[now->nearest[0]];

    for (size_t i = 0; i < now->count; i++)
        votes[data->labels[now->nearest[i]]]++;
    for (size_t i = 0; i < now->count; i++)
        if (votes[data->labels[now->nearest[i]]] > votes[best])
            best = data->labels[now->nearest[i]];
    return best;
}

/* --- stepping --- */

static size_t state_size(const gr_job *job)
{
    const nearest_setup *data = job->setup;

    return sizeof(nearest_state) + data->samples * sizeof(size_t);
}

static gr_progress init(const gr_job *job, void *at, gr_rng rng)
{
    const nearest_setup *data = job->setup;
    nearest_state *now = at;
    gr_rng split = gr_rng_stream(&rng, "split");

    for (size_t i = 0; i < data->samples; i++)
        now->order[i] = i;
    gr_rng_shuffle(&split, data->samples, now->order);
    return GR_STEP;
}

/* How many of the training part are classified by the end of the step that is being made. */
static size_t share_of_training(const nearest_setup *data, const nearest_state *now)
{
    return (now->tested + 1) * data->train / data->test;
}

/* True when the sample has been compared with the whole training part. */
static bool compare(const nearest_setup *data, nearest_state *now, size_t sample)
{
    size_t most = PIECE / data->features + 1;

    for (size_t i = 0; i < most && now->compared < data->train; i++, now->compared++) {
        size_t other = now->order[data->test + now->compared];
        insert(now, data->neighbours, other, squared_distance(data, sample, other));
    }
    return now->compared == data->train;
}

static void conclude(const nearest_setup *data, nearest_state *now, size_t sample, bool training)
{
    int guess = majority(data, now);
    bool wrong = guess != data->labels[sample];

    if (training) {
        now->trained++;
        now->train_wrong += wrong;
    } else {
        now->tested++;
        now->test_wrong += wrong;
        now->sample = sample;
        now->closest = now->nearest[0];
        now->guess = guess;
    }
    now->compared = now->count = 0;
}

static gr_progress advance(const gr_job *job, void *at, bool fine)
{
    const nearest_setup *data = job->setup;
    nearest_state *now = at;
    bool training = now->trained < share_of_training(data, now);
    size_t sample = now->order[training ? data->test + now->trained : now->tested];

    (void)fine;
    if (!compare(data, now, sample))
        return GR_PART;
    conclude(data, now, sample, training);
    if (training)
        return GR_PART;
    return now->tested == data->test ? GR_FINISHED : GR_STEP;
}

static bool columns(const gr_job *job, gr_columns *columns, gr_error *err)
{
    static const char *const counts[] = { "sample", "nearest", "label", "guess", "wrong" };

    (void)job;
    for (size_t i = 0; i < GR_LEN(counts); i++)
        if (!gr_columns_add(columns, counts[i], "", GR_DECIMALS_COUNT, err))
            return false;
    return gr_columns_add(columns, "train_error", "", 3, err) &&
           gr_columns_add(columns, "test_error", "", 3, err);
}

static void measure(const gr_job *job, const void *at, double *row)
{
    const nearest_setup *data = job->setup;
    const nearest_state *now = at;

    if (now->tested == 0)
        return; /* no guess has been made: all of row 0 is missing */
    row[0] = (double)now->sample;
    row[1] = (double)now->closest;
    row[2] = data->labels[now->sample];
    row[3] = now->guess;
    row[4] = now->guess != data->labels[now->sample];
    if (now->trained > 0)
        row[5] = (double)now->train_wrong / (double)now->trained;
    row[6] = (double)now->test_wrong / (double)now->tested;
}

/* Each test sample is compared with the training part, and that part with itself on the way. */
static double work(const gr_job *job, long steps)
{
    const nearest_setup *data = job->setup;
    double tested = (double)steps < (double)data->test ? (double)steps : (double)data->test;
    double compared = tested + tested * (double)data->train / (double)data->test;

    return compared * (double)data->train * (double)data->features;
}

static long length(const gr_job *job)
{
    return (long)((const nearest_setup *)job->setup)->test;
}

/* --- export --- */

static const gr_table_spec tables[] = {
    { "split", "the samples in use, in their order: the test part, then the training part" },
    { NULL, NULL },
};

static bool table(const gr_job *job, const void *at, int which, gr_table *out, gr_error *err)
{
    const nearest_setup *data = job->setup;
    const nearest_state *now = at;

    (void)which;
    if (!gr_columns_add(&out->columns, "sample", "", GR_DECIMALS_COUNT, err) ||
        !gr_columns_add(&out->columns, "test", "", GR_DECIMALS_COUNT, err) ||
        !gr_columns_add(&out->columns, "label", "", GR_DECIMALS_COUNT, err))
        return false;
    for (size_t i = 0; i < data->test + data->train; i++) {
        const double row[] = { (double)now->order[i], i < data->test, data->labels[now->order[i]] };
        if (!gr_table_add(out, row, err))
            return false;
    }
    return true;
}

const gr_experiment gr_experiment_nearest = {
    .name = "nearest",
    .summary = "nearest neighbours: error on samples learned from, and on samples held back",
    .params = params,
    .figures = nearest_figures,
    .tables = tables,
    .prepare = prepare,
    .columns = columns,
    .state_size = state_size,
    .init = init,
    .advance = advance,
    .measure = measure,
    .view = nearest_view,
    .table = table,
    .length = length,
    .work = work,
};
