/* The YAML of live blocks: one reader a block, one table of keys each. */
#include "lesson_private.h"

#include "gradus/answer.h"
#include "gradus/expression.h"

#include <string.h>

/* --- parts --- */

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

/* A scalar that is an expression; its syntax is checked here, its names where the run is known. */
static bool read_formula(const gr_yaml *node, gr_formula *formula, gr_error *err)
{
    if (node == NULL)
        return true;
    if (!gr_yaml_text(node, &formula->text, err))
        return false;
    formula->place = (gr_place){ node->line, node->column };
    gr_expression *expression = gr_expression_parse(formula->text, err);
    gr_expression_free(expression);
    return expression != NULL || gr_error_locate(err, node->file, node->line, node->column);
}

static bool read_texts(gr_lesson *lesson, const gr_yaml *list, const char ***texts, size_t *count,
                       gr_error *err)
{
    if (list == NULL)
        return true;
    if (!gr_yaml_list(list, err))
        return false;
    const char **made = gr_arena_alloc(&lesson->arena, list->count, sizeof *made, err);
    if (made == NULL)
        return false;
    size_t n = 0;
    for (const gr_yaml *node = gr_yaml_first(list); node != NULL; node = node->next)
        if (!gr_yaml_text(node, &made[n++], err))
            return false;
    *texts = made;
    *count = n;
    return true;
}

/* --- experiment --- */

static bool read_set(gr_lesson *lesson, const gr_yaml *set, gr_lab *lab, gr_error *err)
{
    if (set == NULL)
        return true;
    if (!gr_yaml_mapping(set, err))
        return false;
    gr_setting *settings = gr_arena_alloc(&lesson->arena, set->count, sizeof *settings, err);
    if (settings == NULL)
        return false;
    lab->settings = settings;
    for (const gr_yaml *knob = gr_yaml_first(set); knob != NULL; knob = knob->next) {
        settings[lab->setting_count].knob = knob->key;
        if (!gr_yaml_text(knob, &settings[lab->setting_count].value, err))
            return false;
        lab->setting_count++;
    }
    return true;
}

/* All settings together must be possible; a fault is shown at the knob that brings it. */
static bool check_settings(const gr_yaml *set, const gr_lab *lab, gr_values *values, gr_error *err)
{
    if (gr_values_apply(values, lab->settings, lab->setting_count, err))
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
        found = gr_values_apply(&trial, lab->groups[i].settings, lab->groups[i].setting_count,
                                NULL) &&
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
    if (!read_texts(lesson, list, &lab->free, &lab->free_count, err))
        return false;
    for (const gr_yaml *node = gr_yaml_first(list); node != NULL; node = node->next)
        if (!is_somewhere(lab, values, node->text, err))
            return gr_error_locate(err, node->file, node->line, node->column);
    return true;
}

/* `x: [low, high]`: what an axis shows. */
static bool read_window(const gr_yaml *node, double *low, double *high, gr_error *err)
{
    if (node == NULL)
        return true;
    if (!gr_yaml_list(node, err))
        return false;
    const gr_yaml *first = gr_yaml_first(node);
    if (node->count != 2)
        return gr_yaml_fail(node, err, "an axis shows [low, high], two numbers");
    return gr_yaml_number(first, low, err) && gr_yaml_number(first->next, high, err) &&
           (*low < *high || gr_yaml_fail(node, err, "an axis shows [low, high] with low < high"));
}

static bool read_plot(const gr_yaml *node, gr_lab *lab, gr_error *err)
{
    static const char *const allowed[] = { "figure", "as", "x", "y", NULL };
    gr_lab_plot *plot = &lab->plots[lab->plot_count];
    const gr_yaml *figure = node;
    const char *name = "";

    plot->kind = "";
    plot->place = (gr_place){ node->line, node->column };
    if (node->kind == GR_YAML_MAPPING) {
        figure = gr_yaml_need(node, "figure", err);
        if (figure == NULL || !gr_yaml_only_keys(node, allowed, err) ||
            !gr_yaml_text(gr_yaml_get(node, "as"), &plot->kind, err) ||
            !read_window(gr_yaml_get(node, "x"), &plot->window.x_low, &plot->window.x_high, err) ||
            !read_window(gr_yaml_get(node, "y"), &plot->window.y_low, &plot->window.y_high, err))
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
            lab->plots[lab->plot_count++] = (gr_lab_plot){ .figure = f, .kind = "", .place = lab->place };
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

static bool read_knobs(gr_lesson *lesson, const gr_yaml *root, gr_lab *lab, gr_error *err)
{
    gr_values values;

    if (!read_set(lesson, gr_yaml_get(root, "set"), lab, err) ||
        !gr_compare_read(lesson, gr_yaml_get(root, "compare"), lab, err) ||
        !gr_values_init(&values, lab->experiment->params, err))
        return false;
    bool good = check_settings(gr_yaml_get(root, "set"), lab, &values, err) &&
                gr_compare_check(gr_yaml_get(root, "compare"), lab, &values, err) &&
                read_free(lesson, gr_yaml_get(root, "free"), &values, lab, err);
    gr_values_clear(&values);
    return good;
}

bool gr_lab_read(gr_lesson *lesson, const gr_yaml *root, gr_lab *lab, gr_error *err)
{
    static const char *const allowed[] = { "experiment", "set",   "free", "plots",
                                           "steps",      "goal", "compare", NULL };
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
    return read_knobs(lesson, root, lab, err) &&
           read_plots(gr_yaml_get(root, "plots"), lab, err) &&
           gr_yaml_whole(gr_yaml_get(root, "steps"), 1, 10000000, &lab->steps, err) &&
           read_formula(gr_yaml_get(root, "goal"), &lab->goal, err);
}

/* --- items --- */

enum { POINTS_MAX = 1000 };

static bool read_id(const gr_yaml *root, gr_item *item, gr_error *err)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    const gr_yaml *id = gr_yaml_need(root, "id", err);

    if (id == NULL || !gr_yaml_text(id, &item->id, err))
        return false;
    size_t length = strlen(item->id);
    return (length > 0 && length <= GR_ID_MAX && strspn(item->id, letters) == length) ||
           gr_yaml_fail(id, err, "an id is up to %d letters a-z, digits and dashes", GR_ID_MAX);
}

static bool read_kind(const gr_yaml *root, gr_item *item, gr_error *err)
{
    const gr_yaml *kind = gr_yaml_get(root, "kind");
    const char *name = gr_yaml_get(root, "options") != NULL ? "choice" : "number";

    if (!gr_yaml_text(kind, &name, err))
        return false;
    item->answer_kind = strcmp(name, "choice") == 0 ? GR_ANSWER_CHOICE : GR_ANSWER_NUMBER;
    return strcmp(name, "choice") == 0 || strcmp(name, "number") == 0 ||
           gr_yaml_fail(kind, err, "unknown kind '%s'; there are: choice, number", name);
}

/* predict: a list of texts; ask: a list of {text, when}. */
static bool read_option(const gr_yaml *node, gr_item_kind kind, gr_option *option, gr_error *err)
{
    static const char *const allowed[] = { "text", "when", NULL };

    if (kind == GR_ITEM_PREDICT)
        return gr_yaml_text(node, &option->text, err);
    if (!gr_yaml_mapping(node, err) || !gr_yaml_only_keys(node, allowed, err))
        return false;
    const gr_yaml *text = gr_yaml_need(node, "text", err);
    const gr_yaml *when = text != NULL ? gr_yaml_need(node, "when", err) : NULL;
    return when != NULL && gr_yaml_text(text, &option->text, err) &&
           read_formula(when, &option->when, err);
}

static bool read_options(gr_lesson *lesson, const gr_yaml *root, gr_item *item, gr_error *err)
{
    const gr_yaml *list = gr_yaml_get(root, "options");

    if (item->answer_kind == GR_ANSWER_NUMBER)
        return list == NULL || gr_yaml_fail_key(list, err, "options belong to kind: choice");
    list = gr_yaml_need(root, "options", err);
    if (list == NULL || !gr_yaml_list(list, err))
        return false;
    if (list->count < 2 || list->count > 9)
        return gr_yaml_fail(list, err, "a choice has 2 to 9 options");
    item->options = gr_arena_alloc(&lesson->arena, list->count, sizeof *item->options, err);
    if (item->options == NULL)
        return false;
    for (const gr_yaml *node = gr_yaml_first(list); node != NULL; node = node->next)
        if (!read_option(node, item->kind, &item->options[item->option_count++], err))
            return false;
    return true;
}

static bool read_mistakes(gr_lesson *lesson, const gr_yaml *wrong, gr_item *item, gr_error *err)
{
    if (wrong == NULL)
        return true;
    if (!gr_yaml_mapping(wrong, err))
        return false;
    item->mistakes = gr_arena_alloc(&lesson->arena, wrong->count, sizeof *item->mistakes, err);
    if (item->mistakes == NULL)
        return false;
    for (const gr_yaml *node = gr_yaml_first(wrong); node != NULL; node = node->next) {
        gr_mistake *mistake = &item->mistakes[item->mistake_count++];
        mistake->when = (gr_formula){ node->key, { node->key_line, node->key_column } };
        if (!gr_yaml_text(node, &mistake->message, err))
            return false;
        gr_expression *expression = gr_expression_parse(node->key, err);
        gr_expression_free(expression);
        if (expression == NULL)
            return gr_error_locate(err, node->file, node->key_line, node->key_column);
    }
    return true;
}

static bool read_points(const gr_yaml *node, gr_item *item, gr_error *err)
{
    item->points = 1;
    if (!gr_yaml_number(node, &item->points, err))
        return false;
    return (item->points >= 0 && item->points <= POINTS_MAX) ||
           gr_yaml_fail(node, err, "points are a number from 0 to %d", POINTS_MAX);
}

/* `0.01` is absolute, `1%` relative. */
static bool read_tolerance(const gr_yaml *node, gr_item *item, gr_error *err)
{
    const char *text = NULL;
    double value;

    item->absolute = 1e-9;
    item->relative = 1e-6;
    if (node == NULL)
        return true;
    if (!gr_yaml_text(node, &text, err))
        return false;
    size_t length = strlen(text);
    bool percent = length > 0 && text[length - 1] == '%';
    if (!gr_number_read(text, percent ? length - 1 : length, &value) || !(value >= 0))
        return gr_yaml_fail(node, err, "a tolerance is a number from 0, or a percentage as 1%%");
    item->absolute = percent ? 0 : value;
    item->relative = percent ? value / 100 : 0;
    return true;
}

static bool read_ask(gr_lesson *lesson, const gr_yaml *root, gr_item *item, gr_error *err)
{
    const gr_yaml *answer = gr_yaml_get(root, "answer");

    if (item->answer_kind == GR_ANSWER_CHOICE && answer != NULL)
        return gr_yaml_fail_key(answer, err, "a choice has no answer; its options say `when`");
    if (item->answer_kind == GR_ANSWER_NUMBER && gr_yaml_need(root, "answer", err) == NULL)
        return false;
    return read_formula(answer, &item->answer, err) &&
           read_tolerance(gr_yaml_get(root, "tolerance"), item, err) &&
           read_points(gr_yaml_get(root, "points"), item, err) &&
           read_texts(lesson, gr_yaml_get(root, "hints"), &item->hints, &item->hint_count, err) &&
           read_mistakes(lesson, gr_yaml_get(root, "wrong"), item, err) &&
           gr_yaml_text(gr_yaml_get(root, "explain"), &item->explain, err);
}

static bool read_predict(const gr_yaml *root, gr_item *item, gr_error *err)
{
    if (gr_yaml_need(root, "of", err) == NULL)
        return false;
    return read_formula(gr_yaml_get(root, "of"), &item->of, err) &&
           gr_yaml_whole(gr_yaml_get(root, "at"), 0, 10000000, &item->at, err);
}

bool gr_item_read(gr_lesson *lesson, gr_item_kind kind, const gr_yaml *root, gr_item *item,
                  gr_error *err)
{
    static const char *const predict_keys[] = { "id", "question", "kind", "options",
                                                "of", "at",       NULL };
    static const char *const ask_keys[] = { "id",        "question", "kind",  "answer",
                                            "options",   "points",   "hints", "tolerance",
                                            "wrong",     "explain",  NULL };

    if (!gr_yaml_mapping(root, err) ||
        !gr_yaml_only_keys(root, kind == GR_ITEM_ASK ? ask_keys : predict_keys, err))
        return false;
    item->kind = kind;
    item->place = (gr_place){ root->line, root->column };
    return read_id(root, item, err) && gr_yaml_need(root, "question", err) != NULL &&
           gr_yaml_text(gr_yaml_get(root, "question"), &item->question, err) &&
           read_kind(root, item, err) && read_options(lesson, root, item, err) &&
           (kind == GR_ITEM_ASK ? read_ask(lesson, root, item, err)
                                : read_predict(root, item, err));
}
