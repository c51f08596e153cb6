/* Curves drawn by hand: their text, the line through their points, and how far they are off; and
 * the pen that draws them. */
#include "gradus/drawing.h"
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static gr_sketch sketch_of(const char *text)
{
    gr_sketch sketch;
    gr_error err = { 0 };

    ck_assert_msg(gr_sketch_read(text, &sketch, &err), "'%s': %s", text, err.message);
    return sketch;
}

static void assert_sketch(const gr_sketch *sketch, const char *expected)
{
    char text[GR_SKETCH_TEXT];

    gr_sketch_text(sketch, text);
    gr_assert_text(text, expected);
}

/* --- text --- */

START_TEST(a_sketch_is_read_in_any_order_and_form)
{
    static const struct {
        const char *typed, *text;
    } rows[] = {
        { "0:1000; 10:120; 30:3.2", "0:1000; 10:120; 30:3.2" },
        { "30:3.2;0:1e3;10:120", "0:1000; 10:120; 30:3.2" },
        { "  7 : 1/4 ; 2:-(3 + 1) ; ", "2:-4; 7:0.25" },
        { "", "" },
        { "   ", "" },
        { "10000:0", "10000:0" },
        { "5:2^10", "5:1024" },
    };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_sketch sketch = sketch_of(rows[i].typed);
        assert_sketch(&sketch, rows[i].text);
    }
}
END_TEST

START_TEST(what_is_no_sketch_is_refused)
{
    static const struct {
        const char *typed, *message;
    } rows[] = {
        { "10", "'10' is no point; write step:value with ; between the points, as in 0:1000; "
                "10:120" },
        { "0:1; x:2", "' x:2' is no point" },
        { "-1:2", "is no point" },
        { "1.5:2", "is no point" },
        { "10001:2", "is no point" },
        { "123456:2", "is no point" },
        { "1:", "is no point" },
        { ":1", "is no point" },
        { "1:x", "is no point" },
        { "1:inf", "is no point" },
        { "1:nan", "is no point" },
        { "1:2:3", "is no point" },
        { "1:2, 3:4", "is no point" },
        { "1:1 < 2", "is no point" },
        { ";", "is no point" },
        { "1:1;;2:2", "is no point" },
        { "4:1; 2:1; 4:2", "step 4 has two points; give each step one" },
        { "0:1;1:1;2:1;3:1;4:1;5:1;6:1;7:1;8:1;9:1;10:1;11:1;12:1",
          "a curve has at most 12 points" },
        { "0:1111111111111111111111111111111111111111111111111111111111111111111111111111111111",
          "is no point" },
    };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_sketch sketch = sketch_of("3:4");
        gr_error err = { 0 };
        ck_assert_msg(!gr_sketch_read(rows[i].typed, &sketch, &err), "%s", rows[i].typed);
        ck_assert_int_eq(err.kind, GR_ERROR_USAGE);
        ck_assert_msg(strstr(err.message, rows[i].message) != NULL, "%s", err.message);
        assert_sketch(&sketch, "3:4"); /* untouched */
    }
}
END_TEST

/* The longest there is: it must fit, and come back to the bit. */
START_TEST(every_sketch_has_room_as_text)
{
    gr_sketch sketch = { .count = 0 }, read;
    char text[GR_SKETCH_TEXT];

    for (long i = 0; i < GR_SKETCH_POINTS; i++)
        ck_assert(gr_sketch_set(&sketch, GR_SKETCH_STEPS - i,
                                -0.0000012345678901234567 * (1 + (double)i / 3)));
    ck_assert(!gr_sketch_set(&sketch, 1, 1));
    gr_sketch_text(&sketch, text);
    ck_assert_uint_lt(strlen(text), GR_SKETCH_TEXT - 1);
    read = sketch_of(text);
    ck_assert_uint_eq(read.count, sketch.count);
    for (size_t i = 0; i < read.count; i++)
        ck_assert(read.steps[i] == sketch.steps[i] && read.values[i] == sketch.values[i]);
}
END_TEST

START_TEST(points_are_set_moved_and_taken_away)
{
    gr_sketch sketch = sketch_of("2:20; 8:80");

    ck_assert(gr_sketch_set(&sketch, 5, 50) && gr_sketch_set(&sketch, 0, 0));
    ck_assert(gr_sketch_set(&sketch, 9, 90) && gr_sketch_set(&sketch, 2, 21));
    assert_sketch(&sketch, "0:0; 2:21; 5:50; 8:80; 9:90");
    ck_assert(gr_sketch_remove(&sketch, 0) && gr_sketch_remove(&sketch, 5));
    ck_assert(gr_sketch_remove(&sketch, 9) && !gr_sketch_remove(&sketch, 9));
    assert_sketch(&sketch, "2:21; 8:80");
    ck_assert(gr_sketch_has(&sketch, 8) && !gr_sketch_has(&sketch, 7));
}
END_TEST

/* --- the line --- */

static void assert_near(double value, double expected)
{
    ck_assert_msg(fabs(value - expected) <= 1e-12 * fabs(expected), "%.17g is not %.17g", value,
                  expected);
}

START_TEST(the_line_is_straight_on_its_axis)
{
    gr_sketch bent = sketch_of("2:10; 6:30; 8:20"), falling = sketch_of("0:1000; 2:10; 5:0.01");

    assert_near(gr_sketch_at(&bent, false, 2), 10);
    assert_near(gr_sketch_at(&bent, false, 3), 15);
    assert_near(gr_sketch_at(&bent, false, 6), 30);
    assert_near(gr_sketch_at(&bent, false, 7), 25);
    ck_assert(isnan(gr_sketch_at(&bent, false, 1)) && isnan(gr_sketch_at(&bent, false, 9)));
    assert_near(gr_sketch_at(&falling, true, 1), 100);
    assert_near(gr_sketch_at(&falling, true, 3), 1);
    assert_near(gr_sketch_at(&falling, true, 4), 0.1);
    ck_assert(gr_sketch_at(&falling, true, 5) == 0.01);
}
END_TEST

/* Computed by hand: the differences at each step, their squares, the mean, the root. */
START_TEST(the_gap_is_a_root_mean_square)
{
    const double ones[] = { 1, 1, 1, 1, 1 }, hundreds[] = { 100, 100, 100, 100 };
    const double holes[] = { 1, (double)NAN, 1, (double)INFINITY, 1 };
    const double partly[] = { 100, 0, -5, 100 }, line[] = { 1000, 100, 10, 1 };
    gr_sketch rising = sketch_of("0:0; 4:4"), inner = sketch_of("1:1; 3:3");
    gr_sketch decades = sketch_of("0:1000; 3:1"), none = { .count = 0 };
    gr_sketch tent = sketch_of("0:1; 2:3; 4:1");

    /* -1 0 1 2 3: (1 + 0 + 1 + 4 + 9) / 5 = 3 */
    assert_near(gr_sketch_gap(&rising, false, ones, 5), sqrt(3.0));
    /* 0 1 2: (0 + 1 + 4) / 3; what lies outside the points does not count */
    assert_near(gr_sketch_gap(&inner, false, ones, 5), sqrt(5.0 / 3));
    /* -1 1 3, since steps 1 and 3 have no value: (1 + 1 + 9) / 3 */
    assert_near(gr_sketch_gap(&rising, false, holes, 5), sqrt(11.0 / 3));
    /* the run ended after step 1: -1 0 */
    assert_near(gr_sketch_gap(&rising, false, ones, 2), sqrt(0.5));
    /* 0 1 2 1 0: (0 + 1 + 4 + 1 + 0) / 5 */
    assert_near(gr_sketch_gap(&tent, false, ones, 5), sqrt(6.0 / 5));
    /* decades: 3 2 1 0 against 2: 1 0 -1 -2: (1 + 0 + 1 + 4) / 4 */
    assert_near(gr_sketch_gap(&decades, true, hundreds, 4), sqrt(1.5));
    /* the same, without steps 1 and 2, which a log axis cannot show: 1 -2 */
    assert_near(gr_sketch_gap(&decades, true, partly, 4), sqrt(2.5));
    ck_assert(gr_sketch_gap(&decades, true, line, 4) < 1e-15);
    ck_assert(isnan(gr_sketch_gap(&none, false, ones, 5)));
    ck_assert(isnan(gr_sketch_gap(&inner, false, ones, 1)));
}
END_TEST

/* --- the pen --- */

static const gr_sketch_bounds on_log = { .name = "f",
                                         .unit = "",
                                         .log = true,
                                         .last = 60,
                                         .start = 112.75,
                                         .low = 0.01,
                                         .high = 1000,
                                         .least = 0.001,
                                         .most = 10000 };
static const gr_sketch_bounds linear = { .name = "y",
                                         .unit = "",
                                         .first = 2,
                                         .last = 8,
                                         .start = 0.5,
                                         .low = 0,
                                         .high = 1,
                                         .least = -0.2,
                                         .most = 1.2,
                                         .tick = 0.2 };

static gr_drawing drawing;
static gr_error err;

static void begin(const gr_sketch_bounds *bounds, const char *text)
{
    gr_drawing_begin(&drawing, bounds, text);
    err = (gr_error){ 0 };
}

static void lift(long notches)
{
    ck_assert_msg(gr_drawing_lift(&drawing, notches, &err), "%s", err.message);
}

static void assert_pen(long step, double value, const char *sketch)
{
    ck_assert_int_eq(drawing.now.step, step);
    assert_near(drawing.now.value, value);
    assert_sketch(&drawing.now.sketch, sketch);
}

START_TEST(a_drawing_begins_where_the_run_waits)
{
    gr_sketch_bounds unknown = on_log;

    begin(&on_log, "");
    assert_pen(0, 112.75, "0:112.75");
    begin(&on_log, "4:10; 2:20");
    assert_pen(4, 10, "2:20; 4:10");
    begin(&on_log, "4:10; 61:20"); /* it does not keep within */
    assert_pen(0, 112.75, "0:112.75");
    begin(&on_log, "nonsense");
    assert_pen(0, 112.75, "0:112.75");
    unknown.start = (double)NAN;
    begin(&unknown, "");
    ck_assert_uint_eq(drawing.now.sketch.count, 0);
    ck_assert(drawing.now.value > 1 && drawing.now.value < 10); /* the middle */
}
END_TEST

START_TEST(the_pen_goes_by_notches)
{
    begin(&on_log, "");
    lift(1);
    assert_pen(0, 125, "0:125");
    lift(-1);
    assert_pen(0, 100, "0:100");
    lift(-10); /* a decade */
    assert_pen(0, 10, "0:10");
    lift(-5);
    assert_pen(0, 3.2, "0:3.2");
    lift(100);
    assert_pen(0, 10000, "0:10000"); /* a tick beyond the axis, and no further */
    lift(1);
    assert_pen(0, 10000, "0:10000");
    lift(-100);
    assert_pen(0, 0.001, "0:0.001");
    begin(&linear, "");
    lift(1);
    assert_pen(2, 0.52, "2:0.52");
    lift(-3);
    assert_pen(2, 0.46, "2:0.46");
    lift(-1000);
    assert_pen(2, -0.2, "2:-0.2");
    lift(1000);
    assert_pen(2, 1.2, "2:1.2");
}
END_TEST

START_TEST(the_pen_follows_what_is_drawn)
{
    begin(&on_log, "");
    ck_assert_int_eq(gr_drawing_stride(&drawing), 2);
    gr_drawing_across(&drawing, 20);
    assert_pen(20, 112.75, "0:112.75"); /* beyond it stays as high */
    lift(-20);
    assert_pen(20, 1.25, "0:112.75; 20:1.25");
    gr_drawing_across(&drawing, 10);
    assert_pen(30, 1.25, "0:112.75; 20:1.25");
    gr_drawing_across(&drawing, -20);
    assert_pen(10, sqrt(112.75 * 1.25), "0:112.75; 20:1.25"); /* halfway in decades */
    ck_assert(gr_drawing_point(&drawing, &err));
    assert_pen(10, 11.9, "0:112.75; 10:11.9; 20:1.25");
    ck_assert(!gr_drawing_point(&drawing, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "there is a point already"));
    gr_drawing_across(&drawing, -1000);
    ck_assert_int_eq(drawing.now.step, 0);
    gr_drawing_across(&drawing, 1000);
    ck_assert_int_eq(drawing.now.step, 60);
    begin(&linear, "");
    ck_assert_int_eq(gr_drawing_stride(&drawing), 1);
    gr_drawing_across(&drawing, -5);
    ck_assert_int_eq(drawing.now.step, 2);
}
END_TEST

START_TEST(changes_are_undone_one_by_one)
{
    begin(&on_log, "");
    ck_assert(!gr_drawing_undo(&drawing, &err));
    gr_assert_text(err.message, "there is nothing to undo");
    gr_drawing_across(&drawing, 10);
    lift(-1);
    lift(-1);
    lift(-1); /* one change */
    gr_drawing_across(&drawing, 10);
    lift(-1);
    gr_drawing_across(&drawing, 0); /* the pen was moved: another one */
    lift(-1);
    assert_pen(20, 40, "0:112.75; 10:63; 20:40");
    ck_assert(gr_drawing_undo(&drawing, &err));
    assert_pen(20, 50, "0:112.75; 10:63; 20:50");
    ck_assert(gr_drawing_remove(&drawing, &err));
    assert_pen(20, 50, "0:112.75; 10:63");
    ck_assert(!gr_drawing_remove(&drawing, &err));
    gr_assert_text(err.message, "no point at step 20; move the pen onto one");
    gr_drawing_clear(&drawing);
    assert_pen(0, 112.75, "0:112.75");
    for (int i = 0; i < 3; i++)
        ck_assert(gr_drawing_undo(&drawing, &err));
    assert_pen(20, 63, "0:112.75; 10:63");
    ck_assert(gr_drawing_undo(&drawing, &err));
    assert_pen(10, 112.75, "0:112.75");
    ck_assert(!gr_drawing_undo(&drawing, &err));
}
END_TEST

/* The oldest change is forgotten, and the rest comes back. */
START_TEST(undo_goes_back_a_long_way)
{
    begin(&on_log, "");
    for (int i = 0; i < GR_DRAWING_UNDO + 5; i++) {
        lift(i % 2 == 0 ? 1 : -1);
        gr_drawing_across(&drawing, 0);
    }
    for (int i = 0; i < GR_DRAWING_UNDO; i++)
        ck_assert(gr_drawing_undo(&drawing, &err));
    ck_assert(!gr_drawing_undo(&drawing, &err));
}
END_TEST

START_TEST(twelve_points_are_all)
{
    begin(&on_log, "");
    for (int i = 1; i < GR_SKETCH_POINTS; i++) {
        gr_drawing_across(&drawing, 3);
        ck_assert(gr_drawing_point(&drawing, &err));
    }
    gr_drawing_across(&drawing, 3);
    gr_drawing before = drawing;
    ck_assert(!gr_drawing_lift(&drawing, 1, &err));
    gr_assert_text(err.message, "a curve has at most 12 points; take one away first");
    ck_assert(!gr_drawing_point(&drawing, &err));
    ck_assert_uint_eq(drawing.undo, before.undo);
    gr_drawing_across(&drawing, -3);
    lift(1); /* the one that is there */
    ck_assert_uint_eq(drawing.now.sketch.count, GR_SKETCH_POINTS);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sketch");
    TCase *tcase = gr_test_case(suite, "sketch");

    tcase_add_test(tcase, a_sketch_is_read_in_any_order_and_form);
    tcase_add_test(tcase, what_is_no_sketch_is_refused);
    tcase_add_test(tcase, every_sketch_has_room_as_text);
    tcase_add_test(tcase, points_are_set_moved_and_taken_away);
    tcase_add_test(tcase, the_line_is_straight_on_its_axis);
    tcase_add_test(tcase, the_gap_is_a_root_mean_square);
    tcase_add_test(tcase, a_drawing_begins_where_the_run_waits);
    tcase_add_test(tcase, the_pen_goes_by_notches);
    tcase_add_test(tcase, the_pen_follows_what_is_drawn);
    tcase_add_test(tcase, changes_are_undone_one_by_one);
    tcase_add_test(tcase, undo_goes_back_a_long_way);
    tcase_add_test(tcase, twelve_points_are_all);
    return gr_test_main(suite);
}
