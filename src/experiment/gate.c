/* gate - the student is the expert: watch the learner drive, take over when it must not go on, give
 * it back.
 *
 * Human-gated DAgger (M. Kelly et al., "HG-DAgger: Interactive Imitation Learning with Human
 * Experts", ICRA 2019): only the steps that the student drives become labels. After each run the
 * learner is fitted to all labels that stand. An ensemble of `members` learners, each on a bootstrap
 * of the same labels, says how much it doubts what to do; tau is the mean doubt of the last quarter
 * of the student's take-overs.
 *
 * With `mode` label the learner always drives and the student says at each step what it should have
 * done, as in classic DAgger by hand; what is said arrives `lag` steps later and is taken for the
 * state that the learner is in by then. In the mode take-over the take-over itself arrives so late.
 *
 * `agree` is the share of the student's labels, as far as they stand, that lead a best way.
 *
 * Step = one step of the world. A label that is taken back, by undo or by discard, does not teach any
 * more, but it was given: it still counts as spent. */
#include "gate.h"

#include <string.h>

static const char *const mode_words[] = { "take-over", "label", NULL };
static const char *const clock_words[] = { "off", "on", NULL };

#define COUNT(title, value, low_, high_, unit_, words)                                             \
    {                                                                                              \
        .name = title, .kind = GR_PARAM_INTEGER, .unit = unit_, .initial = value, .low = low_,     \
        .high = high_, .help = words                                                               \
    }

static const gr_param params[] = {
    { .name = "mode",
      .kind = GR_PARAM_CHOICE,
      .initial = "take-over",
      .words = mode_words,
      .help = "take-over: drive when you must; label: say what it should do while it drives" },
    { .name = "clock",
      .kind = GR_PARAM_CHOICE,
      .initial = "off",
      .words = clock_words,
      .live = true,
      .help = "off: each of your keys is a step; on: time goes on while you drive" },
    COUNT("budget", "40", 1, 100000, "labels", "how many labels you may give"),
    COUNT("lag", "0", 0, GR_GATE_LAG, "steps", "how late a take-over, or a label, arrives"),
    COUNT("members", "5", 2, GR_GATE_MEMBERS, "learners", "of the ensemble that doubts"),
    { .name = "world",
      .kind = GR_PARAM_FAMILY,
      .initial = "grid",
      .family = &gr_world_family,
      .help = "where it drives" },
    COUNT("demos", "2", 0, 1000, "episodes",
          "demonstrations by the world's own expert to begin with; 0: you drive first"),
    COUNT("horizon", "40", 1, 10000, "steps", "how long a run is at most"),
    COUNT("runs", "8", 1, 1000, "", "how many runs there are"),
    { .name = "learner",
      .kind = GR_PARAM_FAMILY,
      .initial = "softmax",
      .family = &gr_learner_family,
      .help = "what is fitted to the labels" },
    { .name = NULL },
};

/* --- setup --- */

static const struct {
    gr_gate_action direction;
    const char *name;
} meanings[] = {
    { GR_GATE_UP, "up" },        { GR_GATE_RIGHT, "right" }, { GR_GATE_DOWN, "down" },
    { GR_GATE_LEFT, "left" },    { GR_GATE_UP, "straight" }, { GR_GATE_UP, "copy" },
    { GR_GATE_DOWN, "flip" },
};

static int action_named(const gr_space *space, const char *name)
{
    for (size_t a = 0; a < space->actions; a++)
        if (strcmp(space->action_names[a], name) == 0)
            return (int)a;
    return -1;
}

static void give_directions(gr_gate_setup *s)
{
    for (int i = 0; i < GR_GATE_ACTIONS; i++)
        s->meaning[i] = -1;
    for (size_t i = 0; i < GR_LEN(meanings); i++) {
        int action = action_named(&s->model.space, meanings[i].name);
        if (action >= 0)
            s->meaning[meanings[i].direction] = action;
    }
}

static void find_learner(gr_gate_setup *s, const gr_values *values)
{
    s->learner = gr_learner_at((size_t)gr_values_number(values, "learner"));
    s->learner_knobs = gr_values_index(values, "learner") + 1;
    s->learned = s->learner->size(&s->model.space, values->numbers + s->learner_knobs);
    s->execute = -1;
    for (size_t i = 0; s->learner->params[i].name != NULL; i++) {
        s->learner_knob_count = i + 1;
        if (strcmp(s->learner->params[i].name, "execute") == 0)
            s->execute = (long)i;
    }
}

static bool evaluate_expert(gr_gate_setup *s, gr_error *err)
{
    gr_evaluation exact;
    double *visits = gr_alloc(s->model.space.states, sizeof *visits, err);
    bool good = visits != NULL &&
                gr_evaluate(&s->model, s->model.expert, s->horizon, &exact, visits, err);

    if (good)
        s->expert_cost = exact.cost;
    gr_free(visits);
    return good;
}

/* Of a world whose expert chooses among equally good ways, or errs, the same with one that does
 * neither: a student who takes another good way is not wrong. */
static bool find_best(gr_gate_setup *s, const gr_values *values, gr_arena *arena, gr_error *err)
{
    static const gr_setting fair[] = { { "undecided", "yes" }, { "imperfect", "0" } };
    gr_values copy;
    gr_model model = { 0 };

    if (!gr_values_copy(&copy, values, err))
        return false;
    bool good = true;
    for (size_t i = 0; good && i < GR_LEN(fair); i++)
        if (gr_values_find(&copy, fair[i].knob, NULL) != NULL)
            good = gr_values_set(&copy, fair[i].knob, fair[i].value, err);
    good = good && gr_world_prepare(&model, &copy, arena, err);
    gr_values_clear(&copy);
    s->best = model.expert;
    return good;
}

/* States in the order in which somebody comes to them. */
typedef struct tour {
    bool *seen;
    uint32_t *states;
    size_t count;
} tour;

static void come_to(tour *t, uint32_t state)
{
    if (!t->seen[state])
        t->states[t->count++] = state;
    t->seen[state] = true;
}

/* An expert that never slips. */
static void walk_calmly(const gr_model *m, tour *t)
{
    size_t actions = m->space.actions;

    for (uint32_t i = 0; i < m->space.states; i++)
        if (m->start[i] > 0)
            come_to(t, i);
    for (size_t at = 0; at < t->count; at++)
        for (size_t k = t->states[at] * actions; k < (t->states[at] + 1) * actions; k++)
            if (m->expert[k] > 0)
                come_to(t, m->next[k]);
}

/* How many states the demonstrations can label. */
static bool count_shown(gr_gate_setup *s, gr_error *err)
{
    size_t states = s->model.space.states;
    tour t = { .seen = gr_alloc(states, sizeof *t.seen, err),
               .states = gr_alloc(states, sizeof *t.states, err) };
    bool good = t.seen != NULL && t.states != NULL;

    if (good)
        walk_calmly(&s->model, &t);
    s->shown = s->demos > 0 ? t.count : 0;
    gr_free(t.seen);
    gr_free(t.states);
    return good;
}

static bool prepare(void **out, const gr_values *values, gr_arena *arena, gr_error *err)
{
    gr_gate_setup *s = gr_arena_alloc(arena, 1, sizeof *s, err);

    if (s == NULL || !gr_world_prepare(&s->model, values, arena, err))
        return false;
    s->labelling = gr_values_number(values, "mode") != 0;
    s->budget = (long)gr_values_number(values, "budget");
    s->lag = (long)gr_values_number(values, "lag");
    s->members = (size_t)gr_values_number(values, "members");
    s->demos = (long)gr_values_number(values, "demos");
    s->horizon = (long)gr_values_number(values, "horizon");
    s->runs = (long)gr_values_number(values, "runs");
    find_learner(s, values);
    give_directions(s);
    *out = s;
    if (gr_gate_numbers(s) > ((size_t)1 << 30) / sizeof(double))
        return gr_fail(err, GR_ERROR_USAGE,
                       "an ensemble over %zu states would need over 1 GiB; lower members, or take a "
                       "smaller map", s->model.space.states);
    return find_best(s, values, arena, err) && evaluate_expert(s, err) && count_shown(s, err);
}

/* --- state --- */

size_t gr_gate_numbers(const gr_gate_setup *s)
{
    size_t states = s->model.space.states, pairs = states * s->model.space.actions;

    return (s->members + 1) * (pairs + s->learned) + pairs + 3 * states;
}

gr_gate_arrays gr_gate_arrays_of(const gr_gate_setup *s, gr_gate_state *now)
{
    size_t states = s->model.space.states, pairs = states * s->model.space.actions;
    gr_gate_arrays a = { .counts = now->numbers };

    a.learned = a.counts + (s->members + 1) * pairs;
    a.shares = a.learned + (s->members + 1) * s->learned;
    a.doubts = a.shares + pairs;
    a.now = a.doubts + states;
    a.visits = a.now + states;
    return a;
}

static size_t state_size(const gr_job *job)
{
    return sizeof(gr_gate_state) + gr_gate_numbers(job->setup) * sizeof(double);
}

/* A distribution, or an episode that is demonstrated. */
static size_t scratch_size(const gr_job *job)
{
    const gr_gate_setup *s = job->setup;
    size_t visits = (size_t)s->horizon * sizeof(gr_visit);
    size_t states = s->model.space.states * sizeof(double);

    return visits > states ? visits : states;
}

/* A fit of all members, and what it is worth, at the end of each run; a run has a step or more. */
static double work(const gr_job *job, long steps)
{
    const gr_gate_setup *s = job->setup;
    long given = steps < s->budget ? steps : s->budget; /* labels, one a step at most */
    const gr_fit fit = { .space = &s->model.space,
                         .knobs = job->values->numbers + s->learner_knobs,
                         .labelled = s->shown + (size_t)given + 1 };
    double pairs = (double)(s->model.space.states * s->model.space.actions);
    double runs = (double)(steps < s->runs ? steps : s->runs) + 1;

    return runs * (double)(s->members + 1) * (s->learner->work(&fit) + pairs) +
           2 * runs * pairs * (double)s->horizon;
}

/* --- rows --- */

static const struct {
    const char *name;
    int decimals;
} column_list[] = {
    { "run", GR_DECIMALS_COUNT },       { "control", GR_DECIMALS_COUNT },
    { "labels", GR_DECIMALS_COUNT },    { "takeovers", GR_DECIMALS_COUNT },
    { "switches", GR_DECIMALS_COUNT },  { "doubt", GR_DECIMALS_AUTO },
    { "tau", GR_DECIMALS_AUTO },        { "J", 3 },
    { "J_expert", 3 },                  { "standing", GR_DECIMALS_COUNT },
    { "per100", 1 },                    { "state", GR_DECIMALS_COUNT },
    { "env_steps", GR_DECIMALS_COUNT }, { "failures", GR_DECIMALS_COUNT },
    { "fits", GR_DECIMALS_COUNT },      { "agree", GR_DECIMALS_AUTO },
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
    const gr_gate_setup *s = job->setup;
    const gr_gate_state *now = at;
    const double cells[] = { (double)now->run,
                             now->driving,
                             (double)now->labels,
                             (double)now->takeovers,
                             (double)now->switches,
                             now->doubt,
                             now->tau,
                             now->J,
                             s->expert_cost,
                             (double)now->standing,
                             now->step > 0 ? 100 * (double)now->takeovers / (double)now->step : 0,
                             now->at,
                             (double)now->env_steps,
                             (double)now->failures,
                             (double)now->fits,
                             now->own > 0 ? (double)now->agreed / (double)now->own
                                          : gr_missing() };

    _Static_assert(GR_LEN(cells) == GR_LEN(column_list), "a cell for each column");
    for (size_t i = 0; i < GR_LEN(cells); i++)
        row[i] = cells[i];
}

const gr_experiment gr_experiment_gate = {
    .name = "gate",
    .summary = "you are the expert: watch the learner, take over, give it back; it learns from that",
    .params = params,
    .figures = gr_gate_figures,
    .tables = gr_gate_tables,
    .actions = gr_gate_actions,
    .prepare = prepare,
    .columns = columns,
    .state_size = state_size,
    .scratch_size = scratch_size,
    .init = gr_gate_init,
    .advance = gr_gate_advance,
    .measure = measure,
    .view = gr_gate_view,
    .table = gr_gate_table,
    .act = gr_gate_act,
    .control = gr_gate_control,
    .wheel = gr_gate_wheel,
    .work = work,
};
