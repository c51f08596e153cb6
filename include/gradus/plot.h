/* plot.h - plot kinds: how a shape becomes cells.
 *
 * A plot kind draws one shape; several kinds may draw the same. It is one file in src/draw/ that
 * ends in one const gr_plot, and one row in plots.def. The first kind for a shape is its default.
 * A plot kind may be handed any rectangle, down to 1x1, and draws what is sensible there: under 3
 * rows or 8 columns only the number of the moment is left, which gr_figure_draw writes.
 */
#ifndef GRADUS_PLOT_H
#define GRADUS_PLOT_H

#include "gradus/canvas.h"
#include "gradus/view.h"

typedef struct gr_plot {
    const char *name, *summary;
    gr_shape_kind shape;
    bool (*draw)(gr_canvas *canvas, gr_rect rect, const gr_view *view, const gr_shape *shape,
                 gr_error *err);
    /* Its markers, drawn once all shapes of the figure are there; NULL: it has none. */
    void (*marks)(gr_canvas *canvas, gr_rect rect, const gr_view *view, const gr_shape *shape);
    int (*rows)(const gr_shape *shape); /* the most it can make use of; NULL: any number */
} gr_plot;

size_t gr_plot_count(void);
const gr_plot *gr_plot_at(size_t index);
const gr_plot *gr_plot_find(const char *name, gr_error *err);

/* The default kind for a shape, or NULL. */
const gr_plot *gr_plot_for(gr_shape_kind shape);

/* A figure with its heading: title at the left, the number of the moment at the right, then its
 * shapes, each by `plot` where that fits and else by its default kind: fields, then curves, then
 * the others, in order. Who wins a cell: markers, curves, dotted curves, bands, level lines. */
bool gr_figure_draw(gr_canvas *canvas, gr_rect rect, const gr_view *view, const gr_plot *plot,
                    gr_error *err);

/* The end of a note that fits in `width` columns: behind its last `=`, else by whole words; "" when
 * not even one does. */
const char *gr_note_fit(const char *note, int width);

/* The rows that a figure can make use of, its heading included; INT_MAX: any number. */
int gr_figure_rows(const gr_view *view, const gr_plot *plot);

#endif
