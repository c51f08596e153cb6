/* Numbers as text: exact, shown, on an axis; reading them back; the missing number; FNV-1a. */
#include "gradus/memory.h"
#include "gradus/number.h"
#include "gradus/random.h"

#include "support.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t bits_of(double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static double of_bits(uint64_t bits)
{
    double value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

/* --- exact --- */

START_TEST(test_exact)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        { 0, "0" },
        { 1, "1" },
        { -1, "-1" },
        { 0.1, "0.1" },
        { 0.1 + 0.2, "0.30000000000000004" },
        { 1.0 / 3, "0.3333333333333333" },
        { 2.0 / 3, "0.6666666666666666" },
        { 100, "100" },
        { 1.5, "1.5" },
        { -55.59, "-55.59" },
        { 9007199254740992.0, "9007199254740992" },
        { 123456789012345678.0, "123456789012345680" },
        { 1e15, "1000000000000000" },
        { 1e20, "100000000000000000000" },
        { 999999999999999868928.0, "999999999999999900000" },
        { 1e21, "1e21" },
        { -1e21, "-1e21" },
        { 1.5e21, "1.5e21" },
        { 1e100, "1e100" },
        { DBL_MAX, "1.7976931348623157e308" },
        { 1e-6, "0.000001" },
        { 1.25e-6, "0.00000125" },
        { 9.99e-7, "9.99e-7" },
        { 1e-7, "1e-7" },
        { -1.5e-7, "-1.5e-7" },
        { DBL_MIN, "2.2250738585072014e-308" },
        { 5e-324, "4.94065645841247e-324" }, /* 15 digits at least */
        { 0.001, "0.001" },
        { 4e-2, "0.04" },
    };

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        char text[GR_NUMBER_SIZE];
        ck_assert_uint_eq(gr_number_exact(cases[i].value, text), strlen(cases[i].text));
        gr_assert_text(text, cases[i].text);
    }
}
END_TEST

/* What every form makes of numbers that are none. */
START_TEST(test_words)
{
    const struct {
        double value;
        const char *text;
    } cases[] = {
        { (double)NAN, "nan" },       { -(double)NAN, "nan" },
        { (double)INFINITY, "inf" },  { -(double)INFINITY, "-inf" },
        { gr_missing(), "" },         { of_bits(UINT64_C(0x7FF0000000000001)), "nan" },
        { of_bits(UINT64_MAX), "nan" },
    };

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        char text[GR_NUMBER_SIZE];
        size_t length = strlen(cases[i].text);
        ck_assert_uint_eq(gr_number_exact(cases[i].value, text), length);
        gr_assert_text(text, cases[i].text);
        for (int decimals = -2; decimals <= 3; decimals++) {
            ck_assert_uint_eq(gr_number_shown(cases[i].value, decimals, text), length);
            gr_assert_text(text, cases[i].text);
        }
        ck_assert_uint_eq(gr_number_tick(cases[i].value, 0.5, text), length);
        gr_assert_text(text, cases[i].text);
    }
}
END_TEST

START_TEST(test_minus_zero)
{
    char text[GR_NUMBER_SIZE];
    double back;

    gr_number_exact(-0.0, text);
    gr_assert_text(text, "-0");
    ck_assert(gr_number_read("-0", 2, &back));
    ck_assert(back == 0 && signbit(back));
    gr_number_shown(-0.0, GR_DECIMALS_AUTO, text);
    gr_assert_text(text, "0.000");
    gr_number_shown(-0.0, GR_DECIMALS_COUNT, text);
    gr_assert_text(text, "0");
    gr_number_tick(-0.0, 1, text);
    gr_assert_text(text, "0");
    gr_number_tick(-0.0, 0, text);
    gr_assert_text(text, "0");
}
END_TEST

static size_t digits_in(const char *text)
{
    size_t count = 0;
    bool leading = true;

    for (; *text != '\0' && *text != 'e'; text++) {
        leading = leading && (*text < '1' || *text > '9');
        count += *text >= '0' && *text <= '9' && !leading;
    }
    return count;
}

static bool has_exponent(const char *text)
{
    return strchr(text, 'e') != NULL;
}

/* The text reads back to the same bits, is no longer than it has to be, and keeps its form. */
static void assert_exact(double value)
{
    char text[GR_NUMBER_SIZE], shorter[64];
    double back, size = fabs(value);
    size_t length = gr_number_exact(value, text);

    if (isnan(value)) {
        if (strcmp(text, gr_is_missing(value) ? "" : "nan") != 0)
            ck_abort_msg("nan %llx: %s", (unsigned long long)bits_of(value), text);
        return;
    }
    if (length != strlen(text) || !gr_number_read(text, length, &back) ||
        bits_of(back) != bits_of(value))
        ck_abort_msg("%a is %s", value, text);
    if (isinf(value))
        return;
    snprintf(shorter, sizeof shorter, "%.15g", value);
    if (strtod(shorter, NULL) == value && size < 1e15 && digits_in(text) > 15)
        ck_abort_msg("%a is %s, not %s", value, text, shorter);
    if (has_exponent(text) != (value != 0 && (size < 1e-6 || size >= 1e21)) ||
        strpbrk(text, "+E") != NULL || strstr(text, "e0") != NULL || strstr(text, "e-0") != NULL)
        ck_abort_msg("%a is %s", value, text);
}

START_TEST(test_round_trip)
{
    gr_rng rng = gr_rng_seeded(3);

    for (int i = 0; i < 100000; i++)
        assert_exact(of_bits(gr_rng_next(&rng)));
    for (int i = 0; i < 20000; i++)
        assert_exact((gr_rng_uniform(&rng) - 0.5) * (double)(i % 1000));
    for (int i = 0; i < 5000; i++)
        assert_exact(of_bits(gr_rng_next(&rng) >> 12)); /* subnormal */
    for (int exponent = -323; exponent <= 308; exponent++) {
        char text[16];
        snprintf(text, sizeof text, "1e%d", exponent);
        double power = strtod(text, NULL);
        assert_exact(power);
        assert_exact(of_bits(bits_of(power) - 1));
        assert_exact(of_bits(bits_of(power) + 1));
    }
}
END_TEST

/* --- shown --- */

START_TEST(test_shown)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        { 2, "2.000" },           { 0.3705, "0.3705" },     { -55.59, "-55.59" },
        { 0, "0.000" },           { 1, "1.000" },           { 10, "10.00" },
        { 100, "100.0" },         { 999.94, "999.9" },      { 999.96, "1000" },
        { 1000, "1000" },         { 1234.5678, "1235" },    { 12345.6, "12346" },
        { 999999, "999999" },     { 999999.4, "999999" },   { 999999.6, "1.000e6" },
        { 1e6, "1.000e6" },       { 1234567, "1.235e6" },   { -1234567, "-1.235e6" },
        { 1e21, "1.000e21" },     { 1e100, "1.000e100" },   { DBL_MAX, "1.798e308" },
        { 0.001, "0.001000" },    { 0.0012345, "0.001234" }, { 0.01, "0.01000" },
        { 0.1, "0.1000" },        { 0.099999, "0.1000" },   { 0.0099999, "0.01000" },
        { 0.99999, "1.000" },     { 9.9999, "10.00" },      { 99.999, "100.0" },
        { 1.234e-4, "1.234e-4" }, { 0.0009994, "9.994e-4" }, { 0.0009999999, "0.001000" },
        { 1e-7, "1.000e-7" },     { -1e-7, "-1.000e-7" },   { 5e-324, "4.941e-324" },
        { 3.14159265, "3.142" },  { -0.5, "-0.5000" },      { 99, "99.00" },
    };

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        char text[GR_NUMBER_SIZE];
        ck_assert_uint_eq(gr_number_shown(cases[i].value, GR_DECIMALS_AUTO, text),
                          strlen(cases[i].text));
        gr_assert_text(text, cases[i].text);
    }
}
END_TEST

START_TEST(test_shown_decimals)
{
    static const struct {
        double value;
        int decimals;
        const char *text;
    } cases[] = {
        { 3.14159, 3, "3.142" },       { 3.14159, 0, "3" },
        { -0.0001, 3, "0.000" },       { -0.0005001, 3, "-0.001" },
        { 1234567.891, 3, "1234567.891" }, { 1e6, 3, "1000000.000" },
        { 0.00001, 3, "0.000" },       { 0, 3, "0.000" },
        { 99.5, 1, "99.5" },           { 1e21, 3, "1.000e21" },
        { -1e300, 3, "-1.000e300" },   { 1e20, 3, "100000000000000000000.000" },
        { 42, GR_DECIMALS_COUNT, "42" }, { 1234567, GR_DECIMALS_COUNT, "1234567" },
        { 0, GR_DECIMALS_COUNT, "0" }, { -3, GR_DECIMALS_COUNT, "-3" },
        { 9007199254740991.0, GR_DECIMALS_COUNT, "9007199254740991" },
        { 1e21, GR_DECIMALS_COUNT, "1.000e21" },
    };

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        char text[GR_NUMBER_SIZE];
        gr_number_shown(cases[i].value, cases[i].decimals, text);
        gr_assert_text(text, cases[i].text);
    }
    for (int decimals = 0; decimals < 40; decimals++) { /* there is always room */
        char text[GR_NUMBER_SIZE];
        ck_assert_uint_lt(gr_number_shown(-9.99e20, decimals, text), GR_NUMBER_SIZE);
    }
}
END_TEST

/* Four digits, right to half a unit of the last one. */
START_TEST(test_shown_is_right)
{
    gr_rng rng = gr_rng_seeded(5);

    for (int i = 0; i < 50000; i++) {
        int exponent = (int)gr_rng_below(&rng, 40) - 20;
        double value = (0.1 + 0.9 * gr_rng_uniform(&rng)) * pow(10, exponent);
        char text[GR_NUMBER_SIZE];
        gr_number_shown(i % 2 == 0 ? value : -value, GR_DECIMALS_AUTO, text);
        double back = fabs(strtod(text, NULL));
        size_t digits = digits_in(text);
        bool whole = back >= 1000 && back < 1e6 && !has_exponent(text);
        if (fabs(back - value) > value * 0.00050001 || (whole ? digits > 6 : digits != 4) ||
            (whole && strchr(text, '.') != NULL) || has_exponent(text) != (back < 1e-3 ||
                                                                          back >= 1e6))
            ck_abort_msg("%.17g is shown as %s", value, text);
    }
}
END_TEST

/* --- on an axis --- */

START_TEST(test_tick)
{
    static const struct {
        double value, step;
        const char *text;
    } cases[] = {
        { 0.1, 0.1, "0.1" },           { 0.1 + 0.2, 0.1, "0.3" },
        { 0.1 + 0.2 - 0.3, 0.1, "0" }, { 0, 1, "0" },
        { 100, 20, "100" },            { -55, 5, "-55" },
        { 2.5, 0.5, "2.5" },           { 0.25, 0.25, "0.25" },
        { 1, 0.2, "1" },               { 1000, 500, "1000" },
        { -0.75, 0.25, "-0.75" },      { 1e-4, 1e-4, "1e-4" },
        { 1e-4, 0, "1e-4" },           { 100, 0, "100" },
        { 0.1, 0, "0.1" },             { 1, 0, "1" },
        { 1e6, 0, "1e6" },             { 1e30, 0, "1e30" },
        { 1e-30, 0, "1e-30" },         { 2e6, 1e6, "2e6" },
    };

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        char text[GR_NUMBER_SIZE];
        ck_assert_uint_eq(gr_number_tick(cases[i].value, cases[i].step, text),
                          strlen(cases[i].text));
        gr_assert_text(text, cases[i].text);
    }
}
END_TEST

/* Neighbouring ticks never read the same, and each is right to its step. */
START_TEST(test_ticks_differ)
{
    static const double units[] = { 1, 2, 2.5, 5 };
    gr_rng rng = gr_rng_seeded(7);

    for (int i = 0; i < 20000; i++) {
        int exponent = (int)gr_rng_below(&rng, 40) - 20;
        double step = units[i % 4] * pow(10, exponent);
        double at = (double)gr_rng_below(&rng, 2000) - 1000;
        char one[GR_NUMBER_SIZE], other[GR_NUMBER_SIZE];
        gr_number_tick(at * step, step, one);
        gr_number_tick((at + 1) * step, step, other);
        if (strcmp(one, other) == 0 || fabs(strtod(one, NULL) - at * step) > step / 100)
            ck_abort_msg("%.17g by %g: %s, %s", at * step, step, one, other);
    }
}
END_TEST

/* --- reading --- */

START_TEST(test_read)
{
    static const struct {
        const char *text;
        double value;
    } cases[] = {
        { "0", 0 },          { "1", 1 },         { "+1", 1 },         { "-1", -1 },
        { ".5", 0.5 },       { "5.", 5 },        { "-.5", -0.5 },     { "007", 7 },
        { "1e5", 1e5 },      { "1E5", 1e5 },     { "1e+5", 1e5 },     { "1e-5", 1e-5 },
        { "1e05", 1e5 },     { "1e21", 1e21 },   { "5e-324", 5e-324 }, { "1e-999", 0 },
        { "0.30000000000000004", 0.1 + 0.2 },    { "123456789012345678901234567890", 1.2345678901234568e29 },
    };
    double value;

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        ck_assert_msg(gr_number_read(cases[i].text, strlen(cases[i].text), &value), "%s",
                      cases[i].text);
        ck_assert_uint_eq(bits_of(value), bits_of(cases[i].value));
    }
    ck_assert(gr_number_read("12345", 3, &value)); /* no NUL needed */
    ck_assert(value == 123);
    ck_assert(gr_number_read("inf", 3, &value) && value == (double)INFINITY);
    ck_assert(gr_number_read("-inf", 4, &value) && value == -(double)INFINITY);
    ck_assert(gr_number_read("nan", 3, &value) && isnan(value) && !gr_is_missing(value));
}
END_TEST

START_TEST(test_read_refuses)
{
    static const char *const texts[] = {
        "",     " ",     " 1",   "1 ",    "\t1",  "1\n",   "0x10",     "0X1p3", "1e",   "1e+",
        "1e-",  "e5",    ".",    "-",     "+",    "-.",    ".e1",      "--1",   "+-1",  "1-",
        "1,5",  "1.2.3", "..1",  "1..",   "1e5x", "1e5.5", "1_000",    "1f",    "1l",   "infinity",
        "INF",  "Inf",   "NaN",  "NAN",   "nan1", "nan(1)", "infx",    "in",    "n",    "1/2",
        "1e5e5", "--inf", "1'000", "\xD9\xA1", "\xEF\xBC\x91", "\xE2\x88\x92" "1", "1\xff",
    };
    double value = 77;

    for (size_t i = 0; i < GR_LEN(texts); i++)
        if (gr_number_read(texts[i], strlen(texts[i]), &value))
            ck_abort_msg("'%s' was read as %g", texts[i], value);
    ck_assert(!gr_number_read("1\0002", 3, &value));
    ck_assert(!gr_number_read("nan\0", 4, &value));
    ck_assert(!gr_number_read("\0", 1, &value));
    ck_assert(value == 77);
}
END_TEST

START_TEST(test_read_long)
{
    char text[2000];
    double value = 77;

    memset(text, '0', sizeof text);
    text[400] = '7';
    ck_assert(gr_number_read(text, 401, &value));
    ck_assert(value == 7);
    ck_assert(!gr_number_read(text, sizeof text, &value)); /* longer than any number is written */
    ck_assert(value == 7);
}
END_TEST

/* --- missing, and the hash --- */

START_TEST(test_missing)
{
    ck_assert(isnan(gr_missing()));
    ck_assert(gr_is_missing(gr_missing()));
    ck_assert(!gr_is_missing((double)NAN) && !gr_is_missing(-(double)NAN));
    ck_assert(!gr_is_missing(0) && !gr_is_missing((double)INFINITY));
    ck_assert(!gr_is_missing(-gr_missing()));
    ck_assert_uint_eq(bits_of(gr_missing()), bits_of(gr_missing()));
    double cells[2] = { gr_missing(), 1 }, copy[2];
    memcpy(copy, cells, sizeof copy);
    ck_assert(gr_is_missing(copy[0]) && !gr_is_missing(copy[1]));
}
END_TEST

/* Vectors of the reference implementation, http://www.isthe.com/chongo/src/fnv/test_fnv.c */
START_TEST(test_fnv1a)
{
    ck_assert_uint_eq(gr_fnv1a(GR_FNV_START, "", 0), UINT64_C(0xcbf29ce484222325));
    ck_assert_uint_eq(gr_fnv1a(GR_FNV_START, "a", 1), UINT64_C(0xaf63dc4c8601ec8c));
    ck_assert_uint_eq(gr_fnv1a(GR_FNV_START, "foobar", 6), UINT64_C(0x85944171f73967e8));
    ck_assert_uint_eq(gr_fnv1a(gr_fnv1a(GR_FNV_START, "foo", 3), "bar", 3),
                      UINT64_C(0x85944171f73967e8));
    ck_assert_uint_ne(gr_fnv1a(GR_FNV_START, "\xff", 1), gr_fnv1a(GR_FNV_START, "\x7f", 1));
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("number");
    TCase *exact = gr_test_case(s, "exact"), *shown = gr_test_case(s, "shown");
    TCase *reading = gr_test_case(s, "reading");

    tcase_add_test(exact, test_exact);
    tcase_add_test(exact, test_words);
    tcase_add_test(exact, test_minus_zero);
    tcase_add_test(exact, test_round_trip);
    tcase_add_test(shown, test_shown);
    tcase_add_test(shown, test_shown_decimals);
    tcase_add_test(shown, test_shown_is_right);
    tcase_add_test(shown, test_tick);
    tcase_add_test(shown, test_ticks_differ);
    tcase_add_test(reading, test_read);
    tcase_add_test(reading, test_read_refuses);
    tcase_add_test(reading, test_read_long);
    tcase_add_test(reading, test_missing);
    tcase_add_test(reading, test_fnv1a);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
