/* The events of a run: knobs set under way, actions, schedules. */
#include "runs.h"
#include "toy.h"

#include "gradus/memory.h"

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

static void check_event(const gr_run *run, size_t i, long step, const char *knob,
                        const char *value)
{
    size_t count;
    const gr_event *event = &gr_run_events(run, &count)[i];

    ck_assert_uint_lt(i, count);
    ck_assert_int_eq(event->step, step);
    gr_assert_text(event->knob, knob);
    gr_assert_text(event->value, value);
}

static const char *knob(const gr_run *run, const char *name)
{
    return gr_values_text(gr_run_values(run), name);
}

static bool would_restart(const gr_run *run, const char *name, const char *value)
{
    const gr_setting setting = { name, value };

    return gr_run_would_restart(run, &setting, 1);
}

/* --- setting knobs --- */

START_TEST(test_set_results)
{
    gr_run *run = toy("");

    gr_test_seek(run, 3);
    ck_assert_int_eq(gr_test_set(run, "stride", "0.1"), GR_SET_SAME);
    ck_assert_int_eq(gr_test_set(run, "stride", "1/10"), GR_SET_SAME);
    ck_assert_uint_eq(event_count(run), 0);
    ck_assert_int_eq(gr_test_set(run, "stride", "0.2"), GR_SET_LIVE);
    ck_assert_int_eq(gr_test_set(run, "width", "9"), GR_SET_LIVE);
    ck_assert_int_eq(gr_test_set(run, "mover", "jump"), GR_SET_LIVE);
    check_event(run, 0, 4, "stride", "0.2");
    check_event(run, 1, 4, "width", "9");
    check_event(run, 2, 4, "mover", "jump");
    gr_assert_text(knob(run, "stride"), "0.2"); /* set explicitly, so the new member keeps it */
    gr_assert_text(knob(run, "mover.gain"), "0.25");
    gr_assert_text(gr_values_text(gr_run_initial(run), "stride"), "0.1");
    ck_assert_int_eq(gr_run_step_number(run), 3);
    ck_assert_int_eq(gr_test_set(run, "layers", "4-4-4"), GR_SET_RESTARTED);
    ck_assert_int_eq(gr_run_step_number(run), 0);
    ck_assert_uint_eq(event_count(run), 0);
    gr_assert_text(gr_values_text(gr_run_initial(run), "width"), "9");
    ck_assert_uint_eq(gr_run_columns(run)->count, 1 + 7 + 3);
    gr_run_free(run);
}
END_TEST

/* At step 0, with nothing behind it, any knob belongs to the start. */
START_TEST(test_set_at_birth)
{
    gr_run *run = toy(""), *born = toy("stride=0.2");

    ck_assert(!would_restart(run, "stride", "0.2"));
    ck_assert_int_eq(gr_test_set(run, "stride", "0.2"), GR_SET_RESTARTED);
    ck_assert_uint_eq(event_count(run), 0);
    gr_test_same(run, born);
    gr_test_seek(run, 3);
    gr_test_seek(run, 0);
    ck_assert_int_eq(gr_test_set(run, "stride", "0.4"), GR_SET_RESTARTED);
    ck_assert_int_eq(gr_run_furthest(run), 0);
    gr_run_free(run);
    gr_run_free(born);
}
END_TEST

START_TEST(test_would_restart)
{
    gr_run *run = toy("");

    gr_test_seek(run, 3);
    ck_assert(!would_restart(run, "stride", "0.2"));
    ck_assert(!would_restart(run, "width", "9"));
    ck_assert(would_restart(run, "layers", "2-2"));
    ck_assert(would_restart(run, "label", "other"));
    ck_assert(!would_restart(run, "layers", "3-2")); /* it has that value already */
    ck_assert(!would_restart(run, "layers", "3--2")); /* refused: nothing would happen */
    ck_assert(!would_restart(run, "no-such-knob", "1"));
    ck_assert_int_eq(gr_run_step_number(run), 3);
    ck_assert_uint_eq(event_count(run), 0);
    gr_run_free(run);
}
END_TEST

/* Several at once, in any order: a knob of a member may stand before the family. */
START_TEST(test_set_many)
{
    const gr_setting settings[] = { { "reach", "2" }, { "stride", "0.5" }, { "mover", "jump" } };
    gr_run *run = toy("");
    gr_set_result result;

    gr_test_seek(run, 2);
    ck_assert(!gr_run_would_restart(run, settings, GR_LEN(settings)));
    ck_assert(gr_run_set(run, settings, GR_LEN(settings), &result, NULL));
    ck_assert_int_eq(result, GR_SET_LIVE);
    gr_assert_text(knob(run, "reach"), "2");
    gr_assert_text(knob(run, "stride"), "0.5");
    check_event(run, 0, 3, "mover", "jump");
    ck_assert_uint_eq(event_count(run), 3);
    gr_test_seek(run, 5);
    gr_test_seek(run, 2);
    gr_assert_text(knob(run, "mover"), "walk");
    gr_test_seek(run, 3);
    gr_assert_text(knob(run, "reach"), "2");
    gr_run_free(run);
}
END_TEST

/* One of several is refused: none is set, the future stays, and so does an unfinished step. */
START_TEST(test_set_refused)
{
    const gr_setting settings[] = { { "stride", "0.5" }, { "width", "0" } };
    gr_run *run = toy("");
    gr_set_result result = GR_SET_RESTARTED;
    gr_error err;

    gr_test_seek(run, 6);
    ck_assert(gr_run_seek(run, 4, 1, NULL));
    char *before = gr_test_present(run);
    ck_assert(!gr_run_set(run, settings, GR_LEN(settings), &result, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    ck_assert_int_eq(result, GR_SET_RESTARTED); /* outputs are untouched */
    gr_test_equal(gr_test_present(run), before);
    ck_assert_int_eq(gr_run_furthest(run), 6);
    gr_assert_message(err, "knob width: '0' is not allowed; allowed: a whole number from 1 to 50");
    gr_run_free(run);
}
END_TEST

/* What `prepare` refuses is refused by the run, which goes on as it was. */
START_TEST(test_set_refused_by_prepare)
{
    gr_run *run = toy("");
    const gr_setting setting = { "layers", "100-100" };
    gr_error err;

    gr_test_seek(run, 2);
    char *before = gr_test_present(run);
    ck_assert(!gr_run_set(run, &setting, 1, NULL, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    gr_assert_message(err, "knob layers: 200 units; 150 are allowed in all");
    gr_test_equal(gr_test_present(run), before);
    gr_run_free(run);
}
END_TEST

START_TEST(test_set_same_keeps_the_step)
{
    gr_run *run = toy("");

    ck_assert(gr_run_seek(run, 2, 1, NULL));
    ck_assert_int_eq(gr_test_set(run, "stride", "0.1"), GR_SET_SAME);
    ck_assert_uint_eq(gr_run_phase(run), 1);
    ck_assert_int_eq(gr_test_set(run, "stride", "0.2"), GR_SET_LIVE);
    ck_assert(!gr_run_inside(run));
    ck_assert_int_eq(gr_run_step_number(run), 2);
    gr_run_free(run);
}
END_TEST

/* Inside a step that has taken up an event of the future, a setting replaces that event. */
START_TEST(test_set_inside_replaces)
{
    gr_run *run = toy("");

    gr_test_seek(run, 2);
    gr_test_set(run, "stride", "0.2");
    gr_test_seek(run, 5);
    gr_test_seek(run, 2);
    gr_assert_text(knob(run, "stride"), "0.1");
    ck_assert(gr_run_seek(run, 2, 1, NULL));
    gr_assert_text(knob(run, "stride"), "0.2");
    ck_assert_int_eq(gr_test_set(run, "stride", "0.1"), GR_SET_SAME);
    ck_assert_int_eq(gr_test_set(run, "stride", "0.3"), GR_SET_LIVE);
    ck_assert_uint_eq(event_count(run), 1);
    check_event(run, 0, 3, "stride", "0.3");
    ck_assert_int_eq(gr_run_furthest(run), 2);
    gr_run_free(run);
}
END_TEST

/* --- actions --- */

START_TEST(test_refused_action)
{
    gr_run *run = toy("");
    gr_error err;

    gr_test_seek(run, 2);
    gr_test_act(run, GR_TOY_PUSH);
    gr_test_seek(run, 6);
    gr_test_seek(run, 1);
    char *before = gr_test_present(run);
    ck_assert(!gr_run_act(run, GR_TOY_PULL, &err)); /* nothing has been pushed yet */
    ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    gr_assert_message(err, "pull: nothing has been pushed; push first");
    gr_test_equal(gr_test_present(run), before);
    ck_assert_int_eq(gr_run_furthest(run), 6);
    ck_assert_uint_eq(event_count(run), 1);
    gr_run_free(run);
}
END_TEST

START_TEST(test_action)
{
    gr_run *run = toy("");
    size_t count;

    gr_test_seek(run, 3);
    gr_test_act(run, GR_TOY_PUSH);
    gr_test_act(run, GR_TOY_PULL);
    const gr_event *events = gr_run_events(run, &count);
    ck_assert_uint_eq(count, 2);
    ck_assert(events[1].step == 4 && events[1].knob == NULL && events[1].action == GR_TOY_PULL);
    gr_test_seek(run, 5);
    gr_test_seek(run, 3);
    gr_test_act(run, GR_TOY_PUSH); /* cuts both */
    ck_assert_uint_eq(event_count(run), 1);
    ck_assert_int_eq(gr_run_furthest(run), 3);
    gr_run_free(run);
}
END_TEST

START_TEST(test_no_actions)
{
    gr_run *run = gr_test_run(gr_experiment_find("parameters", NULL), "", gr_test_keep);
    gr_error err;

    ck_assert(!gr_run_act(run, 0, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    gr_assert_message(err, "parameters has no actions");
    gr_run_free(run);
}
END_TEST

/* --- schedules --- */

static bool schedule(gr_run *run, long step, gr_error *err)
{
    char name[] = "stride", value[] = "0.7";
    const gr_event event = { .step = step, .knob = name, .value = value };

    return gr_run_schedule(run, &event, err);
}

START_TEST(test_schedule_order)
{
    gr_run *run = toy("");
    gr_error err;

    ck_assert(!schedule(run, 0, &err)); /* nothing comes before step 0 */
    ck_assert_int_eq(err.kind, GR_ERROR_DATA);
    ck_assert(schedule(run, 3, &err) && schedule(run, 3, &err) && schedule(run, 5, &err));
    ck_assert(!schedule(run, 4, &err));
    gr_assert_message(err, "an event before step 4 comes after one before 5");
    gr_test_seek(run, 8);
    ck_assert(!schedule(run, 7, &err)); /* past */
    ck_assert(!schedule(run, 8, &err)); /* present */
    ck_assert(schedule(run, 9, &err));
    ck_assert_uint_eq(event_count(run), 4);
    gr_test_seek(run, 10);
    ck_assert(gr_run_seek(run, 10, 1, NULL));
    ck_assert(!schedule(run, 11, &err)); /* has been begun */
    ck_assert(schedule(run, 12, &err));
    gr_run_free(run);
}
END_TEST

/* A schedule changes the future: what was computed of it is not believed any more. */
START_TEST(test_schedule_forgets)
{
    gr_run *run = toy(""), *direct = toy("");

    gr_test_seek(run, 8);
    gr_test_seek(run, 2);
    ck_assert(schedule(run, 5, NULL));
    ck_assert(schedule(direct, 5, NULL));
    gr_test_seek(run, 8);
    gr_test_seek(direct, 8);
    gr_test_same(run, direct);
    gr_run_free(run);
    gr_run_free(direct);
}
END_TEST

/* An event that cannot be applied stops the run before its step; it can go elsewhere still. */
START_TEST(test_impossible_event)
{
    const gr_event pull = { .step = 3, .action = GR_TOY_PULL };
    gr_run *run = toy("");
    gr_error err;

    ck_assert(gr_run_schedule(run, &pull, NULL));
    ck_assert(!gr_run_seek(run, 5, 0, &err));
    ck_assert_int_eq(gr_run_step_number(run), 2);
    ck_assert(!gr_run_inside(run));
    gr_test_act(run, GR_TOY_PUSH); /* cuts it */
    gr_test_seek(run, 5);
    gr_run_free(run);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = {
        test_set_results, test_set_at_birth, test_would_restart, test_set_many, test_set_refused,
        test_set_refused_by_prepare, test_set_same_keeps_the_step, test_set_inside_replaces,
        test_refused_action, test_action, test_no_actions, test_schedule_order,
        test_schedule_forgets, test_impossible_event,
    };
    Suite *s = suite_create("run_events");
    TCase *all = gr_test_case(s, "run events");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, tests[i]);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
