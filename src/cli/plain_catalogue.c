/* The catalogue of the plain dialogue, and lessons opened and left. */
#include "plain_private.h"

#include "gradus/session_words.h"

#include <stdlib.h>
#include <string.h>

static bool list_entry(gr_plain *plain, size_t i, gr_error *err)
{
    const gr_catalogue_entry *entry = &plain->catalogue.entries[i];
    const gr_lesson *lesson = entry->lesson;

    if (lesson == NULL)
        return gr_plain_say(plain, err, "%zu: %s cannot be read: %s", i + 1, entry->name,
                            entry->problem);
    return gr_plain_say(plain, err, "%zu: %s%s%s%s%s%s", i + 1, lesson->number,
                        lesson->number[0] != '\0' ? " " : "", lesson->title,
                        entry->progress[0] != '\0' ? " (" : "", entry->progress,
                        entry->progress[0] != '\0' ? ")" : "");
}

/* Where a chapter begins. */
static bool list_chapter(gr_plain *plain, size_t i, gr_error *err)
{
    const gr_catalogue_entry *entries = plain->catalogue.entries;
    const char *chapter = gr_catalogue_chapter(&entries[i]);

    if (chapter == NULL || (i > 0 && gr_catalogue_chapter(&entries[i - 1]) == chapter))
        return true;
    return gr_plain_say(plain, err, "Chapter: %s", chapter);
}

bool gr_plain_catalogue(gr_plain *plain, gr_error *err)
{
    size_t count = plain->catalogue.count;

    if (count == 0)
        return gr_plain_say(plain, err,
                            "gradus: no lessons were found. Set GRADUS_PATH to a folder "
                            "that has a folder `lessons`.");
    if (!gr_plain_say(plain, err, "gradus, %zu lesson%s.", count, count == 1 ? "" : "s"))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!list_chapter(plain, i, err) || !list_entry(plain, i, err))
            return false;
    return gr_plain_due(plain, err) &&
           gr_plain_say(plain, err, "Type the number of a lesson to open it.");
}

/* --- open --- */

/* An entry of the catalogue by its lesson's number, its name or its place; NULL for none. */
static const gr_catalogue_entry *find_entry(const gr_catalogue *catalogue, const char *name)
{
    for (size_t i = 0; i < catalogue->count; i++) {
        const gr_catalogue_entry *entry = &catalogue->entries[i];
        if (strcmp(entry->name, name) == 0 ||
            (entry->lesson != NULL && strcmp(entry->lesson->number, name) == 0))
            return entry;
    }
    if (strlen(name) > 6 || strspn(name, "0123456789") != strlen(name))
        return NULL;
    long place = strtol(name, NULL, 10);
    return place >= 1 && (size_t)place <= catalogue->count ? &catalogue->entries[place - 1] : NULL;
}

static gr_session *open_path(const char *path, gr_error *err)
{
    gr_lesson *lesson = gr_lesson_load(path, NULL, err);

    return lesson != NULL ? gr_session_new(lesson, err) : NULL;
}

static gr_session *open_name(const gr_plain *plain, const char *name, gr_error *err)
{
    const gr_catalogue_entry *entry = find_entry(&plain->catalogue, name);
    gr_text path = { 0 };
    gr_session *session = NULL;

    if (entry != NULL)
        return open_path(entry->path, err);
    if (gr_path_find(name, GR_PATH_LESSON, &path, err))
        session = open_path(gr_text_string(&path), err);
    gr_text_clear(&path);
    return session;
}

bool gr_plain_enter(gr_plain *plain, const char *name, gr_error *err)
{
    gr_session *session = open_name(plain, name, err);

    if (session == NULL)
        return false;
    if (!gr_session_follow(session, plain->record, err)) {
        gr_session_free(session);
        return false;
    }
    if (plain->session != NULL && !gr_plain_leave(plain, err)) {
        gr_session_free(session);
        return false;
    }
    plain->session = session;
    return true;
}

bool gr_plain_open(gr_plain *plain, const char *name, gr_error *err)
{
    return gr_plain_enter(plain, name, err) && gr_plain_page(plain, err);
}

/* --- leave --- */

bool gr_plain_leave(gr_plain *plain, gr_error *err)
{
    const gr_session *session = plain->session;
    const gr_lesson *lesson = session->lesson;
    const char *progress = gr_session_progress(session);
    char ending[80];

    gr_session_ending(session, ending);
    bool said = lesson->review
                    ? gr_plain_say(plain, err, "Left the review: %s.", ending)
                    : gr_plain_say(plain, err, "Left lesson %s on page %zu of %zu: %s.",
                                   lesson->number[0] != '\0' ? lesson->number : lesson->name,
                                   session->page + 1, lesson->page_count, progress);
    for (size_t i = 0; i < plain->catalogue.count; i++)
        if (!lesson->review && strcmp(plain->catalogue.entries[i].name, lesson->name) == 0)
            plain->catalogue.entries[i].progress = progress;
    gr_session_tell(plain->session, GR_ENTRY_CLOSE, NULL);
    gr_session_free(plain->session);
    plain->session = NULL;
    plain->told = NULL;
    plain->offered = 0;
    return said;
}
