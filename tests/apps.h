/* apps.h - a workbench in the hands of a test: keys by name, text, and what the screen shows.
 * Everything here fails the test on an error. */
#ifndef GRADUS_TESTS_APPS_H
#define GRADUS_TESTS_APPS_H

#include "gradus/app.h"
#include "support.h"

/* An app that shows a page of lessons/030-parameters.md, from 0. */
gr_app gr_test_app(size_t page, bool ascii);

/* Keys by name, as in the action table: "1 0 0 Enter"; the work that follows is done. */
void gr_test_press(gr_app *app, const char *keys);
void gr_test_type(gr_app *app, const char *text);
void gr_test_work(gr_app *app);

void gr_test_draw(gr_app *app, gr_canvas *canvas, int width, int height);

/* The screen as text; with what is bold, underlined and reversed. Heap. */
char *gr_test_screen(gr_app *app, int width, int height, gr_color color);
char *gr_test_picture(gr_app *app, int width, int height);

bool gr_test_shows_at(gr_app *app, int width, int height, const char *part);
#define gr_test_shows(app, part)                                                                   \
    ck_assert_msg(gr_test_shows_at(app, 80, 24, part), "not on the screen: %s", part)
#define gr_test_hides(app, part)                                                                   \
    ck_assert_msg(!gr_test_shows_at(app, 80, 24, part), "on the screen: %s", part)

/* The message that stands is of that kind and has that part. */
void gr_test_says(const gr_app *app, gr_message_kind kind, const char *part);

#endif
