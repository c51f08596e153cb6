/* What came of a curve that was drawn, in words. */
#include "gradus/session_words.h"

#include "gradus/elementary.h"
#include "gradus/number.h"

#include <math.h>

/* Of a log axis and of the column's unit only the page that is open knows. */
static const gr_sketch_bounds *bounds_of(const gr_session *session, const gr_item *item)
{
    return item == session->curve ? &session->drawing.bounds : NULL;
}

void gr_item_gap(const gr_session *session, const gr_item *item, gr_text *out)
{
    const gr_sketch_bounds *bounds = bounds_of(session, item);
    double gap = gr_session_state(session, item)->key;
    bool decades = bounds != NULL && bounds->log;
    char number[GR_NUMBER_SIZE];

    gr_number_shown(gap, decades ? 2 : GR_DECIMALS_AUTO, number);
    gr_text_add(out, number);
    if (decades)
        gr_text_add(out, " decades");
    else if (bounds != NULL && bounds->unit[0] != '\0')
        gr_text_addf(out, " %s", bounds->unit);
}

/* "a factor of 2.3" */
static void add_factor(double decades, gr_text *out)
{
    double factor = gr_pow(10, decades);
    char number[GR_NUMBER_SIZE];

    gr_number_shown(factor,
                    factor < 10    ? 1
                    : factor < 1e6 ? GR_DECIMALS_COUNT
                                   : GR_DECIMALS_AUTO,
                    number);
    gr_text_addf(out, ", a factor of %s", number);
}

void gr_item_curve_said(const gr_session *session, const gr_item *item, gr_text *out)
{
    gr_text_addf(out, "a curve of %.0f points", gr_session_state(session, item)->value);
}

void gr_item_curve_outcome(const gr_session *session, const gr_item *item, gr_text *out)
{
    const gr_item_state *state = gr_session_state(session, item);
    const gr_sketch_bounds *bounds = bounds_of(session, item);
    gr_sketch sketch = { .count = 0 };

    gr_text_add(out, "You drew ");
    gr_item_curve_said(session, item, out);
    if (gr_session_at_end(session) && !isnan(state->key)) {
        gr_text_add(out, "; it is off by ");
        gr_item_gap(session, item, out);
        if (bounds != NULL && bounds->log)
            add_factor(state->key, out);
        if (gr_sketch_read(state->answered, &sketch, NULL) && sketch.count > 0)
            gr_text_addf(out, " (root mean square, steps %ld to %ld)", sketch.steps[0],
                         sketch.steps[sketch.count - 1]);
    }
    gr_text_add(out, ".");
}
