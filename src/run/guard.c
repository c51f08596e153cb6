#include "gradus/guard.h"

#include "gradus/memory.h"
#include "gradus/sanitized.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* The first byte of what the child sends. */
enum { SENT_OUTPUT = 'o', SENT_ERROR = 'e' };

enum { BLOCK = 1 << 16 };

/* --- in the child --- */

/* Never above what this process is held to. */
static const struct rlimit *lowered(struct rlimit *now, rlim_t soft, rlim_t hard)
{
    if (now->rlim_max == RLIM_INFINITY || hard < now->rlim_max)
        now->rlim_max = hard;
    now->rlim_cur = soft < now->rlim_max ? soft : now->rlim_max;
    return now;
}

static void take_limits(const gr_guard_limits *limits)
{
    struct rlimit now;
    rlim_t memory = (rlim_t)limits->memory, seconds = (rlim_t)limits->seconds;

    if (getrlimit(RLIMIT_CPU, &now) == 0)
        setrlimit(RLIMIT_CPU, lowered(&now, seconds, seconds + 1));
    if (getrlimit(RLIMIT_CORE, &now) == 0)
        setrlimit(RLIMIT_CORE, lowered(&now, 0, 0));
    if (!GR_SANITIZED && getrlimit(RLIMIT_AS, &now) == 0)
        setrlimit(RLIMIT_AS, lowered(&now, memory, memory));
}

static bool send_all(int fd, const void *bytes, size_t length)
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

static bool send_end(int fd, char what, const void *bytes, size_t length)
{
    return send_all(fd, &what, 1) && send_all(fd, bytes, length);
}

_Noreturn static void child(int fd, pid_t parent, const gr_guard_limits *limits,
                            gr_guard_work *work, const void *context)
{
    gr_text out = { 0 };
    gr_error err = { 0 };

    if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() != parent)
        _exit(EXIT_FAILURE);
    take_limits(limits);
    bool done = work(context, &out, &err) && gr_text_ok(&out, &err);
    bool sent = done ? send_end(fd, SENT_OUTPUT, gr_text_string(&out), out.length)
                     : send_end(fd, SENT_ERROR, &err, sizeof err);
    _exit(sent ? EXIT_SUCCESS : EXIT_FAILURE);
}

/* --- in the parent --- */

/* All that comes, up to a byte more than is allowed. */
static bool receive(int fd, size_t most, gr_text *in, gr_error *err)
{
    char *block = gr_alloc(BLOCK, 1, err);
    ssize_t n = 1;

    if (block == NULL)
        return false;
    while (n != 0 && in->length <= most && !in->failed) {
        n = read(fd, block, BLOCK);
        if (n < 0 && errno != EINTR)
            break;
        gr_text_addn(in, block, n > 0 ? (size_t)n : 0);
    }
    gr_free(block);
    if (n < 0)
        return gr_fail(err, GR_ERROR_IO, "cannot read from a worker: %s", strerror(errno));
    return gr_text_ok(in, err);
}

static gr_guard_end judge(int status, const gr_text *in, size_t most)
{
    gr_error sent;

    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
        return GR_GUARD_TIME;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || in->length == 0 || in->length > most)
        return GR_GUARD_DIED;
    if (in->bytes[0] == SENT_OUTPUT)
        return GR_GUARD_DONE;
    return in->length == 1 + sizeof sent ? GR_GUARD_FAILED : GR_GUARD_DIED;
}

static bool take(gr_guard_end end, const gr_text *in, gr_text *out, gr_error *err)
{
    gr_error sent;

    if (end == GR_GUARD_DONE)
        gr_text_addn(out, in->bytes + 1, in->length - 1);
    if (end == GR_GUARD_FAILED) {
        memcpy(&sent, in->bytes + 1, sizeof sent);
        gr_fail(err, sent.kind, "%s", sent.message);
    }
    return gr_text_ok(out, err);
}

static bool start(int ends[2], pid_t *pid, gr_error *err)
{
    if (pipe(ends) != 0)
        return gr_fail(err, GR_ERROR_IO, "cannot make a pipe: %s", strerror(errno));
    *pid = fork();
    if (*pid >= 0)
        return true;
    gr_fail(err, GR_ERROR_IO, "cannot start a worker: %s", strerror(errno));
    close(ends[0]);
    close(ends[1]);
    return false;
}

bool gr_guard_run(const gr_guard_limits *limits, gr_guard_work *work, const void *context,
                  gr_text *out, gr_guard_end *end, gr_error *err)
{
    int ends[2], status = 0;
    pid_t pid = -1, parent = getpid();
    gr_text in = { 0 };

    if (!start(ends, &pid, err))
        return false;
    if (pid == 0) {
        close(ends[0]);
        child(ends[1], parent, limits, work, context);
    }
    close(ends[1]);
    bool read = receive(ends[0], limits->output, &in, err);
    close(ends[0]);
    if (!read || in.length > limits->output)
        kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (read) {
        *end = judge(status, &in, limits->output);
        read = take(*end, &in, out, err);
    }
    gr_text_clear(&in);
    return read;
}
