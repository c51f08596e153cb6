/* The lesson page: text, figures, knobs, status, hints, in four layouts. */
#include "app_private.h"

#include "gradus/plot.h"

#include <stdio.h>
#include <string.h>

enum { SMALL_ROWS = 6, LEAST_PLOT_ROWS = 3 };

/* --- the title line --- */

/* "080 The narrow valley"; in a review the lesson that the question is of. */
static void title_text(const gr_session *s, char out[256])
{
    const gr_lesson *of =
        s->lesson->review ? gr_session_page(s)->items[0]->again->lesson : s->lesson;

    snprintf(out, 256, "%s%s%s%s", s->lesson->review ? "review: " : "", of->number,
             of->number[0] != '\0' ? " " : "", of->title);
}

/* "page 3 of 6   tried", where there is room. */
static void place_text(const gr_session *s, bool wide, char out[64])
{
    const gr_lesson *lesson = s->lesson;

    if (!wide)
        snprintf(out, 64, "%zu/%zu", s->page + 1, lesson->page_count);
    else if (lesson->review)
        snprintf(out, 64, "question %zu of %zu", s->page + 1, lesson->page_count);
    else
        snprintf(out, 64, "page %zu of %zu   %s", s->page + 1, lesson->page_count,
                 gr_session_progress(s));
}

static void draw_title(const gr_app *app, gr_canvas *canvas, const gr_layout *l)
{
    char place[64], title[256];
    gr_rect row = l->title;

    title_text(app->session, title);
    place_text(app->session, l->kind == GR_LAYOUT_WIDE, place);
    int width = (int)strlen(place);
    gr_canvas_text(canvas, row.x, row.y, row.width - width - 2, title, GR_ROLE_TITLE);
    gr_canvas_text_right(canvas, row.x, row.y, row.width, place, GR_ROLE_DIM);
}

/* --- the text --- */

/* Whether something has been said to an answer of the open question. */
static bool has_feedback(const gr_app *app)
{
    const gr_item *item = gr_session_item(app->session);
    const gr_item_state *state = item != NULL ? gr_session_state(app->session, item) : NULL;

    return state != NULL && (state->attempts > 0 || state->hints > 0);
}

/* The first line to show: by hand, or so that the open question is in sight; where it is too long
 * for that, its field, or what has been said to it. */
static size_t first_line(gr_app *app, const gr_prose_lines *lines, const gr_page_marks *marks,
                         int rows)
{
    size_t room = rows > 0 ? (size_t)rows : 1, most = lines->count > room ? lines->count - room : 0;
    size_t begin = (size_t)marks->question, end = (size_t)marks->last + 1;

    if (app->scrolled)
        return app->scroll = app->scroll > most ? most : app->scroll;
    bool driving = app->on_live && gr_app_has_wheel(app); /* the question waits, how it goes is told */
    if (marks->field < 0 || driving) /* in a small pane the heading gives way to what it heads */
        return app->scroll = room < SMALL_ROWS && most > 2 ? 2 : 0;
    bool answered = app->session->closed != NULL || has_feedback(app);
    if (end - begin + (end < lines->count) > room && !answered) {
        end = (size_t)marks->field + 2; /* the last row may say that more follows */
        begin = 0;
    } else if (end < lines->count) {
        end += end - begin < room;
    }
    app->scroll = end > room ? end - room : 0;
    return app->scroll = app->scroll > most ? most : app->scroll;
}

static bool draw_text(gr_app *app, gr_canvas *canvas, gr_rect rect, gr_error *err)
{
    gr_prose_lines lines = { .width = rect.width };
    gr_page_marks marks = { -1, -1, -1 };
    bool good = app->field == GR_FIELD_EXPORT
                    ? gr_export_lines(app, &lines, err)
                    : gr_page_lines(app->session, !app->on_live,
                                    gr_app_key_of(app, GR_ACTION_PRACTISE), &lines, &marks, err);

    if (good)
        gr_scrolled_draw(&lines, first_line(app, &lines, &marks, rect.height), canvas, rect);
    gr_prose_lines_clear(&lines);
    return good;
}

/* The rows that the open question takes at a width; 0: none is open. */
static bool question_rows(const gr_app *app, int width, int *rows, gr_error *err)
{
    gr_prose_lines lines = { .width = width };
    gr_page_marks marks;
    bool good = gr_page_lines(app->session, true, gr_app_key_of(app, GR_ACTION_PRACTISE), &lines, &marks, err);

    int more = good && (size_t)marks.last + 1 < lines.count; /* the last row says so */
    *rows = good && marks.field >= 0 ? (int)(marks.last - marks.question) + 1 + more : 0;
    gr_prose_lines_clear(&lines);
    return good;
}

/* --- hints --- */

/* Where nothing is asked, or the experiment has the focus. */
static gr_hints page_hints(const gr_app *app)
{
    const gr_session *s = app->session;
    bool last = s->page + 1 == s->lesson->page_count;

    if (s->lesson->review && gr_session_item(s) == NULL)
        return last ? GR_HINTS_RECALLED_LAST : GR_HINTS_RECALLED;
    if (app->review != NULL)
        return GR_HINTS_SOURCE;
    return last ? GR_HINTS_LAST : GR_HINTS_PAGE;
}

static gr_hints hints_of(const gr_app *app)
{
    gr_context context = gr_app_context(app);

    if (context == GR_CONTEXT_FIELD)
        return app->field == GR_FIELD_COMMAND ? GR_HINTS_COMMAND : GR_HINTS_FIELD;
    if (app->session->moving && !app->playing)
        return GR_HINTS_WORK;
    if (app->session->unsure != NULL)
        return GR_HINTS_SURE;
    if (context == GR_CONTEXT_WATCH)
        return gr_session_item(app->session) != NULL ? GR_HINTS_WATCH_ASKED : GR_HINTS_WATCH;
    if (context == GR_CONTEXT_DRIVE)
        return gr_session_control(app->session, NULL) == GR_CONTROL_DRIVE ? GR_HINTS_DRIVE
                                                                          : GR_HINTS_LABEL;
    if (context == GR_CONTEXT_CURVE)
        return GR_HINTS_CURVE;
    if (context != GR_CONTEXT_ITEM)
        return page_hints(app);
    const gr_item *item = gr_session_item(app->session);
    bool again = item->again != NULL;
    if (item->answer_kind == GR_ANSWER_TEXT)
        return again ? GR_HINTS_RECALL_WRITE : GR_HINTS_WRITE;
    if (again)
        return GR_HINTS_RECALL;
    return item->kind == GR_ITEM_PREDICT ? GR_HINTS_PREDICT : GR_HINTS_ASK;
}

/* --- the four layouts --- */

/* Zoomed the experiment has all of the body; a dialogue brings the text back. */
static bool is_zoomed(const gr_app *app)
{
    return app->zoomed && app->session->study.count > 0 && app->field != GR_FIELD_EXPORT;
}

static bool draw_body(gr_app *app, gr_canvas *canvas, const gr_layout *l, gr_error *err)
{
    gr_rect whole = { l->text.x, l->live.y, l->live.x + l->live.width - l->text.x, l->live.height };

    if (is_zoomed(app))
        return gr_live_draw(app, canvas, whole, err);
    for (int y = 0; y < l->text.height; y++)
        gr_canvas_glyph(canvas, l->rule, l->text.y + y, GR_GLYPH_RULE, GR_ROLE_RULE);
    return draw_text(app, canvas, l->text, err) && gr_live_draw(app, canvas, l->live, err);
}

static bool draw_wide(gr_app *app, gr_canvas *canvas, const gr_layout *l, gr_error *err)
{
    draw_title(app, canvas, l);
    if (!draw_body(app, canvas, l, err) || !gr_knobs_draw(app, canvas, l->knobs, err))
        return false;
    gr_status_draw(app, canvas, l->status);
    gr_message_draw(app, canvas, l->message);
    gr_hints_draw(canvas, l->hints, &app->bindings, hints_of(app), false);
    return true;
}

/* Whether something of a curve is drawn already: its question is read, and the plot matters. */
static bool is_drawing(const gr_app *app)
{
    const gr_session *s = app->session;

    return gr_curve_is_open(s) && gr_session_state(s, s->curve)->typed[0] != '\0';
}

/* While the text has the focus, an open question gets rows from the plot, down to three. */
static bool give_rows(const gr_app *app, gr_layout *l, gr_error *err)
{
    int rows = 0;

    if (is_drawing(app))
        return true;
    if (app->on_live || !question_rows(app, l->text.width, &rows, err))
        return app->on_live;
    int more = rows - l->text.height, most = l->live.height - LEAST_PLOT_ROWS;
    more = more > most ? most : more;
    if (more <= 0)
        return true;
    l->live.height -= more;
    l->text.y -= more;
    l->text.height += more;
    if (l->message.y == l->live.y + l->live.height + more - 1)
        l->message.y -= more; /* it stands on the plot's last row */
    return true;
}

static bool draw_stacked(gr_app *app, gr_canvas *canvas, const gr_layout *given, gr_error *err)
{
    gr_layout fitted = *given, *l = &fitted;
    gr_rect whole = { l->text.x, l->live.y, l->text.width, l->text.y + l->text.height - l->live.y };
    bool text_alone = app->session->study.count == 0 || app->field == GR_FIELD_EXPORT;
    bool good;

    if (!text_alone && !give_rows(app, l, err))
        return false;
    draw_title(app, canvas, l);
    if (text_alone) /* nothing else to see */
        good = draw_text(app, canvas, whole, err);
    else if (is_zoomed(app))
        good = gr_live_draw(app, canvas, whole, err);
    else
        good = draw_text(app, canvas, l->text, err) && gr_live_draw(app, canvas, l->live, err);
    if (!good || !gr_status_draw_short(app, canvas, l->knobs, err))
        return false;
    gr_message_draw(app, canvas, l->message);
    gr_hints_draw(canvas, l->hints, &app->bindings, hints_of(app), true);
    return true;
}

static bool draw_key_line(const gr_app *app, gr_canvas *canvas, gr_rect row, const char *place,
                          gr_error *err)
{
    char note[GR_NOTE_MAX];

    if (!gr_live_number(app, note, err))
        return false;
    int used = gr_canvas_text(canvas, row.x, row.y, row.width, place, GR_ROLE_TITLE) + 1;
    gr_canvas_text_right(canvas, row.x + used, row.y, row.width - used,
                         gr_note_fit(note, row.width - used), GR_ROLE_HEADING);
    return true;
}

enum { PEN_ROWS = 2, SPLIT_ROWS = 8 };

/* A curve that is open shares the pane with its question, or once something is drawn with the place
 * of the pen. */
static bool draw_split(gr_app *app, gr_canvas *canvas, const gr_layout *l, gr_error *err)
{
    gr_rect plot = l->live, text = l->text;
    int rows = PEN_ROWS, most = l->live.height - LEAST_PLOT_ROWS - 1;

    if (!is_drawing(app) && !question_rows(app, text.width, &rows, err))
        return false;
    text.height = rows < most ? rows : most;
    plot.height -= text.height + 1;
    text.y += plot.height + 1;
    return gr_live_draw(app, canvas, plot, err) && draw_text(app, canvas, text, err);
}

/* The pane that has the focus. */
static bool draw_panes(gr_app *app, gr_canvas *canvas, const gr_layout *l, gr_error *err)
{
    if (app->on_live && app->field != GR_FIELD_EXPORT)
        return gr_live_draw(app, canvas, l->live, err);
    if (gr_app_context(app) == GR_CONTEXT_CURVE && l->live.height >= SPLIT_ROWS)
        return draw_split(app, canvas, l, err);
    return draw_text(app, canvas, l->text, err);
}

static bool draw_pane(gr_app *app, gr_canvas *canvas, const gr_layout *l, gr_error *err)
{
    char place[64];
    const gr_session *s = app->session;

    snprintf(place, sizeof place, "%s %zu/%zu", s->lesson->number, s->page + 1,
             s->lesson->page_count);
    if (!draw_key_line(app, canvas, l->title, place, err))
        return false;
    if (!draw_panes(app, canvas, l, err))
        return false;
    if (gr_message_draw(app, canvas, l->message))
        return true;
    if (app->field == GR_FIELD_KNOB)
        return gr_knobs_draw(app, canvas, l->status, err);
    gr_status_draw_least(app, canvas, l->status);
    return true;
}

static bool draw_line(gr_app *app, gr_canvas *canvas, const gr_layout *l, gr_error *err)
{
    const gr_session *s = app->session;
    char note[GR_NOTE_MAX], text[200], here[40];

    if (!gr_live_number(app, note, err))
        return false;
    snprintf(text, sizeof text, "%s %ld/%ld ", s->lesson->number, gr_session_step(s),
             gr_session_steps(s));
    snprintf(here, sizeof here, "here %dx%d", canvas->width, canvas->height);
    int used = gr_canvas_text(canvas, 0, 0, canvas->width, text, GR_ROLE_TEXT);
    gr_canvas_text(canvas, used, 0, canvas->width - used, gr_note_fit(note, canvas->width - used),
                   GR_ROLE_TEXT);
    if (l->text.height >= 1)
        gr_canvas_text(canvas, 0, 1, canvas->width,
                       canvas->width < 17 ? "needs 20x5" : "gradus needs 20x5", GR_ROLE_DIM);
    if (l->text.height >= 2)
        gr_canvas_text(canvas, 0, 2, canvas->width, here, GR_ROLE_DIM);
    gr_message_draw(app, canvas, l->message);
    return true;
}

bool gr_page_draw(gr_app *app, gr_canvas *canvas, gr_error *err)
{
    static bool (*const drawers[])(gr_app *, gr_canvas *, const gr_layout *, gr_error *) = {
        [GR_LAYOUT_LINE] = draw_line,
        [GR_LAYOUT_PANE] = draw_pane,
        [GR_LAYOUT_STACKED] = draw_stacked,
        [GR_LAYOUT_WIDE] = draw_wide,
    };
    gr_layout l = gr_layout_make(canvas->width, canvas->height);

    return drawers[l.kind](app, canvas, &l, err);
}
