/* A lesson taken up again: the record is read after every event of a script as if the program had
 * been killed there, and what comes back must be the session that wrote it. */
#include "gradus/session.h"

#include "gradus/memory.h"
#include "gradus/notebook.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

static char *folder;
static gr_record *record;

static void set_up(void)
{
    gr_error err = { 0 };

    folder = gr_test_folder();
    setenv("XDG_STATE_HOME", folder, 1);
    record = gr_record_open("ann", NULL, &err);
    ck_assert_msg(record != NULL, "%s", err.message);
}

static void tear_down(void)
{
    gr_record_close(record);
    gr_test_folder_remove(folder);
}

/* --- lessons --- */

#define HEAD "---\ntitle: T\n---\n\n"
#define DOWN                                                                                       \
    "```experiment\nexperiment: descent\nset: {surface: valley, optimizer: gd, lr: 0.02}\n"        \
    "free: [lr]\nsteps: 30\n```\n\n"
#define ONE   "```ask\nid: one\nquestion: q\nkind: number\nanswer: 2 + 2\nhints: [a, b]\n```\n\n"
#define GUESS "```predict\nid: guess\nquestion: q\nof: last.f\nat: 10\n```\n\n"
#define PAIR                                                                                       \
    "```experiment\nexperiment: descent\nset: {surface: valley, optimizer: gd}\nfree: [lr]\n"      \
    "steps: 20\ncompare: {arrange: overlay, runs: [{lr: 0.01}, {lr: 0.02}]}\n```\n\n"
#define TWO                                                                                        \
    "```ask\nid: two\nquestion: q\nkind: choice\noptions: [{text: a, when: 1 > 2}, {text: b, "     \
    "when: 2 > 1}]\n```\n\n"
#define THREE "```ask\nid: three\nquestion: q\nkind: number\nanswer: 7\n```\n\n"

static const char lesson_text[] = HEAD "## First\n\nWords.\n\n" DOWN ONE
                                       "## Still the first\n\n" GUESS "## Pair\n\n" PAIR TWO THREE;

static gr_session *begun(const char *text)
{
    gr_error err = { 0 };
    gr_lesson *lesson = gr_lesson_read("010-t.md", text, strlen(text), NULL, &err);

    ck_assert_msg(lesson != NULL, "%s", err.message);
    gr_session *session = gr_session_new(lesson, &err);
    ck_assert_msg(session != NULL, "%s", err.message);
    return session;
}

static void follow(gr_session *session)
{
    gr_error err = { 0 };

    ck_assert_msg(gr_session_follow(session, record, &err), "%s", err.message);
}

/* What a program that starts now would show. */
static gr_session *taken_up(const char *text)
{
    gr_error err = { 0 };
    gr_csv rows;
    gr_session *session = begun(text);

    ck_assert_msg(gr_record_rows(record, &rows, &err), "%s", err.message);
    ck_assert_msg(gr_session_resume(session, &rows, &err), "%s", err.message);
    gr_csv_clear(&rows);
    return session;
}

/* --- the same --- */

static void assert_same_items(const gr_session *was, const gr_session *is)
{
    for (size_t i = 0; i < was->lesson->item_count; i++) {
        const gr_item_state *a = &was->items[i], *b = &is->items[i];
        ck_assert_int_eq(a->closed, b->closed);
        ck_assert_int_eq(a->right, b->right);
        ck_assert_int_eq(a->skipped, b->skipped);
        ck_assert_int_eq(a->shown, b->shown);
        ck_assert_int_eq(a->attempts, b->attempts);
        ck_assert_uint_eq(a->hints, b->hints);
        ck_assert(a->value == b->value || (isnan(a->value) && isnan(b->value)));
        ck_assert(a->key == b->key || (isnan(a->key) && isnan(b->key)));
        ck_assert_int_eq(a->message != NULL, b->message != NULL);
        if (a->closed)
            gr_assert_text(b->typed, a->typed);
    }
}

/* The knobs, the step, and the numbers up to it. */
static void assert_same_run(const gr_run *was, const gr_run *is)
{
    const gr_table *a = gr_run_trace(was), *b = gr_run_trace(is);
    size_t rows = (size_t)gr_run_step_number(was) + 1;

    ck_assert_int_eq(gr_run_step_number(was), gr_run_step_number(is));
    ck_assert_uint_eq(gr_run_seed(was), gr_run_seed(is));
    gr_assert_text(gr_values_text(gr_run_values(is), "lr"),
                   gr_values_text(gr_run_values(was), "lr"));
    ck_assert_uint_le(rows, b->rows);
    for (size_t row = 0; row < rows; row++)
        for (size_t c = 0; c < a->columns.count; c++) {
            double x = gr_table_cell(a, row, c), y = gr_table_cell(b, row, c);
            ck_assert(x == y || (isnan(x) && isnan(y)));
        }
}

static void assert_same(const gr_session *was, const gr_session *is)
{
    ck_assert_uint_eq(was->page, is->page);
    ck_assert_uint_eq(was->study.count, is->study.count);
    ck_assert_int_eq(gr_session_step(was), gr_session_step(is));
    assert_same_items(was, is);
    for (size_t i = 0; i < was->study.count; i++)
        assert_same_run(was->study.runs[i], is->study.runs[i]);
    gr_assert_text(gr_session_progress(is), gr_session_progress(was));
    ck_assert_int_eq(was->closed != NULL, is->closed != NULL);
    if (was->closed != NULL)
        gr_assert_text(is->closed->id, was->closed->id);
}

static void assert_taken_up(const gr_session *was)
{
    gr_session *is = taken_up(lesson_text);

    assert_same(was, is);
    gr_session_free(is);
}

/* --- a script --- */

static bool to_page(gr_session *s, const char *value, gr_error *err)
{
    return gr_session_open(s, (size_t)(value[0] - '1'), err);
}

static bool to_step(gr_session *s, const char *value, gr_error *err)
{
    bool done = gr_session_aim(s, strtol(value, NULL, 10), 0, err) && gr_session_settle(s, err);

    gr_session_rest(s);
    return done;
}

static bool answer(gr_session *s, const char *value, gr_error *err)
{
    snprintf(gr_session_state(s, gr_session_item(s))->typed, GR_TYPED_MAX, "%s", value);
    return gr_session_answer(s, err);
}

static bool hint(gr_session *s, const char *value, gr_error *err)
{
    (void)value;
    return gr_session_hint(s, err);
}

static bool skip(gr_session *s, const char *value, gr_error *err)
{
    (void)value;
    return gr_session_skip(s, err);
}

static bool show(gr_session *s, const char *value, gr_error *err)
{
    (void)value;
    return gr_session_show(s, err);
}

static bool set_lr(gr_session *s, const char *value, gr_error *err)
{
    return gr_session_set(s, "lr", value, err);
}

static bool set_second(gr_session *s, const char *value, gr_error *err)
{
    return gr_session_set(s, "2.lr", value, err);
}

static bool fork_it(gr_session *s, const char *value, gr_error *err)
{
    (void)value;
    return gr_session_fork(s, err);
}

static bool reset(gr_session *s, const char *value, gr_error *err)
{
    (void)value;
    return gr_session_reset(s, err);
}

static bool reseed(gr_session *s, const char *value, gr_error *err)
{
    return gr_session_reseed(s, strtoull(value, NULL, 10), err);
}

typedef struct move {
    bool (*make)(gr_session *, const char *, gr_error *);
    const char *value;
} move;

/* Whatever is done, the session that is taken up after it is the one that did it. */
static void play(const move *moves, size_t count)
{
    gr_session *session = begun(lesson_text);
    gr_error err = { 0 };

    follow(session);
    for (size_t i = 0; i < count; i++) {
        ck_assert_msg(moves[i].make(session, moves[i].value, &err), "move %zu: %s", i, err.message);
        assert_taken_up(session);
    }
    gr_session_free(session);
}

START_TEST(questions_come_back)
{
    static const move moves[] = { { answer, "5" },  { hint, NULL },    { answer, "-3" },
                                  { hint, NULL },   { answer, "4" },   { to_page, "3" },
                                  { answer, "1" },  { show, NULL },    { answer, "7" },
                                  { to_page, "2" }, { to_step, "10" }, { answer, "1e-3" },
                                  { to_page, "1" } };

    play(moves, GR_LEN(moves));
}
END_TEST

START_TEST(a_skipped_prediction_comes_back)
{
    static const move moves[] = {
        { to_page, "2" }, { to_step, "30" }, { skip, NULL }, { to_step, "30" }
    };

    play(moves, GR_LEN(moves));
}
END_TEST

START_TEST(the_run_comes_back)
{
    static const move moves[] = { { to_step, "7" },  { set_lr, "0.01" }, { to_step, "9" },
                                  { to_step, "3" },  { set_lr, "0.03" }, { to_step, "30" },
                                  { reset, NULL },   { to_step, "2" },   { reseed, "4" },
                                  { to_step, "12" }, { to_step, "0" } };

    play(moves, GR_LEN(moves));
}
END_TEST

START_TEST(a_fork_comes_back)
{
    static const move moves[] = { { to_step, "7" },  { fork_it, NULL }, { set_lr, "0.01" },
                                  { to_step, "20" }, { to_step, "9" },  { set_lr, "0.005" } };

    play(moves, GR_LEN(moves));
}
END_TEST

START_TEST(compared_runs_come_back)
{
    static const move moves[] = { { to_page, "3" },  { to_step, "5" }, { set_second, "0.03" },
                                  { to_step, "20" }, { reset, NULL },  { to_step, "4" } };

    play(moves, GR_LEN(moves));
}
END_TEST

/* A page without an experiment of its own goes on with the run; one with another begins it anew. */
START_TEST(pages_come_back_with_their_runs)
{
    static const move moves[] = { { to_step, "6" }, { set_lr, "0.01" }, { to_page, "2" },
                                  { to_step, "8" }, { to_page, "1" },   { to_page, "3" },
                                  { to_step, "3" }, { to_page, "1" },   { to_step, "1" } };

    play(moves, GR_LEN(moves));
}
END_TEST

/* --- lessons that have changed since --- */

static gr_session *changed(const char *text)
{
    static const move moves[] = { { answer, "4" }, { to_page, "3" },       { answer, "2" },
                                  { answer, "7" }, { set_second, "0.03" }, { to_step, "15" } };
    gr_session *session = begun(lesson_text);
    gr_error err = { 0 };

    follow(session);
    for (size_t i = 0; i < GR_LEN(moves); i++)
        ck_assert_msg(moves[i].make(session, moves[i].value, &err), "%s", err.message);
    gr_session_free(session);
    return taken_up(text);
}

START_TEST(a_question_that_is_gone_is_passed_over)
{
    gr_session *session = changed(HEAD "## First\n\n" DOWN ONE "## B\n\n## C\n\n" PAIR THREE);

    ck_assert_uint_eq(session->page, 2);
    ck_assert_uint_eq(session->lesson->item_count, 2);
    ck_assert(session->items[0].right && session->items[1].right);
    ck_assert_int_eq(gr_session_step(session), 15);
    gr_session_free(session);
}
END_TEST

START_TEST(an_answer_is_marked_as_the_lesson_is_now)
{
    gr_session *session = changed(HEAD "## First\n\n" DOWN "```ask\nid: one\nquestion: q\n"
                                       "kind: number\nanswer: 5\n```\n\n## B\n\n## C\n\n" PAIR);

    ck_assert(!session->items[0].right && !session->items[0].closed);
    ck_assert_int_eq(session->items[0].attempts, 1);
    gr_session_free(session);
}
END_TEST

START_TEST(a_question_of_another_kind_is_open)
{
    gr_session *session =
        changed(HEAD "## First\n\n" DOWN "```predict\nid: one\nquestion: q\nof: last.f\nat: 3\n"
                     "```\n\n## B\n\n## C\n\n" PAIR);

    ck_assert(!session->items[0].closed);
    gr_session_free(session);
}
END_TEST

START_TEST(a_page_that_is_gone_leaves_the_one_before)
{
    gr_session *session = changed(HEAD "## First\n\n" DOWN ONE);

    ck_assert_uint_eq(session->page, 0);
    ck_assert(session->items[0].right);
    gr_session_free(session);
}
END_TEST

START_TEST(a_knob_no_longer_free_is_left_alone)
{
    gr_session *session =
        changed(HEAD "## First\n\nA.\n\n## B\n\nB.\n\n## C\n\n```experiment\nexperiment: descent\n"
                     "set: {surface: valley, optimizer: gd, lr: 0.02}\nfree: []\nsteps: 9\n```\n");

    ck_assert_uint_eq(session->page, 2);
    ck_assert_int_eq(gr_session_step(session), 9);
    gr_assert_text(gr_values_text(gr_run_values(gr_session_run(session)), "lr"), "0.02");
    gr_session_free(session);
}
END_TEST

START_TEST(the_run_is_left_where_the_experiment_is_gone)
{
    gr_session *session = changed(HEAD "## First\n\nA.\n\n## B\n\nB.\n\n## C\n\nC.\n");

    ck_assert_uint_eq(session->page, 2);
    ck_assert_uint_eq(session->study.count, 0);
    gr_session_free(session);
}
END_TEST

/* --- what others wrote --- */

static void add(const char *lesson, gr_entry_kind event, const char *item, const char *value)
{
    gr_entry entry = { .event = event, .lesson = lesson, .item = item, .value = value };

    gr_record_add(record, &entry);
}

START_TEST(rows_of_other_lessons_are_not_taken)
{
    add("020-u", GR_ENTRY_ANSWER, "one", "4");
    add("020-u", GR_ENTRY_OPEN, NULL, "3");
    gr_session *session = taken_up(lesson_text);
    ck_assert_uint_eq(session->page, 0);
    ck_assert_int_eq(session->items[0].attempts, 0);
    gr_session_free(session);
}
END_TEST

START_TEST(nonsense_is_passed_over)
{
    static const char *const values[] = {
        "",   "x",     "-1",     "0",    "99999999999999999999", "1e300", "nan", "=", "lr", "lr=",
        "=3", "seed=", "seed=x", "reset"
    };

    for (int event = 0; event < GR_ENTRY_KINDS; event++)
        for (size_t i = 0; i < GR_LEN(values); i++) {
            add("010-t", (gr_entry_kind)event, NULL, values[i]);
            add("010-t", (gr_entry_kind)event, "one", values[i]);
            add("010-t", (gr_entry_kind)event, "guess", values[i]);
            add("010-t", (gr_entry_kind)event, "gone", values[i]);
        }
    gr_session *session = taken_up(lesson_text);
    ck_assert_uint_eq(session->page, 0);
    ck_assert_uint_eq(session->items[0].hints, 2);
    gr_session_free(session);
}
END_TEST

START_TEST(taking_up_tells_the_record_nothing_but_the_page)
{
    gr_session *session = begun(lesson_text);
    gr_error err = { 0 };
    gr_csv before, after;

    gr_session_free(changed(lesson_text));
    ck_assert(gr_record_rows(record, &before, &err));
    follow(session);
    ck_assert(gr_record_rows(record, &after, &err));
    ck_assert_uint_eq(after.rows, before.rows + 1);
    gr_csv_clear(&before);
    gr_csv_clear(&after);
    assert_taken_up(session);
    gr_session_free(session);
}
END_TEST

/* --- the words of the catalogue --- */

START_TEST(the_words_are_those_of_the_session)
{
    static const move moves[] = { { answer, "5" },  { hint, NULL },  { answer, "4" },
                                  { to_page, "3" }, { answer, "2" }, { answer, "7" } };
    gr_session *session = begun(lesson_text);
    gr_error err = { 0 };
    gr_csv rows;

    follow(session);
    for (size_t i = 0; i < GR_LEN(moves); i++) {
        ck_assert(moves[i].make(session, moves[i].value, &err));
        ck_assert(gr_record_rows(record, &rows, &err));
        gr_assert_text(gr_lesson_progress(session->lesson, &rows), gr_session_progress(session));
        gr_csv_clear(&rows);
    }
    gr_assert_text(gr_session_progress(session), "right with help");
    gr_session_free(session);
}
END_TEST

START_TEST(right_alone_is_right_at_the_first_try)
{
    static const move moves[] = {
        { answer, "4" }, { to_page, "3" }, { answer, "2" }, { answer, "7" }
    };
    gr_session *session = begun(lesson_text);
    gr_error err = { 0 };
    gr_csv rows;

    ck_assert(gr_record_rows(record, &rows, &err));
    gr_assert_text(gr_lesson_progress(session->lesson, &rows), "");
    gr_csv_clear(&rows);
    follow(session);
    for (size_t i = 0; i < GR_LEN(moves); i++)
        ck_assert(moves[i].make(session, moves[i].value, &err));
    ck_assert(gr_record_rows(record, &rows, &err));
    gr_assert_text(gr_lesson_progress(session->lesson, &rows), "right alone");
    gr_csv_clear(&rows);
    gr_session_free(session);
}
END_TEST

/* --- no memory --- */

START_TEST(without_memory_it_fails_or_is_whole)
{
    gr_session *was = changed(lesson_text);
    bool failed = true;

    for (unsigned long n = 1; failed; n += n < 300 ? 1 : n / 16) {
        gr_error err = { 0 };
        gr_csv rows;
        gr_session *is = begun(lesson_text);
        ck_assert(gr_record_rows(record, &rows, &err));
        gr_alloc_fail_at(n, true);
        failed = !gr_session_resume(is, &rows, &err);
        gr_alloc_fail_at(0, false);
        ck_assert(!failed || err.kind == GR_ERROR_MEMORY);
        if (!failed)
            assert_same(was, is);
        gr_csv_clear(&rows);
        gr_session_free(is);
    }
    gr_session_free(was);
}
END_TEST

/* What the lab book is without a failure, and with the n-th allocation failing it is just that. */
START_TEST(without_memory_the_lab_book_fails_or_is_whole)
{
    gr_error err = { 0 };
    gr_text whole = { 0 };
    gr_csv rows;
    const char *path = gr_test_path(folder, "010-t.md");
    bool failed = true;

    gr_test_write(path, lesson_text, sizeof lesson_text - 1);
    gr_session_free(changed(lesson_text));
    gr_lesson *lesson = gr_lesson_load(path, NULL, &err);
    ck_assert(lesson != NULL && gr_record_rows(record, &rows, &err));
    ck_assert(gr_notebook_put(&whole, lesson, &rows, &err));
    ck_assert_ptr_nonnull(strstr(gr_text_string(&whole), "- answered 4: right"));
    for (unsigned long n = 1; failed; n += n < 200 ? 1 : n / 16) {
        gr_text book = { 0 };
        gr_alloc_fail_at(n, n % 2 == 0);
        failed = !gr_notebook_put(&book, lesson, &rows, &err);
        gr_alloc_fail_at(0, false);
        ck_assert(!failed || err.kind == GR_ERROR_MEMORY);
        if (!failed)
            gr_assert_text(gr_text_string(&book), gr_text_string(&whole));
        gr_text_clear(&book);
    }
    gr_csv_clear(&rows);
    gr_text_clear(&whole);
    gr_lesson_free(lesson);
}
END_TEST

/* --- the suite --- */

int main(void)
{
    Suite *suite = suite_create("resume");
    TCase *tcase = gr_test_case(suite, "sessions");

    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, questions_come_back);
    tcase_add_test(tcase, a_skipped_prediction_comes_back);
    tcase_add_test(tcase, the_run_comes_back);
    tcase_add_test(tcase, a_fork_comes_back);
    tcase_add_test(tcase, compared_runs_come_back);
    tcase_add_test(tcase, pages_come_back_with_their_runs);
    tcase_add_test(tcase, a_question_that_is_gone_is_passed_over);
    tcase_add_test(tcase, an_answer_is_marked_as_the_lesson_is_now);
    tcase_add_test(tcase, a_question_of_another_kind_is_open);
    tcase_add_test(tcase, a_page_that_is_gone_leaves_the_one_before);
    tcase_add_test(tcase, a_knob_no_longer_free_is_left_alone);
    tcase_add_test(tcase, the_run_is_left_where_the_experiment_is_gone);
    tcase_add_test(tcase, rows_of_other_lessons_are_not_taken);
    tcase_add_test(tcase, nonsense_is_passed_over);
    tcase_add_test(tcase, taking_up_tells_the_record_nothing_but_the_page);
    tcase_add_test(tcase, the_words_are_those_of_the_session);
    tcase_add_test(tcase, right_alone_is_right_at_the_first_try);
    tcase_add_test(tcase, without_memory_it_fails_or_is_whole);
    tcase_add_test(tcase, without_memory_the_lab_book_fails_or_is_whole);
    return gr_test_main(suite);
}
