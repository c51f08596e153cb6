/* The experiment `neuron`: sums made by hand, and every activation and many nets against a forward
 * pass that is written the other way round, from the last layer back, in long double and with the C
 * library's functions. */
#include "runs.h"

#include "gradus/lesson.h"
#include "gradus/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { STEP, LAYER, UNIT, TERM, PARTIAL, OUTPUT, COLUMNS };

static const gr_experiment *experiment(void)
{
    return gr_experiment_find("neuron", NULL);
}

/* --- by hand --- */

static gr_values values_of(const char *const *pairs)
{
    gr_values values;
    gr_error err;

    ck_assert(gr_values_init(&values, experiment()->params, NULL));
    for (size_t i = 0; pairs[i] != NULL; i += 2)
        ck_assert_msg(gr_values_set(&values, pairs[i], pairs[i + 1], &err), "%s", err.message);
    return values;
}

/* A run with pairs of knob and value set, at step 0. */
static gr_run *run_of(const char *const *pairs)
{
    gr_values values = values_of(pairs);
    gr_error err;
    gr_run *run = gr_run_new(experiment(), &values, 1, gr_test_keep, &err);

    ck_assert_msg(run != NULL, "%s", err.message);
    gr_test_seek(run, 0);
    gr_values_clear(&values);
    return run;
}

#define RUN(...) run_of((const char *const[]){ __VA_ARGS__, NULL })

/* The whole trace as CSV, behind its header. */
static void check_rows(gr_run *run, const char *expected)
{
    static const char header[] = "step,layer,unit,term,partial,output\n";

    gr_test_seek(run, gr_run_length(run));
    char *text = gr_test_trace(run);
    char *rows = strstr(text, header);
    ck_assert_msg(rows != NULL, "%s", text);
    gr_assert_text(rows + strlen(header), expected);
    free(text);
    gr_run_free(run);
}

START_TEST(test_rows_by_hand)
{
    check_rows(RUN("activation", "identity"), "0,,,,,\n1,0,0,1,1,\n2,0,0,-3,-2,\n"
                                              "3,0,0,0.25,-1.75,\n4,0,0,,-1.75,-1.75\n");
    check_rows(RUN("activation", "step"), "0,,,,,\n1,0,0,1,1,\n2,0,0,-3,-2,\n"
                                          "3,0,0,0.25,-1.75,\n4,0,0,,-1.75,0\n");
    check_rows(RUN("activation", "relu", "bias", "2.5"),
               "0,,,,,\n1,0,0,1,1,\n2,0,0,-3,-2,\n3,0,0,2.5,0.5,\n4,0,0,,0.5,0.5\n");
    check_rows(RUN("layers", "1-2-1", "inputs", "3", "weights", "2, -2, 1, 0.5", "bias", "1",
                   "activation", "relu"),
               "0,,,,,\n1,0,0,6,6,\n2,0,0,1,7,\n3,0,0,,7,7\n4,0,1,-6,-6,\n5,0,1,1,-5,\n"
               "6,0,1,,-5,0\n7,1,0,7,7,\n8,1,0,0,7,\n9,1,0,1,8,\n10,1,0,,8,8\n");
}
END_TEST

/* Lists that are too short begin again, lists that are too long are used as far as they go. */
START_TEST(test_lists)
{
    check_rows(RUN("layers", "3-1", "inputs", "1, 10", "weights", "1, 2, 3, 99", "bias", "0",
                   "activation", "identity"),
               "0,,,,,\n1,0,0,1,1,\n2,0,0,20,21,\n3,0,0,3,24,\n4,0,0,0,24,\n5,0,0,,24,24\n");
    check_rows(RUN("layers", "2-2", "inputs", "1, 2, 3", "weights", " 1/4,1e1 , -.5", "bias", "0",
                   "activation", "identity"),
               "0,,,,,\n1,0,0,0.25,0.25,\n2,0,0,20,20.25,\n3,0,0,0,20.25,\n4,0,0,,20.25,20.25\n"
               "5,0,1,-0.5,-0.5,\n6,0,1,0.5,0,\n7,0,1,0,0,\n8,0,1,,0,0\n");
}
END_TEST

/* The last row of a single neuron that has the sum `sum`. */
static double output_at(const char *activation, double sum)
{
    char text[GR_NUMBER_SIZE];
    double row[COLUMNS];

    gr_number_exact(sum, text);
    gr_run *run =
        RUN("layers", "1-1", "inputs", text, "weights", "1", "bias", "0", "activation", activation);
    gr_test_seek(run, 3);
    gr_run_row(run, row);
    ck_assert(row[PARTIAL] == sum);
    gr_run_free(run);
    return row[OUTPUT];
}

/* Closed forms: sigmoid and tanh of logarithms are fractions. */
START_TEST(test_closed_forms)
{
    for (int n = 1; n <= 50; n++) {
        double z = log(n);
        ck_assert_double_eq_tol(output_at("sigmoid", z), n / (n + 1.0), 1e-15);
        ck_assert_double_eq_tol(output_at("sigmoid", -z), 1 / (n + 1.0), 1e-15);
        ck_assert_double_eq_tol(output_at("tanh", z), (n * n - 1.0) / (n * n + 1.0), 1e-15);
        ck_assert_double_eq_tol(output_at("tanh", -z), (1.0 - n * n) / (n * n + 1.0), 1e-15);
        ck_assert(output_at("relu", n) == n && output_at("relu", -n) == 0);
        ck_assert(output_at("step", n) == 1 && output_at("step", -n) == 0);
        ck_assert(output_at("identity", n) == n && output_at("identity", -n) == -n);
    }
    ck_assert(output_at("step", 0) == 1 && output_at("step", -5e-324) == 0);
    ck_assert(output_at("sigmoid", 0) == 0.5 && output_at("tanh", 0) == 0);
    ck_assert(output_at("sigmoid", 1e6) == 1 && output_at("sigmoid", -1e6) == 0);
}
END_TEST

/* --- against another forward pass --- */

enum { DEEP = 5, WIDE = 6 };

typedef struct net {
    size_t sizes[DEEP], layers; /* weight layers */
    double inputs[WIDE], weights[DEEP][WIDE][WIDE], bias;
    const char *activation;
} net;

static long double activate(const char *name, long double z)
{
    if (strcmp(name, "sigmoid") == 0)
        return (1 + tanhl(z / 2)) / 2;
    if (strcmp(name, "tanh") == 0)
        return 1 - 2 / (expl(2 * z) + 1);
    if (strcmp(name, "relu") == 0)
        return (z + fabsl(z)) / 2;
    return strcmp(name, "step") == 0 ? !signbit(z) || z == 0 : z;
}

static long double output_of(const net *n, size_t layer, size_t unit);

/* What stands at place `i` before layer `layer`. */
static long double input_of(const net *n, size_t layer, size_t i)
{
    return layer == 0 ? (long double)n->inputs[i] : output_of(n, layer - 1, i);
}

/* The sum of a unit with its last parts left out; parts - 1 is added first. */
static long double partial_of(const net *n, size_t layer, size_t unit, size_t parts)
{
    long double sum = 0;

    for (size_t i = parts; i > 0; i--)
        sum += i == n->sizes[layer] + 1
                   ? (long double)n->bias
                   : (long double)n->weights[layer][unit][i - 1] * input_of(n, layer, i - 1);
    return sum;
}

static long double output_of(const net *n, size_t layer, size_t unit)
{
    return activate(n->activation, partial_of(n, layer, unit, n->sizes[layer] + 1));
}

static double draw(uint64_t *state)
{
    return (double)(gr_splitmix64(state) >> 11) * 0x1p-52 - 1;
}

static void make_net(net *n, uint64_t *state, const char *activation)
{
    *n = (net){ .layers = 1 + gr_splitmix64(state) % 3, .activation = activation };
    for (size_t l = 0; l <= n->layers; l++)
        n->sizes[l] = 1 + gr_splitmix64(state) % 4;
    for (size_t l = 0; l < n->layers; l++)
        for (size_t u = 0; u < n->sizes[l + 1]; u++)
            for (size_t i = 0; i < n->sizes[l]; i++)
                n->weights[l][u][i] = 3 * draw(state);
    for (size_t i = 0; i < n->sizes[0]; i++)
        n->inputs[i] = 2 * draw(state);
    n->bias = draw(state);
}

static void add_number(gr_text *list, double value)
{
    char text[GR_NUMBER_SIZE];

    gr_number_exact(value, text);
    gr_text_addf(list, "%s%s", list->length > 0 ? "," : "", text);
}

static gr_run *run_net(const net *n)
{
    gr_text layers = { 0 }, inputs = { 0 }, weights = { 0 }, bias = { 0 };

    for (size_t l = 0; l <= n->layers; l++)
        gr_text_addf(&layers, "%s%zu", l > 0 ? "-" : "", n->sizes[l]);
    for (size_t i = 0; i < n->sizes[0]; i++)
        add_number(&inputs, n->inputs[i]);
    for (size_t l = 0; l < n->layers; l++)
        for (size_t u = 0; u < n->sizes[l + 1]; u++)
            for (size_t i = 0; i < n->sizes[l]; i++)
                add_number(&weights, n->weights[l][u][i]);
    add_number(&bias, n->bias);
    gr_run *run =
        RUN("layers", gr_text_string(&layers), "inputs", gr_text_string(&inputs), "weights",
            gr_text_string(&weights), "bias", gr_text_string(&bias), "activation", n->activation);
    gr_text_clear(&layers);
    gr_text_clear(&inputs);
    gr_text_clear(&weights);
    gr_text_clear(&bias);
    return run;
}

static void assert_near(double is, long double should)
{
    ck_assert_msg(fabsl(is - should) <= 1e-12L * fmaxl(1, fabsl(should)), "%.17g, not %.17Lg", is,
                  should);
}

/* The row of one step: part `part` of a unit. */
static void check_part(gr_run *run, const net *n, size_t layer, size_t unit, size_t part)
{
    size_t inputs = n->sizes[layer];
    double row[COLUMNS];

    gr_test_seek(run, gr_run_step_number(run) + 1);
    gr_run_row(run, row);
    ck_assert(row[LAYER] == (double)layer && row[UNIT] == (double)unit);
    ck_assert_int_eq(gr_is_missing(row[TERM]), part > inputs);
    ck_assert_int_eq(gr_is_missing(row[OUTPUT]), part <= inputs);
    if (part <= inputs) {
        long double before = partial_of(n, layer, unit, part);
        assert_near(row[PARTIAL], partial_of(n, layer, unit, part + 1));
        assert_near(row[TERM], partial_of(n, layer, unit, part + 1) - before);
    } else {
        assert_near(row[PARTIAL], partial_of(n, layer, unit, inputs + 1));
        assert_near(row[OUTPUT], output_of(n, layer, unit));
    }
}

static const char *const activations[] = { "identity", "step", "sigmoid", "tanh", "relu" };

START_TEST(test_against_another_pass)
{
    uint64_t state = 20 + (uint64_t)_i;

    for (int k = 0; k < 60; k++) {
        net n;
        make_net(&n, &state, activations[_i]);
        gr_run *run = run_net(&n);
        for (size_t l = 0; l < n.layers; l++)
            for (size_t u = 0; u < n.sizes[l + 1]; u++)
                for (size_t part = 0; part < n.sizes[l] + 2; part++)
                    check_part(run, &n, l, u, part);
        ck_assert_int_eq(gr_run_state(run), GR_RUN_FINISHED);
        ck_assert_int_eq(gr_run_step_number(run), gr_run_length(run));
        gr_run_free(run);
    }
}
END_TEST

/* Without an activation two layers are one: the product of their matrices. */
START_TEST(test_collapse)
{
    uint64_t state = 7;
    double deep[COLUMNS], flat[COLUMNS];

    for (int k = 0; k < 40; k++) {
        net two, one;
        make_net(&two, &state, "identity");
        two.layers = 2;
        two.sizes[0] = two.sizes[1] = 3;
        two.sizes[2] = 1;
        two.bias = 0;
        one = two;
        one.layers = 1;
        one.sizes[1] = 1;
        for (size_t i = 0; i < 3; i++) {
            two.weights[1][0][i] = draw(&state);
            for (size_t u = 0; u < 3; u++)
                two.weights[0][u][i] = draw(&state);
            two.inputs[i] = one.inputs[i] = draw(&state);
        }
        for (size_t i = 0; i < 3; i++) {
            one.weights[0][0][i] = 0;
            for (size_t u = 0; u < 3; u++)
                one.weights[0][0][i] += two.weights[1][0][u] * two.weights[0][u][i];
        }
        gr_run *a = run_net(&two), *b = run_net(&one);
        gr_test_seek(a, gr_run_length(a));
        gr_test_seek(b, gr_run_length(b));
        gr_run_row(a, deep);
        gr_run_row(b, flat);
        assert_near(deep[OUTPUT], flat[OUTPUT]);
        gr_run_free(a);
        gr_run_free(b);
    }
}
END_TEST

START_TEST(test_diverges)
{
    double row[COLUMNS];
    gr_run *run = RUN("inputs", "1e200", "weights", "1, 1e200");

    ck_assert(gr_run_steps(run, 10, NULL));
    ck_assert_int_eq(gr_run_state(run), GR_RUN_DIVERGED);
    gr_run_row(run, row);
    ck_assert(row[STEP] == 2 && isinf(row[TERM]) && isinf(row[PARTIAL]));
    gr_run_free(run);
}
END_TEST

/* --- a file of weights --- */

static const char xor_file[] = "layer,kind,row,col,value\n"
                               "0,W,0,0,1\n0,W,0,1,1\n0,b,0,0,-0.5\n"
                               "0,W,1,0,1\n0,W,1,1,1\n0,b,1,0,-1.5\n"
                               "1,b,0,0,-0.5\n1,W,0,1,-1\n1,W,0,0,1\n";

static char *write_weights(char *folder, const char *text)
{
    char *path = strdup(gr_test_path(folder, "w.csv"));

    gr_test_write(path, text, strlen(text));
    return path;
}

/* One but not both, which no single neuron can do. */
START_TEST(test_xor)
{
    static const char *const inputs[] = { "0, 0", "0, 1", "1, 0", "1, 1" };
    static const double outputs[] = { 0, 1, 1, 0 };
    char *folder = gr_test_folder(), *path = write_weights(folder, xor_file);
    double row[COLUMNS];

    for (size_t i = 0; i < GR_LEN(inputs); i++) {
        gr_run *run =
            RUN("layers", "2-2-1", "file", path, "inputs", inputs[i], "activation", "step");
        gr_test_seek(run, 12);
        gr_run_row(run, row);
        ck_assert(row[OUTPUT] == outputs[i]);
        gr_run_free(run);
    }
    free(path);
    gr_test_folder_remove(folder);
}
END_TEST

static char *weights_of(const gr_run *run)
{
    gr_table table = { 0 };
    gr_text out = { 0 };
    char number[GR_NUMBER_SIZE];

    ck_assert(gr_run_table(run, (int)gr_experiment_table(experiment(), "weights"), &table, NULL));
    for (size_t c = 0; c < table.columns.count; c++)
        gr_text_addf(&out, "%s%s", c > 0 ? "," : "", table.columns.list[c].name);
    for (size_t i = 0; i < table.rows * table.columns.count; i++) {
        size_t c = i % table.columns.count;
        const char *const *words = table.columns.list[c].words;
        double cell = table.cells[i];
        gr_number_exact(cell, number);
        gr_text_addf(&out, "%s%s", c > 0 ? "," : "\n", words != NULL ? words[(int)cell] : number);
    }
    char *text = strdup(gr_text_string(&out));
    gr_text_clear(&out);
    gr_table_clear(&table);
    return text;
}

/* What the table writes, the knob reads: the same bits, whatever the rest of the knobs say. */
START_TEST(test_export_and_read)
{
    uint64_t state = 3;

    for (int k = 0; k < 20; k++) {
        net n;
        make_net(&n, &state, "tanh");
        n.sizes[0] = 3;
        n.sizes[1] = 2;
        n.layers = 1;
        gr_run *run = run_net(&n);
        char *folder = gr_test_folder(), *text = weights_of(run),
             *path = write_weights(folder, text);
        gr_text inputs = { 0 };
        for (size_t i = 0; i < 3; i++)
            add_number(&inputs, n.inputs[i]);
        gr_run *again = RUN("layers", "3-2", "file", path, "inputs", gr_text_string(&inputs),
                            "activation", "tanh", "bias", "99", "weights", "not used");
        gr_test_seek(run, 10);
        gr_test_seek(again, 10);
        gr_test_equal(gr_test_trace(run), gr_test_trace(again));
        gr_test_equal(text, weights_of(again));
        gr_text_clear(&inputs);
        gr_run_free(run);
        gr_run_free(again);
        free(path);
        gr_test_folder_remove(folder);
    }
}
END_TEST

#define HEAD "layer,kind,row,col,value\n"

static const struct {
    const char *text, *message;
} bad_files[] = {
    { "0,W,0,0,1\n", "w.csv:1:1: a file of weights has the columns layer,kind,row,col,value" },
    { "layer,kind,row,col\n0,W,0,0\n", "w.csv:1:1: a file of weights has the columns" },
    { "layer,kind,row,column,value\n0,W,0,0,1\n", "w.csv:1:1: a file of weights has the columns" },
    { HEAD "0,W,0,0,1\n0,w,0,1,1\n", "w.csv:3:3: kind 'w': a row is a weight, W, or a bias, b" },
    { HEAD "1,W,0,0,1\n", "w.csv:2:1: layer '1': with layers 2-1 it is 0" },
    { HEAD "-1,W,0,0,1\n", "w.csv:2:1: layer '-1': with layers 2-1 it is 0" },
    { HEAD "x,W,0,0,1\n", "w.csv:2:1: layer 'x': with layers 2-1 it is 0" },
    { HEAD ",W,0,0,1\n", "w.csv:2:1: layer '': with layers 2-1 it is 0" },
    { HEAD "0,W,0.5,0,1\n", "w.csv:2:5: row '0.5': the unit of this layer is 0" },
    { HEAD "0,W,0,2,1\n", "w.csv:2:7: col '2': inputs of this layer go from 0 to 1" },
    { HEAD "0,b,0,1,1\n", "w.csv:2:7: col '1': the col of a bias is 0" },
    { HEAD "0,W,0,0,one\n", "w.csv:2:9: value 'one': a weight is a finite number" },
    { HEAD "0,W,0,0,inf\n", "w.csv:2:9: value 'inf': a weight is a finite number" },
    { HEAD "0,W,0,0,\n", "w.csv:2:9: value '': a weight is a finite number" },
    { HEAD "0,W,0,0,1\n\n0,W,0,0,1\n", "w.csv:4:9: value '1': a second value for the same place" },
    { HEAD "0,W,0,0,1\n0,b,0,0,1\n",
      "w.csv:3:1: the file ends here without layer 0, kind W, row 0, col 1" },
    { HEAD "0,W,0,0,1\n0,W,0,1,1\n",
      "w.csv:3:1: the file ends here without layer 0, kind b, row 0, col 0" },
    { HEAD, "w.csv:1:1: the file ends here without layer 0, kind W, row 0, col 0" },
    { HEAD "0,W,0,0\n", "w.csv:2:" },
};

static void check_refused(gr_values values, gr_error_kind kind, const char *message)
{
    gr_error err = { 0 };

    ck_assert_ptr_null(gr_run_new(experiment(), &values, 1, gr_test_keep, &err));
    ck_assert_int_eq(err.kind, kind);
    gr_assert_message(err, message);
    gr_values_clear(&values);
}

#define REFUSED(kind, message, ...)                                                                \
    check_refused(values_of((const char *const[]){ __VA_ARGS__, NULL }), kind, message)

START_TEST(test_bad_files)
{
    char *folder = gr_test_folder(), *path = write_weights(folder, bad_files[_i].text);

    REFUSED(GR_ERROR_DATA, bad_files[_i].message, "file", path);
    free(path);
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(test_refused)
{
    char ones[101];

    memset(ones, '1', 100);
    ones[100] = '\0';
    REFUSED(GR_ERROR_IO, "w.csv", "file", "/nowhere/w.csv");
    REFUSED(GR_ERROR_USAGE, "knob weights: number 2 is empty; write numbers with commas between",
            "weights", "1,, 2");
    REFUSED(GR_ERROR_USAGE, "knob inputs: number 1 is empty", "inputs", "");
    REFUSED(GR_ERROR_USAGE, "knob inputs: number 3 is empty", "inputs", "1, 2, ");
    REFUSED(GR_ERROR_USAGE, "knob inputs: number 2: 'two' is not a number", "inputs", "1,two");
    REFUSED(GR_ERROR_USAGE, "knob inputs: number 1 is not finite", "inputs", "inf");
    REFUSED(GR_ERROR_USAGE, "knob weights: number 1 has over 64 characters", "weights", ones);
    REFUSED(GR_ERROR_USAGE, "knob layers: 1124 units and 102400 weights; at most 4096 and 100000",
            "layers", "1024-100");
    REFUSED(GR_ERROR_USAGE, "knob layers: 5121 units and 9208 weights", "layers",
            "1024-1-1024-1-1024-1-1024-1-1020-1");
}
END_TEST

/* --- what is shown --- */

static gr_view view_at(gr_run *run, const char *figure, long step, int columns)
{
    long which = gr_experiment_figure(experiment(), figure);
    const gr_view_request request = { &experiment()->figures[which], columns, 12 };
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
    gr_run *run = run_of((const char *const[]){ NULL });

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
    gr_run *run = RUN("layers", "3-4-2-1", "inputs", "1/3, 1000, -2e-5", "weights",
                      "1e5, -0.001, 7, 1/7, -12.5", "activation", activations[_i]);
    size_t first[4], widths[4], rows = 6; /* of the unit with the most inputs */

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

/* Each unit's value stands in the network from its activation on. */
START_TEST(test_values_in_the_network)
{
    uint64_t state = 11;
    net n;

    make_net(&n, &state, "tanh");
    n.layers = 2;
    n.sizes[0] = 2, n.sizes[1] = 3, n.sizes[2] = 1;
    gr_run *run = run_net(&n);
    for (long step = 0; step <= 17; step++) {
        gr_view view = view_at(run, "network", step, 42);
        const gr_graph *graph = &view.shapes[0].as.graph;
        ck_assert_uint_eq(graph->layers, 3);
        ck_assert_int_eq(graph->spot == NULL, step == 0);
        ck_assert(graph->activations[0][1] == n.inputs[1]);
        for (size_t u = 0; u < 4; u++) {
            double value = graph->activations[u < 3 ? 1 : 2][u % 3];
            long known = u < 3 ? 4 * ((long)u + 1) : 17;
            ck_assert_int_eq(isnan(value), step < known);
            if (step >= known)
                assert_near(value, output_of(&n, u / 3, u % 3));
        }
        if (step == 6) {
            ck_assert_uint_eq(graph->spot->layer, 1);
            ck_assert_uint_eq(graph->spot->unit, 1);
            ck_assert_uint_eq(graph->spot->added, 2);
        }
        gr_view_clear(&view);
    }
    gr_run_free(run);
}
END_TEST

/* The marked point is the last: the sum so far, on the curve. */
START_TEST(test_point_on_the_curve)
{
    gr_run *run = run_of((const char *const[]){ "activation", activations[_i], NULL });
    static const double sums[] = { 0, 1, -2, -1.75, -1.75 };

    for (long step = 0; step <= 4; step++) {
        gr_view view = view_at(run, "activation", step, 42);
        const gr_series *s = &view.shapes[0].as.series;
        ck_assert(s->x[s->count - 1] == sums[step] && isnan(s->y[s->count - 2]));
        assert_near(s->y[s->count - 1], activate(activations[_i], sums[step]));
        ck_assert(s->x[0] == -5 && s->x[s->count - 3] == 5);
        for (size_t i = 0; i + 2 < s->count; i++)
            if (!isnan(s->y[i]))
                assert_near(s->y[i], activate(activations[_i], s->x[i]));
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
        ck_assert(page_output(lesson, 7, inputs) == 5 * (i / 5) + 3 * (i % 5));
    }
    ck_assert(page_output(lesson, 8, NULL) == 0); /* 2 - 4 + 1 + 0.5 is below 0 */
    ck_assert(page_output(lesson, 9, NULL) == 0.5);
    gr_lesson_free(lesson);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = { test_rows_by_hand,    test_lists,
                                   test_closed_forms,    test_collapse,
                                   test_diverges,        test_xor,
                                   test_export_and_read, test_refused,
                                   test_notes,           test_values_in_the_network,
                                   test_lesson };
    Suite *s = suite_create("neuron");
    TCase *all = gr_test_case(s, "neuron");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, tests[i]);
    tcase_add_loop_test(all, test_against_another_pass, 0, (int)GR_LEN(activations));
    tcase_add_loop_test(all, test_sheet_stands_still, 0, (int)GR_LEN(activations));
    tcase_add_loop_test(all, test_point_on_the_curve, 0, (int)GR_LEN(activations));
    tcase_add_loop_test(all, test_bad_files, 0, (int)GR_LEN(bad_files));
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
