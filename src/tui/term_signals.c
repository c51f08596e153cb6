/* The signals of a program on a terminal.
 *
 * Measured: ncurses restores the terminal for two signals only, and a blocking read loses resizes.
 * So everything that does not kill is blocked but inside the wait, and what kills writes the
 * restoring string from its handler.
 */
#include "term_private.h"

#include "gradus/memory.h"

#include <string.h>
#include <unistd.h>

enum { RESTORE_MAX = 256, STACK_SIZE = 64 * 1024 };

/* What handlers may touch. The string is written before they are installed; the flags are theirs.
 */
static struct {
    volatile sig_atomic_t resized, stopped, continued, interrupted, ended;
    char restore[RESTORE_MAX];
    size_t restore_length;
    struct termios modes;
} shared;

static const int waiting[] = { SIGWINCH, SIGTSTP, SIGCONT, SIGINT };
static const int ending[] = { SIGTERM, SIGHUP, SIGQUIT };
static const int crashing[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS };

/* --- handlers --- */

static void on_signal(int number)
{
    if (number == SIGWINCH)
        shared.resized = 1;
    else if (number == SIGTSTP)
        shared.stopped = 1;
    else if (number == SIGCONT)
        shared.continued = 1;
    else if (number == SIGINT)
        shared.interrupted = 1;
    else
        shared.ended = number;
}

static void on_crash(int number)
{
    ssize_t ignored = write(STDOUT_FILENO, shared.restore, shared.restore_length);

    (void)ignored;
    tcsetattr(STDIN_FILENO, TCSANOW, &shared.modes);
    signal(number, SIG_DFL); /* async-signal-safe, and the signal comes again when we return */
    raise(number);
}

void gr_signals_set_restore(const char *bytes, size_t length, const struct termios *modes)
{
    shared.restore_length = length < RESTORE_MAX ? length : RESTORE_MAX;
    memcpy(shared.restore, bytes, shared.restore_length);
    shared.modes = *modes;
}

/* --- room for the crash handler, when it is the stack that has run out --- */

static bool make_signal_stack(gr_error *err)
{
    stack_t stack = { .ss_size = STACK_SIZE };

    stack.ss_sp = gr_alloc(STACK_SIZE, 1, err);
    if (stack.ss_sp == NULL)
        return false;
    if (sigaltstack(&stack, NULL) != 0)
        gr_free(stack.ss_sp);
    return true;
}

static void drop_signal_stack(void)
{
    stack_t stack, off = { .ss_flags = SS_DISABLE };

    if (sigaltstack(NULL, &stack) == 0 && (stack.ss_flags & SS_DISABLE) == 0) {
        sigaltstack(&off, NULL);
        gr_free(stack.ss_sp);
    }
}

/* --- taking and giving back --- */

static void install(gr_signals *signals, int number, void (*function)(int), int flags)
{
    struct sigaction action = { .sa_handler = function, .sa_flags = flags };

    sigfillset(&action.sa_mask);
    sigaction(number, &action, &signals->old[number]);
}

bool gr_signals_take(gr_signals *signals, gr_error *err)
{
    sigset_t blocked;

    if (!make_signal_stack(err))
        return false;
    sigemptyset(&blocked);
    for (size_t i = 0; i < GR_LEN(waiting); i++) {
        sigaddset(&blocked, waiting[i]);
        install(signals, waiting[i], on_signal, 0);
    }
    for (size_t i = 0; i < GR_LEN(ending); i++) {
        sigaddset(&blocked, ending[i]);
        install(signals, ending[i], on_signal, 0);
    }
    for (size_t i = 0; i < GR_LEN(crashing); i++)
        install(signals, crashing[i], on_crash, SA_ONSTACK);
    sigprocmask(SIG_BLOCK, &blocked, &signals->before);
    signals->waiting = signals->before;
    for (int number = 1; number < NSIG; number++)
        if (sigismember(&blocked, number) == 1)
            sigdelset(&signals->waiting, number);
    return true;
}

static void put_back(const gr_signals *signals, const int *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        sigaction(numbers[i], &signals->old[numbers[i]], NULL);
}

void gr_signals_give_back(gr_signals *signals)
{
    put_back(signals, waiting, GR_LEN(waiting));
    put_back(signals, ending, GR_LEN(ending));
    put_back(signals, crashing, GR_LEN(crashing));
    sigprocmask(SIG_SETMASK, &signals->before, NULL);
    drop_signal_stack();
}

/* --- what has come --- */

static bool take_flag(volatile sig_atomic_t *flag)
{
    bool set = *flag != 0;

    *flag = 0;
    return set;
}

gr_signal_kind gr_signals_next(int *number)
{
    *number = shared.ended;
    if (shared.ended != 0)
        return GR_SIGNAL_ENDED;
    if (take_flag(&shared.stopped))
        return GR_SIGNAL_STOPPED;
    if (take_flag(&shared.continued))
        return GR_SIGNAL_CONTINUED;
    if (take_flag(&shared.resized))
        return GR_SIGNAL_RESIZED;
    return take_flag(&shared.interrupted) ? GR_SIGNAL_INTERRUPTED : GR_SIGNAL_NONE;
}

void gr_signals_stop(const gr_signals *signals)
{
    sigset_t only;
    struct sigaction stopping, going_on, ignored = { .sa_handler = SIG_IGN };

    sigaction(SIGCONT, &ignored, &going_on); /* it wakes us all the same */
    sigaction(SIGTSTP, &signals->old[SIGTSTP], &stopping);
    sigemptyset(&only);
    sigaddset(&only, SIGTSTP);
    raise(SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &only, NULL); /* here we stop */
    sigprocmask(SIG_BLOCK, &only, NULL);
    sigaction(SIGTSTP, &stopping, NULL);
    sigaction(SIGCONT, &going_on, NULL);
}

_Noreturn void gr_signals_die(int number)
{
    sigset_t only;

    signal(number, SIG_DFL);
    sigemptyset(&only);
    sigaddset(&only, number);
    sigprocmask(SIG_UNBLOCK, &only, NULL);
    raise(number);
    _exit(128 + number); /* the signal is ignored by our parent's wish */
}
