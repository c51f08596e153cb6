/* The surface `formula`: what is typed is what is descended on, with the gradient of the surface
 * that has the same formula built in; and what is wrong with a formula, told by its column. */
#include "gradus/surface.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "gradus/expression.h"
#include "gradus/number.h"
#include "gradus/text.h"
#include "starve.h"

static const gr_param params[] = {
    { .name = "surface",
      .kind = GR_PARAM_FAMILY,
      .initial = "formula",
      .family = &gr_surface_family,
      .help = "what to descend on" },
    { .name = NULL },
};

/* Settings end with a knob that is NULL. */
static bool prepared(gr_terrain *terrain, const gr_setting *settings, gr_arena *arena,
                     gr_error *err)
{
    gr_values values = { 0 };
    size_t count = 0;

    while (settings[count].knob != NULL)
        count++;
    bool ok = gr_values_init(&values, params, err) &&
              gr_values_apply(&values, settings, count, err) &&
              gr_terrain_prepare(terrain, &values, arena, err);
    gr_values_clear(&values);
    return ok;
}

static gr_terrain terrain_of(const gr_setting *settings, gr_arena *arena)
{
    gr_error err = { 0 };
    gr_terrain terrain = { 0 };

    ck_assert_msg(prepared(&terrain, settings, arena, &err), "%s: %s", settings[0].value,
                  err.message);
    return terrain;
}

static gr_terrain typed(const char *formula, gr_arena *arena)
{
    return terrain_of((const gr_setting[]){ { "formula", formula }, { 0 } }, arena);
}

static void check_near(const char *what, const double *at, double actual, double expected,
                       double scale)
{
    ck_assert_msg(fabs(actual - expected) <= 1e-12 * scale, "%s at %g %g: %.17g, not %.17g", what,
                  at[0], at[1], actual, expected);
}

static double most(double a, double b)
{
    return a > b ? a : b;
}

/* Two terrains of one shape, over a box. Where two large numbers nearly cancel, what counts is how
 * large they were: the scale is that of the gradient too. */
static void check_equal(const char *what, const gr_terrain *a, const gr_terrain *b,
                        const gr_box *box)
{
    enum { N = 40 };

    ck_assert_uint_eq(a->dims, b->dims);
    for (int i = 0; i <= N; i++) {
        for (int k = 0; k <= (a->dims > 1 ? N : 0); k++) {
            double at[] = { box->x_low + (box->x_high - box->x_low) * i / N,
                            box->y_low + (box->y_high - box->y_low) * k / N };
            double g[2] = { 0 }, h[2] = { 0 };
            double f = gr_terrain_value(a, at, g), same = gr_terrain_value(b, at, h);
            double scale = most(1, most(fabs(f), most(fabs(g[0]), fabs(g[1]))));
            check_near(what, at, same, f, scale);
            check_near(what, at, gr_terrain_value(b, at, NULL), same, 0);
            for (size_t d = 0; d < a->dims; d++)
                check_near(what, at, h[d], g[d], scale);
        }
    }
}

START_TEST(rosenbrock_typed)
{
    gr_arena arena = { 0 };
    gr_terrain built_in =
        terrain_of((const gr_setting[]){ { "surface", "rosenbrock" }, { 0 } }, &arena);
    gr_terrain by_hand = typed("(1 - x)^2 + 100*(y - x^2)^2", &arena);

    check_equal("rosenbrock", &built_in, &by_hand, &built_in.box);
    gr_arena_clear(&arena);
}
END_TEST

/* --- every surface by its own formula --- */

static bool ends_factor(char c)
{
    return isalnum((unsigned char)c) || c == ')';
}

static bool begins_factor(char c)
{
    return isalnum((unsigned char)c) || c == '(';
}

/* "100 (y - x^2)" as people write it becomes "100*(y - x^2)". */
static void spell_products(const char *formula, gr_text *out)
{
    for (const char *c = formula; *c != '\0'; c++) {
        bool product = *c == ' ' && c > formula && ends_factor(c[-1]) && begins_factor(c[1]);
        gr_text_addf(out, "%c", product ? '*' : *c);
    }
}

/* A surface's own numbers in place of their names, for formulas like "x^2 + kappa y^2". */
static bool spell_numbers(const gr_surface *surface, const gr_terrain *terrain, gr_text *formula)
{
    const char *names[2 + GR_SURFACE_KNOBS] = { "x", "y" };
    gr_text out = { 0 };
    size_t count = 2;

    for (const gr_param *p = surface->params; p->name != NULL; p++)
        if (strcmp(p->name, "x") != 0 && strcmp(p->name, "y") != 0)
            names[count++] = p->name;
    for (const char *c = gr_text_string(formula); *c != '\0';) {
        size_t length = 0, i = 2;
        while (isalnum((unsigned char)c[length]) || c[length] == '_')
            length++;
        while (i < count && (strlen(names[i]) != length || strncmp(c, names[i], length) != 0))
            i++;
        if (i < count)
            gr_text_addf(&out, "%.17g", terrain->knobs[i - 2]);
        else
            gr_text_addf(&out, "%.*s", (int)(length > 0 ? length : 1), c);
        c += length > 0 ? length : 1;
    }
    gr_text_clear(formula);
    *formula = out;
    gr_expression *e = gr_expression_parse(gr_text_string(formula), NULL);
    bool readable =
        e != NULL && gr_expression_bind_variables(e, (const char *[]){ "x", "y" }, 2, NULL);
    gr_expression_free(e);
    return readable;
}

/* Those whose formula is written in words that the language has. */
START_TEST(surfaces_typed)
{
    size_t compared = 0;

    for (size_t i = 0; i < gr_surface_count(); i++) {
        const gr_surface *surface = gr_surface_at(i);
        gr_arena arena = { 0 };
        gr_text formula = { 0 };
        if (surface->prepare != NULL)
            continue;
        gr_terrain built_in =
            terrain_of((const gr_setting[]){ { "surface", surface->name }, { 0 } }, &arena);
        spell_products(surface->formula, &formula);
        if (spell_numbers(surface, &built_in, &formula)) {
            gr_terrain by_hand = typed(gr_text_string(&formula), &arena);
            check_equal(gr_text_string(&formula), &built_in, &by_hand, &built_in.box);
            compared++;
        }
        gr_text_clear(&formula);
        gr_arena_clear(&arena);
    }
    printf("# %zu surfaces typed\n", compared);
    ck_assert_uint_ge(compared, 17);
}
END_TEST

/* --- dimensions, start and box --- */

START_TEST(one_and_two_dimensions)
{
    gr_arena arena = { 0 };
    double at[] = { 3, 0.5 }, g[] = { 77, 77 };
    gr_terrain t = typed("x^2 + sin(x)", &arena);

    ck_assert_uint_eq(t.dims, 1);
    ck_assert_double_eq(t.start[0], 2.5);
    ck_assert_double_eq(t.start[1], 0);
    ck_assert(t.box.x_low == -3 && t.box.x_high == 3 && t.box.y_low == 0 && t.box.y_high == 0);
    gr_terrain_value(&t, at, g);
    ck_assert_double_eq_tol(g[0], 6 + cos(3), 1e-15);
    ck_assert_double_eq(g[1], 77); /* one number is asked for, and one is given */
    ck_assert(gr_is_missing(gr_terrain_distance(&t, at)));

    t = typed("y^2", &arena);
    ck_assert_uint_eq(t.dims, 2);
    ck_assert_double_eq(gr_terrain_value(&t, at, g), 0.25);
    ck_assert(g[0] == 0 && g[1] == 1);
    t = typed("7", &arena);
    ck_assert_uint_eq(t.dims, 1);
    ck_assert(gr_terrain_value(&t, at, g) == 7 && g[0] == 0);
    gr_arena_clear(&arena);
}
END_TEST

START_TEST(start_and_box_are_knobs)
{
    gr_arena arena = { 0 };
    gr_terrain t = terrain_of((const gr_setting[]){ { "formula", "x*y" },
                                                    { "x", "-1" },
                                                    { "y", "1/4" },
                                                    { "x_low", "-7" },
                                                    { "x_high", "-6.5" },
                                                    { "y_low", "0" },
                                                    { "surface.y_high", "1e3" },
                                                    { 0 } },
                              &arena);

    ck_assert(t.start[0] == -1 && t.start[1] == 0.25);
    ck_assert(t.box.x_low == -7 && t.box.x_high == -6.5 && t.box.y_low == 0 &&
              t.box.y_high == 1000);
    t = terrain_of((const gr_setting[]){ { "formula", "x" }, { "y_low", "8" }, { 0 } }, &arena);
    ck_assert_double_eq(t.box.y_low, 0); /* without y nothing is wrong with its box */
    gr_arena_clear(&arena);
}
END_TEST

/* The default is worth looking at: two dimensions, finite over its box, several basins. */
START_TEST(the_default_has_basins)
{
    gr_arena arena = { 0 };
    gr_terrain t = terrain_of((const gr_setting[]){ { "surface", "formula" }, { 0 } }, &arena);
    double ends[20][2];
    size_t basins = 0;

    ck_assert_uint_eq(t.dims, 2);
    for (int i = 0; i < 25; i++) {
        double at[] = { -2.8 + 1.4 * (i % 5), -2.8 + 1.4 * (i / 5) }, g[2];
        for (int k = 0; k < 5000; k++) {
            gr_terrain_value(&t, at, g);
            at[0] -= 0.05 * g[0];
            at[1] -= 0.05 * g[1];
        }
        ck_assert_double_lt(hypot(g[0], g[1]), 1e-6);
        size_t b = 0;
        while (b < basins && hypot(at[0] - ends[b][0], at[1] - ends[b][1]) > 0.01)
            b++;
        if (b == basins && b < 20)
            memcpy(ends[basins++], at, sizeof at);
    }
    ck_assert_uint_ge(basins, 2);
    gr_arena_clear(&arena);
}
END_TEST

/* --- what is refused --- */

static const struct {
    gr_setting settings[3];
    const char *message;
} refused[] = {
    { { { "formula", "x + fo" } },
      "knob formula: column 5: unknown name 'fo'; this expression may use: x, y" },
    { { { "formula", "x + step" } },
      "knob formula: column 5: unknown name 'step'; this expression may use: x, y" },
    { { { "formula", "gauss(x)" } },
      "knob formula: column 1: unknown function 'gauss'; there are:" },
    { { { "formula", "x^2 +" } }, "knob formula: column 6: the expression ends where a number, a" },
    { { { "formula", "(x + y" } }, "knob formula: column 7: the expression ends, but the bracket" },
    { { { "formula", "3 x" } }, "knob formula: column 3: expected an operator" },
    { { { "formula", "" } }, "knob formula: column 1: the expression is empty" },
    { { { "formula", "x < y" } },
      "knob formula: column 1: a condition is true or false and has no slope; a formula gives a "
      "number" },
    { { { "formula", "not x" } }, "knob formula: column 1: a condition" },
    { { { "formula", "$a*x" } }, "knob formula: column 1: '$a' asks about a run or a task" },
    { { { "formula", "x + min(x)" } },
      "knob formula: column 5: min of one value asks about a run" },
    { { { "formula", "last.f" } }, "knob formula: column 1: unknown name 'last.f'" },
    { { { "formula", "table.w[1,2]" } },
      "knob formula: column 1: 'table.w': a table's cell can only stand" },
    { { { "formula", "run[2].last.f" } }, "knob formula: column 8: 'last.f' asks about a run" },
    { { { "x_low", "3" } }, "knob x_low: 3 is not below x_high, which is 3" },
    { { { "x_low", "2" }, { "x_high", "-2.5" } },
      "knob x_low: 2 is not below x_high, which is -2.5" },
    { { { "y_high", "-4" } }, "knob y_low: -3 is not below y_high, which is -4" },
    { { { "y_low", "-1e308" }, { "y_high", "1e308" } },
      "knob y_low: -1e+308 is too far below y_high, which is 1e+308" },
};

START_TEST(bad_knobs)
{
    gr_arena arena = { 0 };
    gr_terrain terrain;
    gr_error err = { 0 };

    ck_assert(!prepared(&terrain, refused[_i].settings, &arena, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    gr_assert_message(err, refused[_i].message);
    ck_assert(!prepared(&terrain, refused[_i].settings, &arena, NULL));
    gr_arena_clear(&arena);
}
END_TEST

/* --- without memory --- */

static void play(gr_starving *starving, void *context)
{
    static const gr_setting settings[] = { { "formula", "x*exp(-x^2 - y^2)" }, { 0 } };
    gr_arena arena = { 0 };
    gr_error err = { 0 };
    gr_terrain t;

    (void)context;
    while (!gr_test_fed(starving, prepared(&t, settings, &arena, &err), &err))
        gr_arena_clear(&arena);
    gr_test_feed(starving);
    ck_assert_double_eq(gr_terrain_value(&t, (double[]){ 1, 0 }, NULL),
                        gr_terrain_value(&t, (double[]){ 1, -0.0 }, NULL));
    ck_assert_double_eq_tol(gr_terrain_value(&t, (double[]){ 1, 0 }, NULL), exp(-1), 1e-15);
    gr_arena_clear(&arena);
}

START_TEST(memory_may_run_out)
{
    gr_test_starve("formula", play, NULL);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("formula");
    TCase *same = gr_test_case(s, "same"), *knobs = gr_test_case(s, "knobs");

    tcase_add_test(same, rosenbrock_typed);
    tcase_add_test(same, surfaces_typed);
    tcase_add_test(knobs, one_and_two_dimensions);
    tcase_add_test(knobs, start_and_box_are_knobs);
    tcase_add_test(knobs, the_default_has_basins);
    tcase_add_loop_test(knobs, bad_knobs, 0, (int)GR_LEN(refused));
    tcase_add_test(knobs, memory_may_run_out);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
