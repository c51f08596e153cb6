/* terrains.h - surfaces with their knobs set, and points over their boxes, for tests. */
#ifndef GRADUS_TESTS_TERRAINS_H
#define GRADUS_TESTS_TERRAINS_H

#include "gradus/random.h"
#include "gradus/surface.h"

/* The terrain of a surface by its index or name; or with one knob set. */
gr_terrain gr_test_terrain_of(size_t surface);
gr_terrain gr_test_terrain_named(const char *name);
gr_terrain gr_test_terrain_with(size_t surface, const char *knob, const char *number);

/* What terrains hold of memory is freed: for the end of a test. */
void gr_test_terrains_clear(void);

double gr_test_low(const gr_terrain *t, size_t axis);
double gr_test_width(const gr_terrain *t, size_t axis);

/* Within the box, not on its edge. */
bool gr_test_in_box(const gr_terrain *t, const double *at);

/* How many points a grid with `side` of them along each axis has. */
size_t gr_test_points(const gr_terrain *t, size_t side);

/* One of them: of a grid from edge to edge; or, with a generator, at random in its cell. */
void gr_test_point(const gr_terrain *t, size_t side, size_t index, gr_rng *rng, double *at);

#endif
