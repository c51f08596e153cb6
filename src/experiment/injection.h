/* injection.h - what injection*.c share. */
#ifndef GRADUS_INJECTION_H
#define GRADUS_INJECTION_H

#include "gradus/experiment.h"

enum { GR_PULSE_MAX = 100 };

/* A state z is x and its speed v; of the scalar plant v stays 0. The expert's law is
 * u = -(law[0] x + law[1] v). */
typedef struct gr_injection_plant {
    double A[2][2], b[2], law[2];
    size_t dims; /* gains that there are to learn: 1 or 2 */
} gr_injection_plant;

/* What the expert with noise is expected to do in one demonstration, to second order exactly. */
typedef struct gr_injection_moments {
    double squares[3]; /* sums over the labelled states of x x, x v, v v */
    double reach;      /* root mean square of what the noise does to x at steps 1 .. T */
} gr_injection_moments;

/* How a demonstration is given, from the knobs that may change from one to the next. */
typedef struct gr_injection_teaching {
    double noise;
    long duration;
    bool executed;              /* the label is what was carried out */
    double pulse[GR_PULSE_MAX]; /* shape, of mean square 1 */
    gr_injection_moments moments;
} gr_injection_teaching;

/* What is expected of all demonstrations so far. */
typedef struct gr_injection_expected {
    double squares[3]; /* of all labels */
    double errors[3];  /* covariance of the sum over labels of x and v times the label's error */
    bool unknown;      /* it was not always to be had */
} gr_injection_expected;

typedef struct gr_injection_setup {
    gr_injection_plant plant;
    double jitter, start, test, edge, bound; /* INFINITY: no bound */
    long demos, horizon, repeats, augment;
    double tube[2];     /* half widths of the box around a state */
    double expert_cost; /* J of the expert's law */
    double *nominal;    /* x at 0 .. T without noise */
} gr_injection_setup;

/* Sums of what one learner was shown: x x, x v, v v, and -label times x, v. */
typedef struct gr_injection_data {
    double squares[3], labels[2];
} gr_injection_data;

typedef enum gr_injection_stage { GR_INJECTION_SHOW, GR_INJECTION_FIT } gr_injection_stage;

/* A stream for each purpose; those of the first learner are its own. */
typedef struct gr_injection_streams {
    gr_rng noise, jitter, tube;
} gr_injection_streams;

typedef struct gr_injection_state {
    long step;
    gr_injection_stage stage;
    long piece; /* learners of the stage that are done */
    gr_injection_streams first, others;
    gr_injection_teaching teaching; /* of the last demonstration that was begun */
    gr_injection_expected expected;
    double paid_sum, away_sum;               /* of the demonstrations of this step */
    double gain_sum, gain_squares, cost_sum; /* of the learners */
    long failed;                             /* learners that left the road */
    /* of the last whole step */
    double gains[2]; /* of the first learner */
    double mean, sd; /* of the gain, over the learners */
    double paid, away, J, failing;
    double label_error; /* the largest so far */
    long failures;      /* demonstrations of the first learner that left the road, so far */
    gr_injection_data data[];
} gr_injection_state;

/* A row of the log: one label of the first learner. */
typedef struct gr_injection_row {
    double demo, t, x, v, noise, intended, executed, label;
    bool made; /* around a state of the demonstration, without being there */
} gr_injection_row;

/* Tracks of the log. */
enum { GR_INJECTION_ROWS };

/* injection_plant.c */
void gr_injection_step(const gr_injection_plant *plant, double input, double z[2]);
double gr_injection_law(const double gains[2], const double z[2], double bound);
void gr_injection_teach(const gr_injection_setup *s, const gr_values *values,
                        gr_injection_teaching *teaching);
void gr_injection_box(const gr_injection_plant *plant, double disturbance, double half[2]);

/* J of a law: the sum of x^2, at most edge^2 a step, over the horizon, from `test`, without noise;
 * `left` says whether x went past the edge. */
double gr_injection_cost(const gr_injection_setup *s, const double gains[2], bool *left);

/* The gains of least squares; of those that fit equally well the smallest. */
void gr_injection_solve(const gr_injection_data *data, double gains[2]);

/* One more demonstration to be expected; and the standard deviation of the first gain, to first
 * order: the sums of squares are put at their expectation. Missing where there is nothing to learn
 * from, where the bound cuts in and where a label has pulses in it. */
void gr_injection_expect(const gr_injection_setup *s, const gr_injection_teaching *teaching,
                         gr_injection_expected *expected);
double gr_injection_formula(const gr_injection_expected *expected);

/* injection_step.c */
gr_progress gr_injection_init(const gr_job *job, void *state, gr_rng rng);
gr_progress gr_injection_advance(const gr_job *job, void *state, bool fine);

/* injection_view.c */
extern const gr_figure gr_injection_figures[];
bool gr_injection_view(const gr_job *job, const void *state, const gr_view_request *request,
                       gr_view *view, gr_error *err);

#endif
