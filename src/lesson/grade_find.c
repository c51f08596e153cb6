/* Who has handed in what. */
#include "beneath.h"
#include "grade_private.h"
#include "own_data.h"

#include "gradus/file.h"
#include "gradus/memory.h"
#include "gradus/number.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

static const char submitted[] = "submitted";
/* Why is told to whoever grades: it names folders of theirs. */
static const char no_lesson[] = "there is no lesson of this name, or it cannot be read";
static const char a_link[] = "it is a symbolic link, and links are not followed";

/* Lessons of one student; bytes of a name, to which `.txt` and more may be added where 255 are
 * allowed. */
enum { LESSONS_MAX = 200, NAME_MOST = 200 };

#define NO_LESSON SIZE_MAX

/* --- lessons, each loaded once --- */

static bool digest_of(gr_class_lesson *found, gr_error *err)
{
    char *bytes;
    size_t length;

    if (!gr_file_read(found->lesson->file, GR_LESSON_BYTES, &bytes, &length, err))
        return false;
    found->digest = gr_fnv1a(GR_FNV_START, bytes, length);
    gr_free(bytes);
    for (size_t i = 0; i < found->lesson->item_count; i++)
        found->points += found->lesson->items[i]->points;
    return true;
}

/* A folder named - would be standard input. */
static bool load(gr_class_lesson *found, gr_error *err)
{
    gr_text path = { 0 };

    if (strcmp(found->folder, "-") == 0)
        return gr_fail(err, GR_ERROR_IO, "no lesson is named -");
    if (gr_path_find(found->folder, GR_PATH_LESSON, &path, err))
        found->lesson = gr_lesson_load(gr_text_string(&path), NULL, err);
    gr_text_clear(&path);
    return found->lesson != NULL && digest_of(found, err);
}

static bool add_lesson(gr_class *class, const char *folder, gr_error *err)
{
    gr_class_lesson found = { .folder = folder };
    gr_error why = { 0 };

    if (!gr_grow(&class->lessons, class->lesson_count, &class->lesson_capacity, sizeof found, err))
        return false;
    if (!load(&found, &why)) {
        gr_lesson_free(found.lesson);
        found.lesson = NULL;
        if (why.kind == GR_ERROR_MEMORY)
            return gr_fail(err, why.kind, "%s", why.message);
        found.problem = gr_arena_strdup(&class->arena, why.message, err);
        if (found.problem == NULL)
            return false;
    }
    class->lessons[class->lesson_count++] = found;
    return true;
}

static bool find_lesson(gr_class *class, const char *folder, size_t *about, gr_error *err)
{
    for (*about = 0; *about < class->lesson_count; ++*about)
        if (strcmp(class->lessons[*about].folder, folder) == 0)
            return true;
    return add_lesson(class, folder, err);
}

const gr_class_lesson *gr_class_lesson_of(const gr_class *class, const gr_hand_in *hand_in)
{
    return hand_in->about < class->lesson_count && class->lessons[hand_in->about].lesson != NULL
               ? &class->lessons[hand_in->about]
               : NULL;
}

/* --- hand-ins --- */

/* A folder's name as it goes into tables and into names of files. One that cannot go there as it is
 * gets its digest behind it, so that it is no other's. */
static const char *clean_name(gr_class *class, const char *name, gr_error *err)
{
    size_t length = strlen(name);
    gr_text clean = { 0 };

    gr_text_clean_line(&clean, name, length, NAME_MOST);
    if (strcmp(gr_text_string(&clean), name) != 0)
        gr_text_addf(&clean, "~%016" PRIx64, gr_fnv1a(GR_FNV_START, name, length));
    const char *kept = gr_text_ok(&clean, err)
                           ? gr_arena_strdup(&class->arena, gr_text_string(&clean), err)
                           : NULL;
    gr_text_clear(&clean);
    return kept;
}

/* `problem` NULL: it will be opened. */
static bool add(gr_class *class, const char *student, gr_hand_in hand_in, gr_error *err)
{
    hand_in.student = clean_name(class, student, err);
    hand_in.lesson = hand_in.student != NULL ? clean_name(class, hand_in.lesson, err) : NULL;
    if (hand_in.lesson == NULL ||
        !gr_grow(&class->list, class->count, &class->capacity, sizeof hand_in, err))
        return false;
    hand_in.enrolled = gr_class_enrolled(class, hand_in.student);
    hand_in.stamp = "";
    class->list[class->count++] = hand_in;
    return true;
}

/* `about`: which lesson, or NO_LESSON. */
static bool add_problem(gr_class *class, const char *student, const char *lesson, size_t about,
                        const char *problem, gr_error *err)
{
    const char *kept = gr_arena_strdup(&class->arena, problem, err);
    gr_hand_in bad = {
        .lesson = lesson, .status = GR_GRADE_ERROR, .problem = kept, .about = about
    };

    return kept != NULL && add(class, student, bad, err);
}

static bool ends_in_csv(const char *name)
{
    size_t length = strlen(name);

    return length > 4 && strcmp(name + length - 4, ".csv") == 0;
}

/* The last CSV by name, or why there is none. */
static bool choose_file(gr_class *class, const char *folder, const gr_beneath_list *files,
                        gr_hand_in *hand_in, gr_error *err)
{
    bool deeper = false;

    for (size_t i = files->count; i > 0; i--) {
        const gr_beneath_entry *entry = &files->entries[i - 1];
        deeper = deeper || entry->kind == GR_BENEATH_FOLDER;
        if (hand_in->path != NULL || entry->kind == GR_BENEATH_FOLDER || !ends_in_csv(entry->name))
            continue;
        hand_in->path = gr_arena_printf(&class->arena, err, "%s/%s", folder, entry->name);
        if (hand_in->path == NULL)
            return false;
    }
    if (hand_in->path != NULL)
        return true;
    hand_in->status = GR_GRADE_MISSING;
    hand_in->problem = deeper ? "there is no .csv file here; folders further down are not looked at"
                              : "there is no .csv file here";
    return true;
}

static bool add_lesson_folder(gr_class *class, const char *student, const char *lesson,
                              gr_error *err)
{
    gr_beneath_list files = { 0 };
    gr_hand_in made = { .lesson = lesson };
    gr_error why = { 0 };
    const char *folder =
        gr_arena_printf(&class->arena, err, "%s/%s/%s", submitted, student, lesson);

    if (folder == NULL || !find_lesson(class, lesson, &made.about, err))
        return false;
    if (class->lessons[made.about].problem != NULL)
        return add_problem(class, student, lesson, made.about, no_lesson, err);
    if (!gr_beneath_names(class->root, folder, &class->arena, &files, &why))
        return why.kind == GR_ERROR_MEMORY
                   ? gr_fail(err, why.kind, "%s", why.message)
                   : add_problem(class, student, lesson, made.about, why.message, err);
    bool done = choose_file(class, folder, &files, &made, err) && add(class, student, made, err);
    gr_free(files.entries);
    return done;
}

static bool add_link(gr_class *class, const char *student, const char *lesson, gr_error *err)
{
    size_t about;

    return find_lesson(class, lesson, &about, err) &&
           add_problem(class, student, lesson, about, a_link, err);
}

static bool add_nothing(gr_class *class, const char *student, gr_error *err)
{
    gr_hand_in none = { .lesson = "",
                        .status = GR_GRADE_MISSING,
                        .problem = "there is no folder of a lesson here",
                        .about = NO_LESSON };

    return add(class, student, none, err);
}

static bool add_lessons(gr_class *class, const char *student, const gr_beneath_list *lessons,
                        gr_error *err)
{
    if (lessons->count > LESSONS_MAX)
        return add_problem(class, student, "", NO_LESSON, "more than 200 lessons, the limit", err);
    size_t before = class->count;
    for (size_t i = 0; i < lessons->count; i++) {
        const gr_beneath_entry *entry = &lessons->entries[i];
        bool fine = true;
        if (entry->kind == GR_BENEATH_LINK)
            fine = add_link(class, student, entry->name, err);
        else if (entry->kind == GR_BENEATH_FOLDER)
            fine = add_lesson_folder(class, student, entry->name, err);
        if (!fine)
            return false;
    }
    return class->count > before || add_nothing(class, student, err);
}

static bool add_student(gr_class *class, const gr_beneath_entry *entry, gr_error *err)
{
    gr_beneath_list lessons = { 0 };
    gr_error why = { 0 };

    if (entry->kind == GR_BENEATH_LINK)
        return add_problem(class, entry->name, "", NO_LESSON, a_link, err);
    if (entry->kind != GR_BENEATH_FOLDER) {
        class->strays++;
        return true;
    }
    const char *folder = gr_arena_printf(&class->arena, err, "%s/%s", submitted, entry->name);
    if (folder == NULL)
        return false;
    if (!gr_beneath_names(class->root, folder, &class->arena, &lessons, &why))
        return why.kind == GR_ERROR_MEMORY
                   ? gr_fail(err, why.kind, "%s", why.message)
                   : add_problem(class, entry->name, "", NO_LESSON, why.message, err);
    bool done = add_lessons(class, entry->name, &lessons, err);
    gr_free(lessons.entries);
    return done;
}

static bool add_students(gr_class *class, gr_error *err)
{
    gr_beneath_list students = { 0 };
    bool done = gr_beneath_names(class->root, submitted, &class->arena, &students, err);

    for (size_t i = 0; done && i < students.count; i++)
        done = add_student(class, &students.entries[i], err);
    gr_free(students.entries);
    return done;
}

/* --- those of the roster who have handed in nothing of a lesson --- */

static bool has_handed_in(const gr_class *class, size_t count, const char *student, size_t about)
{
    for (size_t i = 0; i < count; i++)
        if (class->list[i].about == about && strcmp(class->list[i].student, student) == 0)
            return true;
    return false;
}

static bool add_absent(gr_class *class, gr_error *err)
{
    size_t there = class->count;

    for (size_t s = 0; s < class->roster_count; s++)
        for (size_t l = 0; l < class->lesson_count; l++) {
            gr_hand_in none = { .lesson = class->lessons[l].folder,
                                .status = GR_GRADE_MISSING,
                                .problem = "nothing was handed in",
                                .about = l };
            if (class->lessons[l].lesson != NULL &&
                !has_handed_in(class, there, class->roster[s].id, l) &&
                !add(class, class->roster[s].id, none, err))
                return false;
        }
    return true;
}

bool gr_class_open(gr_class *class, const char *folder, gr_error *err)
{
    class->root = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (class->root < 0)
        return gr_fail(err, GR_ERROR_IO, "cannot read %s: %s", folder, strerror(errno));
    return gr_path_list(GR_PATH_DATA, &class->data, err) && gr_class_enroll(class, err) &&
           add_students(class, err) && add_absent(class, err);
}

void gr_class_clear(gr_class *class)
{
    if (class->root >= 0)
        close(class->root);
    for (size_t i = 0; i < class->lesson_count; i++)
        gr_lesson_free(class->lessons[i].lesson);
    gr_free(class->lessons);
    gr_free(class->list);
    gr_free(class->roster);
    gr_free(class->results);
    gr_paths_clear(&class->data);
    if (class->scratch.length > 0)
        gr_own_scratch_remove(gr_text_string(&class->scratch));
    gr_text_clear(&class->scratch);
    gr_arena_clear(&class->arena);
}
