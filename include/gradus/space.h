/* space.h - what a learner may know of a finite world: its states, its actions, and what is seen in
 * a state. Plain arrays, borrowed from whoever made the world; immutable.
 *
 * States and actions are numbers from 0. A policy over a space is a matrix of shares: row s says
 * with which probability each action is taken in state s.
 */
#ifndef GRADUS_SPACE_H
#define GRADUS_SPACE_H

#include <stddef.h>

enum { GR_ACTIONS_MAX = 8, GR_FEATURES_MAX = 32 };

typedef struct gr_space {
    size_t states, actions;
    const char *const *action_names; /* `actions` words, NULL behind them */
    size_t features;                 /* numbers that are seen in a state; the first is always 1 */
    double *seen;                    /* states rows of them, each within [-1, 1] */
    int *x, *y;    /* where a state is on the world's map, columns and rows from the top left */
    double *blind; /* shares of the actions of whoever acts at random */
} gr_space;

#endif
