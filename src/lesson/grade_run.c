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
    const gr_class *class;
    const gr_class_lesson *about;
    const gr_handed *handed;
    size_t row;
    double *work;
    const char *name; /* of the capsule, with its place: for messages */
} claim;

static bool fail(const claim *c, gr_error *err, const char *message)
{
    return gr_handed_fail(c->handed, c->row, GR_HOMEWORK_CAPSULE, err, "%s", message);
}

/* --- before anything is opened --- */

/* Files go by the names that everybody's installation has. */
static bool is_data(const gr_class *class, const char *name)
{
    for (size_t i = 0; i < class->data.count; i++)
        if (strcmp(class->data.entries[i].name, name) == 0)
            return true;
    return false;
}

/* One run that ends, of named files: what a session writes, and nothing that sweeps. */
static bool is_modest(const claim *c, const gr_yaml *root, gr_error *err)
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
    for (const gr_yaml *file = gr_yaml_first(files); file != NULL; file = file->next)
        if (!is_data(c->class, file->key))
            return fail(c, err, "this run reads a file that is not one of gradus's own");
    return true;
}

static bool look_at(const claim *c, const char *capsule, gr_error *err)
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

static bool names_data(const claim *c, const gr_values *values, gr_error *err)
{
    for (size_t i = 0; i < values->count; i++) {
        const gr_value *value = &values->items[i];
        if (value->param->kind == GR_PARAM_FILE && value->word < 0 &&
            !is_data(c->class, value->text))
            return fail(c, err, "this run reads a file that is not one of gradus's own");
    }
    return true;
}

/* What it begins with, and what its events make of that. */
static bool check_files(const claim *c, const gr_plan *plan, gr_error *err)
{
    gr_values values;
    uint64_t seed;

    if (!gr_plan_case(plan, 1, &values, &seed, err))
        return false;
    bool fine = names_data(c, &values, err);
    for (size_t i = 0; fine && i < plan->event_count; i++) {
        const gr_event *event = &plan->events[i];
        fine = event->knob == NULL || (gr_values_set(&values, event->knob, event->value, err) &&
                                       names_data(c, &values, err));
    }
    gr_values_clear(&values);
    return fine;
}

/* A run that is refused takes nothing from the others. */
static bool count_work(const claim *c, const gr_plan *plan, gr_error *err)
{
    char text[120];
    gr_run *run = gr_plan_start(plan, 1, (gr_run_keep){ .trace = false }, err);

    if (run == NULL)
        return false;
    double work = gr_run_work(run, plan->steps);
    gr_run_free(run);
    if (*c->work + work <= GR_HAND_IN_WORK) {
        *c->work += work;
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
    const gr_lesson *lesson = c->about->lesson;

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

static bool make(const claim *c, const char *text, gr_result *result, gr_text *message,
                 gr_error *err)
{
    gr_capsule capsule;
    gr_rerun made = { .digest = 0 };

    if (!look_at(c, text, err) || !gr_capsule_read(c->name, text, strlen(text), &capsule, err))
        return false;
    bool done = check_files(c, &capsule.plan, err) && count_work(c, &capsule.plan, err) &&
                gr_rerun_make(&capsule.plan, &made, err);
    if (done)
        judge(c, &capsule, &made, result, message);
    gr_rerun_clear(&made);
    gr_plan_clear(&capsule.plan);
    return done;
}

bool gr_handed_run(const gr_class *class, const gr_class_lesson *about, const gr_handed *handed,
                   size_t row, double *work, gr_result *result, gr_arena *arena, gr_error *err)
{
    claim c = { .class = class, .about = about, .handed = handed, .row = row, .work = work };
    gr_text message = { 0 };
    gr_error why = { 0 };
    long line, column;

    gr_csv_place(&handed->csv, row, handed->columns[GR_HOMEWORK_CAPSULE], &line, &column);
    c.name = gr_arena_printf(arena, err, "%s:%ld:%ld: capsule", handed->path, line, column);
    if (c.name == NULL)
        return false;
    if (!make(&c, gr_handed_text(handed, row, GR_HOMEWORK_CAPSULE), result, &message, &why)) {
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
