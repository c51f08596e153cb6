/* Sheets of names and values, of several runs: the names once, then a column for each run. */
#include "study_private.h"

#include <string.h>

/* The one that is put together, and what goes into it. */
typedef struct joint {
    const gr_sheet *first; /* of the run in hand: its names stand for all */
    const char **titles, **cells;
    bool *right;
    size_t columns;
} joint;

static gr_shape *sheet_in(gr_view *view)
{
    for (size_t i = 0; i < view->count; i++)
        if (view->shapes[i].kind == GR_SHAPE_TABLE && view->shapes[i].as.sheet.joins)
            return &view->shapes[i];
    return NULL;
}

static bool begin(joint *j, const gr_sheet *first, size_t groups, gr_arena *arena, gr_error *err)
{
    j->first = first;
    j->columns = 1 + groups;
    j->titles = gr_arena_alloc(arena, j->columns, sizeof *j->titles, err);
    j->cells = gr_arena_alloc(arena, j->columns * first->rows, sizeof *j->cells, err);
    j->right = gr_arena_alloc(arena, j->columns, sizeof *j->right, err);
    if (j->titles == NULL || j->cells == NULL || j->right == NULL)
        return false;
    j->titles[0] = "";
    for (size_t i = 0; i < j->columns * first->rows; i++)
        j->cells[i] = i % j->columns == 0 ? first->cells[i / j->columns * first->columns] : "";
    return true;
}

/* The values of one group, under its number. */
static bool add_values(joint *j, size_t group, const gr_sheet *sheet, gr_arena *arena,
                       gr_error *err)
{
    size_t column = 1 + group, rows = sheet->rows < j->first->rows ? sheet->rows : j->first->rows;

    j->titles[column] = gr_arena_printf(arena, err, "%zu", group + 1);
    j->right[column] = true;
    for (size_t r = 0; r < rows; r++)
        j->cells[r * j->columns + column] = sheet->cells[(r + 1) * sheet->columns - 1];
    return j->titles[column] != NULL;
}

/* All shapes live in the arena of `view`, those of the other runs too. */
static bool add_group(const gr_study *study, size_t group, const gr_view_request *request,
                      joint *j, gr_view *view, gr_error *err)
{
    gr_view other = { .arena = view->arena };
    bool made = gr_run_view(gr_study_first_of(study, group), request, &other, err);

    view->arena = other.arena;
    if (!made)
        return false;
    const gr_shape *shape = sheet_in(&other);
    return shape == NULL || add_values(j, group, &shape->as.sheet, &view->arena, err);
}

bool gr_study_sheets(const gr_study *study, const gr_view_request *request, gr_view *view,
                     gr_error *err)
{
    size_t groups = gr_study_groups(study);
    gr_shape *shape = sheet_in(view);
    joint j;

    if (groups < 2 || shape == NULL)
        return true;
    if (!begin(&j, &shape->as.sheet, groups, &view->arena, err))
        return false;
    for (size_t g = 0; g < groups; g++)
        if (!add_group(study, g, request, &j, view, err))
            return false;
    shape->as.sheet.columns = j.columns;
    shape->as.sheet.titles = j.titles;
    shape->as.sheet.cells = j.cells;
    shape->as.sheet.right = j.right;
    return true;
}
