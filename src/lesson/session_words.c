#include "gradus/session_words.h"

#include "gradus/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const gr_item_state *state_of(const gr_session *session, const gr_item *item)
{
    return &session->items[item->number];
}

const char *gr_session_standing(const gr_session *session)
{
    const gr_run *run = gr_session_run(session);

    if (run == NULL)
        return "";
    if (gr_session_gate(session) != NULL)
        return "waiting for your prediction";
    if (gr_run_state(run) == GR_RUN_DIVERGED)
        return "diverged";
    if (gr_session_at_end(session))
        return gr_run_state(run) == GR_RUN_GOING ? "end of page" : "finished";
    return "paused";
}

/* Of what a review has asked. */
static size_t right_alone(const gr_session *session)
{
    size_t count = 0;

    for (size_t i = 0; i < session->lesson->item_count; i++)
        count += session->items[i].recall.decided && session->items[i].recall.still_right;
    return count;
}

void gr_session_ending(const gr_session *session, char out[80])
{
    const gr_item *first = NULL;
    size_t open = gr_session_open_items(session, &first);
    const char *word = gr_session_progress(session);
    bool last = session->page + 1 == session->lesson->page_count;

    if (open > 0 && session->lesson->review)
        snprintf(out, 80, "%zu question%s open", open, open == 1 ? "" : "s");
    else if (open > 0)
        snprintf(out, 80, "%zu question%s open, %son page %zu", open, open == 1 ? "" : "s",
                 open == 1 ? "" : "the first ", first->page + 1);
    else if (session->lesson->review)
        snprintf(out, 80, "the review is done, %zu of %zu right alone", right_alone(session),
                 session->lesson->item_count);
    else
        snprintf(out, 80, "%s%s%s", last ? "the lesson is done" : "all questions are done",
                 strchr(word, ' ') != NULL ? ", " : "", strchr(word, ' ') != NULL ? word : "");
}

static void add_number(gr_text *out, double value)
{
    char text[GR_NUMBER_SIZE];
    bool whole = floor(value) == value && fabs(value) < 1e15;

    gr_number_shown(value, whole ? GR_DECIMALS_COUNT : GR_DECIMALS_AUTO, text);
    gr_text_add(out, text);
}

const char *gr_confidence_word(int confidence)
{
    static const char *const words[] = { "", "guess", "fairly", "certain" };

    return words[confidence >= 1 && confidence <= 3 ? confidence : 0];
}

void gr_item_words(const gr_session *session, const gr_item *item, const char *text, gr_text *out)
{
    gr_drawn_say(&state_of(session, item)->drawn, text, out);
}

void gr_item_answer_text(const gr_session *session, const gr_item *item, double value, gr_text *out)
{
    if (item->answer_kind == GR_ANSWER_CHOICE && value >= 1 && value <= (double)item->option_count)
        gr_item_words(session, item, item->options[(size_t)value - 1].text, out);
    else
        add_number(out, value);
}

/* The column that a question is about, where that is all it asks for; NULL: it is more. */
static const char *column_of(const gr_item *item)
{
    static const char *const folds[] = { "last.", "first." };
    const char *of = item->kind == GR_ITEM_PREDICT ? item->of.text : item->answer.text;

    for (size_t i = 0; of != NULL && i < GR_LEN(folds); i++) {
        size_t length = strlen(folds[i]);
        if (strncmp(of, folds[i], length) == 0 &&
            strspn(of + length, "abcdefghijklmnopqrstuvwxyz_") == strlen(of + length))
            return of + length;
    }
    return NULL;
}

void gr_item_label(const gr_session *session, const gr_item *item, gr_text *out)
{
    const char *column = column_of(item);
    size_t number;

    gr_session_blank_typed(session, item, &number);
    if (item->answer_kind == GR_ANSWER_FILL && gr_session_blanks(session, item) > 1)
        gr_text_addf(out, "blank %zu", number);
    else if (item->label != NULL)
        gr_item_words(session, item, item->label, out);
    else
        gr_text_add(out, column != NULL ? column : "answer");
}

/* Part `number`, from 0, of what is typed in blanks. */
static void add_part(const char *typed, size_t number, gr_text *out)
{
    for (; number > 0 && typed != NULL; number--) {
        typed = strchr(typed, ';');
        typed = typed != NULL ? typed + 1 : NULL;
    }
    if (typed != NULL)
        gr_text_addn(out, typed, strcspn(typed, ";"));
}

static void add_blank(const gr_session *session, const gr_item *item, size_t number, gr_text *out)
{
    const gr_item_state *state = state_of(session, item);
    size_t given = item->option_count - gr_session_blanks(session, item);

    if (number >= given)
        gr_text_add(out, "[");
    if (number < given || state->closed) {
        isnan(state->blanks[number]) ? gr_text_add(out, "?")
                                     : add_number(out, state->blanks[number]);
    } else {
        size_t before = out->length;
        add_part(state->typed, number - given, out);
        gr_text_add(out, out->length == before ? "__" : "");
    }
    if (number >= given)
        gr_text_add(out, "]");
}

void gr_item_line(const gr_session *session, const gr_item *item, gr_text *out)
{
    const char *at = item->line;
    gr_text words = { 0 };

    for (size_t i = 0; i < item->option_count; i++) {
        const char *blank = strstr(at, "{{");
        gr_text_addn(&words, at, (size_t)(blank - at));
        add_blank(session, item, i, &words);
        at = strstr(blank, "}}") + 2;
    }
    gr_text_add(&words, at);
    gr_item_words(session, item, gr_text_string(&words), out);
    out->failed = out->failed || words.failed;
    gr_text_clear(&words);
}

void gr_item_line_code(const gr_session *session, const gr_item *item, gr_text *out)
{
    gr_text lines = { 0 };

    gr_item_line(session, item, &lines);
    for (const char *at = gr_text_string(&lines); *at != '\0'; at += *at == '\n') {
        size_t length = strcspn(at, "\n");
        gr_text_addf(out, "    %.*s\n", (int)length, at);
        at += length;
    }
    out->failed = out->failed || lines.failed;
    gr_text_clear(&lines);
}

static void add_key_blanks(const gr_session *session, const gr_item *item, gr_text *out)
{
    size_t open = gr_session_blanks(session, item);

    for (size_t i = 0; i < open; i++) {
        gr_text_add(out, i > 0 ? "; " : "");
        add_number(out, state_of(session, item)->blanks[item->option_count - open + i]);
    }
}

void gr_item_said(const gr_session *session, const gr_item *item, gr_text *out)
{
    const gr_item_state *state = state_of(session, item);

    if (item->answer_kind == GR_ANSWER_TEXT)
        gr_text_addf(out, "'%s'", state->answered);
    else if (item->answer_kind == GR_ANSWER_FILL)
        gr_text_add(out, state->answered);
    else if (item->answer_kind == GR_ANSWER_CURVE)
        gr_item_curve_said(session, item, out);
    else
        gr_item_answer_text(session, item, state->value, out);
}

void gr_item_key(const gr_session *session, const gr_item *item, gr_text *out)
{
    if (item->answer_kind == GR_ANSWER_TEXT)
        gr_item_words(session, item, item->accept_count > 0 ? item->accept[0] : "", out);
    else if (item->answer_kind == GR_ANSWER_FILL)
        add_key_blanks(session, item, out);
    else
        gr_item_answer_text(session, item, state_of(session, item)->key, out);
}

/* What a run's last bits may be off by: nobody foresees those. */
#define ROUNDING 1e-12

static void prediction_outcome(const gr_session *session, const gr_item *item, gr_text *out)
{
    const gr_item_state *state = state_of(session, item);

    if (item->answer_kind == GR_ANSWER_CURVE) {
        gr_item_curve_outcome(session, item, out);
        return;
    }
    gr_text_add(out, "You said ");
    gr_item_answer_text(session, item, state->value, out);
    if (!gr_session_at_end(session) || isnan(state->key)) {
        gr_text_add(out, ".");
    } else if (fabs(state->value - state->key) <= ROUNDING * (1 + fabs(state->key))) {
        gr_text_add(out, ", and so it is.");
    } else {
        bool number = item->answer_kind == GR_ANSWER_NUMBER;
        gr_text_add(out, number ? "; it is " : "; it was ");
        gr_item_answer_text(session, item, state->key, out);
        if (number) {
            gr_text_add(out, ", off by ");
            add_number(out, fabs(state->value - state->key));
        }
        gr_text_add(out, ".");
    }
}

/* "; asked again in 3 days" */
static void again_in(long days, gr_text *out)
{
    gr_text_addf(out, "; asked again in %ld day%s", days, days == 1 ? "" : "s");
}

void gr_item_outcome(const gr_session *session, const gr_item *item, gr_text *out)
{
    const gr_item_state *state = state_of(session, item);
    bool alone = item->again != NULL ? state->recall.still_right
                                     : state->attempts == 1 && state->hints == 0;

    if (state->skipped) {
        gr_text_add(out, item->kind == GR_ITEM_PREDICT ? "Prediction skipped."
                                                       : "Skipped; it stays due.");
        return;
    }
    if (item->kind == GR_ITEM_PREDICT) {
        prediction_outcome(session, item, out);
        return;
    }
    if (state->kept) {
        gr_item_said(session, item, out);
        gr_text_add(out, ", kept to be marked by hand");
        return;
    }
    gr_item_key(session, item, out);
    gr_text_add(out, state->shown          ? ", shown"
                     : state->practice > 0 ? ", right, for practice"
                     : alone               ? ", right alone"
                                           : ", right with help");
    if (item->again != NULL)
        again_in(gr_recall_days(state->recall.gap), out);
}

void gr_item_rejection(const gr_session *session, const gr_item *item, gr_text *out)
{
    const gr_item_state *state = state_of(session, item);

    gr_text_add(out, "not ");
    gr_item_said(session, item, out);
    if (state->wrong_blank > 0 && state->places > 1)
        gr_text_addf(out, ", blank %zu is wrong", state->wrong_blank);
    else if (state->places > 1)
        gr_text_addf(out, ", %zu of %zu in place", state->in_place, state->places);
    gr_text_addf(out, ", attempt %d", state->attempts);
}
