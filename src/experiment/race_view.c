/* What `race` shows: the metric of all over the steps, their ways over the surface, the sweep that
 * gave them their rates, and the result, which is the legend of the other three. */
#include "race.h"
#include "terrain_view.h"

#include <math.h>
#include <stdio.h>

enum { RACE, MAP, SWEEP, RESULT };
enum { SHEET_COLUMNS = 4, TYPED_MAX = 6 };

const gr_figure gr_race_figures[] = {
    [RACE] = { .name = "race",
               .title = "f against step",
               .x = { .label = "step" },
               .y = { .label = "metric", .log = true },
               .layers = { { .shape = GR_SHAPE_SERIES,
                             .role = GR_ROLE_SERIES1,
                             .label = "methods" } },
               .count = 1 },
    [MAP] = { .name = "map",
              .title = "surface",
              .x = { .label = "x" },
              .y = { .label = "y" },
              .layers = { { .shape = GR_SHAPE_FIELD, .role = GR_ROLE_CONTOUR, .label = "f" },
                          { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_SERIES1, .label = "paths" },
                          { .shape = GR_SHAPE_POINTS, .role = GR_ROLE_MARK, .label = "minima" } },
              .count = 3 },
    [SWEEP] = { .name = "sweep",
                .title = "sweep",
                .x = { .label = "rate", .log = true },
                .y = { .label = "metric", .log = true },
                .layers = { { .shape = GR_SHAPE_SERIES,
                              .role = GR_ROLE_SERIES1,
                              .label = "methods" },
                            { .shape = GR_SHAPE_POINTS, .role = GR_ROLE_SERIES1, .label = "best" },
                            { .shape = GR_SHAPE_TEXT, .role = GR_ROLE_TEXT, .label = "rule" } },
                .count = 3 },
    [RESULT] = { .name = "result",
                 .title = "result",
                 .layers = { { .shape = GR_SHAPE_TABLE,
                               .role = GR_ROLE_TEXT,
                               .label = "methods" } },
                 .count = 1 },
    { .name = NULL },
};

typedef struct scene {
    const gr_race_setup *s;
    const gr_race_state *now;
    const gr_logbook *log;
    const gr_view_request *request;
    gr_view *view;
    gr_error *err;
} scene;

static const char *name_of(const scene *c, size_t method)
{
    return gr_optimizer_words[c->s->methods[method].index];
}

static gr_role role_of(size_t method)
{
    return (gr_role)(GR_ROLE_SERIES1 + method % (GR_ROLE_SERIES7 - GR_ROLE_SERIES1 + 1));
}

static const char *metric_of(const scene *c)
{
    return c->s->distance ? "distance" : "f";
}

static const char *shown(const scene *c, double value)
{
    char number[GR_NUMBER_SIZE];

    gr_number_shown(value, GR_DECIMALS_AUTO, number);
    return gr_arena_strdup(&c->view->arena, number, c->err);
}

/* A rate as it was typed, where that is short; of a sweep two digits, which is what it can tell. */
static void show_rate(const scene *c, double rate, char out[GR_NUMBER_SIZE])
{
    if (!c->s->best) {
        if (gr_number_exact(rate, out) > TYPED_MAX)
            gr_number_shown(rate, GR_DECIMALS_AUTO, out);
        return;
    }
    int length = snprintf(out, GR_NUMBER_SIZE, "%.1e", rate);
    gr_number_read(out, (size_t)length, &rate);
    gr_number_tick(rate, 0, out);
}

static const char *rate_of(const scene *c, double rate)
{
    char text[GR_NUMBER_SIZE];

    show_rate(c, rate, text);
    return gr_arena_strdup(&c->view->arena, text, c->err);
}

/* Room for the curve of a method. */
static gr_shape *add_series(const scene *c, size_t method, size_t count, double **x, double **y)
{
    gr_shape *shape =
        gr_view_add(c->view, GR_SHAPE_SERIES, role_of(method), name_of(c, method), c->err);

    *x = gr_arena_alloc(&c->view->arena, count, sizeof **x, c->err);
    *y = gr_arena_alloc(&c->view->arena, count, sizeof **y, c->err);
    if (shape == NULL || *x == NULL || *y == NULL)
        return NULL;
    shape->as.series = (gr_series){ .count = count, .x = *x, .y = *y };
    shape->mark = c->s->methods[method].letter;
    shape->aside = true; /* letters of two races on one picture would say nothing */
    return shape;
}

/* A point with the letter of a method. */
static bool add_letter(const scene *c, size_t method, double x, double y)
{
    double *at = gr_arena_alloc(&c->view->arena, 2, sizeof *at, c->err);
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_POINTS, role_of(method), NULL, c->err);

    if (at == NULL || shape == NULL)
        return false;
    at[0] = x;
    at[1] = y;
    shape->mark = c->s->methods[method].letter;
    shape->aside = true;
    shape->as.points = (gr_points){ .count = 1, .x = at, .y = at + 1 };
    return true;
}

/* --- words --- */

/* "momentum 3.181e-4, gd 0.2533, adam diverged" */
static void add_ranking(const scene *c, gr_text *out)
{
    size_t order[GR_RACE_MOST];
    char number[GR_NUMBER_SIZE];

    gr_race_rank(c->s, c->now, order);
    for (size_t i = 0; i < c->s->count; i++) {
        const gr_racer *racer = &c->now->racers[order[i]];
        gr_number_shown(racer->metric, GR_DECIMALS_AUTO, number);
        gr_text_addf(out, "%s%s %s", i > 0 ? ", " : "", name_of(c, order[i]),
                     racer->diverged < 0 ? number : "diverged");
    }
}

/* "21 rates from 1e-5 to 1" */
static void add_range(const scene *c, gr_text *out)
{
    char low[GR_NUMBER_SIZE], high[GR_NUMBER_SIZE];

    show_rate(c, c->s->rates[0], low);
    show_rate(c, c->s->rates[c->s->rate_count - 1], high);
    gr_text_addf(out, "%zu rates from %s to %s", c->s->rate_count, low, high);
}

static void add_progress(const scene *c, gr_text *out)
{
    gr_text_addf(out, "sweep: %zu of %zu runs", c->now->swept, gr_race_runs(c->s));
}

/* Text that lives as long as the view. Clears `text`. */
static bool keep(const scene *c, gr_text *text, const char **out)
{
    bool good = gr_text_ok(text, c->err);

    if (good)
        *out = gr_arena_strdup(&c->view->arena, gr_text_string(text), c->err);
    gr_text_clear(text);
    return good && *out != NULL;
}

/* Who leads now, and with what. */
static bool note_leader(const scene *c)
{
    size_t order[GR_RACE_MOST];
    gr_text note = { 0 };
    char number[GR_NUMBER_SIZE];

    gr_race_rank(c->s, c->now, order);
    const gr_racer *leader = &c->now->racers[order[0]];
    gr_number_shown(leader->metric, GR_DECIMALS_AUTO, number);
    if (c->now->step < 0)
        add_progress(c, &note);
    else if (leader->diverged >= 0)
        gr_text_add(&note, "all diverged");
    else
        gr_text_addf(&note, "%s %s", name_of(c, order[0]), number);
    return keep(c, &note, &c->view->note);
}

/* "race. After 20 of 200 updates on rosenbrock, by f: ..." */
static bool say_ranking(const scene *c)
{
    gr_text says = { 0 };

    gr_text_addf(&says, "%s. ", c->request->figure->name);
    if (c->now->step < 0) {
        gr_text_add(&says, "Not begun; ");
        add_progress(c, &says);
    } else {
        gr_text_addf(&says, "After %ld of %ld updates on %s, by %s: ", c->now->step, c->s->budget,
                     c->s->terrain.surface->name, metric_of(c));
        add_ranking(c, &says);
    }
    gr_text_add(&says, ".");
    return keep(c, &says, &c->view->says);
}

/* --- the log --- */

/* The points of a method: all steps so far. */
static const gr_race_point *point_at(const scene *c, size_t step, size_t method)
{
    const gr_race_point *row = gr_logbook_row(c->log, GR_RACE_POINTS, step);

    return &row[method];
}

static size_t count_steps(const scene *c)
{
    return gr_logbook_rows(c->log, GR_RACE_POINTS);
}

/* --- race --- */

/* A curve without points: the whole budget on the axis, so that it stays while the race goes on. */
static bool add_budget(const scene *c)
{
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_SERIES, GR_ROLE_DIM, NULL, c->err);
    double *ends = gr_arena_alloc(&c->view->arena, 4, sizeof *ends, c->err);

    if (shape == NULL || ends == NULL)
        return false;
    ends[1] = (double)c->s->budget;
    ends[2] = ends[3] = (double)NAN;
    shape->aside = true;
    shape->as.series = (gr_series){ .count = 2, .x = ends, .y = ends + 2 };
    return true;
}

static bool view_race(const scene *c)
{
    double *x, *y;
    size_t count = count_steps(c);

    c->view->title = c->s->distance ? "distance against step" : "f against step";
    for (size_t m = 0; m < c->s->count; m++) {
        if (add_series(c, m, count, &x, &y) == NULL)
            return false;
        for (size_t k = 0; k < count; k++) {
            x[k] = (double)k;
            y[k] = point_at(c, k, m)->metric;
        }
    }
    return add_budget(c) && say_ranking(c) && note_leader(c);
}

/* --- map --- */

static bool add_path(const scene *c, size_t method)
{
    double *x, *y;
    size_t count = count_steps(c);

    if (add_series(c, method, count, &x, &y) == NULL)
        return false;
    for (size_t k = 0; k < count; k++) {
        x[k] = point_at(c, k, method)->x[0];
        y[k] = point_at(c, k, method)->x[1];
    }
    return true;
}

/* In one dimension: where it was on the curve, and its letter where it is now. What has left the
 * picture is not to stretch it. */
static bool add_places(const scene *c, size_t method)
{
    gr_box box = gr_terrain_window(&c->s->terrain, c->request);
    size_t count = count_steps(c);
    gr_shape *shape =
        gr_view_add(c->view, GR_SHAPE_POINTS, role_of(method), name_of(c, method), c->err);
    double *x = gr_arena_alloc(&c->view->arena, count, sizeof *x, c->err);
    double *y = gr_arena_alloc(&c->view->arena, count, sizeof *y, c->err);

    if (shape == NULL || x == NULL || y == NULL)
        return false;
    for (size_t k = 0; k < count; k++) {
        x[k] = point_at(c, k, method)->x[0];
        bool inside = x[k] >= box.x_low && x[k] <= box.x_high;
        x[k] = inside ? x[k] : (double)NAN;
        y[k] = inside ? gr_terrain_value(&c->s->terrain, &x[k], NULL) : (double)NAN;
    }
    shape->mark = "·";
    shape->aside = true;
    shape->as.points = (gr_points){ .count = count, .x = x, .y = y };
    return count == 0 || add_letter(c, method, x[count - 1], y[count - 1]);
}

static bool add_start(const scene *c)
{
    const gr_terrain *terrain = &c->s->terrain;
    gr_box box = gr_terrain_window(terrain, c->request);
    double *at = gr_arena_alloc(&c->view->arena, 2, sizeof *at, c->err);
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_POINTS, GR_ROLE_MARK, "start", c->err);

    if (at == NULL || shape == NULL)
        return false;
    at[0] = terrain->start[0];
    at[1] = terrain->dims > 1 ? terrain->start[1] : gr_terrain_value(terrain, at, NULL);
    shape->mark = "○";
    shape->aside = true;
    bool inside = gr_terrain_shows(terrain, &box, at[0], at[1]);
    shape->as.points = (gr_points){ .count = inside, .x = at, .y = at + 1 };
    return true;
}

static bool say_places(const scene *c)
{
    bool flat = c->s->terrain.dims == 1;
    gr_text says = { 0 };
    char x[GR_NUMBER_SIZE], y[GR_NUMBER_SIZE];

    gr_text_addf(&says, "map of %s. ", c->s->terrain.surface->name);
    for (size_t m = 0; m < c->s->count && c->now->step >= 0; m++) {
        gr_number_shown(c->now->racers[m].at.x[0], GR_DECIMALS_AUTO, x);
        gr_number_shown(c->now->racers[m].at.x[1], GR_DECIMALS_AUTO, y);
        gr_text_addf(&says, "%s%s %s (%s%s%s)", m > 0 ? ", " : "", name_of(c, m),
                     c->now->racers[m].diverged < 0 ? "is at" : "diverged at", x, flat ? "" : ", ",
                     flat ? "" : y);
    }
    if (c->now->step < 0)
        add_progress(c, &says);
    gr_text_add(&says, ".");
    return keep(c, &says, &c->view->says);
}

static bool view_map(const scene *c)
{
    const gr_terrain *terrain = &c->s->terrain;

    c->view->title = terrain->surface->name;
    if (!gr_terrain_add(terrain, c->request, c->view, c->err) ||
        !gr_terrain_add_minima(terrain, c->request, c->view, c->err) || !add_start(c))
        return false;
    for (size_t m = 0; m < c->s->count; m++)
        if (terrain->dims == 1 ? !add_places(c, m) : !add_path(c, m))
            return false;
    return say_places(c) && note_leader(c);
}

/* --- sweep --- */

static bool add_sweep(const scene *c, size_t method)
{
    size_t count = c->s->rate_count, best = gr_race_best_rate(c->s, c->now, method);
    double *x, *y;
    gr_shape *shape = add_series(c, method, count, &x, &y);

    if (shape == NULL)
        return false;
    shape->mark = ""; /* its letter stands at its best alone */
    for (size_t i = 0; i < count; i++) {
        x[i] = c->s->rates[i];
        y[i] = gr_race_swept(c->s, c->now, method, i);
    }
    return !isfinite(y[best]) || add_letter(c, method, x[best], y[best]);
}

/* "sweep. 21 rates from 1e-5 to 1, f after 200 updates; best: gd 0.2533 at 0.003162, ..." */
static bool say_sweep(const scene *c)
{
    gr_text says = { 0 };
    char rate[GR_NUMBER_SIZE], metric[GR_NUMBER_SIZE];

    gr_text_add(&says, "sweep. ");
    add_range(c, &says);
    gr_text_addf(&says, ", %s after %ld updates; best: ", metric_of(c), c->s->budget);
    for (size_t m = 0; m < c->s->count; m++) {
        size_t best = gr_race_best_rate(c->s, c->now, m);
        double cell = gr_race_swept(c->s, c->now, m, best);
        show_rate(c, c->s->rates[best], rate);
        gr_number_shown(cell, GR_DECIMALS_AUTO, metric);
        gr_text_addf(&says, "%s%s ", m > 0 ? ", " : "", name_of(c, m));
        if (isnan(cell))
            gr_text_add(&says, "not known yet");
        else if (isinf(cell))
            gr_text_add(&says, "diverged at all");
        else
            gr_text_addf(&says, "%s at %s", metric, rate);
    }
    gr_text_add(&says, ".");
    return keep(c, &says, &c->view->says);
}

/* Equal rates: there is no sweep to see. */
static bool tell_rule(const scene *c)
{
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_TEXT, GR_ROLE_TEXT, "rule", c->err);
    const char **lines = gr_arena_alloc(&c->view->arena, 2, sizeof *lines, c->err);
    const char *lr = rate_of(c, c->s->lr);

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

static bool note_range(const scene *c)
{
    gr_text note = { 0 };

    if (c->now->step < 0)
        add_progress(c, &note);
    else
        add_range(c, &note);
    return keep(c, &note, &c->view->note);
}

static bool view_sweep(const scene *c)
{
    if (!c->s->best)
        return tell_rule(c);
    c->view->title = gr_arena_printf(&c->view->arena, c->err, "final %s by rate", metric_of(c));
    for (size_t m = 0; m < c->s->count; m++)
        if (!add_sweep(c, m))
            return false;
    return c->view->title != NULL && say_sweep(c) && note_range(c);
}

/* --- result --- */

static bool fill_row(const scene *c, size_t method, const char **cells)
{
    const gr_racer *racer = &c->now->racers[method];
    bool begun = c->now->step >= 0;

    cells[0] = c->s->methods[method].letter;
    cells[1] = name_of(c, method);
    cells[2] = begun ? rate_of(c, racer->at.knobs[0]) : "?";
    cells[3] = !begun ? "?" : racer->diverged >= 0 ? "diverged" : shown(c, racer->metric);
    return cells[2] != NULL && cells[3] != NULL;
}

static bool note_rule(const scene *c)
{
    gr_text note = { 0 };

    if (c->now->step < 0)
        add_progress(c, &note);
    else if (c->s->best)
        gr_text_addf(&note, "best of %zu rates", c->s->rate_count);
    else
        gr_text_add(&note, "one rate for all");
    return keep(c, &note, &c->view->note);
}

/* Before the race begins all are equal, in their order. */
static bool view_result(const scene *c)
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
    titles[3] = metric_of(c);
    shape->as.sheet = (gr_sheet){ .columns = SHEET_COLUMNS,
                                  .rows = rows,
                                  .titles = titles,
                                  .cells = cells,
                                  .right = right,
                                  .present = -1 };
    c->view->title =
        gr_arena_printf(arena, c->err, "after %ld gradient%s each", step, step == 1 ? "" : "s");
    return c->view->title != NULL && say_ranking(c) && note_rule(c);
}

/* --- all of them --- */

bool gr_race_view(const gr_job *job, const void *state, const gr_view_request *request,
                  gr_view *view, gr_error *err)
{
    static bool (*const views[])(const scene *) = {
        [RACE] = view_race, [MAP] = view_map, [SWEEP] = view_sweep, [RESULT] = view_result
    };
    const scene c = { job->setup, state, job->log, request, view, err };

    return views[request->figure - gr_race_figures](&c);
}
