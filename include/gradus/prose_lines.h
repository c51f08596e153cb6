/* prose_lines.h - running text wrapped into lines of a width.
 *
 * Wrapped at the width, ragged right, without hyphenation; one empty line between blocks; code and
 * tables as they are, cut where they are wider. Zero-initialise, append, draw, clear. Everything
 * lives in the arena but the list itself.
 */
#ifndef GRADUS_PROSE_LINES_H
#define GRADUS_PROSE_LINES_H

#include "gradus/canvas.h"
#include "gradus/prose.h"

/* A run of text of one role. */
typedef struct gr_prose_piece {
    const char *text;
    int x;
    gr_role role;
    struct gr_prose_piece *next;
} gr_prose_piece;

typedef struct gr_prose_line {
    gr_prose_piece *first, *last;
} gr_prose_line;

typedef struct gr_prose_lines {
    int width;
    gr_prose_line *lines;
    size_t count, capacity;
    bool cut; /* something was wider than the width */
    gr_arena arena;
} gr_prose_lines;

void gr_prose_lines_clear(gr_prose_lines *lines);

/* Append a block, with an empty line before it unless it is the first or tight. A slot appends
 * nothing. */
bool gr_prose_add_block(gr_prose_lines *lines, const gr_block *block, gr_error *err);

/* Append plain text wrapped between `indent` and the width. */
bool gr_prose_add_text(gr_prose_lines *lines, const char *text, int indent, gr_role role,
                       gr_error *err);

/* The same of a text with marks (prose.h). Where the role is that of text its code has one of its
 * own. */
bool gr_prose_add_marked(gr_prose_lines *lines, const char *text, int indent, gr_role role,
                         gr_error *err);

bool gr_prose_add_empty(gr_prose_lines *lines, gr_error *err);

/* A piece at a column of its own: on the last line (a first one is made), or on a line by number,
 * as a mark in front of text that is there already. */
bool gr_prose_add_piece(gr_prose_lines *lines, int x, const char *text, gr_role role,
                        gr_error *err);

bool gr_prose_mark(gr_prose_lines *lines, size_t line, int x, const char *text, gr_role role,
                   gr_error *err);

/* Draw lines from number `first` into the rectangle. */
void gr_prose_draw(const gr_prose_lines *lines, size_t first, gr_canvas *canvas, gr_rect rect);

#endif
