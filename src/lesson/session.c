#include "session_private.h"

#include "gradus/memory.h"
#include "gradus/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* --- life --- */

static bool make_study(const gr_lab *lab, gr_study *study, gr_error *err)
{
    gr_run_keep keep = { .trace = true, .history_bytes = GR_HISTORY_BYTES };

    study->arrange = lab->arrange;
    study->over = lab->over;
    for (size_t i = 0; i < gr_lab_runs(lab); i++) {
        gr_run *run = gr_lab_start(lab, i, keep, err);
        if (run == NULL)
            return false;
        bool first = i % lab->seeds == 0; /* the study has room: the lesson's reader saw to it */
        first ? gr_study_add(study, run, NULL) : gr_study_add_seed(study, run, NULL);
    }
    gr_run *ghost;
    if (!gr_lab_ghost(lab, &ghost, err))
        return false;
    if (ghost != NULL) /* beside one run: there is room */
        gr_study_add_ghost(study, ghost, NULL);
    return true;
}

static bool begin_lab(gr_session *session, const gr_lab *lab, gr_error *err)
{
    gr_study study = { .forked_at = -1 };

    if (!make_study(lab, &study, err)) {
        gr_study_clear(&study);
        return false;
    }
    gr_study_clear(&session->study);
    session->study = study;
    session->lab = lab;
    return gr_session_aim(session, 0, 0, err) && gr_session_settle(session, err);
}

gr_session *gr_session_new(gr_lesson *lesson, gr_error *err)
{
    gr_session *session = gr_alloc(1, sizeof *session, err);

    if (session == NULL) {
        gr_lesson_free(lesson);
        return NULL;
    }
    session->lesson = lesson;
    session->items = gr_alloc(lesson->item_count, sizeof *session->items, err);
    session->counted = gr_alloc(lesson->item_count, sizeof *session->counted, err);
    bool good = session->items != NULL && session->counted != NULL;
    if (good)
        gr_session_name(session, "");
    if (!good || !gr_session_open(session, 0, err)) {
        gr_session_free(session);
        return NULL;
    }
    return session;
}

void gr_session_free(gr_session *session)
{
    if (session == NULL)
        return;
    gr_study_clear(&session->study);
    gr_weighing_clear(&session->weighing);
    gr_free(session->items);
    gr_free(session->counted);
    gr_lesson_free(session->lesson);
    gr_free(session);
}

/* What was done last on a run that somebody drove would not be in a hand-in otherwise. */
static void leave_run(gr_session *session, const gr_lab *next)
{
    if (session->lab != NULL && session->lab != next && session->lab->driven &&
        gr_session_step(session) > 0)
        gr_session_told_run(session);
}

bool gr_session_open(gr_session *session, size_t page, gr_error *err)
{
    const gr_lab *lab = session->lesson->pages[page].lab;
    const gr_item *curve;
    gr_sketch_bounds bounds;

    if (!gr_session_fill_in(session, page, err) ||
        !gr_session_find_curve(session, page, &curve, &bounds, err))
        return false;
    leave_run(session, lab);
    if (lab != session->lab && lab != NULL && !begin_lab(session, lab, err))
        return false;
    if (lab == NULL) {
        gr_study_clear(&session->study);
        session->lab = NULL;
    }
    session->page = page;
    gr_session_begin_curve(session, curve, &bounds);
    session->closed = session->unsure = NULL;
    gr_session_told_page(session);
    return true;
}

const gr_page *gr_session_page(const gr_session *session)
{
    return &session->lesson->pages[session->page];
}

gr_run *gr_session_run(const gr_session *session)
{
    return session->study.count > 0 ? gr_study_focus(&session->study) : NULL;
}

/* --- moving --- */

long gr_session_step(const gr_session *session)
{
    return session->study.count > 0 ? gr_study_step(&session->study) : 0;
}

long gr_session_steps(const gr_session *session)
{
    const gr_study *study = &session->study;
    long most = 0;

    for (size_t g = 0; g < gr_study_groups(study); g++) {
        long steps = gr_lab_steps(session->lab, gr_study_first_of(study, g));
        if (steps == 0)
            return 0;
        most = steps > most ? steps : most;
    }
    return most;
}

bool gr_session_at_end(const gr_session *session)
{
    long steps = gr_session_steps(session);

    return session->study.count == 0 || gr_study_ended(&session->study) ||
           (steps > 0 && gr_session_step(session) >= steps);
}

/* The open prediction of the page that is due first, wherever the run is. */
static const gr_item *open_prediction(const gr_session *session)
{
    const gr_page *page = gr_session_page(session);
    const gr_item *first = NULL;

    for (size_t i = 0; i < page->item_count && !session->uncovered; i++) {
        const gr_item *item = page->items[i];
        bool open = item->kind == GR_ITEM_PREDICT && !session->items[item->number].closed;
        if (open && (first == NULL || item->at < first->at))
            first = item;
    }
    return first;
}

const gr_item *gr_session_gate(const gr_session *session)
{
    const gr_item *item = open_prediction(session);

    return item != NULL && gr_session_step(session) >= item->at ? item : NULL;
}

bool gr_session_aim(gr_session *session, long step, size_t phases, gr_error *err)
{
    long now = gr_session_step(session), steps = gr_session_steps(session);
    const gr_item *prediction = open_prediction(session);
    bool forwards = step > now || (step == now && phases > 0);

    if (session->study.count == 0)
        return gr_fail(err, GR_ERROR_USAGE, "this page has no experiment to step");
    if (forwards && gr_session_gate(session) != NULL)
        return gr_fail(err, GR_ERROR_USAGE,
                       gr_session_gate(session)->needed ? "predict first; a guess will do"
                                                        : "predict first, or s to skip");
    if (prediction != NULL && step >= prediction->at && now < prediction->at) {
        step = prediction->at;
        phases = 0;
    }
    if (steps > 0 && step >= steps) {
        step = steps;
        phases = 0;
    }
    gr_session_weigh_no_more(session);
    if (!gr_study_aim(&session->study, step, err))
        return false;
    session->target = step < 0 ? 0 : step;
    session->target_phases = phases;
    session->moving = true;
    return true;
}

bool gr_session_piece(gr_session *session, gr_error *err)
{
    bool done = true;

    if (session->weighing.evaluation != NULL) {
        bool good = gr_session_weigh_piece(session, &done, err);
        session->moving = good && !done;
        return good;
    }
    if (!gr_study_piece(&session->study, session->target, session->target_phases, &done, err)) {
        session->moving = false;
        return false;
    }
    session->moving = !done;
    if (done && gr_session_at_end(session) && session->target > 0)
        gr_session_told_run(session);
    return true;
}

bool gr_session_settle(gr_session *session, gr_error *err)
{
    while (session->moving)
        if (!gr_session_piece(session, err))
            return false;
    return true;
}

bool gr_session_cancel(gr_session *session, gr_error *err)
{
    session->moving = false;
    gr_session_weigh_no_more(session);
    return gr_study_cancel(&session->study, err);
}

/* --- knobs --- */

bool gr_session_is_free(const gr_session *session, const gr_value *value)
{
    size_t groups = gr_study_groups(&session->study);

    for (size_t g = 0; g < groups; g++) {
        const gr_values *values = gr_run_values(gr_study_first_of(&session->study, g));
        for (size_t i = 0; i < session->lab->free_count; i++)
            if (gr_values_find(values, session->lab->free[i], NULL) == value)
                return true;
    }
    return false;
}

/* A knob may be named short or full, here and in the lesson: it is the value that counts. `2.lr` is
 * as free as lr. */
static bool is_free_name(const gr_session *session, const char *knob)
{
    size_t digits = strspn(knob, "0123456789"), groups = gr_study_groups(&session->study);

    knob += digits > 0 && knob[digits] == '.' ? digits + 1 : 0;
    for (size_t g = 0; g < groups; g++) {
        const gr_run *run = gr_study_first_of(&session->study, g);
        const gr_value *value = gr_values_find(gr_run_values(run), knob, NULL);
        if (value != NULL && gr_session_is_free(session, value))
            return true;
    }
    return false;
}

bool gr_session_may_set(const gr_session *session, const char *knob, gr_error *err)
{
    gr_text names = { 0 };

    if (is_free_name(session, knob))
        return true;
    for (size_t i = 0; session->lab != NULL && i < session->lab->free_count; i++)
        gr_text_addf(&names, "%s%s", i > 0 ? ", " : "", session->lab->free[i]);
    if (gr_text_ok(&names, err))
        gr_fail(err, GR_ERROR_USAGE, "knob %s is not free on this page; free are: %s", knob,
                names.length > 0 ? gr_text_string(&names) : "none");
    gr_text_clear(&names);
    return false;
}

/* "lr=0.04" */
static void tell_knob(gr_session *session, const char *knob, const char *value)
{
    gr_text text = { 0 };

    gr_text_addf(&text, "%s=%s", knob, value);
    gr_session_tell(session, GR_ENTRY_KNOB, gr_text_string(&text));
    gr_text_clear(&text);
}

bool gr_session_set(gr_session *session, const char *knob, const char *value, gr_error *err)
{
    if (!gr_session_may_set(session, knob, err))
        return false;
    gr_session_rest(session);
    if (!gr_study_set(&session->study, knob, value, err))
        return false;
    tell_knob(session, knob, value);
    long now = gr_session_step(session);
    return gr_session_aim(session, now < 0 ? 0 : now, 0, err) && gr_session_settle(session, err);
}

bool gr_session_reset(gr_session *session, gr_error *err)
{
    if (session->study.count == 0)
        return gr_fail(err, GR_ERROR_USAGE, "this page has no experiment");
    if (!begin_lab(session, session->lab, err))
        return false;
    gr_session_tell(session, GR_ENTRY_RUN, "reset");
    return true;
}

static bool has_experiment(const gr_session *session, gr_error *err)
{
    return session->study.count > 0 ||
           gr_fail(err, GR_ERROR_USAGE, "this page has no experiment");
}

bool gr_session_fork(gr_session *session, gr_error *err)
{
    gr_session_rest(session);
    if (!has_experiment(session, err) || !gr_study_fork(&session->study, err))
        return false;
    gr_session_tell(session, GR_ENTRY_FORK, NULL);
    return true;
}

/* --- actions --- */

static bool unknown_action(const gr_run *run, const char *name, gr_error *err)
{
    const gr_action_spec *actions = gr_run_experiment(run)->actions;
    gr_text names = { 0 };

    for (size_t i = 0; actions != NULL && actions[i].name != NULL; i++)
        gr_text_addf(&names, "%s%s", i > 0 ? ", " : "", actions[i].name);
    if (gr_text_ok(&names, err))
        gr_fail(err, GR_ERROR_USAGE, "%s has no action '%s'; there are: %s",
                gr_run_experiment(run)->name, name,
                names.length > 0 ? gr_text_string(&names) : "none");
    gr_text_clear(&names);
    return false;
}

bool gr_session_act(gr_session *session, const char *action, gr_error *err)
{
    if (!has_experiment(session, err))
        return false;
    if (!session->lab->driven)
        return gr_fail(err, GR_ERROR_USAGE, "on this page the run is watched, not driven");
    if (gr_session_gate(session) != NULL)
        return gr_fail(err, GR_ERROR_USAGE, "predict first");
    if (gr_session_at_end(session))
        return gr_fail(err, GR_ERROR_USAGE, "%s: this is the last step of the page", action);
    gr_run *run = gr_session_run(session);
    int index = gr_run_action(run, action);
    if (index < 0)
        return unknown_action(run, action, err);
    gr_session_rest(session);
    if (!gr_run_act(run, index, err))
        return false;
    gr_session_tell(session, GR_ENTRY_ACTION, action);
    return true;
}

bool gr_session_drive(gr_session *session, const char *action, gr_error *err)
{
    if (!gr_session_act(session, action, err))
        return false;
    const gr_run *run = gr_session_run(session);
    bool steps = gr_run_experiment(run)->actions[gr_run_action(run, action)].steps;
    return !steps || gr_session_aim(session, gr_session_step(session) + 1, 0, err);
}

gr_control gr_session_control(const gr_session *session, bool *clock)
{
    const gr_run *run = gr_session_run(session);

    if (run != NULL && session->lab->driven)
        return gr_run_control(run, clock);
    if (clock != NULL)
        *clock = false;
    return GR_CONTROL_NONE;
}

bool gr_session_reseed(gr_session *session, uint64_t by, gr_error *err)
{
    if (!has_experiment(session, err) || !gr_study_reseed(&session->study, by, err))
        return false;
    gr_session_told_seed(session);
    return gr_session_aim(session, 0, 0, err) && gr_session_settle(session, err);
}
