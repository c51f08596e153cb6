/* file.h - reading files whole, and making folders.
 *
 * Writing is in output.h.
 */
#ifndef GRADUS_FILE_H
#define GRADUS_FILE_H

#include "gradus/error.h"

#include <stddef.h>

/* Read the file `path` ("-" is standard input) into a new buffer, NUL-terminated behind *length
 * bytes; free it with gr_free. A folder, a device, a pipe by name, and a file that cannot be read
 * are GR_ERROR_IO ("cannot read x: reason"); a file of more than `limit` bytes is GR_ERROR_DATA,
 * and the message names the limit. */
bool gr_file_read(const char *path, size_t limit, char **bytes, size_t *length, gr_error *err);

/* What stands in messages for a path: the path, or "standard input" for "-". Borrowed. */
const char *gr_file_input_name(const char *path);

/* A number of bytes as "64 MiB", "64 KiB" or "100 bytes", for messages. */
enum { GR_FILE_SIZE_TEXT = 32 };
void gr_file_size_text(size_t bytes, char out[GR_FILE_SIZE_TEXT]);

/* In place: drop a UTF-8 byte order mark, make CRLF and CR a LF, end with a NUL. Room for one byte
 * behind `length` must exist. Returns the new length. For text files, before gr_text_check. */
size_t gr_file_plain_text(char *bytes, size_t length);

/* Make the folder `path` and those above it, where they are missing, for the user only (0700). */
bool gr_file_make_folder(const char *path, gr_error *err);

#endif
