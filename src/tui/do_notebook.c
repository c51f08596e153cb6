/* The lab book by key. */
#include "app_private.h"

#include "gradus/notebook.h"

bool gr_app_has_record(const gr_app *app, gr_error *err)
{
    if (!gr_app_in_lesson(app, err))
        return false;
    return app->session->record != NULL ||
           gr_fail(err, GR_ERROR_USAGE, "no record is kept of this page");
}

static bool save(const gr_app *app, const char *path, gr_error *err)
{
    gr_csv rows;

    if (!gr_record_rows(app->session->record, &rows, err))
        return false;
    bool saved = gr_notebook_save(path, app->session->lesson, &rows, err);
    gr_csv_clear(&rows);
    return saved;
}

bool gr_do_NOTEBOOK(gr_app *app, gr_error *err)
{
    gr_text path = { 0 };

    bool saved = gr_app_has_record(app, err) &&
                 gr_notebook_name(app->session->lesson, &path, err) &&
                 save(app, gr_text_string(&path), err);
    if (saved) {
        gr_app_say(app, GR_MESSAGE_DONE, "saved %s, the lab book of this lesson",
                   gr_text_string(&path));
        gr_session_tell(app->session, GR_ENTRY_EXPORT, gr_text_string(&path));
    }
    gr_text_clear(&path);
    return saved;
}
