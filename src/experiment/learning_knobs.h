/* learning_knobs.h - knobs of every experiment that learns by gradient steps: rows of its params. */
#ifndef GRADUS_LEARNING_KNOBS_H
#define GRADUS_LEARNING_KNOBS_H

#include "gradus/optimizer.h"
#include "gradus/param.h"
#include "gradus/schedule.h"

/* The one word that a knob takes besides numbers. */
#define GR_WORD(word) ((const char *const[]){ word, NULL })

#define GR_OPTIMIZER_KNOB(first)                                                                   \
    {                                                                                              \
        .name = "optimizer", .kind = GR_PARAM_FAMILY, .initial = first,                            \
        .family = &gr_optimizer_family, .help = "how a gradient becomes a step"                    \
    }

#define GR_SCHEDULE_KNOB                                                                           \
    {                                                                                              \
        .name = "schedule", .kind = GR_PARAM_FAMILY, .initial = "constant",                        \
        .family = &gr_schedule_family, .help = "how the learning rate goes on"                     \
    }

#define GR_BATCH_KNOB(first, most, text)                                                           \
    {                                                                                              \
        .name = "batch", .kind = GR_PARAM_INTEGER, .unit = "samples", .initial = first, .low = 1,  \
        .high = most, .words = GR_WORD("full"), .log_scale = true, .help = text                    \
    }

#endif
