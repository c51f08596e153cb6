/* A curve drawn on a terminal, with the keys that a student has: the pen, points, undo, other sizes
 * in between, the answer, and the same again after the program has ended. */
#include "terminal.h"

#include "support.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char lesson[] =
    "---\ntitle: Falls\n---\n\n## One\n\n"
    "```experiment\nexperiment: descent\n"
    "set: {surface: valley, optimizer: momentum, lr: 0.004, tolerance: 0}\n"
    "ghost: {optimizer: gd}\nplots: [f]\nsteps: 60\n```\n\n"
    "```predict\nid: drawn\nquestion: Draw how f falls.\nkind: curve\nof: f\n```\n";

static gr_pty *pty;
static gr_twin twin;

static void press(const char *bytes, gr_key key)
{
    gr_pty_type(pty, bytes);
    gr_twin_press(&twin, key);
    gr_pty_wait_twin(pty, &twin);
}

static void type(const char *keys)
{
    gr_pty_type_both(pty, &twin, keys);
}

static void assert_shows(const char *part)
{
    char *screen = gr_pty_screen(pty);

    ck_assert_msg(strstr(screen, part) != NULL, "no '%s' in\n%s", part, screen);
    free(screen);
}

static void resize(int width, int height)
{
    gr_pty_resize(pty, width, height);
    gr_pty_wait_twin(pty, &twin);
}

static char *make_lesson(void)
{
    char *folder = gr_test_folder();

    ck_assert_int_eq(mkdir(gr_test_path(folder, "lessons"), 0700), 0);
    gr_test_write(gr_test_path(folder, "lessons/000-falls.md"), lesson, sizeof lesson - 1);
    setenv("GRADUS_PATH", folder, 1); /* the twin looks there too */
    return folder;
}

static void leave(void)
{
    gr_pty_type(pty, "Q");
    gr_pty_end end = gr_pty_wait_end(pty);
    ck_assert(end.signal == 0 && end.status == 0);
    gr_pty_assert_restored(pty);
    gr_pty_free(pty);
}

START_TEST(a_curve_is_drawn)
{
    char *folder = make_lesson();

    pty = gr_pty_start_both(&(gr_pty_setup){ .width = 80, .height = 24 }, &twin, "000-falls");
    assert_shows("f against step    covered until you answer");
    assert_shows(">pen     step 0   f 112.75");
    assert_shows("arrows draw  Enter answer  u undo  s skip  Tab pane  ? help");
    type(" ");
    assert_shows("x predict first, or s to skip");
    press("\033OC", GR_KEY_RIGHT);
    press("\033OC", GR_KEY_RIGHT);
    press("\033OB", GR_KEY_DOWN);
    assert_shows("step 4   f 100");
    press("\033OA", GR_KEY_UP);
    press("\033OF", GR_KEY_END);
    type("30");
    press("\033OB", GR_KEY_DOWN);
    assert_shows("step 60   f 0.125");
    assert_shows("3 of at most 12");
    resize(40, 12);
    assert_shows("step 60   f 0.125");
    resize(20, 5);
    assert_shows(">step 60 f 0.125");
    resize(12, 1);
    resize(120, 40);
    press("\033OH", GR_KEY_HOME);
    press("\033OC", GR_KEY_RIGHT);
    press("\033OC", GR_KEY_RIGHT);
    type("x");
    assert_shows("2 of at most 12");
    type("u");
    assert_shows("3 of at most 12");
    resize(80, 24);
    press("\033", GR_KEY_ESCAPE);
    assert_shows("1 of at most 12");
    type("u");
    type("\r");
    type("2");
    gr_pty_wait_text(pty, "step 60 of 60");
    gr_pty_wait_twin(pty, &twin);
    assert_shows("yours o   true");
    assert_shows("gap 0.21 decades");
    leave();
    gr_twin_clear(&twin);
    gr_test_folder_remove(folder);
}
END_TEST

/* What was drawn and what came of it are there again. */
START_TEST(it_is_taken_up_again)
{
    char *folder = make_lesson(), *state = gr_test_folder(), variable[4096];
    static const char *const arguments[] = { "000-falls", NULL };

    snprintf(variable, sizeof variable, "XDG_STATE_HOME=%s", state);
    gr_pty_setup setup = { .variable = variable, .path = folder };
    pty = gr_pty_start(&setup, arguments);
    gr_pty_wait_text(pty, "covered until you answer");
    gr_pty_type(pty, "60l30j\r");
    gr_pty_wait_text(pty, "sure?");
    gr_pty_type(pty, "3");
    gr_pty_wait_text(pty, "gap 0.22 decades");
    leave();
    pty = gr_pty_start(&setup, arguments);
    gr_pty_wait_text(pty, "gap 0.22 decades");
    assert_shows("you drew 2 points");
    gr_pty_type(pty, "g"); /* the gap is told of the whole curve */
    gr_pty_wait_gone(pty, "gap 0.22 decades");
    assert_shows("yours o   true");
    leave();
    gr_test_folder_remove(state);
    gr_test_folder_remove(folder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("terminal_curve");
    TCase *tcase = gr_test_case(suite, "curve");

    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_test(tcase, a_curve_is_drawn);
    tcase_add_test(tcase, it_is_taken_up_again);
    return gr_test_main(suite);
}
