/* beneath.h - looking into a folder that strangers have filled. Private to src/lesson/.
 *
 * Paths are relative to an open folder, and none of their parts may be a symbolic link, so that
 * nothing outside is ever opened.
 */
#ifndef GRADUS_LESSON_BENEATH_H
#define GRADUS_LESSON_BENEATH_H

#include "gradus/error.h"
#include "gradus/memory.h"

#include <stddef.h>

enum { GR_BENEATH_NAMES = 10000 };

typedef enum gr_beneath_kind {
    GR_BENEATH_FILE,
    GR_BENEATH_FOLDER,
    GR_BENEATH_LINK,
    GR_BENEATH_OTHER /* devices, sockets */
} gr_beneath_kind;

typedef struct gr_beneath_entry {
    const char *name; /* in the arena */
    gr_beneath_kind kind;
} gr_beneath_entry;

typedef struct gr_beneath_list {
    gr_beneath_entry *entries;
    size_t count, capacity;
} gr_beneath_list;

/* Open a path for reading, a folder or a regular file; the descriptor, or -1 with the reason. */
int gr_beneath_open(int root, const char *path, bool folder, gr_error *err);

/* What is in a folder, sorted by bytes, without what begins with a dot. GR_ERROR_DATA where there
 * is more than GR_BENEATH_NAMES. Clear it with gr_free(list->entries). */
bool gr_beneath_names(int root, const char *path, gr_arena *arena, gr_beneath_list *list,
                      gr_error *err);

/* Read a regular file whole, as gr_file_read does. */
bool gr_beneath_read(int root, const char *path, size_t limit, char **bytes, size_t *length,
                     gr_error *err);

#endif
