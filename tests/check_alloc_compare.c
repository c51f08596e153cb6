/* Every allocation failed in turn where runs are compared: opening a page, drawing panels, bands
 * and summaries, landmarks; and in searching and commands. */
#include "gradus/app.h"
#include "gradus/landmark.h"

#include "runs.h"
#include "starve.h"
#include "toy.h"

#include <stdlib.h>

#define LAB(rest)                                                                                  \
    "---\ntitle: T\n---\n\n## P\n\n```experiment\nexperiment: toy\nplots: [path, all]\n" rest      \
    "```\n"

static const char *const texts[] = {
    LAB("compare: {arrange: overlay, runs: [{stride: 0.1}, {mover: jump}]}\n"),
    LAB("compare: {arrange: panels, vary: {stride: [0.1, 0.2], mode: [plain, wild]}}\n"),
    LAB("compare: {arrange: band, vary: {stride: [0.1, 0.2]}, seeds: 1..3}\n"),
    LAB("compare: {arrange: summary, vary: {stride: [0.1, 0.2], mode: [plain, wild]}, seeds: "
        "1..2}\n"),
};

static gr_session *open_session(const char *text, gr_error *err)
{
    gr_lesson *lesson = gr_lesson_read("t.md", text, strlen(text), NULL, err);

    return lesson != NULL ? gr_session_new(lesson, err) : NULL;
}

/* --- opening --- */

static void play_opening(gr_starving *s, void *context)
{
    gr_error err = { 0 };
    gr_session *session = open_session(context, &err);

    if (!gr_test_fed(s, session != NULL, &err))
        session = open_session(context, &err);
    gr_test_feed(s);
    ck_assert_uint_ge(gr_study_groups(&session->study), 2);
    ck_assert_uint_eq(session->study.count, gr_lab_runs(session->lab));
    gr_session_free(session);
}

START_TEST(opening)
{
    gr_test_starve("opening a comparison", play_opening, (void *)(uintptr_t)texts[_i]);
}
END_TEST

/* --- drawing --- */

static bool draw(gr_app *app, gr_canvas *canvas, gr_error *err)
{
    if (!gr_canvas_init(canvas, 80, 24, false, err))
        return false;
    if (gr_app_draw(app, canvas, err))
        return true;
    gr_canvas_clear(canvas);
    return false;
}

static char *canvas_text(const gr_canvas *canvas)
{
    gr_text text = { 0 };
    gr_output out;

    gr_output_memory(&out, &text);
    gr_canvas_write(canvas, GR_COLOR_NEVER, &out);
    ck_assert(gr_output_commit(&out, NULL));
    return text.bytes;
}

typedef struct scene {
    gr_app app;
    char *expected;
} scene;

static void play_drawing(gr_starving *s, void *context)
{
    scene *now = context;
    gr_canvas canvas = { 0 };
    gr_error err = { 0 };

    if (!gr_test_fed(s, draw(&now->app, &canvas, &err), &err))
        ck_assert(draw(&now->app, &canvas, &err));
    gr_test_feed(s);
    gr_test_equal(canvas_text(&canvas), strdup(now->expected));
    gr_canvas_clear(&canvas);
}

static void work(gr_app *app)
{
    while (gr_app_busy(app))
        gr_app_work(app);
}

/* A page of comparisons after three steps and a fork. */
START_TEST(drawing)
{
    scene now = { .expected = NULL };
    gr_canvas canvas = { 0 };
    gr_error err = { 0 };
    gr_session *session = open_session(texts[_i], &err);

    ck_assert_msg(session != NULL, "%s", err.message);
    gr_app_around(&now.app, session, false);
    for (const char *key = "...f.z"; *key != '\0'; key++) {
        gr_app_key(&now.app, (gr_key)*key);
        work(&now.app);
    }
    ck_assert_int_eq(gr_session_step(session), 4);
    ck_assert(draw(&now.app, &canvas, &err));
    now.expected = canvas_text(&canvas);
    gr_canvas_clear(&canvas);
    gr_test_starve("drawing a comparison", play_drawing, &now);
    free(now.expected);
    gr_app_clear(&now.app);
}
END_TEST

/* --- changing --- */

static bool change(gr_session *session, int i, gr_error *err)
{
    switch (i) {
    case 0:
        return gr_session_set(session, "2.stride", "0.3", err);
    case 1:
        return gr_session_set(session, "stride", "0.25", err);
    case 2:
        return gr_session_reseed(session, 4, err);
    default:
        return gr_session_reset(session, err);
    }
}

/* What cannot be done to all runs is done to none. */
static void play_changes(gr_starving *s, void *context)
{
    gr_error err = { 0 };
    gr_session *session;

    gr_alloc_fail_at(0, false);
    session = open_session(context, &err);
    ck_assert(gr_session_aim(session, 3, 0, &err) && gr_session_settle(session, &err));
    gr_alloc_fail_at(s->nth, s->lasting);
    for (int i = 0; i <= 3; i++) {
        uint64_t seed = gr_run_seed(session->study.runs[0]);
        bool done = gr_test_fed(s, change(session, i, &err), &err);
        if (!done) {
            for (size_t k = 0; k < session->study.count; k++)
                ck_assert_uint_eq(gr_run_seed(session->study.runs[k]),
                                  seed + k % session->lab->seeds);
            ck_assert_msg(change(session, i, &err), "change %d: %s", i, err.message);
        }
    }
    gr_test_feed(s);
    ck_assert_uint_eq(session->study.count, gr_lab_runs(session->lab));
    ck_assert_int_eq(gr_session_step(session), 0);
    gr_session_free(session);
}

START_TEST(changing)
{
    enum { STRIDE = 5 }; /* six runs and more do the same one after the other */
    const char *text = texts[_i];

    gr_test_starve_sparsely("changing a comparison", _i < 2 ? 1 : STRIDE, play_changes,
                            (void *)(uintptr_t)text);
}
END_TEST

/* --- landmarks --- */

static void play_landmarks(gr_starving *s, void *context)
{
    const gr_figure *path = &gr_toy.figures[gr_experiment_figure(&gr_toy, "path")];
    const gr_lab lab = { .experiment = &gr_toy,
                         .goal = { .text = "last.step >= 4 and gain == 1" },
                         .plots = { { .figure = path } },
                         .plot_count = 1 };
    gr_landmarks landmarks;
    gr_error err = { 0 };

    if (!gr_test_fed(s, gr_landmarks_find(&landmarks, &lab, context, &err), &err))
        ck_assert(gr_landmarks_find(&landmarks, &lab, context, &err));
    gr_test_feed(s);
    ck_assert_uint_eq(landmarks.count, 2); /* a goal is not lost for want of memory */
}

START_TEST(landmarks)
{
    gr_run *run = gr_test_run(&gr_toy, "", gr_test_keep);

    gr_test_seek(run, 8);
    gr_test_starve("landmarks", play_landmarks, run);
    gr_run_free(run);
}
END_TEST

/* --- keys: a message tells of the failure, and the app stays in order --- */

static void press(gr_app *app, const char *keys)
{
    for (; *keys != '\0'; keys++) {
        gr_app_key(app, (gr_key)*keys);
        work(app);
    }
}

/* The keys with the nth allocation failing; whether any was asked for in vain. */
static bool starved_keys(gr_app *app, const char *keys, unsigned long nth, bool lasting)
{
    gr_alloc_fail_at(nth, lasting);
    press(app, keys);
    return gr_alloc_fail_at(0, false) >= nth;
}

/* The catalogue is the same again, as it was loaded: to load it takes far longer than the keys. */
static void lend(gr_app *app, const gr_catalogue *catalogue)
{
    gr_app_around(app, NULL, false);
    app->catalogue = *catalogue;
    app->catalogue.chosen = 0;
    gr_catalogue_search(&app->catalogue, "");
}

static void take_back(gr_app *app, gr_catalogue *catalogue)
{
    *catalogue = app->catalogue;
    app->catalogue = (gr_catalogue){ .count = 0 };
}

static void play_keys(const char *keys, gr_catalogue *catalogue, bool lasting)
{
    bool failing = true;

    for (unsigned long nth = 1; failing; nth++) {
        gr_error err = { 0 };
        gr_canvas canvas = { 0 };
        gr_app app;
        if (catalogue != NULL)
            lend(&app, catalogue);
        else
            gr_app_around(&app, open_session(texts[0], &err), false);
        failing = starved_keys(&app, keys, nth, lasting);
        if (app.message_kind == GR_MESSAGE_ERROR)
            ck_assert_msg(strstr(app.message, "out of memory") != NULL ||
                              strstr(app.message, "free are: stride, mover") != NULL,
                          "'%s', allocation %lu: %s", keys, nth, app.message);
        else
            ck_assert_msg(app.field == GR_FIELD_NONE, "'%s', allocation %lu: silent", keys, nth);
        ck_assert_msg(draw(&app, &canvas, &err), "'%s', allocation %lu: %s", keys, nth,
                      err.message);
        gr_canvas_clear(&canvas);
        if (catalogue != NULL)
            take_back(&app, catalogue);
        gr_app_clear(&app);
    }
}

START_TEST(keys)
{
    static const struct {
        const char *keys;
        bool catalogue;
    } rows[] = {
        { "/param\r", true },
        { "/neuron\033", true },
        { ":open 030\r", true },
        { ":set stride 0.3\r", false },
        { ":seed 4\r", false },
        { ":step 3\r", false },
        { ":set 2.stride 1\r", false },
        { ":set gain 2\r", false }, /* is not free */
        { ":messages\r", false },
        { ":step 4\r:fork\r", false },
    };

    gr_catalogue catalogue;
    gr_error err = { 0 };

    ck_assert_msg(gr_catalogue_load(&catalogue, &err), "%s", err.message);
    for (size_t i = 0; i < GR_LEN(rows); i++)
        for (int lasting = 0; lasting < 2; lasting++)
            play_keys(rows[i].keys, rows[i].catalogue ? &catalogue : NULL, lasting == 1);
    gr_catalogue_clear(&catalogue);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("alloc compare");
    TCase *all = gr_test_case(s, "compare");
    int count = (int)GR_LEN(texts);

    tcase_add_loop_test(all, opening, 0, count);
    tcase_add_loop_test(all, drawing, 0, count);
    tcase_add_loop_test(all, changing, 0, count);
    tcase_add_test(all, landmarks);
    tcase_add_test(all, keys);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
