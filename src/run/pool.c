#include "gradus/pool.h"

#include "gradus/memory.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a worker sends: frames of a kind, a length, and that many bytes. */
typedef enum frame_kind { FRAME_DATA = 'd', FRAME_WORDS = 'w', FRAME_ERROR = 'e', FRAME_END = 'n' }
frame_kind;

typedef struct frame_head {
    uint32_t kind, length;
} frame_head;

enum { QUEUE_MAX = 64 << 20, READ_SIZE = 1 << 16, WATCH_MS = 100 };

/* --- in the worker --- */

static bool write_all(int fd, const void *bytes, size_t length)
{
    const char *at = bytes;

    while (length > 0) {
        ssize_t n = write(fd, at, length);
        if (n < 0 && errno != EINTR)
            return false;
        at += n > 0 ? n : 0;
        length -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

static bool send_frame(int fd, frame_kind kind, const void *bytes, size_t length)
{
    frame_head head = { (uint32_t)kind, (uint32_t)length };

    return write_all(fd, &head, sizeof head) && write_all(fd, bytes, length);
}

/* A gr_output in a worker: its "standard output" is the pipe, in frames. */
static ssize_t write_framed(void *context, int fd, const void *bytes, size_t length)
{
    (void)fd;
    return send_frame(*(int *)context, FRAME_DATA, bytes, length) ? (ssize_t)length : -1;
}

static bool do_job(int fd, size_t job, gr_pool_work *work, const void *context, gr_error *err)
{
    gr_io framed = gr_io_posix;
    gr_output out = { 0 };
    gr_text words = { 0 };

    framed.write = write_framed;
    framed.context = &fd;
    bool done = gr_output_open_with(&out, "-", &framed, err) &&
                work(context, job, &out, &words, err) && gr_output_commit(&out, err) &&
                gr_text_ok(&words, err);
    if (!done)
        gr_output_abort(&out);
    done = done && send_frame(fd, FRAME_WORDS, gr_text_string(&words), words.length) &&
           send_frame(fd, FRAME_END, "", 0);
    gr_text_clear(&words);
    return done;
}

/* What a user sends goes to the parent as well, which ends us if it means so. The parent may be gone
 * by the time we ask to die with it. */
static void leave_signals(pid_t parent, const sigset_t *before)
{
    static const int parents[] = { SIGINT, SIGTERM, SIGHUP };

    for (size_t i = 0; i < GR_LEN(parents); i++)
        signal(parents[i], SIG_IGN);
    sigprocmask(SIG_SETMASK, before, NULL);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() != parent)
        _exit(EXIT_FAILURE);
}

static int worker(int fd, size_t first, size_t stride, size_t count, gr_pool_work *work,
                  const void *context)
{
    gr_error err = { 0 };

    for (size_t job = first; job < count; job += stride) {
        if (do_job(fd, job, work, context, &err))
            continue;
        send_frame(fd, FRAME_ERROR, &err, sizeof err);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}

/* --- in the parent --- */

typedef struct member {
    pid_t pid;
    int fd; /* -1 when it has ended */
    char *bytes;
    size_t used, taken, room;
} member;

typedef struct pool {
    member members[GR_POOL_WORKERS_MAX];
    size_t size;
    gr_pool_watch *watch; /* NULL: nobody */
    size_t count;
    bool stopped;
} pool;

/* A child with no signal on its way: those that came meanwhile are for the parent. */
static pid_t fork_quietly(void)
{
    pid_t parent = getpid();
    sigset_t all, before;

    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before);
    pid_t pid = fork();
    if (pid == 0)
        leave_signals(parent, &before);
    else
        sigprocmask(SIG_SETMASK, &before, NULL);
    return pid;
}

static bool start(pool *p, size_t workers, gr_pool_work *work, const void *context, gr_error *err)
{
    for (; p->size < workers; p->size++) {
        int ends[2];
        if (pipe(ends) != 0)
            return gr_fail(err, GR_ERROR_IO, "cannot make a pipe: %s", strerror(errno));
        pid_t pid = fork_quietly();
        if (pid < 0) {
            close(ends[0]);
            close(ends[1]);
            return gr_fail(err, GR_ERROR_IO, "cannot start a worker: %s", strerror(errno));
        }
        if (pid == 0) {
            close(ends[0]);
            for (size_t i = 0; i < p->size; i++)
                close(p->members[i].fd);
            _exit(worker(ends[1], p->size, workers, p->count, work, context));
        }
        close(ends[1]);
        p->members[p->size] = (member){ .pid = pid, .fd = ends[0] };
    }
    return true;
}

/* Tell the watcher how far it is. */
static bool goes_on(pool *p)
{
    gr_pool_watch *w = p->watch;

    p->stopped = p->stopped || (w != NULL && !w->goes_on(w->context, w->done, p->count));
    return !p->stopped;
}

/* End all workers that are still there and wait for them. They have nothing to tidy up, and SIGTERM
 * would call the handlers that they have of the parent. */
static void stop(pool *p, bool all_done)
{
    for (size_t i = 0; i < p->size; i++) {
        member *m = &p->members[i];
        if (m->fd >= 0)
            close(m->fd);
        if (!all_done)
            kill(m->pid, SIGKILL);
        while (waitpid(m->pid, NULL, 0) < 0 && errno == EINTR)
            continue;
        gr_free(m->bytes);
    }
}

static bool receive(member *m, gr_error *err)
{
    if (m->taken > 0) {
        memmove(m->bytes, m->bytes + m->taken, m->used - m->taken);
        m->used -= m->taken;
        m->taken = 0;
    }
    if (m->room - m->used < READ_SIZE) {
        size_t wanted = m->room * 2 > m->used + READ_SIZE ? m->room * 2 : m->used + READ_SIZE;
        char *grown = gr_resize(m->bytes, wanted, 1, err);
        if (grown == NULL)
            return false;
        m->bytes = grown;
        m->room = wanted;
    }
    ssize_t n = read(m->fd, m->bytes + m->used, READ_SIZE);
    if (n < 0 && errno == EINTR)
        return true;
    if (n < 0)
        return gr_fail(err, GR_ERROR_IO, "cannot read from a worker: %s", strerror(errno));
    if (n == 0) {
        close(m->fd);
        m->fd = -1;
    }
    m->used += (size_t)n;
    return true;
}

/* Wait until some worker has something, and take it in. One that is far ahead of the job that is
 * wanted now waits in its turn. */
static bool wait_for_some(pool *p, const member *wanted, gr_error *err)
{
    struct pollfd fds[GR_POOL_WORKERS_MAX];
    member *whose[GR_POOL_WORKERS_MAX];
    nfds_t n = 0;

    for (size_t i = 0; i < p->size; i++) {
        member *m = &p->members[i];
        if (m->fd < 0 || (m != wanted && m->used - m->taken > QUEUE_MAX))
            continue;
        fds[n] = (struct pollfd){ .fd = m->fd, .events = POLLIN };
        whose[n++] = m;
    }
    if (poll(fds, n, p->watch != NULL ? WATCH_MS : -1) < 0)
        return errno == EINTR ||
               gr_fail(err, GR_ERROR_IO, "cannot wait for workers: %s", strerror(errno));
    for (nfds_t i = 0; i < n; i++)
        if (fds[i].revents != 0 && !receive(whose[i], err))
            return false;
    return true;
}

/* The next whole frame of a worker, if it is there. */
static bool next_frame(member *m, frame_head *head, const char **payload)
{
    size_t there = m->used - m->taken;

    if (there < sizeof *head)
        return false;
    memcpy(head, m->bytes + m->taken, sizeof *head);
    if (there - sizeof *head < head->length)
        return false;
    *payload = m->bytes + m->taken + sizeof *head;
    m->taken += sizeof *head + head->length;
    return true;
}

static bool take_error(const frame_head *head, const char *payload, gr_error *err)
{
    gr_error sent = { 0 };

    if (head->length == sizeof sent)
        memcpy(&sent, payload, sizeof sent);
    return gr_fail(err, sent.kind, "%s", sent.message);
}

/* Hand on all frames of one job, in their order. */
static bool collect(pool *p, member *m, gr_output *out, gr_text *words, gr_error *err)
{
    frame_head head;
    const char *payload;

    while (goes_on(p) && gr_output_ok(out, err)) {
        if (!next_frame(m, &head, &payload)) {
            if (m->fd < 0)
                return gr_fail(err, GR_ERROR_IO, "a worker ended before its work was done");
            if (!wait_for_some(p, m, err))
                return false;
        } else if (head.kind == FRAME_DATA) {
            gr_output_write(out, payload, head.length);
        } else if (head.kind == FRAME_WORDS) {
            if (words != NULL)
                gr_text_addn(words, payload, head.length);
        } else if (head.kind == FRAME_ERROR) {
            return take_error(&head, payload, err);
        } else {
            return true;
        }
    }
    return false;
}

static bool run_here(size_t count, gr_pool_work *work, const void *context, gr_output *out,
                     gr_text *words, gr_error *err)
{
    for (size_t job = 0; job < count; job++)
        if (!work(context, job, out, words, err))
            return false;
    return true;
}

/* One job whole, or nothing of it. */
static bool collect_whole(pool *p, member *m, gr_output *out, gr_text *words, gr_error *err)
{
    gr_output_mark mark = gr_output_mark_here(out);
    size_t told = words != NULL ? words->length : 0;

    if (collect(p, m, out, words, err))
        return true;
    if (p->stopped) {
        gr_output_return(out, &mark);
        if (words != NULL)
            gr_text_truncate(words, told);
    }
    return false;
}

static bool run_forked(pool *p, size_t workers, gr_pool_work *work, const void *context,
                       gr_output *out, gr_text *words, gr_error *err)
{
    fflush(NULL); /* what stdio holds must not be written twice */
    bool done = start(p, workers, work, context, err);

    for (size_t job = 0; done && job < p->count; job++) {
        done = collect_whole(p, &p->members[job % workers], out, words, err);
        if (done && p->watch != NULL)
            p->watch->done = job + 1;
    }
    stop(p, done);
    return done || (p->stopped && gr_output_ok(out, err));
}

static size_t fewer(size_t workers, size_t count)
{
    size_t most = count < GR_POOL_WORKERS_MAX ? count : GR_POOL_WORKERS_MAX;

    return workers < most ? workers : most;
}

bool gr_pool_run(size_t count, size_t workers, gr_pool_work *work, const void *context,
                 gr_output *out, gr_text *words, gr_error *err)
{
    pool p = { .count = count };

    workers = fewer(workers, count);
    return workers < 2 ? run_here(count, work, context, out, words, err)
                       : run_forked(&p, workers, work, context, out, words, err);
}

bool gr_pool_run_watched(size_t count, size_t workers, gr_pool_work *work, const void *context,
                         gr_pool_watch *watch, gr_output *out, gr_text *words, gr_error *err)
{
    pool p = { .count = count, .watch = watch };

    watch->done = 0;
    return run_forked(&p, fewer(workers > 0 ? workers : 1, count), work, context, out, words, err);
}
