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

bool gr_run_schedule(gr_run *run, const gr_event *event, gr_error *err)
{
    long after = run->event_count > 0 ? run->events[run->event_count - 1].step : run->step + 1;

    if (event->step < after)
        return gr_fail(err, GR_ERROR_DATA, "an event before step %ld comes after one before %ld",
                       event->step, after);
    return append(run, event, err);
}

void gr_run_cut_future(gr_run *run)
{
    while (run->event_count > run->applied)
        drop_last(run);
    gr_table_truncate(&run->trace, (size_t)(run->step + 1));
    gr_history_cut(&run->history, run->step);
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
    if (!run->experiment->adopt(&run->job, run->state, &job, body.state)) {
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

static bool apply_action(gr_run *run, const gr_event *event, gr_error *err)
{
    const gr_experiment *experiment = run->experiment;

    if (experiment->act != NULL && experiment->act(&run->job, run->state, event->action)) {
        if (!run->log.failed)
            return true;
        run->log.failed = false;
        return gr_fail(err, GR_ERROR_MEMORY, "out of memory: no room for the run's log");
    }
    return gr_fail(err, GR_ERROR_USAGE, "%s: action %d is not possible at step %ld",
                   experiment->name, event->action, run->step);
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

static bool at_birth(const gr_run *run)
{
    return run->step <= 0 && run->applied == 0;
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

/* Log the settings as events of the next step and apply them; undone together on failure. */
static bool set_from_here(gr_run *run, const gr_setting *settings, size_t count, gr_error *err)
{
    size_t before = run->applied;

    gr_run_cut_future(run);
    for (size_t i = 0; i < count; i++) {
        gr_event event = { .step = run->step + 1, .knob = (char *)(uintptr_t)settings[i].knob,
                           .value = (char *)(uintptr_t)settings[i].value };
        if (append(run, &event, err) && gr_run_apply_next(run, err))
            continue;
        if (i > 0) { /* stand where the first of them had not been applied */
            run->inside = true;
            run->applied = before;
            gr_run_cancel(run, NULL);
        }
        gr_run_cut_future(run);
        return false;
    }
    return true;
}

/* Whether these settings can be applied to the present state: tried on a fork. */
static bool can_go_on(const gr_run *run, const gr_setting *settings, size_t count)
{
    if (at_birth(run))
        return false;
    if (all_live(run, settings, count))
        return true;
    if (run->experiment->adopt == NULL)
        return false;
    gr_run *trial = gr_run_fork(run, NULL);
    bool possible = trial != NULL && set_from_here(trial, settings, count, NULL);
    gr_run_free(trial);
    return possible;
}

bool gr_run_would_restart(const gr_run *run, const gr_setting *settings, size_t count)
{
    return !at_birth(run) && !can_go_on(run, settings, count);
}

bool gr_run_set(gr_run *run, const gr_setting *settings, size_t count, gr_set_result *result,
                gr_error *err)
{
    gr_values values;
    gr_set_result ignored;

    if (result == NULL)
        result = &ignored;
    if (run->inside && !gr_run_cancel(run, err))
        return false;
    if (!gr_values_copy(&values, &run->values, err))
        return false;
    bool done = gr_values_apply(&values, settings, count, err);
    if (done && values_equal(&values, &run->values)) {
        *result = GR_SET_SAME;
    } else if (done && can_go_on(run, settings, count)) {
        *result = GR_SET_LIVE;
        done = set_from_here(run, settings, count, err);
    } else if (done) {
        *result = GR_SET_RESTARTED;
        done = reborn(run, &values, run->seed, err);
    }
    gr_values_clear(&values);
    return done;
}

bool gr_run_act(gr_run *run, int action, gr_error *err)
{
    const gr_experiment *experiment = run->experiment;
    gr_event event = { .step = run->step + 1, .action = action };

    if (run->inside && !gr_run_cancel(run, err))
        return false;
    if (run->status != GR_RUN_GOING)
        return gr_fail(err, GR_ERROR_USAGE, "the run has ended at step %ld", run->step);
    if (experiment->act == NULL || !experiment->act(&run->job, run->state, action))
        return gr_fail(err, GR_ERROR_USAGE, "%s: action %d is not possible at step %ld",
                       experiment->name, action, run->step);
    gr_run_cut_future(run); /* only now: a refused action leaves the future as it was */
    if (!run->log.failed && append(run, &event, err)) {
        run->applied++;
        return true;
    }
    run->log.failed = false;
    run->inside = true; /* stand where the action had not been taken */
    gr_run_cancel(run, NULL);
    return gr_fail(err, GR_ERROR_MEMORY, "out of memory: no room for the action");
}
