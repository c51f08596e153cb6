/* What can be done in the catalogue, and how to leave. */
#include "app_private.h"

bool gr_do_UP(gr_app *app, gr_error *err)
{
    (void)err;
    app->catalogue.chosen -= app->catalogue.chosen > 0;
    return true;
}

bool gr_do_DOWN(gr_app *app, gr_error *err)
{
    (void)err;
    app->catalogue.chosen += app->catalogue.chosen + 1 < app->catalogue.count;
    return true;
}

bool gr_do_TOP(gr_app *app, gr_error *err)
{
    (void)err;
    app->catalogue.chosen = 0;
    return true;
}

bool gr_do_BOTTOM(gr_app *app, gr_error *err)
{
    (void)err;
    app->catalogue.chosen = app->catalogue.count > 0 ? app->catalogue.count - 1 : 0;
    return true;
}

bool gr_do_OPEN(gr_app *app, gr_error *err)
{
    if (app->catalogue.count == 0)
        return gr_fail(err, GR_ERROR_USAGE, "there is no lesson to open");
    return gr_app_open_lesson(app, app->catalogue.entries[app->catalogue.chosen].path, err);
}

bool gr_do_QUIT(gr_app *app, gr_error *err)
{
    (void)err;
    app->quit = true;
    return true;
}

bool gr_do_LEAVE_PAGE(gr_app *app, gr_error *err)
{
    if (app->catalogue.paths.count == 0 && app->catalogue.count == 0)
        return gr_do_QUIT(app, err);
    gr_app_leave_lesson(app);
    return true;
}

bool gr_do_LEAVE_CATALOGUE(gr_app *app, gr_error *err)
{
    return gr_do_QUIT(app, err);
}
