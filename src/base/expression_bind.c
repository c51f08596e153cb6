#include "expression_tree.h"

#include "gradus/memory.h"

#include <assert.h>
#include <string.h>

/* --- compiling a part of the tree --- */

/* Operands that wait for their operator. Where each will be in the frame is known only at the end,
 * so until then an operand is its kind and its number. */
enum { CONSTANT = 0 << 14, LOADED = 1 << 14, BETWEEN = 2 << 14, NUMBER = (1 << 14) - 1 };

typedef struct compiler {
    const gr_binder *binder;
    gr_bound *bound;
    gr_program *program;
    size_t height, between, most_between;
    uint16_t operands[GR_EXPRESSION_NODES];
} compiler;

static void push_constant(compiler *c, double value)
{
    gr_program *p = c->program;

    c->bound->constants[p->constants + p->constant_count] = value;
    c->operands[c->height++] = (uint16_t)(CONSTANT | p->constant_count++);
}

static void push_load(compiler *c, const gr_load *load)
{
    gr_program *p = c->program;
    gr_load *loads = c->bound->loads + p->loads;
    size_t i = 0;

    while (i < p->load_count && memcmp(&loads[i], load, sizeof *load) != 0)
        i++;
    if (i == p->load_count)
        loads[p->load_count++] = *load;
    c->operands[c->height++] = (uint16_t)(LOADED | i);
}

/* When all operands are constants, which then are the last constants: compute now. */
static bool folded(compiler *c, gr_op op, size_t operands)
{
    gr_program *p = c->program;

    for (size_t i = 1; i <= operands; i++)
        if ((c->operands[c->height - i] & ~NUMBER) != CONSTANT)
            return false;
    const double *last = c->bound->constants + p->constants + p->constant_count;
    double value = gr_op_apply(op, last[-(ptrdiff_t)operands], last[-1]);
    p->constant_count = (uint16_t)(p->constant_count - operands);
    c->height -= operands;
    push_constant(c, value);
    return true;
}

/* x^2 is x * x, the same number without a call. */
static gr_op square(compiler *c, gr_op op)
{
    gr_program *p = c->program;
    uint16_t exponent = c->operands[c->height - 1];

    if (op != GR_OP_POWER || (exponent & ~NUMBER) != CONSTANT ||
        c->bound->constants[p->constants + exponent] != 2)
        return op;
    p->constant_count--;
    c->operands[c->height - 1] = c->operands[c->height - 2];
    return GR_OP_MULTIPLY;
}

static void push_op(compiler *c, gr_op op, size_t operands)
{
    gr_instruction *to = &c->bound->code[c->program->code + c->program->code_count];

    if (op < GR_OP_COUNT && folded(c, op, operands))
        return;
    op = square(c, op);
    uint16_t right = c->operands[c->height - 1], left = c->operands[c->height - operands];
    bool same = right == left;
    for (size_t i = 0; i < operands; i++)
        c->between -= (c->operands[--c->height] & ~NUMBER) == BETWEEN && !(same && i > 0);
    *to = (gr_instruction){
        .op = (uint16_t)op, .left = left, .right = right, .to = (uint16_t)(BETWEEN | c->between)
    };
    c->operands[c->height++] = to->to;
    c->program->code_count++;
    if (++c->between > c->most_between)
        c->most_between = c->between;
}

static uint16_t place(const gr_program *p, uint16_t operand)
{
    const int bases[] = { 0, p->constant_count, p->constant_count + p->load_count };

    return (uint16_t)(bases[operand >> 14] + (operand & NUMBER));
}

static void finish(compiler *c)
{
    gr_program *p = c->program;

    for (size_t i = p->code; i < (size_t)p->code + p->code_count; i++) {
        gr_instruction *at = &c->bound->code[i];
        at->to = place(p, at->to);
        at->left = place(p, at->left);
        at->right = place(p, at->right);
    }
    p->result = place(p, c->operands[0]);
    p->frame = (uint16_t)(p->constant_count + p->load_count + c->most_between);
    c->bound->constant_count += p->constant_count;
    c->bound->load_count += p->load_count;
    c->bound->code_count += p->code_count;
}

static gr_program empty_program(const gr_bound *bound)
{
    return (gr_program){ .code = (uint16_t)bound->code_count,
                         .constants = (uint16_t)bound->constant_count,
                         .loads = (uint16_t)bound->load_count };
}

static bool push_node(compiler *c, const gr_node *node, gr_resolver resolve)
{
    gr_load load;

    if (node->op < GR_OP_COUNT) {
        push_op(c, (gr_op)node->op, gr_op_rows[node->op].least);
    } else if (node->op == GR_NODE_NUMBER) {
        push_constant(c, node->value);
    } else if (node->op == GR_NODE_CELL) {
        if (!gr_resolve_cell(c->binder, node))
            return false;
        push_op(c, GR_NODE_CELL, 2);
    } else {
        if (!resolve(c->binder, node, &load))
            return false;
        push_load(c, &load);
    }
    return true;
}

/* The nodes first .. last, but for those that belong to the folds among them. */
static bool compile(const gr_binder *b, size_t first, size_t last, gr_resolver resolve,
                    gr_program *program)
{
    const gr_node *nodes = b->expression->nodes;
    compiler c = { .binder = b, .bound = b->bound, .program = program };

    *program = empty_program(b->bound);
    for (size_t i = first; i <= last; i++)
        if (nodes[i].owner == nodes[last].owner && !push_node(&c, &nodes[i], resolve))
            return false;
    finish(&c);
    return true;
}

/* --- folds --- */

static bool fail_nested(const gr_binder *b, const gr_node *node)
{
    const gr_node *owner = &b->expression->nodes[node->owner - 1];

    return GR_NODE_FAIL(b, node,
                        "'%.*s' cannot stand inside %s( ), which goes row by row; columns, drawn "
                        "numbers and first.c of the same run can",
                        GR_NODE_SHOWN(b, node), gr_fold_kinds[owner->fold].name);
}

static bool nests_well(const gr_binder *b, const gr_node *node, gr_fold_kind kind, size_t run)
{
    size_t outer;

    if (node->owner == 0)
        return true;
    const gr_node *owner = &b->expression->nodes[node->owner - 1];
    if (kind != GR_FOLD_FIRST)
        return fail_nested(b, node);
    return gr_resolve_run(b, owner, &outer) && (outer == run || fail_nested(b, node));
}

/* first.c: a program that is one load. */
static bool compile_dotted(const gr_binder *b, const gr_node *node, gr_bound_fold *fold,
                           size_t skip)
{
    compiler c = { .binder = b, .bound = b->bound, .program = &fold->argument };
    size_t column;

    fold->argument = empty_program(b->bound);
    if (!gr_find_column(b, node, fold->run, skip, &column))
        return false;
    push_load(
        &c, &(gr_load){ .source = GR_SOURCE_COLUMN, .run = fold->run, .index = (uint32_t)column });
    finish(&c);
    return true;
}

static bool compile_called(const gr_binder *b, const gr_node *node, gr_bound_fold *fold)
{
    size_t last = fold->node - 1u, first = b->expression->nodes[last].first;

    if (fold->kind == GR_FOLD_AT &&
        !compile(b, node->first, first - 1, gr_resolve_constant, &fold->key))
        return false;
    return compile(b, first, last, gr_resolve_in_row, &fold->argument);
}

static bool find_step(const gr_binder *b, const gr_node *node, gr_bound_fold *fold)
{
    const gr_scope_run *of = &b->scope->runs[fold->run];
    size_t i = gr_name_find(of->columns, of->column_count, "step", strlen("step"));

    fold->step = (uint32_t)i;
    return !gr_fold_kinds[fold->kind].needs_step || i < of->column_count ||
           GR_NODE_FAIL(b, node, "'%.*s' needs a column named step, and run %u has none",
                        GR_NODE_SHOWN(b, node), fold->run + 1u);
}

static bool make_fold(const gr_binder *b, size_t index)
{
    const gr_node *node = &b->expression->nodes[index];
    size_t column = 0, run;
    gr_fold_kind kind = gr_node_fold(b, node, &column);

    if (kind == GR_FOLD_COUNT)
        return true;
    if (!gr_resolve_run(b, node, &run) || !nests_well(b, node, kind, run))
        return false;
    gr_bound_fold *fold = &b->bound->folds[b->bound->fold_count++];
    *fold = (gr_bound_fold){ .node = (uint16_t)index, .run = (uint16_t)run, .kind = kind };
    if (!find_step(b, node, fold))
        return false;
    if (gr_fold_kinds[kind].form == GR_FOLD_CALLED)
        return compile_called(b, node, fold);
    return gr_fold_kinds[kind].form == GR_FOLD_WORD || compile_dotted(b, node, fold, column);
}

static bool make_folds(const gr_binder *b)
{
    for (size_t i = 0; i < b->expression->count; i++)
        if (!make_fold(b, i))
            return false;
    return true;
}

/* --- binding --- */

static size_t rounded(size_t bytes)
{
    return (bytes + sizeof(double) - 1) / sizeof(double) * sizeof(double);
}

/* Where the arrays of a binding lie in its block, and where it ends. */
typedef struct plan {
    size_t folds, constants, loads, code, cells, end;
} plan;

/* Room for every array. A node gives at most one entry to each, but for a fold by name, which loads
 * its column in its own program and its result in another. */
static plan plan_bound(const gr_expression *expression, bool to_runs)
{
    size_t n = expression->count, folds = 0;
    plan at = { .folds = rounded(sizeof(gr_bound)) };

    for (size_t i = 0; i < n && to_runs; i++)
        folds += expression->nodes[i].op == GR_NODE_FOLD || expression->nodes[i].op == GR_NODE_NAME;
    at.constants = at.folds + rounded(folds * sizeof(gr_bound_fold));
    at.loads = at.constants + n * sizeof(double);
    at.code = at.loads + (n + folds) * sizeof(gr_load);
    at.cells = at.code + n * sizeof(gr_instruction);
    at.end = at.cells + n * sizeof(gr_load);
    return at;
}

static gr_bound *lay_out(char *block, const plan *at)
{
    gr_bound *bound = (void *)block;

    bound->folds = (void *)(block + at->folds);
    bound->constants = (void *)(block + at->constants);
    bound->loads = (void *)(block + at->loads);
    bound->code = (void *)(block + at->code);
    bound->cells = (void *)(block + at->cells);
    return bound;
}

static gr_bound *bound_new(const gr_expression *expression, bool to_runs, gr_error *err)
{
    plan at = plan_bound(expression, to_runs);
    char *block = gr_alloc(1, at.end, err);

    if (block == NULL)
        return NULL;
    gr_bound *bound = lay_out(block, &at);
    bound->to_runs = to_runs;
    return bound;
}

static bool bind_with(gr_expression *expression, gr_binder *b, gr_resolver resolve)
{
    b->bound = bound_new(expression, b->scope != NULL, b->err);
    if (b->bound == NULL)
        return false;
    bool ok = b->scope == NULL || make_folds(b);
    if (!ok || !compile(b, 0, expression->count - 1, resolve, &b->bound->main)) {
        gr_free(b->bound);
        return false;
    }
    assert((void *)(b->bound->constants + b->bound->constant_count) <= (void *)b->bound->loads);
    assert((void *)(b->bound->loads + b->bound->load_count) <= (void *)b->bound->code);
    assert((void *)(b->bound->code + b->bound->code_count) <= (void *)b->bound->cells);
    gr_free(expression->bound);
    expression->bound = b->bound;
    return true;
}

bool gr_expression_bind_variables(gr_expression *expression, const char *const *names, size_t count,
                                  gr_error *err)
{
    gr_binder b = {
        .expression = expression, .variables = names, .variable_count = count, .err = err
    };

    if (!bind_with(expression, &b, gr_resolve_variable))
        return false;
    expression->bound->variable_count = count;
    return true;
}

bool gr_expression_bind_runs(gr_expression *expression, const gr_scope *scope, gr_error *err)
{
    gr_binder b = { .expression = expression, .scope = scope, .err = err };

    if (!bind_with(expression, &b, gr_resolve_outside))
        return false;
    expression->bound->drawn_count = scope->drawn_count;
    return true;
}

/* --- copying --- */

static gr_bound *copy_bound(const gr_expression *expression, gr_arena *arena, gr_error *err)
{
    plan at = plan_bound(expression, expression->bound->to_runs);
    char *block = gr_arena_alloc(arena, 1, at.end, err);

    if (block == NULL)
        return NULL;
    memcpy(block, expression->bound, at.end);
    return lay_out(block, &at);
}

const gr_expression *gr_expression_keep(const gr_expression *expression, gr_arena *arena,
                                        gr_error *err)
{
    size_t head = sizeof *expression + expression->count * sizeof(gr_node);
    size_t length = strlen(expression->text) + 1;
    gr_expression *copy = gr_arena_alloc(arena, 1, head + length, err);

    if (copy == NULL)
        return NULL;
    memcpy(copy, expression, head);
    copy->text = memcpy((char *)copy + head, expression->text, length);
    if (expression->bound != NULL)
        copy->bound = copy_bound(expression, arena, err);
    return copy->bound != NULL || expression->bound == NULL ? copy : NULL;
}

/* --- queries --- */

static bool same_source(const gr_load *load, gr_expression_source source, size_t run, size_t index)
{
    bool of_run = source != GR_SOURCE_VARIABLE && source != GR_SOURCE_DRAWN;

    return load->source == source && load->index == index && (!of_run || load->run == run);
}

bool gr_expression_uses(const gr_expression *expression, gr_expression_source source, size_t run,
                        size_t index)
{
    const gr_bound *b = expression->bound;

    for (size_t i = 0; i < b->load_count; i++)
        if (same_source(&b->loads[i], source, run, index))
            return true;
    for (size_t i = 0; i < b->cell_count; i++)
        if (same_source(&b->cells[i], source, run, index))
            return true;
    for (size_t i = 0; i < b->fold_count && source == GR_SOURCE_COLUMN; i++)
        if (b->folds[i].run == run && gr_fold_kinds[b->folds[i].kind].needs_step &&
            b->folds[i].step == index)
            return true;
    return false;
}

static bool any_of_run(const gr_load *loads, size_t count, size_t run)
{
    for (size_t i = 0; i < count; i++)
        if (loads[i].run == run && loads[i].source != GR_SOURCE_VARIABLE &&
            loads[i].source != GR_SOURCE_DRAWN)
            return true;
    return false;
}

bool gr_expression_uses_run(const gr_expression *expression, size_t run)
{
    const gr_bound *b = expression->bound;

    return any_of_run(b->loads, b->load_count, run) || any_of_run(b->cells, b->cell_count, run);
}
