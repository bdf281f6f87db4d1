#include "base/json.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"

/* The index of the quote that ends the string begun before `i`, or `bytes`. */
static size_t string_end(const char *text, size_t bytes, size_t i)
{
    while (i < bytes && text[i] != '"')
        i += text[i] == '\\' ? 2 : 1;
    return i < bytes ? i : bytes;
}

size_t json_depth(const char *text, size_t bytes)
{
    size_t depth = 0, deepest = 0;

    for (size_t i = 0; i < bytes; i++) {
        if (text[i] == '"')
            i = string_end(text, bytes, i + 1);
        else if (text[i] == '[' || text[i] == '{')
            depth++;
        else if ((text[i] == ']' || text[i] == '}') && depth)
            depth--;
        if (depth > deepest)
            deepest = depth;
    }
    return deepest;
}

static size_t escape_control(unsigned char c, char out[JSON_ESCAPE_BYTES])
{
    static const char names[] = "\b\f\n\r\t\"\\", letters[] = "bfnrt\"\\", digits[] = "0123456789abcdef";
    const char *name = c ? strchr(names, c) : NULL;

    if (name) {
        out[0] = '\\';
        out[1] = letters[name - names];
        return 2;
    }
    memcpy(out, "\\u00", 4);
    out[4] = digits[c >> 4];
    out[5] = digits[c & 15];
    return 6;
}

static bool plain(unsigned char c)
{
    return c >= 0x20 && c != '"' && c != '\\';
}

size_t json_plain(const char *text, size_t bytes)
{
    size_t i = 0;

    while (i < bytes && plain((unsigned char)text[i])) {
        size_t length = (unsigned char)text[i] < 0x80 ? 1 : utf8_sequence(text + i, bytes - i);

        if (length == 0)
            break;
        i += length;
    }
    return i;
}

size_t json_escape(const char *text, size_t bytes, char out[JSON_ESCAPE_BYTES], size_t *ret_out_bytes)
{
    unsigned char c = (unsigned char)*text;
    size_t length = utf8_sequence(text, bytes);

    if (length == 0) {
        memcpy(out, "\xEF\xBF\xBD", 3);
        *ret_out_bytes = 3;
        return 1;
    }
    if (!plain(c)) {
        *ret_out_bytes = escape_control(c, out);
        return 1;
    }
    memcpy(out, text, length);
    *ret_out_bytes = length;
    return length;
}

static size_t write_digits(uint64_t value, char *out)
{
    char digits[JSON_INT_BYTES];
    size_t at = sizeof(digits);

    do
        digits[--at] = (char)('0' + value % 10);
    while (value /= 10);
    memcpy(out, digits + at, sizeof(digits) - at);
    return sizeof(digits) - at;
}

size_t json_uint(uint64_t value, char out[JSON_INT_BYTES])
{
    return write_digits(value, out);
}

size_t json_int(int64_t value, char out[JSON_INT_BYTES])
{
    if (value >= 0)
        return write_digits((uint64_t)value, out);
    *out = '-';
    return 1 + write_digits(-(uint64_t)value, out + 1);
}
