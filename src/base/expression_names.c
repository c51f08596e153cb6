#include "expression_tree.h"

#include <string.h>

/* --- functions --- */

gr_op gr_function_find(const char *name, size_t length, bool of_run, gr_fold_kind *fold)
{
    gr_op op = GR_OP_COUNT;

    for (int i = 0; i < GR_OP_COUNT && !of_run; i++)
        if (gr_op_rows[i].name != NULL && gr_text_is(name, length, gr_op_rows[i].name))
            op = (gr_op)i;
    *fold = GR_FOLD_COUNT;
    for (int i = 0; i < GR_FOLD_COUNT; i++)
        if (gr_fold_kinds[i].form == GR_FOLD_CALLED &&
            gr_text_is(name, length, gr_fold_kinds[i].name))
            *fold = (gr_fold_kind)i;
    return op;
}

bool gr_function_fail(const char *text, size_t at, size_t length, bool of_run, gr_error *err)
{
    const char *ops[GR_OP_COUNT], *kinds[GR_FOLD_COUNT], *name = text + at;
    char functions[GR_NAME_LIST], folds[GR_NAME_LIST];
    size_t op_count = 0, kind_count = 0;
    int shown = gr_shown_length(name, length);

    for (int i = 0; i < GR_OP_COUNT; i++)
        if (gr_op_rows[i].name != NULL)
            ops[op_count++] = gr_op_rows[i].name;
    for (int i = 0; i < GR_FOLD_COUNT; i++)
        if (gr_fold_kinds[i].form == GR_FOLD_CALLED)
            kinds[kind_count++] = gr_fold_kinds[i].name;
    gr_name_list(functions, ops, op_count);
    gr_name_list(folds, kinds, kind_count);
    if (of_run)
        return gr_expression_fail(at, err, "'%.*s' is not asked of a run; there are: %s", shown,
                                  name, folds);
    return gr_expression_fail(at, err, "unknown function '%.*s'; there are: %s; and of a run: %s",
                              shown, name, functions, folds);
}

/* --- leaves --- */

const char *gr_node_name(const gr_binder *b, const gr_node *node)
{
    return b->expression->text + node->at;
}

size_t gr_name_find(const char *const *names, size_t count, const char *name, size_t length)
{
    size_t i = 0;

    while (i < count && !gr_text_is(name, length, names[i]))
        i++;
    return i;
}

static bool resolve_drawn(const gr_binder *b, const gr_node *node, gr_load *load)
{
    char list[GR_NAME_LIST];
    const gr_scope *scope = b->scope;
    const char *name = gr_node_name(b, node) + 1; /* behind the $ */
    size_t i = gr_name_find(scope->drawn, scope->drawn_count, name, node->length - 1);

    *load = (gr_load){ .source = GR_SOURCE_DRAWN, .index = (uint32_t)i };
    return i < scope->drawn_count ||
           GR_NODE_FAIL(b, node, "unknown drawn number '%.*s'; drawn are: %s",
                        GR_NODE_SHOWN(b, node),
                        gr_name_list(list, scope->drawn, scope->drawn_count));
}

bool gr_resolve_variable(const gr_binder *b, const gr_node *node, gr_load *load)
{
    char list[GR_NAME_LIST];
    bool plain = node->op == GR_NODE_NAME && node->run == 0;
    size_t i =
        plain ? gr_name_find(b->variables, b->variable_count, gr_node_name(b, node), node->length)
              : b->variable_count;

    gr_name_list(list, b->variables, b->variable_count);
    *load = (gr_load){ .source = GR_SOURCE_VARIABLE, .index = (uint32_t)i };
    if (i < b->variable_count)
        return true;
    if (plain)
        return GR_NODE_FAIL(b, node, "unknown name '%.*s'; this expression may use: %s",
                            GR_NODE_SHOWN(b, node), list);
    if (node->op == GR_NODE_FOLD && gr_fold_kinds[node->fold].operands == 1)
        return GR_NODE_FAIL(b, node,
                            "%.*s of one value asks about a run, and there is none; this "
                            "expression may use: %s",
                            GR_NODE_SHOWN(b, node), list);
    return GR_NODE_FAIL(b, node,
                        "'%.*s' asks about a run or a task, and there is none; this expression "
                        "may use: %s",
                        GR_NODE_SHOWN(b, node), list);
}

bool gr_resolve_run(const gr_binder *b, const gr_node *node, size_t *run)
{
    size_t number = node->run, count = b->scope->run_count;

    if (number == 0 && node->owner != 0)
        number = b->expression->nodes[node->owner - 1].run;
    *run = number > 0 ? number - 1 : 0;
    if (*run < count)
        return true;
    if (count == 0)
        return GR_NODE_FAIL(b, node, "'%.*s' asks about a run, and there is none",
                            GR_NODE_SHOWN(b, node));
    return GR_NODE_FAIL(b, node, "there is no run %zu; there %s %zu run%s", *run + 1,
                        count == 1 ? "is" : "are", count, count == 1 ? "" : "s");
}

bool gr_find_column(const gr_binder *b, const gr_node *node, size_t run, size_t skip,
                    size_t *column)
{
    char list[GR_NAME_LIST];
    const gr_scope_run *of = &b->scope->runs[run];
    const char *name = gr_node_name(b, node) + skip;
    size_t length = node->length - skip;

    *column = gr_name_find(of->columns, of->column_count, name, length);
    if (*column < of->column_count)
        return true;
    bool knob = gr_name_find(of->knobs, of->knob_count, name, length) < of->knob_count;
    return GR_NODE_FAIL(b, node, "%s '%.*s'; the columns of run %zu are: %s",
                        knob ? "here stands a column and not the knob" : "unknown column",
                        gr_shown_length(name, length), name, run + 1,
                        gr_name_list(list, of->columns, of->column_count));
}

gr_fold_kind gr_node_fold(const gr_binder *b, const gr_node *node, size_t *column)
{
    if (node->op == GR_NODE_FOLD)
        return (gr_fold_kind)node->fold;
    if (node->op != GR_NODE_NAME)
        return GR_FOLD_COUNT;
    return gr_fold_of_name(gr_node_name(b, node), node->length, column);
}

static void load_fold(const gr_binder *b, const gr_node *node, gr_load *load)
{
    size_t index = (size_t)(node - b->expression->nodes), i = 0;

    while (b->bound->folds[i].node != index)
        i++;
    *load = (gr_load){ .source = GR_SOURCE_RESULT,
                       .run = b->bound->folds[i].run,
                       .index = (uint32_t)i };
}

bool gr_resolve_in_row(const gr_binder *b, const gr_node *node, gr_load *load)
{
    size_t run, column = 0;

    if (node->op == GR_NODE_DRAWN)
        return resolve_drawn(b, node, load);
    if (gr_node_fold(b, node, &column) != GR_FOLD_COUNT) {
        load_fold(b, node, load); /* make_fold has refused all but first.c */
        return true;
    }
    if (node->run != 0)
        return GR_NODE_FAIL(b, node,
                            "names inside a fold are columns of its own run; leave out run[%u]",
                            (unsigned)node->run);
    if (!gr_resolve_run(b, node, &run) || !gr_find_column(b, node, run, 0, &column))
        return false;
    *load =
        (gr_load){ .source = GR_SOURCE_COLUMN, .run = (uint16_t)run, .index = (uint32_t)column };
    return true;
}

bool gr_resolve_constant(const gr_binder *b, const gr_node *node, gr_load *load)
{
    if (node->op == GR_NODE_DRAWN)
        return resolve_drawn(b, node, load);
    return GR_NODE_FAIL(b, node,
                        "the step in at(step, column) is a constant, made of numbers; '%.*s' is "
                        "none",
                        GR_NODE_SHOWN(b, node));
}

static bool fail_knob(const gr_binder *b, const gr_node *node, const gr_scope_run *of, size_t run)
{
    char list[GR_NAME_LIST];
    const char *name = gr_node_name(b, node);
    int shown = gr_shown_length(name, node->length);

    if (gr_name_find(of->tables, of->table_count, name, node->length) < of->table_count ||
        strncmp(name, GR_TABLE_PREFIX, strlen(GR_TABLE_PREFIX)) == 0)
        return GR_NODE_FAIL(b, node,
                            "a cell of a table is table.name[row, column], counted from 0");
    if (gr_name_find(of->columns, of->column_count, name, node->length) < of->column_count)
        return GR_NODE_FAIL(b, node,
                            "column '%.*s' needs first.%.*s, last.%.*s, at(k, %.*s), min(%.*s), "
                            "max(%.*s), mean(%.*s) or argmin(%.*s)",
                            shown, name, shown, name, shown, name, shown, name, shown, name, shown,
                            name, shown, name, shown, name);
    return GR_NODE_FAIL(b, node, "unknown name '%.*s'; the knobs of run %zu are: %s", shown, name,
                        run + 1, gr_name_list(list, of->knobs, of->knob_count));
}

bool gr_resolve_outside(const gr_binder *b, const gr_node *node, gr_load *load)
{
    size_t run, column;

    if (node->op == GR_NODE_DRAWN)
        return resolve_drawn(b, node, load);
    if (gr_node_fold(b, node, &column) != GR_FOLD_COUNT) {
        load_fold(b, node, load);
        return true;
    }
    if (!gr_resolve_run(b, node, &run))
        return false;
    const gr_scope_run *of = &b->scope->runs[run];
    size_t i = gr_name_find(of->knobs, of->knob_count, gr_node_name(b, node), node->length);
    *load = (gr_load){ .source = GR_SOURCE_KNOB, .run = (uint16_t)run, .index = (uint32_t)i };
    return i < of->knob_count || fail_knob(b, node, of, run);
}

bool gr_resolve_cell(const gr_binder *b, const gr_node *node)
{
    char list[GR_NAME_LIST];
    enum { PREFIX = sizeof GR_TABLE_PREFIX - 1 };
    size_t run;

    if (b->scope == NULL || node->owner != 0)
        return GR_NODE_FAIL(b, node,
                            "'%.*s': a table's cell can only stand outside of folds, in a "
                            "question about runs",
                            GR_NODE_SHOWN(b, node));
    if (!gr_resolve_run(b, node, &run))
        return false;
    const gr_scope_run *of = &b->scope->runs[run];
    const char *name = gr_node_name(b, node) + PREFIX;
    size_t i = gr_name_find(of->tables, of->table_count, name, node->length - PREFIX);
    if (i == of->table_count)
        return GR_NODE_FAIL(b, node, "unknown table '%.*s'; the tables of run %zu are: %s",
                            gr_shown_length(name, node->length - PREFIX), name, run + 1,
                            gr_name_list(list, of->tables, of->table_count));
    b->bound->cells[b->bound->cell_count++] =
        (gr_load){ .source = GR_SOURCE_TABLE, .run = (uint16_t)run, .index = (uint32_t)i };
    return true;
}
