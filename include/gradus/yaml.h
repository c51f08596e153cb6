/* yaml.h - YAML text as a tree of nodes that know where they stand in their file.
 *
 * Accepted is the part of YAML that lessons, settings and capsules use: scalars (plain, quoted,
 * literal, folded), lists and mappings, in block or flow form, comments. Refused, with
 * file:line:column: aliases and anchors, tags, keys given twice, keys that are not scalars, a
 * second document, more than 32 levels, 20,000 nodes or 1 MiB, and text that is not clean (text.h),
 * be it written as it is or by an escape such as "\e".
 *
 * A scalar is its text. Nothing is guessed from it (`no` is a text until someone asks for a yes or
 * no), and numbers keep their spelling.
 *
 * The tree is immutable, lives in the caller's arena and goes with it.
 *
 * libyaml takes its memory with malloc and offers no way to replace it. Its failures are reported
 * as GR_ERROR_MEMORY, but gr_alloc_fail_at does not reach them; it reaches the tree.
 */
#ifndef GRADUS_YAML_H
#define GRADUS_YAML_H

#include "gradus/error.h"
#include "gradus/memory.h"
#include "gradus/text.h"

enum { GR_YAML_DEPTH = 32, GR_YAML_NODES = 20000, GR_YAML_BYTES = 1 << 20 };

typedef enum gr_yaml_kind { GR_YAML_SCALAR, GR_YAML_LIST, GR_YAML_MAPPING } gr_yaml_kind;

typedef struct gr_yaml gr_yaml;

struct gr_yaml {
    gr_yaml_kind kind;
    const char *file;          /* for messages */
    long line, column;         /* in the file, from 1 */
    const char *text;          /* a scalar's; "" otherwise */
    bool plain;                /* a scalar without quotes and not in literal or folded form */
    size_t count;              /* children of a list or mapping */
    const gr_yaml *first;      /* the first child, in the order of the file */
    const gr_yaml *next;       /* the next one of the same parent */
    const gr_yaml *parent;     /* NULL at the root */
    const char *key;           /* a mapping's child: its key; NULL otherwise */
    long key_line, key_column; /* where the key stands */
};

/* Parse a text whose first byte stands at `first_line`, `first_column` of the file `name` (1, 1 for
 * a whole file; a fenced block passes its own, and the column holds for all of its lines). *root is
 * NULL for an empty text. On failure *root is untouched; the arena may have grown. GR_ERROR_DATA or
 * GR_ERROR_MEMORY. */
bool gr_yaml_parse(const char *name, const char *bytes, size_t length, long first_line,
                   long first_column, gr_arena *arena, const gr_yaml **root, gr_error *err);

/* Go through the children of a list or mapping:
 *     for (const gr_yaml *item = gr_yaml_first(node); item != NULL; item = item->next)
 * `node` may be NULL or a scalar: no children. */
const gr_yaml *gr_yaml_first(const gr_yaml *node);

/* The value of a key; NULL when there is none, or when `mapping` is NULL or no mapping. */
const gr_yaml *gr_yaml_get(const gr_yaml *mapping, const char *key);

/* The same, but its absence is an error: "x.md:12:1: 'id' is missing". Check the result: the typed
 * readers below take NULL for a key that may be absent. */
const gr_yaml *gr_yaml_need(const gr_yaml *mapping, const char *key, gr_error *err);

/* Typed values. A NULL node is an absent key: *value stays as it was, and all is well. So
 *     long steps = 100;
 *     if (!gr_yaml_whole(gr_yaml_get(block, "steps"), 1, 10000000, &steps, err)) ...
 * reads an optional key. Another kind of value is an error at the node:
 *     x.md:12:3: 'steps' is a whole number from 1 to 10000000
 * A text is any scalar but an empty plain one (a key with nothing behind it); it is borrowed from
 * the tree. A number is a plain scalar that gr_number_read takes. Yes or no is one of yes, no,
 * true, false. */
bool gr_yaml_text(const gr_yaml *node, const char **value, gr_error *err);
bool gr_yaml_number(const gr_yaml *node, double *value, gr_error *err);
bool gr_yaml_whole(const gr_yaml *node, long least, long most, long *value, gr_error *err);
bool gr_yaml_yesno(const gr_yaml *node, bool *value, gr_error *err);

/* Whether a node is a list, or a mapping; NULL is fine. The error says that it should be. */
bool gr_yaml_list(const gr_yaml *node, gr_error *err);
bool gr_yaml_mapping(const gr_yaml *node, gr_error *err);

/* True when each key of the mapping is one of `allowed` (ended by NULL). Otherwise
 *     x.md:12:3: unknown key 'stepss'; allowed: experiment, set, free */
bool gr_yaml_only_keys(const gr_yaml *mapping, const char *const *allowed, gr_error *err);

/* An error of your own, at the node, or at its key. GR_ERROR_DATA; returns false. */
bool gr_yaml_fail(const gr_yaml *node, gr_error *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
bool gr_yaml_fail_key(const gr_yaml *node, gr_error *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Append a clean text as one scalar on one line, good as a key or value in block and flow form:
 * plain when that reads back as the same text, between double quotes with escapes otherwise. */
void gr_yaml_put_scalar(gr_text *out, const char *text);

#endif
