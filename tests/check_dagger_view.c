/* What dagger shows: the map between the parts of a round, all rounds on J against labels, the
 * expert's level, and one bill for runs that are compared. */
#include "gradus/session.h"
#include "runs.h"

#include <stdio.h>
#include <string.h>

#define HEAD  "---\ntitle: T\n---\n\n## P\n\n```experiment\nexperiment: dagger\n"
#define SMALL "set: {slip: 0.08, demos: 2, episodes: 2, rounds: 4, trials: 2}\n"

static gr_session *session_of(const char *block)
{
    char text[1000];
    gr_error err = { 0 };

    snprintf(text, sizeof text, HEAD SMALL "%s```\n", block);
    gr_lesson *lesson = gr_lesson_read("t.md", text, strlen(text), NULL, &err);
    ck_assert_msg(lesson != NULL, "%s", err.message);
    gr_session *session = gr_session_new(lesson, &err);
    ck_assert_msg(session != NULL, "%s", err.message);
    return session;
}

static void go(gr_session *session, long step, size_t phases)
{
    gr_error err = { 0 };

    ck_assert_msg(gr_session_aim(session, step, phases, &err), "%s", err.message);
    ck_assert_msg(gr_session_settle(session, &err), "%s", err.message);
}

static void look(const gr_session *session, const char *figure, int columns, gr_view *view)
{
    const gr_experiment *experiment = session->lab->experiment;
    const gr_view_request request = {
        .figure = &experiment->figures[gr_experiment_figure(experiment, figure)],
        .columns = columns,
        .rows = 12,
    };
    gr_error err = { 0 };

    ck_assert_msg(gr_study_view(&session->study, &request, view, &err), "%s", err.message);
}

static double column(const gr_session *session, const char *name)
{
    const gr_run *run = gr_session_run(session);
    double row[64];

    gr_run_row(run, row);
    return row[gr_columns_find(gr_run_columns(run), name)];
}

/* Marks on the map's cells. */
static size_t marked(const gr_view *view, const char *mark)
{
    const gr_board *board = &view->shapes[0].as.board;
    size_t count = 0;

    for (size_t i = 0; i < board->columns * board->rows; i++)
        count += board->cells[i].mark != NULL && strcmp(board->cells[i].mark, mark) == 0;
    return count;
}

/* Cells whose visits are shaded. */
static size_t shaded(const gr_view *view)
{
    const gr_board *board = &view->shapes[0].as.board;
    size_t count = 0;

    for (size_t i = 0; i < board->columns * board->rows; i++)
        count += board->cells[i].heat > 0;
    return count;
}

/* --- the map --- */

static void map_says(gr_session *session, long step, size_t phase, const char *title,
                     const char *note)
{
    gr_view view = { 0 };

    go(session, step, phase);
    look(session, "map", 42, &view);
    gr_assert_text(view.title, title);
    if (note != NULL)
        gr_assert_text(view.note, note);
    gr_view_clear(&view);
}

START_TEST(each_part_of_a_round_has_its_picture)
{
    gr_session *session = session_of("");
    char note[60];

    map_says(session, 0, 0, "learner, round 0", "visits .01 . to .95 @");
    double before = column(session, "labels");
    map_says(session, 1, 0, "learner, round 1", "visits .01 . to .95 @");
    double after = column(session, "labels"), states = column(session, "states");
    map_says(session, 0, 1, "round 1, walks", "beta 0");
    snprintf(note, sizeof note, "%.0f new", after - before);
    map_says(session, 0, 2, "round 1, labels", note);
    snprintf(note, sizeof note, "%.0f labels in %.0f states", after, states);
    map_says(session, 0, 3, "data", note);
    gr_session_free(session);
}
END_TEST

/* Walks and labels stand where the round has been, and nowhere else. */
START_TEST(labels_stand_where_it_walked)
{
    gr_session *session = session_of("");
    gr_view walks = { 0 }, labels = { 0 };

    go(session, 3, 1);
    look(session, "map", 42, &walks);
    go(session, 3, 2);
    look(session, "map", 42, &labels);
    ck_assert_uint_gt(shaded(&walks), 0);
    ck_assert_uint_eq(shaded(&walks), shaded(&labels));
    ck_assert_uint_eq(marked(&walks, "!"), 0);
    gr_view_clear(&walks);
    gr_view_clear(&labels);
    gr_session_free(session);
}
END_TEST

START_TEST(a_narrow_map_has_the_number)
{
    gr_session *session = session_of("");
    gr_view view = { 0 };
    char note[60];

    look(session, "map", 36, &view);
    snprintf(note, sizeof note, "J %.3f", column(session, "J"));
    gr_assert_text(view.note, note);
    gr_view_clear(&view);
    gr_session_free(session);
}
END_TEST

/* --- J --- */

static const gr_shape *shape_of(const gr_view *view, gr_shape_kind kind, bool dotted)
{
    for (size_t i = 0; i < view->count; i++)
        if (view->shapes[i].kind == kind && view->shapes[i].dotted == dotted &&
            !view->shapes[i].across)
            return &view->shapes[i];
    return NULL;
}

/* Back from the end: the rounds ahead stay, dotted from the present point on. */
START_TEST(all_rounds_stay)
{
    gr_session *session = session_of("");
    gr_view view = { 0 };

    go(session, 4, 0);
    go(session, 1, 0);
    look(session, "J", 42, &view);
    const gr_shape *here = shape_of(&view, GR_SHAPE_SERIES, false);
    const gr_shape *rest = shape_of(&view, GR_SHAPE_SERIES, true);
    const gr_shape *digits = shape_of(&view, GR_SHAPE_POINTS, false);
    ck_assert(here != NULL && rest != NULL && digits != NULL);
    ck_assert_uint_eq(here->as.series.count, 2);
    ck_assert_uint_eq(rest->as.series.count, 4);
    ck_assert(rest->as.series.x[0] == here->as.series.x[1]);
    ck_assert(rest->as.series.y[0] == here->as.series.y[1]);
    ck_assert_uint_eq(digits->as.points.count, 5);
    for (size_t i = 0; i < 5; i++)
        ck_assert_int_eq(digits->as.points.marks[i][0], '0' + (int)i);
    gr_view_clear(&view);

    go(session, 4, 0); /* nothing lies ahead */
    look(session, "J", 42, &view);
    ck_assert_ptr_null(shape_of(&view, GR_SHAPE_SERIES, true));
    gr_view_clear(&view);
    gr_session_free(session);
}
END_TEST

START_TEST(the_expert_is_a_level)
{
    gr_session *session = session_of("");
    gr_view view = { 0 };
    size_t levels = 0;

    look(session, "J", 42, &view);
    for (size_t i = 0; i < view.count; i++) {
        if (!view.shapes[i].across)
            continue;
        levels++;
        ck_assert(view.shapes[i].as.series.y[0] == column(session, "J_expert"));
    }
    ck_assert_uint_eq(levels, 1);
    gr_view_clear(&view);
    gr_session_free(session);
}
END_TEST

/* --- compared --- */

#define COMPARED                                                                                   \
    "compare: {arrange: overlay, runs: [{collect: demos}, {collect: dagger}, {collect: gate}]}\n"

/* One bill: the names once, and a column of values for each run. */
START_TEST(one_bill_for_all)
{
    gr_session *session = session_of(COMPARED);
    gr_view view = { 0 };

    go(session, 3, 0);
    look(session, "bill", 42, &view);
    ck_assert_uint_eq(view.count, 1);
    const gr_sheet *bill = &view.shapes[0].as.sheet;
    ck_assert_uint_eq(bill->columns, 4);
    gr_assert_text(bill->titles[0], "");
    gr_assert_text(bill->titles[3], "3");
    gr_assert_text(bill->cells[1 * 4], "labels");
    for (size_t g = 0; g < 3; g++) {
        const gr_run *run = gr_study_first_of(&session->study, g);
        double row[64];
        char text[40];
        gr_run_row(run, row);
        snprintf(text, sizeof text, "%.0f", row[gr_columns_find(gr_run_columns(run), "labels")]);
        gr_assert_text(bill->cells[1 * 4 + 1 + g], text);
    }
    gr_view_clear(&view);
    gr_session_free(session);
}
END_TEST

/* Beside others a run has its number and no digits of rounds, and there is one level. */
START_TEST(compared_runs_have_numbers)
{
    gr_session *session = session_of(COMPARED);
    gr_view view = { 0 };
    size_t levels = 0;

    go(session, 3, 0);
    look(session, "J", 42, &view);
    for (size_t i = 0; i < view.count; i++) {
        levels += view.shapes[i].across;
        ck_assert_int_eq(view.shapes[i].kind, GR_SHAPE_SERIES);
    }
    ck_assert_uint_eq(levels, 1);
    gr_view_clear(&view);
    gr_session_free(session);
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("dagger_view");
    TCase *map = gr_test_case(made, "map"), *J = gr_test_case(made, "J");
    TCase *compared = gr_test_case(made, "compared");

    tcase_add_test(map, each_part_of_a_round_has_its_picture);
    tcase_add_test(map, labels_stand_where_it_walked);
    tcase_add_test(map, a_narrow_map_has_the_number);
    tcase_add_test(J, all_rounds_stay);
    tcase_add_test(J, the_expert_is_a_level);
    tcase_add_test(compared, one_bill_for_all);
    tcase_add_test(compared, compared_runs_have_numbers);
    return made;
}

int main(void)
{
    return gr_test_main(suite());
}
