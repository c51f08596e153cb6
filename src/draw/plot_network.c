/* network - a layered network: units as discs, links as lines, sizes and counts below.
 *
 * A layer that is taller than the plot shows its first and last units with dots between; a network
 * with more layers than fit shows those around the link in question. */
#include "gradus/dots.h"
#include "gradus/number.h"
#include "gradus/plot.h"

#include <stdio.h>
#include <string.h>

enum { LEAST_GAP = 6, UNITS_MAX = 64, FAINT_GAP = 3, PITCH_MAX = 3, LABEL_ROWS = 1 };

/* The layers that are drawn, and where. */
typedef struct net_layout {
    gr_rect body;
    size_t first, count;
    int labels; /* row of the labels, or -1 */
} net_layout;

/* The units of one layer that are drawn: their rows, and whether some are left out. */
typedef struct unit_column {
    int rows[UNITS_MAX];
    int count;
    bool elided; /* the middle place is dots */
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

static net_layout lay_out(gr_rect rect, const gr_graph *graph)
{
    net_layout l = { .body = rect, .count = graph->layers, .labels = -1 };
    size_t room = (size_t)((rect.width - 4) / LEAST_GAP) + 1;

    if (rect.height >= 4) {
        l.labels = rect.y + rect.height - 1;
        l.body.height -= LABEL_ROWS;
    }
    if (l.count > room) {
        size_t link = link_in_question(graph);
        l.count = room;
        l.first = link > room / 2 - 1 ? link - (room / 2 - 1) : 0;
        if (l.first + room > graph->layers)
            l.first = graph->layers - room;
    }
    return l;
}

static int layer_x(const net_layout *l, size_t i)
{
    int margin = l->body.width >= 24 ? 4 : 1, span = l->body.width - 1 - 2 * margin;

    if (l->count < 2)
        return l->body.x + l->body.width / 2;
    return l->body.x + margin + (int)((long)span * (long)i / (long)(l->count - 1));
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

static unit_column place_units(const net_layout *l, double size, int pitch)
{
    unit_column column = { .count = 0 };
    int room = l->body.height < UNITS_MAX ? l->body.height : UNITS_MAX;

    column.elided = size > room;
    column.count = column.elided ? room : size > 0 ? (int)size : 0;
    if (column.elided && column.count % 2 == 0 && column.count > 1)
        column.count--;
    int used = (column.count - 1) * pitch + 1;
    int top = l->body.y + (l->body.height - used) / 2;
    for (int i = 0; i < column.count; i++)
        column.rows[i] = top + i * pitch;
    return column;
}

static bool is_gap(const unit_column *column, int i)
{
    return column->elided && column->count >= 3 && i == column->count / 2;
}

static void draw_links(gr_dots *dots, const net_layout *l, int x0, const unit_column *from, int x1,
                       const unit_column *to, gr_link_state state)
{
    bool solid = state == GR_LINK_PRESENT;
    int gap = solid ? 1 : FAINT_GAP;

    for (int i = 0; i < from->count; i++)
        for (int k = 0; k < to->count; k++)
            if (!is_gap(from, i) && !is_gap(to, k))
                gr_dots_line(dots, x0 - l->body.x + 1.5, from->rows[i] - l->body.y + 0.5,
                             x1 - l->body.x - 0.5, to->rows[k] - l->body.y + 0.5, gap,
                             (i + k) % gap, solid ? GR_ROLE_SERIES1 : GR_ROLE_CONTOUR);
}

static void draw_units(gr_canvas *canvas, int x, const unit_column *column)
{
    for (int i = 0; i < column->count; i++) {
        if (is_gap(column, i))
            gr_canvas_put(canvas, x, column->rows[i], ':', GR_ROLE_DIM);
        else
            gr_canvas_glyph(canvas, x, column->rows[i], GR_GLYPH_DISC, GR_ROLE_TEXT);
    }
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
            unit_column from = place_units(&l, graph->sizes[l.first + i], pitch);
            unit_column to = place_units(&l, graph->sizes[l.first + i + 1], pitch);
            gr_link_state state = graph->links[l.first + i].state;
            if ((state == GR_LINK_PRESENT) == (solid == 1))
                draw_links(&dots, &l, layer_x(&l, i), &from, layer_x(&l, i + 1), &to, state);
        }
    }
    gr_dots_put(&dots, canvas);
    gr_dots_clear(&dots);
    for (size_t i = 0; i < l.count; i++) {
        unit_column column = place_units(&l, graph->sizes[l.first + i], pitch);
        draw_units(canvas, layer_x(&l, i), &column);
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
