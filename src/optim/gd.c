/* Gradient descent: x <- x - lr g. (A.-L. Cauchy, "Methode generale pour la resolution des systemes
 * d'equations simultanees", 1847.) */
#include "gradus/optimizer.h"

#include "gradus/lanes.h"
#include "optim_params.h"

static const gr_param params[] = { GR_LR("0.01"), { .name = NULL } };

static size_t slots(const gr_tensors *tensors)
{
    (void)tensors;
    return 0;
}

static GR_LANES_BODY void move_any(size_t n, double rate, const double *restrict g,
                                   double *restrict x)
{
    for (size_t i = 0; i < n; i++)
        x[i] -= rate * g[i];
}
GR_LANES(move, (size_t n, double rate, const double *restrict g, double *restrict x),
         (n, rate, g, x))

static void update(const gr_update *u, double *memory, double *x)
{
    (void)memory;
    move(u->tensors->size, u->rate, u->gradient, x);
}

static const gr_term terms[] = {
    { "g", GR_UPDATE_GRADIENT, NULL, -1, 0 },
    { "dx", GR_UPDATE_STEP, "-[lr]*[g]", 1, 0 },
    { "x", GR_UPDATE_STEP, "[x] + [dx]", 0, 0 },
    { .name = NULL },
};

static void explain(const gr_update *u, const double *memory, const double *x, size_t i,
                    gr_term_value *out)
{
    double g = u->gradient[i], dx = -u->rate * g;

    (void)memory;
    out[0] = (gr_term_value){ g, { 0 } };
    out[1] = (gr_term_value){ dx, { u->rate, g } };
    out[2] = (gr_term_value){ x[i] + dx, { x[i], dx } };
}

const gr_optimizer gr_optimizer_gd = {
    .name = "gd",
    .summary = "gradient descent: straight down, lr times as far as it is steep",
    .params = params,
    .slots = slots,
    .update = update,
    .terms = terms,
    .explain = explain,
};
