/* The network: scores of actions that are any function of what is seen, a dense network with softmax
 * over its outputs, fitted to the labels by maximum likelihood with full-batch steps of Adam. */
#include "gradus/elementary.h"
#include "gradus/learner.h"
#include "gradus/network.h"

#include "fitting.h"

#include <math.h>
#include <string.h>

enum { HIDDEN, DEPTH, ACTIVATION, UPDATES, RATE, EXECUTE };
enum { HIDDEN_MAX = 128, DEPTH_MAX = 3, ROWS = 8 };

/* What the passes need for so many rows of the largest network. */
enum { ROOM = ROWS * (2 * (DEPTH_MAX * HIDDEN_MAX + GR_ACTIONS_MAX) + 2 * HIDDEN_MAX) };

static const gr_param params[] = {
    [HIDDEN] = { .name = "hidden",
                 .kind = GR_PARAM_INTEGER,
                 .unit = "units",
                 .initial = "16",
                 .low = 1,
                 .high = HIDDEN_MAX,
                 .log_scale = true,
                 .help = "of each hidden layer" },
    [DEPTH] = { .name = "depth",
                .kind = GR_PARAM_INTEGER,
                .unit = "layers",
                .initial = "1",
                .low = 1,
                .high = DEPTH_MAX,
                .help = "hidden layers" },
    [ACTIVATION] = { .name = "activation",
                     .kind = GR_PARAM_CHOICE,
                     .initial = "tanh",
                     .words = gr_activation_words,
                     .help = "of the hidden layers" },
    [UPDATES] = { .name = "updates",
                  .kind = GR_PARAM_INTEGER,
                  .initial = "200",
                  .low = 1,
                  .high = 100000,
                  .log_scale = true,
                  .help = "gradient steps of a fit, each over all labels" },
    [RATE] = { .name = "rate",
               .kind = GR_PARAM_NUMBER,
               .initial = "0.03",
               .low_open = true,
               .high = (double)INFINITY,
               .high_open = true,
               .log_scale = true,
               .help = "learning rate of these steps (Adam)" },
    [EXECUTE] = { .name = "execute",
                  .kind = GR_PARAM_CHOICE,
                  .initial = "best",
                  .words = gr_execute_words,
                  .help = "the likeliest action, or each as likely as it is" },
    { .name = NULL },
};

/* --- what is learned: parameters, what Adam remembers, then room for a gradient and for the weights
 * turned --- */

static void make(const gr_space *space, const double *knobs, gr_network *network)
{
    double sizes[DEPTH_MAX + 2];
    size_t depth = (size_t)knobs[DEPTH];

    sizes[0] = (double)space->features;
    for (size_t i = 1; i <= depth; i++)
        sizes[i] = knobs[HIDDEN];
    sizes[depth + 1] = (double)space->actions;
    gr_network_make(network, sizes, depth + 2, (gr_activation)knobs[ACTIVATION], NULL);
}

typedef struct parts {
    double *params, *slots, *gradient, *turned;
} parts;

static parts parts_of(const gr_network *network, double *learned)
{
    size_t size = network->parameters.size;
    double *slots = learned + size, *gradient = slots + gr_adam_slots(&network->parameters);

    return (parts){ learned, slots, gradient, gradient + size };
}

static size_t size(const gr_space *space, const double *knobs)
{
    gr_network network;

    make(space, knobs, &network);
    return 3 * network.parameters.size + gr_adam_slots(&network.parameters);
}

/* --- chances --- */

static void chances(const gr_network *network, const gr_space *space, const double *params_,
                    size_t state, double *out)
{
    double room[ROOM];
    const double *scores = gr_network_forward(network, params_,
                                              space->seen + state * space->features, 1, room);

    memcpy(out, scores, space->actions * sizeof *out);
    gr_to_chances(out, space->actions);
}

/* --- learning --- */

/* Up to ROWS states with labels from *state on, with what is seen there. */
static size_t gather(const gr_fit *fit, size_t *state, size_t which[ROWS], double *seen)
{
    const gr_space *space = fit->space;
    size_t rows = 0;

    for (; *state < space->states && rows < ROWS; (*state)++) {
        if (!(gr_labels_at(space, fit->counts, *state) > 0))
            continue;
        memcpy(seen + rows * space->features, space->seen + *state * space->features,
               space->features * sizeof *seen);
        which[rows++] = *state;
    }
    return rows;
}

/* Add the gradient of the mean loss of some states: (labels * chance - counts) / all labels. */
static void add_slopes(const gr_fit *fit, const gr_network *network, const parts *p,
                       const size_t *which, const double *seen, size_t rows, double all)
{
    size_t actions = fit->space->actions;
    double room[ROOM], slope[ROWS * GR_ACTIONS_MAX];
    const double *scores = gr_network_forward(network, p->params, seen, rows, room);

    memcpy(slope, scores, rows * actions * sizeof *slope);
    for (size_t m = 0; m < rows; m++) {
        gr_to_chances(slope + m * actions, actions);
        const double *counts = fit->counts + which[m] * actions;
        double labels = gr_labels_at(fit->space, fit->counts, which[m]);
        for (size_t a = 0; a < actions; a++)
            slope[m * actions + a] = (labels * slope[m * actions + a] - counts[a]) / all;
    }
    gr_network_backward(network, p->params, p->turned, seen, rows, slope, room, p->gradient, NULL);
}

static void update(const gr_fit *fit, const gr_network *network, const parts *p, double all, long t)
{
    double seen[ROWS * GR_FEATURES_MAX];
    size_t which[ROWS], state = 0, rows;

    memset(p->gradient, 0, network->parameters.size * sizeof *p->gradient);
    gr_network_turn(network, p->params, p->turned);
    while ((rows = gather(fit, &state, which, seen)) > 0)
        add_slopes(fit, network, p, which, seen, rows, all);
    gr_adam_step(&network->parameters, fit->knobs[RATE], t, p->gradient, p->slots, p->params);
}

static void begin(const gr_fit *fit, const gr_network *network, const parts *p)
{
    gr_rng rng = gr_rng_seeded(fit->seed);
    bool fresh = true; /* as long as it has never been fitted all is 0 */

    for (size_t i = 0; i < network->parameters.size; i++)
        fresh = fresh && p->params[i] == 0;
    if (!fit->warm || fresh)
        gr_network_init(network, GR_INIT_GLOROT, &rng, p->params);
    gr_adam_begin(&network->parameters, p->slots);
    memset(p->gradient, 0, 2 * network->parameters.size * sizeof *p->gradient);
}

static bool fit_piece(const gr_fit *fit, double *learned, long piece)
{
    gr_network network;
    double all = 0;

    make(fit->space, fit->knobs, &network);
    parts p = parts_of(&network, learned);
    for (size_t k = 0; k < fit->space->states * fit->space->actions; k++)
        all += fit->counts[k];
    if (piece == 0)
        begin(fit, &network, &p);
    if (!(all > 0))
        return true;
    update(fit, &network, &p, all, piece + 1);
    return piece + 1 >= (long)fit->knobs[UPDATES];
}

static double work(const gr_fit *fit)
{
    gr_network network;

    make(fit->space, fit->knobs, &network);
    return fit->knobs[UPDATES] * (double)gr_labels_most(fit) * (double)network.parameters.size;
}

/* --- acting --- */

static void act(const gr_fit *fit, const double *learned, size_t state, double *shares)
{
    size_t actions = fit->space->actions, best = 0;
    gr_network network;

    make(fit->space, fit->knobs, &network);
    chances(&network, fit->space, learned, state, shares);
    if (fit->knobs[EXECUTE] != 0)
        return;
    for (size_t a = 1; a < actions; a++)
        best = shares[a] > shares[best] ? a : best;
    for (size_t a = 0; a < actions; a++)
        shares[a] = a == best;
}

static double loss(const gr_fit *fit, const double *learned)
{
    size_t actions = fit->space->actions;
    double all = 0, sum = 0, chance[GR_ACTIONS_MAX];
    gr_network network;

    make(fit->space, fit->knobs, &network);
    for (size_t s = 0; s < fit->space->states; s++) {
        if (!(gr_labels_at(fit->space, fit->counts, s) > 0))
            continue;
        chances(&network, fit->space, learned, s, chance);
        for (size_t a = 0; a < actions; a++) {
            double count = fit->counts[s * actions + a];
            all += count;
            sum -= count > 0 ? count * gr_log(chance[a]) : 0;
        }
    }
    return all > 0 ? sum / all : gr_missing();
}

static bool knows(const gr_fit *fit, const double *learned, size_t state)
{
    (void)fit, (void)learned, (void)state;
    return true;
}

static bool save(const gr_fit *fit, const double *learned, gr_table *table, gr_error *err)
{
    gr_weight_layer layers[GR_NETWORK_LAYERS];
    gr_network network;

    make(fit->space, fit->knobs, &network);
    gr_network_weights(&network, (double *)(uintptr_t)learned, layers);
    return gr_weights_table(layers, network.count, table, err);
}

const gr_learner gr_learner_network = {
    .name = "network",
    .summary = "a dense network: any function of what is seen, fitted by gradient steps",
    .params = params,
    .size = size,
    .fit = fit_piece,
    .work = work,
    .act = act,
    .loss = loss,
    .knows = knows,
    .save = save,
};
