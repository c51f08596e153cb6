/* Saving files: whatever fails leaves the old file whole. */
#include "gradus/memory.h"
#include "gradus/number.h"
#include "gradus/output.h"

#include "faults.h"
#include "support.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* --- helpers --- */

enum { BIG = 200000 };

static char big[BIG + 1];

static void fill_big(void)
{
    for (size_t i = 0; i < BIG; i++)
        big[i] = (char)('a' + i % 23);
}

/* Save `big` in pieces of many sizes. */
static bool save_big(const char *path, const gr_io *io, gr_error *err)
{
    gr_output out;
    size_t at = 0;

    if (!gr_output_open_with(&out, path, io, err))
        return false;
    for (size_t n = 1; at < BIG; n = n * 3 % 70001 + 1) {
        size_t piece = n < BIG - at ? n : BIG - at;
        gr_output_write(&out, big + at, piece);
        at += piece;
    }
    return gr_output_commit(&out, err);
}

static bool save(const char *path, const char *text, gr_error *err)
{
    gr_output out;

    if (!gr_output_open(&out, path, err))
        return false;
    gr_output_text(&out, text);
    return gr_output_commit(&out, err);
}

static int entries_of(const char *folder)
{
    DIR *open = opendir(folder);
    int count = 0;

    while (readdir(open) != NULL)
        count++;
    closedir(open);
    return count - 2;
}

static void assert_holds(const char *path, const char *expected)
{
    char *bytes = gr_test_read(path, NULL);

    ck_assert_msg(strcmp(bytes, expected) == 0, "%s holds %.40s", path, bytes);
    free(bytes);
}

static mode_t mode_of(const char *path)
{
    struct stat status;

    ck_assert_int_eq(lstat(path, &status), 0);
    return status.st_mode & 07777;
}

/* --- saving --- */

START_TEST(test_save)
{
    char *folder = gr_test_folder();
    const char *path = gr_test_path(folder, "valley.csv");
    gr_error err;
    mode_t old = umask(027);

    ck_assert(save(path, "one\n", &err));
    assert_holds(path, "one\n");
    ck_assert_uint_eq(mode_of(path), 0640);
    chmod(path, 0604);
    ck_assert(save(path, "two\n", &err));
    assert_holds(path, "two\n");
    ck_assert_uint_eq(mode_of(path), 0604);
    ck_assert(save(path, "", &err));
    assert_holds(path, "");
    fill_big();
    ck_assert(save_big(path, &gr_io_posix, &err));
    assert_holds(path, big);
    ck_assert_int_eq(entries_of(folder), 1);
    umask(old);
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(test_save_in_current_folder)
{
    char *folder = gr_test_folder(), name[256];
    gr_error err;

    memset(name, 'n', 255); /* as long as names can be */
    name[255] = '\0';
    ck_assert_int_eq(chdir(folder), 0);
    ck_assert(save(name, "text", &err));
    assert_holds(name, "text");
    ck_assert_int_eq(chdir("/"), 0);
    ck_assert_int_eq(entries_of(folder), 1);
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(test_abort)
{
    char *folder = gr_test_folder();
    const char *path = gr_test_path(folder, "valley.csv");
    gr_output out;
    gr_error err;

    gr_test_write(path, "old", 3);
    ck_assert(gr_output_open(&out, path, &err));
    gr_output_text(&out, "new");
    gr_output_flush(&out);
    ck_assert_int_eq(entries_of(folder), 2);
    gr_output_abort(&out);
    gr_output_abort(&out);
    assert_holds(path, "old");
    ck_assert_int_eq(entries_of(folder), 1);
    out = (gr_output){ 0 };
    gr_output_abort(&out);
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(test_link_is_replaced)
{
    char *folder = gr_test_folder();
    const char *target = gr_test_path(folder, "target"), *link = gr_test_path(folder, "link"),
               *broken = gr_test_path(folder, "broken");
    struct stat status;
    gr_error err;

    gr_test_write(target, "precious", 8);
    ck_assert_int_eq(symlink("target", link), 0);
    ck_assert_int_eq(symlink("nowhere", broken), 0);
    ck_assert(save(link, "new", &err));
    ck_assert(save(broken, "new", &err));
    assert_holds(target, "precious");
    assert_holds(link, "new");
    ck_assert(lstat(link, &status) == 0 && S_ISREG(status.st_mode));
    ck_assert(lstat(broken, &status) == 0 && S_ISREG(status.st_mode));
    ck_assert_int_eq(entries_of(folder), 3);
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(test_planted_temp)
{
    char *folder = gr_test_folder(), planted[64];
    const char *path = gr_test_path(folder, "new"), *victim = gr_test_path(folder, "victim");
    gr_error err;

    gr_test_write(victim, "precious", 8);
    snprintf(planted, sizeof planted, ".gradus-%ld-0.tmp", (long)getpid());
    ck_assert_int_eq(symlink("victim", gr_test_path(folder, planted)), 0);
    ck_assert(save(path, "text", &err));
    assert_holds(victim, "precious");
    assert_holds(path, "text");
    ck_assert_int_eq(entries_of(folder), 3);
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(test_cannot_open)
{
    char *folder = gr_test_folder();
    const char *file = gr_test_path(folder, "file"), *below = gr_test_path(folder, "no/x.csv");
    gr_output out = { .used = 77 };
    gr_error err;

    gr_test_write(file, "old", 3);
    ck_assert(!gr_output_open(&out, folder, &err));
    gr_assert_message(err, "Is a directory");
    ck_assert(!gr_output_open(&out, below, &err));
    gr_assert_message(err, "cannot save ");
    gr_assert_message(err, "no/x.csv: No such file or directory");
    ck_assert(!gr_output_open(&out, gr_test_path(folder, "file/x"), &err));
    gr_assert_message(err, "Not a directory");
    ck_assert(!gr_output_open(&out, "", &err));
    ck_assert_int_eq(err.kind, GR_ERROR_IO);
    ck_assert_uint_eq(out.used, 77);
    chmod(file, 0400);
    if (geteuid() != 0) { /* root may write everything */
        ck_assert(!gr_output_open(&out, file, &err));
        gr_assert_message(err, "Permission denied; the old file is unchanged");
    }
    assert_holds(file, "old");
    gr_test_folder_remove(folder);
}
END_TEST

/* Fail each call of a saving once: the old file stays whole, no temporary file stays. */
static void sweep(gr_call what, const char *path, const char *folder)
{
    static const int reasons[GR_CALL_COUNT] = { EMFILE, ENOSPC, EIO, EDQUOT, EXDEV, EIO };

    for (int n = 1;; n++) {
        gr_faults f = { .failing = what, .nth = n, .reason = reasons[what] };
        gr_io io = gr_faults_io(&f);
        gr_error err = { 0 };
        gr_test_write(path, "old", 3);
        bool saved = save_big(path, &io, &err);
        ck_assert_int_eq(entries_of(folder), 1);
        if (f.made[what] < n) {
            ck_assert(saved);
            ck_assert_int_gt(n, what == GR_CALL_RENAME ? 1 : 2);
            return;
        }
        ck_assert(!saved);
        ck_assert_int_eq(err.kind, GR_ERROR_IO);
        gr_assert_message(err, strerror(reasons[what]));
        bool placed = (what == GR_CALL_FSYNC || what == GR_CALL_CLOSE) && n == 2; /* the folder's */
        assert_holds(path, placed ? big : "old");
        gr_assert_message(err, placed ? "the new file is in place" : "the old file is unchanged");
    }
}

START_TEST(test_each_call_fails)
{
    static const gr_call calls[] = { GR_CALL_OPEN, GR_CALL_WRITE, GR_CALL_FSYNC, GR_CALL_CLOSE,
                                     GR_CALL_RENAME };
    char *folder = gr_test_folder();
    const char *path = gr_test_path(folder, "valley.csv");

    fill_big();
    for (size_t i = 0; i < GR_LEN(calls); i++)
        sweep(calls[i], path, folder);
    gr_test_folder_remove(folder);
}
END_TEST

/* A process that dies within any of the calls leaves the old file or the new one, never a part. */
START_TEST(test_death)
{
    static const gr_call calls[] = { GR_CALL_OPEN, GR_CALL_WRITE, GR_CALL_FSYNC, GR_CALL_CLOSE,
                                     GR_CALL_RENAME };
    char *folder = gr_test_folder();
    const char *path = gr_test_path(folder, "valley.csv");

    fill_big();
    for (size_t i = 0; i < GR_LEN(calls); i++)
        for (int n = 1, status = 1; status != 0; n++) {
            gr_faults f = { .failing = calls[i], .nth = n, .deadly = true };
            gr_io io = gr_faults_io(&f);
            gr_test_write(path, "old", 3);
            pid_t child = fork();
            if (child == 0)
                _exit(save_big(path, &io, NULL) ? 0 : 2);
            ck_assert_int_eq(waitpid(child, &status, 0), child);
            bool placed =
                status == 0 || ((calls[i] == GR_CALL_FSYNC || calls[i] == GR_CALL_CLOSE) && n == 2);
            assert_holds(path, placed ? big : "old");
            ck_assert(status == 0 || WIFSIGNALED(status));
        }
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(test_messages)
{
    char *folder = gr_test_folder();
    gr_faults f = { .failing = GR_CALL_WRITE, .nth = 1, .reason = ENOSPC };
    gr_io io = gr_faults_io(&f);
    gr_error err;

    ck_assert_int_eq(chdir(folder), 0);
    ck_assert(!save_big("valley.csv", &io, &err));
    gr_assert_text(err.message, "cannot save valley.csv: No space left on device");
    gr_test_write("valley.csv", "old", 3);
    f = (gr_faults){ .failing = GR_CALL_WRITE, .nth = 2, .reason = ENOSPC };
    ck_assert(!save_big("valley.csv", &io, &err));
    gr_assert_text(err.message,
                   "cannot save valley.csv: No space left on device; the old file is unchanged");
    ck_assert_int_eq(f.made[GR_CALL_RENAME], 0);
    ck_assert_int_eq(f.made[GR_CALL_WRITE], 2); /* the first error sticks */
    ck_assert_int_eq(chdir("/"), 0);
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(test_short_writes_and_interruptions)
{
    char *folder = gr_test_folder();
    const char *path = gr_test_path(folder, "valley.csv");
    gr_faults f = { .shaky = true };
    gr_io io = gr_faults_io(&f);
    gr_error err;

    fill_big();
    ck_assert_msg(save_big(path, &io, &err), "%s", err.message);
    assert_holds(path, big);
    ck_assert_int_gt(f.made[GR_CALL_WRITE], 2 * BIG / 7);
    gr_test_folder_remove(folder);
}
END_TEST

/* Some file systems cannot sync, and some folders may be written but not read. */
START_TEST(test_lenient_folders)
{
    char *folder = gr_test_folder();
    const char *path = gr_test_path(folder, "valley.csv");
    static const gr_faults cases[] = { { .failing = GR_CALL_FSYNC, .nth = 1, .reason = EINVAL },
                                       { .failing = GR_CALL_FSYNC, .nth = 2, .reason = EINVAL },
                                       { .failing = GR_CALL_CLOSE, .nth = 1, .reason = EINTR },
                                       { .failing = GR_CALL_OPEN, .nth = 1, .reason = EACCES } };
    gr_error err;

    fill_big();
    for (size_t i = 0; i < GR_LEN(cases); i++) {
        gr_faults f = cases[i];
        gr_io io = gr_faults_io(&f);
        gr_test_write(path, "old", 3);
        ck_assert_msg(save_big(path, &io, &err), "%s", err.message);
        assert_holds(path, big);
    }
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(test_full_disk)
{
    char *folder = gr_test_folder();
    const char *path = gr_test_path(folder, "valley.csv");
    struct rlimit old, small;
    gr_error err;

    fill_big();
    gr_test_write(path, "old", 3);
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &old);
    small = (struct rlimit){ 100000, old.rlim_max };
    setrlimit(RLIMIT_FSIZE, &small);
    bool saved = save_big(path, &gr_io_posix, &err);
    setrlimit(RLIMIT_FSIZE, &old);
    ck_assert(!saved);
    gr_assert_message(err, "File too large; the old file is unchanged");
    assert_holds(path, "old");
    ck_assert_int_eq(entries_of(folder), 1);
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(test_no_memory)
{
    char *folder = gr_test_folder();
    const char *path = gr_test_path(folder, "valley.csv");

    fill_big();
    for (int persistent = 0; persistent < 2; persistent++)
        for (unsigned long n = 1;; n++) {
            gr_error err = { 0 };
            gr_test_write(path, "old", 3);
            gr_alloc_fail_at(n, persistent);
            bool saved = save_big(path, &gr_io_posix, &err);
            unsigned long asked = gr_alloc_fail_at(0, false);
            ck_assert_int_eq(entries_of(folder), 1);
            ck_assert(saved == (asked < n));
            assert_holds(path, saved ? big : "old");
            if (saved)
                break;
            ck_assert_int_eq(err.kind, GR_ERROR_MEMORY);
        }
    gr_test_folder_remove(folder);
}
END_TEST

/* --- what is no regular file --- */

START_TEST(test_devices)
{
    char *folder = gr_test_folder(), got[16] = "";
    const char *fifo = gr_test_path(folder, "fifo");
    struct stat status;
    gr_error err;

    ck_assert(save("/dev/null", "gone", &err));
    ck_assert(!save("/dev/full", "text", &err));
    gr_assert_text(err.message, "cannot write /dev/full: No space left on device");
    ck_assert_int_eq(mkfifo(fifo, 0600), 0);
    int reader = open(fifo, O_RDONLY | O_NONBLOCK);
    ck_assert(save(fifo, "through", &err));
    ck_assert_int_eq(read(reader, got, sizeof got), 7);
    gr_assert_text(got, "through");
    ck_assert(lstat(fifo, &status) == 0 && S_ISFIFO(status.st_mode));
    close(reader);
    gr_test_folder_remove(folder);
}
END_TEST

/* Write a text to `path` while standard output is the file `target`, or closed if NULL. */
static bool with_stdout(const char *target, const char *path, gr_error *err)
{
    fflush(stdout);
    int kept = dup(STDOUT_FILENO), fd = -1;
    if (target != NULL) {
        fd = open(target, O_WRONLY | O_APPEND | O_CREAT, 0600);
        dup2(fd, STDOUT_FILENO);
        close(fd);
        printf("before ");
    } else {
        close(STDOUT_FILENO);
    }
    bool fine = save(path, "text", err);
    dup2(kept, STDOUT_FILENO);
    close(kept);
    return fine;
}

START_TEST(test_stdout)
{
    static const char *const names[] = { "-", "/dev/stdout", "/dev/fd/1" };
    char *folder = gr_test_folder();
    const char *path = gr_test_path(folder, "out");
    gr_error err;

    for (size_t i = 0; i < GR_LEN(names); i++) {
        gr_test_write(path, "log ", 4);
        ck_assert(with_stdout(path, names[i], &err));
        assert_holds(path, "log before text");
    }
    ck_assert(!with_stdout(NULL, "-", &err));
    ck_assert_int_eq(err.kind, GR_ERROR_IO);
    gr_assert_text(err.message, "cannot write standard output: Bad file descriptor");
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(test_stdout_full)
{
    gr_faults f = { .failing = GR_CALL_WRITE, .nth = 1, .reason = EPIPE };
    gr_io io = gr_faults_io(&f);
    gr_error err;

    ck_assert(!save_big("-", &io, &err));
    gr_assert_text(err.message, "cannot write standard output: Broken pipe");
    int kept = dup(STDOUT_FILENO), full = open("/dev/full", O_WRONLY);
    fflush(stdout);
    dup2(full, STDOUT_FILENO);
    bool saved = save("-", "text", &err);
    dup2(kept, STDOUT_FILENO);
    close(kept);
    close(full);
    ck_assert(!saved);
    gr_assert_text(err.message, "cannot write standard output: No space left on device");
}
END_TEST

/* --- taking back --- */

/* Write `kept` bytes, mark, write `more`, return; then two bytes that must stand behind the kept. */
static void return_in(const char *path, size_t kept, size_t more)
{
    gr_output out;

    ck_assert(gr_output_open(&out, path, NULL));
    gr_output_write(&out, big, kept);
    gr_output_mark mark = gr_output_mark_here(&out);
    gr_output_write(&out, big + kept, more);
    ck_assert(gr_output_return(&out, &mark));
    ck_assert(out.digest == gr_fnv1a(GR_FNV_START, big, kept));
    gr_output_text(&out, "!\n");
    ck_assert(gr_output_commit(&out, NULL));
    size_t length;
    char *bytes = gr_test_read(path, &length);
    ck_assert_uint_eq(length, kept + 2);
    ck_assert(memcmp(bytes, big, kept) == 0 && memcmp(bytes + kept, "!\n", 2) == 0);
    free(bytes);
}

/* From the buffer, from the file, and from both. */
START_TEST(test_return)
{
    static const size_t sizes[] = { 0, 1, 100, 65535, 65536, 65537, 100000 };
    char *folder = gr_test_folder();
    const char *path = gr_test_path(folder, "valley.csv");

    fill_big();
    for (size_t i = 0; i < GR_LEN(sizes); i++)
        for (size_t k = 0; k < GR_LEN(sizes); k++)
            return_in(path, sizes[i], sizes[k]);
    ck_assert_int_eq(entries_of(folder), 1);
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(test_return_in_memory)
{
    gr_text text = { 0 };
    gr_output out;

    gr_text_add(&text, "before ");
    gr_output_memory(&out, &text);
    gr_output_text(&out, "kept");
    gr_output_mark mark = gr_output_mark_here(&out);
    gr_output_text(&out, " not kept");
    ck_assert(gr_output_return(&out, &mark));
    ck_assert(gr_output_commit(&out, NULL));
    gr_assert_text(gr_text_string(&text), "before kept");
    gr_text_clear(&text);
}
END_TEST

START_TEST(test_return_fails)
{
    char *folder = gr_test_folder();
    const char *path = gr_test_path(folder, "valley.csv");
    gr_faults f = { .failing = GR_CALL_TRUNCATE, .nth = 1, .reason = EIO };
    gr_io io = gr_faults_io(&f);
    gr_output out;
    gr_error err;

    fill_big();
    gr_test_write(path, "old", 3);
    ck_assert(gr_output_open_with(&out, path, &io, NULL));
    gr_output_mark mark = gr_output_mark_here(&out);
    gr_output_write(&out, big, BIG);
    ck_assert(!gr_output_return(&out, &mark));
    ck_assert(!gr_output_commit(&out, &err));
    gr_assert_message(err, "Input/output error; the old file is unchanged");
    assert_holds(path, "old");
    ck_assert_int_eq(entries_of(folder), 1);
    gr_test_folder_remove(folder);
}
END_TEST

/* What has gone to a device cannot come back: but no half line follows. */
START_TEST(test_return_from_a_device)
{
    char *folder = gr_test_folder();
    const char *fifo = gr_test_path(folder, "fifo");
    char *got = calloc(1, BIG);
    gr_output out;

    ck_assert_int_eq(mkfifo(fifo, 0600), 0);
    int reader = open(fifo, O_RDONLY | O_NONBLOCK);
    ck_assert(gr_output_open(&out, fifo, NULL));
    ck_assert_ptr_null(gr_output_temp(&out));
    gr_output_mark mark = gr_output_mark_here(&out);
    gr_output_text(&out, "one\n");
    ck_assert(gr_output_return(&out, &mark)); /* it was still here */
    gr_output_text(&out, "one\n");
    mark = gr_output_mark_here(&out);
    gr_output_text(&out, "two");
    gr_output_flush(&out);
    gr_output_text(&out, " and\nthr");
    ck_assert(!gr_output_return(&out, &mark));
    ck_assert(gr_output_commit(&out, NULL));
    ck_assert_int_gt(read(reader, got, BIG - 1), 0);
    gr_assert_text(got, "one\ntwo and\n");
    free(got);
    close(reader);
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(test_memory_output)
{
    gr_text text = { 0 };
    gr_output out;
    gr_error err;

    gr_output_memory(&out, &text);
    gr_output_text(&out, "one ");
    gr_output_write(&out, "two", 3);
    ck_assert(gr_output_ok(&out, &err));
    ck_assert(gr_output_commit(&out, &err));
    gr_assert_text(gr_text_string(&text), "one two");
    gr_output_memory(&out, &text);
    gr_alloc_fail_at(1, true);
    for (int i = 0; i < 100; i++)
        gr_output_text(&out, "more");
    ck_assert(!gr_output_commit(&out, &err));
    gr_alloc_fail_at(0, false);
    ck_assert_int_eq(err.kind, GR_ERROR_MEMORY);
    gr_text_clear(&text);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("output");
    TCase *saving = gr_test_case(s, "saving");
    TCase *failing = gr_test_case(s, "failing");
    TCase *others = gr_test_case(s, "others");

    tcase_add_test(saving, test_save);
    tcase_add_test(saving, test_save_in_current_folder);
    tcase_add_test(saving, test_abort);
    tcase_add_test(saving, test_link_is_replaced);
    tcase_add_test(saving, test_planted_temp);
    tcase_add_test(failing, test_cannot_open);
    tcase_add_test(failing, test_each_call_fails);
    tcase_add_test(failing, test_death);
    tcase_add_test(failing, test_messages);
    tcase_add_test(failing, test_short_writes_and_interruptions);
    tcase_add_test(failing, test_lenient_folders);
    tcase_add_test(failing, test_full_disk);
    tcase_add_test(failing, test_no_memory);
    tcase_add_test(others, test_devices);
    tcase_add_test(others, test_stdout);
    tcase_add_test(others, test_stdout_full);
    tcase_add_test(others, test_memory_output);
    tcase_add_test(others, test_return);
    tcase_add_test(others, test_return_in_memory);
    tcase_add_test(others, test_return_fails);
    tcase_add_test(others, test_return_from_a_device);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
