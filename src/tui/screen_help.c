/* Help: the actions of the screen it was opened from, straight from the action table. */
#include "app_private.h"

#include <stdio.h>
#include <string.h>

/* The context behind the help. */
static gr_context context_behind(const gr_app *app)
{
    gr_app behind = *app;

    behind.help = false;
    return gr_app_context(&behind);
}

enum { NAMES = 17, WORDS = 29 }; /* columns: keys, name, help */

static bool add_action(gr_prose_lines *lines, const gr_action *action, const gr_binding *binding,
                       gr_error *err)
{
    char keys[GR_KEYS_TEXT];

    gr_binding_fit(binding, lines->width < 40 ? lines->width : NAMES - 1, keys);
    if (lines->width < 40) /* a line each for keys and words */
        return gr_prose_add_empty(lines, err) &&
               gr_prose_add_piece(lines, 0, keys, GR_ROLE_KEY, err) &&
               gr_prose_add_text(lines, action->help, 2, GR_ROLE_TEXT, err);
    size_t line = lines->count;
    return gr_prose_add_text(lines, action->help, WORDS, GR_ROLE_TEXT, err) &&
           gr_prose_mark(lines, line, 0, keys, GR_ROLE_KEY, err) &&
           gr_prose_mark(lines, line, NAMES, action->name, GR_ROLE_TEXT, err);
}

static bool add_context(gr_prose_lines *lines, const gr_bindings *bindings, gr_context context,
                        const char *title, gr_error *err)
{
    if ((lines->count > 0 && !gr_prose_add_empty(lines, err)) || !gr_prose_add_empty(lines, err) ||
        !gr_prose_add_piece(lines, 0, title, GR_ROLE_HEADING, err))
        return false;
    for (int id = 0; id < GR_ACTIONS; id++)
        if (gr_action_at((gr_action_id)id)->context == context &&
            !add_action(lines, gr_action_at((gr_action_id)id), &bindings->of[id], err))
            return false;
    return true;
}

static bool help_lines(gr_prose_lines *lines, const gr_bindings *bindings, gr_context context,
                       gr_error *err)
{
    static const struct {
        gr_context context;
        const char *title;
    } parts[] = {
        { GR_CONTEXT_FIELD, "In a field" },          { GR_CONTEXT_ITEM, "While a question is open" },
        { GR_CONTEXT_PAGE, "On a lesson page" },     { GR_CONTEXT_CATALOGUE, "In the catalogue" },
        { GR_CONTEXT_ANY, "Everywhere" },
    };

    for (int here = 1; here >= 0; here--) /* the matching context first */
        for (size_t i = 0; i < GR_LEN(parts); i++)
            if ((parts[i].context == context) == (here == 1) &&
                !add_context(lines, bindings, parts[i].context, parts[i].title, err))
                return false;
    return true;
}

bool gr_help_draw(gr_app *app, gr_canvas *canvas, gr_error *err)
{
    gr_layout l = gr_layout_make(canvas->width, canvas->height);
    int top = l.title.y + (l.kind == GR_LAYOUT_WIDE ? 2 : 1);
    int bottom = canvas->height - (l.kind >= GR_LAYOUT_STACKED ? 2 : 1);
    gr_rect body = { l.title.x, top, l.title.width, bottom - top };
    gr_prose_lines lines = { .width = body.width };
    bool good = help_lines(&lines, &app->bindings, context_behind(app), err);

    if (good) {
        size_t rows = body.height > 0 ? (size_t)body.height : 1;
        size_t most = lines.count > rows ? lines.count - rows : 0;
        app->help_scroll = app->help_scroll > most ? most : app->help_scroll;
        gr_canvas_text(canvas, l.title.x, l.title.y, l.title.width, "help", GR_ROLE_TITLE);
        gr_scrolled_draw(&lines, app->help_scroll, canvas, body);
        gr_rect hints = l.hints.height > 0
                            ? l.hints
                            : (gr_rect){ 0, canvas->height - 1, canvas->width, 1 };
        gr_hints_draw(canvas, hints, &app->bindings, GR_HINTS_HELP, true);
    }
    gr_prose_lines_clear(&lines);
    return good;
}
