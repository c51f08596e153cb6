/* The only place that knows what a role looks like. */
#include "gradus/canvas.h"

#include <string.h>

enum { B = 1, D = 2, U = 4, R = 8, WHITE = 7 };

typedef struct looks {
    int of256, of8, attributes, without_color;
} looks;

static const looks dark[GR_ROLES] = {
#define GR_ROLE(id, name, of256, of8, attributes, mono)                                           \
    [GR_ROLE_##id] = { of256, of8, attributes, mono },
#include "gradus/roles.def"
#undef GR_ROLE
};

/* On white these are too pale; the right-hand ones have a contrast of 3.3 or more. */
static int for_light(int color)
{
    static const int pairs[][2] = { { 36, 29 }, { 175, 132 }, { 214, 136 }, { 74, 54 }, { 227, 94 } };

    for (size_t i = 0; i < GR_LEN(pairs); i++)
        if (pairs[i][0] == color)
            return pairs[i][1];
    return color;
}

static const int heat_ramp[] = { -1, 53, 24, 30, 36, 113, 220 }; /* lightness rises strictly */

static bool is_half_block(const gr_cell *cell)
{
    return cell->role == GR_ROLE_HEAT && cell->character > 0x7E;
}

uint32_t gr_cell_character(const gr_cell *cell, gr_color color)
{
    if (cell->role != GR_ROLE_HEAT)
        return cell->character;
    if (is_half_block(cell)) /* both shades or, with fewer colours, the letter of their mean */
        return color == GR_COLOR_256 && (cell->ink > 0 || cell->heat > 0)
                   ? cell->character
                   : (uint32_t)gr_heat_letter((cell->ink + cell->heat + 1) / 2);
    return color == GR_COLOR_256 ? ' ' : cell->character;
}

gr_style gr_style_of(const gr_cell *cell, gr_color color, bool light)
{
    const looks *look = &dark[cell->role < GR_ROLES ? cell->role : GR_ROLE_TEXT];
    int attributes = color >= GR_COLOR_8 ? look->attributes : look->without_color;
    gr_style style = { .foreground = -1, .background = -1 };

    if (color == GR_COLOR_8)
        style.foreground = light && look->of8 == WHITE ? -1 : look->of8;
    if (color == GR_COLOR_256)
        style.foreground = light ? for_light(look->of256) : look->of256;
    if (color == GR_COLOR_256 && cell->heat > 0 && cell->heat < GR_LEN(heat_ramp)) {
        style.background = heat_ramp[cell->heat];
        style.foreground = cell->heat <= 3 ? 231 : 16; /* a role's own colour might not be read */
    }
    bool half = color == GR_COLOR_256 && is_half_block(cell) && cell->ink < GR_LEN(heat_ramp);
    if (half && cell->ink > 0)
        style.foreground = heat_ramp[cell->ink];
    bool lower = half && cell->ink == 0 && cell->heat > 0; /* what is blank is the terminal's own */
    if (lower)
        style = (gr_style){ .foreground = style.background, .background = -1 };
    bool hot = color < GR_COLOR_256 && cell->role == GR_ROLE_HEAT &&
               strchr("*#@", (int)gr_cell_character(cell, color)) != NULL;
    style.bold = (attributes & B) != 0 || cell->bold || hot;
    style.dim = (attributes & D) != 0;
    style.underline = (attributes & U) != 0;
    style.reverse = (attributes & R) != 0 || lower;
    return style;
}

static bool same(gr_style a, gr_style b)
{
    return a.foreground == b.foreground && a.background == b.background && a.bold == b.bold &&
           a.dim == b.dim && a.underline == b.underline && a.reverse == b.reverse;
}

static void put_style(gr_text *text, gr_style style, gr_color color)
{
    gr_text_add(text, "\033[0");
    gr_text_add(text, style.bold ? ";1" : "");
    gr_text_add(text, style.dim ? ";2" : "");
    gr_text_add(text, style.underline ? ";4" : "");
    gr_text_add(text, style.reverse ? ";7" : "");
    if (style.foreground >= 0 && color == GR_COLOR_8)
        gr_text_addf(text, ";%d", 30 + style.foreground);
    else if (style.foreground >= 0)
        gr_text_addf(text, ";38;5;%d", style.foreground);
    if (style.background >= 0)
        gr_text_addf(text, ";48;5;%d", style.background);
    gr_text_add(text, "m");
}

static const gr_style no_style = { .foreground = -1, .background = -1 };

/* The columns of a row up to the last that shows anything. */
static int used_width(const gr_canvas *canvas, int y, gr_color color, bool light)
{
    int width = canvas->width;

    while (width > 0) {
        const gr_cell *cell = gr_canvas_cell(canvas, width - 1, y);
        gr_style style = gr_style_of(cell, color, light);
        bool shows = color != GR_COLOR_NEVER &&
                     (style.reverse || style.underline || style.background >= 0);
        if (gr_cell_character(cell, color) != ' ' || shows)
            break;
        width--;
    }
    return width;
}

static void put_row(const gr_canvas *canvas, int y, gr_color color, bool light, gr_text *text)
{
    gr_style now = no_style;
    int width = used_width(canvas, y, color, light);

    for (int x = 0; x < width; x++) {
        const gr_cell *cell = gr_canvas_cell(canvas, x, y);
        if (cell->character == 0)
            continue;
        gr_style style = gr_style_of(cell, color, light);
        if (color != GR_COLOR_NEVER && !same(style, now)) {
            put_style(text, style, color);
            now = style;
        }
        gr_text_put(text, gr_cell_character(cell, color));
    }
    if (!same(now, no_style))
        gr_text_add(text, "\033[0m");
    gr_text_add(text, "\n");
}

void gr_canvas_write_on(const gr_canvas *canvas, gr_color color, bool light, gr_output *out)
{
    gr_text text = { 0 };

    for (int y = 0; y < canvas->height; y++) {
        gr_text_truncate(&text, 0);
        put_row(canvas, y, color, light, &text);
        gr_output_write(out, gr_text_string(&text), text.length);
    }
    if (text.failed) {
        gr_error err;
        gr_text_ok(&text, &err);
        out->error = err; /* the output's first error, so that commit tells it */
    }
    gr_text_clear(&text);
}

void gr_canvas_write(const gr_canvas *canvas, gr_color color, gr_output *out)
{
    gr_canvas_write_on(canvas, color, false, out);
}

const char *gr_color_name(size_t i)
{
    static const char *const names[] = { "never", "mono", "8", "256" };

    return i < GR_LEN(names) ? names[i] : NULL;
}

static bool fail_color(const char *text, gr_error *err)
{
    gr_text names = { 0 };

    for (size_t i = 0; gr_color_name(i) != NULL; i++)
        gr_text_addf(&names, "%s%s", i > 0 ? ", " : "", gr_color_name(i));
    gr_fail(err, GR_ERROR_USAGE, "unknown colours '%s'; there are: %s", text,
            gr_text_string(&names));
    gr_text_clear(&names);
    return false;
}

bool gr_color_read(const char *text, gr_color *color, gr_error *err)
{
    for (size_t i = 0; gr_color_name(i) != NULL; i++) {
        if (strcmp(gr_color_name(i), text) == 0) {
            *color = (gr_color)i;
            return true;
        }
    }
    return fail_color(text, err);
}
