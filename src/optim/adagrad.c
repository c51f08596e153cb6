/* Adagrad: each coordinate's rate falls with the sum of its squared gradients. (J. Duchi, E. Hazan
 * and Y. Singer, "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization",
 * JMLR 12, 2011; eps is added behind the root.) The sum begins at `accumulator`, and with lr_decay
 * update t has the rate lr / (1 + (t-1) lr_decay). */
#include "gradus/optimizer.h"

#include "gradus/number.h"
#include "optim_params.h"

#include <math.h>

enum { LR, ACCUMULATOR, LR_DECAY, EPS };

static const gr_param params[] = {
    GR_LR("0.01"),
    { .name = "accumulator",
      .kind = GR_PARAM_NUMBER,
      .initial = "0",
      .high = (double)INFINITY,
      .high_open = true,
      .log_scale = true,
      .help = "what the sum of squared gradients begins with" },
    GR_AMOUNT("lr_decay", "0", "update t has lr / (1 + (t-1) lr_decay)"),
    GR_POSITIVE("eps", "1e-10", "added to the root, so that nothing is divided by 0"),
    { .name = NULL },
};

static size_t slots(const gr_tensors *tensors)
{
    return tensors->size;
}

static void start(const gr_tensors *tensors, const double *knobs, double *sum)
{
    for (size_t i = 0; i < tensors->size; i++)
        sum[i] = knobs[ACCUMULATOR];
}

static double rate_of(const gr_update *u)
{
    return u->rate / (1 + (double)(u->t - 1) * u->knobs[LR_DECAY]);
}

static void update(const gr_update *u, double *sum, double *x)
{
    const double *g = u->gradient;
    double rate = rate_of(u), eps = u->knobs[EPS];

    for (size_t i = 0; i < u->tensors->size; i++) {
        sum[i] += g[i] * g[i];
        x[i] -= rate * g[i] / (sqrt(sum[i]) + eps);
    }
}

static const gr_term terms[] = {
    { "g", GR_UPDATE_GRADIENT, NULL, -1, 0 },
    { "G", GR_UPDATE_STATE, "[G] + [g]*[g]", 0, 1 },
    { "a", GR_UPDATE_STEP, "[lr] / (1 + [t - 1]*[lr_decay])", 0, 0 },
    { "r", GR_UPDATE_STEP, "sqrt([G]) + [eps]", 0, 0 },
    { "dx", GR_UPDATE_STEP, "-[a]*[g] / [r]", 1, 0 },
    { "x", GR_UPDATE_STEP, "[x] + [dx]", 0, 0 },
    { .name = NULL },
};

static void explain(const gr_update *u, const double *memory, const double *x, size_t i,
                    gr_term_value *out)
{
    double decay = u->knobs[LR_DECAY], eps = u->knobs[EPS], rate = rate_of(u);
    double g = u->gradient[i], sum = memory[i] + g * g, root = sqrt(sum) + eps;
    double dx = -rate * g / root;

    out[0] = (gr_term_value){ g, { 0 } };
    out[1] = (gr_term_value){ sum, { memory[i], g, g } };
    out[2] =
        (gr_term_value){ decay > 0 ? rate : gr_missing(), { u->rate, (double)(u->t - 1), decay } };
    out[3] = (gr_term_value){ root, { sum, eps } };
    out[4] = (gr_term_value){ dx, { rate, g, root } };
    out[5] = (gr_term_value){ x[i] + dx, { x[i], dx } };
}

const gr_optimizer gr_optimizer_adagrad = {
    .name = "adagrad",
    .summary = "a rate for each coordinate, that falls with the squares of all its gradients",
    .params = params,
    .slots = slots,
    .start = start,
    .update = update,
    .rate = rate_of,
    .terms = terms,
    .explain = explain,
};
