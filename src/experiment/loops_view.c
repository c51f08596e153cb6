/* The figures of `loops`: the paths, how far they scatter, and the inputs. */
#include "loops.h"

#include <math.h>

enum { PATHS, SPREAD, INPUTS };

#define CURVE(role_, column)                                                                       \
    {                                                                                              \
        .shape = GR_SHAPE_SERIES, .role = role_, .label = column, .x = "step", .y = column         \
    }

const gr_figure gr_loops_figures[] = {
    [PATHS] = { .name = "paths",
                .title = "x: 1 open, 2 closed",
                .x = { .label = "step" },
                .y = { .label = "x" },
                .layers = { CURVE(GR_ROLE_SERIES1, "x_open"),
                            CURVE(GR_ROLE_SERIES2, "x_closed"),
                            { .shape = GR_SHAPE_SERIES,
                              .role = GR_ROLE_EXPERT,
                              .label = "recorded" } },
                .count = 3 },
    [SPREAD] = { .name = "spread",
                 .title = "sd: 1 open, 2 closed",
                 .x = { .label = "step" },
                 .y = { .label = "sd", .log = true },
                 .layers = { CURVE(GR_ROLE_SERIES1, "open_sd"),
                             CURVE(GR_ROLE_SERIES2, "closed_sd"),
                             { .shape = GR_SHAPE_POINTS,
                               .role = GR_ROLE_MARK,
                               .label = "sampled" } },
                 .count = 3 },
    [INPUTS] = { .name = "inputs",
                 .title = "u: 1 open, 2 closed",
                 .x = { .label = "step" },
                 .y = { .label = "u" },
                 .layers = { CURVE(GR_ROLE_SERIES1, "u_open"),
                             CURVE(GR_ROLE_SERIES2, "u_closed"),
                             { .shape = GR_SHAPE_SERIES,
                               .role = GR_ROLE_EXPERT,
                               .label = "recorded" } },
                 .count = 3 },
    { .name = NULL },
};

/* The recording is there beforehand, all of it: the path, or the inputs that lead to each step. */
static bool add_recording(const gr_loops_setup *s, bool inputs, gr_view *view, gr_error *err)
{
    size_t count = (size_t)s->horizon + 1;
    gr_shape *shape = gr_view_add(view, GR_SHAPE_SERIES, GR_ROLE_EXPERT, "recorded", err);
    double *t = gr_arena_alloc(&view->arena, 2 * count, sizeof *t, err);

    if (shape == NULL || t == NULL)
        return false;
    double *y = t + count, path = s->start, input = (double)NAN;
    for (size_t i = 0; i < count; i++) {
        t[i] = (double)i;
        y[i] = inputs ? input : path;
        input = -s->gain * path;
        path = s->a * path + input;
    }
    shape->dotted = true;
    shape->mark = "";
    shape->as.series = (gr_series){ .count = count, .x = t, .y = y };
    return true;
}

/* --- paths --- */

static bool say_paths(const gr_loops_setup *s, const gr_loops_state *now, gr_view *view,
                      gr_error *err)
{
    double open = gr_loops_open(now)[0], closed = gr_loops_closed(s, now)[0];

    view->note = gr_arena_printf(&view->arena, err, "off by %.3g, %.3g", fabs(open - now->nominal),
                                 fabs(closed - now->nominal));
    view->says = gr_arena_printf(
        &view->arena, err,
        "paths. At step %ld x is %.4g in open loop, %.4g in closed loop, and %.4g without noise.",
        now->step, open, closed, now->nominal);
    return view->note != NULL && view->says != NULL;
}

/* --- spread --- */

enum { SAMPLED = 12 };

/* What was sampled, at so many steps up to the present one. */
static bool add_sampled(const gr_job *job, const gr_loops_state *now, gr_view *view, gr_error *err)
{
    const gr_loops_setup *s = job->setup;
    long apart = (s->horizon + SAMPLED - 1) / SAMPLED;
    size_t count = 0, most = (size_t)(now->step / apart);
    gr_shape *shape = gr_view_add(view, GR_SHAPE_POINTS, GR_ROLE_MARK, "sampled", err);
    double *x = gr_arena_alloc(&view->arena, 4 * most + 1, sizeof *x, err);

    if (shape == NULL || x == NULL)
        return false;
    for (long t = apart; t <= now->step; t += apart) {
        const gr_loops_row *row = gr_logbook_row(job->log, 0, (size_t)t);
        const double sds[] = { row->open, row->closed };
        for (size_t i = 0; i < GR_LEN(sds); i++, count++) {
            x[count] = (double)t;
            x[2 * most + count] = sds[i] > 0 ? sds[i] : (double)NAN;
        }
    }
    shape->as.points = (gr_points){ .count = count, .x = x, .y = x + 2 * most };
    return true;
}

static bool say_spread(const gr_loops_setup *s, const gr_loops_state *now, gr_view *view,
                       gr_error *err)
{
    double open = gr_loops_open_sd(now), closed = gr_loops_closed_sd(now);

    view->note = closed > 0 ? gr_arena_printf(&view->arena, err, "ratio %.4g", open / closed)
                            : "no noise yet";
    view->says = gr_arena_printf(
        &view->arena, err,
        "spread. At step %ld of %ld the standard deviation is %.4g in open loop and %.4g in closed "
        "loop by the formula, %.4g +- %.2g and %.4g +- %.2g over %ld runs.",
        now->step, s->horizon, open, closed, now->open.sd, now->open.se, now->closed.sd,
        now->closed.se, s->runs);
    return view->note != NULL && view->says != NULL;
}

/* --- all --- */

static bool say_inputs(const gr_loops_state *now, gr_view *view, gr_error *err)
{
    view->note = now->step > 0 ? gr_arena_printf(&view->arena, err, "closed %.3g", now->u_closed)
                               : "none yet";
    view->says = now->step > 0
                     ? gr_arena_printf(&view->arena, err,
                                       "inputs. The input that led to step %ld was %.4g in open "
                                       "loop, as recorded, and %.4g in closed loop.",
                                       now->step, now->u_nominal, now->u_closed)
                     : "inputs. At step 0 there was none yet.";
    return view->note != NULL && view->says != NULL;
}

bool gr_loops_view(const gr_job *job, const void *at, const gr_view_request *request, gr_view *view,
                   gr_error *err)
{
    const gr_loops_setup *s = job->setup;
    const gr_loops_state *now = at;

    view->window = (gr_limits){ .x_low = 0, .x_high = (double)s->horizon };
    if (request->figure == &gr_loops_figures[PATHS])
        return say_paths(s, now, view, err) && add_recording(s, false, view, err);
    if (request->figure == &gr_loops_figures[SPREAD])
        return say_spread(s, now, view, err) && add_sampled(job, now, view, err);
    return say_inputs(now, view, err) && add_recording(s, true, view, err);
}
