/* Every allocation failed in turn: a session, the screens, keys, and saving a file. */
#include "gradus/app.h"
#include "gradus/file.h"

#include "runs.h"
#include "starve.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static gr_session *open_session(gr_error *err)
{
    gr_lesson *lesson = gr_lesson_load(gr_test_source("lessons/030-parameters.md"), NULL, err);

    return lesson != NULL ? gr_session_new(lesson, err) : NULL;
}

/* --- a session --- */

static bool go(gr_session *session, long step, gr_error *err)
{
    return gr_session_aim(session, step, 0, err) && gr_session_settle(session, err);
}

static bool answer(gr_session *session, const char *typed, gr_error *err)
{
    gr_item_state *state = gr_session_state(session, gr_session_item(session));

    snprintf(state->typed, sizeof state->typed, "%s", typed);
    return gr_session_answer(session, err);
}

/* The page of an item, by its id. */
static size_t page_of(const gr_session *session, const char *id)
{
    for (size_t i = 0; i < session->lesson->item_count; i++)
        if (strcmp(session->lesson->items[i]->id, id) == 0)
            return session->lesson->items[i]->page;
    ck_abort_msg("no item %s", id);
    return 0;
}

/* Predict, step, change a knob and change it back, ask for a hint, err, be right, look. */
static bool session_deed(gr_session *session, int i, gr_error *err)
{
    switch (i) {
    case 0: return answer(session, "100", err);
    case 1: return go(session, 2, err);
    case 2: return gr_session_set(session, "layers", "5-4-3", err);
    case 3: return go(session, 1, err);
    case 4: return gr_session_reset(session, err);
    case 5: return gr_session_open(session, page_of(session, "second-layer"), err);
    case 6: return gr_session_hint(session, err);
    case 7: return answer(session, "100", err);
    case 8: return answer(session, "105", err);
    case 9: return gr_session_open(session, page_of(session, "whole-net"), err);
    case 10: return gr_session_show(session, err);
    default: return gr_session_open(session, 0, err) && go(session, 3, err);
    }
}

static void play_session(gr_starving *s, void *context)
{
    gr_error err = { 0 };
    gr_session *session = open_session(&err);

    (void)context;
    if (!gr_test_fed(s, session != NULL, &err))
        session = open_session(&err);
    for (int i = 0; i <= 11; i++)
        if (!gr_test_fed(s, session_deed(session, i, &err), &err))
            ck_assert_msg(session_deed(session, i, &err), "deed %d: %s", i, err.message);
    gr_test_feed(s);
    ck_assert_int_eq(gr_session_step(session), 3);
    const gr_item *item = session->lesson->pages[0].items[0];
    ck_assert(gr_session_state(session, item)->closed);
    ck_assert(gr_session_state(session, item)->key == 99);
    gr_session_free(session);
}

START_TEST(test_session)
{
    gr_test_starve("session", play_session, NULL);
}
END_TEST

/* --- the screens --- */

/* A screen: the page, the keys that lead to it, its size. */
typedef struct screen {
    const char *keys;
    size_t page;
    int width, height;
    char *expected;
} screen;

static char *canvas_text(const gr_canvas *canvas)
{
    gr_text text = { 0 };
    gr_output out;

    gr_output_memory(&out, &text);
    gr_canvas_write(canvas, GR_COLOR_NEVER, &out);
    ck_assert(gr_output_commit(&out, NULL));
    char *copy = strdup(gr_text_string(&text));
    gr_text_clear(&text);
    return copy;
}

static void press(gr_app *app, const char *keys)
{
    for (; *keys != '\0'; keys++) {
        gr_app_key(app, (gr_key)*keys);
        while (gr_app_busy(app))
            gr_app_work(app);
    }
}

static void open_app(gr_app *app, const screen *scene)
{
    gr_session *session = open_session(NULL);

    ck_assert(gr_session_open(session, scene->page, NULL));
    gr_app_around(app, session, false);
    press(app, scene->keys);
}

static bool draw(gr_app *app, gr_canvas *canvas, const screen *scene, gr_error *err)
{
    if (!gr_canvas_init(canvas, scene->width, scene->height, false, err))
        return false;
    if (gr_app_draw(app, canvas, err))
        return true;
    gr_canvas_clear(canvas);
    return false;
}

/* The picture is the whole one, or there is an error. */
static void play_drawing(gr_starving *s, void *context)
{
    const screen *scene = context;
    gr_app app;
    gr_canvas canvas = { 0 };
    gr_error err = { 0 };

    gr_alloc_fail_at(0, false);
    open_app(&app, scene);
    gr_alloc_fail_at(s->nth, s->lasting);
    if (!gr_test_fed(s, draw(&app, &canvas, scene, &err), &err))
        ck_assert(draw(&app, &canvas, scene, &err));
    gr_test_feed(s);
    gr_test_equal(canvas_text(&canvas), strdup(scene->expected));
    gr_canvas_clear(&canvas);
    gr_app_clear(&app);
}

START_TEST(test_screens)
{
    static const char *const keys[] = { "", "s.", "s..]", "?", "se", "s]\r", "9" };
    static const int sizes[][2] = { { 80, 24 }, { 40, 12 }, { 120, 40 }, { 20, 5 }, { 1, 1 } };

    for (size_t k = 0; k < GR_LEN(keys); k++)
        for (size_t i = 0; i < GR_LEN(sizes); i++) {
            screen scene = { .keys = keys[k], .width = sizes[i][0], .height = sizes[i][1] };
            gr_app app;
            gr_canvas canvas = { 0 };
            char name[60];
            open_app(&app, &scene);
            ck_assert(draw(&app, &canvas, &scene, NULL));
            scene.expected = canvas_text(&canvas);
            gr_canvas_clear(&canvas);
            gr_app_clear(&app);
            snprintf(name, sizeof name, "screen %dx%d, scene %zu", scene.width, scene.height, k);
            gr_test_starve(name, play_drawing, &scene);
            free(scene.expected);
        }
}
END_TEST

/* The other pages, each with its own plots and questions. */
START_TEST(test_pages)
{
    gr_session *session = open_session(NULL);
    size_t pages = session->lesson->page_count;

    gr_session_free(session);
    for (size_t page = 1; page < pages; page++) {
        screen scene = { .keys = "\t.", .page = page, .width = 80, .height = 24 };
        gr_app app;
        gr_canvas canvas = { 0 };
        char name[40];
        open_app(&app, &scene);
        ck_assert(draw(&app, &canvas, &scene, NULL));
        scene.expected = canvas_text(&canvas);
        gr_canvas_clear(&canvas);
        gr_app_clear(&app);
        snprintf(name, sizeof name, "page %zu", page + 1);
        gr_test_starve(name, play_drawing, &scene);
        free(scene.expected);
    }
}
END_TEST

/* --- keys --- */

/* Keys to press, and what the screen says to each of them; NULL: not known yet. */
typedef struct typing {
    const char *keys;
    char *messages[80];
} typing;

/* Keys return nothing: what fails is told on the screen, and all is well again with the next one.
 * Before that each key gets the very message that it always gets. */
static void play_keys(gr_starving *s, void *context)
{
    typing *t = context;
    gr_app app;
    const screen scene = { .keys = "" };

    gr_alloc_fail_at(0, false);
    open_app(&app, &scene);
    gr_alloc_fail_at(s->nth, s->lasting);
    for (size_t i = 0; t->keys[i] != '\0' && !s->told; i++) {
        const char one[] = { t->keys[i], '\0' };
        press(&app, one);
        const char *said = app.message_kind != GR_MESSAGE_NONE ? app.message : "";
        if (t->messages[i] == NULL)
            t->messages[i] = strdup(said);
        if (strcmp(said, t->messages[i]) == 0)
            continue;
        gr_test_feed(s);
        s->told = true;
        ck_assert_msg(s->asked >= s->nth && strstr(said, "out of memory") != NULL,
                      "key %zu says '%s', not '%s'", i, said, t->messages[i]);
    }
    gr_test_feed(s);
    press(&app, "p\t,.,]");
    ck_assert_msg(app.message_kind != GR_MESSAGE_ERROR ||
                      strstr(app.message, "out of memory") == NULL, "%s", app.message);
    gr_app_clear(&app);
}

START_TEST(test_keys)
{
    typing t = { .keys = "100\r..,,]+-]\r\x7f" "4\r.rnpnnn1\rp.n.gG?jkq\tn." };
    gr_starving well_fed = { .over = false };

    play_keys(&well_fed, &t);
    gr_test_starve("keys", play_keys, &t);
    for (size_t i = 0; i < GR_LEN(t.messages); i++)
        free(t.messages[i]);
}
END_TEST

/* --- the catalogue --- */

static void play_catalogue(gr_starving *s, void *context)
{
    gr_app app;
    gr_canvas canvas = { 0 };
    const screen scene = { .width = 80, .height = 24 };
    gr_error err = { 0 };

    (void)context;
    if (!gr_test_fed(s, gr_app_init(&app, "030", false, &err), &err))
        ck_assert(gr_app_init(&app, "030", false, &err));
    press(&app, "q");
    if (!gr_test_fed(s, draw(&app, &canvas, &scene, &err), &err))
        ck_assert(draw(&app, &canvas, &scene, &err));
    gr_test_feed(s);
    gr_canvas_clear(&canvas);
    gr_app_clear(&app);
}

START_TEST(test_catalogue)
{
    char *folder = gr_test_folder();

    gr_test_short_lessons(folder);
    gr_test_starve("catalogue", play_catalogue, NULL);
    gr_test_folder_remove(folder);
}
END_TEST

/* --- saving --- */

typedef struct saving {
    char *folder, *csv, *capsule; /* the files as they should become; NULL: not known yet */
} saving;

static void check_file(const char *path, const char *fresh)
{
    char *text = gr_test_read(path, NULL);

    ck_assert_msg(strcmp(text, "old\n") == 0 || strcmp(text, fresh) == 0, "%s: %s", path, text);
    free(text);
}

static size_t count_files(const char *path)
{
    DIR *folder = opendir(path);
    size_t count = 0;

    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        count += entry->d_name[0] != '.' || strlen(entry->d_name) > 2;
    closedir(folder);
    return count;
}

/* From the export dialogue into the folder. */
static void export_into(gr_app *app, const char *folder)
{
    press(app, "e");
    while (app->typed[0] != '\0')
        press(app, "\x7f");
    gr_app_paste(app, gr_test_path(folder, "x.csv"));
}

static void play_saving(gr_starving *s, void *context)
{
    saving *files = context;
    const screen scene = { .keys = "s..", .width = 80, .height = 24 };
    const char *csv = gr_test_path(files->folder, "x.csv");
    const char *capsule = gr_test_path(files->folder, "x.run.yaml");
    gr_app app;

    gr_alloc_fail_at(0, false);
    gr_test_write(csv, "old\n", 4);
    gr_test_write(capsule, "old\n", 4);
    open_app(&app, &scene);
    export_into(&app, files->folder);
    gr_alloc_fail_at(s->nth, s->lasting);
    press(&app, "\r");
    gr_test_feed(s);
    s->told = app.message_kind == GR_MESSAGE_ERROR;
    ck_assert_msg(!s->told || strstr(app.message, "out of memory") != NULL, "%s", app.message);
    ck_assert(s->told || app.message_kind == GR_MESSAGE_DONE);
    if (files->csv == NULL) {
        files->csv = gr_test_read(csv, NULL);
        files->capsule = gr_test_read(capsule, NULL);
    }
    check_file(csv, files->csv);
    check_file(capsule, files->capsule);
    ck_assert_uint_eq(count_files(files->folder), 2); /* no temporary file stays */
    if (!s->told) {
        ck_assert_str_ne(files->csv, "old\n");
        char *text = gr_test_read(csv, NULL);
        gr_assert_text(text, files->csv);
        free(text);
    }
    gr_app_clear(&app);
}

START_TEST(test_saving)
{
    saving files = { .folder = gr_test_folder() };
    gr_starving well_fed = { .nth = 0 };

    play_saving(&well_fed, &files);
    ck_assert_msg(strncmp(files.csv, "step,", 5) == 0, "%s", files.csv);
    gr_test_starve("saving", play_saving, &files);
    free(files.csv);
    free(files.capsule);
    gr_test_folder_remove(files.folder);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = { test_session, test_screens,   test_pages,
                                   test_keys,    test_catalogue, test_saving };
    Suite *s = suite_create("alloc_screen");
    TCase *all = gr_test_case(s, "alloc, on the screen");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, tests[i]);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
