/* A question of every kind on a terminal: asked, answered with the student's keys, and practised.
 */
#include "terminal.h"

#include "support.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char lesson[] =
    "---\ntitle: Kinds\n---\n\n"
    "## Numbers\n\n```experiment\nexperiment: parameters\nset: {layers: 5-8-4-3}\n```\n\n"
    "```predict\nid: total\nquestion: How many?\nof: last.total\nskip: no\nrequire: yes\n```\n\n"
    "## Own numbers\n\n```ask\nid: own\nquestion: What is $a times $b?\n"
    "draw: {a: 3..9, b: 2..5}\nanswer: $a * $b\n```\n\n"
    "## Order\n\n```ask\nid: order\nquestion: The least first.\nitems:\n"
    "- {text: all, by: last.total}\n- {text: one, by: 1}\n- {text: ten, by: 10}\n```\n\n"
    "## Words\n\n```ask\nid: words\nquestion: What rolls on?\naccept: [momentum]\n"
    "wrong: {'*descent': That stops.}\n```\n\n"
    "## Kept\n\n```ask\nid: kept\nkind: text\nquestion: Why?\n```\n\n"
    "## Blanks\n\n```fill\nid: fill\ntext: '5*8 + {{b}} = {{s}}'\nblanks: {b: 8, s: 48}\n```\n";

static gr_pty *pty;
static gr_twin twin;

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

/* The product of the student's own numbers, as keys; they are on the screen too. */
static const char *own_product(void)
{
    static char keys[64];
    gr_session *session = twin.app.session;
    const gr_item_state *state = gr_session_state(session, session->lesson->items[1]);
    char question[64];

    snprintf(question, sizeof question, "What is %g times %g?", state->drawn.values[0],
             state->drawn.values[1]);
    assert_shows(question);
    snprintf(keys, sizeof keys, "%g\r2", state->drawn.values[0] * state->drawn.values[1]);
    return keys;
}

START_TEST(every_kind_is_answered)
{
    char *folder = gr_test_folder();

    ck_assert_int_eq(mkdir(gr_test_path(folder, "lessons"), 0700), 0);
    gr_test_write(gr_test_path(folder, "lessons/000-kinds.md"), lesson, sizeof lesson - 1);
    setenv("GRADUS_PATH", folder, 1); /* the twin looks there too */
    pty = gr_pty_start_both(&(gr_pty_setup){ .width = 80, .height = 24 }, &twin, "000-kinds");
    type("s");
    assert_shows("x this prediction cannot be skipped; a guess will do");
    type("n");
    assert_shows("x page 1 has a question that is to be answered first");
    type("99\r"); /* and it plays */
    type("1n");
    type(own_product());
    assert_shows("right alone");
    type("v");
    type(own_product()); /* no confidence is asked for: 2 is a count */
    assert_shows("right, for practice");
    type("n2213\r1"); /* the second 2 is not taken */
    assert_shows("not 213, 1 of 3 in place");
    type("231\r3");
    assert_shows("=  231, right with help");
    type("n");
    type("h\rgradient descent\r3");
    assert_shows("That stops.");
    type("\rMomentum\r3");
    assert_shows("=  momentum, right with help");
    type("n\rQuite why, h?\r\r");
    assert_shows("kept to be");
    type("n48\r3v8\r4\r");
    assert_shows("not 8;4, blank 2 is wrong");
    assert_shows("5*8 + [8] = [__]");
    type("48\r");
    assert_shows("=  8; 48, right, for practice");
    gr_pty_type(pty, "Q");
    gr_pty_end end = gr_pty_wait_end(pty);
    ck_assert(end.signal == 0 && end.status == 0);
    gr_pty_assert_restored(pty);
    gr_pty_free(pty);
    gr_twin_clear(&twin);
    gr_test_folder_remove(folder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("terminal_items");
    TCase *tcase = gr_test_case(suite, "items");

    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_test(tcase, every_kind_is_answered);
    return gr_test_main(suite);
}
