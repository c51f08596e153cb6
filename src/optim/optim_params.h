/* optim_params.h - knobs that several optimizers or schedules have; private to src/optim. */
#ifndef GRADUS_OPTIM_PARAMS_H
#define GRADUS_OPTIM_PARAMS_H

#include "gradus/param.h"

#include <math.h>

#define GR_LR(value)                                                                               \
    {                                                                                              \
        .name = "lr", .kind = GR_PARAM_NUMBER, .initial = value, .high = (double)INFINITY,         \
        .high_open = true, .log_scale = true, .live = true,                                        \
        .help = "learning rate: how far a step goes"                                               \
    }

/* A share that is kept from update to update: 0 <= name < 1. */
#define GR_SHARE(title, value, words)                                                              \
    {                                                                                              \
        .name = title, .kind = GR_PARAM_NUMBER, .initial = value, .high = 1, .high_open = true,    \
        .live = true, .help = words                                                                \
    }

/* A number >= 0 with no upper end. */
#define GR_AMOUNT(title, value, words)                                                             \
    {                                                                                              \
        .name = title, .kind = GR_PARAM_NUMBER, .initial = value, .high = (double)INFINITY,        \
        .high_open = true, .log_scale = true, .live = true, .help = words                          \
    }

/* A number > 0 with no upper end. */
#define GR_POSITIVE(title, value, words)                                                           \
    {                                                                                              \
        .name = title, .kind = GR_PARAM_NUMBER, .initial = value, .high = (double)INFINITY,        \
        .low_open = true, .high_open = true, .log_scale = true, .live = true, .help = words        \
    }

/* A number of updates: 1 or more. */
#define GR_UPDATES(title, value, words)                                                            \
    {                                                                                              \
        .name = title, .kind = GR_PARAM_INTEGER, .initial = value, .low = 1,                       \
        .high = (double)INFINITY, .high_open = true, .log_scale = true, .live = true,              \
        .help = words                                                                              \
    }

/* A factor that takes away: 0 < name <= 1. */
#define GR_FACTOR(title, value, words)                                                             \
    {                                                                                              \
        .name = title, .kind = GR_PARAM_NUMBER, .initial = value, .high = 1, .low_open = true,     \
        .live = true, .help = words                                                                \
    }

/* beta^t as it goes on. Below 2^-60 it is nothing beside 1, and further down it would be a number
 * without its full precision, with which processors are slow. */
static inline double gr_next_power(double power, double beta)
{
    return power * beta < 0x1p-100 ? 0 : power * beta;
}

#endif
