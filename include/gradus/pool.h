/* pool.h - independent pieces of work spread over worker processes.
 *
 * There are no threads: workers are forked, work on every n-th job, and stream what they write to
 * the parent, which hands it on in job order. The result does not depend on their number.
 */
#ifndef GRADUS_POOL_H
#define GRADUS_POOL_H

#include "gradus/output.h"

/* One job: write to `out`, and what a person should be told to `words` (may be NULL). */
typedef bool gr_pool_work(const void *context, size_t job, gr_output *out, gr_text *words,
                          gr_error *err);

/* Do jobs 0 to count - 1 with up to `workers` processes (1: in this one). Stops at the first job,
 * in job order, that fails, with its error. */
bool gr_pool_run(size_t count, size_t workers, gr_pool_work *work, const void *context,
                 gr_output *out, gr_text *words, gr_error *err);

/* Somebody who watches the work and may end it. */
typedef struct gr_pool_watch {
    /* Called at the start, when a job has come in, and ten times a second while none does: `done`
     * of `count` jobs are in the output. False: stop. */
    bool (*goes_on)(void *context, size_t done, size_t count);
    void *context;
    size_t done; /* how many jobs the output holds */
} gr_pool_watch;

/* The same, watched: all jobs are done in other processes, even by one worker, so that the watcher
 * never waits for a job. When it stops them the workers are ended at once, what the unfinished job
 * has written is taken back (see gr_output_return), and the result is true with fewer jobs done
 * than `count`. Workers leave SIGINT, SIGTERM and SIGHUP to this process, and end with it. */
bool gr_pool_run_watched(size_t count, size_t workers, gr_pool_work *work, const void *context,
                         gr_pool_watch *watch, gr_output *out, gr_text *words, gr_error *err);

enum { GR_POOL_WORKERS_MAX = 64 };

#endif
