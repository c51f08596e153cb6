/* The canvas: clipping, wide characters, ASCII, roles as colours, and the text writer. */
#include "gradus/canvas.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "gradus/elementary.h"
#include "support.h"

static gr_canvas canvas_of(int width, int height, bool ascii)
{
    gr_canvas canvas = { 0 };
    gr_error err = { 0 };

    ck_assert_msg(gr_canvas_init(&canvas, width, height, ascii, &err), "%s", err.message);
    return canvas;
}

/* The canvas as the writer has it. Heap: free with gr_text_clear. */
static gr_text written(const gr_canvas *canvas, gr_color color)
{
    gr_text text = { 0 };
    gr_output out = { 0 };
    gr_error err = { 0 };

    gr_output_memory(&out, &text);
    gr_canvas_write(canvas, color, &out);
    ck_assert_msg(gr_output_commit(&out, &err), "%s", err.message);
    return text;
}

static void assert_written(const gr_canvas *canvas, gr_color color, const char *expected)
{
    gr_text text = written(canvas, color);

    gr_assert_text(gr_text_string(&text), expected);
    gr_text_clear(&text);
}

static void put_text(gr_canvas *canvas, int x, int y, int width, const char *text, int taken)
{
    ck_assert_int_eq(gr_canvas_text(canvas, x, y, width, text, GR_ROLE_TEXT), taken);
}

/* --- sizes and clipping --- */

START_TEST(sizes)
{
    static const int bad[][2] = { { 0, 5 },    { 5, 0 },    { -1, 5 }, { 5, -1 },
                                  { 2001, 5 }, { 5, 2001 }, { 0, 0 } };
    gr_canvas untouched = { .width = 7 };
    gr_error err = { 0 };

    for (size_t i = 0; i < GR_LEN(bad); i++) {
        ck_assert(!gr_canvas_init(&untouched, bad[i][0], bad[i][1], false, &err));
        ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
        ck_assert_int_eq(untouched.width, 7);
    }
    gr_assert_text(err.message, "a size of 0x0; sizes go from 1x1 to 2000x2000");
    gr_canvas canvas = canvas_of(2000, 2000, false);
    ck_assert_uint_eq(gr_canvas_cell(&canvas, 1999, 1999)->character, ' ');
    gr_canvas_clear(&canvas);
    ck_assert_ptr_null(canvas.cells);
}
END_TEST

START_TEST(rectangles_are_clipped)
{
    static const struct {
        gr_rect inner, outer, part;
    } rows[] = {
        { { 1, 1, 2, 2 }, { 0, 0, 10, 10 }, { 1, 1, 2, 2 } },
        { { -3, -3, 5, 5 }, { 0, 0, 10, 10 }, { 0, 0, 2, 2 } },
        { { 8, 8, 5, 5 }, { 0, 0, 10, 10 }, { 8, 8, 2, 2 } },
        { { -9, -9, 1000000, 1000000 }, { 2, 3, 4, 5 }, { 2, 3, 4, 5 } },
        { { 20, 0, 5, 5 }, { 0, 0, 10, 10 }, { 20, 0, 0, 5 } },
        { { 0, 0, 0, 5 }, { 0, 0, 10, 10 }, { 0, 0, 0, 5 } },
        { { 3, 3, -4, 5 }, { 0, 0, 10, 10 }, { 3, 3, 0, 5 } },
    };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_rect part = gr_rect_clip(rows[i].inner, rows[i].outer);
        ck_assert_msg(memcmp(&part, &rows[i].part, sizeof part) == 0, "row %zu: %d %d %dx%d", i,
                      part.x, part.y, part.width, part.height);
    }
}
END_TEST

START_TEST(drawing_outside_does_nothing)
{
    gr_canvas canvas = canvas_of(4, 3, false);
    gr_rect wide = { -100, 1, 200, 1 }, none = { 1, 1, 0, 0 };

    for (int y = -2; y < 6; y++)
        for (int x = -3; x < 8; x++)
            if (x < 0 || y < 0 || x > 3 || y > 2) {
                gr_canvas_put(&canvas, x, y, 'x', GR_ROLE_TEXT);
                gr_canvas_glyph(&canvas, x, y, GR_GLYPH_DISC, GR_ROLE_TEXT);
            }
    put_text(&canvas, 9, 0, 5, "right", 5);
    put_text(&canvas, 0, 3, 5, "below", 5);
    put_text(&canvas, 0, -1, 5, "above", 5);
    put_text(&canvas, -9, 0, 5, "left", 4);
    put_text(&canvas, 0, 0, 0, "no room", 0);
    put_text(&canvas, 0, 0, -5, "no room", 0);
    gr_canvas_paint(&canvas, none, GR_ROLE_TITLE);
    gr_canvas_embolden(&canvas, none);
    assert_written(&canvas, GR_COLOR_256, "\n\n\n");
    put_text(&canvas, -2, 0, 10, "abcdefgh", 8);
    put_text(&canvas, 1, 2, 2, "abcdefgh", 2);
    assert_written(&canvas, GR_COLOR_NEVER, "cdef\n\n ab\n");
    gr_canvas_wipe(&canvas, (gr_rect){ 1, -5, 2, 6 });
    gr_canvas_embolden(&canvas, wide);
    gr_canvas_paint(&canvas, wide, GR_ROLE_DIM);
    assert_written(&canvas, GR_COLOR_NEVER, "c  f\n\n ab\n");
    gr_canvas_clear(&canvas);
}
END_TEST

START_TEST(text_at_the_right)
{
    gr_canvas canvas = canvas_of(8, 4, false);

    ck_assert_int_eq(gr_canvas_text_right(&canvas, 1, 0, 6, "abc", GR_ROLE_TEXT), 3);
    ck_assert_int_eq(gr_canvas_text_right(&canvas, 1, 1, 6, "abcdefghij", GR_ROLE_TEXT), 6);
    ck_assert_int_eq(gr_canvas_text_right(&canvas, 1, 2, 3, "x漢字", GR_ROLE_TEXT), 2);
    ck_assert_int_eq(gr_canvas_text_right(&canvas, 1, 3, 0, "abc", GR_ROLE_TEXT), 0);
    assert_written(&canvas, GR_COLOR_NEVER, "    abc\n efghij\n  字\n\n");
    gr_canvas_clear(&canvas);
}
END_TEST

/* --- characters --- */

START_TEST(wide_characters_take_two_cells)
{
    gr_canvas canvas = canvas_of(5, 3, false);

    put_text(&canvas, 0, 0, 5, "漢字x", 5);
    ck_assert_uint_eq(gr_canvas_cell(&canvas, 0, 0)->character, 0x6F22);
    ck_assert_uint_eq(gr_canvas_cell(&canvas, 1, 0)->character, 0);
    put_text(&canvas, 0, 1, 4, "漢字x", 4); /* no room for the x */
    put_text(&canvas, 0, 2, 3, "漢字", 2);  /* nor for half a character */
    assert_written(&canvas, GR_COLOR_NEVER, "漢字x\n漢字\n漢\n");
    gr_canvas_clear(&canvas);
}
END_TEST

/* Half of a wide character cannot stay: the row would be a column longer or shorter. */
START_TEST(no_half_of_a_wide_character)
{
    gr_canvas canvas = canvas_of(6, 8, false);

    for (int y = 0; y < 8; y++)
        put_text(&canvas, 1, y, 4, "漢字", 4);
    gr_canvas_put(&canvas, 1, 0, 'a', GR_ROLE_TEXT);
    gr_canvas_put(&canvas, 2, 1, 'b', GR_ROLE_TEXT);
    put_text(&canvas, 2, 2, 2, "字", 2);
    gr_canvas_wipe(&canvas, (gr_rect){ 2, 3, 1, 1 });
    gr_canvas_wipe(&canvas, (gr_rect){ 3, 4, 1, 1 });
    put_text(&canvas, 5, 5, 4, "漢", 2);  /* only one column is left on the canvas */
    put_text(&canvas, -1, 6, 4, "漢", 2); /* its left half is outside */
    put_text(&canvas, 0, 7, 2, "漢", 2);
    assert_written(&canvas, GR_COLOR_NEVER,
                   " a 字\n  b字\n  字\n   字\n 漢\n 漢字\n 漢字\n漢 字\n");
    gr_canvas_clear(&canvas);
}
END_TEST

START_TEST(what_cannot_be_shown)
{
    gr_canvas canvas = canvas_of(12, 4, false);

    put_text(&canvas, 0, 0, 12, "a\tb\nc", 5);
    put_text(&canvas, 0, 1, 12, "e\xCC\x81x", 2); /* a combining mark */
    put_text(&canvas, 0, 2, 12, "\x1B[31m\x07\x7F", 7);
    put_text(&canvas, 0, 3, 12, "\xFF\xC2\x9B\xE2\x80", 4); /* broken, C1, broken at the end */
    assert_written(&canvas, GR_COLOR_NEVER, "a b c\nex\n?[31m??\n????\n");
    gr_canvas_put(&canvas, 0, 0, 0x1B, GR_ROLE_TEXT);
    gr_canvas_put(&canvas, 1, 0, 0x9B, GR_ROLE_TEXT);
    gr_canvas_put(&canvas, 2, 0, 0x202E, GR_ROLE_TEXT);
    gr_canvas_put(&canvas, 3, 0, '\n', GR_ROLE_TEXT);
    gr_canvas_put(&canvas, 4, 0, 0x110000, GR_ROLE_TEXT);
    assert_written(&canvas, GR_COLOR_NEVER, "?????\nex\n?[31m??\n????\n");
    gr_canvas_clear(&canvas);
}
END_TEST

START_TEST(ascii_has_nothing_else)
{
    gr_canvas canvas = canvas_of(20, 3, true);

    put_text(&canvas, 0, 0, 20, "α β–é “x” 漢 → ● ²", 17);
    for (int i = 0; i < GR_GLYPHS; i++)
        gr_canvas_glyph(&canvas, i, 1, (gr_glyph)i, GR_ROLE_TEXT);
    gr_canvas_put(&canvas, 0, 2, 0x28FF, GR_ROLE_TEXT);
    gr_canvas_put(&canvas, 1, 2, 0x2192, GR_ROLE_TEXT);
    ck_assert_int_eq(gr_canvas_text_right(&canvas, 4, 2, 6, "→●", GR_ROLE_TEXT), 2);
    assert_written(&canvas, GR_COLOR_NEVER, "a b-? \"x\" ? > @ 2\n.<^>v-=|++++'#o@\n?>      >@\n");
    gr_canvas_clear(&canvas);
}
END_TEST

START_TEST(glyphs_as_listed)
{
    gr_canvas canvas = canvas_of(20, 1, false);

    for (int i = 0; i < GR_GLYPHS; i++) {
        gr_canvas_glyph(&canvas, i, 0, (gr_glyph)i, GR_ROLE_TEXT);
        ck_assert_int_eq(gr_character_width(gr_canvas_glyph_of(&canvas, (gr_glyph)i)), 1);
    }
    assert_written(&canvas, GR_COLOR_NEVER, "·←↑→↓─━│└┘┤┴▀▒○●\n");
    gr_canvas_clear(&canvas);
}
END_TEST

/* --- roles --- */

enum { B = 1, D = 2, U = 4, R = 8 };

/* The table of roles of the design: colours of 256 and 8, attributes, attributes without colour. */
/* clang-format off */
static const struct {
    gr_role role;
    int of256, of8, attributes, mono;
} looks[] = {
    { GR_ROLE_TEXT, -1, -1, 0, 0 },       { GR_ROLE_CODE, -1, -1, 0, 0 },
    { GR_ROLE_TITLE, -1, -1, B, B },      { GR_ROLE_HEADING, -1, -1, B, B },
    { GR_ROLE_KEY, -1, -1, B, B },        { GR_ROLE_FOCUS, -1, -1, B, B },
    { GR_ROLE_MARK, -1, -1, 0, 0 },       { GR_ROLE_EMPHASIS, -1, -1, U, U },
    { GR_ROLE_DIM, 245, -1, 0, D },       { GR_ROLE_RULE, 245, -1, 0, D },
    { GR_ROLE_AXIS, 245, -1, 0, D },      { GR_ROLE_CONTOUR, 245, -1, 0, 0 },
    { GR_ROLE_GHOST, 245, -1, 0, 0 },     { GR_ROLE_SERIES1, 32, 6, 0, 0 },
    { GR_ROLE_SERIES2, 166, 3, 0, 0 },    { GR_ROLE_SERIES3, 36, 2, 0, 0 },
    { GR_ROLE_SERIES4, 175, 5, 0, 0 },    { GR_ROLE_SERIES5, 214, 7, 0, 0 },
    { GR_ROLE_SERIES6, 74, 4, 0, 0 },     { GR_ROLE_SERIES7, 227, 1, 0, 0 },
    { GR_ROLE_EXPERT, 36, 2, 0, U },      { GR_ROLE_LEARNER, 32, 6, 0, 0 },
    { GR_ROLE_GOOD, 36, 2, 0, B },        { GR_ROLE_WRONG, 166, 1, 0, B },
    { GR_ROLE_WARN, 214, 3, 0, B },       { GR_ROLE_EDIT, -1, -1, R, R },
    { GR_ROLE_COVER, 245, -1, 0, 0 },     { GR_ROLE_HEAT, -1, -1, 0, 0 },
};
/* clang-format on */

static void assert_style(const char *what, gr_style style, int foreground, int attributes)
{
    int has = (style.bold ? B : 0) | (style.dim ? D : 0) | (style.underline ? U : 0) |
              (style.reverse ? R : 0);

    ck_assert_msg(style.foreground == foreground && style.background == -1 && has == attributes,
                  "%s: foreground %d, attributes %d", what, style.foreground, has);
}

START_TEST(every_role)
{
    ck_assert_uint_eq(GR_LEN(looks), GR_ROLES);
    for (size_t i = 0; i < GR_LEN(looks); i++) {
        gr_cell cell = { .character = 'x', .role = (uint8_t)looks[i].role };
        char what[40];
        snprintf(what, sizeof what, "role %d", (int)looks[i].role);
        assert_style(what, gr_style_of(&cell, GR_COLOR_NEVER, false), -1, looks[i].mono);
        assert_style(what, gr_style_of(&cell, GR_COLOR_MONO, false), -1, looks[i].mono);
        assert_style(what, gr_style_of(&cell, GR_COLOR_8, false), looks[i].of8,
                     looks[i].attributes);
        assert_style(what, gr_style_of(&cell, GR_COLOR_256, false), looks[i].of256,
                     looks[i].attributes);
        cell.bold = true;
        assert_style(what, gr_style_of(&cell, GR_COLOR_256, false), looks[i].of256,
                     looks[i].attributes | B);
    }
}
END_TEST

START_TEST(a_light_background)
{
    static const struct {
        gr_role role;
        int color;
    } rows[] = {
        { GR_ROLE_SERIES1, 32 },  { GR_ROLE_SERIES2, 166 }, { GR_ROLE_SERIES3, 29 },
        { GR_ROLE_SERIES4, 132 }, { GR_ROLE_SERIES5, 136 }, { GR_ROLE_SERIES6, 54 },
        { GR_ROLE_SERIES7, 94 },  { GR_ROLE_GOOD, 29 },     { GR_ROLE_WRONG, 166 },
        { GR_ROLE_WARN, 136 },    { GR_ROLE_TEXT, -1 },
    };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_cell cell = { .character = 'x', .role = (uint8_t)rows[i].role };
        ck_assert_int_eq(gr_style_of(&cell, GR_COLOR_256, true).foreground, rows[i].color);
        ck_assert_int_ne(gr_style_of(&cell, GR_COLOR_8, true).foreground, 7); /* white on white */
    }
}
END_TEST

/* Both themes written: the same characters, each in its colours; the dark one without a word. */
START_TEST(written_for_a_background)
{
    gr_canvas canvas = canvas_of(3, 1, false);
    gr_text light = { 0 };
    gr_output out = { 0 };
    gr_error err = { 0 };

    gr_canvas_put(&canvas, 0, 0, 'a', GR_ROLE_SERIES3);
    gr_canvas_put(&canvas, 1, 0, 'b', GR_ROLE_TEXT);
    gr_canvas_put(&canvas, 2, 0, 'c', GR_ROLE_WARN);
    gr_text dark = written(&canvas, GR_COLOR_256);
    gr_output_memory(&out, &light);
    gr_canvas_write_on(&canvas, GR_COLOR_256, true, &out);
    ck_assert_msg(gr_output_commit(&out, &err), "%s", err.message);
    gr_assert_text(gr_text_string(&dark),
                   "\033[0;38;5;36ma\033[0mb\033[0;38;5;214mc\033[0m\n");
    gr_assert_text(gr_text_string(&light),
                   "\033[0;38;5;29ma\033[0mb\033[0;38;5;136mc\033[0m\n");
    gr_text_clear(&dark);
    gr_text_clear(&light);
    gr_canvas_clear(&canvas);
}
END_TEST

/* --- heat --- */

static double linear(int channel)
{
    static const int levels[] = { 0, 95, 135, 175, 215, 255 };
    double c = levels[channel] / 255.0;

    return c <= 0.04045 ? c / 12.92 : gr_pow((c + 0.055) / 1.055, 2.4);
}

/* CIE L* of a colour of the 6x6x6 cube (IEC 61966-2-1, D65). */
static double lightness(int color)
{
    int n = color - 16;
    double y = 0.2126 * linear(n / 36) + 0.7152 * linear(n / 6 % 6) + 0.0722 * linear(n % 6);

    return y > 216.0 / 24389 ? 116 * gr_pow(y, 1.0 / 3) - 16 : y * 24389 / 27;
}

START_TEST(heat_grows_lighter)
{
    double before = 0;

    for (int heat = 1; heat <= 6; heat++) {
        gr_cell cell = { .character = ' ', .heat = (uint8_t)heat };
        gr_style style = gr_style_of(&cell, GR_COLOR_256, false);
        ck_assert_int_ge(style.background, 16);
        ck_assert_int_eq(style.foreground, heat <= 3 ? 231 : 16);
        double now = lightness(style.background);
        ck_assert_msg(now > before + 5, "heat %d: L* %.1f after %.1f", heat, now, before);
        ck_assert_msg(heat <= 3 ? now < 60 : now > 50, "heat %d hides its text: %.1f", heat, now);
        before = now;
        ck_assert_int_eq(gr_style_of(&cell, GR_COLOR_8, false).background, -1);
        ck_assert_int_eq(gr_style_of(&cell, GR_COLOR_MONO, false).background, -1);
    }
    gr_cell cold = { .character = ' ' }, odd = { .character = ' ', .heat = 7, .role = 250 };
    ck_assert_int_eq(gr_style_of(&cold, GR_COLOR_256, false).background, -1);
    ck_assert_int_eq(gr_style_of(&odd, GR_COLOR_256, false).background, -1);
}
END_TEST

START_TEST(heat_stays_under_text)
{
    gr_canvas canvas = canvas_of(3, 1, false);

    canvas.cells[1].heat = 4;
    put_text(&canvas, 0, 0, 3, "abc", 3);
    ck_assert_uint_eq(gr_canvas_cell(&canvas, 1, 0)->heat, 4);
    assert_written(&canvas, GR_COLOR_256, "a\033[0;38;5;16;48;5;36mb\033[0mc\n");
    gr_canvas_wipe(&canvas, gr_canvas_rect(&canvas));
    assert_written(&canvas, GR_COLOR_256, "\n");
    gr_canvas_clear(&canvas);
}
END_TEST

/* A shade is a background in 256 colours and a letter in fewer, bold from `*` on. */
START_TEST(shades)
{
    gr_canvas canvas = canvas_of(8, 1, false);

    for (int level = -1; level <= 6; level++)
        gr_canvas_heat(&canvas, level, 0, level);
    assert_written(&canvas, GR_COLOR_NEVER, " .:+*#@\n");
    assert_written(&canvas, GR_COLOR_MONO, " .:+\033[0;1m*#@\033[0m\n");
    assert_written(&canvas, GR_COLOR_8, " .:+\033[0;1m*#@\033[0m\n");
    assert_written(&canvas, GR_COLOR_256,
                   " \033[0;38;5;231;48;5;53m \033[0;38;5;231;48;5;24m "
                   "\033[0;38;5;231;48;5;30m \033[0;38;5;16;48;5;36m "
                   "\033[0;38;5;16;48;5;113m \033[0;38;5;16;48;5;220m \033[0m\n");
    gr_canvas_clear(&canvas);
}
END_TEST

/* A shade behind a letter is seen in 256 colours alone. */
START_TEST(tints)
{
    gr_canvas canvas = canvas_of(3, 1, false);

    put_text(&canvas, 0, 0, 3, "ab", 2);
    for (int x = -1; x <= 3; x++)
        gr_canvas_tint(&canvas, x, 0, 4);
    assert_written(&canvas, GR_COLOR_NEVER, "ab\n");
    assert_written(&canvas, GR_COLOR_MONO, "ab\n");
    assert_written(&canvas, GR_COLOR_256, "\033[0;38;5;16;48;5;36mab \033[0m\n");
    gr_canvas_clear(&canvas);
}
END_TEST

/* Two values a cell; with fewer colours the letter of their mean, in ASCII always. What is put on
 * them stands on their mean, or on the one there is. */
START_TEST(half_blocks)
{
    gr_canvas canvas = canvas_of(5, 1, false), ascii = canvas_of(5, 1, true);
    gr_canvas covered = canvas_of(5, 1, false);
    static const int pairs[][2] = { { 1, 6 }, { 0, 3 }, { 4, 0 }, { 0, 0 } };

    for (int i = 0; i < 4; i++) {
        gr_canvas_heats(&canvas, i, 0, pairs[i][0], pairs[i][1]);
        gr_canvas_heats(&ascii, i, 0, pairs[i][0], pairs[i][1]);
        gr_canvas_heats(&covered, i, 0, pairs[i][0], pairs[i][1]);
    }
    gr_canvas_heats(&canvas, 9, 0, 1, 1);
    for (int i = 0; i < 4; i++) {
        static const int left[] = { 4, 3, 4, 0 };
        gr_canvas_text(&covered, i, 0, 1, "x", GR_ROLE_TEXT);
        ck_assert_int_eq(gr_canvas_cell(&covered, i, 0)->heat, left[i]);
    }
    assert_written(&canvas, GR_COLOR_NEVER, "*::\n");
    assert_written(&ascii, GR_COLOR_NEVER, "*::\n");
    assert_written(&canvas, GR_COLOR_8, "\033[0;1m*\033[0m::\n");
    assert_written(&canvas, GR_COLOR_256,
                   "\033[0;38;5;53;48;5;220m▀\033[0;7;38;5;30m▀\033[0;38;5;36m▀\033[0m\n");
    gr_canvas_clear(&canvas);
    gr_canvas_clear(&covered);
    gr_canvas_clear(&ascii);
}
END_TEST

/* --- the writer --- */

START_TEST(escape_sequences)
{
    gr_canvas canvas = canvas_of(12, 2, false);

    gr_canvas_text(&canvas, 0, 0, 12, "ab", GR_ROLE_TITLE);
    gr_canvas_text(&canvas, 2, 0, 12, "c", GR_ROLE_TEXT);
    gr_canvas_text(&canvas, 3, 0, 12, "de", GR_ROLE_SERIES2);
    gr_canvas_text(&canvas, 5, 0, 12, "f", GR_ROLE_EDIT);
    gr_canvas_text(&canvas, 0, 1, 12, "u", GR_ROLE_EMPHASIS);
    gr_canvas_text(&canvas, 1, 1, 12, "d", GR_ROLE_DIM);
    gr_canvas_text(&canvas, 2, 1, 12, "w", GR_ROLE_WRONG);
    gr_canvas_embolden(&canvas, (gr_rect){ 2, 1, 1, 1 });
    assert_written(&canvas, GR_COLOR_NEVER, "abcdef\nudw\n");
    assert_written(&canvas, GR_COLOR_MONO,
                   "\033[0;1mab\033[0mcde\033[0;7mf\033[0m\n"
                   "\033[0;4mu\033[0;2md\033[0;1mw\033[0m\n");
    assert_written(&canvas, GR_COLOR_8,
                   "\033[0;1mab\033[0mc\033[0;33mde\033[0;7mf\033[0m\n"
                   "\033[0;4mu\033[0md\033[0;1;31mw\033[0m\n");
    assert_written(&canvas, GR_COLOR_256,
                   "\033[0;1mab\033[0mc\033[0;38;5;166mde\033[0;7mf\033[0m\n"
                   "\033[0;4mu\033[0;38;5;245md\033[0;1;38;5;166mw\033[0m\n");
    gr_canvas_clear(&canvas);
}
END_TEST

/* Blanks at the end go, but for those that show: reversed, underlined, or warm. */
START_TEST(trailing_blanks)
{
    gr_canvas canvas = canvas_of(6, 5, false);

    gr_canvas_text(&canvas, 0, 0, 6, "a   ", GR_ROLE_TEXT);
    gr_canvas_text(&canvas, 0, 1, 6, "b   ", GR_ROLE_TITLE);
    gr_canvas_text(&canvas, 0, 2, 6, "c  ", GR_ROLE_EDIT);
    gr_canvas_text(&canvas, 0, 3, 6, "d  ", GR_ROLE_EMPHASIS);
    canvas.cells[4 * 6 + 1].heat = 6;
    assert_written(&canvas, GR_COLOR_NEVER, "a\nb\nc\nd\n\n");
    assert_written(&canvas, GR_COLOR_8,
                   "a\n\033[0;1mb\033[0m\n\033[0;7mc  \033[0m\n\033[0;4md  \033[0m\n\n");
    assert_written(&canvas, GR_COLOR_256,
                   "a\n\033[0;1mb\033[0m\n\033[0;7mc  \033[0m\n\033[0;4md  \033[0m\n"
                   " \033[0;38;5;16;48;5;220m \033[0m\n");
    gr_canvas_clear(&canvas);
}
END_TEST

START_TEST(colour_words)
{
    static const char *const words[] = { "never", "mono", "8", "256" };
    static const char *const wrong[] = { "", "16", "Never", "256 ", "truecolor", "25" };
    gr_error err = { 0 };
    gr_color color = GR_COLOR_8;

    for (size_t i = 0; i < GR_LEN(wrong); i++) {
        ck_assert(!gr_color_read(wrong[i], &color, &err));
        ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
        ck_assert_int_eq(color, GR_COLOR_8);
    }
    gr_assert_text(err.message, "unknown colours '25'; there are: never, mono, 8, 256");
    for (size_t i = 0; i < GR_LEN(words); i++) {
        ck_assert(gr_color_read(words[i], &color, &err));
        ck_assert_int_eq((int)color, (int)i);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("canvas");
    TCase *tcase = gr_test_case(made, "canvas");

    tcase_add_test(tcase, sizes);
    tcase_add_test(tcase, rectangles_are_clipped);
    tcase_add_test(tcase, drawing_outside_does_nothing);
    tcase_add_test(tcase, text_at_the_right);
    tcase_add_test(tcase, wide_characters_take_two_cells);
    tcase_add_test(tcase, no_half_of_a_wide_character);
    tcase_add_test(tcase, what_cannot_be_shown);
    tcase_add_test(tcase, ascii_has_nothing_else);
    tcase_add_test(tcase, glyphs_as_listed);
    tcase_add_test(tcase, every_role);
    tcase_add_test(tcase, a_light_background);
    tcase_add_test(tcase, written_for_a_background);
    tcase_add_test(tcase, heat_grows_lighter);
    tcase_add_test(tcase, heat_stays_under_text);
    tcase_add_test(tcase, shades);
    tcase_add_test(tcase, tints);
    tcase_add_test(tcase, half_blocks);
    tcase_add_test(tcase, escape_sequences);
    tcase_add_test(tcase, trailing_blanks);
    tcase_add_test(tcase, colour_words);
    return made;
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8"); /* widths come from the C library */
    return gr_test_main(suite());
}
