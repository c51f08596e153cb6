/* table.h - numbers in named columns: traces, exports, data sets.
 *
 * A cell is a double; missing cells hold gr_missing(). A column of words (the `kind` of a weight:
 * W or b) names its closed set of words, and its cells hold indices into it.
 */
#ifndef GRADUS_TABLE_H
#define GRADUS_TABLE_H

#include "gradus/error.h"
#include "gradus/number.h"

#include <stddef.h>

enum { GR_COLUMN_NAME = 48, GR_COLUMNS_MAX = 10000 };

typedef struct gr_column {
    char name[GR_COLUMN_NAME];
    const char *unit;         /* "" when it has none */
    int decimals;             /* on screen: as gr_number_shown takes it */
    const char *const *words; /* NULL for numbers; else NULL-terminated */
} gr_column;

typedef struct gr_columns {
    gr_column *list;
    size_t count, capacity;
} gr_columns;

/* Append a column. The name is copied; unit and words are borrowed and must be static. */
bool gr_columns_add(gr_columns *columns, const char *name, const char *unit, int decimals,
                    gr_error *err);
bool gr_columns_add_words(gr_columns *columns, const char *name, const char *const *words,
                          gr_error *err);

/* Index of a column, or -1. */
long gr_columns_find(const gr_columns *columns, const char *name);
void gr_columns_clear(gr_columns *columns);

/* Zero-initialise; columns first, then rows. */
typedef struct gr_table {
    gr_columns columns;
    double *cells; /* row by row */
    size_t rows, room;
} gr_table;

/* Append a row of columns.count numbers. */
bool gr_table_add(gr_table *table, const double *row, gr_error *err);

/* See to it that the next append needs no memory. */
bool gr_table_reserve(gr_table *table, gr_error *err);

/* One more row, whose cells the caller fills: all missing at first. NULL when there is no
 * memory for it. Borrowed until the next row. */
double *gr_table_append(gr_table *table, gr_error *err);

const double *gr_table_row(const gr_table *table, size_t row);
double gr_table_cell(const gr_table *table, size_t row, size_t column);
void gr_table_truncate(gr_table *table, size_t rows);

/* A copy of the columns and of the first `rows` rows, or as many as there are. */
bool gr_table_copy(gr_table *copy, const gr_table *table, size_t rows, gr_error *err);
void gr_table_clear(gr_table *table);

#endif
