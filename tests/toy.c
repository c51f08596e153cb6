#include "toy.h"
#include "toy_view.h"

#include "gradus/file.h"
#include "gradus/paths.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FILE_MAX = 1 << 20, UNITS_MAX = 150, TRACK_SEEN = 0, TRACK_ACTIONS = 1, MOVE = 1 };

/* --- knobs --- */

static const gr_param walk_params[] = {
    { .name = "stride", .kind = GR_PARAM_NUMBER, .initial = "0.1", .high = INFINITY,
      .low_open = true, .log_scale = true, .live = true, .help = "length of a step" },
    { .name = "gain", .kind = GR_PARAM_NUMBER, .initial = "0.5", .high = 1, .high_open = true,
      .help = "share of the velocity that is kept" },
    { .name = NULL },
};

static const gr_param jump_params[] = {
    { .name = "stride", .kind = GR_PARAM_NUMBER, .initial = "0.4", .low = 0.01, .high = 2,
      .log_scale = true, .live = true, .help = "length of a jump" },
    { .name = "gain", .kind = GR_PARAM_NUMBER, .initial = "0.25", .high = 1, .high_open = true,
      .help = "share of the velocity that is kept" },
    { .name = "reach", .kind = GR_PARAM_INTEGER, .initial = "3", .low = 1, .high = 9,
      .help = "jumps go on every reach-th step" },
    { .name = NULL },
};

static const char *const mover_names[] = { "walk", "jump" };

static size_t mover_count(void)
{
    return GR_LEN(mover_names);
}

static const char *mover_name(size_t index)
{
    return mover_names[index];
}

static const char *mover_summary(size_t index)
{
    return index == 0 ? "goes a little" : "goes far";
}

static const gr_param *mover_params(size_t index)
{
    return index == 0 ? walk_params : jump_params;
}

static const gr_family mover_family = { "mover", mover_count, mover_name, mover_summary,
                                        mover_params };
static const char *const mode_words[] = { "plain", "square", "wild", NULL };
static const char *const batch_words[] = { "full", NULL };
static const char *const data_words[] = { "none", NULL };
static const char *const column_words[] = { "all", NULL };

static const gr_param params[] = {
    { .name = "gain", .kind = GR_PARAM_NUMBER, .initial = "1", .low = 0, .high = 2, .live = true,
      .help = "how strongly the weights follow" },
    { .name = "shift", .kind = GR_PARAM_NUMBER, .unit = "m", .initial = "0", .low = -2, .high = 2,
      .live = true, .help = "where the particle is drawn to" },
    { .name = "mover", .kind = GR_PARAM_FAMILY, .initial = "walk", .family = &mover_family,
      .help = "how it goes" },
    { .name = "mode", .kind = GR_PARAM_CHOICE, .initial = "plain", .words = mode_words,
      .help = "shape of the pull" },
    { .name = "noisy", .kind = GR_PARAM_YESNO, .initial = "yes", .live = true,
      .help = "whether noise is added" },
    { .name = "batch", .kind = GR_PARAM_INTEGER, .initial = "8", .low = 1, .high = 64,
      .log_scale = true, .words = batch_words, .help = "weights that learn in one step" },
    { .name = "width", .kind = GR_PARAM_INTEGER, .initial = "6", .low = 1, .high = 50,
      .help = "weights" },
    { .name = "layers", .kind = GR_PARAM_LAYERS, .unit = "units", .initial = "3-2", .low = 1,
      .high = 100, .help = "sizes that the trace shows" },
    { .name = "label", .kind = GR_PARAM_TEXT, .initial = "toy", .help = "a text" },
    { .name = "data", .kind = GR_PARAM_FILE, .initial = "none", .words = data_words,
      .help = "a file that decides the start" },
    { .name = "columns", .kind = GR_PARAM_COLUMNS, .initial = "0..3", .words = column_words,
      .help = "columns of the file" },
    { .name = "load", .kind = GR_PARAM_INTEGER, .initial = "2", .low = 1, .high = 1000,
      .help = "pieces of work in a phase" },
    { .name = "spin", .kind = GR_PARAM_INTEGER, .initial = "1", .low = 1, .high = 1e6,
      .log_scale = true, .help = "draws in a piece of work" },
    { .name = "warmup", .kind = GR_PARAM_INTEGER, .initial = "0", .low = 0, .high = 100,
      .help = "pieces of work before step 0" },
    { .name = "finish", .kind = GR_PARAM_INTEGER, .initial = "0", .low = 0, .high = 1e6,
      .help = "last step, 0: none" },
    { .name = "diverge", .kind = GR_PARAM_INTEGER, .initial = "0", .low = 0, .high = 1e6,
      .live = true, .help = "step of divergence, 0: none" },
    { .name = NULL },
};

/* --- setup --- */

typedef struct setup {
    size_t gain, shift, stride, noisy, diverge; /* places of live knobs among the values */
    double kept, start;
    bool jumps; /* else it walks */
    long reach, batch, load, spin, warmup, finish;
    size_t mode, width, layers;
    const double *sizes;
} setup;

static double live(const gr_job *job, size_t place)
{
    return job->values->items[place].number;
}

static bool add_file(const gr_value *data, uint64_t *hash, gr_error *err)
{
    gr_text path = { 0 };
    char *bytes;
    size_t length;

    if (data->word >= 0)
        return true;
    bool read = gr_path_find(data->text, GR_PATH_DATA, &path, err) &&
                gr_file_read(gr_text_string(&path), FILE_MAX, &bytes, &length, err);
    gr_text_clear(&path);
    if (!read)
        return false;
    *hash = gr_fnv1a(*hash, bytes, length);
    gr_free(bytes);
    return true;
}

/* The texts and the file together say where the particle starts: in [0, 1). */
static bool find_start(const gr_values *values, double *start, gr_error *err)
{
    const char *label = gr_values_text(values, "label");
    const char *columns = gr_values_text(values, "columns");
    uint64_t hash = gr_fnv1a(GR_FNV_START, label, strlen(label));

    hash = gr_fnv1a(hash, columns, strlen(columns));
    if (!add_file(gr_values_find(values, "data", NULL), &hash, err))
        return false;
    *start = (double)(hash >> 11) * 0x1p-53;
    return true;
}

static bool check_layers(const gr_value *layers, gr_error *err)
{
    double units = 0;

    for (size_t i = 0; i < layers->count; i++)
        units += layers->list[i];
    return units <= UNITS_MAX || gr_fail(err, GR_ERROR_USAGE,
                                         "knob layers: %.0f units; %d are allowed in all", units,
                                         UNITS_MAX);
}

static bool prepare(void **out, const gr_values *values, gr_arena *arena, gr_error *err)
{
    const gr_value *layers = gr_values_find(values, "layers", err);
    setup *s = gr_arena_alloc(arena, 1, sizeof *s, err);
    double *sizes = s != NULL ? gr_arena_alloc(arena, layers->count, sizeof *sizes, err) : NULL;

    if (sizes == NULL || !check_layers(layers, err) || !find_start(values, &s->start, err))
        return false;
    memcpy(sizes, layers->list, layers->count * sizeof *sizes);
    s->sizes = sizes;
    s->layers = layers->count;
    s->gain = gr_values_index(values, "gain");
    s->shift = gr_values_index(values, "shift");
    s->stride = gr_values_index(values, "stride");
    s->noisy = gr_values_index(values, "noisy");
    s->diverge = gr_values_index(values, "diverge");
    s->kept = gr_values_number(values, "mover.gain");
    s->jumps = gr_values_number(values, "mover") != 0;
    s->reach = s->jumps ? (long)gr_values_number(values, "reach") : 1;
    s->mode = (size_t)gr_values_number(values, "mode");
    s->width = (size_t)gr_values_number(values, "width");
    const gr_value *batch = gr_values_find(values, "batch", err);
    s->batch = batch->word >= 0 ? (long)s->width : (long)batch->number;
    s->load = (long)gr_values_number(values, "load");
    s->spin = (long)gr_values_number(values, "spin");
    s->warmup = (long)gr_values_number(values, "warmup");
    s->finish = (long)gr_values_number(values, "finish");
    *out = s;
    return true;
}

/* --- state --- */

typedef struct state {
    gr_rng noise, order;
    long step, warm, piece;
    size_t phase, pushes, width;
    double x, velocity, pull;
    double weights[]; /* `width` of them */
} state;

/* Rows of the log. */
typedef struct seen {
    double step, piece, draw;
} seen;

typedef struct acted {
    long step, action;
} acted;

static size_t state_size(const gr_job *job)
{
    return sizeof(state) + ((const setup *)job->setup)->width * sizeof(double);
}

static size_t scratch_size(const gr_job *job)
{
    return ((const setup *)job->setup)->width * sizeof(size_t);
}

static gr_progress init(const gr_job *job, void *at, gr_rng rng)
{
    const setup *s = job->setup;
    state *now = at;

    now->noise = gr_rng_stream(&rng, "noise");
    now->order = gr_rng_stream(&rng, "order");
    now->step = s->warmup > 0 ? -1 : 0;
    now->width = s->width;
    now->x = s->start;
    for (size_t i = 0; i < s->width; i++)
        now->weights[i] = (double)i / 8;
    return s->warmup > 0 ? GR_PART : GR_STEP;
}

static gr_progress warm_up(const setup *s, state *now)
{
    now->x += (gr_rng_uniform(&now->noise) - 0.5) / 16;
    if (++now->warm < s->warmup)
        return GR_PART;
    now->step = 0;
    return GR_STEP;
}

/* --- the phases of a step; each returns whether it has ended --- */

static bool sense(const gr_job *job, state *now)
{
    const setup *s = job->setup;
    double sum = 0;

    for (long i = 0; i < s->spin; i++)
        sum += gr_rng_uniform(&now->noise) - 0.5;
    const seen row = { (double)(now->step + 1), (double)now->piece, sum };
    gr_logbook_append(job->log, TRACK_SEEN, &row, sizeof row);
    now->pull += live(job, s->noisy) != 0 ? sum / (double)s->spin : 0;
    return ++now->piece == s->load;
}

static bool move(const gr_job *job, state *now)
{
    const setup *s = job->setup;
    double away = now->x - live(job, s->shift);
    double shaped = s->mode == 0 ? away : s->mode == 1 ? away * fabs(away) : away * away * away;

    now->pull += shaped;
    now->velocity = s->kept * now->velocity - live(job, s->stride) * now->pull;
    if ((now->step + 1) % s->reach == 0)
        now->x += now->velocity;
    return true;
}

/* A batch of weights, drawn anew in each step, follows the particle. */
static bool learn(const gr_job *job, state *now)
{
    const setup *s = job->setup;
    size_t *order = job->scratch;
    long batch = s->batch < (long)s->width ? s->batch : (long)s->width;

    for (size_t i = 0; i < s->width; i++)
        order[i] = i;
    gr_rng_shuffle(&now->order, s->width, order);
    for (long i = 0; i < batch; i++)
        now->weights[order[i]] += live(job, s->gain) * (now->x - now->weights[order[i]]) / 4;
    return ++now->piece == s->load;
}

static gr_progress end_step(const gr_job *job, state *now)
{
    const setup *s = job->setup;

    now->step++;
    now->phase = 0;
    now->pull = 0;
    if (now->step == (long)live(job, s->diverge)) {
        now->x = (double)INFINITY;
        return GR_DIVERGED;
    }
    return s->finish > 0 && now->step >= s->finish ? GR_FINISHED : GR_STEP;
}

/* One piece; a coarse step takes the short middle phase along with the piece before it. */
static gr_progress advance(const gr_job *job, void *at, bool fine)
{
    static bool (*const work[GR_TOY_PHASES])(const gr_job *, state *) = { sense, move, learn };
    state *now = at;

    if (now->step < 0)
        return warm_up(job->setup, now);
    while (true) {
        if (!work[now->phase](job, now))
            return GR_PART;
        now->piece = 0;
        if (++now->phase == GR_TOY_PHASES)
            return end_step(job, now);
        if (fine)
            return GR_PHASE;
        if (now->phase != MOVE)
            return GR_PART;
    }
}

static bool act(const gr_job *job, void *at, int action, gr_error *err)
{
    state *now = at;
    const acted row = { now->step, action };

    if (action == GR_TOY_PULL && now->pushes == 0)
        return gr_fail(err, GR_ERROR_USAGE, "nothing has been pushed; push first");
    now->pushes += action == GR_TOY_PUSH ? 1 : (size_t)-1;
    now->x += (action == GR_TOY_PUSH ? 1 : -1) * gr_rng_uniform(&now->noise);
    gr_logbook_append(job->log, TRACK_ACTIONS, &row, sizeof row);
    return true;
}

/* The start, the texts and the sizes cannot change under way; all else can. */
static bool adopt(const gr_job *old, const void *old_state, const gr_job *job, void *at)
{
    const setup *before = old->setup, *s = job->setup;
    const state *was = old_state;
    state *now = at;
    size_t common = before->width < s->width ? before->width : s->width;

    if (before->start != s->start || before->layers != s->layers || before->warmup != s->warmup ||
        memcmp(before->sizes, s->sizes, s->layers * sizeof *s->sizes) != 0)
        return false;
    memcpy(now, was, sizeof *now + common * sizeof *now->weights);
    now->width = s->width;
    if (before->jumps != s->jumps)
        now->velocity = 0; /* a new mover starts with empty slots */
    return true;
}

/* --- rows and tables --- */

static uint64_t hash_log(const gr_logbook *log, uint64_t hash)
{
    for (size_t i = 0; i < gr_logbook_rows(log, TRACK_SEEN); i++)
        hash = gr_fnv1a(hash, gr_logbook_row(log, TRACK_SEEN, i), sizeof(seen));
    for (size_t i = 0; i < gr_logbook_rows(log, TRACK_ACTIONS); i++)
        hash = gr_fnv1a(hash, gr_logbook_row(log, TRACK_ACTIONS, i), sizeof(acted));
    return hash;
}

/* One number that any change in state or log changes. */
static double digest(const gr_job *job, const state *now)
{
    uint64_t hash = gr_fnv1a(GR_FNV_START, now, offsetof(state, weights));

    hash = gr_fnv1a(hash, now->weights, now->width * sizeof *now->weights);
    return (double)(hash_log(job->log, hash) >> 11);
}

static bool columns(const gr_job *job, gr_columns *columns, gr_error *err)
{
    static const char *const names[] = { "x",    "velocity", "loss",  "pushes",
                                         "seen", "third",    "digest" };
    const setup *s = job->setup;
    char name[GR_COLUMN_NAME];

    for (size_t i = 0; i < GR_LEN(names); i++)
        if (!gr_columns_add(columns, names[i], "", i < 3 ? 3 : GR_DECIMALS_COUNT, err))
            return false;
    for (size_t i = 0; i < s->layers; i++) {
        snprintf(name, sizeof name, "size%zu", i);
        if (!gr_columns_add(columns, name, "units", GR_DECIMALS_COUNT, err))
            return false;
    }
    return true;
}

static void measure(const gr_job *job, const void *at, double *row)
{
    const setup *s = job->setup;
    const state *now = at;
    double away = now->x - live(job, s->shift);

    row[0] = now->x;
    row[1] = now->velocity;
    row[2] = away * away;
    row[3] = (double)now->pushes;
    row[4] = (double)gr_logbook_rows(job->log, TRACK_SEEN);
    if (now->step % 3 == 0) /* the others stay missing */
        row[5] = now->x / 3;
    row[6] = digest(job, now);
    memcpy(row + 7, s->sizes, s->layers * sizeof *row);
}

static bool weights_table(const state *now, gr_table *out, gr_error *err)
{
    static const char *const kinds[] = { "even", "odd", NULL };

    if (!gr_columns_add(&out->columns, "index", "", GR_DECIMALS_COUNT, err) ||
        !gr_columns_add_words(&out->columns, "kind", kinds, err) ||
        !gr_columns_add(&out->columns, "weight", "", GR_DECIMALS_AUTO, err))
        return false;
    for (size_t i = 0; i < now->width; i++) { /* the first is neither even nor odd: missing */
        const double row[] = { (double)i, i > 0 ? (double)(i % 2) : gr_missing(),
                               now->weights[i] };
        if (!gr_table_add(out, row, err))
            return false;
    }
    return true;
}

static bool log_table(const gr_logbook *log, gr_table *out, gr_error *err)
{
    static const char *const names[] = { "step", "what", "draw" };

    for (size_t i = 0; i < GR_LEN(names); i++)
        if (!gr_columns_add(&out->columns, names[i], "", GR_DECIMALS_AUTO, err))
            return false;
    for (size_t i = 0; i < gr_logbook_rows(log, TRACK_SEEN); i++) {
        const seen *s = gr_logbook_row(log, TRACK_SEEN, i);
        const double row[] = { s->step, s->piece, s->draw };
        if (!gr_table_add(out, row, err))
            return false;
    }
    for (size_t i = 0; i < gr_logbook_rows(log, TRACK_ACTIONS); i++) {
        const acted *a = gr_logbook_row(log, TRACK_ACTIONS, i);
        const double row[] = { (double)a->step, (double)(-1 - a->action), gr_missing() };
        if (!gr_table_add(out, row, err))
            return false;
    }
    return true;
}

static const gr_table_spec tables[] = { { "weights", "one row for each weight" },
                                        { "log", "one row for each piece and action" },
                                        { NULL, NULL } };

static bool table(const gr_job *job, const void *at, int which, gr_table *out, gr_error *err)
{
    return which == GR_TOY_WEIGHTS ? weights_table(at, out, err) : log_table(job->log, out, err);
}

static long length(const gr_job *job)
{
    return ((const setup *)job->setup)->finish > 0 ? 0 : GR_TOY_LENGTH;
}

static bool view(const gr_job *job, const void *at, const gr_view_request *request, gr_view *view,
                 gr_error *err)
{
    const setup *s = job->setup;
    const state *now = at;
    const gr_toy_picture picture = { now->x,    now->velocity, now->weights,
                                     s->sizes, now->width,    s->layers };

    return gr_toy_view(&picture, request, view, err);
}

static const gr_phase phases[] = { { "sense", "draw noise" },
                                   { "move", "take the step" },
                                   { "learn", "let weights follow" },
                                   { NULL, NULL } };

static const gr_action_spec actions[] = { { "push", "push the particle up", false },
                                          { "pull", "take a push back", false },
                                          { .name = NULL } };

const gr_experiment gr_toy = {
    .name = "toy",
    .summary = "uses every feature of the engine",
    .params = params,
    .figures = gr_toy_figures,
    .tables = tables,
    .phases = phases,
    .actions = actions,
    .prepare = prepare,
    .columns = columns,
    .state_size = state_size,
    .scratch_size = scratch_size,
    .init = init,
    .advance = advance,
    .measure = measure,
    .view = view,
    .table = table,
    .length = length,
    .act = act,
    .adopt = adopt,
};
