#include "gradus/plan.h"

#include "gradus/memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { PLAN_RUNS_MAX = 10000000 };

void gr_plan_init(gr_plan *plan, const gr_experiment *experiment)
{
    *plan = (gr_plan){ .experiment = experiment, .first_seed = 1, .last_seed = 1, .steps = -1,
                       .every = 1, .table = -1, .first_run = 1, .shard = 1,
                       .shards = 1 };
}

void gr_plan_clear(gr_plan *plan)
{
    for (size_t i = 0; i < plan->axis_count; i++)
        gr_free((void *)plan->axes[i].values);
    gr_free(plan->axes);
    gr_free(plan->events);
    gr_arena_clear(&plan->arena);
    *plan = (gr_plan){ 0 };
}

/* --- assignments --- */

/* The row that describes a knob, looked for in all family members, chosen or not. */
static const gr_param *find_param(const gr_param *params, const char *knob)
{
    for (const gr_param *param = params; param != NULL && param->name != NULL; param++) {
        if (strcmp(param->name, knob) == 0)
            return param;
        if (param->kind != GR_PARAM_FAMILY)
            continue;
        size_t length = strlen(param->name);
        bool full = strncmp(param->name, knob, length) == 0 && knob[length] == '.';
        for (size_t i = 0; i < param->family->count(); i++) {
            const gr_param *found =
                find_param(param->family->params(i), full ? knob + length + 1 : knob);
            if (found != NULL)
                return found;
        }
    }
    return NULL;
}

static const char *short_name(const char *knob)
{
    const char *dot = strrchr(knob, '.');

    return dot != NULL ? dot + 1 : knob;
}

/* `lr` and `optimizer.lr` are one knob; `lr` may also be one of no family. */
static bool same_knob(const gr_plan *plan, const char *a, const char *b)
{
    const gr_param *params = plan->experiment->params;
    bool both_full = short_name(a) != a && short_name(b) != b;

    if (strcmp(a, b) == 0)
        return true;
    return !both_full && strcmp(short_name(a), short_name(b)) == 0 &&
           find_param(params, a) == find_param(params, b);
}

/* The axis of a knob; a new one counts only from its first value on. */
static gr_plan_axis *axis_of(gr_plan *plan, const char *knob, gr_error *err)
{
    for (size_t i = 0; i < plan->axis_count; i++)
        if (same_knob(plan, plan->axes[i].knob, knob))
            return &plan->axes[i];
    if (!gr_grow(&plan->axes, plan->axis_count, &plan->axis_capacity, sizeof *plan->axes, err))
        return NULL;
    gr_plan_axis *axis = &plan->axes[plan->axis_count];
    *axis = (gr_plan_axis){ .knob = gr_arena_strdup(&plan->arena, knob, err) };
    return axis->knob != NULL ? axis : NULL;
}

bool gr_plan_add_value(gr_plan *plan, const char *knob, const char *value, gr_error *err)
{
    gr_plan_axis *axis = axis_of(plan, knob, err);
    char *copy = axis != NULL ? gr_arena_strdup(&plan->arena, value, err) : NULL;

    if (copy == NULL ||
        !gr_grow(&axis->values, axis->count, &axis->capacity, sizeof *axis->values, err))
        return false;
    if (axis->count == 0)
        plan->axis_count++;
    axis->values[axis->count++] = copy;
    return true;
}

static bool takes_commas(const gr_param *param)
{
    return param->kind == GR_PARAM_NUMBER || param->kind == GR_PARAM_INTEGER ||
           param->kind == GR_PARAM_YESNO || param->kind == GR_PARAM_CHOICE ||
           param->kind == GR_PARAM_FAMILY;
}

/* An unknown knob: let the values say what there is. */
static bool unknown_knob(const gr_plan *plan, const char *knob, gr_error *err)
{
    gr_values values;

    if (!gr_values_init(&values, plan->experiment->params, err))
        return false;
    gr_values_find(&values, knob, err);
    gr_values_clear(&values);
    return false;
}

static bool add_values(gr_plan *plan, const char *knob, const char *text, gr_error *err)
{
    while (true) {
        size_t length = strcspn(text, ",");
        char *value = gr_arena_strndup(&plan->arena, text, length, err);
        if (value == NULL || !gr_plan_add_value(plan, knob, value, err))
            return false;
        if (text[length] == '\0')
            return true;
        text += length + 1;
    }
}

bool gr_plan_assign(gr_plan *plan, const char *assignment, gr_error *err)
{
    const char *equals = strchr(assignment, '=');

    if (equals == NULL || equals == assignment)
        return gr_fail(err, GR_ERROR_USAGE, "'%s' is no assignment; write KNOB=VALUE", assignment);
    char *knob =
        gr_arena_strndup(&plan->arena, assignment, (size_t)(equals - assignment), err);
    if (knob == NULL)
        return false;
    const gr_param *param = find_param(plan->experiment->params, knob);
    if (param == NULL)
        return unknown_knob(plan, knob, err);
    return takes_commas(param) ? add_values(plan, knob, equals + 1, err)
                               : gr_plan_add_value(plan, knob, equals + 1, err);
}

static bool read_whole(const char *text, const char **end, uint64_t *value)
{
    char *stop;

    if (*text < '0' || *text > '9')
        return false;
    errno = 0;
    *value = strtoull(text, &stop, 10);
    *end = stop;
    return errno == 0;
}

bool gr_plan_seeds(gr_plan *plan, const char *text, gr_error *err)
{
    uint64_t first, last;
    const char *end;
    bool good = read_whole(text, &end, &first);

    last = first;
    if (good && strncmp(end, "..", 2) == 0)
        good = read_whole(end + 2, &end, &last);
    if (!good || *end != '\0' || last < first || last - first >= PLAN_RUNS_MAX)
        return gr_fail(err, GR_ERROR_USAGE,
                       "'%s' is no seed; write a whole number from 0, as 7, or a range, as 1..20",
                       text);
    plan->first_seed = first;
    plan->last_seed = last;
    return true;
}

bool gr_plan_runs(gr_plan *plan, const char *text, gr_error *err)
{
    uint64_t first = 0, last = 0;
    const char *end = text;
    bool good = read_whole(text, &end, &first), open = good && strcmp(end, "..") == 0;

    last = first;
    if (good && !open && strncmp(end, "..", 2) == 0)
        good = read_whole(end + 2, &end, &last);
    if (!good || (!open && *end != '\0') || first < 1 || last < first || last > PLAN_RUNS_MAX)
        return gr_fail(err, GR_ERROR_USAGE,
                       "'%s' is no range of runs; write numbers from 1, as 7, 38..60 or 38..",
                       text);
    plan->first_run = (size_t)first;
    plan->last_run = open ? 0 : (size_t)last;
    return true;
}

bool gr_plan_shard(gr_plan *plan, const char *text, gr_error *err)
{
    uint64_t shard = 0, shards = 0;
    const char *end = text;
    bool good = read_whole(text, &end, &shard) && *end == '/' && read_whole(end + 1, &end, &shards);

    if (!good || *end != '\0' || shard < 1 || shard > shards || shards > PLAN_RUNS_MAX)
        return gr_fail(err, GR_ERROR_USAGE, "'%s' is no shard; write K/N with K from 1 to N, as 2/3",
                       text);
    plan->shard = (size_t)shard;
    plan->shards = (size_t)shards;
    return true;
}

bool gr_plan_add_event(gr_plan *plan, const gr_event *event, gr_error *err)
{
    gr_event copy = { .step = event->step, .action = event->action };

    if (!gr_grow(&plan->events, plan->event_count, &plan->event_capacity, sizeof copy, err))
        return false;
    if (event->knob != NULL) {
        copy.knob = gr_arena_strdup(&plan->arena, event->knob, err);
        copy.value = gr_arena_strdup(&plan->arena, event->value, err);
        if (copy.knob == NULL || copy.value == NULL)
            return false;
    }
    plan->events[plan->event_count++] = copy;
    return true;
}

/* --- the runs --- */

static size_t seed_count(const gr_plan *plan)
{
    return (size_t)(plan->last_seed - plan->first_seed) + 1;
}

bool gr_plan_is_sweep(const gr_plan *plan)
{
    for (size_t i = 0; i < plan->axis_count; i++)
        if (plan->axes[i].count > 1)
            return true;
    return seed_count(plan) > 1;
}

bool gr_plan_count(const gr_plan *plan, size_t *count, gr_error *err)
{
    size_t product = seed_count(plan);

    for (size_t i = 0; i < plan->axis_count; i++) {
        if (product > PLAN_RUNS_MAX / plan->axes[i].count)
            return gr_fail(err, GR_ERROR_USAGE, "more than %d runs; sweep fewer values at once",
                           PLAN_RUNS_MAX);
        product *= plan->axes[i].count;
    }
    *count = product;
    return true;
}

/* The first number in the shard that is in the range. */
static size_t first_number(const gr_plan *plan)
{
    size_t before = plan->first_run > plan->shard ? plan->first_run - plan->shard : 0;

    return plan->shard + (before + plan->shards - 1) / plan->shards * plan->shards;
}

size_t gr_plan_chosen(const gr_plan *plan, size_t count)
{
    size_t first = first_number(plan), last = plan->last_run > 0 ? plan->last_run : count;

    if (last > count)
        last = count;
    return last >= first ? (last - first) / plan->shards + 1 : 0;
}

size_t gr_plan_number(const gr_plan *plan, size_t i)
{
    return first_number(plan) + i * plan->shards;
}

static bool range_exists(const gr_plan *plan, size_t count, gr_error *err)
{
    size_t last = plan->last_run > 0 ? plan->last_run : plan->first_run;

    return last <= count || gr_fail(err, GR_ERROR_USAGE, "run %zu of %zu: there is none", last,
                                    count);
}

/* Which value of each axis run number `run` has: the last axis fastest, seeds innermost. */
static uint64_t pick(const gr_plan *plan, size_t run, gr_setting *settings)
{
    size_t rest = run - 1, seeds = seed_count(plan);
    uint64_t seed = plan->first_seed + rest % seeds;

    rest /= seeds;
    for (size_t i = plan->axis_count; i > 0; i--) {
        const gr_plan_axis *axis = &plan->axes[i - 1];
        settings[i - 1] = (gr_setting){ axis->knob, axis->values[rest % axis->count] };
        rest /= axis->count;
    }
    return seed;
}

bool gr_plan_case(const gr_plan *plan, size_t run, gr_values *values, uint64_t *seed,
                  gr_error *err)
{
    gr_setting *settings = gr_alloc(plan->axis_count, sizeof *settings, err);
    gr_values fresh;

    if (settings == NULL)
        return false;
    *seed = pick(plan, run, settings);
    bool made = gr_values_init(&fresh, plan->experiment->params, err);
    if (made && !gr_values_apply(&fresh, settings, plan->axis_count, err)) {
        gr_values_clear(&fresh);
        made = false;
    }
    gr_free(settings);
    if (made)
        *values = fresh;
    return made;
}

bool gr_plan_check(const gr_plan *plan, gr_error *err)
{
    size_t seeds = seed_count(plan), count;

    if (!gr_plan_count(plan, &count, err) || !range_exists(plan, count, err))
        return false;
    for (size_t run = 1; run <= count; run += seeds) {
        gr_values values;
        uint64_t seed;
        if (!gr_plan_case(plan, run, &values, &seed, err))
            return false;
        gr_values_clear(&values);
    }
    return true;
}

gr_run *gr_plan_start(const gr_plan *plan, size_t run, gr_run_keep keep, gr_error *err)
{
    gr_values values;
    uint64_t seed;

    if (!gr_plan_case(plan, run, &values, &seed, err))
        return NULL;
    gr_run *started = gr_run_new(plan->experiment, &values, seed, keep, err);
    gr_values_clear(&values);
    for (size_t i = 0; started != NULL && i < plan->event_count; i++) {
        if (!gr_run_schedule(started, &plan->events[i], err)) {
            gr_run_free(started);
            return NULL;
        }
    }
    return started;
}

/* The knobs that were set. The others have their defaults, and must not count as set: a new family
 * member would keep them. */
static bool add_settings(gr_plan *plan, const gr_values *values, gr_error *err)
{
    for (size_t i = 0; i < values->count; i++) {
        const gr_value *value = &values->items[i];
        if (!value->given)
            continue;
        const char *knob = value->owner == NULL
                               ? value->param->name
                               : gr_arena_printf(&plan->arena, err, "%s.%s", value->owner,
                                                 value->param->name);
        if (knob == NULL || !gr_plan_add_value(plan, knob, value->text, err))
            return false;
    }
    return true;
}

bool gr_plan_from_run(gr_plan *plan, const gr_run *run, gr_error *err)
{
    size_t count;
    const gr_event *events = gr_run_events(run, &count);

    gr_plan_init(plan, gr_run_experiment(run));
    plan->first_seed = plan->last_seed = gr_run_seed(run);
    plan->steps = gr_run_step_number(run) > 0 ? gr_run_step_number(run) : 0;
    bool made = add_settings(plan, gr_run_initial(run), err);
    for (size_t i = 0; made && i < count && events[i].step <= plan->steps; i++)
        made = gr_plan_add_event(plan, &events[i], err);
    if (!made)
        gr_plan_clear(plan);
    return made;
}
