/* keyframe.h - setups, state blocks, and remembered whole steps of one run. Private to src/run/.
 *
 * A keyframe holds the state block, the lengths of the log, the setup it belongs to and how many
 * events had been applied. Frames are kept at every `stride`-th step; when the budget is used up
 * the stride doubles and every second frame goes. The latest frame is kept besides, so that
 * cancelling a step is one memcpy.
 */
#ifndef GRADUS_KEYFRAME_H
#define GRADUS_KEYFRAME_H

#include "gradus/run.h"

/* What `prepare` made, shared by forks and keyframes. */
typedef struct gr_shared_setup {
    int references;
    gr_arena arena;
    void *data;
} gr_shared_setup;

gr_shared_setup *gr_setup_new(const gr_experiment *experiment, const gr_values *values,
                              gr_error *err);
gr_shared_setup *gr_setup_share(gr_shared_setup *setup);
void gr_setup_release(gr_shared_setup *setup); /* NULL is fine */

/* A state block for the values, prepared and zeroed. All or nothing. */
typedef struct gr_body {
    gr_shared_setup *setup;
    void *state, *scratch;
    size_t state_size;
} gr_body;

bool gr_body_make(gr_body *body, const gr_experiment *experiment, const gr_values *values,
                  gr_shared_setup *setup, gr_error *err);
void gr_body_clear(gr_body *body);

typedef struct gr_keyframe {
    long step;
    size_t applied, size;
    gr_run_status status;
    gr_logbook_lengths lengths;
    gr_shared_setup *setup;
    unsigned char *state;
} gr_keyframe;

typedef struct gr_history {
    gr_keyframe *frames; /* by step */
    size_t count, capacity;
    gr_keyframe latest; /* state NULL: none */
    size_t used, limit; /* bytes */
    long stride;
} gr_history;

/* Remember a step; `frame` borrows its state, which is copied. Out of memory is not an error: the
 * step is simply not remembered. */
void gr_history_remember(gr_history *history, const gr_keyframe *frame);

/* The last frame at or before a step, or NULL. */
const gr_keyframe *gr_history_find(const gr_history *history, long step);

/* Forget what lies after a step. */
void gr_history_cut(gr_history *history, long step);

/* Hand the frames up to a step over to the history of a fork; `to` keeps its limit, `from` is left
 * with nothing and remembers no more. */
void gr_history_move(gr_history *to, gr_history *from, long step);
void gr_history_limit(gr_history *history, size_t bytes);
void gr_history_clear(gr_history *history);

#endif
