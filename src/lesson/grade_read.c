#include "grade_read.h"

#include "beneath.h"

#include "gradus/grade.h"
#include "gradus/memory.h"

#include <math.h>
#include <string.h>

/* Long texts are capsules; 64 KiB is what a field may have anyway. */
static const gr_csv_limits limits = { .bytes = GR_HAND_IN_BYTES,
                                      .field = 1 << 16,
                                      .columns = 64,
                                      .rows = GR_HAND_IN_ROWS,
                                      .cells = 64 * GR_HAND_IN_ROWS };

static bool find_columns(gr_handed *h, gr_error *err)
{
    gr_error why;

    for (int i = 0; i < GR_HOMEWORK_COLUMNS; i++)
        if (!gr_csv_find(&h->csv, gr_homework_column_name((gr_homework_column)i), &h->columns[i],
                         &why))
            return gr_fail_at(err, h->path, 1, 1,
                              "this is no hand-in: the header has no column '%s'",
                              gr_homework_column_name((gr_homework_column)i));
    return true;
}

/* The latest of all rows; they need not come in the order of their times. */
static const char *find_stamp(const gr_handed *h)
{
    const char *latest = "";
    int64_t seconds, last = 0;

    for (size_t i = 0; i < h->csv.rows; i++) {
        const char *stamp = gr_handed_text(h, i, GR_HOMEWORK_TIME);
        if (gr_record_seconds(stamp, &seconds) && (latest[0] == '\0' || seconds > last)) {
            latest = stamp;
            last = seconds;
        }
    }
    return latest;
}

static bool check_rows(gr_handed *h, gr_error *err)
{
    if (h->csv.rows == 0)
        return gr_fail_at(err, h->path, 1, 1, "there is nothing below the header");
    for (size_t i = 0; i < h->csv.rows; i++) {
        const char *format = gr_handed_text(h, i, GR_HOMEWORK_FORMAT);
        if (strcmp(format, "1") != 0)
            return gr_handed_fail(h, i, GR_HOMEWORK_FORMAT, err, "format '%.20s'; 1 is known",
                                  format);
    }
    h->stamp = find_stamp(h);
    return true;
}

/* The place of the end, for a file that has been cut off. */
static bool is_whole(const char *path, const char *bytes, size_t length, gr_error *err)
{
    long line = 1;
    size_t begun = 0;

    if (length == 0)
        return gr_fail_at(err, path, 1, 1, "the file is empty");
    if (bytes[length - 1] == '\n' || bytes[length - 1] == '\r' || memchr(bytes, '\0', length))
        return true;
    for (size_t i = 0; i < length; i++)
        if (bytes[i] == '\n') {
            line++;
            begun = i + 1;
        }
    return gr_fail_at(err, path, line, (long)(length - begun) + 1,
                      "the file ends in the middle of a row");
}

bool gr_handed_read(int root, const char *path, gr_handed *handed, gr_error *err)
{
    gr_handed h = { .path = path };
    char *bytes;
    size_t length;

    if (!gr_beneath_read(root, path, GR_HAND_IN_BYTES, &bytes, &length, err))
        return false;
    bool read = gr_csv_read(path, bytes, length, &limits, &h.csv, err);
    bool whole = is_whole(path, bytes, length, read ? err : NULL);
    gr_free(bytes);
    if (!read)
        return length == 0 ? gr_fail_at(err, path, 1, 1, "the file is empty") : false;
    if (!whole || !find_columns(&h, err) || !check_rows(&h, err)) {
        gr_csv_clear(&h.csv);
        return false;
    }
    *handed = h;
    return true;
}

void gr_handed_clear(gr_handed *handed)
{
    gr_csv_clear(&handed->csv);
}

const char *gr_handed_text(const gr_handed *handed, size_t row, gr_homework_column column)
{
    const char *text = gr_csv_text(&handed->csv, row, handed->columns[column]);

    return text[0] == '\'' && text[1] != '\0' && strchr("=+-@", text[1]) != NULL ? text + 1 : text;
}

bool gr_handed_fail(const gr_handed *handed, size_t row, gr_homework_column column, gr_error *err,
                    const char *format, ...)
{
    gr_text text = { 0 };
    va_list arguments;
    long line, character;

    va_start(arguments, format);
    gr_text_vaddf(&text, format, arguments);
    va_end(arguments);
    gr_csv_place(&handed->csv, row, handed->columns[column], &line, &character);
    gr_fail_at(err, handed->path, line, character, "%s", gr_text_string(&text));
    gr_text_clear(&text);
    return false;
}

bool gr_handed_whole(const gr_handed *handed, size_t row, gr_homework_column column, double most,
                     double *value, gr_error *err)
{
    const char *text = gr_handed_text(handed, row, column);
    double number = 0;

    if (text[0] != '\0' && (!gr_csv_cell_number(text, &number) || !(number >= 0) || number > most ||
                            floor(number) != number))
        return gr_handed_fail(handed, row, column, err,
                              "%s is a whole number from 0 to %.0f, not '%.20s'",
                              gr_homework_column_name(column), most, text);
    *value = number;
    return true;
}
