/* One step of `injection`, piece by piece: each learner is shown one more demonstration, then each
 * is fitted to all it was shown and drives by itself. */
#include "injection.h"

#include <math.h>

enum { PIECE = 20000 }; /* labels, or steps of a drive, in one piece of work: a millisecond or so */

static void begin_streams(gr_injection_streams *streams, const gr_rng *rng)
{
    streams->noise = gr_rng_stream(rng, "noise");
    streams->jitter = gr_rng_stream(rng, "jitter");
    streams->tube = gr_rng_stream(rng, "tube");
}

gr_progress gr_injection_init(const gr_job *job, void *at, gr_rng rng)
{
    gr_injection_state *now = at;
    gr_rng first = gr_rng_stream(&rng, "first"), others = gr_rng_stream(&rng, "others");

    (void)job;
    begin_streams(&now->first, &first);
    begin_streams(&now->others, &others);
    return GR_STEP;
}

/* --- a demonstration --- */

/* Who is shown it: the first learner's labels are written down too. */
typedef struct showing {
    const gr_job *job;
    gr_injection_state *now;
    gr_injection_data *data;
    gr_injection_streams *streams;
    bool first;
} showing;

static void add_label(const showing *to, gr_injection_row *row)
{
    gr_injection_data *data = to->data;

    data->squares[0] += row->x * row->x;
    data->squares[1] += row->x * row->v;
    data->squares[2] += row->v * row->v;
    data->labels[0] -= row->label * row->x;
    data->labels[1] -= row->label * row->v;
    if (to->first)
        gr_logbook_append(to->job->log, GR_INJECTION_ROWS, row, sizeof *row);
}

static double within(double half, gr_rng *rng)
{
    return half * (2 * gr_rng_uniform(rng) - 1);
}

/* Around a state that was shown: what the law adds for being elsewhere is added to its label. */
static void add_around(const gr_injection_setup *s, const showing *to,
                       const gr_injection_row *shown)
{
    for (long i = 0; i < s->augment; i++) {
        gr_injection_row row = *shown;
        double away[2] = { within(s->tube[0], &to->streams->tube), 0 };
        if (s->plant.dims > 1)
            away[1] = within(s->tube[1], &to->streams->tube);
        double change = gr_injection_law(s->plant.law, away, (double)INFINITY);
        row.x += away[0];
        row.v += away[1];
        row.label += change;
        row.made = true;
        double right = gr_injection_law(s->plant.law, (double[]){ row.x, row.v }, s->bound);
        double error = fabs(shown->intended + change - right);
        row.intended = right;
        row.executed = gr_missing();
        to->now->label_error = error > to->now->label_error ? error : to->now->label_error;
        add_label(to, &row);
    }
}

static gr_injection_row decide(const gr_injection_setup *s, const showing *to, const double z[2],
                               long t, double height)
{
    const gr_injection_teaching *teaching = &to->now->teaching;
    gr_injection_row row = { .demo = (double)to->now->step, .t = (double)t, .x = z[0], .v = z[1] };

    row.noise = height * teaching->pulse[t % teaching->duration];
    row.intended = gr_injection_law(s->plant.law, z, s->bound);
    row.executed = row.intended + row.noise;
    row.label = (teaching->executed ? row.executed : row.intended) +
                s->jitter * gr_rng_normal(&to->streams->jitter);
    return row;
}

static void demonstrate(const gr_injection_setup *s, const showing *to)
{
    const gr_injection_teaching *teaching = &to->now->teaching;
    double z[2] = { s->start, 0 }, height = 0, most = s->edge * s->edge;
    bool left = false;

    for (long t = 0; t < s->horizon; t++) {
        if (t % teaching->duration == 0)
            height = teaching->noise * gr_rng_normal(&to->streams->noise);
        gr_injection_row row = decide(s, to, z, t, height);
        add_label(to, &row);
        add_around(s, to, &row);
        gr_injection_step(&s->plant, row.executed, z);
        double away = z[0] - s->nominal[t + 1], cost = z[0] * z[0];
        to->now->away_sum += away * away;
        to->now->paid_sum += cost < most ? cost : most;
        left = left || !(fabs(z[0]) <= s->edge);
    }
    to->now->failures += to->first && left;
}

static void show(const gr_job *job, gr_injection_state *now)
{
    const gr_injection_setup *s = job->setup;
    bool first = now->piece == 0;
    const showing to = { job, now, &now->data[now->piece], first ? &now->first : &now->others,
                         first };

    demonstrate(s, &to);
}

/* --- fitting --- */

static void fit(const gr_job *job, gr_injection_state *now)
{
    const gr_injection_setup *s = job->setup;
    double gains[2];
    bool left;

    gr_injection_solve(&now->data[now->piece], gains);
    now->cost_sum += gr_injection_cost(s, gains, &left);
    now->failed += left;
    double away = gains[0] - s->plant.law[0];
    now->gain_sum += away;
    now->gain_squares += away * away;
    if (now->piece == 0) {
        now->gains[0] = gains[0];
        now->gains[1] = gains[1];
    }
}

static void begin_step(const gr_job *job, gr_injection_state *now)
{
    gr_injection_teach(job->setup, job->values, &now->teaching);
    gr_injection_expect(job->setup, &now->teaching, &now->expected);
    now->paid_sum = now->away_sum = now->gain_sum = now->gain_squares = now->cost_sum = 0;
    now->failed = 0;
}

static void end_step(const gr_injection_setup *s, gr_injection_state *now)
{
    double n = (double)s->repeats;
    double variance = (now->gain_squares - now->gain_sum * now->gain_sum / n) / (n - 1);

    now->step++;
    now->mean = s->plant.law[0] + now->gain_sum / n;
    now->sd = variance > 0 ? sqrt(variance) : 0;
    now->paid = now->paid_sum / n;
    now->away = sqrt(now->away_sum / (n * (double)s->horizon));
    now->J = now->cost_sum / n;
    now->failing = (double)now->failed / n;
}

static bool work(const gr_job *job, gr_injection_state *now,
                 void (*one)(const gr_job *, gr_injection_state *))
{
    const gr_injection_setup *s = job->setup;
    long each = s->horizon * (1 + s->augment), end = now->piece + 1 + PIECE / each;

    for (; now->piece < end && now->piece < s->repeats; now->piece++)
        one(job, now);
    return now->piece == s->repeats;
}

gr_progress gr_injection_advance(const gr_job *job, void *at, bool fine)
{
    const gr_injection_setup *s = job->setup;
    gr_injection_state *now = at;
    bool shows = now->stage == GR_INJECTION_SHOW;

    if (shows && now->piece == 0)
        begin_step(job, now);
    if (!work(job, now, shows ? show : fit))
        return GR_PART;
    now->piece = 0;
    now->stage = shows ? GR_INJECTION_FIT : GR_INJECTION_SHOW;
    if (shows)
        return fine ? GR_PHASE : GR_PART;
    end_step(s, now);
    return now->step == s->demos ? GR_FINISHED : GR_STEP;
}
