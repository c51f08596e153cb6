/* The boards of the gate: what the student has shown, what the learner makes of it, and nothing
 * where nobody knows anything. */
#include "runs.h"

#include <math.h>

#include "support.h"

enum { UP = 4, RIGHT, DOWN };
enum { COLUMNS = 7, ROWS = 5, CELLS = COLUMNS * ROWS };

/* The map `fork`: from the left end of the middle row over the top to its right end. */
static gr_run *fresh(void)
{
    return gr_test_run(gr_experiment_find("gate", NULL),
                       "map=fork demos=0 learner=table budget=40 runs=3", gr_test_keep);
}

static void drive(gr_run *run, int direction, int times)
{
    for (int i = 0; i < times; i++) {
        gr_test_act(run, direction);
        gr_test_seek(run, gr_run_step_number(run) + 1);
    }
}

static const gr_board *board_of(gr_run *run, const char *figure, gr_view *view)
{
    const gr_experiment *gate = gr_run_experiment(run);
    const gr_view_request request = { .figure = &gate->figures[gr_experiment_figure(gate, figure)],
                                      .columns = 42,
                                      .rows = 9 };
    gr_error err;

    *view = (gr_view){ 0 };
    ck_assert_msg(gr_run_view(run, &request, view, &err), "%s", err.message);
    ck_assert_int_eq(view->shapes[0].kind, GR_SHAPE_CELLS);
    ck_assert_uint_eq(view->shapes[0].as.board.columns, COLUMNS);
    ck_assert_uint_eq(view->shapes[0].as.board.rows, ROWS);
    return &view->shapes[0].as.board;
}

/* The letters of a board, row by row; `#` behind what the student has labelled. */
static void expect(gr_run *run, const char *figure, const char *letters, const char *note)
{
    gr_view view;
    const gr_board *board = board_of(run, figure, &view);
    gr_text seen = { 0 };

    for (size_t i = 0; i < CELLS; i++)
        gr_text_addf(&seen, "%s%s%s", board->cells[i].glyph,
                     board->cells[i].mark != NULL ? board->cells[i].mark : "",
                     i % COLUMNS == COLUMNS - 1 ? "\n" : "");
    gr_assert_text(gr_text_string(&seen), letters);
    gr_assert_text(view.note, note);
    gr_text_clear(&seen);
    gr_view_clear(&view);
}

START_TEST(nothing_is_known_at_first)
{
    gr_run *run = fresh();
    gr_view view;

    expect(run, "map", "·······\n·▒▒▒▒▒·\n@▒~~~▒G\n·▒▒▒▒▒·\n·······\n", "run 1");
    const gr_board *board = board_of(run, "drift", &view);
    for (size_t i = 0; i < CELLS; i++)
        ck_assert(isnan(board->cells[i].heat));
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

START_TEST(a_label_is_seen_at_once)
{
    gr_run *run = fresh();

    drive(run, UP, 2);
    drive(run, RIGHT, 1);
    expect(run, "map", "→#@·····\n↑#▒▒▒▒▒·\n↑#▒~~~▒G\n·▒▒▒▒▒·\n·······\n", "# labelled by you");
    gr_run_free(run);
}
END_TEST

/* Nothing slips: the clone goes where it was shown to, and nowhere else. */
START_TEST(the_clone_goes_where_it_was_shown)
{
    gr_run *run = fresh();
    gr_view view;

    drive(run, UP, 2);
    drive(run, RIGHT, 6);
    drive(run, DOWN, 2);
    expect(run, "drift", "→#→#→#→#→#→#↓#\n↑#▒▒▒▒▒↓#\n↑#▒~~~▒●\n·▒▒▒▒▒·\n·······\n",
           "run 1, arrived   J 9.000");
    const gr_board *board = board_of(run, "drift", &view);
    for (size_t i = 0; i < CELLS; i++)
        ck_assert(board->cells[i].mark == NULL || board->cells[i].heat == 1);
    ck_assert(isnan(board->cells[4 * COLUMNS].heat));
    ck_assert_ptr_nonnull(strstr(view.says, "decides in 10 states; 0 of them have no label"));
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

/* The student waits where one label has led. The clone goes up as it says, by fallback up again,
 * and on against the edge. */
START_TEST(where_it_knows_nothing)
{
    gr_run *run = fresh();
    gr_view view;

    drive(run, UP, 1);
    gr_test_seek(run, 40);
    expect(run, "drift", "?······\n●▒▒▒▒▒·\n↑#▒~~~▒G\n·▒▒▒▒▒·\n·······\n",
           "run 1, out of time   J 40.000");
    const gr_board *board = board_of(run, "drift", &view);
    ck_assert(board->cells[0].heat == 1);
    ck_assert_ptr_nonnull(strstr(view.says, "decides in 3 states; 2 of them have no label"));
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

/* --- the strip of doubt --- */

static void look_at_doubt(gr_run *run, gr_view *view)
{
    const gr_experiment *gate = gr_run_experiment(run);
    const gr_view_request request = { .figure = &gate->figures[gr_experiment_figure(gate, "doubt")],
                                      .columns = 42,
                                      .rows = 7 };
    gr_error err;

    *view = (gr_view){ 0 };
    ck_assert_msg(gr_run_view(run, &request, view, &err), "%s", err.message);
}

/* Who was at the wheel, as one text. */
static void who_drove(gr_run *run, const char *marks)
{
    gr_view view;
    gr_text seen = { 0 };

    look_at_doubt(run, &view);
    for (size_t i = 0; i < view.strip.count; i++)
        gr_text_add(&seen, view.strip.marks[i]);
    gr_assert_text(gr_text_string(&seen), marks);
    gr_text_clear(&seen);
    gr_view_clear(&view);
}

enum { TAKE = 0, BACK };

START_TEST(who_drove_is_below_the_doubt)
{
    gr_run *run = gr_test_run(gr_experiment_find("gate", NULL), "map=field demos=1 budget=40",
                              gr_test_keep);

    gr_test_seek(run, 2);
    who_drove(run, "···");
    gr_test_act(run, TAKE);
    drive(run, DOWN, 2);
    gr_test_act(run, BACK);
    gr_test_seek(run, 6);
    who_drove(run, "···YY··");
    gr_test_seek(run, 50);
    gr_view view;
    look_at_doubt(run, &view);
    ck_assert_uint_eq(view.strip.count, 36); /* the last ones */
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

/* There is no threshold before anybody took over. */
START_TEST(tau_is_a_level_once_it_is_known)
{
    gr_run *run = gr_test_run(gr_experiment_find("gate", NULL),
                              "map=shortcut slip=0.15 demos=1 budget=40", gr_test_keep);
    gr_view view;

    look_at_doubt(run, &view);
    ck_assert_uint_eq(view.shapes[1].as.series.count, 0);
    ck_assert_ptr_nonnull(strstr(view.note, "no tau yet"));
    gr_view_clear(&view);
    gr_test_seek(run, 3);
    gr_test_act(run, TAKE);
    drive(run, UP, 1);
    look_at_doubt(run, &view);
    ck_assert(view.shapes[1].across);
    ck_assert_uint_eq(view.shapes[1].as.series.count, 1);
    ck_assert_double_gt(view.shapes[1].as.series.y[0], 0);
    ck_assert_double_le(view.shapes[1].as.series.y[0], view.window.y_high);
    gr_view_clear(&view);
    gr_run_free(run);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("gate_view");
    TCase *all = gr_test_case(s, "gate_view");

    tcase_add_test(all, nothing_is_known_at_first);
    tcase_add_test(all, a_label_is_seen_at_once);
    tcase_add_test(all, the_clone_goes_where_it_was_shown);
    tcase_add_test(all, where_it_knows_nothing);
    tcase_add_test(all, who_drove_is_below_the_doubt);
    tcase_add_test(all, tau_is_a_level_once_it_is_known);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
