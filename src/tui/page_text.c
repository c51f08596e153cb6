/* The text of a page: its prose, and each question as it stands now. */
#include "app_private.h"

#include "gradus/session_words.h"

#include <stdio.h>
#include <string.h>

typedef struct composer {
    gr_prose_lines *lines;
    const gr_session *session;
    const gr_item *open;  /* the question that is to be answered now */
    const gr_item *sight; /* the question to be kept in sight: that, or the last one closed */
    bool focused;         /* the text has the focus */
    bool waiting;         /* it was said how many questions wait */
    const char *again;    /* the key that practises */
    gr_page_marks *marks; /* out */
    gr_error *err;
} composer;

static bool empty(composer *c)
{
    return gr_prose_add_empty(c->lines, c->err);
}

/* All that is said here is of questions, or repeats what they say: an option that was chosen. */
static bool say(composer *c, const char *text, int indent, gr_role role)
{
    return gr_prose_add_marked(c->lines, text, indent, role, c->err);
}

static bool piece(composer *c, int x, const char *text, gr_role role)
{
    return gr_prose_add_piece(c->lines, x, text, role, c->err);
}

/* A text of a question, with the student's own numbers. */
static bool say_of(composer *c, const gr_item *item, const char *text, int indent, gr_role role)
{
    gr_text words = { 0 };

    gr_item_words(c->session, item, text, &words);
    bool good = gr_text_ok(&words, c->err) && say(c, gr_text_string(&words), indent, role);
    gr_text_clear(&words);
    return good;
}

/* --- fields --- */

enum { FIELD_WIDTH = 16, LEAST_FIELD = 6 };

/* Where there is no room for both, the field is worth more than its name. */
static int field_room(const composer *c, gr_text *label)
{
    int room = c->lines->width - (int)gr_text_width(gr_text_string(label)) - 7;

    if (room >= LEAST_FIELD)
        return room;
    gr_text_clear(label);
    return c->lines->width - 7;
}

static bool field_line(composer *c, const gr_item *item)
{
    gr_text box = { 0 }, label = { 0 };
    size_t number;
    const char *typed = gr_session_blank_typed(c->session, item, &number);

    gr_item_label(c->session, item, &label);
    int room = field_room(c, &label), x = (int)gr_text_width(gr_text_string(&label)) + 3;
    gr_field_box(&box, typed, room > FIELD_WIDTH ? FIELD_WIDTH : room < 3 ? 3 : room);
    c->marks->field = (long)c->lines->count;
    bool good = gr_text_ok(&label, c->err) && gr_text_ok(&box, c->err) && empty(c) &&
                piece(c, 0, ">", c->focused ? GR_ROLE_FOCUS : GR_ROLE_MARK) &&
                piece(c, 1, gr_text_string(&label), GR_ROLE_TEXT) &&
                piece(c, x, gr_text_string(&box), GR_ROLE_EDIT);
    gr_text_clear(&label);
    gr_text_clear(&box);
    return good;
}

enum { PEN_WIDTH = 28 };

/* "pen     step 30   f 3.2", below it "points  4 of at most 12"; in a narrow pane both in short. */
static bool pen_lines(composer *c)
{
    bool narrow = c->lines->width < PEN_WIDTH;
    int x = narrow ? 1 : 9;
    gr_text pen = { 0 }, points = { 0 };

    gr_pen_words(c->session, narrow ? " " : "   ", &pen);
    gr_text_addf(&points, narrow ? "%zu of %d points" : "%zu of at most %d",
                 c->session->drawing.now.sketch.count, GR_SKETCH_POINTS);
    c->marks->field = (long)c->lines->count;
    bool good = gr_text_ok(&pen, c->err) && gr_text_ok(&points, c->err) && empty(c) &&
                piece(c, 0, ">", c->focused ? GR_ROLE_FOCUS : GR_ROLE_MARK) &&
                (narrow || piece(c, 1, "pen", GR_ROLE_TEXT)) &&
                piece(c, x, gr_text_string(&pen), GR_ROLE_TEXT) && empty(c) &&
                (narrow || piece(c, 1, "points", GR_ROLE_TEXT)) &&
                piece(c, x, gr_text_string(&points), GR_ROLE_TEXT);
    gr_text_clear(&pen);
    gr_text_clear(&points);
    return good;
}

/* `* 2  text` is chosen, `> 1  text` is where the choice begins. */
static bool option_line(composer *c, const gr_item *item, const gr_item_state *state, size_t i,
                        bool open)
{
    const char number[] = { (char)('1' + i), '\0' };
    bool choice = item->answer_kind == GR_ANSWER_CHOICE;
    bool answered = choice && state->closed && !state->skipped && (double)(i + 1) == state->value;
    bool chosen = (choice && open && state->typed[0] == number[0]) || answered;
    bool begins = choice && open && i == 0 && state->typed[0] == '\0';
    size_t line = c->lines->count;
    gr_role mark = c->focused ? GR_ROLE_FOCUS : GR_ROLE_MARK;

    if (open && (chosen || begins))
        c->marks->field = (long)line;
    return say_of(c, item, item->options[i].text, 5, GR_ROLE_TEXT) &&
           gr_prose_mark(c->lines, line, 2, number, GR_ROLE_KEY, c->err) &&
           (!(chosen || begins) ||
            gr_prose_mark(c->lines, line, 0, chosen ? "*" : ">", mark, c->err));
}

static bool options(composer *c, const gr_item *item, const gr_item_state *state, bool open)
{
    for (size_t i = 0; i < item->option_count; i++)
        if (!option_line(c, item, state, i, open))
            return false;
    return true;
}

/* --- what came of it --- */

/* What came of a question, or what is wrong with its answer, in one line. */
typedef void words(const gr_session *session, const gr_item *item, gr_text *out);

static bool tell(composer *c, words *make, const gr_item *item, gr_text *out)
{
    make(c->session, item, out);
    return gr_text_ok(out, c->err);
}

static bool prediction_outcome(composer *c, const gr_item *item, const gr_item_state *state)
{
    gr_text text = { 0 };
    bool good = tell(c, gr_item_outcome, item, &text) &&
                say(c, gr_text_string(&text), 0, state->skipped ? GR_ROLE_DIM : GR_ROLE_HEADING);

    gr_text_clear(&text);
    return good;
}

static bool verdict_line(composer *c, const char *mark, gr_role role, const char *text)
{
    size_t line = c->lines->count + 1;

    return empty(c) && say(c, text, 3, GR_ROLE_TEXT) &&
           gr_prose_mark(c->lines, line, 0, mark, role, c->err);
}

static bool wrong_lines(composer *c, const gr_item *item, const gr_item_state *state)
{
    gr_text text = { 0 };
    bool good = tell(c, gr_item_rejection, item, &text) &&
                verdict_line(c, "x", GR_ROLE_WRONG, gr_text_string(&text)) &&
                (state->message == NULL || say_of(c, item, state->message, 3, GR_ROLE_TEXT));

    gr_text_clear(&text);
    return good;
}

static bool again_line(composer *c)
{
    size_t line = c->lines->count;

    return say(c, "again with new numbers", 3, GR_ROLE_DIM) &&
           gr_prose_mark(c->lines, line, 0, c->again, GR_ROLE_KEY, c->err);
}

static bool right_lines(composer *c, const gr_item *item, const gr_item_state *state)
{
    gr_text text = { 0 };
    bool good = tell(c, gr_item_outcome, item, &text) &&
                verdict_line(c, state->shown ? "!" : "=",
                             state->shown ? GR_ROLE_WARN : GR_ROLE_GOOD, gr_text_string(&text)) &&
                (item->explain == NULL || say_of(c, item, item->explain, 3, GR_ROLE_TEXT)) &&
                (gr_session_practisable(c->session) != item || again_line(c));

    gr_text_clear(&text);
    return good;
}

static bool hint_lines(composer *c, const gr_item *item, const gr_item_state *state)
{
    char head[40];

    for (size_t i = 0; i < state->hints; i++) {
        snprintf(head, sizeof head, "hint %zu of %zu", i + 1, item->hint_count);
        if (!say(c, head, 0, GR_ROLE_DIM) || !say_of(c, item, item->hints[i], 3, GR_ROLE_TEXT))
            return false;
    }
    return true;
}

/* --- how sure --- */

static bool sure_lines(composer *c)
{
    size_t first = c->lines->count + 1;

    if (!empty(c))
        return false;
    c->marks->field = (long)first;
    for (int i = 1; i <= 3; i++) {
        char number[] = { (char)('0' + i), '\0' };
        size_t line = c->lines->count;
        if (!say(c, gr_confidence_word(i), 11, GR_ROLE_TEXT) ||
            !gr_prose_mark(c->lines, line, 9, number, GR_ROLE_KEY, c->err))
            return false;
    }
    return gr_prose_mark(c->lines, first, 2, "sure?", GR_ROLE_TEXT, c->err);
}

/* While it is asked how sure the answer was, the answer stands there and not what came of it. */
static bool unsure_lines(composer *c, const gr_item *item)
{
    gr_text text = { 0 };

    gr_text_add(&text, item->answer_kind == GR_ANSWER_CURVE ? "You drew " : "You said ");
    gr_item_said(c->session, item, &text);
    gr_text_add(&text, ".");
    bool good = gr_text_ok(&text, c->err) && empty(c) &&
                say(c, gr_text_string(&text), 0, GR_ROLE_TEXT) && sure_lines(c);
    gr_text_clear(&text);
    return good;
}

/* --- one question --- */

/* The worked line with its blanks; it may be several. */
static bool blank_lines(composer *c, const gr_item *item)
{
    gr_text text = { 0 }, line = { 0 };

    gr_item_line(c->session, item, &text);
    bool good = gr_text_ok(&text, c->err) && empty(c);
    for (const char *at = gr_text_string(&text); good && *at != '\0'; at += *at == '\n') {
        size_t length = strcspn(at, "\n");
        gr_text_truncate(&line, 0);
        gr_text_addn(&line, at, length);
        good = gr_text_ok(&line, c->err) && gr_prose_add_text(c->lines, gr_text_string(&line), 2,
                                                              GR_ROLE_CODE, c->err);
        at += length;
    }
    gr_text_clear(&line);
    gr_text_clear(&text);
    return good;
}

/* One thing at a time: where the first of the later questions would stand it is said how many. */
static bool waiting_line(composer *c)
{
    const gr_page *page = gr_session_page(c->session);
    size_t count = 0;
    char text[48];

    if (c->waiting)
        return true;
    c->waiting = true;
    for (size_t i = 0; i < page->item_count; i++)
        count += page->items[i] != c->open && !gr_session_state(c->session, page->items[i])->closed;
    if (count == 1)
        snprintf(text, sizeof text, "(one more question follows)");
    else
        snprintf(text, sizeof text, "(%zu more questions follow)", count);
    return (c->lines->count == 0 || empty(c)) && say(c, text, 0, GR_ROLE_DIM);
}

static bool question_lines(composer *c, const gr_item *item)
{
    const gr_item_state *state = gr_session_state(c->session, item);
    bool open = item == c->open, choice = item->answer_kind == GR_ANSWER_CHOICE;
    bool order = item->answer_kind == GR_ANSWER_ORDER;

    if (!open && !state->closed)
        return waiting_line(c);
    if (c->lines->count > 0 && !empty(c))
        return false;
    if (item == c->sight)
        c->marks->question = c->marks->field = (long)c->lines->count;
    if (!say_of(c, item, item->question, 0, GR_ROLE_TEXT))
        return false;
    if ((choice || order) && (!empty(c) || !options(c, item, state, open)))
        return false;
    if (item->answer_kind == GR_ANSWER_FILL && !blank_lines(c, item))
        return false;
    if (item == c->session->unsure)
        return unsure_lines(c, item);
    if (state->closed)
        return item->kind == GR_ITEM_PREDICT || state->skipped ? prediction_outcome(c, item, state)
                                             : right_lines(c, item, state);
    if (item == c->session->curve)
        return empty(c) && pen_lines(c);
    if (!choice && (!empty(c) || !field_line(c, item)))
        return false;
    return (state->attempts == 0 || wrong_lines(c, item, state)) && hint_lines(c, item, state);
}

static bool question(composer *c, const gr_item *item)
{
    if (!question_lines(c, item))
        return false;
    if (item == c->sight)
        c->marks->last = (long)c->lines->count - 1;
    return true;
}

static bool heading(composer *c, const gr_page *page)
{
    bool marked = c->focused && c->open == NULL;

    if (!empty(c) || (marked && !piece(c, 0, ">", GR_ROLE_FOCUS)))
        return false;
    return piece(c, marked ? 1 : 0, page->title, GR_ROLE_HEADING);
}

static bool blocks(composer *c, const gr_page *page)
{
    for (size_t i = 0; i < page->block_count; i++) {
        const gr_block *block = &page->blocks[i];
        bool good = block->kind == GR_BLOCK_SLOT ? question(c, page->items[block->slot])
                                                 : gr_prose_add_block(c->lines, block, c->err);
        if (!good)
            return false;
    }
    return true;
}

bool gr_page_lines(const gr_session *session, bool focused, const char *again,
                   gr_prose_lines *lines, gr_page_marks *marks, gr_error *err)
{
    const gr_page *page = gr_session_page(session);
    const gr_item *open = gr_session_item(session);
    composer c = { .lines = lines,
                   .session = session,
                   .open = open,
                   .sight = session->unsure != NULL ? session->unsure
                            : open != NULL          ? open
                                                    : session->closed,
                   .focused = focused,
                   .again = again,
                   .marks = marks,
                   .err = err };

    *marks = (gr_page_marks){ -1, -1, -1 };
    return heading(&c, page) && blocks(&c, page);
}

bool gr_page_measure(const gr_session *session, int width, size_t *lines, bool *cut, gr_error *err)
{
    gr_prose_lines made = { .width = width };
    gr_page_marks marks;
    bool good = gr_page_lines(session, true, "v", &made, &marks, err);

    *lines = made.count;
    *cut = made.cut;
    gr_prose_lines_clear(&made);
    return good;
}
