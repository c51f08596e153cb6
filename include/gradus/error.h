/* error.h - what went wrong, in one sentence a user can act on.
 *
 * Every function that can fail returns bool (or a pointer) and takes `gr_error *err` last. On
 * failure its outputs are untouched and `err`, if not NULL, holds the kind and the message. The
 * message says what is wrong and what is allowed, and carries its position in front:
 *
 *     cars.csv:14:3: 'n/a' is text in a number column; choose another column
 *
 * A numerical outcome (divergence, a finished run) is a value, never an error.
 *
 * Messages are made safe to print: whatever came from outside and is not plain text (escape
 * sequences, invalid UTF-8, bidirectional controls) has been replaced by U+FFFD.
 */
#ifndef GRADUS_ERROR_H
#define GRADUS_ERROR_H

#include <stdarg.h>
#include <stdbool.h>

/* The kinds are the program's exit statuses where they end the program; see gr_error_status. */
typedef enum gr_error_kind {
    GR_ERROR_NONE = 0,
    GR_ERROR_DIFFERENCE = 1, /* a check or a replay found a difference */
    GR_ERROR_USAGE = 2,      /* a name, knob or value that the user typed */
    GR_ERROR_DATA = 3,       /* the contents of a file */
    GR_ERROR_IO = 4,         /* a file missing, unreadable or not writable */
    GR_ERROR_MEMORY = 5      /* an allocation failed; exit status 4 */
} gr_error_kind;

typedef struct gr_error {
    gr_error_kind kind;
    char message[480]; /* UTF-8, no newline, cut at a character */
} gr_error;

/* Store an error and return false, so that a failing function ends in `return gr_fail(...)`.
 * `err` may be NULL. The arguments may point into err->message. */
bool gr_fail(gr_error *err, gr_error_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same with a position in front: "file:line:column: ". A line or column of 0 is left out.
 * The kind is GR_ERROR_DATA. */
bool gr_fail_at(gr_error *err, const char *file, long line, long column, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* Put a position before the message that `err` already holds, and make it a GR_ERROR_DATA, unless
 * it is about memory or files. Returns false. */
bool gr_error_locate(gr_error *err, const char *file, long line, long column);

/* The exit status that this error asks for: 1 to 4. */
int gr_error_status(const gr_error *err);

#endif
