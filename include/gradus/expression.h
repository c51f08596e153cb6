/* expression.h - the one language for formulas: typed numbers, formulas over variables, and
 * questions about runs (goals, answers, predictions).
 *
 * The language
 *   numbers       0.04  4e-2  .5       decimal only; `1/25` is an expression
 *   constants     pi inf nan true (1) false (0)
 *   names         letters, digits, _ and dots: x, beta1, optimizer.beta1; `$a` is a drawn number
 *   operators     from the loosest to the tightest:
 *                     or | and | not | < <= > >= == != | + - | * / | unary - + | ^
 *   functions     exp log sqrt abs sin cos tanh (1), pow (2), min max (2 or more)
 * Everything associates to the left but `^`: 2^3^2 is 2^9, -2^2 is -4, 2^-1 is 0.5. Comparisons
 * do not chain: `a < b < c` is an error. A name that is a word of the language cannot be reached.
 *
 * Values are doubles. A comparison and `and or not` yield 1 or 0. Comparisons follow IEEE 754: with
 * a NaN they are 0, but `!=` is 1, so that `a != b` is always `not (a == b)`. A value counts as
 * true when it is neither 0 nor NaN. `min` and `max` of values are NaN when one of them is; of
 * equal ones they give the first. A result that is NaN is the plain NaN, never gr_missing().
 *
 * Powers: a ^ b (and pow(a, b)) with a whole b of size up to 64 is b factors multiplied from left
 * to right, ((a * a) * a) * a ..., and a ^ -b is 1 / (a ^ b); a ^ 0 is 1. Any other b goes to
 * gr_pow. It is b's value that decides, not how b was written; so are results the same whether
 * an exponent was typed, drawn or is a knob. `+ - * /` and sqrt round as IEEE 754 says and the
 * others are elementary.h's: the same bits on every machine.
 *
 * Life cycle: parse, then bind the names to what they mean, then evaluate as often as needed.
 * Binding compiles a program without jumps for a small register machine; evaluation allocates
 * nothing and does not recurse. A bound expression is not changed by evaluation.
 *
 * Errors are GR_ERROR_USAGE (callers who read a file add gr_error_locate); the message carries
 * the column, in characters from 1, and what is allowed:
 *     column 3: unknown name 'fo'; this expression may use: x, y
 */
#ifndef GRADUS_EXPRESSION_H
#define GRADUS_EXPRESSION_H

#include "gradus/memory.h"

#include <stddef.h>

enum {
    GR_EXPRESSION_LENGTH = 1 << 20, /* bytes of text */
    GR_EXPRESSION_NODES = 4096,     /* numbers, names, operators and calls */
    GR_EXPRESSION_DEPTH = 256,      /* parentheses, calls, signs and powers inside each other */
    GR_EXPRESSION_POWER = 64        /* whole exponents up to this size are multiplied out */
};

typedef struct gr_expression gr_expression;

/* --- typed numbers --- */

/* A number as a person types it: "1e-3", "1/25", "2^10", "-(3 + 4)", "inf". A condition, a name
 * or a result that is NaN is refused:  '0.04x' is not a number; write 0.04, 4e-2 or 1/25 */
bool gr_expression_number(const char *text, double *value, gr_error *err);

/* --- life cycle --- */

/* Parse a text (which is copied). NULL on failure. */
gr_expression *gr_expression_parse(const char *text, gr_error *err);
void gr_expression_free(gr_expression *expression); /* NULL is fine */

/* Bind to variables: a name means the variable of the same position in `names` (borrowed for the
 * call). Binding again replaces the old binding, also to the other kind; when it fails the old
 * one stays. */
bool gr_expression_bind_variables(gr_expression *expression, const char *const *names, size_t count,
                                  gr_error *err);

/* A copy with its binding that lives as long as the arena; there is nothing to free. */
const gr_expression *gr_expression_keep(const gr_expression *expression, gr_arena *arena,
                                        gr_error *err);

/* --- queries --- */

const char *gr_expression_text(const gr_expression *expression); /* as it was parsed; borrowed */

/* Whether the value is a yes or no: the outermost operation is a comparison, and, or, not, or it is
 * true, false, diverged or finished. Known as soon as it is parsed. */
bool gr_expression_is_condition(const gr_expression *expression);

/* Whether a bound expression reads one thing. `index` is the position in the list that it was bound
 * to (a column's for the columns of folds, `step` included where a fold needs it); `run` counts
 * from 0 and means nothing for variables and drawn numbers. */
typedef enum gr_expression_source {
    GR_SOURCE_VARIABLE,
    GR_SOURCE_COLUMN,
    GR_SOURCE_KNOB,
    GR_SOURCE_DRAWN,
    GR_SOURCE_TABLE
} gr_expression_source;

bool gr_expression_uses(const gr_expression *expression, gr_expression_source source, size_t run,
                        size_t index);

/* Whether it reads anything of a run, `diverged` and `finished` included. */
bool gr_expression_uses_run(const gr_expression *expression, size_t run);

/* The value of an expression bound to variables; `variables` has one number per bound name. */
double gr_expression_value(const gr_expression *expression, const double *variables);

/* The value, the very bits that gr_expression_value gives, and its gradient: one number per bound
 * name, 0 for one that is not used; it may not be `variables` itself. The derivatives are exact but
 * for rounding, made by the chain rule:
 *
 *   - A part that does not change with a variable adds 0 to the derivative along it, however steep
 *     the operation: sqrt(x - x) has the derivative 0.
 *   - Where a function is vertical the derivative is infinite: sqrt and x^0.5 at 0, log at 0.
 *   - abs has the derivative 0 at 0. min and max have that of the operand they give, the first of
 *     equal ones. Comparisons, and, or, not have the derivative 0.
 *   - a ^ b has b a^(b-1) a' + a^b log(a) b'; the second part only where b changes, so that a
 *     negative a is fine under a whole exponent that does not.
 *
 * Where the value is NaN so is the gradient; also where the rule comes to 0 * inf or inf - inf, as
 * for sqrt(x) * sqrt(x) at 0. It allocates nothing and does not recurse. */
double gr_expression_gradient(const gr_expression *expression, const double *variables,
                              double *gradient);

/* --- questions about runs ---
 *
 *   first.c  last.c           the cell of column c in the first row, in the last row so far
 *   at(k, c)                  c in the first row whose step is k; NaN while there is none
 *   min(c)  max(c)  mean(c)   over the rows; NaN and missing cells are skipped, NaN if all are
 *   argmin(c)                 the step of the smallest c, the first of equal ones; skips too
 *   steps_to(condition)       the first step at which the condition holds; NaN while it never did
 *   diverged  finished        1 or 0
 *   table.weights[i, j]       row i, column j of a table, from 0; NaN where there is no such cell
 *   lr  optimizer.beta1       a knob
 *
 * Each may have a run in front, numbered from 1: run[2].last.f, run[2].min(f), run[2].diverged,
 * run[2].table.weights[0, 1], run[2].lr. Without it run 1 is meant.
 *
 * c is any expression over the columns of that run in at, min, max, mean, argmin and steps_to:
 * min(abs(x)), steps_to(f < 1e-3 and step > 5). `step` is a column as any other. Beside columns it
 * may use drawn numbers and first.c, so that steps_to(f < first.f / 10) can be asked; no
 * other fold, knob or table cell. k is a constant: numbers and drawn numbers.
 *
 * Outside folds a bare name is a knob; the name of a column is refused there with advice. A name
 * that is both is the knob: a caller to whom that is a trap leaves the short name of the knob out
 * of the scope. Folds take rows one by one and can be asked at any time, so that a goal is watched
 * while its run moves. */

typedef struct gr_scope_run {
    const char *const *columns; /* in the order of the rows' numbers */
    size_t column_count;
    const char *const *knobs;
    size_t knob_count;
    const char *const *tables;
    size_t table_count;
} gr_scope_run;

typedef struct gr_scope {
    const gr_scope_run *runs;
    size_t run_count;
    const char *const *drawn; /* names without the $ */
    size_t drawn_count;
} gr_scope;

/* Bind to runs. The scope is borrowed for the call. */
bool gr_expression_bind_runs(gr_expression *expression, const gr_scope *scope, gr_error *err);

/* One evaluation of an expression bound to runs; several may exist of one expression, which has to
 * outlive them and must not be bound again. Runs count from 0 here. */
typedef struct gr_fold gr_fold;

/* `drawn` holds the drawn numbers in the scope's order (copied; NULL if the scope has none). This
 * is the only allocation of a fold. */
gr_fold *gr_fold_new(const gr_expression *expression, const double *drawn, gr_error *err);
void gr_fold_free(gr_fold *fold); /* NULL is fine */

/* The next row of a run, in the scope's order of columns. */
void gr_fold_row(gr_fold *fold, size_t run, const double *row);

/* The run has ended: what `diverged` and `finished` say from now on (0 until then). */
void gr_fold_end(gr_fold *fold, size_t run, bool diverged, bool finished);

/* Forget all that was fed of a run, as after going back: feed its rows again. */
void gr_fold_reset(gr_fold *fold, size_t run);

/* What is asked for, and not fed, when a fold is evaluated. */
typedef struct gr_fold_input {
    const double *const *knobs; /* knobs[run][knob]: the present values; NaN for one that is no
                                   number. NULL when no knob is used */
    /* The cell of a table; NaN where there is none. row and column are at least 0. NULL: no
     * table has cells. */
    double (*cell)(void *context, size_t run, size_t table, long row, long column);
    void *context;
} gr_fold_input;

/* The value from the rows fed so far. `input` may be NULL when no knob and no table is used. */
double gr_fold_value(const gr_fold *fold, const gr_fold_input *input);

/* Whether that value counts as true: neither 0 nor NaN. */
bool gr_fold_holds(const gr_fold *fold, const gr_fold_input *input);

#endif
