/* Numbers of each student's own: the same for the same names, in every text and expression of the
 * question, proved for a thousand students, practised with others, and kept in the record. */
#include "gradus/session_words.h"

#include "sessions.h"
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD      "---\ntitle: T\n---\n\n## P\n\n"
#define LAB       "```experiment\nexperiment: parameters\nset: {layers: 5-8-4-3}\n```\n\n"
#define ASK(rest) HEAD LAB "```ask\nid: a\nquestion: $a times $b?\n" rest "```\n"
#define PRODUCT                                                                                    \
    ASK("draw: {a: 3..9, b: 1..5}\nanswer: $a * $b\nwrong: {$a + 2 * $b + 30: no $a plus}\n"       \
        "hints: [first $a]\nexplain: $a by $b is it\n")

static gr_session *session_of(const char *text, const char *student)
{
    gr_error err = { 0 };
    gr_session *session = gr_session_new(gr_test_lesson(text), &err);

    ck_assert_msg(session != NULL, "%s", err.message);
    gr_session_name(session, student);
    return session;
}

static void answer(gr_session *session, const char *typed)
{
    gr_error err = { 0 };

    snprintf(gr_test_item(session)->typed, GR_TYPED_MAX, "%s", typed);
    ck_assert_msg(gr_session_answer(session, &err), "%s", err.message);
}

static void answer_number(gr_session *session, double value)
{
    char typed[GR_TYPED_MAX];

    snprintf(typed, sizeof typed, "%.17g", value);
    answer(session, typed);
}

static double product(gr_session *session)
{
    return gr_test_item(session)->drawn.values[0] * gr_test_item(session)->drawn.values[1];
}

/* --- drawing --- */

/* By an implementation of its own, in another language. */
static const struct {
    const char *student;
    long practice;
    double a, b;
} known[] = {
    { "ada", 0, 9, 533032 }, { "ada", 1, 3, 600590 }, { "ada", 2, 5, 476955 },
    { "bob", 0, 3, 509330 }, { "bob", 1, 7, 218271 }, { "", 0, 6, 766455 },
    { "-", 1, 7, 433462 },   { NULL, 2, 9, 983573 },
};

START_TEST(numbers_follow_from_the_names)
{
    gr_lesson *lesson = gr_test_lesson(ASK("draw: {a: 3..9, b: -5..1000000}\nanswer: $a\n"));
    gr_drawn drawn;

    for (size_t i = 0; i < GR_LEN(known); i++) {
        gr_item_draw(lesson->items[0], known[i].student, "t", known[i].practice, &drawn);
        ck_assert_uint_eq(drawn.count, 2);
        gr_assert_text(drawn.names[0], "a");
        ck_assert(drawn.values[0] == known[i].a && drawn.values[1] == known[i].b);
    }
    gr_lesson_free(lesson);
}
END_TEST

START_TEST(each_number_of_the_range_comes_up)
{
    gr_lesson *lesson = gr_test_lesson(ASK("draw: {a: -3..3, b: 4..4}\nanswer: $a\n"));
    int seen[7] = { 0 };

    for (int i = 0; i < 700; i++) {
        char name[16];
        gr_drawn drawn;
        snprintf(name, sizeof name, "s%d", i);
        gr_item_draw(lesson->items[0], name, "t", 0, &drawn);
        ck_assert(drawn.values[0] >= -3 && drawn.values[0] <= 3 && drawn.values[1] == 4);
        seen[(int)drawn.values[0] + 3]++;
    }
    for (int i = 0; i < 7; i++)
        ck_assert_msg(seen[i] > 60 && seen[i] < 140, "%d came up %d times of 700", i - 3, seen[i]);
    gr_lesson_free(lesson);
}
END_TEST

static void said(const char *text, const char *expected)
{
    gr_drawn drawn = { .names = { "a", "ab" }, .values = { 3, -7 }, .count = 2 };
    gr_text out = { 0 };

    gr_drawn_say(&drawn, text, &out);
    gr_assert_text(gr_text_string(&out), expected);
    gr_text_clear(&out);
}

START_TEST(texts_have_the_numbers)
{
    said("$a and $ab, $a.$a", "3 and -7, 3.3");
    said("$abc $b $ 5$ $$a $5 $", "$abc $b $ 5$ $3 $5 $");
    said("", "");
}
END_TEST

/* --- reading --- */

static void refused(const char *text, const char *message)
{
    gr_error err = { 0 };

    ck_assert_msg(gr_lesson_read("t.md", text, strlen(text), NULL, &err) == NULL, "accepted: %s",
                  text);
    gr_assert_message(err, message);
}

START_TEST(what_is_no_draw_is_told)
{
    refused(ASK("draw: 3\nanswer: 1\n"), "t.md:15:7: 'draw' is a mapping");
    refused(ASK("draw: {1a: 3..9}\nanswer: 1\n"), "t.md:15:8: a drawn number has a name");
    refused(ASK("draw: {a-b: 3..9}\nanswer: 1\n"), "t.md:15:8: a drawn number has a name");
    refused(ASK("draw: {a: 9..3}\nanswer: 1\n"), "t.md:15:11: '9..3' is no range; write 3..9");
    refused(ASK("draw: {a: 3}\nanswer: 1\n"), "'3' is no range");
    refused(ASK("draw: {a: 3..9x}\nanswer: 1\n"), "is no range");
    refused(ASK("draw: {a: 0.5..9}\nanswer: 1\n"), "is no range");
    refused(ASK("draw: {a: 1..99999999999999999999}\nanswer: 1\n"), "is no range");
    refused(ASK("draw: {a: 1..1000001}\nanswer: 1\n"), "is no range");
    refused(ASK("draw: {a: [1]}\nanswer: 1\n"), "'a' is a text");
    refused(ASK("draw: {a: 1..2, b: 1..2, c: 1..2, d: 1..2, e: 1..2, f: 1..2, g: 1..2, h: 1..2, "
                "i: 1..2}\nanswer: 1\n"),
            "at most 8 numbers are drawn");
    refused(ASK("draw: {a: 1..2, b: 1..2}\nanswer: 1\nhints: [x, see $c]\n"),
            "t.md:17:12: '$c' is no drawn number");
    refused(ASK("draw: {a: 1..2, b: 1..2}\nanswer: 1\nwrong: {$ab: x}\n"),
            "'$ab' is no drawn number");
}
END_TEST

START_TEST(without_draw_dollars_are_dollars)
{
    gr_session *session =
        session_of(HEAD LAB "```ask\nid: a\nquestion: $a?\nanswer: 1\n```\n", "x");
    gr_text out = { 0 };

    gr_item_words(session, session->lesson->items[0], "$a costs $5", &out);
    gr_assert_text(gr_text_string(&out), "$a costs $5");
    gr_text_clear(&out);
    gr_session_free(session);
}
END_TEST

/* --- proving --- */

static void proved(const char *text, const char *message)
{
    gr_lesson *lesson = gr_test_lesson(text);
    gr_findings findings = { 0 };
    gr_error err = { 0 };

    ck_assert(gr_lesson_check(lesson, &findings, &err));
    ck_assert_msg(findings.count == (message != NULL), "%zu findings, the first: %s",
                  findings.count, findings.count > 0 ? findings.list[0].message : "");
    if (message != NULL)
        ck_assert_msg(strstr(findings.list[0].message, message) != NULL, "message is: %s",
                      findings.list[0].message);
    gr_findings_clear(&findings);
    gr_lesson_free(lesson);
}

START_TEST(a_thousand_students_are_tried)
{
    proved(PRODUCT, NULL);
    proved(ASK("draw: {a: 0..99, b: 1..1}\nanswer: $b / ($a - 57)\n"),
           "t.md:13:1: the answer has no finite value, as drawn for a student: a=57 b=1");
    proved(ASK("draw: {a: 2..99, b: 2..2}\nanswer: $a * $b\nwrong: {$a ^ $b: no}\n"),
           "t.md:17:9: this listed mistake is the right answer, as drawn for a student: a=2 b=2");
    proved(ASK("draw: {a: 1..99, b: 1..99}\noptions: [{text: $a, when: $a > $b}, {text: $b, when: "
               "$a < $b}]\n"),
           "no option is true, as drawn for a student: a=");
    proved(ASK("draw: {a: 1..99, b: 1..1}\noptions: [{text: $a, when: $a >= $b}, {text: $b, when: "
               "$a <= $b}]\n"),
           "more than one option is true, as drawn for a student: a=1 b=1");
    proved(ASK("draw: {a: 1..99, b: 1..9}\nanswer: last.total + $a\nwrong: {last.total: no}\n"),
           NULL);
    proved(HEAD LAB "```predict\nid: p\nquestion: q\ndraw: {a: 0..9}\nof: at(0 / $a, total)\n```\n",
           "this has no value at the page's end, as drawn for a student: a=0");
}
END_TEST

/* The experiment of this page is run once for all of them, and for keys that ask nothing of it not
 * at all: as a limit on the allocations, which a run each would pass by far. */
START_TEST(a_thousand_students_are_one_run)
{
    static const char *const keys[] = { "answer: $a + 0 * last.total\n", "answer: $a\n" };

    for (size_t i = 0; i < GR_LEN(keys); i++) {
        char text[512];
        gr_findings findings = { 0 };
        gr_error err = { 0 };
        snprintf(text, sizeof text, ASK("draw: {a: 0..1000000, b: 1..1}\n%s"), keys[i]);
        gr_lesson *lesson = gr_test_lesson(text);
        gr_alloc_fail_at(0, false);
        ck_assert(gr_lesson_check(lesson, &findings, &err));
        ck_assert_uint_eq(findings.count, 0);
        ck_assert_uint_lt(gr_alloc_fail_at(0, false), 10000);
        gr_lesson_free(lesson);
        gr_findings_clear(&findings);
    }
}
END_TEST

/* --- a session --- */

START_TEST(a_question_is_asked_and_marked_with_them)
{
    gr_session *session = session_of(PRODUCT, "ada");
    const gr_item *item = session->lesson->items[0];
    gr_text out = { 0 };
    char expected[64];

    ck_assert(gr_test_item(session)->drawn.count == 2 && gr_test_item(session)->practice == 0);
    gr_item_words(session, item, item->question, &out);
    snprintf(expected, sizeof expected, "%g times %g?", gr_test_item(session)->drawn.values[0],
             gr_test_item(session)->drawn.values[1]);
    gr_assert_text(gr_text_string(&out), expected);
    answer_number(session, gr_test_item(session)->drawn.values[0] +
                               2 * gr_test_item(session)->drawn.values[1] + 30);
    ck_assert_ptr_eq(gr_test_item(session)->message, item->mistakes[0].message);
    answer_number(session, product(session));
    ck_assert(gr_test_item(session)->right && gr_test_item(session)->key == product(session));
    gr_text_clear(&out);
    gr_session_free(session);
}
END_TEST

START_TEST(students_differ)
{
    gr_session *one = session_of(PRODUCT, "ada"), *same = session_of(PRODUCT, "ada");
    int others = 0;

    for (int i = 0; i < 20; i++) {
        char name[16];
        snprintf(name, sizeof name, "s%d", i);
        gr_session *other = session_of(PRODUCT, name);
        others += product(other) != product(one);
        gr_session_free(other);
    }
    ck_assert_int_gt(others, 10);
    ck_assert(product(one) == product(same));
    gr_session_free(one);
    gr_session_free(same);
}
END_TEST

START_TEST(practice_has_other_numbers_and_counts_for_nothing)
{
    gr_session *session = session_of(PRODUCT, "ada");
    gr_error err = { 0 };

    ck_assert_ptr_null(gr_session_practisable(session));
    ck_assert(!gr_session_practise(session, &err));
    gr_assert_text(err.message, "no question of this page can be practised with other numbers");
    answer_number(session, product(session));
    gr_assert_text(gr_session_progress(session), "right alone");
    for (int i = 0; i < 30; i++) {
        double before[2] = { gr_test_item(session)->drawn.values[0],
                             gr_test_item(session)->drawn.values[1] };
        ck_assert_ptr_eq(gr_session_practisable(session), session->lesson->items[0]);
        ck_assert(gr_session_practise(session, &err));
        ck_assert(memcmp(before, gr_test_item(session)->drawn.values, sizeof before) != 0);
        ck_assert(!gr_test_item(session)->closed && gr_test_item(session)->hints == 0);
        ck_assert_ptr_eq(gr_session_item(session), session->lesson->items[0]);
        answer(session, "-1");
        ck_assert(gr_session_hint(session, &err));
        gr_assert_text(gr_session_progress(session), "right alone");
        answer_number(session, product(session));
        ck_assert(gr_test_item(session)->closed && gr_test_item(session)->practice > i);
        gr_assert_text(gr_session_progress(session), "right alone");
    }
    ck_assert(gr_session_counted(session, session->lesson->items[0])->attempts == 1);
    gr_session_free(session);
}
END_TEST

/* --- the record --- */

static gr_csv rows;

static const char *cell(size_t row, const char *column)
{
    size_t index;

    ck_assert(gr_csv_find(&rows, column, &index, NULL));
    return gr_csv_text(&rows, row, index);
}

START_TEST(the_record_has_them)
{
    char *folder = gr_test_folder();
    gr_error err = { 0 };

    setenv("XDG_STATE_HOME", folder, 1);
    gr_record *record = gr_record_open("ada", NULL, &err);
    ck_assert_msg(record != NULL, "%s", err.message);
    gr_session *session = session_of(PRODUCT, "");
    ck_assert(gr_session_follow(session, record, &err));
    gr_assert_text(session->student, "ada");
    double mine = product(session);
    answer(session, "-1");
    answer_number(session, mine);
    ck_assert(gr_session_practise(session, &err) && gr_session_hint(session, &err));
    answer(session, "-1");
    ck_assert(gr_record_rows(record, &rows, &err));
    ck_assert_uint_eq(rows.rows, 5);
    char params[32];
    gr_drawn drawn;
    gr_item_draw(session->lesson->items[0], "ada", "t", 0, &drawn);
    snprintf(params, sizeof params, "a=%g b=%g", drawn.values[0], drawn.values[1]);
    gr_assert_text(cell(0, "params"), "");
    gr_assert_text(cell(2, "params"), params);
    gr_assert_text(cell(2, "correct"), "1");
    gr_assert_text(cell(3, "event"), "practice");
    gr_assert_text(cell(4, "event"), "practice");
    gr_assert_text(cell(4, "correct"), "0");
    gr_assert_text(cell(4, "score"), "");
    gr_assert_text(gr_lesson_progress(session->lesson, &rows), "right with help");
    gr_csv_clear(&rows);
    gr_session_free(session);

    session = session_of(PRODUCT, "");
    ck_assert(gr_session_follow(session, record, &err));
    ck_assert(gr_test_item(session)->right && gr_test_item(session)->practice == 0);
    ck_assert(gr_test_item(session)->variants == 1 && product(session) == mine);
    gr_assert_text(gr_session_progress(session), "right with help");
    gr_session_free(session);
    gr_record_close(record);
    gr_test_folder_remove(folder);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("draws");
    TCase *tcase = gr_test_case(suite, "draws");

    tcase_add_test(tcase, numbers_follow_from_the_names);
    tcase_add_test(tcase, each_number_of_the_range_comes_up);
    tcase_add_test(tcase, texts_have_the_numbers);
    tcase_add_test(tcase, what_is_no_draw_is_told);
    tcase_add_test(tcase, without_draw_dollars_are_dollars);
    tcase_add_test(tcase, a_thousand_students_are_tried);
    tcase_add_test(tcase, a_thousand_students_are_one_run);
    tcase_add_test(tcase, a_question_is_asked_and_marked_with_them);
    tcase_add_test(tcase, students_differ);
    tcase_add_test(tcase, practice_has_other_numbers_and_counts_for_nothing);
    tcase_add_test(tcase, the_record_has_them);
    return gr_test_main(suite);
}
