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

/* Dots of a cell, across and down. */
static double across(const gr_dots *dots)
{
    return dots->ascii ? 1 : 2;
}

static double down(const gr_dots *dots)
{
    return dots->ascii ? 3 : 4;
}

/* --- lines --- */

/* From (x, y) on by (dx, dy), in dots. */
typedef struct stroke {
    double x, y, dx, dy;
    double from, to; /* the part of it that is inside, 0 to 1 */
} stroke;

/* Keep what lies between -1 and `size` of one coordinate; false when nothing does. */
static bool keep(stroke *s, double at, double by, double size)
{
    double first = (-1 - at) / by, last = (size - at) / by;

    if (by == 0)
        return at >= -1 && at <= size;
    if (by < 0) {
        double swapped = first;
        first = last;
        last = swapped;
    }
    s->from = first > s->from ? first : s->from;
    s->to = last < s->to ? last : s->to;
    return s->from <= s->to;
}

static bool clip(const gr_dots *dots, stroke *s)
{
    s->from = 0;
    s->to = 1;
    return keep(s, s->x, s->dx, dots->rect.width * across(dots)) &&
           keep(s, s->y, s->dy, dots->rect.height * down(dots));
}

static double length_of(const stroke *s)
{
    return fabs(s->dx) > fabs(s->dy) ? fabs(s->dx) : fabs(s->dy);
}

/* More than three times as high as wide, and of some height: a short piece of a gentle curve may
 * well cross from one third of a cell into the next. */
static bool is_steep(const gr_dots *dots, const stroke *s)
{
    return dots->ascii && fabs(s->dy) > 3 * fabs(s->dx) && fabs(s->dy) >= 2;
}

static void draw_stroke(gr_dots *dots, stroke s, int gap, int phase, gr_role role)
{
    if (!clip(dots, &s))
        return;
    long count = (long)ceil(length_of(&s)), last = (long)floor(s.to * (double)count);
    long i = (long)ceil(s.from * (double)count);
    bool steep = is_steep(dots, &s);

    for (i += ((phase - i) % gap + gap) % gap; i <= last; i += gap) {
        double steps = count > 0 ? (double)count : 1; /* i * dx / dx is i, i / dx * dx may be less */
        double x = s.x + (double)i * s.dx / steps, y = s.y + (double)i * s.dy / steps;
        if (dots->ascii && gap > 1) {
            mark(dots, (int)floor(x), (int)floor(y / 3), DOTTED, role);
            continue;
        }
        set_dot(dots, (long)floor(x), (long)floor(y), role);
        if (steep)
            mark(dots, (int)floor(x), (int)floor(y / 3), STEEP, role);
    }
}

void gr_dots_line(gr_dots *dots, double x0, double y0, double x1, double y1, int gap, int phase,
                  gr_role role)
{
    double limit = 1e6;
    stroke s = {
        x0 * across(dots), y0 * down(dots), (x1 - x0) * across(dots), (y1 - y0) * down(dots), 0, 1
    };

    if (fabs(x0) < limit && fabs(x1) < limit && fabs(y0) < limit && fabs(y1) < limit)
        draw_stroke(dots, s, gap, phase, role);
}

/* --- the pen --- */

/* The way along a stroke: dots, but in ASCII cells, since only whole ones can be left out. */
static double way_of(const gr_dots *dots, const stroke *s)
{
    double high = dots->ascii ? fabs(s->dy) / 3 : fabs(s->dy);

    return fabs(s->dx) > high ? fabs(s->dx) : high;
}

static void dot_along(gr_pen *pen, stroke s)
{
    double way = way_of(pen->dots, &s), gap = pen->dots->ascii ? 2 : pen->gap;
    bool inside = clip(pen->dots, &s);

    if (inside && s.from * way > pen->wait)
        pen->wait += ceil((s.from * way - pen->wait) / gap) * gap;
    for (; inside && pen->wait <= s.to * way; pen->wait += gap) {
        double t = way > 0 ? pen->wait / way : 0;
        set_dot(pen->dots, (long)floor(s.x + t * s.dx), (long)floor(s.y + t * s.dy), pen->role);
    }
    if (pen->wait < way)
        pen->wait += ceil((way - pen->wait) / gap) * gap;
    pen->wait -= way;
}

static void begin_dotted(gr_pen *pen, double x, double y)
{
    set_dot(pen->dots, (long)floor(x), (long)floor(y), pen->role);
    pen->wait = 0;
}

/* What has gathered in one column of dots. */
static void flush(gr_pen *pen)
{
    stroke s = {
        (double)pen->column + 0.5, (double)pen->top + 0.5, 0, (double)(pen->bottom - pen->top), 0, 1
    };

    draw_stroke(pen->dots, s, 1, 0, pen->role);
}

static void gather(gr_pen *pen, long column, long row)
{
    bool fresh = !pen->down || column != pen->column;

    if (fresh && pen->down)
        flush(pen);
    pen->column = column;
    pen->top = fresh || row < pen->top ? row : pen->top;
    pen->bottom = fresh || row > pen->bottom ? row : pen->bottom;
}

/* Far outside is as good as further outside. */
static double limited(double dots)
{
    double limit = 1e7;

    return dots > limit ? limit : dots < -limit ? -limit : dots;
}

void gr_pen_to(gr_pen *pen, double x, double y)
{
    if (!isfinite(x) || !isfinite(y)) {
        gr_pen_lift(pen);
        return;
    }
    x = limited(x * across(pen->dots));
    y = limited(y * down(pen->dots));
    stroke s = { pen->x, pen->y, x - pen->x, y - pen->y, 0, 1 };
    if (pen->gap > 1 && pen->down)
        dot_along(pen, s);
    else if (pen->gap > 1)
        begin_dotted(pen, x, y);
    bool moved = pen->down && (long)floor(x) != pen->column;
    if (pen->gap <= 1)
        gather(pen, (long)floor(x), (long)floor(y));
    if (pen->gap <= 1 && moved)
        draw_stroke(pen->dots, s, 1, 0, pen->role);
    pen->down = true;
    pen->x = x;
    pen->y = y;
}

void gr_pen_lift(gr_pen *pen)
{
    if (pen->down && pen->gap <= 1)
        flush(pen);
    pen->down = false;
}

/* --- fills --- */

void gr_dots_shade(gr_dots *dots, int column, double top, double bottom, int offset, gr_role role)
{
    double last = dots->rect.height * down(dots);

    top = top * down(dots) > 0 ? floor(top * down(dots)) : 0;
    bottom = bottom * down(dots) < last ? ceil(bottom * down(dots)) : last;
    for (double y = top; y < bottom; y++) {
        int row = (int)y;
        if (!dots->ascii && (column + 2 * row + offset) % 4 == 0)
            set_dot(dots, column, row, role);
        if (dots->ascii && row % 3 == 1 && (column + row / 3 + offset) % 2 == 0)
            mark(dots, column, row / 3, DOTTED, role);
    }
}

/* --- to the canvas --- */

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
