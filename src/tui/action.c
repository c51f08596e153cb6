#include "gradus/action.h"

#include <string.h>

static const gr_action actions[GR_ACTIONS] = {
#define GR_ACTION(id, context, keys, name, help)                                                  \
    [GR_ACTION_##id] = { GR_CONTEXT_##context, keys, name, help },
#include "gradus/actions.def"
#undef GR_ACTION
};

static const char *const titles[GR_CONTEXTS] = {
#define GR_CONTEXT(id, title) [GR_CONTEXT_##id] = title,
#include "gradus/contexts.def"
#undef GR_CONTEXT
};

typedef struct hint {
    gr_hints hints;
    int rank;
    const char *word;
    gr_action_id first, second;
} hint;

static const hint all_hints[] = {
#define GR_HINT(hints, rank, word, first, second)                                                 \
    { GR_HINTS_##hints, rank, word, GR_ACTION_##first, GR_ACTION_##second },
#include "hints.def"
#undef GR_HINT
};

enum { HINTS_MAX = 8 };

const gr_action *gr_action_at(gr_action_id id)
{
    return &actions[id];
}

const char *gr_context_title(gr_context context)
{
    return titles[context];
}

/* --- keys --- */

gr_key gr_key_named(const char *name)
{
    static const struct {
        const char *name;
        gr_key key;
    } named[] = { { "Space", ' ' },
                  { "Enter", GR_KEY_ENTER },
                  { "Tab", GR_KEY_TAB },
                  { "Backtab", GR_KEY_BACKTAB },
                  { "Esc", GR_KEY_ESCAPE },
                  { "Backspace", GR_KEY_BACKSPACE },
                  { "Delete", GR_KEY_DELETE },
                  { "Up", GR_KEY_UP },
                  { "Down", GR_KEY_DOWN },
                  { "Left", GR_KEY_LEFT },
                  { "Right", GR_KEY_RIGHT },
                  { "Home", GR_KEY_HOME },
                  { "End", GR_KEY_END },
                  { "PgUp", GR_KEY_PAGE_UP },
                  { "PgDn", GR_KEY_PAGE_DOWN },
                  { "F1", GR_KEY_F1 },
                  { "Ctrl-C", GR_KEY_CTRL_C },
                  { "Ctrl-L", GR_KEY_CTRL_L } };

    for (size_t i = 0; i < GR_LEN(named); i++)
        if (strcmp(named[i].name, name) == 0)
            return named[i].key;
    return name[1] == '\0' ? (gr_key)(unsigned char)name[0] : GR_KEY_NONE;
}

/* Copy the next blank-separated name and move past it; false at the end. */
static bool next_name(const char **at, char name[16])
{
    size_t length;

    *at += strspn(*at, " ");
    length = strcspn(*at, " ");
    if (length == 0 || length > 15)
        return false;
    memcpy(name, *at, length);
    name[length] = '\0';
    *at += length;
    return true;
}

gr_action_id gr_action_of_key(gr_context context, gr_key key)
{
    char name[16];

    for (int id = 0; id < GR_ACTIONS; id++) {
        const char *at = actions[id].keys;
        if (actions[id].context != context)
            continue;
        while (next_name(&at, name))
            if (gr_key_named(name) == key)
                return (gr_action_id)id;
    }
    return GR_ACTION_NONE;
}

/* --- the hint line --- */

static void first_key(gr_action_id id, char name[16])
{
    const char *at = id == GR_ACTION_DIGITS ? "digits" : actions[id].keys;

    next_name(&at, name);
}

static int hint_width(const hint *h)
{
    char key[16];
    int width = (int)strlen(h->word) + 1;

    first_key(h->first, key);
    width += (int)strlen(key);
    if (h->second == GR_ACTION_NONE)
        return width;
    first_key(h->second, key);
    return width + (int)strlen(key) + 1;
}

static int draw_hint(gr_canvas *canvas, int x, int y, int room, const hint *h)
{
    char key[16];
    int start = x;

    first_key(h->first, key);
    x += gr_canvas_text(canvas, x, y, room, key, GR_ROLE_KEY) + 1;
    if (h->second != GR_ACTION_NONE) {
        first_key(h->second, key);
        x += gr_canvas_text(canvas, x, y, room - (x - start), key, GR_ROLE_KEY) + 1;
    }
    x += gr_canvas_text(canvas, x, y, room - (x - start), h->word, GR_ROLE_DIM);
    return x - start;
}

static int total(const hint *const *chosen, size_t count)
{
    int width = 0;

    for (size_t i = 0; i < count; i++)
        width += hint_width(chosen[i]) + (i > 0 ? 2 : 0);
    return width;
}

static size_t drop_highest(const hint **chosen, size_t count)
{
    size_t highest = 0;

    for (size_t i = 1; i < count; i++)
        if (chosen[i]->rank > chosen[highest]->rank)
            highest = i;
    for (size_t i = highest; i + 1 < count; i++)
        chosen[i] = chosen[i + 1];
    return count - 1;
}

void gr_hints_draw(gr_canvas *canvas, gr_rect row, gr_hints hints, bool panes)
{
    const hint *chosen[HINTS_MAX];
    size_t count = 0;
    int x = row.x;

    for (size_t i = 0; i < GR_LEN(all_hints) && count < HINTS_MAX; i++)
        if (all_hints[i].hints == hints &&
            (panes || hints != GR_HINTS_PAGE || all_hints[i].first != GR_ACTION_PANE))
            chosen[count++] = &all_hints[i];
    while (count > 1 && total(chosen, count) > row.width)
        count = drop_highest(chosen, count);
    for (size_t i = 0; i < count; i++)
        x += draw_hint(canvas, x, row.y, row.x + row.width - x, chosen[i]) + 2;
}
