#include "grade_run.h"

#include "rerun.h"

#include "gradus/answer.h"
#include "gradus/yaml.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A run that is being judged. */
typedef struct claim {
    gr_handed_runs *runs;
    const gr_handed *handed;
    size_t row;
    const char *name; /* of the capsule, with its place: for messages */
    bool own;         /* it reads a file that came along */
} claim;

static bool fail(const claim *c, gr_error *err, const char *message)
{
    return gr_handed_fail(c->handed, c->row, GR_HOMEWORK_CAPSULE, err, "%s", message);
}

/* --- before anything is opened --- */

/* Files go by the names that everybody's installation has, or have come along. */
static bool check_file(void *context, const char *name, gr_error *err)
{
    claim *c = context;

    if (gr_own_find(&c->runs->own, name) != NULL)
        c->own = true;
    else if (!gr_own_is_shipped(&c->runs->class->data, name))
        return fail(
            c, err,
            "this run reads a file that is not one of gradus's own, and did not come along");
    return true;
}

/* One run that ends, of named files: what a session writes, and nothing that sweeps. */
static bool is_modest(claim *c, const gr_yaml *root, gr_error *err)
{
    static const char *const single[] = { "runs", "shard", "table", NULL };
    const gr_yaml *seed = gr_yaml_get(root, "seed"), *set = gr_yaml_get(root, "set");

    for (size_t i = 0; single[i] != NULL; i++)
        if (gr_yaml_get(root, single[i]) != NULL)
            return fail(c, err, "a hand-in has single runs, whole");
    if (seed != NULL && strchr(seed->text, '.') != NULL)
        return fail(c, err, "a hand-in has single runs; this one has several seeds");
    for (const gr_yaml *knob = gr_yaml_first(set); knob != NULL; knob = knob->next)
        if (knob->kind != GR_YAML_SCALAR)
            return fail(c, err, "a hand-in has single runs; this one has several values of a knob");
    if (gr_yaml_get(root, "steps") == NULL)
        return fail(c, err, "this run does not say how many steps it has");
    const gr_yaml *files = gr_yaml_get(root, "files");
    if (files != NULL && files->kind != GR_YAML_MAPPING)
        return fail(c, err, "the files of a run are a mapping: {name: digest}");
    for (const gr_yaml *file = gr_yaml_first(files); file != NULL; file = file->next)
        if (!check_file(c, file->key, err))
            return false;
    return true;
}

static bool look_at(claim *c, const char *capsule, gr_error *err)
{
    gr_arena arena = { 0 };
    const gr_yaml *root = NULL;
    bool fine = gr_yaml_parse(c->name, capsule, strlen(capsule), 1, 1, &arena, &root, err);

    if (fine && (root == NULL || root->kind != GR_YAML_MAPPING))
        fine = fail(c, err, "this is no capsule");
    fine = fine && is_modest(c, root, err);
    gr_arena_clear(&arena);
    return fine;
}

/* --- before it is run --- */

/* A run that is refused takes nothing from the others. */
static bool count_work(const claim *c, const gr_plan *plan, gr_error *err)
{
    char text[120];
    gr_run *run = gr_plan_start(plan, 1, (gr_run_keep){ .trace = false }, err);

    if (run == NULL)
        return false;
    double work = gr_run_work(run, plan->steps);
    gr_run_free(run);
    if (c->runs->work + work <= GR_HAND_IN_WORK) {
        c->runs->work += work;
        return true;
    }
    snprintf(text, sizeof text,
             "this run works on %.0f million numbers; those of a hand-in may work on %.0f together",
             ceil(work / 1e6), GR_HAND_IN_WORK / 1e6);
    return fail(c, err, text);
}

/* --- what it claims --- */

/* Whether a run named `page 2` is about what that page shows. */
static bool is_about_page(const claim *c, const gr_experiment *experiment)
{
    const char *item = gr_handed_text(c->handed, c->row, GR_HOMEWORK_ITEM);
    const gr_lesson *lesson = c->runs->about->lesson;

    if (strncmp(item, "page ", 5) != 0)
        return true;
    long page = strtol(item + 5, NULL, 10);
    if (page < 1 || (size_t)page > lesson->page_count)
        return false;
    const gr_lab *lab = lesson->pages[page - 1].lab;
    return lab != NULL && lab->experiment == experiment;
}

/* The name in front of the = where two rows begin to differ. The value is not told. */
static void name_difference(const char *here, const char *again, char *name, size_t room)
{
    size_t i = 0, begin = 0;

    for (; here[i] != '\0' && here[i] == again[i]; i++)
        if (again[i] == ' ')
            begin = i + 1;
    size_t length = strcspn(again + begin, "= ");
    snprintf(name, room, "%.*s", (int)(length < room ? length : room - 1), again + begin);
}

static void judge(const claim *c, const gr_capsule *capsule, const gr_rerun *made,
                  gr_result *result, gr_text *message)
{
    const char *here = gr_handed_text(c->handed, c->row, GR_HOMEWORK_ANSWER);
    const char *again = gr_text_string(&made->last);
    char name[64];

    result->status = GR_GRADE_MISMATCH;
    if (!is_about_page(c, capsule->plan.experiment)) {
        gr_text_add(message, "this run is not of the experiment on that page");
    } else if (strcmp(here, again) != 0) {
        name_difference(here, again, name, sizeof name);
        gr_text_addf(message, "made again, the last row of this run is another one%s%s",
                     name[0] != '\0' ? ": see " : "", name);
    } else if (!capsule->has_digest || made->digest != capsule->digest) {
        gr_text_add(message, "made again, this run gives other numbers");
    } else {
        result->status = GR_GRADE_MATCH;
    }
}

static bool make(claim *c, const char *text, gr_result *result, gr_text *message, gr_error *err)
{
    gr_capsule capsule;
    gr_rerun made = { .digest = 0 };

    if (!gr_capsule_read(c->name, text, strlen(text), &capsule, err))
        return false;
    bool done = gr_own_each_file(&capsule.plan, check_file, c, err) &&
                count_work(c, &capsule.plan, err) && gr_rerun_make(&capsule.plan, &made, err);
    if (done)
        judge(c, &capsule, &made, result, message);
    gr_rerun_clear(&made);
    gr_plan_clear(&capsule.plan);
    return done;
}

/* Where the files lie that came along, if it names any. */
static bool make_there(claim *c, const char *text, gr_result *result, gr_text *message,
                       gr_error *err)
{
    const char *scratch = gr_text_string(&c->runs->class->scratch);
    gr_own_place place;

    if (!look_at(c, text, err))
        return false;
    if (!c->own)
        return make(c, text, result, message, err);
    if (!gr_own_enter(&c->runs->own, scratch, &place, err))
        return false;
    bool done = make(c, text, result, message, err);
    gr_own_leave(&c->runs->own, &place);
    return done;
}

bool gr_handed_run(gr_handed_runs *runs, size_t row, gr_result *result, gr_arena *arena,
                   gr_error *err)
{
    const gr_handed *handed = runs->handed;
    claim c = { .runs = runs, .handed = handed, .row = row };
    gr_text message = { 0 };
    gr_error why = { 0 };
    long line, column;

    gr_csv_place(&handed->csv, row, handed->columns[GR_HOMEWORK_CAPSULE], &line, &column);
    c.name = gr_arena_printf(arena, err, "%s:%ld:%ld: capsule", handed->path, line, column);
    if (c.name == NULL)
        return false;
    if (!make_there(&c, gr_handed_text(handed, row, GR_HOMEWORK_CAPSULE), result, &message, &why)) {
        result->status = GR_GRADE_ERROR;
        if (strncmp(why.message, handed->path, strlen(handed->path)) != 0)
            gr_error_locate(&why, c.name, 0, 0);
        gr_text_truncate(&message, 0);
        gr_text_add(&message, why.message);
    }
    if (why.kind == GR_ERROR_MEMORY)
        gr_fail(err, why.kind, "%s", why.message);
    else if (gr_text_ok(&message, err))
        result->message = gr_arena_strdup(arena, gr_text_string(&message), err);
    else
        result->message = NULL;
    gr_text_clear(&message);
    return why.kind != GR_ERROR_MEMORY && result->message != NULL;
}
