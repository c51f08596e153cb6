/* Allocation that fails when told to, growing arrays, arenas. */
#include "gradus/memory.h"

#include "support.h"

#include <stdint.h>
#include <string.h>

static bool is_zero(const void *block, size_t size)
{
    const unsigned char *bytes = block;

    for (size_t i = 0; i < size; i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

/* --- blocks --- */

START_TEST(test_blocks)
{
    gr_error err;
    unsigned char *block = gr_alloc(100, 7, &err);

    ck_assert(block != NULL && is_zero(block, 700));
    memset(block, 1, 700);
    unsigned char *more = gr_resize(block, 200, 7, &err);
    ck_assert(more != NULL && more[0] == 1 && more[699] == 1);
    gr_free(more);
    gr_free(NULL);
    block = gr_resize(NULL, 3, 3, &err);
    ck_assert_ptr_nonnull(block);
    gr_free(block);
    block = gr_alloc(0, 8, &err); /* nothing is something: it can be freed, and is no failure */
    ck_assert_ptr_nonnull(block);
    gr_free(block);
    char *text = gr_strdup("copy", &err);
    gr_assert_text(text, "copy");
    gr_free(text);
}
END_TEST

/* A product that does not fit is a failure like any other, never a small block. */
START_TEST(test_overflow)
{
    gr_error err;
    char *old = gr_strdup("old", NULL);

    ck_assert_ptr_null(gr_alloc(SIZE_MAX, 2, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_MEMORY);
    gr_assert_message(err, "out of memory: no room for 18446744073709551615 items of 2 bytes");
    ck_assert_ptr_null(gr_alloc(SIZE_MAX / 2 + 1, 2, NULL));
    ck_assert_ptr_null(gr_resize(old, SIZE_MAX / 4, 8, &err));
    gr_assert_text(old, "old");
    gr_free(old);
}
END_TEST

START_TEST(test_grow)
{
    int *array = NULL;
    size_t capacity = 0, changes = 0;
    gr_error err;

    for (int i = 0; i < 1000; i++) {
        size_t before = capacity;
        ck_assert(gr_grow(&array, (size_t)i, &capacity, sizeof *array, &err));
        changes += capacity != before;
        array[i] = i;
    }
    ck_assert_uint_eq(capacity, 1024);
    ck_assert_uint_eq(changes, 8);
    gr_alloc_fail_at(1, false);
    size_t before = capacity;
    ck_assert(!gr_grow(&array, capacity, &capacity, sizeof *array, &err));
    gr_alloc_fail_at(0, false);
    ck_assert_uint_eq(capacity, before); /* the old array is as it was */
    for (int i = 0; i < 1000; i++)
        ck_assert_int_eq(array[i], i);
    gr_free(array);
}
END_TEST

/* --- the countdown --- */

START_TEST(test_fail_once)
{
    gr_error err;

    gr_alloc_fail_at(3, false);
    for (int i = 1; i <= 5; i++) {
        err = (gr_error){ 0 };
        void *block = gr_alloc(1, 10, &err);
        ck_assert((block == NULL) == (i == 3));
        ck_assert((err.kind == GR_ERROR_MEMORY) == (i == 3));
        gr_free(block);
    }
    ck_assert_uint_eq(gr_alloc_fail_at(0, false), 5);
    ck_assert_uint_eq(gr_alloc_fail_at(0, false), 0);
}
END_TEST

START_TEST(test_fail_from_then_on)
{
    gr_alloc_fail_at(3, true);
    for (int i = 1; i <= 5; i++) {
        void *block = i % 2 == 0 ? gr_resize(NULL, 1, 10, NULL) : gr_alloc(1, 10, NULL);
        ck_assert((block == NULL) == (i >= 3));
        gr_free(block);
    }
    ck_assert_uint_eq(gr_alloc_fail_at(0, true), 5);
    void *block = gr_alloc(1, 10, NULL);
    ck_assert_ptr_nonnull(block);
    gr_free(block);
}
END_TEST

/* --- arenas --- */

/* Blocks of all sizes: aligned, zeroed, apart from each other, and in place until the end. */
START_TEST(test_arena)
{
    enum { BLOCKS = 500 };
    static const size_t sizes[] = { 1, 8, 24, 100, 1000, 4096, 4097, 16384, 40000, 3 };
    gr_arena arena = { 0 };
    unsigned char *blocks[BLOCKS];

    for (size_t i = 0; i < BLOCKS; i++) {
        size_t size = sizes[i % GR_LEN(sizes)];
        blocks[i] = gr_arena_alloc(&arena, 1, size, NULL);
        ck_assert_ptr_nonnull(blocks[i]);
        ck_assert((uintptr_t)blocks[i] % _Alignof(max_align_t) == 0);
        ck_assert(is_zero(blocks[i], size));
        memset(blocks[i], (int)(i % 255) + 1, size);
    }
    for (size_t i = 0; i < BLOCKS; i++)
        for (size_t k = 0; k < sizes[i % GR_LEN(sizes)]; k++)
            if (blocks[i][k] != i % 255 + 1)
                ck_abort_msg("block %zu was written over", i);
    ck_assert_uint_gt(arena.total, 50 * (40000 + 16384));
    gr_arena_clear(&arena);
    ck_assert(arena.chunks == NULL && arena.total == 0);
    gr_arena_clear(&arena);
}
END_TEST

START_TEST(test_arena_texts)
{
    gr_arena arena = { 0 };
    char *whole = gr_arena_strdup(&arena, "whole", NULL);
    char *part = gr_arena_strndup(&arena, "part of it", 4, NULL);
    char *none = gr_arena_strndup(&arena, "none", 0, NULL);
    char *made = gr_arena_printf(&arena, NULL, "%s %d %05.1f", "made", 7, 2.25);

    gr_assert_text(whole, "whole");
    gr_assert_text(part, "part");
    gr_assert_text(none, "");
    gr_assert_text(made, "made 7 002.2");
    ck_assert_ptr_nonnull(gr_arena_alloc(&arena, 0, 8, NULL));
    gr_arena_clear(&arena);
}
END_TEST

START_TEST(test_arena_failures)
{
    gr_arena arena = { 0 };
    gr_error err = { 0 };

    ck_assert_ptr_null(gr_arena_alloc(&arena, SIZE_MAX, 2, &err));
    ck_assert_int_eq(err.kind, GR_ERROR_MEMORY);
    ck_assert_ptr_null(gr_arena_alloc(&arena, 1, SIZE_MAX, &err));
    ck_assert_ptr_null(gr_arena_alloc(&arena, SIZE_MAX - 8, 1, &err));
    char *before = gr_arena_strdup(&arena, "before", NULL);
    gr_alloc_fail_at(1, true);
    ck_assert_ptr_null(gr_arena_alloc(&arena, 1, 100000, &err));
    ck_assert_ptr_null(gr_arena_printf(&arena, &err, "%100000d", 1));
    gr_alloc_fail_at(0, false);
    gr_assert_text(before, "before");
    ck_assert_ptr_nonnull(gr_arena_alloc(&arena, 1, 100000, &err)); /* it can be used on */
    gr_arena_clear(&arena);
}
END_TEST

static Suite *suite(void)
{
    const TTest *const tests[] = { test_blocks, test_overflow, test_grow, test_fail_once,
                                   test_fail_from_then_on, test_arena, test_arena_texts,
                                   test_arena_failures };
    Suite *s = suite_create("memory");
    TCase *all = gr_test_case(s, "memory");

    for (size_t i = 0; i < GR_LEN(tests); i++)
        tcase_add_test(all, tests[i]);
    return s;
}

int main(void)
{
    return gr_test_main(suite());
}
