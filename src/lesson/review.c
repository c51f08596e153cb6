#include "gradus/review.h"

#include "gradus/memory.h"

#include <string.h>

enum { HOUR = 3600, DAY = 24 * HOUR, EARLY = 4 * HOUR };

/* --- the questions --- */

static bool is_reviewed(const gr_item *item)
{
    return item->kind == GR_ITEM_ASK && !gr_item_is_kept(item);
}

static size_t count_items(const gr_lesson *const *lessons, size_t count)
{
    size_t items = 0;

    for (size_t l = 0; l < count; l++)
        for (size_t i = 0; lessons[l] != NULL && i < lessons[l]->item_count; i++)
            items += is_reviewed(lessons[l]->items[i]);
    return items;
}

static void take_lesson(gr_review *review, const gr_lesson *lesson)
{
    for (size_t i = 0; i < lesson->item_count; i++)
        if (is_reviewed(lesson->items[i]))
            review->items[review->count++] =
                (gr_review_item){ .lesson = lesson, .item = lesson->items[i] };
}

/* --- the rows --- */

enum { LESSON, ITEM, TIME, EVENT, VALUE, CORRECT, PARAMS, FIELDS };

static const char *const fields[FIELDS] = { "lesson", "item",    "time_utc", "event",
                                            "value",  "correct", "params" };

typedef struct reader {
    const gr_csv *rows;
    size_t columns[FIELDS];
} reader;

static const char *text_of(const reader *r, size_t row, int field)
{
    return gr_record_value(gr_csv_text(r->rows, row, r->columns[field]));
}

static gr_review_item *find_item(const gr_review *review, const char *lesson, const char *item)
{
    for (size_t i = 0; item[0] != '\0' && i < review->count; i++)
        if (strcmp(review->items[i].lesson->name, lesson) == 0 &&
            strcmp(review->items[i].item->id, item) == 0)
            return &review->items[i];
    return NULL;
}

/* Whether the row closes a question in its lesson. */
static bool closes(const reader *r, size_t row, gr_entry_kind event)
{
    return event == GR_ENTRY_SOLUTION ||
           (event == GR_ENTRY_ANSWER && gr_csv_number(r->rows, row, r->columns[CORRECT]) == 1);
}

static void wait_from(gr_review_item *of, int64_t since)
{
    of->since = since;
    of->due = since + gr_recall_days(of->recall.gap) * DAY - EARLY;
}

/* A row whose time cannot be read tells nothing. */
static void take_row(gr_review *review, const reader *r, size_t row)
{
    gr_entry_kind event = gr_entry_named(text_of(r, row, EVENT));
    int64_t time;

    if (event != GR_ENTRY_REVIEW && event != GR_ENTRY_ANSWER && event != GR_ENTRY_SOLUTION)
        return;
    gr_review_item *of = find_item(review, text_of(r, row, LESSON), text_of(r, row, ITEM));
    if (of == NULL || !gr_record_seconds(text_of(r, row, TIME), &time))
        return;
    if (event == GR_ENTRY_REVIEW) {
        double correct = gr_csv_number(r->rows, row, r->columns[CORRECT]);
        if (gr_recall_take(&of->recall, text_of(r, row, VALUE), correct, text_of(r, row, PARAMS)))
            wait_from(of, time);
    } else if (!of->closed && closes(r, row, event)) {
        of->closed = true;
        wait_from(of, time);
    }
}

bool gr_review_make(gr_review *review, const gr_lesson *const *lessons, size_t count,
                    const gr_csv *rows, gr_error *err)
{
    gr_review made = { .count = 0 };
    reader r = { .rows = rows };

    for (int i = 0; i < FIELDS; i++)
        if (!gr_csv_find(rows, fields[i], &r.columns[i], err))
            return false;
    made.items = gr_alloc(count_items(lessons, count), sizeof *made.items, err);
    if (made.items == NULL)
        return false;
    for (size_t l = 0; l < count; l++)
        if (lessons[l] != NULL)
            take_lesson(&made, lessons[l]);
    for (size_t i = 0; i < rows->rows; i++)
        take_row(&made, &r, i);
    *review = made;
    return true;
}

void gr_review_clear(gr_review *review)
{
    gr_free(review->items);
    *review = (gr_review){ .count = 0 };
}

/* --- what is due --- */

bool gr_review_is_due(const gr_review_item *of, int64_t now)
{
    return of->closed && of->due <= now;
}

gr_review_sums gr_review_sum(const gr_review *review, const gr_lesson *lesson, int64_t now)
{
    gr_review_sums sums = { .next = INT64_MAX };

    for (size_t i = 0; i < review->count; i++) {
        const gr_review_item *of = &review->items[i];
        if (!of->closed || (lesson != NULL && of->lesson != lesson))
            continue;
        bool due = gr_review_is_due(of, now);
        sums.closed++;
        sums.reviewed += of->recall.times > 0;
        sums.still_right += of->recall.still_right;
        sums.due += due;
        if (!due && of->due < sums.next)
            sums.next = of->due;
    }
    return sums;
}

static size_t chosen_of(const gr_lesson *lesson, const gr_review_item *const *chosen, size_t count)
{
    size_t of_lesson = 0;

    for (size_t i = 0; i < count; i++)
        of_lesson += chosen[i]->lesson == lesson;
    return of_lesson;
}

static bool is_chosen(const gr_review_item *of, const gr_review_item *const *chosen, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (chosen[i] == of)
            return true;
    return false;
}

/* The one to ask next: of a lesson that has the fewest so far, and waiting longest. */
static const gr_review_item *choose_one(const gr_review *review, int64_t now,
                                        const gr_review_item *const *chosen, size_t count)
{
    const gr_review_item *best = NULL;
    size_t fewest = 0;

    for (size_t i = 0; i < review->count; i++) {
        const gr_review_item *of = &review->items[i];
        if (!gr_review_is_due(of, now) || is_chosen(of, chosen, count))
            continue;
        size_t few = chosen_of(of->lesson, chosen, count);
        if (best == NULL || few < fewest || (few == fewest && of->due < best->due)) {
            best = of;
            fewest = few;
        }
    }
    return best;
}

size_t gr_review_choose(const gr_review *review, int64_t now,
                        const gr_review_item *chosen[GR_REVIEW_MOST])
{
    size_t count = 0;

    for (const gr_review_item *one; count < GR_REVIEW_MOST; chosen[count++] = one) {
        one = choose_one(review, now, chosen, count);
        if (one == NULL)
            break;
    }
    return count;
}
