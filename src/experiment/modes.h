/* modes.h - what modes*.c share. */
#ifndef GRADUS_MODES_H
#define GRADUS_MODES_H

#include "gradus/experiment.h"
#include "gradus/head.h"
#include "gradus/network.h"
#include "gradus/samples.h"
#include "gradus/schedule.h"

enum { GR_MODES_HEADS = 8, GR_MODES_OWN = 100, GR_MODES_BLIND = 64, GR_MODES_STATES = 64,
       GR_MODES_FRESHLY = 2000 };

typedef enum gr_modes_source {
    GR_MODES_OBSTACLE,
    GR_MODES_BISHOP,
    GR_MODES_FAITHFUL,
    GR_MODES_OWNED, /* the student's */
    GR_MODES_FILE
} gr_modes_source;

/* A head that is fitted: the chosen one, and with `others` all. */
typedef struct gr_modes_fitter {
    const gr_head *head;
    double knobs[GR_HEAD_KNOBS];
    const void *made;
    gr_network network;
    size_t numbers; /* where its numbers begin: parameters, slots, gradient, probe */
    size_t slots;
} gr_modes_fitter;

typedef struct gr_modes_setup {
    gr_modes_source source;
    gr_samples samples; /* of a file */
    size_t states;      /* numbers of a state */
    size_t demos;       /* drawn at birth, or the file's */
    double p, sd;
    gr_modes_fitter *fitters; /* `count` of them, the chosen one first */
    size_t count, numbers;
    const gr_optimizer *optimizer;
    const gr_schedule *schedule;
    size_t knobs, schedule_knobs; /* where they are among the values */
    gr_initializer init;
    size_t batch; /* 0: the full batch */
    long updates; /* of a step */
    size_t execute, blind, chunk; /* live knobs, likewise */
    size_t widest_in, widest_out, act_room, pass_room, largest;
} gr_modes_setup;

/* One drawn sample. */
typedef struct gr_modes_demo {
    double state, action;
} gr_modes_demo;

/* Tracks of the log: what is learned from, and fresh samples of the same kind. */
enum { GR_MODES_DEMOS, GR_MODES_FRESH };

typedef struct gr_modes_fit {
    gr_rng order, noise;
    double sum, loss; /* of the update under way; the mean of the last one, missing before */
} gr_modes_fit;

typedef struct gr_modes_state {
    gr_rng look; /* never advanced: what is drawn to be shown or counted */
    long step, made; /* updates of each head */
    long in_step;    /* updates made of the step under way */
    size_t fitter;   /* whose update is under way */
    size_t done;     /* samples of it */
    size_t own_count;
    bool driving;
    double aim, own[GR_MODES_OWN];
    double low, high; /* of the demonstrated actions */
    gr_modes_fit fits[GR_MODES_HEADS];
    double numbers[];
} gr_modes_state;

typedef struct gr_modes_arrays {
    double *params, *slots, *gradient, *probe;
} gr_modes_arrays;

/* Parts of the scratch. */
typedef struct gr_modes_rooms {
    double *states, *actions, *inputs, *targets, *slope, *act, *passes, *turned;
} gr_modes_rooms;

/* What the live knobs say now. */
gr_execution gr_modes_how(const gr_job *job);
size_t gr_modes_redrawn(const gr_job *job); /* actions whose mean is the aim: 1 with `chunk` */

gr_modes_arrays gr_modes_arrays_of(const gr_modes_setup *s, gr_modes_state *now, size_t fitter);
gr_modes_rooms gr_modes_rooms_of(const gr_job *job);
size_t gr_modes_scratch(const gr_modes_setup *s); /* numbers */

/* modes_data.c: the samples there are, learned from or fresh. */
extern const char *const gr_modes_data_words[];
bool gr_modes_prepare(void **setup, const gr_values *values, gr_arena *arena, gr_error *err);
void gr_modes_draw_data(const gr_job *job, gr_modes_state *now, const gr_rng *base);
size_t gr_modes_count(const gr_job *job, const gr_modes_state *now, bool fresh);
void gr_modes_sample(const gr_job *job, const gr_modes_state *now, bool fresh, size_t index,
                     double *state, double *action);
bool gr_modes_has_disc(const gr_modes_setup *s);

/* A number of the state as the data have it. */
double gr_modes_raw(const gr_modes_setup *s, size_t input, double value);

/* modes_fit.c: learning, and acting with what is learned. */
gr_progress gr_modes_init(const gr_job *job, void *state, gr_rng rng);
gr_progress gr_modes_advance(const gr_job *job, void *state, bool fine);
gr_head_job gr_modes_head(const gr_modes_setup *s, const gr_modes_state *now, size_t fitter);

/* `count` actions in one state, as the knob execute has it, or as `how` says. Draws from rng. */
void gr_modes_act(const gr_job *job, const gr_modes_state *now, size_t fitter, const double *state,
                  size_t count, gr_execution how, gr_rng *rng, double *actions);

/* One row of outputs in a state, of a head that tells a distribution by it; lies in the scratch. */
const double *gr_modes_outputs(const gr_job *job, const gr_modes_state *now, size_t fitter,
                               const double *state);

/* modes_judge.c: how good a head is; missing where that is not told. */
double gr_modes_loss(const gr_job *job, const gr_modes_state *now, size_t fitter);
double gr_modes_nll(const gr_job *job, const gr_modes_state *now, size_t fitter, bool fresh);
double gr_modes_mse(const gr_job *job, const gr_modes_state *now, size_t fitter);
double gr_modes_collision(const gr_job *job, const gr_modes_state *now, size_t fitter);

/* modes_act.c */
extern const gr_action_spec gr_modes_actions[];
bool gr_modes_do(const gr_job *job, void *state, int action, gr_error *err);
gr_control gr_modes_control(const gr_job *job, const void *state, bool *clock);

/* modes_table.c */
extern const gr_table_spec gr_modes_tables[];
bool gr_modes_table(const gr_job *job, const void *state, int which, gr_table *table,
                    gr_error *err);

/* modes_view.c, modes_paths.c, modes_strips.c, modes_density.c */
extern const gr_figure gr_modes_figures[];
bool gr_modes_view(const gr_job *job, const void *state, const gr_view_request *request,
                   gr_view *view, gr_error *err);

typedef struct gr_modes_scene {
    const gr_job *job;
    const gr_modes_setup *s;
    const gr_modes_state *now;
    const gr_view_request *request;
    gr_view *view;
    gr_error *err;
} gr_modes_scene;

bool gr_modes_paths(const gr_modes_scene *c);
bool gr_modes_strips(const gr_modes_scene *c);
bool gr_modes_density(const gr_modes_scene *c);
bool gr_modes_slice(const gr_modes_scene *c);
bool gr_modes_histogram(const gr_modes_scene *c);

/* A series of so many points, both arrays of which the caller fills; NULL without memory. */
gr_shape *gr_modes_series(const gr_modes_scene *c, gr_role role, const char *label,
                          const char *mark, size_t count, double **x, double **y);

/* The state at a share of the way through the data's, 0 to 1, others at their mean. */
void gr_modes_state_at(const gr_modes_scene *c, double value, double *state);
void gr_modes_state_range(const gr_modes_scene *c, double *low, double *high);

#endif
