/* The curve that a page asks for, over the figure that it belongs to: pen and points while it is
 * drawn, and once it is answered what was drawn, dotted, beside what comes true. */
#include "app_private.h"

#include "gradus/chart.h"
#include "gradus/session_words.h"

static const char covered[] = "covered until you answer", both[] = "yours o   true \xE2\x97\x8F";

bool gr_curve_is_open(const gr_session *session)
{
    return session->curve != NULL && gr_session_gate(session) == session->curve &&
           gr_session_item(session) == session->curve;
}

void gr_pen_words(const gr_session *session, const char *between, gr_text *out)
{
    const gr_drawing *d = &session->drawing;
    char number[GR_NUMBER_SIZE];

    gr_number_tick(d->now.value, d->bounds.tick / 100, number);
    gr_text_addf(out, "step %ld%s%s %s", d->now.step, between, d->bounds.name, number);
}

/* Points joined by a dotted line, as high as all that is there is lifted. */
static bool add_sketch(gr_view *view, const gr_sketch *sketch, gr_error *err)
{
    double *x = gr_arena_alloc(&view->arena, sketch->count, sizeof *x, err);
    double *y = gr_arena_alloc(&view->arena, sketch->count, sizeof *y, err);
    gr_shape *line = gr_view_add(view, GR_SHAPE_SERIES, GR_ROLE_SERIES2, NULL, err);
    gr_shape *points = gr_view_add(view, GR_SHAPE_POINTS, GR_ROLE_SERIES2, NULL, err);

    if (x == NULL || y == NULL || line == NULL || points == NULL)
        return false;
    for (size_t i = 0; i < sketch->count; i++) {
        x[i] = (double)sketch->steps[i];
        y[i] = sketch->values[i] + view->lift;
    }
    line->dotted = true;
    line->mark = "";
    line->as.series = (gr_series){ .count = sketch->count, .x = x, .y = y };
    points->mark = "o";
    points->as.points = (gr_points){ .count = sketch->count, .x = x, .y = y };
    return true;
}

/* A curve of one point, whose mark goes over all that is there. */
static bool add_pen(gr_view *view, const gr_drawing_state *now, gr_error *err)
{
    double *place = gr_arena_alloc(&view->arena, 2, sizeof *place, err);
    gr_shape *pen = gr_view_add(view, GR_SHAPE_SERIES, GR_ROLE_FOCUS, NULL, err);

    if (place == NULL || pen == NULL)
        return false;
    place[0] = (double)now->step;
    place[1] = now->value + view->lift;
    pen->mark = "+";
    pen->as.series = (gr_series){ .count = 1, .x = place, .y = place + 1 };
    return true;
}

/* The axes as far as can be drawn, and wherever something is; they stay so while the run plays. */
static void fix_limits(gr_view *view, const gr_sketch_bounds *b)
{
    gr_limits limits = { 0, (double)b->last, b->low + view->lift, b->high + view->lift };

    gr_chart_join(&limits, view);
    view->fixed = true;
    view->limits = limits;
}

/* Once all of it is to be seen. */
static bool add_gap(const gr_session *session, gr_view *view, gr_error *err)
{
    gr_text text = { 0 };

    if (!gr_session_at_end(session))
        return true;
    gr_text_add(&text, "gap ");
    gr_item_gap(session, session->curve, &text);
    bool good = gr_text_ok(&text, err) &&
                (view->remark = gr_arena_strdup(&view->arena, gr_text_string(&text), err)) != NULL;
    gr_text_clear(&text);
    return good;
}

bool gr_live_curve(const gr_session *session, const gr_figure *figure, int columns, gr_view *view,
                   gr_error *err)
{
    const gr_drawing *d = &session->drawing;
    bool open = gr_curve_is_open(session);

    if (session->curve == NULL || figure != d->bounds.figure)
        return true;
    const gr_item_state *state = gr_session_state(session, session->curve);
    if (!open && (!state->closed || state->skipped))
        return true;
    int room = columns - (int)gr_text_width(view->title) - 2;
    view->note = !open ? both : room < (int)sizeof covered - 1 ? "covered" : covered;
    bool good = add_sketch(view, &d->now.sketch, err) &&
                (open ? add_pen(view, &d->now, err) : add_gap(session, view, err));
    if (good)
        fix_limits(view, &d->bounds);
    return good;
}
