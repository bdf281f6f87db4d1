/* A growing run of bytes on an arena, always followed by a NUL that is not counted.
 *
 * Growing copies within the arena, so a buffer is for building an answer, not for a queue.
 */
#ifndef LINLI_BASE_BUF_H
#define LINLI_BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct buf {
    struct arena *arena;
    char *data; /* never NULL after buf_init */
    size_t len;
    size_t _capacity;
};

void buf_init(struct buf *buf, struct arena *arena, size_t capacity);
void buf_clear(struct buf *buf);
void buf_reserve(struct buf *buf, size_t more);
void buf_add(struct buf *buf, const void *data, size_t bytes);
void buf_add_str(struct buf *buf, const char *text);
void buf_add_char(struct buf *buf, char c);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* JSON text, strictly escaped. NULL text gives null. Bytes that are not UTF-8 become U+FFFD. */
void buf_json_string(struct buf *buf, const char *text);
void buf_json_stringn(struct buf *buf, const char *text, size_t bytes);
void buf_json_int(struct buf *buf, int64_t value);

#endif
