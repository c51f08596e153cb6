/* The line of the progress bar: what stands in it, and what gives way where there is no room. */
#include "cli/progress.h"

#include "gradus/memory.h"

#include "support.h"

#include <locale.h>
#include <string.h>

static gr_text line;

static const char *draw(size_t done, size_t count, double seconds, int width)
{
    gr_text_clear(&line);
    gr_cli_bar_line(&line, "runs", done, count, seconds, width);
    return gr_text_string(&line);
}

static void in_locale(const char *name)
{
    ck_assert_msg(setlocale(LC_CTYPE, name) != NULL, "no locale %s", name);
}

START_TEST(it_says_how_far_and_how_fast)
{
    in_locale("C.UTF-8");
    gr_assert_text(draw(1500, 6000, 3, 100),
                   " 1500 of 6000 runs   ━━━━━━──────────────────  25 %   500 runs/s   9 s left   "
                   "Ctrl-C stop");
    gr_assert_text(draw(0, 10, 1, 100),
                   "  0 of 10 runs   ────────────────────────  0 %   Ctrl-C stop");
    gr_assert_text(draw(10, 10, 4, 100), " 10 of 10 runs   ━━━━━━━━━━━━━━━━━━━━━━━━  100 %   "
                                         "2.5 runs/s   0 s left   Ctrl-C stop");
    gr_text_clear(&line);
}
END_TEST

START_TEST(it_is_ascii_where_the_locale_is)
{
    in_locale("C");
    gr_assert_text(draw(1, 2, 1, 100), " 1 of 2 runs   ============------------  50 %   1 runs/s   "
                                       "1 s left   Ctrl-C stop");
    gr_text_clear(&line);
}
END_TEST

static const struct {
    size_t done, count;
    double seconds;
    const char *part;
} times[] = {
    { 1, 60, 1, "   59 s left" },
    { 1, 61, 1, "   1 min left" },
    { 1, 91, 1, "   2 min left" },
    { 1, 3600, 1, "   60 min left" },
    { 1, 3601, 1, "   1 h left" },
    { 1, 2, 100, "   0.01 runs/s   2 min left" },
    { 2, 3, 0.125, "   16 runs/s   1 s left" },
};

START_TEST(times_are_told_in_what_fits_them)
{
    const char *text = draw(times[_i].done, times[_i].count, times[_i].seconds, 200);

    ck_assert_msg(strstr(text, times[_i].part) != NULL, "no '%s' in: %s", times[_i].part, text);
    gr_text_clear(&line);
}
END_TEST

/* Never wider than it may be; the bar is shown from 8 columns on and no wider than 24; a part that
 * was dropped does not come back in a narrower line. */
START_TEST(it_fits_any_width)
{
    static const char *const parts[] = { "Ctrl-C stop", "runs/s", "s left", "%" };
    bool gone[GR_LEN(parts)] = { false };

    in_locale("C");
    for (int width = 100; width >= 0; width--) {
        const char *text = draw(70, 200, 2, width);
        const char *first = strchr(text, '=');
        size_t bar = first != NULL ? strspn(first, "=-") : 0;
        ck_assert_uint_le(strlen(text), (size_t)width);
        ck_assert_msg(bar == 0 || (bar >= 8 && bar <= 24), "%d: %s", width, text);
        for (size_t i = 0; i < GR_LEN(parts); i++) {
            bool there = strstr(text, parts[i]) != NULL;
            ck_assert_msg(!there || !gone[i], "%d: %s", width, text);
            ck_assert_msg(there || i == 0 || gone[i - 1] || strstr(text, parts[i - 1]) == NULL,
                          "%d: %s", width, text);
            gone[i] = gone[i] || !there;
        }
    }
    gr_assert_text(draw(70, 200, 2, 16), "  70 of 200 runs");
    gr_assert_text(draw(70, 200, 2, 15), "");
    gr_text_clear(&line);
}
END_TEST

/* Where standard error is no terminal nothing is ever written, hence nothing measured. */
START_TEST(it_is_only_for_terminals)
{
    gr_cli_bar bar;

    gr_cli_bar_start(&bar, true);
    ck_assert(!bar.wanted);
    for (size_t i = 0; i < 1000; i++)
        gr_cli_bar_move(&bar, i, 1000);
    ck_assert(bar.drawn <= 0);
    ck_assert_int_eq(bar.width, 0);
    gr_cli_bar_clear(&bar);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("progress");
    TCase *tcase = gr_test_case(suite, "progress");

    tcase_add_test(tcase, it_says_how_far_and_how_fast);
    tcase_add_test(tcase, it_is_ascii_where_the_locale_is);
    tcase_add_loop_test(tcase, times_are_told_in_what_fits_them, 0, (int)GR_LEN(times));
    tcase_add_test(tcase, it_fits_any_width);
    tcase_add_test(tcase, it_is_only_for_terminals);
    return gr_test_main(suite);
}
