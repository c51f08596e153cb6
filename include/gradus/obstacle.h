/* obstacle.h - a disc on the way, with two right ways around it; and a curve that goes back on
 * itself.
 *
 * The car drives from x = 0 to x = 2, a disc of radius GR_OBSTACLE_RADIUS stands at x = 1. An
 * action is an aim: how far to a side it passes, y = aim (1 - cos(pi x)) / 2, so that it hits the
 * disc where |aim| is less than the radius, and nowhere else. The expert passes GR_OBSTACLE_AIM to
 * a side, and each side is right.
 */
#ifndef GRADUS_OBSTACLE_H
#define GRADUS_OBSTACLE_H

#include "gradus/random.h"

#define GR_OBSTACLE_RADIUS 0.3
#define GR_OBSTACLE_AIM 0.5

/* An expert's aim: upwards (+) with probability p, normal around it with deviation sd. Two draws
 * and those of a normal. */
double gr_obstacle_expert(double p, double sd, gr_rng *rng);

/* Where a car of that aim is at x. */
double gr_obstacle_path(double aim, double x);

/* The x at which it meets the disc; gr_missing() where it passes. */
double gr_obstacle_crash(double aim);

/* How often a car hits the disc that chooses its side anew in each of k >= 1 steps, with the
 * expert's p and no spread, before the choice shows: its aim is the mean of the k choices. Exact:
 * the sum of the binomial probabilities of j times upwards for which |2j/k - 1| GR_OBSTACLE_AIM is
 * less than the radius. With one choice that is kept it is 0. */
double gr_obstacle_dithering(double p, size_t k);

/* Bishop's inverse problem (C. Bishop, "Mixture Density Networks", 1994): x = t + 0.3 sin(2 pi t) +
 * e with t uniform in 0 .. 1 and e in -0.1 .. 0.1; what is asked is t given x, which around x = 0.5
 * has three answers. Two draws. */
void gr_bishop_draw(gr_rng *rng, double *x, double *t);

/* Their curve without e. */
double gr_bishop_curve(double t);

#endif
