/* What a run shows: the experiment's figures and tables at the present step. */
#include "run_private.h"

#include <string.h>

bool gr_run_view(const gr_run *run, const gr_view_request *request, gr_view *view, gr_error *err)
{
    view->figure = request->figure;
    view->title = request->figure->title;
    if (run->experiment->view(&run->job, run->state, request, view, err))
        return true;
    gr_view_clear(view);
    return false;
}

bool gr_run_table(const gr_run *run, int which, gr_table *table, gr_error *err)
{
    if (run->experiment->table(&run->job, run->state, which, table, err))
        return true;
    gr_table_clear(table);
    return false;
}

double gr_run_lift(const gr_run *run, const char *column)
{
    return run->experiment->lift != NULL ? run->experiment->lift(&run->job, column) : 0;
}

gr_control gr_run_control(const gr_run *run, bool *clock)
{
    bool ticks = false;
    gr_control control = run->experiment->control != NULL && run->step >= 0
                             ? run->experiment->control(&run->job, run->state, &ticks)
                             : GR_CONTROL_NONE;

    if (clock != NULL)
        *clock = ticks;
    return control;
}

bool gr_run_wheel(const gr_run *run, gr_wheel *wheel)
{
    if (run->experiment->wheel == NULL || run->step < 0)
        return false;
    *wheel = (gr_wheel){ .share = 0 };
    run->experiment->wheel(&run->job, run->state, wheel);
    return true;
}

int gr_run_action(const gr_run *run, const char *name)
{
    const gr_action_spec *actions = run->experiment->actions;

    for (int i = 0; actions != NULL && actions[i].name != NULL; i++)
        if (strcmp(actions[i].name, name) == 0)
            return i;
    return -1;
}

enum { WRITTEN = 100 }; /* what a number as text takes, beside one that is only worked on */

double gr_run_work(const gr_run *run, long steps)
{
    const gr_experiment *experiment = run->experiment;
    size_t scratch = experiment->scratch_size != NULL ? experiment->scratch_size(&run->job) : 0;
    size_t numbers = (run->state_size + scratch) / sizeof(double);
    double each = (double)(numbers + WRITTEN * gr_run_columns(run)->count);

    return ((double)steps + 1) * each +
           (experiment->work != NULL ? experiment->work(&run->job, steps) : 0);
}

const char *gr_run_warning(const gr_run *run)
{
    return run->experiment->warning != NULL && run->step >= 0
               ? run->experiment->warning(&run->job, run->state)
               : NULL;
}
