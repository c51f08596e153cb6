#include "listing.h"

#include "cli.h"

#include "gradus/memory.h"

#include <string.h>

bool gr_listing_init(gr_listing *listing, size_t rows, const char *const *heads, size_t columns,
                     gr_error *err)
{
    gr_listing made = { .rows = rows + 1, .columns = columns };

    made.cells = gr_alloc(made.rows * columns, sizeof *made.cells, err);
    if (made.cells == NULL)
        return false;
    for (size_t c = 0; c < columns; c++)
        gr_text_add(&made.cells[c], heads[c]);
    *listing = made;
    return true;
}

void gr_listing_clear(gr_listing *listing)
{
    for (size_t i = 0; i < listing->rows * listing->columns; i++)
        gr_text_clear(&listing->cells[i]);
    gr_free(listing->cells);
    *listing = (gr_listing){ .rows = 0 };
}

gr_text *gr_listing_row(const gr_listing *listing, size_t row)
{
    return &listing->cells[(row + 1) * listing->columns];
}

static size_t width_of(const gr_listing *listing, size_t column)
{
    size_t width = 0;

    for (size_t row = 0; row < listing->rows; row++) {
        size_t w = gr_text_width(gr_text_string(&listing->cells[row * listing->columns + column]));
        width = w > width ? w : width;
    }
    return width;
}

static void put_line(gr_text *out, const gr_listing *listing, size_t row, const size_t *widths)
{
    size_t blanks = 0;

    for (size_t c = 0; c < listing->columns; c++) {
        const char *cell = gr_text_string(&listing->cells[row * listing->columns + c]);
        if (cell[0] != '\0') {
            gr_text_pad(out, ' ', blanks);
            gr_text_add(out, cell);
            blanks = 0;
        }
        blanks += widths[c] - gr_text_width(cell) + 2;
    }
    gr_text_add(out, "\n");
}

bool gr_listing_print(const gr_listing *listing, gr_error *err)
{
    gr_text out = { 0 };
    size_t *widths = gr_alloc(listing->columns, sizeof *widths, err);
    bool good = widths != NULL;

    for (size_t i = 0; good && i < listing->rows * listing->columns; i++)
        good = gr_text_ok(&listing->cells[i], err);
    for (size_t c = 0; good && c < listing->columns; c++)
        widths[c] = width_of(listing, c);
    for (size_t row = 0; good && row < listing->rows; row++)
        put_line(&out, listing, row, widths);
    good = good && gr_text_ok(&out, err);
    if (good)
        gr_cli_print("%s", gr_text_string(&out));
    gr_free(widths);
    gr_text_clear(&out);
    return good;
}

void gr_listing_put_time(gr_text *cell, const char *time)
{
    if (strlen(time) == strlen("2026-11-22T21:40:27Z") && time[10] == 'T')
        gr_text_addf(cell, "%.10s %.5s", time, time + 11);
    else
        gr_text_add(cell, time);
}
