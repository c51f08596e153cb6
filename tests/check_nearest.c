/* The experiment `nearest`: every guess against a brute force of whole numbers, sorted in full; the
 * split; ties; bad data; and the figures that stand in the lesson's prose. */
#include "runs.h"

#include "gradus/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { DIGITS = 1797, FEATURES = 64, MOST = 2000 };

static const gr_experiment *experiment(void)
{
    return gr_experiment_find("nearest", NULL);
}

/* --- the data, read in another way --- */

static struct {
    int pixels[DIGITS][FEATURES], label[DIGITS];
} digits;

/* Before each test. */
static void read_digits(void)
{
    char *text = gr_test_read(gr_test_source("datasets/digits.csv"), NULL);
    char *at = strchr(text, '\n') + 1;

    for (size_t i = 0; i < DIGITS; i++) {
        for (size_t k = 0; k < FEATURES; k++, at++) /* over the comma */
            digits.pixels[i][k] = (int)strtol(at, &at, 10);
        digits.label[i] = (int)strtol(at, &at, 10);
    }
    ck_assert_uint_eq(strspn(at, "\r\n"), strlen(at));
    free(text);
}

/* --- brute force --- */

typedef struct rival {
    long distance;
    size_t place, sample; /* place: in the training part */
} rival;

static int by_distance(const void *a, const void *b)
{
    const rival *x = a, *y = b;

    if (x->distance != y->distance)
        return x->distance < y->distance ? -1 : 1;
    return x->place < y->place ? -1 : 1;
}

static long distance(size_t a, size_t b)
{
    long sum = 0;

    for (size_t i = 0; i < FEATURES; i++)
        sum += labs((long)digits.pixels[a][i] - digits.pixels[b][i]) *
               labs((long)digits.pixels[a][i] - digits.pixels[b][i]);
    return sum;
}

/* The class with the most votes among the first k; one that is reached earlier wins a tie. */
static int vote(const rival *rivals, size_t k)
{
    int best = -1;
    size_t most = 0;

    for (size_t i = 0; i < k; i++) {
        size_t votes = 0;
        for (size_t j = 0; j < k; j++)
            votes += digits.label[rivals[j].sample] == digits.label[rivals[i].sample];
        best = votes > most ? digits.label[rivals[i].sample] : best;
        most = votes > most ? votes : most;
    }
    return best;
}

/* The guess for a sample, and the one that it is nearest to. */
static int guess(size_t sample, const size_t *train, size_t count, size_t k, size_t *nearest)
{
    static rival rivals[MOST];

    for (size_t i = 0; i < count; i++)
        rivals[i] = (rival){ distance(sample, train[i]), i, train[i] };
    qsort(rivals, count, sizeof *rivals, by_distance);
    *nearest = rivals[0].sample;
    return vote(rivals, k);
}

/* --- the split --- */

typedef struct parts {
    size_t test[MOST], train[MOST], tests, trains;
} parts;

static void read_parts(const gr_run *run, parts *out)
{
    gr_table table = { 0 };

    *out = (parts){ .tests = 0 };
    ck_assert(gr_run_table(run, (int)gr_experiment_table(experiment(), "split"), &table, NULL));
    for (size_t i = 0; i < table.rows; i++) {
        size_t sample = (size_t)gr_table_cell(&table, i, 0);
        ck_assert(gr_table_cell(&table, i, 2) == digits.label[sample]);
        if (gr_table_cell(&table, i, 1) == 1)
            out->test[out->tests++] = sample;
        else
            out->train[out->trains++] = sample;
    }
    gr_table_clear(&table);
}

static void split_of(const char *settings, uint64_t seed, parts *out)
{
    gr_run *run = gr_test_born(experiment(), settings, seed, gr_test_lean);

    gr_test_seek(run, 0);
    read_parts(run, out);
    gr_run_free(run);
}

/* No sample twice; the test part stays the same and the training part grows when more is learned
 * from; another seed gives another split. */
START_TEST(test_split)
{
    static parts small, large, other;
    bool used[DIGITS] = { false };

    split_of("train=100 test=200", 1, &small);
    split_of("train=1597 test=200", 1, &large);
    split_of("train=100 test=200", 2, &other);
    ck_assert_uint_eq(small.tests, 200);
    ck_assert_uint_eq(small.trains, 100);
    ck_assert_uint_eq(large.tests + large.trains, DIGITS);
    for (size_t i = 0; i < DIGITS; i++) {
        size_t sample = i < 200 ? large.test[i] : large.train[i - 200];
        ck_assert_uint_lt(sample, DIGITS);
        ck_assert(!used[sample]);
        used[sample] = true;
    }
    ck_assert_mem_eq(small.test, large.test, 200 * sizeof(size_t));
    ck_assert_mem_eq(small.train, large.train, 100 * sizeof(size_t));
    ck_assert_mem_ne(small.test, other.test, 200 * sizeof(size_t));
}
END_TEST

/* --- guesses and errors --- */

static const struct {
    const char *settings;
    size_t neighbours;
    uint64_t seed;
} runs[] = {
    { "", 1, 1 },
    { "train=1000", 1, 1 },
    { "train=1597 test=200", 1, 3 },
    { "train=150 test=40 neighbours=2", 2, 4 },
    { "train=40 test=150 neighbours=3", 3, 5 },
    { "train=25 test=60 neighbours=25", 25, 6 },
    { "train=1 test=9", 1, 7 },
    { "train=300 test=100 neighbours=7", 7, 8 },
};

/* Wrong guesses among the first `count` of a part. */
static size_t errors(const parts *p, const size_t *part, size_t count, size_t k)
{
    size_t wrong = 0, nearest;

    for (size_t i = 0; i < count; i++)
        wrong += guess(part[i], p->train, p->trains, k, &nearest) != digits.label[part[i]];
    return wrong;
}

/* Every row: the test sample and its guess. */
static void check_row(const gr_run *run, const parts *p, size_t k, long step, size_t *wrong)
{
    const gr_table *trace = gr_run_trace(run);
    size_t row = (size_t)step, sample = p->test[row - 1], nearest;
    int guessed = guess(sample, p->train, p->trains, k, &nearest);

    *wrong += guessed != digits.label[sample];
    ck_assert(gr_table_cell(trace, row, 0) == (double)step);
    ck_assert(gr_table_cell(trace, row, 1) == (double)sample);
    ck_assert(gr_table_cell(trace, row, 2) == (double)nearest);
    ck_assert(gr_table_cell(trace, row, 3) == digits.label[sample]);
    ck_assert_int_eq((int)gr_table_cell(trace, row, 4), guessed);
    ck_assert(gr_table_cell(trace, row, 5) == (guessed != digits.label[sample]));
    ck_assert(gr_table_cell(trace, row, 7) == (double)*wrong / (double)step);
}

START_TEST(test_against_brute_force)
{
    static parts p;
    size_t k = runs[_i].neighbours, wrong = 0;
    gr_run *run = gr_test_born(experiment(), runs[_i].settings, runs[_i].seed, gr_test_keep);

    gr_test_seek(run, 100000);
    ck_assert_int_eq(gr_run_state(run), GR_RUN_FINISHED);
    read_parts(run, &p);
    ck_assert_int_eq(gr_run_step_number(run), (long)p.tests);
    for (long step = 1; step <= (long)p.tests; step++)
        check_row(run, &p, k, step, &wrong);
    double train = gr_table_cell(gr_run_trace(run), p.tests, 6);
    ck_assert(train == (double)errors(&p, p.train, p.trains, k) / (double)p.trains);
    ck_assert(k > 1 || train == 0);
    gr_run_free(run);
}
END_TEST

/* Both parts end with the last step, each step with its share of the training part. */
START_TEST(test_shares)
{
    static parts p;
    gr_run *run = gr_test_run(experiment(), "train=7 test=3 neighbours=5", gr_test_keep);
    const gr_table *trace = gr_run_trace(run);
    static const size_t shares[] = { 0, 2, 4, 7 };

    gr_test_seek(run, 3);
    read_parts(run, &p);
    for (size_t step = 1; step <= 3; step++)
        ck_assert(gr_table_cell(trace, step, 6) ==
                  (double)errors(&p, p.train, shares[step], 5) / (double)shares[step]);
    ck_assert(gr_is_missing(gr_table_cell(trace, 0, 6)));
    ck_assert(gr_is_missing(gr_table_cell(trace, 0, 7)));
    gr_run_free(run);
    run = gr_test_run(experiment(), "train=1 test=3", gr_test_keep);
    gr_test_seek(run, 3);
    ck_assert(gr_is_missing(gr_table_cell(gr_run_trace(run), 2, 6)));
    ck_assert(gr_table_cell(gr_run_trace(run), 3, 6) == 0);
    gr_run_free(run);
}
END_TEST

/* A test sample and its share of the training part, compared with all of that; none once the test
 * samples are over. Beyond these a step takes what any step takes. */
START_TEST(test_work)
{
    gr_run *run = gr_test_run(experiment(), "train=6 test=3", gr_test_lean);
    double step = gr_run_work(run, 10) - gr_run_work(run, 9);

    for (long k = 1; k <= 3; k++)
        ck_assert(gr_run_work(run, k) - gr_run_work(run, k - 1) == step + (1 + 2) * 6 * 64);
    gr_run_free(run);
}
END_TEST

/* --- other data --- */

static const char *setting_of(const char *folder, const char *text, const char *rest)
{
    static char setting[400];

    gr_test_write(gr_test_path(folder, "d.csv"), text, strlen(text));
    snprintf(setting, sizeof setting, "data=%s %s", gr_test_path(folder, "d.csv"), rest);
    return setting;
}

/* Two clusters far apart: each sample is of the class of its cluster. Text without a header. */
START_TEST(test_clusters)
{
    char *folder = gr_test_folder();
    gr_text text = { 0 };
    double row[8];

    for (int i = 0; i < 30; i++)
        gr_text_addf(&text, "%d,%d.5,%d\n", 100 * (i % 2) + i, -i, i % 2);
    gr_run *run = gr_test_run(
        experiment(), setting_of(folder, gr_text_string(&text), "train=20 test=10 neighbours=3"),
        gr_test_lean);
    ck_assert(gr_run_steps(run, 10, NULL));
    gr_run_row(run, row);
    ck_assert(row[0] == 10 && row[6] == 0 && row[7] == 0);
    gr_run_free(run);
    gr_text_clear(&text);
    gr_test_folder_remove(folder);
}
END_TEST

/* All samples at one place and of two classes: the first of the training part decides all. */
START_TEST(test_ties)
{
    char *folder = gr_test_folder();
    gr_text text = { 0 };
    gr_table table = { 0 };

    for (int i = 0; i < 12; i++)
        gr_text_addf(&text, "1,2,%d\n", i % 2);
    gr_run *run = gr_test_run(
        experiment(), setting_of(folder, gr_text_string(&text), "train=6 test=6"), gr_test_keep);
    gr_test_seek(run, 6);
    ck_assert(gr_run_table(run, 0, &table, NULL));
    double first = gr_table_cell(&table, 6, 0);
    for (size_t step = 1; step <= 6; step++) {
        ck_assert(gr_table_cell(gr_run_trace(run), step, 2) == first);
        ck_assert(gr_table_cell(gr_run_trace(run), step, 4) == fmod(first, 2));
    }
    gr_table_clear(&table);
    gr_run_free(run);
    gr_text_clear(&text);
    gr_test_folder_remove(folder);
}
END_TEST

/* Samples so long that one is compared in several pieces: the value is the class. */
START_TEST(test_pieces)
{
    char *folder = gr_test_folder();
    gr_text text = { 0 };
    gr_progress progress = GR_PART;
    size_t pieces = 0;
    double row[8];

    for (int i = 0; i < 700; i++) {
        for (int k = 0; k < 4000; k++)
            gr_text_addf(&text, "%d,", i % 10);
        gr_text_addf(&text, "%d\n", i % 10);
    }
    gr_run *run = gr_test_run(
        experiment(), setting_of(folder, gr_text_string(&text), "train=600 test=4"), gr_test_lean);
    for (; progress == GR_PART; pieces++)
        ck_assert(gr_run_advance(run, false, &progress, NULL));
    ck_assert_int_eq(progress, GR_STEP);
    ck_assert_uint_ge(pieces, 151 * 2); /* a quarter of the training part, and one of the test */
    gr_run_row(run, row);
    ck_assert(row[4] == row[3] && row[6] == 0 && row[7] == 0);
    gr_run_free(run);
    gr_text_clear(&text);
    gr_test_folder_remove(folder);
}
END_TEST

/* --- what is refused --- */

static void check_refused(const char *settings, gr_error_kind kind, const char *message)
{
    gr_values values;
    gr_error err;

    gr_test_values(experiment(), settings, &values);
    ck_assert_ptr_null(gr_run_new(experiment(), &values, 1, gr_test_keep, &err));
    ck_assert_int_eq(err.kind, kind);
    gr_assert_message(err, message);
    gr_values_clear(&values);
}

static const struct {
    const char *bytes, *message;
} bad[] = {
    { "1,0\n2,x\n", ":2:3: 'x' is no class; the last column holds whole numbers from 0 to 99" },
    { "1,0\n2,1.5\n", ":2:3: '1.5' is no class" },
    { "1,0\n2,-1\n", ":2:3: '-1' is no class" },
    { "1,0\n2,100\n", ":2:3: '100' is no class" },
    { "1,0\n2,\n", ":2:3: '' is no class" },
    { "1,0\nnan,1\n", ":2:1: 'nan' is no finite number" },
    { "1,0\n,1\n", ":2:1: '' is no finite number" },
    { "a,b\n1,0\nx,1\n", ":3:1: 'x' is no finite number" },
    { "0\n1\n", ":1:1: 2 samples of 1 columns; there may be" },
    { "1,0\n", ":1:1: 1 samples of 2 columns; there may be" },
    { "1,0\n2\n", ":2:1: a row of 1" },
};

START_TEST(test_bad_data)
{
    char *folder = gr_test_folder();

    check_refused(setting_of(folder, bad[_i].bytes, "train=1 test=1"), GR_ERROR_DATA,
                  bad[_i].message);
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(test_bad_knobs)
{
    check_refused("train=1700", GR_ERROR_USAGE,
                  "knobs train and test: 1700 + 200 samples, but there are 1797; use fewer");
    check_refused("train=3 neighbours=4", GR_ERROR_USAGE,
                  "knob neighbours: 4 of 3 training samples; use fewer, or train on more");
}
END_TEST

/* --- what is shown --- */

static void view_of(const gr_run *run, size_t figure, gr_view *view)
{
    const gr_view_request request = { .figure = &experiment()->figures[figure],
                                      .columns = 42,
                                      .rows = 18 };
    gr_error err;

    *view = (gr_view){ 0 };
    ck_assert_msg(gr_run_view(run, &request, view, &err), "%s", err.message);
}

/* The field has the test sample at the left and its nearest one at the right, both upright. */
START_TEST(test_pair)
{
    gr_run *run = gr_test_run(experiment(), "", gr_test_keep);
    gr_view view;
    double row[8];

    for (long step = 1; step <= 200; step += 7) {
        gr_test_seek(run, step);
        gr_run_row(run, row);
        view_of(run, 0, &view);
        const gr_field *field = &view.shapes[0].as.field;
        ck_assert_uint_eq(field->columns, 17);
        for (size_t i = 0; i < FEATURES; i++) {
            const double *line = field->values + (7 - i / 8) * 17;
            ck_assert(line[i % 8] == digits.pixels[(size_t)row[1]][i]);
            ck_assert(line[9 + i % 8] == digits.pixels[(size_t)row[2]][i]);
            ck_assert(isnan(line[8]));
        }
        char note[100];
        snprintf(note, sizeof note, "guess %.0f for %.0f%s", row[4], row[3],
                 row[5] == 1 ? ", wrong" : "");
        gr_assert_text(view.note, note);
        gr_view_clear(&view);
    }
    gr_run_free(run);
}
END_TEST

START_TEST(test_score)
{
    gr_run *run = gr_test_run(experiment(), "", gr_test_keep);
    gr_view view;
    double row[8];
    char text[40];

    view_of(run, 1, &view);
    gr_assert_text(view.note, "test error ?");
    gr_assert_text(view.shapes[0].as.sheet.cells[3], "?");
    gr_view_clear(&view);
    gr_test_seek(run, 200);
    gr_run_row(run, row);
    view_of(run, 1, &view);
    const char *const *cells = view.shapes[0].as.sheet.cells;
    ck_assert(strcmp(cells[1], "100 of 100") == 0 && strcmp(cells[5], "200 of 200") == 0);
    gr_assert_text(cells[3], "0.000");
    snprintf(text, sizeof text, "%.0f", 200 * row[7]);
    gr_assert_text(cells[6], text);
    snprintf(text, sizeof text, "%.3f", row[7]);
    gr_assert_text(cells[7], text);
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

/* Two curves told apart by the numbers of their parts, on axes that are there from the start. */
START_TEST(test_curves)
{
    const gr_view_request request = { .figure = &experiment()->figures[2],
                                      .columns = 42,
                                      .rows = 18 };
    gr_run *run = gr_test_run(experiment(), "", gr_test_keep);
    gr_study study = { .count = 0 };
    gr_view view = { 0 };

    ck_assert(gr_study_add(&study, run, NULL));
    gr_test_seek(run, 200);
    ck_assert(gr_study_view(&study, &request, &view, NULL));
    ck_assert_uint_eq(view.count, 3);
    ck_assert(view.shapes[0].as.series.x[1] == 200);
    gr_assert_text(view.shapes[1].mark, "2");
    gr_assert_text(view.shapes[1].label, "test");
    gr_assert_text(view.shapes[2].mark, "1");
    gr_assert_text(view.shapes[2].label, "train");
    ck_assert(view.shapes[2].as.series.y[200] == 0);
    ck_assert(view.shapes[1].as.series.y[200] > 0);
    gr_view_clear(&view);
    gr_study_clear(&study);
}
END_TEST

/* --- the lesson --- */

static size_t test_wrong(const char *settings)
{
    static parts p;

    split_of(settings, 1, &p);
    return errors(&p, p.test, p.tests, 1);
}

/* The figures in its prose follow from the data, by brute force. */
START_TEST(test_prose)
{
    char *lesson = gr_test_read(gr_test_source("lessons/010-images.md"), NULL);
    char part[100];

    snprintf(part, sizeof part, "error was %.3f.", (double)test_wrong("train=100 test=200") / 200);
    ck_assert_msg(strstr(lesson, part) != NULL, "the lesson does not say '%s'", part);
    ck_assert_ptr_nonnull(strstr(lesson, "Now it keeps 1000 digits;\nthe 200 that"));
    ck_assert_ptr_nonnull(strstr(lesson, "train: 1000, test: 200"));
    ck_assert_ptr_nonnull(strstr(lesson, "A digit is 8 by 8 numbers"));
    ck_assert_uint_lt(test_wrong("train=1000 test=200"), test_wrong("train=100 test=200"));
    free(lesson);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = { test_split, test_shares, test_work,      test_clusters,
                                   test_ties,  test_pieces, test_bad_knobs, test_pair,
                                   test_score, test_curves, test_prose };
    Suite *s = suite_create("nearest");
    TCase *all = gr_test_case(s, "nearest");

    tcase_add_checked_fixture(all, read_digits, NULL);
    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, tests[i]);
    tcase_add_loop_test(all, test_against_brute_force, 0, GR_LEN(runs));
    tcase_add_loop_test(all, test_bad_data, 0, GR_LEN(bad));
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
