#include "gradus/drawing.h"

#include "gradus/memory.h"
#include "gradus/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { STRIDES = 30, NOTCHES = 10 };

static const int renard[] = { 100, 125, 160, 200, 250, 320, 400, 500, 630, 800 };
static const int round_marks[] = { 1, 2, 5 };

/* --- heights --- */

static double within(const gr_sketch_bounds *b, double value)
{
    return value < b->least ? b->least : value > b->most ? b->most : value;
}

static double notch_of(const gr_sketch_bounds *b)
{
    return b->tick / NOTCHES;
}

/* A few digits are enough for a point that was put there by hand. */
static double tidy(const gr_sketch_bounds *b, double value)
{
    char text[GR_NUMBER_SIZE];
    double read = value;

    if (b->log)
        snprintf(text, sizeof text, "%.2e", value);
    else
        gr_number_tick(value, notch_of(b), text);
    gr_number_read(text, strlen(text), &read);
    return within(b, read);
}

/* The next notch above or below. */
static double neighbour(const gr_sketch_bounds *b, double value, int direction)
{
    double notch = notch_of(b), slack = 1e-6;

    if (b->log)
        return gr_number_neighbour(value, direction, renard, GR_LEN(renard));
    double k = direction > 0 ? floor(value / notch + slack) : ceil(value / notch - slack);
    return tidy(b, (k + direction) * notch);
}

/* --- beginning --- */

/* What is given, but for the last of its digits. */
static double given(const gr_sketch_bounds *b)
{
    char text[GR_NUMBER_SIZE];
    double read = b->start;

    gr_number_tick(b->start, b->log ? 0 : notch_of(b), text);
    gr_number_read(text, strlen(text), &read);
    return read;
}

/* Where nothing is given the pen begins in the middle, and no point is set. */
static gr_drawing_state nothing_drawn(const gr_sketch_bounds *b)
{
    gr_drawing_state state = { .step = b->first, .value = b->start };

    if (isnan(b->start)) {
        state.value = tidy(b, b->log ? sqrt(b->low) * sqrt(b->high) : b->low / 2 + b->high / 2);
    } else {
        state.value = given(b);
        gr_sketch_set(&state.sketch, b->first, state.value);
    }
    return state;
}

void gr_drawing_begin(gr_drawing *drawing, const gr_sketch_bounds *bounds, const char *text)
{
    gr_sketch read;

    *drawing = (gr_drawing){ .bounds = *bounds, .now = nothing_drawn(bounds) };
    if (!gr_sketch_read(text, &read, NULL) || !gr_sketch_bounds_hold(bounds, &read, NULL))
        return;
    drawing->now.sketch = read;
    drawing->now.step = read.steps[read.count - 1];
    drawing->now.value = read.values[read.count - 1];
}

/* --- the pen --- */

long gr_drawing_stride(const gr_drawing *drawing)
{
    const gr_sketch_bounds *b = &drawing->bounds;
    double stride = (double)(b->last - b->first) / STRIDES;

    return stride < 1 ? 1
                      : (long)gr_number_neighbour(stride * (1 + 1e-9), -1, round_marks,
                                                  GR_LEN(round_marks));
}

void gr_drawing_across(gr_drawing *drawing, long steps)
{
    const gr_sketch_bounds *b = &drawing->bounds;
    gr_drawing_state *now = &drawing->now;
    long left = b->first - now->step, right = b->last - now->step;

    now->step += steps < left ? left : steps > right ? right : steps;
    double drawn = gr_sketch_at(&now->sketch, b->log, now->step);
    now->value = isnan(drawn) ? now->value : drawn;
    drawing->lifting = false;
}

/* --- points --- */

static void remember(gr_drawing *drawing)
{
    if (drawing->undo == GR_DRAWING_UNDO)
        memmove(drawing->before, drawing->before + 1, --drawing->undo * sizeof *drawing->before);
    drawing->before[drawing->undo++] = drawing->now;
}

static bool has_room(const gr_drawing *drawing, gr_error *err)
{
    const gr_drawing_state *now = &drawing->now;

    return now->sketch.count < GR_SKETCH_POINTS || gr_sketch_has(&now->sketch, now->step) ||
           gr_fail(err, GR_ERROR_USAGE, "a curve has at most %d points; take one away first",
                   GR_SKETCH_POINTS);
}

bool gr_drawing_lift(gr_drawing *drawing, long notches, gr_error *err)
{
    gr_drawing_state *now = &drawing->now;
    int direction = notches > 0 ? 1 : -1;
    double value = now->value;

    if (!has_room(drawing, err))
        return false;
    for (long i = 0; i != notches && value == within(&drawing->bounds, value); i += direction)
        value = neighbour(&drawing->bounds, value, direction);
    if (!drawing->lifting)
        remember(drawing);
    drawing->lifting = true;
    now->value = within(&drawing->bounds, value);
    return gr_sketch_set(&now->sketch, now->step, now->value);
}

bool gr_drawing_point(gr_drawing *drawing, gr_error *err)
{
    gr_drawing_state *now = &drawing->now;

    if (gr_sketch_has(&now->sketch, now->step))
        return gr_fail(err, GR_ERROR_USAGE, "there is a point already; move the pen on");
    if (!has_room(drawing, err))
        return false;
    remember(drawing);
    drawing->lifting = false;
    now->value = tidy(&drawing->bounds, now->value);
    return gr_sketch_set(&now->sketch, now->step, now->value);
}

bool gr_drawing_remove(gr_drawing *drawing, gr_error *err)
{
    gr_drawing_state *now = &drawing->now;

    if (!gr_sketch_has(&now->sketch, now->step))
        return gr_fail(err, GR_ERROR_USAGE, "no point at step %ld; move the pen onto one",
                       now->step);
    remember(drawing);
    gr_sketch_remove(&now->sketch, now->step);
    gr_drawing_across(drawing, 0); /* onto the line that is left */
    return true;
}

void gr_drawing_clear(gr_drawing *drawing)
{
    remember(drawing);
    drawing->now = nothing_drawn(&drawing->bounds);
    drawing->lifting = false;
}

bool gr_drawing_undo(gr_drawing *drawing, gr_error *err)
{
    if (drawing->undo == 0)
        return gr_fail(err, GR_ERROR_USAGE, "there is nothing to undo");
    drawing->now = drawing->before[--drawing->undo];
    drawing->lifting = false;
    return true;
}
