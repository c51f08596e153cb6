/* Running text: wrapping, spans, lists, code and tables, at every width. */
#include "gradus/prose_lines.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gradus/random.h"
#include "support.h"

/* --- blocks and lines --- */

static gr_block block_of(gr_block_kind kind, gr_span *spans, size_t count)
{
    return (gr_block){ .kind = kind, .spans = spans, .span_count = count };
}

static void add(gr_prose_lines *lines, const gr_block *block)
{
    gr_error err = { 0 };

    ck_assert_msg(gr_prose_add_block(lines, block, &err), "%s", err.message);
}

static void add_plain(gr_prose_lines *lines, const char *text)
{
    gr_span span = { GR_SPAN_PLAIN, text };
    gr_block block = block_of(GR_BLOCK_PARAGRAPH, &span, 1);

    add(lines, &block);
}

/* All lines, drawn on a canvas that is wider than they are: what sticks out is seen. */
static void assert_lines(const gr_prose_lines *lines, const char *expected)
{
    gr_canvas canvas = { 0 };
    gr_output out = { 0 };
    gr_text text = { 0 };
    gr_error err;
    int height = lines->count > 0 ? (int)lines->count : 1;

    ck_assert(gr_canvas_init(&canvas, 200, height, false, &err));
    gr_prose_draw(lines, 0, &canvas, gr_canvas_rect(&canvas));
    gr_output_memory(&out, &text);
    gr_canvas_write(&canvas, GR_COLOR_NEVER, &out);
    ck_assert(gr_output_commit(&out, &err));
    gr_assert_text(gr_text_string(&text), expected);
    gr_text_clear(&text);
    gr_canvas_clear(&canvas);
}

/* --- wrapping --- */

START_TEST(words_by_hand)
{
    static const struct {
        int width;
        const char *text, *lines;
    } rows[] = {
        { 12, "the quick brown fox", "the quick\nbrown fox\n" },
        { 9, "the quick brown fox", "the quick\nbrown fox\n" },
        { 8, "the quick brown fox", "the\nquick\nbrown\nfox\n" },
        { 3, "the quick brown fox", "the\nqui\nck\nbro\nwn\nfox\n" },
        { 1, "ab c", "a\nb\nc\n" },
        { 20, "  many   blanks\n\tand  a newline ", "many blanks and a\nnewline\n" },
        { 5, "漢字漢字漢字", "漢字\n漢字\n漢字\n" },
        { 4, "a 漢字 b", "a\n漢字\nb\n" },
        { 6, "a 漢字 b", "a 漢字\nb\n" },
        { 10, "", "\n" },
        { 10, "   ", "\n" },
        { 5, "e\xCC\x81t\xC3\xA9 x", "et\xC3\xA9 x\n" },
    };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_prose_lines lines = { .width = rows[i].width };
        add_plain(&lines, rows[i].text);
        assert_lines(&lines, rows[i].lines);
        ck_assert(!lines.cut);
        gr_prose_lines_clear(&lines);
    }
}
END_TEST

START_TEST(empty_lines_between)
{
    gr_prose_lines lines = { .width = 20 };
    gr_span span = { GR_SPAN_PLAIN, "tight" };
    gr_block tight = block_of(GR_BLOCK_PARAGRAPH, &span, 1), slot = { .kind = GR_BLOCK_SLOT };

    tight.tight = true;
    add(&lines, &slot); /* nothing */
    add_plain(&lines, "one");
    add_plain(&lines, "two");
    add(&lines, &slot);
    add(&lines, &tight);
    add_plain(&lines, "three");
    assert_lines(&lines, "one\n\ntwo\ntight\n\nthree\n");
    gr_prose_lines_clear(&lines);
    ck_assert_uint_eq(lines.count, 0);
}
END_TEST

/* --- spans --- */

static void assert_roles(const gr_prose_lines *lines, const char *expected)
{
    char got[400] = "";
    size_t used = 0;

    for (size_t i = 0; i < lines->count; i++) {
        for (const gr_prose_piece *p = lines->lines[i].first; p != NULL; p = p->next) {
            char letter = p->role == GR_ROLE_EMPHASIS  ? 'e'
                          : p->role == GR_ROLE_HEADING ? 'h'
                          : p->role == GR_ROLE_CODE    ? 'c'
                                                       : 't';
            for (size_t k = 0; k < gr_text_width(p->text); k++)
                got[used++] = letter;
        }
        got[used++] = '\n';
    }
    got[used] = '\0';
    gr_assert_text(got, expected);
}

/* A blank has the role of the text that it stands in: no underline before emphasis. */
START_TEST(emphasis)
{
    gr_prose_lines lines = { .width = 14 };
    gr_span spans[] = { { GR_SPAN_PLAIN, "on " },     { GR_SPAN_EMPHASIS, "unseen big" },
                        { GR_SPAN_PLAIN, " data, " }, { GR_SPAN_STRONG, "so" },
                        { GR_SPAN_PLAIN, " " },       { GR_SPAN_CODE, "n*m + m" },
                        { GR_SPAN_BREAK, "" },        { GR_SPAN_PLAIN, "end" } };
    gr_block block = block_of(GR_BLOCK_PARAGRAPH, spans, GR_LEN(spans));

    add(&lines, &block);
    assert_lines(&lines, "on unseen big\ndata, so n*m +\nm\nend\n");
    assert_roles(&lines, "ttteeeeeeeeee\nttttt"
                         "t"
                         "hh"
                         "t"
                         "ccccc\nc\nttt\n");
    block.kind = GR_BLOCK_HEADING;
    gr_prose_lines_clear(&lines);
    lines.width = 30;
    add(&lines, &block);
    assert_lines(&lines, "on unseen big data, so n*m + m\nend\n");
    assert_roles(&lines, "hhhhhhhhhhhhhhhhhhhhhhhhhhhhhh\nhhh\n");
    gr_prose_lines_clear(&lines);
}
END_TEST

/* Texts of questions: `code` is the only mark, and what is half a mark is itself. */
START_TEST(marks)
{
    static const struct {
        const char *text, *lines, *roles;
    } rows[] = {
        { "Set `lr` to 0.1.", "Set lr to 0.1.\n", "ttttcctttttttt\n" },
        { "`a b` and `c`", "a b and c\n", "ccctttttc\n" },
        { "`a``b`", "ab\n", "cc\n" },
        { "5*8 and *soft*", "5*8 and *soft*\n", "tttttttttttttt\n" },
        { "a ` alone", "a ` alone\n", "ttttttttt\n" },
        { "``, `a`, `", "``, a, `\n", "ttttcttt\n" },
        { "`", "`\n", "t\n" },
        { "", "\n", "\n" },
    };
    gr_error err;

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_prose_lines lines = { .width = 40 };
        gr_text bare = { 0 };
        ck_assert(gr_prose_add_marked(&lines, rows[i].text, 0, GR_ROLE_TEXT, &err));
        assert_lines(&lines, rows[i].lines);
        assert_roles(&lines, rows[i].roles);
        gr_prose_unmark(rows[i].text, &bare);
        gr_text_add(&bare, "\n");
        gr_assert_text(gr_text_string(&bare), rows[i].lines);
        gr_text_clear(&bare);
        gr_prose_lines_clear(&lines);
    }
}
END_TEST

/* Behind an indent, with what clings to code; a line that has a role of its own keeps it. */
START_TEST(marks_are_wrapped)
{
    gr_prose_lines lines = { .width = 12 };
    gr_error err;

    ck_assert(gr_prose_add_marked(&lines, "now set (`lr`), then", 3, GR_ROLE_TEXT, &err));
    assert_lines(&lines, "   now set\n   (lr),\n   then\n");
    gr_prose_lines_clear(&lines);
    lines.width = 12;
    ck_assert(gr_prose_add_marked(&lines, "you said `lr`", 0, GR_ROLE_HEADING, &err));
    assert_roles(&lines, "hhhhhhhhhhh\n");
    gr_prose_lines_clear(&lines);
}
END_TEST

/* What clings together stays together: no line begins with the comma of the word before. */
START_TEST(no_lonely_comma)
{
    static const char *const expected[] = {
        [6] = "set\n(lr),\nthen\n",     [7] = "set\n(lr),\nthen\n", [8] = "set\n(lr),\nthen\n",
        [9] = "set (lr),\nthen\n",      [10] = "set (lr),\nthen\n", [13] = "set (lr),\nthen\n",
        [14] = "set (lr), then\n",      [5] = "set\n(lr),\nthen\n", [4] = "set\n(lr)\n,\nthen\n",
        [3] = "set\n(lr\n),\nthe\nn\n",
    };
    gr_span spans[] = { { GR_SPAN_PLAIN, "set (" },
                        { GR_SPAN_CODE, "lr" },
                        { GR_SPAN_PLAIN, ")" },
                        { GR_SPAN_EMPHASIS, "," },
                        { GR_SPAN_PLAIN, " then" } };
    gr_block block = block_of(GR_BLOCK_PARAGRAPH, spans, GR_LEN(spans));

    for (int width = 3; width < (int)GR_LEN(expected); width++) {
        gr_prose_lines lines = { .width = width };
        add(&lines, &block);
        if (expected[width] != NULL)
            assert_lines(&lines, expected[width]);
        gr_prose_lines_clear(&lines);
    }
}
END_TEST

/* --- lists, code, tables --- */

static void add_item(gr_prose_lines *lines, int depth, const char *marker, bool tight,
                     const char *text)
{
    gr_span span = { GR_SPAN_PLAIN, text };
    gr_block block = block_of(GR_BLOCK_ITEM, &span, 1);

    block.depth = depth;
    block.marker = marker;
    block.tight = tight;
    add(lines, &block);
}

START_TEST(lists)
{
    gr_prose_lines lines = { .width = 16 };
    gr_span span = { GR_SPAN_PLAIN, "more of the second" };
    gr_block more = block_of(GR_BLOCK_PARAGRAPH, &span, 1);

    more.depth = 1;
    add_plain(&lines, "A list:");
    add_item(&lines, 1, "-", false, "the first of three");
    add_item(&lines, 1, "-", true, "the second");
    add(&lines, &more);
    add_item(&lines, 2, "10.", false, "a list in a list");
    add_item(&lines, 2, "11.", true, "loooooooooooong");
    add_item(&lines, 3, "-", true, "deep");
    assert_lines(&lines, "A list:\n\n- the first of\n  three\n- the second\n\n  more of the\n"
                         "  second\n\n  10. a list in\n      a list\n  11. looooooooo\n"
                         "      ooong\n    - deep\n");
    ck_assert(!lines.cut);
    gr_prose_lines_clear(&lines);
}
END_TEST

START_TEST(code_as_it_is)
{
    const char *rows[] = { "v' = gamma v", "", "  x  =  2" };
    gr_prose_lines lines = { .width = 15 };
    gr_block block = { .kind = GR_BLOCK_CODE, .cells = rows, .rows = 3, .columns = 1 };

    add(&lines, &block);
    assert_lines(&lines, "   v' = gamma v\n\n     x  =  2\n");
    ck_assert(!lines.cut);
    lines.width = 14;
    add(&lines, &block);
    ck_assert(lines.cut); /* and says so */
    gr_prose_lines_clear(&lines);
}
END_TEST

START_TEST(tables)
{
    const char *cells[] = { "who",  "J",    "share", "now",   "24.08", "5 %",
                            "漢字", "-7.1", "?",     "clone", "",      "many" };
    gr_prose_lines lines = { .width = 18 };
    gr_block block = { .kind = GR_BLOCK_TABLE, .cells = cells, .rows = 4, .columns = 3 };

    add(&lines, &block);
    assert_lines(&lines, "who        J  share\nnow    24.08  5 %\n漢字    -7.1  ?\n"
                         "clone         many\n");
    ck_assert(lines.cut);
    gr_prose_lines_clear(&lines);
    lines.width = 19;
    add(&lines, &block);
    ck_assert(!lines.cut);
    gr_prose_lines_clear(&lines);
}
END_TEST

/* --- drawing --- */

START_TEST(drawn_in_a_rectangle)
{
    gr_prose_lines lines = { .width = 6 };
    gr_canvas canvas = { 0 };
    gr_error err;

    add_plain(&lines, "abcdef 漢字漢 ghi jkl mno");
    ck_assert(gr_canvas_init(&canvas, 12, 6, false, &err));
    for (int i = 0; i < 72; i++)
        canvas.cells[i].character = '.';
    gr_prose_draw(&lines, 1, &canvas, (gr_rect){ 2, 1, 5, 2 });
    gr_prose_draw(&lines, 99, &canvas, (gr_rect){ 2, 1, 5, 2 });
    gr_prose_draw(&lines, 0, &canvas, (gr_rect){ 2, 1, 0, 2 });
    gr_prose_draw(&lines, 0, &canvas, (gr_rect){ 2, 1, 5, 0 });
    for (int i = 0; i < 72; i++) {
        int x = i % 12, y = i / 12;
        bool inside = x >= 2 && x < 6 && (y == 1 || (y == 2 && x < 5));
        ck_assert_msg((canvas.cells[i].character != '.') == inside, "at %d %d", x, y);
    }
    gr_canvas_clear(&canvas);
    gr_prose_lines_clear(&lines);
}
END_TEST

START_TEST(pieces_and_marks)
{
    gr_prose_lines lines = { .width = 12 };
    gr_error err;

    ck_assert(gr_prose_add_piece(&lines, 3, "x", GR_ROLE_TEXT, &err)); /* makes a line */
    ck_assert(gr_prose_add_text(&lines, "one two three four", 4, GR_ROLE_TEXT, &err));
    ck_assert(gr_prose_mark(&lines, 1, 0, "12", GR_ROLE_KEY, &err));
    ck_assert(gr_prose_add_piece(&lines, 9, "end", GR_ROLE_DIM, &err));
    ck_assert(gr_prose_add_empty(&lines, &err));
    assert_lines(&lines, "   x\n12  one two\n    three\n    four end\n\n");
    ck_assert(!lines.cut);
    ck_assert(gr_prose_add_piece(&lines, 11, "ab", GR_ROLE_DIM, &err));
    ck_assert(lines.cut);
    gr_prose_lines_clear(&lines);
}
END_TEST

/* --- random text --- */

enum { SPANS = 24, TEXT = 60 };

static size_t random_word(gr_rng *rng, char *out)
{
    static const char *const letters[] = { "a", "b", "W", "1", ",", "漢", "é", "λ" };
    size_t count = 1 + gr_rng_below(rng, gr_rng_chance(rng, 0.1) ? 12 : 5), used = 0;

    for (size_t i = 0; i < count; i++) {
        const char *letter = letters[gr_rng_below(rng, GR_LEN(letters))];
        memcpy(out + used, letter, strlen(letter));
        used += strlen(letter);
    }
    out[used] = '\0';
    return used;
}

static void random_spans(gr_rng *rng, gr_span *spans, char texts[SPANS][TEXT], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t used = 0;
        texts[i][0] = '\0';
        if (gr_rng_chance(rng, 0.4))
            texts[i][used++] = ' ';
        used += random_word(rng, texts[i] + used);
        if (gr_rng_chance(rng, 0.4)) {
            texts[i][used++] = ' ';
            texts[i][used] = '\0';
        }
        spans[i] = (gr_span){ (gr_span_style)gr_rng_below(rng, 4), texts[i] };
    }
}

/* The text without blanks, as it was and as it came out. */
static void add_letters(gr_text *out, const char *text)
{
    for (; *text != '\0'; text++)
        if (*text != ' ')
            gr_text_addn(out, text, 1);
}

static void check_lines(const gr_prose_lines *lines, const gr_text *letters, int width)
{
    gr_text out = { 0 };

    for (size_t i = 0; i < lines->count; i++) {
        int x = 0;
        for (const gr_prose_piece *p = lines->lines[i].first; p != NULL; p = p->next) {
            if (p->x != x || (x == 0 && p->text[0] == ' '))
                ck_abort_msg("width %d, line %zu: a piece at %d, not at %d", width, i, p->x, x);
            x += (int)gr_text_width(p->text);
            add_letters(&out, p->text);
        }
        if (x > width)
            ck_abort_msg("width %d: line %zu is %d wide", width, i, x);
        if (x == 0)
            ck_abort_msg("width %d: line %zu is empty", width, i);
    }
    gr_assert_text(gr_text_string(&out), gr_text_string(letters));
    gr_text_clear(&out);
}

START_TEST(random_text)
{
    gr_rng rng = gr_rng_seeded(11);
    gr_span spans[SPANS];
    char texts[SPANS][TEXT];

    for (int round = 0; round < 4000; round++) {
        size_t count = 1 + gr_rng_below(&rng, SPANS);
        gr_text letters = { 0 };
        int width = 2 + (int)gr_rng_below(&rng, 60);
        gr_prose_lines lines = { .width = width };
        random_spans(&rng, spans, texts, count);
        for (size_t i = 0; i < count; i++)
            add_letters(&letters, texts[i]);
        gr_block block = block_of(GR_BLOCK_PARAGRAPH, spans, count);
        add(&lines, &block);
        check_lines(&lines, &letters, width);
        ck_assert(!lines.cut);
        gr_prose_lines_clear(&lines);
        gr_text_clear(&letters);
    }
}
END_TEST

/* Each allocation fails in turn: the error is told and nothing leaks. */
static bool add_words(gr_prose_lines *lines, bool marked, gr_error *err)
{
    static char words[] = "some words that are wrapped into several short lines";
    gr_span span = { GR_SPAN_PLAIN, words };
    gr_block block = block_of(GR_BLOCK_PARAGRAPH, &span, 1);

    return marked ? gr_prose_add_marked(lines, "some `words` that `are` wrapped into several lines",
                                        0, GR_ROLE_TEXT, err)
                  : gr_prose_add_block(lines, &block, err);
}

START_TEST(no_memory)
{
    for (unsigned long n = 1; n < 80; n++) {
        gr_prose_lines lines = { .width = 9 };
        gr_error err = { 0 };
        gr_alloc_fail_at(n / 2 + 1, true);
        bool added = add_words(&lines, n % 2 == 0, &err);
        unsigned long asked = gr_alloc_fail_at(0, false);
        ck_assert_int_eq(err.kind, added ? GR_ERROR_NONE : GR_ERROR_MEMORY);
        ck_assert_int_eq(added, asked < n / 2 + 1);
        gr_prose_lines_clear(&lines);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("prose");
    TCase *tcase = gr_test_case(made, "prose");

    tcase_add_test(tcase, words_by_hand);
    tcase_add_test(tcase, empty_lines_between);
    tcase_add_test(tcase, emphasis);
    tcase_add_test(tcase, marks);
    tcase_add_test(tcase, marks_are_wrapped);
    tcase_add_test(tcase, no_lonely_comma);
    tcase_add_test(tcase, lists);
    tcase_add_test(tcase, code_as_it_is);
    tcase_add_test(tcase, tables);
    tcase_add_test(tcase, drawn_in_a_rectangle);
    tcase_add_test(tcase, pieces_and_marks);
    tcase_add_test(tcase, random_text);
    tcase_add_test(tcase, no_memory);
    return made;
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8"); /* widths come from the C library */
    return gr_test_main(suite());
}
