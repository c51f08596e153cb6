/* network - a layered network: units as discs, links as lines, sizes and counts below.
 *
 * Where the values of the units are known they stand behind the discs, and the links begin behind
 * the values. A layer that is taller than the plot shows its first and last units with dots
 * between, and where something is worked out, that unit too; a network with more layers than fit
 * shows those around the link in question. */
#include "gradus/dots.h"
#include "gradus/number.h"
#include "gradus/plot.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LEAST_GAP = 6, UNITS_MAX = 64, FAINT_GAP = 3, PITCH_MAX = 3, LABEL_ROWS = 1 };
enum { VALUE_MAX = 7, VALUE_LEAST = 4, VALUE_LINKS = 2, MORE = 4 };

/* The layers that are drawn, and where. */
typedef struct net_layout {
    gr_rect body;
    size_t first, count;
    int labels;      /* row of the labels, or -1 */
    int left, right; /* margins: columns outside the first and the last layer */
    int values;      /* columns of the value behind a disc and a blank, 0: none */
} net_layout;

/* The units of one layer that are drawn: their rows, which they are, and which places are dots. */
typedef struct unit_column {
    int rows[UNITS_MAX];
    long units[UNITS_MAX]; /* -1: dots */
    int count;
} unit_column;

/* The link in question: the present one, else the last that is done. */
static size_t link_in_question(const gr_graph *graph)
{
    size_t done = 0;

    for (size_t i = 0; i + 1 < graph->layers; i++) {
        if (graph->links[i].state == GR_LINK_PRESENT)
            return i;
        if (graph->links[i].state == GR_LINK_DONE)
            done = i;
    }
    return done;
}

/* How many layers fit beside each other in so many columns. */
static size_t layers_in(const net_layout *l, int width)
{
    int room = l->values > 0 ? (width - l->values - 2) / (l->values + 2 + VALUE_LINKS)
                             : (width - 4) / LEAST_GAP;

    return room > 0 ? (size_t)room + 1 : 1;
}

static void choose_layers(net_layout *l, const gr_graph *graph, size_t room)
{
    size_t link = link_in_question(graph);

    l->count = room;
    l->first = link > room / 2 - 1 ? link - (room / 2 - 1) : 0;
    if (l->first + room > graph->layers)
        l->first = graph->layers - room;
}

static net_layout lay_out(gr_rect rect, const gr_graph *graph)
{
    net_layout l = { .body = rect, .count = graph->layers, .labels = -1 };

    if (rect.height >= 4) {
        l.labels = rect.y + rect.height - 1;
        l.body.height -= LABEL_ROWS;
    }
    if (graph->activations != NULL) {
        int most = (rect.width - 2 * 2 - VALUE_LINKS) / 2; /* with two layers in sight */
        l.values = most > VALUE_MAX ? VALUE_MAX : most < VALUE_LEAST ? 0 : most;
    }
    l.left = l.values > 0 ? 0 : rect.width >= 24 ? 4 : 1;
    l.right = l.values > 0 ? l.values + 1 : l.left;
    if (l.count > layers_in(&l, rect.width)) {
        bool wide = l.values > 0 && rect.width >= 2 * (l.values + 2) + VALUE_LINKS + 2 * MORE;
        int more = wide ? MORE : 0; /* room for the dots that say that there are more layers */
        choose_layers(&l, graph, layers_in(&l, rect.width - 2 * more));
        l.left += more;
        l.right += more;
    }
    return l;
}

static int layer_x(const net_layout *l, size_t i)
{
    int span = l->body.width - 1 - l->left - l->right;

    if (l->count < 2)
        return l->body.x + (l->values > 0 ? l->left : l->body.width / 2);
    return l->body.x + l->left + (int)((long)span * (long)i / (long)(l->count - 1));
}

/* Rows from one unit to the next: as many as the largest layer on the screen has room for. */
static int unit_pitch(const net_layout *l, const gr_graph *graph)
{
    double most = 1;

    for (size_t i = 0; i < l->count; i++)
        if (graph->sizes[l->first + i] > most)
            most = graph->sizes[l->first + i];
    for (int pitch = PITCH_MAX; pitch > 1; pitch--)
        if (pitch * (most - 1) + 1 <= l->body.height)
            return pitch;
    return 1;
}

/* --- units --- */

/* The unit of a layer that has to be seen: the one that is worked out, or the one it takes in. */
static long unit_in_question(const gr_graph *graph, size_t layer)
{
    const gr_spot *spot = graph->spot;
    double last = graph->sizes[layer] - 1;

    if (spot == NULL || (layer != spot->layer && layer + 1 != spot->layer))
        return 0;
    size_t unit = layer == spot->layer ? spot->unit : spot->added > 0 ? spot->added - 1 : 0;
    return (double)unit < last ? (long)unit : (long)last;
}

/* The first units, dots, the unit in question, dots, the last units. Dots never stand for a single
 * unit, which takes their place. */
static void name_around(unit_column *column, long size, long unit)
{
    long middle = column->count / 2, last = size - 1;

    unit = unit < middle ? middle : unit > last - middle ? last - middle : unit;
    for (int i = 0; i < column->count; i++)
        column->units[i] = i < middle ? i : last - (column->count - 1 - i);
    column->units[middle] = unit;
    if (middle > 0 && unit - 1 > middle - 1)
        column->units[middle - 1] = -1;
    if (middle > 0 && unit + 1 < last - (middle - 1))
        column->units[middle + 1] = -1;
}

/* The first units, dots, the last units. */
static void name_ends(unit_column *column, bool elided)
{
    for (int i = 0; i < column->count; i++)
        column->units[i] = elided && column->count >= 3 && i == column->count / 2 ? -1 : i;
}

static unit_column place_units(const net_layout *l, const gr_graph *graph, size_t layer, int pitch)
{
    unit_column column = { .count = 0 };
    int room = l->body.height < UNITS_MAX ? l->body.height : UNITS_MAX;
    double size = graph->sizes[layer];
    bool elided = size > room;

    column.count = elided ? room : size > 0 ? (int)size : 0;
    if (elided && column.count % 2 == 0 && column.count > 1)
        column.count--;
    if (elided && graph->activations != NULL)
        name_around(&column, (long)size, unit_in_question(graph, layer));
    else
        name_ends(&column, elided);
    int used = (column.count - 1) * pitch + 1;
    int top = l->body.y + (l->body.height - used) / 2;
    for (int i = 0; i < column.count; i++)
        column.rows[i] = top + i * pitch;
    return column;
}

/* In at most `room` columns, with fewer digits where it has to be; "" when nothing fits. */
static void value_text(double value, int room, char out[GR_NUMBER_SIZE])
{
    static const double coarser[] = { 10, 100, 499 }; /* tenths of a percent that may be lost */

    if (isnan(value))
        strcpy(out, "?");
    else
        gr_number_shown(value, GR_DECIMALS_AUTO, out);
    for (size_t i = 0; (int)strlen(out) > room && i < GR_LEN(coarser); i++)
        gr_number_tick(value, fabs(value) * coarser[i], out);
    if ((int)strlen(out) > room)
        out[0] = '\0';
}

static void draw_value(gr_canvas *canvas, const net_layout *l, int x, int y, double value)
{
    char text[GR_NUMBER_SIZE];

    value_text(value, l->values, text);
    gr_canvas_text(canvas, x + 2, y, l->values, text, isnan(value) ? GR_ROLE_DIM : GR_ROLE_TEXT);
}

static void draw_units(gr_canvas *canvas, const net_layout *l, const gr_graph *graph, size_t layer,
                       int x, const unit_column *column)
{
    const gr_spot *spot = graph->spot;

    for (int i = 0; i < column->count; i++) {
        int y = column->rows[i];
        long unit = column->units[i];
        if (unit < 0) {
            gr_canvas_put(canvas, x, y, ':', GR_ROLE_DIM);
            continue;
        }
        gr_canvas_glyph(canvas, x, y, GR_GLYPH_DISC, GR_ROLE_TEXT);
        if (l->values > 0)
            draw_value(canvas, l, x, y, graph->activations[layer][unit]);
        if (spot != NULL && layer == spot->layer && (size_t)unit == spot->unit)
            gr_canvas_embolden(canvas, (gr_rect){ x, y, l->values + 2, 1 });
    }
}

/* --- links --- */

/* Two layers of units beside each other. */
typedef struct link_gap {
    size_t layer; /* the right one */
    double x0, x1;
    unit_column from, to;
    gr_link_state state;
} link_gap;

static link_gap gap_behind(const net_layout *l, const gr_graph *graph, size_t i, int pitch)
{
    size_t layer = l->first + i;

    return (link_gap){ .layer = layer + 1,
                       .x0 = layer_x(l, i) - l->body.x + (l->values > 0 ? l->values + 2.5 : 1.5),
                       .x1 = layer_x(l, i + 1) - l->body.x - 0.5,
                       .from = place_units(l, graph, layer, pitch),
                       .to = place_units(l, graph, layer + 1, pitch),
                       .state = graph->links[layer].state };
}

/* Whether a link is drawn solid: it is in question, and counted already where links are counted. */
static bool is_solid(const gr_graph *graph, const link_gap *gap, int i, int k)
{
    const gr_spot *spot = graph->spot;

    if (gap->state != GR_LINK_PRESENT)
        return false;
    return spot == NULL || (gap->layer == spot->layer && gap->to.units[k] == (long)spot->unit &&
                            gap->from.units[i] < (long)spot->added);
}

/* The links of a gap that are solid, or those that are not. */
static void draw_links(gr_dots *dots, const net_layout *l, const gr_graph *graph,
                       const link_gap *gap, bool solid)
{
    int step = solid ? 1 : FAINT_GAP;

    for (int i = 0; i < gap->from.count; i++)
        for (int k = 0; k < gap->to.count; k++)
            if (gap->from.units[i] >= 0 && gap->to.units[k] >= 0 &&
                is_solid(graph, gap, i, k) == solid)
                gr_dots_line(dots, gap->x0, gap->from.rows[i] - l->body.y + 0.5, gap->x1,
                             gap->to.rows[k] - l->body.y + 0.5, step, (i + k) % step,
                             solid ? GR_ROLE_SERIES1 : GR_ROLE_CONTOUR);
}

/* --- labels --- */

/* A text on the row of labels: where it begins, and how many columns it takes; 0: it stays out. */
typedef struct label {
    char text[32];
    int start, width;
} label;

static label centred(gr_rect rect, int x, const char *text)
{
    label made = { .width = (int)gr_text_width(text) };

    snprintf(made.text, sizeof made.text, "%s", text);
    made.start = x - made.width / 2;
    if (made.start + made.width > rect.x + rect.width)
        made.start = rect.x + rect.width - made.width;
    if (made.start < rect.x)
        made.start = rect.x;
    if (made.width > rect.width || strlen(text) >= sizeof made.text)
        made.width = 0;
    return made;
}

/* The size of a layer, "100000000" as "1e8" where it would run into its neighbours. */
static label size_label(gr_rect rect, const net_layout *l, const gr_graph *graph, size_t i)
{
    char text[GR_NUMBER_SIZE];
    double size = graph->sizes[l->first + i];
    int room = l->count > 1 ? (layer_x(l, 1) - layer_x(l, 0)) / 2 : rect.width;

    if (gr_number_shown(size, GR_DECIMALS_COUNT, text) > (size_t)room)
        gr_number_tick(size, 0, text);
    return centred(rect, layer_x(l, i), text);
}

static void draw_label(gr_canvas *canvas, const net_layout *l, const label *one, gr_role role)
{
    gr_canvas_text(canvas, one->start, l->labels, one->width, one->text, role);
}

/* What the link behind layer i counts, if it fits between the sizes at its ends. */
static void draw_count(gr_canvas *canvas, gr_rect rect, const net_layout *l, const gr_graph *graph,
                       size_t i, const label *from, const label *to)
{
    const gr_link *link = &graph->links[l->first + i];
    label count = centred(rect, (layer_x(l, i) + layer_x(l, i + 1)) / 2, link->label);

    if (count.start > from->start + from->width && count.start + count.width < to->start)
        draw_label(canvas, l, &count, link->state == GR_LINK_FAINT ? GR_ROLE_DIM : GR_ROLE_SERIES1);
}

static void draw_labels(gr_canvas *canvas, gr_rect rect, const net_layout *l, const gr_graph *graph)
{
    int dots = rect.width < 3 ? rect.width : 3, taken = rect.x - 1; /* the last column in use */

    for (size_t i = 0; i < l->count; i++) {
        label size = size_label(rect, l, graph, i);
        if (size.width == 0 || size.start <= taken)
            continue;
        draw_label(canvas, l, &size, GR_ROLE_TEXT);
        taken = size.start + size.width;
        if (i + 1 == l->count)
            break;
        label next = size_label(rect, l, graph, i + 1);
        draw_count(canvas, rect, l, graph, i, &size, &next);
    }
    if (l->first > 0)
        gr_canvas_text(canvas, rect.x, rect.y, dots, "...", GR_ROLE_DIM);
    if (l->first + l->count < graph->layers)
        gr_canvas_text_right(canvas, rect.x, rect.y, rect.width, "...", GR_ROLE_DIM);
}

static bool draw(gr_canvas *canvas, gr_rect rect, const gr_view *view, const gr_shape *shape,
                 gr_error *err)
{
    const gr_graph *graph = &shape->as.graph;
    net_layout l = lay_out(rect, graph);
    gr_dots dots;

    (void)view;
    if (l.body.height < 1 || !gr_dots_init(&dots, l.body, canvas->ascii, err))
        return l.body.height < 1;
    int pitch = unit_pitch(&l, graph);
    for (int solid = 0; solid <= 1; solid++) { /* the link in question over its neighbours */
        for (size_t i = 0; i + 1 < l.count; i++) {
            link_gap gap = gap_behind(&l, graph, i, pitch);
            draw_links(&dots, &l, graph, &gap, solid == 1);
        }
    }
    gr_dots_put(&dots, canvas);
    gr_dots_clear(&dots);
    for (size_t i = 0; i < l.count; i++) {
        unit_column column = place_units(&l, graph, l.first + i, pitch);
        draw_units(canvas, &l, graph, l.first + i, layer_x(&l, i), &column);
    }
    if (l.labels >= 0)
        draw_labels(canvas, rect, &l, graph);
    return true;
}

const gr_plot gr_plot_network = {
    .name = "network",
    .summary = "a layered network with its sizes and counts",
    .shape = GR_SHAPE_GRAPH,
    .draw = draw,
};
