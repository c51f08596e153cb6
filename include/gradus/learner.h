/* learner.h - what turns labels into a policy over a finite space.
 *
 * The data of a learner are a table of counts: in state s action a was the label counts[s * actions
 * + a] times. The order of the labels says nothing, so the counts are all there is to know. Counts
 * may be any numbers >= 0: a bootstrap gives weights.
 *
 * A learner is a const struct. Its knobs come as numbers side by side, in the order of `params`; what
 * it has learned is a flat vector of `size` doubles that the caller keeps, so that going back is
 * memcpy. A fit is made in pieces of about a millisecond.
 *
 * `warm` goes on from what had been learned before, over all data again: old labels weigh more with
 * every round. Otherwise it begins from nothing.
 */
#ifndef GRADUS_LEARNER_H
#define GRADUS_LEARNER_H

#include "gradus/param.h"
#include "gradus/space.h"
#include "gradus/table.h"

#include <stdint.h>

enum { GR_LEARNER_KNOBS = 8 };

typedef struct gr_fit {
    const gr_space *space;
    const double *knobs;
    const double *counts; /* states rows of actions */
    bool warm;
    uint64_t seed;   /* of what begins at random */
    size_t labelled; /* for `work`: no more states than these can have a label; 0: all can */
} gr_fit;

typedef struct gr_learner {
    const char *name, *summary;
    const gr_param *params;
    size_t (*size)(const gr_space *space, const double *knobs);

    /* Piece 0, 1, ... of a fit; false while there is more to do. */
    bool (*fit)(const gr_fit *fit, double *learned, long piece);

    /* How many numbers a fit works on; an upper bound. */
    double (*work)(const gr_fit *fit);

    /* What it does in a state: shares of the actions, that may add up to less than 1 where it stands
     * still. */
    void (*act)(const gr_fit *fit, const double *learned, size_t state, double *shares);

    /* The mean of its loss over the labels; gr_missing() without any. */
    double (*loss)(const gr_fit *fit, const double *learned);

    /* Whether it knows the state: a table knows what has a label, a function of features all. */
    bool (*knows)(const gr_fit *fit, const double *learned, size_t state);

    /* What it has learned, as a table: columns, then rows. */
    bool (*save)(const gr_fit *fit, const double *learned, gr_table *table, gr_error *err);
} gr_learner;

/* The registry, in the order of learners.def, and as a family of knobs. */
size_t gr_learner_count(void);
const gr_learner *gr_learner_at(size_t index);
extern const gr_family gr_learner_family;

/* What a policy that is all of `shares` (states rows of actions) gets wrong of the labels, as a share
 * of them; gr_missing() without any. */
double gr_labels_missed(const gr_space *space, const double *shares, const double *counts);

/* How many states have a label. */
size_t gr_labels_states(const gr_space *space, const double *counts);

/* How many states can have a label, by `labelled`; an upper bound. */
size_t gr_labels_most(const gr_fit *fit);

/* The number of labels in a state. */
double gr_labels_at(const gr_space *space, const double *counts, size_t state);

/* How execution goes: the first words of every learner's knob `execute`. */
extern const char *const gr_execute_words[]; /* best, sample */

#endif
