#include "run_private.h"

#include "gradus/memory.h"

#include <string.h>

/* --- the event log --- */

void gr_event_clear(gr_event *event)
{
    gr_free(event->knob);
    gr_free(event->value);
}

void gr_events_free(gr_event *events, size_t count)
{
    for (size_t i = 0; i < count; i++)
        gr_event_clear(&events[i]);
    gr_free(events);
}

static bool copy_event(gr_event *copy, const gr_event *event, gr_error *err)
{
    *copy = (gr_event){ .step = event->step, .action = event->action };
    if (event->knob == NULL)
        return true;
    copy->knob = gr_strdup(event->knob, err);
    copy->value = copy->knob != NULL ? gr_strdup(event->value, err) : NULL;
    if (copy->value != NULL)
        return true;
    gr_event_clear(copy);
    return false;
}

bool gr_events_copy(gr_event **copy, const gr_event *events, size_t count, gr_error *err)
{
    gr_event *fresh = gr_alloc(count, sizeof *fresh, err);

    if (fresh == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!copy_event(&fresh[i], &events[i], err)) {
            gr_events_free(fresh, i);
            return false;
        }
    }
    *copy = fresh;
    return true;
}

static bool append(gr_run *run, const gr_event *event, gr_error *err)
{
    if (!gr_grow(&run->events, run->event_count, &run->event_capacity, sizeof *event, err) ||
        !copy_event(&run->events[run->event_count], event, err))
        return false;
    run->event_count++;
    return true;
}

static void drop_last(gr_run *run)
{
    gr_event_clear(&run->events[--run->event_count]);
}

/* The first step before which an event can still be applied. */
static long next_to_come(const gr_run *run)
{
    long next = run->inside ? run->step + 2 : run->step + 1;

    return next > 1 ? next : 1;
}

static void forget_future(gr_run *run)
{
    gr_table_truncate(&run->trace, (size_t)(run->step + 1));
    run->diverged_at = run->diverged_at <= run->step ? run->diverged_at : -1;
    gr_history_cut(&run->history, run->step);
    gr_logbook_cut(&run->log);
}

bool gr_run_schedule(gr_run *run, const gr_event *event, gr_error *err)
{
    long next = next_to_come(run);
    long last = run->event_count > 0 ? run->events[run->event_count - 1].step : next;
    long after = last > next ? last : next;

    if (event->step < after)
        return gr_fail(err, GR_ERROR_DATA, "an event before step %ld comes after one before %ld",
                       event->step, after);
    if (!append(run, event, err))
        return false;
    forget_future(run);
    return true;
}

void gr_run_cut_future(gr_run *run)
{
    while (run->event_count > run->applied)
        drop_last(run);
    forget_future(run);
}

size_t gr_run_standing(const gr_run *run)
{
    return run->inside ? run->standing : run->applied;
}

bool gr_run_values_after(const gr_run *run, size_t applied, gr_values *out, gr_error *err)
{
    gr_values values;

    if (!gr_values_copy(&values, &run->initial, err))
        return false;
    for (size_t i = 0; i < applied; i++) {
        const gr_event *event = &run->events[i];
        if (event->knob != NULL && !gr_values_set(&values, event->knob, event->value, err)) {
            gr_values_clear(&values);
            return false;
        }
    }
    *out = values;
    return true;
}

/* --- applying one --- */

static bool is_live(const gr_values *values, const char *knob)
{
    const gr_value *value = gr_values_find(values, knob, NULL);

    return value != NULL && value->param->live;
}

/* Carry the state over to new values; false with err untouched when the experiment declines. */
static bool adopt(gr_run *run, gr_values *values, bool *declined, gr_error *err)
{
    gr_body body;

    *declined = run->experiment->adopt == NULL;
    if (*declined || !gr_body_make(&body, run->experiment, values, NULL, err))
        return false;
    gr_job job = { .values = values, .setup = body.setup->data, .scratch = body.scratch,
                   .log = &run->log };
    gr_logbook_lengths before = gr_logbook_mark(&run->log);
    if (!run->experiment->adopt(&run->job, run->state, &job, body.state)) {
        gr_logbook_stand(&run->log, &before);
        gr_body_clear(&body);
        *declined = true;
        return false;
    }
    gr_values_clear(&run->values);
    run->values = *values;
    *values = (gr_values){ 0 };
    gr_run_install(run, &body);
    return true;
}

static bool apply_setting(gr_run *run, const gr_event *event, bool *declined, gr_error *err)
{
    gr_values values;

    *declined = false;
    if (is_live(&run->values, event->knob))
        return gr_values_set(&run->values, event->knob, event->value, err);
    if (!gr_values_copy(&values, &run->values, err))
        return false;
    bool applied = gr_values_set(&values, event->knob, event->value, err) &&
                   adopt(run, &values, declined, err);
    gr_values_clear(&values);
    return applied;
}

/* Let the experiment act; its reason for declining goes behind the action's name. */
static bool act(gr_run *run, int action, gr_error *err)
{
    const gr_experiment *experiment = run->experiment;
    gr_error reason = { 0 };

    if (experiment->act == NULL)
        return gr_fail(err, GR_ERROR_USAGE, "%s has no actions", experiment->name);
    return experiment->act(&run->job, run->state, action, &reason) ||
           gr_fail(err, reason.kind, "%s: %s", experiment->actions[action].name, reason.message);
}

static bool apply_action(gr_run *run, const gr_event *event, gr_error *err)
{
    if (!act(run, event->action, err))
        return false;
    if (!run->log.failed)
        return true;
    run->log.failed = false;
    return gr_fail(err, GR_ERROR_MEMORY, "out of memory: no room for the run's log");
}

bool gr_run_apply_next(gr_run *run, gr_error *err)
{
    const gr_event *event = &run->events[run->applied];
    bool declined = false;
    bool applied = event->knob != NULL ? apply_setting(run, event, &declined, err)
                                       : apply_action(run, event, err);

    if (declined)
        return gr_fail(err, GR_ERROR_DATA, "knob %s cannot change in mid-run", event->knob);
    if (applied)
        run->applied++;
    return applied;
}

/* --- setting knobs --- */

static bool values_equal(const gr_values *a, const gr_values *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (a->items[i].param != b->items[i].param ||
            strcmp(a->items[i].text, b->items[i].text) != 0)
            return false;
    return true;
}

static bool all_live(const gr_run *run, const gr_setting *settings, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!is_live(&run->values, settings[i].knob))
            return false;
    return true;
}

/* Nothing has happened yet: a knob set now belongs to the start. */
static bool at_birth(const gr_run *run)
{
    return run->step <= 0 && gr_run_standing(run) == 0;
}

/* Begin again with these values: a new run takes this one's place. */
static bool reborn(gr_run *run, const gr_values *values, uint64_t seed, gr_error *err)
{
    gr_run_keep keep = { .trace = run->keep.trace, .history_bytes = run->history.limit };
    gr_run *fresh = gr_run_new(run->experiment, values, seed, keep, err);

    if (fresh == NULL)
        return false;
    gr_run old = *run;
    *run = *fresh;
    *fresh = old;
    run->job.values = &run->values; /* the job points into its own run */
    run->job.log = &run->log;
    gr_run_free(fresh);
    return true;
}

bool gr_run_reseed(gr_run *run, uint64_t seed, gr_error *err)
{
    return reborn(run, &run->initial, seed, err);
}

/* Log one setting as an event of the next step and apply it. */
static bool set_one(gr_run *run, const gr_setting *setting, gr_error *err)
{
    gr_event event = { .step = run->step + 1, .knob = (char *)(uintptr_t)setting->knob,
                       .value = (char *)(uintptr_t)setting->value };

    return append(run, &event, err) && gr_run_apply_next(run, err);
}

static bool is_family(const gr_values *values, const char *knob)
{
    const gr_value *value = gr_values_find(values, knob, NULL);

    return value != NULL && value->param->kind == GR_PARAM_FAMILY;
}

/* Set all of them, families first; undone together on failure. */
static bool set_from_here(gr_run *run, const gr_setting *settings, size_t count, gr_error *err)
{
    bool *first = gr_alloc(count, sizeof *first, err), done = first != NULL;

    if (!done)
        return false;
    for (size_t i = 0; i < count; i++)
        first[i] = is_family(&run->values, settings[i].knob);
    gr_run_cut_future(run);
    size_t before = run->event_count;
    for (int pass = 1; pass >= 0; pass--)
        for (size_t i = 0; done && i < count; i++)
            done = first[i] != pass || set_one(run, &settings[i], err);
    gr_free(first);
    if (!done && run->applied > before)
        gr_run_undo(run, before, NULL);
    while (!done && run->event_count > before)
        drop_last(run);
    return done;
}

/* Whether these settings can be applied to the present state: tried on a fork. */
static bool try_to_go_on(const gr_run *run, const gr_setting *settings, size_t count, bool *can,
                         gr_error *err)
{
    gr_error reason = { 0 };
    bool goes_on = !at_birth(run) && run->status == GR_RUN_GOING;

    *can = goes_on && all_live(run, settings, count);
    if (!goes_on || *can || run->experiment->adopt == NULL)
        return true;
    gr_run *trial = gr_run_fork(run, &reason);
    *can = trial != NULL && set_from_here(trial, settings, count, &reason);
    gr_run_free(trial);
    return *can || reason.kind != GR_ERROR_MEMORY ||
           gr_fail(err, reason.kind, "%s", reason.message);
}

/* The values that the settings make of those at the last whole step, and whether they differ. */
static bool new_values(const gr_run *run, const gr_setting *settings, size_t count,
                       gr_values *values, bool *same, gr_error *err)
{
    gr_values before;

    if (!gr_run_values_after(run, gr_run_standing(run), &before, err))
        return false;
    bool made = gr_values_copy(values, &before, err);
    if (made && !gr_values_apply(values, settings, count, err)) {
        gr_values_clear(values);
        made = false;
    }
    *same = made && values_equal(values, &before);
    gr_values_clear(&before);
    return made;
}

bool gr_run_would_restart(const gr_run *run, const gr_setting *settings, size_t count)
{
    gr_values values;
    bool same, can = true;

    if (at_birth(run) || !new_values(run, settings, count, &values, &same, NULL))
        return false;
    gr_values_clear(&values);
    return !same && try_to_go_on(run, settings, count, &can, NULL) && !can;
}

static bool change(gr_run *run, const gr_setting *settings, size_t count, const gr_values *values,
                   gr_set_result *result, gr_error *err)
{
    bool can;

    if (!try_to_go_on(run, settings, count, &can, err))
        return false;
    *result = can ? GR_SET_LIVE : GR_SET_RESTARTED;
    return can ? gr_run_cancel(run, err) && set_from_here(run, settings, count, err)
               : reborn(run, values, run->seed, err);
}

bool gr_run_set(gr_run *run, const gr_setting *settings, size_t count, gr_set_result *result,
                gr_error *err)
{
    gr_values values;
    gr_set_result made = GR_SET_SAME;
    bool same;

    if (!new_values(run, settings, count, &values, &same, err))
        return false;
    bool done = same || change(run, settings, count, &values, &made, err);
    gr_values_clear(&values);
    if (done && result != NULL)
        *result = made;
    return done;
}

bool gr_run_act(gr_run *run, int action, gr_error *err)
{
    if (run->step < 0)
        return gr_fail(err, GR_ERROR_USAGE, "the run has not begun yet");
    if (!gr_run_cancel(run, err))
        return false;
    if (run->status != GR_RUN_GOING)
        return gr_fail(err, GR_ERROR_USAGE, "the run has ended at step %ld", run->step);
    if (!gr_grow(&run->events, run->event_count, &run->event_capacity, sizeof *run->events, err))
        return false;
    if (!act(run, action, err))
        return false;
    bool logged = !run->log.failed;
    run->log.failed = false;
    gr_run_cut_future(run); /* only now: a refused action leaves the future as it was */
    if (!logged) {
        gr_run_undo(run, run->applied, NULL);
        return gr_fail(err, GR_ERROR_MEMORY, "out of memory: no room for the action");
    }
    run->events[run->event_count++] = (gr_event){ .step = run->step + 1, .action = action };
    run->applied++;
    return true;
}
