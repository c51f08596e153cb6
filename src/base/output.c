#include "gradus/output.h"

#include "gradus/memory.h"
#include "gradus/number.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 65536, TEMP_NAMES = 1000 };

/* --- the seam --- */

static int posix_open(void *context, const char *path, int flags, mode_t mode)
{
    (void)context;
    return open(path, flags, mode);
}

/* Somebody made the descriptor non-blocking: wait until it takes more. */
static bool wait_for(int fd)
{
    struct pollfd ready = { .fd = fd, .events = POLLOUT };

    return poll(&ready, 1, -1) >= 0 || errno == EINTR;
}

static ssize_t posix_write(void *context, int fd, const void *bytes, size_t length)
{
    (void)context;
    for (;;) {
        ssize_t n = write(fd, bytes, length);
        if (n >= 0 || errno != EAGAIN || !wait_for(fd))
            return n;
    }
}

static int posix_fsync(void *context, int fd)
{
    (void)context;
    return fsync(fd);
}

static int posix_close(void *context, int fd)
{
    (void)context;
    return close(fd);
}

static int posix_rename(void *context, const char *from, const char *to)
{
    (void)context;
    return rename(from, to);
}

static int posix_unlink(void *context, const char *path)
{
    (void)context;
    return unlink(path);
}

static int posix_truncate(void *context, int fd, off_t length)
{
    (void)context;
    return ftruncate(fd, length) == 0 && lseek(fd, length, SEEK_SET) == length ? 0 : -1;
}

const gr_io gr_io_posix = { posix_open,   posix_write,  posix_fsync,    posix_close,
                            posix_rename, posix_unlink, posix_truncate, NULL };

/* The calls again, with what a signal interrupted done over. */
static int io_open(const gr_io *io, const char *path, int flags, mode_t mode)
{
    int fd;

    do
        fd = io->open(io->context, path, flags, mode);
    while (fd < 0 && errno == EINTR);
    return fd;
}

/* A file system that cannot sync (EINVAL) is no failure of the saving. */
static bool io_sync(const gr_io *io, int fd)
{
    int result;

    do
        result = io->fsync(io->context, fd);
    while (result != 0 && errno == EINTR);
    return result == 0 || errno == EINVAL || errno == ENOTSUP;
}

/* The descriptor is gone in any case: Linux closes it even when a signal interrupts. */
static bool io_close(const gr_io *io, int *fd)
{
    int closing = *fd;

    *fd = -1;
    return closing < 0 || io->close(io->context, closing) == 0 || errno == EINTR;
}

/* --- opening --- */

/* Keep the first error, told as what it does to the target. */
static bool stick(gr_output *out, int reason)
{
    const char *why = strerror(reason);

    if (out->error.kind != GR_ERROR_NONE)
        return false;
    if (out->standard)
        return gr_fail(&out->error, GR_ERROR_IO, "cannot write standard output: %s", why);
    if (out->direct)
        return gr_fail(&out->error, GR_ERROR_IO, "cannot write %s: %s", out->path, why);
    return gr_fail(&out->error, GR_ERROR_IO, "cannot save %s: %s%s", out->path, why,
                   out->existed ? "; the old file is unchanged" : "");
}

static bool is_one_of(const char *path, const char *const *names)
{
    for (; *names != NULL; names++)
        if (strcmp(path, *names) == 0)
            return true;
    return false;
}

static bool is_standard(const char *path)
{
    static const char *const names[] = { "-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", NULL };

    return is_one_of(path, names);
}

/* Links that stand for an open descriptor: they are written through, never replaced. */
static bool is_descriptor(const char *path)
{
    return strcmp(path, "/dev/stderr") == 0 || strncmp(path, "/dev/fd/", 8) == 0 ||
           strncmp(path, "/proc/self/fd/", 14) == 0;
}

static bool open_direct(gr_output *out, bool follow)
{
    int flags = O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY | (follow ? 0 : O_NOFOLLOW);

    out->direct = true;
    out->fd = io_open(out->io, out->path, flags, 0);
    return out->fd >= 0 || stick(out, errno);
}

/* The folder of the target, held open to be synced at the end. One that may be written but not
 * read cannot be opened, hence not be synced; that is let pass. */
static bool open_folder(gr_output *out, size_t folder_length)
{
    char *folder = gr_alloc(folder_length + 2, 1, &out->error);

    if (folder == NULL)
        return false;
    memcpy(folder, folder_length > 0 ? out->path : ".", folder_length > 0 ? folder_length : 1);
    out->folder = io_open(out->io, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    int reason = errno;
    gr_free(folder);
    return out->folder >= 0 || reason == EACCES || stick(out, reason);
}

/* A file of a new name in the folder. The name does not depend on the target's, which may be as
 * long as names can be. */
static bool open_temp(gr_output *out, size_t folder_length, mode_t mode)
{
    size_t room = folder_length + 64;
    char *temp = gr_alloc(room, 1, &out->error);

    if (temp == NULL)
        return false;
    memcpy(temp, out->path, folder_length);
    for (int n = 0; n < TEMP_NAMES && out->fd < 0; n++) {
        snprintf(temp + folder_length, room - folder_length, ".gradus-%ld-%d.tmp", (long)getpid(),
                 n);
        out->fd =
            io_open(out->io, temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
        if (out->fd < 0 && errno != EEXIST)
            break;
    }
    if (out->fd < 0) {
        int reason = errno;
        gr_free(temp);
        return stick(out, reason);
    }
    out->temp = temp;
    return true;
}

/* Begin to replace the file that `old` describes; NULL: there is none. */
static bool open_replacement(gr_output *out, const struct stat *old)
{
    const char *slash = strrchr(out->path, '/');
    size_t folder_length = slash != NULL ? (size_t)(slash - out->path) + 1 : 0;
    bool keep_mode = old != NULL && S_ISREG(old->st_mode);
    mode_t mode = keep_mode ? old->st_mode & 0777 : 0666;

    out->existed = old != NULL;
    if (keep_mode && faccessat(AT_FDCWD, out->path, W_OK, AT_EACCESS) != 0)
        return stick(out, errno);
    if (!open_folder(out, folder_length) || !open_temp(out, folder_length, mode))
        return false;
    if (keep_mode)
        (void)fchmod(out->fd, mode); /* where it fails the umask left less, never more */
    return true;
}

static bool open_target(gr_output *out)
{
    struct stat status;

    if (is_standard(out->path)) {
        out->standard = true;
        out->fd = STDOUT_FILENO;
        return out->io != &gr_io_posix || fflush(stdout) == 0 || stick(out, errno);
    }
    if (is_descriptor(out->path))
        return open_direct(out, true);
    if (lstat(out->path, &status) != 0) {
        bool new_name = errno == ENOENT && out->path[0] != '\0';
        return new_name ? open_replacement(out, NULL) : stick(out, errno);
    }
    if (S_ISDIR(status.st_mode))
        return stick(out, EISDIR);
    if (S_ISREG(status.st_mode) || S_ISLNK(status.st_mode))
        return open_replacement(out, &status);
    return open_direct(out, false);
}

bool gr_output_open_with(gr_output *out, const char *path, const gr_io *io, gr_error *err)
{
    gr_output new = { .io = io, .fd = -1, .folder = -1, .last = '\n',
                      .digest = GR_FNV_START };

    new.path = gr_strdup(path, &new.error);
    if (new.path != NULL)
        new.buffer = gr_alloc(BLOCK, 1, &new.error);
    if (new.buffer == NULL || !open_target(&new)) {
        if (err != NULL)
            *err = new.error;
        gr_output_abort(&new);
        return false;
    }
    *out = new;
    return true;
}

bool gr_output_open(gr_output *out, const char *path, gr_error *err)
{
    return gr_output_open_with(out, path, &gr_io_posix, err);
}

void gr_output_memory(gr_output *out, gr_text *text)
{
    *out = (gr_output){ .io = &gr_io_posix, .memory = text, .fd = -1, .folder = -1, .last = '\n',
                          .digest = GR_FNV_START };
}

/* --- writing --- */

static void push(gr_output *out, const char *bytes, size_t length)
{
    while (length > 0 && out->error.kind == GR_ERROR_NONE) {
        ssize_t n = out->io->write(out->io->context, out->fd, bytes, length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            stick(out, n < 0 ? errno : EIO);
            return;
        }
        bytes += n;
        length -= (size_t)n;
    }
}

void gr_output_flush(gr_output *out)
{
    if (out->memory == NULL)
        push(out, out->buffer, out->used);
    out->used = 0;
}

void gr_output_write(gr_output *out, const void *bytes, size_t length)
{
    if (length == 0 || out->error.kind != GR_ERROR_NONE)
        return;
    out->last = ((const char *)bytes)[length - 1];
    out->total += length;
    out->digest = gr_fnv1a(out->digest, bytes, length);
    if (out->memory != NULL) {
        gr_text_addn(out->memory, bytes, length);
        gr_text_ok(out->memory, &out->error);
        return;
    }
    if (length > BLOCK - out->used)
        gr_output_flush(out);
    if (length >= BLOCK) {
        push(out, bytes, length);
        return;
    }
    memcpy(out->buffer + out->used, bytes, length);
    out->used += length;
}

void gr_output_text(gr_output *out, const char *string)
{
    gr_output_write(out, string, strlen(string));
}

/* --- taking back --- */

gr_output_mark gr_output_mark_here(const gr_output *out)
{
    return (gr_output_mark){ out->total, out->digest, out->last };
}

/* Only whole lines of what is still here. */
static bool keep_lines(gr_output *out)
{
    const char *newline = memrchr(out->buffer, '\n', out->used);

    if (newline != NULL)
        out->used = (size_t)(newline - out->buffer) + 1;
    return false;
}

/* What has left the buffer already. */
static bool cut_file(gr_output *out, uint64_t length)
{
    int result;

    do
        result = out->io->truncate(out->io->context, out->fd, (off_t)length);
    while (result != 0 && errno == EINTR);
    out->used = 0;
    return result == 0 || stick(out, errno);
}

bool gr_output_return(gr_output *out, const gr_output_mark *mark)
{
    uint64_t back = out->total - mark->total;

    if (out->error.kind != GR_ERROR_NONE)
        return false;
    if (out->memory != NULL)
        gr_text_truncate(out->memory, out->memory->length - (size_t)back);
    else if (back <= out->used)
        out->used -= (size_t)back;
    else if (out->temp == NULL)
        return keep_lines(out);
    else if (!cut_file(out, mark->total))
        return false;
    out->total = mark->total;
    out->digest = mark->digest;
    out->last = mark->last;
    return true;
}

const char *gr_output_temp(const gr_output *out)
{
    return out->temp;
}

bool gr_output_ok(const gr_output *out, gr_error *err)
{
    if (out->error.kind != GR_ERROR_NONE && err != NULL)
        *err = out->error;
    return out->error.kind == GR_ERROR_NONE;
}

/* --- the end --- */

/* The file is in place; what may still fail is that a power cut undoes the renaming. */
static void sync_folder(gr_output *out)
{
    const gr_io *io = out->io;

    if (out->folder < 0)
        return;
    bool synced = io_sync(io, out->folder);
    int reason = errno;
    if (!io_close(io, &out->folder) && synced) {
        synced = false;
        reason = errno;
    }
    if (!synced)
        gr_fail(&out->error, GR_ERROR_IO,
                "cannot sync the folder of %s: %s; the new file is in place, but a power failure "
                "may undo it",
                out->path, strerror(reason));
}

static void place(gr_output *out)
{
    const gr_io *io = out->io;

    if (!io_sync(io, out->fd) || !io_close(io, &out->fd) ||
        io->rename(io->context, out->temp, out->path) != 0) {
        stick(out, errno);
        return;
    }
    gr_free(out->temp);
    out->temp = NULL;
    sync_folder(out);
}

static void finish(gr_output *out)
{
    gr_output_flush(out);
    if (out->error.kind != GR_ERROR_NONE)
        return;
    if (out->temp != NULL)
        place(out);
    else if (out->direct && !io_close(out->io, &out->fd))
        stick(out, errno);
}

bool gr_output_commit(gr_output *out, gr_error *err)
{
    finish(out);
    bool fine = gr_output_ok(out, err);
    gr_output_abort(out);
    return fine;
}

void gr_output_abort(gr_output *out)
{
    if (out->io == NULL)
        return;
    if (!out->standard)
        io_close(out->io, &out->fd);
    io_close(out->io, &out->folder);
    if (out->temp != NULL)
        out->io->unlink(out->io->context, out->temp);
    gr_free(out->temp);
    gr_free(out->path);
    gr_free(out->buffer);
    *out = (gr_output){ .fd = -1, .folder = -1 };
}
