/* Help: the actions of the screen it was opened from, straight from the action table, and the
 * commands; and the list of messages, which is read the same way. */
#include "app_private.h"

#include <stdio.h>
#include <string.h>

enum { NAMES = 18, WORDS = 30 }; /* columns: keys, name, help */

/* --- which actions and commands --- */

static const struct {
    gr_context context;
    const char *title, *place;
    bool commands; /* in the place of a context's actions */
} parts[] = {
    { GR_CONTEXT_FIELD, "In a field", "in a field", false },
    { GR_CONTEXT_CURVE, "While a curve is drawn", "while a curve is drawn", false },
    { GR_CONTEXT_ITEM, "While a question is open", "while a question is open", false },
    { GR_CONTEXT_DRIVE, "While you drive", "while you drive", false },
    { GR_CONTEXT_WATCH, "While the learner drives", "while the learner drives", false },
    { GR_CONTEXT_PAGE, "On a lesson page", "on a lesson page", false },
    { GR_CONTEXT_CATALOGUE, "In the catalogue", "in the catalogue", false },
    { GR_CONTEXT_HELP, "In the help", "in the help", false },
    { GR_CONTEXT_ANY, "Everywhere", "everywhere", false },
    { GR_CONTEXT_ANY, "Typed behind :", "everywhere", true },
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

/* Whether what a part tells of can be done here. */
static bool is_here(const gr_app *app, size_t part)
{
    return gr_context_reaches(context_behind(app), parts[part].context);
}

static bool action_is_found(const gr_app *app, gr_action_id id)
{
    const gr_action *action = gr_action_at(id);

    return gr_search_finds(action->name, app->help_find) ||
           gr_search_finds(action->help, app->help_find) ||
           gr_search_finds(app->bindings.of[id].names, app->help_find);
}

static bool command_is_found(const gr_app *app, const gr_command *command)
{
    return gr_search_finds(command->word, app->help_find) ||
           gr_search_finds(command->help, app->help_find);
}

/* Whether the row `i` of a part is shown. All screens' actions are looked through when something is
 * searched for. */
static bool is_shown(const gr_app *app, size_t part, size_t i)
{
    bool all = app->help_all || app->help_find[0] != '\0';

    if (parts[part].commands)
        return command_is_found(app, gr_command_at(i));
    return gr_action_at((gr_action_id)i)->context == parts[part].context &&
           (all || is_here(app, part)) && action_is_found(app, (gr_action_id)i);
}

static size_t rows_of(size_t part)
{
    return parts[part].commands ? gr_command_count() : GR_ACTIONS;
}

/* Go through what is shown, that of this screen first, and tell `visit` of each; it returns false
 * to end. */
typedef struct entry {
    size_t part, row; /* which action, or which command */
    size_t number;    /* among those shown */
} entry;

typedef bool visitor(const entry *entry, void *context, gr_error *err);

static bool each_entry(const gr_app *app, visitor *visit, void *context, gr_error *err)
{
    entry e = { .number = 0 };

    for (int here = 1; here >= 0; here--)
        for (e.part = 0; e.part < GR_LEN(parts); e.part++) {
            if (is_here(app, e.part) != (here == 1))
                continue;
            for (e.row = 0; e.row < rows_of(e.part); e.row++) {
                if (!is_shown(app, e.part, e.row))
                    continue;
                if (!visit(&e, context, err))
                    return false;
                e.number++;
            }
        }
    return true;
}

static bool count_one(const entry *e, void *context, gr_error *err)
{
    size_t *count = context;

    (void)err;
    *count = e->number + 1;
    return true;
}

size_t gr_help_count(const gr_app *app)
{
    size_t count = 0;

    if (app->listing)
        return app->message_count < GR_MESSAGES_KEPT ? app->message_count : GR_MESSAGES_KEPT;
    each_entry(app, count_one, &count, NULL);
    return count;
}

typedef struct choice {
    size_t number;
    gr_action_id id;
    const gr_command *command;
} choice;

static bool is_chosen(const entry *e, void *context, gr_error *err)
{
    choice *c = context;

    (void)err;
    if (e->number != c->number)
        return true;
    if (parts[e->part].commands)
        c->command = gr_command_at(e->row);
    else
        c->id = (gr_action_id)e->row;
    return false;
}

gr_action_id gr_help_chosen(const gr_app *app, const gr_command **command)
{
    choice c = { app->help_chosen, GR_ACTION_NONE, NULL };

    each_entry(app, is_chosen, &c, NULL);
    *command = c.command;
    return c.id;
}

/* --- their lines --- */

typedef struct writing {
    const gr_app *app;
    gr_prose_lines *lines;
    size_t part;        /* whose title has been written */
    size_t chosen_line; /* where the chosen action begins */
} writing;

/* What a line of the help says. */
typedef struct words {
    char keys[GR_KEYS_TEXT];
    const char *name, *help;
} words;

/* A line each for keys and words on narrow screens. */
static bool add_narrow(gr_prose_lines *lines, const words *w, gr_error *err)
{
    return gr_prose_add_empty(lines, err) &&
           gr_prose_add_piece(lines, 1, w->keys, GR_ROLE_KEY, err) &&
           gr_prose_add_text(lines, w->help, 3, GR_ROLE_TEXT, err);
}

static bool add_wide(gr_prose_lines *lines, const words *w, gr_error *err)
{
    size_t line = lines->count;

    return gr_prose_add_text(lines, w->help, WORDS, GR_ROLE_TEXT, err) &&
           gr_prose_mark(lines, line, 1, w->keys, GR_ROLE_KEY, err) &&
           gr_prose_mark(lines, line, NAMES, w->name, GR_ROLE_TEXT, err);
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

static void find_words(const gr_app *app, const entry *e, int width, words *w)
{
    if (parts[e->part].commands) {
        const gr_command *command = gr_command_at(e->row);
        snprintf(w->keys, sizeof w->keys, ":%s %s", command->word, command->arguments);
        w->name = "";
        w->help = command->help;
        return;
    }
    const gr_action *action = gr_action_at((gr_action_id)e->row);
    gr_binding_fit(&app->bindings.of[e->row], width, w->keys);
    w->name = action->name;
    w->help = action->help;
}

static bool add_entry(const entry *e, void *context, gr_error *err)
{
    writing *w = context;
    bool narrow = w->lines->width < 50;
    words said;

    if (!add_title(w, e->part, err))
        return false;
    size_t line = w->lines->count;
    find_words(w->app, e, narrow ? w->lines->width - 1 : NAMES - 2, &said);
    if (!(narrow ? add_narrow : add_wide)(w->lines, &said, err))
        return false;
    if (e->number != w->app->help_chosen)
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
    if (!each_entry(w->app, add_entry, w, err))
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
    snprintf(count, sizeof count, "%zu actions   %zu shown", GR_ACTIONS + gr_command_count(),
             gr_help_count(app));
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
