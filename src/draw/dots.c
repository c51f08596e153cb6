#include "gradus/dots.h"

#include <math.h>

/* ASCII: three heights, a bar, and the dot of a dotted line. */
enum { UPPER = 1, MIDDLE = 2, LOWER = 4, STEEP = 8, DOTTED = 16 };

bool gr_dots_init(gr_dots *dots, gr_rect rect, bool ascii, gr_error *err)
{
    size_t cells = (size_t)rect.width * (size_t)rect.height;
    uint8_t *bits = gr_alloc(2 * cells, 1, err);

    if (bits == NULL)
        return false;
    *dots = (gr_dots){ .rect = rect, .ascii = ascii, .bits = bits, .roles = bits + cells };
    return true;
}

void gr_dots_clear(gr_dots *dots)
{
    gr_free(dots->bits);
    *dots = (gr_dots){ 0 };
}

static void mark(gr_dots *dots, int column, int row, int bit, gr_role role)
{
    if (column < 0 || row < 0 || column >= dots->rect.width || row >= dots->rect.height)
        return;
    size_t at = (size_t)row * (size_t)dots->rect.width + (size_t)column;
    dots->bits[at] = (uint8_t)(dots->bits[at] | bit);
    dots->roles[at] = (uint8_t)role;
}

/* A dot in dot coordinates: 2 by 4 a cell, or 1 by 3 in ASCII. */
static void set_dot(gr_dots *dots, long x, long y, gr_role role)
{
    static const int braille[4][2] = { { 1, 8 }, { 2, 16 }, { 4, 32 }, { 64, 128 } };
    static const int heights[3] = { UPPER, MIDDLE, LOWER };
    int rows = dots->ascii ? 3 : 4, columns = dots->ascii ? 1 : 2;

    if (x < 0 || y < 0)
        return;
    int bit = dots->ascii ? heights[y % rows] : braille[y % rows][x % columns];
    mark(dots, (int)(x / columns), (int)(y / rows), bit, role);
}

void gr_dots_point(gr_dots *dots, double x, double y, gr_role role)
{
    double limit = 1e6;

    if (!(fabs(x) < limit) || !(fabs(y) < limit)) /* NaN fails both */
        return;
    set_dot(dots, (long)floor(x * (dots->ascii ? 1 : 2)), (long)floor(y * (dots->ascii ? 3 : 4)),
            role);
}

void gr_dots_line(gr_dots *dots, double x0, double y0, double x1, double y1, int gap, int phase,
                  gr_role role)
{
    double sx = dots->ascii ? 1 : 2, sy = dots->ascii ? 3 : 4, limit = 1e6;
    double dx = (x1 - x0) * sx, dy = (y1 - y0) * sy;

    if (!(fabs(x0) < limit && fabs(x1) < limit && fabs(y0) < limit && fabs(y1) < limit))
        return;
    long count = (long)ceil(fabs(dx) > fabs(dy) ? fabs(dx) : fabs(dy));
    for (long i = phase; i <= count; i += gap) {
        double t = count > 0 ? (double)i / (double)count : 0;
        double x = x0 * sx + t * dx, y = y0 * sy + t * dy;
        if (dots->ascii && gap > 1) {
            mark(dots, (int)floor(x), (int)floor(y / 3), DOTTED, role);
            continue;
        }
        set_dot(dots, (long)floor(x), (long)floor(y), role);
        if (dots->ascii && fabs(dy) > 3 * fabs(dx))
            mark(dots, (int)floor(x), (int)floor(y / 3), STEEP, role);
    }
}

static uint32_t ascii_character(uint8_t bits)
{
    if ((bits & STEEP) != 0 || ((bits & UPPER) != 0 && (bits & LOWER) != 0))
        return '|';
    if ((bits & MIDDLE) != 0)
        return '-';
    if ((bits & UPPER) != 0)
        return '\'';
    return (bits & LOWER) != 0 ? '_' : '.';
}

void gr_dots_put(const gr_dots *dots, gr_canvas *canvas)
{
    for (int y = 0; y < dots->rect.height; y++) {
        for (int x = 0; x < dots->rect.width; x++) {
            size_t at = (size_t)y * (size_t)dots->rect.width + (size_t)x;
            if (dots->bits[at] == 0)
                continue;
            uint32_t character =
                dots->ascii ? ascii_character(dots->bits[at]) : 0x2800u + dots->bits[at];
            gr_canvas_put(canvas, dots->rect.x + x, dots->rect.y + y, character,
                          (gr_role)dots->roles[at]);
        }
    }
}
