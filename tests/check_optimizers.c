/* What must be true of every optimizer, looped over the registry: its knobs and their ranges, that
 * its arithmetic as told is its arithmetic as done, and that ordinary input gives numbers. What the
 * rules say is in check_optimizer_rules.c. */
#include "support.h"
#include "walk.h"

#include "gradus/elementary.h"
#include "gradus/expression.h"
#include "gradus/memory.h"
#include "gradus/number.h"
#include "gradus/random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A vector, a matrix, a number, a column; the matrix is longer than 8 in neither direction, the
 * second one in both. */
static const char *const shapes[] = { "1x5 4x3 1x1 3x1", "2x1 9x11 1x2" };

static const gr_optimizer *optimizer_at(int index)
{
    return gr_optimizer_at((size_t)index);
}

static bool same(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0 || (a == 0 && b == 0);
}

/* --- the rows --- */

/* Names and knobs with their defaults, in order, as lessons rely on them. */
static const struct {
    const char *name, *knobs;
} rows[] = {
    { "gd", "lr=0.01 " },
    { "momentum", "lr=0.01 gamma=0.9 " },
    { "nag", "lr=0.01 gamma=0.9 " },
    { "nag_lookahead", "lr=0.01 gamma=0.9 " },
    { "adagrad", "lr=0.01 accumulator=0 lr_decay=0 eps=1e-10 " },
    { "rmsprop", "lr=0.01 gamma=0 rho=0.99 eps=1e-8 " },
    { "adam", "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-8 l2=0 " },
    { "adamw", "lr=0.001 beta1=0.9 beta2=0.999 eps=1e-8 weight_decay=0.01 " },
    { "lion", "lr=0.0001 beta1=0.9 beta2=0.99 weight_decay=0 " },
    { "signum", "lr=0.0001 beta=0.9 weight_decay=0 " },
    { "adafactor", "lr=0.01 relative=yes cap=0.01 scale=yes clip=1 eps2=0.001 weight_decay=0 " },
};

START_TEST(test_rows)
{
    const gr_optimizer *optimizer = optimizer_at(_i);
    gr_text knobs = { 0 };

    ck_assert_uint_eq(gr_optimizer_count(), GR_LEN(rows));
    gr_assert_text(optimizer->name, rows[_i].name);
    gr_assert_text(gr_optimizer_family.member((size_t)_i), rows[_i].name);
    ck_assert(optimizer->summary[0] != '\0');
    ck_assert_uint_le(gr_optimizer_knobs(optimizer), GR_OPTIMIZER_KNOBS);
    for (const gr_param *param = optimizer->params; param->name != NULL; param++) {
        gr_text_addf(&knobs, "%s=%s ", param->name, param->initial);
        ck_assert(param->live == (strcmp(param->name, "accumulator") != 0));
    }
    gr_assert_text(gr_text_string(&knobs), rows[_i].knobs);
    gr_text_clear(&knobs);
}
END_TEST

static size_t operands_of(const gr_term *term)
{
    size_t count = 0;

    for (const char *f = term->formula; f != NULL && *f != '\0'; f++)
        count += *f == '[';
    return count;
}

START_TEST(test_terms)
{
    const gr_optimizer *optimizer = optimizer_at(_i);
    size_t count = gr_optimizer_terms(optimizer);

    ck_assert(count >= 3 && count <= GR_TERMS);
    for (size_t i = 0; i < count; i++) {
        const gr_term *term = &optimizer->terms[i];
        ck_assert(strlen(term->name) <= 4);
        ck_assert(operands_of(term) <= GR_TERM_OPERANDS);
        ck_assert(abs(term->arrow) <= 1 && term->slot >= 0);
        ck_assert(i == 0 || term->part >= term[-1].part);
        for (size_t k = 0; k < i; k++)
            ck_assert_str_ne(term->name, optimizer->terms[k].name);
    }
    gr_assert_text(optimizer->terms[count - 1].name, "x");
    gr_assert_text(optimizer->terms[count - 2].name, "dx");
    ck_assert(optimizer->terms[count - 1].part == GR_UPDATE_STEP);
    ck_assert(optimizer->terms[count - 2].arrow == 1);
}
END_TEST

/* --- ranges --- */

static const struct {
    const char *knobs, *taken, *refused;
} ranges[] = {
    { "lr l2 weight_decay accumulator lr_decay", "0 5e-324 0.5 1 1e300", "-5e-324 -1 inf nan" },
    { "gamma beta beta1 beta2 rho", "0 0.5 0.9999999999999999", "1 1.5 -5e-324 inf nan" },
    { "eps eps2 cap clip", "5e-324 0.5 1 1e300", "0 -5e-324 -1 inf nan" },
    { "relative scale", "yes no", "0.5 2 maybe" },
};

static bool in_list(const char *list, const char *word)
{
    size_t length = strlen(word);

    for (const char *at = list; (at = strstr(at, word)) != NULL; at++)
        if ((at == list || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
            return true;
    return false;
}

static void check_values(const gr_values *start, const char *knob, const char *list, bool taken)
{
    char *copy = strdup(list), *rest = copy;

    for (char *one; (one = strsep(&rest, " ")) != NULL;) {
        gr_values values;
        gr_error err;
        ck_assert(gr_values_copy(&values, start, NULL));
        ck_assert_msg(gr_values_set(&values, knob, one, &err) == taken, "%s=%s", knob, one);
        gr_values_clear(&values);
    }
    free(copy);
}

START_TEST(test_ranges)
{
    static const gr_param params[] = { { .name = "optimizer",
                                         .kind = GR_PARAM_FAMILY,
                                         .initial = "gd",
                                         .family = &gr_optimizer_family },
                                       { .name = NULL } };
    const gr_optimizer *optimizer = optimizer_at(_i);
    gr_values values;

    ck_assert(gr_values_init(&values, params, NULL));
    ck_assert(gr_values_set(&values, "optimizer", optimizer->name, NULL));
    for (const gr_param *param = optimizer->params; param->name != NULL; param++) {
        size_t k = 0;
        while (k < GR_LEN(ranges) && !in_list(ranges[k].knobs, param->name))
            k++;
        ck_assert_msg(k < GR_LEN(ranges), "%s has no range here", param->name);
        check_values(&values, param->name, ranges[k].taken, true);
        check_values(&values, param->name, ranges[k].refused, false);
    }
    gr_values_clear(&values);
}
END_TEST

/* --- as told and as done --- */

/* A value from inside the range of a knob, the ends that belong to it among them. */
static double random_knob(const gr_param *param, gr_rng *rng)
{
    double u = gr_rng_uniform(rng), size = gr_rng_uniform(rng);

    if (param->kind == GR_PARAM_YESNO)
        return u < 0.5;
    if (!param->low_open && u < 0.2)
        return param->low;
    return isinf(param->high) ? gr_pow(10, 6 * size - 6) : param->low + size * (1 - param->low);
}

static void random_knobs(gr_walk *walk, gr_rng *rng, bool live)
{
    for (size_t i = 0; walk->optimizer->params[i].name != NULL; i++)
        if (!live || walk->optimizer->params[i].live)
            walk->knobs[i] = random_knob(&walk->optimizer->params[i], rng);
    walk->rate = walk->knobs[0];
}

/* Numbers of all sizes, and zeros of both signs. */
static void random_numbers(double *x, size_t n, gr_rng *rng)
{
    for (size_t i = 0; i < n; i++) {
        double kind = gr_rng_uniform(rng), size = gr_rng_normal(rng);
        x[i] = gr_rng_normal(rng) * gr_exp(2 * size);
        x[i] = kind < 0.05 ? 0 : kind < 0.1 ? -0.0 : x[i];
    }
}

static void put_exact(void *context, size_t operand, gr_text *out)
{
    char number[GR_NUMBER_SIZE];

    gr_number_exact(((const double *)context)[operand], number);
    gr_text_addf(out, "(%s)", number);
}

/* As on a sheet, where a sign joins the one before it. */
static void put_bare(void *context, size_t operand, gr_text *out)
{
    char number[GR_NUMBER_SIZE];

    gr_number_exact(((const double *)context)[operand], number);
    gr_text_add(out, number);
}

/* The formula of a term, worked out by the language of typed numbers, is its value. */
static void check_formula(const gr_term *term, const gr_term_value *value, const char *name,
                          gr_operand_put *put)
{
    gr_text text = { 0 };
    double result;
    gr_error err;
    bool sign = strncmp(term->formula, "sign", 4) == 0; /* which the language has not */
    const gr_term bare = { .formula = sign ? term->formula + 4 : term->formula };

    gr_term_write(&bare, put, (void *)value->operands, &text);
    const char *whole = gr_text_string(&text);
    ck_assert_msg(put == put_exact || (strstr(whole, " + -") == NULL || strchr(whole, '*') != NULL),
                  "%s, %s: two signs in %s", name, term->name, whole);
    ck_assert_msg(gr_expression_number(whole, &result, &err), "%s: %s", whole, err.message);
    result = sign ? (result > 0) - (result < 0) : result;
    ck_assert_msg(fabs(result - value->value) <= 1e-12 * fabs(value->value) + 1e-300,
                  "%s, %s: %s is %.17g, not %.17g", name, term->name, whole, result, value->value);
    gr_text_clear(&text);
}

static void check_told(const gr_walk *before, const gr_walk *after, size_t i, const double *at)
{
    const gr_update update = gr_walk_next(before);
    const gr_term *terms = before->optimizer->terms;
    size_t count = gr_optimizer_terms(before->optimizer), n = before->tensors.size;
    gr_term_value values[GR_TERMS];

    before->optimizer->explain(&update, before->slots, before->x, i, values);
    for (size_t k = 0; k < count; k++) {
        double value = values[k].value;
        if (gr_is_missing(value))
            continue;
        if (terms[k].formula != NULL)
            check_formula(&terms[k], &values[k], before->optimizer->name, put_exact);
        if (terms[k].formula != NULL)
            check_formula(&terms[k], &values[k], before->optimizer->name, put_bare);
        if (terms[k].slot > 0)
            ck_assert_msg(same(value, after->slots[((size_t)terms[k].slot - 1) * n + i]),
                          "%s of %zu", terms[k].name, i);
        if (strcmp(terms[k].name, "at") == 0)
            ck_assert_msg(same(value, at[i]), "probe of %zu", i);
        if (strcmp(terms[k].name, "g") == 0)
            ck_assert(same(value, before->gradient[i]));
    }
    ck_assert_msg(same(values[count - 1].value, after->x[i]), "%s: x of %zu is %.17g, told %.17g",
                  before->optimizer->name, i, after->x[i], values[count - 1].value);
}

/* A walk whose x and slots are its own; the rest is that of the other. */
static void copy_walk(gr_walk *copy, const gr_walk *walk)
{
    size_t bytes = walk->slot_count * sizeof *walk->slots;

    *copy = *walk;
    copy->x = malloc(walk->tensors.size * sizeof *copy->x);
    copy->slots = malloc(bytes > 0 ? bytes : 1);
    memcpy(copy->x, walk->x, walk->tensors.size * sizeof *copy->x);
    memcpy(copy->slots, walk->slots, bytes);
}

static void free_copy(gr_walk *copy)
{
    free(copy->x);
    free(copy->slots);
}

static void move_and_compare(gr_walk *walk)
{
    const gr_update update = gr_walk_next(walk);
    gr_walk before;
    double *at = calloc(walk->tensors.size, sizeof *at);

    copy_walk(&before, walk);
    if (walk->optimizer->probe != NULL)
        walk->optimizer->probe(&update, walk->slots, walk->x, at);
    gr_walk_move(walk);
    for (size_t i = 0; i < walk->tensors.size; i++)
        check_told(&before, walk, i, at);
    free_copy(&before);
    free(at);
}

START_TEST(test_explain_is_update)
{
    gr_rng rng = gr_rng_seeded(1);

    for (int trial = 0; trial < 40; trial++) {
        gr_walk walk;
        gr_walk_begin(&walk, optimizer_at(_i)->name, shapes[trial % 2], "");
        random_knobs(&walk, &rng, false);
        if (walk.optimizer->start != NULL)
            walk.optimizer->start(&walk.tensors, walk.knobs, walk.slots);
        random_numbers(walk.x, walk.tensors.size, &rng);
        for (int t = 0; t < 5; t++) {
            random_numbers(walk.gradient, walk.tensors.size, &rng);
            move_and_compare(&walk);
            if (t > 1)
                random_knobs(&walk, &rng, true);
        }
        gr_walk_end(&walk);
    }
}
END_TEST

/* --- tensors, slots --- */

/* Each tensor moves as it would alone. */
START_TEST(test_tensors_are_apart)
{
    gr_rng rng = gr_rng_seeded(2);
    gr_walk all, one;

    gr_walk_begin(&all, optimizer_at(_i)->name, shapes[1], "");
    gr_walk_begin(&one, optimizer_at(_i)->name, "9x11", "");
    random_numbers(all.x, all.tensors.size, &rng);
    memcpy(one.x, all.x + 2, one.tensors.size * sizeof *one.x);
    for (int t = 0; t < 20; t++) {
        random_numbers(all.gradient, all.tensors.size, &rng);
        memcpy(one.gradient, all.gradient + 2, one.tensors.size * sizeof *one.x);
        gr_walk_move(&all);
        gr_walk_move(&one);
        ck_assert(memcmp(one.x, all.x + 2, one.tensors.size * sizeof *one.x) == 0);
    }
    gr_walk_end(&all);
    gr_walk_end(&one);
}
END_TEST

/* All that is remembered lies in the slots: a copy goes on as the original does. */
START_TEST(test_a_copy_goes_on)
{
    gr_rng rng = gr_rng_seeded(3);
    gr_walk walk, copy;

    gr_walk_begin(&walk, optimizer_at(_i)->name, shapes[0], "");
    random_numbers(walk.x, walk.tensors.size, &rng);
    for (int t = 0; t < 10; t++) {
        random_numbers(walk.gradient, walk.tensors.size, &rng);
        gr_walk_move(&walk);
    }
    copy_walk(&copy, &walk);
    for (int t = 0; t < 10; t++) {
        random_numbers(walk.gradient, walk.tensors.size, &rng); /* the copy has the same */
        gr_walk_move(&walk);
        gr_walk_move(&copy);
    }
    ck_assert(memcmp(walk.x, copy.x, walk.tensors.size * sizeof *walk.x) == 0);
    ck_assert(memcmp(walk.slots, copy.slots, walk.slot_count * sizeof *walk.slots) == 0);
    free_copy(&copy);
    gr_walk_end(&walk);
}
END_TEST

/* --- numbers --- */

static void check_finite(const gr_walk *walk)
{
    for (size_t i = 0; i < walk->tensors.size; i++)
        ck_assert_msg(isfinite(walk->x[i]), "%s: x of %zu", walk->optimizer->name, i);
    for (size_t i = 0; i < walk->slot_count; i++)
        ck_assert_msg(isfinite(walk->slots[i]), "%s: slot %zu", walk->optimizer->name, i);
}

START_TEST(test_ordinary_input)
{
    gr_rng rng = gr_rng_seeded(4);
    gr_walk walk;

    gr_walk_begin(&walk, optimizer_at(_i)->name, shapes[0], "");
    for (int t = 0; t < 500; t++) {
        double size = gr_exp(14 * gr_rng_uniform(&rng) - 7);
        for (size_t i = 0; i < walk.tensors.size; i++)
            walk.gradient[i] = size * gr_rng_normal(&rng);
        gr_walk_move(&walk);
        check_finite(&walk);
    }
    gr_walk_end(&walk);
}
END_TEST

/* Where there is no gradient, and none is remembered, only a pull towards 0 moves. */
START_TEST(test_no_gradient)
{
    gr_walk walk;
    bool pulled = strcmp(optimizer_at(_i)->name, "adamw") == 0;

    gr_walk_begin(&walk, optimizer_at(_i)->name, shapes[0], "");
    for (size_t i = 0; i < walk.tensors.size; i++)
        walk.x[i] = 1;
    for (int t = 0; t < 5; t++)
        gr_walk_move(&walk);
    check_finite(&walk);
    for (size_t i = 0; i < walk.tensors.size; i++)
        ck_assert(pulled ? walk.x[i] < 1 : walk.x[i] == 1);
    gr_walk_end(&walk);
}
END_TEST

/* Once a gradient was there, none may follow for long. */
START_TEST(test_gradient_ends)
{
    gr_rng rng = gr_rng_seeded(5);
    gr_walk walk;

    gr_walk_begin(&walk, optimizer_at(_i)->name, shapes[0], "");
    random_numbers(walk.gradient, walk.tensors.size, &rng);
    gr_walk_move(&walk);
    memset(walk.gradient, 0, walk.tensors.size * sizeof *walk.gradient);
    for (int t = 0; t < 2000; t++)
        gr_walk_move(&walk);
    check_finite(&walk);
    gr_walk_end(&walk);
}
END_TEST

/* A gradient that is not a number is not lost. */
START_TEST(test_not_a_number_shows)
{
    gr_walk walk;

    gr_walk_begin(&walk, optimizer_at(_i)->name, "1x2", "");
    walk.gradient[0] = NAN;
    gr_walk_move(&walk);
    ck_assert(isnan(walk.x[0]));
    gr_walk_end(&walk);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = { test_rows,
                                   test_terms,
                                   test_ranges,
                                   test_explain_is_update,
                                   test_tensors_are_apart,
                                   test_a_copy_goes_on,
                                   test_ordinary_input,
                                   test_no_gradient,
                                   test_gradient_ends,
                                   test_not_a_number_shows };
    Suite *s = suite_create("optimizers");
    TCase *all = gr_test_case(s, "every optimizer");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_loop_test(all, tests[i], 0, (int)gr_optimizer_count());
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
