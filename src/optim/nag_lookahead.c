/* Nesterov's accelerated gradient, looking ahead: the gradient is taken where the velocity alone
 * would lead, v <- gamma v - g(x + lr gamma v), x <- x + lr v. (I. Sutskever, J. Martens, G. Dahl
 * and G. Hinton, "On the importance of initialization and momentum in deep learning", ICML 2013,
 * with lr outside v.) */
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

static void probe(const gr_update *u, const double *v, const double *x, double *at)
{
    double ahead = u->rate * u->knobs[GAMMA];

    for (size_t i = 0; i < u->tensors->size; i++)
        at[i] = x[i] + ahead * v[i];
}

static void update(const gr_update *u, double *v, double *x)
{
    const double *g = u->gradient;
    double gamma = u->knobs[GAMMA], rate = u->rate;

    for (size_t i = 0; i < u->tensors->size; i++) {
        v[i] = gamma * v[i] - g[i];
        x[i] += rate * v[i];
    }
}

static const gr_term terms[] = {
    { "at", GR_UPDATE_GRADIENT, "[x] + [lr]*[gamma]*[v]", 0, 0 },
    { "g", GR_UPDATE_GRADIENT, NULL, -1, 0 },
    { "v", GR_UPDATE_STATE, "[gamma]*[v] - [g]", 1, 1 },
    { "dx", GR_UPDATE_STEP, "[lr]*[v]", 1, 0 },
    { "x", GR_UPDATE_STEP, "[x] + [dx]", 0, 0 },
    { .name = NULL },
};

static void explain(const gr_update *u, const double *memory, const double *x, size_t i,
                    gr_term_value *out)
{
    double gamma = u->knobs[GAMMA], g = u->gradient[i], v = gamma * memory[i] - g;
    double at = x[i] + u->rate * gamma * memory[i], dx = u->rate * v;

    out[0] = (gr_term_value){ at, { x[i], u->rate, gamma, memory[i] } };
    out[1] = (gr_term_value){ g, { 0 } };
    out[2] = (gr_term_value){ v, { gamma, memory[i], g } };
    out[3] = (gr_term_value){ dx, { u->rate, v } };
    out[4] = (gr_term_value){ x[i] + dx, { x[i], dx } };
}

const gr_optimizer gr_optimizer_nag_lookahead = {
    .name = "nag_lookahead",
    .summary = "Nesterov's momentum: the gradient from where the velocity is about to lead",
    .params = params,
    .slots = slots,
    .probe = probe,
    .update = update,
    .terms = terms,
    .explain = explain,
};
