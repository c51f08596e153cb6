/* grid_marks.h - what the maps of grid worlds have in common: the arrow of an action, the shade of a
 * place by how often it is visited. */
#ifndef GRADUS_GRID_MARKS_H
#define GRADUS_GRID_MARKS_H

#include "gradus/space.h"

/* The arrow of the action with the greatest share. */
const char *gr_grid_arrow(const gr_space *space, const double *shares);

/* Visits an episode from which on a cell is shaded. */
#define GR_GRID_FAINT 0.01

/* 0 to 1, for gr_board_cell: the logarithm of the visits an episode, from GR_GRID_FAINT to nearly
 * one; NaN for fewer. */
double gr_grid_shade(double visits);

#endif
