#include "walk.h"

#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const gr_optimizer *gr_walk_optimizer(const char *name)
{
    for (size_t i = 0; i < gr_optimizer_count(); i++)
        if (strcmp(gr_optimizer_at(i)->name, name) == 0)
            return gr_optimizer_at(i);
    ck_abort_msg("no optimizer %s", name);
    return NULL;
}

static double number_of(const char *text)
{
    return strncmp(text, "yes", 3) == 0 ? 1 : strncmp(text, "no", 2) == 0 ? 0 : strtod(text, NULL);
}

size_t gr_walk_knob(const gr_walk *walk, const char *name)
{
    const gr_param *params = walk->optimizer->params;

    for (size_t i = 0; params[i].name != NULL; i++)
        if (strcmp(params[i].name, name) == 0)
            return i;
    ck_abort_msg("%s has no knob %s", walk->optimizer->name, name);
    return 0;
}

static void set_knobs(gr_walk *walk, const char *settings)
{
    char *copy = strdup(settings), *rest = copy;

    for (size_t i = 0; walk->optimizer->params[i].name != NULL; i++)
        walk->knobs[i] = number_of(walk->optimizer->params[i].initial);
    for (char *one; (one = strsep(&rest, " ")) != NULL;) {
        char *equals = strchr(one, '=');
        if (equals == NULL)
            continue;
        *equals = '\0';
        walk->knobs[gr_walk_knob(walk, one)] = number_of(equals + 1);
    }
    free(copy);
}

static void add_tensors(gr_walk *walk, const char *shapes)
{
    size_t rows, columns;
    int read;

    for (; sscanf(shapes, "%zux%zu%n", &rows, &columns, &read) == 2; shapes += read) {
        gr_tensors *t = &walk->tensors;
        walk->list = realloc(walk->list, (t->count + 1) * sizeof *walk->list);
        walk->list[t->count] = (gr_tensor){ "tensor", rows, columns, t->size };
        t->count++;
        t->size += rows * columns;
        t->list = walk->list;
    }
}

void gr_walk_begin(gr_walk *walk, const char *optimizer, const char *shapes, const char *settings)
{
    *walk = (gr_walk){ .optimizer = gr_walk_optimizer(optimizer) };
    add_tensors(walk, shapes);
    set_knobs(walk, settings);
    walk->rate = walk->knobs[0];
    walk->slot_count = walk->optimizer->slots(&walk->tensors);
    walk->x = calloc(walk->tensors.size, sizeof *walk->x);
    walk->gradient = calloc(walk->tensors.size, sizeof *walk->gradient);
    walk->slots = calloc(walk->slot_count > 0 ? walk->slot_count : 1, sizeof *walk->slots);
    if (walk->optimizer->start != NULL)
        walk->optimizer->start(&walk->tensors, walk->knobs, walk->slots);
}

void gr_walk_end(gr_walk *walk)
{
    free(walk->list);
    free(walk->x);
    free(walk->gradient);
    free(walk->slots);
}

gr_update gr_walk_next(const gr_walk *walk)
{
    return (gr_update){ &walk->tensors, walk->knobs, walk->rate, walk->t + 1, walk->gradient };
}

void gr_walk_move(gr_walk *walk)
{
    const gr_update update = gr_walk_next(walk);

    walk->optimizer->update(&update, walk->slots, walk->x);
    walk->t++;
}

void gr_walk_given(gr_walk *walk, const double *gradient)
{
    memcpy(walk->gradient, gradient, walk->tensors.size * sizeof *gradient);
    gr_walk_move(walk);
}

void gr_walk_down(gr_walk *walk, gr_walk_gradient *gradient)
{
    const gr_update update = gr_walk_next(walk);
    size_t n = walk->tensors.size;
    double *at = calloc(n, sizeof *at);

    memcpy(at, walk->x, n * sizeof *at);
    if (walk->optimizer->probe != NULL)
        walk->optimizer->probe(&update, walk->slots, walk->x, at);
    gradient(n, at, walk->gradient);
    free(at);
    gr_walk_move(walk);
}

void gr_walk_place(gr_walk *walk, double first)
{
    for (size_t i = 0; i < walk->tensors.size; i++)
        walk->x[i] = first + (double)i;
}

void gr_walk_close(double actual, double expected, double tolerance)
{
    double size = fabs(expected) > 1 ? fabs(expected) : 1;

    ck_assert_msg(fabs(actual - expected) <= tolerance * size, "%.17g is not %.17g", actual,
                  expected);
}
