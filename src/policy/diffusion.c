/* diffusion - the network tells the noise in a noisy action, and an action is what is left when
 * noise alone has been cleaned step by step (diffusion.h; for policies C. Chi et al., "Diffusion
 * Policy", 2023). It is fed the state, the noisy action and the noise level, and learns by the
 * squared error of the noise at levels drawn at random. Actions are taken to -1 .. 1 by the range
 * of the data, and what a step makes of the action is clipped to that.
 *
 * The level i of n, with u = (i + 1/2) / n, is fed as 2u - 1, cos(pi u) and sin(2 pi u). The
 * likeliest action is not told: the best is the middle of the shortest stretch that holds a quarter
 * of 64 actions, drawn with noise that is always the same. */
#include "gradus/elementary.h"
#include "gradus/head.h"
#include "gradus/loss.h"

#include <math.h>
#include <string.h>

enum { LEVELS, CURVE, VARIANCE, SAMPLER, CALLS };
enum { FED = 4, CROWD = 64, HELD = 16 };

static const gr_param params[] = {
    [LEVELS] = { .name = "T",
                 .kind = GR_PARAM_INTEGER,
                 .unit = "levels",
                 .initial = "100",
                 .low = 1,
                 .high = GR_NOISE_LEVELS,
                 .log_scale = true,
                 .help = "noise levels between the action and noise alone" },
    [CURVE] = { .name = "noise",
                .kind = GR_PARAM_CHOICE,
                .initial = "cosine",
                .words = gr_noise_curve_words,
                .help = "how it grows: cosine, or linear, betas 1e-4 to 2e-2 whatever T is" },
    [VARIANCE] = { .name = "variance",
                   .kind = GR_PARAM_CHOICE,
                   .initial = "small",
                   .words = gr_noise_variance_words,
                   .help = "with ddpm: small, as if the action were known, or large: beta" },
    [SAMPLER] = { .name = "sampler",
                  .kind = GR_PARAM_CHOICE,
                  .initial = "ddpm",
                  .words = gr_noise_sampler_words,
                  .help = "ddpm: all levels, with noise; ddim: some of them, without" },
    [CALLS] = { .name = "calls",
                .kind = GR_PARAM_INTEGER,
                .initial = "10",
                .low = 1,
                .high = GR_NOISE_LEVELS,
                .help = "levels that ddim goes through" },
    { .name = NULL },
};

static bool prepare(const void **made, const double *knobs, gr_arena *arena, gr_error *err)
{
    gr_noising *noising = gr_arena_alloc(arena, 1, sizeof *noising, err);

    if (noising == NULL)
        return false;
    *made = noising;
    return gr_noising_make(noising, (gr_noise_curve)knobs[CURVE], (size_t)knobs[LEVELS], arena,
                           err);
}

static const char *warning(const gr_head_job *job)
{
    return gr_noising_warning(job->made);
}

static size_t inputs(const gr_head_job *job)
{
    return job->states + FED;
}

static size_t outputs(const gr_head_job *job)
{
    (void)job;
    return 1;
}

/* --- feeding --- */

static void tell_level(const gr_head_job *job, size_t level, double *in)
{
    const double pi = 3.14159265358979323846;
    double u = ((double)level + 0.5) / job->knobs[LEVELS];

    in[0] = 2 * u - 1;
    in[1] = gr_cos(pi * u);
    in[2] = gr_sin(2 * pi * u);
}

static double middle(const gr_head_job *job)
{
    return (job->low + job->high) / 2;
}

static double half(const gr_head_job *job)
{
    return (job->high - job->low) / 2;
}

static void feed(const gr_head_job *job, size_t rows, const double *states, const double *actions,
                 gr_rng *rng, double *in, double *targets)
{
    const gr_noising *noising = job->made;

    for (size_t m = 0; m < rows; m++, in += job->states + FED) {
        size_t level = (size_t)gr_rng_below(rng, noising->levels);
        double kept = noising->kept[level], action = (actions[m] - middle(job)) / half(job);
        targets[m] = gr_rng_normal(rng);
        memcpy(in, states + m * job->states, job->states * sizeof *in);
        in[job->states] = sqrt(kept) * action + sqrt(1 - kept) * targets[m];
        tell_level(job, level, in + job->states + 1);
    }
}

static void loss(const gr_head_job *job, size_t rows, const double *y, const double *targets,
                 double scale, double *sum, double *slope)
{
    (void)job;
    gr_loss_squared(rows, 1, y, targets, scale, sum, slope);
}

/* --- acting --- */

typedef struct asking {
    const gr_head_job *job;
    gr_head_outputs *outputs;
    void *context;
    const double *states;
    size_t apart; /* numbers from one row's state to the next: 0 where all are in one */
    double *in;
} asking;

static void tell_noise(void *context, size_t rows, const double *x, size_t level, double *noise)
{
    const asking *ask = context;
    size_t states = ask->job->states;
    double *in = ask->in;

    for (size_t m = 0; m < rows; m++, in += states + FED) {
        memcpy(in, ask->states + m * ask->apart, states * sizeof *in);
        in[states] = x[m];
        tell_level(ask->job, level, in + states + 1);
    }
    ask->outputs(ask->context, rows, ask->in, noise);
}

static gr_reverse reverse_of(const gr_head_job *job)
{
    return (gr_reverse){ .noising = job->made,
                         .sampler = (gr_noise_sampler)job->knobs[SAMPLER],
                         .variance = (gr_noise_variance)job->knobs[VARIANCE],
                         .calls = (size_t)job->knobs[CALLS],
                         .clip = true };
}

/* Inputs, noise, and actions of a crowd. */
static size_t room(const gr_head_job *job, size_t rows)
{
    size_t most = rows > CROWD ? rows : CROWD;

    return most * (job->states + FED + 2);
}

static size_t calls(const gr_head_job *job)
{
    const gr_reverse reverse = reverse_of(job);

    return gr_reverse_steps(&reverse);
}

static void sort(double *x, size_t count)
{
    for (size_t i = 1; i < count; i++)
        for (size_t k = i; k > 0 && x[k - 1] > x[k]; k--) {
            double kept = x[k];
            x[k] = x[k - 1];
            x[k - 1] = kept;
        }
}

static double densest(double *x)
{
    size_t at = 0;

    sort(x, CROWD);
    for (size_t i = 1; i + HELD <= CROWD; i++)
        at = x[i + HELD - 1] - x[i] < x[at + HELD - 1] - x[at] ? i : at;
    return (x[at] + x[at + HELD - 1]) / 2;
}

static double best(asking *ask, double *crowd, double *noise)
{
    const gr_reverse reverse = reverse_of(ask->job);
    gr_rng base = gr_rng_seeded(1), rng = gr_rng_stream(&base, "best");

    gr_reverse_all(&reverse, tell_noise, ask, CROWD, crowd, noise, &rng);
    return densest(crowd);
}

static void act(const gr_head_job *job, gr_head_outputs *of, void *context, size_t rows,
                const double *states, gr_execution how, gr_rng *rng, double *at, double *actions)
{
    const gr_reverse reverse = reverse_of(job);
    size_t most = rows > CROWD ? rows : CROWD;
    double *noise = at + most * (job->states + FED), *crowd = noise + most;
    asking ask = { job, of, context, states, job->states, at };

    if (how == GR_EXECUTE_SAMPLE)
        gr_reverse_all(&reverse, tell_noise, &ask, rows, actions, noise, rng);
    ask.apart = 0;
    for (size_t m = 0; how == GR_EXECUTE_BEST && m < rows; m++) {
        ask.states = states + m * job->states;
        actions[m] = best(&ask, crowd, noise);
    }
    for (size_t m = 0; m < rows; m++)
        actions[m] = middle(job) + half(job) * actions[m];
}

const gr_head gr_head_diffusion = {
    .name = "diffusion",
    .summary = "noise that is cleaned step by step until an action is left",
    .params = params,
    .prepare = prepare,
    .warning = warning,
    .inputs = inputs,
    .outputs = outputs,
    .feed = feed,
    .loss = loss,
    .room = room,
    .calls = calls,
    .act = act,
};
