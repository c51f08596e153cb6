/* Which keys do what: the action table's, with the user's own in their place. */
#include "gradus/action.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* --- contexts --- */

static const struct {
    const char *name, *where;
    gr_context behind; /* where a key is looked for next; ANY is the last */
    const char *typed; /* what typing takes there */
} contexts[] = {
    [GR_CONTEXT_FIELD] = { "field", "in a field", GR_CONTEXT_ANY, "" },
    [GR_CONTEXT_HELP] = { "help", "in the help", GR_CONTEXT_ANY, "" },
    [GR_CONTEXT_CURVE] = { "curve", "while a curve is drawn", GR_CONTEXT_ITEM, "0123456789" },
    [GR_CONTEXT_ITEM] = { "item", "while a question is open", GR_CONTEXT_PAGE,
                          "0123456789.+-*/^()e" },
    [GR_CONTEXT_DRIVE] = { "drive", "while you drive", GR_CONTEXT_WATCH, "0123456789" },
    [GR_CONTEXT_WATCH] = { "watch", "while the learner drives", GR_CONTEXT_PAGE, "0123456789" },
    [GR_CONTEXT_PAGE] = { "page", "on a lesson page", GR_CONTEXT_ANY, "0123456789" },
    [GR_CONTEXT_CATALOGUE] = { "catalogue", "in the catalogue", GR_CONTEXT_ANY, "" },
    [GR_CONTEXT_ANY] = { "any", "everywhere", GR_CONTEXT_ANY, "" },
};

_Static_assert(GR_LEN(contexts) == GR_CONTEXTS, "each context has a row");

const char *gr_context_name(gr_context context)
{
    return contexts[context].name;
}

const char *gr_context_where(gr_context context)
{
    return contexts[context].where;
}

bool gr_context_reaches(gr_context from, gr_context to)
{
    while (from != to && from != GR_CONTEXT_ANY)
        from = contexts[from].behind;
    return from == to;
}

bool gr_context_types(gr_context context, gr_key key)
{
    if (context == GR_CONTEXT_FIELD)
        return key >= ' ' && key < GR_KEY_FIRST && !gr_character_refused(key);
    return key >= ' ' && key < 127 && strchr(contexts[context].typed, (int)key) != NULL;
}

/* --- reading --- */

/* Copy the next name and move past it; false at the end. One that is too long is cut, and so
 * unknown. */
static bool next_name(const char **at, char name[GR_KEY_NAME])
{
    static const char blanks[] = " \t\n";

    *at += strspn(*at, blanks);
    size_t length = strcspn(*at, blanks);
    if (length == 0)
        return false;
    snprintf(name, GR_KEY_NAME, "%.*s", (int)length, *at);
    *at += length;
    return true;
}

static bool unknown_key(const char *name, gr_error *err)
{
    gr_text all = { 0 };

    gr_key_list(&all);
    if (gr_text_ok(&all, err))
        gr_fail(err, GR_ERROR_USAGE, "there is no key '%s'; a key is one character, or one of %s",
                name, gr_text_string(&all));
    gr_text_clear(&all);
    return false;
}

static bool add_key(gr_binding *binding, const char *name, gr_error *err)
{
    size_t length = strlen(binding->names);
    gr_key key = gr_key_named(name);

    if (key == GR_KEY_NONE)
        return unknown_key(name, err);
    if (gr_binding_has(binding, key))
        return gr_fail(err, GR_ERROR_USAGE, "the key '%s' is given twice; write it once", name);
    if (binding->count == GR_KEYS_MAX)
        return gr_fail(err, GR_ERROR_USAGE, "more than %d keys for one action", GR_KEYS_MAX);
    if (binding->count == 0)
        snprintf(binding->first, sizeof binding->first, "%s", name);
    snprintf(binding->names + length, sizeof binding->names - length, "%s%s", length > 0 ? " " : "",
             name);
    binding->keys[binding->count++] = key;
    return true;
}

bool gr_binding_read(const char *keys, gr_binding *binding, gr_error *err)
{
    gr_binding read = { 0 };
    char name[GR_KEY_NAME];

    while (next_name(&keys, name))
        if (!add_key(&read, name, err))
            return false;
    *binding = read;
    return true;
}

void gr_bindings_init(gr_bindings *bindings)
{
    for (int id = 0; id < GR_ACTIONS; id++) {
        bool read = gr_binding_read(gr_action_at((gr_action_id)id)->keys, &bindings->of[id], NULL);
        assert(read);
        (void)read;
    }
}

/* --- asking --- */

bool gr_binding_has(const gr_binding *binding, gr_key key)
{
    for (size_t i = 0; i < binding->count; i++)
        if (binding->keys[i] == key)
            return true;
    return false;
}

void gr_binding_fit(const gr_binding *binding, int width, char out[GR_KEYS_TEXT])
{
    memcpy(out, binding->names, GR_KEYS_TEXT);
    for (char *blank; (int)gr_text_width(out) > width && (blank = strrchr(out, ' ')) != NULL;)
        *blank = '\0';
}

static gr_action_id action_of_key(const gr_bindings *bindings, gr_context context, gr_key key)
{
    for (int id = 0; id < GR_ACTIONS; id++)
        if (gr_action_at((gr_action_id)id)->context == context &&
            gr_binding_has(&bindings->of[id], key))
            return (gr_action_id)id;
    return GR_ACTION_NONE;
}

gr_action_id gr_action_of_key(const gr_bindings *bindings, gr_context context, gr_key key)
{
    gr_action_id id = action_of_key(bindings, context, key);

    while (id == GR_ACTION_NONE && context != GR_CONTEXT_ANY) {
        context = contexts[context].behind;
        id = action_of_key(bindings, context, key);
    }
    return id;
}
