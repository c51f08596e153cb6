/* The curve that a page asks for: where it is drawn, and what is drawn of it. */
#include "session_private.h"

static const gr_item *curve_of(const gr_page *page)
{
    for (size_t i = 0; i < page->item_count; i++)
        if (page->items[i]->answer_kind == GR_ANSWER_CURVE)
            return page->items[i];
    return NULL;
}

/* Where it cannot be drawn there is none: `gradus check` says why. */
bool gr_session_find_curve(const gr_session *session, size_t page, const gr_item **curve,
                           gr_sketch_bounds *bounds, gr_error *err)
{
    const gr_lesson *lesson = session->lesson;
    const gr_lab *lab = lesson->pages[page].lab;
    gr_error found = { 0 };

    *curve = lab != NULL ? curve_of(&lesson->pages[page]) : NULL;
    if (*curve == NULL || gr_sketch_bounds_find(*curve, lab, lesson->file, bounds, &found))
        return true;
    *curve = NULL;
    return found.kind != GR_ERROR_MEMORY || gr_fail(err, found.kind, "%s", found.message);
}

void gr_session_begin_curve(gr_session *session, const gr_item *curve,
                            const gr_sketch_bounds *bounds)
{
    session->curve = curve;
    if (curve == NULL)
        return;
    const gr_item_state *state = gr_session_state(session, curve);
    gr_drawing_begin(&session->drawing, bounds, state->closed ? state->answered : state->typed);
}

gr_drawing *gr_session_drawing(gr_session *session)
{
    return session->curve != NULL && gr_session_item(session) == session->curve ? &session->drawing
                                                                                : NULL;
}

void gr_session_drew(gr_session *session)
{
    gr_sketch_text(&session->drawing.now.sketch, gr_session_state(session, session->curve)->typed);
}
