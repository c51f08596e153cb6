/* Signum: steps of the same length in each direction, by the sign of a running mean of the
 * gradient; with beta = 0 by that of the gradient itself, signSGD. (J. Bernstein, Y.-X. Wang,
 * K. Azizzadenesheli and A. Anandkumar, "signSGD: Compressed Optimisation for Non-Convex Problems",
 * ICML 2018.) */
#include "gradus/optimizer.h"

#include "optim_params.h"
#include "sign.h"

enum { LR, BETA, WEIGHT_DECAY };

static const gr_param params[] = {
    GR_LR("0.0001"),
    GR_SHARE("beta", "0.9", "share kept of the mean of the gradient"),
    GR_AMOUNT("weight_decay", "0", "pull towards 0 beside the sign: lr weight_decay x"),
    { .name = NULL },
};

static size_t slots(const gr_tensors *tensors)
{
    return tensors->size;
}

static void update(const gr_update *u, double *m, double *x)
{
    const double *g = u->gradient;
    double beta = u->knobs[BETA], decay = u->knobs[WEIGHT_DECAY], rate = u->rate;

    for (size_t i = 0; i < u->tensors->size; i++) {
        m[i] = beta * m[i] + (1 - beta) * g[i];
        x[i] -= rate * (gr_sign(m[i]) + decay * x[i]);
    }
}

static const gr_term terms[] = {
    { "g", GR_UPDATE_GRADIENT, NULL, -1, 0 },
    { "m", GR_UPDATE_STATE, "[beta]*[m] + [1 - beta]*[g]", -1, 1 },
    { "u", GR_UPDATE_STEP, "sign([m])", -1, 0 },
    { "dx", GR_UPDATE_STEP, "-[lr]*([u] + [weight_decay]*[x])", 1, 0 },
    { "x", GR_UPDATE_STEP, "[x] + [dx]", 0, 0 },
    { .name = NULL },
};

static void explain(const gr_update *u, const double *memory, const double *x, size_t i,
                    gr_term_value *out)
{
    double beta = u->knobs[BETA], decay = u->knobs[WEIGHT_DECAY], g = u->gradient[i];
    double m = beta * memory[i] + (1 - beta) * g, sign = gr_sign(m);
    double dx = -u->rate * (sign + decay * x[i]);

    out[0] = (gr_term_value){ g, { 0 } };
    out[1] = (gr_term_value){ m, { beta, memory[i], 1 - beta, g } };
    out[2] = (gr_term_value){ sign, { m } };
    out[3] = (gr_term_value){ dx, { u->rate, sign, decay, x[i] } };
    out[4] = (gr_term_value){ x[i] + dx, { x[i], dx } };
}

const gr_optimizer gr_optimizer_signum = {
    .name = "signum",
    .summary = "lr each way, by the sign of a running mean of the gradient",
    .params = params,
    .slots = slots,
    .update = update,
    .terms = terms,
    .explain = explain,
};
