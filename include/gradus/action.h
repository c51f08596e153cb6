/* action.h - what can be done, with which keys, and in which words. See actions.def.
 *
 * The table says which keys an action has at first; gr_bindings says which it has for this user. */
#ifndef GRADUS_ACTION_H
#define GRADUS_ACTION_H

#include "gradus/canvas.h"
#include "gradus/key.h"

/* Contexts of keys, the innermost first. */
typedef enum gr_context {
    GR_CONTEXT_FIELD,
    GR_CONTEXT_HELP,
    GR_CONTEXT_CURVE,
    GR_CONTEXT_ITEM,
    GR_CONTEXT_DRIVE, /* the student acts on the run, or labels what acts; */
    GR_CONTEXT_WATCH, /* watches it and may take over */
    GR_CONTEXT_PAGE,
    GR_CONTEXT_CATALOGUE,
    GR_CONTEXT_ANY,
    GR_CONTEXTS
} gr_context;

/* The name of a context in the settings, "page", and in a sentence, "on a lesson page". */
const char *gr_context_name(gr_context context);
const char *gr_context_where(gr_context context);

/* Whether what belongs to context `to` can be done in `from`, which is that or lies in it. */
bool gr_context_reaches(gr_context from, gr_context to);

/* Whether a context takes the key as something typed: digits of a count or an answer, any character
 * in a field. Such a key never reaches an action of that context. */
bool gr_context_types(gr_context context, gr_key key);

typedef enum gr_action_id {
#define GR_ACTION(id, ...) GR_ACTION_##id,
#include "gradus/actions.def"
#undef GR_ACTION
    GR_ACTIONS,
    GR_ACTION_NONE = GR_ACTIONS,
    GR_ACTION_DIGITS, /* hints only: the keys 0 to 9, */
    GR_ACTION_ARROWS  /* and those that move the pen */
} gr_action_id;

typedef struct gr_action {
    gr_context context;
    const char *keys, *name, *help; /* keys: before anybody binds others */
    const char *id;                 /* as in the table */
} gr_action;

const gr_action *gr_action_at(gr_action_id id);

/* The id as it stands in the settings: "knob_more". */
enum { GR_ACTION_ID = 32 };
void gr_action_id_text(gr_action_id id, char out[GR_ACTION_ID]);

/* --- commands: what can be typed behind `:`, besides the actions by their ids --- */

typedef struct gr_command {
    const char *word, *arguments, *help;
} gr_command;

size_t gr_command_count(void);
const gr_command *gr_command_at(size_t index); /* in the order of commands.def */

/* --- bindings: which keys do what, for this user --- */

enum { GR_KEYS_MAX = 8, GR_KEY_NAME = 16, GR_KEYS_TEXT = GR_KEYS_MAX * GR_KEY_NAME };

typedef struct gr_binding {
    gr_key keys[GR_KEYS_MAX];
    size_t count;             /* 0: no key does it */
    char names[GR_KEYS_TEXT]; /* all, one blank between two */
    char first[GR_KEY_NAME];  /* the one that is shown; "" when there is none */
} gr_binding;

/* One for every action. Plain data: a copy is a copy. */
typedef struct gr_bindings {
    gr_binding of[GR_ACTIONS];
} gr_bindings;

/* The keys of the action table. */
void gr_bindings_init(gr_bindings *bindings);

/* Read "KEY KEY ..."; an empty text is no key. GR_ERROR_USAGE for an unknown key, one given twice,
 * too many. */
bool gr_binding_read(const char *keys, gr_binding *binding, gr_error *err);

bool gr_binding_has(const gr_binding *binding, gr_key key);

/* As many of the names as fit `width` columns, at least the first. */
void gr_binding_fit(const gr_binding *binding, int width, char out[GR_KEYS_TEXT]);

/* The action of a key in a context, or in those behind it (an open question, its page, anywhere);
 * GR_ACTION_NONE when it has none. */
gr_action_id gr_action_of_key(const gr_bindings *bindings, gr_context context, gr_key key);

/* Sets of hints; a context may have several. */
typedef enum gr_hints {
    GR_HINTS_CATALOGUE,
    GR_HINTS_PAGE,
    GR_HINTS_DRIVE,
    GR_HINTS_LABEL,
    GR_HINTS_WATCH,
    GR_HINTS_WATCH_ASKED, /* and a question is open */
    GR_HINTS_LAST, /* the last page of a lesson */
    GR_HINTS_ASK,
    GR_HINTS_RECALL,        /* a question of a review, */
    GR_HINTS_RECALL_WRITE,  /* one that wants words, */
    GR_HINTS_RECALLED,      /* once it is closed, */
    GR_HINTS_RECALLED_LAST, /* and when it was the last one; */
    GR_HINTS_SOURCE,        /* a lesson that was opened from there */
    GR_HINTS_PREDICT,
    GR_HINTS_CURVE,
    GR_HINTS_SURE,
    GR_HINTS_WRITE,
    GR_HINTS_FIELD,
    GR_HINTS_HELP,
    GR_HINTS_SEARCH,
    GR_HINTS_FIND,
    GR_HINTS_LISTING,
    GR_HINTS_COMMAND,
    GR_HINTS_WORK
} gr_hints;

/* Draw the hint line: keys bold, words dim, as many as fit. An action without a key is left out.
 * `panes`: some pane is hidden, and the page's own hints say how to reach it. */
void gr_hints_draw(gr_canvas *canvas, gr_rect row, const gr_bindings *bindings, gr_hints hints,
                   bool panes);

#endif
