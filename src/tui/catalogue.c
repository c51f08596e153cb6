/* The lessons there are, their chapters, and search among them. */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

/* --- loading --- */

void gr_catalogue_clear(gr_catalogue *catalogue)
{
    for (size_t i = 0; i < catalogue->count; i++) {
        gr_session_free(catalogue->entries[i].session);
        gr_lesson_free(catalogue->entries[i].lesson);
    }
    gr_free(catalogue->entries);
    gr_paths_clear(&catalogue->paths);
    gr_arena_clear(&catalogue->arena);
    *catalogue = (gr_catalogue){ 0 };
}

/* A lesson with errors is listed with what is wrong, so that its author sees it. */
static bool add_entry(gr_catalogue *catalogue, const struct gr_path_entry *from, gr_error *err)
{
    gr_catalogue_entry *entry = &catalogue->entries[catalogue->count];
    gr_error found = { 0 };

    *entry = (gr_catalogue_entry){ .path = from->path, .name = from->name, .progress = "" };
    entry->lesson = gr_lesson_load(from->path, NULL, &found);
    if (found.kind == GR_ERROR_MEMORY)
        return gr_fail(err, found.kind, "%s", found.message);
    catalogue->count++;
    if (entry->lesson == NULL)
        entry->problem = gr_arena_strdup(&catalogue->arena, found.message, err);
    return entry->lesson != NULL || entry->problem != NULL;
}

bool gr_catalogue_load(gr_catalogue *catalogue, gr_error *err)
{
    gr_catalogue made = { .count = 0 };

    if (!gr_path_list(GR_PATH_LESSON, &made.paths, err))
        return false;
    made.entries = gr_alloc(made.paths.count, sizeof *made.entries, err);
    bool good = made.entries != NULL;
    for (size_t i = 0; good && i < made.paths.count; i++)
        good = add_entry(&made, &made.paths.entries[i], err);
    if (good)
        *catalogue = made;
    else
        gr_catalogue_clear(&made);
    return good;
}

/* --- what the record says --- */

void gr_catalogue_reach(gr_catalogue *catalogue, const gr_csv *rows)
{
    for (size_t i = 0; i < catalogue->count; i++)
        if (catalogue->entries[i].lesson != NULL)
            catalogue->entries[i].progress =
                gr_lesson_progress(catalogue->entries[i].lesson, rows);
}

/* A review was in no lesson. */
static bool last_lesson(const gr_csv *rows, const char **name)
{
    size_t lesson, event;

    if (!gr_csv_find(rows, "lesson", &lesson, NULL) || !gr_csv_find(rows, "event", &event, NULL))
        return false;
    for (size_t row = rows->rows; row-- > 0;)
        if (gr_entry_named(gr_csv_text(rows, row, event)) != GR_ENTRY_REVIEW) {
            *name = gr_csv_text(rows, row, lesson);
            return true;
        }
    return false;
}

void gr_catalogue_follow(gr_catalogue *catalogue, const gr_csv *rows)
{
    const char *last;

    gr_catalogue_reach(catalogue, rows);
    if (!last_lesson(rows, &last))
        return;
    for (size_t i = 0; i < catalogue->count; i++)
        if (strcmp(catalogue->entries[i].name, last) == 0)
            catalogue->chosen = i;
}

bool gr_catalogue_review(const gr_catalogue *catalogue, const gr_csv *rows, gr_review *review,
                         gr_error *err)
{
    const gr_lesson **lessons = gr_alloc(catalogue->count, sizeof *lessons, err);
    gr_review made;

    if (lessons == NULL)
        return false;
    for (size_t i = 0; i < catalogue->count; i++)
        lessons[i] = catalogue->entries[i].lesson;
    bool done = gr_review_make(&made, lessons, catalogue->count, rows, err);
    gr_free(lessons);
    if (!done)
        return false;
    gr_review_clear(review);
    *review = made;
    return true;
}

/* --- chapters --- */

static const struct {
    long first;
    const char *title;
} chapters[] = {
#define GR_CHAPTER(first, title) { first, title },
#include "gradus/chapters.def"
#undef GR_CHAPTER
};

const char *gr_catalogue_chapter(const gr_catalogue_entry *entry)
{
    const char *number = entry->lesson != NULL ? entry->lesson->number : "";
    const char *title = NULL;

    for (size_t i = 0; number[0] != '\0' && i < GR_LEN(chapters); i++)
        if (strtol(number, NULL, 10) >= chapters[i].first)
            title = chapters[i].title;
    return title;
}

/* --- search --- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool gr_search_finds(const char *text, const char *part)
{
    for (; *text != '\0' || *part == '\0'; text++) {
        size_t i = 0;
        while (part[i] != '\0' && lower(text[i]) == lower(part[i]))
            i++;
        if (part[i] == '\0')
            return true;
    }
    return false;
}

bool gr_catalogue_shows(const gr_catalogue *catalogue, size_t index)
{
    const gr_catalogue_entry *entry = &catalogue->entries[index];
    const gr_lesson *lesson = entry->lesson;
    const char *part = catalogue->filter;

    if (part[0] == '\0' || gr_search_finds(entry->name, part))
        return true;
    if (lesson == NULL)
        return false;
    if (gr_search_finds(lesson->title, part) || gr_search_finds(lesson->objective, part))
        return true;
    for (size_t i = 0; i < lesson->page_count; i++)
        if (gr_search_finds(lesson->pages[i].title, part))
            return true;
    return false;
}

size_t gr_catalogue_shown(const gr_catalogue *catalogue)
{
    size_t count = 0;

    for (size_t i = 0; i < catalogue->count; i++)
        count += gr_catalogue_shows(catalogue, i);
    return count;
}

void gr_catalogue_move(gr_catalogue *catalogue, int direction)
{
    size_t i = catalogue->chosen;

    while (direction < 0 ? i-- > 0 : ++i < catalogue->count)
        if (gr_catalogue_shows(catalogue, i)) {
            catalogue->chosen = i;
            return;
        }
}

void gr_catalogue_search(gr_catalogue *catalogue, const char *part)
{
    size_t length = strlen(part);

    length = length < sizeof catalogue->filter ? length : sizeof catalogue->filter - 1;
    memcpy(catalogue->filter, part, length);
    catalogue->filter[length] = '\0';
    if (catalogue->count == 0 || gr_catalogue_shows(catalogue, catalogue->chosen))
        return;
    catalogue->chosen = 0;
    if (!gr_catalogue_shows(catalogue, 0))
        gr_catalogue_move(catalogue, 1);
}
