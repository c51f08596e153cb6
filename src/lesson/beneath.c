#include "beneath.h"

#include "gradus/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- opening --- */

static bool cannot_read(const char *path, const char *why, gr_error *err)
{
    return gr_fail(err, GR_ERROR_IO, "cannot read %s: %s", path, why);
}

/* What O_NOFOLLOW says of a link differs with what else was asked for. */
static const char *reason(int folder, const char *part)
{
    int why = errno;
    struct stat status;

    if (fstatat(folder, part, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode))
        return "it is a symbolic link, and links are not followed";
    return strerror(why);
}

/* One part of a path; closes the folder it is in, unless that is the root. */
static int open_part(int root, int at, const char *part, bool folder, const char *path,
                     gr_error *err)
{
    int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | (folder ? O_DIRECTORY : O_NONBLOCK | O_NOCTTY);
    int fd = openat(at, part, flags);

    if (fd < 0)
        cannot_read(path, reason(at, part), err);
    if (at != root)
        close(at);
    return fd;
}

int gr_beneath_open(int root, const char *path, bool folder, gr_error *err)
{
    char part[NAME_MAX + 1];
    int at = root;

    for (const char *rest = path; at >= 0 && *rest != '\0';) {
        size_t length = strcspn(rest, "/");
        if (length > NAME_MAX || length == 0 || (length == 2 && strncmp(rest, "..", 2) == 0)) {
            if (at != root)
                close(at);
            cannot_read(path, "no path of a hand-in", err);
            return -1;
        }
        memcpy(part, rest, length);
        part[length] = '\0';
        rest += length + (rest[length] == '/');
        at = open_part(root, at, part, folder || *rest != '\0', path, err);
    }
    return at;
}

/* --- listing --- */

static gr_beneath_kind kind_of(int folder, const char *name)
{
    struct stat status;

    if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return GR_BENEATH_OTHER;
    return S_ISLNK(status.st_mode)   ? GR_BENEATH_LINK
           : S_ISDIR(status.st_mode) ? GR_BENEATH_FOLDER
           : S_ISREG(status.st_mode) ? GR_BENEATH_FILE
                                     : GR_BENEATH_OTHER;
}

static int by_bytes(const void *a, const void *b)
{
    const gr_beneath_entry *one = a, *other = b;

    return strcmp(one->name, other->name); /* names of one folder differ */
}

static bool add_name(int fd, const char *name, gr_arena *arena, gr_beneath_list *list,
                     gr_error *err)
{
    gr_beneath_entry entry = { .kind = kind_of(fd, name) };

    entry.name = gr_arena_strdup(arena, name, err);
    if (entry.name == NULL ||
        !gr_grow(&list->entries, list->count, &list->capacity, sizeof entry, err))
        return false;
    list->entries[list->count++] = entry;
    return true;
}

static bool add_names(DIR *folder, const char *path, gr_arena *arena, gr_beneath_list *list,
                      gr_error *err)
{
    for (const struct dirent *d; (d = readdir(folder)) != NULL;) {
        if (d->d_name[0] == '.')
            continue;
        if (list->count == GR_BENEATH_NAMES)
            return gr_fail(err, GR_ERROR_DATA, "%s: more than %d names in it, the limit", path,
                           GR_BENEATH_NAMES);
        if (!add_name(dirfd(folder), d->d_name, arena, list, err))
            return false;
    }
    return true;
}

bool gr_beneath_names(int root, const char *path, gr_arena *arena, gr_beneath_list *list,
                      gr_error *err)
{
    gr_beneath_list found = { 0 };
    int fd = gr_beneath_open(root, path, true, err);
    DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;

    if (folder == NULL) {
        if (fd >= 0) {
            cannot_read(path, strerror(errno), err);
            close(fd);
        }
        return false;
    }
    bool done = add_names(folder, path, arena, &found, err);
    closedir(folder);
    if (!done) {
        gr_free(found.entries);
        return false;
    }
    if (found.count > 0)
        qsort(found.entries, found.count, sizeof *found.entries, by_bytes);
    *list = found;
    return true;
}

/* --- reading --- */

static bool look_at(int fd, const char *path, size_t limit, size_t *expected, gr_error *err)
{
    struct stat status;
    char size[GR_FILE_SIZE_TEXT];

    if (fstat(fd, &status) != 0)
        return cannot_read(path, strerror(errno), err);
    if (!S_ISREG(status.st_mode))
        return cannot_read(path, S_ISDIR(status.st_mode) ? "it is a folder" : "not a regular file",
                           err);
    *expected = (size_t)status.st_size;
    if ((uintmax_t)status.st_size <= limit)
        return true;
    gr_file_size_text(limit, size);
    return gr_fail_at(err, path, 0, 0, "the file is over %s, the limit", size);
}

/* What was there when it was looked at, or less. */
static bool read_all(int fd, const char *path, char *bytes, size_t room, size_t *length,
                     gr_error *err)
{
    *length = 0;
    while (*length < room) {
        ssize_t n = read(fd, bytes + *length, room - *length);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return cannot_read(path, strerror(errno), err);
        if (n == 0)
            break;
        *length += (size_t)n;
    }
    bytes[*length] = '\0';
    return true;
}

bool gr_beneath_read(int root, const char *path, size_t limit, char **bytes, size_t *length,
                     gr_error *err)
{
    size_t expected = 0;
    int fd = gr_beneath_open(root, path, false, err);

    if (fd < 0)
        return false;
    char *block = NULL;
    bool done = look_at(fd, path, limit, &expected, err);
    if (done) {
        block = gr_alloc(expected + 1, 1, err);
        done = block != NULL && read_all(fd, path, block, expected, length, err);
    }
    close(fd);
    if (done)
        *bytes = block;
    else
        gr_free(block);
    return done;
}
