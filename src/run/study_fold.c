/* What many runs come to: bands over seeds, and a summary over a knob. */
#include "study_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- quantiles --- */

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Between the two nearest of `count` sorted values, in proportion (Hyndman and Fan 1996, type 7).
 */
static double quantile(const double *sorted, size_t count, double share)
{
    double at = share * (double)(count - 1);
    size_t below = (size_t)floor(at);
    double part = at - floor(at);

    return part == 0 ? sorted[below] : sorted[below] * (1 - part) + sorted[below + 1] * part;
}

double gr_study_median(double *values, size_t count)
{
    if (count == 0)
        return gr_missing();
    qsort(values, count, sizeof *values, by_size);
    return quantile(values, count, 0.5);
}

/* Median and band of what a group's runs have in a column at a row. Runs that have ended before,
 * and values that are not numbers, do not count; without any the three are missing. */
typedef struct spread {
    double low, middle, high;
} spread;

static spread spread_at(const gr_study *study, size_t group, size_t row, size_t column)
{
    double values[GR_STUDY_RUNS];
    size_t count = 0;
    spread s = { gr_missing(), gr_missing(), gr_missing() };

    for (size_t i = 0; i < study->count; i++) {
        const gr_table *trace = gr_run_trace(study->runs[i]);
        if (study->ghost[i] || study->group[i] != group || row >= trace->rows ||
            isnan(gr_table_cell(trace, row, column)))
            continue;
        values[count++] = gr_table_cell(trace, row, column);
    }
    if (count == 0)
        return s;
    qsort(values, count, sizeof *values, by_size);
    return (spread){ quantile(values, count, 0.1), quantile(values, count, 0.5),
                     quantile(values, count, 0.9) };
}

/* --- bands --- */

/* How far the longest run of a group has been shown. */
static size_t rows_of(const gr_study *study, size_t group)
{
    size_t most = 0;

    for (size_t i = 0; i < study->count; i++) {
        if (study->ghost[i] || study->group[i] != group)
            continue;
        size_t rows = (size_t)(gr_run_step_number(study->runs[i]) + 1);
        size_t kept = gr_run_trace(study->runs[i])->rows;
        rows = rows < kept ? rows : kept;
        most = rows > most ? rows : most;
    }
    return most;
}

/* Four columns of numbers: x, y, low, high. */
static bool make_series(gr_view *view, size_t rows, double *columns[4], gr_error *err)
{
    for (int i = 0; i < 4; i++) {
        columns[i] = gr_arena_alloc(&view->arena, rows, sizeof *columns[i], err);
        if (columns[i] == NULL)
            return false;
    }
    return true;
}

static size_t run_of(const gr_study *study, size_t group)
{
    size_t i = 0;

    while (study->ghost[i] || study->group[i] != group)
        i++;
    return i;
}

static bool add_band(const gr_study *study, size_t group, const gr_figure_layer *layer,
                     gr_view *view, gr_error *err)
{
    size_t first = run_of(study, group), rows = rows_of(study, group);
    double *columns[4];
    long x, y;
    gr_shape *shape =
        gr_view_add(view, GR_SHAPE_SERIES, gr_study_role(study, first, layer), layer->label, err);

    if (shape == NULL || !gr_study_mark(study, first, view, shape, err) ||
        !gr_study_column(study->runs[first], layer->x, &x, err) ||
        !gr_study_column(study->runs[first], gr_study_y(study->runs[first], layer), &y, err) ||
        !make_series(view, rows, columns, err))
        return false;
    for (size_t row = 0; row < rows; row++) {
        spread s = spread_at(study, group, row, (size_t)y);
        columns[0][row] = spread_at(study, group, row, (size_t)x).middle;
        columns[1][row] = s.middle + view->lift;
        columns[2][row] = s.low + view->lift;
        columns[3][row] = s.high + view->lift;
    }
    shape->as.series = (gr_series){
        .count = rows, .x = columns[0], .y = columns[1], .low = columns[2], .high = columns[3]
    };
    return true;
}

bool gr_study_bands(const gr_study *study, size_t group, const gr_figure_layer *layer,
                    gr_view *view, gr_error *err)
{
    size_t groups = gr_study_groups(study);

    for (size_t g = 0; g < groups; g++)
        if ((group == GR_ALL_GROUPS || group == g) && !add_band(study, g, layer, view, err))
            return false;
    return true;
}

bool gr_study_seeds_note(const gr_study *study, gr_view *view, gr_error *err)
{
    size_t seeds = 0;

    for (size_t i = 0; i < study->count; i++)
        seeds += !study->ghost[i] && study->group[i] == 0;
    view->note = NULL;
    if (seeds < 2)
        return true;
    view->note = gr_arena_printf(&view->arena, err, "median of %zu seeds", seeds);
    return view->note != NULL;
}

/* --- a knob on x --- */

/* The value of the knob in a group; NaN where it has none. */
static double knob_of(const gr_study *study, size_t group)
{
    const gr_value *value =
        gr_values_find(gr_run_values(gr_study_first_of(study, group)), study->over, NULL);

    return value != NULL ? value->number : (double)NAN;
}

/* Whether two groups differ in nothing but the knob on x: their points are on one line. */
static bool is_on_line(const gr_study *study, size_t a, size_t b)
{
    const gr_values *x = gr_run_values(gr_study_first_of(study, a));
    const gr_values *y = gr_run_values(gr_study_first_of(study, b));

    if (x->count != y->count)
        return false;
    for (size_t i = 0; i < x->count; i++)
        if (&x->items[i] != gr_values_find(x, study->over, NULL) &&
            (x->items[i].param != y->items[i].param ||
             strcmp(x->items[i].text, y->items[i].text) != 0))
            return false;
    return true;
}

/* The first of the groups on the line of a group. */
static size_t line_of(const gr_study *study, size_t group)
{
    size_t first = 0;

    while (!is_on_line(study, first, group))
        first++;
    return first;
}

/* Its points are marked, since nothing lies between them: by the number of the line's first group
 * where there are several lines. */
static bool mark_points(const gr_study *study, size_t first, gr_view *view, gr_shape *shape,
                        gr_error *err)
{
    bool several = false;

    for (size_t g = 0; g < gr_study_groups(study); g++)
        several = several || line_of(study, g) != 0;
    shape->each = true;
    shape->mark = several ? gr_arena_printf(&view->arena, err, "%zu", (first + 1) % 10) : "o";
    return shape->mark != NULL;
}

/* The groups on the line that begins with `first`, in their order. */
static bool add_line(const gr_study *study, size_t first, const gr_figure_layer *layer,
                     gr_view *view, gr_error *err)
{
    size_t groups = gr_study_groups(study), count = 0, run = run_of(study, first);
    double *columns[4];
    long y;
    gr_shape *shape =
        gr_view_add(view, GR_SHAPE_SERIES, gr_study_role(study, run, layer), layer->label, err);

    if (shape == NULL || !mark_points(study, first, view, shape, err) ||
        !gr_study_column(study->runs[run], gr_study_y(study->runs[run], layer), &y, err) ||
        !make_series(view, groups, columns, err))
        return false;
    for (size_t g = first; g < groups; g++) {
        if (!is_on_line(study, first, g))
            continue;
        spread s = spread_at(study, g, rows_of(study, g) - 1, (size_t)y);
        columns[0][count] = knob_of(study, g);
        columns[1][count] = s.middle + view->lift;
        columns[2][count] = s.low + view->lift;
        columns[3][count++] = s.high + view->lift;
    }
    shape->as.series = (gr_series){
        .count = count, .x = columns[0], .y = columns[1], .low = columns[2], .high = columns[3]
    };
    return true;
}

/* Whether all have been shown to the same step; they need not be of one length. */
static bool is_abreast(const gr_study *study)
{
    for (size_t g = 1; g < gr_study_groups(study); g++)
        if (rows_of(study, g) != rows_of(study, 0))
            return false;
    return true;
}

/* Its axis of x is the knob's, on a log scale where the knob has one. */
static bool make_figure(const gr_study *study, const gr_figure *figure, gr_view *view,
                        gr_error *err)
{
    gr_figure *made = gr_arena_alloc(&view->arena, 1, sizeof *made, err);
    const gr_value *knob =
        gr_values_find(gr_run_values(gr_study_first_of(study, 0)), study->over, err);

    if (made == NULL || knob == NULL || !gr_study_figure(study, figure, view, err))
        return false;
    *made = *view->figure;
    made->x = (gr_axis){ .label = knob->param->name,
                         .unit = knob->param->unit,
                         .log = knob->param->log_scale };
    view->figure = made;
    const char *against = strstr(made->title, " against "); /* which it is no longer */
    size_t length = against != NULL ? (size_t)(against - made->title) : strlen(made->title);
    view->title = is_abreast(study)
                      ? gr_arena_printf(&view->arena, err, "%.*s at step %ld, by %s", (int)length,
                                        made->title, gr_study_step(study), knob->param->name)
                      : gr_arena_printf(&view->arena, err, "%.*s at the end, by %s", (int)length,
                                        made->title, knob->param->name);
    return view->title != NULL;
}

bool gr_study_summary(const gr_study *study, const gr_view_request *request, gr_view *view,
                      gr_error *err)
{
    const gr_figure *figure = request->figure;
    size_t groups = gr_study_groups(study);

    if (!make_figure(study, figure, view, err))
        return false;
    for (size_t i = 0; i < figure->count; i++)
        for (size_t g = 0; g < groups && figure->layers[i].x != NULL; g++)
            if (line_of(study, g) == g && !add_line(study, g, &figure->layers[i], view, err))
                return false;
    return gr_study_seeds_note(study, view, err);
}
