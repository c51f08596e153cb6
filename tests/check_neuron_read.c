/* The numbers of the experiment `neuron`: typed lists, and files of weights, good and bad. */
#include "runs.h"
#include "starve.h"

#include "gradus/memory.h"

#include <stdlib.h>

enum { STEP, LAYER, UNIT, TERM, PARTIAL, OUTPUT, COLUMNS };

static const gr_experiment *experiment(void)
{
    return gr_experiment_find("neuron", NULL);
}

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

/* --- typed numbers --- */

/* Lists that are too short begin again, lists that are too long are used as far as they go. */
static void check_partials(gr_run *run, const double *partials)
{
    double row[COLUMNS];

    for (long step = 1; step <= gr_run_length(run); step++) {
        gr_test_seek(run, step);
        gr_run_row(run, row);
        ck_assert_msg(row[PARTIAL] == partials[step - 1], "step %ld: %g", step, row[PARTIAL]);
    }
    gr_run_free(run);
}

START_TEST(test_lists)
{
    static const double few[] = { 0.25, 20.25, 20.25, 20.25, -0.5, 0, 0, 0 };
    static const double many[] = { 1, 21, 24, 24, 24 };

    check_partials(RUN("layers", "3-1", "inputs", "1, 10", "weights", "1, 2, 3, 99", "bias", "0"),
                   many);
    check_partials(
        RUN("layers", "2-2", "inputs", "1, 2, 3", "weights", " 1/4,1e1 , -.5", "bias", "0"), few);
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

/* A net of 3-2 units at its end, with weights at random, or with those of a file. */
static gr_run *random_net(const char *path, uint64_t seed)
{
    gr_text weights = { 0 };

    for (int i = 0; i < 6; i++) {
        char text[GR_NUMBER_SIZE];
        gr_number_exact((double)(gr_splitmix64(&seed) >> 11) * 0x1p-50 - 4, text);
        gr_text_addf(&weights, "%s%s", i > 0 ? ", " : "", text);
    }
    gr_run *run = path == NULL ? RUN("layers", "3-2", "activation", "tanh", "bias", "1/3",
                                     "weights", gr_text_string(&weights))
                               : RUN("layers", "3-2", "activation", "tanh", "bias", "99", "weights",
                                     "not used", "file", path);
    gr_text_clear(&weights);
    gr_test_seek(run, 10);
    return run;
}

/* What the table writes, the knob reads: the same bits, whatever the other knobs say. */
START_TEST(test_export_and_read)
{
    for (uint64_t seed = 0; seed < 20; seed++) {
        gr_run *run = random_net(NULL, seed);
        char *folder = gr_test_folder(), *text = weights_of(run);
        char *path = write_weights(folder, text);
        gr_run *again = random_net(path, seed);
        gr_test_equal(gr_test_trace(run), gr_test_trace(again));
        gr_test_equal(text, weights_of(again));
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
    { HEAD "1,W,0,0,1\n", "w.csv:2:1: layer '1': the one layer of weights is 0" },
    { HEAD "-1,W,0,0,1\n", "w.csv:2:1: layer '-1': the one layer of weights is 0" },
    { HEAD "x,W,0,0,1\n", "w.csv:2:1: layer 'x': the one layer of weights is 0" },
    { HEAD ",W,0,0,1\n", "w.csv:2:1: layer '': the one layer of weights is 0" },
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

/* Each allocation fails once: the run is not made, and says why, or it is the right one. */
static void play_reading(gr_starving *s, void *context)
{
    const gr_values *values = context;
    gr_error err = { 0 };
    double row[COLUMNS];
    gr_run *run = gr_run_new(experiment(), values, 1, gr_test_lean, &err);

    if (!gr_test_fed(s, run != NULL, &err))
        run = gr_run_new(experiment(), values, 1, gr_test_lean, &err);
    gr_test_feed(s);
    ck_assert_msg(run != NULL && gr_run_steps(run, 12, &err), "%s", err.message);
    gr_run_row(run, row);
    ck_assert(row[OUTPUT] == 1);
    gr_run_free(run);
}

START_TEST(test_little_memory)
{
    char *folder = gr_test_folder(), *path = write_weights(folder, xor_file);
    gr_values values = values_of((const char *const[]){
        "layers", "2-2-1", "file", path, "activation", "step", "inputs", "0, 1", NULL });

    gr_test_starve("a file of weights", play_reading, &values);
    gr_values_clear(&values);
    free(path);
    gr_test_folder_remove(folder);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("neuron_read");
    TCase *all = gr_test_case(s, "neuron_read");

    tcase_add_test(all, test_lists);
    tcase_add_test(all, test_xor);
    tcase_add_test(all, test_export_and_read);
    tcase_add_test(all, test_refused);
    tcase_add_test(all, test_little_memory);
    tcase_add_loop_test(all, test_bad_files, 0, (int)GR_LEN(bad_files));
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
