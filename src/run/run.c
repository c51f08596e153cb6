#include "run_private.h"

#include "gradus/memory.h"

#include <stdint.h>
#include <string.h>

/* --- birth --- */

void gr_run_install(gr_run *run, gr_body *body)
{
    gr_setup_release(run->setup);
    gr_free(run->state);
    gr_free(run->job.scratch);
    run->setup = body->setup;
    run->state = body->state;
    run->state_size = body->state_size;
    run->job = (gr_job){ .values = &run->values, .setup = body->setup->data,
                         .scratch = body->scratch, .log = &run->log };
    *body = (gr_body){ 0 };
}

/* --- one whole step has ended --- */

static void remember(gr_run *run)
{
    if (run->history.limit == 0)
        return;
    gr_keyframe frame = { .step = run->step, .applied = run->applied, .size = run->state_size,
                          .status = run->status, .lengths = gr_logbook_mark(&run->log),
                          .setup = run->setup, .state = run->state };

    gr_history_remember(&run->history, &frame);
}

static void measure(const gr_run *run, double *row)
{
    row[0] = (double)run->step;
    for (size_t i = 1; i < run->trace.columns.count; i++)
        row[i] = gr_missing();
    run->experiment->measure(&run->job, run->state, row + 1);
}

void gr_run_row(const gr_run *run, double *row)
{
    if (run->step >= 0 && (size_t)run->step < run->trace.rows)
        memcpy(row, gr_table_row(&run->trace, (size_t)run->step),
               run->trace.columns.count * sizeof *row);
    else
        measure(run, row);
}

/* Room for the row is made before a step begins, so that a step once made can be recorded. */
static bool reserve_row(gr_run *run, gr_error *err)
{
    return !run->keep.trace || gr_table_reserve(&run->trace, err);
}

static void record(gr_run *run)
{
    if (run->keep.trace && (size_t)run->step >= run->trace.rows)
        measure(run, gr_table_append(&run->trace, NULL));
}

static gr_run_status status_after(gr_progress progress)
{
    return progress == GR_FINISHED   ? GR_RUN_FINISHED
           : progress == GR_DIVERGED ? GR_RUN_DIVERGED
                                     : GR_RUN_GOING;
}

static void end_step(gr_run *run, gr_progress progress)
{
    run->step++;
    run->inside = false;
    run->phase = 0;
    run->status = status_after(progress);
    if (run->status == GR_RUN_DIVERGED)
        run->diverged_at = run->step;
    record(run);
    remember(run);
}

/* --- init, and standing at the very beginning again --- */

static bool log_failed(gr_run *run, gr_error *err)
{
    if (!run->log.failed)
        return false;
    run->log.failed = false;
    gr_fail(err, GR_ERROR_MEMORY, "out of memory: no room for the run's log");
    return true;
}

/* The first piece of step 0, for the initial values and their setup. */
static bool begin(gr_run *run, gr_error *err)
{
    const gr_logbook_lengths empty = { { 0 } };

    run->step = -1;
    run->phase = 0;
    run->applied = run->standing = 0;
    run->status = GR_RUN_GOING;
    run->inside = run->lost = true;
    if (!reserve_row(run, err))
        return false;
    gr_logbook_stand(&run->log, &empty);
    memset(run->state, 0, run->state_size);
    gr_progress progress = run->experiment->init(&run->job, run->state, gr_rng_seeded(run->seed));
    if (log_failed(run, err))
        return false;
    run->lost = false;
    if (progress != GR_PART && progress != GR_PHASE)
        end_step(run, progress);
    return true;
}

static bool make_columns(gr_run *run, gr_error *err)
{
    return gr_columns_add(&run->trace.columns, "step", "", GR_DECIMALS_COUNT, err) &&
           run->experiment->columns(&run->job, &run->trace.columns, err);
}

gr_run *gr_run_new(const gr_experiment *experiment, const gr_values *values, uint64_t seed,
                   gr_run_keep keep, gr_error *err)
{
    gr_run *run = gr_alloc(1, sizeof *run, err);
    gr_body body;

    if (run == NULL)
        return NULL;
    run->experiment = experiment;
    run->seed = seed;
    run->keep = keep;
    run->diverged_at = -1;
    run->history.limit = keep.history_bytes;
    if (!gr_values_copy(&run->initial, values, err) || !gr_values_copy(&run->values, values, err) ||
        !gr_body_make(&body, experiment, &run->values, NULL, err)) {
        gr_run_free(run);
        return NULL;
    }
    run->first_setup = gr_setup_share(body.setup);
    gr_run_install(run, &body);
    if (!make_columns(run, err) || !begin(run, err)) {
        gr_run_free(run);
        return NULL;
    }
    return run;
}

void gr_run_free(gr_run *run)
{
    if (run == NULL)
        return;
    gr_history_clear(&run->history);
    gr_setup_release(run->setup);
    gr_setup_release(run->first_setup);
    gr_free(run->state);
    gr_free(run->job.scratch);
    gr_logbook_clear(&run->log);
    gr_table_clear(&run->trace);
    gr_events_free(run->events, run->event_count);
    gr_values_clear(&run->initial);
    gr_values_clear(&run->values);
    gr_free(run);
}

/* --- fork --- */

static bool copy_parts(gr_run *copy, const gr_run *run, gr_error *err)
{
    gr_body body;
    size_t past = gr_run_standing(run), rows = (size_t)(run->step + 1);

    if (!gr_values_copy(&copy->initial, &run->initial, err) ||
        !gr_values_copy(&copy->values, &run->values, err) ||
        !gr_events_copy(&copy->events, run->events, past, err))
        return false;
    copy->event_count = copy->event_capacity = past;
    if (!gr_logbook_copy(&copy->log, &run->log, err) ||
        !gr_table_copy(&copy->trace, &run->trace, rows, err) ||
        !gr_body_make(&body, copy->experiment, &copy->values, run->setup, err))
        return false;
    memcpy(body.state, run->state, run->state_size);
    gr_run_install(copy, &body);
    copy->first_setup = gr_setup_share(run->first_setup);
    return true;
}

/* Whether events of the next step have been applied: a keyframe is of the time before them. */
static bool has_pending(const gr_run *run)
{
    return run->applied > 0 && run->events[run->applied - 1].step > run->step;
}

gr_run *gr_run_fork(const gr_run *run, gr_error *err)
{
    gr_run *copy = gr_alloc(1, sizeof *copy, err);

    if (copy == NULL)
        return NULL;
    copy->experiment = run->experiment;
    copy->seed = run->seed;
    copy->keep = run->keep;
    copy->history.limit = run->history.limit;
    copy->step = run->step;
    copy->phase = run->phase;
    copy->inside = run->inside;
    copy->lost = run->lost;
    copy->status = run->status;
    copy->diverged_at = run->diverged_at == run->step ? run->step : -1;
    copy->applied = run->applied;
    copy->standing = run->standing;
    if (!copy_parts(copy, run, err)) {
        gr_run_free(copy);
        return NULL;
    }
    const gr_keyframe *frame = gr_history_find(&run->history, run->step);
    if (frame != NULL) /* a short way back */
        gr_history_remember(&copy->history, frame);
    if (!gr_run_cancel(copy, err)) {
        gr_run_free(copy);
        return NULL;
    }
    if (!copy->inside && !has_pending(copy))
        remember(copy);
    return copy;
}

void gr_run_take_history(gr_run *run, gr_run *from)
{
    gr_history_move(&run->history, &from->history, run->step);
}

/* --- queries --- */

const gr_experiment *gr_run_experiment(const gr_run *run)
{
    return run->experiment;
}

const gr_values *gr_run_values(const gr_run *run)
{
    return &run->values;
}

const gr_values *gr_run_initial(const gr_run *run)
{
    return &run->initial;
}

uint64_t gr_run_seed(const gr_run *run)
{
    return run->seed;
}

const gr_event *gr_run_events(const gr_run *run, size_t *count)
{
    *count = run->event_count;
    return run->events;
}

long gr_run_step_number(const gr_run *run)
{
    return run->step;
}

size_t gr_run_phase(const gr_run *run)
{
    return run->phase;
}

bool gr_run_inside(const gr_run *run)
{
    return run->inside;
}

long gr_run_furthest(const gr_run *run)
{
    long recorded = (long)run->trace.rows - 1;

    return recorded > run->step ? recorded : run->step;
}

long gr_run_diverged_at(const gr_run *run)
{
    return run->diverged_at;
}

gr_run_status gr_run_state(const gr_run *run)
{
    return run->status;
}

long gr_run_length(const gr_run *run)
{
    return run->experiment->length != NULL ? run->experiment->length(&run->job) : 0;
}

const gr_columns *gr_run_columns(const gr_run *run)
{
    return &run->trace.columns;
}

const gr_table *gr_run_trace(const gr_run *run)
{
    return &run->trace;
}

size_t gr_run_history_used(const gr_run *run)
{
    return run->history.used;
}

/* --- moving --- */

static bool begin_step(gr_run *run, gr_error *err)
{
    run->standing = run->applied;
    while (run->applied < run->event_count && run->events[run->applied].step == run->step + 1)
        if (!gr_run_apply_next(run, err))
            return false;
    if (!reserve_row(run, err))
        return false;
    run->inside = true;
    return true;
}

static gr_progress progress_at(const gr_run *run)
{
    return run->status == GR_RUN_GOING ? GR_STEP
           : run->status == GR_RUN_FINISHED ? GR_FINISHED
                                            : GR_DIVERGED;
}

/* Work on a run that can go on: one piece, and then on to the end of step `until`. */
static bool work(gr_run *run, bool fine, long until, gr_progress *progress, gr_error *err)
{
    do {
        if (!run->inside && !begin_step(run, err))
            return false;
        *progress = run->experiment->advance(&run->job, run->state, fine);
        if (log_failed(run, err)) {
            gr_run_cancel(run, NULL);
            return false;
        }
        if (*progress == GR_PHASE)
            run->phase++;
        else if (*progress != GR_PART)
            end_step(run, *progress);
    } while (run->step < until && run->status == GR_RUN_GOING);
    return true;
}

bool gr_run_advance(gr_run *run, bool fine, gr_progress *progress, gr_error *err)
{
    if (run->status != GR_RUN_GOING) {
        *progress = progress_at(run);
        return true;
    }
    if (run->lost) {
        bool found = gr_run_cancel(run, err);
        *progress = run->inside ? GR_PART : progress_at(run);
        return found;
    }
    return work(run, fine, run->step, progress, err);
}

bool gr_run_complete(gr_run *run, gr_error *err)
{
    gr_progress progress;

    while (run->inside)
        if (!gr_run_advance(run, false, &progress, err))
            return false;
    return true;
}

bool gr_run_steps(gr_run *run, long count, gr_error *err)
{
    gr_progress progress;

    if (!gr_run_complete(run, err))
        return false;
    return count < 1 || run->status != GR_RUN_GOING ||
           work(run, false, run->step + count, &progress, err);
}

/* The values after the first `applied` events, and a state block for them. All or nothing. */
static bool change_to(gr_run *run, size_t applied, gr_shared_setup *setup, gr_error *err)
{
    gr_values values;
    gr_body body = { 0 };

    if (applied == run->applied && setup == run->setup)
        return true;
    if (!gr_run_values_after(run, applied, &values, err))
        return false;
    if (setup != run->setup && !gr_body_make(&body, run->experiment, &values, setup, err)) {
        gr_values_clear(&values);
        return false;
    }
    gr_values_clear(&run->values);
    run->values = values;
    if (body.state != NULL)
        gr_run_install(run, &body);
    return true;
}

static bool restore(gr_run *run, const gr_keyframe *frame, gr_error *err)
{
    if (!change_to(run, frame->applied, frame->setup, err))
        return false;
    gr_logbook_stand(&run->log, &frame->lengths);
    memcpy(run->state, frame->state, frame->size);
    run->step = frame->step;
    run->applied = frame->applied;
    run->status = frame->status;
    run->inside = run->lost = false;
    run->phase = 0;
    return true;
}

/* To the very beginning. */
static bool go_home(gr_run *run, gr_error *err)
{
    return change_to(run, 0, run->first_setup, err) && begin(run, err);
}

bool gr_run_rewind(gr_run *run, long step, gr_error *err)
{
    const gr_keyframe *frame = gr_history_find(&run->history, step);
    bool ahead = !run->inside && run->step <= step;

    if (ahead && (frame == NULL || frame->step <= run->step))
        return true;
    if (frame != NULL && gr_logbook_holds(&run->log, &frame->lengths))
        return restore(run, frame, err);
    return ahead || go_home(run, err);
}

static bool advance_to(gr_run *run, long step, size_t phases, gr_error *err)
{
    gr_progress progress;

    while (run->inside || (run->step < step && run->status == GR_RUN_GOING))
        if (!gr_run_advance(run, false, &progress, err))
            return false;
    while (run->step == step && run->phase < phases && run->status == GR_RUN_GOING)
        if (!gr_run_advance(run, true, &progress, err))
            return false;
    return true;
}

bool gr_run_seek(gr_run *run, long step, size_t phases, gr_error *err)
{
    if (step < 0)
        step = 0;
    return gr_run_rewind(run, step, err) && advance_to(run, step, phases, err);
}

bool gr_run_undo(gr_run *run, size_t applied, gr_error *err)
{
    long step = run->step;

    run->inside = run->lost = true; /* until a rewind has found a place to start from */
    run->standing = applied;
    run->status = GR_RUN_GOING;
    if (!gr_run_rewind(run, step, err) || !advance_to(run, step, 0, err))
        return false;
    while (run->applied < applied) /* events given at this step had been applied before it */
        if (!gr_run_apply_next(run, err))
            return false;
    return true;
}

bool gr_run_cancel(gr_run *run, gr_error *err)
{
    if (!run->inside)
        return true;
    return run->step < 0 ? go_home(run, err) : gr_run_undo(run, run->standing, err);
}

void gr_run_limit_history(gr_run *run, size_t bytes)
{
    gr_history_limit(&run->history, bytes);
}

void gr_run_forget(gr_run *run)
{
    gr_history_clear(&run->history);
}
