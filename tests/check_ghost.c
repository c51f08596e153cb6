/* The key `ghost` of an experiment block: a run that is there before anything was done. */
#include "gradus/answer.h"
#include "gradus/session.h"
#include "runs.h"
#include "sessions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The block begins in line 7, what is behind it in line 10. */
#define HEAD "---\ntitle: T\n---\n\n## P\n\n"
#define LAB(rest)                                                                                  \
    HEAD "```experiment\nexperiment: descent\n"                                                    \
         "set: {surface: valley, optimizer: momentum, lr: 0.004, tolerance: 0}\n" rest "```\n"
#define GHOST LAB("steps: 60\nplots: [f]\nghost: {optimizer: gd}\n")

static const gr_run *ghost_of(const gr_session *session)
{
    for (size_t i = 0; i < session->study.count; i++)
        if (session->study.ghost[i])
            return session->study.runs[i];
    return NULL;
}

/* All of its steps, with the page's settings but for its own. */
START_TEST(it_is_made_to_the_end)
{
    gr_session *session = gr_test_session(GHOST);
    const gr_run *ghost = ghost_of(session);
    gr_run *alone =
        gr_test_born(gr_experiment_find("descent", NULL),
                     "surface=valley lr=0.004 optimizer=gd tolerance=0", 1, gr_test_keep);

    gr_test_seek(alone, 60);
    ck_assert_ptr_nonnull(ghost);
    ck_assert_uint_eq(gr_run_trace(ghost)->rows, 61);
    for (size_t step = 0; step <= 60; step++)
        ck_assert_mem_eq(gr_table_row(gr_run_trace(ghost), step) + 1,
                         gr_table_row(gr_run_trace(alone), step) + 1,
                         (gr_run_columns(ghost)->count - 1) * sizeof(double));
    ck_assert_int_eq(gr_session_step(session), 0);
    ck_assert_uint_eq(gr_study_groups(&session->study), 1);
    ck_assert_ptr_ne(gr_session_run(session), ghost);
    gr_run_free(alone);
    gr_session_free(session);
}
END_TEST

/* It stays while the page's run moves and begins anew, and gives way to a fork's. */
START_TEST(it_stays_until_a_fork)
{
    gr_session *session = gr_test_session(GHOST);
    gr_error err = { 0 };

    ck_assert(gr_session_aim(session, 5, 0, &err) && gr_session_settle(session, &err));
    ck_assert_uint_eq(gr_run_trace(ghost_of(session))->rows, 61);
    ck_assert(gr_session_reset(session, &err));
    ck_assert_uint_eq(gr_run_trace(ghost_of(session))->rows, 61);
    ck_assert(gr_session_aim(session, 5, 0, &err) && gr_session_settle(session, &err));
    ck_assert(gr_session_fork(session, &err));
    ck_assert_uint_eq(gr_run_trace(ghost_of(session))->rows, 6);
    ck_assert_uint_eq(session->study.count, 2);
    gr_session_free(session);
}
END_TEST

/* Nothing that is asked of the page's run is about it. */
START_TEST(questions_are_not_about_it)
{
    gr_session *session = gr_test_session(GHOST);
    const gr_formula last = { .text = "last.f", .place = { 1, 1 } };
    gr_error err = { 0 };
    double value;

    ck_assert_uint_eq(gr_lab_runs(session->lab), 1);
    ck_assert(gr_lab_evaluate(session->lab, "t.md", NULL, &last, 1, &value, &err));
    ck_assert(gr_session_aim(session, 60, 0, &err) && gr_session_settle(session, &err));
    const gr_run *run = gr_session_run(session);
    long f = gr_columns_find(gr_run_columns(run), "f");
    ck_assert(value == gr_table_cell(gr_run_trace(run), 60, (size_t)f));
    gr_session_free(session);
}
END_TEST

static const struct {
    const char *text, *message;
} faults[] = {
    { LAB("ghost: {optimizer: gd}\n"),
      "t.md:10:1: a ghost is made when the page opens; give `steps`, at most 10000" },
    { LAB("steps: 10001\nghost: {optimizer: gd}\n"), "t.md:11:1: a ghost is made when" },
    { LAB("steps: 6\nghost: {optimizer: gd}\ncompare: {arrange: overlay, runs: [{lr: 1}]}\n"),
      "t.md:11:1: a page that compares has no ghost; name it among the runs" },
    { LAB("steps: 6\nghost: [gd]\n"), "t.md:11:8: " },
    { LAB("steps: 6\nghost: {lr: -1}\n"), "t.md:11:9: " },
    { LAB("steps: 6\nghost: {momentums: 3}\n"), "t.md:11:9: " },
};

START_TEST(faults_are_told_where_they_stand)
{
    gr_error err = { 0 };
    const char *text = faults[_i].text;

    ck_assert_ptr_null(gr_lesson_read("t.md", text, strlen(text), NULL, &err));
    ck_assert_msg(strncmp(err.message, faults[_i].message, strlen(faults[_i].message)) == 0,
                  "not '%s' but '%s'", faults[_i].message, err.message);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ghost");
    TCase *tcase = gr_test_case(suite, "ghost");

    tcase_add_test(tcase, it_is_made_to_the_end);
    tcase_add_test(tcase, it_stays_until_a_fork);
    tcase_add_test(tcase, questions_are_not_about_it);
    tcase_add_loop_test(tcase, faults_are_told_where_they_stand, 0, GR_LEN(faults));
    return gr_test_main(suite);
}
