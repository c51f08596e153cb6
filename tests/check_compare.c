/* The key `compare` of an experiment block: which runs it makes, what is wrong with it and where,
 * and expressions over its runs. */
#include "gradus/answer.h"
#include "runs.h"
#include "sessions.h"
#include "toy.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* The block begins in line 7, `compare` in line 9. */
#define HEAD      "---\ntitle: T\n---\n\n## P\n\n"
#define LAB(rest) HEAD "```experiment\nexperiment: toy\n" rest "```\n"

/* --- reading --- */

static const gr_lab *lab_of(const gr_lesson *lesson)
{
    return lesson->pages[0].lab;
}

/* "gain=1 noisy=no | gain=2": all groups as one text. Static. */
static const char *groups_text(const gr_lab *lab)
{
    static char text[2000];
    size_t used = 0;

    text[0] = '\0';
    for (size_t g = 0; g < lab->group_count; g++) {
        used += (size_t)snprintf(text + used, sizeof text - used, "%s", g > 0 ? "|" : "");
        for (size_t i = 0; i < lab->groups[g].setting_count; i++)
            used +=
                (size_t)snprintf(text + used, sizeof text - used, " %s=%s",
                                 lab->groups[g].settings[i].knob, lab->groups[g].settings[i].value);
    }
    return text;
}

START_TEST(groups)
{
    static const struct {
        const char *text, *groups;
    } rows[] = {
        { LAB(""), "" },
        { LAB("compare: {arrange: overlay, runs: [{gain: 1}]}\n"), " gain=1" },
        { LAB("compare: {arrange: overlay, runs: [{}, {gain: 2, noisy: no}]}\n"),
          "| gain=2 noisy=no" },
        { LAB("compare:\n  arrange: overlay\n  runs:\n    - gain: 1\n    - stride: 0.5\n"),
          " gain=1| stride=0.5" },
        { LAB("compare: {arrange: panels, vary: {gain: [1, 2, 0]}}\n"), " gain=1| gain=2| gain=0" },
        { LAB("compare: {arrange: overlay, vary: {gain: [1, 2], noisy: [yes, no]}}\n"),
          " gain=1 noisy=yes| gain=1 noisy=no| gain=2 noisy=yes| gain=2 noisy=no" },
        { LAB("compare: {arrange: overlay, vary: {gain: [1], load: [1, 2], mode: [plain, square, "
              "wild]}}\n"),
          " gain=1 load=1 mode=plain| gain=1 load=1 mode=square| gain=1 load=1 mode=wild"
          "| gain=1 load=2 mode=plain| gain=1 load=2 mode=square| gain=1 load=2 mode=wild" },
        { LAB("compare: {arrange: overlay, runs: [{mover: jump, reach: 2}, {}]}\n"),
          " mover=jump reach=2|" },
    };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_lesson *lesson = gr_test_lesson(rows[i].text);
        gr_assert_text(groups_text(lab_of(lesson)), rows[i].groups);
        gr_lesson_free(lesson);
    }
}
END_TEST

/* As many as there may be: 12 curves, 8 panels. */
START_TEST(most_groups)
{
    gr_lesson *lesson = gr_test_lesson(LAB("compare: {arrange: overlay, vary: {load: [1, 2, 3, 4], "
                                           "batch: [1, 2, full]}, seeds: 1..20}\n"));

    ck_assert_uint_eq(lab_of(lesson)->group_count, GR_STUDY_GROUPS);
    ck_assert_uint_eq(gr_lab_runs(lab_of(lesson)), GR_STUDY_RUNS);
    gr_lesson_free(lesson);
    lesson = gr_test_lesson(LAB("compare: {arrange: panels, vary: {load: [1, 2, 3, 4], "
                                "batch: [1, 2]}}\n"));
    ck_assert_uint_eq(lab_of(lesson)->group_count, GR_STUDY_PANELS);
    gr_lesson_free(lesson);
}
END_TEST

START_TEST(arrangements)
{
    static const struct {
        const char *text;
        gr_arrangement arrange;
        const char *over;
    } rows[] = {
        { LAB(""), GR_ARRANGE_OVERLAY, NULL },
        { LAB("compare: {arrange: overlay, vary: {gain: [1]}}\n"), GR_ARRANGE_OVERLAY, NULL },
        { LAB("compare: {arrange: panels, vary: {gain: [1]}}\n"), GR_ARRANGE_PANELS, NULL },
        { LAB("compare: {arrange: band, vary: {gain: [1]}}\n"), GR_ARRANGE_BAND, NULL },
        { LAB("compare: {arrange: summary, vary: {gain: [1]}}\n"), GR_ARRANGE_SUMMARY, "gain" },
        { LAB("compare: {arrange: summary, vary: {stride: [1], gain: [1]}}\n"), GR_ARRANGE_SUMMARY,
          "stride" },
        { LAB("compare: {arrange: summary, vary: {mode: [plain, wild]}}\n"), GR_ARRANGE_SUMMARY,
          "mode" },
    };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_lesson *lesson = gr_test_lesson(rows[i].text);
        const gr_lab *lab = lab_of(lesson);
        ck_assert_int_eq(lab->arrange, rows[i].arrange);
        ck_assert_pstr_eq(lab->over, rows[i].over);
        gr_lesson_free(lesson);
    }
}
END_TEST

START_TEST(seeds)
{
    static const struct {
        const char *text;
        uint64_t first;
        size_t count;
    } rows[] = {
        { "", 1, 1 },
        { ", seeds: 1", 1, 1 },
        { ", seeds: 0", 0, 1 },
        { ", seeds: 7", 7, 1 },
        { ", seeds: 1..20", 1, 20 },
        { ", seeds: 5..5", 5, 1 },
        { ", seeds: 0..3", 0, 4 },
        { ", seeds: 999999980..999999999", 999999980, 20 },
    };
    char text[300];

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        snprintf(text, sizeof text, LAB("compare: {arrange: band, runs: [{}, {gain: 2}]%s}\n"),
                 rows[i].text);
        gr_lesson *lesson = gr_test_lesson(text);
        const gr_lab *lab = lab_of(lesson);
        ck_assert_uint_eq(lab->first_seed, rows[i].first);
        ck_assert_uint_eq(lab->seeds, rows[i].count);
        ck_assert_uint_eq(gr_lab_runs(lab), 2 * rows[i].count);
        gr_lesson_free(lesson);
    }
}
END_TEST

/* Groups of seeds, one after the other; the page's own settings below those of the group. */
START_TEST(runs_of_a_page)
{
    gr_lesson *lesson = gr_test_lesson(LAB("set: {gain: 0.5, shift: 1}\n"
                                           "compare: {arrange: band, vary: {gain: [1, 2]}, "
                                           "seeds: 4..6}\n"));
    const gr_lab *lab = lab_of(lesson);

    ck_assert_uint_eq(gr_lab_runs(lab), 6);
    for (size_t i = 0; i < 6; i++) {
        gr_error err = { 0 };
        gr_run *run = gr_lab_start(lab, i, gr_test_keep, &err);
        ck_assert_msg(run != NULL, "%s", err.message);
        ck_assert_uint_eq(gr_run_seed(run), 4 + i % 3);
        gr_assert_text(gr_values_text(gr_run_values(run), "gain"), i < 3 ? "1" : "2");
        gr_assert_text(gr_values_text(gr_run_values(run), "shift"), "1");
        gr_run_free(run);
    }
    gr_lesson_free(lesson);
}
END_TEST

/* Without `free` the knobs of `set` and `compare` are free, each once. */
START_TEST(free_knobs)
{
    static const struct {
        const char *text, *free;
    } rows[] = {
        { LAB("compare: {arrange: overlay, runs: [{gain: 1}, {gain: 2}]}\n"), " gain" },
        { LAB("set: {shift: 1}\ncompare: {arrange: overlay, vary: {gain: [1, 2], load: [1, 2]}}\n"),
          " shift gain load" },
        { LAB("set: {gain: 1}\ncompare: {arrange: overlay, runs: [{gain: 2}, {load: 1}]}\n"),
          " gain load" },
        { LAB("free: [load]\ncompare: {arrange: overlay, vary: {gain: [1, 2]}}\n"), " load" },
        { LAB("free: []\ncompare: {arrange: overlay, vary: {gain: [1, 2]}}\n"), "" },
    };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_lesson *lesson = gr_test_lesson(rows[i].text);
        const gr_lab *lab = lab_of(lesson);
        char names[200] = "";
        for (size_t k = 0; k < lab->free_count; k++) {
            strcat(names, " ");
            strcat(names, lab->free[k]);
        }
        gr_assert_text(names, rows[i].free);
        gr_lesson_free(lesson);
    }
}
END_TEST

/* --- what is wrong --- */

#define CHOOSE(rest) LAB("compare: {" rest "}\n")

START_TEST(faults)
{
    static const struct {
        const char *text, *message;
    } rows[] = {
        { LAB("compare: [a]\n"), "t.md:9:10: 'compare' is a mapping" },
        { LAB("compare: overlay\n"), "t.md:9:10: 'compare' is a mapping" },
        { CHOOSE("arrange: overlay, runs: [{}], knobs: 3"), "t.md:9:41: unknown key 'knobs'" },
        { CHOOSE("runs: [{}]"), "t.md:9:10: 'arrange' is missing" },
        { CHOOSE("arrange: [overlay], runs: [{}]"), "t.md:9:20: 'arrange' is a text" },
        { CHOOSE("arrange: grid, runs: [{}]"),
          "t.md:9:20: unknown arrangement 'grid'; there are: overlay, panels, band, summary" },
        { CHOOSE("arrange: overlay"), "t.md:9:10: compare needs either `runs` or `vary`" },
        { CHOOSE("arrange: overlay, runs: [{}], vary: {gain: [1]}"),
          "t.md:9:10: compare needs either `runs` or `vary`" },
        { CHOOSE("arrange: overlay, runs: {gain: 1}"), "t.md:9:35: 'runs' is a list" },
        { CHOOSE("arrange: overlay, runs: []"),
          "t.md:9:35: nothing to compare; allowed: 1 to 12 curves" },
        { CHOOSE("arrange: overlay, runs: [{}, gain]"),
          "t.md:9:40: an item of 'runs' is a mapping" },
        { CHOOSE("arrange: overlay, runs: [{gain: [1]}]"), "t.md:9:43: 'gain' is a text" },
        { CHOOSE("arrange: overlay, vary: [gain]"), "t.md:9:35: 'vary' is a mapping" },
        { CHOOSE("arrange: overlay, vary: {gain: 1}"), "t.md:9:42: 'gain' is a list" },
        { CHOOSE("arrange: overlay, vary: {load: [1], gain: []}"), "t.md:9:47: no values to vary" },
        { CHOOSE("arrange: overlay, vary: {gain: [[1]]}"),
          "t.md:9:43: an item of 'gain' is a text" },
        { CHOOSE("arrange: panels, runs: [{}, {}, {}, {}, {}, {}, {}, {}, {}]"),
          "t.md:9:34: too much to compare; allowed: 1 to 8 panels" },
        { CHOOSE("arrange: band, vary: {gain: [0, 1], load: [1, 2, 3, 4, 5, 6, 7]}"),
          "t.md:9:32: too much to compare; allowed: 1 to 12 curves" },
        { CHOOSE("arrange: summary, runs: [{gain: 1}]"),
          "t.md:9:10: a summary needs `vary`: its first knob lies on x" },
        { CHOOSE("arrange: band, runs: [{}], seeds: [1]"), "t.md:9:45: 'seeds' is a text" },
        { CHOOSE("arrange: overlay, runs: [{}, {foo: 1}]"), "t.md:9:10: unknown knob 'foo'" },
        { CHOOSE("arrange: overlay, vary: {gain: [1, 3]}"),
          "t.md:9:10: knob gain: '3' is not allowed" },
        { CHOOSE("arrange: overlay, runs: [{reach: 2}]"), "t.md:9:10: unknown knob 'reach'" },
        { CHOOSE("arrange: summary, vary: {label: [a, b]}"),
          "t.md:9:10: knob label is no number to lie on x" },
        { CHOOSE("arrange: summary, vary: {layers: [1-2, 3]}"),
          "t.md:9:10: knob layers is no number to lie on x" },
        { CHOOSE("arrange: summary, vary: {columns: [all]}"),
          "t.md:9:10: knob columns is no number to lie on x" },
        { CHOOSE("arrange: summary, vary: {data: [none]}"),
          "t.md:9:10: knob data is no number to lie on x" },
    };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_error err = { 0 };
        ck_assert_msg(gr_lesson_read("t.md", rows[i].text, strlen(rows[i].text), NULL, &err) ==
                          NULL,
                      "accepted:\n%s", rows[i].text);
        ck_assert_int_eq(err.kind, GR_ERROR_DATA);
        ck_assert_msg(strncmp(err.message, rows[i].message, strlen(rows[i].message)) == 0,
                      "not '%s' but '%s'", rows[i].message, err.message);
    }
}
END_TEST

START_TEST(wrong_seeds)
{
    static const char *const rows[] = { "x",     "-1",    "+1",     "1.5",        "1..",
                                        "..3",   "3..1",  "1..21",  "1..2..3",    "1..+5",
                                        "1.. 5", "1 ..5", "1..-5",  "1234567890", "1..1234567890",
                                        "1...3", "0x1",   "1..20x", "1e1",        "''" };
    char text[300], message[120];

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_error err = { 0 };
        snprintf(text, sizeof text, CHOOSE("arrange: band, runs: [{}], seeds: %s"), rows[i]);
        ck_assert_msg(gr_lesson_read("t.md", text, strlen(text), NULL, &err) == NULL,
                      "accepted: %s", rows[i]);
        snprintf(message, sizeof message,
                 "t.md:9:45: seeds '%s'; write one, or a range of at most 20 as 1..20",
                 strcmp(rows[i], "''") == 0 ? "" : rows[i]);
        gr_assert_text(err.message, message);
    }
}
END_TEST

/* --- expressions over several runs --- */

/* The last x of a toy, made without lessons. */
static double last_x(const char *settings, uint64_t seed, long step)
{
    gr_run *run = gr_test_born(&gr_toy, settings, seed, gr_test_keep);

    gr_test_seek(run, step);
    const gr_table *trace = gr_run_trace(run);
    double x = gr_table_cell(trace, trace->rows - 1, 1);
    gr_run_free(run);
    return x;
}

static double value_of(const gr_lesson *lesson, const char *formula)
{
    const gr_formula one = { .text = formula, .place = { 1, 1 } };
    gr_error err = { 0 };
    double value = (double)NAN;

    ck_assert_msg(gr_lab_evaluate(lab_of(lesson), "t.md", NULL, &one, 1, &value, &err), "%s: %s",
                  formula, err.message);
    return value;
}

START_TEST(values_of_several_runs)
{
    gr_lesson *lesson =
        gr_test_lesson(LAB("steps: 6\ncompare: {arrange: band, vary: {stride: [0.1, "
                           "0.3]}, seeds: 1..2}\n"));

    ck_assert(value_of(lesson, "run[1].last.x") == last_x("stride=0.1", 1, 6));
    ck_assert(value_of(lesson, "run[2].last.x") == last_x("stride=0.1", 2, 6));
    ck_assert(value_of(lesson, "run[3].last.x") == last_x("stride=0.3", 1, 6));
    ck_assert(value_of(lesson, "run[4].last.x") == last_x("stride=0.3", 2, 6));
    ck_assert(value_of(lesson, "run[4].last.x - run[1].last.x") ==
              last_x("stride=0.3", 2, 6) - last_x("stride=0.1", 1, 6));
    const gr_formula missing = { .text = "run[5].last.x", .place = { 12, 3 } };
    gr_error err = { 0 };
    double value;
    ck_assert(!gr_lab_evaluate(lab_of(lesson), "t.md", NULL, &missing, 1, &value, &err));
    ck_assert_msg(strncmp(err.message, "t.md:12:", 8) == 0, "%s", err.message);
    gr_lesson_free(lesson);
}
END_TEST

/* A run that ends early keeps its last row while the others go on. */
START_TEST(values_of_runs_of_different_length)
{
    gr_lesson *lesson =
        gr_test_lesson(LAB("compare: {arrange: overlay, runs: [{finish: 3}, {finish: 8}, "
                           "{diverge: 5}]}\n"));

    ck_assert(value_of(lesson, "run[1].last.step") == 3);
    ck_assert(value_of(lesson, "run[2].last.step") == 8);
    ck_assert(value_of(lesson, "run[3].last.step") == 5);
    ck_assert(value_of(lesson, "run[1].last.x") == last_x("finish=3", 1, 3));
    ck_assert(value_of(lesson, "run[2].last.x") == last_x("finish=8", 1, 8));
    gr_lesson_free(lesson);
}
END_TEST

/* The first step at which the condition over both runs holds, found by looking at each. */
START_TEST(goal_over_several_runs)
{
    gr_lesson *lesson = gr_test_lesson(
        LAB("set: {noisy: no}\nsteps: 40\n"
            "goal: run[1].last.x < 0.2 and run[2].last.x < 0.2\n"
            "compare: {arrange: overlay, runs: [{stride: 0.02}, {stride: 0.05}]}\n"));
    gr_error err = { 0 };
    long step = -2, expected = 0;

    while (expected <= 40 && !(last_x("noisy=no stride=0.02", 1, expected) < 0.2 &&
                               last_x("noisy=no stride=0.05", 1, expected) < 0.2))
        expected++;
    ck_assert_int_gt(expected, 1);
    ck_assert_int_lt(expected, 40);
    ck_assert_msg(gr_lab_goal(lab_of(lesson), "t.md", &step, &err), "%s", err.message);
    ck_assert_int_eq(step, expected);
    gr_lesson_free(lesson);
}
END_TEST

START_TEST(goal_that_one_run_misses)
{
    gr_lesson *lesson =
        gr_test_lesson(LAB("set: {noisy: no}\nsteps: 10\n"
                           "goal: run[1].last.step >= 4 and run[2].last.step >= 4\n"
                           "compare: {arrange: overlay, runs: [{}, {finish: 3}]}\n"));
    gr_error err = { 0 };
    long step = -2;

    ck_assert_msg(gr_lab_goal(lab_of(lesson), "t.md", &step, &err), "%s", err.message);
    ck_assert_int_eq(step, -1);
    gr_lesson_free(lesson);
}
END_TEST

/* An answer over two runs is marked by what both come to. */
START_TEST(answer_over_several_runs)
{
    gr_lesson *lesson =
        gr_test_lesson(LAB("steps: 5\ncompare: {arrange: overlay, vary: {shift: [0, "
                           "1]}}\n") "\n"
                                     "```ask\nid: a\nquestion: q\nanswer: "
                                     "run[2].last.step + run[1].last.step\n"
                                     "wrong: {'run[2].last.step': only one}\n```\n");
    gr_error err = { 0 };
    gr_marking marking;

    ck_assert(gr_item_mark(lesson->items[0], lab_of(lesson), "t.md", NULL, "10", &marking, &err));
    ck_assert_int_eq(marking.verdict, GR_VERDICT_RIGHT);
    ck_assert(marking.key == 10);
    ck_assert(gr_item_mark(lesson->items[0], lab_of(lesson), "t.md", NULL, "5", &marking, &err));
    ck_assert_int_eq(marking.verdict, GR_VERDICT_WRONG);
    gr_assert_text(marking.message, "only one");
    gr_lesson_free(lesson);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = {
        groups,
        most_groups,
        arrangements,
        seeds,
        runs_of_a_page,
        free_knobs,
        faults,
        wrong_seeds,
        values_of_several_runs,
        values_of_runs_of_different_length,
        goal_over_several_runs,
        goal_that_one_run_misses,
        answer_over_several_runs,
    };
    Suite *s = suite_create("compare");
    TCase *all = gr_test_case(s, "compare");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, tests[i]);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
