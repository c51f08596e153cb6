#include "gradus/levels.h"

#include <math.h>
#include <stdlib.h>

#include "gradus/axis_ticks.h"
#include "gradus/elementary.h"

enum { SAMPLES = 2048 };

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double clamped(double value, const gr_field *f)
{
    if (f->low == f->high)
        return value;
    return value < f->low ? f->low : value > f->high ? f->high : value;
}

/* Values spread over the field, in order of size, halved: the whole range may be more than a double
 * holds. */
static size_t sample(const gr_field *f, double out[SAMPLES])
{
    size_t all = f->columns * f->rows, wanted = all < SAMPLES ? all : SAMPLES, count = 0;

    for (size_t i = 0; i < wanted; i++) {
        size_t at = (size_t)((double)i / (double)wanted * (double)all);
        if (isfinite(f->values[at]))
            out[count++] = clamped(f->values[at], f) / 2;
    }
    qsort(out, count, sizeof *out, by_value);
    return count;
}

static size_t own_levels(const gr_field *f, double levels[GR_LEVELS_MAX])
{
    size_t count = f->level_count < GR_LEVELS_MAX ? f->level_count : GR_LEVELS_MAX;

    for (size_t i = 0; i < count; i++)
        levels[i] = f->levels[i];
    return count;
}

size_t gr_levels_choose(const gr_field *field, size_t wanted, double levels[GR_LEVELS_MAX])
{
    double sorted[SAMPLES], low, high;

    if (field->levels != NULL)
        return own_levels(field, levels);
    size_t count = sample(field, sorted);
    if (count < 2 || wanted < 1 ||
        !gr_ticks_extent(field->values, field->columns * field->rows, false, &low, &high))
        return 0;
    wanted = wanted < GR_LEVELS_MAX ? wanted : GR_LEVELS_MAX;
    double base = clamped(low, field) / 2, height = clamped(high, field) / 2 - base;
    if (!(height > 0))
        return 0;
    double upper = sorted[count * 4 / 5] - base, lower = sorted[count / 10] - base;
    upper = upper < height / 10 ? height / 10 : upper;
    lower = lower < upper / 30 ? upper / 30 : lower > upper / 4 ? upper / 4 : lower;
    for (size_t i = 0; i < wanted; i++) {
        double share = ((double)i + 0.5) / (double)wanted;
        double rise = lower * gr_exp(gr_log(upper / lower) * share);
        levels[i] = 2 * (base + rise);
    }
    return wanted;
}
