#include "gradus/sketch_bounds.h"

#include "gradus/answer.h"
#include "gradus/memory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { COLUMNS_TOLD = 20, DECADES = 5, TICKS = 5 };

static bool fail(const gr_item *item, const char *file, gr_error *err, const char *message)
{
    return gr_fail_at(err, file, item->of.place.line, item->of.place.column, "%s", message);
}

/* --- the column and its figure --- */

static bool no_column(const gr_item *item, const gr_columns *columns, const char *file,
                      gr_error *err)
{
    gr_text names = { 0 };

    for (size_t i = 1; i < columns->count && i <= COLUMNS_TOLD; i++)
        gr_text_addf(&names, "%s%s", i > 1 ? ", " : "", columns->list[i].name);
    if (gr_text_ok(&names, err))
        gr_fail_at(err, file, item->of.place.line, item->of.place.column,
                   "no column '%.40s' to draw over step; there are: %s%s", item->of.text,
                   gr_text_string(&names), columns->count > COLUMNS_TOLD + 1 ? ", ..." : "");
    gr_text_clear(&names);
    return false;
}

static bool find_column(const gr_item *item, const gr_run *run, const char *file,
                        gr_sketch_bounds *b, gr_error *err)
{
    const gr_columns *columns = gr_run_columns(run);
    long column = gr_columns_find(columns, item->of.text);

    if (column < 1) /* `step` itself is no curve */
        return no_column(item, columns, file, err);
    b->column = (size_t)column;
    b->name = item->of.text;
    b->unit = columns->list[column].unit;
    b->decimals = columns->list[column].decimals;
    return true;
}

static bool shows(const gr_figure *figure, const char *column)
{
    for (size_t i = 0; i < figure->count; i++) {
        const gr_figure_layer *layer = &figure->layers[i];
        if (layer->x != NULL && strcmp(layer->x, "step") == 0 &&
            (strcmp(layer->y, column) == 0 ||
             (layer->instead_of_y != NULL && strcmp(layer->instead_of_y, column) == 0)))
            return true;
    }
    return false;
}

/* A log axis without a known least value is linear; see gr_run_lift. */
static bool find_figure(const gr_item *item, const gr_lab *lab, const gr_run *run, const char *file,
                        gr_sketch_bounds *b, gr_error *err)
{
    const gr_figure *figure = lab->plots[0].figure;
    double lift = figure->y.log ? gr_run_lift(run, b->name) : 0;

    if (!shows(figure, b->name))
        return gr_fail_at(err, file, item->of.place.line, item->of.place.column,
                          "the page's first plot, %s, does not show %s against step", figure->name,
                          b->name);
    if (lift > 0)
        return fail(item, file, err,
                    "the log axis shows this column lifted, since it falls below 0; draw on a "
                    "linear axis");
    b->figure = figure;
    b->log = figure->y.log && !isnan(lift);
    return true;
}

static bool find_steps(const gr_item *item, const gr_lab *lab, const gr_run *run, const char *file,
                       gr_sketch_bounds *b, gr_error *err)
{
    b->first = item->at;
    b->last = gr_lab_steps(lab, run);
    if (b->last < 1 || b->last > GR_SKETCH_STEPS)
        return gr_fail_at(err, file, item->of.place.line, item->of.place.column,
                          "a curve needs to know its last step; give the experiment `steps`, at "
                          "most %d",
                          GR_SKETCH_STEPS);
    return b->first < b->last ||
           fail(item, file, err, "'at' is at or beyond the page's last step: there is no curve");
}

/* --- what is given --- */

typedef struct given {
    bool any, log;
    double low, high;
} given;

static bool counts(double value, bool log)
{
    return isfinite(value) && (!log || value > 0);
}

static void give(given *g, double value)
{
    if (!counts(value, g->log))
        return;
    g->low = !g->any || value < g->low ? value : g->low;
    g->high = !g->any || value > g->high ? value : g->high;
    g->any = true;
}

/* The run up to where it waits; its last value is the start of the curve. */
static bool give_run(gr_run *run, gr_sketch_bounds *b, given *g, gr_error *err)
{
    double *row = gr_alloc(gr_run_columns(run)->count, sizeof *row, err);
    bool good = row != NULL;

    for (long step = 0; good && step <= b->first; step++) {
        gr_run_row(run, row);
        give(g, row[b->column]);
        b->start = counts(row[b->column], g->log) ? row[b->column] : (double)NAN;
        good = step == b->first || gr_run_steps(run, 1, err);
    }
    gr_free(row);
    return good;
}

static bool give_ghost(const gr_lab *lab, const gr_sketch_bounds *b, given *g, gr_error *err)
{
    gr_run *ghost;

    if (!gr_lab_ghost(lab, &ghost, err))
        return false;
    long column = ghost != NULL ? gr_columns_find(gr_run_columns(ghost), b->name) : -1;
    for (size_t i = 0; column >= 0 && i < gr_run_trace(ghost)->rows; i++)
        give(g, gr_table_cell(gr_run_trace(ghost), i, (size_t)column));
    gr_run_free(ghost);
    return true;
}

/* --- the axis --- */

static const int marks[] = { 1, 2, 5 }, decades[] = { 1 };

static double round_above(double value)
{
    return gr_number_neighbour(value, 1, marks, GR_LEN(marks));
}

static double decade_below(double value)
{
    return gr_number_neighbour(value, -1, decades, 1);
}

static void log_axis(gr_sketch_bounds *b, const given *g)
{
    b->low = b->high = gr_number_neighbour(g->high, 1, decades, 1);
    for (int i = 0; i < DECADES || b->low > g->low; i++)
        b->low = decade_below(b->low);
}

static void linear_axis(gr_sketch_bounds *b, const given *g)
{
    double size = fabs(g->low) > fabs(g->high) ? fabs(g->low) : fabs(g->high);
    double end = size > 0 ? round_above(size) : 1;

    b->low = g->low < 0 ? -end : 0;
    b->high = g->high > 0 || size == 0 ? end : 0;
}

/* A tick beyond either end: the decade there, or about a fifth of the axis. */
static void find_reach(gr_sketch_bounds *b)
{
    if (b->log) {
        b->least = decade_below(b->low);
        b->most = gr_number_neighbour(b->high, 1, decades, 1);
        return;
    }
    b->tick = round_above((b->high - b->low) / TICKS * 0.999);
    b->least = b->low - b->tick;
    b->most = b->high + b->tick;
}

/* By the lesson's words, else by what is given. */
static bool find_axis(const gr_item *item, const gr_lab *lab, const char *file, gr_sketch_bounds *b,
                      const given *g, gr_error *err)
{
    const gr_limits *window = &lab->plots[0].window;
    const given nothing = { .low = b->log ? 1 : 0, .high = 1 };

    if (item->low < item->high) {
        b->low = item->low;
        b->high = item->high;
    } else if (window->y_low < window->y_high) {
        b->low = window->y_low;
        b->high = window->y_high;
    } else {
        (b->log ? log_axis : linear_axis)(b, g->any ? g : &nothing);
    }
    if (b->log && !(b->low > 0))
        return fail(item, file, err,
                    "a log axis shows no 0: the range of this curve begins above it");
    find_reach(b);
    return true;
}

/* --- all of it --- */

static bool find(const gr_item *item, const gr_lab *lab, gr_run *run, const char *file,
                 gr_sketch_bounds *b, gr_error *err)
{
    if (!gr_run_complete(run, err) || !find_steps(item, lab, run, file, b, err) ||
        !find_column(item, run, file, b, err) || !find_figure(item, lab, run, file, b, err))
        return false;
    given g = { .log = b->log };
    return give_run(run, b, &g, err) && give_ghost(lab, b, &g, err) &&
           find_axis(item, lab, file, b, &g, err);
}

bool gr_sketch_bounds_find(const gr_item *item, const gr_lab *lab, const char *file,
                           gr_sketch_bounds *bounds, gr_error *err)
{
    gr_sketch_bounds found = { .start = (double)NAN };

    if (gr_lab_runs(lab) > 1)
        return fail(item, file, err,
                    "a curve is of one run; a page that compares has none. Give what is known as "
                    "its `ghost`");
    gr_run *run = gr_lab_start(lab, 0, (gr_run_keep){ .trace = false }, err);
    bool good = run != NULL && find(item, lab, run, file, &found, err);
    gr_run_free(run);
    if (good)
        *bounds = found;
    return good;
}

void gr_sketch_bounds_put(const gr_sketch_bounds *bounds, gr_text *out)
{
    char least[GR_NUMBER_SIZE], most[GR_NUMBER_SIZE];

    gr_number_tick(bounds->least, bounds->tick, least);
    gr_number_tick(bounds->most, bounds->tick, most);
    gr_text_addf(out, "steps %ld to %ld, %s from %s to %s", bounds->first, bounds->last,
                 bounds->name, least, most);
}

static bool is_outside(const gr_sketch_bounds *b, const gr_sketch *sketch)
{
    for (size_t i = 0; i < sketch->count; i++)
        if (sketch->steps[i] < b->first || sketch->steps[i] > b->last ||
            !(sketch->values[i] >= b->least && sketch->values[i] <= b->most))
            return true;
    return false;
}

bool gr_sketch_bounds_hold(const gr_sketch_bounds *bounds, const gr_sketch *sketch, gr_error *err)
{
    gr_text text = { 0 };

    if (sketch->count < GR_SKETCH_LEAST)
        return gr_fail(err, GR_ERROR_USAGE, "a curve has %d to %d points; there is %s",
                       GR_SKETCH_LEAST, GR_SKETCH_POINTS, sketch->count == 0 ? "none" : "one");
    if (!is_outside(bounds, sketch))
        return true;
    gr_sketch_bounds_put(bounds, &text);
    if (gr_text_ok(&text, err))
        gr_fail(err, GR_ERROR_USAGE, "a point is outside; allowed are %s", gr_text_string(&text));
    gr_text_clear(&text);
    return false;
}

/* --- what comes true --- */

static bool fill_truth(const gr_sketch_bounds *b, gr_run *run, double *row, double *truth,
                       gr_error *err)
{
    if (!gr_run_complete(run, err))
        return false;
    for (long step = 0; step <= b->last; step++)
        truth[step] = (double)NAN;
    for (long step = 0; step <= b->last && gr_run_step_number(run) == step; step++) {
        gr_run_row(run, row);
        truth[step] = row[b->column];
        if (!gr_run_steps(run, 1, err))
            return false;
    }
    return true;
}

bool gr_sketch_truth(const gr_sketch_bounds *bounds, const gr_lab *lab, double **truth,
                     gr_error *err)
{
    gr_run *run = gr_lab_start(lab, 0, (gr_run_keep){ .trace = false }, err);
    double *row = run != NULL ? gr_alloc(gr_run_columns(run)->count, sizeof *row, err) : NULL;
    double *made = row != NULL ? gr_alloc((size_t)bounds->last + 1, sizeof *made, err) : NULL;
    bool good = made != NULL && fill_truth(bounds, run, row, made, err);

    gr_free(row);
    gr_run_free(run);
    if (good)
        *truth = made;
    else
        gr_free(made);
    return good;
}
