/* The entry `keys` of the settings: the user's own keys, and that nobody locks himself out. */
#include "settings_private.h"

#include <stdio.h>
#include <string.h>

enum { QUALIFIED = 2 * GR_ACTION_ID, NEAR = 5 };

/* What is being read: where each action's keys were given; NULL: they were not. */
typedef struct reading {
    gr_bindings *bindings;
    const gr_yaml *given[GR_ACTIONS];
} reading;

/* --- which action --- */

/* "step", or "page.step". */
static void name_of(gr_action_id id, bool qualified, char out[QUALIFIED])
{
    char name[GR_ACTION_ID];

    gr_action_id_text(id, name);
    snprintf(out, QUALIFIED, "%s%s%s", qualified ? gr_context_name(gr_action_at(id)->context) : "",
             qualified ? "." : "", name);
}

/* How far what was written is from a name; with a context, what stands behind the dot weighs more. */
static size_t distance(const char *written, const char *name, bool qualified)
{
    const char *end = qualified ? strchr(written, '.') + 1 : written;
    const char *tail = qualified ? strchr(name, '.') + 1 : name;
    size_t apart = gr_edit_distance(end, strlen(end), tail, strlen(tail));

    if (!qualified)
        return apart;
    return 4 * apart + gr_edit_distance(written, strlen(written), name, strlen(name));
}

/* The actions whose names are nearest to what was written, the nearest first. */
static void list_near(const char *written, bool qualified, gr_text *out)
{
    bool told[GR_ACTIONS] = { false };
    char name[QUALIFIED];

    for (int n = 0; n < NEAR; n++) {
        size_t least = (size_t)-1;
        int nearest = 0;
        for (int id = 0; id < GR_ACTIONS; id++) {
            name_of((gr_action_id)id, qualified, name);
            size_t apart = distance(written, name, qualified);
            if (told[id] || apart >= least)
                continue;
            least = apart;
            nearest = id;
        }
        told[nearest] = true;
        name_of((gr_action_id)nearest, qualified, name);
        gr_text_addf(out, "%s%s", n > 0 ? ", " : "", name);
    }
}

static bool unknown_action(const gr_yaml *node, bool qualified, gr_error *err)
{
    gr_text near = { 0 };

    list_near(node->key, qualified, &near);
    if (gr_text_ok(&near, err))
        gr_yaml_fail_key(node, err, "unknown action '%.60s'; the nearest are: %s", node->key,
                         gr_text_string(&near));
    gr_text_clear(&near);
    return false;
}

static bool find_action(const gr_yaml *node, gr_action_id *found, gr_error *err)
{
    bool qualified = strchr(node->key, '.') != NULL;
    char name[QUALIFIED];

    for (int id = 0; id < GR_ACTIONS; id++) {
        name_of((gr_action_id)id, qualified, name);
        if (strcmp(name, node->key) == 0) {
            *found = (gr_action_id)id;
            return true;
        }
    }
    return unknown_action(node, qualified, err);
}

static bool read_action(const gr_yaml *node, reading *r, gr_error *err)
{
    gr_action_id id = GR_ACTION_NONE;
    const char *keys = "";

    if (!find_action(node, &id, err) || !gr_yaml_text(node, &keys, err))
        return false;
    if (r->given[id] != NULL)
        return gr_yaml_fail_key(node, err, "'%s' is '%s' of line %ld again; give its keys once",
                                node->key, r->given[id]->key, r->given[id]->key_line);
    r->given[id] = node;
    return gr_binding_read(keys, &r->bindings->of[id], err) ||
           gr_error_locate(err, node->file, node->line, node->column);
}

/* --- what cannot be --- */

/* A key as the user wrote it. */
static const char *written_key(const gr_binding *binding, gr_key key, char name[GR_KEY_NAME])
{
    const char *at = binding->names;
    int taken = 0;

    while (sscanf(at, "%15s%n", name, &taken) == 1 && gr_key_named(name) != key)
        at += taken;
    return name;
}

/* Keys that typing takes never reach the action. */
static bool none_is_typed(const reading *r, gr_action_id id, gr_error *err)
{
    const gr_binding *binding = &r->bindings->of[id];
    gr_context context = gr_action_at(id)->context;
    char name[GR_KEY_NAME] = "";

    for (size_t i = 0; i < binding->count; i++)
        if (gr_context_types(context, binding->keys[i]))
            return gr_yaml_fail(r->given[id], err,
                                "'%s' is for typing %s, so it cannot be '%s'; choose another key",
                                written_key(binding, binding->keys[i], name),
                                gr_context_where(context), r->given[id]->key);
    return true;
}

/* The place of two that was written later. */
static const gr_yaml *later(const gr_yaml *a, const gr_yaml *b)
{
    if (a == NULL || b == NULL)
        return a != NULL ? a : b;
    return a->line > b->line || (a->line == b->line && a->column > b->column) ? a : b;
}

static bool none_is_shared(const reading *r, gr_action_id a, gr_action_id b, gr_error *err)
{
    const gr_binding *first = &r->bindings->of[a], *second = &r->bindings->of[b];
    char key[GR_KEY_NAME] = "", one[QUALIFIED], other[QUALIFIED];

    for (size_t i = 0; i < first->count; i++) {
        if (!gr_binding_has(second, first->keys[i]))
            continue;
        name_of(a, false, one);
        name_of(b, false, other);
        return gr_yaml_fail(later(r->given[a], r->given[b]), err,
                            "'%s' is both '%s' and '%s' %s; give one of them another key",
                            written_key(first, first->keys[i], key), one, other,
                            gr_context_where(gr_action_at(a)->context));
    }
    return true;
}

static bool check_pairs(const reading *r, gr_error *err)
{
    for (int a = 0; a < GR_ACTIONS; a++)
        for (int b = a + 1; b < GR_ACTIONS; b++) {
            gr_action_id one = (gr_action_id)a, other = (gr_action_id)b;
            if (gr_action_at(one)->context == gr_action_at(other)->context &&
                (r->given[a] != NULL || r->given[b] != NULL) && !none_is_shared(r, one, other, err))
                return false;
        }
    return true;
}

/* --- nobody is locked in --- */

static const gr_action_id needed[] = { GR_ACTION_HELP, GR_ACTION_QUIT, GR_ACTION_STOP,
                                       GR_ACTION_CANCEL, GR_ACTION_CLOSE_HELP };

/* The help and the way out, and where they must be found. */
static const gr_action_id reached[] = { GR_ACTION_HELP, GR_ACTION_QUIT };
static const gr_context places[] = { GR_CONTEXT_CATALOGUE, GR_CONTEXT_PAGE, GR_CONTEXT_ITEM,
                                     GR_CONTEXT_CURVE, GR_CONTEXT_WATCH, GR_CONTEXT_DRIVE };

static bool need_keys(const reading *r, gr_error *err)
{
    for (size_t i = 0; i < GR_LEN(needed); i++)
        if (r->bindings->of[needed[i]].count == 0)
            return gr_yaml_fail(r->given[needed[i]], err, "'%s' needs a key; write at least one",
                                r->given[needed[i]]->key);
    return true;
}

static bool is_reached(const gr_bindings *bindings, gr_action_id id, gr_context place)
{
    const gr_binding *binding = &bindings->of[id];

    for (size_t i = 0; i < binding->count; i++)
        if (!gr_context_types(place, binding->keys[i]) &&
            gr_action_of_key(bindings, place, binding->keys[i]) == id)
            return true;
    return false;
}

/* Every key of the action means something else there. */
static bool hidden(const reading *r, gr_action_id id, gr_context place, gr_error *err)
{
    const gr_binding *binding = &r->bindings->of[id];
    gr_action_id other = gr_action_of_key(r->bindings, place, binding->keys[0]);
    const gr_yaml *at = later(r->given[id], other != id ? r->given[other] : NULL);
    char name[QUALIFIED];

    name_of(id, false, name);
    return gr_yaml_fail(at, err,
                        "no key is left for '%s' %s: '%s' means something else there; "
                        "give it one that is free",
                        name, gr_context_where(place), binding->first);
}

static bool reach_all(const reading *r, gr_error *err)
{
    for (size_t i = 0; i < GR_LEN(reached); i++)
        for (size_t k = 0; k < GR_LEN(places); k++)
            if (!is_reached(r->bindings, reached[i], places[k]))
                return hidden(r, reached[i], places[k], err);
    return true;
}

bool gr_settings_read_keys(const gr_yaml *node, gr_bindings *bindings, gr_error *err)
{
    reading r = { .bindings = bindings };

    if (!gr_yaml_mapping(node, err))
        return false;
    for (const gr_yaml *action = gr_yaml_first(node); action != NULL; action = action->next)
        if (!read_action(action, &r, err))
            return false;
    for (int id = 0; id < GR_ACTIONS; id++)
        if (r.given[id] != NULL && !none_is_typed(&r, (gr_action_id)id, err))
            return false;
    return need_keys(&r, err) && check_pairs(&r, err) && reach_all(&r, err);
}
