/* Moving the run in the plain dialogue: pieces of work, with an ear for Ctrl-C. */
#include "plain_private.h"

#include <signal.h>
#include <time.h>

enum { FIRST_NEWS = 1000, NEWS_MOST = 32000 }; /* milliseconds */

/* Only what is said of long work depends on the clock, never a result. */
static long now_ms(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* While work is done Ctrl-C is held back and asked for between the pieces, so that it needs no
 * handler; while a line is waited for it does what it does by default. */
static bool take_interrupt(const sigset_t *interrupt)
{
    sigset_t pending;
    int taken;

    if (sigpending(&pending) != 0 || sigismember(&pending, SIGINT) != 1)
        return false;
    return sigwait(interrupt, &taken) == 0;
}

/* A line now and then, more and more seldom: each is read out. */
static bool tell_progress(gr_plain *plain, long since, long *next, gr_error *err)
{
    if (!plain->terminal || now_ms() - since < *next)
        return true;
    *next += *next < NEWS_MOST ? *next : NEWS_MOST;
    bool told = gr_plain_say(plain, err, "Step %ld, on the way to %ld; Ctrl-C stops.",
                             gr_session_step(plain->session), plain->session->target);
    gr_plain_flush(plain);
    return told;
}

static bool stop(gr_plain *plain, gr_error *err)
{
    return gr_session_cancel(plain->session, err) &&
           gr_plain_say(plain, err, "Stopped after step %ld; what was finished is kept.",
                        gr_session_step(plain->session));
}

static bool work(gr_plain *plain, const sigset_t *interrupt, gr_error *err)
{
    long since = now_ms(), next = FIRST_NEWS;

    while (plain->session->moving && !plain->over) {
        if (take_interrupt(interrupt))
            return stop(plain, err);
        if (!gr_session_piece(plain->session, err) || !tell_progress(plain, since, &next, err))
            return false;
    }
    return true;
}

bool gr_plain_settle(gr_plain *plain, gr_error *err)
{
    sigset_t interrupt, before;

    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    sigprocmask(SIG_BLOCK, &interrupt, &before);
    bool done = work(plain, &interrupt, err);
    gr_session_rest(plain->session);
    take_interrupt(&interrupt); /* one that came too late was not meant for the dialogue */
    sigprocmask(SIG_SETMASK, &before, NULL);
    return done;
}
