/* Help: the actions of the screen it was opened from, straight from the action table; and the list
 * of messages, which is read the same way. */
#include "app_private.h"

#include <stdio.h>
#include <string.h>

enum { NAMES = 18, WORDS = 30 }; /* columns: keys, name, help */

/* --- which actions --- */

static const struct {
    gr_context context;
    const char *title, *place;
} parts[] = {
    { GR_CONTEXT_FIELD, "In a field", "in a field" },
    { GR_CONTEXT_CURVE, "While a curve is drawn", "while a curve is drawn" },
    { GR_CONTEXT_ITEM, "While a question is open", "while a question is open" },
    { GR_CONTEXT_PAGE, "On a lesson page", "on a lesson page" },
    { GR_CONTEXT_CATALOGUE, "In the catalogue", "in the catalogue" },
    { GR_CONTEXT_HELP, "In the help", "in the help" },
    { GR_CONTEXT_ANY, "Everywhere", "everywhere" },
};

const char *gr_context_place(gr_context context)
{
    for (size_t i = 0; i < GR_LEN(parts); i++)
        if (parts[i].context == context)
            return parts[i].place;
    return "";
}

/* The context behind the help. */
static gr_context context_behind(const gr_app *app)
{
    if (app->field != GR_FIELD_NONE && app->field != GR_FIELD_FIND)
        return GR_CONTEXT_FIELD;
    return gr_app_place(app);
}

/* Whether the actions of a context can be done here. */
static bool is_here(const gr_app *app, gr_context context)
{
    return gr_context_reaches(context_behind(app), context);
}

static bool is_found(const gr_app *app, gr_action_id id)
{
    const gr_action *action = gr_action_at(id);

    return gr_search_finds(action->name, app->help_find) ||
           gr_search_finds(action->help, app->help_find) ||
           gr_search_finds(app->bindings.of[id].names, app->help_find);
}

/* All screens' actions are looked through when something is searched for. */
static bool is_shown(const gr_app *app, gr_action_id id)
{
    bool all = app->help_all || app->help_find[0] != '\0';

    return (all || is_here(app, gr_action_at(id)->context)) && is_found(app, id);
}

/* Go through the actions shown, those of this screen first, and tell `visit` of each; it returns
 * false to end. */
typedef bool visitor(gr_action_id id, size_t part, size_t number, void *context, gr_error *err);

static bool each_action(const gr_app *app, visitor *visit, void *context, gr_error *err)
{
    size_t number = 0;

    for (int here = 1; here >= 0; here--)
        for (size_t i = 0; i < GR_LEN(parts); i++) {
            if (is_here(app, parts[i].context) != (here == 1))
                continue;
            for (int id = 0; id < GR_ACTIONS; id++)
                if (gr_action_at((gr_action_id)id)->context == parts[i].context &&
                    is_shown(app, (gr_action_id)id) &&
                    !visit((gr_action_id)id, i, number++, context, err))
                    return false;
        }
    return true;
}

static bool count_one(gr_action_id id, size_t part, size_t number, void *context, gr_error *err)
{
    size_t *count = context;

    (void)id;
    (void)part;
    (void)err;
    *count = number + 1;
    return true;
}

size_t gr_help_count(const gr_app *app)
{
    size_t count = 0;

    if (app->listing)
        return app->message_count < GR_MESSAGES_KEPT ? app->message_count : GR_MESSAGES_KEPT;
    each_action(app, count_one, &count, NULL);
    return count;
}

typedef struct choice {
    size_t number;
    gr_action_id id;
} choice;

static bool is_chosen(gr_action_id id, size_t part, size_t number, void *context, gr_error *err)
{
    choice *c = context;

    (void)part;
    (void)err;
    if (number == c->number)
        c->id = id;
    return number != c->number;
}

gr_action_id gr_help_chosen(const gr_app *app)
{
    choice c = { app->help_chosen, GR_ACTION_NONE };

    each_action(app, is_chosen, &c, NULL);
    return c.id;
}

/* --- their lines --- */

typedef struct writing {
    const gr_app *app;
    gr_prose_lines *lines;
    size_t part;        /* whose title has been written */
    size_t chosen_line; /* where the chosen action begins */
} writing;

/* A line each for keys and words on narrow screens. */
static bool add_narrow(gr_prose_lines *lines, const gr_action *action, const char *keys,
                       gr_error *err)
{
    return gr_prose_add_empty(lines, err) && gr_prose_add_piece(lines, 1, keys, GR_ROLE_KEY, err) &&
           gr_prose_add_text(lines, action->help, 3, GR_ROLE_TEXT, err);
}

static bool add_wide(gr_prose_lines *lines, const gr_action *action, const char *keys,
                     gr_error *err)
{
    size_t line = lines->count;

    return gr_prose_add_text(lines, action->help, WORDS, GR_ROLE_TEXT, err) &&
           gr_prose_mark(lines, line, 1, keys, GR_ROLE_KEY, err) &&
           gr_prose_mark(lines, line, NAMES, action->name, GR_ROLE_TEXT, err);
}

static bool add_title(writing *w, size_t part, gr_error *err)
{
    if (w->part == part)
        return true;
    w->part = part;
    return (w->lines->count == 0 || gr_prose_add_empty(w->lines, err)) &&
           gr_prose_add_empty(w->lines, err) &&
           gr_prose_add_piece(w->lines, 0, parts[part].title, GR_ROLE_HEADING, err);
}

static bool add_action(gr_action_id id, size_t part, size_t number, void *context, gr_error *err)
{
    writing *w = context;
    char keys[GR_KEYS_TEXT];
    bool narrow = w->lines->width < 50;

    if (!add_title(w, part, err))
        return false;
    size_t line = w->lines->count;
    gr_binding_fit(&w->app->bindings.of[id], narrow ? w->lines->width - 1 : NAMES - 2, keys);
    if (!(narrow ? add_narrow : add_wide)(w->lines, gr_action_at(id), keys, err))
        return false;
    if (number != w->app->help_chosen)
        return true;
    w->chosen_line = line;
    return gr_prose_mark(w->lines, line, 0, ">", GR_ROLE_FOCUS, err);
}

/* The last messages, the newest first. */
static bool add_messages(writing *w, gr_error *err)
{
    size_t count = gr_help_count(w->app);

    for (size_t i = 0; i < count; i++) {
        size_t slot = (w->app->message_count - 1 - i) % GR_MESSAGES_KEPT;
        if (i == w->app->help_chosen)
            w->chosen_line = w->lines->count;
        if (!gr_prose_add_text(w->lines, w->app->messages[slot], 0, GR_ROLE_TEXT, err))
            return false;
    }
    return count > 0 || gr_prose_add_text(w->lines, "no messages yet", 0, GR_ROLE_TEXT, err);
}

static bool add_lines(writing *w, gr_error *err)
{
    if (w->app->listing)
        return add_messages(w, err);
    if (!each_action(w->app, add_action, w, err))
        return false;
    return w->lines->count > 0 ||
           gr_prose_add_text(w->lines, "nothing matches; Esc ends the search", 0, GR_ROLE_TEXT,
                             err);
}

/* --- the screen --- */

static void draw_title(const gr_app *app, gr_canvas *canvas, gr_rect row)
{
    char title[64], count[64];

    snprintf(title, sizeof title, app->listing ? "messages" : "help: %s",
             gr_context_place(context_behind(app)));
    snprintf(count, sizeof count, "%d actions   %zu shown", (int)GR_ACTIONS, gr_help_count(app));
    int used = gr_canvas_text(canvas, row.x, row.y, row.width, title, GR_ROLE_TITLE) + 2;
    if (!app->listing && row.width - used >= (int)strlen(count))
        gr_canvas_text_right(canvas, row.x, row.y, row.width, count, GR_ROLE_DIM);
}

/* The chosen line stays in sight, its neighbours too where there is room. */
static size_t first_line(const writing *w, int rows)
{
    size_t room = rows > 0 ? (size_t)rows : 1, lines = w->lines->count;
    size_t below = w->chosen_line + (room > 4 ? 3 : 1);

    below = below > lines ? lines : below;
    return below > room ? below - room : 0;
}

bool gr_help_draw(gr_app *app, gr_canvas *canvas, gr_error *err)
{
    gr_layout l = gr_layout_make(canvas->width, canvas->height);
    int top = l.title.y + (l.kind == GR_LAYOUT_WIDE ? 2 : 1);
    gr_rect hints =
        l.hints.height > 0 ? l.hints : (gr_rect){ 0, canvas->height - 1, canvas->width, 1 };
    gr_rect message = { l.title.x, hints.y - 1, l.title.width, 1 };
    int field = app->field == GR_FIELD_FIND && message.y > top;
    gr_rect body = { l.title.x, top, l.title.width, hints.y - top - field };
    gr_prose_lines lines = { .width = body.width };
    writing w = { .app = app, .lines = &lines, .part = GR_LEN(parts) };
    bool good = add_lines(&w, err);

    if (good) {
        draw_title(app, canvas, l.title);
        gr_scrolled_draw(&lines, first_line(&w, body.height), canvas, body);
        if (field || app->message_kind != GR_MESSAGE_NONE)
            gr_message_draw(app, canvas, message);
        gr_hints_draw(canvas, hints, &app->bindings,
                      app->field == GR_FIELD_FIND ? GR_HINTS_FIND
                      : app->listing              ? GR_HINTS_LISTING
                                                  : GR_HINTS_HELP,
                      true);
    }
    gr_prose_lines_clear(&lines);
    return good;
}
