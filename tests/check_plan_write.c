/* Writing the runs of a plan: headers, rows, tables, shards, and that the number of workers and the
 * kind of output change no byte. */
#include "runs.h"
#include "toy.h"

#include "gradus/memory.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char sweep[] = "stride=0.1,0.2,0.3 noisy=yes,no";

/* The line of a text, from 0; "" behind the last one. Static. */
static const char *line(const char *text, size_t number)
{
    static char found[1000];

    while (number > 0 && *text != '\0') {
        text += strcspn(text, "\n");
        text += *text == '\n';
        number--;
    }
    snprintf(found, sizeof found, "%.*s", (int)strcspn(text, "\n"), text);
    return found;
}

static size_t count_lines(const char *text)
{
    size_t count = 0;

    for (; *text != '\0'; text++)
        count += *text == '\n';
    return count;
}

static char *csv_of(const char *assignments, long steps, long every)
{
    gr_plan plan;

    gr_test_plan(&plan, &gr_toy, assignments);
    plan.steps = steps;
    plan.every = every;
    char *text = gr_test_csv(&plan, 1);
    gr_plan_clear(&plan);
    return text;
}

/* The first column of each row below the header, joined by blanks. */
static void check_steps(const char *assignments, long steps, long every, const char *expected)
{
    char *text = csv_of(assignments, steps, every), found[1000] = "";

    for (size_t i = 1; i < count_lines(text); i++) {
        size_t used = strlen(found);
        const char *row = line(text, i);
        snprintf(found + used, sizeof found - used, "%s%.*s", used > 0 ? " " : "",
                 (int)strcspn(row, ","), row);
    }
    gr_assert_text(found, expected);
    free(text);
}

/* --- header and rows --- */

START_TEST(test_headers)
{
    static const char columns[] = "step,x,velocity,loss,pushes,seen,third,digest,size0,size1";
    static const struct {
        const char *assignments, *seeds, *prefix;
    } cases[] = {
        { "", "1", "" },
        { "stride=0.5 noisy=no", "7", "" },
        { "stride=0.1,0.2", "1", "run,set_stride," },
        { "noisy=no width=3,4 gain=1 mover.gain=0,0.5", "1..3",
          "run,set_width,set_mover.gain,set_seed," },
        { "", "1..2", "run,set_seed," },
    };
    gr_plan plan;
    char expected[300];

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        gr_test_plan(&plan, &gr_toy, cases[i].assignments);
        ck_assert(gr_plan_seeds(&plan, cases[i].seeds, NULL));
        plan.steps = 0;
        char *text = gr_test_csv(&plan, 1);
        snprintf(expected, sizeof expected, "%s%s", cases[i].prefix, columns);
        gr_assert_text(line(text, 0), expected);
        free(text);
        gr_plan_clear(&plan);
    }
}
END_TEST

/* Behind its prefix each row of a sweep is that of the single run. */
START_TEST(test_sweep_rows)
{
    static const char *const singles[] = { "stride=0.1 noisy=yes", "stride=0.1 noisy=no",
                                           "stride=0.2 noisy=yes", "stride=0.2 noisy=no" };
    static const char *const prefixes[] = { "1,0.1,yes,", "2,0.1,no,", "3,0.2,yes,",
                                            "4,0.2,no," };
    char *whole = csv_of("stride=0.1,0.2 noisy=yes,no", 3, 1), expected[1000];

    ck_assert_uint_eq(count_lines(whole), 1 + 4 * 4);
    for (size_t run = 0; run < 4; run++) {
        char *single = csv_of(singles[run], 3, 1);
        for (size_t row = 0; row < 4; row++) {
            snprintf(expected, sizeof expected, "%s%s", prefixes[run], line(single, row + 1));
            gr_assert_text(line(whole, 1 + 4 * run + row), expected);
        }
        free(single);
    }
    free(whole);
}
END_TEST

/* The seed column holds what was given, and each seed gives its own run. */
START_TEST(test_seed_rows)
{
    gr_plan plan;

    gr_test_plan(&plan, &gr_toy, "width=2,3");
    plan.steps = 1;
    plan.every = 0;
    ck_assert(gr_plan_seeds(&plan, "18446744073709551614..18446744073709551615", NULL));
    char *text = gr_test_csv(&plan, 1);
    ck_assert(strncmp(line(text, 2), "2,2,18446744073709551615,1,", 27) == 0);
    ck_assert(strncmp(line(text, 3), "3,3,18446744073709551614,1,", 27) == 0);
    free(text);
    gr_plan_clear(&plan);
}
END_TEST

START_TEST(test_which_rows)
{
    check_steps("", 3, 1, "0 1 2 3");
    check_steps("", 7, 3, "0 3 6 7");
    check_steps("", 6, 3, "0 3 6");
    check_steps("", 3, 100, "0 3");
    check_steps("", 7, 0, "7");
    check_steps("", 0, 1, "0");
    check_steps("", 0, 0, "0");
    check_steps("", 0, 5, "0");
    check_steps("", -1, 20, "0 20 40"); /* the experiment's own length */
    check_steps("finish=5", -1, 2, "0 2 4 5"); /* until it finishes */
    check_steps("finish=5", -1, 0, "5");
    check_steps("finish=5", 100, 3, "0 3 5");
    check_steps("finish=5", 3, 0, "3");
    check_steps("diverge=4", -1, 3, "0 3 4"); /* the row that diverged is written */
    check_steps("diverge=4", 100, 0, "4");
    check_steps("warmup=7", 2, 1, "0 1 2");
}
END_TEST

/* What is left out changes nothing in what is written. */
START_TEST(test_every_is_a_choice)
{
    char *all = csv_of("diverge=11", -1, 1), *some = csv_of("diverge=11", -1, 4);

    for (size_t i = 0; i < 3; i++) {
        char *expected = strdup(line(all, 1 + 4 * i));
        gr_assert_text(line(some, 1 + i), expected);
        free(expected);
    }
    char *last = strdup(line(all, 12));
    gr_assert_text(line(some, 4), last);
    ck_assert_ptr_nonnull(strstr(last, "inf"));
    free(last);
    free(all);
    free(some);
}
END_TEST

START_TEST(test_divergence_is_told)
{
    gr_plan plan;
    gr_text text = { 0 }, words = { 0 };
    gr_output out;

    gr_test_plan(&plan, &gr_toy, "diverge=0,7,3");
    for (size_t jobs = 1; jobs <= 3; jobs++) {
        gr_output_memory(&out, &text);
        ck_assert(gr_plan_write(&plan, jobs, &out, &words, NULL));
        ck_assert(gr_output_commit(&out, NULL));
        gr_assert_text(gr_text_string(&words), "gradus: run 2 diverged at step 7\n"
                                               "gradus: run 3 diverged at step 3\n");
        gr_text_clear(&words);
        gr_output_memory(&out, &text);
        ck_assert(gr_plan_write(&plan, jobs, &out, NULL, NULL)); /* nobody listens */
        ck_assert(gr_output_commit(&out, NULL));
        gr_text_clear(&text);
    }
    gr_plan_clear(&plan);
}
END_TEST

/* Events happen to every run of a plan. */
START_TEST(test_events)
{
    char knob[] = "stride", value[] = "0.9";
    const gr_event event = { .step = 3, .knob = knob, .value = value };
    gr_run *run = gr_test_run(&gr_toy, "stride=0.2", gr_test_keep);
    gr_plan plan;

    gr_test_plan(&plan, &gr_toy, "stride=0.2");
    plan.steps = 5;
    ck_assert(gr_plan_add_event(&plan, &event, NULL));
    gr_test_seek(run, 2);
    gr_test_set(run, "stride", "0.9");
    gr_test_seek(run, 5);
    gr_test_equal(gr_test_csv(&plan, 1), gr_test_trace(run));
    gr_plan_clear(&plan);
    gr_run_free(run);
}
END_TEST

/* --- tables --- */

START_TEST(test_table)
{
    gr_plan plan;
    char expected[300], number[GR_NUMBER_SIZE];
    gr_run *run = gr_test_run(&gr_toy, "", gr_test_lean);
    gr_table table = { 0 };

    gr_test_plan(&plan, &gr_toy, "width=6,3");
    plan.table = GR_TOY_WEIGHTS;
    plan.steps = 4;
    char *text = gr_test_csv(&plan, 1);
    gr_assert_text(line(text, 0), "run,set_width,index,kind,weight");
    gr_test_seek(run, 4);
    ck_assert(gr_run_table(run, GR_TOY_WEIGHTS, &table, NULL));
    for (size_t i = 0; i < table.rows; i++) { /* the first has no kind: an empty cell */
        gr_number_exact(gr_table_cell(&table, i, 2), number);
        snprintf(expected, sizeof expected, "1,6,%zu,%s,%s", i,
                 i == 0 ? "" : i % 2 == 0 ? "even" : "odd", number);
        gr_assert_text(line(text, 1 + i), expected);
    }
    ck_assert(strncmp(line(text, 7), "2,3,0,,", 7) == 0);
    ck_assert_uint_eq(count_lines(text), 1 + 6 + 3);
    gr_table_clear(&table);
    gr_run_free(run);
    free(text);
    gr_plan_clear(&plan);
}
END_TEST

/* --- shards --- */

/* Shards have the whole's header and run numbers; sorted by run they are the whole. */
START_TEST(test_shards)
{
    gr_plan plan;
    char text[20];

    gr_test_plan(&plan, &gr_toy, sweep);
    plan.steps = 1;
    char *whole = gr_test_csv(&plan, 1), *shard[4];
    size_t used[4] = { 1, 1, 1, 1 };
    for (size_t k = 0; k < 4; k++) {
        snprintf(text, sizeof text, "%zu/4", k + 1);
        ck_assert(gr_plan_shard(&plan, text, NULL));
        shard[k] = gr_test_csv(&plan, 2);
        char *header = strdup(line(whole, 0));
        gr_assert_text(line(shard[k], 0), header);
        free(header);
    }
    for (size_t i = 1; i < count_lines(whole); i++) { /* two rows a run */
        size_t k = (i - 1) / 2 % 4;
        char *expected = strdup(line(whole, i));
        gr_assert_text(line(shard[k], used[k]++), expected);
        free(expected);
    }
    for (size_t k = 0; k < 4; k++) {
        ck_assert_uint_eq(count_lines(shard[k]), used[k]);
        free(shard[k]);
    }
    free(whole);
    ck_assert(gr_plan_shard(&plan, "7/7", NULL)); /* there are six runs */
    char *empty = gr_test_csv(&plan, 1);
    ck_assert_uint_eq(count_lines(empty), 1);
    free(empty);
    gr_plan_clear(&plan);
}
END_TEST

/* --- workers and outputs --- */

static void big_plan(gr_plan *plan)
{
    gr_test_plan(plan, &gr_toy, "stride=0.1,0.2,0.3,0.4,0.5 diverge=0,9,0,3 width=3,6");
    ck_assert(gr_plan_seeds(plan, "1..5", NULL));
}

START_TEST(test_workers_in_memory)
{
    gr_plan plan;

    big_plan(&plan);
    char *one = gr_test_csv(&plan, 1);
    ck_assert_uint_gt(strlen(one), 3 * 65536); /* more than pipes and buffers hold at once */
    for (size_t jobs = 2; jobs <= 64; jobs = jobs * 2 - (jobs == 2))
        gr_test_equal(gr_test_csv(&plan, jobs), strdup(one));
    free(one);
    gr_plan_clear(&plan);
}
END_TEST

START_TEST(test_workers_to_a_file)
{
    gr_plan plan;
    gr_output out;
    char *folder = gr_test_folder();

    big_plan(&plan);
    char *one = gr_test_csv(&plan, 1);
    for (size_t jobs = 1; jobs <= 3; jobs++) {
        const char *path = gr_test_path(folder, "x.csv");
        ck_assert(gr_output_open(&out, path, NULL));
        ck_assert(gr_plan_write(&plan, jobs, &out, NULL, NULL));
        uint64_t digest = out.digest;
        ck_assert(gr_output_commit(&out, NULL));
        ck_assert(digest == gr_fnv1a(GR_FNV_START, one, strlen(one)));
        gr_test_equal(gr_test_read(path, NULL), strdup(one));
    }
    free(one);
    gr_plan_clear(&plan);
    gr_test_folder_remove(folder);
}
END_TEST

/* A pipe holds 64 KiB at least, so there is no need of a reader at the same time. */
START_TEST(test_workers_to_a_pipe)
{
    gr_plan plan;
    gr_output out;
    char path[40], read_back[65536];

    gr_test_plan(&plan, &gr_toy, sweep);
    char *one = gr_test_csv(&plan, 1);
    ck_assert_uint_lt(strlen(one), 60000);
    for (size_t jobs = 1; jobs <= 3; jobs++) {
        int ends[2];
        ssize_t n;
        size_t length = 0;
        ck_assert_int_eq(pipe(ends), 0);
        snprintf(path, sizeof path, "/dev/fd/%d", ends[1]);
        ck_assert(gr_output_open(&out, path, NULL));
        close(ends[1]);
        ck_assert(gr_plan_write(&plan, jobs, &out, NULL, NULL));
        ck_assert(gr_output_commit(&out, NULL));
        while ((n = read(ends[0], read_back + length, sizeof read_back - 1 - length)) > 0)
            length += (size_t)n;
        close(ends[0]);
        read_back[length] = '\0';
        gr_test_equal(strdup(read_back), strdup(one));
    }
    free(one);
    gr_plan_clear(&plan);
}
END_TEST

/* --- errors --- */

static void check_error(gr_plan *plan, gr_error_kind kind, const char *message)
{
    gr_text text = { 0 };
    gr_output out;
    gr_error err;

    for (size_t jobs = 1; jobs <= 4; jobs++) {
        gr_output_memory(&out, &text);
        ck_assert(!gr_plan_write(plan, jobs, &out, NULL, &err));
        gr_output_abort(&out);
        ck_assert_int_eq(err.kind, kind);
        gr_assert_text(err.message, message);
    }
    gr_text_clear(&text);
    gr_plan_clear(plan);
}

/* The first failure in the order of runs is told, whoever meets one first. */
START_TEST(test_first_error)
{
    gr_plan plan;

    gr_test_plan(&plan, &gr_toy, "layers=3-2 layers=4-2 layers=99-99 layers=90-90 spin=1");
    check_error(&plan, GR_ERROR_USAGE, "knob layers: 198 units; 150 are allowed in all");
}
END_TEST

START_TEST(test_event_error)
{
    const gr_event pull = { .step = 4, .action = GR_TOY_PULL };
    gr_plan plan;

    gr_test_plan(&plan, &gr_toy, "stride=0.1,0.2,0.3");
    ck_assert(gr_plan_add_event(&plan, &pull, NULL));
    check_error(&plan, GR_ERROR_USAGE, "pull: nothing has been pushed; push first");
}
END_TEST

START_TEST(test_columns_differ)
{
    gr_plan plan;

    gr_test_plan(&plan, &gr_toy, "layers=3-2 layers=4-4 layers=1-2-3");
    check_error(&plan, GR_ERROR_USAGE,
                "run 3 has other columns than run 1; sweep them one by one");
}
END_TEST

START_TEST(test_full_device)
{
    gr_plan plan;
    gr_output out;
    gr_error err;

    big_plan(&plan);
    for (size_t jobs = 1; jobs <= 3; jobs++) {
        ck_assert(gr_output_open(&out, "/dev/full", &err));
        ck_assert(!gr_plan_write(&plan, jobs, &out, NULL, &err));
        gr_output_abort(&out);
        ck_assert_int_eq(err.kind, GR_ERROR_IO);
        gr_assert_text(err.message, "cannot write /dev/full: No space left on device");
    }
    gr_plan_clear(&plan);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = {
        test_headers, test_sweep_rows, test_seed_rows, test_which_rows, test_every_is_a_choice,
        test_divergence_is_told, test_events, test_table, test_shards, test_workers_in_memory,
        test_workers_to_a_file, test_workers_to_a_pipe, test_first_error, test_event_error,
        test_columns_differ, test_full_device,
    };
    Suite *s = suite_create("plan_write");
    TCase *all = gr_test_case(s, "plan write");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, tests[i]);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
