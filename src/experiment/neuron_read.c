/* The numbers of a net: typed ones, or a CSV of weights. */
#include "neuron.h"

#include "gradus/expression.h"

#include <math.h>
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

static bool fill_from_file(gr_neuron_setup *net, const char *name, gr_arena *arena, gr_error *err)
{
    gr_weight_layer *layers = gr_arena_alloc(arena, net->count, sizeof *layers, err);

    if (layers == NULL)
        return false;
    for (size_t l = 0; l < net->count; l++)
        layers[l] = gr_neuron_weights(&net->layers[l]);
    return gr_weights_load(name, layers, net->count, err);
}

bool gr_neuron_read(gr_neuron_setup *net, const gr_values *values, gr_arena *arena, gr_error *err)
{
    const gr_value *file = gr_values_find(values, "file", err);

    return fill_inputs(net, values, arena, err) &&
           (file->word >= 0 ? fill_from_knobs(net, values, arena, err)
                            : fill_from_file(net, file->text, arena, err));
}
