/* describe_private.h - what the files that describe share. Private to src/draw/. */
#ifndef GRADUS_DESCRIBE_PRIVATE_H
#define GRADUS_DESCRIBE_PRIVATE_H

#include "gradus/describe.h"

static inline bool is_given(const char *text)
{
    return text != NULL && text[0] != '\0';
}

/* A text of the view's on one line. */
void gr_describe_text(gr_text *out, const char *text);

/* A glyph of a board, or a mark: ASCII where there is a form of it in that. */
void gr_describe_symbol(gr_text *out, const char *glyph);

/* A number as it is read out: whole ones without decimals, "infinity", "unknown". */
void gr_describe_number(gr_text *out, double value);

/* "one gap", "3 gaps" */
void gr_describe_count(gr_text *out, size_t count, const char *one, const char *many);

/* "layer 1" and "48 for layer 1" */
void gr_describe_bar_name(gr_text *out, const gr_bars *bars, size_t i, const gr_figure *figure);
void gr_describe_bar(gr_text *out, const gr_bars *bars, size_t i, const gr_figure *figure);

/* Row number `row` of a sheet: "layer 1, in 5, out 8"; cells that are blank are left out. */
void gr_describe_sheet_row(gr_text *out, const gr_sheet *sheet, size_t row);

/* How a gap between two layers stands. */
const char *gr_describe_link(gr_link_state state);

/* A shape, without its name and without an end of the sentence. */
void gr_describe_shape(gr_text *out, const gr_shape *shape, const gr_figure *figure);

#endif
