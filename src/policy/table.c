/* The table: it remembers every label, state by state, and knows nothing of states without one.
 * There its fallback decides. */
#include "gradus/learner.h"
#include "gradus/memory.h"

#include <stdlib.h>
#include <string.h>

enum { FALLBACK, EXECUTE };
enum { MAJORITY, RANDOM, NEAREST, STOP };

enum { PIECE = 1000000 }; /* states compared in one piece */

static const char *const fallback_words[] = { "majority", "random", "nearest", "stop", NULL };

static const gr_param params[] = {
    [FALLBACK] = { .name = "fallback",
                   .kind = GR_PARAM_CHOICE,
                   .initial = "majority",
                   .words = fallback_words,
                   .help = "in a state without a label: the commonest label of all, a random action, "
                           "the nearest state's, or stand still" },
    [EXECUTE] = { .name = "execute",
                  .kind = GR_PARAM_CHOICE,
                  .initial = "best",
                  .words = gr_execute_words,
                  .help = "of several labels the commonest (of equals the first), or each as often "
                          "as it was given" },
    { .name = NULL },
};

/* Learned: per state its counts; then per state the one whose label it goes by, -1 for none; then
 * the counts of all states together. */
typedef struct memory {
    const double *counts, *source, *all;
} memory;

static memory parts_of(const gr_space *space, const double *learned)
{
    const double *source = learned + space->states * space->actions;

    return (memory){ learned, source, source + space->states };
}

static size_t size(const gr_space *space, const double *knobs)
{
    (void)knobs;
    return space->states * space->actions + space->states + space->actions;
}

/* --- learning --- */

static void count_labels(const gr_fit *fit, double *learned)
{
    const gr_space *space = fit->space;
    size_t pairs = space->states * space->actions;
    double *source = learned + pairs, *all = source + space->states;

    for (size_t k = 0; k < pairs; k++)
        learned[k] = (fit->warm ? learned[k] : 0) + fit->counts[k];
    memset(all, 0, space->actions * sizeof *all);
    for (size_t k = 0; k < pairs; k++)
        all[k % space->actions] += learned[k];
    for (size_t s = 0; s < space->states; s++)
        source[s] = gr_labels_at(space, learned, s) > 0 ? (double)s : -1;
}

static int apart(const gr_space *space, size_t a, size_t b)
{
    return abs(space->x[a] - space->x[b]) + abs(space->y[a] - space->y[b]);
}

/* The nearest state with a label, in steps on the map; of equally near ones the first. */
static double nearest_to(const gr_space *space, const double *learned, size_t state)
{
    double found = -1;
    int least = 0;

    for (size_t s = 0; s < space->states; s++) {
        int distance = apart(space, s, state);
        if ((found < 0 || distance < least) && gr_labels_at(space, learned, s) > 0) {
            found = (double)s;
            least = distance;
        }
    }
    return found;
}

/* The sources of so many states as one piece has time for. */
static bool find_sources(const gr_space *space, double *learned, size_t piece)
{
    size_t each = PIECE / space->states + 1, from = piece * each, to = from + each;
    double *source = learned + space->states * space->actions;

    for (size_t s = from; s < to && s < space->states; s++)
        if (source[s] < 0)
            source[s] = nearest_to(space, learned, s);
    return to >= space->states;
}

static bool fit_piece(const gr_fit *fit, double *learned, long piece)
{
    if (piece == 0) {
        count_labels(fit, learned);
        return fit->knobs[FALLBACK] != NEAREST;
    }
    return find_sources(fit->space, learned, (size_t)piece - 1);
}

static double work(const gr_fit *fit)
{
    double states = (double)fit->space->states, pairs = states * (double)fit->space->actions;

    return 3 * pairs + (fit->knobs[FALLBACK] == NEAREST ? states * states : 0);
}

/* --- acting --- */

/* The shares of labels, or all on the commonest, of equals the first. */
static void go_by(const double *counts, size_t actions, bool sampled, double *shares)
{
    double sum = 0;
    size_t best = 0;

    for (size_t a = 0; a < actions; a++) {
        sum += counts[a];
        best = counts[a] > counts[best] ? a : best;
    }
    for (size_t a = 0; a < actions; a++)
        shares[a] = sampled ? counts[a] / sum : a == best;
}

static bool knows(const gr_fit *fit, const double *learned, size_t state)
{
    return gr_labels_at(fit->space, learned, state) > 0;
}

static void act(const gr_fit *fit, const double *learned, size_t state, double *shares)
{
    size_t actions = fit->space->actions;
    memory known = parts_of(fit->space, learned);
    bool sampled = fit->knobs[EXECUTE] != 0;
    int fallback = (int)fit->knobs[FALLBACK];

    if (knows(fit, learned, state) || (fallback == NEAREST && known.source[state] >= 0)) {
        size_t source = known.source[state] >= 0 ? (size_t)known.source[state] : state;
        go_by(known.counts + source * actions, actions, sampled, shares);
        return;
    }
    double labels = 0;
    for (size_t a = 0; a < actions; a++)
        labels += known.all[a];
    if (fallback == MAJORITY && labels > 0)
        go_by(known.all, actions, false, shares);
    else
        for (size_t a = 0; a < actions; a++)
            shares[a] = fallback == STOP ? 0 : fit->space->blind[a];
}

static double loss(const gr_fit *fit, const double *learned)
{
    size_t actions = fit->space->actions;
    double all = 0, missed = 0, shares[GR_ACTIONS_MAX];

    for (size_t s = 0; s < fit->space->states; s++) {
        const double *labels = fit->counts + s * actions;
        if (!(gr_labels_at(fit->space, fit->counts, s) > 0))
            continue;
        act(fit, learned, s, shares);
        for (size_t a = 0; a < actions; a++) {
            all += labels[a];
            missed += labels[a] * (1 - shares[a]);
        }
    }
    return all > 0 ? missed / all : gr_missing();
}

static bool save(const gr_fit *fit, const double *learned, gr_table *table, gr_error *err)
{
    const gr_space *space = fit->space;

    if (!gr_columns_add(&table->columns, "state", "", GR_DECIMALS_COUNT, err) ||
        !gr_columns_add_words(&table->columns, "action", space->action_names, err) ||
        !gr_columns_add(&table->columns, "count", "", GR_DECIMALS_COUNT, err))
        return false;
    for (size_t k = 0; k < space->states * space->actions; k++) {
        const double row[] = { (double)(k / space->actions), (double)(k % space->actions),
                               learned[k] };
        if (learned[k] > 0 && !gr_table_add(table, row, err))
            return false;
    }
    return true;
}

const gr_learner gr_learner_table = {
    .name = "table",
    .summary = "remembers the labels of each state; where there is none its fallback decides",
    .params = params,
    .size = size,
    .fit = fit_piece,
    .work = work,
    .act = act,
    .loss = loss,
    .knows = knows,
    .save = save,
};
