/* The listed minima of every surface: each is one, none is missing, and the way to them. */
#include "gradus/elementary.h"
#include "gradus/number.h"
#include "gradus/random.h"

#include "support.h"
#include "terrains.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum { CIRCLE = 48, FINE = 200, FINE_LINE = 20000, MINIMA_MAX = 16 };

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static double at_least_1(double value)
{
    return larger(fabs(value), 1);
}

/* --- each is one --- */

/* Second derivatives: differences of the gradient. */
static void curvature(const gr_terrain *t, const double *at, double h[2][2])
{
    const double step = 1e-5;

    for (size_t axis = 0; axis < t->dims; axis++) {
        double below[] = { at[0], at[1] }, above[] = { at[0], at[1] }, g[2][2];
        below[axis] -= step;
        above[axis] += step;
        gr_terrain_value(t, below, g[0]);
        gr_terrain_value(t, above, g[1]);
        for (size_t k = 0; k < t->dims; k++)
            h[axis][k] = (g[1][k] - g[0][k]) / (above[axis] - below[axis]);
    }
}

/* The largest sum of a row. */
static double norm(const gr_terrain *t, double h[2][2])
{
    double most = 0;

    for (size_t axis = 0; axis < t->dims; axis++)
        most = larger(most, fabs(h[axis][0]) + (t->dims > 1 ? fabs(h[axis][1]) : 0));
    return most;
}

/* The doubles next to a minimum are up to half an ulp away from it, and its gradient is a sum of
 * terms of about |H| |x|, each rounded. */
static void check_minimum(const gr_terrain *t, const gr_minimum *m)
{
    const double at[] = { m->x, m->y };
    double gradient[2], h[2][2], f = gr_terrain_value(t, at, gradient);

    ck_assert_msg(gr_test_in_box(t, at), "%s: a minimum outside the box", t->surface->name);
    ck_assert_msg(t->dims > 1 || m->y == 0, "%s: a y in one dimension", t->surface->name);
    ck_assert_msg(fabs(f - m->f) <= 1e-12 * at_least_1(m->f), "%s at (%.17g, %.17g): %.17g",
                  t->surface->name, m->x, m->y, f);
    curvature(t, at, h);
    double far = larger(1, larger(fabs(m->x), fabs(m->y)));
    for (size_t axis = 0; axis < t->dims; axis++)
        ck_assert_msg(fabs(gradient[axis]) <= 4 * DBL_EPSILON * norm(t, h) * far,
                      "%s at (%.17g, %.17g): slope %g", t->surface->name, m->x, m->y,
                      gradient[axis]);
}

/* Every point round about is higher. */
static void check_around(const gr_terrain *t, const gr_minimum *m, double radius)
{
    const double centre[] = { m->x, m->y };
    double f = gr_terrain_value(t, centre, NULL);
    size_t count = t->dims == 1 ? 2 : CIRCLE;

    for (size_t i = 0; i < count; i++) {
        double turn = 6.283185307179586 * (double)i / (double)count;
        const double at[] = { m->x + radius * gr_cos(turn), m->y + radius * gr_sin(turn) };
        ck_assert_msg(gr_terrain_value(t, at, NULL) > f, "%s: lower at (%.17g, %.17g)",
                      t->surface->name, at[0], at[1]);
    }
}

START_TEST(the_minima_are_minima)
{
    gr_terrain t = gr_test_terrain_of((size_t)_i);

    for (size_t i = 0; i < t.surface->minimum_count; i++) {
        check_minimum(&t, &t.surface->minima[i]);
        check_around(&t, &t.surface->minima[i], 1e-4);
        check_around(&t, &t.surface->minima[i], 1e-3);
        check_around(&t, &t.surface->minima[i], 1e-2);
    }
}
END_TEST

START_TEST(nothing_in_the_box_is_lower_than_the_lowest)
{
    gr_terrain t = gr_test_terrain_of((size_t)_i);
    size_t side = t.dims == 1 ? FINE_LINE : FINE;
    double at[2] = { 0 }, least = INFINITY;

    for (size_t i = 0; i < t.surface->minimum_count; i++)
        least = -larger(-least, -t.surface->minima[i].f);
    for (size_t i = 0; t.surface->minimum_count > 0 && i < gr_test_points(&t, side); i++) {
        gr_test_point(&t, side, i, NULL, at);
        double f = gr_terrain_value(&t, at, NULL);
        ck_assert_msg(f >= least - 1e-12 * at_least_1(least), "%s: %.17g at (%.17g, %.17g)",
                      t.surface->name, f, at[0], at[1]);
    }
}
END_TEST

/* Those with a minimum near every pair of whole numbers, or denser, list the global one alone. */
static const char *const crowded[] = { "rastrigin", "ackley", "levy13" };

static bool is_crowded(const gr_terrain *t)
{
    for (size_t i = 0; i < GR_LEN(crowded); i++)
        if (strcmp(t->surface->name, crowded[i]) == 0)
            return true;
    return false;
}

/* One step of Newton's method; its length, or infinity where it does not lead to a minimum. */
static double newton(const gr_terrain *t, double *at, bool *convex)
{
    double g[2] = { 0 }, h[2][2] = { { 0 } };

    gr_terrain_value(t, at, g);
    curvature(t, at, h);
    if (t->dims == 1)
        h[1][1] = 1;
    double det = h[0][0] * h[1][1] - h[0][1] * h[1][0];
    double dx = (h[1][1] * g[0] - h[0][1] * g[1]) / det;
    double dy = (h[0][0] * g[1] - h[1][0] * g[0]) / det;
    *convex = det > 1e-8 && h[0][0] > 1e-5; /* a flat inflexion is none */
    at[0] -= dx;
    at[1] -= dy;
    return fabs(dx) + fabs(dy);
}

/* Whether Newton's method leads from here to a minimum in the box. */
static bool leads_to_minimum(const gr_terrain *t, double *at)
{
    bool convex = false;

    for (int i = 0; i < 60 && gr_test_in_box(t, at); i++)
        if (newton(t, at, &convex) < 1e-9)
            return convex && gr_test_in_box(t, at);
    return false;
}

/* Wherever Newton's method leads to a minimum, it is listed; and it leads to each of them. */
START_TEST(no_minimum_is_missing)
{
    gr_terrain t = gr_test_terrain_of((size_t)_i);
    gr_rng rng = gr_rng_seeded(13);
    size_t found[MINIMA_MAX] = { 0 }, side = t.dims == 1 ? 500 : 30,
           count = t.surface->minimum_count;
    double at[2] = { 0 };

    ck_assert_uint_le(count, GR_LEN(found));
    /* of a typed formula none is known */
    for (size_t i = 0;
         t.surface->prepare == NULL && !is_crowded(&t) && i < gr_test_points(&t, side); i++) {
        gr_test_point(&t, side, i, &rng, at);
        if (!leads_to_minimum(&t, at))
            continue;
        size_t k = 0;
        while (k < count && !(fabs(at[0] - t.surface->minima[k].x) < 1e-6 &&
                              (t.dims == 1 || fabs(at[1] - t.surface->minima[k].y) < 1e-6)))
            k++;
        ck_assert_msg(k < count, "%s: (%.17g, %.17g) is not listed", t.surface->name, at[0], at[1]);
        found[k]++;
    }
    for (size_t k = 0; !is_crowded(&t) && k < count; k++)
        ck_assert_msg(found[k] > 0, "%s: minimum %zu is not one", t.surface->name, k);
}
END_TEST

/* --- the way to the nearest minimum --- */

static const struct {
    const char *surface;
    double x, y, distance;
} ways[] = {
    { "valley", 3, 4, 5 },
    { "valley", -5e-324, 0, 5e-324 },
    { "valley", 3e-310, -4e-310, 5e-310 },
    { "valley", 3e307, 4e307, 5e307 },
    { "valley", -DBL_MAX, 0, DBL_MAX },
    { "valley", 0, INFINITY, INFINITY },
    { "valley", -INFINITY, INFINITY, INFINITY },
    { "valley", NAN, 1, NAN },
    { "valley", 1, NAN, NAN },
    { "rosenbrock", 1, 1, 0 },
    { "rosenbrock", 4, -3, 5 },
    { "himmelblau", 3, 1, 1 },                  /* of (3, 2), not of (3.58, -1.85) */
    { "himmelblau", 4.5, 2, 1.5 },              /* of (3, 2) again */
    { "goldstein_price", 1.8, 0.3, 0.3 - 0.2 }, /* of a local one */
    { "quartic", 0.25, 99, 2 },                 /* y does not count in one dimension */
    { "quartic", -DBL_MAX, 0, DBL_MAX },
};

START_TEST(distances_are_to_the_nearest_minimum)
{
    gr_terrain t = gr_test_terrain_named(ways[_i].surface);
    const double at[] = { ways[_i].x, ways[_i].y };
    double distance = gr_terrain_distance(&t, at), expected = ways[_i].distance;

    ck_assert(!gr_is_missing(distance));
    if (isfinite(expected))
        ck_assert_msg(fabs(distance - expected) <= 2 * DBL_EPSILON * expected, "%.17g, not %.17g",
                      distance, expected);
    else
        ck_assert(isnan(expected) ? isnan(distance) : distance > DBL_MAX);
}
END_TEST

START_TEST(without_a_minimum_the_distance_is_missing)
{
    const double at[] = { 1, 2 };
    gr_terrain saddle = gr_test_terrain_named("saddle"),
               monkey = gr_test_terrain_named("monkey_saddle");

    ck_assert(gr_is_missing(gr_terrain_distance(&saddle, at)));
    ck_assert(gr_is_missing(gr_terrain_distance(&monkey, at)));
}
END_TEST

static Suite *minima_suite(void)
{
    Suite *suite = suite_create("surface minima");
    TCase *all = gr_test_case(suite, "every surface");
    TCase *some = gr_test_case(suite, "some surfaces");
    int count = (int)gr_surface_count();

    tcase_add_checked_fixture(all, NULL, gr_test_terrains_clear);
    tcase_add_checked_fixture(some, NULL, gr_test_terrains_clear);
    tcase_add_loop_test(all, the_minima_are_minima, 0, count);
    tcase_add_loop_test(all, nothing_in_the_box_is_lower_than_the_lowest, 0, count);
    tcase_add_loop_test(all, no_minimum_is_missing, 0, count);
    tcase_add_loop_test(some, distances_are_to_the_nearest_minimum, 0, (int)GR_LEN(ways));
    tcase_add_test(some, without_a_minimum_the_distance_is_missing);
    return suite;
}

int main(void)
{
    return gr_test_main(minima_suite());
}
