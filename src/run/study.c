#include "gradus/study.h"

#include <stdlib.h>
#include <string.h>

static void share_history(gr_study *study)
{
    for (size_t i = 0; i < study->count; i++)
        gr_run_limit_history(study->runs[i], GR_HISTORY_BYTES / study->count);
}

static bool add(gr_study *study, gr_run *run, size_t group, gr_error *err)
{
    if (study->count == GR_STUDY_RUNS)
        return gr_fail(err, GR_ERROR_USAGE, "a study holds at most %d runs", GR_STUDY_RUNS);
    if (study->count == 0)
        study->forked_at = -1;
    study->ghost[study->count] = false;
    study->group[study->count] = group;
    study->runs[study->count++] = run;
    share_history(study);
    return true;
}

bool gr_study_add(gr_study *study, gr_run *run, gr_error *err)
{
    return add(study, run, study->count > 0 ? study->group[study->count - 1] + 1 : 0, err);
}

bool gr_study_add_seed(gr_study *study, gr_run *run, gr_error *err)
{
    return add(study, run, study->count > 0 ? study->group[study->count - 1] : 0, err);
}

void gr_study_clear(gr_study *study)
{
    for (size_t i = 0; i < study->count; i++)
        gr_run_free(study->runs[i]);
    *study = (gr_study){ .forked_at = -1 };
}

gr_run *gr_study_focus(const gr_study *study)
{
    return study->runs[study->focus];
}

size_t gr_study_groups(const gr_study *study)
{
    size_t groups = 0;

    for (size_t i = 0; i < study->count; i++)
        if (!study->ghost[i] && study->group[i] >= groups)
            groups = study->group[i] + 1;
    return groups;
}

gr_run *gr_study_first_of(const gr_study *study, size_t group)
{
    for (size_t i = 0; i < study->count; i++)
        if (!study->ghost[i] && study->group[i] == group)
            return study->runs[i];
    return NULL;
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

void gr_study_take(gr_study *study, size_t group)
{
    for (size_t i = study->count; i > 0; i--)
        if (!study->ghost[i - 1] && study->group[i - 1] == group)
            study->focus = i - 1;
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
        study->group[i] = study->group[i + 1];
    }
    if (study->focus > index)
        study->focus--;
}

static void remove_ghosts(gr_study *study)
{
    for (size_t i = study->count; i > 0; i--)
        if (study->ghost[i - 1])
            remove_run(study, i - 1);
    study->forked_at = -1;
}

/* Put `run` behind the others as the only ghost, of a group. */
static bool add_ghost(gr_study *study, gr_run *run, size_t group, gr_error *err)
{
    remove_ghosts(study);
    if (!add(study, run, group, err))
        return false;
    study->ghost[study->count - 1] = true;
    return true;
}

bool gr_study_add_ghost(gr_study *study, gr_run *run, gr_error *err)
{
    return add_ghost(study, run, study->group[study->focus], err);
}

/* Put `fresh` in the place of run `index`; the old one becomes a ghost or goes. */
static void replace_run(gr_study *study, size_t index, gr_run *fresh, bool keep)
{
    gr_run *old = study->runs[index];

    study->runs[index] = fresh;
    if (!keep || !add_ghost(study, old, study->group[index], NULL))
        gr_run_free(old); /* a study that is full has no place for it */
    share_history(study);
}

bool gr_study_fork(gr_study *study, gr_error *err)
{
    gr_run *copy = gr_run_fork(gr_study_focus(study), err);

    if (copy == NULL)
        return false;
    gr_run_take_history(copy, gr_study_focus(study)); /* a ghost never moves */
    replace_run(study, study->focus, copy, true);
    study->forked_at = gr_run_step_number(copy);
    return true;
}

/* "2.lr" is the lr of group 2; a name without a leading number is everybody's. */
static bool knob_of_group(const gr_study *study, const char *knob, size_t *group, const char **name,
                          gr_error *err)
{
    size_t digits = strspn(knob, "0123456789"), groups = gr_study_groups(study);

    *group = 0;
    *name = knob;
    if (digits == 0 || knob[digits] != '.')
        return true;
    unsigned long number = strtoul(knob, NULL, 10);
    if (number < 1 || number > groups)
        return gr_fail(err, GR_ERROR_USAGE, "'%s': there are runs 1 to %zu", knob, groups);
    *group = number;
    *name = knob + digits + 1;
    return true;
}

/* The run of that index as the setting makes it; NULL when it stays as it is. */
static bool make_set(const gr_study *study, size_t index, const gr_setting *setting, gr_run **made,
                     gr_set_result *result, gr_error *err)
{
    gr_run *fresh = gr_run_fork(study->runs[index], err);

    if (fresh == NULL)
        return false;
    bool set = gr_run_set(fresh, setting, 1, result, err);
    if (set && *result != GR_SET_SAME)
        *made = fresh;
    else
        gr_run_free(fresh);
    return set;
}

/* All runs are tried on copies first: what one of them refuses is set in none. */
bool gr_study_set(gr_study *study, const char *knob, const char *value, gr_error *err)
{
    size_t group, addressed = 0, count = study->count;
    gr_setting setting = { .value = value };
    gr_run *made[GR_STUDY_RUNS] = { NULL };
    gr_set_result results[GR_STUDY_RUNS] = { GR_SET_SAME };
    bool good = knob_of_group(study, knob, &group, &setting.knob, err);

    for (size_t i = 0; good && i < count; i++) {
        if (study->ghost[i] || (group != 0 && group != study->group[i] + 1))
            continue;
        addressed++;
        good = make_set(study, i, &setting, &made[i], &results[i], err);
    }
    for (size_t i = 0; !good && i < count; i++)
        gr_run_free(made[i]);
    for (size_t i = count; good && i > 0; i--) { /* from the end: ghosts of before may go */
        gr_run *old = study->runs[i - 1];
        if (made[i - 1] == NULL)
            continue;
        if (results[i - 1] == GR_SET_LIVE)
            gr_run_take_history(made[i - 1], old);
        replace_run(study, i - 1, made[i - 1],
                    results[i - 1] == GR_SET_RESTARTED && addressed == 1 &&
                        gr_run_would_restart(old, &setting, 1));
    }
    return good;
}

bool gr_study_reseed(gr_study *study, uint64_t by, gr_error *err)
{
    gr_run *made[GR_STUDY_RUNS] = { NULL };
    bool good = true;

    for (size_t i = 0; good && i < study->count; i++) {
        if (study->ghost[i])
            continue;
        const gr_run *run = study->runs[i];
        made[i] = gr_run_fork(run, err);
        good = made[i] != NULL && gr_run_reseed(made[i], gr_run_seed(run) + by, err);
    }
    for (size_t i = 0; i < study->count; i++) {
        if (good && made[i] != NULL)
            replace_run(study, i, made[i], false);
        else
            gr_run_free(made[i]);
    }
    if (good)
        remove_ghosts(study);
    return good;
}

bool gr_study_reset(gr_study *study, gr_error *err)
{
    return gr_study_reseed(study, 0, err);
}
