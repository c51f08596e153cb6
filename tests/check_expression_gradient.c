/* Gradients of expressions: against closed forms in the C library's functions, against central
 * differences, and at the points where a rule has to be chosen. The value beside each is compared
 * with gr_expression_value bit by bit. */
#include "formulas.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "gradus/memory.h"
#include "gradus/number.h"
#include "gradus/random.h"
#include "gradus/text.h"

static void check_near(const char *text, size_t i, double actual, double expected, double tolerance)
{
    ck_assert_msg(fabs(actual - expected) <= tolerance * (1 + fabs(expected)),
                  "d/d%s %s = %.17g, not %.17g", gr_test_names[i], text, actual, expected);
}

/* --- closed forms --- */

typedef struct form {
    const char *text;
    double by_x, by_y;
} form;

static void check_forms(const form *forms, size_t count, const double *at)
{
    for (size_t i = 0; i < count; i++) {
        double gradient[GR_TEST_NAMES];
        gr_test_gradient(forms[i].text, at, gradient);
        check_near(forms[i].text, 0, gradient[0], forms[i].by_x, 1e-13);
        check_near(forms[i].text, 1, gradient[1], forms[i].by_y, 1e-13);
        ck_assert(gr_test_same_bits(gradient[2], 0));
    }
}

/* clang-format off */
static void check_rational(double x, double y)
{
    const form forms[] = {
        { "7", 0, 0 }, { "x", 1, 0 }, { "y", 0, 1 }, { "-x", -1, 0 }, { "--y", 0, 1 },
        { "x + y", 1, 1 }, { "x - y", 1, -1 }, { "x * y", y, x }, { "x / y", 1 / y, -x / y / y },
        { "3/x", -3 / x / x, 0 }, { "x + x", 2, 0 }, { "x * x", 2 * x, 0 }, { "x / x", 0, 0 },
        { "x - x", 0, 0 }, { "x^0", 0, 0 }, { "x^1", 1, 0 }, { "x^2", 2 * x, 0 },
        { "x^3", 3 * x * x, 0 }, { "x^7", 7 * pow(x, 6), 0 }, { "x^-1", -1 / x / x, 0 },
        { "x^-2", -2 / (x * x * x), 0 },
        { "(x*y)^3", 3 * x * x * y * y * y, 3 * x * x * x * y * y },
        { "x^64", 64 * pow(x, 63), 0 }, { "x^65", 65 * pow(x, 64), 0 },
        { "x^-64", -64 * pow(x, -65), 0 }, { "pow(x, 5)", 5 * pow(x, 4), 0 },
        { "(x + 2*y)^2", 2 * (x + 2 * y), 4 * (x + 2 * y) }, { "2^3 * x", 8, 0 },
        { "x^4 - 3*x^3 + 2", 4 * x * x * x - 9 * x * x, 0 }, { "(1 + x)*(1 - x)", -2 * x, 0 },
        { "(1 - x)^2 + 100*(y - x^2)^2", -2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x) },
        { "x*y*x*y", 2 * x * y * y, 2 * x * x * y },
        { "1/(1 + x^2)", -2 * x / pow(1 + x * x, 2), 0 },
        { "(x - y)/(3 + y)", 1 / (3 + y), -(3 + x) / (3 + y) / (3 + y) },
        { "pi*x + (x < y)", 3.141592653589793, 0 }, { "x*(y > 0) + y*(y <= 0)", y > 0, !(y > 0) },
        { "abs(x)", x > 0 ? 1 : -1, 0 }, { "x*abs(y)", fabs(y), y > 0 ? x : -x },
        { "min(x, y)", x <= y, x > y }, { "max(x, y)", x >= y, x < y },
        { "max(x*y, -1, y)", x * y >= -1 && x * y >= y ? y : 0,
          x * y >= -1 && x * y >= y ? x : y > -1 },
        { "x and y", 0, 0 }, { "x*(x or y) + (not y)", 1, 0 }, { "y + (x == x)", 0, 1 },
    };

    check_forms(forms, GR_LEN(forms), (const double[GR_TEST_NAMES]){ x, y, 5 });
}

static void check_transcendental(double x, double y)
{
    double u = fabs(x), s = sin(x * y), c = cos(x * y), sign = x > 0 ? 1 : -1;
    const form forms[] = {
        { "exp(x)", exp(x), 0 }, { "log(abs(x))", 1 / x, 0 },
        { "sqrt(abs(x))", sign / 2 / sqrt(u), 0 },
        { "sin(x)", cos(x), 0 }, { "cos(x)", -sin(x), 0 },
        { "tanh(x)", 1 / cosh(x) / cosh(x), 0 }, { "sin(x*y)", y * c, x * c },
        { "cos(x*y)", -y * s, -x * s },
        { "exp(-x^2/2)*y", -x * y * exp(-x * x / 2), exp(-x * x / 2) },
        { "log(1 + x^2 + y^2)", 2 * x / (1 + x * x + y * y), 2 * y / (1 + x * x + y * y) },
        { "abs(x)^0.5", sign * 0.5 / sqrt(u), 0 }, { "abs(x)^2.5", sign * 2.5 * pow(u, 1.5), 0 },
        { "abs(x)^-1.5", -sign * 1.5 * pow(u, -2.5), 0 }, { "2^y", 0, log(2) * pow(2, y) },
        { "abs(x)^y", sign * y * pow(u, y - 1), log(u) * pow(u, y) }, { "0^exp(y)", 0, 0 },
        { "abs(x)^x", sign * pow(u, x) * (x / u) + pow(u, x) * log(u), 0 },
        { "exp(y*log(abs(x)))", sign * y * pow(u, y - 1), log(u) * pow(u, y) },
        { "sqrt(x^2 + y^2)", x / hypot(x, y), y / hypot(x, y) },
        { "tanh(3*x - y)", 3 / pow(cosh(3 * x - y), 2), -1 / pow(cosh(3 * x - y), 2) },
        { "sin(cos(x))", -cos(cos(x)) * sin(x), 0 },
        { "exp(exp(x/4))", exp(exp(x / 4) + x / 4) / 4, 0 },
    };

    check_forms(forms, GR_LEN(forms), (const double[GR_TEST_NAMES]){ x, y, 5 });
}
/* clang-format on */

START_TEST(closed_forms)
{
    static const double points[][2] = { { 2.385, 0.771 },  { 0.31, -1.93 },     { -1.2, 1 },
                                        { -2.7, -0.449 },  { 1.25, 1.2500001 }, { -0.013, 3.1 },
                                        { 1e-3, -2.0017 }, { 0.9, 0.07 } };

    for (size_t i = 0; i < GR_LEN(points); i++) {
        check_rational(points[i][0], points[i][1]);
        check_transcendental(points[i][0], points[i][1]);
    }
}
END_TEST

/* Digits stay where 1 - tanh^2 would have none. */
START_TEST(flat_tails_keep_their_digits)
{
    for (int i = 0; i <= 60; i++) {
        double at[GR_TEST_NAMES] = { i % 2 ? -5 * i : 5 * i, 0, 0 }, gradient[GR_TEST_NAMES];
        double expected = pow(2 / (exp(at[0]) + exp(-at[0])), 2);
        gr_test_gradient("tanh(x)", at, gradient);
        ck_assert_msg(fabs(gradient[0] - expected) <= 1e-13 * expected, "%g: %g, not %g", at[0],
                      gradient[0], expected);
    }
}
END_TEST

/* --- where a rule has to be chosen --- */

#define INF INFINITY

static const struct {
    const char *text;
    double x, y, by_x, by_y;
} special[] = {
    { "abs(x)", 0, 0, 0, 0 },
    { "abs(x)", -0.0, 0, 0, 0 },
    { "abs(x)*y", 0, 3, 0, 0 },
    { "min(x, y)", 2, 2, 1, 0 },
    { "min(y, x)", 2, 2, 0, 1 },
    { "max(x, y)", 2, 2, 1, 0 },
    { "max(y, x)", 2, 2, 0, 1 },
    { "max(x, y, 2*x)", 0, 0, 1, 0 },
    { "max(0, x)", 0, 0, 0, 0 },
    { "max(x, 0)", 0, 0, 1, 0 },
    { "min(nan, x)", 0, 0, NAN, NAN },
    { "sqrt(x)", 0, 0, INF, 0 },
    { "sqrt(x) + y", 0, 0, INF, 1 },
    { "sqrt(x*y)", 0, 0, 0, 0 },
    { "sqrt(x^2)", 0, 0, 0, 0 },
    { "sqrt(x^2 + y^2)", 0, 0, 0, 0 },
    { "sqrt(x^2 + y^2)", 0, 2, 0, 1 },
    { "x*sqrt(y)", 0, 0, 0, NAN },
    { "sqrt(x)*sqrt(x)", 0, 0, NAN, 0 },
    { "max(sqrt(x), 1)", 0, 0, 0, 0 },
    { "x*(1/y)", 0, 4, 0.25, 0 },
    { "log(x)", 0, 0, INF, 0 },
    { "log(x) + y", 0, 0, INF, 1 },
    { "log(x)", -1, 0, NAN, NAN },
    { "sqrt(x)", -1, 0, NAN, NAN },
    { "y + 0*(sqrt(x) > 1)", -1, 2, 0, 1 },
    { "1/x", 0, 0, -INF, 0 },
    { "1/x + y", 0, 0, -INF, 1 },
    { "y/x", 0, 1, -INF, INF },
    { "exp(-1/x^2)", 0, 0, 0, 0 },
    { "0/x", 5, 0, 0, 0 },
    { "x^0", 0, 0, 0, 0 },
    { "x^1", 0, 0, 1, 0 },
    { "x^2", 0, 0, 0, 0 },
    { "x^3", 0, 0, 0, 0 },
    { "x^-1", 0, 0, -INF, 0 },
    { "x^0.5", 0, 0, INF, 0 },
    { "y + x^0.5", 0, 0, INF, 1 },
    { "x^2.5", 0, 0, 0, 0 },
    { "x^2.5 + y", -2, 0, NAN, NAN },
    { "x^3", -2, 0, 12, 0 },
    { "x^-2", -2, 0, 0.25, 0 },
    { "x^65", -1, 0, 65, 0 },
    { "x^(y*0 + 2)", 3, 7, 6, 0 },
    { "x^(y*0 + 2)", -3, 7, -6, 0 },
    { "x^y", -3, 2, -6, NAN },
    { "x^y", 0, 2, 0, 0 },
    { "x^y", 0, 1, 1, 0 },
    { "x^y", 0, 0.5, INF, 0 },
    { "x^y", 0, 0, 0, -INF },
    { "x^y", 1, 5, 5, 0 },
    { "(y - y)^0.5 + x", 1, 5, 1, 0 },
    { "x^(sqrt(y)*0 + 1)", 4, 1, 1, 0 },
    { "2^x", INF, 0, INF, 0 },
    { "0.5^x", INF, 0, 0, 0 },
    { "x^inf", 0.5, 0, 0, 0 },
    { "x < y", 1, 1, 0, 0 },
    { "x == y", 1, 1, 0, 0 },
    { "not x", 0, 1, 0, 0 },
    { "nan", 1, 1, NAN, NAN },
    { "x - inf", 1, 1, 1, 0 },
    { "x*inf", 0, 0, NAN, NAN },
    { "exp(x)", 1000, 0, INF, 0 },
    { "exp(x)", -1000, 0, 0, 0 },
    { "exp(x)", -INF, 0, 0, 0 },
    { "tanh(x)", INF, 0, 0, 0 },
    { "sin(x)", INF, 0, NAN, NAN },
    { "-(y^2)", 3, 0, 0, 0 },
    { "-x*y", -0.0, 0, 0, 0 },
};

START_TEST(chosen_rules)
{
    for (size_t i = 0; i < GR_LEN(special); i++) {
        double at[GR_TEST_NAMES] = { special[i].x, special[i].y, 9 },
               gradient[GR_TEST_NAMES] = { 7, 7, 7 };
        double value = gr_test_gradient(special[i].text, at, gradient);
        ck_assert_msg(gr_test_same_bits(gradient[0], special[i].by_x) &&
                          gr_test_same_bits(gradient[1], special[i].by_y),
                      "%s at %g %g: %g %g", special[i].text, at[0], at[1], gradient[0],
                      gradient[1]);
        ck_assert(isnan(value) ? isnan(gradient[2]) : gr_test_same_bits(gradient[2], 0));
    }
}
END_TEST

/* A gr_missing() that goes in comes out as the plain NaN. */
START_TEST(missing_numbers_are_plain)
{
    double at[GR_TEST_NAMES] = { gr_missing(), 1, 1 }, gradient[GR_TEST_NAMES];

    ck_assert(!gr_is_missing(gr_test_gradient("x", at, gradient)));
    for (size_t i = 0; i < GR_TEST_NAMES; i++)
        ck_assert(isnan(gradient[i]) && !gr_is_missing(gradient[i]));
    gr_test_gradient("y*(x == x)", at, gradient);
    ck_assert(gr_test_same_bits(gradient[0], 0) && gr_test_same_bits(gradient[1], 0));
}
END_TEST

/* --- random expressions --- */

/* What the generator calls the variables. */
typedef struct writer {
    gr_rng rng;
    const char *names[GR_TEST_NAMES];
    const char *const *forms; /* each # is a part */
    size_t count;
    gr_text text;
} writer;

static void write_leaf(writer *w)
{
    static const char *const numbers[] = { "2", "0.3", "1", "3", "0.5", "pi" };
    size_t i = gr_rng_below(&w->rng, GR_TEST_NAMES + 2);

    gr_text_add(&w->text,
                i < GR_TEST_NAMES ? w->names[i] : numbers[gr_rng_below(&w->rng, GR_LEN(numbers))]);
}

static void write_random(writer *w, int depth)
{
    if (depth == 0 || gr_rng_below(&w->rng, 8) == 0) {
        write_leaf(w);
        return;
    }
    for (const char *f = w->forms[gr_rng_below(&w->rng, w->count)]; *f != '\0'; f++) {
        if (*f == '#')
            write_random(w, depth - 1);
        else
            gr_text_addf(&w->text, "%c", *f);
    }
}

static const char *const smooth[] = {
    "(# + #)",
    "(# - #)",
    "# * #",
    "sin(#)",
    "cos(#)",
    "tanh(#)",
    "exp(tanh(#))",
    "sqrt(1 + (#)^2)",
    "-(#)",
    "(#) / (2 + sin(#))",
    "sin(#)^3",
    "log(2 + cos(#))",
    "(2 + cos(#))^-2",
    "(1 + #)",
    "(1.5 + sin(#))^tanh(#)",
    "(# + 2)^2",
    "(2 + cos(#))^2.5",
    "tanh(#) ^ 5",
    "abs(3 + tanh(#))",
    "max(#, -50)",
    "min(#, 50)",
};

static const char *const wild[] = {
    "(# + #)",    "(# - #)",     "# * #",    "# / #",    "-(#)",      "(#) ^ (#)",    "(#)^2",
    "(#)^3",      "(#)^-1",      "exp(#)",   "log(#)",   "sqrt(#)",   "abs(#)",       "sin(#)",
    "cos(#)",     "tanh(#)",     "min(#,#)", "max(#,#)", "(# < #)",   "(# or not #)", "(# == #)",
    "max(#,#,#)", "pow(#, 0.5)", "(#)^2.5",  "(# >= #)", "(# and #)", "(#)^64",       "(# != #)",
};

static double along_axis(const gr_expression *e, const double *at, size_t axis, double h)
{
    double there[GR_TEST_NAMES], back[GR_TEST_NAMES];

    memcpy(there, at, sizeof there);
    memcpy(back, at, sizeof back);
    there[axis] += h;
    back[axis] -= h;
    return (gr_expression_value(e, there) - gr_expression_value(e, back)) /
           (there[axis] - back[axis]);
}

/* Central differences with Richardson's correction; *doubt is how far they can be trusted. */
static double difference(const gr_expression *e, const double *at, size_t axis, double *doubt)
{
    double far = along_axis(e, at, axis, 4e-3), half = along_axis(e, at, axis, 2e-3),
           near = along_axis(e, at, axis, 1e-3);
    double coarse = (4 * half - far) / 3, fine = (4 * near - half) / 3;

    *doubt = fabs(coarse - fine);
    return fine;
}

START_TEST(random_smooth_against_differences)
{
    size_t trusted = 0, all = 0;
    writer w = { .names = { "x", "y", "z" }, .forms = smooth, .count = GR_LEN(smooth) };

    for (uint64_t seed = 0; seed < 3000; seed++) {
        w.rng = gr_rng_seeded(seed);
        gr_text_clear(&w.text);
        write_random(&w, 1 + (int)(seed % 5));
        const char *text = gr_text_string(&w.text);
        double at[GR_TEST_NAMES] = { gr_rng_normal(&w.rng), 0.7, gr_rng_uniform(&w.rng) },
               gradient[GR_TEST_NAMES];
        gr_test_gradient(text, at, gradient);
        gr_expression *e = gr_test_bound(text, gr_test_names, GR_TEST_NAMES);
        for (size_t i = 0; i < GR_TEST_NAMES; i++, all++) {
            double doubt, expected = difference(e, at, i, &doubt), bound_on = 1 + fabs(expected);
            trusted += doubt < 1e-6 * bound_on;
            ck_assert_msg(fabs(gradient[i] - expected) <= 2 * doubt + 1e-8 * bound_on,
                          "d/d%s %s: %.12g, not %.12g", gr_test_names[i], text, gradient[i],
                          expected);
        }
        gr_expression_free(e);
    }
    gr_text_clear(&w.text);
    ck_assert_uint_gt(trusted, all / 10 * 9);
}
END_TEST

/* The gradient of the same expression with all variables but one replaced by their numbers. */
static double alone(writer *w, uint64_t seed, int depth, size_t axis, const double *at)
{
    char numbers[GR_TEST_NAMES][40];
    double gradient;

    for (size_t i = 0; i < GR_TEST_NAMES; i++) {
        snprintf(numbers[i], sizeof numbers[i], "(%.17g)", at[i]);
        w->names[i] = i == axis ? gr_test_names[i] : numbers[i];
    }
    w->rng = gr_rng_seeded(seed);
    gr_text_clear(&w->text);
    write_random(w, depth);
    gr_expression *e = gr_test_bound(gr_text_string(&w->text), &gr_test_names[axis], 1);
    gr_expression_gradient(e, &at[axis], &gradient);
    gr_expression_free(e);
    return gradient;
}

/* All variables at once give what each gives alone, among numbers that are folded when bound. */
START_TEST(random_wild_one_by_one)
{
    static const double levels[] = { 0, 1, -1, 2, 0.5, -0.3, 3, 1e-5, -7.25 };
    size_t finite = 0;
    writer w = { .forms = wild, .count = GR_LEN(wild) };

    for (uint64_t seed = 0; seed < 6000; seed++) {
        int depth = 1 + (int)(seed % 4);
        double at[GR_TEST_NAMES], gradient[GR_TEST_NAMES];
        for (size_t i = 0, k = seed; i < GR_TEST_NAMES; i++, k /= GR_LEN(levels)) {
            at[i] = levels[k % GR_LEN(levels)];
            w.names[i] = gr_test_names[i];
        }
        w.rng = gr_rng_seeded(seed);
        gr_text_clear(&w.text);
        write_random(&w, depth);
        finite += isfinite(gr_test_gradient(gr_text_string(&w.text), at, gradient)) != 0;
        for (size_t i = 0; i < GR_TEST_NAMES; i++) {
            double expected = alone(&w, seed, depth, i, at);
            ck_assert_msg(gr_test_same_bits(gradient[i], expected), "d/d%s %s: %g, not %g",
                          gr_test_names[i], gr_text_string(&w.text), gradient[i], expected);
        }
    }
    gr_text_clear(&w.text);
    ck_assert_uint_gt(finite, 3000);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("expression_gradient");
    TCase *rules = gr_test_case(s, "rules"), *random = gr_test_case(s, "random");

    tcase_add_test(rules, closed_forms);
    tcase_add_test(rules, flat_tails_keep_their_digits);
    tcase_add_test(rules, chosen_rules);
    tcase_add_test(rules, missing_numbers_are_plain);
    tcase_add_test(random, random_smooth_against_differences);
    tcase_add_test(random, random_wild_one_by_one);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
