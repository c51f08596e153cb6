/* dagger_runs.h - what the tests of dagger share: a run at its end, its columns, and its data row by
 * row. */
#ifndef GRADUS_TESTS_DAGGER_RUNS_H
#define GRADUS_TESTS_DAGGER_RUNS_H

#include "runs.h"

const gr_experiment *gr_dagger(void);

/* A run of these settings and seed that has gone all its rounds. */
gr_run *gr_dagger_end(const char *settings, uint64_t seed);

double gr_dagger_cell(const gr_run *run, long round, const char *column);

/* A table by its name, as it stands now. */
gr_table gr_dagger_table_of(const gr_run *run, const char *name);

typedef struct gr_dagger_step {
    long episode, round, t, intended, executed; /* -1: it stood still */
    size_t state;
    bool control, labelled, terminated, truncated, success;
} gr_dagger_step;

typedef struct gr_dagger_data {
    gr_dagger_step *rows;
    size_t count;
} gr_dagger_data;

gr_dagger_data gr_dagger_dataset(const gr_run *run);
void gr_dagger_dataset_free(gr_dagger_data *data);

#endif
