#include "gradus/rollout.h"

#include "gradus/number.h"

void gr_streams_begin(gr_streams *streams, const gr_rng *rng, const char *purpose)
{
    gr_rng base = gr_rng_stream(rng, purpose);

    streams->world = gr_rng_stream(&base, "world");
    streams->policy = gr_rng_stream(&base, "policy");
    streams->expert = gr_rng_stream(&base, "expert");
    streams->mix = gr_rng_stream(&base, "mix");
    streams->noise = gr_rng_stream(&base, "noise");
}

uint8_t gr_policy_draw(const double *shares, size_t actions, gr_rng *rng)
{
    double left = gr_rng_uniform(rng);

    for (size_t a = 0; a < actions; a++) {
        if (shares[a] > 0 && left < shares[a])
            return (uint8_t)a;
        left -= shares[a];
    }
    return left < 1e-12 ? (uint8_t)gr_share_best(shares, actions) : GR_STOOD;
}

static uint8_t another(uint8_t action, size_t actions, gr_rng *rng)
{
    uint64_t other = gr_rng_below(rng, actions - 1);

    return (uint8_t)(other < action ? other : other + 1);
}

/* Whether the expert acts now: alone always, gated until the learner means what it would too, else
 * by chance. */
static bool takes_control(const gr_model *model, const gr_teaching *teaching, const gr_visit *visit,
                          uint8_t learner, gr_rng *mix)
{
    if (teaching->policy == NULL)
        return true;
    if (!teaching->gated)
        return gr_rng_chance(mix, teaching->beta);
    return learner == GR_STOOD ||
           !(model->expert[visit->state * model->space.actions + learner] > 0);
}

/* Fill in who does what at a state. */
static void decide(const gr_model *model, const gr_teaching *teaching, gr_streams *streams,
                   gr_visit *visit)
{
    size_t actions = model->space.actions;
    const double *expert = model->expert + visit->state * actions;
    uint8_t learner = 0;

    visit->intended = (uint8_t)gr_share_draw(expert, actions, &streams->expert);
    if (teaching->policy != NULL)
        learner = gr_policy_draw(teaching->policy + visit->state * actions, actions,
                                 &streams->policy);
    visit->control = takes_control(model, teaching, visit, learner, &streams->mix);
    visit->labelled = visit->control || !teaching->gated;
    visit->executed = visit->control ? visit->intended : learner;
    if (visit->control && gr_rng_chance(&streams->noise, teaching->noise))
        visit->executed = another(visit->intended, actions, &streams->noise);
}

static uint32_t step(const gr_model *model, const gr_teaching *teaching, uint32_t state,
                     uint8_t executed, gr_rng *world)
{
    if (executed == GR_STOOD)
        return state;
    return teaching->calm ? model->next[state * model->space.actions + executed]
                          : gr_model_act(model, state, executed, world);
}

gr_episode gr_episode_walk(const gr_model *model, const gr_teaching *teaching, long horizon,
                           gr_streams *streams, gr_visit *visits)
{
    gr_episode episode = { 0, 0, false };
    uint32_t state = gr_model_begin(model, &streams->world);
    long t = 0;

    for (; t < horizon && !model->terminal[state]; t++) {
        gr_visit visit = { .state = state, .t = (uint32_t)t, .doubt = gr_missing() };
        decide(model, teaching, streams, &visit);
        state = step(model, teaching, state, visit.executed, &streams->world);
        visit.failed = model->failure[state];
        visit.terminated = model->terminal[state];
        visit.truncated = !visit.terminated && t + 1 == horizon;
        episode.cost += model->cost[state];
        episode.failed = episode.failed || visit.failed;
        if (visits != NULL)
            visits[t] = visit;
    }
    episode.steps = (size_t)t;
    episode.cost += (double)(horizon - t) * model->cost[state];
    return episode;
}
