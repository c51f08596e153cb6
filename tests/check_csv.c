/* Reading CSV: what is taken, what is refused and where. */
#include "gradus/csv.h"
#include "gradus/memory.h"
#include "gradus/number.h"

#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const size_t chunks[] = { 1, 7, 4096 };

static bool read_text(const char *text, size_t chunk, gr_csv *csv, gr_error *err)
{
    return gr_csv_read_chunked("x.csv", text, strlen(text), NULL, chunk, csv, err);
}

/* A table as text: "a|b;1|2;" with '#' before a header and '?' for what is no number. */
static void describe(const gr_csv *csv, gr_text *out)
{
    char number[GR_NUMBER_SIZE];

    for (size_t i = 0; csv->has_header && i < csv->columns; i++)
        gr_text_addf(out, "%s%s", i > 0 ? "|" : "#", gr_csv_heading(csv, i));
    if (csv->has_header)
        gr_text_add(out, ";");
    for (size_t row = 0; row < csv->rows; row++) {
        for (size_t column = 0; column < csv->columns; column++) {
            const char *text = gr_csv_text(csv, row, column);
            gr_number_exact(gr_csv_number(csv, row, column), number);
            bool text_cell = number[0] == '\0' && strspn(text, " \t\n") != strlen(text);
            gr_text_addf(out, "%s%s", column > 0 ? "|" : "", text_cell ? text : number);
        }
        gr_text_add(out, ";");
    }
}

static void assert_reads(const char *text, const char *expected)
{
    for (size_t i = 0; i < GR_LEN(chunks); i++) {
        gr_csv csv;
        gr_error err;
        gr_text got = { 0 };
        ck_assert_msg(read_text(text, chunks[i], &csv, &err), "%s: %s", text, err.message);
        describe(&csv, &got);
        gr_assert_text(gr_text_string(&got), expected);
        gr_text_clear(&got);
        gr_csv_clear(&csv);
    }
}

static void assert_refused(const char *text, size_t length, const gr_csv_limits *limits,
                           const char *message)
{
    for (size_t i = 0; i < GR_LEN(chunks); i++) {
        gr_csv csv = { .rows = 77 };
        gr_error err = { 0 };
        ck_assert(!gr_csv_read_chunked("x.csv", text, length, limits, chunks[i], &csv, &err));
        gr_assert_text(err.message, message);
        ck_assert_int_eq(err.kind, GR_ERROR_DATA);
        ck_assert_uint_eq(csv.rows, 77);
    }
}

/* --- reading --- */

START_TEST(test_tables)
{
    static const char *const cases[][2] = {
        { "a,b\n1,2\n", "#a|b;1|2;" },
        { "a,b\n1,2", "#a|b;1|2;" },
        { "1,2\n3,4\n", "1|2;3|4;" },
        { "a,b\r\n1,2\r\n", "#a|b;1|2;" },
        { "a,b\r1,2\r", "#a|b;1|2;" },
        { "\xEF\xBB\xBF"
          "a,b\n1,2\n",
          "#a|b;1|2;" },
        { "\xEF\xBB\xBF\"a\",b\n1,2\n", "#a|b;1|2;" },
        { "\n\na\n\n  \n1\n\t\n2\n\n", "#a;1;2;" },
        { " a ,\tb\t\n 1 , 2 \n", "#a|b;1|2;" },
        { "\"a \"\"b\"\"\",\"c,d\"\n1,2\n", "#a \"b\"|c,d;1|2;" },
        { "\"x\ny\",b\n1,2\n", "#x\ny|b;1|2;" },
        { "\"x\r\ny\",b\n1,2\n", "#x\ny|b;1|2;" },
        { "a,b\n1,\n,2\n,\n", "#a|b;1|;|2;|;" },
        { ",a\n0,1\n", "#|a;0|1;" },
        { ",1\n2,3\n", "|1;2|3;" },
        { "1,x,2\n", "#1|x|2;" },
        { "x\n\"\"\n\" 5 \"\n", "#x;;5;" },
        { "nan,inf\n-inf,nan\n", "nan|inf;-inf|nan;" },
        { "\xC3\xBC,\xE2\x82\xAC\n1,n/a\n", "#\xC3\xBC|\xE2\x82\xAC;1|n/a;" },
        { "only,header\n", "#only|header;" },
        { "a,", "#a|;" },
        { "0x10\n", "#0x10;" },
        { "'=1+1\n", "#'=1+1;" },
        { "a;b\n1;2\n", "#a;b;1;2;" },
    };

    for (size_t i = 0; i < GR_LEN(cases); i++)
        assert_reads(cases[i][0], cases[i][1]);
}
END_TEST

START_TEST(test_refusals)
{
    static const char never[] = "x.csv:2:3: the quote opened here is never closed",
                      inner[] = "a quote inside a field that does not begin with one; put the "
                                "field in quotes and write the inner quote twice",
                      utf8[] = "invalid UTF-8; a CSV file is plain UTF-8 text",
                      none[] = "x.csv:1:1: no rows; a CSV file has at least one";
    static const struct {
        const char *text, *message;
    } cases[] = {
        { "", none },
        { "\xEF\xBB\xBF", none },
        { "\n \n\t\n", none },
        { "a,b\n1,\"2\n3,4\n", never },
        { "a,b\n1,\"", never },
        { "a,b\n1,\"2\"\"", never },
        { "a,b\n1,  \"2", "x.csv:2:5: the quote opened here is never closed" },
        { "\"a\"b\n", "x.csv:1:4: text behind the closing quote of the field that begins at 1:1; "
                      "a quote inside a field is written twice" },
        { "a\n\"\xC3\xBC\" \"b\"\n",
          "x.csv:2:5: text behind the closing quote of the field that begins at 2:1; a quote "
          "inside a field is written twice" },
        { "a,b\n1,\"2\n3,\"4\"\n",
          "x.csv:3:4: text behind the closing quote of the field that begins at 2:3; a quote "
          "inside a field is written twice" },
        { "a,b\n1,2\n3\n",
          "x.csv:3:1: a row of 1 fields: the first row has 2, and every row has as "
          "many" },
        { "a,b,c\n\n\n1,2",
          "x.csv:4:1: a row of 2 fields: the first row has 3, and every row has as "
          "many" },
        { "a,b\n\"\xC3\xBC\",2,  3\n",
          "x.csv:2:9: a field too many: the first row has 2, and every row has as many" },
        { "a\n1,", "x.csv:2:3: a field too many: the first row has 1, and every row has as many" },
        { "a\n1,\n",
          "x.csv:2:3: a field too many: the first row has 1, and every row has as many" },
        { "a,\"x\ny\",b,c\r\n1,2,3\r\n",
          "x.csv:3:1: a row of 3 fields: the first row has 4, and every row has as many" },
        { "a\n\x1B[31m1\n", "x.csv:2:1: control character U+001B; a CSV file is plain UTF-8 text" },
        { "a\n1\xE2\x80\xAE\n",
          "x.csv:2:2: control character U+202E; a CSV file is plain UTF-8 text" },
    };
    char message[200];

    for (size_t i = 0; i < GR_LEN(cases); i++)
        assert_refused(cases[i].text, strlen(cases[i].text), NULL, cases[i].message);
    snprintf(message, sizeof message, "x.csv:1:2: %s", inner);
    assert_refused("a\"b\n", 4, NULL, message);
    snprintf(message, sizeof message, "x.csv:2:3: %s", utf8);
    assert_refused("a\r\n12\xFF", 6, NULL, message);
    snprintf(message, sizeof message, "x.csv:1:1: %s", utf8);
    assert_refused("\xFF\xFE"
                   "a\0,\0",
                   6, NULL, message); /* UTF-16 */
    assert_refused("\x7F"
                   "ELF\2\1\1",
                   7, NULL, "x.csv:1:1: control character U+007F; a CSV file is plain UTF-8 text");
    assert_refused("a,b\n1,2\0,3", 10, NULL,
                   "x.csv:2:4: control character U+0000; a CSV file is plain UTF-8 text");
}
END_TEST

START_TEST(test_limits)
{
    static const gr_csv_limits limits = {
        .bytes = 40, .field = 6, .columns = 3, .rows = 4, .cells = 6
    };
    static const struct {
        const char *text, *message; /* NULL: just within */
    } cases[] = {
        { "abcdef\n1\n", NULL },
        { "abcdef", NULL },
        { "     abcdef    ", "x.csv:1:6: a field of over 6 bytes, the limit" },
        { "abcdefg\n1\n", "x.csv:1:1: a field of over 6 bytes, the limit" },
        { "a\n\"234567\"\n", "x.csv:2:1: a field of over 6 bytes, the limit; is its closing quote "
                             "missing?" },
        { "a\n\"23,5\n7,9\n", "x.csv:2:1: a field of over 6 bytes, the limit; is its closing quote "
                              "missing?" },
        { "a,b,c\n1,2,3\n", NULL },
        { "a,b,c,d\n", "x.csv:1:7: over 3 columns, the limit" },
        { "a\n1\n2\n3\n4\n", NULL },
        { "1\n2\n3\n4\n5\n", "x.csv:5:1: over 4 rows, the limit" },
        { "a,b,c\n1,2,3\n4,5,6\n", NULL },
        { "1,2,3\n4,5,6\n7,8,9\n", "x.csv:3:1: over 6 cells, the limit" },
        { "1234567890123456789012345678901234567890\n", "x.csv: the file is over 40 bytes, the "
                                                        "limit" },
    };

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        gr_csv csv;
        gr_error err;
        const char *text = cases[i].text;
        if (cases[i].message != NULL) {
            assert_refused(text, strlen(text), &limits, cases[i].message);
            continue;
        }
        ck_assert_msg(gr_csv_read("x.csv", text, strlen(text), &limits, &csv, &err), "%s: %s", text,
                      err.message);
        gr_csv_clear(&csv);
    }
}
END_TEST

/* A line of 10 MB: one field, a quote never closed, very many fields. */
START_TEST(test_long_lines)
{
    enum { LENGTH = 10000000 };
    char *text = malloc(LENGTH);
    gr_csv csv;
    gr_error err;

    memset(text, 'x', LENGTH);
    ck_assert(!gr_csv_read("x.csv", text, LENGTH, NULL, &csv, &err));
    gr_assert_text(err.message, "x.csv:1:1: a field of over 64 KiB, the limit");
    text[2] = '"';
    text[1] = ',';
    ck_assert(!gr_csv_read("x.csv", text, LENGTH, NULL, &csv, &err));
    gr_assert_text(err.message,
                   "x.csv:1:3: a field of over 64 KiB, the limit; is its closing quote "
                   "missing?");
    memset(text, ',', LENGTH);
    ck_assert(!gr_csv_read("x.csv", text, LENGTH, NULL, &csv, &err));
    gr_assert_text(err.message, "x.csv:1:10001: over 10000 columns, the limit");
    memset(text, ' ', LENGTH);
    text[LENGTH - 1] = '1';
    ck_assert(gr_csv_read("x.csv", text, LENGTH, NULL, &csv, &err));
    ck_assert_uint_eq(csv.rows, 1);
    gr_csv_clear(&csv);
    free(text);
}
END_TEST

START_TEST(test_load)
{
    char *folder = gr_test_folder();
    const char *path = gr_test_path(folder, "cars.csv");
    gr_csv csv;
    gr_error err;

    gr_test_write(path, "a\n1\nx\n", 6);
    ck_assert(gr_csv_load(path, &csv, &err));
    ck_assert(!gr_csv_numeric(&csv, 0, &err));
    gr_assert_message(err, "cars.csv:3:1: 'x' is text in a number column; choose another column");
    gr_csv_clear(&csv);
    gr_csv_clear(&csv);
    ck_assert(!gr_csv_load(folder, &csv, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_IO);
    gr_test_folder_remove(folder);
}
END_TEST

/* --- queries --- */

START_TEST(test_queries)
{
    gr_csv csv;
    gr_error err = { 0 };
    size_t column = 77;
    long line, character;

    ck_assert(read_text("step,\"\xC3\xBC\n\",f\n\n0,x, 1.5\n1,,n/a\n", 4096, &csv, &err));
    ck_assert(gr_csv_find(&csv, "f", &column, &err));
    ck_assert_uint_eq(column, 2);
    ck_assert(gr_csv_numeric(&csv, 0, &err));
    ck_assert(!gr_csv_numeric(&csv, 2, &err));
    gr_assert_text(err.message,
                   "x.csv:5:4: 'n/a' is text in a number column; choose another column");
    ck_assert(!gr_csv_numeric(&csv, 1, &err));
    ck_assert_double_eq(gr_csv_number(&csv, 0, 2), 1.5);
    ck_assert(gr_is_missing(gr_csv_number(&csv, 1, 2)));
    ck_assert(gr_is_missing(gr_csv_number(&csv, 1, 1)));
    gr_assert_text(gr_csv_text(&csv, 0, 2), "1.5");
    gr_assert_text(gr_csv_text(&csv, 1, 1), "");
    ck_assert_int_eq(gr_csv_line(&csv, 0), 4);
    gr_csv_place(&csv, 0, 2, &line, &character);
    ck_assert(line == 4 && character == 6);
    ck_assert(!gr_csv_find(&csv, "g", &column, &err));
    gr_assert_text(err.message, "x.csv:1:1: no column 'g'; there are: step, \xC3\xBC , f");
    ck_assert_uint_eq(column, 2);
    gr_csv_clear(&csv);
}
END_TEST

START_TEST(test_find)
{
    static const struct {
        const char *text, *name, *message; /* NULL: column 1 */
    } cases[] = {
        { "1,2\n", "2", NULL },
        { "a,b\n", "b", NULL },
        { "5,b,6\n", "b", NULL },
        { "1,2\n", "3", "x.csv:1:1: no column '3': there is no header; the columns are 1 to 2" },
        { "1,2\n", "02", "x.csv:1:1: no column '02': there is no header; the columns are 1 to 2" },
        { "a,b,b\n", "b", "x.csv:1:5: a second column 'b'; give each its own name" },
        { "\na;b\n", "b",
          "x.csv:2:1: no column 'b'; there are: a;b (columns are separated by "
          "commas)" },
    };

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        gr_csv csv;
        gr_error err = { 0 };
        size_t column = 0;
        ck_assert(read_text(cases[i].text, 4096, &csv, &err));
        bool found = gr_csv_find(&csv, cases[i].name, &column, &err);
        ck_assert(found == (cases[i].message == NULL));
        if (found)
            ck_assert_uint_eq(column, 1);
        else
            gr_assert_text(err.message, cases[i].message);
        gr_csv_clear(&csv);
    }
}
END_TEST

START_TEST(test_many_names)
{
    gr_text text = { 0 };
    gr_csv csv;
    gr_error err;
    size_t column;

    for (int i = 0; i < 5000; i++)
        gr_text_addf(&text, "%scolumn%d", i > 0 ? "," : "", i);
    ck_assert(read_text(gr_text_string(&text), 4096, &csv, &err));
    ck_assert(!gr_csv_find(&csv, "x", &column, &err));
    gr_assert_message(err, "there are: column0, column1, ");
    ck_assert_str_eq(err.message + strlen(err.message) - 5, ", ...");
    gr_csv_clear(&csv);
    gr_text_clear(&text);
}
END_TEST

/* --- the same for every chunking --- */

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 16;
}

START_TEST(test_chunking)
{
    static const char alphabet[] = "aa1,,,\"\"\n\n\r\t =\xC3\xBC";
    static const gr_csv_limits limits = {
        .bytes = 1000, .field = 9, .columns = 5, .rows = 6, .cells = 20
    };
    uint32_t state = 1;
    int good = 0;

    for (int round = 0; round < 20000; round++) {
        char text[40];
        size_t length = next_random(&state) % sizeof text;
        for (size_t i = 0; i < length; i++)
            text[i] = alphabet[next_random(&state) % (sizeof alphabet - 1)];
        gr_text got[GR_LEN(chunks)] = { 0 };
        for (size_t i = 0; i < GR_LEN(chunks); i++) {
            gr_csv csv;
            gr_error err;
            if (gr_csv_read_chunked("x", text, length, &limits, chunks[i], &csv, &err)) {
                describe(&csv, &got[i]);
                gr_csv_clear(&csv);
                good++;
            } else {
                gr_text_add(&got[i], err.message);
            }
        }
        gr_assert_text(gr_text_string(&got[1]), gr_text_string(&got[0]));
        gr_assert_text(gr_text_string(&got[2]), gr_text_string(&got[0]));
        for (size_t i = 0; i < GR_LEN(chunks); i++)
            gr_text_clear(&got[i]);
    }
    ck_assert_int_gt(good, 1000);
}
END_TEST

/* Fail each allocation of a reading, once or from then on. libcsv asks again for less when it is
 * refused, so that a single failure may go unnoticed. */
START_TEST(test_no_memory)
{
    static const char text[] = "\xEF\xBB\xBFstep,name\r\n0,\"a long enough text\"\r\n1,b\r\n2,c\r\n"
                               "3,d\r\n4,e\r\n5,f\r\n6,g\r\n7,h\r\n8,i\r\n9,j\r\n";
    int failures = 0;

    for (int persistent = 0; persistent < 2; persistent++)
        for (unsigned long n = 1;; n++) {
            gr_csv csv = { .rows = 77 };
            gr_error err = { 0 };
            gr_alloc_fail_at(n, persistent);
            bool read = gr_csv_read("x.csv", text, sizeof text - 1, NULL, &csv, &err);
            unsigned long asked = gr_alloc_fail_at(0, false);
            if (read) {
                ck_assert_uint_eq(csv.rows, 10);
                gr_csv_clear(&csv);
                if (asked < n)
                    break;
                continue;
            }
            ck_assert_int_eq(err.kind, GR_ERROR_MEMORY);
            ck_assert_uint_eq(csv.rows, 77);
            failures++;
        }
    ck_assert_int_gt(failures, 10);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("csv");
    TCase *reading = gr_test_case(s, "reading");
    TCase *queries = gr_test_case(s, "queries");
    TCase *hard = gr_test_case(s, "hard");

    tcase_add_test(reading, test_tables);
    tcase_add_test(reading, test_refusals);
    tcase_add_test(reading, test_limits);
    tcase_add_test(reading, test_long_lines);
    tcase_add_test(reading, test_load);
    tcase_add_test(queries, test_queries);
    tcase_add_test(queries, test_find);
    tcase_add_test(queries, test_many_names);
    tcase_add_test(hard, test_chunking);
    tcase_add_test(hard, test_no_memory);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
