/* head.h - heads: what the outputs of a network say about an action, and how it is drawn.
 *
 * An action is one number. A head says what the network is fed, what its outputs mean, how far they
 * are from a demonstrated action, and how an action comes of them. A head is a const struct, one
 * file in src/policy and one row in heads.def; it keeps nothing: what it works with is a
 * gr_head_job.
 *
 * Learning: `feed` turns states and demonstrated actions into inputs and targets, one target a
 * sample; `loss` is that of loss.h. Acting: gr_head_act, which asks whatever computes the outputs,
 * a network or a formula, once, or many times (diffusion). Heads that describe the action's
 * distribution by one row of outputs also have `log_density`, `below`, `mean` and `best`, and
 * `draw`.
 */
#ifndef GRADUS_HEAD_H
#define GRADUS_HEAD_H

#include "gradus/diffusion.h"
#include "gradus/param.h"

enum { GR_HEAD_KNOBS = 8 };

typedef struct gr_head_job {
    const struct gr_head *head;
    const double *knobs; /* the head's own, in the order of its params */
    size_t states;       /* numbers of a state, at least 1 */
    double low, high;    /* the least and the greatest demonstrated action, low < high */
    const void *made;    /* by the head's `prepare` */
} gr_head_job;

/* How an action is chosen. */
typedef enum gr_execution {
    GR_EXECUTE_BEST,  /* the likeliest, always the same */
    GR_EXECUTE_SAMPLE /* each as likely as it is */
} gr_execution;

/* Whatever computes outputs: `rows` of the head's inputs to rows of its outputs. */
typedef void gr_head_outputs(void *context, size_t rows, const double *inputs, double *outputs);

typedef struct gr_head {
    const char *name, *summary;
    const gr_param *params; /* NULL: none */

    /* What follows from the knobs, in the arena; NULL: nothing. */
    bool (*prepare)(const void **made, const double *knobs, gr_arena *arena, gr_error *err);
    const char *(*warning)(const gr_head_job *job); /* what should be said of the knobs, or NULL */

    size_t (*inputs)(const gr_head_job *job); /* NULL: the state's */
    size_t (*outputs)(const gr_head_job *job);

    /* Biases of the outputs to begin with, so that they lie within the data's range; they come as
     * 0. NULL: 0. */
    void (*begin)(const gr_head_job *job, double *biases);

    /* `rows` of inputs and targets. Draws sample by sample, so that cutting rows into chunks
     * changes nothing. NULL: the inputs are the states, the targets the actions. */
    void (*feed)(const gr_head_job *job, size_t rows, const double *states, const double *actions,
                 gr_rng *rng, double *inputs, double *targets);

    /* As gr_loss_function of loss.h: adds up the losses of the rows, fills `slope` unless NULL. */
    void (*loss)(const gr_head_job *job, size_t rows, const double *y, const double *targets,
                 double scale, double *sum, double *slope);

    /* Of one row of outputs, where they describe a distribution; all NULL where they do not. */
    double (*log_density)(const gr_head_job *job, const double *y, double action); /* natural; NULL
                                                     also where there is no density */
    double (*below)(const gr_head_job *job, const double *y, double action); /* P(a < action) */
    double (*mean)(const gr_head_job *job, const double *y);
    double (*best)(const gr_head_job *job, const double *y);
    double (*draw)(const gr_head_job *job, const double *y, gr_rng *rng);

    /* The normal distributions that it adds up, at most GR_MIXTURE_PARTS; returns how many. NULL:
     * none. */
    size_t (*parts)(const gr_head_job *job, const double *y, gr_mixture_part *parts);

    /* Instead of best and draw: `rows` actions by asking for outputs many times. */
    size_t (*room)(const gr_head_job *job, size_t rows); /* numbers that it needs */
    size_t (*calls)(const gr_head_job *job); /* times that it asks for outputs */
    void (*act)(const gr_head_job *job, gr_head_outputs *outputs, void *context, size_t rows,
                const double *states, gr_execution how, gr_rng *rng, double *room, double *actions);
} gr_head;

/* The registry, in the order of heads.def, and as a family of knobs. */
size_t gr_head_count(void);
const gr_head *gr_head_at(size_t index);
extern const gr_family gr_head_family;
size_t gr_head_knobs(const gr_head *head);

/* Numbers that a head's network takes and gives. */
size_t gr_head_input_count(const gr_head_job *job);
size_t gr_head_output_count(const gr_head_job *job);

/* Inputs and targets of any head. */
void gr_head_feed(const gr_head_job *job, size_t rows, const double *states, const double *actions,
                  gr_rng *rng, double *inputs, double *targets);

/* Actions in `rows` states, rows of job->states numbers. `room` has gr_head_room numbers; acting
 * the best way draws nothing from rng. */
size_t gr_head_room(const gr_head_job *job, size_t rows);
size_t gr_head_calls(const gr_head_job *job);
void gr_head_act(const gr_head_job *job, gr_head_outputs *outputs, void *context, size_t rows,
                 const double *states, gr_execution how, gr_rng *rng, double *room,
                 double *actions);

#endif
