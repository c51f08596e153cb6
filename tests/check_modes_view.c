/* The pictures of modes and denoise: two ways and the wrong mean between them, to be seen. */
#include "runs.h"

#include "gradus/obstacle.h"

#include <math.h>

enum { BACK = 1, UP = 4, RIGHT, DOWN };

static void look(gr_run *run, const char *figure, int columns, int rows, gr_view *view)
{
    const gr_experiment *of = gr_run_experiment(run);
    const gr_view_request request = { .figure = &of->figures[gr_experiment_figure(of, figure)],
                                      .columns = columns,
                                      .rows = rows };
    gr_error err;

    *view = (gr_view){ 0 };
    ck_assert_msg(gr_run_view(run, &request, view, &err), "%s", err.message);
}

static gr_run *modes(const char *settings)
{
    return gr_test_run(gr_experiment_find("modes", NULL), settings, gr_test_lean);
}

/* --- strips --- */

/* The row of this name, by how it begins; the field's rows if there is none. */
static size_t row_of(const gr_field *f, const char *name)
{
    for (size_t i = 0; i < f->rows; i++)
        if (strncmp(f->row_names[i], name, strlen(name)) == 0)
            return i;
    return f->rows;
}

/* How much of a row lies below, within and above the disc, of all there is in it. */
static void shares(const gr_field *f, const char *name, double out[3])
{
    const double *row = f->values + row_of(f, name) * f->columns;
    double all = 0;

    ck_assert_msg(row_of(f, name) < f->rows, "no row %s", name);
    out[0] = out[1] = out[2] = 0;
    for (size_t i = 0; i < f->columns; i++) {
        double at = f->x0 + (f->x1 - f->x0) * ((double)i + 0.5) / (double)f->columns;
        out[at < -GR_OBSTACLE_RADIUS ? 0 : at < GR_OBSTACLE_RADIUS ? 1 : 2] += row[i];
        all += row[i];
    }
    for (size_t i = 0; all > 0 && i < 3; i++)
        out[i] /= all;
}

START_TEST(each_head_has_its_strip)
{
    gr_run *run = modes("head=l2 others=yes lr=0.003 demos=2000 batch=256");
    double part[3];
    gr_view view;

    gr_test_seek(run, 30);
    look(run, "strips", 114, 18, &view);
    const gr_field *f = &view.shapes[0].as.field;
    ck_assert_int_eq(view.shapes[0].kind, GR_SHAPE_FIELD);
    shares(f, "data", part);
    ck_assert(part[0] > 0.4 && part[1] == 0 && part[2] > 0.4);
    shares(f, "l2", part);
    ck_assert_double_eq(part[1], 1);
    shares(f, "gaussian", part);
    ck_assert_double_eq_tol(part[1], 0.45 / 0.95, 0.03); /* of what is within -1 .. 1 */
    shares(f, "mixture", part);
    ck_assert(part[0] > 0.4 && part[1] < 0.01 && part[2] > 0.4);
    shares(f, "disc", part);
    ck_assert_double_eq(part[1], 1);
    ck_assert(strstr(f->row_names[row_of(f, "l2")], "100%") != NULL);
    ck_assert(strstr(f->row_names[row_of(f, "data")], "0.0%") != NULL);
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

/* Where there is no disc, data of all states stand over heads in one. */
START_TEST(strips_say_of_which_state)
{
    gr_run *run = modes("data=faithful head=l2");
    gr_view view;

    look(run, "strips", 42, 18, &view);
    const gr_field *f = &view.shapes[0].as.field;
    gr_assert_text(view.title, "actions in the state 69.5");
    ck_assert(row_of(f, "all data") < f->rows && row_of(f, "disc") == f->rows);
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

/* A row of the request is the heading's; the disc goes first, then the last heads. */
START_TEST(strips_fit_their_room)
{
    static const struct {
        int rows;
        size_t drawn;
        bool disc, diffusion;
    } rooms[] = { { 18, 13, true, true }, { 8, 7, true, true },  { 7, 6, false, true },
                  { 6, 5, true, false },  { 4, 3, true, false }, { 3, 2, false, false },
                  { 1, 2, false, false } };
    gr_run *run = modes("head=l2 others=yes");

    for (size_t i = 0; i < GR_LEN(rooms); i++) {
        gr_view view;
        look(run, "strips", 42, rooms[i].rows, &view);
        const gr_field *f = &view.shapes[0].as.field;
        ck_assert_uint_eq(f->rows, rooms[i].drawn);
        ck_assert(rooms[i].disc == (row_of(f, "disc") < f->rows));
        ck_assert(rooms[i].diffusion == (row_of(f, "diffusion") < f->rows));
        ck_assert(row_of(f, "data") < f->rows && row_of(f, "l2") < f->rows);
        gr_view_clear(&view);
    }
    gr_run_free(run);
}
END_TEST

/* --- paths --- */

static size_t count_of(const gr_view *view, gr_role role)
{
    size_t count = 0;

    for (size_t i = 0; i < view->count; i++)
        count += view->shapes[i].role == role;
    return count;
}

static const gr_shape *first_of(const gr_view *view, gr_role role)
{
    for (size_t i = 0; i < view->count; i++)
        if (view->shapes[i].role == role)
            return &view->shapes[i];
    ck_abort_msg("no shape of that role");
    return NULL;
}

/* l2's cars end at the rim of the disc, where the X is; the experts' do not. */
START_TEST(paths_end_where_they_crash)
{
    gr_run *run = modes("head=l2 lr=0.003 demos=2000 batch=full");
    gr_view view;

    look(run, "paths", 42, 18, &view);
    ck_assert_uint_eq(count_of(&view, GR_ROLE_LEARNER), 0);
    gr_view_clear(&view);
    gr_test_seek(run, 20);
    look(run, "paths", 42, 18, &view);
    gr_assert_text(view.title, "e experts, c l2");
    gr_assert_text(view.note, "crash 100.0 %");
    const gr_series *path = &first_of(&view, GR_ROLE_LEARNER)->as.series;
    const gr_series *crash = &first_of(&view, GR_ROLE_WRONG)->as.series;
    double x = path->x[path->count - 1], y = path->y[path->count - 1];
    ck_assert_double_eq_tol(hypot(x - 1, y), GR_OBSTACLE_RADIUS, 1e-9);
    ck_assert_double_eq_tol(crash->x[0], x, 1e-12);
    ck_assert_double_eq_tol(crash->y[0], y, 1e-12);
    const gr_series *expert = &first_of(&view, GR_ROLE_EXPERT)->as.series;
    ck_assert_double_eq(expert->x[expert->count - 1], 2);
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

/* Every point of the disc is on its rim, and none of its rows is missing. */
START_TEST(the_disc_is_solid)
{
    gr_run *run = modes("head=l2");

    for (int rows = 1; rows <= 60; rows += 59) {
        gr_view view;
        look(run, "paths", 42, rows, &view);
        const gr_series *disc = &first_of(&view, GR_ROLE_WARN)->as.series;
        ck_assert_uint_ge(disc->count / 3, 16);
        for (size_t i = 0; i + 2 < disc->count; i += 3) {
            ck_assert_double_eq_tol(hypot(disc->x[i] - 1, disc->y[i]), GR_OBSTACLE_RADIUS, 1e-9);
            ck_assert_double_eq_tol(disc->x[i] + disc->x[i + 1], 2, 1e-9);
            ck_assert(isnan(disc->x[i + 2]));
        }
        gr_view_clear(&view);
    }
    gr_run_free(run);
}
END_TEST

/* The student sees beforehand that an aim would crash. */
START_TEST(ones_own_aim)
{
    gr_run *run = gr_test_run(gr_experiment_find("modes", NULL), "data=own", gr_test_keep);
    gr_view view;

    look(run, "paths", 42, 18, &view);
    gr_assert_text(view.note, "aim 0.0 crashes   0 recorded");
    ck_assert_uint_eq(first_of(&view, GR_ROLE_WRONG)->as.series.count, 2);
    gr_view_clear(&view);
    for (int i = 0; i < 3; i++)
        gr_test_act(run, UP);
    gr_test_act(run, RIGHT);
    look(run, "paths", 42, 18, &view);
    gr_assert_text(view.note, "aim 0.3   1 recorded");
    ck_assert_uint_eq(first_of(&view, GR_ROLE_WRONG)->as.series.count, 0);
    gr_view_clear(&view);
    gr_test_act(run, BACK);
    look(run, "paths", 42, 18, &view);
    gr_assert_text(view.title, "y yours");
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

/* --- density --- */

/* However narrow its peaks, each column of a density sums to what lies in the frame: nearly all. */
START_TEST(no_peak_falls_between_rows)
{
    gr_run *run = modes("data=bishop head=mixture components=3 layers=6 batch=full updates=100 "
                        "lr=0.02");
    gr_view view;

    gr_test_seek(run, 10);
    look(run, "density", 42, 18, &view);
    const gr_field *f = &view.shapes[0].as.field;
    ck_assert_int_eq(view.shapes[0].kind, GR_SHAPE_FIELD);
    for (size_t i = 0; i < f->columns; i++) {
        double all = 0;
        for (size_t k = 0; k < f->rows; k++)
            all += isnan(f->values[k * f->columns + i]) ? 0 : f->values[k * f->columns + i];
        all *= (f->y1 - f->y0) / (double)f->rows;
        ck_assert_msg(all > 0.9 && all < 1 + 1e-9, "column %zu: %g", i, all);
    }
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

/* Both histograms of the one state there is have the area 1. */
START_TEST(data_stand_beside_the_density)
{
    gr_run *run = modes("head=diffusion updates=1 T=10");
    gr_view view;

    gr_test_seek(run, 1);
    look(run, "components", 42, 18, &view);
    const gr_series *data = &first_of(&view, GR_ROLE_GHOST)->as.series;
    double area = 0;
    for (size_t i = 0; i + 1 < data->count; i += 2)
        area += data->y[i] * (data->x[i + 1] - data->x[i]);
    ck_assert_double_eq_tol(area, 1, 1e-9);
    gr_assert_text(view.note, "diffusion");
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

/* --- noise --- */

START_TEST(the_share_has_its_aim)
{
    gr_run *run = gr_test_run(gr_experiment_find("denoise", NULL), "p=0.8 crowd=100", gr_test_lean);
    gr_view view;

    look(run, "above", 42, 18, &view);
    const gr_shape *aim = first_of(&view, GR_ROLE_SERIES3);
    ck_assert(aim->dotted && aim->across);
    ck_assert_double_eq(aim->as.series.y[0], 0.8);
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("modes view");
    TCase *all = gr_test_case(s, "modes view");

    tcase_add_test(all, each_head_has_its_strip);
    tcase_add_test(all, strips_say_of_which_state);
    tcase_add_test(all, strips_fit_their_room);
    tcase_add_test(all, paths_end_where_they_crash);
    tcase_add_test(all, the_disc_is_solid);
    tcase_add_test(all, ones_own_aim);
    tcase_add_test(all, no_peak_falls_between_rows);
    tcase_add_test(all, data_stand_beside_the_density);
    tcase_add_test(all, the_share_has_its_aim);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
