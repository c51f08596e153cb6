/* guard.h - one piece of work in a process of its own, with limits on what it may take.
 *
 * For work on what strangers have written: whatever becomes of it, the caller goes on. The limits
 * are the last resort behind counted ones, for they depend on the machine.
 */
#ifndef GRADUS_GUARD_H
#define GRADUS_GUARD_H

#include "gradus/error.h"
#include "gradus/text.h"

typedef struct gr_guard_limits {
    size_t memory; /* bytes of address space; not held to where a sanitizer needs more */
    long seconds;  /* of processor time */
    size_t output; /* bytes */
} gr_guard_limits;

/* Add to `out`, or fail. Runs in the child. */
typedef bool gr_guard_work(const void *context, gr_text *out, gr_error *err);

typedef enum gr_guard_end {
    GR_GUARD_DONE,   /* `out` has what the work added */
    GR_GUARD_FAILED, /* the work said why in err; out is as it was in these two and the next */
    GR_GUARD_TIME,   /* it took too long */
    GR_GUARD_DIED    /* it was ended otherwise, or wrote too much */
} gr_guard_end;

/* False only when no process could be made, or read from. */
bool gr_guard_run(const gr_guard_limits *limits, gr_guard_work *work, const void *context,
                  gr_text *out, gr_guard_end *end, gr_error *err);

#endif
