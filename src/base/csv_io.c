/* Reading CSV; the only file that knows libcsv. Queries and writing are in csv.c.
 *
 * libcsv hands out fields without saying where they stand, and its callbacks cannot stop it. So it
 * is fed pieces that end at the next comma or line end: a field's callback comes at the last byte
 * of a piece, hence the place where the field began is known, and after each piece a failure ends
 * the reading. */
#include "gradus/csv.h"

#include "gradus/file.h"
#include "gradus/memory.h"

#include <assert.h>
#include <csv.h>
#include <stdio.h>
#include <string.h>

enum { CHUNK = 4096 };

const gr_csv_limits gr_csv_limits_default = { .bytes = (size_t)64 << 20,
                                              .field = 64 << 10,
                                              .columns = 10000,
                                              .rows = 10000000,
                                              .cells = 10000000 };

typedef struct reader {
    const char *name, *bytes;
    size_t length;
    const gr_csv_limits *limits;
    struct csv_parser parser;
    gr_csv_cell *cells;
    size_t used, capacity;
    gr_text text;
    size_t columns, rows;  /* rows: with the header; columns: 0 within the first row */
    size_t fields;         /* in the present row, so far */
    size_t at;             /* bytes looked at */
    uint32_t line, column; /* of the byte at `at` */
    bool begun;            /* the present field: whether it began, and where */
    size_t begin;
    uint32_t field_line, field_column;
    bool has_header, failed;
    bool ending; /* all bytes were parsed; what comes ends with the text */
    gr_error *err;
} reader;

/* --- cells and rows --- */

__attribute__((format(printf, 4, 5))) static bool fault(reader *in, long line, long column,
                                                        const char *format, ...)
{
    char message[256];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    in->failed = true;
    return gr_fail_at(in->err, in->name, line, column, "%s", message);
}

static bool no_memory(reader *in)
{
    in->failed = true;
    return gr_fail(in->err, GR_ERROR_MEMORY, "out of memory: no room for %s", in->name);
}

static void begin_field(reader *in)
{
    in->begun = true;
    in->begin = in->at;
    in->field_line = in->line;
    in->field_column = in->column;
}

/* Look at the bytes up to the next comma or line end, at most `chunk` of them; returns how many. */
static size_t look(reader *in, size_t chunk)
{
    size_t n = 0, left = in->length - in->at;

    for (bool last = false; !last && n < chunk && n < left; n++) {
        char c = in->bytes[in->at];
        last = c == ',' || c == '\n';
        if (!in->begun && c != ' ' && c != '\t' && (c != '\n' || in->fields > 0))
            begin_field(in);
        in->at++;
        in->column += (c & 0xC0) != 0x80;
        if (c == '\n') {
            in->line++;
            in->column = 1;
        }
    }
    return n;
}

static bool field_over(reader *in)
{
    char size[GR_FILE_SIZE_TEXT];
    bool quoted = in->bytes[in->begin] == '"';

    gr_file_size_text(in->limits->field, size);
    return fault(in, in->field_line, in->field_column, "a field of over %s, the limit%s", size,
                 quoted ? "; is its closing quote missing?" : "");
}

static bool store_cell(reader *in, const char *bytes, size_t length)
{
    if (!gr_grow(&in->cells, in->used, &in->capacity, sizeof *in->cells, in->err)) {
        in->failed = true;
        return false;
    }
    in->cells[in->used++] = (gr_csv_cell){ .text = (uint32_t)in->text.length,
                                           .line = in->field_line,
                                           .column = in->field_column };
    gr_text_addn(&in->text, bytes, length);
    gr_text_addn(&in->text, "", 1);
    return !in->text.failed || no_memory(in);
}

/* libcsv: a field has ended, with the delimiter that is the last byte looked at, or with the text.
 */
static void on_field(void *bytes, size_t length, void *data)
{
    reader *in = data;

    if (in->failed)
        return;
    if (!in->begun)
        begin_field(in);
    size_t raw = in->at - in->begin - (in->ending ? 0 : 1); /* without the delimiter */
    if (raw > in->limits->field)
        field_over(in);
    else if (in->columns > 0 && in->fields == in->columns)
        fault(in, in->field_line, in->field_column,
              "a field too many: the first row has %zu, and every row has as many", in->columns);
    else if (in->fields == in->limits->columns)
        fault(in, in->field_line, in->field_column, "over %zu columns, the limit",
              in->limits->columns);
    else
        store_cell(in, length > 0 ? bytes : "", length);
    in->fields++;
    in->begun = false;
}

static bool looks_like_header(const reader *in)
{
    double value;

    for (size_t i = 0; i < in->columns; i++)
        if (!gr_csv_cell_number(in->text.bytes + in->cells[i].text, &value))
            return true;
    return false;
}

/* libcsv: a row has ended. */
static void on_row(int terminator, void *data)
{
    reader *in = data;

    (void)terminator;
    if (in->failed)
        return;
    if (in->rows++ == 0) {
        in->columns = in->fields;
        in->has_header = looks_like_header(in);
    }
    const gr_csv_cell *first = &in->cells[in->used - in->fields];
    size_t rows = in->rows - in->has_header;
    if (in->fields < in->columns)
        fault(in, first->line, first->column,
              "a row of %zu fields: the first row has %zu, and every row has as many", in->fields,
              in->columns);
    else if (rows > in->limits->rows)
        fault(in, first->line, first->column, "over %zu rows, the limit", in->limits->rows);
    else if (rows * in->columns > in->limits->cells)
        fault(in, first->line, first->column, "over %zu cells, the limit", in->limits->cells);
    in->fields = 0;
}

/* --- the parse --- */

static void *resize_for_parser(void *old, size_t size)
{
    return gr_resize(old, size, 1, NULL);
}

/* Where a byte stands, counted again from the start: for messages only. */
static void position_of(const reader *in, size_t offset, long *line, long *column)
{
    *line = *column = 1;
    for (size_t i = 0; i < offset; i++) {
        *column += (in->bytes[i] & 0xC0) != 0x80;
        if (in->bytes[i] == '\n') {
            ++*line;
            *column = 1;
        }
    }
}

/* The parser stopped at `offset`. */
static bool syntax_fault(reader *in, size_t offset)
{
    long line, column;

    if (csv_error(&in->parser) != CSV_EPARSE)
        return no_memory(in);
    if (offset - in->begin > in->limits->field) /* as it would have been found byte by byte */
        return field_over(in);
    position_of(in, offset, &line, &column);
    if (in->bytes[in->begin] == '"')
        return fault(in, line, column,
                     "text behind the closing quote of the field that begins at %ld:%ld; a quote "
                     "inside a field is written twice",
                     (long)in->field_line, (long)in->field_column);
    return fault(in, line, column,
                 "a quote inside a field that does not begin with one; put the field in quotes and "
                 "write the inner quote twice");
}

static bool feed(reader *in, size_t chunk)
{
    while (in->at < in->length) {
        size_t from = in->at, n = look(in, chunk);
        size_t taken = csv_parse(&in->parser, in->bytes + from, n, on_field, on_row, in);
        if (in->failed)
            return false;
        if (taken < n)
            return syntax_fault(in, from + taken);
        if (in->begun && in->at - in->begin > in->limits->field)
            return field_over(in);
    }
    in->ending = true;
    if (csv_fini(&in->parser, on_field, on_row, in) != 0)
        return csv_error(&in->parser) != CSV_EPARSE
                   ? no_memory(in)
                   : fault(in, in->field_line, in->field_column,
                           "the quote opened here is never closed");
    if (!in->failed && in->rows == 0)
        return fault(in, 1, 1, "no rows; a CSV file has at least one");
    return !in->failed;
}

static bool parse(reader *in, size_t chunk)
{
    if (csv_init(&in->parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return no_memory(in);
    csv_set_realloc_func(&in->parser, resize_for_parser);
    csv_set_free_func(&in->parser, gr_free);
    csv_set_blk_size(&in->parser, CHUNK);
    bool fine = feed(in, chunk);
    csv_free(&in->parser);
    return fine;
}

/* --- the result --- */

/* Each cell as a number, and the first row of each column that is none. */
static bool find_numbers(gr_csv *csv, gr_error *err)
{
    csv->numbers = gr_alloc(csv->rows * csv->columns, sizeof *csv->numbers, err);
    csv->first_text = gr_alloc(csv->columns, sizeof *csv->first_text, err);
    if (csv->numbers == NULL || csv->first_text == NULL)
        return false;
    for (size_t column = 0; column < csv->columns; column++)
        csv->first_text[column] = csv->rows;
    for (size_t row = 0; row < csv->rows; row++)
        for (size_t column = 0; column < csv->columns; column++) {
            double *value = &csv->numbers[row * csv->columns + column];
            if (!gr_csv_cell_number(gr_csv_text(csv, row, column), value) &&
                csv->first_text[column] == csv->rows)
                csv->first_text[column] = row;
        }
    return true;
}

/* Hand over what was read; the reader keeps nothing. */
static bool build(reader *in, gr_csv *csv)
{
    gr_csv new = { .rows = in->rows - in->has_header,
                   .columns = in->columns,
                   .has_header = in->has_header,
                   .text = in->text.bytes,
                   .cells = in->cells };

    new.name = gr_strdup(in->name, in->err);
    if (new.name == NULL || !find_numbers(&new, in->err)) {
        gr_csv_clear(&new);
        return false;
    }
    *csv = new;
    return true;
}

static bool check_bytes(const char *name, const char *bytes, size_t length, size_t limit,
                        gr_error *err)
{
    gr_text_fault bad;
    char size[GR_FILE_SIZE_TEXT];

    gr_file_size_text(limit, size);
    if (length > limit)
        return gr_fail_at(err, name, 0, 0, "the file is over %s, the limit", size);
    if (!gr_text_check(bytes, length, &bad))
        return gr_fail_at(err, name, bad.line, bad.column, "%s; a CSV file is plain UTF-8 text",
                          bad.reason);
    return true;
}

static bool read_plain(const char *name, const char *bytes, size_t length,
                       const gr_csv_limits *limits, size_t chunk, gr_csv *csv, gr_error *err)
{
    reader in = { .name = name,
                  .bytes = bytes,
                  .length = length,
                  .limits = limits,
                  .line = 1,
                  .column = 1,
                  .err = err };

    if (!check_bytes(name, bytes, length, limits->bytes, err))
        return false;
    if (parse(&in, chunk))
        return build(&in, csv);
    gr_text_clear(&in.text);
    gr_free(in.cells);
    return false;
}

bool gr_csv_read_chunked(const char *name, const char *bytes, size_t length,
                         const gr_csv_limits *limits, size_t chunk, gr_csv *csv, gr_error *err)
{
    if (limits == NULL)
        limits = &gr_csv_limits_default;
    assert(chunk > 0 && limits->bytes < UINT32_MAX / 2);
    bool marked = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
    if (length > limits->bytes || (!marked && memchr(bytes, '\r', length) == NULL))
        return read_plain(name, bytes, length, limits, chunk, csv, err);
    char *copy = gr_alloc(length + 1, 1, err);
    if (copy == NULL)
        return false;
    memcpy(copy, bytes, length);
    bool fine = read_plain(name, copy, gr_file_plain_text(copy, length), limits, chunk, csv, err);
    gr_free(copy);
    return fine;
}

bool gr_csv_read(const char *name, const char *bytes, size_t length, const gr_csv_limits *limits,
                 gr_csv *csv, gr_error *err)
{
    return gr_csv_read_chunked(name, bytes, length, limits, CHUNK, csv, err);
}

bool gr_csv_load(const char *path, gr_csv *csv, gr_error *err)
{
    char *bytes;
    size_t length;

    if (!gr_file_read(path, gr_csv_limits_default.bytes, &bytes, &length, err))
        return false;
    bool fine = gr_csv_read(gr_file_input_name(path), bytes, length, NULL, csv, err);
    gr_free(bytes);
    return fine;
}
