/* A review in the workbench: what the catalogue says, the questions, the lesson beside them, and
 * the way back. The record is of 1971 and now is ten days later, so that whatever is answered here,
 * by the clock of the day, is not due again. */
#include "apps.h"
#include "starve.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD  "---\ntitle: First sums\nobjective: To add.\n---\n\n## Page one\n\n"
#define LAB   "```experiment\nexperiment: parameters\nset: {layers: 2-3-1}\n```\n\n"
#define WORDS "These words are of the page.\n\n"
#define GUESS "```predict\nid: guess\nquestion: q\nof: last.total\n```\n\n"
#define SUM                                                                                        \
    "## Page two\n\n" WORDS "```ask\nid: sum\nquestion: What is two and two?\nkind: number\n"      \
    "answer: 2 + 2\nhints: [It is even.]\nexplain: Two pairs.\n```\n\n"
#define OTHER                                                                                      \
    "---\ntitle: Others\n---\n\n## P\n\n" LAB "```ask\nid: told\nquestion: Yes or no?\n"           \
    "kind: text\naccept: [yes]\n```\n\n```ask\nid: pick\nquestion: Which?\nkind: choice\n"         \
    "options: [{text: this, when: 1 > 2}, {text: that, when: 2 > 1}]\n```\n"
#define ROW(lesson, item, value)                                                                   \
    "1," lesson "," item ",ann,s,1,1971-01-01T00:00:00Z,answer," value ",,1,1,1,1,,,\n"

static const char rows[] =
    "format,lesson,item,student,session,seq,time_utc,event,value,"
    "expected_shown,correct,score,max,attempt,confidence,params,capsule\n"
    "1,910-sums,,ann,s,1,1971-01-01T00:00:00Z,open,2,,,,,,,,\n"
    "1,910-sums,guess,ann,s,1,1971-01-01T00:00:00Z,predict,5,,,,,1,,,\n" ROW("910-sums", "sum", "4")
        ROW("920-others", "told", "yes") ROW("920-others", "pick", "2");

enum { YEAR = 365 * 24 * 3600, DAY = 24 * 3600 };

static char *folder;
static gr_record *record;
static gr_app app;

static void write_lesson(const char *name, const char *text)
{
    gr_text path = { 0 };

    gr_text_addf(&path, "%s/lessons/%s", folder, name);
    gr_test_write(gr_text_string(&path), text, strlen(text));
    gr_text_clear(&path);
}

/* The record as it is before anything is reviewed. */
static void write_record(void)
{
    gr_text path = { 0 };

    gr_text_addf(&path, "%s/gradus/ann.csv", folder);
    gr_test_write(gr_text_string(&path), rows, sizeof rows - 1);
    gr_text_clear(&path);
}

static void begin(void)
{
    gr_error err = { 0 };

    record = gr_record_open("ann", NULL, &err);
    ck_assert_msg(record != NULL, "%s", err.message);
    ck_assert_msg(gr_app_init(&app, NULL, false, &err), "%s", err.message);
    app.now = YEAR + 10 * DAY;
    app.confidence = false;
    ck_assert_msg(gr_app_follow(&app, record, &err), "%s", err.message);
}

static void make_folder(const char *name)
{
    gr_text command = { 0 };

    gr_text_addf(&command, "mkdir '%s/%s'", folder, name);
    ck_assert_int_eq(system(gr_text_string(&command)), 0);
    gr_text_clear(&command);
}

static void set_up(void)
{
    folder = gr_test_folder();
    setenv("XDG_STATE_HOME", folder, 1);
    setenv("GRADUS_PATH", folder, 1);
    make_folder("lessons");
    make_folder("gradus");
    write_lesson("910-sums.md", HEAD WORDS LAB GUESS SUM);
    write_lesson("920-others.md", OTHER);
    write_record();
    begin();
}

static void tear_down(void)
{
    gr_app_clear(&app);
    gr_record_close(record);
    gr_test_folder_remove(folder);
}

#define press(keys)      gr_test_press(&app, keys)
#define shows(part)      gr_test_shows(&app, part)
#define hides(part)      gr_test_hides(&app, part)
#define says(kind, part) gr_test_says(&app, GR_MESSAGE_##kind, part)

/* How often the record has an event with this value. */
static size_t reviews(const char *word)
{
    gr_error err = { 0 };
    gr_csv csv;
    size_t event, value, count = 0;

    ck_assert(gr_record_rows(record, &csv, &err));
    ck_assert(gr_csv_find(&csv, "event", &event, &err) && gr_csv_find(&csv, "value", &value, &err));
    for (size_t i = 0; i < csv.rows; i++)
        count += strcmp(gr_csv_text(&csv, i, event), "review") == 0 &&
                 strcmp(gr_csv_text(&csv, i, value), word) == 0;
    gr_csv_clear(&csv);
    return count;
}

/* --- the catalogue --- */

START_TEST(the_catalogue_says_what_is_due)
{
    shows(" 3 items due\n");
    shows("v review");
    shows(">920  Others");
    shows("review    2 due");
    press("k");
    shows("review    1 due");
    press("k");
    hides("review    ");
    ck_assert(gr_test_shows_at(&app, 40, 12, "v 3 due"));
    press("j :");
    hides("items due"); /* a command is typed there */
}
END_TEST

START_TEST(nothing_is_due_before_its_time)
{
    app.now = YEAR;
    hides("due");
    press("v");
    says(NOTE, "Nothing is due for review; the next question is in 20 hours.");
    ck_assert(app.session == NULL);
    app.now = YEAR + DAY;
    press("j");
    shows(" 3 items due\n");
}
END_TEST

START_TEST(without_a_record_there_is_nothing_to_review)
{
    app.record = NULL;
    press("v");
    says(ERROR, "no record is kept, so there is nothing to review");
    app.record = record;
}
END_TEST

/* --- a sitting --- */

START_TEST(a_sitting_from_the_first_question_to_the_catalogue)
{
    press("v");
    shows(" review: 910 First sums");
    shows("question 1 of 3\n");
    shows("Page two");
    shows("These words are of the page.");
    shows("What is two and two?");
    shows("digits answer  Enter check  h hint  s skip  o its lesson  ? help");
    press("4 Enter");
    shows("=  4, right alone; asked again in");
    shows("3 days");
    shows("Two pairs.");
    shows("n next  o its lesson");
    press("n");
    shows(" review: 920 Others");
    shows("Yes or no?");
    hides("These words");
    shows("Enter write  h hint  s skip  o its lesson  ? help");
    press("Enter");
    gr_test_type(&app, "no\r");
    shows("x  not 'no', attempt 1");
    gr_test_type(&app, "\ryes\r");
    shows("=  yes, right with help; asked");
    press("n");
    shows("question 3 of 3\n");
    press("n");
    says(NOTE, "this is the last question; 1 question open; q all lessons");
    press("s");
    says(DONE, "the review is done, 1 of 3 right alone; q all lessons");
    shows("Skipped; it stays due.");
    hides("n next");
    press("p p p");
    says(NOTE, "this is the first question; q all lessons");
    shows("=  4, right alone");
    press("q");
    shows(" 1 right alone at review   1 item due\n");
    shows(">920  Others"); /* where the student was */
    press("v");
    shows("question 1 of 1\n");
    shows("Which?");
}
END_TEST

START_TEST(how_sure_is_asked_before_what_came_of_it)
{
    app.confidence = true;
    press("v 4 Enter");
    shows("You said 4.");
    hides("right alone");
    press("3");
    shows("=  4, right alone");
    ck_assert_uint_eq(reviews("confidence"), 1);
}
END_TEST

START_TEST(hints_and_the_answer_shown)
{
    press("v h");
    shows("It is even.");
    press("4 Enter");
    shows("=  4, right with help; asked");
    press("n n a");
    shows("!  that, shown; asked again in 1");
    press("v");
    says(ERROR, "no question of this page can be practised");
}
END_TEST

/* --- the lesson beside it --- */

START_TEST(the_lesson_opens_at_the_page_and_q_comes_back)
{
    press("v o");
    shows(" 910 First sums");
    shows("page 2 of 2   right alone");
    shows("=  4, right alone");
    shows("q back to the review");
    press("n");
    says(NOTE, "q back to the review");
    press("p q");
    shows(" review: 910 First sums");
    press("4 Enter");
    shows("=  4, right with help");
    press("o q o q");
    ck_assert_uint_eq(reviews("page"), 1); /* afterwards it helps no more */
    press("q");
    ck_assert(app.session == NULL && app.review == NULL);
    shows(" 2 items due\n");
}
END_TEST

START_TEST(a_lesson_that_is_open_learns_that_it_is_still_right)
{
    press("k Enter");
    shows("page 2 of 2   right alone");
    press("q v 4 Enter o");
    shows("page 2 of 2   still right");
    press("q q");
    ck_assert(gr_test_shows_at(&app, 80, 24, "still right\n"));
    shows("review    1 of 1 right alone");
    press("Enter");
    shows("page 2 of 2   still right");
    press("q");
    shows("still right");
}
END_TEST

START_TEST(what_is_for_lessons_is_refused)
{
    press("v E");
    says(ERROR, "this is for a lesson; o opens that of the question");
    gr_test_type(&app, ":note words\r");
    says(ERROR, "this is for a lesson");
    press("Esc");
    gr_test_type(&app, ":hand-in x.csv\r");
    says(ERROR, "this is for a lesson");
    press("Esc q Enter o");
    says(ERROR, "this is a lesson already");
}
END_TEST

START_TEST(another_lesson_opened_from_there_leads_back_too)
{
    press("v o");
    gr_test_type(&app, ":open 920\r");
    shows(" 920 Others");
    press("q");
    shows(" review: 910 First sums");
    press("Q");
    ck_assert(app.quit);
}
END_TEST

START_TEST(a_review_is_drawn_in_every_size)
{
    static const int sizes[][2] = { { 1, 1 }, { 20, 5 }, { 40, 12 }, { 80, 24 }, { 200, 60 } };
    static const char *const keys[] = { "v", "1 Enter", "4 Enter", "n", "Tab", "z", "?", "Esc q" };

    for (size_t k = 0; k < GR_LEN(keys); k++) {
        press(keys[k]);
        for (size_t i = 0; i < GR_LEN(sizes); i++) {
            gr_canvas canvas = { 0 };
            gr_test_draw(&app, &canvas, sizes[i][0], sizes[i][1]);
            gr_canvas_clear(&canvas);
        }
    }
}
END_TEST

/* --- memory --- */

/* The keys of a sitting, and what the screen says to each; NULL: not known yet. */
typedef struct typing {
    const char *keys;
    char *messages[40];
} typing;

static void play(gr_starving *s, void *context)
{
    typing *t = context;

    gr_alloc_fail_at(0, false);
    gr_app_clear(&app);
    gr_record_close(record);
    write_record();
    begin();
    gr_alloc_fail_at(s->nth, s->lasting);
    for (size_t i = 0; t->keys[i] != '\0' && !s->told; i++) {
        const char one[] = { t->keys[i], '\0' };
        gr_test_type(&app, one);
        gr_test_work(&app);
        const char *said = app.message_kind != GR_MESSAGE_NONE ? app.message : "";
        if (t->messages[i] == NULL)
            t->messages[i] = strdup(said);
        if (strcmp(said, t->messages[i]) == 0)
            continue;
        gr_test_feed(s);
        s->told = true;
        ck_assert_msg(s->asked >= s->nth && strstr(said, "out of memory") != NULL,
                      "key %zu says '%s', not '%s'", i, said, t->messages[i]);
    }
    gr_test_feed(s);
    for (int i = 0; app.session != NULL; i++) {
        ck_assert_int_lt(i, 10);
        press("Esc q"); /* a field may be open */
    }
    press("v");
    ck_assert(app.session != NULL || app.message_kind == GR_MESSAGE_NOTE);
}

START_TEST(a_sitting_without_memory)
{
    enum { STRIDE = 7 };
    typing t = { .keys = "v1\r4\roqnh\ryes\rn2\rq" };
    gr_starving well_fed = { .over = false };

    play(&well_fed, &t);
    gr_test_starve_sparsely("a sitting", STRIDE, play, &t);
    for (size_t i = 0; i < GR_LEN(t.messages); i++)
        free(t.messages[i]);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = { the_catalogue_says_what_is_due,
                                   nothing_is_due_before_its_time,
                                   without_a_record_there_is_nothing_to_review,
                                   a_sitting_from_the_first_question_to_the_catalogue,
                                   how_sure_is_asked_before_what_came_of_it,
                                   hints_and_the_answer_shown,
                                   the_lesson_opens_at_the_page_and_q_comes_back,
                                   a_lesson_that_is_open_learns_that_it_is_still_right,
                                   what_is_for_lessons_is_refused,
                                   another_lesson_opened_from_there_leads_back_too,
                                   a_review_is_drawn_in_every_size,
                                   a_sitting_without_memory };
    Suite *suite = suite_create("app_review");
    TCase *tcase = gr_test_case(suite, "review");

    setlocale(LC_ALL, "C.UTF-8");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(tcase, tests[i]);
    return gr_test_main(suite);
}
