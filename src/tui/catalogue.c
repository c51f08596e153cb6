/* The lessons there are, and the screen that lists them. */
#include "app_private.h"

#include <stdio.h>
#include <string.h>

/* --- loading --- */

void gr_catalogue_clear(gr_catalogue *catalogue)
{
    for (size_t i = 0; i < catalogue->count; i++)
        gr_lesson_free(catalogue->entries[i].lesson);
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

/* --- the screen --- */

static const char *title_of(const gr_catalogue_entry *entry)
{
    return entry->lesson != NULL ? entry->lesson->title : entry->name;
}

static const char *word_of(const gr_catalogue_entry *entry)
{
    return entry->problem != NULL ? "cannot be read" : entry->progress;
}

static void draw_entry(gr_canvas *canvas, gr_rect row, const gr_catalogue_entry *entry,
                       bool chosen)
{
    const char *number = entry->lesson != NULL ? entry->lesson->number : "";
    const char *word = word_of(entry);
    int width = (int)strlen(word), room = row.width - 6 - (width > 0 ? width + 1 : 0);

    if (chosen)
        gr_canvas_put(canvas, row.x, row.y, '>', GR_ROLE_FOCUS);
    gr_canvas_text(canvas, row.x + 1, row.y, 4, number, GR_ROLE_TEXT);
    gr_canvas_text(canvas, row.x + 6, row.y, room, title_of(entry),
                   chosen ? GR_ROLE_HEADING : GR_ROLE_TEXT);
    gr_canvas_text_right(canvas, row.x, row.y, row.width, word, GR_ROLE_DIM);
}

static void draw_list(const gr_app *app, gr_canvas *canvas, gr_rect rect)
{
    const gr_catalogue *catalogue = &app->catalogue;
    size_t rows = rect.height > 0 ? (size_t)rect.height : 0;
    size_t first = catalogue->chosen >= rows ? catalogue->chosen + 1 - rows : 0;

    for (size_t i = 0; i < rows && first + i < catalogue->count; i++) {
        gr_rect row = { rect.x, rect.y + (int)i, rect.width, 1 };
        draw_entry(canvas, row, &catalogue->entries[first + i], first + i == catalogue->chosen);
    }
}

static bool about_lesson(const gr_lesson *lesson, gr_prose_lines *lines, gr_error *err)
{
    char text[128];

    if (!gr_prose_add_empty(lines, err) ||
        !gr_prose_add_text(lines, lesson->objective, 0, GR_ROLE_TEXT, err) ||
        !gr_prose_add_empty(lines, err))
        return false;
    snprintf(text, sizeof text, "pages     %zu", lesson->page_count);
    if (!gr_prose_add_empty(lines, err) ||
        !gr_prose_add_piece(lines, 0, text, GR_ROLE_TEXT, err))
        return false;
    snprintf(text, sizeof text, "time      %ld min", lesson->minutes);
    if (lesson->minutes > 0 && (!gr_prose_add_empty(lines, err) ||
                                !gr_prose_add_piece(lines, 0, text, GR_ROLE_TEXT, err)))
        return false;
    gr_text needs = { 0 };
    gr_text_add(&needs, "needs     ");
    for (size_t i = 0; i < lesson->required_count; i++)
        gr_text_addf(&needs, "%s%s", i > 0 ? ", " : "", lesson->required[i]);
    bool good = lesson->required_count == 0 ||
                (gr_text_ok(&needs, err) && gr_prose_add_empty(lines, err) &&
                 gr_prose_add_piece(lines, 0, gr_text_string(&needs), GR_ROLE_TEXT, err));
    gr_text_clear(&needs);
    return good;
}

/* What the line at `>` is. */
static bool about_lines(const gr_app *app, gr_prose_lines *lines, gr_error *err)
{
    if (app->catalogue.count == 0)
        return gr_prose_add_text(lines, "No lessons were found.", 0, GR_ROLE_HEADING, err) &&
               gr_prose_add_empty(lines, err) &&
               gr_prose_add_text(lines, "Set GRADUS_PATH to a folder that has a folder `lessons`.",
                                 0, GR_ROLE_TEXT, err);
    const gr_catalogue_entry *entry = &app->catalogue.entries[app->catalogue.chosen];
    if (!gr_prose_add_text(lines, title_of(entry), 0, GR_ROLE_HEADING, err))
        return false;
    if (entry->lesson != NULL)
        return about_lesson(entry->lesson, lines, err);
    return gr_prose_add_empty(lines, err) &&
           gr_prose_add_text(lines, entry->problem, 0, GR_ROLE_WRONG, err);
}

static bool draw_about(const gr_app *app, gr_canvas *canvas, gr_rect rect, gr_error *err)
{
    gr_prose_lines lines = { .width = rect.width };
    bool good = about_lines(app, &lines, err);

    if (good)
        gr_scrolled_draw(&lines, 0, canvas, rect);
    gr_prose_lines_clear(&lines);
    return good;
}

static void draw_title(const gr_app *app, gr_canvas *canvas, gr_rect row)
{
    char count[64];

    snprintf(count, sizeof count, "%zu lesson%s", app->catalogue.count,
             app->catalogue.count == 1 ? "" : "s");
    gr_canvas_text(canvas, row.x, row.y, row.width, "gradus", GR_ROLE_TITLE);
    if (row.width > 24)
        gr_canvas_text_right(canvas, row.x, row.y, row.width, count, GR_ROLE_DIM);
}

bool gr_catalogue_draw(gr_app *app, gr_canvas *canvas, gr_error *err)
{
    gr_layout l = gr_layout_make(canvas->width, canvas->height);

    draw_title(app, canvas, l.title);
    if (l.kind == GR_LAYOUT_WIDE || l.kind == GR_LAYOUT_STACKED) {
        draw_list(app, canvas, l.live);
        if (!draw_about(app, canvas, l.text, err))
            return false;
    } else if (l.kind == GR_LAYOUT_PANE) {
        draw_list(app, canvas, l.live);
        char keys[60];
        snprintf(keys, sizeof keys, "%s open  %s help", gr_app_key_of(app, GR_ACTION_OPEN),
                 gr_app_key_of(app, GR_ACTION_HELP));
        gr_canvas_text(canvas, l.status.x, l.status.y, l.status.width, keys, GR_ROLE_DIM);
    } else {
        draw_list(app, canvas, l.text);
    }
    for (int y = 0; l.rule >= 0 && y < l.text.height; y++)
        gr_canvas_glyph(canvas, l.rule, l.text.y + y, GR_GLYPH_RULE, GR_ROLE_RULE);
    gr_message_draw(app, canvas, l.message);
    gr_hints_draw(canvas, l.hints, &app->bindings, GR_HINTS_CATALOGUE, true);
    return true;
}
