/* A worked line with blanks: read, proved, filled in blank by blank, wrong in one of them, and with
 * each practice one more blank open, from the end. */
#include "apps.h"
#include "sessions.h"
#include "starve.h"
#include "support.h"

#include "gradus/session_words.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD       "---\ntitle: T\n---\n\n## P\n\n"
#define LAB        "```experiment\nexperiment: parameters\nset: {layers: 5-8-4-3}\n```\n\n"
#define FILL(rest) HEAD LAB "```fill\nid: f\n" rest "```\n"
#define LAYER                                                                                      \
    FILL("text: '5*{{u}} + {{b}} = {{sum}}, of {{all}}'\n"                                         \
         "blanks: {sum: 5*8 + 8, u: 8, all: last.total, b: 4 + 4}\n"                               \
         "wrong: {5*8: Those are the weights alone.}\n"                                            \
         "hints: [Every unit adds one.]\nexplain: One bias a unit.\n")
#define DRAWN                                                                                      \
    FILL("draw: {a: 3..9}\nquestion: A unit of $a inputs?\n"                                       \
         "text: '{{w}} weights, {{n}} numbers for $a'\nblanks: {w: $a, n: $a + 1}\n")

static void refused(gr_session *session, const char *typed, const char *message)
{
    gr_error err = { 0 };
    int before = gr_test_item(session)->attempts;

    ck_assert_msg(!gr_test_answer(session, typed, &err), "accepted: %s", typed);
    gr_assert_message(err, message);
    ck_assert_int_eq(gr_test_item(session)->attempts, before);
}

static void practise(gr_session *session)
{
    gr_error err = { 0 };

    ck_assert_msg(gr_session_practise(session, &err), "%s", err.message);
}

/* --- reading and proving --- */

static const struct {
    const char *text, *message;
} faults[] = {
    { FILL("blanks: {a: 1}\n"), "'text' is missing" },
    { FILL("text: '{{a}}'\n"), "'blanks' is missing" },
    { FILL("text: '{{a}}'\nblanks: [1]\n"), "t.md:15:9: 'blanks' is a mapping" },
    { FILL("text: '{{a}}'\nblanks: {}\n"), "t.md:15:9: a line has 1 to 8 blanks" },
    { FILL("text: '{{a}} {{b}}'\nblanks: {a: 1}\n"), "t.md:14:7: {{b}} is none of `blanks`" },
    { FILL("text: '{{a}} {{a}}'\nblanks: {a: 1}\n"),
      "t.md:14:7: the blank {{a}} stands here twice" },
    { FILL("text: '{{a}}'\nblanks: {a: 1, b: 2}\n"), "2 blanks are named, and 1 stand here" },
    { FILL("text: 'a}} {{a'\nblanks: {a: 1}\n"), "1 blanks are named, and 0 stand here" },
    { FILL("text: '{{a}}'\nblanks: {a: 1 +}\n"), "t.md:15:13: " },
    { FILL("text: '{{a}}'\nblanks: {a: 1}\nkind: number\n"), "t.md:16:1: unknown key 'kind'" },
    { FILL("text: '{{a}} $x'\nblanks: {a: 1}\ndraw: {k: 1..2}\n"), "'$x' is no drawn number" },
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

static const struct {
    const char *text, *message;
} proofs[] = {
    { LAYER, NULL },
    { DRAWN, NULL },
    { FILL("text: '{{a}} {{b}}'\nblanks: {a: 1 / 0, b: 2}\n"),
      "t.md:13:1: the answer has no finite value" },
    { FILL("draw: {k: 0..9}\ntext: '{{a}}'\nblanks: {a: 1 / $k}\n"),
      "as drawn for a student: k=0" },
    { FILL("text: '{{a}}'\nblanks: {a: 2}\nwrong: {1 + 1: no}\n"),
      "this listed mistake is the right answer" },
    { FILL("text: '{{a}}'\nblanks: {a: last.foo}\n"), "t.md:15:13: column 1: " },
    { HEAD "```fill\nid: f\ntext: '{{a}}'\nblanks: {a: 2}\n```\n", "needs an experiment" },
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
    gr_findings_clear(&findings);
    gr_lesson_free(lesson);
}
END_TEST

/* --- filling in --- */

START_TEST(the_last_blank_is_open_first)
{
    gr_session *session = gr_test_session(LAYER);

    gr_test_words(session, gr_item_line, "5*8 + 8 = 48, of [__]");
    refused(session, "", "type an answer first");
    refused(session, "8; 99", "1 blank is open; write one number");
    refused(session, "9x", "is not a number");
    gr_test_answered(session, "98");
    ck_assert(!gr_test_item(session)->right && gr_test_item(session)->typed[0] == '\0');
    gr_test_words(session, gr_item_rejection, "not 98, attempt 1");
    gr_test_answered(session, "40");
    gr_assert_text(gr_test_item(session)->message, "Those are the weights alone.");
    gr_test_answered(session, "9.9e1");
    ck_assert(gr_test_item(session)->right);
    gr_test_words(session, gr_item_line, "5*8 + 8 = 48, of [99]");
    gr_test_words(session, gr_item_outcome, "99, right with help");
    gr_session_free(session);
}
END_TEST

START_TEST(each_practice_opens_one_more_from_the_end)
{
    static const char *const lines[] = { "5*8 + 8 = [__], of [__]", "5*8 + [__] = [__], of [__]",
                                         "5*[__] + [__] = [__], of [__]",
                                         "5*[__] + [__] = [__], of [__]" };
    static const char *const right[] = { "48; 99", "8;48;99", "16/2; 8; 48; 99", "8;8;48;99" };
    gr_session *session = gr_test_session(LAYER);

    gr_test_answered(session, "99");
    for (size_t i = 0; i < GR_LEN(lines); i++) {
        practise(session);
        gr_test_words(session, gr_item_line, lines[i]);
        gr_test_answered(session, right[i]);
        ck_assert(gr_test_item(session)->right);
        gr_assert_text(gr_session_progress(session), "right alone");
    }
    gr_session_free(session);
}
END_TEST

START_TEST(it_says_which_blank_is_wrong)
{
    gr_session *session = gr_test_session(LAYER);
    gr_error err = { 0 };

    gr_test_answered(session, "99");
    practise(session);
    practise(session);
    refused(session, "8", "3 blanks are open; write their numbers with ; between them");
    refused(session, "8;;99", "is not a number");
    refused(session, "1;2;3;4;5", "there are only 4 blanks");
    gr_test_answered(session, "8;40;1");
    gr_test_words(session, gr_item_rejection, "not 8;40;1, blank 2 is wrong, attempt 1");
    gr_assert_text(gr_test_item(session)->message, "Those are the weights alone.");
    gr_assert_text(gr_test_item(session)->typed, "8;"); /* what was right stays */
    gr_test_words(session, gr_item_line, "5*8 + [8] = [__], of [__]");
    ck_assert(gr_session_show(session, &err));
    gr_test_words(session, gr_item_line, "5*8 + [8] = [48], of [99]");
    gr_test_words(session, gr_item_outcome, "8; 48; 99, shown");
    gr_session_free(session);
}
END_TEST

START_TEST(blanks_have_the_students_numbers)
{
    gr_session *session = gr_test_session(DRAWN);
    char expected[64];

    for (int i = 0; i < 5; i++) {
        double a = gr_test_item(session)->drawn.values[0];
        snprintf(expected, sizeof expected,
                 i == 0 ? "%g weights, [__] numbers for %g" : "[__] weights, [__] numbers for %g",
                 a, a);
        gr_test_words(session, gr_item_line, expected);
        if (i == 0)
            snprintf(expected, sizeof expected, "%g", a + 1);
        else
            snprintf(expected, sizeof expected, "%g;%g", a, a + 1);
        gr_test_answered(session, expected);
        ck_assert(gr_test_item(session)->right);
        practise(session);
    }
    gr_session_free(session);
}
END_TEST

START_TEST(the_record_takes_it_up)
{
    char *folder = gr_test_folder();
    gr_error err = { 0 };

    setenv("XDG_STATE_HOME", folder, 1);
    gr_record *record = gr_record_open("ada", NULL, &err);
    gr_session *session = gr_test_session(LAYER);
    ck_assert(gr_session_follow(session, record, &err));
    gr_test_answered(session, "98");
    gr_test_answered(session, "99");
    practise(session);
    gr_test_answered(session, "48; 99");
    gr_session_free(session);
    session = gr_test_session(LAYER);
    ck_assert(gr_session_follow(session, record, &err));
    ck_assert(gr_test_item(session)->right && gr_test_item(session)->attempts == 2);
    gr_test_words(session, gr_item_line, "5*8 + 8 = 48, of [99]");
    practise(session);
    gr_test_words(session, gr_item_line, "5*8 + [__] = [__], of [__]");
    gr_session_free(session);
    gr_record_close(record);
    gr_test_folder_remove(folder);
}
END_TEST

/* --- the screen --- */

START_TEST(lines_stay_lines)
{
    static const char *const text = FILL("text: |\n  5*8 + {{b}}\n  = {{sum}}\n"
                                         "blanks: {b: 8, sum: 48}\n");
    gr_app app;
    gr_text code = { 0 };

    gr_app_around(&app, gr_test_session(text), false);
    gr_test_shows(&app, "   5*8 + 8   ");
    gr_test_shows(&app, "   = [__]   ");
    gr_item_line_code(app.session, app.session->lesson->items[0], &code);
    gr_assert_text(gr_text_string(&code), "    5*8 + 8\n    = [__]\n");
    gr_text_clear(&code);
    gr_app_clear(&app);
}
END_TEST

START_TEST(the_field_goes_from_blank_to_blank)
{
    gr_app app;

    gr_app_around(&app, gr_test_session(LAYER), false);
    gr_test_shows(&app, "Fill in what is missing.");
    gr_test_shows(&app, "5*8 + 8 = 48, of [__]");
    gr_test_press(&app, "9 9 Enter 3");
    gr_test_shows(&app, "=  99, right alone");
    gr_test_shows(&app, "v  again with new numbers");
    gr_test_press(&app, "v");
    gr_test_shows(&app, "5*8 + 8 = [__], of [__]");
    gr_test_shows(&app, ">blank 1  [  ");
    gr_test_press(&app, "4 Enter");
    gr_test_shows(&app, ">blank 2  [  ");
    gr_test_press(&app, "Backspace 8 Enter 9 9");
    gr_test_shows(&app, "5*8 + 8 = [48], of [99]");
    gr_test_press(&app, "Backspace Enter");
    gr_test_shows(&app, "not 48;9, blank 2 is wrong");
    gr_test_shows(&app, "5*8 + 8 = [48], of [__]");
    gr_test_press(&app, "9 9 Enter");
    gr_test_shows(&app, "=  48; 99, right, for");
    gr_app_clear(&app);
}
END_TEST

/* --- without memory --- */

static void play(gr_starving *s, void *context)
{
    gr_error err = { 0 };
    gr_lesson *lesson = gr_lesson_read("t.md", LAYER, strlen(LAYER), NULL, &err);

    (void)context;
    if (!gr_test_fed(s, lesson != NULL, &err))
        lesson = gr_test_lesson(LAYER);
    gr_session *session = gr_session_new(lesson, &err);
    if (!gr_test_fed(s, session != NULL, &err))
        session = gr_test_session(LAYER);
    while (!gr_test_fed(s, gr_test_answer(session, "99", &err), &err))
        ;
    while (!gr_test_fed(s, gr_session_practise(session, &err), &err))
        ck_assert(gr_test_item(session)->right && gr_test_item(session)->practice == 0);
    ck_assert_uint_eq(gr_session_blanks(session, session->lesson->items[0]), 2);
    while (!gr_test_fed(s, gr_test_answer(session, "48;99", &err), &err))
        ;
    ck_assert(gr_test_item(session)->right);
    gr_session_free(session);
}

START_TEST(without_memory_nothing_is_lost)
{
    gr_test_starve("fill", play, NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fill");
    TCase *tcase = gr_test_case(suite, "fill");

    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_loop_test(tcase, faults_are_told_where_they_stand, 0, GR_LEN(faults));
    tcase_add_loop_test(tcase, what_does_not_hold_is_found, 0, GR_LEN(proofs));
    tcase_add_test(tcase, the_last_blank_is_open_first);
    tcase_add_test(tcase, each_practice_opens_one_more_from_the_end);
    tcase_add_test(tcase, it_says_which_blank_is_wrong);
    tcase_add_test(tcase, blanks_have_the_students_numbers);
    tcase_add_test(tcase, the_record_takes_it_up);
    tcase_add_test(tcase, lines_stay_lines);
    tcase_add_test(tcase, the_field_goes_from_blank_to_blank);
    tcase_add_test(tcase, without_memory_nothing_is_lost);
    return gr_test_main(suite);
}
