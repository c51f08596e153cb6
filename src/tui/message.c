/* The message row: one line of result, error, progress, or what is typed into a search or command.
 */
#include "app_private.h"

#include <stdio.h>
#include <string.h>

/* For `:messages`; cut between two characters. */
static void keep(gr_app *app)
{
    char *kept = app->messages[app->message_count++ % GR_MESSAGES_KEPT];
    size_t length = strlen(app->message), room = sizeof app->messages[0] - 1;

    length = length < room ? length : room;
    while (length > 0 && ((unsigned char)app->message[length] & 0xC0) == 0x80)
        length--;
    memcpy(kept, app->message, length);
    kept[length] = '\0';
}

void gr_app_say(gr_app *app, gr_message_kind kind, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(app->message, sizeof app->message, format, arguments);
    va_end(arguments);
    app->message_kind = kind;
    if (kind != GR_MESSAGE_PLAIN)
        keep(app);
}

void gr_app_complain(gr_app *app, const gr_error *err)
{
    gr_app_say(app, GR_MESSAGE_ERROR, "%s", err->message);
}

/* Cut a message at a word, so that its end is never half a word. */
static void fit_words(char *text, int width)
{
    while ((int)gr_text_width(text) > width) {
        char *blank = strrchr(text, ' ');
        if (blank == NULL)
            return;
        *blank = '\0';
    }
}

/* How much of the work in hand is done. */
static double share_of_work(const gr_app *app)
{
    const gr_session *s = app->session;
    long from = app->work_from, now = gr_session_step(s), to = s->target;
    double weighed = gr_session_weighed(s);

    if (!gr_is_missing(weighed))
        return weighed;
    return to > from ? (double)(now - from) / (double)(to - from) : 0;
}

/* "to step 500   ━━━━──────   27 %   4 s left   Ctrl-C stop" */
static void draw_progress(const gr_app *app, gr_canvas *canvas, gr_rect row)
{
    double share = share_of_work(app);
    int bar = row.width / 3, filled = (int)(share * bar), x = row.x;
    const char *stop = gr_app_key_of(app, GR_ACTION_STOP);
    char text[80];

    gr_canvas_wipe(canvas, row);
    if (app->waiting)
        snprintf(text, sizeof text, "finding out");
    else
        snprintf(text, sizeof text, "to step %ld", app->session->target);
    x += gr_canvas_text(canvas, x, row.y, row.width, text, GR_ROLE_TEXT) + 3;
    for (int i = 0; i < bar; i++)
        gr_canvas_glyph(canvas, x + i, row.y, i < filled ? GR_GLYPH_BAR : GR_GLYPH_LINE,
                        i < filled ? GR_ROLE_TEXT : GR_ROLE_DIM);
    x += bar + 3;
    if (share > 0)
        snprintf(text, sizeof text, "%.0f %%   %.0f s left   %s stop", 100 * share,
                 (double)app->work_spent / 1000 * (1 - share) / share, stop);
    else
        snprintf(text, sizeof text, "%s stop", stop);
    gr_canvas_text(canvas, x, row.y, row.x + row.width - x, text, GR_ROLE_TEXT);
}

/* "/im": what is typed behind the sign of its field, its end in sight. */
static bool draw_typed(const gr_app *app, gr_canvas *canvas, gr_rect row)
{
    bool searches = app->field == GR_FIELD_SEARCH || app->field == GR_FIELD_FIND;
    const char *typed = app->typed;

    if (!searches && app->field != GR_FIELD_COMMAND)
        return false;
    gr_canvas_wipe(canvas, row);
    gr_canvas_put(canvas, row.x, row.y, searches ? '/' : ':', GR_ROLE_FOCUS);
    while ((int)gr_text_width(typed) > row.width - 2) {
        uint32_t character;
        size_t taken = gr_utf8_decode(typed, strlen(typed), &character);
        typed += taken > 0 ? taken : 1;
    }
    int used = gr_canvas_text(canvas, row.x + 1, row.y, row.width - 1, typed, GR_ROLE_TEXT);
    if (used + 1 < row.width)
        gr_canvas_put(canvas, row.x + 1 + used, row.y, ' ', GR_ROLE_EDIT); /* where typing goes */
    return true;
}

bool gr_message_draw(const gr_app *app, gr_canvas *canvas, gr_rect row)
{
    static const struct {
        const char *mark;
        gr_role role;
    } kinds[] = { [GR_MESSAGE_NONE] = { "", GR_ROLE_TEXT },
                  [GR_MESSAGE_DONE] = { "= ", GR_ROLE_GOOD },
                  [GR_MESSAGE_NOTE] = { "! ", GR_ROLE_WARN },
                  [GR_MESSAGE_ERROR] = { "x ", GR_ROLE_WRONG },
                  [GR_MESSAGE_PLAIN] = { "", GR_ROLE_TEXT } };
    char text[sizeof app->message];

    if (app->work_spent > 0 && gr_app_busy(app) && row.height > 0) {
        draw_progress(app, canvas, row);
        return true;
    }
    if (row.height < 1)
        return false;
    if (app->message_kind == GR_MESSAGE_NONE)
        return draw_typed(app, canvas, row);
    memcpy(text, app->message, sizeof text);
    gr_canvas_wipe(canvas, row);
    int mark = gr_canvas_text(canvas, row.x, row.y, row.width, kinds[app->message_kind].mark,
                              kinds[app->message_kind].role);
    fit_words(text, row.width - mark);
    gr_canvas_text(canvas, row.x + mark, row.y, row.width - mark, text, GR_ROLE_TEXT);
    return true;
}
