/* expression_tree.h - what the files of the expression module share; private to src/base.
 *
 *   expression_lex.c    text -> tokens, and messages with a column
 *   expression.c        tokens -> tree; typed numbers
 *   expression_names.c  what a name means where it stands
 *   expression_bind.c   tree and names -> program
 *   expression_value.c  the operations, and running a program
 *   expression_gradient.c  running it with its derivatives
 *   expression_fold.c   folds over the rows of runs
 *
 * The tree is a flat array in postfix order: operands stand before their operator, and the subtree
 * of node i is nodes[i].first .. i. So the last operand of i ends at i - 1, and the one before it
 * ends at nodes[i - 1].first - 1. Nothing recurses over a tree.
 */
#ifndef GRADUS_EXPRESSION_TREE_H
#define GRADUS_EXPRESSION_TREE_H

#include "gradus/expression.h"

#include <stdint.h>

/* --- tokens --- */

typedef enum gr_token_kind {
    GR_TOKEN_END,
    GR_TOKEN_NUMBER,
    GR_TOKEN_NAME,  /* with its dots */
    GR_TOKEN_DRAWN, /* $a, with its $ */
    GR_TOKEN_SYMBOL
} gr_token_kind;

typedef struct gr_token {
    gr_token_kind kind;
    size_t at, length; /* bytes of the text */
    double value;      /* of a number */
} gr_token;

/* The token at or after byte `at`. */
bool gr_token_read(const char *text, size_t at, gr_token *token, gr_error *err);

/* Store "column N: ..." for byte `at` of the text; returns false. */
bool gr_expression_fail(size_t at, gr_error *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* How much of a name or text to show in a message: `length` bytes, cut at a character. */
int gr_shown_length(const char *text, size_t length);

bool gr_text_is(const char *text, size_t length, const char *word);

/* "a, b, c" for messages, cut with "..." where it gets long; "none" for none. */
enum { GR_NAME_LIST = 300 };
const char *gr_name_list(char out[GR_NAME_LIST], const char *const *names, size_t count);

#define GR_TABLE_PREFIX "table."

/* --- operations --- */

typedef enum gr_op {
    GR_OP_ADD,
    GR_OP_SUBTRACT,
    GR_OP_MULTIPLY,
    GR_OP_DIVIDE,
    GR_OP_NEGATE,
    GR_OP_LESS,
    GR_OP_LESS_EQUAL,
    GR_OP_GREATER,
    GR_OP_GREATER_EQUAL,
    GR_OP_EQUAL,
    GR_OP_UNEQUAL,
    GR_OP_AND,
    GR_OP_OR,
    GR_OP_NOT,
    GR_OP_EXP,
    GR_OP_LOG,
    GR_OP_SQRT,
    GR_OP_ABS,
    GR_OP_SIN,
    GR_OP_COS,
    GR_OP_TANH,
    GR_OP_MIN,
    GR_OP_MAX,
    GR_OP_POWER,
    GR_OP_COUNT,

    /* Nodes beyond are leaves, but for a cell, which has two operands, and a fold called as a
     * function, whose operands belong to another program. */
    GR_NODE_NUMBER = GR_OP_COUNT,
    GR_NODE_NAME,
    GR_NODE_DRAWN,
    GR_NODE_FOLD,
    GR_NODE_CELL
} gr_op;

typedef struct gr_op_row {
    const char *name;    /* as a function; NULL: an operator only */
    unsigned char least; /* operands; a function with more folds them from left to right */
    bool more;           /* more operands than `least` may be given */
    bool condition;      /* yields 1 or 0 */
    double (*one)(double);
    double (*two)(double, double);
} gr_op_row;

extern const gr_op_row gr_op_rows[GR_OP_COUNT];

double gr_op_apply(gr_op op, double left, double right); /* right is ignored by one operand */
bool gr_op_holds(double value);                          /* counts as true */

/* --- folds --- */

typedef enum gr_fold_kind {
    GR_FOLD_FIRST,
    GR_FOLD_LAST,
    GR_FOLD_AT,
    GR_FOLD_MIN,
    GR_FOLD_MAX,
    GR_FOLD_MEAN,
    GR_FOLD_ARGMIN,
    GR_FOLD_STEPS_TO,
    GR_FOLD_DIVERGED,
    GR_FOLD_FINISHED,
    GR_FOLD_COUNT
} gr_fold_kind;

typedef enum gr_fold_form {
    GR_FOLD_DOTTED, /* first.c */
    GR_FOLD_CALLED, /* min(c) */
    GR_FOLD_WORD    /* diverged */
} gr_fold_form;

typedef struct gr_accumulator {
    double value;      /* the answer so far */
    double key, extra; /* at: the step; mean: the sum; argmin: the least */
    size_t count;      /* rows taken */
    bool done;         /* later rows change nothing */
} gr_accumulator;

typedef struct gr_fold_row_kind {
    const char *name;
    gr_fold_form form;
    unsigned char operands; /* when called */
    bool needs_step, condition;
    void (*take)(gr_accumulator *, double value, double step); /* NULL: no rows */
} gr_fold_row_kind;

extern const gr_fold_row_kind gr_fold_kinds[GR_FOLD_COUNT];

/* The fold that a name means, GR_FOLD_COUNT if none: "diverged", or "first.c" with *column set to
 * where its column begins. */
gr_fold_kind gr_fold_of_name(const char *name, size_t length, size_t *column);

/* --- the tree --- */

typedef struct gr_node {
    double value;        /* of a number */
    uint32_t at, length; /* where its name or symbol stands in the text */
    uint16_t first;      /* where its subtree begins */
    uint16_t owner;      /* 1 + the fold in whose argument it stands; 0: in none */
    uint16_t run;        /* as written, from 1; 0: no run was given */
    unsigned char op;    /* gr_op or a GR_NODE */
    unsigned char fold;  /* gr_fold_kind of a GR_NODE_FOLD */
    bool condition;
} gr_node;

/* --- the program --- */

/* A program computes in a frame of numbers: its constants, then what it loads, then its results in
 * between, each written by an instruction and read from the next on. */
typedef struct gr_instruction {
    uint16_t op, to, left, right; /* an operation, or GR_NODE_CELL; places in the frame */
} gr_instruction;

enum { GR_SOURCE_RESULT = GR_SOURCE_TABLE + 1 }; /* the value of a fold */

typedef struct gr_load {
    uint16_t source, run; /* gr_expression_source or GR_SOURCE_RESULT; run from 0 */
    uint32_t index;
} gr_load;

typedef struct gr_program {
    uint16_t code, code_count; /* its part of the binding's arrays */
    uint16_t constants, constant_count;
    uint16_t loads, load_count;
    uint16_t result; /* the place of the answer */
    uint16_t frame;  /* how many places: at most as many as the tree has nodes */
} gr_program;

typedef struct gr_bound_fold {
    gr_program argument, key; /* key: the k of at(k, c) */
    uint32_t step;            /* the column, where the kind needs it */
    uint16_t node, run;       /* run from 0 */
    gr_fold_kind kind;
} gr_bound_fold;

/* What binding makes: one block of memory. Folds are in the tree's order, so that one that stands
 * in another's argument is before it. */
typedef struct gr_bound {
    bool to_runs;
    size_t drawn_count, variable_count;
    gr_program main;
    gr_bound_fold *folds;
    double *constants;
    gr_load *loads;
    gr_instruction *code;
    gr_load *cells; /* the k-th GR_NODE_CELL instruction reads table cells[k].index */
    size_t fold_count, constant_count, load_count, code_count, cell_count;
} gr_bound;

struct gr_expression {
    gr_bound *bound; /* NULL until bound */
    char *text;      /* behind the nodes, in the same block */
    size_t count;
    gr_node nodes[];
};

/* --- names --- */

/* The function of a name, GR_OP_COUNT if none, and the fold of that name, GR_FOLD_COUNT if none;
 * min and max are both. Behind run[2]. there are only folds. */
gr_op gr_function_find(const char *name, size_t length, bool of_run, gr_fold_kind *fold);

/* There is no such function; these are. Returns false. */
bool gr_function_fail(const char *text, size_t at, size_t length, bool of_run, gr_error *err);

/* What a tree is being bound to. */
typedef struct gr_binder {
    const gr_expression *expression;
    gr_bound *bound;       /* in the making */
    const gr_scope *scope; /* NULL for a formula */
    const char *const *variables;
    size_t variable_count;
    gr_error *err;
} gr_binder;

/* What a leaf loads. Which function answers depends on where it stands: among the variables of a
 * formula, in the argument of a fold, as the step of at(k, c), or outside of folds. */
typedef bool (*gr_resolver)(const gr_binder *, const gr_node *, gr_load *);

bool gr_resolve_variable(const gr_binder *b, const gr_node *node, gr_load *load);
bool gr_resolve_in_row(const gr_binder *b, const gr_node *node, gr_load *load);   /* columns */
bool gr_resolve_constant(const gr_binder *b, const gr_node *node, gr_load *load); /* drawn only */
bool gr_resolve_outside(const gr_binder *b, const gr_node *node, gr_load *load);  /* knobs, folds */

bool gr_resolve_cell(const gr_binder *b, const gr_node *node); /* appends to bound->cells */

/* The run that a node is about, from 0. In an argument without a run of its own it is the fold's.
 */
bool gr_resolve_run(const gr_binder *b, const gr_node *node, size_t *run);

/* The column that a node's name means, from its byte `skip` on. */
bool gr_find_column(const gr_binder *b, const gr_node *node, size_t run, size_t skip,
                    size_t *column);

/* The fold that a node is, GR_FOLD_COUNT if none; *column as in gr_fold_of_name. */
gr_fold_kind gr_node_fold(const gr_binder *b, const gr_node *node, size_t *column);

/* The position of a name in a list; `count` when it is not there. */
size_t gr_name_find(const char *const *names, size_t count, const char *name, size_t length);

const char *gr_node_name(const gr_binder *b, const gr_node *node); /* not NUL-terminated */

/* For messages: a "%.*s" with a node's name; "column N: ..." at a node. */
#define GR_NODE_SHOWN(b, node)                                                                     \
    gr_shown_length(gr_node_name(b, node), (node)->length), gr_node_name(b, node)
#define GR_NODE_FAIL(b, node, ...) gr_expression_fail((node)->at, (b)->err, __VA_ARGS__)

/* --- evaluation --- */

/* Frames up to this size are small enough to be cheap on the stack. */
enum { GR_SMALL_FRAME = 64 };

/* Run a program whose loads the caller has put at frame[constant_count ...]. `input` is for cells,
 * and may be NULL without them. */
double gr_program_run(const gr_bound *bound, const gr_program *program, double *frame,
                      const gr_fold_input *input);

#endif
