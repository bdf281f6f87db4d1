#include "groupbuy/domain/address.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#define SEPARATOR ' '
#define LETTER    '\0' /* of no alphabet that has cases or widths */

static size_t bytes_of(const unsigned char *text)
{
    size_t bytes = *text >= 0xf0 ? 4 : *text >= 0xe0 ? 3 : *text >= 0xc0 ? 2 : 1;

    return strnlen((const char *)text, bytes);
}

/* Of U+3000 …: punctuation, but for 々 〆 〇, which are letters: 二〇一室 is not 二一室. */
static bool is_punctuation(const unsigned char *text)
{
    return text[1] == 0x80 && !(text[2] >= 0x85 && text[2] <= 0x87);
}

/* The character in half width: of ASCII, SEPARATOR, or LETTER. */
static char plain_of(const unsigned char *text, size_t bytes)
{
    unsigned char c = *text;

    if (bytes == 3 && c == 0xef && (text[1] == 0xbc || text[1] == 0xbd)) /* U+FF01 … U+FF5E */
        c = (unsigned char)(text[2] - 0x80 + (text[1] == 0xbc ? 0x20 : 0x60));
    else if ((bytes == 3 && c == 0xe2 && text[1] == 0x80) || (bytes == 3 && c == 0xe3 && is_punctuation(text)) ||
             (bytes == 2 && c == 0xc2))
        return SEPARATOR; /* U+2000 …, U+3000 …: dashes, blanks, commas; U+00A0 … */
    else if (bytes > 1)
        return LETTER;
    return isalnum(c) ? (char)tolower(c) : SEPARATOR;
}

char *address_plain(struct arena *arena, const char *region_code, const char *street)
{
    const char *both = arena_printf(arena, "%s,%s", region_code, street);
    char *plain = arena_alloc(arena, strlen(both) * 2 + 1);
    size_t length = 0, bytes;
    bool apart = false;

    for (const unsigned char *at = (const unsigned char *)both; *at; at += bytes) {
        char c;

        bytes = bytes_of(at);
        c = plain_of(at, bytes);
        if (c != SEPARATOR && apart && length && isdigit((unsigned char)plain[length - 1]) && isdigit((unsigned char)c))
            plain[length++] = '-';
        apart = c == SEPARATOR;
        if (c == LETTER) {
            memcpy(plain + length, at, bytes);
            length += bytes;
        } else if (c != SEPARATOR) {
            plain[length++] = c;
        }
    }
    plain[length] = '\0';
    return plain;
}
