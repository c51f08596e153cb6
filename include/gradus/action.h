/* action.h - what can be done, with which keys, and in which words. See actions.def.
 */
#ifndef GRADUS_ACTION_H
#define GRADUS_ACTION_H

#include "gradus/canvas.h"
#include "gradus/key.h"

/* Contexts of keys, the innermost first. See contexts.def. */
typedef enum gr_context {
#define GR_CONTEXT(id, title) GR_CONTEXT_##id,
#include "gradus/contexts.def"
#undef GR_CONTEXT
    GR_CONTEXTS
} gr_context;

typedef enum gr_action_id {
#define GR_ACTION(id, ...) GR_ACTION_##id,
#include "gradus/actions.def"
#undef GR_ACTION
    GR_ACTIONS,
    GR_ACTION_NONE = GR_ACTIONS,
    GR_ACTION_DIGITS /* hints only: the keys 0 to 9 */
} gr_action_id;

typedef struct gr_action {
    gr_context context;
    const char *keys, *name, *help;
} gr_action;

const gr_action *gr_action_at(gr_action_id id);

/* "On a lesson page" */
const char *gr_context_title(gr_context context);

/* The action of a key in a context; GR_ACTION_NONE when it has none there. */
gr_action_id gr_action_of_key(gr_context context, gr_key key);

/* Sets of hints; a context may have several. */
typedef enum gr_hints {
    GR_HINTS_CATALOGUE,
    GR_HINTS_PAGE,
    GR_HINTS_ASK,
    GR_HINTS_PREDICT,
    GR_HINTS_FIELD,
    GR_HINTS_HELP,
    GR_HINTS_WORK
} gr_hints;

/* Draw the hint line: keys bold, words dim, as many as fit. `panes`: some pane
 * is hidden, and the page's own hints say how to reach it. */
void gr_hints_draw(gr_canvas *canvas, gr_rect row, gr_hints hints, bool panes);

#endif
