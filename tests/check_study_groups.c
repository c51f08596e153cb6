/* Groups of a study: seeds, the knobs that tell groups apart and those that all share, panels. */
#include "runs.h"
#include "toy.h"

#include <stdio.h>

/* Groups of the toy, one for each settings string, each of the seeds from `first`. */
static void make(gr_study *study, size_t groups, const char *const *settings, uint64_t first,
                 size_t seeds)
{
    gr_error err;

    *study = (gr_study){ .count = 0 };
    for (size_t g = 0; g < groups; g++)
        for (size_t i = 0; i < seeds; i++) {
            gr_run *run = gr_test_born(&gr_toy, settings[g], first + i, gr_test_keep);
            ck_assert(i == 0 ? gr_study_add(study, run, &err)
                             : gr_study_add_seed(study, run, &err));
        }
}

static void seek(gr_study *study, long step)
{
    gr_error err;

    ck_assert_msg(gr_study_seek(study, step, 0, &err), "%s", err.message);
}

static void set(gr_study *study, const char *knob, const char *value)
{
    gr_error err;

    ck_assert_msg(gr_study_set(study, knob, value, &err), "%s", err.message);
}

static const char *text_of(const gr_study *study, size_t run, const char *knob)
{
    return gr_values_text(gr_run_values(study->runs[run]), knob);
}

static const gr_figure *figure_named(const char *name)
{
    return &gr_toy.figures[gr_experiment_figure(&gr_toy, name)];
}

static void view_of(const gr_study *study, const char *figure, gr_view *view)
{
    const gr_view_request request = { .figure = figure_named(figure), .columns = 40, .rows = 10 };
    gr_error err;

    *view = (gr_view){ .count = 0 };
    ck_assert_msg(gr_study_view(study, &request, view, &err), "%s", err.message);
}

static void panel_of(const gr_study *study, size_t group, const char *figure, gr_view *view)
{
    const gr_view_request request = { .figure = figure_named(figure), .columns = 40, .rows = 10 };
    gr_error err;

    *view = (gr_view){ .count = 0 };
    ck_assert_msg(gr_study_panel(study, group, &request, view, &err), "%s", err.message);
}

/* --- groups --- */

static const char *const three[] = { "stride=0.1", "stride=0.2", "stride=0.3" };

START_TEST(groups_and_their_first)
{
    gr_study study;

    make(&study, 3, three, 4, 5);
    ck_assert_uint_eq(study.count, 15);
    ck_assert_uint_eq(gr_study_groups(&study), 3);
    for (size_t g = 0; g < 3; g++)
        ck_assert_ptr_eq(gr_study_first_of(&study, g), study.runs[5 * g]);
    ck_assert_ptr_null(gr_study_first_of(&study, 3));
    for (size_t i = 0; i < 15; i++) {
        ck_assert_uint_eq(study.group[i], i / 5);
        ck_assert_uint_eq(gr_run_seed(study.runs[i]), 4 + i % 5);
    }
    gr_study_clear(&study);
    ck_assert_uint_eq(gr_study_groups(&study), 0);
    ck_assert_ptr_null(gr_study_first_of(&study, 0));
}
END_TEST

START_TEST(taking_in_hand)
{
    gr_study study;

    make(&study, 3, three, 1, 2);
    gr_study_take(&study, 2);
    ck_assert_uint_eq(study.focus, 4);
    gr_study_take(&study, 3); /* there is none */
    ck_assert_uint_eq(study.focus, 4);
    seek(&study, 3);
    ck_assert(gr_study_fork(&study, NULL)); /* its ghost is of the same group, and no run to take */
    gr_study_take(&study, 0);
    ck_assert_uint_eq(study.focus, 0);
    gr_study_take(&study, 2);
    ck_assert_uint_eq(study.focus, 4);
    ck_assert(!study.ghost[4] && study.ghost[6]);
    ck_assert_uint_eq(study.group[6], 2);
    ck_assert_uint_eq(gr_study_groups(&study), 3);
    gr_study_clear(&study);
}
END_TEST

/* `2.knob` reaches all runs of a group and no other. */
START_TEST(knob_of_a_group)
{
    gr_study study;

    make(&study, 3, three, 1, 4);
    seek(&study, 2);
    set(&study, "2.stride", "0.7");
    for (size_t i = 0; i < study.count; i++)
        gr_assert_text(text_of(&study, i, "stride"), i < 4 ? "0.1" : i < 8 ? "0.7" : "0.3");
    set(&study, "gain", "2");
    for (size_t i = 0; i < study.count; i++)
        gr_assert_text(text_of(&study, i, "gain"), "2");
    ck_assert_uint_eq(study.count, 12);
    set(&study, "3.label", "anew"); /* counts from the start: the whole group begins again */
    ck_assert_uint_eq(study.count, 12);
    for (size_t i = 0; i < study.count; i++)
        ck_assert_int_eq(gr_run_step_number(study.runs[i]), i < 8 ? 2 : 0);
    gr_study_clear(&study);
}
END_TEST

START_TEST(no_such_group)
{
    static const char *const knobs[] = { "0.stride", "4.stride", "12.stride" };
    gr_study study;

    make(&study, 3, three, 1, 4);
    for (size_t i = 0; i < GR_LEN(knobs); i++) {
        gr_error err;
        ck_assert(!gr_study_set(&study, knobs[i], "1", &err));
        gr_assert_message(err, "there are runs 1 to 3"); /* groups, however many seeds */
    }
    gr_study_clear(&study);
}
END_TEST

/* All seeds move by the same number, and no run keeps anything of its past. */
START_TEST(reseed_by_a_shift)
{
    gr_study study;

    make(&study, 2, three, 3, 3);
    seek(&study, 4);
    ck_assert(gr_study_fork(&study, NULL));
    ck_assert(gr_study_reseed(&study, 10, NULL));
    ck_assert_uint_eq(study.count, 6); /* without the ghost */
    ck_assert_int_eq(study.forked_at, -1);
    seek(&study, 5);
    for (size_t i = 0; i < 6; i++) {
        ck_assert_uint_eq(gr_run_seed(study.runs[i]), 13 + i % 3);
        ck_assert_uint_eq(study.group[i], i / 3);
        gr_run *fresh = gr_test_born(&gr_toy, three[i / 3], 13 + i % 3, gr_test_keep);
        gr_test_seek(fresh, 5);
        gr_test_same(study.runs[i], fresh);
        gr_run_free(fresh);
    }
    ck_assert(gr_study_reseed(&study, (uint64_t)-10, NULL)); /* and back */
    for (size_t i = 0; i < 6; i++)
        ck_assert_uint_eq(gr_run_seed(study.runs[i]), 3 + i % 3);
    gr_study_clear(&study);
}
END_TEST

/* --- knobs as a student sees them --- */

/* "1.stride=0.1 2.stride=0.2 gain=1 ...": the first of them. Static. */
static const char *knobs_text(const gr_study *study, size_t most)
{
    static char text[2000];
    gr_study_knob knobs[100];
    gr_text line = { 0 };
    size_t count = gr_study_knobs(study, knobs, GR_LEN(knobs));

    for (size_t i = 0; i < count && i < most; i++) {
        gr_text_add(&line, i > 0 ? " " : "");
        gr_study_knob_name(study, &knobs[i], &line);
        gr_text_addf(&line, "=%s", gr_study_knob_value(study, &knobs[i])->text);
    }
    snprintf(text, sizeof text, "%s", gr_text_string(&line));
    gr_text_clear(&line);
    return text;
}

START_TEST(own_knobs_then_shared)
{
    static const struct {
        const char *settings[3], *knobs;
        size_t groups, most;
    } rows[] = {
        { { "" }, "gain=1 shift=0 mover=walk stride=0.1", 1, 4 },
        { { "", "" }, "gain=1 shift=0 mover=walk", 2, 3 },
        { { "stride=0.1", "stride=0.2", "stride=0.3" },
          "1.stride=0.1 2.stride=0.2 3.stride=0.3 gain=1",
          3,
          4 },
        { { "stride=0.1 load=3", "stride=0.2 load=3", "stride=0.1 load=4" },
          "1.stride=0.1 1.load=3 2.stride=0.2 2.load=3 3.stride=0.1 3.load=4 gain=1",
          3,
          7 },
        { { "mover=walk", "mover=jump" },
          "1.mover=walk 1.stride=0.1 1.mover.gain=0.5 "
          "2.mover=jump 2.stride=0.4 2.mover.gain=0.25 2.reach=3 gain=1 shift=0 mode=plain",
          2,
          10 },
        { { "stride=0.1", "stride=1/10" }, "gain=1", 2, 1 },
    };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_study study;
        make(&study, rows[i].groups, rows[i].settings, 1, 2);
        gr_assert_text(knobs_text(&study, rows[i].most), rows[i].knobs);
        gr_study_clear(&study);
    }
}
END_TEST

START_TEST(knobs_without_room)
{
    gr_study_knob knobs[5];
    gr_study study;

    make(&study, 3, three, 1, 1);
    ck_assert_uint_eq(gr_study_knobs(&study, knobs, 0), 0);
    ck_assert_uint_eq(gr_study_knobs(&study, knobs, 2), 2);
    ck_assert_uint_eq(knobs[1].group, 1);
    ck_assert_uint_eq(gr_study_knobs(&study, knobs, 5), 5);
    ck_assert(!knobs[2].shared && knobs[3].shared);
    gr_study_clear(&study);
    ck_assert_uint_eq(gr_study_knobs(&study, knobs, 5), 0);
}
END_TEST

/* --- panels and curves --- */

START_TEST(titles_of_panels)
{
    static const struct {
        const char *settings[2], *titles[2];
    } rows[] = {
        { { "stride=0.1", "stride=0.2" }, { "1 stride 0.1", "2 stride 0.2" } },
        { { "mode=plain", "mode=wild" }, { "1 plain", "2 wild" } },
        { { "mode=plain stride=0.1", "mode=wild stride=0.004" },
          { "1 stride 0.1, plain", "2 stride 0.004, wild" } },
        { { "mover=walk", "mover=jump" },
          { "1 walk, stride 0.1, mover.gain 0.5",
            "2 jump, stride 0.4, mover.gain 0.25" } },
        { { "noisy=yes batch=full", "noisy=no batch=3" },
          { "1 noisy yes, batch full", "2 noisy no, batch 3" } },
    };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_study study;
        make(&study, 2, rows[i].settings, 1, 2);
        seek(&study, 2);
        study.arrange = GR_ARRANGE_PANELS;
        for (size_t g = 0; g < 2; g++) {
            gr_view view;
            panel_of(&study, g, "path", &view);
            gr_assert_text(view.title, rows[i].titles[g]);
            ck_assert_uint_eq(view.count, 1);
            gr_view_clear(&view);
        }
        gr_study_clear(&study);
    }
}
END_TEST

/* A panel shows its own group's numbers. */
START_TEST(panel_is_of_its_group)
{
    gr_study study;
    gr_view view;

    make(&study, 3, three, 1, 2);
    study.arrange = GR_ARRANGE_PANELS;
    seek(&study, 4);
    for (size_t g = 0; g < 3; g++) {
        const gr_table *trace = gr_run_trace(study.runs[2 * g]);
        panel_of(&study, g, "path", &view);
        ck_assert_uint_eq(view.shapes[0].as.series.count, 5);
        for (size_t i = 0; i < 5; i++)
            ck_assert(view.shapes[0].as.series.y[i] == gr_table_cell(trace, i, 1));
        gr_view_clear(&view);
    }
    gr_study_clear(&study);
}
END_TEST

/* One curve a group, marked with its number and in its colour. */
START_TEST(curves_of_groups)
{
    gr_study study;
    gr_view view;

    make(&study, 3, three, 1, 4);
    seek(&study, 3);
    view_of(&study, "path", &view);
    ck_assert_uint_eq(view.count, 3);
    for (size_t g = 0; g < 3; g++) {
        const char mark[] = { (char)('1' + (int)g), '\0' };
        gr_assert_text(view.shapes[g].mark, mark);
        ck_assert_int_eq(view.shapes[g].role, GR_ROLE_SERIES1 + (int)g);
        ck_assert(view.shapes[g].as.series.y[3] ==
                  gr_table_cell(gr_run_trace(study.runs[4 * g]), 3, 1));
    }
    gr_view_clear(&view);
    gr_study_clear(&study);
}
END_TEST

/* Where the run was forked, and only there; nothing of it is left after a reset. */
START_TEST(mark_of_a_fork)
{
    gr_study study;
    gr_view view;

    make(&study, 2, three, 1, 1);
    seek(&study, 6);
    seek(&study, 4);
    gr_study_take(&study, 1);
    ck_assert(gr_study_fork(&study, NULL));
    ck_assert_int_eq(study.forked_at, 4);
    set(&study, "2.stride", "0.9");
    seek(&study, 5);
    view_of(&study, "path", &view);
    ck_assert_uint_eq(view.count, 4); /* two curves, the ghost, the mark */
    gr_assert_text(view.shapes[2].mark, "g");
    ck_assert_uint_eq(view.shapes[2].as.series.count, 7);
    ck_assert_int_eq(view.shapes[3].kind, GR_SHAPE_POINTS);
    ck_assert_uint_eq(view.shapes[3].as.points.count, 1);
    ck_assert(view.shapes[3].as.points.x[0] == 4);
    ck_assert(view.shapes[3].as.points.y[0] == gr_table_cell(gr_run_trace(study.runs[1]), 4, 1));
    gr_view_clear(&view);
    panel_of(&study, 0, "path", &view); /* the ghost belongs to the other panel */
    ck_assert_uint_eq(view.count, 1);
    gr_view_clear(&view);
    panel_of(&study, 1, "path", &view);
    ck_assert_uint_eq(view.count, 3);
    gr_view_clear(&view);
    ck_assert(gr_study_reset(&study, NULL));
    view_of(&study, "path", &view);
    ck_assert_uint_eq(view.count, 2);
    gr_view_clear(&view);
    gr_study_clear(&study);
}
END_TEST

/* A ghost that was left by a knob has no mark of a fork. */
START_TEST(no_mark_without_a_fork)
{
    static const char *const one[] = { "" };
    gr_study study;
    gr_view view;

    make(&study, 1, one, 1, 1);
    seek(&study, 3);
    ck_assert(gr_study_fork(&study, NULL));
    set(&study, "label", "other");
    ck_assert_uint_eq(study.count, 2);
    ck_assert_int_eq(study.forked_at, -1);
    view_of(&study, "path", &view);
    ck_assert_uint_eq(view.count, 2);
    gr_view_clear(&view);
    gr_study_clear(&study);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = {
        groups_and_their_first, taking_in_hand,        knob_of_a_group,    no_such_group,
        reseed_by_a_shift,      own_knobs_then_shared, knobs_without_room, titles_of_panels,
        panel_is_of_its_group,  curves_of_groups,      mark_of_a_fork,     no_mark_without_a_fork,
    };
    Suite *s = suite_create("study groups");
    TCase *all = gr_test_case(s, "groups");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, tests[i]);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
