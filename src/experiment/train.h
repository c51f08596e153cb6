/* train.h - what train*.c share. */
#ifndef GRADUS_TRAIN_H
#define GRADUS_TRAIN_H

#include "gradus/batch.h"
#include "gradus/experiment.h"
#include "gradus/optimizer.h"
#include "gradus/schedule.h"

typedef struct gr_train_setup {
    gr_samples samples;
    gr_network network;
    bool classes; /* the targets are class numbers; else numbers */
    const gr_optimizer *optimizer;
    const gr_schedule *schedule;
    size_t knobs, knob_count, schedule_knobs; /* where they are among the values */
    size_t slots;
    size_t batch;        /* samples an update; all of them: the full batch */
    const size_t *order; /* batches of a file, `batch` samples each; NULL: shuffled */
    size_t order_count;
    const double *begin; /* parameters of a file; NULL: drawn */
    gr_initializer init;
} gr_train_setup;

typedef struct gr_train_state {
    gr_rng order;
    long step; /* updates made */
    size_t phase;
    size_t done;       /* samples of the batch that have been added up */
    double batch_sum;  /* of their losses */
    double batch_loss; /* of the last update, before it; missing at step 0 */

    /* Parameters, gradient, slots, probe; then the permutation. */
    _Alignas(GR_CACHE_LINE) double numbers[];
} gr_train_state;

typedef struct gr_train_arrays {
    double *params, *gradient, *slots;
    double *probe;   /* where the gradient is taken, for optimizers that look ahead */
    size_t *shuffled; /* numbers of the samples, in the order of this epoch */
} gr_train_arrays;

gr_train_arrays gr_train_arrays_of(const gr_train_setup *s, gr_train_state *now);

/* The mean loss over some samples and what is wrong with them: the share of wrong classes, or the root
 * of the mean square error; both missing without any. */
void gr_train_judge(const gr_job *job, const gr_train_state *now, const size_t *which,
                    size_t count, double *loss, double *error);

/* train_data.c: the setup from knobs and files. */
bool gr_train_prepare(void **setup, const gr_values *values, gr_arena *arena, gr_error *err);

/* train_table.c, train_view.c */
extern const gr_table_spec gr_train_tables[];
bool gr_train_table(const gr_job *job, const void *state, int which, gr_table *table,
                    gr_error *err);
extern const gr_figure gr_train_figures[];
bool gr_train_view(const gr_job *job, const void *state, const gr_view_request *request,
                   gr_view *view, gr_error *err);

#endif
