/* What dagger exports: the data, the policy, where it goes, and what was learned. */
#include "dagger.h"

#include "gradus/memory.h"

enum { DATASET, POLICY, VISITS, LEARNED };

const gr_table_spec gr_dagger_tables[] = {
    [DATASET] = { "dataset", "every step of every round, with the intended and the executed action" },
    [POLICY] = { "policy", "per state and action how often the learner takes it" },
    [VISITS] = { "visits", "per state its labels, and how often learner and expert decide there" },
    [LEARNED] = { "learned", "what the learner has stored: counts, or weights" },
    { .name = NULL },
};

static bool add_counts(gr_columns *columns, const char *const *names, size_t count, gr_error *err)
{
    for (size_t i = 0; i < count; i++)
        if (!gr_columns_add(columns, names[i], "", GR_DECIMALS_COUNT, err))
            return false;
    return true;
}

/* --- dataset --- */

static bool dataset_columns(gr_table *out, gr_error *err)
{
    static const char *const where[] = { "episode", "round", "t", "state", "x", "y" };
    static const char *const what[] = { "expert_action", "executed_action", "expert_in_control",
                                        "labelled" };
    static const char *const how[] = { "policy_version", "terminated", "truncated", "success" };

    return add_counts(&out->columns, where, GR_LEN(where), err) &&
           add_counts(&out->columns, what, GR_LEN(what), err) &&
           gr_columns_add(&out->columns, "doubt", "", GR_DECIMALS_AUTO, err) &&
           gr_columns_add(&out->columns, "beta", "", GR_DECIMALS_AUTO, err) &&
           add_counts(&out->columns, how, GR_LEN(how), err);
}

/* Actions are numbers from 0, in the order of the world; standing still is missing. */
static bool dataset(const gr_job *job, const gr_dagger_state *now, gr_table *out, gr_error *err)
{
    const gr_dagger_setup *s = job->setup;
    size_t rows = gr_logbook_rows(job->log, GR_DAGGER_VISITS);
    size_t rounds = gr_logbook_rows(job->log, GR_DAGGER_ROUNDS);

    if (!dataset_columns(out, err))
        return false;
    for (size_t i = 0; i < rows; i++) {
        const gr_visit *v = gr_logbook_row(job->log, GR_DAGGER_VISITS, i);
        const gr_dagger_round *round =
            v->round < rounds ? gr_logbook_row(job->log, GR_DAGGER_ROUNDS, v->round) : NULL;
        const double row[] = { v->episode, v->round, v->t, v->state, s->model.space.x[v->state],
                               s->model.space.y[v->state], v->intended,
                               v->executed == GR_STOOD ? gr_missing() : v->executed, v->control,
                               v->labelled, v->doubt,
                               round != NULL ? round->beta : now->beta,
                               v->round > 0 ? (double)v->round - 1 : gr_missing(), v->terminated,
                               v->truncated, v->terminated && !v->failed };
        if (!gr_table_add(out, row, err))
            return false;
    }
    return true;
}

/* --- the others --- */

static bool policy(const gr_dagger_setup *s, const gr_dagger_arrays *a, gr_table *out,
                   gr_error *err)
{
    size_t actions = s->model.space.actions;

    if (!gr_columns_add(&out->columns, "state", "", GR_DECIMALS_COUNT, err) ||
        !gr_columns_add_words(&out->columns, "action", s->model.space.action_names, err) ||
        !gr_columns_add(&out->columns, "share", "", GR_DECIMALS_AUTO, err) ||
        !gr_columns_add(&out->columns, "expert", "", GR_DECIMALS_AUTO, err))
        return false;
    for (size_t k = 0; k < s->model.space.states * actions; k++) {
        const double row[] = { (double)(k / actions), (double)(k % actions), a->shares[k],
                               s->model.expert[k] };
        if (!gr_table_add(out, row, err))
            return false;
    }
    return true;
}

static bool visits(const gr_dagger_setup *s, const gr_dagger_arrays *a, gr_table *out,
                   gr_error *err)
{
    static const char *const names[] = { "state", "x", "y", "labels" };

    if (!add_counts(&out->columns, names, GR_LEN(names), err) ||
        !gr_columns_add(&out->columns, "learner", "", GR_DECIMALS_AUTO, err) ||
        !gr_columns_add(&out->columns, "expert", "", GR_DECIMALS_AUTO, err))
        return false;
    for (size_t i = 0; i < s->model.space.states; i++) {
        const double row[] = { (double)i, s->model.space.x[i], s->model.space.y[i],
                               gr_labels_at(&s->model.space, a->counts, i), a->visits[i],
                               s->expert_visits[i] };
        if (!gr_table_add(out, row, err))
            return false;
    }
    return true;
}

bool gr_dagger_table(const gr_job *job, const void *at, int which, gr_table *out, gr_error *err)
{
    const gr_dagger_setup *s = job->setup;
    gr_dagger_arrays a = gr_dagger_arrays_of(s, (gr_dagger_state *)(uintptr_t)at);
    gr_fit fitted = gr_dagger_fit(job, a.counts);

    switch (which) {
    case DATASET: return dataset(job, at, out, err);
    case POLICY: return policy(s, &a, out, err);
    case VISITS: return visits(s, &a, out, err);
    default: return s->learner->save(&fitted, a.learned, out, err);
    }
}
