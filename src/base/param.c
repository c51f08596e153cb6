#include "gradus/param.h"

#include "gradus/memory.h"
#include "param_read.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void clear_value(gr_value *value)
{
    gr_free(value->text);
    gr_free(value->list);
}

void gr_values_clear(gr_values *values)
{
    for (size_t i = 0; i < values->count; i++)
        clear_value(&values->items[i]);
    gr_free(values->items);
    gr_free(values->numbers);
    *values = (gr_values){ 0 };
}

/* --- the list of knobs, families spliced in --- */

static bool same_owner(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static const gr_value *given_before(const gr_values *old, const gr_param *param, const char *owner)
{
    for (size_t i = 0; old != NULL && i < old->count; i++) {
        const gr_value *value = &old->items[i];
        if (value->given && same_owner(value->owner, owner) &&
            strcmp(value->param->name, param->name) == 0)
            return value;
    }
    return NULL;
}

static bool add_params(gr_values *values, const gr_param *params, const char *owner,
                       const gr_values *old, gr_error *err);

/* Append one knob: with its explicit old value where that still fits, else with its default. */
static bool add_param(gr_values *values, const gr_param *param, const char *owner,
                      const gr_values *old, gr_error *err)
{
    const gr_value *before = given_before(old, param, owner);
    gr_value fresh = { .param = param, .owner = owner };

    if (!gr_grow(&values->items, values->count, &values->capacity, sizeof *values->items, err))
        return false;
    gr_error refused = { 0 };
    bool kept = before != NULL && gr_value_read(&fresh, before->text, &refused);
    if (refused.kind == GR_ERROR_MEMORY)
        return gr_fail(err, refused.kind, "%s", refused.message);
    if (!kept && !gr_value_read(&fresh, param->initial, err))
        return false;
    fresh.given = kept;
    values->items[values->count++] = fresh;
    if (param->kind != GR_PARAM_FAMILY)
        return true;
    return add_params(values, param->family->params((size_t)fresh.number), param->name, old, err);
}

static bool add_params(gr_values *values, const gr_param *params, const char *owner,
                       const gr_values *old, gr_error *err)
{
    for (const gr_param *param = params; param != NULL && param->name != NULL; param++)
        if (!add_param(values, param, owner, old, err))
            return false;
    return true;
}

/* Room for the numbers side by side, and what they are. */
static bool align_numbers(gr_values *values, gr_error *err)
{
    values->numbers = gr_alloc(values->count + GR_NUMBERS_SPARE, sizeof *values->numbers, err);
    for (size_t i = 0; values->numbers != NULL && i < values->count; i++)
        values->numbers[i] = values->items[i].number;
    return values->numbers != NULL;
}

static bool build(gr_values *values, const gr_param *params, const gr_values *old, gr_error *err)
{
    gr_values fresh = { .params = params };

    if (!add_params(&fresh, params, NULL, old, err) || !align_numbers(&fresh, err)) {
        gr_values_clear(&fresh);
        return false;
    }
    *values = fresh;
    return true;
}

bool gr_values_init(gr_values *values, const gr_param *params, gr_error *err)
{
    return build(values, params, NULL, err);
}

static bool copy_value(gr_value *copy, const gr_value *value, gr_error *err)
{
    *copy = *value;
    copy->list = NULL;
    copy->text = gr_strdup(value->text, err);
    if (copy->text == NULL)
        return false;
    if (value->list == NULL)
        return true;
    copy->list = gr_alloc(value->count, sizeof *copy->list, err);
    if (copy->list == NULL) {
        gr_free(copy->text);
        return false;
    }
    memcpy(copy->list, value->list, value->count * sizeof *copy->list);
    return true;
}

bool gr_values_copy(gr_values *copy, const gr_values *values, gr_error *err)
{
    gr_values fresh = { .params = values->params };

    fresh.items = gr_alloc(values->count, sizeof *fresh.items, err);
    if (fresh.items == NULL)
        return false;
    fresh.capacity = values->count;
    for (; fresh.count < values->count; fresh.count++) {
        if (!copy_value(&fresh.items[fresh.count], &values->items[fresh.count], err)) {
            gr_values_clear(&fresh);
            return false;
        }
    }
    if (!align_numbers(&fresh, err)) {
        gr_values_clear(&fresh);
        return false;
    }
    *copy = fresh;
    return true;
}

/* --- names --- */

static bool full_name_is(const gr_value *value, const char *name)
{
    if (value->owner == NULL)
        return strcmp(value->param->name, name) == 0;
    size_t length = strlen(value->owner);
    return strncmp(value->owner, name, length) == 0 && name[length] == '.' &&
           strcmp(value->param->name, name + length + 1) == 0;
}

static size_t count_called(const gr_values *values, const char *short_name)
{
    size_t count = 0;

    for (size_t i = 0; i < values->count; i++)
        count += strcmp(values->items[i].param->name, short_name) == 0;
    return count;
}

void gr_values_name(const gr_values *values, size_t index, gr_text *out)
{
    const gr_value *value = &values->items[index];

    if (value->owner != NULL && count_called(values, value->param->name) > 1)
        gr_text_addf(out, "%s.", value->owner);
    gr_text_add(out, value->param->name);
}

static bool has_param(const gr_param *params, const char *name)
{
    for (; params != NULL && params->name != NULL; params++)
        if (strcmp(params->name, name) == 0)
            return true;
    return false;
}

/* Which members have the knob, where the chosen ones have not. */
static void add_owners(const gr_values *values, const char *knob, gr_text *out)
{
    for (size_t i = 0; i < values->count; i++) {
        const gr_param *param = values->items[i].param;
        bool first = true;
        for (size_t k = 0; param->kind == GR_PARAM_FAMILY && k < param->family->count(); k++) {
            if (!has_param(param->family->params(k), knob))
                continue;
            if (first)
                gr_text_addf(out, "; %s goes with %s=", knob, param->name);
            gr_text_addf(out, "%s%s", first ? "" : ", ", param->family->member(k));
            first = false;
        }
    }
}

static bool unknown_knob(const gr_values *values, const char *knob, gr_error *err)
{
    gr_text names = { 0 };

    for (size_t i = 0; i < values->count; i++) {
        gr_text_add(&names, i > 0 ? ", " : "");
        gr_values_name(values, i, &names);
    }
    if (count_called(values, knob) == 0)
        add_owners(values, knob, &names);
    if (!gr_text_ok(&names, err))
        ; /* there is no room to say more */
    else if (count_called(values, knob) > 1)
        gr_fail(err, GR_ERROR_USAGE, "knob '%s' is ambiguous; write one of the full names in: %s",
                knob, gr_text_string(&names));
    else
        gr_fail(err, GR_ERROR_USAGE, "unknown knob '%.60s'; this experiment has: %s", knob,
                gr_text_string(&names));
    gr_text_clear(&names);
    return false;
}

const gr_value *gr_values_find(const gr_values *values, const char *knob, gr_error *err)
{
    const gr_value *found = NULL;
    size_t matches = 0;

    for (size_t i = 0; i < values->count; i++) {
        if (full_name_is(&values->items[i], knob))
            return &values->items[i];
        if (strcmp(values->items[i].param->name, knob) == 0) {
            found = &values->items[i];
            matches++;
        }
    }
    if (matches == 1)
        return found;
    unknown_knob(values, knob, err);
    return NULL;
}

size_t gr_values_index(const gr_values *values, const char *knob)
{
    const gr_value *value = gr_values_find(values, knob, NULL);

    assert(value != NULL);
    return (size_t)(value - values->items);
}

double gr_values_number(const gr_values *values, const char *knob)
{
    return values->items[gr_values_index(values, knob)].number;
}

bool gr_values_yes(const gr_values *values, const char *knob)
{
    return gr_values_number(values, knob) != 0;
}

const char *gr_values_text(const gr_values *values, const char *knob)
{
    return values->items[gr_values_index(values, knob)].text;
}

/* --- assignment --- */

static bool assign(gr_values *values, const gr_setting *setting, gr_error *err)
{
    const gr_value *found = gr_values_find(values, setting->knob, err);

    if (found == NULL)
        return false;
    gr_value *value = &values->items[found - values->items];
    gr_value fresh = { .param = value->param, .owner = value->owner };
    if (!gr_value_read(&fresh, setting->value, err))
        return false;
    fresh.given = true;
    clear_value(value);
    *value = fresh;
    values->numbers[found - values->items] = fresh.number;
    if (value->param->kind != GR_PARAM_FAMILY)
        return true;
    gr_values rebuilt;
    if (!build(&rebuilt, values->params, values, err))
        return false;
    gr_values_clear(values);
    *values = rebuilt;
    return true;
}

static bool is_family_knob(const gr_values *values, const char *knob)
{
    const gr_value *value = gr_values_find(values, knob, NULL);

    return value != NULL && value->param->kind == GR_PARAM_FAMILY;
}

/* Families first, and again as long as one of them has brought in another; then the rest. */
static bool assign_all(gr_values *values, const gr_setting *settings, size_t count, bool *done,
                       gr_error *err)
{
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < count; i++) {
            if (done[i] || !is_family_knob(values, settings[i].knob))
                continue;
            if (!assign(values, &settings[i], err))
                return false;
            done[i] = more = true;
        }
    }
    for (size_t i = 0; i < count; i++)
        if (!done[i] && !assign(values, &settings[i], err))
            return false;
    return true;
}

bool gr_values_apply(gr_values *values, const gr_setting *settings, size_t count, gr_error *err)
{
    gr_values trial;
    bool *done = gr_alloc(count, sizeof *done, err);

    if (done == NULL || !gr_values_copy(&trial, values, err)) {
        gr_free(done);
        return false;
    }
    bool applied = assign_all(&trial, settings, count, done, err);
    gr_free(done);
    if (applied) {
        gr_values swap = *values;
        *values = trial;
        trial = swap;
    }
    gr_values_clear(&trial);
    return applied;
}

bool gr_values_set(gr_values *values, const char *knob, const char *value, gr_error *err)
{
    gr_setting setting = { knob, value };

    return gr_values_apply(values, &setting, 1, err);
}

/* --- neighbours --- */

static const int marks[] = { 1, 2, 5 };

/* One step on a linear scale: of a real number a tenth within 1, and ten from 100 on. */
static double linear_step(const gr_param *param)
{
    double range = param->high - param->low;

    if (param->kind != GR_PARAM_NUMBER)
        return 1;
    return range <= 1 ? 0.1 : range < 100 || isinf(range) ? 1 : 10;
}

/* Where `+` and `-` begin when the value is a word: an end that is allowed, else near it. */
static double beside_word(const gr_param *param)
{
    double step = linear_step(param);

    if (isfinite(param->low))
        return param->low_open ? param->low + step : param->low;
    if (isfinite(param->high))
        return param->high_open ? param->high - step : param->high;
    return param->log_scale;
}

/* A step over an end that is allowed stops there. */
static double up_to_end(const gr_param *param, double now, double next)
{
    if (next > param->high && now < param->high && !param->high_open)
        return param->high;
    if (next < param->low && now > param->low && !param->low_open)
        return param->low;
    return next;
}

static double neighbour_number(const gr_value *value, int direction)
{
    const gr_param *param = value->param;
    double now = value->number, step = linear_step(param), next = now + direction * step;

    if (value->word >= 0)
        return beside_word(param);
    if (param->log_scale && now > 0)
        next = gr_number_neighbour(now, direction, marks, GR_LEN(marks));
    else if (step < 1)
        next = rint(now * 10 + direction) / 10;
    if (param->kind == GR_PARAM_INTEGER)
        next = direction > 0 ? ceil(next) : floor(next);
    return up_to_end(param, now, next);
}

static size_t word_count(const gr_param *param)
{
    size_t count = 0;

    while (param->words != NULL && param->words[count] != NULL)
        count++;
    return count;
}

static const char *neighbour_word(const gr_value *value, int direction)
{
    const gr_param *param = value->param;
    bool family = param->kind == GR_PARAM_FAMILY;
    size_t count = family ? param->family->count() : word_count(param);
    size_t now = (size_t)value->number;
    size_t next = direction > 0 ? (now + 1) % count : (now + count - 1) % count;

    return family ? param->family->member(next) : param->words[next];
}

static bool no_neighbour(const gr_value *value, gr_error *err)
{
    return gr_fail(err, GR_ERROR_USAGE, "knob %s has no next value; press Enter and type one",
                   value->param->name);
}

static bool neighbour_of_number(const gr_value *value, int direction, gr_text *out, gr_error *err)
{
    char text[GR_NUMBER_SIZE];
    gr_value trial = { .param = value->param };
    double next = neighbour_number(value, direction);

    if (next == value->number) /* so large that a step of one is lost */
        return no_neighbour(value, err);
    gr_number_exact(next, text);
    if (!gr_value_read(&trial, text, err))
        return false;
    gr_text_add(out, trial.text);
    clear_value(&trial);
    return gr_text_ok(out, err);
}

bool gr_values_neighbour(const gr_values *values, size_t index, int direction, gr_text *out,
                         gr_error *err)
{
    const gr_value *value = &values->items[index];

    switch (value->param->kind) {
    case GR_PARAM_NUMBER:
    case GR_PARAM_INTEGER:
        return neighbour_of_number(value, direction, out, err);
    case GR_PARAM_YESNO:
        gr_text_add(out, value->number != 0 ? "no" : "yes");
        return gr_text_ok(out, err);
    case GR_PARAM_CHOICE:
    case GR_PARAM_FAMILY:
        gr_text_add(out, neighbour_word(value, direction));
        return gr_text_ok(out, err);
    default:
        return no_neighbour(value, err);
    }
}
