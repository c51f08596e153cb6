#include "own_data.h"

#include "gradus/file.h"
#include "gradus/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- the list --- */

void gr_own_clear(gr_own_data *own)
{
    for (size_t i = 0; i < own->count; i++) {
        gr_free(own->files[i].name);
        gr_text_clear(&own->files[i].text);
    }
    gr_free(own->files);
    *own = (gr_own_data){ 0 };
}

const gr_own_file *gr_own_find(const gr_own_data *own, const char *name)
{
    for (size_t i = 0; i < own->count; i++)
        if (strcmp(own->files[i].name, name) == 0)
            return &own->files[i];
    return NULL;
}

static gr_own_file *add_file(gr_own_data *own, const char *name, gr_error *err)
{
    gr_own_file file = { .name = gr_strdup(name, err) };

    if (file.name == NULL || !gr_grow(&own->files, own->count, &own->capacity, sizeof file, err)) {
        gr_free(file.name);
        return NULL;
    }
    own->files[own->count] = file;
    return &own->files[own->count++];
}

static size_t bytes_of(const gr_own_data *own)
{
    size_t sum = 0;

    for (size_t i = 0; i < own->count; i++)
        sum += own->files[i].text.length;
    return sum;
}

/* --- names --- */

bool gr_own_is_shipped(const gr_paths *data, const char *name)
{
    for (size_t i = 0; i < data->count; i++)
        if (strcmp(data->entries[i].name, name) == 0)
            return true;
    return false;
}

static bool is_name(const char *name)
{
    size_t length = strlen(name);
    gr_text_fault fault;

    return length > 0 && length <= GR_OWN_NAME && name[0] != '.' && name[0] != '-' &&
           strpbrk(name, "/\n\t") == NULL && gr_text_check(name, length, &fault);
}

static bool visit_values(const gr_values *values, gr_own_visit *visit, void *context, gr_error *err)
{
    for (size_t i = 0; i < values->count; i++) {
        const gr_value *value = &values->items[i];
        if (value->param->kind == GR_PARAM_FILE && value->word < 0 &&
            !visit(context, value->text, err))
            return false;
    }
    return true;
}

bool gr_own_each_file(const gr_plan *plan, gr_own_visit *visit, void *context, gr_error *err)
{
    gr_values values;
    uint64_t seed;

    if (!gr_plan_case(plan, 1, &values, &seed, err))
        return false;
    bool fine = visit_values(&values, visit, context, err);
    for (size_t i = 0; fine && i < plan->event_count; i++) {
        const gr_event *event = &plan->events[i];
        fine = event->knob == NULL || (gr_values_set(&values, event->knob, event->value, err) &&
                                       visit_values(&values, visit, context, err));
    }
    gr_values_clear(&values);
    return fine;
}

/* --- to hand in --- */

static bool check_text(const char *name, const char *bytes, size_t length, gr_error *err)
{
    gr_text_fault fault;

    if (!gr_text_check(bytes, length, &fault))
        return gr_fail_at(err, name, fault.line, fault.column,
                          "%s; what goes with a hand-in is clean text whose lines end with LF",
                          fault.reason);
    return true;
}

bool gr_own_load(gr_own_data *own, const char *name, gr_error *err)
{
    size_t length, room = GR_OWN_BYTES - bytes_of(own);
    char *bytes;

    if (gr_own_find(own, name) != NULL)
        return true;
    if (!is_name(name))
        return gr_fail(err, GR_ERROR_DATA,
                       "it reads %s, which cannot go with it: only a file of the folder that one "
                       "is in can, by its bare name",
                       name);
    if (!gr_file_read(name, room, &bytes, &length, err))
        return false;
    gr_own_file *file = check_text(name, bytes, length, err) ? add_file(own, name, err) : NULL;
    if (file != NULL)
        gr_text_addn(&file->text, bytes, length);
    gr_free(bytes);
    return file != NULL && gr_text_ok(&file->text, err);
}

size_t gr_own_piece(const char *text)
{
    size_t length = strlen(text), cut = GR_OWN_PIECE;

    if (length <= cut)
        return length;
    while (cut > 0 && text[cut - 1] != '\n')
        cut--;
    if (cut > 0)
        return cut;
    for (cut = GR_OWN_PIECE; ((unsigned char)text[cut] & 0xC0) == 0x80;)
        cut--;
    return cut;
}

/* --- handed in --- */

bool gr_own_add(gr_own_data *own, const gr_paths *data, const char *name, const char *piece,
                gr_error *err)
{
    gr_own_file *file = (gr_own_file *)gr_own_find(own, name);

    if (file == NULL && (!is_name(name) || gr_own_is_shipped(data, name)))
        return gr_fail(err, GR_ERROR_DATA, "'%.40s' is no name of a file of one's own", name);
    if (file == NULL)
        file = add_file(own, name, err);
    if (file == NULL)
        return false;
    gr_text_add(&file->text, piece);
    return gr_text_ok(&file->text, err);
}

/* --- for a run --- */

static bool lay(const gr_own_file *file, gr_error *err)
{
    int fd = open(file->name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    const char *at = gr_text_string(&file->text);
    size_t left = file->text.length;
    ssize_t n = fd < 0 ? -1 : 0;

    while (n >= 0 && left > 0) {
        n = write(fd, at, left);
        at += n > 0 ? n : 0;
        left -= n > 0 ? (size_t)n : 0;
    }
    if ((fd < 0 || close(fd) == 0) && n >= 0)
        return true;
    return gr_fail(err, GR_ERROR_IO, "cannot lay out %s: %s", file->name, strerror(errno));
}

static bool go_there(gr_own_place *place, gr_error *err)
{
    place->before = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (place->before >= 0 && mkdir(gr_text_string(&place->folder), 0700) == 0 &&
        chdir(gr_text_string(&place->folder)) == 0)
        return true;
    gr_fail(err, GR_ERROR_IO, "cannot make room for the data that came along: %s", strerror(errno));
    if (place->before >= 0)
        close(place->before);
    return false;
}

bool gr_own_enter(const gr_own_data *own, const char *scratch, gr_own_place *place, gr_error *err)
{
    *place = (gr_own_place){ .before = -1 };
    gr_text_addf(&place->folder, "%s/%ld", scratch, (long)getpid());
    bool there = gr_text_ok(&place->folder, err) && go_there(place, err);
    bool laid = there;

    for (size_t i = 0; laid && i < own->count; i++)
        laid = lay(&own->files[i], err);
    if (there && !laid)
        gr_own_leave(own, place);
    else if (!there)
        gr_text_clear(&place->folder);
    return laid;
}

void gr_own_leave(const gr_own_data *own, gr_own_place *place)
{
    for (size_t i = 0; i < own->count; i++)
        unlink(own->files[i].name); /* what was not laid is not there */
    if (fchdir(place->before) == 0)
        rmdir(gr_text_string(&place->folder));
    close(place->before);
    gr_text_clear(&place->folder);
}

/* --- the folder above --- */

static void empty(int above, const char *name, int deeper)
{
    int fd = openat(above, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;

    for (const struct dirent *d; folder != NULL && (d = readdir(folder)) != NULL;) {
        if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0)
            continue;
        if (deeper > 0)
            empty(dirfd(folder), d->d_name, deeper - 1);
        unlinkat(dirfd(folder), d->d_name, deeper > 0 ? AT_REMOVEDIR : 0);
    }
    if (folder != NULL)
        closedir(folder);
}

/* What was left by a process that was ended: a folder of files. */
void gr_own_scratch_remove(const char *path)
{
    empty(AT_FDCWD, path, 1);
    rmdir(path);
}
