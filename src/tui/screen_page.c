/* The lesson page: text, figures, knobs, status, hints, in four layouts. */
#include "app_private.h"

#include "gradus/number.h"
#include "gradus/plot.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SECOND_PLOT_ROWS = 16, NOTE_MAX = 80, SMALL_ROWS = 6, FIELD_COLUMNS = 12 };

/* --- the title line --- */

static void draw_title(const gr_app *app, gr_canvas *canvas, const gr_layout *l)
{
    const gr_session *s = app->session;
    const gr_lesson *lesson = s->lesson;
    const char *word = gr_session_progress(s);
    char place[64], title[256];
    gr_rect row = l->title;

    snprintf(title, sizeof title, "%s%s%s", lesson->number, lesson->number[0] != '\0' ? " " : "",
             lesson->title);
    if (l->kind == GR_LAYOUT_WIDE)
        snprintf(place, sizeof place, "page %zu of %zu   %s", s->page + 1, lesson->page_count,
                 word);
    else
        snprintf(place, sizeof place, "%zu/%zu", s->page + 1, lesson->page_count);
    int width = (int)strlen(place);
    gr_canvas_text(canvas, row.x, row.y, row.width - width - 2, title, GR_ROLE_TITLE);
    gr_canvas_text_right(canvas, row.x, row.y, row.width, place, GR_ROLE_DIM);
}

/* --- figures --- */

static bool make_view(const gr_session *s, size_t plot, gr_rect rect, gr_view *view, gr_error *err)
{
    gr_view_request request = { .figure = s->lab->plots[plot].figure,
                                .columns = rect.width,
                                .rows = rect.height };

    return gr_study_view(&s->study, &request, view, err);
}

/* The figure of a page's plot, made for a rectangle, and the kind that it is drawn with. */
typedef struct live_plot {
    gr_view view;
    const gr_plot *kind; /* NULL: the default, and for a name that `gradus check` complains of */
} live_plot;

static bool make_plot(const gr_session *s, size_t plot, gr_rect rect, live_plot *out, gr_error *err)
{
    const char *name = s->lab->plots[plot].kind;

    *out = (live_plot){ .kind = name[0] != '\0' ? gr_plot_find(name, NULL) : NULL };
    return make_view(s, plot, rect, &out->view, err);
}

/* The first plot gets three fifths, unless one of the two cannot make use of its part. */
static int upper_rows(const live_plot *first, const live_plot *second, int height)
{
    int wants = gr_figure_rows(&first->view, first->kind);
    int other = gr_figure_rows(&second->view, second->kind);
    int upper = height * 3 / 5;

    if (wants < upper)
        return wants;
    if (other < height - upper - 1)
        upper = height - other - 1;
    return upper > wants ? wants : upper;
}

static bool draw_two(const gr_session *s, gr_canvas *canvas, gr_rect rect, gr_error *err)
{
    live_plot first = { .kind = NULL }, second = { .kind = NULL };
    bool good = make_plot(s, 0, rect, &first, err) && make_plot(s, 1, rect, &second, err);

    if (good) {
        int upper = upper_rows(&first, &second, rect.height);
        gr_rect above = { rect.x, rect.y, rect.width, upper };
        gr_rect below = { rect.x, rect.y + upper + 1, rect.width, rect.height - upper - 1 };
        good = gr_figure_draw(canvas, above, &first.view, first.kind, err) &&
               gr_figure_draw(canvas, below, &second.view, second.kind, err);
    }
    gr_view_clear(&first.view);
    gr_view_clear(&second.view);
    return good;
}

/* One plot, or where there is room two. */
static bool draw_live(const gr_session *s, gr_canvas *canvas, gr_rect rect, gr_error *err)
{
    live_plot only = { .kind = NULL };

    if (s->study.count == 0 || rect.height < 1)
        return true;
    if (s->lab->plot_count > 1 && rect.height >= SECOND_PLOT_ROWS)
        return draw_two(s, canvas, rect, err);
    bool good = make_plot(s, 0, rect, &only, err) &&
                gr_figure_draw(canvas, rect, &only.view, only.kind, err);
    gr_view_clear(&only.view);
    return good;
}

/* The number of the moment: the note of the first plot. */
static bool key_number(const gr_session *s, char out[NOTE_MAX], gr_error *err)
{
    gr_view view = { .count = 0 };

    out[0] = '\0';
    if (s->study.count == 0)
        return true;
    if (!make_view(s, 0, (gr_rect){ 0, 0, 1, 1 }, &view, err))
        return false;
    snprintf(out, NOTE_MAX, "%s", view.note != NULL ? view.note : "");
    gr_view_clear(&view);
    return true;
}

/* --- the text --- */

/* The first line to show: by hand, or so that the open field is in sight. */
static size_t first_line(gr_app *app, const gr_prose_lines *lines, long field, int rows)
{
    size_t room = rows > 0 ? (size_t)rows : 1, most = lines->count > room ? lines->count - room : 0;

    if (app->scrolled) {
        app->scroll = app->scroll > most ? most : app->scroll;
        return app->scroll;
    }
    if (field < 0) /* in a small pane the heading gives way to what it heads */
        return app->scroll = room < SMALL_ROWS && most > 2 ? 2 : 0;
    size_t below = (size_t)field + 2; /* the last row may say that more follows */
    app->scroll = below > room ? below - room : 0;
    app->scroll = app->scroll > most ? most : app->scroll;
    return app->scroll;
}

static bool draw_text(gr_app *app, gr_canvas *canvas, gr_rect rect, gr_error *err)
{
    gr_prose_lines lines = { .width = rect.width };
    long field = -1;
    bool good = app->field == GR_FIELD_EXPORT
                    ? gr_export_lines(app, &lines, err)
                    : gr_page_lines(app->session, !app->on_live, &lines, &field, err);

    if (good)
        gr_scrolled_draw(&lines, first_line(app, &lines, field, rect.height), canvas, rect);
    gr_prose_lines_clear(&lines);
    return good;
}

/* --- knobs --- */

static bool is_edited(const gr_app *app, bool chosen)
{
    return chosen && app->field == GR_FIELD_KNOB;
}

/* "lr 0.04": the name, a blank, the value. */
static bool knob_text(const gr_app *app, size_t index, gr_text *name, gr_error *err)
{
    gr_values_name(gr_run_values(gr_session_run(app->session)), index, name);
    gr_text_add(name, " ");
    return gr_text_ok(name, err);
}

/* What is typed, in a box that grows with it up to `room`. Returns the columns taken; -1 on
 * failure. */
static int draw_edited(const gr_app *app, gr_canvas *canvas, int x, int y, int room, gr_error *err)
{
    gr_text box = { 0 };
    int width = (int)gr_text_width(app->typed);

    width = width < FIELD_COLUMNS ? FIELD_COLUMNS : width;
    width = width > room - 4 ? room - 4 : width;
    if (width > 0)
        gr_field_box(&box, app->typed, width);
    int used = gr_text_ok(&box, err)
                   ? gr_canvas_text(canvas, x, y, room, gr_text_string(&box), GR_ROLE_EDIT)
                   : -1;
    gr_text_clear(&box);
    return used;
}

/* Returns the columns taken: 0 when a knob that is not the chosen one would not fit whole; -1 on
 * failure. */
static int draw_knob(const gr_app *app, gr_canvas *canvas, gr_rect row, int x, size_t index,
                     bool chosen, gr_error *err)
{
    const char *value = gr_run_values(gr_session_run(app->session))->items[index].text;
    gr_text name = { 0 };
    int room = row.x + row.width - x, used = 0, behind = 0;
    gr_role role = gr_app_knob_is_free(app, index) ? GR_ROLE_TEXT : GR_ROLE_DIM;
    bool good = knob_text(app, index, &name, err);
    int whole = (int)gr_text_width(gr_text_string(&name)) + (int)gr_text_width(value);

    if (good && (chosen || whole <= room)) {
        used = gr_canvas_text(canvas, x, row.y, room, gr_text_string(&name), role);
        behind = is_edited(app, chosen)
                     ? draw_edited(app, canvas, x + used, row.y, room - used, err)
                     : gr_canvas_text(canvas, x + used, row.y, room - used, value, role);
    }
    gr_text_clear(&name);
    return good && behind >= 0 ? used + behind : -1;
}

/* The first knob to draw, so that the chosen one is in sight. */
static size_t first_knob(const gr_app *app, const size_t *knobs, size_t chosen, int width)
{
    const gr_values *values = gr_run_values(gr_session_run(app->session));
    int used = 0;
    size_t first = chosen + 1;

    while (first > 0) {
        const gr_value *value = &values->items[knobs[first - 1]];
        used += (int)gr_text_width(value->text) + (int)strlen(value->param->name) + 5;
        if (used > width && first <= chosen)
            break;
        first--;
    }
    return first;
}

static bool draw_knobs(const gr_app *app, gr_canvas *canvas, gr_rect row, gr_error *err)
{
    size_t knobs[GR_KNOBS_MAX], count = gr_app_knobs(app, knobs, GR_KNOBS_MAX);
    size_t chosen = app->knob < count ? app->knob : 0;
    int x = row.x;

    if (count == 0)
        return true;
    for (size_t i = first_knob(app, knobs, chosen, row.width); i < count; i++) {
        if (x + 4 > row.x + row.width)
            break;
        int used = draw_knob(app, canvas, row, x + 1, knobs[i], i == chosen, err);
        if (used <= 0)
            return used == 0;
        if (i == chosen)
            gr_canvas_put(canvas, x, row.y, '>', app->on_live ? GR_ROLE_FOCUS : GR_ROLE_MARK);
        x += used + 3;
    }
    return true;
}

/* --- status --- */

static const char *state_word(const gr_app *app)
{
    const gr_session *s = app->session;
    const gr_run *run = gr_session_run(s);

    if (s->moving && !app->playing)
        return "working";
    if (gr_session_gate(s) != NULL)
        return "waiting for your prediction";
    if (gr_run_state(run) == GR_RUN_DIVERGED)
        return "diverged";
    if (gr_session_at_end(s))
        return gr_run_state(run) == GR_RUN_GOING ? "end of page" : "finished";
    return app->playing ? "playing" : "paused";
}

/* What was held fixed, or what the student said would come. */
static void held_fixed(const gr_app *app, char out[80])
{
    const gr_session *s = app->session;
    const gr_page *page = gr_session_page(s);
    char number[GR_NUMBER_SIZE];

    snprintf(out, 80, "seed %llu", (unsigned long long)gr_run_seed(gr_session_run(s)));
    for (size_t i = 0; i < page->item_count; i++) {
        const gr_item *item = page->items[i];
        const gr_item_state *state = gr_session_state(s, item);
        if (item->kind != GR_ITEM_PREDICT || !state->closed || state->skipped)
            continue;
        bool whole = floor(state->value) == state->value && fabs(state->value) < 1e15;
        gr_number_shown(state->value, whole ? GR_DECIMALS_COUNT : GR_DECIMALS_AUTO, number);
        snprintf(out, 80, "you predicted %s%s",
                 item->answer_kind == GR_ANSWER_CHOICE ? "option " : "", number);
    }
}

static void step_text(const gr_app *app, char out[80])
{
    const gr_session *s = app->session;
    long step = gr_session_step(s), steps = gr_session_steps(s);
    const gr_run *run = gr_session_run(s);
    size_t phases = gr_experiment_phases(gr_run_experiment(run));
    int used = steps > 0 ? snprintf(out, 80, "step %ld of %ld", step, steps)
                         : snprintf(out, 80, "step %ld", step);

    if (app->fine && phases > 1 && used > 0 && used < 60)
        snprintf(out + used, 80 - (size_t)used, ", part %zu of %zu", gr_run_phase(run), phases);
}

static void draw_bar(gr_canvas *canvas, int x, int y, int width, long step, long steps)
{
    int filled = steps > 0 ? (int)((double)step / (double)steps * width + 1e-9) : 0;

    for (int i = 0; i < width; i++)
        gr_canvas_glyph(canvas, x + i, y, i < filled ? GR_GLYPH_BAR : GR_GLYPH_LINE,
                        i < filled ? GR_ROLE_TEXT : GR_ROLE_DIM);
}

static void draw_status(const gr_app *app, gr_canvas *canvas, gr_rect row)
{
    char steps[80], held[80];
    int width = 24 + (row.width - 78) * 2 / 5, x = row.x;

    if (app->session->study.count == 0)
        return;
    step_text(app, steps);
    held_fixed(app, held);
    x += gr_canvas_text(canvas, x, row.y, row.width, steps, GR_ROLE_TEXT) + 2;
    width = width > 60 ? 60 : width;
    draw_bar(canvas, x, row.y, width, gr_session_step(app->session),
             gr_session_steps(app->session));
    x += width + 2;
    const char *word = state_word(app);
    x += gr_canvas_text(canvas, x, row.y, row.x + row.width - x, word, GR_ROLE_TEXT) + 5;
    if (gr_session_gate(app->session) == NULL)
        gr_canvas_text(canvas, x, row.y, row.x + row.width - x, held, GR_ROLE_DIM);
}

/* --- hints --- */

static gr_hints hints_of(const gr_app *app)
{
    gr_context context = gr_app_context(app);

    if (context == GR_CONTEXT_FIELD)
        return GR_HINTS_FIELD;
    if (app->session->moving && !app->playing)
        return GR_HINTS_WORK;
    if (context != GR_CONTEXT_ITEM)
        return GR_HINTS_PAGE;
    return gr_session_item(app->session)->kind == GR_ITEM_PREDICT ? GR_HINTS_PREDICT : GR_HINTS_ASK;
}

/* --- the four layouts --- */

static bool draw_wide(gr_app *app, gr_canvas *canvas, const gr_layout *l, gr_error *err)
{
    draw_title(app, canvas, l);
    for (int y = 0; y < l->text.height; y++)
        gr_canvas_glyph(canvas, l->rule, l->text.y + y, GR_GLYPH_RULE, GR_ROLE_RULE);
    if (!draw_text(app, canvas, l->text, err) || !draw_live(app->session, canvas, l->live, err) ||
        !draw_knobs(app, canvas, l->knobs, err))
        return false;
    draw_status(app, canvas, l->status);
    gr_message_draw(app, canvas, l->message);
    gr_hints_draw(canvas, l->hints, &app->bindings, hints_of(app), false);
    return true;
}

/* Knobs at the left, `60/60 paused` at the right of one row. */
static bool draw_short_status(const gr_app *app, gr_canvas *canvas, gr_rect row, gr_error *err)
{
    char text[80];
    const char *word = gr_session_gate(app->session) != NULL ? "predict" : NULL;
    long step = gr_session_step(app->session), steps = gr_session_steps(app->session);

    if (app->session->study.count == 0)
        return true;
    word = word != NULL ? word : state_word(app);
    if (steps > 0)
        snprintf(text, sizeof text, "%ld/%ld %s", step, steps, word);
    else
        snprintf(text, sizeof text, "%ld %s", step, word);
    int width = (int)strlen(text);
    gr_rect knobs = { row.x, row.y, row.width - width - 2, 1 };
    if (knobs.width > 8 && !draw_knobs(app, canvas, knobs, err))
        return false;
    gr_canvas_text_right(canvas, row.x, row.y, row.width, text, GR_ROLE_TEXT);
    return true;
}

static bool draw_stacked(gr_app *app, gr_canvas *canvas, const gr_layout *l, gr_error *err)
{
    gr_rect text = l->text;

    if (app->session->study.count == 0 || app->field == GR_FIELD_EXPORT) {
        text.y = l->live.y; /* nothing to see: the text has all of it */
        text.height += l->live.height + 1;
    }
    draw_title(app, canvas, l);
    if (!draw_text(app, canvas, text, err) ||
        (text.y != l->live.y && !draw_live(app->session, canvas, l->live, err)) ||
        !draw_short_status(app, canvas, l->knobs, err))
        return false;
    gr_message_draw(app, canvas, l->message);
    gr_hints_draw(canvas, l->hints, &app->bindings, hints_of(app), true);
    return true;
}

static bool draw_key_line(const gr_app *app, gr_canvas *canvas, gr_rect row, const char *place,
                          gr_error *err)
{
    char note[NOTE_MAX];

    if (!key_number(app->session, note, err))
        return false;
    int used = gr_canvas_text(canvas, row.x, row.y, row.width, place, GR_ROLE_TITLE) + 1;
    gr_canvas_text_right(canvas, row.x + used, row.y, row.width - used,
                         gr_note_fit(note, row.width - used), GR_ROLE_HEADING);
    return true;
}

static bool draw_pane(gr_app *app, gr_canvas *canvas, const gr_layout *l, gr_error *err)
{
    char place[64];
    const gr_session *s = app->session;

    snprintf(place, sizeof place, "%s %zu/%zu", s->lesson->number, s->page + 1,
             s->lesson->page_count);
    if (!draw_key_line(app, canvas, l->title, place, err))
        return false;
    bool live = app->on_live && app->field != GR_FIELD_EXPORT;
    if (live ? !draw_live(s, canvas, l->live, err) : !draw_text(app, canvas, l->text, err))
        return false;
    if (gr_message_draw(app, canvas, l->message))
        return true;
    if (app->field == GR_FIELD_KNOB)
        return draw_knobs(app, canvas, l->status, err);
    gr_rect help = { l->status.x + l->status.width - 6, l->status.y, 6, 1 };
    gr_rect status = { l->status.x, l->status.y, l->status.width - 8, 1 };
    char text[80];
    const char *word = s->study.count == 0          ? ""
                       : gr_session_gate(s) != NULL ? "predict"
                                                    : state_word(app);
    snprintf(text, sizeof text, "%ld/%ld %s", gr_session_step(s), gr_session_steps(s), word);
    gr_canvas_text(canvas, status.x, status.y, status.width, text, GR_ROLE_TEXT);
    gr_canvas_text(canvas, help.x, help.y, 1, "?", GR_ROLE_KEY);
    gr_canvas_text(canvas, help.x + 2, help.y, 4, "help", GR_ROLE_DIM);
    return true;
}

static bool draw_line(gr_app *app, gr_canvas *canvas, const gr_layout *l, gr_error *err)
{
    const gr_session *s = app->session;
    char note[NOTE_MAX], text[200], here[40];

    if (!key_number(s, note, err))
        return false;
    snprintf(text, sizeof text, "%s %ld/%ld ", s->lesson->number, gr_session_step(s),
             gr_session_steps(s));
    snprintf(here, sizeof here, "here %dx%d", canvas->width, canvas->height);
    int used = gr_canvas_text(canvas, 0, 0, canvas->width, text, GR_ROLE_TEXT);
    gr_canvas_text(canvas, used, 0, canvas->width - used, gr_note_fit(note, canvas->width - used),
                   GR_ROLE_TEXT);
    if (l->text.height >= 1)
        gr_canvas_text(canvas, 0, 1, canvas->width, "gradus needs 20x5", GR_ROLE_DIM);
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
