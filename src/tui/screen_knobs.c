/* The knob line of a lesson page: the chosen knob in sight, what is typed in a box. */
#include "app_private.h"

#include <string.h>

enum { FIELD_COLUMNS = 12 };

static bool is_edited(const gr_app *app, bool chosen)
{
    return chosen && app->field == GR_FIELD_KNOB;
}

/* "2.lr ": the name and a blank. */
static bool knob_text(const gr_app *app, const gr_study_knob *knob, gr_text *name, gr_error *err)
{
    gr_study_knob_name(&app->session->study, knob, name);
    gr_text_add(name, " ");
    return gr_text_ok(name, err);
}

/* What is typed, in a box that grows with it up to `room`. Returns the columns taken; -1 on
 * failure. */
static int draw_edited(const gr_app *app, gr_canvas *canvas, int x, int y, int room, gr_error *err)
{
    gr_text box = { 0 };
    int width = (int)gr_text_width(app->typed);

    width = width < FIELD_COLUMNS ? FIELD_COLUMNS : width;
    width = width > room - 4 ? room - 4 : width;
    if (width > 0)
        gr_field_box(&box, app->typed, width);
    int used = gr_text_ok(&box, err)
                   ? gr_canvas_text(canvas, x, y, room, gr_text_string(&box), GR_ROLE_EDIT)
                   : -1;
    gr_text_clear(&box);
    return used;
}

/* Returns the columns taken: 0 when a knob that is not the chosen one would not fit whole; -1 on
 * failure. */
static int draw_knob(const gr_app *app, gr_canvas *canvas, gr_rect row, int x,
                     const gr_study_knob *knob, bool chosen, gr_error *err)
{
    const char *value = gr_study_knob_value(&app->session->study, knob)->text;
    gr_text name = { 0 };
    int room = row.x + row.width - x, used = 0, behind = 0;
    gr_role role = gr_app_knob_is_free(app, knob) ? GR_ROLE_TEXT : GR_ROLE_DIM;
    bool good = knob_text(app, knob, &name, err);
    int whole = (int)gr_text_width(gr_text_string(&name)) + (int)gr_text_width(value);

    if (good && (chosen || whole <= room)) {
        used = gr_canvas_text(canvas, x, row.y, room, gr_text_string(&name), role);
        behind = is_edited(app, chosen)
                     ? draw_edited(app, canvas, x + used, row.y, room - used, err)
                     : gr_canvas_text(canvas, x + used, row.y, room - used, value, role);
    }
    gr_text_clear(&name);
    return good && behind >= 0 ? used + behind : -1;
}

/* The first knob to draw, so that the chosen one is in sight. */
static size_t first_knob(const gr_app *app, const gr_study_knob *knobs, size_t chosen, int width)
{
    int used = 0;
    size_t first = chosen + 1;

    while (first > 0) {
        const gr_study_knob *knob = &knobs[first - 1];
        const gr_value *value = gr_study_knob_value(&app->session->study, knob);
        used += (int)gr_text_width(value->text) + (int)strlen(value->param->name) +
                (knob->shared ? 5 : 7);
        if (used > width && first <= chosen)
            break;
        first--;
    }
    return first;
}

bool gr_knobs_draw(const gr_app *app, gr_canvas *canvas, gr_rect row, gr_error *err)
{
    gr_study_knob knobs[GR_KNOBS_MAX];
    size_t count = gr_app_knobs(app, knobs);
    size_t chosen = app->knob < count ? app->knob : 0;
    int x = row.x;

    if (count == 0)
        return true;
    for (size_t i = first_knob(app, knobs, chosen, row.width); i < count; i++) {
        if (x + 4 > row.x + row.width)
            break;
        int used = draw_knob(app, canvas, row, x + 1, &knobs[i], i == chosen, err);
        if (used <= 0)
            return used == 0;
        if (i == chosen)
            gr_canvas_put(canvas, x, row.y, '>', app->on_live ? GR_ROLE_FOCUS : GR_ROLE_MARK);
        x += used + 3;
    }
    return true;
}
