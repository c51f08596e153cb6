/* The record: rows that read back as they were meant, and a file that survives whatever is done to
 * it: cut anywhere, rubbish in the middle, no room, no right to write, two writers. */
#include "gradus/record.h"

#include "gradus/file.h"
#include "gradus/memory.h"
#include "gradus/number.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support.h"

static char *folder;

static void set_up(void)
{
    folder = gr_test_folder();
    setenv("XDG_STATE_HOME", folder, 1);
}

static void tear_down(void)
{
    gr_test_folder_remove(folder);
}

/* --- helpers --- */

static const char *file_of(const char *student)
{
    char name[128];

    snprintf(name, sizeof name, "gradus/%s.csv", student);
    return gr_test_path(folder, name);
}

static gr_record *opened(const char *student)
{
    gr_error err = { 0 };
    gr_record *record = gr_record_open(student, NULL, &err);

    ck_assert_msg(record != NULL, "%s", err.message);
    return record;
}

static gr_csv rows_of(const char *student)
{
    gr_error err = { 0 };
    gr_csv rows;

    ck_assert_msg(gr_record_read(student, &rows, &err), "%s", err.message);
    return rows;
}

static const char *cell(const gr_csv *rows, size_t row, const char *column)
{
    size_t number;
    gr_error err = { 0 };

    ck_assert_msg(gr_csv_find(rows, column, &number, &err), "%s", err.message);
    ck_assert_uint_lt(row, rows->rows);
    return gr_csv_text(rows, row, number);
}

static gr_entry plain_entry(gr_entry_kind event, const char *value)
{
    return (gr_entry){ .event = event,
                       .lesson = "010-x",
                       .value = value,
                       .correct = GR_VERDICT_NONE,
                       .score = gr_missing(),
                       .max = gr_missing() };
}

static void add(gr_record *record, gr_entry_kind event, const char *value)
{
    gr_entry entry = plain_entry(event, value);

    gr_record_add(record, &entry);
}

static void assert_sound(gr_record *record)
{
    gr_error err = { 0 };

    ck_assert_msg(!gr_record_trouble(record, &err), "%s", err.message);
}

/* A record of a few rows with all that makes rows hard to read; its bytes, heap. */
static char *sample(size_t *length)
{
    static const char *const values[] = {
        "1", "a,b", "say \"so\"", "two\nlines", "\xc3\xa9t\xc3\xa9", "-3", "=1+1", " blanks ", ""
    };
    gr_record *record = opened("sample");

    for (size_t i = 0; i < GR_LEN(values); i++)
        add(record, GR_ENTRY_NOTE, values[i]);
    assert_sound(record);
    gr_record_close(record);
    return gr_test_read(file_of("sample"), length);
}

static size_t lines_in(const char *bytes, size_t length)
{
    size_t count = 0;

    for (size_t i = 0; i < length; i++)
        count += bytes[i] == '\n';
    return count;
}

/* --- rows --- */

START_TEST(every_column_is_written)
{
    gr_record *record = opened("ann");
    gr_entry entry = { .event = GR_ENTRY_ANSWER,
                       .lesson = "080-valley",
                       .item = "largest",
                       .value = "0.04",
                       .params = "a=3 b=7",
                       .capsule = "{gradus: 1.0.0, set: {lr: 0.1}}",
                       .expected_shown = true,
                       .correct = 1,
                       .score = 0.5,
                       .max = 2,
                       .attempt = 3,
                       .confidence = 2 };
    static const char *const wanted[][2] = {
        { "format", "1" },
        { "lesson", "080-valley" },
        { "item", "largest" },
        { "student", "ann" },
        { "seq", "1" },
        { "event", "answer" },
        { "value", "0.04" },
        { "expected_shown", "1" },
        { "correct", "1" },
        { "score", "0.5" },
        { "max", "2" },
        { "attempt", "3" },
        { "confidence", "2" },
        { "params", "a=3 b=7" },
        { "capsule", "{gradus: 1.0.0, set: {lr: 0.1}}" },
    };

    gr_record_add(record, &entry);
    gr_csv rows = rows_of("ann");
    ck_assert_uint_eq(rows.rows, 1);
    ck_assert_uint_eq(rows.columns, 17);
    for (size_t i = 0; i < GR_LEN(wanted); i++)
        gr_assert_text(cell(&rows, 0, wanted[i][0]), wanted[i][1]);
    ck_assert_uint_eq(strlen(cell(&rows, 0, "time_utc")), strlen("2026-11-22T21:40:27Z"));
    ck_assert_int_eq(cell(&rows, 0, "time_utc")[19], 'Z');
    gr_csv_clear(&rows);
    gr_record_close(record);
}
END_TEST

START_TEST(what_does_not_apply_is_empty)
{
    static const char *const empty[] = { "item",    "expected_shown", "correct", "score",  "max",
                                         "attempt", "confidence",     "params",  "capsule" };
    gr_record *record = opened("ann");

    add(record, GR_ENTRY_OPEN, "1");
    gr_csv rows = rows_of("ann");
    for (size_t i = 0; i < GR_LEN(empty); i++)
        gr_assert_text(cell(&rows, 0, empty[i]), "");
    gr_csv_clear(&rows);
    gr_record_close(record);
}
END_TEST

START_TEST(every_event_is_found_by_its_word)
{
    gr_record *record = opened("ann");

    for (int i = 0; i < GR_ENTRY_KINDS; i++)
        add(record, (gr_entry_kind)i, NULL);
    gr_csv rows = rows_of("ann");
    ck_assert_uint_eq(rows.rows, GR_ENTRY_KINDS);
    for (size_t i = 0; i < rows.rows; i++)
        ck_assert_uint_eq(gr_entry_named(cell(&rows, i, "event")), i);
    ck_assert_uint_eq(gr_entry_named("nonsense"), GR_ENTRY_KINDS);
    ck_assert_uint_eq(gr_entry_named(""), GR_ENTRY_KINDS);
    gr_csv_clear(&rows);
    gr_record_close(record);
}
END_TEST

START_TEST(hard_texts_read_back)
{
    static const char *const wanted[] = {
        "1", "a,b", "say \"so\"", "two lines", "\xc3\xa9t\xc3\xa9", "-3", "'=1+1", " blanks ", ""
    };
    size_t length;
    char *bytes = sample(&length);

    ck_assert_uint_eq(gr_record_whole(bytes, length), length);
    ck_assert_uint_eq(lines_in(bytes, length), GR_LEN(wanted) + 1);
    gr_csv rows = rows_of("sample");
    ck_assert_uint_eq(rows.rows, GR_LEN(wanted));
    for (size_t i = 0; i < rows.rows; i++)
        gr_assert_text(cell(&rows, i, "value"), wanted[i]);
    gr_csv_clear(&rows);
    free(bytes);
}
END_TEST

START_TEST(what_is_no_text_is_mended)
{
    gr_record *record = opened("ann");

    add(record, GR_ENTRY_NOTE, "a\x1b[31mb\xff\r\n\tc");
    gr_csv rows = rows_of("ann");
    gr_assert_text(cell(&rows, 0, "value"), "a\xef\xbf\xbd[31mb\xef\xbf\xbd  c");
    gr_csv_clear(&rows);
    gr_record_close(record);
}
END_TEST

/* A note that is too long is cut at a character, a capsule that could not be read back left out. */
START_TEST(nothing_is_written_that_cannot_be_read)
{
    enum { LONG = 100000 };
    gr_record *record = opened("ann");
    char *note = calloc(LONG + 1, 1);
    gr_entry entry = plain_entry(GR_ENTRY_NOTE, note);

    ck_assert(note != NULL);
    for (size_t i = 0; i < LONG; i += 2)
        memcpy(note + i, "\xc3\xa9", 2);
    memcpy(note, "xy", 2);
    note[2] = 'z'; /* from here characters begin at odd places; the first is broken */
    entry.capsule = note;
    gr_record_add(record, &entry);
    gr_csv rows = rows_of("ann");
    const char *value = cell(&rows, 0, "value");
    ck_assert_uint_ge(strlen(value), 4090);
    ck_assert_uint_le(strlen(value), 4096);
    gr_text_fault fault;
    ck_assert(gr_text_check(value, strlen(value), &fault));
    gr_assert_text(cell(&rows, 0, "capsule"), "");
    gr_csv_clear(&rows);
    gr_record_close(record);
    free(note);
}
END_TEST

START_TEST(rows_are_counted_within_a_session)
{
    gr_record *record = opened("ann");

    add(record, GR_ENTRY_OPEN, "1");
    add(record, GR_ENTRY_OPEN, "2");
    gr_record_close(record);
    record = opened("ann");
    add(record, GR_ENTRY_OPEN, "3");
    gr_csv rows = rows_of("ann");
    ck_assert_uint_eq(rows.rows, 3);
    gr_assert_text(cell(&rows, 0, "seq"), "1");
    gr_assert_text(cell(&rows, 1, "seq"), "2");
    gr_assert_text(cell(&rows, 2, "seq"), "1");
    gr_assert_text(cell(&rows, 0, "session"), cell(&rows, 1, "session"));
    gr_csv_clear(&rows);
    gr_record_close(record);
}
END_TEST

START_TEST(a_row_is_in_the_file_at_once)
{
    gr_record *record = opened("ann");

    for (size_t i = 1; i <= 20; i++) {
        add(record, GR_ENTRY_OPEN, "1");
        gr_csv rows = rows_of("ann");
        ck_assert_uint_eq(rows.rows, i);
        gr_csv_clear(&rows);
    }
    gr_record_close(record);
}
END_TEST

START_TEST(no_file_is_no_rows)
{
    gr_csv rows = rows_of("nobody");

    ck_assert_uint_eq(rows.rows, 0);
    ck_assert_uint_eq(rows.columns, 17);
    gr_csv_clear(&rows);
}
END_TEST

START_TEST(the_file_is_for_its_owner_alone)
{
    struct stat status;

    gr_record_close(opened("ann"));
    ck_assert_int_eq(stat(file_of("ann"), &status), 0);
    ck_assert_int_eq(status.st_mode & 077, 0);
    ck_assert_int_eq(stat(gr_test_path(folder, "gradus"), &status), 0);
    ck_assert_int_eq(status.st_mode & 077, 0);
}
END_TEST

/* --- damage --- */

static void write_record(const char *bytes, size_t length)
{
    mkdir(gr_test_path(folder, "gradus"), 0700);
    gr_test_write(file_of("hurt"), bytes, length);
    for (int n = 1; n < 3; n++) {
        char name[64];
        snprintf(name, sizeof name, "gradus/hurt.csv.damaged-%d", n);
        unlink(gr_test_path(folder, name));
    }
}

/* Open it, add a row: `whole` rows must be left before that one, what was behind them aside. */
static void assert_mended(const char *bytes, size_t length, size_t whole)
{
    gr_text aside = { 0 };
    gr_error err = { 0 };
    size_t good = gr_record_whole(bytes, length), kept;

    write_record(bytes, length);
    gr_record *record = gr_record_open("hurt", &aside, &err);
    ck_assert_msg(record != NULL, "%s", err.message);
    add(record, GR_ENTRY_OPEN, "99");
    assert_sound(record);
    gr_csv rows = rows_of("hurt");
    ck_assert_uint_eq(rows.rows, whole + 1);
    gr_assert_text(cell(&rows, whole, "value"), "99");
    gr_csv_clear(&rows);
    gr_record_close(record);
    ck_assert_int_eq(aside.length > 0, good < length);
    if (good < length) {
        char *saved = gr_test_read(gr_text_string(&aside), &kept);
        ck_assert_uint_eq(kept, length - good);
        ck_assert_mem_eq(saved, bytes + good, kept);
        free(saved);
    }
    gr_text_clear(&aside);
}

START_TEST(a_tail_cut_anywhere_is_kept_aside)
{
    size_t length;
    char *bytes = sample(&length);

    for (size_t cut = 0; cut <= length; cut++) {
        size_t lines = lines_in(bytes, cut);
        assert_mended(bytes, cut, lines > 0 ? lines - 1 : 0);
    }
    free(bytes);
}
END_TEST

/* Each byte in turn becomes another: what is read must still be a CSV, and no row before it lost.
 */
START_TEST(a_wrong_byte_costs_no_row_before_it)
{
    static const char wrong[] = { '\0', '"', ',', '\n', '\r', '\xff', '\x7f', '\xc3', 'x' };
    size_t length;
    char *bytes = sample(&length);
    const size_t head = strcspn(bytes, "\n") + 1;

    for (size_t at = 0; at < length; at++) {
        char right = bytes[at];
        bytes[at] = wrong[at % sizeof wrong];
        write_record(bytes, length);
        gr_csv rows = rows_of("hurt");
        size_t before = lines_in(bytes, at);
        if (at >= head)
            ck_assert_uint_ge(rows.rows + 1, before);
        gr_csv_clear(&rows);
        bytes[at] = right;
    }
    free(bytes);
}
END_TEST

START_TEST(rubbish_in_the_middle_ends_the_record_there)
{
    char rubbish[300];
    size_t length;
    char *bytes = sample(&length);
    size_t half = (size_t)(strchr(strchr(bytes, '\n') + 1, '\n') + 1 - bytes);
    gr_text made = { 0 };

    for (size_t i = 0; i < sizeof rubbish; i++)
        rubbish[i] = (char)(i * 151 + 128);
    gr_text_addn(&made, bytes, half);
    gr_text_addn(&made, rubbish, sizeof rubbish);
    gr_text_addn(&made, bytes + half, length - half);
    assert_mended(made.bytes, made.length, 1);
    gr_text_clear(&made);
    free(bytes);
}
END_TEST

START_TEST(foreign_files_are_kept_aside_whole)
{
    static const char *const foreign[] = { "a,b\n1,2\n", "%PDF-1.7\n", "format,lesson\n", "\n\n\n",
                                           "format" };

    for (size_t i = 0; i < GR_LEN(foreign); i++)
        assert_mended(foreign[i], strlen(foreign[i]), 0);
}
END_TEST

START_TEST(damage_after_damage_takes_no_name_twice)
{
    char path[64];

    write_record("one", 3);
    for (int n = 1; n <= 4; n++) {
        gr_text aside = { 0 };
        gr_error err = { 0 };
        gr_test_write(file_of("hurt"), "rubbish", 7);
        gr_record *record = gr_record_open("hurt", &aside, &err);
        ck_assert_msg(record != NULL, "%s", err.message);
        snprintf(path, sizeof path, "hurt.csv.damaged-%d", n);
        ck_assert_ptr_nonnull(strstr(gr_text_string(&aside), path));
        gr_record_close(record);
        gr_text_clear(&aside);
    }
}
END_TEST

/* --- no way to write --- */

static void assert_refused(const char *student, gr_error_kind kind)
{
    gr_error err = { 0 };

    ck_assert_ptr_null(gr_record_open(student, NULL, &err));
    ck_assert_int_eq(err.kind, kind);
    ck_assert_ptr_nonnull(strstr(err.message, "gradus"));
}

START_TEST(a_folder_in_its_place)
{
    ck_assert_int_eq(mkdir(gr_test_path(folder, "gradus"), 0700), 0);
    ck_assert_int_eq(mkdir(file_of("ann"), 0700), 0);
    assert_refused("ann", GR_ERROR_IO);
}
END_TEST

START_TEST(a_file_where_its_folder_should_be)
{
    gr_test_write(gr_test_path(folder, "gradus"), "x", 1);
    assert_refused("ann", GR_ERROR_IO);
}
END_TEST

START_TEST(without_the_right_to_write)
{
    gr_record_close(opened("ann"));
    ck_assert_int_eq(chmod(file_of("ann"), 0400), 0);
    ck_assert_int_eq(chmod(gr_test_path(folder, "gradus"), 0500), 0);
    if (access(file_of("ann"), W_OK) != 0) { /* root may always */
        assert_refused("ann", GR_ERROR_IO);
        assert_refused("bob", GR_ERROR_IO);
    }
    gr_csv rows = rows_of("ann"); /* reading is as before */
    ck_assert_uint_eq(rows.rows, 0);
    gr_csv_clear(&rows);
    ck_assert_int_eq(chmod(gr_test_path(folder, "gradus"), 0700), 0);
}
END_TEST

START_TEST(a_device_is_no_record)
{
    ck_assert_int_eq(mkdir(gr_test_path(folder, "gradus"), 0700), 0);
    ck_assert_int_eq(symlink("/dev/full", file_of("ann")), 0);
    assert_refused("ann", GR_ERROR_IO);
}
END_TEST

/* As a full disk: the row that no longer fits is damaged, those before it are there, and the
 * failure is told once. */
START_TEST(no_room_is_told_once)
{
    struct rlimit limit, before;
    gr_error err = { 0 };
    gr_record *record = opened("ann");

    add(record, GR_ENTRY_OPEN, "1");
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = before;
    limit.rlim_cur = 330;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    for (int i = 0; i < 10; i++)
        add(record, GR_ENTRY_OPEN, "2");
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    ck_assert(gr_record_trouble(record, &err));
    gr_assert_message(err, "the record is not written on: ");
    ck_assert(!gr_record_trouble(record, &err));
    add(record, GR_ENTRY_OPEN, "3"); /* nothing behind half a row */
    gr_csv rows = rows_of("ann");
    ck_assert_uint_ge(rows.rows, 1);
    ck_assert_uint_lt(rows.rows, 11);
    gr_csv_clear(&rows);
    gr_record_close(record);
    gr_record_close(opened("ann"));
}
END_TEST

/* --- several at once --- */

enum { WRITERS = 4, ROWS_EACH = 200, SITTING = 5 };

/* In many sittings: each looks for damage while others write, and must find none. */
static void write_rows(int writer)
{
    char value[2000];

    for (int i = 0; i < ROWS_EACH;) {
        gr_text aside = { 0 };
        gr_error err = { 0 };
        gr_record *record = gr_record_open("all", &aside, &err);
        ck_assert_msg(record != NULL && aside.length == 0, "%s%s", err.message,
                      gr_text_string(&aside));
        for (int k = 0; k < SITTING; k++, i++) {
            memset(value, 'x', sizeof value);
            value[snprintf(value, 40, "%d-%d", writer, i)] = ' ';
            value[sizeof value - 1] = '\0';
            add(record, GR_ENTRY_NOTE, value);
        }
        assert_sound(record);
        gr_record_close(record);
    }
}

/* Every row of every writer is there once, and each writer's in its order. */
static void assert_all_rows(const gr_csv *rows)
{
    int next[WRITERS] = { 0 };

    for (size_t i = 0; i < rows->rows; i++) {
        int writer, number;
        ck_assert_int_eq(sscanf(cell(rows, i, "value"), "%d-%d", &writer, &number), 2);
        ck_assert_int_eq(number, next[writer]);
        next[writer]++;
    }
    for (int w = 0; w < WRITERS; w++)
        ck_assert_int_eq(next[w], ROWS_EACH);
}

START_TEST(writers_do_not_mix_their_rows)
{
    pid_t children[WRITERS];

    for (int w = 0; w < WRITERS; w++) {
        children[w] = fork();
        ck_assert_int_ge(children[w], 0);
        if (children[w] == 0) {
            write_rows(w);
            _exit(0);
        }
    }
    for (int w = 0; w < WRITERS; w++) {
        int status;
        ck_assert_int_eq(waitpid(children[w], &status, 0), children[w]);
        ck_assert_int_eq(status, 0);
    }
    gr_csv rows = rows_of("all");
    assert_all_rows(&rows);
    gr_csv_clear(&rows);
}
END_TEST

/* --- whose it is --- */

START_TEST(names_become_file_names)
{
    static const char *const names[][2] = {
        { "ann", "ann" },
        { "Ann.B-c_9", "Ann.B-c_9" },
        { "../../etc/passwd", "_._.._etc_passwd" },
        { ".hidden", "_hidden" },
        { "a b/c", "a_b_c" },
        { "\xc3\xa9va", "__va" },
        { "x\ny\x1b", "x_y_" },
    };

    for (size_t i = 0; i < GR_LEN(names); i++) {
        gr_text name = { 0 };
        gr_error err = { 0 };
        setenv("GRADUS_STUDENT", names[i][0], 1);
        ck_assert(gr_student_name(&name, &err));
        gr_assert_text(gr_text_string(&name), names[i][1]);
        gr_text_clear(&name);
    }
}
END_TEST

START_TEST(a_long_name_is_cut)
{
    char longer[400] = { 0 };
    gr_text name = { 0 };
    gr_error err = { 0 };

    memset(longer, 'n', sizeof longer - 1);
    setenv("GRADUS_STUDENT", longer, 1);
    ck_assert(gr_student_name(&name, &err));
    ck_assert_uint_eq(name.length, GR_STUDENT_MAX);
    gr_text_clear(&name);
}
END_TEST

START_TEST(a_dash_keeps_no_record)
{
    gr_record *record;
    gr_error err = { 0 };

    setenv("GRADUS_STUDENT", "-", 1);
    ck_assert(gr_record_begin(&record, NULL, &err));
    ck_assert_ptr_null(record);
    ck_assert_int_ne(access(gr_test_path(folder, "gradus"), F_OK), 0);
    setenv("GRADUS_STUDENT", "ann", 1);
    ck_assert(gr_record_begin(&record, NULL, &err));
    ck_assert_ptr_nonnull(record);
    ck_assert_int_eq(access(file_of("ann"), F_OK), 0);
    gr_record_close(record);
}
END_TEST

/* --- no memory --- */

/* An event that cannot be written whole is told and not written by half. */
START_TEST(without_memory_no_half_row_is_written)
{
    gr_entry entry = plain_entry(GR_ENTRY_NOTE, "a note that takes some room");
    bool told = true;
    size_t expected = 0;

    for (unsigned long n = 1; told; n++) {
        gr_error err = { 0 };
        gr_record *record = opened("ann");
        gr_alloc_fail_at(n, false);
        gr_record_add(record, &entry);
        gr_alloc_fail_at(0, false);
        told = gr_record_trouble(record, &err);
        ck_assert(!told || err.kind == GR_ERROR_MEMORY);
        expected += !told;
        gr_record_close(record);
        gr_csv rows = rows_of("ann");
        ck_assert_uint_eq(rows.rows, expected);
        gr_csv_clear(&rows);
    }
    gr_csv rows = rows_of("ann");
    gr_assert_text(cell(&rows, 0, "value"), "a note that takes some room");
    gr_csv_clear(&rows);
}
END_TEST

START_TEST(without_memory_nothing_is_lost_at_the_start)
{
    size_t length, after;
    char *bytes = sample(&length);
    bool failed = true;

    for (unsigned long n = 1; failed; n++) {
        gr_error err = { 0 };
        gr_alloc_fail_at(n, false);
        gr_record *record = gr_record_open("sample", NULL, &err);
        gr_alloc_fail_at(0, false);
        failed = record == NULL;
        ck_assert(!failed || err.kind == GR_ERROR_MEMORY);
        gr_record_close(record);
        char *now = gr_test_read(file_of("sample"), &after);
        ck_assert_uint_eq(after, length);
        ck_assert_mem_eq(now, bytes, length);
        free(now);
    }
    free(bytes);
}
END_TEST

/* --- the suite --- */

int main(void)
{
    Suite *suite = suite_create("record");
    TCase *tcase = gr_test_case(suite, "rows");

    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, every_column_is_written);
    tcase_add_test(tcase, what_does_not_apply_is_empty);
    tcase_add_test(tcase, every_event_is_found_by_its_word);
    tcase_add_test(tcase, hard_texts_read_back);
    tcase_add_test(tcase, what_is_no_text_is_mended);
    tcase_add_test(tcase, nothing_is_written_that_cannot_be_read);
    tcase_add_test(tcase, rows_are_counted_within_a_session);
    tcase_add_test(tcase, a_row_is_in_the_file_at_once);
    tcase_add_test(tcase, no_file_is_no_rows);
    tcase_add_test(tcase, the_file_is_for_its_owner_alone);
    tcase_add_test(tcase, a_tail_cut_anywhere_is_kept_aside);
    tcase_add_test(tcase, a_wrong_byte_costs_no_row_before_it);
    tcase_add_test(tcase, rubbish_in_the_middle_ends_the_record_there);
    tcase_add_test(tcase, foreign_files_are_kept_aside_whole);
    tcase_add_test(tcase, damage_after_damage_takes_no_name_twice);
    tcase_add_test(tcase, a_folder_in_its_place);
    tcase_add_test(tcase, a_file_where_its_folder_should_be);
    tcase_add_test(tcase, without_the_right_to_write);
    tcase_add_test(tcase, a_device_is_no_record);
    tcase_add_test(tcase, no_room_is_told_once);
    tcase_add_test(tcase, writers_do_not_mix_their_rows);
    tcase_add_test(tcase, names_become_file_names);
    tcase_add_test(tcase, a_long_name_is_cut);
    tcase_add_test(tcase, a_dash_keeps_no_record);
    tcase_add_test(tcase, without_memory_no_half_row_is_written);
    tcase_add_test(tcase, without_memory_nothing_is_lost_at_the_start);
    return gr_test_main(suite);
}
