/* Momentum in the lecture's form: v <- gamma v - g; x <- x + lr v, v = 0 at first. (B. T. Polyak,
 * "Some methods of speeding up the convergence of iteration methods", 1964.) The rate stands
 * outside v: with a schedule that differs from forms that have it inside. */
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
    double gamma = u->knobs[GAMMA];

    for (size_t i = 0; i < u->tensors->size; i++) {
        v[i] = gamma * v[i] - u->gradient[i];
        x[i] += u->rate * v[i];
    }
}

static const gr_term terms[] = {
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
    double dx = u->rate * v;

    out[0] = (gr_term_value){ g, { 0 } };
    out[1] = (gr_term_value){ v, { gamma, memory[i], g } };
    out[2] = (gr_term_value){ dx, { u->rate, v } };
    out[3] = (gr_term_value){ x[i] + dx, { x[i], dx } };
}

const gr_optimizer gr_optimizer_momentum = {
    .name = "momentum",
    .summary = "a heavy ball: steps add up along the valley and cancel across it",
    .params = params,
    .slots = slots,
    .update = update,
    .terms = terms,
    .explain = explain,
};
