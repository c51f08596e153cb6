/* The catalogue: the list of lessons, and what the one at `>` is. */
#include "app_private.h"

#include <stdio.h>
#include <string.h>

static const char *title_of(const gr_catalogue_entry *entry)
{
    return entry->lesson != NULL ? entry->lesson->title : entry->name;
}

static const char *word_of(const gr_catalogue_entry *entry)
{
    return entry->problem != NULL ? "cannot be read" : entry->progress;
}

static void draw_entry(gr_canvas *canvas, gr_rect row, const gr_catalogue_entry *entry, bool chosen)
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

/* A row of the list: a chapter's title, or an entry. */
typedef struct list_row {
    const char *chapter;
    size_t entry;
} list_row;

/* The rows from the first on that are needed; chapters are left out of what a search has found. */
typedef struct list {
    const gr_catalogue *catalogue;
    size_t first, rows; /* the window */
    size_t count;       /* all rows */
    size_t chosen;      /* the row of the chosen entry */
} list;

static void visit_row(list *l, list_row row, gr_canvas *canvas, gr_rect rect)
{
    size_t at = l->count++;

    if (row.chapter == NULL && row.entry == l->catalogue->chosen)
        l->chosen = at;
    if (canvas == NULL || at < l->first || at >= l->first + l->rows)
        return;
    gr_rect line = { rect.x, rect.y + (int)(at - l->first), rect.width, 1 };
    if (row.chapter != NULL)
        gr_canvas_text(canvas, line.x, line.y, line.width, row.chapter, GR_ROLE_DIM);
    else
        draw_entry(canvas, line, &l->catalogue->entries[row.entry],
                   row.entry == l->catalogue->chosen);
}

/* Go through all rows; with a canvas those in the window are drawn. */
static void visit(list *l, gr_canvas *canvas, gr_rect rect)
{
    const gr_catalogue *catalogue = l->catalogue;
    const char *chapter = NULL;

    l->count = l->chosen = 0;
    for (size_t i = 0; i < catalogue->count; i++) {
        const char *own = gr_catalogue_chapter(&catalogue->entries[i]);
        if (!gr_catalogue_shows(catalogue, i))
            continue;
        if (own != NULL && own != chapter && catalogue->filter[0] == '\0')
            visit_row(l, (list_row){ .chapter = own }, canvas, rect);
        chapter = own;
        visit_row(l, (list_row){ .entry = i }, canvas, rect);
    }
}

/* "15 more below", or while searching "4 of 27 match". */
static void draw_rest(const list *l, gr_canvas *canvas, gr_rect row)
{
    char text[64];

    if (l->catalogue->filter[0] != '\0')
        snprintf(text, sizeof text, "%zu of %zu match", gr_catalogue_shown(l->catalogue),
                 l->catalogue->count);
    else if (l->first + l->rows < l->count)
        snprintf(text, sizeof text, "%zu more below", l->count - l->first - l->rows);
    else
        return;
    gr_canvas_text_right(canvas, row.x, row.y, row.width, text, GR_ROLE_DIM);
}

/* The last row tells how much is left, where there are rows enough. */
static void draw_list(const gr_app *app, gr_canvas *canvas, gr_rect rect)
{
    list l = { .catalogue = &app->catalogue };

    if (rect.height < 1)
        return;
    visit(&l, NULL, rect);
    bool rest =
        rect.height > 3 && (l.count > (size_t)rect.height || app->catalogue.filter[0] != '\0');
    l.rows = (size_t)rect.height - (rest ? 1 : 0);
    l.first = l.chosen >= l.rows ? l.chosen + 1 - l.rows : 0;
    visit(&l, canvas, rect);
    if (rest)
        draw_rest(&l, canvas, (gr_rect){ rect.x, rect.y + rect.height - 1, rect.width, 1 });
}

/* "review    2 of 3 right alone, 1 due", once there is something to say. */
static bool about_reviews(const gr_review_sums *sums, gr_prose_lines *lines, gr_error *err)
{
    char text[80];

    if (sums->reviewed == 0 && sums->due == 0)
        return true;
    int used = snprintf(text, sizeof text, "review    ");
    if (sums->reviewed > 0)
        used += snprintf(text + used, sizeof text - (size_t)used, "%zu of %zu right alone%s",
                         sums->still_right, sums->closed, sums->due > 0 ? ", " : "");
    if (sums->due > 0)
        snprintf(text + used, sizeof text - (size_t)used, "%zu due", sums->due);
    return gr_prose_add_empty(lines, err) && gr_prose_add_piece(lines, 0, text, GR_ROLE_TEXT, err);
}

static bool about_lesson(const gr_lesson *lesson, const gr_review_sums *sums,
                         gr_prose_lines *lines, gr_error *err)
{
    char text[128];

    if (!gr_prose_add_empty(lines, err) ||
        !gr_prose_add_text(lines, lesson->objective, 0, GR_ROLE_TEXT, err) ||
        !gr_prose_add_empty(lines, err))
        return false;
    snprintf(text, sizeof text, "pages     %zu", lesson->page_count);
    if (!gr_prose_add_empty(lines, err) || !gr_prose_add_piece(lines, 0, text, GR_ROLE_TEXT, err))
        return false;
    snprintf(text, sizeof text, "time      %ld min", lesson->minutes);
    if (lesson->minutes > 0 &&
        (!gr_prose_add_empty(lines, err) || !gr_prose_add_piece(lines, 0, text, GR_ROLE_TEXT, err)))
        return false;
    gr_text needs = { 0 };
    gr_text_add(&needs, "needs     ");
    for (size_t i = 0; i < lesson->required_count; i++)
        gr_text_addf(&needs, "%s%s", i > 0 ? ", " : "", lesson->required[i]);
    bool good = lesson->required_count == 0 ||
                (gr_text_ok(&needs, err) && gr_prose_add_empty(lines, err) &&
                 gr_prose_add_piece(lines, 0, gr_text_string(&needs), GR_ROLE_TEXT, err));
    gr_text_clear(&needs);
    return good && about_reviews(sums, lines, err);
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
    if (entry->lesson != NULL) {
        gr_review_sums sums = gr_review_sum(&app->schedule, entry->lesson, app->now);
        return about_lesson(entry->lesson, &sums, lines, err);
    }
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

/* Without room below the list what is due is told here, with its key. */
static void draw_title(const gr_app *app, gr_canvas *canvas, gr_rect row, bool roomy)
{
    size_t begun = 0, due = gr_review_sum(&app->schedule, NULL, app->now).due;
    char count[64];

    for (size_t i = 0; i < app->catalogue.count; i++)
        begun += app->catalogue.entries[i].progress[0] != '\0';
    int used = snprintf(count, sizeof count, "%zu lesson%s", app->catalogue.count,
                        app->catalogue.count == 1 ? "" : "s");
    if (due > 0 && !roomy)
        snprintf(count + used, sizeof count - (size_t)used, "   %s %zu due",
                 gr_app_key_of(app, GR_ACTION_REVIEW), due);
    else if (begun > 0 && row.width > 40)
        snprintf(count + used, sizeof count - (size_t)used, "   %zu begun", begun);
    gr_canvas_text(canvas, row.x, row.y, row.width, "gradus", GR_ROLE_TITLE);
    if (row.width > 24)
        gr_canvas_text_right(canvas, row.x, row.y, row.width, count, GR_ROLE_DIM);
}

/* "1 right alone at review   3 items due" */
static bool draw_reviews(const gr_app *app, gr_canvas *canvas, gr_rect row, gr_error *err)
{
    gr_review_sums sums = gr_review_sum(&app->schedule, NULL, app->now);
    gr_text words = { 0 };

    gr_review_say(&sums, "   ", &words);
    bool good = gr_text_ok(&words, err);
    if (good)
        gr_canvas_text(canvas, row.x, row.y, row.width, gr_text_string(&words), GR_ROLE_TEXT);
    gr_text_clear(&words);
    return good;
}

static gr_hints hints_of(const gr_app *app)
{
    return app->field == GR_FIELD_SEARCH    ? GR_HINTS_SEARCH
           : app->field == GR_FIELD_COMMAND ? GR_HINTS_COMMAND
                                            : GR_HINTS_CATALOGUE;
}

bool gr_catalogue_draw(gr_app *app, gr_canvas *canvas, gr_error *err)
{
    gr_layout l = gr_layout_make(canvas->width, canvas->height);

    bool roomy = l.message.y >= l.live.y + l.live.height && l.hints.height > 0;

    draw_title(app, canvas, l.title, roomy);
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
    if (!gr_message_draw(app, canvas, l.message) && roomy &&
        !draw_reviews(app, canvas, l.message, err))
        return false;
    gr_hints_draw(canvas, l.hints, &app->bindings, hints_of(app), true);
    return true;
}
