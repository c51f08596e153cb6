#include "gradus/capsule.h"

#include "gradus/file.h"
#include "gradus/memory.h"
#include "gradus/paths.h"
#include "gradus/yaml.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 64 << 20 };

/* --- files --- */

static bool file_digest(const char *name, uint64_t *digest, gr_error *err)
{
    gr_text path = { 0 };
    char *bytes;
    size_t length;
    bool read = gr_path_find(name, GR_PATH_DATA, &path, err) &&
                gr_file_read(gr_text_string(&path), FILE_MAX, &bytes, &length, err);

    if (read) {
        *digest = gr_fnv1a(GR_FNV_START, bytes, length);
        gr_free(bytes);
    }
    gr_text_clear(&path);
    return read;
}

/* --- writing --- */

/* Block form puts one key a line; flow form the same keys in braces on one line. */
typedef struct form {
    gr_text *out;
    bool flow;
    size_t keys;
} form;

static void put_key(form *f, const char *key)
{
    gr_text_add(f->out, f->keys++ == 0 ? (f->flow ? "{" : "") : (f->flow ? ", " : "\n"));
    gr_text_addf(f->out, "%s: ", key);
}

static void put_axis(form *f, const gr_plan_axis *axis)
{
    gr_yaml_put_scalar(f->out, axis->knob);
    gr_text_add(f->out, ": ");
    if (axis->count != 1)
        gr_text_add(f->out, "[");
    for (size_t i = 0; i < axis->count; i++) {
        gr_text_add(f->out, i > 0 ? ", " : "");
        gr_yaml_put_scalar(f->out, axis->values[i]);
    }
    if (axis->count != 1)
        gr_text_add(f->out, "]");
}

static void put_settings(form *f, const gr_plan *plan)
{
    put_key(f, "set");
    gr_text_add(f->out, "{");
    for (size_t i = 0; i < plan->axis_count; i++) {
        gr_text_add(f->out, i > 0 ? ", " : "");
        put_axis(f, &plan->axes[i]);
    }
    gr_text_add(f->out, "}");
}

static void put_event(form *f, const gr_plan *plan, const gr_event *event)
{
    gr_text_addf(f->out, "{step: %ld, ", event->step);
    if (event->knob != NULL) {
        gr_text_add(f->out, "set: ");
        gr_yaml_put_scalar(f->out, event->knob);
        gr_text_add(f->out, ", to: ");
        gr_yaml_put_scalar(f->out, event->value);
    } else {
        gr_text_add(f->out, "act: ");
        gr_yaml_put_scalar(f->out, plan->experiment->actions[event->action].name);
    }
    gr_text_add(f->out, "}");
}

static void put_events(form *f, const gr_plan *plan)
{
    if (plan->event_count == 0)
        return;
    put_key(f, "events");
    gr_text_add(f->out, "[");
    for (size_t i = 0; i < plan->event_count; i++) {
        gr_text_add(f->out, i > 0 ? ", " : "");
        put_event(f, plan, &plan->events[i]);
    }
    gr_text_add(f->out, "]");
}

/* Whether knob i names a file that none before it has named. */
static bool is_new_file(const gr_values *values, size_t i)
{
    const gr_value *value = &values->items[i];

    if (value->param->kind != GR_PARAM_FILE || value->word >= 0)
        return false;
    for (size_t k = 0; k < i; k++)
        if (values->items[k].param->kind == GR_PARAM_FILE &&
            strcmp(values->items[k].text, value->text) == 0)
            return false;
    return true;
}

/* The files of run 1: a sweep over files is told by its values alone. */
static bool put_files(form *f, const gr_plan *plan, gr_error *err)
{
    gr_values values;
    uint64_t seed, digest;
    size_t files = 0;
    bool good = gr_plan_case(plan, 1, &values, &seed, err);

    if (!good)
        return false;
    for (size_t i = 0; good && i < values.count; i++) {
        if (!is_new_file(&values, i))
            continue;
        good = file_digest(values.items[i].text, &digest, err);
        if (!good)
            break;
        if (files++ == 0) {
            put_key(f, "files");
            gr_text_add(f->out, "{");
        } else {
            gr_text_add(f->out, ", ");
        }
        gr_yaml_put_scalar(f->out, values.items[i].text);
        gr_text_addf(f->out, ": %016" PRIx64, digest);
    }
    if (files > 0)
        gr_text_add(f->out, "}");
    gr_values_clear(&values);
    return good;
}

static void put_extent(form *f, const gr_plan *plan)
{
    put_key(f, "seed");
    gr_text_addf(f->out, "%" PRIu64, plan->first_seed);
    if (plan->last_seed != plan->first_seed)
        gr_text_addf(f->out, "..%" PRIu64, plan->last_seed);
    if (plan->steps >= 0) {
        put_key(f, "steps");
        gr_text_addf(f->out, "%ld", plan->steps);
    }
    if (plan->every != 1) {
        put_key(f, "every");
        gr_text_addf(f->out, "%ld", plan->every);
    }
    if (plan->table >= 0) {
        put_key(f, "table");
        gr_yaml_put_scalar(f->out, plan->experiment->tables[plan->table].name);
    }
    if (plan->first_run > 1 || plan->last_run > 0) {
        put_key(f, "runs");
        gr_text_addf(f->out, "%zu..", plan->first_run);
        if (plan->last_run > 0)
            gr_text_addf(f->out, "%zu", plan->last_run);
    }
    if (plan->shards > 1) {
        put_key(f, "shard");
        gr_text_addf(f->out, "%zu/%zu", plan->shard, plan->shards);
    }
}

bool gr_capsule_put(gr_text *out, const gr_plan *plan, const uint64_t *digest, bool flow,
                    gr_error *err)
{
    form f = { .out = out, .flow = flow };

    put_key(&f, "gradus");
    gr_text_add(out, GRADUS_VERSION);
    put_key(&f, "experiment");
    gr_yaml_put_scalar(out, plan->experiment->name);
    put_settings(&f, plan);
    put_extent(&f, plan);
    put_events(&f, plan);
    if (!put_files(&f, plan, err))
        return false;
    if (digest != NULL) {
        put_key(&f, "digest");
        gr_text_addf(out, "%016" PRIx64, *digest);
    }
    gr_text_add(out, flow ? "}" : "\n");
    return gr_text_ok(out, err);
}

bool gr_capsule_path(const char *csv, gr_text *path, gr_error *err)
{
    size_t length = strlen(csv);
    bool suffixed = length > 4 && strcmp(csv + length - 4, ".csv") == 0;

    gr_text_addn(path, csv, suffixed ? length - 4 : length);
    gr_text_add(path, ".run.yaml");
    return gr_text_ok(path, err);
}

/* --- reading --- */

static bool read_value(gr_plan *plan, const char *knob, const gr_yaml *node, gr_error *err)
{
    const char *text = "";

    if (node->kind == GR_YAML_MAPPING || (!node->plain && node->kind == GR_YAML_SCALAR &&
                                          node->text[0] == '\0'))
        return node->kind != GR_YAML_MAPPING ? gr_plan_add_value(plan, knob, "", err)
                                             : gr_yaml_fail(node, err, "a knob's value is a text");
    return gr_yaml_text(node, &text, err) && gr_plan_add_value(plan, knob, text, err);
}

static bool read_settings(gr_plan *plan, const gr_yaml *set, gr_error *err)
{
    if (!gr_yaml_mapping(set, err))
        return false;
    for (const gr_yaml *knob = gr_yaml_first(set); knob != NULL; knob = knob->next) {
        if (knob->kind != GR_YAML_LIST) {
            if (!read_value(plan, knob->key, knob, err))
                return false;
            continue;
        }
        if (knob->count == 0)
            return gr_yaml_fail(knob, err, "an empty list of values");
        for (const gr_yaml *value = gr_yaml_first(knob); value != NULL; value = value->next)
            if (!read_value(plan, knob->key, value, err))
                return false;
    }
    return true;
}

static bool find_action(const gr_experiment *experiment, const gr_yaml *node, int *action,
                        gr_error *err)
{
    const char *name = "";

    if (!gr_yaml_text(node, &name, err))
        return false;
    for (int i = 0; experiment->actions != NULL && experiment->actions[i].name != NULL; i++) {
        if (strcmp(experiment->actions[i].name, name) == 0) {
            *action = i;
            return true;
        }
    }
    return gr_yaml_fail(node, err, "%s has no action '%s'", experiment->name, name);
}

static bool read_event(gr_plan *plan, const gr_yaml *node, gr_error *err)
{
    static const char *const allowed[] = { "step", "set", "to", "act", NULL };
    gr_event event = { 0 };
    const char *knob = NULL, *value = NULL;
    const gr_yaml *act = gr_yaml_get(node, "act");

    if (!gr_yaml_mapping(node, err) || !gr_yaml_only_keys(node, allowed, err) ||
        !gr_yaml_whole(gr_yaml_need(node, "step", err), 1, 1000000000, &event.step, err) ||
        event.step == 0)
        return false;
    if (act != NULL && (gr_yaml_get(node, "set") != NULL || gr_yaml_get(node, "to") != NULL))
        return gr_yaml_fail(node, err, "an event is either `set` and `to` or `act`");
    if (act != NULL)
        return find_action(plan->experiment, act, &event.action, err) &&
               gr_plan_add_event(plan, &event, err);
    const gr_yaml *set = gr_yaml_get(node, "set"), *to = gr_yaml_get(node, "to");
    if (set == NULL || to == NULL)
        return gr_yaml_fail(node, err, "an event needs `set` and `to`, or `act`");
    if (!gr_yaml_text(set, &knob, err) || !gr_yaml_text(to, &value, err))
        return false;
    event.knob = gr_arena_strdup(&plan->arena, knob, err);
    event.value = gr_arena_strdup(&plan->arena, value, err);
    return event.knob != NULL && event.value != NULL && gr_plan_add_event(plan, &event, err);
}

static bool read_events(gr_plan *plan, const gr_yaml *events, gr_error *err)
{
    if (!gr_yaml_list(events, err))
        return false;
    for (const gr_yaml *node = gr_yaml_first(events); node != NULL; node = node->next)
        if (!read_event(plan, node, err))
            return false;
    return true;
}

static bool read_hex(const gr_yaml *node, uint64_t *value, gr_error *err)
{
    const char *text = "";

    if (!gr_yaml_text(node, &text, err))
        return false;
    *value = strtoull(text, NULL, 16);
    return (strlen(text) == 16 && strspn(text, "0123456789abcdefABCDEF") == 16) ||
           gr_yaml_fail(node, err, "'%s' is no digest of 16 hexadecimal digits", text);
}

static bool check_files(const gr_yaml *files, gr_error *err)
{
    uint64_t wanted, found;

    if (!gr_yaml_mapping(files, err))
        return false;
    for (const gr_yaml *file = gr_yaml_first(files); file != NULL; file = file->next) {
        if (!read_hex(file, &wanted, err) || !file_digest(file->key, &found, err))
            return false;
        if (wanted != found)
            return gr_yaml_fail_key(file, err, "%s is not the file that the run was made with",
                                    file->key);
    }
    return true;
}

/* What a command line would be told as its mistake is this file's: with its place. */
static bool blame(const gr_yaml *node, gr_error *err)
{
    return gr_error_locate(err, node->file, node->line, node->column);
}

/* A text that the plan reads itself. */
static bool read_part(gr_plan *plan, const gr_yaml *node,
                      bool (*read)(gr_plan *plan, const char *text, gr_error *err), gr_error *err)
{
    const char *text = NULL;

    if (node == NULL)
        return true;
    return gr_yaml_text(node, &text, err) && (read(plan, text, err) || blame(node, err));
}

static bool read_extent(gr_plan *plan, const gr_yaml *root, gr_error *err)
{
    const gr_yaml *seed = gr_yaml_get(root, "seed"), *table = gr_yaml_get(root, "table");
    const char *text = "1", *name = NULL;

    if (!gr_yaml_text(seed, &text, err) ||
        !gr_yaml_whole(gr_yaml_get(root, "steps"), 0, 1000000000, &plan->steps, err) ||
        !gr_yaml_whole(gr_yaml_get(root, "every"), 0, 1000000000, &plan->every, err) ||
        !gr_yaml_text(table, &name, err) || !read_part(plan, gr_yaml_get(root, "shard"), gr_plan_shard, err) ||
        !read_part(plan, gr_yaml_get(root, "runs"), gr_plan_runs, err))
        return false;
    if (!gr_plan_seeds(plan, text, err))
        return blame(seed, err);
    if (name != NULL)
        plan->table = (int)gr_experiment_table(plan->experiment, name);
    return name == NULL || plan->table >= 0 ||
           gr_yaml_fail(table, err, "%s has no table '%s'", plan->experiment->name, name);
}

/* Try the events' settings on the values of run 1. */
static bool check_events(const gr_plan *plan, const gr_yaml *events, gr_error *err)
{
    gr_values values;
    uint64_t seed;
    bool good = gr_plan_case(plan, 1, &values, &seed, err);

    if (!good)
        return false;
    const gr_yaml *node = gr_yaml_first(events);
    for (size_t i = 0; good && i < plan->event_count; i++, node = node->next) {
        const gr_event *event = &plan->events[i];
        good = event->knob == NULL || gr_values_set(&values, event->knob, event->value, err) ||
               blame(node, err);
        if (good && i > 0 && event->step < plan->events[i - 1].step)
            good = gr_yaml_fail(node, err, "events come in the order of their steps");
    }
    gr_values_clear(&values);
    return good;
}

static bool check_plan(const gr_plan *plan, const gr_yaml *root, gr_error *err)
{
    const gr_yaml *set = gr_yaml_get(root, "set");

    return (gr_plan_check(plan, err) || blame(set != NULL ? set : root, err)) &&
           check_events(plan, gr_yaml_get(root, "events"), err);
}

static bool read_root(const gr_yaml *root, gr_capsule *capsule, gr_error *err)
{
    static const char *const allowed[] = { "gradus", "experiment", "set",    "seed",
                                           "steps",  "every",      "table",  "runs",
                                           "shard",  "events",     "files",  "digest",
                                           NULL };
    const char *name = NULL;

    if (!gr_yaml_mapping(root, err) || !gr_yaml_only_keys(root, allowed, err))
        return false;
    const gr_yaml *experiment = gr_yaml_need(root, "experiment", err);
    if (experiment == NULL || !gr_yaml_text(experiment, &name, err))
        return false;
    const gr_experiment *found = gr_experiment_find(name, err);
    if (found == NULL)
        return blame(experiment, err);
    gr_plan_init(&capsule->plan, found);
    capsule->has_digest = gr_yaml_get(root, "digest") != NULL;
    bool good = read_settings(&capsule->plan, gr_yaml_get(root, "set"), err) &&
                read_extent(&capsule->plan, root, err) &&
                read_events(&capsule->plan, gr_yaml_get(root, "events"), err) &&
                check_plan(&capsule->plan, root, err) &&
                check_files(gr_yaml_get(root, "files"), err) &&
                (!capsule->has_digest ||
                 read_hex(gr_yaml_get(root, "digest"), &capsule->digest, err));
    if (!good)
        gr_plan_clear(&capsule->plan);
    return good;
}

bool gr_capsule_read(const char *name, const char *text, size_t length, gr_capsule *capsule,
                     gr_error *err)
{
    gr_arena arena = { 0 };
    const gr_yaml *root = NULL;
    gr_capsule fresh = { .has_digest = false };
    bool read = gr_yaml_parse(name, text, length, 1, 1, &arena, &root, err);

    if (read && root == NULL)
        read = gr_fail_at(err, name, 1, 1, "an empty capsule");
    read = read && read_root(root, &fresh, err);
    gr_arena_clear(&arena);
    if (read)
        *capsule = fresh;
    return read;
}
