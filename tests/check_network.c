/* Networks: gradients against central differences, chunks, initialisers, the arithmetic of a small
 * net. */
#include "support.h"

#include "gradus/batch.h"
#include "gradus/network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 11 };

/* A network with data, and what its gradient check needs. */
typedef struct scene {
    gr_network net;
    gr_samples samples;
    gr_loss_function *loss;
    double *params, *gradient, *room;
    size_t which[ROWS];
} scene;

static void make(scene *s, const double *sizes, size_t count, gr_activation activation,
                 gr_loss_function *loss)
{
    gr_rng rng = gr_rng_seeded(9);
    bool classes = loss == gr_loss_cross_entropy;

    ck_assert(gr_network_make(&s->net, sizes, count, activation, NULL));
    s->loss = loss;
    s->samples = (gr_samples){ .count = ROWS, .inputs = s->net.inputs,
                               .targets = classes ? 1 : s->net.outputs };
    s->samples.x = calloc(ROWS * s->samples.inputs, sizeof(double));
    s->samples.t = calloc(ROWS * s->samples.targets, sizeof(double));
    for (size_t i = 0; i < ROWS * s->samples.inputs; i++)
        s->samples.x[i] = gr_rng_normal(&rng);
    for (size_t i = 0; i < ROWS * s->samples.targets; i++)
        s->samples.t[i] = classes ? (double)gr_rng_below(&rng, s->net.outputs)
                                  : gr_rng_normal(&rng);
    s->params = calloc(s->net.parameters.size, sizeof(double));
    s->gradient = calloc(s->net.parameters.size, sizeof(double));
    s->room = calloc(gr_batch_room(&s->net, &s->samples), sizeof(double));
    gr_network_init(&s->net, GR_INIT_GLOROT, &rng, s->params);
    for (size_t l = 0; l < s->net.count; l++) /* biases that are not 0 */
        for (size_t i = 0; i < s->net.layers[l].outputs; i++)
            s->params[s->net.layers[l].biases + i] = 0.3 * gr_rng_normal(&rng);
    for (size_t i = 0; i < ROWS; i++)
        s->which[i] = i;
}

static void clear(scene *s)
{
    free(s->samples.x);
    free(s->samples.t);
    free(s->params);
    free(s->gradient);
    free(s->room);
}

static double mean_loss(void *context, const double *x, double *gradient)
{
    scene *s = context;
    gr_batch batch = { &s->net, &s->samples, s->loss, x, s->which, ROWS, 1.0 / ROWS };
    gr_batch_sums sums = { .gradient = gradient };

    if (gradient != NULL)
        memset(gradient, 0, s->net.parameters.size * sizeof *gradient);
    gr_batch_add(&batch, 0, ROWS, &sums, s->room);
    return sums.loss / ROWS;
}

static gr_loss_function *const losses[] = { gr_loss_squared, gr_loss_cross_entropy };

START_TEST(gradients_are_those_of_differences)
{
    static const double sizes[] = { 3, 7, 5, 4 };
    scene s;

    make(&s, sizes, 4, (gr_activation)(_i / 2), losses[_i % 2]);
    double gap = gr_gradient_gap(mean_loss, &s, s.params, s.net.parameters.size, 1e-5, s.gradient);
    ck_assert_msg(gap < 1e-6, "%s, loss %d: %g", gr_activation_words[_i / 2], _i % 2, gap);
    clear(&s);
}
END_TEST

/* The gradient by the inputs: the same network with its inputs as parameters. */
static double by_inputs(void *context, const double *x, double *gradient)
{
    scene *s = context;
    double slope[ROWS * 8], sum = 0;
    double *room = calloc(gr_network_room(&s->net, ROWS), sizeof *room);
    const double *y = gr_network_forward(&s->net, s->params, x, ROWS, room);

    s->loss(ROWS, s->net.outputs, y, s->samples.t, 1, &sum, slope);
    if (gradient != NULL)
        gr_network_backward(&s->net, s->params, NULL, x, ROWS, slope, room, s->gradient,
                            gradient);
    free(room);
    return sum;
}

START_TEST(so_are_those_by_the_inputs)
{
    static const double sizes[] = { 3, 6, 2 };
    double gradient[ROWS * 3];
    scene s;

    make(&s, sizes, 3, (gr_activation)_i, gr_loss_squared);
    ck_assert(gr_gradient_gap(by_inputs, &s, s.samples.x, ROWS * 3, 1e-5, gradient) < 1e-6);
    clear(&s);
}
END_TEST

/* Sums over samples are the same bits, however they are cut. */
START_TEST(chunks_change_no_sum)
{
    static const double sizes[] = { 5, 8, 4, 3 };
    scene s;

    make(&s, sizes, 4, GR_ACTIVATION_TANH, gr_loss_cross_entropy);
    double whole = mean_loss(&s, s.params, s.gradient);
    double *cut = calloc(s.net.parameters.size, sizeof *cut);
    gr_batch batch = { &s.net, &s.samples, s.loss, s.params, s.which, ROWS, 1.0 / ROWS };
    gr_batch_sums sums = { .gradient = cut };
    gr_batch_add(&batch, 0, 5, &sums, s.room);
    gr_batch_add(&batch, 5, ROWS, &sums, s.room);
    ck_assert_double_eq(sums.loss / ROWS, whole);
    ck_assert_mem_eq(cut, s.gradient, s.net.parameters.size * sizeof *cut);
    free(cut);
    clear(&s);
}
END_TEST

/* 1-2-1 by hand: h = relu(W x + b), y = V h + c. */
START_TEST(a_small_net_by_hand)
{
    static const double sizes[] = { 1, 2, 1 };
    static const double params[] = { 2, -1, 0.5, 0.25, 3, 4, -1 };
    double x = 1.5, room[64];
    gr_network net;

    ck_assert(gr_network_make(&net, sizes, 3, GR_ACTIVATION_RELU, NULL));
    ck_assert_uint_eq(net.parameters.size, 7);
    ck_assert_uint_le(gr_network_room(&net, 1), 64);
    ck_assert_double_eq(*gr_network_forward(&net, params, &x, 1, room), 3 * 3.5 - 1);
}
END_TEST

START_TEST(parameters_are_counted)
{
    static const double sizes[] = { 5, 8, 4, 3 };
    gr_network net;

    ck_assert(gr_network_make(&net, sizes, 4, GR_ACTIVATION_RELU, NULL));
    ck_assert_uint_eq(net.parameters.size, 99);
    ck_assert_uint_eq(net.parameters.count, 6);
    ck_assert_str_eq(net.tensors[4].name, "W3");
}
END_TEST

/* Glorot: variance 2/(in + out), He: 2/in; within three standard errors. */
START_TEST(initialisers_have_their_variance)
{
    static const double sizes[] = { 100, 150 };
    enum { COUNT = 15000 };
    gr_rng rng = gr_rng_seeded(2);
    gr_network net;
    double *params = calloc(COUNT + 150, sizeof *params), squares = 0;

    ck_assert(gr_network_make(&net, sizes, 2, GR_ACTIVATION_RELU, NULL));
    gr_network_init(&net, (gr_initializer)_i, &rng, params);
    for (int i = 0; i < COUNT; i++)
        squares += params[i] * params[i] / COUNT;
    double variance = _i == GR_INIT_HE ? 2.0 / 100 : 2.0 / 250, kurtosis = _i == GR_INIT_HE ? 3 : 1.8;
    ck_assert_double_eq_tol(squares, variance, 3 * variance * sqrt((kurtosis - 1) / COUNT));
    for (int i = 0; i < 150; i++)
        ck_assert_double_eq(params[COUNT + i], 0);
    free(params);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("network");
    TCase *all = gr_test_case(s, "networks");

    tcase_add_loop_test(all, gradients_are_those_of_differences, 0, 2 * GR_ACTIVATIONS);
    tcase_add_loop_test(all, so_are_those_by_the_inputs, 0, GR_ACTIVATIONS);
    tcase_add_test(all, chunks_change_no_sum);
    tcase_add_test(all, a_small_net_by_hand);
    tcase_add_test(all, parameters_are_counted);
    tcase_add_loop_test(all, initialisers_have_their_variance, 0, GR_INITS);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
