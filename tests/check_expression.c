/* The language of expressions: values, precedence, powers, typed numbers. Messages and limits are
 * in check_expression_text.c, what is asked of runs in check_expression_fold.c. */
#include "gradus/expression.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gradus/elementary.h"
#include "gradus/memory.h"
#include "gradus/number.h"
#include "support.h"

static const char *const names[] = { "x", "y", "z", "optimizer.beta1" };
static const double point[] = { 3, -2, 0.5, 0.9 };

static bool same(double a, double b)
{
    return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof a) == 0;
}

static double value_at(const char *text, const double *variables)
{
    gr_error err = { 0 };
    gr_expression *e = gr_expression_parse(text, &err);

    ck_assert_msg(e != NULL, "%s: %s", text, err.message);
    gr_assert_text(gr_expression_text(e), text);
    ck_assert_msg(gr_expression_bind_variables(e, names, GR_LEN(names), &err), "%s: %s", text,
                  err.message);
    double value = gr_expression_value(e, variables);
    gr_expression_free(e);
    return value;
}

/* --- values --- */

/* clang-format off */
static const struct {
    const char *text;
    double value;
} values[] = {
    { "0", 0 }, { "7", 7 }, { "0.04", 0.04 }, { "4e-2", 0.04 }, { ".5", 0.5 }, { "5.", 5 },
    { "1e3", 1000 }, { "1E+3", 1000 }, { "1.5e-7", 1.5e-7 }, { "1e-400", 0 }, { "007", 7 },
    { "  7\n", 7 }, { "\t7", 7 }, { "pi", 3.141592653589793 }, { "inf", INFINITY },
    { "-inf", -INFINITY }, { "nan", NAN }, { "true", 1 }, { "false", 0 }, { "x", 3 },
    { "y", -2 }, { "optimizer.beta1", 0.9 }, { "(x)", 3 }, { "((x))", 3 }, { "+x", 3 },
    { "-x", -3 }, { "--x", 3 }, { "-+-x", 3 }, { "-y", 2 }, { "-0", -0.0 }, { "0*-1", -0.0 },
    { "x+y", 1 }, { "x-y", 5 }, { "x*y", -6 }, { "x/y", -1.5 }, { "x - -y", 1 }, { "x--y", 1 },
    { "x*-y", 6 }, { "x/-y", 1.5 }, { "1/0", INFINITY }, { "-1/0", -INFINITY }, { "0/0", NAN },
    { "1/25", 0.04 }, { "0.1+0.2", 0.1 + 0.2 }, { "1+2+3", 6 }, { "10-3-2", 5 }, { "2*3*4", 24 },
    { "64/4/2", 8 }, { "2+3*4", 14 }, { "(2+3)*4", 20 }, { "2*3+4", 10 }, { "20-6/2", 17 },
    { "8/2*4", 16 }, { "5*8+2", 42 }, { "2^10", 1024 }, { "2^3^2", 512 }, { "(2^3)^2", 64 },
    { "-2^2", -4 }, { "(-2)^2", 4 }, { "2^-1", 0.5 }, { "2^-2^2", 0.0625 }, { "2^+3", 8 },
    { "2*3^2", 18 }, { "-x^2", -9 }, { "x^y", 1.0 / 9 }, { "y^x", -8 }, { "4^z", 2 },
    { "x^0", 1 }, { "nan^0", 1 }, { "0^0", 1 }, { "0^-1", INFINITY }, { "10^-3", 0.001 },
    { "2^64", 18446744073709551616.0 }, { "2^-64", 5.421010862427522e-20 }, { "x^1", 3 },
    { "x^2", 9 }, { "x^2*y^2", 36 }, { "x^2^2", 81 }, { "(x+y)^2", 1 }, { "(x*y)^2", 36 },
    { "1-x^2-y^2", -12 }, { "2^(1+1)", 4 }, { "x^(5-3)", 9 }, { "pow(2, 10)", 1024 },
    { "pow(x, 2)", 9 }, { "pow(2, 3)^2", 64 }, { "(-8)^(1/3)", NAN }, { "inf-inf", NAN },
    { "x < y", 0 }, { "x > y", 1 }, { "x <= 3", 1 }, { "x >= 3", 1 }, { "x == 3", 1 },
    { "x != 3", 0 }, { "x < 3", 0 }, { "x > 3", 0 }, { "0 == -0", 1 }, { "nan == nan", 0 },
    { "nan != nan", 1 }, { "nan < 1", 0 }, { "nan > 1", 0 }, { "nan <= nan", 0 }, { "1 >= nan", 0 },
    { "nan != 1", 1 }, { "inf == inf", 1 }, { "x < 5 and y < 0", 1 }, { "x < 5 and y > 0", 0 },
    { "x > 5 or y < 0", 1 }, { "x > 5 or y > 0", 0 }, { "not x > 5", 1 }, { "not not 7", 1 },
    { "not 0", 1 }, { "not nan", 1 }, { "nan or 0", 0 }, { "nan and 1", 0 }, { "2 and 3", 1 },
    { "0 or -1", 1 }, { "true or false and false", 1 }, { "(true or false) and false", 0 },
    { "not true or true", 1 }, { "not (true or true)", 0 }, { "not 1 == 2", 1 },
    { "1 + (2 < 3)", 2 }, { "(1 < 2) < 3", 1 }, { "1 + 1 == 2", 1 }, { "2 == 1 + 1", 1 },
    { "exp(0)", 1 }, { "log(1)", 0 }, { "log(0)", -INFINITY }, { "sqrt(16)", 4 },
    { "sqrt(2)", 1.4142135623730951 }, { "sqrt(-1)", NAN }, { "abs(y)", 2 }, { "abs(-0)", 0 },
    { "sin(0)", 0 }, { "cos(0)", 1 }, { "tanh(0)", 0 }, { "tanh(inf)", 1 }, { "-abs(y)", -2 },
    { "abs(y)^2", 4 }, { "sqrt(x^2+4^2)", 5 }, { "exp(log(1))", 1 }, { "min(x, y)", -2 },
    { "max(x, y)", 3 }, { "min(x, y, -5, 4)", -5 }, { "max(1, 2, 3, 2, 1)", 3 },
    { "min(nan, 1)", NAN }, { "min(1, nan)", NAN }, { "max(nan, 1, 2)", NAN },
    { "max(1, 2, nan)", NAN }, { "min(0, -0)", 0 }, { "min(-0, 0)", -0.0 }, { "max(-0, 0)", -0.0 },
    { "min(x + 1, x * 2)", 4 }, { "max(min(x, 1), min(y, 0))", 1 }, { "min(x, y) * 2", -4 },
    { "(1 - x)^2 + 100 * (y - x^2)^2", 12104 }, { "x * x - y * y * z", 7 },
    { "(x + y) * (x - y) / (x * y)", 5.0 / -6 }, { "x^3 - 3*x*y^2", -9 },
    { "1 / (1 + x) - 1 / (1 - y)", 1.0 / 4 - 1.0 / 3 },
};
/* clang-format on */

START_TEST(values_by_hand)
{
    for (size_t i = 0; i < GR_LEN(values); i++) {
        double value = value_at(values[i].text, point);
        ck_assert_msg(same(value, values[i].value), "%s = %.17g, not %.17g", values[i].text, value,
                      values[i].value);
        ck_assert(!gr_is_missing(value));
    }
}
END_TEST

START_TEST(functions_are_the_elementary_ones)
{
    ck_assert(same(value_at("exp(x)", point), gr_exp(3)));
    ck_assert(same(value_at("log(x)", point), gr_log(3)));
    ck_assert(same(value_at("sin(x)", point), gr_sin(3)));
    ck_assert(same(value_at("cos(x)", point), gr_cos(3)));
    ck_assert(same(value_at("tanh(x)", point), gr_tanh(3)));
    ck_assert(same(value_at("x^z", point), gr_pow(3, 0.5)));
    ck_assert(same(value_at("x^65", point), gr_pow(3, 65)));
    ck_assert(same(value_at("pow(x, 2.5)", point), gr_pow(3, 2.5)));
}
END_TEST

/* Left: as written. Right: the same with every parenthesis. */
static const char *const precedence[][2] = {
    { "x + y * z", "x + (y * z)" },
    { "x * y + z", "(x * y) + z" },
    { "x - y - z", "(x - y) - z" },
    { "x / y / z", "(x / y) / z" },
    { "x / y * z", "(x / y) * z" },
    { "x ^ y ^ 2", "x ^ (y ^ 2)" },
    { "-x ^ 2", "-(x ^ 2)" },
    { "-x * y", "(-x) * y" },
    { "-x + y", "(-x) + y" },
    { "x * -y ^ 2", "x * (-(y ^ 2))" },
    { "x ^ -y ^ 2 * z", "(x ^ (-(y ^ 2))) * z" },
    { "x ^ -y + z", "(x ^ (-y)) + z" },
    { "x + y < z * 2", "(x + y) < (z * 2)" },
    { "not x < y", "not (x < y)" },
    { "not x + y", "not (x + y)" },
    { "not x and y", "(not x) and y" },
    { "not x or not y", "(not x) or (not y)" },
    { "x and y or z", "(x and y) or z" },
    { "x or y and z", "x or (y and z)" },
    { "x < y and y < z or z < x", "((x < y) and (y < z)) or (z < x)" },
    { "x and not y < z", "x and (not (y < z))" },
    { "x == y and y != z", "(x == y) and (y != z)" },
    { "-x < -y", "(-x) < (-y)" },
};

START_TEST(precedence_is_as_documented)
{
    static const double levels[] = { -2, -1, 0, 1, 3, NAN };
    enum { N = sizeof levels / sizeof levels[0] };

    for (size_t i = 0; i < GR_LEN(precedence); i++) {
        for (size_t k = 0; k < (size_t)N * N * N; k++) {
            double at[] = { levels[k % N], levels[k / N % N], levels[k / N / N], 0 };
            ck_assert_msg(same(value_at(precedence[i][0], at), value_at(precedence[i][1], at)),
                          "%s at %g %g %g", precedence[i][0], at[0], at[1], at[2]);
        }
    }
}
END_TEST

/* a * a * a ... from left to right; 1 / that; the same bits however the exponent comes. */
START_TEST(powers_multiply_from_left_to_right)
{
    static const double bases[] = { 3, -1.1, 0.7, 1e-9, 1.0000001, 1e200, -0.0, INFINITY };
    char text[64];

    for (size_t b = 0; b < GR_LEN(bases); b++) {
        double product = 1;
        for (int n = 0; n <= GR_EXPRESSION_POWER; n++, product *= bases[b]) {
            double at[] = { bases[b], n, -n, 0 };
            snprintf(text, sizeof text, "x^%d", n);
            ck_assert(same(value_at(text, at), product));
            snprintf(text, sizeof text, "x^-%d", n);
            ck_assert(same(value_at(text, at), n == 0 ? 1 : 1 / product));
            ck_assert(same(value_at("x^y", at), product));
            ck_assert(same(value_at("pow(x, y)", at), product));
            ck_assert(same(value_at("x^z", at), n == 0 ? 1 : 1 / product));
            snprintf(text, sizeof text, "(%.17g)^%d", bases[b], n); /* folded when bound */
            ck_assert(same(value_at(text, at), product));
        }
    }
}
END_TEST

START_TEST(conditions_are_known)
{
    static const char *const conditions[] = { "x < 1", "not x",    "x and y",  "x or y",
                                              "true",  "(x == 1)", "diverged", "run[2].finished",
                                              "+(x<y)" };
    static const char *const numbers[] = { "x",
                                           "1",
                                           "x + (y < 1)",
                                           "min(x < y, 1)",
                                           "-(x < y)",
                                           "steps_to(x < 1)",
                                           "last.diverged",
                                           "abs(true)" };

    for (size_t i = 0; i < GR_LEN(conditions); i++) {
        gr_expression *e = gr_expression_parse(conditions[i], NULL);
        ck_assert_msg(e != NULL && gr_expression_is_condition(e), "%s", conditions[i]);
        gr_expression_free(e);
    }
    for (size_t i = 0; i < GR_LEN(numbers); i++) {
        gr_expression *e = gr_expression_parse(numbers[i], NULL);
        ck_assert_msg(e != NULL && !gr_expression_is_condition(e), "%s", numbers[i]);
        gr_expression_free(e);
    }
}
END_TEST

START_TEST(binding_again_replaces_and_failing_keeps)
{
    static const char *const other[] = { "y", "x" };
    gr_expression *e = gr_expression_parse("x - y", NULL);
    gr_error err;

    ck_assert(gr_expression_bind_variables(e, names, GR_LEN(names), NULL));
    ck_assert(gr_expression_uses(e, GR_SOURCE_VARIABLE, 0, 0));
    ck_assert(gr_expression_uses(e, GR_SOURCE_VARIABLE, 0, 1));
    ck_assert(!gr_expression_uses(e, GR_SOURCE_VARIABLE, 0, 2));
    ck_assert(!gr_expression_uses_run(e, 0));
    ck_assert(!gr_expression_bind_variables(e, names, 1, &err));
    gr_assert_text(err.message, "column 5: unknown name 'y'; this expression may use: x");
    ck_assert_double_eq(gr_expression_value(e, point), 5);
    ck_assert(gr_expression_bind_variables(e, other, 2, NULL));
    ck_assert_double_eq(gr_expression_value(e, point), -5);
    gr_expression_free(e);
}
END_TEST

/* --- typed numbers --- */

START_TEST(typed_numbers)
{
    static const struct {
        const char *text;
        double value;
    } good[] = { { "1e-3", 0.001 },   { "1/25", 0.04 },
                 { "2^10", 1024 },    { "-(3+4)", -7 },
                 { "inf", INFINITY }, { "-inf", -INFINITY },
                 { " 0.04 ", 0.04 },  { "pi", 0x1.921fb54442d18p1 },
                 { "sqrt(4)", 2 },    { "min(1, 2)", 1 },
                 { "+5", 5 },         { "-0", -0.0 } };
    static const char *const bad[] = {
        "0.04x",  "",      " ",     "x",    "1,5",   "nan", "0/0",
        "1 < 2",  "true",  "1 2",   "0x10", "2e",    "$a",  "min(1)",
        "last.f", "1e999", "first", "--",   "1_000", "1;2", "1e-3.5"
    };
    gr_error err;

    for (size_t i = 0; i < GR_LEN(good); i++) {
        double value = 77;
        ck_assert_msg(gr_expression_number(good[i].text, &value, &err), "%s", good[i].text);
        ck_assert_msg(same(value, good[i].value), "%s = %.17g", good[i].text, value);
    }
    for (size_t i = 0; i < GR_LEN(bad); i++) {
        double value = 77;
        char expected[128];
        ck_assert_msg(!gr_expression_number(bad[i], &value, &err), "%s", bad[i]);
        ck_assert_double_eq(value, 77);
        snprintf(expected, sizeof expected, "'%s' is not a number; write 0.04, 4e-2 or 1/25",
                 bad[i]);
        gr_assert_text(err.message, expected);
        ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
        ck_assert(!gr_expression_number(bad[i], &value, NULL));
    }
}
END_TEST

START_TEST(allocation_failures_are_reported)
{
    for (unsigned long n = 1;; n++) {
        gr_error err = { 0 };
        double value = 77;
        gr_alloc_fail_at(n, n % 2 == 0);
        bool ok = gr_expression_number("1 + 2 * (3 - 1/25)", &value, &err);
        unsigned long asked = gr_alloc_fail_at(0, false);
        if (ok) {
            ck_assert_uint_eq(n, 3); /* the tree and the program */
            break;
        }
        ck_assert_uint_ge(asked, n);
        ck_assert_int_eq(err.kind, GR_ERROR_MEMORY);
        gr_assert_message(err, "out of memory");
        ck_assert_double_eq(value, 77);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("expression");
    TCase *value = gr_test_case(s, "values"), *number = gr_test_case(s, "numbers");

    tcase_add_test(value, values_by_hand);
    tcase_add_test(value, functions_are_the_elementary_ones);
    tcase_add_test(value, precedence_is_as_documented);
    tcase_add_test(value, powers_multiply_from_left_to_right);
    tcase_add_test(value, conditions_are_known);
    tcase_add_test(value, binding_again_replaces_and_failing_keeps);
    tcase_add_test(number, typed_numbers);
    tcase_add_test(number, allocation_failures_are_reported);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
