/* own_data.h - files of a student's own that runs read: they travel in the hand-in. Private to
 * src/lesson/.
 *
 * In a hand-in such a file is one or more rows of the kind `data`: its name, and its text in
 * pieces. To make a run again that reads one, it is laid into a folder of its own, and that is the
 * current folder while the run is made: where a bare name is looked for first (paths.h).
 */
#ifndef GRADUS_LESSON_OWN_DATA_H
#define GRADUS_LESSON_OWN_DATA_H

#include "gradus/paths.h"
#include "gradus/plan.h"
#include "gradus/text.h"

/* Bytes of all files of a hand-in together, and of a piece. */
enum { GR_OWN_BYTES = 400000, GR_OWN_PIECE = 30000, GR_OWN_NAME = 100 };

typedef struct gr_own_file {
    char *name;
    gr_text text;
} gr_own_file;

/* Zero-initialise it; gr_own_clear frees. */
typedef struct gr_own_data {
    gr_own_file *files;
    size_t count, capacity;
} gr_own_data;

void gr_own_clear(gr_own_data *own);

/* The file of that name, or NULL. */
const gr_own_file *gr_own_find(const gr_own_data *own, const char *name);

/* Whether it is the name of one of gradus's own files. */
bool gr_own_is_shipped(const gr_paths *data, const char *name);

/* Tell `visit` of each file that a plan's first run reads, at its start or after an event; false
 * from it ends that. */
typedef bool gr_own_visit(void *context, const char *name, gr_error *err);
bool gr_own_each_file(const gr_plan *plan, gr_own_visit *visit, void *context, gr_error *err);

/* Load a file of the current folder, unless it is there already. GR_ERROR_DATA for what cannot be
 * handed in: a name that is a path, a text that is not clean or has other line ends than LF, more
 * than GR_OWN_BYTES. */
bool gr_own_load(gr_own_data *own, const char *name, gr_error *err);

/* Add a piece of a file that was handed in. GR_ERROR_DATA for a name that no file of one's own has.
 */
bool gr_own_add(gr_own_data *own, const gr_paths *data, const char *name, const char *piece,
                gr_error *err);

/* How much of `text` is the next piece: to the end of a line where that is not too far. */
size_t gr_own_piece(const char *text);

/* --- for a run --- */

typedef struct gr_own_place {
    int before; /* the folder that was the current one */
    gr_text folder;
} gr_own_place;

/* Lay all files into a new folder below `scratch` and go there; and come back and take it away. */
bool gr_own_enter(const gr_own_data *own, const char *scratch, gr_own_place *place, gr_error *err);
void gr_own_leave(const gr_own_data *own, gr_own_place *place);

/* Away with `scratch`, whatever was left there. */
void gr_own_scratch_remove(const char *path);

#endif
