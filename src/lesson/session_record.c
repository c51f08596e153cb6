/* What a session tells the record, and how it is taken up again from there. */
#include "session_private.h"

#include "answer_private.h"

#include "gradus/capsule.h"
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

void gr_session_put(gr_session *session, gr_entry *entry)
{
    gr_text capsule = { 0 };

    if (session->record == NULL ||
        (session->lesson->review && entry->event != GR_ENTRY_REVIEW))
        return;
    if (has_capsule(entry->event))
        add_capsule(session, &capsule);
    if (has_capsule(entry->event) || entry->event == GR_ENTRY_OPEN)
        session->rested = gr_session_step(session);
    if (entry->lesson == NULL)
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

    gr_session_put(session, &entry);
}

static void tell_number(gr_session *session, gr_entry_kind event, uint64_t value,
                        const char *before)
{
    char text[GR_NUMBER_SIZE];

    snprintf(text, sizeof text, "%s%llu", before, (unsigned long long)value);
    gr_session_tell(session, event, text);
}

void gr_session_told_page(gr_session *session)
{
    if (session->lesson->review)
        gr_session_told_asked(session);
    else
        tell_number(session, GR_ENTRY_OPEN, session->page + 1, "");
}

void gr_session_told_run(gr_session *session)
{
    tell_number(session, GR_ENTRY_RUN, (uint64_t)gr_session_step(session), "");
}

void gr_session_told_seed(gr_session *session)
{
    tell_number(session, GR_ENTRY_RUN, gr_run_seed(gr_session_run(session)), "seed=");
}

void gr_session_rest(gr_session *session)
{
    if (session->record == NULL || session->moving || gr_session_step(session) == session->rested)
        return;
    tell_number(session, GR_ENTRY_STEP, (uint64_t)gr_session_step(session), "");
    session->rested = gr_session_step(session);
}

void gr_session_tell_item(gr_session *session, gr_entry_kind event, const gr_item *item,
                          const char *value)
{
    const gr_item_state *state = gr_session_state(session, item);
    gr_text params = { 0 };

    if (item->again != NULL) {
        gr_session_told_review(session, event, item, value);
        return;
    }
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
    gr_session_put(session, &entry);
    gr_text_clear(&params);
}

/* --- taking up again --- */

enum { LESSON, ITEM, EVENT, VALUE, CORRECT, CONFIDENCE, FIELDS };

typedef struct history {
    const gr_csv *rows;
    size_t count; /* so many of them */
    size_t columns[FIELDS];
    size_t page, from; /* where the student was, and the row since which its experiment goes on */
} history;

static bool find_columns(history *h, gr_error *err)
{
    static const char *const names[] = { "lesson", "item",    "event",
                                         "value",  "correct", "confidence" };

    for (size_t i = 0; i < FIELDS; i++)
        if (!gr_csv_find(h->rows, names[i], &h->columns[i], err))
            return false;
    return true;
}

static const char *text_of(const history *h, size_t row, int field)
{
    return gr_record_value(gr_csv_text(h->rows, row, h->columns[field]));
}

static const gr_item *item_of(const gr_session *session, const char *id)
{
    for (size_t i = 0; i < session->lesson->item_count; i++)
        if (strcmp(session->lesson->items[i]->id, id) == 0)
            return session->lesson->items[i];
    return NULL;
}

/* A page goes on with the runs of the one before it that has the same experiment. */
static void take_page(gr_session *session, history *h, size_t row)
{
    const gr_page *pages = session->lesson->pages;
    long number = strtol(text_of(h, row, VALUE), NULL, 10);

    if (number < 1 || (size_t)number > session->lesson->page_count)
        return;
    size_t page = (size_t)number - 1;
    if (pages[page].lab != pages[h->page].lab)
        h->from = row;
    if (page != h->page)
        session->closed = NULL;
    h->page = page;
}

/* What the lesson of today cannot take leaves the question as it was. */
static bool take_prediction(gr_session *session, const gr_item *item, gr_error *err)
{
    gr_error found = { 0 };

    if (item->kind != GR_ITEM_PREDICT || gr_session_predicted(session, item, &found))
        return true;
    gr_session_state(session, item)->typed[0] = '\0';
    return found.kind != GR_ERROR_MEMORY || gr_fail(err, found.kind, "%s", found.message);
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
        return take_prediction(session, item, err);
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
        if (item->kind == GR_ITEM_PREDICT) {
            state->closed = state->skipped = true;
            session->closed = item;
        }
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

static bool is_ours(const gr_session *session, const history *h, size_t row)
{
    return strcmp(text_of(h, row, LESSON), session->lesson->name) == 0;
}

static bool take_row(gr_session *session, history *h, size_t row, gr_error *err)
{
    gr_entry_kind event = gr_entry_named(text_of(h, row, EVENT));
    const gr_item *item = item_of(session, text_of(h, row, ITEM));

    if (!is_ours(session, h, row))
        return true;
    if (event == GR_ENTRY_OPEN)
        take_page(session, h, row);
    if (event == GR_ENTRY_REVIEW && item != NULL)
        gr_recall_take(&gr_session_state(session, item)->recall, text_of(h, row, VALUE),
                       gr_csv_number(h->rows, row, h->columns[CORRECT]), "");
    if (event == GR_ENTRY_CONFIDENCE && item != NULL)
        take_confidence(session, item, text_of(h, row, CONFIDENCE));
    return item == NULL || take_item(session, item, event, text_of(h, row, VALUE), err);
}

/* --- the run once more, by what was done to it --- */

enum { STEPS_MOST = 10000000 }; /* whoever wrote more than that did not get there by hand */

static bool go(gr_session *session, long step, gr_error *err)
{
    return gr_session_aim(session, step, 0, err) && gr_session_settle(session, err);
}

static bool again_knob(gr_session *session, const char *assignment, gr_error *err)
{
    gr_text knob = { 0 };
    const char *equals = strchr(assignment, '=');

    if (equals == NULL)
        return true;
    gr_text_addn(&knob, assignment, (size_t)(equals - assignment));
    bool set =
        gr_text_ok(&knob, err) && gr_session_set(session, gr_text_string(&knob), equals + 1, err);
    gr_text_clear(&knob);
    return set;
}

static bool again_seed(gr_session *session, const char *seed, gr_error *err)
{
    const gr_run *run = gr_session_run(session);

    return run == NULL ||
           gr_session_reseed(session, strtoull(seed, NULL, 10) - gr_run_seed(run), err);
}

/* One event, at the step where it happened. */
static bool again(gr_session *session, gr_entry_kind event, const char *value, long *step,
                  gr_error *err)
{
    bool done = true;

    if (event == GR_ENTRY_RUN && strcmp(value, "reset") == 0)
        done = gr_session_reset(session, err);
    else if (event == GR_ENTRY_RUN && strncmp(value, "seed=", 5) == 0)
        done = again_seed(session, value + 5, err);
    else if (event == GR_ENTRY_KNOB)
        done = go(session, *step, err) && again_knob(session, value, err);
    else if (event == GR_ENTRY_FORK)
        done = go(session, *step, err) && gr_session_fork(session, err);
    else if (event == GR_ENTRY_ACTION)
        done = go(session, *step, err) && gr_session_act(session, value, err);
    else {
        long read = strtol(value, NULL, 10);
        *step = value[0] != '\0' && read >= 0 && read <= STEPS_MOST ? read : *step;
        return true;
    }
    *step = gr_session_step(session);
    return done;
}

static bool is_of_run(gr_entry_kind event)
{
    return event == GR_ENTRY_RUN || event == GR_ENTRY_STEP || event == GR_ENTRY_KNOB ||
           event == GR_ENTRY_FORK || event == GR_ENTRY_ACTION;
}

/* Compared runs and forks too. What the lesson of today does not allow is passed over. */
static bool take_run(gr_session *session, const history *h, gr_error *err)
{
    long step = 0;
    gr_error found = { 0 };

    for (size_t i = h->from; i < h->count && session->study.count > 0; i++) {
        gr_entry_kind event = gr_entry_named(text_of(h, i, EVENT));
        if (!is_ours(session, h, i) || !is_of_run(event))
            continue;
        if (!again(session, event, text_of(h, i, VALUE), &step, &found) &&
            found.kind == GR_ERROR_MEMORY)
            return gr_fail(err, found.kind, "%s", found.message);
    }
    if (session->study.count == 0 || go(session, step, &found))
        return true;
    return found.kind != GR_ERROR_MEMORY || gr_fail(err, found.kind, "%s", found.message);
}

bool gr_session_resume(gr_session *session, const gr_csv *rows, gr_error *err)
{
    return gr_session_resume_until(session, rows, rows->rows, err);
}

bool gr_session_resume_until(gr_session *session, const gr_csv *rows, size_t count, gr_error *err)
{
    history h = { .rows = rows, .count = count };
    gr_record *record = session->record;
    bool done = find_columns(&h, err);

    session->record = NULL;
    for (size_t i = 0; done && i < count; i++)
        done = take_row(session, &h, i, err);
    const gr_item *closed = session->closed;
    done = done && gr_session_open(session, h.page, err) && take_run(session, &h, err);
    session->closed = closed != NULL && closed->page == session->page ? closed : NULL;
    session->record = record;
    return done;
}

bool gr_session_take(gr_session *session, gr_run *run, gr_error *err)
{
    gr_study study = { .forked_at = -1, .arrange = session->study.arrange };

    if (session->lab == NULL || gr_run_experiment(run) != session->lab->experiment)
        return gr_fail(err, GR_ERROR_USAGE, "this page has another experiment");
    if (!gr_study_add(&study, run, err))
        return false;
    gr_study_clear(&session->study);
    session->study = study;
    return true;
}

bool gr_session_follow(gr_session *session, gr_record *record, gr_error *err)
{
    gr_csv rows;

    if (record == NULL)
        return true;
    if (!gr_record_rows(record, &rows, err))
        return false;
    gr_session_name(session, gr_record_student(record));
    bool done = session->lesson->review || gr_session_resume(session, &rows, err);
    gr_csv_clear(&rows);
    session->record = record;
    gr_session_told_page(session);
    return done;
}
