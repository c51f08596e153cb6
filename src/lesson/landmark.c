#include "gradus/landmark.h"

#include "gradus/answer.h"

#include <math.h>
#include <stdio.h>

/* In the order of steps; of two at one step the first found stands before the other. */
static void add(gr_landmarks *landmarks, long step, const char *what)
{
    size_t at = landmarks->count++;

    for (; at > 0 && landmarks->list[at - 1].step > step; at--)
        landmarks->list[at] = landmarks->list[at - 1];
    landmarks->list[at].step = step;
    snprintf(landmarks->list[at].what, sizeof landmarks->list[at].what, "%s", what);
}

/* --- the goal --- */

static long first_holding(gr_fold *fold, const gr_run *run, const gr_run_names *names)
{
    const gr_table *trace = gr_run_trace(run);
    const double *knobs = names->knob_values;
    gr_fold_input input = { .knobs = &knobs }; /* a trace has no tables */

    for (size_t i = 0; i < trace->rows; i++) {
        gr_fold_row(fold, 0, gr_table_row(trace, i));
        if (gr_fold_holds(fold, &input))
            return (long)i;
    }
    return -1;
}

/* A goal that these knobs leave without meaning is no landmark; only memory is an error. */
static bool add_goal(gr_landmarks *landmarks, const gr_lab *lab, const gr_run *run, gr_error *err)
{
    gr_run_names names;
    gr_error found = { 0 };

    if (lab->goal.text == NULL)
        return true;
    if (!gr_run_names_make(&names, run, err))
        return false;
    gr_scope scope = { .runs = &names.scope, .run_count = 1 };
    gr_expression *goal = gr_expression_parse(lab->goal.text, &found);
    gr_fold *fold = goal != NULL && gr_expression_bind_runs(goal, &scope, &found)
                        ? gr_fold_new(goal, NULL, &found)
                        : NULL;
    long step = fold != NULL ? first_holding(fold, run, &names) : -1;
    if (step >= 0)
        add(landmarks, step, "the goal is met");
    gr_fold_free(fold);
    gr_expression_free(goal);
    gr_run_names_clear(&names);
    return found.kind != GR_ERROR_MEMORY || gr_fail(err, found.kind, "%s", found.message);
}

/* --- the trace --- */

/* The column that the page's plots show first over steps; 0: none. */
static size_t plotted_column(const gr_lab *lab, const gr_run *run)
{
    for (size_t i = 0; i < lab->plot_count; i++) {
        const gr_figure *figure = lab->plots[i].figure;
        for (size_t k = 0; k < figure->count; k++) {
            const char *y = figure->layers[k].x != NULL ? figure->layers[k].y : NULL;
            long column = y != NULL ? gr_columns_find(gr_run_columns(run), y) : -1;
            if (column > 0)
                return (size_t)column;
        }
    }
    return 0;
}

static void add_lowest(gr_landmarks *landmarks, const gr_lab *lab, const gr_run *run)
{
    const gr_table *trace = gr_run_trace(run);
    size_t column = plotted_column(lab, run);
    long lowest = -1;
    char what[64];

    for (size_t i = 0; column > 0 && i < trace->rows; i++) {
        double value = gr_table_cell(trace, i, column);
        if (!isnan(value) && (lowest < 0 || value < gr_table_cell(trace, (size_t)lowest, column)))
            lowest = (long)i;
    }
    if (lowest < 0)
        return;
    snprintf(what, sizeof what, "lowest %s", gr_run_columns(run)->list[column].name);
    add(landmarks, lowest, what);
}

bool gr_landmarks_find(gr_landmarks *landmarks, const gr_lab *lab, const gr_run *run, gr_error *err)
{
    *landmarks = (gr_landmarks){ .count = 0 };
    if (!add_goal(landmarks, lab, run, err))
        return false;
    add_lowest(landmarks, lab, run);
    if (gr_run_diverged_at(run) >= 0)
        add(landmarks, gr_run_diverged_at(run), "the run diverges");
    return true;
}

const gr_landmark *gr_landmark_from(const gr_landmarks *landmarks, long step, int direction)
{
    for (size_t i = 0; direction > 0 && i < landmarks->count; i++)
        if (landmarks->list[i].step > step)
            return &landmarks->list[i];
    for (size_t i = landmarks->count; direction < 0 && i > 0; i--)
        if (landmarks->list[i - 1].step < step)
            return &landmarks->list[i - 1];
    return NULL;
}
