#include "gradus/weights.h"

#include "gradus/csv.h"
#include "gradus/paths.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LAYER, KIND, ROW, COL, VALUE, FILE_COLUMNS };

static const char *const headings[FILE_COLUMNS] = { "layer", "kind", "row", "col", "value" };

/* What is read, and which numbers have been given: output after output, each with its bias last. */
typedef struct weight_file {
    const gr_csv *csv;
    size_t columns[FILE_COLUMNS];
    const gr_weight_layer *layers;
    size_t count;
    bool *given;
} weight_file;

static size_t numbers_of(const gr_weight_layer *layer)
{
    return layer->outputs * (layer->inputs + 1);
}

/* --- one row --- */

static bool refuse(const weight_file *file, size_t row, int column, const char *allowed,
                   gr_error *err)
{
    long line, character;

    gr_csv_place(file->csv, row, file->columns[column], &line, &character);
    return gr_fail_at(err, file->csv->name, line, character, "%s '%s': %s", headings[column],
                      gr_csv_text(file->csv, row, file->columns[column]), allowed);
}

/* A whole number from 0 to below `count`; `one` and `many` say of what. */
static bool read_index(const weight_file *file, size_t row, int column, size_t count,
                       const char *one, const char *many, size_t *index, gr_error *err)
{
    double value = gr_csv_number(file->csv, row, file->columns[column]);
    char allowed[100];

    if (value >= 0 && value < (double)count && floor(value) == value) {
        *index = (size_t)value;
        return true;
    }
    if (count == 1)
        snprintf(allowed, sizeof allowed, "%s is 0", one);
    else
        snprintf(allowed, sizeof allowed, "%s go from 0 to %zu", many, count - 1);
    return refuse(file, row, column, allowed, err);
}

/* Where a number belongs. */
typedef struct weight_place {
    const gr_weight_layer *layer;
    size_t number, output, input; /* for a bias the input is 0 */
    bool bias;
} weight_place;

static bool read_place(const weight_file *file, size_t row, weight_place *at, gr_error *err)
{
    const char *kind = gr_csv_text(file->csv, row, file->columns[KIND]);

    at->bias = strcmp(kind, "b") == 0;
    if (!at->bias && strcmp(kind, "W") != 0)
        return refuse(file, row, KIND, "a row is a weight, W, or a bias, b", err);
    if (!read_index(file, row, LAYER, file->count, "the one layer of weights",
                    "layers of weights", &at->number, err))
        return false;
    at->layer = &file->layers[at->number];
    return read_index(file, row, ROW, at->layer->outputs, "the unit of this layer",
                      "units of this layer", &at->output, err) &&
           read_index(file, row, COL, at->bias ? 1 : at->layer->inputs,
                      at->bias ? "the col of a bias" : "the input of this layer",
                      "inputs of this layer", &at->input, err);
}

static bool *given_at(const weight_file *file, const weight_place *at)
{
    size_t first = 0;

    for (size_t l = 0; l < at->number; l++)
        first += numbers_of(&file->layers[l]);
    return &file->given[first + at->output * (at->layer->inputs + 1) +
                        (at->bias ? at->layer->inputs : at->input)];
}

static bool take_row(const weight_file *file, size_t row, gr_error *err)
{
    double value = gr_csv_number(file->csv, row, file->columns[VALUE]);
    weight_place at = { .layer = NULL };

    if (!read_place(file, row, &at, err))
        return false;
    if (!isfinite(value))
        return refuse(file, row, VALUE, "a weight is a finite number", err);
    bool *given = given_at(file, &at);
    if (*given)
        return refuse(file, row, VALUE, "a second value for the same place", err);
    *given = true;
    if (at.bias)
        at.layer->biases[at.output] = value;
    else
        at.layer->weights[at.output * at.layer->by_output + at.input * at.layer->by_input] = value;
    return true;
}

/* --- the whole file --- */

/* The first number that no row gave. */
static bool check_given(const weight_file *file, gr_error *err)
{
    const gr_csv *csv = file->csv;
    long line = csv->rows > 0 ? gr_csv_line(csv, csv->rows - 1) : 1;
    size_t number = 0;

    for (size_t l = 0; l < file->count; l++) {
        size_t inputs = file->layers[l].inputs;
        for (size_t k = 0; k < numbers_of(&file->layers[l]); k++, number++) {
            bool bias = k % (inputs + 1) == inputs;
            if (!file->given[number])
                return gr_fail_at(err, csv->name, line, 1,
                                  "the file ends here without layer %zu, kind %s, row %zu, col %zu",
                                  l, bias ? "b" : "W", k / (inputs + 1),
                                  bias ? 0 : k % (inputs + 1));
        }
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

static bool read_csv(weight_file *file, gr_error *err)
{
    size_t numbers = 0;

    for (size_t l = 0; l < file->count; l++)
        numbers += numbers_of(&file->layers[l]);
    file->given = gr_alloc(numbers, sizeof *file->given, err);
    if (file->given == NULL)
        return false;
    bool good = find_columns(file, err);
    for (size_t r = 0; good && r < file->csv->rows; r++)
        good = take_row(file, r, err);
    good = good && check_given(file, err);
    gr_free(file->given);
    return good;
}

bool gr_weights_load(const char *name, const gr_weight_layer *layers, size_t count, gr_error *err)
{
    gr_text path = { 0 };
    gr_csv csv = { 0 };
    weight_file file = { .csv = &csv, .layers = layers, .count = count };
    bool loaded = gr_path_find(name, GR_PATH_DATA, &path, err) &&
                  gr_csv_load(gr_text_string(&path), &csv, err) && read_csv(&file, err);

    gr_csv_clear(&csv);
    gr_text_clear(&path);
    return loaded;
}

/* --- as a table --- */

static bool add_layer(const gr_weight_layer *layer, size_t number, gr_table *table, gr_error *err)
{
    for (size_t k = 0; k < numbers_of(layer); k++) {
        size_t output = k / (layer->inputs + 1), input = k % (layer->inputs + 1);
        bool bias = input == layer->inputs;
        double value = bias ? layer->biases[output]
                            : layer->weights[output * layer->by_output + input * layer->by_input];
        const double row[] = { (double)number, bias, (double)output, bias ? 0 : (double)input,
                               value };
        if (!gr_table_add(table, row, err))
            return false;
    }
    return true;
}

bool gr_weights_table(const gr_weight_layer *layers, size_t count, gr_table *table, gr_error *err)
{
    static const char *const kinds[] = { "W", "b", NULL };

    if (!gr_columns_add(&table->columns, "layer", "", GR_DECIMALS_COUNT, err) ||
        !gr_columns_add_words(&table->columns, "kind", kinds, err) ||
        !gr_columns_add(&table->columns, "row", "", GR_DECIMALS_COUNT, err) ||
        !gr_columns_add(&table->columns, "col", "", GR_DECIMALS_COUNT, err) ||
        !gr_columns_add(&table->columns, "value", "", GR_DECIMALS_AUTO, err))
        return false;
    for (size_t l = 0; l < count; l++)
        if (!add_layer(&layers[l], l, table, err))
            return false;
    return true;
}
