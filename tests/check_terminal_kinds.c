/* Kinds of terminals and locales, colours and glyphs, memory; and where there is no terminal. */
#include "terminal.h"

#include "support.h"

#include "gradus/text.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static gr_pty *pty;
static gr_twin twin;

/* --- terminals and locales --- */

static const struct kind {
    const char *term;
    gr_color color;
    bool alternate; /* it has a second screen, one that libvterm knows */
} kinds[] = {
    { "vt100", GR_COLOR_MONO, false },      { "linux", GR_COLOR_8, false },
    { "screen", GR_COLOR_8, true },         { "tmux-256color", GR_COLOR_256, true },
    { "xterm", GR_COLOR_8, true },          { "xterm-256color", GR_COLOR_256, true },
    { "xterm-mono", GR_COLOR_MONO, false },
};
static const char *const locales[] = { "C.UTF-8", "C", "POSIX", "xx_YY.nonsense" };
enum { KINDS = GR_LEN(kinds), LOCALES = GR_LEN(locales) };

static void finish(void)
{
    gr_pty_free(pty);
    gr_twin_clear(&twin);
}

static void assert_quits(void)
{
    gr_pty_type(pty, "Q");
    gr_pty_end end = gr_pty_wait_end(pty);
    char *errors = gr_pty_errors(pty);
    ck_assert_msg(end.status == 0 && end.signal == 0, "status %d, signal %d, %s", end.status,
                  end.signal, errors);
    free(errors);
    gr_pty_assert_restored(pty);
}

START_TEST(every_kind_of_terminal_works)
{
    const struct kind *kind = &kinds[_i % KINDS];
    const char *locale = locales[_i / KINDS];
    bool utf8 = strcmp(locale, "C.UTF-8") == 0;
    gr_pty_setup setup = { .term = kind->term, .locale = locale };
    size_t length;

    gr_twin_init(&twin, "030", kind->color, !utf8);
    pty = gr_pty_start(&setup, (const char *[]){ "030", NULL });
    gr_pty_wait_twin(pty, &twin);
    ck_assert_int_eq(gr_pty_alternate_screen(pty), kind->alternate);
    gr_pty_type_both(pty, &twin, "s5.");
    gr_pty_type_both(pty, &twin, "n");
    gr_pty_type_both(pty, &twin, "?");
    gr_pty_type_both(pty, &twin, "q");
    assert_quits();
    const char *output = gr_pty_output(pty, &length);
    for (size_t i = 0; i < length && !utf8; i++)
        ck_assert_msg((output[i] & 0x80) == 0, "byte %02x at %zu", (unsigned char)output[i], i);
    finish();
}
END_TEST

START_TEST(ascii_can_be_asked_for)
{
    size_t length;

    gr_twin_init(&twin, NULL, GR_COLOR_256, true);
    pty = gr_pty_start(&(gr_pty_setup){ .width = 80 }, (const char *[]){ "--ascii", NULL });
    gr_pty_wait_twin(pty, &twin);
    gr_pty_type_both(pty, &twin, "\r");
    gr_pty_type_both(pty, &twin, "n");
    const char *output = gr_pty_output(pty, &length);
    for (size_t i = 0; i < length; i++)
        ck_assert_msg((output[i] & 0x80) == 0, "byte %02x at %zu", (unsigned char)output[i], i);
    finish();
}
END_TEST

/* --- no terminal for screens: the dialogue takes their place --- */

/* One line on standard error that has the part. */
static void assert_one_line(const char *part)
{
    char *errors = gr_pty_errors(pty);

    ck_assert_msg(strstr(errors, part) != NULL, "no '%s' in: %s", part, errors);
    ck_assert_msg(strncmp(errors, "gradus: ", 8) == 0, "%s", errors);
    ck_assert_msg(strchr(errors, '\n') == errors + strlen(errors) - 1, "not one line: %s", errors);
    ck_assert_ptr_null(strchr(errors, '\033'));
    free(errors);
}

/* It can be talked to, and writes no escape code. */
static void assert_dialogue(const gr_pty_setup *setup, const char *part)
{
    size_t length;

    pty = gr_pty_start(setup, (const char *[]){ "030", NULL });
    gr_pty_wait_text(pty, "How many parameters in all?");
    gr_pty_type(pty, "q\n");
    gr_pty_type(pty, "q\n"); /* out of the lesson, and out of the catalogue */
    gr_pty_send(pty, "\x04", 1);
    ck_assert_int_eq(gr_pty_wait_end(pty).status, 0);
    assert_one_line(part);
    const char *output = gr_pty_output(pty, &length);
    ck_assert_ptr_null(memchr(output, '\033', length));
    gr_pty_assert_restored(pty);
    gr_pty_free(pty);
}

START_TEST(a_terminal_that_cannot_show_screens_has_the_dialogue)
{
    static const struct {
        const char *term, *variable, *part;
    } cases[] = {
        { "dumb", NULL, "cannot move the cursor (TERM is 'dumb')" },
        { "", NULL, "TERM is ''" },
        { "", "TERM=", "TERM is ''" },
        { "no-such-terminal", NULL,
          "nothing is known of this terminal (TERM is 'no-such-terminal')" },
        { "../../etc/passwd", NULL, "nothing is known of this terminal" },
        { "unknown", NULL, "TERM is 'unknown'" },
    };

    for (size_t i = 0; i < GR_LEN(cases); i++)
        assert_dialogue(&(gr_pty_setup){ .term = cases[i].term, .variable = cases[i].variable },
                        cases[i].part);
}
END_TEST

/* Standard output of a program whose input is empty or a file; there is no lesson in it to end. */
START_TEST(an_input_that_is_no_terminal_is_a_dialogue)
{
    size_t length;

    pty = gr_pty_start(&(gr_pty_setup){ .no_input = true }, (const char *[]){ "030", NULL });
    ck_assert_int_eq(gr_pty_wait_end(pty).status, 0);
    assert_one_line("standard input is no terminal");
    ck_assert(gr_pty_shows(pty, "How many parameters in all?"));
    const char *output = gr_pty_output(pty, &length);
    ck_assert_ptr_null(memchr(output, '\033', length));
    gr_pty_assert_restored(pty);
    gr_pty_free(pty);
}
END_TEST

START_TEST(an_output_that_is_no_terminal_has_the_dialogue)
{
    size_t length;

    pty = gr_pty_start(&(gr_pty_setup){ .no_output = true }, (const char *[]){ "030", NULL });
    gr_pty_type(pty, "q\nq\n");
    gr_pty_send(pty, "\x04", 1);
    ck_assert_int_eq(gr_pty_wait_end(pty).status, 0);
    assert_one_line("standard output is no terminal");
    char *said = gr_test_read(gr_test_path(gr_pty_folder(pty), "stdout"), &length);
    ck_assert_ptr_nonnull(strstr(said, "How many parameters in all?"));
    ck_assert_ptr_null(memchr(said, '\033', length));
    free(said);
    gr_pty_assert_restored(pty);
    gr_pty_free(pty);
}
END_TEST

/* Then there is nothing to go on with. */
START_TEST(without_a_lesson_there_is_no_dialogue)
{
    size_t length;

    pty = gr_pty_start(&(gr_pty_setup){ .term = "dumb" }, (const char *[]){ "no-such", NULL });
    ck_assert_int_eq(gr_pty_wait_end(pty).status, 4);
    assert_one_line("no lesson 'no-such'");
    gr_pty_output(pty, &length);
    ck_assert_uint_eq(length, 0);
    gr_pty_free(pty);
}
END_TEST

START_TEST(a_lesson_that_is_not_there_is_told)
{
    pty = gr_pty_start(&(gr_pty_setup){ .width = 80 }, (const char *[]){ "no-such", NULL });
    gr_pty_end end = gr_pty_wait_end(pty);
    char *errors = gr_pty_errors(pty);
    ck_assert_int_eq(end.status, 4);
    ck_assert_ptr_nonnull(strstr(errors, "no-such"));
    ck_assert(!gr_pty_alternate_screen(pty));
    free(errors);
    gr_pty_free(pty);
}
END_TEST

/* --- colours --- */

/* How many SGR parameters lie in a range; those of 38;5;N and 48;5;N count as 38 and 48. */
static int count_colors(int from, int to)
{
    size_t length;
    const char *at = gr_pty_output(pty, &length), *end = at + length;
    int count = 0;

    while ((at = memmem(at, (size_t)(end - at), "\033[", 2)) != NULL) {
        const char *start = at += 2;
        while (at < end && *at != '\0' && strchr("0123456789;", *at) != NULL)
            at++;
        if (at == end || *at != 'm')
            continue;
        for (const char *p = start; p < at;) {
            char *next;
            long value = strtol(p, &next, 10);
            count += value >= from && value <= to;
            if (value == 38 || value == 48) /* an index follows */
                break;
            p = next + 1;
        }
    }
    return count;
}

static void show(const gr_pty_setup *setup, const char *option, gr_color color)
{
    gr_twin_init(&twin, "030", color, false);
    pty = gr_pty_start(setup, (const char *[]){ "030", option, NULL });
    gr_pty_wait_twin(pty, &twin);
    gr_pty_type_both(pty, &twin, "s5.");
    gr_pty_type_both(pty, &twin, "n");
}

START_TEST(no_color_means_none)
{
    if (_i == 0)
        show(&(gr_pty_setup){ .variable = "NO_COLOR=1" }, NULL, GR_COLOR_MONO);
    else
        show(&(gr_pty_setup){ .width = 80 }, _i == 1 ? "--color=mono" : "--color=never",
             GR_COLOR_MONO);
    ck_assert_int_eq(count_colors(30, 38), 0);
    ck_assert_int_eq(count_colors(40, 48), 0);
    ck_assert_int_eq(count_colors(90, 107), 0);
    finish();
}
END_TEST

START_TEST(an_empty_no_color_says_nothing)
{
    show(&(gr_pty_setup){ .variable = "NO_COLOR=" }, NULL, GR_COLOR_256);
    ck_assert_int_gt(count_colors(38, 38), 0);
    finish();
}
END_TEST

START_TEST(an_option_is_stronger_than_no_color)
{
    show(&(gr_pty_setup){ .variable = "NO_COLOR=1" }, "--color=256", GR_COLOR_256);
    ck_assert_int_gt(count_colors(38, 38), 0);
    finish();
}
END_TEST

START_TEST(eight_colors_are_eight)
{
    show(&(gr_pty_setup){ .width = 80 }, "--color=8", GR_COLOR_8);
    ck_assert_int_eq(count_colors(38, 38), 0);
    ck_assert_int_eq(count_colors(48, 48), 0);
    ck_assert_int_eq(count_colors(90, 107), 0);
    finish();
}
END_TEST

/* --- glyphs --- */

static bool is_allowed(uint32_t character)
{
    static const char *const glyphs[] = {
#define GR_GLYPH(id, utf8, ascii) utf8,
#include "gradus/glyphs.def"
#undef GR_GLYPH
    };
    uint32_t glyph;

    if (character < 0x7F || (character >= 0x2800 && character <= 0x28FF))
        return true;
    for (size_t i = 0; i < GR_LEN(glyphs); i++)
        if (gr_utf8_decode(glyphs[i], strlen(glyphs[i]), &glyph) > 0 && glyph == character)
            return true;
    return false;
}

static void assert_glyphs(const char *where, size_t page)
{
    int width, height;

    gr_pty_size(pty, &width, &height);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            gr_pty_cell cell = gr_pty_cell_at(pty, x, y);
            if (!is_allowed(cell.character))
                ck_abort_msg("%s, page %zu: U+%04X at %d,%d", where, page + 1,
                             (unsigned)cell.character, x, y);
        }
}

/* Every page as it opens, and at the end of its run. */
static void assert_lesson_glyphs(const char *lesson)
{
    pty = gr_pty_start_both(&(gr_pty_setup){ .width = 80 }, &twin, lesson);
    size_t pages = twin.app.session->lesson->page_count;
    for (size_t page = 0; page < pages; page++) {
        assert_glyphs(lesson, page);
        gr_pty_type_both(pty, &twin, "s"); /* skip what is to be predicted */
        gr_pty_type_both(pty, &twin, "5.");
        assert_glyphs(lesson, page);
        gr_pty_type_both(pty, &twin, "n");
    }
    finish();
}

START_TEST(only_listed_glyphs_are_drawn)
{
    gr_catalogue catalogue;
    gr_error err;

    pty = gr_pty_start_both(&(gr_pty_setup){ .width = 80 }, &twin, NULL);
    assert_glyphs("the catalogue", 0);
    gr_pty_type_both(pty, &twin, "?");
    assert_glyphs("help", 0);
    finish();
    ck_assert(gr_catalogue_load(&catalogue, &err));
    ck_assert_uint_gt(catalogue.count, 0);
    for (size_t i = 0; i < catalogue.count; i++)
        if (catalogue.entries[i].lesson != NULL)
            assert_lesson_glyphs(catalogue.entries[i].name);
    gr_catalogue_clear(&catalogue);
}
END_TEST

/* --- memory --- */

START_TEST(the_first_frame_takes_little_memory)
{
    enum { LIMIT_KIB = 8192 };

    pty = gr_pty_start_both(&(gr_pty_setup){ .width = 80 }, &twin, NULL);
    long peak = gr_pty_peak_memory(pty);
    if (gr_pty_is_instrumented() || peak < 0)
        printf("# skipped: the memory of an instrumented program is not that of gradus\n");
    else
        ck_assert_msg(peak < LIMIT_KIB, "%ld KiB", peak);
    finish();
}
END_TEST

/* --- the suite --- */

int main(void)
{
    Suite *suite = suite_create("terminal_kinds");
    TCase *tcase = gr_test_case(suite, "kinds");

    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_loop_test(tcase, every_kind_of_terminal_works, 0, KINDS * LOCALES);
    tcase_add_test(tcase, ascii_can_be_asked_for);
    tcase = gr_test_case(suite, "none");
    tcase_add_test(tcase, a_terminal_that_cannot_show_screens_has_the_dialogue);
    tcase_add_test(tcase, an_input_that_is_no_terminal_is_a_dialogue);
    tcase_add_test(tcase, an_output_that_is_no_terminal_has_the_dialogue);
    tcase_add_test(tcase, without_a_lesson_there_is_no_dialogue);
    tcase_add_test(tcase, a_lesson_that_is_not_there_is_told);
    tcase = gr_test_case(suite, "colours");
    tcase_add_loop_test(tcase, no_color_means_none, 0, 3);
    tcase_add_test(tcase, an_empty_no_color_says_nothing);
    tcase_add_test(tcase, an_option_is_stronger_than_no_color);
    tcase_add_test(tcase, eight_colors_are_eight);
    tcase = gr_test_case(suite, "glyphs");
    tcase_add_test(tcase, only_listed_glyphs_are_drawn);
    tcase = gr_test_case(suite, "memory");
    tcase_add_test(tcase, the_first_frame_takes_little_memory);
    return gr_test_main(suite);
}
