/* layout.h - where things stand on a screen of a size: a pure function of width and height.
 *
 * wide     from 80x24: text beside the experiment
 * stacked  from 40x12: one plot, text below it
 * pane     from 20x5: the pane that has the focus
 * line     smaller: one line, then the size that is needed
 */
#ifndef GRADUS_LAYOUT_H
#define GRADUS_LAYOUT_H

#include "gradus/canvas.h"

typedef enum gr_layout_kind {
    GR_LAYOUT_LINE,
    GR_LAYOUT_PANE,
    GR_LAYOUT_STACKED,
    GR_LAYOUT_WIDE
} gr_layout_kind;

/* Rows that a layout does not have are empty rectangles. */
typedef struct gr_layout {
    gr_layout_kind kind;
    gr_rect title, text, live;
    int rule; /* column of the rule between text and live; -1: none */
    gr_rect message, knobs, status, hints;
} gr_layout;

gr_layout gr_layout_make(int width, int height);

#endif
