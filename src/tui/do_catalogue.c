/* What can be done in the catalogue, and how to leave. */
#include "app_private.h"

bool gr_do_UP(gr_app *app, gr_error *err)
{
    (void)err;
    gr_catalogue_move(&app->catalogue, -1);
    return true;
}

bool gr_do_DOWN(gr_app *app, gr_error *err)
{
    (void)err;
    gr_catalogue_move(&app->catalogue, 1);
    return true;
}

bool gr_do_TOP(gr_app *app, gr_error *err)
{
    (void)err;
    for (size_t i = app->catalogue.count; i > 0; i--)
        gr_catalogue_move(&app->catalogue, -1);
    return true;
}

bool gr_do_BOTTOM(gr_app *app, gr_error *err)
{
    (void)err;
    for (size_t i = app->catalogue.count; i > 0; i--)
        gr_catalogue_move(&app->catalogue, 1);
    return true;
}

bool gr_do_OPEN(gr_app *app, gr_error *err)
{
    const gr_catalogue *catalogue = &app->catalogue;

    if (gr_catalogue_shown(catalogue) == 0)
        return gr_fail(err, GR_ERROR_USAGE, "there is no lesson to open");
    return gr_app_open_lesson(app, catalogue->entries[catalogue->chosen].path, err);
}

bool gr_do_SEARCH(gr_app *app, gr_error *err)
{
    (void)err;
    gr_app_open_field(app, GR_FIELD_SEARCH, app->catalogue.filter);
    return true;
}

/* First all lessons again, then out. */
bool gr_do_ALL_LESSONS(gr_app *app, gr_error *err)
{
    (void)err;
    gr_catalogue_search(&app->catalogue, "");
    return true;
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
    return gr_app_leave_lesson(app, err);
}

bool gr_do_LEAVE_CATALOGUE(gr_app *app, gr_error *err)
{
    return gr_do_QUIT(app, err);
}
