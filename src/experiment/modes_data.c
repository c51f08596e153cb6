/* The data of modes: drawn from a world, read from a file, or the student's own. */
#include "modes.h"

#include "gradus/obstacle.h"

#include <math.h>
#include <string.h>

const char *const gr_modes_data_words[] = { "obstacle", "bishop", "faithful", "own", NULL };

bool gr_modes_has_disc(const gr_modes_setup *s)
{
    return s->source == GR_MODES_OBSTACLE || s->source == GR_MODES_OWNED;
}

gr_execution gr_modes_how(const gr_job *job)
{
    const gr_modes_setup *s = job->setup;

    return (gr_execution)job->values->numbers[s->execute];
}

size_t gr_modes_redrawn(const gr_job *job)
{
    const gr_modes_setup *s = job->setup;

    return job->values->numbers[s->chunk] != 0 ? 1 : (size_t)job->values->numbers[s->blind];
}

/* --- what there is --- */

size_t gr_modes_count(const gr_job *job, const gr_modes_state *now, bool fresh)
{
    const gr_modes_setup *s = job->setup;

    if (fresh)
        return gr_logbook_rows(job->log, GR_MODES_FRESH);
    return s->source == GR_MODES_OWNED ? now->own_count : s->demos;
}

void gr_modes_sample(const gr_job *job, const gr_modes_state *now, bool fresh, size_t index,
                     double *state, double *action)
{
    const gr_modes_setup *s = job->setup;

    if (s->source == GR_MODES_OWNED) {
        *state = 1;
        *action = now->own[index];
        return;
    }
    if (s->source >= GR_MODES_FAITHFUL) {
        memcpy(state, s->samples.x + index * s->states, s->states * sizeof *state);
        *action = s->samples.t[index];
        return;
    }
    const gr_modes_demo *demo =
        gr_logbook_row(job->log, fresh ? GR_MODES_FRESH : GR_MODES_DEMOS, index);
    *state = demo->state;
    *action = demo->action;
}

double gr_modes_raw(const gr_modes_setup *s, size_t input, double value)
{
    return s->samples.count > 0 ? s->samples.mean[input] + s->samples.sd[input] * value : value;
}

/* --- drawing --- */

static gr_modes_demo draw_one(const gr_modes_setup *s, gr_rng *rng)
{
    gr_modes_demo demo = { .state = 1 };

    if (s->source == GR_MODES_BISHOP)
        gr_bishop_draw(rng, &demo.state, &demo.action);
    else
        demo.action = gr_obstacle_expert(s->p, s->sd, rng);
    return demo;
}

static void draw_some(const gr_job *job, gr_rng rng, int track, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const gr_modes_demo demo = draw_one(job->setup, &rng);
        gr_logbook_append(job->log, track, &demo, sizeof demo);
    }
}

/* All actions of the student's lie in -1 .. 1, whatever there is so far. */
static void find_range(const gr_job *job, gr_modes_state *now)
{
    const gr_modes_setup *s = job->setup;
    double state[GR_MODES_STATES], action;

    now->low = s->source == GR_MODES_OWNED ? -1 : (double)INFINITY;
    now->high = s->source == GR_MODES_OWNED ? 1 : -(double)INFINITY;
    for (size_t i = 0; i < gr_modes_count(job, now, false); i++) {
        gr_modes_sample(job, now, false, i, state, &action);
        now->low = action < now->low ? action : now->low;
        now->high = action > now->high ? action : now->high;
    }
    if (now->high - now->low < 1e-7) {
        now->low -= 0.5;
        now->high += 0.5;
    }
}

void gr_modes_draw_data(const gr_job *job, gr_modes_state *now, const gr_rng *base)
{
    const gr_modes_setup *s = job->setup;

    if (s->source <= GR_MODES_BISHOP) {
        draw_some(job, gr_rng_stream(base, "data"), GR_MODES_DEMOS, s->demos);
        draw_some(job, gr_rng_stream(base, "fresh"), GR_MODES_FRESH, GR_MODES_FRESHLY);
    }
    if (!job->log->failed)
        find_range(job, now);
}

/* --- the setup --- */

static const char *list_of(const gr_values *values, const char *knob)
{
    const gr_value *value = gr_values_find(values, knob, NULL);

    return value->word >= 0 ? NULL : value->text;
}

static bool load(gr_modes_setup *s, const gr_values *values, gr_arena *arena, gr_error *err)
{
    bool faithful = s->source == GR_MODES_FAITHFUL;
    const char *file = faithful ? "faithful.csv" : gr_values_text(values, "data");
    const char *inputs = faithful ? "waiting" : list_of(values, "inputs");
    const char *target = faithful ? "eruptions" : list_of(values, "target");

    if (!gr_samples_load(&s->samples, file, inputs, target, arena, err))
        return false;
    if (s->samples.targets != 1 || s->samples.inputs > GR_MODES_STATES)
        return gr_fail(err, GR_ERROR_USAGE,
                       "an action is one number, a state at most %d; set target to one column and "
                       "inputs to some of the others",
                       GR_MODES_STATES);
    gr_samples_standardise(&s->samples);
    s->states = s->samples.inputs;
    s->demos = s->samples.count;
    return true;
}

static bool take_data(gr_modes_setup *s, const gr_values *values, gr_arena *arena, gr_error *err)
{
    const gr_value *data = gr_values_find(values, "data", err);
    const gr_value *demos = gr_values_find(values, "demos", err);

    s->source = data->word >= 0 ? (gr_modes_source)data->word : GR_MODES_FILE;
    s->states = 1;
    s->p = gr_values_number(values, "p");
    s->sd = gr_values_number(values, "sd");
    if (s->source == GR_MODES_FAITHFUL || s->source == GR_MODES_FILE)
        return load(s, values, arena, err);
    s->demos = demos->word < 0                  ? (size_t)demos->number
               : s->source == GR_MODES_OBSTACLE ? 200
                                                : 1000;
    return true;
}

/* The network of a head: what it is fed, the hidden layers of the knob, what it gives. */
static bool make_network(gr_modes_fitter *f, const gr_modes_setup *s, const gr_values *values,
                         gr_error *err)
{
    const gr_value *layers = gr_values_find(values, "layers", err);
    const gr_head_job job = {
        .head = f->head, .knobs = f->knobs, .states = s->states, .made = f->made
    };
    double sizes[GR_NETWORK_LAYERS + 1];

    if (layers->count + 1 > GR_NETWORK_LAYERS)
        return gr_fail(err, GR_ERROR_USAGE, "knob layers: %zu hidden layers; use at most %d",
                       layers->count, GR_NETWORK_LAYERS - 1);
    sizes[0] = (double)gr_head_input_count(&job);
    for (size_t i = 0; i < layers->count; i++)
        sizes[1 + i] = layers->list[i];
    sizes[1 + layers->count] = (double)gr_head_output_count(&job);
    return gr_network_make(&f->network, sizes, layers->count + 2,
                           (gr_activation)gr_values_number(values, "activation"), err);
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static bool make_fitter(gr_modes_setup *s, const gr_values *values, const gr_head *head,
                        const double *knobs, gr_arena *arena, gr_error *err)
{
    gr_modes_fitter *f = &s->fitters[s->count];
    size_t probe;

    f->head = head;
    memcpy(f->knobs, knobs, gr_head_knobs(head) * sizeof *knobs);
    if ((head->prepare != NULL && !head->prepare(&f->made, f->knobs, arena, err)) ||
        !make_network(f, s, values, err))
        return false;
    const gr_head_job job = {
        .head = head, .knobs = f->knobs, .states = s->states, .made = f->made
    };
    f->slots = s->optimizer->slots(&f->network.parameters);
    f->numbers = s->numbers;
    probe = s->optimizer->probe != NULL ? f->network.parameters.size : 0;
    s->numbers += 2 * f->network.parameters.size + f->slots + probe;
    s->widest_in = larger(s->widest_in, f->network.inputs);
    s->widest_out = larger(s->widest_out, f->network.outputs);
    s->act_room = larger(s->act_room, gr_head_room(&job, GR_NETWORK_CHUNK));
    s->pass_room = larger(s->pass_room, gr_network_room(&f->network, GR_NETWORK_CHUNK));
    s->largest = larger(s->largest, f->network.parameters.size);
    s->count++;
    return true;
}

/* The chosen head with its knobs; the others with theirs as they come. */
static bool make_fitters(gr_modes_setup *s, const gr_values *values, gr_arena *arena, gr_error *err)
{
    size_t chosen = (size_t)gr_values_number(values, "head");
    bool good;

    s->fitters = gr_arena_alloc(arena, GR_MODES_HEADS, sizeof *s->fitters, err);
    good = s->fitters != NULL &&
           make_fitter(s, values, gr_head_at(chosen),
                       values->numbers + gr_values_index(values, "head") + 1, arena, err);
    for (size_t i = 0; good && gr_values_yes(values, "others") && i < gr_head_count(); i++) {
        const gr_head *head = gr_head_at(i);
        gr_values usual = { 0 };
        static const gr_param none[] = { { .name = NULL } };
        if (i == chosen)
            continue;
        good = gr_values_init(&usual, head->params != NULL ? head->params : none, err) &&
               make_fitter(s, values, head, usual.numbers, arena, err);
        gr_values_clear(&usual);
    }
    return good;
}

static void take_rest(gr_modes_setup *s, const gr_values *values)
{
    const gr_value *batch = gr_values_find(values, "batch", NULL);

    s->batch = batch->word >= 0 ? 0 : (size_t)batch->number;
    s->updates = (long)gr_values_number(values, "updates");
    s->execute = gr_values_index(values, "execute");
    s->blind = gr_values_index(values, "blind");
    s->chunk = gr_values_index(values, "chunk");
    s->init = GR_INIT_GLOROT;
    s->optimizer = gr_optimizer_at((size_t)gr_values_number(values, "optimizer"));
    s->schedule = gr_schedule_at((size_t)gr_values_number(values, "schedule"));
    s->knobs = gr_values_index(values, "optimizer") + 1;
    s->schedule_knobs = gr_values_index(values, "schedule") + 1;
}

bool gr_modes_prepare(void **out, const gr_values *values, gr_arena *arena, gr_error *err)
{
    gr_modes_setup *s = gr_arena_alloc(arena, 1, sizeof *s, err);

    if (s == NULL)
        return false;
    take_rest(s, values);
    *out = s;
    return take_data(s, values, arena, err) && make_fitters(s, values, arena, err);
}
