/* What a command line asks for: assignments, sweeps, seeds, shards, and which run is which. How it
 * is written is in check_plan_write.c. */
#include "runs.h"
#include "toy.h"

#include "gradus/memory.h"

#include <stdlib.h>

static size_t count_runs(const gr_plan *plan)
{
    size_t count;
    gr_error err;

    ck_assert_msg(gr_plan_count(plan, &count, &err), "%s", err.message);
    return count;
}

/* "knob=value knob=value seed" of a run, for the knobs of the plan's axes. */
static void check_case(const gr_plan *plan, size_t run, const char *expected)
{
    gr_values values;
    gr_text text = { 0 };
    uint64_t seed;
    gr_error err;

    ck_assert_msg(gr_plan_case(plan, run, &values, &seed, &err), "%s", err.message);
    for (size_t i = 0; i < plan->axis_count; i++)
        gr_text_addf(&text, "%s=%s ", plan->axes[i].knob,
                     gr_values_text(&values, plan->axes[i].knob));
    gr_text_addf(&text, "%llu", (unsigned long long)seed);
    gr_assert_text(gr_text_string(&text), expected);
    gr_text_clear(&text);
    gr_values_clear(&values);
}

/* An assignment that is refused at once, or when the runs are checked. */
static void check_refused(const char *assignments, const char *message)
{
    gr_plan plan;
    gr_error err = { 0 };
    char *copy = strdup(assignments), *rest = copy;
    bool good = true;

    gr_plan_init(&plan, &gr_toy);
    for (char *one; good && (one = strsep(&rest, " ")) != NULL;)
        good = gr_plan_assign(&plan, one, &err);
    good = good && gr_plan_check(&plan, &err);
    ck_assert_msg(!good, "%s is taken", assignments);
    ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    gr_assert_message(err, message);
    gr_plan_clear(&plan);
    free(copy);
}

/* --- order --- */

/* The last -s fastest, seeds innermost, numbers from 1. */
START_TEST(test_order)
{
    static const char *const expected[] = {
        "stride=0.1 noisy=yes 4", "stride=0.1 noisy=yes 5", "stride=0.1 noisy=no 4",
        "stride=0.1 noisy=no 5",  "stride=0.2 noisy=yes 4", "stride=0.2 noisy=yes 5",
        "stride=0.2 noisy=no 4",  "stride=0.2 noisy=no 5",  "stride=0.3 noisy=yes 4",
        "stride=0.3 noisy=yes 5", "stride=0.3 noisy=no 4",  "stride=0.3 noisy=no 5",
    };
    gr_plan plan;

    gr_test_plan(&plan, &gr_toy, "stride=0.1,0.2,0.3 noisy=yes,no");
    ck_assert(gr_plan_seeds(&plan, "4..5", NULL));
    ck_assert_uint_eq(count_runs(&plan), GR_LEN(expected));
    for (size_t i = 0; i < GR_LEN(expected); i++)
        check_case(&plan, i + 1, expected[i]);
    gr_plan_clear(&plan);
}
END_TEST

/* A knob assigned again, by whichever of its names, gets further values in its old place. */
START_TEST(test_assigned_again)
{
    gr_plan plan;

    gr_test_plan(&plan, &gr_toy, "stride=0.1 width=4 mover.stride=0.2,0.3 stride=0.4");
    ck_assert_uint_eq(plan.axis_count, 2);
    ck_assert_uint_eq(count_runs(&plan), 4);
    check_case(&plan, 3, "stride=0.3 width=4 1");
    gr_plan_clear(&plan);
    gr_test_plan(&plan, &gr_toy, "gain=0.5 mover.gain=0.75"); /* two knobs, one name */
    ck_assert_uint_eq(plan.axis_count, 2);
    check_case(&plan, 1, "gain=0.5 mover.gain=0.75 1");
    gr_plan_clear(&plan);
}
END_TEST

START_TEST(test_single)
{
    gr_plan plan;

    gr_plan_init(&plan, &gr_toy);
    ck_assert_uint_eq(count_runs(&plan), 1);
    ck_assert(!gr_plan_is_sweep(&plan));
    check_case(&plan, 1, "1");
    ck_assert(gr_plan_assign(&plan, "stride=0.5", NULL));
    ck_assert(!gr_plan_is_sweep(&plan));
    ck_assert(gr_plan_seeds(&plan, "3", NULL));
    ck_assert(!gr_plan_is_sweep(&plan));
    check_case(&plan, 1, "stride=0.5 3");
    ck_assert(gr_plan_seeds(&plan, "3..4", NULL));
    ck_assert(gr_plan_is_sweep(&plan));
    gr_plan_clear(&plan);
}
END_TEST

/* --- commas --- */

START_TEST(test_commas)
{
    static const struct {
        const char *assignment;
        size_t count;
        const char *first;
    } cases[] = {
        { "stride=0.1,1/5,3e-1", 3, "0.1" },
        { "width=4,5", 2, "4" },
        { "batch=full,32", 2, "full" },
        { "noisy=yes,no", 2, "yes" },
        { "mode=plain,wild,square", 3, "plain" },
        { "mover=walk,jump", 2, "walk" },
        { "label=one, two", 1, "one, two" },
        { "label=", 1, "" },
        { "label=a=b", 1, "a=b" },
        { "layers=3-2,4", 1, "3-2,4" },
        { "data=a,b.csv", 1, "a,b.csv" },
        { "columns=0..3,7", 1, "0..3,7" },
        { "reach=2,3", 2, "2" }, /* of a member that is not chosen */
        { "mover.reach=2,3", 2, "2" },
    };
    gr_plan plan;
    gr_error err;

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        gr_plan_init(&plan, &gr_toy);
        ck_assert_msg(gr_plan_assign(&plan, cases[i].assignment, &err), "%s", err.message);
        ck_assert_uint_eq(plan.axis_count, 1);
        ck_assert_msg(plan.axes[0].count == cases[i].count, "%s", cases[i].assignment);
        gr_assert_text(plan.axes[0].values[0], cases[i].first);
        gr_plan_clear(&plan);
    }
}
END_TEST

/* Values that are whole are swept by repeating the assignment. */
START_TEST(test_repeated)
{
    gr_plan plan;

    gr_test_plan(&plan, &gr_toy, "layers=3-2 layers=5-4 columns=0,1 columns=2");
    ck_assert_uint_eq(count_runs(&plan), 4);
    check_case(&plan, 2, "layers=3-2 columns=2 1");
    check_case(&plan, 3, "layers=5-4 columns=0,1 1");
    gr_plan_clear(&plan);
}
END_TEST

START_TEST(test_refused_assignments)
{
    check_refused("stride", "'stride' is no assignment; write KNOB=VALUE");
    check_refused("=1", "'=1' is no assignment; write KNOB=VALUE");
    check_refused("", "'' is no assignment");
    check_refused("strid=1", "unknown knob 'strid'; this experiment has: gain, shift, mover, "
                             "stride, mover.gain, mode");
    check_refused("walk.stride=1", "unknown knob 'walk.stride'");
    check_refused("stride=", "knob stride: ");
    check_refused("stride=1,,2", "knob stride: ");
    check_refused("stride=1,2,", "knob stride: ");
    check_refused("stride=1,-2", "knob stride: '-2' is not allowed; allowed: a number, stride > 0");
    check_refused("mode=plain,tame", "knob mode: 'tame' is not allowed; allowed: one of plain, "
                                     "square, wild");
    check_refused("mover=walk,fly", "knob mover: 'fly' is not allowed; allowed: one of walk, jump");
    check_refused("layers=3-2,4", "knob layers: '3-2,4' has no number at character 4");
}
END_TEST

/* --- families --- */

/* A knob set explicitly is kept through the sweep, the others have each member's defaults. */
START_TEST(test_family_sweep)
{
    gr_plan plan;
    gr_values values;
    uint64_t seed;

    gr_test_plan(&plan, &gr_toy, "mover=walk,jump stride=0.3");
    for (size_t run = 1; run <= 2; run++) {
        ck_assert(gr_plan_case(&plan, run, &values, &seed, NULL));
        gr_assert_text(gr_values_text(&values, "stride"), "0.3");
        gr_assert_text(gr_values_text(&values, "mover.gain"), run == 1 ? "0.5" : "0.25");
        gr_values_clear(&values);
    }
    gr_plan_clear(&plan);
}
END_TEST

/* The order of -s does not matter: families are resolved first. */
START_TEST(test_family_last)
{
    gr_plan plan;

    gr_test_plan(&plan, &gr_toy, "reach=2,4 mover=jump");
    check_case(&plan, 2, "reach=4 mover=jump 1");
    gr_plan_clear(&plan);
    check_refused("reach=2", "unknown knob 'reach'");
    check_refused("mover=jump,walk reach=2", "unknown knob 'reach'"); /* not in every run */
    check_refused("mover=walk,jump stride=5", "knob stride: '5' is not allowed");
}
END_TEST

/* --- seeds, shards, sizes --- */

START_TEST(test_seeds)
{
    static const char *const refused[] = { "",      "x",    "-1",    "+1",   " 1",  "1 ",
                                           "1..",   "..2",  "2..1",  "1.5",  "1-3", "0x10",
                                           "1..2..3", "1...3", "18446744073709551616",
                                           "1..20000000" };
    gr_plan plan;
    gr_error err;

    gr_plan_init(&plan, &gr_toy);
    for (size_t i = 0; i < GR_LEN(refused); i++) {
        ck_assert_msg(!gr_plan_seeds(&plan, refused[i], &err), "%s", refused[i]);
        ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
        gr_assert_message(err, "is no seed; write a whole number from 0, as 7, or a range");
    }
    ck_assert(plan.first_seed == 1 && plan.last_seed == 1);
    ck_assert(gr_plan_seeds(&plan, "0", &err));
    check_case(&plan, 1, "0");
    ck_assert(gr_plan_seeds(&plan, "18446744073709551614..18446744073709551615", &err));
    ck_assert_uint_eq(count_runs(&plan), 2);
    check_case(&plan, 2, "18446744073709551615");
    gr_plan_clear(&plan);
}
END_TEST

START_TEST(test_shards)
{
    static const char *const refused[] = { "", "1", "1/", "/2", "0/2", "3/2", "1/0", "-1/2",
                                           "1/2/3", "a/b", "1 /2", "1/10000001" };
    gr_plan plan;
    gr_error err;

    gr_plan_init(&plan, &gr_toy);
    for (size_t i = 0; i < GR_LEN(refused); i++) {
        ck_assert_msg(!gr_plan_shard(&plan, refused[i], &err), "%s", refused[i]);
        ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
        gr_assert_message(err, "is no shard; write K/N with K from 1 to N, as 2/3");
    }
    ck_assert(plan.shard == 1 && plan.shards == 1);
    ck_assert(gr_plan_shard(&plan, "2/3", &err));
    ck_assert(plan.shard == 2 && plan.shards == 3);
    gr_plan_clear(&plan);
}
END_TEST

START_TEST(test_ranges)
{
    static const char *const refused[] = { "", "..", "..3", "0..3", "3..2", "1-3", "1...3", "1..3x",
                                           "x", "1.. 3", "1..10000001" };
    gr_plan plan;
    gr_error err;

    gr_plan_init(&plan, &gr_toy);
    for (size_t i = 0; i < GR_LEN(refused); i++) {
        ck_assert_msg(!gr_plan_runs(&plan, refused[i], &err), "%s", refused[i]);
        ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
        gr_assert_message(err, "is no range of runs");
    }
    ck_assert(plan.first_run == 1 && plan.last_run == 0);
    ck_assert(gr_plan_seeds(&plan, "1..9", NULL));
    ck_assert(gr_plan_runs(&plan, "9", NULL) && gr_plan_check(&plan, NULL));
    ck_assert(gr_plan_runs(&plan, "9..", NULL) && gr_plan_check(&plan, NULL));
    ck_assert(gr_plan_runs(&plan, "10..", NULL) && !gr_plan_check(&plan, &err));
    gr_assert_text(err.message, "run 10 of 9: there is none");
    ck_assert(gr_plan_runs(&plan, "3..10", NULL) && !gr_plan_check(&plan, &err));
    gr_assert_text(err.message, "run 10 of 9: there is none");
    gr_plan_clear(&plan);
}
END_TEST

/* Every range of every shard, against going through all numbers. */
START_TEST(test_chosen)
{
    enum { COUNT = 7 };
    gr_plan plan;

    gr_plan_init(&plan, &gr_toy);
    for (plan.shards = 1; plan.shards <= COUNT + 1; plan.shards++)
        for (plan.shard = 1; plan.shard <= plan.shards; plan.shard++)
            for (plan.first_run = 1; plan.first_run <= COUNT; plan.first_run++)
                for (plan.last_run = 0; plan.last_run <= COUNT; plan.last_run++) {
                    size_t found = 0, last = plan.last_run > 0 ? plan.last_run : COUNT;
                    for (size_t n = plan.first_run; n <= last; n++)
                        if (n % plan.shards == plan.shard % plan.shards)
                            ck_assert_uint_eq(gr_plan_number(&plan, found++), n);
                    ck_assert_uint_eq(gr_plan_chosen(&plan, COUNT), found);
                }
    gr_plan_clear(&plan);
}
END_TEST

START_TEST(test_too_many)
{
    gr_plan plan;
    gr_error err;
    size_t count = 7;

    gr_test_plan(&plan, &gr_toy, "noisy=yes,no");
    ck_assert(gr_plan_seeds(&plan, "1..5000000", NULL));
    ck_assert(gr_plan_count(&plan, &count, NULL)); /* ten million are allowed */
    ck_assert_uint_eq(count, 10000000);
    ck_assert(gr_plan_seeds(&plan, "1..5000001", NULL));
    ck_assert(!gr_plan_count(&plan, &count, &err));
    ck_assert_uint_eq(count, 10000000);
    ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    gr_assert_message(err, "more than 10000000 runs; sweep fewer values at once");
    gr_plan_clear(&plan);
}
END_TEST

/* Products that would wrap around are counted as too many as well. */
START_TEST(test_far_too_many)
{
    gr_plan plan;
    gr_text values = { 0 };
    gr_error err;
    size_t count;

    gr_plan_init(&plan, &gr_toy);
    for (int knob = 0; knob < 4; knob++) {
        static const char *const knobs[] = { "spin", "finish", "diverge", "warmup" };
        gr_text_addf(&values, "%s=", knobs[knob]);
        for (int i = 0; i < 1000; i++)
            gr_text_addf(&values, "%s1", i > 0 ? "," : "");
        ck_assert(gr_plan_assign(&plan, gr_text_string(&values), NULL));
        gr_text_clear(&values);
    }
    ck_assert(!gr_plan_count(&plan, &count, &err));
    gr_assert_message(err, "more than 10000000 runs");
    ck_assert(!gr_plan_check(&plan, NULL));
    gr_plan_clear(&plan);
}
END_TEST

/* --- from a live run --- */

/* Only what was set: a default must not hold on when a new family member comes. */
START_TEST(test_from_run)
{
    gr_run *run = gr_test_run(&gr_toy, "width=4", gr_test_keep);
    gr_plan plan;

    gr_test_seek(run, 2);
    gr_test_set(run, "mover", "jump");
    gr_test_seek(run, 5);
    gr_test_act(run, GR_TOY_PUSH);
    gr_test_seek(run, 7);
    gr_test_seek(run, 4);
    ck_assert(gr_plan_from_run(&plan, run, NULL));
    ck_assert_uint_eq(plan.axis_count, 1);
    gr_assert_text(plan.axes[0].knob, "width");
    ck_assert_int_eq(plan.steps, 4);
    ck_assert_uint_eq(plan.event_count, 1); /* what lies ahead is not part of it */
    gr_assert_text(plan.events[0].knob, "mover");
    gr_test_equal(gr_test_csv(&plan, 1), gr_test_trace(run));
    gr_plan_clear(&plan);
    gr_run_free(run);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = {
        test_order,  test_assigned_again, test_single,      test_commas,
        test_repeated, test_refused_assignments, test_family_sweep, test_family_last,
        test_seeds,  test_shards,         test_too_many,    test_far_too_many,
        test_from_run, test_ranges, test_chosen,
    };
    Suite *s = suite_create("plan");
    TCase *all = gr_test_case(s, "plan");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, tests[i]);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
