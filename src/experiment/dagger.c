/* dagger - a learner and the data it is given, round by round.
 *
 * Round 0 is cloning: the expert walks `demos` episodes, every state gets its label, the learner is
 * fitted. Each later round collects `episodes` more and fits again on all of them (S. Ross,
 * G. Gordon and D. Bagnell, "A Reduction of Imitation Learning and Structured Prediction to
 * No-Regret Online Learning", AISTATS 2011); how, says `collect`:
 *
 *   dagger   the learner walks, with probability beta the expert in its place; every state that is
 *            visited gets the expert's label, whatever was carried out
 *   demos    the expert walks, and with probability `expert_noise` another action is carried out
 *   dart     the same with noise as large as the learner's own error, estimated each round on the
 *            expert's trajectories (M. Laskey et al., "DART", CoRL 2017; not rescaled)
 *   gate     the learner walks, and the expert takes over wherever it means what the expert never
 *            would; only what the expert drives is labelled
 *
 * J is the expected cost of an episode of the fitted learner alone, exactly; J_mc and J_se are its
 * mean and standard error over `trials` walks. The bill of all that was spent so far: env_steps,
 * labels, failures (episodes while teaching that met one), fits. */
#include "dagger.h"

#include <math.h>

static const char *const collect_words[] = { "dagger", "demos", "dart", "gate", NULL };
static const char *const refit_words[] = { "scratch", "warm", NULL };

enum { ROUNDS_MAX = 1000, EPISODES_MAX = 10000, HORIZON_MAX = 10000 };

#define SHARE(title, value, words)                                                                 \
    {                                                                                              \
        .name = title, .kind = GR_PARAM_NUMBER, .initial = value, .low = 0, .high = 1,             \
        .live = true, .help = words                                                                \
    }

#define COUNT(title, value, low_, high_, unit_, words)                                             \
    {                                                                                              \
        .name = title, .kind = GR_PARAM_INTEGER, .unit = unit_, .initial = value, .low = low_,     \
        .high = high_, .log_scale = true, .help = words                                            \
    }

static const gr_param params[] = {
    { .name = "world",
      .kind = GR_PARAM_FAMILY,
      .initial = "grid",
      .family = &gr_world_family,
      .help = "where it walks, and who its expert is" },
    COUNT("demos", "5", 1, EPISODES_MAX, "episodes", "demonstrations of round 0"),
    COUNT("rounds", "8", 0, ROUNDS_MAX, "", "rounds after that"),
    COUNT("episodes", "5", 1, EPISODES_MAX, "", "episodes of each later round"),
    COUNT("horizon", "50", 1, HORIZON_MAX, "steps", "how long an episode is"),
    { .name = "learner",
      .kind = GR_PARAM_FAMILY,
      .initial = "table",
      .family = &gr_learner_family,
      .help = "what is fitted to the labels" },
    { .name = "collect",
      .kind = GR_PARAM_CHOICE,
      .initial = "dagger",
      .words = collect_words,
      .live = true,
      .help = "who walks while labels are collected: the learner (dagger), the expert (demos), the "
              "expert with noise (dart), or the learner until it errs (gate)" },
    { .name = "beta",
      .kind = GR_PARAM_CHOICE,
      .initial = "indicator",
      .words = gr_beta_words,
      .live = true,
      .help = "how often the expert acts in the learner's place, by round" },
    { .name = "beta_rounds",
      .kind = GR_PARAM_INTEGER,
      .unit = "rounds",
      .initial = "15",
      .low = 1,
      .high = 100000,
      .log_scale = true,
      .live = true,
      .help = "linear: after so many it is 0" },
    { .name = "beta_rate",
      .kind = GR_PARAM_NUMBER,
      .initial = "0.5",
      .low = 0,
      .low_open = true,
      .high = 1,
      .live = true,
      .help = "exponential: what is left of it from round to round" },
    SHARE("beta_value", "0.5", "constant: its value"),
    { .name = "refit",
      .kind = GR_PARAM_CHOICE,
      .initial = "scratch",
      .words = refit_words,
      .live = true,
      .help = "each round from nothing, or on from the last fit, over all data again" },
    SHARE("expert_noise", "0",
          "how often another action is carried out as the expert demonstrates; labels stay intended"),
    { .name = "calm",
      .kind = GR_PARAM_YESNO,
      .initial = "yes",
      .help = "while the expert demonstrates nothing slips; the learner has no such luck" },
    COUNT("trials", "200", 2, EPISODES_MAX, "episodes", "walks that J_mc is the mean of"),
    { .name = NULL },
};

static const gr_phase phases[] = {
    { "roll out", "episodes are walked" },
    { "label", "the expert says what it would have done" },
    { "aggregate", "the labels join those of all rounds before" },
    { "fit", "the learner is fitted to all of them" },
    { .name = NULL },
};

/* --- setup --- */

static bool evaluate_expert(gr_dagger_setup *s, gr_arena *arena, gr_error *err)
{
    gr_evaluation exact;

    s->expert_visits = gr_arena_alloc(arena, s->model.space.states, sizeof(double), err);
    if (s->expert_visits == NULL ||
        !gr_evaluate(&s->model, s->model.expert, s->horizon, &exact, s->expert_visits, err))
        return false;
    s->expert_cost = exact.cost;
    s->expert_failing = exact.failing;
    return true;
}

static void read_knobs(gr_dagger_setup *s, const gr_values *values)
{
    s->demos = (long)gr_values_number(values, "demos");
    s->rounds = (long)gr_values_number(values, "rounds");
    s->episodes = (long)gr_values_number(values, "episodes");
    s->horizon = (long)gr_values_number(values, "horizon");
    s->trials = (long)gr_values_number(values, "trials");
    s->calm = gr_values_yes(values, "calm");
}

/* The data are the one thing that grows without bound. */
static bool check_size(const gr_dagger_setup *s, gr_error *err)
{
    double visits = (double)(s->demos + s->rounds * s->episodes) * (double)s->horizon;
    double bytes = visits * sizeof(gr_visit) + (double)gr_dagger_numbers(s) * sizeof(double);

    return bytes <= 1073741824.0 ||
           gr_fail(err, GR_ERROR_USAGE,
                   "%.3g steps would be written down, over 1 GiB; lower rounds, episodes, demos or "
                   "horizon", visits);
}

static bool prepare(void **out, const gr_values *values, gr_arena *arena, gr_error *err)
{
    gr_dagger_setup *s = gr_arena_alloc(arena, 1, sizeof *s, err);

    if (s == NULL || !gr_world_prepare(&s->model, values, arena, err))
        return false;
    read_knobs(s, values);
    s->learner = gr_learner_at((size_t)gr_values_number(values, "learner"));
    s->learner_knobs = gr_values_index(values, "learner") + 1;
    s->learned = s->learner->size(&s->model.space, values->numbers + s->learner_knobs);
    *out = s;
    return check_size(s, err) && evaluate_expert(s, arena, err);
}

/* --- the state --- */

size_t gr_dagger_numbers(const gr_dagger_setup *s)
{
    return 3 * s->model.space.states * s->model.space.actions + s->learned +
           2 * s->model.space.states;
}

gr_dagger_arrays gr_dagger_arrays_of(const gr_dagger_setup *s, gr_dagger_state *now)
{
    size_t states = s->model.space.states, pairs = states * s->model.space.actions;
    gr_dagger_arrays a = { .counts = now->numbers };

    a.fresh = a.counts + pairs;
    a.shares = a.fresh + pairs;
    a.learned = a.shares + pairs;
    a.now = a.learned + s->learned;
    a.visits = a.now + states;
    return a;
}

gr_fit gr_dagger_fit(const gr_job *job, const double *counts)
{
    const gr_dagger_setup *s = job->setup;

    return (gr_fit){ .space = &s->model.space,
                     .knobs = job->values->numbers + s->learner_knobs,
                     .counts = counts,
                     .warm = gr_values_number(job->values, "refit") != 0 };
}

static size_t state_size(const gr_job *job)
{
    return sizeof(gr_dagger_state) + gr_dagger_numbers(job->setup) * sizeof(double);
}

/* An episode, or a distribution. */
static size_t scratch_size(const gr_job *job)
{
    const gr_dagger_setup *s = job->setup;
    size_t visits = (size_t)s->horizon * sizeof(gr_visit);
    size_t states = s->model.space.states * sizeof(double);

    return visits > states ? visits : states;
}

static long length(const gr_job *job)
{
    const gr_dagger_setup *s = job->setup;

    return s->rounds > 0 ? s->rounds : 1;
}

enum { STEP_WORK = 20 }; /* numbers that one step of an episode works on */

static double work(const gr_job *job, long steps)
{
    const gr_dagger_setup *s = job->setup;
    gr_fit fit = gr_dagger_fit(job, NULL);
    double pairs = (double)(s->model.space.states * s->model.space.actions);
    double walked = (double)(s->episodes + s->demos + s->trials) * (double)s->horizon;

    return ((double)steps + 1) * (STEP_WORK * walked + s->learner->work(&fit) +
                                  2 * pairs * (double)s->horizon);
}

/* --- rows --- */

static const struct {
    const char *name;
    int decimals;
} column_list[] = {
    { "labels", GR_DECIMALS_COUNT },    { "states", GR_DECIMALS_COUNT },
    { "coverage", GR_DECIMALS_AUTO },   { "beta", GR_DECIMALS_AUTO },
    { "train_error", GR_DECIMALS_AUTO }, { "J", 3 },
    { "J_mc", 3 },                      { "J_se", 3 },
    { "J_expert", 3 },                  { "J_best", 3 },
    { "failing", GR_DECIMALS_AUTO },    { "ratio", GR_DECIMALS_AUTO },
    { "unseen", GR_DECIMALS_AUTO },     { "loss", GR_DECIMALS_AUTO },
    { "noise", GR_DECIMALS_AUTO },      { "teaching", 3 },
    { "env_steps", GR_DECIMALS_COUNT }, { "failures", GR_DECIMALS_COUNT },
    { "fits", GR_DECIMALS_COUNT },
};

static bool columns(const gr_job *job, gr_columns *columns, gr_error *err)
{
    (void)job;
    for (size_t i = 0; i < GR_LEN(column_list); i++)
        if (!gr_columns_add(columns, column_list[i].name, "", column_list[i].decimals, err))
            return false;
    return true;
}

static void measure(const gr_job *job, const void *at, double *row)
{
    const gr_dagger_setup *s = job->setup;
    const gr_dagger_state *now = at;
    gr_dagger_arrays a = gr_dagger_arrays_of(s, (gr_dagger_state *)(uintptr_t)now);
    gr_shift shift = gr_shift_between(&s->model, a.visits, s->expert_visits);
    const double cells[] = { (double)now->labels,
                             (double)gr_labels_states(&s->model.space, a.counts),
                             gr_coverage(&s->model, a.visits, a.counts),
                             now->beta,
                             now->missed,
                             now->J,
                             now->J_mc,
                             now->J_se,
                             s->expert_cost,
                             now->J_best,
                             now->failing,
                             shift.ratio,
                             shift.unseen,
                             now->loss,
                             now->noise,
                             now->teaching,
                             (double)now->env_steps,
                             (double)now->failures,
                             (double)now->fits };

    _Static_assert(GR_LEN(cells) == GR_LEN(column_list), "a cell for each column");
    for (size_t i = 0; i < GR_LEN(cells); i++)
        row[i] = cells[i];
}

const gr_experiment gr_experiment_dagger = {
    .name = "dagger",
    .summary = "clone an expert, walk, ask for labels, fit again: DAgger and its rivals, by rounds",
    .params = params,
    .figures = gr_dagger_figures,
    .tables = gr_dagger_tables,
    .phases = phases,
    .prepare = prepare,
    .columns = columns,
    .state_size = state_size,
    .scratch_size = scratch_size,
    .init = gr_dagger_init,
    .advance = gr_dagger_advance,
    .measure = measure,
    .view = gr_dagger_view,
    .table = gr_dagger_table,
    .length = length,
    .work = work,
};
