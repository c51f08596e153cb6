/* text - lines as they are. */
#include "gradus/plot.h"

static bool draw(gr_canvas *canvas, gr_rect rect, const gr_view *view, const gr_shape *shape,
                 gr_error *err)
{
    const gr_lines *text = &shape->as.text;

    (void)view, (void)err;
    for (size_t i = 0; i < text->count && i < (size_t)rect.height; i++)
        gr_canvas_text(canvas, rect.x, rect.y + (int)i, rect.width, text->lines[i], shape->role);
    return true;
}

static int rows(const gr_shape *shape)
{
    return shape->as.text.count < 1000 ? (int)shape->as.text.count : 1000;
}

const gr_plot gr_plot_text = {
    .name = "text",
    .summary = "lines of text",
    .shape = GR_SHAPE_TEXT,
    .draw = draw,
    .rows = rows,
};
