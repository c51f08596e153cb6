/* Expressions over the runs of a page, made again from their start. */
#include "answer_private.h"

#include "gradus/memory.h"

#include <math.h>

/* A run that feeds expressions, and what they may call its parts. */
typedef struct fed_run {
    gr_run *run;
    gr_run_names names;
    double *row;
    bool begun; /* it has a row */
} fed_run;

struct gr_evaluation {
    const gr_lab *lab;
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
    size_t at;      /* the run whose turn it is: each makes a step, then they begin anew */
    bool moved;     /* any of them has made one this time */
    bool done;
};

void gr_evaluation_free(gr_evaluation *e)
{
    if (e == NULL)
        return;
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
    gr_free(e);
}

static bool add_formula(gr_evaluation *e, const char *file, const gr_formula *formula,
                        gr_error *err)
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

static bool add_student(gr_evaluation *e, const gr_drawn *drawn, gr_error *err)
{
    for (size_t i = 0; i < e->count; i++) {
        gr_fold *fold = gr_fold_new(e->expressions[i], drawn != NULL ? drawn->values : NULL, err);
        if (fold == NULL)
            return false;
        e->folds[e->fold_count++] = fold;
    }
    return true;
}

static bool add_run(gr_evaluation *e, gr_error *err)
{
    size_t number = e->run_count++;
    fed_run *fed = &e->runs[number];

    fed->run = gr_lab_start(e->lab, number, (gr_run_keep){ .trace = false }, err);
    if (fed->run == NULL || !gr_run_names_make(&fed->names, fed->run, err))
        return false;
    e->scopes[number] = fed->names.scope;
    e->knobs[number] = fed->names.knob_values;
    fed->row = gr_alloc(gr_run_columns(fed->run)->count, sizeof *fed->row, err);
    return fed->row != NULL;
}

static bool make_room(gr_evaluation *e, size_t runs, size_t count, size_t students, gr_error *err)
{
    e->expressions = gr_alloc(count, sizeof *e->expressions, err);
    e->folds = gr_alloc(count * students, sizeof *e->folds, err);
    e->runs = gr_alloc(runs, sizeof *e->runs, err);
    e->scopes = gr_alloc(runs, sizeof *e->scopes, err);
    e->knobs = gr_alloc(runs, sizeof *e->knobs, err);
    return e->expressions != NULL && e->folds != NULL && e->runs != NULL && e->scopes != NULL &&
           e->knobs != NULL;
}

static bool prepare(gr_evaluation *e, const char *file, size_t students, const gr_formula *formulas,
                    size_t count, gr_error *err)
{
    size_t runs = gr_lab_runs(e->lab);

    if (!make_room(e, runs, count, students, err))
        return false;
    while (e->run_count < runs)
        if (!add_run(e, err))
            return false;
    for (size_t i = 0; i < count; i++)
        if (!add_formula(e, file, &formulas[i], err))
            return false;
    for (size_t i = 0; i < students; i++)
        if (!add_student(e, e->drawn != NULL ? &e->drawn[i] : NULL, err))
            return false;
    return true;
}

static void feed_row(gr_evaluation *e, size_t number)
{
    gr_run_row(e->runs[number].run, e->runs[number].row);
    for (size_t i = 0; i < e->fold_count; i++)
        gr_fold_row(e->folds[i], number, e->runs[number].row);
}

static double table_cell(void *context, size_t run, size_t table, long row, long column)
{
    const gr_evaluation *e = context;
    gr_table made = { 0 };
    double value = (double)NAN;

    if (!gr_run_table(e->runs[run].run, (int)table, &made, NULL))
        return value;
    if ((size_t)row < made.rows && (size_t)column < made.columns.count)
        value = gr_table_cell(&made, (size_t)row, (size_t)column);
    gr_table_clear(&made);
    return value;
}

static gr_fold_input input_of(gr_evaluation *e)
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

static long last_step(const gr_evaluation *e, const fed_run *fed)
{
    return gr_lab_steps(e->lab, fed->run);
}

/* Whether it has a step to make; its first row is step 0. */
static bool is_going(const gr_evaluation *e, const fed_run *fed)
{
    long last = last_step(e, fed);

    return !fed->begun || (gr_run_state(fed->run) == GR_RUN_GOING &&
                           (last == 0 || gr_run_step_number(fed->run) < last));
}

/* A piece of a step; *whole: the step is made. */
static bool work(gr_evaluation *e, fed_run *fed, bool *whole, gr_error *err)
{
    gr_progress progress;

    *whole = !fed->begun && !gr_run_inside(fed->run);
    if (*whole)
        return true;
    if (e->driver != NULL && fed->begun && !gr_run_inside(fed->run))
        act(fed->run, e->driver);
    if (!gr_run_advance(fed->run, false, &progress, err))
        return false;
    *whole = !gr_run_inside(fed->run);
    return true;
}

static void end_runs(gr_evaluation *e)
{
    for (size_t i = 0; i < e->fold_count; i++)
        for (size_t k = 0; k < e->run_count; k++)
            gr_fold_end(e->folds[i], k, gr_run_state(e->runs[k].run) == GR_RUN_DIVERGED,
                        gr_run_state(e->runs[k].run) == GR_RUN_FINISHED);
    e->done = true;
}

/* Whose turn it is next; once no run can go on all are at their ends. */
static void next_run(gr_evaluation *e)
{
    e->at++;
    if (e->at < e->run_count)
        return;
    if (!e->moved)
        end_runs(e);
    e->at = 0;
    e->moved = false;
}

bool gr_evaluation_piece(gr_evaluation *e, bool *done, gr_error *err)
{
    fed_run *fed = &e->runs[e->at];
    bool whole = true;

    *done = e->done;
    if (e->done)
        return true;
    if (is_going(e, fed)) {
        if (!work(e, fed, &whole, err))
            return false;
        if (whole) {
            feed_row(e, e->at);
            fed->begun = e->moved = true;
        }
    }
    if (whole)
        next_run(e);
    *done = e->done;
    return true;
}

double gr_evaluation_share(const gr_evaluation *e)
{
    double steps = 0, all = 0;

    for (size_t i = 0; i < e->run_count; i++) {
        double last = (double)last_step(e, &e->runs[i]);
        steps += (double)gr_run_step_number(e->runs[i].run);
        all += last;
        if (!(last > 0))
            return 0;
    }
    return e->done ? 1 : all > 0 ? steps / all : 0;
}

/* Whether any of the expressions asks something of any run. */
static bool asks_runs(const gr_evaluation *e)
{
    for (size_t i = 0; i < e->count; i++)
        for (size_t k = 0; k < e->run_count; k++)
            if (gr_expression_uses_run(e->expressions[i], k))
                return true;
    return false;
}

static gr_evaluation *begin(const gr_lab *lab, const char *file, const gr_drawn *drawn,
                            size_t students, const gr_formula *formulas, size_t count,
                            gr_error *err)
{
    gr_evaluation *e = gr_alloc(1, sizeof *e, err);

    if (e == NULL)
        return NULL;
    e->lab = lab;
    e->drawn = drawn;
    if (!prepare(e, file, students, formulas, count, err)) {
        gr_evaluation_free(e);
        return NULL;
    }
    e->done = !asks_runs(e);
    return e;
}

gr_evaluation *gr_evaluation_new(const gr_lab *lab, const char *file, const gr_drawn *drawn,
                                 const gr_formula *formulas, size_t count, gr_error *err)
{
    return begin(lab, file, drawn, 1, formulas, count, err);
}

void gr_evaluation_values(gr_evaluation *e, double *values)
{
    gr_fold_input input = input_of(e);

    for (size_t i = 0; i < e->fold_count; i++)
        values[i] = gr_fold_value(e->folds[i], &input);
}

static bool finish(gr_evaluation *e, double *values, gr_error *err)
{
    bool done = false, good = e != NULL;

    while (good && !done)
        good = gr_evaluation_piece(e, &done, err);
    if (good)
        gr_evaluation_values(e, values);
    gr_evaluation_free(e);
    return good;
}

bool gr_lab_evaluate_each(const gr_lab *lab, const char *file, const gr_drawn *drawn,
                          size_t students, const gr_formula *formulas, size_t count, double *values,
                          gr_error *err)
{
    return finish(begin(lab, file, drawn, students, formulas, count, err), values, err);
}

bool gr_lab_evaluate_driven(const gr_lab *lab, const char *file, const gr_drawn *drawn,
                            size_t students, const gr_formula *formulas, size_t count,
                            double *values, gr_error *err)
{
    gr_rng driver = gr_rng_seeded(1);
    gr_evaluation *e = begin(lab, file, drawn, students, formulas, count, err);

    if (e != NULL)
        e->driver = &driver;
    return finish(e, values, err);
}

bool gr_lab_evaluate(const gr_lab *lab, const char *file, const gr_drawn *drawn,
                     const gr_formula *formulas, size_t count, double *values, gr_error *err)
{
    return gr_lab_evaluate_each(lab, file, drawn, 1, formulas, count, values, err);
}

/* --- goals --- */

static long steps_made(const gr_evaluation *e)
{
    long most = 0;

    for (size_t i = 0; i < e->run_count; i++) {
        long step = gr_run_step_number(e->runs[i].run);
        most = step > most ? step : most;
    }
    return most;
}

static bool goal_is_open(gr_evaluation *e)
{
    gr_fold_input input = input_of(e);

    return !gr_fold_holds(e->folds[0], &input);
}

/* After each round of steps it is asked whether the goal holds. */
static bool look_for_goal(gr_evaluation *e, gr_error *err)
{
    bool done = e->done;

    while (!done) {
        if (!gr_evaluation_piece(e, &done, err))
            return false;
        bool round = e->at == 0 && !gr_run_inside(e->runs[0].run);
        if (round && !goal_is_open(e))
            end_runs(e);
        done = e->done;
    }
    return true;
}

bool gr_lab_goal(const gr_lab *lab, const char *file, long *step, gr_error *err)
{
    gr_evaluation *e = begin(lab, file, NULL, 1, &lab->goal, 1, err);
    bool done = e != NULL && look_for_goal(e, err);

    if (done)
        *step = goal_is_open(e) ? -1 : steps_made(e);
    gr_evaluation_free(e);
    return done;
}
