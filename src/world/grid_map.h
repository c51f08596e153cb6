/* grid_map.h - maps of the grid world, as text. Private to src/world/.
 *
 * A map is lines of equal length, a character a cell:
 *
 *   .  free     #  wall     ~  hazard     G  goal     S  start; of several each is as likely
 *
 * Empty lines at the end do not count. There is at least one start and one goal, and from each
 * start a way to a goal that touches no hazard.
 */
#ifndef GRADUS_GRID_MAP_H
#define GRADUS_GRID_MAP_H

#include "gradus/memory.h"
#include "gradus/world.h"

enum { GR_MAP_SIDE = 200 };

typedef struct gr_grid_map {
    size_t columns, rows;
    gr_tile *tiles; /* rows * columns */
    bool *starts;
} gr_grid_map;

/* The words that the knob `map` takes, NULL-terminated. */
extern const char *const gr_grid_maps[];

/* The built-in map of that index; one of them is an empty field of size * size cells. */
bool gr_grid_map_built_in(size_t index, size_t size, gr_grid_map *map, gr_arena *arena,
                          gr_error *err);

/* The map in a file; what is wrong is told with file, line and column. */
bool gr_grid_map_load(const char *name, gr_grid_map *map, gr_arena *arena, gr_error *err);

#endif
