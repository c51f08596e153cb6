/* modes: what each head makes of two answers and of the inverse problem; the obstacle's arithmetic;
 * the student's own demonstrations. */
#include "runs.h"

#include "gradus/number.h"
#include "gradus/obstacle.h"

#include <math.h>
#include <stdio.h>

/* --- the obstacle --- */

/* Two answers and k choices: 0, 1/2, 7/8, 238/256, and of 16 all but 2 * 697 of 65536. */
START_TEST(dithering_is_binomial)
{
    static const double known[] = { 0, 0.5, 0.875, 238.0 / 256, 1 - 1394.0 / 65536 };

    for (size_t i = 0; i < 5; i++)
        ck_assert_double_eq_tol(gr_obstacle_dithering(0.5, (size_t)1 << i), known[i], 1e-12);
    ck_assert_double_eq_tol(gr_obstacle_dithering(0.7, 2), 2 * 0.7 * 0.3, 1e-12);
    ck_assert_double_eq(gr_obstacle_dithering(1, 8), 0);
}
END_TEST

START_TEST(a_path_crashes_where_its_aim_is_in_the_disc)
{
    for (double aim = -0.9; aim < 0.9; aim += 0.0371) {
        double crash = gr_obstacle_crash(aim), least = 10;
        ck_assert((fabs(aim) < GR_OBSTACLE_RADIUS) != gr_is_missing(crash));
        for (double x = 0; x < 2; x += 1e-3) {
            double y = gr_obstacle_path(aim, x);
            double away = sqrt((x - 1) * (x - 1) + y * y);
            least = away < least ? away : least;
        }
        ck_assert((least < GR_OBSTACLE_RADIUS - 1e-6) == (fabs(aim) < GR_OBSTACLE_RADIUS - 1e-6));
        if (!gr_is_missing(crash))
            ck_assert_double_eq_tol(hypot(crash - 1, gr_obstacle_path(aim, crash)),
                                    GR_OBSTACLE_RADIUS, 1e-9);
    }
}
END_TEST

START_TEST(experts_choose_as_told)
{
    gr_rng rng = gr_rng_seeded(2);
    double above = 0, square = 0;

    for (int i = 0; i < 40000; i++) {
        double aim = gr_obstacle_expert(0.7, 0.05, &rng);
        above += aim > 0;
        square += (fabs(aim) - 0.5) * (fabs(aim) - 0.5);
    }
    ck_assert_double_eq_tol(above / 40000, 0.7, 3 * sqrt(0.21 / 40000));
    ck_assert_double_eq_tol(sqrt(square / 40000), 0.05, 3 * 0.05 / sqrt(80000));
}
END_TEST

/* --- the inverse problem: what is best, by sums over a grid --- */

typedef struct limits {
    double floor, gaussian, mse;
} limits;

/* Of x given t the density is 5 within 0.1 of the curve; t given x is uniform over what is left. */
static limits best_possible(void)
{
    enum { XS = 3000, TS = 3000 };
    limits sum = { 0 };
    double dx = 1.4 / XS, all = 0;

    for (int i = 0; i < XS; i++) {
        double x = -0.2 + (i + 0.5) * dx, count = 0, mean = 0, square = 0;
        for (int k = 0; k < TS; k++) {
            double t = (k + 0.5) / TS;
            if (fabs(x - gr_bishop_curve(t)) > 0.1)
                continue;
            count++;
            mean += t;
            square += t * t;
        }
        if (count == 0)
            continue;
        double p = 5 * count / TS * dx, grain = 1 / (12.0 * TS * TS);
        double variance = square / count - mean / count * (mean / count) + grain;
        all += p;
        sum.floor += p * log(count / TS);
        sum.gaussian += p * 0.5 * log(2 * acos(-1) * exp(1) * variance);
        sum.mse += p * variance;
    }
    ck_assert_double_eq_tol(all, 1, 1e-3);
    return sum;
}

START_TEST(the_inverse_problem_has_its_limits)
{
    limits best = best_possible();

    ck_assert_double_eq_tol(best.floor, -1.2823, 1e-3);
    ck_assert_double_eq_tol(best.gaussian, -0.6554, 1e-3);
    ck_assert_double_eq_tol(best.mse, 0.03830, 5e-5);
}
END_TEST

/* --- runs --- */

static double cell(const gr_run *run, const char *column)
{
    double row[64];
    long at = gr_columns_find(gr_run_columns(run), column);

    ck_assert_int_ge(at, 0);
    gr_run_row(run, row);
    return row[at];
}

static gr_run *modes(const char *settings)
{
    return gr_test_run(gr_experiment_find("modes", NULL), settings, gr_test_lean);
}

static double last(const char *settings, long steps, const char *column)
{
    gr_run *run = modes(settings);

    gr_test_seek(run, steps);
    double value = cell(run, column);
    gr_run_free(run);
    return value;
}

#define BISHOP                                                                                     \
    "data=bishop layers=6 batch=full updates=100 schedule=cosine length=4000 "                     \
    "end=0.001 lr=0.02 "

START_TEST(heads_on_the_inverse_problem)
{
    double three = last(BISHOP "head=mixture components=3", 40, "test_nll");
    double one = last(BISHOP "head=mixture components=1", 40, "test_nll");
    double mse = last(BISHOP "head=l2", 40, "mse");

    ck_assert_double_lt(three, -1.0);
    ck_assert_double_gt(three, -1.272); /* no density does better than -1.282 */
    ck_assert_double_gt(one - three, 0.4);
    ck_assert_double_gt(one, -0.6554);
    ck_assert(mse >= 0.0376 && mse <= 0.045);
}
END_TEST

#define P70 "head=l2 lr=0.003 p=0.7 demos=2000 batch=full"

START_TEST(l2_drives_into_the_disc)
{
    ck_assert_double_eq(last("head=l2 lr=0.003", 50, "collision"), 1);
    /* 70 of 100 upwards: the mean is .2, within three errors of that of 2000 draws */
    ck_assert_double_eq_tol(last(P70, 20, "mean"), 0.2, 0.031);
    ck_assert_double_eq(last(P70, 20, "collision"), 1);
}
END_TEST

START_TEST(one_gaussian_hits_in_45_of_100)
{
    double hit = last("head=gaussian demos=5000 batch=256 lr=0.003", 100, "collision");

    ck_assert_double_eq_tol(hit, erf(0.3 / sqrt(0.2525) / sqrt(2)), 0.01);
    ck_assert_double_eq(last("head=gaussian execute=best", 50, "collision"), 1);
}
END_TEST

START_TEST(heads_with_modes_pass)
{
    static const char *const heads[] = {
        "head=categorical lr=0.003",
        "head=mixture lr=0.003 components=2",
        "head=diffusion lr=0.005 updates=50 batch=128 schedule=cosine length=5000",
    };
    char best[200];

    snprintf(best, sizeof best, "%s execute=best", heads[_i]);
    ck_assert_double_le(last(heads[_i], 100, "collision"), 0.01);
    ck_assert_double_eq(last(best, 100, "collision"), 0);
}
END_TEST

/* Choosing anew in k blind steps; and one choice that is kept. */
START_TEST(dithering_crashes_and_a_chunk_does_not)
{
    char settings[200];
    double counted;

    for (int k = 2; k <= 8; k *= 2) {
        snprintf(settings, sizeof settings,
                 "head=mixture lr=0.003 components=2 demos=2000 blind=%d", k);
        counted = last(settings, 50, "collision");
        double exact = last(settings, 50, "dithering");
        ck_assert_double_eq(exact, gr_obstacle_dithering(0.5, (size_t)k));
        /* the widths count, too: aims of 0.25 may pass, those of 0.5 hit */
        ck_assert_double_eq_tol(counted, exact, 0.06);
        strcat(settings, " chunk=yes");
        ck_assert_double_le(last(settings, 50, "collision"), 0.01);
        ck_assert_double_eq(last(settings, 50, "dithering"), 0);
    }
}
END_TEST

/* A head learns the same whether others learn beside it or not. */
START_TEST(others_change_nothing)
{
    double alone = last("head=diffusion", 5, "loss");

    ck_assert_double_eq(last("head=diffusion others=yes", 5, "loss"), alone);
    ck_assert_double_eq(last("head=l2 others=yes", 5, "collision_diffusion"),
                        last("head=diffusion", 5, "collision"));
}
END_TEST

START_TEST(old_faithful_is_learned)
{
    double one = last("data=faithful head=gaussian lr=0.003", 60, "nll");
    double two = last("data=faithful head=mixture components=2 lr=0.003", 60, "nll");

    ck_assert_double_lt(two, one - 0.02);
}
END_TEST

/* --- noise --- */

START_TEST(levels_that_show_the_data_are_warned_of)
{
    gr_run *run = gr_test_run(gr_experiment_find("denoise", NULL), "noise=linear p=0.8 crowd=5000",
                              gr_test_lean);

    ck_assert(strstr(gr_run_warning(run), "alpha-bar over 0.001") != NULL);
    ck_assert_double_eq_tol(cell(run, "left"), 0.3636, 1e-4);
    gr_test_seek(run, 100);
    ck_assert_double_eq_tol(cell(run, "above"), 0.7086, 3 * sqrt(0.2 / 5000));
    gr_run_free(run);
    run = modes("head=diffusion noise=linear");
    ck_assert_ptr_nonnull(gr_run_warning(run));
    gr_run_free(run);
    run = modes("head=diffusion");
    ck_assert_ptr_null(gr_run_warning(run));
    gr_run_free(run);
}
END_TEST

START_TEST(a_crowd_becomes_the_mixture)
{
    gr_run *run =
        gr_test_run(gr_experiment_find("denoise", NULL), "p=0.8 crowd=5000", gr_test_lean);

    ck_assert_double_eq_tol(cell(run, "above"), 0.5, 3 * 0.5 / sqrt(5000));
    gr_test_seek(run, 100);
    ck_assert_double_eq(cell(run, "kept"), 1);
    ck_assert_double_eq(cell(run, "valley"), 0);
    ck_assert_double_eq_tol(cell(run, "above"), 0.8038, 3 * 0.4 / sqrt(5000));
    ck_assert_double_eq_tol(cell(run, "sd"), 0.0392, 0.003);
    ck_assert_int_eq(gr_run_state(run), GR_RUN_FINISHED);
    gr_run_free(run);
}
END_TEST

/* --- the student's own --- */

enum { TAKE, BACK, UNDO, DISCARD, UP, RIGHT, DOWN, LEFT };

static void refused(gr_run *run, int action, const char *why)
{
    gr_error err = { 0 };
    char *before = gr_test_present(run);

    ck_assert(!gr_run_act(run, action, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    gr_assert_message(err, why);
    gr_test_equal(gr_test_present(run), before);
}

static void act_times(gr_run *run, int action, int times)
{
    for (int i = 0; i < times; i++)
        gr_test_act(run, action);
}

/* Three above and one below, and what l2 makes of them: their mean. */
START_TEST(the_student_demonstrates)
{
    gr_run *run = modes("data=own head=l2 lr=0.01 updates=100 batch=full");

    ck_assert_int_eq(gr_run_control(run, NULL), GR_CONTROL_DRIVE);
    ck_assert(gr_is_missing(cell(run, "loss")));
    refused(run, UNDO, "there is no demonstration");
    refused(run, BACK, "there is no demonstration yet");
    refused(run, TAKE, "you demonstrate already");
    act_times(run, UP, 9);
    refused(run, UP, "the road ends there");
    gr_test_act(run, LEFT);
    act_times(run, UP, 5);
    act_times(run, RIGHT, 3);
    act_times(run, DOWN, 10);
    act_times(run, RIGHT, 2);
    gr_test_act(run, UNDO);
    ck_assert_double_eq(cell(run, "labels"), 4);
    gr_test_act(run, BACK);
    refused(run, UP, "it learns now");
    ck_assert_int_eq(gr_run_control(run, NULL), GR_CONTROL_WATCH);
    gr_test_seek(run, 20);
    ck_assert_double_eq_tol(cell(run, "mean"), 0.25, 0.01);
    ck_assert_double_eq(cell(run, "collision"), 1);
    ck_assert_double_eq_tol(cell(run, "mse"), 0.1875, 1e-3);
    gr_test_act(run, DISCARD);
    ck_assert_double_eq(cell(run, "labels"), 0);
    ck_assert_int_eq(gr_run_control(run, NULL), GR_CONTROL_DRIVE);
    gr_run_free(run);
    run = modes("head=l2");
    refused(run, UP, "with data=own only");
    gr_run_free(run);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("modes");
    TCase *all = gr_test_case(s, "modes");

    tcase_add_test(all, dithering_is_binomial);
    tcase_add_test(all, a_path_crashes_where_its_aim_is_in_the_disc);
    tcase_add_test(all, experts_choose_as_told);
    tcase_add_test(all, the_inverse_problem_has_its_limits);
    tcase_add_test(all, heads_on_the_inverse_problem);
    tcase_add_test(all, l2_drives_into_the_disc);
    tcase_add_test(all, one_gaussian_hits_in_45_of_100);
    tcase_add_loop_test(all, heads_with_modes_pass, 0, 3);
    tcase_add_test(all, dithering_crashes_and_a_chunk_does_not);
    tcase_add_test(all, others_change_nothing);
    tcase_add_test(all, old_faithful_is_learned);
    tcase_add_test(all, levels_that_show_the_data_are_warned_of);
    tcase_add_test(all, a_crowd_becomes_the_mixture);
    tcase_add_test(all, the_student_demonstrates);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
