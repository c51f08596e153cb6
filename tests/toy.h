/* toy.h - an experiment that uses every feature of the engine. For tests; never shipped.
 *
 * A particle takes noisy steps towards `shift` while a row of weights follows it. Nothing is learnt
 * from it but whether the engine keeps its promises, so each knob stands for one of them:
 *
 *   load, spin     pieces in the outer phases of a step, and random draws in each piece
 *   warmup         pieces that `init` leaves to `advance`
 *   width          size of the state block; changes in mid-run by `adopt`
 *   layers         columns of the trace; more than 150 units are refused by `prepare`
 *   mover          a family whose members are exchanged by `adopt`
 *   finish         FINISHED at this step (0: never; then the default length is 40 steps)
 *   diverge        DIVERGED at this step (0: never)
 *   data           a file; its bytes decide where the particle starts
 *
 * Log: track 0 grows by a row in each piece of `sense`, track 1 in each action.
 */
#ifndef GRADUS_TESTS_TOY_H
#define GRADUS_TESTS_TOY_H

#include "gradus/experiment.h"

extern const gr_experiment gr_toy;

/* Indices of its actions: PULL is possible only after a PUSH that was not pulled back. */
enum { GR_TOY_PUSH, GR_TOY_PULL };

/* Indices of its tables. */
enum { GR_TOY_WEIGHTS, GR_TOY_LOG };

enum { GR_TOY_LENGTH = 40, GR_TOY_PHASES = 3 };

#endif
