/* RMSProp: the gradient over the root of a running mean of its square, without correction of the
 * mean's start at 0. (T. Tieleman and G. Hinton, "Lecture 6.5 - rmsprop", COURSERA: Neural Networks
 * for Machine Learning, 2012; eps is added behind the root.) With gamma the quotients are summed
 * into a velocity b <- gamma b + u; the rate stands outside it. */
#include "gradus/optimizer.h"

#include "gradus/number.h"
#include "optim_params.h"

#include <math.h>

enum { LR, GAMMA, RHO, EPS };

static const gr_param params[] = {
    GR_LR("0.01"),
    GR_SHARE("gamma", "0", "share of the velocity that is kept"),
    GR_SHARE("rho", "0.99", "share kept of the mean of the square of the gradient"),
    GR_POSITIVE("eps", "1e-8", "added to the root, so that nothing is divided by 0"),
    { .name = NULL },
};

/* v, then b. */
static size_t slots(const gr_tensors *tensors)
{
    return 2 * tensors->size;
}

static void update(const gr_update *u, double *v, double *x)
{
    const double *g = u->gradient;
    double gamma = u->knobs[GAMMA], rho = u->knobs[RHO], eps = u->knobs[EPS], rate = u->rate;
    size_t n = u->tensors->size;
    double *b = v + n;

    for (size_t i = 0; i < n; i++) {
        v[i] = rho * v[i] + (1 - rho) * (g[i] * g[i]);
        b[i] = gamma * b[i] + g[i] / (sqrt(v[i]) + eps);
        x[i] -= rate * b[i];
    }
}

static const gr_term terms[] = {
    { "g", GR_UPDATE_GRADIENT, NULL, -1, 0 },
    { "v", GR_UPDATE_STATE, "[rho]*[v] + [1 - rho]*[g^2]", 0, 1 },
    { "r", GR_UPDATE_STATE, "sqrt([v]) + [eps]", 0, 0 },
    { "u", GR_UPDATE_STATE, "[g] / [r]", -1, 0 },
    { "b", GR_UPDATE_STATE, "[gamma]*[b] + [u]", -1, 2 },
    { "dx", GR_UPDATE_STEP, "-[lr]*[b]", 1, 0 },
    { "x", GR_UPDATE_STEP, "[x] + [dx]", 0, 0 },
    { .name = NULL },
};

static void explain(const gr_update *u, const double *memory, const double *x, size_t i,
                    gr_term_value *out)
{
    double gamma = u->knobs[GAMMA], rho = u->knobs[RHO], eps = u->knobs[EPS];
    double old_v = memory[i], old_b = memory[u->tensors->size + i];
    double g = u->gradient[i], square = g * g, v = rho * old_v + (1 - rho) * square;
    double root = sqrt(v) + eps, even = g / root, b = gamma * old_b + even, dx = -u->rate * b;

    out[0] = (gr_term_value){ g, { 0 } };
    out[1] = (gr_term_value){ v, { rho, old_v, 1 - rho, square } };
    out[2] = (gr_term_value){ root, { v, eps } };
    out[3] = (gr_term_value){ even, { g, root } };
    out[4] = (gr_term_value){ gamma > 0 ? b : gr_missing(), { gamma, old_b, even } };
    out[5] = (gr_term_value){ dx, { u->rate, b } };
    out[6] = (gr_term_value){ x[i] + dx, { x[i], dx } };
}

const gr_optimizer gr_optimizer_rmsprop = {
    .name = "rmsprop",
    .summary = "the gradient over the root of a running mean of its square",
    .params = params,
    .slots = slots,
    .update = update,
    .terms = terms,
    .explain = explain,
};
