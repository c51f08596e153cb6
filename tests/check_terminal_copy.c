/* Capsules by key: the run goes to a file and to the terminal's clipboard, and comes back. */
#include "terminal.h"

#include "gradus/memory.h"

#include "support.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static gr_pty *pty;

static void start(const char *term, const char *lesson)
{
    const char *const arguments[] = { lesson, NULL };

    pty = gr_pty_start(&(gr_pty_setup){ .term = term, .variable = "GRADUS_STUDENT=-" }, arguments);
    gr_pty_wait_text(pty, "? help");
}

static void finish(void)
{
    gr_pty_type(pty, "Q");
    ck_assert_int_eq(gr_pty_wait_end(pty).status, 0);
    gr_pty_assert_restored(pty);
    gr_pty_free(pty);
}

static void type(const char *keys, const char *shown)
{
    gr_pty_type(pty, keys);
    gr_pty_wait_text(pty, shown);
}

static void predict(void)
{
    type("100\r\r", "You said 100; it is 99, off by 1.");
}

/* --- the clipboard --- */

static int digit(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c != '\0' ? strchr(digits, c) : NULL;

    return at != NULL ? (int)(at - digits) : -1;
}

/* The text of the last clipboard sequence, NULL where none was written. Heap. */
static char *clipboard(void)
{
    static const char begin[] = "\033]52;c;";
    size_t length, n = 0;
    const char *bytes = gr_pty_output(pty, &length), *found = NULL;
    unsigned bits = 0;
    int held = 0;

    for (size_t i = 0; i + sizeof begin <= length; i++)
        if (memcmp(bytes + i, begin, sizeof begin - 1) == 0)
            found = bytes + i + sizeof begin - 1;
    if (found == NULL)
        return NULL;
    char *text = calloc(length + 1, 1);
    ck_assert(text != NULL);
    for (; digit(*found) >= 0; found++) {
        bits = (bits << 6 | (unsigned)digit(*found)) & 0xFFFFF;
        held += 6;
        if (held >= 8) {
            held -= 8;
            text[n++] = (char)(bits >> held);
        }
    }
    found += strspn(found, "=");
    ck_assert_int_eq(*found, '\a');
    return text;
}

/* What stands in a file of the program's folder, without its newline. Heap. */
static char *file(const char *name)
{
    char *text = gr_test_read(gr_test_path(gr_pty_folder(pty), name), NULL);
    size_t length = strlen(text);

    ck_assert_uint_gt(length, 0);
    ck_assert_int_eq(text[length - 1], '\n');
    text[length - 1] = '\0';
    return text;
}

static bool there(const char *name)
{
    return access(gr_test_path(gr_pty_folder(pty), name), F_OK) == 0;
}

static int status_of(const char *arguments)
{
    const char *program = getenv("GRADUS");
    char command[8192];

    snprintf(command, sizeof command, "cd '%s' && '%s' %s > output 2>&1", gr_pty_folder(pty),
             program != NULL ? program : "./gradus", arguments);
    int waited = system(command);
    return WIFEXITED(waited) ? WEXITSTATUS(waited) : -1;
}

/* --- tests --- */

START_TEST(the_run_goes_to_file_and_clipboard)
{
    start(NULL, "030");
    predict();
    type("y", "= copied, and saved parameters-1.yaml; gradus replay parameters-1.yaml");
    char *saved = file("parameters-1.yaml"), *copied = clipboard();
    ck_assert_ptr_nonnull(copied);
    gr_assert_text(copied, saved);
    ck_assert_ptr_null(strchr(saved, '\n'));
    ck_assert_int_eq(status_of("replay parameters-1.yaml"), 0);
    ck_assert_int_eq(status_of("replay \"$(cat parameters-1.yaml)\""), 0);
    free(saved);
    free(copied);
    finish();
}
END_TEST

START_TEST(another_number_is_found_out)
{
    start(NULL, "030");
    predict();
    type("y", "= copied");
    ck_assert_int_eq(status_of("replay \"$(sed 's/5-8-4-3/5-8-4-4/' parameters-1.yaml)\""), 1);
    finish();
}
END_TEST

START_TEST(a_terminal_without_a_clipboard_is_told_nothing)
{
    static const char *const terms[] = { "linux", "screen-256color", "vt220" };

    start(terms[_i], "030");
    predict();
    type("y", "= copied, and saved parameters-1.yaml");
    ck_assert_ptr_null(clipboard());
    ck_assert(there("parameters-1.yaml"));
    finish();
}
END_TEST

START_TEST(the_same_run_is_one_file_another_run_another)
{
    start(NULL, "030");
    predict();
    type("y", "saved parameters-1.yaml");
    type(",", "step 2 of 3");
    type("y", "saved parameters-2.yaml");
    type(".", "step 3 of 3");
    type("y", "saved parameters-1.yaml");
    ck_assert(!there("parameters-3.yaml"));
    char *first = file("parameters-1.yaml"), *second = file("parameters-2.yaml");
    ck_assert_str_ne(first, second);
    free(first);
    free(second);
    finish();
}
END_TEST

START_TEST(what_others_put_there_is_left_alone)
{
    start(NULL, "030");
    predict();
    gr_test_write(gr_test_path(gr_pty_folder(pty), "parameters-1.yaml"), "mine\n", 5);
    type("y", "saved parameters-2.yaml");
    char *mine = file("parameters-1.yaml");
    gr_assert_text(mine, "mine");
    free(mine);
    finish();
}
END_TEST

START_TEST(a_page_around_a_capsule)
{
    start(NULL, "030");
    predict();
    type("]]", ">layers 5-8-4-3");
    type("\r10-20-5\r", "layers 10-20-5");
    type("G", "step");
    type(":step 1\r", "step 1 of 2");
    type("y", "saved parameters-1.yaml");
    type(":load parameters-1.yaml\r", "= the run of parameters-1.yaml");
    gr_pty_wait_text(pty, "page 1 of 1");
    gr_pty_wait_text(pty, "layers 10-20-5");
    gr_pty_wait_text(pty, "step 1 of 2");
    type(".", "step 2 of 2");
    type(",", "step 1 of 2");
    type("y", "saved parameters-1.yaml"); /* it is the same run, events and all */
    type("q", " gradus ");
    finish();
}
END_TEST

START_TEST(what_is_no_capsule_is_refused)
{
    start(NULL, "030");
    predict();
    gr_test_write(gr_test_path(gr_pty_folder(pty), "bad.yaml"), "experiment: none\n", 17);
    type(":load gone.yaml\r", "x cannot read gone.yaml");
    gr_pty_type(pty, "\x1b");
    gr_pty_wait_gone(pty, "cannot read");
    type(":load bad.yaml\r", "x bad.yaml:1:13: ");
    gr_pty_type(pty, "\x1b");
    gr_pty_wait_gone(pty, "bad.yaml");
    type(":load {experiment: parameters, steps: 2}\r", "= the run of capsule");
    gr_pty_wait_text(pty, "step 2 of");
    finish();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("terminal_copy");
    TCase *tcase = gr_test_case(suite, "capsules");

    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_test(tcase, the_run_goes_to_file_and_clipboard);
    tcase_add_test(tcase, another_number_is_found_out);
    tcase_add_loop_test(tcase, a_terminal_without_a_clipboard_is_told_nothing, 0, 3);
    tcase_add_test(tcase, the_same_run_is_one_file_another_run_another);
    tcase_add_test(tcase, what_others_put_there_is_left_alone);
    tcase_add_test(tcase, a_page_around_a_capsule);
    tcase_add_test(tcase, what_is_no_capsule_is_refused);
    return gr_test_main(suite);
}
