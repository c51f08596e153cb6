/* The experiment `parameters`: counts against hand-made ones and against whole-number arithmetic. */
#include "runs.h"

#include "gradus/memory.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const gr_experiment *experiment(void)
{
    return gr_experiment_find("parameters", NULL);
}

static void check_csv(const char *assignments, const char *expected)
{
    gr_plan plan;

    gr_test_plan(&plan, experiment(), assignments);
    gr_test_equal(gr_test_csv(&plan, 1), strdup(expected));
    gr_plan_clear(&plan);
}

static const char header[] = "step,inputs,outputs,weights,biases,parameters,total\n";

/* A CSV behind the header. Static. */
static const char *rows(const char *text)
{
    static char whole[1000];

    snprintf(whole, sizeof whole, "%s%s", header, text);
    return whole;
}

/* 5*8 + 8 = 48, 8*4 + 4 = 36, 4*3 + 3 = 15. */
START_TEST(test_counts)
{
    check_csv("", rows("0,,,,,,0\n1,5,8,40,8,48,48\n2,8,4,32,4,36,84\n3,4,3,12,3,15,99\n"));
    check_csv("layers=5-8-4-3 bias=yes",
              rows("0,,,,,,0\n1,5,8,40,8,48,48\n2,8,4,32,4,36,84\n3,4,3,12,3,15,99\n"));
    check_csv("layers=5-8-4-3 bias=no",
              rows("0,,,,,,0\n1,5,8,40,0,40,40\n2,8,4,32,0,32,72\n3,4,3,12,0,12,84\n"));
    check_csv("layers=64-128-10", rows("0,,,,,,0\n1,64,128,8192,128,8320,8320\n"
                                       "2,128,10,1280,10,1290,9610\n"));
    check_csv("layers=1-1", rows("0,,,,,,0\n1,1,1,1,1,2,2\n"));
    check_csv("layers=100000000-1 bias=no",
              rows("0,,,,,,0\n1,100000000,1,100000000,0,100000000,100000000\n"));
}
END_TEST

START_TEST(test_table)
{
    gr_plan plan;

    gr_test_plan(&plan, experiment(), "layers=5-8-4-3");
    plan.table = (int)gr_experiment_table(experiment(), "layers");
    gr_test_equal(gr_test_csv(&plan, 1),
                  strdup("layer,units,parameters\n0,8,48\n1,4,36\n2,3,15\n"));
    plan.steps = 1;
    gr_test_equal(gr_test_csv(&plan, 1), strdup("layer,units,parameters\n0,8,48\n"));
    plan.steps = 0;
    gr_test_equal(gr_test_csv(&plan, 1), strdup("layer,units,parameters\n"));
    gr_plan_clear(&plan);
}
END_TEST

START_TEST(test_course_of_a_run)
{
    gr_run *run = gr_test_run(experiment(), "layers=5-8-4-3", gr_test_keep);

    ck_assert_int_eq(gr_run_length(run), 3);
    gr_test_seek(run, 2);
    ck_assert_int_eq(gr_run_state(run), GR_RUN_GOING);
    gr_test_seek(run, 9);
    ck_assert_int_eq(gr_run_step_number(run), 3);
    ck_assert_int_eq(gr_run_state(run), GR_RUN_FINISHED);
    ck_assert_int_eq(gr_test_set(run, "bias", "no"), GR_SET_RESTARTED);
    ck_assert_int_eq(gr_run_step_number(run), 0);
    gr_run_free(run);
}
END_TEST

/* --- exact up to 2^53 --- */

static void check_refused(const char *settings, const char *message)
{
    gr_values values;
    gr_error err;

    gr_test_values(experiment(), settings, &values);
    ck_assert_ptr_null(gr_run_new(experiment(), &values, 1, gr_test_keep, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    gr_assert_text(err.message, message);
    gr_values_clear(&values);
}

START_TEST(test_too_many)
{
    check_refused("layers=100000000-100000000",
                  "knob layers: layer 1 brings the total to 1e+16; counts from 2^53 = "
                  "9007199254740992 on would be rounded; use smaller layers");
    check_refused("layers=94906266-94906266 bias=no",
                  "knob layers: layer 1 brings the total to 9.007e+15; counts from 2^53 = "
                  "9007199254740992 on would be rounded; use smaller layers");
    check_refused("layers=90000000-90000000-90000000 bias=no",
                  "knob layers: layer 2 brings the total to 1.62e+16; counts from 2^53 = "
                  "9007199254740992 on would be rounded; use smaller layers");
}
END_TEST

/* 94906265^2 = 9007199136250225 is the largest square below 2^53. */
START_TEST(test_largest)
{
    check_csv("layers=94906265-94906265 bias=no",
              rows("0,,,,,,0\n"
                   "1,94906265,94906265,9007199136250225,0,9007199136250225,9007199136250225\n"));
}
END_TEST

/* Networks of all sizes against counts in whole numbers. */
START_TEST(test_against_whole_numbers)
{
    uint64_t state = 1;
    gr_text settings = { 0 };

    for (int k = 0; k < 300; k++) {
        uint64_t sizes[8], total = 0, count = 2 + gr_splitmix64(&state) % 7;
        int widest = 2 + (int)(gr_splitmix64(&state) % 21);
        bool bias = gr_splitmix64(&state) % 2 == 0;
        gr_text_truncate(&settings, 0);
        gr_text_addf(&settings, "bias=%s layers=", bias ? "yes" : "no");
        for (size_t i = 0; i < count; i++) {
            sizes[i] = 1 + gr_splitmix64(&state) % (UINT64_C(1) << widest);
            gr_text_addf(&settings, "%s%" PRIu64, i > 0 ? "-" : "", sizes[i]);
            total += i > 0 ? sizes[i - 1] * sizes[i] + (bias ? sizes[i] : 0) : 0;
        }
        gr_run *run = gr_test_run(experiment(), gr_text_string(&settings), gr_test_lean);
        double row[7];
        ck_assert(gr_run_steps(run, 10, NULL));
        gr_run_row(run, row);
        ck_assert(row[0] == (double)(count - 1));
        ck_assert_msg((uint64_t)row[6] == total, "%s", gr_text_string(&settings));
        gr_run_free(run);
    }
    gr_text_clear(&settings);
}
END_TEST

START_TEST(test_deep)
{
    gr_text settings = { 0 };
    double row[7];

    gr_text_add(&settings, "layers=2");
    for (int i = 1; i < 1024; i++)
        gr_text_add(&settings, "-2");
    gr_run *run = gr_test_run(experiment(), gr_text_string(&settings), gr_test_keep);
    ck_assert_int_eq(gr_run_length(run), 1023);
    ck_assert(gr_run_steps(run, 2000, NULL));
    gr_run_row(run, row);
    ck_assert(row[6] == 1023 * 6);
    gr_text_clear(&settings);
    gr_run_free(run);
}
END_TEST

/* --- what stands on the plots --- */

static void check_note(gr_run *run, const char *figure, long step, const char *note)
{
    long which = gr_experiment_figure(experiment(), figure);
    const gr_view_request request = { .figure = &experiment()->figures[which], .columns = 40,
                                      .rows = 12 };
    gr_view view = { 0 };

    gr_test_seek(run, step);
    ck_assert(gr_run_view(run, &request, &view, NULL));
    gr_assert_text(view.note, note);
    gr_view_clear(&view);
}

START_TEST(test_notes)
{
    gr_run *run = gr_test_run(experiment(), "layers=5-8-4-3", gr_test_keep);

    check_note(run, "network", 0, "total ?");
    check_note(run, "network", 1, "total 48 + ?");
    check_note(run, "count", 2, "total 48 + 36 + ?");
    check_note(run, "share", 3, "total 48 + 36 + 15 = 99");
    gr_run_free(run);
    run = gr_test_run(experiment(), "layers=1-1-1-1-1-1", gr_test_keep);
    check_note(run, "network", 3, "total 6 + ?");
    check_note(run, "network", 5, "total 10");
    gr_run_free(run);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = { test_counts, test_table, test_course_of_a_run, test_too_many,
                                   test_largest, test_against_whole_numbers, test_deep,
                                   test_notes };
    Suite *s = suite_create("parameters");
    TCase *all = gr_test_case(s, "parameters");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, tests[i]);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
