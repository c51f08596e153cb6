/* Work spread over processes: the order of what comes back, and what happens when a worker fails
 * or dies. */
#include "gradus/memory.h"
#include "gradus/pool.h"

#include "support.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct task {
    pid_t parent;
    size_t fails, dies; /* job numbers; 0: none, since job 0 never does */
    size_t bytes;       /* how much each job writes */
} task;

static bool work(const void *context, size_t job, gr_output *out, gr_text *words, gr_error *err)
{
    const task *t = context;
    char text[64];

    if (t->dies != 0 && job == t->dies && getpid() != t->parent)
        raise(SIGKILL);
    for (size_t i = 0; i < t->bytes; i += 10) {
        snprintf(text, sizeof text, "%09zu\n", job);
        gr_output_text(out, text);
    }
    if (t->fails != 0 && job >= t->fails)
        return gr_fail(err, GR_ERROR_DATA, "job %zu cannot be done", job);
    if (words != NULL && job % 3 == 1)
        gr_text_addf(words, "[%zu]", job);
    return true;
}

static bool run(const task *t, size_t count, size_t workers, gr_text *text, gr_text *words,
                gr_error *err)
{
    gr_output out;

    gr_output_memory(&out, text);
    bool done = gr_pool_run(count, workers, work, t, &out, words, err);
    if (done)
        return gr_output_commit(&out, err);
    gr_output_abort(&out);
    return false;
}

static void check_same(size_t count, size_t bytes)
{
    const task t = { .parent = getpid(), .bytes = bytes };
    gr_text one = { 0 }, words = { 0 };

    ck_assert(run(&t, count, 1, &one, &words, NULL));
    ck_assert_uint_eq(one.length, count * bytes);
    for (size_t workers = 0; workers <= 70; workers = workers * 2 + 2) {
        gr_text many = { 0 }, said = { 0 };
        ck_assert(run(&t, count, workers, &many, &said, NULL));
        ck_assert_uint_eq(many.length, one.length);
        ck_assert(one.length == 0 || memcmp(many.bytes, one.bytes, one.length) == 0);
        gr_assert_text(gr_text_string(&said), gr_text_string(&words));
        gr_text_clear(&many);
        gr_text_clear(&said);
    }
    gr_text_clear(&one);
    gr_text_clear(&words);
}

START_TEST(test_order)
{
    check_same(0, 100);
    check_same(1, 100);
    check_same(7, 0);
    check_same(100, 50);
    check_same(5, 1000000);
}
END_TEST

START_TEST(test_first_failure)
{
    const task t = { .parent = getpid(), .fails = 4, .bytes = 10 };

    for (size_t workers = 1; workers <= 6; workers++) {
        gr_text text = { 0 };
        gr_error err;
        ck_assert(!run(&t, 20, workers, &text, NULL, &err));
        ck_assert_int_eq(err.kind, GR_ERROR_DATA);
        gr_assert_text(err.message, "job 4 cannot be done");
        gr_text_clear(&text);
    }
}
END_TEST

START_TEST(test_dead_worker)
{
    const task t = { .parent = getpid(), .dies = 3, .bytes = 10 };

    for (size_t workers = 2; workers <= 6; workers++) {
        gr_text text = { 0 };
        gr_error err;
        ck_assert(!run(&t, 20, workers, &text, NULL, &err));
        ck_assert_int_eq(err.kind, GR_ERROR_IO);
        gr_assert_text(err.message, "a worker ended before its work was done");
        gr_text_clear(&text);
    }
}
END_TEST

/* What was written before goes out before, and nothing twice. */
START_TEST(test_prefix)
{
    const task t = { .parent = getpid(), .bytes = 10 };
    gr_text text = { 0 };
    gr_output out;

    gr_output_memory(&out, &text);
    gr_output_text(&out, "first\n");
    ck_assert(gr_pool_run(2, 2, work, &t, &out, NULL, NULL));
    gr_output_text(&out, "last\n");
    ck_assert(gr_output_commit(&out, NULL));
    gr_assert_text(gr_text_string(&text), "first\n000000000\n000000001\nlast\n");
    gr_text_clear(&text);
}
END_TEST

/* --- watched --- */

typedef struct watcher {
    size_t last, calls, stops; /* the last `done`; stops at so many; 0: never */
} watcher;

static bool goes_on(void *context, size_t done, size_t count)
{
    watcher *w = context;

    ck_assert_uint_le(done, count);
    ck_assert_uint_ge(done, w->last);
    ck_assert_uint_le(done, w->last + 1); /* each job is told */
    w->last = done;
    w->calls++;
    return w->stops == 0 || done < w->stops;
}

static bool run_watched(const task *t, size_t count, size_t workers, gr_pool_watch *watch,
                        gr_text *text, gr_text *words, gr_error *err)
{
    gr_output out;

    gr_output_memory(&out, text);
    gr_output_text(&out, "first\n");
    bool done = gr_pool_run_watched(count, workers, work, t, watch, &out, words, err);
    if (done)
        return gr_output_commit(&out, err);
    gr_output_abort(&out);
    return false;
}

/* The same bytes, all in other processes, with as many workers as there are. */
START_TEST(test_watched)
{
    const task t = { .parent = getpid(), .bytes = 100000 };
    gr_text one = { 0 }, said = { 0 };

    ck_assert(run(&t, 7, 1, &one, &said, NULL));
    for (size_t workers = 0; workers <= 8; workers++) {
        gr_text text = { 0 }, words = { 0 };
        watcher w = { 0 };
        gr_pool_watch watch = { .goes_on = goes_on, .context = &w };
        ck_assert(run_watched(&t, 7, workers, &watch, &text, &words, NULL));
        ck_assert_uint_eq(watch.done, 7);
        ck_assert_uint_ge(w.calls, 7);
        ck_assert_uint_eq(text.length, one.length + 6);
        ck_assert(memcmp(text.bytes + 6, one.bytes, one.length) == 0);
        gr_assert_text(gr_text_string(&words), gr_text_string(&said));
        gr_text_clear(&text);
        gr_text_clear(&words);
    }
    gr_text_clear(&one);
    gr_text_clear(&said);
}
END_TEST

/* What is there when it is stopped are whole jobs; a worker that hangs is no reason to wait. */
static bool hang(const void *context, size_t job, gr_output *out, gr_text *words, gr_error *err)
{
    if (!work(context, job, out, words, err))
        return false;
    while (job >= 3)
        pause();
    return true;
}

START_TEST(test_stopped)
{
    const task t = { .parent = getpid(), .bytes = 70000 };

    for (size_t workers = 1; workers <= 5; workers++) {
        gr_text text = { 0 }, words = { 0 };
        gr_output out;
        watcher w = { .stops = 3 };
        gr_pool_watch watch = { .goes_on = goes_on, .context = &w };
        gr_output_memory(&out, &text);
        ck_assert(gr_pool_run_watched(9, workers, hang, &t, &watch, &out, &words, NULL));
        ck_assert(gr_output_commit(&out, NULL));
        ck_assert_uint_eq(watch.done, 3);
        ck_assert_uint_eq(text.length, 3 * 70000);
        ck_assert(memcmp(text.bytes + 3 * 70000 - 10, "000000002\n", 10) == 0);
        gr_assert_text(gr_text_string(&words), "[1]");
        ck_assert_int_eq(waitpid(-1, NULL, 0), -1); /* all have been waited for */
        gr_text_clear(&text);
        gr_text_clear(&words);
    }
}
END_TEST

/* Stopped at the first call: nothing but what was there before. */
static bool never(void *context, size_t done, size_t count)
{
    (void)context;
    (void)done;
    (void)count;
    return false;
}

START_TEST(test_stopped_at_once)
{
    const task t = { .parent = getpid(), .bytes = 10 };

    for (size_t workers = 1; workers <= 3; workers++) {
        gr_text text = { 0 };
        gr_pool_watch watch = { .goes_on = never };
        ck_assert(run_watched(&t, 5, workers, &watch, &text, NULL, NULL));
        ck_assert_uint_eq(watch.done, 0);
        gr_assert_text(gr_text_string(&text), "first\n");
        gr_text_clear(&text);
    }
}
END_TEST

START_TEST(test_watched_failure)
{
    const task t = { .parent = getpid(), .fails = 4, .bytes = 10 };

    for (size_t workers = 1; workers <= 6; workers++) {
        gr_text text = { 0 };
        gr_error err;
        watcher w = { 0 };
        gr_pool_watch watch = { .goes_on = goes_on, .context = &w };
        ck_assert(!run_watched(&t, 20, workers, &watch, &text, NULL, &err));
        gr_assert_text(err.message, "job 4 cannot be done");
        ck_assert_uint_eq(watch.done, 4);
        gr_text_clear(&text);
    }
}
END_TEST

/* Interrupts are for the parent: a worker that gets them goes on. */
static bool interrupted(const void *context, size_t job, gr_output *out, gr_text *words,
                        gr_error *err)
{
    if (getpid() != ((const task *)context)->parent) {
        raise(SIGINT);
        raise(SIGTERM);
        raise(SIGHUP);
    }
    return work(context, job, out, words, err);
}

START_TEST(test_workers_leave_interrupts)
{
    const task t = { .parent = getpid(), .bytes = 10 };
    gr_text text = { 0 };
    gr_output out;

    gr_output_memory(&out, &text);
    ck_assert(gr_pool_run(4, 2, interrupted, &t, &out, NULL, NULL));
    ck_assert(gr_output_commit(&out, NULL));
    ck_assert_uint_eq(text.length, 40);
    gr_text_clear(&text);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("pool");
    TCase *pool = gr_test_case(s, "pool");

    tcase_add_test(pool, test_order);
    tcase_add_test(pool, test_first_failure);
    tcase_add_test(pool, test_dead_worker);
    tcase_add_test(pool, test_prefix);
    tcase_add_test(pool, test_watched);
    tcase_add_test(pool, test_stopped);
    tcase_add_test(pool, test_stopped_at_once);
    tcase_add_test(pool, test_watched_failure);
    tcase_add_test(pool, test_workers_leave_interrupts);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
