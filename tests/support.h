/* support.h - what every Check program here shares. */
#ifndef GRADUS_TESTS_SUPPORT_H
#define GRADUS_TESTS_SUPPORT_H

#include <check.h>
#include <stdbool.h>
#include <stddef.h>

/* Check writes the place of every assertion to a file, so that a crash is told with the last one
 * before it; in a loop that takes longer than what is tested. Here the place is kept in memory, and
 * told by whoever gets the signal. */
#undef ck_assert_msg
#define ck_assert_msg(expr, ...)                                                                   \
    ((expr) ? gr_test_mark(__FILE__, __LINE__)                                                     \
            : _ck_assert_failed(__FILE__, __LINE__, "Assertion '" #expr "' failed", __VA_ARGS__))

void gr_test_mark(const char *file, int line);

/* Run a suite and print TAP on stdout; returns the exit status. Setting CK_FORK=no runs it in one
 * process, for valgrind and debuggers. */
int gr_test_main(Suite *suite);

/* A test case added to the suite, with a limit on its time that only a hang can reach. */
TCase *gr_test_case(Suite *suite, const char *name);

/* The path of a file of the source tree, as "tests/data/elementary.csv". A static buffer. */
const char *gr_test_source(const char *relative);

/* A new empty folder for one test; removed with all in it by gr_test_folder_remove. Heap. */
char *gr_test_folder(void);
void gr_test_folder_remove(char *folder);

/* From here on each lesson that there is is a short one of one page, in the folder `lessons` that is
 * made in `folder`: for tests of the catalogue, which reads them all. */
void gr_test_short_lessons(const char *folder);

/* Write a file, read a file whole (NUL-terminated, heap, length optional). Abort on failure. */
void gr_test_write(const char *path, const void *bytes, size_t length);
char *gr_test_read(const char *path, size_t *length);

/* folder + "/" + name in a rotating static buffer. */
const char *gr_test_path(const char *folder, const char *name);

/* Strings equal, or the test fails showing both. */
#define gr_assert_text(actual, expected) ck_assert_str_eq(actual, expected)

/* The message of an error contains a part. */
#define gr_assert_message(err, part)                                                              \
    ck_assert_msg(strstr((err).message, part) != NULL, "message is: %s", (err).message)

#endif
