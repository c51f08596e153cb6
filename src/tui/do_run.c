/* Moving the run: forwards, back, playing, stopping. */
#include "app_private.h"

#include "gradus/landmark.h"

long gr_app_counted(const gr_app *app)
{
    return app->count > 0 ? app->count : 1;
}

static size_t phase_now(const gr_app *app)
{
    const gr_run *run = gr_session_run(app->session);

    return run != NULL ? gr_run_phase(run) : 0;
}

static size_t phases_of(const gr_app *app)
{
    const gr_run *run = gr_session_run(app->session);

    return run != NULL ? gr_experiment_phases(gr_run_experiment(run)) : 0;
}

bool gr_do_STEP(gr_app *app, gr_error *err)
{
    long now = gr_session_step(app->session);
    size_t phase = phase_now(app), phases = phases_of(app);

    app->playing = false;
    if (app->session->study.count > 0 && gr_session_at_end(app->session)) {
        gr_app_say(app, GR_MESSAGE_NOTE, "this is the last step; %s goes back, %s to the next page",
                   gr_app_key_of(app, GR_ACTION_BACK), gr_app_key_of(app, GR_ACTION_NEXT_PAGE));
        return true;
    }
    if (app->fine && app->count == 0 && phase + 1 < phases)
        return gr_session_aim(app->session, now, phase + 1, err);
    return gr_session_aim(app->session, now + gr_app_counted(app), 0, err);
}

bool gr_do_BACK(gr_app *app, gr_error *err)
{
    long now = gr_session_step(app->session);
    size_t phase = phase_now(app), phases = phases_of(app);

    app->playing = false;
    if (app->fine && app->count == 0 && phase > 0)
        return gr_session_aim(app->session, now, phase - 1, err);
    if (now == 0 && phase == 0 && app->session->study.count > 0) {
        gr_app_say(app, GR_MESSAGE_NOTE, "this is the start; %s steps forward",
                   gr_app_key_of(app, GR_ACTION_STEP));
        return true;
    }
    if (app->fine && app->count == 0 && phases > 1)
        return gr_session_aim(app->session, now - 1, phases - 1, err);
    return gr_session_aim(app->session, phase > 0 ? now : now - gr_app_counted(app), 0, err);
}

bool gr_do_PLAY(gr_app *app, gr_error *err)
{
    if (app->playing || gr_app_busy(app)) {
        app->playing = false;
        return true;
    }
    if (gr_app_waits_for_student(app))
        return gr_fail(err, GR_ERROR_USAGE, "you drive: an arrow moves; %s hands back",
                       gr_app_key_of(app, GR_ACTION_HAND_BACK));
    if (!gr_session_aim(app->session, gr_session_step(app->session) + 1, 0, err))
        return false;
    app->playing = true;
    return true;
}

bool gr_do_FIRST(gr_app *app, gr_error *err)
{
    app->playing = false;
    return gr_session_aim(app->session, app->count, 0, err);
}

bool gr_do_LAST(gr_app *app, gr_error *err)
{
    long furthest = app->session->study.count > 0 ? gr_study_furthest(&app->session->study) : 0;

    app->playing = false;
    return gr_session_aim(app->session, furthest, 0, err);
}

/* --- landmarks --- */

static bool to_landmark(gr_app *app, int direction, gr_error *err)
{
    const gr_session *s = app->session;
    gr_landmarks landmarks;

    app->playing = false;
    if (s->study.count == 0)
        return gr_fail(err, GR_ERROR_USAGE, "this page has no experiment");
    if (!gr_landmarks_find(&landmarks, s->lab, gr_session_run(s), err))
        return false;
    const gr_landmark *mark = gr_landmark_from(&landmarks, gr_session_step(s), direction);
    if (mark == NULL) {
        gr_app_say(app, GR_MESSAGE_NOTE, "no landmark %s among the steps computed",
                   direction > 0 ? "after this step" : "before this step");
        return true;
    }
    if (!gr_session_aim(app->session, mark->step, 0, err))
        return false;
    gr_app_say(app, GR_MESSAGE_DONE, "step %ld: %s", mark->step, mark->what);
    return true;
}

bool gr_do_LANDMARK_BACK(gr_app *app, gr_error *err)
{
    return to_landmark(app, -1, err);
}

bool gr_do_LANDMARK_NEXT(gr_app *app, gr_error *err)
{
    return to_landmark(app, 1, err);
}

/* --- speed --- */

/* Twice or half as fast; beyond 64 steps a second: as fast as they can be drawn. */
static bool change_speed(gr_app *app, bool faster)
{
    if (faster && app->speed < GR_SPEED_MAX)
        app->speed = 2 * app->speed < GR_SPEED_MAX ? 2 * app->speed : GR_SPEED_MAX;
    else if (faster)
        app->speed = GR_SPEED_DRAWN;
    else
        app->speed = app->speed > GR_SPEED_MAX ? GR_SPEED_MAX : app->speed > 1 ? app->speed / 2 : 1;
    if (app->speed > GR_SPEED_MAX)
        gr_app_say(app, GR_MESSAGE_PLAIN, "as fast as steps can be drawn");
    else
        gr_app_say(app, GR_MESSAGE_PLAIN, "%d step%s a second", app->speed,
                   app->speed == 1 ? "" : "s");
    return true;
}

bool gr_do_SLOWER(gr_app *app, gr_error *err)
{
    (void)err;
    return change_speed(app, false);
}

bool gr_do_FASTER(gr_app *app, gr_error *err)
{
    (void)err;
    return change_speed(app, true);
}

/* --- other runs --- */

bool gr_do_FORK(gr_app *app, gr_error *err)
{
    app->playing = false;
    if (!gr_session_fork(app->session, err))
        return false;
    gr_app_say(app, GR_MESSAGE_DONE, "forked at step %ld; change a knob, the old run stays as g",
               gr_session_step(app->session));
    return true;
}

bool gr_do_RESEED(gr_app *app, gr_error *err)
{
    app->playing = false;
    return gr_session_reseed(app->session, 1, err);
}

bool gr_do_FINE(gr_app *app, gr_error *err)
{
    if (phases_of(app) < 2)
        return gr_fail(err, GR_ERROR_USAGE, "the steps of this experiment have no parts");
    app->fine = !app->fine;
    return true;
}

bool gr_do_RESET(gr_app *app, gr_error *err)
{
    app->playing = false;
    return gr_session_reset(app->session, err);
}

bool gr_do_STOP(gr_app *app, gr_error *err)
{
    app->playing = false;
    if (!gr_app_busy(app))
        return gr_fail(err, GR_ERROR_USAGE, "nothing to stop; %s quits",
                       gr_app_key_of(app, GR_ACTION_QUIT));
    bool waited = app->waiting;
    app->waiting = false;
    if (!gr_session_cancel(app->session, err))
        return false;
    if (waited) {
        gr_app_say(app, GR_MESSAGE_DONE, "stopped; the question is still open");
        return true;
    }
    gr_app_say(app, GR_MESSAGE_DONE, "stopped after step %ld; what was finished is kept",
               gr_session_step(app->session));
    return true;
}
