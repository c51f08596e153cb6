/* What a person types, f(x, y) or f(x), differentiated by the expression language. */
#include "gradus/expression.h"
#include "gradus/surface.h"

#include <math.h>

/* The numbers of terrain->knobs. */
enum { X_LOW, X_HIGH, Y_LOW, Y_HIGH };

#define BOX_EDGE(edge, value, which)                                                               \
    {                                                                                              \
        .name = edge, .kind = GR_PARAM_NUMBER, .initial = value, .low = -(double)INFINITY,         \
        .high = (double)INFINITY, .low_open = true, .high_open = true,                             \
        .help = "where the picture " which                                                         \
    }

static const gr_param params[] = {
    GR_START("x", "2.5"),
    GR_START("y", "1.8"),
    { .name = "formula",
      .kind = GR_PARAM_TEXT,
      .initial = "(x^2 + y^2)/4 + x/3 + sin(2*x)*cos(2*y)",
      .help = "what to descend on, of x and y or of x alone" },
    BOX_EDGE("x_low", "-3", "begins, x"),
    BOX_EDGE("x_high", "3", "ends, x"),
    BOX_EDGE("y_low", "-3", "begins, y"),
    BOX_EDGE("y_high", "3", "ends, y"),
    { .name = NULL },
};

/* --- the formula --- */

static bool is_number(const gr_expression *expression, gr_error *err)
{
    return !gr_expression_is_condition(expression) ||
           gr_fail(err, GR_ERROR_USAGE,
                   "column 1: a condition is true or false and has no slope; a formula gives a "
                   "number, as x^2 + y^2 does");
}

/* Of x and y where it reads y, else of x alone. */
static bool bind(gr_expression *expression, size_t *dims, gr_error *err)
{
    static const char *const names[] = { "x", "y" };

    if (!gr_expression_bind_variables(expression, names, 2, err))
        return false;
    *dims = gr_expression_uses(expression, GR_SOURCE_VARIABLE, 0, 1) ? 2 : 1;
    return gr_expression_bind_variables(expression, names, *dims, err);
}

static bool read_formula(gr_terrain *terrain, const char *text, gr_arena *arena, gr_error *err)
{
    gr_error reason = { 0 };
    gr_expression *expression = gr_expression_parse(text, &reason);
    bool ok = expression != NULL && is_number(expression, &reason) &&
              bind(expression, &terrain->dims, &reason);

    if (ok)
        terrain->data = gr_expression_keep(expression, arena, &reason);
    gr_expression_free(expression);
    return terrain->data != NULL || gr_fail(err, reason.kind, "knob formula: %s", reason.message);
}

/* --- the box --- */

/* Its width must be a number too. */
static bool is_range(const char *axis, double low, double high, gr_error *err)
{
    if (low < high && isfinite(high - low))
        return true;
    if (low < high)
        return gr_fail(err, GR_ERROR_USAGE, "knob %s_low: %g is too far below %s_high, which is %g",
                       axis, low, axis, high);
    return gr_fail(err, GR_ERROR_USAGE, "knob %s_low: %g is not below %s_high, which is %g", axis,
                   low, axis, high);
}

static bool prepare(gr_terrain *terrain, const gr_values *values, gr_arena *arena, gr_error *err)
{
    const double *knobs = terrain->knobs;

    if (!read_formula(terrain, gr_values_text(values, "surface.formula"), arena, err) ||
        !is_range("x", knobs[X_LOW], knobs[X_HIGH], err))
        return false;
    terrain->box = (gr_box){ .x_low = knobs[X_LOW], .x_high = knobs[X_HIGH] };
    if (terrain->dims == 1) {
        terrain->start[1] = 0;
        return true;
    }
    terrain->box.y_low = knobs[Y_LOW];
    terrain->box.y_high = knobs[Y_HIGH];
    return is_range("y", knobs[Y_LOW], knobs[Y_HIGH], err);
}

/* --- the surface --- */

static double value(const gr_terrain *terrain, const double *at, double *gradient)
{
    if (gradient == NULL)
        return gr_expression_value(terrain->data, at);
    return gr_expression_gradient(terrain->data, at, gradient);
}

const gr_surface gr_surface_formula = {
    .name = "formula",
    .summary = "a formula of yours, of x and y or of x alone",
    .formula = "f(x, y)",
    .dims = 0,
    .params = params,
    .box = { -3, 3, -3, 3 },
    .prepare = prepare,
    .value = value,
};
