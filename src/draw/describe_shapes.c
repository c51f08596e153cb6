/* Each shape in words. */
#include "describe_private.h"

#include <math.h>
#include <string.h>

enum { LIST_MAX = 6, LAYERS_MAX = 12, GLYPHS_MAX = 8 };

/* " at step 12" */
static void add_at(gr_text *out, const gr_figure *figure, double x)
{
    gr_text_add(out, " at ");
    gr_describe_text(out, is_given(figure->x.label) ? figure->x.label : "x");
    gr_text_add(out, " ");
    gr_describe_number(out, x);
}

static void add_place(gr_text *out, double x, double y)
{
    gr_text_add(out, "(");
    gr_describe_number(out, x);
    gr_text_add(out, ", ");
    gr_describe_number(out, y);
    gr_text_add(out, ")");
}

/* --- numbers that are drawn, and those that are not --- */

typedef enum fate { DRAWN, GAP, ENDLESS, LEFT_OUT } fate;

static fate fate_of(double x, double y, const gr_figure *figure)
{
    if (isnan(x) || isnan(y))
        return GAP;
    if (isinf(x) || isinf(y))
        return ENDLESS;
    return (figure->x.log && x <= 0) || (figure->y.log && y <= 0) ? LEFT_OUT : DRAWN;
}

typedef struct scan {
    size_t fates[LEFT_OUT + 1];
    size_t first, last, low, high; /* of those drawn */
} scan;

static scan scan_values(const double *x, const double *y, size_t count, const gr_figure *figure)
{
    scan s = { .fates = { 0 } };

    for (size_t i = 0; i < count; i++) {
        fate f = fate_of(x[i], y[i], figure);
        if (f == DRAWN && s.fates[DRAWN] == 0)
            s.first = s.low = s.high = i;
        s.fates[f]++;
        if (f != DRAWN)
            continue;
        s.last = i;
        s.low = y[i] < y[s.low] ? i : s.low;
        s.high = y[i] > y[s.high] ? i : s.high;
    }
    return s;
}

static void add_flaws(gr_text *out, const scan *s)
{
    if (s->fates[GAP] > 0) {
        gr_text_add(out, ", ");
        gr_describe_count(out, s->fates[GAP], "gap", "gaps");
    }
    if (s->fates[ENDLESS] > 0)
        gr_text_addf(out, ", %zu infinite", s->fates[ENDLESS]);
    if (s->fates[LEFT_OUT] > 0)
        gr_text_addf(out, ", %zu not positive and so not on the log scale", s->fates[LEFT_OUT]);
}

/* --- one teller a shape --- */

static void add_value_at(gr_text *out, const char *word, const gr_series *s, size_t i,
                         const gr_figure *figure)
{
    gr_text_add(out, word);
    gr_describe_number(out, s->y[i]);
    add_at(out, figure, s->x[i]);
}

static void tell_course(gr_text *out, const gr_series *s, const scan *found,
                        const gr_figure *figure)
{
    double first = s->y[found->first], last = s->y[found->last];

    if (found->fates[DRAWN] == 1) {
        add_value_at(out, ", ", s, found->first, figure);
        return;
    }
    if (s->y[found->low] < s->y[found->high]) {
        add_value_at(out, ", from ", s, found->first, figure);
        add_value_at(out, " to ", s, found->last, figure);
        if (s->y[found->low] < first && s->y[found->low] < last)
            add_value_at(out, ", lowest ", s, found->low, figure);
        if (s->y[found->high] > first && s->y[found->high] > last)
            add_value_at(out, ", highest ", s, found->high, figure);
        return;
    }
    gr_text_add(out, ", all ");
    gr_describe_number(out, first);
    add_at(out, figure, s->x[found->first]);
    gr_text_add(out, " to ");
    gr_describe_number(out, s->x[found->last]);
}

static void tell_series(gr_text *out, const gr_shape *shape, const gr_figure *figure)
{
    const gr_series *s = &shape->as.series;
    scan found = scan_values(s->x, s->y, s->count, figure);

    if (s->count == 0) {
        gr_text_add(out, "no points");
        return;
    }
    gr_describe_count(out, s->count, "point", "points");
    if (found.fates[DRAWN] == 0)
        gr_text_add(out, ", none that can be drawn");
    else
        tell_course(out, s, &found, figure);
    add_flaws(out, &found);
    if (s->low == NULL || found.fates[DRAWN] == 0)
        return;
    gr_text_add(out, ", band at the end from ");
    gr_describe_number(out, s->low[found.last]);
    gr_text_add(out, " to ");
    gr_describe_number(out, s->high[found.last]);
}

static void tell_each_point(gr_text *out, const gr_shape *shape, const gr_figure *figure)
{
    const gr_points *p = &shape->as.points;
    const char *between = ": ";

    for (size_t i = 0; i < p->count; i++) {
        const char *mark = p->marks != NULL ? p->marks[i] : NULL;
        if (fate_of(p->x[i], p->y[i], figure) != DRAWN)
            continue;
        gr_text_add(out, between);
        if (is_given(mark)) {
            gr_describe_symbol(out, mark);
            gr_text_add(out, " at ");
        }
        add_place(out, p->x[i], p->y[i]);
        between = ", ";
    }
}

static void tell_points(gr_text *out, const gr_shape *shape, const gr_figure *figure)
{
    const gr_points *p = &shape->as.points;
    scan up = scan_values(p->x, p->y, p->count, figure);
    scan across = { .low = 0 };

    if (p->count == 0) {
        gr_text_add(out, "no marks");
        return;
    }
    gr_describe_count(out, p->count, "mark", "marks");
    if (p->count <= LIST_MAX) {
        tell_each_point(out, shape, figure);
    } else if (up.fates[DRAWN] > 0) {
        const gr_figure turned = { .x = figure->y, .y = figure->x };
        across = scan_values(p->y, p->x, p->count, &turned);
        gr_text_add(out, ", from ");
        add_place(out, p->x[across.low], p->y[up.low]);
        gr_text_add(out, " to ");
        add_place(out, p->x[across.high], p->y[up.high]);
    }
    add_flaws(out, &up);
}

/* Where on its axis a row or column of a field lies. */
static double along(double from, double to, size_t index, size_t count)
{
    return count > 1 ? from + (to - from) * (double)index / (double)(count - 1) : from;
}

static void add_field_at(gr_text *out, const gr_field *f, size_t i)
{
    gr_describe_number(out, f->values[i]);
    gr_text_add(out, " at ");
    add_place(out, along(f->x0, f->x1, i % f->columns, f->columns),
              along(f->y0, f->y1, i / f->columns, f->rows));
}

static void tell_field(gr_text *out, const gr_shape *shape, const gr_figure *figure)
{
    static const gr_figure plain = { .name = NULL };
    const gr_field *f = &shape->as.field;
    size_t count = f->columns * f->rows;
    scan found = scan_values(f->values, f->values, count, &plain);

    (void)figure;
    if (count == 0) {
        gr_text_add(out, "no field");
        return;
    }
    gr_text_addf(out, "field of %zu by %zu values from ", f->columns, f->rows);
    add_place(out, f->x0, f->y0);
    gr_text_add(out, " to ");
    add_place(out, f->x1, f->y1);
    if (found.fates[DRAWN] > 0) {
        gr_text_add(out, ", lowest ");
        add_field_at(out, f, found.low);
        gr_text_add(out, ", highest ");
        add_field_at(out, f, found.high);
    }
    add_flaws(out, &found);
}

/* "14 of '.', 3 of '#'" */
static void tell_glyphs(gr_text *out, const gr_board *b)
{
    const char *kinds[GLYPHS_MAX];
    size_t counts[GLYPHS_MAX] = { 0 }, used = 0, others = 0;

    for (size_t i = 0; i < b->columns * b->rows; i++) {
        const char *glyph = is_given(b->cells[i].glyph) ? b->cells[i].glyph : " ";
        size_t k = 0;
        while (k < used && strcmp(kinds[k], glyph) != 0)
            k++;
        if (k == GLYPHS_MAX) {
            others++;
            continue;
        }
        kinds[k] = glyph;
        counts[k]++;
        used += k == used;
    }
    for (size_t k = 0; k < used; k++) {
        gr_text_addf(out, ", %zu of '", counts[k]);
        gr_describe_symbol(out, kinds[k]);
        gr_text_add(out, "'");
    }
    if (others > 0)
        gr_text_addf(out, ", %zu others", others);
}

static void tell_board_marks(gr_text *out, const gr_board *b)
{
    size_t marks = 0;

    for (size_t i = 0; i < b->columns * b->rows; i++) {
        if (!is_given(b->cells[i].mark) || ++marks > LIST_MAX)
            continue;
        gr_text_add(out, ", ");
        gr_describe_symbol(out, b->cells[i].mark);
        gr_text_addf(out, " at column %zu, row %zu", i % b->columns + 1, i / b->columns + 1);
    }
    if (marks > LIST_MAX)
        gr_text_addf(out, ", %zu more marks", marks - LIST_MAX);
}

static void tell_board_heat(gr_text *out, const gr_board *b)
{
    size_t low = 0, high = 0;
    bool any = false;

    for (size_t i = 0; i < b->columns * b->rows; i++) {
        double heat = b->cells[i].heat;
        if (!isfinite(heat))
            continue;
        low = !any || heat < b->cells[low].heat ? i : low;
        high = !any || heat > b->cells[high].heat ? i : high;
        any = true;
    }
    if (!any)
        return;
    gr_text_add(out, ", shades from ");
    gr_describe_number(out, b->cells[low].heat);
    gr_text_add(out, " to ");
    gr_describe_number(out, b->cells[high].heat);
    gr_text_addf(out, " at column %zu, row %zu", high % b->columns + 1, high / b->columns + 1);
}

static void tell_cells(gr_text *out, const gr_shape *shape, const gr_figure *figure)
{
    const gr_board *b = &shape->as.board;

    (void)figure;
    gr_text_addf(out, "board of %zu by %zu cells", b->columns, b->rows);
    tell_glyphs(out, b);
    tell_board_marks(out, b);
    tell_board_heat(out, b);
}

static void tell_bars(gr_text *out, const gr_shape *shape, const gr_figure *figure)
{
    static const gr_figure plain = { .name = NULL };
    const gr_bars *b = &shape->as.bars;
    scan found = scan_values(b->values, b->values, b->count, &plain);
    if (b->count == 0) {
        gr_text_add(out, "no bars");
        return;
    }
    gr_describe_count(out, b->count, "bar", "bars");
    if (found.fates[DRAWN] > 1) {
        gr_text_add(out, ", lowest ");
        gr_describe_bar(out, b, found.low, figure);
        gr_text_add(out, ", highest ");
        gr_describe_bar(out, b, found.high, figure);
    }
    if (found.fates[GAP] > 0)
        gr_text_addf(out, ", %zu not known yet", found.fates[GAP]);
    if (found.fates[ENDLESS] > 0)
        gr_text_addf(out, ", %zu infinite", found.fates[ENDLESS]);
}

static void tell_sizes(gr_text *out, const gr_graph *g)
{
    static const gr_figure plain = { .name = NULL };

    gr_text_add(out, " of ");
    for (size_t i = 0; g->layers <= LAYERS_MAX && i < g->layers; i++) {
        gr_text_add(out, i > 0 ? ", " : "");
        gr_describe_number(out, g->sizes[i]);
    }
    if (g->layers > LAYERS_MAX) {
        scan found = scan_values(g->sizes, g->sizes, g->layers, &plain);
        gr_describe_number(out, g->sizes[found.low]);
        gr_text_add(out, " to ");
        gr_describe_number(out, g->sizes[found.high]);
    }
    gr_text_add(out, " units");
}

static void tell_graph(gr_text *out, const gr_shape *shape, const gr_figure *figure)
{
    const gr_graph *g = &shape->as.graph;
    size_t states[GR_LINK_DONE + 1] = { 0 };

    (void)figure;
    if (g->layers == 0) {
        gr_text_add(out, "no layers");
        return;
    }
    gr_describe_count(out, g->layers, "layer", "layers");
    tell_sizes(out, g);
    for (size_t i = 0; i + 1 < g->layers && g->links != NULL; i++)
        states[g->links[i].state]++;
    if (g->layers > 1)
        gr_text_add(out, ", fully connected; between the layers");
    for (int s = GR_LINK_DONE; s >= GR_LINK_FAINT; s--)
        if (states[s] > 0)
            gr_text_addf(out, " %zu %s", states[s], gr_describe_link((gr_link_state)s));
}

static void tell_table(gr_text *out, const gr_shape *shape, const gr_figure *figure)
{
    const gr_sheet *sheet = &shape->as.sheet;

    (void)figure;
    gr_text_add(out, "table of ");
    gr_describe_count(out, sheet->rows, "row", "rows");
    gr_text_add(out, " and ");
    gr_describe_count(out, sheet->columns, "column", "columns");
    for (size_t c = 0; c < sheet->columns && sheet->columns <= LAYERS_MAX; c++) {
        gr_text_add(out, c > 0 ? ", " : ": ");
        gr_describe_text(out, is_given(sheet->titles[c]) ? sheet->titles[c] : "untitled");
    }
}

static void tell_text(gr_text *out, const gr_shape *shape, const gr_figure *figure)
{
    (void)figure;
    gr_describe_count(out, shape->as.text.count, "line of text", "lines of text");
}

typedef void teller(gr_text *out, const gr_shape *shape, const gr_figure *figure);

static teller *const tellers[GR_SHAPES] = {
    [GR_SHAPE_SERIES] = tell_series, [GR_SHAPE_POINTS] = tell_points, [GR_SHAPE_FIELD] = tell_field,
    [GR_SHAPE_CELLS] = tell_cells,   [GR_SHAPE_BARS] = tell_bars,     [GR_SHAPE_GRAPH] = tell_graph,
    [GR_SHAPE_TABLE] = tell_table,   [GR_SHAPE_TEXT] = tell_text,
};

void gr_describe_shape(gr_text *out, const gr_shape *shape, const gr_figure *figure)
{
    tellers[shape->kind](out, shape, figure);
}
