/* What the dialogue prints: clean lines of the width, and nothing else. */
#include "plain_private.h"

#include "gradus/prose_lines.h"
#include "gradus/term.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 78, WIDTH_LEAST = 20, WIDTH_MOST = 1000 };

void gr_plain_set_up_output(gr_plain *plain)
{
    const char *text = getenv("COLUMNS");
    long width = text != NULL ? strtol(text, NULL, 10) : WIDTH;

    plain->width = width >= WIDTH_LEAST && width <= WIDTH_MOST ? (int)width : WIDTH;
    plain->utf8 = gr_term_is_utf8();
}

/* --- bytes --- */

void gr_plain_flush(gr_plain *plain)
{
    if (plain->broken == 0 && (fflush(stdout) != 0 || ferror(stdout) != 0))
        plain->broken = errno != 0 ? errno : EIO;
    plain->over = plain->over || plain->broken != 0;
}

/* Clean text. In a locale without UTF-8 a byte above 127 might be a control of the terminal's. */
static void put(const gr_plain *plain, const char *text)
{
    for (size_t i = 0, length = strlen(text); i < length;) {
        uint32_t character;
        size_t taken = gr_utf8_decode(text + i, length - i, &character);
        taken = taken > 0 ? taken : 1;
        if (taken > 1 && !plain->utf8)
            putchar('?');
        else
            fwrite(text + i, 1, taken, stdout);
        i += taken;
    }
}

/* --- lines --- */

static void print_line(const gr_plain *plain, const gr_prose_line *line)
{
    int x = 0;

    for (const gr_prose_piece *piece = line->first; piece != NULL; piece = piece->next) {
        if (piece->x > x && piece->text[0] != '\0')
            printf("%*s", piece->x - x, "");
        put(plain, piece->text);
        x = piece->x + (int)gr_text_width(piece->text);
    }
    putchar('\n');
}

static void print_lines(const gr_plain *plain, gr_prose_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        print_line(plain, &lines->lines[i]);
    gr_prose_lines_clear(lines);
}

static bool print_paragraph(gr_plain *plain, const char *text, size_t length, int indent,
                            gr_error *err)
{
    gr_prose_lines lines = { .width = plain->width };
    gr_text clean = { 0 };

    gr_text_clean(&clean, text, length);
    bool good = gr_text_ok(&clean, err) &&
                gr_prose_add_text(&lines, gr_text_string(&clean), indent, GR_ROLE_TEXT, err);
    print_lines(plain, &lines);
    gr_text_clear(&clean);
    return good;
}

bool gr_plain_text(gr_plain *plain, const char *text, int indent, gr_error *err)
{
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        if (!print_paragraph(plain, text, length, indent, err))
            return false;
        text += length + (text[length] == '\n');
    }
    return true;
}

bool gr_plain_marked(gr_plain *plain, const char *text, int indent, gr_error *err)
{
    gr_text bare = { 0 };

    gr_prose_unmark(text, &bare);
    bool good =
        gr_text_ok(&bare, err) && gr_plain_text(plain, gr_text_string(&bare), indent, err);
    gr_text_clear(&bare);
    return good;
}

bool gr_plain_say(gr_plain *plain, gr_error *err, const char *format, ...)
{
    gr_text text = { 0 };
    va_list arguments;

    va_start(arguments, format);
    gr_text_vaddf(&text, format, arguments);
    va_end(arguments);
    bool good = gr_text_ok(&text, err) && gr_plain_text(plain, gr_text_string(&text), 0, err);
    gr_text_clear(&text);
    return good;
}

void gr_plain_empty(gr_plain *plain)
{
    (void)plain;
    putchar('\n');
}

/* --- prose --- */

enum { CODE_INDENT = 3 };

/* Formulas keep their blanks where they fit. */
static bool print_code(gr_plain *plain, const gr_block *block, gr_error *err)
{
    for (size_t i = 0; i < block->rows; i++) {
        const char *line = block->cells[i];
        if (CODE_INDENT + (int)gr_text_width(line) > plain->width) {
            if (!gr_plain_text(plain, line, CODE_INDENT, err))
                return false;
            continue;
        }
        if (line[0] != '\0')
            printf("%*s", CODE_INDENT, "");
        put(plain, line);
        putchar('\n');
    }
    return true;
}

/* "method gd, lr 0.04, f 0.37": each cell behind the head of its column. */
static bool print_table_row(gr_plain *plain, const gr_block *table, size_t row, gr_error *err)
{
    gr_text text = { 0 };

    for (size_t c = 0; c < table->columns; c++) {
        const char *head = table->cells[c], *cell = table->cells[row * table->columns + c];
        if (cell[0] != '\0')
            gr_text_addf(&text, "%s%s%s%s", text.length > 0 ? ", " : "", row > 0 ? head : "",
                         row > 0 && head[0] != '\0' ? " " : "", cell);
    }
    bool good = gr_text_ok(&text, err) && gr_plain_text(plain, gr_text_string(&text), 0, err);
    gr_text_clear(&text);
    return good;
}

/* A table that has rows is told by them, its heads with each. */
static bool print_table(gr_plain *plain, const gr_block *table, gr_error *err)
{
    for (size_t row = table->rows > 1 ? 1 : 0; row < table->rows; row++)
        if (!print_table_row(plain, table, row, err))
            return false;
    return true;
}

bool gr_plain_block(gr_plain *plain, const gr_block *block, gr_error *err)
{
    gr_prose_lines lines = { .width = plain->width };

    if (!block->tight)
        gr_plain_empty(plain);
    if (block->kind == GR_BLOCK_CODE)
        return print_code(plain, block, err);
    if (block->kind == GR_BLOCK_TABLE)
        return print_table(plain, block, err);
    bool good = gr_prose_add_block(&lines, block, err);
    print_lines(plain, &lines);
    return good;
}

/* --- the prompt --- */

void gr_plain_prompt(gr_plain *plain, const char *word)
{
    printf("%s> ", word);
    gr_plain_flush(plain);
}

/* One line of it, cut at the width. */
bool gr_plain_echo(gr_plain *plain, gr_error *err)
{
    size_t room = (size_t)plain->width - 12, width = 0, taken = 1, i = 0;
    gr_text shown = { 0 };
    const char *text = gr_text_string(&plain->line);

    if (plain->terminal)
        return true;
    for (size_t length = plain->line.length; i < length && width < room; i += taken) {
        uint32_t character = '?';
        taken = gr_utf8_decode(text + i, length - i, &character);
        taken = taken > 0 ? taken : 1;
        int columns = gr_character_width(character);
        width += columns > 0 ? (size_t)columns : 1;
    }
    gr_text_addn(&shown, text, i);
    gr_text_add(&shown, i < plain->line.length ? "..." : "");
    bool good = gr_text_ok(&shown, err);
    put(plain, gr_text_string(&shown));
    putchar('\n');
    gr_text_clear(&shown);
    return good;
}
