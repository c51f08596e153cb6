/* Where ticks stand: 1-2-5 steps, decades, limits rounded outwards, and the ends of the doubles. */
#include "gradus/axis_ticks.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "gradus/memory.h"
#include "gradus/number.h"
#include "gradus/random.h"
#include "support.h"

/* Ticks as "-1 0 1 2" through their labels. */
static void labels_of(const gr_ticks *ticks, char *out, size_t room)
{
    char label[GR_NUMBER_SIZE];
    size_t used = 0;

    out[0] = '\0';
    for (size_t i = 0; i < ticks->count; i++) {
        gr_number_tick(ticks->at[i], ticks->step, label);
        int n = snprintf(out + used, room - used, "%s%s", i > 0 ? " " : "", label);
        ck_assert_int_ge(n, 0);
        used += (size_t)n;
        ck_assert_uint_lt(used, room);
    }
}

typedef void maker(gr_ticks *ticks, double low, double high, bool log, int wanted);

/* clang-format off */
static const struct row {
    double low, high;
    bool log;
    int wanted;
    const char *labels;
} by_hand[] = {
    { 0, 1, false, 6, "0 0.2 0.4 0.6 0.8 1" },
    { 0, 1, false, 5, "0 0.5 1" },
    { 0, 1, false, 3, "0 0.5 1" },
    { 0, 1, false, 2, "0 1" },
    { 0, 1, false, 11, "0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1" },
    { 0, 100, false, 6, "0 20 40 60 80 100" },
    { 0, 99, false, 6, "0 20 40 60 80 100" },
    { 1, 99, false, 6, "0 20 40 60 80 100" },
    { 0, 48, false, 6, "0 10 20 30 40 50" },
    { 0, 8320, false, 6, "0 2000 4000 6000 8000 10000" },
    { -9, 1.7, false, 7, "-10 -8 -6 -4 -2 0 2" },
    { -1, 1, false, 3, "-1 0 1" },
    { -0.3, 0.3, false, 7, "-0.3 -0.2 -0.1 0 0.1 0.2 0.3" },
    { 0, 60, false, 4, "0 20 40 60" },
    { 18, 26, false, 5, "18 20 22 24 26" },
    { 0.001, 0.0049, false, 5, "1e-3 2e-3 3e-3 4e-3 5e-3" },
    { 1e-9, 5e-9, false, 6, "1e-9 2e-9 3e-9 4e-9 5e-9" },
    { 5, 5, false, 3, "4 5 6" },
    { 0, 0, false, 3, "-1 0 1" },
    { -300, -300, false, 3, "-400 -300 -200" },
    { 0.05, 0.05, false, 3, "0.04 0.05 0.06" },
    { 1, 1000, true, 8, "1 10 100 1000" },
    { 2, 900, true, 8, "1 10 100 1000" },
    { 0.05, 25.04, true, 8, "0.01 0.1 1 10 100" },
    { 1, 1e6, true, 4, "1 100 1e4 1e6" },
    { 1e-8, 1, true, 3, "1e-8 1e-5 0.01" },
    { 10, 10, true, 5, "10 100" },
    { 7, 7, true, 5, "1 10" },
    { 1e-5, 1e-5, true, 5, "1e-5 1e-4" },
}, inside[] = {
    { -10.5, 2.5, false, 7, "-10 -8 -6 -4 -2 0 2" },
    { -10, 2, false, 7, "-10 -8 -6 -4 -2 0 2" },
    { -10.5, 2.5, false, 4, "-10 -5 0" },
    { -2, 2, false, 3, "-2 0 2" },
    { -2, 2, false, 2, "-2 2" }, /* and not 0 alone */
    { -1.9, 1.9, false, 2, "-1 1" },
    { 0.95, 1.13, false, 4, "0.95 1 1.05 1.1" },
    { 0.95, 1.13, false, 3, "1 1.1" },
    { 0, 0.3, false, 4, "0 0.1 0.2 0.3" },
    { -1.25, -0.98, false, 4, "-1.2 -1.1 -1" },
    { 2, 900, true, 8, "10 100" },
    { 1, 1000, true, 8, "1 10 100 1000" },
    { 1, 1e6, true, 4, "1 100 1e4 1e6" },
    { 2, 9, true, 5, "2 4 6 8" }, /* within a decade: as on a linear axis */
    { 5600, 7000, true, 4, "6000 6500 7000" },
    { 8, 60, true, 5, "20 40 60" },
    { 8, 90, true, 5, "10" },
    { 1, 10, true, 5, "1 10" },
    { 5, 5, false, 3, "4 5 6" }, /* flat: as around */
};
/* clang-format on */

static void check_by_hand(const struct row *rows, size_t count, maker *make)
{
    for (size_t i = 0; i < count; i++) {
        gr_ticks ticks;
        char labels[512];
        make(&ticks, rows[i].low, rows[i].high, rows[i].log, rows[i].wanted);
        labels_of(&ticks, labels, sizeof labels);
        ck_assert_msg(strcmp(labels, rows[i].labels) == 0, "%g to %g%s, %d wanted: %s, not %s",
                      rows[i].low, rows[i].high, rows[i].log ? " log" : "", rows[i].wanted, labels,
                      rows[i].labels);
    }
}

START_TEST(ticks_by_hand)
{
    check_by_hand(by_hand, GR_LEN(by_hand), gr_ticks_make);
    check_by_hand(inside, GR_LEN(inside), gr_ticks_make_inside);
}
END_TEST

/* Inside: the axis ends at the limits, ticks rise between them at even distances. */
START_TEST(ticks_inside)
{
    gr_rng rng = gr_rng_seeded(11);

    for (int i = 0; i < 20000; i++) {
        gr_ticks t;
        double low = gr_rng_normal(&rng) * ldexp(1, (int)gr_rng_below(&rng, 40) - 20);
        double high = low + gr_rng_uniform(&rng) * ldexp(1, (int)gr_rng_below(&rng, 20) - 10) +
                      1e-6 * fabs(low);
        int wanted = 2 + (int)gr_rng_below(&rng, 20);
        gr_ticks_make_inside(&t, low, high, false, wanted);
        double slack = 1e-8 * (high - low);
        ck_assert(t.low == low && t.high == high);
        ck_assert_msg(t.count >= 2 && t.count <= (size_t)wanted, "%g to %g, %d: %zu", low, high,
                      wanted, t.count);
        ck_assert(t.at[0] >= low - slack && t.at[t.count - 1] <= high + slack);
        for (size_t k = 1; k < t.count; k++)
            ck_assert(fabs(t.at[k] - t.at[k - 1] - t.step) <= 1e-6 * t.step);
    }
}
END_TEST

/* --- what holds for every axis --- */

static void broken(const gr_ticks *t, double low, double high, int wanted, const char *what)
{
    ck_abort_msg("%s: %s%.17g to %.17g, %d wanted: %zu ticks, step %g, limits %.17g to %.17g", what,
                 t->log ? "log " : "", low, high, wanted, t->count, t->step, t->low, t->high);
}

/* A step is 1, 2 or 5 times a power of ten. */
static bool is_nice(double step)
{
    char text[GR_NUMBER_SIZE];

    snprintf(text, sizeof text, "%.9e", step);
    return strspn(text + 1, ".0") >= 10 && strchr("125", text[0]) != NULL;
}

static void check_linear(const gr_ticks *t, double low, double high, int wanted)
{
    if (t->count == 2 && t->at[0] == t->low && t->at[1] == t->high)
        return; /* the ends alone */
    if (t->high > 1e307 || t->low < -1e307)
        return; /* cut at the last double */
    if (!(t->step > 0) || !isfinite(t->step) || !is_nice(t->step))
        broken(t, low, high, wanted, "a step that is not 1, 2 or 5");
    for (size_t i = 1; i < t->count; i++)
        if (fabs((t->at[i] - t->at[i - 1]) / t->step - 1) > 1e-3)
            broken(t, low, high, wanted, "ticks that are no step apart");
}

static void check_log(const gr_ticks *t, double low, double high, int wanted)
{
    char text[GR_NUMBER_SIZE];

    for (size_t i = 0; i < t->count; i++) {
        snprintf(text, sizeof text, "%.12e", t->at[i]);
        if (t->at[i] > 1e-300 && t->at[i] < DBL_MAX && strncmp(text, "1.000000000000e", 15) != 0)
            broken(t, low, high, wanted, "a tick that is no decade");
    }
    if (t->step != 0)
        broken(t, low, high, wanted, "a step on a log axis");
}

/* Any limits that can be shown: `low <= high`, both of them counting. */
static void check_axis(double low, double high, bool log, int wanted)
{
    gr_ticks t;
    size_t most = (size_t)(wanted < 2 ? 2 : wanted);

    gr_ticks_make(&t, low, high, log, wanted);
    if (t.count < 2 || t.count > most || t.count > GR_TICKS_MAX)
        broken(&t, low, high, wanted, "too few or too many");
    if (!isfinite(t.low) || !isfinite(t.high) || !(t.low < t.high))
        broken(&t, low, high, wanted, "limits without a range");
    if (t.low > low || t.high < high)
        broken(&t, low, high, wanted, "limits inside the data");
    for (size_t i = 0; i < t.count; i++) {
        double place = gr_ticks_place(&t, t.at[i]);
        if (!(place > -1e-6 && place < 1 + 1e-6))
            broken(&t, low, high, wanted, "a tick outside the limits");
        if (i > 0 && !(t.at[i] > t.at[i - 1]))
            broken(&t, low, high, wanted, "ticks out of order");
    }
    if (!log && wanted > 2 && high > low && t.high - t.low > 5 * (high - low) &&
        high - low > 1e-9 * fabs(high + low) && high - low > 1e-280)
        broken(&t, low, high, wanted, "limits far outside the data");
    if (!(gr_ticks_place(&t, low) >= 0 && gr_ticks_place(&t, high) <= 1))
        broken(&t, low, high, wanted, "data outside the axis");
    if (log)
        check_log(&t, low, high, wanted);
    else
        check_linear(&t, low, high, wanted);
}

START_TEST(random_axes)
{
    gr_rng rng = gr_rng_seeded(7);

    for (int i = 0; i < 200000; i++) {
        double scale = ldexp(1, (int)gr_rng_below(&rng, 120) - 60);
        double a = gr_rng_normal(&rng) * scale;
        double b = a + gr_rng_uniform(&rng) * scale * (gr_rng_chance(&rng, 0.2) ? 1e-3 : 1);
        int wanted = (int)gr_rng_below(&rng, 30);
        check_axis(a, b, false, wanted);
        if (a > 0)
            check_axis(a, b, true, wanted);
    }
}
END_TEST

/* Limits at the ends of the doubles, and everything between them. */
START_TEST(extreme_axes)
{
    static const double ends[] = {
        0, 5e-324, 1e-320, DBL_MIN, 1e-300, 1e-30, 1e-5,  0.1,   0.3,
        1, 3,      1e5,    1e15,    1e30,   1e300, 5e307, 1e308, DBL_MAX
    };

    for (size_t i = 0; i < GR_LEN(ends); i++) {
        for (size_t k = i; k < GR_LEN(ends); k++) {
            for (int wanted = 0; wanted <= 30; wanted++) {
                check_axis(ends[i], ends[k], false, wanted);
                check_axis(-ends[k], -ends[i], false, wanted);
                check_axis(-ends[i], ends[k], false, wanted);
                check_axis(-ends[k], ends[i], false, wanted);
                if (ends[i] > 0)
                    check_axis(ends[i], ends[k], true, wanted);
            }
        }
    }
}
END_TEST

/* A narrow range far from zero: ticks are apart, and so are their labels. */
START_TEST(narrow_axes)
{
    static const double centres[] = { 1, 10, 1000, 1e6, 1e9, -1, -1e6 };
    static const double widths[] = { 1e-1, 1e-3, 1e-5 };

    for (size_t i = 0; i < GR_LEN(centres); i++) {
        for (size_t k = 0; k < GR_LEN(widths); k++) {
            double low = centres[i], high = low + fabs(low) * widths[k];
            check_axis(low, high, false, 6);
            check_axis(low, nextafter(low, INFINITY), false, 6);
        }
    }
}
END_TEST

START_TEST(labels_differ)
{
    static const double lows[] = { 0, 1, 100, 1000, 99000, 1e6, -5, -1e6 };
    static const double ranges[] = { 1, 0.3, 4e-3, 100, 7e5 };

    for (size_t i = 0; i < GR_LEN(lows); i++) {
        for (size_t k = 0; k < GR_LEN(ranges); k++) {
            gr_ticks t;
            char label[GR_NUMBER_SIZE], before[GR_NUMBER_SIZE] = "";
            gr_ticks_make(&t, lows[i], lows[i] + ranges[k], false, 6);
            for (size_t n = 0; n < t.count; n++) {
                gr_number_tick(t.at[n], t.step, label);
                ck_assert_msg(strcmp(label, before) != 0, "%g to %g: two ticks are called %s",
                              lows[i], lows[i] + ranges[k], label);
                memcpy(before, label, sizeof before);
            }
        }
    }
}
END_TEST

/* --- what cannot be shown --- */

START_TEST(limits_that_do_not_count)
{
    static const double none[][2] = { { NAN, 1 },      { 0, NAN }, { -INFINITY, 1 },
                                      { 0, INFINITY }, { 2, 1 },   { NAN, NAN } };
    gr_ticks t;

    for (size_t i = 0; i < GR_LEN(none); i++) {
        gr_ticks_make(&t, none[i][0], none[i][1], false, 6);
        ck_assert(t.low == 0 && t.high == 1 && t.count == 6);
        gr_ticks_make(&t, none[i][0], none[i][1], true, 6);
        ck_assert(t.low == 1 && t.high == 10 && t.count == 2);
    }
    gr_ticks_make(&t, 0, 5, true, 6);
    ck_assert(t.low == 1 && t.high == 10);
    gr_ticks_make(&t, -5, 5, true, 6);
    ck_assert(t.low == 1 && t.high == 10);
}
END_TEST

START_TEST(places)
{
    gr_ticks t;

    gr_ticks_make(&t, 0, 10, false, 6);
    ck_assert_double_eq(gr_ticks_place(&t, 0), 0);
    ck_assert_double_eq(gr_ticks_place(&t, 2.5), 0.25);
    ck_assert_double_eq(gr_ticks_place(&t, 10), 1);
    ck_assert_double_eq(gr_ticks_place(&t, 20), 2);
    ck_assert(isnan(gr_ticks_place(&t, NAN)));
    ck_assert(gr_ticks_place(&t, INFINITY) > 1 && gr_ticks_place(&t, -INFINITY) < 0);
    gr_ticks_make(&t, 1, 100, true, 6);
    ck_assert_double_eq(gr_ticks_place(&t, 1), 0);
    ck_assert_double_eq_tol(gr_ticks_place(&t, 10), 0.5, 1e-15);
    ck_assert_double_eq(gr_ticks_place(&t, 100), 1);
    ck_assert(isnan(gr_ticks_place(&t, 0)) && isnan(gr_ticks_place(&t, -3)));
    ck_assert(isnan(gr_ticks_place(&t, NAN)) && gr_ticks_place(&t, INFINITY) > 1);
}
END_TEST

START_TEST(values_and_back)
{
    gr_ticks t;

    gr_ticks_make(&t, 0, 10, false, 6);
    ck_assert_double_eq(gr_ticks_value(&t, 0.25), 2.5);
    gr_ticks_make(&t, -DBL_MAX, DBL_MAX, false, 3);
    ck_assert_double_eq(gr_ticks_value(&t, 0.5), 0);
    gr_ticks_make(&t, 1, 1e4, true, 6);
    ck_assert_double_eq_tol(gr_ticks_value(&t, 0.25), 10, 1e-13);
    for (double place = 0; place <= 1; place += 0.01)
        ck_assert_double_eq_tol(gr_ticks_place(&t, gr_ticks_value(&t, place)), place, 1e-14);
}
END_TEST

START_TEST(extents)
{
    static const double values[] = { NAN, 3, -INFINITY, -2, INFINITY, 0, 7, NAN };
    static const double nothing[] = { NAN, INFINITY, -INFINITY };
    double low = 8, high = 9;

    ck_assert(gr_ticks_extent(values, GR_LEN(values), false, &low, &high));
    ck_assert(low == -2 && high == 7);
    ck_assert(gr_ticks_extent(values, GR_LEN(values), true, &low, &high));
    ck_assert(low == 3 && high == 7);
    ck_assert(!gr_ticks_extent(nothing, GR_LEN(nothing), false, &low, &high));
    ck_assert(!gr_ticks_extent(values, 0, false, &low, &high));
    ck_assert(low == 3 && high == 7); /* untouched */
    ck_assert(gr_ticks_extent(values + 1, 1, false, &low, &high));
    ck_assert(low == 3 && high == 3);
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("ticks");
    TCase *tcase = gr_test_case(made, "ticks");

    tcase_add_test(tcase, ticks_by_hand);
    tcase_add_test(tcase, ticks_inside);
    tcase_add_test(tcase, random_axes);
    tcase_add_test(tcase, extreme_axes);
    tcase_add_test(tcase, narrow_axes);
    tcase_add_test(tcase, labels_differ);
    tcase_add_test(tcase, limits_that_do_not_count);
    tcase_add_test(tcase, places);
    tcase_add_test(tcase, values_and_back);
    tcase_add_test(tcase, extents);
    return made;
}

int main(void)
{
    return gr_test_main(suite());
}
