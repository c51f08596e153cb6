/* How far a student has come in a lesson, by the record alone. */
#include "gradus/session.h"

#include <string.h>

typedef struct tally {
    bool seen, tried, right, helped, shown, skipped;
    gr_recall recall;
    size_t last; /* row */
} tally;

typedef struct columns {
    size_t lesson, item, event, value, correct, attempt, time;
} columns;

static bool find(const gr_csv *rows, columns *c)
{
    return gr_csv_find(rows, "lesson", &c->lesson, NULL) &&
           gr_csv_find(rows, "item", &c->item, NULL) &&
           gr_csv_find(rows, "event", &c->event, NULL) &&
           gr_csv_find(rows, "value", &c->value, NULL) &&
           gr_csv_find(rows, "correct", &c->correct, NULL) &&
           gr_csv_find(rows, "attempt", &c->attempt, NULL) &&
           gr_csv_find(rows, "time_utc", &c->time, NULL);
}

static void count_row(const gr_csv *rows, const columns *c, size_t row, tally *t)
{
    gr_entry_kind kind = gr_entry_named(gr_csv_text(rows, row, c->event));
    double correct = gr_csv_number(rows, row, c->correct);
    bool right = correct == 1;

    if (kind == GR_ENTRY_REVIEW) { /* that is no work in the lesson */
        gr_recall_take(&t->recall, gr_csv_text(rows, row, c->value), correct, "");
        return;
    }
    t->seen = true;
    t->last = row;
    t->shown = t->shown || kind == GR_ENTRY_SOLUTION;
    t->skipped = t->skipped || kind == GR_ENTRY_SKIP;
    t->tried = t->tried || kind == GR_ENTRY_PREDICT || kind == GR_ENTRY_ANSWER;
    t->helped = t->helped || kind == GR_ENTRY_HINT || kind == GR_ENTRY_SOLUTION ||
                (kind == GR_ENTRY_ANSWER && gr_csv_number(rows, row, c->attempt) > 1);
    t->right = t->right || (kind == GR_ENTRY_ANSWER && right);
}

/* What the record says of one question, or with NULL of the lesson as a whole. */
static tally count(const gr_csv *rows, const columns *c, const char *lesson, const char *item)
{
    tally t = { .seen = false };

    for (size_t i = 0; i < rows->rows; i++)
        if (strcmp(gr_csv_text(rows, i, c->lesson), lesson) == 0 &&
            (item == NULL || strcmp(gr_csv_text(rows, i, c->item), item) == 0))
            count_row(rows, c, i, &t);
    return t;
}

const char *gr_lesson_progress(const gr_lesson *lesson, const gr_csv *rows)
{
    bool all = true, helped = false, still = true;
    size_t asks = 0;
    columns c;

    if (!find(rows, &c))
        return "";
    tally whole = count(rows, &c, lesson->name, NULL);
    for (size_t i = 0; whole.tried && i < lesson->item_count; i++) {
        if (lesson->items[i]->kind != GR_ITEM_ASK)
            continue;
        tally one = count(rows, &c, lesson->name, lesson->items[i]->id);
        bool kept = gr_item_is_kept(lesson->items[i]), again = one.recall.still_right;
        asks += !kept;
        all = all && (kept ? one.tried : one.right || again);
        helped = helped || (one.helped && !again);
        still = still && (kept || again);
    }
    if (asks > 0 && all && whole.tried)
        return still ? "still right" : helped ? "right with help" : "right alone";
    return whole.tried ? "tried" : whole.seen ? "seen" : "";
}

/* A question that asks no more: a prediction made or skipped, an answer that is right or shown. */
static bool is_closed(const gr_item *item, const tally *t)
{
    return item->kind == GR_ITEM_PREDICT ? t->tried || t->skipped : t->right || t->shown;
}

void gr_lesson_stand(const gr_lesson *lesson, const gr_csv *rows, gr_lesson_standing *standing)
{
    columns c;

    *standing = (gr_lesson_standing){ .word = gr_lesson_progress(lesson, rows), .last = "" };
    for (size_t i = 0; i < lesson->item_count; i++)
        ++*(lesson->items[i]->kind == GR_ITEM_PREDICT ? &standing->predictions : &standing->asks);
    if (!find(rows, &c))
        return;
    tally whole = count(rows, &c, lesson->name, NULL);
    if (whole.seen)
        standing->last = gr_csv_text(rows, whole.last, c.time);
    for (size_t i = 0; whole.seen && i < lesson->item_count; i++) {
        const gr_item *item = lesson->items[i];
        tally one = count(rows, &c, lesson->name, item->id);
        standing->predicted += item->kind == GR_ITEM_PREDICT && one.tried;
        standing->answered += item->kind != GR_ITEM_PREDICT && one.right;
    }
}

bool gr_item_is_open(const gr_lesson *lesson, const gr_item *item, const gr_csv *rows)
{
    columns c;

    if (!find(rows, &c))
        return true;
    tally one = count(rows, &c, lesson->name, item->id);
    return !is_closed(item, &one);
}
