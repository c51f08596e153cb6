/* What dagger exports: the data, the policy, where it goes, and what was learned. */
#include "dagger.h"

#include "gradus/dataset.h"
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

static bool dataset(const gr_job *job, const gr_dagger_state *now, gr_table *out, gr_error *err)
{
    const gr_dagger_setup *s = job->setup;
    size_t rows = gr_logbook_rows(job->log, GR_DAGGER_VISITS);
    size_t rounds = gr_logbook_rows(job->log, GR_DAGGER_ROUNDS);

    if (!gr_dataset_columns(out, err))
        return false;
    for (size_t i = 0; i < rows; i++) {
        const gr_visit *v = gr_logbook_row(job->log, GR_DAGGER_VISITS, i);
        const gr_dagger_round *round =
            v->round < rounds ? gr_logbook_row(job->log, GR_DAGGER_ROUNDS, v->round) : NULL;
        double row[GR_DATASET_FIELDS];
        gr_dataset_row(&s->model, v, round != NULL ? round->beta : now->beta,
                       v->round > 0 ? (double)v->round - 1 : gr_missing(), row);
        if (!gr_table_add(out, row, err))
            return false;
    }
    return true;
}

/* --- the others --- */

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
    case POLICY: return gr_policy_table(&s->model, a.shares, out, err);
    case VISITS: return visits(s, &a, out, err);
    default: return s->learner->save(&fitted, a.learned, out, err);
    }
}
