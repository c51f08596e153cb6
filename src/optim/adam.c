/* Adam: running means of g and of g^2, each made good for its start at 0; their quotient is a step
 * of about lr in each direction. (D. Kingma and J. Ba, "Adam: A Method for Stochastic
 * Optimization", ICLR 2015, Algorithm 1: eps is added behind the root of the corrected mean.) With
 * l2 the gradient is g + l2 x. */
#include "gradus/optimizer.h"

#include "gradus/lanes.h"
#include "gradus/number.h"
#include "optim_params.h"

#include <math.h>

enum { LR, BETA1, BETA2, EPS, L2 };

static const gr_param params[] = {
    GR_LR("0.001"),
    GR_SHARE("beta1", "0.9", "share kept of the mean of the gradient"),
    GR_SHARE("beta2", "0.999", "share kept of the mean of its square"),
    GR_POSITIVE("eps", "1e-8", "added to the root, so that nothing is divided by 0"),
    GR_AMOUNT("l2", "0", "pull towards 0, added to the gradient: l2 x"),
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

/* What is the same for all coordinates of an update. */
typedef struct shared {
    double beta1, beta2, eps, l2, rate, left1, left2;
} shared;

static GR_LANES_BODY void move_any(size_t n, const shared *s, const double *restrict gradient,
                                   double *restrict m, double *restrict v, double *restrict x)
{
    const shared k = *s;

    for (size_t i = 0; i < n; i++) {
        double g = gradient[i] + k.l2 * x[i];
        m[i] = k.beta1 * m[i] + (1 - k.beta1) * g;
        v[i] = k.beta2 * v[i] + (1 - k.beta2) * (g * g);
        x[i] -= k.rate * (m[i] / k.left1) / (sqrt(v[i] / k.left2) + k.eps);
    }
}
GR_LANES(move,
         (size_t n, const shared *s, const double *restrict gradient, double *restrict m,
          double *restrict v, double *restrict x),
         (n, s, gradient, m, v, x))

static void update(const gr_update *u, double *memory, double *x)
{
    const double *k = u->knobs;
    size_t n = u->tensors->size;
    double *m = memory, *v = memory + n, *power = memory + 2 * n;

    power[0] = gr_next_power(power[0], k[BETA1]);
    power[1] = gr_next_power(power[1], k[BETA2]);
    const shared s = { k[BETA1], k[BETA2], k[EPS], k[L2], u->rate, 1 - power[0], 1 - power[1] };
    move(n, &s, u->gradient, m, v, x);
}

static const gr_term terms[] = {
    { "g", GR_UPDATE_GRADIENT, NULL, -1, 0 },
    { "g+", GR_UPDATE_GRADIENT, "[g] + [l2]*[x]", -1, 0 },
    { "m", GR_UPDATE_STATE, "[beta1]*[m] + [1 - beta1]*[g+]", -1, 1 },
    { "v", GR_UPDATE_STATE, "[beta2]*[v] + [1 - beta2]*[(g+)^2]", 0, 2 },
    { "m^", GR_UPDATE_BIAS, "[m] / [1 - beta1^t]", -1, 0 },
    { "v^", GR_UPDATE_BIAS, "[v] / [1 - beta2^t]", 0, 0 },
    { "r", GR_UPDATE_BIAS, "sqrt([v^]) + [eps]", 0, 0 },
    { "dx", GR_UPDATE_STEP, "-[lr]*[m^] / [r]", 1, 0 },
    { "x", GR_UPDATE_STEP, "[x] + [dx]", 0, 0 },
    { .name = NULL },
};

static void explain(const gr_update *u, const double *memory, const double *x, size_t i,
                    gr_term_value *out)
{
    const double *k = u->knobs;
    size_t n = u->tensors->size;
    double left1 = 1 - gr_next_power(memory[2 * n], k[BETA1]),
           left2 = 1 - gr_next_power(memory[2 * n + 1], k[BETA2]);
    double g = u->gradient[i] + k[L2] * x[i], square = g * g;
    double m = k[BETA1] * memory[i] + (1 - k[BETA1]) * g;
    double v = k[BETA2] * memory[n + i] + (1 - k[BETA2]) * square;
    double even_m = m / left1, even_v = v / left2;
    double root = sqrt(even_v) + k[EPS], dx = -u->rate * even_m / root;

    out[0] = (gr_term_value){ u->gradient[i], { 0 } };
    out[1] = (gr_term_value){ k[L2] > 0 ? g : gr_missing(), { u->gradient[i], k[L2], x[i] } };
    out[2] = (gr_term_value){ m, { k[BETA1], memory[i], 1 - k[BETA1], g } };
    out[3] = (gr_term_value){ v, { k[BETA2], memory[n + i], 1 - k[BETA2], square } };
    out[4] = (gr_term_value){ even_m, { m, left1 } };
    out[5] = (gr_term_value){ even_v, { v, left2 } };
    out[6] = (gr_term_value){ root, { even_v, k[EPS] } };
    out[7] = (gr_term_value){ dx, { u->rate, even_m, root } };
    out[8] = (gr_term_value){ x[i] + dx, { x[i], dx } };
}

const gr_optimizer gr_optimizer_adam = {
    .name = "adam",
    .summary = "running means of the gradient and of its square: steps of about lr each way",
    .params = params,
    .slots = slots,
    .start = start,
    .update = update,
    .terms = terms,
    .explain = explain,
};
