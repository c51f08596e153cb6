/* A log axis shows no value <= 0. Where the least value of a column is known to be negative, all of
 * its curves are lifted by as much, and the figure says so: "f + 6.543"; where nothing is known of
 * it the axis is linear. */
#include "study_private.h"

#include <math.h>
#include <string.h>

/* What lifts a column of all runs above 0; NaN where that of one run is unknown. */
static double lift_of(const gr_study *study, const char *column)
{
    double most = 0;

    for (size_t i = 0; i < study->count; i++) {
        double lift = gr_run_lift(study->runs[i], column);
        if (isnan(lift))
            return lift;
        most = lift > most ? lift : most;
    }
    return most;
}

static double lift_of_all(const gr_study *study, const gr_figure *figure)
{
    double most = 0;

    for (size_t i = 0; i < figure->count; i++) {
        const gr_figure_layer *layer = &figure->layers[i];
        double lift = layer->x != NULL ? lift_of(study, layer->y) : 0;
        if (isnan(lift))
            return lift;
        most = lift > most ? lift : most;
    }
    return most;
}

/* "f + 6.543" and "f + 6.543 against step". */
static bool name_lift(gr_figure *made, const gr_figure *figure, gr_view *view, gr_error *err)
{
    size_t length = strlen(figure->y.label);
    bool named = strncmp(figure->title, figure->y.label, length) == 0;
    char number[GR_NUMBER_SIZE];

    gr_number_shown(view->lift, GR_DECIMALS_AUTO, number);
    made->y.label = gr_arena_printf(&view->arena, err, "%s + %s", figure->y.label, number);
    if (made->y.label == NULL)
        return false;
    made->title = gr_arena_printf(&view->arena, err, "%s%s", made->y.label,
                                  named ? figure->title + length : "");
    return made->title != NULL;
}

bool gr_study_figure(const gr_study *study, const gr_figure *figure, gr_view *view, gr_error *err)
{
    double lift = figure->y.log ? lift_of_all(study, figure) : 0;

    view->figure = figure;
    if (lift == 0)
        return true;
    gr_figure *made = gr_arena_alloc(&view->arena, 1, sizeof *made, err);
    if (made == NULL)
        return false;
    *made = *figure;
    made->y.log = !isnan(lift);
    view->lift = isnan(lift) ? 0 : lift;
    view->figure = made;
    return isnan(lift) || name_lift(made, figure, view, err);
}
