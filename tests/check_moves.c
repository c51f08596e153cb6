/* Going forwards and back, through knobs that change, actions, forks and cancelled steps: for every
 * experiment, each in a form that is small enough to be gone through a thousand times, and the toy in
 * several. The same place must show the same bytes, however it was reached and whatever is
 * remembered. */
#include "runs.h"
#include "toy.h"

#include "gradus/capsule.h"
#include "gradus/memory.h"

#include <stdlib.h>

enum { STEPS = 12, BRANCH = 6 };

/* --- the cases --- */

static const char *const toy_settings[] = {
    "",
    "load=3 warmup=4 width=9",
    "mover=jump reach=2 mode=square batch=full",
    "finish=9 layers=1-2-3",
    "diverge=7 load=1 noisy=no",
    "spin=50 load=4 batch=1",
};

/* Forms that take less time than the default; of train with a test part, and an epoch that ends
 * within the steps. */
static const struct {
    const char *name, *settings;
} small[] = {
    { "train", "data=cars.csv layers=1-6-1 loss=mse batch=16 test=0.2" },
    { "injection", "repeats=40" },
};

static const char *small_form(const gr_experiment *experiment)
{
    for (size_t i = 0; i < GR_LEN(small); i++)
        if (strcmp(experiment->name, small[i].name) == 0)
            return small[i].settings;
    return "";
}

typedef struct example {
    const gr_experiment *experiment;
    const char *settings;
} example;

/* The toy is the last one of the registry. */
static size_t example_count(void)
{
    return gr_experiment_count() - 1 + GR_LEN(toy_settings);
}

static example example_at(int index)
{
    size_t i = (size_t)index, shipped = gr_experiment_count() - 1;

    if (i < shipped)
        return (example){ gr_experiment_at(i), small_form(gr_experiment_at(i)) };
    return (example){ &gr_toy, toy_settings[i - shipped] };
}

static gr_run *start(int index, gr_run_keep keep)
{
    return gr_test_run(example_at(index).experiment, example_at(index).settings, keep);
}

/* --- a script of things that happen on the way --- */

static bool next_value(const gr_values *values, size_t i, gr_text *out)
{
    return gr_values_neighbour(values, i, 1, out, NULL) ||
           gr_values_neighbour(values, i, -1, out, NULL);
}

/* Set the n-th knob, of those that go on from here, to its neighbour. */
static bool change(gr_run *run, bool live, int n)
{
    const gr_values *values = gr_run_values(run);

    for (size_t i = 0; i < values->count; i++) {
        gr_text name = { 0 }, value = { 0 };
        gr_values_name(values, i, &name);
        bool fits = values->items[i].param->live == live && next_value(values, i, &value);
        const gr_setting setting = { gr_text_string(&name), gr_text_string(&value) };
        fits = fits && !gr_run_would_restart(run, &setting, 1) && n-- == 0;
        if (fits)
            ck_assert_int_eq(gr_test_set(run, setting.knob, setting.value), GR_SET_LIVE);
        gr_text_clear(&name);
        gr_text_clear(&value);
        if (fits)
            return true;
    }
    return false;
}

/* What happens at a step on the way; knobs set at step 0 belong to the start, so not there. */
static void happen(gr_run *run, long step)
{
    if (gr_run_state(run) != GR_RUN_GOING)
        return;
    if (step == 2 || step == 7)
        change(run, true, (int)step - 2);
    if (step == 4 || step == 5 || step == 8)
        change(run, false, (int)step - 4);
    if (step == 3 || step == 7)
        gr_run_act(run, 0, NULL);
}

/* All that is seen at each step on the way, before something happens there. */
typedef struct story {
    char *present[STEPS + 1];
    char *trace;
    long last;
} story;

static void note(story *s, const gr_run *run)
{
    s->last = gr_run_step_number(run);
    s->present[s->last] = gr_test_present(run);
}

/* Make a run go through it all; it stands at its last step then. */
static story tell(gr_run *run)
{
    story s = { .last = 0 };

    note(&s, run);
    while (s.last < STEPS && gr_run_state(run) == GR_RUN_GOING) {
        happen(run, s.last);
        gr_test_seek(run, s.last + 1);
        note(&s, run);
    }
    s.trace = gr_test_trace(run);
    return s;
}

static void story_clear(story *s)
{
    for (size_t i = 0; i < GR_LEN(s->present); i++)
        free(s->present[i]);
    free(s->trace);
}

static void check_present(const gr_run *run, const story *s, long step)
{
    ck_assert_int_eq(gr_run_step_number(run), step);
    gr_test_equal(gr_test_present(run), strdup(s->present[step]));
}

static void check_told(gr_run *run, const story *s)
{
    gr_test_seek(run, s->last);
    check_present(run, s, s->last);
    gr_test_equal(gr_test_trace(run), strdup(s->trace));
}

/* --- back and forth --- */

typedef enum memory { ALL, SOME, LITTLE, NONE, FORGET } memory;

static void limit(gr_run *run, memory kept)
{
    static const size_t bytes[] = { [SOME] = 4096, [LITTLE] = 1500, [NONE] = 0 };

    if (kept == SOME || kept == LITTLE || kept == NONE) {
        gr_run_limit_history(run, bytes[kept]);
        ck_assert_uint_le(gr_run_history_used(run), bytes[kept]);
    }
}

static void go(gr_run *run, const story *s, long step, memory kept)
{
    if (kept == FORGET)
        gr_run_forget(run);
    gr_test_seek(run, step);
    check_present(run, s, step);
    if (kept == SOME || kept == LITTLE)
        ck_assert_uint_le(gr_run_history_used(run), kept == SOME ? 4096 : 1500);
}

/* Step by step back, step by step forwards, then jumps of all lengths. */
static void wander(int index, memory kept)
{
    gr_run *run = start(index, gr_test_keep);

    limit(run, kept);
    story s = tell(run);
    for (long step = s.last; step >= 0; step--)
        go(run, &s, step, kept);
    for (long step = 0; step <= s.last; step++)
        go(run, &s, step, kept);
    for (long k = 1; k < 40; k++)
        go(run, &s, k * 7 % (s.last + 1), kept);
    check_told(run, &s);
    story_clear(&s);
    gr_run_free(run);
}

START_TEST(test_all_keyframes)
{
    wander(_i, ALL);
}
END_TEST

START_TEST(test_some_keyframes)
{
    wander(_i, SOME);
}
END_TEST

START_TEST(test_few_keyframes)
{
    wander(_i, LITTLE);
}
END_TEST

START_TEST(test_no_keyframes)
{
    wander(_i, NONE);
}
END_TEST

START_TEST(test_forgotten_keyframes)
{
    wander(_i, FORGET);
}
END_TEST

/* --- fine and coarse --- */

static void finish_finely(gr_run *run)
{
    size_t phases = gr_experiment_phases(gr_run_experiment(run)), stops = 0;
    gr_progress progress = GR_PART;
    long step = gr_run_step_number(run);

    while (gr_run_step_number(run) == step) {
        ck_assert(gr_run_advance(run, true, &progress, NULL));
        stops += progress == GR_PHASE;
        ck_assert_uint_eq(gr_run_phase(run), gr_run_inside(run) ? stops : 0);
    }
    ck_assert_uint_le(stops, phases > 0 ? phases - 1 : 0);
}

START_TEST(test_fine_equals_coarse)
{
    gr_run *coarse = start(_i, gr_test_keep), *fine = start(_i, gr_test_keep);
    story s = tell(coarse);

    for (long step = 0; step < s.last; step++) {
        check_present(fine, &s, step);
        happen(fine, step);
        finish_finely(fine);
    }
    gr_test_same(fine, coarse);
    story_clear(&s);
    gr_run_free(coarse);
    gr_run_free(fine);
}
END_TEST

/* To each phase of a step from everywhere else: the same view of it. */
START_TEST(test_phases)
{
    gr_run *run = start(_i, gr_test_keep);
    size_t phases = gr_experiment_phases(gr_run_experiment(run));
    story s = tell(run);

    for (size_t phase = 1; phase < phases; phase++) {
        ck_assert(gr_run_seek(run, 3, phase, NULL));
        ck_assert_uint_eq(gr_run_phase(run), phase);
        char *seen = gr_test_present(run);
        for (long from = 0; from <= s.last; from++) {
            gr_test_seek(run, from);
            ck_assert(gr_run_seek(run, 3, phase, NULL));
            gr_test_equal(gr_test_present(run), strdup(seen));
        }
        free(seen);
    }
    check_told(run, &s);
    story_clear(&s);
    gr_run_free(run);
}
END_TEST

/* --- forks and replays --- */

START_TEST(test_replay)
{
    gr_run *run = start(_i, gr_test_keep), *again = start(_i, gr_test_lean);
    story s = tell(run);

    gr_test_schedule_all(again, run);
    for (long step = 0; step <= s.last; step++) {
        gr_test_seek(again, step);
        check_present(again, &s, step);
    }
    story_clear(&s);
    gr_run_free(run);
    gr_run_free(again);
}
END_TEST

/* A copy made under way goes on as the original does, and back as well. */
START_TEST(test_fork)
{
    gr_run *run = start(_i, gr_test_keep);
    story s = tell(run);

    for (long at = 0; at <= s.last; at++) {
        gr_test_seek(run, at);
        gr_run *fork = gr_run_fork(run, NULL);
        gr_test_same(fork, run);
        for (long step = at; step < s.last; step++) {
            happen(fork, step);
            gr_test_seek(fork, step + 1);
        }
        check_told(fork, &s);
        for (long step = s.last; step >= 0; step -= 3)
            go(fork, &s, step, ALL);
        gr_run_free(fork);
    }
    check_told(run, &s); /* nothing happened to the original */
    story_clear(&s);
    gr_run_free(run);
}
END_TEST

/* A copy made inside a step stands at the whole step before it. */
START_TEST(test_fork_inside)
{
    gr_run *run = start(_i, gr_test_keep);
    gr_progress progress;
    story s = tell(run);

    gr_test_seek(run, BRANCH);
    ck_assert(gr_run_advance(run, true, &progress, NULL));
    gr_run *fork = gr_run_fork(run, NULL);
    ck_assert(!gr_run_inside(fork));
    if (gr_run_inside(run))
        check_present(fork, &s, gr_run_step_number(run));
    gr_run_free(fork);
    check_told(run, &s);
    story_clear(&s);
    gr_run_free(run);
}
END_TEST

/* --- cancelled steps --- */

/* Begin the step behind `step`, `pieces` of it, and give it up. */
static void cancel_at(gr_run *run, const story *s, long step, int pieces, bool fine)
{
    gr_progress progress = GR_PART;

    gr_test_seek(run, step);
    for (int i = 0; i < pieces && progress < GR_STEP; i++)
        ck_assert(gr_run_advance(run, fine, &progress, NULL));
    if (progress >= GR_STEP)
        step = gr_run_step_number(run); /* the step was shorter: nothing to give up */
    ck_assert(gr_run_cancel(run, NULL));
    ck_assert(!gr_run_inside(run));
    check_present(run, s, step);
}

static void cancel_everywhere(int index, memory kept)
{
    gr_run *run = start(index, gr_test_keep);
    story s = tell(run);

    limit(run, kept);
    for (long step = 0; step < s.last; step++)
        for (int pieces = 1; pieces <= 5; pieces++)
            cancel_at(run, &s, step, pieces, pieces % 2 == 0);
    check_told(run, &s);
    story_clear(&s);
    gr_run_free(run);
}

START_TEST(test_cancel)
{
    cancel_everywhere(_i, ALL);
}
END_TEST

START_TEST(test_cancel_without_keyframes)
{
    cancel_everywhere(_i, NONE);
}
END_TEST

/* Cancelled on the first way through, with nothing known of what comes. */
START_TEST(test_cancel_under_way)
{
    gr_run *run = start(_i, gr_test_keep), *straight = start(_i, gr_test_keep);
    story s = tell(straight);
    gr_progress progress;

    for (long step = 0; step < s.last; step++) {
        happen(run, step);
        for (int pieces = 1; pieces <= 3; pieces++) {
            for (int i = 0; i < pieces && gr_run_step_number(run) == step; i++)
                ck_assert(gr_run_advance(run, true, &progress, NULL));
            ck_assert(gr_run_cancel(run, NULL));
        }
        gr_test_seek(run, step + 1);
        check_present(run, &s, step + 1);
    }
    gr_test_same(run, straight);
    story_clear(&s);
    gr_run_free(run);
    gr_run_free(straight);
}
END_TEST

/* --- a new event cuts the future --- */

START_TEST(test_new_future)
{
    gr_run *run = start(_i, gr_test_keep), *direct = start(_i, gr_test_keep);
    story s = tell(run);
    long at = s.last < BRANCH ? s.last - 1 : BRANCH;
    size_t before, after;

    for (long step = 0; step < at; step++) {
        happen(direct, step);
        gr_test_seek(direct, step + 1);
    }
    gr_test_seek(run, at);
    gr_run_events(run, &before);
    bool changed = change(run, true, 1);
    change(direct, true, 1);
    gr_run_events(run, &after);
    if (changed || after != before)
        ck_assert_int_eq(gr_run_furthest(run), at);
    for (long step = at; step <= s.last; step++) {
        gr_test_seek(run, step);
        gr_test_seek(direct, step);
        gr_test_same(run, direct);
    }
    for (long step = s.last; step >= 0; step--) { /* and the past is as it was */
        gr_test_seek(run, step);
        gr_test_seek(direct, step);
        gr_test_same(run, direct);
    }
    story_clear(&s);
    gr_run_free(run);
    gr_run_free(direct);
}
END_TEST

/* --- out into the world and back --- */

static char *capsule_of(const gr_run *run, bool flow)
{
    gr_plan plan;
    gr_text text = { 0 };
    gr_error err;

    ck_assert(gr_plan_from_run(&plan, run, &err));
    ck_assert_msg(gr_capsule_put(&text, &plan, NULL, flow, &err), "%s", err.message);
    char *copy = strdup(gr_text_string(&text));
    gr_text_clear(&text);
    gr_plan_clear(&plan);
    return copy;
}

static void check_capsule(const gr_run *run, bool flow)
{
    char *text = capsule_of(run, flow);
    gr_capsule capsule;
    gr_error err;

    ck_assert_msg(gr_capsule_read("c", text, strlen(text), &capsule, &err), "%s", err.message);
    gr_test_equal(gr_test_csv(&capsule.plan, 1), gr_test_trace(run));
    gr_plan_clear(&capsule.plan);
    free(text);
}

/* The capsule of a live run at each of its steps gives its CSV again, byte for byte. */
START_TEST(test_capsule)
{
    gr_run *run = start(_i, gr_test_keep);
    story s = tell(run);

    for (long step = 0; step <= s.last; step++) {
        gr_test_seek(run, step);
        check_capsule(run, true);
        check_capsule(run, false);
    }
    story_clear(&s);
    gr_run_free(run);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = {
        test_all_keyframes, test_some_keyframes,      test_few_keyframes,
        test_no_keyframes,  test_forgotten_keyframes, test_fine_equals_coarse,
        test_phases,        test_replay,              test_fork,
        test_fork_inside,   test_cancel,              test_cancel_without_keyframes,
        test_cancel_under_way, test_new_future,       test_capsule,
    };
    Suite *s = suite_create("moves");
    TCase *all = gr_test_case(s, "every experiment");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_loop_test(all, tests[i], 0, (int)example_count());
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
