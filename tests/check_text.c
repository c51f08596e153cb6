/* Text from outside: decoding, the sanitiser, growing strings, widths, and messages made clean. */
#include "gradus/memory.h"
#include "gradus/text.h"

#include "support.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FFFD "\xEF\xBF\xBD"

/* --- the sanitiser --- */

/* A hostile text, where it is found out, why, and what is left of it. */
typedef struct hostile {
    const char *bytes;
    size_t length;
    long line, column;
    const char *reason, *cleaned;
} hostile;

#define TEXT(bytes) bytes, sizeof bytes - 1

static const hostile texts[] = {
    /* control characters */
    { TEXT("\0"), 1, 1, "control character U+0000", FFFD },
    { TEXT("a\0b"), 1, 2, "control character U+0000", "a" FFFD "b" },
    { TEXT("\x01"), 1, 1, "control character U+0001", FFFD },
    { TEXT("bell\a"), 1, 5, "control character U+0007", "bell" FFFD },
    { TEXT("x\by"), 1, 2, "control character U+0008", "x" FFFD "y" },
    { TEXT("\v"), 1, 1, "control character U+000B", FFFD },
    { TEXT("\f"), 1, 1, "control character U+000C", FFFD },
    { TEXT("over\rwritten"), 1, 5, "control character U+000D", "over" FFFD "written" },
    { TEXT("\x1b[2J"), 1, 1, "control character U+001B", FFFD "[2J" },
    { TEXT("\x1b]0;title\a"), 1, 1, "control character U+001B", FFFD "]0;title" FFFD },
    { TEXT("\x1bPq\x1b\\"), 1, 1, "control character U+001B", FFFD "Pq" FFFD "\\" },
    { TEXT("two\nlines\x1b"), 2, 6, "control character U+001B", "two\nlines" FFFD },
    { TEXT("\x1f"), 1, 1, "control character U+001F", FFFD },
    { TEXT("\x7f"), 1, 1, "control character U+007F", FFFD },
    { TEXT("\xC2\x80"), 1, 1, "control character U+0080", FFFD },
    { TEXT("\xC2\x9B"
           "2J"),
      1, 1, "control character U+009B", FFFD "2J" },
    { TEXT("\xC2\x9F"), 1, 1, "control character U+009F", FFFD },
    { TEXT("soft\xC2\xADhyphen"), 1, 5, "control character U+00AD", "soft" FFFD "hyphen" },
    /* bidirectional controls: text that reads otherwise than it is */
    { TEXT("a\xD8\x9C"), 1, 2, "control character U+061C", "a" FFFD },
    { TEXT("\xE2\x80\x8E"), 1, 1, "control character U+200E", FFFD },
    { TEXT("\xE2\x80\x8F"), 1, 1, "control character U+200F", FFFD },
    { TEXT("\xE2\x80\xAA"), 1, 1, "control character U+202A", FFFD },
    { TEXT("x\xE2\x80\xAEgnp"), 1, 2, "control character U+202E", "x" FFFD "gnp" },
    { TEXT("\xE2\x81\xA6"), 1, 1, "control character U+2066", FFFD },
    { TEXT("\xE2\x81\xA9"), 1, 1, "control character U+2069", FFFD },
    /* what cannot be seen */
    { TEXT("in\xE2\x80\x8Bvisible"), 1, 3, "control character U+200B", "in" FFFD "visible" },
    { TEXT("\xE2\x80\x8C"), 1, 1, "control character U+200C", FFFD },
    { TEXT("\xE2\x80\x8D"), 1, 1, "control character U+200D", FFFD },
    { TEXT("\xE2\x80\xA8"), 1, 1, "control character U+2028", FFFD },
    { TEXT("\xE2\x80\xA9"), 1, 1, "control character U+2029", FFFD },
    { TEXT("\xE2\x81\xA0"), 1, 1, "control character U+2060", FFFD },
    { TEXT("\xEF\xBB\xBF"
           "bom"),
      1, 1, "control character U+FEFF", FFFD "bom" },
    { TEXT("\xE1\xA0\x8E"), 1, 1, "control character U+180E", FFFD },
    { TEXT("\xE1\x85\x9F"), 1, 1, "control character U+115F", FFFD },
    { TEXT("\xE3\x85\xA4"), 1, 1, "control character U+3164", FFFD },
    { TEXT("\xEF\xBE\xA0"), 1, 1, "control character U+FFA0", FFFD },
    { TEXT("a\xEF\xB8\x8F"), 1, 2, "control character U+FE0F", "a" FFFD },
    { TEXT("\xEF\xBF\xB9"), 1, 1, "control character U+FFF9", FFFD },
    { TEXT("\xF3\xA0\x80\x81"), 1, 1, "control character U+E0001", FFFD },
    { TEXT("\xF3\xA0\x84\x80"), 1, 1, "control character U+E0100", FFFD },
    /* no characters, and private ones */
    { TEXT("\xEF\xB7\x90"), 1, 1, "control character U+FDD0", FFFD },
    { TEXT("\xEF\xBF\xBE"), 1, 1, "control character U+FFFE", FFFD },
    { TEXT("\xEF\xBF\xBF"), 1, 1, "control character U+FFFF", FFFD },
    { TEXT("\xF0\x9F\xBF\xBF"), 1, 1, "control character U+1FFFF", FFFD },
    { TEXT("\xF3\xB0\x80\x80"), 1, 1, "control character U+F0000", FFFD },
    { TEXT("\xF4\x8F\xBF\xBF"), 1, 1, "control character U+10FFFF", FFFD },
    /* broken UTF-8 */
    { TEXT("\x80"), 1, 1, "invalid UTF-8", FFFD },
    { TEXT("a\xBF"), 1, 2, "invalid UTF-8", "a" FFFD },
    { TEXT("\xC3"), 1, 1, "invalid UTF-8", FFFD },
    { TEXT("\xC3("), 1, 1, "invalid UTF-8", FFFD "(" },
    { TEXT("\xE2\x82"), 1, 1, "invalid UTF-8", FFFD },
    { TEXT("\xE2\x82x"), 1, 1, "invalid UTF-8", FFFD "x" },
    { TEXT("\xF0\x9F\x98"), 1, 1, "invalid UTF-8", FFFD },
    { TEXT("\xFE"), 1, 1, "invalid UTF-8", FFFD },
    { TEXT("\xFF\xFF\xFF"), 1, 1, "invalid UTF-8", FFFD },
    { TEXT("\xF8\x88\x80\x80\x80"), 1, 1, "invalid UTF-8", FFFD },
    /* more than one way to write it: only the shortest is valid */
    { TEXT("\xC0\x80"), 1, 1, "invalid UTF-8", FFFD },
    { TEXT("\xC1\x9B"), 1, 1, "invalid UTF-8", FFFD },
    { TEXT("\xE0\x80\xAF"), 1, 1, "invalid UTF-8", FFFD },
    { TEXT("\xF0\x80\x80\x9B"), 1, 1, "invalid UTF-8", FFFD },
    /* surrogates, and beyond the last character */
    { TEXT("\xED\xA0\x80"), 1, 1, "invalid UTF-8", FFFD },
    { TEXT("\xED\xBF\xBF"), 1, 1, "invalid UTF-8", FFFD },
    { TEXT("\xF4\x90\x80\x80"), 1, 1, "invalid UTF-8", FFFD },
    { TEXT("\xF7\xBF\xBF\xBF"), 1, 1, "invalid UTF-8", FFFD },
    /* places are counted in characters, bad parts are replaced one by one */
    { TEXT("\xC3\xBC\xE2\x82\xAC\xFF"), 1, 3, "invalid UTF-8", "\xC3\xBC\xE2\x82\xAC" FFFD },
    { TEXT("\n\n\tx\x1b\x1b[m\x1b"), 3, 3, "control character U+001B",
      "\n\n\tx" FFFD "[m" FFFD },
    { TEXT("\xFF\x1b\xE2\x80\xAE" "a" "\xC3"), 1, 1, "invalid UTF-8", FFFD "a" FFFD },
};

START_TEST(test_hostile)
{
    for (size_t i = 0; i < GR_LEN(texts); i++) {
        const hostile *h = &texts[i];
        gr_text_fault fault = { 0 };
        gr_text clean = { 0 };
        ck_assert_msg(!gr_text_check(h->bytes, h->length, &fault), "text %zu is taken", i);
        ck_assert_msg(strcmp(fault.reason, h->reason) == 0, "text %zu: %s", i, fault.reason);
        ck_assert_msg(fault.line == h->line && fault.column == h->column, "text %zu: %ld:%ld", i,
                      fault.line, fault.column);
        gr_text_clean(&clean, h->bytes, h->length);
        ck_assert_msg(strcmp(gr_text_string(&clean), h->cleaned) == 0, "text %zu: %s", i,
                      gr_text_string(&clean));
        ck_assert(gr_text_check(clean.bytes, clean.length, &fault));
        gr_text_clear(&clean);
    }
}
END_TEST

START_TEST(test_harmless)
{
    static const char *const fine[] = {
        "", "plain", "tab\tand\nnewline", "\xC3\xBC\xC3\x9F", ("5\xC2\xB7" "8 \xE2\x86\x92 40"),
        "\xE2\xA0\x80\xE2\xA3\xBF", "\xE6\xBC\xA2\xE5\xAD\x97", "\xF0\x9F\x98\x80", "e\xCC\x81",
        "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D", "\xEF\xBF\xBD", "\xE2\x80\x93", "\xEE\x80\x80",
    };

    for (size_t i = 0; i < GR_LEN(fine); i++) {
        gr_text_fault fault;
        gr_text clean = { 0 };
        ck_assert_msg(gr_text_check(fine[i], strlen(fine[i]), &fault), "%s", fine[i]);
        gr_text_clean(&clean, fine[i], strlen(fine[i]));
        gr_assert_text(gr_text_string(&clean), fine[i]);
        gr_text_clear(&clean);
    }
}
END_TEST

/* To one line, cut between characters, behind what is there already. */
START_TEST(test_one_line)
{
    static const struct {
        const char *text;
        size_t most;
        const char *line;
    } rows[] = {
        { "plain", 5, "plain" },
        { "plain", 4, "plai" },
        { "plain", 0, "" },
        { "a\n\tb\x1b" "c", 20, "a  b" FFFD "c" },
        { "\xC3\xBC\xC3\x9F", 4, "\xC3\xBC\xC3\x9F" },
        { "\xC3\xBC\xC3\x9F", 3, "\xC3\xBC" },
        { "\xC3\xBC\xC3\x9F", 1, "" },
        { "\xF0\x9F\x98\x80x", 3, "" },
        { "\xFFx", 3, FFFD },
    };

    for (size_t i = 0; i < GR_LEN(rows); i++) {
        gr_text line = { 0 };
        gr_text_add(&line, "\n");
        gr_text_clean_line(&line, rows[i].text, strlen(rows[i].text), rows[i].most);
        gr_assert_text(gr_text_string(&line) + 1, rows[i].line);
        ck_assert_int_eq(gr_text_string(&line)[0], '\n');
        gr_text_clear(&line);
    }
}
END_TEST

/* --- UTF-8 --- */

/* Every code point there is, encoded and decoded; in every shorter length it is broken. */
START_TEST(test_every_character)
{
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char bytes[4];
        uint32_t back = 0xFFFFFFFF;
        size_t n = gr_utf8_encode(c, bytes), taken = gr_utf8_decode(bytes, n, &back);
        bool surrogate = c >= 0xD800 && c <= 0xDFFF;
        size_t length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        if (n != length || taken != n || back != (surrogate ? 0xFFFD : c))
            ck_abort_msg("U+%04X: %zu bytes, back as U+%04X", (unsigned)c, n, (unsigned)back);
        for (size_t cut = 1; cut < n; cut++)
            if (gr_utf8_decode(bytes, cut, &back) != 0)
                ck_abort_msg("U+%04X cut to %zu bytes is taken", (unsigned)c, cut);
    }
    char bytes[4];
    ck_assert_uint_eq(gr_utf8_encode(0x110000, bytes), 3);
    ck_assert(memcmp(bytes, FFFD, 3) == 0);
    ck_assert_uint_eq(gr_utf8_encode(UINT32_MAX, bytes), 3);
}
END_TEST

/* Every sequence of two bytes, and of four for those that can begin one: what is taken encodes
 * back to itself, so nothing is taken that is not the shortest form. */
START_TEST(test_every_sequence)
{
    uint64_t taken_in_all = 0;

    for (unsigned i = 0; i < 65536u * 64; i++) {
        unsigned tail = i / 65536;
        char bytes[4] = { (char)(i & 0xFF), (char)(i >> 8 & 0xFF), (char)(0x60 + 2 * tail),
                          (char)(0x80 + tail) }, back[4];
        uint32_t c;
        size_t taken = gr_utf8_decode(bytes, 4, &c);
        taken_in_all += taken > 0;
        if (taken > 0 && (gr_utf8_encode(c, back) != taken || memcmp(bytes, back, taken) != 0))
            ck_abort_msg("%02x %02x %02x %02x", bytes[0] & 0xFF, bytes[1] & 0xFF, bytes[2] & 0xFF,
                         bytes[3] & 0xFF);
    }
    ck_assert_uint_gt(taken_in_all, 65536u * 64 / 2);
}
END_TEST

/* --- growing strings --- */

START_TEST(test_growing)
{
    gr_text text = { 0 };
    char expected[2000] = "";

    gr_assert_text(gr_text_string(&text), "");
    ck_assert(gr_text_ok(&text, NULL));
    for (int i = 0; i < 300; i++) {
        gr_text_addf(&text, "%d", i % 10);
        gr_text_addn(&text, "ab!", 2);
        gr_text_put(&text, 'c');
        gr_text_pad(&text, '.', 1);
        size_t used = strlen(expected);
        snprintf(expected + used, sizeof expected - used, "%dabc.", i % 10);
    }
    gr_assert_text(gr_text_string(&text), expected);
    ck_assert_uint_eq(text.length, 1500);
    gr_text_truncate(&text, 2000);
    ck_assert_uint_eq(text.length, 1500);
    gr_text_truncate(&text, 3);
    gr_assert_text(gr_text_string(&text), "0ab");
    gr_text_put(&text, 0x20AC);
    gr_text_pad(&text, '-', 0);
    gr_assert_text(gr_text_string(&text), "0ab\xE2\x82\xAC");
    gr_text_clear(&text);
    ck_assert(text.bytes == NULL && text.length == 0);
    gr_text_truncate(&text, 0);
    gr_text_add(&text, "");
    gr_assert_text(gr_text_string(&text), "");
    gr_text_clear(&text);
}
END_TEST

/* The first failure sticks, and what was there stays readable. */
START_TEST(test_no_room)
{
    gr_text text = { 0 };
    gr_error err;

    gr_text_add(&text, "so far");
    gr_alloc_fail_at(1, false);
    for (int i = 0; i < 100; i++)
        gr_text_add(&text, "more");
    gr_alloc_fail_at(0, false);
    gr_text_add(&text, "and more");
    ck_assert(text.failed);
    ck_assert(strncmp(gr_text_string(&text), "so far", 6) == 0);
    ck_assert(!gr_text_ok(&text, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_MEMORY);
    gr_text_clear(&text);
    ck_assert(gr_text_ok(&text, NULL));
}
END_TEST

/* --- widths --- */

START_TEST(test_widths)
{
    ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
    ck_assert_int_eq(gr_character_width('a'), 1);
    ck_assert_int_eq(gr_character_width(0x7E), 1);
    ck_assert_int_eq(gr_character_width(0x1B), -1);
    ck_assert_int_eq(gr_character_width(0x7F), -1);
    ck_assert_int_eq(gr_character_width(0xFC), 1);
    ck_assert_int_eq(gr_character_width(0x28FF), 1); /* braille */
    ck_assert_int_eq(gr_character_width(0x6F22), 2);
    ck_assert_int_eq(gr_character_width(0x301), 0); /* combining */
    ck_assert_uint_eq(gr_text_width(""), 0);
    ck_assert_uint_eq(gr_text_width("abc"), 3);
    ck_assert_uint_eq(gr_text_width("\xC3\xBC\xE6\xBC\xA2\xE5\xAD\x97"), 5);
    ck_assert_uint_eq(gr_text_width("e\xCC\x81"), 1);
    ck_assert_uint_eq(gr_text_width("a\xFF\x1b"), 3); /* what cannot be shown counts as one */
}
END_TEST

/* --- messages --- */

/* Whatever a message is made of, it can be printed. */
START_TEST(test_messages)
{
    gr_error err;
    gr_text_fault fault;

    for (size_t i = 0; i < GR_LEN(texts); i++) {
        gr_fail(&err, GR_ERROR_USAGE, "unknown knob '%s'; allowed: lr", texts[i].bytes);
        ck_assert_msg(gr_text_check(err.message, strlen(err.message), &fault), "text %zu", i);
        ck_assert_ptr_null(strpbrk(err.message, "\n\t"));
        gr_assert_message(err, "'; allowed: lr");
        gr_fail_at(&err, texts[i].bytes, 3, 4, "%s", "wrong");
        ck_assert_msg(gr_text_check(err.message, strlen(err.message), &fault), "text %zu", i);
        gr_assert_message(err, ":3:4: wrong");
    }
}
END_TEST

/* Cut at a character, at every length around the limit. */
START_TEST(test_long_messages)
{
    gr_error err;
    gr_text_fault fault;
    char *text = calloc(1, 2000);

    for (size_t i = 440; i < 1990; i += 1) {
        memset(text, 'x', i);
        memcpy(text + i - 7, "\xF0\x9F\x98\x80\xE2\x82\xAC", 7);
        ck_assert(!gr_fail(&err, GR_ERROR_DATA, "%s", text));
        ck_assert(gr_text_check(err.message, strlen(err.message), &fault));
        ck_assert_uint_ge(strlen(err.message), i < 476 ? i : 476);
        ck_assert_uint_lt(strlen(err.message), sizeof err.message);
        memset(text, 0, 2000);
    }
    free(text);
}
END_TEST

START_TEST(test_error_forms)
{
    gr_error err = { 0 };

    ck_assert(!gr_fail(NULL, GR_ERROR_IO, "nobody listens"));
    ck_assert(!gr_fail_at(NULL, "x", 1, 1, "nobody"));
    ck_assert(!gr_error_locate(NULL, "x", 1, 1));
    ck_assert(!gr_fail(&err, GR_ERROR_USAGE, "first"));
    ck_assert(!gr_fail(&err, err.kind, "second: %s", err.message)); /* may point into itself */
    gr_assert_text(err.message, "second: first");
    ck_assert(!gr_error_locate(&err, "a.md", 3, 0));
    gr_assert_text(err.message, "a.md:3: second: first");
    ck_assert_int_eq(err.kind, GR_ERROR_DATA);
    gr_fail_at(&err, "a.md", 0, 7, "no line");
    gr_assert_text(err.message, "a.md: no line");
    gr_fail(&err, GR_ERROR_MEMORY, "none left");
    gr_error_locate(&err, "a.md", 1, 1); /* says nothing of the file's contents */
    gr_assert_text(err.message, "none left");
    ck_assert_int_eq(err.kind, GR_ERROR_MEMORY);
    ck_assert_int_eq(gr_error_status(&err), 4);
    gr_fail(&err, GR_ERROR_IO, "two\nlines\tand a tab");
    gr_assert_text(err.message, "two lines" FFFD "and a tab");
    ck_assert_int_eq(gr_error_status(&err), 4);
    for (int kind = GR_ERROR_DIFFERENCE; kind <= GR_ERROR_IO; kind++) {
        gr_fail(&err, (gr_error_kind)kind, "x");
        ck_assert_int_eq(gr_error_status(&err), kind);
    }
}
END_TEST

static size_t distance(const char *a, const char *b)
{
    size_t one = gr_edit_distance(a, strlen(a), b, strlen(b));

    ck_assert_uint_eq(gr_edit_distance(b, strlen(b), a, strlen(a)), one);
    return one;
}

START_TEST(test_distances)
{
    char a[100], b[100];

    memset(a, 'x', 64);
    a[64] = '\0';
    snprintf(b, sizeof b, "%.63s", a);
    ck_assert_uint_eq(distance("", ""), 0);
    ck_assert_uint_eq(distance("", "abc"), 3);
    ck_assert_uint_eq(distance("kitten", "sitting"), 3);
    ck_assert_uint_eq(distance("experiment", "expirement"), 2);
    ck_assert_uint_eq(distance("flaw", "lawn"), 2);
    ck_assert_uint_eq(distance(b, b), 0);
    ck_assert_uint_eq(distance(b, "x"), 62);
    ck_assert_uint_eq(distance(a, b), 64);
    ck_assert_uint_eq(distance(a, a), 64);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = {
        test_hostile,        test_harmless,      test_one_line,  test_every_character,
        test_every_sequence, test_growing,       test_no_room,   test_widths,
        test_messages,       test_long_messages, test_error_forms, test_distances,
    };
    Suite *s = suite_create("text");
    TCase *all = gr_test_case(s, "text");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, tests[i]);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
