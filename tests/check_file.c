/* Reading files whole, and making folders. */
#include "gradus/file.h"
#include "gradus/memory.h"

#include "support.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BIG = 200000 };

static char big[BIG + 1];

static void fill_big(void)
{
    for (size_t i = 0; i < BIG; i++)
        big[i] = (char)('a' + i % 23);
}

static mode_t mode_of(const char *path)
{
    struct stat status;

    ck_assert_int_eq(lstat(path, &status), 0);
    return status.st_mode & 07777;
}

START_TEST(test_read)
{
    char *folder = gr_test_folder(), *bytes;
    const char *path = gr_test_path(folder, "some");
    size_t length;
    gr_error err;

    gr_test_write(path, "ab\0cd", 5);
    ck_assert(gr_file_read(path, 5, &bytes, &length, &err));
    ck_assert_uint_eq(length, 5);
    ck_assert_mem_eq(bytes, "ab\0cd", 6);
    gr_free(bytes);
    gr_test_write(path, "", 0);
    ck_assert(gr_file_read(path, 0, &bytes, &length, &err));
    ck_assert_uint_eq(length, 0);
    ck_assert_int_eq(bytes[0], '\0');
    gr_free(bytes);
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(test_read_big_and_growing)
{
    char *folder = gr_test_folder(), *bytes;
    const char *path = gr_test_path(folder, "big");
    size_t length;
    gr_error err;

    fill_big();
    gr_test_write(path, big, BIG);
    ck_assert(gr_file_read(path, BIG, &bytes, &length, &err));
    ck_assert_uint_eq(length, BIG);
    ck_assert_str_eq(bytes, big);
    gr_free(bytes);
    ck_assert(gr_file_read("/proc/self/status", BIG, &bytes, &length, &err)); /* of size 0 */
    ck_assert_uint_gt(length, 0);
    gr_free(bytes);
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(test_read_stdin)
{
    char *folder = gr_test_folder(), *bytes;
    const char *path = gr_test_path(folder, "in");
    int kept = dup(STDIN_FILENO), ends[2];
    size_t length;
    gr_error err;

    gr_test_write(path, "hello", 5);
    int fd = open(path, O_RDONLY);
    dup2(fd, STDIN_FILENO);
    close(fd);
    ck_assert(gr_file_read("-", 100, &bytes, &length, &err));
    gr_assert_text(bytes, "hello");
    gr_free(bytes);
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(write(ends[1], "from a pipe", 11), 11);
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    ck_assert(!gr_file_read("-", 3, &bytes, &length, &err));
    gr_assert_text(err.message, "standard input: the file is over 3 bytes, the limit");
    dup2(kept, STDIN_FILENO);
    close(kept);
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(test_read_refusals)
{
    char *folder = gr_test_folder(), *bytes = NULL, message[5000];
    const char *fifo = gr_test_path(folder, "fifo"), *absent = gr_test_path(folder, "absent");
    size_t length = 77;
    gr_error err;

    ck_assert_int_eq(mkfifo(fifo, 0600), 0);
    const struct {
        const char *path, *reason;
    } cases[] = { { folder, "Is a directory" },
                  { "/dev/zero", "not a regular file" },
                  { fifo, "not a regular file" },
                  { absent, "No such file or directory" },
                  { "", "No such file or directory" } };
    for (size_t i = 0; i < GR_LEN(cases); i++) {
        ck_assert(!gr_file_read(cases[i].path, 100, &bytes, &length, &err));
        snprintf(message, sizeof message, "cannot read %s: %s", cases[i].path, cases[i].reason);
        gr_assert_text(err.message, message);
        ck_assert_int_eq(err.kind, GR_ERROR_IO);
    }
    ck_assert_ptr_null(bytes);
    ck_assert_uint_eq(length, 77);
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(test_read_limit)
{
    char *folder = gr_test_folder(), *bytes, size[GR_FILE_SIZE_TEXT];
    const char *path = gr_test_path(folder, "huge");
    size_t length;
    gr_error err;

    gr_test_write(path, "", 0);
    ck_assert_int_eq(truncate(path, (off_t)10 << 30), 0); /* 10 GiB, all hole */
    ck_assert(!gr_file_read(path, (size_t)64 << 20, &bytes, &length, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_DATA);
    gr_assert_message(err, "huge: the file is over 64 MiB, the limit");
    gr_file_size_text(1536, size);
    gr_assert_text(size, "1536 bytes");
    gr_file_size_text(65536, size);
    gr_assert_text(size, "64 KiB");
    gr_test_folder_remove(folder);
}
END_TEST

START_TEST(test_plain_text)
{
    static const char *const cases[][2] = {
        { "", "" },
        { "a\nb", "a\nb" },
        { "a\r\nb\r\n", "a\nb\n" },
        { "a\rb\r", "a\nb\n" },
        { "\xEF\xBB\xBFx", "x" },
        { "\xEF\xBB", "\xEF\xBB" },
        { "\r\r\n\n", "\n\n\n" },
    };

    for (size_t i = 0; i < GR_LEN(cases); i++) {
        char bytes[32];
        strcpy(bytes, cases[i][0]);
        ck_assert_uint_eq(gr_file_plain_text(bytes, strlen(bytes)), strlen(cases[i][1]));
        gr_assert_text(bytes, cases[i][1]);
    }
}
END_TEST

START_TEST(test_make_folder)
{
    char *folder = gr_test_folder();
    const char *deep = gr_test_path(folder, "a/b//c/"), *file = gr_test_path(folder, "file");
    gr_error err;

    ck_assert(gr_file_make_folder(deep, &err));
    ck_assert(gr_file_make_folder(deep, &err));
    ck_assert_uint_eq(mode_of(gr_test_path(folder, "a")), 0700);
    ck_assert_uint_eq(mode_of(deep), 0700);
    gr_test_write(file, "x", 1);
    ck_assert(!gr_file_make_folder(gr_test_path(folder, "file"), &err));
    gr_assert_message(err, "file: Not a directory");
    ck_assert(!gr_file_make_folder(gr_test_path(folder, "file/x"), &err));
    ck_assert_int_eq(err.kind, GR_ERROR_IO);
    gr_test_folder_remove(folder);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("file");
    TCase *reading = gr_test_case(s, "reading");

    tcase_add_test(reading, test_read);
    tcase_add_test(reading, test_read_big_and_growing);
    tcase_add_test(reading, test_read_stdin);
    tcase_add_test(reading, test_read_refusals);
    tcase_add_test(reading, test_read_limit);
    tcase_add_test(reading, test_plain_text);
    tcase_add_test(reading, test_make_folder);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
