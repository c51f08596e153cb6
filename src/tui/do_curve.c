/* Drawing a curve: the pen, its points, and the way back. */
#include "app_private.h"

/* What was done is put down as text, and the pen comes into sight. */
static bool drew(gr_app *app, bool done)
{
    app->scrolled = false;
    if (done)
        gr_session_drew(app->session);
    return done;
}

static gr_drawing *drawing(const gr_app *app)
{
    return gr_session_drawing(app->session);
}

/* With a count so many steps, else a good many of them at a time. */
static bool across(gr_app *app, long direction)
{
    long steps = app->count > 0 ? app->count : gr_drawing_stride(drawing(app));

    app->scrolled = false;
    gr_drawing_across(drawing(app), direction * steps);
    return true;
}

bool gr_do_PEN_LEFT(gr_app *app, gr_error *err)
{
    (void)err;
    return across(app, -1);
}

bool gr_do_PEN_RIGHT(gr_app *app, gr_error *err)
{
    (void)err;
    return across(app, 1);
}

bool gr_do_PEN_UP(gr_app *app, gr_error *err)
{
    return drew(app, gr_drawing_lift(drawing(app), gr_app_counted(app), err));
}

bool gr_do_PEN_DOWN(gr_app *app, gr_error *err)
{
    return drew(app, gr_drawing_lift(drawing(app), -gr_app_counted(app), err));
}

bool gr_do_PEN_FIRST(gr_app *app, gr_error *err)
{
    (void)err;
    gr_drawing_across(drawing(app), -GR_SKETCH_STEPS);
    return true;
}

bool gr_do_PEN_LAST(gr_app *app, gr_error *err)
{
    (void)err;
    gr_drawing_across(drawing(app), GR_SKETCH_STEPS);
    return true;
}

bool gr_do_POINT(gr_app *app, gr_error *err)
{
    return drew(app, gr_drawing_point(drawing(app), err));
}

bool gr_do_POINT_AWAY(gr_app *app, gr_error *err)
{
    return drew(app, gr_drawing_remove(drawing(app), err));
}

bool gr_do_UNDO(gr_app *app, gr_error *err)
{
    return drew(app, gr_drawing_undo(drawing(app), err));
}

bool gr_do_CURVE_ANEW(gr_app *app, gr_error *err)
{
    (void)err;
    gr_drawing_clear(drawing(app));
    return drew(app, true);
}
