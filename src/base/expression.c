#include "expression_tree.h"

#include "gradus/memory.h"

#include <math.h>
#include <string.h>

typedef struct parser {
    gr_expression *out;
    const char *text;
    size_t capacity; /* of out->nodes */
    size_t depth;
    gr_token next;
    gr_error *err;
} parser;

/* Binary operators, and how tightly they bind. Signs and ^ bind tighter and have functions of their
 * own; `not` has one too, but a level among these. */
enum { BINDS_OR = 1, BINDS_AND, BINDS_NOT, BINDS_COMPARISON, BINDS_SUM, BINDS_PRODUCT };

static const struct {
    const char *text;
    int binds;
    gr_op op;
} binary[] = {
    { "or", BINDS_OR, GR_OP_OR },
    { "and", BINDS_AND, GR_OP_AND },
    { "<", BINDS_COMPARISON, GR_OP_LESS },
    { "<=", BINDS_COMPARISON, GR_OP_LESS_EQUAL },
    { ">", BINDS_COMPARISON, GR_OP_GREATER },
    { ">=", BINDS_COMPARISON, GR_OP_GREATER_EQUAL },
    { "==", BINDS_COMPARISON, GR_OP_EQUAL },
    { "!=", BINDS_COMPARISON, GR_OP_UNEQUAL },
    { "+", BINDS_SUM, GR_OP_ADD },
    { "-", BINDS_SUM, GR_OP_SUBTRACT },
    { "*", BINDS_PRODUCT, GR_OP_MULTIPLY },
    { "/", BINDS_PRODUCT, GR_OP_DIVIDE },
};

static const struct {
    const char *text;
    double value;
    bool condition;
} constants[] = {
    { "pi", 3.141592653589793, false },
    { "inf", (double)INFINITY, false },
    { "nan", (double)NAN, false },
    { "true", 1, true },
    { "false", 0, true },
};

static bool parse_level(parser *p, int least);
static bool parse_signed(parser *p);

/* --- tokens --- */

static bool take(parser *p)
{
    return gr_token_read(p->text, p->next.at + p->next.length, &p->next, p->err);
}

static bool token_is(const parser *p, gr_token token, const char *text)
{
    return (token.kind == GR_TOKEN_SYMBOL || token.kind == GR_TOKEN_NAME) &&
           gr_text_is(p->text + token.at, token.length, text);
}

static bool next_is(const parser *p, const char *text)
{
    return token_is(p, p->next, text);
}

#define SHOWN(p, token)                                                                            \
    gr_shown_length((p)->text + (token).at, (token).length), (p)->text + (token).at

static bool fail_value(parser *p)
{
    if (p->next.kind == GR_TOKEN_END)
        return gr_expression_fail(p->next.at, p->err,
                                  "the expression ends where a number, a name or ( is expected");
    return gr_expression_fail(p->next.at, p->err, "expected a number, a name or ( and not '%.*s'",
                              SHOWN(p, p->next));
}

/* What stands where an operator has to. */
static bool fail_operator(parser *p)
{
    if (next_is(p, ")"))
        return gr_expression_fail(p->next.at, p->err, "')' closes no '('");
    return gr_expression_fail(p->next.at, p->err,
                              "expected an operator (+ - * / ^, a comparison, and, or) or the end "
                              "and not '%.*s'",
                              SHOWN(p, p->next));
}

static bool expect(parser *p, const char *symbol, size_t opened)
{
    if (next_is(p, symbol))
        return take(p);
    if (p->next.kind == GR_TOKEN_END)
        return gr_expression_fail(p->next.at, p->err,
                                  "the expression ends, but the bracket at column %zu needs its %s",
                                  opened + 1, symbol);
    return gr_expression_fail(p->next.at, p->err, "expected an operator or %s and not '%.*s'",
                              symbol, SHOWN(p, p->next));
}

/* --- nodes --- */

static bool emit(parser *p, gr_token token, gr_node node)
{
    if (p->out->count >= p->capacity)
        return gr_expression_fail(token.at, p->err,
                                  "more than %d numbers, names and operators in one expression",
                                  GR_EXPRESSION_NODES);
    node.at = (uint32_t)token.at;
    node.length = (uint32_t)token.length;
    p->out->nodes[p->out->count++] = node;
    return true;
}

static bool emit_leaf(parser *p, gr_token token, gr_node node)
{
    node.first = (uint16_t)p->out->count;
    return emit(p, token, node);
}

static bool emit_op(parser *p, gr_token token, gr_op op, size_t first)
{
    return emit(p, token,
                (gr_node){ .op = (unsigned char)op,
                           .first = (uint16_t)first,
                           .condition = gr_op_rows[op].condition });
}

static bool enter(parser *p)
{
    if (p->depth++ < GR_EXPRESSION_DEPTH)
        return true;
    return gr_expression_fail(p->next.at, p->err, "nested more than %d deep", GR_EXPRESSION_DEPTH);
}

/* --- calls --- */

typedef struct call {
    gr_token name;
    size_t run;        /* 0: none was given */
    gr_op op;          /* GR_OP_COUNT: there is no function of this name */
    gr_fold_kind fold; /* GR_FOLD_COUNT: no fold of this name */
    size_t first, arguments;
} call;

static bool fail_arguments(parser *p, const call *c)
{
    bool op = c->op != GR_OP_COUNT;
    unsigned wanted = op ? gr_op_rows[c->op].least : gr_fold_kinds[c->fold].operands;

    return gr_expression_fail(c->name.at, p->err, "%.*s takes %u argument%s, not %zu",
                              SHOWN(p, c->name), wanted, wanted == 1 ? "" : "s", c->arguments);
}

/* More than `least` arguments: min(a, b, c) is min(min(a, b), c). */
static bool parse_arguments(parser *p, call *c)
{
    do {
        if (!take(p) || !parse_level(p, BINDS_OR)) /* the ( or the , */
            return false;
        c->arguments++;
        bool folds_pairs = c->op != GR_OP_COUNT && gr_op_rows[c->op].more;
        if (folds_pairs && c->arguments >= 2 && !emit_op(p, c->name, c->op, c->first))
            return false;
    } while (next_is(p, ","));
    return true;
}

static bool emit_fold(parser *p, const call *c)
{
    size_t owner = p->out->count + 1;

    for (size_t i = c->first; i < p->out->count; i++)
        if (p->out->nodes[i].owner == 0)
            p->out->nodes[i].owner = (uint16_t)owner;
    return emit(p, c->name,
                (gr_node){ .op = GR_NODE_FOLD,
                           .fold = (unsigned char)c->fold,
                           .first = (uint16_t)c->first,
                           .run = (uint16_t)c->run,
                           .condition = gr_fold_kinds[c->fold].condition });
}

static bool parse_call(parser *p, gr_token name, size_t run)
{
    call c = { .name = name, .run = run, .first = p->out->count };
    size_t opened = p->next.at;

    c.op = gr_function_find(p->text + name.at, name.length, run > 0, &c.fold);
    if (c.op == GR_OP_COUNT && c.fold == GR_FOLD_COUNT)
        return gr_function_fail(p->text, name.at, name.length, run > 0, p->err);
    if (!enter(p) || !parse_arguments(p, &c) || !expect(p, ")", opened))
        return false;
    p->depth--;
    if (c.fold != GR_FOLD_COUNT && c.arguments == gr_fold_kinds[c.fold].operands)
        return emit_fold(p, &c);
    if (c.op == GR_OP_COUNT)
        return fail_arguments(p, &c);
    if (gr_op_rows[c.op].more && c.arguments >= 2)
        return true;
    if (c.arguments != gr_op_rows[c.op].least)
        return fail_arguments(p, &c);
    return emit_op(p, name, c.op, c.first);
}

/* --- names --- */

/* table.weights[i, j]; the next token is the [. */
static bool parse_cell(parser *p, gr_token name, size_t run)
{
    size_t first = p->out->count, opened = p->next.at;

    if (name.length <= strlen(GR_TABLE_PREFIX) ||
        memcmp(p->text + name.at, GR_TABLE_PREFIX, strlen(GR_TABLE_PREFIX)) != 0)
        return gr_expression_fail(p->next.at, p->err,
                                  "only run[2]. and table.name[row, column] take brackets");
    if (!enter(p) || !take(p) || !parse_level(p, BINDS_OR))
        return false;
    if (!next_is(p, ","))
        return gr_expression_fail(p->next.at, p->err, "a cell is %.*s[row, column], counted from 0",
                                  SHOWN(p, name));
    if (!take(p) || !parse_level(p, BINDS_OR) || !expect(p, "]", opened))
        return false;
    p->depth--;
    return emit(p, name,
                (gr_node){ .op = GR_NODE_CELL, .first = (uint16_t)first, .run = (uint16_t)run });
}

/* What follows a name says what it is. The name itself is already taken. */
static bool parse_reference(parser *p, gr_token name, size_t run)
{
    size_t column;

    if (next_is(p, "("))
        return parse_call(p, name, run);
    if (next_is(p, "["))
        return parse_cell(p, name, run);
    gr_fold_kind fold = gr_fold_of_name(p->text + name.at, name.length, &column);
    bool condition = fold != GR_FOLD_COUNT && gr_fold_kinds[fold].condition;
    return emit_leaf(p, name,
                     (gr_node){ .op = GR_NODE_NAME, .run = (uint16_t)run, .condition = condition });
}

static bool fail_run(parser *p, double number)
{
    return gr_expression_fail(p->next.at, p->err,
                              "run[%.0f] needs what to ask of it: .last.c, .min(c), .diverged, "
                              ".table.name[i, j] or a knob",
                              number);
}

/* run[2].what; the next token is the [. */
static bool parse_run(parser *p)
{
    size_t opened = p->next.at;

    if (!take(p))
        return false;
    double number = p->next.kind == GR_TOKEN_NUMBER ? p->next.value : 0;
    if (number < 1 || number > UINT16_MAX || floor(number) != number)
        return gr_expression_fail(p->next.at, p->err,
                                  "the number of a run is a whole number from 1, as in run[2]");
    if (!take(p) || !expect(p, "]", opened))
        return false;
    if (!next_is(p, "."))
        return fail_run(p, number);
    if (!take(p))
        return false;
    gr_token name = p->next;
    if (name.kind != GR_TOKEN_NAME)
        return fail_run(p, number);
    return take(p) && parse_reference(p, name, (size_t)number);
}

static bool is_operator_word(const parser *p)
{
    return next_is(p, "and") || next_is(p, "or") || next_is(p, "not");
}

static bool parse_name(parser *p)
{
    gr_token name = p->next;

    if (is_operator_word(p))
        return fail_value(p);
    if (!take(p))
        return false;
    for (size_t i = 0; i < GR_LEN(constants); i++)
        if (token_is(p, name, constants[i].text))
            return emit_leaf(p, name,
                             (gr_node){ .op = GR_NODE_NUMBER,
                                        .value = constants[i].value,
                                        .condition = constants[i].condition });
    if (token_is(p, name, "run") && next_is(p, "["))
        return parse_run(p);
    return parse_reference(p, name, 0);
}

/* --- levels --- */

static bool parse_group(parser *p)
{
    size_t opened = p->next.at;

    if (!enter(p) || !take(p) || !parse_level(p, BINDS_OR) || !expect(p, ")", opened))
        return false;
    p->depth--;
    return true;
}

static bool parse_primary(parser *p)
{
    gr_token token = p->next;

    if (token.kind == GR_TOKEN_NAME)
        return parse_name(p);
    if (token.kind == GR_TOKEN_NUMBER)
        return take(p) &&
               emit_leaf(p, token, (gr_node){ .op = GR_NODE_NUMBER, .value = token.value });
    if (token.kind == GR_TOKEN_DRAWN)
        return take(p) && emit_leaf(p, token, (gr_node){ .op = GR_NODE_DRAWN });
    return next_is(p, "(") ? parse_group(p) : fail_value(p);
}

/* The exponent of a power may have a sign, and its own exponent. */
static bool parse_power(parser *p)
{
    size_t first = p->out->count;

    if (!parse_primary(p))
        return false;
    gr_token token = p->next;
    if (!next_is(p, "^"))
        return true;
    if (!enter(p) || !take(p) || !parse_signed(p))
        return false;
    p->depth--;
    return emit_op(p, token, GR_OP_POWER, first);
}

static bool parse_signed(parser *p)
{
    gr_token token = p->next;
    size_t first = p->out->count;
    bool minus = next_is(p, "-");

    if (!minus && !next_is(p, "+"))
        return parse_power(p);
    if (!enter(p) || !take(p) || !parse_signed(p))
        return false;
    p->depth--;
    return !minus || emit_op(p, token, GR_OP_NEGATE, first);
}

/* What stands between two binary operators; `binds` is the left one's. */
static bool parse_operand(parser *p, int binds)
{
    gr_token token = p->next;
    size_t first = p->out->count;

    if (!next_is(p, "not"))
        return parse_signed(p);
    if (binds > BINDS_NOT)
        return gr_expression_fail(token.at, p->err, "'not' needs parentheses here: (not ...)");
    if (!enter(p) || !take(p) || !parse_level(p, BINDS_NOT))
        return false;
    p->depth--;
    return emit_op(p, token, GR_OP_NOT, first);
}

/* The row of `binary` that the next token is; GR_LEN(binary) if none. */
static size_t binary_next(const parser *p)
{
    size_t i = 0;

    while (i < GR_LEN(binary) && !next_is(p, binary[i].text))
        i++;
    return i;
}

/* Operators whose right side is not complete yet, each binding tighter than the one before. */
typedef struct pending {
    size_t count;
    struct {
        gr_token token;
        int binds;
        gr_op op;
        size_t first; /* where its left side begins */
    } operators[BINDS_PRODUCT];
} pending;

/* Finish those that bind at least as tightly as the next one; *first becomes the beginning of what
 * they make together. */
static bool finish_pending(parser *p, pending *open, int binds, size_t *first)
{
    for (; open->count > 0 && open->operators[open->count - 1].binds >= binds; open->count--) {
        size_t top = open->count - 1;
        if (binds == BINDS_COMPARISON && open->operators[top].binds == BINDS_COMPARISON)
            return gr_expression_fail(p->next.at, p->err,
                                      "comparisons do not chain; write a < b and b < c");
        *first = open->operators[top].first;
        if (!emit_op(p, open->operators[top].token, open->operators[top].op, *first))
            return false;
    }
    return true;
}

/* Operands with the binary operators between them, as long as these bind at least as tightly as
 * `least`. The stack is here and not C's, so that a nested expression costs few calls. */
static bool parse_level(parser *p, int least)
{
    pending open = { 0 };

    for (int binds = least;;) {
        size_t first = p->out->count;
        if (!parse_operand(p, binds))
            return false;
        size_t row = binary_next(p);
        binds = row < GR_LEN(binary) ? binary[row].binds : 0;
        if (!finish_pending(p, &open, binds, &first))
            return false;
        if (binds < least || binds == 0)
            return true;
        open.operators[open.count].token = p->next;
        open.operators[open.count].binds = binds;
        open.operators[open.count].op = binary[row].op;
        open.operators[open.count++].first = first;
        if (!take(p))
            return false;
    }
}

static bool parse_all(parser *p)
{
    if (!gr_token_read(p->text, 0, &p->next, p->err))
        return false;
    if (p->next.kind == GR_TOKEN_END)
        return gr_expression_fail(0, p->err, "the expression is empty");
    if (!parse_level(p, BINDS_OR))
        return false;
    return p->next.kind == GR_TOKEN_END || fail_operator(p);
}

/* --- life cycle --- */

/* Every node has at least one byte of the text to itself, so the length bounds the nodes. */
gr_expression *gr_expression_parse(const char *text, gr_error *err)
{
    size_t length = strlen(text);
    size_t capacity = length < GR_EXPRESSION_NODES ? length : GR_EXPRESSION_NODES;
    size_t head = sizeof(gr_expression) + capacity * sizeof(gr_node);

    if (length > GR_EXPRESSION_LENGTH) {
        gr_fail(err, GR_ERROR_USAGE, "an expression of %zu bytes; at most %d are allowed", length,
                GR_EXPRESSION_LENGTH);
        return NULL;
    }
    gr_expression *expression = gr_alloc(1, head + length + 1, err);
    if (expression == NULL)
        return NULL;
    expression->text = (char *)expression + head;
    memcpy(expression->text, text, length + 1);
    parser p = { .out = expression, .text = expression->text, .capacity = capacity, .err = err };
    if (parse_all(&p))
        return expression;
    gr_expression_free(expression);
    return NULL;
}

void gr_expression_free(gr_expression *expression)
{
    if (expression != NULL)
        gr_free(expression->bound);
    gr_free(expression);
}

const char *gr_expression_text(const gr_expression *expression)
{
    return expression->text;
}

bool gr_expression_is_condition(const gr_expression *expression)
{
    return expression->nodes[expression->count - 1].condition;
}
