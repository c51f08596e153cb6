/* The figures of `bins`: the staircase over the line with its data, the map of filled cells, errors
 * and coverage against samples, and the drive. Of more than one dimension (of the map: two) they
 * show a slice: the other coordinates lie in the middle. */
#include "bins.h"

#include "gradus/elementary.h"

#include <math.h>

enum { POLICY, FILLED, ERRORS, RMS, COVERAGE, LOOP };

#define CURVE(column, role_)                                                                       \
    {                                                                                              \
        .shape = GR_SHAPE_SERIES, .role = role_, .label = column, .x = "samples", .y = column      \
    }

const gr_figure gr_bins_figures[] = {
    [POLICY] = { .name = "policy",
                 .title = "1 table, 2 line, e expert",
                 .x = { .label = "x1" },
                 .y = { .label = "u" },
                 .layers = { { .shape = GR_SHAPE_SERIES,
                               .role = GR_ROLE_SERIES1,
                               .label = "table" },
                             { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_SERIES2, .label = "line" },
                             { .shape = GR_SHAPE_SERIES,
                               .role = GR_ROLE_EXPERT,
                               .label = "expert" },
                             { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_DIM, .label = "data" } },
                 .count = 4 },
    [FILLED] = { .name = "cells",
                 .title = "labels in each cell",
                 .x = { .label = "x1" },
                 .y = { .label = "x2" },
                 .map = true,
                 .layers = { { .shape = GR_SHAPE_FIELD, .role = GR_ROLE_HEAT, .label = "labels" } },
                 .count = 1 },
    [ERRORS] = { .name = "errors",
                 .title = "1 table, 2 line, q rounding",
                 .x = { .label = "samples", .log = true },
                 .y = { .label = "rms", .log = true },
                 .layers = { CURVE("rms_table", GR_ROLE_SERIES1),
                             CURVE("rms_linear", GR_ROLE_SERIES2),
                             { .shape = GR_SHAPE_SERIES,
                               .role = GR_ROLE_GHOST,
                               .label = "rounding" } },
                 .count = 3 },
    [RMS] = { .name = "rms",
              .title = "error of the table",
              .x = { .label = "samples", .log = true },
              .y = { .label = "rms", .log = true },
              .layers = { CURVE("rms_table", GR_ROLE_SERIES1) },
              .count = 1 },
    [COVERAGE] = { .name = "coverage",
                   .title = "1 filled, 2 expected",
                   .x = { .label = "samples", .log = true },
                   .y = { .label = "cells" },
                   .layers = { CURVE("filled", GR_ROLE_SERIES1),
                               CURVE("filled_expected", GR_ROLE_SERIES2),
                               { .shape = GR_SHAPE_POINTS, .role = GR_ROLE_MARK, .label = "all" } },
                   .count = 3 },
    [LOOP] = { .name = "loop",
               .title = "1 table, 2 line, e expert",
               .x = { .label = "t" },
               .y = { .label = "x1" },
               .layers = { { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_SERIES1, .label = "table" },
                           { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_SERIES2, .label = "line" },
                           { .shape = GR_SHAPE_SERIES,
                             .role = GR_ROLE_EXPERT,
                             .label = "expert" } },
               .count = 3 },
    { .name = NULL },
};

static const struct {
    gr_role role;
    const char *label, *mark;
} rules[] = { [GR_BINS_TABLE] = { GR_ROLE_SERIES1, "table", "1" },
              [GR_BINS_LINEAR] = { GR_ROLE_SERIES2, "line", "2" },
              [GR_BINS_EXPERT] = { GR_ROLE_EXPERT, "expert", "e" } };

/* A curve of one of the rules, with room for so many points: x, then y behind it. */
static double *add_curve(gr_view *view, gr_bins_rule rule, size_t count, gr_error *err)
{
    gr_shape *shape = gr_view_add(view, GR_SHAPE_SERIES, rules[rule].role, rules[rule].label, err);
    double *x = gr_arena_alloc(&view->arena, 2 * count, sizeof *x, err);

    if (shape == NULL || x == NULL)
        return NULL;
    shape->mark = rules[rule].mark;
    shape->as.series = (gr_series){ .count = count, .x = x, .y = x + count };
    return x;
}

/* --- policy --- */

/* The cell of a bin of x_1 in the slice. */
static size_t slice_cell(const gr_bins_setup *s, size_t bin)
{
    double middle[GR_BINS_DIMS] = { 0 };

    middle[0] = ((double)bin + 0.5) * s->width - 1;
    return gr_bins_cell_at(s, middle);
}

/* A tread for each bin; what is empty is drawn apart, dotted. */
static bool add_stairs(const gr_bins_setup *s, const gr_bins_state *now, bool filled, gr_view *view,
                       gr_error *err)
{
    double *x = add_curve(view, GR_BINS_TABLE, 2 * s->bins, err), *y = x + 2 * s->bins;

    if (x == NULL)
        return false;
    for (size_t i = 0; i < s->bins; i++) {
        size_t cell = slice_cell(s, i);
        bool shown = (now->cells[cell].count > 0) == filled;
        x[2 * i] = (double)i * s->width - 1;
        x[2 * i + 1] = (double)(i + 1) * s->width - 1;
        y[2 * i] = y[2 * i + 1] = shown ? gr_bins_cell_act(s, now, cell) : (double)NAN;
    }
    if (!filled) {
        gr_shape *shape = &view->shapes[view->count - 1];
        shape->dotted = true;
        shape->role = GR_ROLE_GHOST;
        shape->mark = "?";
    }
    return true;
}

/* Straight from end to end, but for a switch, which has a step at 0. */
static bool add_line(const gr_bins_setup *s, const gr_bins_state *now, gr_bins_rule rule,
                     gr_view *view, gr_error *err)
{
    static const double at[] = { -1, -1e-9, 1e-9, 1 };
    double *x = add_curve(view, rule, GR_LEN(at), err), place[GR_BINS_DIMS] = { 0 };

    if (x == NULL)
        return false;
    for (size_t i = 0; i < GR_LEN(at); i++) {
        x[i] = place[0] = at[i];
        x[GR_LEN(at) + i] = gr_bins_act(s, now, rule, place);
    }
    return true;
}

enum { POINTS = 100, LOOKED_AT = 20000 };

/* The first samples that lie in the slice: dots, since a letter each would hide the stairs. A gap
 * follows each, so that nothing joins them. */
static bool add_data(const gr_bins_setup *s, const gr_bins_state *now, gr_view *view, gr_error *err)
{
    gr_shape *shape = gr_view_add(view, GR_SHAPE_SERIES, GR_ROLE_DIM, "data", err);
    double *x = gr_arena_alloc(&view->arena, (size_t)4 * POINTS, sizeof *x, err);
    gr_bins_streams streams = now->first;
    gr_bins_sample sample = { { 0 }, 0 };
    size_t count = 0;

    if (shape == NULL || x == NULL)
        return false;
    double *y = x + (size_t)2 * POINTS;
    for (size_t i = 0; i < now->samples && i < LOOKED_AT && count < (size_t)2 * POINTS; i++) {
        gr_bins_draw(s, &streams, &sample);
        double first = floor((sample.x[0] + 1) / s->width);
        if (gr_bins_cell_at(s, sample.x) != slice_cell(s, (size_t)first))
            continue;
        x[count] = sample.x[0];
        y[count++] = sample.u;
        x[count] = y[count] = (double)NAN;
        count++;
    }
    shape->mark = "";
    shape->as.series = (gr_series){ .count = count, .x = x, .y = y };
    return true;
}

static bool view_policy(const gr_bins_setup *s, const gr_bins_state *now, gr_view *view,
                        gr_error *err)
{
    double most = fabs(s->expert[1]) * (s->switches ? 1.5 : 1) + 3 * s->jitter;

    view->window = (gr_limits){ -1, 1, -most, most };
    view->note = gr_arena_printf(&view->arena, err, "%zu of %zu cells", now->filled, s->cells);
    view->says =
        gr_arena_printf(&view->arena, err,
                        "policy. From %zu samples the table knows %zu of %zu cells, each %.3g "
                        "wide, and errs by %.4g "
                        "(root mean square); the line errs by %.4g, and rounding alone by %.4g.",
                        now->samples, now->filled, s->cells, s->width, now->rms_table,
                        now->rms_linear, gr_bins_quantum(s));
    return view->note != NULL && view->says != NULL && add_data(s, now, view, err) &&
           add_line(s, now, GR_BINS_EXPERT, view, err) &&
           add_line(s, now, GR_BINS_LINEAR, view, err) && add_stairs(s, now, false, view, err) &&
           add_stairs(s, now, true, view, err);
}

/* --- cells --- */

static bool view_cells(const gr_bins_setup *s, const gr_bins_state *now, gr_view *view,
                       gr_error *err)
{
    size_t rows = s->dims > 1 ? s->bins : 1;
    gr_shape *shape = gr_view_add(view, GR_SHAPE_FIELD, GR_ROLE_HEAT, "labels", err);
    double *values = gr_arena_alloc(&view->arena, rows * s->bins, sizeof *values, err);
    double place[GR_BINS_DIMS] = { 0 }, most = 1;

    if (shape == NULL || values == NULL)
        return false;
    for (size_t i = 0; i < rows * s->bins; i++) {
        place[0] = ((double)(i % s->bins) + 0.5) * s->width - 1;
        if (s->dims > 1)
            place[1] = ((double)(i / s->bins) + 0.5) * s->width - 1;
        uint32_t count = now->cells[gr_bins_cell_at(s, place)].count;
        values[i] = count > 0 ? (double)count : (double)NAN;
        most = count > most ? (double)count : most;
    }
    shape->as.field = (gr_field){ .columns = s->bins,
                                  .rows = rows,
                                  .x0 = -1,
                                  .x1 = 1,
                                  .y0 = -1,
                                  .y1 = 1,
                                  .values = values,
                                  .low = 0,
                                  .high = most };
    view->note = gr_arena_printf(&view->arena, err, "%zu of %zu", now->filled, s->cells);
    view->says =
        gr_arena_printf(&view->arena, err,
                        "cells. %zu of %zu cells have a label, %.4g %% of them; %.1f are "
                        "expected of %zu samples.",
                        now->filled, s->cells, 100 * (double)now->filled / (double)s->cells,
                        gr_bins_expected((double)s->cells, (double)now->samples), now->samples);
    return view->note != NULL && view->says != NULL;
}

/* --- against samples --- */

/* What rounding alone costs, from the first samples to the last. */
static bool add_rounding(const gr_bins_setup *s, gr_view *view, gr_error *err)
{
    gr_shape *shape = gr_view_add(view, GR_SHAPE_SERIES, GR_ROLE_GHOST, "rounding", err);
    double *x = gr_arena_alloc(&view->arena, 4, sizeof *x, err), quantum = gr_bins_quantum(s);

    if (shape == NULL || x == NULL)
        return false;
    x[0] = (double)(s->batch < s->samples ? s->batch : s->samples);
    x[1] = (double)s->samples;
    x[2] = x[3] = quantum > 0 ? quantum : (double)NAN;
    shape->dotted = true;
    shape->mark = "q";
    shape->as.series = (gr_series){ .count = 2, .x = x, .y = x + 2 };
    return true;
}

static bool view_errors(const gr_bins_setup *s, const gr_bins_state *now, gr_view *view,
                        gr_error *err)
{
    view->note = "both log";
    view->says = gr_arena_printf(
        &view->arena, err,
        "%s. After %zu samples the table errs by %.4g, the line by %.4g, rounding by %.4g.",
        view->figure->name, now->samples, now->rms_table, now->rms_linear, gr_bins_quantum(s));
    return view->says != NULL &&
           (view->figure == &gr_bins_figures[RMS] || add_rounding(s, view, err));
}

/* Where all cells are filled, on average, if the run comes so far. */
static bool view_coverage(const gr_bins_setup *s, const gr_bins_state *now, gr_view *view,
                          gr_error *err)
{
    static const char *const marks[] = { "c" };
    double coupons = gr_bins_coupons((double)s->cells);

    view->note = gr_arena_printf(&view->arena, err, "all at %.4g (c)", coupons);
    view->says = gr_arena_printf(
        &view->arena, err,
        "coverage. After %zu samples %zu of %zu cells are filled, %.1f expected; until all are it "
        "takes about %.4g samples.",
        now->samples, now->filled, s->cells,
        gr_bins_expected((double)s->cells, (double)now->samples), coupons);
    if (view->note == NULL || view->says == NULL)
        return false;
    if (coupons > (double)s->samples)
        return true;
    gr_shape *shape = gr_view_add(view, GR_SHAPE_POINTS, GR_ROLE_MARK, "all", err);
    double *place = gr_arena_alloc(&view->arena, 2, sizeof *place, err);
    if (shape == NULL || place == NULL)
        return false;
    place[0] = coupons;
    place[1] = (double)s->cells;
    shape->as.points = (gr_points){ .count = 1, .x = place, .y = place + 1, .marks = marks };
    return true;
}

/* --- the drive --- */

enum { SHOWN = 60 }; /* steps, unless a page asks for others */

static gr_limits loop_window(const gr_limits *asked)
{
    gr_limits window = { 0, SHOWN, asked->y_low, asked->y_high };

    if (asked->x_low < asked->x_high) {
        window.x_low = asked->x_low;
        window.x_high = asked->x_high;
    }
    return window;
}

static bool add_path(const gr_bins_setup *s, const gr_bins_state *now, gr_bins_rule rule,
                     gr_view *view, gr_error *err)
{
    double *x = add_curve(view, rule, GR_BINS_LOOP + 1, err);

    if (x == NULL)
        return false;
    double *y = x + GR_BINS_LOOP + 1;
    size_t count = gr_bins_drive(s, now, rule, y);
    for (size_t t = 0; t <= GR_BINS_LOOP; t++) {
        x[t] = (double)t;
        y[t] = t < count ? y[t] : (double)NAN;
    }
    return true;
}

static bool view_loop(const gr_bins_setup *s, const gr_bins_state *now, gr_view *view,
                      gr_error *err)
{
    view->note = isnan(now->cycle)
                     ? gr_arena_printf(&view->arena, err, "left at %zu", now->held_table)
                     : gr_arena_printf(&view->arena, err, "cycle %.2f bins", now->cycle);
    view->says =
        isnan(now->cycle)
            ? gr_arena_printf(&view->arena, err,
                              "loop. Driven by the table x1 leaves [-1, 1] after %zu steps, by the "
                              "line after %zu of %d.",
                              now->held_table, now->held_linear, GR_BINS_LOOP)
            : gr_arena_printf(
                  &view->arena, err,
                  "loop. Driven by the table x1 goes on to and fro, %.2f bins (%.4g) wide; "
                  "the line holds it for %zu steps of %d.",
                  now->cycle, now->cycle * s->width, now->held_linear, GR_BINS_LOOP);
    return view->note != NULL && view->says != NULL &&
           add_path(s, now, GR_BINS_EXPERT, view, err) &&
           add_path(s, now, GR_BINS_LINEAR, view, err) &&
           add_path(s, now, GR_BINS_TABLE, view, err);
}

bool gr_bins_view(const gr_job *job, const void *at, const gr_view_request *request, gr_view *view,
                  gr_error *err)
{
    static bool (*const views[])(const gr_bins_setup *, const gr_bins_state *, gr_view *,
                                 gr_error *) = { view_policy, view_cells,    view_errors,
                                                 view_errors, view_coverage, view_loop };

    if (request->figure == &gr_bins_figures[LOOP])
        view->window = loop_window(&request->window);
    return views[request->figure - gr_bins_figures](job->setup, at, view, err);
}
