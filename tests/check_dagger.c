/* dagger: what is collected and how it is counted. What it comes to, in figures, is in
 * check_dagger_figures.c, its history in check_dagger_history.c. */
#include "dagger_runs.h"
#include "figures.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* --- beta, round by round --- */

static const struct {
    const char *settings;
    double rounds, rate; /* linear where rounds > 0, exponential where rate > 0 */
} sequences[] = {
    { "beta=indicator", 0, 0 },
    { "beta=linear", 15, 0 },
    { "beta=linear beta_rounds=1", 1, 0 },
    { "beta=linear beta_rounds=2", 2, 0 },
    { "beta=linear beta_rounds=3", 3, 0 },
    { "beta=linear beta_rounds=10", 10, 0 },
    { "beta=exponential", 0, 0.5 },
    { "beta=exponential beta_rate=0.1", 0, 0.1 },
    { "beta=exponential beta_rate=0.5", 0, 0.5 },
    { "beta=exponential beta_rate=0.9", 0, 0.9 },
    { "beta=exponential beta_rate=1", 0, 1 },
};

static double beta_of(double rounds, double rate, long i)
{
    if (rounds > 0)
        return (double)i < rounds ? (rounds - (double)i) / rounds : 0;
    return rate > 0 ? (double)gr_test_power((long double)rate, i) : i == 0;
}

START_TEST(test_beta)
{
    char settings[100];

    snprintf(settings, sizeof settings, "%s rounds=18 demos=1 episodes=1 horizon=2 trials=2",
             sequences[_i].settings);
    gr_run *run = gr_dagger_end(settings, 1);
    for (long i = 0; i <= 18; i++)
        gr_test_close(gr_dagger_cell(run, i, "beta"),
                      beta_of(sequences[_i].rounds, sequences[_i].rate, i), 4e-16, settings);
    gr_run_free(run);
}
END_TEST

START_TEST(test_beta_range)
{
    static const gr_setting outside[] = { { "beta_rate", "0" },
                                          { "beta_rate", "-0.1" },
                                          { "beta_rate", "1.1" },
                                          { "beta_rounds", "0" },
                                          { "beta_value", "1.1" } };
    gr_values values;
    gr_error err = { 0 };

    ck_assert(gr_values_init(&values, gr_dagger()->params, &err));
    for (size_t i = 0; i < GR_LEN(outside); i++) {
        ck_assert_msg(!gr_values_apply(&values, &outside[i], 1, &err), "%s=%s is taken",
                      outside[i].knob, outside[i].value);
        ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    }
    gr_values_clear(&values);
    gr_run *run = gr_dagger_end("beta=constant rounds=3 demos=1 episodes=1 trials=2", 1);
    for (long i = 0; i <= 3; i++)
        ck_assert_double_eq(gr_dagger_cell(run, i, "beta"), 0.5);
    gr_run_free(run);
}
END_TEST

/* The expert acts in the learner's place as often as that: always, never, or now and then. */
START_TEST(test_mixture)
{
    static const char *const values[] = { "0", "0.3", "1" };
    char settings[200];

    for (size_t i = 0; i < GR_LEN(values); i++) {
        snprintf(settings, sizeof settings,
                 "world=lane slip=0.1 beta=constant beta_value=%s rounds=2 episodes=100 trials=2",
                 values[i]);
        gr_run *run = gr_dagger_end(settings, 1);
        gr_dagger_data data = gr_dagger_dataset(run);
        gr_sample control = { 0 };
        for (size_t k = 0; k < data.count; k++)
            if (data.rows[k].round > 0)
                gr_sample_add(&control, data.rows[k].control);
        gr_test_within(&control, atof(values[i]), 0, "the expert's share");
        gr_dagger_dataset_free(&data);
        gr_run_free(run);
    }
}
END_TEST

/* --- labels --- */

static const struct {
    const char *settings;
    long safe; /* the one state that is no failure; -1: a failure ends the episode */
} collections[] = {
    { "world=lane slip=0.1 expert_noise=0.3", 5 },
    { "world=lane slip=0.1 expert_noise=0.3 calm=no collect=demos", 5 },
    { "world=lane slip=0.1 beta=constant beta_value=0.5", 5 },
    { "world=lane slip=0.1 collect=dart", 5 },
    { "world=lane slip=0.1 collect=gate", 5 },
    { "world=cliff slip=0.05 collect=dagger expert_noise=0.01", -1 },
    { "world=copy slip=0.1 learner=softmax execute=sample", 0 },
    { "world=forgetful slip=0.1 learner=softmax beta=linear expert_noise=0.1", 1 },
    { "world=grid slip=0.1 expert_noise=0.2 fallback=random", -1 },
    { "world=grid slip=0.1 collect=gate fallback=stop", -1 },
    { "world=grid map=field slip=0.2 beta=exponential learner=softmax execute=sample", -1 },
    { "world=grid map=rooms undecided=yes imperfect=0.1 fallback=nearest", -1 },
};

/* What the expert means in a state, where it means one thing; -1 where it may mean several. */
static long meant(const gr_table *policy, size_t state, size_t actions)
{
    for (size_t a = 0; a < actions; a++)
        if (gr_table_cell(policy, state * actions + a, 3) == 1)
            return (long)a;
    return -1;
}

/* The label is what the expert means there, whatever was carried out; and both are kept. */
START_TEST(test_labels_are_intended)
{
    const char *settings = collections[_i].settings;
    gr_run *run = gr_dagger_end(settings, 1);
    gr_dagger_data data = gr_dagger_dataset(run);
    gr_table policy = gr_dagger_table_of(run, "policy");
    size_t actions = 0, apart = 0, decided = 0;

    while (actions < policy.rows && gr_table_cell(&policy, actions, 0) == 0)
        actions++;
    for (size_t i = 0; i < data.count; i++) {
        const gr_dagger_step *step = &data.rows[i];
        long label = meant(&policy, step->state, actions);
        ck_assert_int_lt(step->intended, (long)actions);
        ck_assert_double_gt(
            gr_table_cell(&policy, step->state * actions + (size_t)step->intended, 3), 0);
        if (label >= 0)
            ck_assert_int_eq(step->intended, label);
        decided += label >= 0;
        apart += step->executed != step->intended;
    }
    ck_assert_int_eq(decided > 0, strstr(settings, "imperfect") == NULL);
    ck_assert_int_eq(apart > 0, strstr(settings, "gate") == NULL); /* there they agree or it acts */
    gr_table_clear(&policy);
    gr_dagger_dataset_free(&data);
    gr_run_free(run);
}
END_TEST

/* Noise of 0.1 on what is carried out, none on the labels: who learned from what was carried out
 * would err as often on the lane. */
START_TEST(test_trap)
{
    gr_run *run = gr_dagger_end("world=lane expert_noise=0.1 demos=200 horizon=100 rounds=0", 1);
    gr_dagger_data data = gr_dagger_dataset(run);
    gr_sample executed = { 0 };

    for (size_t i = 0; i < data.count; i++)
        if (data.rows[i].state == 5) {
            ck_assert_int_eq(data.rows[i].intended, 1);
            gr_sample_add(&executed, data.rows[i].executed != 1);
        }
    gr_test_within(&executed, 0.1, 0, "error of a learner from what was carried out");
    ck_assert_double_eq(gr_dagger_cell(run, 0, "train_error"), 0);
    ck_assert_double_eq(gr_dagger_cell(run, 0, "noise"), 0.1);
    gr_dagger_dataset_free(&data);
    gr_run_free(run);
}
END_TEST

/* --- counting --- */

/* A row a step: none is lost, none doubled, and t runs from 0. */
static void check_order(const gr_dagger_data *data, long horizon)
{
    for (size_t i = 0; i < data->count; i++) {
        const gr_dagger_step *step = &data->rows[i], *before = i > 0 ? step - 1 : NULL;
        bool ended = before == NULL || before->terminated || before->truncated;
        ck_assert_int_eq(step->t, ended ? 0 : before->t + 1);
        ck_assert_int_eq(step->episode, before == NULL ? 0 : before->episode + ended);
        ck_assert_int_ge(step->round, before == NULL ? 0 : before->round);
        ck_assert(!(step->terminated && step->truncated));
        ck_assert_int_eq(step->truncated, step->t == horizon - 1 && !step->terminated);
    }
    const gr_dagger_step *last = &data->rows[data->count - 1];
    ck_assert(last->terminated || last->truncated);
}

/* What a round has come to by the data. Where failing does not end an episode, its last step is not
 * known to fail: the state behind it is not in the data. */
typedef struct tally {
    double labels, steps, episodes, states, failures, unknown;
} tally;

static void count_failure(tally *sum, const gr_dagger_step *step, long safe, bool *failed)
{
    *failed = *failed && step->t > 0;
    bool now = safe < 0 ? step->terminated && !step->success : (long)step->state != safe;

    sum->failures += now && !*failed;
    *failed = *failed || now;
    sum->unknown += safe >= 0 && step->truncated && !*failed;
}

static tally count(const gr_dagger_data *data, long round, long safe)
{
    bool *labelled = calloc(100000, sizeof *labelled), failed = false;
    tally sum = { 0 };

    for (size_t i = 0; i < data->count && data->rows[i].round <= round; i++) {
        const gr_dagger_step *step = &data->rows[i];
        sum.steps++;
        sum.labels += step->labelled;
        sum.episodes += step->t == 0;
        sum.states += step->labelled && !labelled[step->state];
        labelled[step->state] = labelled[step->state] || step->labelled;
        count_failure(&sum, step, safe, &failed);
    }
    free(labelled);
    return sum;
}

START_TEST(test_counts)
{
    char settings[200];

    snprintf(settings, sizeof settings, "%s demos=4 rounds=5 episodes=3 horizon=40",
             collections[_i].settings);
    gr_run *run = gr_dagger_end(settings, 2);
    gr_dagger_data data = gr_dagger_dataset(run);
    gr_table visits = gr_dagger_table_of(run, "visits");
    double labels = 0;

    check_order(&data, 40);
    for (long round = 0; round <= 5; round++) {
        tally sum = count(&data, round, collections[_i].safe);
        double failures = gr_dagger_cell(run, round, "failures");
        ck_assert_double_eq(gr_dagger_cell(run, round, "labels"), sum.labels);
        ck_assert_double_eq(gr_dagger_cell(run, round, "env_steps"), sum.steps);
        ck_assert_double_eq(gr_dagger_cell(run, round, "states"), sum.states);
        ck_assert_double_eq(gr_dagger_cell(run, round, "fits"), (double)round + 1);
        ck_assert_double_eq(sum.episodes, 4 + 3 * (double)round);
        ck_assert_double_ge(failures, sum.failures);
        ck_assert_double_le(failures, sum.failures + sum.unknown);
    }
    for (size_t i = 0; i < visits.rows; i++)
        labels += gr_table_cell(&visits, i, 3);
    ck_assert_double_eq(labels, gr_dagger_cell(run, 5, "labels"));
    gr_table_clear(&visits);
    gr_dagger_dataset_free(&data);
    gr_run_free(run);
}
END_TEST

/* What has been aggregated of a round, beside what was asked for: demonstrations count once. */
START_TEST(test_demos_once)
{
    gr_run *run = gr_dagger_end("world=lane demos=7 episodes=3 horizon=11 rounds=4 trials=2", 1);

    for (long i = 0; i <= 4; i++)
        ck_assert_double_eq(gr_dagger_cell(run, i, "labels"), 77 + 33 * (double)i);
    gr_run_free(run);
}
END_TEST

/* Under the gate a label is what the expert drove, and it drives where the learner means what it
 * never would. */
START_TEST(test_gate)
{
    gr_run *run = gr_dagger_end("world=grid slip=0.1 collect=gate rounds=6", 3);
    gr_dagger_data data = gr_dagger_dataset(run);
    size_t driven = 0, left = 0;

    for (size_t i = 0; i < data.count; i++) {
        const gr_dagger_step *step = &data.rows[i];
        ck_assert_int_eq(step->labelled, step->control);
        if (step->round > 0 && !step->control)
            ck_assert_int_eq(step->executed, step->intended);
        driven += step->round > 0 && step->control;
        left += step->round > 0 && !step->control;
    }
    ck_assert_uint_gt(driven, 0);
    ck_assert_uint_gt(left, driven);
    gr_dagger_dataset_free(&data);
    gr_run_free(run);
}
END_TEST

/* Warm, a table adds all labels up again in every round: those of round 0 weigh most. */
START_TEST(test_warm)
{
    static const char *const refits[] = { "scratch", "warm" };
    static const double learned[][4] = { { 50, 80, 110, 140 }, { 50, 130, 240, 380 } };
    char settings[150];

    for (size_t i = 0; i < GR_LEN(refits); i++)
        for (long round = 0; round < 4; round++) {
            snprintf(settings, sizeof settings,
                     "world=lane demos=5 episodes=3 horizon=10 rounds=%ld refit=%s trials=2", round,
                     refits[i]);
            gr_run *run = gr_dagger_end(settings, 1);
            gr_table table = gr_dagger_table_of(run, "learned");
            ck_assert_uint_eq(table.rows, 1); /* the lane is all that an expert passes */
            ck_assert_double_eq(gr_table_cell(&table, 0, 2), learned[i][round]);
            ck_assert_double_eq(gr_dagger_cell(run, round, "labels"), learned[0][round]);
            gr_table_clear(&table);
            gr_run_free(run);
        }
}
END_TEST

START_TEST(test_dataset_fields)
{
    static const char *const fields[] = {
        "episode",
        "round",
        "t",
        "state",
        "x",
        "y",
        "expert_action",
        "executed_action",
        "expert_in_control",
        "labelled",
        "doubt",
        "beta",
        "policy_version",
        "terminated",
        "truncated",
        "success",
    };
    gr_run *run = gr_dagger_end("rounds=1 beta=linear", 1);
    gr_table table = gr_dagger_table_of(run, "dataset");

    for (size_t i = 0; i < GR_LEN(fields); i++)
        ck_assert_msg(gr_columns_find(&table.columns, fields[i]) >= 0, "no column %s", fields[i]);
    long beta = gr_columns_find(&table.columns, "beta");
    long version = gr_columns_find(&table.columns, "policy_version");
    for (size_t i = 0; i < table.rows; i++) {
        double round = gr_table_cell(&table, i, 1);
        ck_assert_double_eq(gr_table_cell(&table, i, (size_t)beta), (15 - round) / 15);
        if (round > 0)
            ck_assert_double_eq(gr_table_cell(&table, i, (size_t)version), round - 1);
        else
            ck_assert(isnan(gr_table_cell(&table, i, (size_t)version)));
    }
    gr_table_clear(&table);
    gr_run_free(run);
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("dagger");
    TCase *all = gr_test_case(suite, "dagger");

    tcase_add_loop_test(all, test_beta, 0, (int)GR_LEN(sequences));
    tcase_add_test(all, test_beta_range);
    tcase_add_test(all, test_mixture);
    tcase_add_loop_test(all, test_labels_are_intended, 0, (int)GR_LEN(collections));
    tcase_add_test(all, test_trap);
    tcase_add_loop_test(all, test_counts, 0, (int)GR_LEN(collections));
    tcase_add_test(all, test_demos_once);
    tcase_add_test(all, test_gate);
    tcase_add_test(all, test_warm);
    tcase_add_test(all, test_dataset_fields);
    return suite;
}

int main(void)
{
    return gr_test_main(suite());
}
