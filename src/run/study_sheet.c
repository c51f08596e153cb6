/* Sheets of names and values, of several runs: the names once, then a column for each group. */
#include "study_private.h"

#include <math.h>
#include <string.h>

/* What is put together. */
typedef struct joint {
    const gr_study *study;
    const gr_view_request *request;
    const gr_sheet *first; /* of the run in hand: its names stand for all */
    gr_arena *arena;       /* that all shapes live in */
    const char **titles, **cells;
    bool *right;
    size_t columns;
} joint;

static gr_shape *sheet_in(gr_view *view)
{
    for (size_t i = 0; i < view->count; i++)
        if (view->shapes[i].kind == GR_SHAPE_TABLE && view->shapes[i].as.sheet.values != NULL)
            return &view->shapes[i];
    return NULL;
}

static bool begin(joint *j, gr_error *err)
{
    const gr_sheet *first = j->first;

    j->columns = 1 + gr_study_groups(j->study);
    j->titles = gr_arena_alloc(j->arena, j->columns, sizeof *j->titles, err);
    j->cells = gr_arena_alloc(j->arena, j->columns * first->rows, sizeof *j->cells, err);
    j->right = gr_arena_alloc(j->arena, j->columns, sizeof *j->right, err);
    if (j->titles == NULL || j->cells == NULL || j->right == NULL)
        return false;
    j->titles[0] = "";
    for (size_t r = 0; r < first->rows; r++)
        j->cells[r * j->columns] = first->cells[r * first->columns];
    return true;
}

/* Of each run of a group its values, a row of them a run; how many runs. */
static bool gather(joint *j, size_t group, double *values, size_t *runs, gr_error *err)
{
    size_t rows = j->first->rows;

    *runs = 0;
    for (size_t i = 0; i < j->study->count; i++) {
        gr_view other = { .arena = *j->arena };
        if (j->study->ghost[i] || j->study->group[i] != group)
            continue;
        bool made = gr_run_view(j->study->runs[i], j->request, &other, err);
        *j->arena = other.arena;
        if (!made)
            return false;
        const gr_shape *shape = sheet_in(&other);
        if (shape != NULL && shape->as.sheet.rows == rows)
            memcpy(values + (*runs)++ * rows, shape->as.sheet.values, rows * sizeof *values);
    }
    return true;
}

/* The median of what the runs have in a row, shown as that row is. */
static const char *cell_of(joint *j, const double *values, size_t runs, size_t row, gr_error *err)
{
    double known[GR_STUDY_RUNS];
    size_t count = 0;
    char text[GR_NUMBER_SIZE];

    for (size_t i = 0; i < runs; i++)
        if (!isnan(values[i * j->first->rows + row]))
            known[count++] = values[i * j->first->rows + row];
    if (count == 0)
        return "?";
    double median = gr_study_median(known, count);
    int decimals = j->first->decimals[row];
    bool half = decimals == GR_DECIMALS_COUNT && median != floor(median);
    gr_number_shown(median, half ? 1 : decimals, text);
    return gr_arena_strdup(j->arena, text, err);
}

static bool add_group(joint *j, size_t group, gr_error *err)
{
    double *values = gr_arena_alloc(j->arena, GR_STUDY_RUNS * j->first->rows, sizeof *values, err);
    size_t runs;

    if (values == NULL || !gather(j, group, values, &runs, err))
        return false;
    j->titles[1 + group] = gr_arena_printf(j->arena, err, "%zu", group + 1);
    j->right[1 + group] = true;
    for (size_t r = 0; r < j->first->rows; r++) {
        const char *cell = cell_of(j, values, runs, r, err);
        if (cell == NULL)
            return false;
        j->cells[r * j->columns + 1 + group] = cell;
    }
    return j->titles[1 + group] != NULL;
}

bool gr_study_sheets(const gr_study *study, const gr_view_request *request, gr_view *view,
                     gr_error *err)
{
    gr_shape *shape = sheet_in(view);
    size_t groups = gr_study_groups(study);

    if (shape == NULL || (groups < 2 && study->arrange != GR_ARRANGE_BAND))
        return true;
    joint j = { .study = study, .request = request, .first = &shape->as.sheet,
                .arena = &view->arena };
    if (!begin(&j, err))
        return false;
    for (size_t g = 0; g < groups; g++)
        if (!add_group(&j, g, err))
            return false;
    shape->as.sheet.columns = j.columns;
    shape->as.sheet.titles = j.titles;
    shape->as.sheet.cells = j.cells;
    shape->as.sheet.right = j.right;
    return true;
}
