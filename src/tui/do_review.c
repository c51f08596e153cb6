/* Reviews: what is due is asked again, and the page it is from can be looked at. */
#include "app_private.h"

#include "gradus/memory.h"

#include <string.h>

bool gr_app_refresh(gr_app *app, gr_error *err)
{
    gr_csv rows;

    if (app->record == NULL)
        return true;
    if (!gr_record_rows(app->record, &rows, err))
        return false;
    gr_catalogue_reach(&app->catalogue, &rows);
    bool done = gr_catalogue_review(&app->catalogue, &rows, &app->schedule, err);
    gr_csv_clear(&rows);
    return done;
}

static bool say_next(gr_app *app, gr_error *err)
{
    gr_review_sums sums = gr_review_sum(&app->schedule, NULL, app->now);
    gr_text words = { 0 };

    gr_review_say_next(&sums, app->now, &words);
    bool good = gr_text_ok(&words, err);
    if (good)
        gr_app_say(app, GR_MESSAGE_NOTE, "%s", gr_text_string(&words));
    gr_text_clear(&words);
    return good;
}

bool gr_app_review(gr_app *app, gr_error *err)
{
    const gr_review_item *chosen[GR_REVIEW_MOST];
    size_t count = gr_review_choose(&app->schedule, app->now, chosen);

    if (app->record == NULL)
        return gr_fail(err, GR_ERROR_USAGE, "no record is kept, so there is nothing to review");
    if (count == 0)
        return say_next(app, err);
    gr_lesson *lesson = gr_review_lesson((const gr_review_item *const *)chosen, count,
                                         gr_record_student(app->record), err);
    gr_session *session = lesson != NULL ? gr_session_new(lesson, err) : NULL;
    if (session == NULL || !gr_session_follow(session, app->record, err)) {
        gr_session_free(session);
        return false;
    }
    gr_app_show_session(app, session);
    return true;
}

bool gr_do_REVIEW(gr_app *app, gr_error *err)
{
    return gr_app_review(app, err);
}

void gr_app_reviewed(gr_app *app)
{
    const gr_session *s = app->session;

    for (size_t i = 0; s->lesson->review && i < s->lesson->item_count; i++) {
        const gr_again *again = s->lesson->items[i]->again;
        for (size_t e = 0; e < app->catalogue.count; e++) {
            const gr_catalogue_entry *entry = &app->catalogue.entries[e];
            if (entry->session != NULL && entry->lesson == again->lesson)
                gr_session_take_recall(entry->session, again->item->id, &s->items[i].recall);
        }
    }
}

bool gr_app_in_lesson(const gr_app *app, gr_error *err)
{
    return !app->session->lesson->review ||
           gr_fail(err, GR_ERROR_USAGE, "this is for a lesson; %s opens that of the question",
                   gr_app_key_of(app, GR_ACTION_SOURCE));
}

/* Its page as the student left it, or as a newcomer finds it: not a copy beside the review. */
bool gr_do_SOURCE(gr_app *app, gr_error *err)
{
    gr_session *review = app->session;

    if (!review->lesson->review)
        return gr_fail(err, GR_ERROR_USAGE,
                       "this is a lesson already; in a review it leads to that of the question");
    const gr_again *again = gr_session_page(review)->items[0]->again;
    gr_app_reviewed(app);
    if (!gr_app_open_lesson(app, again->lesson->file, err))
        return false;
    gr_session_looked(review);
    return app->session->page == again->item->page || gr_app_turn(app, again->item->page, err);
}
