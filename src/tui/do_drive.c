/* The student acts on the run: takes over, drives, labels, takes back. */
#include "app_private.h"

bool gr_app_has_wheel(const gr_app *app)
{
    return app->session != NULL && gr_session_gate(app->session) == NULL &&
           gr_session_control(app->session, NULL) != GR_CONTROL_NONE;
}

bool gr_app_waits_for_student(const gr_app *app)
{
    bool clock;

    return app->session != NULL &&
           gr_session_control(app->session, &clock) == GR_CONTROL_DRIVE && !clock;
}

/* On the clock an action waits for the next tick; else it is a step of its own. */
static bool drive(gr_app *app, const char *action, gr_error *err)
{
    return app->playing ? gr_session_act(app->session, action, err)
                        : gr_session_drive(app->session, action, err);
}

bool gr_do_DRIVE_UP(gr_app *app, gr_error *err)
{
    return drive(app, "up", err);
}

bool gr_do_DRIVE_DOWN(gr_app *app, gr_error *err)
{
    return drive(app, "down", err);
}

bool gr_do_DRIVE_LEFT(gr_app *app, gr_error *err)
{
    return drive(app, "left", err);
}

bool gr_do_DRIVE_RIGHT(gr_app *app, gr_error *err)
{
    return drive(app, "right", err);
}

bool gr_do_TAKE_OVER(gr_app *app, gr_error *err)
{
    if (!drive(app, "take", err))
        return false;
    app->on_live = true; /* the arrows are for the wheel now */
    app->playing = app->playing && !gr_app_waits_for_student(app);
    if (gr_session_control(app->session, NULL) == GR_CONTROL_DRIVE)
        gr_app_say(app, GR_MESSAGE_PLAIN, "you drive: an arrow moves, %s hands back",
                   gr_app_key_of(app, GR_ACTION_HAND_BACK));
    else
        gr_app_say(app, GR_MESSAGE_PLAIN, "you have asked for it; it takes some steps to arrive");
    return true;
}

bool gr_do_HAND_BACK(gr_app *app, gr_error *err)
{
    if (!drive(app, "back", err))
        return false;
    gr_app_say(app, GR_MESSAGE_PLAIN, "the learner drives: %s steps, %s takes over",
               gr_app_key_of(app, GR_ACTION_STEP), gr_app_key_of(app, GR_ACTION_TAKE_OVER));
    return true;
}

bool gr_do_UNDO_LABEL(gr_app *app, gr_error *err)
{
    if (!drive(app, "undo", err))
        return false;
    gr_app_say(app, GR_MESSAGE_DONE, "the last label is taken back; it still counts as given");
    return true;
}

bool gr_do_DISCARD(gr_app *app, gr_error *err)
{
    if (!drive(app, "discard", err))
        return false;
    gr_app_say(app, GR_MESSAGE_DONE, "the labels of this correction are taken back");
    return true;
}
