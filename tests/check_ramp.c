/* Colours: lightness rises along the ramp, what stands on it can be read, roles are told apart. The
 * colours of xterm's palette are computed here, their lightness as CIE 1976 L* has it, contrast as
 * WCAG 2 does. */
#include "gradus/canvas.h"

#include "gradus/elementary.h"
#include "support.h"

/* --- colours --- */

/* The share of a channel, 0 to 1, of one of the upper 240 colours. */
static double channel(int color, int which)
{
    static const int places[] = { 36, 6, 1 };

    ck_assert_int_ge(color, 16);
    ck_assert_int_le(color, 255);
    if (color >= 232)
        return (8 + 10 * (color - 232)) / 255.0;
    int step = (color - 16) / places[which] % 6;
    return step > 0 ? (55 + 40 * step) / 255.0 : 0;
}

static double linear(double share)
{
    return share <= 0.04045 ? share / 12.92 : gr_pow((share + 0.055) / 1.055, 2.4);
}

/* Relative luminance, white being 1. */
static double luminance(int color)
{
    return 0.2126 * linear(channel(color, 0)) + 0.7152 * linear(channel(color, 1)) +
           0.0722 * linear(channel(color, 2));
}

static double lightness(int color)
{
    double y = luminance(color);

    return y > 216.0 / 24389 ? 116 * gr_pow(y, 1.0 / 3) - 16 : y * 24389 / 27;
}

static double contrast(double a, double b)
{
    return a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);
}

START_TEST(the_arithmetic_of_colours)
{
    ck_assert_double_eq_tol(lightness(16), 0, 1e-12);
    ck_assert_double_eq_tol(lightness(231), 100, 1e-9);
    ck_assert_double_eq_tol(lightness(196), 53.24, 0.01); /* pure red, green, blue: known */
    ck_assert_double_eq_tol(lightness(46), 87.74, 0.01);
    ck_assert_double_eq_tol(lightness(21), 32.30, 0.01);
    ck_assert_double_eq_tol(contrast(luminance(16), luminance(231)), 21, 1e-9);
}
END_TEST

/* --- shades --- */

static gr_style shade(int level, gr_color color, bool light)
{
    gr_cell cell = { .character = (uint32_t)gr_heat_letter(level),
                     .role = GR_ROLE_HEAT,
                     .heat = (uint8_t)level };

    return gr_style_of(&cell, color, light);
}

START_TEST(lightness_rises)
{
    for (int light = 0; light < 2; light++)
        for (int level = 2; level <= GR_HEATS; level++) {
            double below = lightness(shade(level - 1, GR_COLOR_256, light).background);
            double here = lightness(shade(level, GR_COLOR_256, light).background);
            ck_assert_msg(here > below + 5, "L* of shade %d is %.1f, of the one below %.1f", level,
                          here, below);
        }
}
END_TEST

/* Both halves of a half block are of the same ramp. */
START_TEST(half_blocks_are_of_the_ramp)
{
    for (int upper = 0; upper <= GR_HEATS; upper++)
        for (int lower = 0; lower <= GR_HEATS; lower++) {
            gr_canvas canvas = { 0 };
            gr_error err = { 0 };
            ck_assert(gr_canvas_init(&canvas, 1, 1, false, &err));
            gr_canvas_heats(&canvas, 0, 0, upper, lower);
            gr_style style = gr_style_of(gr_canvas_cell(&canvas, 0, 0), GR_COLOR_256, false);
            /* the glyph is the upper half: turned round where that is blank */
            bool turned = upper == 0 && lower > 0;
            int above = upper > 0 ? shade(upper, GR_COLOR_256, false).background : -1;
            int below = lower > 0 ? shade(lower, GR_COLOR_256, false).background : -1;
            ck_assert_int_eq(style.reverse, turned);
            ck_assert_int_eq(turned ? style.background : style.foreground, above);
            ck_assert_int_eq(turned ? style.foreground : style.background, below);
            gr_canvas_clear(&canvas);
        }
}
END_TEST

/* Any role on any shade: at least 4.3, where 4.5 is asked of small print and 3 of large. */
START_TEST(what_stands_on_a_shade)
{
    for (int role = 0; role < GR_ROLES; role++)
        for (int level = 1; level <= GR_HEATS; level++)
            for (int light = 0; light < 2; light++) {
                gr_cell cell = { .character = 'x', .role = (uint8_t)role, .heat = (uint8_t)level };
                gr_style style = gr_style_of(&cell, GR_COLOR_256, light);
                double against = contrast(luminance(style.foreground), luminance(style.background));
                ck_assert_msg(against >= 4.3, "role %d on shade %d: %.2f", role, level, against);
            }
}
END_TEST

/* Fewer colours: letters with ever more ink, bold from the fourth on. */
START_TEST(shades_as_letters)
{
    static const char ramp[] = " .:+*#@";

    for (int level = 0; level <= GR_HEATS; level++) {
        ck_assert_int_eq(gr_heat_letter(level), ramp[level]);
        for (gr_color color = GR_COLOR_MONO; color <= GR_COLOR_8; color++) {
            gr_style style = shade(level, color, false);
            ck_assert_int_eq(style.background, -1);
            ck_assert_int_eq(style.bold, level >= 4);
        }
    }
}
END_TEST

/* --- roles --- */

static gr_style role_style(gr_role role, gr_color color, bool light)
{
    gr_cell cell = { .character = 'x', .role = (uint8_t)role };

    return gr_style_of(&cell, color, light);
}

/* Against black at least 3, against white at least 3.3. */
START_TEST(roles_can_be_seen)
{
    for (gr_role role = 0; role < GR_ROLES; role++) {
        int on_black = role_style(role, GR_COLOR_256, false).foreground;
        int on_white = role_style(role, GR_COLOR_256, true).foreground;
        ck_assert_msg(on_black < 0 || contrast(luminance(on_black), 0) >= 3, "role %d", role);
        ck_assert_msg(on_white < 0 || contrast(luminance(on_white), 1) >= 3.3, "role %d", role);
        ck_assert_int_eq(role_style(role, GR_COLOR_MONO, false).foreground, -1);
    }
}
END_TEST

START_TEST(series_are_told_apart)
{
    for (gr_role a = GR_ROLE_SERIES1; a <= GR_ROLE_SERIES7; a++)
        for (gr_role b = GR_ROLE_SERIES1; b < a; b++) {
            for (int light = 0; light < 2; light++)
                ck_assert_int_ne(role_style(a, GR_COLOR_256, light).foreground,
                                 role_style(b, GR_COLOR_256, light).foreground);
            ck_assert_int_ne(role_style(a, GR_COLOR_8, false).foreground,
                             role_style(b, GR_COLOR_8, false).foreground);
        }
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("ramp");
    TCase *tcase = gr_test_case(made, "ramp");

    tcase_add_test(tcase, the_arithmetic_of_colours);
    tcase_add_test(tcase, lightness_rises);
    tcase_add_test(tcase, half_blocks_are_of_the_ramp);
    tcase_add_test(tcase, what_stands_on_a_shade);
    tcase_add_test(tcase, shades_as_letters);
    tcase_add_test(tcase, roles_can_be_seen);
    tcase_add_test(tcase, series_are_told_apart);
    return made;
}

int main(void)
{
    return gr_test_main(suite());
}
