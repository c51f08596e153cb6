/* When a question is asked again: rows that were written by hand, a now that is a number. */
#include "gradus/review.h"

#include "starve.h"
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOUR = 3600, DAY = 24 * HOUR, LESSONS = 3 };

/* 2026-01-02T03:04:05Z */
static const int64_t noted = 1767323045;

/* --- what one question remembers --- */

/* A row: "+" right, "-" wrong, else its word. */
static bool take(gr_recall *recall, const char *what)
{
    double correct = what[0] == '+' ? 1 : what[0] == '-' ? 0 : (double)NAN;

    return gr_recall_take(recall, correct == correct ? "42" : what, correct, "");
}

/* What a row of words makes of a question that was never reviewed. */
static gr_recall after(const char *rows)
{
    gr_recall recall = { .times = 0 };
    char word[20];
    int taken;

    for (; sscanf(rows, "%19s%n", word, &taken) == 1; rows += taken)
        take(&recall, word);
    return recall;
}

#define RIGHT "ask + "

START_TEST(gaps_grow_and_the_last_one_stays)
{
    static const long days[] = { 1, 3, 7, 16, 35 };

    for (size_t i = 0; i < GR_LEN(days); i++) {
        ck_assert_int_eq(gr_recall_days(i), days[i]);
        ck_assert(i == 0 || days[i] >= 2 * days[i - 1]);
    }
    ck_assert_int_eq(gr_recall_days(5), 35);
    ck_assert_uint_eq(after("").gap, 0);
    ck_assert_uint_eq(after(RIGHT).gap, 1);
    ck_assert_uint_eq(after(RIGHT RIGHT RIGHT).gap, 3);
    ck_assert_uint_eq(after(RIGHT RIGHT RIGHT RIGHT RIGHT RIGHT RIGHT).gap, 4);
}
END_TEST

START_TEST(a_wrong_answer_goes_back_to_the_first)
{
    ck_assert_uint_eq(after(RIGHT RIGHT RIGHT "ask -").gap, 0);
    ck_assert_uint_eq(after(RIGHT RIGHT "ask solution").gap, 0);
    ck_assert_uint_eq(after(RIGHT RIGHT "ask - " RIGHT).gap, 1);
    ck_assert(after(RIGHT).still_right);
    ck_assert(!after(RIGHT "ask -").still_right);
    ck_assert(!after(RIGHT "ask solution").still_right);
    ck_assert(after("ask - " RIGHT).still_right);
}
END_TEST

START_TEST(the_first_answer_decides)
{
    gr_recall recall = { .times = 0 };

    ck_assert(!take(&recall, "ask"));
    ck_assert(take(&recall, "-"));
    ck_assert(!take(&recall, "hint") && !take(&recall, "+") && !take(&recall, "confidence"));
    ck_assert(recall.gap == 0 && !recall.still_right && recall.times == 1);
    ck_assert_uint_eq(after(RIGHT RIGHT "ask + -").gap, 3);
    ck_assert_uint_eq(after(RIGHT RIGHT "ask + solution").gap, 3);
}
END_TEST

/* It was not remembered, and it was not wrong. */
START_TEST(with_help_the_gap_is_the_same_once_more)
{
    ck_assert_uint_eq(after(RIGHT RIGHT "ask hint +").gap, 2);
    ck_assert_uint_eq(after(RIGHT RIGHT "ask page +").gap, 2);
    ck_assert_uint_eq(after(RIGHT RIGHT "ask hint -").gap, 0);
    ck_assert(!after("ask hint +").still_right && !after("ask page +").still_right);
    ck_assert_uint_eq(after("ask hint + " RIGHT).gap, 1); /* the help was for that one alone */
}
END_TEST

START_TEST(what_is_left_alone_changes_nothing)
{
    ck_assert_uint_eq(after(RIGHT "ask").gap, 1);
    ck_assert_uint_eq(after(RIGHT "ask skip").gap, 1);
    ck_assert_uint_eq(after(RIGHT "ask hint skip").gap, 1);
    ck_assert(after(RIGHT "ask skip").still_right && after(RIGHT "ask skip").times == 1);
    ck_assert_uint_eq(after("ask hint skip " RIGHT).gap, 1);
    ck_assert_uint_eq(after("other").times, 0);
}
END_TEST

START_TEST(variants_count_up)
{
    static const char *const bad[] = { "",         "review=",   "review=2",
                                       "review=1", "review=-7", "review=99999999999999999999",
                                       "a=3" };
    gr_recall recall = { .times = 0 };

    gr_recall_take(&recall, "ask", (double)NAN, "review=3 a=4");
    ck_assert_int_eq(recall.variant, 3);
    for (size_t i = 0; i < GR_LEN(bad); i++) {
        gr_recall_take(&recall, "ask", (double)NAN, bad[i]);
        ck_assert_int_eq(recall.variant, 4 + (long)i);
    }
}
END_TEST

/* --- times --- */

START_TEST(times_of_the_record)
{
    static const struct {
        const char *time;
        int64_t seconds;
    } known[] = {
        { "1970-01-01T00:00:00Z", 0 },          { "1970-01-01T00:00:01Z", 1 },
        { "2000-02-29T00:00:00Z", 951782400 },  { "1999-12-31T23:59:59Z", 946684799 },
        { "2024-03-01T12:00:00Z", 1709294400 }, { "2026-11-22T21:40:27Z", 1795383627 },
        { "2100-03-01T00:00:00Z", 4107542400 }, { "2026-01-02T03:04:05Z", 1767323045 },
    };
    static const char *const none[] = { "",
                                        "2026",
                                        "1969-12-31T23:59:59Z",
                                        "2026-11-22 21:40:27Z",
                                        "2026-11-22T21:40:27",
                                        "2026-11-22T21:40:27Zx",
                                        "2026-13-22T21:40:27Z",
                                        "2026-00-22T21:40:27Z",
                                        "2026-11-00T21:40:27Z",
                                        "2026-11-32T21:40:27Z",
                                        "2026-11-22T24:40:27Z",
                                        "2026-11-22T21:60:27Z",
                                        "+026-11-22T21:40:27Z" };
    int64_t seconds = -1;

    for (size_t i = 0; i < GR_LEN(known); i++) {
        ck_assert_msg(gr_record_seconds(known[i].time, &seconds), "%s", known[i].time);
        ck_assert_int_eq(seconds, known[i].seconds);
    }
    for (size_t i = 0; i < GR_LEN(none); i++)
        ck_assert_msg(!gr_record_seconds(none[i], &seconds), "%s", none[i]);
    ck_assert_int_eq(seconds, noted);
}
END_TEST

/* --- lessons and rows --- */

#define HEAD      "---\ntitle: T\n---\n\n## P\n\n```experiment\nexperiment: parameters\n```\n\n"
#define ASK(id)   "```ask\nid: " id "\nquestion: q\nkind: number\nanswer: 2 + 2\n```\n\n"
#define GUESS(id) "```predict\nid: " id "\nquestion: q\nof: last.total\n```\n\n"
#define WORDS(id) "```ask\nid: " id "\nquestion: q\nkind: text\n```\n\n"
#define TOLD(id)  "```ask\nid: " id "\nquestion: q\nkind: text\naccept: [yes]\n```\n\n"
#define FILL(id)  "```fill\nid: " id "\ntext: '2+2 = {{s}}'\nblanks: {s: 4}\n```\n\n"

static gr_lesson *lessons[LESSONS];

static gr_lesson *read_lesson(const char *name, const char *text)
{
    gr_error err = { 0 };
    gr_lesson *lesson = gr_lesson_read(name, text, strlen(text), NULL, &err);

    ck_assert_msg(lesson != NULL, "%s", err.message);
    return lesson;
}

static void set_up(void)
{
    lessons[0] = read_lesson("010-a.md", HEAD GUESS("guess") ASK("one") ASK("two") WORDS("words"));
    lessons[1] = NULL; /* one that cannot be read */
    lessons[2] = read_lesson("020-b.md",
                             HEAD TOLD("told") FILL("filled") ASK("one") ASK("four") ASK("five"));
}

static void tear_down(void)
{
    for (size_t i = 0; i < LESSONS; i++)
        gr_lesson_free(lessons[i]);
}

#define HEADER                                                                                     \
    "format,lesson,item,student,session,seq,time_utc,event,value,expected_shown,correct,score,"    \
    "max,attempt,confidence,params,capsule\n"

static gr_text record;

static void put(const char *lesson, const char *item, int64_t days, const char *event,
                const char *value, const char *correct)
{
    gr_text_addf(&record, "1,%s,%s,ann,s,1,2026-01-%02dT03:04:05Z,%s,%s,,%s,,,,,,\n", lesson, item,
                 (int)(2 + days), event, value, correct);
}

static void begin(void)
{
    gr_text_truncate(&record, 0);
    gr_text_add(&record, HEADER);
}

static bool make(gr_review *review, gr_error *err)
{
    gr_csv rows;

    if (!gr_csv_read("record", gr_text_string(&record), record.length, NULL, &rows, err))
        return false;
    bool made = gr_review_make(review, (const gr_lesson *const *)lessons, LESSONS, &rows, err);
    gr_csv_clear(&rows);
    return made;
}

/* What is chosen at a time, as "a/one b/told ". */
static const char *chosen_at(int64_t now)
{
    static char text[200];
    const gr_review_item *chosen[GR_REVIEW_MOST];
    gr_review review;
    gr_error err = { 0 };

    ck_assert_msg(make(&review, &err), "%s", err.message);
    size_t count = gr_review_choose(&review, now, chosen);
    text[0] = '\0';
    for (size_t i = 0; i < count; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%c/%s ",
                 chosen[i]->lesson->name[4], chosen[i]->item->id);
    gr_review_clear(&review);
    return text;
}

/* The text of the record ends before the next test. */
#define chosen(days, hours) chosen_at(noted + (days) * (int64_t)DAY + (hours) * (int64_t)HOUR)

START_TEST(a_question_is_due_a_day_after_it_was_closed)
{
    begin();
    put("010-a", "one", 0, "answer", "4", "1");
    gr_assert_text(chosen(0, 0), "");
    gr_assert_text(chosen_at(noted + 20 * HOUR - 1), ""); /* four hours before the day is full */
    gr_assert_text(chosen(0, 20), "a/one ");
    gr_assert_text(chosen(400, 0), "a/one ");
}
END_TEST

START_TEST(closed_is_right_or_shown)
{
    begin();
    put("010-a", "one", 0, "answer", "5", "0");
    put("020-b", "one", 0, "hint", "1", "");
    put("020-b", "four", 0, "practice", "4", "1");
    gr_assert_text(chosen(9, 0), "");
    put("010-a", "two", 0, "solution", "", "");
    gr_assert_text(chosen(9, 0), "a/two ");
    put("010-a", "one", 1, "answer", "4", "1");
    gr_assert_text(chosen(1, 0), "a/two ");
    gr_assert_text(chosen(1, 20), "a/two a/one ");
}
END_TEST

START_TEST(predictions_and_texts_marked_by_hand_are_not_reviewed)
{
    begin();
    put("010-a", "guess", 0, "predict", "4", "");
    put("010-a", "words", 0, "answer", "so", "");
    put("010-a", "words", 0, "answer", "so", "1");
    gr_assert_text(chosen(9, 0), "");
    put("020-b", "told", 0, "answer", "yes", "1");
    put("020-b", "filled", 0, "answer", "4", "1");
    gr_assert_text(chosen(9, 0), "b/told b/filled ");
}
END_TEST

START_TEST(what_is_there_no_more_is_passed_over)
{
    begin();
    put("030-gone", "one", 0, "answer", "4", "1");
    put("010-a", "gone", 0, "answer", "4", "1");
    put("010-a", "", 0, "answer", "4", "1");
    put("", "one", 0, "answer", "4", "1");
    gr_text_add(&record, "1,010-a,one,ann,s,1,yesterday,answer,4,,1,,,,,,\n");
    gr_assert_text(chosen(9, 0), "");
    put("010-a", "one", 0, "answer", "4", "1");
    gr_assert_text(chosen(9, 0), "a/one ");
}
END_TEST

/* Each gap begins where the review before it was decided. */
START_TEST(a_whole_life)
{
    begin();
    put("010-a", "one", 0, "answer", "4", "1");
    put("010-a", "one", 1, "review", "ask", "");
    put("010-a", "one", 1, "review", "4", "1");
    gr_assert_text(chosen(3, 19), "");
    gr_assert_text(chosen(3, 20), "a/one ");
    put("010-a", "one", 4, "review", "ask", "");
    put("010-a", "one", 4, "review", "skip", "");
    gr_assert_text(chosen(4, 0), "a/one ");
    put("010-a", "one", 6, "review", "ask", "");
    put("010-a", "one", 6, "review", "4", "1");
    gr_assert_text(chosen(12, 19), "");
    gr_assert_text(chosen(12, 20), "a/one ");
    put("010-a", "one", 13, "review", "ask", "");
    put("010-a", "one", 13, "review", "5", "0");
    put("010-a", "one", 14, "review", "4", "1");
    gr_assert_text(chosen(13, 19), "");
    gr_assert_text(chosen(13, 20), "a/one ");
    put("010-a", "one", 15, "answer", "4", "1"); /* it was closed long ago */
    gr_assert_text(chosen(13, 20), "a/one ");
}
END_TEST

START_TEST(different_lessons_come_first)
{
    begin();
    put("020-b", "told", 0, "answer", "yes", "1");
    put("020-b", "filled", 1, "answer", "4", "1");
    put("020-b", "five", 1, "answer", "4", "1");
    put("020-b", "four", 1, "answer", "4", "1");
    put("020-b", "one", 2, "answer", "4", "1");
    put("010-a", "two", 3, "answer", "4", "1");
    put("010-a", "one", 4, "answer", "4", "1");
    gr_assert_text(chosen(1, 0), "b/told ");
    gr_assert_text(chosen(3, 0), "b/told b/filled b/four b/five b/one "); /* ties in order */
    gr_assert_text(chosen(4, 0), "b/told a/two b/filled b/four b/five ");
    gr_assert_text(chosen(9, 0), "b/told a/two b/filled a/one b/four ");
}
END_TEST

START_TEST(sums_of_a_lesson_and_of_all)
{
    gr_review review;
    gr_error err = { 0 };

    begin();
    put("010-a", "one", 0, "answer", "4", "1");
    put("010-a", "two", 0, "answer", "4", "1");
    put("020-b", "one", 1, "answer", "4", "1");
    put("010-a", "one", 1, "review", "ask", "");
    put("010-a", "one", 1, "review", "4", "1");
    put("010-a", "two", 1, "review", "ask", "");
    put("010-a", "two", 1, "review", "5", "0");
    ck_assert_msg(make(&review, &err), "%s", err.message);
    gr_review_sums all = gr_review_sum(&review, NULL, noted + 2 * DAY);
    gr_review_sums a = gr_review_sum(&review, lessons[0], noted + 2 * DAY);
    gr_review_sums b = gr_review_sum(&review, lessons[2], noted + 2 * DAY);
    ck_assert(all.closed == 3 && all.reviewed == 2 && all.still_right == 1 && all.due == 2);
    ck_assert_int_eq(all.next, noted + 4 * DAY - 4 * HOUR);
    ck_assert(a.closed == 2 && a.reviewed == 2 && a.still_right == 1 && a.due == 1);
    ck_assert(b.closed == 1 && b.reviewed == 0 && b.still_right == 0 && b.due == 1);
    gr_review_clear(&review);
    gr_review_clear(&review);
}
END_TEST

/* --- words --- */

static void says(const gr_review_sums *sums, const char *expected)
{
    gr_text text = { 0 };

    gr_review_say(sums, "   ", &text);
    gr_assert_text(gr_text_string(&text), expected);
    gr_text_clear(&text);
}

static void says_next(const gr_review_sums *sums, const char *expected)
{
    gr_text text = { 0 };

    gr_review_say_next(sums, noted, &text);
    gr_assert_text(gr_text_string(&text), expected);
    gr_text_clear(&text);
}

#define NEXT(wait) says_next(&(gr_review_sums){ .closed = 1, .next = noted + (wait) }, NONE
#define NONE "Nothing is due for review; the next question is "

START_TEST(what_is_said)
{
    says(&(gr_review_sums){ .closed = 2 }, "");
    says(&(gr_review_sums){ .due = 1 }, "1 item due");
    says(&(gr_review_sums){ .still_right = 1, .due = 3 }, "1 right alone at review   3 items due");
    says(&(gr_review_sums){ .still_right = 4 }, "4 right alone at review");
    NEXT(1) "in 1 hour.");
    NEXT(2 * HOUR) "in 2 hours.");
    NEXT(2 * HOUR + 1) "in 3 hours.");
    NEXT(DAY) "in 24 hours.");
    NEXT(DAY + 1) "in 2 days.");
    NEXT(35 * DAY) "in 35 days.");
    NEXT(0) "now.");
    says_next(&(gr_review_sums){ .next = INT64_MAX },
              "Nothing is due for review; a question comes back the day after it was answered in "
              "its lesson.");
}
END_TEST

/* --- memory --- */

static void play(gr_starving *s, void *context)
{
    const gr_review_item *chosen[GR_REVIEW_MOST];
    gr_review review = { .count = 0 };
    gr_error err = { 0 };

    (void)context;
    if (!gr_test_fed(s, make(&review, &err), &err))
        ck_assert(make(&review, &err));
    size_t count = gr_review_choose(&review, noted + 9 * DAY, chosen);
    ck_assert_uint_eq(count, 2);
    gr_lesson *lesson = gr_review_lesson((const gr_review_item *const *)chosen, count, "ann", &err);
    if (!gr_test_fed(s, lesson != NULL, &err))
        lesson = gr_review_lesson((const gr_review_item *const *)chosen, count, "ann", &err);
    gr_test_feed(s);
    ck_assert(lesson->review && lesson->page_count == 2 && lesson->item_count == 2);
    gr_lesson_free(lesson);
    gr_review_clear(&review);
}

START_TEST(without_memory)
{
    begin();
    put("010-a", "one", 0, "answer", "4", "1");
    put("020-b", "filled", 0, "answer", "4", "1");
    gr_test_starve("review", play, NULL);
}
END_TEST

static void clear_record(void)
{
    tear_down();
    gr_text_clear(&record);
}

int main(void)
{
    const TTest *const one[] = { gaps_grow_and_the_last_one_stays,
                                 a_wrong_answer_goes_back_to_the_first,
                                 the_first_answer_decides,
                                 with_help_the_gap_is_the_same_once_more,
                                 what_is_left_alone_changes_nothing,
                                 variants_count_up,
                                 times_of_the_record,
                                 what_is_said };
    const TTest *const all[] = { a_question_is_due_a_day_after_it_was_closed,
                                 closed_is_right_or_shown,
                                 predictions_and_texts_marked_by_hand_are_not_reviewed,
                                 what_is_there_no_more_is_passed_over,
                                 a_whole_life,
                                 different_lessons_come_first,
                                 sums_of_a_lesson_and_of_all,
                                 without_memory };
    Suite *suite = suite_create("review");
    TCase *recall = gr_test_case(suite, "recall"), *schedule = gr_test_case(suite, "schedule");

    for (size_t i = 0; i < GR_LEN(one); i++)
        tcase_add_test(recall, one[i]);
    tcase_add_checked_fixture(schedule, set_up, clear_record);
    for (size_t i = 0; i < GR_LEN(all); i++)
        tcase_add_test(schedule, all[i]);
    return gr_test_main(suite);
}
