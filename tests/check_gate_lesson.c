/* What lesson 270 says of students who are never wrong, made by such students: one label at the right
 * moment, and labels that come late. */
#include "gradus/lesson.h"
#include "gradus/memory.h"
#include "gradus/world.h"
#include "runs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TAKE, BACK, UNDO, DISCARD, UP, RIGHT, DOWN, LEFT };

#define WORLD "map=shortcut slip=0.15 demos=1 budget=60 "

static double cell(const gr_run *run, const char *column)
{
    double row[64];

    gr_run_row(run, row);
    return row[gr_columns_find(gr_run_columns(run), column)];
}

static gr_run *gate(const char *settings)
{
    return gr_test_run(gr_experiment_find("gate", NULL), settings, gr_test_keep);
}

static void step(gr_run *run)
{
    gr_test_seek(run, gr_run_step_number(run) + 1);
}

/* Until this run of the world is over. */
static void watch(gr_run *run)
{
    double number = cell(run, "run");

    while (cell(run, "run") == number && gr_run_state(run) == GR_RUN_GOING)
        step(run);
}

/* --- the words --- */

/* The lesson says it. */
static void expect_words(const char *words)
{
    char *text = gr_test_read(gr_test_source("lessons/270-human-gated.md"), NULL);

    for (char *at = text; *at != '\0'; at++)
        *at = *at == '\n' ? ' ' : *at;
    ck_assert_msg(strstr(text, words) != NULL, "the lesson does not say: %s", words);
    free(text);
}

/* And the number in it is this one, rounded. */
static void expect_number(const char *words, double value, const char *shown)
{
    char rounded[40];

    expect_words(words);
    ck_assert_msg(strstr(words, shown) != NULL, "'%s' is not in the words", shown);
    snprintf(rounded, sizeof rounded, "%.1f", value);
    gr_assert_text(rounded, shown);
}

/* --- one label --- */

START_TEST(one_label_at_the_right_moment)
{
    gr_run *run = gate(WORLD "runs=2");
    double before = cell(run, "J");

    for (int i = 0; i < 3; i++)
        step(run);
    gr_test_act(run, TAKE);
    gr_test_act(run, LEFT);
    step(run);
    gr_test_act(run, BACK);
    watch(run);
    ck_assert_double_eq(cell(run, "labels"), 1);
    ck_assert_double_eq(cell(run, "failures"), 0);
    expect_number("brought J from 26.0 to 24.6", before, "26.0");
    expect_number("brought J from 26.0 to 24.6", cell(run, "J"), "24.6");
    gr_run_free(run);
}
END_TEST

/* --- a student who always says the best way --- */

static void three_runs(const char *settings, double *J, double *agree)
{
    gr_run *run = gate(settings);
    gr_arena arena = { 0 };
    gr_model model;

    ck_assert(gr_world_prepare(&model, gr_run_values(run), &arena, NULL));
    while (cell(run, "run") < 4 && gr_run_state(run) == GR_RUN_GOING) {
        size_t state = (size_t)cell(run, "state");
        const double *means = model.expert + state * model.space.actions;
        gr_run_act(run, UP + (int)gr_share_best(means, model.space.actions), NULL);
        step(run);
    }
    *J = cell(run, "J");
    *agree = cell(run, "agree");
    gr_arena_clear(&arena);
    gr_run_free(run);
}

START_TEST(labels_in_time_and_late)
{
    double J, agree;

    three_runs(WORLD "runs=4 mode=label", &J, &agree);
    ck_assert_double_eq(agree, 1);
    expect_number("brings J from 26.0 to 24.6 in three runs", J, "24.6");
    three_runs(WORLD "runs=4 mode=label lag=2", &J, &agree);
    expect_number("and J goes to 38.4", J, "38.4");
    expect_words("With a lag of 2 a quarter of the labels is wrong");
    ck_assert_double_eq_tol(1 - agree, 0.25, 0.01);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("gate_lesson");
    TCase *all = gr_test_case(s, "gate_lesson");

    tcase_add_test(all, one_label_at_the_right_moment);
    tcase_add_test(all, labels_in_time_and_late);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
