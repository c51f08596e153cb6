/* csv.h - reading and writing comma-separated values.
 *
 * Reading takes a whole file and is strict: fields are separated by commas and may stand between
 * double quotes ("" is a quote inside them); every row has as many fields as the first; lines end
 * with LF, CRLF or CR; empty lines are skipped; a byte order mark is skipped. What is wrong is
 * refused with file:line:column, columns counted in characters. Blanks around a field do not
 * belong to it unless they are quoted.
 *
 * The first row is a header if any of its fields is neither a number nor empty. A column is a
 * number column when each of its cells is a number, as gr_number_read has it, or empty; an empty
 * cell is the missing number.
 *
 * Life cycle: gr_csv_load or gr_csv_read, queries, gr_csv_clear. A gr_csv is immutable in between
 * and owns all it returns; it does not keep the bytes it was read from.
 *
 * Writing goes to a gr_output, cell by cell, and has no failures of its own. Numbers are written so
 * that they read back to the same bits.
 */
#ifndef GRADUS_CSV_H
#define GRADUS_CSV_H

#include "gradus/error.h"
#include "gradus/output.h"

#include <stdint.h>

/* --- reading --- */

/* The most that is read; over it is GR_ERROR_DATA, and the message names the limit. */
typedef struct gr_csv_limits {
    size_t bytes; /* in the file, below 2 GiB */
    size_t field; /* bytes in one field, as it stands in the file */
    size_t columns;
    size_t rows;  /* without the header */
    size_t cells; /* without the header */
} gr_csv_limits;

/* 64 MiB, 64 KiB, 10,000 columns, 10^7 rows, 10^7 cells. */
extern const gr_csv_limits gr_csv_limits_default;

typedef struct gr_csv_cell {
    uint32_t text;         /* offset in gr_csv.text */
    uint32_t line, column; /* where the field begins in the file */
} gr_csv_cell;

typedef struct gr_csv {
    size_t rows;    /* without the header; may be 0 */
    size_t columns; /* at least 1 */
    bool has_header;
    char *name; /* the file, for messages */
    /* private */
    char *text;         /* all cells' texts, each with its NUL */
    gr_csv_cell *cells; /* the header's, then row by row */
    double *numbers;    /* row by row */
    size_t *first_text; /* per column: the first row whose cell is no number; `rows`: none */
} gr_csv;

/* Read `length` bytes; `name` stands for the file in messages and is copied. `limits` may be NULL:
 * the default. GR_ERROR_DATA or GR_ERROR_MEMORY; then *csv is untouched. */
bool gr_csv_read(const char *name, const char *bytes, size_t length, const gr_csv_limits *limits,
                 gr_csv *csv, gr_error *err);

/* For tests: the same, handing the parser at most `chunk` bytes at a time. */
bool gr_csv_read_chunked(const char *name, const char *bytes, size_t length,
                         const gr_csv_limits *limits, size_t chunk, gr_csv *csv, gr_error *err);

/* gr_file_read and gr_csv_read with the default limits; "-" is standard input. */
bool gr_csv_load(const char *path, gr_csv *csv, gr_error *err);

void gr_csv_clear(gr_csv *csv); /* harmless on a zeroed or cleared one */

/* The column with that name. Without a header the columns are named 1, 2, ... GR_ERROR_DATA, with
 * the names there are, when there is none or when several are named so. */
bool gr_csv_find(const gr_csv *csv, const char *name, size_t *column, gr_error *err);

/* The name of a column in the header, NULL without a header. Borrowed. */
const char *gr_csv_heading(const gr_csv *csv, size_t column);

/* One cell; row 0 is the first below the header. The text is borrowed and "" when empty. The number
 * is gr_missing() for an empty cell, and for a cell that is no number. */
const char *gr_csv_text(const gr_csv *csv, size_t row, size_t column);
double gr_csv_number(const gr_csv *csv, size_t row, size_t column);

/* A cell's text as a number, without the blanks around it; an empty one is missing. False: text. */
bool gr_csv_cell_number(const char *text, double *value);

/* True for a number column; otherwise GR_ERROR_DATA at the first cell that is no number:
 *     cars.csv:14:3: 'n/a' is text in a number column; choose another column */
bool gr_csv_numeric(const gr_csv *csv, size_t column, gr_error *err);

/* The line where a row begins, and the place where a cell does, for messages of your own. */
long gr_csv_line(const gr_csv *csv, size_t row);
void gr_csv_place(const gr_csv *csv, size_t row, size_t column, long *line, long *character);
void gr_csv_heading_place(const gr_csv *csv, size_t column, long *line, long *character);

/* --- writing --- */

/* A number as gr_number_exact has it; nothing when missing. */
void gr_csv_put_number(gr_output *out, double value);

/* A text, in quotes only where it needs them: a comma, a quote, a line end, a blank at an end. A
 * text that a spreadsheet would take for a formula, because it begins with = + - @ (ASCII or full
 * width), a tab or a CR, perhaps behind blanks, gets a ' in front, unless it is a number. The '
 * stays when the file is read back. */
void gr_csv_put_text(gr_output *out, const char *text);

/* What stands between two cells, and behind the last one of a row (LF). A row whose only cell is
 * empty would be an empty line, which no reader sees; it is written as "". */
void gr_csv_put_comma(gr_output *out);
void gr_csv_put_end(gr_output *out);

#endif
