/* Fields: what is typed, and what is done with it. */
#include "app_private.h"

#include <stdio.h>
#include <string.h>

void gr_app_rub(char *text)
{
    size_t length = strlen(text);

    while (length > 0 && (text[length - 1] & 0xC0) == 0x80)
        length--;
    text[length > 0 ? length - 1 : 0] = '\0';
}

bool gr_do_ACCEPT(gr_app *app, gr_error *err)
{
    bool done = app->field == GR_FIELD_KNOB ? gr_app_set_knob(app, app->typed, err)
                                            : gr_app_export(app, app->typed, err);

    if (done)
        app->field = GR_FIELD_NONE;
    return done;
}

bool gr_do_RUB_FIELD(gr_app *app, gr_error *err)
{
    (void)err;
    app->untouched = false;
    gr_app_rub(app->typed);
    return true;
}

bool gr_do_CANCEL(gr_app *app, gr_error *err)
{
    (void)err;
    app->field = GR_FIELD_NONE;
    return true;
}

bool gr_do_EXPORT(gr_app *app, gr_error *err)
{
    if (app->session->study.count == 0)
        return gr_fail(err, GR_ERROR_USAGE, "this page has no experiment to export");
    snprintf(app->typed, sizeof app->typed, "%s.csv",
             gr_run_experiment(gr_session_run(app->session))->name);
    app->field = GR_FIELD_EXPORT;
    app->untouched = true;
    return true;
}
