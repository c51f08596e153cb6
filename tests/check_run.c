/* One run: where it stands, its ends, its seed, what it remembers. Events: check_run_events.c. */
#include "runs.h"
#include "toy.h"

#include "gradus/memory.h"

#include <stdlib.h>

static gr_run *toy(const char *settings)
{
    return gr_test_run(&gr_toy, settings, gr_test_keep);
}

static size_t event_count(const gr_run *run)
{
    size_t count;

    gr_run_events(run, &count);
    return count;
}

/* --- standing --- */

START_TEST(test_birth)
{
    gr_run *run = gr_test_born(&gr_toy, "", 7, gr_test_keep);

    ck_assert_int_eq(gr_run_step_number(run), 0);
    ck_assert(!gr_run_inside(run));
    ck_assert_uint_eq(gr_run_seed(run), 7);
    ck_assert(gr_run_experiment(run) == &gr_toy);
    ck_assert_int_eq(gr_run_state(run), GR_RUN_GOING);
    ck_assert_int_eq(gr_run_length(run), GR_TOY_LENGTH);
    ck_assert_uint_eq(gr_run_trace(run)->rows, 1);
    ck_assert_uint_eq(event_count(run), 0);
    gr_run_free(run);
}
END_TEST

/* Step 0 in several pieces: the run stands at -1 until it is made. */
START_TEST(test_long_birth)
{
    gr_run *run = gr_test_born(&gr_toy, "warmup=3", 1, gr_test_keep);
    gr_progress progress;

    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(gr_run_step_number(run), -1);
        ck_assert(gr_run_inside(run));
        ck_assert(gr_run_advance(run, i == 0, &progress, NULL));
        ck_assert_int_eq(progress, GR_PART);
    }
    ck_assert_uint_eq(gr_run_trace(run)->rows, 0);
    ck_assert(gr_run_advance(run, false, &progress, NULL));
    ck_assert_int_eq(progress, GR_STEP);
    ck_assert_int_eq(gr_run_step_number(run), 0);
    ck_assert_uint_eq(gr_run_trace(run)->rows, 1);
    gr_run_free(run);
}
END_TEST

/* Given up, left for good, copied or set anew before step 0 is made: step 0 is the same. */
START_TEST(test_cancelled_birth)
{
    gr_run *straight = toy("warmup=5"), *run = gr_test_born(&gr_toy, "warmup=5", 1, gr_test_keep);
    gr_progress progress;
    gr_error err;

    for (int pieces = 0; pieces < 4; pieces++) {
        for (int i = 0; i < pieces; i++)
            ck_assert(gr_run_advance(run, false, &progress, NULL));
        ck_assert(!gr_run_act(run, GR_TOY_PUSH, &err));
        ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
        gr_run *fork = gr_run_fork(run, NULL);
        gr_test_seek(fork, 0);
        gr_test_same(fork, straight);
        gr_run_free(fork);
        ck_assert(gr_run_cancel(run, NULL));
        ck_assert_int_eq(gr_run_step_number(run), -1);
    }
    gr_test_seek(run, 0);
    gr_test_same(run, straight);
    gr_test_seek(run, 4);
    gr_test_seek(straight, 4);
    gr_test_same(run, straight);
    gr_run_free(run);
    gr_run_free(straight);
}
END_TEST

/* One seed, whatever the combination; another seed, other numbers; each purpose its own stream. */
START_TEST(test_seeds)
{
    gr_run *a = gr_test_born(&gr_toy, "", 1, gr_test_keep);
    gr_run *b = gr_test_born(&gr_toy, "", 2, gr_test_keep);

    gr_test_seek(a, 5);
    gr_test_seek(b, 5);
    char *one = gr_test_trace(a), *two = gr_test_trace(b);
    ck_assert_str_ne(one, two);
    free(one);
    free(two);
    ck_assert(gr_run_reseed(b, 1, NULL));
    ck_assert_int_eq(gr_run_step_number(b), 0);
    ck_assert_uint_eq(gr_run_seed(b), 1);
    gr_test_seek(b, 5);
    gr_test_same(a, b);
    gr_run_free(a);
    gr_run_free(b);
}
END_TEST

START_TEST(test_reseed_drops_events)
{
    gr_run *run = toy("stride=0.2"), *fresh = gr_test_born(&gr_toy, "stride=0.2", 9, gr_test_keep);

    gr_test_seek(run, 3);
    gr_test_set(run, "stride", "0.3");
    gr_test_act(run, GR_TOY_PUSH);
    ck_assert_uint_eq(event_count(run), 2);
    ck_assert(gr_run_reseed(run, 9, NULL));
    ck_assert_uint_eq(event_count(run), 0);
    gr_assert_text(gr_values_text(gr_run_values(run), "stride"), "0.2");
    ck_assert_int_eq(gr_run_furthest(run), 0);
    gr_test_same(run, fresh);
    gr_run_free(run);
    gr_run_free(fresh);
}
END_TEST

START_TEST(test_seek_beyond_the_ends)
{
    gr_run *run = toy("finish=4");

    gr_test_seek(run, 1000000);
    ck_assert_int_eq(gr_run_step_number(run), 4);
    ck_assert_int_eq(gr_run_state(run), GR_RUN_FINISHED);
    gr_test_seek(run, -1000000);
    ck_assert_int_eq(gr_run_step_number(run), 0);
    ck_assert_int_eq(gr_run_state(run), GR_RUN_GOING);
    ck_assert_int_eq(gr_run_furthest(run), 4);
    ck_assert(gr_run_seek(run, 4, 2, NULL)); /* there is no phase behind the last step */
    ck_assert_uint_eq(gr_run_phase(run), 0);
    ck_assert_int_eq(gr_run_step_number(run), 4);
    ck_assert_int_eq(gr_run_length(run), 0);
    gr_run_free(run);
}
END_TEST

START_TEST(test_ended)
{
    gr_run *run = toy("diverge=3");
    gr_progress progress = GR_PART;
    gr_error err;

    ck_assert(gr_run_steps(run, 100, NULL));
    ck_assert_int_eq(gr_run_state(run), GR_RUN_DIVERGED);
    ck_assert_int_eq(gr_run_step_number(run), 3);
    ck_assert(gr_run_advance(run, false, &progress, NULL));
    ck_assert_int_eq(progress, GR_DIVERGED);
    ck_assert_int_eq(gr_run_step_number(run), 3);
    ck_assert(!gr_run_act(run, GR_TOY_PUSH, &err));
    gr_assert_message(err, "the run has ended at step 3");
    ck_assert_uint_eq(gr_run_trace(run)->rows, 4); /* the row that diverged is there */
    gr_test_seek(run, 2);
    gr_test_set(run, "diverge", "0"); /* and the student can steer clear of it */
    gr_test_seek(run, 6);
    ck_assert_int_eq(gr_run_step_number(run), 6);
    gr_run_free(run);
}
END_TEST

START_TEST(test_no_steps)
{
    gr_run *run = toy("");

    ck_assert(gr_run_steps(run, 0, NULL));
    ck_assert(gr_run_steps(run, -3, NULL));
    ck_assert_int_eq(gr_run_step_number(run), 0);
    ck_assert(gr_run_seek(run, 2, 1, NULL));
    ck_assert(gr_run_steps(run, 0, NULL)); /* an unfinished step is finished */
    ck_assert_int_eq(gr_run_step_number(run), 3);
    gr_run_free(run);
}
END_TEST

/* Inside a step the row is that of the last whole one, and so is the trace. */
START_TEST(test_row_inside)
{
    gr_run *run = toy("");
    double whole[32], inside[32];

    ck_assert_uint_le(gr_run_columns(run)->count, GR_LEN(whole));
    gr_test_seek(run, 2);
    gr_run_row(run, whole);
    for (size_t phase = 1; phase < GR_TOY_PHASES; phase++) {
        ck_assert(gr_run_seek(run, 2, phase, NULL));
        gr_run_row(run, inside);
        ck_assert_mem_eq(inside, whole, gr_run_columns(run)->count * sizeof *whole);
        ck_assert_uint_eq(gr_run_trace(run)->rows, 3);
    }
    gr_run_free(run);
}
END_TEST

/* --- what is remembered --- */

START_TEST(test_history_limit)
{
    gr_run *run = toy("width=50");

    gr_test_seek(run, 40);
    size_t all = gr_run_history_used(run);
    ck_assert_uint_gt(all, 40 * 50 * sizeof(double));
    for (size_t limit = all; limit > 0; limit = limit * 2 / 3) {
        gr_run_limit_history(run, limit);
        ck_assert_uint_le(gr_run_history_used(run), limit);
        gr_test_seek(run, 0);
        gr_test_seek(run, 40);
        ck_assert_uint_le(gr_run_history_used(run), limit);
    }
    gr_run_limit_history(run, 0);
    ck_assert_uint_eq(gr_run_history_used(run), 0);
    gr_run_limit_history(run, all);
    gr_test_seek(run, 0);
    gr_test_seek(run, 40);
    ck_assert_uint_gt(gr_run_history_used(run), all / 2);
    gr_run_free(run);
}
END_TEST

/* A fork remembers its past again as it goes through it, also that behind where it began. */
START_TEST(test_fork_fills_its_past_in)
{
    gr_run *run = toy("width=50");

    gr_test_seek(run, 40);
    gr_run *fork = gr_run_fork(run, NULL);
    ck_assert_uint_lt(gr_run_history_used(fork), gr_run_history_used(run) / 10);
    gr_test_seek(fork, 39);
    ck_assert_uint_gt(gr_run_history_used(fork), gr_run_history_used(run) * 9 / 10);
    gr_run *heir = gr_run_fork(run, NULL);
    gr_run_take_history(heir, run);
    ck_assert_uint_eq(gr_run_history_used(run), 0);
    ck_assert_uint_gt(gr_run_history_used(heir), gr_run_history_used(fork) * 9 / 10);
    gr_run_free(run);
    gr_run_free(fork);
    gr_run_free(heir);
}
END_TEST

/* Batch runs keep nothing. */
START_TEST(test_lean)
{
    gr_run *run = gr_test_run(&gr_toy, "", gr_test_lean);

    ck_assert(gr_run_steps(run, 20, NULL));
    ck_assert_uint_eq(gr_run_history_used(run), 0);
    ck_assert_uint_eq(gr_run_trace(run)->rows, 0);
    ck_assert_int_eq(gr_run_furthest(run), 20);
    gr_run_free(run);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = {
        test_birth, test_long_birth, test_cancelled_birth, test_seeds, test_reseed_drops_events,
        test_seek_beyond_the_ends, test_ended, test_no_steps, test_row_inside, test_history_limit, test_fork_fills_its_past_in,
        test_lean,
    };
    Suite *s = suite_create("run");
    TCase *all = gr_test_case(s, "run");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, tests[i]);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
