/* Writing CSV: what gets quotes, and that cells survive the way out and in. */
#include "gradus/csv.h"
#include "gradus/memory.h"
#include "gradus/number.h"

#include "support.h"

#include <math.h>
#include <string.h>

static bool read_back(const gr_text *text, gr_csv *csv, gr_error *err)
{
    return gr_csv_read("x.csv", gr_text_string(text), text->length, NULL, csv, err);
}

static void put(gr_text *out, const char *text)
{
    gr_output output;

    gr_output_memory(&output, out);
    gr_csv_put_text(&output, text);
    gr_csv_put_comma(&output);
    ck_assert(gr_output_commit(&output, NULL));
}

START_TEST(test_text_cells)
{
    static const char *const cases[][2] = {
        { "plain text", "plain text" },
        { "", "" },
        { "a,b", "\"a,b\"" },
        { "say \"a\"", "\"say \"\"a\"\"\"" },
        { "two\nlines", "\"two\nlines\"" },
        { "cr\rcr", "\"cr\rcr\"" },
        { " blank", "\" blank\"" },
        { "blank\t", "\"blank\t\"" },
        { "=1+1", "'=1+1" },
        { "+a", "'+a" },
        { "-a", "'-a" },
        { "@SUM(1)", "'@SUM(1)" },
        { "\t=1", "\"'\t=1\"" },
        { "\r=1", "\"'\r=1\"" },
        { "  =1+1", "\"'  =1+1\"" },
        { "=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"" },
        { "\xEF\xBC\x9D"
          "1+1",
          "'\xEF\xBC\x9D"
          "1+1" }, /* full width = */
        { "\xEF\xBC\xA0x", "'\xEF\xBC\xA0x" },
        { "-0.5", "-0.5" },
        { "+1e3", "+1e3" },
        { "-inf", "-inf" },
        { "1-1", "1-1" },
        { "\xC3\xBC", "\xC3\xBC" },
    };

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        gr_text out = { 0 };
        put(&out, cases[i][0]);
        gr_text_truncate(&out, out.length - 1);
        gr_assert_text(gr_text_string(&out), cases[i][1]);
        gr_text_clear(&out);
    }
}
END_TEST

START_TEST(test_text_round_trip)
{
    static const char *const cells[] = { "plain",       "a,b",        "\"", "\"\"",
                                         " both ends ", "two\nlines", "\n", "\xC3\xBC",
                                         "tab\tinside", "1e3",        ",",  "" };
    gr_text out = { 0 };
    gr_output output;
    gr_csv csv;
    gr_error err;

    gr_output_memory(&output, &out);
    for (size_t i = 0; i < GR_LEN(cells); i++) {
        gr_csv_put_text(&output, cells[i]);
        gr_csv_put_end(&output);
    }
    ck_assert(gr_output_commit(&output, &err));
    ck_assert(read_back(&out, &csv, &err));
    ck_assert_uint_eq(csv.rows, GR_LEN(cells) - 1);
    gr_assert_text(gr_csv_heading(&csv, 0), cells[0]);
    for (size_t i = 1; i < GR_LEN(cells); i++)
        gr_assert_text(gr_csv_text(&csv, i - 1, 0), cells[i]);
    gr_csv_clear(&csv);
    gr_text_clear(&out);
}
END_TEST

/* Awkward numbers, then every 2^-64 of a walk through all bit patterns. */
static double awkward(size_t i)
{
    static const double values[] = { 0,
                                     -0.0,
                                     0.1,
                                     1.0 / 3,
                                     5e-324,
                                     -5e-324,
                                     0x1p-1022,
                                     0x1.fffffffffffffp+1023,
                                     -1e308,
                                     1e21,
                                     1e-6,
                                     9.5367431640625e-7,
                                     123456789012345680,
                                     0x1.62e42fefa39f1p-2,
                                     1e23,
                                     9007199254740992,
                                     5e-7 };
    uint64_t bits = (uint64_t)i * UINT64_C(0x9E3779B97F4A7C15);
    double value;

    if (i < GR_LEN(values))
        return values[i];
    if (i == GR_LEN(values))
        return gr_missing();
    if (i < GR_LEN(values) + 4)
        return i % 3 == 0 ? (double)NAN : i % 3 == 1 ? (double)INFINITY : -(double)INFINITY;
    memcpy(&value, &bits, sizeof value);
    return isnan(value) ? (double)NAN : value;
}

START_TEST(test_number_round_trip)
{
    enum { ROWS = 10000, COLUMNS = 3 };
    gr_text out = { 0 };
    gr_output output;
    gr_csv csv;
    gr_error err;

    gr_output_memory(&output, &out);
    for (size_t i = 0; i < ROWS * COLUMNS; i++) {
        gr_csv_put_number(&output, awkward(i));
        if (i % COLUMNS == COLUMNS - 1)
            gr_csv_put_end(&output);
        else
            gr_csv_put_comma(&output);
    }
    ck_assert(gr_output_commit(&output, &err));
    ck_assert(read_back(&out, &csv, &err));
    ck_assert(!csv.has_header);
    ck_assert_uint_eq(csv.rows, ROWS);
    for (size_t i = 0; i < ROWS * COLUMNS; i++) {
        double read = gr_csv_number(&csv, i / COLUMNS, i % COLUMNS), written = awkward(i);
        ck_assert_msg(memcmp(&read, &written, sizeof read) == 0, "%.17g became %.17g", written,
                      read);
    }
    gr_csv_clear(&csv);
    gr_text_clear(&out);
}
END_TEST

START_TEST(test_one_column_with_missing)
{
    gr_text out = { 0 };
    gr_output output;
    gr_csv csv;
    gr_error err;

    gr_output_memory(&output, &out);
    for (int i = 0; i < 3; i++) {
        gr_csv_put_number(&output, i % 2 == 0 ? gr_missing() : 1);
        gr_csv_put_end(&output);
    }
    ck_assert(gr_output_commit(&output, &err));
    gr_assert_text(gr_text_string(&out), "\"\"\n1\n\"\"\n");
    ck_assert(read_back(&out, &csv, &err));
    ck_assert_uint_eq(csv.rows, 3);
    ck_assert(gr_is_missing(gr_csv_number(&csv, 2, 0)));
    gr_csv_clear(&csv);
    gr_text_clear(&out);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("csv_write");
    TCase *writing = gr_test_case(s, "writing");

    tcase_add_test(writing, test_text_cells);
    tcase_add_test(writing, test_text_round_trip);
    tcase_add_test(writing, test_number_round_trip);
    tcase_add_test(writing, test_one_column_with_missing);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
