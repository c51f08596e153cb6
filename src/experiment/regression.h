/* regression.h - what regression*.c share. */
#ifndef GRADUS_REGRESSION_H
#define GRADUS_REGRESSION_H

#include "gradus/experiment.h"
#include "gradus/optimizer.h"
#include "gradus/samples.h"
#include "gradus/schedule.h"

/* Least squares over the samples learned from, and the shape of J: its Hessian is
 * [count, sum x; sum x, sum x^2], the same everywhere. */
typedef struct gr_line_fit {
    double theta[2];  /* where J is least; of an x that never changes the level line there */
    double J;         /* there */
    double condition; /* largest over smallest eigenvalue; inf: x never changes */
    double limit;     /* 2 over the largest one: from here on gradient descent diverges */
} gr_line_fit;

typedef struct gr_regression_setup {
    gr_samples samples; /* one input, one target */
    gr_line_fit fit;
    const gr_optimizer *optimizer;
    const gr_schedule *schedule;
    size_t knobs, schedule_knobs; /* where they are among the values */
    gr_tensor theta;
    gr_tensors tensors;
    size_t slots;
    size_t batch; /* samples of an update; all of them: the full batch */
    double start[2];
    bool standardised;
} gr_regression_setup;

/* Sums over samples: half the squared errors, and the errors alone and times x. */
typedef struct gr_line_sums {
    double J, g[2];
} gr_line_sums;

typedef struct gr_regression_state {
    gr_rng order;
    long step; /* updates made */
    size_t phase;
    size_t done;                /* samples of the batch that have been added up */
    gr_line_sums sum;           /* over them, at the probe */
    double theta[2], before[2]; /* now, and before the last update */
    double probe[2];            /* where the gradient was taken */
    double used[2];             /* the gradient that the last update used */
    double rate;                /* of it; 0 at step 0 */
    double first;               /* J at the start */
    double numbers[];           /* slots; then the permutation */
} gr_regression_state;

/* The slots and the numbers of the samples in the order of this epoch. */
double *gr_regression_slots(gr_regression_state *now);
size_t *gr_regression_shuffled(const gr_regression_setup *s, const gr_regression_state *now);

/* The update that is told of, from 1: the one in hand, or the last; 0: there is none yet. */
long gr_regression_told(const gr_regression_state *now);

/* The batch of update `number`, from 1, as long as its epoch lasts. */
const size_t *gr_regression_batch(const gr_regression_setup *s, const gr_regression_state *now,
                                  long number, size_t *count);

/* What a batch's sums are multiplied by to stand for those over all samples learned from. */
double gr_regression_scale(const gr_regression_setup *s, size_t count);

/* --- regression_fit.c --- */

double gr_line_at(const double theta[2], double x);
double gr_line_x(const gr_samples *samples, size_t sample);
void gr_line_add(const gr_samples *samples, const double theta[2], const size_t *which,
                 size_t count, gr_line_sums *sums);

/* Root mean square error; missing without any samples. */
double gr_line_error(const gr_samples *samples, const double theta[2], const size_t *which,
                     size_t count);
gr_line_fit gr_line_least_squares(const gr_samples *samples);

/* Intercept and slope in the units of the file, whatever x was standardised by. */
void gr_line_plain(const gr_samples *samples, const double theta[2], double plain[2]);

/* --- regression_table.c, regression_view.c, regression_map.c, regression_sheet.c --- */

extern const gr_table_spec gr_regression_tables[];
bool gr_regression_table(const gr_job *job, const void *state, int which, gr_table *table,
                         gr_error *err);

extern const gr_figure gr_regression_figures[];
bool gr_regression_view(const gr_job *job, const void *state, const gr_view_request *request,
                        gr_view *view, gr_error *err);

typedef struct gr_regression_scene {
    const gr_regression_setup *s;
    const gr_regression_state *now;
    const gr_view_request *request;
    gr_view *view;
    gr_error *err;
} gr_regression_scene;

bool gr_regression_view_map(const gr_regression_scene *c);
bool gr_regression_view_update(const gr_regression_scene *c);

/* A number as it is shown, in the arena; NULL with an error. */
const char *gr_regression_number(const gr_regression_scene *c, double value);

/* J over the samples learned from, at the thetas of now. */
double gr_regression_J(const gr_regression_scene *c);

/* Room for a series or for points: x, and y behind it; NULL with an error. */
gr_shape *gr_regression_add(const gr_regression_scene *c, gr_shape_kind kind, gr_role role,
                            const char *label, size_t count, double **x, double **y);

#endif
