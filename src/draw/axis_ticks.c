#include "gradus/axis_ticks.h"

#include "gradus/elementary.h"
#include "gradus/number.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

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

/* Ten to a power, correctly rounded; 0 or infinity beyond the doubles. */
static double ten_to(int exponent)
{
    char text[16];
    double power = 0;

    snprintf(text, sizeof text, "1e%d", exponent);
    return gr_number_read(text, strlen(text), &power) ? power : (double)INFINITY;
}

/* The exponent of the power of ten at or below a positive value. */
static int decade_of(double value)
{
    int binary;

    frexp(value, &binary);
    int exponent = (int)floor((binary - 1) * 0.3010299956639812);
    while (ten_to(exponent + 1) <= value)
        exponent++;
    while (ten_to(exponent) > value)
        exponent--;
    return exponent;
}

/* A power of ten as the end of an axis. */
static double decade(int exponent)
{
    double power = ten_to(exponent);

    if (power > DBL_MAX)
        return DBL_MAX;
    return power > 0 ? power : DBL_TRUE_MIN;
}

/* --- linear axes --- */

/* Ticks at whole multiples of mark * 10^exponent. */
typedef struct spacing {
    int mark, exponent;
    double first, last; /* multiples at or beyond both ends of the data */
} spacing;

static double step_of(const spacing *s)
{
    return s->mark * ten_to(s->exponent);
}

/* 3 steps of 0.1 are 0.3, as read from text, and not 0.30000000000000004. */
static double tick_at(const spacing *s, double k)
{
    double at = s->exponent < 0 ? k * s->mark / ten_to(-s->exponent) : k * step_of(s);

    return at > DBL_MAX ? DBL_MAX : at < -DBL_MAX ? -DBL_MAX : at + 0.0; /* no -0 */
}

/* The multiples that enclose the data; a tick within rounding of an end encloses it. */
static void enclose(spacing *s, double low, double high)
{
    double step = step_of(s), slack = 1e-9;

    s->first = floor(low / step + slack);
    s->last = ceil(high / step - slack);
}

/* The smallest step that makes at most `wanted` ticks, or 3 where 2 are wanted: data on both sides
 * of a tick have no less. */
static spacing choose_spacing(double low, double high, int wanted)
{
    static const int marks[] = { 1, 2, 5 };
    double least = (high / 2 - low / 2) / (wanted - 1) * 2;
    int exponent = decade_of(least < DBL_MAX ? least : DBL_MAX), most = wanted > 3 ? wanted : 3;
    spacing best = { .mark = 1, .exponent = exponent };

    enclose(&best, low, high);
    for (int i = 0; step_of(&best) < least * (1 - 1e-9) || best.last - best.first >= most; i++) {
        spacing next = { .mark = marks[i % 3], .exponent = exponent + i / 3 };
        if (!isfinite(step_of(&next)))
            break;
        enclose(&next, low, high);
        best = next;
    }
    return best;
}

/* A tick of room on either side of data without a range, or with one too small to be labelled. */
static void widen_flat(double *low, double *high)
{
    double size = fabs(*low) > fabs(*high) ? fabs(*low) : fabs(*high);

    if (size >= 1e-290 && *high / 2 - *low / 2 > 1e-10 * size)
        return;
    double room = size < 1e-290 ? 1 : ten_to(decade_of(size));
    *low = *low - room < -DBL_MAX ? -DBL_MAX : *low - room;
    *high = *high + room > DBL_MAX ? DBL_MAX : *high + room;
}

static void make_linear(gr_ticks *ticks, double low, double high, int wanted)
{
    widen_flat(&low, &high);
    spacing s = choose_spacing(low, high, wanted);
    double stride = s.last - s.first + 1 > wanted ? s.last - s.first : 1; /* the ends alone */

    ticks->step = stride * step_of(&s) < DBL_MAX ? stride * step_of(&s) : DBL_MAX;
    ticks->low = tick_at(&s, s.first);
    ticks->high = tick_at(&s, s.last);
    ticks->low = ticks->low > low ? low : ticks->low;
    ticks->high = ticks->high < high ? high : ticks->high;
    for (double k = s.first; k <= s.last && ticks->count < GR_TICKS_MAX; k += stride)
        ticks->at[ticks->count++] = tick_at(&s, k);
}

/* --- log axes --- */

static void end_log(gr_ticks *ticks, double low, double high)
{
    ticks->low = low;
    ticks->high = high;
    ticks->from = gr_log(low);
    ticks->to = gr_log(high);
}

static void make_log(gr_ticks *ticks, double low, double high, int wanted)
{
    int first = decade_of(low), last = decade_of(high), stride = 1;

    if (last == first || decade(last) < high)
        last++;
    while ((last - first) / stride + 1 > wanted)
        stride++;
    end_log(ticks, decade(first), decade(last));
    for (int k = first; k <= last && ticks->count < GR_TICKS_MAX; k += stride)
        ticks->at[ticks->count++] = decade(k);
}

void gr_ticks_make(gr_ticks *ticks, double low, double high, bool log, int wanted)
{
    *ticks = (gr_ticks){ .log = log };
    wanted = wanted > GR_TICKS_MAX ? GR_TICKS_MAX : wanted < 2 ? 2 : wanted;
    if (!counts(low, log) || !counts(high, log) || high < low) {
        low = log ? 1 : 0;
        high = log ? 10 : 1;
    }
    if (log)
        make_log(ticks, low, high, wanted);
    else
        make_linear(ticks, low, high, wanted);
}

/* --- axes that end at the data --- */

/* The multiples inside: from s->first to s->last. */
static void enclosed(spacing *s, double low, double high)
{
    double step = step_of(s), slack = 1e-9;

    s->first = ceil(low / step - slack);
    s->last = floor(high / step + slack);
}

/* The smallest step with at most `wanted` ticks inside; where that leaves less than two, the
 * outermost of the next smaller step. */
static void make_linear_inside(gr_ticks *ticks, double low, double high, int wanted)
{
    static const int marks[] = { 1, 2, 5 };
    int exponent = decade_of((high / 2 - low / 2) / (wanted + 1));
    spacing s = { .mark = 1 }, finer = s;

    for (int i = 0; i == 0 || s.last - s.first >= wanted; i++) {
        finer = s;
        s = (spacing){ .mark = marks[i % 3], .exponent = exponent + i / 3 };
        enclosed(&s, low, high);
    }
    bool ends = s.last <= s.first && finer.first < finer.last;
    s = ends ? finer : s;
    double stride = ends ? s.last - s.first : 1;
    ticks->step = stride * step_of(&s);
    for (double k = s.first; k <= s.last && ticks->count < GR_TICKS_MAX; k += stride)
        ticks->at[ticks->count++] = tick_at(&s, k);
}

/* Within a decade, the round numbers of a linear axis, each where the log has it. */
static void make_log_inside(gr_ticks *ticks, double low, double high, int wanted)
{
    int first = decade_of(low), last = decade_of(high), stride = 1;

    first += decade(first) < low;
    if (last <= first && high <= 10 * low) {
        make_linear_inside(ticks, low, high, wanted);
        ticks->step = 0;
        return;
    }
    while ((last - first) / stride + 1 > wanted)
        stride++;
    for (int k = first; k <= last && ticks->count < GR_TICKS_MAX; k += stride)
        ticks->at[ticks->count++] = decade(k);
}

void gr_ticks_make_inside(gr_ticks *ticks, double low, double high, bool log, int wanted)
{
    double size = fabs(low) > fabs(high) ? fabs(low) : fabs(high);

    wanted = wanted > GR_TICKS_MAX ? GR_TICKS_MAX : wanted < 2 ? 2 : wanted;
    if (!counts(low, log) || !counts(high, log) || !(high / 2 - low / 2 > 1e-10 * size) ||
        size < 1e-290 || size > 1e300) {
        gr_ticks_make(ticks, low, high, log, wanted);
        return;
    }
    *ticks = (gr_ticks){ .log = log, .low = low, .high = high };
    if (log) {
        end_log(ticks, low, high);
        make_log_inside(ticks, low, high, wanted);
    } else {
        make_linear_inside(ticks, low, high, wanted);
    }
}

/* --- places --- */

double gr_ticks_place(const gr_ticks *ticks, double value)
{
    if (isnan(value) || (ticks->log && !(value > 0)))
        return (double)NAN;
    if (!ticks->log) /* halves, since the whole range may be past the doubles */
        return (value / 2 - ticks->low / 2) / (ticks->high / 2 - ticks->low / 2);
    return (gr_log(value) - ticks->from) / (ticks->to - ticks->from);
}

double gr_ticks_value(const gr_ticks *ticks, double place)
{
    if (!ticks->log)
        return ticks->low * (1 - place) + ticks->high * place;
    return gr_exp(ticks->from * (1 - place) + ticks->to * place);
}
