/* What can be done in the help: move, search, and do what is chosen. */
#include "app_private.h"

#include <stdio.h>

bool gr_do_HELP(gr_app *app, gr_error *err)
{
    (void)err;
    app->help = true;
    app->help_all = app->listing = false;
    app->help_chosen = 0;
    app->help_find[0] = '\0';
    return true;
}

bool gr_do_CLOSE_HELP(gr_app *app, gr_error *err)
{
    (void)err;
    app->help = app->listing = false;
    return true;
}

static bool move(gr_app *app, long by)
{
    size_t count = gr_help_count(app);
    long to = (long)app->help_chosen + by;

    app->help_chosen = to < 0 || count == 0 ? 0 : (size_t)to < count ? (size_t)to : count - 1;
    return true;
}

bool gr_do_HELP_DOWN(gr_app *app, gr_error *err)
{
    (void)err;
    return move(app, 1);
}

bool gr_do_HELP_UP(gr_app *app, gr_error *err)
{
    (void)err;
    return move(app, -1);
}

bool gr_do_HELP_PAGE_DOWN(gr_app *app, gr_error *err)
{
    (void)err;
    return move(app, 10);
}

bool gr_do_HELP_PAGE_UP(gr_app *app, gr_error *err)
{
    (void)err;
    return move(app, -10);
}

bool gr_do_HELP_ALL(gr_app *app, gr_error *err)
{
    (void)err;
    app->help_all = !app->help_all;
    app->help_chosen = 0;
    return true;
}

bool gr_do_FIND(gr_app *app, gr_error *err)
{
    if (app->listing)
        return gr_fail(err, GR_ERROR_USAGE, "nothing to search here");
    gr_app_open_field(app, GR_FIELD_FIND, app->help_find);
    return true;
}

/* It is typed as far as it goes; what is to stand behind it is the student's. */
static bool begin_command(gr_app *app, const gr_command *command)
{
    char typed[64];

    app->help = false;
    snprintf(typed, sizeof typed, "%s%s", command->word, command->arguments[0] != '\0' ? " " : "");
    gr_app_open_field(app, GR_FIELD_COMMAND, typed);
    app->untouched = false;
    return true;
}

/* Close the help and do the chosen action where it was opened. */
bool gr_do_DO_IT(gr_app *app, gr_error *err)
{
    const gr_command *command = NULL;
    gr_action_id id = app->listing ? GR_ACTION_NONE : gr_help_chosen(app, &command);

    if (command != NULL)
        return begin_command(app, command);
    if (id == GR_ACTION_NONE)
        return gr_do_CLOSE_HELP(app, err);
    app->help = false;
    gr_context here = gr_app_context(app);
    if (!gr_context_reaches(here, gr_action_at(id)->context)) {
        app->help = true;
        return gr_fail(err, GR_ERROR_USAGE, "'%s' can be done %s only", gr_action_at(id)->name,
                       gr_context_place(gr_action_at(id)->context));
    }
    if (id == GR_ACTION_HELP)
        app->help = true;
    else
        gr_app_do(app, id);
    return true;
}
