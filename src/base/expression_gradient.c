/* The derivatives of a program, carried along with its values: a place in the frame holds a number
 * and how fast it changes along two variables. Two a pass, since formulas have one or two; more
 * variables take more passes. */
#include "expression_tree.h"

#include "gradus/elementary.h"

#include <assert.h>
#include <math.h>

enum { WAYS = 2 };

/* Beside each value its changes; both arrays have program->frame places. */
typedef double changes __attribute__((vector_size(WAYS * sizeof(double))));
typedef long long masks __attribute__((vector_size(WAYS * sizeof(double))));

typedef struct dual_frame {
    double *values;
    changes *changes;
} dual_frame;

/* --- slopes of the operations --- */

static double slope_exp(double a, double b, double value)
{
    (void)a, (void)b;
    return value;
}

static double slope_log(double a, double b, double value)
{
    (void)b, (void)value;
    return 1 / a;
}

static double slope_sqrt(double a, double b, double value)
{
    (void)a, (void)b;
    return 0.5 / value;
}

static double slope_abs(double a, double b, double value)
{
    (void)b, (void)value;
    return (a > 0) - (a < 0);
}

static double slope_sin(double a, double b, double value)
{
    (void)b, (void)value;
    return gr_cos(a);
}

static double slope_cos(double a, double b, double value)
{
    (void)b, (void)value;
    return -gr_sin(a);
}

/* 1 - tanh^2 would lose all digits where tanh is near 1. */
static double slope_tanh(double a, double b, double value)
{
    double e = gr_exp(-2 * fabs(a));

    (void)b, (void)value;
    return 4 * e / ((1 + e) * (1 + e));
}

static double slope_min_right(double a, double b, double value)
{
    (void)value;
    return b < a || isnan(b);
}

static double slope_min_left(double a, double b, double value)
{
    return 1 - slope_min_right(a, b, value);
}

static double slope_max_right(double a, double b, double value)
{
    (void)value;
    return b > a || isnan(b);
}

static double slope_max_left(double a, double b, double value)
{
    return 1 - slope_max_right(a, b, value);
}

/* b a^(b - 1), where the language's own powers do the multiplying; a^0 is flat even at 0. */
static double slope_power_left(double a, double b, double value)
{
    double power = b != 0 ? gr_op_apply(GR_OP_POWER, a, b - 1) : 0;

    (void)value;
    return power != 0 ? b * power : 0;
}

/* a^b log a; where a^b stays 0 whatever b, as at a = 0, that is 0 and not 0 * inf. */
static double slope_power_right(double a, double b, double value)
{
    (void)b;
    return value == 0 && a >= 0 ? 0 : value * gr_log(a);
}

/* How steep an operation with the result `value` is in its operands a and b; NULL: flat. Those that
 * are not here are in `differentiate`, or have no slope anywhere. */
static const struct {
    double (*left)(double a, double b, double value);
    double (*right)(double a, double b, double value);
} slopes[GR_OP_COUNT] = {
    [GR_OP_EXP] = { slope_exp, NULL },
    [GR_OP_LOG] = { slope_log, NULL },
    [GR_OP_SQRT] = { slope_sqrt, NULL },
    [GR_OP_ABS] = { slope_abs, NULL },
    [GR_OP_SIN] = { slope_sin, NULL },
    [GR_OP_COS] = { slope_cos, NULL },
    [GR_OP_TANH] = { slope_tanh, NULL },
    [GR_OP_MIN] = { slope_min_left, slope_min_right },
    [GR_OP_MAX] = { slope_max_left, slope_max_right },
    [GR_OP_POWER] = { slope_power_left, slope_power_right },
};

/* --- a pass --- */

/* What does not change adds nothing, however steep it is: 0 and not 0 * inf. */
static changes along(double slope, changes change)
{
    changes product = slope * change;

    return (changes)((masks)product & (change != 0));
}

static changes over(changes change, double divisor)
{
    changes quotient = change / divisor;

    return (changes)((masks)quotient & (change != 0));
}

/* What comes through one operand of an operation of the table. */
static changes through(double (*slope)(double, double, double), double a, double b, double value,
                       changes change)
{
    if (slope == NULL || (change[0] == 0 && change[1] == 0))
        return (changes){ 0 };
    double steep = slope(a, b, value);
    return steep == 0 ? (changes){ 0 } : along(steep, change);
}

static void apply(const dual_frame *frame, const gr_instruction *at)
{
    double a = frame->values[at->left], b = frame->values[at->right];
    double value = gr_op_apply((gr_op)at->op, a, b);

    frame->changes[at->to] = through(slopes[at->op].left, a, b, value, frame->changes[at->left]) +
                             through(slopes[at->op].right, a, b, value, frame->changes[at->right]);
    frame->values[at->to] = value;
}

/* A switch for the operations that formulas are made of, as in gr_program_run. Each writes its
 * result when it has read its operands, since the places may be the same. */
static void differentiate(const dual_frame *frame, const gr_instruction *at,
                          const gr_instruction *end)
{
    double *values = frame->values;
    changes *all = frame->changes;

    for (; at < end; at++) {
        double a = values[at->left], b = values[at->right];
        changes da = all[at->left], db = all[at->right];
        switch (at->op) {
        case GR_OP_ADD:
            values[at->to] = a + b;
            all[at->to] = da + db;
            break;
        case GR_OP_SUBTRACT:
            values[at->to] = a - b;
            all[at->to] = da - db;
            break;
        case GR_OP_MULTIPLY:
            values[at->to] = a * b;
            all[at->to] = along(b, da) + along(a, db);
            break;
        case GR_OP_DIVIDE:
            values[at->to] = a / b;
            all[at->to] = over(da - along(a / b, db), b);
            break;
        case GR_OP_NEGATE:
            values[at->to] = -a;
            all[at->to] = -da;
            break;
        default:
            apply(frame, at);
            break;
        }
    }
}

/* --- all variables --- */

static double plain(double number)
{
    return isnan(number) ? (double)NAN : number;
}

/* The loads from `first` on are what a pass differentiates along. */
static void fill(const gr_bound *bound, const double *variables, size_t first,
                 const dual_frame *frame)
{
    const gr_program *program = &bound->main;
    const gr_load *loads = bound->loads + program->loads;
    const double *constants = bound->constants + program->constants;
    size_t place = 0;

    for (size_t i = 0; i < program->constant_count; i++, place++) {
        frame->values[place] = constants[i];
        frame->changes[place] = (changes){ 0 };
    }
    for (size_t i = 0; i < program->load_count; i++, place++) {
        frame->values[place] = variables[loads[i].index];
        frame->changes[place] = (changes){ i == first, i == first + 1 };
    }
}

/* Along the loads `first` and the one behind it, if there is one. */
static double pass(const gr_bound *bound, const double *variables, size_t first,
                   const dual_frame *frame, double *gradient)
{
    const gr_program *program = &bound->main;
    const gr_load *loads = bound->loads + program->loads;
    const gr_instruction *code = bound->code + program->code;
    size_t left = program->load_count - first, ways = left < WAYS ? left : WAYS;

    fill(bound, variables, first, frame);
    differentiate(frame, code, code + program->code_count);
    for (size_t k = 0; k < ways; k++) /* + 0: what is -0 is 0 */
        gradient[loads[first + k].index] = plain(frame->changes[program->result][k] + 0);
    return plain(frame->values[program->result]);
}

static double all_passes(const gr_bound *bound, const double *variables, const dual_frame *frame,
                         double *gradient)
{
    size_t count = bound->variable_count, loads = bound->main.load_count;

    for (size_t i = 0; i < count; i++)
        gradient[i] = 0;
    double value = pass(bound, variables, 0, frame, gradient);
    for (size_t first = WAYS; first < loads; first += WAYS)
        pass(bound, variables, first, frame, gradient);
    for (size_t i = 0; i < count && isnan(value); i++)
        gradient[i] = value;
    return value;
}

/* Apart, so that the usual small formula does not pay for a large frame. */
__attribute__((noinline)) static double gradient_large(const gr_bound *bound,
                                                       const double *variables, double *gradient)
{
    double values[GR_EXPRESSION_NODES];
    changes each[GR_EXPRESSION_NODES];

    return all_passes(bound, variables, &(dual_frame){ values, each }, gradient);
}

double gr_expression_gradient(const gr_expression *expression, const double *variables,
                              double *gradient)
{
    const gr_bound *bound = expression->bound;
    double values[GR_SMALL_FRAME];
    changes each[GR_SMALL_FRAME];

    assert(bound != NULL && !bound->to_runs);
    if (bound->main.frame > GR_SMALL_FRAME)
        return gradient_large(bound, variables, gradient);
    return all_passes(bound, variables, &(dual_frame){ values, each }, gradient);
}
