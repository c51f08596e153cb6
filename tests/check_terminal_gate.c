/* The gate on a terminal: the student takes over, drives, undoes, hands back, exports; and what was
 * exported can be made again. */
#include "support.h"
#include "terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static gr_pty *pty;

static void start(int width, int height)
{
    const char *const arguments[] = { gr_test_source("tests/data/drive.md"), NULL };

    pty = gr_pty_start(&(gr_pty_setup){ .width = width, .height = height,
                                        .variable = "GRADUS_STUDENT=-" }, arguments);
    gr_pty_wait_text(pty, "take over");
}

static void finish(void)
{
    gr_pty_type(pty, "Q");
    ck_assert_int_eq(gr_pty_wait_end(pty).status, 0);
    gr_pty_assert_restored(pty);
    gr_pty_free(pty);
}

static void type(const char *keys, const char *shown)
{
    gr_pty_type(pty, keys);
    gr_pty_wait_text(pty, shown);
}

static char *output_of(const char *arguments, int *status)
{
    const char *program = getenv("GRADUS");
    char command[8192];

    snprintf(command, sizeof command, "cd '%s' && '%s' %s > output 2>&1", gr_pty_folder(pty),
             program != NULL ? program : "./gradus", arguments);
    int waited = system(command);
    *status = WIFEXITED(waited) ? WEXITSTATUS(waited) : -1;
    return gr_test_read(gr_test_path(gr_pty_folder(pty), "output"), NULL);
}

static void replay_agrees(const char *file)
{
    char arguments[256];
    int status;

    snprintf(arguments, sizeof arguments, "replay %s", file);
    char *output = output_of(arguments, &status);
    ck_assert_msg(status == 0, "%s", output);
    ck_assert_ptr_nonnull(strstr(output, "all the same"));
    free(output);
}

START_TEST(two_take_overs_an_undo_and_an_export)
{
    start(80, 24);
    gr_pty_wait_text(pty, "the learner drives");
    type("..", "step 2");
    type("t", "you drive: an arrow moves, b hands back");
    gr_pty_wait_text(pty, "arrows drive");
    gr_pty_wait_text(pty, "run 1   YOU drive");
    type("j", "1 of 10");
    type("j", "2 of 10");
    type("u", "the last label is taken back");
    type("l", "3 of 10");
    type("b", "the learner drives: . steps, t takes over");
    type(".", "step 6");
    type("t", "YOU");
    type("j", "4 of 10");
    type("x", "the labels of this correction are taken back");
    type("b", "learner");
    type("..", "step 9");
    gr_pty_wait_text(pty, "2, 22.2");
    type("e\r", "= saved gate.csv, 10 rows, and gate.run.yaml");
    replay_agrees("gate.csv");
    finish();
}
END_TEST

/* What the keys say of themselves: what cannot be done now has its reason. */
START_TEST(a_key_at_the_wrong_time_is_answered)
{
    start(80, 24);
    type("u", "x undo: there is no label of yours to take back");
    type("t", "you drive");
    type(" ", "x you drive: an arrow moves; b hands back");
    type("t", "x take: you drive already");
    type("?", "help: while you drive");
    type("q", "arrows drive");
    finish();
}
END_TEST

START_TEST(it_can_be_driven_on_a_small_screen)
{
    start(40, 12);
    type("t", "you drive");
    type("jl", "b hand back");
    type("b", "t take over");
    finish();
}
END_TEST

/* A page with a question below the wheel: keys are for the wheel, after Tab for the question; who
 * drives steers with the arrows even there. */
START_TEST(the_wheel_and_a_question)
{
    const char *const arguments[] = { "270", NULL };

    pty = gr_pty_start(&(gr_pty_setup){ .width = 80, .height = 24,
                                        .variable = "GRADUS_STUDENT=-" }, arguments);
    gr_pty_wait_text(pty, "digits answer");
    type("nn", "page 3 of 15");
    gr_pty_wait_text(pty, "t take over");
    type("...", "step 3");
    type("t", "YOU drive");
    type("\t", "digits answer");
    type("\033OD", "1 of 20 labels");
    type("b", "learner drives");
    type("77", "[ 77");
    type("\r", "x");
    finish();
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("terminal gate");
    TCase *all = gr_test_case(s, "keys");

    tcase_add_test(all, two_take_overs_an_undo_and_an_export);
    tcase_add_test(all, a_key_at_the_wrong_time_is_answered);
    tcase_add_test(all, it_can_be_driven_on_a_small_screen);
    tcase_add_test(all, the_wheel_and_a_question);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
