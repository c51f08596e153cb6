/* nearest.h - what the two files of the experiment `nearest` share. */
#ifndef GRADUS_EXPERIMENT_NEAREST_H
#define GRADUS_EXPERIMENT_NEAREST_H

#include "gradus/experiment.h"

enum { NEAREST_NEIGHBOURS_MAX = 25 };

typedef struct nearest_setup {
    size_t samples, features; /* of the file */
    size_t train, test;       /* how many of them are used */
    size_t neighbours;
    const double *inputs; /* sample by sample */
    const int *labels;
    double low, high; /* of all inputs, for the shades */
} nearest_setup;

typedef struct nearest_state {
    size_t trained, tested; /* samples of each part that have been classified */
    size_t train_wrong, test_wrong;
    size_t sample, closest; /* the last test sample, and the nearest one of the training part */
    int guess;
    size_t compared; /* training samples that the present sample has been compared with ... */
    size_t count;    /* ... and the nearest among them, the nearest first */
    size_t nearest[NEAREST_NEIGHBOURS_MAX];
    double distances[NEAREST_NEIGHBOURS_MAX];
    size_t order[]; /* all samples, shuffled: the test part, the training part, the rest */
} nearest_state;

extern const gr_figure nearest_figures[];

/* The experiment's `view`. */
bool nearest_view(const gr_job *job, const void *at, const gr_view_request *request, gr_view *view,
                  gr_error *err);

#endif
