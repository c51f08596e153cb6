/* descent - an optimizer goes down a surface, an update a step.
 *
 * The gradient in a row is the exact one at its point; what the update uses is that of its probe,
 * with noise. A run ends where the gradient is smaller than `tolerance`, and has diverged where
 * |f| > 1e12 or a number of its row is not finite. */
#include "descent.h"
#include "learning_knobs.h"
#include "terrain_view.h"

#include <math.h>
#include <string.h>

static const double DIVERGED_BEYOND = 1e12;

static const gr_param params[] = {
    { .name = "surface",
      .kind = GR_PARAM_FAMILY,
      .initial = "valley",
      .family = &gr_surface_family,
      .help = "what to descend on" },
    GR_OPTIMIZER_KNOB("gd"),
    GR_SCHEDULE_KNOB,
    { .name = "noise",
      .kind = GR_PARAM_NUMBER,
      .initial = "0",
      .high = (double)INFINITY,
      .high_open = true,
      .log_scale = true,
      .live = true,
      .help = "standard deviation of noise on each part of the gradient that is used" },
    { .name = "tolerance",
      .kind = GR_PARAM_NUMBER,
      .initial = "1e-8",
      .high = (double)INFINITY,
      .high_open = true,
      .log_scale = true,
      .live = true,
      .help = "length of the gradient below which the run ends; 0: never" },
    { .name = NULL },
};

static const gr_phase phases[] = {
    [GR_UPDATE_GRADIENT] = { "gradient", "which way is up, and how steep" },
    [GR_UPDATE_STATE] = { "state", "what the optimizer remembers" },
    [GR_UPDATE_BIAS] = { "bias", "means made good for their start at 0" },
    [GR_UPDATE_STEP] = { "step", "the move" },
    { .name = NULL },
};

static const gr_table_spec tables[] = {
    { "update", "the arithmetic of the update that led here, term by term" },
    { .name = NULL },
};

/* --- setup --- */

static bool prepare(void **out, const gr_values *values, gr_arena *arena, gr_error *err)
{
    gr_descent_setup *s = gr_arena_alloc(arena, 1, sizeof *s, err);

    if (s == NULL || !gr_terrain_prepare(&s->terrain, values, arena, err))
        return false;
    s->optimizer = gr_optimizer_at((size_t)gr_values_number(values, "optimizer"));
    s->schedule = gr_schedule_at((size_t)gr_values_number(values, "schedule"));
    s->point = (gr_tensor){ "point", 1, s->terrain.dims, 0 };
    s->tensors = (gr_tensors){ &s->point, 1, s->terrain.dims };
    s->slots = s->optimizer->slots(&s->tensors);
    s->noise = gr_values_index(values, "noise");
    s->tolerance = gr_values_index(values, "tolerance");
    s->knobs = gr_values_index(values, "optimizer") + 1; /* a member's knobs follow it */
    s->knob_count = gr_optimizer_knobs(s->optimizer);
    s->schedule_knobs = gr_values_index(values, "schedule") + 1;
    *out = s;
    return true;
}

static size_t state_size(const gr_job *job)
{
    const gr_descent_setup *s = job->setup;

    return sizeof(gr_descent_state) + 2 * s->slots * sizeof(double);
}

/* --- where the run stands --- */

static bool is_finite(const gr_descent_setup *s, const gr_descent_state *now)
{
    double zero = 0 * now->f + 0 * now->x[0] + 0 * now->gradient[0] + 0 * now->rate;

    if (s->terrain.dims > 1)
        zero += 0 * now->x[1] + 0 * now->gradient[1];
    return zero == 0; /* what is not finite makes it NaN */
}

/* Its square may be too small or too large for a double. */
static double length_of(const double g[2])
{
    double x = fabs(g[0]), y = fabs(g[1]), large = x > y ? x : y, small = x > y ? y : x;

    return large > 0 ? large * sqrt(1 + (small / large) * (small / large)) : 0;
}

/* The value and the gradient of a new point, and what they say about going on. */
static gr_progress arrive(const gr_job *job, gr_descent_state *now)
{
    const gr_descent_setup *s = job->setup;
    double *g = now->gradient;

    now->f = gr_terrain_value(&s->terrain, now->x, g);
    if (!is_finite(s, now) || fabs(now->f) > DIVERGED_BEYOND)
        return GR_DIVERGED;
    double square = g[0] * g[0] + g[1] * g[1]; /* g[1] stays 0 in one dimension */
    double tolerance = job->values->numbers[s->tolerance];
    bool near = square <= 2 * (tolerance * tolerance); /* else the root would be for nothing */
    return near && length_of(g) < tolerance ? GR_FINISHED : GR_STEP;
}

/* The knobs of an optimizer. As many as there can be are copied, which is one piece of code without
 * a loop. */
static void copy_knobs(double to[GR_OPTIMIZER_KNOBS], const gr_values *values, size_t first)
{
    memcpy(to, values->numbers + first, GR_OPTIMIZER_KNOBS * sizeof *to);
}

/* An optimizer begins. */
static void begin(const gr_job *job, gr_descent_state *now)
{
    const gr_descent_setup *s = job->setup;

    copy_knobs(now->knobs, job->values, s->knobs);
    if (s->optimizer->start != NULL)
        s->optimizer->start(&s->tensors, now->knobs, now->slots);
}

static gr_progress init(const gr_job *job, void *at, gr_rng rng)
{
    const gr_descent_setup *s = job->setup;
    gr_descent_state *now = at;

    now->noise = gr_rng_stream(&rng, "noise");
    memcpy(now->x, s->terrain.start, s->terrain.dims * sizeof *now->x);
    memcpy(now->origin, now->x, sizeof now->origin);
    begin(job, now);
    return arrive(job, now);
}

/* --- one update --- */

gr_update gr_descent_update(const gr_descent_setup *s, const gr_descent_state *now)
{
    return (gr_update){ &s->tensors, now->knobs, now->rate, now->t, now->used };
}

static bool is_exact(const gr_job *job)
{
    const gr_descent_setup *s = job->setup;

    return s->optimizer->probe == NULL && job->values->numbers[s->noise] == 0;
}

/* The gradient that the update uses: at its probe, and noisy. */
static void sense(const gr_job *job, gr_descent_state *now)
{
    const gr_descent_setup *s = job->setup;
    double noise = job->values->numbers[s->noise], at[2] = { 0 };

    if (s->optimizer->probe != NULL) {
        const gr_update update = gr_descent_update(s, now);
        s->optimizer->probe(&update, now->slots, now->x, at);
        gr_terrain_value(&s->terrain, at, now->used);
    }
    for (size_t i = 0; noise > 0 && i < s->terrain.dims; i++) {
        double error = gr_rng_normal(&now->noise);
        now->used[i] += noise * error;
    }
}

/* One number at a time: a wide read of what was just written in two parts waits until both have
 * reached the cache, which would take a quarter of the time of a step. */
static void copy_each(double *to, const volatile double *from, size_t count)
{
    for (size_t i = 0; i < count; i++)
        to[i] = from[i];
}

/* Everything that an update is made of. */
static void gather_update(const gr_job *job, gr_descent_state *now)
{
    const gr_descent_setup *s = job->setup;

    const double *numbers = job->values->numbers;

    copy_knobs(now->knobs, job->values, s->knobs);
    now->step++;
    now->t++;
    now->told = true;
    now->rate = s->schedule->rate(numbers + s->schedule_knobs, numbers[s->knobs], now->step);
    copy_each(now->before, now->x, 2);
    copy_each(now->used, now->gradient, 2);
    copy_each(now->slots + s->slots, now->slots, s->slots);
    now->exact = is_exact(job);
    if (!now->exact)
        sense(job, now);
}

static gr_progress advance(const gr_job *job, void *at, bool fine)
{
    const gr_descent_setup *s = job->setup;
    gr_descent_state *now = at;

    if (now->phase == GR_UPDATE_GRADIENT)
        gather_update(job, now);
    if (fine && now->phase + 1 < GR_UPDATE_PARTS) {
        now->phase++;
        return GR_PHASE;
    }
    gr_update update = gr_descent_update(s, now);
    update.knobs = job->values->numbers + s->knobs; /* the same as the copies, which are still on
                                                       their way to memory, and so */
    if (now->exact) /* the same numbers, and no wait for them to be copied */
        update.gradient = now->gradient;
    s->optimizer->update(&update, now->slots, now->x);
    now->phase = 0;
    return arrive(job, now);
}

/* --- its arithmetic --- */

size_t gr_descent_parts(const gr_descent_state *now)
{
    return now->phase > 0 ? now->phase : now->told ? GR_UPDATE_PARTS : 0;
}

void gr_descent_explain(const gr_descent_setup *s, const gr_descent_state *now, size_t coordinate,
                        gr_term_value values[GR_TERMS])
{
    const gr_update update = gr_descent_update(s, now);

    s->optimizer->explain(&update, now->slots + s->slots, now->before, coordinate, values);
}

/* --- knobs that change under way --- */

/* A formula that gains or loses its y leaves the start where it is. */
static bool same_start(const gr_terrain *a, const gr_terrain *b)
{
    return a->start[0] == b->start[0] && (a->dims != b->dims || a->start[1] == b->start[1]);
}

/* The knobs of an optimizer that only its start looks at. */
static bool same_birth(const gr_job *old, const gr_job *job)
{
    const gr_descent_setup *s = job->setup;

    for (size_t i = 0; i < s->knob_count; i++)
        if (!s->optimizer->params[i].live &&
            old->values->items[s->knobs + i].number != job->values->items[s->knobs + i].number)
            return false;
    return true;
}

/* The point stays where it is; a new optimizer starts with empty slots. On the same surface another
 * start is another run. */
static bool adopt(const gr_job *old, const void *old_state, const gr_job *job, void *at)
{
    const gr_descent_setup *was = old->setup, *s = job->setup;
    const gr_descent_state *before = old_state;
    gr_descent_state *now = at;
    bool same = was->optimizer == s->optimizer && was->terrain.dims == s->terrain.dims;

    if (was->terrain.surface == s->terrain.surface && !same_start(&was->terrain, &s->terrain))
        return false;
    if (was->optimizer == s->optimizer && !same_birth(old, job))
        return false;
    memcpy(now, before, sizeof *now);
    if (s->terrain.dims != was->terrain.dims)
        now->x[1] = s->terrain.start[1];
    now->gradient[1] = 0;
    if (same) {
        memcpy(now->slots, before->slots, 2 * s->slots * sizeof *now->slots);
    } else {
        now->t = 0;
        now->told = false;
        begin(job, now);
    }
    now->f = gr_terrain_value(&s->terrain, now->x, now->gradient);
    return true;
}

/* --- rows and tables --- */

static bool columns(const gr_job *job, gr_columns *columns, gr_error *err)
{
    static const char *const names[] = { "x", "y", "f", "gx", "gy", "lr", "distance" };

    (void)job;
    for (size_t i = 0; i < GR_LEN(names); i++)
        if (!gr_columns_add(columns, names[i], "", GR_DECIMALS_AUTO, err))
            return false;
    return true;
}

static void measure(const gr_job *job, const void *at, double *row)
{
    const gr_descent_setup *s = job->setup;
    const gr_descent_state *now = at;
    const gr_update update = gr_descent_update(s, now);

    row[0] = now->x[0];
    row[2] = now->f;
    row[3] = now->gradient[0];
    if (s->terrain.dims > 1) {
        row[1] = now->x[1];
        row[4] = now->gradient[1];
    }
    if (now->step > 0)
        row[5] = s->optimizer->rate != NULL ? s->optimizer->rate(&update) : now->rate;
    row[6] = gr_terrain_distance(&s->terrain, now->x);
}

static long length(const gr_job *job)
{
    (void)job;
    return 200;
}

/* A row a coordinate, a column a term. */
static bool table(const gr_job *job, const void *at, int which, gr_table *out, gr_error *err)
{
    static const char *const names[] = { "x", "y", NULL };
    const gr_descent_setup *s = job->setup;
    const gr_descent_state *now = at;
    gr_term_value values[GR_TERMS] = { { 0 } };
    double row[1 + GR_TERMS];
    size_t count = gr_optimizer_terms(s->optimizer);

    (void)which;
    if (!gr_columns_add_words(&out->columns, "coordinate", names, err))
        return false;
    for (size_t k = 0; k < count; k++)
        if (!gr_columns_add(&out->columns, s->optimizer->terms[k].name, "", GR_DECIMALS_AUTO, err))
            return false;
    for (size_t i = 0; now->told && i < s->terrain.dims; i++) {
        gr_descent_explain(s, now, i, values);
        row[0] = (double)i;
        for (size_t k = 0; k < count; k++)
            row[1 + k] = values[k].value;
        if (!gr_table_add(out, row, err))
            return false;
    }
    return true;
}

/* f is lifted by what its least known value lies below 0. */
static double lift(const gr_job *job, const char *column)
{
    const gr_descent_setup *s = job->setup;
    double least = gr_terrain_least(&s->terrain);

    return strcmp(column, "f") != 0 || least > 0 ? 0 : -least;
}

const gr_experiment gr_experiment_descent = {
    .name = "descent",
    .summary = "an optimizer goes down a surface",
    .params = params,
    .figures = gr_descent_figures,
    .tables = tables,
    .phases = phases,
    .prepare = prepare,
    .columns = columns,
    .state_size = state_size,
    .init = init,
    .advance = advance,
    .measure = measure,
    .view = gr_descent_view,
    .table = table,
    .length = length,
    .lift = lift,
    .adopt = adopt,
};
