/* What is done with a CSV table once it is read, and writing one. */
#include "gradus/csv.h"

#include "gradus/memory.h"
#include "gradus/number.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

bool gr_csv_cell_number(const char *text, double *value)
{
    size_t length = strlen(text);

    while (length > 0 && is_blank(text[length - 1]))
        length--;
    while (length > 0 && is_blank(*text)) {
        text++;
        length--;
    }
    *value = gr_missing();
    return length == 0 || gr_number_read(text, length, value);
}

void gr_csv_clear(gr_csv *csv)
{
    gr_free(csv->name);
    gr_free(csv->text);
    gr_free(csv->cells);
    gr_free(csv->numbers);
    gr_free(csv->first_text);
    *csv = (gr_csv){ 0 };
}

/* --- queries --- */

static const gr_csv_cell *cell_at(const gr_csv *csv, size_t row, size_t column)
{
    assert(row < csv->rows && column < csv->columns);
    return &csv->cells[(row + csv->has_header) * csv->columns + column];
}

const char *gr_csv_heading(const gr_csv *csv, size_t column)
{
    assert(column < csv->columns);
    return csv->has_header ? csv->text + csv->cells[column].text : NULL;
}

const char *gr_csv_text(const gr_csv *csv, size_t row, size_t column)
{
    return csv->text + cell_at(csv, row, column)->text;
}

double gr_csv_number(const gr_csv *csv, size_t row, size_t column)
{
    assert(row < csv->rows && column < csv->columns);
    return csv->numbers[row * csv->columns + column];
}

/* The names in the header for a message, as many as there is room for. */
static void list_names(const gr_csv *csv, char *out, size_t room)
{
    size_t used = 0;

    out[0] = '\0';
    for (size_t i = 0; i < csv->columns; i++) {
        const char *name = csv->text + csv->cells[i].text;
        if (used + strlen(name) + sizeof ", ..." > room) {
            snprintf(out + used, room - used, "%s...", i > 0 ? ", " : "");
            return;
        }
        used += (size_t)snprintf(out + used, room - used, "%s%s", i > 0 ? ", " : "", name);
    }
}

static bool no_such_column(const gr_csv *csv, const char *name, gr_error *err)
{
    char names[240];

    if (!csv->has_header)
        return gr_fail_at(err, csv->name, csv->cells[0].line, 1,
                          "no column '%s': there is no header; the columns are 1 to %zu", name,
                          csv->columns);
    list_names(csv, names, sizeof names);
    bool other_separator = csv->columns == 1 && strpbrk(names, ";\t") != NULL;
    return gr_fail_at(err, csv->name, csv->cells[0].line, 1, "no column '%s'; there are: %s%s",
                      name, names, other_separator ? " (columns are separated by commas)" : "");
}

static bool is_named(const gr_csv *csv, size_t column, const char *name)
{
    char number[24];

    if (csv->has_header)
        return strcmp(gr_csv_heading(csv, column), name) == 0;
    snprintf(number, sizeof number, "%zu", column + 1);
    return strcmp(number, name) == 0;
}

bool gr_csv_find(const gr_csv *csv, const char *name, size_t *column, gr_error *err)
{
    size_t found = csv->columns;

    for (size_t i = 0; i < csv->columns; i++) {
        if (!is_named(csv, i, name))
            continue;
        if (found < csv->columns)
            return gr_fail_at(err, csv->name, csv->cells[i].line, csv->cells[i].column,
                              "a second column '%s'; give each its own name", name);
        found = i;
    }
    if (found == csv->columns)
        return no_such_column(csv, name, err);
    *column = found;
    return true;
}

bool gr_csv_numeric(const gr_csv *csv, size_t column, gr_error *err)
{
    assert(column < csv->columns);
    size_t row = csv->first_text[column];
    if (row == csv->rows)
        return true;
    const gr_csv_cell *cell = cell_at(csv, row, column);
    return gr_fail_at(err, csv->name, cell->line, cell->column,
                      "'%.60s' is text in a number column; choose another column",
                      csv->text + cell->text);
}

long gr_csv_line(const gr_csv *csv, size_t row)
{
    return cell_at(csv, row, 0)->line;
}

void gr_csv_place(const gr_csv *csv, size_t row, size_t column, long *line, long *character)
{
    const gr_csv_cell *cell = cell_at(csv, row, column);

    *line = cell->line;
    *character = cell->column;
}

void gr_csv_heading_place(const gr_csv *csv, size_t column, long *line, long *character)
{
    assert(csv->has_header && column < csv->columns);
    *line = csv->cells[column].line;
    *character = csv->cells[column].column;
}

/* --- writing --- */

void gr_csv_put_number(gr_output *out, double value)
{
    char text[GR_NUMBER_SIZE];

    gr_output_write(out, text, gr_number_exact(value, text));
}

/* Whether a spreadsheet would compute this text instead of showing it. */
static bool is_formula(const char *text)
{
    static const char *const signs[] = { "=",  "+",      "-",      "@",      "\t",
                                         "\r", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20" };
    double value;

    if (gr_csv_cell_number(text, &value))
        return false;
    text += strspn(text, " ");
    for (size_t i = 0; i < GR_LEN(signs); i++)
        if (strncmp(text, signs[i], strlen(signs[i])) == 0)
            return true;
    return false;
}

static bool needs_quotes(const char *text)
{
    size_t length = strlen(text);

    return strpbrk(text, ",\"\r\n") != NULL ||
           (length > 0 && (is_blank(text[0]) || is_blank(text[length - 1])));
}

void gr_csv_put_text(gr_output *out, const char *text)
{
    bool quoted = needs_quotes(text);

    if (quoted)
        gr_output_text(out, "\"");
    if (is_formula(text))
        gr_output_text(out, "'");
    for (const char *at = text; *at != '\0';) {
        size_t n = strcspn(at, "\"");
        gr_output_write(out, at, n);
        at += n;
        if (*at == '"') {
            gr_output_text(out, "\"\"");
            at++;
        }
    }
    if (quoted)
        gr_output_text(out, "\"");
}

void gr_csv_put_comma(gr_output *out)
{
    gr_output_text(out, ",");
}

void gr_csv_put_end(gr_output *out)
{
    gr_output_text(out, out->last == '\n' ? "\"\"\n" : "\n");
}
