#include "cli.h"
#include "family.h"

#include "gradus/lesson.h"
#include "gradus/paths.h"

#include <stdio.h>
#include <string.h>

/* A lesson with errors is listed with what is wrong. */
static bool visit_lesson(const struct gr_path_entry *entry, gr_cli_visit *visit, void *context,
                         gr_error *err)
{
    gr_error found = { 0 };
    gr_lesson *lesson = gr_lesson_load(entry->path, NULL, &found);

    if (found.kind == GR_ERROR_MEMORY)
        return gr_fail(err, found.kind, "%s", found.message);
    bool good = visit(context, entry->name, lesson != NULL ? lesson->title : found.message, err);
    gr_lesson_free(lesson);
    return good;
}

static bool each(gr_cli_visit *visit, void *context, gr_error *err)
{
    gr_paths paths = { 0 };
    bool good = gr_path_list(GR_PATH_LESSON, &paths, err);

    for (size_t i = 0; good && i < paths.count; i++)
        good = visit_lesson(&paths.entries[i], visit, context, err);
    gr_paths_clear(&paths);
    return good;
}

static void print(const gr_lesson *lesson)
{
    gr_cli_print("%s: %s\n", lesson->name, lesson->title);
    if (lesson->objective[0] != '\0')
        printf("%s\n", lesson->objective);
    printf("\npages\n");
    for (size_t i = 0; i < lesson->page_count; i++)
        printf("  %zu  %s\n", i + 1, lesson->pages[i].title);
}

/* A name that no lesson has may be another family's; a path is a lesson's in any case. */
static bool show_named(const char *name, bool apart, bool *found, gr_error *err)
{
    gr_text path = { 0 };
    gr_lesson *lesson = NULL;
    gr_error reason = { 0 };

    if (gr_path_find(name, GR_PATH_LESSON, &path, &reason))
        lesson = gr_lesson_load(gr_text_string(&path), NULL, &reason);
    gr_text_clear(&path);
    *found = lesson != NULL || reason.kind != GR_ERROR_IO || strchr(name, '/') != NULL;
    if (lesson == NULL)
        return !*found || gr_fail(err, reason.kind, "%s", reason.message);
    if (apart)
        printf("\n");
    print(lesson);
    gr_lesson_free(lesson);
    return true;
}

const gr_cli_family gr_cli_family_lessons = {
    .name = "lessons",
    .each = each,
    .show_named = show_named,
};
