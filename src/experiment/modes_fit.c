/* Learning: updates of each head in turn, in bounded pieces; and acting with what is learned. */
#include "modes.h"

#include <math.h>
#include <string.h>

enum { FEW = 4 };         /* so few samples do not pay for turned weights */
enum { PIECE = 2000000 }; /* weights times samples of one piece: a millisecond or so */
static const double DIVERGED_BEYOND = 1e12;

/* --- where things are --- */

gr_modes_arrays gr_modes_arrays_of(const gr_modes_setup *s, gr_modes_state *now, size_t fitter)
{
    const gr_modes_fitter *f = &s->fitters[fitter];
    size_t size = f->network.parameters.size;
    gr_modes_arrays a = { .params = now->numbers + f->numbers };

    a.slots = a.params + size;
    a.gradient = a.slots + f->slots;
    a.probe = s->optimizer->probe != NULL ? a.gradient + size : a.params;
    return a;
}

size_t gr_modes_scratch(const gr_modes_setup *s)
{
    size_t row = s->states + 2 + s->widest_in + s->widest_out;

    return GR_NETWORK_CHUNK * row + s->act_room + s->pass_room + s->largest;
}

gr_modes_rooms gr_modes_rooms_of(const gr_job *job)
{
    const gr_modes_setup *s = job->setup;
    gr_modes_rooms r = { .states = job->scratch };

    r.actions = r.states + GR_NETWORK_CHUNK * s->states;
    r.inputs = r.actions + GR_NETWORK_CHUNK;
    r.targets = r.inputs + GR_NETWORK_CHUNK * s->widest_in;
    r.slope = r.targets + GR_NETWORK_CHUNK;
    r.act = r.slope + GR_NETWORK_CHUNK * s->widest_out;
    r.passes = r.act + s->act_room;
    r.turned = r.passes + s->pass_room;
    return r;
}

gr_head_job gr_modes_head(const gr_modes_setup *s, const gr_modes_state *now, size_t fitter)
{
    const gr_modes_fitter *f = &s->fitters[fitter];

    return (gr_head_job){ f->head, f->knobs, s->states, now->low, now->high, f->made };
}

/* --- one update --- */

static size_t batch_size(const gr_job *job, const gr_modes_state *now)
{
    const gr_modes_setup *s = job->setup;

    return s->batch > 0 ? s->batch : gr_modes_count(job, now, false);
}

static gr_update update_of(const gr_job *job, const gr_modes_state *now, size_t fitter,
                           const double *gradient)
{
    const gr_modes_setup *s = job->setup;
    const double *values = job->values->numbers;

    return (gr_update){ .tensors = &s->fitters[fitter].network.parameters,
                        .knobs = values + s->knobs,
                        .rate = s->schedule->rate(values + s->schedule_knobs, values[s->knobs],
                                                  now->made + 1),
                        .t = now->made + 1,
                        .gradient = gradient };
}

/* Add up `rows` samples of the batch: in the data's order, or drawn one by one. */
static void add_chunk(const gr_job *job, gr_modes_state *now, size_t rows)
{
    const gr_modes_setup *s = job->setup;
    const gr_modes_fitter *f = &s->fitters[now->fitter];
    gr_modes_fit *fit = &now->fits[now->fitter];
    gr_modes_arrays a = gr_modes_arrays_of(s, now, now->fitter);
    gr_modes_rooms r = gr_modes_rooms_of(job);
    const gr_head_job head = gr_modes_head(s, now, now->fitter);

    for (size_t m = 0; m < rows; m++) {
        size_t index = now->done + m;
        if (s->batch > 0)
            index = (size_t)gr_rng_below(&fit->order, gr_modes_count(job, now, false));
        gr_modes_sample(job, now, false, index, r.states + m * s->states, r.actions + m);
    }
    gr_head_feed(&head, rows, r.states, r.actions, &fit->noise, r.inputs, r.targets);
    const double *y = gr_network_forward(&f->network, a.probe, r.inputs, rows, r.passes);
    f->head->loss(&head, rows, y, r.targets, 1 / (double)batch_size(job, now), &fit->sum, r.slope);
    bool turns = batch_size(job, now) >= FEW; /* the same for all chunks of a batch */
    if (turns)
        gr_network_turn(&f->network, a.probe, r.turned);
    gr_network_backward(&f->network, a.probe, turns ? r.turned : NULL, r.inputs, rows, r.slope,
                        r.passes, a.gradient, NULL);
}

static void begin_update(const gr_job *job, gr_modes_state *now, gr_modes_arrays *a)
{
    const gr_modes_setup *s = job->setup;
    const gr_update update = update_of(job, now, now->fitter, a->gradient);

    if (s->optimizer->probe != NULL)
        s->optimizer->probe(&update, a->slots, a->params, a->probe);
    memset(a->gradient, 0, update.tensors->size * sizeof *a->gradient);
    now->fits[now->fitter].sum = 0;
}

static void end_update(const gr_job *job, gr_modes_state *now, gr_modes_arrays *a)
{
    const gr_modes_setup *s = job->setup;
    const gr_update update = update_of(job, now, now->fitter, a->gradient);
    gr_modes_fit *fit = &now->fits[now->fitter];

    s->optimizer->update(&update, a->slots, a->params);
    fit->loss = fit->sum / (double)batch_size(job, now);
    now->done = 0;
    now->fitter = (now->fitter + 1) % s->count;
    now->made += now->fitter == 0;
}

/* A chunk of the update under way; returns how much work it was. */
static double work_on(const gr_job *job, gr_modes_state *now)
{
    const gr_modes_setup *s = job->setup;
    gr_modes_arrays a = gr_modes_arrays_of(s, now, now->fitter);
    size_t size = s->fitters[now->fitter].network.parameters.size;
    size_t left = batch_size(job, now) - now->done;
    size_t rows = left < GR_NETWORK_CHUNK ? left : GR_NETWORK_CHUNK;

    if (now->done == 0)
        begin_update(job, now, &a);
    add_chunk(job, now, rows);
    now->done += rows;
    if (rows == left)
        end_update(job, now, &a);
    return (double)(rows * (size + 100)); /* outputs and losses cost, too */
}

static bool diverged(const gr_modes_setup *s, const gr_modes_state *now)
{
    for (size_t i = 0; i < s->count; i++)
        if (!(fabs(now->fits[i].loss) <= DIVERGED_BEYOND))
            return true;
    return false;
}

/* Without data there is nothing to learn, and the step is only a step. */
gr_progress gr_modes_advance(const gr_job *job, void *at, bool fine)
{
    const gr_modes_setup *s = job->setup;
    gr_modes_state *now = at;
    bool learns = gr_modes_count(job, now, false) > 0;

    (void)fine;
    for (double spent = 0; learns && now->in_step < s->updates;) {
        if (spent > PIECE)
            return GR_PART;
        long before = now->made;
        spent += work_on(job, now);
        now->in_step += now->made - before;
    }
    now->in_step = 0;
    now->step++;
    return learns && diverged(s, now) ? GR_DIVERGED : GR_STEP;
}

/* --- birth --- */

/* A state is few numbers: a unit whose kink lies where there are none is of no use, and Glorot's
 * weights make each nearly a line over the few there are. So the first layer begins SPREAD times as
 * steep, and kinks are spread by biases. */
static void spread(const gr_network *network, gr_rng *rng, double *params)
{
    const gr_dense *first = &network->layers[0];
    static const double SPREAD = 4;

    for (size_t i = 0; i < first->inputs * first->outputs; i++)
        params[first->weights + i] *= SPREAD;
    for (size_t l = 0; l + 1 < network->count; l++)
        for (size_t i = 0; i < network->layers[l].outputs; i++)
            params[network->layers[l].biases + i] = 2 * gr_rng_uniform(rng) - 1;
}

static void begin_fitter(const gr_job *job, gr_modes_state *now, size_t fitter, const gr_rng *base)
{
    const gr_modes_setup *s = job->setup;
    const gr_modes_fitter *f = &s->fitters[fitter];
    const gr_head_job head = gr_modes_head(s, now, fitter);
    gr_modes_arrays a = gr_modes_arrays_of(s, now, fitter);
    gr_rng weights = gr_rng_stream(base, "init");

    now->fits[fitter] = (gr_modes_fit){ .order = gr_rng_stream(base, "order"),
                                        .noise = gr_rng_stream(base, "noise"),
                                        .loss = gr_missing() };
    gr_network_init(&f->network, s->init, &weights, a.params);
    spread(&f->network, &weights, a.params);
    if (f->head->begin != NULL)
        f->head->begin(&head, a.params + f->network.layers[f->network.count - 1].biases);
    if (s->optimizer->start != NULL)
        s->optimizer->start(&f->network.parameters, job->values->numbers + s->knobs, a.slots);
}

gr_progress gr_modes_init(const gr_job *job, void *at, gr_rng rng)
{
    const gr_modes_setup *s = job->setup;
    gr_modes_state *now = at;

    now->look = gr_rng_stream(&rng, "look");
    now->driving = s->source == GR_MODES_OWNED;
    gr_modes_draw_data(job, now, &rng);
    for (size_t i = 0; i < s->count; i++)
        begin_fitter(job, now, i, &rng);
    return GR_STEP;
}

/* --- acting --- */

typedef struct teller {
    const gr_network *network;
    const double *params;
    double *room;
} teller;

static void tell(void *context, size_t rows, const double *inputs, double *outputs)
{
    const teller *t = context;
    const gr_network *n = t->network;

    for (size_t some; rows > 0; rows -= some) { /* a head may ask for more than a chunk */
        some = rows < GR_NETWORK_CHUNK ? rows : GR_NETWORK_CHUNK;
        memcpy(outputs, gr_network_forward(n, t->params, inputs, some, t->room),
               some * n->outputs * sizeof *outputs);
        inputs += some * n->inputs;
        outputs += some * n->outputs;
    }
}

static teller teller_of(const gr_job *job, const gr_modes_state *now, size_t fitter)
{
    const gr_modes_setup *s = job->setup;
    gr_modes_arrays a = gr_modes_arrays_of(s, (gr_modes_state *)(uintptr_t)now, fitter);

    return (teller){ &s->fitters[fitter].network, a.params, gr_modes_rooms_of(job).passes };
}

void gr_modes_act(const gr_job *job, const gr_modes_state *now, size_t fitter, const double *state,
                  size_t count, gr_execution how, gr_rng *rng, double *actions)
{
    const gr_modes_setup *s = job->setup;
    gr_modes_rooms r = gr_modes_rooms_of(job);
    const gr_head_job head = gr_modes_head(s, now, fitter);
    teller t = teller_of(job, now, fitter);

    for (size_t m = 0; m < count && m < GR_NETWORK_CHUNK; m++)
        memcpy(r.states + m * s->states, state, s->states * sizeof *state);
    for (size_t rows; count > 0; count -= rows, actions += rows) {
        rows = count < GR_NETWORK_CHUNK ? count : GR_NETWORK_CHUNK;
        gr_head_act(&head, tell, &t, rows, r.states, how, rng, r.act, actions);
    }
}

const double *gr_modes_outputs(const gr_job *job, const gr_modes_state *now, size_t fitter,
                               const double *state)
{
    const teller t = teller_of(job, now, fitter);

    return gr_network_forward(t.network, t.params, state, 1, t.room);
}
