/* surface.h - surfaces: functions of one or two variables to descend on.
 *
 * A surface is one const struct, one file in src/surface and one row in surfaces.def. With its
 * knobs set it is a gr_terrain, immutable, which gives values and gradients. The start (x, y) is
 * among the knobs of each surface, with a default of its own; it comes first.
 *
 * Gradients are analytic; a test compares them with central differences over the box, and that
 * value and gradient are right at each listed minimum.
 */
#ifndef GRADUS_SURFACE_H
#define GRADUS_SURFACE_H

#include "gradus/memory.h"
#include "gradus/param.h"

/* A minimum: global, or local where f is higher than at another. y is 0 in one dimension. */
typedef struct gr_minimum {
    double x, y, f;
} gr_minimum;

/* What is worth showing. */
typedef struct gr_box {
    double x_low, x_high, y_low, y_high;
} gr_box;

enum { GR_SURFACE_KNOBS = 4 };

typedef struct gr_terrain gr_terrain;

typedef struct gr_surface {
    const char *name, *summary;
    const char *formula;    /* as a person would write it */
    size_t dims;            /* 1 or 2; 0: `prepare` says */
    const gr_param *params; /* x, y where there is one, then its own */
    gr_box box;             /* in one dimension without y */
    const gr_minimum *minima;
    size_t minimum_count;

    /* Complete the terrain by what knobs that are no numbers say; all in the arena. NULL: nothing
     * to do. */
    bool (*prepare)(gr_terrain *terrain, const gr_values *values, gr_arena *arena, gr_error *err);

    /* The value at `at`, dims numbers; and its gradient where `gradient` is not NULL. */
    double (*value)(const gr_terrain *terrain, const double *at, double *gradient);
} gr_surface;

struct gr_terrain {
    const gr_surface *surface;
    size_t dims;
    double start[2];
    double knobs[GR_SURFACE_KNOBS]; /* the numbers among its own knobs, those behind the start */
    gr_box box;
    const void *data; /* of `prepare` */
};

/* The terrain that the knobs of a surface's family knob called `surface` describe. */
bool gr_terrain_prepare(gr_terrain *terrain, const gr_values *values, gr_arena *arena,
                        gr_error *err);

/* The value and, where `gradient` is not NULL, the gradient. */
double gr_terrain_value(const gr_terrain *terrain, const double *at, double *gradient);

/* The way to the nearest known minimum; gr_missing() where none is known. */
double gr_terrain_distance(const gr_terrain *terrain, const double *at);

size_t gr_surface_count(void);
const gr_surface *gr_surface_at(size_t index);
extern const gr_family gr_surface_family;

/* A start as the first rows of a surface's params; any finite number will do. */
#define GR_START(axis, value)                                                                      \
    {                                                                                              \
        .name = axis, .kind = GR_PARAM_NUMBER, .initial = value, .low = -(double)INFINITY,         \
        .high = (double)INFINITY, .low_open = true, .high_open = true,                             \
        .help = "where the descent begins, " axis                                                  \
    }

#endif
