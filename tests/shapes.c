#include "shapes.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

enum { MANY = 512, DEEP = 1024 };

static gr_test_shape shapes[GR_TEST_SHAPES];
static size_t shape_count;

static gr_shape *add(const char *name, gr_shape_kind kind)
{
    gr_test_shape *made = &shapes[shape_count++];

    *made = (gr_test_shape){ name, { .kind = kind, .role = GR_ROLE_SERIES2, .label = name } };
    return &made->shape;
}

/* --- numbers --- */

static const double zero[] = { 0, 0, 0, 0 };
static const double ramp[] = { 0, 1, 2, 3, 4, 5 };
static const double odd[] = { 3, NAN, INFINITY, -INFINITY, -2, 0 };
static const double nothing[] = { NAN, NAN, NAN, NAN };
static const double huge[] = { DBL_MAX, -DBL_MAX, 1e300, -5e-324, 1e-300, 1e8 };
static const double below[] = { -1, 2, -3, 0.5, 4, -0.25 };
static double many_x[MANY], many_y[MANY], many_low[MANY], many_high[MANY];

static void fill_numbers(void)
{
    for (int i = 0; i < MANY; i++) {
        many_x[i] = i;
        many_y[i] = i % 7 == 3 ? NAN : (i * 37 % 101) * (i % 2 == 0 ? 1e3 : -1);
        many_low[i] = many_y[i] - 5;
        many_high[i] = many_y[i] + 5;
    }
}

static const char *const words[] = { "1", "two", "", "a label that is rather long", "漢字", "é" };

bool gr_test_shapes_use(uint32_t character)
{
    return character == 0x6F22 || character == 0x5B57 || character == 0xE9;
}

/* --- series and points --- */

static void series(const char *name, size_t count, const double *x, const double *y)
{
    add(name, GR_SHAPE_SERIES)->as.series = (gr_series){ .count = count, .x = x, .y = y };
}

/* A curve with a mark of its own, as one of several runs. */
static void curve(const char *name, const char *mark, bool dotted, size_t count, const double *y)
{
    gr_shape *shape = add(name, GR_SHAPE_SERIES);

    shape->as.series = (gr_series){ .count = count, .x = many_x, .y = y };
    shape->mark = mark;
    shape->dotted = dotted;
}

static void points(const char *name, size_t count, const double *x, const double *y,
                   const char *const *marks)
{
    add(name, GR_SHAPE_POINTS)->as.points = (gr_points){ count, x, y, marks };
}

static void add_series(void)
{
    static const char *const marks[] = { "o", "+", "@", "1", "X", "g" };

    series("no point", 0, NULL, NULL);
    series("one point", 1, ramp, ramp + 3);
    series("a line", 6, ramp, below);
    series("flat", 4, ramp, zero);
    series("gaps", 6, ramp, odd);
    series("gaps in x", 6, odd, ramp);
    series("nothing known", 4, ramp, nothing);
    series("huge", 6, ramp, huge);
    series("many", MANY, many_x, many_y);
    add("band", GR_SHAPE_SERIES)->as.series =
        (gr_series){ MANY, many_x, many_y, many_low, many_high };
    add("a band with gaps", GR_SHAPE_SERIES)->as.series = (gr_series){ 6, ramp, below, odd, huge };
    add("a band in disorder", GR_SHAPE_SERIES)->as.series =
        (gr_series){ 6, below, ramp, below, odd };
    curve("many with a mark", "1", false, MANY, many_y);
    curve("a ghost", "g", true, MANY, many_low);
    curve("a dotted point", NULL, true, 1, ramp);
    points("no mark", 0, NULL, NULL, NULL);
    points("marks", 6, ramp, below, marks);
    points("marks nowhere", 6, odd, huge, NULL);
    points("many marks", MANY, many_x, many_y, NULL);
}

/* --- fields and boards --- */

static void field(const char *name, size_t columns, size_t rows, const double *values)
{
    add(name, GR_SHAPE_FIELD)->as.field = (gr_field){ .columns = columns,
                                                      .rows = rows,
                                                      .x0 = -1,
                                                      .x1 = 1,
                                                      .y0 = columns > 1 ? 0 : 5,
                                                      .y1 = 5,
                                                      .values = values };
}

static void add_fields(void)
{
    static gr_board_cell cells[MANY];
    static const char *const glyphs[] = { "→", "#", ".", "▒" };
    static const char *const row_names[] = { "", "a name that is long" };
    static const double shades[] = { 0.01, 0.05, 0.15, 0.3, 0.5, 0.75 };

    field("no field", 0, 0, NULL);
    field("one value", 1, 1, ramp);
    field("odd values", 3, 2, odd);
    field("huge values", 2, 3, huge);
    field("all one", 2, 2, zero);
    field("a fine field", 32, 16, many_y);
    field("one row", 6, 1, ramp);
    field("a field of named rows", 16, 2, many_y);
    shapes[shape_count - 1].shape.as.field.row_names = row_names;
    shapes[shape_count - 1].shape.as.field.shades = shades;
    field("a field with levels", 3, 2, below);
    shapes[shape_count - 1].shape.as.field.levels = odd;
    shapes[shape_count - 1].shape.as.field.level_count = 6;
    for (size_t i = 0; i < MANY; i++)
        cells[i] =
            (gr_board_cell){ glyphs[i % 4], i % 5 == 0 ? "!" : NULL,
                             i % 3 == 0 ? (double)NAN : (double)(i % 11) / 10, GR_ROLE_EXPERT,
                             false };
    cells[7].heat = INFINITY;
    cells[8].heat = -3;
    add("no board", GR_SHAPE_CELLS)->as.board = (gr_board){ 0, 0, NULL, 0 };
    add("one cell", GR_SHAPE_CELLS)->as.board = (gr_board){ 1, 1, cells, 0 };
    add("a board", GR_SHAPE_CELLS)->as.board = (gr_board){ 12, 9, cells, 4 };
    add("a large board", GR_SHAPE_CELLS)->as.board = (gr_board){ 32, 16, cells, 15 };
}

/* --- bars --- */

static void bars(const char *name, size_t count, const char *const *labels, const double *values,
                 long present)
{
    add(name, GR_SHAPE_BARS)->as.bars = (gr_bars){ count, labels, values, present };
}

static void add_bars(void)
{
    static const char *labels[MANY];

    for (size_t i = 0; i < MANY; i++)
        labels[i] = words[i % 2];
    bars("no bar", 0, words, ramp, -1);
    bars("one bar", 1, words, ramp + 3, 0);
    bars("bars", 6, words, ramp, 2);
    bars("bars on both sides", 6, words, below, 5);
    bars("odd bars", 6, words, odd, 1);
    bars("huge bars", 6, words, huge, 0);
    bars("unknown bars", 4, words, nothing, -1);
    bars("flat bars", 4, words, zero, 3);
    bars("many bars", MANY, labels, many_y, MANY - 1);
}

/* --- networks --- */

static gr_link links[DEEP];
static double deep[DEEP], sizes[8][6] = { { 5, 8, 4, 3 },    { 1e8, 1e8, 1e8 },      { 1, 1 },
                                          { 0, 0, 0 },       { NAN, 2, INFINITY },   { 7 },
                                          { 1, 1e8, 1, 60 }, { 12, 13, 2, 1, 5, 64 } };

static void graph(const char *name, size_t layers, const double *units, const gr_link *from)
{
    add(name, GR_SHAPE_GRAPH)->as.graph =
        (gr_graph){ .layers = layers, .sizes = units, .links = from };
}

/* A net whose values are known, `unit` of `layer` being worked out; the fourth has none such. */
static void known_graph(const char *name, size_t layers, const double *units, const double *values,
                        size_t layer, size_t unit, size_t added)
{
    static const double *outputs[4][8];
    static gr_spot spots[4];
    static size_t made;

    for (size_t i = 0; i < layers; i++)
        outputs[made][i] = values;
    spots[made] = (gr_spot){ layer, unit, added };
    graph(name, layers, units, links);
    shapes[shape_count - 1].shape.as.graph.activations = outputs[made];
    shapes[shape_count - 1].shape.as.graph.spot = made % 4 != 3 ? &spots[made] : NULL;
    made++;
}

static void add_graphs(void)
{
    static const char *const labels[] = { "48", "?", "36", "10000000100000000", "" };
    static gr_link long_links[6], late[DEEP];
    static const double known[3][8] = { { 2, 3, 1 },
                                        { 400, 300, 60, 1 },
                                        { 1, 2, 3, 4, 5, 6, 5, 4 } };

    for (size_t i = 0; i < DEEP; i++) {
        deep[i] = i % 3 == 0 ? 1e8 : (double)(i % 70);
        links[i] = (gr_link){ i < 2    ? GR_LINK_DONE
                              : i == 2 ? GR_LINK_PRESENT
                                       : GR_LINK_FAINT,
                              labels[i % 5] };
        late[i] = (gr_link){ i < DEEP - 2 ? GR_LINK_DONE : GR_LINK_PRESENT, labels[i % 2] };
    }
    for (size_t i = 0; i < 6; i++)
        long_links[i] = (gr_link){ GR_LINK_PRESENT, words[i] };
    graph("no layer", 0, NULL, NULL);
    graph("one layer", 1, sizes[5], links);
    graph("a net", 4, sizes[0], links);
    graph("a net of three steps", 4, sizes[0], links + 2);
    graph("huge layers", 3, sizes[1], links);
    graph("one and one", 2, sizes[2], links);
    graph("empty layers", 3, sizes[3], links);
    graph("odd layers", 3, sizes[4], links);
    graph("uneven layers", 4, sizes[6], long_links);
    graph("a longer net", 6, sizes[7], long_links);
    known_graph("a net with values", 3, known[0], odd, 1, 2, 2);
    known_graph("a net with wide layers", 4, known[1], many_y, 2, 37, 300);
    known_graph("a longer net with values", 8, known[2], huge, 7, 0, 1);
    known_graph("a net with all values known", 3, known[0], many_low, 0, 0, 0);
    graph("64 layers", 64, deep, links);
    graph("1024 layers", DEEP, deep, late);
}

/* --- tables and text --- */

static void sheet(const char *name, size_t columns, size_t rows, const char *const *titles,
                  const char *const *cells, long present)
{
    static const bool right[DEEP] = { true, false, true, true };

    add(name, GR_SHAPE_TABLE)->as.sheet =
        (gr_sheet){ columns, rows, titles, cells, right, present, NULL, NULL };
}

static void add_tables(void)
{
    static const char *cells[DEEP];

    for (size_t i = 0; i < DEEP; i++)
        cells[i] = words[i * 5 % 6];
    sheet("no column", 0, 0, cells, cells, -1);
    sheet("no row", 3, 0, words, cells, -1);
    sheet("one cell in a sheet", 1, 1, words, cells, 0);
    sheet("a sheet", 6, 4, words, cells, 2);
    sheet("many rows", 2, 400, words, cells, 399);
    sheet("many columns", 60, 10, cells, cells, 9);
    add("no line", GR_SHAPE_TEXT)->as.text = (gr_lines){ 0, words };
    add("lines", GR_SHAPE_TEXT)->as.text = (gr_lines){ 6, words };
    add("many lines", GR_SHAPE_TEXT)->as.text = (gr_lines){ DEEP, cells };
}

const gr_test_shape *gr_test_shapes(size_t *count)
{
    if (shape_count == 0) {
        fill_numbers();
        add_series();
        add_fields();
        add_bars();
        add_graphs();
        add_tables();
    }
    *count = shape_count;
    return shapes;
}
