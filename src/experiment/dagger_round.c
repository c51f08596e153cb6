/* One round of dagger, piece by piece: roll out, label, aggregate, fit, and what the fit is worth. */
#include "dagger.h"

#include <math.h>
#include <string.h>

enum { PIECE = 20000 }; /* steps or labels in one piece of work: a millisecond or so */

/* --- roll out --- */

static gr_teaching teaching_of(const gr_dagger_setup *s, const gr_dagger_state *now,
                               const double *shares)
{
    bool expert_walks = now->round < 0 || now->collect == GR_COLLECT_DEMOS ||
                        now->collect == GR_COLLECT_DART;

    if (expert_walks)
        return (gr_teaching){ .noise = now->noise, .calm = s->calm };
    return (gr_teaching){ .policy = shares, .beta = now->beta,
                          .gated = now->collect == GR_COLLECT_GATE };
}

static double beta_of(const gr_values *values, long round)
{
    return gr_beta_at((gr_beta_kind)gr_values_number(values, "beta"), round,
                      gr_values_number(values, "beta_rounds"),
                      gr_values_number(values, "beta_rate"),
                      gr_values_number(values, "beta_value"));
}

static void begin_round(const gr_job *job, gr_dagger_state *now)
{
    const gr_dagger_setup *s = job->setup;
    gr_dagger_arrays a = gr_dagger_arrays_of(s, now);
    size_t pairs = s->model.space.states * s->model.space.actions;

    now->collect = (gr_collect)gr_values_number(job->values, "collect");
    now->beta = beta_of(job->values, now->round + 1);
    now->noise = gr_values_number(job->values, "expert_noise");
    if (now->round >= 0 && now->collect == GR_COLLECT_DART)
        now->noise = gr_disagreement(&s->model, a.shares, s->expert_visits);
    now->teaching = 0;
    now->first_visit = gr_logbook_rows(job->log, GR_DAGGER_VISITS);
    memset(a.fresh, 0, pairs * sizeof *a.fresh);
}

static void write_down(const gr_job *job, gr_dagger_state *now, gr_visit *visits, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        visits[i].episode = (uint32_t)now->episodes;
        visits[i].round = (uint32_t)(now->round + 1);
        gr_logbook_append(job->log, GR_DAGGER_VISITS, &visits[i], sizeof visits[i]);
    }
}

static long episodes_of(const gr_dagger_setup *s, const gr_dagger_state *now)
{
    return now->round < 0 ? s->demos : s->episodes;
}

static bool roll(const gr_job *job, gr_dagger_state *now)
{
    const gr_dagger_setup *s = job->setup;
    gr_dagger_arrays a = gr_dagger_arrays_of(s, now);
    long episodes = episodes_of(s, now);

    if (now->piece == 0)
        begin_round(job, now);
    gr_teaching teaching = teaching_of(s, now, a.shares);
    for (long steps = 0; steps < PIECE && now->piece < episodes; now->piece++) {
        gr_episode e =
            gr_episode_walk(&s->model, &teaching, s->horizon, &now->teach, job->scratch);
        write_down(job, now, job->scratch, e.steps);
        now->teaching += e.cost / (double)episodes;
        now->env_steps += e.steps;
        now->failures += e.failed;
        now->episodes++;
        steps += (long)e.steps + 1;
    }
    return now->piece == episodes;
}

/* --- label, aggregate, fit --- */

static bool label(const gr_job *job, gr_dagger_state *now)
{
    const gr_dagger_setup *s = job->setup;
    gr_dagger_arrays a = gr_dagger_arrays_of(s, now);
    size_t rows = gr_logbook_rows(job->log, GR_DAGGER_VISITS) - now->first_visit;

    for (size_t i = (size_t)now->piece * PIECE; i < rows && i < ((size_t)now->piece + 1) * PIECE;
         i++) {
        const gr_visit *visit = gr_logbook_row(job->log, GR_DAGGER_VISITS, now->first_visit + i);
        if (!visit->labelled)
            continue;
        a.fresh[visit->state * s->model.space.actions + visit->intended] += 1;
        now->labels++;
    }
    now->piece++;
    return (size_t)now->piece * PIECE >= rows;
}

static bool aggregate(const gr_job *job, gr_dagger_state *now)
{
    const gr_dagger_setup *s = job->setup;
    gr_dagger_arrays a = gr_dagger_arrays_of(s, now);

    for (size_t k = 0; k < s->model.space.states * s->model.space.actions; k++)
        a.counts[k] += a.fresh[k];
    return true;
}

static bool fit(const gr_job *job, gr_dagger_state *now)
{
    const gr_dagger_setup *s = job->setup;
    gr_dagger_arrays a = gr_dagger_arrays_of(s, now);
    gr_fit fitting = gr_dagger_fit(job, a.counts);

    fitting.seed = now->seed;
    bool done = s->learner->fit(&fitting, a.learned, now->piece++);
    now->fits += done;
    return done;
}

/* --- what it is worth --- */

static bool act(const gr_job *job, gr_dagger_state *now)
{
    const gr_dagger_setup *s = job->setup;
    gr_dagger_arrays a = gr_dagger_arrays_of(s, now);
    gr_fit fitted = gr_dagger_fit(job, a.counts);
    gr_distributions at = { a.now, job->scratch, a.visits };

    for (size_t i = 0; i < s->model.space.states; i++)
        s->learner->act(&fitted, a.learned, i, a.shares + i * s->model.space.actions);
    now->missed = gr_labels_missed(&s->model.space, a.shares, a.counts);
    now->loss = s->learner->loss(&fitted, a.learned);
    gr_evaluate_begin(&s->model, s->horizon, &now->exact, &at);
    now->trial_sum = now->trial_squares = 0;
    return true;
}

static bool evaluate(const gr_job *job, gr_dagger_state *now)
{
    const gr_dagger_setup *s = job->setup;
    gr_dagger_arrays a = gr_dagger_arrays_of(s, now);
    gr_distributions at = { a.now, job->scratch, a.visits };

    return gr_evaluate_piece(&s->model, a.shares, &now->exact, &at);
}

static bool try_out(const gr_job *job, gr_dagger_state *now)
{
    const gr_dagger_setup *s = job->setup;
    gr_dagger_arrays a = gr_dagger_arrays_of(s, now);
    gr_teaching alone = { .policy = a.shares };

    for (long steps = 0; steps < PIECE && now->piece < s->trials; now->piece++) {
        gr_episode e = gr_episode_walk(&s->model, &alone, s->horizon, &now->trial, NULL);
        now->trial_sum += e.cost;
        now->trial_squares += e.cost * e.cost;
        steps += (long)e.steps + 1;
    }
    return now->piece == s->trials;
}

/* Mean and standard error of so many numbers. */
static void summarise(double sum, double squares, double count, double *mean, double *error)
{
    double variance = (squares - sum * sum / count) / (count - 1);

    *mean = sum / count;
    *error = variance > 0 ? sqrt(variance / count) : 0;
}

static void end_round(const gr_job *job, gr_dagger_state *now)
{
    const gr_dagger_setup *s = job->setup;

    now->round++;
    now->J = now->exact.cost;
    now->failing = now->exact.failing;
    summarise(now->trial_sum, now->trial_squares, (double)s->trials, &now->J_mc, &now->J_se);
    if (now->round == 0 || now->J < now->J_best) {
        now->J_best = now->J;
        now->best = now->round;
    }
    const gr_dagger_round row = { (double)now->labels, now->beta, now->J, now->J_se };
    gr_logbook_append(job->log, GR_DAGGER_ROUNDS, &row, sizeof row);
}

/* --- stages --- */

static const struct {
    bool (*work)(const gr_job *job, gr_dagger_state *now); /* true once it is done */
    bool phase;                                            /* a named phase ends with it */
} stages[] = {
    [GR_DAGGER_ROLL] = { roll, true },     [GR_DAGGER_LABEL] = { label, true },
    [GR_DAGGER_AGGREGATE] = { aggregate, true }, [GR_DAGGER_FIT] = { fit, false },
    [GR_DAGGER_ACT] = { act, false },      [GR_DAGGER_EXACT] = { evaluate, false },
    [GR_DAGGER_TRIALS] = { try_out, false },
};

gr_progress gr_dagger_init(const gr_job *job, void *at, gr_rng rng)
{
    gr_dagger_state *now = at;
    gr_rng init = gr_rng_stream(&rng, "init");

    (void)job;
    now->round = -1;
    gr_streams_begin(&now->teach, &rng, "teach");
    gr_streams_begin(&now->trial, &rng, "trial");
    now->seed = gr_rng_next(&init);
    return GR_PART;
}

gr_progress gr_dagger_advance(const gr_job *job, void *at, bool fine)
{
    const gr_dagger_setup *s = job->setup;
    gr_dagger_state *now = at;
    gr_dagger_stage stage = now->stage;

    if (!stages[stage].work(job, now))
        return GR_PART;
    now->piece = 0;
    if (stage < GR_DAGGER_TRIALS) {
        now->stage = stage + 1;
        return fine && stages[stage].phase && now->round >= 0 ? GR_PHASE : GR_PART;
    }
    now->stage = GR_DAGGER_ROLL;
    end_round(job, now);
    return now->round >= s->rounds ? GR_FINISHED : GR_STEP;
}
