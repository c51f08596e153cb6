/* Lion: steps of the same length in each direction, by the sign of a mean of the gradient alone.
 * The mean c that decides leans more on the present gradient than the mean m that is remembered.
 * (X. Chen and others, "Symbolic Discovery of Optimization Algorithms", NeurIPS 2023, Algorithm 2.)
 */
#include "gradus/optimizer.h"

#include "optim_params.h"
#include "sign.h"

enum { LR, BETA1, BETA2, WEIGHT_DECAY };

static const gr_param params[] = {
    GR_LR("0.0001"),
    GR_SHARE("beta1", "0.9", "share of the old mean in the one that decides"),
    GR_SHARE("beta2", "0.99", "share kept of the mean that is remembered"),
    GR_AMOUNT("weight_decay", "0", "pull towards 0 beside the sign: lr weight_decay x"),
    { .name = NULL },
};

static size_t slots(const gr_tensors *tensors)
{
    return tensors->size;
}

static void update(const gr_update *u, double *m, double *x)
{
    const double *k = u->knobs, *g = u->gradient;
    double beta1 = k[BETA1], beta2 = k[BETA2], decay = k[WEIGHT_DECAY], rate = u->rate;

    for (size_t i = 0; i < u->tensors->size; i++) {
        x[i] -= rate * (gr_sign(beta1 * m[i] + (1 - beta1) * g[i]) + decay * x[i]);
        m[i] = beta2 * m[i] + (1 - beta2) * g[i];
    }
}

static const gr_term terms[] = {
    { "g", GR_UPDATE_GRADIENT, NULL, -1, 0 },
    { "c", GR_UPDATE_STATE, "[beta1]*[m] + [1 - beta1]*[g]", -1, 0 },
    { "m", GR_UPDATE_STATE, "[beta2]*[m] + [1 - beta2]*[g]", -1, 1 },
    { "u", GR_UPDATE_STEP, "sign([c])", -1, 0 },
    { "dx", GR_UPDATE_STEP, "-[lr]*([u] + [weight_decay]*[x])", 1, 0 },
    { "x", GR_UPDATE_STEP, "[x] + [dx]", 0, 0 },
    { .name = NULL },
};

static void explain(const gr_update *u, const double *memory, const double *x, size_t i,
                    gr_term_value *out)
{
    const double *k = u->knobs;
    double g = u->gradient[i], c = k[BETA1] * memory[i] + (1 - k[BETA1]) * g;
    double m = k[BETA2] * memory[i] + (1 - k[BETA2]) * g, sign = gr_sign(c);
    double dx = -u->rate * (sign + k[WEIGHT_DECAY] * x[i]);

    out[0] = (gr_term_value){ g, { 0 } };
    out[1] = (gr_term_value){ c, { k[BETA1], memory[i], 1 - k[BETA1], g } };
    out[2] = (gr_term_value){ m, { k[BETA2], memory[i], 1 - k[BETA2], g } };
    out[3] = (gr_term_value){ sign, { c } };
    out[4] = (gr_term_value){ dx, { u->rate, sign, k[WEIGHT_DECAY], x[i] } };
    out[5] = (gr_term_value){ x[i] + dx, { x[i], dx } };
}

const gr_optimizer gr_optimizer_lion = {
    .name = "lion",
    .summary = "lr each way, by the sign of a mean of the gradient that leans on the present one",
    .params = params,
    .slots = slots,
    .update = update,
    .terms = terms,
    .explain = explain,
};
