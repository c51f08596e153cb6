/* The YAML of an `experiment` block. */
#include "lesson_private.h"

#include <string.h>

/* --- knobs --- */

/* All settings together must be possible; a fault is shown at the knob that brings it. */
static bool check_settings(const gr_yaml *set, const gr_setting *settings, size_t count,
                           gr_values *values, gr_error *err)
{
    if (gr_values_apply(values, settings, count, err))
        return true;
    if (set == NULL || err->kind == GR_ERROR_MEMORY)
        return false;
    for (const gr_yaml *knob = gr_yaml_first(set); knob != NULL; knob = knob->next) {
        gr_error own = { 0 };
        gr_setting setting = { knob->key, knob->text };
        if (!gr_values_apply(values, &setting, 1, &own))
            return gr_error_locate(err, knob->file, knob->key_line, knob->key_column);
    }
    return gr_error_locate(err, set->file, set->line, set->column);
}

/* Each name once, however many groups set it. */
static void add_free(const gr_setting *settings, size_t count, gr_lab *lab)
{
    for (size_t i = 0; i < count; i++) {
        bool known = false;
        for (size_t k = 0; k < lab->free_count; k++)
            known = known || strcmp(lab->free[k], settings[i].knob) == 0;
        if (!known)
            lab->free[lab->free_count++] = settings[i].knob;
    }
}

/* Without `free` those named in `set` and `compare` are free. */
static bool named_are_free(gr_lesson *lesson, gr_lab *lab, gr_error *err)
{
    size_t count = lab->setting_count;

    for (size_t i = 0; i < lab->group_count; i++)
        count += lab->groups[i].setting_count;
    lab->free = gr_arena_alloc(&lesson->arena, count, sizeof *lab->free, err);
    if (lab->free == NULL)
        return false;
    add_free(lab->settings, lab->setting_count, lab);
    for (size_t i = 0; i < lab->group_count; i++)
        add_free(lab->groups[i].settings, lab->groups[i].setting_count, lab);
    return true;
}

/* A knob of the page's own values or of one of the groups that are compared. */
static bool is_somewhere(const gr_lab *lab, const gr_values *values, const char *knob,
                         gr_error *err)
{
    bool found = gr_values_find(values, knob, err) != NULL;

    for (size_t i = 0; !found && i < lab->group_count; i++) {
        gr_values trial;
        if (!gr_values_copy(&trial, values, err))
            return false;
        found =
            gr_values_apply(&trial, lab->groups[i].settings, lab->groups[i].setting_count, NULL) &&
            gr_values_find(&trial, knob, NULL) != NULL;
        gr_values_clear(&trial);
    }
    return found;
}

static bool read_free(gr_lesson *lesson, const gr_yaml *list, const gr_values *values, gr_lab *lab,
                      gr_error *err)
{
    if (list == NULL)
        return named_are_free(lesson, lab, err);
    if (!gr_block_texts(lesson, list, &lab->free, &lab->free_count, err))
        return false;
    for (const gr_yaml *node = gr_yaml_first(list); node != NULL; node = node->next)
        if (!is_somewhere(lab, values, node->text, err))
            return gr_error_locate(err, node->file, node->line, node->column);
    return true;
}

/* `lock` takes knobs away from those that are free, by whichever of their names. */
static bool read_lock(gr_lesson *lesson, const gr_yaml *list, const gr_values *values, gr_lab *lab,
                      gr_error *err)
{
    const char **locked = NULL;
    size_t count = 0, left = 0;

    if (!gr_block_texts(lesson, list, &locked, &count, err))
        return false;
    for (const gr_yaml *node = gr_yaml_first(list); node != NULL; node = node->next)
        if (!is_somewhere(lab, values, node->text, err))
            return gr_error_locate(err, node->file, node->line, node->column);
    for (size_t i = 0; i < lab->free_count; i++) {
        const gr_value *value = gr_values_find(values, lab->free[i], NULL);
        bool taken = false;
        for (size_t k = 0; k < count; k++)
            taken = taken || strcmp(locked[k], lab->free[i]) == 0 ||
                    (value != NULL && gr_values_find(values, locked[k], NULL) == value);
        if (!taken)
            lab->free[left++] = lab->free[i];
    }
    lab->free_count = left;
    return true;
}

/* --- a run made before --- */

enum { GHOST_STEPS = 10000 };

/* Its settings must be possible together with the page's own, `values`. */
static bool check_ghost(const gr_yaml *ghost, const gr_lab *lab, const gr_values *values,
                        gr_error *err)
{
    gr_values trial;

    if (!gr_values_copy(&trial, values, err))
        return false;
    bool good =
        check_settings(ghost, lab->ghost->settings, lab->ghost->setting_count, &trial, err);
    gr_values_clear(&trial);
    return good;
}

static bool read_ghost(gr_lesson *lesson, const gr_yaml *root, const gr_values *values, gr_lab *lab,
                       gr_error *err)
{
    const gr_yaml *ghost = gr_yaml_get(root, "ghost");

    if (ghost == NULL)
        return true;
    if (gr_yaml_get(root, "compare") != NULL)
        return gr_yaml_fail_key(ghost, err,
                                "a page that compares has no ghost; name it among the runs");
    if (lab->steps < 1 || lab->steps > GHOST_STEPS)
        return gr_yaml_fail_key(ghost, err,
                                "a ghost is made when the page opens; give `steps`, at most %d",
                                GHOST_STEPS);
    gr_lab_group *group = gr_arena_alloc(&lesson->arena, 1, sizeof *group, err);
    lab->ghost = group;
    return group != NULL &&
           gr_block_settings(lesson, ghost, &group->settings, &group->setting_count, err) &&
           check_ghost(ghost, lab, values, err);
}

/* --- plots --- */

static bool known_figure(const gr_experiment *experiment, const gr_yaml *node, const char *name,
                         const gr_figure **figure, gr_error *err)
{
    long index = gr_experiment_figure(experiment, name);
    gr_text names = { 0 };

    if (index >= 0) {
        *figure = &experiment->figures[index];
        return true;
    }
    for (size_t i = 0; experiment->figures[i].name != NULL; i++)
        gr_text_addf(&names, "%s%s", i > 0 ? ", " : "", experiment->figures[i].name);
    gr_yaml_fail(node, err, "unknown figure '%s'; %s has: %s", name, experiment->name,
                 gr_text_string(&names));
    gr_text_clear(&names);
    return false;
}

static bool read_plot(const gr_yaml *node, gr_lab *lab, gr_error *err)
{
    static const char *const allowed[] = { "figure", "as", "x", "y", NULL };
    gr_lab_plot *plot = &lab->plots[lab->plot_count];
    gr_limits *window = &plot->window;
    const gr_yaml *figure = node;
    const char *name = "";

    plot->kind = "";
    plot->place = (gr_place){ node->line, node->column };
    if (node->kind == GR_YAML_MAPPING) {
        figure = gr_yaml_need(node, "figure", err);
        if (figure == NULL || !gr_yaml_only_keys(node, allowed, err) ||
            !gr_yaml_text(gr_yaml_get(node, "as"), &plot->kind, err) ||
            !gr_block_range(gr_yaml_get(node, "x"), &window->x_low, &window->x_high, err) ||
            !gr_block_range(gr_yaml_get(node, "y"), &window->y_low, &window->y_high, err))
            return false;
    }
    if (!gr_yaml_text(figure, &name, err) ||
        !known_figure(lab->experiment, figure, name, &plot->figure, err))
        return false;
    lab->plot_count++;
    return true;
}

static bool read_plots(const gr_yaml *list, gr_lab *lab, gr_error *err)
{
    if (list == NULL) { /* the experiment's own order */
        for (const gr_figure *f = lab->experiment->figures;
             f->name != NULL && lab->plot_count < GR_LAB_PLOTS; f++)
            lab->plots[lab->plot_count++] =
                (gr_lab_plot){ .figure = f, .kind = "", .place = lab->place };
        return true;
    }
    if (!gr_yaml_list(list, err))
        return false;
    if (list->count == 0)
        return gr_yaml_fail(list, err, "no plot; without `plots` there are all");
    for (const gr_yaml *node = gr_yaml_first(list); node != NULL; node = node->next) {
        if (lab->plot_count == GR_LAB_PLOTS)
            return gr_yaml_fail(node, err, "more than %d plots on a page", GR_LAB_PLOTS);
        if (!read_plot(node, lab, err))
            return false;
    }
    return true;
}

/* --- drive --- */

/* `drive: {budget: 40}`: the student acts, and has so many labels to give. */
static bool add_setting(gr_lesson *lesson, gr_lab *lab, gr_setting setting, gr_error *err)
{
    gr_setting *settings =
        gr_arena_alloc(&lesson->arena, lab->setting_count + 1, sizeof *settings, err);

    if (settings == NULL)
        return false;
    for (size_t i = 0; i < lab->setting_count; i++)
        settings[i] = lab->settings[i];
    settings[lab->setting_count++] = setting;
    lab->settings = settings;
    return true;
}

/* After the knobs that are free: the budget is not. */
static bool read_drive(gr_lesson *lesson, const gr_yaml *drive, gr_values *values, gr_lab *lab,
                       gr_error *err)
{
    static const char *const allowed[] = { "budget", NULL };
    gr_setting setting = { .knob = "budget" };

    if (drive == NULL)
        return true;
    if (!gr_yaml_mapping(drive, err) || !gr_yaml_only_keys(drive, allowed, err))
        return false;
    if (lab->experiment->act == NULL)
        return gr_yaml_fail(drive, err, "nothing can be driven in %s", lab->experiment->name);
    lab->driven = true;
    const gr_yaml *budget = gr_yaml_get(drive, "budget");
    if (budget == NULL)
        return true;
    if (!gr_yaml_text(budget, &setting.value, err))
        return false;
    if (!gr_values_apply(values, &setting, 1, err))
        return gr_error_locate(err, budget->file, budget->line, budget->column);
    return add_setting(lesson, lab, setting, err);
}

/* --- the block --- */

static bool read_knobs(gr_lesson *lesson, const gr_yaml *root, gr_lab *lab, gr_error *err)
{
    gr_values values;

    if (!gr_block_settings(lesson, gr_yaml_get(root, "set"), &lab->settings, &lab->setting_count,
                           err) ||
        !gr_compare_read(lesson, gr_yaml_get(root, "compare"), lab, err) ||
        !gr_values_init(&values, lab->experiment->params, err))
        return false;
    bool good = check_settings(gr_yaml_get(root, "set"), lab->settings, lab->setting_count, &values,
                               err) &&
                gr_compare_check(gr_yaml_get(root, "compare"), lab, &values, err) &&
                read_free(lesson, gr_yaml_get(root, "free"), &values, lab, err) &&
                read_lock(lesson, gr_yaml_get(root, "lock"), &values, lab, err) &&
                read_drive(lesson, gr_yaml_get(root, "drive"), &values, lab, err) &&
                read_ghost(lesson, root, &values, lab, err);
    gr_values_clear(&values);
    return good;
}

bool gr_lab_read(gr_lesson *lesson, const gr_yaml *root, gr_lab *lab, gr_error *err)
{
    static const char *const allowed[] = { "experiment", "set",     "free", "plots", "steps",
                                           "goal",       "compare", "lock", "ghost", "drive",
                                           NULL };
    const char *name = NULL;

    if (!gr_yaml_mapping(root, err) || !gr_yaml_only_keys(root, allowed, err))
        return false;
    lab->place = (gr_place){ root->line, root->column };
    const gr_yaml *experiment = gr_yaml_need(root, "experiment", err);
    if (experiment == NULL || !gr_yaml_text(experiment, &name, err))
        return false;
    lab->experiment = gr_experiment_find(name, err);
    if (lab->experiment == NULL)
        return gr_error_locate(err, experiment->file, experiment->line, experiment->column);
    return gr_yaml_whole(gr_yaml_get(root, "steps"), 1, 10000000, &lab->steps, err) &&
           read_knobs(lesson, root, lab, err) && read_plots(gr_yaml_get(root, "plots"), lab, err) &&
           gr_block_formula(gr_yaml_get(root, "goal"), &lab->goal, err);
}
