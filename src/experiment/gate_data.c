/* The labels of gate: given, taken back, exported. */
#include "gate.h"

/* A label comes (sign 1) or is taken back (-1), of the learner and of each member of the ensemble
 * as often as its bootstrap has it. */
void gr_gate_add_label(const gr_gate_setup *s, gr_gate_state *now, size_t visit, uint32_t state,
                       int action, double sign)
{
    gr_gate_arrays a = gr_gate_arrays_of(s, now);
    size_t pairs = s->model.space.states * s->model.space.actions;
    size_t at = state * s->model.space.actions + (size_t)action;

    a.counts[at] += sign;
    for (size_t m = 1; m <= s->members; m++)
        a.counts[m * pairs + at] += sign * gr_bootstrap_weight(now->seed, m, visit);
    now->standing += (long)sign;
}

void gr_gate_own_label(const gr_gate_setup *s, gr_gate_state *now, size_t visit, uint32_t state,
                       int action, double sign)
{
    bool agrees = s->best[state * s->model.space.actions + (size_t)action] > 0;

    gr_gate_add_label(s, now, visit, state, action, sign);
    now->own += (long)sign;
    now->agreed += agrees ? (long)sign : 0;
}

bool gr_gate_is_struck(const gr_logbook *log, size_t visit)
{
    for (size_t i = gr_logbook_rows(log, GR_GATE_STRUCK); i-- > 0;)
        if (*(const size_t *)gr_logbook_row(log, GR_GATE_STRUCK, i) == visit)
            return true;
    return false;
}

/* --- tables --- */

enum { DATASET, POLICY };

const gr_table_spec gr_gate_tables[] = {
    [DATASET] = { "dataset", "every step, with who was in control, what was meant, and the doubt" },
    [POLICY] = { "policy", "per state and action how often the learner takes it" },
    { .name = NULL },
};

static bool dataset(const gr_job *job, gr_table *out, gr_error *err)
{
    const gr_gate_setup *s = job->setup;
    size_t rows = gr_logbook_rows(job->log, GR_GATE_VISITS);

    if (!gr_dataset_columns(out, err) ||
        !gr_columns_add(&out->columns, "discarded", "", GR_DECIMALS_COUNT, err))
        return false;
    long column = gr_columns_find(&out->columns, "discarded");
    for (size_t i = 0; i < rows; i++) {
        const gr_visit *v = gr_logbook_row(job->log, GR_GATE_VISITS, i);
        double row[GR_DATASET_FIELDS + 1];
        gr_dataset_row(&s->model, v, v->round == 0, v->round > 0 ? v->round - 1.0 : gr_missing(),
                       row);
        row[column] = gr_gate_is_struck(job->log, i);
        if (!gr_table_add(out, row, err))
            return false;
    }
    return true;
}

bool gr_gate_table(const gr_job *job, const void *at, int which, gr_table *out, gr_error *err)
{
    const gr_gate_setup *s = job->setup;
    gr_gate_arrays a = gr_gate_arrays_of(s, (gr_gate_state *)(uintptr_t)at);

    return which == DATASET ? dataset(job, out, err)
                            : gr_policy_table(&s->model, a.shares, out, err);
}
