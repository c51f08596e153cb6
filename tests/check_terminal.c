/* A student's way through a lesson, on a terminal. Every screen is also compared with its twin. */
#include "terminal.h"

#include "support.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

static gr_pty *pty;
static gr_twin twin;

/* --- helpers --- */

static void start(const char *lesson)
{
    pty = gr_pty_start_both(&(gr_pty_setup){ .width = 80 }, &twin, lesson);
}

static void finish(void)
{
    gr_pty_free(pty);
    gr_twin_clear(&twin);
}

static void type(const char *keys)
{
    gr_pty_type_both(pty, &twin, keys);
}

/* Lesson 030 with its prediction made and played to the end. */
static void start_predicted(void)
{
    start("030");
    type("100\r\r");
}

static void assert_row(int y, const char *part)
{
    char *row = gr_pty_row(pty, y);

    ck_assert_msg(strstr(row, part) != NULL, "row %d is '%s', without '%s'", y, row, part);
    free(row);
}

static void assert_shows(const char *part)
{
    char *screen = gr_pty_screen(pty);

    ck_assert_msg(strstr(screen, part) != NULL, "no '%s' in\n%s", part, screen);
    free(screen);
}

/* A part of the screen that has only ASCII to its left is reversed, all of it. */
static void assert_reversed(const char *part)
{
    int y = 0;
    char *row = gr_pty_row(pty, 0), *found;

    while ((found = strstr(row, part)) == NULL) {
        ck_assert_msg(++y < 24, "no '%s'", part);
        free(row);
        row = gr_pty_row(pty, y);
    }
    for (size_t i = 0; i < strlen(part); i++)
        ck_assert(gr_pty_cell_at(pty, (int)(found - row) + (int)i, y).reverse);
    free(row);
}

/* The screen is the one that was kept, byte for byte. */
static void assert_screen(const char *kept)
{
    char *screen = gr_pty_screen(pty);

    gr_assert_text(screen, kept);
    free(screen);
}

/* Move to the catalogue's line of a lesson. */
static void choose(const char *number)
{
    const gr_catalogue *catalogue = &twin.app.catalogue;

    while (catalogue->entries[catalogue->chosen].lesson == NULL ||
           strcmp(catalogue->entries[catalogue->chosen].lesson->number, number) != 0) {
        ck_assert_msg(catalogue->chosen + 1 < catalogue->count, "no lesson %s", number);
        type("j");
    }
}

/* Standard output of a gradus command in the program's folder. */
static char *output_of(const char *arguments, int *status)
{
    const char *program = getenv("GRADUS");
    char command[8192];

    snprintf(command, sizeof command, "cd '%s' && '%s' %s > output", gr_pty_folder(pty),
             program != NULL ? program : "./gradus", arguments);
    int waited = system(command);
    *status = WIFEXITED(waited) ? WEXITSTATUS(waited) : -1;
    return gr_test_read(gr_test_path(gr_pty_folder(pty), "output"), NULL);
}

/* --- the catalogue --- */

START_TEST(the_catalogue_lists_the_lessons)
{
    start(NULL);
    assert_row(0, " gradus ");
    ck_assert(gr_pty_cell_at(pty, 1, 0).bold);
    ck_assert(gr_pty_alternate_screen(pty));
    ck_assert(!gr_pty_cursor_visible(pty));
    ck_assert(gr_pty_brackets_pastes(pty));
    choose("030");
    assert_shows(">030  How many parameters?");
    assert_shows("How many numbers does a network");
    assert_row(23, " Enter open  / search  j k move  v review  ? help  Q quit");
    ck_assert(gr_pty_cell_at(pty, 1, 23).bold);
    ck_assert(!gr_pty_cell_at(pty, 7, 23).bold);
    finish();
}
END_TEST

START_TEST(enter_opens_and_q_comes_back)
{
    start(NULL);
    choose("030");
    type("\r");
    assert_row(0, " 030 How many parameters?");
    assert_row(0, "page 1 of ");
    type("100\r\r");
    type("q");
    assert_row(0, " gradus ");
    assert_shows(">030  How many parameters?");
    assert_shows("tried");
    finish();
}
END_TEST

START_TEST(both_ways_out_give_the_terminal_back)
{
    static const char *const keys[] = { "Q", "q", "\rQ", "\rqQ", "?Q" };

    start(NULL);
    gr_pty_type(pty, keys[_i]);
    gr_pty_end end = gr_pty_wait_end(pty);
    char *errors = gr_pty_errors(pty);
    ck_assert_int_eq(end.signal, 0);
    ck_assert_msg(end.status == 0, "status %d, %s", end.status, errors);
    gr_assert_text(errors, "");
    free(errors);
    gr_pty_assert_restored(pty);
    finish();
}
END_TEST

/* --- predicting and stepping --- */

START_TEST(a_prediction_is_made_and_comes_out)
{
    start("030");
    assert_shows("total ?");
    assert_row(22, "waiting for your prediction");
    type(".");
    type("\x7f");
    type("100");
    assert_reversed("[ 100 ");
    type("\r"); /* and it plays to the end */
    assert_shows("sure?  1 guess");
    type("1");
    assert_shows("total 48 + 36 + 15 = 99");
    assert_shows("You said 100; it is 99, off by 1.");
    assert_row(22, "step 3 of 3");
    assert_row(22, "you predicted 100");
    finish();
}
END_TEST

START_TEST(the_same_step_is_the_same_screen)
{
    char *kept[4], row[40];

    start_predicted();
    for (int step = 3; step >= 0; step--) {
        snprintf(row, sizeof row, "step %d of 3", step);
        assert_row(22, row);
        kept[step] = gr_pty_screen(pty);
        if (step > 0)
            type(",");
    }
    for (int step = 1; step <= 3; step++) {
        type(".");
        assert_screen(kept[step]);
    }
    type(",,,");
    assert_screen(kept[0]);
    type("...");
    assert_screen(kept[3]);
    for (int step = 0; step <= 3; step++)
        free(kept[step]);
    finish();
}
END_TEST

START_TEST(counts_and_ends)
{
    start_predicted();
    type("g");
    assert_row(22, "step 0 of 3");
    type("2");
    assert_row(20, " 2");
    type(".");
    assert_row(22, "step 2 of 3");
    type("G");
    assert_row(22, "step 3 of 3");
    type("2,");
    assert_row(22, "step 1 of 3");
    type("3g");
    assert_row(22, "step 3 of 3");
    type("10,");
    assert_row(22, "step 0 of 3");
    finish();
}
END_TEST

/* --- knobs --- */

static void open_knob(void)
{
    start_predicted();
    type("\t");
    type("]");
    assert_row(21, ">bias");
    type("]");
    assert_row(21, ">layers 5-8-4-3");
    type("\r");
    assert_reversed("[ 5-8-4-3 ");
    type("\x7f\x7f\x7f\x7f\x7f\x7f\x7f");
    assert_row(21, ">layers [        ");
}

START_TEST(a_knob_is_edited)
{
    open_knob();
    type("10-20-5");
    assert_reversed("[ 10-20-5 ");
    type("\r");
    assert_row(21, ">layers 10-20-5");
    ck_assert(!gr_pty_cell_at(pty, 10, 21).reverse);
    assert_row(2, "layers 10-20-5");
    type("G");
    type("9.");
    assert_shows("220 + 105 = 325");
    finish();
}
END_TEST

START_TEST(a_knob_that_cannot_be_is_refused)
{
    start_predicted();
    type("\t");
    char *before = gr_pty_screen(pty);
    type("\r\x7f\x7f\x7f\x7f\x7f\x7f\x7f"
         "5--3");
    type("\r");
    assert_row(20, "x ");
    assert_row(20, "5--3");
    assert_row(21, ">layers [ 5--3 ");
    type("\x1b");
    assert_screen(before);
    free(before);
    finish();
}
END_TEST

/* --- export --- */

START_TEST(what_is_exported_is_what_the_command_line_gives)
{
    int status;
    char *saved, *printed;

    start_predicted();
    type("e");
    assert_shows("[ parameters.csv ");
    type("\r");
    assert_row(20, "= saved parameters.csv, 4 rows, and parameters.run.yaml");
    saved = gr_test_read(gr_test_path(gr_pty_folder(pty), "parameters.csv"), NULL);
    printed = output_of("run parameters -s layers=5-8-4-3", &status);
    ck_assert_int_eq(status, 0);
    gr_assert_text(saved, printed);
    free(saved);
    free(printed);
    free(output_of("replay parameters.csv", &status));
    ck_assert_int_eq(status, 0);
    free(output_of("replay parameters.run.yaml", &status));
    ck_assert_int_eq(status, 0);
    finish();
}
END_TEST

/* --- pages and questions, in a lesson of our own --- */

static const char own_lesson[] = "---\n"
                                 "title: A lesson of the tests\n"
                                 "objective: Whether questions work.\n"
                                 "---\n"
                                 "\n"
                                 "# A lesson of the tests\n"
                                 "\n"
                                 "## The net\n"
                                 "\n"
                                 "A net of two layers.\n"
                                 "\n"
                                 "```experiment\n"
                                 "experiment: parameters\n"
                                 "set: {layers: 10-20-5}\n"
                                 "plots: [count]\n"
                                 "steps: 1\n"
                                 "```\n"
                                 "\n"
                                 "## The second layer\n"
                                 "\n"
                                 "```ask\n"
                                 "id: second\n"
                                 "question: How many numbers does layer 2 learn?\n"
                                 "kind: number\n"
                                 "answer: at(1, outputs) * 5 + 5\n"
                                 "hints:\n"
                                 "  - It takes 20 numbers in.\n"
                                 "  - One bias for each output.\n"
                                 "wrong:\n"
                                 "  at(1, outputs) * 5: Those are its weights.\n"
                                 "explain: 20*5 + 5.\n"
                                 "```\n"
                                 "\n"
                                 "## Which is larger\n"
                                 "\n"
                                 "```ask\n"
                                 "id: larger\n"
                                 "question: Which layer is larger?\n"
                                 "kind: choice\n"
                                 "options:\n"
                                 "  - text: the first\n"
                                 "    when: at(1, parameters) > 105\n"
                                 "  - text: the second\n"
                                 "    when: at(1, parameters) <= 105\n"
                                 "explain: 220 against 105.\n"
                                 "```\n";

static char *own_folder;

static void start_own(void)
{
    own_folder = gr_test_folder();
    ck_assert_int_eq(mkdir(gr_test_path(own_folder, "lessons"), 0700), 0);
    gr_test_write(gr_test_path(own_folder, "lessons/000-tests.md"), own_lesson,
                  sizeof own_lesson - 1);
    setenv("GRADUS_PATH", own_folder, 1); /* the twin looks there too */
    start("000-tests");
}

static void finish_own(void)
{
    finish();
    gr_test_folder_remove(own_folder);
}

START_TEST(pages_are_turned)
{
    start_own();
    assert_row(0, "page 1 of 3");
    type("p");
    assert_row(20, "! this is the first page");
    type("n");
    assert_row(0, "page 2 of 3");
    type("n");
    assert_row(0, "page 3 of 3");
    type("n");
    assert_row(20, "! this is the last page");
    type("pp");
    assert_row(0, "page 1 of 3");
    finish_own();
}
END_TEST

START_TEST(a_question_is_answered_wrong_then_right)
{
    start_own();
    type("n");
    type("7\r3");
    assert_shows("x  not 7, attempt 1");
    type("\x7f"
         "20*5\r3");
    assert_shows("Those are its weights.");
    type("h");
    assert_shows("hint 1 of 2");
    assert_shows("It takes 20 numbers in.");
    type("\x7f\x7f\x7f\x7f"
         "105\r3");
    assert_shows("=  105, right with help");
    assert_shows("20*5 + 5.");
    type("n");
    type("1\r3");
    assert_shows("=  the first, right alone");
    assert_row(0, "right with help"); /* the lowest of the two */
    finish_own();
}
END_TEST

START_TEST(an_answer_is_shown)
{
    start_own();
    type("nn");
    type("2\r3");
    assert_shows("x  not the second, attempt 1");
    type("a");
    assert_shows("!  the first, shown");
    finish_own();
}
END_TEST

/* --- help --- */

START_TEST(help_opens_and_closes)
{
    static const char *const closers[] = { "?", "q", "\x1b", "\r" };

    start_predicted();
    char *before = gr_pty_screen(pty);
    for (size_t i = 0; i < GR_LEN(closers); i++) {
        type("?");
        assert_row(0, " help");
        assert_shows("On a lesson page");
        assert_shows("one step forward; with a count, that many (10.)");
        type("jjj");
        type("k");
        type(closers[i]);
        assert_screen(before);
    }
    free(before);
    finish();
}
END_TEST

/* --- the suite --- */

int main(void)
{
    Suite *suite = suite_create("terminal");
    TCase *tcase = gr_test_case(suite, "way");

    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_test(tcase, the_catalogue_lists_the_lessons);
    tcase_add_test(tcase, enter_opens_and_q_comes_back);
    tcase_add_loop_test(tcase, both_ways_out_give_the_terminal_back, 0, 5);
    tcase_add_test(tcase, a_prediction_is_made_and_comes_out);
    tcase_add_test(tcase, the_same_step_is_the_same_screen);
    tcase_add_test(tcase, counts_and_ends);
    tcase_add_test(tcase, a_knob_is_edited);
    tcase_add_test(tcase, a_knob_that_cannot_be_is_refused);
    tcase_add_test(tcase, what_is_exported_is_what_the_command_line_gives);
    tcase_add_test(tcase, pages_are_turned);
    tcase_add_test(tcase, a_question_is_answered_wrong_then_right);
    tcase_add_test(tcase, an_answer_is_shown);
    tcase_add_test(tcase, help_opens_and_closes);
    return gr_test_main(suite);
}
