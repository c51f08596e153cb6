/* The sweep that gave all in a race their rates, and the result. */
#include "race_scene.h"

#include <math.h>

enum { SHEET_COLUMNS = 4 };

/* --- sweep --- */

/* A curve; the letter stands at its best. */
static bool add_sweep(const gr_race_scene *c, size_t method)
{
    size_t count = c->s->rate_count, best = gr_race_best_rate(c->s, c->now, method);
    double *x, *y, shift = gr_race_shift(c);
    gr_shape *shape = gr_race_add_series(c, method, count, &x, &y);

    if (shape == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        x[i] = c->s->rates[i];
        y[i] = gr_race_swept(c->s, c->now, method, i) + shift;
    }
    return !isfinite(y[best]) || gr_race_add_letter(c, method, x[best], y[best]);
}

/* "sweep. 21 rates from 1e-5 to 1, f after 200 updates; best: gd 0.2533 at 0.003162, ..." */
static bool say_sweep(const gr_race_scene *c)
{
    gr_text says = { 0 };
    char rate[GR_NUMBER_SIZE], metric[GR_NUMBER_SIZE];

    gr_text_add(&says, "sweep. ");
    gr_race_add_range(c, &says);
    gr_text_addf(&says, ", %s after %ld updates; best: ", gr_race_metric_name(c), c->s->budget);
    for (size_t m = 0; m < c->s->count; m++) {
        size_t best = gr_race_best_rate(c->s, c->now, m);
        double cell = gr_race_swept(c->s, c->now, m, best);
        gr_race_show_rate(c, c->s->rates[best], rate);
        gr_number_shown(cell, GR_DECIMALS_AUTO, metric);
        gr_text_addf(&says, "%s%s ", m > 0 ? ", " : "", gr_race_name(c, m));
        if (isnan(cell))
            gr_text_add(&says, "not known yet");
        else if (isinf(cell))
            gr_text_add(&says, "diverged at all");
        else
            gr_text_addf(&says, "%s at %s", metric, rate);
    }
    gr_text_add(&says, ".");
    return gr_race_keep(c, &says, &c->view->says);
}

/* Equal rates: there is no sweep to see. */
static bool tell_rule(const gr_race_scene *c)
{
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_TEXT, GR_ROLE_TEXT, "rule", c->err);
    const char **lines = gr_arena_alloc(&c->view->arena, 2, sizeof *lines, c->err);
    const char *lr = gr_race_rate_text(c, c->s->lr);

    if (shape == NULL || lines == NULL || lr == NULL)
        return false;
    lines[0] = gr_arena_printf(&c->view->arena, c->err, "The rate is %s for all:", lr);
    lines[1] = "no rates are compared.";
    shape->as.text = (gr_lines){ .count = 2, .lines = lines };
    c->view->title = "no sweep";
    c->view->says = gr_arena_printf(&c->view->arena, c->err,
                                    "sweep. There is none: the rate is %s for all.", lr);
    return lines[0] != NULL && c->view->says != NULL;
}

static bool note_range(const gr_race_scene *c)
{
    gr_text note = { 0 };

    if (c->now->step < 0)
        gr_race_add_progress(c, &note);
    else
        gr_race_add_range(c, &note);
    return gr_race_keep(c, &note, &c->view->note);
}

bool gr_race_view_sweep(const gr_race_scene *c)
{
    if (!c->s->best)
        return tell_rule(c);
    const char *name = gr_race_axis_name(c);
    if (name == NULL)
        return false;
    c->view->title = gr_arena_printf(&c->view->arena, c->err, "final %s by rate", name);
    for (size_t m = 0; m < c->s->count; m++)
        if (!add_sweep(c, m))
            return false;
    return c->view->title != NULL && say_sweep(c) && note_range(c);
}

/* --- result --- */

static bool fill_row(const gr_race_scene *c, size_t method, const char **cells)
{
    const gr_racer *racer = &c->now->racers[method];
    bool begun = c->now->step >= 0;

    cells[0] = c->s->methods[method].letter;
    cells[1] = gr_race_name(c, method);
    cells[2] = begun ? gr_race_rate_text(c, racer->at.knobs[0]) : "?";
    cells[3] = !begun ? "?" : racer->diverged >= 0 ? "diverged" : gr_race_shown(c, racer->metric);
    return cells[2] != NULL && cells[3] != NULL;
}

static bool note_rule(const gr_race_scene *c)
{
    gr_text note = { 0 };

    if (c->now->step < 0)
        gr_race_add_progress(c, &note);
    else
        gr_race_add_rule(c, &note);
    return gr_race_keep(c, &note, &c->view->note);
}

/* Before the race begins all are equal, in their order. */
bool gr_race_view_result(const gr_race_scene *c)
{
    static const bool right[SHEET_COLUMNS] = { false, false, true, true };
    gr_arena *arena = &c->view->arena;
    size_t order[GR_RACE_MOST], rows = c->s->count;
    long step = c->now->step > 0 ? c->now->step : 0;
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_TABLE, GR_ROLE_TEXT, "methods", c->err);
    const char **titles = gr_arena_alloc(arena, SHEET_COLUMNS, sizeof *titles, c->err);
    const char **cells = gr_arena_alloc(arena, rows * SHEET_COLUMNS, sizeof *cells, c->err);

    if (shape == NULL || titles == NULL || cells == NULL)
        return false;
    gr_race_rank(c->s, c->now, order);
    for (size_t i = 0; i < rows; i++)
        if (!fill_row(c, order[i], cells + i * SHEET_COLUMNS))
            return false;
    titles[0] = "";
    titles[1] = "method";
    titles[2] = "rate";
    titles[3] = gr_race_metric_name(c);
    shape->as.sheet = (gr_sheet){ .columns = SHEET_COLUMNS,
                                  .rows = rows,
                                  .titles = titles,
                                  .cells = cells,
                                  .right = right,
                                  .present = -1 };
    c->view->title =
        gr_arena_printf(arena, c->err, "after %ld gradient%s each", step, step == 1 ? "" : "s");
    return c->view->title != NULL && gr_race_say_ranking(c) && note_rule(c);
}
