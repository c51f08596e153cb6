/* The student at the wheel: what each action does and when it is refused, what becomes of labels, and
 * that all of it is in the capsule. */
#include "runs.h"

#include "gradus/dataset.h"
#include "gradus/learner.h"
#include "gradus/memory.h"
#include "gradus/world.h"

#include <math.h>
#include <stdlib.h>

enum { TAKE, BACK, UNDO, DISCARD, UP, RIGHT, DOWN, LEFT };

static gr_run *gate(const char *settings)
{
    return gr_test_run(gr_experiment_find("gate", NULL), settings, gr_test_keep);
}

static double cell(const gr_run *run, const char *column)
{
    double row[64];
    long at = gr_columns_find(gr_run_columns(run), column);

    ck_assert_int_ge(at, 0);
    gr_run_row(run, row);
    return row[at];
}

static void step(gr_run *run)
{
    gr_test_seek(run, gr_run_step_number(run) + 1);
}

static void drive(gr_run *run, int direction)
{
    gr_test_act(run, direction);
    step(run);
}

static void refused(gr_run *run, int action, const char *why)
{
    gr_error err = { 0 };
    char *before = gr_test_present(run);

    ck_assert(!gr_run_act(run, action, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    gr_assert_message(err, why);
    gr_test_equal(gr_test_present(run), before);
}

/* --- control --- */

START_TEST(only_what_the_student_drives_is_labelled)
{
    gr_run *run = gate("map=field");

    step(run);
    step(run);
    ck_assert_double_eq(cell(run, "labels"), 0);
    gr_test_act(run, TAKE);
    ck_assert_int_eq(gr_run_control(run, NULL), GR_CONTROL_DRIVE);
    drive(run, DOWN);
    drive(run, RIGHT);
    ck_assert_double_eq(cell(run, "labels"), 2);
    ck_assert_double_eq(cell(run, "takeovers"), 1);
    ck_assert_double_eq(cell(run, "switches"), 1);
    gr_test_act(run, BACK);
    ck_assert_int_eq(gr_run_control(run, NULL), GR_CONTROL_WATCH);
    step(run);
    ck_assert_double_eq(cell(run, "labels"), 2);
    ck_assert_double_eq(cell(run, "switches"), 2);
    ck_assert_double_eq_tol(cell(run, "per100"), 100.0 / 5, 1e-12);
    gr_run_free(run);
}
END_TEST

START_TEST(what_cannot_be_done_is_refused_with_its_reason)
{
    gr_run *run = gate("map=field budget=2");

    refused(run, UP, "up: the learner drives; take over first");
    refused(run, BACK, "back: the learner drives already");
    refused(run, UNDO, "undo: there is no label of yours to take back");
    refused(run, DISCARD, "discard: this correction has no label to take back");
    gr_test_act(run, TAKE);
    refused(run, TAKE, "take: you drive already");
    drive(run, DOWN);
    drive(run, DOWN);
    ck_assert_int_eq(gr_run_control(run, NULL), GR_CONTROL_WATCH); /* the budget is spent */
    refused(run, TAKE, "take: the budget of 2 labels is spent");
    gr_run_free(run);

    run = gate("world=lane mode=label");
    refused(run, TAKE, "take: in the mode label the learner drives");
    refused(run, DOWN, "down: there is no such way in this world; there are up, right, left");
    gr_run_free(run);
}
END_TEST

/* Standing still while in control is a step that teaches nothing. */
START_TEST(waiting_is_no_label)
{
    gr_run *run = gate("map=field");

    gr_test_act(run, TAKE);
    double before = cell(run, "state");
    step(run);
    ck_assert_double_eq(cell(run, "state"), before);
    ck_assert_double_eq(cell(run, "labels"), 0);
    ck_assert_double_eq(cell(run, "env_steps"), 1 + cell(run, "standing"));
    gr_run_free(run);
}
END_TEST

START_TEST(a_student_who_shows_it_drives_first)
{
    gr_run *run = gate("map=field demos=0 horizon=5 runs=2 budget=100");

    ck_assert_int_eq(gr_run_control(run, NULL), GR_CONTROL_DRIVE);
    for (int i = 0; i < 5; i++)
        drive(run, DOWN);
    ck_assert_double_eq(cell(run, "fits"), 2); /* of nothing, and of these */
    ck_assert_int_eq(gr_run_control(run, NULL), GR_CONTROL_WATCH);
    refused(run, TAKE, "take: the run has ended; the next step begins another");
    step(run);
    ck_assert_double_eq(cell(run, "run"), 2);
    step(run);
    ck_assert_double_eq(cell(run, "state"), 10); /* it goes down as it was shown */
    gr_run_free(run);
}
END_TEST

/* --- taking back --- */

START_TEST(undo_stands_where_the_label_was_given)
{
    gr_run *run = gate("map=field");

    gr_test_act(run, TAKE);
    drive(run, DOWN);
    double there = cell(run, "state");
    drive(run, RIGHT);
    gr_test_act(run, BACK);
    gr_test_act(run, UNDO);
    ck_assert_int_eq(gr_run_control(run, NULL), GR_CONTROL_DRIVE);
    step(run); /* waits, so that the place is in a row */
    ck_assert_double_eq(cell(run, "state"), there);
    ck_assert_double_eq(cell(run, "labels"), 2); /* it was given, and counts */
    gr_run_free(run);
}
END_TEST

START_TEST(discard_takes_a_whole_correction_back)
{
    gr_run *run = gate("map=field demos=1");
    double demonstrated = cell(run, "standing");

    gr_test_act(run, TAKE);
    drive(run, DOWN);
    gr_test_act(run, BACK);
    step(run);
    gr_test_act(run, TAKE);
    drive(run, RIGHT);
    drive(run, RIGHT);
    gr_test_act(run, DISCARD);
    gr_test_act(run, BACK);
    step(run);
    ck_assert_double_eq(cell(run, "labels"), 3);
    ck_assert_double_eq(cell(run, "standing"), demonstrated + 1);
    gr_run_free(run);
}
END_TEST

/* --- how good labels are --- */

/* Down is as good a way as the expert's, which goes right first; up, against the edge, leads nowhere.
 * What is taken back does not count. */
START_TEST(another_good_way_is_right)
{
    gr_run *run = gate("map=field demos=1");

    ck_assert(gr_is_missing(cell(run, "agree")));
    gr_test_act(run, TAKE);
    drive(run, DOWN);
    ck_assert_double_eq(cell(run, "agree"), 1);
    drive(run, LEFT);
    ck_assert_double_eq(cell(run, "agree"), 0.5);
    gr_test_act(run, UNDO);
    step(run); /* waits */
    ck_assert_double_eq(cell(run, "agree"), 1);
    gr_run_free(run);
}
END_TEST

START_TEST(the_wheel_tells_where_and_how_much)
{
    gr_run *run = gate("map=field budget=8");
    gr_wheel wheel;

    gr_test_act(run, TAKE);
    drive(run, DOWN);
    drive(run, DOWN);
    ck_assert(gr_run_wheel(run, &wheel));
    gr_assert_text(wheel.place, "run 1");
    gr_assert_text(wheel.spent, "2 of 8 labels");
    ck_assert_double_eq(wheel.share, 0.25);
    gr_run_free(run);

    run = gr_test_run(gr_experiment_find("parameters", NULL), "", gr_test_keep);
    ck_assert(!gr_run_wheel(run, &wheel));
    gr_run_free(run);
}
END_TEST

/* --- lag --- */

/* A label that is given at step 0 with a lag of 2 is taken for the state of step 2. */
START_TEST(a_late_label_is_of_another_state)
{
    gr_run *run = gate("map=field mode=label lag=2 demos=1");
    gr_table dataset = { 0 };

    gr_test_act(run, UP);
    for (int i = 0; i < 4; i++)
        step(run);
    ck_assert_double_eq(cell(run, "labels"), 1);
    ck_assert(gr_run_table(run, 0, &dataset, NULL));
    size_t labelled = (size_t)gr_columns_find(&dataset.columns, "labelled");
    size_t t = (size_t)gr_columns_find(&dataset.columns, "t");
    size_t round = (size_t)gr_columns_find(&dataset.columns, "round");
    for (size_t i = 0; i < dataset.rows; i++)
        if (gr_table_cell(&dataset, i, round) > 0)
            ck_assert_double_eq(gr_table_cell(&dataset, i, labelled),
                                gr_table_cell(&dataset, i, t) == 2);
    gr_table_clear(&dataset);
    gr_run_free(run);
}
END_TEST

START_TEST(a_late_take_over_arrives_late)
{
    gr_run *run = gate("map=field lag=3");

    gr_test_act(run, TAKE);
    refused(run, TAKE, "take: you have asked for it; it arrives soon");
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(gr_run_control(run, NULL), GR_CONTROL_WATCH);
        step(run);
    }
    ck_assert_int_eq(gr_run_control(run, NULL), GR_CONTROL_DRIVE);
    gr_run_free(run);
}
END_TEST

/* --- what is learned --- */

/* From the exported data alone the learner is fitted again: the same policy. */
static void fit_again(const gr_run *run, const char *settings)
{
    gr_values values;
    gr_arena arena = { 0 };
    gr_model model;
    gr_table dataset = { 0 }, policy = { 0 };

    gr_test_values(gr_experiment_find("gate", NULL), settings, &values);
    ck_assert(gr_world_prepare(&model, &values, &arena, NULL));
    ck_assert(gr_run_table(run, 0, &dataset, NULL) && gr_run_table(run, 1, &policy, NULL));
    size_t actions = model.space.actions;
    const gr_learner *learner = gr_learner_at((size_t)gr_values_number(&values, "learner"));
    double *counts = gr_arena_alloc(&arena, model.space.states * actions, sizeof *counts, NULL);
    const double *knobs = values.numbers + gr_values_index(&values, "learner") + 1;
    double *learned = gr_arena_alloc(&arena, learner->size(&model.space, knobs), sizeof *learned,
                                     NULL);
    long c[4];
    static const char *const names[] = { "state", "expert_action", "labelled", "discarded" };

    for (int i = 0; i < 4; i++)
        c[i] = gr_columns_find(&dataset.columns, names[i]);
    for (size_t i = 0; i < dataset.rows; i++) {
        const double *row = gr_table_row(&dataset, i);
        if (row[c[2]] != 0 && row[c[3]] == 0)
            counts[(size_t)row[c[0]] * actions + (size_t)row[c[1]]] += 1;
    }
    gr_fit fit = { &model.space, knobs, counts, false, 0, 0 };
    for (long piece = 0; !learner->fit(&fit, learned, piece); piece++)
        ;
    for (size_t s = 0; s < model.space.states; s++) {
        double shares[GR_ACTIONS_MAX];
        learner->act(&fit, learned, s, shares);
        for (size_t a = 0; a < actions; a++)
            ck_assert_double_eq(shares[a], gr_table_cell(&policy, s * actions + a, 2));
    }
    gr_table_clear(&dataset);
    gr_table_clear(&policy);
    gr_arena_clear(&arena);
    gr_values_clear(&values);
}

START_TEST(the_data_make_the_same_learner)
{
    static const char *const settings[] = { "map=field demos=1 horizon=12",
                                            "map=field demos=1 horizon=12 learner=table" };
    gr_run *run = gate(settings[_i]);

    gr_test_act(run, TAKE);
    drive(run, DOWN);
    drive(run, DOWN);
    gr_test_act(run, UNDO);
    drive(run, RIGHT);
    gr_test_act(run, BACK);
    while (cell(run, "fits") < 2)
        step(run);
    fit_again(run, settings[_i]);
    gr_run_free(run);
}
END_TEST

/* --- time --- */

static gr_run *story(void)
{
    gr_run *run = gate("map=field demos=1 horizon=10");

    step(run);
    gr_test_act(run, TAKE);
    drive(run, DOWN);
    drive(run, RIGHT);
    gr_test_act(run, UNDO);
    drive(run, DOWN);
    gr_test_act(run, BACK);
    for (int i = 0; i < 8; i++)
        step(run);
    gr_test_act(run, TAKE);
    drive(run, RIGHT);
    gr_test_act(run, DISCARD);
    step(run);
    return run;
}

START_TEST(back_and_forward_change_nothing)
{
    gr_run *run = story();
    long last = gr_run_step_number(run);
    char *seen[64];

    for (long k = last; k >= 0; k--) {
        gr_test_seek(run, k);
        seen[k] = gr_test_present(run);
    }
    gr_run_forget(run);
    for (long k = 0; k <= last; k++) {
        gr_test_seek(run, k);
        gr_test_equal(gr_test_present(run), seen[k]);
    }
    gr_run_free(run);
}
END_TEST

START_TEST(the_events_make_the_same_run)
{
    gr_run *run = story();
    gr_run *again = gate("map=field demos=1 horizon=10");

    gr_test_schedule_all(again, run);
    gr_test_seek(again, gr_run_step_number(run));
    gr_test_same(again, run);
    gr_run_free(again);
    gr_run_free(run);
}
END_TEST

/* --- doubt --- */

/* Poisson(1): mean and variance 1, none in e^-1 of all cases, within three standard errors. */
START_TEST(the_bootstrap_is_poisson)
{
    enum { LABELS = 40000 };
    double sum = 0, squares = 0, none = 0;

    for (uint64_t i = 0; i < LABELS; i++) {
        int weight = gr_bootstrap_weight(7, 1 + i % 5, i);
        sum += weight;
        squares += weight * weight;
        none += weight == 0;
    }
    double mean = sum / LABELS, share = exp(-1);
    ck_assert_double_eq_tol(mean, 1, 3 / sqrt(LABELS));
    ck_assert_double_eq_tol(squares / LABELS - mean * mean, 1, 3 * sqrt(3.0 / LABELS));
    ck_assert_double_eq_tol(none / LABELS, share, 3 * sqrt(share * (1 - share) / LABELS));
    ck_assert_int_eq(gr_bootstrap_weight(7, 2, 5), gr_bootstrap_weight(7, 2, 5));
}
END_TEST

START_TEST(doubt_is_the_length_of_the_variances)
{
    static const double agreed[] = { 1, 0, 1, 0 }, split[] = { 1, 0, 0, 1 };

    ck_assert_double_eq(gr_doubt(agreed, 2, 2), 0);
    ck_assert_double_eq_tol(gr_doubt(split, 2, 2), sqrt(2 * 0.25 * 0.25), 1e-15);
}
END_TEST

/* The mean of the last quarter, of at least one. */
START_TEST(the_threshold_is_of_the_last_quarter)
{
    static const double doubts[] = { 9, 8, 7, 6, 5, 4, 3, 1 };

    ck_assert(gr_is_missing(gr_doubt_threshold(doubts, 0)));
    ck_assert_double_eq(gr_doubt_threshold(doubts, 1), 9);
    ck_assert_double_eq(gr_doubt_threshold(doubts, 3), 7);
    ck_assert_double_eq(gr_doubt_threshold(doubts, 7), 3);
    ck_assert_double_eq(gr_doubt_threshold(doubts, 8), 2);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("gate");
    TCase *all = gr_test_case(s, "gate");

    tcase_add_test(all, only_what_the_student_drives_is_labelled);
    tcase_add_test(all, what_cannot_be_done_is_refused_with_its_reason);
    tcase_add_test(all, waiting_is_no_label);
    tcase_add_test(all, a_student_who_shows_it_drives_first);
    tcase_add_test(all, undo_stands_where_the_label_was_given);
    tcase_add_test(all, discard_takes_a_whole_correction_back);
    tcase_add_test(all, another_good_way_is_right);
    tcase_add_test(all, the_wheel_tells_where_and_how_much);
    tcase_add_test(all, a_late_label_is_of_another_state);
    tcase_add_test(all, a_late_take_over_arrives_late);
    tcase_add_loop_test(all, the_data_make_the_same_learner, 0, 2);
    tcase_add_test(all, back_and_forward_change_nothing);
    tcase_add_test(all, the_events_make_the_same_run);
    tcase_add_test(all, the_bootstrap_is_poisson);
    tcase_add_test(all, doubt_is_the_length_of_the_variances);
    tcase_add_test(all, the_threshold_is_of_the_last_quarter);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
