/* Every allocation failed in turn: knobs, lessons, runs, sweeps and capsules. Screens and files are
 * in check_alloc_screen.c. */
#include "gradus/capsule.h"
#include "gradus/lesson.h"

#include "runs.h"
#include "starve.h"
#include "toy.h"

#include <stdio.h>
#include <stdlib.h>

/* --- knobs --- */

static void play_knobs(gr_starving *s, void *context)
{
    static const gr_setting settings[] = { { "reach", "2" },      { "mover", "jump" },
                                           { "layers", "4-4-4" }, { "batch", "full" },
                                           { "label", "text" },   { "width", "2^3" } };
    gr_values values;
    gr_text out = { 0 };
    gr_error err = { 0 };

    (void)context;
    if (!gr_test_fed(s, gr_values_init(&values, gr_toy.params, &err), &err))
        ck_assert(gr_values_init(&values, gr_toy.params, &err));
    if (!gr_test_fed(s, gr_values_apply(&values, settings, GR_LEN(settings), &err), &err)) {
        gr_assert_text(gr_values_text(&values, "mover"), "walk"); /* nothing was set */
        ck_assert(gr_values_apply(&values, settings, GR_LEN(settings), &err));
    }
    size_t width = gr_values_index(&values, "width");
    if (!gr_test_fed(s, gr_values_neighbour(&values, width, 1, &out, &err), &err)) {
        gr_text_clear(&out);
        ck_assert(gr_values_neighbour(&values, width, 1, &out, &err));
    }
    gr_assert_text(gr_text_string(&out), "9");
    gr_assert_text(gr_values_text(&values, "reach"), "2");
    gr_assert_text(gr_values_text(&values, "layers"), "4-4-4");
    gr_text_clear(&out);
    gr_values_clear(&values);
}

START_TEST(test_knobs)
{
    gr_test_starve("knobs", play_knobs, NULL);
}
END_TEST

/* What is refused is refused for its own reason or for want of memory, never for another one. */
static void play_refusals(gr_starving *s, void *context)
{
    static const char *const cases[][3] = {
        { "batch", "most", "from 1 to 64, or full" }, { "width", "1.5", "not a whole number" },
        { "stride", "x", "is not a number" },         { "layers", "5--3", "empty layer" },
        { "mode", "tame", "plain, square, wild" },    { "nothing", "1", "this experiment has" },
        { "mover", "fly", "walk, jump" },             { "data", "", "a file, or none" },
    };
    gr_values values;
    gr_error err = { 0 };

    (void)context;
    if (!gr_test_fed(s, gr_values_init(&values, gr_toy.params, &err), &err))
        ck_assert(gr_values_init(&values, gr_toy.params, &err));
    for (size_t i = 0; i < GR_LEN(cases); i++) {
        ck_assert(!gr_values_set(&values, cases[i][0], cases[i][1], &err));
        if (err.kind == GR_ERROR_MEMORY) {
            gr_test_fed(s, false, &err);
            ck_assert(!gr_values_set(&values, cases[i][0], cases[i][1], &err));
        }
        ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
        gr_assert_message(err, cases[i][2]);
        err = (gr_error){ 0 };
    }
    gr_values_clear(&values);
}

START_TEST(test_refusals)
{
    gr_test_starve("refused knobs", play_refusals, NULL);
}
END_TEST

/* --- lessons --- */

/* One with a question of each kind. */
static gr_lesson *load(gr_findings *findings, gr_error *err)
{
    return gr_lesson_load(gr_test_source("tests/broken/sound.md"), findings, err);
}

static void play_lesson(gr_starving *s, void *context)
{
    gr_findings findings = { 0 };
    gr_error err = { 0 };
    gr_lesson *lesson = load(&findings, &err);

    if (!gr_test_fed(s, lesson != NULL, &err)) {
        gr_findings_clear(&findings);
        lesson = load(&findings, &err);
        ck_assert_msg(lesson != NULL, "%s", err.message);
    }
    if (!gr_test_fed(s, gr_lesson_check(lesson, &findings, &err), &err)) {
        gr_findings_clear(&findings);
        ck_assert(gr_lesson_check(lesson, &findings, &err));
    }
    const gr_lesson *whole = context; /* nothing is left out silently, nothing found wrong */
    ck_assert_msg(findings.count == 0, "%s", findings.list[0].message);
    ck_assert_uint_eq(lesson->page_count, whole->page_count);
    ck_assert_uint_eq(lesson->item_count, whole->item_count);
    for (size_t i = 0; i < lesson->page_count; i++)
        ck_assert_uint_eq(lesson->pages[i].block_count, whole->pages[i].block_count);
    gr_findings_clear(&findings);
    gr_lesson_free(lesson);
}

START_TEST(test_lesson)
{
    gr_lesson *whole = load(NULL, NULL);

    ck_assert_ptr_nonnull(whole);
    gr_test_starve("lesson", play_lesson, whole);
    gr_lesson_free(whole);
}
END_TEST

/* --- a run --- */

/* What is done to a run, one fallible call each. */
typedef struct deed {
    enum { SEEK, SET, ACT, FORK, CANCEL, LOOK, LIMIT, RESEED, SCHEDULE } what;
    long number;
    const char *knob, *value;
} deed;

static const deed deeds[] = {
    { .what = SEEK, .number = 3 },
    { .what = SET, .knob = "stride", .value = "0.2" },
    { .what = SEEK, .number = 5 },
    { .what = ACT, .number = GR_TOY_PUSH },
    { .what = SET, .knob = "width", .value = "9" },
    { .what = SEEK, .number = 8 },
    { .what = LIMIT, .number = 1500 },
    { .what = SEEK, .number = 4 },
    { .what = SEEK, .number = 10 },
    { .what = FORK },
    { .what = SET, .knob = "mover", .value = "jump" },
    { .what = SEEK, .number = 12 },
    { .what = CANCEL },
    { .what = LOOK },
    { .what = SEEK, .number = 2 },
    { .what = SEEK, .number = 12 },
    { .what = SEEK, .number = 7 },
    { .what = SCHEDULE, .number = 12, .knob = "gain", .value = "0.5" },
    { .what = SEEK, .number = 13 },
    { .what = SET, .knob = "layers", .value = "2-2" },
    { .what = SEEK, .number = 3 },
    { .what = RESEED, .number = 5 },
    { .what = SEEK, .number = 4 },
};

static bool fork_run(gr_run **run, gr_error *err)
{
    gr_run *fork = gr_run_fork(*run, err);

    if (fork == NULL)
        return false;
    gr_run_take_history(fork, *run);
    gr_run_free(*run);
    *run = fork;
    return true;
}

/* Some pieces of the next step, then back out of it. */
static bool begin_and_cancel(gr_run *run, gr_error *err)
{
    gr_progress progress;

    for (int i = 0; i < 3; i++)
        if (!gr_run_advance(run, true, &progress, err))
            return false;
    return gr_run_cancel(run, err);
}

/* All tables and figures. */
static bool look(const gr_run *run, gr_error *err)
{
    for (int which = GR_TOY_WEIGHTS; which <= GR_TOY_LOG; which++) {
        gr_table table = { 0 };
        bool made = gr_run_table(run, which, &table, err);
        gr_table_clear(&table);
        if (!made)
            return false;
    }
    for (const gr_figure *figure = gr_toy.figures; figure->name != NULL; figure++) {
        const gr_view_request request = { .figure = figure, .columns = 40, .rows = 10 };
        gr_view view = { 0 };
        bool made = gr_run_view(run, &request, &view, err);
        gr_view_clear(&view);
        if (!made)
            return false;
    }
    return true;
}

static bool schedule(gr_run *run, const deed *d, gr_error *err)
{
    char knob[16], value[16];
    const gr_event event = { .step = d->number, .knob = knob, .value = value };

    snprintf(knob, sizeof knob, "%s", d->knob);
    snprintf(value, sizeof value, "%s", d->value);
    return gr_run_schedule(run, &event, err);
}

static bool commit(gr_run **run, const deed *d, gr_error *err)
{
    const gr_setting setting = { d->knob, d->value };

    switch (d->what) {
    case SEEK: return gr_run_seek(*run, d->number, 0, err);
    case SET: return gr_run_set(*run, &setting, 1, NULL, err);
    case ACT: return gr_run_act(*run, (int)d->number, err);
    case FORK: return fork_run(run, err);
    case CANCEL: return begin_and_cancel(*run, err);
    case LOOK: return look(*run, err);
    case RESEED: return gr_run_reseed(*run, (uint64_t)d->number, err);
    case SCHEDULE: return schedule(*run, d, err);
    default: gr_run_limit_history(*run, (size_t)d->number); return true;
    }
}

static gr_run *born(gr_error *err)
{
    gr_values values;
    gr_run *run = NULL;

    if (!gr_values_init(&values, gr_toy.params, err))
        return NULL;
    if (gr_values_set(&values, "warmup", "2", err))
        run = gr_run_new(&gr_toy, &values, 1, gr_test_keep, err);
    gr_values_clear(&values);
    return run;
}

/* What there is to see of the run after each deed. */
typedef struct passage {
    char *present[GR_LEN(deeds)];
} passage;

static void compare(passage *p, size_t i, const gr_run *run)
{
    char *now = gr_test_present(run);

    if (p->present[i] == NULL)
        p->present[i] = strdup(now);
    gr_test_equal(now, strdup(p->present[i]));
}

/* After a failure a run stands where it can be asked again, and no number is another one. */
static void play_run(gr_starving *s, void *context)
{
    gr_error err = { 0 };
    gr_run *run = born(&err);
    size_t last = GR_LEN(deeds) - 1;

    if (!gr_test_fed(s, run != NULL, &err))
        run = born(&err);
    for (size_t i = 0; i <= last; i++) {
        if (!gr_test_fed(s, commit(&run, &deeds[i], &err), &err))
            ck_assert_msg(commit(&run, &deeds[i], &err), "deed %zu: %s", i, err.message);
        if (s->over)
            compare(context, i, run);
    }
    gr_test_feed(s);
    compare(context, last, run);
    gr_run_free(run);
}

START_TEST(test_run)
{
    passage p = { .present = { NULL } };
    gr_starving well_fed = { .over = true };

    play_run(&well_fed, &p);
    gr_test_starve("run", play_run, &p);
    for (size_t i = 0; i < GR_LEN(p.present); i++)
        free(p.present[i]);
}
END_TEST

/* --- a study --- */

static bool seek(gr_study *study, long step, gr_error *err)
{
    return gr_study_seek(study, step, 0, err);
}

/* Two runs, moved, forked, set one by one and together; what fails is done in none. */
static bool study_deed(gr_study *study, int i, gr_error *err)
{
    switch (i) {
    case 0: return seek(study, 3, err);
    case 1: return gr_study_set(study, "stride", "0.3", err);
    case 2: return seek(study, 5, err);
    case 3: return gr_study_fork(study, err);
    case 4: return gr_study_set(study, "2.gain", "0.5", err);
    case 5: return seek(study, 7, err);
    case 6: return gr_study_set(study, "1.layers", "4-4", err);
    case 7: return seek(study, 4, err);
    case 8: return gr_study_reseed(study, 3, err);
    case 9: return seek(study, 2, err);
    default: return gr_study_reset(study, err);
    }
}

static void play_study(gr_starving *s, void *context)
{
    gr_study study = { .count = 0 };
    gr_error err = { 0 };

    (void)context;
    for (int i = 0; i < 2; i++) {
        gr_run *run = born(&err);
        if (!gr_test_fed(s, run != NULL, &err))
            run = born(&err);
        ck_assert(gr_study_add(&study, run, NULL));
    }
    for (int i = 0; i <= 10; i++)
        if (!gr_test_fed(s, study_deed(&study, i, &err), &err))
            ck_assert_msg(study_deed(&study, i, &err), "deed %d: %s", i, err.message);
    gr_test_feed(s);
    ck_assert_uint_eq(study.count, 2);
    gr_assert_text(gr_values_text(gr_run_values(study.runs[0]), "layers"), "4-4");
    gr_assert_text(gr_values_text(gr_run_values(study.runs[0]), "stride"), "0.3");
    gr_assert_text(gr_values_text(gr_run_values(study.runs[1]), "stride"), "0.1");
    ck_assert_uint_eq(gr_run_seed(study.runs[1]), 4);
    gr_study_clear(&study);
}

START_TEST(test_study)
{
    gr_test_starve("study", play_study, NULL);
}
END_TEST

/* --- sweeps --- */

static bool make_plan(gr_plan *plan, gr_error *err)
{
    char knob[] = "gain", value[] = "0.5";
    const gr_event event = { .step = 2, .knob = knob, .value = value };

    gr_plan_init(plan, &gr_toy);
    if (gr_plan_assign(plan, "mover=walk,jump", err) && gr_plan_assign(plan, "stride=0.2", err) &&
        gr_plan_assign(plan, "diverge=3", err) && gr_plan_seeds(plan, "5", err) &&
        gr_plan_add_event(plan, &event, err))
        return true;
    gr_plan_clear(plan);
    return false;
}

static bool write_plan(const gr_plan *plan, gr_text *text, gr_text *words, gr_error *err)
{
    gr_output out;

    gr_output_memory(&out, text);
    if (gr_plan_write(plan, 1, &out, words, err))
        return gr_output_commit(&out, err);
    gr_output_abort(&out);
    return false;
}

/* The CSV and the words are whole, or there is an error. */
static void play_sweep(gr_starving *s, void *context)
{
    gr_plan plan;
    gr_text text = { 0 }, words = { 0 };
    gr_error err = { 0 };

    if (!gr_test_fed(s, make_plan(&plan, &err), &err))
        ck_assert(make_plan(&plan, &err));
    if (!gr_test_fed(s, write_plan(&plan, &text, &words, &err), &err)) {
        gr_text_clear(&text);
        gr_text_clear(&words);
        ck_assert(write_plan(&plan, &text, &words, &err));
    }
    gr_test_feed(s);
    gr_text_add(&text, gr_text_string(&words));
    gr_assert_text(gr_text_string(&text), context);
    gr_text_clear(&text);
    gr_text_clear(&words);
    gr_plan_clear(&plan);
}

START_TEST(test_sweep)
{
    gr_plan plan;
    gr_text text = { 0 }, words = { 0 };

    ck_assert(make_plan(&plan, NULL));
    ck_assert(write_plan(&plan, &text, &words, NULL));
    gr_text_add(&text, gr_text_string(&words));
    ck_assert_ptr_nonnull(strstr(text.bytes, "gradus: run 2 diverged at step 3\n"));
    gr_test_starve("sweep", play_sweep, text.bytes);
    gr_text_clear(&text);
    gr_text_clear(&words);
    gr_plan_clear(&plan);
}
END_TEST

/* Workers that have no memory tell it through their pipe. Each process counts for itself, so the
 * later failures of this loop happen in workers alone. */
START_TEST(test_workers)
{
    gr_plan plan;
    unsigned long in_workers = 0;

    ck_assert(make_plan(&plan, NULL));
    for (unsigned long nth = 1; nth < 1500; nth += 7) {
        gr_text text = { 0 };
        gr_output out;
        gr_error err = { 0 };
        gr_output_memory(&out, &text);
        gr_alloc_fail_at(nth, nth % 2 == 0);
        bool done = gr_plan_write(&plan, 2, &out, NULL, &err) && gr_output_commit(&out, &err);
        unsigned long asked = gr_alloc_fail_at(0, false);
        if (!done) {
            gr_output_abort(&out);
            ck_assert_msg(err.kind == GR_ERROR_MEMORY, "allocation %lu: %s", nth, err.message);
            gr_assert_message(err, "out of memory");
            in_workers += asked < nth;
        }
        gr_text_clear(&text);
    }
    ck_assert_uint_gt(in_workers, 0);
    gr_plan_clear(&plan);
}
END_TEST

/* --- capsules --- */

static void play_capsule(gr_starving *s, void *context)
{
    gr_plan plan;
    gr_text text = { 0 };
    gr_capsule capsule;
    gr_error err = { 0 };
    const uint64_t digest = 7;

    (void)context;
    if (!gr_test_fed(s, make_plan(&plan, &err), &err))
        ck_assert(make_plan(&plan, &err));
    if (!gr_test_fed(s, gr_capsule_put(&text, &plan, &digest, true, &err), &err)) {
        gr_text_clear(&text);
        ck_assert(gr_capsule_put(&text, &plan, &digest, true, &err));
    }
    const char *bytes = gr_text_string(&text);
    if (!gr_test_fed(s, gr_capsule_read("c", bytes, text.length, &capsule, &err), &err))
        ck_assert(gr_capsule_read("c", bytes, text.length, &capsule, &err));
    gr_test_feed(s);
    ck_assert_uint_eq(capsule.plan.axis_count, 3);
    ck_assert_uint_eq(capsule.plan.event_count, 1);
    gr_plan_clear(&capsule.plan);
    gr_plan_clear(&plan);
    gr_text_clear(&text);
}

START_TEST(test_capsule)
{
    gr_test_starve("capsule", play_capsule, NULL);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = { test_knobs, test_refusals, test_lesson, test_run, test_study,
                                   test_sweep, test_workers, test_capsule };
    Suite *s = suite_create("alloc");
    TCase *all = gr_test_case(s, "alloc");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, tests[i]);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
