#include "gradus/axis_ticks.h"

#include "gradus/elementary.h"

#include <math.h>

static bool counts(double value, bool log)
{
    return isfinite(value) && (!log || value > 0);
}

bool gr_ticks_extent(const double *values, size_t count, bool log, double *low, double *high)
{
    bool any = false;

    for (size_t i = 0; i < count; i++) {
        if (!counts(values[i], log))
            continue;
        *low = !any || values[i] < *low ? values[i] : *low;
        *high = !any || values[i] > *high ? values[i] : *high;
        any = true;
    }
    return any;
}

/* The power of ten at or below a positive value, exactly. */
static double decade_below(double value)
{
    double power = 1;

    while (power > value)
        power /= 10;
    while (power * 10 <= value)
        power *= 10;
    return power;
}

/* The smallest of 1, 2, 5 times a power of ten that makes at most `wanted` ticks of a range. */
static double nice_step(double range, int wanted)
{
    static const double marks[] = { 1, 2, 5, 10 };
    double least = range / (wanted - 1), unit = decade_below(least);

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (marks[i] * unit >= least * (1 - 1e-9))
            return marks[i] * unit;
    return 20 * unit;
}

static void fill_linear(gr_ticks *ticks)
{
    double first = rint(ticks->low / ticks->step), last = rint(ticks->high / ticks->step);

    for (double k = first; k <= last && ticks->count < GR_TICKS_MAX; k++)
        ticks->at[ticks->count++] = k * ticks->step;
}

static void make_linear(gr_ticks *ticks, double low, double high, int wanted)
{
    if (high - low <= 1e-12 * (fabs(low) + fabs(high))) { /* flat: a tick of room on either side */
        double room = low == 0 ? 1 : decade_below(fabs(low));
        low -= room;
        high += room;
    }
    double range = high - low;
    if (!isfinite(range)) {
        low /= 4;
        high /= 4;
        range = high - low;
    }
    ticks->step = nice_step(range, wanted > 2 ? wanted : 2);
    while (true) { /* rounding outwards may have made one tick too many */
        ticks->low = floor(low / ticks->step * (1 - copysign(1e-12, low))) * ticks->step;
        ticks->high = ceil(high / ticks->step * (1 - copysign(1e-12, high))) * ticks->step;
        double count = rint((ticks->high - ticks->low) / ticks->step) + 1;
        if (count <= (wanted > 2 ? wanted : 2) || ticks->step > range)
            break;
        ticks->step = nice_step(ticks->step * 1.5, 2);
    }
    fill_linear(ticks);
}

static void make_log(gr_ticks *ticks, double low, double high, int wanted)
{
    double first = decade_below(low), last = decade_below(high);
    int decades = 0, stride = 1;

    if (last < high)
        last *= 10;
    if (!(last > first))
        last = first * 10;
    for (double at = first; at < last * 0.99; at *= 10)
        decades++;
    while (decades / stride + 1 > (wanted > 2 ? wanted : 2))
        stride++;
    ticks->low = first;
    ticks->high = last;
    int k = 0;
    for (double at = first; at < last * 1.01 && ticks->count < GR_TICKS_MAX; at *= 10, k++)
        if (k % stride == 0)
            ticks->at[ticks->count++] = at;
}

void gr_ticks_make(gr_ticks *ticks, double low, double high, bool log, int wanted)
{
    *ticks = (gr_ticks){ .log = log };
    if (wanted > GR_TICKS_MAX)
        wanted = GR_TICKS_MAX;
    if (!counts(low, log) || !counts(high, log) || high < low) {
        low = log ? 1 : 0;
        high = log ? 10 : 1;
    }
    if (log)
        make_log(ticks, low, high, wanted);
    else
        make_linear(ticks, low, high, wanted);
}

double gr_ticks_place(const gr_ticks *ticks, double value)
{
    if (isnan(value) || (ticks->log && !(value > 0)))
        return (double)NAN;
    if (!ticks->log)
        return (value - ticks->low) / (ticks->high - ticks->low);
    return gr_log(value / ticks->low) / gr_log(ticks->high / ticks->low);
}
