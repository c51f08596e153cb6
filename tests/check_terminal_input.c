/* What comes in: special keys, malformed bytes, pastes, floods; and that nothing comes out when
 * nothing goes in. */
#include "terminal.h"

#include "support.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static gr_pty *pty;
static gr_twin twin;

/* --- helpers --- */

static void start(void)
{
    pty = gr_pty_start_both(&(gr_pty_setup){ .width = 80 }, &twin, "030");
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

/* Bytes for the program, and the key that they are. */
static void press(const char *bytes, gr_key key)
{
    gr_pty_type(pty, bytes);
    gr_twin_press(&twin, key);
    gr_pty_wait_twin(pty, &twin);
}

static size_t bytes_so_far(void)
{
    size_t length;

    gr_pty_output(pty, &length);
    return length;
}

static bool can_see_sleep(void)
{
    if (gr_pty_sleeps(pty) >= 0)
        return true;
    printf("# skipped: there is no /proc to see by that the program sleeps\n");
    return false;
}

/* --- nothing in, nothing out --- */

/* A program that waits for a key without a time limit is not woken even once. */
static void assert_idle(void)
{
    size_t before = bytes_so_far();
    long sleeps = gr_pty_sleeps(pty);

    for (int i = 0; i < 20; i++)
        gr_pty_pump(pty, 10);
    ck_assert_uint_eq(bytes_so_far(), before);
    if (!gr_pty_is_instrumented())
        ck_assert_int_eq(gr_pty_sleeps(pty), sleeps);
}

START_TEST(nothing_is_written_when_nothing_happens)
{
    start();
    assert_idle();
    type("s"); /* not played: that wakes up once more after the last step */
    type(".");
    assert_idle();
    type("?");
    assert_idle();
    finish();
}
END_TEST

START_TEST(a_key_without_effect_writes_next_to_nothing)
{
    static const char *const keys[] = { "Z", "~", "\x01", "\033[24~", "\xC3\xA9" };

    start();
    type("100\r\r");
    for (size_t i = 0; i < GR_LEN(keys) && can_see_sleep(); i++) {
        size_t before = bytes_so_far();
        long sleeps = gr_pty_sleeps(pty);
        gr_pty_type(pty, keys[i]);
        gr_pty_wait_asleep(pty, sleeps);
        ck_assert_uint_le(bytes_so_far() - before, 8);
        gr_pty_wait_twin(pty, &twin);
    }
    finish();
}
END_TEST

/* A step changes a part of the screen, and that part is what is written. */
START_TEST(a_step_writes_less_than_a_frame)
{
    start();
    type("s\t");
    size_t before = bytes_so_far();
    type("\x0c"); /* Ctrl-L: all of it */
    size_t frame = bytes_so_far() - before;
    before = bytes_so_far();
    type(".");
    size_t step = bytes_so_far() - before;
    ck_assert_msg(step > 0 && step < frame, "a step %zu bytes, a frame %zu", step, frame);
    ck_assert_uint_lt(frame, 8192);
    finish();
}
END_TEST

/* --- keys --- */

/* As xterm sends them in the mode that gradus asks for. */
START_TEST(special_keys_are_understood)
{
    start();
    type("100\r\r");
    press("\033OD", GR_KEY_LEFT);
    gr_pty_wait_text(pty, "step 2 of 3");
    press("\033OH", GR_KEY_HOME);
    gr_pty_wait_text(pty, "step 0 of 3");
    press("\033OC", GR_KEY_RIGHT);
    gr_pty_wait_text(pty, "step 1 of 3");
    press("\033OF", GR_KEY_END);
    gr_pty_wait_text(pty, "step 3 of 3");
    press("\033OP", GR_KEY_F1);
    gr_pty_wait_text(pty, "one step forward");
    press("\033OB", GR_KEY_DOWN);
    press("\033[6~", GR_KEY_PAGE_DOWN);
    press("\033OA", GR_KEY_UP);
    press("\033[5~", GR_KEY_PAGE_UP);
    press("\033", GR_KEY_ESCAPE);
    press("\033[Z", GR_KEY_BACKTAB);
    press("\r", GR_KEY_ENTER);
    press("\033[3~", GR_KEY_DELETE);
    gr_pty_wait_text(pty, "[ 5-8-4- ");
    press("\b", GR_KEY_BACKSPACE);
    gr_pty_wait_text(pty, "[ 5-8-4 ");
    press("\xC3\xA9", 0xE9);
    gr_pty_wait_text(pty, "[ 5-8-4\xC3\xA9 ");
    press("\n", GR_KEY_ENTER);
    gr_pty_wait_text(pty, "x ");
    finish();
}
END_TEST

START_TEST(keys_typed_ahead_are_all_taken)
{
    start();
    type("100\r\r"); /* or they would stop it as it plays */
    type("?jjk?,,.\t]]\r\x7f"
         "5\r");
    gr_pty_wait_text(pty, ">layers 5-8-4-5");
    finish();
}
END_TEST

/* --- malformed bytes --- */

static const char *const malformed[] = { "\xFF",
                                         "\xC3",
                                         "\xE2\xA0",
                                         "\x80",
                                         "\xF0\x9F\x98",
                                         "\xC0\xAF",
                                         "\xED\xA0\x80",
                                         "\xF5\x80\x80\x80",
                                         "\xE2\xE2\xE2\xFF\xFE" };

START_TEST(malformed_bytes_swallow_no_key)
{
    char keys[16];

    start();
    type("s\t");
    for (int round = 0; round < 3; round++) { /* in one piece */
        snprintf(keys, sizeof keys, "%s.", malformed[_i]);
        gr_pty_type(pty, keys);
        gr_twin_type(&twin, ".");
        gr_pty_wait_twin(pty, &twin);
    }
    gr_pty_wait_text(pty, "step 3 of 3");
    for (int round = 0; round < 3; round++) { /* and in two */
        long sleeps = gr_pty_sleeps(pty);
        gr_pty_type(pty, malformed[_i]);
        if (sleeps >= 0)
            gr_pty_wait_asleep(pty, sleeps);
        type(",");
    }
    gr_pty_wait_text(pty, "step 0 of 3");
    finish();
}
END_TEST

/* Input that is no key must not leave a frame half drawn. */
START_TEST(malformed_bytes_spoil_no_frame)
{
    start();
    for (int round = 0; round < 20; round++) {
        gr_pty_type(pty, "?");
        gr_pty_pump(pty, 1);
        for (int i = 0; i < 10; i++)
            gr_pty_type(pty, "\xFF");
        gr_twin_type(&twin, "?");
        gr_pty_wait_twin(pty, &twin);
    }
    finish();
}
END_TEST

/* --- pastes --- */

#define PASTE     "\033[200~"
#define PASTE_END "\033[201~"

START_TEST(a_paste_is_no_command)
{
    start();
    if (_i > 0)
        type("100\r\r");
    gr_pty_type(pty, PASTE "Q?\x1b[31mq" PASTE_END);
    type("?");
    type("?");
    gr_pty_type(pty, PASTE PASTE_END PASTE "\rQQQ\r\nnnn\033OC e \t" PASTE_END);
    type("?");
    type("?");
    finish();
}
END_TEST

START_TEST(a_paste_enters_a_field_as_clean_text)
{
    start();
    type("100\r\r");
    type("\t\r\x7f\x7f\x7f\x7f\x7f\x7f\x7f");
    size_t before = bytes_so_far(), length;
    gr_pty_type(pty, PASTE "Q?\x1b[31mq\xFF\n" PASTE_END);
    gr_app_paste(&twin.app, "Q?\x1b[31mq\xFF\n");
    gr_pty_wait_twin(pty, &twin);
    gr_pty_wait_text(pty, "[ Q?\xEF\xBF\xBD[31mq\xEF\xBF\xBD");
    const char *output = gr_pty_output(pty, &length);
    ck_assert_ptr_null(memmem(output + before, length - before, "\x1b[31m", 5));
    type("\x1b");
    type("\r\x7f");
    gr_pty_type(pty, PASTE "7" PASTE_END);
    gr_app_paste(&twin.app, "7");
    gr_pty_wait_twin(pty, &twin);
    type("\r");
    gr_pty_wait_text(pty, ">layers 5-8-4-7");
    finish();
}
END_TEST

/* The mark that ends it arrives in two pieces, with time between them. */
START_TEST(a_paste_ends_on_a_slow_line)
{
    static const char mark[] = PASTE_END;

    start();
    type("s");
    for (size_t cut = 1; cut + 1 < sizeof mark && can_see_sleep(); cut++) {
        gr_pty_type(pty, PASTE "Q");
        long sleeps = gr_pty_sleeps(pty);
        gr_pty_send(pty, mark, cut);
        gr_pty_wait_asleep(pty, sleeps);
        gr_pty_type(pty, mark + cut);
        type("?");
        type("?");
    }
    finish();
}
END_TEST

START_TEST(a_paste_without_an_end_can_be_left)
{
    start();
    type("s");
    gr_pty_type(pty, PASTE "Q and no end");
    if (can_see_sleep()) {
        long sleeps = gr_pty_sleeps(pty);
        gr_pty_type(pty, "QQQ");
        gr_pty_wait_asleep(pty, sleeps);
        type("\x03");
        type("?");
    }
    finish();
}
END_TEST

/* --- floods --- */

/* Keys whose effect does not depend on when they come: not Space, which plays. */
static char *make_flood(size_t length)
{
    static const char keys[] = ".,[]jkgG+-np123.,nF=r{}~";
    char *flood = malloc(length + 1);
    unsigned state = 7;

    for (size_t i = 0; i < length; i++) {
        state = state * 1103515245u + 12345u;
        flood[i] = keys[(state >> 16) % (sizeof keys - 1)];
    }
    flood[length] = '\0';
    return flood;
}

START_TEST(a_flood_of_keys_is_survived)
{
    enum { FLOOD = 100000, GROWTH_KIB = 4096 };
    char *flood = make_flood(FLOOD);

    start();
    type("s\t");
    long before = gr_pty_memory(pty);
    gr_pty_type(pty, flood);
    gr_twin_type(&twin, flood);
    gr_pty_wait_twin(pty, &twin);
    long after = gr_pty_peak_memory(pty);
    if (gr_pty_is_instrumented() || before < 0)
        printf("# skipped: memory cannot be measured here\n");
    else
        ck_assert_msg(after - before < GROWTH_KIB, "from %ld to %ld KiB", before, after);
    free(flood);
    finish();
}
END_TEST

/* A key too many or too few would be seen for ever. */
START_TEST(no_key_of_a_flood_is_lost)
{
    enum { PAIRS = 3000 };
    char *flood = malloc(2 * PAIRS + 1);

    start();
    type("s\t\r");
    for (int i = 0; i < PAIRS; i++)
        memcpy(flood + 2 * i, i % 2 == 0 ? "xy" : "\x7f\x7f", 2);
    flood[2 * PAIRS] = '\0';
    type(flood);
    gr_pty_wait_text(pty, "[              ]");
    free(flood);
    finish();
}
END_TEST

/* Keys without an end do not keep a signal out. */
START_TEST(a_signal_comes_through_a_flood)
{
    char *flood = make_flood(30000);

    start();
    gr_pty_type(pty, flood);
    gr_pty_kill(pty, SIGTERM);
    ck_assert_int_eq(gr_pty_wait_end(pty).signal, SIGTERM);
    gr_pty_assert_restored(pty);
    free(flood);
    finish();
}
END_TEST

/* --- the suite --- */

int main(void)
{
    Suite *suite = suite_create("terminal_input");
    TCase *tcase = gr_test_case(suite, "idle");

    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_test(tcase, nothing_is_written_when_nothing_happens);
    tcase_add_test(tcase, a_key_without_effect_writes_next_to_nothing);
    tcase_add_test(tcase, a_step_writes_less_than_a_frame);
    tcase = gr_test_case(suite, "keys");
    tcase_add_test(tcase, special_keys_are_understood);
    tcase_add_test(tcase, keys_typed_ahead_are_all_taken);
    tcase_add_loop_test(tcase, malformed_bytes_swallow_no_key, 0, GR_LEN(malformed));
    tcase_add_test(tcase, malformed_bytes_spoil_no_frame);
    tcase = gr_test_case(suite, "pastes");
    tcase_add_loop_test(tcase, a_paste_is_no_command, 0, 2);
    tcase_add_test(tcase, a_paste_enters_a_field_as_clean_text);
    tcase_add_test(tcase, a_paste_ends_on_a_slow_line);
    tcase_add_test(tcase, a_paste_without_an_end_can_be_left);
    tcase = gr_test_case(suite, "floods");
    tcase_add_test(tcase, a_flood_of_keys_is_survived);
    tcase_add_test(tcase, no_key_of_a_flood_is_lost);
    tcase_add_test(tcase, a_signal_comes_through_a_flood);
    return gr_test_main(suite);
}
