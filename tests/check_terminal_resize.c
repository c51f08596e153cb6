/* Whatever was done to the window, the screen is that of a fresh start in its present size. */
#include "terminal.h"

#include "support.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

static gr_pty *pty;
static gr_twin twin;

static const int sizes[][2] = { { 1, 1 },   { 1, 200 }, { 200, 1 },  { 2, 2 },
                                { 19, 4 },  { 20, 5 },  { 39, 11 },  { 40, 12 },
                                { 79, 23 }, { 80, 24 }, { 120, 40 }, { 300, 100 } };
enum { SIZES = GR_LEN(sizes) };

/* --- helpers --- */

static void finish(void)
{
    gr_pty_free(pty);
    gr_twin_clear(&twin);
}

static void type(const char *keys)
{
    gr_pty_type_both(pty, &twin, keys);
}

static void resize(int width, int height)
{
    gr_pty_resize(pty, width, height);
    gr_pty_wait_twin(pty, &twin);
}

/* The screen of a fresh start in a size, after some keys. Heap. */
static char *fresh_screen(const char *lesson, const char *keys, int width, int height)
{
    gr_twin other;
    gr_pty_setup setup = { .width = width, .height = height };
    gr_pty *fresh = gr_pty_start_both(&setup, &other, lesson);

    gr_pty_type_both(fresh, &other, keys);
    char *screen = gr_pty_screen(fresh);
    gr_pty_free(fresh);
    gr_twin_clear(&other);
    return screen;
}

static void assert_fresh(const char *lesson, const char *keys)
{
    int width, height;

    gr_pty_size(pty, &width, &height);
    char *wanted = fresh_screen(lesson, keys, width, height), *screen = gr_pty_screen(pty);
    gr_assert_text(screen, wanted);
    free(wanted);
    free(screen);
}

/* --- one size and back --- */

/* The twin is what a fresh start shows; that it is, is seen once in each size. */
static void visit(const char *lesson, const char *keys, const int size[2])
{
    pty = gr_pty_start_both(&(gr_pty_setup){ .width = 80 }, &twin, lesson);
    type(keys);
    resize(size[0], size[1]);
    assert_fresh(lesson, keys);
    resize(80, 24);
    finish();
}

START_TEST(the_catalogue_in_every_size)
{
    visit(NULL, "", sizes[_i]);
}
END_TEST

START_TEST(a_lesson_page_in_every_size)
{
    visit("030", "", sizes[_i]);
}
END_TEST

START_TEST(help_in_every_size)
{
    visit("030", "?", sizes[_i]);
}
END_TEST

START_TEST(a_field_in_every_size)
{
    visit("030", "s\t\r12", sizes[_i]);
}
END_TEST

START_TEST(keys_work_in_every_size)
{
    gr_pty_setup setup = { .width = sizes[_i][0], .height = sizes[_i][1] };

    pty = gr_pty_start_both(&setup, &twin, "030");
    type("s\t"); /* not played: where one cell is all there is, one could not see it end */
    type("...");
    type(",");
    type("?");
    type("?");
    resize(80, 24);
    gr_pty_wait_text(pty, "step 2 of 3");
    gr_pty_type(pty, "Q");
    ck_assert_int_eq(gr_pty_wait_end(pty).status, 0);
    gr_pty_assert_restored(pty);
    finish();
}
END_TEST

START_TEST(a_size_beyond_all_is_survived)
{
    gr_twin_init(&twin, NULL, GR_COLOR_256, false);
    pty = gr_pty_start(&(gr_pty_setup){ .width = 3000, .height = 30 }, NULL);
    gr_pty_wait_text(pty, "gradus");
    resize(80, 24);
    gr_pty_resize(pty, 30, 3000);
    gr_pty_wait_text(pty, "gradus");
    resize(80, 24);
    finish();
}
END_TEST

/* --- many --- */

/* Numbers that are the same every time. */
static unsigned next(unsigned *state)
{
    *state = *state * 1103515245u + 12345u;
    return *state >> 16;
}

/* Typed into the storm; the twin gets them too, and takes them in the same order. */
static const char *const some_keys[] = { ".", ",", "?", "?", "\t", "j", "k", "]", "G", "g" };

START_TEST(a_storm_ends_in_the_right_frame)
{
    unsigned state = 1;

    pty = gr_pty_start_both(&(gr_pty_setup){ .width = 80 }, &twin, "030");
    type("100\r");
    for (int i = 0; i < 2000; i++) {
        int width = 1 + (int)(next(&state) % 200), height = 1 + (int)(next(&state) % 60);
        gr_pty_resize(pty, width, height);
        if (i % 7 == 0) {
            const char *key = some_keys[next(&state) % GR_LEN(some_keys)];
            gr_pty_type(pty, key);
            gr_twin_type(&twin, key);
        }
        gr_pty_pump(pty, 0);
    }
    gr_pty_wait_twin(pty, &twin);
    resize(80, 24);
    finish();
}
END_TEST

/* Of two changes that come at once none may be lost, the last least of all. */
START_TEST(the_last_of_two_counts)
{
    unsigned state = (unsigned)_i;

    pty = gr_pty_start_both(&(gr_pty_setup){ .width = 80 }, &twin, NULL);
    for (int i = 0; i < 20; i++) {
        gr_pty_resize(pty, 30 + (int)(next(&state) % 90), 6 + (int)(next(&state) % 30));
        gr_pty_pump(pty, (int)(next(&state) % 2));
        gr_pty_resize(pty, 30 + (int)(next(&state) % 90), 6 + (int)(next(&state) % 30));
        gr_pty_wait_twin(pty, &twin);
    }
    finish();
}
END_TEST

/* While it starts, at any moment of that. */
START_TEST(a_resize_during_the_start_is_not_lost)
{
    gr_twin_init(&twin, "030", GR_COLOR_256, false);
    for (int round = 0; round < 10; round++) {
        pty = gr_pty_start(&(gr_pty_setup){ .width = 80 }, (const char *[]){ "030", NULL });
        for (size_t length = 0, i = 0; i < (size_t)(10 * _i + round) && length == 0; i++) {
            gr_pty_pump(pty, i % 3 == 0);
            gr_pty_output(pty, &length);
        }
        gr_pty_resize(pty, 100, 30);
        gr_pty_wait_twin(pty, &twin);
        gr_pty_free(pty);
    }
    gr_twin_clear(&twin);
}
END_TEST

/* --- the suite --- */

int main(void)
{
    Suite *suite = suite_create("terminal_resize");
    TCase *tcase = gr_test_case(suite, "sizes");

    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_loop_test(tcase, the_catalogue_in_every_size, 0, SIZES);
    tcase_add_loop_test(tcase, a_lesson_page_in_every_size, 0, SIZES);
    tcase_add_loop_test(tcase, help_in_every_size, 0, SIZES);
    tcase_add_loop_test(tcase, a_field_in_every_size, 0, SIZES);
    tcase_add_loop_test(tcase, keys_work_in_every_size, 0, SIZES);
    tcase_add_test(tcase, a_size_beyond_all_is_survived);
    tcase = gr_test_case(suite, "many");
    tcase_add_test(tcase, a_storm_ends_in_the_right_frame);
    tcase_add_loop_test(tcase, the_last_of_two_counts, 1, 3);
    tcase_add_loop_test(tcase, a_resize_during_the_start_is_not_lost, 0, 4);
    return gr_test_main(suite);
}
