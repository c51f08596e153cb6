/* What the student does to a run of gate. */
#include "gate.h"

#include "gradus/memory.h"

#include <stdio.h>

const gr_action_spec gr_gate_actions[] = {
    [GR_GATE_TAKE] = { "take", "take over: you drive", false },
    [GR_GATE_BACK] = { "back", "hand back: the learner drives", false },
    [GR_GATE_UNDO] = { "undo", "take back your last label, and stand where you gave it", false },
    [GR_GATE_DISCARD] = { "discard", "take back all labels of this correction", false },
    [GR_GATE_UP] = { "up", "up; on a road straight on", true },
    [GR_GATE_RIGHT] = { "right", "right", true },
    [GR_GATE_DOWN] = { "down", "down", true },
    [GR_GATE_LEFT] = { "left", "left", true },
    { .name = NULL },
};

static bool refuse(gr_error *err, const char *reason)
{
    return gr_fail(err, GR_ERROR_USAGE, "%s", reason);
}

static bool budget_left(const gr_gate_setup *s, const gr_gate_state *now, gr_error *err)
{
    return now->labels < s->budget ||
           gr_fail(err, GR_ERROR_USAGE, "the budget of %ld labels is spent; watch what it learned",
                   s->budget);
}

static bool under_way(const gr_gate_state *now, gr_error *err)
{
    return !now->fresh || refuse(err, "the run has ended; the next step begins another");
}

/* --- take and back --- */

static bool take(const gr_job *job, gr_gate_state *now, gr_error *err)
{
    const gr_gate_setup *s = job->setup;

    if (s->labelling)
        return refuse(err, "in the mode label the learner drives; say what it should do");
    if (now->driving || now->take_in >= 0)
        return refuse(err, now->driving ? "you drive already; an arrow moves"
                                        : "you have asked for it; it arrives soon");
    if (!under_way(now, err) || !budget_left(s, now, err))
        return false;
    if (s->lag > 0)
        now->take_in = s->lag;
    else
        gr_gate_take(job, now);
    return true;
}

static bool back(const gr_job *job, gr_gate_state *now, gr_error *err)
{
    (void)job;
    if (!now->driving)
        return refuse(err, "the learner drives already");
    now->driving = false;
    now->switches++;
    now->wanted = -1;
    return true;
}

/* --- labels that are taken back --- */

static bool is_standing(const gr_job *job, size_t row)
{
    const gr_visit *visit = gr_logbook_row(job->log, GR_GATE_VISITS, row);

    return visit->round > 0 && visit->labelled && !gr_gate_is_struck(job->log, row);
}

static void strike(const gr_job *job, gr_gate_state *now, size_t row)
{
    const gr_visit *visit = gr_logbook_row(job->log, GR_GATE_VISITS, row);

    gr_gate_own_label(job->setup, now, row, visit->state, visit->intended, -1);
    gr_logbook_append(job->log, GR_GATE_STRUCK, &row, sizeof row);
}

/* Of this run: stand there again, and drive on if labels are left. */
static void return_to(const gr_gate_setup *s, gr_gate_state *now, const gr_visit *visit)
{
    if ((long)visit->episode != now->run || now->fresh || s->labelling)
        return;
    now->at = visit->state;
    now->t = (long)visit->t;
    now->wanted = -1;
    if (!now->driving && now->labels < s->budget) {
        now->driving = true;
        now->switches++;
    }
}

static bool undo(const gr_job *job, gr_gate_state *now, gr_error *err)
{
    size_t row = gr_logbook_rows(job->log, GR_GATE_VISITS);

    while (row > 0 && !is_standing(job, row - 1))
        row--;
    if (row == 0)
        return refuse(err, "there is no label of yours to take back");
    const gr_visit visit = *(const gr_visit *)gr_logbook_row(job->log, GR_GATE_VISITS, row - 1);
    strike(job, now, row - 1);
    return_to(job->setup, now, &visit);
    return true;
}

static bool discard(const gr_job *job, gr_gate_state *now, gr_error *err)
{
    size_t rows = gr_logbook_rows(job->log, GR_GATE_VISITS), struck = 0;

    for (size_t row = now->correction; row < rows; row++) {
        if (!is_standing(job, row))
            continue;
        strike(job, now, row);
        struck++;
    }
    return struck > 0 || refuse(err, "this correction has no label to take back");
}

/* --- directions --- */

static bool no_such_way(const gr_gate_setup *s, gr_error *err)
{
    gr_text ways = { 0 };

    for (int i = GR_GATE_UP; i < GR_GATE_ACTIONS; i++)
        if (s->meaning[i] >= 0)
            gr_text_addf(&ways, "%s%s", ways.length > 0 ? ", " : "", gr_gate_actions[i].name);
    if (gr_text_ok(&ways, err))
        gr_fail(err, GR_ERROR_USAGE, "there is no such way in this world; there are %s",
                gr_text_string(&ways));
    gr_text_clear(&ways);
    return false;
}

static bool go(const gr_job *job, gr_gate_state *now, int direction, gr_error *err)
{
    const gr_gate_setup *s = job->setup;
    int action = s->meaning[direction];

    if (action < 0)
        return no_such_way(s, err);
    if (!under_way(now, err) || !budget_left(s, now, err))
        return false;
    if (s->labelling)
        now->queue[(now->step + s->lag) % (GR_GATE_LAG + 1)] = (signed char)action;
    else if (now->driving)
        now->wanted = action;
    else
        return refuse(err, "the learner drives; take over first");
    return true;
}

bool gr_gate_act(const gr_job *job, void *at, int action, gr_error *err)
{
    static bool (*const acts[])(const gr_job *, gr_gate_state *, gr_error *) = {
        [GR_GATE_TAKE] = take, [GR_GATE_BACK] = back, [GR_GATE_UNDO] = undo,
        [GR_GATE_DISCARD] = discard,
    };

    return action < GR_GATE_UP ? acts[action](job, at, err) : go(job, at, action, err);
}

gr_control gr_gate_control(const gr_job *job, const void *at, bool *clock)
{
    const gr_gate_setup *s = job->setup;
    const gr_gate_state *now = at;

    *clock = gr_values_number(job->values, "clock") != 0;
    if (now->driving)
        return GR_CONTROL_DRIVE;
    return s->labelling && now->labels < s->budget ? GR_CONTROL_LABEL : GR_CONTROL_WATCH;
}

void gr_gate_wheel(const gr_job *job, const void *at, gr_wheel *wheel)
{
    const gr_gate_setup *s = job->setup;
    const gr_gate_state *now = at;

    snprintf(wheel->place, sizeof wheel->place, "run %ld", now->run);
    snprintf(wheel->spent, sizeof wheel->spent, "%ld of %ld labels", now->labels, s->budget);
    wheel->share = (double)now->labels / (double)s->budget;
}
