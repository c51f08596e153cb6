/* The numbers of a net: typed ones, or a CSV of weights. */
#include "neuron.h"

#include "gradus/csv.h"
#include "gradus/expression.h"
#include "gradus/paths.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { NUMBER_LENGTH = 64 };

/* --- typed numbers --- */

typedef struct number_list {
    double *numbers;
    size_t count;
} number_list;

/* One number of a list, as typed: 0.5, 1/3, 1e-3; blanks around it do not count. */
static bool read_number(const char *knob, const char *text, size_t length, size_t number,
                        double *value, gr_error *err)
{
    char one[NUMBER_LENGTH + 1];
    gr_error reason = { 0 };

    for (; length > 0 && text[0] == ' '; length--)
        text++;
    while (length > 0 && text[length - 1] == ' ')
        length--;
    if (length > NUMBER_LENGTH)
        return gr_fail(err, GR_ERROR_USAGE, "knob %s: number %zu has over %d characters", knob,
                       number, NUMBER_LENGTH);
    memcpy(one, text, length);
    one[length] = '\0';
    if (length == 0)
        return gr_fail(err, GR_ERROR_USAGE,
                       "knob %s: number %zu is empty; write numbers with commas between, as 2, 3",
                       knob, number);
    if (!gr_expression_number(one, value, &reason))
        return gr_fail(err, reason.kind, "knob %s: number %zu: %s", knob, number, reason.message);
    return isfinite(*value) ||
           gr_fail(err, GR_ERROR_USAGE, "knob %s: number %zu is not finite", knob, number);
}

static bool read_list(const char *knob, const char *text, number_list *list, gr_arena *arena,
                      gr_error *err)
{
    size_t room = 1;

    for (const char *at = text; *at != '\0'; at++)
        room += *at == ',';
    list->numbers = gr_arena_alloc(arena, room, sizeof *list->numbers, err);
    if (list->numbers == NULL)
        return false;
    for (list->count = 0; list->count < room; list->count++) {
        size_t length = strcspn(text, ",");
        if (!read_number(knob, text, length, list->count + 1, &list->numbers[list->count], err))
            return false;
        text += length + (text[length] == ',');
    }
    return true;
}

static bool fill_inputs(gr_neuron_setup *net, const gr_values *values, gr_arena *arena,
                        gr_error *err)
{
    number_list list;

    if (!read_list("inputs", gr_values_text(values, "inputs"), &list, arena, err))
        return false;
    for (size_t i = 0; i < net->layers[0].inputs; i++)
        net->inputs[i] = list.numbers[i % list.count];
    return true;
}

static bool fill_from_knobs(gr_neuron_setup *net, const gr_values *values, gr_arena *arena,
                            gr_error *err)
{
    double bias = gr_values_number(values, "bias");
    number_list list;
    size_t next = 0;

    if (!read_list("weights", gr_values_text(values, "weights"), &list, arena, err))
        return false;
    for (size_t l = 0; l < net->count; l++) {
        gr_neuron_layer *layer = &net->layers[l];
        for (size_t i = 0; i < layer->units * layer->inputs; i++)
            layer->weights[i] = list.numbers[next++ % list.count];
        for (size_t i = 0; i < layer->units; i++)
            layer->biases[i] = bias;
    }
    return true;
}

/* --- a file of weights --- */

enum { LAYER, KIND, ROW, COL, VALUE, FILE_COLUMNS };

static const char *const headings[FILE_COLUMNS] = { "layer", "kind", "row", "col", "value" };

/* What is read, and which numbers have been given: all weights of the net, then all biases. */
typedef struct weight_file {
    const gr_csv *csv;
    size_t columns[FILE_COLUMNS];
    gr_neuron_setup *net;
    bool *given;
} weight_file;

static bool refuse(const weight_file *file, size_t row, int column, const char *allowed,
                   gr_error *err)
{
    long line, character;

    gr_csv_place(file->csv, row, file->columns[column], &line, &character);
    return gr_fail_at(err, file->csv->name, line, character, "%s '%s': %s", headings[column],
                      gr_csv_text(file->csv, row, file->columns[column]), allowed);
}

/* A whole number from 0 to below `count`. */
static bool read_index(const weight_file *file, size_t row, int column, size_t count,
                       const char *what, size_t *index, gr_error *err)
{
    double value = gr_csv_number(file->csv, row, file->columns[column]);
    char allowed[100];

    if (value >= 0 && value < (double)count && floor(value) == value) {
        *index = (size_t)value;
        return true;
    }
    if (count == 1)
        snprintf(allowed, sizeof allowed, "%s is 0", what);
    else
        snprintf(allowed, sizeof allowed, "%s go from 0 to %zu", what, count - 1);
    return refuse(file, row, column, allowed, err);
}

static bool take_row(const weight_file *file, size_t row, gr_error *err)
{
    const char *kind = gr_csv_text(file->csv, row, file->columns[KIND]);
    double value = gr_csv_number(file->csv, row, file->columns[VALUE]);
    bool bias = strcmp(kind, "b") == 0;
    char what[80];
    size_t l, unit, input;

    snprintf(what, sizeof what, "with layers %.40s it", file->net->typed);
    if (!bias && strcmp(kind, "W") != 0)
        return refuse(file, row, KIND, "a row is a weight, W, or a bias, b", err);
    if (!read_index(file, row, LAYER, file->net->count, what, &l, err))
        return false;
    gr_neuron_layer *layer = &file->net->layers[l];
    if (!read_index(file, row, ROW, layer->units,
                    layer->units > 1 ? "units of this layer" : "the unit of this layer", &unit,
                    err) ||
        !read_index(file, row, COL, bias ? 1 : layer->inputs,
                    bias                ? "the col of a bias"
                    : layer->inputs > 1 ? "inputs of this layer"
                                        : "the input of this layer",
                    &input, err))
        return false;
    if (!isfinite(value))
        return refuse(file, row, VALUE, "a weight is a finite number", err);
    /* steps before the layer and before the unit: each number has a place of its own */
    bool *given =
        &file->given[layer->steps + unit * (layer->inputs + 2) + (bias ? layer->inputs : input)];
    if (*given)
        return refuse(file, row, VALUE, "a second value for the same place", err);
    *given = true;
    *(bias ? &layer->biases[unit] : &layer->weights[unit * layer->inputs + input]) = value;
    return true;
}

/* The first number that no row gave. */
static bool check_given(const weight_file *file, gr_error *err)
{
    const gr_csv *csv = file->csv;
    long line = csv->rows > 0 ? gr_csv_line(csv, csv->rows - 1) : 1;

    for (size_t step = 0; step < file->net->steps; step++) {
        gr_neuron_place at = gr_neuron_at(file->net, step + 1);
        bool bias = at.part == at.layer->inputs;
        if (at.part <= at.layer->inputs && !file->given[step])
            return gr_fail_at(err, csv->name, line, 1,
                              "the file ends here without layer %zu, kind %s, row %zu, col %zu",
                              at.layer_number, bias ? "b" : "W", at.unit, bias ? 0 : at.part);
    }
    return true;
}

static bool find_columns(weight_file *file, gr_error *err)
{
    const gr_csv *csv = file->csv;
    gr_error reason = { 0 };

    for (size_t c = 0; c < FILE_COLUMNS; c++) {
        if (csv->columns != FILE_COLUMNS ||
            !gr_csv_find(csv, headings[c], &file->columns[c], &reason))
            return reason.kind == GR_ERROR_MEMORY
                       ? gr_fail(err, reason.kind, "%s", reason.message)
                       : gr_fail_at(err, csv->name, 1, 1,
                                    "a file of weights has the columns layer,kind,row,col,value");
    }
    return true;
}

static bool fill_from_csv(gr_neuron_setup *net, const gr_csv *csv, gr_arena *arena, gr_error *err)
{
    weight_file file = { .csv = csv, .net = net };

    file.given = gr_arena_alloc(arena, net->steps, sizeof *file.given, err);
    if (file.given == NULL || !find_columns(&file, err))
        return false;
    for (size_t r = 0; r < csv->rows; r++)
        if (!take_row(&file, r, err))
            return false;
    return check_given(&file, err);
}

static bool fill_from_file(gr_neuron_setup *net, const char *name, gr_arena *arena, gr_error *err)
{
    gr_text path = { 0 };
    gr_csv csv = { 0 };
    bool filled = gr_path_find(name, GR_PATH_DATA, &path, err) &&
                  gr_csv_load(gr_text_string(&path), &csv, err) &&
                  fill_from_csv(net, &csv, arena, err);

    gr_csv_clear(&csv);
    gr_text_clear(&path);
    return filled;
}

bool gr_neuron_read(gr_neuron_setup *net, const gr_values *values, gr_arena *arena, gr_error *err)
{
    const gr_value *file = gr_values_find(values, "file", err);

    return fill_inputs(net, values, arena, err) &&
           (file->word >= 0 ? fill_from_knobs(net, values, arena, err)
                            : fill_from_file(net, file->text, arena, err));
}
