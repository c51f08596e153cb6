/* Numbers as text: exact, shown, on axes; and read again. */
#include "gradus/memory.h"
#include "gradus/number.h"
#include "gradus/random.h"

#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double from_bits(uint64_t bits)
{
    double value;

    memcpy(&value, &bits, sizeof value);
    return value;
}

static uint64_t bits_of(double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* --- exact --- */

START_TEST(test_exact)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        { 0, "0" },
        { -0.0, "-0" },
        { 1, "1" },
        { -1, "-1" },
        { 0.1, "0.1" },
        { 0.5, "0.5" },
        { 100, "100" },
        { 1234567, "1234567" },
        { -1234.5, "-1234.5" },
        { 1.0 / 3, "0.3333333333333333" },
        { 2.0 / 3, "0.6666666666666666" },
        { 0.1 + 0.2, "0.30000000000000004" },
        { 1e-6, "0.000001" },
        { 1.5e-6, "0.0000015" },
        { 9.99e-7, "9.99e-7" },
        { 1.5e-7, "1.5e-7" },
        { 1e-7, "1e-7" },
        { -2.5e-10, "-2.5e-10" },
        { 1e20, "100000000000000000000" },
        { 999999999999999, "999999999999999" },
        { -999999999999998, "-999999999999998" },
        { 999999999999999.9, "999999999999999.9" },
        { 1e15, "1000000000000000" },
        { 1000000000000001, "1000000000000001" },
        { 123456789012345680, "123456789012345680" },
        { 999999999999999900000.0, "999999999999999900000" },
        { 1e21, "1e21" },
        { 1.5e21, "1.5e21" },
        { 1e100, "1e100" },
        { 1e23, "1e23" },
        { 9007199254740992, "9007199254740992" },
        { 1.7976931348623157e308, "1.7976931348623157e308" },
        { 2.2250738585072014e-308, "2.2250738585072014e-308" },
        { 5e-324, "4.94065645841247e-324" },
        { 3.141592653589793, "3.141592653589793" },
        { 0x1.62e42fefa39f1p-2, "0.34657359027997275" },
    };
    char text[GR_NUMBER_SIZE];

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        ck_assert_uint_eq(gr_number_exact(cases[i].value, text), strlen(cases[i].text));
        gr_assert_text(text, cases[i].text);
    }
}
END_TEST

START_TEST(test_not_finite)
{
    char text[GR_NUMBER_SIZE];

    gr_number_exact((double)INFINITY, text);
    gr_assert_text(text, "inf");
    gr_number_exact(-(double)INFINITY, text);
    gr_assert_text(text, "-inf");
    gr_number_exact((double)NAN, text);
    gr_assert_text(text, "nan");
    gr_number_exact(copysign((double)NAN, -1), text);
    gr_assert_text(text, "nan");
    gr_number_exact(from_bits(UINT64_C(0xFFF8000000000001)), text);
    gr_assert_text(text, "nan");
    ck_assert_uint_eq(gr_number_exact(gr_missing(), text), 0);
    gr_assert_text(text, "");
    gr_number_shown((double)NAN, 3, text);
    gr_assert_text(text, "nan");
    gr_number_shown(-(double)INFINITY, GR_DECIMALS_AUTO, text);
    gr_assert_text(text, "-inf");
    gr_number_shown(gr_missing(), GR_DECIMALS_COUNT, text);
    gr_assert_text(text, "");
    gr_number_tick((double)INFINITY, 1, text);
    gr_assert_text(text, "inf");
}
END_TEST

START_TEST(test_missing)
{
    double copy = gr_missing();

    ck_assert(isnan(copy));
    ck_assert(gr_is_missing(copy));
    ck_assert(!gr_is_missing((double)NAN));
    ck_assert(!gr_is_missing(-(double)NAN));
    ck_assert(!gr_is_missing(0));
    ck_assert(bits_of(gr_missing()) == bits_of(gr_missing()));
}
END_TEST

/* 100,000 bit patterns: the text is short, plain where it should be, and reads back. */
START_TEST(test_round_trip)
{
    uint64_t state = 42;

    for (int i = 0; i < 100000; i++) {
        double value = from_bits(gr_splitmix64(&state)), back = 0;
        char text[GR_NUMBER_SIZE];
        if (i % 2 == 0) /* half of them of everyday size */
            value = (double)(int64_t)gr_splitmix64(&state) / 0x1p53;
        if (!isfinite(value))
            continue;
        size_t length = gr_number_exact(value, text);
        bool plain = fabs(value) >= 1e-6 && fabs(value) < 1e21;
        if (length != strlen(text) || length > 26 || plain == (strchr(text, 'e') != NULL) ||
            strchr(text, '+') != NULL || strstr(text, "e0") != NULL || strstr(text, "e-0") != NULL)
            ck_abort_msg("%.17g is written %s", value, text);
        if (!gr_number_read(text, length, &back) || bits_of(back) != bits_of(value))
            ck_abort_msg("%s reads as %.17g, not %.17g", text, back, value);
    }
}
END_TEST

/* The text has the fewest of 15, 16 and 17 digits that read back. */
START_TEST(test_shortest)
{
    uint64_t state = 7;

    for (int i = 0; i < 20000; i++) {
        double value = (double)(gr_splitmix64(&state) >> 11) * 0x1p-40;
        char text[GR_NUMBER_SIZE], shorter[40];
        size_t digits = 0;
        gr_number_exact(value, text);
        for (const char *at = text; *at != '\0'; at++)
            digits += *at >= '0' && *at <= '9' && (digits > 0 || *at != '0');
        snprintf(shorter, sizeof shorter, "%.*g", digits > 16 ? 16 : 15, value);
        if (digits > 17 || (digits > 15 && strtod(shorter, NULL) == value))
            ck_abort_msg("%s could be %s", text, shorter);
    }
}
END_TEST

/* --- shown --- */

START_TEST(test_shown)
{
    static const struct {
        double value;
        int decimals;
        const char *text;
    } cases[] = {
        { 2, -1, "2.000" },
        { 0.3705, -1, "0.3705" },
        { -55.59, -1, "-55.59" },
        { 1.234e-4, -1, "1.234e-4" },
        { 0, -1, "0.000" },
        { -0.0, -1, "0.000" },
        { 0.01403, -1, "0.01403" },
        { 0.001, -1, "0.001000" },
        { 9.9994, -1, "9.999" },
        { 9.9996, -1, "10.00" },
        { 99.996, -1, "100.0" },
        { 999.96, -1, "1000" },
        { 999.94, -1, "999.9" },
        { 1000, -1, "1000" },
        { 123456.7, -1, "123457" },
        { 999999, -1, "999999" },
        { 999999.5, -1, "1.000e6" },
        { 1e6, -1, "1.000e6" },
        { 1234567, -1, "1.235e6" },
        { -1e-5, -1, "-1.000e-5" },
        { 0.00099996, -1, "0.001000" },
        { 0.00099994, -1, "9.999e-4" },
        { 5e-324, -1, "4.941e-324" },
        { 1e300, -1, "1.000e300" },
        { 24.08, 3, "24.080" },
        { 24.0805, 2, "24.08" },
        { -0.0004, 3, "0.000" },
        { -0.0006, 3, "-0.001" },
        { 1e7, 3, "10000000.000" },
        { 1e21, 3, "1.000e21" },
        { 0.5, 0, "0" },
        { 42, -2, "42" },
        { -0.0, -2, "0" },
        { 100000000, -2, "100000000" },
        { 9007199254740992, -2, "9007199254740992" },
        { 1e22, -2, "1.000e22" },
    };
    char text[GR_NUMBER_SIZE];

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        ck_assert_uint_eq(gr_number_shown(cases[i].value, cases[i].decimals, text), strlen(text));
        ck_assert_msg(strcmp(text, cases[i].text) == 0, "%.17g with %d shows as %s, not %s",
                      cases[i].value, cases[i].decimals, text, cases[i].text);
    }
}
END_TEST

static size_t significant(const char *text)
{
    size_t count = 0;

    for (; *text != '\0' && *text != 'e'; text++)
        count += *text >= '0' && *text <= '9' && (count > 0 || *text != '0');
    return count;
}

/* Four significant digits everywhere, also around the limits where a rounding adds a digit. */
START_TEST(test_significant)
{
    static const double limits[] = { 0.00099995, 0.0099995, 0.099995, 0.99995, 9.9995,
                                     99.995,     999.95,    999999.5, 0.001,   1 };
    uint64_t state = 3;
    char text[GR_NUMBER_SIZE];

    for (int i = 0; i < 20000; i++) {
        double value = from_bits(UINT64_C(0x3F00000000000000) + gr_splitmix64(&state) % (UINT64_C(1) << 57));
        if (i < 1000) { /* neighbours of a limit */
            value = limits[i % 10];
            for (int k = 0; k < abs(i / 10 - 50); k++)
                value = nextafter(value, i / 10 < 50 ? 0 : INFINITY);
        }
        gr_number_shown(value, GR_DECIMALS_AUTO, text);
        bool whole = value >= 1000 && strchr(text, 'e') == NULL;
        if (significant(text) != 4 && !whole)
            ck_abort_msg("%.17g shows as %s", value, text);
        double back = strtod(text, NULL), off = whole ? 0.5 : value * 0.5001e-3;
        if (fabs(back - value) > off * 1.000001)
            ck_abort_msg("%.17g shows as %s", value, text);
    }
}
END_TEST

/* --- ticks --- */

START_TEST(test_ticks)
{
    static const struct {
        double value, step;
        const char *text;
    } cases[] = {
        { 0, 0.1, "0" },
        { -0.0, 0.1, "0" },
        { 5.551115123125783e-17, 0.1, "0" }, /* 0.1 + 0.2 - 0.3 */
        { 0.1, 0.1, "0.1" },
        { 0.30000000000000004, 0.1, "0.3" },
        { -0.25, 0.05, "-0.25" },
        { 100, 50, "100" },
        { 1000, 500, "1000" },
        { 1e4, 0, "1e4" },
        { 1e-4, 0, "1e-4" },
        { 0.01, 0, "0.01" },
        { 0.001, 0, "1e-3" },
        { 1e-300, 0, "1e-300" },
        { 1e300, 0, "1e300" },
        { 20000, 5000, "20000" },
        { 999000, 1000, "999000" },
        { 2e6, 1e6, "2e6" },
        { 10000, 0, "1e4" },
        { 15000, 5000, "15000" },
        { 123456, 1, "123456" },
        { 1234567, 1, "1234567" }, /* its neighbour must not look the same */
        { 1.000001, 1e-6, "1.000001" },
        { 1.000002, 1e-6, "1.000002" },
        { -1e6, 1e6, "-1e6" },
        { 2.5, 0.5, "2.5" },
    };
    char text[GR_NUMBER_SIZE];

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        ck_assert_uint_eq(gr_number_tick(cases[i].value, cases[i].step, text), strlen(text));
        ck_assert_msg(strcmp(text, cases[i].text) == 0, "%.17g every %g is %s, not %s",
                      cases[i].value, cases[i].step, text, cases[i].text);
    }
}
END_TEST

/* Two ticks never look the same, and each reads as what it is. */
START_TEST(test_ticks_differ)
{
    static const int marks[] = { 1, 2, 5 };

    for (int e = -20; e <= 20; e++)
        for (size_t m = 0; m < GR_LEN(marks); m++)
            for (int k = -30; k <= 30; k++) {
                char step_text[20], text[GR_NUMBER_SIZE];
                snprintf(step_text, sizeof step_text, "%de%d", marks[m], e);
                double step = strtod(step_text, NULL), value = (1000 + k) * step;
                gr_number_tick(value, step, text);
                if (fabs(strtod(text, NULL) - value) > step * 1e-3)
                    ck_abort_msg("%.17g every %g is %s", value, step, text);
            }
}
END_TEST

/* --- reading --- */

START_TEST(test_read)
{
    static const struct {
        const char *text;
        double value;
    } good[] = { { "0", 0 },        { "-0", -0.0 },     { "+1", 1 },       { ".5", 0.5 },
                 { "5.", 5 },       { "1e3", 1000 },    { "1E-3", 0.001 }, { "1e+3", 1000 },
                 { "007", 7 },      { "-1.5e-7", -1.5e-7 },
                 { "1e-400", 0 },   { "inf", INFINITY }, { "-inf", -INFINITY },
                 { "0.30000000000000004", 0.1 + 0.2 } };
    static const char *const bad[] = { "",    " ",    "x",    ".",     "-",    "+",   "e5",  "1e",
                                       "1e+", "1e400", "-1e309", "1.2.3", "0x10", "1 ",    " 1",   "1,5", "1_0", "infinity",
                                       "Inf", "NAN",  "nan(1)", "--1",  "1e5.5", "1f",  "\xD9\xA1" };
    double value = 7;

    for (size_t i = 0; i < GR_LEN(good); i++) {
        ck_assert_msg(gr_number_read(good[i].text, strlen(good[i].text), &value), "%s",
                      good[i].text);
        ck_assert_msg(bits_of(value) == bits_of(good[i].value), "%s", good[i].text);
    }
    value = 7;
    for (size_t i = 0; i < GR_LEN(bad); i++)
        ck_assert_msg(!gr_number_read(bad[i], strlen(bad[i]), &value), "'%s' is read", bad[i]);
    ck_assert(!gr_number_read("1\0", 2, &value)); /* all bytes must belong to it */
    ck_assert(!gr_number_read("1\0" "2", 3, &value));
    ck_assert(value == 7);
    ck_assert(gr_number_read("12x", 2, &value) && value == 12); /* and no others */
    ck_assert(gr_number_read("nan", 3, &value) && isnan(value) && !gr_is_missing(value));
    ck_assert(gr_number_read("-nan", 4, &value) && bits_of(value) == bits_of((double)NAN));
}
END_TEST

START_TEST(test_read_long)
{
    char text[600];
    double value;

    memset(text, '0', sizeof text);
    text[0] = '1';
    text[1] = '.';
    ck_assert(gr_number_read(text, 500, &value) && value == 1);
    ck_assert(!gr_number_read(text, 600, &value)); /* nobody writes that */
}
END_TEST

/* The published test values of 64-bit FNV-1a. */
START_TEST(test_fnv)
{
    ck_assert(gr_fnv1a(GR_FNV_START, "", 0) == UINT64_C(0xcbf29ce484222325));
    ck_assert(gr_fnv1a(GR_FNV_START, "a", 1) == UINT64_C(0xaf63dc4c8601ec8c));
    ck_assert(gr_fnv1a(GR_FNV_START, "foobar", 6) == UINT64_C(0x85944171f73967e8));
    ck_assert(gr_fnv1a(gr_fnv1a(GR_FNV_START, "foo", 3), "bar", 3) ==
              UINT64_C(0x85944171f73967e8));
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = { test_exact, test_not_finite, test_missing, test_round_trip,
                                   test_shortest, test_shown, test_significant, test_ticks,
                                   test_ticks_differ, test_read, test_read_long, test_fnv };
    Suite *s = suite_create("number");
    TCase *all = gr_test_case(s, "number");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, tests[i]);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
