#include "gradus/sketch.h"

#include "gradus/elementary.h"
#include "gradus/expression.h"
#include "gradus/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- points --- */

/* Where a step stands or would stand among the points. */
static size_t place_of(const gr_sketch *sketch, long step)
{
    size_t place = 0;

    while (place < sketch->count && sketch->steps[place] < step)
        place++;
    return place;
}

bool gr_sketch_has(const gr_sketch *sketch, long step)
{
    size_t place = place_of(sketch, step);

    return place < sketch->count && sketch->steps[place] == step;
}

bool gr_sketch_set(gr_sketch *sketch, long step, double value)
{
    size_t place = place_of(sketch, step);

    if (!gr_sketch_has(sketch, step)) {
        if (sketch->count == GR_SKETCH_POINTS)
            return false;
        for (size_t i = sketch->count++; i > place; i--) {
            sketch->steps[i] = sketch->steps[i - 1];
            sketch->values[i] = sketch->values[i - 1];
        }
    }
    sketch->steps[place] = step;
    sketch->values[place] = value;
    return true;
}

bool gr_sketch_remove(gr_sketch *sketch, long step)
{
    if (!gr_sketch_has(sketch, step))
        return false;
    sketch->count--;
    for (size_t i = place_of(sketch, step); i < sketch->count; i++) {
        sketch->steps[i] = sketch->steps[i + 1];
        sketch->values[i] = sketch->values[i + 1];
    }
    return true;
}

/* --- text --- */

enum { PART_MAX = 80 };

static bool no_point(const char *part, gr_error *err)
{
    return gr_fail(err, GR_ERROR_USAGE,
                   "'%.40s' is no point; write step:value with ; between the points, as in "
                   "0:1000; 10:120",
                   part);
}

/* The step in front of the colon; NULL, or the place behind the colon. */
static const char *read_step(const char *part, long *step)
{
    const char *at = part + strspn(part, " ");
    size_t digits = strspn(at, "0123456789");

    if (digits < 1 || digits > 5)
        return NULL;
    *step = strtol(at, NULL, 10);
    at += digits;
    at += strspn(at, " ");
    return *at == ':' && *step <= GR_SKETCH_STEPS ? at + 1 : NULL;
}

static bool add_point(const char *part, gr_sketch *sketch, gr_error *err)
{
    long step = 0;
    double value = 0;
    const char *number = read_step(part, &step);
    gr_error found = { 0 };

    if (number == NULL)
        return no_point(part, err);
    if (!gr_expression_number(number, &value, &found) || !isfinite(value))
        return found.kind == GR_ERROR_MEMORY ? gr_fail(err, found.kind, "%s", found.message)
                                             : no_point(part, err);
    if (gr_sketch_has(sketch, step))
        return gr_fail(err, GR_ERROR_USAGE, "step %ld has two points; give each step one", step);
    return gr_sketch_set(sketch, step, value) ||
           gr_fail(err, GR_ERROR_USAGE, "a curve has at most %d points", GR_SKETCH_POINTS);
}

bool gr_sketch_read(const char *text, gr_sketch *sketch, gr_error *err)
{
    gr_sketch read = { .count = 0 };
    char part[PART_MAX];

    for (const char *at = text; at[strspn(at, " ")] != '\0';) {
        size_t length = strcspn(at, ";"), kept = length < PART_MAX ? length : PART_MAX - 1;
        memcpy(part, at, kept);
        part[kept] = '\0';
        if (kept < length ? !no_point(part, err) : !add_point(part, &read, err))
            return false;
        at += length + (at[length] == ';');
    }
    *sketch = read;
    return true;
}

void gr_sketch_text(const gr_sketch *sketch, char out[GR_SKETCH_TEXT])
{
    char number[GR_NUMBER_SIZE];
    size_t used = 0;

    out[0] = '\0';
    for (size_t i = 0; i < sketch->count && used < GR_SKETCH_TEXT; i++) {
        gr_number_exact(sketch->values[i], number);
        used += (size_t)snprintf(out + used, GR_SKETCH_TEXT - used, "%s%ld:%s", i > 0 ? "; " : "",
                                 sketch->steps[i], number);
    }
}

/* --- the line --- */

static const double LN_10 = 0x1.26bb1bbb55516p+1;

/* Where a value lies on its axis, on a log one in decades. */
static double height_of(double value, bool log)
{
    return log ? gr_log(value) / LN_10 : value;
}

static double height_at(const gr_sketch *sketch, bool log, long step)
{
    size_t next = place_of(sketch, step);

    if (next == sketch->count || (next == 0 && sketch->steps[0] != step))
        return (double)NAN;
    double to = height_of(sketch->values[next], log);
    if (sketch->steps[next] == step)
        return to;
    double from = height_of(sketch->values[next - 1], log);
    double way = (double)(step - sketch->steps[next - 1]) /
                 (double)(sketch->steps[next] - sketch->steps[next - 1]);
    return from * (1 - way) + to * way;
}

double gr_sketch_at(const gr_sketch *sketch, bool log, long step)
{
    size_t place = place_of(sketch, step);

    if (gr_sketch_has(sketch, step))
        return sketch->values[place]; /* and not what comes back from its logarithm */
    double height = height_at(sketch, log, step);
    return log ? gr_exp(height * LN_10) : height;
}

double gr_sketch_gap(const gr_sketch *sketch, bool log, const double *truth, size_t count)
{
    double squares = 0, steps = 0;
    long first = sketch->count > 0 ? sketch->steps[0] : 0;
    long last = sketch->count > 0 ? sketch->steps[sketch->count - 1] : -1;

    for (long step = first; step <= last && (size_t)step < count; step++) {
        if (!isfinite(truth[step]) || (log && !(truth[step] > 0)))
            continue;
        double off = height_at(sketch, log, step) - height_of(truth[step], log);
        squares += off * off;
        steps++;
    }
    return steps > 0 ? sqrt(squares / steps) : (double)NAN;
}
