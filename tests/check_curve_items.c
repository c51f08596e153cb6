/* Questions for a curve: what is refused where it stands, what is proved, what the record keeps,
 * what the screen shows at every size, and what happens without memory. */
#include "apps.h"
#include "sessions.h"
#include "starve.h"
#include "support.h"

#include "gradus/answer.h"
#include "gradus/session_words.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The block of the question begins in line 14, its keys `kind` and `of` in lines 17 and 18. */
#define HEAD "---\ntitle: T\n---\n\n## P\n\n"
#define LAB(set, rest)                                                                             \
    HEAD "```experiment\nexperiment: descent\nset: {surface: valley, tolerance: 0, " set           \
         "}\n" rest "```\n\n"
#define MOMENTUM    LAB("optimizer: momentum, lr: 0.004", "steps: 60\nplots: [f]\n")
#define ASKED(rest) "```predict\nid: p\nquestion: Draw it.\n" rest "```\n"
#define CURVE(rest) MOMENTUM ASKED("kind: curve\nof: f\n" rest)

static void assert_outcome(gr_session *session, const char *expected)
{
    gr_text text = { 0 };

    gr_item_outcome(session, session->lesson->items[0], &text);
    gr_assert_text(gr_text_string(&text), expected);
    gr_text_clear(&text);
}

/* --- reading --- */

static const struct {
    const char *text, *message;
} faults[] = {
    { MOMENTUM ASKED("kind: curve\n"), "'of' is missing" },
    { MOMENTUM ASKED("kind: curve\nof: f + 1\n"),
      "t.md:18:5: a curve is of a column over step, as f; 'f + 1' is none" },
    { MOMENTUM ASKED("kind: curves\nof: f\n"),
      "t.md:17:7: unknown kind 'curves'; there are: number, choice, curve" },
    { MOMENTUM "```ask\nid: a\nquestion: q\nkind: curve\nof: f\n```\n", "unknown key 'of'" },
    { MOMENTUM "```ask\nid: a\nquestion: q\nkind: curve\nanswer: 1\n```\n",
      "t.md:17:7: unknown kind 'curve'; there are: number, choice, order, text" },
    { CURVE("options: [a, b]\n"), "t.md:19:1: options belong to kind: choice" },
    { CURVE("label: f\n"), "t.md:19:1: a curve has no field that a label could name" },
    { CURVE("range: 3\n"), "t.md:19:8: " },
    { CURVE("range: [3]\n"), "t.md:19:8: an axis shows [low, high], two numbers" },
    { CURVE("range: [3, 3]\n"), "t.md:19:8: an axis shows [low, high] with low < high" },
    { CURVE("range: [1, inf]\n"), "t.md:19:8: an axis shows [low, high] with low < high" },
    { MOMENTUM ASKED("of: last.f\nrange: [1, 2]\n"), "t.md:18:1: range belongs to kind: curve" },
    { CURVE("") "\n```predict\nid: b\nquestion: q\nkind: curve\nof: x\n```\n",
      "t.md:22:1: a second curve on one page; one is drawn at a time" },
};

START_TEST(faults_are_told_where_they_stand)
{
    gr_error err = { 0 };
    const char *text = faults[_i].text;

    ck_assert_msg(gr_lesson_read("t.md", text, strlen(text), NULL, &err) == NULL, "accepted: %s",
                  text);
    gr_assert_message(err, faults[_i].message);
}
END_TEST

/* --- proving --- */

#define PLOTTED(plot, rest)                                                                        \
    LAB("optimizer: gd, lr: 0.0385", "steps: 30\nplots: [" plot "]\n") ASKED("kind: curve\n" rest)

static const struct {
    const char *text, *message;
} proofs[] = {
    { CURVE(""), NULL },
    { CURVE("at: 20\nskip: no\nrange: [0.01, 100]\n"), NULL },
    { MOMENTUM ASKED("kind: curve\nof: height\n"),
      "t.md:18:5: no column 'height' to draw over step; there are: x, y, f, " },
    { MOMENTUM ASKED("kind: curve\nof: step\n"), "t.md:18:5: no column 'step' to draw over step" },
    { MOMENTUM ASKED("kind: curve\nof: last.f\n"), "t.md:18:5: no column 'last.f' to draw" },
    { MOMENTUM ASKED("kind: curve\nof: distance\n"),
      "t.md:18:5: the page's first plot, f, does not show distance against step" },
    { PLOTTED("surface", "of: x\n"),
      "t.md:18:5: the page's first plot, surface, does not show x against step" },
    { CURVE("at: 60\n"), "t.md:15:1: 'at' is at or beyond the page's last step" },
    { LAB("lr: 0.004", "steps: 20000\nplots: [f]\n") ASKED("kind: curve\nof: f\n"),
      "t.md:18:5: a curve needs to know its last step; give the experiment `steps`, at most "
      "10000" },
    { LAB("lr: 0.004", "steps: 9\ncompare: {arrange: overlay, runs: [{lr: 0.1}, {lr: 0.2}]}\n")
          ASKED("kind: curve\nof: f\n"),
      "t.md:18:5: a curve is of one run; a page that compares has none" },
    { LAB("lr: 0.004", "steps: 9\ncompare: {arrange: band, runs: [{}], seeds: 1..2}\n")
          ASKED("kind: curve\nof: f\n"),
      "a curve is of one run" },
    { CURVE("range: [0, 100]\n"), "t.md:18:5: a log axis shows no 0: the range of this curve" },
    { CURVE("range: [1, 2]\n"), "t.md:18:5: f is 112.7 at step 0, out of the pen's reach (steps 0 "
                                "to 60, f from 0.1 to 10); give this curve a `range`" },
    { CURVE("range: [1, 200]\n"), "t.md:18:5: f is 0.05" },
    { LAB("lr: 0.2", "steps: 60\nplots: [f]\n") ASKED("kind: curve\nof: f\nrange: [1, 1e12]\n"),
      "t.md:18:5: f has no value at step " },
    { PLOTTED("coordinates", "of: y\n"), "out of the pen's reach (steps 0 to 30, y from -0.5 to "
                                         "2.5); give this curve a `range`" },
    { PLOTTED("coordinates", "of: y\nrange: [-2, 2]\n"), NULL },
    { PLOTTED("{figure: coordinates, y: [-2, 2]}", "of: y\n"), NULL },
    { HEAD "```experiment\nexperiment: descent\nset: {surface: x2_sin, lr: 0.05}\nsteps: 9\n"
           "plots: [f]\n```\n\n" ASKED("kind: curve\nof: f\n"),
      "t.md:18:5: the log axis shows this column lifted, since it falls below 0" },
    { HEAD "\n\n\n\n\n\n\n" ASKED("kind: curve\nof: f\n"),
      "t.md:15:1: a question needs an experiment on this page or before it" },
};

START_TEST(what_does_not_hold_is_found)
{
    gr_lesson *lesson = gr_test_lesson(proofs[_i].text);
    gr_findings findings = { 0 };
    gr_error err = { 0 };

    ck_assert(gr_lesson_check(lesson, &findings, &err));
    const char *first = findings.count > 0 ? findings.list[0].message : "";
    ck_assert_msg(findings.count == (proofs[_i].message != NULL), "%zu: %s", findings.count, first);
    if (proofs[_i].message != NULL)
        ck_assert_msg(strstr(first, proofs[_i].message) != NULL, "message is: %s", first);
    bool out_of_reach = strstr(first, "has no value") != NULL || strstr(first, "reach") != NULL;
    gr_findings_clear(&findings);

    /* and a student who opens it all the same has a page, and can leave the question out */
    gr_session *session = gr_session_new(lesson, &err);
    ck_assert_msg(session != NULL, "%s", err.message);
    ck_assert((session->curve != NULL) == (proofs[_i].message == NULL || out_of_reach));
    gr_session_free(session);
}
END_TEST

/* --- where it may be drawn --- */

static gr_sketch_bounds bounds_of(const char *text)
{
    gr_session *session = gr_test_session(text);
    gr_sketch_bounds bounds = session->drawing.bounds;

    ck_assert_ptr_nonnull(session->curve);
    gr_session_free(session);
    return bounds; /* its names are gone */
}

static void assert_bounds(const char *text, double start, double low, double high, double least,
                          double most)
{
    gr_sketch_bounds b = bounds_of(text);

    ck_assert_msg(fabs(b.start - start) < 1e-12, "%.17g", b.start);
    ck_assert_msg(b.low == low && b.high == high, "%g to %g", b.low, b.high);
    ck_assert_msg(b.least == least && b.most == most, "reach %g to %g", b.least, b.most);
}

/* What is given, the start and a ghost, is on the axis, and nothing of what comes decides. */
START_TEST(the_axis_tells_nothing)
{
    static const char ghost[] = LAB("optimizer: momentum, lr: 0.004",
                                    "steps: 60\nplots: [f]\nghost: {optimizer: gd, lr: 0.041}\n")
        ASKED("kind: curve\nof: f\n");

    assert_bounds(CURVE(""), 112.75, 0.01, 1000, 0.001, 10000);
    assert_bounds(LAB("optimizer: gd, lr: 0.0001", "steps: 60\nplots: [f]\n")
                      ASKED("kind: curve\nof: f\n"),
                  112.75, 0.01, 1000, 0.001, 10000);
    assert_bounds(ghost, 112.75, 1, 1e5, 0.1, 1e6); /* which rises beyond 10000 */
    assert_bounds(CURVE("range: [0.02, 300]\n"), 112.75, 0.02, 300, 0.01, 1000);
    assert_bounds(PLOTTED("coordinates", "of: y\n"), 1.7, 0, 2, -0.5, 2.5);
    assert_bounds(PLOTTED("coordinates", "of: x\n"), -9, -10, 0, -12, 2);
    assert_bounds(PLOTTED("coordinates", "of: y\nrange: [-3, 4]\n"), 1.7, -3, 4, -5, 6);
    assert_bounds(PLOTTED("{figure: coordinates, y: [-2, 2]}", "of: y\n"), 1.7, -2, 2, -3, 3);
    ck_assert_int_eq(bounds_of(CURVE("at: 7\n")).first, 7);
}
END_TEST

/* --- answering --- */

START_TEST(a_curve_is_held_against_the_run)
{
    gr_session *session = gr_test_session(CURVE("at: 1\n"));
    const gr_sketch sketch = { .steps = { 1, 30 }, .values = { 100, 1 }, .count = 2 };
    double truth[61];
    gr_error err = { 0 };

    ck_assert_ptr_null(gr_session_gate(session));
    gr_test_go(session, 60);
    ck_assert_int_eq(gr_session_step(session), 1); /* here it is asked */
    ck_assert(!gr_test_answer(session, "", &err));
    gr_assert_text(err.message, "draw first: a curve has 2 to 12 points");
    ck_assert(!gr_test_answer(session, "1:100", &err));
    gr_assert_text(err.message, "a curve has 2 to 12 points; there is one");
    static const char *const outside[] = { "0:100; 9:1", "1:100; 61:1", "1:100; 9:0",
                                           "1:1e6; 9:1", "1:100; 9:-1", "1:100; 9:1e-9" };
    for (size_t i = 0; i < GR_LEN(outside); i++) {
        ck_assert_msg(!gr_test_answer(session, outside[i], &err), "%s", outside[i]);
        gr_assert_text(err.message, "a point is outside; allowed are steps 1 to 60, f from 1e-3 "
                                    "to 1e4");
        ck_assert(!gr_test_item(session)->closed && gr_test_item(session)->attempts == 0);
    }
    gr_test_answered(session, "30:1;1:1e2");
    ck_assert(gr_test_item(session)->closed);
    gr_assert_text(gr_test_item(session)->answered, "1:100; 30:1");
    assert_outcome(session, "You drew a curve of 2 points.");
    gr_test_go(session, 60);
    const gr_run *run = gr_session_run(session);
    long f = gr_columns_find(gr_run_columns(run), "f");
    for (size_t i = 0; i <= 60; i++)
        truth[i] = gr_table_cell(gr_run_trace(run), i, (size_t)f);
    ck_assert(gr_test_item(session)->key == gr_sketch_gap(&sketch, true, truth, 61));
    assert_outcome(session, "You drew a curve of 2 points; it is off by 0.48 decades, a factor of "
                            "3.0 (root mean square, steps 1 to 30).");
    gr_session_free(session);
}
END_TEST

/* The page's own run counts, whatever a student makes of the knobs. */
START_TEST(knobs_do_not_change_the_gap)
{
    gr_session *one = gr_test_session(CURVE("")), *other = gr_test_session(CURVE(""));
    gr_error err = { 0 };

    ck_assert(gr_session_set(other, "lr", "0.001", &err));
    gr_test_answered(one, "0:112.75; 60:0.1");
    gr_test_answered(other, "0:112.75; 60:0.1");
    ck_assert(gr_test_item(one)->key == gr_test_item(other)->key);
    gr_session_free(one);
    gr_session_free(other);
}
END_TEST

START_TEST(a_linear_gap_is_in_the_columns_unit)
{
    gr_session *session = gr_test_session(PLOTTED("coordinates", "of: y\nrange: [-2, 2]\n"));

    gr_test_answered(session, "0:1.7; 1:1.7");
    gr_test_go(session, 30);
    /* y is 1.7 and then (1 - 50*0.0385) 1.7: off by 0 and 1.925*1.7, of which the mean square is
     * half a square */
    ck_assert(fabs(gr_test_item(session)->key - 1.925 * 1.7 / sqrt(2)) < 1e-12);
    assert_outcome(session, "You drew a curve of 2 points; it is off by 2.314 (root mean square, "
                            "steps 0 to 1).");
    gr_session_free(session);
}
END_TEST

START_TEST(a_curve_may_be_skipped)
{
    gr_session *session = gr_test_session(CURVE(""));
    gr_error err = { 0 };

    ck_assert(!gr_session_aim(session, 1, 0, &err));
    gr_assert_text(err.message, "predict first, or s to skip");
    ck_assert(!gr_session_show(session, &err));
    ck_assert(gr_session_skip(session, &err));
    ck_assert_ptr_null(gr_session_drawing(session));
    gr_test_go(session, 60);
    assert_outcome(session, "Prediction skipped.");
    gr_session_free(session);
}
END_TEST

/* --- the record --- */

static gr_session *followed(const char *text, gr_record *record)
{
    gr_session *session = gr_test_session(text);
    gr_error err = { 0 };

    ck_assert(gr_session_follow(session, record, &err));
    return session;
}

START_TEST(the_record_keeps_it)
{
    char *folder = gr_test_folder();
    gr_error err = { 0 };
    gr_csv rows;
    size_t value;

    setenv("XDG_STATE_HOME", folder, 1);
    gr_record *record = gr_record_open("ada", NULL, &err);
    gr_session *session = followed(CURVE(""), record);
    gr_test_answered(session, "30:3.2; 0:1/4 + 112.5");
    double gap = gr_test_item(session)->key;
    gr_session_free(session);
    ck_assert(gr_record_rows(record, &rows, &err) && gr_csv_find(&rows, "value", &value, &err));
    gr_assert_text(gr_csv_text(&rows, 1, value), "0:112.75; 30:3.2");
    gr_csv_clear(&rows);

    session = followed(CURVE(""), record); /* taken up again */
    ck_assert(gr_test_item(session)->closed && gr_test_item(session)->key == gap);
    gr_assert_text(gr_test_item(session)->answered, "0:112.75; 30:3.2");
    ck_assert_uint_eq(session->drawing.now.sketch.count, 2);
    ck_assert_int_eq(session->drawing.now.sketch.steps[1], 30);
    gr_session_free(session);

    /* a lesson that has changed since then passes over what it cannot take */
    session = followed(CURVE("range: [1, 200]\nat: 5\n"), record);
    ck_assert(!gr_test_item(session)->closed && gr_test_item(session)->attempts == 0);
    gr_assert_text(gr_test_item(session)->typed, "");
    gr_session_free(session);
    gr_record_close(record);
    gr_test_folder_remove(folder);
}
END_TEST

/* --- the screen --- */

static gr_app app_of(const char *text, bool ascii)
{
    gr_app app;

    gr_app_around(&app, gr_test_session(text), ascii);
    return app;
}

static void play_on(gr_app *app)
{
    for (int i = 0; i < 1000 && gr_app_interval(app) > 0; i++) {
        gr_app_tick(app);
        gr_test_work(app);
    }
    ck_assert_int_eq(gr_app_interval(app), 0);
}

START_TEST(a_curve_is_drawn_with_keys)
{
    gr_app app = app_of(CURVE(""), false);

    gr_test_shows(&app, "covered until you answer");
    gr_test_shows(&app, " >pen     step 0   f 112.75");
    gr_test_shows(&app, " points  1 of at most 12");
    gr_test_shows(&app, "arrows draw  Enter answer  u undo  s skip  Tab pane  ? help");
    gr_test_press(&app, "Space");
    gr_test_says(&app, GR_MESSAGE_ERROR, "predict first, or s to skip");
    gr_test_press(&app, "Enter");
    gr_test_says(&app, GR_MESSAGE_ERROR, "draw first: a curve has 2 to 12 points");
    gr_test_press(&app, "Right Right Right Right Right Down Down Down");
    gr_test_shows(&app, "step 10   f 63");
    gr_test_shows(&app, "2 of at most 12");
    gr_test_press(&app, "1 0 l 2 k 1 0 j"); /* with a count, and with letters */
    gr_test_shows(&app, "step 20   f 10");
    gr_test_press(&app, "Left Left o");
    gr_test_shows(&app, "4 of at most 12");
    gr_test_press(&app, "x u u u");
    gr_test_shows(&app, "2 of at most 12");
    gr_test_shows(&app, "step 20   f 63");
    gr_test_press(&app, "End 2 0 Down Home");
    gr_test_shows(&app, "step 0   f 112.75");
    gr_test_press(&app, "Esc");
    gr_test_shows(&app, "1 of at most 12");
    gr_test_press(&app, "u Tab");
    gr_test_hides(&app, "arrows draw"); /* the focus is on the plot, whose keys step */
    gr_test_press(&app, "z");
    gr_test_shows(&app, "pen at step 0, f 112.75");
    gr_test_shows(&app, "arrows draw"); /* alone on the screen it is drawn on */
    gr_test_press(&app, "z Tab Enter 3");
    gr_test_shows(&app, "yours o   true");
    play_on(&app);
    gr_test_shows(&app, "gap 0.48 decades");
    gr_test_shows(&app, "you drew 3 points");
    gr_test_shows(&app, "is off by 0.48 decades");
    gr_test_press(&app, "n Left"); /* there is no other page, and one step back */
    gr_test_hides(&app, "gap ");
    gr_app_clear(&app);
}
END_TEST

/* What was drawn stays while the page is away, and where the run begins anew. */
START_TEST(a_drawing_waits_for_its_student)
{
    gr_app app = app_of(CURVE("") "\n## Q\n\ntext\n", false);

    gr_test_press(&app, "End Down n p");
    gr_test_shows(&app, "step 60   f 100");
    gr_test_shows(&app, "2 of at most 12");
    gr_test_press(&app, "r");
    gr_test_shows(&app, "2 of at most 12");
    gr_test_press(&app, "?");
    gr_test_shows(&app, "While a curve is drawn");
    gr_app_clear(&app);
}
END_TEST

/* At every size, before and while it is drawn and after it, in both sets of characters. */
START_TEST(it_is_shown_at_every_size)
{
    static const int widths[] = { 1, 7, 12, 19, 20, 27, 39, 40, 60, 79, 80, 120, 200 };
    static const int heights[] = { 1, 2, 4, 5, 9, 10, 11, 12, 19, 20, 24, 40 };
    static const char *const keys[] = { "", "End 5 Down", "z", "z Enter 2", "2 0 ." };

    for (int ascii = 0; ascii <= 1; ascii++) {
        gr_app app = app_of(CURVE(""), ascii == 1);
        for (size_t k = 0; k < GR_LEN(keys); k++) {
            gr_test_press(&app, keys[k]);
            for (size_t w = 0; w < GR_LEN(widths); w++)
                for (size_t h = 0; h < GR_LEN(heights); h++) {
                    gr_canvas canvas = { 0 };
                    gr_test_draw(&app, &canvas, widths[w], heights[h]);
                    gr_canvas_clear(&canvas);
                }
        }
        gr_app_clear(&app);
    }
}
END_TEST

/* Where there is room for either the question or the plot, the question is read first. */
START_TEST(small_screens_show_what_matters)
{
    gr_app app = app_of(CURVE(""), false);

    ck_assert(gr_test_shows_at(&app, 40, 12, "Draw it."));
    ck_assert(gr_test_shows_at(&app, 40, 12, "covered"));
    ck_assert(gr_test_shows_at(&app, 40, 12, ">pen     step 0   f 112.75"));
    ck_assert(gr_test_shows_at(&app, 20, 5, ">step 0 f 112.75"));
    ck_assert(gr_test_shows_at(&app, 20, 5, "1 of 12 points"));
    gr_test_press(&app, "End Down");
    ck_assert(gr_test_shows_at(&app, 40, 12, ">pen     step 60   f 100"));
    ck_assert(gr_test_shows_at(&app, 40, 12, "2 of at most 12"));
    ck_assert(gr_test_shows_at(&app, 39, 12, ">pen     step 60   f 100"));
    ck_assert(gr_test_shows_at(&app, 39, 12, "covered"));
    ck_assert(gr_test_shows_at(&app, 20, 5, "60 f 100"));
    ck_assert(gr_test_shows_at(&app, 19, 2, "step 60 f 100") ||
              gr_test_shows_at(&app, 19, 2, "60 f 100"));
    gr_app_clear(&app);
}
END_TEST

/* --- without memory --- */

static void play(gr_starving *s, void *context)
{
    const char *text = context;
    gr_error err = { 0 };
    gr_findings findings = { 0 };
    gr_canvas canvas = { 0 };
    gr_lesson *lesson;
    gr_app app;

    while (!gr_test_fed(
        s, (lesson = gr_lesson_read("t.md", text, strlen(text), NULL, &err)) != NULL, &err))
        ;
    while (!gr_test_fed(s, gr_lesson_check(lesson, &findings, &err), &err))
        gr_findings_clear(&findings);
    ck_assert_uint_eq(findings.count, 0);
    gr_findings_clear(&findings);
    gr_session *session = gr_session_new(lesson, &err);
    if (!gr_test_fed(s, session != NULL, &err))
        session = gr_test_session(text);
    ck_assert_ptr_nonnull(session->curve);
    gr_app_around(&app, session, false);
    while (!gr_test_fed(s, gr_canvas_init(&canvas, 80, 24, false, &err), &err))
        ;
    while (!gr_test_fed(s, gr_app_draw(&app, &canvas, &err), &err))
        ;
    while (!gr_test_fed(s, gr_test_answer(session, "0:112.75; 20:3", &err), &err))
        ck_assert(!gr_test_item(session)->closed);
    while (!gr_test_fed(s, gr_app_draw(&app, &canvas, &err), &err))
        ;
    gr_test_feed(s);
    ck_assert(fabs(gr_test_item(session)->key - 0.445781) < 1e-6);
    gr_canvas_clear(&canvas);
    gr_app_clear(&app);
}

START_TEST(without_memory_nothing_is_lost)
{
    static char text[] =
        LAB("optimizer: momentum, lr: 0.004", "steps: 20\nplots: [f]\nghost: {optimizer: gd}\n")
            ASKED("kind: curve\nof: f\n");

    gr_test_starve("a curve", play, text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("curve items");
    TCase *tcase = gr_test_case(suite, "curve items");

    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_loop_test(tcase, faults_are_told_where_they_stand, 0, GR_LEN(faults));
    tcase_add_loop_test(tcase, what_does_not_hold_is_found, 0, GR_LEN(proofs));
    tcase_add_test(tcase, the_axis_tells_nothing);
    tcase_add_test(tcase, a_curve_is_held_against_the_run);
    tcase_add_test(tcase, knobs_do_not_change_the_gap);
    tcase_add_test(tcase, a_linear_gap_is_in_the_columns_unit);
    tcase_add_test(tcase, a_curve_may_be_skipped);
    tcase_add_test(tcase, the_record_keeps_it);
    tcase_add_test(tcase, a_curve_is_drawn_with_keys);
    tcase_add_test(tcase, a_drawing_waits_for_its_student);
    tcase_add_test(tcase, it_is_shown_at_every_size);
    tcase_add_test(tcase, small_screens_show_what_matters);
    tcase_add_test(tcase, without_memory_nothing_is_lost);
    return gr_test_main(suite);
}
