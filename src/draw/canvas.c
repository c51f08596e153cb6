#include "gradus/canvas.h"

#include <string.h>

static const struct {
    const char *utf8, *ascii;
} glyphs[GR_GLYPHS] = {
#define GR_GLYPH(id, utf8, ascii) { utf8, ascii },
#include "gradus/glyphs.def"
#undef GR_GLYPH
};

enum { SIZE_MAX_CELLS = 2000 };

bool gr_canvas_init(gr_canvas *canvas, int width, int height, bool ascii, gr_error *err)
{
    if (width < 1 || height < 1 || width > SIZE_MAX_CELLS || height > SIZE_MAX_CELLS)
        return gr_fail(err, GR_ERROR_USAGE, "a size of %dx%d; sizes go from 1x1 to %dx%d", width,
                       height, SIZE_MAX_CELLS, SIZE_MAX_CELLS);
    gr_cell *cells = gr_alloc((size_t)width * (size_t)height, sizeof *cells, err);
    if (cells == NULL)
        return false;
    *canvas = (gr_canvas){ .width = width, .height = height, .ascii = ascii, .cells = cells };
    gr_canvas_blank(canvas);
    return true;
}

void gr_canvas_clear(gr_canvas *canvas)
{
    gr_free(canvas->cells);
    *canvas = (gr_canvas){ 0 };
}

gr_rect gr_canvas_rect(const gr_canvas *canvas)
{
    return (gr_rect){ 0, 0, canvas->width, canvas->height };
}

gr_rect gr_rect_clip(gr_rect inner, gr_rect outer)
{
    int left = inner.x > outer.x ? inner.x : outer.x;
    int top = inner.y > outer.y ? inner.y : outer.y;
    int right = inner.x + inner.width, bottom = inner.y + inner.height;

    if (right > outer.x + outer.width)
        right = outer.x + outer.width;
    if (bottom > outer.y + outer.height)
        bottom = outer.y + outer.height;
    return (gr_rect){ left, top, right > left ? right - left : 0, bottom > top ? bottom - top : 0 };
}

static gr_cell *cell_at(gr_canvas *canvas, int x, int y)
{
    if (x < 0 || y < 0 || x >= canvas->width || y >= canvas->height)
        return NULL;
    return &canvas->cells[(size_t)y * (size_t)canvas->width + (size_t)x];
}

const gr_cell *gr_canvas_cell(const gr_canvas *canvas, int x, int y)
{
    return &canvas->cells[(size_t)y * (size_t)canvas->width + (size_t)x];
}

/* A cell is about to change: of a wide character that it is half of, the other half goes. */
static void part(gr_canvas *canvas, int x, int y)
{
    gr_cell *left = cell_at(canvas, x - 1, y), *cell = cell_at(canvas, x, y);
    gr_cell *right = cell_at(canvas, x + 1, y);

    if (cell->character == 0 && left != NULL)
        left->character = ' ';
    if (cell->character != 0 && right != NULL && right->character == 0)
        right->character = ' ';
}

void gr_canvas_wipe(gr_canvas *canvas, gr_rect rect)
{
    gr_rect r = gr_rect_clip(rect, gr_canvas_rect(canvas));

    for (int y = r.y; y < r.y + r.height; y++)
        for (int x = r.x; x < r.x + r.width; x++) {
            part(canvas, x, y);
            *cell_at(canvas, x, y) = (gr_cell){ .character = ' ', .role = GR_ROLE_TEXT };
        }
}

void gr_canvas_blank(gr_canvas *canvas)
{
    gr_canvas_wipe(canvas, gr_canvas_rect(canvas));
}

/* The nearest ASCII of a character outside it. */
static uint32_t ascii_of(uint32_t character)
{
    static const struct {
        uint32_t from;
        char to;
    } near[] = { { 0xB7, '.' },    { 0xD7, '*' },    { 0x2010, '-' }, { 0x2011, '-' },
                 { 0x2012, '-' },  { 0x2013, '-' },  { 0x2014, '-' }, { 0x2018, '\'' },
                 { 0x2019, '\'' }, { 0x201C, '"' },  { 0x201D, '"' }, { 0x2022, '*' },
                 { 0x2212, '-' },  { 0x22C5, '.' },  { 0x2202, 'd' }, { 0x2207, 'V' },
                 { 0x3B1, 'a' },   { 0x3B2, 'b' },   { 0x3B3, 'g' },  { 0x3B5, 'e' },
                 { 0x3B7, 'n' },   { 0x3BB, 'l' },   { 0x3BC, 'u' },  { 0x3C0, 'p' },
                 { 0x3C1, 'r' },   { 0x3C3, 's' },   { 0x3C4, 't' },  { 0xB2, '2' },
                 { 0xB3, '3' },    { 0x2190, '<' },  { 0x2191, '^' }, { 0x2192, '>' },
                 { 0x2193, 'v' },  { 0x25CB, 'o' },  { 0x25CF, '@' } };

    for (size_t i = 0; i < GR_LEN(near); i++)
        if (near[i].from == character)
            return (uint32_t)near[i].to;
    return '?';
}

/* What is left of the shade of a cell when something stands on it: of two the mean, as its letter
 * has it; a half that is blank does not count. */
static uint8_t shade_below(const gr_cell *cell)
{
    if (cell->heat == 0 || cell->ink == 0)
        return cell->heat > 0 ? cell->heat : cell->ink;
    return (uint8_t)((cell->ink + cell->heat + 1) / 2);
}

void gr_canvas_put(gr_canvas *canvas, int x, int y, uint32_t character, gr_role role)
{
    gr_cell *cell = cell_at(canvas, x, y);

    if (cell == NULL)
        return;
    if (canvas->ascii && character > 0x7E)
        character = ascii_of(character);
    if (character < ' ' || character > 0x10FFFF || gr_character_refused(character))
        character = '?';
    part(canvas, x, y);
    *cell = (gr_cell){ .character = character, .role = (uint8_t)role, .heat = shade_below(cell) };
}

uint32_t gr_canvas_glyph_of(const gr_canvas *canvas, gr_glyph glyph)
{
    const char *text = canvas->ascii ? glyphs[glyph].ascii : glyphs[glyph].utf8;
    uint32_t character = '?';

    gr_utf8_decode(text, strlen(text), &character);
    return character;
}

void gr_canvas_glyph(gr_canvas *canvas, int x, int y, gr_glyph glyph, gr_role role)
{
    gr_canvas_put(canvas, x, y, gr_canvas_glyph_of(canvas, glyph), role);
}

/* Columns that a character takes here; what cannot be shown becomes one '?'. */
static int shown_as(const gr_canvas *canvas, uint32_t *character)
{
    if (*character == '\t' || *character == '\n')
        *character = ' ';
    if (canvas->ascii && *character > 0x7E)
        *character = ascii_of(*character);
    int width = gr_character_width(*character);
    if (width >= 0)
        return width;
    *character = '?';
    return 1;
}

/* Both halves, or blanks where one is outside. */
static void put_wide(gr_canvas *canvas, int x, int y, uint32_t character, gr_role role)
{
    gr_cell *left = cell_at(canvas, x, y), *right = cell_at(canvas, x + 1, y);

    gr_canvas_put(canvas, x + 1, y, ' ', role);
    gr_canvas_put(canvas, x, y, left != NULL && right != NULL ? character : ' ', role);
    if (left != NULL && right != NULL)
        right->character = 0;
}

int gr_canvas_text(gr_canvas *canvas, int x, int y, int width, const char *text, gr_role role)
{
    size_t length = strlen(text);
    int used = 0;

    for (size_t i = 0; i < length;) {
        uint32_t character = '?';
        size_t taken = gr_utf8_decode(text + i, length - i, &character);
        int columns = shown_as(canvas, &character);
        i += taken > 0 ? taken : 1;
        if (columns == 0) /* a combining mark: the letter stays without it */
            continue;
        if (used + columns > width)
            break;
        if (columns == 2)
            put_wide(canvas, x + used, y, character, role);
        else
            gr_canvas_put(canvas, x + used, y, character, role);
        used += columns;
    }
    return used;
}

int gr_canvas_text_right(gr_canvas *canvas, int x, int y, int width, const char *text,
                         gr_role role)
{
    int needed = (int)gr_text_width(text);

    while (needed > width && *text != '\0') { /* cut characters from the left */
        uint32_t character = '?';
        size_t taken = gr_utf8_decode(text, strlen(text), &character);
        text += taken > 0 ? taken : 1;
        needed = (int)gr_text_width(text);
    }
    return gr_canvas_text(canvas, x + width - needed, y, needed, text, role);
}

/* --- shades --- */

char gr_heat_letter(int level)
{
    return " .:+*#@"[level < 0 ? 0 : level > GR_HEATS ? GR_HEATS : level];
}

void gr_canvas_heat(gr_canvas *canvas, int x, int y, int level)
{
    gr_cell *cell = cell_at(canvas, x, y);

    if (cell != NULL)
        *cell = (gr_cell){ .character = (uint32_t)gr_heat_letter(level), .role = GR_ROLE_HEAT,
                           .heat = (uint8_t)level };
}

void gr_canvas_tint(gr_canvas *canvas, int x, int y, int level)
{
    gr_cell *cell = cell_at(canvas, x, y);

    if (cell != NULL)
        cell->heat = (uint8_t)level;
}

void gr_canvas_heats(gr_canvas *canvas, int x, int y, int upper, int lower)
{
    gr_cell *cell = cell_at(canvas, x, y);

    if (canvas->ascii)
        gr_canvas_heat(canvas, x, y, (upper + lower + 1) / 2);
    else if (cell != NULL)
        *cell = (gr_cell){ .character = gr_canvas_glyph_of(canvas, GR_GLYPH_HALF),
                           .role = GR_ROLE_HEAT, .heat = (uint8_t)lower, .ink = (uint8_t)upper };
}

void gr_canvas_paint(gr_canvas *canvas, gr_rect rect, gr_role role)
{
    gr_rect r = gr_rect_clip(rect, gr_canvas_rect(canvas));

    for (int y = r.y; y < r.y + r.height; y++)
        for (int x = r.x; x < r.x + r.width; x++)
            cell_at(canvas, x, y)->role = (uint8_t)role;
}

void gr_canvas_embolden(gr_canvas *canvas, gr_rect rect)
{
    gr_rect r = gr_rect_clip(rect, gr_canvas_rect(canvas));

    for (int y = r.y; y < r.y + r.height; y++)
        for (int x = r.x; x < r.x + r.width; x++)
            cell_at(canvas, x, y)->bold = true;
}
