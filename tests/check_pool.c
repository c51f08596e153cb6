/* Work spread over processes: the order of what comes back, and what happens when a worker fails
 * or dies. */
#include "gradus/memory.h"
#include "gradus/pool.h"

#include "support.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

static Suite *suite(void)
{
    Suite *s = suite_create("pool");
    TCase *pool = gr_test_case(s, "pool");

    tcase_add_test(pool, test_order);
    tcase_add_test(pool, test_first_failure);
    tcase_add_test(pool, test_dead_worker);
    tcase_add_test(pool, test_prefix);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
