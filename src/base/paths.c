#include "gradus/paths.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef GRADUS_SOURCE_DIR
#define GRADUS_SOURCE_DIR ""
#endif
#ifndef GRADUS_BUILD_DIR
#define GRADUS_BUILD_DIR ""
#endif
#ifndef GRADUS_DATA_DIR
#define GRADUS_DATA_DIR ""
#endif

static const gr_path_build this_build = { .source = GRADUS_SOURCE_DIR,
                                          .build = GRADUS_BUILD_DIR,
                                          .data = GRADUS_DATA_DIR };

/* What sets the kinds apart. */
static const struct kind {
    const char *noun;
    const char *folders[3]; /* of a place, in the order of looking */
    const char *endings[3]; /* tried behind a name, in this order */
    const char *suffix;     /* of what a listing shows */
    bool show_suffix, numbered;
    const char *left_out; /* a file that is none */
} kinds[] = {
    [GR_PATH_LESSON] = { "lesson", { "lessons" }, { ".md", "" }, ".md", false, true, "README.md" },
    [GR_PATH_DATA] = { "data file", { "lessons", "datasets" }, { "" }, ".csv", true, false, "" },
};

/* --- lists --- */

void gr_paths_clear(gr_paths *paths)
{
    gr_free(paths->entries);
    gr_arena_clear(&paths->arena);
    *paths = (gr_paths){ 0 };
}

/* Take `name` and `path`, strings of the list's arena; NULL: they could not be made. */
static bool append(gr_paths *paths, const char *name, const char *path, gr_error *err)
{
    if (name == NULL || path == NULL)
        return false;
    if (!gr_grow(&paths->entries, paths->count, &paths->capacity, sizeof *paths->entries, err))
        return false;
    paths->entries[paths->count++] = (struct gr_path_entry){ name, path };
    return true;
}

static bool has_name(const gr_paths *paths, const char *name)
{
    for (size_t i = 0; i < paths->count; i++)
        if (strcmp(paths->entries[i].name, name) == 0)
            return true;
    return false;
}

/* Hand a finished list over, or drop it. */
static bool hand_over(gr_paths *paths, bool fine, gr_paths *out)
{
    if (fine)
        *out = *paths;
    else
        gr_paths_clear(paths);
    return fine;
}

/* --- the places --- */

static const char *setting(const char *variable)
{
    const char *value = getenv(variable);

    return value != NULL ? value : "";
}

/* Add the folders of a kind in the place `start` (of `length` bytes) + `below`. */
static bool add_place(gr_paths *out, gr_path_kind kind, const char *start, size_t length,
                      const char *below, gr_error *err)
{
    while (length > 1 && start[length - 1] == '/')
        length--;
    for (const char *const *folder = kinds[kind].folders; *folder != NULL; folder++) {
        const char *path =
            gr_arena_printf(&out->arena, err, "%.*s%s/%s", (int)length, start, below, *folder);
        if (path == NULL)
            return false;
        if (!has_name(out, path) && !append(out, path, path, err))
            return false;
    }
    return true;
}

/* Add each entry of a list with colons, but no empty ones. */
static bool add_places(gr_paths *out, gr_path_kind kind, const char *list, bool absolute,
                       const char *below, gr_error *err)
{
    while (*list != '\0') {
        size_t length = strcspn(list, ":");
        bool wanted = absolute ? list[0] == '/' : length > 0;
        if (wanted && length < PATH_MAX && !add_place(out, kind, list, length, below, err))
            return false;
        list += length + (list[length] == ':');
    }
    return true;
}

/* Whether the running program lies in the folder where it was built. */
static bool is_uninstalled(const gr_path_build *build)
{
    char program[PATH_MAX], folder[PATH_MAX];
    ssize_t length = 0;

    if (build->source[0] != '/' || build->build[0] != '/' || realpath(build->build, folder) == NULL)
        return false;
    if (build->program == NULL)
        length = readlink("/proc/self/exe", program, sizeof program - 1);
    else if (realpath(build->program, program) != NULL)
        length = (ssize_t)strlen(program);
    if (length <= 0)
        return false;
    program[length] = '\0';
    size_t above = strlen(folder);
    return strncmp(program, folder, above) == 0 && program[above] == '/';
}

static bool add_home(gr_paths *out, gr_path_kind kind, gr_error *err)
{
    const char *data = setting("XDG_DATA_HOME"), *home = setting("HOME");

    if (data[0] == '/')
        return add_place(out, kind, data, strlen(data), "/gradus", err);
    return home[0] != '/' || add_place(out, kind, home, strlen(home), "/.local/share/gradus", err);
}

static bool add_build(gr_paths *out, gr_path_kind kind, const gr_path_build *build, gr_error *err)
{
    if (is_uninstalled(build) &&
        !add_place(out, kind, build->source, strlen(build->source), "", err))
        return false;
    return build->data[0] != '/' || add_place(out, kind, build->data, strlen(build->data), "", err);
}

bool gr_path_folders(gr_path_kind kind, const gr_path_build *build, gr_paths *out, gr_error *err)
{
    gr_paths found = { 0 };
    const char *shared = setting("XDG_DATA_DIRS");

    if (shared[0] == '\0')
        shared = "/usr/local/share:/usr/share";
    bool fine = add_places(&found, kind, setting("GRADUS_PATH"), false, "", err) &&
                add_home(&found, kind, err) && add_build(&found, kind, build, err) &&
                add_places(&found, kind, shared, true, "/gradus", err);
    return hand_over(&found, fine, out);
}

/* --- folders' contents --- */

static bool means_absent(int reason)
{
    return reason == ENOENT || reason == ENOTDIR || reason == ELOOP || reason == ENAMETOOLONG;
}

static bool unreadable(const char *path, int reason, gr_error *err)
{
    return gr_fail(err, reason == ENOMEM ? GR_ERROR_MEMORY : GR_ERROR_IO, "cannot read %s: %s",
                   path, strerror(reason));
}

static bool ends_with(const char *name, const char *suffix)
{
    size_t length = strlen(name), tail = strlen(suffix);

    return length > tail && strcmp(name + length - tail, suffix) == 0;
}

static bool is_listed(const char *name, gr_path_kind kind)
{
    gr_text_fault fault;

    return name[0] != '.' && ends_with(name, kinds[kind].suffix) &&
           strcmp(name, kinds[kind].left_out) != 0 && strchr(name, '\n') == NULL &&
           strchr(name, '\t') == NULL && gr_text_check(name, strlen(name), &fault);
}

/* Add one file of a folder, unless it is no regular file or its name is taken. */
static bool list_file(const char *folder, const char *file, gr_path_kind kind, gr_paths *out,
                      gr_error *err)
{
    struct stat status;
    size_t length = strlen(file) - (kinds[kind].show_suffix ? 0 : strlen(kinds[kind].suffix));
    const char *name = gr_arena_strndup(&out->arena, file, length, err);
    const char *path = gr_arena_printf(&out->arena, err, "%s/%s", folder, file);

    if (name == NULL || path == NULL)
        return false;
    if (has_name(out, name) || stat(path, &status) != 0 || !S_ISREG(status.st_mode))
        return true;
    return append(out, name, path, err);
}

static bool list_open(DIR *open, const char *folder, gr_path_kind kind, gr_paths *out,
                      gr_error *err)
{
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(open);
        if (entry == NULL)
            return errno == 0 || unreadable(folder, errno, err);
        if (is_listed(entry->d_name, kind) && !list_file(folder, entry->d_name, kind, out, err))
            return false;
    }
}

static bool list_folder(const char *folder, gr_path_kind kind, gr_paths *out, gr_error *err)
{
    DIR *open = opendir(folder);

    if (open == NULL)
        return means_absent(errno) || unreadable(folder, errno, err);
    bool fine = list_open(open, folder, kind, out, err);
    closedir(open);
    return fine;
}

/* Names in one list are all different, so that this order is the only one. */
static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct gr_path_entry *)a)->name, ((const struct gr_path_entry *)b)->name);
}

static void sort(gr_paths *paths)
{
    if (paths->count > 1)
        qsort(paths->entries, paths->count, sizeof *paths->entries, by_name);
}

bool gr_path_list_of(gr_path_kind kind, const gr_path_build *build, gr_paths *out, gr_error *err)
{
    gr_paths folders = { 0 }, found = { 0 };
    bool fine = gr_path_folders(kind, build, &folders, err);

    for (size_t i = 0; fine && i < folders.count; i++)
        fine = list_folder(folders.entries[i].path, kind, &found, err);
    sort(&found);
    gr_paths_clear(&folders);
    return hand_over(&found, fine, out);
}

bool gr_path_list(gr_path_kind kind, gr_paths *out, gr_error *err)
{
    return gr_path_list_of(kind, &this_build, out, err);
}

/* --- finding one --- */

/* One search. `folder` is "" for the current folder, whose being unreadable is no error. */
typedef struct search {
    const char *name;
    gr_path_kind kind;
    const char *folder;
    gr_text found; /* empty until it is */
} search;

static bool try_file(search *find, const char *ending, gr_error *err)
{
    struct stat status;

    gr_text_addf(&find->found, "%s%s%s%s", find->folder, find->folder[0] != '\0' ? "/" : "",
                 find->name, ending);
    if (!gr_text_ok(&find->found, err))
        return false;
    if (stat(gr_text_string(&find->found), &status) == 0) {
        if (S_ISREG(status.st_mode))
            return true;
    } else if (find->folder[0] != '\0' && !means_absent(errno)) {
        return unreadable(gr_text_string(&find->found), errno, err);
    }
    gr_text_truncate(&find->found, 0);
    return true;
}

static bool is_number(const char *name)
{
    return name[0] != '\0' && strspn(name, "0123456789") == strlen(name);
}

/* Among the lessons of one folder, the one whose name begins with the number and a dash. */
static bool choose_numbered(search *find, const gr_paths *lessons, gr_error *err)
{
    const struct gr_path_entry *first = NULL;
    size_t length = strlen(find->name);

    for (size_t i = 0; i < lessons->count; i++) {
        const struct gr_path_entry *entry = &lessons->entries[i];
        if (strncmp(entry->name, find->name, length) != 0 || entry->name[length] != '-')
            continue;
        if (first != NULL)
            return gr_fail(err, GR_ERROR_USAGE, "%s '%s' may be %s or %s; write more of its name",
                           kinds[find->kind].noun, find->name, first->name, entry->name);
        first = entry;
    }
    if (first != NULL)
        gr_text_add(&find->found, first->path);
    return gr_text_ok(&find->found, err);
}

static bool try_number(search *find, gr_error *err)
{
    gr_paths lessons = { 0 };
    gr_error trouble = { 0 };
    bool here = find->folder[0] == '\0';
    bool fine = list_folder(here ? "." : find->folder, find->kind, &lessons, &trouble);

    sort(&lessons);
    if (fine)
        fine = choose_numbered(find, &lessons, &trouble);
    else if (here && trouble.kind == GR_ERROR_IO)
        fine = true;
    gr_paths_clear(&lessons);
    if (!fine && err != NULL)
        *err = trouble;
    return fine;
}

static bool try_folder(search *find, const char *folder, gr_error *err)
{
    const struct kind *kind = &kinds[find->kind];

    find->folder = folder;
    for (const char *const *ending = kind->endings; *ending != NULL; ending++)
        if (!try_file(find, *ending, err))
            return false;
        else if (find->found.length > 0)
            return true;
    return !kind->numbered || !is_number(find->name) || try_number(find, err);
}

static bool not_found(const search *find, const gr_paths *folders, gr_error *err)
{
    enum { SHOWN = 4 };
    gr_text places = { 0 };

    for (size_t i = 0; i < folders->count && i < SHOWN; i++)
        gr_text_addf(&places, ", %s", folders->entries[i].path);
    if (folders->count > SHOWN)
        gr_text_addf(&places, " and %zu more", folders->count - SHOWN);
    if (gr_text_ok(&places, err))
        gr_fail(err, GR_ERROR_IO, "no %s '%.100s'; looked in the current folder%s",
                kinds[find->kind].noun, find->name, gr_text_string(&places));
    gr_text_clear(&places);
    return false;
}

static bool search_all(search *find, const gr_paths *folders, gr_error *err)
{
    if (!try_folder(find, "", err))
        return false;
    for (size_t i = 0; i < folders->count && find->found.length == 0; i++)
        if (!try_folder(find, folders->entries[i].path, err))
            return false;
    return find->found.length > 0 || not_found(find, folders, err);
}

/* Append all of it or, for want of memory, nothing. */
static bool add_whole(gr_text *path, const char *found, gr_error *err)
{
    gr_text_add(path, found);
    return gr_text_ok(path, err);
}

bool gr_path_find_of(const char *name, gr_path_kind kind, const gr_path_build *build, gr_text *path,
                     gr_error *err)
{
    gr_paths folders = { 0 };
    search find = { .name = name, .kind = kind };

    if (strcmp(name, "-") == 0 || strchr(name, '/') != NULL)
        return add_whole(path, name, err);
    bool fine = gr_path_folders(kind, build, &folders, err) && search_all(&find, &folders, err) &&
                add_whole(path, gr_text_string(&find.found), err);
    gr_text_clear(&find.found);
    gr_paths_clear(&folders);
    return fine;
}

bool gr_path_find(const char *name, gr_path_kind kind, gr_text *path, gr_error *err)
{
    return gr_path_find_of(name, kind, &this_build, path, err);
}

/* --- the user's own folders --- */

static bool own_folder(const char *variable, const char *below_home, gr_text *path, gr_error *err)
{
    const char *value = setting(variable), *home = setting("HOME");

    if (value[0] == '/')
        gr_text_addf(path, "%s/gradus", value);
    else if (home[0] == '/')
        gr_text_addf(path, "%s/%s/gradus", home, below_home);
    else
        return gr_fail(err, GR_ERROR_IO,
                       "no folder of your own: neither %s nor HOME is an absolute path", variable);
    return gr_text_ok(path, err);
}

bool gr_path_state(gr_text *path, gr_error *err)
{
    return own_folder("XDG_STATE_HOME", ".local/state", path, err);
}

bool gr_path_config(gr_text *path, gr_error *err)
{
    return own_folder("XDG_CONFIG_HOME", ".config", path, err);
}

bool gr_path_scratch(gr_text *path, gr_error *err)
{
    const char *base = setting("TMPDIR");
    size_t begun = path->length;

    gr_text_addf(path, "%s/gradus-XXXXXX", base[0] == '/' ? base : "/tmp");
    if (!gr_text_ok(path, err))
        return false;
    if (mkdtemp(path->bytes + begun) != NULL)
        return true;
    gr_fail(err, GR_ERROR_IO, "cannot make the folder %s: %s", path->bytes + begun,
            strerror(errno));
    gr_text_truncate(path, begun);
    return false;
}
