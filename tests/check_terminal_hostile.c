/* The words of hostile.txt typed, pasted, as names of lessons and of files, inside lessons and in
 * the environment: the terminal is written nothing of them. */
#include "terminal.h"

#include "support.h"

#include "gradus/text.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { WORDS_MAX = 100, WORD_MAX = 128 };

static gr_pty *pty;
static gr_twin twin;
static char words[WORDS_MAX][WORD_MAX]; /* as they are */
static char names[WORDS_MAX][WORD_MAX]; /* as they stand in the file */
static int count;

/* --- the words --- */

/* As printf %b has it: \0ooo and \\. */
static void decode(const char *from, char *to)
{
    while (*from != '\0') {
        if (from[0] == '\\' && from[1] == '0') {
            const char digits[4] = { from[2], from[3], from[4], '\0' };
            *to++ = (char)strtol(digits, NULL, 8);
            from += 5;
        } else {
            from += from[0] == '\\';
            *to++ = *from++;
        }
    }
    *to = '\0';
}

/* Before Check runs, so without it. */
static void read_words(void)
{
    FILE *file = fopen(gr_test_source("tests/hostile.txt"), "r");

    while (file != NULL && count < WORDS_MAX && fgets(names[count], WORD_MAX, file) != NULL) {
        names[count][strcspn(names[count], "\n")] = '\0';
        decode(names[count], words[count]);
        count++;
    }
    if (file != NULL)
        fclose(file);
}

static void finish(void)
{
    gr_pty_free(pty);
    gr_twin_clear(&twin);
}

/* --- typed and pasted --- */

static void start_field(void)
{
    pty = gr_pty_start_both(&(gr_pty_setup){ .width = 80 }, &twin, "030");
    gr_pty_type_both(pty, &twin, "s\t\r");
}

/* What the bytes do as keys is not foretold here, where a lone Escape is one; only that they come
 * to nothing worse. */
START_TEST(typed_words_stay_keys)
{
    start_field();
    gr_pty_type(pty, words[_i]);
    gr_pty_type(pty, "\r:/?");
    gr_pty_type(pty, words[_i]);
    gr_pty_wait_taken(pty); /* what comes later, the terminal that is given back echoes */
    gr_pty_kill(pty, SIGTERM);
    gr_pty_wait_end(pty);
    gr_pty_assert_unharmed(pty, names[_i]);
    gr_pty_assert_restored(pty);
    finish();
}
END_TEST

/* Without waiting for the screen. */
static void type(const char *keys)
{
    gr_pty_type(pty, keys);
    gr_twin_type(&twin, keys);
}

static void paste(const char *word)
{
    char bytes[WORD_MAX + 16];

    snprintf(bytes, sizeof bytes, "\033[200~%s\033[201~", word);
    gr_pty_type(pty, bytes);
    gr_app_paste(&twin.app, word);
    gr_pty_wait_twin(pty, &twin);
}

/* Ctrl-C is the terminal's own, and the rubout key is one in a paste too; both come to nothing. */
START_TEST(pasted_words_are_text)
{
    if (strpbrk(words[_i], "\x03\x7f") != NULL)
        return;
    start_field();
    type("\x7f");
    paste(words[_i]);
    gr_pty_type_both(pty, &twin, "\r"); /* refused, with a message */
    type("\033e\x7f");
    paste(words[_i]);
    gr_pty_type_both(pty, &twin, "\r"); /* a file of a strange name, or a message */
    gr_pty_assert_unharmed(pty, names[_i]);
    finish();
}
END_TEST

/* --- lessons --- */

static const char sound[] = "---\ntitle: sound\n---\n\n## page\n\ntext\n";

static void write_lesson(const char *folder, const char *name, const char *text)
{
    char path[512];

    snprintf(path, sizeof path, "%s/lessons/%s.md", folder, name);
    gr_test_write(path, text, strlen(text));
}

static void write_lessons(const char *folder, const char *word)
{
    char text[1024], name[WORD_MAX + 8];

    mkdir(gr_test_path(folder, "lessons"), 0700);
    write_lesson(folder, "001-sound", sound);
    snprintf(text, sizeof text, "---\ntitle: \"t%s\"\n---\n\n## page\n\ntext\n", word);
    write_lesson(folder, "002-title", text);
    snprintf(text, sizeof text, "---\ntitle: t\n---\n\n## p%s\n\n%s\n\n    %s\n", word, word, word);
    write_lesson(folder, "003-prose", text);
    snprintf(
        text, sizeof text,
        "---\ntitle: t\n---\n\n## p\n\n```experiment\nexperiment: parameters\nset: {%s: 1}\n```\n",
        word);
    write_lesson(folder, "004-knob", text);
    snprintf(text, sizeof text,
             "---\ntitle: t\n---\n\n## p\n\n```ask\nid: a\nquestion: %s\nkind: choice\noptions:\n"
             "  - {text: \"%s\", when: 1 > 0}\n  - {text: b, when: 1 < 0}\nhints: [\"%s\"]\n```\n",
             word, word, word);
    write_lesson(folder, "005-question", text);
    if (strchr(word, '/') == NULL) {
        snprintf(name, sizeof name, "006%s", word);
        write_lesson(folder, name, sound);
    }
}

/* Each of their lines in the catalogue is chosen and opened: some show a problem, some a page. Past
 * those of the shipped lessons it goes at once. */
START_TEST(lessons_show_nothing_of_them)
{
    char *folder = gr_test_folder();

    write_lessons(folder, words[_i]);
    setenv("GRADUS_PATH", folder, 1); /* the twin looks there too */
    pty = gr_pty_start_both(&(gr_pty_setup){ .width = 80 }, &twin, NULL);
    size_t lines = twin.app.catalogue.count;
    ck_assert_uint_ge(lines, 5);
    size_t ours = 0;
    for (size_t i = 0; i < lines; i++) {
        const gr_catalogue_entry *entry = &twin.app.catalogue.entries[i];
        if (strncmp(entry->path, folder, strlen(folder)) != 0) {
            type("j");
            continue;
        }
        ours++;
        gr_pty_wait_twin(pty, &twin);
        if (entry->lesson != NULL) {
            gr_pty_type_both(pty, &twin, "\r");
            type("q");
        }
        gr_pty_type_both(pty, &twin, "j");
    }
    ck_assert_uint_ge(ours, 5);
    gr_pty_assert_unharmed(pty, names[_i]);
    finish();
    gr_test_folder_remove(folder);
}
END_TEST

/* --- the environment and the command line --- */

static void assert_clean_errors(const char *name)
{
    char *errors = gr_pty_errors(pty);
    gr_text_fault fault;

    ck_assert_msg(gr_text_check(errors, strlen(errors), &fault), "%s: %s in %s", name, fault.reason,
                  errors);
    free(errors);
}

/* check_cli_hostile.sh has all variables with all words. */
START_TEST(the_environment_shows_nothing_of_them)
{
    static const char *const variables[] = { "HOME", "XDG_STATE_HOME", "XDG_DATA_HOME",
                                             "XDG_CONFIG_HOME", "GRADUS_PATH" };
    char variable[WORD_MAX + 32];

    snprintf(variable, sizeof variable, "%s=%s", variables[(size_t)_i % GR_LEN(variables)],
             words[_i]);
    pty = gr_pty_start(&(gr_pty_setup){ .variable = variable }, NULL);
    gr_pty_wait_text(pty, "gradus");
    gr_pty_type(pty, "Q");
    gr_pty_wait_end(pty);
    gr_pty_assert_unharmed(pty, names[_i]);
    assert_clean_errors(names[_i]);
    gr_pty_free(pty);
}
END_TEST

static void assert_start(const gr_pty_setup *setup, const char *argument, const char *name)
{
    pty = gr_pty_start(setup, (const char *[]){ argument, NULL });
    gr_pty_send(pty, "\x04", 1); /* for the dialogue: nothing more is typed */
    gr_pty_end end = gr_pty_wait_end(pty);
    ck_assert_int_eq(end.signal, 0);
    gr_pty_assert_unharmed(pty, name);
    assert_clean_errors(name);
    gr_pty_free(pty);
}

START_TEST(arguments_and_term_show_nothing_of_them)
{
    assert_start(&(gr_pty_setup){ .term = words[_i] }, NULL, names[_i]);
    assert_start(&(gr_pty_setup){ .width = 80 }, words[_i], names[_i]);
}
END_TEST

/* --- the suite --- */

int main(void)
{
    Suite *suite = suite_create("terminal_hostile");
    TCase *tcase = gr_test_case(suite, "hostile");

    setlocale(LC_CTYPE, "C.UTF-8");
    read_words();
    if (count < 60) {
        puts("Bail out! there are not 60 words in hostile.txt");
        return EXIT_FAILURE;
    }
    tcase_add_loop_test(tcase, typed_words_stay_keys, 0, count);
    tcase_add_loop_test(tcase, pasted_words_are_text, 0, count);
    tcase_add_loop_test(tcase, lessons_show_nothing_of_them, 0, count);
    tcase_add_loop_test(tcase, the_environment_shows_nothing_of_them, 0, count);
    tcase_add_loop_test(tcase, arguments_and_term_show_nothing_of_them, 0, count);
    return gr_test_main(suite);
}
