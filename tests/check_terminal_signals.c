/* Signals, Ctrl-Z and a terminal that goes away: the terminal is given back on every way out. */
#include "terminal.h"

#include "support.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static gr_pty *pty;
static gr_twin twin;

static const int deadly[] = { SIGTERM, SIGHUP,  SIGQUIT, /* and the crashes: */
                              SIGSEGV, SIGABRT, SIGFPE,  SIGBUS, SIGILL, SIGSYS };
enum { DEADLY = GR_LEN(deadly), ENDING = 3 };

/* --- helpers --- */

static void start(bool job)
{
    pty = gr_pty_start_both(&(gr_pty_setup){ .job = job }, &twin, "030");
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

/* It died by that very signal, and the terminal is as it was. */
static void assert_died(int signal)
{
    gr_pty_end end = gr_pty_wait_end(pty);
    char *errors = gr_pty_errors(pty);

    ck_assert_msg(end.signal == signal, "wanted signal %d, came %d, status %d, %s", signal,
                  end.signal, end.status, errors);
    free(errors);
    gr_pty_assert_restored(pty);
}

/* --- signals --- */

START_TEST(a_deadly_signal_gives_the_terminal_back)
{
    start(false);
    gr_pty_kill(pty, deadly[_i]);
    assert_died(deadly[_i]);
    finish();
}
END_TEST

START_TEST(a_deadly_signal_while_it_plays)
{
    start(false);
    gr_pty_type(pty, "1\r"); /* it plays now, for three steps */
    gr_pty_wait_text(pty, "You said 1");
    gr_pty_kill(pty, deadly[_i]);
    assert_died(deadly[_i]);
    finish();
}
END_TEST

/* At once after the start, whenever that is: either nothing was taken, or it is given back. */
START_TEST(a_deadly_signal_at_any_time)
{
    const int signal = _i % 2 == 0 ? SIGTERM : SIGHUP;

    pty = gr_pty_start(&(gr_pty_setup){ .width = 80 }, NULL);
    for (int i = 0; i < _i; i++) {
        size_t length;
        gr_pty_pump(pty, 1);
        gr_pty_output(pty, &length);
        if (length > 0)
            break;
    }
    gr_pty_kill(pty, signal);
    assert_died(signal);
    gr_pty_free(pty);
}
END_TEST

START_TEST(an_interrupt_does_not_kill)
{
    start(false);
    if (_i == 0) {
        gr_pty_kill(pty, SIGINT);
        gr_twin_type(&twin, "\x03");
        gr_pty_wait_twin(pty, &twin);
    } else {
        type("\x03");
    }
    gr_pty_wait_text(pty, "nothing to stop; Q quits");
    type("5");
    gr_pty_kill(pty, SIGINT);
    gr_twin_type(&twin, "\x03");
    gr_pty_wait_twin(pty, &twin);
    gr_pty_type(pty, "Q");
    ck_assert_int_eq(gr_pty_wait_end(pty).status, 0);
    gr_pty_assert_restored(pty);
    finish();
}
END_TEST

START_TEST(the_quit_key_of_the_terminal_works)
{
    start(false);
    gr_pty_type(pty, "\x1c"); /* Ctrl-\ */
    assert_died(SIGQUIT);
    finish();
}
END_TEST

/* --- stop and go on --- */

static void stop(bool by_key)
{
    if (by_key)
        gr_pty_type(pty, "\x1a");
    else
        gr_pty_kill(pty, SIGTSTP);
    gr_pty_wait_stopped(pty);
    gr_pty_assert_restored(pty);
}

static void go_on(void)
{
    gr_pty_kill(pty, SIGCONT);
    gr_pty_wait_twin(pty, &twin);
    ck_assert(gr_pty_alternate_screen(pty));
    ck_assert(!gr_pty_cursor_visible(pty));
    ck_assert(gr_pty_brackets_pastes(pty));
    ck_assert(gr_pty_application_keys(pty));
}

START_TEST(ctrl_z_stops_and_goes_on)
{
    start(true);
    for (int i = 0; i < 5; i++) {
        stop((i + _i) % 2 == 0);
        go_on();
        type("?");
        stop(true);
        go_on();
        type("?");
    }
    gr_pty_type(pty, "Q");
    ck_assert_int_eq(gr_pty_wait_end(pty).status, 0);
    gr_pty_assert_restored(pty);
    finish();
}
END_TEST

START_TEST(it_is_resized_while_it_is_stopped)
{
    static const int sizes[][2] = { { 120, 40 }, { 40, 12 }, { 1, 1 }, { 20, 5 }, { 80, 24 } };

    start(true);
    type("100\r");
    for (size_t i = 0; i < GR_LEN(sizes); i++) {
        stop(true);
        gr_pty_resize(pty, sizes[i][0], sizes[i][1]);
        go_on();
    }
    finish();
}
END_TEST

START_TEST(a_field_outlives_a_stop)
{
    start(true);
    type("100\r");
    type("\t\r\x7f");
    stop(true);
    go_on();
    type("7\r");
    gr_pty_wait_text(pty, ">layers 5-8-4-7");
    finish();
}
END_TEST

START_TEST(a_stopped_one_can_be_ended)
{
    start(true);
    stop(true);
    gr_pty_kill(pty, SIGTERM);
    gr_pty_kill(pty, SIGCONT);
    assert_died(SIGTERM);
    finish();
}
END_TEST

/* Nobody can catch SIGSTOP; but what the screen was is drawn again. */
START_TEST(it_is_stopped_by_force)
{
    start(true);
    gr_pty_kill(pty, SIGSTOP);
    gr_pty_wait_stopped(pty);
    gr_pty_scribble(pty, "\033[2J\033[Hsome shell$ ");
    go_on();
    type("?");
    finish();
}
END_TEST

/* --- the terminal goes away --- */

/* With SIGHUP, as the leader of its session, or without, as the job of a shell that ignores it. */
START_TEST(a_closed_terminal_ends_it)
{
    const double limit = gr_pty_is_instrumented() ? 20 : 1;

    start(_i % 2 == 1);
    if (_i >= 2)
        gr_pty_type(pty, "1\r"); /* it plays */
    gr_pty_hang_up(pty);
    gr_pty_end end = gr_pty_wait_end(pty);
    ck_assert_int_eq(end.signal, SIGHUP);
    ck_assert_msg(end.seconds < limit, "it used %g s", end.seconds);
    finish();
}
END_TEST

/* --- the suite --- */

static void add_stops(TCase *tcase)
{
    tcase_add_loop_test(tcase, ctrl_z_stops_and_goes_on, 0, 2);
    tcase_add_test(tcase, it_is_resized_while_it_is_stopped);
    tcase_add_test(tcase, a_field_outlives_a_stop);
    tcase_add_test(tcase, a_stopped_one_can_be_ended);
    tcase_add_test(tcase, it_is_stopped_by_force);
}

int main(void)
{
    Suite *suite = suite_create("terminal_signals");
    TCase *tcase = gr_test_case(suite, "signals");
    bool wrapped = gr_pty_is_wrapped();
    int signals = wrapped ? ENDING : DEADLY;

    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_loop_test(tcase, a_deadly_signal_gives_the_terminal_back, 0, signals);
    tcase_add_loop_test(tcase, a_deadly_signal_while_it_plays, 0, signals);
    if (!wrapped)
        tcase_add_loop_test(tcase, a_deadly_signal_at_any_time, 0, 20);
    tcase_add_loop_test(tcase, an_interrupt_does_not_kill, 0, 2);
    tcase_add_test(tcase, the_quit_key_of_the_terminal_works);
    tcase = gr_test_case(suite, "stop");
    if (wrapped)
        printf("# skipped: under valgrind nothing stops, and crashes are valgrind's own\n");
    else
        add_stops(tcase);
    tcase = gr_test_case(suite, "closed");
    tcase_add_loop_test(tcase, a_closed_terminal_ends_it, 0, 4);
    return gr_test_main(suite);
}
