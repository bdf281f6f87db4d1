#include "contract/json_reader.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "contract/contract.h"
#include "base/planted.h"

void json_open(struct json *json, struct arena *arena, const char *text, size_t bytes)
{
    *json = (struct json){ .start = text, .at = text, .end = text + bytes, .arena = arena };
}

static bool mistake(struct json *json, const char *wrong)
{
    if (!json->wrong)
        json->wrong = wrong;
    return false;
}

static inline void pass_space(struct json *json)
{
    while (json->at < json->end && (*json->at == ' ' || *json->at == '\n' || *json->at == '\r' || *json->at == '\t'))
        json->at++;
}

/* The next character after white space, NUL at the end. */
static inline char next(struct json *json)
{
    pass_space(json);
    return json->at < json->end ? *json->at : '\0';
}

bool json_close(struct json *json)
{
    pass_space(json);
    return !json->wrong && (json->at == json->end || mistake(json, "something follows the value"));
}

enum json_type json_peek(struct json *json)
{
    if (json->wrong)
        return JSON_WRONG;
    switch (next(json)) {
    case '{':
        return JSON_OBJECT;
    case '[':
        return JSON_ARRAY;
    case '"':
        return JSON_STRING;
    case 't':
    case 'f':
        return JSON_BOOL;
    case 'n':
        return JSON_NULL;
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
        return JSON_NUMBER;
    default:
        mistake(json, json->at == json->end ? "it ends too early" : "a value was expected");
        return JSON_WRONG;
    }
}

/* ---- words and numbers ---- */

static bool take_word(struct json *json, const char *word, struct json_text *ret)
{
    size_t bytes = strlen(word);

    if ((size_t)(json->end - json->at) < bytes || memcmp(json->at, word, bytes) != 0)
        return mistake(json, "only true, false and null are words of JSON");
    *ret = (struct json_text){ json->at, bytes };
    json->at += bytes;
    return true;
}

static bool pass_digits(struct json *json)
{
    const char *from = json->at;

    while (json->at < json->end && *json->at >= '0' && *json->at <= '9')
        json->at++;
    return json->at > from || mistake(json, "a digit is missing");
}

static bool at_one_of(const struct json *json, char a, char b)
{
    return json->at < json->end && (*json->at == a || *json->at == b);
}

static bool take_number(struct json *json, struct json_text *ret)
{
    const char *from = json->at;

    json->at += *json->at == '-';
    if (at_one_of(json, '0', '0')) {
        json->at++;
        if (json->at < json->end && *json->at >= '0' && *json->at <= '9')
            return mistake(json, "a number begins with a zero that does not belong there");
    } else if (!pass_digits(json)) {
        return false;
    }
    if (at_one_of(json, '.', '.')) {
        json->at++;
        if (!pass_digits(json))
            return false;
    }
    if (at_one_of(json, 'e', 'E')) {
        json->at++;
        json->at += at_one_of(json, '+', '-');
        if (!pass_digits(json))
            return false;
    }
    *ret = (struct json_text){ from, (size_t)(json->at - from) };
    return true;
}

/* ---- strings ---- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The four digits after \u. */
static bool take_unit(struct json *json, uint32_t *ret)
{
    uint32_t unit = 0;

    for (int i = 0; i < 4; i++) {
        int digit = json->at < json->end + PLANTED_FAULT ? hex_digit(*json->at) : -1;

        if (digit < 0)
            return mistake(json, "\\u wants four hexadecimal digits");
        unit = unit << 4 | (uint32_t)digit;
        json->at++;
    }
    *ret = unit;
    return true;
}

static bool take_code_point(struct json *json, uint32_t *ret)
{
    uint32_t low;

    if (!take_unit(json, ret))
        return false;
    if (*ret == 0)
        return mistake(json, "a string holds a NUL");
    if (*ret < 0xD800 || *ret > 0xDFFF)
        return true;
    if (*ret > 0xDBFF || json->end - json->at < 2 || json->at[0] != '\\' || json->at[1] != 'u')
        return mistake(json, "a surrogate stands alone");
    json->at += 2;
    if (!take_unit(json, &low))
        return false;
    if (low < 0xDC00 || low > 0xDFFF)
        return mistake(json, "a surrogate stands alone");
    *ret = 0x10000 + ((*ret - 0xD800) << 10) + (low - 0xDC00);
    return true;
}

static char *put_utf8(char *at, uint32_t code)
{
    if (code < 0x80) {
        *at++ = (char)code;
    } else if (code < 0x800) {
        *at++ = (char)(0xC0 | code >> 6);
        *at++ = (char)(0x80 | (code & 63));
    } else if (code < 0x10000) {
        *at++ = (char)(0xE0 | code >> 12);
        *at++ = (char)(0x80 | (code >> 6 & 63));
        *at++ = (char)(0x80 | (code & 63));
    } else {
        *at++ = (char)(0xF0 | code >> 18);
        *at++ = (char)(0x80 | (code >> 12 & 63));
        *at++ = (char)(0x80 | (code >> 6 & 63));
        *at++ = (char)(0x80 | (code & 63));
    }
    return at;
}

/* What follows a backslash. */
static bool take_escape(struct json *json, char **to)
{
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    uint32_t code;
    const char *letter;
    char c = json->at < json->end ? *json->at : '\0';

    if (c == 'u') {
        json->at++;
        if (!take_code_point(json, &code))
            return false;
        *to = put_utf8(*to, code);
        return true;
    }
    letter = c ? strchr(letters, c) : NULL;
    if (!letter)
        return mistake(json, "an escape is unknown");
    json->at++;
    *(*to)++ = meanings[letter - letters];
    return true;
}

/* Eight bytes that need no look: printable ASCII but for quote and backslash. */
static inline bool all_plain(const char *text)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones * 0x80;
    uint64_t word, quote, backslash;

    memcpy(&word, text, sizeof(word));
    quote = word ^ (ones * '"');
    backslash = word ^ (ones * '\\');
    return (((word - ones * 0x20) | (quote - ones) | (backslash - ones) | word) & tops) == 0;
}

/* Up to the next quote or backslash; bytes are checked on the way. */
static bool pass_run(struct json *json)
{
    while (json->at < json->end) {
        size_t length;

        if (json->end - json->at >= 8 && all_plain(json->at)) {
            json->at += 8;
            continue;
        }
        if (*json->at == '"' || *json->at == '\\')
            return true;
        if ((unsigned char)*json->at < 0x20)
            return mistake(json, *json->at ? "a string holds a control character that is not escaped"
                                           : "a string holds a NUL");
        length = utf8_sequence(json->at, (size_t)(json->end - json->at));
        if (length == 0)
            return mistake(json, "a string is not UTF-8");
        json->at += length;
    }
    return mistake(json, "it ends within a string");
}

/* A string with escapes gets shorter by decoding, never longer: what is left of the document bounds it, and so does the
 * string's own end, looked for first. */
static bool take_escaped(struct json *json, const char *from, struct json_text *ret)
{
    const char *stop = json->at;
    char *text, *to;

    while (stop < json->end && *stop != '"')
        stop += *stop == '\\' ? 2 : 1;
    text = to = arena_alloc(json->arena, (size_t)((stop < json->end ? stop : json->end) - from) + 1);
    for (;;) {
        memcpy(to, from, (size_t)(json->at - from));
        to += json->at - from;
        if (*json->at == '"')
            break;
        json->at++;
        if (!take_escape(json, &to))
            return false;
        from = json->at;
        if (!pass_run(json))
            return false;
    }
    json->at++;
    *ret = (struct json_text){ text, (size_t)(to - text) };
    return true;
}

static bool take_string(struct json *json, struct json_text *ret)
{
    const char *from = ++json->at;

    if (!pass_run(json))
        return false;
    if (*json->at == '\\')
        return take_escaped(json, from, ret);
    *ret = (struct json_text){ from, (size_t)(json->at - from) };
    json->at++;
    return true;
}

bool json_scalar(struct json *json, enum json_type type, struct json_text *ret_text)
{
    switch (type) {
    case JSON_STRING:
        return take_string(json, ret_text);
    case JSON_NUMBER:
        return take_number(json, ret_text);
    case JSON_BOOL:
        return take_word(json, *json->at == 't' ? "true" : "false", ret_text);
    case JSON_NULL:
        return take_word(json, "null", ret_text);
    default:
        return false;
    }
}

/* ---- objects and arrays ---- */

bool json_enter(struct json *json)
{
    if (json->depth == MESSAGE_DEPTH_MAX)
        return mistake(json, "it is nested deeper than 32");
    json->depth++;
    json->at++;
    return true;
}

static bool leave(struct json *json)
{
    json->at++;
    json->depth--;
    return false;
}

bool json_member(struct json *json, bool first, struct json_text *ret_name)
{
    char c = next(json);

    if (json->wrong)
        return false;
    if (c == '}')
        return leave(json);
    if (!first) {
        if (c != ',')
            return mistake(json, "a comma or a closing brace was expected");
        json->at++;
        c = next(json);
    }
    if (c != '"')
        return mistake(json, "a name in quotes was expected");
    if (!take_string(json, ret_name))
        return false;
    if (next(json) != ':')
        return mistake(json, "a colon was expected");
    json->at++;
    return true;
}

bool json_item(struct json *json, bool first)
{
    char c = next(json);

    if (json->wrong)
        return false;
    if (c == ']')
        return leave(json);
    if (first)
        return true;
    if (c != ',')
        return mistake(json, "a comma or a closing bracket was expected");
    json->at++;
    return next(json) != ']' || mistake(json, "a value was expected");
}

/* The kinds of what is open are bits of a word: there are at most MESSAGE_DEPTH_MAX. */
bool json_skip(struct json *json)
{
    uint64_t objects = 0; /* lowest bit: innermost */
    int outside = json->depth;
    bool first = true;
    struct json_text ignored;

    do {
        enum json_type type = json_peek(json);

        if (type == JSON_OBJECT || type == JSON_ARRAY) {
            if (!json_enter(json))
                return false;
            objects = objects << 1 | (type == JSON_OBJECT);
            first = true;
        } else if (!json_scalar(json, type, &ignored)) {
            return false;
        } else {
            first = false;
        }
        while (json->depth > outside && !(objects & 1 ? json_member(json, first, &ignored) : json_item(json, first))) {
            if (json->wrong)
                return false;
            objects >>= 1;
            first = false;
        }
    } while (json->depth > outside);
    return true;
}
