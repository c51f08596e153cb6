/* Which commands of the plain dialogue are possible now. */
#include "plain_private.h"

bool gr_plain_always(const gr_plain *plain)
{
    (void)plain;
    return true;
}

bool gr_plain_in_catalogue(const gr_plain *plain)
{
    return plain->session == NULL && plain->catalogue.count > 0;
}

bool gr_plain_in_lesson(const gr_plain *plain)
{
    return plain->session != NULL;
}

bool gr_plain_has_run(const gr_plain *plain)
{
    return gr_plain_in_lesson(plain) && plain->session->study.count > 0;
}

bool gr_plain_can_step(const gr_plain *plain)
{
    return gr_plain_has_run(plain) && !gr_session_at_end(plain->session) &&
           gr_session_gate(plain->session) == NULL;
}

bool gr_plain_can_part(const gr_plain *plain)
{
    return gr_plain_can_step(plain) &&
           gr_experiment_phases(gr_run_experiment(gr_session_run(plain->session))) > 1;
}

bool gr_plain_has_runs(const gr_plain *plain)
{
    return gr_plain_has_run(plain) && gr_study_groups(&plain->session->study) > 1;
}

bool gr_plain_can_drive(const gr_plain *plain)
{
    return gr_plain_can_step(plain) &&
           gr_session_control(plain->session, NULL) != GR_CONTROL_NONE;
}

bool gr_plain_can_back(const gr_plain *plain)
{
    return gr_plain_has_run(plain) && (gr_session_step(plain->session) > 0 ||
                                       gr_run_phase(gr_session_run(plain->session)) > 0);
}

bool gr_plain_can_set(const gr_plain *plain)
{
    return gr_plain_has_run(plain) && plain->session->lab->free_count > 0;
}

static const gr_item *open_item(const gr_plain *plain)
{
    return gr_plain_in_lesson(plain) ? gr_session_item(plain->session) : NULL;
}

bool gr_plain_can_answer(const gr_plain *plain)
{
    return open_item(plain) != NULL;
}

bool gr_plain_can_hint(const gr_plain *plain)
{
    const gr_item *item = open_item(plain);

    return item != NULL && gr_session_state(plain->session, item)->hints < item->hint_count;
}

bool gr_plain_can_show(const gr_plain *plain)
{
    return gr_plain_can_answer(plain) && open_item(plain)->kind == GR_ITEM_ASK;
}

bool gr_plain_can_skip(const gr_plain *plain)
{
    const gr_item *item = open_item(plain);

    return item != NULL && (item->kind == GR_ITEM_PREDICT ? !item->needed : item->again != NULL);
}

bool gr_plain_can_review(const gr_plain *plain)
{
    return gr_plain_in_catalogue(plain) && plain->record != NULL;
}

bool gr_plain_in_review(const gr_plain *plain)
{
    return gr_plain_in_lesson(plain) && plain->session->lesson->review;
}

bool gr_plain_can_practise(const gr_plain *plain)
{
    return gr_plain_in_lesson(plain) && gr_session_practisable(plain->session) != NULL;
}

bool gr_plain_can_next(const gr_plain *plain)
{
    return gr_plain_in_lesson(plain) &&
           plain->session->page + 1 < plain->session->lesson->page_count;
}

bool gr_plain_can_previous(const gr_plain *plain)
{
    return gr_plain_in_lesson(plain) && plain->session->page > 0;
}
