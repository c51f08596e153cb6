/* What can be done while a question is open. */
#include "app_private.h"

#include "gradus/session_words.h"

#include <stdio.h>
#include <string.h>

static gr_item_state *open_state(const gr_app *app)
{
    return gr_session_state(app->session, gr_session_item(app->session));
}

/* Enter behind a blank that is not the last goes on to the next. */
static bool next_blank(gr_app *app, const gr_item *item)
{
    gr_item_state *state = gr_session_state(app->session, item);
    size_t number, length = strlen(state->typed);

    if (item->answer_kind != GR_ANSWER_FILL ||
        gr_session_blank_typed(app->session, item, &number)[0] == '\0' ||
        number >= gr_session_blanks(app->session, item) || length + 1 >= sizeof state->typed)
        return false;
    memcpy(state->typed + length, ";", 2);
    return true;
}

/* Where the next question takes the place of the last one, in a small pane all of it. */
static void tell_outcome(gr_app *app, const gr_item *item)
{
    bool shown = gr_session_state(app->session, item)->shown;
    gr_text text = { 0 };

    gr_item_outcome(app->session, item, &text);
    gr_app_say(app, shown ? GR_MESSAGE_NOTE : GR_MESSAGE_DONE, "%s", gr_text_string(&text));
    gr_text_clear(&text);
}

void gr_app_tell_closed(gr_app *app, const gr_item *item)
{
    const gr_session *s = app->session;
    const gr_item_state *state = gr_session_state(s, item);
    char ending[80];

    if (s->unsure != NULL || !state->closed || state->practice > 0)
        return;
    if (gr_session_item(s) != NULL) {
        if (item->kind == GR_ITEM_ASK)
            tell_outcome(app, item);
        return;
    }
    if (!gr_session_ends(s))
        return;
    bool last = s->lesson->review || s->page + 1 == s->lesson->page_count;
    gr_session_ending(s, ending);
    gr_app_say(app, gr_session_open_items(s, NULL) == 0 ? GR_MESSAGE_DONE : GR_MESSAGE_NOTE,
               "%s; %s %s", ending,
               gr_app_key_of(app, last ? GR_ACTION_LEAVE_PAGE : GR_ACTION_NEXT_PAGE),
               last ? gr_app_way_back(app) : "next page");
}

/* Find out what the open question is marked by; where that takes a while, `then` waits for it. */
static bool weigh(gr_app *app, gr_action_id then, gr_error *err)
{
    if (!gr_session_weigh(app->session, err))
        return false;
    app->waiting = app->session->moving;
    app->then = then;
    return true;
}

bool gr_do_CHECK(gr_app *app, gr_error *err)
{
    const gr_item *item = gr_session_item(app->session);
    bool predicted = item->kind == GR_ITEM_PREDICT;

    if (item->answer_kind == GR_ANSWER_TEXT && app->field != GR_FIELD_ANSWER) {
        gr_app_open_field(app, GR_FIELD_ANSWER, ""); /* that takes all keys */
        return true;
    }
    if (next_blank(app, item))
        return true;
    if (!gr_session_may_answer(app->session, err) || !weigh(app, GR_ACTION_CHECK, err))
        return false;
    if (app->waiting)
        return true;
    app->session->confidence = app->confidence;
    if (!gr_session_answer(app->session, err))
        return false;
    app->scrolled = false;
    if (predicted)
        app->playing = gr_session_gate(app->session) == NULL;
    gr_app_tell_closed(app, item);
    return true;
}

bool gr_do_RUB(gr_app *app, gr_error *err)
{
    (void)err;
    gr_app_rub(open_state(app)->typed);
    return true;
}

bool gr_do_CLEAR(gr_app *app, gr_error *err)
{
    (void)err;
    open_state(app)->typed[0] = '\0';
    return true;
}

/* Move the choice; in a number field arrows scroll the text. */
static bool move_option(gr_app *app, int direction)
{
    const gr_item *item = gr_session_item(app->session);
    gr_item_state *state = open_state(app);
    int count = (int)item->option_count;

    if (item->answer_kind != GR_ANSWER_CHOICE) {
        app->scrolled = true;
        app->scroll = direction > 0 ? app->scroll + 1 : app->scroll - (app->scroll > 0);
        return true;
    }
    int now = state->typed[0] != '\0' ? state->typed[0] - '0' : direction > 0 ? 0 : count + 1;
    now = now + direction < 1 ? count : now + direction > count ? 1 : now + direction;
    snprintf(state->typed, sizeof state->typed, "%d", now);
    return true;
}

bool gr_do_OPTION_UP(gr_app *app, gr_error *err)
{
    (void)err;
    return move_option(app, -1);
}

bool gr_do_OPTION_DOWN(gr_app *app, gr_error *err)
{
    (void)err;
    return move_option(app, 1);
}

bool gr_do_HINT(gr_app *app, gr_error *err)
{
    return gr_session_hint(app->session, err);
}

bool gr_do_SHOW(gr_app *app, gr_error *err)
{
    const gr_item *item = gr_session_item(app->session);

    if (item->kind == GR_ITEM_ASK && !weigh(app, GR_ACTION_SHOW, err))
        return false;
    if (app->waiting)
        return true;
    if (!gr_session_show(app->session, err))
        return false;
    gr_app_tell_closed(app, item);
    return true;
}

bool gr_do_SKIP(gr_app *app, gr_error *err)
{
    const gr_item *item = gr_session_item(app->session);

    if (!gr_session_skip(app->session, err))
        return false;
    gr_app_tell_closed(app, item);
    return true;
}

bool gr_do_PRACTISE(gr_app *app, gr_error *err)
{
    if (!gr_session_practise(app->session, err))
        return false;
    app->on_live = app->scrolled = false;
    return true;
}
