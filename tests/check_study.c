/* Several runs under one clock: moving, forks and ghosts, knobs of all and of one. */
#include "runs.h"
#include "toy.h"

#include "gradus/memory.h"

#include <stdlib.h>

/* A study of runs of the toy, one for each settings string. */
static void make(gr_study *study, size_t count, const char *const *settings)
{
    *study = (gr_study){ .count = 0 };
    for (size_t i = 0; i < count; i++)
        ck_assert(gr_study_add(study, gr_test_run(&gr_toy, settings[i], gr_test_keep), NULL));
}

static void make_one(gr_study *study, const char *settings)
{
    make(study, 1, &settings);
}

static void make_three(gr_study *study)
{
    static const char *const settings[] = { "stride=0.1", "stride=0.2 finish=4", "stride=0.3" };

    make(study, GR_LEN(settings), settings);
}

static void seek(gr_study *study, long step)
{
    gr_error err;

    ck_assert_msg(gr_study_seek(study, step, 0, &err), "%s", err.message);
}

static void set(gr_study *study, const char *knob, const char *value)
{
    gr_error err;

    ck_assert_msg(gr_study_set(study, knob, value, &err), "%s", err.message);
}

static void check_refused(gr_study *study, const char *knob, const char *value,
                          const char *message)
{
    char *before[GR_STUDY_RUNS];
    gr_error err;

    for (size_t i = 0; i < study->count; i++)
        before[i] = gr_test_present(study->runs[i]);
    size_t count = study->count;
    ck_assert(!gr_study_set(study, knob, value, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    gr_assert_message(err, message);
    ck_assert_uint_eq(study->count, count);
    for (size_t i = 0; i < study->count; i++)
        gr_test_equal(gr_test_present(study->runs[i]), before[i]);
}

static const char *stride(const gr_study *study, size_t i)
{
    return gr_values_text(gr_run_values(study->runs[i]), "stride");
}

static size_t ghosts(const gr_study *study)
{
    size_t count = 0;

    for (size_t i = 0; i < study->count; i++)
        count += study->ghost[i];
    return count;
}

/* --- the clock --- */

/* A run that has ended stays at its last step while the others go on. */
START_TEST(test_clock)
{
    gr_study study;

    make_three(&study);
    ck_assert_int_eq(gr_study_step(&study), 0);
    seek(&study, 3);
    for (size_t i = 0; i < 3; i++)
        ck_assert_int_eq(gr_run_step_number(study.runs[i]), 3);
    seek(&study, 10);
    ck_assert_int_eq(gr_run_step_number(study.runs[1]), 4);
    ck_assert_int_eq(gr_run_step_number(study.runs[2]), 10);
    ck_assert_int_eq(gr_study_step(&study), 10);
    ck_assert(!gr_study_ended(&study));
    seek(&study, 2);
    ck_assert_int_eq(gr_study_step(&study), 2);
    ck_assert_int_eq(gr_study_furthest(&study), 10);
    seek(&study, -5);
    ck_assert_int_eq(gr_study_step(&study), 0);
    gr_study_clear(&study);
}
END_TEST

START_TEST(test_ended)
{
    static const char *const settings[] = { "finish=3", "diverge=5" };
    gr_study study;

    make(&study, 2, settings);
    seek(&study, 4);
    ck_assert(!gr_study_ended(&study));
    seek(&study, 400);
    ck_assert(gr_study_ended(&study));
    ck_assert_int_eq(gr_study_step(&study), 5);
    gr_study_clear(&study);
}
END_TEST

/* Pieces are bounded: one call of an experiment each, and none when all is done. */
START_TEST(test_pieces)
{
    gr_study study;
    bool done = false;
    int pieces = 0;

    make_three(&study);
    ck_assert(gr_study_aim(&study, 2, NULL));
    while (!done) {
        ck_assert(gr_study_piece(&study, 2, 0, &done, NULL));
        pieces += !done;
    }
    ck_assert_int_eq(pieces, 3 * 2 * 4); /* runs, steps, and pieces: two in each outer phase */
    ck_assert_int_eq(gr_study_step(&study), 2);
    ck_assert(!gr_study_inside(&study));
    gr_study_clear(&study);
}
END_TEST

START_TEST(test_phases)
{
    gr_study study;

    make_three(&study);
    ck_assert(gr_study_seek(&study, 2, 1, NULL));
    ck_assert(gr_study_inside(&study));
    for (size_t i = 0; i < 3; i++)
        ck_assert_uint_eq(gr_run_phase(study.runs[i]), 1);
    ck_assert(gr_study_seek(&study, 2, 2, NULL));
    ck_assert_uint_eq(gr_run_phase(study.runs[2]), 2);
    ck_assert(gr_study_seek(&study, 2, 0, NULL));
    ck_assert(!gr_study_inside(&study));
    ck_assert_int_eq(gr_study_step(&study), 2);
    ck_assert(gr_study_seek(&study, 4, 1, NULL)); /* the second run has ended by then */
    ck_assert(!gr_run_inside(study.runs[1]) && gr_run_inside(study.runs[2]));
    gr_study_clear(&study);
}
END_TEST

/* Stopped in the middle: each run at a whole step, and the way on gives what it always gives. */
START_TEST(test_cancel)
{
    gr_study study, straight;
    bool done;

    make_three(&study);
    make_three(&straight);
    seek(&straight, 6);
    for (int pieces = 1; pieces < 40; pieces += 5) {
        ck_assert(gr_study_aim(&study, 6, NULL));
        for (int i = 0; i < pieces; i++)
            ck_assert(gr_study_piece(&study, 6, 0, &done, NULL));
        ck_assert(gr_study_cancel(&study, NULL));
        ck_assert(!gr_study_inside(&study));
    }
    seek(&study, 6);
    for (size_t i = 0; i < 3; i++)
        gr_test_same(study.runs[i], straight.runs[i]);
    gr_study_clear(&study);
    gr_study_clear(&straight);
}
END_TEST

START_TEST(test_full)
{
    gr_study study;
    gr_error err;

    make_one(&study, "");
    while (study.count < GR_STUDY_RUNS)
        ck_assert(gr_study_add(&study, gr_test_run(&gr_toy, "", gr_test_keep), NULL));
    gr_run *more = gr_test_run(&gr_toy, "", gr_test_keep);
    ck_assert(!gr_study_add(&study, more, &err));
    gr_assert_message(err, "a study holds at most 240 runs");
    gr_run_free(more); /* it is still ours */
    ck_assert(gr_study_fork(&study, NULL)); /* there is no place for a ghost, so there is none */
    ck_assert_uint_eq(study.count, GR_STUDY_RUNS);
    ck_assert_uint_eq(ghosts(&study), 0);
    gr_study_clear(&study);
}
END_TEST

/* All runs together stay within the memory for history. */
START_TEST(test_history_is_shared)
{
    gr_study study;
    size_t used = 0;

    make_three(&study);
    seek(&study, 40);
    for (size_t i = 0; i < 3; i++)
        used += gr_run_history_used(study.runs[i]);
    ck_assert_uint_gt(used, 0);
    ck_assert_uint_le(used, GR_HISTORY_BYTES);
    gr_study_clear(&study);
}
END_TEST

/* --- forks and ghosts --- */

/* The copy goes on in the old one's place; the old run stays with all that was seen of it. */
START_TEST(test_fork)
{
    gr_study study;
    gr_run *straight = gr_test_run(&gr_toy, "", gr_test_keep);

    make_one(&study, "");
    seek(&study, 9);
    seek(&study, 4);
    ck_assert(gr_study_fork(&study, NULL));
    ck_assert_uint_eq(study.count, 2);
    ck_assert(study.ghost[1] && !study.ghost[0]);
    ck_assert_uint_eq(study.focus, 0);
    ck_assert_int_eq(gr_run_furthest(study.runs[1]), 9);
    set(&study, "stride", "0.4");
    seek(&study, 6);
    ck_assert_int_eq(gr_run_step_number(study.runs[1]), 4); /* ghosts stand still */
    ck_assert_int_eq(gr_study_step(&study), 6);
    ck_assert_int_eq(gr_study_furthest(&study), 6);
    gr_assert_text(stride(&study, 0), "0.4");
    gr_assert_text(stride(&study, 1), "0.1");
    seek(&study, 3); /* back over the fork */
    gr_test_seek(straight, 3);
    gr_test_same(study.runs[0], straight);
    gr_test_seek(straight, 9);
    gr_test_seek(study.runs[1], 9);
    gr_test_same(study.runs[1], straight);
    gr_run_free(straight);
    gr_study_clear(&study);
}
END_TEST

START_TEST(test_one_ghost)
{
    gr_study study;

    make_three(&study);
    study.focus = 2;
    seek(&study, 2);
    ck_assert(gr_study_fork(&study, NULL));
    seek(&study, 3);
    study.focus = 0;
    ck_assert(gr_study_fork(&study, NULL));
    ck_assert_uint_eq(study.count, 4);
    ck_assert_uint_eq(ghosts(&study), 1);
    ck_assert(study.ghost[3]);
    ck_assert_uint_eq(study.focus, 0);
    gr_assert_text(stride(&study, 3), "0.1");
    gr_study_clear(&study);
}
END_TEST

/* The ghost's curve is drawn to where it went, the live one's to where it stands. */
START_TEST(test_ghost_curve)
{
    const gr_figure *figure = &gr_toy.figures[gr_experiment_figure(&gr_toy, "path")];
    const gr_view_request request = { .figure = figure, .columns = 40, .rows = 10 };
    gr_study study;
    gr_view view = { 0 };

    make_one(&study, "");
    seek(&study, 9);
    seek(&study, 4);
    ck_assert(gr_study_fork(&study, NULL));
    ck_assert(gr_study_view(&study, &request, &view, NULL));
    ck_assert_uint_eq(view.count, 3);
    ck_assert_int_eq(view.shapes[2].kind, GR_SHAPE_POINTS); /* where it was forked */
    gr_assert_text(view.shapes[2].as.points.marks[0], "|");
    ck_assert(view.shapes[2].as.points.x[0] == view.shapes[0].as.series.x[4]);
    ck_assert(view.shapes[2].as.points.y[0] == view.shapes[0].as.series.y[4]);
    ck_assert_uint_eq(view.shapes[0].as.series.count, 5);
    ck_assert_uint_eq(view.shapes[1].as.series.count, 10);
    ck_assert(view.shapes[1].dotted && !view.shapes[0].dotted);
    gr_assert_text(view.shapes[1].mark, "g");
    gr_view_clear(&view);
    gr_study_clear(&study);
}
END_TEST

/* --- knobs --- */

START_TEST(test_set_all)
{
    gr_study study;

    make_three(&study);
    seek(&study, 2);
    set(&study, "gain", "0.5");
    for (size_t i = 0; i < 3; i++)
        gr_assert_text(gr_values_text(gr_run_values(study.runs[i]), "gain"), "0.5");
    ck_assert_int_eq(gr_study_step(&study), 2);
    ck_assert_uint_eq(ghosts(&study), 0);
    gr_study_clear(&study);
}
END_TEST

START_TEST(test_set_one)
{
    gr_study study;

    make_three(&study);
    seek(&study, 2);
    set(&study, "2.stride", "0.9");
    set(&study, "3.mover.gain", "0.75");
    gr_assert_text(stride(&study, 0), "0.1");
    gr_assert_text(stride(&study, 1), "0.9");
    gr_assert_text(stride(&study, 2), "0.3");
    gr_assert_text(gr_values_text(gr_run_values(study.runs[2]), "mover.gain"), "0.75");
    gr_assert_text(gr_values_text(gr_run_values(study.runs[1]), "mover.gain"), "0.5");
    gr_study_clear(&study);
}
END_TEST

START_TEST(test_set_refused)
{
    gr_study study;

    make_three(&study);
    seek(&study, 2);
    check_refused(&study, "stride", "-1", "knob stride: '-1' is not allowed");
    check_refused(&study, "4.stride", "1", "'4.stride': there are runs 1 to 3");
    check_refused(&study, "0.stride", "1", "'0.stride': there are runs 1 to 3");
    check_refused(&study, "2.nothing", "1", "unknown knob 'nothing'");
    check_refused(&study, "99999999999999999999.stride", "1", "there are runs 1 to 3");
    check_refused(&study, "layers", "100-100", "200 units; 150 are allowed");
    gr_study_clear(&study);
}
END_TEST

/* What only one of the runs refuses is set in none. */
START_TEST(test_set_refused_by_one)
{
    static const char *const settings[] = { "mover=walk", "mover=jump" };
    gr_study study;

    make(&study, 2, settings);
    seek(&study, 2);
    check_refused(&study, "stride", "5", "knob stride: '5' is not allowed; allowed: a number "
                                         "from 0.01 to 2");
    check_refused(&study, "reach", "2", "unknown knob 'reach'");
    set(&study, "2.reach", "2");
    set(&study, "1.stride", "5");
    gr_study_clear(&study);
}
END_TEST

START_TEST(test_ghost_is_not_set)
{
    gr_study study;

    make_one(&study, "");
    seek(&study, 3);
    ck_assert(gr_study_fork(&study, NULL));
    check_refused(&study, "2.stride", "1", "'2.stride': there are runs 1 to 1");
    set(&study, "1.stride", "1");
    gr_assert_text(stride(&study, 1), "0.1");
    gr_study_clear(&study);
}
END_TEST

/* A knob that counts from the start: the run begins again, its old self is the ghost. */
START_TEST(test_restart_leaves_a_ghost)
{
    gr_study study;
    gr_run *fresh = gr_test_run(&gr_toy, "layers=2-2", gr_test_keep);

    make_one(&study, "");
    seek(&study, 7);
    seek(&study, 5);
    set(&study, "layers", "2-2");
    ck_assert_uint_eq(study.count, 2);
    ck_assert(study.ghost[1]);
    ck_assert_int_eq(gr_run_furthest(study.runs[1]), 7);
    gr_assert_text(gr_values_text(gr_run_values(study.runs[1]), "layers"), "3-2");
    gr_test_same(study.runs[0], fresh);
    set(&study, "layers", "4-4"); /* nothing had happened yet: no new ghost */
    gr_assert_text(gr_values_text(gr_run_values(study.runs[1]), "layers"), "3-2");
    ck_assert_uint_eq(ghosts(&study), 1);
    gr_run_free(fresh);
    gr_study_clear(&study);
}
END_TEST

START_TEST(test_same_value_changes_nothing)
{
    gr_study study;

    make_one(&study, "");
    seek(&study, 5);
    seek(&study, 3);
    set(&study, "layers", "3-2");
    set(&study, "stride", "1/10");
    ck_assert_uint_eq(study.count, 1);
    ck_assert_int_eq(gr_study_step(&study), 3);
    ck_assert_int_eq(gr_study_furthest(&study), 5);
    gr_study_clear(&study);
}
END_TEST

/* Several begin again together: the comparison goes on, and nobody stays as a ghost. */
START_TEST(test_restart_of_all)
{
    gr_study study;

    make_three(&study);
    seek(&study, 3);
    set(&study, "label", "other");
    ck_assert_uint_eq(study.count, 3);
    ck_assert_int_eq(gr_study_step(&study), 0);
    ck_assert_uint_eq(ghosts(&study), 0);
    gr_study_clear(&study);
}
END_TEST

/* --- from the start --- */

START_TEST(test_reset)
{
    gr_study study = { .count = 0 };

    for (uint64_t seed = 1; seed <= 3; seed++) {
        gr_run *run = gr_test_born(&gr_toy, "", seed, gr_test_keep);
        ck_assert(gr_study_add(&study, run, NULL));
    }
    seek(&study, 3);
    set(&study, "stride", "0.5");
    ck_assert(gr_study_fork(&study, NULL));
    seek(&study, 5);
    ck_assert(gr_study_reset(&study, NULL));
    ck_assert_uint_eq(study.count, 3);
    ck_assert_int_eq(gr_study_step(&study), 0);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_uint_eq(gr_run_seed(study.runs[i]), i + 1); /* each keeps its own */
        gr_assert_text(stride(&study, i), "0.1");
    }
    ck_assert(gr_study_reseed(&study, 8, NULL));
    for (size_t i = 0; i < 3; i++)
        ck_assert_uint_eq(gr_run_seed(study.runs[i]), i + 9);
    gr_study_clear(&study);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = {
        test_clock, test_ended, test_pieces, test_phases, test_cancel, test_full,
        test_history_is_shared, test_fork, test_one_ghost, test_ghost_curve, test_set_all,
        test_set_one, test_set_refused, test_set_refused_by_one, test_ghost_is_not_set,
        test_restart_leaves_a_ghost, test_same_value_changes_nothing, test_restart_of_all,
        test_reset,
    };
    Suite *s = suite_create("study");
    TCase *all = gr_test_case(s, "study");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, tests[i]);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
