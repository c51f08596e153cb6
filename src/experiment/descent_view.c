/* What `descent` shows: the surface with the way down it, curves over the steps, the first-order
 * view of all directions, and the arithmetic of one update. */
#include "descent.h"

#include "gradus/elementary.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SURFACE, STEP, F, DISTANCE, RATE, COORDINATES, DIRECTIONS, UPDATE, UPDATE_Y };
enum { CURVE_DOTS = 2, ANGLES = 145, TYPED_MAX = 6, SHEET_COLUMNS = 3 };
enum { NAME_COLUMNS = 2 + 2, VALUE_COLUMNS = 2 + 9 }; /* with the gaps beside them */

static const double PI = 3.14159265358979323846;
static const double ARROW_SHARE = 0.25; /* of what is shown */
static const double NEAR = 1.2;         /* half of what is shown of a step, by its length */

#define CURVE(column, role_)                                                                       \
    {                                                                                              \
        .shape = GR_SHAPE_SERIES, .role = role_, .label = column, .x = "step", .y = column         \
    }

#define SURFACE_LAYERS                                                                             \
    { .shape = GR_SHAPE_FIELD, .role = GR_ROLE_CONTOUR, .label = "f" },                            \
        { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_CONTOUR, .label = "f" },                       \
        { .shape = GR_SHAPE_POINTS, .role = GR_ROLE_MARK, .label = "minima" },                     \
    {                                                                                              \
        .shape = GR_SHAPE_SERIES, .role = GR_ROLE_SERIES1, .label = "path", .x = "x", .y = "y",    \
        .instead_of_y = "f"                                                                        \
    }

const gr_figure gr_descent_figures[] = {
    [SURFACE] = { .name = "surface",
                  .title = "surface",
                  .x = { .label = "x" },
                  .y = { .label = "y" },
                  .layers = { SURFACE_LAYERS },
                  .count = 4 },
    [STEP] = { .name = "step",
               .title = "step",
               .x = { .label = "x" },
               .y = { .label = "y" },
               .layers = { SURFACE_LAYERS },
               .count = 4 },
    [F] = { .name = "f",
            .title = "f against step",
            .x = { .label = "step" },
            .y = { .label = "f", .log = true },
            .layers = { CURVE("f", GR_ROLE_SERIES1) },
            .count = 1 },
    [DISTANCE] = { .name = "distance",
                   .title = "distance to the nearest minimum",
                   .x = { .label = "step" },
                   .y = { .label = "distance", .log = true },
                   .layers = { CURVE("distance", GR_ROLE_SERIES1) },
                   .count = 1 },
    [RATE] = { .name = "rate",
               .title = "learning rate against step",
               .x = { .label = "step" },
               .y = { .label = "lr" },
               .layers = { CURVE("lr", GR_ROLE_SERIES1) },
               .count = 1 },
    [COORDINATES] = { .name = "coordinates",
                      .title = "1 x and 2 y against step",
                      .x = { .label = "step" },
                      .y = { .label = "x, y" },
                      .layers = { CURVE("x", GR_ROLE_SERIES1), CURVE("y", GR_ROLE_SERIES2) },
                      .count = 2 },
    [DIRECTIONS] = { .name = "directions",
                     .title = "slope by direction",
                     .x = { .label = "degrees from -gradient" },
                     .y = { .label = "slope" },
                     .layers = { { .shape = GR_SHAPE_SERIES,
                                   .role = GR_ROLE_SERIES1,
                                   .label = "slope" } },
                     .count = 1 },
    [UPDATE] = { .name = "update",
                 .title = "update",
                 .layers = { { .shape = GR_SHAPE_TABLE, .role = GR_ROLE_TEXT, .label = "terms" } },
                 .count = 1 },
    [UPDATE_Y] = { .name = "update_y",
                   .title = "update of y",
                   .layers = { { .shape = GR_SHAPE_TABLE,
                                 .role = GR_ROLE_TEXT,
                                 .label = "terms" } },
                   .count = 1 },
    { .name = NULL },
};

typedef struct scene {
    const gr_descent_setup *s;
    const gr_descent_state *now;
    const gr_view_request *request;
    gr_view *view;
    gr_error *err;
} scene;

/* --- what is shown of the surface --- */

/* How far a step goes along each axis: the last one, or the one that is being made. */
static void step_of(const scene *c, double step[2])
{
    size_t dx = gr_optimizer_terms(c->s->optimizer) - 2;

    for (size_t i = 0; i < 2; i++) {
        gr_term_value values[GR_TERMS];
        step[i] = 0;
        if (!c->now->told || i >= c->s->terrain.dims)
            continue;
        gr_descent_explain(c->s, c->now, i, values);
        step[i] = values[dx].value;
    }
}

/* The neighbourhood of a step, with x and y to one scale: a cell is twice as high as wide. */
static gr_box neighbourhood(const scene *c)
{
    double step[2], columns = c->request->columns, rows = 2.0 * c->request->rows;
    const double *from = c->now->told ? c->now->before : c->now->x;

    step_of(c, step);
    double wide = fabs(step[0]) / columns, high = fabs(step[1]) / rows;
    double scale = NEAR * (wide > high ? wide : high);
    if (!(scale > 0 && isfinite(scale)))
        return c->s->terrain.box;
    double x = from[0] + step[0] / 2, y = from[1] + step[1] / 2;
    return (gr_box){ x - scale * columns, x + scale * columns, y - scale * rows, y + scale * rows };
}

static gr_box window_of(const scene *c)
{
    const gr_limits *w = &c->request->window;
    bool near = c->request->figure == &gr_descent_figures[STEP];
    gr_box box = near ? neighbourhood(c) : c->s->terrain.box;

    if (w->x_low < w->x_high) {
        box.x_low = w->x_low;
        box.x_high = w->x_high;
    }
    if (w->y_low < w->y_high) {
        box.y_low = w->y_low;
        box.y_high = w->y_high;
    }
    return box;
}

static double between(double low, double high, size_t i, size_t count)
{
    return low + (high - low) * ((double)i / (double)count);
}

static bool add_field(const scene *c)
{
    gr_box box = window_of(c);
    size_t columns = 2 * (size_t)c->request->columns, rows = 4 * (size_t)c->request->rows;
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_FIELD, GR_ROLE_CONTOUR, "f", c->err);
    double *values = gr_arena_alloc(&c->view->arena, columns * rows, sizeof *values, c->err);

    if (shape == NULL || values == NULL)
        return false;
    shape->plot = "contour";
    for (size_t k = 0; k < rows; k++) {
        for (size_t i = 0; i < columns; i++) {
            const double at[] = { between(box.x_low, box.x_high, 2 * i + 1, 2 * columns),
                                  between(box.y_low, box.y_high, 2 * k + 1, 2 * rows) };
            values[k * columns + i] = gr_terrain_value(&c->s->terrain, at, NULL);
        }
    }
    shape->as.field = (gr_field){ .columns = columns,
                                  .rows = rows,
                                  .x0 = box.x_low,
                                  .x1 = box.x_high,
                                  .y0 = box.y_low,
                                  .y1 = box.y_high,
                                  .values = values };
    return true;
}

/* Room for a series of `count` points. */
static gr_shape *add_series(const scene *c, gr_role role, const char *label, size_t count,
                            double **x, double **y)
{
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_SERIES, role, label, c->err);

    *x = gr_arena_alloc(&c->view->arena, count, sizeof **x, c->err);
    *y = gr_arena_alloc(&c->view->arena, count, sizeof **y, c->err);
    if (shape == NULL || *x == NULL || *y == NULL)
        return NULL;
    shape->as.series = (gr_series){ .count = count, .x = *x, .y = *y };
    shape->mark = "";
    return shape;
}

/* A straight line; `mark` stands at its end when it is not "". */
static bool add_line(const scene *c, gr_role role, const char *label, const double from[2],
                     const double to[2], const char *mark)
{
    double *x, *y;
    gr_shape *shape = add_series(c, role, label, 2, &x, &y);

    if (shape == NULL)
        return false;
    for (size_t i = 0; i < 2; i++) {
        x[i] = i == 0 ? from[0] : to[0];
        y[i] = i == 0 ? from[1] : to[1];
    }
    shape->dotted = true;
    shape->aside = true;
    if (mark[0] == '\0')
        return true;
    gr_shape *end = gr_view_add(c->view, GR_SHAPE_POINTS, role, NULL, c->err);
    if (end == NULL)
        return false;
    end->mark = mark;
    end->aside = true;
    end->as.points = (gr_points){ .count = 1, .x = x + 1, .y = y + 1 };
    return true;
}

/* Whether a place is shown: what lies beyond the edge of a map has no place on it. */
static bool is_inside(const scene *c, double x, double y)
{
    gr_box box = window_of(c);

    return x >= box.x_low && x <= box.x_high &&
           (c->s->terrain.dims == 1 || (y >= box.y_low && y <= box.y_high));
}

/* Where the run began. */
static bool add_start(const scene *c)
{
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_POINTS, GR_ROLE_SERIES1, NULL, c->err);
    double *place = gr_arena_alloc(&c->view->arena, 2, sizeof *place, c->err);

    if (shape == NULL || place == NULL)
        return false;
    place[0] = c->now->origin[0];
    place[1] =
        c->s->terrain.dims > 1 ? c->now->origin[1] : gr_terrain_value(&c->s->terrain, place, NULL);
    shape->mark = "○";
    shape->as.points =
        (gr_points){ .count = is_inside(c, place[0], place[1]), .x = place, .y = place + 1 };
    return true;
}

static bool add_minima(const scene *c)
{
    const gr_surface *surface = c->s->terrain.surface;
    size_t count = surface->minimum_count, shown = 0;
    gr_shape *shape;

    if (count == 0)
        return true;
    double *x = gr_arena_alloc(&c->view->arena, count, sizeof *x, c->err);
    double *y = gr_arena_alloc(&c->view->arena, count, sizeof *y, c->err);
    shape = gr_view_add(c->view, GR_SHAPE_POINTS, GR_ROLE_MARK, "minima", c->err);
    if (x == NULL || y == NULL || shape == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        const gr_minimum *m = &surface->minima[i];
        x[shown] = m->x;
        y[shown] = c->s->terrain.dims > 1 ? m->y : m->f;
        shown += is_inside(c, m->x, m->y);
    }
    shape->mark = "+";
    shape->aside = true;
    shape->as.points = (gr_points){ .count = shown, .x = x, .y = y };
    return true;
}

/* --- arrows: the vectors of an update, each as long as the others --- */

/* The direction in which a term says to go; false where it says nothing. */
static bool direction_of(const scene *c, size_t term, double way[2])
{
    gr_box box = window_of(c);
    double wide = box.x_high - box.x_low, high = box.y_high - box.y_low, most = 0;

    for (size_t i = 0; i < 2; i++) {
        gr_term_value values[GR_TERMS];
        gr_descent_explain(c->s, c->now, i, values);
        way[i] = values[term].value * c->s->optimizer->terms[term].arrow;
        if (gr_is_missing(values[term].value) || !isfinite(way[i]))
            return false;
        double share = fabs(way[i]) / (i == 0 ? wide : high);
        most = share > most ? share : most;
    }
    way[0] *= ARROW_SHARE / most;
    way[1] *= ARROW_SHARE / most;
    return most > 0 && isfinite(1 / most);
}

static const char *mark_of(const gr_term *term)
{
    static const char *const letters[] = { "g", "m", "v", "u" };

    for (size_t i = 0; i < GR_LEN(letters); i++)
        if (letters[i][0] == term->name[0])
            return letters[i];
    return "d";
}

static bool add_arrow(const scene *c, size_t term)
{
    static const gr_role roles[] = { GR_ROLE_SERIES2, GR_ROLE_SERIES3, GR_ROLE_SERIES4,
                                     GR_ROLE_SERIES1 };
    const gr_term *which = &c->s->optimizer->terms[term];
    double way[2], from[] = { c->now->before[0], c->now->before[1] };

    if (!direction_of(c, term, way))
        return true;
    const double to[] = { from[0] + way[0], from[1] + way[1] };
    return add_line(c, roles[which->part], which->name, from, to, mark_of(which));
}

/* What is known so far of the step that is being made; the step itself is the end of the path. Once
 * it is made its arrows stay in the figure of its neighbourhood alone. */
static bool add_arrows(const scene *c)
{
    const gr_term *terms = c->s->optimizer->terms;
    bool near = c->request->figure == &gr_descent_figures[STEP];

    if (c->now->phase == 0 && !(near && c->now->told))
        return true;
    for (size_t i = 0; terms[i].name != NULL; i++) {
        bool shown = (size_t)terms[i].part < gr_descent_parts(c->now);
        if (shown && terms[i].part != GR_UPDATE_STEP && terms[i].arrow != 0 && !add_arrow(c, i))
            return false;
    }
    return true;
}

/* --- one dimension --- */

static bool add_curve(const scene *c)
{
    gr_box box = window_of(c);
    size_t count = CURVE_DOTS * (size_t)c->request->columns + 1;
    double *x, *y;
    gr_shape *shape = add_series(c, GR_ROLE_CONTOUR, "f(x)", count, &x, &y);

    if (shape == NULL)
        return false;
    shape->aside = true;
    c->view->window.x_low = box.x_low;
    c->view->window.x_high = box.x_high;
    for (size_t i = 0; i < count; i++) {
        x[i] = between(box.x_low, box.x_high, i, count - 1);
        y[i] = gr_terrain_value(&c->s->terrain, &x[i], NULL);
    }
    return true;
}

/* The first-order Taylor line f(a) + g (x - a) at the point a that the last step left, or at the
 * start; and from its end at the present point up or down to the curve: its error. */
static bool add_taylor(const scene *c)
{
    const gr_terrain *terrain = &c->s->terrain;
    bool moved = c->now->step > 0 && c->now->phase == 0;
    double a = moved ? c->now->before[0] : c->now->x[0], g[2] = { 0 };
    gr_box box = window_of(c);
    double f = gr_terrain_value(terrain, &a, g), d = c->now->x[0] - a;
    double reach = (box.x_high - box.x_low) * ARROW_SHARE;

    reach = fabs(d) > reach ? fabs(d) : reach;
    const double low[] = { a - reach, f - g[0] * reach }, high[] = { a + reach, f + g[0] * reach };
    const double foretold[] = { c->now->x[0], f + g[0] * d }, is[] = { c->now->x[0], c->now->f };
    return add_line(c, GR_ROLE_SERIES2, "Taylor", low, high, "") &&
           (!moved || add_line(c, GR_ROLE_SERIES4, "error", foretold, is, ""));
}

static bool note_error(const scene *c)
{
    char f[GR_NUMBER_SIZE], error[GR_NUMBER_SIZE];
    double g[2], was = gr_terrain_value(&c->s->terrain, c->now->before, g);
    double foretold = was + g[0] * (c->now->x[0] - c->now->before[0]);

    gr_number_shown(c->now->f, GR_DECIMALS_AUTO, f);
    gr_number_shown(c->now->f - foretold, GR_DECIMALS_AUTO, error);
    c->view->note =
        c->now->step > 0 && c->now->phase == 0
            ? gr_arena_printf(&c->view->arena, c->err, "f %s, Taylor off by %s", f, error)
            : gr_arena_printf(&c->view->arena, c->err, "f %s", f);
    return c->view->note != NULL;
}

/* --- the surface --- */

static bool note_f(const scene *c)
{
    char f[GR_NUMBER_SIZE];

    gr_number_shown(c->now->f, GR_DECIMALS_AUTO, f);
    c->view->note = gr_arena_printf(&c->view->arena, c->err, "f %s", f);
    return c->view->note != NULL;
}

/* "valley, 2 variables, at x -9, y 1.7 with f 112.8; the gradient is (-9.000, 85.00)." */
static bool say_where(const scene *c)
{
    const gr_descent_state *now = c->now;
    const char *name = c->s->terrain.surface->name;
    char x[GR_NUMBER_SIZE], y[GR_NUMBER_SIZE], gx[GR_NUMBER_SIZE], gy[GR_NUMBER_SIZE];

    gr_number_shown(now->x[0], GR_DECIMALS_AUTO, x);
    gr_number_shown(now->x[1], GR_DECIMALS_AUTO, y);
    gr_number_shown(now->gradient[0], GR_DECIMALS_AUTO, gx);
    gr_number_shown(now->gradient[1], GR_DECIMALS_AUTO, gy);
    c->view->says =
        c->s->terrain.dims == 1
            ? gr_arena_printf(&c->view->arena, c->err, "%s, at x %s; the slope is %s.", name, x, gx)
            : gr_arena_printf(&c->view->arena, c->err,
                              "%s, at x %s, y %s; the gradient is (%s, %s).", name, x, y, gx, gy);
    return c->view->says != NULL;
}

static bool view_surface(const scene *c)
{
    bool flat = c->s->terrain.dims == 1;

    c->view->title = c->s->terrain.surface->name;
    if (!flat && !note_f(c))
        return false;
    if (!say_where(c))
        return false;
    return flat ? add_curve(c) && add_minima(c) && add_start(c) && add_taylor(c) && note_error(c)
                : add_field(c) && add_minima(c) && add_start(c) && add_arrows(c);
}

/* --- directions --- */

/* The change of f over a step of length r that is turned away from -gradient, by its length; and
 * what the first order says of it. In one dimension there are two directions. */
static bool view_directions(const scene *c)
{
    const double *g = c->now->gradient;
    bool flat = c->s->terrain.dims == 1;
    double steep = sqrt(g[0] * g[0] + g[1] * g[1]), *x, *y, *first_x, *first_y;
    double length = steep * (c->now->step > 0 ? c->now->rate : c->now->knobs[0]);
    size_t count = flat ? 3 : ANGLES;
    gr_shape *shape = add_series(c, GR_ROLE_SERIES1, "change of f by length", count, &x, &y);
    gr_shape *first = add_series(c, GR_ROLE_SERIES2, "first order", count, &first_x, &first_y);

    if (shape == NULL || first == NULL)
        return false;
    first->dotted = true;
    c->view->window.x_low = -180;
    c->view->window.x_high = 180;
    for (size_t i = 0; i < count; i++) {
        double turn = between(-1, 1, i, count - 1), u = gr_cos(PI * turn), v = gr_sin(PI * turn);
        double way[] = { -(g[0] * u - g[1] * v) / steep, -(g[1] * u + g[0] * v) / steep };
        const double to[] = { c->now->x[0] + length * way[0], c->now->x[1] + length * way[1] };
        x[i] = first_x[i] = 180 * turn;
        y[i] = (gr_terrain_value(&c->s->terrain, to, NULL) - c->now->f) / length;
        first_y[i] = -steep * u;
    }
    char number[GR_NUMBER_SIZE];
    gr_number_shown(length, GR_DECIMALS_AUTO, number);
    c->view->says =
        "The change of f over a step of this length, divided by it, for each direction; "
        "-gradient is at 0 degrees.";
    c->view->note = gr_arena_printf(&c->view->arena, c->err, "step length %s", number);
    return c->view->note != NULL;
}

/* --- the arithmetic --- */

/* A number of up to six digits as it is typed, another with 4 significant digits. */
static void plain(double value, gr_text *out)
{
    char text[GR_NUMBER_SIZE];

    snprintf(text, sizeof text, "%.6g", value);
    gr_number_exact(strtod(text, NULL), text);
    if (strlen(text) > TYPED_MAX)
        gr_number_shown(value, GR_DECIMALS_AUTO, text);
    gr_text_add(out, text);
}

/* The formula with its numbers plugged in. */
static const char *plugged_in(const scene *c, const gr_term *term, const gr_term_value *value)
{
    int room = c->request->columns - NAME_COLUMNS - VALUE_COLUMNS;
    gr_text text = { 0 };
    size_t operand = 0;

    for (const char *f = term->formula; f != NULL && *f != '\0'; f++) {
        if (*f == '#')
            plain(value->operands[operand++], &text);
        else
            gr_text_addf(&text, "%c", *f);
    }
    while ((int)text.length < room) /* so that the values stand at the right edge */
        gr_text_add(&text, " ");
    const char *kept = gr_text_ok(&text, c->err)
                           ? gr_arena_strdup(&c->view->arena, gr_text_string(&text), c->err)
                           : NULL;
    gr_text_clear(&text);
    return kept;
}

static bool fill_row(const scene *c, size_t term, const gr_term_value *value, const char **cells)
{
    const gr_term *which = &c->s->optimizer->terms[term];
    bool known = (size_t)which->part < gr_descent_parts(c->now);
    char number[GR_NUMBER_SIZE] = "?";

    if (known)
        gr_number_shown(value->value, GR_DECIMALS_AUTO, number);
    cells[0] = which->name;
    cells[1] = known ? plugged_in(c, which, value) : "";
    cells[2] = gr_arena_strdup(&c->view->arena, number, c->err);
    return cells[1] != NULL && cells[2] != NULL;
}

/* "gradient  state  bias  >step" */
static bool note_parts(const scene *c)
{
    static const char *const names[] = { "gradient", "state", "bias", "step" };
    size_t parts = gr_descent_parts(c->now);
    gr_text note = { 0 };

    for (size_t i = 0; i < GR_LEN(names); i++)
        gr_text_addf(&note, "%s%s%s", i > 0 ? "  " : "", i + 1 == parts ? ">" : "", names[i]);
    bool good = gr_text_ok(&note, c->err);
    if (good)
        c->view->note = gr_arena_strdup(&c->view->arena, gr_text_string(&note), c->err);
    gr_text_clear(&note);
    return good && c->view->note != NULL;
}

static bool view_update(const scene *c, size_t coordinate)
{
    static const bool right[SHEET_COLUMNS] = { false, false, true };
    static const char *const titles[SHEET_COLUMNS] = { "", "", "" };
    const gr_term *terms = c->s->optimizer->terms;
    gr_term_value values[GR_TERMS] = { { 0 } };
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_TABLE, GR_ROLE_TEXT, "terms", c->err);
    const char **cells =
        gr_arena_alloc(&c->view->arena, GR_TERMS * SHEET_COLUMNS, sizeof *cells, c->err);
    size_t rows = 0, present = 0;

    if (shape == NULL || cells == NULL)
        return false;
    coordinate = coordinate < c->s->terrain.dims ? coordinate : 0;
    if (c->now->told)
        gr_descent_explain(c->s, c->now, coordinate, values);
    for (size_t i = 0; terms[i].name != NULL; i++) {
        if (gr_is_missing(values[i].value))
            continue;
        if (!fill_row(c, i, &values[i], cells + rows * SHEET_COLUMNS))
            return false;
        present = (size_t)terms[i].part + 1 == gr_descent_parts(c->now) ? rows + 1 : present;
        rows++;
    }
    shape->as.sheet = (gr_sheet){ .columns = SHEET_COLUMNS,
                                  .rows = rows,
                                  .titles = titles,
                                  .cells = cells,
                                  .right = right,
                                  .present = (long)present - 1 };
    c->view->title = gr_arena_printf(&c->view->arena, c->err, "update %ld, %s", c->now->step,
                                     coordinate == 0 ? "x" : "y");
    c->view->says =
        gr_arena_printf(&c->view->arena, c->err, "%s, %zu terms.", c->view->title, rows);
    return c->view->title != NULL && c->view->says != NULL && note_parts(c);
}

/* --- all of them --- */

bool gr_descent_view(const gr_job *job, const void *state, const gr_view_request *request,
                     gr_view *view, gr_error *err)
{
    const scene c = { job->setup, state, request, view, err };

    switch (request->figure - gr_descent_figures) {
    case SURFACE:
    case STEP:
        return view_surface(&c);
    case DIRECTIONS:
        return view_directions(&c);
    default:
        return view_update(&c, request->figure - gr_descent_figures == UPDATE_Y);
    }
}
