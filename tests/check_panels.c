/* Panels: equal plots, no overlap, the axis under the lowest, limits common to all. */
#include "gradus/panels.h"

#include <math.h>

#include "gradus/chart.h"
#include "gradus/memory.h"
#include "support.h"

static bool overlap(gr_rect a, gr_rect b)
{
    return gr_rect_clip(a, b).width > 0 && gr_rect_clip(a, b).height > 0;
}

static void check_split(gr_rect rect, size_t count, int axis_rows)
{
    gr_panel panels[GR_PANELS_MAX];

    if (!gr_panels_make(rect, count, axis_rows, panels))
        return;
    for (size_t i = 0; i < count; i++) {
        gr_rect r = panels[i].rect, clipped = gr_rect_clip(r, rect);
        ck_assert(clipped.width == r.width && clipped.height == r.height);
        ck_assert_int_ge(r.height - (panels[i].x_axis ? axis_rows : 0), 4);
        ck_assert_int_eq(r.height - (panels[i].x_axis ? axis_rows : 0),
                         panels[0].rect.height - (panels[0].x_axis ? axis_rows : 0));
        ck_assert_int_eq(r.width, panels[0].rect.width);
        for (size_t k = 0; k < i; k++)
            ck_assert(!overlap(r, panels[k].rect));
    }
    ck_assert(panels[count - 1].x_axis);
}

START_TEST(every_split)
{
    for (size_t count = 1; count <= GR_PANELS_MAX; count++)
        for (int width = 1; width < 130; width += 3)
            for (int height = 1; height < 60; height++)
                for (int axis_rows = 0; axis_rows <= 2; axis_rows++)
                    check_split((gr_rect){ 7, 3, width, height }, count, axis_rows);
}
END_TEST

/* The valley at 80x24: three strips of four rows, a row apart, labels under the last. */
START_TEST(the_valley)
{
    gr_panel panels[GR_PANELS_MAX];

    ck_assert(gr_panels_make((gr_rect){ 36, 2, 42, 18 }, 3, 1, panels));
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(panels[i].rect.x, 36);
        ck_assert_int_eq(panels[i].rect.y, 2 + 6 * i);
        ck_assert_int_eq(panels[i].rect.width, 42);
        ck_assert_int_eq(panels[i].rect.height, i < 2 ? 5 : 6);
        ck_assert_int_eq(panels[i].x_axis, i == 2);
    }
    ck_assert(gr_panels_make((gr_rect){ 36, 2, 42, 18 }, 8, 1, panels)); /* two columns of four */
    ck_assert_int_eq(panels[1].rect.x, 58);
    ck_assert_int_eq(panels[1].rect.y, 2);
    ck_assert(!panels[5].x_axis && panels[6].x_axis && panels[7].x_axis);
    ck_assert(!gr_panels_make((gr_rect){ 0, 1, 40, 4 }, 3, 1, panels));
}
END_TEST

/* --- limits --- */

static const double steps[] = { 0, 1, 2 };
static const double low[] = { -3, (double)NAN, 2 }, high[] = { 5, 70, (double)INFINITY };
static const gr_figure figure = { .name = "f" }, log_figure = { .name = "f", .y = { .log = true } };

static gr_view view_of(const gr_figure *of, const double *y)
{
    gr_view view = { .figure = of, .count = 1 };

    view.shapes[0] = (gr_shape){ .kind = GR_SHAPE_SERIES };
    view.shapes[0].as.series = (gr_series){ .count = 3, .x = steps, .y = y };
    return view;
}

START_TEST(limits_are_common)
{
    gr_view views[] = { view_of(&figure, low), view_of(&figure, high) };
    gr_limits limits = gr_chart_no_limits();
    gr_axes axes[2];

    ck_assert(isnan(limits.x_low) && isnan(limits.y_high));
    for (size_t i = 0; i < 2; i++)
        gr_chart_join(&limits, &views[i]);
    ck_assert(limits.x_low == 0 && limits.x_high == 2 && limits.y_low == -3 && limits.y_high == 70);
    for (size_t i = 0; i < 2; i++) {
        views[i].fixed = true;
        views[i].limits = limits;
        views[i].x_elsewhere = i == 0;
        axes[i] = gr_chart_axes(&views[i], (gr_rect){ 0, 0, 40, i == 0 ? 8 : 10 });
    }
    ck_assert(!axes[0].bottom && axes[1].bottom);
    ck_assert_int_eq(axes[0].plot.height, axes[1].plot.height);
    ck_assert_int_eq(axes[0].plot.x, axes[1].plot.x);
    ck_assert(axes[0].y.low == axes[1].y.low && axes[0].y.high == axes[1].y.high);
    ck_assert(axes[0].y.low == -50 && axes[0].y.high == 100 && axes[0].x.high == 2);
}
END_TEST

/* What a log axis cannot show does not count, and a field outweighs what is drawn over it. */
START_TEST(limits_of_kinds)
{
    gr_view view = view_of(&log_figure, low), map = view_of(&figure, high);
    gr_limits limits = gr_chart_no_limits(), of_map = limits;

    gr_chart_join(&limits, &view);
    ck_assert(limits.y_low == 2 && limits.y_high == 2);
    ck_assert_int_eq(gr_chart_axis_rows(&view), 2);
    map.shapes[map.count++] = (gr_shape){ .kind = GR_SHAPE_FIELD };
    map.shapes[1].as.field = (gr_field){
        .columns = 1, .rows = 1, .x0 = -1, .x1 = 1.5, .y0 = -2, .y1 = 3, .values = steps
    };
    gr_chart_join(&of_map, &map);
    ck_assert(of_map.x_low == -1 && of_map.x_high == 1.5 && of_map.y_low == -2);
    ck_assert(of_map.y_high == 3);
    ck_assert_int_eq(gr_chart_axis_rows(&map), 1);
    gr_axes axes = gr_chart_axes(&map, (gr_rect){ 0, 0, 40, 12 });
    ck_assert(axes.x.low == -1 && axes.x.high == 1.5 && axes.y.low == -2 && axes.y.high == 3);
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("panels");
    TCase *tcase = gr_test_case(made, "panels");

    tcase_add_test(tcase, every_split);
    tcase_add_test(tcase, the_valley);
    tcase_add_test(tcase, limits_are_common);
    tcase_add_test(tcase, limits_of_kinds);
    return made;
}

int main(void)
{
    return gr_test_main(suite());
}
