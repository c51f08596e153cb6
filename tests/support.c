#include "support.h"

#include "gradus/paths.h"
#include "gradus/sanitized.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HANG_SECONDS = GR_SANITIZED ? 3000 : 300 };

/* --- where the last assertion was --- */

static const char *volatile marked_file = "";
static volatile int marked_line;

void gr_test_mark(const char *file, int line)
{
    marked_file = file;
    marked_line = line;
}

static void tell_mark(int signal)
{
    char line[300];
    int length = snprintf(line, sizeof line, "# signal %d behind %s:%d\n", signal, marked_file,
                          marked_line);

    if (length > 0 && write(STDOUT_FILENO, line, (size_t)length) < 0)
        _exit(EXIT_FAILURE);
    raise(signal); /* once more, and without a handler */
}

/* Sanitizers have handlers of their own, which tell more. */
static void listen_for(int signal)
{
    struct sigaction now, act = { .sa_handler = tell_mark, .sa_flags = (int)SA_RESETHAND };

    if (sigaction(signal, NULL, &now) == 0 && now.sa_handler == SIG_DFL)
        sigaction(signal, &act, NULL);
}

/* --- running --- */

int gr_test_main(Suite *suite)
{
    static const int signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };

    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        listen_for(signals[i]);
    SRunner *runner = srunner_create(suite);

    srunner_set_tap(runner, "-");
    srunner_run_all(runner, CK_SILENT);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

TCase *gr_test_case(Suite *suite, const char *name)
{
    TCase *tcase = tcase_create(name);

    tcase_set_timeout(tcase, HANG_SECONDS);
    suite_add_tcase(suite, tcase);
    return tcase;
}

const char *gr_test_source(const char *relative)
{
    static char path[4096];
    const char *source = getenv("GRADUS_TEST_SRC");

    snprintf(path, sizeof path, "%s/%s", source != NULL ? source : ".", relative);
    return path;
}

char *gr_test_folder(void)
{
    const char *base = getenv("TMPDIR");
    char path[4096];

    snprintf(path, sizeof path, "%s/gradus-test-XXXXXX", base != NULL ? base : "/tmp");
    ck_assert_msg(mkdtemp(path) != NULL, "cannot make %s", path);
    return strdup(path);
}

static void remove_tree(const char *path)
{
    struct stat status;

    if (lstat(path, &status) != 0)
        return;
    if (S_ISDIR(status.st_mode)) {
        chmod(path, 0700);
        DIR *folder = opendir(path);
        for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
            if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
                continue;
            char inner[8192];
            snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
            remove_tree(inner);
        }
        if (folder != NULL)
            closedir(folder);
        rmdir(path);
    } else {
        unlink(path);
    }
}

void gr_test_folder_remove(char *folder)
{
    remove_tree(folder);
    free(folder);
}

void gr_test_write(const char *path, const void *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");

    ck_assert_msg(file != NULL, "cannot write %s", path);
    ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
    ck_assert_int_eq(fclose(file), 0);
}

void gr_test_short_lessons(const char *folder)
{
    static const char text[] = "---\ntitle: Short\nobjective: What is short?\n---\n\n## p\n\nt\n";
    char path[4096];
    gr_paths paths;

    ck_assert(gr_path_list(GR_PATH_LESSON, &paths, NULL));
    snprintf(path, sizeof path, "%s/lessons", folder);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    for (size_t i = 0; i < paths.count; i++) {
        snprintf(path, sizeof path, "%s/lessons/%s.md", folder, paths.entries[i].name);
        gr_test_write(path, text, strlen(text));
    }
    gr_paths_clear(&paths);
    ck_assert_int_eq(setenv("GRADUS_PATH", folder, 1), 0);
}

char *gr_test_read(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    size_t used = 0, room = 4096;
    char *bytes = malloc(room);

    ck_assert_msg(file != NULL, "cannot read %s", path);
    for (size_t n; (n = fread(bytes + used, 1, room - used - 1, file)) > 0;) {
        used += n;
        if (room - used < 2)
            bytes = realloc(bytes, room *= 2);
    }
    fclose(file);
    bytes[used] = '\0';
    if (length != NULL)
        *length = used;
    return bytes;
}

const char *gr_test_path(const char *folder, const char *name)
{
    static char paths[4][4096];
    static int next;
    char *path = paths[next++ % 4];

    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}
