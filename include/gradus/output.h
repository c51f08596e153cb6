/* output.h - writing bytes to a file that appears whole or not at all.
 *
 * A gr_output takes bytes in pieces and brings them to one of
 *   - a file: the bytes go to a temporary file in the same folder, and only gr_output_commit gives
 *     it the name. Until then, and whenever anything fails, the old file is as it was. The mode of
 *     an old file is kept (its permission bits, where the file system can), a new one gets what
 *     the umask leaves of 0666. A symbolic link with that name is replaced itself, never followed.
 *     An old file without write permission is refused.
 *   - standard output, for the name "-" (and "/dev/stdout"),
 *   - something that is no regular file (/dev/null, a fifo, /dev/fd/N): opened and written as it
 * is,
 *   - a gr_text in memory, for tests and hashing.
 *
 * Life cycle: gr_output_open or gr_output_memory, any number of writes, then exactly one of
 * gr_output_commit and gr_output_abort. The first error sticks: later writes do nothing, and
 * gr_output_commit reports it. So a writer checks once, at the end; one that works for long may
 * ask gr_output_ok on the way. Nothing here touches signals: a closed pipe is the error EPIPE if
 * SIGPIPE is ignored, and the usual death if it is not.
 *
 * Every system call that opens, writes or places goes through a gr_io, so that a test can make
 * each one fail.
 */
#ifndef GRADUS_OUTPUT_H
#define GRADUS_OUTPUT_H

#include "gradus/error.h"
#include "gradus/text.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* --- the seam --- */

/* The system calls that a gr_output makes. Each returns what the call of that name returns, with
 * errno set on failure; `context` is handed through. */
typedef struct gr_io {
    int (*open)(void *context, const char *path, int flags, mode_t mode);
    ssize_t (*write)(void *context, int fd, const void *bytes, size_t length);
    int (*fsync)(void *context, int fd);
    int (*close)(void *context, int fd);
    int (*rename)(void *context, const char *from, const char *to);
    int (*unlink)(void *context, const char *path);
    int (*truncate)(void *context, int fd, off_t length); /* ftruncate, and go there */
    void *context;
} gr_io;

extern const gr_io gr_io_posix;

/* --- writing --- */

/* Caller's storage; the fields are private. */
typedef struct gr_output {
    const gr_io *io;
    gr_text *memory;       /* where bytes go when they stay in memory */
    char *path, *temp;     /* temp: NULL unless a file is being replaced */
    int fd, folder;        /* -1: none */
    bool standard, direct; /* standard output; written as it is */
    bool existed;          /* there was an old file */
    char *buffer;
    size_t used;
    uint64_t total; /* bytes so far, the buffered ones included */
    char last;      /* the last byte written; LF at first */
    uint64_t digest;         /* FNV-1a of all bytes so far, for whoever wants to know */
    gr_error error; /* the first one */
} gr_output;

/* Begin to write to `path`; "-" is standard output, and what stdio holds for stdout is written out
 * first. For a file the temporary file is made here, so a folder that cannot be written is told
 * before the work. GR_ERROR_IO or GR_ERROR_MEMORY; then *out is untouched and nothing was left. */
bool gr_output_open(gr_output *out, const char *path, gr_error *err);

/* The same over another set of calls, which must outlive the output; stdio is left alone. */
bool gr_output_open_with(gr_output *out, const char *path, const gr_io *io, gr_error *err);

/* Begin to append to the caller's `text`, which must outlive the output. Cannot fail; writing can,
 * for want of memory. gr_output_abort takes nothing back from `text`. */
void gr_output_memory(gr_output *out, gr_text *text);

void gr_output_write(gr_output *out, const void *bytes, size_t length);
void gr_output_text(gr_output *out, const char *string);

/* Hand on what is buffered: for a reader at the other end of a pipe. */
void gr_output_flush(gr_output *out);

/* A place in what was written, to come back to. */
typedef struct gr_output_mark {
    uint64_t total, digest;
    char last;
} gr_output_mark;

gr_output_mark gr_output_mark_here(const gr_output *out);

/* Take back what was written since the mark. False where that cannot be done: what has gone to
 * standard output or to a device stays there; then what is still buffered is taken back as far as
 * the end of its last whole line. A failure is an error of the output, and false too. */
bool gr_output_return(gr_output *out, const gr_output_mark *mark);

/* The name of the temporary file, NULL where there is none: for a handler of signals, which may
 * remove it. Borrowed until the output is over. */
const char *gr_output_temp(const gr_output *out);

/* Whether all went well so far; false with the first error. */
bool gr_output_ok(const gr_output *out, gr_error *err);

/* Write the rest; a file is synced, closed and given its name, and its folder synced. Standard
 * output stays open (main closes it and checks that). The output is over, whatever is returned.
 * On failure the temporary file is gone and the old file is as it was:
 *     cannot save valley.csv: No space left on device; the old file is unchanged
 * but for a folder that cannot be synced: then the new file is in place, and the message says so.
 */
bool gr_output_commit(gr_output *out, gr_error *err);

/* Give up: the temporary file is removed, the old file is as it was. What went to standard output
 * or to a device stays there. Harmless on an output that is over or zeroed. */
void gr_output_abort(gr_output *out);

#endif
