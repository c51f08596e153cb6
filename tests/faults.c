#include "faults.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static bool fails(gr_faults *f, gr_call what)
{
    bool can_be_interrupted = what <= GR_CALL_FSYNC;

    f->made[what]++;
    if (f->shaky && can_be_interrupted && f->shakes++ % 2 == 0) {
        errno = EINTR;
        return true;
    }
    if (f->failing != what || f->made[what] != f->nth)
        return false;
    if (f->deadly)
        kill(getpid(), SIGKILL);
    errno = f->reason;
    return true;
}

static int faulty_open(void *context, const char *path, int flags, mode_t mode)
{
    return fails(context, GR_CALL_OPEN) ? -1 : open(path, flags, mode);
}

static ssize_t faulty_write(void *context, int fd, const void *bytes, size_t length)
{
    gr_faults *f = context;

    if (fails(f, GR_CALL_WRITE))
        return -1;
    return write(fd, bytes, f->shaky && length > 7 ? 7 : length);
}

static int faulty_fsync(void *context, int fd)
{
    return fails(context, GR_CALL_FSYNC) ? -1 : fsync(fd);
}

/* A close that fails has closed all the same. */
static int faulty_close(void *context, int fd)
{
    int result = close(fd);

    return fails(context, GR_CALL_CLOSE) ? -1 : result;
}

static int faulty_rename(void *context, const char *from, const char *to)
{
    return fails(context, GR_CALL_RENAME) ? -1 : rename(from, to);
}

static int faulty_unlink(void *context, const char *path)
{
    return fails(context, GR_CALL_UNLINK) ? -1 : unlink(path);
}

static int faulty_truncate(void *context, int fd, off_t length)
{
    return fails(context, GR_CALL_TRUNCATE) ? -1 : gr_io_posix.truncate(NULL, fd, length);
}

gr_io gr_faults_io(gr_faults *faults)
{
    return (gr_io){ faulty_open,   faulty_write,  faulty_fsync,    faulty_close,
                    faulty_rename, faulty_unlink, faulty_truncate, faults };
}
