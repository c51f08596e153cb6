/* A review on a terminal, from the catalogue and by its verb, left, killed, and taken up again. The
 * record it begins with is of 1971, so that all of it is due whatever the clock says. */
#include "terminal.h"

#include "gradus/record.h"

#include "support.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char lesson[] =
    "---\ntitle: Sums\n---\n\n## First page\n\nWords of it.\n\n"
    "```experiment\nexperiment: parameters\nset: {layers: 2-3-1}\n```\n\n"
    "```ask\nid: one\nquestion: What is $a and $a?\nkind: number\nanswer: 2*$a\ndraw: {a: 3..9}\n"
    "hints: [Twice that.]\n```\n\n## Second page\n\nOther words.\n\n"
    "```ask\nid: two\nquestion: And one more than six?\nkind: number\nanswer: 7\n```\n";

#define ROW(seq, event, item, value, correct)                                                      \
    "1,910-sums," item ",ann,s," seq ",1971-01-01T00:00:0" seq "Z," event "," value ",," correct   \
    ",,,,,,\n"

static const char rows[] =
    "format,lesson,item,student,session,seq,time_utc,event,value,"
    "expected_shown,correct,score,max,attempt,confidence,params,capsule\n" ROW(
        "1", "open", "", "1", "") ROW("2", "answer", "one", "6", "1") ROW("3", "open", "", "2", "")
        ROW("4", "answer", "two", "7", "1") ROW("5", "close", "", "", "");

static gr_pty *pty;
static char *state;

static void set_up(void)
{
    gr_text path = { 0 };

    state = gr_test_folder();
    setenv("XDG_STATE_HOME", state, 1); /* ours, so that we read the same record */
    unsetenv("GRADUS_STUDENT");
    mkdir(gr_test_path(state, "gradus"), 0700);
    mkdir(gr_test_path(state, "lessons"), 0700);
    gr_test_write(gr_test_path(state, "lessons/910-sums.md"), lesson, sizeof lesson - 1);
    gr_text student = { 0 };
    ck_assert(gr_student_name(&student, NULL));
    ck_assert(gr_record_path(gr_text_string(&student), &path, NULL));
    gr_test_write(gr_text_string(&path), rows, sizeof rows - 1);
    gr_text_clear(&student);
    gr_text_clear(&path);
}

static void tear_down(void)
{
    gr_test_folder_remove(state);
}

static void start(const char *argument, const char *shown)
{
    char variable[4096];
    const char *const arguments[] = { argument, NULL };

    snprintf(variable, sizeof variable, "XDG_STATE_HOME=%s", state);
    pty = gr_pty_start(&(gr_pty_setup){ .variable = variable, .path = state }, arguments);
    gr_pty_wait_text(pty, shown);
}

static void type(const char *keys, const char *shown)
{
    gr_pty_type(pty, keys);
    gr_pty_wait_text(pty, shown);
}

static void leave(void)
{
    gr_pty_type(pty, "Q");
    ck_assert_int_eq(gr_pty_wait_end(pty).status, 0);
    gr_pty_assert_restored(pty);
    gr_pty_free(pty);
}

/* Twice the number that the question on the screen asks for, as keys. */
static const char *twice(void)
{
    static char keys[20];
    char *screen = gr_pty_screen(pty);
    const char *question = strstr(screen, "What is ");
    int number = 0;

    ck_assert_msg(question != NULL && sscanf(question, "What is %d", &number) == 1, "%s", screen);
    free(screen);
    snprintf(keys, sizeof keys, "%d\r", 2 * number);
    return keys;
}

START_TEST(from_the_catalogue_and_back)
{
    start(NULL, " 2 items due");
    gr_pty_wait_text(pty, "v review");
    type("v", " review: 910 Sums");
    gr_pty_wait_text(pty, "question 1 of 2");
    gr_pty_wait_text(pty, "Words of it.");
    type(twice(), "sure?");
    type("3", ", right alone; asked again");
    type("n", "And one more than six?");
    gr_pty_wait_gone(pty, "Words of it.");
    type("9\r\r", "x  not 9, attempt 1");
    type("o", "q back to the review");
    gr_pty_wait_text(pty, "=  7, right alone");
    type("q", "question 2 of 2");
    type("7\r\r", "=  7, right with help; asked");
    gr_pty_wait_text(pty, "= the review is done, 1 of 2 right alone; q all lessons");
    type("q", " 1 right alone at review");
    type("v", "! Nothing is due for review; the next question is in 20 hours.");
    leave();
}
END_TEST

START_TEST(by_its_verb)
{
    start("review", " review: 910 Sums");
    gr_pty_wait_text(pty, "question 1 of 2");
    type("s", "Skipped; it stays due.");
    type("q", " 2 items due");
    leave();
}
END_TEST

/* What was answered is there after a kill; what was not is still due. */
START_TEST(a_kill_loses_no_answer)
{
    start("review", "question 1 of 2");
    type(twice(), "sure?");
    gr_pty_kill(pty, SIGKILL);
    ck_assert_int_eq(gr_pty_wait_end(pty).signal, SIGKILL);
    gr_pty_free(pty);
    start(NULL, " 1 right alone at review   1 item due");
    leave();
    start("review", "And one more than six?");
    gr_pty_wait_text(pty, "question 1 of 1");
    leave();
}
END_TEST

/* The place in the lesson, and its word, are as they were left. */
START_TEST(the_lesson_is_undisturbed)
{
    start("review", "question 1 of 2");
    type(twice(), "sure?");
    type("\r", "right alone; asked");
    type("n", "And one more than six?");
    leave();
    start("910", "page 2 of 2   right alone");
    gr_pty_wait_text(pty, "=  7, right alone");
    leave();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("terminal_review");
    TCase *tcase = gr_test_case(suite, "review");

    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, from_the_catalogue_and_back);
    tcase_add_test(tcase, by_its_verb);
    tcase_add_test(tcase, a_kill_loses_no_answer);
    tcase_add_test(tcase, the_lesson_is_undisturbed);
    return gr_test_main(suite);
}
