/* table - a sheet of text in columns. Rows that do not fit are left out around the present one, and
 * columns from the middle. */
#include "gradus/plot.h"

enum { GAP = 2 };

typedef struct sheet_layout {
    int *widths;    /* 0: the column is left out */
    int gap;        /* blanks between columns */
    size_t first;   /* row at the top */
    size_t visible; /* rows that are drawn */
} sheet_layout;

/* A sheet whose titles are all blank has no row of them. */
static int title_rows(const gr_sheet *sheet)
{
    for (size_t c = 0; c < sheet->columns; c++)
        if (sheet->titles[c][0] != '\0')
            return 1;
    return 0;
}

static void measure(const gr_sheet *sheet, int *widths)
{
    for (size_t c = 0; c < sheet->columns; c++) {
        widths[c] = (int)gr_text_width(sheet->titles[c]);
        for (size_t r = 0; r < sheet->rows; r++) {
            int width = (int)gr_text_width(sheet->cells[r * sheet->columns + c]);
            widths[c] = width > widths[c] ? width : widths[c];
        }
        widths[c] = widths[c] > 0 ? widths[c] : 1;
    }
}

static int total_width(const gr_sheet *sheet, const sheet_layout *l)
{
    int total = -l->gap;

    for (size_t c = 0; c < sheet->columns; c++)
        total += l->widths[c] > 0 ? l->widths[c] + l->gap : 0;
    return total;
}

/* Move the columns together; then leave out the widest but the first and the last, until the rest
 * fits. */
static void fit_columns(const gr_sheet *sheet, sheet_layout *l, int room)
{
    l->gap = GAP;
    if (total_width(sheet, l) > room)
        l->gap = 1;
    while (total_width(sheet, l) > room) {
        size_t widest = 0;
        for (size_t c = 1; c + 1 < sheet->columns; c++)
            if (l->widths[c] > 0 && (widest == 0 || l->widths[c] > l->widths[widest]))
                widest = c;
        if (widest == 0)
            return;
        l->widths[widest] = 0;
    }
}

static void choose_rows(const gr_sheet *sheet, int room, sheet_layout *layout)
{
    size_t rows = room > 0 ? (size_t)room : 0;

    layout->visible = sheet->rows < rows ? sheet->rows : rows;
    layout->first = 0;
    if (sheet->present >= 0 && (size_t)sheet->present >= layout->visible)
        layout->first = (size_t)sheet->present + 1 - layout->visible;
}

static void draw_row(gr_canvas *canvas, gr_rect rect, int y, const gr_sheet *sheet,
                     const sheet_layout *l, const char *const *cells, gr_role role)
{
    int x = rect.x, end = rect.x + rect.width;

    for (size_t c = 0; c < sheet->columns; c++) {
        if (l->widths[c] == 0)
            continue;
        int width = x + l->widths[c] > end ? end - x : l->widths[c];
        if (width < 1)
            return;
        if (sheet->right[c])
            gr_canvas_text_right(canvas, x, y, width, cells[c], role);
        else
            gr_canvas_text(canvas, x, y, width, cells[c], role);
        x += l->widths[c] + l->gap;
    }
}

static bool draw(gr_canvas *canvas, gr_rect rect, const gr_view *view, const gr_shape *shape,
                 gr_error *err)
{
    const gr_sheet *sheet = &shape->as.sheet;
    sheet_layout layout = { .widths = gr_alloc(sheet->columns, sizeof *layout.widths, err) };

    (void)view;
    if (layout.widths == NULL)
        return false;
    measure(sheet, layout.widths);
    fit_columns(sheet, &layout, rect.width);
    int top = title_rows(sheet);
    choose_rows(sheet, rect.height - top, &layout);
    if (top > 0)
        draw_row(canvas, rect, rect.y, sheet, &layout, sheet->titles, GR_ROLE_DIM);
    for (size_t i = 0; i < layout.visible; i++) {
        size_t row = layout.first + i;
        int y = rect.y + top + (int)i;
        draw_row(canvas, rect, y, sheet, &layout, sheet->cells + row * sheet->columns,
                 shape->role);
        if ((long)row == sheet->present)
            gr_canvas_embolden(canvas, (gr_rect){ rect.x, y, rect.width, 1 });
    }
    gr_free(layout.widths);
    return true;
}

static int rows(const gr_shape *shape)
{
    const gr_sheet *sheet = &shape->as.sheet;

    return sheet->rows < 1000 ? (int)sheet->rows + title_rows(sheet) : 1000;
}

const gr_plot gr_plot_table = {
    .name = "table",
    .summary = "text in columns",
    .shape = GR_SHAPE_TABLE,
    .draw = draw,
    .rows = rows,
};
