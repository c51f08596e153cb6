/* Pages, panes and the screen. */
#include "app_private.h"

#include "gradus/session_words.h"

bool gr_app_turn(gr_app *app, size_t page, gr_error *err)
{
    app->playing = false;
    if (!gr_session_may_turn(app->session, page, err) || !gr_session_open(app->session, page, err))
        return false;
    app->scroll = app->knob = app->plot = 0;
    app->scrolled = app->fine = false;
    app->on_live = gr_app_has_wheel(app);
    return true;
}

bool gr_do_NEXT_PAGE(gr_app *app, gr_error *err)
{
    if (app->session->page + 1 == app->session->lesson->page_count) {
        char ending[80];
        gr_session_ending(app->session, ending);
        gr_app_say(app, GR_MESSAGE_NOTE, "this is the last %s; %s; %s %s",
                   app->session->lesson->review ? "question" : "page", ending,
                   gr_app_key_of(app, GR_ACTION_LEAVE_PAGE), gr_app_way_back(app));
        return true;
    }
    return gr_app_turn(app, app->session->page + 1, err);
}

bool gr_do_PREVIOUS_PAGE(gr_app *app, gr_error *err)
{
    if (app->session->page == 0) {
        gr_app_say(app, GR_MESSAGE_NOTE, "this is the first %s; %s %s",
                   app->session->lesson->review ? "question" : "page",
                   gr_app_key_of(app, GR_ACTION_LEAVE_PAGE), gr_app_way_back(app));
        return true;
    }
    return gr_app_turn(app, app->session->page - 1, err);
}

/* Text, then the plots, as many at a time as there is room for. Zoomed there is no text. */
bool gr_do_PANE(gr_app *app, gr_error *err)
{
    const gr_session *s = app->session;
    size_t plots = s->study.count > 0 ? s->lab->plot_count : 0;
    size_t next = app->plot + (app->plots_seen > 0 ? app->plots_seen : 1);

    (void)err;
    if (app->on_live && next < plots) {
        app->plot = next;
        return true;
    }
    app->on_live = plots > 0 && (app->zoomed || !app->on_live);
    app->plot = 0;
    return true;
}

bool gr_do_PANE_BACK(gr_app *app, gr_error *err)
{
    const gr_session *s = app->session;
    size_t plots = s->study.count > 0 ? s->lab->plot_count : 0;
    size_t seen = app->plots_seen > 0 ? app->plots_seen : 1;

    (void)err;
    if (app->on_live && app->plot > 0) {
        app->plot -= app->plot < seen ? app->plot : seen;
        return true;
    }
    app->on_live = plots > 0 && (app->zoomed || !app->on_live);
    app->plot = app->on_live && plots > seen ? plots - seen : 0;
    return true;
}

bool gr_do_ZOOM(gr_app *app, gr_error *err)
{
    if (app->session->study.count == 0)
        return gr_fail(err, GR_ERROR_USAGE, "this page has no experiment");
    app->zoomed = !app->zoomed;
    app->on_live = app->zoomed || app->on_live;
    return true;
}

bool gr_do_SCROLL_DOWN(gr_app *app, gr_error *err)
{
    (void)err;
    app->scrolled = true;
    app->scroll += (size_t)gr_app_counted(app);
    return true;
}

bool gr_do_SCROLL_UP(gr_app *app, gr_error *err)
{
    size_t by = (size_t)gr_app_counted(app);

    (void)err;
    app->scrolled = true;
    app->scroll -= app->scroll < by ? app->scroll : by;
    return true;
}

bool gr_do_REDRAW(gr_app *app, gr_error *err)
{
    (void)err;
    app->redraw = true;
    return true;
}
