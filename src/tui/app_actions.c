/* What each action does: one small function each, and one table. */
#include "app_private.h"

#include <stdio.h>
#include <string.h>

enum { KNOBS_MAX = 64 };

typedef bool handler(gr_app *app, gr_error *err);

/* --- catalogue --- */

static bool do_up(gr_app *app, gr_error *err)
{
    (void)err;
    app->catalogue.chosen -= app->catalogue.chosen > 0;
    return true;
}

static bool do_down(gr_app *app, gr_error *err)
{
    (void)err;
    app->catalogue.chosen += app->catalogue.chosen + 1 < app->catalogue.count;
    return true;
}

static bool do_top(gr_app *app, gr_error *err)
{
    (void)err;
    app->catalogue.chosen = 0;
    return true;
}

static bool do_bottom(gr_app *app, gr_error *err)
{
    (void)err;
    app->catalogue.chosen = app->catalogue.count > 0 ? app->catalogue.count - 1 : 0;
    return true;
}

static bool do_open(gr_app *app, gr_error *err)
{
    if (app->catalogue.count == 0)
        return gr_fail(err, GR_ERROR_USAGE, "there is no lesson to open");
    return gr_app_open_lesson(app, app->catalogue.entries[app->catalogue.chosen].path, err);
}

/* --- leaving --- */

static bool do_quit(gr_app *app, gr_error *err)
{
    (void)err;
    app->quit = true;
    return true;
}

static bool do_leave_page(gr_app *app, gr_error *err)
{
    if (app->catalogue.paths.count == 0 && app->catalogue.count == 0)
        return do_quit(app, err);
    gr_app_leave_lesson(app);
    return true;
}

/* --- questions --- */

static gr_item_state *open_state(const gr_app *app)
{
    return gr_session_state(app->session, gr_session_item(app->session));
}

static bool do_check(gr_app *app, gr_error *err)
{
    const gr_item *item = gr_session_item(app->session);
    bool predicted = item->kind == GR_ITEM_PREDICT;

    if (!gr_session_answer(app->session, err))
        return false;
    app->scrolled = false;
    if (predicted)
        app->playing = gr_session_gate(app->session) == NULL;
    return true;
}

static void drop_last_character(char *text)
{
    size_t length = strlen(text);

    while (length > 0 && (text[length - 1] & 0xC0) == 0x80)
        length--;
    text[length > 0 ? length - 1 : 0] = '\0';
}

static bool do_rub(gr_app *app, gr_error *err)
{
    (void)err;
    drop_last_character(open_state(app)->typed);
    return true;
}

/* Move the choice; in a number field arrows scroll the text. */
static bool move_option(gr_app *app, int direction)
{
    const gr_item *item = gr_session_item(app->session);
    gr_item_state *state = open_state(app);
    int count = (int)item->option_count;

    if (item->answer_kind == GR_ANSWER_NUMBER) {
        app->scrolled = true;
        app->scroll = direction > 0 ? app->scroll + 1 : app->scroll - (app->scroll > 0);
        return true;
    }
    int now = state->typed[0] != '\0' ? state->typed[0] - '0' : direction > 0 ? 0 : count + 1;
    now = now + direction < 1 ? count : now + direction > count ? 1 : now + direction;
    snprintf(state->typed, sizeof state->typed, "%d", now);
    return true;
}

static bool do_option_up(gr_app *app, gr_error *err)
{
    (void)err;
    return move_option(app, -1);
}

static bool do_option_down(gr_app *app, gr_error *err)
{
    (void)err;
    return move_option(app, 1);
}

static bool do_hint(gr_app *app, gr_error *err)
{
    return gr_session_hint(app->session, err);
}

static bool do_show(gr_app *app, gr_error *err)
{
    return gr_session_show(app->session, err);
}

static bool do_skip(gr_app *app, gr_error *err)
{
    return gr_session_skip(app->session, err);
}

/* --- moving the run --- */

static long counted(const gr_app *app)
{
    return app->count > 0 ? app->count : 1;
}

static size_t phase_now(const gr_app *app)
{
    const gr_run *run = gr_session_run(app->session);

    return run != NULL ? gr_run_phase(run) : 0;
}

static size_t phases_of(const gr_app *app)
{
    const gr_run *run = gr_session_run(app->session);

    return run != NULL ? gr_experiment_phases(gr_run_experiment(run)) : 0;
}

static bool do_step(gr_app *app, gr_error *err)
{
    long now = gr_session_step(app->session);
    size_t phase = phase_now(app), phases = phases_of(app);

    app->playing = false;
    if (app->session->study.count > 0 && gr_session_at_end(app->session)) {
        gr_app_say(app, GR_MESSAGE_NOTE, "this is the last step; , goes back, n to the next page");
        return true;
    }
    if (app->fine && app->count == 0 && phase + 1 < phases)
        return gr_session_aim(app->session, now, phase + 1, err);
    return gr_session_aim(app->session, now + counted(app), 0, err);
}

static bool do_back(gr_app *app, gr_error *err)
{
    long now = gr_session_step(app->session);
    size_t phase = phase_now(app), phases = phases_of(app);

    app->playing = false;
    if (app->fine && app->count == 0 && phase > 0)
        return gr_session_aim(app->session, now, phase - 1, err);
    if (now == 0 && phase == 0 && app->session->study.count > 0) {
        gr_app_say(app, GR_MESSAGE_NOTE, "this is the start; . steps forward");
        return true;
    }
    if (app->fine && app->count == 0 && phases > 1)
        return gr_session_aim(app->session, now - 1, phases - 1, err);
    return gr_session_aim(app->session, phase > 0 ? now : now - counted(app), 0, err);
}

static bool do_play(gr_app *app, gr_error *err)
{
    if (app->playing || gr_app_busy(app)) {
        app->playing = false;
        return true;
    }
    if (!gr_session_aim(app->session, gr_session_step(app->session) + 1, 0, err))
        return false;
    app->playing = true;
    return true;
}

static bool do_first(gr_app *app, gr_error *err)
{
    app->playing = false;
    return gr_session_aim(app->session, app->count, 0, err);
}

static bool do_last(gr_app *app, gr_error *err)
{
    long furthest = app->session->study.count > 0 ? gr_study_furthest(&app->session->study) : 0;

    app->playing = false;
    return gr_session_aim(app->session, furthest, 0, err);
}

static bool do_fine(gr_app *app, gr_error *err)
{
    if (phases_of(app) < 2)
        return gr_fail(err, GR_ERROR_USAGE, "the steps of this experiment have no parts");
    app->fine = !app->fine;
    return true;
}

static bool do_reset(gr_app *app, gr_error *err)
{
    app->playing = false;
    return gr_session_reset(app->session, err);
}

static bool do_stop(gr_app *app, gr_error *err)
{
    app->playing = false;
    if (!gr_app_busy(app))
        return gr_fail(err, GR_ERROR_USAGE, "nothing to stop; Q quits");
    if (!gr_session_cancel(app->session, err))
        return false;
    gr_app_say(app, GR_MESSAGE_DONE, "stopped after step %ld; what was finished is kept",
               gr_session_step(app->session));
    return true;
}

/* --- knobs --- */

bool gr_app_knob_is_free(const gr_app *app, size_t index)
{
    const gr_values *values = gr_run_values(gr_session_run(app->session));

    return gr_session_is_free(app->session, &values->items[index]);
}

size_t gr_app_knobs(const gr_app *app, size_t *indices, size_t room)
{
    const gr_run *run = app->session != NULL ? gr_session_run(app->session) : NULL;
    size_t count = 0;

    for (int pass = 0; run != NULL && pass < 2; pass++) {
        const gr_values *values = gr_run_values(run);
        for (size_t i = 0; i < values->count && count < room; i++) {
            if (gr_app_knob_is_free(app, i) == (pass == 0))
                indices[count++] = i;
        }
    }
    return count;
}

static bool move_knob(gr_app *app, int direction, gr_error *err)
{
    size_t knobs[KNOBS_MAX], count = gr_app_knobs(app, knobs, KNOBS_MAX);

    if (count == 0)
        return gr_fail(err, GR_ERROR_USAGE, "this page has no knobs");
    app->knob = (app->knob + (direction > 0 ? 1 : count - 1)) % count;
    return true;
}

static bool do_knob_left(gr_app *app, gr_error *err)
{
    return move_knob(app, -1, err);
}

static bool do_knob_right(gr_app *app, gr_error *err)
{
    return move_knob(app, 1, err);
}

/* The chosen knob's index in the run's values, and its name. */
static bool chosen_knob(const gr_app *app, size_t *index, gr_text *name, gr_error *err)
{
    size_t knobs[KNOBS_MAX], count = gr_app_knobs(app, knobs, KNOBS_MAX);

    if (count == 0)
        return gr_fail(err, GR_ERROR_USAGE, "this page has no knobs");
    *index = knobs[app->knob < count ? app->knob : 0];
    gr_values_name(gr_run_values(gr_session_run(app->session)), *index, name);
    return gr_text_ok(name, err);
}

static bool set_knob(gr_app *app, const char *value, gr_error *err)
{
    gr_text name = { 0 };
    size_t index;
    bool set = chosen_knob(app, &index, &name, err) &&
               gr_session_set(app->session, gr_text_string(&name), value, err);

    app->playing = false;
    gr_text_clear(&name);
    return set;
}

static bool change_knob(gr_app *app, int direction, gr_error *err)
{
    gr_text name = { 0 }, value = { 0 };
    size_t index;
    bool done = chosen_knob(app, &index, &name, err) &&
                gr_values_neighbour(gr_run_values(gr_session_run(app->session)), index, direction,
                                    &value, err) &&
                set_knob(app, gr_text_string(&value), err);

    gr_text_clear(&name);
    gr_text_clear(&value);
    return done;
}

static bool do_knob_more(gr_app *app, gr_error *err)
{
    return change_knob(app, 1, err);
}

static bool do_knob_less(gr_app *app, gr_error *err)
{
    return change_knob(app, -1, err);
}

static bool do_knob_type(gr_app *app, gr_error *err)
{
    gr_text name = { 0 };
    size_t index;
    bool chosen = chosen_knob(app, &index, &name, err);

    gr_text_clear(&name);
    if (!chosen)
        return false;
    const gr_value *value = &gr_run_values(gr_session_run(app->session))->items[index];
    snprintf(app->typed, sizeof app->typed, "%s", value->text);
    app->field = GR_FIELD_KNOB;
    app->untouched = true;
    return true;
}

/* --- fields --- */

static bool do_accept(gr_app *app, gr_error *err)
{
    bool done = app->field == GR_FIELD_KNOB ? set_knob(app, app->typed, err)
                                            : gr_app_export(app, app->typed, err);

    if (done)
        app->field = GR_FIELD_NONE;
    return done;
}

static bool do_rub_field(gr_app *app, gr_error *err)
{
    (void)err;
    app->untouched = false;
    drop_last_character(app->typed);
    return true;
}

static bool do_cancel(gr_app *app, gr_error *err)
{
    (void)err;
    app->field = GR_FIELD_NONE;
    return true;
}

static bool do_export(gr_app *app, gr_error *err)
{
    if (app->session->study.count == 0)
        return gr_fail(err, GR_ERROR_USAGE, "this page has no experiment to export");
    snprintf(app->typed, sizeof app->typed, "%s.csv",
             gr_run_experiment(gr_session_run(app->session))->name);
    app->field = GR_FIELD_EXPORT;
    app->untouched = true;
    return true;
}

/* --- pages and panes --- */

static bool turn(gr_app *app, size_t page, gr_error *err)
{
    app->playing = false;
    if (!gr_session_open(app->session, page, err))
        return false;
    app->scroll = app->knob = 0;
    app->scrolled = app->on_live = app->fine = false;
    return true;
}

static bool do_next_page(gr_app *app, gr_error *err)
{
    if (app->session->page + 1 == app->session->lesson->page_count) {
        gr_app_say(app, GR_MESSAGE_NOTE, "this is the last page; q goes back to the catalogue");
        return true;
    }
    return turn(app, app->session->page + 1, err);
}

static bool do_previous_page(gr_app *app, gr_error *err)
{
    if (app->session->page == 0) {
        gr_app_say(app, GR_MESSAGE_NOTE, "this is the first page; q goes back to the catalogue");
        return true;
    }
    return turn(app, app->session->page - 1, err);
}

static bool do_pane(gr_app *app, gr_error *err)
{
    (void)err;
    app->on_live = !app->on_live && app->session->study.count > 0;
    return true;
}

static bool do_scroll_down(gr_app *app, gr_error *err)
{
    (void)err;
    app->scrolled = true;
    app->scroll += (size_t)counted(app);
    return true;
}

static bool do_scroll_up(gr_app *app, gr_error *err)
{
    size_t by = (size_t)counted(app);

    (void)err;
    app->scrolled = true;
    app->scroll -= app->scroll < by ? app->scroll : by;
    return true;
}

/* --- help and the screen --- */

static bool do_help(gr_app *app, gr_error *err)
{
    (void)err;
    app->help = true;
    app->help_scroll = 0;
    return true;
}

static bool do_close_help(gr_app *app, gr_error *err)
{
    (void)err;
    app->help = false;
    return true;
}

static bool do_help_down(gr_app *app, gr_error *err)
{
    (void)err;
    app->help_scroll++;
    return true;
}

static bool do_help_up(gr_app *app, gr_error *err)
{
    (void)err;
    app->help_scroll -= app->help_scroll > 0;
    return true;
}

static bool do_redraw(gr_app *app, gr_error *err)
{
    (void)err;
    app->redraw = true;
    return true;
}

static handler *const handlers[GR_ACTIONS] = {
    [GR_ACTION_UP] = do_up,
    [GR_ACTION_DOWN] = do_down,
    [GR_ACTION_TOP] = do_top,
    [GR_ACTION_BOTTOM] = do_bottom,
    [GR_ACTION_OPEN] = do_open,
    [GR_ACTION_LEAVE_CATALOGUE] = do_quit,
    [GR_ACTION_CHECK] = do_check,
    [GR_ACTION_RUB] = do_rub,
    [GR_ACTION_OPTION_UP] = do_option_up,
    [GR_ACTION_OPTION_DOWN] = do_option_down,
    [GR_ACTION_HINT] = do_hint,
    [GR_ACTION_SHOW] = do_show,
    [GR_ACTION_SKIP] = do_skip,
    [GR_ACTION_STEP] = do_step,
    [GR_ACTION_BACK] = do_back,
    [GR_ACTION_PLAY] = do_play,
    [GR_ACTION_FIRST] = do_first,
    [GR_ACTION_LAST] = do_last,
    [GR_ACTION_FINE] = do_fine,
    [GR_ACTION_KNOB_LEFT] = do_knob_left,
    [GR_ACTION_KNOB_RIGHT] = do_knob_right,
    [GR_ACTION_KNOB_MORE] = do_knob_more,
    [GR_ACTION_KNOB_LESS] = do_knob_less,
    [GR_ACTION_KNOB_TYPE] = do_knob_type,
    [GR_ACTION_RESET] = do_reset,
    [GR_ACTION_EXPORT] = do_export,
    [GR_ACTION_SCROLL_DOWN] = do_scroll_down,
    [GR_ACTION_SCROLL_UP] = do_scroll_up,
    [GR_ACTION_NEXT_PAGE] = do_next_page,
    [GR_ACTION_PREVIOUS_PAGE] = do_previous_page,
    [GR_ACTION_PANE] = do_pane,
    [GR_ACTION_LEAVE_PAGE] = do_leave_page,
    [GR_ACTION_ACCEPT] = do_accept,
    [GR_ACTION_RUB_FIELD] = do_rub_field,
    [GR_ACTION_CANCEL] = do_cancel,
    [GR_ACTION_HELP_UP] = do_help_up,
    [GR_ACTION_HELP_DOWN] = do_help_down,
    [GR_ACTION_CLOSE_HELP] = do_close_help,
    [GR_ACTION_STOP] = do_stop,
    [GR_ACTION_REDRAW] = do_redraw,
    [GR_ACTION_HELP] = do_help,
    [GR_ACTION_QUIT] = do_quit,
};

/* While a long step is made the text can be read and the work stopped; the rest waits. */
static bool goes_with_work(gr_action_id id)
{
    static const gr_action_id allowed[] = {
        GR_ACTION_STOP,        GR_ACTION_PANE,   GR_ACTION_SCROLL_DOWN, GR_ACTION_SCROLL_UP,
        GR_ACTION_HELP,        GR_ACTION_REDRAW, GR_ACTION_QUIT,        GR_ACTION_HELP_UP,
        GR_ACTION_HELP_DOWN,   GR_ACTION_PLAY,   GR_ACTION_CLOSE_HELP,  GR_ACTION_LEAVE_PAGE,
    };

    for (size_t i = 0; i < GR_LEN(allowed); i++)
        if (allowed[i] == id)
            return true;
    return false;
}

void gr_app_do(gr_app *app, gr_action_id id)
{
    gr_error err;

    if (gr_app_busy(app) && !goes_with_work(id)) {
        gr_app_say(app, GR_MESSAGE_NOTE, "still working; Ctrl-C stops");
        return;
    }
    bool was_busy = gr_app_busy(app);
    if (!handlers[id](app, &err))
        gr_app_complain(app, &err);
    if (!was_busy && gr_app_busy(app))
        app->work_from = gr_session_step(app->session);
}
