/* One step of gate: who acts, what becomes of it; and at the end of a run the fits. */
#include "gate.h"

#include <string.h>

/* --- control --- */

void gr_gate_take(const gr_job *job, gr_gate_state *now)
{
    gr_gate_arrays a = gr_gate_arrays_of(job->setup, now);
    double doubt = a.doubts[now->at];
    size_t count;

    now->driving = true;
    now->takeovers++;
    now->switches++;
    now->take_in = -1;
    now->correction = gr_logbook_rows(job->log, GR_GATE_VISITS);
    gr_logbook_append(job->log, GR_GATE_DOUBTS, &doubt, sizeof doubt);
    count = gr_logbook_rows(job->log, GR_GATE_DOUBTS);
    now->tau = count > 0 ? gr_doubt_threshold(gr_logbook_row(job->log, GR_GATE_DOUBTS, 0), count)
                         : gr_missing();
}

/* What the student asked for some steps ago arrives. */
static void let_arrive(const gr_job *job, gr_gate_state *now)
{
    if (now->take_in > 0 && --now->take_in == 0)
        gr_gate_take(job, now);
}

static void hand_back(gr_gate_state *now)
{
    now->switches += now->driving;
    now->driving = false;
    now->wanted = -1;
}

/* --- one move --- */

/* The label that arrives now, or -1. */
static int label_due(const gr_gate_setup *s, const gr_gate_state *now)
{
    if (now->driving)
        return now->wanted;
    return s->labelling ? now->queue[now->step % (GR_GATE_LAG + 1)] : -1;
}

static void decide(const gr_job *job, gr_gate_state *now, gr_visit *visit)
{
    const gr_gate_setup *s = job->setup;
    gr_gate_arrays a = gr_gate_arrays_of(s, now);
    size_t actions = s->model.space.actions;
    uint8_t learner = gr_policy_draw(a.shares + now->at * actions, actions, &now->streams.policy);
    int label = label_due(s, now);

    visit->state = now->at;
    visit->t = (uint32_t)now->t;
    visit->round = visit->episode = (uint32_t)now->run;
    visit->doubt = a.doubts[now->at];
    visit->control = now->driving;
    visit->intended = label >= 0 ? (uint8_t)label : GR_STOOD;
    visit->executed = now->driving ? visit->intended : learner;
    visit->labelled = label >= 0 && now->labels < s->budget;
}

static void move(const gr_job *job, gr_gate_state *now)
{
    const gr_gate_setup *s = job->setup;
    gr_visit visit = { 0 };
    size_t row = gr_logbook_rows(job->log, GR_GATE_VISITS);

    decide(job, now, &visit);
    if (visit.executed != GR_STOOD)
        now->at = gr_model_act(&s->model, now->at, visit.executed, &now->streams.world);
    now->t++;
    now->env_steps++;
    visit.failed = s->model.failure[now->at];
    visit.terminated = s->model.terminal[now->at];
    visit.truncated = !visit.terminated && now->t == s->horizon;
    gr_logbook_append(job->log, GR_GATE_VISITS, &visit, sizeof visit);
    if (visit.labelled) {
        gr_gate_own_label(s, now, row, visit.state, visit.intended, 1);
        now->labels++;
    }
    now->queue[now->step % (GR_GATE_LAG + 1)] = -1;
    now->wanted = -1;
    now->failures += visit.failed && visit.terminated;
    now->fresh = visit.terminated || visit.truncated;
}

static void begin_run(const gr_job *job, gr_gate_state *now)
{
    const gr_gate_setup *s = job->setup;

    now->fresh = false;
    now->run++;
    now->t = 0;
    now->at = gr_model_begin(&s->model, &now->streams.world);
    now->wanted = -1;
    now->take_in = -1;
    memset(now->queue, -1, sizeof now->queue);
}

/* --- fits --- */

gr_fit gr_gate_fit(const gr_job *job, const gr_gate_state *now, size_t member)
{
    const gr_gate_setup *s = job->setup;
    size_t pairs = s->model.space.states * s->model.space.actions;

    return (gr_fit){ .space = &s->model.space,
                     .knobs = job->values->numbers + s->learner_knobs,
                     .counts = now->numbers + member * pairs,
                     .seed = now->seed + member };
}

static bool fit(const gr_job *job, gr_gate_state *now)
{
    const gr_gate_setup *s = job->setup;
    gr_gate_arrays a = gr_gate_arrays_of(s, now);
    gr_fit fitting = gr_gate_fit(job, now, now->member);

    if (!s->learner->fit(&fitting, a.learned + now->member * s->learned, now->piece++))
        return false;
    now->piece = 0;
    now->fits += now->member == 0;
    return now->member++ == s->members;
}

/* How sure each member is: its shares, not just its best action. */
static double doubt_at(const gr_job *job, gr_gate_state *now, const double *knobs, size_t state)
{
    const gr_gate_setup *s = job->setup;
    gr_gate_arrays a = gr_gate_arrays_of(s, now);
    double shares[GR_GATE_MEMBERS * GR_ACTIONS_MAX];

    for (size_t m = 1; m <= s->members; m++) {
        gr_fit fitted = gr_gate_fit(job, now, m);
        fitted.knobs = knobs;
        s->learner->act(&fitted, a.learned + m * s->learned, state,
                        shares + (m - 1) * s->model.space.actions);
    }
    return gr_doubt(shares, s->members, s->model.space.actions);
}

static bool know(const gr_job *job, gr_gate_state *now)
{
    const gr_gate_setup *s = job->setup;
    gr_gate_arrays a = gr_gate_arrays_of(s, now);
    gr_fit fitted = gr_gate_fit(job, now, 0);
    gr_distributions at = { a.now, job->scratch, a.visits };
    double knobs[GR_LEARNER_KNOBS];

    memcpy(knobs, fitted.knobs, s->learner_knob_count * sizeof *knobs);
    if (s->execute >= 0)
        knobs[s->execute] = 1;
    for (size_t i = 0; i < s->model.space.states; i++) {
        s->learner->act(&fitted, a.learned, i, a.shares + i * s->model.space.actions);
        a.doubts[i] = doubt_at(job, now, knobs, i);
    }
    gr_evaluate_begin(&s->model, s->horizon, &now->exact, &at);
    return true;
}

static bool evaluate(const gr_job *job, gr_gate_state *now)
{
    const gr_gate_setup *s = job->setup;
    gr_gate_arrays a = gr_gate_arrays_of(s, now);
    gr_distributions at = { a.now, job->scratch, a.visits };

    if (!gr_evaluate_piece(&s->model, a.shares, &now->exact, &at))
        return false;
    now->J = now->exact.cost;
    return true;
}

/* --- stages --- */

static void write_moment(const gr_job *job, gr_gate_state *now)
{
    const gr_gate_setup *s = job->setup;
    gr_gate_arrays a = gr_gate_arrays_of(s, now);

    now->doubt = a.doubts[now->at];
    const gr_gate_moment moment = { now->doubt, now->tau, now->driving };
    gr_logbook_append(job->log, GR_GATE_STRIP, &moment, sizeof moment);
}

static gr_progress end_step(const gr_job *job, gr_gate_state *now)
{
    const gr_gate_setup *s = job->setup;

    now->stage = GR_GATE_MOVE;
    now->step++;
    write_moment(job, now);
    return now->fresh && now->run == s->runs ? GR_FINISHED : GR_STEP;
}

/* A step that follows a run's end only begins the next run, so that its end can be looked at. */
static gr_progress make_move(const gr_job *job, gr_gate_state *now)
{
    const gr_gate_setup *s = job->setup;

    if (now->fresh) {
        begin_run(job, now);
        return end_step(job, now);
    }
    move(job, now);
    if (now->fresh) {
        hand_back(now);
        now->stage = GR_GATE_FIT;
        now->member = 0;
        return GR_PART;
    }
    let_arrive(job, now);
    if (now->labels >= s->budget)
        hand_back(now);
    return end_step(job, now);
}

/* Step 0 is over once the demonstrations are learned from. */
static gr_progress arrive(const gr_job *job, gr_gate_state *now)
{
    const gr_gate_setup *s = job->setup;

    if (now->run > 0)
        return end_step(job, now);
    begin_run(job, now);
    now->driving = s->demos == 0 && !s->labelling;
    now->stage = GR_GATE_MOVE;
    write_moment(job, now);
    return GR_STEP;
}

gr_progress gr_gate_advance(const gr_job *job, void *at, bool fine)
{
    static bool (*const work[])(const gr_job *, gr_gate_state *) = {
        [GR_GATE_FIT] = fit, [GR_GATE_KNOW] = know, [GR_GATE_EXACT] = evaluate
    };
    gr_gate_state *now = at;

    (void)fine;
    if (now->stage == GR_GATE_MOVE)
        return make_move(job, now);
    if (!work[now->stage](job, now))
        return GR_PART;
    if (now->stage == GR_GATE_EXACT)
        return arrive(job, now);
    now->stage++;
    return GR_PART;
}

/* The world's own expert shows how it is done. */
static void demonstrate(const gr_job *job, gr_gate_state *now)
{
    const gr_gate_setup *s = job->setup;
    const gr_teaching alone = { .calm = true };
    gr_visit *visits = job->scratch;

    for (long k = 0; k < s->demos; k++) {
        gr_episode e = gr_episode_walk(&s->model, &alone, s->horizon, &now->streams, visits);
        for (size_t i = 0; i < e.steps; i++) {
            size_t row = gr_logbook_rows(job->log, GR_GATE_VISITS);
            visits[i].episode = (uint32_t)k;
            gr_logbook_append(job->log, GR_GATE_VISITS, &visits[i], sizeof visits[i]);
            gr_gate_add_label(s, now, row, visits[i].state, visits[i].intended, 1);
        }
        now->env_steps += (long)e.steps;
        now->failures += e.failed;
    }
}

gr_progress gr_gate_init(const gr_job *job, void *at, gr_rng rng)
{
    gr_gate_state *now = at;
    gr_rng bootstrap = gr_rng_stream(&rng, "bootstrap");

    gr_streams_begin(&now->streams, &rng, "gate");
    now->seed = gr_rng_next(&bootstrap);
    now->tau = gr_missing();
    now->wanted = -1;
    now->take_in = -1;
    now->stage = GR_GATE_FIT;
    demonstrate(job, now);
    now->correction = gr_logbook_rows(job->log, GR_GATE_VISITS);
    return GR_PART;
}
