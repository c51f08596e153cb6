/* worlds.h - a world as a test wants it: its model, from settings as on the command line. */
#ifndef GRADUS_TESTS_WORLDS_H
#define GRADUS_TESTS_WORLDS_H

#include "gradus/world.h"
#include "support.h"

typedef struct gr_test_world {
    gr_model model;
    gr_values values;
    gr_arena arena;
} gr_test_world;

/* "world=grid map=fork slip=0.1"; fails the test where that is refused. */
void gr_test_world_make(gr_test_world *world, const char *settings);
void gr_test_world_clear(gr_test_world *world);

/* Write a text to `path` first and make a grid of it; more settings behind. */
void gr_test_world_draw(gr_test_world *world, const char *path, const char *text,
                        const char *settings);

/* The probability that an action leads from one state to another. */
double gr_test_leads(const gr_model *model, size_t from, size_t action, size_t to);

/* The state at a place of the map. */
size_t gr_test_state_at(const gr_model *model, size_t x, size_t y);

#endif
