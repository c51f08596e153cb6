/* What the readers of live blocks share: expressions, settings, ranges of axes and lists
 * of texts. */
#include "lesson_private.h"

#include "gradus/expression.h"

#include <math.h>

/* A scalar that is an expression; its syntax is checked here, its names where the run is known. */
bool gr_block_formula(const gr_yaml *node, gr_formula *formula, gr_error *err)
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

bool gr_block_texts(gr_lesson *lesson, const gr_yaml *list, const char ***texts, size_t *count,
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

bool gr_block_settings(gr_lesson *lesson, const gr_yaml *set, const gr_setting **settings,
                       size_t *count, gr_error *err)
{
    size_t n = 0;

    if (set == NULL)
        return true;
    if (!gr_yaml_mapping(set, err))
        return false;
    gr_setting *made = gr_arena_alloc(&lesson->arena, set->count, sizeof *made, err);
    if (made == NULL)
        return false;
    for (const gr_yaml *knob = gr_yaml_first(set); knob != NULL; knob = knob->next) {
        made[n].knob = knob->key;
        if (!gr_yaml_text(knob, &made[n++].value, err))
            return false;
    }
    *settings = made;
    *count = n;
    return true;
}

bool gr_block_range(const gr_yaml *node, double *low, double *high, gr_error *err)
{
    if (node == NULL)
        return true;
    if (!gr_yaml_list(node, err))
        return false;
    const gr_yaml *first = gr_yaml_first(node);
    if (node->count != 2)
        return gr_yaml_fail(node, err, "an axis shows [low, high], two numbers");
    return gr_yaml_number(first, low, err) && gr_yaml_number(first->next, high, err) &&
           ((*low < *high && isfinite(*high - *low)) ||
            gr_yaml_fail(node, err, "an axis shows [low, high] with low < high"));
}
