#include "gradus/study.h"

#include <stdlib.h>
#include <string.h>

static void share_history(gr_study *study)
{
    for (size_t i = 0; i < study->count; i++)
        gr_run_limit_history(study->runs[i], GR_HISTORY_BYTES / study->count);
}

bool gr_study_add(gr_study *study, gr_run *run, gr_error *err)
{
    if (study->count == GR_STUDY_RUNS)
        return gr_fail(err, GR_ERROR_USAGE, "a study holds at most %d runs", GR_STUDY_RUNS);
    study->ghost[study->count] = false;
    study->runs[study->count++] = run;
    share_history(study);
    return true;
}

void gr_study_clear(gr_study *study)
{
    for (size_t i = 0; i < study->count; i++)
        gr_run_free(study->runs[i]);
    *study = (gr_study){ 0 };
}

gr_run *gr_study_focus(const gr_study *study)
{
    return study->runs[study->focus];
}

/* The largest of a number over the runs that are not ghosts. */
static long largest(const gr_study *study, long (*number)(const gr_run *))
{
    long most = -1;

    for (size_t i = 0; i < study->count; i++) {
        long mine = study->ghost[i] ? -1 : number(study->runs[i]);
        most = mine > most ? mine : most;
    }
    return most;
}

long gr_study_step(const gr_study *study)
{
    return largest(study, gr_run_step_number);
}

long gr_study_furthest(const gr_study *study)
{
    return largest(study, gr_run_furthest);
}

bool gr_study_ended(const gr_study *study)
{
    for (size_t i = 0; i < study->count; i++)
        if (!study->ghost[i] && gr_run_state(study->runs[i]) == GR_RUN_GOING)
            return false;
    return true;
}

bool gr_study_inside(const gr_study *study)
{
    for (size_t i = 0; i < study->count; i++)
        if (!study->ghost[i] && gr_run_inside(study->runs[i]))
            return true;
    return false;
}

bool gr_study_aim(gr_study *study, long step, gr_error *err)
{
    for (size_t i = 0; i < study->count; i++)
        if (!study->ghost[i] && !gr_run_rewind(study->runs[i], step < 0 ? 0 : step, err))
            return false;
    return true;
}

/* Whether a run still has to move; whole steps first, then the phases beyond. */
static bool behind(const gr_run *run, long step, size_t phases, bool *fine)
{
    long now = gr_run_step_number(run);

    *fine = now == step && gr_run_phase(run) < phases;
    if (gr_run_state(run) != GR_RUN_GOING)
        return false;
    return now < step || *fine || (gr_run_inside(run) && phases == 0);
}

bool gr_study_piece(gr_study *study, long step, size_t phases, bool *done, gr_error *err)
{
    gr_progress progress;
    bool fine;

    *done = false;
    for (size_t i = 0; i < study->count; i++)
        if (!study->ghost[i] && behind(study->runs[i], step, phases, &fine))
            return gr_run_advance(study->runs[i], fine, &progress, err);
    *done = true;
    return true;
}

bool gr_study_seek(gr_study *study, long step, size_t phases, gr_error *err)
{
    bool done = false;

    if (!gr_study_aim(study, step, err))
        return false;
    while (!done)
        if (!gr_study_piece(study, step < 0 ? 0 : step, phases, &done, err))
            return false;
    return true;
}

bool gr_study_cancel(gr_study *study, gr_error *err)
{
    for (size_t i = 0; i < study->count; i++)
        if (!study->ghost[i] && !gr_run_cancel(study->runs[i], err))
            return false;
    return true;
}

static void remove_run(gr_study *study, size_t index)
{
    gr_run_free(study->runs[index]);
    study->count--;
    for (size_t i = index; i < study->count; i++) {
        study->runs[i] = study->runs[i + 1];
        study->ghost[i] = study->ghost[i + 1];
    }
    if (study->focus > index)
        study->focus--;
}

static void remove_ghosts(gr_study *study)
{
    for (size_t i = study->count; i > 0; i--)
        if (study->ghost[i - 1])
            remove_run(study, i - 1);
}

/* Put `run` behind the others as the only ghost; freed when there is no place for it. */
static void keep_as_ghost(gr_study *study, gr_run *run)
{
    remove_ghosts(study);
    if (gr_study_add(study, run, NULL))
        study->ghost[study->count - 1] = true;
    else
        gr_run_free(run);
}

bool gr_study_fork(gr_study *study, gr_error *err)
{
    gr_run *ghost = gr_run_fork(gr_study_focus(study), err);

    if (ghost == NULL)
        return false;
    keep_as_ghost(study, ghost);
    return true;
}

/* "2.lr" is run 2's lr; a name without a leading number is everybody's. */
static bool knob_of_run(const gr_study *study, const char *knob, size_t *run, const char **name,
                        gr_error *err)
{
    char *end;
    unsigned long number = strtoul(knob, &end, 10);

    *run = 0;
    *name = knob;
    if (end == knob || *end != '.')
        return true;
    if (number < 1 || number > study->count)
        return gr_fail(err, GR_ERROR_USAGE, "'%s': there are runs 1 to %zu", knob, study->count);
    *run = number;
    *name = end + 1;
    return true;
}

static bool is_addressed(const gr_study *study, size_t index, size_t run)
{
    return !study->ghost[index] && (run == 0 || run == index + 1);
}

/* Set one run's knob; its old self stays as a ghost where it has to begin again. */
static bool set_one(gr_study *study, size_t index, const gr_setting *setting, bool keep,
                    gr_error *err)
{
    gr_set_result result = GR_SET_SAME;
    gr_run *before = NULL;

    if (keep && gr_run_would_restart(study->runs[index], setting, 1)) {
        before = gr_run_fork(study->runs[index], err);
        if (before == NULL)
            return false;
    }
    bool set = gr_run_set(study->runs[index], setting, 1, &result, err);
    if (set && before != NULL && result == GR_SET_RESTARTED)
        keep_as_ghost(study, before);
    else
        gr_run_free(before);
    return set;
}

/* A value that one of the runs refuses is set in none. */
static bool all_accept(const gr_study *study, size_t run, const gr_setting *setting, gr_error *err)
{
    gr_values trial;

    for (size_t i = 0; i < study->count; i++) {
        if (!is_addressed(study, i, run))
            continue;
        if (!gr_values_copy(&trial, gr_run_values(study->runs[i]), err))
            return false;
        bool accepted = gr_values_apply(&trial, setting, 1, err);
        gr_values_clear(&trial);
        if (!accepted)
            return false;
    }
    return true;
}

bool gr_study_set(gr_study *study, const char *knob, const char *value, gr_error *err)
{
    size_t run, addressed = 0;
    gr_setting setting = { .value = value };

    if (!knob_of_run(study, knob, &run, &setting.knob, err) ||
        !all_accept(study, run, &setting, err))
        return false;
    for (size_t i = 0; i < study->count; i++)
        addressed += is_addressed(study, i, run);
    for (size_t i = 0; i < study->count; i++)
        if (is_addressed(study, i, run) && !set_one(study, i, &setting, addressed == 1, err))
            return false;
    return true;
}

bool gr_study_reseed(gr_study *study, uint64_t seed, gr_error *err)
{
    remove_ghosts(study);
    for (size_t i = 0; i < study->count; i++)
        if (!gr_run_reseed(study->runs[i], seed, err))
            return false;
    return true;
}

bool gr_study_reset(gr_study *study, gr_error *err)
{
    return gr_study_reseed(study, gr_run_seed(gr_study_focus(study)), err);
}
