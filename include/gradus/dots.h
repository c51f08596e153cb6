/* dots.h - lines finer than a cell: a layer of dots that becomes braille or ASCII.
 *
 * In UTF-8 a cell has 2 by 4 dots, in ASCII it has one column and three heights (' - _), a bar where
 * a line is steep. Positions are in cells as real numbers: (0, 0) is the upper left corner of the
 * rectangle, (1, 1) one cell further right and down. What is drawn later wins the cell's colour;
 * colours are not mixed.
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

/* A straight line. With `gap` > 1 only every gap-th dot of it is set, beginning with dot `phase`, so
 * that lines side by side can be staggered. Ends that are NaN or far outside draw nothing. */
void gr_dots_line(gr_dots *dots, double x0, double y0, double x1, double y1, int gap, int phase,
                  gr_role role);

/* Put the dots on the canvas; empty cells are left as they are. */
void gr_dots_put(const gr_dots *dots, gr_canvas *canvas);

#endif
