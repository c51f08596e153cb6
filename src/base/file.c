#include "gradus/file.h"

#include "gradus/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 65536 };

/* Wait until a descriptor that somebody made non-blocking has something to read. */
static bool wait_for(int fd)
{
    struct pollfd ready = { .fd = fd, .events = POLLIN };

    return poll(&ready, 1, -1) >= 0 || errno == EINTR;
}

static bool is_standard(const char *path)
{
    return strcmp(path, "-") == 0;
}

const char *gr_file_input_name(const char *path)
{
    return is_standard(path) ? "standard input" : path;
}

void gr_file_size_text(size_t bytes, char out[GR_FILE_SIZE_TEXT])
{
    static const struct {
        size_t size;
        const char *name;
    } units[] = { { 1u << 30, "GiB" }, { 1u << 20, "MiB" }, { 1u << 10, "KiB" } };

    for (size_t i = 0; i < GR_LEN(units); i++)
        if (bytes >= units[i].size && bytes % units[i].size == 0) {
            snprintf(out, GR_FILE_SIZE_TEXT, "%zu %s", bytes / units[i].size, units[i].name);
            return;
        }
    snprintf(out, GR_FILE_SIZE_TEXT, "%zu bytes", bytes);
}

static bool over_limit(const char *name, size_t limit, gr_error *err)
{
    char size[GR_FILE_SIZE_TEXT];

    gr_file_size_text(limit, size);
    return gr_fail_at(err, name, 0, 0, "the file is over %s, the limit", size);
}

static bool cannot_read(const char *path, const char *reason, gr_error *err)
{
    return gr_fail(err, GR_ERROR_IO, "cannot read %s: %s", gr_file_input_name(path), reason);
}

/* A descriptor for reading; waits for no writer at the other end of a fifo. */
static int open_input(const char *path)
{
    int fd;

    if (is_standard(path))
        return STDIN_FILENO;
    do
        fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    while (fd < 0 && errno == EINTR);
    return fd;
}

/* Whether what was opened may be read whole, and how many bytes to expect if that is known. */
static bool look_at(int fd, const char *path, size_t limit, size_t *expected, gr_error *err)
{
    struct stat status;

    if (fstat(fd, &status) != 0)
        return cannot_read(path, strerror(errno), err);
    if (S_ISDIR(status.st_mode))
        return cannot_read(path, strerror(EISDIR), err);
    if (!is_standard(path) && !S_ISREG(status.st_mode))
        return cannot_read(path, "not a regular file", err);
    if (!S_ISREG(status.st_mode) || status.st_size <= 0)
        return true;
    if ((uintmax_t)status.st_size > limit)
        return over_limit(gr_file_input_name(path), limit, err);
    *expected = (size_t)status.st_size;
    return true;
}

/* read(2), but 0 only at the end and -1 only for good. */
static ssize_t read_some(int fd, char *bytes, size_t room)
{
    for (;;) {
        ssize_t n = read(fd, bytes, room);
        if (n >= 0)
            return n;
        if (errno == EAGAIN && wait_for(fd))
            continue;
        if (errno != EINTR)
            return -1;
    }
}

typedef struct slurp {
    char *bytes;
    size_t length, room;
} slurp;

/* Read to the end. The block has room for one byte more than was read, for the NUL. */
static bool read_all(int fd, const char *path, size_t limit, slurp *in, gr_error *err)
{
    for (;;) {
        if (in->room - in->length < 2) {
            char *grown = gr_resize(in->bytes, in->room * 2 + BLOCK, 1, err);
            if (grown == NULL)
                return false;
            in->bytes = grown;
            in->room = in->room * 2 + BLOCK;
        }
        ssize_t n = read_some(fd, in->bytes + in->length, in->room - in->length - 1);
        if (n < 0)
            return cannot_read(path, strerror(errno), err);
        in->length += (size_t)n;
        if (in->length > limit)
            return over_limit(gr_file_input_name(path), limit, err);
        if (n == 0)
            break;
    }
    in->bytes[in->length] = '\0';
    return true;
}

bool gr_file_read(const char *path, size_t limit, char **bytes, size_t *length, gr_error *err)
{
    slurp in = { 0 };
    size_t expected = 0;
    int fd = open_input(path);

    if (fd < 0)
        return cannot_read(path, strerror(errno), err);
    bool fine = look_at(fd, path, limit, &expected, err);
    if (fine) {
        in.room = expected + 2;
        in.bytes = gr_alloc(in.room, 1, err);
        fine = in.bytes != NULL && read_all(fd, path, limit, &in, err);
    }
    if (!is_standard(path))
        close(fd); /* nothing was written: nothing can get lost */
    if (!fine) {
        gr_free(in.bytes);
        return false;
    }
    *bytes = in.bytes;
    *length = in.length;
    return true;
}

size_t gr_file_plain_text(char *bytes, size_t length)
{
    size_t from = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0, to = 0;

    for (; from < length; from++) {
        if (bytes[from] == '\r' && from + 1 < length && bytes[from + 1] == '\n')
            continue;
        bytes[to++] = bytes[from] == '\r' ? '\n' : bytes[from];
    }
    bytes[to] = '\0';
    return to;
}

static bool make_one(const char *path)
{
    struct stat status;

    if (mkdir(path, 0700) == 0)
        return true;
    int reason = errno;
    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
        return true;
    errno = reason == EEXIST ? ENOTDIR : reason;
    return false;
}

bool gr_file_make_folder(const char *path, gr_error *err)
{
    char *part = gr_strdup(path, err);
    bool fine = part != NULL;

    if (part == NULL)
        return false;
    for (char *at = part; fine && *at != '\0'; at++)
        if (*at == '/' && at > part) {
            *at = '\0';
            fine = make_one(part);
            *at = '/';
        }
    fine = fine && make_one(part);
    if (!fine)
        gr_fail(err, GR_ERROR_IO, "cannot make the folder %s: %s", path, strerror(errno));
    gr_free(part);
    return fine;
}
