/* dagger: what it comes to on the lane under slips, against the world worked out a second time, and
 * against the figures that are quoted for it. Those were sampled, and the learners behind them too:
 * they lie within three standard errors of 2,000 walks of ours. */
#include "dagger_runs.h"
#include "figures.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define LANE "world=lane slip=0.02 horizon=100 "

/* --- the lane, a second time --- */

enum { EDGE = 5, ROWS = 2 * EDGE + 1, LEFT = 0, STRAIGHT, RIGHT };

static long back(long row)
{
    return row < 0 ? RIGHT : row > 0 ? LEFT : STRAIGHT;
}

static long move(long row, long action)
{
    row += action - STRAIGHT;
    return row < -EDGE ? -EDGE : row > EDGE ? EDGE : row;
}

/* Expected cost of doing `action[row + EDGE]`, of which `slip` turns into either of the others. */
static double lane_cost(const long *action, long double slip, long horizon)
{
    long double p[ROWS] = { [EDGE] = 1 }, cost = 0;

    for (long t = 0; t < horizon; t++) {
        long double next[ROWS] = { 0 };
        for (long row = -EDGE; row <= EDGE; row++)
            for (long a = LEFT; a <= RIGHT; a++)
                next[move(row, a) + EDGE] +=
                    p[row + EDGE] * (a == action[row + EDGE] ? 1 - slip : slip / 2);
        memcpy(p, next, sizeof p);
        cost += 1 - p[EDGE];
    }
    return (double)cost;
}

/* With the rows that have a label; straight on elsewhere, which is the commonest label. */
static double lane_cost_of(const bool *labelled, long double slip, long horizon)
{
    long action[ROWS];

    for (long row = -EDGE; row <= EDGE; row++)
        action[row + EDGE] = labelled[row + EDGE] ? back(row) : STRAIGHT;
    return lane_cost(action, slip, horizon);
}

static double expert_cost(long double slip, long horizon)
{
    bool all[ROWS];

    memset(all, true, sizeof all);
    return lane_cost_of(all, slip, horizon);
}

/* --- exact J --- */

static void labelled_by(const gr_dagger_data *data, long round, bool *labelled)
{
    memset(labelled, false, ROWS * sizeof *labelled);
    for (size_t i = 0; i < data->count && data->rows[i].round <= round; i++)
        labelled[data->rows[i].state] |= data->rows[i].labelled;
}

static const char *const ways[] = { LANE "rounds=6", LANE "rounds=6 collect=demos expert_noise=0.1",
                                    LANE "rounds=6 collect=dart", LANE "rounds=6 beta=linear",
                                    "world=lane slip=0.1 horizon=30 rounds=6 episodes=1" };

START_TEST(test_exact)
{
    bool labelled[ROWS];

    for (uint64_t seed = 1; seed <= 20; seed++) {
        gr_run *run = gr_dagger_end(ways[_i], seed);
        gr_dagger_data data = gr_dagger_dataset(run);
        double slip = gr_values_number(gr_run_values(run), "slip"), best = INFINITY;
        long horizon = (long)gr_values_number(gr_run_values(run), "horizon");
        for (long round = 0; round <= 6; round++) {
            labelled_by(&data, round, labelled);
            double J = lane_cost_of(labelled, (long double)slip, horizon);
            best = J < best ? J : best;
            gr_test_close(gr_dagger_cell(run, round, "J"), J, 1e-9, "J");
            gr_test_close(gr_dagger_cell(run, round, "J_best"), best, 1e-9, "J_best");
            gr_test_close(gr_dagger_cell(run, round, "J_expert"),
                          expert_cost((long double)slip, horizon), 1e-9, "J_expert");
        }
        gr_dagger_dataset_free(&data);
        gr_run_free(run);
    }
}
END_TEST

/* --- J against walks --- */

static const char *const sampled[] = {
    LANE "rounds=2",
    "world=grid slip=0.1 rounds=3 fallback=random",
    "world=grid map=field slip=0.1 rounds=3 learner=softmax execute=sample updates=50",
    "world=cliff slip=0.01 rounds=1",
    "world=copy slip=0.05 rounds=1 learner=softmax",
    "world=grid map=rooms undecided=yes imperfect=0.2 execute=sample rounds=1 fallback=stop"
};

/* Of many seeds few lie beyond three standard errors, and to neither side. */
START_TEST(test_walks)
{
    gr_sample off = { 0 };
    long beyond = 0, rounds = 0;
    char settings[200];

    snprintf(settings, sizeof settings, "%s trials=1000", sampled[_i]);
    for (uint64_t seed = 1; seed <= 40; seed++) {
        gr_run *run = gr_dagger_end(settings, seed);
        for (long i = 0; i <= gr_run_step_number(run); i++) {
            double J = gr_dagger_cell(run, i, "J"), mean = gr_dagger_cell(run, i, "J_mc");
            double error = gr_dagger_cell(run, i, "J_se");
            rounds++;
            if (!(error > 0)) { /* all walks alike */
                gr_test_close(mean, J, 1e-9, "J_mc");
                continue;
            }
            gr_sample_add(&off, (mean - J) / error);
            beyond += fabs(mean - J) > 3 * error;
        }
        gr_run_free(run);
    }
    ck_assert_msg((double)beyond <= 0.0027 * (double)rounds + 3 * sqrt(0.0027 * (double)rounds) + 1,
                  "%s: %ld of %ld are beyond three standard errors", settings, beyond, rounds);
    if (off.count > 40)
        gr_test_within(&off, 0, 0, settings);
}
END_TEST

/* --- quoted --- */

/* The exact figure, the quoted one, both within reach of 2,000 walks. */
static void agrees(const char *settings, uint64_t seed, long round, double quoted, double exact)
{
    gr_run *run = gr_dagger_end(settings, seed);
    double mean = gr_dagger_cell(run, round, "J_mc"), error = gr_dagger_cell(run, round, "J_se");

    ck_assert_msg(fabs(mean - quoted) <= 3 * error + 0.005, "%s: %g is not %g +- %g", settings,
                  quoted, mean, error);
    ck_assert_msg(fabs(mean - exact) <= 3 * error, "%s: %g is not %g +- %g", settings, exact, mean,
                  error);
    gr_test_close(gr_dagger_cell(run, round, "J"), exact, 1e-9, settings);
    gr_run_free(run);
}

/* A clone that has only seen the lane, and one of an expert that was jostled. */
START_TEST(test_clones)
{
    bool lane[ROWS] = { [EDGE] = true };

    agrees(LANE "trials=2000 rounds=0", 1, 0, 48.7, lane_cost_of(lane, 0.02L, 100));
    gr_run *run = gr_dagger_end(LANE "trials=2000 rounds=0 expert_noise=0.1", 1);
    double error = gr_dagger_cell(run, 0, "J_se"), mean = gr_dagger_cell(run, 0, "J_mc");
    ck_assert_double_le(fabs(mean - 2.07), 3 * error);
    /* as good as the expert: what it has not seen is a hair */
    gr_test_close(gr_dagger_cell(run, 0, "J"), expert_cost(0.02L, 100), 0.02, "jostled");
    gr_run_free(run);
}
END_TEST

/* The expert under slips: walks of our own. */
START_TEST(test_expert)
{
    gr_rng rng = gr_rng_seeded(1);
    gr_sample sample = { 0 };

    for (int i = 0; i < 2000; i++) {
        double cost = 0;
        for (long t = 0, row = 0; t < 100; t++) {
            long action = back(row);
            double u = gr_rng_uniform(&rng);
            action = u < 0.01 ? (action + 1) % 3 : u < 0.02 ? (action + 2) % 3 : action;
            row = move(row, action);
            cost += row != 0;
        }
        gr_sample_add(&sample, cost);
    }
    gr_test_within(&sample, 2.07, 0.01, "quoted");
    gr_test_within(&sample, expert_cost(0.02L, 100), 0, "exact");
}
END_TEST

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

enum { SEEDS = 201 };

/* After one round of DAgger: the median learner, and what walking with the clone costs. */
START_TEST(test_first_round)
{
    double J[SEEDS], middle;
    gr_sample teaching = { 0 };
    uint64_t seed = 1;

    for (uint64_t s = 1; s <= SEEDS; s++) {
        gr_run *run = gr_dagger_end(LANE "trials=2 rounds=1", s);
        J[s - 1] = gr_dagger_cell(run, 1, "J");
        gr_sample_add(&teaching, gr_dagger_cell(run, 1, "teaching"));
        gr_run_free(run);
    }
    double sorted[SEEDS];
    memcpy(sorted, J, sizeof J);
    qsort(sorted, SEEDS, sizeof *sorted, by_size);
    middle = sorted[SEEDS / 2];
    while (fabs(J[seed - 1] - middle) > 1e-9)
        seed++;
    agrees(LANE "trials=2000 rounds=1", seed, 1, 2.36, middle);
    /* the clone's own walks: tens */
    bool lane[ROWS] = { [EDGE] = true };
    gr_test_within(&teaching, lane_cost_of(lane, 0.02L, 100), 0, "teaching");
    ck_assert_double_gt(gr_sample_mean(&teaching), 10);
}
END_TEST

/* What a demonstration with noise costs, and that labels of it lie beside the lane. */
START_TEST(test_noise)
{
    gr_sample teaching = { 0 };

    for (uint64_t seed = 1; seed <= 200; seed++) {
        gr_run *run =
            gr_dagger_end("world=lane horizon=100 expert_noise=0.1 rounds=0 trials=2", seed);
        gr_sample_add(&teaching, gr_dagger_cell(run, 0, "teaching"));
        ck_assert_double_ge(gr_dagger_cell(run, 0, "states"), 3);
        gr_run_free(run);
    }
    gr_test_within(&teaching, 10.4, 0.1, "quoted");
    gr_test_within(&teaching, expert_cost(0.1L, 100), 0, "exact");
}
END_TEST

/* DART's noise is the share of the expert's steps at which the learner would not do what it means:
 * here its chance of being off the lane, since a clone knows the lane alone. */
START_TEST(test_dart)
{
    gr_run *run = gr_dagger_end(LANE "rounds=1 collect=dart", 1);
    double off = expert_cost(0.02L, 99) / 100; /* decided at t = 0 .. 99 */

    ck_assert_double_eq(gr_dagger_cell(run, 0, "noise"), 0);
    gr_test_close(gr_dagger_cell(run, 1, "noise"), off, 1e-9, "noise");
    ck_assert_double_lt(gr_dagger_cell(run, 1, "J"), gr_dagger_cell(run, 0, "J") / 10);
    gr_run_free(run);
}
END_TEST

/* --- mistakes that are rare --- */

/* A horizon of 25 and slips of 0.005: no mistakes, no labels. A clone that slips to one side stays
 * there or crosses over, so that a side gets a label in an episode with about half the probability
 * of a slip in it. How long until both have one. */
START_TEST(test_rare_mistakes)
{
    enum { ROUNDS = 12, RUNS = 400 };
    gr_sample both[ROUNDS + 1] = { { 0, 0, 0 } }, J[ROUNDS + 1] = { { 0, 0, 0 } };

    for (uint64_t seed = 1; seed <= RUNS; seed++) {
        gr_run *run = gr_dagger_end("world=lane slip=0.005 horizon=25 rounds=12 trials=2", seed);
        gr_dagger_data data = gr_dagger_dataset(run);
        for (long i = 0; i <= ROUNDS; i++) {
            bool labelled[ROWS];
            labelled_by(&data, i, labelled);
            gr_sample_add(&both[i], labelled[EDGE - 1] && labelled[EDGE + 1]);
            gr_sample_add(&J[i], gr_dagger_cell(run, i, "J"));
        }
        gr_dagger_dataset_free(&data);
        gr_run_free(run);
    }
    long half = 0;
    while (gr_sample_mean(&both[half]) < 0.5)
        half++;
    ck_assert_int_ge(half, 3);
    ck_assert_int_le(half, 5);
    long double slipped = 1 - gr_test_power(1 - 0.005L, 24), one = slipped / 2;
    for (long i = 1; i <= ROUNDS; i++) {
        double expected =
            (double)(1 - 2 * gr_test_power(1 - one, 5 * i) + gr_test_power(1 - slipped, 5 * i));
        gr_test_within(&both[i], expected, 0.02, "both sides labelled");
        ck_assert_double_lt(gr_sample_mean(&J[i]), gr_sample_mean(&J[i - 1]));
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("dagger_figures");
    TCase *all = gr_test_case(suite, "dagger_figures");

    tcase_add_loop_test(all, test_exact, 0, (int)GR_LEN(ways));
    tcase_add_loop_test(all, test_walks, 0, (int)GR_LEN(sampled));
    tcase_add_test(all, test_clones);
    tcase_add_test(all, test_expert);
    tcase_add_test(all, test_first_round);
    tcase_add_test(all, test_noise);
    tcase_add_test(all, test_dart);
    tcase_add_test(all, test_rare_mistakes);
    return suite;
}

int main(void)
{
    return gr_test_main(suite());
}
