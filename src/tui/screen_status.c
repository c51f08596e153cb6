/* The status of a lesson page: where the run stands, what it does, who is at its wheel; in a line of
 * its own, beside the knobs, or in one corner. */
#include "app_private.h"

#include "gradus/number.h"
#include "gradus/session_words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Who is at the wheel; NULL: nobody can be, or the run has ended. */
static const char *driver(const gr_session *session)
{
    static const char *const words[] = { [GR_CONTROL_NONE] = NULL,
                                         [GR_CONTROL_WATCH] = "learner drives",
                                         [GR_CONTROL_LABEL] = "learner drives",
                                         [GR_CONTROL_DRIVE] = "YOU drive" };

    return gr_session_at_end(session) ? NULL : words[gr_session_control(session, NULL)];
}

static const char *state_word(const gr_app *app)
{
    const char *word = gr_session_standing(app->session);

    if (driver(app->session) != NULL && !app->playing && strcmp(word, "paused") == 0)
        return driver(app->session);

    if (app->session->moving && !app->playing)
        return "working";
    return app->playing && strcmp(word, "paused") == 0 ? "playing" : word;
}

/* What was held fixed, or what the student said would come. */
static void held_fixed(const gr_app *app, char out[80])
{
    const gr_session *s = app->session;
    const gr_page *page = gr_session_page(s);
    char number[GR_NUMBER_SIZE];

    unsigned long long seed = gr_run_seed(gr_session_run(s)), seeds = s->lab->seeds;

    if (seeds > 1)
        snprintf(out, 80, "seeds %llu to %llu", seed, seed + seeds - 1);
    else
        snprintf(out, 80, "seed %llu", seed);
    for (size_t i = 0; i < page->item_count; i++) {
        const gr_item *item = page->items[i];
        const gr_item_state *state = gr_session_state(s, item);
        if (item->kind != GR_ITEM_PREDICT || !state->closed || state->skipped)
            continue;
        bool whole = floor(state->value) == state->value && fabs(state->value) < 1e15;
        gr_number_shown(state->value, whole ? GR_DECIMALS_COUNT : GR_DECIMALS_AUTO, number);
        bool curve = item->answer_kind == GR_ANSWER_CURVE;
        snprintf(out, 80, "you %s %s%s%s", curve ? "drew" : "predicted",
                 item->answer_kind == GR_ANSWER_CHOICE ? "option " : "", number,
                 curve ? " points" : "");
    }
}

/* What the run does; while a curve is drawn alone on the screen where its pen is. */
static void word_text(const gr_app *app, char out[80])
{
    gr_text pen = { 0 };

    if (app->zoomed && gr_curve_is_open(app->session)) {
        gr_pen_words(app->session, ", ", &pen);
        snprintf(out, 80, "pen at %s", gr_text_string(&pen));
    } else {
        snprintf(out, 80, "%s", state_word(app));
    }
    gr_text_clear(&pen);
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

static void draw_bar(gr_canvas *canvas, int x, int y, int width, double share)
{
    int filled = (int)(share * width + 1e-9);

    for (int i = 0; i < width; i++)
        gr_canvas_glyph(canvas, x + i, y, i < filled ? GR_GLYPH_BAR : GR_GLYPH_LINE,
                        i < filled ? GR_ROLE_TEXT : GR_ROLE_DIM);
}

enum { WHEEL_BAR = 20, WHEEL_GAP = 3 };

/* Where there is a wheel: who has it, and what is left to give. */
static void draw_wheel(const gr_app *app, const gr_wheel *wheel, gr_canvas *canvas, gr_rect row)
{
    bool yours = gr_session_control(app->session, NULL) == GR_CONTROL_DRIVE;
    char steps[80];
    int x = row.x, end = row.x + row.width;

    snprintf(steps, sizeof steps, "step %ld   %s", gr_session_step(app->session), wheel->place);
    x += gr_canvas_text(canvas, x, row.y, end - x, steps, GR_ROLE_TEXT) + WHEEL_GAP;
    x += gr_canvas_text(canvas, x, row.y, end - x, driver(app->session),
                        yours ? GR_ROLE_EXPERT : GR_ROLE_LEARNER);
    if (app->playing)
        x += gr_canvas_text(canvas, x, row.y, end - x, ", playing", GR_ROLE_TEXT);
    x += WHEEL_GAP;
    int bar = end - x - 2 - (int)strlen(wheel->spent);
    bar = bar > WHEEL_BAR ? WHEEL_BAR : bar;
    draw_bar(canvas, x, row.y, bar, wheel->share);
    x += bar > 0 ? bar + 2 : 0;
    gr_canvas_text(canvas, x, row.y, end - x, wheel->spent, GR_ROLE_TEXT);
}

void gr_status_draw(const gr_app *app, gr_canvas *canvas, gr_rect row)
{
    char steps[80], word[80], held[80];
    int width = 24 + (row.width - 78) * 2 / 5, x = row.x;
    gr_wheel wheel;

    if (app->session->study.count == 0)
        return;
    if (driver(app->session) != NULL && gr_session_gate(app->session) == NULL &&
        gr_run_wheel(gr_session_run(app->session), &wheel)) {
        draw_wheel(app, &wheel, canvas, row);
        return;
    }
    step_text(app, steps);
    word_text(app, word);
    held_fixed(app, held);
    x += gr_canvas_text(canvas, x, row.y, row.width, steps, GR_ROLE_TEXT) + 2;
    width = width > 60 ? 60 : width;
    long all = gr_session_steps(app->session);
    draw_bar(canvas, x, row.y, width,
             all > 0 ? (double)gr_session_step(app->session) / (double)all : 0);
    x += width + 2;
    x += gr_canvas_text(canvas, x, row.y, row.x + row.width - x, word, GR_ROLE_TEXT) + 5;
    if (gr_session_gate(app->session) == NULL && (int)gr_text_width(held) <= row.x + row.width - x)
        gr_canvas_text(canvas, x, row.y, row.x + row.width - x, held, GR_ROLE_DIM);
}

/* --- where there is less room --- */

/* "20/60", or "20" where the page has no last step; returns its length. */
static int steps_short(const gr_session *session, char *text, size_t room)
{
    long step = gr_session_step(session), steps = gr_session_steps(session);

    return steps > 0 ? snprintf(text, room, "%ld/%ld", step, steps)
                     : snprintf(text, room, "%ld", step);
}

/* Knobs at the left, `60/60 paused` at the right of one row. */
bool gr_status_draw_short(const gr_app *app, gr_canvas *canvas, gr_rect row, gr_error *err)
{
    char text[80];
    const char *word = gr_session_gate(app->session) != NULL ? "predict" : NULL;

    if (app->session->study.count == 0)
        return true;
    word = word != NULL ? word : state_word(app);
    int used = steps_short(app->session, text, sizeof text);
    snprintf(text + used, sizeof text - (size_t)used, " %s", word);
    int width = (int)strlen(text);
    gr_rect knobs = { row.x, row.y, row.width - width - 2, 1 };
    if (knobs.width > 8 && !gr_knobs_draw(app, canvas, knobs, err))
        return false;
    gr_canvas_text_right(canvas, row.x, row.y, row.width, text, GR_ROLE_TEXT);
    return true;
}

/* One word for what the run does. */
static const char *least_word(const gr_app *app)
{
    const gr_session *s = app->session;

    if (s->study.count == 0)
        return "";
    if (gr_session_gate(s) != NULL)
        return "predict";
    if (driver(s) != NULL)
        return gr_session_control(s, NULL) == GR_CONTROL_DRIVE ? "YOU" : "learner";
    return state_word(app);
}

void gr_status_draw_least(const gr_app *app, gr_canvas *canvas, gr_rect row)
{
    gr_rect help = { row.x + row.width - 6, row.y, 6, 1 };
    gr_rect status = { row.x, row.y, row.width - 8, 1 };
    const char *word = least_word(app);
    char text[80];
    int steps = steps_short(app->session, text, sizeof text);

    if (steps + 1 + (int)strlen(word) <= status.width) /* a word is whole or not there */
        snprintf(text + steps, sizeof text - (size_t)steps, " %s", word);
    gr_canvas_text(canvas, status.x, status.y, status.width, text, GR_ROLE_TEXT);
    gr_canvas_text(canvas, help.x, help.y, 1, "?", GR_ROLE_KEY);
    gr_canvas_text(canvas, help.x + 2, help.y, 4, "help", GR_ROLE_DIM);
}
