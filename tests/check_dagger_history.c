/* dagger: the same numbers whichever way they are come by, and what remembering them takes. */
#include "dagger_runs.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const kinds[] = {
    "world=lane slip=0.05 rounds=9 beta=linear beta_rounds=4",
    "world=grid slip=0.1 rounds=9 fallback=nearest refit=warm",
    "world=grid map=field slip=0.1 rounds=7 learner=softmax refit=warm updates=300",
    "world=grid map=rooms undecided=yes imperfect=0.1 rounds=7 collect=gate execute=sample",
    "world=grid map=open size=14 slip=0.1 rounds=7 collect=dart horizon=70",
    "world=copy slip=0.1 rounds=5 beta=exponential learner=softmax",
    "world=forgetful slip=0.3 rounds=5 collect=demos expert_noise=0.2",
    "world=cliff slip=0.01 rounds=5 episodes=300 horizon=200", /* rounds of many pieces */
};

static gr_run *birth(const char *settings, gr_run_keep keep)
{
    gr_run *run = gr_test_born(gr_dagger(), settings, 7, keep);

    gr_test_seek(run, 0);
    return run;
}

/* All there is to know of the present round. Texts of it would be long. */
static uint64_t digest(const gr_run *run)
{
    double row[64];
    size_t columns = gr_run_columns(run)->count;
    uint64_t hash = GR_FNV_START;

    gr_run_row(run, row);
    hash = gr_fnv1a(hash, row, columns * sizeof *row);
    for (int which = 0; gr_dagger()->tables[which].name != NULL; which++) {
        gr_table table = gr_dagger_table_of(run, gr_dagger()->tables[which].name);
        hash = gr_fnv1a(hash, &table.rows, sizeof table.rows);
        hash = gr_fnv1a(hash, table.cells, table.rows * table.columns.count * sizeof *table.cells);
        gr_table_clear(&table);
    }
    return hash;
}

static long rounds_of(const gr_run *run)
{
    return (long)gr_values_number(gr_run_values(run), "rounds");
}

/* Round by round to the end, back to the start, and forward again. */
static void there_and_back(const char *settings, gr_run_keep keep, bool forgetting)
{
    gr_run *run = birth(settings, keep);
    long rounds = rounds_of(run);
    uint64_t seen[16];

    for (long i = 0; i <= rounds; i++) {
        gr_test_seek(run, i);
        seen[i] = digest(run);
    }
    for (long k = 2 * rounds; k >= 0; k--) {
        long i = labs(k - rounds);
        if (forgetting)
            gr_run_forget(run);
        gr_test_seek(run, i);
        ck_assert_uint_eq(digest(run), seen[i]);
    }
    gr_run_free(run);
}

START_TEST(test_back_and_forward)
{
    there_and_back(kinds[_i], gr_test_keep, false);
    there_and_back(kinds[_i], gr_test_keep, true);
    there_and_back(kinds[_i], (gr_run_keep){ .trace = true, .history_bytes = 200000 }, false);
}
END_TEST

START_TEST(test_same_seed)
{
    gr_run *one = birth(kinds[_i], gr_test_keep), *two = birth(kinds[_i], gr_test_lean);
    gr_run *other = gr_test_born(gr_dagger(), kinds[_i], 8, gr_test_keep);
    long rounds = rounds_of(one);

    gr_test_seek(one, rounds);
    gr_test_seek(two, rounds);
    gr_test_seek(other, rounds);
    ck_assert_uint_eq(digest(one), digest(two));
    ck_assert_uint_ne(digest(one), digest(other));
    gr_run_free(one);
    gr_run_free(two);
    gr_run_free(other);
}
END_TEST

/* Phase by phase it is the same, and the phases come in their order. */
START_TEST(test_fine)
{
    gr_run *coarse = birth(kinds[_i], gr_test_keep), *fine = birth(kinds[_i], gr_test_keep);
    long rounds = rounds_of(coarse);
    gr_error err;

    gr_test_seek(coarse, rounds);
    for (long stops = 0; gr_run_step_number(fine) < rounds;) {
        gr_progress progress;
        ck_assert(gr_run_advance(fine, true, &progress, &err));
        if (progress == GR_PHASE)
            ck_assert_uint_eq(gr_run_phase(fine), (size_t)++stops);
        else if (progress != GR_PART) {
            ck_assert_int_eq(stops, 3);
            stops = 0;
        }
    }
    ck_assert_uint_eq(digest(coarse), digest(fine));
    gr_run_free(coarse);
    gr_run_free(fine);
}
END_TEST

/* A knob that is changed under way counts from the next round on; the rounds before it stay. */
START_TEST(test_changes)
{
    static const gr_setting changes[] = { { "collect", "demos" },
                                          { "collect", "gate" },
                                          { "beta", "constant" },
                                          { "refit", "warm" },
                                          { "expert_noise", "0.5" } };
    char settings[200];

    snprintf(settings, sizeof settings, "%s collect=dagger refit=scratch", kinds[1]);
    for (size_t i = 0; i < GR_LEN(changes); i++) {
        gr_run *plain = birth(settings, gr_test_keep), *changed = birth(settings, gr_test_keep);
        gr_test_seek(plain, 6);
        gr_test_seek(changed, 9);
        gr_test_seek(changed, 3);
        ck_assert_int_eq(gr_test_set(changed, changes[i].knob, changes[i].value), GR_SET_LIVE);
        gr_test_seek(changed, 6);
        for (long round = 0; round <= 3; round++)
            ck_assert_double_eq(gr_dagger_cell(plain, round, "J_mc"),
                                gr_dagger_cell(changed, round, "J_mc"));
        gr_run *again = birth(settings, gr_test_lean);
        gr_test_schedule_all(again, changed);
        gr_test_seek(again, 6);
        ck_assert_uint_eq(digest(again), digest(changed));
        gr_run_free(plain);
        gr_run_free(changed);
        gr_run_free(again);
    }
}
END_TEST

START_TEST(test_jobs)
{
    gr_plan plan = { 0 };

    gr_test_plan(&plan, gr_dagger(), "world=lane,grid,copy rounds=2 learner=table,softmax");
    gr_test_equal(gr_test_csv(&plan, 1), gr_test_csv(&plan, 3));
    gr_plan_clear(&plan);
}
END_TEST

/* --- room --- */

/* 60 rounds on a field of 30 by 30: what is kept for going back stays within its limit, and going
 * back through all of it changes nothing. */
START_TEST(test_room)
{
    static const char *const sizes[] = { "", "episodes=50 demos=50 horizon=300 trials=20",
                                         "learner=softmax updates=20" };
    char settings[200];

    snprintf(settings, sizeof settings, "world=grid map=open size=30 slip=0.1 rounds=60 %s",
             sizes[_i]);
    gr_run *run = birth(settings, gr_test_keep);
    for (long i = 0; i <= 60; i += 10) {
        gr_test_seek(run, i);
        ck_assert_uint_le(gr_run_history_used(run), 64u << 20);
        ck_assert_uint_gt(gr_run_history_used(run), 0);
    }
    uint64_t end = digest(run);
    gr_test_seek(run, 0);
    uint64_t start = digest(run);
    for (long i = 60; i >= 0; i -= 6)
        gr_test_seek(run, i);
    ck_assert_uint_eq(digest(run), start);
    gr_test_seek(run, 60);
    ck_assert_uint_eq(digest(run), end);
    gr_run_free(run);
}
END_TEST

/* More than a gibibyte is refused, and the knobs are named. */
START_TEST(test_too_much)
{
    static const gr_setting settings[] = { { "rounds", "1000" },
                                           { "episodes", "10000" },
                                           { "horizon", "10000" } };
    gr_values values;
    gr_error err = { 0 };

    ck_assert(gr_values_init(&values, gr_dagger()->params, &err));
    ck_assert(gr_values_apply(&values, settings, GR_LEN(settings), &err));
    ck_assert_ptr_null(gr_run_new(gr_dagger(), &values, 1, gr_test_lean, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    gr_assert_message(err, "1 GiB");
    gr_assert_message(err, "rounds, episodes, demos or horizon");
    gr_values_clear(&values);
}
END_TEST

static Suite *suite(void)
{
    Suite *suite = suite_create("dagger_history");
    TCase *all = gr_test_case(suite, "dagger_history");

    tcase_add_loop_test(all, test_back_and_forward, 0, (int)GR_LEN(kinds));
    tcase_add_loop_test(all, test_same_seed, 0, (int)GR_LEN(kinds));
    tcase_add_loop_test(all, test_fine, 0, (int)GR_LEN(kinds));
    tcase_add_test(all, test_changes);
    tcase_add_test(all, test_jobs);
    tcase_add_loop_test(all, test_room, 0, 3);
    tcase_add_test(all, test_too_much);
    return suite;
}

int main(void)
{
    return gr_test_main(suite());
}
