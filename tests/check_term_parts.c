/* The parts of the terminal that need no curses: bytes to keys and pastes, and in which style
 * blanks are drawn. */
#include "../src/tui/term_private.h"

#include "support.h"

#include "gradus/memory.h"

#include <locale.h>
#include <string.h>

/* --- bytes --- */

/* The keys of some bytes, one after the other; returns how many. */
static size_t keys_of(const char *bytes, size_t length, gr_key *keys)
{
    gr_term_input input = { .count = 0 };
    size_t count = 0;

    for (size_t i = 0; i < length; i++) {
        gr_term_event event = gr_term_input_byte(&input, bytes[i]);
        if (event.kind == GR_EVENT_KEY)
            keys[count++] = event.key;
    }
    gr_term_input_clear(&input);
    return count;
}

START_TEST(every_character_is_a_key)
{
    gr_key keys[4];
    char bytes[4];

    for (uint32_t c = 1; c < 0x110000; c += c < 0x3000 ? 1 : 61) {
        if (c >= 0xD800 && c < 0xE000)
            continue;
        size_t count = keys_of(bytes, gr_utf8_encode(c, bytes), keys);
        uint32_t wanted = c == '\n' ? GR_KEY_ENTER : c == '\b' ? GR_KEY_BACKSPACE : c;
        if (count != 1 || keys[0] != wanted)
            ck_abort_msg("U+%04X gives %zu keys, the first U+%04X", (unsigned)c, count,
                         (unsigned)keys[0]);
    }
}
END_TEST

/* Any two bytes and then a letter: the letter comes, whatever was before it, and last. */
START_TEST(no_bytes_swallow_a_letter)
{
    gr_key keys[4];

    for (int i = 0; i < 256 * 256; i++) {
        const char bytes[3] = { (char)(i / 256), (char)(i % 256), 'x' };
        size_t count = keys_of(bytes, 3, keys);
        if (count == 0 || keys[count - 1] != 'x')
            ck_abort_msg("%02x %02x swallow it", (unsigned)i / 256, (unsigned)i % 256);
    }
}
END_TEST

START_TEST(malformed_bytes_are_no_keys)
{
    static const char *const malformed[] = { "\x80",     "\xC0\xAF",         "\xC3",
                                             "\xE2\xA0", "\xED\xA0\x80",     "\xF0\x9F\x98",
                                             "\xFF\xFE", "\xF5\x80\x80\x80", "\xF4\x90\x80\x80" };
    gr_key keys[8];

    for (size_t i = 0; i < GR_LEN(malformed); i++)
        ck_assert_uint_eq(keys_of(malformed[i], strlen(malformed[i]), keys), 0);
}
END_TEST

/* --- pastes --- */

static gr_term_event feed(gr_term_input *input, const char *bytes)
{
    gr_term_event event = { .kind = GR_EVENT_NONE };

    for (; *bytes != '\0'; bytes++) {
        ck_assert_int_eq(event.kind, GR_EVENT_NONE);
        event = gr_term_input_byte(input, *bytes);
    }
    return event;
}

START_TEST(a_paste_is_one_event)
{
    gr_term_input input = { .count = 0 };

    for (int by_key = 0; by_key < 2; by_key++) {
        gr_term_input_begin_paste(&input);
        gr_term_event event = feed(&input, "a\033[20b\xFF\r");
        ck_assert_int_eq(event.kind, GR_EVENT_NONE);
        ck_assert_int_eq(gr_term_input_key(&input, GR_KEY_UP).kind, GR_EVENT_NONE);
        event = by_key ? gr_term_input_end_paste(&input) : feed(&input, "\033[201~");
        ck_assert_int_eq(event.kind, GR_EVENT_PASTE);
        gr_assert_text(event.text, "a\033[20b\xFF\r");
        ck_assert_int_eq(gr_term_input_end_paste(&input).kind, GR_EVENT_NONE);
        event = gr_term_input_key(&input, GR_KEY_UP);
        ck_assert_int_eq(event.kind, GR_EVENT_KEY);
        ck_assert_uint_eq(event.key, GR_KEY_UP);
    }
    gr_term_input_clear(&input);
}
END_TEST

START_TEST(a_paste_without_end_is_bounded_and_left)
{
    gr_term_input input = { .count = 0 };

    gr_term_input_begin_paste(&input);
    for (long i = 0; i < 1000000; i++)
        ck_assert(gr_term_input_byte(&input, 'q').kind == GR_EVENT_NONE);
    ck_assert_uint_le(input.paste.length, 65536);
    gr_term_input_leave_paste(&input);
    ck_assert_uint_eq(gr_term_input_byte(&input, 'q').key, 'q');
    gr_term_input_clear(&input);
}
END_TEST

/* --- blanks --- */

static const gr_style own = { .foreground = -1, .background = -1 };
static const gr_style blue = { .foreground = 4, .background = -1, .bold = true };
static const gr_style shaded = { .foreground = -1, .background = 2 };
static const gr_style lined = { .foreground = -1, .background = -1, .underline = true };

static bool is(gr_style a, gr_style b)
{
    return a.foreground == b.foreground && a.background == b.background && a.bold == b.bold &&
           a.underline == b.underline && a.reverse == b.reverse && a.dim == b.dim;
}

/* Three cells of a row, twice: first a dot and two blanks, then it has moved to the right. */
START_TEST(what_is_erased_takes_the_colours_in_hand)
{
    gr_pen pen = { .width = 0 };

    ck_assert(gr_pen_begin(&pen, 3, 1, true, NULL));
    ck_assert(is(gr_pen_style(&pen, 0, 0, '*', blue), blue));
    ck_assert(is(gr_pen_style(&pen, 1, 0, '*', blue), blue));
    ck_assert(is(gr_pen_style(&pen, 2, 0, ' ', own), own)); /* nothing is known of what is there */
    ck_assert(gr_pen_begin(&pen, 3, 1, false, NULL));
    ck_assert(is(gr_pen_style(&pen, 0, 0, '+', blue), blue));
    ck_assert(is(gr_pen_style(&pen, 1, 0, ' ', own), blue)); /* the pen in hand */
    ck_assert(is(gr_pen_style(&pen, 2, 0, ' ', own), own));  /* it stands there already */
    ck_assert(gr_pen_begin(&pen, 3, 1, false, NULL));
    ck_assert(is(gr_pen_style(&pen, 0, 0, '+', blue), blue)); /* as it is: not written */
    ck_assert(is(gr_pen_style(&pen, 1, 0, ' ', own), blue));
    ck_assert(is(gr_pen_style(&pen, 2, 0, 'x', own), own));
    gr_pen_clear(&pen);
}
END_TEST

START_TEST(what_can_be_seen_is_never_changed)
{
    gr_pen pen = { .width = 0 };

    ck_assert(gr_pen_begin(&pen, 2, 1, true, NULL));
    gr_pen_style(&pen, 0, 0, '*', blue);
    gr_pen_style(&pen, 1, 0, 'a', own);
    ck_assert(gr_pen_begin(&pen, 2, 1, false, NULL));
    ck_assert(is(gr_pen_style(&pen, 0, 0, '+', shaded), shaded));
    ck_assert(is(gr_pen_style(&pen, 1, 0, ' ', own), own)); /* not the shade in hand */
    ck_assert(gr_pen_begin(&pen, 2, 1, false, NULL));
    ck_assert(is(gr_pen_style(&pen, 0, 0, 'x', blue), blue));
    ck_assert(is(gr_pen_style(&pen, 1, 0, ' ', lined), lined));
    ck_assert(gr_pen_begin(&pen, 2, 1, false, NULL));
    ck_assert(is(gr_pen_style(&pen, 0, 0, ' ', shaded), shaded));
    ck_assert(is(gr_pen_style(&pen, 1, 0, ' ', own), own)); /* the line goes */
    ck_assert(gr_pen_begin(&pen, 2, 1, true, NULL));
    ck_assert(is(gr_pen_style(&pen, 0, 0, ' ', own), own)); /* all anew */
    gr_pen_clear(&pen);
}
END_TEST

/* Any style wanted, over any that is shown: what is chosen is it, or looks the same as a blank. */
START_TEST(all_styles_over_all_look_right)
{
    gr_style styles[64];
    gr_pen pen = { .width = 0 };

    for (int i = 0; i < 64; i++)
        styles[i] = (gr_style){ .foreground = i % 2 == 0 ? -1 : 3,
                                .background = i & 2 ? 5 : -1,
                                .bold = (i & 4) != 0,
                                .dim = (i & 8) != 0,
                                .underline = (i & 16) != 0,
                                .reverse = (i & 32) != 0 };
    for (int i = 0; i < 64 * 64 * 4; i++) {
        gr_style before = styles[i % 64], wanted = styles[i / 64 % 64];
        uint32_t was = i / 4096 % 2 == 0 ? ' ' : 'w', now = i / 8192 % 2 == 0 ? ' ' : 'n';
        ck_assert(gr_pen_begin(&pen, 1, 1, true, NULL));
        gr_pen_style(&pen, 0, 0, was, before);
        ck_assert(gr_pen_begin(&pen, 1, 1, false, NULL));
        gr_style chosen = gr_pen_style(&pen, 0, 0, now, wanted);
        bool alike = now == ' ' && chosen.background == wanted.background &&
                     chosen.underline == wanted.underline && chosen.reverse == wanted.reverse &&
                     wanted.background < 0 && !wanted.underline && !wanted.reverse;
        if (!alike && !is(chosen, wanted))
            ck_abort_msg("case %d", i);
    }
    gr_pen_clear(&pen);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("term_parts");
    TCase *tcase = gr_test_case(suite, "bytes");

    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_test(tcase, every_character_is_a_key);
    tcase_add_test(tcase, no_bytes_swallow_a_letter);
    tcase_add_test(tcase, malformed_bytes_are_no_keys);
    tcase = gr_test_case(suite, "pastes");
    tcase_add_test(tcase, a_paste_is_one_event);
    tcase_add_test(tcase, a_paste_without_end_is_bounded_and_left);
    tcase = gr_test_case(suite, "blanks");
    tcase_add_test(tcase, what_is_erased_takes_the_colours_in_hand);
    tcase_add_test(tcase, what_can_be_seen_is_never_changed);
    tcase_add_test(tcase, all_styles_over_all_look_right);
    return gr_test_main(suite);
}
