/* The same workbench without a terminal, to compare the screen with. */
#include "terminal_private.h"

#include "support.h"

#include "gradus/output.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What one wait compares with. */
typedef struct expectation {
    gr_twin *twin;
    gr_canvas canvas;
    int fewest;      /* cells that differed, in the best frame */
    char *best;      /* that frame */
    char first[200]; /* and where it differs first */
} expectation;

/* --- life and keys --- */

/* A session has the student's numbers; the program's is named by its record, which a twin lacks. */
static void name_session(gr_app *app)
{
    gr_text name = { 0 };
    gr_error err;

    if (app->session == NULL || app->session->student[0] != '\0')
        return;
    ck_assert_msg(gr_student_name(&name, &err), "%s", err.message);
    gr_session_name(app->session, gr_text_string(&name));
    ck_assert_msg(gr_session_open(app->session, app->session->page, &err), "%s", err.message);
    gr_text_clear(&name);
}

static void settle_in(gr_twin *twin, gr_color color)
{
    twin->color = color;
    twin->folder = gr_test_folder();
    ck_assert_int_eq(chdir(twin->folder), 0);
    unsetenv("GRADUS_STUDENT"); /* as in the program's own environment */
}

void gr_twin_init_alone(gr_twin *twin, const char *lesson, gr_color color, bool ascii)
{
    gr_text path = { 0 };
    gr_lesson *loaded = NULL;
    gr_error err;

    settle_in(twin, color);
    if (gr_path_find(lesson, GR_PATH_LESSON, &path, &err))
        loaded = gr_lesson_load(gr_text_string(&path), NULL, &err);
    gr_session *session = loaded != NULL ? gr_session_new(loaded, &err) : NULL;
    ck_assert_msg(session != NULL, "%s", err.message);
    gr_app_around(&twin->app, session, ascii);
    name_session(&twin->app);
    gr_text_clear(&path);
}

void gr_twin_init(gr_twin *twin, const char *lesson, gr_color color, bool ascii)
{
    gr_error err;

    settle_in(twin, color);
    ck_assert_msg(gr_app_init(&twin->app, lesson, ascii, &err), "%s", err.message);
    name_session(&twin->app);
}

void gr_twin_clear(gr_twin *twin)
{
    gr_app_clear(&twin->app);
    ck_assert_int_eq(chdir("/"), 0);
    gr_test_folder_remove(twin->folder);
}

static void settle(gr_app *app)
{
    while (gr_app_busy(app) || gr_app_interval(app) > 0) {
        if (gr_app_busy(app))
            gr_app_work(app);
        else
            gr_app_tick(app);
    }
}

void gr_twin_press(gr_twin *twin, gr_key key)
{
    gr_app_key(&twin->app, key);
    name_session(&twin->app);
    settle(&twin->app);
}

void gr_twin_type(gr_twin *twin, const char *keys)
{
    for (; *keys != '\0'; keys++)
        gr_twin_press(twin, (gr_key)(unsigned char)*keys);
}

/* --- comparing --- */

/* What a blank looks like is its background; libvterm 0.1 knows nothing of dim. */
static bool same_cell(const gr_cell *wanted, const gr_pty_cell *shown, gr_color color)
{
    gr_style style = gr_style_of(wanted, color, false);
    uint32_t character = gr_cell_character(wanted, color); /* a shade stands for itself in 256 */

    if (character != shown->character)
        return false;
    if (character == 0)
        return true;
    if (style.reverse != shown->reverse || style.background != shown->background)
        return false;
    return character == ' ' || (style.bold == shown->bold && style.underline == shown->underline &&
                                style.foreground == shown->foreground);
}

static void describe(const gr_cell *wanted, const gr_pty_cell *shown, gr_color color, int x, int y,
                     char out[200])
{
    gr_style style = gr_style_of(wanted, color, false);

    snprintf(out, 200,
             "at %d,%d wanted U+%04X colours %d %d bold %d underline %d reverse %d; "
             "it is U+%04X %d %d %d %d %d",
             x, y, (unsigned)gr_cell_character(wanted, color), style.foreground, style.background,
             style.bold, style.underline, style.reverse, (unsigned)shown->character,
             shown->foreground, shown->background, shown->bold, shown->underline, shown->reverse);
}

/* The number of cells that differ. */
static int compare(gr_pty *pty, const gr_canvas *canvas, gr_color color, char first[200])
{
    int width, height, count = 0;

    gr_pty_size(pty, &width, &height);
    if (width != canvas->width || height != canvas->height)
        return width * height;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            const gr_cell *wanted = gr_canvas_cell(canvas, x, y);
            gr_pty_cell shown = gr_pty_cell_at(pty, x, y);
            if (same_cell(wanted, &shown, color))
                continue;
            if (count++ == 0)
                describe(wanted, &shown, color, x, y, first);
        }
    return count;
}

static void draw_twin(gr_pty *pty, gr_twin *twin, gr_canvas *canvas)
{
    int width, height;
    gr_error err;

    gr_pty_size(pty, &width, &height);
    ck_assert_msg(gr_canvas_init(canvas, width, height, twin->app.ascii, &err), "%s", err.message);
    ck_assert_msg(gr_app_draw(&twin->app, canvas, &err), "%s", err.message);
}

bool gr_pty_equals_twin(gr_pty *pty, gr_twin *twin)
{
    gr_canvas canvas = { 0 };
    char first[200];

    draw_twin(pty, twin, &canvas);
    int differ = compare(pty, &canvas, twin->color, first);
    gr_canvas_clear(&canvas);
    return differ == 0;
}

/* --- waiting --- */

static bool equals(gr_pty *pty, void *context)
{
    expectation *e = context;
    char first[200] = "";
    int differ = compare(pty, &e->canvas, e->twin->color, first);

    if (differ < e->fewest) {
        e->fewest = differ;
        free(e->best);
        e->best = differ > 0 ? gr_pty_screen(pty) : NULL;
        memcpy(e->first, first, sizeof first);
    }
    return differ == 0;
}

static void show_wanted(const gr_canvas *canvas)
{
    gr_output out;
    gr_text text = { 0 };
    gr_error err;

    gr_output_memory(&out, &text);
    gr_canvas_write(canvas, GR_COLOR_NEVER, &out);
    if (gr_output_commit(&out, &err))
        fprintf(stderr, "--- wanted ---\n%s", gr_text_string(&text));
    gr_text_clear(&text);
}

void gr_pty_wait_twin(gr_pty *pty, gr_twin *twin)
{
    expectation e = { .twin = twin, .fewest = INT_MAX };

    draw_twin(pty, twin, &e.canvas);
    if (!gr_pty_try(pty, equals, &e)) {
        show_wanted(&e.canvas);
        fprintf(stderr, "--- the best frame; %d cells differ ---\n%s", e.fewest,
                e.best != NULL ? e.best : "");
        gr_pty_fail(pty, "the screen is not what it should be:", e.first);
    }
    gr_canvas_clear(&e.canvas);
    free(e.best);
}

void gr_pty_type_both(gr_pty *pty, gr_twin *twin, const char *keys)
{
    gr_pty_type(pty, keys);
    gr_twin_type(twin, keys);
    gr_pty_wait_twin(pty, twin);
}

gr_pty *gr_pty_start_both(const gr_pty_setup *setup, gr_twin *twin, const char *lesson)
{
    const char *const arguments[] = { lesson, NULL };

    gr_twin_init(twin, lesson, GR_COLOR_256, false);
    gr_pty *pty = gr_pty_start(setup, arguments);
    gr_pty_wait_twin(pty, twin);
    return pty;
}
