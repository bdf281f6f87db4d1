#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"

#define CAPACITY_MIN ((size_t)64)

void buf_init(struct buf *buf, struct arena *arena, size_t capacity)
{
    if (capacity < CAPACITY_MIN)
        capacity = CAPACITY_MIN;
    *buf = (struct buf){ .arena = arena, .data = arena_alloc(arena, capacity), ._capacity = capacity };
}

void buf_clear(struct buf *buf)
{
    buf->len = 0;
    buf->data[0] = '\0';
}

void buf_reserve(struct buf *buf, size_t more)
{
    size_t need, capacity;
    char *data;

    if (more < buf->_capacity - buf->len)
        return;
    if (__builtin_add_overflow(buf->len + 1, more, &need))
        need = SIZE_MAX;
    capacity = buf->_capacity * 2 > need ? buf->_capacity * 2 : need;
    data = arena_alloc(buf->arena, capacity);
    memcpy(data, buf->data, buf->len + 1);
    buf->data = data;
    buf->_capacity = capacity;
}

void buf_add(struct buf *buf, const void *data, size_t bytes)
{
    if (bytes == 0)
        return;
    buf_reserve(buf, bytes);
    memcpy(buf->data + buf->len, data, bytes);
    buf->len += bytes;
    buf->data[buf->len] = '\0';
}

void buf_add_str(struct buf *buf, const char *text)
{
    buf_add(buf, text, strlen(text));
}

void buf_add_char(struct buf *buf, char c)
{
    buf_reserve(buf, 1);
    buf->data[buf->len++] = c;
    buf->data[buf->len] = '\0';
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args, again;
    int length;

    va_start(args, format);
    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length > 0) {
        buf_reserve(buf, (size_t)length);
        vsnprintf(buf->data + buf->len, (size_t)length + 1, format, args);
        buf->len += (size_t)length;
    }
    va_end(args);
}

void buf_json_stringn(struct buf *buf, const char *text, size_t bytes)
{
    char escaped[JSON_ESCAPE_BYTES];
    size_t escaped_bytes;

    if (!text) {
        buf_add_str(buf, "null");
        return;
    }
    buf_reserve(buf, bytes + 2);
    buf_add_char(buf, '"');
    while (bytes) {
        size_t taken = json_plain(text, bytes);

        buf_add(buf, text, taken);
        if (taken == 0) {
            taken = json_escape(text, bytes, escaped, &escaped_bytes);
            buf_add(buf, escaped, escaped_bytes);
        }
        text += taken;
        bytes -= taken;
    }
    buf_add_char(buf, '"');
}

void buf_json_string(struct buf *buf, const char *text)
{
    buf_json_stringn(buf, text, text ? strlen(text) : 0);
}

void buf_json_int(struct buf *buf, int64_t value)
{
    char digits[JSON_INT_BYTES];

    buf_add(buf, digits, json_int(value, digits));
}
