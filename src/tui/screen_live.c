/* The experiment on a lesson page: its figures, one to three, or a panel for each run compared. */
#include "app_private.h"

#include "gradus/chart.h"
#include "gradus/panels.h"
#include "gradus/plot.h"

#include <stdio.h>
#include <string.h>

enum { SECOND_PLOT_ROWS = 16 };

/* A figure, made for a rectangle, and the kind that it is drawn with. */
typedef struct live_plot {
    gr_view view;
    const gr_plot *kind; /* NULL: the default, and for a name that `gradus check` complains of */
} live_plot;

/* Plot number `plot` of the page, counted on from the first that is to be shown. */
static const gr_lab_plot *plot_at(const gr_app *app, size_t plot)
{
    const gr_lab *lab = app->session->lab;

    return &lab->plots[(app->plot + plot) % lab->plot_count];
}

static const gr_plot *kind_of(const gr_lab_plot *plot)
{
    return plot->kind[0] != '\0' ? gr_plot_find(plot->kind, NULL) : NULL;
}

enum { REACH = 10 };

/* A step axis has room for the first steps from the start, and less on a page that has fewer. */
static double reach_of(const gr_session *session, const gr_figure *figure)
{
    long steps = gr_session_steps(session);
    bool over_steps = session->study.arrange != GR_ARRANGE_SUMMARY && figure->count > 0 &&
                      figure->layers[0].x != NULL && strcmp(figure->layers[0].x, "step") == 0;

    if (!over_steps)
        return 0;
    return steps > 0 && steps < REACH ? (double)steps : REACH;
}

static bool make_view(const gr_app *app, const gr_lab_plot *which, gr_rect rect, gr_view *view,
                      gr_error *err)
{
    gr_view_request request = { .figure = which->figure,
                                .columns = rect.width,
                                .rows = rect.height,
                                .window = which->window };

    view->x_reach = reach_of(app->session, which->figure);
    return gr_study_view(&app->session->study, &request, view, err);
}

static bool make_plot(const gr_app *app, size_t plot, gr_rect rect, live_plot *out, gr_error *err)
{
    const gr_lab_plot *which = plot_at(app, plot);

    *out = (live_plot){ .kind = kind_of(which) };
    return make_view(app, which, rect, &out->view, err) &&
           gr_live_curve(app->session, which->figure, rect.width, &out->view, err);
}

/* --- panels --- */

static void clear_views(gr_view *views, size_t count)
{
    for (size_t i = 0; i < count; i++)
        gr_view_clear(&views[i]);
}

/* One view a group, all with the limits of all. */
static bool make_panels(const gr_app *app, size_t plot, gr_rect rect, size_t groups,
                        gr_view views[GR_STUDY_PANELS], gr_error *err)
{
    const gr_lab_plot *which = plot_at(app, plot);
    gr_view_request request = { .figure = which->figure,
                                .columns = rect.width,
                                .rows = rect.height / (int)groups,
                                .window = which->window };
    gr_limits limits = gr_chart_no_limits();

    for (size_t i = 0; i < groups; i++) {
        views[i] = (gr_view){ .x_reach = reach_of(app->session, which->figure) };
        if (!gr_study_panel(&app->session->study, i, &request, &views[i], err)) {
            clear_views(views, i);
            return false;
        }
        gr_chart_join(&limits, &views[i]);
    }
    for (size_t i = 0; i < groups; i++) {
        views[i].fixed = true;
        views[i].limits = limits;
    }
    return true;
}

/* All panels; where there is no room for them the one whose run is in hand. */
static bool draw_panels(const gr_app *app, gr_canvas *canvas, size_t plot, gr_rect rect,
                        gr_error *err)
{
    const gr_study *study = &app->session->study;
    const gr_plot *kind = kind_of(plot_at(app, plot));
    size_t groups = gr_study_groups(study), in_hand = study->group[study->focus];
    gr_view views[GR_STUDY_PANELS];
    gr_panel panels[GR_PANELS_MAX];
    bool good = true;

    if (!make_panels(app, plot, rect, groups, views, err))
        return false;
    if (!gr_panels_make(rect, groups, gr_chart_axis_rows(&views[0]), panels)) {
        good = gr_figure_draw(canvas, rect, &views[in_hand], kind, err);
    } else {
        for (size_t i = 0; good && i < groups; i++) {
            views[i].x_elsewhere = !panels[i].x_axis;
            good = gr_figure_draw(canvas, panels[i].rect, &views[i], kind, err);
        }
    }
    clear_views(views, groups);
    return good;
}

static bool has_panels(const gr_app *app)
{
    const gr_study *study = &app->session->study;

    return study->arrange == GR_ARRANGE_PANELS && gr_study_groups(study) > 1;
}

/* --- one to three --- */

static bool draw_one(const gr_app *app, gr_canvas *canvas, size_t plot, gr_rect rect, gr_error *err)
{
    live_plot only;

    if (plot == 0 && has_panels(app))
        return draw_panels(app, canvas, plot, rect, err);
    bool good = make_plot(app, plot, rect, &only, err) &&
                gr_figure_draw(canvas, rect, &only.view, only.kind, err);
    gr_view_clear(&only.view);
    return good;
}

enum { LEAST_SECOND = 6 };

/* The first plot gets three fifths, unless one of the two cannot make use of its part. Half a map is
 * none: a board is whole where the other keeps the least that it needs. */
static int share_rows(int wants, bool board, int other, int height)
{
    int upper = height * 3 / 5;

    if (wants < upper || (board && wants + 1 + LEAST_SECOND <= height))
        return wants;
    if (other < height - upper - 1)
        upper = height - other - 1;
    return upper > wants ? wants : upper;
}

static bool upper_rows(const gr_app *app, gr_rect rect, int *rows, gr_error *err)
{
    live_plot first, second = { .kind = NULL };
    bool good = make_plot(app, 0, rect, &first, err) && make_plot(app, 1, rect, &second, err);

    if (good)
        *rows = share_rows(gr_figure_rows(&first.view, first.kind),
                           first.view.count > 0 && first.view.shapes[0].kind == GR_SHAPE_CELLS,
                           gr_figure_rows(&second.view, second.kind), rect.height);
    gr_view_clear(&first.view);
    gr_view_clear(&second.view);
    return good;
}

/* How many rows the second plot asks for. */
static bool second_rows(const gr_app *app, gr_rect rect, int *rows, gr_error *err)
{
    live_plot second;
    bool good = make_plot(app, 1, rect, &second, err);

    if (good)
        *rows = gr_figure_rows(&second.view, second.kind);
    gr_view_clear(&second.view);
    return good;
}

/* The second plot, and below it a third one where it leaves room for that. */
static bool draw_rest(gr_app *app, gr_canvas *canvas, gr_rect rect, gr_error *err)
{
    bool third = app->session->lab->plot_count > app->plot + 2;
    int rows = rect.height;

    if (third && !second_rows(app, rect, &rows, err))
        return false;
    if (rows > rect.height - 1 - LEAST_SECOND)
        return draw_one(app, canvas, 1, rect, err);
    app->plots_seen = 3;
    gr_rect above = { rect.x, rect.y, rect.width, rows };
    gr_rect below = { rect.x, rect.y + rows + 1, rect.width, rect.height - rows - 1 };
    return draw_one(app, canvas, 1, above, err) && draw_one(app, canvas, 2, below, err);
}

static bool draw_two(gr_app *app, gr_canvas *canvas, gr_rect rect, gr_error *err)
{
    int upper = 0;

    if (!upper_rows(app, rect, &upper, err))
        return false;
    gr_rect above = { rect.x, rect.y, rect.width, upper };
    gr_rect below = { rect.x, rect.y + upper + 1, rect.width, rect.height - upper - 1 };
    return draw_one(app, canvas, 0, above, err) && draw_rest(app, canvas, below, err);
}

/* Panels leave room for a second plot only on a high screen. */
static bool two_fit(const gr_app *app, gr_rect rect)
{
    int needed = has_panels(app) ? 2 * SECOND_PLOT_ROWS : SECOND_PLOT_ROWS;

    return app->session->lab->plot_count > app->plot + 1 && rect.height >= needed;
}

bool gr_live_draw(gr_app *app, gr_canvas *canvas, gr_rect rect, gr_error *err)
{
    if (app->session->study.count == 0 || rect.height < 1)
        return true;
    bool two = two_fit(app, rect);
    app->plots_seen = two ? 2 : 1;
    return two ? draw_two(app, canvas, rect, err) : draw_one(app, canvas, 0, rect, err);
}

/* Of a curve that is drawn it is where the pen is. */
bool gr_live_number(const gr_app *app, char out[GR_NOTE_MAX], gr_error *err)
{
    gr_view view = { .count = 0 };
    gr_text pen = { 0 };

    out[0] = '\0';
    if (app->session->study.count == 0)
        return true;
    if (gr_curve_is_open(app->session)) {
        gr_pen_words(app->session, " ", &pen);
        snprintf(out, GR_NOTE_MAX, "%s", gr_text_string(&pen));
        bool good = gr_text_ok(&pen, err);
        gr_text_clear(&pen);
        return good;
    }
    if (!make_view(app, plot_at(app, 0), (gr_rect){ 0, 0, 1, 1 }, &view, err))
        return false;
    snprintf(out, GR_NOTE_MAX, "%s", view.note != NULL ? view.note : "");
    gr_view_clear(&view);
    return true;
}
