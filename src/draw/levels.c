#include "gradus/levels.h"

#include <math.h>
#include <stdlib.h>

#include "gradus/axis_ticks.h"
#include "gradus/elementary.h"

enum { SAMPLES = 4096 };

/* Shares of the field that lie below the lowest and the highest line, or nearly. */
static const double LOWER = 0.03, UPPER = 0.65;
static const double HIGH_PART = 0.8; /* of its part of the way, where a level lies */
static const double FLAT = 1e-3;         /* of the whole height: a field with a plain and a peak */
static const double MANY = 100;          /* what is worth a logarithmic scale of shades */
static const double NEAR = 4, FAR = 1e4; /* what the ends of the levels may differ by */

/* With rows of cells come levels. */
static const struct {
    int height;
    size_t levels;
} room[] = { { 36, 6 }, { 24, 5 }, { 14, 4 }, { 7, 3 }, { 0, 2 } };

size_t gr_levels_wanted(int height)
{
    size_t i = 0;

    while (room[i].height > height && i + 1 < GR_LEN(room))
        i++;
    return room[i].levels;
}

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

typedef struct ends {
    double lower, upper;
} ends;

/* Between which heights above the base the levels lie. */
static ends ends_of(const double *sorted, size_t count, double base, double height)
{
    double upper = sorted[(size_t)((double)count * UPPER)] - base;
    double lower = sorted[(size_t)((double)count * LOWER)] - base;
    bool flat = !(upper > height * FLAT);

    upper = flat ? height / 10 : upper;
    double least = upper / (flat ? 30 : FAR), most = upper / NEAR;
    return (ends){ lower < least ? least : lower > most ? most : lower, upper };
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
    ends range = ends_of(sorted, count, base, height);
    for (size_t i = 0; i < wanted; i++) {
        double share = ((double)i + HIGH_PART) / (double)wanted;
        double rise = range.lower * gr_exp(gr_log(range.upper / range.lower) * share);
        levels[i] = 2 * (base + rise);
    }
    return wanted;
}

bool gr_levels_decades(const gr_field *field, double *least, double *lower, double *upper)
{
    double sorted[SAMPLES], low, high;
    size_t count = sample(field, sorted);

    if (count < 2 ||
        !gr_ticks_extent(field->values, field->columns * field->rows, false, &low, &high))
        return false;
    *least = clamped(low, field);
    *upper = clamped(high, field) - *least;
    *lower = 2 * sorted[(size_t)((double)count * LOWER)] - *least;
    return isfinite(*upper) && *lower > 0 && *upper > MANY * *lower;
}
