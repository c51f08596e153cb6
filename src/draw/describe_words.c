/* The words that descriptions are made of. */
#include "describe_private.h"

#include "gradus/number.h"

#include <math.h>
#include <string.h>

static bool is_drawing(uint32_t character)
{
    return (character >= 0x2500 && character <= 0x259F) ||
           (character >= 0x2800 && character <= 0x28FF);
}

void gr_describe_text(gr_text *out, const char *text)
{
    size_t length = strlen(text);

    for (size_t i = 0; i < length;) {
        uint32_t character = 0xFFFD;
        size_t taken = gr_utf8_decode(text + i, length - i, &character);
        if (character == '\n' || character == '\t')
            character = ' ';
        else if (is_drawing(character))
            character = '#';
        else if (taken == 0 || gr_character_refused(character))
            character = 0xFFFD;
        gr_text_put(out, character);
        i += taken > 0 ? taken : 1;
    }
}

void gr_describe_symbol(gr_text *out, const char *glyph)
{
    static const struct {
        const char *glyph, *ascii;
    } known[] = {
#define GR_GLYPH(id, utf8, plain) { utf8, plain },
#include "gradus/glyphs.def"
#undef GR_GLYPH
    };

    for (size_t i = 0; i < GR_LEN(known); i++)
        if (strcmp(known[i].glyph, glyph) == 0)
            glyph = known[i].ascii;
    gr_describe_text(out, glyph);
}

void gr_describe_number(gr_text *out, double value)
{
    char text[GR_NUMBER_SIZE];
    bool whole = floor(value) == value && fabs(value) < 1e15;

    gr_number_shown(value, whole ? GR_DECIMALS_COUNT : GR_DECIMALS_AUTO, text);
    gr_text_add(out, isnan(value)   ? "unknown"
                     : isinf(value) ? (value > 0 ? "infinity" : "minus infinity")
                                    : text);
}

void gr_describe_count(gr_text *out, size_t count, const char *one, const char *many)
{
    if (count == 1)
        gr_text_addf(out, "one %s", one);
    else
        gr_text_addf(out, "%zu %s", count, many);
}

void gr_describe_bar_name(gr_text *out, const gr_bars *b, size_t i, const gr_figure *figure)
{
    if (is_given(figure->y.label)) {
        gr_describe_text(out, figure->y.label);
        gr_text_add(out, " ");
    }
    gr_describe_text(out, b->labels[i]);
}

void gr_describe_bar(gr_text *out, const gr_bars *b, size_t i, const gr_figure *figure)
{
    gr_describe_number(out, b->values[i]);
    gr_text_add(out, " for ");
    gr_describe_bar_name(out, b, i, figure);
}

const char *gr_describe_link(gr_link_state state)
{
    static const char *const words[] = {
        [GR_LINK_FAINT] = "to come", [GR_LINK_PRESENT] = "in question now", [GR_LINK_DONE] = "done"
    };

    return words[state];
}

void gr_describe_sheet_row(gr_text *out, const gr_sheet *sheet, size_t row)
{
    const char *between = "";

    for (size_t c = 0; c < sheet->columns; c++) {
        const char *cell = sheet->cells[row * sheet->columns + c], *title = sheet->titles[c];
        if (!is_given(cell))
            continue;
        gr_text_add(out, between);
        if (is_given(title) && strcmp(title, cell) != 0) {
            gr_describe_text(out, title);
            gr_text_add(out, " ");
        }
        gr_describe_text(out, cell);
        between = ", ";
    }
}
