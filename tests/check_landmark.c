/* Landmarks of a run: where the goal was first met, where the first column was lowest, where the
 * run diverged. */
#include "gradus/landmark.h"
#include "runs.h"
#include "toy.h"

#include <stdio.h>

/* All landmarks as one text: "3 lowest x; 5 the run diverges". Static. */
static const char *found(const gr_run *run, const char *goal)
{
    static char text[600];
    const gr_figure *path = &gr_toy.figures[gr_experiment_figure(&gr_toy, "path")];
    const gr_lab lab = { .experiment = &gr_toy, .goal = { .text = goal },
                         .plots = { { .figure = path } }, .plot_count = 1 };
    gr_landmarks landmarks;
    gr_error err = { 0 };
    size_t used = 0;

    ck_assert_msg(gr_landmarks_find(&landmarks, &lab, run, &err), "%s", err.message);
    text[0] = '\0';
    for (size_t i = 0; i < landmarks.count; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%ld %s", i > 0 ? "; " : "",
                                 landmarks.list[i].step, landmarks.list[i].what);
    return text;
}

static gr_run *toy_at(const char *settings, long step)
{
    gr_run *run = gr_test_run(&gr_toy, settings, gr_test_keep);

    gr_test_seek(run, step);
    return run;
}

/* The step with the smallest x, the first of several, found without looking for it: by asking of
 * each row whether any is smaller. */
static long lowest_of(const gr_run *run)
{
    const gr_table *trace = gr_run_trace(run);

    for (size_t i = 0; i < trace->rows; i++) {
        bool beaten = false;
        for (size_t k = 0; k < trace->rows; k++)
            beaten = beaten || gr_table_cell(trace, k, 1) < gr_table_cell(trace, i, 1);
        if (!beaten)
            return (long)i;
    }
    return -1;
}

START_TEST(lowest)
{
    static const char *const settings[] = { "", "noisy=no", "shift=2", "stride=1" };

    for (size_t i = 0; i < GR_LEN(settings); i++) {
        char expected[40];
        gr_run *run = toy_at(settings[i], 20);
        snprintf(expected, sizeof expected, "%ld lowest x", lowest_of(run));
        gr_assert_text(found(run, NULL), expected);
        gr_test_seek(run, 2); /* what was computed stays */
        gr_assert_text(found(run, NULL), expected);
        gr_run_free(run);
    }
}
END_TEST

/* A plot that shows no column leaves the lowest out. */
START_TEST(nothing_plotted)
{
    const gr_lab lab = { .experiment = &gr_toy };
    gr_landmarks landmarks;
    gr_run *run = toy_at("", 20);

    ck_assert(gr_landmarks_find(&landmarks, &lab, run, NULL));
    ck_assert_uint_eq(landmarks.count, 0);
    gr_run_free(run);
}
END_TEST

/* Of equal values the first. */
START_TEST(lowest_of_equals)
{
    gr_run *run = toy_at("stride=0.1 noisy=no mover=jump reach=9", 8);

    gr_assert_text(found(run, NULL), "0 lowest x"); /* it has not jumped yet */
    gr_run_free(run);
}
END_TEST

START_TEST(goal_is_first_met)
{
    static const struct {
        const char *goal, *landmarks;
    } rows[] = {
        { "last.step >= 4", "0 lowest x; 4 the goal is met" },
        { "last.step >= 0", "0 the goal is met; 0 lowest x" }, /* of two at a step the goal first */
        { "last.step > 9", "0 lowest x" },
        { "last.seen >= 6 and last.step != 3", "0 lowest x; 4 the goal is met" },
        { "run[1].last.step == 7", "0 lowest x; 7 the goal is met" },
        { "load == 2 and last.step == 2", "0 lowest x; 2 the goal is met" },
        { "load == 3", "0 lowest x" },
        { "last.nothing > 1", "0 lowest x" },      /* means nothing here */
        { "run[2].last.step >= 4", "0 lowest x" }, /* there is no second run */
        { "last.step >", "0 lowest x" },
    };
    gr_run *run = toy_at("noisy=no mover=jump reach=9", 8);

    for (size_t i = 0; i < GR_LEN(rows); i++)
        gr_assert_text(found(run, rows[i].goal), rows[i].landmarks);
    gr_run_free(run);
}
END_TEST

/* All that was computed counts, not the way to the present step alone. */
START_TEST(goal_ahead)
{
    gr_run *run = toy_at("noisy=no mover=jump reach=9", 3);

    gr_assert_text(found(run, "last.step >= 4"), "0 lowest x");
    gr_test_seek(run, 6);
    gr_test_seek(run, 1);
    gr_assert_text(found(run, "last.step >= 4"), "0 lowest x; 4 the goal is met");
    gr_run_free(run);
}
END_TEST

/* Divergence is seen from before it as well, until an event makes another future. */
START_TEST(divergence)
{
    gr_run *run = toy_at("noisy=no mover=jump reach=9 diverge=5", 4);

    gr_assert_text(found(run, NULL), "0 lowest x");
    gr_test_seek(run, 40);
    gr_assert_text(found(run, NULL), "0 lowest x; 5 the run diverges");
    gr_assert_text(found(run, "last.step >= 3"),
                   "0 lowest x; 3 the goal is met; 5 the run diverges");
    gr_assert_text(found(run, "last.step >= 5"),
                   "0 lowest x; 5 the goal is met; 5 the run diverges");
    gr_test_seek(run, 2);
    gr_assert_text(found(run, NULL), "0 lowest x; 5 the run diverges");
    gr_test_set(run, "diverge", "0");
    gr_assert_text(found(run, NULL), "0 lowest x");
    gr_test_seek(run, 8);
    gr_assert_text(found(run, NULL), "0 lowest x");
    gr_run_free(run);
}
END_TEST

/* An action cuts as a knob does. */
START_TEST(divergence_cut_by_an_action)
{
    gr_run *run = toy_at("noisy=no mover=jump reach=9 diverge=5", 40);

    gr_test_seek(run, 3);
    gr_test_act(run, GR_TOY_PUSH);
    gr_assert_text(found(run, NULL), "0 lowest x");
    gr_test_seek(run, 40);
    gr_assert_text(found(run, NULL), "0 lowest x; 5 the run diverges");
    gr_run_free(run);
}
END_TEST

START_TEST(none_without_a_trace)
{
    gr_run *run = gr_test_run(&gr_toy, "", gr_test_lean);

    gr_test_seek(run, 5);
    gr_assert_text(found(run, "last.step >= 0"), "");
    gr_run_free(run);
}
END_TEST

/* --- from one to the next --- */

static void assert_from(const gr_landmarks *landmarks, long step, int direction, long expected)
{
    const gr_landmark *mark = gr_landmark_from(landmarks, step, direction);

    ck_assert_int_eq(mark != NULL ? mark->step : -1, expected);
}

START_TEST(nearest)
{
    const gr_landmarks three = { .list = { { .step = 2 }, { .step = 5 }, { .step = 9 } },
                                 .count = 3 };
    const gr_landmarks none = { .count = 0 };

    assert_from(&three, 0, 1, 2);
    assert_from(&three, 2, 1, 5);
    assert_from(&three, 8, 1, 9);
    assert_from(&three, 9, 1, -1);
    assert_from(&three, 20, -1, 9);
    assert_from(&three, 9, -1, 5);
    assert_from(&three, 3, -1, 2);
    assert_from(&three, 2, -1, -1);
    assert_from(&none, 3, 1, -1);
    assert_from(&none, 3, -1, -1);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = {
        lowest,
        lowest_of_equals,
        nothing_plotted,
        goal_is_first_met,
        goal_ahead,
        divergence,
        divergence_cut_by_an_action,
        none_without_a_trace,
        nearest,
    };
    Suite *s = suite_create("landmark");
    TCase *all = gr_test_case(s, "landmark");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, tests[i]);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
