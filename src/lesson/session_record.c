/* What a session tells the record, and how it is taken up again from there. */
#include "session_private.h"

#include "answer_private.h"

#include "gradus/capsule.h"
#include "gradus/memory.h"
#include "gradus/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- telling --- */

static bool has_capsule(gr_entry_kind event)
{
    return event == GR_ENTRY_RUN || event == GR_ENTRY_KNOB || event == GR_ENTRY_ACTION ||
           event == GR_ENTRY_FORK || event == GR_ENTRY_EXPORT || event == GR_ENTRY_CLOSE;
}

/* The run in hand in one line; nothing where it cannot be said. */
static void add_capsule(const gr_session *session, gr_text *out)
{
    const gr_run *run = gr_session_run(session);
    gr_plan plan;

    if (run == NULL || !gr_plan_from_run(&plan, run, NULL))
        return;
    if (!gr_capsule_put(out, &plan, NULL, true, NULL))
        gr_text_clear(out);
    gr_plan_clear(&plan);
}

static void tell(gr_session *session, gr_entry *entry)
{
    gr_text capsule = { 0 };

    if (session->record == NULL)
        return;
    if (has_capsule(entry->event))
        add_capsule(session, &capsule);
    entry->lesson = session->lesson->name;
    entry->capsule = gr_text_string(&capsule);
    gr_record_add(session->record, entry);
    gr_text_clear(&capsule);
}

void gr_session_tell(gr_session *session, gr_entry_kind event, const char *value)
{
    gr_entry entry = { .event = event,
                       .value = value,
                       .correct = GR_VERDICT_NONE,
                       .score = gr_missing(),
                       .max = gr_missing() };

    tell(session, &entry);
}

void gr_session_told_page(gr_session *session)
{
    char number[GR_NUMBER_SIZE];

    gr_number_exact((double)(session->page + 1), number);
    gr_session_tell(session, GR_ENTRY_OPEN, number);
}

void gr_session_tell_item(gr_session *session, gr_entry_kind event, const gr_item *item,
                          const char *value)
{
    const gr_item_state *state = gr_session_state(session, item);
    gr_text params = { 0 };

    if (state->practice > 0 && event == GR_ENTRY_ANSWER)
        event = GR_ENTRY_PRACTICE;
    if (state->practice > 0 && event != GR_ENTRY_PRACTICE)
        return; /* its hints are for nothing that counts */
    gr_drawn_put(&state->drawn, &params);
    gr_entry entry = { .event = event,
                       .item = item->id,
                       .value = value,
                       .params = gr_text_string(&params),
                       .expected_shown = state->shown,
                       .correct = GR_VERDICT_NONE,
                       .score = gr_missing(),
                       .max = gr_missing() };

    if (event == GR_ENTRY_CONFIDENCE) {
        entry.confidence = state->confidence;
        entry.attempt = state->attempts;
    }
    if (event == GR_ENTRY_ANSWER) {
        entry.correct = state->kept ? GR_VERDICT_NONE : state->right;
        entry.score = state->kept ? gr_missing() : state->right ? item->points : 0;
        entry.max = item->points;
        entry.attempt = state->attempts;
    }
    if (event == GR_ENTRY_PRACTICE && value != NULL) {
        entry.correct = state->right;
        entry.attempt = state->attempts;
    }
    tell(session, &entry);
    gr_text_clear(&params);
}

/* --- taking up again --- */

enum { LESSON, ITEM, EVENT, VALUE, CONFIDENCE, CAPSULE, FIELDS };

typedef struct history {
    const gr_csv *rows;
    size_t columns[FIELDS];
    size_t page;         /* where the student was */
    const char *capsule; /* of the run there; NULL: as the page begins it */
} history;

static bool find_columns(history *h, gr_error *err)
{
    static const char *const names[] = { "lesson", "item",       "event",
                                         "value",  "confidence", "capsule" };

    for (size_t i = 0; i < FIELDS; i++)
        if (!gr_csv_find(h->rows, names[i], &h->columns[i], err))
            return false;
    return true;
}

static const char *text_of(const history *h, size_t row, int field)
{
    const char *text = gr_csv_text(h->rows, row, h->columns[field]);

    return text[0] == '\'' && text[1] != '\0' && strchr("=+-@", text[1]) != NULL ? text + 1 : text;
}

static const gr_item *item_of(const gr_session *session, const char *id)
{
    for (size_t i = 0; i < session->lesson->item_count; i++)
        if (strcmp(session->lesson->items[i]->id, id) == 0)
            return session->lesson->items[i];
    return NULL;
}

static void take_page(const gr_session *session, history *h, const char *value)
{
    long page = strtol(value, NULL, 10);

    if (page < 1 || (size_t)page > session->lesson->page_count)
        return;
    if ((size_t)page - 1 != h->page)
        h->capsule = NULL;
    h->page = (size_t)page - 1;
}

/* A typed answer once more, as the lesson is now. */
static bool take_answer(gr_session *session, const gr_item *item, gr_entry_kind event,
                        const char *value, gr_error *err)
{
    gr_item_state *state = gr_session_state(session, item);
    double number;

    if (state->closed || !gr_item_read_typed(item, value, &number, NULL))
        return true;
    snprintf(state->typed, sizeof state->typed, "%s", value);
    if (event == GR_ENTRY_PREDICT)
        return item->kind != GR_ITEM_PREDICT || gr_session_predicted(session, item, number, err);
    return item->kind != GR_ITEM_ASK || gr_session_asked(session, item, err);
}

static bool take_item(gr_session *session, const gr_item *item, gr_entry_kind event,
                      const char *value, gr_error *err)
{
    gr_item_state *state = gr_session_state(session, item);

    switch (event) {
    case GR_ENTRY_PREDICT:
    case GR_ENTRY_ANSWER:
        return take_answer(session, item, event, value, err);
    case GR_ENTRY_HINT:
        state->hints += state->hints < item->hint_count;
        return true;
    case GR_ENTRY_SKIP:
        state->closed = state->skipped = item->kind == GR_ITEM_PREDICT;
        return true;
    case GR_ENTRY_PRACTICE: /* what stands is what counts; the next variant is another */
        state->variants += value[0] == '\0';
        state->opened += value[0] == '\0';
        return true;
    case GR_ENTRY_SOLUTION:
        return item->kind != GR_ITEM_ASK || gr_session_shown(session, item, err);
    default:
        return true;
    }
}

static void take_confidence(gr_session *session, const gr_item *item, const char *text)
{
    if (text[0] >= '1' && text[0] <= '3' && text[1] == '\0')
        gr_session_state(session, item)->confidence = text[0] - '0';
}

static bool take_row(gr_session *session, history *h, size_t row, gr_error *err)
{
    gr_entry_kind event = gr_entry_named(text_of(h, row, EVENT));
    const gr_item *item = item_of(session, text_of(h, row, ITEM));

    if (strcmp(text_of(h, row, LESSON), session->lesson->name) != 0)
        return true;
    if (event == GR_ENTRY_OPEN)
        take_page(session, h, text_of(h, row, VALUE));
    else if (event < GR_ENTRY_KINDS && has_capsule(event))
        h->capsule = text_of(h, row, CAPSULE);
    if (event == GR_ENTRY_CONFIDENCE && item != NULL)
        take_confidence(session, item, text_of(h, row, CONFIDENCE));
    return item == NULL || take_item(session, item, event, text_of(h, row, VALUE), err);
}

/* The run of a capsule in the place of the page's, if that is one run of the same experiment. What
 * cannot be made again is left out: the page then begins as it always does. */
static void take_run(gr_session *session, const char *capsule)
{
    gr_run_keep keep = { .trace = true, .history_bytes = GR_HISTORY_BYTES };
    gr_study study = { .forked_at = -1, .arrange = session->study.arrange };
    gr_capsule read;

    if (session->lab == NULL || gr_lab_runs(session->lab) != 1 ||
        !gr_capsule_read("record", capsule, strlen(capsule), &read, NULL))
        return;
    gr_run *run = read.plan.experiment == session->lab->experiment
                      ? gr_plan_start(&read.plan, 1, keep, NULL)
                      : NULL;
    bool there =
        run != NULL && gr_run_seek(run, read.plan.steps > 0 ? read.plan.steps : 0, 0, NULL);
    gr_plan_clear(&read.plan);
    if (!there || !gr_study_add(&study, run, NULL)) {
        gr_run_free(run);
        return;
    }
    gr_study_clear(&session->study);
    session->study = study;
}

bool gr_session_resume(gr_session *session, const gr_csv *rows, gr_error *err)
{
    history h = { .rows = rows };
    gr_record *record = session->record;
    bool done = find_columns(&h, err);

    session->record = NULL;
    for (size_t i = 0; done && i < rows->rows; i++)
        done = take_row(session, &h, i, err);
    done = done && gr_session_open(session, h.page, err);
    if (done && h.capsule != NULL && h.capsule[0] != '\0')
        take_run(session, h.capsule);
    session->closed = NULL;
    session->record = record;
    return done;
}

bool gr_session_follow(gr_session *session, gr_record *record, gr_error *err)
{
    gr_csv rows;

    if (record == NULL)
        return true;
    if (!gr_record_rows(record, &rows, err))
        return false;
    gr_session_name(session, gr_record_student(record));
    bool done = gr_session_resume(session, &rows, err);
    gr_csv_clear(&rows);
    session->record = record;
    gr_session_told_page(session);
    return done;
}
