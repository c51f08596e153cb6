/* The arithmetic of the present update, term by term. */
#include "descent_scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TYPED_MAX = 6, SHEET_COLUMNS = 3 };
enum { NAME_COLUMNS = 2 + 2, VALUE_COLUMNS = 2 + 9 }; /* with the gaps beside them */

/* A number of up to six digits as it is typed, another with 4 significant digits. */
static void plain(double value, gr_text *out)
{
    char text[GR_NUMBER_SIZE];

    snprintf(text, sizeof text, "%.6g", value);
    gr_number_exact(strtod(text, NULL), text);
    if (strlen(text) > TYPED_MAX)
        gr_number_shown(value, GR_DECIMALS_AUTO, text);
    gr_text_add(out, text);
}

/* The formula with its numbers plugged in. */
static const char *plugged_in(const gr_descent_scene *c, const gr_term *term,
                              const gr_term_value *value)
{
    int room = c->request->columns - NAME_COLUMNS - VALUE_COLUMNS;
    gr_text text = { 0 };
    size_t operand = 0;

    for (const char *f = term->formula; f != NULL && *f != '\0'; f++) {
        if (*f == '#')
            plain(value->operands[operand++], &text);
        else
            gr_text_addf(&text, "%c", *f);
    }
    while ((int)text.length < room) /* so that the values stand at the right edge */
        gr_text_add(&text, " ");
    const char *kept = gr_text_ok(&text, c->err)
                           ? gr_arena_strdup(&c->view->arena, gr_text_string(&text), c->err)
                           : NULL;
    gr_text_clear(&text);
    return kept;
}

static bool fill_row(const gr_descent_scene *c, size_t term, const gr_term_value *value,
                     const char **cells)
{
    const gr_term *which = &c->s->optimizer->terms[term];
    bool known = (size_t)which->part < gr_descent_parts(c->now);
    char number[GR_NUMBER_SIZE] = "?";

    if (known)
        gr_number_shown(value->value, GR_DECIMALS_AUTO, number);
    cells[0] = which->name;
    cells[1] = known ? plugged_in(c, which, value) : "";
    cells[2] = gr_arena_strdup(&c->view->arena, number, c->err);
    return cells[1] != NULL && cells[2] != NULL;
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

bool gr_descent_view_update(const gr_descent_scene *c, size_t coordinate)
{
    static const bool right[SHEET_COLUMNS] = { false, false, true };
    static const char *const titles[SHEET_COLUMNS] = { "", "", "" };
    const gr_term *terms = c->s->optimizer->terms;
    gr_term_value values[GR_TERMS] = { { 0 } };
    gr_shape *shape = gr_view_add(c->view, GR_SHAPE_TABLE, GR_ROLE_TEXT, "terms", c->err);
    const char **cells =
        gr_arena_alloc(&c->view->arena, GR_TERMS * SHEET_COLUMNS, sizeof *cells, c->err);
    size_t rows = 0, present = 0;

    if (shape == NULL || cells == NULL)
        return false;
    coordinate = coordinate < c->s->terrain.dims ? coordinate : 0;
    if (c->now->told)
        gr_descent_explain(c->s, c->now, coordinate, values);
    for (size_t i = 0; terms[i].name != NULL; i++) {
        if (gr_is_missing(values[i].value))
            continue;
        if (!fill_row(c, i, &values[i], cells + rows * SHEET_COLUMNS))
            return false;
        present = (size_t)terms[i].part + 1 == gr_descent_parts(c->now) ? rows + 1 : present;
        rows++;
    }
    shape->as.sheet = (gr_sheet){ .columns = SHEET_COLUMNS,
                                  .rows = rows,
                                  .titles = titles,
                                  .cells = cells,
                                  .right = right,
                                  .present = (long)present - 1 };
    c->view->title = gr_arena_printf(&c->view->arena, c->err, "update %ld, %s", c->now->step,
                                     coordinate == 0 ? "x" : "y");
    c->view->says =
        gr_arena_printf(&c->view->arena, c->err, "%s, %zu terms.", c->view->title, rows);
    return c->view->title != NULL && c->view->says != NULL && note_parts(c);
}
