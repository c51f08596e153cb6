/* The sum of one unit with its numbers plugged in: as a table, a row for each part, and as a line.
 *
 * What is not known yet is a `?` as wide as the number that will stand there, so that no column
 * moves from step to step. */
#include "neuron.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHEET_COLUMNS = 4, TYPED_MAX = 6, CELL = 100, MEASURED_STEPS = 4096 };
enum { NUMBER_COLUMNS = 9, LEAST_LINE = 30 };

typedef char sheet_cells[SHEET_COLUMNS][CELL];

/* A number as it is typed where that is short, else with 4 significant digits. */
static void plain(double value, char out[GR_NUMBER_SIZE])
{
    if (gr_number_tick(value, 0, out) > TYPED_MAX || strtod(out, NULL) != value)
        gr_number_shown(value, GR_DECIMALS_AUTO, out);
}

static void shown(double value, char out[GR_NUMBER_SIZE])
{
    gr_number_shown(value, GR_DECIMALS_AUTO, out);
}

/* "0.5*2", or "0.25" for the bias. */
static void factors(const gr_neuron_layer *layer, size_t unit, size_t part, char out[CELL])
{
    char weight[GR_NUMBER_SIZE], input[GR_NUMBER_SIZE];

    plain(part < layer->inputs ? layer->weights[unit * layer->inputs + part] : layer->biases[unit],
          weight);
    if (part < layer->inputs)
        plain(layer->in[part], input);
    snprintf(out, CELL, "%s%s%s", weight, part < layer->inputs ? "*" : "",
             part < layer->inputs ? input : "");
}

/* --- the table --- */

/* One row as it stands when its part is done. */
static void fill_row(const gr_neuron_setup *net, const gr_neuron_layer *layer, size_t unit,
                     size_t part, sheet_cells cells)
{
    char number[GR_NUMBER_SIZE];

    cells[3][0] = '\0';
    if (part > layer->inputs) {
        strcpy(cells[0], "output");
        shown(layer->sums[unit], number);
        snprintf(cells[1], CELL, "%s(%s)", net->activation->name, number);
        shown(layer->outputs[unit], cells[2]);
        return;
    }
    if (part < layer->inputs)
        snprintf(cells[0], CELL, "w%zu*x%zu", part + 1, part + 1);
    else
        strcpy(cells[0], "bias");
    factors(layer, unit, part, cells[1]);
    shown(gr_neuron_term(layer, unit, part), cells[2]);
    shown(gr_neuron_partial(layer, unit, part + 1), cells[3]);
}

static void widen(const gr_neuron_setup *net, const gr_neuron_layer *layer, size_t unit,
                  int *widths)
{
    for (size_t part = 0; part < layer->inputs + 2; part++) {
        sheet_cells cells;
        fill_row(net, layer, unit, part, cells);
        for (size_t c = 0; c < SHEET_COLUMNS; c++)
            if ((int)strlen(cells[c]) > widths[c])
                widths[c] = (int)strlen(cells[c]);
    }
}

void gr_neuron_measure_sheet(gr_neuron_setup *net)
{
    for (size_t l = 0; net->steps <= MEASURED_STEPS && l < net->count; l++)
        for (size_t u = 0; u < net->layers[l].units; u++)
            widen(net, &net->layers[l], u, net->widths);
}

/* The row as it stands now. */
static bool sheet_row(const gr_neuron_setup *net, const gr_neuron_place *at, size_t part,
                      const char **out, gr_arena *arena, gr_error *err)
{
    sheet_cells cells;

    fill_row(net, at->layer, at->unit, part, cells);
    if (part > at->layer->inputs && at->done <= at->layer->inputs)
        snprintf(cells[1], CELL, "%s(?)", net->activation->name); /* the sum is not known yet */
    for (size_t c = 2; part >= at->done && c < SHEET_COLUMNS; c++)
        if (cells[c][0] != '\0')
            strcpy(cells[c], "?");
    for (size_t c = 0; c < SHEET_COLUMNS; c++) {
        out[c] = gr_arena_strdup(arena, cells[c], err);
        if (out[c] == NULL)
            return false;
    }
    return true;
}

/* The titles, each as wide as its column becomes: a title that is wide keeps the column so. */
static const char **make_titles(const gr_neuron_setup *net, const gr_neuron_place *at,
                                gr_arena *arena, gr_error *err)
{
    static const char *const names[SHEET_COLUMNS] = { "part", "numbers", "value", "sum" };
    const char **titles = gr_arena_alloc(arena, SHEET_COLUMNS, sizeof *titles, err);
    int widths[SHEET_COLUMNS];

    if (titles == NULL)
        return NULL;
    memcpy(widths, net->widths, sizeof widths);
    widen(net, at->layer, at->unit, widths);
    for (size_t c = 0; c < SHEET_COLUMNS; c++) {
        titles[c] = gr_arena_printf(arena, err, "%*s", c == 0 ? -widths[c] : widths[c], names[c]);
        if (titles[c] == NULL)
            return NULL;
    }
    return titles;
}

/* As many rows as the unit with the most inputs has: the sheet has one height in all layers. */
static size_t rows_of(const gr_neuron_setup *net)
{
    size_t most = 0;

    for (size_t l = 0; l < net->count; l++)
        most = net->layers[l].inputs > most ? net->layers[l].inputs : most;
    return most + 2;
}

bool gr_neuron_view_sum(const gr_neuron_setup *net, const gr_neuron_place *at, gr_view *view,
                        gr_error *err)
{
    static const bool right[SHEET_COLUMNS] = { false, true, true, true };
    size_t rows = rows_of(net), used = at->layer->inputs + 2;
    gr_arena *arena = &view->arena;
    gr_shape *shape = gr_view_add(view, GR_SHAPE_TABLE, GR_ROLE_TEXT, "sum", err);
    const char **cells = gr_arena_alloc(arena, rows * SHEET_COLUMNS, sizeof *cells, err);
    const char **titles = make_titles(net, at, arena, err);

    if (shape == NULL || cells == NULL || titles == NULL)
        return false;
    for (size_t part = 0; part < used; part++)
        if (!sheet_row(net, at, part, cells + part * SHEET_COLUMNS, arena, err))
            return false;
    for (size_t i = used * SHEET_COLUMNS; i < rows * SHEET_COLUMNS; i++)
        cells[i] = "";
    shape->as.sheet = (gr_sheet){ .columns = SHEET_COLUMNS,
                                  .rows = rows,
                                  .titles = titles,
                                  .cells = cells,
                                  .right = right,
                                  .present = (long)at->done - 1 };
    view->title =
        gr_arena_printf(arena, err, "layer %zu, unit %zu", at->layer_number + 1, at->unit + 1);
    return view->title != NULL;
}

/* --- the line --- */

/* "0.5*2 + -1*3", the first `parts` parts. */
static void add_terms(const gr_neuron_layer *layer, size_t unit, size_t parts, gr_text *line)
{
    char one[CELL];

    for (size_t part = 0; part < parts && part <= layer->inputs; part++) {
        factors(layer, unit, part, one);
        gr_text_addf(line, "%s%s", part > 0 ? " + " : "", one);
    }
}

/* "sigmoid(-2.000) = 0.1192" */
static void add_output(const gr_neuron_setup *net, const gr_neuron_place *at, gr_text *line)
{
    char sum[GR_NUMBER_SIZE], output[GR_NUMBER_SIZE];

    shown(at->layer->sums[at->unit], sum);
    shown(at->layer->outputs[at->unit], output);
    gr_text_addf(line, "%s(%s) = %s", net->activation->name, sum, output);
}

/* The number alone: "sum -2.000". */
static void add_number(const gr_neuron_place *at, gr_text *line)
{
    bool out = at->done > at->layer->inputs + 1;
    char number[GR_NUMBER_SIZE] = "?";

    if (out)
        shown(at->layer->outputs[at->unit], number);
    else if (at->done > 0)
        shown(gr_neuron_partial(at->layer, at->unit, at->done), number);
    gr_text_addf(line, "%s %s", out ? "output" : "sum", number);
}

/* Whether the whole sum of the unit fits, whatever number stands behind it: decided once for all of
 * the unit's steps. */
static bool sum_fits(const gr_neuron_place *at, int room)
{
    gr_text line = { 0 };

    add_terms(at->layer, at->unit, at->layer->inputs + 1, &line);
    bool fits = !line.failed && (int)line.length + 3 + NUMBER_COLUMNS <= room;
    gr_text_clear(&line);
    return fits && LEAST_LINE <= room;
}

const char *gr_neuron_note(const gr_neuron_setup *net, const gr_neuron_place *at, int room,
                           gr_arena *arena, gr_error *err)
{
    gr_text line = { 0 };
    char number[GR_NUMBER_SIZE];

    if (at->done == 0 || !sum_fits(at, room))
        add_number(at, &line);
    else if (at->done > at->layer->inputs + 1)
        add_output(net, at, &line);
    else {
        add_terms(at->layer, at->unit, at->done, &line);
        shown(gr_neuron_partial(at->layer, at->unit, at->done), number);
        gr_text_addf(&line, " = %s", number);
    }
    const char *kept =
        gr_text_ok(&line, err) ? gr_arena_strdup(arena, gr_text_string(&line), err) : NULL;
    gr_text_clear(&line);
    return kept;
}
