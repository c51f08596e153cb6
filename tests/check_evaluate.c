/* Exact evaluation: against all trajectories of small worlds one by one, against walks, and of
 * large grids against the same sum in long double. What two policies' visits say of each other. */
#include "figures.h"
#include "worlds.h"

#include "gradus/evaluate.h"
#include "gradus/rollout.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- policies --- */

/* Shares at random: some actions never, some states by one action alone; with `stands` a rest. */
static double *random_policy(const gr_model *model, uint64_t seed, bool stands)
{
    size_t states = model->space.states, actions = model->space.actions;
    double *policy = calloc(states * actions, sizeof *policy);
    gr_rng rng = gr_rng_seeded(seed);

    for (size_t s = 0; s < states; s++) {
        double *row = policy + s * actions, sum = 0;
        for (size_t a = 0; a < actions; a++) {
            double share = gr_rng_uniform(&rng);
            row[a] = share < 0.3 ? 0 : share;
            sum += row[a];
        }
        double rest = stands ? gr_rng_uniform(&rng) : 0;
        for (size_t a = 0; a < actions; a++)
            row[a] = sum > 0 ? row[a] / sum * (1 - rest) : 0;
        if (!(sum > 0))
            row[0] = 1 - rest;
    }
    return policy;
}

/* --- all trajectories --- */

typedef struct account {
    const gr_model *model;
    const double *policy;
    long horizon;
    long double cost, failing, *last, *visits;
} account;

/* Follow every branch from a state that is reached at t with so much probability. */
static void follow(account *sum, size_t s, long t, long double p)
{
    const gr_model *model = sum->model;
    size_t actions = model->space.actions;
    long double stays = 1;

    sum->cost += t > 0 ? p * (long double)model->cost[s] : 0;
    if (t == sum->horizon) {
        sum->last[s] += p;
        sum->failing += model->failure[s] ? p : 0;
        return;
    }
    sum->visits[s] += p / (long double)sum->horizon;
    for (size_t a = 0; a < actions; a++) {
        size_t k = s * actions + a;
        long double share = (long double)sum->policy[k];
        stays -= share;
        for (size_t i = model->first[k]; share > 0 && i < model->first[k + 1]; i++)
            follow(sum, model->outcomes[i].state, t + 1,
                   p * share * (long double)model->outcomes[i].probability);
    }
    if (stays > 1e-15L)
        follow(sum, s, t + 1, p * stays);
}

static void compare(const gr_model *model, const double *policy, long horizon)
{
    size_t states = model->space.states;
    account sum = { .model = model, .policy = policy, .horizon = horizon };
    double *now = calloc(3 * states, sizeof *now), *visits = calloc(states, sizeof *visits);
    gr_distributions at = { now, now + states, now + 2 * states };
    gr_evaluation exact, piecewise;
    gr_error err;

    sum.last = calloc(states, sizeof *sum.last);
    sum.visits = calloc(states, sizeof *sum.visits);
    for (size_t s = 0; s < states; s++)
        if (model->start[s] > 0)
            follow(&sum, s, 0, (long double)model->start[s]);
    ck_assert(gr_evaluate(model, policy, horizon, &exact, visits, &err));
    gr_evaluate_begin(model, horizon, &piecewise, &at);
    while (!gr_evaluate_piece(model, policy, &piecewise, &at))
        ;
    gr_test_close(exact.cost, (double)sum.cost, 1e-12, "cost");
    gr_test_close(exact.failing, (double)sum.failing, 1e-12, "failing");
    ck_assert_double_eq(piecewise.cost, exact.cost);
    ck_assert_int_eq(exact.t, horizon);
    for (size_t s = 0; s < states; s++) {
        gr_test_close(visits[s], (double)sum.visits[s], 1e-12, "visits");
        gr_test_close(at.now[s], (double)sum.last[s], 1e-12, "distribution");
        ck_assert_double_eq(at.visits[s], visits[s]);
    }
    free(now);
    free(visits);
    free(sum.last);
    free(sum.visits);
}

static const struct {
    const char *settings;
    long horizon;
} small[] = {
    { "world=lane edge=2 slip=0.1", 5 },
    { "world=cliff slip=0.2", 6 },
    { "world=forgetful slip=0.3", 5 },
    { "world=copy slip=0.1", 8 },
    { "world=copy", 1 },
    { "world=lane edge=3 recover=2", 6 },
};

START_TEST(test_all_trajectories)
{
    gr_test_world world;

    gr_test_world_make(&world, small[_i].settings);
    compare(&world.model, world.model.expert, small[_i].horizon);
    for (uint64_t seed = 1; seed <= 6; seed++) {
        double *policy = random_policy(&world.model, seed, seed % 2 == 0);
        compare(&world.model, policy, small[_i].horizon);
        free(policy);
    }
    gr_test_world_clear(&world);
}
END_TEST

/* Maps with several starts, and failures that end. */
START_TEST(test_all_trajectories_of_maps)
{
    static const char *const maps[] = { "S.~\n.SG\n", "S.G\n~#.\n", "SG\n" };
    char *folder = gr_test_folder();
    gr_test_world world;

    for (size_t i = 0; i < GR_LEN(maps); i++) {
        gr_test_world_draw(&world, gr_test_path(folder, "map"), maps[i], "slip=0.2");
        for (uint64_t seed = 1; seed <= 4; seed++) {
            double *policy = random_policy(&world.model, seed, seed % 2 == 0);
            compare(&world.model, policy, 4);
            free(policy);
        }
        gr_test_world_clear(&world);
    }
    gr_test_folder_remove(folder);
}
END_TEST

/* Before the first step: nothing is paid, and decisions would be made at the start. */
START_TEST(test_no_steps)
{
    gr_test_world world;
    gr_evaluation exact;
    double visits[11];
    gr_error err;

    gr_test_world_make(&world, "world=lane");
    ck_assert(gr_evaluate(&world.model, world.model.expert, 0, &exact, visits, &err));
    ck_assert_double_eq(exact.cost, 0);
    for (size_t s = 0; s < 11; s++)
        ck_assert_double_eq(visits[s], s == 5);
    gr_test_world_clear(&world);
}
END_TEST

/* --- walks --- */

static const char *const walked[] = { "world=lane slip=0.05",
                                      "world=cliff slip=0.01",
                                      "world=forgetful slip=0.1",
                                      "world=copy slip=0.05",
                                      "world=grid slip=0.1",
                                      "world=grid map=field",
                                      "world=grid map=rooms slip=0.2 undecided=yes" };

static void check_walks(const gr_model *model, const double *policy, uint64_t seed)
{
    gr_teaching alone = { .policy = policy };
    gr_rng rng = gr_rng_seeded(seed);
    gr_streams streams;
    gr_sample cost = { 0 }, where[4] = { { 0, 0, 0 } };
    gr_visit visits[30];
    double *mean = calloc(model->space.states, sizeof *mean);
    size_t some[4];
    gr_evaluation exact;
    gr_error err;

    gr_streams_begin(&streams, &rng, "walk");
    ck_assert(gr_evaluate(model, policy, 30, &exact, mean, &err));
    for (size_t k = 0; k < 4; k++)
        some[k] = gr_rng_below(&rng, model->space.states);
    for (int i = 0; i < 20000; i++) {
        gr_episode e = gr_episode_walk(model, &alone, 30, &streams, visits);
        gr_sample_add(&cost, e.cost);
        for (size_t k = 0; k < 4; k++) {
            double here = 0;
            for (size_t t = 0; t < e.steps; t++)
                here += visits[t].state == some[k];
            gr_sample_add(&where[k], here / 30);
        }
    }
    gr_test_within(&cost, exact.cost, 1e-3, "cost");
    for (size_t k = 0; k < 4; k++)
        if (!model->terminal[some[k]])
            gr_test_within(&where[k], mean[some[k]], 1e-3, "visits");
    free(mean);
}

START_TEST(test_walks)
{
    gr_test_world world;

    gr_test_world_make(&world, walked[_i]);
    check_walks(&world.model, world.model.expert, 1);
    for (uint64_t seed = 2; seed <= 3; seed++) {
        double *policy = random_policy(&world.model, seed, seed % 2 == 0);
        check_walks(&world.model, policy, seed);
        free(policy);
    }
    gr_test_world_clear(&world);
}
END_TEST

/* --- large --- */

/* The definition of a step, without any of its short cuts. */
static void push(const gr_model *model, const double *policy, const long double *from,
                 long double *to)
{
    size_t actions = model->space.actions;

    memset(to, 0, model->space.states * sizeof *to);
    for (size_t s = 0; s < model->space.states; s++) {
        long double stays = from[s];
        for (size_t a = 0; a < actions; a++) {
            long double moved = from[s] * (long double)policy[s * actions + a];
            stays -= moved;
            size_t k = s * actions + a;
            for (size_t i = model->first[k]; i < model->first[k + 1]; i++)
                to[model->outcomes[i].state] += moved * (long double)model->outcomes[i].probability;
        }
        to[s] += stays;
    }
}

static const char *const kinds[] = { "slip=0", "slip=0.1", "slip=0.1 undecided=yes imperfect=0.1" };

START_TEST(test_large)
{
    enum { T = 200 };
    char settings[150];
    gr_test_world world;
    gr_evaluation exact;
    gr_error err;

    snprintf(settings, sizeof settings, "world=grid map=open size=100 %s", kinds[_i]);
    gr_test_world_make(&world, settings);
    const gr_model *model = &world.model;
    size_t states = model->space.states;
    double *policy = random_policy(model, 5, true), *visits = calloc(states, sizeof *visits);
    for (int round = 0; round < 2; round++) {
        const double *shares = round == 0 ? policy : model->expert;
        long double *p = calloc(3 * states, sizeof *p), cost = 0, all = 0;
        for (size_t s = 0; s < states; s++)
            p[s] = (long double)model->start[s];
        for (int t = 0; t < T; t++) {
            for (size_t s = 0; s < states; s++)
                p[2 * states + s] += p[s] / T;
            push(model, shares, p, p + states);
            memcpy(p, p + states, states * sizeof *p);
            for (size_t s = 0; s < states; s++)
                cost += p[s] * (long double)model->cost[s];
        }
        ck_assert(gr_evaluate(model, shares, T, &exact, visits, &err));
        gr_test_close(exact.cost, (double)cost, 1e-12, "cost");
        for (size_t s = 0; s < states; s++) {
            all += (long double)visits[s];
            if (fabsl((long double)visits[s] - p[2 * states + s]) > 1e-14L)
                ck_abort_msg("visits of state %zu: %.17g", s, visits[s]);
        }
        gr_test_close((double)all, 1, 1e-12, "all visits");
        free(p);
    }
    free(policy);
    free(visits);
    gr_test_world_clear(&world);
}
END_TEST

/* --- two policies --- */

/* Decisions only: what lies in a terminal state counts nowhere. */
START_TEST(test_shift)
{
    static const double learner[] = { 0.1, 0.2, 0.3, 0.0, 0.4 }, more[] = { 0, 0.2, 0.3, 0, 0.5 };
    static const double expert[] = { 0.0, 0.4, 0.2, 0.3, 0.1 };
    char *folder = gr_test_folder();
    gr_test_world world;

    gr_test_world_draw(&world, gr_test_path(folder, "map"), "S...G\n", "");
    gr_shift shift = gr_shift_between(&world.model, learner, expert);
    ck_assert(isinf(shift.ratio));
    ck_assert_double_eq_tol(shift.unseen, 0.1, 1e-15);
    shift = gr_shift_between(&world.model, more, expert);
    ck_assert_double_eq_tol(shift.ratio, 1.5, 1e-15); /* 0.3 / 0.2; not 5 of the goal */
    ck_assert_double_eq(shift.unseen, 0);
    shift = gr_shift_between(&world.model, expert, expert);
    ck_assert_double_eq(shift.ratio, 1);
    ck_assert_double_eq(shift.unseen, 0);
    gr_test_world_clear(&world);
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(test_coverage)
{
    static const double visits[] = { 0.1, 0.2, 0.3, 0.0, 0.4 };
    double counts[20] = { [0 * 4 + 1] = 2, [2 * 4 + 3] = 1, [3 * 4 + 0] = 1 }, policy[20] = { 0 };
    char *folder = gr_test_folder();
    gr_test_world world;

    gr_test_world_draw(&world, gr_test_path(folder, "map"), "S...G\n", "");
    ck_assert_double_eq_tol(gr_coverage(&world.model, visits, counts), 0.4 / 0.6, 1e-15);
    counts[1 * 4 + 2] = 1;
    ck_assert_double_eq_tol(gr_coverage(&world.model, visits, counts), 1, 1e-15);
    /* the expert goes right: state 0 does so always, 1 half the time, 2 never, standing still */
    policy[0 * 4 + 1] = 1;
    policy[1 * 4 + 1] = policy[1 * 4 + 0] = 0.5;
    ck_assert_double_eq_tol(gr_disagreement(&world.model, policy, visits), (0.1 + 0.3) / 0.6,
                            1e-15);
    ck_assert_double_eq_tol(gr_disagreement(&world.model, world.model.expert, visits), 0, 1e-15);
    gr_test_world_clear(&world);
    gr_test_folder_remove(folder);
}
END_TEST

/* On the lane a learner that errs goes where the expert never is: the hard regime. */
START_TEST(test_lane_shift)
{
    double policy[9] = { 0, 1, 0, 0.01, 0.98, 0.01, 0, 1, 0 }, learner[3], expert[3], off = 0;
    gr_test_world world;
    gr_evaluation exact;
    gr_error err;

    gr_test_world_make(&world, "world=lane edge=1");
    ck_assert(gr_evaluate(&world.model, policy, 100, &exact, learner, &err));
    ck_assert(gr_evaluate(&world.model, world.model.expert, 100, &exact, expert, &err));
    for (long t = 0; t < 100; t++)
        off += (double)(1 - gr_test_power(0.98L, t)) / 100;
    gr_shift shift = gr_shift_between(&world.model, learner, expert);
    ck_assert(isinf(shift.ratio));
    gr_test_close(shift.unseen, off, 1e-12, "unseen");
    gr_test_world_clear(&world);
}
END_TEST

/* --- a mixture of learner and expert --- */

enum { LANE_STATES = 3, LANE_ACTIONS = 3, LANE_HORIZON = 100 };

/* A clone of the lane that errs at a rate and goes straight on beside it; the expert acts in its
 * place with probability beta. The mean of its distributions after each step. */
static void lane_mean(const gr_model *model, double rate, double beta, double *mean)
{
    double policy[LANE_STATES * LANE_ACTIONS] = { 0, 1, 0, rate / 2, 1 - rate, rate / 2, 0, 1, 0 };
    double now[LANE_STATES], next[LANE_STATES];

    for (size_t k = 0; k < GR_LEN(policy); k++)
        policy[k] = beta * model->expert[k] + (1 - beta) * policy[k];
    memcpy(now, model->start, sizeof now);
    memset(mean, 0, sizeof now);
    for (long t = 0; t < LANE_HORIZON; t++) {
        gr_propagate(model, policy, now, next);
        memcpy(now, next, sizeof now);
        for (size_t s = 0; s < LANE_STATES; s++)
            mean[s] += now[s] / LANE_HORIZON;
    }
}

static double apart(const gr_model *model, double rate, double beta)
{
    double alone[LANE_STATES], mixed[LANE_STATES], sum = 0;

    lane_mean(model, rate, 0, alone);
    lane_mean(model, rate, beta, mixed);
    for (size_t s = 0; s < LANE_STATES; s++)
        sum += fabs(alone[s] - mixed[s]);
    return sum;
}

/* The same from the closed form: half of it is what the chances of being off differ by. */
static double apart_by_form(double rate, double beta)
{
    long double b = (long double)beta, e = (1 - b) * (long double)rate, sum = 0;

    for (long t = 1; t <= LANE_HORIZON; t++) {
        long double alone = 1 - gr_test_power(1 - (long double)rate, t);
        long double mixed = e / (e + b) * (1 - gr_test_power(1 - b - e, t));
        sum += 2 * fabsl(alone - mixed) / LANE_HORIZON;
    }
    return (double)sum;
}

/* ||d_mix - d_pi||_1 <= 2 T beta (S. Ross, G. Gordon and D. Bagnell, 2011, lemma 4.1). */
START_TEST(test_mixture)
{
    static const double rates[] = { 0.001, 0.005, 0.02, 0.3, 1 };
    static const double betas[] = { 1e-6, 1e-4, 0.001, 0.01, 0.1, 1 };
    gr_test_world world;

    gr_test_world_make(&world, "world=lane edge=1");
    gr_test_shown(apart(&world.model, 0.02, 0.001), "0.027");
    gr_test_shown(apart(&world.model, 0.02, 0.01), "0.233");
    for (size_t i = 0; i < GR_LEN(rates); i++)
        for (size_t k = 0; k < GR_LEN(betas); k++) {
            double d = apart(&world.model, rates[i], betas[k]);
            gr_test_close(d, apart_by_form(rates[i], betas[k]), 1e-9, "distance");
            ck_assert_double_le(d, 2 * LANE_HORIZON * betas[k]);
        }
    gr_test_world_clear(&world);
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("evaluate");
    TCase *all = gr_test_case(suite, "evaluate");

    tcase_add_loop_test(all, test_all_trajectories, 0, (int)GR_LEN(small));
    tcase_add_test(all, test_all_trajectories_of_maps);
    tcase_add_test(all, test_no_steps);
    tcase_add_loop_test(all, test_walks, 0, (int)GR_LEN(walked));
    tcase_add_loop_test(all, test_large, 0, (int)GR_LEN(kinds));
    tcase_add_test(all, test_shift);
    tcase_add_test(all, test_lane_shift);
    tcase_add_test(all, test_coverage);
    tcase_add_test(all, test_mixture);
    return suite;
}

int main(void)
{
    return gr_test_main(suite());
}
