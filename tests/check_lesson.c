/* Lesson files: what is wrong is told where it stands, and what is right comes out as written. */
#include "gradus/lesson.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

/* The front matter and a page: lines 1 to 6. An experiment: lines 7 to 10; questions begin in 11.
 */
#define HEAD          "---\ntitle: T\n---\n\n## P\n\n"
#define FRONT(rest)   "---\n" rest "---\n\n## P\n"
#define LAB(rest)     "```experiment\nexperiment: parameters\n" rest "```\n\n"
#define PREDICT(rest) HEAD LAB("") "```predict\nid: a\nquestion: q\n" rest "```\n"
#define ASK(rest)     HEAD LAB("") "```ask\nid: a\nquestion: q\n" rest "```\n"
#define ANSWER        "answer: last.total\n"

enum { FAULTS_MAX = 6 };

/* A text and all that is wrong with it: "line:column: message", or its beginning. */
typedef struct faulty {
    const char *text, *faults[FAULTS_MAX];
} faulty;

static gr_lesson *lesson_of(const char *text, size_t length)
{
    gr_error err = { 0 };
    gr_lesson *lesson = gr_lesson_read("t.md", text, length, NULL, &err);

    ck_assert_msg(lesson != NULL, "%s", err.message);
    return lesson;
}

/* "t.md:" and the fault begin the message. */
static bool tells(const char *message, const char *fault)
{
    return strncmp(message, "t.md:", 5) == 0 && strncmp(message + 5, fault, strlen(fault)) == 0;
}

/* All findings, one a line, for the message of a test that fails. */
static const char *listed(const gr_findings *findings)
{
    static char list[4096];
    size_t used = 0;

    list[0] = '\0';
    for (size_t i = 0; i < findings->count && used < sizeof list; i++)
        used +=
            (size_t)snprintf(list + used, sizeof list - used, "\n  %s", findings->list[i].message);
    return list;
}

static void assert_findings(const faulty *row, const gr_findings *findings)
{
    size_t expected = 0;

    while (expected < FAULTS_MAX && row->faults[expected] != NULL)
        expected++;
    ck_assert_msg(findings->count == expected, "%zu findings for\n%s%s", findings->count, row->text,
                  listed(findings));
    ck_assert_uint_eq(findings->errors, expected);
    for (size_t i = 0; i < expected; i++)
        ck_assert_msg(tells(findings->list[i].message, row->faults[i]), "not '%s' but%s",
                      row->faults[i], listed(findings));
}

/* Reading finds just these faults; without a list of findings the first is the error as well. */
static void refused(const faulty *row)
{
    gr_findings findings = { 0 };
    gr_error err = { 0 }, alone = { 0 };
    size_t length = strlen(row->text);

    ck_assert_msg(gr_lesson_read("t.md", row->text, length, &findings, &err) == NULL,
                  "accepted:\n%s", row->text);
    assert_findings(row, &findings);
    ck_assert_int_eq(err.kind, GR_ERROR_DATA);
    gr_assert_text(err.message, findings.list[0].message);
    ck_assert(gr_lesson_read("t.md", row->text, length, NULL, &alone) == NULL);
    gr_assert_text(alone.message, err.message);
    gr_findings_clear(&findings);
}

static void all_refused(const faulty *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        refused(&rows[i]);
}

/* --- what is wrong --- */

START_TEST(front_matter)
{
    static const faulty rows[] = {
        { "", { "1:1: no front matter", "1:1: no page" } },
        { "## P\n\ntext\n", { "1:1: no front matter" } },
        { "---\ntitle: T\n\n## P\n", { "1:1: ", "2:1: text before the first page" } },
        { "---\ntitle: T\n---\n", { "1:1: no page" } },
        { FRONT("\n"), { "1:1: empty front matter" } },
        { FRONT("# nothing\n"), { "1:1: empty front matter" } },
        { FRONT("objective: x\n"), { "2:1: 'title' is missing" } },
        { FRONT("title: T\nauthor: x\n"), { "3:1: unknown key 'author'; allowed: title" } },
        { FRONT("title: [a]\n"), { "2:8: 'title' is a text" } },
        { FRONT("title:\n"), { "2:7: 'title' is a text, and stands empty" } },
        { FRONT("title: T\nminutes: soon\n"), { "3:10: 'minutes' is a whole number" } },
        { FRONT("title: T\nminutes: 0\n"), { "3:10: 'minutes' is a whole number" } },
        { FRONT("title: T\nrequires: 020\n"), { "3:11: 'requires' is a list" } },
        { FRONT("title: T\nrequires: [a, {b: c}]\n"), { "3:15: an item of 'requires' is a text" } },
        { FRONT("[a, b]\n"), { "2:1: this is a mapping" } },
        { FRONT("title: T\ntitle: U\n"), { "3:1: the key 'title' is given twice" } },
        { FRONT("title: a: b\n"), { "2:9: not valid YAML" } },
        { FRONT("title: *x\n"), { "2:8: aliases" } },
    };

    all_refused(rows, GR_LEN(rows));
}
END_TEST

START_TEST(pages_and_blocks)
{
    static const faulty rows[] = {
        { "---\ntitle: T\n---\n\ntext\n\n## P\n", { "5:1: text before the first page" } },
        { "---\ntitle: T\n---\n\n" LAB("") "## P\n",
          { "5:1: a live block before the first page" } },
        { "---\ntitle: T\n---\n\n### P\n", { "5:1: text before the first page", "1:1: no page" } },
        { HEAD "<div>\n\ntext\n", { "7:1: HTML is not shown in lessons" } },
        { HEAD "<!-- note -->\n", { "7:1: HTML is not shown in lessons" } },
        { HEAD "a <b>c</b>\n", { "7:1: HTML is not shown in lessons" } },
        { HEAD "```expirement\nx\n```\n\n~~~ perdict x\n~~~\n",
          { "7:1: this block is misspelt", "11:1: this block is misspelt" } },
        { HEAD "a\n\n```c\nx\n\n## Q\n", { "9:1: this fence is never closed" } },
        { HEAD "- item\n\n  ```ask\n  id: a\n  ```\n", { "9:1: a live block inside a list" } },
        { HEAD "1. a\n   - b\n\n     ```experiment\n     ```\n",
          { "10:1: a live block inside a list" } },
        { HEAD "- ### x\n", { "7:1: a list item that does not begin with text" } },
        { HEAD "| a | b |\n|---|---|\n| 1 | 2 |\n| 1 | 2 | 3 |\n", { "10:1: more cells" } },
        { HEAD "```ask\n```\n", { "7:1: an empty live block" } },
        { HEAD "```ask\n[a]\n```\n", { "8:1: this is a mapping" } },
        { HEAD "```ask\nid: a: b\n```\n", { "8:6: not valid YAML" } },
        { HEAD LAB("") LAB(""), { "11:1: a second experiment on one page" } },
    };

    all_refused(rows, GR_LEN(rows));
}
END_TEST

START_TEST(experiments)
{
    static const faulty rows[] = {
        { HEAD "```experiment\nset: {bias: no}\n```\n", { "8:1: 'experiment' is missing" } },
        { HEAD "```experiment\nexperiment: foo\n```\n", { "8:13: unknown experiment 'foo'" } },
        { HEAD "```experiment\nexperiment: [a]\n```\n", { "8:13: 'experiment' is a text" } },
        { HEAD LAB("looks: [bias]\n"), { "9:1: unknown key 'looks'" } },
        { HEAD LAB("set: {foo: 1}\n"), { "9:7: unknown knob 'foo'" } },
        { HEAD LAB("set: {layers: 5-8, bias: maybe}\n"), { "9:20: knob bias" } },
        { HEAD LAB("set: [bias]\n"), { "9:6: 'set' is a mapping" } },
        { HEAD LAB("set: {layers: [1]}\n"), { "9:15: 'layers' is a text" } },
        { HEAD LAB("free: bias\n"), { "9:7: 'free' is a list" } },
        { HEAD LAB("free: [bias, foo]\n"), { "9:14: unknown knob 'foo'" } },
        { HEAD LAB("plots: count\n"), { "9:8: 'plots' is a list" } },
        { HEAD LAB("plots: []\n"), { "9:8: no plot" } },
        { HEAD LAB("plots: [foo]\n"), { "9:9: unknown figure 'foo'; parameters has: network" } },
        { HEAD LAB("plots: [{as: text}]\n"), { "9:9: 'figure' is missing" } },
        { HEAD LAB("plots: [{figure: count, kind: x}]\n"), { "9:25: unknown key 'kind'" } },
        { HEAD LAB("plots: [count, count, count, count, count]\n"), { "9:37: more than 4 plots" } },
        { HEAD LAB("steps: 0\n"), { "9:8: 'steps' is a whole number" } },
        { HEAD LAB("steps: 1.5\n"), { "9:8: 'steps' is a whole number" } },
        { HEAD LAB("goal: last.total >\n"), { "9:7: " } },
        { HEAD LAB("goal: [finished]\n"), { "9:7: 'goal' is a text" } },
    };

    all_refused(rows, GR_LEN(rows));
}
END_TEST

START_TEST(predictions)
{
    static const faulty rows[] = {
        { HEAD LAB("") "```predict\nquestion: q\nof: 1\n```\n", { "12:1: 'id' is missing" } },
        { HEAD LAB("") "```predict\nid: A b\nquestion: q\nof: 1\n```\n", { "12:5: an id is" } },
        { HEAD LAB("") "```predict\nid: a\nof: 1\n```\n", { "12:1: 'question' is missing" } },
        { PREDICT(""), { "12:1: 'of' is missing" } },
        { PREDICT("of: at(\n"), { "14:5: " } },
        { PREDICT("of: 1\nat: -1\n"), { "15:5: 'at' is a whole number" } },
        { PREDICT("of: 1\nhints: [h]\n"), { "15:1: unknown key 'hints'" } },
        { PREDICT("of: 1\nkind: essay\n"), { "15:7: unknown kind 'essay'" } },
        { PREDICT("of: 1\nkind: choice\n"), { "12:1: 'options' is missing" } },
        { PREDICT("kind: number\noptions: [a, b]\nof: 1\n"), { "15:1: options belong" } },
        { PREDICT("options: [a]\nof: 1\n"), { "14:10: a choice has 2 to 9 options" } },
        { PREDICT("options: [a, b, c, d, e, f, g, h, i, j]\nof: 1\n"),
          { "14:10: a choice has 2 to 9 options" } },
        { PREDICT("options: [a, [b]]\nof: 1\n"), { "14:14: an item of 'options' is a text" } },
        { PREDICT("of: 1\n") "\n```ask\nid: a\nquestion: r\n" ANSWER "```\n",
          { "18:5: the id 'a' is taken" } },
    };

    all_refused(rows, GR_LEN(rows));
}
END_TEST

START_TEST(questions)
{
    static const faulty rows[] = {
        { ASK(""), { "12:1: 'answer' is missing" } },
        { ASK("answer: 1 +\n"), { "14:9: " } },
        { ASK(ANSWER "of: 1\n"), { "15:1: unknown key 'of'" } },
        { ASK(ANSWER "tolerance: -1\n"), { "15:12: a tolerance is" } },
        { ASK(ANSWER "tolerance: x%\n"), { "15:12: a tolerance is" } },
        { ASK(ANSWER "tolerance: '%'\n"), { "15:12: a tolerance is" } },
        { ASK(ANSWER "points: many\n"), { "15:9: 'points' is a number" } },
        { ASK(ANSWER "points: -1\n"), { "15:9: points are a number" } },
        { ASK(ANSWER "hints: look\n"), { "15:8: 'hints' is a list" } },
        { ASK(ANSWER "wrong: [1]\n"), { "15:8: 'wrong' is a mapping" } },
        { ASK(ANSWER "wrong: {1 +: no}\n"), { "15:9: " } },
        { ASK(ANSWER "wrong: {1: [no]}\n"), { "15:12: '1' is a text" } },
        { ASK(ANSWER "explain: {a: b}\n"), { "15:10: 'explain' is a text" } },
        { ASK("options: [a, b]\n"), { "14:11: an item of 'options' is a mapping" } },
        { ASK("options: [{text: a}, {text: b, when: 1}]\n"), { "14:11: 'when' is missing" } },
        { ASK("options: [{when: 1}, {text: b, when: 1}]\n"), { "14:11: 'text' is missing" } },
        { ASK("options: [{text: a, when: 1, if: 2}, {text: b, when: 1}]\n"),
          { "14:30: unknown key 'if'" } },
        { ASK("options: [{text: a, when: 1 +}, {text: b, when: 1}]\n"), { "14:27: " } },
        { ASK("options: [{text: a, when: 1}, {text: b, when: 0}]\nanswer: 1\n"),
          { "15:1: a choice has no answer" } },
    };

    all_refused(rows, GR_LEN(rows));
}
END_TEST

START_TEST(not_plain_text)
{
    static const faulty rows[] = {
        { HEAD "a\001b\n", { "7:2: control character U+0001" } },
        { HEAD "é\377\n", { "7:2: invalid UTF-8" } },
        { HEAD "text \xE2\x80\xAE\n", { "7:6: control character U+202E" } },
        { "---\ntitle: \033[31m\n---\n\n## P\n", { "2:8: control character U+001B" } },
        { "\177ELF\002\001\001", { "1:1: control character U+007F" } },
    };
    static const char zero[] = HEAD "a\nb\0c\n";
    gr_error err = { 0 };

    all_refused(rows, GR_LEN(rows));
    ck_assert(gr_lesson_read("t.md", zero, sizeof zero - 1, NULL, &err) == NULL);
    gr_assert_message(err, "t.md:8:2: control character U+0000");
}
END_TEST

START_TEST(every_error_is_found)
{
    static const faulty many = {
        "---\ntitle: T\nauthor: x\n---\n\n## P\n\n<div>\n\n" LAB(
            "steps: 0\n") "## Q\n\n```ask\nid: a\n```\n\n" LAB("set: {bias: 2}\n") "```predict\nid:"
                                                                                   " b\n```\n",
        { "3:1: unknown key", "8:1: HTML", "12:8: 'steps'", "18:1: 'question'", "23:7: knob bias",
          "27:1: 'question'" }
    };

    refused(&many);
}
END_TEST

/* Findings are gathered over files; the error is of the file that was read last. */
START_TEST(findings_of_two_files)
{
    gr_findings findings = { 0 };
    gr_error err = { 0 };

    ck_assert(gr_lesson_read("a.md", "", 0, &findings, &err) == NULL);
    gr_assert_message(err, "a.md:1:1: ");
    ck_assert(gr_lesson_read("b.md", "", 0, &findings, &err) == NULL);
    gr_assert_message(err, "b.md:1:1: ");
    ck_assert_uint_eq(findings.errors, 4);
    gr_lesson *lesson = gr_lesson_read("c.md", HEAD, strlen(HEAD), &findings, &err);
    ck_assert(lesson != NULL && findings.errors == 4);
    gr_lesson_free(lesson);
    gr_findings_clear(&findings);
}
END_TEST

START_TEST(too_large)
{
    size_t length = GR_LESSON_BYTES + 1;
    char *text = malloc(length);
    gr_error err = { 0 };

    ck_assert_ptr_nonnull(text);
    for (size_t i = 0; i < length; i++)
        text[i] = "words\n"[i % 6];
    memcpy(text, HEAD, strlen(HEAD));
    ck_assert(gr_lesson_read("t.md", text, length, NULL, &err) == NULL);
    ck_assert_int_eq(err.kind, GR_ERROR_DATA);
    gr_assert_message(err, "t.md: ");
    gr_assert_message(err, "1 MiB");
    gr_lesson_free(lesson_of(text, length - 1));
    free(text);
}
END_TEST

START_TEST(files)
{
    char *folder = gr_test_folder();
    const char *path = gr_test_path(folder, "042-x.y.md");
    gr_error err = { 0 };

    ck_assert(gr_lesson_load(path, NULL, &err) == NULL);
    ck_assert_int_eq(err.kind, GR_ERROR_IO);
    gr_test_write(path, HEAD, strlen(HEAD));
    gr_lesson *lesson = gr_lesson_load(path, NULL, &err);
    ck_assert_msg(lesson != NULL, "%s", err.message);
    gr_assert_text(lesson->file, path);
    gr_assert_text(lesson->name, "042-x.y");
    gr_assert_text(lesson->number, "042");
    gr_lesson_free(lesson);
    gr_test_folder_remove(folder);
}
END_TEST

/* --- what a linter proves --- */

START_TEST(what_does_not_hold)
{
    static const faulty rows[] = {
        { HEAD LAB("goal: last.total > 1000\n"), { "9:7: this goal is not reached" } },
        { HEAD LAB("steps: 1\ngoal: finished\n"), { "10:7: this goal is not reached" } },
        { HEAD LAB("goal: last.total < 1\n"), { "9:7: this goal holds before the first step" } },
        { HEAD LAB("goal: last.foo > 1\n"), { "9:7: " } },
        { HEAD LAB("set: {layers: 100000000-100000000}\n"), { "8:1: " } },
        { HEAD "```ask\nid: a\nquestion: q\nanswer: 1\n```\n",
          { "8:1: a question needs an experiment" } },
        { ASK("options: [{text: a, when: false}, {text: b, when: last.total < 0}]\n"),
          { "12:1: no option is true" } },
        { ASK("options: [{text: a, when: true}, {text: b, when: last.total > 0}]\n"),
          { "12:1: more than one option is true" } },
        { ASK(ANSWER "wrong:\n  98: no\n  99: no\n  at(3, total): no\n"),
          { "17:3: this listed mistake", "18:3: this listed mistake" } },
        { ASK("options: [{text: a, when: true}, {text: b, when: false}]\nwrong: {1: no}\n"),
          { "15:9: this listed mistake" } },
        { ASK("answer: last.foo\n"), { "14:9: " } },
        { ASK("answer: bias + foo\n"), { "14:9: " } },
        { ASK("answer: 1/0\n"), { "12:1: the answer has no finite value" } },
        { ASK("options: [{text: a, when: last.foo > 1}, {text: b, when: true}]\n"), { "14:27: " } },
        { ASK(ANSWER "wrong: {last.foo: no}\n"), { "15:9: " } },
        { PREDICT("of: last.foo\n"), { "14:5: " } },
        { PREDICT("of: at(9, total)\n"), { "14:5: this has no value" } },
        { PREDICT("options: [a, b]\nof: 3\n"), { "15:5: of a choice" } },
        { PREDICT("options: [a, b]\nof: 1.5\n"), { "15:5: of a choice" } },
        { ASK("answer: last.foo\n") "\n## Q\n\n" LAB("goal: false\n"),
          { "14:9: ", "21:7: this goal is not reached" } },
        { HEAD LAB("") "text\n", { NULL } },
        { ASK(ANSWER "wrong: {1: no, 0/0: no}\n"), { "15:16: this mistake has no finite" } },
        { ASK("options: [{text: a, when: true}, {text: b, when: false}]\nwrong: {3: no}\n"),
          { "15:9: this mistake is none of the options" } },
        { HEAD LAB("steps: 2\n") "```predict\nid: a\nquestion: q\nat: 2\nof: last.total\n```\n",
          { "13:1: 'at' is at or beyond" } },
        { HEAD LAB("goal: last.total == 99\n"), { NULL } },
    };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_findings findings = { 0 };
        gr_error err = { 0 };
        gr_lesson *lesson = lesson_of(rows[i].text, strlen(rows[i].text));
        ck_assert_msg(gr_lesson_check(lesson, &findings, &err), "%s", err.message);
        assert_findings(&rows[i], &findings);
        gr_findings_clear(&findings);
        gr_lesson_free(lesson);
    }
}
END_TEST

/* --- what is right --- */

static void describe_spans(const gr_block *block, gr_text *out)
{
    static const char *const marks[] = { [GR_SPAN_PLAIN] = "",
                                         [GR_SPAN_EMPHASIS] = "_",
                                         [GR_SPAN_STRONG] = "**",
                                         [GR_SPAN_CODE] = "`",
                                         [GR_SPAN_BREAK] = "/" };

    for (size_t i = 0; i < block->span_count; i++) {
        const gr_span *span = &block->spans[i];
        const char *mark = marks[span->style];
        gr_text_addf(out, "%s%s%s", mark, span->text, span->style == GR_SPAN_BREAK ? "" : mark);
    }
}

/* Blocks as text: kind and depth, then what they hold. */
static void describe(const gr_page *page, gr_text *out)
{
    gr_text_addf(out, "%ld %s\n", page->line, page->title);
    for (size_t b = 0; b < page->block_count; b++) {
        const gr_block *block = &page->blocks[b];
        gr_text_addf(out, "%ld %c%d%s %s", block->line, "PHICTS"[block->kind], block -> depth,
                     block -> tight ? "t" : "", block->kind == GR_BLOCK_ITEM ? block->marker : "");
        for (size_t i = 0; i < block->rows * block->columns; i++)
            gr_text_addf(out, "%s|", block->cells[i]);
        if (block->kind == GR_BLOCK_SLOT)
            gr_text_addf(out, "%s", page->items[block->slot]->id);
        describe_spans(block, out);
        gr_text_add(out, "\n");
    }
}

static void assert_described(const char *text, size_t length, const char *expected)
{
    gr_lesson *lesson = lesson_of(text, length);
    gr_text found = { 0 };

    for (size_t p = 0; p < lesson->page_count; p++)
        describe(&lesson->pages[p], &found);
    gr_assert_text(gr_text_string(&found), expected);
    gr_text_clear(&found);
    gr_lesson_free(lesson);
}

START_TEST(blocks_as_written)
{
    static const struct {
        const char *text, *blocks;
    } rows[] = {
        { "", "" },
        { "one\ntwo  \nthree\n", "7 P0 one two/three\n" },
        { "a *b* **c *d*** `e*f` *g `h`*\n", "7 P0 a _b_ **c ****d** `e*f` _g _`h`\n" },
        { "a [b](http://c) &amp; \\*d\\*\n", "7 P0 a b & *d*\n" },
        { "### H `x`\n\ntext\n", "7 H0 H `x`\n9 P0 text\n" },
        { "# T\n\ntext\n", "9 P0 text\n" },
        { "- a\n- b\n  c\n", "7 I1 -a\n8 I1t -b c\n" },
        { "- a\n\n- b\n\n  c\n", "7 I1 -a\n9 I1 -b\n11 P1 c\n" },
        { "3. a\n4. b\n", "7 I1 3.a\n8 I1t 4.b\n" },
        { "> a\n> b\n", "7 P1 a b\n" },
        { "    5*8 + 8 = 48\n      x\n\n    y\n", "7 C0 5*8 + 8 = 48|  x||y|\n" },
        { "```\n*a*\n\n  b\n```\n", "7 C0 *a*||  b|\n" },
        { "```c\n```\n", "7 C0 \n" },
        { "| a | b |\n|---|--:|\n| 1 |  |\n| x y | é |\n| z |\n", "7 T0 a|b|1||x y|é|z||\n" },
        { "| a |\n", "7 T0 a|\n" },
        { "| a\nb\n", "7 P0 | a b\n" },
        { "text\n\n---\n\nmore\n", "7 P0 text\n11 P0 more\n" },
        { "- a\n  - b\n  - c\n\n    d\n", "7 I1 -a\n8 I2 -b\n9 I2 -c\n11 P2 d\n" },
        { "- a\n  - b\n  - c\n- d\n", "7 I1 -a\n8 I2t -b\n9 I2t -c\n10 I1t -d\n" },
        { "> ## H\n> a\n", "7 H1 H\n8 P1 a\n" },
        { "> # H\n", "7 H1 H\n" },
        { "```python\n1\n```\n", "7 C0 1|\n" },
        { "a\n\n## Q *x* `y`\n\nb\n", "7 P0 a\n9 Q x y\n11 P0 b\n" },
    };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        char text[400], expected[400];
        int length = snprintf(text, sizeof text, HEAD "%s", rows[i].text);
        snprintf(expected, sizeof expected, "5 P\n%s", rows[i].blocks);
        assert_described(text, (size_t)length, expected);
    }
}
END_TEST

START_TEST(slots_stand_where_questions_do)
{
    static const char text[] =
        HEAD LAB("") "a\n\n```ask\nid: one\nquestion: q\nanswer: 1\n```\n\nb\n"
                     "\n```predict\nid: two\nquestion: q\nof: 1\n```\n\n## Q\n\n"
                     "```ask\nid: three\nquestion: q\nanswer: 1\n```\n";
    gr_lesson *lesson = lesson_of(text, sizeof text - 1);

    assert_described(text, sizeof text - 1,
                     "5 P\n11 P0 a\n14 S0 one\n19 P0 b\n22 S0 two\n27 Q\n30 S0 three\n");
    ck_assert_uint_eq(lesson->item_count, 3);
    for (size_t i = 0; i < 3; i++)
        ck_assert(lesson->items[i]->number == i && lesson->items[i]->page == i / 2);
    ck_assert_ptr_eq(lesson->pages[1].lab, lesson->pages[0].lab);
    ck_assert_ptr_eq(lesson->pages[1].items[0], lesson->items[2]);
    gr_lesson_free(lesson);
}
END_TEST

START_TEST(line_ends_and_byte_order_mark)
{
    static const char text[] = "\xEF\xBB\xBF---\r\ntitle: T\r\n---\r\n\r\n## P\r\n\r\n"
                               "| a | b |\r\n| 1 | 2 |\r\n\r\n    x\r\n\r\n```experiment\r\n"
                               "experiment: parameters\r\n```\r\n";
    gr_lesson *lesson = lesson_of(text, sizeof text - 1);

    gr_assert_text(lesson->title, "T");
    gr_assert_text(lesson->pages[0].lab->experiment->name, "parameters");
    gr_lesson_free(lesson);
    assert_described(text, sizeof text - 1, "5 P\n7 T0 a|b|1|2|\n10 C0 x|\n");
}
END_TEST

START_TEST(all_keys)
{
    static const char text[] =
        "---\ntitle: 'T: x'\nobjective: >-\n  a\n  b\nminutes: 7\nrequires: [010, 020]\n---\n\n"
        "## P\n\n" LAB("set: {layers: 3-2, bias: no}\nfree: [bias]\nsteps: 1\ngoal: finished\n"
                       "plots: [share, {figure: count, as: table}]\n") "```ask\nid: a-1\nquestion: "
                                                                       "q\nkind: number\nanswer: "
                                                                       "last.total\ntolerance: "
                                                                       "2%\npoints: 2.5\n"
                                                                       "hints: [h, i]\nwrong: {1: "
                                                                       "x}\nexplain: e\n```\n";
    gr_lesson *lesson = lesson_of(text, sizeof text - 1);
    const gr_lab *lab = lesson->pages[0].lab;
    const gr_item *item = lesson->items[0];

    gr_assert_text(lesson->title, "T: x");
    gr_assert_text(lesson->objective, "a b");
    ck_assert(lesson->minutes == 7 && lesson->required_count == 2);
    gr_assert_text(lesson->required[1], "020");
    ck_assert(lab->setting_count == 2 && lab->free_count == 1 && lab->steps == 1);
    gr_assert_text(lab->settings[1].value, "no");
    gr_assert_text(lab->free[0], "bias");
    gr_assert_text(lab->goal.text, "finished");
    ck_assert(lab->plot_count == 2);
    gr_assert_text(lab->plots[0].figure->name, "share");
    gr_assert_text(lab->plots[1].kind, "table");
    ck_assert(item->kind == GR_ITEM_ASK && item->answer_kind == GR_ANSWER_NUMBER);
    ck_assert(item->absolute == 0 && item->relative == 0.02 && item->points == 2.5);
    ck_assert(item->hint_count == 2 && item->mistake_count == 1);
    gr_assert_text(item->mistakes[0].message, "x");
    gr_assert_text(item->explain, "e");
    gr_lesson_free(lesson);
}
END_TEST

START_TEST(without_keys)
{
    gr_lesson *lesson = lesson_of(ASK(ANSWER), strlen(ASK(ANSWER)));
    const gr_lab *lab = lesson->pages[0].lab;
    const gr_item *item = lesson->items[0];

    gr_assert_text(lesson->objective, "");
    ck_assert(lesson->minutes == 0 && lesson->required_count == 0);
    gr_assert_text(lesson->name, "t");
    gr_assert_text(lesson->number, "");
    ck_assert(lab->free_count == 0 && lab->steps == 0 && lab->goal.text == NULL);
    ck_assert_uint_eq(lab->plot_count, 3); /* all that the experiment has */
    ck_assert(item->points == 1 && item->absolute == 1e-9 && item->relative == 1e-6);
    ck_assert(item->hint_count == 0 && item->mistake_count == 0 && item->explain == NULL);
    gr_lesson_free(lesson);
}
END_TEST

/* A character that is written as a number is still no way to a terminal. */
START_TEST(spelled_control_characters)
{
    static const faulty rows[] = {
        { "---\ntitle: T\n---\n\n## P&#27;[31m\n", { "5:1: a control character" } },
        { HEAD "a *b&#x1B;[2J*\n", { "7:1: a control character" } },
        { HEAD "- &#x202E;a\n- &#8203;\n", { "7:1: a control", "8:1: a control" } },
    };

    static const char kept[] = HEAD "&#233; `&#27;`\n\n    &#27;\n\n| &#27; |\n";

    all_refused(rows, GR_LEN(rows));
    assert_described(kept, sizeof kept - 1, "5 P\n7 P0 é `&#27;`\n9 C0 &#27;|\n11 T0 &#27;|\n");
}
END_TEST

/* Memory that runs out anywhere is an error, never a crash and never a lesson with a hole. */
START_TEST(no_memory)
{
    static const char text[] =
        ASK(ANSWER "hints: [h]\nwrong: {1: x}\n") "\n- a\n\n| b |\n\n    c\n";
    gr_error err = { 0 };
    gr_lesson *lesson = NULL;

    for (unsigned long n = 1; lesson == NULL; n++) {
        gr_findings findings = { 0 };
        gr_alloc_fail_at(n, false);
        lesson = gr_lesson_read("t.md", text, sizeof text - 1, &findings, &err);
        gr_alloc_fail_at(0, false);
        if (lesson == NULL && err.kind != GR_ERROR_MEMORY)
            ck_abort_msg("allocation %lu: %s", n, err.message);
        gr_findings_clear(&findings);
    }
    gr_lesson_free(lesson);
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("lesson");
    TCase *tcase = gr_test_case(made, "lesson");

    tcase_add_test(tcase, front_matter);
    tcase_add_test(tcase, pages_and_blocks);
    tcase_add_test(tcase, experiments);
    tcase_add_test(tcase, predictions);
    tcase_add_test(tcase, questions);
    tcase_add_test(tcase, not_plain_text);
    tcase_add_test(tcase, every_error_is_found);
    tcase_add_test(tcase, findings_of_two_files);
    tcase_add_test(tcase, too_large);
    tcase_add_test(tcase, files);
    tcase_add_test(tcase, what_does_not_hold);
    tcase_add_test(tcase, blocks_as_written);
    tcase_add_test(tcase, slots_stand_where_questions_do);
    tcase_add_test(tcase, line_ends_and_byte_order_mark);
    tcase_add_test(tcase, all_keys);
    tcase_add_test(tcase, without_keys);
    tcase_add_test(tcase, spelled_control_characters);
    tcase_add_test(tcase, no_memory);
    return made;
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    return gr_test_main(suite());
}
