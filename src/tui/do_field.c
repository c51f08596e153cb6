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

void gr_app_open_field(gr_app *app, gr_field_use use, const char *text)
{
    snprintf(app->typed, sizeof app->typed, "%s", text);
    app->field = use;
    app->untouched = text[0] != '\0';
}

/* --- what each field is for --- */

static bool accept_export(gr_app *app, const char *typed, gr_error *err)
{
    return gr_app_export(app, typed, err);
}

static bool accept_answer(gr_app *app, const char *typed, gr_error *err)
{
    gr_item_state *state = gr_session_state(app->session, gr_session_item(app->session));

    if (strlen(typed) >= sizeof state->typed)
        return gr_fail(err, GR_ERROR_USAGE, "an answer has at most %zu bytes",
                       sizeof state->typed - 1);
    snprintf(state->typed, sizeof state->typed, "%s", typed);
    return gr_do_CHECK(app, err);
}

/* The lesson that was found is opened, and the catalogue is whole again behind it. */
static bool accept_search(gr_app *app, const char *typed, gr_error *err)
{
    (void)typed;
    if (!gr_do_OPEN(app, err))
        return false;
    gr_catalogue_search(&app->catalogue, "");
    return true;
}

static bool accept_find(gr_app *app, const char *typed, gr_error *err)
{
    (void)typed;
    app->field = GR_FIELD_NONE; /* the action may open another */
    return gr_do_DO_IT(app, err);
}

static bool accept_command(gr_app *app, const char *typed, gr_error *err)
{
    app->field = GR_FIELD_NONE; /* the command may open another */
    return gr_command_run(app, typed, err);
}

/* The page shows it as it is typed. */
static void mirror_answer(gr_app *app)
{
    gr_item_state *state = gr_session_state(app->session, gr_session_item(app->session));

    snprintf(state->typed, sizeof state->typed, "%.*s", (int)sizeof state->typed - 1, app->typed);
}

static void search(gr_app *app)
{
    gr_catalogue_search(&app->catalogue, app->typed);
}

static void find(gr_app *app)
{
    snprintf(app->help_find, sizeof app->help_find, "%.*s", (int)sizeof app->help_find - 1,
             app->typed);
    app->help_chosen = 0;
}

static const struct {
    bool (*accept)(gr_app *, const char *, gr_error *);
    void (*changed)(gr_app *); /* after each key; NULL: nothing follows from it yet */
    gr_action_id up, down;     /* what the arrows do meanwhile */
} fields[] = {
    [GR_FIELD_NONE] = { NULL, NULL, GR_ACTION_NONE, GR_ACTION_NONE },
    [GR_FIELD_KNOB] = { gr_app_set_knob, NULL, GR_ACTION_NONE, GR_ACTION_NONE },
    [GR_FIELD_ANSWER] = { accept_answer, mirror_answer, GR_ACTION_NONE, GR_ACTION_NONE },
    [GR_FIELD_EXPORT] = { accept_export, NULL, GR_ACTION_NONE, GR_ACTION_NONE },
    [GR_FIELD_SEARCH] = { accept_search, search, GR_ACTION_UP, GR_ACTION_DOWN },
    [GR_FIELD_FIND] = { accept_find, find, GR_ACTION_HELP_UP, GR_ACTION_HELP_DOWN },
    [GR_FIELD_COMMAND] = { accept_command, NULL, GR_ACTION_NONE, GR_ACTION_NONE },
};

void gr_app_field_changed(gr_app *app)
{
    if (fields[app->field].changed != NULL)
        fields[app->field].changed(app);
}

/* --- actions --- */

/* What is refused stays open, to be mended. */
bool gr_do_ACCEPT(gr_app *app, gr_error *err)
{
    gr_field_use use = app->field;
    bool done = fields[use].accept(app, app->typed, err);

    if (done && app->field == use)
        app->field = GR_FIELD_NONE;
    else if (!done)
        app->field = use;
    if (!done && use == GR_FIELD_COMMAND)
        app->untouched = true; /* Backspace mends it, another key begins anew */
    return done;
}

bool gr_do_RUB_FIELD(gr_app *app, gr_error *err)
{
    (void)err;
    if (app->typed[0] == '\0' && app->field == GR_FIELD_COMMAND)
        app->field = GR_FIELD_NONE; /* nothing left to rub out but the colon */
    app->untouched = false;
    gr_app_rub(app->typed);
    gr_app_field_changed(app);
    return true;
}

bool gr_do_CANCEL(gr_app *app, gr_error *err)
{
    (void)err;
    app->typed[0] = '\0';
    gr_app_field_changed(app);
    app->field = GR_FIELD_NONE;
    return true;
}

static bool move(gr_app *app, gr_action_id id)
{
    if (id != GR_ACTION_NONE)
        gr_app_do(app, id);
    return true;
}

bool gr_do_FIELD_UP(gr_app *app, gr_error *err)
{
    (void)err;
    return move(app, fields[app->field].up);
}

bool gr_do_FIELD_DOWN(gr_app *app, gr_error *err)
{
    (void)err;
    return move(app, fields[app->field].down);
}

bool gr_do_EXPORT(gr_app *app, gr_error *err)
{
    char name[128];

    if (app->session->study.count == 0)
        return gr_fail(err, GR_ERROR_USAGE, "this page has no experiment to export");
    snprintf(name, sizeof name, "%s.csv", gr_run_experiment(gr_session_run(app->session))->name);
    gr_app_open_field(app, GR_FIELD_EXPORT, name);
    return true;
}

bool gr_do_COMMAND(gr_app *app, gr_error *err)
{
    (void)err;
    gr_app_open_field(app, GR_FIELD_COMMAND, "");
    return true;
}
