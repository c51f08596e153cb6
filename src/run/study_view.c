/* The figures of a study: what the experiment makes, and curves from the traces of its runs. */
#include "study_private.h"

#include <string.h>

/* --- which runs --- */

bool gr_study_shown(const gr_study *study, size_t run, size_t group)
{
    return group == GR_ALL_GROUPS || study->group[run] == group;
}

gr_role gr_study_role(const gr_study *study, size_t run, const gr_figure_layer *layer)
{
    bool several = gr_study_groups(study) > 1;

    if (study->ghost[run])
        return GR_ROLE_GHOST;
    return several ? (gr_role)(GR_ROLE_SERIES1 + study->group[run] % 7) : layer->role;
}

/* --- one curve --- */

/* Rows of the trace. */
typedef struct part {
    size_t from, to;
} part;

/* Up to the present step, or all of it: a ghost shows where it went. */
static part part_of(const gr_run *run, bool all)
{
    size_t rows = gr_run_trace(run)->rows, now = (size_t)(gr_run_step_number(run) + 1);

    return (part){ 0, all || now > rows ? rows : now };
}

/* A column of the trace, lifted. */
static bool copy_column(const gr_run *run, const char *name, double lift, part rows, gr_view *view,
                        const double **out, gr_error *err)
{
    long column;

    if (!gr_study_column(run, name, &column, err))
        return false;
    double *values = gr_arena_alloc(&view->arena, rows.to - rows.from, sizeof *values, err);
    if (values == NULL)
        return false;
    for (size_t i = rows.from; i < rows.to; i++)
        values[i - rows.from] = gr_table_cell(gr_run_trace(run), i, (size_t)column) + lift;
    *out = values;
    return true;
}

/* x and y of a layer. */
static bool copy_points(const gr_run *run, const gr_figure_layer *layer, part rows, gr_view *view,
                        const double **x, const double **y, gr_error *err)
{
    return copy_column(run, layer->x, 0, rows, view, x, err) &&
           copy_column(run, gr_study_y(run, layer), view->lift, rows, view, y, err);
}

bool gr_study_column(const gr_run *run, const char *name, long *column, gr_error *err)
{
    *column = gr_columns_find(gr_run_columns(run), name);
    return *column >= 0 ||
           gr_fail(err, GR_ERROR_DATA, "%s has no column '%s'", gr_run_experiment(run)->name, name);
}

const char *gr_study_y(const gr_run *run, const gr_figure_layer *layer)
{
    const gr_table *trace = gr_run_trace(run);
    long column = gr_columns_find(gr_run_columns(run), layer->y);
    bool missing =
        column >= 0 && trace->rows > 0 && gr_is_missing(gr_table_cell(trace, 0, (size_t)column));

    return missing && layer->instead_of_y != NULL ? layer->instead_of_y : layer->y;
}

/* Several groups are told apart by number and colour, a ghost by its dots. */
bool gr_study_mark(const gr_study *study, size_t run, gr_view *view, gr_shape *shape, gr_error *err)
{
    shape->dotted = study->ghost[run];
    if (study->ghost[run]) {
        shape->mark = "g";
        return true;
    }
    if (gr_study_groups(study) < 2)
        return true;
    shape->mark = gr_arena_printf(&view->arena, err, "%zu", (study->group[run] + 1) % 10);
    return shape->mark != NULL;
}

static size_t count_curves(const gr_figure *figure)
{
    size_t count = 0;

    for (size_t i = 0; i < figure->count; i++)
        count += figure->layers[i].x != NULL;
    return count;
}

/* Several curves of one run carry their own marks, or the numbers of their colours. */
static bool mark_layer(const gr_figure_layer *layer, gr_view *view, gr_shape *shape, gr_error *err)
{
    bool numbered = layer->role >= GR_ROLE_SERIES1 && layer->role <= GR_ROLE_SERIES7;

    if (shape->mark != NULL || !numbered || count_curves(view->figure) < 2)
        return true;
    shape->mark = layer->mark != NULL
                      ? layer->mark
                      : gr_arena_printf(&view->arena, err, "%d", layer->role - GR_ROLE_SERIES1 + 1);
    return shape->mark != NULL;
}

/* Runs on the same axes are told apart; a run that has a panel to itself needs that as little as
 * one that is alone. */
static bool mark_curve(const gr_study *study, size_t group, size_t i, const gr_figure_layer *layer,
                       gr_view *view, gr_shape *shape, gr_error *err)
{
    bool panel = group != GR_ALL_GROUPS || gr_study_groups(study) < 2;

    return (panel && !study->ghost[i]) ? mark_layer(layer, view, shape, err)
                                       : gr_study_mark(study, i, view, shape, err);
}

static bool add_curve(const gr_study *study, size_t group, size_t i, const gr_figure_layer *layer,
                      gr_view *view, gr_error *err)
{
    part rows = part_of(study->runs[i], study->ghost[i]);
    gr_shape *shape =
        gr_view_add(view, GR_SHAPE_SERIES, gr_study_role(study, i, layer), layer->label, err);

    if (shape == NULL || !mark_curve(study, group, i, layer, view, shape, err))
        return false;
    shape->as.series.count = rows.to;
    return copy_points(study->runs[i], layer, rows, view, &shape->as.series.x,
                       &shape->as.series.y, err);
}

/* --- what is known of later steps --- */

/* From the present point on, dotted. */
static bool add_rest(const gr_study *study, size_t i, const gr_figure_layer *layer, gr_view *view,
                     gr_error *err)
{
    const gr_run *run = study->runs[i];
    part now = part_of(run, false), rest = { now.to - (now.to > 0), part_of(run, true).to };

    if (rest.to <= now.to)
        return true;
    gr_shape *shape =
        gr_view_add(view, GR_SHAPE_SERIES, gr_study_role(study, i, layer), layer->label, err);
    if (shape == NULL)
        return false;
    shape->dotted = true;
    shape->as.series.count = rest.to - rest.from;
    return copy_points(run, layer, rest, view, &shape->as.series.x, &shape->as.series.y, err);
}

/* Each step as the digit it ends in, where there are few of them. */
static bool add_digits(const gr_study *study, size_t i, const gr_figure_layer *layer, gr_view *view,
                       gr_error *err)
{
    static const char *const digits[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" };
    part rows = part_of(study->runs[i], true);
    gr_points points = { .count = rows.to, .marks = digits };

    if (rows.to > GR_LEN(digits))
        return true;
    gr_shape *shape =
        gr_view_add(view, GR_SHAPE_POINTS, gr_study_role(study, i, layer), NULL, err);
    if (shape == NULL ||
        !copy_points(study->runs[i], layer, rows, view, &points.x, &points.y, err))
        return false;
    shape->as.points = points;
    return true;
}

/* Several runs already have their numbers on the curves. */
static bool add_whole(const gr_study *study, size_t group, size_t i, const gr_figure_layer *layer,
                      gr_view *view, gr_error *err)
{
    bool alone = group != GR_ALL_GROUPS || gr_study_groups(study) < 2;

    return !view->figure->whole ||
           (add_rest(study, i, layer, view, err) &&
            (!alone || add_digits(study, i, layer, view, err)));
}

/* Where the ghost was left. */
static bool add_fork(const gr_study *study, size_t ghost, const gr_figure_layer *layer,
                     gr_view *view, gr_error *err)
{
    static const char *const mark[] = { "|" };
    const gr_run *run = study->runs[ghost];
    const gr_table *trace = gr_run_trace(run);
    size_t at = (size_t)study->forked_at;
    long x, y;

    if (study->forked_at < 0 || at >= trace->rows)
        return true;
    double *place = gr_arena_alloc(&view->arena, 2, sizeof *place, err);
    gr_shape *shape = gr_view_add(view, GR_SHAPE_POINTS, GR_ROLE_MARK, NULL, err);
    if (place == NULL || shape == NULL || !gr_study_column(run, layer->x, &x, err) ||
        !gr_study_column(run, gr_study_y(run, layer), &y, err))
        return false;
    place[0] = gr_table_cell(trace, at, (size_t)x);
    place[1] = gr_table_cell(trace, at, (size_t)y) + view->lift;
    shape->as.points = (gr_points){ .count = 1, .x = place, .y = place + 1, .marks = mark };
    return true;
}

static bool add_ghost(const gr_study *study, size_t group, size_t i, const gr_figure_layer *layer,
                      gr_view *view, gr_error *err)
{
    return add_curve(study, group, i, layer, view, err) && add_fork(study, i, layer, view, err);
}

/* A curve for each group, of a group of many seeds that of its first; or bands. The ghost is drawn
 * over either. */
static bool add_layer(const gr_study *study, size_t group, const gr_figure_layer *layer,
                      gr_view *view, gr_error *err)
{
    bool bands = study->arrange == GR_ARRANGE_BAND;

    if (bands && !gr_study_bands(study, group, layer, view, err))
        return false;
    for (size_t i = 0; i < study->count; i++) {
        bool first = i == 0 || study->group[i] != study->group[i - 1];
        if (!gr_study_shown(study, i, group))
            continue;
        if (study->ghost[i] ? !add_ghost(study, group, i, layer, view, err)
                            : first && !bands &&
                                  !(add_curve(study, group, i, layer, view, err) &&
                                    add_whole(study, group, i, layer, view, err)))
            return false;
    }
    return true;
}

/* --- what the experiment makes --- */

/* Of a run that is not in hand only its paths and points are shown, in its own colour. */
static bool add_paths(const gr_study *study, size_t i, const gr_view_request *request,
                      gr_view *view, gr_error *err)
{
    gr_view other = { .arena = view->arena };

    if (!gr_run_view(study->runs[i], request, &other, err)) {
        view->arena = other.arena;
        return false;
    }
    view->arena = other.arena; /* all shapes live in one arena */
    for (size_t k = 0; k < other.count; k++) {
        const gr_shape *from = &other.shapes[k];
        if ((from->kind != GR_SHAPE_SERIES && from->kind != GR_SHAPE_POINTS) || from->aside)
            continue;
        gr_shape *shape = gr_view_add(view, from->kind, GR_ROLE_TEXT, NULL, err);
        if (shape == NULL)
            return false;
        *shape = *from;
        shape->role = gr_study_role(study, i, &request->figure->layers[0]);
        if (from->kind == GR_SHAPE_SERIES && !gr_study_mark(study, i, view, shape, err))
            return false;
    }
    return true;
}

/* In a panel the points of a run, as where it began, have the colour of its curves. */
static void colour_points(size_t group, gr_view *view)
{
    for (size_t i = 0; i < view->count; i++)
        if (view->shapes[i].kind == GR_SHAPE_POINTS && view->shapes[i].role == GR_ROLE_SERIES1)
            view->shapes[i].role = (gr_role)(GR_ROLE_SERIES1 + group % 7);
}

/* The run in hand with all its shapes, and over them the paths of the others. */
static bool add_made(const gr_study *study, size_t group, const gr_view_request *request,
                     gr_view *view, gr_error *err)
{
    gr_run *in_hand =
        group == GR_ALL_GROUPS ? gr_study_focus(study) : gr_study_first_of(study, group);

    if (!gr_run_view(in_hand, request, view, err))
        return false;
    if (group != GR_ALL_GROUPS)
        colour_points(group, view);
    if (group == GR_ALL_GROUPS && !gr_study_sheets(study, request, view, err))
        return false;
    for (size_t i = 0; i < study->count; i++) {
        bool first = i == 0 || study->group[i] != study->group[i - 1] || study->ghost[i];
        if (first && study->runs[i] != in_hand && gr_study_shown(study, i, group) &&
            !add_paths(study, i, request, view, err))
            return false;
    }
    return true;
}

static bool is_made(const gr_figure *figure)
{
    for (size_t i = 0; i < figure->count; i++)
        if (figure->layers[i].x == NULL)
            return true;
    return false;
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

/* "2 momentum, lr 0.004": the group's number and the knobs that tell it from the others. */
static bool add_title(const gr_study *study, size_t group, gr_view *view, gr_error *err)
{
    gr_text title = { 0 };

    if (view->title == NULL)
        view->title = view->figure->title;
    if (group == GR_ALL_GROUPS || gr_study_groups(study) < 2)
        return true;
    gr_text_addf(&title, "%zu ", group + 1);
    gr_study_describe(study, group, &title);
    bool good = gr_text_ok(&title, err);
    if (good)
        view->title = gr_arena_strdup(&view->arena, gr_text_string(&title), err);
    gr_text_clear(&title);
    return good && view->title != NULL;
}

static bool fill(const gr_study *study, size_t group, const gr_view_request *request, gr_view *view,
                 gr_error *err)
{
    const gr_figure *figure = request->figure;
    const gr_run *run =
        group == GR_ALL_GROUPS ? gr_study_focus(study) : gr_study_first_of(study, group);

    if ((is_made(figure) && !add_made(study, group, request, view, err)) ||
        !gr_study_figure(study, figure, view, err) || !add_title(study, group, view, err))
        return false;
    for (size_t i = 0; i < figure->count; i++) {
        const gr_figure_layer *layer = &figure->layers[i];
        if (layer->x != NULL &&
            (!add_layer(study, group, layer, view, err) || !add_note(run, layer, view, err)))
            return false;
    }
    return study->arrange != GR_ARRANGE_BAND || gr_study_seeds_note(study, view, err);
}

/* Without a layer of columns there is nothing to put over a knob. */
static bool has_columns(const gr_figure *figure)
{
    for (size_t i = 0; i < figure->count; i++)
        if (figure->layers[i].x != NULL)
            return true;
    return false;
}

/* What was asked for goes before what the experiment finds best. */
static void look_through(gr_limits *window, const gr_limits *asked)
{
    if (asked->x_low < asked->x_high) {
        window->x_low = asked->x_low;
        window->x_high = asked->x_high;
    }
    if (asked->y_low < asked->y_high) {
        window->y_low = asked->y_low;
        window->y_high = asked->y_high;
    }
}

static bool view_of(const gr_study *study, size_t group, const gr_view_request *request,
                    gr_view *view, gr_error *err)
{
    bool made = study->arrange == GR_ARRANGE_SUMMARY && has_columns(request->figure)
                    ? gr_study_summary(study, request, view, err)
                    : fill(study, group, request, view, err);

    if (!made)
        gr_view_clear(view);
    else
        look_through(&view->window, &request->window);
    return made;
}

bool gr_study_view(const gr_study *study, const gr_view_request *request, gr_view *view,
                   gr_error *err)
{
    return view_of(study, GR_ALL_GROUPS, request, view, err);
}

bool gr_study_panel(const gr_study *study, size_t group, const gr_view_request *request,
                    gr_view *view, gr_error *err)
{
    return view_of(study, group, request, view, err);
}
