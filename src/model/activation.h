/* activation.h - what a layer does to each of its numbers. Private to src/model/. */
#ifndef GRADUS_ACTIVATION_H
#define GRADUS_ACTIVATION_H

#include "gradus/network.h"

/* after[i] = act(before[i]). */
void gr_activate(gr_activation activation, size_t count, const double *before, double *after);

/* slope[i] *= act'(before[i]). */
void gr_activate_back(gr_activation activation, size_t count, const double *before,
                      const double *after, double *slope);

#endif
