#include "answer_private.h"

#include "gradus/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- names --- */

void gr_run_names_clear(gr_run_names *names)
{
    gr_arena_clear(&names->arena);
    *names = (gr_run_names){ 0 };
}

static bool name_columns(gr_run_names *names, const gr_columns *columns, gr_error *err)
{
    names->columns = gr_arena_alloc(&names->arena, columns->count, sizeof *names->columns, err);
    if (names->columns == NULL)
        return false;
    for (size_t i = 0; i < columns->count; i++)
        names->columns[i] = columns->list[i].name;
    names->scope.columns = names->columns;
    names->scope.column_count = columns->count;
    return true;
}

static bool name_knobs(gr_run_names *names, const gr_values *values, gr_error *err)
{
    gr_text name = { 0 };
    bool good = true;

    names->knobs = gr_arena_alloc(&names->arena, values->count, sizeof *names->knobs, err);
    names->knob_values =
        gr_arena_alloc(&names->arena, values->count, sizeof *names->knob_values, err);
    if (names->knobs == NULL || names->knob_values == NULL)
        return false;
    for (size_t i = 0; good && i < values->count; i++) {
        gr_text_truncate(&name, 0);
        gr_values_name(values, i, &name);
        names->knobs[i] = gr_arena_strdup(&names->arena, gr_text_string(&name), err);
        names->knob_values[i] = values->items[i].number;
        good = gr_text_ok(&name, err) && names->knobs[i] != NULL;
    }
    gr_text_clear(&name);
    names->scope.knobs = names->knobs;
    names->scope.knob_count = values->count;
    return good;
}

static bool name_tables(gr_run_names *names, const gr_experiment *experiment, gr_error *err)
{
    size_t count = 0;

    while (experiment->tables != NULL && experiment->tables[count].name != NULL)
        count++;
    names->tables = gr_arena_alloc(&names->arena, count, sizeof *names->tables, err);
    if (names->tables == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        names->tables[i] = experiment->tables[i].name;
    names->scope.tables = names->tables;
    names->scope.table_count = count;
    return true;
}

bool gr_run_names_make(gr_run_names *names, const gr_run *run, gr_error *err)
{
    gr_run_names made = { .columns = NULL };
    bool good = name_columns(&made, gr_run_columns(run), err) &&
                name_knobs(&made, gr_run_values(run), err) &&
                name_tables(&made, gr_run_experiment(run), err);

    if (good)
        *names = made;
    else
        gr_run_names_clear(&made);
    return good;
}

/* --- a page's experiment --- */

size_t gr_lab_runs(const gr_lab *lab)
{
    return lab->group_count * lab->seeds;
}

static gr_run *start(const gr_lab *lab, const gr_lab_group *group, uint64_t seed, gr_run_keep keep,
                     gr_error *err)
{
    gr_values values;

    if (!gr_values_init(&values, lab->experiment->params, err))
        return NULL;
    gr_run *run = NULL;
    if (gr_values_apply(&values, lab->settings, lab->setting_count, err) &&
        gr_values_apply(&values, group->settings, group->setting_count, err))
        run = gr_run_new(lab->experiment, &values, seed, keep, err);
    gr_values_clear(&values);
    return run;
}

gr_run *gr_lab_start(const gr_lab *lab, size_t number, gr_run_keep keep, gr_error *err)
{
    return start(lab, &lab->groups[number / lab->seeds], lab->first_seed + number % lab->seeds,
                 keep, err);
}

bool gr_lab_ghost(const gr_lab *lab, gr_run **run, gr_error *err)
{
    *run = NULL;
    if (lab->ghost == NULL)
        return true;
    gr_run *made =
        start(lab, lab->ghost, lab->first_seed, (gr_run_keep){ .trace = true }, err);
    if (made == NULL)
        return false;
    if (!gr_run_complete(made, err) || !gr_run_steps(made, lab->steps, err)) {
        gr_run_free(made);
        return false;
    }
    *run = made;
    return true;
}

long gr_lab_steps(const gr_lab *lab, const gr_run *run)
{
    return lab->steps > 0 ? lab->steps : gr_run_length(run);
}

/* --- evaluation --- */

/* A run that feeds expressions, and what they may call its parts. */
typedef struct fed_run {
    gr_run *run;
    gr_run_names names;
    double *row;
} fed_run;

/* Several expressions fed by the runs of a page, each once for every student. */
typedef struct evaluation {
    gr_expression **expressions;
    size_t count;
    gr_fold **folds; /* of the first student those of all expressions, then of the second, ... */
    size_t fold_count;
    const gr_drawn *drawn; /* NULL: no numbers are drawn */
    fed_run *runs;
    size_t run_count;
    gr_scope_run *scopes;
    const double **knobs;
    gr_rng *driver; /* NULL: nobody acts on the runs */
} evaluation;

static void clear_evaluation(evaluation *e)
{
    for (size_t i = 0; i < e->fold_count; i++)
        gr_fold_free(e->folds[i]);
    for (size_t i = 0; i < e->count; i++)
        gr_expression_free(e->expressions[i]);
    for (size_t i = 0; i < e->run_count; i++) {
        gr_run_names_clear(&e->runs[i].names);
        gr_free(e->runs[i].row);
        gr_run_free(e->runs[i].run);
    }
    gr_free(e->folds);
    gr_free(e->expressions);
    gr_free(e->runs);
    gr_free(e->scopes);
    gr_free(e->knobs);
}

static bool add_formula(evaluation *e, const char *file, const gr_formula *formula, gr_error *err)
{
    gr_scope scope = { .runs = e->scopes,
                       .run_count = e->run_count,
                       .drawn = e->drawn != NULL ? e->drawn->names : NULL,
                       .drawn_count = e->drawn != NULL ? e->drawn->count : 0 };
    gr_expression *expression = gr_expression_parse(formula->text, err);

    if (expression == NULL || !gr_expression_bind_runs(expression, &scope, err)) {
        gr_expression_free(expression);
        return gr_error_locate(err, file, formula->place.line, formula->place.column);
    }
    e->expressions[e->count++] = expression;
    return true;
}

static bool add_student(evaluation *e, const gr_drawn *drawn, gr_error *err)
{
    for (size_t i = 0; i < e->count; i++) {
        gr_fold *fold = gr_fold_new(e->expressions[i], drawn != NULL ? drawn->values : NULL, err);
        if (fold == NULL)
            return false;
        e->folds[e->fold_count++] = fold;
    }
    return true;
}

static bool add_run(evaluation *e, const gr_lab *lab, gr_error *err)
{
    size_t number = e->run_count++;
    fed_run *fed = &e->runs[number];

    fed->run = gr_lab_start(lab, number, (gr_run_keep){ .trace = false }, err);
    if (fed->run == NULL || !gr_run_names_make(&fed->names, fed->run, err))
        return false;
    e->scopes[number] = fed->names.scope;
    e->knobs[number] = fed->names.knob_values;
    fed->row = gr_alloc(gr_run_columns(fed->run)->count, sizeof *fed->row, err);
    return fed->row != NULL;
}

static bool make_room(evaluation *e, size_t runs, size_t count, size_t students, gr_error *err)
{
    e->expressions = gr_alloc(count, sizeof *e->expressions, err);
    e->folds = gr_alloc(count * students, sizeof *e->folds, err);
    e->runs = gr_alloc(runs, sizeof *e->runs, err);
    e->scopes = gr_alloc(runs, sizeof *e->scopes, err);
    e->knobs = gr_alloc(runs, sizeof *e->knobs, err);
    return e->expressions != NULL && e->folds != NULL && e->runs != NULL && e->scopes != NULL &&
           e->knobs != NULL;
}

static bool prepare(evaluation *e, const gr_lab *lab, const char *file, size_t students,
                    const gr_formula *formulas, size_t count, gr_error *err)
{
    size_t runs = gr_lab_runs(lab);

    if (!make_room(e, runs, count, students, err))
        return false;
    while (e->run_count < runs)
        if (!add_run(e, lab, err))
            return false;
    for (size_t i = 0; i < count; i++)
        if (!add_formula(e, file, &formulas[i], err))
            return false;
    for (size_t i = 0; i < students; i++)
        if (!add_student(e, e->drawn != NULL ? &e->drawn[i] : NULL, err))
            return false;
    return true;
}

static void feed_row(evaluation *e, size_t number)
{
    gr_run_row(e->runs[number].run, e->runs[number].row);
    for (size_t i = 0; i < e->fold_count; i++)
        gr_fold_row(e->folds[i], number, e->runs[number].row);
}

static double table_cell(void *context, size_t run, size_t table, long row, long column)
{
    const evaluation *e = context;
    gr_table made = { 0 };
    double value = (double)NAN;

    if (!gr_run_table(e->runs[run].run, (int)table, &made, NULL))
        return value;
    if ((size_t)row < made.rows && (size_t)column < made.columns.count)
        value = gr_table_cell(&made, (size_t)row, (size_t)column);
    gr_table_clear(&made);
    return value;
}

static gr_fold_input input_of(evaluation *e)
{
    return (gr_fold_input){ .knobs = e->knobs, .cell = table_cell, .context = e };
}

enum { TRIES = 3 };

/* Somebody does this and that; what cannot be done is left. */
static void act(gr_run *run, gr_rng *driver)
{
    const gr_action_spec *actions = gr_run_experiment(run)->actions;
    size_t count = 0;

    while (actions != NULL && actions[count].name != NULL)
        count++;
    for (int i = 0; count > 0 && i < TRIES; i++)
        gr_run_act(run, (int)gr_rng_below(driver, count), NULL);
}

/* One step of every run that can make one. */
static bool feed_step(evaluation *e, const gr_lab *lab, bool *moved, gr_error *err)
{
    *moved = false;
    for (size_t i = 0; i < e->run_count; i++) {
        gr_run *run = e->runs[i].run;
        long last = gr_lab_steps(lab, run);
        if (gr_run_state(run) != GR_RUN_GOING || (last != 0 && gr_run_step_number(run) >= last))
            continue;
        if (e->driver != NULL)
            act(run, e->driver);
        if (!gr_run_steps(run, 1, err))
            return false;
        feed_row(e, i);
        *moved = true;
    }
    return true;
}

static void end_runs(evaluation *e)
{
    for (size_t i = 0; i < e->fold_count; i++)
        for (size_t k = 0; k < e->run_count; k++)
            gr_fold_end(e->folds[i], k, gr_run_state(e->runs[k].run) == GR_RUN_DIVERGED,
                        gr_run_state(e->runs[k].run) == GR_RUN_FINISHED);
}

/* Run from start to end, telling `seen` (may be NULL) of each step; it says whether to go on. */
static bool feed_runs(evaluation *e, const gr_lab *lab, bool (*seen)(evaluation *), gr_error *err)
{
    bool moved = true;

    for (size_t i = 0; i < e->run_count; i++) {
        if (!gr_run_complete(e->runs[i].run, err))
            return false;
        feed_row(e, i);
    }
    while (moved && (seen == NULL || seen(e)))
        if (!feed_step(e, lab, &moved, err))
            return false;
    end_runs(e);
    return true;
}

static long steps_made(const evaluation *e)
{
    long most = 0;

    for (size_t i = 0; i < e->run_count; i++) {
        long step = gr_run_step_number(e->runs[i].run);
        most = step > most ? step : most;
    }
    return most;
}

/* Whether any of the expressions asks something of any run. */
static bool asks_runs(const evaluation *e)
{
    for (size_t i = 0; i < e->count; i++)
        for (size_t k = 0; k < e->run_count; k++)
            if (gr_expression_uses_run(e->expressions[i], k))
                return true;
    return false;
}

static bool evaluate(const gr_lab *lab, const char *file, const gr_drawn *drawn, size_t students,
                     const gr_formula *formulas, size_t count, gr_rng *driver, double *values,
                     gr_error *err)
{
    evaluation e = { .drawn = drawn, .driver = driver };
    bool done = prepare(&e, lab, file, students, formulas, count, err) &&
                (!asks_runs(&e) || feed_runs(&e, lab, NULL, err));

    if (done) {
        gr_fold_input input = input_of(&e);
        for (size_t i = 0; i < e.fold_count; i++)
            values[i] = gr_fold_value(e.folds[i], &input);
    }
    clear_evaluation(&e);
    return done;
}

bool gr_lab_evaluate_each(const gr_lab *lab, const char *file, const gr_drawn *drawn,
                          size_t students, const gr_formula *formulas, size_t count, double *values,
                          gr_error *err)
{
    return evaluate(lab, file, drawn, students, formulas, count, NULL, values, err);
}

bool gr_lab_evaluate_driven(const gr_lab *lab, const char *file, const gr_drawn *drawn,
                            size_t students, const gr_formula *formulas, size_t count,
                            double *values, gr_error *err)
{
    gr_rng driver = gr_rng_seeded(1);

    return evaluate(lab, file, drawn, students, formulas, count, &driver, values, err);
}

bool gr_lab_evaluate(const gr_lab *lab, const char *file, const gr_drawn *drawn,
                     const gr_formula *formulas, size_t count, double *values, gr_error *err)
{
    return gr_lab_evaluate_each(lab, file, drawn, 1, formulas, count, values, err);
}

static bool goal_is_open(evaluation *e)
{
    gr_fold_input input = input_of(e);

    return !gr_fold_holds(e->folds[0], &input);
}

bool gr_lab_goal(const gr_lab *lab, const char *file, long *step, gr_error *err)
{
    evaluation e = { .count = 0 };
    bool done =
        prepare(&e, lab, file, 1, &lab->goal, 1, err) && feed_runs(&e, lab, goal_is_open, err);

    if (done)
        *step = goal_is_open(&e) ? -1 : steps_made(&e);
    clear_evaluation(&e);
    return done;
}
