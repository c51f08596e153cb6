/* bins.h - what bins*.c share.
 *
 * A cell of the table has a number: its bin in each dimension, the first one counting quickest. */
#ifndef GRADUS_BINS_H
#define GRADUS_BINS_H

#include "gradus/experiment.h"

enum { GR_BINS_DIMS = 6, GR_BINS_TERMS = GR_BINS_DIMS + 1 };

/* The closed loop: x_1' = GR_BINS_PLANT x_1 + u from GR_BINS_FROM, the other coordinates drawn anew
 * at each step. It ends early where x_1 leaves [-1, 1]. */
#define GR_BINS_PLANT 1.1
#define GR_BINS_FROM  0.8
enum { GR_BINS_LOOP = 200 };

typedef enum gr_bins_fallback {
    GR_BINS_MEAN,    /* of all labels */
    GR_BINS_NEAREST, /* filled cell, in steps from cell to cell */
    GR_BINS_STOP     /* 0 */
} gr_bins_fallback;

typedef enum gr_bins_rule { GR_BINS_TABLE, GR_BINS_LINEAR, GR_BINS_EXPERT } gr_bins_rule;

typedef struct gr_bins_setup {
    size_t dims, bins, cells;
    size_t stride[GR_BINS_DIMS];  /* between the numbers of cells that are neighbours */
    double width;                 /* of a bin */
    double expert[GR_BINS_TERMS]; /* u = expert[0] + sum expert[j] x_j; */
    bool switches;                /* or u = expert[1] times the sign of x_1 */
    gr_bins_fallback fallback;
    double jitter;
    size_t batch, samples;
    bool doubling;
} gr_bins_setup;

/* Sums over the samples of a cell, and the filled one that speaks for it. */
typedef struct gr_bins_cell {
    double sum;
    uint32_t count;
    uint32_t source, steps; /* of the nearest filled one, and how far that is */
} gr_bins_cell;

typedef struct gr_bins_streams {
    gr_rng place, jitter;
} gr_bins_streams;

typedef enum gr_bins_stage {
    GR_BINS_DRAW,   /* samples */
    GR_BINS_SEARCH, /* for the nearest filled cells */
    GR_BINS_FIT,    /* least squares */
    GR_BINS_JUDGE,  /* each cell */
    GR_BINS_DRIVE   /* the closed loop */
} gr_bins_stage;

typedef struct gr_bins_state {
    gr_bins_streams first, now; /* before the first sample, and after the last one */
    gr_rng loop;                /* the other coordinates in the closed loop */
    gr_bins_stage stage;
    size_t at; /* what of the stage is done */
    long step;
    size_t samples, filled;
    double label_sum;
    double gram[GR_BINS_TERMS][GR_BINS_TERMS], moment[GR_BINS_TERMS]; /* sums of x x' and of x u */
    double linear[GR_BINS_TERMS];                                     /* fitted */
    double squares; /* of the table's errors at the middles of cells, so far */
    double rms_table, rms_linear;
    size_t held_table, held_linear; /* steps that x_1 stays within [-1, 1] */
    double cycle;                   /* see gr_bins_cycle */
    gr_bins_cell cells[];
} gr_bins_state;

/* A sample: so many coordinates, and its label. */
typedef struct gr_bins_sample {
    double x[GR_BINS_DIMS], u;
} gr_bins_sample;

/* --- bins_table.c --- */

/* u of a place, by a rule; of the table, what cell it lies in. */
double gr_bins_act(const gr_bins_setup *s, const gr_bins_state *now, gr_bins_rule rule,
                   const double *x);
size_t gr_bins_cell_at(const gr_bins_setup *s, const double *x);
double gr_bins_cell_act(const gr_bins_setup *s, const gr_bins_state *now, size_t cell);
double gr_bins_middle(const gr_bins_setup *s, size_t cell, size_t dim);

/* The expert's mean over a cell. */
double gr_bins_cell_mean(const gr_bins_setup *s, size_t cell);

void gr_bins_draw(const gr_bins_setup *s, gr_bins_streams *streams, gr_bins_sample *sample);

/* x_1 at t = 0, 1, ..., as far as it stays within [-1, 1]; how many of them. */
size_t gr_bins_drive(const gr_bins_setup *s, const gr_bins_state *now, gr_bins_rule rule,
                     double path[GR_BINS_LOOP + 1]);

/* What is left of the motion: the greatest less the least of the second half of a path, in bins;
 * gr_missing() of one that is not whole. */
double gr_bins_cycle(const gr_bins_setup *s, const double *path, size_t count);

/* Formulas: how far the expert is from its mean over a cell (root mean square); of so many samples
 * in so many equal cells the expected number that are filled; and how many samples it takes until
 * all are. */
double gr_bins_quantum(const gr_bins_setup *s);
double gr_bins_expected(double cells, double samples);
double gr_bins_coupons(double cells);

/* --- bins_step.c --- */

gr_progress gr_bins_init(const gr_job *job, void *state, gr_rng rng);
gr_progress gr_bins_advance(const gr_job *job, void *state, bool fine);

/* --- bins_view.c --- */

extern const gr_figure gr_bins_figures[];
bool gr_bins_view(const gr_job *job, const void *state, const gr_view_request *request,
                  gr_view *view, gr_error *err);

#endif
