/* What can be read out of a figure one by one. */
#include "describe_private.h"

#include <math.h>

enum { ROWS_MAX = 24, LINES_MAX = 60, BOARD_WIDTH = 60, BOARD_HEIGHT = 40, UNITS_MAX = 16 };

/* The part of `count` rows that is read out: at most `most`, the present one among them. */
typedef struct part {
    size_t from, to, count;
} part;

static part part_of(size_t count, long present, size_t most)
{
    size_t middle = present > 0 ? (size_t)present : 0, half = most / 2;
    size_t from = count > most && middle > half ? middle - half : 0;

    if (count > most && from > count - most)
        from = count - most;
    return (part){ from, count > most ? from + most : count, count };
}

static void add_before(gr_text *out, const part *p)
{
    if (p->from > 0)
        gr_text_addf(out, "(%zu before)\n", p->from);
}

static void add_behind(gr_text *out, const part *p)
{
    if (p->to < p->count)
        gr_text_addf(out, "(%zu more)\n", p->count - p->to);
}

static void read_sheet(gr_text *out, const gr_shape *shape, const gr_figure *figure)
{
    const gr_sheet *sheet = &shape->as.sheet;
    part p = part_of(sheet->rows, sheet->present, ROWS_MAX);

    (void)figure;
    add_before(out, &p);
    for (size_t i = p.from; i < p.to && sheet->columns > 0; i++) {
        gr_describe_sheet_row(out, sheet, i);
        gr_text_add(out, "\n");
    }
    add_behind(out, &p);
}

static void read_lines(gr_text *out, const gr_shape *shape, const gr_figure *figure)
{
    part p = part_of(shape->as.text.count, 0, LINES_MAX);

    (void)figure;
    for (size_t i = p.from; i < p.to; i++) {
        gr_describe_text(out, shape->as.text.lines[i]);
        gr_text_add(out, "\n");
    }
    add_behind(out, &p);
}

static void read_bars(gr_text *out, const gr_shape *shape, const gr_figure *figure)
{
    const gr_bars *bars = &shape->as.bars;
    part p = part_of(bars->count, bars->present, ROWS_MAX);

    add_before(out, &p);
    for (size_t i = p.from; i < p.to; i++) {
        gr_describe_bar_name(out, bars, i, figure);
        gr_text_add(out, ": ");
        gr_describe_number(out, bars->values[i]);
        gr_text_add(out, "\n");
    }
    add_behind(out, &p);
}

/* The values of a layer's units, where they are known and few. */
static void read_units(gr_text *out, const gr_graph *g, size_t layer)
{
    const double *values = g->activations != NULL ? g->activations[layer] : NULL;

    if (values == NULL || !(g->sizes[layer] >= 1 && g->sizes[layer] <= UNITS_MAX))
        return;
    gr_text_addf(out, "layer %zu: ", layer + 1);
    for (size_t i = 0; i < (size_t)g->sizes[layer]; i++) {
        gr_text_add(out, i > 0 ? ", " : "");
        gr_describe_number(out, values[i]);
    }
    gr_text_add(out, "\n");
}

static void read_link(gr_text *out, const gr_graph *g, size_t i)
{
    gr_text_addf(out, "from layer %zu to %zu, ", i + 1, i + 2);
    gr_describe_number(out, g->sizes[i]);
    gr_text_add(out, " to ");
    gr_describe_number(out, g->sizes[i + 1]);
    gr_text_add(out, " units: ");
    if (g->links[i].label != NULL && g->links[i].label[0] != '\0') {
        gr_describe_text(out, g->links[i].label);
        gr_text_add(out, ", ");
    }
    gr_text_addf(out, "%s\n", gr_describe_link(g->links[i].state));
}

static void read_graph(gr_text *out, const gr_shape *shape, const gr_figure *figure)
{
    const gr_graph *g = &shape->as.graph;
    size_t gaps = g->layers > 0 && g->links != NULL ? g->layers - 1 : 0;
    long present = 0;

    (void)figure;
    for (size_t i = 0; i < gaps; i++)
        present = g->links[i].state == GR_LINK_FAINT ? present : (long)i;
    part p = part_of(gaps, present, ROWS_MAX);
    add_before(out, &p);
    for (size_t i = p.from; i < p.to; i++) {
        read_units(out, g, i);
        read_link(out, g, i);
    }
    if (p.to == gaps && g->layers > 0)
        read_units(out, g, g->layers - 1);
    add_behind(out, &p);
}

static void read_board(gr_text *out, const gr_shape *shape, const gr_figure *figure)
{
    const gr_board *b = &shape->as.board;

    (void)figure;
    if (b->columns > BOARD_WIDTH || b->rows > BOARD_HEIGHT || b->columns == 0)
        return;
    for (size_t y = 0; y < b->rows; y++) {
        for (size_t x = 0; x < b->columns; x++) {
            const gr_board_cell *cell = &b->cells[y * b->columns + x];
            const char *glyph = cell->mark != NULL ? cell->mark : cell->glyph;
            gr_describe_symbol(out, glyph != NULL && glyph[0] != '\0' ? glyph : " ");
        }
        gr_text_add(out, "\n");
    }
}

bool gr_describe_rows(const gr_view *view, gr_text *out, gr_error *err)
{
    static void (*const readers[GR_SHAPES])(gr_text *, const gr_shape *, const gr_figure *) = {
        [GR_SHAPE_CELLS] = read_board, [GR_SHAPE_BARS] = read_bars,  [GR_SHAPE_GRAPH] = read_graph,
        [GR_SHAPE_TABLE] = read_sheet, [GR_SHAPE_TEXT] = read_lines,
    };

    for (size_t i = 0; i < view->count; i++)
        if (readers[view->shapes[i].kind] != NULL)
            readers[view->shapes[i].kind](out, &view->shapes[i], view->figure);
    return gr_text_ok(out, err);
}
