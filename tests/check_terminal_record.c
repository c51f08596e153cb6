/* A student at a terminal, and the program killed under the hands: what was done is there when it
 * is started again. */
#include "terminal.h"

#include "gradus/memory.h"
#include "gradus/record.h"

#include "support.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static gr_pty *pty;
static char *state;

static void set_up(void)
{
    state = gr_test_folder();
    setenv("XDG_STATE_HOME", state, 1); /* ours, so that we read the same record */
    unsetenv("GRADUS_STUDENT");
}

static void tear_down(void)
{
    gr_test_folder_remove(state);
}

static void start(const char *lesson)
{
    char variable[4096];
    const char *const arguments[] = { lesson, NULL };

    snprintf(variable, sizeof variable, "XDG_STATE_HOME=%s", state);
    pty = gr_pty_start(&(gr_pty_setup){ .variable = variable }, arguments);
    gr_pty_wait_text(pty, "? help");
}

static void kill_it(int signal)
{
    gr_pty_kill(pty, signal);
    ck_assert_int_eq(gr_pty_wait_end(pty).signal, signal);
    gr_pty_free(pty);
}

static void leave(void)
{
    gr_pty_type(pty, "Q");
    ck_assert_int_eq(gr_pty_wait_end(pty).status, 0);
    gr_pty_free(pty);
}

static void type(const char *keys, const char *shown)
{
    gr_pty_type(pty, keys);
    gr_pty_wait_text(pty, shown);
}

/* The rows of the record with this event; the last one's value in `value`. */
static size_t events(const char *word, char *value, size_t room)
{
    gr_text student = { 0 };
    gr_error err = { 0 };
    size_t event, values, count = 0;
    gr_csv rows;

    ck_assert(gr_student_name(&student, &err));
    ck_assert_msg(gr_record_read(gr_text_string(&student), &rows, &err), "%s", err.message);
    ck_assert(gr_csv_find(&rows, "event", &event, &err));
    ck_assert(gr_csv_find(&rows, "value", &values, &err));
    for (size_t i = 0; i < rows.rows; i++) {
        if (strcmp(gr_csv_text(&rows, i, event), word) != 0)
            continue;
        count++;
        if (value != NULL)
            snprintf(value, room, "%s", gr_csv_text(&rows, i, values));
    }
    gr_csv_clear(&rows);
    gr_text_clear(&student);
    return count;
}

/* --- killed --- */

START_TEST(what_was_done_is_there_after_a_kill)
{
    static const int signals[] = { SIGKILL, SIGHUP, SIGTERM };

    start("030");
    type("100\r\r", "You said 100; it is 99, off by 1.");
    type(",", "step 2 of 3");
    kill_it(signals[_i]);
    start("030");
    gr_pty_wait_text(pty, "page 1 of ");
    gr_pty_wait_text(pty, "step 2 of 3");
    gr_pty_wait_text(pty, "You said 100.");
    type(".", "You said 100; it is 99, off by 1.");
    leave();
}
END_TEST

START_TEST(knobs_and_pages_are_there_after_a_kill)
{
    start("030");
    type("100\r\r", "You said 100; it is 99, off by 1.");
    type("\t]", ">bias");
    type("]", ">layers 5-8-4-3");
    type("\r10-20-5\r", ">layers 10-20-5");
    type(":step 1\r", "step 1 of 2");
    kill_it(SIGKILL);
    start("030");
    gr_pty_wait_text(pty, "layers 10-20-5");
    gr_pty_wait_text(pty, "step 1 of 2");
    type("n", "page 2 of ");
    kill_it(SIGKILL);
    start("030");
    gr_pty_wait_text(pty, "page 2 of ");
    leave();
}
END_TEST

START_TEST(the_catalogue_opens_on_the_line_and_with_its_word)
{
    start("030");
    type("100\r\r", "You said 100; it is 99, off by 1.");
    kill_it(SIGKILL);
    start(NULL);
    gr_pty_wait_text(pty, ">030  How many parameters?");
    gr_pty_wait_text(pty, "tried");
    type("\r", "page 1 of ");
    gr_pty_wait_text(pty, "You said 100; it is 99, off by 1.");
    leave();
}
END_TEST

/* The window is closed: that is no end of the work. */
START_TEST(a_closed_terminal_loses_nothing)
{
    start("030");
    type("100\r\r", "You said 100; it is 99, off by 1.");
    gr_pty_hang_up(pty);
    gr_pty_wait_end(pty);
    gr_pty_free(pty);
    ck_assert_uint_eq(events("predict", NULL, 0), 1);
    ck_assert_uint_eq(events("close", NULL, 0), 1);
    start("030");
    gr_pty_wait_text(pty, "You said 100; it is 99, off by 1.");
    leave();
}
END_TEST

/* --- the record itself --- */

START_TEST(each_key_is_told_before_the_screen_shows_it)
{
    char value[64] = "";

    start("030");
    ck_assert_uint_eq(events("open", value, sizeof value), 1);
    gr_assert_text(value, "1");
    type("100\r\r", "You said 100; it is 99, off by 1.");
    ck_assert_uint_eq(events("predict", value, sizeof value), 1);
    gr_assert_text(value, "100");
    ck_assert_uint_eq(events("run", value, sizeof value), 1);
    gr_assert_text(value, "3");
    for (int step = 2; step >= 0; step--) {
        char shown[40], wanted[4];
        snprintf(shown, sizeof shown, "step %d of 3", step);
        snprintf(wanted, sizeof wanted, "%d", step);
        type(",", shown);
        ck_assert_uint_eq(events("step", value, sizeof value), (size_t)(3 - step));
        gr_assert_text(value, wanted);
    }
    type("]+", "layers ");
    type("f", "forked at step 0");
    ck_assert_uint_eq(events("fork", NULL, 0), 1);
    leave();
    ck_assert_uint_eq(events("close", NULL, 0), 1);
}
END_TEST

START_TEST(a_damaged_end_is_said_and_the_rest_used)
{
    gr_text path = { 0 }, student = { 0 };
    gr_error err = { 0 };

    start("030");
    type("100\r\r", "You said 100; it is 99, off by 1.");
    kill_it(SIGKILL);
    ck_assert(gr_student_name(&student, &err));
    ck_assert(gr_record_path(gr_text_string(&student), &path, &err));
    FILE *file = fopen(gr_text_string(&path), "a");
    ck_assert_ptr_nonnull(file);
    fputs("1,030-param", file);
    fclose(file);
    start("030");
    gr_pty_wait_text(pty, "! the end of the record was damaged");
    gr_pty_wait_text(pty, "You said 100; it is 99, off by 1.");
    leave();
    gr_text_clear(&path);
    gr_text_clear(&student);
}
END_TEST

START_TEST(where_there_is_no_folder_it_is_said_and_work_goes_on)
{
    gr_test_write(gr_test_path(state, "gradus"), "x", 1);
    start("030");
    gr_pty_wait_text(pty, "! no record is kept: ");
    type("100\r\r", "You said 100; it is 99, off by 1.");
    leave();
}
END_TEST

/* The lab book is a file beside the work; what is not one is left alone. */
START_TEST(a_note_and_the_lab_book)
{
    start("030");
    type("100\r\r", "You said 100; it is 99, off by 1.");
    type(":note count = the biases too\r", "= noted; E writes the lab book");
    ck_assert_uint_eq(events("note", NULL, 0), 1);
    type("E", "= saved notes-030-parameters.md");
    const char *path = gr_test_path(gr_pty_folder(pty), "notes-030-parameters.md");
    char *book = gr_test_read(path, NULL);
    ck_assert_ptr_nonnull(strstr(book, "\n> count = the biases too\n"));
    ck_assert_ptr_nonnull(strstr(book, "\n- predicted 100\n- You said 100; it is 99, off by 1."));
    free(book);
    type(",", "step 2 of 3");
    type("E", "= saved notes-030-parameters.md"); /* its own older one is replaced */
    type(":open 030\r", "step 2 of 3");           /* and it stands in no lesson's way */
    gr_test_write(gr_test_path(gr_pty_folder(pty), "notes-030-parameters.md"), "mine", 4);
    type("E", "x notes-030-parameters.md is there and no lab book of this lesson");
    book = gr_test_read(gr_test_path(gr_pty_folder(pty), "notes-030-parameters.md"), NULL);
    gr_assert_text(book, "mine");
    free(book);
    leave();
}
END_TEST

START_TEST(a_dash_keeps_none)
{
    const char *const arguments[] = { "030", NULL };

    pty = gr_pty_start(&(gr_pty_setup){ .variable = "GRADUS_STUDENT=-" }, arguments);
    gr_pty_wait_text(pty, "? help");
    type("100\r\r", "You said 100; it is 99, off by 1.");
    type("E", "x no record is kept of this page");
    ck_assert_int_ne(access(gr_test_path(gr_pty_folder(pty), ".local"), F_OK), 0);
    leave();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("terminal_record");
    TCase *tcase = gr_test_case(suite, "record");

    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, what_was_done_is_there_after_a_kill, 0, 3);
    tcase_add_test(tcase, knobs_and_pages_are_there_after_a_kill);
    tcase_add_test(tcase, the_catalogue_opens_on_the_line_and_with_its_word);
    tcase_add_test(tcase, a_closed_terminal_loses_nothing);
    tcase_add_test(tcase, each_key_is_told_before_the_screen_shows_it);
    tcase_add_test(tcase, a_damaged_end_is_said_and_the_rest_used);
    tcase_add_test(tcase, where_there_is_no_folder_it_is_said_and_work_goes_on);
    tcase_add_test(tcase, a_note_and_the_lab_book);
    tcase_add_test(tcase, a_dash_keeps_none);
    return gr_test_main(suite);
}
