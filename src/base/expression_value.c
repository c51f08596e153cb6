#include "expression_tree.h"

#include "gradus/elementary.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <string.h>

/* --- the operations --- */

static double add(double a, double b)
{
    return a + b;
}

static double subtract(double a, double b)
{
    return a - b;
}

static double multiply(double a, double b)
{
    return a * b;
}

static double divide(double a, double b)
{
    return a / b;
}

static double negate(double a)
{
    return -a;
}

/* Factors from left to right; see expression.h. */
static double power(double a, double b)
{
    double size = fabs(b), product = 1;

    if (!(size <= GR_EXPRESSION_POWER) || floor(size) != size)
        return gr_pow(a, b);
    for (int factors = (int)size; factors > 0; factors--)
        product *= a;
    return b < 0 ? 1 / product : product;
}

static double less(double a, double b)
{
    return a < b;
}

static double less_equal(double a, double b)
{
    return a <= b;
}

static double greater(double a, double b)
{
    return a > b;
}

static double greater_equal(double a, double b)
{
    return a >= b;
}

static double equal(double a, double b)
{
    return a == b;
}

static double unequal(double a, double b)
{
    return a != b;
}

bool gr_op_holds(double value)
{
    return value != 0 && !isnan(value);
}

static double both(double a, double b)
{
    return gr_op_holds(a) && gr_op_holds(b);
}

static double either(double a, double b)
{
    return gr_op_holds(a) || gr_op_holds(b);
}

static double opposite(double a)
{
    return !gr_op_holds(a);
}

static double smaller(double a, double b)
{
    return b < a || isnan(b) ? b : a;
}

static double larger(double a, double b)
{
    return b > a || isnan(b) ? b : a;
}

const gr_op_row gr_op_rows[GR_OP_COUNT] = {
    [GR_OP_ADD] = { .least = 2, .two = add },
    [GR_OP_SUBTRACT] = { .least = 2, .two = subtract },
    [GR_OP_MULTIPLY] = { .least = 2, .two = multiply },
    [GR_OP_DIVIDE] = { .least = 2, .two = divide },
    [GR_OP_NEGATE] = { .least = 1, .one = negate },
    [GR_OP_LESS] = { .least = 2, .condition = true, .two = less },
    [GR_OP_LESS_EQUAL] = { .least = 2, .condition = true, .two = less_equal },
    [GR_OP_GREATER] = { .least = 2, .condition = true, .two = greater },
    [GR_OP_GREATER_EQUAL] = { .least = 2, .condition = true, .two = greater_equal },
    [GR_OP_EQUAL] = { .least = 2, .condition = true, .two = equal },
    [GR_OP_UNEQUAL] = { .least = 2, .condition = true, .two = unequal },
    [GR_OP_AND] = { .least = 2, .condition = true, .two = both },
    [GR_OP_OR] = { .least = 2, .condition = true, .two = either },
    [GR_OP_NOT] = { .least = 1, .condition = true, .one = opposite },
    [GR_OP_EXP] = { "exp", .least = 1, .one = gr_exp },
    [GR_OP_LOG] = { "log", .least = 1, .one = gr_log },
    [GR_OP_SQRT] = { "sqrt", .least = 1, .one = sqrt },
    [GR_OP_ABS] = { "abs", .least = 1, .one = fabs },
    [GR_OP_SIN] = { "sin", .least = 1, .one = gr_sin },
    [GR_OP_COS] = { "cos", .least = 1, .one = gr_cos },
    [GR_OP_TANH] = { "tanh", .least = 1, .one = gr_tanh },
    [GR_OP_MIN] = { "min", .least = 2, .more = true, .two = smaller },
    [GR_OP_MAX] = { "max", .least = 2, .more = true, .two = larger },
    [GR_OP_POWER] = { "pow", .least = 2, .two = power },
};

double gr_op_apply(gr_op op, double left, double right)
{
    const gr_op_row *row = &gr_op_rows[op];

    return row->one != NULL ? row->one(left) : row->two(left, right);
}

/* --- running a program --- */

/* NaN for anything that is no whole number from 0. */
static double read_cell(const gr_load *cell, const gr_fold_input *input, double row, double column)
{
    bool ok = row >= 0 && column >= 0 && row <= INT_MAX && column <= INT_MAX;

    if (!ok || floor(row) != row || floor(column) != column || input == NULL || input->cell == NULL)
        return (double)NAN;
    return input->cell(input->context, cell->run, cell->index, (long)row, (long)column);
}

/* A switch for the four operations that formulas are made of, since a call through the table costs
 * more than they do; the table for the others. */
double gr_program_run(const gr_bound *bound, const gr_program *program, double *frame,
                      const gr_fold_input *input)
{
    const gr_instruction *at = bound->code + program->code, *end = at + program->code_count;
    const double *constants = bound->constants + program->constants;
    const gr_load *cell = bound->cells;

    for (size_t i = 0; i < program->constant_count; i++)
        frame[i] = constants[i];
    for (; at < end; at++) {
        double left = frame[at->left], right = frame[at->right], *to = &frame[at->to];
        switch (at->op) {
        case GR_OP_ADD:
            *to = left + right;
            break;
        case GR_OP_SUBTRACT:
            *to = left - right;
            break;
        case GR_OP_MULTIPLY:
            *to = left * right;
            break;
        case GR_OP_DIVIDE:
            *to = left / right;
            break;
        case GR_NODE_CELL:
            *to = read_cell(cell++, input, left, right);
            break;
        default:
            *to = gr_op_apply((gr_op)at->op, left, right);
            break;
        }
    }
    double result = frame[program->result];
    return isnan(result) ? (double)NAN : result;
}

static double value_in(const gr_bound *bound, const double *variables, double *frame)
{
    const gr_program *program = &bound->main;
    const gr_load *loads = bound->loads + program->loads;
    double *to = frame + program->constant_count;

    for (size_t i = 0; i < program->load_count; i++)
        to[i] = variables[loads[i].index];
    return gr_program_run(bound, program, frame, NULL);
}

/* Apart, so that the usual small formula does not pay for a large frame. */
__attribute__((noinline)) static double value_large(const gr_bound *bound, const double *variables)
{
    double frame[GR_EXPRESSION_NODES];

    return value_in(bound, variables, frame);
}

double gr_expression_value(const gr_expression *expression, const double *variables)
{
    const gr_bound *bound = expression->bound;

    assert(bound != NULL && !bound->to_runs);
    if (bound->main.frame > GR_SMALL_FRAME)
        return value_large(bound, variables);
    double frame[GR_SMALL_FRAME];
    return value_in(bound, variables, frame);
}

/* --- typed numbers --- */

bool gr_expression_number(const char *text, double *value, gr_error *err)
{
    gr_error inner = { 0 };
    gr_expression *expression = gr_expression_parse(text, &inner);
    bool ok = expression != NULL && !gr_expression_is_condition(expression) &&
              gr_expression_bind_variables(expression, NULL, 0, &inner);
    double result = ok ? gr_expression_value(expression, NULL) : (double)NAN;

    gr_expression_free(expression);
    if (inner.kind == GR_ERROR_MEMORY)
        return gr_fail(err, inner.kind, "%s", inner.message);
    if (isnan(result)) {
        int shown = gr_shown_length(text, strlen(text));
        return gr_fail(err, GR_ERROR_USAGE, "'%.*s%s' is not a number; write 0.04, 4e-2 or 1/25",
                       shown, text, text[shown] != '\0' ? "..." : "");
    }
    *value = result;
    return true;
}
