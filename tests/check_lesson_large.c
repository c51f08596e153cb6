/* Lessons of a whole mebibyte, made of one thing over and over: read, checked and drawn in linear
 * time, or refused. What takes quadratic time runs into the limit that catches hangs. */
#include "gradus/app.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

#define HEAD "---\ntitle: T\n---\n\n## P\n\n"

/* --- repeated --- */

/* clang-format off */
static const char *const patterns[] = {
    "x",       "x ",      "x\n\n", "`a",           "*a",          "_a_",        "[",
    "![",      "[a](b",   "&",     "&amp;",        "<a>\n",       "## h\n\n",   "|",
    "|a|b\n",  "|a\n\n",  "- x\n", "1. x\n",       "> ",          "- ",         "    x\n",
    "```\nx\n```\n",      "~~~\n", "```ask\nid: a\n```\n",        "漢",         "\\",
    "a\\\n",   "a  \n",   "***\n", "---\n",        "\t",          "\n",         "(`",
};
/* clang-format on */

/* HEAD and the pattern, up to the largest size there is. Heap. */
static char *repeated(const char *pattern, size_t *length)
{
    char *text = malloc(GR_LESSON_BYTES + 1);
    size_t used = strlen(HEAD), n = strlen(pattern);

    ck_assert_ptr_nonnull(text);
    memcpy(text, HEAD, used);
    while (used + n <= GR_LESSON_BYTES) {
        memcpy(text + used, pattern, n);
        used += n;
    }
    text[used] = '\0';
    *length = used;
    return text;
}

static void draw(gr_session *session, int width, int height)
{
    gr_app app;
    gr_canvas canvas = { 0 };
    gr_error err = { 0 };

    gr_app_around(&app, session, false);
    ck_assert(gr_canvas_init(&canvas, width, height, false, &err));
    ck_assert_msg(gr_app_draw(&app, &canvas, &err), "%s", err.message);
    gr_canvas_clear(&canvas);
}

/* Takes the lesson. */
static void look_at(gr_lesson *lesson)
{
    gr_findings findings = { 0 };
    gr_error err = { 0 };
    size_t lines;
    bool cut;

    ck_assert(gr_lesson_check(lesson, &findings, &err));
    gr_findings_clear(&findings);
    gr_session *session = gr_session_new(lesson, &err);
    ck_assert_msg(session != NULL, "%s", err.message);
    ck_assert(gr_page_measure(session, 33, &lines, &cut, &err));
    draw(session, 80, 24);
    draw(session, 20, 5);
    gr_session_free(session);
}

START_TEST(a_mebibyte_of_it)
{
    gr_findings findings = { 0 };
    gr_error err = { 0 };
    size_t length;
    char *text = repeated(patterns[_i], &length);
    gr_lesson *lesson = gr_lesson_read("x.md", text, length, &findings, &err);

    if (lesson == NULL) {
        ck_assert_msg(err.kind == GR_ERROR_DATA && findings.errors > 0, "%s", err.message);
        ck_assert(strncmp(err.message, "x.md:", 5) == 0);
    } else {
        look_at(lesson);
    }
    gr_findings_clear(&findings);
    free(text);
}
END_TEST

/* --- nested --- */

/* Lists inside each other, each two blanks further in. */
static gr_lesson *nested_lists(int depth, gr_error *err)
{
    gr_text text = { 0 };

    gr_text_add(&text, HEAD);
    for (int i = 0; i < depth; i++) {
        gr_text_pad(&text, ' ', 2 * (size_t)i);
        gr_text_add(&text, "- x\n");
    }
    gr_lesson *lesson = gr_lesson_read("x.md", gr_text_string(&text), text.length, NULL, err);
    gr_text_clear(&text);
    return lesson;
}

START_TEST(lists_inside_each_other)
{
    gr_error err = { 0 };
    gr_lesson *lesson = nested_lists(9, &err);

    ck_assert_msg(lesson != NULL, "%s", err.message);
    look_at(lesson);
    ck_assert_ptr_null(nested_lists(10, &err));
    gr_assert_text(err.message, "x.md:16:1: lists and quotes too deep inside each other");
    ck_assert_ptr_null(nested_lists(700, &err));
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("lesson_large");
    TCase *tcase = gr_test_case(made, "lesson_large");

    tcase_add_loop_test(tcase, a_mebibyte_of_it, 0, (int)GR_LEN(patterns));
    tcase_add_test(tcase, lists_inside_each_other);
    return made;
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8"); /* widths come from the C library */
    return gr_test_main(suite());
}
