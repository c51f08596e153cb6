/* Every surface: gradients against central differences, values against exact ones. */
#include "gradus/number.h"
#include "gradus/random.h"

#include "support.h"
#include "terrains.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIDE = 20 };

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static double at_least_1(double value)
{
    return larger(fabs(value), 1);
}

/* --- gradients --- */

static double slope_between(const gr_terrain *t, const double *at, size_t axis, double h)
{
    double below[] = { at[0], at[1] }, above[] = { at[0], at[1] };

    below[axis] -= h;
    above[axis] += h;
    return (gr_terrain_value(t, above, NULL) - gr_terrain_value(t, below, NULL)) /
           (above[axis] - below[axis]);
}

/* Central differences of two steps, whose errors in h^2 cancel (Richardson). */
static double slope(const gr_terrain *t, const double *at, size_t axis, double h)
{
    return (4 * slope_between(t, at, axis, h / 2) - slope_between(t, at, axis, h)) / 3;
}

/* The largest value and the largest slope in the box, for the size of what is rounded. */
static void sizes(const gr_terrain *t, double *value, double *steepest)
{
    double at[2] = { 0 }, gradient[2] = { 0 };

    *value = *steepest = 0;
    for (size_t i = 0; i < gr_test_points(t, SIDE); i++) {
        gr_test_point(t, SIDE, i, NULL, at);
        *value = larger(*value, fabs(gr_terrain_value(t, at, gradient)));
        for (size_t axis = 0; axis < t->dims; axis++)
            *steepest = larger(*steepest, fabs(gradient[axis]));
    }
}

/*
 * The step h is 2^-13 of the box. What Richardson leaves is h^4/480 of the fifth derivative: for a
 * wave of n periods in the box (at most 30, in levy13) that is (2 pi n/8192)^4/480 < 6e-10 of its
 * slope. Of rounding: where each value is off by e, the quotient is off by 3 e/h at most; e is some
 * ulps of the largest value.
 */
static void check_gradient(const gr_terrain *t)
{
    gr_rng rng = gr_rng_seeded(7);
    double at[2] = { 0 }, gradient[2], most, steepest;

    sizes(t, &most, &steepest);
    for (size_t i = 0; i < gr_test_points(t, SIDE); i++) {
        gr_test_point(t, SIDE, i, &rng, at);
        gr_terrain_value(t, at, gradient);
        for (size_t axis = 0; axis < t->dims; axis++) {
            double h = gr_test_width(t, axis) / 8192, by_steps = slope(t, at, axis, h);
            double allowed = 1e-9 * steepest + 16 * DBL_EPSILON * most / h;
            ck_assert_msg(fabs(gradient[axis] - by_steps) <= allowed,
                          "%s at (%.17g, %.17g), axis %zu: %.17g, by differences %.17g",
                          t->surface->name, at[0], at[1], axis, gradient[axis], by_steps);
        }
    }
}

START_TEST(gradients_are_those_of_differences)
{
    gr_terrain t = gr_test_terrain_of((size_t)_i);

    check_gradient(&t);
}
END_TEST

/* Other values of the numbers among the surfaces' own knobs. */
static const struct {
    const char *surface, *knob, *number;
} others[] = {
    { "valley", "kappa", "7" },
    { "valley", "kappa", "1000" },
    { "valley", "kappa", "0.25" },
};

static bool is_tried(const char *surface, const char *knob)
{
    for (size_t i = 0; i < GR_LEN(others); i++)
        if (strcmp(others[i].surface, surface) == 0 && strcmp(others[i].knob, knob) == 0)
            return true;
    return false;
}

START_TEST(gradients_follow_the_knobs)
{
    for (size_t s = 0; s < gr_surface_count(); s++) {
        const gr_surface *surface = gr_surface_at(s);
        for (const gr_param *p = surface->params; p->name != NULL; p++)
            if (surface->prepare == NULL && p->kind == GR_PARAM_NUMBER &&
                strcmp(p->name, "x") != 0 && strcmp(p->name, "y") != 0)
                ck_assert_msg(is_tried(surface->name, p->name), "%s.%s", surface->name, p->name);
        for (size_t i = 0; i < GR_LEN(others); i++) {
            if (strcmp(others[i].surface, surface->name) != 0)
                continue;
            gr_terrain t = gr_test_terrain_with(s, others[i].knob, others[i].number);
            check_gradient(&t);
        }
    }
}
END_TEST

static bool same(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

START_TEST(the_value_is_the_same_without_a_gradient)
{
    gr_terrain t = gr_test_terrain_of((size_t)_i);
    gr_rng rng = gr_rng_seeded(11);
    double at[2] = { 0 }, gradient[2];

    for (size_t i = 0; i < gr_test_points(&t, SIDE); i++) {
        gr_test_point(&t, SIDE, i, &rng, at);
        double with = gr_terrain_value(&t, at, gradient);
        ck_assert(same(with, gr_terrain_value(&t, at, NULL)));
    }
}
END_TEST

/* --- starts --- */

START_TEST(the_start_is_in_the_box_and_on_a_slope)
{
    gr_terrain t = gr_test_terrain_of((size_t)_i);
    double gradient[2] = { 0 };

    ck_assert(gr_test_in_box(&t, t.start));
    gr_terrain_value(&t, t.start, gradient);
    ck_assert_msg(fabs(gradient[0]) + fabs(gradient[1]) > 1e-3, "%s: flat", t.surface->name);
}
END_TEST

/* --- names --- */

START_TEST(names_and_texts_stand)
{
    const gr_surface *surface = gr_surface_at((size_t)_i);

    ck_assert_uint_gt(strlen(surface->formula), 0);
    ck_assert_uint_gt(strlen(surface->summary), 0);
    for (size_t i = 0; i < gr_surface_count(); i++)
        ck_assert(i == (size_t)_i || strcmp(gr_surface_at(i)->name, surface->name) != 0);
    for (const char *c = surface->formula; *c != '\0'; c++)
        ck_assert_msg(*c >= ' ' && *c <= '~', "%s: not ASCII", surface->name);
}
END_TEST

/* --- exact values --- */

/* One row of tests/data/surfaces.csv; see tests/make_surfaces.py. */
typedef struct exact {
    char name[32];
    double at[2], f, gradient[2];
} exact;

static bool read_exact(FILE *file, exact *row)
{
    char line[256];

    if (fgets(line, sizeof line, file) == NULL)
        return false;
    double *const fields[] = { &row->at[0], &row->at[1], &row->f, &row->gradient[0],
                               &row->gradient[1] };
    char *at = strchr(line, ',');
    ck_assert_msg(at != NULL && (size_t)(at - line) < sizeof row->name, "bad row: %s", line);
    memcpy(row->name, line, (size_t)(at - line));
    row->name[at - line] = '\0';
    for (size_t i = 0; i < GR_LEN(fields); i++) {
        ck_assert_msg(*at == ',', "bad row: %s", line);
        *fields[i] = strtod(at + 1, &at);
    }
    ck_assert_msg(*at == '\n', "bad row: %s", line);
    return true;
}

static void check_close(const exact *row, const char *what, double value, double expected)
{
    ck_assert_msg(fabs(value - expected) <= 1e-12 * at_least_1(expected),
                  "%s at (%.17g, %.17g): %s is %.17g, not %.17g", row->name, row->at[0], row->at[1],
                  what, value, expected);
}

static void check_row(const exact *row)
{
    gr_terrain t = gr_test_terrain_named(row->name);
    double gradient[2] = { 0 };

    check_close(row, "f", gr_terrain_value(&t, row->at, gradient), row->f);
    check_close(row, "gx", gradient[0], row->gradient[0]);
    check_close(row, "gy", gradient[1], row->gradient[1]);
}

START_TEST(values_are_the_exact_ones)
{
    const gr_surface *surface = gr_surface_at((size_t)_i);
    const char *path = gr_test_source("tests/data/surfaces.csv");
    FILE *file = fopen(path, "r");
    char header[64];
    exact row;
    int seen = 0;

    ck_assert_msg(file != NULL, "cannot open %s", path);
    ck_assert(fgets(header, sizeof header, file) != NULL);
    ck_assert_str_eq(header, "name,x,y,f,gx,gy\n");
    while (read_exact(file, &row)) {
        if (strcmp(row.name, surface->name) != 0)
            continue;
        check_row(&row);
        seen++;
    }
    fclose(file);
    ck_assert_msg(seen >= 5 || surface->dims == 0, "%s: %d rows", surface->name, seen);
}
END_TEST

/* Points where something is special, by closed forms. */
static const exact special[] = {
    { "ackley", { 0, 0 }, 0, { 0, 0 } },                          /* the tip of a cone */
    { "gramacy_lee", { 0, 0 }, 16.70796326794896619, { -4, 0 } }, /* 5 pi + 1, a limit */
    { "gramacy_lee", { -0.0, 0 }, 16.70796326794896619, { -4, 0 } },
    { "beale", { 0, 1 }, 14.203125, { 0, 0 } },  /* a saddle */
    { "monkey_saddle", { 0, 0 }, 0, { 0, 0 } },  /* flat */
    { "quartic", { 0, 0 }, 2, { 0, 0 } },        /* an inflexion */
    { "easom", { 1e200, -1e200 }, 0, { 0, 0 } }, /* all underflows */
    { "rastrigin", { 3, -2 }, 13, { 6, -4 } },   /* the bowl at whole numbers */
    { "levy13", { 3, -1 }, 8, { 4, -4 } },
    { "rosenbrock", { 0, 0 }, 1, { -2, 0 } },
    { "mccormick", { 0, 0 }, 1, { -0.5, 3.5 } },
    { "x2_sin", { 0, 0 }, 0, { 10, 0 } },
    { "branin", { 0, 6 }, 19.602112642270262, { 0, 0 } }, /* 20 - 10/(8 pi) */
};

START_TEST(special_points_have_their_values)
{
    check_row(&special[_i]);
}
END_TEST

static Suite *surfaces_suite(void)
{
    Suite *suite = suite_create("surfaces");
    TCase *all = gr_test_case(suite, "every surface");
    TCase *some = gr_test_case(suite, "some surfaces");
    int count = (int)gr_surface_count();

    tcase_add_checked_fixture(all, NULL, gr_test_terrains_clear);
    tcase_add_checked_fixture(some, NULL, gr_test_terrains_clear);
    tcase_add_loop_test(all, gradients_are_those_of_differences, 0, count);
    tcase_add_loop_test(all, the_value_is_the_same_without_a_gradient, 0, count);
    tcase_add_loop_test(all, the_start_is_in_the_box_and_on_a_slope, 0, count);
    tcase_add_loop_test(all, names_and_texts_stand, 0, count);
    tcase_add_loop_test(all, values_are_the_exact_ones, 0, count);
    tcase_add_test(some, gradients_follow_the_knobs);
    tcase_add_loop_test(some, special_points_have_their_values, 0, (int)GR_LEN(special));
    return suite;
}

int main(void)
{
    return gr_test_main(surfaces_suite());
}
