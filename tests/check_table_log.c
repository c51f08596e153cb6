/* Tables, and the append-only log that goes back and forth with a run. */
#include "gradus/logbook.h"
#include "gradus/memory.h"
#include "gradus/table.h"

#include "support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* --- columns --- */

START_TEST(test_columns)
{
    static const char *const kinds[] = { "W", "b", NULL };
    gr_columns columns = { 0 };
    char name[] = "loss";

    ck_assert(gr_columns_add(&columns, name, "m", 3, NULL));
    ck_assert(gr_columns_add_words(&columns, "kind", kinds, NULL));
    name[0] = 'x'; /* the name was copied */
    ck_assert_int_eq(gr_columns_find(&columns, "loss"), 0);
    ck_assert_int_eq(gr_columns_find(&columns, "kind"), 1);
    ck_assert_int_eq(gr_columns_find(&columns, "Loss"), -1);
    ck_assert_int_eq(gr_columns_find(&columns, ""), -1);
    gr_assert_text(columns.list[0].unit, "m");
    ck_assert_int_eq(columns.list[0].decimals, 3);
    ck_assert(columns.list[0].words == NULL && columns.list[1].words == kinds);
    gr_columns_clear(&columns);
    ck_assert_int_eq(gr_columns_find(&columns, "loss"), -1);
}
END_TEST

START_TEST(test_column_limits)
{
    gr_columns columns = { 0 };
    char name[GR_COLUMN_NAME + 1];
    gr_error err;

    memset(name, 'n', sizeof name);
    name[GR_COLUMN_NAME] = '\0';
    ck_assert(!gr_columns_add(&columns, name, "", 0, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_DATA);
    gr_assert_message(err, "is longer than 47 bytes");
    name[GR_COLUMN_NAME - 1] = '\0';
    ck_assert(gr_columns_add(&columns, name, "", 0, &err));
    for (int i = 1; i < GR_COLUMNS_MAX; i++) {
        snprintf(name, sizeof name, "c%d", i);
        ck_assert(gr_columns_add(&columns, name, "", 0, &err));
    }
    ck_assert(!gr_columns_add(&columns, "more", "", 0, &err));
    gr_assert_text(err.message, "more than 10000 columns");
    gr_columns_clear(&columns);
}
END_TEST

/* --- rows --- */

static void make(gr_table *table, size_t rows)
{
    *table = (gr_table){ .rows = 0 };
    ck_assert(gr_columns_add(&table->columns, "a", "", 0, NULL));
    ck_assert(gr_columns_add(&table->columns, "b", "", 0, NULL));
    for (size_t i = 0; i < rows; i++) {
        const double row[] = { (double)i, (double)i / 2 };
        ck_assert(gr_table_add(table, row, NULL));
    }
}

START_TEST(test_rows)
{
    gr_table table;

    make(&table, 1000);
    ck_assert_uint_eq(table.rows, 1000);
    for (size_t i = 0; i < 1000; i++) {
        ck_assert(gr_table_cell(&table, i, 1) == (double)i / 2);
        ck_assert(gr_table_row(&table, i)[0] == (double)i);
    }
    double *row = gr_table_append(&table, NULL);
    ck_assert(gr_is_missing(row[0]) && gr_is_missing(row[1]));
    gr_table_truncate(&table, 2000);
    ck_assert_uint_eq(table.rows, 1001);
    gr_table_truncate(&table, 3);
    ck_assert_uint_eq(table.rows, 3);
    ck_assert(gr_is_missing(gr_table_append(&table, NULL)[0])); /* nothing of the old row */
    gr_table_clear(&table);
    ck_assert(table.rows == 0 && table.columns.count == 0);
}
END_TEST

/* What was reserved can be appended, whatever the memory does then. */
START_TEST(test_reserve)
{
    gr_table table;

    make(&table, 0);
    for (int i = 0; i < 200; i++) {
        ck_assert(gr_table_reserve(&table, NULL));
        gr_alloc_fail_at(1, true);
        ck_assert_ptr_nonnull(gr_table_append(&table, NULL));
        gr_alloc_fail_at(0, false);
    }
    gr_alloc_fail_at(1, true);
    gr_error err;
    size_t rows = table.rows;
    while (table.rows < 300 && gr_table_append(&table, &err) != NULL)
        rows++;
    gr_alloc_fail_at(0, false);
    ck_assert_uint_lt(rows, 300);
    ck_assert_uint_eq(table.rows, rows);
    ck_assert_int_eq(err.kind, GR_ERROR_MEMORY);
    gr_table_clear(&table);
}
END_TEST

START_TEST(test_table_copy)
{
    static const size_t wanted[] = { 0, 3, 10, 99 };
    gr_table table, copy;

    make(&table, 10);
    for (size_t i = 0; i < GR_LEN(wanted); i++) {
        ck_assert(gr_table_copy(&copy, &table, wanted[i], NULL));
        ck_assert_uint_eq(copy.rows, wanted[i] < 10 ? wanted[i] : 10);
        ck_assert_uint_eq(copy.columns.count, 2);
        gr_assert_text(copy.columns.list[1].name, "b");
        ck_assert_ptr_nonnull(gr_table_append(&copy, NULL));
        ck_assert(copy.rows < 2 || gr_table_cell(&copy, 1, 1) == 0.5);
        gr_table_clear(&copy);
    }
    ck_assert(gr_table_cell(&table, 9, 0) == 9);
    gr_table_clear(&table);
}
END_TEST

/* --- the log --- */

static void append(gr_logbook *log, int track, int value)
{
    gr_logbook_append(log, track, &value, sizeof value);
}

static int value_at(const gr_logbook *log, int track, size_t row)
{
    int value;

    memcpy(&value, gr_logbook_row(log, track, row), sizeof value);
    return value;
}

START_TEST(test_tracks)
{
    gr_logbook log = { .failed = false };

    for (int i = 0; i < 1000; i++)
        append(&log, i % GR_LOG_TRACKS, i);
    for (int track = 0; track < GR_LOG_TRACKS; track++) {
        ck_assert_uint_eq(gr_logbook_rows(&log, track), 1000 / GR_LOG_TRACKS);
        ck_assert_int_eq(value_at(&log, track, 9), 9 * GR_LOG_TRACKS + track);
    }
    gr_logbook_clear(&log);
    ck_assert_uint_eq(gr_logbook_rows(&log, 0), 0);
}
END_TEST

/* Back, forwards again to what is still there, and another way. */
START_TEST(test_back_and_forth)
{
    gr_logbook log = { .failed = false };
    gr_logbook_lengths marks[11];

    for (int i = 0; i < 10; i++) {
        marks[i] = gr_logbook_mark(&log);
        append(&log, 0, i);
        append(&log, 1, 10 * i);
    }
    marks[10] = gr_logbook_mark(&log);
    gr_logbook_stand(&log, &marks[3]);
    ck_assert_uint_eq(gr_logbook_rows(&log, 0), 3);
    ck_assert(gr_logbook_holds(&log, &marks[10]));
    append(&log, 0, 3); /* the same again, as a run does */
    gr_logbook_stand(&log, &marks[10]);
    for (int i = 0; i < 10; i++)
        ck_assert_int_eq(value_at(&log, 1, (size_t)i), 10 * i);
    gr_logbook_stand(&log, &marks[5]);
    gr_logbook_cut(&log);
    ck_assert(!gr_logbook_holds(&log, &marks[6]) && gr_logbook_holds(&log, &marks[5]));
    append(&log, 0, 55);
    ck_assert_int_eq(value_at(&log, 0, 5), 55);
    gr_logbook_clear(&log);
}
END_TEST

START_TEST(test_log_copy)
{
    gr_logbook log = { .failed = false }, copy;

    for (int i = 0; i < 20; i++)
        append(&log, 2, i);
    gr_logbook_lengths all = gr_logbook_mark(&log), some = all;
    some.rows[2] = 7;
    gr_logbook_stand(&log, &some);
    ck_assert(gr_logbook_copy(&copy, &log, NULL));
    ck_assert_uint_eq(gr_logbook_rows(&copy, 2), 7);
    ck_assert(!gr_logbook_holds(&copy, &all)); /* a copy has no future */
    for (int i = 0; i < 50; i++)
        append(&copy, 2, -i);
    ck_assert_int_eq(value_at(&copy, 2, 6), 6);
    ck_assert_int_eq(value_at(&copy, 2, 8), -1);
    gr_logbook_stand(&log, &all);
    ck_assert_int_eq(value_at(&log, 2, 8), 8);
    gr_logbook_clear(&log);
    gr_logbook_clear(&copy);
}
END_TEST

/* An emptied track may begin again with rows of another size; what lay behind is gone then. */
START_TEST(test_other_rows)
{
    const gr_logbook_lengths empty = { { 0 } };
    gr_logbook log = { .failed = false };
    char wide[100] = "wide";

    for (int i = 0; i < 40; i++)
        append(&log, 0, i);
    gr_logbook_lengths full = gr_logbook_mark(&log);
    gr_logbook_stand(&log, &empty);
    for (int i = 0; i < 40; i++)
        gr_logbook_append(&log, 0, wide, sizeof wide);
    gr_assert_text(gr_logbook_row(&log, 0, 39), "wide");
    gr_logbook_stand(&log, &empty);
    append(&log, 0, 7);
    ck_assert(!gr_logbook_holds(&log, &full));
    for (int i = 1; i < 40; i++)
        append(&log, 0, i);
    ck_assert_int_eq(value_at(&log, 0, 0), 7);
    gr_logbook_clear(&log);
}
END_TEST

/* An append without memory marks the log, which stays as it was; the run tells. */
START_TEST(test_failed_append)
{
    gr_logbook log = { .failed = false };

    append(&log, 0, 1);
    gr_alloc_fail_at(1, true);
    for (int i = 0; i < 100; i++)
        append(&log, 0, i);
    append(&log, 1, 1);
    gr_alloc_fail_at(0, false);
    ck_assert(log.failed);
    size_t rows = gr_logbook_rows(&log, 0);
    append(&log, 0, 5); /* nothing more until somebody has looked */
    ck_assert_uint_eq(gr_logbook_rows(&log, 0), rows);
    ck_assert_int_eq(value_at(&log, 0, 0), 1);
    log.failed = false;
    append(&log, 0, 5);
    ck_assert_uint_eq(gr_logbook_rows(&log, 0), rows + 1);
    gr_logbook_clear(&log);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = { test_columns, test_column_limits, test_rows, test_reserve,
                                   test_table_copy, test_tracks, test_back_and_forth,
                                   test_log_copy, test_other_rows, test_failed_append };
    Suite *s = suite_create("table_log");
    TCase *all = gr_test_case(s, "tables and logs");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, tests[i]);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
