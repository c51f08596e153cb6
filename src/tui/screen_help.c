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

static bool add_action(gr_prose_lines *lines, const gr_action *action, gr_error *err)
{
    if (lines->width < 40) /* a line each for keys and words */
        return gr_prose_add_empty(lines, err) &&
               gr_prose_add_piece(lines, 0, action->keys, GR_ROLE_KEY, err) &&
               gr_prose_add_text(lines, action->help, 2, GR_ROLE_TEXT, err);
    size_t line = lines->count;
    return gr_prose_add_text(lines, action->help, 28, GR_ROLE_TEXT, err) &&
           gr_prose_mark(lines, line, 0, action->keys, GR_ROLE_KEY, err) &&
           gr_prose_mark(lines, line, 16, action->name, GR_ROLE_TEXT, err);
}

static bool add_context(gr_prose_lines *lines, gr_context context, gr_error *err)
{
    if ((lines->count > 0 && !gr_prose_add_empty(lines, err)) || !gr_prose_add_empty(lines, err) ||
        !gr_prose_add_piece(lines, 0, gr_context_title(context), GR_ROLE_HEADING, err))
        return false;
    for (int id = 0; id < GR_ACTIONS; id++)
        if (gr_action_at((gr_action_id)id)->context == context &&
            !add_action(lines, gr_action_at((gr_action_id)id), err))
            return false;
    return true;
}

static bool help_lines(gr_prose_lines *lines, gr_context context, gr_error *err)
{
    for (int here = 1; here >= 0; here--) /* the matching context first */
        for (int other = 0; other < GR_CONTEXTS; other++)
            if (other != GR_CONTEXT_HELP && ((gr_context)other == context) == (here == 1) &&
                !add_context(lines, (gr_context)other, err))
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
    bool good = help_lines(&lines, context_behind(app), err);

    if (good) {
        size_t rows = body.height > 0 ? (size_t)body.height : 1;
        size_t most = lines.count > rows ? lines.count - rows : 0;
        app->help_scroll = app->help_scroll > most ? most : app->help_scroll;
        gr_canvas_text(canvas, l.title.x, l.title.y, l.title.width, "help", GR_ROLE_TITLE);
        gr_scrolled_draw(&lines, app->help_scroll, canvas, body);
        gr_rect hints = l.hints.height > 0
                            ? l.hints
                            : (gr_rect){ 0, canvas->height - 1, canvas->width, 1 };
        gr_hints_draw(canvas, hints, GR_HINTS_HELP, true);
    }
    gr_prose_lines_clear(&lines);
    return good;
}
