/* An action is done by the function of its name, gr_do_ID. */
#include "app_private.h"

static bool (*const handlers[GR_ACTIONS])(gr_app *, gr_error *) = {
#define GR_ACTION(id, ...) [GR_ACTION_##id] = gr_do_##id,
#include "gradus/actions.def"
#undef GR_ACTION
};

/* While a long step is made the text can be read and the work stopped; the rest waits. */
static bool goes_with_work(gr_action_id id)
{
    static const gr_action_id allowed[] = {
        GR_ACTION_STOP, GR_ACTION_PANE,   GR_ACTION_PANE_BACK, GR_ACTION_SCROLL_DOWN,
        GR_ACTION_PLAY, GR_ACTION_REDRAW, GR_ACTION_SCROLL_UP, GR_ACTION_LEAVE_PAGE,
        GR_ACTION_HELP, GR_ACTION_ZOOM,   GR_ACTION_QUIT,
    };
    gr_context context = gr_action_at(id)->context;

    if (context == GR_CONTEXT_HELP || context == GR_CONTEXT_FIELD)
        return true;

    for (size_t i = 0; i < GR_LEN(allowed); i++)
        if (allowed[i] == id)
            return true;
    return false;
}

void gr_app_do(gr_app *app, gr_action_id id)
{
    gr_error err;

    if (gr_app_busy(app) && !goes_with_work(id)) {
        gr_app_say(app, GR_MESSAGE_NOTE, "still working; %s stops",
                   gr_app_key_of(app, GR_ACTION_STOP));
        return;
    }
    bool was_busy = gr_app_busy(app);
    if (!handlers[id](app, &err))
        gr_app_complain(app, &err);
    if (gr_record_trouble(app->record, &err))
        gr_app_say(app, GR_MESSAGE_NOTE, "%s", err.message);
    if (!was_busy && gr_app_busy(app))
        app->work_from = gr_session_step(app->session);
}
