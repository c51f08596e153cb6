/* The roster: who is in the class. */
#include "beneath.h"
#include "grade_private.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

static const char name[] = "roster.csv";

enum { ID, LAST, FIRST, EMAIL, DUE, FIELDS };

static const char *const fields[FIELDS] = { "student_id", "last_name", "first_name", "email",
                                            "duedate" };

static const char *cell(gr_class *class, const gr_csv *csv, const size_t *columns, size_t row,
                        int field, gr_error *err)
{
    const char *text = columns[field] < csv->columns ? gr_csv_text(csv, row, columns[field]) : "";

    return gr_arena_strdup(&class->arena, text, err);
}

static bool take_row(gr_class *class, const gr_csv *csv, const size_t *columns, size_t row,
                     gr_error *err)
{
    gr_enrolled one = { .id = cell(class, csv, columns, row, ID, err) };

    if (one.id != NULL && (one.last = cell(class, csv, columns, row, LAST, err)) != NULL &&
        (one.first = cell(class, csv, columns, row, FIRST, err)) != NULL &&
        (one.email = cell(class, csv, columns, row, EMAIL, err)) != NULL)
        one.due = cell(class, csv, columns, row, DUE, err);
    if (one.due == NULL ||
        !gr_grow(&class->roster, class->roster_count, &class->roster_capacity, sizeof one, err))
        return false;
    if (one.id[0] == '\0' || strchr(one.id, '/') != NULL || one.id[0] == '.')
        return gr_fail_at(err, name, gr_csv_line(csv, row), 1, "'%s' is no name of a folder",
                          one.id);
    if (gr_class_enrolled(class, one.id) < class->roster_count)
        return gr_fail_at(err, name, gr_csv_line(csv, row), 1, "%s is in it twice", one.id);
    class->roster[class->roster_count++] = one;
    return true;
}

static bool take_rows(gr_class *class, const gr_csv *csv, gr_error *err)
{
    size_t columns[FIELDS];

    if (!gr_csv_find(csv, fields[ID], &columns[ID], err))
        return false;
    for (int i = LAST; i < FIELDS; i++)
        if (!gr_csv_find(csv, fields[i], &columns[i], NULL))
            columns[i] = csv->columns;
    for (size_t i = 0; i < csv->rows; i++)
        if (!take_row(class, csv, columns, i, err))
            return false;
    return true;
}

bool gr_class_enroll(gr_class *class, gr_error *err)
{
    struct stat status;
    char *bytes = NULL;
    size_t length;
    gr_csv csv;

    if (fstatat(class->root, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return true;
    bool read =
        gr_beneath_read(class->root, name, gr_csv_limits_default.bytes, &bytes, &length, err) &&
        gr_csv_read(name, bytes, length, NULL, &csv, err);
    gr_free(bytes);
    if (!read)
        return false;
    read = take_rows(class, &csv, err);
    gr_csv_clear(&csv);
    return read;
}

size_t gr_class_enrolled(const gr_class *class, const char *student)
{
    size_t i = 0;

    while (i < class->roster_count && strcmp(class->roster[i].id, student) != 0)
        i++;
    return i;
}
