#include "gradus/table.h"

#include "gradus/memory.h"

#include <string.h>

bool gr_columns_add_words(gr_columns *columns, const char *name, const char *const *words,
                          gr_error *err)
{
    gr_column column = { .unit = "", .decimals = GR_DECIMALS_AUTO, .words = words };
    size_t length = strlen(name);

    if (length >= sizeof column.name)
        return gr_fail(err, GR_ERROR_DATA, "column name '%s' is longer than %zu bytes", name,
                       sizeof column.name - 1);
    if (columns->count == GR_COLUMNS_MAX)
        return gr_fail(err, GR_ERROR_DATA, "more than %d columns", GR_COLUMNS_MAX);
    if (!gr_grow(&columns->list, columns->count, &columns->capacity, sizeof column, err))
        return false;
    memcpy(column.name, name, length + 1);
    columns->list[columns->count++] = column;
    return true;
}

bool gr_columns_add(gr_columns *columns, const char *name, const char *unit, int decimals,
                    gr_error *err)
{
    if (!gr_columns_add_words(columns, name, NULL, err))
        return false;
    columns->list[columns->count - 1].unit = unit;
    columns->list[columns->count - 1].decimals = decimals;
    return true;
}

long gr_columns_find(const gr_columns *columns, const char *name)
{
    for (size_t i = 0; i < columns->count; i++)
        if (strcmp(columns->list[i].name, name) == 0)
            return (long)i;
    return -1;
}

void gr_columns_clear(gr_columns *columns)
{
    gr_free(columns->list);
    *columns = (gr_columns){ 0 };
}

bool gr_table_reserve(gr_table *table, gr_error *err)
{
    return gr_grow(&table->cells, table->rows, &table->room,
                   table->columns.count * sizeof *table->cells, err);
}

double *gr_table_append(gr_table *table, gr_error *err)
{
    size_t width = table->columns.count;

    if (!gr_table_reserve(table, err))
        return NULL;
    double *row = table->cells + table->rows * width;
    for (size_t i = 0; i < width; i++)
        row[i] = gr_missing();
    table->rows++;
    return row;
}

bool gr_table_add(gr_table *table, const double *row, gr_error *err)
{
    double *cells = gr_table_append(table, err);

    if (cells == NULL)
        return false;
    memcpy(cells, row, table->columns.count * sizeof *cells);
    return true;
}

const double *gr_table_row(const gr_table *table, size_t row)
{
    return table->cells + row * table->columns.count;
}

double gr_table_cell(const gr_table *table, size_t row, size_t column)
{
    return table->cells[row * table->columns.count + column];
}

void gr_table_truncate(gr_table *table, size_t rows)
{
    if (rows < table->rows)
        table->rows = rows;
}

static bool copy_columns(gr_columns *copy, const gr_columns *columns, gr_error *err)
{
    copy->list = gr_alloc(columns->count, sizeof *copy->list, err);
    if (copy->list == NULL)
        return false;
    if (columns->count > 0)
        memcpy(copy->list, columns->list, columns->count * sizeof *copy->list);
    copy->count = copy->capacity = columns->count;
    return true;
}

bool gr_table_copy(gr_table *copy, const gr_table *table, size_t rows, gr_error *err)
{
    gr_table fresh = { .rows = rows < table->rows ? rows : table->rows };
    size_t cells = fresh.rows * table->columns.count;

    fresh.room = fresh.rows;
    fresh.cells = gr_alloc(cells, sizeof *fresh.cells, err);
    if (fresh.cells == NULL || !copy_columns(&fresh.columns, &table->columns, err)) {
        gr_table_clear(&fresh);
        return false;
    }
    if (cells > 0)
        memcpy(fresh.cells, table->cells, cells * sizeof *fresh.cells);
    *copy = fresh;
    return true;
}

void gr_table_clear(gr_table *table)
{
    gr_columns_clear(&table->columns);
    gr_free(table->cells);
    *table = (gr_table){ 0 };
}
