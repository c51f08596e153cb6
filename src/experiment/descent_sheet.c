/* The arithmetic of the present update, term by term. */
#include "descent_scene.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TYPED_MAX = 6, SHEET_COLUMNS = 3, GAP = 2, MOST_DIGITS = 4 };

static const double ROUNDING = 1e-12;

/* A number that was typed, or is next to one, as it was typed; another with as many significant
 * digits as are left. */
static void plain(double value, int digits, gr_text *out)
{
    char text[GR_NUMBER_SIZE];

    snprintf(text, sizeof text, "%.6g", value == 0 ? 0 : value); /* no -0 */
    double typed = strtod(text, NULL);
    gr_number_exact(typed, text);
    if (strlen(text) > TYPED_MAX || fabs(typed - value) > ROUNDING * fabs(value)) {
        gr_number_shown(value, GR_DECIMALS_AUTO, text);
        if (digits < MOST_DIGITS) {
            snprintf(text, sizeof text, "%.*g", digits, value);
            gr_number_exact(strtod(text, NULL), text);
        }
    }
    gr_text_add(out, text);
}

typedef struct operands {
    const double *values;
    int digits;
} operands;

static void put_operand(void *context, size_t operand, gr_text *out)
{
    const operands *o = context;

    plain(o->values[operand], o->digits, out);
}

static void write_formula(const gr_term *term, const gr_term_value *value, int digits, gr_text *out)
{
    operands o = { value->operands, digits };

    gr_term_write(term, put_operand, &o, out);
}

/* The formula with its numbers plugged in: with fewer digits where there is no room for more. */
static const char *plugged_in(const gr_descent_scene *c, const gr_term *term,
                              const gr_term_value *value, int room)
{
    gr_text text = { 0 };
    int digits = MOST_DIGITS;

    write_formula(term, value, digits, &text);
    while ((int)text.length > room && digits > 1 && !text.failed) {
        gr_text_clear(&text);
        write_formula(term, value, --digits, &text);
    }
    while ((int)text.length < room && !text.failed) /* so that values stand at the right edge */
        gr_text_add(&text, " ");
    const char *kept = gr_text_ok(&text, c->err)
                           ? gr_arena_strdup(&c->view->arena, gr_text_string(&text), c->err)
                           : NULL;
    gr_text_clear(&text);
    return kept;
}

/* --- the sheet --- */

static bool is_known(const gr_descent_scene *c, size_t term)
{
    return (size_t)c->s->optimizer->terms[term].part < gr_descent_parts(c->now);
}

/* What optimizers call x is the coordinate that they are asked about. */
static const char *name_of(const char *name, size_t coordinate)
{
    if (coordinate == 1 && strcmp(name, "x") == 0)
        return "y";
    return coordinate == 1 && strcmp(name, "dx") == 0 ? "dy" : name;
}

/* Names and values of the terms that this update has, and which term is in which row. */
static size_t fill_ends(const gr_descent_scene *c, size_t coordinate, const gr_term_value *values,
                        const char **cells, size_t *term_of)
{
    const gr_term *terms = c->s->optimizer->terms;
    size_t rows = 0;

    for (size_t i = 0; terms[i].name != NULL; i++) {
        if (gr_is_missing(values[i].value))
            continue;
        const char *value = is_known(c, i) ? gr_descent_number(c, values[i].value) : "?";
        cells[rows * SHEET_COLUMNS] = name_of(terms[i].name, coordinate);
        cells[rows * SHEET_COLUMNS + 2] = value;
        if (value == NULL)
            return 0;
        term_of[rows++] = i;
    }
    return rows;
}

static int widest(const char **cells, size_t rows, size_t column)
{
    size_t most = 0;

    for (size_t i = 0; i < rows; i++) {
        size_t width = strlen(cells[i * SHEET_COLUMNS + column]);
        most = width > most ? width : most;
    }
    return (int)most;
}

static bool fill_middle(const gr_descent_scene *c, const gr_term_value *values, const char **cells,
                        const size_t *term_of, size_t rows)
{
    int room = c->request->columns - widest(cells, rows, 0) - widest(cells, rows, 2) - 2 * GAP;

    for (size_t i = 0; i < rows; i++) {
        size_t k = term_of[i];
        const char *text =
            is_known(c, k) ? plugged_in(c, &c->s->optimizer->terms[k], &values[k], room) : "";
        if (text == NULL)
            return false;
        cells[i * SHEET_COLUMNS + 1] = text;
    }
    return true;
}

/* The last row of the part that has just been seen, or -1. */
static long present_row(const gr_descent_scene *c, const size_t *term_of, size_t rows)
{
    long present = -1;

    for (size_t i = 0; i < rows; i++)
        if ((size_t)c->s->optimizer->terms[term_of[i]].part + 1 == gr_descent_parts(c->now))
            present = (long)i;
    return present;
}

/* "gradient  state  bias  >step" */
static bool note_parts(const gr_descent_scene *c)
{
    static const char *const names[] = { "gradient", "state", "bias", "step" };
    size_t parts = gr_descent_parts(c->now);
    gr_text note = { 0 };

    for (size_t i = 0; i < GR_LEN(names); i++)
        gr_text_addf(&note, "%s%s%s", i > 0 ? "  " : "", i + 1 == parts ? ">" : "", names[i]);
    bool good = gr_text_ok(&note, c->err);
    if (good)
        c->view->note = gr_arena_strdup(&c->view->arena, gr_text_string(&note), c->err);
    gr_text_clear(&note);
    return good && c->view->note != NULL;
}

/* What it is and how far it has been seen; the present row is told beside it. */
static bool say_update(const gr_descent_scene *c, size_t rows)
{
    size_t parts = gr_descent_parts(c->now);
    gr_arena *arena = &c->view->arena;

    c->view->says =
        parts == 0 ? gr_arena_printf(arena, c->err, "no update yet; it will have %zu terms.", rows)
                   : gr_arena_printf(arena, c->err, "%s, in %zu terms; part %zu of %d is seen.",
                                     c->view->title, rows, parts, GR_UPDATE_PARTS);
    return c->view->says != NULL;
}

bool gr_descent_view_update(const gr_descent_scene *c, size_t coordinate)
{
    static const bool right[SHEET_COLUMNS] = { false, false, true };
    static const char *const titles[SHEET_COLUMNS] = { "", "", "" };
    gr_term_value values[GR_TERMS] = { { 0 } };
    size_t term_of[GR_TERMS];
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_TABLE, GR_ROLE_TEXT, "terms", c->err);
    const char **cells =
        gr_arena_alloc(&c->view->arena, GR_TERMS * SHEET_COLUMNS, sizeof *cells, c->err);

    if (shape == NULL || cells == NULL)
        return false;
    coordinate = coordinate < c->s->terrain.dims ? coordinate : 0;
    if (c->now->told)
        gr_descent_explain(c->s, c->now, coordinate, values);
    size_t rows = fill_ends(c, coordinate, values, cells, term_of);
    if (rows == 0 || !fill_middle(c, values, cells, term_of, rows))
        return false;
    shape->as.sheet = (gr_sheet){ .columns = SHEET_COLUMNS,
                                  .rows = rows,
                                  .titles = titles,
                                  .cells = cells,
                                  .right = right,
                                  .present = present_row(c, term_of, rows) };
    c->view->title = gr_arena_printf(&c->view->arena, c->err, "update %ld, %s", c->now->step,
                                     coordinate == 0 ? "x" : "y");
    return c->view->title != NULL && say_update(c, rows) && note_parts(c);
}
