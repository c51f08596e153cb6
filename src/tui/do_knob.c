/* Choosing knobs and changing them. */
#include "app_private.h"

#include <stdio.h>

bool gr_app_knob_is_free(const gr_app *app, const gr_study_knob *knob)
{
    return gr_session_is_free(app->session, gr_study_knob_value(&app->session->study, knob));
}

size_t gr_app_knobs(const gr_app *app, gr_study_knob knobs[GR_KNOBS_MAX])
{
    gr_study_knob all[GR_KNOBS_MAX];
    size_t there =
        app->session != NULL ? gr_study_knobs(&app->session->study, all, GR_KNOBS_MAX) : 0;
    size_t count = 0;

    for (int pass = 0; pass < 2; pass++) /* the free ones first */
        for (size_t i = 0; i < there; i++)
            if (gr_app_knob_is_free(app, &all[i]) == (pass == 0))
                knobs[count++] = all[i];
    return count;
}

/* The chosen knob; its run comes in hand. */
static bool chosen_knob(gr_app *app, gr_study_knob *knob, gr_error *err)
{
    gr_study_knob knobs[GR_KNOBS_MAX];
    size_t count = gr_app_knobs(app, knobs);

    if (count == 0)
        return gr_fail(err, GR_ERROR_USAGE, "this page has no knobs");
    *knob = knobs[app->knob < count ? app->knob : 0];
    if (!knob->shared)
        gr_study_take(&app->session->study, knob->group);
    return true;
}

static bool move_knob(gr_app *app, int direction, gr_error *err)
{
    gr_study_knob knobs[GR_KNOBS_MAX], knob;
    size_t count = gr_app_knobs(app, knobs), by = (size_t)gr_app_counted(app);

    if (count == 0)
        return gr_fail(err, GR_ERROR_USAGE, "this page has no knobs");
    by = by % count;
    app->knob = (app->knob + (direction > 0 ? by : count - by)) % count;
    return chosen_knob(app, &knob, err);
}

bool gr_do_KNOB_LEFT(gr_app *app, gr_error *err)
{
    return move_knob(app, -1, err);
}

bool gr_do_KNOB_RIGHT(gr_app *app, gr_error *err)
{
    return move_knob(app, 1, err);
}

bool gr_app_set_knob(gr_app *app, const char *value, gr_error *err)
{
    gr_study_knob knob;
    gr_text name = { 0 };

    app->playing = false;
    if (!chosen_knob(app, &knob, err))
        return false;
    gr_study_knob_name(&app->session->study, &knob, &name);
    bool set =
        gr_text_ok(&name, err) && gr_session_set(app->session, gr_text_string(&name), value, err);
    gr_text_clear(&name);
    return set;
}

static bool change_knob(gr_app *app, int direction, gr_error *err)
{
    gr_text value = { 0 };
    gr_study_knob knob;

    if (!chosen_knob(app, &knob, err))
        return false;
    const gr_run *run = gr_study_first_of(&app->session->study, knob.group);
    bool done = gr_values_neighbour(gr_run_values(run), knob.index, direction, &value, err) &&
                gr_app_set_knob(app, gr_text_string(&value), err);
    gr_text_clear(&value);
    return done;
}

bool gr_do_KNOB_MORE(gr_app *app, gr_error *err)
{
    return change_knob(app, 1, err);
}

bool gr_do_KNOB_LESS(gr_app *app, gr_error *err)
{
    return change_knob(app, -1, err);
}

/* Before anything is typed in vain. */
static bool may_type(const gr_app *app, const gr_study_knob *knob, gr_error *err)
{
    gr_text name = { 0 };

    gr_study_knob_name(&app->session->study, knob, &name);
    bool may = gr_text_ok(&name, err) &&
               gr_session_may_set(app->session, gr_text_string(&name), err);
    gr_text_clear(&name);
    return may;
}

bool gr_do_KNOB_TYPE(gr_app *app, gr_error *err)
{
    gr_study_knob knob;

    if (!chosen_knob(app, &knob, err) || !may_type(app, &knob, err))
        return false;
    snprintf(app->typed, sizeof app->typed, "%s",
             gr_study_knob_value(&app->session->study, &knob)->text);
    app->field = GR_FIELD_KNOB;
    app->untouched = true;
    return true;
}
