/* paths.h - where lessons, data, settings and the student's record are found.
 *
 * A name with a slash is a path and taken as it is. A bare name is looked for in the current
 * folder, then in the folders of these places, in this order; the first found wins:
 *
 *     each entry of $GRADUS_PATH (separated by colons, empty ones skipped)
 *     $XDG_DATA_HOME/gradus              unset: $HOME/.local/share/gradus
 *     the source folder                  if this program lies in its build folder
 *     the installed folder
 *     each entry of $XDG_DATA_DIRS + /gradus    unset: /usr/local/share:/usr/share
 *
 * Lessons are looked for in `lessons` of each place, data in `lessons` (beside the lesson that uses
 * them) and then in `datasets`. As the XDG rules say, an empty variable counts as unset, and a
 * value that is not absolute is ignored.
 *
 * A place that does not exist is skipped; one that cannot be read is GR_ERROR_IO. This is the only
 * module that asks the environment for places. It keeps nothing: each call looks again.
 */
#ifndef GRADUS_PATHS_H
#define GRADUS_PATHS_H

#include "gradus/error.h"
#include "gradus/memory.h"
#include "gradus/text.h"

typedef enum gr_path_kind { GR_PATH_LESSON, GR_PATH_DATA } gr_path_kind;

/* Find a lesson or data file and append its path to `path`. A lesson may be named as its file
 * (`030-parameters.md`), without the suffix (`030-parameters`), or by its number alone (`030`) when
 * only one lesson of the folder has it. "-" and a name with a slash are appended as they are,
 * found or not. GR_ERROR_IO when there is none, with the folders that were looked in;
 * GR_ERROR_USAGE when a number fits several. On failure `path` is untouched. */
bool gr_path_find(const char *name, gr_path_kind kind, gr_text *path, gr_error *err);

/* A list of files or folders. Zero-initialise it or have it filled; gr_paths_clear frees. */
typedef struct gr_paths {
    struct gr_path_entry {
        const char *name; /* a lesson's file name without ".md", a data file's with its suffix */
        const char *path;
    } * entries;
    size_t count, capacity;
    gr_arena arena;
} gr_paths;

void gr_paths_clear(gr_paths *paths);

/* All lessons (*.md but README.md) or data files (*.csv) of all places, but not of the current
 * folder; of several with one name the first found; sorted by the bytes of the name. Hidden files
 * and names that are not clean text are left out. On failure *out is untouched. */
bool gr_path_list(gr_path_kind kind, gr_paths *out, gr_error *err);

/* Folders of the user's own, appended to `path`: the record in $XDG_STATE_HOME/gradus (unset:
 * ~/.local/state), the settings in $XDG_CONFIG_HOME/gradus (unset: ~/.config). They need not exist.
 * GR_ERROR_IO when neither the variable nor HOME says where. */
bool gr_path_state(gr_text *path, gr_error *err);
bool gr_path_config(gr_text *path, gr_error *err);

/* A new folder for what lives no longer than a program does, in $TMPDIR (unset: /tmp). Appended; it is
 * the caller's to remove. GR_ERROR_IO. */
bool gr_path_scratch(gr_text *path, gr_error *err);

/* --- for tests --- */

/* What the build knows; "" for what it does not. `program` is the file that is running; NULL: ask
 * the system. The functions above use GRADUS_SOURCE_DIR, GRADUS_BUILD_DIR and GRADUS_DATA_DIR,
 * absolute paths that the build gives with -D. */
typedef struct gr_path_build {
    const char *source, *build, *data, *program;
} gr_path_build;

/* The folders that are looked in for a kind, in order, none twice, existing or not, without the
 * current one. On failure *out is untouched. */
bool gr_path_folders(gr_path_kind kind, const gr_path_build *build, gr_paths *out, gr_error *err);

/* gr_path_find and gr_path_list for another build. */
bool gr_path_find_of(const char *name, gr_path_kind kind, const gr_path_build *build, gr_text *path,
                     gr_error *err);
bool gr_path_list_of(gr_path_kind kind, const gr_path_build *build, gr_paths *out, gr_error *err);

#endif
