/* The questions of a session: answering, hints, skipping, practising, and what was reached. */
#include "session_private.h"

#include "answer_private.h"

#include "gradus/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The file that a question stands in, for messages. */
const char *gr_session_file_of(const gr_session *session, const gr_item *item)
{
    return item->again != NULL ? item->again->lesson->file : session->lesson->file;
}

/* A question that nobody has looked at. */
static void begin_item(const gr_session *session, const gr_item *item, long practice)
{
    gr_item_state *state = &session->items[item->number];
    const gr_again *again = item->again;
    long variants = state->variants;
    size_t opened = state->opened + (practice > 0);

    *state = (gr_item_state){ .value = (double)NAN,
                              .key = (double)NAN,
                              .practice = practice,
                              .opened = practice > 0 ? opened : state->opened,
                              .variants = practice > variants ? practice : variants,
                              .recall = again != NULL ? again->recall : state->recall };
    for (size_t i = 0; i < GR_BLANKS_MAX; i++)
        state->blanks[i] = (double)NAN;
    gr_item_draw(item, session->student,
                 again != NULL ? again->lesson->name : session->lesson->name,
                 again != NULL ? -again->variant : practice, &state->drawn);
}

void gr_session_name(gr_session *session, const char *student)
{
    snprintf(session->student, sizeof session->student, "%s", student);
    for (size_t i = 0; i < session->lesson->item_count; i++) {
        session->items[i].variants = 0;
        session->items[i].opened = 0;
        session->items[i].recall = (gr_recall){ .times = 0 };
        begin_item(session, session->lesson->items[i], 0);
    }
}

const gr_item *gr_session_item(const gr_session *session)
{
    const gr_page *page = gr_session_page(session);

    for (size_t i = 0; i < page->item_count; i++) {
        const gr_item *item = page->items[i];
        bool due = item->kind == GR_ITEM_ASK || gr_session_step(session) >= item->at;
        if (due && !session->items[item->number].closed)
            return item;
    }
    return NULL;
}

gr_item_state *gr_session_state(const gr_session *session, const gr_item *item)
{
    return &session->items[item->number];
}

/* The open question; a lesson that was never checked may ask without an experiment. */
static bool need_item(const gr_session *session, const gr_item **item, gr_error *err)
{
    *item = gr_session_item(session);
    if (*item == NULL)
        return gr_fail(err, GR_ERROR_USAGE, "no question is open on this page");
    return session->lab != NULL || !gr_item_needs_lab(*item) ||
           gr_fail(err, GR_ERROR_USAGE, "there is no experiment that this question is about");
}

/* --- blanks --- */

/* A line whose values cannot be told shows none: `gradus check` says why. */
static bool fill_in(gr_session *session, const gr_item *item, gr_error *err)
{
    const gr_lab *lab = session->lesson->pages[item->page].lab;
    gr_item_state *state = gr_session_state(session, item);
    gr_error found = { 0 };
    gr_marking marking;

    if (item->answer_kind != GR_ANSWER_FILL || lab == NULL)
        return true;
    if (gr_item_mark(item, lab, gr_session_file_of(session, item), &state->drawn, NULL, &marking,
                     &found))
        memcpy(state->blanks, marking.blanks, sizeof state->blanks);
    return found.kind != GR_ERROR_MEMORY || gr_fail(err, found.kind, "%s", found.message);
}

bool gr_session_fill_in(gr_session *session, size_t page, gr_error *err)
{
    for (size_t i = 0; i < session->lesson->pages[page].item_count; i++)
        if (!fill_in(session, session->lesson->pages[page].items[i], err))
            return false;
    return true;
}

size_t gr_session_blanks(const gr_session *session, const gr_item *item)
{
    const gr_item_state *state = gr_session_state(session, item);
    size_t open = item->again != NULL    ? item->again->recall.gap + 2
                  : state->practice > 0 ? state->opened + 1
                                        : 1;

    return open < item->option_count ? open : item->option_count;
}

const char *gr_session_blank_typed(const gr_session *session, const gr_item *item, size_t *number)
{
    const char *at = gr_session_state(session, item)->typed;

    *number = 1;
    for (const char *next; (next = strchr(at, ';')) != NULL; at = next + 1)
        ++*number;
    return at;
}

/* --- answers --- */

static bool is_option(const gr_item *item, double value)
{
    return value >= 1 && value <= (double)item->option_count && floor(value) == value;
}

static size_t blanks_typed(const char *typed)
{
    size_t count = 1;

    for (; *typed != '\0'; typed++)
        count += *typed == ';';
    return count;
}

/* `open`: so many blanks are to be filled in. */
static bool read_typed(const gr_item *item, const gr_item_state *state, size_t open, double *value,
                       gr_error *err)
{
    if (state->typed[0] == '\0' && item->answer_kind == GR_ANSWER_CURVE)
        return gr_fail(err, GR_ERROR_USAGE, "draw first: a curve has %d to %d points",
                       GR_SKETCH_LEAST, GR_SKETCH_POINTS);
    if (state->typed[0] == '\0')
        return item->answer_kind == GR_ANSWER_CHOICE
                   ? gr_fail(err, GR_ERROR_USAGE, "choose first: 1 to %zu", item->option_count)
                   : gr_fail(err, GR_ERROR_USAGE, "type an answer first");
    if (!gr_item_read_typed(item, state->typed, value, err))
        return false;
    if (item->answer_kind == GR_ANSWER_FILL)
        return blanks_typed(state->typed) == open ||
               gr_fail(err, GR_ERROR_USAGE, "%zu blank%s open; write %s", open,
                       open == 1 ? " is" : "s are",
                       open == 1 ? "one number" : "their numbers with ; between them");
    return item->answer_kind != GR_ANSWER_CHOICE || is_option(item, *value) ||
           gr_fail(err, GR_ERROR_USAGE, "there are answers 1 to %zu", item->option_count);
}

/* As it was typed; of a curve its points in order. */
static void keep_answered(const gr_item *item, gr_item_state *state)
{
    gr_sketch sketch;

    if (item->answer_kind == GR_ANSWER_CURVE && gr_sketch_read(state->typed, &sketch, NULL))
        gr_sketch_text(&sketch, state->answered);
    else
        memcpy(state->answered, state->typed, sizeof state->answered);
}

bool gr_session_predicted(gr_session *session, const gr_item *item, gr_error *err)
{
    const gr_lab *lab = session->lesson->pages[item->page].lab;
    gr_item_state *state = gr_session_state(session, item);
    bool curve = item->answer_kind == GR_ANSWER_CURVE;
    const double *truth = curve ? NULL : gr_session_weights(session, item, err);
    gr_prediction made;
    gr_error why = { 0 };

    if (truth == NULL && !curve)
        return false;
    if (!gr_item_foretold(item, lab, gr_session_file_of(session, item), &state->drawn, truth,
                          state->typed, &made, &why, err))
        return false;
    if (!made.readable)
        return gr_fail(err, why.kind, "%s", why.message);
    keep_answered(item, state);
    state->value = made.value;
    state->key = made.truth;
    state->attempts = 1;
    state->closed = true;
    session->closed = item;
    if (item == session->curve) {
        const gr_sketch_bounds bounds = session->drawing.bounds;
        gr_session_begin_curve(session, item, &bounds);
    }
    return true;
}

/* The blanks before the wrong one stay as they are. */
static void cut_at_blank(char *typed, size_t wrong)
{
    for (; wrong > 1 && *typed != '\0'; typed++)
        wrong -= *typed == ';';
    *typed = '\0';
}

bool gr_session_asked(gr_session *session, const gr_item *item, gr_error *err)
{
    gr_item_state *state = gr_session_state(session, item);
    const double *values = gr_session_weights(session, item, err);
    gr_marking marking;

    if (values == NULL || !gr_item_judge(item, values, state->typed, &marking, err))
        return false;
    state->attempts++;
    state->value = marking.value;
    state->key = marking.key;
    state->message = marking.message;
    memcpy(state->blanks, marking.blanks, sizeof state->blanks);
    state->wrong_blank = marking.wrong_blank;
    state->in_place = marking.in_place;
    state->places = marking.places;
    memcpy(state->answered, state->typed, sizeof state->answered);
    state->right = marking.verdict == GR_VERDICT_RIGHT;
    state->kept = marking.verdict == GR_VERDICT_KEPT;
    state->closed = state->right || state->kept;
    if (state->closed)
        session->closed = item;
    else
        cut_at_blank(state->typed, marking.wrong_blank);
    return true;
}

bool gr_session_may_answer(const gr_session *session, gr_error *err)
{
    const gr_item *item;
    double value;

    return need_item(session, &item, err) &&
           read_typed(item, gr_session_state(session, item), gr_session_blanks(session, item),
                      &value, err);
}

bool gr_session_answer(gr_session *session, gr_error *err)
{
    if (!gr_session_may_answer(session, err))
        return false;
    const gr_item *item = gr_session_item(session);
    gr_item_state *state = gr_session_state(session, item);
    if (item->kind == GR_ITEM_PREDICT ? !gr_session_predicted(session, item, err)
                                      : !gr_session_asked(session, item, err))
        return false;
    gr_session_tell_item(session,
                         item->kind == GR_ITEM_PREDICT ? GR_ENTRY_PREDICT : GR_ENTRY_ANSWER, item,
                         state->answered);
    state->confidence = 0;
    session->unsure = session->confidence && state->practice == 0 ? item : NULL;
    return true;
}

void gr_session_sure(gr_session *session, int confidence)
{
    const gr_item *item = session->unsure;

    session->unsure = NULL;
    if (item == NULL || confidence == 0)
        return;
    gr_session_state(session, item)->confidence = confidence;
    gr_session_tell_item(session, GR_ENTRY_CONFIDENCE, item, NULL);
}

bool gr_session_skip(gr_session *session, gr_error *err)
{
    const gr_item *item;

    if (!need_item(session, &item, err))
        return false;
    if (item->kind != GR_ITEM_PREDICT && item->again == NULL)
        return gr_fail(err, GR_ERROR_USAGE, "a question is not skipped; a shows its answer");
    if (item->needed)
        return gr_fail(err, GR_ERROR_USAGE, "this prediction cannot be skipped; a guess will do");
    gr_session_state(session, item)->closed = true;
    gr_session_state(session, item)->skipped = true;
    session->closed = item;
    gr_session_tell_item(session, GR_ENTRY_SKIP, item, NULL);
    return true;
}

bool gr_session_hint(gr_session *session, gr_error *err)
{
    const gr_item *item;

    if (!need_item(session, &item, err))
        return false;
    gr_item_state *state = gr_session_state(session, item);
    if (state->hints == item->hint_count)
        return gr_fail(err, GR_ERROR_USAGE,
                       item->hint_count > 0 ? "no more hints; a shows the answer"
                                            : "this question has no hints");
    state->hints++;
    char number[GR_NUMBER_SIZE];
    gr_number_exact((double)state->hints, number);
    gr_session_tell_item(session, GR_ENTRY_HINT, item, number);
    return true;
}

bool gr_session_shown(gr_session *session, const gr_item *item, gr_error *err)
{
    gr_item_state *state = gr_session_state(session, item);
    const double *values = gr_session_weights(session, item, err);
    gr_marking marking;

    if (values == NULL || !gr_item_judge(item, values, NULL, &marking, err))
        return false;
    state->key = marking.key;
    memcpy(state->blanks, marking.blanks, sizeof state->blanks);
    state->closed = state->shown = true;
    session->closed = item;
    state->message = NULL;
    return true;
}

bool gr_session_show(gr_session *session, gr_error *err)
{
    const gr_item *item;

    if (!need_item(session, &item, err))
        return false;
    if (item->kind == GR_ITEM_PREDICT)
        return gr_fail(err, GR_ERROR_USAGE, "a prediction has no answer yet; guess, or s to skip");
    if (gr_item_is_kept(item))
        return gr_fail(err, GR_ERROR_USAGE, "this answer is marked by hand; there is none to show");
    if (!gr_session_shown(session, item, err))
        return false;
    gr_session_tell_item(session, GR_ENTRY_SOLUTION, item, NULL);
    return true;
}

bool gr_session_may_turn(const gr_session *session, size_t page, gr_error *err)
{
    for (size_t i = 0; i < session->lesson->item_count; i++) {
        const gr_item *item = session->lesson->items[i];
        if (page > session->page && item->page < page && item->required &&
            !gr_session_counted(session, item)->closed)
            return gr_fail(err, GR_ERROR_USAGE,
                           "page %zu has a question that is to be answered first", item->page + 1);
    }
    return true;
}

/* --- practice --- */

static bool can_practise(const gr_session *session, const gr_item *item)
{
    const gr_item_state *state = &session->items[item->number];

    return item->kind == GR_ITEM_ASK && item->again == NULL &&
           (state->closed || state->practice > 0) &&
           (item->draw_count > 0 || item->answer_kind == GR_ANSWER_FILL);
}

const gr_item *gr_session_practisable(const gr_session *session)
{
    const gr_page *page = gr_session_page(session);
    const gr_item *last = NULL;

    if (session->closed != NULL && can_practise(session, session->closed))
        return session->closed;
    for (size_t i = 0; i < page->item_count; i++)
        if (can_practise(session, page->items[i]))
            last = page->items[i];
    return last;
}

enum { TRIES = 100 }; /* for numbers that differ from those before, where there are any */

bool gr_session_practise(gr_session *session, gr_error *err)
{
    const gr_item *item = gr_session_practisable(session);

    if (item == NULL)
        return gr_fail(err, GR_ERROR_USAGE,
                       "no question of this page can be practised with other numbers");
    gr_item_state *state = gr_session_state(session, item), before = *state;
    if (state->practice == 0)
        session->counted[item->number] = before;
    long next = state->variants + 1;
    do {
        state->opened = before.opened;
        begin_item(session, item, next);
    } while (item->draw_count > 0 &&
             memcmp(state->drawn.values, before.drawn.values, sizeof state->drawn.values) == 0 &&
             ++next <= before.variants + TRIES);
    if (!fill_in(session, item, err)) {
        *state = before;
        return false;
    }
    session->closed = NULL;
    gr_session_tell_item(session, GR_ENTRY_PRACTICE, item, NULL);
    return true;
}

/* --- progress --- */

const gr_item_state *gr_session_counted(const gr_session *session, const gr_item *item)
{
    const gr_item_state *state = &session->items[item->number];

    return state->practice > 0 ? &session->counted[item->number] : state;
}

size_t gr_session_open_items(const gr_session *session, const gr_item **first)
{
    size_t count = 0;

    for (size_t i = 0; i < session->lesson->item_count; i++) {
        const gr_item *item = session->lesson->items[i];
        if (gr_session_counted(session, item)->closed)
            continue;
        if (count++ == 0 && first != NULL)
            *first = item;
    }
    return count;
}

bool gr_session_ends(const gr_session *session)
{
    const gr_page *page = gr_session_page(session);

    if (gr_session_open_items(session, NULL) == 0)
        return true;
    for (size_t i = 0; i < page->item_count; i++)
        if (!gr_session_counted(session, page->items[i])->closed)
            return false;
    return session->page + 1 == session->lesson->page_count;
}

const char *gr_session_progress(const gr_session *session)
{
    bool all = true, helped = false, tried = false, still = true;
    size_t asks = 0;

    for (size_t i = 0; i < session->lesson->item_count; i++) {
        const gr_item *item = session->lesson->items[i];
        const gr_item_state *state = gr_session_counted(session, item);
        tried = tried || state->attempts > 0;
        if (item->kind != GR_ITEM_ASK)
            continue;
        bool again = state->recall.still_right, kept = gr_item_is_kept(item);
        asks += !kept;
        all = all && (state->right || state->kept || again);
        helped = helped || (!again && (state->hints > 0 || state->attempts > 1));
        still = still && (kept || again);
    }
    if (all && asks > 0)
        return still ? "still right" : helped ? "right with help" : "right alone";
    return tried ? "tried" : "seen";
}
