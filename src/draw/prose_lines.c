#include "gradus/prose_lines.h"

#include <string.h>

void gr_prose_lines_clear(gr_prose_lines *lines)
{
    gr_free(lines->lines);
    gr_arena_clear(&lines->arena);
    *lines = (gr_prose_lines){ 0 };
}

bool gr_prose_add_empty(gr_prose_lines *lines, gr_error *err)
{
    if (!gr_grow(&lines->lines, lines->count, &lines->capacity, sizeof *lines->lines, err))
        return false;
    lines->lines[lines->count++] = (gr_prose_line){ 0 };
    return true;
}

static bool add_piece_to(gr_prose_lines *lines, size_t number, int x, const char *text,
                         size_t length, gr_role role, gr_error *err)
{
    gr_prose_line *line = &lines->lines[number];
    gr_prose_piece *piece = gr_arena_alloc(&lines->arena, 1, sizeof *piece, err);
    char *copy = piece != NULL ? gr_arena_strndup(&lines->arena, text, length, err) : NULL;

    if (copy == NULL)
        return false;
    *piece = (gr_prose_piece){ .text = copy, .x = x, .role = role };
    if (line->last != NULL)
        line->last->next = piece;
    else
        line->first = piece;
    line->last = piece;
    if (x + (int)gr_text_width(copy) > lines->width)
        lines->cut = true;
    return true;
}

static bool add_piece_of(gr_prose_lines *lines, int x, const char *text, size_t length,
                         gr_role role, gr_error *err)
{
    return add_piece_to(lines, lines->count - 1, x, text, length, role, err);
}

bool gr_prose_mark(gr_prose_lines *lines, size_t line, int x, const char *text, gr_role role,
                   gr_error *err)
{
    return add_piece_to(lines, line, x, text, strlen(text), role, err);
}

bool gr_prose_add_piece(gr_prose_lines *lines, int x, const char *text, gr_role role, gr_error *err)
{
    if (lines->count == 0 && !gr_prose_add_empty(lines, err))
        return false;
    return add_piece_of(lines, x, text, strlen(text), role, err);
}

/* --- wrapping --- */

/* A pen that writes words on the last line and begins new ones. */
typedef struct pen {
    gr_prose_lines *lines;
    int indent, x;
    bool space;         /* a blank is due before the next word */
    gr_role space_role; /* of the text that the blank stands in */
    gr_role role;       /* of all of it; TEXT: each span has that of its style */
    gr_error *err;
} pen;

static bool break_line(pen *p)
{
    p->x = p->indent;
    p->space = false;
    return gr_prose_add_empty(p->lines, p->err);
}

/* The first bytes of a word that fit in `room` columns; at least one character. */
static size_t fitting(const char *word, size_t length, int room)
{
    size_t taken = 0;
    int used = 0;

    while (taken < length) {
        uint32_t character = '?';
        size_t n = gr_utf8_decode(word + taken, length - taken, &character);
        int width = gr_character_width(character);
        used += width < 0 ? 1 : width;
        if (used > room && taken > 0)
            break;
        taken += n > 0 ? n : 1;
    }
    return taken;
}

/* The columns of a word; of one that is longer than `most` no more than it takes to know that. */
static int width_of(const char *word, size_t length, int most)
{
    int width = 0;

    for (size_t i = 0; i < length && width <= most;) {
        uint32_t character = '?';
        size_t n = gr_utf8_decode(word + i, length - i, &character);
        int w = gr_character_width(character);
        width += w < 0 ? 1 : w;
        i += n > 0 ? n : 1;
    }
    return width;
}

/* Put a word, on a new line where it does not fit together with the `tail` columns that cling to
 * it: the comma behind a word in code. */
static bool put_word(pen *p, const char *word, size_t length, int tail, gr_role role)
{
    int most = p->lines->width, width = width_of(word, length, most);
    int space = p->space && p->x > p->indent ? 1 : 0;
    bool breaks = space == 1 || p->x == p->indent; /* not inside what clings together */

    if (breaks && p->x + space + width + tail > most && p->x > p->indent) {
        if (!break_line(p))
            return false;
        space = 0;
    }
    while (p->x + space + width > most) { /* longer than a line; `space` is 0 */
        size_t head = fitting(word, length, most - p->x);
        if (p->x + width_of(word, head, most) > most && p->x > p->indent)
            head = 0; /* not even one character */
        if (head == length)
            break;
        if ((head > 0 && !add_piece_of(p->lines, p->x, word, head, role, p->err)) || !break_line(p))
            return false;
        word += head;
        length -= head;
        width = width_of(word, length, most);
    }
    if (space == 1 && !add_piece_of(p->lines, p->x, " ", 1, p->space_role, p->err))
        return false;
    p->x += space;
    p->space = false;
    bool put = add_piece_of(p->lines, p->x, word, length, role, p->err);
    p->x += width;
    return put;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

static size_t word_length(const char *text)
{
    size_t length = 0;

    while (text[length] != '\0' && !is_blank(text[length]))
        length++;
    return length;
}

/* `tail`: columns that cling to the last word. */
static bool put_words(pen *p, const char *text, int tail, gr_role role)
{
    while (*text != '\0') {
        size_t length = word_length(text);
        if (length == 0) {
            p->space = true;
            p->space_role = role;
            text++;
            continue;
        }
        if (!put_word(p, text, length, text[length] == '\0' ? tail : 0, role))
            return false;
        text += length;
    }
    return true;
}

static gr_role role_of(gr_span_style style)
{
    static const gr_role roles[] = { [GR_SPAN_PLAIN] = GR_ROLE_TEXT,
                                     [GR_SPAN_EMPHASIS] = GR_ROLE_EMPHASIS,
                                     [GR_SPAN_STRONG] = GR_ROLE_HEADING,
                                     [GR_SPAN_CODE] = GR_ROLE_CODE,
                                     [GR_SPAN_BREAK] = GR_ROLE_TEXT };

    return roles[style];
}

/* The columns up to the first blank behind span number `i`, or more than `most`. */
static int tail_of(const gr_block *block, size_t i, int most)
{
    int width = 0;

    for (i++; i < block->span_count && block->spans[i].style != GR_SPAN_BREAK && width <= most;
         i++) {
        size_t length = word_length(block->spans[i].text);
        width += width_of(block->spans[i].text, length, most);
        if (block->spans[i].text[length] != '\0')
            break;
    }
    return width;
}

static bool put_spans(pen *p, const gr_block *block)
{
    for (size_t i = 0; i < block->span_count; i++) {
        const gr_span *span = &block->spans[i];
        gr_role role = p->role == GR_ROLE_TEXT ? role_of(span->style) : p->role;
        int tail = tail_of(block, i, p->lines->width);
        if (span->style == GR_SPAN_BREAK ? !break_line(p) : !put_words(p, span->text, tail, role))
            return false;
    }
    return true;
}

static bool add_wrapped(gr_prose_lines *lines, const gr_block *block, gr_error *err)
{
    int depth = block->kind == GR_BLOCK_ITEM ? block->depth - 1 : block->depth;
    int outer = 2 * (depth > 0 ? depth : 0);
    gr_role role = block->kind == GR_BLOCK_HEADING ? GR_ROLE_HEADING : GR_ROLE_TEXT;
    pen p = { .lines = lines, .indent = outer, .x = outer, .role = role, .err = err };

    if (!gr_prose_add_empty(lines, err))
        return false;
    if (block->kind == GR_BLOCK_ITEM) {
        if (!gr_prose_add_piece(lines, outer, block->marker, GR_ROLE_TEXT, err))
            return false;
        p.indent = p.x = outer + (int)strlen(block->marker) + 1;
    }
    return put_spans(&p, block);
}

/* --- code and tables: as they are --- */

enum { CODE_INDENT = 3, TABLE_GAP = 2 };

static bool add_code(gr_prose_lines *lines, const gr_block *block, gr_error *err)
{
    for (size_t i = 0; i < block->rows; i++)
        if (!gr_prose_add_empty(lines, err) ||
            !gr_prose_add_piece(lines, CODE_INDENT, block->cells[i], GR_ROLE_CODE, err))
            return false;
    return true;
}

typedef struct table_column {
    int width;
    bool numbers; /* each cell below the head begins like a number: it ends at its right edge */
} table_column;

static table_column measure_column(const gr_block *table, size_t column)
{
    table_column made = { .numbers = table->rows > 1 };

    for (size_t r = 0; r < table->rows; r++) {
        const char *cell = table->cells[r * table->columns + column];
        int width = (int)gr_text_width(cell);
        made.width = width > made.width ? width : made.width;
        if (r > 0 && *cell != '\0' && strchr("0123456789.-+?", *cell) == NULL)
            made.numbers = false;
    }
    return made;
}

static bool add_table_row(gr_prose_lines *lines, const gr_block *table, size_t row,
                          const table_column *columns, gr_error *err)
{
    int x = 0;

    for (size_t c = 0; c < table->columns; c++) {
        const char *cell = table->cells[row * table->columns + c];
        int at = columns[c].numbers ? x + columns[c].width - (int)gr_text_width(cell) : x;
        if (!gr_prose_add_piece(lines, at, cell, row == 0 ? GR_ROLE_DIM : GR_ROLE_TEXT, err))
            return false;
        x += columns[c].width + TABLE_GAP;
    }
    return true;
}

static bool add_table(gr_prose_lines *lines, const gr_block *table, gr_error *err)
{
    table_column *columns = gr_arena_alloc(&lines->arena, table->columns, sizeof *columns, err);

    if (columns == NULL)
        return false;
    for (size_t c = 0; c < table->columns; c++)
        columns[c] = measure_column(table, c);
    for (size_t r = 0; r < table->rows; r++)
        if (!gr_prose_add_empty(lines, err) || !add_table_row(lines, table, r, columns, err))
            return false;
    return true;
}

bool gr_prose_add_block(gr_prose_lines *lines, const gr_block *block, gr_error *err)
{
    if (block->kind == GR_BLOCK_SLOT)
        return true;
    if (lines->count > 0 && !block->tight && !gr_prose_add_empty(lines, err))
        return false;
    if (block->kind == GR_BLOCK_CODE)
        return add_code(lines, block, err);
    return block->kind == GR_BLOCK_TABLE ? add_table(lines, block, err)
                                         : add_wrapped(lines, block, err);
}

bool gr_prose_add_text(gr_prose_lines *lines, const char *text, int indent, gr_role role,
                       gr_error *err)
{
    pen p = { .lines = lines, .indent = indent, .x = indent, .err = err };

    return gr_prose_add_empty(lines, err) && put_words(&p, text, 0, role);
}

/* The parts of a text, as spans of a paragraph. */
static bool split(gr_prose_lines *lines, const char *text, gr_block *block, gr_error *err)
{
    gr_part part;
    size_t count = 0;

    for (const char *at = text; (at = gr_prose_part(at, &part)) != NULL;)
        count++;
    block->spans = gr_arena_alloc(&lines->arena, count, sizeof *block->spans, err);
    if (block->spans == NULL)
        return false;
    for (const char *at = text; (at = gr_prose_part(at, &part)) != NULL;) {
        char *copy = gr_arena_strndup(&lines->arena, part.text, part.length, err);
        if (copy == NULL)
            return false;
        block->spans[block->span_count++] = (gr_span){ part.style, copy };
    }
    return true;
}

bool gr_prose_add_marked(gr_prose_lines *lines, const char *text, int indent, gr_role role,
                         gr_error *err)
{
    pen p = { .lines = lines, .indent = indent, .x = indent, .role = role, .err = err };
    gr_block block = { .kind = GR_BLOCK_PARAGRAPH };

    return gr_prose_add_empty(lines, err) && split(lines, text, &block, err) &&
           put_spans(&p, &block);
}

void gr_prose_draw(const gr_prose_lines *lines, size_t first, gr_canvas *canvas, gr_rect rect)
{
    for (int y = 0; y < rect.height && first + (size_t)y < lines->count; y++) {
        const gr_prose_line *line = &lines->lines[first + (size_t)y];
        for (const gr_prose_piece *piece = line->first; piece != NULL; piece = piece->next)
            if (piece->x < rect.width)
                gr_canvas_text(canvas, rect.x + piece->x, rect.y + y, rect.width - piece->x,
                               piece->text, piece->role);
    }
}
