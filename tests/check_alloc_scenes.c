/* Every allocation of our own, failed once each in turn while a lesson is read, run, drawn and
 * exported: a message, nothing lost, nothing leaked (the address sanitizer and valgrind see to the
 * last). A scenario is done when it passes without meeting the countdown. */
#include "gradus/app.h"
#include "gradus/capsule.h"
#include "gradus/plan.h"
#include "runs.h"
#include "support.h"
#include "toy.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POINTS_MAX = 100000 };

static char *folder;

static const char *lesson_file(void)
{
    static char path[4096];

    snprintf(path, sizeof path, "%s", gr_test_source("lessons/030-parameters.md"));
    return path;
}

/* --- the scenarios: each frees all it made, and says whether it went through --- */

/* A lesson with one of each kind of block and question, and little of all. */
static bool read_and_check(gr_error *err)
{
    gr_findings findings = { 0 };
    gr_lesson *lesson =
        gr_lesson_load(gr_test_source("tests/data/every-kind.md"), &findings, err);
    bool done = lesson != NULL && gr_lesson_check(lesson, &findings, err);

    if (done && findings.errors > 0)
        ck_abort_msg("a lack of memory became a finding: %s", findings.list[0].message);
    gr_findings_clear(&findings);
    gr_lesson_free(lesson);
    return done;
}

static gr_run *start_toy(gr_error *err)
{
    gr_values values;
    gr_run_keep keep = { .trace = true, .history_bytes = 1 << 16 };

    if (!gr_values_init(&values, gr_toy.params, err))
        return NULL;
    gr_run *run = gr_run_new(&gr_toy, &values, 1, keep, err);
    gr_values_clear(&values);
    return run;
}

/* Ten steps with events, back, forward, a fork; whatever fails, the run stays usable. */
static bool run_toy(gr_error *err)
{
    gr_run *run = start_toy(err), *fork = NULL;
    const gr_setting width = { "width", "6" };
    gr_table table = { 0 };

    if (run == NULL)
        return false;
    bool done = gr_run_seek(run, 4, 0, err) && gr_run_act(run, GR_TOY_PUSH, err) &&
                gr_run_seek(run, 6, 0, err) && gr_run_set(run, &width, 1, NULL, err) &&
                gr_run_seek(run, 10, 0, err) && gr_run_seek(run, 3, 1, err) &&
                gr_run_seek(run, 10, 0, err) && gr_run_table(run, GR_TOY_LOG, &table, err);
    gr_table_clear(&table);
    if (done)
        fork = gr_run_fork(run, err);
    done = done && fork != NULL && gr_run_seek(fork, 12, 0, err);
    gr_run_free(fork);
    gr_run_free(run);
    return done;
}

/* Predict, play, draw on two sizes, turn a page, answer. */
static bool draw_page(gr_app *app, int width, int height, gr_error *err)
{
    gr_canvas canvas = { 0 };
    bool drawn =
        gr_canvas_init(&canvas, width, height, false, err) && gr_app_draw(app, &canvas, err);

    gr_canvas_clear(&canvas);
    return drawn;
}

static bool play_lesson(gr_error *err)
{
    gr_lesson *lesson = gr_lesson_load(lesson_file(), NULL, err);
    gr_session *session = lesson != NULL ? gr_session_new(lesson, err) : NULL;
    gr_app app;

    if (session == NULL)
        return false;
    gr_app_around(&app, session, false);
    strcpy(gr_session_state(session, gr_session_item(session))->typed, "100");
    bool done = draw_page(&app, 80, 24, err) && gr_session_answer(session, err) &&
                gr_session_aim(session, 3, 0, err) && gr_session_settle(session, err) &&
                draw_page(&app, 80, 24, err) && draw_page(&app, 40, 12, err) &&
                gr_session_open(session, 4, err) && draw_page(&app, 120, 40, err) &&
                gr_session_set(session, "bias", "no", err) && draw_page(&app, 20, 5, err);
    app.help = true;
    done = done && draw_page(&app, 80, 24, err);
    gr_app_clear(&app);
    return done;
}

static bool load_catalogue(gr_error *err)
{
    gr_app app;

    if (!gr_app_init(&app, NULL, false, err))
        return false;
    bool done = draw_page(&app, 80, 24, err);
    gr_app_clear(&app);
    return done;
}

/* A failed export leaves the old file whole and nothing beside it. */
static bool export_file(gr_error *err)
{
    const char *path = gr_test_path(folder, "x.csv");
    gr_run *run = start_toy(err);
    gr_output out = { 0 };
    gr_plan plan;
    gr_text capsule = { 0 };

    if (run == NULL)
        return false;
    gr_test_write(path, "old\n", 4);
    bool done = gr_run_seek(run, 3, 0, err) && gr_output_open(&out, path, err);
    if (done && !gr_plan_write_trace(run, &out, err)) {
        gr_output_abort(&out);
        done = false;
    }
    bool saved = done && gr_output_commit(&out, err);
    done = saved && gr_plan_from_run(&plan, run, err);
    if (done) {
        done = gr_capsule_put(&capsule, &plan, NULL, false, err);
        gr_plan_clear(&plan);
    }
    gr_text_clear(&capsule);
    gr_run_free(run);
    char *text = gr_test_read(path, NULL);
    if (!saved && strcmp(text, "old\n") != 0)
        ck_abort_msg("a failed export left: %s", text);
    free(text);
    return done;
}

static bool sweep(gr_error *err)
{
    gr_plan plan;
    gr_text csv = { 0 }, words = { 0 };
    gr_output out;

    gr_plan_init(&plan, &gr_toy);
    gr_output_memory(&out, &csv);
    bool done = gr_plan_assign(&plan, "load=1,2", err) && gr_plan_seeds(&plan, "1..2", err) &&
                gr_plan_assign(&plan, "finish=3", err) &&
                gr_plan_write(&plan, 1, &out, &words, err) && gr_output_commit(&out, err);
    gr_plan_clear(&plan);
    gr_text_clear(&csv);
    gr_text_clear(&words);
    return done;
}

/* --- the sweep over failure points --- */

static const struct {
    const char *name;
    bool (*go)(gr_error *err);
} scenarios[] = { { "read and check a lesson", read_and_check },
                  { "run the toy", run_toy },
                  { "play and draw a lesson", play_lesson },
                  { "load the catalogue", load_catalogue },
                  { "export a file", export_file },
                  { "sweep", sweep } };

/* The scenario with its n-th allocation failing; true when it never got that far. */
static bool goes_through(size_t scenario, unsigned long n, bool persistent)
{
    gr_error err = { 0 };

    gr_alloc_fail_at(n, persistent);
    bool done = scenarios[scenario].go(&err);
    unsigned long asked = gr_alloc_fail_at(0, false);
    if (!done && err.kind != GR_ERROR_MEMORY)
        ck_abort_msg("%s, point %lu: kind %d, message '%s'", scenarios[scenario].name, n,
                     (int)err.kind, err.message);
    if (!done && (gr_error_status(&err) != GR_ERROR_IO || err.message[0] == '\0'))
        ck_abort_msg("%s, point %lu: status %d", scenarios[scenario].name, n,
                     gr_error_status(&err));
    return done && asked < n;
}

START_TEST(each_allocation_fails_once)
{
    size_t scenario = (size_t)_i / 2;
    bool persistent = _i % 2 == 1;
    gr_error err = { 0 };

    folder = gr_test_folder();
    gr_test_short_lessons(folder);
    gr_alloc_fail_at(0, false);
    ck_assert_msg(scenarios[scenario].go(&err), "%s: %s", scenarios[scenario].name, err.message);
    gr_alloc_fail_at(0, false);
    unsigned long n = 1;
    while (n < POINTS_MAX && !goes_through(scenario, n, persistent))
        n++;
    ck_assert_uint_lt(n, POINTS_MAX);
    ck_assert_uint_gt(n, 1);
    printf("# %s, %s: %lu points\n", scenarios[scenario].name, persistent ? "persistent" : "once",
           n - 1);
    gr_test_folder_remove(folder);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("alloc scenes");
    TCase *tcase = gr_test_case(s, "sweep");

    setlocale(LC_ALL, "C.UTF-8");
    tcase_add_loop_test(tcase, each_allocation_fails_once, 0, 2 * (int)GR_LEN(scenarios));
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
