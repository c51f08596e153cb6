/* Signals while something is worth keeping: the first is remembered, the second is the end. */
#include "cli/interrupt.h"

#include "gradus/memory.h"

#include "support.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
static char *folder;
static char path[500];

/* What a child does that Check has not told anything about signals. */
static int status_of(void (*act)(int first, int second), int first, int second)
{
    pid_t child = fork();
    int status;

    if (child == 0) {
        for (size_t i = 0; i < GR_LEN(numbers); i++)
            signal(numbers[i], SIG_DFL);
        act(first, second);
        _exit(0);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return status;
}

static void check_that(bool holds)
{
    if (!holds)
        _exit(1);
}

static void make_file(void)
{
    folder = gr_test_folder();
    strcpy(path, gr_test_path(folder, "temp"));
    gr_test_write(path, "x", 1);
}

/* --- the first --- */

static void remember(int first, int second)
{
    gr_cli_interrupts interrupts;

    (void)second;
    gr_cli_interrupts_take(&interrupts);
    gr_cli_interrupts_remove(path);
    check_that(gr_cli_interrupted() == 0);
    raise(first);
    check_that(gr_cli_interrupted() == first);
    gr_cli_die(first);
}

START_TEST(the_first_is_remembered)
{
    make_file();
    int status = status_of(remember, numbers[_i], 0);
    ck_assert(WIFSIGNALED(status));
    ck_assert_int_eq(WTERMSIG(status), numbers[_i]);
    ck_assert_int_eq(access(path, F_OK), 0); /* whoever works removes it */
    gr_test_folder_remove(folder);
}
END_TEST

/* --- the second --- */

static void ask_twice(int first, int second)
{
    gr_cli_interrupts interrupts;

    gr_cli_interrupts_take(&interrupts);
    gr_cli_interrupts_remove(path);
    raise(first);
    raise(second);
}

START_TEST(the_second_ends_it_at_once)
{
    int first = numbers[_i / 3], second = numbers[_i % 3];

    make_file();
    int status = status_of(ask_twice, first, second);
    ck_assert(WIFSIGNALED(status));
    ck_assert_int_eq(WTERMSIG(status), second);
    ck_assert_int_ne(access(path, F_OK), 0);
    gr_test_folder_remove(folder);
}
END_TEST

/* --- as it was --- */

static void give_back(int first, int second)
{
    gr_cli_interrupts interrupts;

    (void)second;
    gr_cli_interrupts_take(&interrupts);
    gr_cli_interrupts_give_back(&interrupts);
    raise(first);
}

static void ignore(int first, int second)
{
    gr_cli_interrupts interrupts;

    (void)second;
    signal(first, SIG_IGN);
    gr_cli_interrupts_take(&interrupts);
    raise(first);
    raise(first);
    check_that(gr_cli_interrupted() == 0);
}

START_TEST(what_was_before_is_again)
{
    int status = status_of(give_back, numbers[_i], 0);

    ck_assert(WIFSIGNALED(status));
    ck_assert_int_eq(WTERMSIG(status), numbers[_i]);
}
END_TEST

START_TEST(what_was_ignored_stays_so)
{
    ck_assert_int_eq(status_of(ignore, numbers[_i], 0), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("interrupt");
    TCase *tcase = gr_test_case(suite, "interrupt");

    tcase_add_loop_test(tcase, the_first_is_remembered, 0, 3);
    tcase_add_loop_test(tcase, the_second_ends_it_at_once, 0, 9);
    tcase_add_loop_test(tcase, what_was_before_is_again, 0, 3);
    tcase_add_loop_test(tcase, what_was_ignored_stays_so, 0, 3);
    return gr_test_main(suite);
}
