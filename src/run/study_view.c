/* The figures of a study: what the experiment makes, and curves from the traces of its runs. */
#include "gradus/study.h"

#include <string.h>

/* --- one curve --- */

/* A column of the trace up to the present step, or all of it: a ghost shows where it went. */
static bool copy_column(const gr_run *run, const char *name, bool all, gr_view *view,
                        const double **out, size_t *count, gr_error *err)
{
    const gr_table *trace = gr_run_trace(run);
    long column = gr_columns_find(gr_run_columns(run), name);
    size_t rows = all ? trace->rows : (size_t)(gr_run_step_number(run) + 1);

    if (column < 0)
        return gr_fail(err, GR_ERROR_DATA, "%s has no column '%s'", gr_run_experiment(run)->name,
                       name);
    rows = rows < trace->rows ? rows : trace->rows;
    double *values = gr_arena_alloc(&view->arena, rows, sizeof *values, err);
    if (values == NULL)
        return false;
    for (size_t i = 0; i < rows; i++)
        values[i] = gr_table_cell(trace, i, (size_t)column);
    *out = values;
    *count = rows;
    return true;
}

static size_t live_runs(const gr_study *study)
{
    size_t count = 0;

    for (size_t i = 0; i < study->count; i++)
        count += !study->ghost[i];
    return count;
}

/* What stands on a curve: of several runs the run's number, of several curves of one run the
 * curve's; a ghost is a `g`. */
static bool mark_curve(const gr_study *study, size_t i, const gr_figure_layer *layer, gr_view *view,
                       const char **mark, gr_error *err)
{
    bool several = live_runs(study) > 1;
    bool one_of_many = view->figure->count > 1 && layer->role >= GR_ROLE_SERIES1 &&
                       layer->role <= GR_ROLE_SERIES7;

    *mark = study->ghost[i] ? "g" : NULL;
    if (study->ghost[i] || (!several && !one_of_many))
        return true;
    int number = several ? (int)i : (int)layer->role - GR_ROLE_SERIES1;
    *mark = gr_arena_printf(&view->arena, err, "%d", number + 1);
    return *mark != NULL;
}

/* Several runs are told apart by number and colour, a ghost by its dots. */
static bool add_curve(const gr_study *study, size_t i, const gr_figure_layer *layer, gr_view *view,
                      gr_error *err)
{
    bool ghost = study->ghost[i], several = live_runs(study) > 1;
    gr_role role = ghost     ? GR_ROLE_GHOST
                   : several ? (gr_role)(GR_ROLE_SERIES1 + i % 7)
                             : layer->role;
    gr_shape *shape = gr_view_add(view, GR_SHAPE_SERIES, role, layer->label, err);

    if (shape == NULL || !mark_curve(study, i, layer, view, &shape->mark, err))
        return false;
    shape->dotted = ghost;
    return copy_column(study->runs[i], layer->x, ghost, view, &shape->as.series.x,
                       &shape->as.series.count, err) &&
           copy_column(study->runs[i], layer->y, ghost, view, &shape->as.series.y,
                       &shape->as.series.count, err);
}

static bool add_curves(const gr_study *study, const gr_figure_layer *layer, gr_view *view,
                       gr_error *err)
{
    for (size_t i = 0; i < study->count; i++)
        if (!add_curve(study, i, layer, view, err))
            return false;
    return true;
}

/* --- the figure --- */

/* The number of the moment, where the experiment has given none: the last layer's y, now. */
static bool add_note(const gr_run *run, const gr_figure_layer *layer, gr_view *view, gr_error *err)
{
    const gr_table *trace = gr_run_trace(run);
    long column = gr_columns_find(gr_run_columns(run), layer->y), step = gr_run_step_number(run);
    char number[GR_NUMBER_SIZE];

    if (view->note != NULL || column < 0 || step < 0 || (size_t)step >= trace->rows)
        return true;
    gr_number_shown(gr_table_cell(trace, (size_t)step, (size_t)column),
                    gr_run_columns(run)->list[column].decimals, number);
    view->note = gr_arena_printf(&view->arena, err, "%s %s", layer->y, number);
    return view->note != NULL;
}

static bool is_made(const gr_figure *figure)
{
    for (size_t i = 0; i < figure->count; i++)
        if (figure->layers[i].x == NULL)
            return true;
    return false;
}

static bool fill(const gr_study *study, const gr_view_request *request, gr_view *view,
                 gr_error *err)
{
    const gr_figure *figure = request->figure;
    const gr_run *run = gr_study_focus(study);

    view->figure = figure;
    view->title = figure->title;
    if (is_made(figure) && !gr_run_view(run, request, view, err))
        return false;
    for (size_t i = 0; i < figure->count; i++) {
        const gr_figure_layer *layer = &figure->layers[i];
        if (layer->x != NULL &&
            (!add_curves(study, layer, view, err) || !add_note(run, layer, view, err)))
            return false;
    }
    return true;
}

bool gr_study_view(const gr_study *study, const gr_view_request *request, gr_view *view,
                   gr_error *err)
{
    if (fill(study, request, view, err))
        return true;
    gr_view_clear(view);
    return false;
}
