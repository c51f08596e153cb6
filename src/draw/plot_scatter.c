/* scatter - points on axes. */
#include "gradus/chart.h"
#include "gradus/plot.h"

static bool draw(gr_canvas *canvas, gr_rect rect, const gr_view *view, const gr_shape *shape,
                 gr_error *err)
{
    const gr_points *p = &shape->as.points;
    gr_axes axes = gr_chart_axes(view, rect);
    const char *own = shape->mark != NULL ? shape->mark : "○";

    (void)err;
    gr_chart_frame(view, shape, &axes, canvas);
    for (size_t i = 0; i < p->count; i++)
        gr_chart_mark(&axes, canvas, p->x[i], p->y[i], p->marks != NULL ? p->marks[i] : own,
                      shape->role);
    return true;
}

static void marks(gr_canvas *canvas, gr_rect rect, const gr_view *view, const gr_shape *shape)
{
    gr_axes axes = gr_chart_axes(view, rect);

    gr_chart_note(view, shape, &axes, canvas);
}

const gr_plot gr_plot_scatter = {
    .name = "scatter",
    .summary = "points on axes",
    .shape = GR_SHAPE_POINTS,
    .draw = draw,
    .marks = marks,
};
