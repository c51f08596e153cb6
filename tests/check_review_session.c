/* A review as a session: what is asked, with which numbers, what the record is told, and that all
 * else, the lesson taken up again, the hand-in, the lab book, is as without it. */
#include "gradus/homework.h"
#include "gradus/memory.h"
#include "gradus/notebook.h"
#include "gradus/review.h"
#include "gradus/session.h"
#include "gradus/session_words.h"

#include "starve.h"
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAY = 24 * 3600 };

#define HEAD  "---\ntitle: T\n---\n\n"
#define LAB   "```experiment\nexperiment: parameters\nset: {layers: 2-3-1}\n```\n\n"
#define GUESS "```predict\nid: guess\nquestion: q\nof: last.total\n```\n\n"
#define PRODUCT                                                                                    \
    "```ask\nid: product\nquestion: What is $a times $b?\nkind: number\nanswer: $a * $b\n"         \
    "draw: {a: 2..4, b: 2..4}\nhints: [Add $b, $a times.]\nexplain: It is $a*$b.\n```\n\n"
#define SUM                                                                                        \
    "```ask\nid: sum\nquestion: How many in all?\nkind: number\nanswer: last.total\n"              \
    "hints: [Count.]\n```\n\n"
#define FILL                                                                                       \
    "```fill\nid: fill\ntext: '{{a}} and {{b}} and {{c}} make {{s}}'\n"                            \
    "blanks: {a: 1, b: 2, c: 3, s: 6}\n```\n\n"

static const char source[] = HEAD "## First\n\nWords of the first page.\n\n" LAB GUESS PRODUCT
                                  "## Second\n\nOther words.\n\n" SUM FILL;

static char *folder;
static gr_lesson *lesson; /* of which the review is */
static gr_record *record;

static void set_up(void)
{
    gr_error err = { 0 };

    folder = gr_test_folder();
    setenv("XDG_STATE_HOME", folder, 1);
    const char *path = gr_test_path(folder, "010-t.md");
    gr_test_write(path, source, strlen(source));
    lesson = gr_lesson_load(path, NULL, &err);
    ck_assert_msg(lesson != NULL, "%s", err.message);
    record = gr_record_open("ann", NULL, &err);
    ck_assert_msg(record != NULL, "%s", err.message);
}

static void tear_down(void)
{
    gr_record_close(record);
    gr_lesson_free(lesson);
    gr_test_folder_remove(folder);
}

static const gr_item *item_named(const gr_lesson *of, const char *id)
{
    for (size_t i = 0; i < of->item_count; i++)
        if (strcmp(of->items[i]->id, id) == 0)
            return of->items[i];
    ck_abort_msg("there is no %s", id);
    return NULL;
}

static void answer(gr_session *session, const char *typed)
{
    gr_error err = { 0 };

    snprintf(gr_session_state(session, gr_session_item(session))->typed, GR_TYPED_MAX, "%s", typed);
    ck_assert_msg(gr_session_answer(session, &err), "%s: %s", typed, err.message);
}

/* The right one, whatever was drawn. */
static void answer_right(gr_session *session)
{
    const gr_item *item = gr_session_item(session);
    const gr_item_state *state = gr_session_state(session, item);
    gr_marking marking;
    char typed[40];

    ck_assert(gr_item_mark(item, gr_session_page(session)->lab, "t", &state->drawn, NULL, &marking,
                           NULL));
    snprintf(typed, sizeof typed, "%.0f", marking.key);
    answer(session, item->answer_kind == GR_ANSWER_FILL ? "6" : typed);
}

static void turn(gr_session *session, size_t page)
{
    gr_error err = { 0 };

    ck_assert_msg(gr_session_open(session, page, &err), "%s", err.message);
}

static gr_session *open_lesson(void)
{
    gr_error err = { 0 };
    gr_session *session = gr_session_new(gr_lesson_load(lesson->file, NULL, &err), &err);

    ck_assert_msg(session != NULL && gr_session_follow(session, record, &err), "%s", err.message);
    return session;
}

/* The whole lesson, everything right alone; left on the second page. */
static void work(void)
{
    gr_session *session = open_lesson();

    turn(session, 0);
    answer(session, "3");
    answer_right(session);
    turn(session, 1);
    answer_right(session);
    answer_right(session);
    gr_assert_text(gr_session_progress(session), "right alone");
    gr_session_tell(session, GR_ENTRY_CLOSE, NULL);
    gr_session_free(session);
}

static gr_csv rows_now(void)
{
    gr_error err = { 0 };
    gr_csv rows;

    ck_assert_msg(gr_record_rows(record, &rows, &err), "%s", err.message);
    return rows;
}

static gr_review review_now(void)
{
    gr_error err = { 0 };
    gr_csv rows = rows_now();
    gr_review review;

    ck_assert_msg(gr_review_make(&review, (const gr_lesson *const *)&lesson, 1, &rows, &err), "%s",
                  err.message);
    gr_csv_clear(&rows);
    return review;
}

/* A sitting so many days after the last answer. */
static gr_session *sit_down(int days)
{
    const gr_review_item *chosen[GR_REVIEW_MOST];
    gr_error err = { 0 };
    gr_review review = review_now();
    int64_t last = 0;

    for (size_t i = 0; i < review.count; i++)
        last = review.items[i].since > last ? review.items[i].since : last;
    size_t count = gr_review_choose(&review, last + days * DAY, chosen);
    ck_assert_uint_gt(count, 0);
    gr_lesson *made = gr_review_lesson((const gr_review_item *const *)chosen, count, "ann", &err);
    gr_review_clear(&review);
    ck_assert_msg(made != NULL, "%s", err.message);
    gr_session *session = gr_session_new(made, &err);
    ck_assert_msg(session != NULL && gr_session_follow(session, record, &err), "%s", err.message);
    return session;
}

/* --- what is asked --- */

START_TEST(a_page_for_each_question_with_its_words_and_nothing_else)
{
    work();
    gr_session *session = sit_down(1);
    ck_assert_uint_eq(session->lesson->page_count, 3);
    for (size_t i = 0; i < 3; i++) {
        const gr_page *page = &session->lesson->pages[i];
        ck_assert_uint_eq(page->item_count, 1);
        ck_assert_uint_eq(page->block_count, 2); /* a paragraph and the question */
        ck_assert(page->blocks[0].kind == GR_BLOCK_PARAGRAPH);
        ck_assert(page->blocks[1].kind == GR_BLOCK_SLOT && page->blocks[1].slot == 0);
        gr_assert_text(page->title, i == 0 ? "First" : "Second");
        turn(session, i);
        ck_assert(gr_session_item(session) == page->items[0]);
        ck_assert(gr_session_gate(session) == NULL);
    }
    gr_assert_text(session->lesson->items[0]->id, "product");
    gr_assert_text(session->lesson->items[1]->id, "sum");
    gr_assert_text(session->lesson->items[2]->id, "fill");
    gr_session_free(session);
}
END_TEST

static bool differs(const gr_drawn *one, const gr_drawn *other)
{
    return memcmp(one->values, other->values, sizeof one->values) != 0;
}

/* Neither the lesson's nor those of the review before. */
START_TEST(numbers_are_drawn_anew_each_time)
{
    gr_drawn before[8];

    work();
    gr_item_draw(item_named(lesson, "product"), "ann", "010-t", 0, &before[0]);
    for (int i = 1; i < 8; i++) {
        gr_session *session = sit_down(40);
        const gr_item *item = session->lesson->items[0];
        turn(session, item->page);
        before[i] = gr_session_state(session, item)->drawn;
        ck_assert_uint_eq(before[i].count, 2);
        ck_assert(differs(&before[i], &before[0]) && differs(&before[i], &before[i - 1]));
        gr_session *same = sit_down(40); /* nobody has answered: another variant all the same */
        ck_assert(same->lesson->items[0]->again->variant > item->again->variant);
        gr_session_free(same);
        gr_session_free(session);
    }
}
END_TEST

START_TEST(one_more_blank_is_open_each_time_that_it_is_right)
{
    static const struct {
        const char *typed;
        size_t blanks;
    } reviews[] = { { "3; 6", 2 },       { "2; 3; 6", 3 },    { "1; 2; 3; 6", 4 },
                    { "1; 2; 3; 6", 4 }, { "0; 2; 3; 6", 4 }, { "3; 6", 2 } };

    work();
    for (size_t i = 0; i < GR_LEN(reviews); i++) {
        gr_session *session = sit_down(40);
        const gr_item *item = item_named(session->lesson, "fill");
        turn(session, item->page);
        ck_assert_uint_eq(gr_session_blanks(session, item), reviews[i].blanks);
        answer(session, reviews[i].typed);
        gr_session_free(session);
    }
}
END_TEST

/* --- what the record is told --- */

/* The rows of reviews, from the first: item, value, correct, attempt, confidence. */
static void assert_rows(const char *const *expected)
{
    static const char *const columns[] = { "item", "value", "correct", "attempt", "confidence" };
    gr_csv rows = rows_now();
    size_t event, lesson_column, column;

    ck_assert(gr_csv_find(&rows, "event", &event, NULL));
    ck_assert(gr_csv_find(&rows, "lesson", &lesson_column, NULL));
    for (size_t i = 0; i < rows.rows; i++) {
        char line[200] = "";
        gr_assert_text(gr_csv_text(&rows, i, lesson_column), "010-t");
        if (strcmp(gr_csv_text(&rows, i, event), "review") != 0)
            continue;
        for (size_t c = 0; c < GR_LEN(columns); c++) {
            ck_assert(gr_csv_find(&rows, columns[c], &column, NULL));
            snprintf(line + strlen(line), sizeof line - strlen(line), "%s%s", c > 0 ? "," : "",
                     gr_csv_text(&rows, i, column));
        }
        ck_assert_msg(*expected != NULL, "one more: %s", line);
        gr_assert_text(line, *expected++);
    }
    ck_assert_msg(*expected == NULL, "not there: %s", *expected);
    gr_csv_clear(&rows);
}

START_TEST(each_thing_that_happens_is_a_row)
{
    static const char *const expected[] = {
        "product,ask,,,",
        "product,hint,,,",
        "product,0,0,1,",
        "product,confidence,,1,2",
        "product,8,1,2,",
        "sum,ask,,,",
        "sum,page,,,",
        "sum,solution,,,",
        "fill,ask,,,",
        "fill,skip,,,",
        NULL,
    };
    gr_error err = { 0 };

    work();
    gr_session *session = sit_down(1);
    session->confidence = true;
    ck_assert(gr_session_hint(session, &err));
    gr_session_state(session, session->lesson->items[0])->drawn.values[0] = 4;
    gr_session_state(session, session->lesson->items[0])->drawn.values[1] = 2;
    answer(session, "0");
    gr_session_sure(session, 2);
    session->confidence = false;
    answer(session, "8");
    turn(session, 1);
    ck_assert(gr_session_aim(session, 1, 0, &err) && gr_session_settle(session, &err));
    gr_session_rest(session); /* steps, knobs, seeds and the like are not told */
    ck_assert(gr_session_reset(session, &err));
    gr_session_tell(session, GR_ENTRY_EXPORT, "x.csv");
    gr_session_looked(session);
    ck_assert(gr_session_show(session, &err));
    gr_session_looked(session); /* afterwards it is no help */
    turn(session, 0);
    turn(session, 1);
    turn(session, 2);
    ck_assert_msg(gr_session_skip(session, &err), "%s", err.message);
    gr_session_tell(session, GR_ENTRY_CLOSE, NULL);
    gr_session_free(session);
    assert_rows(expected);
}
END_TEST

START_TEST(the_params_say_which_review_it_is)
{
    gr_text expected = { 0 };
    size_t column, event, last = 0;

    work();
    gr_session *session = sit_down(1);
    gr_text_addf(&expected, "review=%ld ", session->lesson->items[0]->again->variant);
    gr_drawn_put(&gr_session_state(session, session->lesson->items[0])->drawn, &expected);
    gr_session_free(session);
    gr_csv rows = rows_now();
    ck_assert(gr_csv_find(&rows, "params", &column, NULL));
    ck_assert(gr_csv_find(&rows, "event", &event, NULL));
    last = rows.rows - 1;
    gr_assert_text(gr_csv_text(&rows, last, event), "review");
    gr_assert_text(gr_csv_text(&rows, last, column), gr_text_string(&expected));
    gr_csv_clear(&rows);
    gr_text_clear(&expected);
}
END_TEST

/* --- what came of it --- */

static void says(gr_session *session, const char *expected)
{
    gr_text text = { 0 };

    gr_item_outcome(session, session->closed, &text);
    gr_assert_text(gr_text_string(&text), expected);
    gr_text_clear(&text);
}

START_TEST(an_outcome_says_when_it_is_asked_again)
{
    gr_error err = { 0 };

    work();
    gr_session *session = sit_down(1);
    turn(session, 1);
    answer_right(session);
    says(session, "13, right alone; asked again in 3 days");
    turn(session, 2);
    ck_assert(gr_session_skip(session, &err));
    says(session, "Skipped; it stays due.");
    ck_assert(!gr_session_practise(session, &err));
    gr_session_free(session);
    session = sit_down(40);
    turn(session, item_named(session->lesson, "sum")->page);
    ck_assert(gr_session_hint(session, &err));
    answer_right(session);
    says(session, "13, right with help; asked again in 3 days");
    gr_session_free(session);
    session = sit_down(40);
    turn(session, item_named(session->lesson, "sum")->page);
    answer(session, "1");
    answer_right(session);
    says(session, "13, right with help; asked again in 1 day");
    gr_session_free(session);
}
END_TEST

/* The whole review at once: the first one right, or the second one wrong. */
static void review_all(bool right)
{
    gr_session *session = sit_down(400);

    ck_assert_uint_eq(session->lesson->page_count, 3);
    for (size_t i = 0; i < 3; i++) {
        turn(session, i);
        bool fill = gr_session_item(session)->answer_kind == GR_ANSWER_FILL;
        if (right)
            fill ? answer(session, "3; 6") : answer_right(session);
        else
            answer(session, fill ? "0; 0; 0" : "0");
    }
    gr_session_free(session);
}

START_TEST(the_word_is_still_right)
{
    work();
    gr_session *session = open_lesson();
    for (int i = 0; i < 2; i++) {
        review_all(i == 0);
        gr_csv rows = rows_now();
        gr_assert_text(gr_lesson_progress(lesson, &rows), i == 0 ? "still right" : "right alone");
        gr_csv_clear(&rows);
        gr_session *again = open_lesson();
        gr_assert_text(gr_session_progress(again), i == 0 ? "still right" : "right alone");
        gr_session_free(again);
    }
    gr_assert_text(gr_session_progress(session), "right alone"); /* it was open all the while */
    for (size_t i = 0; i < lesson->item_count; i++)
        gr_session_take_recall(session, lesson->items[i]->id, &(gr_recall){ .still_right = true });
    gr_assert_text(gr_session_progress(session), "still right");
    gr_session_free(session);
}
END_TEST

/* A lesson that had to be helped through counts as right once all of it was right without. */
START_TEST(what_was_shown_can_become_right)
{
    gr_error err = { 0 };
    gr_session *session = open_lesson();

    answer(session, "3");
    ck_assert(gr_session_show(session, &err));
    turn(session, 1);
    ck_assert(gr_session_show(session, &err) && gr_session_show(session, &err));
    gr_assert_text(gr_session_progress(session), "tried");
    gr_session_free(session);
    review_all(true);
    session = open_lesson();
    gr_assert_text(gr_session_progress(session), "still right");
    gr_session_free(session);
}
END_TEST

/* --- all else is as without it --- */

static gr_text hand_in(const gr_csv *rows)
{
    gr_text made = { 0 }, words = { 0 };
    gr_error err = { 0 };
    gr_output out;

    gr_output_memory(&out, &made);
    ck_assert_msg(gr_homework_write(lesson, "ann", rows, &out, &words, &err), "%s", err.message);
    ck_assert(gr_output_commit(&out, &err));
    gr_assert_text(gr_text_string(&words), "");
    gr_text_clear(&words);
    return made;
}

static gr_text lab_book(const gr_csv *rows)
{
    gr_text made = { 0 };
    gr_error err = { 0 };

    ck_assert_msg(gr_notebook_put(&made, lesson, rows, &err), "%s", err.message);
    return made;
}

static void assert_same_text(gr_text one, gr_text other)
{
    gr_assert_text(gr_text_string(&other), gr_text_string(&one));
    gr_text_clear(&one);
    gr_text_clear(&other);
}

static void assert_same_sessions(const gr_session *was, const gr_session *is)
{
    ck_assert_uint_eq(was->page, is->page);
    ck_assert_int_eq(gr_session_step(was), gr_session_step(is));
    ck_assert(was->closed == NULL ? is->closed == NULL : is->closed->number == was->closed->number);
    for (size_t i = 0; i < lesson->item_count; i++) {
        gr_item_state a = was->items[i], b = is->items[i];
        ck_assert(a.closed == b.closed && a.right == b.right && a.shown == b.shown);
        ck_assert(a.skipped == b.skipped && a.attempts == b.attempts && a.hints == b.hints);
        ck_assert(a.confidence == b.confidence && a.practice == b.practice);
        ck_assert(a.variants == b.variants && a.opened == b.opened);
        gr_assert_text(b.answered, a.answered);
        ck_assert(memcmp(a.drawn.values, b.drawn.values, sizeof a.drawn.values) == 0);
    }
}

/* Two reviews, the second all wrong, helped and with confidence. */
START_TEST(a_lesson_its_hand_in_and_its_book_are_as_without_reviews)
{
    gr_error err = { 0 };
    gr_lesson_standing was, is;

    work();
    gr_csv before = rows_now();
    gr_session *left = open_lesson(); /* tells of its page, as the other will */
    review_all(true);
    gr_session *session = sit_down(400);
    session->confidence = true;
    ck_assert(gr_session_hint(session, &err));
    answer(session, "0");
    gr_session_sure(session, 3);
    turn(session, 1);
    gr_session_looked(session);
    ck_assert(gr_session_show(session, &err));
    turn(session, 2);
    ck_assert(gr_session_skip(session, &err));
    gr_session_free(session);

    gr_csv after = rows_now();
    session = open_lesson();
    assert_same_sessions(left, session);
    gr_session_free(left);
    gr_session_free(session);
    assert_same_text(hand_in(&before), hand_in(&after));
    assert_same_text(lab_book(&before), lab_book(&after));
    gr_lesson_stand(lesson, &before, &was);
    gr_lesson_stand(lesson, &after, &is);
    ck_assert_uint_eq(was.predicted, is.predicted);
    ck_assert_uint_eq(was.answered, is.answered);
    gr_csv_clear(&before);
    gr_csv_clear(&after);
}
END_TEST

/* --- memory --- */

static bool sit(gr_session *session, int i, gr_error *err)
{
    switch (i) {
    case 0:
        return gr_session_follow(session, record, err);
    case 1:
        return gr_session_hint(session, err);
    case 2:
        return gr_session_open(session, 1, err);
    case 3:
        return gr_session_show(session, err);
    case 4:
        return gr_session_open(session, 2, err);
    default:
        return gr_session_skip(session, err);
    }
}

static void play(gr_starving *s, void *context)
{
    gr_error err = { 0 }, trouble = { 0 };
    const gr_review *review = context;
    const gr_review_item *chosen[GR_REVIEW_MOST];

    gr_alloc_fail_at(0, false);
    size_t count = gr_review_choose(review, INT64_MAX, chosen);
    gr_lesson *made = gr_review_lesson((const gr_review_item *const *)chosen, count, "ann", &err);
    gr_record_close(record);
    record = gr_record_open("bob", NULL, &err);
    gr_session *session = gr_session_new(made, &err);
    gr_alloc_fail_at(s->nth, s->lasting);
    for (int i = 0; i <= 5; i++)
        if (!gr_test_fed(s, sit(session, i, &err), &err))
            ck_assert_msg(sit(session, i, &err), "deed %d: %s", i, err.message);
    gr_test_feed(s);
    bool told = gr_record_trouble(record, &trouble); /* a row that was not written says so once */
    s->told = s->told || told;
    ck_assert(!told || trouble.kind == GR_ERROR_MEMORY);
    ck_assert(gr_session_state(session, made->items[1])->shown);
    ck_assert(gr_session_state(session, made->items[2])->skipped);
    gr_session_free(session);
}

START_TEST(without_memory)
{
    work();
    gr_review review = review_now();
    gr_test_starve("a review", play, &review);
    gr_review_clear(&review);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = { a_page_for_each_question_with_its_words_and_nothing_else,
                                   numbers_are_drawn_anew_each_time,
                                   one_more_blank_is_open_each_time_that_it_is_right,
                                   each_thing_that_happens_is_a_row,
                                   the_params_say_which_review_it_is,
                                   an_outcome_says_when_it_is_asked_again,
                                   the_word_is_still_right,
                                   what_was_shown_can_become_right,
                                   a_lesson_its_hand_in_and_its_book_are_as_without_reviews,
                                   without_memory };
    Suite *suite = suite_create("review_session");
    TCase *tcase = gr_test_case(suite, "a review");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(tcase, tests[i]);
    return gr_test_main(suite);
}
