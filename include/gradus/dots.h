/* dots.h - lines finer than a cell: a layer of dots that becomes braille or ASCII.
 *
 * In UTF-8 a cell has 2 by 4 dots, in ASCII it has one column and three heights (' - _), a bar
 * where a line is steep. Positions are in cells as real numbers: (0, 0) is the upper left corner of
 * the rectangle, (1, 1) one cell further right and down. What is drawn later wins the cell's
 * colour; colours are not mixed.
 */
#ifndef GRADUS_DOTS_H
#define GRADUS_DOTS_H

#include "gradus/canvas.h"

typedef struct gr_dots {
    gr_rect rect;
    bool ascii;
    uint8_t *bits; /* one per cell: braille dots, or ASCII heights and slopes */
    uint8_t *roles;
} gr_dots;

bool gr_dots_init(gr_dots *dots, gr_rect rect, bool ascii, gr_error *err);
void gr_dots_clear(gr_dots *dots);

void gr_dots_point(gr_dots *dots, double x, double y, gr_role role);

/* A straight line. With `gap` > 1 only every gap-th dot of it is set, beginning with dot `phase`,
 * so that lines side by side can be staggered. Ends that are NaN or far outside draw nothing. */
void gr_dots_line(gr_dots *dots, double x0, double y0, double x1, double y1, int gap, int phase,
                  gr_role role);

/* A light shade in one column of dots (of cells in ASCII) between two heights in cells: one dot in
 * four, staggered by `offset` so that two shades over each other can be told apart. */
void gr_dots_shade(gr_dots *dots, int column, double top, double bottom, int offset, gr_role role);

/* Put the dots on the canvas; empty cells are left as they are. */
void gr_dots_put(const gr_dots *dots, gr_canvas *canvas);

/* A pen draws one curve from point to point. A curve with `gap` > 1 is dotted: a dot, then none for
 * as long as gap - 1 dots are, however short the pieces of the curve; a million points cost no more
 * than the dots they cover. Start with { .dots, .role, .gap }, end with gr_pen_lift. */
typedef struct gr_pen {
    gr_dots *dots;
    gr_role role;
    int gap;
    bool down;
    double x, y;      /* where it stands, in dots */
    double wait;      /* dots of way until the next of a dotted curve */
    long column;      /* what lies in one column of dots is drawn as one piece, */
    long top, bottom; /* from here to here */
} gr_pen;

/* On to a point; NaN and infinity lift the pen. */
void gr_pen_to(gr_pen *pen, double x, double y);
void gr_pen_lift(gr_pen *pen);

#endif
