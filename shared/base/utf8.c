#include "base/utf8.h"

/* The second byte's range depends on the first: this is what shuts out overlong forms, surrogates and > U+10FFFF. */
static bool second_byte_fits(unsigned char first, unsigned char second)
{
    switch (first) {
    case 0xE0:
        return second >= 0xA0 && second <= 0xBF;
    case 0xED:
        return second >= 0x80 && second <= 0x9F;
    case 0xF0:
        return second >= 0x90 && second <= 0xBF;
    case 0xF4:
        return second >= 0x80 && second <= 0x8F;
    default:
        return (second & 0xC0) == 0x80;
    }
}

size_t utf8_sequence(const char *text, size_t bytes)
{
    const unsigned char *p = (const unsigned char *)text;
    size_t length;

    if (bytes == 0)
        return 0;
    if (p[0] < 0x80)
        return 1;
    if (p[0] < 0xC2 || p[0] > 0xF4)
        return 0;
    length = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    if (bytes < length || !second_byte_fits(p[0], p[1]))
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    return length;
}

bool utf8_valid(const char *text, size_t bytes)
{
    while (bytes) {
        size_t length = utf8_sequence(text, bytes);

        if (length == 0 || *text == '\0')
            return false;
        text += length;
        bytes -= length;
    }
    return true;
}

static bool begins_code_point(char c)
{
    return ((unsigned char)c & 0xC0) != 0x80;
}

size_t utf8_length(const char *text, size_t bytes)
{
    size_t length = 0;

    for (size_t i = 0; i < bytes; i++)
        length += begins_code_point(text[i]);
    return length;
}

size_t utf8_prefix(const char *text, size_t bytes, size_t chars)
{
    for (size_t i = 0; i < bytes; i++)
        if (begins_code_point(text[i]) && chars-- == 0)
            return i;
    return bytes;
}
