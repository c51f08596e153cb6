/* The figures of `injection`: a demonstration, the labels with both laws, how sure the gain is,
 * what it costs, the bill. */
#include "injection.h"

#include <math.h>

enum { DEMONSTRATION, LABELS, SD, COST, BILL };

#define CURVE(role_, column)                                                                       \
    {                                                                                              \
        .shape = GR_SHAPE_SERIES, .role = role_, .label = column, .x = "step", .y = column         \
    }

#define MADE(kind, role_, words)                                                                   \
    {                                                                                              \
        .shape = kind, .role = role_, .label = words                                               \
    }

const gr_figure gr_injection_figures[] = {
    [DEMONSTRATION] = { .name = "demonstration",
                        .title = "1 x, 2 noise",
                        .x = { .label = "t" },
                        .y = { .label = "x" },
                        .layers = { MADE(GR_SHAPE_SERIES, GR_ROLE_GHOST, "without noise"),
                                    MADE(GR_SHAPE_SERIES, GR_ROLE_SERIES2, "noise"),
                                    MADE(GR_SHAPE_SERIES, GR_ROLE_SERIES1, "x") },
                        .count = 3 },
    [LABELS] = { .name = "labels",
                 .title = "labels, e expert, k learner",
                 .x = { .label = "x" },
                 .y = { .label = "u" },
                 .layers = { MADE(GR_SHAPE_SERIES, GR_ROLE_MARK, "labels"),
                             MADE(GR_SHAPE_SERIES, GR_ROLE_EXPERT, "expert"),
                             MADE(GR_SHAPE_SERIES, GR_ROLE_LEARNER, "learner") },
                 .count = 3 },
    [SD] = { .name = "sd",
             .title = "sd of the gain: 1 sampled, 2 formula",
             .x = { .label = "demo" },
             .y = { .label = "sd", .log = true },
             .layers = { CURVE(GR_ROLE_SERIES1, "sd"), CURVE(GR_ROLE_SERIES2, "formula") },
             .count = 2 },
    [COST] = { .name = "cost",
               .title = "1 while teaching, 2 after",
               .x = { .label = "demo" },
               .y = { .label = "J" },
               .layers = { CURVE(GR_ROLE_SERIES1, "teaching"), CURVE(GR_ROLE_SERIES2, "J"),
                           MADE(GR_SHAPE_SERIES, GR_ROLE_EXPERT, "expert") },
               .count = 3 },
    [BILL] = { .name = "bill",
               .title = "spent so far",
               .layers = { MADE(GR_SHAPE_TABLE, GR_ROLE_TEXT, "bill") },
               .count = 1 },
    { .name = NULL },
};

/* --- a demonstration --- */

static gr_shape *add_series(gr_view *view, gr_role role, const char *label, const char *mark,
                            size_t count, double **x, double **y, gr_error *err)
{
    gr_shape *shape = gr_view_add(view, GR_SHAPE_SERIES, role, label, err);

    *x = gr_arena_alloc(&view->arena, 2 * count, sizeof **x, err);
    if (shape == NULL || *x == NULL)
        return NULL;
    *y = *x + count;
    shape->mark = mark;
    shape->as.series = (gr_series){ .count = count, .x = *x, .y = *y };
    return shape;
}

static bool add_nominal(const gr_injection_setup *s, gr_view *view, gr_error *err)
{
    size_t count = (size_t)s->horizon + 1;
    double *x, *y;
    gr_shape *shape = add_series(view, GR_ROLE_GHOST, "without noise", "", count, &x, &y, err);

    if (shape == NULL)
        return false;
    for (size_t t = 0; t < count; t++) {
        x[t] = (double)t;
        y[t] = s->nominal[t];
    }
    shape->dotted = true;
    return true;
}

/* The first learner's last demonstration: its states at 0 .. T - 1 and what pushed there. */
static bool add_path(const gr_job *job, bool noise, gr_view *view, gr_error *err)
{
    const gr_injection_setup *s = job->setup;
    size_t rows = gr_logbook_rows(job->log, GR_INJECTION_ROWS), apart = 1 + (size_t)s->augment;
    size_t count = (size_t)s->horizon;
    double *x, *y;

    if (rows < count * apart)
        return true; /* none yet */
    gr_shape *shape = noise ? add_series(view, GR_ROLE_SERIES2, "noise", "2", count, &x, &y, err)
                            : add_series(view, GR_ROLE_SERIES1, "x", "1", count, &x, &y, err);
    if (shape == NULL)
        return false;
    for (size_t t = 0; t < count; t++) {
        const gr_injection_row *row =
            gr_logbook_row(job->log, GR_INJECTION_ROWS, rows - (count - t) * apart);
        x[t] = row->t;
        y[t] = noise ? row->noise : row->x;
    }
    shape->dotted = noise;
    return true;
}

static bool view_demonstration(const gr_job *job, const gr_injection_state *now, gr_view *view,
                               gr_error *err)
{
    const gr_injection_setup *s = job->setup;

    view->window = (gr_limits){ .x_low = 0, .x_high = (double)s->horizon };
    view->note =
        now->step > 0 ? gr_arena_printf(&view->arena, err, "reach %.3g", now->away) : "none yet";
    view->says = now->step > 0
                     ? gr_arena_printf(&view->arena, err,
                                       "demonstration. %ld of %ld were given. The noise had the "
                                       "root mean square %.3g and came in pulses of %ld steps; it "
                                       "took x %.3g off its path, root mean square.",
                                       now->step, s->demos, now->teaching.noise,
                                       now->teaching.duration, now->away)
                     : "demonstration. None was given yet.";
    return view->note != NULL && view->says != NULL && add_nominal(s, view, err) &&
           add_path(job, true, view, err) && add_path(job, false, view, err);
}

/* --- labels --- */

enum { DOTS = 100 };

/* The last labels there are, what the speed has to do with them left out: dots, so each is a curve
 * of its own. */
static bool add_dots(const gr_job *job, gr_view *view, gr_error *err)
{
    const gr_injection_setup *s = job->setup;
    size_t rows = gr_logbook_rows(job->log, GR_INJECTION_ROWS), count = rows < DOTS ? rows : DOTS;
    double *x, *y;

    if (count == 0)
        return true;
    if (add_series(view, GR_ROLE_MARK, "labels", "", 2 * count, &x, &y, err) == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        const gr_injection_row *row = gr_logbook_row(job->log, GR_INJECTION_ROWS, rows - count + i);
        x[2 * i] = row->x;
        y[2 * i] = row->label + s->plant.law[1] * row->v;
        x[2 * i + 1] = y[2 * i + 1] = (double)NAN;
    }
    return true;
}

static bool add_law(const gr_injection_setup *s, double gain, gr_role role, const char *mark,
                    gr_view *view, gr_error *err)
{
    double *x, *y, end = s->start != 0 ? fabs(s->start) : 1;

    if (add_series(view, role, mark, mark, 2, &x, &y, err) == NULL)
        return false;
    for (int i = 0; i < 2; i++) {
        x[i] = i == 0 ? -end : end;
        y[i] = -gain * x[i];
    }
    return true;
}

static bool view_labels(const gr_job *job, const gr_injection_state *now, gr_view *view,
                        gr_error *err)
{
    const gr_injection_setup *s = job->setup;

    view->note =
        now->step > 0 ? gr_arena_printf(&view->arena, err, "gain %.4f", now->gains[0]) : "none yet";
    view->says =
        now->step > 0
            ? gr_arena_printf(&view->arena, err,
                              "labels. From %ld demonstrations the first learner has the gain "
                              "%.4f, the expert %.4f; over %ld learners it is %.4f +- %.2g.",
                              now->step, now->gains[0], s->plant.law[0], s->repeats, now->mean,
                              now->sd)
            : "labels. There are none yet.";
    return view->note != NULL && view->says != NULL && add_dots(job, view, err) &&
           add_law(s, s->plant.law[0], GR_ROLE_EXPERT, "e", view, err) &&
           (now->step == 0 || add_law(s, now->gains[0], GR_ROLE_LEARNER, "k", view, err));
}

/* --- cost --- */

static bool view_cost(const gr_injection_setup *s, const gr_injection_state *now, gr_view *view,
                      gr_error *err)
{
    double *x, *y;
    gr_shape *shape = add_series(view, GR_ROLE_EXPERT, "expert", "e", 2, &x, &y, err);

    if (shape == NULL)
        return false;
    x[1] = (double)s->demos;
    y[0] = y[1] = s->expert_cost;
    shape->dotted = true;
    view->window = (gr_limits){ .x_low = 0, .x_high = (double)s->demos };
    view->note = now->step > 0 ? gr_arena_printf(&view->arena, err, "%.3f, %.3f", now->paid, now->J)
                               : "none yet";
    view->says =
        now->step > 0
            ? gr_arena_printf(&view->arena, err,
                              "cost. A demonstration cost %.3f; a learner then costs %.3f, "
                              "and a share %.4f leave the road; the expert's law costs "
                              "%.3f.",
                              now->paid, now->J, now->failing, s->expert_cost)
            : "cost. Nothing was driven yet.";
    return view->note != NULL && view->says != NULL;
}

/* --- the bill --- */

enum { BILL_ROWS = 6, BILL_COLUMNS = 2 };

static bool view_bill(const gr_injection_setup *s, const gr_injection_state *now, gr_view *view,
                      gr_error *err)
{
    static const char *const titles[] = { "", "" };
    static const bool right[] = { false, true };
    static const char *const names[] = {
        "environment steps", "expert's labels", "failures in training", "fits", "J now", "J expert"
    };
    double steps = (double)now->step * (double)s->horizon;
    const double counts[] = { steps,  steps,         (double)now->failures, (double)now->step,
                              now->J, s->expert_cost };
    gr_arena *arena = &view->arena;
    gr_shape *shape = gr_view_add(view, GR_SHAPE_TABLE, GR_ROLE_TEXT, "bill", err);
    const char **cells =
        gr_arena_alloc(arena, (size_t)BILL_ROWS * BILL_COLUMNS, sizeof *cells, err);

    if (shape == NULL || cells == NULL)
        return false;
    for (size_t i = 0; i < BILL_ROWS; i++) {
        cells[2 * i] = names[i];
        cells[2 * i + 1] = i == 4 && now->step == 0
                               ? "-"
                               : gr_arena_printf(arena, err, "%.*f", i < 4 ? 0 : 3, counts[i]);
        if (cells[2 * i + 1] == NULL)
            return false;
    }
    shape->as.sheet = (gr_sheet){ .columns = BILL_COLUMNS,
                                  .rows = BILL_ROWS,
                                  .titles = titles,
                                  .cells = cells,
                                  .right = right,
                                  .present = -1 };
    view->says = gr_arena_printf(arena, err,
                                 "bill. %.0f environment steps, %.0f labels, %ld failures while "
                                 "training, %ld fits.",
                                 steps, steps, now->failures, now->step);
    return view->says != NULL;
}

bool gr_injection_view(const gr_job *job, const void *at, const gr_view_request *request,
                       gr_view *view, gr_error *err)
{
    const gr_injection_setup *s = job->setup;
    const gr_injection_state *now = at;

    switch (request->figure - gr_injection_figures) {
    case DEMONSTRATION:
        return view_demonstration(job, now, view, err);
    case LABELS:
        return view_labels(job, now, view, err);
    case COST:
        return view_cost(s, now, view, err);
    case BILL:
        return view_bill(s, now, view, err);
    default:
        view->note =
            now->step > 0 ? gr_arena_printf(&view->arena, err, "sd %.4f", now->sd) : "none yet";
        view->says =
            gr_arena_printf(&view->arena, err,
                            "sd. After %ld demonstrations the gain of %ld learners has the "
                            "standard deviation %.4f.",
                            now->step, s->repeats, now->sd);
        return view->note != NULL && view->says != NULL;
    }
}
