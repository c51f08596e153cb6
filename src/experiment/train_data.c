/* What train works with: samples, a network that fits them, batches. */
#include "train.h"

#include "gradus/paths.h"

#include <math.h>
#include <string.h>

/* --- samples --- */

static const char *list_of(const gr_values *values, const char *knob)
{
    const gr_value *value = gr_values_find(values, knob, NULL);

    return value->word >= 0 ? NULL : value->text;
}

static bool load(gr_train_setup *s, const gr_values *values, gr_arena *arena, gr_error *err)
{
    const char *file = gr_values_text(values, "data");

    return gr_samples_load(&s->samples, file, list_of(values, "inputs"),
                           list_of(values, "targets"), arena, err) &&
           (!s->classes ||
            gr_samples_classes(&s->samples, file, s->network.outputs, err));
}

/* The test part is the same whatever the run's seed makes of the rest: that of seed 1 of the data. */
static bool split(gr_train_setup *s, const gr_values *values, gr_error *err)
{
    gr_rng base = gr_rng_seeded(1), rng = gr_rng_stream(&base, "split");

    if (!gr_samples_split(&s->samples, gr_values_number(values, "test"), &rng, err))
        return false;
    if (gr_values_yes(values, "standardise"))
        gr_samples_standardise(&s->samples);
    return true;
}

/* --- the network --- */

static bool fits(const gr_train_setup *s, const gr_values *values, gr_error *err)
{
    const char *layers = gr_values_text(values, "layers");
    size_t outputs = s->classes ? s->network.outputs : s->samples.targets;

    if (s->network.inputs != s->samples.inputs)
        return gr_fail(err, GR_ERROR_USAGE,
                       "knob layers: %s begins with %zu inputs, but %zu columns are inputs; begin "
                       "with %zu", layers, s->network.inputs, s->samples.inputs,
                       s->samples.inputs);
    return s->network.outputs == outputs ||
           gr_fail(err, GR_ERROR_USAGE,
                   "knob layers: %s ends with %zu outputs, but %zu columns are targets; end with %zu",
                   layers, s->network.outputs, outputs, outputs);
}

static bool begin_with(gr_train_setup *s, const gr_values *values, gr_arena *arena, gr_error *err)
{
    const gr_value *init = gr_values_find(values, "init", err);
    gr_weight_layer layers[GR_NETWORK_LAYERS];

    s->init = (gr_initializer)(init->word >= 0 ? init->word : 0);
    if (init->word >= 0)
        return true;
    double *params = gr_arena_alloc(arena, s->network.parameters.size, sizeof *params, err);
    if (params == NULL)
        return false;
    gr_network_weights(&s->network, params, layers);
    s->begin = params;
    return gr_weights_load(init->text, layers, s->network.count, err);
}

/* --- batches of a file --- */

static bool read_index(const gr_csv *csv, size_t row, size_t column, size_t count, size_t *out,
                       gr_error *err)
{
    double value = gr_csv_number(csv, row, column);
    long line, character;

    if (value >= 0 && value < (double)count && floor(value) == value) {
        *out = (size_t)value;
        return true;
    }
    gr_csv_place(csv, row, column, &line, &character);
    return gr_fail_at(err, csv->name, line, character,
                      "'%.40s' is no sample; they are numbered from 0 to %zu",
                      gr_csv_text(csv, row, column), count - 1);
}

static bool check_order(const gr_csv *csv, gr_error *err)
{
    const char *first = gr_csv_heading(csv, 0);

    if (csv->columns < 2 || csv->rows == 0 || (first != NULL && strcmp(first, "step") != 0))
        return gr_fail_at(err, csv->name, 1, 1,
                          "a file of batches has the columns step,i0,i1,... and a line an update");
    for (size_t r = 0; r < csv->rows; r++)
        if (gr_csv_number(csv, r, 0) != (double)r)
            return gr_fail_at(err, csv->name, gr_csv_line(csv, r), 1,
                              "step '%.40s'; line by line it goes 0, 1, 2, ..., here %zu",
                              gr_csv_text(csv, r, 0), r);
    return true;
}

static bool take_order(gr_train_setup *s, const gr_csv *csv, gr_arena *arena, gr_error *err)
{
    if (!check_order(csv, err))
        return false;
    size_t size = csv->columns - 1;
    size_t *order = gr_arena_alloc(arena, csv->rows * size, sizeof *order, err);
    if (order == NULL)
        return false;
    for (size_t i = 0; i < csv->rows * size; i++)
        if (!read_index(csv, i / size, 1 + i % size, s->samples.count, &order[i], err))
            return false;
    s->order = order;
    s->order_count = csv->rows;
    s->batch = size;
    return true;
}

static bool load_order(gr_train_setup *s, const char *file, gr_arena *arena, gr_error *err)
{
    gr_text path = { 0 };
    gr_csv csv = { 0 };
    bool good = gr_path_find(file, GR_PATH_DATA, &path, err) &&
                gr_csv_load(gr_text_string(&path), &csv, err) && take_order(s, &csv, arena, err);

    gr_csv_clear(&csv);
    gr_text_clear(&path);
    return good;
}

/* Only a batch that was asked for can be too large. */
static bool batches(gr_train_setup *s, const gr_values *values, gr_arena *arena, gr_error *err)
{
    const gr_value *batch = gr_values_find(values, "batch", err);
    const gr_value *order = gr_values_find(values, "order", err);
    size_t most = s->samples.train_count;

    if (order->word < 0)
        return load_order(s, order->text, arena, err);
    s->batch = batch->word >= 0 ? most : (size_t)batch->number;
    if (s->batch > most && !batch->given)
        s->batch = most;
    return s->batch <= most ||
           gr_fail(err, GR_ERROR_USAGE,
                   "knob batch: %zu samples, but there are %zu to learn from; use at most that, or "
                   "full", s->batch, most);
}

bool gr_train_prepare(void **out, const gr_values *values, gr_arena *arena, gr_error *err)
{
    gr_train_setup *s = gr_arena_alloc(arena, 1, sizeof *s, err);
    const gr_value *layers = gr_values_find(values, "layers", err);

    if (s == NULL)
        return false;
    s->classes = gr_values_number(values, "loss") != 0;
    s->optimizer = gr_optimizer_at((size_t)gr_values_number(values, "optimizer"));
    s->schedule = gr_schedule_at((size_t)gr_values_number(values, "schedule"));
    s->knobs = gr_values_index(values, "optimizer") + 1;
    s->knob_count = gr_optimizer_knobs(s->optimizer);
    s->schedule_knobs = gr_values_index(values, "schedule") + 1;
    *out = s;
    if (!gr_network_make(&s->network, layers->list, layers->count,
                         (gr_activation)gr_values_number(values, "activation"), err))
        return false;
    s->slots = s->optimizer->slots(&s->network.parameters);
    return load(s, values, arena, err) && fits(s, values, err) && split(s, values, err) &&
           begin_with(s, values, arena, err) && batches(s, values, arena, err);
}
