/* Nesterov's accelerated gradient as networks use it, the gradient at x itself: v <- gamma v - g,
 * x <- x + lr (gamma v - g). (Y. Nesterov, "A method for solving the convex programming problem
 * with convergence rate O(1/k^2)", 1983; in this form: Y. Bengio, N. Boulanger-Lewandowski and
 * R. Pascanu, "Advances in Optimizing Recurrent Networks", ICASSP 2013.) While lr is constant its
 * points are those of nag_lookahead plus lr gamma v. */
#include "gradus/optimizer.h"

#include "optim_params.h"

enum { LR, GAMMA };

static const gr_param params[] = {
    GR_LR("0.01"),
    GR_SHARE("gamma", "0.9", "share of the velocity that is kept"),
    { .name = NULL },
};

static size_t slots(const gr_tensors *tensors)
{
    return tensors->size;
}

static void update(const gr_update *u, double *v, double *x)
{
    const double *g = u->gradient;
    double gamma = u->knobs[GAMMA], rate = u->rate;

    for (size_t i = 0; i < u->tensors->size; i++) {
        v[i] = gamma * v[i] - g[i];
        x[i] += rate * (gamma * v[i] - g[i]);
    }
}

static const gr_term terms[] = {
    { "g", GR_UPDATE_GRADIENT, NULL, -1, 0 },
    { "v", GR_UPDATE_STATE, "[gamma]*[v] - [g]", 1, 1 },
    { "u", GR_UPDATE_STEP, "[gamma]*[v] - [g]", 1, 0 },
    { "dx", GR_UPDATE_STEP, "[lr]*[u]", 1, 0 },
    { "x", GR_UPDATE_STEP, "[x] + [dx]", 0, 0 },
    { .name = NULL },
};

static void explain(const gr_update *u, const double *memory, const double *x, size_t i,
                    gr_term_value *out)
{
    double gamma = u->knobs[GAMMA], g = u->gradient[i], v = gamma * memory[i] - g;
    double ahead = gamma * v - g, dx = u->rate * ahead;

    out[0] = (gr_term_value){ g, { 0 } };
    out[1] = (gr_term_value){ v, { gamma, memory[i], g } };
    out[2] = (gr_term_value){ ahead, { gamma, v, g } };
    out[3] = (gr_term_value){ dx, { u->rate, ahead } };
    out[4] = (gr_term_value){ x[i] + dx, { x[i], dx } };
}

const gr_optimizer gr_optimizer_nag = {
    .name = "nag",
    .summary = "Nesterov's momentum: the velocity, with this gradient counted once more",
    .params = params,
    .slots = slots,
    .update = update,
    .terms = terms,
    .explain = explain,
};
