/* The key `compare` of an experiment block: which runs, and how they are shown.
 *
 *   compare: {arrange: panels, runs: [{lr: 0.1}, {lr: 0.2}]}
 *   compare: {arrange: band, vary: {lr: [0.1, 0.2], bias: [yes, no]}, seeds: 1..20}
 *
 * `vary` is the cross product, its last knob fastest. */
#include "lesson_private.h"

#include <stdlib.h>
#include <string.h>

/* --- groups --- */

static bool read_runs(gr_lesson *lesson, const gr_yaml *list, gr_lab_group *groups, gr_lab *lab,
                      gr_error *err)
{
    for (const gr_yaml *node = gr_yaml_first(list); node != NULL; node = node->next) {
        gr_lab_group *group = &groups[lab->group_count++];
        if (!gr_block_settings(lesson, node, &group->settings, &group->setting_count, err))
            return false;
    }
    return true;
}

/* Combination number `index` of the varied knobs. */
static bool read_combination(gr_lesson *lesson, const gr_yaml *vary, size_t index, size_t count,
                             gr_lab_group *group, gr_error *err)
{
    gr_setting *settings = gr_arena_alloc(&lesson->arena, vary->count, sizeof *settings, err);

    if (settings == NULL)
        return false;
    group->settings = settings;
    for (const gr_yaml *knob = gr_yaml_first(vary); knob != NULL; knob = knob->next) {
        count /= knob->count; /* combinations of the knobs behind it */
        const gr_yaml *value = gr_yaml_first(knob);
        for (size_t i = index / count % knob->count; i > 0; i--)
            value = value->next;
        settings[group->setting_count].knob = knob->key;
        if (!gr_yaml_text(value, &settings[group->setting_count++].value, err))
            return false;
    }
    return true;
}

/* How many groups `runs` or `vary` make. */
static bool count_groups(const gr_yaml *runs, const gr_yaml *vary, size_t *count, gr_error *err)
{
    *count = 1;
    if (runs != NULL) {
        *count = runs->count;
        return gr_yaml_list(runs, err);
    }
    if (!gr_yaml_mapping(vary, err))
        return false;
    for (const gr_yaml *knob = gr_yaml_first(vary); knob != NULL; knob = knob->next) {
        if (!gr_yaml_list(knob, err))
            return false;
        if (knob->count == 0)
            return gr_yaml_fail_key(knob, err, "no values to vary");
        *count = *count > GR_STUDY_GROUPS ? *count : *count * knob->count;
    }
    return true;
}

static bool read_groups(gr_lesson *lesson, const gr_yaml *compare, gr_lab *lab, gr_error *err)
{
    const gr_yaml *runs = gr_yaml_get(compare, "runs"), *vary = gr_yaml_get(compare, "vary");
    size_t most = lab->arrange == GR_ARRANGE_PANELS ? GR_STUDY_PANELS : GR_STUDY_GROUPS, count;

    if ((runs == NULL) == (vary == NULL))
        return gr_yaml_fail(compare, err, "compare needs either `runs` or `vary`");
    if (!count_groups(runs, vary, &count, err))
        return false;
    if (count < 1 || count > most)
        return gr_yaml_fail(runs != NULL ? runs : vary, err, "%s to compare; allowed: 1 to %zu%s",
                            count < 1 ? "nothing" : "too much", most,
                            most == GR_STUDY_PANELS ? " panels" : " curves");
    gr_lab_group *groups = gr_arena_alloc(&lesson->arena, count, sizeof *groups, err);
    if (groups == NULL)
        return false;
    lab->groups = groups;
    lab->group_count = 0;
    if (runs != NULL)
        return read_runs(lesson, runs, groups, lab, err);
    for (; lab->group_count < count; lab->group_count++)
        if (!read_combination(lesson, vary, lab->group_count, count, &groups[lab->group_count],
                              err))
            return false;
    return true;
}

/* --- the rest --- */

static bool read_arrangement(const gr_yaml *compare, gr_lab *lab, gr_error *err)
{
    static const char *const names[] = { [GR_ARRANGE_OVERLAY] = "overlay",
                                         [GR_ARRANGE_PANELS] = "panels",
                                         [GR_ARRANGE_BAND] = "band",
                                         [GR_ARRANGE_SUMMARY] = "summary" };
    const gr_yaml *node = gr_yaml_need(compare, "arrange", err);
    const char *name = "";

    if (node == NULL || !gr_yaml_text(node, &name, err))
        return false;
    for (size_t i = 0; i < GR_LEN(names); i++) {
        if (strcmp(names[i], name) != 0)
            continue;
        lab->arrange = (gr_arrangement)i;
        return true;
    }
    return gr_yaml_fail(
        node, err, "unknown arrangement '%s'; there are: overlay, panels, band, summary", name);
}

/* Up to nine digits; the place behind them, or NULL where there are none or more. */
static const char *read_digits(const char *text, uint64_t *number)
{
    size_t digits = strspn(text, "0123456789");

    *number = strtoul(text, NULL, 10);
    return digits >= 1 && digits <= 9 ? text + digits : NULL;
}

/* `seeds: 5` or `seeds: 1..20`. */
static bool read_seeds(const gr_yaml *node, gr_lab *lab, gr_error *err)
{
    const char *text = "1";
    uint64_t first = 1, last = 1;

    if (!gr_yaml_text(node, &text, err))
        return false;
    const char *end = read_digits(text, &first);
    last = first;
    if (end != NULL && strncmp(end, "..", 2) == 0)
        end = read_digits(end + 2, &last);
    if (end == NULL || *end != '\0' || last < first || last - first >= GR_STUDY_SEEDS)
        return gr_yaml_fail(node, err, "seeds '%s'; write one, or a range of at most %d as 1..%d",
                            text, GR_STUDY_SEEDS, GR_STUDY_SEEDS);
    lab->first_seed = first;
    lab->seeds = last - first + 1;
    return true;
}

/* The knob on x: the first that is varied. */
static bool read_over(const gr_yaml *compare, gr_lab *lab, gr_error *err)
{
    const gr_yaml *vary = gr_yaml_get(compare, "vary");

    if (lab->arrange != GR_ARRANGE_SUMMARY)
        return true;
    if (vary == NULL || vary->count == 0)
        return gr_yaml_fail(compare, err, "a summary needs `vary`: its first knob lies on x");
    lab->over = gr_yaml_first(vary)->key;
    return true;
}

bool gr_compare_read(gr_lesson *lesson, const gr_yaml *compare, gr_lab *lab, gr_error *err)
{
    static const char *const allowed[] = { "arrange", "runs", "vary", "seeds", NULL };
    static const gr_lab_group as_set = { 0 };

    lab->groups = &as_set;
    lab->group_count = lab->seeds = 1;
    lab->first_seed = 1;
    if (compare == NULL)
        return true;
    return gr_yaml_mapping(compare, err) && gr_yaml_only_keys(compare, allowed, err) &&
           read_arrangement(compare, lab, err) && read_groups(lesson, compare, lab, err) &&
           read_seeds(gr_yaml_get(compare, "seeds"), lab, err) && read_over(compare, lab, err);
}

/* Each group's settings must be possible together with the page's own; a fault is shown at the
 * comparison. */
bool gr_compare_check(const gr_yaml *compare, const gr_lab *lab, const gr_values *values,
                      gr_error *err)
{
    for (size_t i = 0; compare != NULL && i < lab->group_count; i++) {
        gr_values trial;
        if (!gr_values_copy(&trial, values, err))
            return false;
        bool good =
            gr_values_apply(&trial, lab->groups[i].settings, lab->groups[i].setting_count, err);
        const gr_value *over =
            lab->over != NULL && good ? gr_values_find(&trial, lab->over, NULL) : NULL;
        if (over != NULL &&
            (over->param->kind == GR_PARAM_TEXT || over->param->kind == GR_PARAM_FILE ||
             over->param->kind == GR_PARAM_LAYERS || over->param->kind == GR_PARAM_COLUMNS))
            good = gr_fail(err, GR_ERROR_DATA, "knob %s is no number to lie on x", lab->over);
        gr_values_clear(&trial);
        if (!good)
            return gr_error_locate(err, compare->file, compare->line, compare->column);
    }
    return true;
}
