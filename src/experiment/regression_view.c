/* The figures of regression: the data with the line, J seen from above, J and the thetas against
 * steps, the residuals, the arithmetic of one update. */
#include "regression.h"

#include <math.h>

enum { LINE, VALLEY, FALL, THETAS, RESIDUALS, UPDATE };

enum { SEGMENTS_MOST = 100, LINE_POINTS = 2 }; /* more residuals would be a grey patch */

static const double MARGIN = 0.04; /* beside the data */

#define CURVE(column, role_)                                                                       \
    {                                                                                              \
        .shape = GR_SHAPE_SERIES, .role = role_, .label = column, .x = "step", .y = column         \
    }

const gr_figure gr_regression_figures[] = {
    [LINE] = { .name = "line",
               .title = "line",
               .x = { .label = "x" },
               .y = { .label = "y" },
               .layers = { { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_DIM, .label = "residuals" },
                           { .shape = GR_SHAPE_POINTS, .role = GR_ROLE_TEXT, .label = "data" },
                           { .shape = GR_SHAPE_POINTS,
                             .role = GR_ROLE_SERIES4,
                             .label = "held out" },
                           { .shape = GR_SHAPE_SERIES,
                             .role = GR_ROLE_SERIES3,
                             .label = "least squares" },
                           { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_SERIES1, .label = "line" } },
               .count = 5 },
    [VALLEY] = { .name = "valley",
                 .title = "J over theta0, theta1",
                 .x = { .label = "theta0" },
                 .y = { .label = "theta1" },
                 .layers = { { .shape = GR_SHAPE_FIELD, .role = GR_ROLE_CONTOUR, .label = "J" },
                             { .shape = GR_SHAPE_POINTS,
                               .role = GR_ROLE_MARK,
                               .label = "least squares" },
                             { .shape = GR_SHAPE_SERIES,
                               .role = GR_ROLE_SERIES1,
                               .label = "path",
                               .x = "theta0",
                               .y = "theta1" } },
                 .count = 3 },
    [FALL] = { .name = "J",
               .title = "J, its floor dotted",
               .x = { .label = "step" },
               .y = { .label = "J", .log = true },
               .layers = { { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_SERIES3, .label = "floor" },
                           CURVE("J", GR_ROLE_SERIES1) },
               .count = 2 },
    [THETAS] = { .name = "thetas",
                 .title = "1 theta0, 2 theta1",
                 .x = { .label = "step" },
                 .y = { .label = "theta" },
                 .layers = { { .shape = GR_SHAPE_SERIES,
                               .role = GR_ROLE_SERIES3,
                               .label = "least squares" },
                             CURVE("theta0", GR_ROLE_SERIES1),
                             CURVE("theta1", GR_ROLE_SERIES2) },
                 .count = 3 },
    [RESIDUALS] = { .name = "residuals",
                    .title = "residuals y - h(x)",
                    .x = { .label = "x" },
                    .y = { .label = "y - h" },
                    .layers = { { .shape = GR_SHAPE_SERIES, .role = GR_ROLE_DIM, .label = "0" },
                                { .shape = GR_SHAPE_POINTS,
                                  .role = GR_ROLE_SERIES1,
                                  .label = "residuals" },
                                { .shape = GR_SHAPE_POINTS,
                                  .role = GR_ROLE_SERIES4,
                                  .label = "held out" } },
                    .count = 3 },
    [UPDATE] = { .name = "update",
                 .title = "update",
                 .layers = { { .shape = GR_SHAPE_TABLE, .role = GR_ROLE_TEXT, .label = "terms" },
                             { .shape = GR_SHAPE_TEXT, .role = GR_ROLE_TEXT, .label = "none" } },
                 .count = 2 },
    { .name = NULL },
};

/* --- what figures share --- */

const char *gr_regression_number(const gr_regression_scene *c, double value)
{
    char number[GR_NUMBER_SIZE];

    gr_number_shown(value, GR_DECIMALS_AUTO, number);
    return gr_arena_strdup(&c->view->arena, number, c->err);
}

gr_shape *gr_regression_add(const gr_regression_scene *c, gr_shape_kind kind, gr_role role,
                            const char *label, size_t count, double **x, double **y)
{
    gr_shape *shape = gr_view_add(c->view, kind, role, label, c->err);

    *x = gr_arena_alloc(&c->view->arena, 2 * count + 1, sizeof **x, c->err);
    if (shape == NULL || *x == NULL)
        return NULL;
    *y = *x + count;
    shape->mark = "";
    if (kind == GR_SHAPE_POINTS)
        shape->as.points = (gr_points){ .count = count, .x = *x, .y = *y };
    else
        shape->as.series = (gr_series){ .count = count, .x = *x, .y = *y };
    return shape;
}

/* A dotted level, edge to edge. */
static bool add_level(const gr_regression_scene *c, gr_role role, const char *label, double level)
{
    double *x, *y;
    gr_shape *shape = gr_regression_add(c, GR_SHAPE_SERIES, role, label, 1, &x, &y);

    if (shape == NULL)
        return false;
    x[0] = 0;
    y[0] = level;
    shape->dotted = shape->across = shape->aside = true;
    return true;
}

/* x in the unit of the file. */
static double plain_x(const gr_samples *d, size_t sample)
{
    return d->mean[0] + d->sd[0] * gr_line_x(d, sample);
}

/* Samples as points, or what the line of now leaves of them. */
static bool add_points(const gr_regression_scene *c, bool test, bool residual, gr_role role)
{
    const gr_samples *d = &c->s->samples;
    size_t count = test ? d->test_count : d->train_count;
    const size_t *which = test ? d->test : d->train;
    double *x, *y;
    gr_shape *shape =
        gr_regression_add(c, GR_SHAPE_POINTS, role, test ? "held out" : "data", count, &x, &y);

    if (shape == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        double h = gr_line_at(c->now->theta, gr_line_x(d, which[i]));
        x[i] = plain_x(d, which[i]);
        y[i] = d->t[which[i]] - (residual ? h : 0);
    }
    shape->mark = test ? "●" : "○";
    shape->aside = !residual;
    return true;
}

/* --- line --- */

/* What the axes show: the data, or what a page asks for. */
static gr_limits window_of(const gr_regression_scene *c)
{
    const gr_samples *d = &c->s->samples;
    const gr_limits *asked = &c->request->window;
    gr_limits w = { (double)INFINITY, -(double)INFINITY, (double)INFINITY, -(double)INFINITY };

    for (size_t i = 0; i < d->count; i++) {
        double x = plain_x(d, i), y = d->t[i];
        w.x_low = x < w.x_low ? x : w.x_low;
        w.x_high = x > w.x_high ? x : w.x_high;
        w.y_low = y < w.y_low ? y : w.y_low;
        w.y_high = y > w.y_high ? y : w.y_high;
    }
    double wide = (w.x_high - w.x_low) * MARGIN, high = (w.y_high - w.y_low) * MARGIN;
    w = (gr_limits){ w.x_low - wide, w.x_high + wide, w.y_low - high, w.y_high + high };
    if (asked->x_low < asked->x_high)
        w.x_low = asked->x_low, w.x_high = asked->x_high;
    if (asked->y_low < asked->y_high)
        w.y_low = asked->y_low, w.y_high = asked->y_high;
    return w;
}

/* The part of a line within the frame: a line far off is not to flatten the data. */
static void clip(const gr_limits *w, const double plain[2], double x[2])
{
    x[0] = w->x_low;
    x[1] = w->x_high;
    if (!(w->y_low < w->y_high) || plain[1] == 0)
        return;
    double a = (w->y_low - plain[0]) / plain[1], b = (w->y_high - plain[0]) / plain[1];
    double from = a < b ? a : b, to = a < b ? b : a;
    x[0] = from > x[0] ? from : x[0];
    x[1] = to < x[1] ? to : x[1];
}

/* None of it may be in the frame. */
static bool add_line(const gr_regression_scene *c, const double theta[2], bool dotted,
                     const gr_limits *w)
{
    double *x, *y, plain[2], ends[2];
    gr_shape *shape =
        gr_regression_add(c, GR_SHAPE_SERIES, dotted ? GR_ROLE_SERIES3 : GR_ROLE_SERIES1,
                          dotted ? "least squares" : "line", LINE_POINTS, &x, &y);

    if (shape == NULL)
        return false;
    gr_line_plain(&c->s->samples, theta, plain);
    clip(w, plain, ends);
    for (size_t i = 0; i < LINE_POINTS; i++) {
        x[i] = ends[i];
        y[i] = plain[0] + plain[1] * ends[i];
        if (!(ends[0] <= ends[1]) || !(y[i] >= w->y_low - 1e-9 * fabs(w->y_low)))
            x[i] = y[i] = (double)NAN;
    }
    shape->dotted = shape->aside = dotted;
    return true;
}

static double within(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

/* Upright from each sample to the line of now, as far as the frame goes, with a gap behind it. */
static bool add_residuals(const gr_regression_scene *c, const gr_limits *w)
{
    const gr_samples *d = &c->s->samples;
    size_t count = d->train_count <= SEGMENTS_MOST ? d->train_count : 0;
    double *x, *y;
    gr_shape *shape =
        gr_regression_add(c, GR_SHAPE_SERIES, GR_ROLE_DIM, "residuals", 3 * count, &x, &y);

    if (shape == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        double h = gr_line_at(c->now->theta, gr_line_x(d, d->train[i]));
        x[3 * i] = x[3 * i + 1] = plain_x(d, d->train[i]);
        y[3 * i] = d->t[d->train[i]];
        y[3 * i + 1] = within(h, w->y_low, w->y_high);
        x[3 * i + 2] = y[3 * i + 2] = (double)NAN;
    }
    shape->aside = true;
    return true;
}

double gr_regression_J(const gr_regression_scene *c)
{
    gr_line_sums sums = { 0 };

    gr_line_add(&c->s->samples, c->now->theta, c->s->samples.train, c->s->samples.train_count,
                &sums);
    return sums.J;
}

/* ", root mean square error held out 17.2" */
static const char *say_test(const gr_regression_scene *c)
{
    const gr_samples *d = &c->s->samples;

    if (d->test_count == 0)
        return "";
    const char *train =
        gr_regression_number(c, gr_line_error(d, c->now->theta, d->train, d->train_count));
    const char *test =
        gr_regression_number(c, gr_line_error(d, c->now->theta, d->test, d->test_count));
    return train == NULL || test == NULL
               ? NULL
               : gr_arena_printf(
                     &c->view->arena, c->err,
                     " The root mean square error is %s on those learned from and %s on "
                     "the %zu held out.",
                     train, test, d->test_count);
}

static bool say_line(const gr_regression_scene *c)
{
    const gr_samples *d = &c->s->samples;
    gr_arena *arena = &c->view->arena;
    double plain[2], best[2];

    gr_line_plain(d, c->now->theta, plain);
    gr_line_plain(d, c->s->fit.theta, best);
    const char *a = gr_regression_number(c, plain[0]), *b = gr_regression_number(c, plain[1]);
    const char *p = gr_regression_number(c, best[0]), *q = gr_regression_number(c, best[1]);
    const char *J = gr_regression_number(c, gr_regression_J(c)),
               *least = gr_regression_number(c, c->s->fit.J);
    const char *test = say_test(c);
    if (a == NULL || b == NULL || p == NULL || q == NULL || J == NULL || least == NULL ||
        test == NULL)
        return false;
    c->view->title = gr_arena_printf(arena, c->err, "%s by %s", d->names[1], d->names[0]);
    c->view->note = gr_arena_printf(arena, c->err, "J %s", J);
    c->view->says =
        gr_arena_printf(arena, c->err,
                        "line. After %ld updates the line is %s + %s %s, with J %s; "
                        "least squares is %s + %s %s, with J %s.%s",
                        c->now->step, a, b, d->names[0], J, p, q, d->names[0], least, test);
    return c->view->title != NULL && c->view->note != NULL && c->view->says != NULL;
}

static bool view_line(const gr_regression_scene *c)
{
    const gr_limits w = window_of(c);

    c->view->window = w;
    return add_residuals(c, &w) && add_points(c, false, false, GR_ROLE_TEXT) &&
           add_points(c, true, false, GR_ROLE_SERIES4) && add_line(c, c->s->fit.theta, true, &w) &&
           add_line(c, c->now->theta, false, &w) && say_line(c);
}

/* --- J, thetas, residuals --- */

static bool view_fall(const gr_regression_scene *c)
{
    double J = gr_regression_J(c), left = J - c->s->fit.J;
    const char *now = gr_regression_number(c, J), *least = gr_regression_number(c, c->s->fit.J);
    const char *over = gr_regression_number(c, left > 0 ? left : 0);

    if (now == NULL || least == NULL || over == NULL)
        return false;
    c->view->note = gr_arena_printf(&c->view->arena, c->err, "%s above it", over);
    c->view->says = gr_arena_printf(
        &c->view->arena, c->err, "J. After %ld updates J is %s, %s above the %s of least squares.",
        c->now->step, now, over, least);
    return c->view->note != NULL && c->view->says != NULL &&
           add_level(c, GR_ROLE_SERIES3, "floor", c->s->fit.J > 0 ? c->s->fit.J : (double)NAN);
}

static bool view_thetas(const gr_regression_scene *c)
{
    const char *a = gr_regression_number(c, c->now->theta[0]);
    const char *b = gr_regression_number(c, c->now->theta[1]);
    const char *p = gr_regression_number(c, c->s->fit.theta[0]);
    const char *q = gr_regression_number(c, c->s->fit.theta[1]);

    if (a == NULL || b == NULL || p == NULL || q == NULL)
        return false;
    c->view->note = gr_arena_printf(&c->view->arena, c->err, "%s, %s", a, b);
    c->view->says =
        gr_arena_printf(&c->view->arena, c->err,
                        "thetas. After %ld updates theta0 is %s and theta1 %s; least squares has "
                        "%s and %s.",
                        c->now->step, a, b, p, q);
    return c->view->note != NULL && c->view->says != NULL &&
           add_level(c, GR_ROLE_SERIES3, "least squares", c->s->fit.theta[0]) &&
           add_level(c, GR_ROLE_SERIES3, NULL, c->s->fit.theta[1]);
}

/* "rms 15.07"; and that of the cars held out, where there are any. */
static const char *rms_note(const gr_regression_scene *c, const char *rms)
{
    const gr_samples *d = &c->s->samples;

    if (d->test_count == 0)
        return gr_arena_printf(&c->view->arena, c->err, "rms %s", rms);
    const char *held =
        gr_regression_number(c, gr_line_error(d, c->now->theta, d->test, d->test_count));
    return held == NULL
               ? NULL
               : gr_arena_printf(&c->view->arena, c->err, "rms %s, held out %s", rms, held);
}

static bool view_residuals(const gr_regression_scene *c)
{
    const gr_samples *d = &c->s->samples;
    const char *rms =
        gr_regression_number(c, gr_line_error(d, c->now->theta, d->train, d->train_count));
    const char *test = say_test(c);

    if (rms == NULL || test == NULL)
        return false;
    c->view->title = d->test_count > 0 ? "residuals" : c->view->title;
    c->view->note = rms_note(c, rms);
    c->view->says = gr_arena_printf(&c->view->arena, c->err,
                                    "residuals. After %ld updates the line leaves %s of each y, "
                                    "root mean square.%s",
                                    c->now->step, rms, test);
    return c->view->note != NULL && c->view->says != NULL && add_level(c, GR_ROLE_DIM, "0", 0) &&
           add_points(c, false, true, GR_ROLE_SERIES1) &&
           add_points(c, true, true, GR_ROLE_SERIES4);
}

bool gr_regression_view(const gr_job *job, const void *at, const gr_view_request *request,
                        gr_view *view, gr_error *err)
{
    static bool (*const views[])(const gr_regression_scene *) = {
        [LINE] = view_line,           [VALLEY] = gr_regression_view_map,
        [FALL] = view_fall,           [THETAS] = view_thetas,
        [RESIDUALS] = view_residuals, [UPDATE] = gr_regression_view_update,
    };
    const gr_regression_scene c = { job->setup, at, request, view, err };

    return views[request->figure - gr_regression_figures](&c);
}
