#include "gradus/action.h"

#include <stdio.h>
#include <string.h>

static const gr_action actions[GR_ACTIONS] = {
#define GR_ACTION(id, context, keys, name, help)                                                  \
    [GR_ACTION_##id] = { GR_CONTEXT_##context, keys, name, help, #id },
#include "gradus/actions.def"
#undef GR_ACTION
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

/* ASCII only; the locale has no say. */
void gr_action_id_text(gr_action_id id, char out[GR_ACTION_ID])
{
    snprintf(out, GR_ACTION_ID, "%s", actions[id].id);
    for (; *out != '\0'; out++)
        if (*out >= 'A' && *out <= 'Z')
            *out = (char)(*out - 'A' + 'a');
}

/* --- the hint line --- */

/* The key that is shown; "" when there is none. */
static const char *key_of(const gr_bindings *bindings, gr_action_id id)
{
    const char *left = bindings->of[GR_ACTION_PEN_LEFT].first;

    if (id == GR_ACTION_NONE)
        return "";
    if (id == GR_ACTION_ARROWS) /* unless the user has others */
        return strcmp(left, "Left") == 0 ? "arrows" : left;
    return id == GR_ACTION_DIGITS ? "digits" : bindings->of[id].first;
}

/* Keys and what they do, each with a blank behind it but for the word. */
static int hint_width(const gr_bindings *bindings, const hint *h)
{
    int first = (int)gr_text_width(key_of(bindings, h->first));
    int second = (int)gr_text_width(key_of(bindings, h->second));

    return first + (first > 0) + second + (second > 0) + (int)gr_text_width(h->word);
}

static int draw_hint(gr_canvas *canvas, gr_rect room, const gr_bindings *bindings, const hint *h)
{
    const char *keys[] = { key_of(bindings, h->first), key_of(bindings, h->second) };
    int x = 0;

    for (size_t i = 0; i < GR_LEN(keys); i++)
        if (keys[i][0] != '\0')
            x += gr_canvas_text(canvas, room.x + x, room.y, room.width - x, keys[i], GR_ROLE_KEY) +
                 1;
    return x + gr_canvas_text(canvas, room.x + x, room.y, room.width - x, h->word, GR_ROLE_DIM);
}

/* Whether there is anything to say: a key, and a pane to go to. */
static bool is_wanted(const gr_bindings *bindings, const hint *h, bool panes)
{
    if (key_of(bindings, h->first)[0] == '\0' && key_of(bindings, h->second)[0] == '\0')
        return false;
    bool page = h->hints == GR_HINTS_PAGE || h->hints == GR_HINTS_LAST;
    return panes || !page || h->first != GR_ACTION_PANE;
}

static int total(const gr_bindings *bindings, const hint *const *chosen, size_t count)
{
    int width = 0;

    for (size_t i = 0; i < count; i++)
        width += hint_width(bindings, chosen[i]) + (i > 0 ? 2 : 0);
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

void gr_hints_draw(gr_canvas *canvas, gr_rect row, const gr_bindings *bindings, gr_hints hints,
                   bool panes)
{
    const hint *chosen[HINTS_MAX];
    size_t count = 0;
    int x = 0;

    for (size_t i = 0; i < GR_LEN(all_hints) && count < HINTS_MAX; i++)
        if (all_hints[i].hints == hints && is_wanted(bindings, &all_hints[i], panes))
            chosen[count++] = &all_hints[i];
    while (count > 1 && total(bindings, chosen, count) > row.width)
        count = drop_highest(chosen, count);
    for (size_t i = 0; i < count; i++) {
        gr_rect room = { row.x + x, row.y, row.width - x, row.height };
        x += draw_hint(canvas, room, bindings, chosen[i]) + 2;
    }
}
