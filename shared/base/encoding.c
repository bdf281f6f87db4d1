/* The text forms of bytes in crypto.h: hexadecimal, base64, base64url. */
#include <string.h>

#include "base/crypto.h"

static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char base64url_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void hex_encode(const void *data, size_t bytes, char *out)
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t *in = data;

    for (size_t i = 0; i < bytes; i++) {
        out[2 * i] = digits[in[i] >> 4];
        out[2 * i + 1] = digits[in[i] & 15];
    }
    out[2 * bytes] = '\0';
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool hex_decode(const char *text, size_t chars, uint8_t *out)
{
    if (chars % 2)
        return false;
    for (size_t i = 0; i < chars; i += 2) {
        int high = hex_value(text[i]), low = hex_value(text[i + 1]);

        if (high < 0 || low < 0)
            return false;
        out[i / 2] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static char *encode(struct arena *arena, const uint8_t *in, size_t bytes, const char *digits, bool padded)
{
    char *text = arena_alloc(arena, (bytes + 2) / 3 * 4 + 1), *out = text;

    for (; bytes >= 3; bytes -= 3, in += 3) {
        *out++ = digits[in[0] >> 2];
        *out++ = digits[(in[0] & 3) << 4 | in[1] >> 4];
        *out++ = digits[(in[1] & 15) << 2 | in[2] >> 6];
        *out++ = digits[in[2] & 63];
    }
    if (bytes) {
        uint8_t second = bytes == 2 ? in[1] : 0;

        *out++ = digits[in[0] >> 2];
        *out++ = digits[(in[0] & 3) << 4 | second >> 4];
        if (bytes == 2)
            *out++ = digits[(second & 15) << 2];
        else if (padded)
            *out++ = '=';
        if (padded)
            *out++ = '=';
    }
    return text;
}

char *base64_encode(struct arena *arena, const void *data, size_t bytes)
{
    return encode(arena, data, bytes, base64_digits, true);
}

char *base64url_encode(struct arena *arena, const void *data, size_t bytes)
{
    return encode(arena, data, bytes, base64url_digits, false);
}

static int digit_value(char c, const char *digits)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == digits[62])
        return 62;
    return c == digits[63] ? 63 : -1;
}

/* Digits without padding. Bits beyond the last whole byte must be zero: one value has one text. */
static bool decode(struct arena *arena, const char *text, size_t chars, const char *digits, uint8_t **ret_data,
                   size_t *ret_bytes)
{
    size_t bytes = chars / 4 * 3 + (chars % 4 ? chars % 4 - 1 : 0), used = 0;
    unsigned bits = 0, held = 0;
    uint8_t *data;

    if (chars % 4 == 1 || !(data = arena_try(arena, bytes + 1)))
        return false;
    for (size_t i = 0; i < chars; i++) {
        int value = digit_value(text[i], digits);

        if (value < 0)
            return false;
        bits = (bits & 0xFFu) << 6 | (unsigned)value;
        held += 6;
        if (held >= 8) {
            held -= 8;
            data[used++] = (uint8_t)(bits >> held);
        }
    }
    if (bits & ((1u << held) - 1))
        return false;
    *ret_data = data;
    *ret_bytes = bytes;
    return true;
}

bool base64_decode(struct arena *arena, const char *text, size_t chars, uint8_t **ret_data, size_t *ret_bytes)
{
    if (chars % 4)
        return false;
    for (int padding = 0; padding < 2 && chars && text[chars - 1] == '='; padding++)
        chars--;
    return decode(arena, text, chars, base64_digits, ret_data, ret_bytes);
}

bool base64url_decode(struct arena *arena, const char *text, size_t chars, uint8_t **ret_data, size_t *ret_bytes)
{
    return decode(arena, text, chars, base64url_digits, ret_data, ret_bytes);
}
