/* shades.h - which shade the value of a field has. */
#ifndef GRADUS_SHADES_H
#define GRADUS_SHADES_H

#include "gradus/view.h"

/* The limits of the shades. With `decades` they are those of the height above `least`; with `own`
 * they are the field's. */
typedef struct gr_shades {
    double low, high, least;
    bool decades;
    const double *own;
} gr_shades;

/* The shades of a field; false where it has no value that is finite. */
bool gr_shades_of(const gr_field *field, gr_shades *shades);

/* 1 for the lowest values to GR_HEATS for the highest; 0, none, for what is not finite or below the
 * first of a field's own. */
int gr_shade(const gr_shades *shades, double value);

#endif
