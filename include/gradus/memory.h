/* memory.h - allocation that may fail, and arenas.
 *
 * All memory that gradus itself takes comes through gr_alloc and gr_resize, so that one countdown
 * can make the n-th call fail (tests sweep n over whole scenarios). A failed allocation is
 * reported like any other error. Everything is freed before the program ends.
 *
 * Ownership, for the whole project: `_new`/`_free` are for heap objects, `_init`/`_clear` for
 * storage that the caller has; a returned `const T *` is borrowed until its owner changes.
 */
#ifndef GRADUS_MEMORY_H
#define GRADUS_MEMORY_H

#include "gradus/error.h"

#include <stddef.h>

#define GR_LEN(array) (sizeof(array) / sizeof((array)[0]))

/* `count` zeroed elements of `size` bytes (at least one byte). NULL with GR_ERROR_MEMORY set when
 * there is no room or the product overflows. Free with gr_free. */
void *gr_alloc(size_t count, size_t size, gr_error *err);

/* `bytes` zeroed bytes from a multiple of GR_CACHE_LINE on: vectors in them cross no line of the
 * cache. Free with gr_free; not for gr_resize. */
enum { GR_CACHE_LINE = 64 };
void *gr_alloc_lines(size_t bytes, gr_error *err);

/* A block of `count` elements with the old contents; the new bytes are not zeroed. On failure NULL,
 * and the old block is as it was. `old` may be NULL. */
void *gr_resize(void *old, size_t count, size_t size, gr_error *err);

void gr_free(void *block); /* NULL is fine */

/* A copy of a string. */
char *gr_strdup(const char *text, gr_error *err);

/* Room for one more element in a growable array: when `used == *capacity`, the array at `*array`
 * doubles (from 8). `array` is the address of a pointer to elements of `size` bytes. */
bool gr_grow(void *array, size_t used, size_t *capacity, size_t size, gr_error *err);

/* For tests: the n-th allocation from now fails (1 = the next), and so do all after it if
 * `persistent`. 0 switches the hook off. Returns how many allocations were asked for since the
 * last call. One of the project's two mutable statics. */
unsigned long gr_alloc_fail_at(unsigned long n, bool persistent);

/* An arena: many small allocations with one lifetime, all freed by gr_arena_clear. Zero-initialise
 * it. Memory is zeroed and aligned for any type; pointers stay valid until the arena is cleared. */
typedef struct gr_arena {
    struct gr_arena_chunk *chunks;
    size_t total; /* bytes handed out */
} gr_arena;

void *gr_arena_alloc(gr_arena *arena, size_t count, size_t size, gr_error *err);
char *gr_arena_strdup(gr_arena *arena, const char *text, gr_error *err);
char *gr_arena_strndup(gr_arena *arena, const char *text, size_t length, gr_error *err);
char *gr_arena_printf(gr_arena *arena, gr_error *err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void gr_arena_clear(gr_arena *arena);

#endif
