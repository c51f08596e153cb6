/* Gradients of programs of every size, down to the limits of the language, and copies of
 * expressions in an arena. */
#include "formulas.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "gradus/memory.h"
#include "gradus/text.h"

/* --- sizes --- */

/* 1*x + 2*x + ...: as many constants as terms. */
START_TEST(long_sums)
{
    enum { TERMS = GR_EXPRESSION_NODES / 4 };
    gr_text text = { 0 };
    double at[GR_TEST_NAMES] = { 0.25, 1, 1 }, gradient[GR_TEST_NAMES];

    for (int i = 1; i <= TERMS; i++) {
        gr_text_addf(&text, "%s%d*x", i > 1 ? "+" : "", i);
        if (i % 97 != 0 && i != TERMS)
            continue;
        ck_assert_double_eq(gr_test_gradient(gr_text_string(&text), at, gradient),
                            0.25 * i * (i + 1) / 2);
        ck_assert_double_eq(gradient[0], i * (i + 1) / 2);
    }
    gr_text_clear(&text);
}
END_TEST

/* x*x + (x*x + (...)): as many sums under way as brackets; and functions inside each other. */
START_TEST(deep_nesting)
{
    gr_text text = { 0 };
    double at[GR_TEST_NAMES] = { 3, 1, 1 }, gradient[GR_TEST_NAMES];

    for (int i = 1; i < GR_EXPRESSION_DEPTH; i++)
        gr_text_add(&text, "x*y+(");
    gr_text_add(&text, "y");
    for (int i = 1; i < GR_EXPRESSION_DEPTH; i++)
        gr_text_add(&text, ")");
    gr_test_gradient(gr_text_string(&text), at, gradient);
    ck_assert_double_eq(gradient[0], GR_EXPRESSION_DEPTH - 1);
    ck_assert_double_eq(gradient[1], 3 * (GR_EXPRESSION_DEPTH - 1) + 1);
    gr_text_clear(&text);

    for (int i = 0; i < GR_EXPRESSION_DEPTH; i++)
        gr_text_add(&text, "sin(");
    gr_text_add(&text, "x");
    for (int i = 0; i < GR_EXPRESSION_DEPTH; i++)
        gr_text_add(&text, ")");
    double inner = 3, product = 1;
    for (int i = 0; i < GR_EXPRESSION_DEPTH; i++, inner = sin(inner))
        product *= cos(inner);
    gr_test_gradient(gr_text_string(&text), at, gradient);
    ck_assert_double_eq_tol(gradient[0], product, 1e-12 * fabs(product));
    gr_text_clear(&text);
}
END_TEST

/* More variables than a pass takes, used in another order than bound, every third not at all. */
START_TEST(many_variables)
{
    enum { MANY = 400 };
    char spelled[MANY][8];
    const char *list[MANY];
    double at[MANY], gradient[MANY + 1];
    gr_text text = { 0 };

    for (int i = 0; i < MANY; i++) {
        snprintf(spelled[i], sizeof spelled[i], "v%d", i);
        list[i] = spelled[i];
        at[i] = i - 100;
    }
    gr_text_add(&text, "1");
    for (int k = 0; k < MANY; k++)
        if (k * 7 % MANY % 3 != 0)
            gr_text_addf(&text, " + %d*v%d^2", k, k * 7 % MANY);
    gr_expression *e = gr_test_bound(gr_text_string(&text), list, MANY);
    gradient[MANY] = 77;
    double value = gr_expression_gradient(e, at, gradient);
    ck_assert(gr_test_same_bits(value, gr_expression_value(e, at)));
    for (int k = 0; k < MANY; k++) {
        int i = k * 7 % MANY;
        ck_assert_double_eq(gradient[i], i % 3 != 0 ? 2.0 * k * at[i] : 0);
    }
    ck_assert_double_eq(gradient[MANY], 77);
    gr_expression_free(e);
    gr_text_clear(&text);
}
END_TEST

START_TEST(nothing_is_allocated)
{
    gr_expression *e =
        gr_test_bound("(1 - x)^2 + 100*(y - x^2)^2 + sin(z)", gr_test_names, GR_TEST_NAMES);
    double at[GR_TEST_NAMES] = { 1, 2, 3 }, gradient[GR_TEST_NAMES];

    gr_alloc_fail_at(0, false);
    gr_expression_gradient(e, at, gradient);
    ck_assert_uint_eq(gr_alloc_fail_at(0, false), 0);
    gr_expression_free(e);
}
END_TEST

/* --- copies --- */

START_TEST(a_kept_copy_stands_alone)
{
    gr_arena arena = { 0 };
    gr_expression *e = gr_test_bound("exp(x)*y - 3^z", gr_test_names, GR_TEST_NAMES), *unbound;
    double at[GR_TEST_NAMES] = { 0.5, -2, 1.5 }, before[GR_TEST_NAMES], after[GR_TEST_NAMES];
    double value = gr_expression_gradient(e, at, before);
    const gr_expression *copy = gr_expression_keep(e, &arena, NULL);

    ck_assert_ptr_nonnull(copy);
    ck_assert(
        gr_expression_bind_variables(e, (const char *[]){ "z", "y", "x" }, GR_TEST_NAMES, NULL));
    gr_expression_free(e);
    gr_assert_text(gr_expression_text(copy), "exp(x)*y - 3^z");
    ck_assert(gr_test_same_bits(gr_expression_value(copy, at), value));
    ck_assert(gr_test_same_bits(gr_expression_gradient(copy, at, after), value));
    ck_assert_mem_eq(before, after, sizeof before);
    ck_assert(gr_expression_uses(copy, GR_SOURCE_VARIABLE, 0, 2));
    unbound = gr_expression_parse("a < b", NULL);
    copy = gr_expression_keep(unbound, &arena, NULL);
    gr_expression_free(unbound);
    gr_assert_text(gr_expression_text(copy), "a < b");
    ck_assert(gr_expression_is_condition(copy));
    gr_arena_clear(&arena);
}
END_TEST

START_TEST(a_kept_copy_folds_runs)
{
    static const char *const columns[] = { "step", "f" };
    const gr_scope_run run = { .columns = columns, .column_count = 2 };
    gr_arena arena = { 0 };
    gr_expression *e = gr_expression_parse("steps_to(f < first.f/2) + 10*last.f", NULL);

    ck_assert(gr_expression_bind_runs(e, &(gr_scope){ .runs = &run, .run_count = 1 }, NULL));
    const gr_expression *copy = gr_expression_keep(e, &arena, NULL);
    gr_expression_free(e);
    gr_fold *fold = gr_fold_new(copy, NULL, NULL);
    for (int i = 0; i < 4; i++)
        gr_fold_row(fold, 0, (const double[]){ i, 8 - 2.5 * i });
    ck_assert_double_eq(gr_fold_value(fold, NULL), 2 + 10 * 0.5);
    gr_fold_free(fold);
    gr_arena_clear(&arena);
}
END_TEST

/* A long one, so that tree and binding do not fit into one piece of the arena. */
START_TEST(keeping_reports_failures)
{
    gr_text text = { 0 };
    unsigned long failures = 0;

    for (int i = 0; i < 1000; i++)
        gr_text_add(&text, "x*y+");
    gr_text_add(&text, "z");
    gr_expression *e = gr_test_bound(gr_text_string(&text), gr_test_names, GR_TEST_NAMES);
    for (unsigned long n = 1;; n++) {
        gr_arena arena = { 0 };
        gr_error err = { 0 };
        gr_alloc_fail_at(n, false);
        const gr_expression *copy = gr_expression_keep(e, &arena, &err);
        gr_alloc_fail_at(0, false);
        gr_arena_clear(&arena);
        if (copy != NULL)
            break;
        failures++;
        ck_assert_int_eq(err.kind, GR_ERROR_MEMORY);
    }
    ck_assert_uint_ge(failures, 2);
    gr_expression_free(e);
    gr_text_clear(&text);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("expression_sizes");
    TCase *sizes = gr_test_case(s, "sizes"), *copies = gr_test_case(s, "copies");

    tcase_add_test(sizes, long_sums);
    tcase_add_test(sizes, deep_nesting);
    tcase_add_test(sizes, many_variables);
    tcase_add_test(sizes, nothing_is_allocated);
    tcase_add_test(copies, a_kept_copy_stands_alone);
    tcase_add_test(copies, a_kept_copy_folds_runs);
    tcase_add_test(copies, keeping_reports_failures);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
