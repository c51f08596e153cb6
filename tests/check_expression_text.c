/* Expressions as text: messages with their columns, caps, hostile bytes. */
#include "gradus/expression.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gradus/memory.h"
#include "support.h"

static const char *const names[] = { "x", "y", "z", "optimizer.beta1" };
static const double point[] = { 3, -2, 0.5, 0.9 };

static double value_of(const char *text)
{
    gr_error err = { 0 };
    gr_expression *e = gr_expression_parse(text, &err);

    ck_assert_msg(e != NULL && gr_expression_bind_variables(e, names, GR_LEN(names), &err), "%s",
                  err.message);
    double value = gr_expression_value(e, point);
    gr_expression_free(e);
    return value;
}

/* The message of an expression that does not parse or does not bind to x, y, z ... */
static const char *message_of(const char *text)
{
    static gr_error err;

    err = (gr_error){ 0 };
    gr_expression *e = gr_expression_parse(text, &err);
    if (e != NULL)
        ck_assert_msg(!gr_expression_bind_variables(e, names, GR_LEN(names), &err), "%s", text);
    gr_expression_free(e);
    ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    return err.message;
}

/* --- messages --- */

static const struct {
    const char *text, *message;
} faults[] = {
    { "", "column 1: the expression is empty" },
    { " ", "column 1: the expression is empty" },
    { "fo", "column 1: unknown name 'fo'; this expression may use: x, y, z, optimizer.beta1" },
    { "x+fo", "column 3: unknown name 'fo'; this expression may use: x, y, z, optimizer.beta1" },
    { "x +", "column 4: the expression ends where a number, a name or ( is expected" },
    { "x + * y", "column 5: expected a number, a name or ( and not '*'" },
    { "()", "column 2: expected a number, a name or ( and not ')'" },
    { "x y",
      "column 3: expected an operator (+ - * / ^, a comparison, and, or) or the end and not 'y'" },
    { "0.04x",
      "column 5: expected an operator (+ - * / ^, a comparison, and, or) or the end and not 'x'" },
    { "2(x)", "column 2: expected an operator" },
    { "x)", "column 2: ')' closes no '('" },
    { "(x", "column 3: the expression ends, but the bracket at column 1 needs its )" },
    { "(x y)", "column 4: expected an operator or ) and not 'y'" },
    { "exp(x", "column 6: the expression ends, but the bracket at column 4 needs its )" },
    { "1 < 2 < 3", "column 7: comparisons do not chain; write a < b and b < c" },
    { "x < y == 0 or z", "column 7: comparisons do not chain" },
    { "x = 1", "column 3: '=' is not used here; write == to compare" },
    { "x ** 2", "column 3: '**' is not used here; write ^ for a power" },
    { "x && y", "column 3: '&&' is not used here; write and" },
    { "x || y", "column 3: '||' is not used here; write or" },
    { "!x", "column 1: '!' is not used here; write not" },
    { "x \xE2\x88\x92 y", "column 3: '\xE2\x88\x92' is not used here; write - for minus" },
    { "x\xC2\xB2", "column 2: '\xC2\xB2' is not used here; write ^2" },
    { "5%", "column 2: '%' is not used here; write 5/100" },
    { "x # y", "column 3: '#' is not used here; use numbers, names, + - * / ^ ( )" },
    { "\xFFx", "column 1: '\xEF\xBF\xBD' is not used here" },
    { "x\x1B[2J", "column 2: '\xEF\xBF\xBD' is not used here" },
    { "$", "column 1: '$' is not used here; a drawn number has a name: $a" },
    { "1e999", "column 1: 1e999 is too large; write inf for infinity" },
    { "foo(x)", "column 1: unknown function 'foo'; there are: exp, log, sqrt, abs, sin, cos, tanh, "
                "min, max, pow; and of a run: at, min" },
    { "pow(x)", "column 1: pow takes 2 arguments, not 1" },
    { "1 + exp(x, y)", "column 5: exp takes 1 argument, not 2" },
    { "pow(x, y, z)", "column 1: pow takes 2 arguments, not 3" },
    { "mean(x, y)", "column 1: mean takes 1 argument, not 2" },
    { "exp()", "column 5: expected a number, a name or ( and not ')'" },
    { "exp x", "column 5: expected an operator" },
    { "exp", "column 1: unknown name 'exp'" },
    { "and x", "column 1: expected a number, a name or ( and not 'and'" },
    { "1 == not x", "column 6: 'not' needs parentheses here: (not ...)" },
    { "x, y", "column 2: expected an operator" },
    { "x.5.", "column 4: expected an operator" },
    { "x[1]", "column 2: only run[2]. and table.name[row, column] take brackets" },
    { "min(x)", "column 1: min of one value asks about a run, and there is none; this expression "
                "may use: x, y, z, optimizer.beta1" },
    { "mean(x)", "column 1: mean of one value asks about a run" },
    { "$a", "column 1: '$a' asks about a run or a task, and there is none" },
    { "run[2].x", "column 8: 'x' asks about a run or a task, and there is none" },
    { "run[0].x", "column 5: the number of a run is a whole number from 1" },
    { "run[x].x", "column 5: the number of a run is a whole number from 1" },
    { "run[1.5].x", "column 5: the number of a run is a whole number from 1" },
    { "run[1e9].x", "column 5: the number of a run is a whole number from 1" },
    { "run[2", "column 6: the expression ends, but the bracket at column 4 needs its ]" },
    { "run[2]", "column 7: run[2] needs what to ask of it" },
    { "run[2] 5", "column 8: run[2] needs what to ask of it" },
    { "run[2].", "column 8: run[2] needs what to ask of it" },
    { "run[2].exp(x)",
      "column 8: 'exp' is not asked of a run; there are: at, min, max, mean, argmin, steps_to" },
    { "table.w[1]", "column 10: a cell is table.w[row, column], counted from 0" },
    { "table.w[1, 2)", "column 13: expected an operator or ] and not ')'" },
    { "table.w[1, 2]", "column 1: 'table.w': a table's cell can only stand outside of folds" },
};

START_TEST(messages_carry_the_column)
{
    for (size_t i = 0; i < GR_LEN(faults); i++) {
        const char *message = message_of(faults[i].text);
        ck_assert_msg(strstr(message, faults[i].message) != NULL, "%s: %s\nwanted: %s",
                      faults[i].text, message, faults[i].message);
        ck_assert(gr_expression_parse("(", NULL) == NULL);
    }
}
END_TEST

START_TEST(long_text_is_cut_in_messages)
{
    char text[1000];
    gr_error err;
    double value;

    for (size_t i = 0; i + 1 < sizeof text; i += 3)
        memcpy(text + i, "\xE2\x88\x92", 3);
    text[999] = '\0';
    ck_assert(!gr_expression_number(text, &value, &err));
    ck_assert(strstr(err.message, "\xEF\xBF\xBD") == NULL); /* not cut inside a character */
    gr_assert_message(err, "...' is not a number; write 0.04, 4e-2 or 1/25");
    memset(text, 'q', sizeof text - 1);
    ck_assert_uint_lt(strlen(message_of(text)), 200);
}
END_TEST

START_TEST(long_lists_are_cut)
{
    const char *many[200];
    gr_error err;

    for (size_t i = 0; i < GR_LEN(many); i++)
        many[i] = i % 2 ? "a_rather_long_name" : "short";
    gr_expression *e = gr_expression_parse("fo", NULL);
    ck_assert(!gr_expression_bind_variables(e, many, GR_LEN(many), &err));
    ck_assert(strcmp(err.message + strlen(err.message) - 5, ", ...") == 0);
    ck_assert(!gr_expression_bind_variables(e, NULL, 0, &err));
    gr_assert_text(err.message, "column 1: unknown name 'fo'; this expression may use: none");
    gr_expression_free(e);
}
END_TEST

/* --- caps --- */

/* `count` times `open`, then `middle`, then `count` times `close`. */
static char *nested(size_t count, const char *open, const char *middle, const char *close)
{
    size_t room = count * (strlen(open) + strlen(close)) + strlen(middle) + 1;
    char *text = malloc(room), *at = text;

    for (size_t i = 0; i < count; i++, at += strlen(open))
        memcpy(at, open, strlen(open));
    memcpy(at, middle, strlen(middle));
    at += strlen(middle);
    for (size_t i = 0; i < count; i++, at += strlen(close))
        memcpy(at, close, strlen(close));
    *at = '\0';
    return text;
}

START_TEST(depth_is_capped)
{
    static const struct {
        const char *open, *middle, *close;
    } forms[] = {
        { "(", "x", ")" },
        { "-", "x", "" },
        { "+", "x", "" },
        { "not ", "x", "" },
        { "abs(", "x", ")" },
        { "x^", "x", "" },
        { "min(x, ", "x", ")" },
        { "table.w[x, ", "x", "]" },
        { "mean(", "x", ")" },
        { "0 or 1 and 1 < 1 + 1 * (", "x", ")" }, /* the deepest recursion for a depth */
    };

    for (size_t i = 0; i < GR_LEN(forms); i++) {
        static const size_t counts[] = { GR_EXPRESSION_DEPTH, GR_EXPRESSION_DEPTH + 1, 10000 };
        for (size_t k = 0; k < GR_LEN(counts); k++) {
            gr_error err = { 0 };
            char *text = nested(counts[k], forms[i].open, forms[i].middle, forms[i].close);
            gr_expression *e = gr_expression_parse(text, &err);
            ck_assert_msg((e != NULL) == (k == 0), "%s %zu: %s", forms[i].open, counts[k],
                          err.message);
            if (k > 0)
                gr_assert_message(err, ": nested more than 256 deep");
            gr_expression_free(e);
            free(text);
        }
    }
}
END_TEST

START_TEST(deep_formulas_have_their_value)
{
    char *deep = nested(128, "1 + x * (", "y", ")");
    double expected = -2;

    for (int i = 0; i < 128; i++)
        expected = 1 + 3 * expected;
    ck_assert(value_of(deep) == expected);
    free(deep);
}
END_TEST

START_TEST(nodes_are_capped)
{
    gr_error err = { 0 };
    char *most = nested(GR_EXPRESSION_NODES / 2 - 1, "1+", "x", "");
    char *more = nested(GR_EXPRESSION_NODES / 2, "1+", "x", ""),
         *sum = nested(100000, "1+", "1", "");
    char *huge = nested(GR_EXPRESSION_LENGTH, " ", "1", "");

    ck_assert_double_eq(value_of(most), GR_EXPRESSION_NODES / 2 - 1 + 3);
    ck_assert(strstr(message_of(more), "more than 4096 numbers, names and operators") != NULL);
    ck_assert(strstr(message_of(sum), "more than 4096 numbers, names and operators") != NULL);
    ck_assert(gr_expression_parse(huge, &err) == NULL);
    gr_assert_message(err, "at most 1048576 are allowed");
    huge[1] = '\0';
    free(most);
    free(more);
    free(sum);
    free(huge);
}
END_TEST

/* Many constants, then many results in between: more than the small frame holds. */
START_TEST(large_frames)
{
    enum { TERMS = 200 };
    char text[16 * TERMS] = "", *at = text;

    for (int i = 0; i < TERMS; i++)
        at += sprintf(at, "%s%d * x", i > 0 ? " + " : "", i);
    ck_assert_double_eq(value_of(text), TERMS * (TERMS - 1) / 2 * 3.0);
    char *differences = nested(TERMS, "x * z - (", "x", ")");
    ck_assert_double_eq(value_of(differences), 3); /* 1.5 - (1.5 - ...), an even number */
    free(differences);
}
END_TEST

/* --- hostile bytes --- */

static uint32_t draw(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void try_anything(const char *text)
{
    gr_error err = { 0 };
    double value = 77;
    gr_expression *e = gr_expression_parse(text, &err);
    bool bound = e != NULL && gr_expression_bind_variables(e, names, GR_LEN(names), &err);

    if (bound)
        gr_expression_value(e, point);
    else
        ck_assert_msg(strncmp(err.message, "column ", 7) == 0, "%s", err.message);
    for (const char *c = err.message; *c != '\0'; c++)
        ck_assert((unsigned char)*c >= ' ' && *c != 0x7F);
    gr_expression_free(e);
    if (!gr_expression_number(text, &value, &err))
        ck_assert_double_eq(value, 77);
}

START_TEST(hostile_bytes)
{
    static const char *const pieces[] = {
        "x",
        "y",
        "1",
        "0.5",
        "1e",
        "(",
        ")",
        "+",
        "-",
        "*",
        "/",
        "^",
        "<",
        ">=",
        "==",
        "and",
        "or",
        "not ",
        ",",
        ".",
        "[",
        "]",
        "$a",
        "$",
        "min(",
        "max(",
        "pow(",
        "first.",
        "last.x",
        "at(",
        "run[1]",
        "run[",
        "table.w[",
        "diverged",
        "nan",
        "inf",
        " ",
        "\n",
        "\t",
        "\x1B",
        "\xE2\x80",
        "\xFF",
        "\xEF\xBB\xBF",
        "steps_to(",
        "64",
        "1e-400",
        "exp(",
        "e5",
        "_",
    };
    uint32_t state = 1;
    char text[512];

    for (int first = 1; first < 256; first++)
        for (int second = 0; second < 256; second++)
            try_anything((char[]){ (char)first, (char)second, '\0' });
    for (int round = 0; round < 20000; round++) {
        text[0] = '\0';
        for (uint32_t n = draw(&state) % 24; n > 0; n--)
            strcat(text, pieces[draw(&state) % GR_LEN(pieces)]);
        try_anything(text);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("expression_text");
    TCase *text = gr_test_case(s, "messages"), *limits = gr_test_case(s, "limits");

    tcase_add_test(text, messages_carry_the_column);
    tcase_add_test(text, long_text_is_cut_in_messages);
    tcase_add_test(text, long_lists_are_cut);
    tcase_add_test(limits, depth_is_capped);
    tcase_add_test(limits, deep_formulas_have_their_value);
    tcase_add_test(limits, nodes_are_capped);
    tcase_add_test(limits, large_frames);
    tcase_add_test(limits, hostile_bytes);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
