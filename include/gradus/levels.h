/* levels.h - where the level lines of a field are drawn.
 *
 * Levels are evenly spaced in the logarithm of the height above the lowest value, so they do not
 * mind values that are negative or on both sides of zero: what counts is how far a place is above
 * the best. They lie between the heights that 10 % and 80 % of the field stay below, since lines
 * outside them would enclose next to nothing or next to all; where the field is flat for the most
 * part, as a density is, the upper end is at least a tenth of the whole height, and the lower end a
 * quarter to a thirtieth of the upper.
 */
#ifndef GRADUS_LEVELS_H
#define GRADUS_LEVELS_H

#include "gradus/view.h"

enum { GR_LEVELS_MAX = 8 };

/* About `wanted` levels for a field, its own if it has them; rising. Returns how many: none for a
 * field without height. */
size_t gr_levels_choose(const gr_field *field, size_t wanted, double levels[GR_LEVELS_MAX]);

#endif
