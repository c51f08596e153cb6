/* What the open question is marked by is known when its page's experiment has been run to the end:
 * in pieces ahead of the answer, or in one go; and then once for all attempts. */
#include "session_private.h"

#include "answer_private.h"

#include "gradus/memory.h"

#include <string.h>

void gr_weighing_clear(gr_weighing *weighing)
{
    gr_evaluation_free(weighing->evaluation);
    gr_free(weighing->values);
    *weighing = (gr_weighing){ .item = NULL };
}

static bool is_known(const gr_session *session, const gr_item *item)
{
    const gr_weighing *w = &session->weighing;
    const gr_drawn *drawn = &gr_session_state(session, item)->drawn;

    return w->values != NULL && w->item == item && w->drawn.count == drawn->count &&
           memcmp(w->drawn.values, drawn->values, drawn->count * sizeof *drawn->values) == 0;
}

static size_t formula_count(const gr_item *item)
{
    return item->kind == GR_ITEM_PREDICT ? 1 : gr_item_formula_count(item);
}

static gr_evaluation *evaluation_of(const gr_session *session, const gr_item *item,
                                    const gr_drawn *drawn, gr_error *err)
{
    const gr_lab *lab = session->lesson->pages[item->page].lab;
    size_t count = formula_count(item);
    gr_formula *formulas = gr_alloc(count, sizeof *formulas, err);
    gr_evaluation *made = NULL;

    if (formulas == NULL)
        return NULL;
    if (item->kind == GR_ITEM_PREDICT)
        formulas[0] = item->of;
    else
        gr_item_formulas(item, formulas);
    made = gr_evaluation_new(lab, gr_session_file_of(session, item), drawn, formulas, count, err);
    gr_free(formulas);
    return made;
}

/* The evaluation borrows the numbers from the weighing. */
static bool begin(gr_session *session, const gr_item *item, gr_error *err)
{
    gr_weighing *w = &session->weighing;

    gr_weighing_clear(w);
    w->item = item;
    w->drawn = gr_session_state(session, item)->drawn;
    if (formula_count(item) == 0) {
        w->values = gr_alloc(1, sizeof *w->values, err);
        return w->values != NULL;
    }
    w->evaluation = evaluation_of(session, item, &w->drawn, err);
    return w->evaluation != NULL;
}

/* What was found is kept, and what it was found by is not. */
static bool keep(gr_weighing *w, gr_error *err)
{
    w->values = gr_alloc(formula_count(w->item), sizeof *w->values, err);
    if (w->values != NULL)
        gr_evaluation_values(w->evaluation, w->values);
    gr_evaluation_free(w->evaluation);
    w->evaluation = NULL;
    return w->values != NULL;
}

bool gr_session_weigh_piece(gr_session *session, bool *done, gr_error *err)
{
    gr_weighing *w = &session->weighing;

    if (!gr_evaluation_piece(w->evaluation, done, err)) {
        gr_weighing_clear(w);
        return false;
    }
    return !*done || keep(w, err);
}

void gr_session_weigh_no_more(gr_session *session)
{
    if (session->weighing.evaluation != NULL)
        gr_weighing_clear(&session->weighing);
}

const double *gr_session_weights(gr_session *session, const gr_item *item, gr_error *err)
{
    bool done = is_known(session, item);

    if (!done && !begin(session, item, err))
        return NULL;
    done = session->weighing.values != NULL;
    while (!done)
        if (!gr_session_weigh_piece(session, &done, err))
            return NULL;
    return session->weighing.values;
}

bool gr_session_weigh(gr_session *session, gr_error *err)
{
    const gr_item *item = gr_session_item(session);

    if (item == NULL || item->answer_kind == GR_ANSWER_CURVE || is_known(session, item))
        return true;
    bool done = true;
    if (!begin(session, item, err) ||
        (session->weighing.evaluation != NULL && !gr_session_weigh_piece(session, &done, err)))
        return false;
    session->moving = !done;
    return true;
}

double gr_session_weighed(const gr_session *session)
{
    return session->weighing.evaluation != NULL ? gr_evaluation_share(session->weighing.evaluation)
                                                : gr_missing();
}
