/* Every screen, from 1x1 to 300x100: what other sizes it was drawn in before leaves no trace. A
 * sample that is dense where layouts change; GRADUS_TEST_ALL_SIZES=1 takes them all, for minutes.
 */
#include "terminal.h"

#include "support.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDEST = 300, HIGHEST = 100, WIDTHS = WIDEST, HEIGHTS = HIGHEST };

/* A screen is a lesson and the keys to it; '\r' is Enter. None is scrolled: where all of a text fits,
 * there is nothing to scroll, and that is not undone when the window shrinks again. */
static const struct scene {
    const char *name, *lesson, *keys;
} scenes[] = {
    { "the catalogue", NULL, "" },
    { "the catalogue, at its end", NULL, "G" },
    { "a page that waits for a prediction", "030", "" },
    { "a prediction that is typed", "030", "12" },
    { "a page played to its end", "030", "100\r" },
    { "a step in the middle", "030", "s2." },
    { "the experiment has the focus", "030", "s\t." },
    { "fine steps", "030", "s\tF.." },
    { "a knob that is typed", "030", "s\t\r12" },
    { "a knob that is refused", "030", "s\t\r\x7f\x7f--\r" },
    { "the export dialog", "030", "s3.e" },
    { "help", "030", "?" },
    { "the second page", "030", "n" },
    { "the last page, with an answer", "030", "nnnnnn7\rh" },
};
enum { SCENES = GR_LEN(scenes) };

/* --- sizes --- */

/* Around the limits of the layouts each one; between them some. */
static bool is_sampled(int n, const int limits[4])
{
    if (getenv("GRADUS_TEST_ALL_SIZES") != NULL || n <= 3 || n % 50 == 0)
        return true;
    for (int i = 0; i < 4; i++)
        if (abs(n - limits[i]) <= 1)
            return true;
    return false;
}

static size_t sample(int most, const int limits[4], int *out)
{
    size_t count = 0;

    for (int n = 1; n <= most; n++)
        if (n == most || is_sampled(n, limits))
            out[count++] = n;
    return count;
}

static size_t sample_widths(int out[WIDTHS])
{
    return sample(WIDEST, (const int[]){ 20, 40, 80, 120 }, out);
}

static size_t sample_heights(int out[HEIGHTS])
{
    return sample(HIGHEST, (const int[]){ 5, 12, 24, 40 }, out);
}

/* --- in this process, where many can be tried --- */

static void draw(gr_twin *twin, gr_canvas *canvas, int width, int height)
{
    gr_error err;

    if (!gr_canvas_init(canvas, width, height, false, &err) ||
        !gr_app_draw(&twin->app, canvas, &err))
        ck_abort_msg("%s", err.message);
}

static void assert_same(const gr_canvas *seen, const gr_canvas *fresh, const char *name)
{
    for (int y = 0; y < fresh->height; y++)
        for (int x = 0; x < fresh->width; x++) {
            const gr_cell *a = gr_canvas_cell(seen, x, y), *b = gr_canvas_cell(fresh, x, y);
            if (a->character != b->character || a->role != b->role || a->heat != b->heat ||
                a->ink != b->ink || a->bold != b->bold)
                ck_abort_msg("%s at %dx%d: U+%04X at %d,%d, fresh U+%04X", name, fresh->width,
                             fresh->height, (unsigned)a->character, x, y, (unsigned)b->character);
        }
}

static void compare(gr_twin *old, const struct scene *scene, int width, int height)
{
    gr_canvas seen, wanted;
    gr_twin fresh;

    if (scene->lesson != NULL)
        gr_twin_init_alone(&fresh, scene->lesson, GR_COLOR_256, false);
    else
        gr_twin_init(&fresh, NULL, GR_COLOR_256, false);
    gr_twin_type(&fresh, scene->keys);
    draw(old, &seen, width, height);
    draw(&fresh, &wanted, width, height);
    assert_same(&seen, &wanted, scene->name);
    gr_canvas_clear(&seen);
    gr_canvas_clear(&wanted);
    gr_twin_clear(&fresh);
}

/* Wide and low, narrow and high take turns, so that each follows one that is nothing like it. */
START_TEST(no_size_leaves_a_trace)
{
    const struct scene *scene = &scenes[_i];
    int widths[WIDTHS], heights[HEIGHTS];
    size_t columns = sample_widths(widths), rows = sample_heights(heights);
    gr_twin old;

    gr_twin_init(&old, scene->lesson, GR_COLOR_256, false);
    gr_twin_type(&old, scene->keys);
    for (size_t i = 0; i < columns; i++)
        for (size_t j = 0; j < rows; j++) {
            bool back = j % 2 == 1;
            compare(&old, scene, widths[back ? columns - 1 - i : i],
                    heights[back ? rows - 1 - j / 2 : j / 2]);
        }
    gr_twin_clear(&old);
}
END_TEST

/* --- on a terminal --- */

START_TEST(the_terminal_follows)
{
    const struct scene *scene = &scenes[_i];
    int widths[WIDTHS], heights[HEIGHTS];
    size_t columns = sample_widths(widths), rows = sample_heights(heights);
    gr_twin twin;
    gr_pty *pty = gr_pty_start_both(&(gr_pty_setup){ .width = 80 }, &twin, scene->lesson);

    gr_pty_type_both(pty, &twin, scene->keys);
    for (size_t i = 0; i < columns; i += 3) {
        gr_pty_resize(pty, widths[i % 2 == 0 ? i : columns - i], heights[7 * i % rows]);
        gr_pty_wait_twin(pty, &twin);
    }
    gr_pty_free(pty);
    gr_twin_clear(&twin);
}
END_TEST

/* --- the suite --- */

int main(void)
{
    Suite *suite = suite_create("terminal_sizes");
    TCase *tcase = gr_test_case(suite, "sizes");

    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_loop_test(tcase, no_size_leaves_a_trace, 0, SCENES);
    tcase_add_loop_test(tcase, the_terminal_follows, 0, SCENES);
    return gr_test_main(suite);
}
