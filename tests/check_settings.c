/* The user's settings: what is taken, and what is refused and where. */
#include "gradus/settings.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "starve.h"
#include "support.h"

static const char name[] = "s.yaml";

static gr_settings settings_of(const char *text)
{
    gr_error err = { 0 };
    gr_settings settings;

    gr_settings_init(&settings);
    ck_assert_msg(gr_settings_read(name, text, strlen(text), &settings, &err), "%s: %s", text,
                  err.message);
    return settings;
}

static bool same(const gr_settings *a, const gr_settings *b)
{
    bool equal = a->light == b->light && a->glyphs == b->glyphs && a->speed == b->speed &&
                 a->color_given == b->color_given && (!a->color_given || a->color == b->color);

    for (int id = 0; id < GR_ACTIONS; id++)
        equal = equal && strcmp(a->bindings.of[id].names, b->bindings.of[id].names) == 0 &&
                a->bindings.of[id].count == b->bindings.of[id].count;
    return equal;
}

/* --- what is taken --- */

START_TEST(nothing_said)
{
    static const char *const texts[] = { "", "\n\n", "# keys: {step: x}\n", "---\n", "{}" };
    gr_settings standard;

    gr_settings_init(&standard);
    ck_assert(!standard.light && !standard.color_given && standard.glyphs == GR_GLYPH_SET_AUTO);
    ck_assert_int_eq(standard.speed, 8);
    for (int id = 0; id < GR_ACTIONS; id++)
        gr_assert_text(standard.bindings.of[id].names, gr_action_at((gr_action_id)id)->keys);
    for (size_t i = 0; i < GR_LEN(texts); i++) {
        gr_settings read = settings_of(texts[i]);
        ck_assert_msg(same(&read, &standard), "text %zu", i);
    }
}
END_TEST

START_TEST(everything_said)
{
    gr_settings s = settings_of("keys:\n"
                                "  step: \". x  Right\"\n"
                                "  page.play: F2\n"
                                "  catalogue.top: Ctrl-T\n"
                                "  skip: \"\"\n"
                                "  hint: \"\\u00e9 #\"\n"
                                "theme: light\n"
                                "glyphs: ascii\n"
                                "color: 8\n"
                                "speed: 64\n");

    ck_assert(s.light && s.color_given && s.color == GR_COLOR_8);
    ck_assert_int_eq(s.glyphs, GR_GLYPH_SET_ASCII);
    ck_assert_int_eq(s.speed, 64);
    gr_assert_text(s.bindings.of[GR_ACTION_STEP].names, ". x Right");
    gr_assert_text(s.bindings.of[GR_ACTION_STEP].first, ".");
    ck_assert_int_eq(gr_action_of_key(&s.bindings, GR_CONTEXT_PAGE, 'x'), GR_ACTION_STEP);
    ck_assert_int_eq(gr_action_of_key(&s.bindings, GR_CONTEXT_PAGE, 'l'), GR_ACTION_NONE);
    ck_assert_int_eq(gr_action_of_key(&s.bindings, GR_CONTEXT_PAGE, GR_KEY_F1 + 1), GR_ACTION_PLAY);
    ck_assert_int_eq(gr_action_of_key(&s.bindings, GR_CONTEXT_PAGE, ' '), GR_ACTION_NONE);
    ck_assert_int_eq(gr_action_of_key(&s.bindings, GR_CONTEXT_CATALOGUE, 20), GR_ACTION_TOP);
    ck_assert_int_eq(gr_action_of_key(&s.bindings, GR_CONTEXT_ITEM, 's'), GR_ACTION_NONE);
    ck_assert_int_eq(gr_action_of_key(&s.bindings, GR_CONTEXT_ITEM, 0xE9), GR_ACTION_HINT);
    gr_assert_text(s.bindings.of[GR_ACTION_SKIP].first, "");
}
END_TEST

START_TEST(words)
{
    static const char *const colors[] = { "never", "mono", "8", "256" };
    static const gr_color values[] = { GR_COLOR_NEVER, GR_COLOR_MONO, GR_COLOR_8, GR_COLOR_256 };
    char text[40];

    for (size_t i = 0; i < GR_LEN(colors); i++) {
        snprintf(text, sizeof text, "color: %s", colors[i]);
        gr_settings s = settings_of(text);
        ck_assert(s.color_given && s.color == values[i]);
    }
    ck_assert(!settings_of("color: auto").color_given);
    ck_assert_int_eq(settings_of("glyphs: auto").glyphs, GR_GLYPH_SET_AUTO);
    ck_assert_int_eq(settings_of("glyphs: utf8").glyphs, GR_GLYPH_SET_UTF8);
    ck_assert(!settings_of("theme: dark").light);
    ck_assert(settings_of("speed: 1").confidence && !settings_of("confidence: no").confidence);
    ck_assert_int_eq(settings_of("speed: 1").speed, 1);
}
END_TEST

/* The example that the README gives. */
START_TEST(readme)
{
    char *text = gr_test_read(gr_test_source("README.md"), NULL);
    char *begin = strstr(text, "```yaml\n");

    ck_assert_ptr_nonnull(begin);
    begin += strlen("```yaml\n");
    char *end = strstr(begin, "```");
    ck_assert_ptr_nonnull(end);
    *end = '\0';
    gr_settings s = settings_of(begin);
    ck_assert(s.light && s.color == GR_COLOR_256 && s.speed == 16);
    gr_assert_text(s.bindings.of[GR_ACTION_STEP].names, ". Right Ctrl-N");
    free(text);
}
END_TEST

/* Keys may change places: what counts is how all is in the end. */
START_TEST(keys_change_places)
{
    gr_settings s = settings_of("keys: {step: Space, play: \". Right l\", quit: \"?\", help: Q}");

    ck_assert_int_eq(gr_action_of_key(&s.bindings, GR_CONTEXT_PAGE, ' '), GR_ACTION_STEP);
    ck_assert_int_eq(gr_action_of_key(&s.bindings, GR_CONTEXT_PAGE, '.'), GR_ACTION_PLAY);
    ck_assert_int_eq(gr_action_of_key(&s.bindings, GR_CONTEXT_PAGE, '?'), GR_ACTION_QUIT);
    ck_assert_int_eq(gr_action_of_key(&s.bindings, GR_CONTEXT_CATALOGUE, 'Q'), GR_ACTION_HELP);
}
END_TEST

START_TEST(entries_for_the_manual)
{
    gr_error err = { 0 };
    gr_settings settings;
    const gr_settings_entry *entry;
    size_t count = 0;

    gr_settings_init(&settings);
    ck_assert(!gr_settings_read(name, "other: 1", 8, &settings, &err));
    for (; (entry = gr_settings_entry_at(count)) != NULL; count++) {
        gr_assert_message(err, entry->name);
        ck_assert(entry->values[0] != '\0' && entry->standard[0] != '\0');
        ck_assert(strlen(entry->help) > 20);
    }
    ck_assert_uint_eq(count, 6);
}
END_TEST

/* --- names of keys --- */

START_TEST(key_names)
{
    static const struct {
        const char *name;
        gr_key key;
    } rows[] = {
        { "F1", GR_KEY_F1 }, { "F12", GR_KEY_F12 }, { "F", 'F' },
        { "f", 'f' },        { "Ctrl-A", 1 },       { "Ctrl-L", 12 },
        { "Ctrl-C", 3 },     { "Ctrl-Y", 25 },      { "\xc3\xa9", 0xE9 },
        { "#", '#' },        { "Space", ' ' },      { "Esc", 27 },
        { "", 0 },           { "F0", 0 },           { "F13", 0 },
        { "F01", 0 },        { "F1x", 0 },          { "F111111", 0 },
        { "Ctrl-", 0 },      { "Ctrl-a", 0 },       { "Ctrl-I", 0 },
        { "Ctrl-J", 0 },     { "Ctrl-M", 0 },       { "Ctrl-H", 0 },
        { "Ctrl-Q", 0 },     { "Ctrl-S", 0 },       { "Ctrl-Z", 0 },
        { "Ctrl-[", 0 },     { "Ctrl-AB", 0 },      { "space", 0 },
        { "ab", 0 },         { "\x7f", 0 },         { "\x01", 0 },
        { "\xc3", 0 },       { "\xe2\x80\xae", 0 }, { "Insert", 0 },
    };

    for (size_t i = 0; i < GR_LEN(rows); i++)
        ck_assert_msg(gr_key_named(rows[i].name) == rows[i].key, "%s: %u", rows[i].name,
                      (unsigned)gr_key_named(rows[i].name));
}
END_TEST

/* --- what is refused --- */

static const struct {
    const char *text, *message;
} faults[] = {
    { "foo: 1", "s.yaml:1:1: unknown key 'foo'; allowed: keys, theme, glyphs, color, confidence, speed" },
    { "[theme]", "s.yaml:1:1: this is a mapping: {key: value}" },
    { "theme: light\ntheme: dark", "s.yaml:2:1: " },
    { "theme: blue", "s.yaml:1:8: 'theme' cannot be 'blue'; it is one of: dark, light" },
    { "theme:", "'theme' is one of: dark, light" },
    { "theme: [light]", "s.yaml:1:8: 'theme' is one of: dark, light" },
    { "\nglyphs: UTF-8",
      "s.yaml:2:9: 'glyphs' cannot be 'UTF-8'; it is one of: auto, utf8, ascii" },
    { "color: 16", "s.yaml:1:8: 'color' cannot be '16'; it is one of: auto, never, mono, 8, 256" },
    { "speed: 0", "s.yaml:1:8: 'speed' is a whole number from 1 to 64" },
    { "speed: 65", "s.yaml:1:8: 'speed' is a whole number from 1 to 64" },
    { "speed: fast", "s.yaml:1:8: 'speed' is a whole number from 1 to 64" },
    { "keys: [step]", "s.yaml:1:7: 'keys' is a mapping" },
    { "keys:\n  stepp: x", "s.yaml:2:3: unknown action 'stepp'; the nearest are: step, " },
    { "keys:\n  STEP: x", "s.yaml:2:3: unknown action 'STEP'; the nearest are: " },
    { "keys:\n  catalogue.step: x",
      "s.yaml:2:3: unknown action 'catalogue.step'; the nearest are: page.step, " },
    { "keys:\n  .: x", "s.yaml:2:3: unknown action '.'; the nearest are: " },
    { "keys:\n  step: x\n  page.step: y",
      "s.yaml:3:3: 'page.step' is 'step' of line 2 again; give its keys once" },
    { "keys:\n  step: [x, y]", "s.yaml:2:9: 'step' is a text" },
    { "keys:\n  step:\n", "'step' is a text, and stands empty" },
    { "keys:\n  step: Ctl-C",
      "s.yaml:2:9: there is no key 'Ctl-C'; a key is one character, or one of Space, Enter, Tab, "
      "Backtab, Esc, Backspace, Delete, Up, Down, Left, Right, Home, End, PgUp, PgDn, F1 to F12, "
      "Ctrl-A to Ctrl-Z without H I J M Q S Z" },
    { "keys:\n  step: x PageUpAndAwayWithYou", "s.yaml:2:9: there is no key 'PageUpAndAwayWi'" },
    { "keys:\n  step: x x", "s.yaml:2:9: the key 'x' is given twice; write it once" },
    { "keys:\n  step: a b c d f i m o t", "s.yaml:2:9: more than 8 keys for one action" },
    { "keys:\n  step: Space",
      "s.yaml:2:9: 'Space' is both 'step' and 'play' on a lesson page; give one of them another "
      "key" },
    { "keys:\n  play: x\n  step: y x",
      "s.yaml:3:9: 'x' is both 'step' and 'play' on a lesson page" },
    { "keys:\n  step: y x\n  play: x",
      "s.yaml:3:9: 'x' is both 'step' and 'play' on a lesson page" },
    { "keys: {redraw: Q}", "s.yaml:1:16: 'Q' is both 'redraw' and 'quit' everywhere" },
    { "keys:\n  step: 5", "s.yaml:2:9: '5' is for typing on a lesson page, so it cannot be 'step'; "
                          "choose another key" },
    { "keys:\n  hint: \"x +\"", "s.yaml:2:9: '+' is for typing while a question is open" },
    { "keys:\n  item.show: e", "s.yaml:2:14: 'e' is for typing while a question is open, so it "
                               "cannot be 'item.show'; choose another key" },
    { "keys:\n  accept: z", "s.yaml:2:11: 'z' is for typing in a field, so it cannot be 'accept'" },
    { "keys:\n  help: \"\"", "s.yaml:2:9: 'help' needs a key; write at least one" },
    { "keys:\n  any.quit: \"\"", "s.yaml:2:13: 'any.quit' needs a key; write at least one" },
    { "keys:\n  stop: \"\"", "s.yaml:2:9: 'stop' needs a key" },
    { "keys:\n  cancel: \"\"", "s.yaml:2:11: 'cancel' needs a key" },
    { "keys:\n  close_help: \"\"", "s.yaml:2:15: 'close_help' needs a key" },
    { "keys:\n  step: \"Q x\"", "s.yaml:2:9: no key is left for 'quit' on a lesson page: 'Q' means "
                                "something else there; give it one that is free" },
    { "keys:\n  skip: F1\n  hint: \"?\"", "no key is left for 'help' while a question is open" },
    { "keys:\n  quit: 3", "s.yaml:2:9: no key is left for 'quit' on a lesson page" },
    { "keys:\n  quit: q", "s.yaml:2:9: no key is left for 'quit' in the catalogue" },
    { "theme: \"\x1b[31m\"", "s.yaml:1:9: control character U+001B" },
    { "keys: {step: \"\\e\"}", "s.yaml:1:14: control character U+001B" },
    { "keys: {step: \"\xe2\x80\xae\"}", "s.yaml:1:15: " },
    { "theme: \xff", "s.yaml:1:8: invalid UTF-8" },
    { "theme: [", "s.yaml:" },
    { "theme: &a light", "s.yaml:1:8: " },
};

START_TEST(refused)
{
    const char *text = faults[_i].text;
    gr_error err = { 0 };
    gr_settings before = settings_of("speed: 3\ntheme: light\nkeys: {step: x}"), after = before;

    ck_assert_msg(!gr_settings_read(name, text, strlen(text), &after, &err), "taken: %s", text);
    ck_assert_int_eq(err.kind, GR_ERROR_DATA);
    ck_assert_int_eq(gr_error_status(&err), 3);
    gr_assert_message(err, faults[_i].message);
    if (strncmp(faults[_i].message, "s.yaml", 6) == 0)
        ck_assert_int_eq(strncmp(err.message, faults[_i].message, strlen(faults[_i].message)), 0);
    ck_assert(memcmp(&before, &after, sizeof before) == 0);
}
END_TEST

/* --- the file --- */

static int status_of_start(void)
{
    char command[4200];
    const char *program = getenv("GRADUS");

    ck_assert_ptr_nonnull(program);
    snprintf(command, sizeof command, "'%s' </dev/null >/dev/null 2>&1", program);
    int status = system(command);
    ck_assert(WIFEXITED(status));
    return WEXITSTATUS(status);
}

START_TEST(the_file)
{
    static const char windows[] = "\xef\xbb\xbfspeed: 5\r\ntheme: light\r\n";
    static const char wrong[] = "speed: 5\nthemes: light\n";
    char *top = gr_test_folder(), path[4096], *big = malloc(GR_SETTINGS_BYTES + 1);
    gr_settings settings, standard;
    gr_error err = { 0 };

    setenv("XDG_CONFIG_HOME", top, 1);
    gr_settings_init(&standard);
    ck_assert(gr_settings_load(&settings, &err)); /* no folder */
    ck_assert(same(&settings, &standard));
    snprintf(path, sizeof path, "%s/gradus", top);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    ck_assert(gr_settings_load(&settings, &err)); /* no file */
    ck_assert(same(&settings, &standard));
    ck_assert_int_eq(status_of_start(), 0); /* no terminal: the dialogue, with nothing to read */

    snprintf(path, sizeof path, "%s/gradus/settings.yaml", top);
    gr_test_write(path, windows, strlen(windows));
    ck_assert_msg(gr_settings_load(&settings, &err), "%s", err.message);
    ck_assert(settings.speed == 5 && settings.light);

    gr_test_write(path, wrong, strlen(wrong));
    ck_assert(!gr_settings_load(&settings, &err));
    gr_assert_message(err, "/gradus/settings.yaml:2:1: unknown key 'themes'; allowed: ");
    ck_assert(settings.speed == 5 && settings.light);
    ck_assert_int_eq(status_of_start(), 3);

    memset(big, '\n', GR_SETTINGS_BYTES + 1);
    gr_test_write(path, big, GR_SETTINGS_BYTES);
    ck_assert(gr_settings_load(&settings, &err));
    gr_test_write(path, big, GR_SETTINGS_BYTES + 1);
    ck_assert(!gr_settings_load(&settings, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_DATA);
    gr_assert_message(err, "64 KiB");

    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(mkdir(path, 0700), 0); /* there, and no file */
    ck_assert(!gr_settings_load(&settings, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_IO);
    ck_assert_int_eq(status_of_start(), 4);

    unsetenv("XDG_CONFIG_HOME");
    unsetenv("HOME");
    ck_assert(gr_settings_load(&settings, &err)); /* nowhere to look */
    ck_assert(same(&settings, &standard));
    free(big);
    gr_test_folder_remove(top);
}
END_TEST

static void load_starved(gr_starving *s, void *context)
{
    const char *text = context;
    gr_settings settings;
    gr_error err = { 0 };

    gr_settings_init(&settings);
    if (!gr_test_fed(s, gr_settings_load(&settings, &err), &err)) {
        ck_assert_int_eq(settings.speed, 8);
        ck_assert_msg(gr_settings_load(&settings, &err), "%s: %s", text, err.message);
    }
    gr_test_feed(s);
    ck_assert_int_eq(settings.speed, 7);
    gr_assert_text(settings.bindings.of[GR_ACTION_STEP].names, "x Y");
}

static void refuse_starved(gr_starving *s, void *context)
{
    const char *text = context;
    gr_settings settings;
    gr_error err = { 0 };

    gr_settings_init(&settings);
    bool read = gr_settings_read(name, text, strlen(text), &settings, &err);
    ck_assert(!read);
    if (err.kind == GR_ERROR_MEMORY && !gr_test_fed(s, false, &err))
        ck_assert(!gr_settings_read(name, text, strlen(text), &settings, &err));
    gr_test_feed(s);
    ck_assert_int_eq(err.kind, GR_ERROR_DATA);
}

START_TEST(without_memory)
{
    static char text[] = "speed: 7\nkeys: {step: x Y}\n";
    char *top = gr_test_folder(), path[4096];

    snprintf(path, sizeof path, "%s/gradus", top);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/gradus/settings.yaml", top);
    gr_test_write(path, text, strlen(text));
    setenv("XDG_CONFIG_HOME", top, 1);
    gr_test_starve("settings", load_starved, text);
    gr_test_starve("unknown action", refuse_starved, (char[]){ "keys: {stepp: x}" });
    gr_test_starve("unknown key", refuse_starved, (char[]){ "keys: {step: Spaces}" });
    gr_test_starve("unknown word", refuse_starved, (char[]){ "theme: blue" });
    gr_test_folder_remove(top);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("settings");
    TCase *taken = gr_test_case(s, "taken"), *file = gr_test_case(s, "file");

    tcase_add_test(taken, nothing_said);
    tcase_add_test(taken, everything_said);
    tcase_add_test(taken, words);
    tcase_add_test(taken, readme);
    tcase_add_test(taken, keys_change_places);
    tcase_add_test(taken, entries_for_the_manual);
    tcase_add_test(taken, key_names);
    tcase_add_loop_test(taken, refused, 0, (int)GR_LEN(faults));
    tcase_add_test(file, the_file);
    tcase_add_test(file, without_memory);
    return s;
}

int main(void)
{
    setlocale(LC_ALL, "");
    return gr_test_main(suite());
}
