/* Schedules: their closed forms, where they begin and end, and their knobs' ranges. The expected
 * numbers come from products and from chords of the circle, not from the functions that the
 * schedules use. */
#include "support.h"

#include "gradus/memory.h"
#include "gradus/schedule.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const gr_schedule *schedule(const char *name)
{
    for (size_t i = 0; i < gr_schedule_count(); i++)
        if (strcmp(gr_schedule_at(i)->name, name) == 0)
            return gr_schedule_at(i);
    ck_abort_msg("no schedule %s", name);
    return NULL;
}

static double rate(const char *name, const double *knobs, double lr, long k)
{
    return schedule(name)->rate(knobs, lr, k);
}

static void check_near(double actual, double expected)
{
    ck_assert_msg(fabs(actual - expected) <= 1e-14 * fabs(expected), "%.17g is not %.17g", actual,
                  expected);
}

/* --- all of them --- */

static const struct {
    const char *name, *knobs;
} rows[] = {
    { "constant", "" },
    { "exponential", "decay=0.99 " },
    { "step", "every=50 drop=0.5 " },
    { "inverse_time", "rate=0.01 " },
    { "linear", "length=200 end=0 " },
    { "cosine", "length=200 end=0 " },
    { "warmup_cosine", "warmup=10 length=200 end=0 " },
};

START_TEST(test_rows)
{
    const gr_schedule *each = gr_schedule_at((size_t)_i);
    gr_text knobs = { 0 };

    ck_assert_uint_eq(gr_schedule_count(), GR_LEN(rows));
    gr_assert_text(each->name, rows[_i].name);
    gr_assert_text(gr_schedule_family.member((size_t)_i), rows[_i].name);
    ck_assert(each->summary[0] != '\0');
    ck_assert_uint_le(gr_schedule_knobs(each), GR_SCHEDULE_KNOBS);
    for (size_t i = 0; i < gr_schedule_knobs(each); i++) {
        gr_text_addf(&knobs, "%s=%s ", each->params[i].name, each->params[i].initial);
        ck_assert(each->params[i].live);
    }
    gr_assert_text(gr_text_string(&knobs), rows[_i].knobs);
    gr_text_clear(&knobs);
}
END_TEST

static void defaults(const gr_schedule *each, double *knobs)
{
    for (size_t i = 0; i < gr_schedule_knobs(each); i++)
        knobs[i] = strtod(each->params[i].initial, NULL);
}

/* The first update has lr itself, whatever the bits of lr; then no rate is larger than the one
 * before. A warm-up climbs first. */
START_TEST(test_from_lr_down)
{
    const gr_schedule *each = gr_schedule_at((size_t)_i);
    double knobs[GR_SCHEDULE_KNOBS], last = 0.3;
    long climb = strcmp(each->name, "warmup_cosine") == 0 ? 10 : 1;

    defaults(each, knobs);
    ck_assert(each->rate(knobs, 0.3, climb) == 0.3);
    for (long k = climb; k < 1000; k++) {
        double now = each->rate(knobs, 0.3, k);
        ck_assert_msg(now <= last && now >= 0, "%s at %ld: %.17g", each->name, k, now);
        last = now;
    }
    for (long k = 1; k < climb; k++)
        ck_assert(each->rate(knobs, 0.3, k) < each->rate(knobs, 0.3, k + 1));
    ck_assert(each->rate(knobs, 0, 5) == 0);
}
END_TEST

/* Far out there is still a number. */
START_TEST(test_far_out)
{
    const gr_schedule *each = gr_schedule_at((size_t)_i);
    double knobs[GR_SCHEDULE_KNOBS];

    defaults(each, knobs);
    for (long k = 1; k < 1000000000; k *= 3) {
        double now = each->rate(knobs, 0.1, k);
        ck_assert_msg(now >= 0 && now <= 0.1, "%s at %ld: %.17g", each->name, k, now);
    }
}
END_TEST

/* --- ranges --- */

static const struct {
    const char *schedule, *knob, *value;
    bool taken;
} values_of[] = {
    { "exponential", "decay", "1", true },
    { "exponential", "decay", "1e-300", true },
    { "exponential", "decay", "0", false },
    { "exponential", "decay", "1.0000000000000002", false },
    { "step", "every", "1", true },
    { "step", "every", "0", false },
    { "step", "every", "1.5", false },
    { "step", "drop", "1", true },
    { "step", "drop", "0", false },
    { "inverse_time", "rate", "0", true },
    { "inverse_time", "rate", "1e300", true },
    { "inverse_time", "rate", "-1e-300", false },
    { "linear", "length", "1", true },
    { "linear", "length", "9007199254740991", true },
    { "linear", "length", "0", false },
    { "linear", "end", "0", true },
    { "linear", "end", "1e300", true },
    { "linear", "end", "-1e-300", false },
    { "cosine", "length", "0", false },
    { "cosine", "end", "inf", false },
    { "warmup_cosine", "warmup", "1", true },
    { "warmup_cosine", "warmup", "0", false },
    { "warmup_cosine", "length", "2.5", false },
};

START_TEST(test_ranges)
{
    static const gr_param params[] = { { .name = "schedule",
                                         .kind = GR_PARAM_FAMILY,
                                         .initial = "constant",
                                         .family = &gr_schedule_family },
                                       { .name = NULL } };
    const char *knob = values_of[_i].knob, *value = values_of[_i].value;
    gr_values values;
    gr_error err;

    ck_assert(gr_values_init(&values, params, NULL));
    ck_assert(gr_values_set(&values, "schedule", values_of[_i].schedule, NULL));
    ck_assert_msg(gr_values_set(&values, knob, value, &err) == values_of[_i].taken, "%s=%s", knob,
                  value);
    gr_values_clear(&values);
}
END_TEST

/* --- closed forms --- */

START_TEST(test_constant)
{
    ck_assert(rate("constant", NULL, 0.3, 1) == 0.3);
    ck_assert(rate("constant", NULL, 0.3, 123456) == 0.3);
}
END_TEST

START_TEST(test_exponential)
{
    const double decay = 0.97;
    double product = 0.3;

    for (long k = 1; k <= 300; k++, product *= decay) {
        double actual = rate("exponential", &decay, 0.3, k);
        ck_assert(fabs(actual - product) <= 1e-13 * product);
    }
}
END_TEST

/* Drops by halves are exact. */
START_TEST(test_step)
{
    const double knobs[] = { 7, 0.5 };
    double product = 0.3;

    for (long k = 1; k <= 300; k++) {
        product *= k > 1 && (k - 1) % 7 == 0 ? 0.5 : 1;
        ck_assert_msg(rate("step", knobs, 0.3, k) == product, "at %ld", k);
    }
    const double each[] = { 1, 0.25 };
    ck_assert(rate("step", each, 8, 3) == 0.5);
}
END_TEST

START_TEST(test_inverse_time)
{
    const double quarter = 0.25, none = 0;

    ck_assert(rate("inverse_time", &quarter, 1, 1) == 1);
    ck_assert(rate("inverse_time", &quarter, 1, 5) == 0.5);
    ck_assert(rate("inverse_time", &quarter, 1, 13) == 0.25);
    check_near(rate("inverse_time", &quarter, 0.3, 4), 0.3 / 1.75);
    ck_assert(rate("inverse_time", &none, 0.3, 1000) == 0.3);
}
END_TEST

START_TEST(test_linear)
{
    const double knobs[] = { 4, 1 }, up[] = { 4, 9 }, once[] = { 1, 0.2 };

    ck_assert(rate("linear", knobs, 5, 1) == 5);
    ck_assert(rate("linear", knobs, 5, 2) == 4);
    ck_assert(rate("linear", knobs, 5, 3) == 3);
    ck_assert(rate("linear", knobs, 5, 4) == 2);
    ck_assert(rate("linear", knobs, 5, 5) == 1);
    ck_assert(rate("linear", knobs, 5, 6) == 1);
    ck_assert(rate("linear", up, 5, 3) == 7);
    ck_assert(rate("linear", up, 5, 99) == 9);
    ck_assert(rate("linear", once, 5, 1) == 5);
    ck_assert(rate("linear", once, 5, 2) == 0.2);
}
END_TEST

/* cos at sixths and quarters of the half circle: roots of whole numbers. */
START_TEST(test_cosine)
{
    const double sixths[] = { 6, 0 }, quarters[] = { 4, 0.1 };
    const double falls[] = { 0, (1 - sqrt(3) / 2) / 2, 0.25, 0.5, 0.75, (1 + sqrt(3) / 2) / 2, 1 };

    for (long k = 1; k <= 7; k++)
        check_near(1 - rate("cosine", sixths, 1, k), falls[k - 1]);
    ck_assert(rate("cosine", sixths, 0.3, 1) == 0.3);
    check_near(rate("cosine", sixths, 0.3, 4), 0.15); /* half-way */
    check_near(rate("cosine", quarters, 1.1, 2), 0.1 + (1 + sqrt(0.5)) / 2);
    check_near(rate("cosine", quarters, 1.1, 3), 0.6);
    check_near(rate("cosine", quarters, 1.1, 4), 0.1 + (1 - sqrt(0.5)) / 2);
    ck_assert(rate("cosine", quarters, 1.1, 5) == 0.1);
    ck_assert(rate("cosine", quarters, 1.1, 6) == 0.1);
}
END_TEST

/* What it loses before half-way it keeps behind it: a + b = lr + end. */
START_TEST(test_cosine_is_even)
{
    const double knobs[] = { 200, 0.02 };

    for (long k = 1; k <= 201; k++)
        check_near(rate("cosine", knobs, 0.3, k) + rate("cosine", knobs, 0.3, 202 - k), 0.32);
}
END_TEST

START_TEST(test_warmup_cosine)
{
    const double knobs[] = { 5, 40, 0.01 };

    for (long k = 1; k <= 5; k++)
        check_near(rate("warmup_cosine", knobs, 0.3, k), 0.3 * (double)k / 5);
    ck_assert(rate("warmup_cosine", knobs, 0.3, 5) == 0.3);
    ck_assert(rate("warmup_cosine", knobs, 0.3, 6) == 0.3);
    for (long k = 1; k <= 60; k++)
        ck_assert(rate("warmup_cosine", knobs, 0.3, k + 5) == rate("cosine", knobs + 1, 0.3, k));
    ck_assert(rate("warmup_cosine", knobs, 0.3, 45) > 0.01);
    ck_assert(rate("warmup_cosine", knobs, 0.3, 46) == 0.01);
    const double one[] = { 1, 40, 0.01 };
    ck_assert(rate("warmup_cosine", one, 0.3, 1) == 0.3);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const loops[] = { test_rows, test_from_lr_down, test_far_out };
    const TTest *const tests[] = { test_constant,       test_exponential,  test_step,
                                   test_inverse_time,   test_linear,       test_cosine,
                                   test_cosine_is_even, test_warmup_cosine };
    Suite *s = suite_create("schedules");
    TCase *all = gr_test_case(s, "every schedule"), *forms = gr_test_case(s, "closed forms");

    for (size_t i = 0; i < GR_LEN(loops); i++)
        tcase_add_loop_test(all, loops[i], 0, (int)gr_schedule_count());
    tcase_add_loop_test(all, test_ranges, 0, (int)GR_LEN(values_of));
    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(forms, tests[i]);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
