/* share_shades.h - from which share of the whole on each shade is; less than a hundredth is blank,
 * since the tail of a distribution would else look like a place where something happens. */
#ifndef GRADUS_SHARE_SHADES_H
#define GRADUS_SHARE_SHADES_H

static const double gr_share_shades[] = { 0.01, 0.05, 0.15, 0.3, 0.5, 0.75 };

#endif
