#include "gradus/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The allocation countdown of the tests; see gr_alloc_fail_at. */
static struct {
    unsigned long asked, fail_at;
    bool persistent;
} hook;

unsigned long gr_alloc_fail_at(unsigned long n, bool persistent)
{
    unsigned long asked = hook.asked;

    hook.asked = 0;
    hook.fail_at = n;
    hook.persistent = persistent;
    return asked;
}

static bool refused_by_hook(void)
{
    hook.asked++;
    if (hook.fail_at == 0)
        return false;
    return hook.persistent ? hook.asked >= hook.fail_at : hook.asked == hook.fail_at;
}

static bool product(size_t count, size_t size, size_t *bytes)
{
    if (size != 0 && count > SIZE_MAX / size)
        return false;
    *bytes = count * size > 0 ? count * size : 1;
    return true;
}

static void *out_of_memory(size_t count, size_t size, gr_error *err)
{
    gr_fail(err, GR_ERROR_MEMORY, "out of memory: no room for %zu items of %zu bytes", count, size);
    return NULL;
}

void *gr_alloc(size_t count, size_t size, gr_error *err)
{
    size_t bytes;
    void *block = NULL;

    if (!refused_by_hook() && product(count, size, &bytes))
        block = calloc(1, bytes);
    return block != NULL ? block : out_of_memory(count, size, err);
}

void *gr_alloc_lines(size_t bytes, gr_error *err)
{
    size_t lines = bytes / GR_CACHE_LINE + 1;
    void *block = refused_by_hook() ? NULL : aligned_alloc(GR_CACHE_LINE, lines * GR_CACHE_LINE);

    return block != NULL ? memset(block, 0, bytes) : out_of_memory(bytes, 1, err);
}

void *gr_resize(void *old, size_t count, size_t size, gr_error *err)
{
    size_t bytes;
    void *block = NULL;

    if (!refused_by_hook() && product(count, size, &bytes))
        block = realloc(old, bytes);
    return block != NULL ? block : out_of_memory(count, size, err);
}

void gr_free(void *block)
{
    free(block);
}

char *gr_strdup(const char *text, gr_error *err)
{
    size_t length = strlen(text) + 1;
    char *copy = gr_alloc(length, 1, err);

    if (copy != NULL)
        memcpy(copy, text, length);
    return copy;
}

bool gr_grow(void *array, size_t used, size_t *capacity, size_t size, gr_error *err)
{
    void *old, *grown;

    if (used < *capacity)
        return true;
    size_t wanted = *capacity > 0 ? *capacity * 2 : 8;
    memcpy(&old, array, sizeof old); /* the caller's T * read as bytes: T is not known here */
    grown = gr_resize(old, wanted, size, err);
    if (grown == NULL)
        return false;
    memcpy(array, &grown, sizeof grown);
    *capacity = wanted;
    return true;
}

struct gr_arena_chunk {
    struct gr_arena_chunk *next;
    size_t used, size;
    _Alignas(max_align_t) unsigned char bytes[];
};

enum { CHUNK = 16384 };

static struct gr_arena_chunk *chunk_with_room(gr_arena *arena, size_t bytes, gr_error *err)
{
    struct gr_arena_chunk *chunk = arena->chunks;

    if (chunk != NULL && chunk->size - chunk->used >= bytes)
        return chunk;
    size_t size = bytes > CHUNK / 4 ? bytes : CHUNK;
    chunk = gr_alloc(1, sizeof *chunk + size, err);
    if (chunk == NULL)
        return NULL;
    chunk->size = size;
    if (size != CHUNK && arena->chunks != NULL) { /* a big one goes behind, the open one stays */
        chunk->next = arena->chunks->next;
        arena->chunks->next = chunk;
    } else {
        chunk->next = arena->chunks;
        arena->chunks = chunk;
    }
    return chunk;
}

void *gr_arena_alloc(gr_arena *arena, size_t count, size_t size, gr_error *err)
{
    size_t bytes, align = _Alignof(max_align_t);

    if (!product(count, size, &bytes) || bytes > SIZE_MAX / 2)
        return out_of_memory(count, size, err);
    bytes = (bytes + align - 1) / align * align;
    struct gr_arena_chunk *chunk = chunk_with_room(arena, bytes, err);
    if (chunk == NULL)
        return NULL;
    void *block = chunk->bytes + chunk->used;
    chunk->used += bytes;
    arena->total += bytes;
    return block;
}

char *gr_arena_strndup(gr_arena *arena, const char *text, size_t length, gr_error *err)
{
    char *copy = gr_arena_alloc(arena, length + 1, 1, err);

    if (copy != NULL)
        memcpy(copy, text, length);
    return copy;
}

char *gr_arena_strdup(gr_arena *arena, const char *text, gr_error *err)
{
    return gr_arena_strndup(arena, text, strlen(text), err);
}

char *gr_arena_printf(gr_arena *arena, gr_error *err, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0)
        return NULL;
    char *copy = gr_arena_alloc(arena, (size_t)length + 1, 1, err);
    if (copy == NULL)
        return NULL;
    va_start(arguments, format);
    vsnprintf(copy, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return copy;
}

void gr_arena_clear(gr_arena *arena)
{
    struct gr_arena_chunk *chunk = arena->chunks;

    while (chunk != NULL) {
        struct gr_arena_chunk *next = chunk->next;
        gr_free(chunk);
        chunk = next;
    }
    *arena = (gr_arena){ 0 };
}
