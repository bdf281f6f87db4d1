/* The value → JSON text. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "contract/scalar.h"
#include "contract/transcode.h"

#define RUN_BYTES ((size_t)512) /* of a string, at a time: an escape takes six bytes for one */

void json_write_uint(struct buf *out, uint64_t value)
{
    char digits[JSON_INT_BYTES];

    buf_add(out, digits, json_uint(value, digits));
}

/* The fewest digits that read back as the same number. snprintf() follows LC_NUMERIC, which our programs leave alone.
 */
static void write_double(struct buf *out, double number, bool is_float)
{
    char text[40];

    if (!isfinite(number)) {
        buf_add_str(out, isnan(number) ? "\"NaN\"" : number > 0 ? "\"Infinity\"" : "\"-Infinity\"");
        return;
    }
    for (int digits = is_float ? 6 : 15; digits <= (is_float ? 9 : 17); digits++) {
        snprintf(text, sizeof(text), "%.*g", digits, number);
        if (is_float ? strtof(text, NULL) == (float)number : strtod(text, NULL) == number)
            break;
    }
    buf_add_str(out, text);
}

static void write_base64(struct buf *out, const uint8_t *data, size_t bytes)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *at;

    buf_reserve(out, bytes / 3 * 4 + 6);
    at = out->data + out->len;
    *at++ = '"';
    for (; bytes; data += 3) {
        uint32_t held = (uint32_t)data[0] << 16 | (bytes > 1 ? (uint32_t)data[1] << 8 : 0) | (bytes > 2 ? data[2] : 0);

        *at++ = alphabet[held >> 18];
        *at++ = alphabet[held >> 12 & 63];
        *at++ = bytes > 1 ? alphabet[held >> 6 & 63] : '=';
        *at++ = bytes > 2 ? alphabet[held & 63] : '=';
        if (bytes <= 3)
            break;
        bytes -= 3;
    }
    *at++ = '"';
    *at = '\0';
    out->len = (size_t)(at - out->data);
}

/* A value that is JSON already; none at all is null. */
static bool write_json(struct buf *out, const char *json, size_t bytes)
{
    if (bytes)
        buf_add(out, json, bytes);
    else
        buf_add_str(out, "null");
    return true;
}

/* An escaped byte is six at most. */
static size_t write_escape(char *at, unsigned char c)
{
    static const char letters[] = "--------btn-fr";
    static const char digits[] = "0123456789abcdef";

    at[0] = '\\';
    if (c == '"' || c == '\\') {
        at[1] = (char)c;
        return 2;
    }
    if (c < sizeof(letters) - 1 && letters[c] != '-') {
        at[1] = letters[c];
        return 2;
    }
    memcpy(at + 1, "u00", 3);
    at[4] = digits[c >> 4];
    at[5] = digits[c & 15];
    return 6;
}

/* Eight bytes at once: printable ASCII but for quote and backslash goes through as it is. */
static inline bool all_plain(uint64_t word)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones * 0x80;
    uint64_t quote = word ^ (ones * '"'), backslash = word ^ (ones * '\\');

    return (((word - ones * 0x20) | (quote - ones) | (backslash - ones) | word) & tops) == 0;
}

/* A whole sequence of three bytes whose second one may be any: Chinese nearly always. */
static inline bool three_bytes(const char *text)
{
    const unsigned char *p = (const unsigned char *)text;

    return p[0] >= 0xE1 && p[0] <= 0xEC && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80;
}

/* From `text` up to `stop`, of which there is room for the escapes of all; `end` is where the string ends. */
static const char *write_run(struct buf *out, const char *text, const char *stop, const char *end)
{
    char *at = out->data + out->len;

    while (text < stop) {
        uint64_t word;
        size_t length;

        if (end - text >= 8 && (memcpy(&word, text, 8), all_plain(word))) {
            memcpy(at, text, 8);
            at += 8;
            text += 8;
            continue;
        }
        if (end - text >= 3 && three_bytes(text)) {
            memcpy(at, text, 3);
            at += 3;
            text += 3;
            continue;
        }
        length = utf8_sequence(text, (size_t)(end - text));
        if (length == 0 || *text == '\0')
            return NULL;
        if (length == 1 && ((unsigned char)*text < 0x20 || *text == '"' || *text == '\\')) {
            at += write_escape(at, (unsigned char)*text++);
            continue;
        }
        for (; length; length--)
            *at++ = *text++;
    }
    *at = '\0';
    out->len = (size_t)(at - out->data);
    return text;
}

bool json_write_string(struct buf *out, const char *text, size_t bytes)
{
    const char *end = text + bytes;

    buf_add_char(out, '"');
    while (text < end && out->len <= JSON_BYTES_MAX) {
        size_t run = (size_t)(end - text) < RUN_BYTES ? (size_t)(end - text) : RUN_BYTES;

        buf_reserve(out, run * 6 + 8);
        text = write_run(out, text, text + run, end);
        if (!text)
            return false;
    }
    buf_add_char(out, '"');
    return true;
}

static void write_enum(struct buf *out, const struct enum_type *type, int32_t number)
{
    for (size_t i = 0; i < type->values_count; i++)
        if (type->values[i].number == number) {
            buf_add_char(out, '"');
            buf_add_str(out, type->values[i].name);
            buf_add_char(out, '"');
            return;
        }
    buf_json_int(out, number); /* a newer service's value: proto3 says its number stands for it */
}

bool scalar_write_json(const struct field *field, const struct scalar *scalar, struct buf *out)
{
    switch (field->kind) {
    case FIELD_BOOL:
        buf_add_str(out, scalar->bits ? "true" : "false");
        break;
    case FIELD_INT32:
    case FIELD_SINT32:
    case FIELD_SFIXED32:
    case FIELD_INT64:
    case FIELD_SINT64:
    case FIELD_SFIXED64:
        buf_json_int(out, (int64_t)scalar->bits);
        break;
    case FIELD_UINT32:
    case FIELD_UINT64:
    case FIELD_FIXED32:
    case FIELD_FIXED64:
        json_write_uint(out, scalar->bits);
        break;
    case FIELD_FLOAT:
    case FIELD_DOUBLE:
        write_double(out, scalar->number, field->kind == FIELD_FLOAT);
        break;
    case FIELD_STRING:
        return json_write_string(out, scalar->data, scalar->bytes);
    case FIELD_BYTES:
        if (field->rule && field->rule->json)
            return write_json(out, scalar->data, scalar->bytes);
        write_base64(out, (const uint8_t *)scalar->data, scalar->bytes);
        break;
    case FIELD_ENUM:
        write_enum(out, field->enumeration, (int32_t)scalar->bits);
        break;
    case FIELD_MESSAGE:
        return false;
    }
    return true;
}
