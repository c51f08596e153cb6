#include "activation.h"

#include "gradus/elementary.h"
#include "gradus/lanes.h"

#include <math.h>
#include <string.h>

const char *const gr_activation_words[] = { "identity", "sigmoid", "tanh", "relu", "softplus",
                                            NULL };

/* --- forwards --- */

static void identity(size_t count, const double *x, double *y)
{
    memcpy(y, x, count * sizeof *y);
}

/* 1 / (1 + e^-|x|), mirrored: no overflow on either side. */
static void sigmoid(size_t count, const double *x, double *y)
{
    for (size_t i = 0; i < count; i++)
        y[i] = -fabs(x[i]);
    gr_exp_array(count, y, y);
    for (size_t i = 0; i < count; i++)
        y[i] = x[i] >= 0 ? 1 / (1 + y[i]) : y[i] / (1 + y[i]);
}

#define FORWARD_PARAMETERS (size_t count, const double *restrict x, double *restrict y)
#define BACKWARD_PARAMETERS                                                                        \
    (size_t count, const double *restrict x, const double *restrict y, double *restrict slope)

/* What is not a number stays so. */
static GR_LANES_BODY void relu_any FORWARD_PARAMETERS
{
    for (size_t i = 0; i < count; i++)
        y[i] = x[i] < 0 ? 0 : x[i];
}
GR_LANES(relu, FORWARD_PARAMETERS, (count, x, y))

/* log(1 + e^x) = max(x, 0) + log(1 + e^-|x|). */
static void softplus(size_t count, const double *x, double *y)
{
    for (size_t i = 0; i < count; i++)
        y[i] = -fabs(x[i]);
    gr_exp_array(count, y, y);
    gr_log1p_array(count, y, y);
    for (size_t i = 0; i < count; i++)
        y[i] += x[i] > 0 ? x[i] : 0;
}

/* --- backwards --- */

static void identity_back(size_t count, const double *x, const double *y, double *slope)
{
    (void)count, (void)x, (void)y, (void)slope;
}

static GR_LANES_BODY void sigmoid_back_any BACKWARD_PARAMETERS
{
    (void)x;
    for (size_t i = 0; i < count; i++)
        slope[i] *= y[i] * (1 - y[i]);
}
GR_LANES(sigmoid_back, BACKWARD_PARAMETERS, (count, x, y, slope))

static GR_LANES_BODY void tanh_back_any BACKWARD_PARAMETERS
{
    (void)x;
    for (size_t i = 0; i < count; i++)
        slope[i] *= 1 - y[i] * y[i];
}
GR_LANES(tanh_back, BACKWARD_PARAMETERS, (count, x, y, slope))

/* At the kink the slope is 0. */
static GR_LANES_BODY void relu_back_any BACKWARD_PARAMETERS
{
    (void)y;
    for (size_t i = 0; i < count; i++)
        slope[i] = x[i] > 0 ? slope[i] : 0;
}
GR_LANES(relu_back, BACKWARD_PARAMETERS, (count, x, y, slope))

/* The derivative is the sigmoid, 1 - e^-softplus. */
static void softplus_back(size_t count, const double *x, const double *y, double *slope)
{
    (void)x;
    for (size_t i = 0; i < count; i++)
        slope[i] *= -gr_expm1(-y[i]);
}

static const struct {
    void (*forward)(size_t count, const double *x, double *y);
    void (*backward)(size_t count, const double *x, const double *y, double *slope);
} activations[] = {
    [GR_ACTIVATION_IDENTITY] = { identity, identity_back },
    [GR_ACTIVATION_SIGMOID] = { sigmoid, sigmoid_back },
    [GR_ACTIVATION_TANH] = { gr_tanh_array, tanh_back },
    [GR_ACTIVATION_RELU] = { relu, relu_back },
    [GR_ACTIVATION_SOFTPLUS] = { softplus, softplus_back },
};

_Static_assert(GR_LEN(activations) == GR_ACTIVATIONS, "each activation has a row");

void gr_activate(gr_activation activation, size_t count, const double *before, double *after)
{
    activations[activation].forward(count, before, after);
}

void gr_activate_back(gr_activation activation, size_t count, const double *before,
                      const double *after, double *slope)
{
    activations[activation].backward(count, before, after, slope);
}
