/* Questions about runs: folds against rows by hand, several runs, names that are refused, and a
 * goal watched while its run moves. The language itself is in check_expression.c. */
#include "gradus/expression.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gradus/memory.h"
#include "gradus/number.h"
#include "support.h"

/* Two runs with different columns in a different order. Cells of 99 stand for missing. */
enum { MISSING = 99, ROWS = 6 };

static const char *const columns_1[] = { "step", "f", "x", "loss.train" };
static const char *const columns_2[] = { "x", "f", "step" };
static const char *const knobs_1[] = { "lr", "optimizer.beta1", "kappa", "x", "surface.x" };
static const char *const knobs_2[] = { "lr", "kappa" };
static const char *const tables_1[] = { "weights", "bias" };
static const char *const tables_2[] = { "weights" };
static const char *const drawn_names[] = { "a", "b" };

static const gr_scope_run runs[] = {
    { columns_1, GR_LEN(columns_1), knobs_1, GR_LEN(knobs_1), tables_1, GR_LEN(tables_1) },
    { columns_2, GR_LEN(columns_2), knobs_2, GR_LEN(knobs_2), tables_2, GR_LEN(tables_2) },
};
static const gr_scope scope = { runs, GR_LEN(runs), drawn_names, GR_LEN(drawn_names) };

static const double rows_1[ROWS][4] = {
    /* step   f     x     loss.train */
    { 0, 8, -3, 0.9 },   { 1, 4, -1, MISSING }, { 2, NAN, 0.5, 0.5 },
    { 3, 2, -0.5, 0.5 }, { 5, 2, 1, NAN },      { 7, 3, -2, 0.1 },
};
static const double rows_2[ROWS][3] = {
    /* x    f    step */
    { 5, 10, 0 }, { 4, 9, 1 }, { 3, 8, 2 }, { 2, 7, 3 }, { 1, 6, 4 }, { 0, INFINITY, 5 },
};

static const double present_1[] = { 0.1, 0.9, 25, -3, -3 };
static const double present_2[] = { 0.2, 100 };
static const double *const present[] = { present_1, present_2 };
static const double drawn[] = { 3, 0.25 };

/* run, table, row and column as the digits of a number; 2 rows and 3 columns. */
static double cell(void *context, size_t run, size_t table, long row, long column)
{
    ck_assert(context == &scope && row >= 0 && column >= 0);
    if (row > 1 || column > 2)
        return (double)NAN;
    return (double)(1000 * (run + 1) + 100 * table) + (double)(10 * row + column);
}

static const gr_fold_input input = { present, cell, (void *)(size_t)&scope };

static bool same(double a, double b)
{
    return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof a) == 0;
}

static void feed(gr_fold *fold, size_t run, size_t row)
{
    double cells[4] = { 0 };
    size_t count = run == 0 ? GR_LEN(columns_1) : GR_LEN(columns_2);

    for (size_t i = 0; i < count; i++) {
        cells[i] = run == 0 ? rows_1[row][i] : rows_2[row][i];
        if (cells[i] == MISSING)
            cells[i] = gr_missing();
    }
    gr_fold_row(fold, run, cells);
}

static gr_expression *bound(const char *text)
{
    gr_error err = { 0 };
    gr_expression *e = gr_expression_parse(text, &err);

    ck_assert_msg(e != NULL && gr_expression_bind_runs(e, &scope, &err), "%s: %s", text,
                  err.message);
    return e;
}

/* The answer after all rows of both runs, in turns; run 1 diverged and run 2 finished. */
static double answer(const char *text)
{
    gr_expression *e = bound(text);
    gr_fold *fold = gr_fold_new(e, drawn, NULL);

    for (size_t row = 0; row < ROWS; row++) {
        feed(fold, 0, row);
        feed(fold, 1, row);
    }
    gr_fold_end(fold, 0, true, false);
    gr_fold_end(fold, 1, false, true);
    double value = gr_fold_value(fold, &input);
    ck_assert(gr_fold_holds(fold, &input) == (value != 0 && !isnan(value)));
    gr_fold_free(fold);
    gr_expression_free(e);
    return value;
}

/* clang-format off */
static const struct {
    const char *text;
    double value;
} answers[] = {
    { "first.f", 8 }, { "last.f", 3 }, { "first.x", -3 }, { "last.step", 7 },
    { "first.loss.train", 0.9 }, { "at(0, f)", 8 }, { "at(3, f)", 2 }, { "at(2, f)", NAN },
    { "at(4, f)", NAN }, { "at(1, loss.train)", NAN }, { "at(2 + 3, x * 10)", 10 },
    { "at($a, x)", -0.5 }, { "at(-1, x)", NAN }, { "at(7, step)", 7 }, { "min(f)", 2 },
    { "max(f)", 8 }, { "mean(f)", 19.0 / 5 }, { "argmin(f)", 3 }, { "min(loss.train)", 0.1 },
    { "max(loss.train)", 0.9 }, { "mean(loss.train)", 0.5 }, { "argmin(loss.train)", 7 },
    { "min(abs(x))", 0.5 }, { "argmin(abs(x))", 2 }, { "max(-x)", 3 },
    { "mean(x^2)", (9 + 1 + 0.25 + 0.25 + 1 + 4) / 6 }, { "min(f - x)", 1 },
    { "max(min(f, 3))", 3 }, { "min(max(f), 5)", 5 }, { "min(sqrt(x))", 0.70710678118654757 },
    { "min(log(-1) + f)", NAN }, { "argmin(0 / 0 * f)", NAN },
    { "mean(f + loss.train)", (8.9 + 2.5 + 3.1) / 3 }, { "steps_to(f < 5)", 1 },
    { "steps_to(f < 3)", 3 }, { "steps_to(f < 1)", NAN }, { "steps_to(f < 5 and step > 1)", 3 },
    { "steps_to(f < 1e-3 or step >= 5)", 5 }, { "steps_to(not f == f)", 2 },
    { "steps_to(x > $b)", 2 }, { "steps_to(f <= first.f / 4)", 3 }, { "steps_to(true)", 0 },
    { "steps_to(loss.train)", 0 }, { "mean(f / first.f)", 19.0 / 5 / 8 },
    { "steps_to(f < 3) <= 5", 1 }, { "steps_to(f < 1) <= 5", 0 }, { "diverged", 1 },
    { "finished", 0 }, { "diverged + 2 * finished", 1 }, { "not finished and last.f < 5", 1 },
    { "run[1].diverged", 1 }, { "run[2].diverged", 0 }, { "run[2].finished", 1 }, { "lr", 0.1 },
    { "2 / kappa", 0.08 }, { "optimizer.beta1", 0.9 }, { "run[1].optimizer.beta1", 0.9 },
    { "run[2].lr", 0.2 }, { "run[2].kappa / run[1].kappa", 4 }, { "x", -3 }, { "surface.x", -3 },
    { "$a", 3 }, { "$a * $b", 0.75 }, { "last.f / $a", 1 }, { "run[2].last.f", INFINITY },
    { "run[2].first.f", 10 }, { "run[2].min(f)", 6 }, { "run[2].max(f)", INFINITY },
    { "run[2].mean(f)", INFINITY }, { "run[2].mean(x)", 2.5 }, { "run[2].argmin(f)", 4 },
    { "run[2].at(3, x)", 2 }, { "run [2] . at(3, x)", 2 }, { "run[2].steps_to(f < 8)", 3 },
    { "run[2].steps_to(f < first.f * 0.8 and x > 1)", 3 },
    { "run[2].steps_to(f < run[2].first.f * 0.8)", 3 }, { "run[2].argmin(abs(x - $a))", 2 },
    { "min(f) < run[2].min(f)", 1 }, { "last.x - run[2].last.x", -2 },
    { "max(min(f), run[2].min(f), 4)", 6 }, { "table.weights[0, 0]", 1000 },
    { "table.bias[1, 2]", 1112 }, { "run[2].table.weights[1, 0]", 2010 },
    { "table.weights[0, 1] + table.bias[$a - 2, lr * 10] - table.weights[1, 1]", 1101 },
    { "table.weights[table.weights[0, 1] - 1000, 2]", 1012 }, { "table.weights[2, 0]", NAN },
    { "table.weights[-1, 0]", NAN }, { "table.weights[0.5, 0]", NAN },
    { "table.weights[0, nan]", NAN }, { "table.weights[1e300, inf]", NAN }, { "5*8 + 2", 42 },
    { "true", 1 },
};
/* clang-format on */

START_TEST(answers_by_hand)
{
    for (size_t i = 0; i < GR_LEN(answers); i++) {
        double value = answer(answers[i].text);
        ck_assert_msg(same(value, answers[i].value) || fabs(value - answers[i].value) < 1e-15,
                      "%s = %.17g, not %.17g", answers[i].text, value, answers[i].value);
        ck_assert_msg(!gr_is_missing(value), "%s", answers[i].text);
    }
}
END_TEST

START_TEST(results_are_plain_nan)
{
    const double row[] = { 0, gr_missing(), 0, 0 };
    gr_expression *e = bound("last.f");
    gr_fold *fold = gr_fold_new(e, drawn, NULL);

    gr_fold_row(fold, 0, row);
    double value = gr_fold_value(fold, NULL);
    ck_assert(isnan(value) && !gr_is_missing(value));
    ck_assert(!gr_fold_holds(fold, NULL));
    gr_fold_free(fold);
    gr_expression_free(e);
}
END_TEST

/* --- while the run moves --- */

static const struct {
    const char *text;
    double before, after[ROWS]; /* no row yet; after each row */
} watched[] = {
    { "first.f", NAN, { 8, 8, 8, 8, 8, 8 } },
    { "last.f", NAN, { 8, 4, NAN, 2, 2, 3 } },
    { "min(f)", NAN, { 8, 4, 4, 2, 2, 2 } },
    { "max(x)", NAN, { -3, -1, 0.5, 0.5, 1, 1 } },
    { "mean(f)", NAN, { 8, 6, 6, 14.0 / 3, 4, 19.0 / 5 } },
    { "argmin(f)", NAN, { 0, 1, 1, 3, 3, 3 } },
    { "at(3, f)", NAN, { NAN, NAN, NAN, 2, 2, 2 } },
    { "steps_to(f <= first.f / 2)", NAN, { NAN, 1, 1, 1, 1, 1 } },
    { "last.f < 3", 0, { 0, 0, 0, 1, 1, 0 } },
    { "diverged or finished", 0, { 0, 0, 0, 0, 0, 0 } },
    { "run[2].last.f", NAN, { NAN, NAN, NAN, NAN, NAN, NAN } },
};

START_TEST(goals_are_watched)
{
    for (size_t i = 0; i < GR_LEN(watched); i++) {
        gr_expression *e = bound(watched[i].text);
        gr_fold *fold = gr_fold_new(e, drawn, NULL);
        for (int round = 0; round < 2; round++) {
            ck_assert_msg(same(gr_fold_value(fold, &input), watched[i].before), "%s",
                          watched[i].text);
            for (size_t row = 0; row < ROWS; row++) {
                feed(fold, 0, row);
                ck_assert_msg(same(gr_fold_value(fold, &input), watched[i].after[row]),
                              "%s after row %zu", watched[i].text, row);
            }
            gr_fold_end(fold, 0, true, true);
            gr_fold_reset(fold, 0); /* went back to the start */
        }
        gr_fold_free(fold);
        gr_expression_free(e);
    }
}
END_TEST

START_TEST(reset_is_of_one_run)
{
    gr_expression *e = bound("at($a, x) + run[2].at(1, x) * 100");
    gr_fold *fold = gr_fold_new(e, drawn, NULL);

    feed(fold, 0, 3);
    feed(fold, 1, 1);
    ck_assert_double_eq(gr_fold_value(fold, NULL), 399.5);
    gr_fold_reset(fold, 0);
    ck_assert_double_nan(gr_fold_value(fold, NULL));
    feed(fold, 0, 3);
    ck_assert_double_eq(gr_fold_value(fold, NULL), 399.5);
    gr_fold_free(fold);
    gr_expression_free(e);
}
END_TEST

START_TEST(one_expression_has_many_folds)
{
    gr_expression *e = bound("min(f) + $a");
    gr_fold *one = gr_fold_new(e, drawn, NULL), *two = gr_fold_new(e, (double[]){ 50, 0 }, NULL);

    feed(one, 0, 0);
    feed(two, 0, 1);
    ck_assert_double_eq(gr_fold_value(one, NULL), 11);
    ck_assert_double_eq(gr_fold_value(two, NULL), 54);
    gr_fold_free(one);
    gr_fold_free(two);
    gr_expression_free(e);
}
END_TEST

START_TEST(uses)
{
    gr_expression *e = bound("run[2].argmin(f) + optimizer.beta1 + table.bias[0, $b]");

    ck_assert(gr_expression_uses(e, GR_SOURCE_COLUMN, 1, 1));
    ck_assert(gr_expression_uses(e, GR_SOURCE_COLUMN, 1, 2)); /* step */
    ck_assert(!gr_expression_uses(e, GR_SOURCE_COLUMN, 1, 0));
    ck_assert(!gr_expression_uses(e, GR_SOURCE_COLUMN, 0, 1));
    ck_assert(gr_expression_uses(e, GR_SOURCE_KNOB, 0, 1));
    ck_assert(!gr_expression_uses(e, GR_SOURCE_KNOB, 1, 1));
    ck_assert(gr_expression_uses(e, GR_SOURCE_TABLE, 0, 1));
    ck_assert(!gr_expression_uses(e, GR_SOURCE_TABLE, 0, 0));
    ck_assert(gr_expression_uses(e, GR_SOURCE_DRAWN, 0, 1));
    ck_assert(!gr_expression_uses(e, GR_SOURCE_DRAWN, 0, 0));
    ck_assert(gr_expression_uses_run(e, 0) && gr_expression_uses_run(e, 1));
    gr_expression_free(e);
    e = bound("run[2].diverged");
    ck_assert(!gr_expression_uses_run(e, 0) && gr_expression_uses_run(e, 1));
    gr_expression_free(e);
}
END_TEST

/* More than the small frame holds, in a row's program and outside. */
START_TEST(large_programs)
{
    enum { TERMS = 150 };
    char text[40 * TERMS] = "max(", *at = text + 4;

    for (int i = 0; i < TERMS; i++)
        at += sprintf(at, "%s%d * x", i > 0 ? " + " : "", i);
    at += sprintf(at, ")");
    for (int i = 0; i < TERMS; i++)
        at += sprintf(at, " + %d * last.x", i);
    ck_assert_double_eq(answer(text), TERMS * (TERMS - 1) / 2 * (1.0 - 2.0));
}
END_TEST

/* --- messages --- */

static const struct {
    const char *text, *message;
} faults[] = {
    { "f", "column 1: column 'f' needs first.f, last.f, at(k, f), min(f), max(f)" },
    { "1 + f < 2", "column 5: column 'f' needs first.f" },
    { "run[2].f", "column 8: column 'f' needs first.f" },
    { "foo", "column 1: unknown name 'foo'; the knobs of run 1 are: lr, optimizer.beta1" },
    { "run[2].foo", "column 8: unknown name 'foo'; the knobs of run 2 are: lr, kappa" },
    { "last.g", "column 1: unknown column 'g'; the columns of run 1 are: step, f, x, loss.train" },
    { "last.lr", "column 1: here stands a column and not the knob 'lr'" },
    { "run[2].first.loss.train", "column 8: unknown column 'loss.train'; the columns of run 2" },
    { "min(g)", "column 5: unknown column 'g'; the columns of run 1 are: step, f" },
    { "run[2].min(f + g)", "column 16: unknown column 'g'; the columns of run 2 are: x, f, step" },
    { "min(f * lr)", "column 9: here stands a column and not the knob 'lr'" },
    { "min(run[2].f)", "column 12: names inside a fold are columns of its own run" },
    { "run[3].last.f", "column 8: there is no run 3; there are 2 runs" },
    { "run[3].min(f)", "column 8: there is no run 3" },
    { "run[3].lr", "column 8: there is no run 3" },
    { "run[65535].table.weights[0, 0]", "column 12: there is no run 65535" },
    { "min(f - last.f)", "column 9: 'last.f' cannot stand inside min( ), which goes row by row" },
    { "steps_to(min(f) < 1)", "column 10: 'min' cannot stand inside steps_to( )" },
    { "steps_to(diverged)", "column 10: 'diverged' cannot stand inside steps_to( )" },
    { "min(f - run[2].first.f)", "column 16: 'first.f' cannot stand inside min( )" },
    { "min(table.weights[0, 0])", "column 5: 'table.weights': a table's cell can only stand" },
    { "at(f, f)", "column 4: the step in at(step, column) is a constant, made of" },
    { "at(lr, f)", "column 4: the step in at(step, column) is a constant" },
    { "at(first.f, f)", "column 4: the step in at(step, column) is a constant" },
    { "at(min(f), f)", "column 4: 'min' cannot stand inside at( )" },
    { "at(3)", "column 1: at takes 2 arguments, not 1" },
    { "$c", "column 1: unknown drawn number '$c'; drawn are: a, b" },
    { "min(f - $c)", "column 9: unknown drawn number '$c'" },
    { "table.foo[0, 0]", "column 1: unknown table 'foo'; the tables of run 1 are: weights, bias" },
    { "run[2].table.bias[0, 0]", "column 8: unknown table 'bias'; the tables of run 2 are" },
    { "table.weights", "column 1: a cell of a table is table.name[row, column], counted from 0" },
    { "weights", "column 1: a cell of a table is table.name[row, column], counted from 0" },
};

START_TEST(messages)
{
    for (size_t i = 0; i < GR_LEN(faults); i++) {
        gr_error err = { 0 };
        gr_expression *e = gr_expression_parse(faults[i].text, &err);
        ck_assert_msg(e == NULL || !gr_expression_bind_runs(e, &scope, &err), "%s", faults[i].text);
        ck_assert_msg(strstr(err.message, faults[i].message) != NULL, "%s: %s\nwanted: %s",
                      faults[i].text, err.message, faults[i].message);
        ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
        gr_expression_free(e);
    }
}
END_TEST

/* A message for each text when bound to a scope of its own. */
static void refused(const char *text, const gr_scope *of, const char *message)
{
    gr_error err = { 0 };
    gr_expression *e = gr_expression_parse(text, &err);

    ck_assert(e != NULL && !gr_expression_bind_runs(e, of, &err));
    gr_assert_text(err.message, message);
    gr_expression_free(e);
}

START_TEST(poor_scopes)
{
    static const char *const only_f[] = { "f" };
    const gr_scope_run bare = { .columns = only_f, .column_count = 1 };
    const gr_scope one = { .runs = &bare, .run_count = 1 }, none = { 0 };

    refused("steps_to(f < 1)", &one,
            "column 1: 'steps_to' needs a column named step, and run 1 "
            "has none");
    refused("run[2].last.f", &one, "column 8: there is no run 2; there is 1 run");
    refused("lr", &one, "column 1: unknown name 'lr'; the knobs of run 1 are: none");
    refused("$a", &one, "column 1: unknown drawn number '$a'; drawn are: none");
    refused("last.f", &none, "column 1: 'last.f' asks about a run, and there is none");
    refused("lr", &none, "column 1: 'lr' asks about a run, and there is none");
    gr_expression *e = gr_expression_parse("5*8 + 2", NULL);
    ck_assert(gr_expression_bind_runs(e, &none, NULL));
    gr_fold *fold = gr_fold_new(e, NULL, NULL);
    ck_assert_double_eq(gr_fold_value(fold, NULL), 42);
    gr_fold_free(fold);
    gr_expression_free(e);
}
END_TEST

/* --- hostile text, failing allocations --- */

static uint32_t draw(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Whether the text means something. */
static bool try_anything(const char *text)
{
    gr_error err = { 0 };
    gr_expression *e = gr_expression_parse(text, &err);
    gr_fold *fold = NULL;

    if (e != NULL && gr_expression_bind_runs(e, &scope, &err))
        fold = gr_fold_new(e, drawn, &err);
    if (fold == NULL)
        ck_assert_msg(strncmp(err.message, "column ", 7) == 0, "%s: %s", text, err.message);
    for (size_t row = 0; fold != NULL && row < ROWS; row++) {
        feed(fold, row % 2, row);
        gr_fold_value(fold, &input);
    }
    bool meant = fold != NULL;
    gr_fold_free(fold);
    gr_expression_free(e);
    return meant;
}

/* Operands and operators in turns, closed in the end, so that many of the texts mean something. */
START_TEST(any_text)
{
    /* clang-format off */
    static const char *const operands[] = {
        "f", "x", "step", "lr", "$a", "1", "2", "(", "-", "not ", "first.f", "last.x", "min(f)",
        "run[2].last.f", "min(f - first.f)", "run[2].min(x", "steps_to(f <", "at(2,", "mean(",
        "table.weights[0, 1]", "diverged", "run[2].lr", "run[3].lr", "table.bias[lr,", "min(1,",
    };
    static const char *const operators[] = {
        "+", "-", "*", "/", "^", "<", "==", " and ", " or ", ")", "]", ",",
    };
    /* clang-format on */
    uint32_t state = 7;
    int meant = 0;
    char text[1024];

    for (int round = 0; round < 30000; round++) {
        text[0] = '\0';
        for (uint32_t n = 1 + draw(&state) % 8; n > 0; n--) {
            const char *operand = operands[draw(&state) % GR_LEN(operands)];
            strcat(text, operand);
            if (strpbrk(operand + strlen(operand) - 1, "(-<, ") == NULL && n > 1)
                strcat(text, operators[draw(&state) % GR_LEN(operators)]);
        }
        for (const char *open = text; (open = strchr(open, '(')) != NULL; open++)
            if (strchr(open, ')') == NULL)
                strcat(text, ")");
        meant += try_anything(text);
    }
    ck_assert_int_gt(meant, 3000);
}
END_TEST

/* Parse, bind and fold; the value, or NaN with the error. */
static double whole_life(const char *text, gr_error *err)
{
    double value = (double)NAN;
    gr_expression *e = gr_expression_parse(text, err);
    gr_fold *fold = NULL;

    if (e != NULL && gr_expression_bind_runs(e, &scope, err))
        fold = gr_fold_new(e, drawn, err);
    if (fold != NULL) {
        feed(fold, 0, 0);
        value = gr_fold_value(fold, &input);
    }
    gr_fold_free(fold);
    gr_expression_free(e);
    return value;
}

START_TEST(allocation_failures_are_reported)
{
    static const char text[] = "first.f + steps_to(f < $a * 100) + lr * table.weights[0, 0]";

    for (unsigned long n = 1;; n++) {
        gr_error err = { 0 };
        gr_alloc_fail_at(n, n % 2 == 0);
        double value = whole_life(text, &err);
        gr_alloc_fail_at(0, false);
        if (err.kind == GR_ERROR_NONE) {
            ck_assert_double_eq(value, 108);
            ck_assert_uint_eq(n, 4); /* the tree, the program, the fold; no row */
            break;
        }
        ck_assert_int_eq(err.kind, GR_ERROR_MEMORY);
        gr_assert_message(err, "out of memory");
        ck_assert_double_nan(value);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("expression_fold");
    TCase *fold = gr_test_case(s, "folds"), *text = gr_test_case(s, "messages");

    tcase_add_test(fold, answers_by_hand);
    tcase_add_test(fold, results_are_plain_nan);
    tcase_add_test(fold, goals_are_watched);
    tcase_add_test(fold, reset_is_of_one_run);
    tcase_add_test(fold, one_expression_has_many_folds);
    tcase_add_test(fold, uses);
    tcase_add_test(fold, large_programs);
    tcase_add_test(text, messages);
    tcase_add_test(text, poor_scopes);
    tcase_add_test(text, any_text);
    tcase_add_test(text, allocation_failures_are_reported);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
