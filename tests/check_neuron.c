/* The experiment `neuron`: sums made by hand, and every activation and many nets against a forward
 * pass that is written the other way round, from the last layer back, in long double and with the C
 * library's functions. */
#include "runs.h"

#include "gradus/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { STEP, LAYER, UNIT, TERM, PARTIAL, OUTPUT, COLUMNS };

static const gr_experiment *experiment(void)
{
    return gr_experiment_find("neuron", NULL);
}

static gr_run *run_of(const char *settings)
{
    return gr_test_run(experiment(), settings, gr_test_keep);
}

/* --- by hand --- */

/* The whole trace as CSV, behind its header. */
static void check_rows(gr_run *run, const char *expected)
{
    static const char header[] = "step,layer,unit,term,partial,output\n";

    gr_test_seek(run, gr_run_length(run));
    char *text = gr_test_trace(run);
    char *rows = strstr(text, header);
    ck_assert_msg(rows != NULL, "%s", text);
    gr_assert_text(rows + strlen(header), expected);
    free(text);
    gr_run_free(run);
}

START_TEST(test_rows_by_hand)
{
    check_rows(run_of("activation=identity"), "0,,,,,\n1,0,0,1,1,\n2,0,0,-3,-2,\n"
                                              "3,0,0,0.25,-1.75,\n4,0,0,,-1.75,-1.75\n");
    check_rows(run_of("activation=step"), "0,,,,,\n1,0,0,1,1,\n2,0,0,-3,-2,\n"
                                          "3,0,0,0.25,-1.75,\n4,0,0,,-1.75,0\n");
    check_rows(run_of("activation=relu bias=2.5"),
               "0,,,,,\n1,0,0,1,1,\n2,0,0,-3,-2,\n3,0,0,2.5,0.5,\n4,0,0,,0.5,0.5\n");
    check_rows(run_of("layers=1-2-1 inputs=3 weights=2,-2,1,0.5 bias=1 activation=relu"),
               "0,,,,,\n1,0,0,6,6,\n2,0,0,1,7,\n3,0,0,,7,7\n4,0,1,-6,-6,\n5,0,1,1,-5,\n"
               "6,0,1,,-5,0\n7,1,0,7,7,\n8,1,0,0,7,\n9,1,0,1,8,\n10,1,0,,8,8\n");
}
END_TEST

/* The last row of a single neuron that has the sum `sum`. */
static double output_at(const char *activation, double sum)
{
    char settings[200], text[GR_NUMBER_SIZE];
    double row[COLUMNS];

    gr_number_exact(sum, text);
    snprintf(settings, sizeof settings, "layers=1-1 inputs=%s weights=1 bias=0 activation=%s", text,
             activation);
    gr_run *run = run_of(settings);
    gr_test_seek(run, 3);
    gr_run_row(run, row);
    ck_assert(row[PARTIAL] == sum);
    gr_run_free(run);
    return row[OUTPUT];
}

/* Closed forms: sigmoid and tanh of logarithms are fractions. */
START_TEST(test_closed_forms)
{
    for (int n = 1; n <= 50; n++) {
        double z = log(n);
        ck_assert_double_eq_tol(output_at("sigmoid", z), n / (n + 1.0), 1e-15);
        ck_assert_double_eq_tol(output_at("sigmoid", -z), 1 / (n + 1.0), 1e-15);
        ck_assert_double_eq_tol(output_at("tanh", z), (n * n - 1.0) / (n * n + 1.0), 1e-15);
        ck_assert_double_eq_tol(output_at("tanh", -z), (1.0 - n * n) / (n * n + 1.0), 1e-15);
        ck_assert(output_at("relu", n) == n && output_at("relu", -n) == 0);
        ck_assert(output_at("step", n) == 1 && output_at("step", -n) == 0);
        ck_assert(output_at("identity", n) == n && output_at("identity", -n) == -n);
    }
    ck_assert(output_at("step", 0) == 1 && output_at("step", -5e-324) == 0);
    ck_assert(output_at("sigmoid", 0) == 0.5 && output_at("tanh", 0) == 0);
    ck_assert(output_at("sigmoid", 1e6) == 1 && output_at("sigmoid", -1e6) == 0);
}
END_TEST

/* --- against another forward pass --- */

enum { DEEP = 5, WIDE = 6 };

typedef struct net {
    size_t sizes[DEEP], layers; /* weight layers */
    double inputs[WIDE], weights[DEEP][WIDE][WIDE], bias;
    const char *activation;
} net;

static long double activate(const char *name, long double z)
{
    if (strcmp(name, "sigmoid") == 0)
        return (1 + tanhl(z / 2)) / 2;
    if (strcmp(name, "tanh") == 0)
        return 1 - 2 / (expl(2 * z) + 1);
    if (strcmp(name, "relu") == 0)
        return (z + fabsl(z)) / 2;
    return strcmp(name, "step") == 0 ? !signbit(z) || z == 0 : z;
}

static long double output_of(const net *n, size_t layer, size_t unit);

/* What stands at place `i` before layer `layer`. */
static long double input_of(const net *n, size_t layer, size_t i)
{
    return layer == 0 ? (long double)n->inputs[i] : output_of(n, layer - 1, i);
}

/* The sum of a unit with its last parts left out; parts - 1 is added first. */
static long double partial_of(const net *n, size_t layer, size_t unit, size_t parts)
{
    long double sum = 0;

    for (size_t i = parts; i > 0; i--)
        sum += i == n->sizes[layer] + 1
                   ? (long double)n->bias
                   : (long double)n->weights[layer][unit][i - 1] * input_of(n, layer, i - 1);
    return sum;
}

static long double output_of(const net *n, size_t layer, size_t unit)
{
    return activate(n->activation, partial_of(n, layer, unit, n->sizes[layer] + 1));
}

static double draw(uint64_t *state)
{
    return (double)(gr_splitmix64(state) >> 11) * 0x1p-52 - 1;
}

static void make_net(net *n, uint64_t *state, const char *activation)
{
    *n = (net){ .layers = 1 + gr_splitmix64(state) % 3, .activation = activation };
    for (size_t l = 0; l <= n->layers; l++)
        n->sizes[l] = 1 + gr_splitmix64(state) % 4;
    for (size_t l = 0; l < n->layers; l++)
        for (size_t u = 0; u < n->sizes[l + 1]; u++)
            for (size_t i = 0; i < n->sizes[l]; i++)
                n->weights[l][u][i] = 3 * draw(state);
    for (size_t i = 0; i < n->sizes[0]; i++)
        n->inputs[i] = 2 * draw(state);
    n->bias = draw(state);
}

/* ",0.5", or "0.5" where the list begins. */
static void add_number(gr_text *list, bool first, double value)
{
    char text[GR_NUMBER_SIZE];

    gr_number_exact(value, text);
    gr_text_addf(list, "%s%s", first ? "" : ",", text);
}

static gr_run *run_net(const net *n)
{
    gr_text settings = { 0 };

    gr_text_addf(&settings, "activation=%s layers=%zu", n->activation, n->sizes[0]);
    for (size_t l = 1; l <= n->layers; l++)
        gr_text_addf(&settings, "-%zu", n->sizes[l]);
    gr_text_add(&settings, " bias=");
    add_number(&settings, true, n->bias);
    gr_text_add(&settings, " inputs=");
    for (size_t i = 0; i < n->sizes[0]; i++)
        add_number(&settings, i == 0, n->inputs[i]);
    gr_text_add(&settings, " weights=");
    for (size_t l = 0; l < n->layers; l++)
        for (size_t u = 0; u < n->sizes[l + 1]; u++)
            for (size_t i = 0; i < n->sizes[l]; i++)
                add_number(&settings, l + u + i == 0, n->weights[l][u][i]);
    gr_run *run = run_of(gr_text_string(&settings));
    gr_text_clear(&settings);
    return run;
}

static void assert_near(double is, long double should)
{
    ck_assert_msg(fabsl(is - should) <= 1e-12L * fmaxl(1, fabsl(should)), "%.17g, not %.17Lg", is,
                  should);
}

/* The row of one step: part `part` of a unit. */
static void check_part(gr_run *run, const net *n, size_t layer, size_t unit, size_t part)
{
    size_t inputs = n->sizes[layer];
    double row[COLUMNS];

    gr_test_seek(run, gr_run_step_number(run) + 1);
    gr_run_row(run, row);
    ck_assert(row[LAYER] == (double)layer && row[UNIT] == (double)unit);
    ck_assert_int_eq(gr_is_missing(row[TERM]), part > inputs);
    ck_assert_int_eq(gr_is_missing(row[OUTPUT]), part <= inputs);
    if (part <= inputs) {
        long double before = partial_of(n, layer, unit, part);
        assert_near(row[PARTIAL], partial_of(n, layer, unit, part + 1));
        assert_near(row[TERM], partial_of(n, layer, unit, part + 1) - before);
    } else {
        assert_near(row[PARTIAL], partial_of(n, layer, unit, inputs + 1));
        assert_near(row[OUTPUT], output_of(n, layer, unit));
    }
}

static const char *const activations[] = { "identity", "step", "sigmoid", "tanh", "relu" };

START_TEST(test_against_another_pass)
{
    uint64_t state = 20 + (uint64_t)_i;

    for (int k = 0; k < 60; k++) {
        net n;
        make_net(&n, &state, activations[_i]);
        gr_run *run = run_net(&n);
        for (size_t l = 0; l < n.layers; l++)
            for (size_t u = 0; u < n.sizes[l + 1]; u++)
                for (size_t part = 0; part < n.sizes[l] + 2; part++)
                    check_part(run, &n, l, u, part);
        ck_assert_int_eq(gr_run_state(run), GR_RUN_FINISHED);
        ck_assert_int_eq(gr_run_step_number(run), gr_run_length(run));
        gr_run_free(run);
    }
}
END_TEST

/* Without an activation two layers are one: the product of their matrices. */
START_TEST(test_collapse)
{
    uint64_t state = 7;
    double deep[COLUMNS], flat[COLUMNS];

    for (int k = 0; k < 40; k++) {
        net two, one;
        make_net(&two, &state, "identity");
        two.layers = 2;
        two.sizes[0] = two.sizes[1] = 3;
        two.sizes[2] = 1;
        two.bias = 0;
        one = two;
        one.layers = 1;
        one.sizes[1] = 1;
        for (size_t i = 0; i < 3; i++) {
            two.weights[1][0][i] = draw(&state);
            for (size_t u = 0; u < 3; u++)
                two.weights[0][u][i] = draw(&state);
            two.inputs[i] = one.inputs[i] = draw(&state);
        }
        for (size_t i = 0; i < 3; i++) {
            one.weights[0][0][i] = 0;
            for (size_t u = 0; u < 3; u++)
                one.weights[0][0][i] += two.weights[1][0][u] * two.weights[0][u][i];
        }
        gr_run *a = run_net(&two), *b = run_net(&one);
        gr_test_seek(a, gr_run_length(a));
        gr_test_seek(b, gr_run_length(b));
        gr_run_row(a, deep);
        gr_run_row(b, flat);
        assert_near(deep[OUTPUT], flat[OUTPUT]);
        gr_run_free(a);
        gr_run_free(b);
    }
}
END_TEST

START_TEST(test_diverges)
{
    double row[COLUMNS];
    gr_run *run = run_of("inputs=1e200 weights=1,1e200");

    ck_assert(gr_run_steps(run, 10, NULL));
    ck_assert_int_eq(gr_run_state(run), GR_RUN_DIVERGED);
    gr_run_row(run, row);
    ck_assert(row[STEP] == 2 && isinf(row[TERM]) && isinf(row[PARTIAL]));
    gr_run_free(run);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("neuron");
    TCase *all = gr_test_case(s, "neuron");

    tcase_add_test(all, test_rows_by_hand);
    tcase_add_test(all, test_closed_forms);
    tcase_add_test(all, test_collapse);
    tcase_add_test(all, test_diverges);
    tcase_add_loop_test(all, test_against_another_pass, 0, (int)GR_LEN(activations));
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
