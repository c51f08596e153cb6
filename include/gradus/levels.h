/* levels.h - where the level lines of a field are drawn.
 *
 * Levels are evenly spaced in the logarithm of the height above the lowest value, so they do not
 * mind values that are negative or on both sides of zero: what counts is how far a place is above
 * the best. They lie between the heights that 3 % and 65 % of the field stay below, nearer to
 * the upper: lines run then where a descent goes, and not only up the rim, where values may be a
 * million times as high. Where the field is flat for the most part, as a density is, the upper end
 * is a tenth of the whole height; the lower end is a quarter of the upper at most.
 */
#ifndef GRADUS_LEVELS_H
#define GRADUS_LEVELS_H

#include "gradus/view.h"

enum { GR_LEVELS_MAX = 8 };

/* How many levels a plot of `height` rows has room for: two to six. */
size_t gr_levels_wanted(int height);

/* Heights above the least value of a field between which a logarithmic scale tells most of its
 * places apart; false where the greatest is not a hundred times the lower, or there are none. */
bool gr_levels_decades(const gr_field *field, double *least, double *lower, double *upper);

/* About `wanted` levels for a field, its own if it has them; rising. Returns how many: none for a
 * field without height. */
size_t gr_levels_choose(const gr_field *field, size_t wanted, double levels[GR_LEVELS_MAX]);

#endif
