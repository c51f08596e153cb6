/* Choosing knobs and changing them. */
#include "app_private.h"

#include <stdio.h>

bool gr_app_knob_is_free(const gr_app *app, size_t index)
{
    const gr_values *values = gr_run_values(gr_session_run(app->session));

    return gr_session_is_free(app->session, &values->items[index]);
}

size_t gr_app_knobs(const gr_app *app, size_t *indices, size_t room)
{
    const gr_run *run = app->session != NULL ? gr_session_run(app->session) : NULL;
    size_t count = 0;

    for (int pass = 0; run != NULL && pass < 2; pass++) {
        const gr_values *values = gr_run_values(run);
        for (size_t i = 0; i < values->count && count < room; i++) {
            if (gr_app_knob_is_free(app, i) == (pass == 0))
                indices[count++] = i;
        }
    }
    return count;
}

static bool move_knob(gr_app *app, int direction, gr_error *err)
{
    size_t knobs[GR_KNOBS_MAX], count = gr_app_knobs(app, knobs, GR_KNOBS_MAX);

    if (count == 0)
        return gr_fail(err, GR_ERROR_USAGE, "this page has no knobs");
    app->knob = (app->knob + (direction > 0 ? 1 : count - 1)) % count;
    return true;
}

bool gr_do_KNOB_LEFT(gr_app *app, gr_error *err)
{
    return move_knob(app, -1, err);
}

bool gr_do_KNOB_RIGHT(gr_app *app, gr_error *err)
{
    return move_knob(app, 1, err);
}

/* The chosen knob's index in the run's values, and its name. */
static bool chosen_knob(const gr_app *app, size_t *index, gr_text *name, gr_error *err)
{
    size_t knobs[GR_KNOBS_MAX], count = gr_app_knobs(app, knobs, GR_KNOBS_MAX);

    if (count == 0)
        return gr_fail(err, GR_ERROR_USAGE, "this page has no knobs");
    *index = knobs[app->knob < count ? app->knob : 0];
    gr_values_name(gr_run_values(gr_session_run(app->session)), *index, name);
    return gr_text_ok(name, err);
}

bool gr_app_set_knob(gr_app *app, const char *value, gr_error *err)
{
    gr_text name = { 0 };
    size_t index;
    bool set = chosen_knob(app, &index, &name, err) &&
               gr_session_set(app->session, gr_text_string(&name), value, err);

    app->playing = false;
    gr_text_clear(&name);
    return set;
}

static bool change_knob(gr_app *app, int direction, gr_error *err)
{
    gr_text name = { 0 }, value = { 0 };
    size_t index;
    bool done = chosen_knob(app, &index, &name, err) &&
                gr_values_neighbour(gr_run_values(gr_session_run(app->session)), index, direction,
                                    &value, err) &&
                gr_app_set_knob(app, gr_text_string(&value), err);

    gr_text_clear(&name);
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

bool gr_do_KNOB_TYPE(gr_app *app, gr_error *err)
{
    gr_text name = { 0 };
    size_t index;
    bool chosen = chosen_knob(app, &index, &name, err);

    gr_text_clear(&name);
    if (!chosen)
        return false;
    const gr_value *value = &gr_run_values(gr_session_run(app->session))->items[index];
    snprintf(app->typed, sizeof app->typed, "%s", value->text);
    app->field = GR_FIELD_KNOB;
    app->untouched = true;
    return true;
}
