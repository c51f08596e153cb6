/* AdamW: x is first pulled towards 0, x <- (1 - lr weight_decay) x, and then makes the step of
 * Adam, whose means know nothing of the pull. (I. Loshchilov and F. Hutter, "Decoupled Weight Decay
 * Regularization", ICLR 2019; here the pull goes with the scheduled lr.) */
#include "gradus/optimizer.h"

#include "gradus/number.h"
#include "optim_params.h"

#include <math.h>

enum { LR, BETA1, BETA2, EPS, WEIGHT_DECAY };

static const gr_param params[] = {
    GR_LR("0.001"),
    GR_SHARE("beta1", "0.9", "share kept of the mean of the gradient"),
    GR_SHARE("beta2", "0.999", "share kept of the mean of its square"),
    GR_POSITIVE("eps", "1e-8", "added to the root, so that nothing is divided by 0"),
    GR_AMOUNT("weight_decay", "0.01", "pull towards 0 beside the step: lr weight_decay x"),
    { .name = NULL },
};

/* m, v, then beta1^t and beta2^t. */
static size_t slots(const gr_tensors *tensors)
{
    return 2 * tensors->size + 2;
}

static void start(const gr_tensors *tensors, const double *knobs, double *memory)
{
    (void)knobs;
    memory[2 * tensors->size] = memory[2 * tensors->size + 1] = 1;
}

static void update(const gr_update *u, double *memory, double *x)
{
    const double *k = u->knobs, *g = u->gradient;
    double beta1 = k[BETA1], beta2 = k[BETA2], eps = k[EPS], rate = u->rate;
    size_t n = u->tensors->size;
    double *m = memory, *v = memory + n, *power = memory + 2 * n;

    power[0] = gr_next_power(power[0], beta1);
    power[1] = gr_next_power(power[1], beta2);
    double left1 = 1 - power[0], left2 = 1 - power[1], kept = 1 - rate * k[WEIGHT_DECAY];
    for (size_t i = 0; i < n; i++) {
        m[i] = beta1 * m[i] + (1 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1 - beta2) * (g[i] * g[i]);
        x[i] = kept * x[i] - rate * (m[i] / left1) / (sqrt(v[i] / left2) + eps);
    }
}

static const gr_term terms[] = {
    { "g", GR_UPDATE_GRADIENT, NULL, -1, 0 },
    { "m", GR_UPDATE_STATE, "[beta1]*[m] + [1 - beta1]*[g]", -1, 1 },
    { "v", GR_UPDATE_STATE, "[beta2]*[v] + [1 - beta2]*[g^2]", 0, 2 },
    { "m^", GR_UPDATE_BIAS, "[m] / [1 - beta1^t]", -1, 0 },
    { "v^", GR_UPDATE_BIAS, "[v] / [1 - beta2^t]", 0, 0 },
    { "r", GR_UPDATE_BIAS, "sqrt([v^]) + [eps]", 0, 0 },
    { "x-", GR_UPDATE_STEP, "(1 - [lr]*[weight_decay])*[x]", 0, 0 },
    { "dx", GR_UPDATE_STEP, "-[lr]*[m^] / [r]", 1, 0 },
    { "x", GR_UPDATE_STEP, "[x-] + [dx]", 0, 0 },
    { .name = NULL },
};

static void explain(const gr_update *u, const double *memory, const double *x, size_t i,
                    gr_term_value *out)
{
    const double *k = u->knobs;
    size_t n = u->tensors->size;
    double left1 = 1 - gr_next_power(memory[2 * n], k[BETA1]),
           left2 = 1 - gr_next_power(memory[2 * n + 1], k[BETA2]);
    double g = u->gradient[i], square = g * g;
    double m = k[BETA1] * memory[i] + (1 - k[BETA1]) * g;
    double v = k[BETA2] * memory[n + i] + (1 - k[BETA2]) * square;
    double even_m = m / left1, even_v = v / left2, decay = k[WEIGHT_DECAY];
    double pulled = (1 - u->rate * decay) * x[i], root = sqrt(even_v) + k[EPS];
    double dx = -u->rate * even_m / root;

    out[0] = (gr_term_value){ g, { 0 } };
    out[1] = (gr_term_value){ m, { k[BETA1], memory[i], 1 - k[BETA1], g } };
    out[2] = (gr_term_value){ v, { k[BETA2], memory[n + i], 1 - k[BETA2], square } };
    out[3] = (gr_term_value){ even_m, { m, left1 } };
    out[4] = (gr_term_value){ even_v, { v, left2 } };
    out[5] = (gr_term_value){ root, { even_v, k[EPS] } };
    out[6] = (gr_term_value){ decay > 0 ? pulled : gr_missing(), { u->rate, decay, x[i] } };
    out[7] = (gr_term_value){ dx, { u->rate, even_m, root } };
    out[8] = (gr_term_value){ pulled + dx, { pulled, dx } };
}

const gr_optimizer gr_optimizer_adamw = {
    .name = "adamw",
    .summary = "Adam, and beside its step a pull towards 0 that its means do not see",
    .params = params,
    .slots = slots,
    .start = start,
    .update = update,
    .terms = terms,
    .explain = explain,
};
