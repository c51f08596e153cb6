/* canvas.h - a rectangle of cells that everything is drawn on. It knows no terminal.
 *
 * A cell is one character and one role. Column x runs right from 0, row y down from 0. Drawing is
 * clipped: to the canvas, and to the rectangle that is handed along; nothing outside is touched,
 * and a rectangle may be empty. A character of two columns takes two cells, the second with
 * character 0; it is not drawn where only one is left. No half of one ever stays: what overwrites
 * the other half blanks it.
 *
 * In ASCII (canvas->ascii) no other character ever enters a cell: glyphs have their stand-ins, and
 * other text its nearest letter or '?'.
 */
#ifndef GRADUS_CANVAS_H
#define GRADUS_CANVAS_H

#include "gradus/memory.h"
#include "gradus/output.h"
#include "gradus/role.h"

#include <stdint.h>

typedef struct gr_cell {
    uint32_t character; /* 0: the right half of a wide one */
    uint8_t role;       /* gr_role */
    uint8_t heat;       /* 0: none; 1 to 6: shade of the background */
    uint8_t ink;        /* likewise of the foreground, of a half block */
    bool bold;          /* on top of the role's attributes */
} gr_cell;

enum { GR_HEATS = 6 }; /* shades, from dark to light; fewer colours: . : + * # @ */

typedef struct gr_canvas {
    int width, height;
    bool ascii;
    gr_cell *cells; /* row by row */
} gr_canvas;

typedef struct gr_rect {
    int x, y, width, height;
} gr_rect;

typedef enum gr_glyph {
#define GR_GLYPH(id, utf8, ascii) GR_GLYPH_##id,
#include "gradus/glyphs.def"
#undef GR_GLYPH
    GR_GLYPHS
} gr_glyph;

/* All blank. Sizes from 1x1 to 2000x2000. */
bool gr_canvas_init(gr_canvas *canvas, int width, int height, bool ascii, gr_error *err);
void gr_canvas_clear(gr_canvas *canvas); /* frees */
void gr_canvas_blank(gr_canvas *canvas);

gr_rect gr_canvas_rect(const gr_canvas *canvas);
const gr_cell *gr_canvas_cell(const gr_canvas *canvas, int x, int y);

/* The part of `inner` that lies in `outer`. */
gr_rect gr_rect_clip(gr_rect inner, gr_rect outer);

/* One character of one column; clipped to the canvas. A control character becomes '?'. */
void gr_canvas_put(gr_canvas *canvas, int x, int y, uint32_t character, gr_role role);
void gr_canvas_glyph(gr_canvas *canvas, int x, int y, gr_glyph glyph, gr_role role);

/* The character of a glyph in the canvas's set. */
uint32_t gr_canvas_glyph_of(const gr_canvas *canvas, gr_glyph glyph);

/* A string from column x of row y, up to `width` columns; returns the columns taken. Tabs and
 * newlines are blanks. */
int gr_canvas_text(gr_canvas *canvas, int x, int y, int width, const char *text, gr_role role);

/* The same, ending in column x + width - 1; the end is kept when it is too long. */
int gr_canvas_text_right(gr_canvas *canvas, int x, int y, int width, const char *text,
                         gr_role role);

/* A shade: in 256 colours a background, otherwise a letter of the ramp. Level 0 is none. */
void gr_canvas_heat(gr_canvas *canvas, int x, int y, int level);

/* A shade behind what stands there, in 256 colours; with fewer none. */
void gr_canvas_tint(gr_canvas *canvas, int x, int y, int level);

/* Two shades in one cell, one above the other; with fewer colours the letter of their mean. */
void gr_canvas_heats(gr_canvas *canvas, int x, int y, int upper, int lower);

/* The letter of a shade: ' ' for none. */
char gr_heat_letter(int level);

/* Give every cell of a rectangle a role, leaving the characters. */
void gr_canvas_paint(gr_canvas *canvas, gr_rect rect, gr_role role);
void gr_canvas_embolden(gr_canvas *canvas, gr_rect rect);

/* Blank a rectangle. */
void gr_canvas_wipe(gr_canvas *canvas, gr_rect rect);

/* --- colours: the only place that knows numbers is style.c --- */

typedef enum gr_color {
    GR_COLOR_NEVER, /* characters only */
    GR_COLOR_MONO,  /* bold, underline, reverse */
    GR_COLOR_8,
    GR_COLOR_256
} gr_color;

typedef struct gr_style {
    int foreground, background; /* -1: the terminal's own */
    bool bold, dim, underline, reverse;
} gr_style;

/* The character that a cell shows in so many colours: shades stand for themselves in 256, and are
 * letters in fewer. */
uint32_t gr_cell_character(const gr_cell *cell, gr_color color);

/* How a cell looks; `light` takes the colours for a light background. */
gr_style gr_style_of(const gr_cell *cell, gr_color color, bool light);

/* Write the canvas as text, one line a row, without trailing blanks; with escape sequences for
 * colours unless GR_COLOR_NEVER. */
void gr_canvas_write(const gr_canvas *canvas, gr_color color, gr_output *out);

/* The same, in the colours for a light background if `light`. */
void gr_canvas_write_on(const gr_canvas *canvas, gr_color color, bool light, gr_output *out);

/* The word for a gr_color: "never", "mono", "8", "256"; NULL past the last. */
const char *gr_color_name(size_t i);
bool gr_color_read(const char *text, gr_color *color, gr_error *err);

#endif
