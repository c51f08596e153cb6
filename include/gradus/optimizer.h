/* optimizer.h - optimizers: how a gradient becomes the next step.
 *
 * An optimizer is one const struct, one file in src/optim and one row in optimizers.def. It works
 * on a parameter vector of any length, made of named tensors, so that the point on a surface and
 * the weights of a network are moved by the same code. It keeps what it remembers between updates
 * (velocities, means of squares) in `slots`, a flat block of doubles that its caller owns.
 *
 *   slots(tensors)                    how many doubles it needs
 *   start(tensors, knobs, slots)      once, on zeroed slots
 *   for t = 1, 2, ...
 *     probe(update, slots, x, at)     where to take the gradient, if not at x
 *     update(update, slots, x)        moves x
 *
 * All sums run in a fixed order and beta^t is a running product in the slots, so that equal calls
 * give equal bits on every machine. An update never fails; what overflows becomes inf or nan.
 *
 * The arithmetic of an update can be read term by term (`terms`, `explain`); a test holds that it
 * gives the very bits that `update` does.
 */
#ifndef GRADUS_OPTIMIZER_H
#define GRADUS_OPTIMIZER_H

#include "gradus/param.h"

/* A matrix inside a parameter vector: rows * columns numbers from `offset` on, row by row. */
typedef struct gr_tensor {
    const char *name;
    size_t rows, columns, offset;
} gr_tensor;

/* A parameter vector of `size` numbers. Its tensors fill it without gap or overlap, in order. */
typedef struct gr_tensors {
    const gr_tensor *list;
    size_t count, size;
} gr_tensors;

/* One update as an optimizer is handed it. */
typedef struct gr_update {
    const gr_tensors *tensors;
    const double *knobs;    /* the optimizer's own, in the order of its params; lr is the first */
    double rate;            /* what the schedule makes of lr */
    long t;                 /* 1, 2, ...: updates since its slots were new, this one included */
    const double *gradient; /* tensors->size numbers, of x or of where `probe` says */
} gr_update;

/* The parts of an update, in order; they are the phases of a step of gradient descent. */
typedef enum gr_update_part {
    GR_UPDATE_GRADIENT,
    GR_UPDATE_STATE, /* what is remembered: velocities, means */
    GR_UPDATE_BIAS,  /* means made good for their start at 0 */
    GR_UPDATE_STEP,
    GR_UPDATE_PARTS
} gr_update_part;

enum { GR_TERMS = 13, GR_TERM_OPERANDS = 6, GR_OPTIMIZER_KNOBS = 8 };

/* One line of the arithmetic of one coordinate. */
typedef struct gr_term {
    const char *name; /* NULL ends a list: "g", "m", "v^", "dx", "x" */
    gr_update_part part;
    const char *formula; /* operands by name, "[beta]*[m] + [1 - beta]*[g]"; NULL: it is given */
    int arrow; /* 1: the terms of all coordinates are a vector that shows the way to go; -1: the way
                  from where; 0: neither */
    int slot;  /* k: `update` leaves this value at slots[(k - 1) * size + coordinate]; 0: nowhere */
} gr_term;

/* Its value, gr_missing() where this update has no such term, and what its operands are, in order. */
typedef struct gr_term_value {
    double value, operands[GR_TERM_OPERANDS];
} gr_term_value;

typedef struct gr_optimizer {
    const char *name, *summary;
    const gr_param *params;
    size_t (*slots)(const gr_tensors *tensors);
    void (*start)(const gr_tensors *tensors, const double *knobs, double *slots); /* NULL: zeros */
    void (*probe)(const gr_update *update, const double *slots, const double *x,
                  double *at); /* NULL: at x; the gradient is not there yet */
    void (*update)(const gr_update *update, double *slots, double *x);
    double (*rate)(const gr_update *update); /* what counts as learning rate; NULL: update->rate */

    /* The terms end with the step and then the new value of the coordinate. `explain` is asked
     * with slots and x from before the update, and fills one value for each term. */
    const gr_term *terms;
    void (*explain)(const gr_update *update, const double *slots, const double *x,
                    size_t coordinate, gr_term_value *values);
} gr_optimizer;

/* The registry, in the order of optimizers.def, and as a family of knobs. */
size_t gr_optimizer_count(void);
const gr_optimizer *gr_optimizer_at(size_t index);
extern const gr_family gr_optimizer_family;

/* Their names in that order, behind them NULL: the words of a column of optimizers. */
extern const char *const gr_optimizer_words[];

/* The number of its knobs, at most GR_OPTIMIZER_KNOBS; of its terms, at most GR_TERMS. */
size_t gr_optimizer_knobs(const gr_optimizer *optimizer);
size_t gr_optimizer_terms(const gr_optimizer *optimizer);

/* Append a term's formula, with what `put` appends for each operand in turn; NULL: with its name. */
typedef void gr_operand_put(void *context, size_t operand, gr_text *out);
void gr_term_write(const gr_term *term, gr_operand_put *put, void *context, gr_text *out);

#endif
