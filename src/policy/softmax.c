/* The linear softmax: a score for each action, linear in what is seen, and the chance of an action
 * goes as e to its score. Fitted to the labels by maximum likelihood (multinomial logistic
 * regression), from zero, by full-batch gradient steps of Adam (D. Kingma and J. Ba, 2015) of the
 * optimizers' own code. What is learned in one state holds in all that look like it. */
#include "gradus/elementary.h"
#include "gradus/learner.h"
#include "gradus/memory.h"

#include "fitting.h"

#include <math.h>
#include <string.h>

enum { UPDATES, RATE, EXECUTE };
enum { PIECE = 60000 }; /* products in one piece of a fit: about a millisecond with their exps */

static const gr_param params[] = {
    [UPDATES] = { .name = "updates",
                  .kind = GR_PARAM_INTEGER,
                  .initial = "200",
                  .low = 1,
                  .high = 100000,
                  .log_scale = true,
                  .help = "gradient steps of a fit, each over all labels" },
    [RATE] = { .name = "rate",
               .kind = GR_PARAM_NUMBER,
               .initial = "0.1",
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

/* --- what is learned: weights (a row an action), then what Adam remembers --- */

static gr_tensor tensor_of(const gr_space *space)
{
    return (gr_tensor){ "weights", space->actions, space->features, 0 };
}

static size_t size(const gr_space *space, const double *knobs)
{
    gr_tensor weights = tensor_of(space);
    gr_tensors all = { &weights, 1, space->actions * space->features };

    (void)knobs;
    return all.size + gr_adam_slots(&all);
}

/* --- chances --- */

static void chances(const gr_space *space, const double *weights, size_t state, double *out)
{
    const double *seen = space->seen + state * space->features;

    for (size_t a = 0; a < space->actions; a++) {
        out[a] = 0;
        for (size_t f = 0; f < space->features; f++)
            out[a] += weights[a * space->features + f] * seen[f];
    }
    gr_to_chances(out, space->actions);
}

/* The gradient of the mean loss: (chance - share of labels) * what is seen, over all labels. */
static void slope(const gr_fit *fit, const double *weights, double all, double *gradient)
{
    const gr_space *space = fit->space;
    double chance[GR_ACTIONS_MAX];

    memset(gradient, 0, space->actions * space->features * sizeof *gradient);
    for (size_t s = 0; s < space->states; s++) {
        double labels = gr_labels_at(space, fit->counts, s);
        if (!(labels > 0))
            continue;
        chances(space, weights, s, chance);
        for (size_t a = 0; a < space->actions; a++) {
            double over = (labels * chance[a] - fit->counts[s * space->actions + a]) / all;
            for (size_t f = 0; f < space->features; f++)
                gradient[a * space->features + f] += over * space->seen[s * space->features + f];
        }
    }
}

/* --- learning --- */

static double count_all(const gr_fit *fit)
{
    double all = 0;

    for (size_t k = 0; k < fit->space->states * fit->space->actions; k++)
        all += fit->counts[k];
    return all;
}

static void begin(const gr_fit *fit, double *learned)
{
    gr_tensor weights = tensor_of(fit->space);
    gr_tensors tensors = { &weights, 1, fit->space->actions * fit->space->features };

    if (!fit->warm)
        memset(learned, 0, tensors.size * sizeof *learned);
    gr_adam_begin(&tensors, learned + tensors.size);
}

static void step(const gr_fit *fit, double *learned, double all, long t)
{
    double gradient[GR_ACTIONS_MAX * GR_FEATURES_MAX];
    gr_tensor weights = tensor_of(fit->space);
    gr_tensors tensors = { &weights, 1, fit->space->actions * fit->space->features };

    slope(fit, learned, all, gradient);
    gr_adam_step(&tensors, fit->knobs[RATE], t, gradient, learned + tensors.size, learned);
}

static bool fit_piece(const gr_fit *fit, double *learned, long piece)
{
    const gr_space *space = fit->space;
    size_t weights = space->actions * space->features;
    long updates = (long)fit->knobs[UPDATES];
    long each = (long)(PIECE / (space->states * weights)) + 1, from = piece * each;
    double all = count_all(fit);

    if (piece == 0)
        begin(fit, learned);
    for (long k = from; k < from + each && k < updates && all > 0; k++)
        step(fit, learned, all, k + 1);
    return from + each >= updates || !(all > 0);
}

static double work(const gr_fit *fit)
{
    double weights = (double)(fit->space->actions * fit->space->features);

    return fit->knobs[UPDATES] * (double)gr_labels_most(fit) * weights * 2;
}

/* --- acting --- */

static void act(const gr_fit *fit, const double *learned, size_t state, double *shares)
{
    size_t actions = fit->space->actions, best = 0;

    chances(fit->space, learned, state, shares);
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
    double all = count_all(fit), sum = 0, chance[GR_ACTIONS_MAX];

    for (size_t s = 0; s < fit->space->states; s++) {
        if (!(gr_labels_at(fit->space, fit->counts, s) > 0))
            continue;
        chances(fit->space, learned, s, chance);
        for (size_t a = 0; a < actions; a++)
            if (fit->counts[s * actions + a] > 0)
                sum -= fit->counts[s * actions + a] * gr_log(chance[a]);
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
    const gr_space *space = fit->space;

    if (!gr_columns_add_words(&table->columns, "action", space->action_names, err) ||
        !gr_columns_add(&table->columns, "feature", "", GR_DECIMALS_COUNT, err) ||
        !gr_columns_add(&table->columns, "value", "", GR_DECIMALS_AUTO, err))
        return false;
    for (size_t k = 0; k < space->actions * space->features; k++) {
        const double row[] = { (double)(k / space->features), (double)(k % space->features),
                               learned[k] };
        if (!gr_table_add(table, row, err))
            return false;
    }
    return true;
}

const gr_learner gr_learner_softmax = {
    .name = "softmax",
    .summary = "scores linear in what is seen: what holds in one state holds where it looks alike",
    .params = params,
    .size = size,
    .fit = fit_piece,
    .work = work,
    .act = act,
    .loss = loss,
    .knows = knows,
    .save = save,
};
