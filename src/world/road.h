/* road.h - what the worlds have in common that are lanes side by side. Private to src/world/. */
#ifndef GRADUS_ROAD_H
#define GRADUS_ROAD_H

#include "gradus/world.h"

#include <math.h>

/* The actions of a road. */
enum { GR_ROAD_LEFT, GR_ROAD_STRAIGHT, GR_ROAD_RIGHT, GR_ROAD_ACTIONS };

#define GR_SLIP_PARAM                                                                              \
    { .name = "slip", .kind = GR_PARAM_NUMBER, .initial = "0", .low = 0, .high = 1,                \
      .help = "how often another action than the chosen one is carried out" }

/* Rows -edge .. edge, as states 0 .. 2 edge, the middle one being where it begins and the only one
 * that costs nothing. Map, names, features and shares of an error are filled in; next is not. */
bool gr_road_make(gr_model *model, long edge, gr_arena *arena, gr_error *err);

/* The expert of a road: from row r straight on where r is 0, else back towards it. */
void gr_road_drive_back(gr_model *model);

#endif
