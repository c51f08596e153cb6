/* What a session that is a review tells the record: rows of the event `review`, in the words of
 * recall.h. */
#include "session_private.h"

#include <string.h>

static void put(gr_session *session, gr_entry_kind event, const gr_item *item, const char *value)
{
    gr_item_state *state = gr_session_state(session, item);
    bool answered = event == GR_ENTRY_ANSWER, sure = event == GR_ENTRY_CONFIDENCE;
    double correct = answered ? state->right : gr_missing();
    gr_text params = { 0 };

    gr_text_addf(&params, "review=%ld%s", item->again->variant, state->drawn.count > 0 ? " " : "");
    gr_drawn_put(&state->drawn, &params);
    gr_entry entry = { .event = GR_ENTRY_REVIEW,
                       .lesson = item->again->lesson->name,
                       .item = item->id,
                       .value = value,
                       .params = gr_text_string(&params),
                       .expected_shown = state->shown,
                       .correct = answered ? state->right : GR_VERDICT_NONE,
                       .score = gr_missing(),
                       .max = gr_missing(),
                       .attempt = answered || sure ? state->attempts : 0,
                       .confidence = sure ? state->confidence : 0 };
    gr_recall_take(&state->recall, value, correct, gr_text_string(&params));
    gr_session_put(session, &entry);
    gr_text_clear(&params);
}

void gr_session_told_review(gr_session *session, gr_entry_kind event, const gr_item *item,
                            const char *value)
{
    static const char *const words[GR_ENTRY_KINDS] = {
        [GR_ENTRY_HINT] = GR_RECALL_HINT,
        [GR_ENTRY_SOLUTION] = GR_RECALL_SOLUTION,
        [GR_ENTRY_SKIP] = GR_RECALL_SKIP,
        [GR_ENTRY_CONFIDENCE] = GR_RECALL_SURE,
    };

    if (event == GR_ENTRY_ANSWER || words[event] != NULL)
        put(session, event, item, words[event] != NULL ? words[event] : value);
}

void gr_session_told_asked(gr_session *session)
{
    const gr_item *item = gr_session_page(session)->items[0];

    if (gr_session_state(session, item)->recall.variant != item->again->variant)
        put(session, GR_ENTRY_REVIEW, item, GR_RECALL_ASKED);
}

void gr_session_looked(gr_session *session)
{
    const gr_item *item = session->lesson->review ? gr_session_item(session) : NULL;

    if (item != NULL)
        put(session, GR_ENTRY_REVIEW, item, GR_RECALL_PAGE);
}

void gr_session_take_recall(gr_session *session, const char *item, const gr_recall *recall)
{
    for (size_t i = 0; i < session->lesson->item_count; i++)
        if (strcmp(session->lesson->items[i]->id, item) == 0)
            session->items[i].recall = session->counted[i].recall = *recall;
}
