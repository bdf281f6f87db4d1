/* An arena owns everything that one call, event or job needs, and frees it at once.
 *
 * Allocation never returns NULL: when memory or the arena's own bound is used up the process aborts, except for
 * arena_try(), which decoders of foreign bytes use. Memory is zeroed. An arena belongs to one thread at a time.
 *
 *     struct arena arena;
 *     arena_init(&arena, ARENA_BYTES_MAX);
 *     char *name = arena_printf(&arena, "%s-%d", prefix, n);
 *     arena_finish(&arena);
 */
#ifndef LINLI_BASE_ARENA_H
#define LINLI_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#define ARENA_BYTES_MAX ((size_t)16 << 20) /* what a call may use: 16 MiB holds 256 orders of a batch many times over */

struct arena_block;
struct arena_cleanup;

struct arena {
    struct arena_block *_blocks;
    struct arena_cleanup *_cleanups;
    size_t bytes_used;
    size_t bytes_max;
};

void arena_init(struct arena *arena, size_t bytes_max);

/* Runs the cleanups, newest first, and forgets everything; keeps one block for the next use. */
void arena_reset(struct arena *arena);
void arena_finish(struct arena *arena);

void *arena_alloc(struct arena *arena, size_t bytes) __attribute__((returns_nonnull));
/* NULL when the bound is reached. */
void *arena_try(struct arena *arena, size_t bytes);
char *arena_strdup(struct arena *arena, const char *text);
char *arena_strndup(struct arena *arena, const char *text, size_t bytes);
void *arena_memdup(struct arena *arena, const void *data, size_t bytes);
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/* Calls fn(data) when the arena is reset or finished. */
void arena_defer(struct arena *arena, void (*fn)(void *data), void *data);

#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define arena_array(arena, type, count) ((type *)arena_alloc_array((arena), sizeof(type), (count)))
/* Aborts when size × count overflows. */
void *arena_alloc_array(struct arena *arena, size_t size, size_t count) __attribute__((returns_nonnull));

#endif
