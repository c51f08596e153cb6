/* The figures of the experiment `descent`: what they show, compared with the surface itself. */
#include "runs.h"

#include "gradus/levels.h"
#include "gradus/memory.h"
#include "gradus/optimizer.h"
#include "terrains.h"

#include <math.h>
#include <stdio.h>

enum { COLUMNS = 42, ROWS = 9 };

static const gr_experiment *experiment(void)
{
    return gr_experiment_find("descent", NULL);
}

static gr_run *at_step(const char *settings, long step)
{
    gr_run *run = gr_test_run(experiment(), settings, gr_test_keep);

    gr_test_seek(run, step);
    return run;
}

static void look(const gr_run *run, const char *figure, gr_view *view)
{
    long index = gr_experiment_figure(experiment(), figure);
    const gr_view_request request = { .figure = &experiment()->figures[index],
                                      .columns = COLUMNS,
                                      .rows = ROWS };
    gr_error err = { 0 };

    *view = (gr_view){ 0 };
    ck_assert_msg(gr_run_view(run, &request, view, &err), "%s", err.message);
    ck_assert(view->title != NULL && view->says != NULL && view->note != NULL);
}

/* The shape of that kind and label. */
static const gr_shape *shape_of(const gr_view *view, gr_shape_kind kind, const char *label)
{
    for (size_t i = 0; i < view->count; i++) {
        const gr_shape *shape = &view->shapes[i];
        if (shape->kind == kind && shape->label != NULL && strcmp(shape->label, label) == 0)
            return shape;
    }
    ck_abort_msg("there is no %s", label);
}

static double length_of(double x, double y)
{
    return sqrt(x * x + y * y);
}

/* --- all surfaces --- */

static void check_field(const gr_run *run, const gr_terrain *t, const gr_view *view)
{
    const gr_field *f = &shape_of(view, GR_SHAPE_FIELD, "f")->as.field;
    double levels[GR_LEVELS_MAX], start = gr_table_cell(gr_run_trace(run), 0, 3), least = start;
    size_t wanted = gr_levels_wanted(ROWS), count = gr_levels_choose(f, wanted, levels);

    ck_assert_uint_eq(f->columns, 2 * COLUMNS);
    ck_assert_uint_eq(f->rows, 4 * ROWS);
    ck_assert(f->x0 == t->box.x_low && f->x1 == t->box.x_high);
    ck_assert(f->y0 == t->box.y_low && f->y1 == t->box.y_high);
    for (size_t i = 0; i < f->columns * f->rows; i++)
        least = f->values[i] < least ? f->values[i] : least;
    const double corner[] = { f->x0 + (f->x1 - f->x0) / 4 / COLUMNS,
                              f->y0 + (f->y1 - f->y0) / 8 / ROWS };
    double is = gr_terrain_value(t, corner, NULL);
    ck_assert_double_eq_tol(f->values[0], is, 1e-9 * (1 + fabs(is)));
    ck_assert_uint_eq(count, wanted);
    ck_assert_msg(levels[0] < start, "%s: no line below its start", t->surface->name);
    ck_assert(levels[0] > least);
}

static void check_curve(const gr_terrain *t, const gr_view *view)
{
    const gr_series *s = &shape_of(view, GR_SHAPE_SERIES, "f(x)")->as.series;

    ck_assert(s->x[0] == t->box.x_low);
    ck_assert_double_eq_tol(s->x[s->count - 1], t->box.x_high, 1e-12);
    for (size_t i = 0; i < s->count; i++) {
        ck_assert(s->y[i] == gr_terrain_value(t, &s->x[i], NULL));
        ck_assert(s->y[i] > view->window.y_low && s->y[i] < view->window.y_high);
    }
}

/* Lines run below where a descent begins; the frame of a curve is that of its values. */
START_TEST(test_every_surface)
{
    gr_terrain t = gr_test_terrain_of((size_t)_i);
    char settings[128];
    gr_view view;

    snprintf(settings, sizeof settings, "surface=%s", t.surface->name);
    gr_run *run = at_step(settings, 0);
    look(run, "surface", &view);
    if (t.dims > 1)
        check_field(run, &t, &view);
    else
        check_curve(&t, &view);
    gr_view_clear(&view);
    gr_run_free(run);
    gr_test_terrains_clear();
}
END_TEST

/* --- marks and words --- */

START_TEST(test_minima)
{
    static const struct {
        const char *settings;
        size_t lowest, others;
    } rows[] = { { "surface=himmelblau", 4, 0 }, { "surface=six_hump_camel", 2, 4 },
                 { "surface=branin", 3, 0 },     { "surface=double_well", 1, 1 },
                 { "surface=easom", 1, 4 },      { "surface=rosenbrock", 1, 0 } };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_run *run = at_step(rows[i].settings, 0);
        size_t lowest = 0, others = 0;
        gr_view view;
        look(run, "surface", &view);
        const gr_points *p = &shape_of(&view, GR_SHAPE_POINTS, "minima")->as.points;
        for (size_t k = 0; k < p->count; k++) {
            lowest += strcmp(p->marks[k], "+") == 0;
            others += strcmp(p->marks[k], "·") == 0;
        }
        ck_assert_msg(lowest == rows[i].lowest && others == rows[i].others, "%s: %zu and %zu",
                      rows[i].settings, lowest, others);
        gr_view_clear(&view);
        gr_run_free(run);
    }
}
END_TEST

START_TEST(test_words)
{
    static const struct {
        const char *settings;
        long step;
        const char *title, *note, *says;
    } rows[] = {
        { "surface=valley", 0, "valley", "f 112.7",
          "valley, at x -9.000, y 1.700; the gradient is (-9.000, 85.00); the distance to the "
          "nearest minimum is 9.159." },
        { "surface=saddle x=1 y=0.5 lr=0.1", 1, "saddle", NULL, NULL },
        { "surface=formula formula=x^2+3*y^2 x=1 y=1", 0, "x^2+3*y^2", "f 4.000", NULL },
        { "surface=quartic", 0, "quartic", "f 6.000",
          "quartic, at x -1.000 with f 6.000; the slope is -13.00." },
    };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_run *run = at_step(rows[i].settings, rows[i].step);
        gr_view view;
        look(run, "surface", &view);
        gr_assert_text(view.title, rows[i].title);
        if (rows[i].note != NULL)
            gr_assert_text(view.note, rows[i].note);
        if (rows[i].says != NULL)
            gr_assert_text(view.says, rows[i].says);
        ck_assert(rows[i].step == 0 || strstr(view.says, "The step here was (") != NULL);
        gr_view_clear(&view);
        gr_run_free(run);
    }
}
END_TEST

START_TEST(test_lift)
{
    static const struct {
        const char *settings;
        double lift;
    } rows[] = { { "surface=valley", 0 }, { "surface=easom", 1 }, { "surface=branin", 0 } };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_run *run = at_step(rows[i].settings, 0);
        ck_assert_double_eq_tol(gr_run_lift(run, "f"), rows[i].lift, 1e-9);
        ck_assert(gr_run_lift(run, "distance") == 0);
        gr_run_free(run);
    }
    gr_run *saddle = at_step("surface=saddle", 0);
    ck_assert(isnan(gr_run_lift(saddle, "f")));
    gr_run_free(saddle);
}
END_TEST

/* --- the neighbourhood of a step, and its arrows --- */

START_TEST(test_step_is_square)
{
    gr_run *run = at_step("surface=rosenbrock optimizer=adam lr=0.05", 3);
    gr_view view;

    look(run, "step", &view);
    const gr_field *f = &shape_of(&view, GR_SHAPE_FIELD, "f")->as.field;
    double unit_x = (f->x1 - f->x0) / COLUMNS, unit_y = (f->y1 - f->y0) / (2 * ROWS);
    ck_assert_double_eq_tol(unit_x, unit_y, 1e-9 * unit_x);
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

/* The arrow of g points down the gradient of the row before, from its point. */
START_TEST(test_arrow_of_gradient)
{
    gr_run *run = at_step("surface=rosenbrock optimizer=adam lr=0.05", 3);
    const gr_table *trace = gr_run_trace(run);
    gr_view view;

    look(run, "step", &view);
    const gr_series *g = &shape_of(&view, GR_SHAPE_SERIES, "g")->as.series;
    double dx = g->x[1] - g->x[0], dy = g->y[1] - g->y[0];
    double gx = gr_table_cell(trace, 2, 4), gy = gr_table_cell(trace, 2, 5);
    ck_assert(g->x[0] == gr_table_cell(trace, 2, 1) && g->y[0] == gr_table_cell(trace, 2, 2));
    ck_assert_double_eq_tol((dx * gy - dy * gx) / (length_of(dx, dy) * length_of(gx, gy)), 0, 1e-9);
    ck_assert(dx * gx + dy * gy < 0);
    const gr_series *m = &shape_of(&view, GR_SHAPE_SERIES, "m")->as.series;
    ck_assert(length_of(m->x[1] - m->x[0], m->y[1] - m->y[0]) < length_of(dx, dy));
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

/* Looking ahead: from x + lr gamma v, where v is what the last step was made of. */
START_TEST(test_arrow_of_probe)
{
    gr_run *run = at_step("surface=rosenbrock optimizer=nag_lookahead lr=0.0007 gamma=0.9", 3);
    const gr_table *trace = gr_run_trace(run);
    gr_view view;

    look(run, "step", &view);
    const gr_series *g = &shape_of(&view, GR_SHAPE_SERIES, "g")->as.series;
    for (size_t i = 1; i <= 2; i++) {
        double is = gr_table_cell(trace, 2, i), was = gr_table_cell(trace, 1, i);
        ck_assert_double_eq_tol((i == 1 ? g->x : g->y)[0], is + 0.9 * (is - was), 1e-12);
    }
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

/* --- the first order --- */

START_TEST(test_tangent)
{
    gr_run *run = at_step("surface=quartic x=-1 lr=0.01", 1);
    gr_view view;

    look(run, "surface", &view);
    const gr_series *t = &shape_of(&view, GR_SHAPE_SERIES, "Taylor")->as.series;
    const gr_series *e = &shape_of(&view, GR_SHAPE_SERIES, "error")->as.series;
    double x = gr_table_cell(gr_run_trace(run), 1, 1), f = gr_table_cell(gr_run_trace(run), 1, 3);
    for (size_t i = 0; i < t->count; i++) { /* f(-1) is 6, its slope -13 */
        ck_assert_double_eq_tol(t->y[i], 6 - 13 * (t->x[i] + 1), 1e-9);
        ck_assert(t->y[i] >= view.window.y_low - 1e-9 && t->y[i] <= view.window.y_high + 1e-9);
    }
    ck_assert_double_eq_tol(x, -0.87, 1e-12);
    ck_assert(e->x[0] == x && e->x[1] == x && e->y[1] == f);
    ck_assert_double_eq_tol(e->y[0], 6 - 13 * (x + 1), 1e-9);
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

/* A short step: f falls by |g| a unit straight down, and no direction is steeper. */
START_TEST(test_directions)
{
    gr_run *run = at_step("surface=himmelblau lr=1e-9", 0);
    double gx = gr_table_cell(gr_run_trace(run), 0, 4), gy = gr_table_cell(gr_run_trace(run), 0, 5);
    size_t best = 0;
    gr_view view;

    look(run, "directions", &view);
    const gr_series *s = &shape_of(&view, GR_SHAPE_SERIES, "change of f by length")->as.series;
    const gr_series *first = &shape_of(&view, GR_SHAPE_SERIES, "first order")->as.series;
    for (size_t i = 0; i < s->count; i++) {
        best = s->y[i] < s->y[best] ? i : best;
        ck_assert_double_eq_tol(s->y[i], first->y[i], 1e-3 * length_of(gx, gy));
    }
    ck_assert_double_eq_tol(s->x[best], 0, 2.6);
    ck_assert_double_eq_tol(first->y[s->count / 2], -length_of(gx, gy), 1e-9 * length_of(gx, gy));
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

/* --- the arithmetic --- */

static int widest(const gr_sheet *sheet, size_t column)
{
    size_t most = 0;

    for (size_t i = 0; i < sheet->rows; i++) {
        size_t width = strlen(sheet->cells[i * sheet->columns + column]);
        most = width > most ? width : most;
    }
    return (int)most;
}

/* The three columns and the gaps between them are as wide as the plot, whatever the numbers. */
static void check_sheet(const gr_run *run, const char *figure, const char *name)
{
    gr_view view;

    look(run, figure, &view);
    const gr_sheet *sheet = &shape_of(&view, GR_SHAPE_TABLE, "terms")->as.sheet;
    int width = widest(sheet, 0) + widest(sheet, 1) + widest(sheet, 2) + 2 * 2;
    ck_assert_msg(width == COLUMNS, "%s, %s: %d columns", name, figure, width);
    ck_assert_msg(sheet->rows <= 10, "%s: %zu rows", name, sheet->rows);
    ck_assert_int_eq(sheet->present, (long)sheet->rows - 1);
    gr_view_clear(&view);
}

START_TEST(test_sheets_fit)
{
    static const long steps[] = { 1, 2, 3, 30, 150 };
    const char *name = gr_optimizer_at((size_t)_i)->name;
    char settings[128];

    for (size_t i = 0; i < GR_LEN(steps); i++) {
        snprintf(settings, sizeof settings, "surface=rosenbrock lr=0.0007 optimizer=%s", name);
        gr_run *run = at_step(settings, steps[i]);
        check_sheet(run, "update", name);
        check_sheet(run, "update_y", name);
        gr_run_free(run);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("descent view");
    const TTest *const tests[] = { test_minima,
                                   test_words,
                                   test_lift,
                                   test_tangent,
                                   test_directions,
                                   test_step_is_square,
                                   test_arrow_of_gradient,
                                   test_arrow_of_probe };
    TCase *views = gr_test_case(s, "views");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(views, tests[i]);
    tcase_add_loop_test(views, test_every_surface, 0, (int)gr_surface_count());
    tcase_add_loop_test(views, test_sheets_fit, 0, (int)gr_optimizer_count());
    suite_add_tcase(s, views);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
