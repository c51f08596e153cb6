/* loops.h - what loops*.c share. */
#ifndef GRADUS_LOOPS_H
#define GRADUS_LOOPS_H

#include "gradus/experiment.h"

typedef struct gr_loops_setup {
    double a, gain, noise, start;
    long horizon, runs, chunk;
} gr_loops_setup;

/* Mean 0 is not taken for granted: the sums are of x - x_nominal and of its square. */
typedef struct gr_loops_sample {
    double sum, squares, sd, se;
} gr_loops_sample;

typedef struct gr_loops_state {
    long step;
    long piece;           /* runs of this step that are done */
    gr_rng first, others; /* the first run draws from a stream of its own, however many there are */
    double nominal, u_nominal, u_closed; /* the inputs that led here; u_closed the first run's */
    double open_variance;
    double planned; /* variance of the closed loop: of what it knew at its last look, */
    double fresh;   /* and of what has come since then */
    gr_loops_sample open, closed;
    double x[]; /* runs each: open, closed, and where the closed loop believes it is */
} gr_loops_state;

/* A row of the log, of the step of its number: the sampled standard deviations. */
typedef struct gr_loops_row {
    double open, closed;
} gr_loops_row;

static inline const double *gr_loops_open(const gr_loops_state *now)
{
    return now->x;
}

static inline const double *gr_loops_closed(const gr_loops_setup *s, const gr_loops_state *now)
{
    return now->x + s->runs;
}

double gr_loops_open_sd(const gr_loops_state *now);
double gr_loops_closed_sd(const gr_loops_state *now);

extern const gr_figure gr_loops_figures[];
bool gr_loops_view(const gr_job *job, const void *state, const gr_view_request *request,
                   gr_view *view, gr_error *err);

#endif
