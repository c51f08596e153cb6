/* modes - a policy head learns from demonstrations that have several right answers.
 *
 * Step = `updates` updates of the network, each with the mean loss of a batch drawn from the
 * demonstrations with replacement, or of all of them. `loss` is the head's own over all
 * demonstrations (of diffusion at noise that is always the same); `nll` the mean of -log of the
 * density of the demonstrated actions (natural logarithm), test_nll that of 2000 fresh samples of
 * the same world; `mse` the mean squared distance from the head's mean to the action. Missing where
 * a head does not tell it. `collision` is the share of cars that hit the disc: from the
 * distribution where the head tells it, else of 256 actions.
 *
 * With `blind` k and without `chunk` an action is drawn anew in each of k steps before the choice
 * shows, and the aim is their mean: then collision is counted over 2048 actions (256 of diffusion),
 * and `dithering` is what becomes of it with the experts' own two answers, exactly. With `chunk`
 * the first action is kept. */
#include "modes.h"
#include "learning_knobs.h"

#include "gradus/obstacle.h"

#include <math.h>
#include <stdio.h>

static const char *const usual_words[] = { "usual", NULL };
static const char *const execute_words[] = { "best", "sample", NULL };

static const gr_param params[] = {
    { .name = "data",
      .kind = GR_PARAM_FILE,
      .initial = "obstacle",
      .words = gr_modes_data_words,
      .help = "a disc on the way; Bishop's inverse problem; Old Faithful; your own, or a CSV" },
    { .name = "inputs",
      .kind = GR_PARAM_COLUMNS,
      .initial = "rest",
      .words = GR_WORD("rest"),
      .help = "columns of a CSV that are the state; rest: all but the target" },
    { .name = "target",
      .kind = GR_PARAM_COLUMNS,
      .initial = "last",
      .words = GR_WORD("last"),
      .help = "the column of a CSV that is the action" },
    { .name = "demos",
      .kind = GR_PARAM_INTEGER,
      .initial = "usual",
      .low = 2,
      .high = 100000,
      .words = usual_words,
      .log_scale = true,
      .help = "demonstrations drawn; usual: 200 of obstacle, 1000 of bishop" },
    { .name = "p",
      .kind = GR_PARAM_NUMBER,
      .initial = "0.5",
      .low = 0,
      .high = 1,
      .help = "share of the experts that pass above the disc" },
    { .name = "sd",
      .kind = GR_PARAM_NUMBER,
      .initial = "0.05",
      .low = 0,
      .high = 1,
      .help = "deviation of the experts' aims from 0.5 and -0.5" },
    { .name = "head",
      .kind = GR_PARAM_FAMILY,
      .initial = "l2",
      .family = &gr_head_family,
      .help = "what the network's outputs say about the action" },
    { .name = "others",
      .kind = GR_PARAM_YESNO,
      .initial = "no",
      .help = "fit all other heads beside it, with their usual knobs" },
    { .name = "execute",
      .kind = GR_PARAM_CHOICE,
      .initial = "sample",
      .words = execute_words,
      .live = true,
      .help = "the likeliest action, or each as likely as it is" },
    { .name = "blind",
      .kind = GR_PARAM_INTEGER,
      .unit = "steps",
      .initial = "1",
      .low = 1,
      .high = GR_MODES_BLIND,
      .log_scale = true,
      .live = true,
      .help = "steps before the choice shows, each with an action of its own" },
    { .name = "chunk",
      .kind = GR_PARAM_YESNO,
      .initial = "no",
      .live = true,
      .help = "keep the first action for all blind steps" },
    { .name = "layers",
      .kind = GR_PARAM_LAYERS,
      .initial = "32-32",
      .single = true,
      .low = 1,
      .high = 10000,
      .help = "units of each hidden layer" },
    { .name = "activation",
      .kind = GR_PARAM_CHOICE,
      .initial = "tanh",
      .words = gr_activation_words,
      .help = "of the hidden layers; the last layer is linear" },
    GR_BATCH_KNOB("32", 100000, "samples of an update, drawn with replacement; full: all, each once"),
    { .name = "updates",
      .kind = GR_PARAM_INTEGER,
      .initial = "20",
      .low = 1,
      .high = 10000,
      .log_scale = true,
      .help = "of the network in one step" },
    GR_OPTIMIZER_KNOB("adam"),
    GR_SCHEDULE_KNOB,
    { .name = NULL },
};

/* --- sizes --- */

static size_t state_size(const gr_job *job)
{
    const gr_modes_setup *s = job->setup;

    return sizeof(gr_modes_state) + s->numbers * sizeof(double);
}

static size_t scratch_size(const gr_job *job)
{
    return gr_modes_scratch(job->setup) * sizeof(double);
}

static long length(const gr_job *job)
{
    (void)job;
    return 100;
}

enum { PRODUCTS = 8 }; /* of a matrix product that take as long as one number elsewhere, or less */

/* Passes of one row: loss, densities, means, actions against the disc. */
static double passes_of_row(const gr_modes_setup *s, const gr_modes_fitter *f)
{
    const gr_head_job head = {
        .head = f->head, .knobs = f->knobs, .states = s->states, .made = f->made
    };
    double demos = (double)(s->demos + GR_MODES_OWN), passes = demos;

    passes += f->head->log_density != NULL ? demos + GR_MODES_FRESHLY : 0;
    passes += f->head->mean != NULL ? demos : 0;
    return passes + (f->head->act != NULL ? 256 * (double)gr_head_calls(&head) : 2048);
}

/* Forward and twice backward for a batch; forward for each sample of a row, and to act. */
static double work(const gr_job *job, long steps)
{
    const gr_modes_setup *s = job->setup;
    double all = 0;

    for (size_t i = 0; i < s->count; i++) {
        double weights = (double)s->fitters[i].network.parameters.size;
        double batch = s->batch > 0 ? (double)s->batch : (double)(s->demos + GR_MODES_OWN);
        all += weights * (3 * batch * (double)s->updates + passes_of_row(s, &s->fitters[i]));
    }
    return ((double)steps + 1) * all / PRODUCTS;
}

/* --- rows --- */

static const struct {
    const char *name;
    int decimals;
} column_list[] = {
    { "updates", GR_DECIMALS_COUNT },  { "loss", GR_DECIMALS_AUTO },
    { "nll", GR_DECIMALS_AUTO },       { "test_nll", GR_DECIMALS_AUTO },
    { "mse", GR_DECIMALS_AUTO },       { "mean", GR_DECIMALS_AUTO },
    { "collision", GR_DECIMALS_AUTO }, { "dithering", GR_DECIMALS_AUTO },
    { "labels", GR_DECIMALS_COUNT },   { "calls", GR_DECIMALS_COUNT },
};

/* With `others` behind them what each head collides, the chosen one first. */
static bool columns(const gr_job *job, gr_columns *columns, gr_error *err)
{
    const gr_modes_setup *s = job->setup;
    char name[GR_COLUMN_NAME];

    for (size_t i = 0; i < GR_LEN(column_list); i++)
        if (!gr_columns_add(columns, column_list[i].name, "", column_list[i].decimals, err))
            return false;
    for (size_t i = 0; s->count > 1 && i < s->count; i++) {
        snprintf(name, sizeof name, "collision_%s", s->fitters[i].head->name);
        if (!gr_columns_add(columns, name, "", GR_DECIMALS_AUTO, err))
            return false;
    }
    return true;
}

/* The head's mean where there is but one state. */
static double mean_ahead(const gr_job *job, const gr_modes_state *now)
{
    const gr_modes_setup *s = job->setup;
    const gr_head_job head = gr_modes_head(s, now, 0);
    double ahead = 1;

    if (!gr_modes_has_disc(s) || head.head->mean == NULL)
        return gr_missing();
    return head.head->mean(&head, gr_modes_outputs(job, now, 0, &ahead));
}

static double dithering(const gr_job *job)
{
    const gr_modes_setup *s = job->setup;

    if (!gr_modes_has_disc(s) || s->source == GR_MODES_OWNED)
        return gr_missing();
    return gr_obstacle_dithering(s->p, gr_modes_redrawn(job));
}

static void measure(const gr_job *job, const void *at, double *row)
{
    const gr_modes_setup *s = job->setup;
    const gr_modes_state *now = at;
    const gr_head_job head = gr_modes_head(s, now, 0);
    const double cells[] = { (double)now->made,
                             gr_modes_loss(job, now, 0),
                             gr_modes_nll(job, now, 0, false),
                             gr_modes_nll(job, now, 0, true),
                             gr_modes_mse(job, now, 0),
                             mean_ahead(job, now),
                             gr_modes_collision(job, now, 0),
                             dithering(job),
                             (double)gr_modes_count(job, now, false),
                             (double)gr_head_calls(&head) };

    _Static_assert(GR_LEN(cells) == GR_LEN(column_list), "a cell for each column");
    for (size_t i = 0; i < GR_LEN(cells); i++)
        row[i] = cells[i];
    for (size_t i = 0; s->count > 1 && i < s->count; i++)
        row[GR_LEN(cells) + i] = gr_modes_collision(job, now, i);
}

/* A loss that is -log of a density may well be below 0, and nobody knows how far. */
static double lift(const gr_job *job, const char *column)
{
    (void)job, (void)column;
    return gr_missing();
}

static const char *warning(const gr_job *job, const void *at)
{
    const gr_head_job head = gr_modes_head(job->setup, at, 0);

    return head.head->warning != NULL ? head.head->warning(&head) : NULL;
}

const gr_experiment gr_experiment_modes = {
    .name = "modes",
    .summary = "a policy head learns from demonstrations that have several right answers",
    .params = params,
    .figures = gr_modes_figures,
    .tables = gr_modes_tables,
    .actions = gr_modes_actions,
    .prepare = gr_modes_prepare,
    .columns = columns,
    .state_size = state_size,
    .scratch_size = scratch_size,
    .init = gr_modes_init,
    .advance = gr_modes_advance,
    .measure = measure,
    .view = gr_modes_view,
    .table = gr_modes_table,
    .length = length,
    .work = work,
    .lift = lift,
    .warning = warning,
    .act = gr_modes_do,
    .control = gr_modes_control,
};
