#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Under ASan the unused part of a block is poisoned and every allocation is followed by a poisoned gap, so that running
 * over the end of one is found although its neighbour lies in the same block. */
#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif
#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define GAP_BYTES                ((size_t)16)
#define POISON(address, bytes)   ASAN_POISON_MEMORY_REGION((address), (bytes))
#define UNPOISON(address, bytes) ASAN_UNPOISON_MEMORY_REGION((address), (bytes))
#else
#define GAP_BYTES                ((size_t)0)
#define POISON(address, bytes)   ((void)0)
#define UNPOISON(address, bytes) ((void)0)
#endif

#define ALIGNMENT       _Alignof(max_align_t)
#define BLOCK_BYTES_MIN ((size_t)8 << 10)
#define BLOCK_BYTES_MAX ((size_t)256 << 10)
#define KEEP_BYTES_MAX  ((size_t)64 << 10) /* a larger block is not kept for the next use */

struct arena_block {
    struct arena_block *next;
    size_t size, used;
    _Alignas(max_align_t) char data[];
};

struct arena_cleanup {
    struct arena_cleanup *next;
    void (*fn)(void *data);
    void *data;
};

static _Noreturn void arena_exhausted(const struct arena *arena, size_t bytes)
{
    fprintf(stderr, "arena: %zu bytes more do not fit, %zu of %zu are used\n", bytes, arena->bytes_used,
            arena->bytes_max);
    abort();
}

void arena_init(struct arena *arena, size_t bytes_max)
{
    *arena = (struct arena){ .bytes_max = bytes_max };
}

static void run_cleanups(struct arena *arena)
{
    while (arena->_cleanups) {
        struct arena_cleanup *cleanup = arena->_cleanups;

        arena->_cleanups = cleanup->next;
        cleanup->fn(cleanup->data);
    }
}

static void free_blocks(struct arena_block *block)
{
    while (block) {
        struct arena_block *next = block->next;

        UNPOISON(block->data, block->size);
        free(block);
        block = next;
    }
}

void arena_reset(struct arena *arena)
{
    struct arena_block *keep = arena->_blocks;

    run_cleanups(arena);
    if (keep && keep->size <= KEEP_BYTES_MAX) {
        free_blocks(keep->next);
        keep->next = NULL;
        keep->used = 0;
        POISON(keep->data, keep->size);
    } else {
        free_blocks(keep);
        arena->_blocks = NULL;
    }
    arena->bytes_used = 0;
}

void arena_finish(struct arena *arena)
{
    run_cleanups(arena);
    free_blocks(arena->_blocks);
    *arena = (struct arena){ 0 };
}

/* A block that holds `bytes`. One made for a single large piece goes behind the head, whose room is still good. */
static struct arena_block *add_block(struct arena *arena, size_t bytes)
{
    struct arena_block *head = arena->_blocks;
    size_t size = head ? head->size * 2 : BLOCK_BYTES_MIN;
    struct arena_block *block;

    if (size > BLOCK_BYTES_MAX)
        size = BLOCK_BYTES_MAX;
    bool alone = bytes > size / 2;
    if (alone)
        size = bytes;
    block = malloc(sizeof(*block) + size);
    if (!block)
        return NULL;
    block->size = size;
    block->used = 0;
    POISON(block->data, size);
    if (alone && head) {
        block->next = head->next;
        head->next = block;
    } else {
        block->next = head;
        arena->_blocks = block;
    }
    return block;
}

void *arena_try(struct arena *arena, size_t bytes)
{
    struct arena_block *block = arena->_blocks;
    size_t left = arena->bytes_max - arena->bytes_used;
    size_t need;
    char *data;

    if (bytes > left || left - bytes < ALIGNMENT)
        return NULL;
    need = bytes ? (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT : ALIGNMENT;
    if (!block || block->size - block->used < need + GAP_BYTES) {
        block = add_block(arena, need + GAP_BYTES);
        if (!block)
            return NULL;
    }
    data = block->data + block->used;
    block->used += need + GAP_BYTES;
    arena->bytes_used += need;
    UNPOISON(data, bytes);
    return memset(data, 0, bytes);
}

void *arena_alloc(struct arena *arena, size_t bytes)
{
    void *data = arena_try(arena, bytes);

    if (!data)
        arena_exhausted(arena, bytes);
    return data;
}

void *arena_alloc_array(struct arena *arena, size_t size, size_t count)
{
    size_t bytes;

    if (__builtin_mul_overflow(size, count, &bytes))
        arena_exhausted(arena, SIZE_MAX);
    return arena_alloc(arena, bytes);
}

void *arena_memdup(struct arena *arena, const void *data, size_t bytes)
{
    void *copy = arena_alloc(arena, bytes);

    if (bytes)
        memcpy(copy, data, bytes);
    return copy;
}

char *arena_strndup(struct arena *arena, const char *text, size_t bytes)
{
    size_t length = strnlen(text, bytes);
    char *copy = arena_alloc(arena, length + 1);

    memcpy(copy, text, length);
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return arena_strndup(arena, text, strlen(text));
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
    va_list again;
    int length;
    char *text;

    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        arena_exhausted(arena, SIZE_MAX);
    text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, args);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    char *text;

    va_start(args, format);
    text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

void arena_defer(struct arena *arena, void (*fn)(void *data), void *data)
{
    struct arena_cleanup *cleanup = arena_new(arena, struct arena_cleanup);

    *cleanup = (struct arena_cleanup){ .next = arena->_cleanups, .fn = fn, .data = data };
    arena->_cleanups = cleanup;
}
