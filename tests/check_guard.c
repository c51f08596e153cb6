/* Work in a process of its own: what it says, what it is held to, and that whatever becomes of it
 * is told. */
#include "gradus/guard.h"
#include "gradus/memory.h"
#include "gradus/sanitized.h"

#include "support.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MIB = 1 << 20 };

static const gr_guard_limits wide = { .memory = 1024 * (size_t)MIB, .seconds = 60, .output = MIB };

/* What became of a piece of work; `expected` is what it wrote, or a part of its error. */
static void guard(const gr_guard_limits *limits, gr_guard_work *work, gr_guard_end wanted,
                  const char *expected)
{
    gr_text out = { 0 };
    gr_error err = { 0 };
    gr_guard_end end;
    int number = 7;

    gr_text_add(&out, "before ");
    ck_assert_msg(gr_guard_run(limits, work, &number, &out, &end, &err), "%s", err.message);
    ck_assert_int_eq(end, wanted);
    if (wanted == GR_GUARD_DONE)
        gr_assert_text(gr_text_string(&out) + strlen("before "), expected);
    else
        gr_assert_text(gr_text_string(&out), "before ");
    if (wanted == GR_GUARD_FAILED)
        gr_assert_message(err, expected);
    gr_text_clear(&out);
}

static bool speak(const void *context, gr_text *out, gr_error *err)
{
    gr_text_addf(out, "%d of %d", *(const int *)context, getpid() == getppid());
    return gr_text_ok(out, err);
}

static bool say_nothing(const void *context, gr_text *out, gr_error *err)
{
    (void)context;
    (void)out;
    (void)err;
    return true;
}

static bool refuse(const void *context, gr_text *out, gr_error *err)
{
    (void)context;
    gr_text_add(out, "half of it");
    return gr_fail_at(err, "x.csv", 3, 4, "it is so");
}

START_TEST(test_what_it_says)
{
    guard(&wide, speak, GR_GUARD_DONE, "7 of 0");
    guard(&wide, say_nothing, GR_GUARD_DONE, "");
    guard(&wide, refuse, GR_GUARD_FAILED, "x.csv:3:4: it is so");
}
END_TEST

static bool die(const void *context, gr_text *out, gr_error *err)
{
    (void)context;
    (void)out;
    (void)err;
    raise(SIGKILL);
    return true;
}

static bool leave(const void *context, gr_text *out, gr_error *err)
{
    (void)context;
    (void)out;
    (void)err;
    _exit(EXIT_SUCCESS);
}

static bool chatter(const void *context, gr_text *out, gr_error *err)
{
    (void)context;
    gr_text_pad(out, 'x', 2 * MIB);
    return gr_text_ok(out, err);
}

START_TEST(test_how_it_ends)
{
    guard(&wide, die, GR_GUARD_DIED, "");
    guard(&wide, leave, GR_GUARD_DIED, "");
    guard(&wide, chatter, GR_GUARD_DIED, "");
}
END_TEST

/* Work that has no end: as each number follows from the one before, it is not left out. */
static bool go_on(const void *context, gr_text *out, gr_error *err)
{
    volatile unsigned long number = (unsigned long)*(const int *)context;

    (void)err;
    while (number != 0)
        number = number * 3 | 1;
    gr_text_addf(out, "%lu", number);
    return true;
}

START_TEST(test_processor_time)
{
    gr_guard_limits brief = wide;

    brief.seconds = 1;
    guard(&brief, go_on, GR_GUARD_TIME, "");
}
END_TEST

static bool ask_for_much(const void *context, gr_text *out, gr_error *err)
{
    void *block = gr_alloc(4096, MIB, err);

    (void)context;
    (void)out;
    gr_free(block);
    return block != NULL;
}

/* More than any machine gives, where a sanitizer keeps the limit from being set. */
static bool ask_for_all(const void *context, gr_text *out, gr_error *err)
{
    (void)out;
    return gr_alloc((size_t)-1 / 2, (size_t) * (const int *)context, err) != NULL;
}

START_TEST(test_memory)
{
    guard(&wide, ask_for_all, GR_GUARD_FAILED, "out of memory");
    if (!GR_SANITIZED)
        guard(&wide, ask_for_much, GR_GUARD_FAILED, "out of memory");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("guard");
    TCase *tests = gr_test_case(suite, "guard");

    tcase_add_test(tests, test_what_it_says);
    tcase_add_test(tests, test_how_it_ends);
    tcase_add_test(tests, test_processor_time);
    tcase_add_test(tests, test_memory);
    return gr_test_main(suite);
}
