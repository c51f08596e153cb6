/* cells - cells side by side, three columns each: a letter, a shade, a mark; in a narrow plot the
 * letter alone. */
#include "gradus/plot.h"

#include <math.h>

enum { CELL = 3 };

/* The shade of a share: none for 0 and NaN, the lightest from 1 on. */
static int level_of(double share)
{
    if (!(share > 0))
        return 0;
    return share >= 1 ? GR_HEATS : (int)ceil(share * GR_HEATS);
}

static void draw_cell(gr_canvas *canvas, int x, int y, int width, const gr_board_cell *cell)
{
    int level = level_of(cell->heat);

    for (int i = 0; cell->glyph != NULL && i < (cell->solid ? width : 1); i++)
        gr_canvas_text(canvas, x + i, y, 1, cell->glyph, cell->role);
    if (width < CELL || cell->solid)
        return;
    if (level > 0)
        gr_canvas_heat(canvas, x + 1, y, level);
    if (cell->mark != NULL)
        gr_canvas_text(canvas, x + 2, y, 1, cell->mark, cell->role);
    if (level > 0) {
        gr_canvas_tint(canvas, x, y, level);
        gr_canvas_tint(canvas, x + 2, y, level);
    }
}

/* The present row in the middle, as far as there are rows above and below it. */
static size_t first_row(const gr_board *board, size_t height)
{
    size_t above = height / 2;

    if (board->rows <= height || board->present < above)
        return 0;
    return board->present - above > board->rows - height ? board->rows - height
                                                         : board->present - above;
}

static bool draw(gr_canvas *canvas, gr_rect rect, const gr_view *view, const gr_shape *shape,
                 gr_error *err)
{
    const gr_board *board = &shape->as.board;
    bool wide = board->columns <= (size_t)(rect.width / CELL);
    int width = wide ? CELL : 1;
    size_t first = first_row(board, (size_t)rect.height);

    (void)view, (void)err;
    for (size_t r = first; r < board->rows && r < first + (size_t)rect.height; r++)
        for (size_t c = 0; c < board->columns && c < (size_t)(rect.width / width); c++)
            draw_cell(canvas, rect.x + (int)c * width, rect.y + (int)(r - first), width,
                      &board->cells[r * board->columns + c]);
    return true;
}

static int rows(const gr_shape *shape)
{
    return shape->as.board.rows < 1000 ? (int)shape->as.board.rows : 1000;
}

const gr_plot gr_plot_cells = {
    .name = "cells",
    .summary = "a board of cells: a letter, a shade and a mark each",
    .shape = GR_SHAPE_CELLS,
    .draw = draw,
    .rows = rows,
};
