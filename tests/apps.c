#include "apps.h"

#include "gradus/file.h"
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

gr_app gr_test_app(size_t page, bool ascii)
{
    gr_error err = { 0 };
    gr_app app;
    gr_lesson *lesson = gr_lesson_load(gr_test_source("lessons/030-parameters.md"), NULL, &err);
    gr_session *session = lesson != NULL ? gr_session_new(lesson, &err) : NULL;

    ck_assert_msg(session != NULL && gr_session_open(session, page, &err), "%s", err.message);
    gr_app_around(&app, session, ascii);
    return app;
}

void gr_test_work(gr_app *app)
{
    for (int i = 0; gr_app_busy(app); i++) {
        if (i == 10000)
            ck_abort_msg("the work does not end");
        gr_app_work(app);
    }
}

void gr_test_press(gr_app *app, const char *keys)
{
    char name[32];
    int taken;

    for (; sscanf(keys, "%31s%n", name, &taken) == 1; keys += taken) {
        gr_key key = gr_key_named(name);
        if (key == GR_KEY_NONE)
            ck_abort_msg("there is no key %s", name);
        gr_app_key(app, key);
        gr_test_work(app);
    }
}

void gr_test_type(gr_app *app, const char *text)
{
    for (; *text != '\0'; text++)
        gr_app_key(app, (gr_key)(unsigned char)*text);
}

void gr_test_draw(gr_app *app, gr_canvas *canvas, int width, int height)
{
    gr_error err = { 0 };

    if (!gr_canvas_init(canvas, width, height, app->ascii, &err) || !gr_app_draw(app, canvas, &err))
        ck_abort_msg("%dx%d: %s", width, height, err.message);
}

char *gr_test_screen(gr_app *app, int width, int height, gr_color color)
{
    gr_canvas canvas = { 0 };
    gr_text text = { 0 };
    gr_output out = { 0 };
    gr_error err;

    gr_test_draw(app, &canvas, width, height);
    gr_output_memory(&out, &text);
    gr_canvas_write(&canvas, color, &out);
    if (!gr_output_commit(&out, &err))
        ck_abort_msg("%s", err.message);
    gr_canvas_clear(&canvas);
    return text.bytes;
}

char *gr_test_picture(gr_app *app, int width, int height)
{
    return gr_test_screen(app, width, height, GR_COLOR_MONO);
}

bool gr_test_shows_at(gr_app *app, int width, int height, const char *part)
{
    char *seen = gr_test_screen(app, width, height, GR_COLOR_NEVER);
    bool found = strstr(seen, part) != NULL;

    free(seen);
    return found;
}

void gr_test_says(const gr_app *app, gr_message_kind kind, const char *part)
{
    ck_assert_msg(app->message_kind == kind && strstr(app->message, part) != NULL,
                  "message of kind %d: %s", (int)app->message_kind, app->message);
}
