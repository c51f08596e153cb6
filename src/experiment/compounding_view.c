/* The figures of `compounding`: where the car is at each step, what it has cost by then on two log
 * axes between the bounds, and how often it is off. */
#include "compounding.h"

#include "gradus/elementary.h"
#include "share_shades.h"

#include <math.h>

enum { WHERE, GROWTH, COST, OFF };

const gr_figure gr_compounding_figures[] = {
    [WHERE] = { .name = "where",
                .title = "where it is at step t",
                .x = { .label = "step" },
                .y = { .label = "row" },
                .layers = { { .shape = GR_SHAPE_FIELD, .role = GR_ROLE_HEAT, .label = "share" } },
                .count = 1 },
    [GROWTH] = { .name = "growth",
                 .title = "J against T",
                 .x = { .label = "T", .log = true },
                 .y = { .label = "J", .log = true },
                 .layers = { { .shape = GR_SHAPE_SERIES,
                               .role = GR_ROLE_LEARNER,
                               .label = "J",
                               .x = "step",
                               .y = "total" },
                             { .shape = GR_SHAPE_SERIES,
                               .role = GR_ROLE_GHOST,
                               .label = "bounds" },
                             { .shape = GR_SHAPE_POINTS,
                               .role = GR_ROLE_MARK,
                               .label = "saturates" } },
                 .count = 3 },
    [COST] = { .name = "cost",
               .title = "J against T",
               .x = { .label = "T" },
               .y = { .label = "J" },
               .layers = { { .shape = GR_SHAPE_SERIES,
                             .role = GR_ROLE_LEARNER,
                             .label = "J",
                             .x = "step",
                             .y = "total" },
                           { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_GHOST, .label = "bounds" } },
               .count = 2 },
    [OFF] = { .name = "off",
              .title = "how often off",
              .x = { .label = "step" },
              .y = { .label = "p_off" },
              .layers = { { .shape = GR_SHAPE_SERIES,
                            .role = GR_ROLE_LEARNER,
                            .label = "p_off",
                            .x = "step",
                            .y = "p_off" },
                          { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_GHOST, .label = "t eps" } },
              .count = 2 },
    { .name = NULL },
};

/* --- slopes --- */

/* The power of T by which it grows less when it bends visibly: where T eps is about 0.2. */
static const double BENT = 0.05;

static double total_at(const gr_job *job, long t)
{
    const gr_compounding_row *row = gr_logbook_row(job->log, 0, (size_t)t);

    return row->total;
}

/* How J grows from t / 2 to t, as an exponent of T; NaN where there is nothing to compare. */
static double slope_at(const gr_job *job, long t)
{
    double half = t >= 2 ? total_at(job, t / 2) : 0, whole = total_at(job, t);

    if (!(half > 0) || !(whole > 0))
        return (double)NAN;
    return gr_log(whole / half) / gr_log((double)t / (double)(t / 2));
}

/* The same of t (t + 1) / 2, which J is proportional to while errors are rare and lasting. */
static double square_slope(long t)
{
    double whole = (double)t, half = (double)(t / 2);

    return gr_log(whole * (whole + 1) / (half * (half + 1))) / gr_log(whole / half);
}

/* The first step from which on J grows more slowly than that although it once did not; -1: none so
 * far. */
static long saturates_at(const gr_job *job, long step)
{
    bool steep = false;

    for (long t = 2; t <= step; t += t < 64 ? 1 : t / 64) {
        bool now = slope_at(job, t) >= square_slope(t) - BENT;
        if (steep && !now)
            return t;
        steep = steep || now;
    }
    return -1;
}

/* --- what is known beforehand --- */

enum { LAW_POINTS = 48 };

typedef double law(const gr_compounding_setup *s, double t);

/* The most that can be paid: 1 a step. */
static double ceiling(const gr_compounding_setup *s, double t)
{
    (void)s;
    return t;
}

/* How likely one of t errors is while they are rare. */
static double errors(const gr_compounding_setup *s, double t)
{
    return t * s->epsilon <= 1 ? t * s->epsilon : (double)NAN;
}

/* A dotted line, from 1 on and evenly spaced in the logarithm of t with `log`, else from 0 on. */
static bool add_law(const gr_compounding_setup *s, const char *mark, law *of, bool log,
                    gr_view *view, gr_error *err)
{
    gr_shape *shape = gr_view_add(view, GR_SHAPE_SERIES, GR_ROLE_GHOST, "bound", err);
    double *x = gr_arena_alloc(&view->arena, (size_t)2 * LAW_POINTS, sizeof *x, err);

    if (shape == NULL || x == NULL)
        return false;
    double *y = x + LAW_POINTS, end = (double)s->horizon;
    for (int i = 0; i < LAW_POINTS; i++) {
        double share = (double)i / (LAW_POINTS - 1);
        x[i] = log ? gr_exp(gr_log(end) * share) : end * share;
        y[i] = of(s, x[i]);
        y[i] = log && !(y[i] > 0) ? (double)NAN : y[i];
    }
    shape->dotted = shape->aside = true;
    shape->mark = mark;
    shape->as.series = (gr_series){ .count = LAW_POINTS, .x = x, .y = y };
    return true;
}

/* --- growth and cost --- */

static bool add_saturation(const gr_job *job, long at, gr_view *view, gr_error *err)
{
    static const char *const marks[] = { "s" };
    double *place = gr_arena_alloc(&view->arena, 2, sizeof *place, err);
    gr_shape *shape = gr_view_add(view, GR_SHAPE_POINTS, GR_ROLE_MARK, "saturates", err);

    if (place == NULL || shape == NULL)
        return false;
    place[0] = (double)at;
    place[1] = total_at(job, at);
    shape->aside = true;
    shape->as.points = (gr_points){ .count = 1, .x = place, .y = place + 1, .marks = marks };
    return true;
}

static bool say_growth(const gr_job *job, const gr_compounding_state *now, long saturates,
                       gr_view *view, gr_error *err)
{
    const gr_compounding_setup *s = job->setup;
    double slope = slope_at(job, now->step), t = (double)now->step;
    gr_text says = { 0 };

    view->note = isnan(slope) ? "both log"
                              : gr_arena_printf(&view->arena, err, "slope %.2f from %ld to %ld",
                                                slope, now->step / 2, now->step);
    gr_text_addf(&says,
                 "growth. After %ld steps the expected cost is %.3f; the bound t^2 eps/2 (b) is "
                 "%.3f, the bound u t eps (d) %.3f, and the most there can be (T) %ld.",
                 now->step, now->total, gr_compounding_bound_clone(s, t),
                 gr_compounding_bound_dagger(s, t), now->step);
    if (!isnan(slope))
        gr_text_addf(&says, " From T = %ld on it grew as T to the power %.2f.", now->step / 2,
                     slope);
    if (saturates > 0)
        gr_text_addf(&says, " From T = %ld (s) on it saturates: it grows by less than the square.",
                     saturates);
    view->says = gr_text_ok(&says, err)
                     ? gr_arena_strdup(&view->arena, gr_text_string(&says), err)
                     : NULL;
    gr_text_clear(&says);
    return view->note != NULL && view->says != NULL;
}

static bool view_growth(const gr_job *job, const gr_compounding_state *now, gr_view *view,
                        gr_error *err)
{
    const gr_compounding_setup *s = job->setup;
    long saturates = saturates_at(job, now->step);
    double least = s->epsilon > 0 ? s->epsilon / 2 : 1e-3;

    view->window = (gr_limits){ 1, (double)s->horizon + (s->horizon < 2), least,
                                (double)s->horizon + (s->horizon < 2) };
    return say_growth(job, now, saturates, view, err) &&
           add_law(s, "b", gr_compounding_bound_clone, true, view, err) &&
           add_law(s, "d", gr_compounding_bound_dagger, true, view, err) &&
           add_law(s, "T", ceiling, true, view, err) &&
           (saturates < 0 || add_saturation(job, saturates, view, err));
}

/* The same on plain axes, as high as the bounds at the end, but no higher than T. */
static bool view_cost(const gr_compounding_setup *s, const gr_compounding_state *now, gr_view *view,
                      gr_error *err)
{
    double end = (double)s->horizon, clone = gr_compounding_bound_clone(s, end);
    double dagger = gr_compounding_bound_dagger(s, end), most = clone > dagger ? clone : dagger;

    view->window = (gr_limits){ 0, end, 0, most > 0 && most < end ? most : end };
    view->note = gr_arena_printf(&view->arena, err, "%.3f", now->total);
    view->says = gr_arena_printf(&view->arena, err,
                                 "cost. After %ld steps the expected cost is %.3f; the bound "
                                 "t^2 eps/2 (b) is %.3f, the bound u t eps (d) %.3f.",
                                 now->step, now->total,
                                 gr_compounding_bound_clone(s, (double)now->step),
                                 gr_compounding_bound_dagger(s, (double)now->step));
    return view->note != NULL && view->says != NULL &&
           add_law(s, "b", gr_compounding_bound_clone, false, view, err) &&
           add_law(s, "d", gr_compounding_bound_dagger, false, view, err);
}

/* --- where --- */

enum { WHERE_COLUMNS = 256 };

static bool say_where(const gr_job *job, const gr_compounding_state *now, gr_view *view,
                      gr_error *err)
{
    const gr_compounding_setup *s = job->setup;
    const gr_compounding_row *row = gr_logbook_row(job->log, 0, (size_t)now->step);
    gr_text says = { 0 };

    view->note = gr_arena_printf(&view->arena, err, "J %.3f, exact", now->total);
    gr_text_addf(&says, "where. At step %ld", now->step);
    for (size_t b = s->bins; b-- > 0;) {
        if (!(row->share[b] > 0))
            continue;
        gr_text_addf(&says, ", %s%s %.3f", s->bins > 2 ? "row " : "", s->bin_names[b],
                     row->share[b]);
    }
    gr_text_add(&says, ".");
    view->says = gr_text_ok(&says, err)
                     ? gr_arena_strdup(&view->arena, gr_text_string(&says), err)
                     : NULL;
    gr_text_clear(&says);
    return view->note != NULL && view->says != NULL;
}

/* A column for each step, or for each of so many evenly spaced ones; what lies ahead is blank. */
static bool view_where(const gr_job *job, const gr_compounding_state *now, gr_view *view,
                       gr_error *err)
{
    const gr_compounding_setup *s = job->setup;
    size_t columns = s->horizon < WHERE_COLUMNS ? (size_t)s->horizon + 1 : WHERE_COLUMNS;
    gr_shape *shape = gr_view_add(view, GR_SHAPE_FIELD, GR_ROLE_HEAT, "share", err);
    double *values = gr_arena_alloc(&view->arena, columns * s->bins, sizeof *values, err);
    double half = (double)s->bins / 2;

    if (shape == NULL || values == NULL)
        return false;
    for (size_t i = 0; i < columns; i++) {
        long t = (long)((double)i * (double)s->horizon / (double)(columns - 1));
        const gr_compounding_row *row =
            t <= now->step ? gr_logbook_row(job->log, 0, (size_t)t) : NULL;
        for (size_t b = 0; b < s->bins; b++) {
            bool there = row != NULL && row->share[b] > 0;
            values[b * columns + i] = there ? row->share[b] : (double)NAN;
        }
    }
    shape->plot = "rows";
    shape->as.field = (gr_field){ .columns = columns, .rows = s->bins, .x0 = -0.5,
                                  .x1 = (double)s->horizon + 0.5, .y0 = -half, .y1 = half,
                                  .values = values, .low = 0, .high = 1, .shades = gr_share_shades,
                                  .row_names = s->bin_names };
    return say_where(job, now, view, err);
}

/* --- off --- */

static bool view_off(const gr_compounding_setup *s, const gr_compounding_state *now, gr_view *view,
                     gr_error *err)
{
    view->window = (gr_limits){ 0, (double)s->horizon, 0, 1 };
    view->note = gr_arena_printf(&view->arena, err, "%.4f", now->off);
    view->says = gr_arena_printf(&view->arena, err,
                                 "off. At step %ld of %ld it is off with probability %.4f; t eps "
                                 "(e) is %.4f.",
                                 now->step, s->horizon, now->off,
                                 (double)now->step * s->epsilon);
    return view->note != NULL && view->says != NULL && add_law(s, "e", errors, false, view, err);
}

bool gr_compounding_view(const gr_job *job, const void *at, const gr_view_request *request,
                         gr_view *view, gr_error *err)
{
    const gr_compounding_setup *s = job->setup;
    const gr_compounding_state *now = at;

    switch (request->figure - gr_compounding_figures) {
    case WHERE: return view_where(job, now, view, err);
    case GROWTH: return view_growth(job, now, view, err);
    case COST: return view_cost(s, now, view, err);
    default: return view_off(s, now, view, err);
    }
}
