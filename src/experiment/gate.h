/* gate.h - what gate*.c share. */
#ifndef GRADUS_GATE_H
#define GRADUS_GATE_H

#include "gradus/dataset.h"
#include "gradus/evaluate.h"
#include "gradus/experiment.h"
#include "gradus/learner.h"

enum { GR_GATE_MEMBERS = 10, GR_GATE_LAG = 15 };

/* What the student can do, in the order of the actions of the experiment. */
typedef enum gr_gate_action {
    GR_GATE_TAKE,
    GR_GATE_BACK,
    GR_GATE_UNDO,
    GR_GATE_DISCARD,
    GR_GATE_UP, /* from here on directions */
    GR_GATE_RIGHT,
    GR_GATE_DOWN,
    GR_GATE_LEFT,
    GR_GATE_ACTIONS
} gr_gate_action;

typedef struct gr_gate_setup {
    gr_model model;
    const gr_learner *learner;
    size_t learner_knobs, learner_knob_count, learned;
    long execute;  /* which of its knobs says how it acts; -1: none */
    bool labelling; /* the student labels and does not drive */
    bool clock;
    long budget, lag, demos, horizon, runs;
    size_t members;
    int meaning[GR_GATE_ACTIONS]; /* the world's action of a direction, -1 for none */
    double expert_cost;
    size_t shown; /* states that demonstrations can label */
    const double *best; /* shares of an expert that takes all equally good ways, and never errs */
} gr_gate_setup;

typedef enum gr_gate_stage {
    GR_GATE_MOVE,
    GR_GATE_FIT,   /* the learner, then each member */
    GR_GATE_KNOW,  /* what they do everywhere */
    GR_GATE_EXACT  /* what that costs */
} gr_gate_stage;

typedef struct gr_gate_state {
    long step, run, t; /* t steps of this run are made */
    uint32_t at;       /* the state of the world */
    gr_gate_stage stage;
    size_t member;     /* that is being fitted; 0: the learner itself */
    long piece;
    bool driving;
    bool fresh;        /* the run has ended: the next step begins another */
    int wanted;        /* the student's next action, -1: none */
    long take_in;      /* the student takes over in so many steps; -1: nothing is asked */
    signed char queue[GR_GATE_LAG + 1]; /* labels on their way, by step modulo its size; -1: none */
    size_t correction; /* first visit of the log since the last take-over */
    gr_streams streams;
    uint64_t seed;     /* of the bootstrap */
    long labels, standing, takeovers, switches, env_steps, failures, fits;
    long own, agreed; /* labels of the student's that stand; those that lead a best way */
    double doubt, tau, J;
    gr_evaluation exact;
    double numbers[];  /* see gr_gate_arrays */
} gr_gate_state;

typedef struct gr_gate_arrays {
    double *counts;  /* members + 1 times states rows of actions: first of the learner itself */
    double *learned; /* members + 1 times what a learner has learned */
    double *shares;  /* what the learner does */
    double *doubts;  /* per state */
    double *now, *visits;
} gr_gate_arrays;

gr_gate_arrays gr_gate_arrays_of(const gr_gate_setup *s, gr_gate_state *now);
size_t gr_gate_numbers(const gr_gate_setup *s);

/* Tracks of the log: gr_visit rows; the visits whose labels were taken back; doubts at take-overs;
 * who was in control at each step, and how much the learner doubted. */
enum { GR_GATE_VISITS, GR_GATE_STRUCK, GR_GATE_DOUBTS, GR_GATE_STRIP };

typedef struct gr_gate_moment {
    double doubt, tau;
    bool driving;
} gr_gate_moment;

/* gate_data.c: labels come and go. */
void gr_gate_add_label(const gr_gate_setup *s, gr_gate_state *now, size_t visit, uint32_t state,
                       int action, double sign);
/* The same of a label that the student gives or takes back. */
void gr_gate_own_label(const gr_gate_setup *s, gr_gate_state *now, size_t visit, uint32_t state,
                       int action, double sign);
bool gr_gate_is_struck(const gr_logbook *log, size_t visit);
bool gr_gate_table(const gr_job *job, const void *state, int which, gr_table *table, gr_error *err);
extern const gr_table_spec gr_gate_tables[];

/* gate_step.c */
gr_fit gr_gate_fit(const gr_job *job, const gr_gate_state *now, size_t member);
gr_progress gr_gate_init(const gr_job *job, void *state, gr_rng rng);
gr_progress gr_gate_advance(const gr_job *job, void *state, bool fine);
void gr_gate_take(const gr_job *job, gr_gate_state *now); /* the student takes over, at once */

/* gate_act.c */
extern const gr_action_spec gr_gate_actions[];
bool gr_gate_act(const gr_job *job, void *state, int action, gr_error *err);
gr_control gr_gate_control(const gr_job *job, const void *state, bool *clock);
void gr_gate_wheel(const gr_job *job, const void *state, gr_wheel *wheel);

/* gate_view.c */
extern const gr_figure gr_gate_figures[];
bool gr_gate_view(const gr_job *job, const void *state, const gr_view_request *request,
                  gr_view *view, gr_error *err);

#endif
