/* Every lesson that is shipped: it holds what it says, fits its page, and its sums are right. */
#include "gradus/app.h"

#include <glob.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

/* The text of the wide layout at 80x24. */
enum { PAGE_WIDTH = 33, PAGE_LINES = 18, FAR = 1000000 };

static glob_t lessons; /* set up by main: the tests are looped over it */

static gr_lesson *load(int i)
{
    gr_findings findings = { 0 };
    gr_error err = { 0 };
    gr_lesson *lesson = gr_lesson_load(lessons.gl_pathv[i], &findings, &err);

    ck_assert_msg(lesson != NULL, "%s", err.message);
    ck_assert_uint_eq(findings.count, 0);
    gr_findings_clear(&findings);
    return lesson;
}

static gr_session *begin(int i)
{
    gr_error err = { 0 };
    gr_session *session = gr_session_new(load(i), &err);

    ck_assert_msg(session != NULL, "%s: %s", lessons.gl_pathv[i], err.message);
    return session;
}

START_TEST(there_are_lessons)
{
    ck_assert_uint_gt(lessons.gl_pathc, 0);
}
END_TEST

START_TEST(what_it_says_holds)
{
    gr_lesson *lesson = load(_i);
    gr_findings findings = { 0 };
    gr_error err = { 0 };

    ck_assert_msg(gr_lesson_check(lesson, &findings, &err), "%s", err.message);
    ck_assert_msg(findings.count == 0, "%s", findings.list[0].message);
    ck_assert_uint_eq(strlen(lesson->number), 3);
    ck_assert(lesson->objective[0] != '\0' && lesson->minutes > 0);
    gr_findings_clear(&findings);
    gr_lesson_free(lesson);
}
END_TEST

START_TEST(goals_are_reached)
{
    gr_lesson *lesson = load(_i);
    const gr_lab *before = NULL;

    for (size_t p = 0; p < lesson->page_count; p++) {
        const gr_lab *lab = lesson->pages[p].lab;
        gr_error err = { 0 };
        long step;
        if (lab == NULL || lab == before || lab->goal.text == NULL)
            continue;
        before = lab;
        ck_assert_msg(gr_lab_goal(lab, lesson->file, &step, &err), "%s", err.message);
        ck_assert_msg(step > 0, "%s:%ld: goal at step %ld", lesson->file, lab->goal.place.line,
                      step);
    }
    gr_lesson_free(lesson);
}
END_TEST

START_TEST(pages_fit)
{
    gr_session *session = begin(_i);

    for (size_t p = 0; p < session->lesson->page_count; p++) {
        gr_error err = { 0 };
        size_t lines;
        bool cut;
        ck_assert_msg(gr_session_open(session, p, &err) &&
                          gr_page_measure(session, PAGE_WIDTH, &lines, &cut, &err),
                      "%s", err.message);
        ck_assert_msg(lines <= PAGE_LINES && !cut, "%s:%ld: %zu lines%s", session->lesson->file,
                      session->lesson->pages[p].line, lines, cut ? ", too wide" : "");
    }
    gr_session_free(session);
}
END_TEST

START_TEST(runs_go_to_their_ends)
{
    gr_session *session = begin(_i);

    session->uncovered = true;
    for (size_t p = 0; p < session->lesson->page_count; p++) {
        gr_error err = { 0 };
        ck_assert_msg(gr_session_open(session, p, &err), "%s", err.message);
        if (gr_session_run(session) == NULL)
            continue;
        long steps = gr_session_steps(session);
        ck_assert_msg(gr_session_aim(session, steps > 0 ? steps : 10000000, 0, &err) &&
                          gr_session_settle(session, &err),
                      "%s", err.message);
        ck_assert_msg(gr_session_at_end(session), "%s: page %zu stops at step %ld",
                      session->lesson->file, p + 1, gr_session_step(session));
    }
    gr_session_free(session);
}
END_TEST

/* --- sums --- */

/* A text between two equal signs as a number; false when it is none. */
static bool number_of(const char *from, size_t length, double *value)
{
    char text[200];

    if (length >= sizeof text)
        return false;
    memcpy(text, from, length);
    text[length] = '\0';
    return gr_expression_number(text, value, NULL);
}

/* The place of the next ` = ` of an equation, not of <= == != or >=. */
static const char *next_equals(const char *at)
{
    for (; (at = strchr(at, '=')) != NULL; at++) {
        if (at[1] == '=')
            at++;
        else if (at[-1] != '<' && at[-1] != '>' && at[-1] != '!')
            return at;
    }
    return NULL;
}

/* What was found of equations whose sides are numbers. */
typedef struct sums {
    size_t right, wrong;
} sums;

/* `a = b = c`, side by side. */
static sums sums_of(const char *text)
{
    sums found = { 0, 0 };
    double left = 0, right = 0;
    bool before = false;
    char line[400];

    snprintf(line, sizeof line, " %s", text); /* something stands before every sign */
    for (const char *at = line, *end; at != NULL; at = end != NULL ? end + 1 : NULL) {
        end = next_equals(at);
        bool number = number_of(at, end != NULL ? (size_t)(end - at) : strlen(at), &right);
        bool equal = fabs(left - right) <= 1e-9 * fmax(fabs(left), fabs(right));
        found.right += before && number && equal;
        found.wrong += before && number && !equal;
        before = number;
        left = right;
    }
    return found;
}

static size_t check_sums(const char *where, const char *text)
{
    sums found = sums_of(text);

    ck_assert_msg(found.wrong == 0, "%s: not true: %s", where, text);
    return found.right;
}

static size_t check_block(const char *where, const gr_block *block)
{
    size_t count = 0;

    for (size_t i = 0; block->kind == GR_BLOCK_CODE && i < block->rows; i++)
        count += check_sums(where, block->cells[i]);
    for (size_t i = 0; i < block->span_count; i++)
        if (block->spans[i].style == GR_SPAN_CODE)
            count += check_sums(where, block->spans[i].text);
    return count;
}

START_TEST(sums_are_right)
{
    gr_lesson *lesson = load(_i);
    size_t count = 0;

    for (size_t p = 0; p < lesson->page_count; p++)
        for (size_t b = 0; b < lesson->pages[p].block_count; b++) {
            const gr_block *block = &lesson->pages[p].blocks[b];
            char where[300];
            snprintf(where, sizeof where, "%s:%ld", lesson->file, block->line);
            count += check_block(where, block);
        }
    ck_assert(strcmp(lesson->name, "030-parameters") != 0 || count > 0);
    gr_lesson_free(lesson);
}
END_TEST

START_TEST(sums_are_found)
{
    static const struct {
        const char *text;
        sums found;
    } rows[] = {
        { "5*8 + 8 = 48", { 1, 0 } },
        { "5*8 + 8 = 49", { 0, 1 } },
        { "1 + 2 + 3 = 3 + 3 = 7", { 1, 1 } },
        { "n = 2*3 = 6", { 1, 0 } },
        { "0.1 + 0.2 = 0.3", { 1, 0 } },
        { "1/3 = 0.333", { 0, 1 } },
        { "n*m + m", { 0, 0 } },
        { "= 3", { 0, 0 } },
        { "1 <= 2 and 3 == 4 or 1 != 2", { 0, 0 } },
        { "", { 0, 0 } },
    };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        sums found = sums_of(rows[i].text);
        ck_assert_msg(found.right == rows[i].found.right && found.wrong == rows[i].found.wrong,
                      "%s: %zu right, %zu wrong", rows[i].text, found.right, found.wrong);
    }
}
END_TEST

static Suite *suite(void)
{
    static const TTest *const *const tests[] = { &what_it_says_holds, &goals_are_reached,
                                                 &pages_fit, &runs_go_to_their_ends,
                                                 &sums_are_right };
    Suite *made = suite_create("lessons");
    TCase *tcase = gr_test_case(made, "lessons");

    tcase_add_test(tcase, there_are_lessons);
    tcase_add_test(tcase, sums_are_found);
    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_loop_test(tcase, *tests[i], 0, (int)lessons.gl_pathc);
    return made;
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8"); /* widths come from the C library */
    glob(gr_test_source("lessons/*.md"), 0, NULL, &lessons);
    int status = gr_test_main(suite());
    globfree(&lessons);
    return status;
}
