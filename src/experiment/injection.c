/* injection - noise on a teacher's hand, so that the learner sees more than one path.
 *
 * The expert's law u = -gain x is learned by least squares from labelled states. While the expert
 * demonstrates, noise is added to what it does: u + n is carried out, u is the label (M. Laskey et
 * al., "DART: Noise Injection for Robust Imitation Learning", CoRL 2017). A label is off by
 * `jitter`. After m demonstrations of T steps the learned gain has the standard deviation
 *
 *     jitter / sqrt(m sum E[x_t^2]), t < T,
 *
 * and on the scalar plant with pole p = a - gain the sum is about
 * start^2/(1 - p^2) + (T - 1) noise^2/(1 - p^2). Here it is worked out exactly, for either plant.
 *
 *   scalar    x' = a x + u + n
 *   inertia   x' = x + DT v, v' = v + DT (u + n), and the law has a second gain: 2 sqrt(gain),
 * which makes the way back as short as it goes without a swing
 *
 * Noise comes in triangular pulses of `duration` steps, each of a random height; 1 is independent
 * noise. The root mean square is the same for all (F. Codevilla et al., "End-to-end Driving via
 * Conditional Imitation Learning", ICRA 2018, pushes in pulses: what is independent averages out).
 *
 * `augment` adds labels without driving: around each state that was shown so many others are drawn
 * from the box that a disturbance of the size `tube` fills, and labelled u + K (x - z) by the law
 * that would hold the car there (A. Tagliabue and J. How, "Efficient Deep Learning of Robust
 * Policies from MPC using Imitation and Tube-Guided Data Augmentation", 2023). That law is the
 * expert's as long as `bound` does not cut it; label_error says how far it is off.
 *
 * One step is one more demonstration for each of `repeats` learners, all apart from one another;
 * the first one is drawn and pays the bill. */
#include "injection.h"

#include <math.h>

#define DT 0.1

enum { SCALAR, INERTIA };

static const char *const plant_words[] = { "scalar", "inertia", NULL };
static const char *const store_words[] = { "intended", "executed", NULL };
static const char *const bound_words[] = { "none", NULL };

enum { DEMOS_MAX = 1000, HORIZON_MAX = 1000, REPEATS_MAX = 100000, AUGMENT_MAX = 100 };

#define NUMBER(title, value, low_, high_, words_)                                                  \
    {                                                                                              \
        .name = title, .kind = GR_PARAM_NUMBER, .initial = value, .low = low_, .high = high_,      \
        .help = words_                                                                             \
    }

#define SIZE(title, value, words_)                                                                 \
    {                                                                                              \
        .name = title, .kind = GR_PARAM_NUMBER, .initial = value, .low = 0, .high = 10,            \
        .log_scale = true, .help = words_                                                          \
    }

#define COUNT(title, value, low_, high_, unit_, words_)                                            \
    {                                                                                              \
        .name = title, .kind = GR_PARAM_INTEGER, .unit = unit_, .initial = value, .low = low_,     \
        .high = high_, .log_scale = true, .help = words_                                           \
    }

static const gr_param params[] = {
    { .name = "plant",
      .kind = GR_PARAM_CHOICE,
      .initial = "scalar",
      .words = plant_words,
      .help = "scalar: x' = a x + u; inertia: u changes the speed, and that x" },
    NUMBER("a", "1.1", -2, 2, "scalar: what the plant makes of x in a step by itself"),
    NUMBER("gain", "0.6", 0, 10, "of the expert's law; what is to be learned"),
    { .name = "noise",
      .kind = GR_PARAM_NUMBER,
      .initial = "0.1",
      .low = 0,
      .high = 10,
      .log_scale = true,
      .live = true,
      .help = "root mean square of what is added to what the expert does" },
    { .name = "duration",
      .kind = GR_PARAM_INTEGER,
      .unit = "steps",
      .initial = "1",
      .low = 1,
      .high = GR_PULSE_MAX,
      .log_scale = true,
      .live = true,
      .help = "the noise comes in triangular pulses this long; 1: independent at each step" },
    { .name = "store",
      .kind = GR_PARAM_CHOICE,
      .initial = "intended",
      .words = store_words,
      .live = true,
      .help = "the label: what the expert meant, or what was carried out with the noise in it" },
    SIZE("jitter", "0.05", "how far a label is off: its standard deviation"),
    COUNT("augment", "0", 0, AUGMENT_MAX, "labels",
          "labels made around each state that was shown, without driving there"),
    SIZE("tube", "0.1", "augment: the disturbance whose reach is the box that they are drawn from"),
    { .name = "bound",
      .kind = GR_PARAM_NUMBER,
      .initial = "none",
      .low = 0,
      .high = 100,
      .low_open = true,
      .words = bound_words,
      .help = "the most that an input of the expert and of the learner can be" },
    COUNT("demos", "20", 1, DEMOS_MAX, "episodes", "demonstrations, one a step"),
    COUNT("horizon", "50", 1, HORIZON_MAX, "steps", "how long a demonstration is"),
    NUMBER("start", "1", -100, 100, "x where a demonstration begins"),
    NUMBER("test", "1", -100, 100, "x where the learner begins, when it drives"),
    { .name = "edge",
      .kind = GR_PARAM_NUMBER,
      .initial = "2",
      .low = 0,
      .high = 100,
      .low_open = true,
      .help = "x past it is off the road: a failure; a step costs x^2, there edge^2" },
    COUNT("repeats", "1000", 2, REPEATS_MAX, "learners",
          "learners side by side, each with demonstrations of its own"),
    { .name = NULL },
};

static const gr_phase phases[] = {
    { "demonstrate", "the expert drives, the noise pushes" },
    { "fit", "least squares on all labels; the learner drives alone" },
    { .name = NULL },
};

/* --- setup --- */

static bool make_plant(gr_injection_plant *plant, const gr_values *values, gr_error *err)
{
    double a = gr_values_number(values, "a"), gain = gr_values_number(values, "gain");

    if (gr_values_number(values, "plant") == INERTIA) {
        *plant =
            (gr_injection_plant){ { { 1, DT }, { 0, 1 } }, { 0, DT }, { gain, 2 * sqrt(gain) }, 2 };
        return gain > 0 || gr_fail(err, GR_ERROR_USAGE,
                                   "with gain 0 the expert lets a plant with inertia go; gain > 0");
    }
    *plant = (gr_injection_plant){ { { a, 0 }, { 0, 0 } }, { 1, 0 }, { gain, 0 }, 1 };
    return fabs(a - gain) < 1 ||
           gr_fail(err, GR_ERROR_USAGE,
                   "the expert cannot hold this plant: x' = (a - gain) x, and a - gain is %g; "
                   "between -1 and 1",
                   a - gain);
}

static void read_knobs(gr_injection_setup *s, const gr_values *values)
{
    s->jitter = gr_values_number(values, "jitter");
    s->start = gr_values_number(values, "start");
    s->test = gr_values_number(values, "test");
    s->edge = gr_values_number(values, "edge");
    s->bound = gr_values_number(values, "bound");
    s->bound = isnan(s->bound) ? (double)INFINITY : s->bound;
    s->demos = (long)gr_values_number(values, "demos");
    s->horizon = (long)gr_values_number(values, "horizon");
    s->repeats = (long)gr_values_number(values, "repeats");
    s->augment = (long)gr_values_number(values, "augment");
}

static bool make_nominal(gr_injection_setup *s, gr_arena *arena, gr_error *err)
{
    double z[2] = { s->start, 0 };

    s->nominal = gr_arena_alloc(arena, (size_t)s->horizon + 1, sizeof *s->nominal, err);
    if (s->nominal == NULL)
        return false;
    for (long t = 0; t <= s->horizon; t++) {
        s->nominal[t] = z[0];
        gr_injection_step(&s->plant, gr_injection_law(s->plant.law, z, s->bound), z);
    }
    return true;
}

/* What is written down is the one thing that grows. */
static bool check_size(const gr_injection_setup *s, gr_error *err)
{
    double rows = (double)s->demos * (double)s->horizon * (double)(1 + s->augment);

    return rows * sizeof(gr_injection_row) <= 1073741824.0 ||
           gr_fail(err, GR_ERROR_USAGE,
                   "%.3g labels would be written down, over 1 GiB; lower demos, horizon or augment",
                   rows);
}

static bool prepare(void **out, const gr_values *values, gr_arena *arena, gr_error *err)
{
    gr_injection_setup *s = gr_arena_alloc(arena, 1, sizeof *s, err);
    bool left;

    if (s == NULL)
        return false;
    read_knobs(s, values);
    if (!make_plant(&s->plant, values, err) || !check_size(s, err) || !make_nominal(s, arena, err))
        return false;
    gr_injection_box(&s->plant, gr_values_number(values, "tube"), s->tube);
    s->expert_cost = gr_injection_cost(s, s->plant.law, &left);
    *out = s;
    return true;
}

static size_t state_size(const gr_job *job)
{
    const gr_injection_setup *s = job->setup;

    return sizeof(gr_injection_state) + (size_t)s->repeats * sizeof(gr_injection_data);
}

static long length(const gr_job *job)
{
    return ((const gr_injection_setup *)job->setup)->demos;
}

/* --- rows --- */

static const struct {
    const char *name;
    int decimals;
} column_list[] = {
    { "gain", GR_DECIMALS_AUTO },
    { "damping", GR_DECIMALS_AUTO },
    { "mean", GR_DECIMALS_AUTO },
    { "sd", GR_DECIMALS_AUTO },
    { "sd_se", GR_DECIMALS_AUTO },
    { "formula", GR_DECIMALS_AUTO },
    { "reach", GR_DECIMALS_AUTO },
    { "reach_mc", GR_DECIMALS_AUTO },
    { "teaching", 3 },
    { "J", 3 },
    { "J_expert", 3 },
    { "failing", GR_DECIMALS_AUTO },
    { "label_error", GR_DECIMALS_AUTO },
    { "env_steps", GR_DECIMALS_COUNT },
    { "labels", GR_DECIMALS_COUNT },
    { "failures", GR_DECIMALS_COUNT },
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

/* Of step 0 only the bill is known. */
enum { BILL = 13 };

static void measure(const gr_job *job, const void *at, double *row)
{
    const gr_injection_setup *s = job->setup;
    const gr_injection_state *now = at;
    double steps = (double)now->step * (double)s->horizon;
    bool formulas = !isfinite(s->bound);
    const double cells[] = { now->gains[0],
                             s->plant.dims > 1 ? now->gains[1] : gr_missing(),
                             now->mean,
                             now->sd,
                             now->sd / sqrt(2 * ((double)s->repeats - 1)),
                             gr_injection_formula(&now->expected),
                             formulas ? now->teaching.moments.reach : gr_missing(),
                             now->away,
                             now->paid,
                             now->J,
                             s->expert_cost,
                             now->failing,
                             now->label_error,
                             steps,
                             steps,
                             (double)now->failures,
                             (double)now->step };

    _Static_assert(GR_LEN(cells) == GR_LEN(column_list), "a cell for each column");
    for (size_t i = now->step > 0 ? 0 : BILL; i < GR_LEN(cells); i++)
        row[i] = cells[i];
}

/* --- export --- */

static const gr_table_spec tables[] = {
    { "dataset", "the first learner's labels, with what was meant and what was carried out" },
    { .name = NULL },
};

static bool table(const gr_job *job, const void *at, int which, gr_table *out, gr_error *err)
{
    static const char *const names[] = { "demo",     "t",        "x",     "v",   "noise",
                                         "intended", "executed", "label", "made" };

    (void)at;
    (void)which;
    for (size_t i = 0; i < GR_LEN(names); i++)
        if (!gr_columns_add(&out->columns, names[i], "",
                            i < 2 || i == 8 ? GR_DECIMALS_COUNT : GR_DECIMALS_AUTO, err))
            return false;
    for (size_t i = 0; i < gr_logbook_rows(job->log, GR_INJECTION_ROWS); i++) {
        const gr_injection_row *r = gr_logbook_row(job->log, GR_INJECTION_ROWS, i);
        const double row[] = { r->demo,     r->t,        r->x,     r->v,   r->noise,
                               r->intended, r->executed, r->label, r->made };
        if (!gr_table_add(out, row, err))
            return false;
    }
    return true;
}

const gr_experiment gr_experiment_injection = {
    .name = "injection",
    .summary = "noise on the teacher's hand: what the learner sees, what it costs, what is stored",
    .params = params,
    .figures = gr_injection_figures,
    .tables = tables,
    .phases = phases,
    .prepare = prepare,
    .columns = columns,
    .state_size = state_size,
    .init = gr_injection_init,
    .advance = gr_injection_advance,
    .measure = measure,
    .view = gr_injection_view,
    .table = table,
    .length = length,
};
