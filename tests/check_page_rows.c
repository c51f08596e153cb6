/* The narrow rows of a page: knobs, fields and the number of the moment are never cut so that they
 * say something else. */
#include "gradus/app.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "support.h"

static gr_app app_of(const char *layers)
{
    const gr_setting setting = { "layers", layers };
    gr_error err = { 0 };
    gr_lesson *lesson = gr_lesson_around(gr_experiment_find("parameters", &err), &setting, 1, &err);
    gr_session *session = lesson != NULL ? gr_session_new(lesson, &err) : NULL;
    gr_app app;

    ck_assert_msg(session != NULL, "%s", err.message);
    gr_app_around(&app, session, false);
    return app;
}

static void type(gr_app *app, const char *text)
{
    for (size_t length = strlen(text); length > 0;) {
        uint32_t character = '?';
        size_t taken = gr_utf8_decode(text, length, &character);
        gr_app_key(app, character);
        text += taken;
        length -= taken;
    }
}

enum { PROSE_END = 35 }; /* at 80x24 the rule stands behind it */

/* One row of the screen as text; at 80x24 of the body the prose alone. */
static void assert_row(gr_app *app, int width, int height, int row, const char *expected)
{
    gr_canvas canvas = { 0 };
    gr_text text = { 0 };
    gr_error err = { 0 };

    ck_assert(gr_canvas_init(&canvas, width, height, false, &err));
    ck_assert_msg(gr_app_draw(app, &canvas, &err), "%s", err.message);
    int end = width == 80 && row >= 2 && row < 20 ? PROSE_END : width;
    for (int x = 0; x < end; x++)
        if (gr_canvas_cell(&canvas, x, row)->character != 0)
            gr_text_put(&text, gr_canvas_cell(&canvas, x, row)->character);
    while (text.length > 0 && text.bytes[text.length - 1] == ' ')
        gr_text_truncate(&text, text.length - 1);
    gr_assert_text(gr_text_string(&text), expected);
    gr_text_clear(&text);
    gr_canvas_clear(&canvas);
}

/* To a step without waiting. */
static void go_to(gr_app *app, long step)
{
    gr_error err = { 0 };

    ck_assert(gr_session_aim(app->session, step, 0, &err) && gr_session_settle(app->session, &err));
}

/* --- knobs --- */

START_TEST(a_knob_whole_or_not_at_all)
{
    gr_app app = app_of("64-128-10");

    assert_row(&app, 80, 24, 21, ">layers 64-128-10   bias yes");
    assert_row(&app, 42, 12, 10, ">layers 64-128-10   bias yes   0/2 paused");
    assert_row(&app, 40, 12, 10, ">layers 64-128-10            0/2 paused");
    gr_app_key(&app, ']');
    assert_row(&app, 40, 12, 10, ">bias yes                    0/2 paused");
    gr_app_clear(&app);
}
END_TEST

START_TEST(a_long_value_is_typed_at_its_end)
{
    gr_app app = app_of("5-8-4-3");

    gr_app_key(&app, GR_KEY_ENTER);
    assert_row(&app, 80, 24, 21, ">layers [ 5-8-4-3      ]   bias yes");
    type(&app, "1-22-333-4444-55555-666666-7777777-88888888-99-10-11-12-13-14-15-16-17-18-19");
    assert_row(&app, 80, 24, 21,
               ">layers [ 4444-55555-666666-7777777-88888888-99-10-11-12-13-14-15-16-17-18-19 ]");
    assert_row(&app, 20, 5, 4, ">layers [ 17-18-19 ]");
    gr_app_clear(&app);
}
END_TEST

/* --- a file's name --- */

START_TEST(whole_characters_in_a_field)
{
    gr_app app = app_of("5-8-4-3");

    gr_app_key(&app, 'e');
    assert_row(&app, 80, 24, 4, " >file   [ parameters.csv     ]");
    type(&app, "größe-der-schichten-漢字漢.csv");
    assert_row(&app, 80, 24, 4, " >file   [ hichten-漢字漢.csv ]");
    gr_app_clear(&app);
}
END_TEST

/* --- the number of the moment --- */

START_TEST(no_half_of_a_sum)
{
    gr_app app = app_of("64-128-10");

    go_to(&app, 1);
    assert_row(&app, 20, 5, 0, " 1/1  total 8320 + ?");
    assert_row(&app, 12, 1, 0, " 1/2 + ?");
    go_to(&app, 2);
    assert_row(&app, 20, 5, 0, " 1/1            9610");
    assert_row(&app, 12, 1, 0, " 2/2 9610");
    assert_row(&app, 8, 1, 0, " 2/2");
    gr_app_clear(&app);
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("page_rows");
    TCase *tcase = gr_test_case(made, "page_rows");

    tcase_add_test(tcase, a_knob_whole_or_not_at_all);
    tcase_add_test(tcase, a_long_value_is_typed_at_its_end);
    tcase_add_test(tcase, whole_characters_in_a_field);
    tcase_add_test(tcase, no_half_of_a_sum);
    return made;
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8"); /* widths come from the C library */
    return gr_test_main(suite());
}
