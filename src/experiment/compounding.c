/* compounding - how a small error rate adds up over a horizon, exactly.
 *
 * The learner errs with probability epsilon at each step of a known state, and knows no others: a
 * clone has seen what the expert's own trajectories pass, and beside that its fallback decides; a
 * learner that DAgger has taught has labels wherever it went. The distribution over the world's
 * states is propagated step by step; nothing is sampled.
 *
 * Closed forms (S. Ross and D. Bagnell, "Efficient Reductions for Imitation Learning", AISTATS 2010;
 * S. Ross, G. Gordon and D. Bagnell, AISTATS 2011): on the lane, going straight on where nothing is
 * known, the clone pays T - (1 - e)(1 - (1 - e)^T)/e, about T^2 e/2 while T e is small; a learner
 * with labels pays T e. The bounds in a row at t are t^2 e/2 and u t e, where u is the number of
 * steps that an error costs: `recover` on the lane, the horizon on a cliff, else 1.
 *
 * With the share beta the expert acts in the learner's place. */
#include "compounding.h"

#include "gradus/dataset.h"

#include <string.h>

enum { LANE, CLIFF, FORGETFUL, COPY, RARE };
enum { CLONE, DAGGER };
enum { MAJORITY, RANDOM, NEAREST, STOP };

static const char *const world_words[] = { "lane", "cliff", "forgetful", "copy", "rare", NULL };
static const char *const learner_words[] = { "clone", "dagger", NULL };
static const char *const fallback_words[] = { "majority", "random", "nearest", "stop", NULL };
static const char *const table_words[] = { "shared", "each", NULL };

enum { HORIZON_MAX = 10000 };

static const gr_param params[] = {
    { .name = "world",
      .kind = GR_PARAM_CHOICE,
      .initial = "lane",
      .words = world_words,
      .help = "what an error leads to: a drift, a fall, nothing, a wrong copy; or states that are rare" },
    { .name = "horizon",
      .kind = GR_PARAM_INTEGER,
      .unit = "steps",
      .initial = "100",
      .low = 1,
      .high = HORIZON_MAX,
      .log_scale = true,
      .help = "T, the number of steps" },
    { .name = "epsilon",
      .kind = GR_PARAM_NUMBER,
      .initial = "0.02",
      .low = 0,
      .high = 1,
      .log_scale = true,
      .help = "how often the learner errs where it knows the state" },
    { .name = "learner",
      .kind = GR_PARAM_CHOICE,
      .initial = "clone",
      .words = learner_words,
      .help = "clone: knows what the expert passes; dagger: knows where it goes itself" },
    { .name = "recover",
      .kind = GR_PARAM_INTEGER,
      .unit = "steps",
      .initial = "1",
      .low = 1,
      .high = HORIZON_MAX,
      .log_scale = true,
      .help = "lane: how many steps lead back after an error" },
    { .name = "fallback",
      .kind = GR_PARAM_CHOICE,
      .initial = "majority",
      .words = fallback_words,
      .help = "the clone where it knows nothing: the commonest label (straight on), left or right at "
              "random, the nearest state's label, or stand still" },
    { .name = "beta",
      .kind = GR_PARAM_NUMBER,
      .initial = "0",
      .low = 0,
      .high = 1,
      .help = "how often the expert acts instead" },
    { .name = "demos",
      .kind = GR_PARAM_INTEGER,
      .initial = "40",
      .low = 1,
      .high = 1000000,
      .log_scale = true,
      .help = "rare: demonstrations to learn from; epsilon follows from them" },
    { .name = "kinds",
      .kind = GR_PARAM_INTEGER,
      .initial = "20",
      .low = 2,
      .high = GR_RARE_KINDS_MAX,
      .help = "rare: states, one of them common" },
    { .name = "tables",
      .kind = GR_PARAM_CHOICE,
      .initial = "shared",
      .words = table_words,
      .help = "rare: one table for all steps, or each step its own" },
    { .name = NULL },
};

/* --- the learner's policy --- */

/* The wrong action that an error is, of the world's shares of errors those of the label left out. */
static void add_error(const gr_model *model, size_t state, const double *label, double rate,
                      double *row)
{
    size_t actions = model->space.actions;
    double left = 0;

    for (size_t a = 0; a < actions; a++)
        left += label[a] > 0 ? 0 : model->error[state * actions + a];
    for (size_t a = 0; a < actions; a++)
        row[a] += label[a] > 0 || !(left > 0)
                      ? 0
                      : rate * model->error[state * actions + a] / left;
}

/* The commonest label of an expert that does not err: that of where it is most. */
static size_t commonest_label(const gr_model *model)
{
    return gr_share_best(model->expert + gr_share_best(model->start, model->space.states) *
                                             model->space.actions,
                         model->space.actions);
}

static size_t nearest_label(const gr_model *model, size_t state)
{
    size_t nearest = 0;
    long least = -1;

    for (size_t s = 0; s < model->space.states; s++) {
        long away = (long)s > (long)state ? (long)(s - state) : (long)(state - s);
        if (model->charted[s] && (least < 0 || away < least)) {
            least = away;
            nearest = s;
        }
    }
    return gr_share_best(model->expert + nearest * model->space.actions, model->space.actions);
}

static void fall_back(const gr_model *model, size_t fallback, size_t state, double *row)
{
    if (fallback == RANDOM)
        memcpy(row, model->space.blind, model->space.actions * sizeof *row);
    else if (fallback != STOP)
        row[fallback == NEAREST ? nearest_label(model, state) : commonest_label(model)] = 1;
}

static void learned_row(const gr_compounding_setup *s, size_t state, bool dagger, size_t fallback,
                        double *row)
{
    const gr_model *model = &s->model;
    bool knows = dagger || model->charted == NULL || model->charted[state];
    size_t as = !dagger && model->alike != NULL ? model->alike[state] : state;
    const double *label = model->expert + as * model->space.actions;
    double rate = model->astray == NULL || model->astray[state] ? s->epsilon : 0;

    if (!knows) {
        fall_back(model, fallback, state, row);
        return;
    }
    for (size_t a = 0; a < model->space.actions; a++)
        row[a] = (1 - rate) * label[a];
    add_error(model, state, label, rate, row);
}

/* With the share beta the expert acts. */
static void mix(const gr_model *model, size_t state, double beta, double *row)
{
    for (size_t a = 0; a < model->space.actions; a++)
        row[a] = beta * model->expert[state * model->space.actions + a] + (1 - beta) * row[a];
}

static bool make_policy(gr_compounding_setup *s, const gr_values *values, const double *unknown,
                        gr_arena *arena, gr_error *err)
{
    size_t states = s->model.space.states, actions = s->model.space.actions;
    bool dagger = gr_values_number(values, "learner") == DAGGER;
    size_t fallback = (size_t)gr_values_number(values, "fallback");

    s->policy = gr_arena_alloc(arena, states * actions, sizeof *s->policy, err);
    for (size_t i = 0; s->policy != NULL && i < states; i++) {
        double *row = s->policy + i * actions;
        if (unknown != NULL) {
            row[0] = 1 - unknown[i];
            row[1] = unknown[i];
        } else {
            learned_row(s, i, dagger, fallback, row);
        }
        mix(&s->model, i, gr_values_number(values, "beta"), row);
    }
    return s->policy != NULL;
}

/* --- setup --- */

static bool make_rare(gr_compounding_setup *s, const gr_values *values, double **unknown,
                      gr_arena *arena, gr_error *err)
{
    gr_rare rare;

    if (!gr_rare_build(&rare, (long)gr_values_number(values, "demos"), s->horizon,
                       (long)gr_values_number(values, "kinds"),
                       gr_values_number(values, "tables") == 0, arena, err))
        return false;
    s->model = rare.model;
    s->epsilon = rare.mean;
    *unknown = rare.unknown;
    return true;
}

static bool make_world(gr_compounding_setup *s, const gr_values *values, double **unknown,
                       gr_arena *arena, gr_error *err)
{
    long recover = (long)gr_values_number(values, "recover");

    switch ((int)gr_values_number(values, "world")) {
    case LANE: return gr_lane_build(&s->model, recover, recover, 0, arena, err);
    case CLIFF: return gr_cliff_build(&s->model, 0, arena, err);
    case FORGETFUL: return gr_forgetful_build(&s->model, 0, arena, err);
    case COPY: return gr_copy_build(&s->model, 0, arena, err);
    default: return make_rare(s, values, unknown, arena, err);
    }
}

/* --- rows of the picture --- */

/* "+3" of the states three rows above the lane; of several together the outermost. */
static bool name_rows(gr_compounding_setup *s, long middle, gr_arena *arena, gr_error *err)
{
    long most = (long)s->bins / 2;
    const char **names = gr_arena_alloc(arena, s->bins, sizeof *names, err);

    s->bin_names = names;
    for (long i = -most; names != NULL && i <= most; i++) {
        long away = i < 0 ? -i : i;
        long row = most > 0 ? away * middle / most : 0;
        names[i + most] = gr_arena_printf(arena, err, "%s%ld", i < 0 ? "-" : i > 0 ? "+" : "", row);
        if (names[i + most] == NULL)
            return false;
    }
    return names != NULL;
}

/* States around the middle, so many together that there are few enough; what costs stands apart. */
static bool bin_rows(gr_compounding_setup *s, gr_arena *arena, gr_error *err)
{
    long states = (long)s->model.space.states, middle = states / 2;
    long most = middle < GR_COMPOUNDING_BINS / 2 ? middle : GR_COMPOUNDING_BINS / 2;

    s->bins = (size_t)(2 * most + 1);
    for (long i = 0; i < states; i++) {
        long row = i - middle, away = row < 0 ? -row : row;
        away = middle > most ? (away * most + middle - 1) / middle : away;
        s->bin_of[i] = (size_t)(most + (row < 0 ? away : -away));
    }
    return name_rows(s, middle, arena, err);
}

/* Worlds that are no road have two rows: what costs, and what does not. */
static bool make_rows(gr_compounding_setup *s, size_t world, gr_arena *arena, gr_error *err)
{
    static const char *const copy_names[] = { "wrong", "right" }, *const rare_names[] = { "off", "on" };
    size_t states = s->model.space.states;

    s->bin_of = gr_arena_alloc(arena, states, sizeof *s->bin_of, err);
    if (s->bin_of == NULL)
        return false;
    if (world != COPY && world != RARE)
        return bin_rows(s, arena, err);
    s->bin_names = world == COPY ? copy_names : rare_names;
    s->bins = 2;
    for (size_t i = 0; i < states; i++)
        s->bin_of[i] = s->model.cost[i] == 0;
    return true;
}

static bool prepare(void **out, const gr_values *values, gr_arena *arena, gr_error *err)
{
    gr_compounding_setup *s = gr_arena_alloc(arena, 1, sizeof *s, err);
    size_t world = (size_t)gr_values_number(values, "world");
    double *unknown = NULL;

    if (s == NULL)
        return false;
    s->horizon = (long)gr_values_number(values, "horizon");
    s->epsilon = gr_values_number(values, "epsilon");
    if (!make_world(s, values, &unknown, arena, err) ||
        !make_policy(s, values, unknown, arena, err) || !make_rows(s, world, arena, err))
        return false;
    s->recover = world == LANE                      ? gr_values_number(values, "recover")
                 : world == CLIFF || world == RARE ? (double)s->horizon
                                                    : 1;
    *out = s;
    return true;
}

/* --- stepping --- */

static size_t state_size(const gr_job *job)
{
    const gr_compounding_setup *s = job->setup;

    return sizeof(gr_compounding_state) + s->model.space.states * sizeof(double);
}

static size_t scratch_size(const gr_job *job)
{
    const gr_compounding_setup *s = job->setup;

    return s->model.space.states * sizeof(double);
}

static void remember(const gr_job *job, const gr_compounding_state *now)
{
    const gr_compounding_setup *s = job->setup;
    gr_compounding_row row = { .total = now->total };

    for (size_t i = 0; i < s->model.space.states; i++)
        row.share[s->bin_of[i]] += now->now[i];
    gr_logbook_append(job->log, 0, &row, sizeof row);
}

static gr_progress init(const gr_job *job, void *at, gr_rng rng)
{
    const gr_compounding_setup *s = job->setup;
    gr_compounding_state *now = at;

    (void)rng;
    memcpy(now->now, s->model.start, s->model.space.states * sizeof *now->now);
    now->off = gr_failing(&s->model, now->now);
    remember(job, now);
    return GR_STEP;
}

static gr_progress advance(const gr_job *job, void *at, bool fine)
{
    const gr_compounding_setup *s = job->setup;
    gr_compounding_state *now = at;

    (void)fine;
    gr_propagate(&s->model, s->policy, now->now, job->scratch);
    memcpy(now->now, job->scratch, s->model.space.states * sizeof *now->now);
    now->step++;
    now->off = gr_failing(&s->model, now->now);
    now->cost = gr_expected_cost(&s->model, now->now);
    now->total += now->cost;
    remember(job, now);
    return now->step == s->horizon ? GR_FINISHED : GR_STEP;
}

static long length(const gr_job *job)
{
    return ((const gr_compounding_setup *)job->setup)->horizon;
}

static double work(const gr_job *job, long steps)
{
    const gr_compounding_setup *s = job->setup;

    return (double)steps * (double)(s->model.space.states * s->model.space.actions) * 2;
}

/* --- rows --- */

double gr_compounding_bound_clone(const gr_compounding_setup *s, double t)
{
    return t * t * s->epsilon / 2;
}

double gr_compounding_bound_dagger(const gr_compounding_setup *s, double t)
{
    return s->recover * t * s->epsilon;
}

static bool columns(const gr_job *job, gr_columns *columns, gr_error *err)
{
    (void)job;
    return gr_columns_add(columns, "p_off", "", GR_DECIMALS_AUTO, err) &&
           gr_columns_add(columns, "cost", "", GR_DECIMALS_AUTO, err) &&
           gr_columns_add(columns, "total", "", 3, err) &&
           gr_columns_add(columns, "bound_clone", "", 3, err) &&
           gr_columns_add(columns, "bound_dagger", "", 3, err);
}

static void measure(const gr_job *job, const void *at, double *row)
{
    const gr_compounding_setup *s = job->setup;
    const gr_compounding_state *now = at;

    row[0] = now->off;
    row[1] = now->cost;
    row[2] = now->total;
    row[3] = gr_compounding_bound_clone(s, (double)now->step);
    row[4] = gr_compounding_bound_dagger(s, (double)now->step);
}

/* --- export --- */

enum { DISTRIBUTION, POLICY };

static const gr_table_spec tables[] = {
    [DISTRIBUTION] = { "distribution", "the probability of each state at this step" },
    [POLICY] = { "policy", "per state and action how often the learner takes it" },
    { .name = NULL },
};

static bool table(const gr_job *job, const void *at, int which, gr_table *out, gr_error *err)
{
    const gr_compounding_setup *s = job->setup;
    const gr_compounding_state *now = at;

    if (which == POLICY)
        return gr_policy_table(&s->model, s->policy, out, err);
    if (!gr_columns_add(&out->columns, "state", "", GR_DECIMALS_COUNT, err) ||
        !gr_columns_add(&out->columns, "probability", "", GR_DECIMALS_AUTO, err))
        return false;
    for (size_t i = 0; i < s->model.space.states; i++)
        if (!gr_table_add(out, (const double[]){ (double)i, now->now[i] }, err))
            return false;
    return true;
}

const gr_experiment gr_experiment_compounding = {
    .name = "compounding",
    .summary = "a small error rate over a long horizon: T^2 eps against T eps, exactly",
    .params = params,
    .figures = gr_compounding_figures,
    .tables = tables,
    .prepare = prepare,
    .columns = columns,
    .state_size = state_size,
    .scratch_size = scratch_size,
    .init = init,
    .advance = advance,
    .measure = measure,
    .view = gr_compounding_view,
    .table = table,
    .length = length,
    .work = work,
};
