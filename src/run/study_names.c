/* The knobs of a study: those that tell its groups apart, with their group's number, then those
 * that all share. */
#include "study_private.h"

#include <string.h>

static const gr_values *values_of(const gr_study *study, size_t group)
{
    return gr_run_values(gr_study_first_of(study, group));
}

/* The knob of that name in other values, be it another member's; NULL where they have none. */
static const gr_value *same_knob(const gr_values *values, const gr_value *knob)
{
    for (size_t i = 0; i < values->count; i++) {
        const gr_value *there = &values->items[i];
        if ((there->owner == NULL) == (knob->owner == NULL) &&
            (knob->owner == NULL || strcmp(there->owner, knob->owner) == 0) &&
            strcmp(there->param->name, knob->param->name) == 0)
            return there;
    }
    return NULL;
}

static bool all_have(const gr_study *study, const gr_value *knob)
{
    for (size_t g = 0; g < gr_study_groups(study); g++)
        if (same_knob(values_of(study, g), knob) == NULL)
            return false;
    return true;
}

static bool is_shared(const gr_study *study, const gr_value *knob)
{
    for (size_t g = 0; g < gr_study_groups(study); g++) {
        const gr_value *there = same_knob(values_of(study, g), knob);
        if (there == NULL || strcmp(there->text, knob->text) != 0)
            return false;
    }
    return true;
}

static size_t add_knobs(const gr_study *study, size_t group, bool shared, gr_study_knob *knobs,
                        size_t room)
{
    const gr_values *values = values_of(study, group);
    size_t count = 0;

    for (size_t i = 0; i < values->count && count < room; i++)
        if (is_shared(study, &values->items[i]) == shared)
            knobs[count++] = (gr_study_knob){ .group = group, .shared = shared, .index = i };
    return count;
}

size_t gr_study_knobs(const gr_study *study, gr_study_knob *knobs, size_t room)
{
    size_t count = 0, groups = gr_study_groups(study);

    for (size_t g = 0; g < groups; g++)
        count += add_knobs(study, g, false, knobs + count, room - count);
    return groups > 0 ? count + add_knobs(study, 0, true, knobs + count, room - count) : 0;
}

const gr_value *gr_study_knob_value(const gr_study *study, const gr_study_knob *knob)
{
    return &values_of(study, knob->group)->items[knob->index];
}

void gr_study_knob_name(const gr_study *study, const gr_study_knob *knob, gr_text *out)
{
    if (!knob->shared)
        gr_text_addf(out, "%zu.", knob->group + 1);
    gr_values_name(values_of(study, knob->group), knob->index, out);
}

/* Choices speak for themselves, numbers need their names. */
static void describe_knob(const gr_values *values, size_t index, gr_text *out)
{
    gr_param_kind kind = values->items[index].param->kind;

    if (kind != GR_PARAM_CHOICE && kind != GR_PARAM_FAMILY) {
        gr_values_name(values, index, out);
        gr_text_add(out, " ");
    }
    gr_text_add(out, values->items[index].text);
}

void gr_study_describe(const gr_study *study, size_t group, gr_text *out)
{
    const gr_values *values = values_of(study, group);
    bool some = false;

    for (size_t i = 0; i < values->count; i++) {
        const gr_value *knob = &values->items[i];
        if (is_shared(study, knob) || (!knob->given && !all_have(study, knob)))
            continue; /* what comes with a member goes without saying */
        gr_text_add(out, some ? ", " : "");
        describe_knob(values, i, out);
        some = true;
    }
}
