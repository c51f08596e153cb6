/* normal.h - the normal distribution; and widths as heads put them: floor + e^s, s an output. */
#ifndef GRADUS_NORMAL_H
#define GRADUS_NORMAL_H

#include "gradus/elementary.h"

#define GR_HALF_LOG_TAU 0.91893853320467274178 /* log(2 pi) / 2 */
#define GR_HALF_ROOT 0.70710678118654752440    /* 1 / sqrt(2) */

static inline double gr_normal_log(double x, double mean, double sd)
{
    double z = (x - mean) / sd;

    return -0.5 * (z * z) - gr_log(sd) - GR_HALF_LOG_TAU;
}

static inline double gr_normal_below(double x, double mean, double sd)
{
    return 0.5 * gr_erfc(-(x - mean) / sd * GR_HALF_ROOT);
}

static inline double gr_normal_width(double output, double floor)
{
    return floor + gr_exp(output);
}

/* The output that gives this width, for a width above the floor. */
static inline double gr_normal_output(double width, double floor)
{
    return gr_log(width > 2 * floor ? width - floor : width);
}

/* The knob that both heads of widths have. */
#define GR_FLOOR_PARAM                                                                             \
    {                                                                                              \
        .name = "floor", .kind = GR_PARAM_NUMBER, .initial = "0.001", .low = 0, .high = 1,         \
        .log_scale = true, .help = "no width is below it: one on a single sample would shrink "    \
                                   "to nothing"                                                    \
    }

#endif
