/* view.h - figures and views: what there is to see, without colours and without cells.
 *
 * A gr_figure is a static row of an experiment: name, title, axes, and ordered layers, each with a
 * shape, a legend label, a role and a source. A gr_view is one figure at the present step: an
 * immutable set of shapes made of plain arrays, all of it in one arena. The engine makes views, the
 * plot kinds of src/draw draw them, the plain dialogue describes them; a new plot kind changes
 * nothing in the engine and a new experiment nothing in the plots, since the set of shapes is
 * closed.
 */
#ifndef GRADUS_VIEW_H
#define GRADUS_VIEW_H

#include "gradus/memory.h"
#include "gradus/role.h"

#include <stdint.h>

typedef enum gr_shape_kind {
    GR_SHAPE_SERIES, /* y over x, in order, joined by lines; optionally a band */
    GR_SHAPE_POINTS, /* marks at (x, y) */
    GR_SHAPE_FIELD,  /* a value on a regular grid of x and y */
    GR_SHAPE_CELLS,  /* a board of cells, each a letter on a shade */
    GR_SHAPE_BARS,   /* a value for each label */
    GR_SHAPE_GRAPH,  /* a layered network */
    GR_SHAPE_TABLE,  /* text in columns */
    GR_SHAPE_TEXT,   /* lines of text */
    GR_SHAPES
} gr_shape_kind;

typedef struct gr_axis {
    const char *label, *unit; /* NULL or "" when it has none */
    bool log;
} gr_axis;

/* NaN in x or y is a gap. low and high (both or neither) are a band around y. */
typedef struct gr_series {
    size_t count;
    const double *x, *y, *low, *high;
} gr_series;

typedef struct gr_points {
    size_t count;
    const double *x, *y;
    const char *const *marks; /* one mark each; NULL: the layer's own */
} gr_points;

/* The edges of the field are x0, x1, y0, y1; a value is that of the middle of its cell, and what is
 * not finite is a gap. */
typedef struct gr_field {
    size_t columns, rows; /* values row by row, the first row at y0 */
    double x0, x1, y0, y1;
    const double *values;
    double low, high;     /* of the scale of shades; both 0: those of the values */
    bool decades; /* shades go by the logarithm of the height above the least value, if most heights
                     are less than a hundredth of the greatest */
    bool peaks; /* where the grid is finer than its plot, a place shows its greatest value: a narrow
                   line of shares does not get lost */
    const double *levels; /* to draw lines at; NULL: chosen by the plot */
    size_t level_count;
    const double *shades; /* from which value on each of the GR_HEATS shades is, rising, what is
                             lower being blank; NULL: by `low` and `high` */
    const char *const *row_names; /* NULL: rows go by where they lie on y */
} gr_field;

typedef struct gr_board_cell {
    const char *glyph; /* one column wide; from the closed list of glyphs */
    const char *mark;  /* likewise, or NULL */
    double heat;       /* 0 to 1; NaN for none */
    gr_role role;
    bool solid;        /* the glyph fills the cell, as a wall does */
} gr_board_cell;

typedef struct gr_board {
    size_t columns, rows;
    const gr_board_cell *cells; /* row by row, the first row on top */
    size_t present;             /* the row to be in sight where there is no room for all */
} gr_board;

typedef struct gr_bars {
    size_t count;
    const char *const *labels;
    const double *values; /* NaN: not yet known */
    long present;         /* the bar of the present step, or -1 */
} gr_bars;

/* How the connections between two layers are drawn. */
typedef enum gr_link_state {
    GR_LINK_FAINT,   /* not yet in question */
    GR_LINK_PRESENT, /* in question now: solid */
    GR_LINK_DONE     /* counted */
} gr_link_state;

typedef struct gr_link {
    gr_link_state state;
    const char *label; /* stands under the gap: "48", "?" */
} gr_link;

/* The unit that is worked out now, of layer `layer` (0: the inputs), and how many of the links that
 * lead to it have been added up. */
typedef struct gr_spot {
    size_t layer, unit, added;
} gr_spot;

/* Layer i has sizes[i] units; links[i] joins layer i to layer i + 1, all with all. */
typedef struct gr_graph {
    size_t layers;
    const double *sizes;
    const gr_link *links;              /* layers - 1 of them */
    const double *const *activations; /* per layer the value of each unit, NaN: not yet known; or
                                         NULL */
    const gr_spot *spot;              /* NULL: none; the links of the present state are all solid */
} gr_graph;

typedef struct gr_sheet {
    size_t columns, rows;
    const char *const *titles; /* columns of them; all "": there is no row of titles */
    const char *const *cells;  /* rows * columns, row by row; "" is blank */
    const bool *right;         /* per column: ends at its right edge */
    long present;              /* the row of the present step, or -1 */
    /* Of a sheet of names and their values, in two columns: the values once more as numbers, a row
     * each, and the decimals that they are shown with. Of compared runs they stand side by side, of
     * many seeds their medians. NULL: it is no such sheet. */
    const double *values;
    const int *decimals;
} gr_sheet;

typedef struct gr_lines {
    size_t count;
    const char *const *lines;
} gr_lines;

typedef struct gr_shape {
    gr_shape_kind kind;
    gr_role role;
    const char *label; /* for the legend; NULL for none */
    const char *mark;  /* one column wide, put on a curve where no other is near; NULL: none but the
                          disc at its present point; "": not that one either */
    const char *plot;  /* the plot kind that suits it best; NULL: the first that draws its kind */
    bool each;         /* the mark stands at every point: these alone are known */
    bool dotted;       /* a ghost, a bound, a prediction */
    bool aside;        /* of the run in hand alone: beside other runs those do not show theirs */
    bool across;       /* a series on one level: drawn from edge to edge, wherever its points end */
    union {
        gr_series series;
        gr_points points;
        gr_field field;
        gr_board board;
        gr_bars bars;
        gr_graph graph;
        gr_sheet sheet;
        gr_lines text;
    } as;
} gr_shape;

/* Where a layer's shape comes from: two columns of the trace, or the experiment's `view`. */
typedef struct gr_figure_layer {
    gr_shape_kind shape;
    gr_role role;
    const char *label;
    const char *x, *y; /* column names; NULL: the experiment's `view` makes it */
    const char *instead_of_y; /* the column to take where the cells of y are missing; or NULL */
    const char *mark; /* of its curve among others of one run; NULL: the digit of its role */
} gr_figure_layer;

enum { GR_FIGURE_LAYERS = 6 };

typedef struct gr_figure {
    const char *name; /* NULL ends a list */
    const char *title;
    gr_axis x, y;
    bool bare; /* a picture: no axes, and as high as wide a unit of x and of y */
    bool map;  /* a place seen from above: tick labels without axis lines; so is all with a field */
    bool whole; /* curves from the trace go on, dotted, through the steps after the present one that
                   are computed; of one run each step has its digit */
    gr_figure_layer layers[GR_FIGURE_LAYERS]; /* drawn in order; `count` of them are used */
    size_t count;
} gr_figure;

/* Where both axes end; NaN: nothing is known of that axis. */
typedef struct gr_limits {
    double x_low, x_high, y_low, y_high;
} gr_limits;

/* A row of marks below a plot, in the place of the labels of its x axis. */
typedef struct gr_strip {
    size_t count;
    const double *x;
    const char *const *marks; /* one column wide each */
    const gr_role *roles;
    const char *name; /* in front of it, where there is room */
    const char *key;  /* what the marks mean, below it */
} gr_strip;

enum { GR_VIEW_SHAPES = 64 };

typedef struct gr_view {
    gr_arena arena; /* owns all that the shapes point to */
    const gr_figure *figure;
    const char *title; /* left end of the heading */
    const char *note;  /* right end of the heading: the number of the moment */
    const char *remark; /* a few words in the emptiest corner of the plot; NULL: none */
    const char *says;  /* one sentence that describes the picture, for the plain dialogue */
    gr_shape shapes[GR_VIEW_SHAPES];
    size_t count;
    gr_limits window; /* what the axes enclose whatever the data, where low < high */
    bool fixed; /* the axes enclose `limits`, those of a study, and not the data of this view */
    gr_limits limits;
    gr_strip strip; /* a count of 0: none */
    bool x_elsewhere; /* the x axis stands under another panel */
    double x_reach;   /* the x axis goes from 0 to here at least; 0: as far as the data */
    double lift;      /* has been added to what is on y, so that a log axis can show it */
} gr_view;

/* What the drawer tells the maker: which figure, and how much detail is of use. */
typedef struct gr_view_request {
    const gr_figure *figure;
    int columns, rows; /* cells of the plot */
    gr_limits window;  /* the part to show, of x and of y where low < high */
} gr_view_request;

void gr_view_clear(gr_view *view);

/* Append a shape; NULL with an error when the view is full. */
gr_shape *gr_view_add(gr_view *view, gr_shape_kind kind, gr_role role, const char *label,
                      gr_error *err);

#endif
