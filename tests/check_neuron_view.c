/* What the experiment `neuron` shows, and that its lesson says what is so. */
#include "runs.h"

#include "gradus/lesson.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { STEP, LAYER, UNIT, TERM, PARTIAL, OUTPUT, COLUMNS };

static const gr_experiment *experiment(void)
{
    return gr_experiment_find("neuron", NULL);
}

static gr_run *run_of(const char *settings)
{
    return gr_test_run(experiment(), settings, gr_test_keep);
}

static const char *const activations[] = { "identity", "step", "sigmoid", "tanh", "relu" };

/* --- what is shown --- */

static gr_view view_at(gr_run *run, const char *figure, long step, int columns)
{
    long which = gr_experiment_figure(experiment(), figure);
    const gr_view_request request = { .figure = &experiment()->figures[which],
                                      .columns = columns, .rows = 12 };
    gr_view view = { 0 };

    gr_test_seek(run, step);
    ck_assert(gr_run_view(run, &request, &view, NULL));
    return view;
}

static void check_note(gr_run *run, const char *figure, long step, int columns, const char *title,
                       const char *note)
{
    gr_view view = view_at(run, figure, step, columns);

    gr_assert_text(view.title, title);
    gr_assert_text(view.note, note);
    gr_view_clear(&view);
}

START_TEST(test_notes)
{
    gr_run *run = run_of("");

    check_note(run, "network", 0, 42, "network", "sum ?");
    check_note(run, "network", 1, 42, "network", "0.5*2 = 1.000");
    check_note(run, "network", 2, 42, "network", "0.5*2 + -1*3 = -2.000");
    check_note(run, "network", 3, 42, "network", "0.5*2 + -1*3 + 0.25 = -1.750");
    check_note(run, "network", 4, 42, "network", "sigmoid(-1.750) = 0.1480");
    check_note(run, "network", 2, 38, "network", "sum -2.000");
    check_note(run, "network", 4, 38, "network", "output 0.1480");
    check_note(run, "sum", 3, 42, "layer 1, unit 1", "sum -1.750");
    check_note(run, "activation", 4, 42, "sigmoid", "output 0.1480");
    gr_view view = view_at(run, "sum", 2, 42);
    gr_assert_text(view.says, "sum of 2-1 units. Layer 1, unit 1: 0.5*2 + -1*3 = -2.000.");
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

/* The widths of the sheet's columns, which may not move from step to step. */
static void measure(const gr_sheet *sheet, size_t *widths)
{
    for (size_t c = 0; c < sheet->columns; c++) {
        widths[c] = gr_text_width(sheet->titles[c]);
        for (size_t r = 0; r < sheet->rows; r++) {
            size_t width = gr_text_width(sheet->cells[r * sheet->columns + c]);
            widths[c] = width > widths[c] ? width : widths[c];
        }
    }
}

START_TEST(test_sheet_stands_still)
{
    gr_run *run = run_of("layers=3-4-2-1 inputs=1/3,1000,-2e-5 weights=1e5,-0.001,7,1/7,-12.5");

    gr_test_set(run, "activation", activations[_i]);
    size_t first[4], widths[4], rows = 6; /* for the unit with the most inputs: it has 4 */

    for (long step = 0; step <= gr_run_length(run); step++) {
        gr_view view = view_at(run, "sum", step, 42);
        const gr_sheet *sheet = &view.shapes[0].as.sheet;
        ck_assert_uint_eq(sheet->columns, 4);
        measure(sheet, step == 0 ? first : widths);
        ck_assert(step == 0 || memcmp(first, widths, sizeof widths) == 0);
        ck_assert_uint_eq(sheet->rows, rows);
        for (size_t r = 0; r < sheet->rows; r++) { /* known up to the present row, and no further */
            const char *const *cells = sheet->cells + 4 * r;
            bool used = cells[0][0] != '\0', unknown = strcmp(cells[2], "?") == 0;
            ck_assert_int_eq(unknown, used && (long)r > sheet->present);
        }
        gr_view_clear(&view);
    }
    gr_run_free(run);
}
END_TEST

/* Each unit's value stands in the network from its activation on, and is that of the trace. */
START_TEST(test_values_in_the_network)
{
    static const long known[] = { 4, 8, 12, 17 }; /* steps of the activations */
    gr_run *run = run_of("layers=2-3-1 inputs=2,-0.5 weights=0.5,-1,2,0.3,1 activation=tanh");
    double outputs[4], row[COLUMNS];

    for (size_t u = 0; u < 4; u++) {
        gr_test_seek(run, known[u]);
        gr_run_row(run, row);
        outputs[u] = row[OUTPUT];
    }
    for (long step = 0; step <= 17; step++) {
        gr_view view = view_at(run, "network", step, 42);
        const gr_graph *graph = &view.shapes[0].as.graph;
        ck_assert_uint_eq(graph->layers, 3);
        ck_assert_int_eq(graph->spot == NULL, step == 0);
        ck_assert(graph->activations[0][0] == 2 && graph->activations[0][1] == -0.5);
        for (size_t u = 0; u < 4; u++) {
            double value = graph->activations[u < 3 ? 1 : 2][u % 3];
            ck_assert(step < known[u] ? isnan(value) : value == outputs[u]);
        }
        gr_view_clear(&view);
    }
    gr_run_free(run);
}
END_TEST

static void check_spot(gr_run *run, long step, size_t layer, size_t unit, size_t added)
{
    gr_view view = view_at(run, "network", step, 42);
    const gr_spot *spot = view.shapes[0].as.graph.spot;

    ck_assert(spot->layer == layer && spot->unit == unit && spot->added == added);
    gr_view_clear(&view);
}

START_TEST(test_spot)
{
    gr_run *run = run_of("layers=2-3-1");

    check_spot(run, 1, 1, 0, 1);
    check_spot(run, 4, 1, 0, 4);
    check_spot(run, 6, 1, 1, 2);
    check_spot(run, 13, 2, 0, 1);
    check_spot(run, 17, 2, 0, 5);
    gr_run_free(run);
}
END_TEST

/* Whether a point lies on the curve, asked by the function that goes back. */
static bool on_curve(const char *activation, double x, double y)
{
    if (strcmp(activation, "sigmoid") == 0)
        return fabs(log(y / (1 - y)) - x) < 1e-9;
    if (strcmp(activation, "tanh") == 0)
        return fabs(atanh(y) - x) < 1e-9;
    if (strcmp(activation, "relu") == 0)
        return y >= 0 && y == (x + fabs(x)) / 2;
    return strcmp(activation, "step") == 0 ? y == !signbit(x) : y == x;
}

/* The marked point is the last: the sum so far, on the curve. */
START_TEST(test_point_on_the_curve)
{
    static const double sums[] = { 0, 1, -2, -1.75, -1.75 };
    gr_run *run = run_of("");

    gr_test_set(run, "activation", activations[_i]);
    for (long step = 0; step <= 4; step++) {
        gr_view view = view_at(run, "activation", step, 42);
        const gr_series *s = &view.shapes[0].as.series;
        ck_assert(s->x[s->count - 1] == sums[step] && isnan(s->y[s->count - 2]));
        ck_assert(s->x[0] == -5 && s->x[s->count - 3] == 5);
        for (size_t i = 0; i < s->count; i++)
            ck_assert_msg(isnan(s->y[i]) || on_curve(activations[_i], s->x[i], s->y[i]), "%g: %g",
                          s->x[i], s->y[i]);
        gr_view_clear(&view);
    }
    gr_run_free(run);
}
END_TEST

/* --- the lesson --- */

/* The last output of a page of lessons/020-neuron.md, pages from 1, with its own inputs or others.
 */
static double page_output(const gr_lesson *lesson, size_t page, const char *inputs)
{
    const gr_lab *lab = lesson->pages[page - 1].lab;
    gr_values values;
    double row[COLUMNS];

    ck_assert(gr_values_init(&values, experiment()->params, NULL) &&
              gr_values_apply(&values, lab->settings, lab->setting_count, NULL) &&
              (inputs == NULL || gr_values_set(&values, "inputs", inputs, NULL)));
    gr_run *run = gr_run_new(experiment(), &values, 1, gr_test_keep, NULL);
    ck_assert(gr_run_steps(run, 1000, NULL));
    gr_run_row(run, row);
    gr_run_free(run);
    gr_values_clear(&values);
    return row[OUTPUT];
}

/* What its prose says is so. */
START_TEST(test_lesson)
{
    gr_error err = { 0 };
    gr_lesson *lesson = gr_lesson_load(gr_test_source("lessons/020-neuron.md"), NULL, &err);

    ck_assert_msg(lesson != NULL, "%s", err.message);
    ck_assert_uint_eq(lesson->page_count, 9);
    ck_assert(page_output(lesson, 1, NULL) == 0.5 * 2 - 3);
    ck_assert(page_output(lesson, 2, NULL) == 0);
    ck_assert(page_output(lesson, 2, "1, 0.5") == 1); /* products of 1.5, what the bias asks for */
    ck_assert(page_output(lesson, 2, "1, 0.499") == 0);
    ck_assert(page_output(lesson, 3, NULL) == 0.5);
    ck_assert(page_output(lesson, 4, NULL) == 0 && page_output(lesson, 4, "5, 3") == 1);
    ck_assert(page_output(lesson, 5, NULL) == 1);
    for (int i = 0; i < 25; i++) { /* how far the inputs are apart */
        char inputs[20];
        snprintf(inputs, sizeof inputs, "%d, %d", i / 5, i % 5);
        ck_assert(page_output(lesson, 6, inputs) == abs(i / 5 - i % 5));
        ck_assert(page_output(lesson, 7, inputs) == 5 * (i / 5) + 6 * (i % 5));
    }
    ck_assert(page_output(lesson, 8, NULL) == 0); /* 2 - 4 + 1 + 0.5 is below 0 */
    ck_assert(page_output(lesson, 9, NULL) == 0.5);
    gr_lesson_free(lesson);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("neuron_view");
    TCase *all = gr_test_case(s, "neuron_view");

    tcase_add_test(all, test_notes);
    tcase_add_test(all, test_values_in_the_network);
    tcase_add_test(all, test_spot);
    tcase_add_test(all, test_lesson);
    tcase_add_loop_test(all, test_sheet_stands_still, 0, (int)GR_LEN(activations));
    tcase_add_loop_test(all, test_point_on_the_curve, 0, (int)GR_LEN(activations));
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
