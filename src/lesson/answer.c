#include "answer_private.h"

#include "gradus/memory.h"

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
