/* Reviews in the plain dialogue: what is due is said in the catalogue, and asked by `review`. */
#include "plain_private.h"

#include "gradus/memory.h"

#include <time.h>

static int64_t now(void)
{
    return (int64_t)time(NULL);
}

bool gr_plain_refresh(gr_plain *plain, gr_error *err)
{
    gr_csv rows;

    if (plain->record == NULL)
        return true;
    if (!gr_record_rows(plain->record, &rows, err))
        return false;
    gr_catalogue_reach(&plain->catalogue, &rows);
    bool done = gr_catalogue_review(&plain->catalogue, &rows, &plain->schedule, err);
    gr_csv_clear(&rows);
    return done;
}

static bool say(gr_plain *plain, gr_text *words, const char *behind, gr_error *err)
{
    bool good =
        gr_text_ok(words, err) &&
        (words->length == 0 || gr_plain_say(plain, err, "%s%s", gr_text_string(words), behind));

    gr_text_clear(words);
    return good;
}

bool gr_plain_due(gr_plain *plain, gr_error *err)
{
    gr_review_sums sums = gr_review_sum(&plain->schedule, NULL, now());
    gr_text words = { 0 };

    gr_review_say(&sums, ", ", &words);
    return say(plain, &words, sums.due > 0 ? "; type review to be asked." : ".", err);
}

static bool say_next(gr_plain *plain, gr_error *err)
{
    gr_review_sums sums = gr_review_sum(&plain->schedule, NULL, now());
    gr_text words = { 0 };

    gr_review_say_next(&sums, now(), &words);
    return say(plain, &words, "", err);
}

bool gr_plain_review(gr_plain *plain, gr_error *err)
{
    const gr_review_item *chosen[GR_REVIEW_MOST];

    if (plain->record == NULL)
        return gr_fail(err, GR_ERROR_USAGE, "no record is kept, so there is nothing to review");
    if (plain->session != NULL && !gr_plain_leave(plain, err))
        return false;
    gr_session_free(plain->review);
    plain->review = NULL;
    if (!gr_plain_refresh(plain, err))
        return false;
    size_t count = gr_review_choose(&plain->schedule, now(), chosen);
    if (count == 0)
        return say_next(plain, err);
    gr_lesson *lesson = gr_review_lesson((const gr_review_item *const *)chosen, count,
                                         gr_record_student(plain->record), err);
    gr_session *session = lesson != NULL ? gr_session_new(lesson, err) : NULL;
    if (session == NULL || !gr_session_follow(session, plain->record, err)) {
        gr_session_free(session);
        return false;
    }
    plain->session = session;
    return gr_plain_page(plain, err);
}

/* While the lesson is open the review is aside. */
bool gr_plain_source(gr_plain *plain, gr_error *err)
{
    gr_session *review = plain->session;

    if (!review->lesson->review)
        return gr_fail(err, GR_ERROR_USAGE,
                       "this is a lesson already; in a review it leads to that of the question");
    const gr_again *again = gr_session_page(review)->items[0]->again;
    plain->session = NULL;
    if (!gr_plain_enter(plain, again->lesson->file, err)) {
        plain->session = review;
        return false;
    }
    plain->review = review;
    gr_session_looked(review);
    return (plain->session->page == again->item->page ||
            gr_session_open(plain->session, again->item->page, err)) &&
           gr_plain_page(plain, err);
}

bool gr_plain_back(gr_plain *plain, gr_error *err)
{
    if (plain->session != NULL && !gr_plain_leave(plain, err))
        return false;
    plain->session = plain->review;
    plain->review = NULL;
    return gr_plain_page(plain, err);
}
