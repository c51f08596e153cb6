/* The experiment `parameters`: counts against the closed form, its rows, table and pictures. */
#include "gradus/memory.h"
#include "gradus/random.h"

#include "runs.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define HEADER "step,inputs,outputs,weights,biases,parameters,total\n"

static const uint64_t exact_max = UINT64_C(9007199254740992);

static const gr_experiment *parameters(void)
{
    const gr_experiment *found = gr_experiment_find("parameters", NULL);

    ck_assert_ptr_nonnull(found);
    return found;
}

static gr_run *net(const char *settings)
{
    return gr_test_run(parameters(), settings, gr_test_keep);
}

static char *csv(const char *assignments)
{
    gr_plan plan;

    gr_test_plan(&plan, parameters(), assignments);
    char *text = gr_test_csv(&plan, 1);
    gr_plan_clear(&plan);
    return text;
}

static void assert_csv(const char *assignments, const char *expected)
{
    char *text = csv(assignments);

    gr_assert_text(text, expected);
    free(text);
}

/* --- rows --- */

START_TEST(test_default_rows)
{
    static const double expected[3][7] = {
        { 1, 5, 8, 40, 8, 48, 48 }, { 2, 8, 4, 32, 4, 36, 84 }, { 3, 4, 3, 12, 3, 15, 99 }
    };
    gr_run *run = net("");
    double row[7];

    ck_assert_uint_eq(gr_run_columns(run)->count, 7);
    ck_assert_int_eq(gr_run_length(run), 3);
    gr_run_row(run, row);
    ck_assert(row[0] == 0 && row[6] == 0);
    for (size_t i = 1; i < 6; i++)
        ck_assert(gr_is_missing(row[i]));
    for (size_t k = 0; k < 3; k++) {
        ck_assert_int_eq(gr_run_state(run), GR_RUN_GOING);
        ck_assert(gr_run_steps(run, 1, NULL));
        gr_run_row(run, row);
        ck_assert_mem_eq(row, expected[k], sizeof row);
    }
    ck_assert_int_eq(gr_run_state(run), GR_RUN_FINISHED);
    ck_assert(gr_run_steps(run, 5, NULL)); /* nothing follows */
    ck_assert_int_eq(gr_run_step_number(run), 3);
    gr_run_free(run);
}
END_TEST

START_TEST(test_csv)
{
    assert_csv("", HEADER "0,,,,,,0\n1,5,8,40,8,48,48\n2,8,4,32,4,36,84\n3,4,3,12,3,15,99\n");
    assert_csv("bias=no",
               HEADER "0,,,,,,0\n1,5,8,40,0,40,40\n2,8,4,32,0,32,72\n3,4,3,12,0,12,84\n");
    assert_csv("layers=1-1", HEADER "0,,,,,,0\n1,1,1,1,1,2,2\n");
    assert_csv("bias=no layers=784-128-10",
               HEADER "0,,,,,,0\n1,784,128,100352,0,100352,100352\n"
                      "2,128,10,1280,0,1280,101632\n");
    assert_csv("bias=yes,no layers=2-3",
               "run,set_bias,step,inputs,outputs,weights,biases,parameters,total\n"
               "1,yes,0,,,,,,0\n1,yes,1,2,3,6,3,9,9\n2,no,0,,,,,,0\n2,no,1,2,3,6,0,6,6\n");
}
END_TEST

START_TEST(test_seed_changes_nothing)
{
    gr_run *a = gr_test_born(parameters(), "", 1, gr_test_keep);
    gr_run *b = gr_test_born(parameters(), "", UINT64_MAX, gr_test_keep);

    gr_test_seek(a, 3);
    gr_test_seek(b, 3);
    gr_test_equal(gr_test_trace(a), gr_test_trace(b));
    gr_run_free(a);
    gr_run_free(b);
}
END_TEST

/* --- the largest counts --- */

static bool refused(const char *layers, const char *bias, gr_error *err)
{
    gr_values values;

    ck_assert(gr_values_init(&values, parameters()->params, NULL));
    ck_assert(gr_values_set(&values, "layers", layers, NULL));
    ck_assert(gr_values_set(&values, "bias", bias, NULL));
    gr_run *run = gr_run_new(parameters(), &values, 1, gr_test_lean, err);
    bool none = run == NULL;
    gr_run_free(run);
    gr_values_clear(&values);
    return none;
}

START_TEST(test_too_large)
{
    gr_error err = { 0 };

    ck_assert(refused("100000000-100000000", "yes", &err));
    ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
    gr_assert_message(err, "knob layers: layer 1 brings the total to 1e+16");
    gr_assert_message(err, "2^53 = 9007199254740992");
    ck_assert(refused("1-2-100000000-100000000-2", "no", &err));
    gr_assert_message(err, "layer 3 ");
    ck_assert(refused("90000000-90000000-90000000", "yes", &err)); /* each alone would do */
    gr_assert_message(err, "layer 2 ");
    ck_assert(!refused("90000000-90000000", "yes", &err));
}
END_TEST

/* Sizes a-b-c with biases that add up to `total`: b(a + 1 + c) + c. */
static void sizes_for(uint64_t total, char *text, size_t room)
{
    uint64_t b = 90000000, c = total % b, a = total / b - 1 - c;

    ck_assert(a >= 1 && a <= 100000000 && c >= 1);
    ck_assert_uint_eq(a * b + b + b * c + c, total);
    snprintf(text, room, "%" PRIu64 "-%" PRIu64 "-%" PRIu64, a, b, c);
}

static double last_total(const char *settings)
{
    gr_run *run = net(settings);
    double row[7];

    gr_test_seek(run, gr_run_length(run));
    ck_assert_int_eq(gr_run_state(run), GR_RUN_FINISHED);
    gr_run_row(run, row);
    gr_run_free(run);
    return row[6];
}

START_TEST(test_exact_to_the_end)
{
    char sizes[80], settings[100];
    gr_error err = { 0 };

    for (uint64_t below = 1; below <= 50; below++) {
        sizes_for(exact_max - below, sizes, sizeof sizes);
        snprintf(settings, sizeof settings, "layers=%s", sizes);
        ck_assert_uint_eq((uint64_t)last_total(settings), exact_max - below);
    }
    for (uint64_t above = 0; above <= 5; above++) { /* 2^53 + 1 would be rounded to 2^53 */
        sizes_for(exact_max + above, sizes, sizeof sizes);
        ck_assert(refused(sizes, "yes", &err));
        gr_assert_message(err, "2^53");
    }
    ck_assert_uint_eq((uint64_t)last_total("bias=no layers=94906265-94906266"),
                      UINT64_C(94906265) * 94906266);
}
END_TEST

/* --- the closed form --- */

static void join(const uint64_t *sizes, size_t count, gr_text *out)
{
    for (size_t i = 0; i < count; i++)
        gr_text_addf(out, "%s%" PRIu64, i > 0 ? "-" : "", sizes[i]);
}

/* Every row of a run against sums of n*m and of n*m + m in whole numbers. */
static void assert_counts(const uint64_t *sizes, size_t count, bool bias)
{
    gr_text settings = { 0 };
    uint64_t total = 0;

    gr_text_addf(&settings, "bias=%s layers=", bias ? "yes" : "no");
    join(sizes, count, &settings);
    gr_run *run = net(settings.bytes);
    gr_test_seek(run, (long)count - 1);
    const gr_table *trace = gr_run_trace(run);
    ck_assert_uint_eq(trace->rows, count);
    for (size_t k = 1; k < count; k++) {
        uint64_t n = sizes[k - 1], m = sizes[k], biases = bias ? m : 0;
        total += n * m + biases;
        const uint64_t expected[] = { k, n, m, n * m, biases, n * m + biases, total };
        for (size_t i = 0; i < GR_LEN(expected); i++)
            if (gr_table_cell(trace, k, i) != (double)expected[i])
                ck_abort_msg("%s: row %zu, column %zu", settings.bytes, k, i);
    }
    ck_assert_int_eq(gr_run_state(run), GR_RUN_FINISHED);
    gr_run_free(run);
    gr_text_clear(&settings);
}

START_TEST(test_random_nets)
{
    gr_rng rng = gr_rng_seeded(20);
    uint64_t sizes[40];

    for (int i = 0; i < 200; i++) {
        size_t count = 2 + (size_t)gr_rng_below(&rng, GR_LEN(sizes) - 1);
        for (size_t k = 0; k < count; k++) {
            uint64_t most = UINT64_C(1) << gr_rng_below(&rng, 24);
            sizes[k] = 1 + gr_rng_below(&rng, most);
        }
        assert_counts(sizes, count, i % 2 == 0);
    }
}
END_TEST

START_TEST(test_deep_nets)
{
    uint64_t sizes[1024];

    for (size_t i = 0; i < GR_LEN(sizes); i++)
        sizes[i] = 1 + i * 37 % 101;
    assert_counts(sizes, 64, true);
    assert_counts(sizes, GR_LEN(sizes), false);
}
END_TEST

/* --- moving --- */

START_TEST(test_back_and_forth)
{
    static const long stops[] = { 3, 1, 2, 0, 2, 3, 0, 1, 3, 2 };
    gr_run *run = net("layers=7-9-2-11");

    gr_test_seek(run, 3);
    char *whole = gr_test_trace(run);
    for (size_t i = 0; i < GR_LEN(stops); i++) {
        gr_test_seek(run, stops[i]);
        if (i % 3 == 2)
            gr_run_forget(run);
        gr_run *fresh = net("layers=7-9-2-11");
        gr_test_seek(fresh, stops[i]);
        gr_test_same(run, fresh);
        gr_run_free(fresh);
    }
    gr_test_seek(run, 3);
    gr_test_equal(gr_test_trace(run), whole);
    gr_run_free(run);
}
END_TEST

START_TEST(test_knobs_begin_again)
{
    gr_run *run = net("");

    gr_test_seek(run, 2);
    ck_assert_int_eq(gr_test_set(run, "bias", "yes"), GR_SET_SAME);
    ck_assert_int_eq(gr_run_step_number(run), 2);
    ck_assert_int_eq(gr_test_set(run, "bias", "no"), GR_SET_RESTARTED);
    ck_assert_int_eq(gr_run_step_number(run), 0);
    gr_test_seek(run, 3);
    gr_run *fresh = net("bias=no");
    gr_test_seek(fresh, 3);
    gr_test_same(run, fresh);
    gr_run_free(fresh);
    gr_run_free(run);
}
END_TEST

/* --- the table --- */

START_TEST(test_table)
{
    gr_plan plan;

    gr_test_plan(&plan, parameters(), "");
    ck_assert_int_eq(gr_experiment_table(parameters(), "layers"), 0);
    plan.table = 0;
    char *whole = gr_test_csv(&plan, 1);
    gr_assert_text(whole, "layer,units,parameters\n0,8,48\n1,4,36\n2,3,15\n");
    plan.steps = 2;
    char *two = gr_test_csv(&plan, 1);
    gr_assert_text(two, "layer,units,parameters\n0,8,48\n1,4,36\n");
    plan.steps = 0;
    char *none = gr_test_csv(&plan, 1);
    gr_assert_text(none, "layer,units,parameters\n");
    free(whole);
    free(two);
    free(none);
    gr_plan_clear(&plan);
}
END_TEST

/* --- pictures --- */

static void make_view(const gr_run *run, const char *figure, gr_view *view)
{
    long index = gr_experiment_figure(parameters(), figure);
    gr_error err;

    ck_assert_int_ge(index, 0);
    gr_view_request request = { &parameters()->figures[index], 60, 16 };
    *view = (gr_view){ 0 };
    ck_assert_msg(gr_run_view(run, &request, view, &err), "%s", err.message);
    ck_assert_uint_eq(view->count, 1);
    ck_assert_ptr_nonnull(view->says);
}

static const char *const notes[] = { "total ?", "total 48 + ?", "total 48 + 36 + ?",
                                     "total 48 + 36 + 15 = 99" };

START_TEST(test_network)
{
    static const char *const labels[] = { "48", "36", "15" };
    static const double sizes[] = { 5, 8, 4, 3 };
    gr_run *run = net("");
    gr_view view;

    for (size_t step = 0; step <= 3; step++) {
        gr_test_seek(run, (long)step);
        make_view(run, "network", &view);
        const gr_graph *graph = &view.shapes[0].as.graph;
        ck_assert_int_eq(view.shapes[0].kind, GR_SHAPE_GRAPH);
        gr_assert_text(view.title, "layers 5-8-4-3");
        gr_assert_text(view.note, notes[step]);
        ck_assert_uint_eq(graph->layers, 4);
        ck_assert_mem_eq(graph->sizes, sizes, sizeof sizes);
        for (size_t i = 0; i < 3; i++) {
            ck_assert_int_eq(graph->links[i].state == GR_LINK_DONE, i < step);
            gr_assert_text(graph->links[i].label, i < step ? labels[i] : "?");
        }
        gr_view_clear(&view);
    }
    gr_run_free(run);
}
END_TEST

START_TEST(test_count)
{
    static const char *const counted[4][6] = { { "1", "5", "8", "5*8 = 40", "8", "48" },
                                               { "2", "8", "4", "8*4 = 32", "4", "36" },
                                               { "3", "4", "3", "4*3 = 12", "3", "15" },
                                               { "total", "", "", "", "", "99" } };
    gr_run *run = net("");
    gr_view view;

    for (size_t step = 0; step <= 3; step++) {
        gr_test_seek(run, (long)step);
        make_view(run, "count", &view);
        const gr_sheet *sheet = &view.shapes[0].as.sheet;
        ck_assert(view.shapes[0].kind == GR_SHAPE_TABLE && sheet->columns == 6);
        ck_assert(sheet->rows == 4 && sheet->present == (long)step - 1);
        gr_assert_text(view.note, notes[step]);
        for (size_t i = 0; i < 24; i++) {
            size_t row = i / 6, column = i % 6;
            bool known = row < step || column < 3 || (row == 3 && (column < 5 || step == 3));
            if (row == step && row < 3 && column == 3)
                ck_assert_ptr_nonnull(strstr(sheet->cells[i], " = ?"));
            else
                gr_assert_text(sheet->cells[i], known ? counted[row][column] : "?");
        }
        gr_view_clear(&view);
    }
    gr_run_free(run);
}
END_TEST

START_TEST(test_share)
{
    static const double values[] = { 48, 36, 15 };
    gr_run *run = net("");
    gr_view view;

    for (size_t step = 0; step <= 3; step++) {
        gr_test_seek(run, (long)step);
        make_view(run, "share", &view);
        const gr_bars *bars = &view.shapes[0].as.bars;
        ck_assert(view.shapes[0].kind == GR_SHAPE_BARS && bars->count == 3);
        ck_assert_int_eq(bars->present, (long)step - 1);
        for (size_t i = 0; i < 3; i++) {
            const char label[] = { (char)('1' + i), '\0' };
            gr_assert_text(bars->labels[i], label);
            ck_assert(i < step ? bars->values[i] == values[i] : isnan(bars->values[i]));
        }
        gr_view_clear(&view);
    }
    gr_run_free(run);
}
END_TEST

/* A deep network has no room for all terms of the sum. */
START_TEST(test_views_of_deep_and_flat_nets)
{
    static const struct {
        const char *settings;
        long step;
        const char *note;
    } cases[] = {
        { "layers=2-3", 0, "total ?" },
        { "layers=2-3", 1, "total 9" },
        { "layers=1-1-1-1-1", 4, "total 2 + 2 + 2 + 2 = 8" },
        { "layers=1-1-1-1-1-1", 0, "total ?" },
        { "layers=1-1-1-1-1-1", 4, "total 8 + ?" },
        { "layers=1-1-1-1-1-1", 5, "total 10" },
        { "layers=100000000-90000000-1", 1, "total 9000000090000000 + ?" },
    };

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        gr_run *run = net(cases[i].settings);
        gr_test_seek(run, cases[i].step);
        for (const gr_figure *f = parameters()->figures; f->name != NULL; f++) {
            gr_view view;
            make_view(run, f->name, &view);
            gr_assert_text(view.note, cases[i].note);
            gr_view_clear(&view);
        }
        gr_run_free(run);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("parameters");
    TCase *rows = gr_test_case(s, "rows"), *pictures = gr_test_case(s, "pictures");

    tcase_add_test(rows, test_default_rows);
    tcase_add_test(rows, test_csv);
    tcase_add_test(rows, test_seed_changes_nothing);
    tcase_add_test(rows, test_too_large);
    tcase_add_test(rows, test_exact_to_the_end);
    tcase_add_test(rows, test_random_nets);
    tcase_add_test(rows, test_deep_nets);
    tcase_add_test(rows, test_back_and_forth);
    tcase_add_test(rows, test_knobs_begin_again);
    tcase_add_test(rows, test_table);
    tcase_add_test(pictures, test_network);
    tcase_add_test(pictures, test_count);
    tcase_add_test(pictures, test_share);
    tcase_add_test(pictures, test_views_of_deep_and_flat_nets);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
