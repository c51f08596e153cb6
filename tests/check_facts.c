/* Every result that a lesson's words name, made again by the engine.
 *
 * tests/facts/NNN.yaml belongs to lessons/NNN-*.md and is a list of facts:
 *
 *   says         words of the lesson, blanks as single ones, of one paragraph, item, line of a
 *                formula or row of a table, "gd | 0.004 | 1324"
 *   experiment   descent unless given
 *   set          settings of the run; with `runs`, a list of such mappings, of all runs
 *   seed         of each run, 1 unless given
 *   seeds        so many of them from there on, 1 unless given: what is shown is the median of all,
 *                a condition holds for each
 *   steps        how far to run at most
 *   is, shown    an expression over the run, and the number in the words that it rounds to; or
 *   holds        a condition, for words without a number
 *
 * `shown` stands in the words by itself: digits as they are, or a word from "no" to "twelve".
 */
#include "gradus/answer.h"
#include "gradus/yaml.h"

#include <ctype.h>
#include <glob.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "support.h"

enum { SEEDS_MAX = 100 };

typedef struct fact {
    const gr_yaml *node;
    const char *says, *shown, *condition; /* `shown`, or NULL and `condition` */
    gr_formula formula;
    gr_lab lab;
    long seeds; /* so many times the lab, from its first seed on */
} fact;

/* --- the numbers of the words --- */

static const char *const words[] = { "no",    "one",   "two",  "three", "four",   "five",  "six",
                                     "seven", "eight", "nine", "ten",   "eleven", "twelve" };

/* Whether the byte at `at` would make a number or word beside it go on: a letter, a digit, a point
 * or comma with a digit behind it. */
static bool goes_on(const char *at)
{
    return isalnum((unsigned char)*at) ||
           ((*at == '.' || *at == ',') && isdigit((unsigned char)at[1]));
}

static bool stands_in(const char *says, const char *shown)
{
    for (const char *at = says; (at = strcasestr(at, shown)) != NULL; at++) {
        const char *end = at + strlen(shown);
        bool begins = at == says || (!isalnum((unsigned char)at[-1]) && at[-1] != '-' &&
                                     at[-1] != '.' && at[-1] != ',');
        if (begins && !goes_on(end))
            return true;
    }
    return false;
}

/* Read what is shown, and half of what one in its last digit is worth. */
static bool read_shown(const char *shown, double *value, double *half)
{
    char digits[40];
    size_t length = 0;

    *half = 0.5;
    for (size_t i = 0; i < GR_LEN(words); i++)
        if (strcasecmp(shown, words[i]) == 0) {
            *value = (double)i;
            return true;
        }
    for (const char *at = shown; *at != '\0' && length + 1 < sizeof digits; at++)
        if (*at != ',') /* of thousands */
            digits[length++] = *at;
    digits[length] = '\0';
    if (!gr_expression_number(digits, value, NULL))
        return false;
    const char *point = strchr(digits, '.'), *exponent = strpbrk(digits, "eE");
    long places = point == NULL ? 0 : (long)strspn(point + 1, "0123456789");
    *half = 0.5 * pow(10, (exponent == NULL ? 0 : atof(exponent + 1)) - (double)places);
    return true;
}

/* A hair more than half, for what the reading itself rounds. */
static bool rounds_to(double value, double shown, double half)
{
    return fabs(value - shown) <= half * (1 + 1e-9);
}

/* --- the words of a lesson --- */

static void add_words(gr_text *out, const char *text)
{
    for (; *text != '\0'; text++) {
        const char *made = gr_text_string(out);
        bool blank = isspace((unsigned char)*text);
        if (!blank || (out->length > 0 && !isspace((unsigned char)made[out->length - 1])))
            gr_text_addf(out, "%c", blank ? ' ' : *text);
    }
}

/* What is added next is not one piece with what was. */
static void end_piece(gr_text *out)
{
    gr_text_add(out, "\n");
}

static void add_piece(gr_text *out, const char *text)
{
    if (text != NULL)
        add_words(out, text);
    end_piece(out);
}

/* A line of a formula, or a row of a table: "gd | 0.004 | 1324". */
static void add_row(gr_text *out, const char *const *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        add_words(out, i > 0 ? " | " : "");
        add_words(out, cells[i] != NULL ? cells[i] : "");
    }
    end_piece(out);
}

static void add_block(gr_text *out, const gr_block *block)
{
    for (size_t i = 0; i < block->span_count; i++)
        add_words(out, block->spans[i].style == GR_SPAN_BREAK ? " " : block->spans[i].text);
    end_piece(out);
    for (size_t i = 0; i < block->rows; i++)
        add_row(out, (const char *const *)block->cells + i * block->columns, block->columns);
}

static void add_item(gr_text *out, const gr_item *item)
{
    add_piece(out, item->question);
    add_piece(out, item->explain);
    for (size_t i = 0; i < item->option_count; i++)
        add_piece(out, item->options[i].text);
    for (size_t i = 0; i < item->hint_count; i++)
        add_piece(out, item->hints[i]);
    for (size_t i = 0; i < item->mistake_count; i++)
        add_piece(out, item->mistakes[i].message);
}

/* A line for each piece. */
static void add_lesson(gr_text *out, const gr_lesson *lesson)
{
    add_piece(out, lesson->objective);
    for (size_t p = 0; p < lesson->page_count; p++) {
        add_piece(out, lesson->pages[p].title);
        for (size_t b = 0; b < lesson->pages[p].block_count; b++)
            add_block(out, &lesson->pages[p].blocks[b]);
    }
    for (size_t i = 0; i < lesson->item_count; i++)
        add_item(out, lesson->items[i]);
}

/* --- reading --- */

static bool read_settings(const gr_yaml *set, gr_arena *arena, const gr_setting **list,
                          size_t *count, gr_error *err)
{
    if (set != NULL && !gr_yaml_mapping(set, err))
        return false;
    gr_setting *made = gr_arena_alloc(arena, set == NULL ? 1 : set->count + 1, sizeof *made, err);
    *list = made;
    *count = 0;
    for (const gr_yaml *knob = gr_yaml_first(set); knob != NULL; knob = knob->next)
        made[(*count)++] = (gr_setting){ knob->key, knob->text };
    return true;
}

static bool read_runs(const gr_yaml *runs, gr_arena *arena, gr_lab *lab, gr_error *err)
{
    size_t room = runs == NULL ? 1 : runs->count;
    gr_lab_group *groups = gr_arena_alloc(arena, room, sizeof *groups, err);

    if (runs != NULL && !gr_yaml_list(runs, err))
        return false;
    lab->groups = groups;
    lab->group_count = room;
    for (const gr_yaml *run = gr_yaml_first(runs); run != NULL; run = run->next, groups++)
        if (!read_settings(run, arena, &groups->settings, &groups->setting_count, err))
            return false;
    return true;
}

static bool read_lab(const gr_yaml *node, gr_arena *arena, gr_lab *lab, gr_error *err)
{
    const char *name = "descent";
    const gr_yaml *experiment = gr_yaml_get(node, "experiment");
    long seed = 1;

    if (!gr_yaml_text(experiment, &name, err) ||
        !gr_yaml_whole(gr_yaml_get(node, "seed"), 0, 1000000, &seed, err) ||
        gr_yaml_need(node, "steps", err) == NULL ||
        !gr_yaml_whole(gr_yaml_get(node, "steps"), 1, 10000000, &lab->steps, err))
        return false;
    lab->experiment = gr_experiment_find(name, err);
    if (lab->experiment == NULL)
        return gr_error_locate(err, node->file, experiment->line, experiment->column);
    lab->first_seed = (uint64_t)seed;
    lab->seeds = 1;
    return read_settings(gr_yaml_get(node, "set"), arena, &lab->settings, &lab->setting_count,
                         err) &&
           read_runs(gr_yaml_get(node, "runs"), arena, lab, err);
}

static bool read_question(const gr_yaml *node, fact *read, gr_error *err)
{
    const gr_yaml *is = gr_yaml_get(node, "is"), *shown = gr_yaml_get(node, "shown");
    const gr_yaml *holds = gr_yaml_get(node, "holds");

    if ((holds == NULL) != (is != NULL) || (is == NULL) != (shown == NULL))
        return gr_yaml_fail(node, err, "a fact has 'is' and 'shown', or 'holds'");
    const gr_yaml *asked = is != NULL ? is : holds;
    read->formula.place = (gr_place){ asked->line, asked->column };
    return gr_yaml_text(asked, &read->formula.text, err) &&
           gr_yaml_text(shown, &read->shown, err) && gr_yaml_text(holds, &read->condition, err);
}

static bool read_fact(const gr_yaml *node, gr_arena *arena, fact *read, gr_error *err)
{
    static const char *const keys[] = { "says",  "experiment", "set", "runs",  "seed",  "seeds",
                                        "steps", "is",         "shown", "holds", NULL };

    read->node = node;
    read->seeds = 1;
    return gr_yaml_mapping(node, err) && gr_yaml_only_keys(node, keys, err) &&
           gr_yaml_need(node, "says", err) != NULL &&
           gr_yaml_text(gr_yaml_get(node, "says"), &read->says, err) &&
           read_question(node, read, err) && read_lab(node, arena, &read->lab, err) &&
           gr_yaml_whole(gr_yaml_get(node, "seeds"), 1, SEEDS_MAX, &read->seeds, err);
}

/* --- checking --- */

static bool is_condition(const char *text)
{
    gr_expression *expression = gr_expression_parse(text, NULL);
    bool condition = expression != NULL && gr_expression_is_condition(expression);

    gr_expression_free(expression);
    return condition;
}

static bool evaluate(const fact *told, long seed, double *value, gr_error *err)
{
    gr_lab lab = told->lab;

    lab.first_seed += (uint64_t)seed;
    return gr_lab_evaluate(&lab, told->node->file, NULL, &told->formula, 1, value, err);
}

static bool check_condition(const fact *told, gr_error *err)
{
    if (!is_condition(told->condition))
        return gr_yaml_fail(told->node, err, "'holds' is a condition, as last.f < 1");
    for (long i = 0; i < told->seeds; i++) {
        double value = 0;
        if (!evaluate(told, i, &value, err))
            return false;
        if (value == 0 || isnan(value))
            return gr_yaml_fail(told->node, err, "does not hold: %s", told->condition);
    }
    return true;
}

/* A value that is not finite goes behind all others. */
static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return isnan(x) || isnan(y) ? isnan(x) - isnan(y) : (x > y) - (x < y);
}

static bool median(const fact *told, double *value, gr_error *err)
{
    double all[SEEDS_MAX];
    size_t count = (size_t)told->seeds;

    for (size_t i = 0; i < count; i++)
        if (!evaluate(told, (long)i, &all[i], err))
            return false;
    qsort(all, count, sizeof *all, by_size);
    *value = (all[(count - 1) / 2] + all[count / 2]) / 2;
    return true;
}

static bool check_number(const fact *told, gr_error *err)
{
    double value = 0, shown = 0, half = 0;

    if (!stands_in(told->says, told->shown))
        return gr_yaml_fail(told->node, err, "'%s' is not in the words", told->shown);
    if (!read_shown(told->shown, &shown, &half))
        return gr_yaml_fail(told->node, err, "'%s' is not a number", told->shown);
    if (!median(told, &value, err))
        return false;
    if (!rounds_to(value, shown, half))
        return gr_yaml_fail(told->node, err, "%s is %.17g, not %s", told->formula.text, value,
                            told->shown);
    return true;
}

/* `all` is what the lesson says, a line for each piece. */
static bool check_fact(const gr_yaml *node, const char *all, gr_error *err)
{
    gr_arena arena = { 0 };
    fact told = { .node = node };
    bool right = read_fact(node, &arena, &told, err);

    if (right && strstr(all, told.says) == NULL)
        right = gr_yaml_fail(node, err, "the lesson does not say: %s", told.says);
    right = right && (told.shown != NULL ? check_number(&told, err) : check_condition(&told, err));
    gr_arena_clear(&arena);
    return right;
}

/* --- the shipped facts --- */

static glob_t files; /* set up by main: the tests are looped over it */

/* The lesson of tests/facts/NNN.yaml. */
static gr_lesson *lesson_of(const char *file)
{
    char pattern[100];
    glob_t found;
    gr_error err = { 0 };

    snprintf(pattern, sizeof pattern, "lessons/%.3s-*.md", strrchr(file, '/') + 1);
    ck_assert_msg(glob(gr_test_source(pattern), 0, NULL, &found) == 0, "%s: no %s", file, pattern);
    gr_lesson *lesson = gr_lesson_load(found.gl_pathv[0], NULL, &err);
    ck_assert_msg(lesson != NULL, "%s", err.message);
    globfree(&found);
    return lesson;
}

static const gr_yaml *facts_of(const char *file, gr_arena *arena)
{
    size_t length;
    char *bytes = gr_test_read(file, &length);
    const gr_yaml *root = NULL;
    gr_error err = { 0 };

    ck_assert_msg(gr_yaml_parse(file, bytes, length, 1, 1, arena, &root, &err) && root != NULL &&
                      gr_yaml_list(root, &err),
                  "%s: %s", file, err.message);
    free(bytes);
    return root;
}

START_TEST(there_are_facts)
{
    ck_assert_uint_gt(files.gl_pathc, 0);
}
END_TEST

/* All that are wrong are told, not only the first. */
START_TEST(facts_are_right)
{
    gr_lesson *lesson = lesson_of(files.gl_pathv[_i]);
    gr_text all = { 0 }, wrong = { 0 };
    gr_arena arena = { 0 };
    const gr_yaml *root = facts_of(files.gl_pathv[_i], &arena);

    add_lesson(&all, lesson);
    ck_assert_uint_gt(root->count, 0);
    for (const gr_yaml *node = gr_yaml_first(root); node != NULL; node = node->next) {
        gr_error err = { 0 };
        if (!check_fact(node, gr_text_string(&all), &err))
            gr_text_addf(&wrong, "%s%s", wrong.length > 0 ? "; " : "", err.message);
    }
    ck_assert_msg(wrong.length == 0, "%s", gr_text_string(&wrong));
    gr_text_clear(&wrong);
    gr_text_clear(&all);
    gr_arena_clear(&arena);
    gr_lesson_free(lesson);
}
END_TEST

/* --- this program's own rules --- */

START_TEST(numbers_stand_in_words)
{
    static const struct {
        const char *says, *shown;
        bool stands;
    } rows[] = {
        { "136 steps", "136", true },     { "after 136.", "136", true },
        { "1136 steps", "136", false },   { "1360 steps", "136", false },
        { "136.5", "136", false },        { "0.136", "136", false },
        { "-136", "136", false },         { "-136", "-136", true },
        { "1,136", "136", false },        { "about 25%", "25", true },
        { "three steps", "three", true }, { "Three steps", "three", true },
        { "none", "no", false },          { "1360, or 136", "136", true },
    };

    for (size_t i = 0; i < GR_LEN(rows); i++)
        ck_assert_msg(stands_in(rows[i].says, rows[i].shown) == rows[i].stands, "%s in: %s",
                      rows[i].shown, rows[i].says);
}
END_TEST

START_TEST(numbers_round)
{
    static const struct {
        const char *shown;
        double value;
        bool rounds;
    } rows[] = {
        { "136", 136, true },        { "136", 136.4, true },
        { "136", 136.6, false },     { "0.25", 0.2549, true },
        { "0.25", 0.2551, false },   { "0.250", 0.2506, false },
        { "-2", -2.4, true },        { "-2", 2, false },
        { "1.5e-3", 0.00154, true }, { "1.5e-3", 0.0016, false },
        { "1,200", 1200.3, true },   { "three", 3, true },
        { "three", 2, false },       { "136", (double)NAN, false },
    };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        double shown, half;
        ck_assert(read_shown(rows[i].shown, &shown, &half));
        ck_assert_msg(rounds_to(rows[i].value, shown, half) == rows[i].rounds, "%.17g as %s",
                      rows[i].value, rows[i].shown);
    }
}
END_TEST

/* Each is told with its place. On a round bowl the rate 1 reaches 0 in one step. */
START_TEST(wrong_facts_are_found)
{
    static const char *const all = "it takes one step\nto reach 0 from here\n";
    static const struct {
        const char *fact, *message; /* "" for a fact that is right */
    } rows[] = {
        { "{says: takes one step, set: {surface: valley, kappa: 1, lr: 1}, steps: 9,"
          " is: steps_to(f < 1e-9), shown: one}",
          "" },
        { "{says: takes one step, set: {surface: valley, kappa: 1, lr: 0.5}, steps: 9,"
          " is: steps_to(f < 1e-9), shown: one}",
          "x:1:1: steps_to(f < 1e-9) is nan, not one" },
        { "{says: two steps, steps: 9, is: last.f, shown: two}",
          "x:1:1: the lesson does not say: two steps" },
        { "{says: one step to reach, steps: 9, is: last.f, shown: one}", "does not say" },
        { "{says: takes one step, steps: 9, is: last.f, shown: 1}", "'1' is not in the words" },
        { "{says: takes one step, steps: 9, is: last.f, shown: step}", "'step' is not a number" },
        { "{says: to reach 0, set: {surface: valley, kappa: 1, lr: 1}, steps: 9, holds: last.f < "
          "1}",
          "" },
        { "{says: to reach 0, set: {surface: valley, kappa: 1, lr: 1}, steps: 9, holds: last.f > "
          "1}",
          "x:1:1: does not hold: last.f > 1" },
        { "{says: to reach 0, steps: 9, holds: last.f}", "'holds' is a condition" },
        { "{says: to reach 0, steps: 9}", "or 'holds'" },
        { "{says: to reach 0, steps: 9, holds: last.f < 1, shown: 0}", "or 'holds'" },
        { "{says: to reach 0, holds: last.f < 1}", "'steps' is missing" },
        { "{steps: 3, holds: last.f < 1}", "'says' is missing" },
        { "{says: to reach 0, experiment: none, steps: 1, holds: last.f < 1}", "x:1:32: " },
        { "{says: to reach 0, set: {lr: -1}, steps: 1, holds: last.f < 1}", "lr" },
        { "{says: to reach 0, steps: 1, holds: last.g < 1}", "x:1:37: " },
        { "{says: takes one step, experiment: dagger, set: {slip: 0.1}, steps: 1, seeds: 3,"
          " is: last.labels, shown: one}",
          "is 194, not one" },
        { "{says: to reach 0, experiment: dagger, set: {slip: 0.1}, steps: 1, seeds: 3,"
          " holds: last.labels >= 189}",
          "" },
        { "{says: to reach 0, experiment: dagger, set: {slip: 0.1}, steps: 1, seeds: 3,"
          " holds: last.labels > 189}",
          "does not hold" },
        { "{says: to reach 0, steps: 1, seeds: 0, holds: last.f < 1}", "seeds" },
    };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_arena arena = { 0 };
        const gr_yaml *root = NULL;
        gr_error err = { 0 };
        ck_assert(
            gr_yaml_parse("x", rows[i].fact, strlen(rows[i].fact), 1, 1, &arena, &root, NULL));
        bool right = check_fact(root, all, &err);
        ck_assert_msg(right == (rows[i].message[0] == '\0'), "%s", rows[i].fact);
        if (!right)
            gr_assert_message(err, rows[i].message);
        gr_arena_clear(&arena);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("facts");
    TCase *tcase = gr_test_case(made, "facts");

    tcase_add_test(tcase, there_are_facts);
    tcase_add_test(tcase, numbers_stand_in_words);
    tcase_add_test(tcase, numbers_round);
    tcase_add_test(tcase, wrong_facts_are_found);
    tcase_add_loop_test(tcase, facts_are_right, 0, (int)files.gl_pathc);
    return made;
}

int main(void)
{
    glob(gr_test_source("tests/facts/*.yaml"), 0, NULL, &files);
    int status = gr_test_main(suite());
    globfree(&files);
    return status;
}
