/* rollout.h - episodes: the learner, the expert or both walk through a world, and what is written
 * down of it.
 *
 * At every step the expert's intended action is known; it is the label, whatever is carried out
 * (S. Ross, G. Gordon and D. Bagnell, 2011; M. Laskey et al., "DART", 2017). Both are kept.
 */
#ifndef GRADUS_ROLLOUT_H
#define GRADUS_ROLLOUT_H

#include "gradus/world.h"

/* One step of an episode. */
typedef struct gr_visit {
    double doubt;           /* of the learner here; gr_missing() where nobody asked */
    uint32_t episode, round, t;
    uint32_t state;         /* where it was decided */
    uint8_t intended;       /* the expert's action */
    uint8_t executed;       /* the one that was carried out, or GR_STOOD */
    bool control;           /* the expert's: it acted */
    bool labelled;          /* its intention is a label */
    bool terminated;        /* the step led to where nothing changes any more */
    bool truncated;         /* it was the last of its episode without that */
    bool failed;            /* it led to a failure */
} gr_visit;

enum { GR_STOOD = 255 };

/* Who acts. `policy` is the learner's matrix of shares. */
typedef struct gr_teaching {
    const double *policy; /* NULL: the expert alone */
    double beta;          /* how often the expert acts in the learner's place */
    double noise;         /* how often another action than the expert's is carried out as it acts */
    bool calm;            /* nothing slips */
    bool gated;           /* the expert takes over where the learner means what it never would, gives
                             back where they agree, and labels only what it drives */
} gr_teaching;

/* A stream for each purpose, so that what one draws leaves the others as they were. */
typedef struct gr_streams {
    gr_rng world, policy, expert, mix, noise;
} gr_streams;

void gr_streams_begin(gr_streams *streams, const gr_rng *rng, const char *purpose);

typedef struct gr_episode {
    double cost;  /* of the whole horizon: what ends early goes on paying */
    size_t steps; /* made */
    bool failed;  /* it met a failure */
} gr_episode;

/* What a policy with these shares does: an action, or GR_STOOD for the rest. One draw. */
uint8_t gr_policy_draw(const double *shares, size_t actions, gr_rng *rng);

/* One episode; `visits` (horizon of them, or NULL) are filled in for its steps. */
gr_episode gr_episode_walk(const gr_model *model, const gr_teaching *teaching, long horizon,
                           gr_streams *streams, gr_visit *visits);

/* --- the expert's share by round, i = 0, 1, ... --- */

typedef enum gr_beta_kind { GR_BETA_INDICATOR, GR_BETA_LINEAR, GR_BETA_EXPONENTIAL,
                            GR_BETA_CONSTANT } gr_beta_kind;

/* Their names, NULL behind them. */
extern const char *const gr_beta_words[];

/* indicator: 1 at i = 0, then 0; linear: max(0, (R - i)/R); exponential: p^i; constant: value. */
double gr_beta_at(gr_beta_kind kind, long i, double rounds, double rate, double value);

#endif
