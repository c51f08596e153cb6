/* `gradus run` on a terminal: the bar of a long sweep, and what a Ctrl-C leaves. */
#include "terminal.h"

#include "support.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Six runs: three that end soon, and three that would take hours. */
#define SLOW                                                                                       \
    "run descent -s surface=valley -s optimizer=gd -s tolerance=1e-8,0 -s lr=0.01 --seed 1..3 "    \
    "-n 1000000000 --last"

static gr_pty *pty;

/* gradus with its standard error on the terminal; this shell becomes it. */
static void start(const char *words, const char *locale)
{
    char command[600];

    snprintf(command, sizeof command, "exec \"$GRADUS\" %s 2>/dev/tty", words);
    char *gradus = realpath(getenv("GRADUS") != NULL ? getenv("GRADUS") : "./gradus", NULL);
    char variable[600];
    snprintf(variable, sizeof variable, "GRADUS=%s", gradus != NULL ? gradus : "gradus");
    free(gradus);
    pty = gr_pty_start(&(gr_pty_setup){ .program = "/bin/sh",
                                        .locale = locale,
                                        .variable = variable,
                                        .width = 100,
                                        .height = 10 },
                       (const char *[]){ "-c", command, NULL });
}

static char *read_left(const char *name)
{
    return gr_test_read(gr_test_path(gr_pty_folder(pty), name), NULL);
}

static int files_left(void)
{
    DIR *folder = opendir(gr_pty_folder(pty));
    int count = 0;

    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        count += strstr(entry->d_name, ".csv") != NULL || strstr(entry->d_name, ".tmp") != NULL ||
                 strstr(entry->d_name, ".run.yaml") != NULL;
    closedir(folder);
    return count;
}

static int lines_of(const char *text)
{
    int count = 0;

    for (; *text != '\0'; text++)
        count += *text == '\n';
    return count;
}

/* Ctrl-C from the keyboard goes to the workers too; a signal to the one alone. */
static void interrupt(int number)
{
    if (number == SIGINT)
        gr_pty_type(pty, "\x03");
    else
        gr_pty_kill(pty, number);
}

static const struct {
    const char *jobs;
    int signal;
} ways[] = { { "1", SIGINT },  { "2", SIGINT },  { "5", SIGINT },
             { "1", SIGTERM }, { "2", SIGTERM }, { "2", SIGHUP } };

START_TEST(the_runs_done_are_kept)
{
    char words[300];

    snprintf(words, sizeof words, SLOW " -j %s -o stop.csv", ways[_i].jobs);
    start(words, NULL);
    gr_pty_wait_text(pty, " 3 of 6 runs   ━━━━━━━━━━━━────────────  50 %");
    ck_assert(gr_pty_shows(pty, "runs/s"));
    ck_assert(gr_pty_shows(pty, "left   Ctrl-C stop"));
    interrupt(ways[_i].signal);
    ck_assert_int_eq(gr_pty_wait_end(pty).signal, ways[_i].signal);
    gr_pty_assert_restored(pty);
    char *screen = gr_pty_screen(pty);
    ck_assert_msg(strncmp(screen,
                          "gradus: stopped: 3 of 6 runs are in stop.csv; the same with --runs=4.. "
                          "makes the rest",
                          80) == 0,
                  "%s", screen);
    free(screen);
    char *csv = read_left("stop.csv"), *capsule = read_left("stop.run.yaml");
    ck_assert_int_eq(lines_of(csv), 4);
    ck_assert_ptr_nonnull(strstr(csv, "\n3,"));
    ck_assert_int_eq(csv[strlen(csv) - 1], '\n');
    ck_assert_ptr_nonnull(strstr(capsule, "\nruns: 1..3\n"));
    ck_assert_int_eq(files_left(), 2);
    free(csv);
    free(capsule);
    gr_pty_free(pty);
}
END_TEST

START_TEST(nothing_is_left_where_no_run_is_whole)
{
    start(SLOW " --runs 4.. -j 2 -o stop.csv", NULL);
    gr_pty_wait_text(pty, " 0 of 3 runs   ────────────────────────  0 %   Ctrl-C stop");
    interrupt(SIGINT);
    ck_assert_int_eq(gr_pty_wait_end(pty).signal, SIGINT);
    gr_pty_wait_text(pty, "gradus: stopped before the first run was whole; nothing is kept");
    ck_assert(!gr_pty_shows(pty, "of 3 runs"));
    ck_assert_int_eq(files_left(), 0);
    gr_pty_free(pty);
}
END_TEST

START_TEST(the_bar_is_ascii_where_the_locale_is)
{
    start(SLOW " -o stop.csv", "C");
    gr_pty_wait_text(pty, " 3 of 6 runs   ============------------  50 %");
    interrupt(SIGINT);
    ck_assert_int_eq(gr_pty_wait_end(pty).signal, SIGINT);
    gr_pty_free(pty);
}
END_TEST

/* The rows themselves show how far it is. */
START_TEST(no_bar_among_the_rows)
{
    size_t length;

    start("run descent -s surface=valley --seed 1..5 --last", NULL);
    ck_assert_int_eq(gr_pty_wait_end(pty).status, 0);
    const char *output = gr_pty_output(pty, &length);
    ck_assert(gr_pty_shows(pty, "5,5,"));
    ck_assert_ptr_null(memmem(output, length, " runs", 5));
    gr_pty_free(pty);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("terminal_sweep");
    TCase *tcase = gr_test_case(suite, "sweep");

    tcase_add_loop_test(tcase, the_runs_done_are_kept, 0, (int)GR_LEN(ways));
    tcase_add_test(tcase, nothing_is_left_where_no_run_is_whole);
    tcase_add_test(tcase, the_bar_is_ascii_where_the_locale_is);
    tcase_add_test(tcase, no_bar_among_the_rows);
    return gr_test_main(suite);
}
