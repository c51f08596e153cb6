/* Where lessons and data are found. */
#include "gradus/paths.h"

#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A tree of folders of its own, and an environment that knows nothing else. */
static char *top;

static const char *in_top(const char *name)
{
    return gr_test_path(top, name);
}

static void make_file(const char *name)
{
    char path[4096];

    snprintf(path, sizeof path, "%s/%s", top, name);
    for (char *at = path + strlen(top) + 1; (at = strchr(at, '/')) != NULL; *at++ = '/') {
        *at = '\0';
        mkdir(path, 0700);
    }
    gr_test_write(path, name, strlen(name));
}

static void set(const char *variable, const char *below_top)
{
    ck_assert_int_eq(setenv(variable, below_top[0] != '\0' ? in_top(below_top) : "", 1), 0);
}

static void set_up(void)
{
    top = gr_test_folder();
    make_file("here/x");
    set("HOME", "home");
    set("XDG_DATA_DIRS", "shared");
    unsetenv("GRADUS_PATH");
    unsetenv("XDG_DATA_HOME");
    unsetenv("XDG_STATE_HOME");
    unsetenv("XDG_CONFIG_HOME");
    ck_assert_int_eq(chdir(in_top("here")), 0);
}

static void tear_down(void)
{
    ck_assert_int_eq(chdir("/"), 0);
    gr_test_folder_remove(top);
}

/* The paths of a list, one after the other, without the top folder. */
static void describe(const gr_paths *paths, gr_text *out)
{
    size_t length = strlen(top);

    for (size_t i = 0; i < paths->count; i++) {
        const char *path = paths->entries[i].path;
        gr_text_addf(out, "%s ", strncmp(path, top, length) == 0 ? path + length + 1 : path);
    }
}

static void assert_folders(gr_path_kind kind, const gr_path_build *build, const char *expected)
{
    gr_paths folders;
    gr_text got = { 0 };
    gr_error err;

    ck_assert(gr_path_folders(kind, build, &folders, &err));
    describe(&folders, &got);
    gr_assert_text(gr_text_string(&got), expected);
    gr_text_clear(&got);
    gr_paths_clear(&folders);
}

static const gr_path_build nothing = { "", "", "", NULL };

/* --- the places --- */

START_TEST(test_order)
{
    char path[9000], source[4096], build[4096], data[4096], program[4096];

    snprintf(source, sizeof source, "%s/source", top);
    snprintf(build, sizeof build, "%s/build", top);
    snprintf(data, sizeof data, "%s/installed", top);
    snprintf(program, sizeof program, "%s/build/gradus", top);
    make_file("build/gradus");
    snprintf(path, sizeof path, ":%s/one::relative:%s/two/:", top, top);
    setenv("GRADUS_PATH", path, 1);
    set("XDG_DATA_HOME", "data");
    snprintf(path, sizeof path, "%s/s1:relative:%s/s2", top, top);
    setenv("XDG_DATA_DIRS", path, 1);
    gr_path_build this = { source, build, data, program };
    assert_folders(GR_PATH_LESSON, &this,
                   "one/lessons relative/lessons two/lessons data/gradus/lessons source/lessons "
                   "installed/lessons s1/gradus/lessons s2/gradus/lessons ");
    assert_folders(GR_PATH_DATA, &nothing,
                   "one/lessons one/datasets relative/lessons relative/datasets two/lessons "
                   "two/datasets data/gradus/lessons data/gradus/datasets s1/gradus/lessons "
                   "s1/gradus/datasets s2/gradus/lessons s2/gradus/datasets ");
}
END_TEST

START_TEST(test_defaults)
{
    unsetenv("XDG_DATA_DIRS");
    assert_folders(GR_PATH_LESSON, &nothing,
                   "home/.local/share/gradus/lessons /usr/local/share/gradus/lessons "
                   "/usr/share/gradus/lessons ");
    setenv("XDG_DATA_DIRS", "", 1);
    setenv("XDG_DATA_HOME", "relative", 1); /* ignored, as the XDG rules say */
    assert_folders(GR_PATH_LESSON, &nothing,
                   "home/.local/share/gradus/lessons /usr/local/share/gradus/lessons "
                   "/usr/share/gradus/lessons ");
    unsetenv("HOME");
    gr_path_build installed = { "", "", "/usr/local/share/gradus", NULL };
    assert_folders(GR_PATH_LESSON, &installed,
                   "/usr/local/share/gradus/lessons /usr/share/gradus/lessons ");
}
END_TEST

/* The source folder counts only for a program that lies in the build folder. */
START_TEST(test_uninstalled)
{
    char source[4096], build[4096], self[4096];

    make_file("build/gradus");
    make_file("build2/gradus");
    snprintf(source, sizeof source, "%s/source", top);
    snprintf(build, sizeof build, "%s/build", top);
    gr_path_build this = { source, build, "", in_top("build2/gradus") };
    assert_folders(GR_PATH_LESSON, &this,
                   "home/.local/share/gradus/lessons shared/gradus/lessons ");
    this.program = in_top("absent");
    assert_folders(GR_PATH_LESSON, &this,
                   "home/.local/share/gradus/lessons shared/gradus/lessons ");
    ck_assert_int_eq(symlink(build, in_top("link")), 0);
    this.program = in_top("link/gradus");
    assert_folders(GR_PATH_LESSON, &this,
                   "home/.local/share/gradus/lessons source/lessons shared/gradus/lessons ");
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    ck_assert_int_gt(length, 0);
    self[length] = '\0';
    *strrchr(self, '/') = '\0';
    this = (gr_path_build){ source, self, "", NULL }; /* this very test */
    assert_folders(GR_PATH_LESSON, &this,
                   "home/.local/share/gradus/lessons source/lessons shared/gradus/lessons ");
}
END_TEST

/* --- finding one --- */

static void assert_found(const char *name, gr_path_kind kind, const char *expected)
{
    gr_text path = { 0 };
    gr_error err;
    size_t length = strlen(top);

    gr_text_add(&path, "");
    ck_assert_msg(gr_path_find_of(name, kind, &nothing, &path, &err), "%s", err.message);
    const char *got = gr_text_string(&path);
    gr_assert_text(strncmp(got, top, length) == 0 ? got + length + 1 : got, expected);
    gr_text_clear(&path);
}

static void assert_not_found(const char *name, gr_path_kind kind, gr_error_kind error,
                             const char *message)
{
    gr_text path = { 0 };
    gr_error err = { 0 };

    gr_text_add(&path, "before");
    ck_assert(!gr_path_find_of(name, kind, &nothing, &path, &err));
    ck_assert_int_eq(err.kind, error);
    gr_assert_message(err, message);
    gr_assert_text(gr_text_string(&path), "before");
    gr_text_clear(&path);
}

START_TEST(test_find_data)
{
    make_file("shared/gradus/datasets/cars.csv");
    make_file("shared/gradus/lessons/beside.csv");
    assert_found("cars.csv", GR_PATH_DATA, "shared/gradus/datasets/cars.csv");
    assert_found("beside.csv", GR_PATH_DATA, "shared/gradus/lessons/beside.csv");
    make_file("home/.local/share/gradus/datasets/cars.csv");
    assert_found("cars.csv", GR_PATH_DATA, "home/.local/share/gradus/datasets/cars.csv");
    make_file("here/cars.csv/x"); /* a folder of that name is no file */
    assert_found("cars.csv", GR_PATH_DATA, "home/.local/share/gradus/datasets/cars.csv");
    make_file("here/mine.csv");
    assert_found("mine.csv", GR_PATH_DATA, "mine.csv");
    assert_found("./absent.csv", GR_PATH_DATA, "./absent.csv");
    assert_found("/absent", GR_PATH_DATA, "/absent");
    assert_found("-", GR_PATH_DATA, "-");
    assert_not_found("cars", GR_PATH_DATA, GR_ERROR_IO,
                     "no data file 'cars'; looked in the current folder, ");
    assert_not_found("", GR_PATH_DATA, GR_ERROR_IO, "no data file ''");
    assert_not_found("..", GR_PATH_DATA, GR_ERROR_IO, "no data file '..'");
}
END_TEST

START_TEST(test_find_lesson)
{
    make_file("shared/gradus/lessons/030-parameters.md");
    make_file("shared/gradus/lessons/0301-more.md");
    make_file("shared/gradus/lessons/040-a.md");
    make_file("shared/gradus/lessons/040-b.md");
    make_file("shared/gradus/datasets/050-data.md");
    static const char *const names[] = { "030-parameters", "030-parameters.md", "030" };
    for (size_t i = 0; i < GR_LEN(names); i++)
        assert_found(names[i], GR_PATH_LESSON, "shared/gradus/lessons/030-parameters.md");
    assert_found("0301", GR_PATH_LESSON, "shared/gradus/lessons/0301-more.md");
    assert_not_found("040", GR_PATH_LESSON, GR_ERROR_USAGE,
                     "lesson '040' may be 040-a or 040-b; write more of its name");
    assert_not_found("03", GR_PATH_LESSON, GR_ERROR_IO, "no lesson '03'; looked in");
    assert_not_found("050", GR_PATH_LESSON, GR_ERROR_IO, "no lesson '050'; looked in");
    set("GRADUS_PATH", "mine");
    make_file("mine/lessons/030-own.md");
    assert_found("030", GR_PATH_LESSON, "mine/lessons/030-own.md"); /* the first folder wins */
    assert_found("030-parameters", GR_PATH_LESSON, "shared/gradus/lessons/030-parameters.md");
    make_file("here/030-draft.md");
    assert_found("030", GR_PATH_LESSON, "./030-draft.md");
    assert_found("030-draft", GR_PATH_LESSON, "030-draft.md");
    make_file("here/030-draft");
    assert_found("030-draft", GR_PATH_LESSON, "030-draft.md");
}
END_TEST

START_TEST(test_not_found_is_short)
{
    setenv("GRADUS_PATH", "a:b:c:d:e:f", 1);
    assert_not_found("absent", GR_PATH_LESSON, GR_ERROR_IO,
                     "no lesson 'absent'; looked in the current folder, a/lessons, b/lessons, "
                     "c/lessons, d/lessons and 4 more");
}
END_TEST

/* --- listing --- */

static void assert_listed(gr_path_kind kind, const char *expected)
{
    gr_paths paths;
    gr_text got = { 0 };
    gr_error err;

    ck_assert_msg(gr_path_list_of(kind, &nothing, &paths, &err), "%s", err.message);
    for (size_t i = 0; i < paths.count; i++)
        gr_text_addf(&got, "%s=", paths.entries[i].name);
    gr_text_add(&got, " ");
    describe(&paths, &got);
    gr_assert_text(gr_text_string(&got), expected);
    gr_text_clear(&got);
    gr_paths_clear(&paths);
}

START_TEST(test_list)
{
    make_file("shared/gradus/lessons/b.md");
    make_file("shared/gradus/lessons/B.md");
    make_file("shared/gradus/lessons/a.md");
    make_file("shared/gradus/lessons/\xC3\xBC.md");
    make_file("shared/gradus/lessons/README.md");
    make_file("shared/gradus/lessons/.hidden.md");
    make_file("shared/gradus/lessons/.md");
    make_file("shared/gradus/lessons/notes.txt");
    make_file("shared/gradus/lessons/data.csv");
    make_file("shared/gradus/lessons/folder.md/x");
    make_file("shared/gradus/lessons/\x1B[31m.md");
    make_file("shared/gradus/lessons/\xFF.md");
    make_file("shared/gradus/datasets/cars.csv");
    make_file("home/.local/share/gradus/lessons/b.md");
    make_file("here/c.md");
    ck_assert_int_eq(symlink("nowhere", in_top("shared/gradus/lessons/broken.md")), 0);
    assert_listed(GR_PATH_LESSON,
                  "B=a=b=\xC3\xBC= shared/gradus/lessons/B.md shared/gradus/lessons/a.md "
                  "home/.local/share/gradus/lessons/b.md shared/gradus/lessons/\xC3\xBC.md ");
    assert_listed(GR_PATH_DATA, "cars.csv=data.csv= shared/gradus/datasets/cars.csv "
                                "shared/gradus/lessons/data.csv ");
}
END_TEST

START_TEST(test_unreadable_folder)
{
    gr_paths paths = { .count = 77 };
    gr_error err;

    if (geteuid() == 0) /* root reads everything */
        return;
    make_file("shared/gradus/lessons/a.md");
    ck_assert_int_eq(chmod(in_top("shared/gradus/lessons"), 0), 0);
    ck_assert(!gr_path_list_of(GR_PATH_LESSON, &nothing, &paths, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_IO);
    gr_assert_message(err, "shared/gradus/lessons: Permission denied");
    ck_assert_uint_eq(paths.count, 77);
    assert_not_found("a", GR_PATH_LESSON, GR_ERROR_IO, "a.md: Permission denied");
    assert_not_found("030", GR_PATH_LESSON, GR_ERROR_IO, "Permission denied");
    ck_assert_int_eq(chmod(in_top("here"), 0), 0);
    assert_not_found("a", GR_PATH_LESSON, GR_ERROR_IO, "shared/gradus/lessons/a.md: ");
    ck_assert_int_eq(chmod(in_top("here"), 0700), 0);
}
END_TEST

/* The functions for everyday use, whatever this build adds of its own. */
START_TEST(test_this_build)
{
    gr_text path = { 0 };
    gr_paths paths;
    gr_error err;

    set("GRADUS_PATH", "mine");
    make_file("mine/lessons/999-own.md");
    ck_assert(gr_path_find("999", GR_PATH_LESSON, &path, &err));
    gr_assert_text(gr_text_string(&path), in_top("mine/lessons/999-own.md"));
    ck_assert(gr_path_list(GR_PATH_LESSON, &paths, &err));
    ck_assert_uint_gt(paths.count, 0);
    gr_paths_clear(&paths);
    gr_text_clear(&path);
}
END_TEST

/* --- the user's own folders --- */

static void assert_own(bool (*own)(gr_text *, gr_error *), const char *expected)
{
    gr_text path = { 0 };
    gr_error err;

    ck_assert(own(&path, &err));
    gr_assert_text(gr_text_string(&path) + strlen(top) + 1, expected);
    gr_text_clear(&path);
}

START_TEST(test_own_folders)
{
    gr_text path = { 0 };
    gr_error err;

    assert_own(gr_path_state, "home/.local/state/gradus");
    assert_own(gr_path_config, "home/.config/gradus");
    set("XDG_STATE_HOME", "state");
    set("XDG_CONFIG_HOME", "config");
    assert_own(gr_path_state, "state/gradus");
    assert_own(gr_path_config, "config/gradus");
    setenv("XDG_STATE_HOME", "relative", 1);
    set("XDG_CONFIG_HOME", "");
    assert_own(gr_path_state, "home/.local/state/gradus");
    assert_own(gr_path_config, "home/.config/gradus");
    unsetenv("HOME");
    ck_assert(!gr_path_state(&path, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_IO);
    gr_assert_text(err.message,
                   "no folder of your own: neither XDG_STATE_HOME nor HOME is an absolute path");
    ck_assert_ptr_null(path.bytes);
}
END_TEST

/* --- without memory --- */

static bool find_a_lesson(gr_error *err)
{
    gr_text path = { 0 };
    bool found = gr_path_find_of("030", GR_PATH_LESSON, &nothing, &path, err);

    if (found)
        ck_assert_ptr_nonnull(strstr(gr_text_string(&path), "030-parameters.md"));
    gr_text_clear(&path);
    return found;
}

static bool list_lessons(gr_error *err)
{
    gr_paths paths = { 0 };
    bool listed = gr_path_list_of(GR_PATH_LESSON, &nothing, &paths, err);

    ck_assert(paths.count > 0 || !listed);
    gr_paths_clear(&paths);
    return listed;
}

static bool find_nothing(gr_error *err)
{
    gr_text path = { 0 };
    gr_error own = { 0 };

    ck_assert(!gr_path_find_of("absent", GR_PATH_DATA, &nothing, &path, &own));
    gr_text_clear(&path);
    *err = own;
    return own.kind == GR_ERROR_IO;
}

START_TEST(test_no_memory)
{
    static bool (*const scenarios[])(gr_error *) = { find_a_lesson, list_lessons, find_nothing };

    make_file("shared/gradus/lessons/030-parameters.md");
    make_file("shared/gradus/lessons/040-more.md");
    make_file("here/040-here.md");
    for (size_t i = 0; i < GR_LEN(scenarios); i++)
        for (int persistent = 0; persistent < 2; persistent++)
            for (unsigned long n = 1;; n++) {
                gr_error err = { 0 };
                gr_alloc_fail_at(n, persistent);
                bool fine = scenarios[i](&err);
                unsigned long asked = gr_alloc_fail_at(0, false);
                ck_assert(fine == (asked < n));
                if (fine)
                    break;
                ck_assert_int_eq(err.kind, GR_ERROR_MEMORY);
            }
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("paths");
    TCase *places = gr_test_case(s, "places"), *files = gr_test_case(s, "files");

    tcase_add_checked_fixture(places, set_up, tear_down);
    tcase_add_test(places, test_order);
    tcase_add_test(places, test_defaults);
    tcase_add_test(places, test_uninstalled);
    tcase_add_test(places, test_own_folders);
    tcase_add_checked_fixture(files, set_up, tear_down);
    tcase_add_test(files, test_find_data);
    tcase_add_test(files, test_find_lesson);
    tcase_add_test(files, test_not_found_is_short);
    tcase_add_test(files, test_list);
    tcase_add_test(files, test_unreadable_folder);
    tcase_add_test(files, test_this_build);
    tcase_add_test(files, test_no_memory);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
